/* SPDX-License-Identifier: MIT */
/* What vm.c and vm_coverage.c share. */
#ifndef SPOT_RULES_VM_INTERNAL_H
#define SPOT_RULES_VM_INTERNAL_H

#include "rules/vm.h"
#include "rules/vm_memo.h"

struct spot_sandbox;

struct spot_vm {
	const struct spot_rules *rules;
	struct spot_sandbox *sandbox;
	uint8_t **hits; /* per function and line of its lines[]; NULL until coverage begins */
	size_t n_hits;
	int running;    /* function id, for coverage */
	struct spot_vm_memo *memos; /* per function */
	size_t memo_keys_left;
};

#endif
