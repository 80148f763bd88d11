/* SPDX-License-Identifier: MIT */
#include "present/rejected.h"

void spot_rejected_rest(struct spot_buf *out, const struct spot_run_result *result)
{
	uint64_t n = result->rejected_rows + result->rejected_cells - result->n_examples;
	const char *before = ": ";

	if (n == 0)
		return;
	spot_buf_text(out, "and ");
	spot_buf_grouped(out, n);
	spot_buf_text(out, " more");
	if (result->n_rest_rows > 0) {
		spot_buf_text(out, before);
		spot_buf_grouped(out, result->n_rest_rows);
		spot_buf_printf(out, " whole row%s", result->n_rest_rows == 1 ? "" : "s");
		before = ", ";
		n -= result->n_rest_rows;
	}
	for (size_t i = 0; i < result->n_rest; i++) {
		spot_buf_text(out, before);
		spot_buf_grouped(out, result->rest[i].n);
		spot_buf_printf(out, " in column \"%s\"", result->rest[i].column);
		before = ", ";
		n -= result->rest[i].n;
	}
	if (n > 0) {
		spot_buf_text(out, before);
		spot_buf_grouped(out, n);
		spot_buf_text(out, " in other columns");
	}
}
