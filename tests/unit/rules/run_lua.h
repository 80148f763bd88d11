/* SPDX-License-Identifier: MIT */
/* For tests of what Lua code does in a sandbox. */
#ifndef SPOT_TESTS_RUN_LUA_H
#define SPOT_TESTS_RUN_LUA_H

#include "support/slowness.h"
#include "support/unit.h"

#include <lauxlib.h>
#include <stdio.h>

#include "rules/sandbox.h"

/* Runs the code in the sandbox. Returns what it returned as texts with commas between, or "!" and
 * the error as it is printed, or "LIMIT " and that, or "UNKNOWN". In a static buffer. */
static inline const char *run_lua(struct spot_sandbox *sandbox, const char *code, uint64_t budget)
{
	static char out[1 << 16];
	char message[1400];
	struct spot_error err = SPOT_ERROR_INIT;
	lua_State *L = spot_sandbox_state(sandbox);
	int top = lua_gettop(L);
	size_t used = 0;
	out[0] = '\0';
	if (spot_sandbox_compile(sandbox, "rules/test.lua", code, strlen(code), &err)) {
		spot_error_format(&err, message, sizeof(message));
		snprintf(out, sizeof(out), "!%s", message);
		assert_int_equal(lua_gettop(L), top);
		return out;
	}
	enum spot_call call = spot_sandbox_call(sandbox, 0, LUA_MULTRET, budget, &err);
	spot_error_format(&err, message, sizeof(message));
	switch (call) {
	case SPOT_CALL_OK:
		break;
	case SPOT_CALL_UNKNOWN:
		return "UNKNOWN";
	case SPOT_CALL_ERROR:
		assert_int_equal(err.code, SPOT_ERULES);
		assert_int_equal(lua_gettop(L), top);
		snprintf(out, sizeof(out), "!%s", message);
		return out;
	case SPOT_CALL_LIMIT:
	case SPOT_CALL_N:
		assert_int_equal(call, SPOT_CALL_LIMIT);
		assert_int_equal(lua_gettop(L), top);
		snprintf(out, sizeof(out), "LIMIT %s", message);
		return out;
	}
	for (int i = top + 1; i <= lua_gettop(L); i++) {
		size_t len;
		const char *text = luaL_tolstring(L, i, &len);
		if (used + len + 2 < sizeof(out)) {
			if (i > top + 1)
				out[used++] = ',';
			/* A NUL would end the comparison. */
			for (size_t k = 0; k < len; k++)
				out[used++] = text[k] ? text[k] : '0';
			out[used] = '\0';
		}
		lua_pop(L, 1);
	}
	lua_settop(L, top);
	return out;
}

static inline struct spot_sandbox *open_sandbox(int64_t as_of)
{
	struct spot_limits limits = SPOT_LIMITS_DEFAULT;
	struct spot_error err;
	struct spot_sandbox *sandbox;
	limits.call_milliseconds *= slowness();
	assert_int_equal(spot_sandbox_open(&sandbox, &limits, as_of, &err), 0);
	return sandbox;
}

struct lua_case {
	const char *code;
	const char *expected; /* the texts returned; "!…": an error that contains the rest */
};

/* Every case in the same sandbox; all that fail are shown. */
static inline void check_lua_cases(const struct lua_case *cases, size_t n, int64_t as_of)
{
	struct spot_sandbox *sandbox = open_sandbox(as_of);
	size_t n_failed = 0;
	for (size_t i = 0; i < n; i++) {
		const char *got = run_lua(sandbox, cases[i].code, 1000000);
		const char *expected = cases[i].expected;
		bool same = expected[0] == '!'
		    ? got[0] == '!' && strstr(got, expected + 1) : strcmp(got, expected) == 0;
		if (!same) {
			print_error("%s\n  gave     %s\n  expected %s\n", cases[i].code, got,
			    expected);
			n_failed++;
		}
	}
	spot_sandbox_close(sandbox);
	assert_int_equal(n_failed, 0);
}

#endif
