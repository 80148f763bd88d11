/* SPDX-License-Identifier: MIT */
/*
 * What a rule function answered, kept by the values that it read. Rules are pure and columns repeat
 * their values, so most answers of a function that reads a country or a year are known after some
 * thousand rows. Nothing but the time depends on it: a function that finds too few of its answers
 * here is not asked about again. Of one VM, and so of one thread; half a megabyte a function at
 * most, and eight for all of them.
 */
#ifndef SPOT_RULES_VM_MEMO_H
#define SPOT_RULES_VM_MEMO_H

#include <stdbool.h>

#include "base/map.h"
#include "rules/model.h"
#include "table/batch.h"

#define SPOT_VM_MEMO_KEY_BYTES 96 /* longer ones are not kept */

struct spot_vm_memo {
	const struct spot_function *fn;
	size_t *keys_left;       /* that all memos of the VM may keep yet */
	bool is_off;             /* not worth it, or out of memory */
	size_t n_asked, n_found; /* since they were looked at last */
	size_t n_looks;
	char key[SPOT_VM_MEMO_KEY_BYTES];
	size_t key_len;          /* 0: there is none to keep */
	struct spot_map keys;
	uint8_t *states;         /* by key: enum spot_answer_state */
	double *values;
};

#define SPOT_VM_MEMO_KEYS 65536 /* of all memos of a VM: what *keys_left begins with */

void spot_vm_memo_init(
    struct spot_vm_memo *memo, const struct spot_function *fn, size_t *keys_left);
void spot_vm_memo_reset(struct spot_vm_memo *memo);

/* Whether the answer for the row's values is known: then it is in *state and *value. */
bool spot_vm_memo_find(struct spot_vm_memo *memo, const struct spot_batch *batch, size_t row,
    uint8_t *state, double *value);
/* Keeps the answer for the row that was not found last. reads: the fields that the function read
 * for it. If it read others than its code names, the answer hangs on more than was looked for, and
 * nothing is kept. */
void spot_vm_memo_add(struct spot_vm_memo *memo, const uint32_t *reads, size_t n_reads,
    uint8_t state, double value);

#endif
