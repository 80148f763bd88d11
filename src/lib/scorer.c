/* SPDX-License-Identifier: MIT */
/* One thread's means to judge rows. */
#include <stdlib.h>
#include <string.h>

#include "engine/reason.h"
#include "lib/internal.h"

/* --- life -------------------------------------------------------------------------------- */

/* Keeps the columns' names and kinds. */
static int keep_columns(struct spot_scorer *scorer, const struct spot_data *columns,
    size_t n_columns, struct spot_error *err)
{
	int rc;

	scorer->n_columns = n_columns;
	scorer->columns =
	    spot_arena_calloc(&scorer->arena, n_columns + 1, sizeof(*scorer->columns));
	if (!scorer->columns)
		return spot_error_nomem(err);
	rc = spot_columns_read(scorer->columns, columns, n_columns, 0, 0, err);
	scorer->all_strings = true;
	for (size_t i = 0; rc == 0 && i < n_columns; i++) {
		const char *name = scorer->columns[i].name;

		scorer->all_strings &= scorer->columns[i].kind == SPOT_GIVEN_STRINGS;
		scorer->columns[i].name = spot_arena_copy(&scorer->arena, name, strlen(name));
		if (!scorer->columns[i].name)
			return spot_error_nomem(err);
	}
	return rc;
}

static int new_scorer(struct spot_scorer **out, struct spot_icp *icp,
    const struct spot_data *columns, size_t n_columns, struct spot_error *err)
{
	struct spot_scorer *scorer = calloc(1, sizeof(*scorer));
	int rc;

	if (!scorer)
		return spot_error_nomem(err);
	spot_arena_init(&scorer->arena);
	spot_arena_init(&scorer->call_arena);
	rc = keep_columns(scorer, columns, n_columns, err);
	if (rc == 0)
		rc = spot_given_init(&scorer->given, err);
	if (rc == 0)
		rc = spot_seat_new(&scorer->seat, icp, scorer->columns, n_columns, err);
	if (rc != 0) {
		spot_scorer_free(scorer);
		return rc;
	}
	*out = scorer;
	return 0;
}

int spot_scorer_new_typed(struct spot_scorer **out, struct spot_icp *icp,
    const struct spot_data *columns, size_t n_columns, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;

	if (!out)
		return spot_icp_refuse(error, "there is no place for the result");
	*out = NULL;
	if (!icp || (!columns && n_columns > 0))
		return spot_icp_refuse(error, "a scorer needs a rule file and columns");
	return new_scorer(out, icp, columns, n_columns, &err) == 0 ? 0 : spot_icp_tell(error, &err);
}

int spot_scorer_new(struct spot_scorer **out, struct spot_icp *icp, const char *const *header,
    size_t n_columns, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_data *columns;
	int rc;

	if (!out)
		return spot_icp_refuse(error, "there is no place for the result");
	*out = NULL;
	if (!icp || (!header && n_columns > 0))
		return spot_icp_refuse(error, "a scorer needs a rule file and a header");
	columns = spot_mem_calloc(n_columns + 1, sizeof(*columns));
	for (size_t i = 0; columns && i < n_columns; i++)
		columns[i] = (struct spot_data) { .name = header[i], .kind = SPOT_DATA_STRINGS };
	rc = columns ? new_scorer(out, icp, columns, n_columns, &err) : spot_error_nomem(&err);
	free(columns);
	return rc == 0 ? 0 : spot_icp_tell(error, &err);
}

void spot_scorer_free(struct spot_scorer *scorer)
{
	if (!scorer)
		return;
	spot_seat_free(scorer->seat);
	spot_given_reset(&scorer->given);
	free(scorer->unreadable);
	spot_arena_free(&scorer->call_arena);
	spot_arena_free(&scorer->arena);
	free(scorer);
}

/* --- which rule file --------------------------------------------------------------------- */

int spot_scorer_use(struct spot_scorer *scorer, struct spot_icp *icp, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_seat *seat;

	if (!scorer || !icp)
		return spot_icp_refuse(error, "a scorer needs a rule file");
	if (scorer->seat->icp == icp)
		return 0;
	if (spot_seat_new(&seat, icp, scorer->columns, scorer->n_columns, &err) != 0)
		return spot_icp_tell(error, &err);
	spot_seat_free(scorer->seat);
	scorer->seat = seat;
	scorer->n_unreadable = 0;
	return 0;
}

int spot_scorer_follow(struct spot_scorer *scorer, struct spot_live *live, bool *moved,
    struct spot_icp_error *err)
{
	struct spot_icp *icp, *before;
	int rc;

	if (moved)
		*moved = false;
	if (!scorer || !live)
		return spot_icp_refuse(err, "a scorer follows a live set");
	before = scorer->seat->icp;
	icp = spot_live_icp(live);
	rc = spot_scorer_use(scorer, icp, err);
	/* before may be gone by now, but its address cannot be icp's, which was there beside it. */
	if (moved)
		*moved = rc == 0 && before != icp;
	spot_icp_close(icp);
	return rc;
}

const struct spot_icp *spot_scorer_icp(const struct spot_scorer *scorer)
{
	return scorer->seat->icp;
}

void spot_scorer_keep_going(struct spot_scorer *scorer, bool keep_going)
{
	scorer->keep_going = keep_going;
}

/* --- judging ----------------------------------------------------------------------------- */

/* Notes what could not be read of a batch whose row 0 is the call's row first. */
static int note_unreadable(struct spot_scorer *scorer, size_t first, struct spot_error *err)
{
	const struct spot_bad_cells *bad = &scorer->seat->jury.bad;
	const size_t *column_of = scorer->seat->binding.column_of;

	if (bad->n_items > 0 && !scorer->unreadable)
		scorer->unreadable =
		    spot_mem_calloc(SPOT_UNREADABLE_MAX, sizeof(*scorer->unreadable));
	if (bad->n_items > 0 && !scorer->unreadable)
		return spot_error_nomem(err);
	for (size_t i = 0; i < bad->n_items; i++) {
		size_t at = scorer->n_unreadable++;
		const char *problem = bad->items[i].problem;

		if (at >= SPOT_UNREADABLE_MAX)
			continue;
		/* It may be the batch's, which is filled again and again. */
		problem = spot_arena_copy(&scorer->call_arena, problem, strlen(problem));
		if (!problem)
			return spot_error_nomem(err);
		scorer->unreadable[at] = (struct spot_unreadable) {
			first + bad->items[i].row_idx,
			scorer->columns[column_of[bad->items[i].field_idx]].name, problem };
	}
	return 0;
}

int spot_scorer_judge(struct spot_scorer *scorer, size_t first, size_t n, bool keep_going,
    struct spot_error *err)
{
	struct spot_seat *seat = scorer->seat;
	struct spot_chunk *chunk = &scorer->given.chunk;
	struct spot_jury_chunk judged = { chunk, &seat->binding, "row", keep_going };
	int rc;

	for (size_t i = 0; i < n; i++)
		chunk->records[i].line = first + i + 1;
	seat->jury.bad.n_items = 0;
	rc = spot_given_fill(&scorer->given, &seat->jury.batch, &seat->binding, scorer->columns,
	    first, n, &seat->jury.bad, err);
	if (rc == 0)
		rc = note_unreadable(scorer, first, err);
	return rc == 0 ? spot_jury_judge_filled(&seat->jury, &judged, 0, NULL, err) : rc;
}

void spot_scorer_begin(struct spot_scorer *scorer)
{
	scorer->n_unreadable = 0;
	spot_arena_reset(&scorer->call_arena);
}

int spot_scorer_take(struct spot_scorer *scorer, const struct spot_data *columns, size_t first,
    size_t n_rows, struct spot_error *err)
{
	spot_scorer_begin(scorer);
	for (size_t i = 0; i < scorer->n_columns; i++) {
		struct spot_given_column read;
		int rc = spot_columns_read(&read, &columns[i], 1, first, n_rows, err);

		if (rc != 0)
			return rc;
		if (read.kind != scorer->columns[i].kind || (read.name != scorer->columns[i].name &&
		    strcmp(read.name, scorer->columns[i].name) != 0))
			return spot_error_set(err, SPOT_EUSAGE,
			    "column %zu is not the one that the scorer was made for: \"%s\", not "
			    "\"%s\", or of another kind", i + 1, read.name,
			    scorer->columns[i].name);
		read.name = scorer->columns[i].name;
		scorer->columns[i] = read;
	}
	return 0;
}

int spot_scorer_take_row(struct spot_scorer *scorer, const char *const *cells,
    struct spot_error *err)
{
	spot_scorer_begin(scorer);
	if (!scorer->all_strings)
		return spot_error_set(err, SPOT_EUSAGE,
		    "the scorer was made for typed columns; give it a batch of one row");
	for (size_t i = 0; i < scorer->n_columns; i++) {
		scorer->columns[i].values = &cells[i];
		scorer->columns[i].valid = NULL;
	}
	return 0;
}

enum spot_icp_answer spot_scorer_answer(const struct spot_judge *judge, size_t rule_idx,
    size_t row_idx)
{
	const struct spot_answers *answers = &judge->answers[rule_idx];
	double value = answers->value[row_idx];

	switch ((enum spot_answer_state)answers->state[row_idx]) {
	case SPOT_ANSWER_KNOWN:
		break;
	case SPOT_ANSWER_FAILED:
		return SPOT_ICP_FAILED;
	case SPOT_ANSWER_UNKNOWN:
	case SPOT_ANSWER_STATE_N:
		return SPOT_ICP_UNKNOWN;
	}
	if (judge->panel->scoring.asked[rule_idx].kind == SPOT_RULE_GROWTH || value >= 1)
		return SPOT_ICP_YES;
	return value > 0 ? SPOT_ICP_PART : SPOT_ICP_NO;
}

double spot_scorer_points(const struct spot_judge *judge, size_t rule_idx, size_t row_idx)
{
	const struct spot_rules *rules = judge->panel->rules;

	return rule_idx < rules->n_criteria ? spot_verdict_points(&rules->criteria[rule_idx],
	    &judge->answers[rule_idx], row_idx) : 0;
}

/* --- one row ----------------------------------------------------------------------------- */

static void fill_rules(struct spot_seat *seat, const struct spot_judge *judge)
{
	for (size_t i = 0; i < judge->panel->scoring.n_asked; i++) {
		seat->answers[i] = (uint8_t)spot_scorer_answer(judge, i, 0);
		seat->values[i] = judge->answers[i].state[0] == SPOT_ANSWER_KNOWN
		    ? judge->answers[i].value[0]
		    : 0;
		seat->points[i] = spot_scorer_points(judge, i, 0);
	}
	seat->disqualifiers[spot_reason_disqualifiers(judge, 0, seat->disqualifiers)] = NULL;
	seat->unknown[spot_reason_unknown(judge, 0, seat->unknown)] = NULL;
}

const struct spot_result *spot_scorer_fill(struct spot_scorer *scorer)
{
	struct spot_seat *seat = scorer->seat;
	const struct spot_judge *judge = &seat->jury.judges[0];
	const struct spot_rules *rules = seat->icp->rules;
	struct spot_verdict verdict = spot_judge_verdict(judge, 0);

	fill_rules(seat, judge);
	seat->result = (struct spot_result) {
		.has_score = verdict.has_score,
		.score = verdict.score,
		.score_low = verdict.score_low,
		.score_high = verdict.score_high,
		.tier = spot_verdict_tier_name(rules, verdict.tier),
		.tier_low = spot_verdict_tier_name(rules, verdict.tier_low),
		.tier_high = spot_verdict_tier_name(rules, verdict.tier_high),
		.disqualified = verdict.disqualified,
		.has_growth = verdict.has_growth,
		.growth = verdict.growth,
		.has_coverage = verdict.has_coverage,
		.coverage = verdict.coverage,
		.disqualifiers = seat->disqualifiers,
		.unknown = seat->unknown,
		.exception = verdict.exception == SPOT_NONE
		    ? NULL
		    : rules->exceptions[verdict.exception].name,
		.reason = spot_reason_first(judge, 0),
		.earned = verdict.earned,
		.possible = verdict.possible,
		.n_rules = judge->panel->scoring.n_asked,
		.answers = seat->answers,
		.values = seat->values,
		.points = seat->points,
	};
	return &seat->result;
}

int spot_scorer_row(struct spot_scorer *scorer, const char *const *cells,
    const struct spot_result **out, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int rc;

	if (!out)
		return spot_icp_refuse(error, "there is no place for the result");
	*out = NULL;
	if (!scorer || !cells)
		return spot_icp_refuse(error, "a row needs a scorer and cells");
	rc = spot_scorer_take_row(scorer, cells, &err);
	if (rc == 0)
		rc = spot_scorer_judge(scorer, 0, 1, scorer->keep_going, &err);
	if (rc != 0)
		return spot_icp_tell(error, &err);
	*out = spot_scorer_fill(scorer);
	return 0;
}

/* --- what could not be read -------------------------------------------------------------- */

const struct spot_unreadable *spot_scorer_unreadable(const struct spot_scorer *scorer, size_t idx)
{
	return idx < scorer->n_unreadable && idx < SPOT_UNREADABLE_MAX ? &scorer->unreadable[idx]
								       : NULL;
}
