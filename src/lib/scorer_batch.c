/* SPDX-License-Identifier: MIT */
/* Many rows: judged batch by batch into the caller's arrays. */
#include <math.h>
#include <string.h>

#include "lib/internal.h"

/* score where there is one, else NaN */
static void put_scores(double *out, const double *score, const uint8_t *has, size_t n)
{
	for (size_t i = 0; out && i < n; i++)
		out[i] = has[i] ? score[i] : NAN;
}

static void put_ranks(uint32_t *out, const uint32_t *ranks, size_t n)
{
	if (out)
		memcpy(out, ranks, n * sizeof(*out));
}

static void put_disqualified(uint8_t *out, const struct spot_judge *judge, size_t n)
{
	size_t n_bytes = (judge->panel->rules->n_disqualifiers + 7) / 8;

	if (!out)
		return;
	memset(out, 0, n);
	for (size_t b = 0; b < n_bytes; b++)
		for (size_t i = 0; i < n; i++)
			out[i] |= judge->verdicts->disqualifies[b][i] != 0;
}

static void put_exceptions(uint32_t *out, const struct spot_verdicts *verdicts, size_t n)
{
	for (size_t i = 0; out && i < n; i++)
		out[i] = verdicts->has_exceptions ? verdicts->exception[i] : SPOT_ICP_NONE;
}
_Static_assert(SPOT_ICP_NONE == SPOT_NO_EXCEPTION, "copied as they are");

static void put_rules(const struct spot_scores *out, const struct spot_judge *judge, size_t first,
    size_t n)
{
	size_t n_rules = judge->panel->scoring.n_asked;

	for (size_t r = 0; out->answers && r < n_rules; r++)
		for (size_t i = 0; i < n; i++)
			out->answers[(first + i) * n_rules + r] =
			    (uint8_t)spot_scorer_answer(judge, r, i);
	for (size_t r = 0; out->points && r < n_rules; r++)
		for (size_t i = 0; i < n; i++)
			out->points[(first + i) * n_rules + r] = spot_scorer_points(judge, r, i);
}

#define AT(array) ((array) ? (array) + first : NULL)

static void put_batch(const struct spot_scores *out, const struct spot_judge *judge, size_t first,
    size_t n)
{
	const struct spot_verdicts *verdicts = judge->verdicts;

	put_scores(AT(out->score), verdicts->score, verdicts->has_score, n);
	put_scores(AT(out->score_low), verdicts->score_low, verdicts->has_score, n);
	put_scores(AT(out->score_high), verdicts->score_high, verdicts->has_score, n);
	put_scores(AT(out->growth), verdicts->growth, verdicts->has_growth, n);
	put_ranks(AT(out->tier), verdicts->tier, n);
	put_ranks(AT(out->tier_low), verdicts->tier_low, n);
	put_ranks(AT(out->tier_high), verdicts->tier_high, n);
	for (size_t i = 0; out->coverage && i < n; i++)
		out->coverage[first + i] = verdicts->has_coverage ? verdicts->coverage[i] : NAN;
	put_disqualified(AT(out->disqualified), judge, n);
	put_exceptions(AT(out->exception), verdicts, n);
	put_rules(out, judge, first, n);
}

/* The caller's arrays, by this version's struct. */
static int read_scores(struct spot_scores *out, const struct spot_scores *scores,
    struct spot_error *err)
{
	if (scores->size < sizeof(*out))
		return spot_error_set(err, SPOT_EUSAGE,
		    "the scores' size is not set; begin with SPOT_SCORES_INIT");
	memcpy(out, scores, sizeof(*out));
	return 0;
}

int spot_scorer_batch(struct spot_scorer *scorer, const struct spot_data *columns, size_t n_rows,
    struct spot_scores *out, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_scores to;
	int rc;

	if (!scorer || !out || (!columns && scorer->n_columns > 0))
		return spot_icp_refuse(error, "a batch needs a scorer, columns and scores");
	rc = read_scores(&to, out, &err);
	if (rc == 0 && n_rows > 0)
		rc = spot_scorer_take(scorer, columns, 0, n_rows, &err);
	else
		spot_scorer_begin(scorer);
	for (size_t first = 0; rc == 0 && first < n_rows; first += SPOT_BATCH_ROWS) {
		size_t left = n_rows - first;
		size_t n = left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS;

		rc = spot_scorer_judge(scorer, first, n, scorer->keep_going, &err);
		if (rc == 0)
			put_batch(&to, &scorer->seat->jury.judges[0], first, n);
	}
	if (rc != 0)
		return spot_icp_tell(error, &err);
	out->n_unreadable = scorer->n_unreadable;
	return 0;
}
