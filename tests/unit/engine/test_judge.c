/* SPDX-License-Identifier: MIT */
/* Rules that fail on an account, and how the account is named then. */
#include "support/unit.h"

#include "engine/judge.h"
#include "rules/load.h"

static const char rules_text[] =
    "fields { id = 'key', size = 'integer' } tiers { A = 50, B = 0 }\n"
    "criterion 'Late' { weight = 1, why = 'w',\n"
    "  fit = function(a) if a.size > 2 then error('too large') end return true end }\n"
    "criterion 'Early' { weight = 1, why = 'w',\n"
    "  fit = function(a) if a.size > 1 then error('large') end return true end }\n";

struct fixture {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_judge judge;
};

static void fixture_open(struct fixture *f)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };

	assert_int_equal(spot_rules_load_text(&f->rules, "r.lua", rules_text, strlen(rules_text),
	                     &options, NULL, NULL), 0);
	assert_int_equal(spot_panel_init_bare(&f->panel, f->rules, NULL), 0);
	assert_int_equal(spot_judge_init(&f->judge, &f->panel, NULL), 0);
	for (size_t row = 0; row < 4; row++) {
		struct spot_value size = { SPOT_KIND_INT, .as.integer = (int64_t)row };
		struct spot_value key = { SPOT_KIND_TEXT, .as.text = SPOT_VIEW("K") };

		spot_batch_set(&f->judge.batch, 0, row, key);
		spot_batch_set(&f->judge.batch, 1, row, size);
	}
	f->judge.batch.n_rows = 4;
}

static void fixture_close(struct fixture *f)
{
	spot_judge_reset(&f->judge);
	spot_panel_reset(&f->panel);
	spot_rules_free(f->rules);
}

/* The first row that fails is told, by whichever rule, or none. */
static void test_the_first_row_is_told(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct fixture f;

	(void)state;
	fixture_open(&f);
	assert_int_equal(spot_judge_batch(&f.judge, false, &err), SPOT_ERULES);
	assert_non_null(strstr(err.what, "\"Early\""));
	assert_int_equal(err.line, 5);
	assert_int_equal(spot_judge_batch(&f.judge, true, &err), 0);
	assert_int_equal(f.judge.answers[0].n_failed, 1);
	assert_int_equal(f.judge.answers[1].n_failed, 2);
	f.judge.batch.n_rows = 2;
	assert_int_equal(spot_judge_batch(&f.judge, false, &err), 0);
	fixture_close(&f);
}

static void test_names(void **state)
{
	static const char longest[] = "123456789 123456789 123456789 123456789 123456789 "
	                              "123456789\xC3\xA4 and more";
	char name[200];
	struct fixture f;

	(void)state;
	fixture_open(&f);
	spot_judge_name(&f.judge, 1, "in.csv", 3, name, sizeof(name));
	assert_string_equal(name, "K (in.csv:3)");
	spot_judge_name(&f.judge, 1, NULL, 0, name, sizeof(name));
	assert_string_equal(name, "K");
	spot_batch_set(&f.judge.batch, 0, 1, (struct spot_value) { SPOT_KIND_BLANK });
	spot_judge_name(&f.judge, 1, "in.csv", 3, name, sizeof(name));
	assert_string_equal(name, "in.csv:3");
	spot_judge_name(&f.judge, 1, NULL, 0, name, sizeof(name));
	assert_string_equal(name, "");
	spot_batch_set(&f.judge.batch, 0, 1,
	    (struct spot_value) { SPOT_KIND_TEXT, .as.text = SPOT_VIEW(longest) });
	spot_judge_name(&f.judge, 1, "in.csv", 3, name, sizeof(name));
	assert_string_equal(
	    name, "123456789 123456789 123456789 123456789 123456789 123456789 (in.csv:3)");
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_first_row_is_told),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
