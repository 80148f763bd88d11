/* SPDX-License-Identifier: MIT */
/* tests/rules/load/top.lua extends middle.lua, which extends base.lua; all give params, top
 * includes files. */
#include <sys/stat.h>
#include <unistd.h>

#include "rules/internal.h"
#include "unit/rules/loading.h"

#define TOP "tests/rules/load/top.lua"

static const struct spot_value *param(const struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_params; i++)
		if (strcmp(rules->params[i].name, name) == 0)
			return &rules->params[i].value;
	fail_msg("no param %s", name);
	return NULL;
}

static void words_replace_in_place(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_file(&ld, TOP);
	assert_loads(&ld);
	const struct spot_criterion *c = ld.rules->criteria;
	static const char *const names[] = { "One", "Two", "Four", "Three" };
	static const char *const whys[] = { "top", "middle", "w", "back, at the end" };
	assert_int_equal(ld.rules->n_criteria, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(c[i].name, names[i]);
		assert_string_equal(c[i].why, whys[i]);
	}
	assert_string_equal(c[0].place.file, TOP);
	assert_string_equal(c[1].place.file, "tests/rules/load/middle.lua");
	assert_string_equal(ld.rules->functions[c[1].fit].place.file,
	    "tests/rules/load/middle.lua");
	assert_int_equal(ld.rules->n_disqualifiers, 0);
	assert_int_equal(ld.rules->n_cohorts, 1);
	assert_true(ld.rules->target_low == 0.3);
	assert_string_equal(ld.rules->profile.name, "Top");
	assert_null(ld.rules->profile.owner);
	loading_reset(&ld);
}

static void keys_merge(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_file(&ld, TOP);
	assert_loads(&ld);
	const struct spot_schema *fields = &ld.rules->fields;
	static const char *const names[] = { "cost", "id", "more", "size" };
	assert_int_equal(fields->n_fields, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(fields->fields[i].name, names[i]);
	assert_int_equal(fields->fields[3].type, SPOT_TYPE_NUMBER);
	assert_true(fields->fields[3].fallback.as.number == 5);
	assert_int_equal(ld.rules->n_tiers, 3);
	assert_string_equal(ld.rules->tiers[1].name, "B");
	assert_true(ld.rules->tiers[1].threshold == 40);
	assert_string_equal(ld.rules->tiers[2].name, "D");
	loading_reset(&ld);
}

/* The base files see the params of the files that extend them, though those stand below. */
static void params_go_down(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_file(&ld, TOP);
	assert_loads(&ld);
	assert_int_equal(param(ld.rules, "min")->as.integer, 30);
	assert_int_equal(param(ld.rules, "max")->as.integer, 200);
	assert_int_equal(param(ld.rules, "extra")->as.integer, 5);
	assert_true(spot_view_equal(param(ld.rules, "name")->as.text, SPOT_VIEW("top")));
	assert_true(ld.rules->criteria[1].weight == 5);
	assert_string_equal(ld.rules->profile.notes, "top200true");
	loading_reset(&ld);

	load_file(&ld, "tests/rules/load/middle.lua");
	assert_loads(&ld);
	assert_true(ld.rules->criteria[0].weight == 20);
	loading_reset(&ld);

	load_file(&ld, "tests/rules/load/early.lua");
	assert_loads(&ld);
	assert_true(ld.rules->criteria[0].weight == 15);
	assert_int_equal(param(ld.rules, "max")->as.integer, 100);
	loading_reset(&ld);

	load_file(&ld, "tests/rules/load/base.lua");
	assert_loads(&ld);
	assert_true(ld.rules->criteria[0].weight == 10 && ld.rules->criteria[1].weight == 100);
	loading_reset(&ld);
}

static void sets_win(void **state)
{
	(void)state;
	const struct spot_set sets[] = { { "max", "1" }, { "max", "1.5" }, { "extra", "1,000" },
		{ "name", "" }, { "min", "2.5k" } };
	struct loading ld = { .sets = sets, .n_sets = N_OF(sets) };
	load_file(&ld, TOP);
	assert_loads(&ld);
	assert_true(param(ld.rules, "max")->as.number == 1.5);
	assert_int_equal(param(ld.rules, "extra")->kind, SPOT_KIND_INT);
	assert_int_equal(param(ld.rules, "extra")->as.integer, 1000);
	assert_true(param(ld.rules, "min")->kind == SPOT_KIND_INT &&
	    param(ld.rules, "min")->as.integer == 2500);
	assert_int_equal(param(ld.rules, "name")->as.text.len, 0);
	assert_true(ld.rules->params[0].name && ld.rules->params[1].overridden);
	assert_true(ld.rules->criteria[1].weight == 1000);
	assert_string_equal(ld.rules->profile.notes, "1.5true");
	loading_reset(&ld);
}

static void sets_are_checked(void **state)
{
	(void)state;
	static const struct { struct spot_set set; const char *what, *hint; } cases[] = {
		{ { "mxa", "1" }, "--set mxa: the rule file has no param \"mxa\"",
		    "did you mean \"max\"?" },
		{ { "zzzzzz", "1" }, "--set zzzzzz: the rule file has no param \"zzzzzz\"",
		    "its params are double, extra, max, min, name" },
		{ { "max", "lots" }, "--set max=lots: the param is a number, and \"lots\" is not",
		    "" },
		{ { "max", "" }, "--set max=: the param is a number, and \"\" is not", "" },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct loading ld = { .sets = &cases[i].set, .n_sets = 1 };
		load_file(&ld, TOP);
		assert_int_equal(ld.rc, SPOT_EUSAGE);
		assert_int_equal(ld.err.code, SPOT_EUSAGE);
		assert_string_equal(ld.err.what, cases[i].what);
		assert_string_equal(ld.err.hint, cases[i].hint);
		assert_null(ld.rules);
		assert_int_equal(ld.told.len, 0);
		loading_reset(&ld);
	}
	struct spot_set set = { "on", "perhaps" };
	struct loading ld = { .sets = &set, .n_sets = 1 };
	load_text(&ld, "params { on = true }");
	assert_int_equal(ld.rc, SPOT_EUSAGE);
	assert_string_equal(ld.err.what,
	    "--set on=perhaps: the param is true or false, and \"perhaps\" is not");
	loading_reset(&ld);
	set.value = "no";
	ld = (struct loading) { .sets = &set, .n_sets = 1 };
	load_text(&ld, "params { on = true }");
	assert_loads(&ld);
	assert_false(ld.rules->params[0].value.as.flag);
	loading_reset(&ld);
	ld = (struct loading) { .sets = &set, .n_sets = 1 };
	load_text(&ld, "tiers { A = 1 }");
	assert_int_equal(ld.rc, SPOT_EUSAGE);
	assert_string_equal(ld.err.hint, "the rule file has no params { … }");
	loading_reset(&ld);
}

static void files_open_once(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_file(&ld, TOP);
	assert_loads(&ld);
	assert_int_equal(ld.rules->n_sources, 5);
	assert_string_equal(ld.rules->sources[0].path, TOP);
	struct spot_sandbox *sandbox;
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
	spot_sandbox_close(sandbox);
	loading_reset(&ld);
}

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[128];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void includes_stay_below(void **state)
{
	(void)state;
	char folder[] = "/tmp/spot-extends-XXXXXX", path[128], link_path[128];
	struct loading ld = { .rc = 0 };
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/own", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	write_file(folder, "secret.lua", "return 1");
	write_file(folder, "ownish.lua", "return 1");
	write_file(folder, "own/main.lua",
	    "local x = include 'link.lua'\nlocal y = include 'inside.lua'\n"
	    "local z = include 'pipe.lua'\ntiers { A = y }");
	write_file(folder, "own/real.lua", "return 1");
	snprintf(link_path, sizeof(link_path), "%s/own/link.lua", folder);
	assert_int_equal(symlink("../secret.lua", link_path), 0);
	snprintf(link_path, sizeof(link_path), "%s/own/inside.lua", folder);
	assert_int_equal(symlink("real.lua", link_path), 0);
	snprintf(link_path, sizeof(link_path), "%s/own/pipe.lua", folder);
	assert_int_equal(mkfifo(link_path, 0600), 0);
	snprintf(path, sizeof(path), "%s/own/main.lua", folder);
	load_file(&ld, path);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_string_equal(ld.err.what,
	    "include \"link.lua\": lies outside the rule file's own folder");
	assert_non_null(strstr(spot_buf_str(&ld.told),
	    ":3: include \"pipe.lua\": is a pipe, and rules are read more than "
	    "once; save the rules as a file, and give that\n"));
	assert_null(strstr(spot_buf_str(&ld.told), "inside.lua"));
	loading_reset(&ld);

	/* A file that is extended has a folder of its own; extends itself may climb. */
	write_file(folder, "own/main.lua", "extends '../ownish.lua'\n");
	write_file(folder, "ownish.lua",
	    "local x = include 'own/real.lua'\nlocal y = include 'secret.lua'\n"
	    "tiers { A = x + y }\nparams { a = 1 }");
	load_file(&ld, path);
	assert_loads(&ld);
	assert_true(ld.rules->tiers[0].threshold == 2);
	assert_int_equal(ld.rules->n_sources, 4);
	/* A file of two names is one; both are known to the states that come after. */
	struct spot_sandbox *sandbox;
	loading_reset(&ld);
	write_file(folder, "own/main.lua",
	    "local x, y, z = include 'real.lua', include 'inside.lua', include 'inside.lua'\n"
	    "tiers { A = x + y + z }");
	load_file(&ld, path);
	assert_loads(&ld);
	assert_int_equal(ld.rules->n_sources, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
		spot_sandbox_close(sandbox);
	}
	loading_reset(&ld);
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

/* One who includes a file twice gets the same value; another gets one of its own, however deep. */
static void includes_are_apart(void **state)
{
	(void)state;
	char folder[] = "/tmp/spot-extends-XXXXXX", path[128];
	struct loading ld = { .rc = 0 };
	assert_non_null(mkdtemp(folder));
	write_file(folder, "main.lua",
	    "extends 'base.lua'\nlocal t = include 'c.lua'\ntiers { B = #t }");
	write_file(folder, "base.lua",
	    "local t, again = include 'c.lua', include './c.lua'\nt[3] = 9\n"
	    "tiers { A = 10 * #again }");
	write_file(folder, "c.lua", "return include 'd.lua'");
	write_file(folder, "d.lua", "return { 1, 2 }");
	snprintf(path, sizeof(path), "%s/main.lua", folder);
	load_file(&ld, path);
	assert_loads(&ld);
	assert_true(ld.rules->tiers[0].threshold == 30 && ld.rules->tiers[1].threshold == 2);
	assert_int_equal(ld.rules->n_sources, 4);
	loading_reset(&ld);
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

/* All that a file returns, each time; "../" as far as the rule file's own folder. */
static void includes_return_all(void **state)
{
	(void)state;
	char folder[] = "/tmp/spot-extends-XXXXXX", path[128];
	struct loading ld = { .rc = 0 };
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/l", folder);
	assert_int_equal(mkdir(path, 0700), 0);
	write_file(folder, "main.lua",
	    "extends 'l/base.lua'\n"
	    "local a, b, c, d = include 'l/x.lua'\n"
	    "local _, again = include './l/../l/x.lua'\n"
	    "profile 'P' { notes = table.concat({ a, tostring(b), c, tostring(d),\n"
	    "tostring(again), select('#', include 'l/none.lua') }, ' ') }\n"
	    "tiers { A = (include 'y.lua') }");
	write_file(folder, "l/base.lua", "local a, b, c = include 'x.lua'\ntiers { B = c }");
	write_file(folder, "l/x.lua", "local y, z = include 'y.lua'\nreturn y, nil, z");
	write_file(folder, "l/y.lua", "return 7, 8");
	write_file(folder, "l/none.lua", "local x = 1");
	write_file(folder, "y.lua", "return 5, 6");
	snprintf(path, sizeof(path), "%s/main.lua", folder);
	load_file(&ld, path);
	assert_loads(&ld);
	assert_string_equal(ld.rules->profile.notes, "7 nil 8 nil nil 0");
	assert_true(ld.rules->tiers[0].threshold == 8 && ld.rules->tiers[1].threshold == 5);
	struct spot_sandbox *sandbox;
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
	spot_sandbox_close(sandbox);
	loading_reset(&ld);

	write_file(folder, "main.lua", "local y, z = include 'l/x.lua'\ntiers { A = y, B = z }");
	write_file(folder, "l/x.lua", "return include '../y.lua'");
	load_file(&ld, path);
	assert_loads(&ld);
	assert_true(ld.rules->tiers[0].threshold == 6 && ld.rules->n_sources == 3);
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
	spot_sandbox_close(sandbox);
	loading_reset(&ld);

	write_file(folder, "l/x.lua", "return include '../l/../../y.lua'");
	load_file(&ld, path);
	assert_string_equal(ld.err.what,
	    "include \"../l/../../y.lua\": only files below the rule file's own folder");
	loading_reset(&ld);
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

/* No message shows what stands in a file of another kind, under whatever name. */
static void opens_lua_only(void **state)
{
	(void)state;
	char folder[] = "/tmp/spot-extends-XXXXXX", path[128], link_path[128];
	static const char *const texts[] = { "extends 'secret.txt'", "extends 'link.lua'",
		"tiers { A = include 'secret.txt' }", "tiers { A = include 'link.lua' }" };
	struct loading ld = { .rc = 0 };
	assert_non_null(mkdtemp(folder));
	write_file(folder, "secret.txt", "root:x:0:0");
	snprintf(link_path, sizeof(link_path), "%s/link.lua", folder);
	assert_int_equal(symlink("secret.txt", link_path), 0);
	snprintf(path, sizeof(path), "%s/main.rules", folder);
	for (size_t i = 0; i < N_OF(texts); i++) {
		write_file(folder, "main.rules", texts[i]);
		load_file(&ld, path);
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_non_null(strstr(ld.err.what, i % 2 ? "is a link to a file whose name does "
		    "not end in .lua" : "only files whose name ends in .lua are opened"));
		assert_null(strstr(spot_buf_str(&ld.told), "root"));
		loading_reset(&ld);
	}
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

static void depth_is_limited(void **state)
{
	(void)state;
	char folder[] = "/tmp/spot-extends-XXXXXX", path[128], text[64], name[32];
	struct loading ld = { .rc = 0 };
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 18; i++) {
		snprintf(name, sizeof(name), "%d.lua", i);
		snprintf(text, sizeof(text), "extends '%d.lua' params { p%d = %d }", i + 1, i, i);
		write_file(folder, name, i < 11 ? text : "tiers { A = 1 }");
		snprintf(name, sizeof(name), "i%d.lua", i);
		snprintf(text, sizeof(text), "return include 'i%d.lua'", i + 1);
		write_file(folder, name, i < 17 ? text : "return 1");
	}
	snprintf(path, sizeof(path), "%s/0.lua", folder);
	load_file(&ld, path);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_string_equal(ld.err.what, "more than 8 files extend one another");
	loading_reset(&ld);
	snprintf(path, sizeof(path), "%s/3.lua", folder);
	load_file(&ld, path);
	assert_loads(&ld);
	assert_int_equal(ld.rules->n_params, 8);
	assert_int_equal(ld.rules->n_sources, 9);
	loading_reset(&ld);
	write_file(folder, "0.lua", "local x = include 'i2.lua' tiers { A = x }");
	snprintf(path, sizeof(path), "%s/0.lua", folder);
	load_file(&ld, path);
	assert_loads(&ld);
	loading_reset(&ld);
	write_file(folder, "0.lua", "local x = include 'i1.lua' tiers { A = x }");
	load_file(&ld, path);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_string_equal(ld.err.what,
	    "include \"i17.lua\": more than 17 files extend or include one another");
	assert_non_null(strstr(ld.err.file, "/i16.lua"));
	loading_reset(&ld);
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_replace_in_place),
		cmocka_unit_test(keys_merge),
		cmocka_unit_test(params_go_down),
		cmocka_unit_test(sets_win),
		cmocka_unit_test(sets_are_checked),
		cmocka_unit_test(files_open_once),
		cmocka_unit_test(includes_are_apart),
		cmocka_unit_test(includes_stay_below),
		cmocka_unit_test(includes_return_all),
		cmocka_unit_test(opens_lua_only),
		cmocka_unit_test(depth_is_limited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
