/* SPDX-License-Identifier: MIT */
/* Every call of the library whose allocations are refused in turn: it says so, and can go on. */
#include "support/embedded.h"

/* Something of each kind that an explanation tells. */
static const char rules[] =
    "fields { id = \"key\", employees = \"integer\", industry = \"text\",\n"
    "  tech = { \"list\", optional = true }, since = { \"date\", optional = true } }\n"
    "group \"Fit\" { cap = 50 }\n"
    "local p = params { least = 50 }\n"
    "criterion \"Size\" { weight = 60, why = \"w\", group = \"Fit\",\n"
    "  fit = function(a) return a.employees >= p.least end }\n"
    "criterion \"Industry\" { weight = 40, why = \"w\",\n"
    "  fit = function(a) return one_of(a.industry, \"SaaS\") end }\n"
    "criterion \"Stack\" { weight = 1, why = \"w\", fit = function(a)\n"
    "  if has(a.tech, \"dbt\") then return {} end return a.since > date(\"2020-01-01\") end }\n"
    "disqualify \"Giant\" { why = \"w\", when = function(a) return a.employees > 9000 end }\n"
    "growth \"Seats\" { value = function(a) return a.employees * 2 end }\n"
    "tiers { A = 80, B = 50, C = 0 }\n";

static const char *const header[] = { "Id", "Employees", "Industry", "Tech", "Since" };
static const char *const cells[] = { "ACC-1", "20", "Media", "dbt; Looker", "last year" };

/* A scorer of its own, then a row, judged and explained. */
static int score(void *ctx)
{
	struct spot_icp_error err = { 0 };
	const struct spot_result *result;
	const struct spot_why *why;
	struct spot_scorer *scorer;
	int rc = spot_scorer_new(&scorer, ctx, header, N_OF(header), &err);

	if (rc == 0) {
		spot_scorer_keep_going(scorer, true);
		rc = spot_scorer_row(scorer, cells, &result, &err);
	}
	if (rc == 0) {
		assert_string_equal(result->tier, "C");
		rc = spot_scorer_why_row(scorer, cells, &why, &err);
		assert_int_equal(why != NULL, rc == 0);
	}
	if (rc == 0) {
		assert_int_equal(why->n_rules, 5);
		assert_true(why->n_changes > 0);
		assert_non_null(why->rules[2]->failure);
	}
	/* Nothing of what failed is in the way of the next row. */
	if (rc != 0 && scorer) {
		unit_heap_fail(0);
		assert_int_equal(spot_scorer_why_row(scorer, cells, &why, NULL), 0);
	}
	spot_scorer_free(scorer);
	assert_string_equal(err.text, rc == 0 ? "" : "out of memory");
	return rc;
}

static void test_scorer(void **state)
{
	long live = unit_heap_live;
	struct spot_icp *icp;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	icp = embedded_open_text(rules);
	unit_heap_sweep(score, icp, SPOT_ICP_NOMEM, 400);
	spot_icp_close(icp);
	assert_int_equal(unit_heap_live, live);
}

/* Options with all that can be in them, copied for later loads. */
static int reload(void *ctx)
{
	static const struct spot_icp_set sets[] = { { "least", "10" } };
	static const char *const keys[] = { "ACC-1" };
	static const double amounts[] = { 5 };
	static const struct spot_data columns[] = {
		{ .name = "account", .kind = SPOT_DATA_STRINGS, .values = keys },
		{ .name = "amount", .kind = SPOT_DATA_DOUBLE, .values = amounts },
	};
	struct spot_icp_table tables[] = { { .name = "orders", .columns = columns, .n_columns = 2,
		.n_rows = 1 }, { .name = "deals", .path = embedded_path("deals.csv") } };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_live *live;
	int rc;

	options.as_of = "2026-11-22";
	options.sets = sets;
	options.n_sets = 1;
	options.tables = tables;
	options.n_tables = 2;
	rc = spot_live_open(&live, ctx, &options, NULL);
	assert_int_equal(live != NULL, rc == 0);
	if (rc == 0)
		rc = spot_live_reload(live, &options, NULL);
	spot_live_close(live);
	return rc;
}

static void test_live(void **state)
{
	static const char text[] =
	    "fields { id = \"key\" }\n"
	    "local p = params { least = 50 }\n"
	    "rollup \"orders\" { key = \"account\", fields = { amount = \"money\" },\n"
	    "  sum = sum { \"amount\" } }\n"
	    "rollup \"deals\" { key = \"account\", fields = { stage = \"text\" },\n"
	    "  won = count { when = function(r) return r.stage == \"won\" end } }\n"
	    "criterion \"c\" { weight = 1, why = \"w\",\n"
	    "  fit = function(a) return a.sum > p.least end }\n"
	    "tiers { A = 0 }\n";
	char path[128];
	long live;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	strcpy(path, embedded_write("r.lua", text));
	embedded_write("deals.csv", "account,stage\nACC-1,won\n");
	assert_int_equal(reload(path), 0);
	live = unit_heap_live;
	unit_heap_sweep(reload, path, SPOT_ICP_NOMEM, 40);
	assert_int_equal(unit_heap_live, live);
	embedded_remove("deals.csv");
	embedded_remove("r.lua");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scorer),
		cmocka_unit_test(test_live),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
