/* SPDX-License-Identifier: MIT */
#include "engine/balance.h"

#include <inttypes.h>

static const char report[] = "a fault of this program: please report it";

int spot_balance_read(const struct spot_run_result *result, struct spot_error *err)
{
	uint64_t rows = 0, rejected = 0;

	for (size_t i = 0; i < result->n_files; i++) {
		rows += result->files[i].counts.rows;
		rejected += result->files[i].counts.rejected;
	}
	if (rows == result->rows && rejected == result->unread.n_rows)
		return 0;
	spot_error_set(err, SPOT_EDATA,
	    "%" PRIu64 " rows and %" PRIu64 " rejects were read, but %" PRIu64 " and %" PRIu64
	    " came through", rows, rejected, result->rows, result->unread.n_rows);
	spot_error_hint(err, "%s", report);
	return SPOT_EDATA;
}

int spot_balance_written(const struct spot_run_result *result, uint64_t n_written,
    uint64_t n_left_out, struct spot_error *err)
{
	if (result->rows == n_written + n_left_out)
		return 0;
	spot_error_set(err, SPOT_EWRITE,
	    "%" PRIu64 " rows were read, but %" PRIu64 " written and %" PRIu64 " left out",
	    result->rows, n_written, n_left_out);
	spot_error_hint(err, "%s", report);
	return SPOT_EWRITE;
}
