/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <float.h>
#include <math.h>

#include "report/figure.h"

#define DASH SPOT_FIGURE_DASH

static const struct {
	enum spot_figure kind;
	double value;
	const char *want, *brief;
} cases[] = {
	{ SPOT_FIGURE_COUNT, 0, "0", "0" },
	{ SPOT_FIGURE_COUNT, -0.0, "0", "0" },
	{ SPOT_FIGURE_COUNT, 999, "999", "999" },
	{ SPOT_FIGURE_COUNT, 1234, "1,234", "1.2k" },
	{ SPOT_FIGURE_COUNT, 12345, "12,345", "12k" },
	{ SPOT_FIGURE_COUNT, -1234567, "-1,234,567", "-1.2M" },
	{ SPOT_FIGURE_COUNT, 1e300, "1.00e+300", "1e+300" },
	{ SPOT_FIGURE_COUNT, NAN, DASH, DASH },
	{ SPOT_FIGURE_COUNT, INFINITY, DASH, DASH },
	{ SPOT_FIGURE_PERCENT, 0.1824, "18.2 %", "18 %" },
	{ SPOT_FIGURE_PERCENT, 1, "100.0 %", "100 %" },
	{ SPOT_FIGURE_PERCENT, 0, "0.0 %", "0 %" },
	{ SPOT_FIGURE_PERCENT, -0.00001, "0.0 %", "0 %" },
	{ SPOT_FIGURE_PERCENT, NAN, DASH, DASH },
	{ SPOT_FIGURE_PERCENT, DBL_MAX, DASH, DASH },
	{ SPOT_FIGURE_POINTS, 0.031, "+3.1 pp", "+3" },
	{ SPOT_FIGURE_POINTS, -0.1, "-10.0 pp", "-10" },
	{ SPOT_FIGURE_POINTS, 0, "0.0 pp", "0" },
	{ SPOT_FIGURE_RATIO, 1.4, "1.40", "1.40" },
	{ SPOT_FIGURE_SCORE, 0.81249, "0.812", "0.812" },
	{ SPOT_FIGURE_CHANGE, 0.0124, "+0.012", "+0.012" },
	{ SPOT_FIGURE_CHANGE, -0.0001, "0.000", "0.000" },
	{ SPOT_FIGURE_MONEY, 9.5, "9.50", "9.50" },
	{ SPOT_FIGURE_MONEY, 12, "12", "12" },
	{ SPOT_FIGURE_MONEY, 1234.56, "1,235", "1.2k" },
	{ SPOT_FIGURE_MONEY, -2500000000.0, "-2,500,000,000", "-2.5bn" },
	{ SPOT_FIGURE_P, 1, "1.000", "1.000" },
	{ SPOT_FIGURE_P, 0.0341, "0.034", "0.034" },
	{ SPOT_FIGURE_P, 0.00071, "0.0007", "0.0007" },
	{ SPOT_FIGURE_P, 2e-34, "< 0.0001", "< 0.0001" },
	{ SPOT_FIGURE_PLAIN, 0, "0", "0" },
	{ SPOT_FIGURE_PLAIN, 30, "30", "30" },
	{ SPOT_FIGURE_PLAIN, 0.5, "0.5", "0.5" },
	{ SPOT_FIGURE_PLAIN, 1.23456, "1.235", "1.235" },
	{ SPOT_FIGURE_PLAIN, 12.3456, "12.35", "12.35" },
	{ SPOT_FIGURE_PLAIN, -0.012345, "-0.01235", "-0.01235" },
	{ SPOT_FIGURE_PLAIN, 3e-7, "3.00e-07", "3.00e-07" },
	{ SPOT_FIGURE_PLAIN, 123456.7, "123,457", "123k" },
};

static void test_kinds(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf out = SPOT_BUF_INIT;

		spot_figure_print(&out, cases[i].kind, cases[i].value);
		assert_string_equal(spot_buf_str(&out), cases[i].want);
		spot_buf_clear(&out);
		spot_figure_short(&out, cases[i].kind, cases[i].value);
		assert_string_equal(spot_buf_str(&out), cases[i].brief);
		spot_buf_reset(&out);
	}
}

static void test_intervals(void **state)
{
	struct spot_buf out = SPOT_BUF_INIT;

	(void)state;
	spot_figure_interval(&out, SPOT_FIGURE_PERCENT, 0.182, 0.15, 0.219);
	spot_buf_char(&out, '|');
	spot_figure_interval(&out, SPOT_FIGURE_CHANGE, -0.01, -0.03, 0.01);
	spot_buf_char(&out, '|');
	spot_figure_interval(&out, SPOT_FIGURE_SCORE, 0.5, NAN, 1);
	spot_buf_char(&out, '|');
	spot_figure_interval(&out, SPOT_FIGURE_SCORE, NAN, 0, 1);
	assert_string_equal(spot_buf_str(&out),
	    "18.2 % (15.0 to 21.9)|-0.010 (-0.030 to +0.010)|0.500|" DASH);
	spot_buf_reset(&out);
}

static void test_ticks(void **state)
{
	static const struct {
		enum spot_figure kind;
		double value, step, top;
		const char *want;
	} ticks[] = {
		{ SPOT_FIGURE_PERCENT, 0.2, 0.1, 1, "20 %" },
		{ SPOT_FIGURE_PERCENT, 0.125, 0.025, 0.2, "12.5 %" },
		{ SPOT_FIGURE_SCORE, 0.25, 0.25, 1, "0.25" },
		{ SPOT_FIGURE_COUNT, 2000, 500, 5000, "2,000" },
		{ SPOT_FIGURE_COUNT, 0, 5000, 20000, "0" },
		{ SPOT_FIGURE_COUNT, 5000, 5000, 20000, "5k" },
		{ SPOT_FIGURE_COUNT, 2500, 2500, 10000, "2.5k" },
		{ SPOT_FIGURE_MONEY, 1500000, 500000, 2000000, "1.5M" },
		{ SPOT_FIGURE_MONEY, -2e9, 1e9, 2e9, "-2bn" },
		{ SPOT_FIGURE_CHANGE, 0.02, 0.01, 0.05, "+0.02" },
		{ SPOT_FIGURE_POINTS, -0.05, 0.05, 0.1, "-5" },
		{ SPOT_FIGURE_RATIO, 1, 0.5, 2, "1.0" },
		{ SPOT_FIGURE_RATIO, NAN, 0.5, 2, DASH },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(ticks); i++) {
		struct spot_buf out = SPOT_BUF_INIT;

		spot_figure_tick(&out, ticks[i].kind, ticks[i].value, ticks[i].step, ticks[i].top);
		assert_string_equal(spot_buf_str(&out), ticks[i].want);
		spot_buf_reset(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_ticks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
