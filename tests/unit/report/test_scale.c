/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <float.h>
#include <math.h>

#include "report/fit.h"
#include "report/scale.h"

static void test_ticks(void **state)
{
	static const struct {
		struct spot_range range;
		size_t n;
		double min, max, step;
	} cases[] = {
		{ { 0, 1 }, 5, 0, 1, 0.2 },
		{ { 0, 1 }, 4, 0, 1, 0.25 },
		{ { 0, 0.93 }, 5, 0, 1, 0.2 },
		{ { 0, 1234 }, 5, 0, 1250, 250 },
		{ { -0.3, 0.8 }, 5, -0.5, 1, 0.25 },
		{ { 98, 102 }, 4, 98, 102, 1 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_scale scale;

		spot_scale_init(&scale, cases[i].range, cases[i].n, true);
		assert_true(fabs(scale.min - cases[i].min) < 1e-9);
		assert_true(fabs(scale.max - cases[i].max) < 1e-9);
		assert_true(fabs(scale.step - cases[i].step) < 1e-9);
		assert_true(fabs(spot_scale_tick(&scale, 0) - scale.min) < 1e-9);
		assert_true(fabs(spot_scale_tick(&scale, spot_scale_n_ticks(&scale) - 1) -
		    scale.max) < 1e-9);
	}
}

static void test_ranges(void **state)
{
	struct spot_range range = SPOT_RANGE_NONE;
	struct spot_scale scale;

	(void)state;
	spot_range_add(&range, NAN);
	spot_range_add(&range, INFINITY);
	assert_true(range.min > range.max);
	spot_scale_init(&scale, range, 5, true);
	assert_true(scale.min == 0 && scale.max == 1);
	spot_range_add(&range, 7);
	spot_scale_init(&scale, range, 5, false);
	assert_true(scale.min == 3.5 && scale.max == 10.5);
	scale.from_px = 100;
	scale.to_px = 0;
	assert_true(spot_scale_at(&scale, 7) == 50);
	assert_true(spot_scale_at(&scale, 1e9) == 0);
	assert_true(spot_scale_at(&scale, -1e9) == 100);
}

/* Whatever two doubles it must hold, a scale is finite, in order, and has few ticks inside. */
static void test_random_ranges(void **state)
{
	uint64_t seed = 11;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		uint64_t bits[2] = { unit_random(&seed), unit_random(&seed) };
		double values[2];
		struct spot_range range = SPOT_RANGE_NONE;
		struct spot_scale scale;
		size_t n;

		memcpy(values, bits, sizeof(values));
		if (i % 3 == 0)
			values[1] = values[0] * (1 + ldexp(1, -(i % 60)));
		spot_range_add(&range, values[0]);
		spot_range_add(&range, values[1]);
		spot_scale_init(&scale, range, 5, i % 2 == 0);
		assert_true(isfinite(scale.min) && isfinite(scale.max) && scale.min < scale.max);
		assert_true(isfinite(scale.step) && scale.step > 0);
		n = spot_scale_n_ticks(&scale);
		assert_true(n <= 10);
		for (size_t k = 0; k < n; k++) {
			double at = spot_scale_at(&scale, spot_scale_tick(&scale, k));

			assert_true(at >= 0 && at <= 1);
		}
	}
}

static void test_fit(void **state)
{
	static const char *const names[] = { "", "Acme", "Manufacturing and logistics, worldwide",
		"\u6771\u4EAC\u682A\u5F0F\u4F1A\u793E\u6771\u4EAC\u682A\u5F0F\u4F1A\u793E",
		"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
		"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" };

	(void)state;
	assert_true(spot_fit_width(SPOT_VIEW("iii"), 10) < spot_fit_width(SPOT_VIEW("WWW"), 10));
	for (size_t i = 0; i < N_OF(names); i++) {
		struct spot_view text = spot_view_of(names[i]);
		double whole = spot_fit_width(text, 12);

		for (double width = 0; width < 300; width += 7) {
			bool is_cut;
			struct spot_view head = spot_fit_head(text, 12, width, &is_cut);

			assert_int_equal(is_cut, whole > width);
			assert_true(is_cut || head.len == text.len);
			assert_true(head.len == 0 ||
			    spot_fit_width(head, 12) + (is_cut ? 10.8 : 0) <= width);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_random_ranges),
		cmocka_unit_test(test_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
