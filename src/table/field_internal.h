/* SPDX-License-Identifier: MIT */
/* How headers are compared. Shared by the room only. */
#ifndef SPOT_TABLE_FIELD_INTERNAL_H
#define SPOT_TABLE_FIELD_INTERNAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/view.h"

/* Headers and names that match have the same bytes in this form, which lies in the arena. scratch
 * is cleared first. False: out of memory. */
bool spot_field_header_form(struct spot_view *out, struct spot_view name, struct spot_buf *scratch,
    struct spot_arena *arena);

#endif
