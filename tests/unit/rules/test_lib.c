/* SPDX-License-Identifier: MIT */
#include "run_lua.h"

#include <locale.h>
#include <lualib.h>

static const struct lua_case base_cases[] = {
	{ "return assert(1, 'x'), select('#', assert(1, 2, 3))", "1,3" },
	{ "assert(false)", "!rules/test.lua:1: assertion failed" },
	{ "assert(nil, 'no size')", "!rules/test.lua:1: no size" },
	{ "assert(false, {})", "!raised an error that is not text" },
	{ "assert()", "!bad argument #1 to 'assert'" },
	{ "error('plain')", "!rules/test.lua:1: plain" },
	{ "\n\nerror('third')", "!rules/test.lua:3: third" },
	{ "error('no place', 0)", "!rules/test.lua:1: no place" },
	{ "local function f()\n error('caller', 2) end\n f()", "!rules/test.lua:3: caller" },
	{ "error()", "!raised an error that is not text" },
	{ "error(42)", "!raised an error that is not text" },
	{ "error('x', 1 << 40)", "!" },
	{ "local n = 0 for i, v in ipairs { 5, 6, nil, 7 } do n = n + i * v end return n", "17" },
	{ "ipairs()", "!a table or list expected" },
	{ "ipairs(nil)", "!a table or list expected" },
	{ "return select(2, 'a', 'b', 'c')", "b,c" },
	{ "return select(-1, 'a', 'b')", "b" },
	{ "return select('#')", "0" },
	{ "return select('#', nil, nil)", "2" },
	{ "return select(5, 1)", "" },
	{ "select(0)", "!not so many values" },
	{ "select(-2, 1)", "!not so many values" },
	{ "return tonumber('10'), tonumber('0x10'), tonumber('1e2'), tonumber(' 5 ')",
	    "10,16,100.0,5" },
	{ "return tonumber('10a'), tonumber(''), tonumber({}), tonumber(nil)",
	    "nil,nil,nil,nil" },
	{ "return tonumber('ff', 16), tonumber('-zz', 36), tonumber('8', 8), tonumber('1\\0', 10)",
	    "255,-1295,nil,nil" },
	{ "return tonumber('1010', 2), tonumber(' 7 ', 8), tonumber('', 10)", "10,7,nil" },
	{ "tonumber('1', 1)", "!the base must be 2 to 36" },
	{ "tonumber(1, 10)", "!string expected" },
	{ "tonumber()", "!bad argument #1" },
	{ "return tostring(nil), tostring(true), tostring(1), tostring(1.0), tostring('x')",
	    "nil,true,1,1.0,x" },
	{ "return tostring({}), tostring(tostring), tostring(string), tostring(0/0), "
	  "tostring(-(0/0))", "table,function,table,nan,nan" },
	{ "return type({}), type(string), type(type), type(nil), type(1), type('')",
	    "table,table,function,nil,number,string" },
	{ "return math.type(1), math.type(1.0), math.type('1')", "integer,float,nil" },
	{ "type()", "!bad argument #1" },
	/* What must not be there. */
	{ "local missing = 0\n"
	  "for k in pairs(_ENV) do if k == 'load' or k == 'os' or k == '_G' then missing = 1 end "
	  "end return missing", "0" },
};

/* Keys in the order that pairs gives, with commas. */
#define KEYS(table) \
	"local t = " table " local r = {} for k, v in pairs(t) do r[#r+1] = tostring(k) end " \
	"return table.concat(r, ' ')"
/* The same by next. */
#define NEXT(table) \
	"local t = " table " local r = {} local k = next(t) while k ~= nil do " \
	"r[#r+1] = tostring(k) k = next(t, k) end return table.concat(r, ' ')"

static const struct lua_case order_cases[] = {
	{ KEYS("{}"), "" },
	{ KEYS("{ 10, 20, 30 }"), "1 2 3" },
	{ KEYS("{ b = 1, a = 2, B = 3, [''] = 4, ab = 5 }"), " B a ab b" },
	{ KEYS("{ [3] = 1, [1] = 2, [-5] = 3, [2.5] = 4, [1e300] = 5, [-1e300] = 6, x = 7 }"),
	    "-1e+300 -5 1 2.5 3 1e+300 x" },
	{ KEYS("{ [true] = 1, [false] = 2, z = 3, [9] = 4 }"), "9 z false true" },
	{ KEYS("{ [math.maxinteger] = 1, [2^63] = 2, [math.mininteger] = 3, [0] = 4 }"),
	    "-9223372036854775808 0 9223372036854775807 9.2233720368548e+18" },
	{ NEXT("{ b = 1, a = 2, 10, 20, [2.5] = 3, [true] = 4 }"), "1 2 2.5 a b true" },
	{ NEXT("{}"), "" },
	{ "return next({}, 'gone')", "nil" },
	{ "return next({ a = 1, c = 2 }, 'b')", "c,2" },
	{ "return next({ 7 })", "1,7" },
	{ "return next({ [7] = 1, [0.5] = 2, a = 3 }, 0/0)", "a,3" },
	{ "return next({ [7] = 1 }, -(0/0))", "nil" },
	{ "pairs({ [{}] = 1 })",
	    "!pairs: a key is a table; only numbers, texts and booleans have an order" },
	{ "next({ [print] = 1 })", "!unknown name" },
	{ "next({ [pairs] = 1 })", "!a key is a function" },
	{ "pairs(nil)", "!table expected, got nil" },
	{ "pairs('x')", "!table expected" },
	{ "local t = { a = 1, b = 2, c = 3 } local n = 0\n"
	  "for k in pairs(t) do n = n + 1 t.a = nil t.b = nil t.c = nil end return n", "1" },
	{ "local t = { 1, 2, 3 } for k, v in pairs(t) do t[k] = v * 2 end return t[1], t[3]",
	    "2,6" },
	{ "local t = {} for i = 1, 500 do t['k' .. i * 7919 % 1000] = i end\n"
	  "local last for k in pairs(t) do assert(not last or last < k) last = k end return last",
	    "k999" },
	{ "local f, t, k = pairs { 5 } return type(f), type(t), k", "function,table,nil" },
};

static const struct lua_case string_cases[] = {
	{ "return ('abc'):byte(), ('abc'):byte(2), ('abc'):byte(-1), ('abc'):byte(9)",
	    "97,98,99" },
	{ "return ('abc'):byte(1, -1)", "97,98,99" },
	{ "return ('abc'):byte(0)", "" },
	{ "return ('abc'):byte(-9, 2)", "97,98" },
	{ "return ('x'):rep(20000):byte(1, -1)", "!more than 10000 values" },
	{ "return string.char(72, 105), string.char()", "Hi," },
	{ "string.char(256)", "!a byte is 0 to 255" },
	{ "return #'abc', ('abc'):len()", "3,3" },
	{ "return ('Hello \xC3\x84'):lower(), ('Hello \xC3\xA4'):upper()",
	    "hello \xC3\x84,HELLO \xC3\xA4" },
	{ "return ('abc'):reverse(), (''):reverse()", "cba," },
	{ "return ('abc'):sub(2), ('abc'):sub(-2), ('abc'):sub(2, 2), ('abc'):sub(0, 99)",
	    "bc,bc,b,abc" },
	{ "return ('abc'):sub(3, 2), ('abc'):sub(-99, 1), ('abc'):sub(4), ('abc'):sub(2, -2)",
	    ",a,,b" },
	{ "return ('abc'):sub(math.mininteger, math.maxinteger), ('abc'):sub(math.maxinteger)",
	    "abc," },
	{ "return ('ab'):rep(3), ('ab'):rep(0), ('ab'):rep(-1), ('ab'):rep(3, ',')",
	    "ababab,,,ab,ab,ab" },
	{ "return (''):rep(1e9), (''):rep(3, '-'), #(''):rep(math.maxinteger)", ",--,0" },
	{ "return ('%d items, %s, %5.2f|%-5s|%05d'):format(3, 'x', 2.5, 'ab', 42)",
	    "3 items, x,  2.50|ab   |00042" },
	{ "return ('%s %s %s'):format({}, print == nil, type)", "!unknown name \"print\"" },
	{ "return ('%s %s %s'):format({}, nil, type)", "table nil function" },
	{ "return ('%p'):format({})", "!%p is not available" },
	{ "return ('%-20p'):format('x')", "!%p is not available" },
	{ "return ('%%p'):format()", "%p" },
	{ "return ('%q'):format('a\\nb')", "\"a\\\nb\"" },
	{ "return ('%q'):format({})", "!value has no literal form" },
	{ "return ('%f %g'):format(0/0, -(0/0))", "nan nan" },
	{ "return ('%d'):format('10')", "10" },
	{ "return ('%d'):format(1.5)", "!no integer representation" },
	{ "return ('%d'):format()", "!no value" },
	{ "return ('%y'):format(1)", "!invalid conversion" },
	{ "return ('%99999d'):format(1)", "!invalid conversion" },
	{ "return ('%'):format(1)", "!invalid conversion" },
	{ "return ('%x %X %o %c %i %e'):format(255, 255, 8, 65, 7, 1)",
	    "ff FF 10 A 7 1.000000e+00" },
	{ "return ('x'):nope()", "!string has no \"nope\"" },
	{ "return string.pack", "!string.pack is not there: rules work on values" },
	{ "return '10' + 5, '3' * '4', 10 - '1', '7' // 2, '7' % 4, '2' ^ 3, -'2', '1' / 2",
	    "15,12,9,3,3,8.0,-2,0.5" },
	{ "return '0x10' + 0, ' 5 ' + 0, '1e1' + 0", "16,5,10.0" },
	{ "return 'abc' + 1", "!attempt to perform arithmetic on the text \"abc\"" },
	{ "return 1 + 'abc'", "!attempt to perform arithmetic on the text \"abc\"" },
	{ "return '1' + {}", "!attempt to perform arithmetic on a table value" },
	{ "return '1' + nil", "!attempt to perform arithmetic on a nil value" },
	{ "return '1' & 1", "!bitwise" },
	{ "return 10 .. 20, 1.5 .. ''", "1020,1.5" },
	{ "string.upper = nil", "!string is read-only" },
	{ "string.new = 1", "!string is read-only" },
	{ "local s = 'x' s.y = 1", "!attempt to index a string value" },
	{ "return ('x')[1], string[1]", "nil,nil" },
	{ "return ('x').y", "!string has no \"y\"" },
	{ "return ('x'):uper()", "!string has no \"uper\"; did you mean \"upper\"?" },
	{ "local s = string return s.uper", "!string has no \"uper\"; did you mean" },
	{ "return string.dump", "!string.dump is not there: compiled code is never loaded" },
	{ "return ('x'):trim()", "!string.trim is not there: cells are trimmed already" },
	{ "return string['a\\0b']", "!string has no \"a\"" },
	{ "return utf8.size", "!utf8 has no \"size\"" },
	{ "return ('ab'):gsub('a', string)", "!string has no \"a\"" },
	{ "for k, v in pairs(string) do assert(string[k] == v) end return 1", "1" },
	{ "return math.floor('3.7'), math.max('10')", "3,10" },
	{ "return math.max('10', 2)", "!attempt to compare" },
};

static const struct lua_case table_cases[] = {
	{ "return table.concat({ 1, 'b', 2.5 }, '-'), table.concat {}", "1-b-2.5," },
	{ "return table.concat({ 1, 2, 3 }, ',', 2), table.concat({ 1, 2, 3 }, ',', 2, 2)",
	    "2,3,2" },
	{ "return table.concat({ 1, 2 }, ',', 3)", "" },
	{ "return table.concat({ 1 }, ',', math.maxinteger, math.maxinteger)",
	    "!item 9223372036854775807 is a nil" },
	{ "table.concat({ 1, {}, 3 })", "!item 2 is a table, not text" },
	{ "local t = { 1, 2 } table.insert(t, 3) table.insert(t, 1, 0) table.insert(t, 5, 9)\n"
	  "return table.concat(t, ' ')", "0 1 2 3 9" },
	{ "table.insert({}, 2, 1)", "!position out of bounds" },
	{ "table.insert({}, 0, 1)", "!position out of bounds" },
	{ "table.insert({})", "!and a value expected" },
	{ "table.insert({}, 1, 2, 3)", "!and a value expected" },
	{ "local t = { 1, 2, 3 } local a, b = table.remove(t), table.remove(t, 1)\n"
	  "return a, b, #t, t[1]", "3,1,1,2" },
	{ "return table.remove({}), #{}, table.remove({}, 0)", "nil,0,nil" },
	{ "return table.remove({ 1 }, 2)", "nil" },
	{ "table.remove({ 1 }, 3)", "!position out of bounds" },
	{ "table.remove({ 1 }, -1)", "!position out of bounds" },
	{ "return table.unpack { 1, 2, 3 }", "1,2,3" },
	{ "return table.unpack({ 1, 2, 3 }, 2)", "2,3" },
	{ "return table.unpack({ 1, 2 }, 1, 3)", "1,2,nil" },
	{ "return table.unpack({}, 5, 1)", "" },
	{ "table.unpack({}, 1, 1e8)", "!more than 10000 values" },
	{ "table.unpack({}, math.mininteger, math.maxinteger)", "!more than 10000 values" },
	{ "return table.unpack({}, math.maxinteger, math.maxinteger)", "nil" },
	{ "local t = { 3, 1, 2 } table.sort(t) return table.concat(t)", "123" },
	{ "local t = { 'b', 'a', 'B' } table.sort(t) return table.concat(t)", "Bab" },
	{ "local t = { 3, 1.5, 2 } table.sort(t, function(a, b) return a > b end)\n"
	  "return table.concat(t, ' ')", "3 2 1.5" },
	{ "local t = {} for i = 1, 100 do t[i] = { k = i % 3, n = i } end\n"
	  "table.sort(t, function(a, b) return a.k < b.k end)\n"
	  "for i = 2, 100 do assert(t[i-1].k < t[i].k or t[i-1].n < t[i].n) end\n"
	  "return t[1].n, t[100].n", "3,98" },
	{ "local t = { 5, 3, 4, 1 } table.sort(t, function() return true end) return #t", "4" },
	{ "table.sort({ 1, 'x' })", "!attempt to compare" },
	{ "local t = { 3, 2, 1 } table.sort(t, function(a, b) t[1] = nil return a < b end)\n"
	  "return table.concat(t)", "123" },
	{ "table.sort({ 1, 2 }, 5)", "!function expected" },
	{ "local t = {} table.sort(t) local u = { 1 } table.sort(u) return #t, #u", "0,1" },
	{ "return table.pack(1)", "!table.pack is not there: write { ... }" },
	{ "return table.move({}, 1, 2, 3)", "!table.move is not there: copy the items" },
	{ "return table.inser", "!table has no \"inser\"; did you mean \"insert\"?" },
	{ "table.insert(string, 'x')", "!the table is read-only" },
	{ "table.sort(math)", "!the table is read-only" },
	{ "table.insert(nil, 1)", "!table expected" },
	{ "table.x = 1", "!table is read-only" },
};

static const struct lua_case math_cases[] = {
	{ "return math.floor(3.7), math.ceil(3.2), math.abs(-4), math.sqrt(16), math.max(1, 5, 3)",
	    "3,4,4,4.0,5" },
	{ "return math.min(2, 1.5), math.fmod(7, 3), math.modf(3.5)", "1.5,1,3,0.5" },
	{ "return math.huge, math.maxinteger, math.pi > 3.14, math.tointeger(3.0), math.ult(1, -1)",
	    "inf,9223372036854775807,true,3,true" },
	{ "return math.random()", "!math.random is not there: rules give the same answer" },
	{ "return math.randomseed", "!math.randomseed is not there: rules give the same" },
	{ "return math.pow(2, 3)", "!math.pow is not there: write x ^ y" },
	{ "return math.flor(2.5)", "!math has no \"flor\"; did you mean \"floor\"?" },
	{ "return math.zzz", "!math has no \"zzz\"" },
	{ "return math.log(8, 2), math.exp(0)", "3.0,1.0" },
	{ "math.floor({})", "!bad argument #1 to 'floor' (number expected, got table)" },
	{ "math.pi = 3", "!math is read-only" },
	{ "return utf8.char(72, 228, 8364), utf8.len('h\xC3\xA4\xE2\x82\xAC'), "
	  "utf8.codepoint('\xC3\xA4')",
	    "H\xC3\xA4\xE2\x82\xAC,3,228" },
	{ "return utf8.offset('a\xC3\xA4z', 3), utf8.len('\x80')", "4,nil,1" },
	{ "return #utf8.charpattern", "14" },
	{ "local r = {} for p, c in utf8.codes('a\xC3\xA4\xE2\x82\xAC') do "
	  "r[#r+1] = p .. ':' .. c end\n"
	  "return table.concat(r, ' ')", "1:97 2:228 4:8364" },
	{ "for _ in utf8.codes('in\x80valid') do end", "!byte 3 is not UTF-8" },
	{ "for _ in utf8.codes('\xC3') do end", "!byte 1 is not UTF-8" },
	{ "for _ in utf8.codes('a\xC3(') do end", "!byte 2 is not UTF-8" },
	{ "for _ in utf8.codes('\xED\xA0\x80') do end", "!byte 1 is not UTF-8" },
	{ "local n = 0 for _ in utf8.codes('\xED\xA0\x80', true) do n = n + 1 end return n", "1" },
	{ "for _ in utf8.codes('\xC0\x80') do end", "!byte 1 is not UTF-8" },
	{ "for _ in utf8.codes('') do end return 1", "1" },
	{ "return utf8.codepoint(('x'):rep(20000), 1, -1)",
	    "!codepoint: more than 10000 values" },
	{ "utf8.char = nil", "!utf8 is read-only" },
};

#define CHECK(cases) check_lua_cases(cases, sizeof(cases) / sizeof(cases[0]), 0)

static void base(void **state)
{
	(void)state;
	CHECK(base_cases);
}

static void order(void **state)
{
	(void)state;
	CHECK(order_cases);
}

static void strings(void **state)
{
	(void)state;
	CHECK(string_cases);
}

static void tables(void **state)
{
	(void)state;
	CHECK(table_cases);
}

static void maths(void **state)
{
	(void)state;
	CHECK(math_cases);
}

/* The functions that Lua itself has give what they give there. */
static void as_stock(void **state)
{
	static const char code[] =
	    "local r, n = {}, 0\n"
	    "local function add(...)\n"
	    "  n = n + 1\n"
	    "  local t = {}\n"
	    "  for i = 1, select('#', ...) do t[i] = tostring((select(i, ...))) end\n"
	    "  r[n] = table.concat(t, ',')\n"
	    "end\n"
	    "local texts = { '', 'a', 'hello', 'h\\0i', '\\xC3\\xA4\\xC3\\xB6', '  12 ' }\n"
	    "for _, s in ipairs(texts) do\n"
	    "  for i = -7, 7 do\n"
	    "    add(s:byte(i)) add(s:sub(i))\n"
	    "    for j = -7, 7 do add(s:byte(i, j)) add(s:sub(i, j)) end\n"
	    "  end\n"
	    "  add(s:len(), s:upper(), s:lower(), s:reverse(), s:rep(3, '.'), tonumber(s))\n"
	    "end\n"
	    "for _, x in ipairs { 0, 1, -1, 2.5, -2.5, 1e15, 1e16, 2^53, 2^63, math.huge,\n"
	    "    -math.huge, math.maxinteger, math.mininteger, 1e-7, 0.1 } do\n"
	    "  add(x, math.floor(x), math.ceil(x), math.abs(x), math.sqrt(math.abs(x + 0.0)),\n"
	    "      math.tointeger(x), math.type(x), math.modf(x))\n"
	    "  if x - x == 0 then add(math.fmod(x, 3.0)) end\n"
	    "  add(('%g %.3f %10.1f %e'):format(x, x, x, x), x .. '')\n"
	    "end\n"
	    "for b = 2, 36 do for _, s in ipairs { '10', '-1', 'zz', '7f', ' 11 ', '1.0', '' } do\n"
	    "  add(tonumber(s, b)) end end\n"
	    "for i = 1, 200 do\n"
	    "  local t = {}\n"
	    "  for k = 1, i do t[k] = (k * 7919 + i) % 101 end\n"
	    "  table.sort(t) add(table.concat(t, ' '))\n"
	    "  table.insert(t, 1 + i // 2, 'x')\n"
	    "  add(table.remove(t, 1), #t, table.unpack(t, 1, 3))\n"
	    "end\n"
	    "return table.concat(r, '\\n')";
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(0);
	struct spot_error err = SPOT_ERROR_INIT;
	lua_State *ours = spot_sandbox_state(sandbox), *stock = luaL_newstate();
	luaL_openlibs(stock);
	assert_int_equal(luaL_dostring(stock, code), LUA_OK);
	assert_int_equal(spot_sandbox_compile(sandbox, "t", code, strlen(code), &err), 0);
	enum spot_call call = spot_sandbox_call(sandbox, 0, 1, 10000000, &err);
	if (call != SPOT_CALL_OK)
		fail_msg("%s", err.what);
	size_t len_a, len_b;
	const char *a = lua_tolstring(ours, -1, &len_a), *b = lua_tolstring(stock, -1, &len_b);
	assert_int_equal(len_a, len_b);
	assert_memory_equal(a, b, len_a);
	lua_close(stock);
	lua_settop(ours, 0);
	spot_sandbox_close(sandbox);
}

/* A program around the library may have set a locale with a decimal comma. */
static void locale_does_not_matter(void **state)
{
	static const char *const names[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8" };
	const char *set = NULL;
	(void)state;
	for (size_t i = 0; i < 3 && !set; i++)
		set = setlocale(LC_ALL, names[i]);
	struct spot_sandbox *sandbox = open_sandbox(0);
	assert_string_equal(run_lua(sandbox, "return tostring(1.5), ('%.2f'):format(2.5), "
	    "tonumber('1.5'), 'Z' < 'a'", 1000), "1.5,2.50,1.5,true");
	spot_sandbox_close(sandbox);
	if (set) {
		char text[16];
		snprintf(text, sizeof(text), "%.1f", 1.5);
		assert_string_equal(text, "1,5"); /* the program's own is back */
	}
	setlocale(LC_ALL, "C");
}

/* Every function with every kind of odd argument: an answer, an error or a limit, never more. */
static void odd_arguments(void **state)
{
	static const char functions[] =
	    "local f = {}\n"
	    "for _, t in ipairs { string, table, math, utf8, _ENV } do\n"
	    "  for k, v in pairs(t) do if type(v) == 'function' then f[#f + 1] = v end end\n"
	    "end\n"
	    "return f";
	static const char values[] =
	    "return { 0, 1, -1, 2, 3.5, -0.0, 0/0, math.huge, -math.huge, math.maxinteger,\n"
	    "  math.mininteger, 2^53, 1e300, '', 'a', 'abc', '%d %s', '(a*)b?', '[a-', '%b',\n"
	    "  '^$',\n"
	    "  ('x'):rep(5000), '\\0\\1\\xff', '\\u{e4}\\u{20ac}', \n"
	    "  '2026-11-22', '1e9', '0x7f',\n"
	    "  true, false, {}, { 1, 2, 3 }, { 'b', 'a' }, { { 1, 2 }, { 3, 4 } },\n"
	    "  { a = 1, [2.5] = 2 },\n"
	    "  { [1] = 1, [3] = 3 }, string, math, _ENV, type, string.rep, function() end,\n"
	    "  function(a, b) return a, b end, function(a) return a == nil end, ipairs {} }";
	uint64_t seed = 7;
	size_t n_ok = 0, n_rounds = 40000;
	(void)state;
	struct spot_sandbox *sandbox = open_sandbox(20000);
	struct spot_error err;
	lua_State *L = spot_sandbox_state(sandbox);
	assert_int_equal(spot_sandbox_compile(sandbox, "f", functions, strlen(functions), &err), 0);
	assert_int_equal(spot_sandbox_call(sandbox, 0, 1, 10000, &err), SPOT_CALL_OK);
	assert_int_equal(spot_sandbox_compile(sandbox, "v", values, strlen(values), &err), 0);
	assert_int_equal(spot_sandbox_call(sandbox, 0, 1, 10000, &err), SPOT_CALL_OK);
	lua_Integer n_functions = luaL_len(L, 1), n_values = luaL_len(L, 2);
	assert_in_range(n_functions, 60, 90);
	for (size_t i = 0; i < n_rounds; i++) {
		int n_args = (int)(unit_random(&seed) % 5);
		lua_rawgeti(L, 1, 1 + (lua_Integer)(unit_random(&seed) % (uint64_t)n_functions));
		for (int k = 0; k < n_args; k++) {
			uint64_t at = unit_random(&seed) % (uint64_t)(n_values + 1);
			lua_rawgeti(L, 2, (lua_Integer)at); /* nil at 0 */
		}
		enum spot_call call = spot_sandbox_call(sandbox, n_args, LUA_MULTRET, 5000, &err);
		assert_true(call == SPOT_CALL_OK || call == SPOT_CALL_ERROR ||
		    call == SPOT_CALL_LIMIT);
		n_ok += call == SPOT_CALL_OK;
		if (call != SPOT_CALL_OK)
			assert_true(err.what[0] && err.code == SPOT_ERULES);
		lua_settop(L, 2);
	}
	assert_in_range(n_ok, n_rounds / 10, n_rounds);
	spot_sandbox_close(sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(base),
		cmocka_unit_test(order),
		cmocka_unit_test(strings),
		cmocka_unit_test(tables),
		cmocka_unit_test(maths),
		cmocka_unit_test(as_stock),
		cmocka_unit_test(odd_arguments),
		cmocka_unit_test(locale_does_not_matter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
