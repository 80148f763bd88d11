/* SPDX-License-Identifier: MIT */
#include "report/terminal.h"

#include <stdio.h>

#include "base/text.h"
#include "report/escape.h"
#include "report/terminal_internal.h"

#define WIDTH_DEFAULT 80

struct terminal {
	struct spot_buf *out;
	struct spot_table_look look;
};

/* --- paragraphs -------------------------------------------------------------------------- */

struct wrap {
	struct terminal *terminal;
	size_t indent; /* of the lines after the first */
	size_t at;     /* columns of the line that are taken */
	bool is_begun; /* the line has a word */
	bool space;    /* the next word is apart from the last */
};

static const char *style_on(enum spot_run_style style)
{
	switch (style) {
	case SPOT_RUN_STRONG:
		return "\x1b[1m";
	case SPOT_RUN_DIM:
		return "\x1b[2m";
	case SPOT_RUN_PLAIN:
	case SPOT_RUN_CODE:
	case SPOT_RUN_LINK:
	case SPOT_RUN_N:
		break;
	}
	return "";
}

static void add_spaces(struct spot_buf *out, size_t n)
{
	while (n-- > 0)
		spot_buf_char(out, ' ');
}

static void add_word(struct wrap *wrap, struct spot_view word, enum spot_run_style style)
{
	struct spot_buf *out = wrap->terminal->out;
	const char *on = wrap->terminal->look.color ? style_on(style) : "";
	size_t width = spot_text_width(word), apart = wrap->space && wrap->is_begun;

	if (wrap->is_begun && wrap->space &&
	    wrap->at + apart + width > wrap->terminal->look.width) {
		spot_buf_char(out, '\n');
		add_spaces(out, wrap->indent);
		wrap->at = wrap->indent;
		apart = 0;
	}
	add_spaces(out, apart);
	spot_buf_text(out, on);
	spot_buf_view(out, word);
	spot_buf_text(out, *on ? "\x1b[0m" : "");
	wrap->at += apart + width;
	wrap->is_begun = true;
	wrap->space = false;
}

/* text is clean. */
static void add_words(struct wrap *wrap, struct spot_view text, enum spot_run_style style)
{
	while (text.len > 0) {
		const char *end = memchr(text.ptr, ' ', text.len);
		size_t n = end ? (size_t)(end - text.ptr) : text.len;

		if (n > 0)
			add_word(wrap, (struct spot_view) { text.ptr, n }, style);
		if (end) {
			wrap->space = true;
			n++;
		}
		text.ptr += n;
		text.len -= n;
	}
}

static void add_text(struct wrap *wrap, struct spot_view text, enum spot_run_style style)
{
	struct spot_buf clean = SPOT_BUF_INIT;

	spot_escape_plain(&clean, text);
	if (spot_buf_failed(&clean))
		wrap->terminal->out->failed = true;
	add_words(wrap, (struct spot_view) { spot_buf_str(&clean), clean.len }, style);
	spot_buf_reset(&clean);
}

static void add_runs(struct wrap *wrap, const struct spot_page_block *block)
{
	for (const struct spot_run *run = block->first; run; run = run->next)
		add_text(wrap, run->text, run->style);
	spot_buf_char(wrap->terminal->out, '\n');
}

/* before stands at the line's head; the lines after the first are indented by indent. */
static struct wrap wrap_begin(struct terminal *terminal, const char *before, size_t indent)
{
	spot_buf_text(terminal->out, before);
	return (struct wrap) {
		.terminal = terminal,
		.indent = indent,
		.at = spot_text_width(spot_view_of(before)),
	};
}

static void add_paragraph(struct terminal *terminal, const char *before, size_t indent,
    const struct spot_page_block *block)
{
	struct wrap wrap = wrap_begin(terminal, before, indent);

	add_runs(&wrap, block);
}

static void add_callout(struct terminal *terminal, const struct spot_page_block *block)
{
	static const char *const marks[SPOT_TONE_N] = { "(i) ", "(+) ", "(-) ", "(?) ", "(!) " };
	struct wrap wrap = wrap_begin(terminal, marks[block->tone], 4);

	add_text(&wrap, block->label, SPOT_RUN_STRONG);
	wrap.space = true;
	add_runs(&wrap, block);
}

static void add_term(struct terminal *terminal, const struct spot_page_block *block)
{
	struct wrap wrap = wrap_begin(terminal, "", 2);

	add_text(&wrap, block->label, SPOT_RUN_STRONG);
	add_words(&wrap, SPOT_VIEW(": "), SPOT_RUN_PLAIN);
	add_runs(&wrap, block);
}

static void add_heading(struct terminal *terminal, const struct spot_page_block *block, char line)
{
	struct wrap wrap = wrap_begin(terminal, "", 0);
	size_t width;

	for (const struct spot_run *run = block->first; run; run = run->next)
		add_text(&wrap, run->text, SPOT_RUN_STRONG);
	spot_buf_char(terminal->out, '\n');
	width = wrap.at < terminal->look.width ? wrap.at : terminal->look.width;
	for (size_t i = 0; line && i < width; i++)
		spot_buf_char(terminal->out, line);
	if (line)
		spot_buf_char(terminal->out, '\n');
}

static void add_code(struct terminal *terminal, const struct spot_page_block *block)
{
	struct spot_view text = block->first ? block->first->text : (struct spot_view) { 0 };
	bool at_head = true;

	while (text.len > 0) {
		char c = text.ptr[0];
		struct spot_view shown = spot_escape_next(&text);

		if (c == '\r')
			continue;
		if (c == '\n') {
			spot_buf_char(terminal->out, '\n');
			at_head = true;
			continue;
		}
		spot_buf_text(terminal->out, at_head ? "    " : "");
		spot_buf_view(terminal->out, c == '\t' ? SPOT_VIEW("    ") : shown);
		at_head = false;
	}
	spot_buf_text(terminal->out, at_head ? "" : "\n");
}

static void add_bold(struct terminal *terminal, struct spot_view text)
{
	struct wrap wrap = wrap_begin(terminal, "", 0);

	add_text(&wrap, text, SPOT_RUN_STRONG);
	spot_buf_char(terminal->out, '\n');
}

/* --- blocks ------------------------------------------------------------------------------ */

/* Facts that stand together are a block of pairs. */
static const struct spot_page_block *add_facts(struct terminal *terminal,
    const struct spot_page_block *block)
{
	struct spot_table table;
	struct spot_buf value = SPOT_BUF_INIT;

	spot_table_init_pairs(&table);
	for (; block && block->kind == SPOT_BLOCK_FACT; block = block->next) {
		spot_buf_clear(&value);
		for (const struct spot_run *run = block->first; run; run = run->next)
			spot_buf_view(&value, run->text);
		spot_table_view(&table, SPOT_DIM, block->label);
		spot_table_view(&table, SPOT_PLAIN, (struct spot_view) { value.ptr, value.len });
		table.failed |= spot_buf_failed(&value);
	}
	spot_table_draw(&table, &terminal->look, terminal->out);
	spot_buf_reset(&value);
	spot_table_reset(&table);
	return block;
}

static const struct spot_page_block *add_steps(struct terminal *terminal,
    const struct spot_page_block *block)
{
	for (size_t n = 1; block && block->kind == SPOT_BLOCK_STEP; block = block->next, n++) {
		char before[32];
		int width = snprintf(before, sizeof(before), "%zu. ", n);

		add_paragraph(terminal, before, (size_t)width, block);
	}
	return block;
}

static const struct spot_page_block *add_block(struct terminal *terminal,
    const struct spot_page_block *block)
{
	switch (block->kind) {
	case SPOT_BLOCK_SECTION:
		add_heading(terminal, block, '-');
		break;
	case SPOT_BLOCK_SHEET:
		add_heading(terminal, block, '=');
		break;
	case SPOT_BLOCK_PART:
		add_heading(terminal, block, '\0');
		break;
	case SPOT_BLOCK_TEXT:
		add_paragraph(terminal, "", 0, block);
		break;
	case SPOT_BLOCK_ITEM:
		add_paragraph(terminal, "- ", 2, block);
		break;
	case SPOT_BLOCK_STEP:
		return add_steps(terminal, block);
	case SPOT_BLOCK_CALLOUT:
		add_callout(terminal, block);
		break;
	case SPOT_BLOCK_FACT:
		return add_facts(terminal, block);
	case SPOT_BLOCK_TERM:
		add_term(terminal, block);
		break;
	case SPOT_BLOCK_CODE:
		add_code(terminal, block);
		break;
	case SPOT_BLOCK_TABLE:
		if (block->label.len > 0)
			add_bold(terminal, block->label);
		spot_terminal_table_grid(terminal->out, &terminal->look, block->grid);
		break;
	case SPOT_BLOCK_CHART:
		add_bold(terminal, spot_view_of(block->chart->title));
		spot_terminal_table_chart(terminal->out, &terminal->look, block->chart);
		break;
	case SPOT_BLOCK_N:
		break;
	}
	return block->next;
}

static bool is_tight(enum spot_block_kind last, enum spot_block_kind kind)
{
	return kind == last && (kind == SPOT_BLOCK_ITEM || kind == SPOT_BLOCK_TERM);
}

static void add_line(struct terminal *terminal, struct spot_view text, enum spot_run_style style)
{
	struct wrap wrap = wrap_begin(terminal, "", 0);

	if (text.len == 0)
		return;
	add_text(&wrap, text, style);
	spot_buf_char(terminal->out, '\n');
}

void spot_terminal_write(struct spot_buf *out, const struct spot_page *page,
    const struct spot_table_look *look)
{
	struct terminal terminal = { .out = out, .look = *look };
	enum spot_block_kind last = SPOT_BLOCK_N;

	if (spot_page_failed(page)) {
		out->failed = true;
		return;
	}
	if (terminal.look.width == 0)
		terminal.look.width = WIDTH_DEFAULT;
	add_line(&terminal, page->title, SPOT_RUN_STRONG);
	add_line(&terminal, page->lead, SPOT_RUN_DIM);
	for (const struct spot_page_block *block = page->first; block;) {
		if (block->kind == SPOT_BLOCK_CHART && block->chart->is_told) {
			block = block->next;
			continue;
		}
		if (!is_tight(last, block->kind))
			spot_buf_char(out, '\n');
		last = block->kind;
		block = add_block(&terminal, block);
	}
	if (page->foot.len > 0)
		spot_buf_char(out, '\n');
	add_line(&terminal, page->foot, SPOT_RUN_DIM);
}
