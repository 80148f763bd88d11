/* SPDX-License-Identifier: MIT */
/*
 * A page as data: a verb fills it once, and it is written as HTML, Markdown or terminal text
 * (report/html.h, report/markdown.h, report/terminal.h).
 *
 *	struct spot_page page;
 *	spot_page_init(&page, "Trial");
 *	spot_page_fact(&page, "data", "%s", path);
 *	spot_page_callout(&page, SPOT_TONE_UNSURE, "Cannot tell");
 *	spot_page_run(&page, SPOT_RUN_PLAIN, "312 more outcomes would settle it.");
 *	spot_page_section(&page, "Rates per tier");
 *	struct spot_grid *grid = spot_page_table(&page, "Rates", columns, 3);
 *
 * Blocks come one under the other; runs of text go into the block that was opened last. Text is of
 * unknown origin everywhere: no writer takes markup from it. Everything is copied. An allocation
 * that fails puts the page in the failed state, and writing it fails the buffer. Not thread-safe.
 */
#ifndef SPOT_REPORT_PAGE_H
#define SPOT_REPORT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/view.h"
#include "report/chart.h"
#include "report/grid.h"

enum spot_run_style {
	SPOT_RUN_PLAIN,
	SPOT_RUN_STRONG,
	SPOT_RUN_DIM,
	SPOT_RUN_CODE,
	SPOT_RUN_LINK, /* an address; a link where it begins with http:, https: or mailto: */
	SPOT_RUN_N
};

enum spot_tone {
	SPOT_TONE_NOTE,
	SPOT_TONE_GOOD,
	SPOT_TONE_BAD,
	SPOT_TONE_UNSURE,
	SPOT_TONE_WARN,
	SPOT_TONE_N
};

enum spot_block_kind {
	SPOT_BLOCK_SECTION, /* a heading; its text is in runs, as everywhere */
	SPOT_BLOCK_PART,    /* a heading below it */
	SPOT_BLOCK_TEXT,
	SPOT_BLOCK_ITEM,
	SPOT_BLOCK_STEP,    /* a numbered item */
	SPOT_BLOCK_CALLOUT, /* a verdict: tone and label, then text */
	SPOT_BLOCK_FACT,    /* label and value, side by side: data, rows, as of, seed */
	SPOT_BLOCK_TERM,    /* a convention: label, then what it means */
	SPOT_BLOCK_CODE,    /* text, as it is */
	SPOT_BLOCK_TABLE,
	SPOT_BLOCK_CHART,
	SPOT_BLOCK_SHEET,   /* a new sheet of paper begins */
	SPOT_BLOCK_N
};

struct spot_run {
	struct spot_run *next;
	enum spot_run_style style;
	struct spot_view text;
};

struct spot_page_block {
	struct spot_page_block *next;
	enum spot_block_kind kind;
	enum spot_tone tone;
	struct spot_view label; /* of a callout, fact, term or table; may be empty */
	struct spot_run *first, *last;
	struct spot_grid *grid;
	struct spot_chart *chart;
	bool is_wide; /* a section across both columns of a sheet */
};

struct spot_page {
	struct spot_arena arena;
	struct spot_view title;
	struct spot_view lead; /* the line under the title */
	struct spot_view foot; /* who made it, when */
	struct spot_page_block *first, *last;
	bool is_sheet; /* each sheet is one page of A4, its text as small as that takes */
	bool failed;
	struct spot_grid none; /* what a caller gets when there is no memory for a table */
};

void spot_page_init(struct spot_page *page, const char *title);
void spot_page_reset(struct spot_page *page);

void spot_page_lead(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void spot_page_foot(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void spot_page_section(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* On a sheet: across both columns. */
void spot_page_section_wide(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void spot_page_part(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* What follows begins a new sheet with this title. */
void spot_page_sheet(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A name and a value; first of all, at the head of the page. */
void spot_page_fact(struct spot_page *page, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Blocks of text, empty until runs are added. Items in a row are one list, terms too. */
void spot_page_paragraph(struct spot_page *page);
void spot_page_item(struct spot_page *page);
void spot_page_step(struct spot_page *page);
void spot_page_term(struct spot_page *page, const char *label);
void spot_page_callout(struct spot_page *page, enum spot_tone tone, const char *label);

void spot_page_run(struct spot_page *page, enum spot_run_style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void spot_page_run_view(struct spot_page *page, enum spot_run_style style, struct spot_view text);

/* A paragraph of plain text. */
void spot_page_say(struct spot_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void spot_page_code(struct spot_page *page, struct spot_view text);
/* The grid is the page's; title may be NULL. Never NULL: after a failure it is in the failed state,
 * and adding to it does nothing. */
struct spot_grid *spot_page_table(struct spot_page *page, const char *title,
    const struct spot_grid_column *columns, size_t n_columns);
void spot_page_chart(struct spot_page *page, const struct spot_chart *chart);

/* Whether it, or a grid in it, is in the failed state. */
bool spot_page_failed(const struct spot_page *page);

#endif
