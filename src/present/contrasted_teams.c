/* SPDX-License-Identifier: MIT */
/* A sheet for each team, from the same facts. */
#include <inttypes.h>
#include <math.h>

#include "present/contrasted_internal.h"
#include "present/draft.h"
#include "stats/proportion.h"

#define MOST 8

static size_t n_strong(const struct spot_contrast *contrast)
{
	return contrast->table.n_graded[SPOT_CONTRAST_STRONG];
}

/* --- sales -------------------------------------------------------------------------------- */

static void add_items(struct spot_page *page, const struct spot_contrast *contrast, size_t favour,
    const char *title)
{
	size_t n = 0;

	for (size_t i = 0; i < n_strong(contrast) && n < MOST; i++) {
		struct spot_buf text = SPOT_BUF_INIT;

		if (!contrast->table.rows[i].is_echo &&
		    spot_contrasted_say(&text, contrast, &contrast->table.rows[i], favour)) {
			if (n == 0) {
				spot_page_paragraph(page);
				spot_page_run(page, SPOT_RUN_STRONG, "%s", title);
			}
			spot_page_item(page);
			spot_page_run(page, SPOT_RUN_PLAIN, "%s.", spot_buf_str(&text));
			n++;
		}
		spot_draft_end(&text, &page->failed);
	}
}

static void add_sales(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_surprises *surprises = &contrast->surprises;

	spot_page_section(page, "For Sales");
	if (n_strong(contrast) == 0)
		spot_page_say(page, "Nothing here says whom to pursue and whom to leave.");
	add_items(page, contrast, 0, "Pursue");
	add_items(page, contrast, 1, "Leave, or ask twice");
	if (surprises->n_best == 0)
		return;
	spot_page_say(page,
	    "%" PRIu64 " of %s look poor by the rules and %" PRIu64 " of %s look good: see "
	    "Surprises before a tier is trusted alone.", surprises->n[0],
	    spot_contrasted_cohort(contrast, 0), surprises->n[1],
	    spot_contrasted_cohort(contrast, 1));
}

/* --- marketing ---------------------------------------------------------------------------- */

/* Whom the row picks out: those that have it, or of a number those on a's side of the cut. */
struct audience {
	uint64_t k[2], n[2];
};

static struct audience audience_of(const struct spot_contrast_row *row, bool is_rest)
{
	struct audience audience;

	for (size_t s = 0; s < 2; s++) {
		const struct spot_contrast_side *side = &row->sides[s];

		audience.n[s] = side->n;
		audience.k[s] = is_rest ? side->n - side->k : side->k;
	}
	return audience;
}

static void add_audience(struct spot_grid *grid, const struct spot_contrast_row *row,
    const char *name, bool is_rest)
{
	struct audience audience = audience_of(row, is_rest);
	uint64_t k = audience.k[0] + audience.k[1], n = audience.n[0] + audience.n[1];
	struct spot_interval ci = spot_proportion_wilson(audience.k[0], k, 0.95);
	double rate = k > 0 ? (double)audience.k[0] / (double)k : NAN;

	spot_grid_row(grid, SPOT_GRID_PLAIN);
	spot_grid_text(grid, "%s", name);
	spot_grid_figure(grid, (double)k);
	spot_grid_figure(grid, (double)k / (double)n);
	spot_grid_interval(grid, rate, ci.lo, ci.hi);
	spot_grid_figure(grid, rate / ((double)audience.n[0] / (double)n));
}

static void name_audience(struct spot_buf *name, const struct spot_contrast_row *row, bool is_rest)
{
	spot_contrasted_name(name, row);
	if (row->kind != SPOT_CONTRAST_NUMBER)
		return;
	spot_buf_text(name, is_rest ? " below " : " from ");
	spot_contrasted_number(name, row->column, row->cut);
}

static void add_marketing(struct spot_page *page, const struct spot_contrast *contrast)
{
	const char *a = spot_contrasted_cohort(contrast, 0);
	const struct spot_grid_column columns[] = {
		{ .title = "who" },
		{ .title = "accounts", .kind = SPOT_FIGURE_COUNT },
		{ .title = "of those compared", .brief = "of all", .kind = SPOT_FIGURE_PERCENT },
		{ .title = a, .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift", .kind = SPOT_FIGURE_RATIO },
	};
	struct spot_grid *grid;

	spot_page_section(page, "For Marketing");
	if (n_strong(contrast) == 0) {
		spot_page_say(page, "No group of accounts is known to be worth more than another.");
		return;
	}
	spot_page_say(page,
	    "Whom to target: groups in which %s are more frequent than among all accounts "
	    "compared (lift above 1), and those to spend less on (below 1).", a);
	grid = spot_page_table(page, NULL, columns, 5);
	for (size_t i = 0; i < n_strong(contrast) && i < 2 * MOST; i++) {
		const struct spot_contrast_row *row = &contrast->table.rows[i];
		bool is_rest = row->kind == SPOT_CONTRAST_NUMBER && row->effect < 0;
		struct spot_buf name = SPOT_BUF_INIT;

		if (row->is_echo || row->kind == SPOT_CONTRAST_BLANK ||
		    (row->kind == SPOT_CONTRAST_NUMBER && isnan(row->cut)))
			continue;
		name_audience(&name, row, is_rest);
		add_audience(grid, row, spot_buf_str(&name), is_rest);
		spot_draft_end(&name, &page->failed);
	}
}

/* --- product ------------------------------------------------------------------------------ */

/* What accounts do rather than are: sums over a second table, flags, lists. */
static bool is_behaviour(const struct spot_frame_column *column)
{
	return column->field->derived || column->kind == SPOT_FRAME_FLAG ||
	    column->kind == SPOT_FRAME_LIST;
}

static void add_product(struct spot_page *page, const struct spot_contrast *contrast)
{
	size_t n_asked = 0, n = 0;

	spot_page_section(page, "For Product");
	for (size_t c = 0; c < contrast->frame.n_columns; c++)
		n_asked += is_behaviour(&contrast->frame.columns[c]);
	if (n_asked == 0) {
		spot_page_say(page,
		    "The rules declare no behaviour: no flags, no lists, no rollup of usage or "
		    "tickets (--with). What differs above is what accounts are, not what they do.");
		return;
	}
	for (size_t i = 0; i < n_strong(contrast); i++) {
		const struct spot_contrast_row *row = &contrast->table.rows[i];
		struct spot_buf text = SPOT_BUF_INIT;

		if (is_behaviour(row->column) &&
		    (spot_contrasted_say(&text, contrast, row, 0) ||
		        spot_contrasted_say(&text, contrast, row, 1))) {
			if (n++ == 0)
				spot_page_say(page, "Behaviour that separates the cohorts:");
			spot_page_item(page);
			spot_page_run(page, SPOT_RUN_PLAIN, "%s.", spot_buf_str(&text));
		}
		spot_draft_end(&text, &page->failed);
	}
	if (n == 0)
		spot_page_say(page,
		    "None of the %zu behaviours that the rules declare separates the cohorts by an "
		    "effect that matters.", n_asked);
}

/* --- customer success --------------------------------------------------------------------- */

static bool is_for_success(const struct spot_contrast_row *row)
{
	return !row->is_echo && (row->kind == SPOT_CONTRAST_NUMBER ||
	    (row->effect > 0 && row->kind != SPOT_CONTRAST_BLANK));
}

static void add_warning(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_table *within = &contrast->surprises.within[1];
	size_t n_found = within->n_graded[SPOT_CONTRAST_STRONG];

	if (n_found == 0)
		return;
	spot_page_say(page,
	    "Early warnings among accounts that the rules call best: what those of %s had there "
	    "more often.", spot_contrasted_cohort(contrast, 1));
	for (size_t i = 0; i < n_found && i < MOST; i++) {
		struct spot_buf text = SPOT_BUF_INIT;

		if (spot_contrasted_say(&text, contrast, &within->rows[i], 1)) {
			spot_page_item(page);
			spot_page_run(page, SPOT_RUN_PLAIN, "%s.", spot_buf_str(&text));
		}
		spot_draft_end(&text, &page->failed);
	}
}

static void add_success(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_grid_column columns[] = {
		{ .title = "what" },
		{ .title = spot_contrasted_cohort(contrast, 0) },
		{ .title = spot_contrasted_cohort(contrast, 1) },
	};
	struct spot_grid *grid = NULL;

	spot_page_section(page, "For Customer Success");
	for (size_t i = 0; i < n_strong(contrast); i++) {
		const struct spot_contrast_row *row = &contrast->table.rows[i];
		struct spot_buf text = SPOT_BUF_INIT;

		if (!is_for_success(row))
			continue;
		if (!grid) {
			spot_page_say(page, "What accounts of %s have and do: what to bring others "
			    "to. Medians with quartiles, and shares.",
			    spot_contrasted_cohort(contrast, 0));
			grid = spot_page_table(page, NULL, columns, 3);
		}
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_contrasted_name(&text, row);
		spot_grid_text(grid, "%s", spot_buf_str(&text));
		for (size_t s = 0; s < 2; s++) {
			spot_draft_end(&text, &page->failed);
			spot_contrasted_side(&text, row, s);
			spot_grid_text(grid, "%s", spot_buf_str(&text));
		}
		spot_draft_end(&text, &page->failed);
	}
	if (!grid)
		spot_page_say(page, "Nothing is known that %s do and others do not.",
		    spot_contrasted_cohort(contrast, 0));
	add_warning(page, contrast);
}

void spot_contrasted_teams_add(struct spot_page *page, const struct spot_contrast *contrast)
{
	add_sales(page, contrast);
	add_marketing(page, contrast);
	add_product(page, contrast);
	add_success(page, contrast);
}
