/* SPDX-License-Identifier: MIT */
/*
 * Rows of results as CSV or JSON: the same cells, in the order of the names.
 *
 *	static const char *const names[] = { "Account ID", "icp_engagement", "icp_roles" };
 *	struct spot_sheet sheet = { &out, SPOT_SHEET_CSV, names, 3 };
 *	spot_sheet_begin(&sheet);
 *	spot_sheet_row(&sheet);
 *	spot_sheet_view(&sheet, key);
 *	spot_sheet_number(&sheet, 12.5);
 *	spot_sheet_list(&sheet, roles, n_roles);
 *	spot_sheet_end(&sheet);
 *
 * CSV has the names as its header, numbers with two decimals and lists joined by "; ". In JSON
 * names lose "icp_", numbers read back as the same double, blanks are null. No state but the
 * struct; nothing to free.
 */
#ifndef SPOT_PRESENT_SHEET_H
#define SPOT_PRESENT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum spot_sheet_kind { SPOT_SHEET_CSV, SPOT_SHEET_JSONL, SPOT_SHEET_JSON };

struct spot_sheet {
	struct spot_buf *out;
	enum spot_sheet_kind kind;
	const char *const *names;
	size_t n_names;
	size_t n_rows, n_cells; /* so far; cells of the last row */
};

void spot_sheet_begin(struct spot_sheet *sheet);
/* Begins a row; the one before it must have all its cells. */
void spot_sheet_row(struct spot_sheet *sheet);
void spot_sheet_view(struct spot_sheet *sheet, struct spot_view text); /* empty: blank */
void spot_sheet_text(struct spot_sheet *sheet, const char *text);      /* NULL, "": blank */
void spot_sheet_number(struct spot_sheet *sheet, double value);        /* NaN: blank */
void spot_sheet_count(struct spot_sheet *sheet, uint64_t value);
void spot_sheet_day(struct spot_sheet *sheet, int64_t day);
void spot_sheet_list(struct spot_sheet *sheet, const char *const *items, size_t n);
void spot_sheet_end(struct spot_sheet *sheet);

#endif
