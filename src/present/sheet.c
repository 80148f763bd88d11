/* SPDX-License-Identifier: MIT */
#include "present/sheet.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "present/draft.h"
#include "table/emit.h"

static bool is_csv(const struct spot_sheet *sheet)
{
	return sheet->kind == SPOT_SHEET_CSV;
}

void spot_sheet_begin(struct spot_sheet *sheet)
{
	sheet->n_rows = 0;
	sheet->n_cells = sheet->n_names;
	for (size_t i = 0; is_csv(sheet) && i < sheet->n_names; i++) {
		spot_buf_text(sheet->out, i > 0 ? "," : "");
		spot_emit_csv(sheet->out, spot_view_of(sheet->names[i]), ',');
	}
	if (is_csv(sheet))
		spot_buf_char(sheet->out, '\n');
	else if (sheet->kind == SPOT_SHEET_JSON)
		spot_buf_char(sheet->out, '[');
}

static void row_end(struct spot_sheet *sheet)
{
	assert(sheet->n_cells == sheet->n_names);
	if (sheet->n_rows > 0)
		spot_buf_text(sheet->out, is_csv(sheet) ? "\n" :
		    sheet->kind == SPOT_SHEET_JSON ? "}" : "}\n");
}

void spot_sheet_row(struct spot_sheet *sheet)
{
	row_end(sheet);
	if (sheet->kind == SPOT_SHEET_JSON)
		spot_buf_text(sheet->out, sheet->n_rows > 0 ? ",\n{" : "\n{");
	else if (sheet->kind == SPOT_SHEET_JSONL)
		spot_buf_char(sheet->out, '{');
	sheet->n_rows++;
	sheet->n_cells = 0;
}

/* What stands before a cell. */
static void cell(struct spot_sheet *sheet)
{
	const char *name;

	assert(sheet->n_cells < sheet->n_names);
	name = sheet->names[sheet->n_cells];
	if (sheet->n_cells > 0)
		spot_buf_text(sheet->out, is_csv(sheet) ? "," : ", ");
	if (!is_csv(sheet)) {
		spot_json_quote(sheet->out,
		    spot_view_of(strncmp(name, "icp_", 4) == 0 ? name + 4 : name));
		spot_buf_text(sheet->out, ": ");
	}
	sheet->n_cells++;
}

static void blank(struct spot_sheet *sheet)
{
	if (!is_csv(sheet))
		spot_buf_text(sheet->out, "null");
}

void spot_sheet_view(struct spot_sheet *sheet, struct spot_view text)
{
	cell(sheet);
	if (text.len == 0)
		blank(sheet);
	else if (is_csv(sheet))
		spot_emit_csv(sheet->out, text, ',');
	else
		spot_json_quote(sheet->out, text);
}

void spot_sheet_text(struct spot_sheet *sheet, const char *text)
{
	spot_sheet_view(sheet, spot_view_of(text));
}

void spot_sheet_number(struct spot_sheet *sheet, double value)
{
	cell(sheet);
	if (!isfinite(value))
		blank(sheet);
	else if (is_csv(sheet))
		spot_buf_fixed2(sheet->out, value);
	else
		spot_buf_shortest(sheet->out, value);
}

void spot_sheet_count(struct spot_sheet *sheet, uint64_t value)
{
	cell(sheet);
	spot_buf_integer(sheet->out, (int64_t)value);
}

void spot_sheet_day(struct spot_sheet *sheet, int64_t day)
{
	char text[SPOT_DATE_TEXT_SIZE];

	spot_date_print(day, text);
	spot_sheet_text(sheet, text);
}

static void csv_list(struct spot_sheet *sheet, const char *const *items, size_t n)
{
	struct spot_buf joined = SPOT_BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		spot_buf_text(&joined, i > 0 ? "; " : "");
		spot_buf_text(&joined, items[i]);
	}
	spot_emit_csv(sheet->out, (struct spot_view) { joined.ptr, joined.len }, ',');
	spot_draft_end(&joined, &sheet->out->failed);
}

void spot_sheet_list(struct spot_sheet *sheet, const char *const *items, size_t n)
{
	cell(sheet);
	if (is_csv(sheet)) {
		if (n > 0)
			csv_list(sheet, items, n);
		return;
	}
	spot_buf_char(sheet->out, '[');
	for (size_t i = 0; i < n; i++) {
		spot_buf_text(sheet->out, i > 0 ? ", " : "");
		spot_json_quote(sheet->out, spot_view_of(items[i]));
	}
	spot_buf_char(sheet->out, ']');
}

void spot_sheet_end(struct spot_sheet *sheet)
{
	row_end(sheet);
	if (sheet->kind == SPOT_SHEET_JSON)
		spot_buf_text(sheet->out, sheet->n_rows > 0 ? "\n]" : "]");
	sheet->n_cells = sheet->n_names;
	sheet->n_rows = 0;
}
