/* SPDX-License-Identifier: MIT */
#include "run_lua.h"

#include "rules/freeze.h"

/* For scripts: freeze(t, what) gives the frozen table; seal(f) freezes f's upvalues. */
static int lua_freeze(lua_State *L)
{
	const char *what = luaL_optstring(L, 2, "params");
	lua_settop(L, 2);
	spot_freeze_table(L, 1, what);
	assert_int_equal(lua_gettop(L), 2);
	lua_settop(L, 1);
	return 1;
}

static int lua_seal(lua_State *L)
{
	spot_freeze_upvalues(L, 1);
	assert_int_equal(lua_gettop(L), 1);
	return 1;
}

static int lua_is_frozen(lua_State *L)
{
	lua_pushboolean(L, spot_freeze_is_frozen(L, 1));
	return 1;
}

static int add_functions(lua_State *L)
{
	lua_pushcfunction(L, lua_freeze);
	spot_sandbox_add_global(L, "freeze");
	lua_pushcfunction(L, lua_seal);
	spot_sandbox_add_global(L, "seal");
	lua_pushcfunction(L, lua_is_frozen);
	spot_sandbox_add_global(L, "is_frozen");
	return 0;
}

static const struct lua_case cases[] = {
	{ "local t = freeze { a = 1, 10, 20 } return t.a, t[2], #t, t.b, is_frozen(t)",
	    "1,20,2,nil,true" },
	{ "local t = freeze { a = 1 } t.a = 2", "!cannot set \"a\": params is read-only" },
	{ "local t = freeze { a = 1 } t.b = 2", "!cannot set \"b\": params is read-only" },
	{ "local t = freeze({}, 'limits') t[1] = 2", "!limits is read-only" },
	{ "local t = freeze { b = { 1, { x = 5 } } } return t.b[2].x, is_frozen(t.b[2])",
	    "5,true" },
	{ "local t = freeze { b = { 1, { x = 5 } } } t.b[2].x = 6", "!params is read-only" },
	{ "local t = freeze { b = { 1 } } t.b[1] = nil", "!params is read-only" },
	/* One table, one proxy. */
	{ "local s = {} local t = freeze { a = s, b = s } local u = freeze { c = s }\n"
	  "return t.a == t.b, t.a == u.c", "true,true" },
	{ "local s = {} return freeze(s) == freeze(s), freeze(freeze(s)) == freeze(s)",
	    "true,true" },
	/* Cycles. */
	{ "local t = {} t.me = t local f = freeze(t) return f.me == f, f.me.me.me == f",
	    "true,true" },
	{ "local a, b = {}, {} a.b = b b.a = a local f = freeze(a) return f.b.a == f", "true" },
	/* Library functions see through. */
	{ "local t = freeze { 3, 1, 2, n = 4 } local r = {}\n"
	  "for k, v in pairs(t) do r[#r+1] = k .. '=' .. v end return table.concat(r, ' ')",
	    "1=3 2=1 3=2 n=4" },
	{ "local t = freeze { 5, 6 } local n = 0 for i, v in ipairs(t) do n = n + i * v end "
	  "return n, table.concat(t, '-'), next(t)", "17,5-6,1,5" },
	{ "return table.unpack(freeze { 7, 8 })", "7,8" },
	{ "return ('ab'):gsub('%w', freeze { a = 'X' })", "Xb,2" },
	{ "return next(freeze {}) == nil, #freeze {}, type(freeze {}), tostring(freeze {})",
	    "true,0,table,table" },
	{ "table.insert(freeze { 1 }, 2)", "!the table is read-only" },
	{ "table.remove(freeze { 1 })", "!the table is read-only" },
	{ "table.sort(freeze { 2, 1 })", "!the table is read-only" },
	/* Functions. */
	{ "local t = { n = 0 } local function f() t.n = t.n + 1 return t.n end seal(f) f()",
	    "!cannot set \"n\": a table from outside the rule is read-only" },
	{ "local t = { n = 5 } local function f() return t.n end seal(f) return f(), is_frozen(t)",
	    "5,true" },
	{ "local t = { n = 5 } local function g() return t end local function f() return g() end\n"
	  "seal(f) f().n = 1", "!is read-only" },
	{ "local t = { n = 5 } local h = { f = function() t.n = 1 end } freeze(h).f()",
	    "!is read-only" },
	{ "local t = {} local function f() return f, t end seal(f) return is_frozen(t)", "true" },
	{ "local t = { sub = {} } local function f() return t.sub end local function g() return t "
	  "end seal(f) seal(g) return f() == g().sub", "true" },
	{ "local function f(x) local mine = {} mine.x = x return mine.x end seal(f) return f(3)",
	    "3" },
	{ "local t = { [function() end] = 1 } return is_frozen(freeze(t))", "true" },
	/* Tables as keys are found by what rules have of them. */
	{ "local k = {} local t = { [k] = 'v' } local f = function() return t[k] end seal(f)\n"
	  "return f()", "v" },
	/* Globals and libraries. */
	{ "local e = _ENV e.x = 1", "!\"x\" would be a global name" },
	{ "_ENV.between = 1", "!\"between\" is a word of the language" },
	{ "_ENV[1] = 2", "!globals cannot be set" },
	{ "return is_frozen(_ENV), is_frozen(string), is_frozen({}), is_frozen(1)",
	    "true,true,false,false" },
	{ "local function f() return pairs end seal(f) return f() == pairs", "true" },
	{ "local _ENV = { seal = seal } local function f() x = 1 end seal(f) f()",
	    "!is read-only" },
	/* Deep and wide. */
	{ "local t = {} local last = t for i = 1, 30000 do last.t = {} last = last.t end\n"
	  "local f = freeze(t) for i = 1, 30000 do f = f.t end return is_frozen(f)", "true" },
	{ "local t = {} for i = 1, 40000 do t[i] = { i } end local f = freeze(t)\n"
	  "return f[40000][1], is_frozen(f[40000])", "40000,true" },
	{ "local f = freeze(setmetatable({}, {}))", "!unknown name \"setmetatable\"" },
};

static void scripts(void **state)
{
	(void)state;
	size_t n_failed = 0;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct spot_sandbox *sandbox = open_sandbox(0);
		assert_int_equal(spot_sandbox_protect(sandbox, add_functions, NULL, NULL), 0);
		const char *got = run_lua(sandbox, cases[i].code, 20000000);
		const char *expected = cases[i].expected;
		if (expected[0] == '!' ? got[0] != '!' || !strstr(got, expected + 1)
		    : strcmp(got, expected) != 0) {
			print_error("%s\n  gave     %s\n  expected %s\n", cases[i].code, got,
			    expected);
			n_failed++;
		}
		spot_sandbox_close(sandbox);
	}
	assert_int_equal(n_failed, 0);
}

static void charged(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	assert_int_equal(spot_sandbox_protect(sandbox, add_functions, NULL, NULL), 0);
	const char *got = run_lua(sandbox, "local t = {} for i = 1, 20000 do t[i] = i end "
	    "for i = 1, 1000 do freeze { a = t, table.unpack(t, 1, 9999) } end", 1000000);
	assert_non_null(strstr(got, "LIMIT"));
	spot_sandbox_close(sandbox);
}

/* The host's view: raw contents, and tables with metatables of the host's left alone. */
static int host_body(lua_State *L)
{
	lua_newtable(L);
	lua_pushinteger(L, 5);
	lua_setfield(L, -2, "a"); /* t */
	spot_freeze_push_raw(L, 1);
	assert_int_equal(lua_gettop(L), 3);
	lua_pop(L, 1);
	spot_freeze_table(L, -1, "x"); /* proxy */
	assert_true(spot_freeze_is_frozen(L, -1));
	lua_pushstring(L, "a");
	lua_rawget(L, -2);
	assert_true(lua_isnil(L, -1));
	lua_pop(L, 1);
	spot_freeze_push_raw(L, -1); /* proxy raw */
	assert_false(spot_freeze_is_frozen(L, -1));
	lua_pushstring(L, "a");
	lua_rawget(L, -2);
	assert_int_equal(lua_tointeger(L, -1), 5);
	lua_settop(L, 0);
	lua_newtable(L);
	lua_newtable(L);
	lua_setmetatable(L, -2); /* an object of the host's */
	lua_pushvalue(L, -1);
	spot_freeze_table(L, -1, "x");
	assert_true(lua_rawequal(L, -1, -2));
	return 0;
}

static void host(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	assert_int_equal(spot_sandbox_protect(sandbox, host_body, NULL, NULL), 0);
	assert_int_equal(lua_gettop(spot_sandbox_state(sandbox)), 0);
	spot_sandbox_close(sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scripts),
		cmocka_unit_test(charged),
		cmocka_unit_test(host),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
