/* SPDX-License-Identifier: MIT */
/*
 * tests/rules/bad holds rule files with mistakes, each beside what is told of it
 * (FILE.expected). UPDATE=1 in the environment writes those files anew: read the difference
 * before you commit it.
 */
#include <dirent.h>
#include <unistd.h>

#include "rules/internal.h"
#include "unit/rules/loading.h"

#define BAD "tests/rules/bad"

static char *file_text(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	if (!file)
		return NULL;
	char *text = calloc(1, 1 << 20);
	*len = fread(text, 1, (1 << 20) - 1, file);
	fclose(file);
	return text;
}

/* How far a file got before it was stopped is the sandbox's affair. */
static void steady(char *text)
{
	for (char *at = text; (at = strstr(at, "stopped after ")); at++) {
		char *from = at + strlen("stopped after "), *to = from;
		while (*to && strchr("0123456789,", *to))
			to++;
		if (to > from) {
			*from = 'N';
			memmove(from + 1, to, strlen(to) + 1);
		}
	}
}

static void check_bad(const char *name)
{
	char path[300], golden[320];
	struct loading ld = { .rc = 0 };
	size_t len = 0;
	snprintf(path, sizeof(path), BAD "/%s", name);
	snprintf(golden, sizeof(golden), "%s.expected", path);
	load_file(&ld, path);
	char *told = strdup(spot_buf_str(&ld.told));
	steady(told);
	if (getenv("UPDATE")) {
		FILE *file = fopen(golden, "wb");
		fwrite(told, 1, strlen(told), file);
		fclose(file);
	}
	char *expected = file_text(golden, &len);
	if (ld.rc != SPOT_ERULES || !expected || strcmp(told, expected) != 0)
		print_message("%s\n", path);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_null(ld.rules);
	assert_string_equal(told, expected ? expected : "");
	/* The error is the first line that was told. */
	char first[1400];
	spot_error_format(&ld.err, first, sizeof(first));
	steady(first);
	assert_int_equal(strncmp(told, first, strlen(first)), 0);
	free(expected);
	free(told);
	loading_reset(&ld);
}

static int is_rule_file(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);
	return len > 4 && strcmp(entry->d_name + len - 4, ".lua") == 0;
}

static void tells_what_is_wrong(void **state)
{
	(void)state;
	struct dirent **entries;
	int n = scandir(BAD, &entries, is_rule_file, alphasort);
	assert_true(n > 100);
	for (int i = 0; i < n; i++) {
		check_bad(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

/* The example of the contract's first section. */
static void loads_the_example(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	size_t len;
	char *page = file_text("../shared/spec/rules.md", &len);
	if (!page) {
		print_message("skipped: ../shared is not here\n");
		skip();
	}
	char *from = strstr(page, "```lua\n") + strlen("```lua\n");
	*strstr(from, "```") = '\0';
	load_text(&ld, from);
	assert_loads(&ld);
	assert_string_equal(ld.rules->profile.name, "Mid-market SaaS");
	assert_int_equal(ld.rules->fields.n_fields, 13);
	assert_int_equal(ld.rules->n_criteria, 4);
	assert_int_equal(ld.rules->n_functions, 10);
	assert_int_equal(ld.rules->n_tests, 1);
	loading_reset(&ld);
	free(page);
}

static void refuses_what_is_no_file(void **state)
{
	(void)state;
	static char long_path[5000];
	static const struct { const char *path, *what; } cases[] = {
		{ BAD "/none.lua", "there is no such file" },
		{ BAD, "is a folder, not a rule file" },
		{ "/dev/null", "is not a regular file" },
		{ "", "there is no such file" },
		{ BAD "/many.lua/x.lua", "there is no such file" },
		{ long_path, "cannot be opened: File name too long" },
	};
	memset(long_path, 'x', sizeof(long_path) - 1);
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct loading ld = { .rc = 0 };
		load_file(&ld, cases[i].path);
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_string_equal(ld.err.what, cases[i].what);
		if (cases[i].path != long_path)
			assert_string_equal(ld.err.file, cases[i].path);
		assert_null(ld.rules);
		loading_reset(&ld);
	}
	char large[] = "/tmp/spot-load-XXXXXX.lua";
	int fd = mkstemps(large, 4);
	struct loading ld = { .rc = 0 };
	assert_int_equal(ftruncate(fd, (4 << 20) + 1), 0); /* takes no room */
	close(fd);
	load_file(&ld, large);
	unlink(large);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_string_equal(ld.err.what, "is larger than 4 MiB");
	loading_reset(&ld);
}

static void needs_no_diags(void **state)
{
	(void)state;
	struct spot_rules_options options = { .limits = SPOT_LIMITS_DEFAULT };
	struct spot_rules *rules;
	struct spot_error err;
	assert_int_equal(spot_rules_load_text(&rules, "x.lua", "tiers(5)", 8, &options, NULL, &err),
	    SPOT_ERULES);
	assert_string_equal(err.what, "tiers needs a table, not the number 5");
	assert_int_equal(err.line, 1);
	assert_int_equal(spot_rules_load_text(&rules, "x.lua", "tiers(5)", 8, &options, NULL, NULL),
	    SPOT_ERULES);
	assert_int_equal(spot_rules_load(&rules, "none.lua", &options, NULL, NULL), SPOT_ERULES);
	spot_rules_free(NULL);
}

/* Each state, that of the loading itself first, has the same functions under the same ids, without
 * a look at the disk. */
static void states_repeat(void **state)
{
	(void)state;
	char folder[] = "/tmp/spot-load-XXXXXX", main_path[64], lib_path[64];
	assert_non_null(mkdtemp(folder));
	snprintf(main_path, sizeof(main_path), "%s/main.lua", folder);
	snprintf(lib_path, sizeof(lib_path), "%s/lib.lua", folder);
	FILE *file = fopen(main_path, "w");
	fputs("local k = include 'lib.lua'\nlocal p = params { x = 1 }\n"
	      "fields { id = 'key', n = 'integer' }\ntiers { A = 1 }\n"
	      "rollup 'r' { key = 'id', fields = {},\n"
	      "c = count { when = function() return 'when' end } }\n"
	      "growth 'G' { value = function(a) return k[1] + p.x end }\n"
	      "criterion 'C' { weight = 1, why = 'w', fit = function() return k.text end }\n",
	      file);
	fclose(file);
	file = fopen(lib_path, "w");
	fputs("return { 40, text = 'fit' }", file);
	fclose(file);
	struct spot_set set = { "x", "2" };
	struct loading ld = { .sets = &set, .n_sets = 1 };
	load_file(&ld, main_path);
	assert_loads(&ld);
	assert_int_equal(ld.rules->n_sources, 2);
	unlink(main_path);
	unlink(lib_path);
	rmdir(folder);
	set = (struct spot_set) { "gone", "gone" };
	for (int pass = 0; pass < 3; pass++) {
		struct spot_sandbox *sandbox;
		assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
		lua_State *L = spot_sandbox_state(sandbox);
		static const char *const answers[] = { "when", "42", "fit" };
		for (int fn = 0; fn < 3; fn++) {
			spot_load_push_function(L, fn);
			lua_pushnil(L);
			assert_int_equal(spot_sandbox_call(sandbox, 1, 1, 10000, &ld.err),
			    SPOT_CALL_OK);
			assert_string_equal(lua_tostring(L, -1), answers[fn]);
			lua_pop(L, 1);
		}
		assert_int_equal(lua_gettop(L), 0);
		spot_sandbox_close(sandbox);
	}
	loading_reset(&ld);
}

/* What would be a fault of the program, or a limit reached that was not the first time: told with
 * its reason. */
static void tells_states_that_differ(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	struct spot_sandbox *sandbox;
	load_file(&ld, "tests/rules/load/top.lua");
	assert_loads(&ld);
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
	spot_sandbox_close(sandbox);
	ld.rules->n_functions++;
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), SPOT_ERULES);
	assert_null(sandbox);
	assert_string_equal(ld.err.what,
	    "the rule file was read with another result the second time");
	assert_string_equal(ld.err.file, "tests/rules/load/top.lua");
	ld.rules->n_functions--;
	struct spot_source *source = (struct spot_source *)&ld.rules->sources[1];
	const char *path = source->path;
	source->path = "elsewhere.lua";
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), SPOT_ERULES);
	assert_null(sandbox);
	assert_non_null(strstr(ld.err.what, "was not there when the rules were first read"));
	assert_string_equal(ld.err.file, "tests/rules/load/top.lua");
	assert_true(ld.err.line > 0);
	source->path = path;
	ld.rules->limits.load_instructions = 10;
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), SPOT_ERULES);
	assert_string_equal(ld.err.what, "the rule file was read with another result the second "
	    "time: stopped after 10 steps");
	loading_reset(&ld);
}

/* A text that is out of the ordinary is refused or loaded, never more. */
static void survives_mangling(void **state)
{
	(void)state;
	size_t len;
	char *text = file_text("tests/rules/load/words.lua", &len);
	assert_non_null(text);
	static const char odd[] = "{}()\"'=,.-1 \nend";
	uint64_t seed = 3;
	char *copy = malloc(len + 1);
	for (size_t pass = 0; pass < 120; pass++) {
		struct loading ld = { .rc = 0 };
		memcpy(copy, text, len + 1);
		for (size_t i = 0; i <= pass % 3; i++)
			copy[unit_random(&seed) % len] =
			    odd[unit_random(&seed) % (sizeof(odd) - 1)];
		load_text(&ld, copy);
		assert_true(ld.rc == 0 || (ld.rc == SPOT_ERULES && ld.told.len > 0));
		loading_reset(&ld);
	}
	free(copy);
	free(text);
}

static const char small[] =
    "local p = params { x = 1 }\nlocal k = include 'lib/list.lua'\n"
    "fields { id = 'key', n = { 'integer', from = { 'N', 'M' } },\n"
    "t = { 'list', default = 'a;b' } }\n"
    "tiers { A = 1, B = 0 }\n"
    "rollup 'r' { key = 'id', fields = { s = 'text' },\n"
    "c = count { when = function(r) return r.s end } }\n"
    "criterion 'C' { weight = 1, group = 'G', why = 'w', fit = function(a) return a.n > p.x end }\n"
    "stage { { 'S', function(a) return a.n end } }\n"
    "hypothesis 'H' { weights = { C = 2 } }\n"
    "test 't' { rows = { { n = 5 }, { n = '6' } }, expect = { tier = 'A' } }\n";

/* load_text with the name of a file beside which lib/ is. */
static int load_small(struct spot_rules **rules, const char *text, struct spot_error *err)
{
	struct spot_rules_options options = { .limits = SPOT_LIMITS_DEFAULT };
	return spot_rules_load_text(rules, "tests/rules/load/small.lua", text, strlen(text),
	    &options,
	    NULL, err);
}

static void fails_without_memory(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	struct spot_error err;
	struct spot_rules *rules;
	size_t n = 1, step = 1;
	for (bool failed = true; failed; n += step) {
		unit_heap_fail(n);
		int rc = load_small(&rules, small, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		if (rc != 0 && rc != SPOT_ENOMEM)
			print_message("allocation %zu: %s\n", n, err.what);
		assert_true(rc == 0 || (rc == SPOT_ENOMEM && failed));
		assert_true(rc == 0 ? rules != NULL : rules == NULL);
		spot_rules_free(rules);
		step = 1 + n / 400; /* the first ones each, then some */
	}
	assert_true(n > 100);
	assert_int_equal(load_small(&rules, small, &err), 0);
	struct spot_sandbox *ready; /* costs nothing */
	unit_heap_fail(1);
	assert_int_equal(spot_load_state(&ready, rules, &err), 0);
	unit_heap_fail(0);
	spot_sandbox_close(ready);
	n = step = 1;
	for (bool failed = true; failed; n += step) {
		struct spot_sandbox *sandbox;
		unit_heap_fail(n);
		int rc = spot_load_state(&sandbox, rules, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == 0 || (rc == SPOT_ENOMEM && failed));
		spot_sandbox_close(sandbox);
		step = 1 + n / 400;
	}
	spot_rules_free(rules);
}

static void tells_without_memory(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	static const char bad[] = "criterium 'x' {}\ntiers { A = 'x' }\ngroup 'g' { cpa = 1 }\n";
	struct spot_error err;
	struct spot_rules *rules;
	size_t step = 1;
	bool failed = true;
	for (size_t n = 1; failed; n += step) {
		unit_heap_fail(n);
		int rc = load_small(&rules, bad, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == SPOT_ERULES || (rc == SPOT_ENOMEM && failed));
		assert_true(err.what[0] != '\0');
		assert_null(rules);
		step = 1 + n / 400;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_is_wrong),
		cmocka_unit_test(loads_the_example),
		cmocka_unit_test(refuses_what_is_no_file),
		cmocka_unit_test(needs_no_diags),
		cmocka_unit_test(states_repeat),
		cmocka_unit_test(tells_states_that_differ),
		cmocka_unit_test(survives_mangling),
		cmocka_unit_test(fails_without_memory),
		cmocka_unit_test(tells_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
