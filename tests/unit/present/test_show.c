/* SPDX-License-Identifier: MIT */
/* Values as people read them, and as JSON. */
#include "support/unit.h"

#include <math.h>

#include "present/show.h"

#define INT(n) { .kind = SPOT_KIND_INT, .as.integer = (n) }
#define FLOAT(n) { .kind = SPOT_KIND_FLOAT, .as.number = (n) }
#define TEXT(t) { .kind = SPOT_KIND_TEXT, .as.text = { t, sizeof(t) - 1 } }
#define FLAG(f) { .kind = SPOT_KIND_BOOL, .as.flag = (f) }
#define LIST(n) { .kind = SPOT_KIND_LIST, .as.list = { items, n } }

static const struct spot_view items[] = { { "a", 1 }, { "b\"c", 3 } };

static void test_values(void **state)
{
	static const struct {
		enum spot_type type;
		const char *unit;
		struct spot_value value;
		const char *shown, *json;
	} cases[] = {
		{ SPOT_TYPE_INTEGER, NULL, INT(0), "0", "0" },
		{ SPOT_TYPE_INTEGER, NULL, INT(2026), "2026", "2026" }, /* a year, maybe */
		{ SPOT_TYPE_INTEGER, NULL, INT(-9999), "-9999", "-9999" },
		{ SPOT_TYPE_INTEGER, NULL, INT(10000), "10,000", "10000" },
		{ SPOT_TYPE_INTEGER, NULL, INT(-1234567), "-1,234,567", "-1234567" },
		{ SPOT_TYPE_INTEGER, NULL, INT(INT64_MIN), "-9,223,372,036,854,775,808",
		    "-9223372036854775808" },
		{ SPOT_TYPE_DATE, NULL, INT(20484), "2026-01-31", "\"2026-01-31\"" },
		{ SPOT_TYPE_DATE, NULL, INT(0), "1970-01-01", "\"1970-01-01\"" },
		{ SPOT_TYPE_NUMBER, NULL, FLOAT(1234.5), "1,234.50", "1234.5" },
		{ SPOT_TYPE_NUMBER, NULL, FLOAT(-0.25), "-0.25", "-0.25" },
		{ SPOT_TYPE_NUMBER, NULL, FLOAT(0.125), "0.125", "0.125" },
		{ SPOT_TYPE_NUMBER, NULL, FLOAT(1e300), "1e+300", "1e+300" },
		{ SPOT_TYPE_MONEY, "USD", FLOAT(2822), "2,822 USD", "2822" },
		{ SPOT_TYPE_PERCENT, NULL, FLOAT(0.07), "7 %", "0.07" },
		{ SPOT_TYPE_PERCENT, NULL, FLOAT(0.1234), "12.34 %", "0.1234" },
		{ SPOT_TYPE_TEXT, NULL, TEXT("SaaS"), "\"SaaS\"", "\"SaaS\"" },
		{ SPOT_TYPE_TEXT, NULL, TEXT("a\n"), "\"a \"", "\"a\\n\"" },
		{ SPOT_TYPE_FLAG, NULL, FLAG(true), "yes", "true" },
		{ SPOT_TYPE_FLAG, NULL, FLAG(false), "no", "false" },
		{ SPOT_TYPE_LIST, NULL, LIST(0), "no items", "[]" },
		{ SPOT_TYPE_LIST, NULL, LIST(1), "\"a\"", "[\"a\"]" },
		{ SPOT_TYPE_LIST, NULL, LIST(2), "\"a\", \"b\"c\"", "[\"a\", \"b\\\"c\"]" },
		{ SPOT_TYPE_TEXT, NULL, { .kind = SPOT_KIND_BLANK }, "blank", "null" },
		{ SPOT_TYPE_TEXT, NULL, { .kind = SPOT_KIND_NIL }, "blank (optional)", "null" },
	};
	(void)state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		const struct spot_field field = { .type = cases[i].type, .unit = cases[i].unit };
		struct spot_buf out = SPOT_BUF_INIT;

		spot_show_value(&out, &field, cases[i].value);
		assert_string_equal(spot_buf_str(&out), cases[i].shown);
		spot_buf_clear(&out);
		spot_show_json(&out, &field, cases[i].value);
		assert_string_equal(spot_buf_str(&out), cases[i].json);
		spot_buf_reset(&out);
	}
}

static void test_numbers(void **state)
{
	static const struct { double number; const char *shown, *rounded; } cases[] = {
		{ 0, "0", "0" }, { -0.0, "0", "0" }, { 12, "12", "12" },
		{ 99.5, "99.50", "99.50" },
		{ 1e6, "1,000,000", "1,000,000" }, { 1.0 / 3, "0.3333333333333333", "0.33" },
		{ -2.006, "-2.006", "-2.01" }, { 0.999, "0.999", "1" },
		{ 1e15, "1000000000000000", "1000000000000000" },
	};
	(void)state;

	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf out = SPOT_BUF_INIT;

		spot_show_number(&out, cases[i].number);
		assert_string_equal(spot_buf_str(&out), cases[i].shown);
		spot_buf_clear(&out);
		spot_show_rounded(&out, cases[i].number);
		assert_string_equal(spot_buf_str(&out), cases[i].rounded);
		spot_buf_reset(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
