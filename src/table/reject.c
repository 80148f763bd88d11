/* SPDX-License-Identifier: MIT */
#include "table/reject.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "table/emit.h"

void spot_reject_print_header(struct spot_buf *out)
{
	spot_buf_text(out, "file,line,column,text,problem\n");
}

void spot_reject_print(struct spot_buf *out, const struct spot_reject *reject)
{
	spot_emit_csv(out, spot_view_of(reject->file), ',');
	spot_buf_printf(out, ",%" PRIu64 ",", reject->line);
	spot_emit_csv(out, spot_view_of(reject->column), ',');
	spot_buf_char(out, ',');
	spot_emit_csv(out, reject->text, ',');
	spot_buf_char(out, ',');
	spot_emit_csv(out, spot_view_of(reject->problem), ',');
	spot_buf_char(out, '\n');
}

#define SHOWN_BYTES 60

int spot_reject_tell(const struct spot_reject *reject, struct spot_error *err)
{
	int shown = (int)spot_utf8_cut(reject->text.ptr, reject->text.len, SHOWN_BYTES);

	if (reject->column)
		spot_error_set(err, SPOT_EDATA, "\"%.*s\": %s", shown, reject->text.ptr,
		    reject->problem);
	else
		spot_error_set(err, SPOT_EDATA, "%s", reject->problem);
	spot_error_place(err, reject->file, (unsigned long)reject->line, reject->column);
	return SPOT_EDATA;
}
