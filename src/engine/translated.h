/* SPDX-License-Identifier: MIT */
/* Which functions of a rule file run as programs, which in the Lua VM and why. One thread. */
#ifndef SPOT_ENGINE_TRANSLATED_H
#define SPOT_ENGINE_TRANSLATED_H

#include "base/buf.h"
#include "rules/translate.h"

struct spot_translated {
	const struct spot_rules *rules;
	struct spot_translation *items; /* by function of the rules */
	size_t n_translated;
	struct spot_vm *vm;
};

/* rules must outlive it. Reset when done, also after an error. */
int spot_translated_init(struct spot_translated *out, const struct spot_rules *rules,
    struct spot_error *err);
void spot_translated_reset(struct spot_translated *translated);

/* Appends the function's program, or why there is none. */
int spot_translated_print(struct spot_buf *out, const struct spot_translated *translated, int fn,
    struct spot_error *err);

#endif
