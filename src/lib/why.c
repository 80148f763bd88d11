/* SPDX-License-Identifier: MIT */
/* One row explained: the engine's explanation as texts. */
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "engine/explain.h"
#include "lib/internal.h"

struct telling {
	struct spot_scorer *scorer;
	const struct spot_explanation *from;
	struct spot_why *why;
	struct spot_arena *arena; /* the scorer's, of the call */
};

/* --- values as texts --------------------------------------------------------------------- */

static void print_value(struct spot_buf *out, const struct spot_field *field,
    struct spot_value value)
{
	char day[SPOT_DATE_TEXT_SIZE];

	switch (value.kind) {
	case SPOT_KIND_BOOL:
		spot_buf_text(out, value.as.flag ? "yes" : "no");
		break;
	case SPOT_KIND_INT:
		if (field->type == SPOT_TYPE_DATE) {
			spot_date_print(value.as.integer, day);
			spot_buf_text(out, day);
		} else {
			spot_buf_integer(out, value.as.integer);
		}
		break;
	case SPOT_KIND_FLOAT:
		spot_buf_shortest(out, value.as.number);
		break;
	case SPOT_KIND_TEXT:
		spot_buf_view(out, value.as.text);
		break;
	case SPOT_KIND_LIST:
		for (size_t i = 0; i < value.as.list.n_items; i++) {
			spot_buf_text(out, i > 0 ? "; " : "");
			spot_buf_view(out, value.as.list.items[i]);
		}
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
}

/* *out is NULL for a blank. False: out of memory. */
static bool tell_value(const char **out, const struct telling *telling, size_t field_idx,
    struct spot_value value)
{
	const struct spot_field *field = &telling->from->panel->rules->fields.fields[field_idx];
	struct spot_buf text = SPOT_BUF_INIT;

	*out = NULL;
	if (value.kind == SPOT_KIND_BLANK || value.kind == SPOT_KIND_NIL)
		return true;
	print_value(&text, field, value);
	if (!spot_buf_failed(&text))
		*out = spot_arena_copy(telling->arena, spot_buf_str(&text), text.len);
	spot_buf_reset(&text);
	return *out != NULL;
}

static const char *field_name(const struct telling *telling, size_t field_idx)
{
	return telling->from->panel->rules->fields.fields[field_idx].name;
}

/* --- rules ------------------------------------------------------------------------------- */

static bool tell_reads(struct spot_why_rule *out, const struct telling *telling,
    const struct spot_trace *trace)
{
	struct spot_arena *arena = telling->arena;
	const struct spot_why_value **reads =
	    spot_arena_calloc(arena, trace->n_reads + 1, sizeof(*reads));

	out->reads = reads;
	for (size_t i = 0; reads && i < trace->n_reads; i++) {
		struct spot_why_value *read = spot_arena_calloc(arena, 1, sizeof(*read));
		size_t field_idx = trace->reads[i].field_idx;

		reads[i] = read;
		if (!read || !tell_value(&read->text, telling, field_idx, trace->reads[i].value))
			return false;
		read->field = field_name(telling, field_idx);
		read->problem = telling->from->account->problems[field_idx];
		out->n_reads++;
	}
	return reads;
}

static bool tell_need(const struct spot_why_need **out, const struct telling *telling,
    const struct spot_need *from)
{
	struct spot_arena *arena = telling->arena;
	struct spot_why_need *need = spot_arena_calloc(arena, 1, sizeof(*need));
	const char **texts = spot_arena_calloc(arena, from->n_values + 1, sizeof(*texts));

	*out = need;
	if (!need || !texts)
		return false;
	need->field = field_name(telling, from->field_idx);
	need->n_texts = from->n_values;
	need->texts = texts;
	for (size_t i = 0; i < from->n_values; i++)
		if (!tell_value(&texts[i], telling, from->field_idx, from->values[i]))
			return false;
	return true;
}

static bool tell_needs(struct spot_why_rule *out, const struct telling *telling,
    const struct spot_explained *from)
{
	const struct spot_why_need **needs =
	    spot_arena_calloc(telling->arena, from->n_needs + 1, sizeof(*needs));

	out->needs = needs;
	out->n_needs = from->n_needs;
	for (size_t i = 0; needs && i < from->n_needs; i++)
		if (!tell_need(&needs[i], telling, &from->needs[i]))
			return false;
	return needs;
}

static bool tell_failure(struct spot_why_rule *out, const struct telling *telling,
    const struct spot_trace *trace)
{
	char text[sizeof(struct spot_icp_error)];

	if (out->answer != SPOT_ICP_FAILED)
		return true;
	spot_error_format(&trace->failure, text, sizeof(text));
	out->failure = spot_arena_copy(telling->arena, text, strlen(text));
	return out->failure;
}

static bool tell_rule(const struct spot_why_rule **out, const struct telling *telling, size_t idx)
{
	const struct spot_explained *from = &telling->from->rules[idx];
	const struct spot_result *result = telling->why->result;
	struct spot_why_rule *rule = spot_arena_calloc(telling->arena, 1, sizeof(*rule));

	*out = rule;
	if (!rule)
		return false;
	rule->rule = spot_icp_rule(telling->scorer->seat->icp, idx);
	rule->answer = result->answers[idx];
	rule->value = result->values[idx];
	rule->points = result->points[idx];
	rule->points_best = from->points_best;
	return tell_reads(rule, telling, &from->trace) && tell_needs(rule, telling, from) &&
	    tell_failure(rule, telling, &from->trace);
}

static bool tell_rules(struct telling *telling)
{
	size_t n = telling->from->panel->scoring.n_asked;
	const struct spot_why_rule **rules =
	    spot_arena_calloc(telling->arena, n + 1, sizeof(*rules));

	telling->why->n_rules = n;
	telling->why->rules = rules;
	for (size_t i = 0; rules && i < n; i++)
		if (!tell_rule(&rules[i], telling, i))
			return false;
	return rules;
}

/* --- groups and changes ------------------------------------------------------------------ */

static bool tell_groups(struct telling *telling)
{
	const struct spot_scoring *scoring = &telling->from->panel->scoring;
	const struct spot_why_group **groups =
	    spot_arena_calloc(telling->arena, scoring->n_slots + 1, sizeof(*groups));

	telling->why->groups = groups;
	for (size_t s = 0; groups && s < scoring->n_slots; s++) {
		struct spot_why_group *group;

		if (!spot_verdict_slot_is_clamped(scoring->rules, &scoring->slots[s]))
			continue;
		group = spot_arena_calloc(telling->arena, 1, sizeof(*group));
		if (!group)
			return false;
		group->name = scoring->rules->groups[scoring->slots[s].group].name;
		group->adjustment = telling->from->adjustments[s];
		groups[telling->why->n_groups++] = group;
	}
	return groups;
}

static bool tell_changes(struct telling *telling)
{
	const struct spot_explanation *from = telling->from;
	const struct spot_why_change **changes =
	    spot_arena_calloc(telling->arena, from->n_changes + 1, sizeof(*changes));

	telling->why->changes = changes;
	for (size_t i = 0; changes && i < from->n_changes; i++) {
		size_t field_idx = from->changes[i].field_idx;
		struct spot_why_change *change =
		    spot_arena_calloc(telling->arena, 1, sizeof(*change));

		if (!change || !tell_value(&change->from, telling, field_idx,
		                   from->account->values[field_idx]) ||
		    !tell_value(&change->to, telling, field_idx, from->changes[i].value))
			return false;
		change->field = field_name(telling, field_idx);
		change->tier = spot_verdict_tier_name(from->panel->rules, from->change_tiers[i]);
		changes[telling->why->n_changes++] = change;
	}
	return changes;
}

/* --- the whole --------------------------------------------------------------------------- */

/* The row as the engine's explanation wants an account: its values lie in the judged batch. */
static int take_account(struct spot_lookup *lookup, struct spot_scorer *scorer,
    struct spot_error *err)
{
	const struct spot_judge *judge = &scorer->seat->jury.judges[0];
	size_t n_fields = judge->batch.schema->n_fields;
	struct spot_lookup_row *account = &lookup->account;

	account->file = "row";
	account->values =
	    spot_arena_calloc(&scorer->call_arena, n_fields + 1, sizeof(*account->values));
	account->problems =
	    spot_arena_calloc(&scorer->call_arena, n_fields + 1, sizeof(*account->problems));
	if (!account->values || !account->problems)
		return spot_error_nomem(err);
	for (size_t f = 0; f < n_fields; f++)
		account->values[f] = spot_batch_get(&judge->batch, f, 0);
	for (size_t i = 0; i < judge->bad.n_items; i++) {
		const char *problem = judge->bad.items[i].problem;

		problem = spot_arena_copy(&scorer->call_arena, problem, strlen(problem));
		if (!problem)
			return spot_error_nomem(err);
		account->problems[judge->bad.items[i].field_idx] = problem;
	}
	return 0;
}

static int tell(struct telling *telling, struct spot_error *err)
{
	telling->why = spot_arena_calloc(telling->arena, 1, sizeof(*telling->why));
	if (!telling->why)
		return spot_error_nomem(err);
	telling->why->result = &telling->scorer->seat->result;
	return tell_rules(telling) && tell_groups(telling) && tell_changes(telling)
	    ? 0
	    : spot_error_nomem(err);
}

static int explain(struct spot_scorer *scorer, const struct spot_why **out,
    struct spot_error *err)
{
	struct spot_seat *seat = scorer->seat;
	struct spot_lookup lookup = { .found = true };
	struct spot_search search;
	struct spot_explanation explanation;
	struct telling telling = { scorer, &explanation, NULL, &scorer->call_arena };
	int rc = take_account(&lookup, scorer, err);

	if (rc == 0 && !seat->explainer.panel)
		rc = spot_judge_init(&seat->explainer, &seat->icp->panel, err);
	if (rc != 0)
		return rc;
	spot_search_init(&search, &seat->explainer, &lookup);
	rc = spot_explain(&explanation, &seat->explainer, &lookup, &search, err);
	if (rc == 0) {
		rc = tell(&telling, err);
		spot_explanation_reset(&explanation);
	}
	spot_search_reset(&search);
	*out = rc == 0 ? telling.why : NULL;
	return rc;
}

static int judge_and_explain(struct spot_scorer *scorer, size_t row_idx,
    const struct spot_why **out, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int rc = spot_scorer_judge(scorer, row_idx, 1, true, &err);

	if (rc == 0)
		spot_scorer_fill(scorer);
	if (rc == 0)
		rc = explain(scorer, out, &err);
	return rc == 0 ? 0 : spot_icp_tell(error, &err);
}

int spot_scorer_why(struct spot_scorer *scorer, const struct spot_data *columns, size_t row_idx,
    const struct spot_why **out, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;

	if (!out)
		return spot_icp_refuse(error, "there is no place for the result");
	*out = NULL;
	if (!scorer || (!columns && scorer->n_columns > 0))
		return spot_icp_refuse(error, "a row needs a scorer and columns");
	if (row_idx == SIZE_MAX)
		return spot_icp_refuse(error, "no row has that number");
	if (spot_scorer_take(scorer, columns, row_idx, 1, &err) != 0)
		return spot_icp_tell(error, &err);
	return judge_and_explain(scorer, row_idx, out, error);
}

int spot_scorer_why_row(struct spot_scorer *scorer, const char *const *cells,
    const struct spot_why **out, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;

	if (!out)
		return spot_icp_refuse(error, "there is no place for the result");
	*out = NULL;
	if (!scorer || !cells)
		return spot_icp_refuse(error, "a row needs a scorer and cells");
	if (spot_scorer_take_row(scorer, cells, &err) != 0)
		return spot_icp_tell(error, &err);
	return judge_and_explain(scorer, 0, out, error);
}
