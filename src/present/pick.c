/* SPDX-License-Identifier: MIT */
/* With a limit the rows are a binary heap whose root is the worst row kept: rows[i] is no better
 * than its children. */
#include "present/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void spot_pick_init(struct spot_pick *pick, size_t limit)
{
	memset(pick, 0, sizeof(*pick));
	pick->limit = limit;
}

void spot_pick_reset(struct spot_pick *pick)
{
	for (size_t i = 0; i < pick->n_rows; i++)
		free(pick->rows[i].text);
	free(pick->rows);
	memset(pick, 0, sizeof(*pick));
}

static int compare(const void *a, const void *b)
{
	const struct spot_pick_row *x = a, *y = b;

	if (x->order != y->order)
		return x->order > y->order ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static bool is_worse(const struct spot_pick_row *a, const struct spot_pick_row *b)
{
	return compare(a, b) > 0;
}

static void swap(struct spot_pick_row *a, struct spot_pick_row *b)
{
	struct spot_pick_row kept = *a;
	*a = *b;
	*b = kept;
}

static void sift_up(struct spot_pick_row *rows, size_t i)
{
	for (; i > 0 && is_worse(&rows[i], &rows[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&rows[i], &rows[(i - 1) / 2]);
}

static void sift_down(struct spot_pick_row *rows, size_t n)
{
	size_t i = 0;

	for (;;) {
		size_t worst = i, left = 2 * i + 1;

		if (left < n && is_worse(&rows[left], &rows[worst]))
			worst = left;
		if (left + 1 < n && is_worse(&rows[left + 1], &rows[worst]))
			worst = left + 1;
		if (worst == i)
			return;
		swap(&rows[i], &rows[worst]);
		i = worst;
	}
}

int spot_pick_add(struct spot_pick *pick, double order, const char *text, size_t len,
    struct spot_error *err)
{
	struct spot_pick_row row = { order, pick->n_rows + pick->n_dropped, NULL, len };

	if (pick->limit > 0 && pick->n_rows == pick->limit && !is_worse(&pick->rows[0], &row)) {
		pick->n_dropped++;
		return 0;
	}
	row.text = spot_mem_copy(text, len);
	if (!row.text)
		return spot_error_nomem(err);
	if (pick->limit > 0 && pick->n_rows == pick->limit) {
		free(pick->rows[0].text);
		pick->rows[0] = row;
		sift_down(pick->rows, pick->n_rows);
		pick->n_dropped++;
		return 0;
	}
	if (!spot_mem_grow(&pick->rows, &pick->cap, pick->n_rows + 1, sizeof(*pick->rows))) {
		free(row.text);
		return spot_error_nomem(err);
	}
	pick->rows[pick->n_rows++] = row;
	if (pick->limit > 0)
		sift_up(pick->rows, pick->n_rows - 1);
	return 0;
}

void spot_pick_sort(struct spot_pick *pick)
{
	if (pick->n_rows > 1)
		qsort(pick->rows, pick->n_rows, sizeof(*pick->rows), compare);
}
