/* SPDX-License-Identifier: MIT */
#include "stats/chi2.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/mem.h"

struct sums {
	uint64_t *rows, *cols;
	uint64_t n;
};

static int sums_of(struct sums *s, const uint64_t *counts, size_t n_rows, size_t n_cols,
    struct spot_error *err)
{
	for (size_t i = 0; i < n_rows; i++) {
		for (size_t j = 0; j < n_cols; j++) {
			uint64_t count = counts[i * n_cols + j];
			s->rows[i] += count;
			s->cols[j] += count;
			if (count > INT32_MAX || (s->n += count) > INT32_MAX)
				return spot_error_set(err, SPOT_EDATA,
				    "too many accounts in a table");
		}
	}
	return s->n > 0 ? 0 : spot_error_set(err, SPOT_EDATA, "an empty table");
}

/* Those above 0. */
static double n_used(const uint64_t *sums, size_t n)
{
	double used = 0;
	for (size_t i = 0; i < n; i++)
		used += sums[i] > 0;
	return used;
}

static void cells_sum(struct spot_chi2 *t, const struct sums *s, const uint64_t *counts,
    size_t n_rows, size_t n_cols)
{
	double n = (double)s->n, n_cells = 0;
	t->least_expected = n;
	for (size_t i = 0; i < n_rows * n_cols; i++) {
		uint64_t product = s->rows[i / n_cols] * s->cols[i % n_cols];
		if (product == 0)
			continue;
		/* n times what the count is off by, which is a whole number. */
		double off = (double)((int64_t)(counts[i] * s->n) - (int64_t)product);
		double expected = (double)product / n;
		t->chi2 += off / (double)product * off / n;
		t->least_expected = fmin(t->least_expected, expected);
		t->share_under_5 += expected < 5;
		n_cells++;
	}
	t->share_under_5 /= n_cells;
}

int spot_chi2_table(struct spot_chi2 *out, const uint64_t *counts, size_t n_rows, size_t n_cols,
    struct spot_error *err)
{
	struct sums s = { 0 };
	s.rows = spot_mem_calloc(n_rows + n_cols, sizeof(*s.rows));
	if (!s.rows)
		return spot_error_nomem(err);
	s.cols = s.rows + n_rows;
	int rc = sums_of(&s, counts, n_rows, n_cols, err);
	if (rc == 0) {
		struct spot_chi2 t = { .tail = SPOT_TAIL_ONE };
		double rows = n_used(s.rows, n_rows) - 1, cols = n_used(s.cols, n_cols) - 1;
		t.df = rows * cols;
		cells_sum(&t, &s, counts, n_rows, n_cols);
		if (t.df > 0) {
			t.tail = spot_tail_chi2(t.chi2, t.df);
			t.cramers_v = sqrt(t.chi2 / ((double)s.n * fmin(rows, cols)));
		}
		*out = t;
	}
	free(s.rows);
	return rc;
}

void spot_chi2_expected(double *expected, const uint64_t *counts, size_t n_rows, size_t n_cols)
{
	double n = 0;
	for (size_t i = 0; i < n_rows * n_cols; i++)
		n += (double)counts[i];
	for (size_t i = 0; i < n_rows; i++) {
		for (size_t j = 0; j < n_cols; j++) {
			double row = 0, col = 0;
			for (size_t k = 0; k < n_cols; k++)
				row += (double)counts[i * n_cols + k];
			for (size_t k = 0; k < n_rows; k++)
				col += (double)counts[k * n_cols + j];
			expected[i * n_cols + j] = n > 0 ? row * col / n : 0;
		}
	}
}
