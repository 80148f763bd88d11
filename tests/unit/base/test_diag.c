/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/diag.h"

static void test_add_copies(void **state)
{
	(void)state;
	struct spot_diags diags;
	char file[] = "r.lua", hint[] = "try this";
	spot_diags_init(&diags);
	spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, file, 3, hint, "no field \"%s\"", "ar\nr");
	spot_diags_add(&diags, SPOT_SEVERITY_WARNING, 12, NULL, 0, NULL, "odd");
	memset(file, '#', 5);
	memset(hint, '#', 8);
	assert_int_equal(diags.n_items, 2);
	assert_int_equal(diags.n_errors, 1);
	assert_int_equal(diags.n_warnings, 1);
	assert_string_equal(diags.items[0].file, "r.lua");
	assert_string_equal(diags.items[0].hint, "try this");
	assert_string_equal(diags.items[0].what, "no field \"ar\\x0Ar\"");
	assert_int_equal(diags.items[0].line, 3);
	assert_null(diags.items[1].file);
	assert_null(diags.items[1].hint);
	assert_int_equal(diags.items[1].number, 12);
	spot_diags_reset(&diags);
	assert_int_equal(diags.n_items, 0);
}

static void test_the_same_is_kept_once(void **state)
{
	(void)state;
	struct spot_diags diags;
	spot_diags_init(&diags);
	for (int i = 0; i < 3; i++) {
		spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, "a", 1, NULL, "x");
		spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, "a", 2, NULL, "x");
		spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, "b", 1, NULL, "x");
		spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, NULL, 1, NULL, "x");
		spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, "a", 1, NULL, "y");
		spot_diags_add(&diags, SPOT_SEVERITY_WARNING, 1, "a", 1, NULL, "x");
	}
	assert_int_equal(diags.n_items, 6);
	assert_int_equal(diags.n_errors, 5);
	assert_int_equal(diags.n_warnings, 1);
	spot_diags_reset(&diags);
}

static void test_no_more_than_a_thousand(void **state)
{
	(void)state;
	struct spot_diags diags;
	spot_diags_init(&diags);
	for (unsigned long i = 0; i < 1100; i++)
		spot_diags_add(&diags, SPOT_SEVERITY_WARNING, 1, "a", i, NULL, "x");
	assert_int_equal(diags.n_items, 1000);
	assert_int_equal(diags.n_lost, 100);
	assert_int_equal(diags.n_warnings, 1100);
	spot_diags_sort(&diags);
	assert_int_equal(diags.items[999].line, 999);
	spot_diags_reset(&diags);
}

static void test_sort(void **state)
{
	(void)state;
	struct spot_diags diags;
	spot_diags_init(&diags);
	spot_diags_sort(&diags);
	static const struct {
		const char *file, *what;
		unsigned long line;
		enum spot_severity severity;
	} added[] = {
		{ "z", "4", 5, SPOT_SEVERITY_WARNING }, { "a", "8", 2, SPOT_SEVERITY_ERROR },
		{ "z", "3", 5, SPOT_SEVERITY_ERROR }, { NULL, "9", 0, SPOT_SEVERITY_ERROR },
		{ "z", "5", 5, SPOT_SEVERITY_WARNING }, { "z", "1", 0, SPOT_SEVERITY_WARNING },
		{ "a", "7", 1, SPOT_SEVERITY_WARNING }, { "z", "2", 4, SPOT_SEVERITY_WARNING },
		{ "z", "6", 9, SPOT_SEVERITY_ERROR },
	};
	for (size_t i = 0; i < N_OF(added); i++)
		spot_diags_add(&diags, added[i].severity, 0, added[i].file, added[i].line, NULL,
		    "%s",
		    added[i].what);
	for (int round = 0; round < 2; round++) {
		spot_diags_sort(&diags);
		for (size_t i = 0; i < N_OF(added); i++)
			assert_int_equal(diags.items[i].what[0], '1' + (int)i);
	}
	spot_diags_reset(&diags);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_diags diags;
		spot_diags_init(&diags);
		unit_heap_fail(n);
		for (unsigned long i = 0; i < 20; i++)
			spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, "a", i, "h", "x");
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(diags.n_lost, failed);
		assert_int_equal(diags.n_items + diags.n_lost, 20);
		assert_int_equal(diags.n_errors, 20);
		spot_diags_reset(&diags);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add_copies),
		cmocka_unit_test(test_the_same_is_kept_once),
		cmocka_unit_test(test_no_more_than_a_thousand),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
