/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/text.h"
#include "report/table.h"

static const struct spot_table_column accounts[] = {
	{ .title = "account" },
	{ .title = "score", .align = SPOT_ALIGN_RIGHT },
	{ .title = "why" },
};

static void account_add(struct spot_table *table, const char *name, const char *score,
    const char *why)
{
	spot_table_text(table, SPOT_PLAIN, name);
	spot_table_text(table, SPOT_PLAIN, score);
	spot_table_text(table, SPOT_PLAIN, why);
}

/* Draws with the look and compares; resets the table. */
static void expect(struct spot_table *table, struct spot_table_look look, const char *want)
{
	struct spot_buf out = SPOT_BUF_INIT;

	spot_table_draw(table, &look, &out);
	assert_false(spot_buf_failed(&out));
	assert_string_equal(spot_buf_str(&out), want);
	spot_buf_reset(&out);
	spot_table_reset(table);
}

static void test_plain(void **state)
{
	struct spot_table table;

	(void)state;
	spot_table_init(&table, accounts, 3);
	account_add(&table, "Acme", "97.50", "size, industry");
	account_add(&table, "Bobolink", "7.25", "");
	assert_int_equal(spot_table_n_rows(&table), 2);
	expect(&table, (struct spot_table_look) { 0 },
	    "account   score  why\n"
	    "--------  -----  --------------\n"
	    "Acme      97.50  size, industry\n"
	    "Bobolink   7.25\n");
}

static void test_no_rows(void **state)
{
	struct spot_table table;

	(void)state;
	spot_table_init(&table, accounts, 3);
	assert_int_equal(spot_table_n_rows(&table), 0);
	expect(&table, (struct spot_table_look) { .indent = 2 },
	    "  account  score  why\n"
	    "  -------  -----  ---\n");
}

static void test_unfinished_row(void **state)
{
	struct spot_table table;

	(void)state;
	spot_table_init(&table, accounts, 3);
	spot_table_printf(&table, SPOT_PLAIN, "%s-%d", "A", 7);
	expect(&table, (struct spot_table_look) { 0 },
	    "account  score  why\n"
	    "-------  -----  ---\n"
	    "A-7\n");
}

static void test_wide_characters(void **state)
{
	static const struct spot_table_column two[] = { { .title = "n" }, { .title = "v" } };
	struct spot_table table;

	(void)state;
	spot_table_init(&table, two, 2);
	spot_table_text(&table, SPOT_PLAIN, "東京");
	spot_table_text(&table, SPOT_PLAIN, "1");
	spot_table_text(&table, SPOT_PLAIN, "Ko\xCC\x88ln"); /* o and a combining diaeresis */
	spot_table_text(&table, SPOT_PLAIN, "2");
	expect(&table, (struct spot_table_look) { 0 },
	    "n     v\n"
	    "----  -\n"
	    "東京  1\n"
	    "Ko\xCC\x88ln  2\n");
}

static void test_cut(void **state)
{
	struct spot_table table;

	(void)state;
	spot_table_init(&table, accounts, 3);
	account_add(&table, "Consolidated Widgets", "12345678.25", "a long reason indeed");
	account_add(&table, "東東東東東東東東東東", "1.00", "x");
	expect(&table, (struct spot_table_look) { .width = 40 },
	    "account             score  why\n"
	    "------------  -----------  -------------\n"
	    "Consolidate…  12345678.25  a long reaso…\n"
	    "東東東東東…          1.00  x\n");
}

static void test_numbers_are_never_cut(void **state)
{
	static const struct spot_table_column column[] = {
		{ .title = "n", .align = SPOT_ALIGN_RIGHT, .max_width = 3 },
	};
	struct spot_table table;

	(void)state;
	spot_table_init(&table, column, 1);
	spot_table_text(&table, SPOT_PLAIN, "1234567890");
	expect(&table, (struct spot_table_look) { .width = 5 }, "  n\n---\n1234567890\n");
}

static void test_max_width(void **state)
{
	static const struct spot_table_column column[] = { { .title = "name", .max_width = 5 } };
	struct spot_table table;

	(void)state;
	spot_table_init(&table, column, 1);
	spot_table_text(&table, SPOT_PLAIN, "abcde");
	spot_table_text(&table, SPOT_PLAIN, "abcdef");
	expect(&table, (struct spot_table_look) { 0 }, "name\n-----\nabcde\nabcd…\n");
}

/* Nothing that a cell holds may reach the terminal as a command. */
static void test_hostile_text(void **state)
{
	static const struct spot_table_column column[] = { { .title = NULL } };
	static const char bytes[] = "a\x1b[2Jb\0c\nd\te\x7f\xC2\x9B\xE2\x80\xAE\xFFz";
	struct spot_table table;

	(void)state;
	spot_table_init(&table, column, 1);
	spot_table_view(&table, SPOT_PLAIN, (struct spot_view) { bytes, sizeof(bytes) - 1 });
	expect(&table, (struct spot_table_look) { .color = true },
	    "a\xEF\xBF\xBD[2Jb\xEF\xBF\xBD"
	    "c d e\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\n");
}

static void test_color(void **state)
{
	static const struct spot_table_column two[] = { { .title = "n" }, { .title = "v" } };
	struct spot_table table;

	(void)state;
	spot_table_init(&table, two, 2);
	spot_table_text(&table, SPOT_BOLD, "x");
	spot_table_text(&table, SPOT_DIM, "y");
	expect(&table, (struct spot_table_look) { .color = true },
	    "\x1b[1mn\x1b[0m  \x1b[1mv\x1b[0m\n"
	    "\x1b[2m-\x1b[0m  \x1b[2m-\x1b[0m\n"
	    "\x1b[1mx\x1b[0m  \x1b[2my\x1b[0m\n");
}

static void test_pairs_wrap(void **state)
{
	struct spot_table table;

	(void)state;
	spot_table_init_pairs(&table);
	spot_table_pair(&table, "rows", "%d", 1000);
	spot_table_pair(&table, "unknown", "%s", "one two three four five sixseveneightnine");
	spot_table_pair(&table, "none", "%s", "");
	expect(&table, (struct spot_table_look) { .width = 20, .indent = 1 },
	    " rows     1000\n"
	    " unknown  one two\n"
	    "          three four\n"
	    "          five\n"
	    "          sixsevenei\n"
	    "          ghtnine\n"
	    " none\n");
}

/* Whatever the width, no line passes it unless all columns of text are at their least. */
static void test_widths_sweep(void **state)
{
	(void)state;
	for (size_t width = 1; width < 90; width++) {
		struct spot_table table;
		struct spot_table_look look = { .width = width };
		struct spot_buf out = SPOT_BUF_INIT;
		size_t least = 8 + 2 + 5 + 2 + 8;

		spot_table_init(&table, accounts, 3);
		account_add(&table, "Größenwahn & Söhne Handelsgesellschaft", "97.50",
		    "industry; head count; 東京 office; grows");
		spot_table_draw(&table, &look, &out);
		struct spot_view view;
		for (const char *line = spot_buf_str(&out); *line; line += view.len + 1) {
			view = (struct spot_view) { line, strcspn(line, "\n") };

			assert_true(spot_text_is_utf8(view));
			assert_true(spot_text_width(view) <= (width < least ? least : width));
			assert_true(view.ptr[view.len - 1] != ' ');
		}
		spot_buf_reset(&out);
		spot_table_reset(&table);
	}
}

static void test_heading(void **state)
{
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_table_look look = { 0 };

	(void)state;
	spot_table_heading(&look, "First", &out);
	spot_table_heading(&look, "Second", &out);
	assert_string_equal(spot_buf_str(&out), "First\n\nSecond\n");
	spot_buf_reset(&out);
}

/* Each allocation fails in turn: the buffer says so, and nothing leaks (the sanitizers look). */
static void test_no_memory(void **state)
{
	bool whole = false;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1; !whole; n++) {
		struct spot_table table;
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_table_look look = { .width = 30 };

		assert_true(n < 1000);
		unit_heap_fail(n);
		spot_table_init(&table, accounts, 3);
		for (int i = 0; i < 20; i++)
			account_add(&table, "Consolidated Widgets", "12.25", "why not");
		spot_table_draw(&table, &look, &out);
		whole = !unit_heap_failed;
		assert_int_equal(spot_buf_failed(&out), !whole);
		unit_heap_fail(0);
		spot_buf_reset(&out);
		spot_table_reset(&table);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_unfinished_row),
		cmocka_unit_test(test_wide_characters),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_numbers_are_never_cut),
		cmocka_unit_test(test_max_width),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_color),
		cmocka_unit_test(test_pairs_wrap),
		cmocka_unit_test(test_widths_sweep),
		cmocka_unit_test(test_heading),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
