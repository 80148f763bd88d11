/* SPDX-License-Identifier: MIT */
/*
 * Files that run quickly, but of which there is much to be read: hostile ones end soon and with
 * one clear line, honest ones load.
 */
#include <time.h>

#include "unit/rules/loading.h"
#include "unit/rules/run_lua.h"

#define HEAD "fields { id = 'key', n = 'integer' } tiers { A = 1 }\n"
#define CHAIN "local f = function(a) return a.n end\n" \
	"for i = 1, 900 do local g = f f = function(a) return g(a) end end\n"
#define CRITERIA(n, body) "for i = 1, " #n " do criterion('C' .. i) { weight = 1, why = 'w', " \
	"fit = function(a) " body " end } end\n"
#define TOO_MUCH "rules.lua: there is too much in the file to be checked: "

static double now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* Loads the text; the processor time it took, as on a machine without checkers. */
static double load_within(struct loading *ld, const char *text, uint64_t instructions)
{
	struct spot_rules_options options = loading_options(ld);
	struct spot_diags diags;
	options.limits.load_instructions = instructions;
	spot_diags_init(&diags);
	double start = now();
	ld->rc = spot_rules_load_text(&ld->rules, "rules.lua", text, strlen(text), &options, &diags,
	    &ld->err);
	double seconds = (now() - start) / slowness();
	loading_done(ld, &diags);
	return seconds;
}

static size_t count_lines(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += *text == '\n';
	return n;
}

static const char *const hostile[] = {
	/* Each rule over a chain of functions. */
	HEAD CHAIN CRITERIA(900, "return f(a)"),
	HEAD CHAIN "local s = {} for i = 1, 2000 do "
	    "s[i] = { 's' .. i, function(a) return f(a) end } end stage(s)",
	HEAD CHAIN "local r = { key = 'id', fields = {} } for i = 1, 900 do r['d' .. i] = "
	    "count { when = function(a) return f(a) end } end rollup 'r' (r)",
	/* Large tables, looked through for each. */
	HEAD "local t, u = {}, {} for i = 1, 4000 do t[i] = i u[i] = -i end\n"
	    CRITERIA(900, "return t[a.n] or u[a.n]"),
	HEAD "local t = {} for i = 1, 5000 do t[i] = i end\n"
	    CRITERIA(900, "return t[a.n]"),
	/* Many constants that are kept for each. */
	HEAD "local t = {} for k = 1, 40 do t[k] = {} for i = 1, 250 do t[k][i] = k * 1000 + i end "
	    "end local b, c, d, e, f, g, h, k = table.unpack(t)\n"
	    CRITERIA(900, "return b or c or d or e or f or g or h or k"),
	/* Tables to freeze. */
	HEAD "local t = {} for i = 1, 300 do local u = {} "
	    "for j = 1, 300 do u[j] = {} end t[i] = u end\n"
	    "local function all(a) return t[a.n] end\n" CRITERIA(9, "return all(a)"),
};

static void ends_hostile_files(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_OF(hostile); i++) {
		struct loading ld = { .rc = 0 };
		double seconds = load_within(&ld, hostile[i], 1000 * 1000);
		const char *told = spot_buf_str(&ld.told);
		if (ld.rc != SPOT_ERULES || seconds > 0.4 || count_lines(told) != 1)
			print_message("%zu in %.2f s: %s\n", i, seconds, told);
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_null(ld.rules);
		assert_int_equal(count_lines(told), 1);
		assert_int_equal(strncmp(told, TOO_MUCH "stopped after ",
			strlen(TOO_MUCH "stopped after ")), 0);
		assert_true(seconds < 0.4);
		loading_reset(&ld);
	}
}

/* The limits that everybody has. */
static void ends_within_two_seconds(void **state)
{
	(void)state;
	static const char *const told[] = {
		"rules.lua:4: more than 10000 words in one rule file\n",
		TOO_MUCH "stopped after ",
		TOO_MUCH "needs more than 64 MiB of memory",
	};
	static const char *const texts[] = {
		HEAD CHAIN CRITERIA(100000, "return f(a)"),
		HEAD CHAIN CRITERIA(9000, "return f(a)"),
		HEAD "local t = {} for i = 1, 400000 do t[i] = {} end\n"
		    CRITERIA(9, "return t[a.n]"),
	};
	for (size_t i = 0; i < N_OF(texts); i++) {
		struct loading ld = { .rc = 0 };
		double seconds = load_within(&ld, texts[i],
		    SPOT_LIMITS_DEFAULT.load_instructions);
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_int_equal(count_lines(spot_buf_str(&ld.told)), 1);
		if (strncmp(spot_buf_str(&ld.told), told[i], strlen(told[i])) != 0)
			assert_string_equal(spot_buf_str(&ld.told), told[i]);
		assert_true(seconds < 2);
		loading_reset(&ld);
	}
}

/* The parser's own limits have no line: it is looked for, but not in a large file. */
static void tells_where_nesting_is(void **state)
{
	(void)state;
	struct spot_buf text = SPOT_BUF_INIT;
	struct loading ld = { .rc = 0 };
	for (int pass = 0; pass < 2; pass++) {
		spot_buf_clear(&text);
		for (int i = 0; i < (pass == 0 ? 10 : 10000); i++)
			spot_buf_text(&text, "-- a comment as long as such lines are\n");
		spot_buf_text(&text, "local x = ");
		for (int i = 0; i < 300; i++)
			spot_buf_char(&text, '(');
		load_text(&ld, spot_buf_str(&text));
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_string_equal(ld.err.what, "nested too deeply");
		assert_int_equal(ld.err.line, pass == 0 ? 11 : 0);
		loading_reset(&ld);
	}
	spot_buf_reset(&text);
}

/* A text that the sandbox holds once is kept by each rule that has it. */
static void ends_large_models(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	struct spot_rules_options options = loading_options(&ld);
	struct spot_diags diags;
	static const char text[] = HEAD "local why = ('x'):rep(100000)\n"
	    "for i = 1, 50 do group('G' .. i) { cap = i, doc = why } end\n";
	options.limits.memory_bytes = 2 << 20;
	spot_diags_init(&diags);
	ld.rc = spot_rules_load_text(&ld.rules, "rules.lua", text, strlen(text), &options, &diags,
	    &ld.err);
	loading_done(&ld, &diags);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_string_equal(spot_buf_str(&ld.told),
	    "rules.lua: the rules need more than 2 MiB of memory\n");
	loading_reset(&ld);
}

/* What is wrong is told all the same, and the limit is not: it may come of that. */
static void tells_faults_before_limits(void **state)
{
	(void)state;
	static const char *const texts[] = {
		HEAD CHAIN CRITERIA(900, "return f(a) or a.nn"),
		HEAD CHAIN "local function big(a) return a.nn or f(a) end\n"
		    CRITERIA(900, "return big(a)"),
	};
	for (size_t i = 0; i < N_OF(texts); i++) {
		struct loading ld = { .rc = 0 };
		load_within(&ld, texts[i], 1000 * 1000);
		assert_int_equal(ld.rc, SPOT_ERULES);
		assert_non_null(strstr(spot_buf_str(&ld.told), "unknown field \"nn\""));
		assert_null(strstr(spot_buf_str(&ld.told), "stopped"));
		assert_string_equal(ld.err.hint, "did you mean \"n\"?");
		loading_reset(&ld);
	}
}

/* Many fields and many misspelt ones: looking for the nearest spellings is charged, too. */
static void ends_misspelt_files(void **state)
{
	(void)state;
	struct spot_buf text = SPOT_BUF_INIT;
	struct loading ld = { .rc = 0 };
	spot_buf_text(&text, "local f = { id = 'key' } for i = 1, 5000 do "
	    "f['some_rather_long_name_' .. i] = 'text' end fields(f) tiers { A = 1 }\n"
	    "local function h(a) return 1");
	for (int i = 1; i <= 500; i++)
		spot_buf_printf(&text, " or a.some_rather_long_nmae_%d", i);
	spot_buf_text(&text, " end\n" CRITERIA(900, "return h(a)"));
	double seconds = load_within(&ld, spot_buf_str(&text), 5 * 1000 * 1000);
	assert_int_equal(ld.rc, SPOT_ERULES);
	assert_string_equal(ld.err.hint, "did you mean \"some_rather_long_name_1\"?");
	assert_null(strstr(spot_buf_str(&ld.told), "stopped"));
	assert_true(count_lines(spot_buf_str(&ld.told)) < 500);
	assert_true(seconds < 1);
	loading_reset(&ld);
	spot_buf_reset(&text);
}

/* Two thousand criteria that share a helper, params, and lists of two hundred names. */
static void loads_large_files(void **state)
{
	(void)state;
	enum { N = 2000, N_LISTS = 5, N_NAMES = 200 };
	struct spot_buf text = SPOT_BUF_INIT;
	struct loading ld = { .rc = 0 };
	spot_buf_text(&text, "fields { id = 'key', n = 'integer', country = 'text' }\n"
	    "tiers { A = 80, B = 0 }\nlocal p = params { low = 5, high = 1000 }\n"
	    "local function near(x, low, high)\n\tif between(x, low, high) then return 1 end\n"
	    "\treturn 0\nend\n");
	for (int i = 0; i < N_LISTS; i++) {
		spot_buf_printf(&text, "local list%d = {", i);
		for (int k = 0; k < N_NAMES; k++)
			spot_buf_printf(&text, " 'Country %d of %d',", k, i);
		spot_buf_text(&text, " }\n");
	}
	for (int i = 0; i < N; i++)
		spot_buf_printf(&text, "criterion 'C%d' { weight = 1, why = 'it matters much',\n"
		    "\tfit = function(a)\n\t\tif one_of(a.country, list%d) then return 1 end\n"
		    "\t\treturn near(a.n, p.low + %d, p.high)\n\tend }\n", i, i % N_LISTS, i);
	double seconds = load_within(&ld, spot_buf_str(&text),
	    SPOT_LIMITS_DEFAULT.load_instructions);
	assert_loads(&ld);
	assert_int_equal(ld.rules->n_criteria, N);
	assert_int_equal(ld.rules->functions[7].n_constants, 2 + N_NAMES + 3);
	assert_true(seconds < 0.8);
	loading_reset(&ld);
	spot_buf_reset(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ends_hostile_files),
		cmocka_unit_test(ends_within_two_seconds),
		cmocka_unit_test(tells_where_nesting_is),
		cmocka_unit_test(ends_large_models),
		cmocka_unit_test(tells_faults_before_limits),
		cmocka_unit_test(ends_misspelt_files),
		cmocka_unit_test(loads_large_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
