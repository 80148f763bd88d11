/* SPDX-License-Identifier: MIT */
/* A program that answers otherwise than the VM does is found out, and told with both answers. */
#include "support/unit.h"

#include "engine/judge.h"
#include "rules/load.h"

static const char rules_text[] =
    "fields { id = 'key', size = 'integer' } tiers { A = 50, B = 0 }\n"
    "criterion 'Large' { weight = 1, why = 'w', fit = function(a) return a.size > 10 end }\n"
    "criterion 'Ramp' { weight = 1, why = 'w',\n"
    "  fit = function(a) return ramp(a.size, 0, 80) end }\n";

struct fixture {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_judge judge;
	struct spot_record records[2];
	bool is_answered[2];
};

static void fixture_open(struct fixture *f)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };

	memset(f, 0, sizeof(*f));
	assert_int_equal(spot_rules_load_text(&f->rules, "r.lua", rules_text, strlen(rules_text),
	                     &options, NULL, NULL), 0);
	assert_int_equal(spot_panel_init_bare(&f->panel, f->rules, NULL), 0);
	assert_int_equal(spot_judge_init(&f->judge, &f->panel, NULL), 0);
	for (size_t row = 0; row < 2; row++) {
		struct spot_value size = { SPOT_KIND_INT, .as.integer = 10 + (int64_t)row };

		spot_batch_set(&f->judge.batch, 0, row, (struct spot_value) { SPOT_KIND_BLANK });
		spot_batch_set(&f->judge.batch, 1, row, size);
		f->records[row].line = row + 2;
	}
	f->judge.batch.n_rows = 2;
	assert_int_equal(spot_judge_batch(&f->judge, false, NULL), 0);
	f->is_answered[0] = f->is_answered[1] = true;
}

static void fixture_close(struct fixture *f)
{
	spot_judge_reset(&f->judge);
	spot_panel_reset(&f->panel);
	spot_rules_free(f->rules);
}

static int verify(struct fixture *f, double share, struct spot_error *err)
{
	struct spot_asking asking = { .is_answered = f->is_answered, .file_name = "in.csv",
		.records = f->records };

	return spot_judge_verify(&f->judge, &asking, 0, share, err);
}

static void assert_differs(struct fixture *f, const char *what)
{
	struct spot_error err = SPOT_ERROR_INIT;

	assert_int_equal(verify(f, 1, &err), SPOT_ERULES);
	assert_string_equal(err.what, what);
	assert_string_equal(err.file, "r.lua");
	assert_string_equal(err.hint, "a fault of this program: please report it; "
	                              "--no-translate leaves all rules to the VM");
}

static void test_differences(void **state)
{
	struct fixture f;
	struct spot_answers *large, *ramp;

	(void)state;
	fixture_open(&f);
	large = &f.judge.answers[0];
	ramp = &f.judge.answers[1];
	assert_int_equal(verify(&f, 1, NULL), 0);
	large->value[1] = 0;
	assert_differs(&f, "\"Large\" is 0 by its program, but 1 by the Lua VM, for in.csv:3");
	assert_int_equal(verify(&f, 0, NULL), 0); /* no row is looked at */
	f.is_answered[0] = false; /* nor is a rule that only the VM has answered */
	assert_int_equal(verify(&f, 1, NULL), 0);
	ramp->state[0] = SPOT_ANSWER_UNKNOWN;
	assert_differs(
	    &f, "\"Ramp\" is unknown by its program, but 0.125 by the Lua VM, for in.csv:2");
	ramp->state[0] = SPOT_ANSWER_FAILED;
	assert_differs(
	    &f, "\"Ramp\" is a failure by its program, but 0.125 by the Lua VM, for in.csv:2");
	fixture_close(&f);
}

/* What is not known has no value to differ in. */
static void test_unknown_is_unknown(void **state)
{
	struct fixture f;
	struct spot_answers *ramp;

	(void)state;
	fixture_open(&f);
	ramp = &f.judge.answers[1];
	spot_batch_set(&f.judge.batch, 1, 0, (struct spot_value) { SPOT_KIND_BLANK });
	assert_int_equal(spot_judge_batch(&f.judge, false, NULL), 0);
	assert_int_equal(ramp->state[0], SPOT_ANSWER_UNKNOWN);
	ramp->value[0] = 7;
	assert_int_equal(verify(&f, 1, NULL), 0);
	fixture_close(&f);
}

static void test_no_memory(void **state)
{
	struct fixture f;
	int rc = -1;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	fixture_open(&f);
	spot_vm_free(f.judge.vm);
	f.judge.vm = NULL;
	for (size_t n = 1; rc != 0; n++) {
		struct spot_error err = SPOT_ERROR_INIT;

		assert_true(n < 5000);
		unit_heap_fail(n);
		rc = verify(&f, 1, &err);
		unit_heap_fail(0);
		assert_int_equal(rc, err.code);
		if (rc != 0)
			assert_string_equal(err.what, "out of memory");
	}
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_differences),
		cmocka_unit_test(test_unknown_is_unknown),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
