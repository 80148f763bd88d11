/* SPDX-License-Identifier: MIT */
#include "report/html.h"

#include <stdio.h>

#include "report/chart_grid.h"
#include "report/escape.h"
#include "report/html_internal.h"
#include "report/style.h"

#define CONTENTS_MIN 4 /* sections from which a table of contents helps */

static const char *const tones[SPOT_TONE_N] = { "note", "good", "bad", "unsure", "warn" };

void spot_html_text(struct spot_buf *out, struct spot_view text)
{
	bool is_rtl = spot_escape_is_rtl(text);

	spot_buf_text(out, is_rtl ? "<bdi>" : "");
	spot_escape_xml(out, text);
	spot_buf_text(out, is_rtl ? "</bdi>" : "");
}

/* --- text -------------------------------------------------------------------------------- */

static bool is_address(struct spot_view text)
{
	static const char *const heads[] = { "http://", "https://", "mailto:" };

	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(heads[i]);

		if (text.len > n && memcmp(text.ptr, heads[i], n) == 0)
			return true;
	}
	return false;
}

static void add_link(struct spot_buf *out, struct spot_view text)
{
	if (!is_address(text)) {
		spot_html_text(out, text);
		return;
	}
	spot_buf_text(out, "<a rel=\"noreferrer noopener\" href=\"");
	spot_escape_xml(out, text);
	spot_buf_text(out, "\">");
	spot_html_text(out, text);
	spot_buf_text(out, "</a>");
}

static void add_run(struct spot_buf *out, const struct spot_run *run)
{
	static const char *const before[SPOT_RUN_N] = {
		"", "<strong>", "<span class=\"dim\">", "<code>", "",
	};
	static const char *const after[SPOT_RUN_N] = { "", "</strong>", "</span>", "</code>", "" };

	spot_buf_text(out, before[run->style]);
	if (run->style == SPOT_RUN_LINK)
		add_link(out, run->text);
	else
		spot_html_text(out, run->text);
	spot_buf_text(out, after[run->style]);
}

void spot_html_runs(struct spot_buf *out, const struct spot_page_block *block)
{
	for (const struct spot_run *run = block->first; run; run = run->next)
		add_run(out, run);
}

/* --- blocks ------------------------------------------------------------------------------ */

void spot_html_section_close(struct spot_html *html)
{
	if (html->is_section_open)
		spot_buf_text(html->out, "</section>\n");
	html->is_section_open = false;
}

static void add_section(struct spot_html *html, const struct spot_page_block *block)
{
	size_t n = ++html->n_sections;

	spot_html_section_close(html);
	spot_buf_printf(html->out, "<section aria-labelledby=\"s%zu\">\n<h2 id=\"s%zu\">", n, n);
	spot_html_runs(html->out, block);
	spot_buf_text(html->out, "</h2>\n");
	html->is_section_open = true;
}

static void add_simple(struct spot_html *html, const struct spot_page_block *block, const char *tag)
{
	spot_buf_printf(html->out, "<%s>", tag);
	spot_html_runs(html->out, block);
	spot_buf_printf(html->out, "</%s>\n", tag);
}

/* Blocks of one kind that stand together, in one list. */
static const struct spot_page_block *add_list(struct spot_html *html,
    const struct spot_page_block *block,
    const char *tag)
{
	enum spot_block_kind kind = block->kind;

	spot_buf_printf(html->out, "<%s>\n", tag);
	for (; block && block->kind == kind; block = block->next)
		add_simple(html, block, "li");
	spot_buf_printf(html->out, "</%s>\n", tag);
	return block;
}

static const struct spot_page_block *add_pairs(struct spot_html *html,
    const struct spot_page_block *block,
    const char *class)
{
	enum spot_block_kind kind = block->kind;

	spot_buf_printf(html->out, "<dl class=\"%s\">\n", class);
	for (; block && block->kind == kind; block = block->next) {
		spot_buf_text(html->out, "<div><dt>");
		spot_html_text(html->out, block->label);
		spot_buf_text(html->out, "</dt><dd>");
		spot_html_runs(html->out, block);
		spot_buf_text(html->out, "</dd></div>\n");
	}
	spot_buf_text(html->out, "</dl>\n");
	return block;
}

static void add_callout(struct spot_html *html, const struct spot_page_block *block)
{
	const char *tone = tones[block->tone];

	spot_buf_printf(html->out, "<div class=\"callout %s\">"
	    "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#%s\"/></svg><p>", tone, tone);
	if (block->label.len > 0) {
		spot_buf_text(html->out, "<span class=\"label\">");
		spot_html_text(html->out, block->label);
		spot_buf_text(html->out, "</span> ");
	}
	spot_html_runs(html->out, block);
	spot_buf_text(html->out, "</p></div>\n");
}

static void add_code(struct spot_html *html, const struct spot_page_block *block)
{
	spot_buf_text(html->out, "<pre><code>");
	if (block->first)
		spot_escape_xml_lines(html->out, block->first->text);
	spot_buf_text(html->out, "</code></pre>\n");
}

/* --- charts ------------------------------------------------------------------------------ */

static void add_numbers(struct spot_html *html, const struct spot_chart *chart)
{
	struct spot_arena arena;
	struct spot_grid grid;

	spot_arena_init(&arena);
	spot_chart_grid_init(&grid, &arena, chart, 0);
	if (grid.failed)
		html->out->failed = true;
	else if (grid.n_rows > 0) {
		spot_buf_text(html->out, "<details><summary>Numbers</summary>\n");
		spot_html_table(html->out, &grid, (struct spot_view) { 0 });
		spot_buf_text(html->out, "</details>\n");
	}
	spot_arena_free(&arena);
}

static void add_chart(struct spot_html *html, const struct spot_chart *chart)
{
	char id[32];

	bool is_half = chart->is_half && !html->page->is_sheet;

	snprintf(id, sizeof(id), "c%zu", ++html->n_charts);
	spot_buf_text(html->out, is_half ? "<figure>\n<figcaption><b>"
	    : "<figure class=\"whole\">\n<figcaption><b>");
	spot_html_text(html->out, spot_view_of(chart->title));
	spot_buf_text(html->out, "</b>");
	if (chart->about) {
		spot_buf_text(html->out, "<span>");
		spot_html_text(html->out, spot_view_of(chart->about));
		spot_buf_text(html->out, "</span>");
	}
	spot_buf_text(html->out, "</figcaption>\n");
	spot_chart_draw(chart, SPOT_CHART_NARROW, id, html->out);
	if (!is_half) {
		strcat(id, "w");
		spot_chart_draw(chart, html->wide, id, html->out);
	}
	if (!chart->is_told)
		add_numbers(html, chart);
	spot_buf_text(html->out, "</figure>\n");
}

static const struct spot_page_block *add_charts(struct spot_html *html,
    const struct spot_page_block *block)
{
	if (!block->chart->is_half || html->page->is_sheet) {
		add_chart(html, block->chart);
		return block->next;
	}
	spot_buf_text(html->out, "<div class=\"pair\">\n");
	for (; block && block->kind == SPOT_BLOCK_CHART && block->chart->is_half;
	     block = block->next)
		add_chart(html, block->chart);
	spot_buf_text(html->out, "</div>\n");
	return block;
}

const struct spot_page_block *spot_html_block(struct spot_html *html,
    const struct spot_page_block *block)
{
	switch (block->kind) {
	case SPOT_BLOCK_SECTION:
		add_section(html, block);
		break;
	case SPOT_BLOCK_SHEET: /* on a page that is not of sheets: a section like others */
		add_section(html, block);
		break;
	case SPOT_BLOCK_PART:
		add_simple(html, block, "h3");
		break;
	case SPOT_BLOCK_TEXT:
		add_simple(html, block, "p");
		break;
	case SPOT_BLOCK_ITEM:
		return add_list(html, block, "ul");
	case SPOT_BLOCK_STEP:
		return add_list(html, block, "ol");
	case SPOT_BLOCK_FACT:
		return add_pairs(html, block, "facts");
	case SPOT_BLOCK_TERM:
		return add_pairs(html, block, "terms");
	case SPOT_BLOCK_CALLOUT:
		add_callout(html, block);
		break;
	case SPOT_BLOCK_CODE:
		add_code(html, block);
		break;
	case SPOT_BLOCK_TABLE:
		spot_html_table(html->out, block->grid, block->label);
		break;
	case SPOT_BLOCK_CHART:
		return add_charts(html, block);
	case SPOT_BLOCK_N:
		break;
	}
	return block->next;
}

/* --- the page ---------------------------------------------------------------------------- */

static void add_head(struct spot_html *html)
{
	spot_buf_text(html->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'; img-src data:\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<link rel=\"icon\" href=\"data:,\">\n"
	    "<title>");
	spot_escape_xml(html->out, html->page->title);
	spot_buf_text(html->out, "</title>\n<style>\n");
	spot_style_css(html->out, html->page->is_sheet);
	spot_buf_text(html->out, "</style>\n</head>\n<body>\n");
	spot_style_defs(html->out);
}

static size_t count_sections(const struct spot_page *page)
{
	size_t n = 0;

	for (const struct spot_page_block *block = page->first; block; block = block->next)
		n += block->kind == SPOT_BLOCK_SECTION || block->kind == SPOT_BLOCK_SHEET;
	return n;
}

static void add_contents(struct spot_html *html)
{
	size_t n = 0;

	spot_buf_text(html->out, "<nav aria-label=\"Contents\"><p>Contents</p><ol>\n");
	for (const struct spot_page_block *block = html->page->first; block; block = block->next) {
		if (block->kind != SPOT_BLOCK_SECTION && block->kind != SPOT_BLOCK_SHEET)
			continue;
		spot_buf_printf(html->out, "<li><a href=\"#s%zu\">", ++n);
		for (const struct spot_run *run = block->first; run; run = run->next)
			spot_html_text(html->out, run->text);
		spot_buf_text(html->out, "</a></li>\n");
	}
	spot_buf_text(html->out, "</ol></nav>\n");
}

/* The title, and what stands before the first section: facts, the verdict. Returns that section. */
static const struct spot_page_block *add_title(struct spot_html *html)
{
	const struct spot_page_block *block = html->page->first;

	spot_buf_text(html->out, "<header>\n<h1>");
	spot_html_text(html->out, html->page->title);
	spot_buf_text(html->out, "</h1>\n");
	if (html->page->lead.len > 0) {
		spot_buf_text(html->out, "<p class=\"lead\">");
		spot_html_text(html->out, html->page->lead);
		spot_buf_text(html->out, "</p>\n");
	}
	while (block && block->kind != SPOT_BLOCK_SECTION && block->kind != SPOT_BLOCK_SHEET)
		block = spot_html_block(html, block);
	spot_buf_text(html->out, "</header>\n");
	return block;
}

static void add_foot(struct spot_html *html)
{
	if (html->page->foot.len == 0)
		return;
	spot_buf_text(html->out, "<footer>");
	spot_html_text(html->out, html->page->foot);
	spot_buf_text(html->out, "</footer>\n");
}

static void add_body(struct spot_html *html)
{
	bool has_contents = count_sections(html->page) >= CONTENTS_MIN;
	const struct spot_page_block *block;

	spot_buf_text(html->out, has_contents ? "<div class=\"page has-nav\">\n"
	    : "<div class=\"page\">\n");
	block = add_title(html);
	if (has_contents)
		add_contents(html);
	spot_buf_text(html->out, "<main>\n");
	while (block)
		block = spot_html_block(html, block);
	spot_html_section_close(html);
	spot_buf_text(html->out, "</main>\n");
	add_foot(html);
	spot_buf_text(html->out, "</div>\n");
}

void spot_html_write(struct spot_buf *out, const struct spot_page *page)
{
	struct spot_html html = { .out = out, .page = page, .wide = SPOT_CHART_WIDE };

	if (spot_page_failed(page)) {
		out->failed = true;
		return;
	}
	add_head(&html);
	if (page->is_sheet)
		spot_html_sheet_all(&html);
	else
		add_body(&html);
	spot_buf_text(out, "</body>\n</html>\n");
}
