/* SPDX-License-Identifier: MIT */
/*
 * Hostile scripts, by what they try. Each must end soon, as an error or a limit or with no harm
 * done; then the same sandbox still works after a limit, and a new one after anything. Long,
 * because it is the list of the attacks that are known.
 */
#include "run_lua.h"

#include <time.h>

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
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
