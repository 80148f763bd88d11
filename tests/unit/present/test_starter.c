/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "present/starter.h"
#include "rules/load.h"
#include "table/reader.h"

#define COLUMNS 8

static const char *const headers[COLUMNS] = { "Account ID", "end", "Sector", "Size", "Signed",
    "ARR", "Tags",
	"Active" };

static struct spot_infer *infer_rows(size_t n_rows)
{
	struct spot_view cells[COLUMNS];
	struct spot_dialect dialect = { .delimiter = ',', .header = cells, .n_columns = COLUMNS };
	struct spot_error err;
	struct spot_infer *infer;
	char text[2][32];
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = spot_view_of(headers[i]);
	if (spot_infer_new(&infer, &dialect, &err) != 0)
		return NULL;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < n_rows; i++) {
		snprintf(text[0], 32, "A%zu", i);
		snprintf(text[1], 32, "%zu", 10 + i * 7 % 90);
		cells[0] = spot_view_of(text[0]);
		cells[1] = SPOT_VIEW("a \"quoted\" \\ text");
		cells[2] = i % 3 ? SPOT_VIEW("Retail \"R\"") : SPOT_VIEW("Media\\TV");
		cells[3] = cells[5] = spot_view_of(text[1]);
		cells[4] = SPOT_VIEW("2024-01-31");
		cells[6] = i % 2 ? SPOT_VIEW("a;b") : SPOT_VIEW("b;c");
		cells[7] = i % 2 ? SPOT_VIEW("yes") : SPOT_VIEW("no");
		rc = spot_infer_add(infer, cells, i + 2, &err);
	}
	if (rc == 0)
		rc = spot_infer_finish(infer, &err);
	if (rc == 0)
		return infer;
	spot_infer_free(infer);
	return NULL;
}

static int print(struct spot_buf *out, const struct spot_infer *infer, const char *path,
    struct spot_error *err)
{
	struct spot_starter_table table = { .path = path, .infer = infer };
	struct spot_starter starter = { &table, 1, "my rules.lua", "", 20000 };
	return spot_starter_print(out, &starter, err);
}

static void load(const char *text)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_diags diags;
	struct spot_rules *rules;
	char line[1500];
	spot_diags_init(&diags);
	if (spot_rules_load_text(&rules, "t.lua", text, strlen(text), &options, &diags,
	    &err) != 0) {
		spot_error_format(&err, line, sizeof(line));
		fail_msg("%s\n%s", line, text);
	}
	assert_int_equal(rules->fields.n_fields, COLUMNS);
	assert_true(rules->n_criteria > 0 && rules->n_tests == 1);
	spot_rules_free(rules);
	spot_diags_reset(&diags);
}

static void test_it_loads(void **state)
{
	(void)state;
	/* No rows, one, and enough for quartiles and frequent words. */
	static const size_t n_rows[] = { 0, 1, 2, 5, 100 };
	for (size_t i = 0; i < N_OF(n_rows); i++) {
		struct spot_infer *infer = infer_rows(n_rows[i]);
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_error err;
		assert_non_null(infer);
		assert_int_equal(print(&out, infer, "data.csv", &err), 0);
		load(spot_buf_str(&out));
		spot_buf_reset(&out);
		spot_infer_free(infer);
	}
}

static void test_commands_are_quoted(void **state)
{
	(void)state;
	struct spot_infer *infer = infer_rows(3);
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_error err;
	assert_int_equal(print(&out, infer, "it's $HOME.csv", &err), 0);
	assert_non_null(strstr(spot_buf_str(&out),
	    "--     sweetspot check -r 'my rules.lua' 'it'\\''s $HOME.csv'\n"));
	spot_buf_reset(&out);
	spot_infer_free(infer);
}

/* A text in a rule file ends at a NUL: such a column goes by its number. */
static void test_a_header_with_a_nul(void **state)
{
	(void)state;
	const struct spot_view header[] = { SPOT_VIEW("id"), { "Sign\0ed", 7 } };
	struct spot_dialect dialect = { .delimiter = ',', .header = header, .n_columns = 2 };
	const struct spot_view cells[] = { SPOT_VIEW("1"), SPOT_VIEW("x") };
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_infer *infer;
	struct spot_error err;
	assert_int_equal(spot_infer_new(&infer, &dialect, &err), 0);
	assert_int_equal(spot_infer_add(infer, cells, 2, &err), 0);
	assert_int_equal(spot_infer_finish(infer, &err), 0);
	assert_int_equal(print(&out, infer, "data.csv", &err), 0);
	assert_non_null(strstr(spot_buf_str(&out), ", from = 2 }"));
	assert_null(strstr(spot_buf_str(&out), "from = \"Sign"));
	spot_buf_reset(&out);
	spot_infer_free(infer);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	struct spot_infer *infer = infer_rows(30);
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_error err;
		unit_heap_fail(n);
		int rc = print(&out, infer, "data.csv", &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == SPOT_ENOMEM || rc == 0);
		if (rc == 0)
			load(spot_buf_str(&out));
		spot_buf_reset(&out);
	}
	spot_infer_free(infer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_loads),
		cmocka_unit_test(test_commands_are_quoted),
		cmocka_unit_test(test_a_header_with_a_nul),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
