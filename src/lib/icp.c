/* SPDX-License-Identifier: MIT */
/* A rule file, loaded: immutable, counted. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "lib/internal.h"
#include "rules/load.h"

_Static_assert(SPOT_ICP_NOMEM == (int)SPOT_ENOMEM && SPOT_ICP_USAGE == (int)SPOT_EUSAGE &&
	SPOT_ICP_RULES == (int)SPOT_ERULES && SPOT_ICP_DATA == (int)SPOT_EDATA,
    "public codes are the library's own");

/* --- errors ------------------------------------------------------------------------------ */

/* Advice that names an option of the command line is of no use here. */
static void advise(struct spot_error *err)
{
	static const struct {
		const char *option, *instead;
	} advices[] = {
		{ "--keep-going",
		    "mend the rule, or let spot_scorer_keep_going make it unknown for such rows" },
		{ "add --with", "put it among options.tables" },
		{ "--rejects", "mend the row, or have options.reject take such rows" },
		{ "--", "" },
	};

	for (size_t i = 0; i < sizeof(advices) / sizeof(*advices); i++)
		if (strstr(err->hint, advices[i].option)) {
			strcpy(err->hint, advices[i].instead);
			break;
		}
	if (strncmp(err->what, "--", 2) == 0) /* --set NAME: … */
		memmove(err->what, err->what + 2, strlen(err->what) - 1);
}

int spot_icp_tell(struct spot_icp_error *out, const struct spot_error *err)
{
	struct spot_error advised = *err;

	if (!out)
		return err->code;
	advise(&advised);
	out->code = err->code;
	out->line = err->line;
	memcpy(out->file, err->file, sizeof(out->file));
	memcpy(out->column, err->column, sizeof(out->column));
	spot_error_format(&advised, out->text, sizeof(out->text));
	return err->code;
}
#define SIZE_OF(type, member) sizeof(((struct type *)0)->member)
_Static_assert(SIZE_OF(spot_icp_error, file) == SIZE_OF(spot_error, file) &&
	SIZE_OF(spot_icp_error, column) == SIZE_OF(spot_error, column),
    "copied whole");

int spot_icp_refuse(struct spot_icp_error *out, const char *what)
{
	struct spot_error err = SPOT_ERROR_INIT;

	spot_error_set(&err, SPOT_EUSAGE, "%s", what);
	return spot_icp_tell(out, &err);
}

/* --- loading ----------------------------------------------------------------------------- */

static int read_day(const char *as_of, int64_t *day, struct spot_error *err)
{
	if (!as_of)
		*day = spot_date_today();
	else if (!spot_date_iso(spot_view_of(as_of), day))
		return spot_error_set(
		    err, SPOT_EUSAGE, "\"%s\" is not a day like 2026-11-22", as_of);
	return 0;
}

static int load_rules(struct spot_icp *icp, const char *path, const struct spot_text *text,
    const struct spot_icp_options *options, struct spot_error *err)
{
	struct spot_rules_options to = { .limits = SPOT_LIMITS_DEFAULT };
	struct spot_set *sets = spot_arena_calloc(&icp->arena, options->n_sets + 1, sizeof(*sets));
	struct spot_diags diags;
	int rc = sets ? read_day(options->as_of, &to.as_of, err) : spot_error_nomem(err);

	if (rc != 0)
		return rc;
	for (size_t i = 0; i < options->n_sets; i++)
		sets[i] = (struct spot_set) { options->sets[i].name, options->sets[i].value };
	to.sets = sets;
	to.n_sets = options->n_sets;
	if (options->max_instructions > 0)
		to.limits.call_instructions = options->max_instructions;
	if (options->max_bytes > 0)
		to.limits.memory_bytes = options->max_bytes;
	spot_diags_init(&diags);
	rc = text ? spot_rules_load_text(
			&icp->rules, path, text->ptr, text->len, &to, &diags, err)
		  : spot_rules_load(&icp->rules, path, &to, &diags, err);
	spot_diags_reset(&diags);
	return rc;
}

/* --- second tables ----------------------------------------------------------------------- */

static int pass_reject(void *ctx, const struct spot_reject *reject)
{
	const struct spot_icp_options *options = ctx;
	const struct spot_icp_reject passed = { reject->file, reject->line, reject->column,
		{ reject->text.ptr, reject->text.len }, reject->problem };

	options->reject(options->reject_ctx, &passed);
	return 0;
}

/* The table as the engine wants it; its names live as long as the icp. */
static int read_with(struct spot_with *out, const struct spot_icp_table *table,
    struct spot_arena *arena, struct spot_error *err)
{
	struct spot_given_rows *rows;
	struct spot_given_column *columns;
	int rc;

	out->name = spot_arena_copy(arena, table->name, strlen(table->name));
	if (!out->name)
		return spot_error_nomem(err);
	if (table->path) {
		out->path = spot_arena_copy(arena, table->path, strlen(table->path));
		return out->path ? 0 : spot_error_nomem(err);
	}
	rows = spot_arena_calloc(arena, 1, sizeof(*rows));
	columns = spot_arena_calloc(arena, table->n_columns + 1, sizeof(*columns));
	if (!rows || !columns)
		return spot_error_nomem(err);
	*rows = (struct spot_given_rows) { columns, table->n_columns, table->n_rows };
	out->rows = rows;
	rc = spot_columns_read(columns, table->columns, table->n_columns, 0, table->n_rows, err);
	if (rc != 0)
		spot_error_place(err, out->name, 0, NULL);
	return rc;
}

static bool sums_up(const struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_rollups; i++)
		if (strcmp(rules->rollups[i].name, name) == 0)
			return true;
	return false;
}

static bool is_given(const struct spot_icp_options *options, const char *name)
{
	for (size_t i = 0; i < options->n_tables; i++)
		if (strcmp(options->tables[i].name, name) == 0)
			return true;
	return false;
}

/* A table that the rules have a use for, and that can be used: contacts and events are refused as
 * rows even where these rules would not read them, for what is given and left aside would pass
 * for read. */
static int check_table(const struct spot_rules *rules, const struct spot_icp_table *table,
    struct spot_error *err)
{
	if (!spot_panel_uses(rules, table->name))
		return spot_error_set(err, SPOT_EUSAGE,
		    "the table \"%s\" was given, but the rules have no table of that name",
		    table->name);
	if (table->path || sums_up(rules, table->name))
		return 0;
	spot_error_set(err, SPOT_EUSAGE,
	    "the table \"%s\" was given as rows; it is read from a file alone", table->name);
	spot_error_hint(err, "give its path");
	return SPOT_EUSAGE;
}

static int check_tables(const struct spot_rules *rules, const struct spot_icp_options *options,
    struct spot_error *err)
{
	for (size_t i = 0; i < rules->n_rollups; i++) {
		const struct spot_rollup_rule *rule = &rules->rollups[i];

		if (is_given(options, rule->name))
			continue;
		spot_error_set(err, SPOT_EUSAGE,
		    "the rules sum up the table \"%s\", which was not given", rule->name);
		spot_error_place(err, rule->place.file, rule->place.line, NULL);
		spot_error_hint(err, "put it among options.tables");
		return SPOT_EUSAGE;
	}
	for (size_t i = 0; i < options->n_tables; i++) {
		int rc = check_table(rules, &options->tables[i], err);

		if (rc != 0)
			return rc;
	}
	return 0;
}

static int open_panel(struct spot_icp *icp, const struct spot_icp_options *options,
    struct spot_error *err)
{
	struct spot_icp_options copy = *options;
	struct spot_panel_options to = { .reader = SPOT_READER_OPTIONS_INIT,
		.n_threads = options->n_threads > 0 ? options->n_threads : 1 };
	struct spot_with *withs =
	    spot_arena_calloc(&icp->arena, options->n_tables + 1, sizeof(*withs));
	int rc = withs ? check_tables(icp->rules, options, err) : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < options->n_tables; i++)
		rc = read_with(&withs[i], &options->tables[i], &icp->arena, err);
	if (options->reject) {
		to.reader.reject = pass_reject;
		to.reader.reject_ctx = &copy;
	}
	if (rc == 0)
		rc = spot_panel_init(
		    &icp->panel, icp->rules, withs, options->n_tables, &to, err);
	return rc;
}

/* --- what is told of it ------------------------------------------------------------------ */

static void tell_criterion(struct spot_icp_rule *out, const struct spot_rules *rules, size_t idx)
{
	const struct spot_criterion *criterion = &rules->criteria[idx];

	out->kind = SPOT_ICP_CRITERION;
	out->why = criterion->why;
	out->weight = criterion->weight;
	out->group = criterion->group == SPOT_NONE ? NULL : rules->groups[criterion->group].name;
}

static void tell_rule(struct spot_icp_rule *out, const struct spot_icp *icp, size_t idx)
{
	const struct spot_asked *asked = &icp->panel.scoring.asked[idx];

	out->name = asked->name;
	out->file = asked->place.file;
	out->line = asked->place.line;
	out->compiled = icp->plan.panels[0].is_translated[idx];
	switch (asked->kind) {
	case SPOT_RULE_CRITERION:
		tell_criterion(out, icp->rules, asked->idx);
		break;
	case SPOT_RULE_DISQUALIFIER:
		out->kind = SPOT_ICP_DISQUALIFIER;
		out->why = icp->rules->disqualifiers[asked->idx].why;
		break;
	case SPOT_RULE_GROWTH:
		out->kind = SPOT_ICP_GROWTH;
		out->why = icp->rules->growths[asked->idx].why;
		out->unit = icp->rules->growths[asked->idx].unit;
		break;
	case SPOT_RULE_N:
		break;
	}
}

static int tell_all(struct spot_icp *icp, struct spot_error *err)
{
	const struct spot_schema *fields = &icp->rules->fields;
	size_t n_rules = icp->panel.scoring.n_asked;

	icp->rule_infos = spot_arena_calloc(&icp->arena, n_rules + 1, sizeof(*icp->rule_infos));
	icp->field_infos =
	    spot_arena_calloc(&icp->arena, fields->n_fields + 1, sizeof(*icp->field_infos));
	if (!icp->rule_infos || !icp->field_infos)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n_rules; i++)
		tell_rule(&icp->rule_infos[i], icp, i);
	for (size_t f = 0; f < fields->n_fields; f++) {
		const struct spot_field *field = &fields->fields[f];

		icp->field_infos[f] = (struct spot_icp_field) { field->name,
			spot_type_name(field->type),
			!field->derived && !field->optional && !field->has_default,
			field->derived };
	}
	return 0;
}

/* --- life -------------------------------------------------------------------------------- */

int spot_icp_load(struct spot_icp **out, const char *path, const struct spot_text *text,
    const struct spot_icp_options *options, struct spot_error *err)
{
	static const struct spot_plan_options plan_options = { 0 };
	struct spot_icp_options read;
	struct spot_icp *icp = calloc(1, sizeof(*icp));
	int rc;

	*out = NULL;
	if (!icp)
		return spot_error_nomem(err);
	atomic_init(&icp->n_handles, 1);
	spot_arena_init(&icp->arena);
	rc = spot_options_read(&read, options, err);
	if (rc == 0)
		rc = load_rules(icp, path, text, &read, err);
	if (rc == 0)
		rc = open_panel(icp, &read, err);
	if (rc == 0)
		rc = spot_plan_init(&icp->plan, &icp->panel, 1, &plan_options, err);
	if (rc == 0)
		rc = tell_all(icp, err);
	if (rc != 0) {
		spot_icp_close(icp);
		return rc;
	}
	*out = icp;
	return 0;
}

static int open_icp(struct spot_icp **out, const char *path, const struct spot_text *text,
    const struct spot_icp_options *options, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;

	return spot_icp_load(out, path, text, options, &err) == 0 ? 0
								   : spot_icp_tell(error, &err);
}

int spot_icp_open(struct spot_icp **out, const char *path, const struct spot_icp_options *options,
    struct spot_icp_error *err)
{
	if (!out)
		return spot_icp_refuse(err, "there is no place for the result");
	*out = NULL;
	if (!path)
		return spot_icp_refuse(err, "there is no path of a rule file");
	return open_icp(out, path, NULL, options, err);
}

int spot_icp_open_text(struct spot_icp **out, const char *name, const char *text, size_t len,
    const struct spot_icp_options *options, struct spot_icp_error *err)
{
	const struct spot_text view = { text, len };

	if (!out)
		return spot_icp_refuse(err, "there is no place for the result");
	*out = NULL;
	if (!name || (!text && len > 0))
		return spot_icp_refuse(err, "a rule file's text needs a name and a text");
	return open_icp(out, name, &view, options, err);
}

struct spot_icp *spot_icp_share(struct spot_icp *icp)
{
	if (icp)
		atomic_fetch_add_explicit(&icp->n_handles, 1, memory_order_relaxed);
	return icp;
}

void spot_icp_close(struct spot_icp *icp)
{
	if (!icp || atomic_fetch_sub_explicit(&icp->n_handles, 1, memory_order_acq_rel) > 1)
		return;
	spot_plan_reset(&icp->plan);
	if (icp->panel.rules)
		spot_panel_reset(&icp->panel);
	spot_rules_free(icp->rules);
	spot_arena_free(&icp->arena);
	free(icp);
}

/* --- asking it --------------------------------------------------------------------------- */

size_t spot_icp_n_rules(const struct spot_icp *icp)
{
	return icp->panel.scoring.n_asked;
}

const struct spot_icp_rule *spot_icp_rule(const struct spot_icp *icp, size_t rule_idx)
{
	return rule_idx < icp->panel.scoring.n_asked ? &icp->rule_infos[rule_idx] : NULL;
}

size_t spot_icp_n_fields(const struct spot_icp *icp)
{
	return icp->rules->fields.n_fields;
}

const struct spot_icp_field *spot_icp_field(const struct spot_icp *icp, size_t field_idx)
{
	return field_idx < icp->rules->fields.n_fields ? &icp->field_infos[field_idx] : NULL;
}

const char *spot_icp_tier(const struct spot_icp *icp, size_t rank)
{
	return rank <= icp->rules->n_tiers + 1 ? spot_verdict_rank_name(icp->rules, rank) : NULL;
}

const char *spot_icp_exception(const struct spot_icp *icp, size_t exception_idx)
{
	return exception_idx < icp->rules->n_exceptions
	    ? icp->rules->exceptions[exception_idx].name
	    : NULL;
}

const char *spot_icp_profile(const struct spot_icp *icp)
{
	return icp->rules->profile.name;
}

int32_t spot_icp_as_of(const struct spot_icp *icp)
{
	return (int32_t)icp->rules->as_of;
}

const char *spot_icp_version(void)
{
	return SPOT_VERSION;
}

int spot_icp_version_number(void)
{
	return SPOT_ICP_VERSION_NUMBER;
}
