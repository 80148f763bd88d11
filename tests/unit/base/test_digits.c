/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digits.h"

static void fixed2_check(double value)
{
	char text[SPOT_DIGITS_FIXED2_ROOM], expected[400];
	*spot_digits_fixed2(text, value) = '\0';
	snprintf(expected, sizeof(expected), "%.2f", value);
	const char *wanted = strcmp(expected, "-0.00") == 0 ? "0.00" : expected;
	if (strcmp(text, wanted) != 0)
		fail_msg("%.17g: %s, not %s", value, text, wanted);
}

/* The value, its neighbours, and their opposites. */
static void fixed2_check_around(double value)
{
	double near[] = { value, nextafter(value, -DBL_MAX), nextafter(value, DBL_MAX) };
	for (size_t i = 0; i < N_OF(near); i++) {
		fixed2_check(near[i]);
		fixed2_check(-near[i]);
	}
}

static void test_fixed2_around_every_half_hundredth(void **state)
{
	(void)state;
	for (int thousandths = 0; thousandths <= 110000; thousandths += 5)
		fixed2_check_around(thousandths / 1000.0);
}

static void test_fixed2_around_powers(void **state)
{
	(void)state;
	for (int exponent = -1074; exponent < 1024; exponent++)
		fixed2_check_around(ldexp(1, exponent));
	for (double value = 1e-5; value < 1e20; value *= 10)
		for (int i = 1; i < 10; i++)
			fixed2_check_around(value * i);
	fixed2_check(DBL_MAX);
	fixed2_check(-DBL_MAX);
	fixed2_check(-0.0);
	fixed2_check(-0.001);
}

/* What the engine prints: shares of sums, and amounts. */
static void test_fixed2_of_many(void **state)
{
	(void)state;
	uint64_t seed = 3;
	for (int i = 0; i < 1000000; i++) {
		uint64_t random = unit_random(&seed);
		double part = (double)(random % 100000) / 1000;
		double whole = (double)(random >> 48) / 500;
		if (whole > 0)
			fixed2_check(100 * part / whole);
		fixed2_check(ldexp((double)(int64_t)random, (int)(random % 70) - 80));
	}
}

/* Fifteen digits show every shorter text too. */
static void shortest_plainly(char *out, size_t size, double value)
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(out, size, "%.*g", digits, value);
		if (strtod(out, NULL) == value)
			return;
	}
}

static void shortest_check(double value)
{
	char text[SPOT_DIGITS_SHORTEST_ROOM], expected[64];
	*spot_digits_shortest(text, value) = '\0';
	shortest_plainly(expected, sizeof(expected), value);
	if (strcmp(text, expected) != 0)
		fail_msg("%.17g: %s, not %s", value, text, expected);
}

static void test_shortest_of_few_decimals(void **state)
{
	(void)state;
	uint64_t seed = 4;
	static const double units[] = { 2, 4, 8, 10, 16, 100, 1000, 10000, 1e5 };
	for (int i = 0; i < 100000; i++) {
		uint64_t random = unit_random(&seed);
		double whole = (double)(int64_t)(random >> (24 + random % 30));
		double value = (whole + (whole == 0)) / units[random % N_OF(units)];
		shortest_check(value);
		shortest_check(-nextafter(value, 1e30));
	}
	shortest_check(0.001);
	shortest_check(nextafter(0.001, 0));
	shortest_check(0.0015);
	shortest_check(999999999.999);
	shortest_check(1000000000.001);
}

static void test_integers(void **state)
{
	(void)state;
	uint64_t seed = 5;
	for (int i = 0; i < 100000; i++) {
		char text[SPOT_DIGITS_INTEGER_ROOM], expected[32];
		uint64_t random = unit_random(&seed);
		int64_t value = (int64_t)random >> (random % 64);
		*spot_digits_integer(text, value) = '\0';
		snprintf(expected, sizeof(expected), "%lld", (long long)value);
		assert_string_equal(text, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixed2_around_every_half_hundredth),
		cmocka_unit_test(test_fixed2_around_powers),
		cmocka_unit_test(test_fixed2_of_many),
		cmocka_unit_test(test_shortest_of_few_decimals),
		cmocka_unit_test(test_integers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
