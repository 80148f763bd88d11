/* SPDX-License-Identifier: MIT */
/* Whatever a function allocates may be refused: it says so, and gives back what it had. */
#include "support/unit.h"

#include <math.h>

#include "base/error.h"
#include "stats/bin.h"
#include "stats/calibration.h"
#include "stats/chi2.h"
#include "stats/delong.h"
#include "stats/describe.h"
#include "stats/fold.h"
#include "stats/kendall.h"
#include "stats/lasso.h"
#include "stats/level.h"
#include "stats/logit.h"
#include "stats/multiple.h"
#include "stats/order.h"
#include "stats/resample.h"

#define N 120
#define N_COLS 2
#define N_LAMBDAS 4
#define N_FOLDS 3

static double x[N], y[N], rows[N * N_COLS];
static uint8_t labels[N], folds[N];
static uint32_t ranks[N];
static const struct spot_design design = { rows, labels, NULL, NULL, N, N_COLS };

/* What is asked of each, and how many allocations it must have felt. */
struct sweep {
	const char *name;
	int (*run)(struct spot_error *err);
	size_t least;
};

static int run_counted(struct spot_error *err)
{
	struct spot_counted *cells = NULL;
	size_t n;
	int rc = spot_counted_new(&cells, &n, x, labels, N, err);
	free(cells);
	if (rc < 0)
		return rc;
	rc = spot_counted_new_samples(&cells, &n, x, N / 2, y, N / 2, err);
	if (rc == 0)
		free(cells);
	return rc;
}

static int run_cells(struct spot_error *err)
{
	struct spot_bin_options options = SPOT_BIN_INIT;
	struct spot_bins bins;
	struct spot_counted cells[N];
	double rates[N];
	for (uint32_t i = 0; i < N; i++)
		cells[i] = (struct spot_counted) { i, 1 + i % 5, 1 + i % 3 };
	int rc = spot_bin_numbers(&bins, &options, cells, N, err);
	return rc < 0 ? rc : spot_calibration_isotonic(rates, cells, N, err);
}

static int run_groups(struct spot_error *err)
{
	struct spot_calibration_group groups[5];
	size_t n;
	return spot_calibration_groups(groups, &n, 5, y, labels, N, 0.95, err);
}

static int run_tables(struct spot_error *err)
{
	struct spot_level_options options = SPOT_LEVEL_INIT;
	const uint64_t n_pos[] = { 30, 40, 50, 60 }, n_neg[] = { 60, 50, 40, 30 };
	struct spot_chi2 chi2;
	uint32_t groups[4];
	size_t n;
	int rc = spot_chi2_table(&chi2, n_pos, 2, 2, err);
	return rc < 0 ? rc : spot_level_merge(groups, &n, &options, n_pos, n_neg, 4, err);
}

static int run_delong(struct spot_error *err)
{
	struct spot_delong *of[2] = { NULL, NULL };
	struct spot_tail tail;
	double chi2;
	int rc = spot_delong_new(&of[0], x, labels, N, err);
	if (rc == 0)
		rc = spot_delong_new_ranked(&of[1], ranks, N, labels, N, err);
	if (rc == 0)
		rc = spot_delong_equal(&chi2, &tail, (const struct spot_delong *const *)of, 2, err);
	spot_delong_free(of[0]);
	spot_delong_free(of[1]);
	return rc;
}

static int run_orders(struct spot_error *err)
{
	struct spot_describe described;
	struct spot_interval interval;
	double sorted[N], tau;
	memcpy(sorted, x, sizeof(x));
	int rc = spot_describe_numbers(&described, sorted, N, err);
	if (rc == 0)
		rc = spot_order_midranks(sorted, x, N, err);
	if (rc == 0)
		rc = spot_kendall_tau(&tau, x, y, N, err);
	return rc < 0 ? rc : spot_resample_percentile(&interval, x, N, 1, 0.95, err);
}

static int run_multiple(struct spot_error *err)
{
	struct spot_tail tails[N];
	for (size_t i = 0; i < N; i++)
		tails[i] = (struct spot_tail) { y[i], log10(y[i]) };
	return spot_multiple_adjust(tails, tails, N, N, SPOT_MULTIPLE_BH, err);
}

static int run_fold(struct spot_error *err)
{
	uint8_t dealt[N];
	return spot_fold_assign(dealt, labels, N, N_FOLDS, 1, err);
}

static int run_logit(struct spot_error *err)
{
	struct spot_logit logit;
	double coefs[N_COLS + 1], errors[N_COLS + 1];
	return spot_logit_fit(&logit, coefs, errors, &design, err);
}

static int run_lasso(struct spot_error *err)
{
	struct spot_lasso_cross cross[N_LAMBDAS];
	double lambdas[N_LAMBDAS], coefs[N_LAMBDAS * (N_COLS + 1)], most;
	size_t best, simple;
	int rc = spot_lasso_most(&most, &design, err);
	if (rc < 0)
		return rc;
	spot_lasso_ladder(lambdas, N_LAMBDAS, most, 0.1);
	rc = spot_lasso_path(coefs, &design, lambdas, N_LAMBDAS, err);
	return rc < 0 ? rc : spot_lasso_cross(cross, &best, &simple, &design, lambdas, N_LAMBDAS,
	    folds, N_FOLDS, err);
}

static int run_one(void *ctx)
{
	const struct sweep *sweep = ctx;
	struct spot_error err = SPOT_ERROR_INIT;
	int rc = sweep->run(&err);
	if (rc == SPOT_ENOMEM)
		assert_string_equal(err.what, "out of memory");
	return rc;
}

static void test_refused_memory(void **state)
{
	static const struct sweep sweeps[] = {
		{ "counted", run_counted, 6 },
		{ "cells", run_cells, 3 },
		{ "groups", run_groups, 2 },
		{ "tables", run_tables, 3 },
		{ "delong", run_delong, 8 },
		{ "orders", run_orders, 8 },
		{ "multiple", run_multiple, 2 },
		{ "fold", run_fold, 1 },
		{ "logit", run_logit, 1 },
		{ "lasso", run_lasso, 10 },
	};
	uint64_t seed = 7;
	(void)state;

	for (size_t i = 0; i < N; i++) {
		x[i] = (double)(unit_random(&seed) % 50);
		y[i] = (double)(1 + unit_random(&seed) % 999) / 1000;
		ranks[i] = (uint32_t)(unit_random(&seed) % N);
		labels[i] = x[i] / 50 + y[i] > 0.6 + (double)(unit_random(&seed) % 80) / 100;
		folds[i] = (uint8_t)(i % N_FOLDS);
		rows[i * N_COLS] = x[i];
		rows[i * N_COLS + 1] = y[i];
	}
	for (size_t i = 0; i < N_OF(sweeps); i++) {
		struct sweep sweep = sweeps[i];
		long live = unit_heap_live;
		size_t n_unfelt = unit_heap_sweep(run_one, &sweep, SPOT_ENOMEM, N);
		if (unit_heap_live != live)
			fail_msg("%s: %ld were left", sweep.name, unit_heap_live - live);
		if (n_unfelt > 0)
			fail_msg("%s: %zu refusals were not told", sweep.name, n_unfelt);
		/* And there was something to refuse. */
		unit_heap_fail(sweep.least);
		if (run_one(&sweep) != SPOT_ENOMEM)
			fail_msg("%s: fewer than %zu allocations", sweep.name, sweep.least);
		unit_heap_fail(0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
