/* SPDX-License-Identifier: MIT */
#include "support/temp.h"

#include <stdio.h>
#include <unistd.h>

#include "engine/survey.h"
#include "rules/load.h"

#define DAY 20000

struct fixture {
	struct spot_rules *rules;
	struct spot_panel panel;
	char path[TEMP_PATH_BYTES];
};

static void fixture_open(struct fixture *f, const char *text, const char *data)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_panel_options panel_options = { .n_threads = 2, .keep_going = true };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_diags diags;
	char line[1500];
	spot_diags_init(&diags);
	if (spot_rules_load_text(&f->rules, "t.lua", text, strlen(text), &options, &diags,
	    &err) != 0) {
		spot_error_format(&err, line, sizeof(line));
		fail_msg("%s", line);
	}
	spot_diags_reset(&diags);
	assert_int_equal(spot_panel_init(&f->panel, f->rules, NULL, 0, &panel_options, &err), 0);
	temp_file(f->path, data);
}

static void fixture_close(struct fixture *f)
{
	unlink(f->path);
	spot_panel_reset(&f->panel);
	spot_rules_free(f->rules);
}

static int run_survey(struct spot_survey *survey, const struct fixture *f, const char *const *paths,
    size_t n_paths, unsigned n_threads, struct spot_error *err)
{
	static const struct spot_run_calls calls;
	struct spot_run_options options = { .paths = paths, .n_paths = n_paths,
	    .n_threads = n_threads };
	return spot_survey_run(survey, &f->panel, 1, &options, &calls, err);
}

static int pass_over(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	(void)ctx, (void)reject, (void)err;
	return 0;
}

/* Runs and prints the findings as "W101:3: text", errors ("error:3: text") up to the
 * file's name. */
static void findings(char *out, size_t size, const struct fixture *f, unsigned n_threads)
{
	static const struct spot_run_calls calls = { .reject = pass_over };
	const char *paths[] = { f->path };
	struct spot_run_options options = { .paths = paths, .n_paths = 1, .n_threads = n_threads };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_warning_list list;
	struct spot_survey survey;
	size_t n = 0;
	assert_int_equal(spot_survey_run(&survey, &f->panel, 1, &options, &calls, &err), 0);
	spot_warning_list_init(&list);
	spot_survey_warn(&list, &survey, 0);
	spot_survey_warn_data(&list, &survey);
	out[0] = '\0';
	for (size_t i = 0; i < list.diags.n_items; i++) {
		const struct spot_diag *diag = &list.diags.items[i];
		if (diag->severity == SPOT_SEVERITY_ERROR)
			n += (size_t)snprintf(out + n, size - n, "error:%lu: %.*s\n", diag->line,
			    (int)strcspn(diag->what, "("), diag->what);
		else
			n += (size_t)snprintf(out + n, size - n, "W%03d:%lu: %s\n", diag->number,
			    diag->line, diag->what);
	}
	spot_warning_list_reset(&list);
	spot_survey_reset(&survey);
}

static void expect(const char *rules, const char *data, const char *wanted)
{
	struct fixture f;
	char got[8000];
	fixture_open(&f, rules, data);
	for (unsigned n_threads = 1; n_threads <= 3; n_threads++) {
		findings(got, sizeof(got), &f, n_threads);
		assert_string_equal(got, wanted);
	}
	fixture_close(&f);
}

#define HEAD "tiers { A = 50, B = 0 }\n"

/* id,size,kind with 30 rows: sizes 1 to 30, kinds x and y in turn. */
static char *thirty(void)
{
	static char data[2000];
	size_t n = (size_t)snprintf(data, sizeof(data), "id,size,kind\n");
	for (int i = 1; i <= 30; i++)
		n += (size_t)snprintf(data + n, sizeof(data) - n, "A%d,%d,%s\n", i, i,
		    i % 2 ? "x" : "y");
	return data;
}

#define FIELDS "fields { id = 'key', size = 'integer', kind = 'text' }\n"
#define CRITERION(name, body) \
	"criterion '" name "' { weight = 10, why = 'w', fit = function(a) return " body " end }\n"

static void test_quiet(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("C", "a.size > 15") "target_share { 0.1, 1 }\n", thirty(), "");
}

static void test_never_and_always(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("C", "a.size > 15") CRITERION("Never", "a.kind == 'z'")
		CRITERION("Always", "a.size > 0") CRITERION("Ramp", "ramp(a.size, 0, 60)")
		"disqualify 'D' { why = 'w', when = function(a) return a.kind == 'Q' end }\n"
		"growth 'G' { value = function(a) return 0 end }\n"
		"cohort 'H' { when = function(a) return a.size < 0 end }\n"
		"cohort 'I' { when = function(a) return a.size > 0 end }\n",
	    thirty(),
	    "W101:4: criterion \"Never\" holds for none of 30 accounts\n"
	    "W102:5: criterion \"Always\" holds for all 30 accounts\n"
	    "W101:7: disqualify \"D\" holds for none of 30 accounts\n"
	    "W101:8: growth \"G\" is 0 for all 30 accounts\n"
	    "W101:9: cohort \"H\" holds for none of 30 accounts\n"
	    "W102:10: cohort \"I\" holds for all 30 accounts\n");
}

static void test_few_rows_prove_nothing(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("C", "a.size > 99") "target_share { 0.1, 0.2 }\n",
	    "id,size,kind\nA,1,x\nB,2,\n", "");
}

static void test_tiers(void **state)
{
	(void)state;
	expect("tiers { A = 90, B = 80, C = 70, D = 0 }\ntarget_share { 0.6, 0.9 }\n" FIELDS
		CRITERION("C",
		"a.size > 15") "exception 'E' { account = 'A99', tier = 'A', by = 'x', "
		"why = 'w', expires = '2030-01-01' }\n",
	    thirty(),
	    "W109:1: tier \"B\" has none of 30 accounts\n"
	    "W109:1: tier \"C\" has none of 30 accounts\n"
	    "W110:1: the top two tiers hold 50.0 % of the accounts; the target is 60.0 to 90.0 %\n"
	    "W112:5: exception \"E\" is for account \"A99\", which is not in the data\n");
}

static void test_blank_and_unreadable(void **state)
{
	(void)state;
	char data[2000];
	size_t n = (size_t)snprintf(data, sizeof(data), "id,size,kind\n");
	for (int i = 1; i <= 30; i++)
		n += (size_t)snprintf(data + n, sizeof(data) - n, "A%d,%s,%s\n", i,
		    i <= 20 ? "" : i <= 22 ? "many" : "7", i % 2 ? "x" : "y");
	/* The rule that waits for a blank field is not told too. */
	expect(HEAD FIELDS CRITERION("S", "a.size > 5") CRITERION("K", "a.kind == 'x'"), data,
	    "W104:2: field \"size\" is blank in 67 % of the rows, and rules read it\n"
	    "W105:22: column \"size\": 2 cells cannot be read and count as blank, the first "
	    "is \"many\": "
	    "not a whole number\n");
	expect(HEAD "fields { id = 'key', size = { 'integer', optional = true }, kind = 'text' }\n"
		CRITERION("S", "(a.size or 0) > 5") CRITERION("K", "a.kind == 'x'"), data,
	    "W105:22: column \"size\": 2 cells cannot be read and count as blank, the first "
	    "is \"many\": "
	    "not a whole number\n");
}

/* 30 rows of which each lacks a size or a kind, neither in most. */
static char *half_known(void)
{
	static char data[3000];
	size_t n = (size_t)snprintf(data, sizeof(data), "id,size,kind\n");
	for (int i = 1; i <= 30; i++)
		n += (size_t)snprintf(data + n, sizeof(data) - n, "A%d,%s,%s\n", i,
		    i <= 12 ? "" : i <= 24 ? "2" : "9", i <= 12 || i > 24 ? "x" : "");
	return data;
}

static void test_unknown_rules(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("Both", "a.size > 5 or a.kind == 'y'") CRITERION("K",
	    "a.size > 5"),
	    half_known(), "W103:3: criterion \"Both\" is unknown for 80 % of the accounts\n");
}

/* What to do about it. */
static void test_hints(void **state)
{
	static const struct spot_run_calls calls;
	static const struct {
		int number;
		const char *hint;
	} wanted[] = {
		{ 103, "fill the fields that it reads, or say what blank means in fields" },
		{ 101, "look at how its words are spelt in the data, or silence this if that is as "
		       "it should be" },
	};
	struct spot_warning_list list;
	struct spot_survey survey;
	struct fixture f;

	(void)state;
	fixture_open(&f, HEAD FIELDS CRITERION("Both", "a.size > 5 or a.kind == 'y'")
	        "disqualify 'D' { why = 'w', when = function(a) return a.id == 'Q' end }\n",
	    half_known());
	assert_int_equal(spot_survey_run(&survey, &f.panel, 1,
	    &(struct spot_run_options) { .paths = (const char *[]) { f.path }, .n_paths = 1,
	        .n_threads = 1 }, &calls, NULL), 0);
	spot_warning_list_init(&list);
	spot_survey_warn(&list, &survey, 0);
	assert_int_equal(list.diags.n_items, N_OF(wanted));
	for (size_t i = 0; i < N_OF(wanted); i++) {
		assert_int_equal(list.diags.items[i].number, wanted[i].number);
		assert_string_equal(list.diags.items[i].hint, wanted[i].hint);
	}
	spot_warning_list_reset(&list);
	spot_survey_reset(&survey);
	fixture_close(&f);
}

static void test_repeated_and_blank_keys(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("C", "a.size > 1"),
	    "id,size,kind\nA,1,x\nB,1,x\nA,1,x\n,1,x\nA,2,y\n  B ,1,x\n-,1,x\nB,1,x\n",
	    "W107:4: 4 rows have the key of an earlier one: A (lines 2 and 4), A (lines 2 and "
	    "6), B (lines 3 "
	    "and 7), \u2026\n"
	    "W108:5: 2 rows have no key, the first in line 5\n");
	/* Ids of 15 and 18 characters are one. */
	expect(HEAD FIELDS CRITERION("C", "a.size > 1"),
	    "id,size,kind\n0015000000Gv7qJ,1,x\n0015000000Gv7qJAAR,1,x\n",
	    "W107:3: 1 row has the key of an earlier one: 0015000000Gv7qJAAR (lines 2 and 3)\n");
}

static void test_failed_rules_are_errors(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("Bad", "a.size + a.kind > 1") CRITERION("Good", "a.size > 1"),
	    "id,size,kind\nA,1,x\nB,2,y\nC,,z\n",
	    "error:3: criterion \"Bad\" failed for account A \n");
}

static void test_unusable_rows(void **state)
{
	(void)state;
	expect(HEAD FIELDS CRITERION("C", "a.size > 1"), "id,size,kind\nA,1,x\nB,1,x,9\nC,2,y\n",
	    "W106:3: 1 row cannot be used and is left out, the first: the row has 4 cells, "
	    "the header has 3\n");
}

static void test_two_files(void **state)
{
	(void)state;
	struct fixture f, g;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_survey survey;
	fixture_open(&f, HEAD FIELDS CRITERION("C", "a.size > 1"), "id,size,kind\nA,1,x\n");
	fixture_open(&g, HEAD FIELDS CRITERION("C", "a.size > 1"), "id,size,kind\nB,1,x\nA,1,y\n");
	const char *paths[] = { f.path, g.path };
	assert_int_equal(run_survey(&survey, &f, paths, 2, 2, &err), 0);
	assert_int_equal(survey.parts[0].n_repeats, 1);
	assert_string_equal(survey.parts[0].repeats[0].key, "A");
	assert_string_equal(survey.parts[0].repeats[0].first_file, f.path);
	assert_string_equal(survey.parts[0].repeats[0].file, g.path);
	assert_int_equal(survey.parts[0].repeats[0].line, 3);
	spot_survey_reset(&survey);
	paths[1] = "no/such/file";
	assert_int_equal(run_survey(&survey, &f, paths, 2, 2, &err), SPOT_EDATA);
	spot_survey_reset(&survey);
	fixture_close(&f);
	fixture_close(&g);
}

static void test_allocations_refused(void **state)
{
	(void)state;
	struct fixture f;
	if (!UNIT_HEAP)
		skip();
	fixture_open(&f, HEAD FIELDS CRITERION("C", "a.size > 15") CRITERION("D", "a.kind > 3")
		"cohort 'H' { when = function(a) return a.size < 0 end }\n", thirty());
	const char *paths[] = { f.path };
	size_t n_runs = 0, n_failed = 0;
	bool failed = true;
	/* Not each one: a run makes a Lua state with thousands of them. */
	for (size_t n = 1; failed; n += 1 + n / 12, n_runs++) {
		struct spot_error err = SPOT_ERROR_INIT;
		struct spot_survey survey;
		struct spot_warning_list list;
		unit_heap_fail(n);
		int rc = run_survey(&survey, &f, paths, 1, 1, &err);
		if (rc == 0) {
			spot_warning_list_init(&list);
			spot_survey_warn(&list, &survey, 0);
			spot_warning_list_reset(&list);
		}
		failed = unit_heap_failed;
		unit_heap_fail(0);
		n_failed += rc != 0;
		assert_true(rc == 0 || err.what[0] != '\0');
		spot_survey_reset(&survey);
	}
	assert_true(n_failed > 10 && n_failed < n_runs);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quiet),
		cmocka_unit_test(test_never_and_always),
		cmocka_unit_test(test_few_rows_prove_nothing),
		cmocka_unit_test(test_tiers),
		cmocka_unit_test(test_blank_and_unreadable),
		cmocka_unit_test(test_unknown_rules),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_repeated_and_blank_keys),
		cmocka_unit_test(test_failed_rules_are_errors),
		cmocka_unit_test(test_unusable_rows),
		cmocka_unit_test(test_two_files),
		cmocka_unit_test(test_allocations_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
