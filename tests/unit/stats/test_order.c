/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <float.h>
#include <math.h>

#include "base/error.h"
#include "stats/order.h"

static double any_number(uint64_t *seed)
{
	uint64_t bits = unit_random(seed);
	double x;
	if (bits % 4 == 0)
		return (double)(int64_t)(bits >> 8) / 1e15;
	if (bits % 4 == 1)
		return (double)(bits >> 8 & 15) - 8;
	do {
		bits = unit_random(seed);
		memcpy(&x, &bits, sizeof(x));
	} while (!isfinite(x));
	return x;
}

static void test_keys_alone(void **state)
{
	uint64_t seed = 2;

	(void)state;
	for (size_t n = 0; n < 400; n = n < 60 ? n + 1 : n * 2) {
		struct spot_order_item *items = calloc(n + 1, sizeof(*items));
		uint64_t *keys = calloc(2 * n + 1, sizeof(*keys));

		for (size_t i = 0; i < n; i++)
			items[i].key = keys[i] = spot_order_key(any_number(&seed));
		assert_int_equal(spot_order_sort(items, n, NULL), 0);
		spot_order_keys(keys, keys + n, n);
		for (size_t i = 0; i < n; i++)
			assert_true(keys[i] == items[i].key);
		free(items);
		free(keys);
	}
}

static void test_keys(void **state)
{
	(void)state;
	const double ascending[] = { -INFINITY, -DBL_MAX, -1.5, -1, -DBL_MIN, -5e-324, 0,
		5e-324, DBL_MIN, 1, nextafter(1, 2), 1.5, DBL_MAX, INFINITY };
	for (size_t i = 0; i < N_OF(ascending); i++) {
		assert_true(spot_order_value(spot_order_key(ascending[i])) == ascending[i]);
		if (i > 0)
			assert_true(
			    spot_order_key(ascending[i - 1]) < spot_order_key(ascending[i]));
	}
	assert_true(spot_order_key(-0.0) == spot_order_key(0));
	assert_false(signbit(spot_order_value(spot_order_key(-0.0))));
}

static void test_sorts(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (size_t n = 0; n < 400; n = n < 60 ? n + 1 : n * 2) {
		double *x = calloc(n + 1, sizeof(*x));
		for (size_t i = 0; i < n; i++)
			x[i] = any_number(&seed);
		struct spot_order_item *items;
		assert_int_equal(spot_order_new(&items, x, n, NULL), 0);
		uint64_t sum = 0;
		for (size_t i = 0; i < n; i++) {
			assert_true(spot_order_value(items[i].key) == x[items[i].idx]);
			sum += items[i].idx;
			if (i == 0)
				continue;
			assert_true(x[items[i - 1].idx] <= x[items[i].idx]);
			/* Equal ones keep their order. */
			assert_true(x[items[i - 1].idx] < x[items[i].idx] ||
			    items[i - 1].idx < items[i].idx);
		}
		assert_int_equal(sum, n * (n - (n > 0)) / 2);
		free(items);
		assert_int_equal(spot_order_numbers(x, n, NULL), 0);
		for (size_t i = 1; i < n; i++)
			assert_true(x[i - 1] <= x[i]);
		free(x);
	}
}

static void test_midranks(void **state)
{
	(void)state;
	static const double x[] = { 3, 1, 3, -0.0, 0, 7, 3 };
	static const double ranks[] = { 5, 3, 5, 1.5, 1.5, 7, 5 };
	double got[N_OF(x)];
	assert_int_equal(spot_order_midranks(got, x, N_OF(x), NULL), 0);
	for (size_t i = 0; i < N_OF(x); i++)
		assert_true(got[i] == ranks[i]);
}

static void test_refuses(void **state)
{
	(void)state;
	static const double bad[] = { NAN, INFINITY, -INFINITY };
	for (size_t i = 0; i < N_OF(bad); i++) {
		double x[] = { 1, bad[i], 2 };
		struct spot_order_item *items = NULL;
		struct spot_error err = SPOT_ERROR_INIT;
		assert_int_equal(spot_order_new(&items, x, 3, &err), SPOT_EDATA);
		assert_string_equal(err.what, "number 2 is not finite");
		assert_null(items);
		assert_int_equal(spot_order_numbers(x, 3, NULL), SPOT_EDATA);
		assert_int_equal(spot_order_midranks(x, x, 3, NULL), SPOT_EDATA);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_keys_alone),
		cmocka_unit_test(test_sorts),
		cmocka_unit_test(test_midranks),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
