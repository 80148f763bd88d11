/* SPDX-License-Identifier: MIT */
/* Rule files as an embedding program opens them; also: what a hostile one does to the process
 * (nothing). */
#include "support/embedded.h"

#include <math.h>

static void test_facts(void **state)
{
	struct spot_icp *icp = embedded_open_text(embedded_rules);
	const struct spot_icp_rule *rule;
	(void)state;

	assert_string_equal(spot_icp_profile(icp), "P");
	assert_int_equal(spot_icp_as_of(icp), 20779);
	assert_int_equal(spot_icp_n_rules(icp), 4);
	rule = spot_icp_rule(icp, 0);
	assert_int_equal(rule->kind, SPOT_ICP_CRITERION);
	assert_string_equal(rule->name, "Size");
	assert_string_equal(rule->why, "big enough");
	assert_string_equal(rule->group, "Fit");
	assert_true(rule->weight == 60 && rule->compiled && rule->line == 7);
	assert_string_equal(rule->file, "p.lua");
	assert_null(spot_icp_rule(icp, 1)->group);
	assert_int_equal(spot_icp_rule(icp, 2)->kind, SPOT_ICP_DISQUALIFIER);
	assert_int_equal(spot_icp_rule(icp, 3)->kind, SPOT_ICP_GROWTH);
	assert_null(spot_icp_rule(icp, 4));
	assert_string_equal(spot_icp_tier(icp, 0), "A");
	assert_string_equal(spot_icp_tier(icp, 3), "bad fit");
	assert_string_equal(spot_icp_tier(icp, 4), "");
	assert_null(spot_icp_tier(icp, 5));
	assert_string_equal(spot_icp_exception(icp, 0), "X");
	assert_null(spot_icp_exception(icp, 1));
	assert_int_equal(spot_icp_n_fields(icp), 7);
	for (size_t i = 0; i < 7; i++) {
		const struct spot_icp_field *field = spot_icp_field(icp, i);
		bool needed = strcmp(field->name, "id") == 0 ||
		    strcmp(field->name, "employees") == 0 || strcmp(field->name, "industry") == 0;

		assert_int_equal(field->needed, needed);
		assert_false(field->derived);
		if (strcmp(field->name, "arr") == 0)
			assert_string_equal(field->type, "money");
	}
	assert_null(spot_icp_field(icp, 7));
	spot_icp_close(icp);
	assert_int_equal(spot_icp_version_number(), SPOT_ICP_VERSION_NUMBER);
	assert_string_equal(spot_icp_version(), SPOT_VERSION);
}

/* Too little memory to begin with is an error like others, not a success without rules. */
static void test_little_memory(void **state)
{
	(void)state;
	for (size_t bytes = 1; bytes < 64 << 10; bytes += 4000) {
		struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
		struct spot_icp_error err;
		struct spot_icp *icp;

		options.max_bytes = bytes;
		if (spot_icp_open_text(&icp, "p.lua", embedded_rules, sizeof(embedded_rules) - 1,
		    &options, &err) == 0) {
			assert_non_null(icp);
			spot_icp_close(icp);
			continue;
		}
		assert_null(icp);
		assert_int_equal(err.code, SPOT_ICP_RULES);
		assert_true(strstr(err.text, "memory") != NULL);
	}
}

static void test_handles(void **state)
{
	struct spot_icp *icp = embedded_open_text(embedded_rules);
	(void)state;

	assert_ptr_equal(spot_icp_share(icp), icp);
	spot_icp_close(icp);
	assert_string_equal(spot_icp_profile(icp), "P");
	spot_icp_close(icp);
	spot_icp_close(NULL);
	assert_null(spot_icp_share(NULL));
}

static void test_sets(void **state)
{
	static const struct spot_icp_set sets[] = { { "least", "10" } };
	const char *cells[] = { "ACC-1", "20", "SaaS" };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	const struct spot_result *result;
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	struct spot_icp *icp;
	(void)state;

	options.sets = sets;
	options.n_sets = 1;
	assert_int_equal(spot_icp_open_text(&icp, "p.lua", embedded_rules,
	    sizeof(embedded_rules) - 1, &options, &err), 0);
	assert_int_equal(spot_scorer_new(&scorer, icp, embedded_header, 3, &err), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 100);
	spot_scorer_free(scorer);
}

/* The rule does as much work as the account is large. */
static void test_limits(void **state)
{
	static const char rules[] =
	    "fields { id = \"key\", employees = \"integer\", industry = \"text\" }\n"
	    "criterion \"Work\" { weight = 1, why = \"w\", fit = function(a)\n"
	    "  local t = {} for i = 1, a.employees do t[i] = i end return #t >= 0 end }\n"
	    "tiers { A = 0 }\n";
	const char *cells[] = { "ACC-1", "100", "" };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	const struct spot_result *result;
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	struct spot_icp *icp;
	(void)state;

	for (int limited = 0; limited < 3; limited++) {
		options.max_instructions = limited == 1 ? 20000 : 0;
		options.max_bytes = limited == 2 ? 1 << 20 : 0;
		assert_int_equal(spot_icp_open_text(
		    &icp, "w.lua", rules, sizeof(rules) - 1, &options, &err), 0);
		assert_int_equal(spot_scorer_new(&scorer, icp, embedded_header, 3, &err), 0);
		spot_icp_close(icp);
		cells[1] = "100";
		assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
		cells[1] = "200000";
		assert_int_equal(spot_scorer_row(scorer, cells, &result, &err),
		    limited ? SPOT_ICP_RULES : 0);
		if (limited && !strstr(err.text, limited == 1 ? "20,000 steps" : "memory"))
			fail_msg("%s", err.text);
		spot_scorer_free(scorer);
	}
}

/* --- second tables ----------------------------------------------------------------------- */

static const char rollup_rules[] =
    "fields { id = \"key\", employees = \"integer\", industry = \"text\" }\n"
    "rollup \"deals\" { key = \"account\", fields = { stage = \"text\", amount = \"money\" },\n"
    "  won = count { when = function(r) return r.stage == \"Won\" end },\n"
    "  sum = sum { \"amount\", when = function(r) return tostring(r.stage) == \"Won\" end } }\n"
    "criterion \"Bought\" { weight = 10, why = \"w\", fit = function(a) return a.won > 0 end }\n"
    "growth \"Again\" { value = function(a) return a.sum end }\n"
    "tiers { A = 50, B = 0 }\n";

struct noted {
	size_t n;
	char text[400];
};

static void note(void *ctx, const struct spot_icp_reject *reject)
{
	struct noted *noted = ctx;

	noted->n++;
	snprintf(noted->text, sizeof(noted->text), "%s:%lu:%s:%.*s:%s", strrchr(reject->file, '/')
	    ? strrchr(reject->file, '/') + 1 : reject->file, (unsigned long)reject->line,
	    reject->column ? reject->column : "", (int)reject->text.len, reject->text.ptr,
	    reject->problem);
}

static void check_rollup(const struct spot_icp_table *table, const char *noted_text)
{
	const char *cells[] = { "ACC-1", "", "" }, *other[] = { "ACC-7", "", "" };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	const struct spot_result *result;
	struct noted noted = { 0 };
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	struct spot_icp *icp;

	options.tables = table;
	options.n_tables = 1;
	options.n_threads = 2;
	options.reject = note;
	options.reject_ctx = &noted;
	if (spot_icp_open_text(&icp, "r.lua", rollup_rules, sizeof(rollup_rules) - 1, &options,
	        &err) != 0)
		fail_msg("%s", err.text);
	assert_int_equal(noted.n, 1);
	assert_string_equal(noted.text, noted_text);
	assert_true(spot_icp_field(icp, 3)->derived && !spot_icp_field(icp, 3)->needed);
	assert_int_equal(spot_scorer_new(&scorer, icp, embedded_header, 3, &err), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 100 && result->growth == 150);
	assert_int_equal(spot_scorer_row(scorer, other, &result, &err), 0);
	assert_true(result->score == 0 && result->growth == 0);
	spot_scorer_free(scorer);
}

static void test_table_in_a_file(void **state)
{
	struct spot_icp_table table = { .name = "deals" };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct noted noted = { 0 };
	struct spot_icp_error err;
	struct spot_icp *icp;
	(void)state;

	table.path = embedded_write("deals.csv",
	    "account,stage,amount\nACC-1,Won,100\nACC-1,Lost,30\nACC-1,Won,50\nACC-2,Won,much\n");
	check_rollup(&table, "deals.csv:5:amount:much:not an amount of money");

	/* A row that cannot be used: told to the caller's function, else an error. */
	embedded_write("deals.csv", "account,stage,amount\nACC-1,Won,100,?\n");
	options.tables = &table;
	options.n_tables = 1;
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rollup_rules,
	    sizeof(rollup_rules) - 1, &options, &err), SPOT_ICP_DATA);
	assert_non_null(strstr(err.text, "deals.csv:2"));
	assert_non_null(strstr(err.text, "options.reject"));
	assert_int_equal(err.line, 2);
	options.reject = note;
	options.reject_ctx = &noted;
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rollup_rules,
	    sizeof(rollup_rules) - 1, &options, &err), 0);
	assert_int_equal(noted.n, 1);
	spot_icp_close(icp);
	embedded_remove("deals.csv");
}

static void test_table_of_rows(void **state)
{
	static const char *const keys[] = { "ACC-1", "ACC-1", "ACC-1", "ACC-2", NULL };
	static const struct spot_text stages[] = { { "Won", 3 }, { "Lost", 4 }, { "Won", 3 },
		{ "Won", 3 }, { NULL, 0 } };
	static const double amounts[] = { 100, 30, 50, HUGE_VAL, 7 };
	const struct spot_data columns[] = {
		{ .name = "account", .kind = SPOT_DATA_STRINGS, .values = keys },
		{ .name = "Amount", .kind = SPOT_DATA_DOUBLE, .values = amounts },
		{ .name = "stage", .kind = SPOT_DATA_TEXTS, .values = stages },
	};
	struct spot_icp_table table = { .name = "deals", .columns = columns, .n_columns = 3,
		.n_rows = 5 };
	(void)state;

	check_rollup(&table, "deals:4:Amount::not a finite number");
}

/* People are read from files alone, and that is said. */
static void test_events_as_rows(void **state)
{
	static const char rules[] =
	    "fields { id = \"key\" }\n"
	    "events { key = \"id\", fields = { what = \"text\" } }\n"
	    "engagement \"E\" { points = 1, when = function(e) return e.what == \"x\" end }\n"
	    "criterion \"C\" { weight = 1, why = \"-\",\n"
	    "  fit = function(a) return a.engagement > 0 end }\n"
	    "tiers { A = 0 }\n";
	static const char *const keys[] = { "ACC-1" };
	const struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = keys },
		{ .name = "what", .kind = SPOT_DATA_STRINGS, .values = keys },
	};
	struct spot_icp_table table = { .name = "events", .columns = columns, .n_columns = 2,
		.n_rows = 1 };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_icp_error err;
	struct spot_icp *icp;

	(void)state;
	options.tables = &table;
	options.n_tables = 1;
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rules, sizeof(rules) - 1, &options,
	    &err), SPOT_ICP_USAGE);
	if (!strstr(err.text, "was given as rows; it is read from a file alone; give its path"))
		fail_msg("%s", err.text);
	options.n_tables = 0;
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rules, sizeof(rules) - 1, &options,
	    &err), SPOT_ICP_USAGE);
	if (!strstr(err.text, "not given; put it among options.tables"))
		fail_msg("%s", err.text);
	options.n_tables = 1;
	embedded_write("events.csv", "id,what\nACC-1,x\n");
	table = (struct spot_icp_table) { .name = "events", .path = embedded_path("events.csv") };
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rules, sizeof(rules) - 1, &options,
	    &err), 0);
	spot_icp_close(icp);
	embedded_remove("events.csv");
}

/* Also where no rule reads engagement. */
static void test_unread_events_as_rows(void **state)
{
	static const char rules[] =
	    "fields { id = \"key\" }\n"
	    "events { key = \"id\", fields = { what = \"text\" } }\n"
	    "criterion \"C\" { weight = 1, why = \"-\", fit = function(a) return true end }\n"
	    "tiers { A = 0 }\n";
	static const char *const keys[] = { "ACC-1" };
	const struct spot_data column = { .name = "id", .kind = SPOT_DATA_STRINGS,
		.values = keys };
	struct spot_icp_table table = { .name = "events", .columns = &column, .n_columns = 1,
		.n_rows = 1 };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_icp_error err;
	struct spot_icp *icp;

	(void)state;
	options.tables = &table;
	options.n_tables = 1;
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rules, sizeof(rules) - 1, &options,
	    &err), SPOT_ICP_USAGE);
	if (!strstr(err.text, "was given as rows; it is read from a file alone; give its path"))
		fail_msg("%s", err.text);
	table.name = "event";
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rules, sizeof(rules) - 1, &options,
	    &err), SPOT_ICP_USAGE);
	if (!strstr(err.text, "was given, but the rules have no table of that name"))
		fail_msg("%s", err.text);
}

/* More rows than one batch takes, and a rule that fails on one of them. */
static void test_table_of_many_rows(void **state)
{
	enum { N = 3000 };
	static const char *keys[N], *stages[N];
	static int64_t amounts[N];
	const struct spot_data columns[] = {
		{ .name = "account", .kind = SPOT_DATA_STRINGS, .values = keys },
		{ .name = "stage", .kind = SPOT_DATA_STRINGS, .values = stages },
		{ .name = "amount", .kind = SPOT_DATA_INT64, .values = amounts },
	};
	struct spot_icp_table table = { .name = "deals", .columns = columns, .n_columns = 3,
		.n_rows = N };
	const char *cells[] = { "ACC-1", "", "" };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	const struct spot_result *result;
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	struct spot_icp *icp;
	static const char failing[] =
	    "fields { id = \"key\" }\n"
	    "rollup \"deals\" { key = \"account\", fields = { stage = \"text\" },\n"
	    "  won = count { when = function(r)\n"
	    "    if r.stage == \"Odd\" then error(\"odd\") end return true end } }\n"
	    "tiers { A = 0 }\n";
	(void)state;

	for (int i = 0; i < N; i++) {
		keys[i] = i % 3 ? "ACC-1" : "ACC-2";
		stages[i] = "Won";
		amounts[i] = i;
	}
	options.tables = &table;
	options.n_tables = 1;
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", rollup_rules,
	    sizeof(rollup_rules) - 1, &options, &err), 0);
	assert_int_equal(spot_scorer_new(&scorer, icp, embedded_header, 3, &err), 0);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->growth == 2999.0 * 3000 / 2 - 3.0 * 999 * 1000 / 2);
	spot_scorer_free(scorer);
	spot_icp_close(icp);

	stages[2500] = "Odd";
	assert_int_equal(spot_icp_open_text(&icp, "r.lua", failing, sizeof(failing) - 1,
	    &options, &err), SPOT_ICP_RULES);
	if (!strstr(err.text, "deals:2501"))
		fail_msg("%s", err.text);
	assert_string_equal(err.file, "r.lua");
}

/* --- what a rule file may not ------------------------------------------------------------ */

/* Each ends with an error, and the next rule file in the same process works. */
static void test_hostile_rule_files(void **state)
{
	static const char *const hostile[] = {
		"while true do end",
		"local t = {} while true do t[#t + 1] = (\"x\"):rep(1000) .. #t end",
		"local s = \"x\" while true do s = s .. s end",
		"local function f() return f() + 1 end f()",
		"io.open(\"/etc/passwd\")",
		"os.execute(\"true\")",
		"(\"a\"):rep(1e9)",
		"(\"a\"):rep(3000):find((\".-\"):rep(40) .. \"b\")",
		"\x1bLua",
		"error({})",
	};
	(void)state;

	for (size_t i = 0; i < N_OF(hostile); i++) {
		struct spot_icp *icp;
		struct spot_icp_error err;

		if (spot_icp_open_text(&icp, "h.lua", hostile[i], strlen(hostile[i]), NULL, &err) !=
		    SPOT_ICP_RULES)
			fail_msg("loaded: %s", hostile[i]);
		assert_null(icp);
		assert_non_null(strstr(err.text, "h.lua"));
		assert_null(strchr(err.text, '\n'));
	}
	spot_icp_close(embedded_open_text(embedded_rules));
}

/* --- without memory ---------------------------------------------------------------------- */

/* All that an embedding program does, once; what failed first, or 0. */
static int do_all(const struct spot_icp_options *options)
{
	static const char *const names[] = { "id", "employees", "industry" };
	static const char *const ids[] = { "ACC-1", "ACC-2" };
	static const char *const sizes[] = { "20", "many" };
	static const char *const industries[] = { "SaaS", "Media" };
	static double points[4];
	const struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = ids },
		{ .name = "employees", .kind = SPOT_DATA_STRINGS, .values = sizes },
		{ .name = "industry", .kind = SPOT_DATA_STRINGS, .values = industries },
	};
	struct spot_scores scores = SPOT_SCORES_INIT;
	struct spot_scorer *scorer = NULL;
	const struct spot_why *why;
	struct spot_icp *icp;
	int rc = spot_icp_open_text(&icp, "r.lua", rollup_rules, sizeof(rollup_rules) - 1, options,
	    NULL);

	scores.points = points;
	if (rc == 0)
		rc = spot_scorer_new(&scorer, icp, names, 3, NULL);
	if (rc == 0)
		rc = spot_scorer_batch(scorer, columns, 2, &scores, NULL);
	if (rc == 0)
		rc = spot_scorer_why(scorer, columns, 1, &why, NULL);
	spot_scorer_free(scorer);
	spot_icp_close(icp);
	return rc;
}

static void test_without_memory(void **state)
{
	static const char *const keys[] = { "ACC-1" };
	static const double amounts[] = { 5 };
	const struct spot_data columns[] = {
		{ .name = "account", .kind = SPOT_DATA_STRINGS, .values = keys },
		{ .name = "stage", .kind = SPOT_DATA_STRINGS, .values = keys },
		{ .name = "amount", .kind = SPOT_DATA_DOUBLE, .values = amounts },
	};
	struct spot_icp_table table = { .name = "deals", .columns = columns, .n_columns = 3,
		.n_rows = 1 };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	bool failed = true;
	size_t step = 1;
	(void)state;

	if (!UNIT_HEAP)
		skip();
	options.tables = &table;
	options.n_tables = 1;
	assert_int_equal(do_all(&options), 0);
	/* All of the first allocations, then ever fewer: there are tens of thousands. */
	for (size_t n = 1; failed; n += step = n < 400 ? 1 : 1 + n / 60) {
		int rc;

		unit_heap_fail(n);
		rc = do_all(&options);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		/* Lua collects its garbage and tries again: not every failure is felt. */
		if (rc != 0 && rc != SPOT_ICP_NOMEM)
			fail_msg("allocation %zu refused: %d", n, rc);
	}
	assert_int_equal(do_all(&options), 0);
	assert_true(step > 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_little_memory),
		cmocka_unit_test(test_handles),
		cmocka_unit_test(test_sets),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_table_in_a_file),
		cmocka_unit_test(test_table_of_rows),
		cmocka_unit_test(test_table_of_many_rows),
		cmocka_unit_test(test_events_as_rows),
		cmocka_unit_test(test_unread_events_as_rows),
		cmocka_unit_test(test_hostile_rule_files),
		cmocka_unit_test(test_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
