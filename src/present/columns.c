/* SPDX-License-Identifier: MIT */
#include "present/columns.h"

#include <stdlib.h>

#include "engine/reason.h"
#include "table/emit.h"

static const char *const plain_names[] = {
	[SPOT_RESULT_SCORE] = "icp_score",
	[SPOT_RESULT_TIER] = "icp_tier",
	[SPOT_RESULT_DISQUALIFIED] = "icp_disqualified",
	[SPOT_RESULT_GROWTH] = "icp_growth",
	[SPOT_RESULT_COVERAGE] = "icp_coverage",
	[SPOT_RESULT_SCORE_LOW] = "icp_score_low",
	[SPOT_RESULT_SCORE_HIGH] = "icp_score_high",
	[SPOT_RESULT_TIER_LOW] = "icp_tier_low",
	[SPOT_RESULT_TIER_HIGH] = "icp_tier_high",
	[SPOT_RESULT_UNKNOWN] = "icp_unknown",
	[SPOT_RESULT_EXCEPTION] = "icp_exception",
};
#define N_PLAIN (sizeof(plain_names) / sizeof(plain_names[0]))

/* prefix + name, and with several profiles ": PROFILE". */
static int add_column(struct spot_result_columns *columns, enum spot_result_kind kind,
    size_t panel_idx, size_t idx, const char *prefix, const char *name)
{
	struct spot_buf buf = SPOT_BUF_INIT;
	char *copy;

	spot_buf_text(&buf, prefix);
	spot_buf_text(&buf, name);
	if (columns->n_panels > 1 && kind != SPOT_RESULT_BEST) {
		spot_buf_text(&buf, ": ");
		spot_buf_text(&buf, columns->profiles[panel_idx]);
	}
	copy = spot_buf_failed(&buf) ? NULL : spot_arena_copy(&columns->arena, buf.ptr, buf.len);
	spot_buf_reset(&buf);
	if (!copy)
		return SPOT_ENOMEM;
	columns->items[columns->n_items++] =
	    (struct spot_result_column) { kind, panel_idx, idx, copy };
	return 0;
}

static int add_explain_columns(struct spot_result_columns *columns, size_t panel_idx)
{
	const struct spot_panel *panel = &columns->panels[panel_idx];
	const struct spot_scoring *scoring = &panel->scoring;
	int rc = 0;

	for (size_t s = 0; rc == 0 && s < scoring->n_slots; s++) {
		const struct spot_slot *slot = &scoring->slots[s];

		for (size_t i = slot->first; rc == 0 && i < slot->first + slot->n; i++)
			rc = add_column(columns, SPOT_RESULT_POINTS, panel_idx, scoring->order[i],
			    "icp: ", panel->rules->criteria[scoring->order[i]].name);
		if (rc == 0 && spot_verdict_slot_is_clamped(panel->rules, slot))
			rc = add_column(columns, SPOT_RESULT_ADJUSTMENT, panel_idx, s,
			    "icp: group ", panel->rules->groups[slot->group].name);
	}
	return rc;
}

static int name_profiles(struct spot_result_columns *columns, struct spot_error *err)
{
	for (size_t p = 0; p < columns->n_panels; p++) {
		const struct spot_rules *rules = columns->panels[p].rules;

		columns->profiles[p] = rules->profile.name[0] ? rules->profile.name : rules->path;
		for (size_t q = 0; q < p; q++) {
			if (strcmp(columns->profiles[p], columns->profiles[q]) != 0)
				continue;
			spot_error_set(err, SPOT_EUSAGE, "%s and %s both have the profile \"%s\"",
			    columns->panels[q].rules->path, rules->path, columns->profiles[p]);
			spot_error_hint(err, "give one of them another profile name");
			return SPOT_EUSAGE;
		}
	}
	return 0;
}

int spot_result_columns_init(struct spot_result_columns *columns, const struct spot_panel *panels,
    size_t n_panels, bool explain, struct spot_error *err)
{
	size_t n_most = 1;
	int rc = 0;

	memset(columns, 0, sizeof(*columns));
	spot_arena_init(&columns->arena);
	columns->panels = panels;
	columns->n_panels = n_panels;
	for (size_t p = 0; p < n_panels; p++)
		n_most += N_PLAIN + panels[p].rules->n_criteria + panels[p].scoring.n_slots;
	columns->profiles =
	    spot_arena_calloc(&columns->arena, n_panels, sizeof(*columns->profiles));
	columns->items = spot_arena_calloc(&columns->arena, n_most, sizeof(*columns->items));
	if (!columns->profiles || !columns->items)
		rc = spot_error_nomem(err);
	else
		rc = name_profiles(columns, err);
	if (rc != 0)
		goto out;
	for (size_t p = 0; rc == 0 && p < n_panels; p++) {
		for (size_t k = 0; rc == 0 && k < N_PLAIN; k++)
			rc = add_column(
			    columns, (enum spot_result_kind)k, p, 0, "", plain_names[k]);
		if (rc == 0 && explain)
			rc = add_explain_columns(columns, p);
	}
	if (rc == 0 && n_panels > 1)
		rc = add_column(columns, SPOT_RESULT_BEST, 0, 0, "", "icp_best");
	if (rc != 0)
		spot_error_nomem(err);
out:
	if (rc != 0)
		spot_result_columns_reset(columns);
	return rc;
}

void spot_result_columns_reset(struct spot_result_columns *columns)
{
	spot_arena_free(&columns->arena);
	memset(columns, 0, sizeof(*columns));
}

size_t spot_result_best(const struct spot_judge *judges, size_t n_judges, size_t row_idx)
{
	size_t best = 0;

	for (size_t p = 1; p < n_judges; p++) {
		const struct spot_verdict *a = &judges[p].verdicts[row_idx];
		const struct spot_verdict *b = &judges[best].verdicts[row_idx];
		size_t rank_a = spot_verdict_tier_rank(judges[p].panel->rules, a->tier);
		size_t rank_b = spot_verdict_tier_rank(judges[best].panel->rules, b->tier);
		bool bad_a = a->tier == SPOT_TIER_BAD_FIT, bad_b = b->tier == SPOT_TIER_BAD_FIT;

		/* Profiles may have different numbers of tiers: a bad fit is last whatever its
		 * rank. */
		if (bad_a != bad_b ? bad_b
		        : !bad_a && rank_a != rank_b
		        ? rank_a < rank_b
		        : a->has_score && (!b->has_score || a->score > b->score))
			best = p;
	}
	return best;
}

/* What a cell holds, before it is written as CSV or JSON. */
enum cell_kind { CELL_BLANK, CELL_FIXED, CELL_SHORTEST, CELL_TEXT, CELL_NAMES };
struct cell {
	enum cell_kind kind;
	double number;
	const char *text;
};

static struct cell fixed_if(bool known, double number)
{
	return (struct cell) { known ? CELL_FIXED : CELL_BLANK, number, NULL };
}

static struct cell text_cell(const char *text)
{
	return (struct cell) { text[0] ? CELL_TEXT : CELL_BLANK, 0, text };
}

static struct cell get_cell(const struct spot_result_columns *columns,
    const struct spot_result_column *column, const struct spot_judge *judges, size_t row_idx)
{
	const struct spot_judge *judge = &judges[column->panel_idx];
	const struct spot_verdict *verdict = &judge->verdicts[row_idx];
	const struct spot_rules *rules = judge->panel->rules;

	switch (column->kind) {
	case SPOT_RESULT_SCORE:
		return fixed_if(verdict->has_score, verdict->score);
	case SPOT_RESULT_SCORE_LOW:
		return fixed_if(verdict->has_score, verdict->score_low);
	case SPOT_RESULT_SCORE_HIGH:
		return fixed_if(verdict->has_score, verdict->score_high);
	case SPOT_RESULT_GROWTH:
		return fixed_if(verdict->has_growth, verdict->growth);
	case SPOT_RESULT_COVERAGE:
		return fixed_if(verdict->has_coverage, verdict->coverage);
	case SPOT_RESULT_TIER:
		return text_cell(spot_verdict_tier_name(rules, verdict->tier));
	case SPOT_RESULT_TIER_LOW:
		return text_cell(spot_verdict_tier_name(rules, verdict->tier_low));
	case SPOT_RESULT_TIER_HIGH:
		return text_cell(spot_verdict_tier_name(rules, verdict->tier_high));
	case SPOT_RESULT_EXCEPTION:
		return text_cell(verdict->exception == SPOT_NONE
		        ? ""
		        : rules->exceptions[verdict->exception].name);
	case SPOT_RESULT_BEST:
		return text_cell(
		    columns->profiles[spot_result_best(judges, columns->n_panels, row_idx)]);
	case SPOT_RESULT_POINTS:
		return (struct cell) { CELL_SHORTEST,
			spot_verdict_points(&rules->criteria[column->idx],
			    &judge->answers[column->idx], row_idx),
			NULL };
	case SPOT_RESULT_ADJUSTMENT:
		return (struct cell) { CELL_SHORTEST,
			spot_verdict_adjustment(
			    &judge->panel->scoring, column->idx, judge->answers, row_idx),
			NULL };
	case SPOT_RESULT_DISQUALIFIED:
	case SPOT_RESULT_UNKNOWN:
	case SPOT_RESULT_N:
		break;
	}
	return (struct cell) { CELL_NAMES, 0, NULL };
}

/* Names in a cell, joined for CSV or as the items of a JSON array. */
static void print_names(struct spot_buf *out, const struct spot_result_column *column,
    const struct spot_judge *judges, size_t row_idx, bool json)
{
	const struct spot_judge *judge = &judges[column->panel_idx];
	const char *few[64], **names = few;
	size_t n_asked = judge->panel->scoring.n_asked, n;

	if (n_asked > sizeof(few) / sizeof(few[0])) {
		names = spot_mem_calloc(n_asked, sizeof(*names));
		if (!names) {
			out->failed = true;
			return;
		}
	}
	n = column->kind == SPOT_RESULT_DISQUALIFIED
	    ? spot_reason_disqualifiers(judge, row_idx, names)
	    : spot_reason_unknown(judge, row_idx, names);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			spot_buf_text(out, json ? ", " : "; ");
		if (json)
			spot_emit_json(out, spot_view_of(names[i]));
		else
			spot_buf_text(out, names[i]);
	}
	if (names != few)
		free(names);
}

void spot_result_print(struct spot_buf *out, const struct spot_result_columns *columns,
    const struct spot_result_column *column, const struct spot_judge *judges, size_t row_idx)
{
	struct cell cell = get_cell(columns, column, judges, row_idx);

	switch (cell.kind) {
	case CELL_BLANK:
		break;
	case CELL_FIXED:
		spot_buf_fixed2(out, cell.number);
		break;
	case CELL_SHORTEST:
		spot_buf_shortest(out, cell.number);
		break;
	case CELL_TEXT:
		spot_buf_text(out, cell.text);
		break;
	case CELL_NAMES:
		print_names(out, column, judges, row_idx, false);
		break;
	}
}

void spot_result_print_json(struct spot_buf *out, const struct spot_result_columns *columns,
    const struct spot_result_column *column, const struct spot_judge *judges, size_t row_idx)
{
	struct cell cell = get_cell(columns, column, judges, row_idx);

	switch (cell.kind) {
	case CELL_BLANK:
		spot_buf_text(out, "null");
		break;
	case CELL_FIXED:
		spot_buf_fixed2(out, cell.number);
		break;
	case CELL_SHORTEST:
		spot_buf_shortest(out, cell.number);
		break;
	case CELL_TEXT:
		spot_emit_json(out, spot_view_of(cell.text));
		break;
	case CELL_NAMES:
		spot_buf_char(out, '[');
		print_names(out, column, judges, row_idx, true);
		spot_buf_char(out, ']');
		break;
	}
}
