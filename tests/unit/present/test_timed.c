/* SPDX-License-Identifier: MIT */
/* What a run cost, of times that were made up. */
#include "support/unit.h"

#include "present/timed.h"

#define N_RULES 4

static struct spot_asked asked[N_RULES] = { { .name = "cheap" }, { .name = "dear" },
	{ .name = "free" }, { .name = "as cheap" } };
static double vm_ns[N_RULES] = { 0, 3000, 0, 0 }, program_ns[N_RULES] = { 500, 0, 0, 500 };
static bool translated[N_RULES] = { true, false, true, true };
static uint64_t unknown[N_RULES] = { 0, 5, 0, 10 };
static struct spot_tally tally = { .unknown = unknown };

static const struct spot_panel panel = { .scoring = { .asked = asked, .n_asked = N_RULES } };
static const struct spot_table_look look = { .width = 80 };

static void begin(struct spot_run_result *result, uint64_t rows)
{
	*result = (struct spot_run_result) { .rows = rows, .tallies = &tally,
		.is_translated = translated };
	result->timing.vm_ns = vm_ns;
	result->timing.program_ns = program_ns;
	result->timing.n_rules = N_RULES;
}

/* The dearest first, those of one cost in their order. */
static void test_rows(void **state)
{
	struct spot_run_result result;
	struct spot_buf out = SPOT_BUF_INIT;
	char wanted[600];
	(void)state;

	begin(&result, 10);
	result.timing.stage_ns[0] = 6000;
	result.timing.stage_ns[1] = 2000;
	spot_timed_print(&out, &result, &panel, 1, &look);
	snprintf(wanted, sizeof(wanted),
	    "where the time went, summed over threads\n"
	    "stage  seconds   share  ns a row\n"
	    "-----  -------  ------  --------\n"
	    "%-5s    0.000  75.0 %%     600.0\n"
	    "%-5s    0.000  25.0 %%     200.0\n"
	    "rules (what several compiled ones need is shared among them)\n"
	    "rule      runs       share  ns a row  M rows/s  unknown\n"
	    "--------  --------  ------  --------  --------  -------\n"
	    "dear      Lua VM    37.5 %%     300.0       3.3   50.0 %%\n"
	    "cheap     compiled   6.2 %%      50.0      20.0    0.0 %%\n"
	    "as cheap  compiled   6.2 %%      50.0      20.0  100.0 %%\n"
	    "free      compiled   0.0 %%       0.0         -    0.0 %%\n",
	    spot_stage_name((enum spot_stage)0), spot_stage_name((enum spot_stage)1));
	assert_string_equal(spot_buf_str(&out), wanted);
	spot_buf_reset(&out);
}

static void test_no_rows(void **state)
{
	struct spot_run_result result;
	struct spot_buf out = SPOT_BUF_INIT;
	(void)state;

	begin(&result, 0);
	spot_timed_print(&out, &result, &panel, 1, &look);
	assert_non_null(strstr(spot_buf_str(&out), "dear      Lua VM"));
	assert_non_null(strstr(spot_buf_str(&out), "0.0 %"));
	spot_buf_reset(&out);
}

static int print_once(void *ctx)
{
	struct spot_buf out = SPOT_BUF_INIT;
	int rc;

	spot_timed_print(&out, ctx, &panel, 1, &look);
	rc = spot_buf_failed(&out) ? SPOT_ENOMEM : 0;
	spot_buf_reset(&out);
	return rc;
}

static void test_memory(void **state)
{
	struct spot_run_result result;
	long live = unit_heap_live;
	(void)state;

	begin(&result, 10);
	assert_int_equal(unit_heap_sweep(print_once, &result, SPOT_ENOMEM, 200), 0);
	assert_int_equal(unit_heap_live, live);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
