/* SPDX-License-Identifier: MIT */
/*
 * Random rule files: each loads or is refused with errors that have a place and are fit to be
 * printed, the same the second time, within its limits; what loads is run both ways, by the VM and
 * as programs, which must agree. LOAD_FILES says how many files, LOAD_SEED which is the first;
 * LOAD_TELL=1 names each before it is tried, for the one that crashes.
 */
#include "support/unit.h"

#include <time.h>

#include "base/text.h"
#include "rules/lint.h"
#include "support/scribe.h"
#include "support/twins.h"
#include "unit/rules/loading.h"

/* Where included files are looked for. */
#define PATH "tests/rules/load/random.lua"

enum { N_ROWS = 40 };

static struct twins twins; /* too large for the stack */

struct totals {
	size_t n_files, n_loaded, n_functions, n_pairs, n_handed_over;
	double most_seconds;
};

static double now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static struct spot_rules_options options_of(const struct spot_limits *limits)
{
	struct spot_rules_options options = { .as_of = TWINS_AS_OF, .limits = *limits };

	options.limits.call_milliseconds *= slowness();
	return options;
}

/* One line, as a terminal may show it. */
static bool is_printable(const char *text)
{
	for (const char *c = text; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
	return text[0] != '\0' && spot_text_is_utf8(spot_view_of(text));
}

static const char *diags_fault(const struct spot_diags *diags, int rc)
{
	if (rc != 0 && rc != SPOT_ERULES)
		return "neither loaded nor refused";
	if ((rc == 0) != (diags->n_errors == 0))
		return "errors told and the result do not fit";
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];

		if (!is_printable(diag->what) || (diag->hint && !is_printable(diag->hint)))
			return "a message that cannot be printed";
		if (!diag->file || !diag->file[0])
			return "an error without a file";
	}
	return NULL;
}

/* NULL, or what is wrong with how the text loads. */
static const char *load_fault(const char *text, size_t len, const struct spot_limits *limits,
    struct totals *totals)
{
	struct loading ld[2] = { { .rc = 0 }, { .rc = 0 } };
	struct spot_rules_options options = options_of(limits);
	const char *fault = NULL;

	for (int i = 0; i < 2; i++) {
		struct spot_diags diags;

		spot_diags_init(&diags);
		double start = now();
		ld[i].rc = spot_rules_load_text(&ld[i].rules, PATH, text, len, &options, &diags,
		    &ld[i].err);
		double seconds = (now() - start) / slowness();
		if (seconds > totals->most_seconds)
			totals->most_seconds = seconds;
		if (!fault)
			fault = diags_fault(&diags, ld[i].rc);
		loading_done(&ld[i], &diags);
	}
	if (!fault && (ld[0].rc != ld[1].rc ||
	    strcmp(spot_buf_str(&ld[0].told), spot_buf_str(&ld[1].told)) != 0))
		fault = "other messages the second time";
	loading_reset(&ld[0]);
	loading_reset(&ld[1]);
	return fault;
}

static const char *lint_fault(const struct spot_rules *rules)
{
	struct spot_warning_list list;
	const char *fault = NULL;

	spot_warning_list_init(&list);
	if (spot_lint(&list, rules, NULL) != 0)
		fault = "cannot be looked through";
	for (size_t i = 0; !fault && i < list.diags.n_items; i++)
		if (!is_printable(list.diags.items[i].what))
			fault = "a warning that cannot be printed";
	spot_warning_list_reset(&list);
	return fault;
}

/* The functions of one subject, both ways. */
static const char *run_fault(enum spot_subject subject, size_t subject_idx, struct rng *rng,
    struct totals *totals)
{
	static char what[600];
	static const unsigned blanks[] = { 0, 10, 60 };
	struct twins_difference difference = { .what = "" };
	bool same = twins_start(&twins, subject, subject_idx);

	if (!same)
		return twins.told;
	for (size_t i = 0; same && twins.program && i < N_OF(blanks); i++) {
		rows_fill(&twins.batch, N_ROWS, rng, blanks[i]);
		same = twins_compare(&twins, &difference);
	}
	totals->n_pairs += twins.n_pairs;
	totals->n_handed_over += twins.n_handed_over;
	snprintf(what, sizeof(what), "function %d, row %zu: %s", difference.fn, difference.row,
	    difference.what);
	return same ? NULL : what;
}

/* NULL, or what is wrong with how the rules run. */
static const char *rules_fault(const char *text, size_t len, const struct spot_limits *limits,
    struct rng *rng, struct totals *totals)
{
	static const enum spot_subject subjects[] = { SPOT_SUBJECT_ACCOUNT, SPOT_SUBJECT_CONTACT,
		SPOT_SUBJECT_EVENT };
	struct spot_rules_options options = options_of(limits);
	const char *fault = NULL;

	for (size_t i = 0; !fault && i < N_OF(subjects); i++) {
		memset(&twins, 0, sizeof(twins));
		if (spot_rules_load_text(&twins.rules, PATH, text, len, &options, NULL, NULL) != 0)
			return NULL;
		if (i == 0) {
			totals->n_loaded++;
			totals->n_functions += twins.rules->n_functions;
			fault = lint_fault(twins.rules);
		}
		if (!fault && twins_schema(twins.rules, subjects[i], 0)->n_fields > 0)
			fault = run_fault(subjects[i], 0, rng, totals);
		twins_close(&twins);
	}
	return fault;
}

static size_t number_from(const char *name, size_t otherwise)
{
	const char *text = getenv(name);
	return text ? (size_t)strtod(text, NULL) : otherwise;
}

static void any_file(void **state)
{
	/* Small, so that what does not end takes little time. */
	const struct spot_limits limits = { 8 << 20, 1 << 20, 300000, 30000, 300 };
	struct scribe w = { .out = SPOT_BUF_INIT };
	struct totals totals = { 0 };
	uint64_t seed = number_from("LOAD_SEED", 1);
	size_t n_files = number_from("LOAD_FILES", 150), n_faults = 0;
	bool is_told = getenv("LOAD_TELL") != NULL;

	(void)state;
	for (; totals.n_files < n_files && n_faults < 5; totals.n_files++, seed++) {
		scribe_file(&w, seed);
		if (is_told)
			print_message("seed %llu\n", (unsigned long long)seed);
		const char *text = spot_buf_str(&w.out);
		const char *fault = load_fault(text, w.out.len, &limits, &totals);
		if (!fault)
			fault = rules_fault(text, w.out.len, &limits, &w.rng, &totals);
		if (!fault)
			continue;
		n_faults++;
		print_error("seed %llu: %s\n%.*s\n", (unsigned long long)seed, fault,
		    w.out.len > 6000 ? 6000 : (int)w.out.len, text);
	}
	print_message("%zu files, %zu loaded with %zu functions, %zu pairs compared, %zu handed "
	    "over, at most %.2f s for a file\n", totals.n_files, totals.n_loaded,
	    totals.n_functions, totals.n_pairs, totals.n_handed_over, totals.most_seconds);
	spot_buf_reset(&w.out);
	assert_int_equal(n_faults, 0);
	assert_true(totals.n_loaded * 10 > totals.n_files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
