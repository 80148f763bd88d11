/* SPDX-License-Identifier: MIT */
/* Rules that would give one account another answer than they would alone: refused when loaded. */
#include "loading.h"

#define HEAD \
	"fields { id = \"key\", n = \"number\", s = \"text\", t = \"list\" } " \
	"tiers { A = 50, B = 0 }\n"
#define RULE(name, body) \
	"criterion \"" name "\" { weight = 1, why = \"x\", fit = function(a) " body " end }\n"

#define SIZE "criterion \"Size\": "
#define LINK "a function that it reaches "
#define WRITES "writes to n, which is outside the rule; rules must be pure; " \
	"use a local variable inside the function"
#define ITERATES ", which keeps its place between accounts; make it inside the rule"

struct bad {
	const char *text;
	unsigned line;
	const char *what; /* all that is told, after the place */
};

static const struct bad bads[] = {
	/* Reached in ways that cannot be followed. */
	{ "local fs = {} do local n = 0 fs[1] = function() n = n + 1 return n end end\n"
	  RULE("Size", "return fs[1]() < 4"), 2, SIZE LINK WRITES },
	{ "local fs, k = {}, 'x' do local n = 0\n fs[k] = function() n = n + 1 return n end end\n"
	  RULE("Size", "return fs[k]() < 4"), 3, SIZE LINK WRITES },
	{ "local fs = {} do local n = 0 fs.b = function() n = n + 1 return n end end\n"
	  RULE("Size", "return fs[a.s]() < 4"), 2, SIZE LINK WRITES },
	{ "local fs = {} do local n = 0 fs[1] = function() n = n + 1 return n end end\n"
	  RULE("Size", "for _, f in ipairs(fs) do f(a) end return true"), 2, SIZE LINK WRITES },
	{ "local n = 0 local deep = { { [true] = { function()\n n = n + 1 end } } }\n"
	  RULE("Size", "for _, x in pairs(deep[1]) do x[1]() end return true"), 3,
	    SIZE LINK WRITES },
	{ "local n = 0 local by = { [function() n = 1 end] = 1 }\n"
	  RULE("Size", "return by[a] == nil"), 2, SIZE LINK WRITES },
	/* Through functions (what inspection sees it tells of the helper alone); in a function
	 * inside; made by another. */
	{ "local n = 0 local function f() n = n + 1 return n end\n"
	  "local function g() return { f } end\n"
	  RULE("Size", "return g()[1]() < 4"), 2, WRITES },
	{ "local n = 0 local fs = { function() return function()\n"
	  "return function() n = n + 1 end end end }\n"
	  RULE("Size", "fs[1]()()() return true"), 3, SIZE LINK WRITES },
	{ "local function counter() local n = 0 return function()\nn = n + 1 return n end end\n"
	  "local c = { counter() }\n"
	  RULE("Size", "return c[1]() < 4"), 3, SIZE LINK WRITES },
	/* The rule itself; told by inspection too, but once. */
	{ "local n = 0\n" RULE("Size", "n = n + 1 return n < 4"), 3, SIZE WRITES },
	{ "local n = 0\n" RULE("Size", "if a.n == nil then n = 1 end return n < 4"), 3,
	    SIZE WRITES },
	/* Many rules, one mistake. */
	{ "local fs = {} do local n = 0 fs[1] = function() n = n + 1 return n end end\n"
	  RULE("Size", "return fs[1]() < 4") RULE("Other", "return fs[1]() < 5"), 2,
	    SIZE LINK WRITES },
	/* Iterators. */
	{ "local it = string.gmatch('a b c', '%a')\n" RULE("Size", "return it() == 'a'"), 3,
	    SIZE "uses the iterator it" ITERATES },
	{ "local f, s = pairs({ 1, 2, 3 })\n" RULE("Size", "return f(s) == 1"), 3,
	    SIZE "uses the iterator f" ITERATES },
	{ "local f, s = pairs({ x = 1 })\n" RULE("Size", "return f(s) == 1"), 3,
	    SIZE "uses the iterator f" ITERATES },
	{ "local t = { { ('a'):gmatch('a') } }\n" RULE("Size", "return t[1][1]() == 1"), 3,
	    SIZE "uses an iterator in a table" ITERATES },
	{ "local it = ('a'):gmatch('a') local function f()\nreturn it() end\n"
	  RULE("Size", "return f() == 1"), 2, SIZE LINK "uses the iterator it" ITERATES },
	/* Names of libraries. */
	{ RULE("Size", "return math.flor(a.n) > 1"), 2,
	    SIZE "math has no \"flor\"; did you mean \"floor\"?" },
	{ RULE("Size", "return a.n > math.random()"), 2,
	    SIZE "math.random is not there: rules give the same answer every time" },
	{ "local fs = { function(x)\n"
	  "local function y() return string.uper(x) end return y() end }\n"
	  RULE("Size", "return fs[1](a.s) == 'X'"), 3,
	    SIZE "string has no \"uper\"; did you mean \"upper\"?" },
};

static void refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct loading ld = { .rc = 0 };
		char text[2048], line[1024];
		snprintf(text, sizeof(text), "%s%s", HEAD, bads[i].text);
		snprintf(line, sizeof(line), "rules.lua:%u: %s\n", bads[i].line,
		    bads[i].what);
		load_text(&ld, text);
		if (strcmp(spot_buf_str(&ld.told), line) != 0)
			print_error("%s", bads[i].text);
		assert_string_equal(spot_buf_str(&ld.told), line);
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_null(ld.rules);
		loading_reset(&ld);
	}
}

static const char *const goods[] = {
	/* What runs while the file is read may write; no rule can get hold of it. */
	"local n = 0 local function add() n = n + 1 end add() add()\n"
	RULE("Size", "return a.n > n"),
	"local list, n = {}, 0 local function add(x) n = n + 1 list[n] = x end add('x')\n"
	RULE("Size", "return one_of(a.s, list)"),
	/* State that a rule makes anew. */
	"local function counter() local n = 0 return function() n = n + 1 return n end end\n"
	RULE("Size", "local c = counter() c() return c() < a.n"),
	RULE("Size", "local n = 0 local function add() n = n + 1 end add() return n < a.n"),
	RULE("Size", "local n = 0 local fs = { function() return function() n = n + 1 end end }\n"
	    "fs[1]()() return n < a.n"),
	"local fs = { function(n) return function() n = n + 1 return n end end }\n"
	RULE("Size", "return fs[1](2)() < a.n"),
	RULE("Size", "local it = a.s:gmatch('a') return it() == 'a'"),
	RULE("Size", "local f, s = pairs({ 1 }) return f(s) == 1"),
	/* Functions that keep nothing. */
	"local f, s, i = ipairs({ 1 }) local nx, u = next, utf8.codes('x')\n"
	RULE("Size", "return f(s, i) == nx(s) and u('x', 0) == 1 and string.gmatch ~= nil"),
	/* An iterator that no rule has. */
	"local it = ('a b'):gmatch('%a') local first = it()\n" RULE("Size", "return a.s == first"),
	/* Names that are there. */
	"local m = math\n"
	RULE("Size", "return m.floor(a.n) > math.pi and string.upper(a.s) == 'X'"),
	/* Another table by that name. */
	"local math = { flor = function(x) return x end }\n"
	RULE("Size", "return math.flor(a.n) > 1"),
	RULE("Size", "local string = { uper = 'X' } return a.s == string.uper"),
};

static void allowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goods) / sizeof(goods[0]); i++) {
		struct loading ld = { .rc = 0 };
		char text[2048];
		snprintf(text, sizeof(text), "%s%s", HEAD, goods[i]);
		load_text(&ld, text);
		if (ld.rc != 0)
			print_error("%s", goods[i]);
		assert_loads(&ld);
		loading_reset(&ld);
	}
}

/* Thousands of functions that write: a list with an end, and soon. */
static void many(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_text(&ld, HEAD
	    "local fs = {} for i = 1, 20000 do local n = 0 fs[i] = function() n = n + 1 end end\n"
	    RULE("Size", "fs[a.n]() return true"));
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_true(ld.told.len > 0 && ld.told.len < 1 << 20);
	loading_reset(&ld);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refused),
		cmocka_unit_test(allowed),
		cmocka_unit_test(many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
