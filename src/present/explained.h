/* SPDX-License-Identifier: MIT */
/* An explanation as text for a terminal, or as JSON. */
#ifndef SPOT_PRESENT_EXPLAINED_H
#define SPOT_PRESENT_EXPLAINED_H

#include "base/buf.h"
#include "engine/explain.h"
#include "report/table.h"

void spot_explained_print(struct spot_buf *out, const struct spot_explanation *explanation,
    const struct spot_table_look *look);
void spot_explained_print_json(struct spot_buf *out, const struct spot_explanation *explanation);

#endif
