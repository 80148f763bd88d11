/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "present/rejected.h"

/* column NULL: a whole row. */
static void add(struct spot_unread *unread, const char *column, unsigned n)
{
	struct spot_reject reject = { "d.csv", 2, column, spot_view_of("x"), "odd" };

	for (unsigned i = 0; i < n; i++)
		assert_int_equal(spot_unread_add(unread, &reject, NULL), 0);
}

static void expect_rest(const struct spot_unread *unread, const char *wanted)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_rejected_rest(&text, unread);
	assert_string_equal(spot_buf_str(&text), wanted);
	spot_buf_reset(&text);
}

static void test_rest(void **state)
{
	struct spot_unread unread = { 0 };

	(void)state;
	add(&unread, "c0", 8);
	add(&unread, NULL, 2);
	expect_rest(&unread, "");
	add(&unread, NULL, 1);
	expect_rest(&unread, "and 1 more: 1 whole row");
	add(&unread, "arr", 1200);
	add(&unread, NULL, 1);
	expect_rest(&unread, "and 1,202 more: 2 whole rows, 1,200 in column \"arr\"");
	for (char i = '1'; i <= '9'; i++)
		add(&unread, (char[]) { 'c', i, '\0' }, 1);
	expect_rest(&unread,
	    "and 1,211 more: 2 whole rows, 1,200 in column \"arr\", 1 in column \"c1\", 1 in "
	    "column \"c2\", 1 in column \"c3\", 1 in column \"c4\", 1 in column \"c5\", 1 in "
	    "column \"c6\", 1 in column \"c7\", 2 in other columns");
	spot_unread_reset(&unread);
}

static void test_lines(void **state)
{
	struct spot_rejected_list list = { NULL, "--rejects FILE" };
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_unread unread = { 0 };

	(void)state;
	spot_rejected_print(&text, &unread, "deals", &list);
	assert_string_equal(spot_buf_str(&text), "");
	add(&unread, "amt", 1);
	add(&unread, NULL, 10);
	spot_rejected_print(&text, &unread, "deals", &list);
	assert_ptr_equal(strstr(spot_buf_str(&text),
	    "rejects in deals: 10 rows and 1 cell could not be used; --rejects FILE lists them "
	    "all\n  d.csv:2:amt: \"x\": odd\n  d.csv:2: odd\n"), text.ptr);
	assert_non_null(strstr(spot_buf_str(&text), "\n  and 1 more: 1 whole row\n"));
	spot_buf_clear(&text);
	list.path = "rj";
	spot_rejected_print(&text, &unread, NULL, &list);
	assert_non_null(strstr(spot_buf_str(&text),
	    "rejects: 10 rows and 1 cell could not be used, listed in rj\n"));
	list.path = "-";
	spot_rejected_print(&text, &unread, NULL, &list);
	assert_non_null(strstr(spot_buf_str(&text), " used, listed on standard output\n"));
	spot_buf_reset(&text);
	spot_unread_reset(&unread);
}

/* The same file read again by other rules: the same, unless they read other columns. */
static void test_same(void **state)
{
	struct spot_unread a = { 0 }, b = { 0 };

	(void)state;
	assert_true(spot_unread_is_same(&a, &b));
	add(&a, "amt", 1);
	assert_false(spot_unread_is_same(&a, &b));
	add(&b, "day", 1);
	assert_false(spot_unread_is_same(&a, &b));
	add(&a, "day", 1);
	add(&b, "amt", 1);
	assert_false(spot_unread_is_same(&a, &b));
	spot_unread_reset(&b);
	add(&b, "amt", 1);
	add(&b, "day", 1);
	assert_true(spot_unread_is_same(&a, &b));
	spot_unread_reset(&a);
	spot_unread_reset(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rest),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
