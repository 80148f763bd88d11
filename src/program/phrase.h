/* SPDX-License-Identifier: MIT */
/*
 * What a program computes, in words that need no programmer: "employees from 50 to 1,000". Pure.
 *
 * Blanks are left aside (whoever reads it knows that a blank is unknown), and so is what only
 * guards a rule: lengths, whether a pattern can be told. What remains is a choice among few values
 * by few yes-or-no questions, which is written as short as it gets; or there are no words.
 */
#ifndef SPOT_PROGRAM_PHRASE_H
#define SPOT_PROGRAM_PHRASE_H

#include "program/program.h"

struct spot_phrase_look {
	int64_t as_of;   /* the program's own: days counted up to it are "days since" */
	bool is_fit;     /* values 0 to 1 are shares of points; else amounts */
};

/* Appends what the output answers. False, and nothing is appended, where there are no words. */
bool spot_phrase_write(struct spot_buf *out, const struct spot_program *program,
    size_t output_idx, const struct spot_phrase_look *look);

#endif
