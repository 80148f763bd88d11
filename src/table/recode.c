/* SPDX-License-Identifier: MIT */
#include "table/recode.h"

#include "base/text.h"
#include "table/input_internal.h"
#include "table/split.h"

const char spot_recode_refused[] = "not in UTF-8, as --encoding says; without it such cells are "
    "read as windows-1252";

void spot_recode_cell(struct spot_buf *out, struct spot_view cell)
{
	if (spot_text_is_utf8(cell))
		spot_buf_view(out, cell);
	else
		spot_input_encoding_windows1252(out, cell);
}

void spot_recode_row(struct spot_buf *out, struct spot_view raw, char delimiter)
{
	struct spot_split split;
	struct spot_view cell;
	if (raw.len == 0)
		return;
	spot_split_init(&split, delimiter);
	while (spot_split_next(&split, raw, &cell)) {
		spot_recode_cell(out, cell);
		spot_buf_char(out, delimiter);
	}
	spot_recode_cell(
	    out, (struct spot_view) { raw.ptr + split.cell, raw.len - split.cell });
}
