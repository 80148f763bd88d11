/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>

#include "report/theme.h"

static double channel(uint32_t color, int shift)
{
	double value = (color >> shift & 0xFF) / 255.0;

	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color)
{
	return 0.2126 * channel(color, 16) + 0.7152 * channel(color, 8) +
	    0.0722 * channel(color, 0);
}

/* As WCAG 2 has it: 1 to 21. */
static double contrast(uint32_t a, uint32_t b)
{
	double light = fmax(luminance(a), luminance(b)), dark = fmin(luminance(a), luminance(b));

	return (light + 0.05) / (dark + 0.05);
}

static uint32_t color_of(const char *name, bool is_dark)
{
	size_t n;
	const struct spot_theme_color *colors = spot_theme_colors(&n);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(colors[i].name, name) == 0)
			return is_dark ? colors[i].dark : colors[i].light;
	}
	fail_msg("no colour %s", name);
	return 0;
}

static void expect_contrast(const char *front, const char *back, double least)
{
	for (int is_dark = 0; is_dark < 2; is_dark++) {
		double got = contrast(color_of(front, is_dark), color_of(back, is_dark));

		if (got < least)
			fail_msg("%s on %s, %s: %.2f", front, back,
			    is_dark ? "dark" : "light", got);
	}
}

static void test_contrast_itself(void **state)
{
	(void)state;
	assert_true(fabs(contrast(0x000000, 0xFFFFFF) - 21) < 1e-9);
	assert_true(fabs(contrast(0x777777, 0xFFFFFF) - 4.478) < 0.001);
}

static void test_text(void **state)
{
	static const char *const pairs[][2] = {
		{ "ink", "paper" }, { "dim", "paper" }, { "link", "paper" }, { "ink", "panel" },
		{ "dim", "panel" }, { "link", "panel" },
		{ "ink", "q0" }, { "ink", "q1" }, { "ink", "q2" }, { "ink", "q3" },
		{ "paper", "q4" }, { "paper", "q5" }, { "paper", "q6" },
		{ "ink", "r1" }, { "ink", "r2" }, { "ink", "r3" },
		{ "paper", "r4" }, { "paper", "r5" }, { "paper", "r6" },
		{ "ink", "bar" }, { "dim", "bar" },
		{ "note", "note-tint" }, { "good", "good-tint" }, { "bad", "bad-tint" },
		{ "unsure", "unsure-tint" }, { "warn", "warn-tint" },
		{ "ink", "note-tint" }, { "ink", "good-tint" }, { "ink", "bad-tint" },
		{ "ink", "unsure-tint" }, { "ink", "warn-tint" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(pairs); i++)
		expect_contrast(pairs[i][0], pairs[i][1], 4.5);
}

static void test_marks(void **state)
{
	static const char *const marks[] = { "s0", "s1", "s2", "s3", "s4", "s5", "axis", "ink" };

	(void)state;
	for (size_t i = 0; i < N_OF(marks); i++)
		expect_contrast(marks[i], "paper", 3);
}

/* What is more is farther from the page, so that the order of shades is seen without hue. */
static void test_shades_are_in_order(void **state)
{
	(void)state;
	for (int is_dark = 0; is_dark < 2; is_dark++) {
		double last[2] = { 1, 1 };

		for (int shade = 1; shade <= 6; shade++) {
			char name[3] = { 'q', (char)('0' + shade), '\0' };

			for (size_t hue = 0; hue < 2; hue++) {
				double got;

				name[0] = hue ? 'r' : 'q';
				got = contrast(color_of(name, is_dark), color_of("paper", is_dark));
				assert_true(got > last[hue] * 1.05);
				last[hue] = got;
			}
		}
	}
}

static void test_css(void **state)
{
	struct spot_buf out = SPOT_BUF_INIT;

	(void)state;
	spot_theme_css(&out);
	assert_non_null(strstr(spot_buf_str(&out), "--paper:#ffffff"));
	assert_non_null(strstr(spot_buf_str(&out),
	    "@media screen and (prefers-color-scheme:dark)"));
	spot_buf_reset(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contrast_itself),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_shades_are_in_order),
		cmocka_unit_test(test_css),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
