/* SPDX-License-Identifier: MIT */
/* Levels put together by hand, and against the slow way: all is computed anew at each merge. */
#include "reference.h"

#include "base/error.h"
#include "stats/level.h"

#define N_LEVELS 14

static void test_by_hand(void **state)
{
	/* Rates 0.5, 0.1, none, 0.52, 0.12; then one of three accounts. */
	static const uint64_t n_pos[] = { 50, 10, 0, 52, 12, 3 };
	static const uint64_t n_neg[] = { 50, 90, 0, 48, 88, 0 };
	struct spot_level_options options = SPOT_LEVEL_INIT;
	uint32_t groups[6];
	size_t n;

	(void)state;
	assert_int_equal(spot_level_merge(groups, &n, &options, n_pos, n_neg, 6, NULL), 0);
	assert_int_equal(n, 2);
	assert_memory_equal(groups, ((uint32_t[]) { 1, 0, 0, 1, 0, 1 }), sizeof(groups));
	options = (struct spot_level_options) { 1, 0 };
	assert_int_equal(spot_level_merge(groups, &n, &options, n_pos, n_neg, 6, NULL), 0);
	assert_int_equal(n, 5);
	assert_memory_equal(groups, ((uint32_t[]) { 2, 0, 0, 3, 1, 4 }), sizeof(groups));
	options.min_n = 1000;
	assert_int_equal(spot_level_merge(groups, &n, &options, n_pos, n_neg, 6, NULL), 0);
	assert_int_equal(n, 1);
}

/* All of one outcome: nothing differs. */
static void test_one_outcome(void **state)
{
	static const uint64_t n_pos[] = { 50, 80, 40 }, none[] = { 0, 0, 0 };
	const struct spot_level_options options = SPOT_LEVEL_INIT;
	struct spot_error err = SPOT_ERROR_INIT;
	uint32_t groups[3];
	size_t n;

	(void)state;
	assert_int_equal(spot_level_merge(groups, &n, &options, n_pos, none, 3, NULL), 0);
	assert_int_equal(n, 1);
	assert_memory_equal(groups, ((uint32_t[]) { 0, 0, 0 }), sizeof(groups));
	assert_int_equal(spot_level_merge(groups, &n, &options, none, none, 3, &err), SPOT_EDATA);
	assert_string_equal(err.what, "no accounts");
	assert_int_equal(spot_level_merge(groups, &n, &options, none, none, 0, &err), SPOT_EDATA);
}

struct group {
	double pos, neg;
};

static double rate_of(struct group g)
{
	return g.pos / (g.pos + g.neg);
}

/* Pearson's, cell by cell against what is expected. */
static double p_slow(struct group a, struct group b, const struct spot_level_options *options)
{
	double n_a = a.pos + a.neg, n_b = b.pos + b.neg, n = n_a + n_b, chi2 = 0;
	double rates[] = { (a.pos + b.pos) / n, (a.neg + b.neg) / n };

	if (n_a < (double)options->min_n || n_b < (double)options->min_n)
		return 2;
	if (rates[0] == 0 || rates[1] == 0)
		return 1;
	chi2 += pow(a.pos - n_a * rates[0], 2) / (n_a * rates[0]);
	chi2 += pow(a.neg - n_a * rates[1], 2) / (n_a * rates[1]);
	chi2 += pow(b.pos - n_b * rates[0], 2) / (n_b * rates[0]);
	chi2 += pow(b.neg - n_b * rates[1], 2) / (n_b * rates[1]);
	return erfc(sqrt(chi2 / 2));
}

/* The groups by number, from that of the least rate on. */
static size_t merge_slowly(size_t *group_of, const struct spot_level_options *options,
    const uint64_t *n_pos, const uint64_t *n_neg, size_t n_levels)
{
	struct group groups[N_LEVELS];
	double rates[N_LEVELS];
	size_t n = 0;

	for (size_t i = 0; i < n_levels; i++)
		rates[i] = n_pos[i] + n_neg[i] == 0 ? INFINITY :
		    rate_of((struct group) { (double)n_pos[i], (double)n_neg[i] });
	for (double low = -1;; n++) {
		double next = INFINITY;

		for (size_t i = 0; i < n_levels; i++)
			next = rates[i] > low ? fmin(next, rates[i]) : next;
		if (next == INFINITY)
			break;
		groups[n] = (struct group) { 0, 0 };
		for (size_t i = 0; i < n_levels; i++) {
			if (rates[i] != next)
				continue;
			groups[n].pos += (double)n_pos[i];
			groups[n].neg += (double)n_neg[i];
			group_of[i] = n;
		}
		low = next;
	}
	while (n > 1) {
		size_t least = 0;

		for (size_t g = 1; g + 1 < n; g++) {
			if (p_slow(groups[g], groups[g + 1], options) >
			    p_slow(groups[least], groups[least + 1], options))
				least = g;
		}
		if (p_slow(groups[least], groups[least + 1], options) <= options->alpha)
			break;
		groups[least].pos += groups[least + 1].pos;
		groups[least].neg += groups[least + 1].neg;
		n--;
		for (size_t g = least + 1; g < n; g++)
			groups[g] = groups[g + 1];
		for (size_t i = 0; i < n_levels; i++)
			group_of[i] -= group_of[i] > least && rates[i] < INFINITY;
	}
	return n;
}

static void test_is_the_slow_one(void **state)
{
	uint64_t seed = 1;
	size_t n_of[N_LEVELS + 1] = { 0 };

	(void)state;
	for (size_t round = 0; round < 1000; round++) {
		size_t n_levels = 1 + unit_random(&seed) % N_LEVELS, n, slow[N_LEVELS] = { 0 };
		uint64_t range = 3 + unit_random(&seed) % 500;
		const struct spot_level_options options = { round % 2 ? 0.01 : 0.2,
			unit_random(&seed) % 60 };
		uint64_t n_pos[N_LEVELS], n_neg[N_LEVELS];
		uint32_t groups[N_LEVELS];

		for (size_t i = 0; i < n_levels; i++) {
			n_pos[i] = unit_random(&seed) % range;
			n_neg[i] = unit_random(&seed) % (range * (1 + unit_random(&seed) % 4));
		}
		n_neg[0]++;
		assert_int_equal(
		    spot_level_merge(groups, &n, &options, n_pos, n_neg, n_levels, NULL), 0);
		assert_int_equal(n, merge_slowly(slow, &options, n_pos, n_neg, n_levels));
		for (size_t i = 0; i < n_levels; i++)
			assert_int_equal(groups[i], slow[i]);
		n_of[n]++;
	}
	assert_true(n_of[1] > 0 && n_of[2] > 0 && n_of[4] > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_one_outcome),
		cmocka_unit_test(test_is_the_slow_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
