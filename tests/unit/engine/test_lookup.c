/* SPDX-License-Identifier: MIT */
#include "support/temp.h"

#include <stdio.h>
#include <unistd.h>

#include "engine/lookup.h"
#include "rules/load.h"

struct fixture {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_lookup lookup;
	char path[TEMP_PATH_BYTES];
};

#define CRITERION \
	"criterion 'C' { weight = 1, why = 'w',\n  fit = function(a) return a.size > 1 end }\n"

static const char with_key[] =
    "fields { id = 'key', size = 'integer', tags = { 'list', optional = true } }\n"
    "tiers { A = 0 }\n" CRITERION;
static const char without_key[] = "fields { size = 'integer' } tiers { A = 0 }\n" CRITERION;

static void fixture_open(struct fixture *f, const char *rules, const char *data)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };

	assert_int_equal(spot_rules_load_text(
	                     &f->rules, "r.lua", rules, strlen(rules), &options, NULL, NULL), 0);
	assert_int_equal(spot_panel_init_bare(&f->panel, f->rules, NULL), 0);
	temp_file(f->path, data);
}

static void fixture_close(struct fixture *f)
{
	unlink(f->path);
	spot_panel_reset(&f->panel);
	spot_rules_free(f->rules);
}

static int look(struct fixture *f, const char *key, struct spot_error *err)
{
	const char *paths[] = { f->path };
	struct spot_run_options options = { .paths = paths, .n_paths = 1 };

	return spot_lookup_run(&f->lookup, &f->panel, &options, key, err);
}

static void test_found_and_not(void **state)
{
	struct fixture f;
	const struct spot_lookup_row *account = &f.lookup.account;

	(void)state;
	fixture_open(&f, with_key,
	    "id,size,tags\nA-1,3,x;y\n,5,\nA-2,about f\xC3\xBCnfzehn to "
	    "f\xC3\xBCnfundzwanzig people in the whole of E\xC3\xBC" "ropa,\n"
	    "A-1,4,\n001A0000006Vm9rIAC,7,\n");
	assert_int_equal(look(&f, " A-1 ", NULL), 0);
	assert_true(f.lookup.found);
	assert_int_equal(f.lookup.n_rows, 5);
	assert_int_equal(f.lookup.n_same_key, 2);
	assert_int_equal(account->line, 2);
	assert_int_equal(account->values[1].as.integer, 3);
	assert_int_equal(account->values[2].as.list.n_items, 2);
	assert_null(account->problems[1]);
	spot_lookup_reset(&f.lookup);

	/* Cut at 60 bytes, not inside a character. */
	assert_int_equal(look(&f, "A-2", NULL), 0);
	assert_string_equal(account->problems[1],
	    "\"about f\xC3\xBCnfzehn to f\xC3\xBCnfundzwanzig people in the whole of E"
	    "\": not a whole number");
	spot_lookup_reset(&f.lookup);

	assert_int_equal(look(&f, "001A0000006Vm9r", NULL), 0);
	assert_int_equal(account->line, 6);
	spot_lookup_reset(&f.lookup);

	assert_int_equal(look(&f, "a 1", NULL), 0);
	assert_false(f.lookup.found);
	assert_string_equal(f.lookup.nearest, "A-1");
	spot_lookup_reset(&f.lookup);

	/* None is looked for, or one without a key. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(look(&f, i ? "" : NULL, NULL), 0);
		assert_false(f.lookup.found);
		assert_null(f.lookup.nearest);
		assert_int_equal(f.lookup.n_sample, 5);
		spot_lookup_reset(&f.lookup);
	}
	fixture_close(&f);
}

static void test_by_line(void **state)
{
	char place[100];
	struct fixture f;

	(void)state;
	fixture_open(&f, without_key, "size\n3\n5\n");
	snprintf(place, sizeof(place), "%s:3", f.path);
	assert_int_equal(look(&f, place, NULL), 0);
	assert_true(f.lookup.found);
	assert_int_equal(f.lookup.account.values[0].as.integer, 5);
	spot_lookup_reset(&f.lookup);
	fixture_close(&f);
}

/* However many accounts there are, the sample is even, and of at most so many. */
static void test_sample_is_even(void **state)
{
	static const size_t sizes[] = { 1, 511, 512, 513, 1024, 1025, 5000 };

	(void)state;
	for (size_t i = 0; i < N_OF(sizes); i++) {
		struct spot_buf data = SPOT_BUF_INIT;
		struct fixture f;
		size_t stride = 1;

		spot_buf_text(&data, "id,size\n");
		for (size_t row = 0; row < sizes[i]; row++)
			spot_buf_printf(&data, "A%zu,%zu\n", row, row);
		fixture_open(&f, with_key, spot_buf_str(&data));
		assert_int_equal(look(&f, NULL, NULL), 0);
		while (sizes[i] > stride * SPOT_LOOKUP_SAMPLE)
			stride *= 2;
		assert_int_equal(f.lookup.n_rows, sizes[i]);
		assert_int_equal(f.lookup.n_sample, (sizes[i] + stride - 1) / stride);
		for (size_t k = 0; k < f.lookup.n_sample; k++)
			assert_int_equal(f.lookup.sample[k].values[1].as.integer, k * stride);
		spot_lookup_reset(&f.lookup);
		fixture_close(&f);
		spot_buf_reset(&data);
	}
}

static void test_refused(void **state)
{
	atomic_int stop = 2;
	struct fixture f;
	const char *paths[] = { f.path };
	struct spot_run_options options = { .paths = paths, .n_paths = 1, .stop = &stop };
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	fixture_open(&f, with_key, "id,siz\nA,1\n");
	assert_int_equal(look(&f, "A", &err), SPOT_EDATA);
	assert_string_equal(err.file, f.path);
	assert_int_equal(err.line, 1);
	spot_lookup_reset(&f.lookup);
	unlink(f.path);
	assert_int_equal(look(&f, "A", &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "No such file"));
	spot_lookup_reset(&f.lookup);
	fixture_close(&f);

	fixture_open(&f, with_key, "id,size\nA,1\n");
	assert_int_equal(
	    spot_lookup_run(&f.lookup, &f.panel, &options, "A", &err), SPOT_EINTR);
	assert_string_equal(err.what, "stopped by a signal");
	spot_lookup_reset(&f.lookup);
	fixture_close(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_found_and_not),
		cmocka_unit_test(test_by_line),
		cmocka_unit_test(test_sample_is_even),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
