/* SPDX-License-Identifier: MIT */
/* What the host gives and gets; that it is the same every time. */
#include "run_lua.h"

/* --- the same every time ------------------------------------------------------------------ */

static void same_everywhere(void **state)
{
	static const char code[] =
	    "local t, r = {}, {}\n"
	    "for i = 1, 300 do t['k' .. i * 7919 % 1000] = i t[i / 2] = i end t[true] = 0\n"
	    "for k, v in pairs(t) do r[#r + 1] = tostring(k) .. '=' .. tostring(v) end\n"
	    "local o = {} for i = 1, 200 do o[i] = { i * 31 % 7 } end\n"
	    "table.sort(o, function(a, b) return a[1] < b[1] end)\n"
	    "r[#r + 1] = tostring({}) .. tostring(r) .. tostring(pairs) .. tostring(0/0)\n"
	    "r[#r + 1] = ('%s %s %5.1f'):format({}, type, -(0/0))\n"
	    "for k in pairs(_ENV) do r[#r + 1] = k end\n"
	    "for k in pairs(string) do r[#r + 1] = k end\n"
	    "return table.concat(r, ' ')";
	static char first[1 << 16];
	(void)state;
	for (int i = 0; i < 5; i++) {
		struct spot_sandbox *sandbox = open_sandbox(0);
		const char *got = run_lua(sandbox, code, 1000000);
		assert_non_null(strstr(got, "tabletablefunctionnan"));
		assert_null(strstr(got, "0x"));
		if (i == 0)
			snprintf(first, sizeof(first), "%s", got);
		assert_string_equal(got, first);
		spot_sandbox_close(sandbox);
	}
}

/* The budget is a number of steps: what it is enough for does not depend on the run. */
static void exact_budgets(void **state)
{
	char code[] = "local n = 0 for i = 1, 5000 do n = n + i end return n";
	uint64_t enough = 0;
	(void)state;
	for (int round = 0; round < 3; round++) {
		uint64_t low = 1, high = 100000;
		while (low < high) {
			uint64_t mid = (low + high) / 2;
			struct spot_sandbox *sandbox = open_sandbox(0);
			bool ok = run_lua(sandbox, code, mid)[0] != 'L';
			spot_sandbox_close(sandbox);
			if (ok)
				high = mid;
			else
				low = mid + 1;
		}
		if (round == 0)
			enough = low;
		assert_true(low == enough);
	}
	assert_in_range(enough, 9000, 12000);
}

/* --- the host's side ---------------------------------------------------------------------- */

static int raise_unknown(lua_State *L)
{
	return spot_sandbox_raise_unknown(L);
}

static int charge(lua_State *L)
{
	spot_sandbox_charge(L, (uint64_t)luaL_checkinteger(L, 1));
	return 0;
}

static int add_host_words(lua_State *L)
{
	lua_pushcfunction(L, raise_unknown);
	spot_sandbox_add_global(L, "blank");
	lua_pushcfunction(L, charge);
	spot_sandbox_add_global(L, "charge");
	lua_pushinteger(L, 42);
	spot_sandbox_add_global(L, "answer");
	lua_pushinteger(L, 43);
	spot_sandbox_add_global(L, "answer");
	return 0;
}

static int give_name(lua_State *L)
{
	lua_pushfstring(L, "no %s", lua_tostring(L, 1));
	return 1;
}

static int add_late(lua_State *L)
{
	lua_pushinteger(L, 1);
	spot_sandbox_add_global(L, "late");
	return 0;
}

static void host_words(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(123);
	struct spot_error err = SPOT_ERROR_INIT;
	size_t n;
	assert_ptr_equal(spot_sandbox_of(spot_sandbox_state(sandbox)), sandbox);
	spot_sandbox_set_owner(sandbox, &n);
	assert_ptr_equal(spot_sandbox_owner(spot_sandbox_state(sandbox)), &n);
	assert_int_equal(spot_sandbox_protect(sandbox, add_host_words, NULL, &err), 0);
	const char *const *names = spot_sandbox_globals(sandbox, &n);
	assert_null(names[n]);
	bool found = false;
	for (size_t i = 0; i < n; i++) {
		assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
		found = found || strcmp(names[i], "answer") == 0;
	}
	assert_true(found);
	assert_string_equal(run_lua(sandbox, "return answer, as_of", 1000), "43,123");
	assert_string_equal(run_lua(sandbox, "return anwser", 1000),
	    "!rules/test.lua:1: unknown name \"anwser\"; did you mean \"answer\"");
	assert_string_equal(run_lua(sandbox, "return 1 + blank()", 1000), "UNKNOWN");
	assert_string_equal(run_lua(sandbox, "charge(500) return 1", 1000), "1");
	assert_string_equal(run_lua(sandbox, "charge(5000) return 1", 1000),
	    "LIMIT rules/test.lua:1: stopped after 1,000 steps; look for a loop that does not "
	    "end or does far too much");
	spot_sandbox_seal(sandbox, give_name);
	assert_string_equal(run_lua(sandbox, "return anwser", 1000), "no anwser");
	assert_int_equal(spot_sandbox_protect(sandbox, add_late, NULL, &err), SPOT_ERULES);
	assert_string_equal(err.what, "the globals are sealed");
	spot_sandbox_close(sandbox);
	spot_sandbox_close(NULL);
}

static int body_error(lua_State *L)
{
	return luaL_error(L, "from the host");
}

static int body_memory(lua_State *L)
{
	for (lua_newtable(L);;)
		lua_newuserdatauv(L, 1 << 20, 0), lua_rawseti(L, -2, luaL_len(L, -2) + 1);
	return 0;
}

static int body_huge(lua_State *L)
{
	lua_newuserdatauv(L, (size_t)1 << 40, 0);
	return 0;
}

static int body_unknown(lua_State *L)
{
	return spot_sandbox_raise_unknown(L);
}

static int body_loop(lua_State *L)
{
	for (int i = 0; i < 1000000; i++)
		spot_sandbox_charge(L, 1000000);
	return 0;
}

static void protect(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_sandbox_protect(sandbox, body_error, NULL, &err), SPOT_ERULES);
	assert_string_equal(err.what, "from the host");
	assert_int_equal(err.line, 0);
	assert_int_equal(spot_sandbox_protect(sandbox, body_memory, NULL, &err), SPOT_ERULES);
	assert_non_null(strstr(err.what, "64 MiB"));
	assert_int_equal(spot_sandbox_protect(sandbox, body_huge, NULL, &err), SPOT_ERULES);
	assert_int_equal(spot_sandbox_protect(sandbox, body_unknown, NULL, &err), SPOT_ERULES);
	assert_string_equal(err.what, "a blank was read outside a rule");
	assert_int_equal(spot_sandbox_protect(sandbox, body_error, NULL, NULL), SPOT_ERULES);
	assert_int_equal(spot_sandbox_protect(sandbox, body_loop, NULL, &err), 0);
	assert_int_equal(lua_gettop(spot_sandbox_state(sandbox)), 0);
	assert_string_equal(run_lua(sandbox, "return 1", 1000), "1");
	spot_sandbox_close(sandbox);
}

/* A call inside a call: as when a file includes another. The outer one goes on. */
static int call_inside(lua_State *L)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	struct spot_error err = SPOT_ERROR_INIT;
	const char *code = luaL_checkstring(L, 1);
	uint64_t budget = (uint64_t)luaL_checkinteger(L, 2);
	if (spot_sandbox_compile(sandbox, "rules/inner.lua", code, strlen(code), &err)) {
		lua_pushstring(L, err.what);
		return 1;
	}
	enum spot_call call = spot_sandbox_call(sandbox, 0, 1, budget, &err);
	if (call == SPOT_CALL_OK)
		return 1;
	lua_pushfstring(L, "%d %s:%d %s", (int)call, err.file, (int)err.line, err.what);
	return 1;
}

static int add_inside(lua_State *L)
{
	lua_pushcfunction(L, call_inside);
	spot_sandbox_add_global(L, "inside");
	return 0;
}

static void nested_calls(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	assert_int_equal(spot_sandbox_protect(sandbox, add_inside, NULL, NULL), 0);
	assert_string_equal(run_lua(sandbox, "return inside('return 5', 1000) + 1", 100000), "6");
	assert_string_equal(run_lua(sandbox, "return inside('\\nerror(\"x\")', 1000)", 100000),
	    "2 rules/inner.lua:2 x");
	assert_string_equal(run_lua(sandbox, "return inside('x =', 1000), 2", 100000),
	    "unexpected symbol near <eof>,2");
	/* The inner budget ends the inner call alone; the outer one covers both. */
	assert_string_equal(run_lua(sandbox, "return inside('while true do end', 1000), 2",
	    100000), "3 rules/inner.lua:1 stopped after 1,000 steps,2");
	assert_non_null(strstr(run_lua(sandbox,
	    "local r = inside('while true do end', 1 << 40) return r", 100000), "LIMIT"));
	assert_non_null(strstr(run_lua(sandbox, "while true do inside('return 1', 1000) end",
	    100000), "LIMIT"));
	assert_string_equal(run_lua(sandbox, "return 1", 1000), "1");
	spot_sandbox_close(sandbox);
}

/* A call inside host code without a budget has its own; the host's goes on without. */
static int call_twice(lua_State *L)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	struct spot_error err;
	static const char code[] = "while true do end";
	for (int i = 0; i < 2; i++) {
		assert_int_equal(spot_sandbox_compile(sandbox, "rules/in.lua", code, strlen(code),
		    &err), 0);
		assert_int_equal(spot_sandbox_call(sandbox, 0, 0, 5000, &err), SPOT_CALL_LIMIT);
		assert_string_equal(err.what, "stopped after 5,000 steps");
		assert_string_equal(err.file, "rules/in.lua");
		assert_int_equal(err.line, 1);
		spot_sandbox_charge(L, UINT64_MAX);
	}
	return 0;
}

static void calls_in_host_code(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	assert_int_equal(spot_sandbox_protect(sandbox, call_twice, NULL, NULL), 0);
	assert_string_equal(run_lua(sandbox, "return 1", 1000), "1");
	spot_sandbox_close(sandbox);
}

static void arguments_and_results(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	struct spot_error err;
	lua_State *L = spot_sandbox_state(sandbox);
	static const char code[] = "local function f(a, b) return a + b, a - b end return f";
	lua_pushinteger(L, 99); /* what lies below stays */
	assert_int_equal(spot_sandbox_compile(sandbox, "t", code, strlen(code), &err), 0);
	assert_int_equal(spot_sandbox_call(sandbox, 0, 1, 1000, &err), SPOT_CALL_OK);
	for (int i = 0; i < 100; i++) {
		lua_pushvalue(L, 2);
		lua_pushinteger(L, i);
		lua_pushinteger(L, 1);
		assert_int_equal(spot_sandbox_call(sandbox, 2, 2, 1000, &err), SPOT_CALL_OK);
		assert_int_equal(lua_gettop(L), 4);
		assert_int_equal(lua_tointeger(L, 3), i + 1);
		assert_int_equal(lua_tointeger(L, 4), i - 1);
		lua_settop(L, 2);
		lua_pushvalue(L, 2);
		lua_pushnil(L);
		lua_pushinteger(L, 1);
		assert_int_equal(spot_sandbox_call(sandbox, 2, 0, 1000, NULL), SPOT_CALL_ERROR);
		assert_int_equal(lua_gettop(L), 2);
	}
	assert_int_equal(lua_tointeger(L, 1), 99);
	lua_settop(L, 0);
	spot_sandbox_close(sandbox);
}

static void long_paths(void **state)
{
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	struct spot_error err;
	char path[200];
	for (size_t len = 50; len < 100; len++) {
		memset(path, 'p', len);
		strcpy(path + len, ".lua");
		static const char code[] = "\n\nerror('here')", wrong[] = "\nx = = 1";
		assert_int_equal(spot_sandbox_compile(sandbox, path, code, strlen(code), &err), 0);
		assert_int_equal(spot_sandbox_call(sandbox, 0, 0, 1000, &err), SPOT_CALL_ERROR);
		assert_string_equal(err.what, "here");
		assert_string_equal(err.file, path);
		assert_int_equal(err.line, 3);
		assert_int_equal(spot_sandbox_compile(sandbox, path, wrong, strlen(wrong), &err),
		    SPOT_ERULES);
		assert_string_equal(err.what, "unexpected symbol near '='");
		assert_string_equal(err.file, path);
		assert_int_equal(err.line, 2);
	}
	/* A byte order mark is passed over. */
	assert_string_equal(run_lua(sandbox, "\xEF\xBB\xBFreturn 7", 1000), "7");
	spot_sandbox_close(sandbox);
}

static void note_line(void *ctx, const char *chunk_name, int line)
{
	char *out = ctx;
	size_t len = strlen(out);
	assert_string_equal(chunk_name, "rules/test.lua");
	snprintf(out + len, 100 - len, "%d ", line);
}

static void coverage(void **state)
{
	char lines[100] = "";
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	spot_sandbox_on_line(sandbox, note_line, lines);
	assert_string_equal(run_lua(sandbox, "local a = 1\nif a == 2 then\n a = 3\nend\nreturn a",
	    1000), "1");
	assert_string_equal(lines, "1 2 5 ");
	assert_non_null(strstr(run_lua(sandbox, "while true do end", 1000), "LIMIT"));
	spot_sandbox_on_line(sandbox, NULL, NULL);
	lines[0] = '\0';
	assert_string_equal(run_lua(sandbox, "return 1", 1000), "1");
	assert_string_equal(lines, "");
	spot_sandbox_close(sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_everywhere),
		cmocka_unit_test(exact_budgets),
		cmocka_unit_test(host_words),
		cmocka_unit_test(protect),
		cmocka_unit_test(nested_calls),
		cmocka_unit_test(calls_in_host_code),
		cmocka_unit_test(arguments_and_results),
		cmocka_unit_test(long_paths),
		cmocka_unit_test(coverage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
