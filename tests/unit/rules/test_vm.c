/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>

#include "base/diag.h"
#include "rules/inspect.h"
#include "rules/internal.h"
#include "rules/vm.h"
#include "table/cell.h"

/*
 * The VM alone: rule functions come from a chunk that returns a list of them, which stands in for
 * the loader.
 */
static const char functions_key;

int spot_load_state(struct spot_sandbox **out, const struct spot_rules *rules,
    struct spot_error *err)
{
	const struct spot_source *source = &rules->sources[0];
	lua_State *L;
	int rc = spot_sandbox_open(out, &rules->limits, rules->as_of, err);

	if (rc == 0)
		rc = spot_sandbox_compile(*out, source->path, source->text, source->len, err);
	if (rc != 0)
		return rc;
	spot_sandbox_seal(*out, NULL);
	if (spot_sandbox_call(*out, 0, 1, rules->limits.load_instructions, err) != SPOT_CALL_OK)
		return SPOT_ERULES;
	L = spot_sandbox_state(*out);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
	return 0;
}

void spot_load_give_back(const struct spot_rules *rules, struct spot_sandbox *sandbox)
{
	(void)rules;
	spot_sandbox_close(sandbox);
}

void spot_load_push_function(lua_State *L, int fn)
{
	lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
	lua_rawgeti(L, -1, fn + 1);
	lua_remove(L, -2);
}

static const struct spot_field fields[] = {
	{ .name = "id", .type = SPOT_TYPE_KEY },
	{ .name = "employees", .type = SPOT_TYPE_INTEGER },
	{ .name = "arr", .type = SPOT_TYPE_MONEY },
	{ .name = "cost", .type = SPOT_TYPE_MONEY, .has_default = true,
	    .fallback = { SPOT_KIND_FLOAT, .as.number = 0 } },
	{ .name = "seats", .type = SPOT_TYPE_INTEGER, .optional = true },
	{ .name = "tech", .type = SPOT_TYPE_LIST },
	{ .name = "churned", .type = SPOT_TYPE_DATE, .optional = true },
	{ .name = "live", .type = SPOT_TYPE_FLAG },
};
static const struct spot_schema schema = { fields, 8 };

enum { N_ROWS = 4 };
static const char *const cells[N_ROWS][8] = {
	{ "ACC-1", "120", "5000", "12.5", "7", "Snowflake;dbt", "2026-01-31", "yes" },
	{ "ACC-2", "", "", "", "", "", "", "" },
	{ "ACC-3", "40", "", "", "", "dbt", "", "no" },
	{ "ACC-4", "0", "0", "0", "0", "a;b;c", "1999-12-31", "no" },
};

struct fixture {
	struct spot_rules rules;
	struct spot_source source;
	struct spot_function functions[16];
	struct spot_batch batch;
	struct spot_vm *vm;
	struct spot_answers answers;
	struct spot_error err;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	spot_arena_init(&f->rules.arena);
	f->rules.limits = SPOT_LIMITS_DEFAULT;
	f->rules.sources = &f->source;
	f->rules.functions = f->functions;
	if (spot_batch_init(&f->batch, &schema, N_ROWS, NULL) != 0)
		return -1;
	f->batch.n_rows = N_ROWS;
	for (size_t row = 0; row < N_ROWS; row++)
		for (size_t i = 0; i < schema.n_fields; i++) {
			struct spot_value value;
			const char *problem;
			enum spot_cell_state cell = spot_cell_read(&value, &fields[i],
			    spot_view_of(cells[row][i]), &f->batch.arena, NULL, &problem);

			assert_true(cell == SPOT_CELL_VALUE || cell == SPOT_CELL_BLANK);
			spot_batch_set(&f->batch, i, row, value);
		}
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	spot_vm_free(f->vm);
	spot_batch_reset(&f->batch);
	spot_arena_free(&f->rules.arena);
	free(f);
	return 0;
}

/* kinds: a letter per function of the list that text returns: f, w, a, t. */
static void load(struct fixture *f, const char *text, const char *kinds)
{
	spot_vm_free(f->vm);
	f->vm = NULL;
	f->source = (struct spot_source) { "rules.lua", text, strlen(text) };
	f->rules.n_functions = strlen(kinds);
	for (size_t i = 0; kinds[i]; i++) {
		static const char letters[] = "fwat";
		static const char *const keys[] = { "fit", "when", "value", "by" };
		size_t kind = (size_t)(strchr(letters, kinds[i]) - letters);

		f->functions[i] = (struct spot_function) {
			.answer = (enum spot_answer_kind)kind,
			.word = "criterion", .owner = "Size", .key = keys[kind],
			.place = { "rules.lua", 1 },
		};
	}
	if (spot_vm_new(&f->vm, &f->rules, &f->err) != 0)
		fail_msg("%s", f->err.what);
}

/* A letter per row: K known, U unknown, ! failed; then the values of the known ones. */
static void check(struct fixture *f, int fn, const char *states, const double *values)
{
	size_t n_failed = 0;

	if (spot_vm_eval(
	        f->vm, fn, &f->batch, f->batch.n_rows, false, &f->answers, &f->err) != 0)
		fail_msg("function %d: %s", fn, f->err.what);
	for (size_t row = 0; row < N_ROWS; row++) {
		char got = "KU!"[f->answers.state[row]];

		if (got != states[row])
			fail_msg("row %zu: %c, not %c", row, got, states[row]);
		n_failed += got == '!';
		if (got == 'K' && f->answers.value[row] != values[row])
			fail_msg("row %zu: %g, not %g", row, f->answers.value[row], values[row]);
		if (got != 'K')
			assert_true(f->answers.value[row] == 0);
	}
	assert_int_equal(f->answers.n_failed, n_failed);
}

#define CHECK(f, fn, states, ...) check(f, fn, states, (const double[N_ROWS]) { __VA_ARGS__ })

static void test_blank(void **state)
{
	struct fixture *f = *state;

	load(f, "return {\n"
	    "function(a) return a.employees > 50 end,\n"
	    "function(a) return a.live or a.employees > 50 end,\n"
	    "function(a) return a.cost > 1 or a.arr > 1 end,\n"
	    "function(a) return a.id == 'ACC-2' or a.employees > 50 end,\n"
	    "function(a) return a.seats == nil end,\n"
	    "function(a) return (a.seats or 3) * 100 end,\n"
	    "function(a) return a.cost + 1 end,\n"
	    "function(a) return a.arr == nil or type(a.arr) end,\n"
	    "}", "wwwwwaaw");
	CHECK(f, 0, "KUKK", 1, 0, 0, 0);
	CHECK(f, 1, "KUKK", 1, 0, 0, 0);
	CHECK(f, 2, "KUUK", 1, 0, 0, 0);
	CHECK(f, 3, "KKKK", 1, 1, 0, 0); /* known_true or blank is true */
	CHECK(f, 4, "KKKK", 0, 1, 1, 0); /* optional: nil */
	CHECK(f, 5, "KKKK", 700, 300, 300, 0);
	CHECK(f, 6, "KKKK", 13.5, 1, 1, 1); /* default */
	CHECK(f, 7, "!UU!", 0); /* blank is not nil; type() gives text, which is no answer */
}

static void test_answers(void **state)
{
	struct fixture *f = *state;

	load(f, "local v = {\n"
	    " fit = { true, false, 0.25, 1 }, bad = { 1.5, -0.1, 0/0, 'yes' },\n"
	    " odd = { nil, {}, 2, 1e300 * 1e10 } }\n"
	    "local n = { ['ACC-1'] = 1, ['ACC-2'] = 2, ['ACC-3'] = 3, ['ACC-4'] = 4 }\n"
	    "return {\n"
	    "function(a) return v.fit[n[a.id]] end, function(a) return v.bad[n[a.id]] end,\n"
	    "function(a) return v.odd[n[a.id]] end,\n"
	    "function(a) return v.fit[n[a.id]] end, function(a) return v.bad[n[a.id]] end,\n"
	    "function(a) return v.odd[n[a.id]] end,\n"
	    "function(a) return v.fit[n[a.id]] end, function(a) return v.bad[n[a.id]] end,\n"
	    "function(a) return v.odd[n[a.id]] end,\n"
	    "function(a) end, function(a) end, function(a) end, function(a) end,\n"
	    "function(a) return a.id, 7 end }", "fffwwwaaafwatt");
	CHECK(f, 0, "KKKK", 1, 0, 0.25, 1);
	CHECK(f, 1, "!!!!", 0);
	CHECK(f, 2, "K!!!", 0);
	CHECK(f, 3, "KK!!", 1, 0);
	CHECK(f, 4, "!!!!", 0);
	CHECK(f, 5, "K!!!", 0);
	CHECK(f, 6, "!!KK", 0, 0, 0.25, 1);
	CHECK(f, 7, "KK!!", 1.5, -0.1);
	CHECK(f, 8, "!!K!", 0, 0, 2);
	CHECK(f, 9, "KKKK", 0);
	CHECK(f, 10, "KKKK", 0);
	CHECK(f, 11, "!!!!", 0);
	CHECK(f, 12, "KKKK", 0);
	CHECK(f, 13, "KKKK", 0);
}

static void test_lists(void **state)
{
	struct fixture *f = *state;

	load(f,
	    "return {\n"
	    "function(a) return #a.tech end,\n"
	    "function(a) for _, v in ipairs(a.tech) do if v == 'dbt' then return true end end "
	    "end,\n"
	    "function(a) return a.tech[1] == 'a' end,\n"
	    "function(a) a.tech[1] = 'x' end }",
	    "awww");
	CHECK(f, 0, "KUKK", 2, 0, 1, 3);
	CHECK(f, 1, "KUKK", 1, 0, 1, 0);
	CHECK(f, 2, "KUKK", 0, 0, 0, 1);
	CHECK(f, 3, "!U!!", 0);
}

static const char *explain(struct fixture *f, int fn, size_t row)
{
	static char text[2048];

	assert_int_equal(spot_vm_explain_failure(f->vm, fn, &f->batch, row,
	    "ACC-1 (accounts.csv:17)", &f->err), SPOT_ERULES);
	assert_int_equal(f->err.code, SPOT_ERULES);
	spot_error_format(&f->err, text, sizeof(text));
	return text;
}

#define FAILED "criterion \"Size\" failed for account ACC-1 (accounts.csv:17): "
#define MEND "; mend the rule, or use --keep-going to count it as unknown"

static void test_explain(void **state)
{
	struct fixture *f = *state;

	load(f, "return {\n"
	    "function(a)\n"
	    "  local low = a.employees\n"
	    "  return a.seats\n"
	    "    < low and a.arr > 1\n"
	    "end,\n"
	    "function(a) return a.cost / 10 + (a.live and 0.45 or 1) end,\n"
	    "function(a) return a.tech, a.churned end,\n"
	    "function(a) return a.arr / (a.arr - 5000) end,\n"
	    "function(a) return a.emploees end,\n"
	    "function(a) error('no idea about ' .. a.id) end,\n"
	    "function(a) error({}) end,\n"
	    "function(a) a.arr = 1 end,\n"
	    "function(a) local function deep(x) return x.y.z end return deep(a.arr) end,\n"
	    "function(a) return ('x'):rep(200) end,\n"
	    "function(a) return 'a\\0b' end,\n"
	    "}", "ffwafffffff");
	CHECK(f, 0, "KU!K", 1, 0, 0, 0);
	assert_string_equal(explain(f, 0, 2), "rules.lua:5: " FAILED
	    "attempt to compare nil with number; it read employees = 40, seats = blank" MEND);
	assert_string_equal(explain(f, 1, 0), "rules.lua:1: " FAILED
	    "fit returned 1.7; it must be true, false or a number from 0 to 1; "
	    "it read cost = 12.5, live = true" MEND);
	assert_string_equal(explain(f, 2, 0), "rules.lua:1: " FAILED
	    "when returned a list; it must be true or false; "
	    "it read tech = { \"Snowflake\", \"dbt\" }, churned = 2026-01-31" MEND);
	assert_string_equal(explain(f, 3, 0), "rules.lua:1: " FAILED
	    "value returned infinity; it must be a finite number; it read arr = 5000" MEND);
	assert_string_equal(explain(f, 4, 0), "rules.lua:10: " FAILED
	    "unknown field \"emploees\"; did you mean \"employees\"?");
	assert_string_equal(explain(f, 5, 0), "rules.lua:11: " FAILED
	    "no idea about ACC-1; it read id = \"ACC-1\"" MEND);
	assert_string_equal(explain(f, 6, 0), "rules.lua:12: " FAILED
	    "raised an error that is not text" MEND);
	assert_string_equal(explain(f, 7, 0), "rules.lua:13: " FAILED
	    "a rule may not change the account" MEND);
	assert_string_equal(explain(f, 8, 0), "rules.lua:14: " FAILED
	    "attempt to index a number value (local 'x'); it read arr = 5000" MEND);
	assert_string_equal(explain(f, 9, 0),
	    "rules.lua:1: " FAILED
	    "fit returned the text "
	    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…\"; "
	    "it must be true, false or a number from 0 to 1" MEND);
	assert_string_equal(explain(f, 10, 0), "rules.lua:1: " FAILED
	    "fit returned the text \"a\\0b\"; it must be true, false or a number from 0 to 1" MEND);
	/* The state is as good as new. */
	CHECK(f, 0, "KU!K", 1, 0, 0, 0);
}

/* What a wrong answer is called, of which the reads are shown, and whose record it is. */
static void test_explain_values(void **state)
{
	static const char *const told[] = { "value returned nothing; it must be a finite number",
		"value returned true; it must be a finite number",
		"value returned not-a-number (0/0); it must be a finite number",
		"value returned -infinity; it must be a finite number; it read "
		"churned = 2026-01-31, live = true, arr = 5000",
		"when returned the account; it must be true or false",
		"when returned a function; it must be true or false",
		"by returned 7; it must be text; it read seats = 7, tech = { \"Snowflake\", "
		"\"dbt\" }",
		"by returned false; it must be text", "it gave no answer; it read id = \"ACC-1\"",
		"fit returned the text \"ääääääääääääääääääääääääääääää…\"; "
		"it must be true, false or a number from 0 to 1" };
	static const char *const subjects[] = { "record", "contact", "event" };
	struct fixture *f = *state;

	load(f, "return {\n"
	    "function(a) end, function(a) return true end, function(a) return 0/0 end,\n"
	    "function(a) return a.churned and a.live and -a.arr / 0 end,\n"
	    "function(a) return a end, function(a) return next end,\n"
	    "function(a) return a.seats, #a.tech end, function(a) return false end,\n"
	    "function(a) return a.id end,\n"
	    "function(a) return ('ä'):rep(30) .. 'x' .. ('ä'):rep(9) end }",
	    "aaaawwtttf");
	for (int fn = 0; fn < (int)N_OF(told); fn++) {
		char wanted[400];

		snprintf(wanted, sizeof(wanted), "%s%s%s", FAILED, told[fn], MEND);
		assert_string_equal(strstr(explain(f, fn, 0), ": ") + 2, wanted);
	}
	for (unsigned i = 0; i < N_OF(subjects); i++) {
		char wanted[64];

		f->functions[1].subject = (enum spot_subject)(SPOT_SUBJECT_RECORD + i);
		f->functions[1].owner = i == 0 ? "" : NULL;
		snprintf(wanted, sizeof(wanted), "rules.lua:1: criterion failed for %s ACC-1",
		    subjects[i]);
		assert_int_equal(strncmp(explain(f, 1, 0), wanted, strlen(wanted)), 0);
	}
}

static void test_limits(void **state)
{
	struct fixture *f = *state;

	f->rules.limits.call_instructions = 100000;
	load(f,
	    "return {\n"
	    "function(a)\n"
	    "  while true do end\n"
	    "end,\n"
	    "function(a) local s = 'x' while true do s = s .. s end end,\n"
	    "function(a) local function f(...) local x = ... return 1 + f(x, x, x, x, x, x, x, "
	    "x) end\n"
	    "  return f() end,\n"
	    "function(a) if a.id == 'ACC-3' then for i = 1, 1e9 do end end return true end,\n"
	    "function(a) return a.seats end,\n"
	    "function(a) while a.id ~= 'ACC-4' do end return true end,\n"
	    "}",
	    "wwwwaw");
	assert_int_equal(spot_vm_eval(f->vm, 0, &f->batch, f->batch.n_rows, false, &f->answers,
	                     &f->err), SPOT_ERULES);
	assert_string_equal(f->err.what, "criterion \"Size\": stopped after 100,000 steps");
	assert_string_equal(f->err.file, "rules.lua");
	assert_int_equal(f->err.line, 3);
	CHECK(f, 4, "K!!K", 7, 0, 0, 0);
	f->rules.limits.call_instructions = 10u * 1000 * 1000;
	assert_int_equal(spot_vm_eval(f->vm, 1, &f->batch, f->batch.n_rows, false, &f->answers,
	                     &f->err), SPOT_ERULES);
	assert_string_equal(f->err.what, "criterion \"Size\": a text is longer than 1 MiB");
	CHECK(f, 4, "K!!K", 7, 0, 0, 0);
	/* Recursion is a mistake of the rule, not a limit of the run. */
	CHECK(f, 2, "!!!!", 0);
	assert_string_equal(explain(f, 2, 0), "rules.lua:6: " FAILED
	    "recursion too deep; a function calls itself without end");
	/* A trace and an explanation meet limits too. */
	struct spot_trace trace = { 0 };
	f->rules.limits.call_instructions = 100000;
	assert_int_equal(spot_vm_trace(f->vm, 3, &f->batch, 2, &trace, &f->err), SPOT_ERULES);
	assert_string_equal(f->err.what,
	    "criterion \"Size\": stopped after 100,000 steps; it read id = \"ACC-3\"");
	assert_int_equal(spot_vm_limit_row(f->vm), 2);
	/* What is known is told, without running it again; else it is run. */
	for (int again = 0; again < 2; again++) {
		assert_int_equal(spot_vm_explain_failure(f->vm, 3, &f->batch, 2, "x", &f->err),
		    SPOT_ERULES);
		assert_string_equal(f->err.what, again ?
		    "criterion \"Size\": stopped after 100,000 steps; it read id = \"ACC-3\"" :
		    "criterion \"Size\" failed for account x: stopped after 100,000 steps; it read "
		    "id = \"ACC-3\"");
		CHECK(f, 4, "K!!K", 7, 0, 0, 0);
		assert_int_equal(spot_vm_limit_row(f->vm), SPOT_NONE);
	}
	/* The budget is each row's own. */
	assert_int_equal(spot_vm_trace(f->vm, 3, &f->batch, 3, &trace, &f->err), 0);
	assert_int_equal(trace.state, SPOT_ANSWER_KNOWN);
	spot_trace_reset(&trace);
	CHECK(f, 4, "K!!K", 7, 0, 0, 0);
	spot_vm_fail_at_limits(f->vm);
	CHECK(f, 3, "KK!K", 1, 1, 0, 1);
	assert_string_equal(explain(f, 3, 2), "rules.lua:8: " FAILED
	    "stopped after 100,000 steps; it read id = \"ACC-3\"; look for a loop that does not "
	    "end or does far too much");
	/* A function that has met three is not run any more, until it is begun anew. */
	CHECK(f, 5, "!!!!", 0, 0, 0, 0);
	assert_int_equal(spot_vm_trace(f->vm, 5, &f->batch, 3, &trace, &f->err), 0);
	assert_int_equal(trace.state, SPOT_ANSWER_KNOWN);
	spot_trace_reset(&trace);
	spot_vm_fail_at_limits(f->vm);
	assert_int_equal(spot_vm_eval_rows(
	                     f->vm, 5, &f->batch, &(uint32_t) { 3 }, 1, &f->answers, &f->err), 0);
	assert_int_equal(f->answers.state[3], SPOT_ANSWER_KNOWN);
}

static void test_memory(void **state)
{
	struct fixture *f = *state;

	f->rules.limits.memory_bytes = 4u << 20;
	load(f, "return {\n"
	    "function(a)\n"
	    "  local t = {}\n"
	    "  for i = 1, 1e9 do t[i] = ('x'):rep(10000) .. i end\n"
	    "end,\n"
	    "function(a) return a.seats end,\n"
	    "}", "wa");
	assert_int_equal(spot_vm_eval(f->vm, 0, &f->batch, f->batch.n_rows, false, &f->answers,
	                     &f->err), SPOT_ERULES);
	assert_string_equal(f->err.what, "criterion \"Size\": needs more than 4 MiB of memory");
	assert_string_equal(f->err.file, "rules.lua");
	CHECK(f, 1, "K!!K", 7, 0, 0, 0);
}

static void test_budget_per_row(void **state)
{
	struct fixture *f = *state;

	/* Four times 60,000 steps in one batch. */
	f->rules.limits.call_instructions = 100000;
	load(f, "return { function(a) for i = 1, 60000 do end return true end }", "w");
	CHECK(f, 0, "KKKK", 1, 1, 1, 1);
}

static void test_trace(void **state)
{
	struct fixture *f = *state;
	struct spot_trace trace = { 0 };

	load(f,
	    "return {\n"
	    "function(a) local x = a.cost return a.employees > x and a.cost < a.arr and a.live "
	    "end,\n"
	    "function(a) return 0.5 end,\n"
	    "function(a)\n"
	    "  return a.tech .. 'x'\n"
	    "end, function(a) return a.live and 2 end }",
	    "ffff");
	assert_int_equal(spot_vm_trace(f->vm, 0, &f->batch, 0, &trace, &f->err), 0);
	assert_int_equal(trace.state, SPOT_ANSWER_KNOWN);
	assert_true(trace.value == 1);
	assert_true(trace.was_boolean);
	assert_int_equal(trace.n_reads, 4);
	assert_int_equal(trace.reads[0].field_idx, 3);
	assert_true(trace.reads[0].value.as.number == 12.5);
	assert_int_equal(trace.reads[1].field_idx, 1);
	assert_int_equal(trace.reads[1].value.as.integer, 120);
	assert_int_equal(trace.reads[2].field_idx, 2);
	assert_int_equal(trace.reads[3].field_idx, 7);

	assert_int_equal(spot_vm_trace(f->vm, 0, &f->batch, 2, &trace, &f->err), 0);
	assert_int_equal(trace.state, SPOT_ANSWER_UNKNOWN);
	assert_int_equal(trace.n_reads, 3); /* the blank is the last */
	assert_int_equal(trace.reads[2].field_idx, 2);
	assert_int_equal(trace.reads[2].value.kind, SPOT_KIND_BLANK);

	assert_int_equal(spot_vm_trace(f->vm, 1, &f->batch, 0, &trace, &f->err), 0);
	assert_int_equal(trace.n_reads, 0);
	assert_false(trace.was_boolean);
	assert_true(trace.value == 0.5);

	assert_int_equal(spot_vm_trace(f->vm, 2, &f->batch, 0, &trace, &f->err), 0);
	assert_int_equal(trace.state, SPOT_ANSWER_FAILED);
	assert_string_equal(trace.failure.what,
	    "attempt to concatenate a list value (field 'tech')");
	assert_int_equal(trace.failure.line, 5);
	assert_int_equal(trace.n_reads, 1);

	assert_int_equal(spot_vm_trace(f->vm, 3, &f->batch, 0, &trace, &f->err), 0);
	assert_int_equal(trace.state, SPOT_ANSWER_FAILED);
	assert_string_equal(trace.failure.what,
	    "fit returned 2; it must be true, false or a number from 0 to 1");
	spot_trace_reset(&trace);
	assert_null(trace.reads);
}

static int inspect_body(lua_State *L)
{
	struct fixture *f = lua_touserdata(L, 1);
	struct spot_inspection inspection = { .schema = &schema, .file = "rules.lua" };
	struct spot_diags diags;

	spot_diags_init(&diags);
	for (size_t i = 0; i < f->rules.n_functions; i++) {
		spot_load_push_function(L, (int)i);
		assert_int_equal(spot_inspect_function(L, &inspection, &f->functions[i],
		    &f->rules.arena, &diags), 0);
		lua_pop(L, 1);
	}
	assert_int_equal(diags.n_errors, 0);
	spot_diags_reset(&diags);
	return 0;
}

static void inspect_all(struct fixture *f)
{
	struct spot_sandbox *sandbox;

	assert_int_equal(spot_load_state(&sandbox, &f->rules, &f->err), 0);
	assert_int_equal(spot_sandbox_protect(sandbox, inspect_body, f, &f->err), 0);
	spot_sandbox_close(sandbox);
}

static void check_hits(struct fixture *f, int fn, const char *expected)
{
	char hits[64];
	size_t n = 0;

	for (unsigned long line = 1; line <= strlen(expected); line++)
		hits[n++] = spot_vm_coverage_hit(f->vm, fn, line) ? 'x' : '.';
	hits[n] = '\0';
	assert_string_equal(hits, expected);
}

static void test_coverage(void **state)
{
	struct fixture *f = *state;
	static const unsigned long lines[] = { 3, 6, 7, 9, 11 };

	load(f, "\n"
	    "local function big(n)\n"
	    "  return n > 100\n"
	    "end\n"
	    "return { function(a)\n"
	    "  if big(a.employees) then\n"
	    "    return true\n"
	    "  elseif\n"
	    "    a.seats == nil then\n"
	    "    -- small\n"
	    "    return a.live end\n"
	    "end, function(a) return big(a.employees) end }", "ff");
	inspect_all(f);
	assert_int_equal(f->functions[0].n_lines, 6);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(f->functions[0].lines[i], lines[i]);
	assert_int_equal(f->functions[0].lines[5], 12); /* falling off the end */
	CHECK(f, 0, "KUKK", 1, 0, 0, 0);
	check_hits(f, 0, "............");
	assert_int_equal(spot_vm_coverage_begin(f->vm, &f->err), 0);
	check_hits(f, 0, "............");
	struct spot_trace trace = { 0 };
	assert_int_equal(spot_vm_trace(f->vm, 0, &f->batch, 0, &trace, &f->err), 0);
	check_hits(f, 0, "..x..xx.....");
	check_hits(f, 1, "............");
	assert_int_equal(spot_vm_trace(f->vm, 0, &f->batch, 3, &trace, &f->err), 0);
	check_hits(f, 0, "..x..xx.x..x");
	CHECK(f, 0, "KUKK", 1, 0, 0, 0);
	check_hits(f, 0, "..x..xx.x.xx");
	CHECK(f, 1, "KUKK", 1, 0, 0, 0);
	check_hits(f, 1, "..x........x");
	assert_false(spot_vm_coverage_hit(f->vm, 0, 100));
	assert_int_equal(spot_vm_coverage_begin(f->vm, &f->err), 0);
	check_hits(f, 1, "..x........x");
	spot_trace_reset(&trace);
}

static void test_bad_file(void **state)
{
	struct fixture *f = *state;

	f->source = (struct spot_source) { "rules.lua", "return {", 8 };
	assert_int_equal(spot_vm_new(&f->vm, &f->rules, &f->err), SPOT_ERULES);
	assert_string_equal(f->err.file, "rules.lua");
	assert_null(f->vm);
	spot_vm_free(NULL);
}

/* Many batches leave nothing behind. */
static void test_many(void **state)
{
	struct fixture *f = *state;

	load(f, "return { function(a) return a.id .. a.employees == 'x' or #a.tech end }", "a");
	for (int i = 0; i < 20000; i++)
		CHECK(f, 0, "KUKK", 2, 0, 1, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_blank, setup, teardown),
		cmocka_unit_test_setup_teardown(test_answers, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test_setup_teardown(test_explain, setup, teardown),
		cmocka_unit_test_setup_teardown(test_explain_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_limits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_memory, setup, teardown),
		cmocka_unit_test_setup_teardown(test_budget_per_row, setup, teardown),
		cmocka_unit_test_setup_teardown(test_trace, setup, teardown),
		cmocka_unit_test_setup_teardown(test_coverage, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bad_file, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
