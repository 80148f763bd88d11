/* SPDX-License-Identifier: MIT */
#include "present/rejected.h"

void spot_rejected_rest(struct spot_buf *out, const struct spot_run_result *result)
{
	uint64_t n = result->rejected_rows + result->rejected_cells - result->n_examples;

	if (n == 0)
		return;
	spot_buf_text(out, "and ");
	spot_buf_grouped(out, n);
	spot_buf_text(out, " more");
	for (size_t i = 0; i < result->n_rest; i++) {
		const struct spot_run_rest *rest = &result->rest[i];

		spot_buf_text(out, i == 0 ? ": " : ", ");
		spot_buf_grouped(out, rest->n);
		if (rest->column[0])
			spot_buf_printf(out, " in column \"%s\"", rest->column);
		else
			spot_buf_printf(out, " whole row%s", rest->n == 1 ? "" : "s");
		n -= rest->n;
	}
	if (n > 0) {
		spot_buf_text(out, ", ");
		spot_buf_grouped(out, n);
		spot_buf_text(out, " in other columns");
	}
}
