/* SPDX-License-Identifier: MIT */
/* Rule functions in words for people, or where there are none in the Lua that they are written in.
 * One thread. */
#ifndef SPOT_RULES_WORDING_H
#define SPOT_RULES_WORDING_H

#include "base/buf.h"
#include "rules/vm.h"

struct spot_wording;

/* rules must outlive it. */
int spot_wording_new(struct spot_wording **out, const struct spot_rules *rules,
    struct spot_error *err);
void spot_wording_free(struct spot_wording *wording);

/* Appends what function fn says. *in_words: false, and it is the Lua as it stands in the file. */
int spot_wording_write(struct spot_buf *out, struct spot_wording *wording, int fn, bool *in_words,
    struct spot_error *err);

#endif
