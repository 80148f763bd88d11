/* SPDX-License-Identifier: MIT */
/* --verify: the program's twin, the VM, is asked about some of the accounts too. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "engine/judge.h"

static size_t pick_rows(uint32_t *rows, size_t n_rows, uint64_t first_row, double share)
{
	size_t n = 0;

	for (size_t row = 0; row < n_rows; row++)
		if ((double)(spot_hash_number(first_row + row) >> 11) * 0x1p-53 < share)
			rows[n++] = (uint32_t)row;
	return n;
}

static void print_answer(struct spot_buf *out, const struct spot_answers *answers, size_t row)
{
	switch ((enum spot_answer_state)answers->state[row]) {
	case SPOT_ANSWER_KNOWN:
		spot_buf_shortest(out, answers->value[row]);
		break;
	case SPOT_ANSWER_UNKNOWN:
		spot_buf_text(out, "unknown");
		break;
	case SPOT_ANSWER_FAILED:
	case SPOT_ANSWER_STATE_N:
		spot_buf_text(out, "a failure");
		break;
	}
}

static int tell_difference(const struct spot_judge *judge, const struct spot_asking *asking,
    size_t asked_idx, const struct spot_answers *by_vm, size_t row, struct spot_error *err)
{
	const struct spot_function *function =
	    &judge->panel->rules->functions[judge->fns[asked_idx]];
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_printf(&text, "\"%s\" is ", function->owner);
	print_answer(&text, &judge->answers[asked_idx], row);
	spot_buf_printf(&text, " by its program, but ");
	print_answer(&text, by_vm, row);
	spot_buf_printf(&text, " by the Lua VM, for %s:%" PRIu64, asking->file_name,
	    asking->records[row].line);
	spot_error_set(err, SPOT_ERULES, "%s", spot_buf_str(&text));
	spot_buf_reset(&text);
	spot_error_place(err, function->place.file, function->place.line, NULL);
	spot_error_hint(err, "a fault of this program: please report it; --no-translate leaves "
	    "all rules to the VM");
	return SPOT_ERULES;
}

static bool is_same(const struct spot_answers *a, const struct spot_answers *b, size_t row)
{
	return a->state[row] == b->state[row] &&
	    (a->state[row] != SPOT_ANSWER_KNOWN || a->value[row] == b->value[row]);
}

int spot_judge_verify(struct spot_judge *judge, const struct spot_asking *asking,
    uint64_t first_row, double share, struct spot_error *err)
{
	struct spot_answers *by_vm = spot_mem_calloc(1, sizeof(*by_vm));
	uint32_t rows[SPOT_BATCH_ROWS];
	size_t n = pick_rows(rows, judge->batch.n_rows, first_row, share);
	int rc = by_vm ? spot_judge_vm(judge, err) : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && n > 0 && i < judge->n_fns; i++) {
		if (!asking->is_answered || !asking->is_answered[i])
			continue;
		rc = spot_vm_eval_rows(
		    judge->vm, judge->fns[i], &judge->batch, rows, n, by_vm, err);
		for (size_t k = 0; rc == 0 && k < n; k++)
			if (!is_same(&judge->answers[i], by_vm, rows[k]))
				rc = tell_difference(judge, asking, i, by_vm, rows[k], err);
	}
	free(by_vm);
	return rc;
}
