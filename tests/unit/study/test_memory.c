/* SPDX-License-Identifier: MIT */
/* A trial whose every allocation is refused in turn: it says so, and gives back what it had. */
#include "unit/study/trying.h"

#define N_ROWS 48

/* What a trial can be asked: leaks, a hold-out, a value, blanks to be filled, a target. */
static const char baseline[] =
    "fields { id = \"key\", size = \"integer\", region = \"text\", won = \"flag\",\n"
    "  arr = { \"number\", cost = 4 }, day = { \"date\", optional = true },\n"
    "  later = { \"number\", known = \"after\" } }\n"
    "criterion \"Size\" { weight = 30, group = \"g\", why = \"-\",\n"
    "  fit = function(a) return ramp(a.size, 0, 50) end }\n"
    "criterion \"Region\" { weight = 10, unknown = \"skip\", why = \"-\",\n"
    "  fit = function(a) return a.region == \"N\" end }\n"
    "criterion \"Later\" { weight = 5, why = \"-\",\n"
    "  fit = function(a) return a.later > 50 end }\n"
    "group \"g\" { cap = 20 }\n"
    "disqualify \"South\" { why = \"-\", when = function(a) return a.region == \"S\" end }\n"
    "growth \"g1\" { unit = \"USD\", value = function(a) return a.arr * 2 end }\n"
    "tiers { A = 70, B = 40, C = 0 }\n"
    "target_share { 0.05, 0.3 }\n"
    "exception \"Friend\" { account = \"k7\", tier = \"B\",\n"
    "  by =\"x\", why = \"-\", expires = \"2090-01-01\" }\n"
    "cohort \"won\" { when = function(a) return a.won end }\n"
    "cohort \"lost\" { when = function(a) return not a.won end }\n";
static const char other[] =
    "fields { id = \"key\", size = \"integer\", arr = \"number\", won = \"flag\" }\n"
    "criterion \"Size\" { weight = 30, why = \"-\", fit = function(a) return a.size > 20 end }\n"
    "criterion \"Arr\" { weight = 3, why = \"-\", fit = function(a) return a.arr > 20 end }\n"
    "tiers { A = 50, B = 0 }\n"
    "cohort \"won\" { when = function(a) return a.won end }\n"
    "cohort \"lost\" { when = function(a) return not a.won end }\n";

static char data_path[] = "/tmp/test_memory.XXXXXX";

static void write_data(void)
{
	FILE *file = fdopen(mkstemp(data_path), "w");
	uint64_t seed = 3;

	fputs("id,size,region,arr,day,won,later\n", file);
	for (int i = 0; i < N_ROWS; i++) {
		int size = (int)(unit_random(&seed) % 60);
		bool won = size > (int)(unit_random(&seed) % 60);

		fprintf(file, "k%d,%d,%c,", i, size, "NSE "[unit_random(&seed) % 4]);
		if (unit_random(&seed) % 4 > 0)
			fprintf(file, "%d", (int)(unit_random(&seed) % 40));
		fprintf(file, ",2026-%02d-01,%d,%d\n", 1 + i * 12 / N_ROWS, won, won * 99);
	}
	assert_int_equal(fclose(file), 0);
}

static int run_once(void *ctx)
{
	struct spot_trial_disagreement *items;
	struct spot_error err = SPOT_ERROR_INIT;
	struct trying *t = ctx;
	size_t n = 0;
	int rc = trying_run(t, data_path, ',', &err);

	if (rc == 0)
		rc = spot_trial_disagreements(&t->trial, &items, &n, &err);
	spot_trial_reset(&t->trial);
	t->trial = (struct spot_trial) { 0 };
	assert_string_equal(err.what, rc == 0 ? "" : "out of memory");
	assert_int_equal(n > 0, rc == 0);
	return rc;
}

static void sweep(bool holds_out)
{
	long live = unit_heap_live;
	struct trying t;

	if (!UNIT_HEAP)
		skip();
	trying_begin(&t);
	trying_add(&t, "baseline", baseline);
	trying_add(&t, "other", other);
	t.n_threads = 1;
	t.options.against = 1;
	t.options.keeps_keys = true;
	t.options.n_replicates = 5;
	t.options.value_is_growth = !holds_out;
	if (holds_out) {
		t.options.value_field = spot_schema_find(&t.rules[0]->fields, "arr", 3);
		t.options.date_field = spot_schema_find(&t.rules[0]->fields, "day", 3);
		t.options.train_before = 20605; /* 2026-06-01 */
	}
	unit_heap_sweep(run_once, &t, SPOT_ENOMEM, 50);
	trying_end(&t);
	assert_int_equal(unit_heap_live, live);
}

static void test_trial(void **state)
{
	(void)state;
	sweep(false);
}

static void test_trial_held_out(void **state)
{
	(void)state;
	sweep(true);
}

static int setup(void **state)
{
	(void)state;
	write_data();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return unlink(data_path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trial),
		cmocka_unit_test(test_trial_held_out),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
