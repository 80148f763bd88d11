/* SPDX-License-Identifier: MIT */
/* Runs that end early, and what is told of rejects. */
#include "support/temp.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "engine/run.h"
#include "rules/load.h"

struct fixture {
	struct spot_rules *rules;
	struct spot_panel panel;
	char paths[2][TEMP_PATH_BYTES];
	size_t n_paths;
	struct spot_run_result result;
};

static void fixture_open(struct fixture *f, const char *rules)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };

	memset(f, 0, sizeof(*f));
	assert_int_equal(spot_rules_load_text(
	                     &f->rules, "r.lua", rules, strlen(rules), &options, NULL, NULL), 0);
	assert_int_equal(spot_panel_init_bare(&f->panel, f->rules, NULL), 0);
}

static void add_file(struct fixture *f, const char *data)
{
	temp_file(f->paths[f->n_paths++], data);
}

static void fixture_close(struct fixture *f)
{
	for (size_t i = 0; i < f->n_paths; i++)
		unlink(f->paths[i]);
	spot_panel_reset(&f->panel);
	spot_rules_free(f->rules);
}

static int run(struct fixture *f, struct spot_run_options options,
    const struct spot_run_sink *sink, struct spot_error *err)
{
	const char *paths[2] = { f->paths[0], f->paths[1] };

	options.paths = paths;
	options.n_paths = f->n_paths;
	return spot_run(&f->result, &f->panel, 1, &options, sink, err);
}

static int pass(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	(void)ctx, (void)reject, (void)err;
	return 0;
}

static const char plain[] = "fields { id = 'key' } tiers { A = 0 }\n";

static void test_stopped(void **state)
{
	atomic_int stop = SIGTERM;
	const struct spot_run_sink sink = { .calls.reject = pass };
	struct spot_error err = SPOT_ERROR_INIT;
	struct fixture f;

	(void)state;
	fixture_open(&f, plain);
	add_file(&f, "id\nA\n");
	assert_int_equal(run(&f, (struct spot_run_options) { .stop = &stop }, &sink, &err),
	    SPOT_EINTR);
	assert_string_equal(err.what, "stopped by signal 15");
	atomic_store(&stop, 0);
	assert_int_equal(run(&f, (struct spot_run_options) { .stop = &stop }, &sink, &err), 0);
	assert_int_equal(f.result.rows, 1); /* no number of threads is one thread */
	spot_run_result_reset(&f.result);
	fixture_close(&f);
}

static void test_other_headers(void **state)
{
	static const char *const seconds[] = { "id,x,name\nB,1,2\n", "id,name\nB,2\n" };
	const struct spot_run_sink sink = { .calls.reject = pass };
	char wanted[2][200];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct spot_error err = SPOT_ERROR_INIT;
		struct fixture f;

		fixture_open(&f, plain);
		add_file(&f, "id,x,y\nA,1,2\n");
		add_file(&f, seconds[i]);
		assert_int_equal(run(&f, (struct spot_run_options) { .n_threads = 2 }, &sink, &err),
		    SPOT_EDATA);
		snprintf(wanted[0], sizeof(wanted[0]),
		    "column 3 is \"name\", but in %s it is \"y\"", f.paths[0]);
		snprintf(wanted[1], sizeof(wanted[1]), "has 2 columns, but %s has 3", f.paths[0]);
		assert_string_equal(err.what, wanted[i]);
		assert_string_equal(err.file, f.paths[1]);
		assert_int_equal(err.line, 1);
		fixture_close(&f);
	}
}

/* Ten are kept whole, and of each column the first; all are counted by column. */
static void test_rejects(void **state)
{
	struct spot_buf rules = SPOT_BUF_INIT, data = SPOT_BUF_INIT;
	const struct spot_run_sink sink = { .calls.reject = pass };
	struct fixture f;

	(void)state;
	spot_buf_text(&rules, "fields { id = 'key'");
	spot_buf_text(&data, "id");
	for (int i = 1; i <= 9; i++) {
		spot_buf_printf(&rules, ", c%d = 'integer'", i);
		spot_buf_printf(&data, ",c%d", i);
	}
	spot_buf_text(&rules, " } tiers { A = 0 }");
	spot_buf_text(&data, "\nA,x,x,x,x,x,x,x,x,x\nB,x,x,x,x,x,x,x,x,x\n"
	                     "C,x,x,x,x,x,x,x,x,x\nD,1,2,3,4,5,6,7,8,9,10\n");
	fixture_open(&f, spot_buf_str(&rules));
	add_file(&f, spot_buf_str(&data));
	assert_int_equal(run(&f, (struct spot_run_options) { .n_threads = 1 }, &sink, NULL), 0);
	assert_int_equal(f.result.unread.n_rows, 1);
	assert_int_equal(f.result.unread.n_cells, 27);
	assert_int_equal(f.result.unread.n_examples, SPOT_UNREAD_EXAMPLES);
	assert_string_equal(f.result.unread.examples[9].column, "c1");
	assert_int_equal(f.result.unread.examples[9].line, 3);
	assert_int_equal(f.result.unread.n_columns, 10);
	for (size_t i = 0; i < 9; i++) {
		const struct spot_unread_column *column = &f.result.unread.columns[i];

		assert_int_equal(column->name[1], '1' + i);
		assert_int_equal(column->n, 3);
		assert_int_equal(column->n_shown, i == 0 ? 2 : 1);
		assert_int_equal(column->first.line, 2);
	}
	assert_null(f.result.unread.columns[9].name);
	assert_int_equal(f.result.unread.columns[9].n, 1);
	assert_int_equal(f.result.unread.columns[9].n_shown, 0);
	spot_run_result_reset(&f.result);
	fixture_close(&f);
	spot_buf_reset(&rules);
	spot_buf_reset(&data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stopped),
		cmocka_unit_test(test_other_headers),
		cmocka_unit_test(test_rejects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
