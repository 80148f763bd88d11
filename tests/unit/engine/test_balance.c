/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "engine/balance.h"

static const char hint[] = "a fault of this program: please report it";

static void test_what_was_read_came_through(void **state)
{
	struct spot_run_file files[2] = { { .counts = { .rows = 7, .rejected = 1 } },
		{ .counts = { .rows = 3, .rejected = 2 } } };
	struct spot_run_result result = { .files = files, .n_files = 2, .rows = 10,
		.unread.n_rows = 3 };
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	assert_int_equal(spot_balance_read(&result, &err), 0);
	result.rows = 9;
	assert_int_equal(spot_balance_read(&result, &err), SPOT_EDATA);
	assert_string_equal(
	    err.what, "10 rows and 3 rejects were read, but 9 and 3 came through");
	assert_string_equal(err.hint, hint);
	result.rows = 10;
	result.unread.n_rows = 4;
	assert_int_equal(spot_balance_read(&result, NULL), SPOT_EDATA);
}

static void test_what_came_through_was_written(void **state)
{
	struct spot_run_result result = { .rows = 10 };
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	assert_int_equal(spot_balance_written(&result, 7, 3, &err), 0);
	assert_int_equal(spot_balance_written(&result, 7, 2, &err), SPOT_EWRITE);
	assert_string_equal(err.what, "10 rows were read, but 7 written and 2 left out");
	assert_string_equal(err.hint, hint);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_read_came_through),
		cmocka_unit_test(test_what_came_through_was_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
