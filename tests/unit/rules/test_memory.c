/* SPDX-License-Identifier: MIT */
/*
 * Whatever is made of rule files is made, or says that there was no memory, with each malloc
 * failing in turn. There are few of them, unless arenas give every request a block (make cover).
 */
#include "rules/buyer.h"
#include "rules/internal.h"
#include "rules/journey.h"
#include "rules/lint.h"
#include "rules/translate.h"
#include "rules/vary.h"
#include "rules/vm.h"
#include "rules/wording.h"
#include "unit/rules/loading.h"

#define WORDS "tests/rules/load/words.lua"

typedef int (*make_fn)(const void *ctx, struct spot_error *err);

/* make gives 0, SPOT_ENOMEM, or what it gives when nothing fails. */
static void sweep(make_fn make, const void *ctx)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int well = make(ctx, &err);
	bool failed = true;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1; failed; n += 1 + n / 150) {
		err = (struct spot_error)SPOT_ERROR_INIT;
		unit_malloc_fail(n);
		int rc = make(ctx, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		if (rc != well && (rc != SPOT_ENOMEM || !failed))
			fail_msg("malloc %zu: %d %s", n, rc, err.what);
		if (rc == SPOT_ENOMEM)
			assert_string_equal(err.what, "out of memory");
	}
	assert_int_equal(make(ctx, &err), well);
}

static struct spot_rules *rules_of(const char *path)
{
	struct loading ld = { .rc = 0 };
	if (!UNIT_HEAP)
		skip(); /* before there is anything to give back */
	load_file(&ld, path);
	assert_loads(&ld);
	return ld.rules;
}

/* --- loading ------------------------------------------------------------------------------ */

static int make_rules(const void *ctx, struct spot_error *err)
{
	const struct spot_set sets[] = { { "size", "7" }, { "region", "APAC" } };
	struct loading ld = { .sets = sets, .n_sets = strcmp(ctx, WORDS) == 0 ? 2 : 0 };
	struct spot_rules_options options = loading_options(&ld);
	struct spot_rules *rules;
	struct spot_diags diags;
	spot_diags_init(&diags);
	int rc = spot_rules_load(&rules, ctx, &options, &diags, err);
	assert_int_equal(rc == 0, rules != NULL);
	spot_diags_reset(&diags);
	spot_rules_free(rules);
	return rc;
}

static void loading(void **state)
{
	(void)state;
	sweep(make_rules, WORDS);
	sweep(make_rules, "tests/rules/load/top.lua");
	sweep(make_rules, "tests/rules/bad/many.lua");
	sweep(make_rules, "tests/rules/bad/impure.lua");
}

static int make_state(const void *ctx, struct spot_error *err)
{
	struct spot_sandbox *sandbox;
	int rc = spot_load_state(&sandbox, ctx, err);
	assert_int_equal(rc == 0, sandbox != NULL);
	spot_sandbox_close(sandbox);
	return rc;
}

static void states(void **state)
{
	(void)state;
	struct spot_rules *rules = rules_of("tests/rules/load/top.lua");
	sweep(make_state, rules);
	spot_rules_free(rules);
}

static int make_varied(const void *ctx, struct spot_error *err)
{
	const struct spot_rules *plain = ctx;
	struct spot_variation variation;
	struct spot_rules *varied = NULL;
	struct spot_arena arena;
	struct spot_diags diags;
	struct loading ld = { .rc = 0 };
	struct spot_rules_options options = loading_options(&ld);
	int rc = 0;
	spot_arena_init(&arena);
	spot_diags_init(&diags);
	for (size_t w = 0; rc == 0 && w < plain->n_words; w++)
		if (strcmp(plain->words[w].word, "hypothesis") == 0)
			rc = spot_vary_read(&variation, &plain->words[w], &arena, err);
	if (rc == 0)
		rc = spot_vary_load(&varied, WORDS, &options, &variation, &diags, err);
	assert_int_equal(rc == 0, varied != NULL);
	spot_rules_free(varied);
	spot_diags_reset(&diags);
	spot_arena_free(&arena);
	return rc;
}

static void varied(void **state)
{
	(void)state;
	struct spot_rules *rules = rules_of(WORDS);
	sweep(make_varied, rules);
	spot_rules_free(rules);
}

/* --- what is made of the model ------------------------------------------------------------ */

static int make_buyers(const void *ctx, struct spot_error *err)
{
	struct spot_buyers buyers;
	int rc = spot_buyers_init(&buyers, ctx, err);
	if (rc == 0)
		rc = spot_buyers_check(&buyers, err);
	spot_buyers_reset(&buyers);
	return rc;
}

static int make_journey(const void *ctx, struct spot_error *err)
{
	struct spot_journey journey;
	int rc = spot_journey_init(&journey, ctx, err);
	spot_journey_reset(&journey);
	return rc;
}

static int make_warnings(const void *ctx, struct spot_error *err)
{
	struct spot_warning_list list;
	spot_warning_list_init(&list);
	int rc = spot_lint(&list, ctx, err);
	spot_warning_list_reset(&list);
	return rc;
}

static int make_wording(const void *ctx, struct spot_error *err)
{
	const struct spot_rules *rules = ctx;
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_wording *wording;
	bool in_words;
	int rc = spot_wording_new(&wording, rules, err);
	for (size_t i = 0; rc == 0 && i < rules->n_criteria; i++)
		rc = spot_wording_write(&text, wording, rules->criteria[i].fit, &in_words, err);
	spot_wording_free(wording);
	spot_buf_reset(&text);
	return rc;
}

static void model(void **state)
{
	(void)state;
	struct spot_rules *rules = rules_of(WORDS);
	sweep(make_buyers, rules);
	sweep(make_journey, rules);
	sweep(make_warnings, rules);
	sweep(make_wording, rules);
	spot_rules_free(rules);
}

/* --- functions ---------------------------------------------------------------------------- */

static const char functions[] =
    "fields { id = 'key', n = { 'integer', optional = true }, name = 'text', tech = 'list' }\n"
    "tiers { A = 1 }\n"
    "local sizes = { small = { 1, 'a' }, large = { 2, 'b' } }\n"
    "local names, codes = {}, { 'one', 'two', 'three' }\n"
    "for i = 1, 30 do names[i] = 'Name ' .. i end\n"
    "local function add(x) local sum = x return function(y) sum = sum + y return sum end end\n"
    "local function is(a, what) return one_of(a.name, names) or has(a.tech, what, 'dbt') end\n"
    "cohort '1' { when = function(a) return is(a, 'x') and like(a.name, 'N*', '*e') end }\n"
    "cohort '2' { when = function(a) local t = {}\n"
    "  for i, v in ipairs(a.tech) do t[i] = v:lower() .. i end return t[1] == t[2] end }\n"
    "cohort '3' { when = function(a) local s = sizes[a.name] or sizes.small\n"
    "  return s[1] == 1 and codes[a.n] ~= 'two' and next(codes) == 1 end }\n"
    "cohort '4' { when = function(a) local f = add(a.n or 1) f(2) return f(3) > 5 end }\n"
    "cohort '5' { when = function(a) local x, y = a.name:match('^(%a+) (%d+)$')\n"
    "  return regex(a.name, 'e$') or (x == 'Name' and tonumber(y) > 2) end }\n"
    "cohort '6' { when = function(a) local s = ''\n"
    "  for k, v in pairs(sizes) do s = s .. k .. v[2] end\n"
    "  return s:find(a.name, 1, true) ~= nil or select('#', a.name, a.n) == 2 end }\n"
    "cohort '7' { when = function(a) return bands(a.n, { { 0, 'low' }, { 9, 'high' } }) ==\n"
    "  (a.name == 'x' and 'low' or 'high') and math.max(a.n, 3) > 2 end }\n"
    "cohort '8' { when = function(a) local t = { a.name, n = a.n } t.m = #t\n"
    "  return table.concat(t, ',') == tostring(t.n) .. t.m and a.n << 2 > 5 end }\n";

static int make_programs(const void *ctx, struct spot_error *err)
{
	const struct spot_rules *rules = ctx;
	struct spot_vm *vm = NULL;
	struct spot_builder *builder = NULL;
	struct spot_program *program = NULL;
	struct spot_buf text = SPOT_BUF_INIT;
	size_t n_translated = 0;
	int rc = spot_vm_new(&vm, rules, err);
	if (rc == 0)
		rc = spot_builder_new(&builder, &rules->fields, err);
	for (size_t fn = 0; rc == 0 && fn < rules->n_functions; fn++) {
		struct spot_translation translation;
		rc = spot_translate(&translation, vm, (int)fn, builder, NULL, err);
		n_translated += translation.is_translated;
	}
	if (rc == 0)
		assert_int_equal(n_translated, 7); /* all but the one whose variable is shared */
	if (rc == 0)
		rc = spot_program_new(&program, builder, err);
	if (rc == 0)
		spot_program_print(&text, program, 0);
	spot_buf_reset(&text);
	spot_program_free(program);
	spot_builder_free(builder);
	spot_vm_free(vm);
	return rc;
}

/* The VM answers, traces, and tells of a failure: the fields are n, name and tech of no account. */
static int make_answers(const void *ctx, struct spot_error *err)
{
	static struct spot_answers answers;
	const struct spot_rules *rules = ctx;
	struct spot_batch batch = { 0 };
	struct spot_trace trace = { 0 };
	struct spot_vm *vm = NULL;
	int rc = spot_batch_init(&batch, &rules->fields, 2, err);
	if (rc == 0)
		rc = spot_vm_new(&vm, rules, err);
	if (rc == 0)
		rc = spot_vm_coverage_begin(vm, err);
	if (rc == 0) {
		struct spot_value name = { SPOT_KIND_TEXT, .as.text = SPOT_VIEW("Name 3") };
		struct spot_value nil = { .kind = SPOT_KIND_NIL };
		batch.n_rows = 2;
		for (size_t row = 0; row < 2; row++) {
			spot_batch_set(&batch, spot_schema_find(&rules->fields, "name", 4), row,
			    name);
			spot_batch_set(&batch, spot_schema_find(&rules->fields, "n", 1), row, nil);
		}
	}
	for (size_t fn = 0; rc == 0 && fn < rules->n_functions; fn++) {
		rc = spot_vm_eval(vm, (int)fn, &batch, 2, false, &answers, err);
		if (rc == 0)
			rc = spot_vm_trace(vm, (int)fn, &batch, 0, &trace, err);
	}
	if (rc == 0)
		rc = spot_vm_explain_failure(vm, 6, &batch, 0, "ACC-1", err);
	spot_trace_reset(&trace);
	spot_vm_free(vm);
	spot_batch_reset(&batch);
	return rc;
}

static void answers(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	struct loading ld = { .rc = 0 };
	load_text(&ld, functions);
	assert_loads(&ld);
	sweep(make_programs, ld.rules);
	sweep(make_answers, ld.rules);
	loading_reset(&ld);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loading),
		cmocka_unit_test(states),
		cmocka_unit_test(varied),
		cmocka_unit_test(model),
		cmocka_unit_test(answers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
