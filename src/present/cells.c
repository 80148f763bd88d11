/* SPDX-License-Identifier: MIT */
#include "present/cells.h"

#include <stdlib.h>

#include "base/digits.h"
#include "base/json.h"
#include "present/cells_internal.h"
#include "table/emit.h"

/* What is in the scratch buffer, kept. */
static void keep(struct spot_cells *cells, struct spot_view *out)
{
	struct spot_buf *scratch = &cells->scratch;
	char *copy = spot_arena_alloc(&cells->arena, scratch->len + SPOT_CELLS_COPY);

	if (!copy) {
		scratch->failed = true;
		return;
	}
	memset(copy + scratch->len, 0, SPOT_CELLS_COPY);
	if (scratch->len > 0)
		memcpy(copy, scratch->ptr, scratch->len);
	*out = (struct spot_view) { copy, scratch->len };
	scratch->len = 0;
}

static struct spot_view *make_views(struct spot_cells *cells, size_t n)
{
	struct spot_view *views = spot_arena_calloc(&cells->arena, n, sizeof(*views));

	if (!views)
		cells->scratch.failed = true;
	return views;
}

static void make_before(struct spot_cells *cells, size_t item_idx, struct spot_view *out)
{
	const char *name = cells->columns->items[item_idx].name;
	bool is_first = item_idx == 0 && cells->look.is_first;
	struct spot_buf *scratch = &cells->scratch;

	if (cells->look.json) {
		if (!is_first)
			spot_buf_text(scratch, ", ");
		spot_json_quote(
		    scratch, spot_view_of(strncmp(name, "icp_", 4) == 0 ? name + 4 : name));
		spot_buf_text(scratch, ": ");
	} else if (!is_first) {
		spot_buf_char(scratch, cells->look.delimiter);
	}
	keep(cells, out);
	cells->room += out->len;
}

static void make_text(struct spot_cells *cells, struct spot_view before, const char *text,
    struct spot_view *out)
{
	struct spot_buf *scratch = &cells->scratch;

	spot_buf_view(scratch, before);
	if (!cells->look.json)
		spot_emit_csv(scratch, spot_view_of(text), cells->look.delimiter);
	else if (text[0])
		spot_json_quote(scratch, spot_view_of(text));
	else
		spot_buf_text(scratch, "null");
	keep(cells, out);
}

/* Room for the longest of them. */
static void add_longest(struct spot_cells *cells, const struct spot_view *texts, size_t n)
{
	size_t longest = 0;

	for (size_t i = 0; i < n; i++)
		longest = texts[i].len > longest ? texts[i].len : longest;
	cells->room += longest;
}

/* In the end the arrays that were allocated may be NULL, and the buffer has failed. */
static struct spot_view *make_tiers(struct spot_cells *cells, const struct spot_rules *rules,
    struct spot_view before)
{
	size_t n = rules->n_tiers + 2;
	struct spot_view *texts = make_views(cells, n);

	for (size_t rank = 0; texts && rank < n; rank++)
		make_text(cells, before, spot_verdict_rank_name(rules, rank), &texts[rank]);
	if (texts)
		add_longest(cells, texts, n);
	return texts;
}

static struct spot_view *make_exceptions(struct spot_cells *cells, const struct spot_rules *rules,
    struct spot_view before)
{
	size_t n = rules->n_exceptions + 1;
	struct spot_view *texts = make_views(cells, n);

	for (size_t i = 0; texts && i < n; i++)
		make_text(cells, before, i + 1 < n ? rules->exceptions[i].name : "", &texts[i]);
	if (texts)
		add_longest(cells, texts, n);
	return texts;
}

static struct spot_view *make_profiles(struct spot_cells *cells, struct spot_view before)
{
	const struct spot_result_columns *columns = cells->columns;
	struct spot_view *texts = make_views(cells, columns->n_panels);

	for (size_t i = 0; texts && i < columns->n_panels; i++)
		make_text(cells, before, columns->profiles[i], &texts[i]);
	if (texts)
		add_longest(cells, texts, columns->n_panels);
	return texts;
}

static void make_name(struct spot_cells *cells, const char *part, const char *name, bool quoted,
    struct spot_view *out)
{
	struct spot_buf *scratch = &cells->scratch;

	spot_buf_text(scratch, part);
	if (cells->look.json)
		spot_json_quote(scratch, spot_view_of(name));
	for (const char *p = name; !cells->look.json && *p; p++) {
		if (quoted && *p == '"')
			spot_buf_char(scratch, '"');
		spot_buf_char(scratch, *p);
	}
	keep(cells, out);
	cells->room += out->len;
}

static bool may_need_quotes(const struct spot_cells *cells, const char *part,
    const char *const *names, size_t n)
{
	char delimiter = cells->look.delimiter;
	bool may = strchr(part, delimiter) != NULL;

	for (size_t i = 0; i < n && !may; i++)
		may = spot_emit_csv_needs_quotes(spot_view_of(names[i]), delimiter);
	return may;
}

static void make_list(struct spot_cells *cells, struct spot_cells_list *list,
    struct spot_view before, const char *const *names, size_t n)
{
	bool json = cells->look.json;
	const char *part = json ? ", " : "; ";

	list->n_planes = (n + 7) / 8;
	spot_buf_view(&cells->scratch, before);
	spot_buf_text(&cells->scratch, json ? "[" : "");
	keep(cells, &list->before);
	spot_buf_text(&cells->scratch, json ? "]" : "");
	keep(cells, &list->after);
	cells->room += 4;
	list->names = make_views(cells, n);
	for (size_t i = 0; list->names && i < n; i++)
		make_name(cells, part, names[i], false, &list->names[i]);
	list->is_quick = n <= 64;
	if (json || !may_need_quotes(cells, part, names, n))
		return;
	list->is_quick = false;
	list->quoted = make_views(cells, n);
	for (size_t i = 0; list->quoted && i < n; i++)
		make_name(cells, part, names[i], true, &list->quoted[i]);
}

static void make_lists(struct spot_cells *cells, struct spot_cells_plain *plain,
    const struct spot_panel *panel)
{
	const struct spot_rules *rules = panel->rules;
	size_t n = panel->scoring.n_asked;
	const char **names = spot_arena_calloc(&cells->arena, n + 1, sizeof(*names));

	if (!names) {
		cells->scratch.failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		names[i] = panel->scoring.asked[i].name;
	make_list(cells, &plain->unknown, plain->before[SPOT_RESULT_UNKNOWN], names, n);
	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		names[i] = rules->disqualifiers[i].name;
	make_list(cells, &plain->disqualified, plain->before[SPOT_RESULT_DISQUALIFIED], names,
	    rules->n_disqualifiers);
}

static void make_plain(struct spot_cells *cells, size_t panel_idx, size_t first_item)
{
	const struct spot_panel *panel = &cells->columns->panels[panel_idx];
	struct spot_cells_plain *plain = &cells->plains[panel_idx];

	for (size_t k = 0; k < SPOT_RESULT_PLAIN_N; k++)
		make_before(cells, first_item + k, &plain->before[k]);
	cells->room += 5 * SPOT_DIGITS_FIXED2_ROOM;
	plain->tiers = make_tiers(cells, panel->rules, plain->before[SPOT_RESULT_TIER]);
	plain->tiers_low = make_tiers(cells, panel->rules, plain->before[SPOT_RESULT_TIER_LOW]);
	plain->tiers_high = make_tiers(cells, panel->rules, plain->before[SPOT_RESULT_TIER_HIGH]);
	plain->exceptions =
	    make_exceptions(cells, panel->rules, plain->before[SPOT_RESULT_EXCEPTION]);
	make_lists(cells, plain, panel);
}

static void make_extra(struct spot_cells *cells, struct spot_cells_extra *extra, size_t item_idx)
{
	extra->column = &cells->columns->items[item_idx];
	make_before(cells, item_idx, &extra->before);
	if (extra->column->kind == SPOT_RESULT_BEST)
		extra->profiles = make_profiles(cells, extra->before);
	else
		cells->room += SPOT_DIGITS_SHORTEST_ROOM;
}

static int make_all(struct spot_cells *cells, struct spot_error *err)
{
	const struct spot_result_columns *columns = cells->columns;
	struct spot_cells_extra *extra;

	cells->plains =
	    spot_arena_calloc(&cells->arena, columns->n_panels, sizeof(*cells->plains));
	cells->extras = extra =
	    spot_arena_calloc(&cells->arena, columns->n_items, sizeof(*cells->extras));
	if (!cells->plains || !cells->extras)
		return spot_error_nomem(err);
	spot_buf_text(&cells->scratch, "null");
	keep(cells, &cells->blank);
	for (size_t i = 0; i < columns->n_items; i++) {
		const struct spot_result_column *column = &columns->items[i];

		if (column->kind == 0)
			make_plain(cells, column->panel_idx, i);
		else if (column->kind >= SPOT_RESULT_PLAIN_N)
			make_extra(cells, extra++, i);
	}
	cells->n_extras = (size_t)(extra - cells->extras);
	cells->line_end_len = strlen(cells->look.line_end);
	cells->room += cells->line_end_len + SPOT_CELLS_COPY;
	return spot_buf_failed(&cells->scratch) ? spot_error_nomem(err) : 0;
}

int spot_cells_new(struct spot_cells **out, const struct spot_result_columns *columns,
    const struct spot_cells_look *look, struct spot_error *err)
{
	struct spot_cells *cells = spot_mem_calloc(1, sizeof(*cells));
	int rc;

	*out = NULL;
	if (!cells)
		return spot_error_nomem(err);
	spot_arena_init(&cells->arena);
	cells->columns = columns;
	cells->look = *look;
	rc = make_all(cells, err);
	spot_buf_reset(&cells->scratch);
	if (rc == 0)
		*out = cells;
	else
		spot_cells_free(cells);
	return rc;
}

void spot_cells_free(struct spot_cells *cells)
{
	if (!cells)
		return;
	spot_arena_free(&cells->arena);
	free(cells);
}
