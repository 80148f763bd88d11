/* SPDX-License-Identifier: MIT */
#include "stats/delong.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_linalg.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/counted.h"
#include "stats/exact.h"
#include "stats/gsl.h"
#include "stats/order.h"

#define PIVOT_MIN 1e-12

struct spot_delong {
	const uint8_t *labels; /* borrowed */
	size_t n;
	uint64_t n_pos, n_neg;
	uint64_t sum;     /* of the positives' placements; the negatives' is the same */
	uint32_t place[]; /* doubled: what a positive beats, or what beats a negative */
};

/* Sums over the positives [1] and the negatives [0]. */
struct sums {
	__int128 sum[2];
	unsigned __int128 sum_sq[2];
};

static void place_run(struct spot_delong *d, const struct spot_order_item *run, size_t n_run,
    uint64_t below[2])
{
	uint64_t count[2] = { 0, 0 };
	for (size_t i = 0; i < n_run; i++)
		count[d->labels[run[i].idx] != 0]++;
	uint32_t beaten = (uint32_t)(2 * below[0] + count[0]);
	uint32_t beating = (uint32_t)(2 * (d->n_pos - below[1] - count[1]) + count[1]);
	for (size_t i = 0; i < n_run; i++)
		d->place[run[i].idx] = d->labels[run[i].idx] ? beaten : beating;
	d->sum += count[1] * beaten;
	below[0] += count[0];
	below[1] += count[1];
}

static void place_all(struct spot_delong *d, const struct spot_order_item *items)
{
	uint64_t below[2] = { 0, 0 };
	for (size_t i = 0, end; i < d->n; i = end) {
		for (end = i + 1; end < d->n && items[end].key == items[i].key; end++)
			;
		place_run(d, items + i, end - i, below);
	}
}

static int classes_check(const struct spot_delong *d, struct spot_error *err)
{
	if (d->n_pos < 2 || d->n_neg < 2)
		return spot_error_set(err, SPOT_EDATA, "%llu with the outcome and %llu without: "
		    "too few to compare", (unsigned long long)d->n_pos,
		    (unsigned long long)d->n_neg);
	return 0;
}

/* Placements, doubled, are 32 bits wide. */
static int size_check(size_t n, struct spot_error *err)
{
	if (n > SPOT_COUNTED_MAX)
		return spot_error_set(err, SPOT_EDATA, "too many accounts to compare: %zu", n);
	return 0;
}

int spot_delong_new(struct spot_delong **out, const double *scores, const uint8_t *labels,
    size_t n, struct spot_error *err)
{
	struct spot_order_item *items = NULL;
	struct spot_delong *d = NULL;
	int rc = size_check(n, err);
	if (rc == 0)
		rc = spot_order_new(&items, scores, n, err);
	if (rc < 0)
		return rc;
	d = malloc(sizeof(*d) + n * sizeof(d->place[0]));
	if (!d) {
		rc = spot_error_nomem(err);
		goto out;
	}
	*d = (struct spot_delong) { .labels = labels, .n = n };
	for (size_t i = 0; i < n; i++)
		d->n_pos += labels[i] != 0;
	d->n_neg = n - d->n_pos;
	rc = classes_check(d, err);
	if (rc < 0)
		goto out;
	place_all(d, items);
	*out = d;
	d = NULL; /* it is the caller's now */
out:
	free(items);
	free(d);
	return rc;
}

/* What each rank's positives beat and what beats its negatives; counts: [2 rank + label]. */
static void place_ranks(struct spot_delong *d, const uint32_t *ranks, size_t n_ranks,
    uint32_t *counts)
{
	uint64_t below[2] = { 0, 0 };
	for (size_t i = 0; i < d->n; i++)
		counts[2 * (size_t)ranks[i] + (d->labels[i] != 0)]++;
	for (size_t r = 0; r < n_ranks; r++) {
		uint32_t n_neg = counts[2 * r], n_pos = counts[2 * r + 1];
		uint32_t beaten = (uint32_t)(2 * below[0] + n_neg);
		d->sum += (uint64_t)n_pos * beaten;
		counts[2 * r] = (uint32_t)(2 * (d->n_pos - below[1] - n_pos) + n_pos);
		counts[2 * r + 1] = beaten;
		below[0] += n_neg;
		below[1] += n_pos;
	}
	for (size_t i = 0; i < d->n; i++)
		d->place[i] = counts[2 * (size_t)ranks[i] + (d->labels[i] != 0)];
}

int spot_delong_new_ranked(struct spot_delong **out, const uint32_t *ranks, size_t n_ranks,
    const uint8_t *labels, size_t n, struct spot_error *err)
{
	int rc = size_check(n, err);
	if (rc < 0)
		return rc;
	uint32_t *counts = spot_mem_calloc(2 * n_ranks + 1, sizeof(*counts));
	struct spot_delong *d = malloc(sizeof(*d) + n * sizeof(d->place[0]));
	if (!counts || !d)
		rc = spot_error_nomem(err);
	if (rc == 0) {
		*d = (struct spot_delong) { .labels = labels, .n = n };
		for (size_t i = 0; i < n; i++)
			d->n_pos += labels[i] != 0;
		d->n_neg = n - d->n_pos;
		rc = classes_check(d, err);
	}
	if (rc == 0) {
		place_ranks(d, ranks, n_ranks, counts);
		*out = d;
		d = NULL; /* it is the caller's now */
	}
	free(counts);
	free(d);
	return rc;
}

void spot_delong_free(struct spot_delong *delong)
{
	free(delong);
}

double spot_delong_auc(const struct spot_delong *d)
{
	return (double)d->sum / (2.0 * (double)d->n_pos * (double)d->n_neg);
}

static int pair_check(const struct spot_delong *a, const struct spot_delong *b,
    struct spot_error *err)
{
	if (a->labels != b->labels || a->n != b->n)
		return spot_error_set(err, SPOT_EUSAGE, "scores of different accounts");
	return 0;
}

static double variance_of(const struct sums *s, const struct spot_delong *d)
{
	double m = (double)d->n_pos, n = (double)d->n_neg;
	double s10 = exact_variance(s->sum_sq[1], s->sum[1], d->n_pos) / (4 * n * n);
	double s01 = exact_variance(s->sum_sq[0], s->sum[0], d->n_neg) / (4 * m * m);
	return s10 / m + s01 / n;
}

static double difference_variance(const struct spot_delong *a, const struct spot_delong *b)
{
	struct sums s = { 0 };
	for (size_t i = 0; i < a->n; i++) {
		int64_t diff = (int64_t)a->place[i] - b->place[i];
		uint64_t size = (uint64_t)(diff < 0 ? -diff : diff);
		s.sum[a->labels[i] != 0] += diff;
		s.sum_sq[a->labels[i] != 0] += size * size;
	}
	return variance_of(&s, a);
}

int spot_delong_compare(struct spot_delong_difference *out, const struct spot_delong *a,
    const struct spot_delong *b, double level, struct spot_error *err)
{
	int rc = pair_check(a, b, err);
	if (rc < 0)
		return rc;
	struct spot_delong_difference d = { .auc_a = spot_delong_auc(a),
		.auc_b = spot_delong_auc(b), .tail = SPOT_TAIL_ONE };
	__int128 diff = (__int128)a->sum - b->sum;
	d.diff = (double)diff / (2.0 * (double)a->n_pos * (double)a->n_neg);
	d.var = difference_variance(a, b);
	d.se = sqrt(d.var);
	if (d.var > 0) {
		d.z = d.diff / d.se;
		d.tail = spot_tail_normal(d.z);
	}
	double half = spot_tail_z(level) * d.se;
	d.ci = (struct spot_interval) { fmax(-1, d.diff - half), fmin(1, d.diff + half) };
	*out = d;
	return 0;
}

/* n sum(ab) - sum(a) sum(b) over n (n - 1), of one class. */
static double class_covariance(const struct spot_delong *a, const struct spot_delong *b,
    bool positive)
{
	unsigned __int128 products = 0;
	uint64_t n = positive ? a->n_pos : a->n_neg;
	for (size_t i = 0; i < a->n; i++) {
		if ((a->labels[i] != 0) == positive)
			products += (uint64_t)a->place[i] * b->place[i];
	}
	__int128 top = (__int128)(products * n) - (__int128)a->sum * b->sum;
	return (double)top / ((double)n * (double)(n - 1));
}

int spot_delong_covariance(double *cov, const struct spot_delong *const *items, size_t k,
    struct spot_error *err)
{
	for (size_t i = 0; i < k; i++) {
		for (size_t j = 0; j <= i; j++) {
			const struct spot_delong *a = items[i], *b = items[j];
			int rc = pair_check(a, b, err);
			if (rc < 0)
				return rc;
			double m = (double)a->n_pos, n = (double)a->n_neg;
			cov[i * k + j] = class_covariance(a, b, true) / (4 * n * n * m) +
			    class_covariance(a, b, false) / (4 * m * m * n);
			cov[j * k + i] = cov[i * k + j];
		}
	}
	return 0;
}

/* x'C^-1 x, C symmetric and positive definite; C is lost, y is scratch. A pivot that has lost
 * nearly all of its diagonal is rounding, and the matrix singular. */
static int quadratic_form(double *out, double *c, const double *x, double *y, size_t n,
    struct spot_error *err)
{
	for (size_t i = 0; i < n; i++)
		y[i] = c[i * n + i];
	gsl_matrix_view matrix = gsl_matrix_view_array(c, n, n);
	gsl_vector_const_view right = gsl_vector_const_view_array(x, n);
	gsl_vector_view solved = gsl_vector_view_array(y, n);
	bool singular = gsl_linalg_cholesky_decomp1(&matrix.matrix) != 0;
	for (size_t i = 0; i < n && !singular; i++)
		singular = !(c[i * n + i] * c[i * n + i] > PIVOT_MIN * y[i]);
	if (singular)
		return spot_error_set(err, SPOT_EDATA, "the scores differ too little to compare");
	gsl_linalg_cholesky_solve(&matrix.matrix, &right.vector, &solved.vector);
	*out = 0;
	for (size_t i = 0; i < n; i++)
		*out += x[i] * y[i];
	return 0;
}

int spot_delong_equal(double *chi2, struct spot_tail *tail, const struct spot_delong *const *items,
    size_t k, struct spot_error *err)
{
	assert(k >= 2);
	size_t n = k - 1;
	double *cov = NULL, *contrasts = NULL, *x = NULL;
	int rc = 0;
	cov = spot_mem_calloc(k * k, sizeof(*cov));
	contrasts = spot_mem_calloc(n * n, sizeof(*contrasts));
	x = spot_mem_calloc(2 * n, sizeof(*x));
	if (!cov || !contrasts || !x) {
		rc = spot_error_nomem(err);
		goto out;
	}
	rc = spot_delong_covariance(cov, items, k, err);
	if (rc < 0)
		goto out;
	for (size_t i = 0; i < n; i++) {
		x[i] = spot_delong_auc(items[i + 1]) - spot_delong_auc(items[0]);
		for (size_t j = 0; j < n; j++)
			contrasts[i * n + j] = cov[(i + 1) * k + j + 1] - cov[i + 1] -
			    cov[j + 1] + cov[0];
	}
	rc = quadratic_form(chi2, contrasts, x, x + n, n, err);
	if (rc == 0)
		*tail = spot_tail_chi2(*chi2, (double)n);
out:
	free(cov);
	free(contrasts);
	free(x);
	return rc;
}
