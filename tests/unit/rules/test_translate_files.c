/* SPDX-License-Identifier: MIT */
/*
 * How much is translated: all functions of the rule files here, and nearly all of a panel of rules
 * as people write them; and that it computes what the VM does.
 */
#include <glob.h>

#include "support/rows.h"
#include "support/twins.h"
#include "support/unit.h"

enum { MIN_SHARE = 95 }; /* percent of the panel */

static struct twins twins; /* too large for the stack */

static const unsigned blanks[] = { 0, 5, 50, 97 };

static void compare(const char *what, size_t n_rows)
{
	struct twins_difference difference;
	struct rng rng = { 11 };
	for (size_t i = 0; i < N_OF(blanks); i++) {
		rows_fill(&twins.batch, n_rows, &rng, blanks[i]);
		if (!twins_compare(&twins, &difference))
			fail_msg("%s, function %d, row %zu: %s", what, difference.fn,
			    difference.row, difference.what);
	}
}

/* --- rule files --------------------------------------------------------------------------- */

/* Whether any function is about the subject. */
static bool has_subject(const struct spot_rules *rules, enum spot_subject subject, size_t idx)
{
	for (size_t i = 0; i < rules->n_functions; i++)
		if (rules->functions[i].subject == subject &&
		    (subject != SPOT_SUBJECT_RECORD || rules->functions[i].subject_idx == idx))
			return true;
	return false;
}

/* Functions of one subject; returns how many there are. */
static size_t check_subject(const char *path, enum spot_subject subject, size_t subject_idx)
{
	size_t n = 0;
	if (!twins_load(&twins, path, NULL))
		fail_msg("%s", twins.told);
	if (has_subject(twins.rules, subject, subject_idx)) {
		if (!twins_start(&twins, subject, subject_idx))
			fail_msg("%s: %s", path, twins.told);
		for (size_t i = 0; i < twins.rules->n_functions; i++) {
			const struct spot_function *function = &twins.rules->functions[i];
			const struct spot_translation *translation = &twins.translations[i];
			if (function->subject != subject || (subject == SPOT_SUBJECT_RECORD &&
			    function->subject_idx != subject_idx))
				continue;
			n++;
			if (!translation->is_translated)
				fail_msg("%s:%lu: %s (line %lu)", path, function->place.line,
				    translation->why, translation->line);
		}
		compare(path, 60);
	}
	twins_close(&twins);
	return n;
}

static void check_file(const char *path, size_t *n_functions)
{
	size_t n_rollups, n_all, n;
	if (!twins_load(&twins, path, NULL))
		fail_msg("%s", twins.told);
	n_rollups = twins.rules->n_rollups;
	n_all = twins.rules->n_functions;
	twins_close(&twins);
	n = check_subject(path, SPOT_SUBJECT_ACCOUNT, 0) +
	    check_subject(path, SPOT_SUBJECT_CONTACT, 0) +
	    check_subject(path, SPOT_SUBJECT_EVENT, 0);
	for (size_t i = 0; i < n_rollups; i++)
		n += check_subject(path, SPOT_SUBJECT_RECORD, i);
	assert_int_equal(n, n_all);
	*n_functions += n;
}

static void rule_files_are_translated(void **state)
{
	(void)state;
	static const char *const patterns[] = { "rules/*.lua", "rules/lib/tests.lua",
		"tests/bench/*.lua", "tests/data-rules/*.lua", "tests/verbs/data/*.lua" };
	size_t n_functions = 0, n_files = 0;
	for (size_t i = 0; i < N_OF(patterns); i++) {
		glob_t found;
		assert_int_equal(glob(patterns[i], 0, NULL, &found), 0);
		for (size_t k = 0; k < found.gl_pathc; k++, n_files++)
			check_file(found.gl_pathv[k], &n_functions);
		globfree(&found);
	}
	print_message("%zu functions of %zu rule files, all translated\n", n_functions, n_files);
	assert_true(n_files > 10 && n_functions > 300);
}

/* --- the panel ---------------------------------------------------------------------------- */

static void everyday_rules_are_translated(void **state)
{
	(void)state;
	size_t n_translated = 0, n;
	if (!twins_open_file(&twins, "tests/translate/panel.lua"))
		fail_msg("%s", twins.told);
	n = twins.rules->n_functions;
	for (size_t i = 0; i < n; i++) {
		const struct spot_translation *translation = &twins.translations[i];
		n_translated += translation->is_translated;
		if (!translation->is_translated)
			print_message("%s: %s (line %lu)\n", twins.rules->functions[i].owner,
			    translation->why, translation->line);
	}
	compare("tests/translate/panel.lua", 200);
	print_message("%zu of %zu everyday rules translated, %zu of %zu pairs handed over\n",
	    n_translated, n, twins.n_handed_over, twins.n_pairs);
	assert_true(n >= 80);
	assert_true(n_translated * 100 >= n * MIN_SHARE);
	assert_true(twins.n_handed_over * 50 < twins.n_pairs);
	twins_close(&twins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rule_files_are_translated),
		cmocka_unit_test(everyday_rules_are_translated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
