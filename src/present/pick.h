/* SPDX-License-Identifier: MIT */
/*
 * Rows kept back to be sorted, best score first, or the best N of them in a bounded heap. Equal
 * scores stay in file order, rows without a score come last. Memory: the rows kept. One thread.
 */
#ifndef SPOT_PRESENT_PICK_H
#define SPOT_PRESENT_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct spot_pick_row {
	double order;
	uint64_t row;
	char *text; /* owned */
	size_t len;
};

struct spot_pick {
	size_t limit;  /* 0: all */
	struct spot_pick_row *rows;
	size_t n_rows, cap;
	uint64_t n_dropped; /* rows that were not among the best */
};

void spot_pick_init(struct spot_pick *pick, size_t limit);
void spot_pick_reset(struct spot_pick *pick);
/* Copies the row, or drops it. Rows come in file order. */
int spot_pick_add(struct spot_pick *pick, double order, const char *text, size_t len,
    struct spot_error *err);
/* Sorts the kept rows, best first. Nothing can be added afterwards. */
void spot_pick_sort(struct spot_pick *pick);

#endif
