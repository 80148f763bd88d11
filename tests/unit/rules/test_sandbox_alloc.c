/* SPDX-License-Identifier: MIT */
/* Memory: its limit, its want, what is counted. */
#include "run_lua.h"

#include <malloc.h>

#include "rules/sandbox_state.h"

static struct spot_limits small_limits = { 16 << 20, 1 << 20, 2000000, 1000000, 100 };

/* Every size of memory from too little to enough: a limit or a clean refusal, no crash. */
static void memory_sweep(void **state)
{
	static const char code[] = "local t = {} for i = 1, 300 do t[i] = { i, tostring(i) } end\n"
	    "table.sort(t, function(a, b) return a[1] > b[1] end)\n"
	    "local s = ('x'):rep(3000):gsub('x', 'yz') local f = {}\n"
	    "for k, v in pairs(t) do f[#f + 1] = v[2] end\n"
	    "return #table.concat(f), one_of('a', 'A'), regex('abc', 'b'), like('VP', 'v*')";
	bool worked = false, began = false;
	(void)state;
	for (size_t bytes = 256; bytes < 400000; bytes += bytes < 60000 ? 311 : 1777) {
		struct spot_limits limits = small_limits;
		struct spot_sandbox *sandbox;
		struct spot_error err = SPOT_ERROR_INIT;
		limits.memory_bytes = bytes;
		int rc = spot_sandbox_open(&sandbox, &limits, 0, &err);
		if (rc) {
			assert_int_equal(rc, SPOT_ERULES);
			assert_null(sandbox);
			assert_true(strstr(err.what, "needs more than") || !began);
			if (!strstr(err.what, "needs more than"))
				assert_string_equal(err.what,
				    "the memory limit is too low to start with");
			else
				began = true;
			continue;
		}
		const char *got = run_lua(sandbox, code, 1000000);
		worked = strcmp(got, "792,true,true,true") == 0;
		if (!worked)
			assert_non_null(strstr(got, "memory"));
		got = run_lua(sandbox, code, 1000000);
		assert_true(strstr(got, "memory") || worked);
		spot_sandbox_close(sandbox);
	}
	assert_true(worked);
}

/* Limits are told in the largest unit that they are whole numbers of. */
static void limits_are_told(void **state)
{
	static const struct { size_t string, memory; const char *told[2]; } cases[] = {
		{ 5000, 700000, { "longer than 5000 bytes", "more than 700000 bytes of memory" } },
		{ 3 << 10, 700 << 10, { "longer than 3 KiB", "more than 700 KiB of memory" } },
		{ 1 << 20, 3 << 20, { "longer than 1 MiB", "more than 3 MiB of memory" } },
		{ (1 << 20) + 1024, 1000, { "longer than 1025 KiB", NULL } },
		{ 1000, 1 << 20, { "longer than 1000 bytes", "more than 1 MiB of memory" } },
	};
	static const char *const codes[] = { "return ('x'):rep(2e6)",
		"local t = {} for i = 1, 1e9 do t[i] = { i } end" };
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		for (size_t k = 0; k < 2; k++) {
			struct spot_limits limits = small_limits;
			struct spot_sandbox *sandbox;
			struct spot_error err;
			limits.string_bytes = cases[i].string;
			if (cases[i].told[1])
				limits.memory_bytes = cases[i].memory;
			if (!cases[i].told[k])
				continue;
			assert_int_equal(spot_sandbox_open(&sandbox, &limits, 0, &err), 0);
			const char *got = run_lua(sandbox, codes[k], 100000000);
			if (!strstr(got, cases[i].told[k]))
				fail_msg("%s is not in %s", cases[i].told[k], got);
			spot_sandbox_close(sandbox);
		}
}

/* The machine's memory fails at the n-th allocation: told as such, and the state goes on. */
static void heap_fails(void **state)
{
	static const char code[] = "local t = {} for i = 1, 50 do t[i] = { i, 'x' .. i } end\n"
	    "table.sort(t, function(a, b) return a[1] > b[1] end)\n"
	    "local s = ('x'):rep(3000):gsub('x', 'yz')\n"
	    "return #s, one_of('a', 'A'), regex('abc', 'b'), like('VP', 'v*')";
	bool failed = true;
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1; failed; n += n < 800 ? 1 : 17) {
		struct spot_sandbox *sandbox;
		struct spot_error err = SPOT_ERROR_INIT;
		unit_heap_fail(n);
		int rc = spot_sandbox_open(&sandbox, &small_limits, 0, &err);
		if (rc == 0) {
			const char *got = run_lua(sandbox, code, 1000000);
			failed = unit_heap_failed;
			unit_heap_fail(0);
			if (strcmp(got, "6000,true,true,true") != 0)
				assert_true(failed && strstr(got, "out of memory"));
			assert_string_equal(run_lua(sandbox, code, 1000000),
			    "6000,true,true,true");
		} else {
			assert_int_equal(rc, SPOT_ENOMEM);
			assert_true(unit_heap_failed);
			assert_null(sandbox);
		}
		spot_sandbox_close(sandbox);
	}
	unit_heap_fail(0);
}

/* Small blocks count with what malloc adds to each. */
static void counts_what_malloc_takes(void **state)
{
	static const char code[] = "local t = {} for i = 1, 20000 do\n"
	    "t = { t, function() return i end, i .. '', {}, a = i } end return 1";
	struct mallinfo2 before = mallinfo2(), after;
	(void)state;
	if (slowness() > 1 || before.uordblks == 0)
		skip(); /* another malloc */
	struct spot_sandbox *sandbox = open_sandbox(0);
	assert_string_equal(run_lua(sandbox, code, 10000000), "1");
	after = mallinfo2();
	double taken = (double)(after.uordblks + after.hblkhd) -
	    (double)(before.uordblks + before.hblkhd);
	assert_true(taken > 1 << 20);
	assert_true((double)sandbox->used_bytes > 0.98 * taken);
	assert_true((double)sandbox->used_bytes < 1.02 * taken);
	spot_sandbox_close(sandbox);
}

/* The time and memory of a state, for the record: opening is cheap and leaves nothing behind. */
static void many_states(void **state)
{
	(void)state;
	for (int i = 0; i < 200; i++) {
		struct spot_sandbox *sandbox = open_sandbox(i);
		assert_true(lua_gc(spot_sandbox_state(sandbox), LUA_GCCOUNT) < 200);
		spot_sandbox_close(sandbox);
	}
}

int main(void)
{
	small_limits.call_milliseconds *= slowness();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_sweep),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(heap_fails),
		cmocka_unit_test(counts_what_malloc_takes),
		cmocka_unit_test(many_states),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
