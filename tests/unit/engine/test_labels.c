/* SPDX-License-Identifier: MIT */
/* Texts by a program against those by the VM, over random rows. */
#include "support/unit.h"

#include <string.h>

#include "engine/labels.h"
#include "rules/load.h"
#include "support/rows.h"

#define N_FNS 6

static const char rules_text[] =
    "fields { id = \"key\", size = \"integer\", pays = { \"number\", optional = true },\n"
    "  kind = \"text\", tags = \"list\", on = \"flag\" }\n"
    "segment \"Bands\" { by = function(a)\n"
    "  return bands(a.size, { { 0, \"small\" }, { 50, \"middle\" }, { 1000, \"large\" } }) end }\n"
    "segment \"Field\" { by = function(a) return a.kind end }\n"
    "segment \"Either\" { by = function(a)\n"
    "  if one_of(a.kind, \"SaaS\", \"Fintech\") then return \"software\" end\n"
    "  if a.on then return a.kind end end }\n"
    "segment \"Upper\" { by = function(a) return a.kind:sub(1, 2):upper() end }\n"
    "segment \"Maybe\" { by = function(a) return (a.pays or 0) > 1 and \"pays\" or nil end }\n"
    "segment \"Tags\" { by = function(a) return has(a.tags, \"abc\") and \"abc\" or \"\" end }\n";

struct asking {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_judge judge;
	int fns[N_FNS];
};

static void begin(struct asking *a)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;

	memset(a, 0, sizeof(*a));
	if (spot_rules_load_text(&a->rules, "labels", rules_text, strlen(rules_text), &options,
	        NULL, &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_panel_init_bare(&a->panel, a->rules, &err), 0);
	assert_int_equal(spot_judge_init(&a->judge, &a->panel, &err), 0);
	for (size_t i = 0; i < N_FNS; i++)
		a->fns[i] = a->rules->words[i].items[0].function;
}

static void end(struct asking *a)
{
	spot_judge_reset(&a->judge);
	spot_panel_reset(&a->panel);
	spot_rules_free(a->rules);
}

/* The texts of all functions, as codes into names. */
static void ask(struct asking *a, bool no_translate, struct spot_map *names, uint32_t *codes,
    size_t *n_translated)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_labels_state *state;
	struct spot_labels labels;
	size_t failed_row;

	assert_int_equal(
	    spot_labels_init(&labels, a->rules, a->fns, N_FNS, no_translate, &err), 0);
	*n_translated = labels.n_outputs;
	/* A state is used again: what it held must not show. */
	for (int again = 0; again < 2; again++) {
		assert_int_equal(spot_labels_begin(&state, &labels, &a->judge, &err), 0);
		for (size_t i = 0; i < N_FNS; i++)
			assert_int_equal(spot_labels_take(state, &labels, i, &a->judge, true,
			    names, codes + i * SPOT_BATCH_ROWS, &failed_row, &err), 0);
		spot_labels_end(&labels, state);
	}
	spot_labels_reset(&labels);
}

static void test_same_as_the_vm(void **unused)
{
	static uint32_t by_program[N_FNS * SPOT_BATCH_ROWS], by_vm[N_FNS * SPOT_BATCH_ROWS];
	size_t n_translated, n_texts = 0;
	struct rng rng = { 11 };
	struct asking a;

	(void)unused;
	begin(&a);
	for (int round = 0; round < 20; round++) {
		struct spot_map names;

		spot_map_init(&names);
		rows_fill(&a.judge.batch, round % 2 ? SPOT_BATCH_ROWS : 7, &rng, 20);
		ask(&a, false, &names, by_program, &n_translated);
		assert_true(n_translated >= 5);
		ask(&a, true, &names, by_vm, &n_translated);
		assert_int_equal(n_translated, 0);
		for (size_t i = 0; i < N_FNS; i++)
			for (size_t row = 0; row < a.judge.batch.n_rows; row++) {
				size_t at = i * SPOT_BATCH_ROWS + row;

				if (by_program[at] != by_vm[at])
					fail_msg("function %zu, row %zu", i, row);
				n_texts += by_vm[at] != SPOT_VM_NO_TEXT;
			}
		spot_map_reset(&names);
	}
	assert_true(n_texts > 10000);
	end(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_same_as_the_vm) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
