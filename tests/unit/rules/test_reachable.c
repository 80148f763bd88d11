/* SPDX-License-Identifier: MIT */
/*
 * What a rule file can reach, compared with a list (tests/rules/reachable.expected): everything
 * that hangs on the globals, on texts, on what words and library functions return, on the account,
 * and on a rule function itself, while the file is loaded and in rules of every kind.
 *
 * A line of the list is a path and what is there. What only the engine can reach, as Lua code
 * cannot ask for metatables and upvalues of C functions, is in the list, too: `(meta)` in a path
 * stands for a metatable, `^1` or `^name` for an upvalue; a table behind a read-only one counts as
 * that one. `= PATH` is something that was met under another path. What a path leads to again, in
 * the next rule, is not said again.
 *
 * The walker stands in for the function "like", which keeps its place in the list.
 */
#include <stdio.h>

#include <lauxlib.h>
#include <lualib.h>

#include "rules/internal.h"
#include "rules/vm.h"
#include "rules/words.h"
#include "support/rows.h"
#include "unit/rules/loading.h"

#define LIST "tests/rules/reachable.expected"
#define PATH "tests/rules/load/reachable.lua" /* where included files are looked for */

static struct spot_buf found;  /* lines */
static const char *when;       /* what stands before each */
static lua_State *stock;       /* has Lua's own functions, by which ours are told */

/* --- the walk: breadth first, so that each thing has its shortest path -------------------- */

struct walk {
	lua_State *L;
	int seen;  /* stack index of a table: thing to path */
	int queue; /* of things, each followed by its path */
	lua_Integer n_queued, n_done;
};

static int walker(lua_State *L);

static void add_line(const char *path, const char *what, const char *of)
{
	spot_buf_printf(&found, "%s: %s %s%s\n", when, path, what, of);
}

/* Of what is no news the second time. */
static void add_once(const char *path, const char *what, const char *of)
{
	size_t before = found.len;

	add_line(path, what, of);
	const char *line = found.ptr + before, *first = strstr(found.ptr, line);
	if (first != line && (first == found.ptr || first[-1] == '\n')) {
		found.ptr[before] = '\0';
		found.len = before;
	}
}

/* What Lua calls a C function of its own, "" for ours. Of several names the first. */
static const char *stock_name(lua_CFunction function)
{
	static char name[64];
	char other[64];

	name[0] = '\0';
	lua_getfield(stock, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
	for (lua_pushnil(stock); lua_next(stock, 1); lua_pop(stock, 1))
		for (lua_pushnil(stock); lua_next(stock, 3); lua_pop(stock, 1)) {
			if (lua_tocfunction(stock, -1) != function)
				continue;
			snprintf(other, sizeof(other), "%s.%s", lua_tostring(stock, 2),
			    lua_tostring(stock, 4));
			if (!name[0] || strcmp(other, name) < 0)
				strcpy(name, other);
		}
	lua_settop(stock, 0);
	return name;
}

static bool is_thing(int type)
{
	return type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA ||
	    type == LUA_TTHREAD;
}

static void queue(struct walk *walk, const char *path)
{
	lua_pushvalue(walk->L, -1);
	lua_rawseti(walk->L, walk->queue, ++walk->n_queued);
	lua_pushstring(walk->L, path);
	lua_rawseti(walk->L, walk->queue, ++walk->n_queued);
}

static void see(struct walk *walk, const char *path)
{
	lua_pushvalue(walk->L, -1);
	lua_pushstring(walk->L, path);
	lua_rawset(walk->L, walk->seen);
}

/* The value at the top, popped. What stands in for a function counts as that. */
static void visit(struct walk *walk, const char *path)
{
	lua_State *L = walk->L;
	int type;

	if (lua_tocfunction(L, -1) == walker) {
		lua_getupvalue(L, -1, 1);
		lua_remove(L, -2);
	}
	type = lua_type(L, -1);
	lua_pushvalue(L, -1);
	if (is_thing(type) && lua_rawget(L, walk->seen) == LUA_TSTRING) {
		if (strcmp(path, lua_tostring(L, -1)) != 0)
			add_once(path, "= ", lua_tostring(L, -1));
		lua_pop(L, 2);
		return;
	}
	lua_pop(L, 1);
	if (!is_thing(type)) {
		add_once(path, luaL_typename(L, -1), "");
		lua_pop(L, 1);
		return;
	}
	const char *name = lua_iscfunction(L, -1) ? stock_name(lua_tocfunction(L, -1)) : "";
	if (name[0])
		add_line(path, "Lua's own ", name);
	else
		add_line(path, lua_iscfunction(L, -1) ? "C function" : luaL_typename(L, -1), "");
	see(walk, path);
	queue(walk, path);
	lua_pop(L, 1);
}

/* The text of a key, in a path: at idx. */
static const char *key_text(lua_State *L, int idx)
{
	static char text[128];

	switch (lua_type(L, idx)) {
	case LUA_TSTRING:
		snprintf(text, sizeof(text), ".%s", lua_tostring(L, idx));
		break;
	case LUA_TNUMBER:
		snprintf(text, sizeof(text), "[%g]", lua_tonumber(L, idx));
		break;
	default:
		snprintf(text, sizeof(text), "[%s]", luaL_typename(L, idx));
	}
	return text;
}

static void visit_at(struct walk *walk, const char *path, const char *part)
{
	char whole[512];

	snprintf(whole, sizeof(whole), "%s%s", path, part);
	visit(walk, whole);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The table at the top; in the order of its keys, which Lua does not give. */
static void walk_table(struct walk *walk, const char *path)
{
	lua_State *L = walk->L;
	int table = lua_gettop(L), values;
	char *keys[512];
	size_t n = 0;

	lua_newtable(L);
	values = lua_gettop(L);
	for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
		assert_true(n < N_OF(keys));
		keys[n] = strdup(key_text(L, -2));
		assert_non_null(keys[n]);
		lua_pushvalue(L, -1);
		lua_setfield(L, values, keys[n++]);
		if (is_thing(lua_type(L, -2))) {
			lua_pushvalue(L, -2);
			visit_at(walk, path, "(key)");
		}
	}
	qsort(keys, n, sizeof(keys[0]), compare_texts);
	for (size_t i = 0; i < n; i++) {
		lua_getfield(L, values, keys[i]);
		visit_at(walk, path, keys[i]);
		free(keys[i]);
	}
	lua_pop(L, 1);
}

/* The function at the top. */
static void walk_upvalues(struct walk *walk, const char *path)
{
	const char *name;

	for (int i = 1; (name = lua_getupvalue(walk->L, -1, i)) != NULL; i++) {
		char part[128];

		snprintf(part, sizeof(part), "^%s", name);
		if (!name[0])
			snprintf(part, sizeof(part), "^%d", i);
		visit_at(walk, path, part);
	}
}

/* Of the value at the top. The table that stands behind it is it, too. */
static void walk_metatable(struct walk *walk, const char *path)
{
	lua_State *L = walk->L;

	if (!lua_getmetatable(L, -1))
		return;
	lua_pushliteral(L, "__index");
	if (lua_rawget(L, -2) == LUA_TTABLE) {
		lua_pushvalue(L, -1);
		if (lua_rawget(L, walk->seen) == LUA_TNIL) {
			lua_pop(L, 1);
			see(walk, path);
			queue(walk, path);
		} else {
			lua_pop(L, 1);
		}
	}
	lua_pop(L, 1);
	visit_at(walk, path, "(meta)");
}

static void walk_queue(struct walk *walk)
{
	lua_State *L = walk->L;

	while (walk->n_done < walk->n_queued) {
		lua_rawgeti(L, walk->queue, walk->n_done + 2);
		lua_rawgeti(L, walk->queue, walk->n_done + 1); /* path thing */
		walk->n_done += 2;
		const char *path = lua_tostring(L, -2);

		if (lua_type(L, -1) == LUA_TTABLE)
			walk_table(walk, path);
		else if (lua_type(L, -1) == LUA_TFUNCTION)
			walk_upvalues(walk, path);
		else if (lua_type(L, -1) == LUA_TUSERDATA && lua_getiuservalue(L, -1, 1))
			visit_at(walk, path, "(value)");
		walk_metatable(walk, path);
		lua_pop(L, 2);
	}
}

/* (name, value): stands in for a function that rule files may call. What was seen is known to the
 * next call of the same state. */
static int walker(lua_State *L)
{
	struct walk walk = { .L = L };

	lua_settop(L, 2);
	luaL_checkstack(L, 40, NULL);
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &found) != LUA_TTABLE) {
		lua_pop(L, 1);
		lua_newtable(L);
		lua_pushvalue(L, -1);
		lua_rawsetp(L, LUA_REGISTRYINDEX, &found);
	}
	walk.seen = lua_gettop(L);
	lua_newtable(L);
	walk.queue = lua_gettop(L);
	lua_pushvalue(L, 2);
	if (lua_type(L, 2) == LUA_TSTRING)
		walk_metatable(&walk, luaL_checkstring(L, 1));
	visit(&walk, luaL_checkstring(L, 1));
	walk_queue(&walk);
	return 0;
}

/* Protected: puts the walker in the place of "like". */
static int add_walker(lua_State *L)
{
	lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	assert_true(lua_getmetatable(L, -1));
	lua_getfield(L, -1, "__index"); /* globals meta names */
	lua_getfield(L, -1, "like");
	if (lua_tocfunction(L, -1) == walker)
		return 0;
	lua_pushcclosure(L, walker, 1);
	lua_setfield(L, -2, "like");
	return 0;
}

/* --- the list ----------------------------------------------------------------------------- */

/* Lines of the text, sorted; the text is cut up. */
static size_t cut_lines(char *text, char **lines, size_t cap)
{
	size_t n = 0;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		assert_true(n < cap);
		if (line[0] != '#')
			lines[n++] = line;
	}
	qsort(lines, n, sizeof(lines[0]), compare_texts);
	return n;
}

/* All lines found and the list are the same. */
static void check_list(void **state)
{
	static char text[1 << 20];
	static char *wanted[10000], *got[10000];
	size_t n_wanted, n_got, w = 0, g = 0, n_wrong = 0;
	FILE *file = fopen(LIST, "r");

	(void)state;
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	n_wanted = cut_lines(text, wanted, N_OF(wanted));
	n_got = cut_lines(found.ptr, got, N_OF(got));
	while (w < n_wanted || g < n_got) {
		int order = w == n_wanted ? 1 : g == n_got ? -1 : strcmp(wanted[w], got[g]);

		if (order > 0)
			print_error("reachable, but not listed: %s\n", got[g]);
		if (order < 0)
			print_error("listed, but not reachable: %s\n", wanted[w]);
		n_wrong += order != 0;
		w += order <= 0;
		g += order >= 0;
	}
	assert_int_equal(n_wrong, 0);
}

/* --- while a file is loaded --------------------------------------------------------------- */

/* The words' tables are not read here: each stands for what the word returns. */
static const char loading_text[] =
    "local walk = like\n"
    "walk('extends()', extends 'base.lua')\n"
    "walk('_ENV', _ENV)\n"
    "walk('text', 'x')\n"
    "walk('chunk', function() return _ENV end)\n"
    "for _, word in ipairs { 'profile', 'criterion', 'group', 'disqualify', 'growth',\n"
    "	'exception', 'cohort', 'segment', 'rollup', 'role', 'engagement', 'content', 'step',\n"
    "	'acceptance', 'hypothesis', 'test' } do\n"
    "	walk(word .. '()', _ENV[word](word))\n"
    "	walk(word .. '(){}', _ENV[word](word .. '2') {})\n"
    "end\n"
    "for _, word in ipairs { 'fields', 'tiers', 'target_share', 'economics', 'contacts',\n"
    "	'events', 'levels', 'stage' } do\n"
    "	walk(word .. '{}', _ENV[word] {})\n"
    "end\n"
    "walk('params{}', params { a = 1, b = 'x' })\n"
    "walk('include()', include 'lib/list.lua')\n"
    "walk('drop()', drop 'nothing')\n"
    "walk('date()', date '2026-01-31')\n"
    "for _, word in ipairs { 'count', 'sum', 'mean', 'min', 'max', 'first', 'last',\n"
    "	'distinct' } do\n"
    "	walk(word .. '{}', _ENV[word] { 'x' })\n"
    "end\n"
    "walk('no_such_name', no_such_name)\n"
    "made = { 1 }\n"
    "walk('made', made)\n"
    "local step, of, at = pairs { x = 1 }\n"
    "walk('pairs()', step) walk('pairs()2', of) walk('pairs()3', at)\n"
    "walk('pairs(_ENV)2', select(2, pairs(_ENV)))\n"
    "walk('ipairs()', ipairs {}) walk('ipairs()2', select(2, ipairs {}))\n"
    "walk('gmatch()', ('x'):gmatch 'x')\n"
    "walk('utf8.codes()', utf8.codes 'x')\n"
    "walk('utf8.codes()2', select(2, utf8.codes 'x'))\n"
    "walk('table.unpack()', table.unpack { 1 })\n";

static int open_words(lua_State *L)
{
	spot_words_open(lua_touserdata(L, 1));
	return 0;
}

/* As load.c does it, with the walker put in before the file runs. */
static void while_loading(void **state)
{
	struct spot_rules rules = { .path = PATH,
		.limits = SPOT_LIMITS_DEFAULT };
	struct spot_words_files files = { 0 };
	struct spot_diags diags;
	struct spot_loader ld = { .rules = &rules, .arena = &rules.arena, .files = &files,
		.diags = &diags };
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	spot_diags_init(&diags);
	spot_arena_init(&rules.arena);
	when = "loading";
	assert_int_equal(spot_sandbox_open(&ld.sandbox, &rules.limits, 0, &err), 0);
	ld.L = spot_sandbox_state(ld.sandbox);
	assert_int_equal(spot_sandbox_protect(ld.sandbox, open_words, &ld, &err), 0);
	assert_int_equal(spot_sandbox_protect(ld.sandbox, add_walker, NULL, &err), 0);
	assert_int_equal(spot_words_file_add(&ld, rules.path, spot_view_of(loading_text), &err), 0);
	assert_int_equal(spot_words_file_run(&ld, 0, 0, false, 0), SPOT_CALL_OK);
	spot_words_reset(&ld);
	for (size_t i = 0; i < files.n_items; i++)
		spot_source_map_free(files.items[i].map);
	free(files.items);
	free(files.aliases);
	spot_diags_reset(&diags);
	spot_arena_free(&rules.arena);
}

/* --- in rules ----------------------------------------------------------------------------- */

enum { N_FUNCTIONS = 14 }; /* each of them walks */

static const char running_text[] =
    "fields { id = 'key', name = 'text', n = 'integer', x = 'number', on = 'flag',\n"
    "	day = 'date', tech = 'list' }\n"
    "contacts { key = 'id', id = 'c', fields = { title = 'text' } }\n"
    "events { key = 'id', contact = 'who', at = 'day', fields = { day = 'date' } }\n"
    "tiers { A = 50, B = 0 }\n"
    "local p, own, other = params { limit = 5 }, { 1, { 2 } }, include 'lib/list.lua'\n"
    "local function see(name, a)\n"
    "	like('_ENV', _ENV) like('text', 'x') like(name, a)\n"
    "	like('p', p) like('own', own) like('other', other)\n"
    "end\n"
    "local function all(a)\n"
    "	see('account', a)\n"
    "	like('a.id', a.id) like('a.name', a.name) like('a.n', a.n) like('a.x', a.x)\n"
    "	like('a.on', a.on) like('a.day', a.day) like('a.tech', a.tech)\n"
    "	like('pairs(a)', pairs(a.tech)) like('ipairs(a)', ipairs(a.tech))\n"
    "	like('date()', date '2026-01-31')\n"
    "	return true\n"
    "end\n"
    "local function number(a) return all(a) and 1 end\n"
    "local function text(a) return all(a) and 'x' end\n"
    "local function record(r) see('record', r) like('r.s', r.s) return true end\n"
    "local function contact(c) see('contact', c) like('c.title', c.title) return true end\n"
    "local function event(e)\n"
    "	see('event', e) like('e.day', e.day) like('e.contact', e.contact)\n"
    "	like('e.contact.title', e.contact.title)\n"
    "	return true\n"
    "end\n"
    "criterion 'c' { weight = 1, why = 'w', fit = function(a)\n"
    "	like('pairs()', pairs { 1 }) like('gmatch()', ('x'):gmatch('x'))\n"
    "	return all(a)\n"
    "end }\n"
    "disqualify 'd' { why = 'w', when = function(a) return all(a) end }\n"
    "growth 'g' { value = number }\n"
    "cohort 'h' { when = function(a) return all(a) end }\n"
    "segment 's' { by = text }\n"
    "economics { ltv = function(a) return all(a) and 2 end }\n"
    "rollup 'deals' { key = 'account', fields = { s = 'text', n = 'integer' },\n"
    "	won = count { when = record }, best = max { 'n' },\n"
    "	lost = sum { 'n', when = function(r) return record(r) end } }\n"
    "role 'r' { match = contact }\n"
    "engagement 'e' { points = 3, when = event }\n"
    "stage { { 'one', function(a) return all(a) end }, { 'two', all } }\n"
    "step 't' { owner = 'o', when = function(a) return not not all(a) end }\n"
    "acceptance 'b' { when = function(a) return all(a) == true end, why = 'w' }\n"
    "test 'x' { account = { id = '1' }, expect = { tier = 'A' } }\n";

static const struct spot_schema *schema_of(const struct spot_rules *rules,
    const struct spot_function *fn)
{
	switch (fn->subject) {
	case SPOT_SUBJECT_ACCOUNT:
		return &rules->fields;
	case SPOT_SUBJECT_RECORD:
		return &rules->rollups[fn->subject_idx].fields;
	case SPOT_SUBJECT_CONTACT:
		return &rules->contacts;
	case SPOT_SUBJECT_EVENT:
		return &rules->events;
	case SPOT_SUBJECT_N:
		break;
	}
	return NULL;
}

struct self {
	int fn;
	const char *name;
};

/* Protected: the rule function itself. */
static int walk_function(lua_State *L)
{
	const struct self *self = lua_touserdata(L, 1);

	lua_pushcfunction(L, walker);
	lua_pushstring(L, self->name);
	spot_load_push_function(L, self->fn);
	lua_call(L, 2, 0);
	return 0;
}

static void in_rules(void **state)
{
	static struct spot_answers answers;
	struct loading ld = { .rc = 0 };
	struct spot_rules_options options = loading_options(&ld);
	struct spot_vm *vm;
	struct rng rng = { 1 };

	(void)state;
	if (spot_rules_load_text(&ld.rules, PATH, running_text, strlen(running_text), &options,
	        NULL, &ld.err) != 0)
		fail_msg("%lu: %s; %s", ld.err.line, ld.err.what, ld.err.hint);
	assert_int_equal(spot_vm_new(&vm, ld.rules, &ld.err), 0);
	assert_int_equal(spot_sandbox_protect(spot_vm_sandbox(vm), add_walker, NULL, &ld.err), 0);
	when = "rules";
	assert_int_equal(ld.rules->n_functions, N_FUNCTIONS);
	for (int fn = 0; fn < N_FUNCTIONS; fn++) {
		const struct spot_function *function = &ld.rules->functions[fn];
		struct self self = { fn, function->word };
		struct spot_batch batch;

		assert_int_equal(
		    spot_batch_init(&batch, schema_of(ld.rules, function), 1, &ld.err), 0);
		rows_fill(&batch, 1, &rng, 0);
		assert_int_equal(spot_vm_eval(vm, fn, &batch, 1, false, &answers, &ld.err), 0);
		assert_int_equal(answers.n_failed, 0);
		assert_int_equal(answers.state[0], SPOT_ANSWER_KNOWN);
		assert_int_equal(spot_sandbox_protect(
		    spot_vm_sandbox(vm), walk_function, &self, &ld.err), 0);
		spot_batch_reset(&batch);
	}
	spot_vm_free(vm);
	loading_reset(&ld);
}

static int setup(void **state)
{
	(void)state;
	stock = luaL_newstate();
	if (stock)
		luaL_openlibs(stock);
	return stock ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	lua_close(stock);
	spot_buf_reset(&found);
	return 0;
}

int main(void)
{
	/* In this order: the last one looks at what the others found. */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(while_loading),
		cmocka_unit_test(in_rules),
		cmocka_unit_test(check_list),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
