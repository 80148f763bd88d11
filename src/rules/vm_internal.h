/* SPDX-License-Identifier: MIT */
/* What vm.c, vm_tell.c and vm_coverage.c share. */
#ifndef SPOT_RULES_VM_INTERNAL_H
#define SPOT_RULES_VM_INTERNAL_H

#include <lua.h>

#include "rules/vm.h"
#include "rules/vm_memo.h"

struct spot_account;
struct spot_sandbox;

/* The last run's limit, told: running the row again would take as long again. */
struct spot_vm_limit {
	int fn;
	size_t row; /* SPOT_NONE: no limit was hit */
	struct spot_error failure;
	char reads[1000]; /* what the row read; as much as fits */
};

/* A function that is not run any more while the field is varied. */
struct spot_vm_given_up {
	int fn;
	size_t field;
};

struct spot_vm {
	const struct spot_rules *rules;
	struct spot_sandbox *sandbox;
	uint8_t **hits; /* per function and line of its lines[]; NULL until coverage begins */
	size_t n_hits;
	int running;    /* function id, for coverage */
	bool fails_at_limits;
	size_t varied;     /* the field, or NONE */
	uint8_t *n_limits; /* per function: met while it is varied */
	struct spot_vm_given_up *given_up;
	size_t n_given_up, given_up_cap;
	struct spot_vm_limit limit;
	struct spot_vm_memo *memos; /* per function */
	size_t memo_keys_left;
};

/* vm_tell.c. */
/* err: the wrong answer at the top of the stack. */
void spot_vm_tell_answer(struct spot_error *err, lua_State *L, const struct spot_function *fn);
/* "criterion "Company size"", and the hypothesis that varies it. */
void spot_vm_tell_rule(struct spot_buf *out, const struct spot_rules *rules,
    const struct spot_function *fn);
/* "; it read n = 2": what the account was asked for, in the row that it is aimed at. */
void spot_vm_tell_reads(struct spot_buf *out, const struct spot_account *account,
    const struct spot_batch *batch, size_t row_idx);
/* err: why the function failed, and for which account (NULL: not known). SPOT_ERULES, or
 * SPOT_ENOMEM. */
int spot_vm_tell_failure(struct spot_error *err, const struct spot_rules *rules, int fn,
    const char *account, const struct spot_error *why, const char *reads);

#endif
