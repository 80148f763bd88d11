/* SPDX-License-Identifier: MIT */
/*
 * A card: fields cut into groups, few of them chosen, whole points.
 *
 * Each cut is one column of the model: its groups' weight of evidence, 0 for a blank. The L1 path
 * is walked to the penalty that cross-validation calls best, as far as no more than twice max
 * fields are in. Coefficients are then fitted without a penalty: a field with one below 0
 * contradicts its own evidence (others say the same better) and is taken out, and so is the least
 * sure one until max are left. Points are
 * coefficient times evidence, over the least group's; weights are the spans, made whole so that
 * they sum to 100.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/fold.h"
#include "stats/lasso.h"
#include "stats/logit.h"
#include "stats/random.h"
#include "study/derive_internal.h"

#define N_LAMBDAS 8
#define N_BLOCK 4 /* of them are fitted at once: those after too many fields are in cost most */
#define LAMBDA_RATIO 0.03
#define N_INNER 3
#define CHOICE_SAMPLE 4000 /* rows that the choice is made by */
#define SHARE_STEPS 20 /* shares are twentieths */
#define LEAST_SPAN 0.02 /* of all points: a field that moves less is not worth its line */

/* The model's rows. */
struct fitting {
	const struct spot_derive_source *source;
	struct spot_derive_card *card;
	size_t *used;     /* cuts that are columns */
	size_t n_used;
	double *x;
	uint8_t *labels;
	size_t n_rows;
	double *coefs;    /* of the columns, the intercept first */
};

double spot_derive_card_score(const struct spot_derive_card *card,
    const struct spot_derive_source *source, size_t row)
{
	double earned = 0;

	for (size_t c = 0; c < card->n_chosen; c++) {
		const struct spot_derive_cut *cut = &card->cuts[card->chosen[c]];
		uint8_t group = spot_derive_cut_group(cut, source, row);

		earned += cut->weight * (group == SPOT_DERIVE_NO_GROUP ? cut->unknown_share
		                                                       : cut->groups[group].share);
	}
	return earned;
}

/* --- the model ---------------------------------------------------------------------------- */

/*
 * At most SPOT_DERIVE_SAMPLE of the rows, by the seed. Of many rows good and bad ones alternate as
 * long as there are both, so that a rare outcome is not lost: that moves the intercept alone,
 * which no point comes from (Prentice and Pyke 1979).
 */
static int sample(uint32_t **out, size_t *n, const struct spot_derive_source *source,
    struct spot_derive_rows rows, uint64_t seed, struct spot_error *err)
{
	struct spot_random random;
	uint32_t *shuffled;
	size_t at[2] = { 0, 0 };

	*out = spot_mem_calloc(rows.n + 1, sizeof(**out));
	if (!*out)
		return spot_error_nomem(err);
	memcpy(*out, rows.rows, rows.n * sizeof(**out));
	*n = rows.n;
	if (rows.n <= CHOICE_SAMPLE)
		return 0;
	shuffled = spot_mem_calloc(rows.n, sizeof(*shuffled));
	if (!shuffled)
		return spot_error_nomem(err);
	memcpy(shuffled, rows.rows, rows.n * sizeof(*shuffled));
	spot_random_init(&random, seed, 1);
	spot_random_shuffle(&random, shuffled, rows.n);
	*n = rows.n < SPOT_DERIVE_SAMPLE ? rows.n : SPOT_DERIVE_SAMPLE;
	for (size_t i = 0, turn = 0; i < *n; turn = !turn) {
		size_t *next = &at[turn];

		while (*next < rows.n &&
		    (source->labels[shuffled[*next]] == SPOT_DERIVE_GOOD) != turn)
			++*next;
		if (*next < rows.n)
			(*out)[i++] = shuffled[(*next)++];
	}
	free(shuffled);
	return 0;
}

static int fill(struct fitting *fit, const uint32_t *rows, struct spot_error *err)
{
	size_t n_cols = fit->n_used;

	fit->x = spot_mem_calloc(fit->n_rows * n_cols + 1, sizeof(*fit->x));
	if (!fit->x)
		return spot_error_nomem(err);
	for (size_t i = 0; i < fit->n_rows; i++) {
		fit->labels[i] = fit->source->labels[rows[i]] == SPOT_DERIVE_GOOD;
		for (size_t c = 0; c < n_cols; c++) {
			const struct spot_derive_cut *cut = &fit->card->cuts[fit->used[c]];
			uint8_t group = spot_derive_cut_group(cut, fit->source, rows[i]);

			fit->x[i * n_cols + c] =
			    group == SPOT_DERIVE_NO_GROUP ? cut->blank.woe
			                                      : cut->groups[group].woe;
		}
	}
	return 0;
}

static size_t n_in(const double *coefs, size_t n_cols)
{
	size_t n = 0;

	for (size_t c = 0; c < n_cols; c++)
		n += coefs[c + 1] > 0;
	return n;
}

/* How many penalties of the ladder keep to so many columns; path is filled so far. */
static int walk(size_t *n_kept, double *path, const struct spot_design *design,
    const double *lambdas, size_t max, struct spot_error *err)
{
	size_t stride = design->n_cols + 1;
	int rc = 0;

	*n_kept = 0;
	for (size_t n = N_BLOCK; rc == 0 && n <= N_LAMBDAS; n += N_BLOCK) {
		rc = spot_lasso_path(path, design, lambdas, n, err);
		while (rc == 0 && *n_kept < n &&
		    n_in(path + *n_kept * stride, design->n_cols) <= max)
			++*n_kept;
		if (*n_kept < n)
			break;
	}
	return rc;
}

/* Leaves those columns in `used` that the path chooses; coefs are theirs. */
static int choose(struct fitting *fit, uint64_t seed, struct spot_error *err)
{
	const struct spot_design design = { fit->x, fit->labels, NULL, NULL,
		fit->n_rows < CHOICE_SAMPLE ? fit->n_rows : CHOICE_SAMPLE, fit->n_used };
	size_t stride = fit->n_used + 1, best = 0, simple, n = 0, n_kept = 0;
	double lambdas[N_LAMBDAS], most, *path = spot_mem_calloc(N_LAMBDAS * stride, sizeof(*path));
	struct spot_lasso_cross cross[N_LAMBDAS];
	uint8_t *folds = spot_mem_calloc(design.n_rows + 1, 1);
	int rc = path && folds ? 0 : spot_error_nomem(err);

	if (rc == 0)
		rc = spot_fold_assign(folds, fit->labels, design.n_rows, N_INNER, seed, err);
	if (rc == 0)
		rc = spot_lasso_most(&most, &design, err);
	if (rc == 0 && most > 0) {
		spot_lasso_ladder(lambdas, N_LAMBDAS, most, LAMBDA_RATIO);
		rc = walk(&n_kept, path, &design, lambdas, 2 * fit->source->options->max, err);
		if (rc == 0 && n_kept > 0)
			rc = spot_lasso_cross(cross, &best, &simple, &design, lambdas, n_kept,
			    folds, N_INNER, err);
	}
	for (size_t c = 0; rc == 0 && n_kept > 0 && c < fit->n_used; c++) {
		double coef = path[best * stride + c + 1];

		if (coef <= 0)
			continue;
		fit->used[n] = fit->used[c];
		fit->coefs[++n] = coef;
	}
	fit->n_used = rc == 0 ? n : fit->n_used;
	free(path);
	free(folds);
	return rc;
}

/* As the path's coefficients have it: the least are left out. */
static void cut_to_max(struct fitting *fit)
{
	while (fit->n_used > fit->source->options->max) {
		size_t least = 0;

		for (size_t c = 1; c < fit->n_used; c++)
			least = fit->coefs[c + 1] < fit->coefs[least + 1] ? c : least;
		for (size_t c = least; c + 1 < fit->n_used; c++) {
			fit->used[c] = fit->used[c + 1];
			fit->coefs[c + 1] = fit->coefs[c + 2];
		}
		fit->n_used--;
	}
}

/* Takes out of `used` what contradicts its own evidence, else the weakest where there are too
 * many; false: nothing. */
static bool drop(struct fitting *fit, const double *coefs, const double *errors)
{
	size_t n = 0, weakest = 0;
	bool too_many = fit->n_used > fit->source->options->max;

	for (size_t c = 0; c < fit->n_used; c++) {
		too_many &= coefs[c + 1] > 0;
		if (coefs[c + 1] / errors[c + 1] < coefs[weakest + 1] / errors[weakest + 1])
			weakest = c;
	}
	for (size_t c = 0; c < fit->n_used; c++) {
		if (coefs[c + 1] <= 0 || (too_many && c == weakest))
			continue;
		fit->used[n] = fit->used[c];
		fit->coefs[++n] = coefs[c + 1];
	}
	if (n == fit->n_used)
		return false;
	fit->n_used = n;
	return true;
}

/* The coefficients of the chosen, without a penalty. Where no maximum exists those of the path
 * stay. */
static int refit(struct fitting *fit, const uint32_t *rows, struct spot_error *err)
{
	double errors[SPOT_DERIVE_MOST * 2 + 1], coefs[SPOT_DERIVE_MOST * 2 + 1];
	int rc = 0;

	while (fit->n_used > 0) {
		struct spot_design design = { NULL, fit->labels, NULL, NULL, fit->n_rows,
			fit->n_used };
		struct spot_logit logit;

		free(fit->x);
		fit->x = NULL;
		rc = fill(fit, rows, err);
		design.x = fit->x;
		if (rc != 0)
			return rc;
		rc = spot_logit_fit(&logit, coefs, errors, &design, err);
		if (rc == SPOT_EDATA) {
			cut_to_max(fit);
			return 0;
		}
		if (rc != 0 || !drop(fit, coefs, errors))
			return rc;
	}
	return 0;
}

/* --- points ------------------------------------------------------------------------------- */

static double span_of(const struct spot_derive_cut *cut, double *low)
{
	double high = cut->blank.woe != 0 ? cut->blank.woe : cut->groups[0].woe;

	*low = high;
	for (size_t g = 0; g < cut->n_groups; g++) {
		*low = fmin(*low, cut->groups[g].woe);
		high = fmax(high, cut->groups[g].woe);
	}
	return high - *low;
}

static double share_of(double woe, double low, double span)
{
	return fmin(1, fmax(0, round((woe - low) / span * SHARE_STEPS) / SHARE_STEPS));
}

/* Whole weights that sum to 100: the largest remainders are rounded up. */
static void set_weights(struct spot_derive_card *card, const double *spans, double total)
{
	unsigned left = 100;

	for (size_t c = 0; c < card->n_chosen; c++) {
		card->cuts[card->chosen[c]].weight = (unsigned)(100 * spans[c] / total);
		left -= card->cuts[card->chosen[c]].weight;
	}
	for (; left > 0; left--) {
		size_t most = 0;
		double remainder = -1;

		for (size_t c = 0; c < card->n_chosen; c++) {
			double missing =
			    100 * spans[c] / total - card->cuts[card->chosen[c]].weight;
			if (missing > remainder) {
				remainder = missing;
				most = c;
			}
		}
		card->cuts[card->chosen[most]].weight++;
	}
}

static void sort_heaviest(struct spot_derive_card *card)
{
	for (size_t i = 1; i < card->n_chosen; i++) {
		size_t cut = card->chosen[i], j = i;

		for (; j > 0 && card->cuts[card->chosen[j - 1]].weight < card->cuts[cut].weight;
		     j--)
			card->chosen[j] = card->chosen[j - 1];
		card->chosen[j] = cut;
	}
}

static int set_points(struct fitting *fit, struct spot_arena *arena, struct spot_error *err)
{
	struct spot_derive_card *card = fit->card;
	double *spans = spot_arena_calloc(arena, fit->n_used + 1, sizeof(*spans)), total = 0, low;
	double kept = 0;

	card->chosen = spot_arena_calloc(arena, fit->n_used + 1, sizeof(*card->chosen));
	if (!spans || !card->chosen)
		return spot_error_nomem(err);
	for (size_t c = 0; c < fit->n_used; c++)
		total += fit->coefs[c + 1] * span_of(&card->cuts[fit->used[c]], &low);
	for (size_t c = 0; c < fit->n_used; c++) {
		struct spot_derive_cut *cut = &card->cuts[fit->used[c]];
		double span = span_of(cut, &low);

		if (fit->coefs[c + 1] * span < LEAST_SPAN * total)
			continue;
		for (size_t g = 0; g < cut->n_groups; g++)
			cut->groups[g].share = share_of(cut->groups[g].woe, low, span);
		cut->unknown_share = share_of(cut->blank.woe, low, span);
		spans[card->n_chosen] = fit->coefs[c + 1] * span;
		kept += spans[card->n_chosen];
		card->chosen[card->n_chosen++] = fit->used[c];
	}
	if (card->n_chosen > 0)
		set_weights(card, spans, kept);
	sort_heaviest(card);
	return 0;
}

/* --- all ---------------------------------------------------------------------------------- */

static int cut_all(struct fitting *fit, struct spot_derive_rows rows, struct spot_arena *arena,
    struct spot_error *err)
{
	const struct spot_derive_source *source = fit->source;
	struct spot_derive_card *card = fit->card;
	int rc = 0;

	card->cuts = spot_arena_calloc(arena, source->n_columns + 1, sizeof(*card->cuts));
	fit->used = spot_mem_calloc(source->n_columns + 1, sizeof(*fit->used));
	if (!card->cuts || !fit->used)
		return spot_error_nomem(err);
	card->n_cuts = source->n_columns;
	for (size_t c = 0; rc == 0 && c < source->n_columns; c++) {
		rc = spot_derive_cut_make(
		    &card->cuts[c], source, source->columns[c], rows, arena, err);
		if (rc == 0 && spot_derive_tells(&card->cuts[c]))
			fit->used[fit->n_used++] = c;
	}
	return rc;
}

int spot_derive_card_make(struct spot_derive_card *card, const struct spot_derive_source *source,
    struct spot_derive_rows rows, uint64_t seed, struct spot_arena *arena, struct spot_error *err)
{
	struct fitting fit = { .source = source, .card = card };
	uint32_t *sampled = NULL;
	int rc;

	memset(card, 0, sizeof(*card));
	rc = cut_all(&fit, rows, arena, err);
	if (rc == 0)
		rc = sample(&sampled, &fit.n_rows, source, rows, seed, err);
	fit.labels = spot_mem_calloc(fit.n_rows + 1, 1);
	fit.coefs = spot_mem_calloc(fit.n_used + 1, sizeof(*fit.coefs));
	if (rc == 0 && (!fit.labels || !fit.coefs))
		rc = spot_error_nomem(err);
	if (rc == 0 && fit.n_used > 0) {
		rc = fill(&fit, sampled, err);
		if (rc == 0)
			rc = choose(&fit, seed, err);
		if (rc == 0)
			rc = refit(&fit, sampled, err);
	}
	if (rc == 0)
		rc = set_points(&fit, arena, err);
	free(sampled);
	free(fit.used);
	free(fit.x);
	free(fit.labels);
	free(fit.coefs);
	return rc;
}
