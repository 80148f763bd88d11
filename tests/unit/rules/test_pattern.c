/* SPDX-License-Identifier: MIT */
#include "run_lua.h"

#include <lualib.h>
#include <stdlib.h>

#include "program/pattern.h"

/* --- by hand ------------------------------------------------------------------------------ */

static const struct lua_case cases[] = {
	{ "return ('hello world'):find('o w')", "5,7" },
	{ "return ('hello world'):find('o', 6)", "8,8" },
	{ "return ('hello'):find('l+')", "3,4" },
	{ "return ('hello'):find('xyz')", "nil" },
	{ "return ('hello'):find('')", "1,0" },
	{ "return ('hello'):find('', 6)", "6,5" },
	{ "return ('hello'):find('', 7)", "nil" },
	{ "return ('a.b'):find('.', 1, true)", "2,2" },
	{ "return ('a+b'):find('+', 1, true)", "2,2" },
	{ "return ('hello'):find('l', -2)", "4,4" },
	{ "return ('key = value'):match('^(%w+)%s*=%s*(%w+)$')", "key,value" },
	{ "return ('  trim  '):match('^%s*(.-)%s*$')", "trim" },
	{ "return ('2026-11-22'):match('(%d+)-(%d+)-(%d+)')", "2026,11,22" },
	{ "return ('f(a(b)c)d'):match('%b()')", "(a(b)c)" },
	{ "return ('THE (quick) fox'):find('%((%a+)%)')", "5,11,quick" },
	{ "return ('THE (quick) fox'):gsub('%f[%a]%a+', 'w')", "w (w) w,3" },
	{ "return ('hello'):match('(h)(.)%2')", "nil" },
	{ "return ('hello'):match('(l)%1')", "l" },
	{ "return ('\"quoted\" x'):match('([\"\\'])(.-)%1')", "\",quoted" },
	{ "return ('abc'):match('()b()')", "2,3" },
	{ "return ('abc'):gsub('%w', '%0%0')", "aabbcc,3" },
	{ "return ('abc'):gsub('', '-')", "-a-b-c-,4" },
	{ "return ('hello world'):gsub('o', '0', 1)", "hell0 world,1" },
	{ "return ('hello'):gsub('l', { l = 'L' })", "heLLo,2" },
	{ "return ('hello'):gsub('.', { h = 1, e = false })", "1ello,5" },
	{ "return ('$x $y'):gsub('%$(%w+)', function(n) return n:upper() end)", "X Y,2" },
	{ "return ('abc'):gsub('b', '%%')", "a%c,1" },
	{ "return ('abc'):gsub('b', '%2')", "!there is no capture %2" },
	{ "return ('abc'):gsub('b', '%x')",
	    "!in a replacement text '%' stands before a digit or '%'" },
	{ "return ('abc'):gsub('b', function() return {} end)",
	    "!a replacement must be text, not a table" },
	{ "return ('abc'):gsub('b', nil)", "!string/function/table expected" },
	{ "return ('abc'):gsub('^a', 'x')", "xbc,1" },
	{ "return ('aaa'):gsub('^a', 'x')", "xaa,1" },
	{ "return ('abc'):gsub('b', 5)", "a5c,1" },
	{ "local t = {} for a, b in ('k1=v1, k2=v2'):gmatch('(%w+)=(%w+)') do t[#t+1] = a .. b "
	  "end return t[1], t[2], #t", "k1v1,k2v2,2" },
	{ "local n = 0 for _ in ('abc'):gmatch('') do n = n + 1 end return n", "4" },
	{ "local n = 0 for _ in ('a,b,c'):gmatch('%a', 3) do n = n + 1 end return n", "2" },
	{ "return ('x'):find('[')", "!missing ']'" },
	{ "return ('x'):find('%')", "!ends with '%'" },
	{ "return ('x'):find('(')", "!malformed pattern (a '(' without its ')')" },
	{ "return ('x)'):find(')')", "2,2" },
	{ "return ('x'):match(')')", "!a ')' without its '('" },
	{ "return ('x'):find('%1')", "!no such capture" },
	{ "return ('x'):find('%bx')", "!missing arguments to '%b'" },
	{ "return ('x'):find('%fx')", "!missing '[' after '%f'" },
	{ "return (''):find(('()'):rep(33))", "!too many captures" },
	{ "return ('x'):find(('x?'):rep(250))", "1,1" },
	{ "return ('x'):rep(300):find(('(x'):rep(30) .. ('x-'):rep(250) .. 'y')", "!too complex" },
	{ "return ('\\0a\\0'):find('%z', 2)", "3,3" },
	{ "return ('a]b'):match('[]]'), ('a-b'):match('[a%-]', 2), ('^'):match('[x^]')", "],-,^" },
	{ "return ('\xC3\xA9'):find('%a')", "nil" },
};

static void by_hand(void **state)
{
	(void)state;
	check_lua_cases(cases, sizeof(cases) / sizeof(cases[0]), 0);
}

/* --- against Lua's own -------------------------------------------------------------------- */

static uint64_t seed = 20261122;

static unsigned roll(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % n);
}

static void make_text(char *out, size_t *len, const char *const *pieces, unsigned n_pieces,
    unsigned most)
{
	*len = 0;
	for (unsigned n = roll(most + 1); n > 0; n--) {
		const char *piece = pieces[roll(n_pieces)];
		size_t n_bytes = piece[0] ? strlen(piece) : 1;
		memcpy(out + *len, piece, n_bytes);
		*len += n_bytes;
	}
}

/* What the function (number i of the table of four at index 1) gives, as one text. */
static void run_one(lua_State *L, int i, const char *subject, size_t subject_len,
    const char *pattern, size_t pattern_len, int extra, luaL_Buffer *buffer)
{
	static const char *const replacements[] = { "<%0>", "%1", "x", "%1%2" };
	int top = lua_gettop(L), n_args = 2;
	lua_rawgeti(L, 1, i);
	lua_pushlstring(L, subject, subject_len);
	lua_pushlstring(L, pattern, pattern_len);
	if (i == 4) {
		lua_pushstring(L, replacements[extra % 4]);
		n_args = 3;
	} else if (extra % 5 == 0) {
		lua_pushinteger(L, extra % 9 - 4);
		n_args = 3;
	}
	if (lua_pcall(L, n_args, LUA_MULTRET, 0) != LUA_OK)
		lua_settop(L, top);
	for (int k = top + 1; k <= lua_gettop(L); k++) {
		lua_pushvalue(L, k);
		size_t len;
		const char *text = luaL_tolstring(L, -1, &len);
		luaL_addlstring(buffer, "|", 1);
		luaL_addlstring(buffer, text, len);
		lua_pop(L, 2);
	}
	if (lua_gettop(L) == top)
		luaL_addstring(buffer, "nothing");
	lua_settop(L, top);
}

/* find, match, all of gmatch in one text, gsub. */
static const char four[] =
    "return { string.find, string.match, function(s, p, i)\n"
    "  local t = {}\n"
    "  for a, b, c in string.gmatch(s, p, i) do\n"
    "    t[#t + 1] = tostring(a) .. '/' .. tostring(b) .. '/' .. tostring(c)\n"
    "  end\n"
    "  return table.concat(t, ';')\n"
    "end, string.gsub }";

static void as_stock(void **state)
{
	static const char *const pieces[] = { "a", "b", "c", " ", ".", "%a", "%d", "%s", "%w",
		"%A", "%p", "%u", "%x", "%c", "%g", "%l", "[ab]", "[^ab]", "[a-c]", "[%a_]", "[]]",
		"[^]]", "[a-", "-]", "(", ")", "(a", ")b", "()", "*", "+", "-", "?", "*", "+", "-",
		"?", "^", "$", "%b()", "%bab", "%f[%a]", "%f[^%w]", "%1", "%2", "%0", "%%", "[",
		"]", "%", "%z", "", "%.", ".*", ".-", "(.-)", "(%w+)" };
	static const char *const letters[] = { "a", "b", "c", "a", "b", " ", "(", ")", "1", "",
		"\xC3\xA9", ".", "]", "-", "A", "\n", "%" };
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	struct spot_error err;
	lua_State *ours = spot_sandbox_state(sandbox), *stock = luaL_newstate();
	luaL_openlibs(stock);
	assert_int_equal(luaL_dostring(stock, four), LUA_OK);
	assert_int_equal(spot_sandbox_compile(sandbox, "t", four, strlen(four), &err), 0);
	assert_int_equal(spot_sandbox_call(sandbox, 0, 1, 100000, &err), SPOT_CALL_OK);
	for (int round = 0; round < 50000; round++) {
		char subject[64], pattern[128];
		size_t subject_len, pattern_len;
		make_text(subject, &subject_len, letters, sizeof(letters) / sizeof(letters[0]), 16);
		make_text(pattern, &pattern_len, pieces, sizeof(pieces) / sizeof(pieces[0]), 7);
		int which = 1 + (int)roll(4), extra = (int)roll(1000);
		luaL_Buffer a, b;
		luaL_buffinit(ours, &a);
		luaL_buffinit(stock, &b);
		run_one(ours, which, subject, subject_len, pattern, pattern_len, extra, &a);
		run_one(stock, which, subject, subject_len, pattern, pattern_len, extra, &b);
		luaL_pushresult(&a);
		luaL_pushresult(&b);
		size_t len_a, len_b;
		const char *got = lua_tolstring(ours, -1, &len_a);
		const char *expected = lua_tolstring(stock, -1, &len_b);
		if (len_a != len_b || memcmp(got, expected, len_a) != 0)
			fail_msg("function %d, subject \"%.*s\", pattern \"%.*s\", "
			    "extra %d: \"%s\", "
			    "not \"%s\"", which, (int)subject_len, subject, (int)pattern_len,
			    pattern, extra, got, expected);
		lua_pop(ours, 1);
		lua_pop(stock, 1);
	}
	lua_close(stock);
	lua_settop(ours, 0);
	spot_sandbox_close(sandbox);
}

/* --- steps -------------------------------------------------------------------------------- */

static void add_steps(void *ctx, uint64_t steps)
{
	*(uint64_t *)ctx += steps;
}

static uint64_t count_steps(const char *subject, const char *pattern)
{
	uint64_t n = 0;
	struct spot_pattern match;
	spot_pattern_init(&match, spot_view_of(subject), spot_view_of(pattern), add_steps, &n);
	spot_pattern_match(&match, subject);
	spot_pattern_settle(&match);
	return n;
}

static void steps_are_counted(void **state)
{
	(void)state;
	char sets[5000] = "[";
	memset(sets + 1, 'b', 4000);
	strcpy(sets + 4001, "]");
	/* Doubles with every "a?" more. */
	uint64_t n18 = count_steps("aaaaaaaaaaaaaaaaaa", "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?"
	    "aaaaaaaaaaaaaaaaaab");
	assert_true(n18 > 100000);
	assert_true(count_steps("aaaa", "a*a*a*a*b") > 50);
	assert_true(count_steps("a", sets) >= 2000);
	assert_true(count_steps("(((((((((", "%b()") >= 9);
	assert_true(count_steps("hello", "hello") < 50);
}

static void plain(void **state)
{
	(void)state;
	assert_true(spot_pattern_is_plain(SPOT_VIEW("hello, world")));
	assert_true(spot_pattern_is_plain(SPOT_VIEW("")));
	assert_true(spot_pattern_is_plain(SPOT_VIEW("a\0b")));
	assert_true(spot_pattern_is_plain(SPOT_VIEW("a]b)")));
	const char *const special[] = { "^", "$", "*", "+", "?", ".", "(", "[", "%", "-" };
	for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
		assert_false(spot_pattern_is_plain(spot_view_of(special[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(as_stock),
		cmocka_unit_test(steps_are_counted),
		cmocka_unit_test(plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
