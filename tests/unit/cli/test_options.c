/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/date.h"
#include "cli/values.h"
#include "cli/verbs.h"

struct opts {
	struct spot_cli_common common;
	int64_t top;
	double share;
	int columns;
	bool explain;
	struct spot_cli_list only;
};

static const char *const columns[] = { "all", "result", NULL };

static const struct spot_cli_option own[] = {
	{ "top", 0, SPOT_OPTION_INTEGER, offsetof(struct opts, top), "N", "the best", .min = 1 },
	{ "share", 0, SPOT_OPTION_NUMBER, offsetof(struct opts, share), "SHARE", "of all",
	    .max = 1 },
	{ "columns", 'c', SPOT_OPTION_CHOICE, offsetof(struct opts, columns), "WHICH", "which",
	    .choices = columns },
	{ "explain", 0, SPOT_OPTION_FLAG, offsetof(struct opts, explain), NULL, "why" },
	{ "only", 0, SPOT_OPTION_WORDS, offsetof(struct opts, only), "TIER,...", "these" },
	{ 0 },
};

static const struct spot_verb verb = {
	.name = "try",
	.arguments = "-r RULES.lua [options] [DATA.csv ...]",
	.summary = "try the options",
	.common = SPOT_COMMON_ALL,
	.formats = 1u << SPOT_FORMAT_CSV | 1u << SPOT_FORMAT_TABLE | 1u << SPOT_FORMAT_JSONL,
	.max_files = 2,
	.options = own,
};

/* Splits line at spaces, reads it with the verb; the caller resets opts. */
static int read_line(const struct spot_verb *with, const char *line, struct opts *opts,
    struct spot_error *err)
{
	static char text[512]; /* what opts keeps must not point here */
	const char *argv[32] = { with->name };
	int argc = 1;

	*opts = (struct opts) { .top = -1 };
	*err = (struct spot_error) SPOT_ERROR_INIT;
	assert_true(strlen(line) < sizeof(text));
	strcpy(text, line);
	for (char *word = strtok(text, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	int rc = spot_options_read(with, argc, argv, opts, err);
	memset(text, '#', sizeof(text));
	return rc;
}

static void expect_good(const char *line, struct opts *opts)
{
	struct spot_error err;
	int rc = read_line(&verb, line, opts, &err);

	if (rc != 0)
		fail_msg("%s: %s; %s", line, err.what, err.hint);
}

/* The line is refused, and what is said of it holds text. */
static void expect_bad(const char *line, const char *text)
{
	struct opts opts;
	struct spot_error err;
	char message[2048];

	assert_int_equal(read_line(&verb, line, &opts, &err), SPOT_EUSAGE);
	spot_error_format(&err, message, sizeof(message));
	if (!strstr(message, text))
		fail_msg("%s: \"%s\" does not hold \"%s\"", line, message, text);
	spot_options_reset(&opts.common);
}

static void test_defaults(void **state)
{
	struct opts opts;

	(void)state;
	expect_good("", &opts);
	assert_int_equal(opts.top, -1);
	assert_false(opts.explain);
	assert_int_equal(opts.common.as_of, spot_date_today());
	assert_true(opts.common.threads >= 1 && opts.common.threads <= 256);
	assert_int_equal(opts.common.max_cell_bytes, 16 << 20);
	assert_int_equal(opts.common.files.n, 0);
	assert_null(opts.common.output);
	assert_int_equal(opts.common.delimiter, 0);
	spot_options_reset(&opts.common);
}

static void test_all_kinds(void **state)
{
	struct opts opts;
	int64_t day;

	(void)state;
	expect_good(
	    "--top=3 -r a.lua --rules b.lua -cresult --share .25 x.csv --explain --only A,B "
	    "--only C --with deals=d=1.csv --set a=1 --set b= --as-of 2024-02-29 "
	    "--max-cell 3M --threads 7 -q - --skip-rows 2",
	    &opts);
	assert_int_equal(opts.top, 3);
	assert_true(opts.share == 0.25);
	assert_int_equal(opts.columns, 1);
	assert_true(opts.explain && opts.common.quiet && !opts.common.strict);
	assert_int_equal(opts.only.n, 3);
	assert_string_equal(opts.only.items[2], "C");
	assert_int_equal(opts.common.rules.n, 2);
	assert_string_equal(opts.common.rules.items[0], "a.lua");
	assert_string_equal(opts.common.rules.items[1], "b.lua");
	assert_int_equal(opts.common.files.n, 2);
	assert_string_equal(opts.common.files.items[0], "x.csv");
	assert_string_equal(opts.common.files.items[1], "-");
	assert_string_equal(opts.common.with.items[0].name, "deals");
	assert_string_equal(opts.common.with.items[0].value, "d=1.csv");
	assert_int_equal(opts.common.set.n, 2);
	assert_string_equal(opts.common.set.items[1].value, "");
	assert_true(spot_date_iso(SPOT_VIEW("2024-02-29"), &day));
	assert_int_equal(opts.common.as_of, day);
	assert_int_equal(opts.common.max_cell_bytes, 3 << 20);
	assert_int_equal(opts.common.threads, 7);
	assert_int_equal(opts.common.skip_rows, 2);
	spot_options_reset(&opts.common);
}

static void test_many_of_a_list(void **state)
{
	struct opts opts;

	(void)state;
	expect_good("--only a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z", &opts);
	assert_int_equal(opts.only.n, 26);
	for (size_t i = 0; i < 26; i++)
		assert_int_equal(opts.only.items[i][0], 'a' + i);
	spot_options_reset(&opts.common);
}

static void test_delimiters(void **state)
{
	static const struct {
		const char *text;
		char c;
	} good[] = {
		{ ";", ';' }, { "tab", '\t' }, { "\\t", '\t' }, { "TAB", '\t' }, { "\t", '\t' },
		{ "pipe", '|' }, { "comma", ',' }, { "semicolon", ';' }, { "\x1f", '\x1f' },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(good); i++) {
		const char *argv[] = { "try", "--delimiter", good[i].text };
		struct opts opts = { .top = 0 };
		struct spot_error err;

		assert_int_equal(spot_options_read(&verb, 3, argv, &opts, &err), 0);
		assert_int_equal(opts.common.delimiter, good[i].c);
		spot_options_reset(&opts.common);
	}
	expect_bad("--delimiter ,,", "cannot part");
	expect_bad("--delimiter \"", "cannot part");
	expect_bad("--delimiter \n", "cannot part");
	expect_bad("--delimiter é", "cannot part");
}

static void test_refused(void **state)
{
	static const struct {
		const char *line, *text;
	} bad[] = {
		{ "--as-of 2026-02-29", "--as-of: there is no day \"2026-02-29\"" },
		{ "--as-of today", "YYYY-MM-DD" },
		{ "--threads 0", "from 1 to 256" },
		{ "--threads 257", "from 1 to 256" },
		{ "--threads 2.5", "from 1 to 256" },
		{ "--threads 99999999999999999999", "from 1 to 256" },
		{ "--max-cell 0", "from 1 to" },
		{ "--max-cell k", "500k" },
		{ "--max-cell 2G", "500k" },
		{ "--max-cell 9223372036854775807k", "500k" },
		{ "--top 0", "at least 1" },
		{ "--share 1.01", "from 0 to 1" },
		{ "--share nan", "from 0 to 1" },
		{ "--with deals", "NAME=FILE" },
		{ "--with =x", "NAME=FILE" },
		{ "--with x=", "NAME=FILE" },
		{ "--with x=a --with x=b", "twice" },
		{ "--set x", "NAME=VALUE" },
		{ "--columns al", "did you mean all?" },
		{ "--format html", "csv, jsonl, table" },
		{ "--format json", "did you mean jsonl?" },
		{ "--output=", "empty" },
		{ "--only a,,b", "empty" },
		{ "--top 1 --top 2", "twice" },
		{ "--explain=1", "--explain takes no value" },
		{ "--top", "needs a value" },
		{ "--tpo 1", "did you mean --top?" },
		{ "--exlpain=1", "did you mean --explain?" },
		{ "--zzzzzzzz", "--help" },
		{ "-z", "try has no option -z" },
		{ "a b c", "\"c\"" },
		{ "- -", "2 times" },
		{ "- --with x=-", "2 times" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(bad); i++)
		expect_bad(bad[i].line, bad[i].text);
}

static void test_rules_wanted(void **state)
{
	struct spot_verb one = verb;
	struct opts opts;
	struct spot_error err;

	(void)state;
	one.min_rules = one.max_rules = 1;
	assert_int_equal(read_line(&one, "icp.lua data.csv", &opts, &err), SPOT_EUSAGE);
	assert_non_null(strstr(err.hint, "-r icp.lua"));
	spot_options_reset(&opts.common);
	assert_int_equal(read_line(&one, "-r a -r b", &opts, &err), SPOT_EUSAGE);
	spot_options_reset(&opts.common);
	assert_int_equal(read_line(&one, "-r a", &opts, &err), 0);
	spot_options_reset(&opts.common);
}

static void test_only_what_the_verb_takes(void **state)
{
	struct spot_verb few = verb;
	struct opts opts;
	struct spot_error err;

	(void)state;
	few.common = SPOT_COMMON_QUIET;
	few.options = NULL;
	assert_int_equal(read_line(&few, "--threads 2", &opts, &err), SPOT_EUSAGE);
	spot_options_reset(&opts.common);
	assert_int_equal(read_line(&few, "-q", &opts, &err), 0);
	assert_true(opts.common.quiet);
	spot_options_reset(&opts.common);
	assert_string_equal(spot_options_at(&few, 0)->name, "quiet");
	assert_string_equal(spot_options_at(&few, 1)->name, "help");
	assert_null(spot_options_at(&few, 2));
	assert_null(spot_options_at(&few, 3));
}

static void test_help(void **state)
{
	struct opts opts;
	struct spot_error err;

	(void)state;
	assert_int_equal(read_line(&verb, "--top 3 --help", &opts, &err), 1);
	spot_options_reset(&opts.common);
	assert_int_equal(read_line(&verb, "-h --zzz", &opts, &err), 1);
	spot_options_reset(&opts.common);
	/* the value of an option is not an option */
	assert_int_equal(read_line(&verb, "-r --help", &opts, &err), 0);
	spot_options_reset(&opts.common);
	/* nor is what stands after -- */
	assert_int_equal(read_line(&verb, "-- --help", &opts, &err), 0);
	assert_string_equal(opts.common.files.items[0], "--help");
	spot_options_reset(&opts.common);
}

static void test_format(void **state)
{
	static const struct {
		const char *line;
		enum spot_cli_format want;
	} cases[] = {
		{ "", SPOT_FORMAT_TABLE }, /* the fallback asked for below */
		{ "--format csv", SPOT_FORMAT_CSV },
		{ "-o x.jsonl", SPOT_FORMAT_JSONL },
		{ "-o x.csv.gz", SPOT_FORMAT_CSV },
		{ "-o x.jsonl.zst", SPOT_FORMAT_JSONL },
		{ "-o x.out", SPOT_FORMAT_TABLE },
		{ "-o csv", SPOT_FORMAT_TABLE },
		{ "-o .csv", SPOT_FORMAT_TABLE },
		{ "-o x.gz", SPOT_FORMAT_TABLE },
		{ "-o -", SPOT_FORMAT_TABLE },
		{ "-o x.csv --format jsonl", SPOT_FORMAT_JSONL },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct opts opts;

		expect_good(cases[i].line, &opts);
		assert_int_equal(spot_options_format(&verb, &opts.common, SPOT_FORMAT_TABLE),
		    cases[i].want);
		spot_options_reset(&opts.common);
	}
	expect_bad("-o x.html", "try does not write html; it writes csv, jsonl, table");
}

/* No option of any verb may hide another. */
static void test_verbs_are_sound(void **state)
{
	(void)state;
	for (size_t v = 0; spot_verbs[v]; v++) {
		const struct spot_cli_option *a, *b;

		assert_ptr_equal(spot_verbs_find(spot_verbs[v]->name), spot_verbs[v]);
		assert_non_null(spot_verbs[v]->arguments);
		assert_non_null(spot_verbs[v]->summary);
		for (size_t i = 0; (a = spot_options_at(spot_verbs[v], i)); i++) {
			assert_non_null(a->help);
			assert_true((a->arg == NULL) == (a->kind == SPOT_OPTION_FLAG));
			assert_true((a->choices != NULL) == (a->kind == SPOT_OPTION_CHOICE));
			for (size_t k = 0; k < i; k++) {
				b = spot_options_at(spot_verbs[v], k);
				assert_string_not_equal(a->name, b->name);
				assert_true(a->letter == 0 || a->letter != b->letter);
			}
		}
		assert_true(!(spot_verbs[v]->common & SPOT_COMMON_FORMAT) ==
		    !spot_verbs[v]->formats);
	}
	assert_string_equal(spot_verbs_nearest("scoer"), "score");
	assert_null(spot_verbs_nearest("xylophone"));
	assert_null(spot_verbs_find("scor"));
}

/* popt ends the process when memory runs out, so only what is ours is swept. */
static void test_no_memory(void **state)
{
	static const struct {
		enum spot_cli_kind kind;
		const char *text;
	} cases[] = {
		{ SPOT_OPTION_TEXT, "text" },
		{ SPOT_OPTION_LIST, "item" },
		{ SPOT_OPTION_WORDS, "a,b,c,d,e,f,g,h,i,j" },
		{ SPOT_OPTION_PAIRS, "name=value" },
	};

	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_cli_option option = { "x", 0, cases[i].kind, 0, "X", "x" };
		int rc = SPOT_ENOMEM;

		for (size_t n = 1; rc != SPOT_OK; n++) {
			union {
				const char *text;
				struct spot_cli_list list;
				struct spot_cli_pairs pairs;
			} member = { .pairs = { 0 } };
			struct spot_arena arena;
			struct spot_error err = SPOT_ERROR_INIT;

			assert_true(n < 100);
			spot_arena_init(&arena);
			unit_heap_fail(n);
			rc = spot_values_store(
			    &verb, &option, cases[i].text, &member, &arena, &err);
			assert_int_equal(rc, unit_heap_failed ? SPOT_ENOMEM : SPOT_OK);
			unit_heap_fail(0);
			spot_arena_free(&arena);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_all_kinds),
		cmocka_unit_test(test_many_of_a_list),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_rules_wanted),
		cmocka_unit_test(test_only_what_the_verb_takes),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_verbs_are_sound),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
