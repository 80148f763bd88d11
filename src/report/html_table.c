/* SPDX-License-Identifier: MIT */
/*
 * A table of numbers scrolls sideways on a narrow screen, its first column staying in sight; one
 * with more than a column of text is stacked there, a record under the other, each value with its
 * column's name.
 */
#include <math.h>

#include "report/escape.h"
#include "report/fit.h"
#include "report/html_internal.h"

#define FEW_COLUMNS 3  /* fit a narrow screen */
#define MANY_COLUMNS 6 /* from then on they are set close */
#define LONG_NAME 150.0 /* pixels: a first column that must not be squeezed */

static bool is_number(const struct spot_grid *grid, size_t i)
{
	return grid->columns[i].kind != SPOT_FIGURE_TEXT;
}

static bool is_stacked(const struct spot_grid *grid)
{
	size_t n_text = 0;

	for (size_t i = 1; i < grid->n_columns; i++)
		n_text += !is_number(grid, i);
	return n_text > 1 || (n_text == 1 && grid->n_columns > FEW_COLUMNS);
}

static bool begins_number(struct spot_view text, size_t i)
{
	return text.ptr[i] == '-' && i + 1 < text.len && text.ptr[i + 1] >= '0' &&
	    text.ptr[i + 1] <= '9' && (i == 0 || text.ptr[i - 1] == ' ' || text.ptr[i - 1] == '(');
}

/* A figure: minus signs as wide as digits, the unit on the number's line. */
static void add_digits(struct spot_buf *out, struct spot_view text)
{
	size_t done = 0;

	for (size_t i = 0; i < text.len; i++) {
		bool is_minus = begins_number(text, i);

		if (!is_minus && !(text.ptr[i] == ' ' && i + 2 == text.len))
			continue;
		spot_escape_xml(out, (struct spot_view) { text.ptr + done, i - done });
		spot_buf_text(out, is_minus ? "\xE2\x88\x92" : "\xC2\xA0");
		done = i + 1;
	}
	spot_escape_xml(out, (struct spot_view) { text.ptr + done, text.len - done });
}

/* The interval after a figure is paler than it. */
static void add_number(struct spot_buf *out, struct spot_view text)
{
	const char *bracket = text.len > 0 ? memchr(text.ptr, '(', text.len) : NULL;
	size_t n = bracket ? (size_t)(bracket - text.ptr) : text.len;

	if (n == 0 || n == text.len || text.ptr[n - 1] != ' ') {
		add_digits(out, text);
		return;
	}
	add_digits(out, (struct spot_view) { text.ptr, n - 1 });
	spot_buf_text(out, " <span class=\"ci\">");
	add_digits(out, (struct spot_view) { text.ptr + n, text.len - n });
	spot_buf_text(out, "</span>");
}

static void add_label(struct spot_buf *out, const struct spot_grid *grid, size_t i)
{
	spot_buf_text(out, " data-label=\"");
	spot_escape_xml(out, spot_view_of(grid->columns[i].title ? grid->columns[i].title : ""));
	spot_buf_char(out, '"');
}

static void add_bar(struct spot_buf *out, double share)
{
	long thousandths = lround(share * 1000);

	spot_buf_printf(out, " style=\"--w:%ld.%03ld\"", thousandths / 1000, thousandths % 1000);
}

static void open_cell(struct spot_buf *out, const struct spot_grid *grid, size_t i,
    const struct spot_grid_cell *cell, bool stacked)
{
	bool has_bar = isfinite(cell->share), number = is_number(grid, i);

	if (i == 0)
		spot_buf_text(out, "<th scope=\"row\"");
	else
		spot_buf_text(out, "<td");
	if (number)
		spot_buf_text(out, has_bar ? " class=\"r bar\"" : " class=\"r\"");
	if (has_bar)
		add_bar(out, cell->share);
	if (stacked && i > 0)
		add_label(out, grid, i);
	spot_buf_char(out, '>');
}

static void add_row(struct spot_buf *out, const struct spot_grid *grid,
    const struct spot_grid_row *row, bool stacked)
{
	static const char *const opened[SPOT_GRID_N] = {
		"<tr>", "<tr class=\"strong\">", "<tr class=\"weak\">",
	};

	spot_buf_text(out, opened[row->tone]);
	for (size_t i = 0; i < grid->n_columns; i++) {
		struct spot_view text = row->cells[i].text;

		open_cell(out, grid, i, &row->cells[i], stacked);
		if (is_number(grid, i)) {
			add_number(out, text);
		} else if (grid->columns[i].is_code && text.len > 0) {
			spot_buf_text(out, "<code>");
			spot_html_text(out, text);
			spot_buf_text(out, "</code>");
		} else {
			spot_html_text(out, text);
		}
		spot_buf_text(out, i == 0 ? "</th>" : "</td>");
	}
	spot_buf_text(out, "</tr>\n");
}

static void add_head(struct spot_buf *out, const struct spot_grid *grid)
{
	bool is_titled = false;

	for (size_t i = 0; i < grid->n_columns; i++)
		is_titled = is_titled || (grid->columns[i].title && grid->columns[i].title[0]);
	if (!is_titled)
		return;
	spot_buf_text(out, "<thead><tr>");
	for (size_t i = 0; i < grid->n_columns; i++) {
		const char *title = grid->columns[i].title;

		spot_buf_text(out, is_number(grid, i) ? "<th scope=\"col\" class=\"r\">"
		    : "<th scope=\"col\">");
		spot_html_text(out, spot_view_of(title ? title : ""));
		spot_buf_text(out, "</th>");
	}
	spot_buf_text(out, "</tr></thead>\n");
}

static bool has_long_names(const struct spot_grid *grid)
{
	for (const struct spot_grid_row *row = grid->first; row; row = row->next) {
		if (spot_fit_width(row->cells[0].text, 14) > LONG_NAME)
			return true;
	}
	return false;
}

void spot_html_table(struct spot_buf *out, const struct spot_grid *grid, struct spot_view title)
{
	bool stacked = is_stacked(grid);

	spot_buf_printf(out, "<div class=\"scroll%s%s%s\"", stacked ? " stack" : "",
	    grid->n_columns > MANY_COLUMNS ? " dense" : "", has_long_names(grid) ? " long" : "");
	if (!stacked && grid->n_columns > FEW_COLUMNS) { /* what scrolls is reached by keys too */
		spot_buf_text(out, " tabindex=\"0\" role=\"region\" aria-label=\"");
		spot_escape_xml(out, title.len > 0 ? title : SPOT_VIEW("Table"));
		spot_buf_char(out, '"');
	}
	spot_buf_text(out, "><table>\n");
	if (title.len > 0) {
		spot_buf_text(out, "<caption>");
		spot_html_text(out, title);
		spot_buf_text(out, "</caption>\n");
	}
	add_head(out, grid);
	spot_buf_text(out, "<tbody>\n");
	for (const struct spot_grid_row *row = grid->first; row; row = row->next)
		add_row(out, grid, row, stacked);
	spot_buf_text(out, "</tbody></table></div>\n");
}
