/* SPDX-License-Identifier: MIT */
/* The course of a derivation: who is learnt from, one card of all of them, how cards made in the
 * same way do on accounts that they have not seen, and what follows from that. */
#include "study/derive_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "stats/fold.h"
#include "study/tasks.h"

#define N_FOLDS 10
#define N_FOLDS_FEW 5
#define FEW_OUTCOMES 100 /* of the rarer kind: more folds would judge by too few */
#define SUSPECT_AUC 0.95

struct deriving {
	struct spot_derive *derive;
	struct spot_derive_source source;
	uint32_t *train, *test; /* rows; test: after the day */
	size_t n_train, n_test;
	uint8_t *folds;         /* by place in train */
	double *scores;         /* out of sample: by place in train, or in test */
	struct spot_roc *rocs;  /* by fold */
	struct spot_derive_card card;
};

/* --- who ---------------------------------------------------------------------------------- */

static bool is_early(const struct deriving *deriving, size_t row, bool *is_dated)
{
	const struct spot_derive_options *options = deriving->source.options;
	double date;

	*is_dated = true;
	if (options->date_column == SPOT_NONE)
		return true;
	date = deriving->source.frame->columns[options->date_column].numbers[row];
	*is_dated = !isnan(date);
	return date < (double)options->train_before;
}

static int sort_out(struct deriving *deriving, struct spot_error *err)
{
	const struct spot_derive_source *source = &deriving->source;
	struct spot_derive *derive = deriving->derive;
	size_t n = source->frame->n_rows;

	deriving->train = spot_mem_calloc(n + 1, sizeof(*deriving->train));
	deriving->test = spot_mem_calloc(n + 1, sizeof(*deriving->test));
	if (!deriving->train || !deriving->test)
		return spot_error_nomem(err);
	for (size_t row = 0; row < n; row++) {
		bool is_dated, good = source->labels[row] == SPOT_DERIVE_GOOD;
		bool early = is_early(deriving, row, &is_dated);

		if (source->labels[row] == SPOT_DERIVE_LEFT_OUT) {
			derive->n_left_out++;
		} else if (!is_dated) {
			derive->n_no_date++;
		} else if (early) {
			deriving->train[deriving->n_train++] = (uint32_t)row;
			derive->n_pos += good;
			derive->n_neg += !good;
		} else {
			deriving->test[deriving->n_test++] = (uint32_t)row;
			derive->n_judged_pos += good;
			derive->n_judged_neg += !good;
		}
	}
	return 0;
}

static int too_few(struct spot_error *err, uint64_t n_pos, uint64_t n_neg, uint64_t least,
    const char *where)
{
	uint64_t fewest = n_pos < n_neg ? n_pos : n_neg;

	if (fewest >= least)
		return 0;
	spot_error_set(err, SPOT_EDATA,
	    "too little data: %" PRIu64 " good and %" PRIu64 " bad accounts%s, and %" PRIu64
	    " of either are needed",
	    n_pos, n_neg, where, least);
	spot_error_hint(err, "%" PRIu64 " more %s account%s would do", least - fewest,
	    n_pos < n_neg ? "good" : "bad", least - fewest == 1 ? "" : "s");
	return SPOT_EDATA;
}

static int check_enough(const struct deriving *deriving, struct spot_error *err)
{
	const struct spot_derive *derive = deriving->derive;
	bool by_day = derive->options.date_column != SPOT_NONE;
	int rc = too_few(err, derive->n_pos, derive->n_neg, SPOT_DERIVE_LEAST,
	    by_day ? " before the day" : "");

	if (rc == 0 && by_day)
		rc = too_few(err, derive->n_judged_pos, derive->n_judged_neg, SPOT_DERIVE_JUDGED,
		    " from the day on");
	return rc;
}

/* --- which fields ------------------------------------------------------------------------- */

static int pick_columns(struct deriving *deriving, struct spot_error *err)
{
	const struct spot_frame *frame = deriving->source.frame;
	size_t *columns =
	    spot_arena_calloc(&deriving->derive->arena, frame->n_columns + 1, sizeof(*columns));

	if (!columns)
		return spot_error_nomem(err);
	for (size_t c = 0; c < frame->n_columns; c++)
		if (!deriving->source.options->is_kept_out[c] && !frame->columns[c].is_too_many)
			columns[deriving->source.n_columns++] = c;
	deriving->source.columns = columns;
	return 0;
}

static uint64_t hash_mix(uint64_t hash, uint64_t with)
{
	uint64_t both[2] = { hash, with };
	return spot_hash_view((struct spot_view) { (const char *)both, sizeof(both) });
}

static uint64_t hash_bytes(uint64_t hash, const void *ptr, size_t size)
{
	return hash_mix(hash, spot_hash_view((struct spot_view) { ptr, size }));
}

/* In file order; codes are in the order of first appearance, so that equal texts give equal
 * codes. */
static uint64_t hash_column(uint64_t hash, const struct spot_frame_column *column, size_t n_rows)
{
	hash = hash_bytes(hash, column->field->name, strlen(column->field->name));
	if (n_rows == 0)
		return hash;
	if (column->kind == SPOT_FRAME_NUMBER)
		return hash_bytes(hash, column->numbers, n_rows * sizeof(*column->numbers));
	if (column->kind == SPOT_FRAME_FLAG)
		return hash_bytes(hash, column->flags, n_rows);
	for (size_t l = 0; l < column->levels.n_keys; l++)
		hash = hash_bytes(hash, column->levels.keys[l].ptr, column->levels.keys[l].len);
	if (column->kind == SPOT_FRAME_TEXT)
		return hash_bytes(hash, column->codes, n_rows * sizeof(*column->codes));
	return hash_bytes(hash_bytes(hash, column->list_ends, n_rows * sizeof(size_t)),
	    column->items, column->list_ends[n_rows - 1] * sizeof(*column->items));
}

static void hash_all(struct deriving *deriving)
{
	const struct spot_derive_source *source = &deriving->source;
	uint64_t hash = source->frame->n_rows;

	for (size_t c = 0; c < source->n_columns; c++)
		hash = hash_column(hash, &source->frame->columns[source->columns[c]],
		    source->frame->n_rows);
	deriving->derive->hash = hash_bytes(hash, source->labels, source->frame->n_rows);
}

/* --- judging ------------------------------------------------------------------------------ */

static int judge(struct spot_roc *roc, const struct spot_derive_source *source,
    const uint32_t *rows, const double *scores, size_t n, struct spot_error *err)
{
	struct spot_counted *cells = NULL;
	uint8_t *labels = spot_mem_calloc(n + 1, 1);
	size_t n_cells;
	int rc = labels ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < n; i++)
		labels[i] = source->labels[rows[i]] == SPOT_DERIVE_GOOD;
	if (rc == 0)
		rc = spot_counted_new(&cells, &n_cells, scores, labels, n, err);
	if (rc == 0)
		rc = spot_roc_auc(roc, cells, n_cells, source->options->level, err);
	free(cells);
	free(labels);
	return rc;
}

/* Learns without a fold, and scores it. */
static int run_fold(void *ctx, size_t fold, struct spot_error *err)
{
	struct deriving *deriving = ctx;
	const struct spot_derive_source *source = &deriving->source;
	size_t n = deriving->n_train, n_in = 0, n_out = 0;
	uint32_t *in = spot_mem_calloc(n + 1, sizeof(*in)), *out = spot_mem_calloc(n + 1, 4);
	double *scores = spot_mem_calloc(n + 1, sizeof(*scores));
	struct spot_derive_card card = { 0 };
	struct spot_arena arena;
	int rc = in && out && scores ? 0 : spot_error_nomem(err);

	spot_arena_init(&arena);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (deriving->folds[i] == fold)
			out[n_out++] = deriving->train[i];
		else
			in[n_in++] = deriving->train[i];
	}
	if (rc == 0)
		rc = spot_derive_card_make(&card, source, (struct spot_derive_rows) { in, n_in },
		    source->options->seed + 1 + fold, &arena, err);
	for (size_t i = 0; rc == 0 && i < n_out; i++)
		scores[i] = spot_derive_card_score(&card, source, out[i]);
	for (size_t i = 0, o = 0; rc == 0 && i < n; i++)
		if (deriving->folds[i] == fold)
			deriving->scores[i] = scores[o++];
	if (rc == 0)
		rc = judge(&deriving->rocs[fold], source, out, scores, n_out, err);
	spot_arena_free(&arena);
	free(in);
	free(out);
	free(scores);
	return rc;
}

static int cross(struct deriving *deriving, struct spot_error *err)
{
	struct spot_derive *derive = deriving->derive;
	const struct spot_derive_options *options = &derive->options;
	size_t n = deriving->n_train, n_folds = options->n_folds;
	uint8_t *labels = spot_mem_calloc(n + 1, 1);
	double sum = 0, var = 0, z = spot_tail_z(options->level);
	int rc;

	if (n_folds == 0)
		n_folds = n > SPOT_DERIVE_SAMPLE || derive->n_pos < FEW_OUTCOMES ||
		        derive->n_neg < FEW_OUTCOMES
		    ? N_FOLDS_FEW : N_FOLDS;
	deriving->folds = spot_mem_calloc(n + 1, 1);
	deriving->scores = spot_mem_calloc(n + 1, sizeof(double));
	deriving->rocs = spot_mem_calloc(n_folds, sizeof(*deriving->rocs));
	rc = labels && deriving->folds && deriving->scores && deriving->rocs
	    ? 0 : spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		labels[i] = deriving->source.labels[deriving->train[i]] == SPOT_DERIVE_GOOD;
	if (rc == 0)
		rc = spot_fold_assign(
		    deriving->folds, labels, n, n_folds, options->seed, err);
	if (rc == 0)
		rc = spot_tasks_run(n_folds, &options->means, run_fold, deriving, err);
	for (size_t f = 0; rc == 0 && f < n_folds; f++) {
		sum += deriving->rocs[f].auc;
		var += deriving->rocs[f].var;
	}
	derive->n_folds = n_folds;
	derive->auc = sum / (double)n_folds;
	var = sqrt(var) / (double)n_folds;
	derive->auc_ci = (struct spot_interval) { fmax(0, derive->auc - z * var),
		fmin(1, derive->auc + z * var) };
	free(labels);
	return rc;
}

static int judge_by_day(struct deriving *deriving, struct spot_error *err)
{
	struct spot_derive *derive = deriving->derive;
	struct spot_roc roc;
	int rc;

	deriving->scores = spot_mem_calloc(deriving->n_test + 1, sizeof(double));
	if (!deriving->scores)
		return spot_error_nomem(err);
	for (size_t i = 0; i < deriving->n_test; i++)
		deriving->scores[i] = spot_derive_card_score(
		    &deriving->card, &deriving->source, deriving->test[i]);
	rc = judge(&roc, &deriving->source, deriving->test, deriving->scores, deriving->n_test,
	    err);
	derive->auc = roc.auc;
	derive->auc_ci = roc.ci;
	return rc;
}

/* --- tiers -------------------------------------------------------------------------------- */

static void count_tiers(struct deriving *deriving, const uint32_t *rows, size_t n)
{
	struct spot_derive *derive = deriving->derive;

	for (size_t i = 0; i < n; i++) {
		size_t t = 0;

		while (t + 1 < derive->n_tiers &&
		    deriving->scores[i] < derive->tiers[t].threshold)
			t++;
		derive->tiers[t].n++;
		derive->tiers[t].n_pos +=
		    deriving->source.labels[rows[i]] == SPOT_DERIVE_GOOD;
	}
	for (size_t t = 0; t < derive->n_tiers; t++)
		derive->tiers[t].rate_ci = spot_proportion_wilson(derive->tiers[t].n_pos,
		    derive->tiers[t].n, derive->options.level);
}

/* The score cut where rates differ; scores are those of the card itself. */
static int make_tiers(struct deriving *deriving, const double *scores, struct spot_error *err)
{
	struct spot_derive *derive = deriving->derive;
	struct spot_bin_options options = { SPOT_DERIVE_TIERS, 0.05, 30, INFINITY };
	struct spot_counted *cells = NULL;
	struct spot_bins bins;
	uint8_t *labels = spot_mem_calloc(deriving->n_train + 1, 1);
	size_t n_cells;
	int rc = labels ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < deriving->n_train; i++)
		labels[i] = deriving->source.labels[deriving->train[i]] == SPOT_DERIVE_GOOD;
	if (rc == 0)
		rc = spot_counted_new(&cells, &n_cells, scores, labels, deriving->n_train, err);
	if (rc == 0)
		rc = spot_bin_numbers(&bins, &options, cells, n_cells, err);
	if (rc == 0) {
		derive->n_tiers = bins.n_bins;
		for (size_t t = 0; t < bins.n_bins; t++)
			derive->tiers[t].threshold =
			    t + 1 == bins.n_bins ? 0 : bins.bins[bins.n_bins - 1 - t].low;
		if (derive->n_folds > 0)
			count_tiers(deriving, deriving->train, deriving->n_train);
		else
			count_tiers(deriving, deriving->test, deriving->n_test);
	}
	free(cells);
	free(labels);
	return rc;
}

/* --- what is odd -------------------------------------------------------------------------- */

/* A field that tells the outcome nearly alone is more often its consequence than its cause. */
static double auc_alone(const struct spot_derive_cut *cut)
{
	/* Blanks are a group where they count. */
	size_t n = cut->n_groups + (cut->blank.woe != 0);
	uint64_t n_pos = 0, n_neg = 0;
	double won = 0;

	for (size_t g = 0; g < n; g++) {
		const struct spot_derive_group *x = g < cut->n_groups ? &cut->groups[g]
		                                                      : &cut->blank;

		n_pos += x->n_pos;
		n_neg += x->n_neg;
		for (size_t h = 0; h < n; h++) {
			const struct spot_derive_group *y = h < cut->n_groups ? &cut->groups[h]
			                                                      : &cut->blank;
			double pairs = (double)x->n_pos * (double)y->n_neg;

			won += x->woe > y->woe ? pairs : g == h ? pairs / 2 : 0;
		}
	}
	return n_pos > 0 && n_neg > 0 ? won / ((double)n_pos * (double)n_neg) : 0;
}

static int find_suspects(struct spot_derive *derive, struct spot_error *err)
{
	derive->suspects =
	    spot_arena_calloc(&derive->arena, derive->n_cuts + 1, sizeof(*derive->suspects));
	if (!derive->suspects)
		return spot_error_nomem(err);
	for (size_t c = 0; c < derive->n_cuts; c++)
		if (spot_derive_tells(&derive->cuts[c]) &&
		    auc_alone(&derive->cuts[c]) >= SUSPECT_AUC)
			derive->suspects[derive->n_suspects++] = c;
	return 0;
}

/* --- all ---------------------------------------------------------------------------------- */

static int make_card(struct deriving *deriving, double **scores, struct spot_error *err)
{
	struct spot_derive *derive = deriving->derive;
	struct spot_derive_rows rows = { deriving->train, deriving->n_train };
	int rc = spot_derive_card_make(&deriving->card, &deriving->source, rows,
	    derive->options.seed, &derive->arena, err);

	*scores = spot_mem_calloc(deriving->n_train + 1, sizeof(**scores));
	if (rc == 0 && !*scores)
		rc = spot_error_nomem(err);
	if (rc != 0)
		return rc;
	derive->cuts = deriving->card.cuts;
	derive->n_cuts = deriving->card.n_cuts;
	derive->chosen = deriving->card.chosen;
	derive->n_chosen = deriving->card.n_chosen;
	for (size_t i = 0; i < deriving->n_train; i++)
		(*scores)[i] = spot_derive_card_score(
		    &deriving->card, &deriving->source, deriving->train[i]);
	rc = judge(&derive->in_sample, &deriving->source, deriving->train, *scores,
	    deriving->n_train, err);
	return rc == 0 ? find_suspects(derive, err) : rc;
}

static int study(struct deriving *deriving, struct spot_error *err)
{
	struct spot_derive *derive = deriving->derive;
	struct spot_derive_rows rows;
	double *scores = NULL;
	int rc = sort_out(deriving, err);

	if (rc == 0)
		rc = check_enough(deriving, err);
	if (rc == 0)
		rc = pick_columns(deriving, err);
	if (rc == 0) {
		hash_all(deriving);
		rc = make_card(deriving, &scores, err);
	}
	/* Nothing chosen of all accounts: there is nothing to be judged. */
	if (rc == 0 && derive->n_chosen > 0)
		rc = derive->options.date_column == SPOT_NONE ? cross(deriving, err)
		                                              : judge_by_day(deriving, err);
	derive->has_signal = rc == 0 && derive->n_chosen > 0 && derive->auc_ci.lo > 0.5;
	rows = (struct spot_derive_rows) { deriving->train, deriving->n_train };
	if (rc == 0 && derive->has_signal)
		rc = make_tiers(deriving, scores, err);
	if (rc == 0 && derive->has_signal)
		rc = spot_derive_bars_find(derive, &deriving->source, rows, err);
	free(scores);
	return rc;
}

int spot_derive_study(struct spot_derive *out, const struct spot_frame *frame,
    const uint8_t *labels, const struct spot_derive_options *options, struct spot_error *err)
{
	struct deriving deriving = { .derive = out,
		.source = { .frame = frame, .labels = labels, .options = &out->options } };
	int rc;

	memset(out, 0, sizeof(*out));
	spot_arena_init(&out->arena);
	out->options = *options;
	out->auc = NAN;
	out->auc_ci = (struct spot_interval) { NAN, NAN };
	rc = study(&deriving, err);
	free(deriving.train);
	free(deriving.test);
	free(deriving.folds);
	free(deriving.scores);
	free(deriving.rocs);
	return rc;
}

void spot_derive_reset(struct spot_derive *derive)
{
	spot_arena_free(&derive->arena);
	memset(derive, 0, sizeof(*derive));
}
