/* SPDX-License-Identifier: MIT */
/* What is told of a function from its bytecode. Long, because it is scripts with what must be told
 * of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "rules/freeze.h"
#include "rules/inspect.h"
#include "rules/limits.h"
#include "rules/sandbox.h"

static const struct spot_field account_fields[] = {
	{ .name = "arr", .type = SPOT_TYPE_MONEY },
	{ .name = "employees", .type = SPOT_TYPE_INTEGER },
	{ .name = "industry", .type = SPOT_TYPE_TEXT },
	{ .name = "tech", .type = SPOT_TYPE_LIST },
};
static const struct spot_schema schema = { account_fields, 4 };
static const char *const globals[] = { "as_of", "between", "has", "ipairs", "math", "one_of" };

struct fixture {
	struct spot_sandbox *sandbox;
	lua_State *L;
	struct spot_arena arena;
	struct spot_diags diags;
	struct spot_function fn;
	struct spot_buf text;
};

static int refuse_name(lua_State *L)
{
	return luaL_error(L, "no such param");
}

/* As words_param.c makes them: frozen, and without an answer for other names. */
static int make_params(lua_State *L)
{
	lua_settop(L, 1);
	spot_freeze_table(L, 1, "params");
	spot_freeze_push_raw(L, 1); /* params raw */
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, refuse_name);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_settop(L, 1);
	return 1;
}

static int make_frozen(lua_State *L)
{
	lua_settop(L, 1);
	spot_freeze_table(L, 1, "a table");
	return 1;
}

static int add_globals(lua_State *L)
{
	lua_pushcfunction(L, make_params);
	spot_sandbox_add_global(L, "params");
	lua_pushcfunction(L, make_frozen);
	spot_sandbox_add_global(L, "frozen");
	return 0;
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	struct spot_limits limits = SPOT_LIMITS_DEFAULT;

	*state = f;
	spot_arena_init(&f->arena);
	spot_diags_init(&f->diags);
	if (spot_sandbox_open(&f->sandbox, &limits, 20000, NULL) != 0)
		return -1;
	f->L = spot_sandbox_state(f->sandbox);
	return spot_sandbox_protect(f->sandbox, add_globals, NULL, NULL);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	spot_sandbox_close(f->sandbox);
	spot_arena_free(&f->arena);
	spot_diags_reset(&f->diags);
	spot_buf_reset(&f->text);
	free(f);
	return 0;
}

struct job {
	struct spot_inspection inspection;
	struct fixture *f;
};

static int inspect_body(lua_State *L)
{
	struct job *job = lua_touserdata(L, 1);
	struct fixture *f = job->f;

	lua_rawgetp(L, LUA_REGISTRYINDEX, f);
	assert_int_equal(spot_inspect_function(L, &job->inspection, &f->fn, &f->arena, &f->diags),
	    0);
	assert_int_equal(lua_gettop(L), 2);
	assert_true(lua_isfunction(L, 2));
	return 0;
}

/* The text returns a rule function. */
static void inspect_as(struct fixture *f, const char *text, const struct spot_schema *of)
{
	struct job job = { { .schema = of, .globals = globals, .n_globals = 6,
		.file = "rules.lua", .word = "criterion", .owner = "Size" }, f };
	struct spot_error err = SPOT_ERROR_INIT;

	spot_diags_reset(&f->diags);
	spot_diags_init(&f->diags);
	memset(&f->fn, 0, sizeof(f->fn));
	if (spot_sandbox_compile(f->sandbox, "rules.lua", text, strlen(text), &err) != 0 ||
	    spot_sandbox_call(f->sandbox, 0, 1, 10000000, &err) != SPOT_CALL_OK)
		fail_msg("%s", err.what);
	lua_rawsetp(f->L, LUA_REGISTRYINDEX, f);
	if (spot_sandbox_protect(f->sandbox, inspect_body, &job, &err) != 0)
		fail_msg("%s", err.what);
}

static void inspect(struct fixture *f, const char *text)
{
	inspect_as(f, text, &schema);
}

/* All that is told, "line: what | hint", joined by new lines. */
static const char *told(struct fixture *f)
{
	spot_diags_sort(&f->diags);
	spot_buf_clear(&f->text);
	for (size_t i = 0; i < f->diags.n_items; i++) {
		const struct spot_diag *d = &f->diags.items[i];

		assert_int_equal(d->severity, SPOT_SEVERITY_ERROR);
		assert_string_equal(d->file, "rules.lua");
		spot_buf_printf(&f->text, "%s%lu: %s | %s", i ? "\n" : "", d->line, d->what,
		    d->hint ? d->hint : "");
	}
	return spot_buf_str(&f->text);
}

#define SIZE "criterion \"Size\": "

static void test_clean(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local p = { min = 50, max = 1000 }\n"
	    "return function(a)\n"
	    "  local x, t = a.employees, {}\n"
	    "  t.own, t[1], t[x] = 1, 2, 3\n"
	    "  local function add(n) x = x + n t.own = n end\n"
	    "  add(1)\n"
	    "  for _, item in ipairs(a.tech) do t[item] = true end\n"
	    "  return between(x, p.min, p.max)\n"
	    "end");
	assert_string_equal(told(f), "");
	assert_string_equal(f->fn.place.file, "rules.lua");
	assert_int_equal(f->fn.place.line, 2);
	assert_int_equal(f->fn.last_line, 9);
	assert_int_equal(f->fn.n_reads, 2);
	assert_int_equal(f->fn.reads[0], 1);
	assert_int_equal(f->fn.reads[1], 3);
}

static void test_globals(void **state)
{
	struct fixture *f = *state;

	inspect(f, "return function(a)\n"
	    "  local x = betwen(a.arr, 1, 2)\n"
	    "  return x and nonsense_name\n"
	    "end");
	assert_string_equal(told(f),
	    "2: " SIZE "unknown name \"betwen\" | did you mean \"between\"?\n"
	    "3: " SIZE "unknown name \"nonsense_name\" | "
	    "a name of your own is declared with local, above the rule");
	/* Seen in functions inside, and through _ENV itself. */
	inspect(f, "return function(a)\n"
	    "  local function g() return function() return oneof(1) end end\n"
	    "  local e = _ENV\n"
	    "  return g()() or e.hass\n"
	    "end");
	assert_string_equal(told(f),
	    "2: " SIZE "unknown name \"oneof\" | did you mean \"one_of\"?\n"
	    "4: " SIZE "unknown name \"hass\" | did you mean \"has\"?");
	inspect(f, "return function(a)\n\n  n = 3\n  between = 4\n  _ENV.m = 1 end");
	assert_string_equal(told(f),
	    "3: " SIZE "assigns to the global n; rules must be pure | "
	    "write local before it: local n = ...\n"
	    "4: " SIZE "assigns to the global between; rules must be pure | "
	    "write local before it: local between = ...\n"
	    "5: " SIZE "assigns to the global m; rules must be pure | "
	    "write local before it: local m = ...");
}

static void test_writes(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local counter = 0\n"
	    "return function(a)\n"
	    "  counter = counter + 1\n"
	    "  return true\n"
	    "end");
	assert_string_equal(told(f), "3: " SIZE
	    "writes to counter, which is outside the rule; rules must be pure | "
	    "use a local variable inside the function");
	/* From a function inside a function inside. */
	inspect(f, "local counter, mine = 0, 0\n"
	    "return function(a)\n"
	    "  local mine = 0\n"
	    "  local function g()\n"
	    "    return function() counter = 1 mine = 1 end\n"
	    "  end\n"
	    "  g()()\n"
	    "end");
	assert_string_equal(told(f), "5: " SIZE
	    "writes to counter, which is outside the rule; rules must be pure | "
	    "use a local variable inside the function");
	/* Captured tables, by every kind of write. */
	inspect(f, "local seen, deep = {}, { er = { most = {} } }\n"
	    "return function(a)\n"
	    "  seen.x = 1\n"
	    "  seen[1] = 1\n"
	    "  seen[a.industry] = 1\n"
	    "  deep.er.most.x = 1\n"
	    "  local s = a.arr > 1 and seen or seen\n"
	    "  s.y = 1\n"
	    "end");
	assert_string_equal(told(f),
	    "3: " SIZE "writes to seen, which is outside the rule; rules must be pure | "
	    "make a table of its own inside the function\n"
	    "4: " SIZE "writes to seen, which is outside the rule; rules must be pure | "
	    "make a table of its own inside the function\n"
	    "5: " SIZE "writes to seen, which is outside the rule; rules must be pure | "
	    "make a table of its own inside the function\n"
	    "6: " SIZE "writes to deep.er.most, which is outside the rule; rules must be pure | "
	    "make a table of its own inside the function\n"
	    "8: " SIZE "writes to seen, which is outside the rule; rules must be pure | "
	    "make a table of its own inside the function");
	/* The account, also under another name and in a function inside. */
	inspect(f, "return function(a)\n"
	    "  a.arr = 1\n"
	    "  a[1] = 1\n"
	    "  local b = a\n"
	    "  b.tech = nil\n"
	    "  local function g() a.industry = 'x' end\n"
	    "  g()\n"
	    "end");
	assert_string_equal(told(f),
	    "2: " SIZE "writes to the account's arr; a rule may not change it | "
	    "keep the value in a local variable\n"
	    "3: " SIZE "writes to the account's fields; a rule may not change it | "
	    "keep the value in a local variable\n"
	    "5: " SIZE "writes to the account's tech; a rule may not change it | "
	    "keep the value in a local variable\n"
	    "6: " SIZE "writes to the account's industry; a rule may not change it | "
	    "keep the value in a local variable");
}

/* What might be an outer table, but need not be, is not told. */
static void test_uncertain(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local outer = {}\n"
	    "return function(a)\n"
	    "  local t = outer\n"
	    "  if a.arr > 1 then t = {} end\n"
	    "  t.x = 1\n"
	    "  local b = a\n"
	    "  if a.arr > 2 then b = {} end\n"
	    "  b.y, b.nofield = 1, b.nofield\n"
	    "  local u = outer\n"
	    "  local function set() u = {} end\n"
	    "  set()\n"
	    "  u.x = 1\n"
	    "end");
	assert_string_equal(told(f), "");
	/* The parameter itself may get another value; from then on it is no account. */
	inspect(f, "return function(a)\n"
	    "  local x = a.arr\n"
	    "  a = { nofield = 1 }\n"
	    "  a.arr = 2\n"
	    "  return a.nofield\n"
	    "end");
	assert_string_equal(told(f), "");
	inspect(f, "return function(a)\n"
	    "  local function change() a = {} end\n"
	    "  change()\n"
	    "  return a.nofield\n"
	    "end");
	assert_string_equal(told(f), "");
	/* Code that is never reached. */
	inspect(f, "return function(a) do return a.arr end return a.nofield end");
	assert_string_equal(told(f), "");
}

static void test_helpers(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local n = 0\n"
	    "local function count() n = n + 1 return n end\n"
	    "local lib = { deep = { count = count } }\n"
	    "local function outer() return lib.deep.count() end\n"
	    "return function(a) return outer() end");
	assert_string_equal(told(f), "2: "
	    "writes to n, which is outside the rule; rules must be pure | "
	    "use a local variable inside the function");
	/* Fields in helpers that are given the account. */
	inspect(f, "local function deep(x, account) return account.industri == x end\n"
	    "local function big(account, n)\n"
	    "  local other = { nofield = 1 }\n"
	    "  return account.employes > n and deep(other.nofield, account)\n"
	    "end\n"
	    "local function plain(t) return t.nofield end\n"
	    "return function(a) return big(a, 3) and plain({}) end");
	assert_string_equal(told(f),
	    "1: unknown field \"industri\" | did you mean \"industry\"?\n"
	    "4: unknown field \"employes\" | did you mean \"employees\"?");
	/* Also where the function is written inside the rule, and methods of a table. */
	inspect(f, "local t = {}\n"
	    "function t.small(a) return a.aar end\n"
	    "return function(a)\n"
	    "  local function far(b) return b.employes end\n"
	    "  return far(a) + t.small(a)\n"
	    "end");
	assert_string_equal(told(f),
	    "2: unknown field \"aar\" | did you mean \"arr\"?\n"
	    "4: " SIZE "unknown field \"employes\" | did you mean \"employees\"?");
	/* Recursion ends; reads in helpers count. */
	inspect(f, "local even\n"
	    "local function odd(a, n) return n > 0 and even(a, n - 1) end\n"
	    "function even(a, n) return n == 0 and a.industry or odd(a, n - 1) end\n"
	    "return function(a) return even(a, 4) end");
	assert_string_equal(told(f), "");
	assert_int_equal(f->fn.n_reads, 1);
	assert_int_equal(f->fn.reads[0], 2);
}

static void test_params(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local p = params { min_size = 50, max_size = 1000, flag = false }\n"
	    "return function(a) return a.arr > p.min_size and not p.flag and p.max_size end");
	assert_string_equal(told(f), "");
	inspect(f, "local p = params { min_size = 50, max_size = 1000, flag = false }\n"
	    "return function(a)\n"
	    "  return a.arr > p.min_sise\n"
	    "end");
	assert_string_equal(told(f),
	    "3: " SIZE "params has no \"min_sise\" | did you mean \"min_size\"?");
	/* However it is written, under other names, from another table, in functions inside. */
	inspect(f, "local p = params { min_size = 50, max_size = 1000 }\n"
	    "local all, key = { of = { them = p } }, 'maxsize'\n"
	    "return function(a)\n"
	    "  local q = a.arr > 1 and p or p\n"
	    "  local function far() return function() return p.min_siz end end\n"
	    "  return q.mim_size or p['max size'] or p[key]\n"
	    "    or all.of.them.minsize or p:max_sise() or far()() or p.zzz\n"
	    "end");
	assert_string_equal(told(f),
	    "5: " SIZE "params has no \"min_siz\" | did you mean \"min_size\"?\n"
	    "6: " SIZE "params has no \"mim_size\" | did you mean \"min_size\"?\n"
	    "6: " SIZE "params has no \"max size\" | did you mean \"max_size\"?\n"
	    "6: " SIZE "params has no \"maxsize\" | did you mean \"max_size\"?\n"
	    "7: " SIZE "params has no \"minsize\" | did you mean \"min_size\"?\n"
	    "7: " SIZE "params has no \"max_sise\" | did you mean \"max_size\"?\n"
	    "7: " SIZE "params has no \"zzz\" | add it to params { … }");
	/* In helpers: captured by them, or given by the call; there also in a function inside. */
	inspect(f, "local p = params { min_size = 50 }\n"
	    "local function deep(q) return function() return q.minsize end end\n"
	    "local function over(n, q) return n > q.min_sice and deep(q)() end\n"
	    "local function own() return p.minisize end\n"
	    "local function none(q) return q.size end\n"
	    "return function(a) return over(a.arr, p) or own() or none({}) end");
	assert_string_equal(told(f),
	    "2: params has no \"minsize\" | did you mean \"min_size\"?\n"
	    "3: params has no \"min_sice\" | did you mean \"min_size\"?\n"
	    "4: params has no \"minisize\" | did you mean \"min_size\"?");
}

/* Tables that may lack a key, and values that need not be params. */
static void test_other_tables(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local p, t, cold = params { x = 1 }, { x = 1 }, frozen { x = 1 }\n"
	    "local function keep(q) q = q or {} return q.zz end\n"
	    "local function change(q) local function g() q = {} end g() return q.zz end\n"
	    "local later = p\n"
	    "return function(a)\n"
	    "  local q, lib = p, math\n"
	    "  if a.arr > 1 then q = t end\n"
	    "  return q.y or t.y or cold.y or lib.y or keep(p) or change(p) or p[a.industry]\n"
	    "end");
	assert_string_equal(told(f), "");
}

static void test_words(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local function most(x) return max(x, 1) end\n"
	    "return function(a)\n"
	    "  local n = count { a.arr }\n"
	    "  criterion 'x' {}\n"
	    "  local p = params {}\n"
	    "  return most(n) or min or include 'x.lua'\n"
	    "end");
	assert_string_equal(told(f),
	    "1: max is a word of rule files, not a function that rules may call | "
	    "for numbers there is math.max\n"
	    "3: " SIZE "count is a word of rule files, not a function that rules may call | "
	    "it makes a field of a rollup, which rules read like any other\n"
	    "4: " SIZE "criterion is a word of rule files, not a function that rules may call | "
	    "words stand outside of functions\n"
	    "5: " SIZE "params is a word of rule files, not a function that rules may call | "
	    "write local p = params { … } above the rules\n"
	    "6: " SIZE "min is a word of rule files, not a function that rules may call | "
	    "for numbers there is math.min\n"
	    "6: " SIZE "include is a word of rule files, not a function that rules may call | "
	    "write local list = include \"file.lua\" above the rules");
	/* The names are free for variables and fields. */
	inspect(f, "local max, t = math.max, { count = 1 }\n"
	    "return function(a) local group = t.count return max(group, a.arr) end");
	assert_string_equal(told(f), "");
}

/* A thousand functions, each the upvalue of the next: no deep recursion here. */
static void test_chain(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local f = function(a) return a.arr end\n"
	    "for i = 1, 20000 do local g = f f = function(a) return g(a) end end\n"
	    "return f");
	assert_string_equal(told(f), "");
}

/* A fault in what many rules share is told once. */
static void test_shared_fault(void **state)
{
	struct fixture *f = *state;
	struct job job = { { .schema = &schema, .file = "rules.lua", .word = "criterion" }, f };

	inspect(f, "local function h(a) return a.nofield or nothing end\n"
	    "return function(a) return h(a) end");
	for (int i = 0; i < 3; i++)
		assert_int_equal(spot_sandbox_protect(f->sandbox, inspect_body, &job, NULL), 0);
	assert_string_equal(told(f), "1: unknown name \"nothing\" | "
	    "a name of your own is declared with local, above the rule\n"
	    "1: unknown field \"nofield\" | declare it in fields");
	assert_int_equal(f->diags.n_errors, 2);
}

/* Under a budget the work is charged, and ends cleanly. */
static void test_charged(void **state)
{
	struct fixture *f = *state;
	struct job job = { { .schema = &schema, .file = "rules.lua" }, f };

	inspect(f, "local f = function(a) return a.arr end\n"
	    "for i = 1, 2000 do local g = f f = function(a) return g(a) end end\n"
	    "return f");
	lua_pushcfunction(f->L, inspect_body);
	lua_pushlightuserdata(f->L, &job);
	assert_int_equal(spot_sandbox_call(f->sandbox, 1, 0, 10000, NULL), SPOT_CALL_LIMIT);
	lua_pushcfunction(f->L, inspect_body);
	lua_pushlightuserdata(f->L, &job);
	assert_int_equal(spot_sandbox_call(f->sandbox, 1, 0, 10000000, NULL), SPOT_CALL_OK);
}

static void test_fields(void **state)
{
	struct fixture *f = *state;

	inspect(f, "local name = 'employess'\n"
	    "return function(a)\n"
	    "  local long = 'indstry'\n"
	    "  return a.arr1, a:tecch(), a[name], a[long], a['xyz'], a.employees\n"
	    "end");
	assert_string_equal(told(f),
	    "4: " SIZE "unknown field \"arr1\" | did you mean \"arr\"?\n"
	    "4: " SIZE "unknown field \"tecch\" | did you mean \"tech\"?\n"
	    "4: " SIZE "unknown field \"employess\" | did you mean \"employees\"?\n"
	    "4: " SIZE "unknown field \"indstry\" | did you mean \"industry\"?\n"
	    "4: " SIZE "unknown field \"xyz\" | declare it in fields");
	assert_int_equal(f->fn.n_reads, 1);
	inspect_as(f, "return function(a) return a.anything end", NULL);
	assert_string_equal(told(f), "");
	assert_int_equal(f->fn.n_reads, 0);
}

static const char *constants(struct fixture *f)
{
	spot_buf_clear(&f->text);
	for (size_t i = 0; i < f->fn.n_constants; i++) {
		const struct spot_value *v = &f->fn.constants[i];

		if (i)
			spot_buf_char(&f->text, ' ');
		if (v->kind == SPOT_KIND_INT)
			spot_buf_printf(&f->text, "i%lld", (long long)v->as.integer);
		else if (v->kind == SPOT_KIND_FLOAT)
			spot_buf_printf(&f->text, "f%g", v->as.number);
		else
			spot_buf_printf(&f->text, "%s", v->as.text.ptr);
	}
	return spot_buf_str(&f->text);
}

static void test_constants(void **state)
{
	struct fixture *f = *state;

	inspect(f, "return function(a)\n"
	    "  if a.arr > 5 and a.arr <= 7.0 and a.employees == 'x' and a.employees ~= 5 then\n"
	    "    return a.arr - 3 + 0.25 + 1e9\n"
	    "  end\n"
	    "  return between(a.arr, 10, 100000) or one_of(a.industry, 'SaaS', 'Media')\n"
	    "end");
	assert_string_equal(constants(f), "f0.25 i3 i5 f7 i10 i100000 f1e+09 Media SaaS x");
	/* Captured: numbers, texts, tables one level deep, keys of sets; also of helpers. */
	inspect(f, "local low, word = -4, 'hello'\n"
	    "local p = { min = 50, max = 0.5, name = 'n', t = { 99 } }\n"
	    "local set = { DE = true, FR = true }\n"
	    "local more = 77\n"
	    "local function helper(x) return x > more end\n"
	    "return function(a) return a.arr < low or a.arr > p.min or set[word] or helper(p) end");
	assert_string_equal(constants(f), "i-4 f0.5 i50 i77 DE FR hello n");
	/* A large table gives the least 256 of it, a huge one its first items. */
	inspect(f, "local t = {} for i = 1, 4000 do t[i] = 10000 - i end\n"
	    "return function(a) return t[a.employees] end");
	assert_int_equal(f->fn.n_constants, 256);
	assert_int_equal(f->fn.constants[0].as.integer, 6000);
	assert_int_equal(f->fn.constants[255].as.integer, 6255);
	inspect(f, "local t = {} for i = 1, 5000 do t[i] = 10000 - i end\n"
	    "return function(a) return t[a.employees] end");
	assert_int_equal(f->fn.n_constants, 256);
	assert_int_equal(f->fn.constants[0].as.integer, 9744);
	assert_int_equal(f->fn.constants[255].as.integer, 9999);
	/* Of very many the least; a long text is cut, at a character. */
	inspect(f, "local fs = {}\n"
	    "for i = 1, 900 do local t = {} for j = 1, 100 do t[j] = 1000000 - i * 100 - j end\n"
	    "local g = fs[1] fs[1] = function(a) return g and g(a) or t[a] end end\n"
	    "local f, long = fs[1], ('x'):rep(998) .. 'äöü'\n"
	    "return function(a) return f(a) or long or 5 end");
	assert_int_equal(f->fn.n_constants, 4096);
	assert_int_equal(f->fn.constants[0].as.integer, 5);
	assert_int_equal(f->fn.constants[1].as.integer, 909900);
	inspect(f, "local long = ('x'):rep(998) .. 'äöü' return function(a) return long end");
	assert_int_equal(f->fn.constants[0].as.text.len, 1000);
	inspect(f, "local long = ('x'):rep(999) .. 'äöü' return function(a) return long end");
	assert_int_equal(f->fn.constants[0].as.text.len, 999);
}

static void check_lines(struct fixture *f, const unsigned long *lines, size_t n)
{
	assert_int_equal(f->fn.n_lines, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(f->fn.lines[i], lines[i]);
}

static void test_lines(void **state)
{
	struct fixture *f = *state;
	static const unsigned long lines[] = { 2, 5, 6, 8 };

	inspect(f, "local helper = function(n)\n"
	    "  return n > 1\n" /* called: counts */
	    "end\n"
	    "return function(a)\n"
	    "  if a.arr > 1 then\n"
	    "    return true\n"
	    "  end\n"
	    "  return helper(a.arr)\n"
	    "end"); /* nothing gets here */
	check_lines(f, lines, 4);
}

static void test_names(void **state)
{
	struct fixture *f = *state;

	/* Control bytes in names do not reach the terminal; the text stays one line. */
	inspect(f, "return function(a) return a['x\\n\\27[31m'] end");
	assert_null(strchr(f->diags.items[0].what, '\n'));
	assert_null(strchr(f->diags.items[0].what, '\033'));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_clean, setup, teardown),
		cmocka_unit_test_setup_teardown(test_globals, setup, teardown),
		cmocka_unit_test_setup_teardown(test_writes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_uncertain, setup, teardown),
		cmocka_unit_test_setup_teardown(test_helpers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_params, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_tables, setup, teardown),
		cmocka_unit_test_setup_teardown(test_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_chain, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shared_fault, setup, teardown),
		cmocka_unit_test_setup_teardown(test_charged, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(test_constants, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(test_names, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
