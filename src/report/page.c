/* SPDX-License-Identifier: MIT */
#include "report/page.h"

#include <assert.h>
#include <stdarg.h>

void spot_page_init(struct spot_page *page, const char *title)
{
	*page = (struct spot_page) { .none = { .failed = true } };
	spot_arena_init(&page->arena);
	page->title = spot_view_of(spot_arena_copy(&page->arena, title, strlen(title)));
	page->failed = !page->title.ptr;
}

void spot_page_reset(struct spot_page *page)
{
	spot_arena_free(&page->arena);
	*page = (struct spot_page) { 0 };
}

/* --- into the arena ---------------------------------------------------------------------- */

static void *make(struct spot_page *page, size_t n, size_t size)
{
	void *ptr = page->failed ? NULL : spot_arena_calloc(&page->arena, n, size);

	if (!ptr)
		page->failed = true;
	return ptr;
}

static struct spot_view copy_view(struct spot_page *page, struct spot_view text)
{
	char *ptr = page->failed ? NULL
	    : spot_arena_copy(&page->arena, text.len > 0 ? text.ptr : "", text.len);

	if (!ptr) {
		page->failed = true;
		return (struct spot_view) { 0 };
	}
	return (struct spot_view) { ptr, text.len };
}

static const char *copy_text(struct spot_page *page, const char *text)
{
	return text ? copy_view(page, spot_view_of(text)).ptr : NULL;
}

__attribute__((format(printf, 2, 0)))
static struct spot_view format(struct spot_page *page, const char *fmt, va_list args)
{
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_view view;

	spot_buf_vprintf(&text, fmt, args);
	if (spot_buf_failed(&text))
		page->failed = true;
	view = copy_view(page, (struct spot_view) { text.ptr, text.len });
	spot_buf_reset(&text);
	return view;
}

/* --- blocks ------------------------------------------------------------------------------ */

/* NULL in the failed state. */
static struct spot_page_block *block_add(struct spot_page *page, enum spot_block_kind kind)
{
	struct spot_page_block *block = make(page, 1, sizeof(*block));

	if (!block)
		return NULL;
	block->kind = kind;
	if (page->last)
		page->last->next = block;
	else
		page->first = block;
	page->last = block;
	return block;
}

static void run_add(struct spot_page *page, enum spot_run_style style, struct spot_view text)
{
	struct spot_run *run = make(page, 1, sizeof(*run));

	if (!run)
		return;
	run->style = style;
	run->text = text;
	if (page->last->last)
		page->last->last->next = run;
	else
		page->last->first = run;
	page->last->last = run;
}

/* A block whose text is one plain run. */
__attribute__((format(printf, 3, 0)))
static struct spot_page_block *block_format(struct spot_page *page, enum spot_block_kind kind,
    const char *fmt, va_list args)
{
	struct spot_page_block *block = block_add(page, kind);

	if (block)
		run_add(page, SPOT_RUN_PLAIN, format(page, fmt, args));
	return block;
}

static void block_labelled(struct spot_page *page, enum spot_block_kind kind, enum spot_tone tone,
    const char *label)
{
	struct spot_page_block *block = block_add(page, kind);

	if (!block)
		return;
	block->tone = tone;
	block->label = copy_view(page, spot_view_of(label));
}

void spot_page_lead(struct spot_page *page, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	page->lead = format(page, fmt, args);
	va_end(args);
}

void spot_page_foot(struct spot_page *page, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	page->foot = format(page, fmt, args);
	va_end(args);
}

void spot_page_section(struct spot_page *page, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	block_format(page, SPOT_BLOCK_SECTION, fmt, args);
	va_end(args);
}

void spot_page_section_wide(struct spot_page *page, const char *fmt, ...)
{
	struct spot_page_block *block;
	va_list args;

	va_start(args, fmt);
	block = block_format(page, SPOT_BLOCK_SECTION, fmt, args);
	va_end(args);
	if (block)
		block->is_wide = true;
}

void spot_page_part(struct spot_page *page, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	block_format(page, SPOT_BLOCK_PART, fmt, args);
	va_end(args);
}

void spot_page_sheet(struct spot_page *page, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	block_format(page, SPOT_BLOCK_SHEET, fmt, args);
	va_end(args);
}

void spot_page_say(struct spot_page *page, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	block_format(page, SPOT_BLOCK_TEXT, fmt, args);
	va_end(args);
}

void spot_page_fact(struct spot_page *page, const char *label, const char *fmt, ...)
{
	va_list args;

	block_labelled(page, SPOT_BLOCK_FACT, SPOT_TONE_NOTE, label);
	va_start(args, fmt);
	if (!page->failed)
		run_add(page, SPOT_RUN_PLAIN, format(page, fmt, args));
	va_end(args);
}

void spot_page_paragraph(struct spot_page *page)
{
	block_add(page, SPOT_BLOCK_TEXT);
}

void spot_page_item(struct spot_page *page)
{
	block_add(page, SPOT_BLOCK_ITEM);
}

void spot_page_step(struct spot_page *page)
{
	block_add(page, SPOT_BLOCK_STEP);
}

void spot_page_term(struct spot_page *page, const char *label)
{
	block_labelled(page, SPOT_BLOCK_TERM, SPOT_TONE_NOTE, label);
}

void spot_page_callout(struct spot_page *page, enum spot_tone tone, const char *label)
{
	block_labelled(page, SPOT_BLOCK_CALLOUT, tone, label);
}

void spot_page_run(struct spot_page *page, enum spot_run_style style, const char *fmt, ...)
{
	va_list args;

	if (page->failed)
		return;
	assert(page->last && page->last->kind < SPOT_BLOCK_CODE);
	va_start(args, fmt);
	run_add(page, style, format(page, fmt, args));
	va_end(args);
}

void spot_page_run_view(struct spot_page *page, enum spot_run_style style, struct spot_view text)
{
	if (page->failed)
		return;
	assert(page->last && page->last->kind < SPOT_BLOCK_CODE);
	run_add(page, style, copy_view(page, text));
}

void spot_page_code(struct spot_page *page, struct spot_view text)
{
	if (block_add(page, SPOT_BLOCK_CODE))
		run_add(page, SPOT_RUN_CODE, copy_view(page, text));
}

struct spot_grid *spot_page_table(struct spot_page *page, const char *title,
    const struct spot_grid_column *columns, size_t n_columns)
{
	struct spot_page_block *block = block_add(page, SPOT_BLOCK_TABLE);
	struct spot_grid *grid = make(page, 1, sizeof(*grid));

	if (!block || !grid)
		return &page->none;
	block->label = copy_view(page, spot_view_of(title ? title : ""));
	spot_grid_init(grid, &page->arena, columns, n_columns);
	block->grid = grid;
	return grid;
}

/* --- charts ------------------------------------------------------------------------------ */

static void axis_copy(struct spot_page *page, struct spot_chart_axis *axis)
{
	axis->title = copy_text(page, axis->title);
	axis->mark_label = copy_text(page, axis->mark_label);
}

static const char *const *names_copy(struct spot_page *page, const struct spot_chart *chart)
{
	const char **names = make(page, chart->n_names, sizeof(*names));

	for (size_t i = 0; names && i < chart->n_names; i++)
		names[i] = copy_text(page, chart->names[i]);
	return names;
}

static const struct spot_chart_series *series_copy(struct spot_page *page,
    const struct spot_chart *chart)
{
	struct spot_chart_series *series = make(page, chart->n_series, sizeof(*series));

	for (size_t k = 0; series && k < chart->n_series; k++) {
		const struct spot_chart_series *from = &chart->series[k];
		struct spot_chart_point *points = make(page, from->n_points, sizeof(*points));

		if (points && from->n_points > 0)
			memcpy(points, from->points, from->n_points * sizeof(*points));
		series[k] = (struct spot_chart_series) {
			.name = copy_text(page, from->name),
			.points = points,
			.n_points = from->n_points,
		};
	}
	return series;
}

void spot_page_chart(struct spot_page *page, const struct spot_chart *chart)
{
	struct spot_page_block *block = block_add(page, SPOT_BLOCK_CHART);
	struct spot_chart *own = make(page, 1, sizeof(*own));

	if (!block || !own)
		return;
	*own = *chart;
	own->title = copy_text(page, chart->title);
	own->about = copy_text(page, chart->about);
	own->diagonal = copy_text(page, chart->diagonal);
	own->spread = copy_text(page, chart->spread);
	axis_copy(page, &own->x);
	axis_copy(page, &own->y);
	own->names = names_copy(page, chart);
	own->series = series_copy(page, chart);
	block->chart = own;
}

bool spot_page_failed(const struct spot_page *page)
{
	for (const struct spot_page_block *block = page->first; block; block = block->next) {
		if (block->grid && block->grid->failed)
			return true;
	}
	return page->failed;
}
