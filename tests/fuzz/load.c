/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a rule file: it loads, or every problem is told in one line. The functions of what
 * loads are run by the VM and as programs on random rows.
 */
#include "fuzz/fuzz.h"
#include "support/rows.h"
#include "support/twins.h"

enum { N_ROWS = 8 };

static struct twins twins; /* too large for the stack */

static void told_check(const struct spot_diags *diags)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];
		assert_true(diag->what[0] != '\0');
		assert_null(strpbrk(diag->what, "\r\n"));
		assert_true(!diag->hint || !strpbrk(diag->hint, "\r\n"));
	}
}

static void rules_check(struct spot_rules *rules)
{
	struct twins_difference difference;
	struct rng rng = { .state = 1 };

	memset(&twins, 0, sizeof(twins));
	twins.rules = rules;
	if (twins_start(&twins, SPOT_SUBJECT_ACCOUNT, 0)) {
		rows_fill(&twins.batch, N_ROWS, &rng, 20);
		if (!twins_compare(&twins, &difference))
			fail_msg("function %d, row %zu: %s", difference.fn, difference.row,
			    difference.what);
	}
	twins_close(&twins);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = { data, size };
	struct spot_rules_options options = { .as_of = TWINS_AS_OF,
		.limits = { 16u << 20, 1u << 16, 300000, 100000, 20000 } };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_diags diags;
	struct spot_rules *rules;
	char *text = fuzz_text(&bytes);
	int rc;

	spot_diags_init(&diags);
	rc = spot_rules_load_text(&rules, "/nowhere/rules.lua", text, size, &options, &diags, &err);
	assert_true(rc == 0 || rc == SPOT_ERULES);
	assert_true((rc == 0) == (diags.n_errors == 0));
	if (rc == 0)
		rules_check(rules);
	else
		assert_true(!rules && err.what[0] != '\0' && !strpbrk(err.what, "\r\n"));
	told_check(&diags);
	spot_diags_reset(&diags);
	free(text);
	return 0;
}
