/* SPDX-License-Identifier: MIT */
#include "stats/fold.h"

#include <assert.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/random.h"

#define FOLDS_MAX 255

/* Deals the accounts of one class out, in an order by chance, from fold *next on. */
static size_t deal(uint8_t *folds, uint32_t *list, const uint8_t *labels, size_t n, int positive,
    size_t n_folds, size_t *next, struct spot_random *random)
{
	size_t n_list = 0;
	for (size_t i = 0; i < n; i++) {
		if ((labels[i] != 0) == positive)
			list[n_list++] = (uint32_t)i;
	}
	spot_random_shuffle(random, list, n_list);
	for (size_t i = 0; i < n_list; i++, ++*next)
		folds[list[i]] = (uint8_t)(*next % n_folds);
	return n_list;
}

int spot_fold_assign(uint8_t *folds, const uint8_t *labels, size_t n, size_t n_folds,
    uint64_t seed, struct spot_error *err)
{
	assert(n_folds >= 2 && n_folds <= FOLDS_MAX);
	uint32_t *list = spot_mem_calloc(n, sizeof(*list));
	if (!list)
		return spot_error_nomem(err);
	struct spot_random random;
	spot_random_init(&random, seed, 0);
	size_t next = 0;
	/* The negatives begin where the positives ended, which keeps the folds of one size. */
	size_t n_pos = deal(folds, list, labels, n, 1, n_folds, &next, &random);
	size_t n_neg = deal(folds, list, labels, n, 0, n_folds, &next, &random);
	free(list);
	if (n_pos < n_folds || n_neg < n_folds)
		return spot_error_set(err, SPOT_EDATA, "%zu with the outcome and %zu without: "
		    "too few for %zu folds", n_pos, n_neg, n_folds);
	return 0;
}

struct cross {
	uint8_t *folds, *labels; /* by place in the list of rows */
	uint32_t *train, *test;
	double *scores;
};

static int fold_run(double *scores, struct cross *c, const uint32_t *rows, size_t n_rows,
    size_t fold, spot_fold_learn *learn, void *ctx, struct spot_error *err)
{
	size_t n_train = 0, n_test = 0;
	for (size_t i = 0; i < n_rows; i++) {
		uint32_t row = rows ? rows[i] : (uint32_t)i;
		if (c->folds[i] == fold)
			c->test[n_test++] = row;
		else
			c->train[n_train++] = row;
	}
	int rc = learn(ctx, c->train, n_train, c->test, n_test, c->scores, err);
	for (size_t i = 0, t = 0; i < n_rows && rc >= 0; i++) {
		if (c->folds[i] == fold)
			scores[i] = c->scores[t++];
	}
	return rc < 0 ? rc : 0;
}

int spot_fold_cross(double *scores, const uint8_t *labels, const uint32_t *rows, size_t n_rows,
    size_t n_folds, uint64_t seed, spot_fold_learn *learn, void *ctx, struct spot_error *err)
{
	struct cross c = { 0 };
	int rc = 0;
	c.folds = spot_mem_calloc(n_rows, sizeof(*c.folds));
	c.labels = spot_mem_calloc(n_rows, sizeof(*c.labels));
	c.train = spot_mem_calloc(n_rows, sizeof(*c.train));
	c.test = spot_mem_calloc(n_rows, sizeof(*c.test));
	c.scores = spot_mem_calloc(n_rows, sizeof(*c.scores));
	if (!c.folds || !c.labels || !c.train || !c.test || !c.scores) {
		rc = spot_error_nomem(err);
		goto out;
	}
	for (size_t i = 0; i < n_rows; i++)
		c.labels[i] = labels[rows ? rows[i] : i];
	rc = spot_fold_assign(c.folds, c.labels, n_rows, n_folds, seed, err);
	for (size_t f = 0; f < n_folds && rc == 0; f++)
		rc = fold_run(scores, &c, rows, n_rows, f, learn, ctx, err);
out:
	free(c.folds);
	free(c.labels);
	free(c.train);
	free(c.test);
	free(c.scores);
	return rc;
}
