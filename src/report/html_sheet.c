/* SPDX-License-Identifier: MIT */
/*
 * Sheets: each is one page of A4. What stands before its first section and its wide sections go
 * across, the other sections flow in two columns. How small the text must be is found by guessing
 * heights from the widths of the text, at smaller and smaller sizes until the guess fits; the guess
 * is on the safe side, and what is too much at the smallest size runs on to a second page.
 */
#include <math.h>

#include "report/escape.h"
#include "report/fit.h"
#include "report/html_internal.h"
#include "report/pen.h"

#define PX_PER_PT (4.0 / 3)
#define SIZE_MAX_PT 10.5
#define SIZE_MIN_PT 6.5
#define SIZE_STEP_PT 0.25
/* Of 297 mm less the margins; and of 186 mm, one column or two with 7 mm between them. */
#define HEIGHT_PX 1045.0
#define WIDE_PX 703.0
#define COLUMN_PX 338.0
#define LEADING 1.38
#define WRAP_LOSS 1.06 /* what the ends of lines leave empty */
#define SAFETY 1.04

/* --- how high a block will be, in pixels ------------------------------------------------- */

struct guess {
	double size;  /* of the text */
	double width; /* of the column */
	bool failed;  /* there was no memory to know */
};

static double lines_height(const struct guess *guess, double width, double available)
{
	double n = available > 0 ? ceil(width * WRAP_LOSS / available) : 1;

	return fmax(n, 1) * LEADING * guess->size;
}

static double text_width(const struct guess *guess, const struct spot_page_block *block)
{
	double width = spot_fit_width(block->label, guess->size * 1.06);

	for (const struct spot_run *run = block->first; run; run = run->next)
		width += spot_fit_width(run->text,
		    run->style == SPOT_RUN_STRONG ? guess->size * 1.06 : guess->size);
	return width;
}

/* What the columns of text share where the table is too wide for one line a row, else 0. */
static double text_room(const struct guess *guess, const struct spot_grid *grid)
{
	double size = guess->size * 0.95, numbers = 0, text = 0;

	for (size_t i = 0; i < grid->n_columns; i++) {
		bool is_text = grid->columns[i].kind == SPOT_FIGURE_TEXT;
		double widest = 0;

		for (const struct spot_grid_row *row = grid->first; row; row = row->next)
			widest = fmax(widest, spot_fit_width(row->cells[i].text, size));
		*(is_text ? &text : &numbers) += widest + (is_text ? 0.75 : 1.5) * size;
	}
	if (text + numbers <= guess->width)
		return 0;
	return fmax(guess->width - numbers, 0.3 * guess->width);
}

/* Of a row whose cells wrap, if the browser gives each column of text its share of the room. */
static double row_lines(const struct guess *guess, const struct spot_grid *grid,
    const struct spot_grid_row *row, double room)
{
	double size = guess->size * 0.95, sum = 0;

	for (size_t i = 0; i < grid->n_columns; i++) {
		if (grid->columns[i].kind == SPOT_FIGURE_TEXT)
			sum += spot_fit_width(row->cells[i].text, size) + 0.75 * size;
	}
	return ceil(sum * 1.15 / room);
}

static double table_height(const struct guess *guess, const struct spot_page_block *block)
{
	const struct spot_grid *grid = block->grid;
	double room = text_room(guess, grid), size = guess->size * 0.95;
	double height = (block->label.len > 0 ? 1.8 : 0) * guess->size + 3 * size;

	for (const struct spot_grid_row *row = grid->first; row; row = row->next)
		height += (room > 0 ? fmax(row_lines(guess, grid, row, room), 1) : 1) * 1.3 * size +
		    0.44 * size + 1;
	return height + guess->size;
}

/* A drawing is so wide that its text, shown in the column, is as large as what is around it. */
static double drawing_width(const struct guess *guess)
{
	return floor(fmax(guess->width * SPOT_PEN_FONT / guess->size, SPOT_CHART_NARROW + 1));
}

static double chart_height(struct guess *guess, const struct spot_chart *chart)
{
	double drawn = drawing_width(guess), scale = guess->width / drawn;
	double caption = lines_height(guess, chart->about ? spot_fit_width(
	    spot_view_of(chart->about), guess->size) : 0, guess->width);

	double height = spot_chart_height(chart, drawn) * scale;

	guess->failed = guess->failed || isnan(height);
	return height + caption + 3.2 * guess->size;
}

static double code_height(const struct guess *guess, const struct spot_page_block *block)
{
	size_t n_lines = 1;

	for (size_t i = 0; block->first && i < block->first->text.len; i++)
		n_lines += block->first->text.ptr[i] == '\n';
	return ((double)n_lines * 1.5 * 0.875 + 2) * guess->size;
}

static double block_height(struct guess *guess, const struct spot_page_block *block)
{
	double size = guess->size, text = text_width(guess, block);

	switch (block->kind) {
	case SPOT_BLOCK_SECTION:
		return lines_height(guess, text * 1.1, guess->width) + 2.2 * size;
	case SPOT_BLOCK_PART:
		return lines_height(guess, text, guess->width) + 0.9 * size;
	case SPOT_BLOCK_SHEET:
		return lines_height(guess, text * 1.6, guess->width) * 1.5 + 1.5 * size;
	case SPOT_BLOCK_TEXT:
		return lines_height(guess, text, guess->width) + 0.4 * size;
	case SPOT_BLOCK_ITEM:
	case SPOT_BLOCK_STEP:
		return lines_height(guess, text, guess->width - 1.3 * size) + 0.22 * size;
	case SPOT_BLOCK_CALLOUT:
		return lines_height(guess, text, guess->width - 4 * size) + 2 * size;
	case SPOT_BLOCK_FACT: /* three or more stand side by side */
		return lines_height(guess, text, guess->width / 4) * 0.5 + 0.5 * size;
	case SPOT_BLOCK_TERM: /* the label has a line of its own */
		text -= spot_fit_width(block->label, size * 1.06);
		return lines_height(guess, text, guess->width) + (LEADING + 0.4) * size;
	case SPOT_BLOCK_CODE:
		return code_height(guess, block);
	case SPOT_BLOCK_TABLE:
		return table_height(guess, block);
	case SPOT_BLOCK_CHART:
		return chart_height(guess, block->chart);
	case SPOT_BLOCK_N:
		break;
	}
	return 0;
}

/* Two columns are as high as half of what is in them, and a bit where a block must not break. */
static double columns_height(double sum, double largest)
{
	return fmax(sum / 2 + fmin(largest, 60) / 2, largest);
}

static double sheet_height(struct spot_html *html, const struct spot_page_block *first,
    const struct spot_page_block *end, double size)
{
	struct guess wide = { .size = size, .width = WIDE_PX };
	struct guess column = { .size = size, .width = COLUMN_PX };
	double height = 6 * size, in_columns = 0, largest = 0; /* the title and the foot */
	bool is_wide = true;

	if (html->page->lead.len > 0)
		height += 2 * size;
	for (const struct spot_page_block *block = first; block != end; block = block->next) {
		double high;

		if (block->kind == SPOT_BLOCK_SECTION) {
			bool was_wide = is_wide;

			is_wide = block->is_wide;
			if (is_wide && !was_wide) {
				height += columns_height(in_columns, largest);
				in_columns = largest = 0;
			}
		}
		high = block_height(is_wide ? &wide : &column, block);
		if (is_wide) {
			height += high;
		} else {
			in_columns += high;
			largest = fmax(largest, high);
		}
	}
	html->out->failed = html->out->failed || wide.failed || column.failed;
	return (height + columns_height(in_columns, largest)) * SAFETY;
}

static double size_for(struct spot_html *html, const struct spot_page_block *first,
    const struct spot_page_block *end)
{
	double size = SIZE_MAX_PT;

	while (size > SIZE_MIN_PT &&
	    sheet_height(html, first, end, size * PX_PER_PT) > HEIGHT_PX)
		size -= SIZE_STEP_PT;
	return size;
}

/* --- writing ----------------------------------------------------------------------------- */

/* A sheet of its own title has the page's above it; else the page's is its title. */
static void add_header(struct spot_html *html, const struct spot_page_block *title)
{
	struct spot_buf *out = html->out;

	spot_buf_text(out, title ? "<header>\n<p class=\"over\">" : "<header>\n<h1>");
	spot_html_text(out, html->page->title);
	spot_buf_text(out, title ? "</p>\n" : "</h1>\n");
	if (title) {
		spot_buf_text(out, "<h1>");
		spot_html_runs(out, title);
		spot_buf_text(out, "</h1>\n");
	} else if (html->page->lead.len > 0) {
		spot_buf_text(out, "<p class=\"lead\">");
		spot_html_text(out, html->page->lead);
		spot_buf_text(out, "</p>\n");
	}
}

/* Blocks up to the next section that is not of the same width. */
static const struct spot_page_block *add_part(struct spot_html *html,
    const struct spot_page_block *block,
    const struct spot_page_block *end, double size)
{
	bool is_wide = block->is_wide;

	html->wide = drawing_width(&(struct guess) { .size = size,
	    .width = is_wide ? WIDE_PX : COLUMN_PX });

	spot_buf_text(html->out, is_wide ? "" : "<div class=\"columns\">\n");
	while (block != end &&
	    (block->kind != SPOT_BLOCK_SECTION || block->is_wide == is_wide))
		block = spot_html_block(html, block);
	spot_html_section_close(html);
	spot_buf_text(html->out, is_wide ? "" : "</div>\n");
	return block;
}

static void add_sheet(struct spot_html *html, const struct spot_page_block *title,
    const struct spot_page_block *first, const struct spot_page_block *end)
{
	const struct spot_page_block *block = first;
	double size = size_for(html, title ? title : first, end);
	long hundredths = lround(size * 100);

	spot_buf_printf(html->out, "<article class=\"sheet\" style=\"--size:%ld.%02ldpt\">\n",
	    hundredths / 100, hundredths % 100);
	add_header(html, title);
	html->wide = drawing_width(&(struct guess) { .size = size * PX_PER_PT,
	    .width = WIDE_PX });
	while (block != end && block->kind != SPOT_BLOCK_SECTION)
		block = spot_html_block(html, block);
	spot_buf_text(html->out, "</header>\n");
	while (block != end)
		block = add_part(html, block, end, size * PX_PER_PT);
	if (html->page->foot.len > 0) {
		spot_buf_text(html->out, "<footer>");
		spot_html_text(html->out, html->page->foot);
		spot_buf_text(html->out, "</footer>\n");
	}
	spot_buf_text(html->out, "</article>\n");
}

void spot_html_sheet_all(struct spot_html *html)
{
	const struct spot_page_block *block = html->page->first;

	spot_buf_text(html->out, "<main>\n");
	do {
		const struct spot_page_block *title = NULL, *first, *end;

		if (block && block->kind == SPOT_BLOCK_SHEET) {
			title = block;
			block = block->next;
		}
		first = end = block;
		while (end && end->kind != SPOT_BLOCK_SHEET)
			end = end->next;
		add_sheet(html, title, first, end);
		block = end;
	} while (block);
	spot_buf_text(html->out, "</main>\n");
}
