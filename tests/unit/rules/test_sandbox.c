/* SPDX-License-Identifier: MIT */
/*
 * Hostile scripts, by what they try. Each must end soon, as an error or a limit or with no harm
 * done; then the same sandbox still works after a limit, and a new one after anything. Long,
 * because it is the list of the attacks that are known.
 */
#include "run_lua.h"

#include <malloc.h>
#include <time.h>

#include "rules/sandbox_state.h"

#define MAX_SECONDS 2.0 /* times slowness */

/* Lower than the defaults, so that all of them together take a few seconds. */
static struct spot_limits small_limits = { 16 << 20, 1 << 20, 2000000, 1000000, 100 };

/* With steps enough that memory goes first. */
static struct spot_limits memory_limits = { 16 << 20, 1 << 20, 20000000, 1000000, 300 };

enum outcome {
	ERROR,    /* SPOT_CALL_ERROR, or a syntax error */
	LIMIT,
	HARMLESS, /* ends well */
	ENDS,     /* any of them */
};

struct attack {
	enum outcome outcome;
	const char *code;
	const char *text; /* in the message, or all of what is returned; NULL: not looked at */
};

static double now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static bool is_outcome(enum outcome outcome, const char *got, const char *text)
{
	bool limit = strncmp(got, "LIMIT ", 6) == 0, error = got[0] == '!';
	switch (outcome) {
	case ERROR:
		return error && (!text || strstr(got, text));
	case LIMIT:
		return limit && (!text || strstr(got, text));
	case HARMLESS:
		return !error && !limit && (!text || strcmp(got, text) == 0);
	case ENDS:
		return true;
	}
	return false;
}

static void check_attacks(const struct attack *attacks, size_t n,
    const struct spot_limits *limits)
{
	static const char good[] = "local t = { 3, 1 } table.sort(t)\n"
	    "return between(t[1], 1, 2), ('x'):rep(3), one_of('A', 'a'), regex('ab', '^a')";
	size_t n_failed = 0;
	for (size_t i = 0; i < n; i++) {
		struct spot_sandbox *sandbox;
		struct spot_error err;
		assert_int_equal(spot_sandbox_open(&sandbox, limits, 0, &err), 0);
		double start = now();
		const char *got = run_lua(sandbox, attacks[i].code, limits->load_instructions);
		double seconds = now() - start;
		if (!is_outcome(attacks[i].outcome, got, attacks[i].text) ||
		    seconds > MAX_SECONDS * slowness()) {
			print_error("%.400s\n  gave %s\n  in %.2f s\n", attacks[i].code, got,
			    seconds);
			n_failed++;
		}
		assert_int_equal(lua_gettop(spot_sandbox_state(sandbox)), 0);
		assert_string_equal(run_lua(sandbox, good, 100000), "true,xxx,true,true");
		spot_sandbox_close(sandbox);
	}
	struct spot_sandbox *fresh = open_sandbox(0);
	assert_string_equal(run_lua(fresh, good, 100000), "true,xxx,true,true");
	spot_sandbox_close(fresh);
	assert_int_equal(n_failed, 0);
}

#define CHECK(attacks, limits) \
	check_attacks(attacks, sizeof(attacks) / sizeof(attacks[0]), &limits)

/* --- ways out ----------------------------------------------------------------------------- */

static const struct attack escapes[] = {
	{ ERROR, "os.execute('true')", "unknown name \"os\"" },
	{ ERROR, "io.open('/etc/passwd')", "unknown name \"io\"" },
	{ ERROR, "require 'os'", "unknown name \"require\"" },
	{ ERROR, "package.loaded.os.exit()", "unknown name \"package\"" },
	{ ERROR, "dofile '/etc/passwd'", "unknown name \"dofile\"" },
	{ ERROR, "loadfile '/etc/passwd'", "unknown name" },
	{ ERROR, "load('return os')()", "unknown name \"load\"" },
	{ ERROR, "loadstring('x')", "unknown name" },
	{ ERROR, "debug.getregistry()", "unknown name \"debug\"" },
	{ ERROR, "getmetatable('').__index = nil", "unknown name \"getmetatable\"" },
	{ ERROR, "setmetatable({}, { __gc = error })", "unknown name \"setmetatable\"" },
	{ ERROR, "rawset(string, 'upper', nil)", "unknown name \"rawset\"" },
	{ ERROR, "rawget(_ENV, 'os')", "unknown name" },
	{ ERROR, "pcall(error)", "unknown name \"pcall\"" },
	{ ERROR, "xpcall(error, error)", "unknown name" },
	{ ERROR, "coroutine.wrap(function() end)()", "unknown name" },
	{ ERROR, "collectgarbage('stop')", "unknown name" },
	{ ERROR, "print 'x'", "unknown name" },
	{ ERROR, "warn('@on')", "unknown name" },
	{ ERROR, "_G.os = 1", "unknown name \"_G\"" },
	{ ERROR, "return _ENV['os']", "unknown name \"os\"" },
	{ ERROR, "return _ENV[{}]", "globals have names, not a table" },
	{ ERROR, "_ENV = { } return x.y", "index a nil value" },
	{ ERROR, "string.dump(type)", "string.dump is not there" },
	{ ERROR, "math.random()", "math.random is not there: rules give the same answer" },
	{ ERROR, "function between() return true end", "is a word of the language" },
	{ ERROR, "string.upper = function() return 'x' end", "string is read-only" },
	{ ERROR, "local s = string s['upper'] = 1", "string is read-only" },
	{ ERROR, "x = 1", "\"x\" would be a global name; write local before it" },
	{ ERROR, "function f() end", "\"f\" would be a global name" },
	{ ERROR, "\x1bLua", "not a text file: compiled chunks are refused" },
	{ ERROR, "local x <close> = {}", "non-closable" },
	{ HARMLESS, "local t = { __gc = error, __index = error, __close = error } return t.x",
	    "nil" },
	{ ERROR, "return ('x').__index", "string has no \"__index\"" },
	{ ERROR, "return ('x').__metatable", "string has no \"__metatable\"" },
	{ ERROR, "return string[('x'):rep(2^19)]", "string has no \"xxx" },
	{ LIMIT, "local function f(...) return f(1, ...) end for i = 1, 9 do f() end", NULL },
	{ HARMLESS, "local n = 0 for k, v in pairs(_ENV) do n = n + 1 end return n > 20", "true" },
	{ ERROR, "for k, v in pairs(_ENV) do _ENV[k] = nil end", "cannot be changed" },
	{ ERROR, "for k, v in pairs(string) do string[k] = nil end", "read-only" },
	{ ERROR, "error(string.format('%p', {}))", "%p is not available" },
};

/* --- loops -------------------------------------------------------------------------------- */

#define TOO_LONG " s of computing; look for a loop over long texts or very large tables"
#define TOO_MANY " named entries in one table, or different values in one file; " \
	"long lists belong in a data file, or in several tables"

static const struct attack lua_loops[] = {
	{ LIMIT, "while true do end", "stopped after 2,000,000 steps" },
	{ LIMIT, "\nrepeat until false", "rules/test.lua:2: stopped" },
	{ LIMIT, "::a:: goto a", "stopped" },
	{ LIMIT, "for i = 1, math.huge do end", "stopped" },
	{ LIMIT, "for i = 1, 0, -1e-300 do end", "stopped" },
	{ LIMIT, "for i = math.mininteger, math.maxinteger do end", "stopped" },
	{ LIMIT, "local function f() return f() end f()", "stopped" },
	{ LIMIT, "local a, b function a() return b() end function b() return a() end a()", NULL },
	{ LIMIT, "for i = 1, 1e9 do for j = 1, 1e9 do local k = i * j end end", "stopped" },
	{ LIMIT, "for k in function() return 1 end do end", "stopped" },
	{ LIMIT, "local t = { 1 } for i = 1, 1e9 do t[1], t[2] = t[2], t[1] end", NULL },
	{ LIMIT, "while true do local f = function() return 1 end f() end", NULL },
	{ LIMIT, "local t = { a = 1 } while true do for k in pairs(t) do end end", NULL },
	{ LIMIT, "local t = { 1 } while next(t) do end", "stopped" },
	{ LIMIT, "local t = {} while true do t[#t + 1] = 1 t[#t] = nil end", NULL },
	{ LIMIT, "table.sort({ 1, 2, 3 }, function() while true do end end)", "stopped" },
	{ LIMIT, "('x'):gsub('.', function() while true do end end)", "stopped" },
	{ LIMIT, "while true do ('x'):find('y') end", "stopped" },
	{ LIMIT, "local s = '' while true do s = (s .. 'x'):sub(-9) end", NULL },
	/* What instructions do not show. */
	{ LIMIT, "local s = ('x'):rep(2^19) local a, b = s .. 'a', s .. 'a'\n"
	  "while true do if a ~= b then break end end", TOO_LONG },
	{ LIMIT, "local s = ('x'):rep(2^19) local a, b = s .. 'a', s .. 'b'\n"
	  "while a < b do end", TOO_LONG },
	{ LIMIT, "local t, s = {}, ('x'):rep(2^19) t[s .. 'a'] = 1 local k = s .. 'a'\n"
	  "while t[k] do end", TOO_LONG },
	{ LIMIT, "local t = {} for i = 1, 1e6 do t[i * 131071] = i end", TOO_MANY },
	{ LIMIT, "local t = {} for i = 1, 30000 do t[i * 32767] = i end while t[32767] do end",
	    NULL },
	{ LIMIT, "local t = {} for i = 1, 1e6 do t[i + 0.5] = i end", TOO_MANY },
	{ LIMIT, "local function f(...) return f(1, ...) end f()", TOO_LONG },
	{ LIMIT, "local function f(...) local a = { ... } return f(1, ...) end f()", NULL },
	{ LIMIT, "local s = ('x'):rep(2^19) while true do local t = s .. 'y' end", NULL },
	{ LIMIT, "local s = ('9'):rep(1000000) while true do for i = 1, s do break end end", NULL },
	{ LIMIT, "while true do local t = {} end", "stopped" },
	{ LIMIT, "local keep, i = {}, 0 while true do i = i + 1 keep[i % 20000 + 1] = { i } end",
	    NULL },
};

static const struct attack c_loops[] = {
	{ HARMLESS, "return #(''):rep(1e15)", "0" },
	{ LIMIT, "return ('x'):rep(1e10)", "a text is longer than 1 MiB" },
	{ LIMIT, "return ('x'):rep(math.maxinteger, ('y'):rep(100))", "longer than" },
	{ LIMIT, "(''):rep(1e9, 'xx')", "longer than" },
	{ LIMIT, "('a'):rep(300):find('.-.-.-.-b')", "stopped" },
	{ LIMIT, "('a'):rep(30):find(('a?'):rep(30) .. ('a'):rep(30) .. 'b')", "stopped" },
	{ LIMIT, "('a'):rep(5000):find(('a*'):rep(20) .. 'b')", "stopped" },
	{ LIMIT, "('x'):rep(2^20):find('(.-)(.-)(.-)%1%2%3y')", NULL },
	{ LIMIT, "('('):rep(2^18):find('%b()')", "stopped" },
	{ LIMIT, "('a'):rep(2^18):gsub('(a+)(a+)b', '')", "stopped" },
	{ LIMIT, "('a '):rep(2^16):find('%f[%a]a+%f[%A].-z')", "stopped" },
	{ LIMIT, "for _ in ('a'):rep(2^18):gmatch('a-b') do end", "stopped" },
	{ LIMIT, "('a' .. (' '):rep(2^17) .. 'b'):match('^(.-)%s*$')", "stopped" },
	{ LIMIT, "local p = '[' .. ('b'):rep(2^19) .. ']' while true do ('a'):find(p) end", NULL },
	{ LIMIT, "('a'):rep(2^19):find('[' .. ('b'):rep(2^19) .. ']')", "stopped" },
	{ LIMIT, "local s = ('a'):rep(2^19) for i = 1, 1e9 do s:find(s .. 'b', 1, true) end",
	    NULL },
	{ HARMLESS, "local s = ('ab'):rep(2^18) return s:find(s:sub(1, -2) .. 'c', 1, true)",
	    "nil" },
	{ LIMIT, "local s = ('a'):rep(2^19) while true do s:upper() end", NULL },
	{ LIMIT, "local s = ('a'):rep(2^19) while true do s:reverse() end", NULL },
	{ LIMIT, "local s = ('a'):rep(2^19) while true do utf8.len(s) end", "stopped" },
	{ LIMIT, "local s = ('a'):rep(2^19) while true do utf8.offset(s, 2^19) end", "stopped" },
	{ LIMIT, "local s = ('a'):rep(9999) while true do utf8.codepoint(s, 1, -1) end",
	    "stopped" },
	{ LIMIT, "local s = ('9'):rep(1e6) while true do tonumber(s) end", "stopped" },
	{ LIMIT, "local s = ('9'):rep(1e6) while true do tonumber(s, 10) end", "stopped" },
	{ LIMIT, "local s = ('9'):rep(1e6) while true do local x = s + 1 end", "stopped" },
	{ LIMIT, "local s = ('9'):rep(1e6) while true do math.abs(s) end", "stopped" },
	{ LIMIT, "local s = ('0'):rep(99999) while true do ('x'):sub(s) end", "stopped" },
	{ LIMIT, "local s = ('9'):rep(1e6) while true do ('%s'):format(s) end", NULL },
	{ LIMIT, "local s = ('a'):rep(2^19) while true do like(s, '*b') end", NULL },
	{ LIMIT, "like(('a'):rep(2^19), ('*a'):rep(2^17) .. 'b')", "stopped" },
	{ LIMIT, "local s = ('a'):rep(2^19) while true do one_of(s, s .. 'b') end", NULL },
	{ LIMIT, "local t = {} for i = 1, 1e5 do t[i] = 'x' .. i end while true do has(t, t) end",
	    NULL },
	{ LIMIT, "local t = {} for i = 1, 1e5 do t[i] = { i, i } end while true do bands(1, t) end",
	    "stopped" },
	{ ERROR, "regex(('a'):rep(40) .. 'b', '(a+)+$')", "takes too many steps" },
	{ ERROR, "regex(('a'):rep(20000), '(?:(?:a|b)*+[cd]|a)*+[ef]')", "takes too many steps" },
	{ LIMIT, "while true do regex(('a'):rep(15) .. 'b', '(a+)+[cd]$') end", NULL },
	{ LIMIT, "for i = 1, 1e9 do regex('x', '(?:a{1,30}b?){1,30}' .. i) end", NULL },
	{ ERROR, "regex('x', ('(a|'):rep(300))", "regular expression" },
	{ ERROR, "regex('x', ('a'):rep(1e6))", "regular expression" },
	{ ERROR, "table.unpack({}, 1, 1e9)", "more than 10000 values" },
	{ LIMIT, "local t = {} for i = 1, 1e4 do t[i] = i end\n"
	  "while true do table.insert(t, 1, 0) table.remove(t, 1) end", "stopped" },
	{ LIMIT, "local t = {} for i = 1, 1e4 do t[i] = i end while true do table.unpack(t) end",
	    "stopped" },
	{ LIMIT, "local t = {} for i = 1, 1e4 do t[i] = i end while true do table.concat(t) end",
	    "stopped" },
	{ LIMIT, "local t = {} for i = 1, 1e5 do t[i] = -i end while true do table.sort(t) end",
	    "stopped" },
	{ ERROR, "local t = {} for i = 1, 100001 do t[i] = i end table.sort(t)",
	    "sort: more than 100000 elements" },
	{ LIMIT, "local t = {} for i = 1, 9e4 do t[i] = i * 7919 % 9e4 end\n"
	  "table.sort(t, function(a, b) return a < b end)", "stopped" },
	{ LIMIT, "local t = {} for i = 1, 2e5 do t[i] = 1 end for i = 1, 2e5 do t[i] = nil end\n"
	  "while true do for _ in pairs(t) do end end", NULL },
	{ LIMIT, "local t = {} for i = 1, 2e4 do t['k' .. i] = 1 end while true do next(t) end",
	    "stopped" },
	{ LIMIT, "local t = {} for i = 1, 3e4 do t[i * 32767] = i end while true do pairs(t) end",
	    NULL },
	{ LIMIT, "while true do select('#', table.unpack({}, 1, 9999)) end", NULL },
	{ LIMIT, "while true do string.char(('x'):rep(9999):byte(1, -1)) end", NULL },
};

/* --- memory ------------------------------------------------------------------------------- */

static const struct attack memory[] = {
	{ LIMIT, "local s = 'x' while true do s = s .. s end", "test.lua:1: a text is longer" },
	{ LIMIT, "local t = {} for i = 1, 1e9 do t[i] = i end",
	    "test.lua:1: needs more than 16 MiB" },
	{ LIMIT, "local t = {} while true do t = { t } end", "16 MiB" },
	{ LIMIT, "local t = {} while true do t[#t + 1] = function() return t end end", "16 MiB" },
	{ LIMIT, "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(50000) .. i end", "16 MiB" },
	{ LIMIT, "local t = {} for i = 1, 1e9 do t[i] = tostring(i) .. 'some more text' end", "" },
	{ LIMIT, "local t = { ('x'):rep(2^20) } for i = 2, 30 do t[i] = t[1] end\n"
	  "return table.concat(t)", "longer than" },
	{ LIMIT, "return ('x'):rep(2^20):gsub('x', ('y'):rep(100))", "longer than" },
	{ LIMIT, "return ('x'):rep(2^20):gsub('x', function() return 'yy' end)", NULL },
	{ LIMIT, "local s = ('x'):rep(2^20) return s .. s .. s .. s .. s .. s .. s .. s", "" },
	{ LIMIT, "local s = ('\\1'):rep(2^20) return ('%q%q%q'):format(s, s, s)", NULL },
	{ ENDS, "local s, t = ('%99.99f'):rep(9000), {} for i = 1, 9000 do t[i] = 1e308 end\n"
	  "return s:format(table.unpack(t))", NULL },
	{ LIMIT, "local f for i = 1, 1e9 do local g = f f = function() return g end end",
	    "16 MiB" },
	{ LIMIT, "local t = {} for i = 1, 1e9 do t[i] = ('a'):gmatch('a') end", NULL },
	{ LIMIT, "local t = {} for i = 1, 1e9 do t[i] = pairs { a = 1, b = 2 } end", NULL },
	/* At the brink, where every new object would collect everything. */
	{ LIMIT, "local t, n = {}, 0 for i = 1, 13 do t[i] = ('x'):rep(2^20 - 50 * i) end\n"
	  "while true do n = n + 1 t[14] = ('y'):rep(9e5) .. n t[15] = { t[14] } end", NULL },
	{ LIMIT, "local t = {} for i = 1, 70000 do t[i] = { i, i, i } end\n"
	  "while true do local x = { {}, {}, {} } end", NULL },
	{ ENDS, "for i = 1, 1e9 do like('x', ('p'):rep(1000) .. i) end", NULL },
};

/* --- stacks and crashes ------------------------------------------------------------------- */

static const struct attack crashes[] = {
	{ ERROR, "local function f() return 1 + f() end f()", "test.lua:1: recursion too deep" },
	{ ERROR, "local function f(n) local ok = f(n + 1) return ok end f(1)",
	    "recursion too deep" },
	{ ERROR, "local function f() ('x'):gsub('.', f) end f()", "recursion too deep" },
	{ ERROR, "local function f() table.sort({ 1, 2 }, f) end f()", "recursion too deep" },
	{ ERROR, "local function f(a) ('x'):gsub('x', function() f(a) end) end f(1)",
	    "recursion too deep" },
	{ ENDS,
	    "local function f(...) local a, b, c, d, e, g, h = ... f(a, b, c, d, e, g, h, ...) end "
	  "f(1)", NULL },
	{ ERROR, "error('stack overflow')", "test.lua:1: stack overflow" },
	{ ERROR, "('x'):rep(300):find(('(x'):rep(31) .. ('x-'):rep(250) .. 'y')", "too complex" },
	{ ERROR, "return 1 // 0", "divide by zero" },
	{ ERROR, "return 1 % 0", "attempt to perform 'n%" },
	{ HARMLESS, "return math.mininteger // -1, math.mininteger % -1",
	    "-9223372036854775808,0" },
	{ HARMLESS, "return 1 << 64, 1 << -64, -1 >> 63, 1 << math.mininteger", "0,0,1,0" },
	{ HARMLESS,
	    "return ('x'):sub(math.mininteger, math.mininteger), ('x'):byte(math.maxinteger)",
	    "" },
	{ HARMLESS, "return #table.concat({}, 'x', math.maxinteger, math.mininteger)", "0" },
	{ ERROR, "return table.concat({}, 'x', math.mininteger, math.maxinteger)", "nil" },
	{ ERROR, "for i = 1, 10, 0 do end", "'for' step is zero" },
	{ ERROR, "return ('%d'):format(2^63)", "no integer representation" },
	{ ERROR, "return ('%s'):rep(300):format('x')", "no value" },
	{ ERROR, "return utf8.char(-1)", "out of range" },
	{ ERROR, "return utf8.codepoint('\\xff')", "invalid UTF-8" },
	{ ERROR, "local a = {} a.b.c.d = 1", "index a nil value (field 'b')" },
	{ ERROR, "local a = 5 a()", "call a number value (local 'a')" },
	{ ERROR, "return {} < {}", "compare two table values" },
	{ ERROR, "return 1 < 'x'", "compare number with string" },
	{ ERROR, "local t = {} t[nil] = 1", "index is nil" },
	{ ERROR, "local t = {} t[0/0] = 1", "index is NaN" },
	{ ERROR, "goto nowhere", "no visible label" },
	{ ERROR, "local x <const> = 1 x = 2", "assign to const variable" },
	{ ERROR, "break", "break outside" },
	{ ERROR, "x = = 1", "unexpected symbol near '='" },
	{ ERROR, "local s = 'unfinished", "unfinished string" },
	{ ERROR, "return 0x", "malformed number" },
	{ ERROR, "--[[ no end", "unfinished long comment" },
};

/* --- error values ------------------------------------------------------------------------- */

static const struct attack errors[] = {
	{ ERROR, "error()", "test.lua:1: raised an error that is not text" },
	{ ERROR, "error('')", "test.lua:1: raised an error without a text" },
	{ ERROR, "error(nil)", "not text" },
	{ ERROR, "error({ code = 2 })", "not text" },
	{ ERROR, "error(function() while true do end end)", "not text" },
	{ ERROR, "error(setmetatable)", "unknown name" },
	{ ERROR, "error(true)", "not text" },
	{ ERROR, "assert(false, {})", "not text" },
	{ ERROR, "error(('x'):rep(1e6))", "xxxxxxxxxx" },
	{ ERROR, "error('a\\27[31mb\\0c\\rd\\ne')", "a\\x1B[31mb\\0c\\x0Dd\\x0Ae" },
	{ ERROR, "error('\\xff\\xfe')", "\\xFF\\xFE" },
	{ ERROR, "error('%s%n%d')", "%s%n%d" },
	{ ERROR, "error('')", "test.lua:1" },
	{ ERROR, "error('rules/test.lua:99: not there')",
	    "test.lua:1: rules/test.lua:99: not there" },
	{ ERROR, "error('other.lua:5: x', 0)", "test.lua:1: other.lua:5: x" },
	{ ERROR, "error(('\xC3\xA4'):rep(400))", "\xC3\xA4\xC3\xA4" },
	/* Cut at 500 bytes, but not in the middle of a character or of an escape. */
	{ ERROR, "error('x' .. ('\xC3\xA4'):rep(400))", "\xC3\xA4\xC3\xA4" },
	{ ERROR, "error(('x'):rep(499) .. '\\0yyy')", "xxx" },
	{ ERROR, "error(('x'):rep(498) .. '\\0yyy')", "xx\\0" },
	{ ERROR, "error('C stack overflow')", "test.lua:1: C stack overflow" },
};

static void ways_out(void **state)
{
	(void)state;
	CHECK(escapes, small_limits);
}

static void loops_in_lua(void **state)
{
	(void)state;
	CHECK(lua_loops, small_limits);
}

static void loops_in_c(void **state)
{
	(void)state;
	CHECK(c_loops, small_limits);
}

static void memory_eaters(void **state)
{
	(void)state;
	CHECK(memory, memory_limits);
}

static void stacks(void **state)
{
	(void)state;
	CHECK(crashes, small_limits);
}

static void error_values(void **state)
{
	(void)state;
	CHECK(errors, small_limits);
}

/* --- chunks that are hard to parse -------------------------------------------------------- */

static void check_text(const char *what, char *text, bool fails)
{
	struct spot_sandbox *sandbox;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_non_null(text);
	assert_int_equal(spot_sandbox_open(&sandbox, &small_limits, 0, &err), 0);
	double start = now();
	int rc = spot_sandbox_compile(sandbox, "rules/x.lua", text, strlen(text), &err);
	double seconds = now() - start;
	if ((rc != 0) != fails || seconds > MAX_SECONDS * slowness() || (rc && !err.what[0]))
		fail_msg("%s: %d, \"%s\" in %.2f s", what, rc, err.what, seconds);
	assert_int_equal(lua_gettop(spot_sandbox_state(sandbox)), rc ? 0 : 1);
	if (rc)
		assert_string_equal(err.file, "rules/x.lua");
	assert_string_equal(run_lua(sandbox, "return 1", 1000), "1");
	spot_sandbox_close(sandbox);
	free(text);
}

static char *repeat(const char *before, const char *piece, size_t n, const char *after)
{
	size_t len = strlen(piece);
	char *text = malloc(strlen(before) + n * len + strlen(after) + 1), *p = text;
	if (!text)
		return NULL;
	p += sprintf(p, "%s", before);
	for (size_t i = 0; i < n; i++)
		p += sprintf(p, "%s", piece);
	sprintf(p, "%s", after);
	return text;
}

static char *colliding_constants(void)
{
	size_t n = 120000;
	char *text = malloc(n * 24 + 100), *p = text;
	if (!text)
		return NULL;
	p += sprintf(p, "local t = {");
	for (size_t i = 1; i <= n; i++)
		p += sprintf(p, "%lld,", (long long)i * 131071);
	sprintf(p, "}");
	return text;
}

static void hard_chunks(void **state)
{
	(void)state;
	check_text("parentheses", repeat("return ", "(", 300000, ""), true);
	check_text("tables", repeat("return ", "{", 300000, ""), true);
	check_text("functions", repeat("", "return function() ", 50000, ""), true);
	check_text("minus", repeat("return ", "- ", 300000, "1"), true);
	check_text("powers", repeat("return ", "2^", 50000, "1"), true);
	check_text("concats", repeat("return ", "'a'..", 50000, "'a'"), true);
	check_text("blocks", repeat("", "do ", 100000, ""), true);
	check_text("ifs", repeat("", "if x then ", 100000, ""), true);
	check_text("elseifs", repeat("local x if x then ", "elseif x then ", 2000, "end"), false);
	check_text("too many", repeat("local x if x then ", "elseif x then ", 200000, "end"), true);
	check_text("locals", repeat("", "local a\n", 300, ""), true);
	check_text("assignments", repeat("local t = {} ", "t.a = 1 ", 50000, ""), false);
	check_text("lines", repeat("", "\n", 1000000, "return 1"), false);
	check_text("a long name", repeat("local ", "a", 2000000, " = 1"), true);
	check_text("a long comment", repeat("--[[", "x", 1500000, "]]"), false);
	check_text("a long text", repeat("return '", "x", 2000000, "'"), true);
	check_text("colliding constants", colliding_constants(), true);
	check_text("labels", repeat("", "goto a ", 50000, "::a::"), true);
	check_text("calls", repeat("local f f", "()", 100000, ""), false);
	check_text("nothing", repeat("", "", 0, ""), false);
}

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
	memory_limits.call_milliseconds *= slowness();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ways_out),
		cmocka_unit_test(loops_in_lua),
		cmocka_unit_test(loops_in_c),
		cmocka_unit_test(memory_eaters),
		cmocka_unit_test(stacks),
		cmocka_unit_test(error_values),
		cmocka_unit_test(hard_chunks),
		cmocka_unit_test(same_everywhere),
		cmocka_unit_test(exact_budgets),
		cmocka_unit_test(host_words),
		cmocka_unit_test(protect),
		cmocka_unit_test(nested_calls),
		cmocka_unit_test(calls_in_host_code),
		cmocka_unit_test(arguments_and_results),
		cmocka_unit_test(long_paths),
		cmocka_unit_test(coverage),
		cmocka_unit_test(memory_sweep),
		cmocka_unit_test(limits_are_told),
		cmocka_unit_test(heap_fails),
		cmocka_unit_test(counts_what_malloc_takes),
		cmocka_unit_test(many_states),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
