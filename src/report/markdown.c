/* SPDX-License-Identifier: MIT */
#include "report/markdown.h"

#include "report/chart_grid.h"
#include "report/escape.h"

#define POINTS_MAX 11

/* The longest run of backticks in text. */
static size_t longest_ticks(struct spot_view text)
{
	size_t longest = 0, n = 0;

	for (size_t i = 0; i < text.len; i++) {
		n = text.ptr[i] == '`' ? n + 1 : 0;
		longest = n > longest ? n : longest;
	}
	return longest;
}

static void add_ticks(struct spot_buf *out, size_t n)
{
	while (n-- > 0)
		spot_buf_char(out, '`');
}

/* A span of code, between more backticks than it holds. In a table a pipe ends the cell even
 * there. */
static void add_code_span(struct spot_buf *out, struct spot_view text, bool in_cell)
{
	size_t n = longest_ticks(text) + 1;

	if (text.len == 0)
		return;
	add_ticks(out, n);
	spot_buf_text(out, n > 1 ? " " : "");
	while (text.len > 0) {
		struct spot_view shown = spot_escape_next(&text);

		spot_buf_text(out, in_cell && shown.ptr[0] == '|' ? "\\" : "");
		spot_buf_view(out, shown);
	}
	spot_buf_text(out, n > 1 ? " " : "");
	add_ticks(out, n);
}

/* Strong text must not begin or end with a space. */
static void add_strong(struct spot_buf *out, struct spot_view text)
{
	size_t head = 0, tail = text.len;

	while (head < tail && text.ptr[head] == ' ')
		head++;
	while (tail > head && text.ptr[tail - 1] == ' ')
		tail--;
	spot_buf_add(out, "  ", head > 0);
	if (tail > head) {
		spot_buf_text(out, "**");
		spot_escape_markdown(out,
		    (struct spot_view) { text.ptr + head, tail - head });
		spot_buf_text(out, "**");
	}
	spot_buf_add(out, "  ", tail < text.len);
}

static bool is_address(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '\\' || c == '|')
			return false;
	}
	return (text.len > 7 && memcmp(text.ptr, "http://", 7) == 0) ||
	    (text.len > 8 && memcmp(text.ptr, "https://", 8) == 0) ||
	    (text.len > 7 && memcmp(text.ptr, "mailto:", 7) == 0);
}

static void add_run(struct spot_buf *out, const struct spot_run *run)
{
	switch (run->style) {
	case SPOT_RUN_STRONG:
		add_strong(out, run->text);
		return;
	case SPOT_RUN_CODE:
		add_code_span(out, run->text, false);
		return;
	case SPOT_RUN_LINK:
		if (is_address(run->text)) {
			spot_buf_char(out, '<');
			spot_buf_view(out, run->text);
			spot_buf_char(out, '>');
			return;
		}
		break;
	case SPOT_RUN_PLAIN:
	case SPOT_RUN_DIM:
	case SPOT_RUN_N:
		break;
	}
	spot_escape_markdown(out, run->text);
}

/* Four spaces at the head of a line would make code of it. */
static void add_runs(struct spot_buf *out, const struct spot_page_block *block)
{
	for (const struct spot_run *run = block->first; run; run = run->next) {
		struct spot_run first = *run;

		while (run == block->first && first.text.len > 0 && first.text.ptr[0] == ' ') {
			first.text.ptr++;
			first.text.len--;
		}
		add_run(out, &first);
	}
}

static void add_label(struct spot_buf *out, const struct spot_page_block *block)
{
	bool is_pair = block->kind == SPOT_BLOCK_FACT || block->kind == SPOT_BLOCK_TERM;

	add_strong(out, block->label);
	spot_buf_text(out, is_pair ? ":" : "");
	spot_buf_text(out, block->label.len > 0 ? " " : "");
}

static void add_code(struct spot_buf *out, const struct spot_page_block *block)
{
	struct spot_view text = block->first ? block->first->text : (struct spot_view) { 0 };
	size_t n = longest_ticks(text);

	n = n < 3 ? 3 : n + 1;
	add_ticks(out, n);
	spot_buf_text(out, "lua\n");
	while (text.len > 0) {
		char c = text.ptr[0];
		struct spot_view shown = spot_escape_next(&text);

		if (c == '\n' || c == '\t')
			spot_buf_char(out, c);
		else if (c != '\r')
			spot_buf_view(out, shown);
	}
	if (out->len > 0 && out->ptr[out->len - 1] != '\n')
		spot_buf_char(out, '\n');
	add_ticks(out, n);
	spot_buf_char(out, '\n');
}

/* --- tables ------------------------------------------------------------------------------ */

static void add_cell(struct spot_buf *out, const struct spot_grid *grid,
    const struct spot_grid_row *row, size_t i)
{
	struct spot_view text = row->cells[i].text;

	if (grid->columns[i].is_code)
		add_code_span(out, text, true);
	else if (row->tone == SPOT_GRID_STRONG)
		add_strong(out, text);
	else if (grid->columns[i].kind != SPOT_FIGURE_TEXT)
		spot_escape_plain(out, text);
	else
		spot_escape_markdown(out, text);
}

static void add_grid(struct spot_buf *out, const struct spot_grid *grid)
{
	for (size_t i = 0; i < grid->n_columns; i++) {
		const char *title = grid->columns[i].title;

		spot_buf_text(out, "| ");
		spot_escape_markdown(out, spot_view_of(title ? title : ""));
		spot_buf_char(out, ' ');
	}
	spot_buf_text(out, "|\n");
	for (size_t i = 0; i < grid->n_columns; i++)
		spot_buf_text(out,
		    grid->columns[i].kind == SPOT_FIGURE_TEXT ? "| --- " : "| ---: ");
	spot_buf_text(out, "|\n");
	for (const struct spot_grid_row *row = grid->first; row; row = row->next) {
		for (size_t i = 0; i < grid->n_columns; i++) {
			spot_buf_text(out, "| ");
			add_cell(out, grid, row, i);
			spot_buf_char(out, ' ');
		}
		spot_buf_text(out, "|\n");
	}
}

static void add_table(struct spot_buf *out, const struct spot_page_block *block)
{
	if (block->label.len > 0) {
		add_strong(out, block->label);
		spot_buf_text(out, "\n\n");
	}
	add_grid(out, block->grid);
}

static void add_chart(struct spot_buf *out, const struct spot_chart *chart)
{
	struct spot_arena arena;
	struct spot_grid grid;

	add_strong(out, spot_view_of(chart->title));
	spot_buf_text(out, "\n\n");
	if (chart->about) {
		spot_escape_markdown(out, spot_view_of(chart->about));
		spot_buf_text(out, "\n\n");
	}
	spot_arena_init(&arena);
	spot_chart_grid_init(&grid, &arena, chart, POINTS_MAX);
	if (grid.failed)
		out->failed = true;
	else
		add_grid(out, &grid);
	spot_arena_free(&arena);
}

/* --- blocks ------------------------------------------------------------------------------ */

static void add_lined(struct spot_buf *out, const char *before, const struct spot_page_block *block)
{
	spot_buf_text(out, before);
	add_label(out, block);
	add_runs(out, block);
	spot_buf_char(out, '\n');
}

static void add_block(struct spot_buf *out, const struct spot_page_block *block)
{
	switch (block->kind) {
	case SPOT_BLOCK_SECTION:
	case SPOT_BLOCK_SHEET:
		add_lined(out, "## ", block);
		break;
	case SPOT_BLOCK_PART:
		add_lined(out, "### ", block);
		break;
	case SPOT_BLOCK_TEXT:
		add_lined(out, "", block);
		break;
	case SPOT_BLOCK_ITEM:
	case SPOT_BLOCK_FACT:
	case SPOT_BLOCK_TERM:
		add_lined(out, "- ", block);
		break;
	case SPOT_BLOCK_STEP:
		add_lined(out, "1. ", block);
		break;
	case SPOT_BLOCK_CALLOUT:
		add_lined(out, "> ", block);
		break;
	case SPOT_BLOCK_CODE:
		add_code(out, block);
		break;
	case SPOT_BLOCK_TABLE:
		add_table(out, block);
		break;
	case SPOT_BLOCK_CHART:
		add_chart(out, block->chart);
		break;
	case SPOT_BLOCK_N:
		break;
	}
}

static bool is_list(enum spot_block_kind kind)
{
	return kind == SPOT_BLOCK_ITEM || kind == SPOT_BLOCK_FACT || kind == SPOT_BLOCK_TERM ||
	    kind == SPOT_BLOCK_STEP;
}

static void add_paragraph(struct spot_buf *out, const char *before, struct spot_view text)
{
	if (text.len == 0)
		return;
	spot_buf_text(out, before);
	spot_escape_markdown(out, text);
	spot_buf_char(out, '\n');
}

void spot_markdown_write(struct spot_buf *out, const struct spot_page *page)
{
	enum spot_block_kind last = SPOT_BLOCK_N;

	if (spot_page_failed(page)) {
		out->failed = true;
		return;
	}
	add_paragraph(out, "# ", page->title);
	add_paragraph(out, "\n", page->lead);
	for (const struct spot_page_block *block = page->first; block; block = block->next) {
		if (block->kind == SPOT_BLOCK_CHART && block->chart->is_told)
			continue;
		if (block->kind != last || !is_list(last))
			spot_buf_char(out, '\n');
		add_block(out, block);
		last = block->kind;
	}
	add_paragraph(out, "\n---\n\n", page->foot);
}
