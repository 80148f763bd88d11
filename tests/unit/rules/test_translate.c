/* SPDX-License-Identifier: MIT */
/*
 * Rule functions as programs, one construct of the language after the other: what is translated and
 * what is not, and that the program's answers are the VM's.
 */
#include "support/twins.h"
#include "support/rows.h"
#include "support/unit.h"

static struct twins twins; /* too large for the stack */

static const char prelude[] =
	"fields { id = 'key', name = 'text', word = { 'text', optional = true },\n"
	"  n = 'integer', seats = { 'integer', optional = true }, x = 'number', on = 'flag',\n"
	"  off = { 'flag', optional = true }, tech = 'list', tags = { 'list', optional = true } }\n"
	"local S = { a = { 1, name = 'one' }, abc = { 2, name = 'two' }, ['10'] = { 3 } }\n"
	"local L = { 'SaaS', 'a', 'abc', 'b', 'c', 'd', 'e', 'f', 10 }\n"
	"local U, V, N = { [1 << 60] = 1, [1e300] = 2 }, { [next] = 1 }, { [2.5] = 1 }\n"
	"local W = {} for i = 1, 70000 do W[i] = i end\n"
	"local function inc(v) return v + 1 end\n"
	"tiers { A = 1 }\n";
enum { PRELUDE_LINES = 9 };

/* The file with one function; answer is a letter: f, w, a or t. */
static void open_one(char answer, const char *function)
{
	static const char *const words[] = {
		['f'] = "criterion 'r' { weight = 1, why = 'x', fit = ",
		['w'] = "disqualify 'r' { why = 'x', when = ", ['a'] = "growth 'r' { value = ",
		['t'] = "segment 'r' { by = " };
	struct spot_buf file = SPOT_BUF_INIT;
	spot_buf_printf(&file, "%s%s%s }\n", prelude, words[(unsigned char)answer], function);
	if (!twins_open(&twins, spot_buf_str(&file)))
		fail_msg("%s\n%s", function, twins.told);
	spot_buf_reset(&file);
}

/* --- the same ----------------------------------------------------------------------------- */

static const char *name_of(int fn)
{
	return fn == SPOT_NO_FUNCTION ? "?" : twins.rules->functions[fn].owner;
}

static void is_the_same(void **state)
{
	(void)state;
	static const unsigned blanks[] = { 0, 5, 50, 97 };
	struct twins_difference difference;
	struct rng rng = { 1 };
	if (!twins_open_file(&twins, "tests/translate/each.lua"))
		fail_msg("%s", twins.told);
	for (size_t i = 0; i < twins.rules->n_functions; i++)
		if (!twins.translations[i].is_translated)
			fail_msg("%s: %s", name_of((int)i), twins.translations[i].why);
	for (size_t b = 0; b < N_OF(blanks); b++) {
		rows_fill(&twins.batch, 200, &rng, blanks[b]);
		if (!twins_compare(&twins, &difference))
			fail_msg("%s, row %zu: %s", name_of(difference.fn), difference.row,
			    difference.what);
		for (size_t i = 0; i < twins.rules->n_functions; i++)
			if (twins.lanes[twins.translations[i].output_idx].n_hand_over > 40)
				fail_msg("%s: handed over", name_of((int)i));
	}
	assert_true(twins.rules->n_functions > 300);
	twins_close(&twins);
}

/* --- refused ------------------------------------------------------------------------------ */

static void says_why_not(void **state)
{
	(void)state;
	static const struct { const char *function, *why; unsigned line; } cases[] = {
		{ "afunction(a)\nlocal t = { a.n }\ntable.sort(t)\nreturn t[1] end",
		    "it calls table.sort (not translated)", 3 },
		{ "tfunction(a) return a.name:gsub('a', '') end",
		    "it calls string.gsub (not translated)", 1 },
		{ "afunction(a)\nreturn utf8.len(a.name) end",
		    "it calls utf8.len (not translated)", 2 },
		{ "afunction(a) local s = 0 for i = 1, 300 do s = s + 1 end return s end",
		    "a loop of more than 256 rounds", 1 },
		{ "wfunction(a) while true do end end", "a loop of more than 256 rounds", 1 },
		{ "wfunction(a) return regex(a.name, a.word) end",
		    "it searches for a pattern that is not constant", 1 },
		{ "wfunction(a) return like(a.name, a.word) end",
		    "it compares with a pattern that is not constant", 1 },
		{ "wfunction(a) return one_of(a.name, a.id) end",
		    "it compares two texts, neither constant, without regard to case", 1 },
		{ "afunction(a) local n = 0 for i = 1, 30 do\n"
		    "if regex(a.name, 'x' .. i) then n = n + 1 end end return n end",
		    "it may take more work than a rule is allowed", 2 },
		{ "wfunction(a) return one_of('a', a.tech) end",
		    "one_of looks for the items of a list", 1 },
		{ "wfunction(a) return has(a.tech, a.name) end",
		    "it looks for a text, not constant, in a list", 1 },
		{ "afunction(a) return a[a.name] end",
		    "it reads a field whose name is not constant", 1 },
		{ "afunction(a) return a.name:find('%d') end",
		    "it uses the place that string.find gives", 1 },
		{ "wfunction(a) return a.name:find('(a)%1') end",
		    "it searches for the pattern \"(a)%1\"", 1 },
		{ "afunction(a) local t = {} t[a.name] = 1 return 1 end",
		    "it writes to a table under a key that is not constant", 1 },
		{ "afunction(a) local function f(v) return f(v) end return f(1) end",
		    "a function calls itself", 1 },
		{ "wfunction(a) return a.tech == a.tags end",
		    "it compares lists with each other", 1 },
		{ "wfunction(a) return next({}) == nil end",
		    "it calls next on something that is no constant table", 1 },
		{ "wfunction(a) return (a.name:rep(1000)) == '' end",
		    "it repeats a text many times, or it is not known how often", 1 },
		{ "afunction(a) for i = 1, 10, a.n do return i end end",
		    "a loop whose steps are not constant", 1 },
		{ "tfunction(a) return string.format('%5.1f', a.x) end",
		    "it calls string.format with more than %d and %s", 1 },
		{ "afunction(a) return N[a.x] end",
		    "it looks into a table under an unusual key", 1 },
		{ "afunction(a) return table.unpack({ a.n, a.x }, 2, 3) end",
		    "it calls table.unpack for a part of a table", 1 },
		{ "afunction(a) return U[a.n] end", "it looks into a table with unusual keys", 1 },
		{ "afunction(a) return V[a.n] end", "it looks into a table with unusual keys", 1 },
		{ "afunction(a) return W[a.n] end", "it looks into a table of 70000 entries", 1 },
		{ "afunction(a) return tonumber(a.name, 16) end",
		    "it calls tonumber with a base", 1 },
		{ "tfunction(a) return a.name:match('%a', a.n) end",
		    "it searches for a pattern from the middle of a text on", 1 },
		{ "wfunction(a) return a.name:find('%d', 1, a.on) ~= nil end",
		    "it calls string.find with a switch that is not constant", 1 },
		{ "wfunction(a) return a.name:find('(%a)b') ~= nil end",
		    "it calls string.find with captures", 1 },
		{ "wfunction(a) return a.name:match('()a') == 1 end",
		    "it captures positions", 1 },
		{ "wfunction(a) return a.name:match('a)') == 'a' end",
		    "it searches for the pattern \"a)\"", 1 },
		{ "wfunction(a) return a.name:match('[a') == 'a' end",
		    "it searches for the pattern \"[a\"", 1 },
		{ "wfunction(a) return a.name:match('[%') == 'a' end",
		    "it searches for the pattern \"[%\"", 1 },
		{ "wfunction(a) return a.name:match('[^') == 'a' end",
		    "it searches for the pattern \"[^\"", 1 },
		{ "wfunction(a) return a.name:match('a%') == 'a' end",
		    "it searches for the pattern \"a%\"", 1 },
		{ "wfunction(a) return a.name:match('%b(') == 'a' end",
		    "it searches for the pattern \"%b(\"", 1 },
		{ "wfunction(a) return a.name:match('%fx') == 'a' end",
		    "it searches for the pattern \"%fx\"", 1 },
		{ "wfunction(a) return a.name:match('%f') == 'a' end",
		    "it searches for the pattern \"%f\"", 1 },
		{ "wfunction(a) return a.name:match('(a') == 'a' end",
		    "it searches for the pattern \"(a\"", 1 },
		{ "wfunction(a) return a.name:match('(') == 'a' end",
		    "it searches for the pattern \"(\"", 1 },
		{ "tfunction(a) return string.char(65, a.n) end",
		    "it makes a text of bytes that are not constant", 1 },
		{ "tfunction(a) return string.format('%d%', a.n) end",
		    "it calls string.format with more than %d and %s", 1 },
		{ "tfunction(a) return string.format(a.name) end",
		    "it calls string.format with a format that is not constant", 1 },
		{ "wfunction(a) return select(a.n, 1, 2) end",
		    "it calls select with a number that is not constant", 1 },
		{ "wfunction(a) return select('x', 1, 2) end",
		    "it calls select with something that is no number", 1 },
		{ "wfunction(a) return next(S, a.name) == 'abc' end",
		    "it calls next on something that is no constant table", 1 },
		{ "wfunction(a) return next(S, 'nope') == 'abc' end",
		    "it calls next with a key that is not there", 1 },
		{ "wfunction(a) return math.log(a.x, a.n) > 1 end",
		    "it calls math.log with a base that is not constant", 1 },
		{ "wfunction(a) return table.concat(a.tech, ',') == 'x' end",
		    "it calls table.concat on something that is no constant table", 1 },
		{ "wfunction(a) return table.concat({ 'a', 'b', 'c' }, '', 2, 3) == a.name end",
		    "it calls table.concat for a part of a table", 1 },
		{ "wfunction(a) return one_of(a.name, a) end",
		    "one_of gets one of several tables", 1 },
		{ "wfunction(a) return like(a.name, nil) end",
		    "it compares with a pattern that is not constant", 1 },
		{ "wfunction(a) local t = { 1, 2, 3 } t[2] = nil return #t == a.n end",
		    "only the Lua VM can run it", 1 },
		{ "wfunction(a) return a.name.x end",
		    "it reads \"x\", which is not there", 1 },
		{ "wfunction(a) return a.name:bytes() end",
		    "it reads \"bytes\", which is not there", 1 },
		{ "wfunction(a) return a.name:byte(1, 3) == 65 end",
		    "it calls string.byte for several bytes", 1 },
		{ "wfunction(a) return ('x'):rep(a.n) == 'x' end",
		    "it repeats a text many times, or it is not known how often", 1 },
		{ "wfunction(a) return bands(a.n, L) end",
		    "it calls bands with rows that are not constant", 1 },
		{ "afunction(a) return date(a.name) end",
		    "it calls date with a text that is not constant", 1 },
		{ "wfunction(a) return select('#', table.unpack(a.tech)) > 1 end",
		    "it calls table.unpack on something that is no constant table", 1 },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		open_one(cases[i].function[0], cases[i].function + 1);
		const struct spot_translation *translation = &twins.translations[0];
		assert_false(translation->is_translated);
		assert_string_equal(translation->why, cases[i].why);
		assert_string_equal(translation->file, "rules.lua");
		assert_int_equal(translation->line, PRELUDE_LINES + cases[i].line);
		twins_close(&twins);
	}
}

/* --- row by row --------------------------------------------------------------------------- */

/* K known, U unknown, ! failed, H handed over: in which the program has its first rows. */
static void assert_states(const char *function, const char *states)
{
	const struct spot_lanes *lanes = &twins.lanes[twins.translations[0].output_idx];
	struct twins_difference difference;
	if (!twins_compare(&twins, &difference))
		fail_msg("%s, row %zu: %s", function, difference.row, difference.what);
	for (size_t row = 0; states[row]; row++)
		if ("KU!H"[lanes->state[row]] != states[row])
			fail_msg("%s, row %zu: %c", function, row, "KU!H"[lanes->state[row]]);
}

static void set_field(const char *name, size_t row, struct spot_value value)
{
	size_t field_idx = spot_schema_find(twins.schema, name, strlen(name));
	spot_batch_set(&twins.batch, field_idx, row, value);
}

static struct spot_value text_value(const char *text, size_t len)
{
	return (struct spot_value) { SPOT_KIND_TEXT, .as.text = { text, len } };
}

/* Rows 0, 1, 2 … in n and x; name is abc. */
static void fill_rows(size_t n)
{
	struct rng rng = { 3 };
	rows_fill(&twins.batch, n, &rng, 0);
	for (size_t row = 0; row < n; row++) {
		set_field("n", row, (struct spot_value) { SPOT_KIND_INT,
			.as.integer = (int64_t)row });
		set_field("x", row, (struct spot_value) { SPOT_KIND_FLOAT,
			.as.number = (double)row });
		set_field("name", row, text_value("abc", 3));
	}
}

static void hands_over_what_it_cannot_tell(void **state)
{
	(void)state;
	static char long_text[SPOT_BATCH_ROWS * 5];
	static struct spot_view items[400];
	memset(long_text, 'a', sizeof(long_text));
	for (size_t i = 0; i < N_OF(items); i++)
		items[i] = (struct spot_view) { "x", 1 };
	open_one('w', "function(a) return a.name:lower() == 'abc' end");
	fill_rows(3);
	set_field("name", 1, text_value(long_text, 4096));
	set_field("name", 2, text_value(long_text, 4097));
	assert_states("long text", "KKH");
	twins_close(&twins);
	open_one('t', "function(a) return a.name .. a.name end");
	fill_rows(3);
	set_field("name", 1, text_value(long_text, 2048));
	set_field("name", 2, text_value(long_text, 2049));
	assert_states("long result", "KKH");
	twins_close(&twins);
	open_one('a', "function(a) local s = 0\n"
	    "for _, v in ipairs(a.tech) do s = s + 1 end return s end");
	fill_rows(3);
	for (size_t row = 0; row < 3; row++)
		set_field("tech", row, (struct spot_value) { SPOT_KIND_LIST,
			.as.list = { items, row == 0 ? 3 : row == 1 ? 32 : 33 } });
	assert_states("long list", "KKH");
	twins_close(&twins);
	open_one('w', "function(a) return has(a.tech, 'y') end");
	fill_rows(2);
	for (size_t row = 0; row < 2; row++)
		set_field("tech", row, (struct spot_value) { SPOT_KIND_LIST,
			.as.list = { items, row == 0 ? 256 : 257 } });
	assert_states("very long list", "KH");
	twins_close(&twins);
	open_one('t', "function(a) return 'x' .. (a.x / a.x) end");
	fill_rows(2); /* 0 / 0 is not a number */
	assert_states("not a number", "HK");
	twins_close(&twins);
}

static void keeps_the_order_of_reads_and_errors(void **state)
{
	(void)state;
	struct spot_value blank = { .kind = SPOT_KIND_BLANK };
	open_one('a', "function(a) local z = 10 // a.n return z + a.x end");
	fill_rows(4);
	set_field("x", 0, blank); /* fails before it reads the blank */
	set_field("x", 1, blank);
	set_field("n", 2, blank);
	assert_states("a division", "!UUK");
	twins_close(&twins);
	open_one('w', "function(a) return a.n > 1 or a.x + a.word > 0 end");
	fill_rows(4);
	set_field("word", 0, blank);
	set_field("word", 1, text_value("x", 1));
	set_field("word", 2, blank);
	assert_states("a short cut", "U!KK");
	twins_close(&twins);
}

/* --- what else it promises ---------------------------------------------------------------- */

static const struct spot_output *output_of(const char *function, char answer)
{
	size_t n;
	open_one(answer, function);
	const struct spot_output *outputs = spot_program_outputs(twins.program, &n);
	assert_int_equal(n, 1);
	return outputs;
}

static void tells_what_the_answer_is(void **state)
{
	(void)state;
	assert_true(output_of("function(a) return a.n > 3 end", 'f')->is_boolean);
	twins_close(&twins);
	assert_false(output_of("function(a) return a.on and 1 or false end", 'f')->is_boolean);
	twins_close(&twins);
	assert_true(output_of("function(a) return a.off end", 'w')->is_boolean);
	twins_close(&twins);
	const struct spot_output *output = output_of("function(a) return a.word end", 't');
	size_t n;
	const struct spot_node *nodes = spot_program_nodes(twins.program, &n);
	assert_int_equal(nodes[output->nil].op, SPOT_OP_IS_NIL);
	assert_int_equal(nodes[output->value].op, SPOT_OP_COLUMN_TEXT);
	twins_close(&twins);
}

static void nodes_know_their_line(void **state)
{
	(void)state;
	size_t n;
	open_one('a', "function(a)\nlocal v = a.n + 1\n\nreturn inc(v) * 2 end");
	const struct spot_node *nodes = spot_program_nodes(twins.program, &n);
	unsigned lines[8] = { 0 };
	for (size_t i = 0; i < n; i++)
		if (nodes[i].line > PRELUDE_LINES && nodes[i].line <= PRELUDE_LINES + 7)
			lines[nodes[i].line - PRELUDE_LINES]++;
	assert_true(lines[2] > 0); /* what is read and added there */
	assert_true(lines[4] > 0);
	assert_int_equal(lines[3], 0);
	twins_close(&twins);
}

/* The builder's schema has the fields in another order. */
static void reads_the_columns_it_is_told(void **state)
{
	(void)state;
	struct spot_error err;
	struct spot_builder *builder;
	struct spot_translation translation;
	open_one('w', "function(a) return a.n > 1 and a.seats == nil end");
	size_t n = twins.schema->n_fields, column_of[32], n_nodes, found = 0;
	struct spot_field fields[32];
	for (size_t i = 0; i < n; i++) {
		column_of[i] = n - 1 - i;
		fields[n - 1 - i] = twins.schema->fields[i];
	}
	struct spot_schema schema = { fields, n };
	assert_int_equal(spot_builder_new(&builder, &schema, &err), 0);
	assert_int_equal(spot_translate(&translation, twins.vm, 0, builder, column_of, &err), 0);
	assert_true(translation.is_translated);
	struct spot_program *program;
	assert_int_equal(spot_program_new(&program, builder, &err), 0);
	const struct spot_node *nodes = spot_program_nodes(program, &n_nodes);
	for (size_t i = 0; i < n_nodes; i++)
		if (nodes[i].op == SPOT_OP_COLUMN_INT || nodes[i].op == SPOT_OP_IS_NIL) {
			const char *name = fields[nodes[i].imm.column].name;
			assert_string_equal(name, nodes[i].op == SPOT_OP_IS_NIL ? "seats" : "n");
			found++;
		}
	assert_int_equal(found, 2);
	spot_program_free(program);
	spot_builder_free(builder);
	twins_close(&twins);
}

static void leaves_the_builder_as_it_was(void **state)
{
	(void)state;
	struct spot_error err;
	struct spot_builder *builder;
	struct spot_translation translation;
	open_one('a', "function(a) local v = a.n * 3 + a.x return utf8.len(a.name) + v end");
	assert_int_equal(spot_builder_new(&builder, twins.schema, &err), 0);
	spot_build_column(builder, 3);
	struct spot_builder_mark before = spot_builder_mark(builder), after;
	assert_int_equal(spot_translate(&translation, twins.vm, 0, builder, NULL, &err), 0);
	assert_false(translation.is_translated);
	after = spot_builder_mark(builder);
	assert_int_equal(before.n_nodes, after.n_nodes);
	assert_int_equal(before.n_outputs, after.n_outputs);
	spot_builder_free(builder);
	twins_close(&twins);
}

static void survives_without_memory(void **state)
{
	(void)state;
	struct spot_error err;
	bool failed = true;
	if (!UNIT_HEAP)
		skip();
	open_one('t', "function(a) local t = {}\n"
	    "for i, v in ipairs(a.tech) do t[i] = v:lower() .. i end\n"
	    "if one_of(a.name, L) and like(a.word, 'a*') then return t[1] end\n"
	    "return (S[a.name] or S.a).name .. tostring(inc(a.n)) end");
	assert_true(twins.translations[0].is_translated);
	for (size_t n = 1; failed; n++) {
		struct spot_translation translation;
		struct spot_builder *builder;
		assert_int_equal(spot_builder_new(&builder, twins.schema, &err), 0);
		unit_heap_fail(n);
		int rc = spot_translate(&translation, twins.vm, 0, builder, NULL, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		if (failed && rc != SPOT_ENOMEM && !translation.is_translated)
			fail_msg("allocation %zu: %s", n, translation.why);
		assert_true(rc == 0 || rc == SPOT_ENOMEM);
		spot_builder_free(builder);
	}
	twins_close(&twins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_the_same),
		cmocka_unit_test(says_why_not),
		cmocka_unit_test(hands_over_what_it_cannot_tell),
		cmocka_unit_test(keeps_the_order_of_reads_and_errors),
		cmocka_unit_test(tells_what_the_answer_is),
		cmocka_unit_test(nodes_know_their_line),
		cmocka_unit_test(reads_the_columns_it_is_told),
		cmocka_unit_test(leaves_the_builder_as_it_was),
		cmocka_unit_test(survives_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
