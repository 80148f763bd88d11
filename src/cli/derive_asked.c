/* SPDX-License-Identifier: MIT */
/* What derive's options name: who is good, and which fields may say so. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/derive_internal.h"
#include "cli/named.h"
#include "study/leak.h"
#include "table/infer.h"

/* --- what the options name ---------------------------------------------------------------- */

/* SPOT_NONE where none is named. */
static int find_cohort(size_t *out, const struct spot_rules *rules, const char *option,
    const char *name, struct spot_error *err)
{
	*out = SPOT_NONE;
	return name ? spot_named_cohort(out, rules, option, name, err) : 0;
}

/* By the field's name, or by its header's words, which do not begin or end with a minus. */
static size_t field_named(const struct spot_rules *rules, struct spot_view name)
{
	size_t idx = spot_schema_find(&rules->fields, name.ptr, name.len);
	struct spot_buf words = SPOT_BUF_INIT;

	if (idx != SPOT_NONE || name.len == 0 || name.ptr[0] == '-' ||
	    name.ptr[name.len - 1] == '-')
		return idx;
	spot_infer_words(&words, name);
	for (size_t i = 0; i < words.len; i++)
		words.ptr[i] = words.ptr[i] == ' ' ? '_' : words.ptr[i];
	if (words.len > 0)
		idx = spot_schema_find(&rules->fields, words.ptr, words.len);
	spot_buf_reset(&words);
	return idx;
}

static int no_field(const struct spot_rules *rules, const char *option, const char *name,
    struct spot_error *err)
{
	const char *near = NULL;

	for (size_t i = 0; !near && i < rules->fields.n_fields; i++)
		near = spot_text_nearest(name, &rules->fields.fields[i].name, 1);
	spot_error_set(err, SPOT_EUSAGE, "%s %s: there is no such field", option, name);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	else
		spot_error_hint(err, "sweetspot init shows the fields that there are");
	return SPOT_EUSAGE;
}

static bool is_amount(const struct spot_rules *rules, size_t field)
{
	enum spot_type type = rules->fields.fields[field].type;
	enum spot_kind kind = spot_type_kind(type);

	return type != SPOT_TYPE_DATE && (kind == SPOT_KIND_INT || kind == SPOT_KIND_FLOAT);
}

static int half_a_difference(const char *name, struct spot_error *err)
{
	spot_error_set(err, SPOT_EUSAGE, "--value %s: a field is missing %s the minus", name,
	    name[0] == '-' ? "before" : "after");
	spot_error_hint(err, "write FIELD, or FIELD-FIELD: what they pay less what they cost");
	return SPOT_EUSAGE;
}

/* FIELD, or FIELD-FIELD. */
static int find_value(struct deriving *deriving, struct spot_error *err)
{
	const char *name = deriving->opt->value, *dash;
	const struct spot_rules *rules = deriving->rules;

	deriving->value = deriving->cost = SPOT_NONE;
	if (!name)
		return 0;
	deriving->value = field_named(rules, spot_view_of(name));
	for (dash = strchr(name, '-'); deriving->value == SPOT_NONE && dash;
	     dash = strchr(dash + 1, '-')) {
		size_t pays = field_named(
		    rules, (struct spot_view) { name, (size_t)(dash - name) });
		size_t costs = field_named(rules, spot_view_of(dash + 1));

		if (pays == SPOT_NONE || costs == SPOT_NONE)
			continue;
		deriving->value = pays;
		deriving->cost = costs;
	}
	if (deriving->value == SPOT_NONE && (name[0] == '-' || name[strlen(name) - 1] == '-'))
		return half_a_difference(name, err);
	if (deriving->value == SPOT_NONE)
		return no_field(rules, "--value", name, err);
	for (size_t i = 0; i < 2; i++) {
		size_t field = i == 0 ? deriving->value : deriving->cost;

		if (field == SPOT_NONE || is_amount(rules, field))
			continue;
		spot_error_set(err, SPOT_EUSAGE, "--value %s: %s is no number but of type %s",
		    name, rules->fields.fields[field].name,
		    spot_type_name(rules->fields.fields[field].type));
		return SPOT_EUSAGE;
	}
	return 0;
}

static int find_date(struct deriving *deriving, struct spot_error *err)
{
	const struct derive_options *opt = deriving->opt;

	deriving->date = SPOT_NONE;
	if (!opt->date && opt->train_before == NOT_GIVEN)
		return 0;
	if (!opt->date || opt->train_before == NOT_GIVEN)
		return spot_named_date_alone(
		    opt->date, "together they judge by what came later", err);
	deriving->date = field_named(deriving->rules, spot_view_of(opt->date));
	if (deriving->date == SPOT_NONE)
		return no_field(deriving->rules, "--date", opt->date, err);
	if (deriving->rules->fields.fields[deriving->date].type != SPOT_TYPE_DATE)
		return spot_error_set(
		    err, SPOT_EUSAGE, "--date %s: the field is not a date", opt->date);
	return 0;
}

static int find_top(struct deriving *deriving, struct spot_error *err)
{
	const char *text = deriving->opt->top;
	char *end;

	deriving->top = 0.2;
	if (!text)
		return 0;
	deriving->top = strtod(text, &end);
	if (*end == '%') {
		deriving->top /= 100;
		end++;
	}
	if (end != text && *end == '\0' && deriving->top > 0 && deriving->top < 1)
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "--top %s: not a share of the accounts", text);
	spot_error_hint(err, "say 20%% or 0.2");
	return SPOT_EUSAGE;
}

static int find_all(struct deriving *deriving, struct spot_error *err)
{
	const struct derive_options *opt = deriving->opt;
	int rc = find_cohort(&deriving->good, deriving->rules, "--good", opt->good, err);

	if (rc == 0)
		rc = find_cohort(&deriving->bad, deriving->rules, "--bad", opt->bad, err);
	if (rc == 0 && deriving->good != SPOT_NONE && deriving->good == deriving->bad)
		rc = spot_error_set(err, SPOT_EUSAGE, "--good and --bad are both \"%s\"",
		    opt->good);
	if (rc == 0)
		rc = find_value(deriving, err);
	if (rc == 0)
		rc = find_date(deriving, err);
	return rc == 0 ? find_top(deriving, err) : rc;
}

int spot_derive_asked_check(const struct derive_options *opt, struct spot_error *err)
{
	if (!opt->value == !opt->good) {
		spot_error_set(err, SPOT_EUSAGE, opt->value
		        ? "--value and --good exclude each other"
		        : "derive needs --value FIELD or --good COHORT");
		spot_error_hint(err, "who are the good customers: the best by a number, or a "
		    "cohort of a rule file");
		return SPOT_EUSAGE;
	}
	if (opt->good && opt->common.rules.n == 0)
		return spot_error_set(err, SPOT_EUSAGE, "--good needs -r RULES with that cohort");
	if ((opt->bad && !opt->good) || (opt->top && !opt->value))
		return spot_error_set(err, SPOT_EUSAGE, opt->bad ? "--bad goes with --good"
		                                                 : "--top goes with --value");
	if (opt->common.with.n > 0 && opt->common.rules.n == 0)
		return spot_error_set(
		    err, SPOT_EUSAGE, "--with needs -r RULES that say what to sum up");
	return 0;
}

/* --- which fields are looked at ----------------------------------------------------------- */

static bool is_outcome(const struct deriving *deriving, size_t field)
{
	const char *name = deriving->rules->fields.fields[field].name;

	return spot_leak_is_read(deriving->rules, deriving->good, name) ||
	    spot_leak_is_read(deriving->rules, deriving->bad, name) ||
	    field == deriving->value || field == deriving->cost;
}

/* The outcome is made from the same second table. */
static bool is_kin(const struct deriving *deriving, size_t field)
{
	const struct spot_rules *rules = deriving->rules;

	for (size_t r = 0; r < rules->n_rollups; r++) {
		size_t first = rules->rollups[r].first_field;

		if (field < first || field >= first + rules->rollups[r].n_deriveds)
			continue;
		for (size_t d = 0; d < rules->rollups[r].n_deriveds; d++)
			if (is_outcome(deriving, first + d))
				return true;
	}
	return false;
}

/* The outcome's cohorts or numbers tell of it under another name. */
static bool is_alias(const struct deriving *deriving, size_t field)
{
	const struct spot_rules *rules = deriving->rules;
	const struct spot_field *fields = rules->fields.fields;
	const size_t cohorts[] = { deriving->good, deriving->bad };
	const size_t numbers[] = { deriving->value, deriving->cost };

	for (size_t i = 0; i < 2; i++) {
		if (cohorts[i] != SPOT_NONE && spot_leak_is_kin(rules, cohorts[i], field))
			return true;
		if (numbers[i] != SPOT_NONE &&
		    spot_leak_is_same_column(&fields[numbers[i]], &fields[field]))
			return true;
	}
	return false;
}

static const char *why_out(const struct deriving *deriving, size_t field)
{
	const struct spot_field *of = &deriving->rules->fields.fields[field];

	for (size_t i = 0; i < deriving->opt->without.n; i++)
		if (field_named(deriving->rules,
		        spot_view_of(deriving->opt->without.items[i])) == field)
			return "by --without";
	if (of->type == SPOT_TYPE_KEY)
		return "the key";
	if (is_outcome(deriving, field))
		return "the outcome is made of it";
	if (spot_leak_is_late(deriving->rules, field))
		return "known only after the outcome";
	if (is_alias(deriving, field))
		return "the outcome is made of the same column";
	if (of->derived && is_kin(deriving, field))
		return "of the table that the outcome is made from";
	if (field == deriving->date)
		return "the day that parts the accounts";
	return NULL;
}

static int keep_out(struct deriving *deriving, struct spot_error *err)
{
	const struct spot_schema *schema = &deriving->rules->fields;
	struct spot_proposed *proposed = &deriving->proposed;

	deriving->is_kept_out = spot_mem_calloc(schema->n_fields + 1, sizeof(bool));
	deriving->outs = spot_mem_calloc(schema->n_fields + 1, sizeof(*deriving->outs));
	if (!deriving->is_kept_out || !deriving->outs)
		return spot_error_nomem(err);
	for (size_t i = 0; i < deriving->opt->without.n; i++)
		if (field_named(deriving->rules,
		        spot_view_of(deriving->opt->without.items[i])) == SPOT_NONE)
			return no_field(deriving->rules, "--without",
			    deriving->opt->without.items[i], err);
	for (size_t f = 0; f < schema->n_fields; f++) {
		const char *why = why_out(deriving, f);

		deriving->is_kept_out[f] = why != NULL;
		if (why)
			deriving->outs[proposed->n_outs++] =
			    (struct spot_proposed_out) { schema->fields[f].name, why };
	}
	proposed->outs = deriving->outs;
	return 0;
}

int spot_derive_asked(struct deriving *deriving, struct spot_error *err)
{
	int rc = find_all(deriving, err);

	return rc == 0 ? keep_out(deriving, err) : rc;
}
