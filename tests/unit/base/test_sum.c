/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/sum.h"

#define N 2000

static bool same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* Sums of money, large and small, some of them refunds. */
static void fill(double *items, uint64_t *seed)
{
	static const double scales[] = { 0.01, 1, 1e4, 1e7 };

	for (size_t i = 0; i < N; i++) {
		double whole = (double)(unit_random(seed) % 2000001) - 1e6;
		items[i] = whole * scales[unit_random(seed) % N_OF(scales)];
	}
}

static void shuffle(double *items, uint64_t *seed)
{
	for (size_t i = N - 1; i > 0; i--) {
		size_t k = unit_random(seed) % (i + 1);
		double item = items[i];

		items[i] = items[k];
		items[k] = item;
	}
}

/* In portions of any size, each a sum of its own. */
static double in_portions(const double *items, uint64_t *seed)
{
	struct spot_sum all = { 0 };

	for (size_t i = 0; i < N;) {
		size_t end = i + 1 + unit_random(seed) % 100;
		struct spot_sum part = { 0 };

		for (; i < N && i < end; i++)
			spot_sum_add(&part, items[i]);
		spot_sum_merge(&all, &part);
	}
	return spot_sum_value(&all);
}

static void test_any_order_and_portions(void **state)
{
	uint64_t seed = 7;
	double items[N];
	size_t n_plain_differ = 0;

	(void)state;
	for (size_t round = 0; round < 100; round++) {
		long double exact = 0;
		double plain = 0, first;

		fill(items, &seed);
		first = in_portions(items, &seed);
		for (size_t i = 0; i < N; i++) {
			exact += items[i];
			plain += items[i];
		}
		n_plain_differ += !same_bits(plain, first);
		if (sizeof(long double) > sizeof(double))
			assert_true(fabsl(exact - (long double)first) <=
			    1e-15L * fabsl(exact) + 1e-6L);
		for (size_t order = 0; order < 10; order++) {
			shuffle(items, &seed);
			assert_true(same_bits(in_portions(items, &seed), first));
		}
	}
	/* Else the items would be too easy to tell anything. */
	assert_true(n_plain_differ > 50);
}

static double sum_of(double a, double b)
{
	struct spot_sum sum = { 0 };

	spot_sum_add(&sum, a);
	spot_sum_add(&sum, b);
	return spot_sum_value(&sum);
}

static void test_what_is_not_finite(void **state)
{
	(void)state;
	assert_true(same_bits(sum_of(INFINITY, 1), INFINITY));
	assert_true(same_bits(sum_of(-1, -INFINITY), -INFINITY));
	assert_true(isnan(sum_of(INFINITY, -INFINITY)));
	assert_true(isnan(sum_of(NAN, 1)));
	assert_true(same_bits(sum_of(1e308, 1e308), INFINITY));
	assert_true(same_bits(sum_of(1e308, -1), 1e308));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order_and_portions),
		cmocka_unit_test(test_what_is_not_finite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
