/* SPDX-License-Identifier: MIT */

#include "support/unit.h"
#include "table/value.h"

static void names_go_both_ways(void **state)
{
	(void)state;
	for (enum spot_type type = 0; type < SPOT_TYPE_N; type++)
		assert_int_equal(spot_type_of(spot_type_name(type)), type);
	assert_string_equal(spot_type_name(SPOT_TYPE_MONEY), "money");
	assert_int_equal(spot_type_of("Money"), SPOT_TYPE_N);
	assert_int_equal(spot_type_of("string"), SPOT_TYPE_N);
	assert_int_equal(spot_type_of(""), SPOT_TYPE_N);
}

static void kinds(void **state)
{
	static const enum spot_kind kinds[SPOT_TYPE_N] = {
		[SPOT_TYPE_KEY] = SPOT_KIND_TEXT, [SPOT_TYPE_TEXT] = SPOT_KIND_TEXT,
		[SPOT_TYPE_INTEGER] = SPOT_KIND_INT, [SPOT_TYPE_NUMBER] = SPOT_KIND_FLOAT,
		[SPOT_TYPE_MONEY] = SPOT_KIND_FLOAT, [SPOT_TYPE_PERCENT] = SPOT_KIND_FLOAT,
		[SPOT_TYPE_FLAG] = SPOT_KIND_BOOL, [SPOT_TYPE_DATE] = SPOT_KIND_INT,
		[SPOT_TYPE_LIST] = SPOT_KIND_LIST,
	};
	(void)state;
	for (enum spot_type type = 0; type < SPOT_TYPE_N; type++)
		assert_int_equal(spot_type_kind(type), kinds[type]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_go_both_ways),
		cmocka_unit_test(kinds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
