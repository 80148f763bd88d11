/* SPDX-License-Identifier: MIT */
/*
 * Rule functions made nodes of a program (program/program.h), from their bytecode: what the
 * program computes is what the VM computes, or the lane is handed over to the VM. Only behind the
 * canary; when it does not hold nothing is translated.
 */
#ifndef SPOT_RULES_TRANSLATE_H
#define SPOT_RULES_TRANSLATE_H

#include "program/program.h"
#include "rules/vm.h"

struct spot_translation {
	bool is_translated;
	size_t output_idx;    /* is_translated: of the builder */
	char why[200];        /* else: "it calls table.sort (not translated)" */
	const char *file;     /* and where; of the rules */
	unsigned long line;
	/* Told in any case; file NULL: none was found. The first place where every row fails that
	 * gets there without a blank, unless by error or assert; and the first between whose ends,
	 * both constant, have nothing between them. */
	struct spot_place failing, empty_between;
	bool is_answer_failing; /* not an instruction, but what it returns */
};

/* Translates function fn of the VM's rules into the builder, and adds one output. column_of says
 * which field of the builder's schema each field of the function's subject is; NULL: the same.
 * A function that cannot be translated leaves the builder as it was. 0 or SPOT_ENOMEM. */
int spot_translate(struct spot_translation *out, struct spot_vm *vm, int fn,
    struct spot_builder *builder, const size_t *column_of, struct spot_error *err);

#endif
