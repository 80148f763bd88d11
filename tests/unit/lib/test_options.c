/* SPDX-License-Identifier: MIT */
/* Wrong use: each ends with its code and a text, and changes nothing. */
#include "support/embedded.h"

static void assert_refused(int rc, int code, const struct spot_icp_error *err, const char *text)
{
	if (rc != code || err->code != code)
		fail_msg("%d, not %d: %s", rc, code, err->text);
	if (!strstr(err->text, text))
		fail_msg("not \"%s\": %s", text, err->text);
	assert_null(strchr(err->text, '\n'));
	assert_null(strstr(err->text, "--")); /* options of the command line */
}

#define OPEN(code, words) \
	do { \
		icp = (void *)1; \
		assert_refused(spot_icp_open_text(&icp, "p.lua", text, strlen(text), &options, \
		    &err), code, &err, words); \
		assert_null(icp); \
		options = (struct spot_icp_options)SPOT_ICP_OPTIONS_INIT; \
	} while (0)

static void test_options(void **state)
{
	static const struct spot_icp_set no_param[] = { { "max", "1" } };
	static const struct spot_icp_set wrong_type[] = { { "least", "many" } };
	static const struct spot_icp_set no_value[] = { { "least", NULL } };
	static const struct spot_icp_set no_name[] = { { NULL, "1" } };
	struct { struct spot_icp_options options; char more[16]; } newer = {
		.options = { .size = sizeof(newer) } };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	const char *text = embedded_rules;
	struct spot_icp_error err;
	struct spot_icp *icp;
	(void)state;

	options.as_of = "tomorrow";
	OPEN(SPOT_ICP_USAGE, "\"tomorrow\" is not a day like 2026-11-22");
	options.size = 0;
	OPEN(SPOT_ICP_USAGE, "the options' size is not set; begin with SPOT_ICP_OPTIONS_INIT");
	options.sets = no_param;
	options.n_sets = 1;
	OPEN(SPOT_ICP_USAGE, "max");
	options.sets = wrong_type;
	options.n_sets = 1;
	OPEN(SPOT_ICP_USAGE, "least");
	options.sets = no_value;
	options.n_sets = 1;
	OPEN(SPOT_ICP_USAGE, "a set lacks its name or its value");
	options.sets = no_name;
	options.n_sets = 1;
	OPEN(SPOT_ICP_USAGE, "a set lacks its name or its value");
	options.n_sets = 1;
	OPEN(SPOT_ICP_USAGE, "the options count what is NULL");
	options.n_tables = 1;
	OPEN(SPOT_ICP_USAGE, "the options count what is NULL");

	/* Of a program that is newer than the library. */
	assert_int_equal(spot_icp_open_text(&icp, "p.lua", text, strlen(text), &newer.options,
	    &err), 0);
	spot_icp_close(icp);
	newer.more[9] = 1;
	assert_refused(spot_icp_open_text(&icp, "p.lua", text, strlen(text), &newer.options, &err),
	    SPOT_ICP_USAGE, &err,
	    "the options hold what this version of the library does not know");
}

static void test_tables(void **state)
{
	static const char text[] =
	    "fields { id = \"key\" }\n"
	    "rollup \"deals\" { key = \"account\", fields = { amount = \"money\" },\n"
	    "  sum = sum { \"amount\" } }\ntiers { A = 0 }\n";
	static const char *const cells[] = { "a" };
	static const uint8_t flags[] = { 1 };
	struct spot_data columns[] = {
		{ .name = "account", .kind = SPOT_DATA_STRINGS, .values = cells },
		{ .name = "amount", .kind = SPOT_DATA_BOOL, .values = flags },
	};
	struct spot_icp_table table = { .name = "deals", .columns = columns, .n_columns = 2,
		.n_rows = 1 };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_icp_error err;
	struct spot_icp *icp;
	(void)state;

#define WITH(code, words) \
	do { \
		options.tables = &table; \
		options.n_tables = 1; \
		OPEN(code, words); \
	} while (0)
	OPEN(SPOT_ICP_USAGE, "\"deals\", which was not given");
	WITH(SPOT_ICP_USAGE, "column \"amount\" holds booleans");
	columns[1].kind = 99;
	WITH(SPOT_ICP_USAGE, "column \"amount\" is of no kind: 99");
	columns[1].kind = SPOT_DATA_STRINGS;
	columns[1].values = NULL;
	WITH(SPOT_ICP_USAGE, "column \"amount\" has no values");
	columns[1].name = "sums";
	columns[1].values = cells;
	WITH(SPOT_ICP_DATA, "amount");
	columns[1].name = NULL;
	WITH(SPOT_ICP_USAGE, "column 2 has no name");
	table.path = "deals.csv";
	WITH(SPOT_ICP_USAGE, "table \"deals\" has both a path and columns");
	table.columns = NULL;
	WITH(SPOT_ICP_USAGE, "table \"deals\" has both a path and columns");
	table.n_columns = 0;
	WITH(SPOT_ICP_DATA, "deals.csv");
	table.path = NULL;
	WITH(SPOT_ICP_USAGE, "table \"deals\" has neither a path nor columns");
	table.name = NULL;
	WITH(SPOT_ICP_USAGE, "a table has no name");
	table = (struct spot_icp_table) { .name = "deals", .path = "x", .reserved = { cells } };
	WITH(SPOT_ICP_USAGE, "table \"deals\": something reserved is not NULL");

	/* A table that the rules do not know. */
	table = (struct spot_icp_table) { .name = "tickets", .path = "x" };
	options.tables = &table;
	options.n_tables = 1;
	assert_refused(spot_icp_open_text(&icp, "p.lua", embedded_rules, strlen(embedded_rules),
	    &options, &err), SPOT_ICP_USAGE, &err, "tickets");
}

static void test_nothing_given(void **state)
{
	struct spot_icp *icp = (void *)1;
	struct spot_live *live = (void *)1;
	struct spot_icp_error err;
	(void)state;

	assert_refused(spot_icp_open(NULL, "p.lua", NULL, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(spot_icp_open(&icp, NULL, NULL, &err), SPOT_ICP_USAGE, &err, "path");
	assert_null(icp);
	assert_refused(spot_icp_open(&icp, "no/such.lua", NULL, &err), SPOT_ICP_RULES, &err,
	    "no/such.lua");
	assert_string_equal(err.file, "no/such.lua");
	assert_refused(
	    spot_icp_open_text(&icp, NULL, "", 0, NULL, &err), SPOT_ICP_USAGE, &err, "name");
	assert_refused(
	    spot_icp_open_text(&icp, "p", NULL, 1, NULL, &err), SPOT_ICP_USAGE, &err, "text");
	assert_refused(
	    spot_icp_open_text(NULL, "p", "", 0, NULL, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(
	    spot_icp_open_text(&icp, "p", NULL, 0, NULL, &err), SPOT_ICP_RULES, &err, "p: ");
	assert_refused(spot_live_open(NULL, "p", NULL, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(spot_live_open(&live, NULL, NULL, &err), SPOT_ICP_USAGE, &err, "path");
	assert_null(live);
	assert_refused(spot_live_open(&live, "no/such.lua", NULL, &err), SPOT_ICP_RULES, &err,
	    "no/such.lua");
	assert_null(live);
	assert_refused(spot_live_refresh(NULL, NULL, &err), SPOT_ICP_USAGE, &err, "live");
	assert_refused(spot_live_reload(NULL, NULL, &err), SPOT_ICP_USAGE, &err, "live");
	assert_refused(spot_scorer_use(NULL, NULL, &err), SPOT_ICP_USAGE, &err, "scorer");
	assert_refused(spot_scorer_follow(NULL, NULL, NULL, &err), SPOT_ICP_USAGE, &err, "live");
	/* Without a place for the error. */
	assert_int_equal(spot_icp_open(&icp, "no/such.lua", NULL, NULL), SPOT_ICP_RULES);
	spot_scorer_free(NULL);
}

static void test_scorers(void **state)
{
	static const char *const few[] = { "Id", "Industry" }, *const nameless[] = { "Id", NULL };
	static const uint8_t flags[] = { 1 };
	struct spot_icp *icp = embedded_open_text(embedded_rules);
	struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = few },
		{ .name = "employees", .kind = SPOT_DATA_BOOL, .values = flags },
		{ .name = "industry", .kind = SPOT_DATA_STRINGS, .values = few },
	};
	struct spot_scorer *scorer = (void *)1;
	struct spot_icp_error err;
	(void)state;

	assert_refused(spot_scorer_new(&scorer, icp, few, 2, &err), SPOT_ICP_DATA, &err,
	    "employees");
	assert_null(scorer);
	assert_refused(spot_scorer_new(&scorer, icp, nameless, 2, &err), SPOT_ICP_USAGE, &err,
	    "column 2 has no name");
	assert_refused(spot_scorer_new(&scorer, icp, NULL, 0, &err), SPOT_ICP_DATA, &err, "id");
	assert_refused(
	    spot_scorer_new_typed(&scorer, icp, NULL, 0, &err), SPOT_ICP_DATA, &err, "id");
	assert_refused(
	    spot_scorer_new_typed(&scorer, NULL, columns, 3, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(spot_scorer_new(&scorer, NULL, few, 2, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(spot_scorer_new(&scorer, icp, NULL, 2, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(spot_scorer_new(NULL, icp, few, 2, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(
	    spot_scorer_new_typed(NULL, icp, columns, 3, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(
	    spot_scorer_new_typed(&scorer, icp, NULL, 3, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(spot_scorer_new_typed(&scorer, icp, columns, 3, &err), SPOT_ICP_USAGE, &err,
	    "column \"employees\" holds booleans, but field \"employees\" is of type integer");
	columns[1].kind = 0;
	assert_refused(spot_scorer_new_typed(&scorer, icp, columns, 3, &err), SPOT_ICP_USAGE, &err,
	    "no kind");
	columns[1].kind = SPOT_DATA_INT64;
	columns[1].reserved[2] = flags;
	assert_refused(spot_scorer_new_typed(&scorer, icp, columns, 3, &err), SPOT_ICP_USAGE, &err,
	    "column \"employees\": something reserved is not NULL");
	spot_icp_close(icp);
}

static void test_judging(void **state)
{
	static const char *const cells[] = { "a", "b" }, *const row[] = { "a", "1", "x" };
	static const int64_t sizes[] = { 1, 2 };
	int32_t offsets[] = { 0, 0, 2 };
	const char other_place[] = "industry";
	struct spot_icp *icp = embedded_open_text(embedded_rules);
	struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = cells },
		{ .name = "employees", .kind = SPOT_DATA_INT64, .values = sizes },
		{ .name = "industry", .kind = SPOT_DATA_STRINGS, .values = cells },
	};
	struct spot_scores out = SPOT_SCORES_INIT, no_size = { .size = 0 };
	const struct spot_result *result;
	const struct spot_why *why;
	struct spot_scorer *scorer, *texts;
	struct spot_icp_error err;
	(void)state;

#define BATCH(words) \
	assert_refused(spot_scorer_batch(scorer, columns, 1, &out, &err), SPOT_ICP_USAGE, &err, \
	    words)
	assert_int_equal(spot_scorer_new_typed(&scorer, icp, columns, 3, &err), 0);
	assert_refused(spot_scorer_row(scorer, row, &result, &err), SPOT_ICP_USAGE, &err,
	    "the scorer was made for typed columns; give it a batch of one row");
	assert_null(result);
	assert_refused(
	    spot_scorer_why_row(scorer, row, &why, &err), SPOT_ICP_USAGE, &err, "typed");
	assert_null(why);
	assert_refused(spot_scorer_row(scorer, row, NULL, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(spot_scorer_row(scorer, NULL, &result, &err), SPOT_ICP_USAGE, &err, "cells");
	assert_refused(spot_scorer_row(NULL, row, &result, &err), SPOT_ICP_USAGE, &err, "cells");
	assert_refused(spot_scorer_why_row(NULL, row, &why, &err), SPOT_ICP_USAGE, &err, "cells");
	assert_refused(
	    spot_scorer_why_row(scorer, row, NULL, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(
	    spot_scorer_why(NULL, columns, 0, &why, &err), SPOT_ICP_USAGE, &err, "columns");
	assert_refused(
	    spot_scorer_batch(NULL, columns, 1, &out, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(spot_scorer_use(scorer, NULL, &err), SPOT_ICP_USAGE, &err, "rule file");
	assert_refused(
	    spot_scorer_follow(scorer, NULL, NULL, &err), SPOT_ICP_USAGE, &err, "live set");
	assert_refused(
	    spot_scorer_why_row(scorer, NULL, &why, &err), SPOT_ICP_USAGE, &err, "cells");
	assert_refused(
	    spot_scorer_why(scorer, NULL, 0, &why, &err), SPOT_ICP_USAGE, &err, "columns");
	assert_refused(
	    spot_scorer_why(scorer, columns, 0, NULL, &err), SPOT_ICP_USAGE, &err, "result");
	assert_refused(
	    spot_scorer_batch(scorer, NULL, 1, &out, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(
	    spot_scorer_batch(scorer, columns, 1, NULL, &err), SPOT_ICP_USAGE, &err, "needs");
	assert_refused(spot_scorer_batch(scorer, columns, 1, &no_size, &err), SPOT_ICP_USAGE, &err,
	    "the scores' size is not set; begin with SPOT_SCORES_INIT");
	columns[1].values = NULL;
	BATCH("column \"employees\" has no values");
	assert_refused(spot_scorer_why(scorer, columns, 0, &why, &err), SPOT_ICP_USAGE, &err,
	    "column \"employees\" has no values");
	columns[1].values = sizes;
	columns[1].name = "seats";
	BATCH("column 2 is not the one that the scorer was made for: \"seats\", not \"employees\"");
	columns[1].name = "employees";
	columns[1].kind = SPOT_DATA_DOUBLE;
	BATCH("column 2 is not the one that the scorer was made for");
	columns[1].kind = SPOT_DATA_INT64;
	columns[2].kind = SPOT_DATA_UTF8;
	BATCH("column \"industry\" has no offsets");
	columns[2].offsets = offsets;
	columns[2].values = NULL;
	assert_int_equal(spot_scorer_new_typed(&texts, icp, columns, 3, &err), 0);
	assert_int_equal(spot_scorer_batch(texts, columns, 1, &out, &err), 0);
	spot_icp_close(icp);
	offsets[1] = 2;
	BATCH("column \"industry\" has no values");
	columns[2].values = "xy";
	offsets[0] = 3;
	BATCH("column \"industry\": offset 1 is 2, after 3");
	offsets[0] = -1;
	BATCH("column \"industry\": offset 0 is -1");
	assert_refused(spot_scorer_why(scorer, columns, SIZE_MAX, &why, &err), SPOT_ICP_USAGE, &err,
	    "no row has that number");
	/* Of the row alone that is asked for. */
	assert_refused(spot_scorer_why(texts, columns, 0, &why, &err), SPOT_ICP_USAGE, &err,
	    "offset 0 is -1");
	assert_int_equal(spot_scorer_why(texts, columns, 1, &why, &err), 0);
	spot_scorer_free(texts);
	columns[2].values = cells;
	columns[2].kind = SPOT_DATA_STRINGS;
	columns[2].name = other_place; /* the same text */
	assert_int_equal(spot_scorer_batch(scorer, columns, 1, &out, &err), 0);
	assert_int_equal(spot_scorer_batch(scorer, NULL, 0, &out, &err), SPOT_ICP_USAGE);
	spot_scorer_free(scorer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_options),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_nothing_given),
		cmocka_unit_test(test_scorers),
		cmocka_unit_test(test_judging),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
