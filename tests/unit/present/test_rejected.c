/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "present/rejected.h"

static void expect(const struct spot_run_result *result, const char *wanted)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_rejected_rest(&text, result);
	assert_string_equal(spot_buf_str(&text), wanted);
	spot_buf_reset(&text);
}

static void test_rest(void **state)
{
	static struct spot_run_result result = { .rejected_rows = 2, .rejected_cells = 8,
		.n_examples = 10 };

	(void)state;
	expect(&result, "");
	result.rejected_rows = 3;
	result.n_rest_rows = 1;
	expect(&result, "and 1 more: 1 whole row");
	result.rejected_rows = 4;
	result.rejected_cells = 1208;
	result.n_rest_rows = 2;
	result.rest[0] = (struct spot_run_rest) { "arr", 1200 };
	result.n_rest = 1;
	expect(&result, "and 1,202 more: 2 whole rows, 1,200 in column \"arr\"");
	result.rejected_cells += 5;
	expect(&result,
	    "and 1,207 more: 2 whole rows, 1,200 in column \"arr\", 5 in other columns");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rest) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
