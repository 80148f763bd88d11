/* SPDX-License-Identifier: MIT */
/* The hypotheses of the reference: what depends on scores and outcomes alone. */
#include "reference.h"

#include "stats/capacity.h"
#include "stats/cliff.h"
#include "stats/curve.h"
#include "stats/ks.h"
#include "stats/mannwhitney.h"
#include "stats/proportion.h"
#include "stats/roc.h"

struct hypothesis {
	json_t *json;
	struct spot_counted *cells;
	size_t n_cells;
};

/* Calls check with every hypothesis of every file. */
static void each_hypothesis(void (*check)(const struct hypothesis *h))
{
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		json_t *root = reference_load(reference_names[i]);
		const char *name;
		struct hypothesis h;
		json_object_foreach(member(root, "hypotheses"), name, h.json) {
			h.cells = reference_cells(h.json, &h.n_cells);
			check(&h);
			free(h.cells);
		}
		json_decref(root);
	}
}

/* A tail of which the reference's logarithm is known; its p may have underflowed. */
static void check_tail(struct spot_tail tail, double p)
{
	if (p > 1e-300)
		assert_near(tail.p, p, 0);
	else
		assert_true(tail.p < 1e-290);
}

static void check_auc(const struct hypothesis *h)
{
	struct spot_roc roc;
	assert_int_equal(spot_roc_auc(&roc, h->cells, h->n_cells, LEVEL, NULL), 0);
	assert_true((double)roc.pairs.n_pos == number(h->json, "m"));
	assert_true((double)roc.pairs.n_neg == number(h->json, "n"));
	assert_true((double)roc.pairs.gt == number(h->json, "gt"));
	assert_true((double)roc.pairs.eq == number(h->json, "eq"));
	assert_true((double)roc.pairs.lt == number(h->json, "lt"));
	assert_member(roc.auc, h->json, "auc");
	assert_member(roc.var, h->json, "delong_var");
	assert_member(roc.se, h->json, "delong_se");
	assert_interval(roc.ci, member(h->json, "auc_ci95"), 0, 1);
	struct spot_cliff cliff;
	assert_int_equal(spot_cliff_delta(&cliff, h->cells, h->n_cells, LEVEL, NULL), 0);
	assert_member(cliff.delta, h->json, "cliffs_delta");
	assert_true(cliff.ci.lo < cliff.delta && cliff.delta < cliff.ci.hi);
}

static void test_auc(void **state)
{
	(void)state;
	each_hypothesis(check_auc);
}

static void check_tests(const struct hypothesis *h)
{
	struct spot_mannwhitney u;
	assert_int_equal(spot_mannwhitney_test(&u, h->cells, h->n_cells, NULL), 0);
	assert_member(u.u, h->json, "U");
	assert_member(u.var, h->json, "mw_var");
	assert_member(u.z, h->json, "mw_z");
	check_tail(u.tail, number(h->json, "mw_p"));
	check_tail(u.corrected, number(h->json, "mw_p_cc"));
	assert_member(u.tail.log10_p, h->json, "mw_log10_p");
	struct spot_ks ks;
	assert_int_equal(spot_ks_test(&ks, h->cells, h->n_cells, NULL), 0);
	assert_member(ks.d, h->json, "ks");
	check_tail(ks.tail, number(h->json, "ks_p_kolmogorov"));
	double average;
	assert_int_equal(
	    spot_curve_average_precision(&average, h->cells, h->n_cells, NULL), 0);
	assert_member(average, member(h->json, "lib"), "sklearn_average_precision");
}

static void test_tests(void **state)
{
	(void)state;
	each_hypothesis(check_tests);
}

static void check_point(const struct spot_curve_point *p, json_t *json)
{
	assert_true(p->threshold == number(json, "threshold"));
	assert_true((double)p->taken == number(json, "selected"));
	assert_true((double)p->n_pos == number(json, "tp"));
	assert_true((double)p->n_neg == number(json, "fp"));
	assert_member(p->precision, json, "precision");
	assert_member(p->recall, json, "recall");
	assert_member(p->fpr, json, "fpr");
	assert_member(p->lift, json, "lift");
	assert_member(p->f1, json, "f1");
	assert_member_within(p->youden, json, "youden", 1e-15);
	assert_interval(p->precision_ci, member(json, "precision_wilson95"), 0, 1);
}

static void check_points(const struct hypothesis *h)
{
	struct spot_curve_point *points = calloc(h->n_cells, sizeof(*points));
	json_t *thresholds = member(h->json, "thresholds");
	assert_int_equal(json_array_size(thresholds), h->n_cells);
	assert_int_equal(spot_curve_points(points, h->cells, h->n_cells, LEVEL, NULL), 0);
	for (size_t i = 0; i < h->n_cells; i++)
		check_point(&points[i], json_array_get(thresholds, i));
	size_t best = spot_curve_best(points, h->n_cells);
	json_t *json = member(h->json, "best_youden");
	assert_true(points[best].threshold == number(json, "threshold"));
	assert_member_within(points[best].youden, json, "youden", 1e-15);
	free(points);
}

static void test_points(void **state)
{
	(void)state;
	each_hypothesis(check_points);
}

/* The first N accounts of a decile are what capacity N catches: where the decile ends at a
 * whole number, both must say the same. */
static void check_capacity(const struct hypothesis *h, json_t *decile)
{
	double n = number(decile, "cum_n");
	if (n != floor(n))
		return;
	struct spot_capacity c;
	assert_int_equal(
	    spot_capacity_at(&c, h->cells, NULL, h->n_cells, (uint64_t)n, NULL), 0);
	assert_member_within(c.n_pos, decile, "cum_pos", 1e-12);
	assert_member_within(c.recall, decile, "cum_gain", 1e-12);
	assert_member_within(c.lift, decile, "cum_lift", 1e-12);
}

static void check_deciles(const struct hypothesis *h)
{
	struct spot_curve_slice slices[10];
	json_t *deciles = member(member(h->json, "deciles"), "tie_averaged"), *decile;
	size_t i;
	assert_int_equal(spot_curve_slices(slices, 10, h->cells, NULL, h->n_cells, NULL), 0);
	json_array_foreach(deciles, i, decile) {
		const struct spot_curve_slice *s = &slices[i];
		assert_member(s->n, decile, "n");
		assert_member_within(s->n_pos, decile, "pos", 1e-9);
		assert_member_within(s->rate, decile, "rate", 1e-12);
		assert_member_within(s->lift, decile, "lift", 1e-12);
		assert_member(s->cum_n, decile, "cum_n");
		assert_member_within(s->cum_pos, decile, "cum_pos", 1e-9);
		assert_member_within(s->cum_gain, decile, "cum_gain", 1e-12);
		assert_member_within(s->cum_lift, decile, "cum_lift", 1e-12);
		assert_member_within(s->ks, decile, "ks_at", 1e-12);
		assert_true(isnan(s->cum_value_share));
		check_capacity(h, decile);
	}
}

static void test_deciles(void **state)
{
	(void)state;
	each_hypothesis(check_deciles);
}

static void test_base_rate(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		json_t *root = reference_load(reference_names[i]);
		uint64_t pos = (uint64_t)number(root, "pos"), neg = (uint64_t)number(root, "neg");
		assert_interval(spot_proportion_wilson(pos, pos + neg, LEVEL),
		    member(root, "base_wilson95"), 0, 1);
		json_decref(root);
	}
}

/* What R says of the same, to its 15 digits; its p below 1e-16 are 0. */
static void check_r(json_t *r, const struct hypothesis *h)
{
	struct spot_roc roc;
	struct spot_mannwhitney u;
	struct spot_ks ks;
	assert_int_equal(spot_roc_auc(&roc, h->cells, h->n_cells, LEVEL, NULL), 0);
	assert_int_equal(spot_mannwhitney_test(&u, h->cells, h->n_cells, NULL), 0);
	assert_int_equal(spot_ks_test(&ks, h->cells, h->n_cells, NULL), 0);
	assert_member(roc.auc, r, "pROC_auc");
	assert_member(roc.ci.lo, r, "pROC_ci_lo");
	assert_member(roc.ci.hi, r, "pROC_ci_hi");
	assert_member(roc.var, r, "pROC_delong_var");
	assert_member(u.u, r, "wilcox_W");
	assert_member_within(u.tail.p, r, "wilcox_p", 1e-300);
	assert_member_within(u.corrected.p, r, "wilcox_p_cc", 1e-300);
	assert_member(ks.d, r, "ks_D");
	assert_member_within(ks.tail.p, r, "ks_p", 1e-15);
}

static void test_r(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		char file[64];
		snprintf(file, sizeof(file), "R_%s", reference_names[i]);
		json_t *root = reference_load(reference_names[i]), *r = reference_load(file);
		json_t *hypotheses = member(root, "hypotheses"), *scores;
		const char *name;
		json_object_foreach(member(r, "scores"), name, scores) {
			struct hypothesis h = { .json = member(hypotheses, name) };
			h.cells = reference_cells(h.json, &h.n_cells);
			check_r(scores, &h);
			free(h.cells);
		}
		json_decref(r);
		json_decref(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_auc),
		cmocka_unit_test(test_tests),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_deciles),
		cmocka_unit_test(test_base_rate),
		cmocka_unit_test(test_r),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
