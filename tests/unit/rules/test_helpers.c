/* SPDX-License-Identifier: MIT */
#include "run_lua.h"

#include "base/date.h"
#include "rules/freeze.h"

/* 2026-11-22 */
#define AS_OF 20779

static const struct lua_case number_cases[] = {
	{ "return between(5, 1, 10), between(1, 1, 10), between(10, 1, 10), between(0, 1, 10)",
	    "true,true,true,false" },
	{ "return between(5.5, 5, 6), between(0/0, 0, 1), between(5, 6, 4)", "true,false,false" },
	{ "return between('b', 'a', 'c')", "true" },
	{ "between(nil, 1, 2)", "!between: the first argument is nil; an optional field" },
	{ "between(1, nil, 2)", "!between: the second argument is nil" },
	{ "between(1, 2)", "!between: the third argument is missing" },
	{ "between(1, 1,000, 5,000)",
	    "!between: it takes 3 arguments, not 5; numbers are written" },
	{ "ramp(1, 1, 2, nil)", "!ramp: it takes 3 arguments, not 4" },
	{ "bands(1, { { 0, 1 } }, 2)", "!bands: it takes 2 arguments, not 3" },
	{ "bands(1, { { 0, 0 }, { 1,000, 1 } })",
	    "!bands: row 2 has more than a limit and a value" },
	{ "regex('q', 'q', 'x')", "!regex: it takes 2 arguments, not 3" },
	{ "days_since(1, 2)", "!days_since: it takes 1 argument, not 2" },
	{ "months_since(1, 2)", "!months_since: it takes 1 argument, not 2" },
	{ "years_since(1, 2)", "!years_since: it takes 1 argument, not 2" },
	{ "date('2026-01-31', 1)", "!date: it takes 1 argument, not 2" },
	{ "year(1, 2)", "!year: it takes 1 argument, not 2" },
	{ "month(1, 2)", "!month: it takes 1 argument, not 2" },
	{ "between()", "!between: the first argument is missing" },
	{ "between({}, 1, 2)", "!between: the first argument must be a number, not a table" },
	{ "between(1, '0', 2)", "!between: the second argument must be a number, not a text" },
	{ "between(true, 0, 2)", "!must be a number, not a boolean" },
	{ "return ramp(0, 0, 10), ramp(5, 0, 10), ramp(10, 0, 10), ramp(-1, 0, 10), "
	  "ramp(99, 0, 10)",
	    "0.0,0.5,1.0,0.0,1.0" },
	{ "return ramp(0, 10, 0), ramp(10, 10, 0), ramp(2.5, 10, 0)", "1.0,0.0,0.75" },
	{ "return ramp(math.huge, 0, 1), ramp(-math.huge, 0, 1), ramp(0/0, 0, 1) ~= ramp(0, 0, 1)",
	    "1.0,0.0,true" },
	{ "return ramp(5, -5, 5), ramp(0, 0, -1)", "1.0,0.0" },
	{ "ramp(1, 5, 5)", "!ramp: from and to are the same" },
	{ "ramp(1, 0, math.huge)", "!ramp: its ends must be finite numbers" },
	{ "ramp(nil, 0, 1)", "!ramp: the first argument is nil" },
	{ "ramp('1', 0, 1)", "!ramp: the first argument must be a number, not a text" },
	{ "ramp(1, 0)", "!ramp: the third argument is missing" },
	{ "local b = { { 0, 'small' }, { 50, 'mid' }, { 1000, 'big' } }\n"
	  "return bands(0, b), bands(49, b), bands(50, b), bands(5000, b), bands(-1, b)",
	    "small,small,mid,big,nil" },
	{ "return bands(5.5, { { 5, 0.5 }, { 6, 1 } }), bands(6, { { 5, 0.5 }, { 6.0, true } })",
	    "0.5,true" },
	{ "return bands(5, { { 5, false } })", "false" },
	{ "bands(nil, {})", "!bands: the first argument is nil" },
	{ "bands(1)", "!bands: the second argument is missing" },
	{ "bands(1, 5)", "!must be a table of { limit, value } rows, not a number" },
	{ "bands(1, {})", "!bands: the table has no { limit, value } rows" },
	{ "bands(1, { 5 })", "!bands: row 1 is not a table of a limit and a value" },
	{ "bands(1, { { 'x', 1 } })", "!bands: the limit of row 1 is not a number" },
	{ "bands(1, { { 0/0, 1 } })", "!the limit of row 1 is not a number" },
	{ "bands(1, { { 0 } })", "!row 1 has no value" },
	{ "bands(1, { { 0, 1 }, { 5, 2 }, { 5, 3 } })",
	    "!bands: the limits must ascend; row 3 does not" },
	{ "bands(100, { { 5, 1 }, { 1, 2 } })",
	    "!bands: the limits must ascend; row 2 does not" },
	{ "local n = 0 for i = 1, 300 do n = n + bands(i, { { 0, 1 }, { 100, 2 } }) end return n",
	    "501" },
};

static const struct lua_case text_cases[] = {
	{ "return one_of('saas', 'SaaS', 'Media'), one_of('x', 'y'), one_of('', 'a', '')",
	    "true,false,true" },
	{ "return one_of('media', { 'SaaS', 'MEDIA' }), one_of('x', {}), one_of('x', 'y', { 'X' })",
	    "true,false,true" },
	{ "return one_of('\xC3\x84rzte', '\xC3\xA4RZTE'), one_of('stra\xC3\x9F" "e', 'STRASSE')",
	    "true,false" },
	{ "return one_of('e', '\xC3\xA9')", "false" },
	{ "return one_of(1, 1.0), one_of(1, '1'), one_of(2.5, 1, 2.5), one_of(true, false, true)",
	    "true,false,true,true" },
	{ "return one_of(nil, 'x'), one_of('x', nil), one_of('x', nil, 'X')", "false,false,true" },
	{ "one_of('x')", "!one_of: a value and what it may be are needed" },
	{ "one_of({}, 'x')",
	    "!one_of: the first argument is a list, not one value; for a list use" },
	{ "one_of('x', { {} })", "!one_of: item 1 of the list is a table" },
	{ "return has({ 'Snowflake', 'dbt' }, 'DBT'), has({ 'a' }, 'b'), has({}, 'b')",
	    "true,false,false" },
	{ "return has({ 'a', 'b' }, 'x', 'B'), has({ 'a' }, { 'x', 'A' }), has({ 1, 2 }, 2.0)",
	    "true,true,true" },
	{ "return has(nil, 'x'), has({ 'x' }, nil)", "false,false" },
	{ "has('text', 'x')",
	    "!has: the first argument must be a list, not a text; for one value" },
	{ "has({ 'x' })", "!has: a list and what it may hold are needed" },
	{ "return like('VP Sales', 'VP *', 'Head of *'), like('head of ops', 'VP *', 'Head of *')",
	    "true,true" },
	{ "return like('Vice President', 'VP *'), like('aXb', 'a?b'), like('a', 'a?'), "
	  "like('', '*')",
	    "false,true,false,true" },
	{ "return like('directeur g\xC3\xA9n\xC3\xA9ral', '*GENERAL'), like('\xC3\x84', 'a')",
	    "true,true" },
	{ "return like('x', { 'y', 'X' }), like('a.b', 'a.b'), like('axb', 'a.b'), like('%', '%')",
	    "true,true,false,true" },
	{ "return like(nil, 'x')", "false" },
	{ "like(5, 'x')", "!like: the first argument must be text, not a number" },
	{ "like('x', 5)", "!like: a pattern is a number, not text" },
	{ "like('x')", "!like: a text and a pattern are needed" },
	{ "local n = 0 for i = 1, 1500 do if like('t' .. i, 'T' .. i) then n = n + 1 end end "
	  "return n, like('t7', 'T7')", "1500,true" },
	{ "return regex('Acme GmbH', '(?i)gmbh$'), regex('abc', '^b'), regex('', '^$')",
	    "true,false,true" },
	{ "return regex('F\xC3\xBChrung', '^F.hrung$'), regex('\xC3\x84', '(?i)^\xC3\xA4$'), "
	  "regex('\xC3\xA4', '^\\\\w$')", "true,true,true" },
	{ "regex(nil, 'x')", "!regex: the first argument is nil" },
	{ "regex('x', nil)", "!regex: the second argument is nil" },
	{ "regex('x', '(')", "!regex: the regular expression is wrong at character 2: missing" },
	{ "regex('\xFF', 'x')", "!regex: the text is not UTF-8" },
	{ "regex(('a'):rep(30) .. 'b', '(a+)+$')",
	    "!regex: the regular expression takes too many steps on this text" },
	{ "local n = 0 for i = 1, 80 do if regex('v' .. i, 'v' .. i .. '$') then n = n + 1 end end "
	  "return n", "80" },
};

static const struct lua_case date_cases[] = {
	{ "return as_of, date '2026-11-22', date '1970-01-01', date '1969-12-31'",
	    "20779,20779,0,-1" },
	{ "return date '1000-01-01', date '9999-12-31'", "-354285,2932896" },
	{ "return days_since(as_of), days_since(date '2026-11-21'), days_since(as_of + 3)",
	    "0,1,-3" },
	{ "return days_since(20779.0)", "0" },
	{ "return months_since(date '2026-10-22'), months_since(date '2026-10-23'), "
	  "months_since(date '2025-11-22')", "1,0,12" },
	{ "return years_since(date '2025-11-22'), years_since(date '2025-11-23'), "
	  "years_since(date '2000-01-01')", "1,0,26" },
	{ "return months_since(date '2027-01-21'), years_since(date '2028-01-01')", "-1,-1" },
	{ "return year(date '2024-02-29'), month(date '2024-02-29'), year(as_of), month(as_of)",
	    "2024,2,2026,11" },
	{ "date '2026-02-30'", "!date: \"2026-02-30\" is not a date; dates are written" },
	{ "date '2026-1-1'", "!is not a date" },
	{ "date ''", "!date: \"\" is not a date" },
	{ "date(5)", "!date: the first argument must be text like \"2026-01-31\", not a number" },
	{ "date()", "!date: the first argument is missing" },
	{ "days_since(nil)", "!days_since: the first argument is nil; an optional field" },
	{ "days_since('2026-01-01')",
	    "!days_since: the first argument must be a date, not a text" },
	{ "year(1e9)", "!year: 1000000000.0 is not a date" },
	{ "month(2932897)", "!month: 2932897 is not a date" },
	{ "year(math.mininteger)", "!is not a date" },
	{ "days_since(1.5)", "!days_since: 1.5 is not a date" },
	{ "months_since(0/0)", "!is not a date" },
	{ "between = 1", "!\"between\" is a word of the language and cannot be changed" },
	{ "as_of = 1", "!cannot be changed" },
};

static void numbers(void **state)
{
	(void)state;
	check_lua_cases(number_cases, sizeof(number_cases) / sizeof(number_cases[0]), AS_OF);
}

static void texts(void **state)
{
	(void)state;
	check_lua_cases(text_cases, sizeof(text_cases) / sizeof(text_cases[0]), AS_OF);
}

static void dates(void **state)
{
	(void)state;
	int64_t day;
	assert_true(spot_date_iso(SPOT_VIEW("2026-11-22"), &day));
	assert_int_equal(day, AS_OF);
	check_lua_cases(date_cases, sizeof(date_cases) / sizeof(date_cases[0]), AS_OF);
}

/* --- with what only the host can make ----------------------------------------------------- */

static int lua_freeze(lua_State *L)
{
	lua_settop(L, 1);
	spot_freeze_table(L, 1, "list");
	return 1;
}

/* A list as the account gives it: read-only, its items made when they are read. */
static int list_index(lua_State *L)
{
	static const char *const items[] = { "Snowflake", "dbt", "Looker" };
	lua_Integer i = lua_tointeger(L, 2);
	if (i >= 1 && i <= 3)
		lua_pushstring(L, items[i - 1]);
	else
		lua_pushnil(L);
	return 1;
}

static int list_len(lua_State *L)
{
	lua_pushinteger(L, 3);
	return 1;
}

static void push_object(lua_State *L, const char *name)
{
	lua_newuserdatauv(L, 1, 0);
	lua_newtable(L);
	lua_pushcfunction(L, list_index);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, list_len);
	lua_setfield(L, -2, "__len");
	lua_pushstring(L, name);
	lua_setfield(L, -2, "__name");
	lua_setmetatable(L, -2);
}

static int add_objects(lua_State *L)
{
	lua_pushcfunction(L, lua_freeze);
	spot_sandbox_add_global(L, "freeze");
	push_object(L, "list");
	spot_sandbox_add_global(L, "tech");
	push_object(L, "account");
	spot_sandbox_add_global(L, "account");
	push_object(L, "other");
	spot_sandbox_add_global(L, "other");
	return 0;
}

static const struct lua_case object_cases[] = {
	{ "return type(tech), type(account), type(other), tostring(tech), tostring(account)",
	    "table,table,userdata,table,table" },
	{ "return has(tech, 'DBT'), has(tech, 'x'), has({ 'dbt' }, tech), one_of('LOOKER', tech)",
	    "true,false,true,true" },
	{ "one_of(tech, 'x')", "!is a list, not one value" },
	{ "like(tech, 'x')", "!like: the first argument must be text, not a list" },
	{ "between(tech, 1, 2)", "!must be a number, not a list" },
	{ "has(account, 'x')", "!has: the first argument must be a list" },
	{ "return #tech, table.concat(tech, '/'), table.unpack(tech, 2)",
	    "3,Snowflake/dbt/Looker,dbt,Looker" },
	{ "local r = {} for i, v in pairs(tech) do r[#r+1] = i .. v end "
	  "return table.concat(r, ' ')",
	    "1Snowflake 2dbt 3Looker" },
	{ "local r = {} for i, v in ipairs(tech) do r[#r+1] = i .. v end return #r", "3" },
	{ "return next(tech)", "1,Snowflake" },
	{ "return next(tech, 3)", "nil" },
	{ "pairs(account)", "!pairs: an account's fields cannot be walked; name them" },
	{ "next(account)", "!next: an account's fields cannot be walked; name them" },
	{ "table.insert(tech, 'x')", "!a list of the account is read-only" },
	{ "table.sort(tech)", "!a list of the account is read-only" },
	/* Sets of long frozen lists. */
	{ "local t = { 1, 2.5, true, 'A', 'b', 'C', '\xC3\x84', 'x y', '', 1e300 }\n"
	  "local l = freeze(t) local n = 0\n"
	  "for _, x in ipairs { 1, 1.0, 2.5, true, 'a', 'B', 'c', '\xC3\xA4', 'X Y', '', "
	  "1e300 } do\n"
	  "  if one_of(x, l) then n = n + 1 end end\n"
	  "for _, x in ipairs { 2, '1', false, 'd', ' ', 'xy', 1e299, -1 } do\n"
	  "  assert(not one_of(x, l), x) end return n", "11" },
	{ "local t = {} for i = 1, 60000 do t[i] = 'Company ' .. i end local l = freeze(t)\n"
	  "return one_of('COMPANY 59999', l), one_of('company 60001', l)", "true,false" },
	{ "local t = {} for i = 1, 20 do t[i] = i end t[15] = {} local l = freeze(t)\n"
	  "one_of(99, l)", "!item 15 of the list is a table" },
	{ "local l = freeze { { 0, 'a' }, { 10, 'b' } } return bands(15, l)", "b" },
};

static void objects(void **state)
{
	(void)state;
	size_t n_failed = 0;
	for (size_t i = 0; i < sizeof(object_cases) / sizeof(object_cases[0]); i++) {
		struct spot_sandbox *sandbox = open_sandbox(AS_OF);
		assert_int_equal(spot_sandbox_protect(sandbox, add_objects, NULL, NULL), 0);
		const char *got = run_lua(sandbox, object_cases[i].code, 20000000);
		const char *expected = object_cases[i].expected;
		if (expected[0] == '!' ? got[0] != '!' || !strstr(got, expected + 1)
		    : strcmp(got, expected) != 0) {
			print_error("%s\n  gave     %s\n  expected %s\n", object_cases[i].code,
			    got, expected);
			n_failed++;
		}
		spot_sandbox_close(sandbox);
	}
	assert_int_equal(n_failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(texts),
		cmocka_unit_test(dates),
		cmocka_unit_test(objects),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
