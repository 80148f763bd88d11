/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "engine/run.h"
#include "rules/load.h"

static const char rules_text[] = "fields { id = 'key', size = 'integer' }\n"
				 "criterion 'Size' { weight = 10, why = 'w',\n"
				 "  fit = function(a) return a.size > 5 end }\n"
				 "tiers { A = 50, B = 0 }\n";

/* Threads of this process. */
static int count_threads(void)
{
	DIR *dir = opendir("/proc/self/task");
	int n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static int note_threads(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	atomic_int *most = ctx;
	int n = count_threads();

	(void)view, (void)piece, (void)err;
	if (n > atomic_load(most))
		atomic_store(most, n);
	return 0;
}

/* How many threads a run of so many rows makes at the most, and that all rows are read. */
static int threads_of(size_t n_rows, unsigned n_threads)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_panel_options panel_options = { .n_threads = 1 };
	char name[] = "/tmp/test_run.XXXXXX";
	const char *paths[] = { name };
	struct spot_run_options run = { .paths = paths, .n_paths = 1, .n_threads = n_threads };
	atomic_int most = 0;
	struct spot_run_sink sink = { .ctx = &most, .render = note_threads };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_run_result result;
	struct spot_diags diags;
	struct spot_rules *rules;
	struct spot_panel panel;
	int before = count_threads();
	FILE *file;

	file = fdopen(mkstemp(name), "w");
	assert_non_null(file);
	fprintf(file, "id,size\n");
	for (size_t i = 0; i < n_rows; i++)
		fprintf(file, "account-%09zu,%zu\n", i, i % 11);
	assert_int_equal(fclose(file), 0);
	spot_diags_init(&diags);
	assert_int_equal(spot_rules_load_text(&rules, "t.lua", rules_text, strlen(rules_text),
			     &options, &diags, &err), 0);
	spot_diags_reset(&diags);
	assert_int_equal(spot_panel_init(&panel, rules, NULL, 0, &panel_options, &err), 0);
	assert_int_equal(spot_run(&result, &panel, 1, &run, &sink, &err), 0);
	assert_int_equal(result.rows, n_rows);
	spot_run_result_reset(&result);
	spot_panel_reset(&panel);
	spot_rules_free(rules);
	unlink(name);
	return atomic_load(&most) - before;
}

static void test_small_input_starts_no_thread(void **state)
{
	(void)state;
	assert_int_equal(threads_of(100, 4), 0);
	assert_int_equal(threads_of(1, 4), 0);
}

static void test_large_input_starts_threads(void **state)
{
	(void)state;
	assert_int_equal(threads_of(100000, 1), 0);
	assert_true(threads_of(100000, 4) >= 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_input_starts_no_thread),
		cmocka_unit_test(test_large_input_starts_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
