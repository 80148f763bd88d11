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
