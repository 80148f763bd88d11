/* SPDX-License-Identifier: MIT */
/* Random data with many ties, and the slow way to each number: pair by pair. */
#ifndef TWINS_H
#define TWINS_H

#include "reference.h"

struct twins {
	double x[64], y[64];
	uint8_t labels[64];
	size_t n, n_pos, n_neg;
};

/* At least two of either label. */
static inline struct twins twins_make(uint64_t *seed)
{
	struct twins t = { .n = 4 + unit_random(seed) % 60 };
	uint64_t n_values = 1 + unit_random(seed) % 12;
	for (size_t i = 0; i < t.n; i++) {
		t.x[i] = (double)(unit_random(seed) % n_values) / 4 - 1;
		t.y[i] = (double)(unit_random(seed) % n_values) - t.x[i];
		t.labels[i] = i < 2 ? 1 : i < 4 ? 0 : unit_random(seed) % 3 == 0;
		t.n_pos += t.labels[i];
	}
	t.n_neg = t.n - t.n_pos;
	return t;
}

static inline int sign(double a, double b)
{
	return (a > b) - (a < b);
}

/* 1 when a is above b, 1/2 when they are equal. */
static inline double psi(double a, double b)
{
	return (1 + sign(a, b)) / 2.0;
}

static inline double auc_slow(const struct twins *t, const double *x)
{
	double sum = 0;
	for (size_t i = 0; i < t->n; i++) {
		for (size_t j = 0; j < t->n; j++)
			sum += t->labels[i] && !t->labels[j] ? psi(x[i], x[j]) : 0;
	}
	return sum / (double)(t->n_pos * t->n_neg);
}

/* The mean of psi over the accounts of the other label. */
static inline double placement_slow(const struct twins *t, const double *x, size_t i)
{
	double sum = 0;
	for (size_t j = 0; j < t->n; j++) {
		if (t->labels[i] && !t->labels[j])
			sum += psi(x[i], x[j]) / (double)t->n_neg;
		if (!t->labels[i] && t->labels[j])
			sum += psi(x[j], x[i]) / (double)t->n_pos;
	}
	return sum;
}

/* DeLong's covariance of the AUCs of x and of y. */
static inline double covariance_slow(const struct twins *t, const double *x, const double *y)
{
	double sums[2] = { 0, 0 }, auc_x = auc_slow(t, x), auc_y = auc_slow(t, y);
	for (size_t i = 0; i < t->n; i++)
		sums[t->labels[i]] += (placement_slow(t, x, i) - auc_x) *
		    (placement_slow(t, y, i) - auc_y);
	double m = (double)t->n_pos, n = (double)t->n_neg;
	return sums[1] / (m - 1) / m + sums[0] / (n - 1) / n;
}

static inline struct spot_counted *twins_cells(const struct twins *t, const double *x,
    size_t *n_cells)
{
	struct spot_counted *cells;
	assert_int_equal(spot_counted_new(&cells, n_cells, x, t->labels, t->n, NULL), 0);
	return cells;
}

#endif
