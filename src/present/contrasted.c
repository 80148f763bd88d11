/* SPDX-License-Identifier: MIT */
#include "present/contrasted.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "present/contrasted_internal.h"
#include "present/draft.h"
#include "present/files.h"
#include "present/rejected.h"
#include "stats/power.h"

#define CHART_ROWS 15
#define TELLING 0.9 /* an effect that raises doubt */

const char *spot_contrasted_cohort(const struct spot_contrast *contrast, size_t side)
{
	const struct spot_contrast_options *options = &contrast->options;
	return contrast->panel->rules->cohorts[side == 0 ? options->a : options->b].name;
}

/* --- a row in words ----------------------------------------------------------------------- */

void spot_contrasted_name(struct spot_buf *out, const struct spot_contrast_row *row)
{
	spot_buf_text(out, row->column->field->name);
	switch (row->kind) {
	case SPOT_CONTRAST_NUMBER:
		spot_buf_text(out, row->column->is_date ? " (age)" : "");
		break;
	case SPOT_CONTRAST_LEVEL:
		spot_buf_text(out, ": ");
		spot_buf_view(out, row->level);
		break;
	case SPOT_CONTRAST_ITEM:
		spot_buf_text(out, " has ");
		spot_buf_view(out, row->level);
		break;
	case SPOT_CONTRAST_BLANK:
		spot_buf_text(out, " is blank");
		break;
	case SPOT_CONTRAST_KINDS:
		break;
	}
}

void spot_contrasted_number(struct spot_buf *out, const struct spot_frame_column *column,
    double number)
{
	/* A year is no year with a comma in it. */
	if (column->field->type == SPOT_TYPE_PERCENT)
		spot_figure_print(out, SPOT_FIGURE_PERCENT, number);
	else if (fabs(number) < 9999.5 && fabs(number) >= 0.001)
		spot_buf_printf(out, "%.4g", number);
	else
		spot_figure_print(out, SPOT_FIGURE_PLAIN, number);
	if (column->is_date)
		spot_buf_text(out, " days");
}

void spot_contrasted_side(struct spot_buf *out, const struct spot_contrast_row *row, size_t side)
{
	const struct spot_contrast_side *of = &row->sides[side];

	if (row->kind != SPOT_CONTRAST_NUMBER) {
		spot_figure_print(out, SPOT_FIGURE_PERCENT, of->share);
		return;
	}
	spot_contrasted_number(out, row->column, of->median);
	spot_buf_text(out, " (");
	spot_contrasted_number(out, row->column, of->q25);
	spot_buf_text(out, " to ");
	spot_contrasted_number(out, row->column, of->q75);
	spot_buf_char(out, ')');
}

static void say_shares(struct spot_buf *out, const struct spot_contrast *contrast,
    const struct spot_contrast_row *row, bool is_rest)
{
	for (size_t s = 0; s < 2; s++) {
		double share = row->sides[s].share;

		spot_buf_text(out, s == 0 ? ": " : ", ");
		spot_figure_print(out, SPOT_FIGURE_PERCENT, is_rest ? 1 - share : share);
		spot_buf_printf(out, " of %s", spot_contrasted_cohort(contrast, s));
	}
}

bool spot_contrasted_say(struct spot_buf *out, const struct spot_contrast *contrast,
    const struct spot_contrast_row *row, size_t favour)
{
	bool is_high = (row->effect > 0) == (favour == 0);

	if (row->kind != SPOT_CONTRAST_NUMBER) {
		if (!is_high)
			return false;
		spot_contrasted_name(out, row);
		say_shares(out, contrast, row, false);
		return true;
	}
	if (isnan(row->cut))
		return false;
	spot_contrasted_name(out, row);
	spot_buf_text(out, is_high ? " from " : " below ");
	spot_contrasted_number(out, row->column, row->cut);
	say_shares(out, contrast, row, !is_high);
	return true;
}

/* --- tables ------------------------------------------------------------------------------- */

static void begin_row(struct spot_grid *grid, const struct spot_contrast_row *row)
{
	static const enum spot_grid_tone tones[SPOT_CONTRAST_GRADES] = { SPOT_GRID_STRONG,
		SPOT_GRID_PLAIN, SPOT_GRID_WEAK };
	struct spot_buf name = SPOT_BUF_INIT;

	spot_grid_row(grid, tones[row->grade]);
	spot_contrasted_name(&name, row);
	spot_grid_text(grid, "%s", spot_buf_str(&name));
	spot_draft_end(&name, &grid->failed);
}

/* A median or a share. */
static void add_middle(struct spot_grid *grid, const struct spot_contrast_row *row, size_t side)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (row->kind == SPOT_CONTRAST_NUMBER)
		spot_contrasted_number(&text, row->column, row->sides[side].median);
	else
		spot_figure_print(&text, SPOT_FIGURE_PERCENT, row->sides[side].share);
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

void spot_contrasted_rows(struct spot_page *page, const char *title,
    const struct spot_contrast *contrast, const struct spot_contrast_table *table,
    enum spot_contrast_grade most)
{
	const struct spot_grid_column columns[] = {
		{ .title = "what" },
		{ .title = spot_contrasted_cohort(contrast, 0), .kind = SPOT_FIGURE_PLAIN },
		{ .title = spot_contrasted_cohort(contrast, 1), .kind = SPOT_FIGURE_PLAIN },
		{ .title = "effect", .kind = SPOT_FIGURE_CHANGE },
		{ .title = "adjusted p", .brief = "adj. p", .kind = SPOT_FIGURE_P },
		{ .title = "log10 p", .kind = SPOT_FIGURE_RATIO },
	};
	struct spot_grid *grid = spot_page_table(page, title, columns, 6);

	for (size_t i = 0; i < table->n_rows && table->rows[i].grade <= most; i++) {
		const struct spot_contrast_row *row = &table->rows[i];

		begin_row(grid, row);
		add_middle(grid, row, 0);
		add_middle(grid, row, 1);
		spot_grid_figure(grid, row->effect);
		spot_grid_figure(grid, row->adjusted.p);
		spot_grid_figure(grid, row->adjusted.log10_p);
	}
}

static void add_quartiles(struct spot_grid *grid, const struct spot_contrast_row *row, size_t side)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (row->kind == SPOT_CONTRAST_NUMBER) {
		spot_contrasted_number(&text, row->column, row->sides[side].q25);
		spot_buf_text(&text, " to ");
		spot_contrasted_number(&text, row->column, row->sides[side].q75);
	}
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

static void add_odds(struct spot_grid *grid, const struct spot_contrast_row *row)
{
	const struct spot_fourfold_odds *odds = &row->odds;

	if (row->kind == SPOT_CONTRAST_NUMBER)
		spot_grid_text(grid, "%s", "");
	else
		spot_grid_interval(grid, odds->corrected ? odds->haldane : odds->ratio,
		    odds->ci.lo, odds->ci.hi);
}

/* What the table of all rows has no room for. */
static void add_details(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_table *table = &contrast->table;
	struct spot_buf titles[4] = { SPOT_BUF_INIT };
	struct spot_grid *grid;

	for (size_t s = 0; s < 2; s++) {
		spot_buf_printf(&titles[s], "%s known", spot_contrasted_cohort(contrast, s));
		spot_buf_printf(
		    &titles[2 + s], "%s quartiles", spot_contrasted_cohort(contrast, s));
	}
	grid = spot_page_table(page, "In detail",
	    (const struct spot_grid_column[]) {
	        { .title = "what" },
	        { .title = "effect", .kind = SPOT_FIGURE_CHANGE },
	        { .title = "odds ratio", .brief = "odds", .kind = SPOT_FIGURE_RATIO },
	        { .title = spot_buf_str(&titles[0]), .kind = SPOT_FIGURE_COUNT },
	        { .title = spot_buf_str(&titles[1]), .kind = SPOT_FIGURE_COUNT },
	        { .title = spot_buf_str(&titles[2]), .kind = SPOT_FIGURE_PLAIN },
	        { .title = spot_buf_str(&titles[3]), .kind = SPOT_FIGURE_PLAIN },
	        { .title = "read by" },
	    }, 8);
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct spot_contrast_row *row = &table->rows[i];

		begin_row(grid, row);
		spot_grid_interval(grid, row->effect, row->ci.lo, row->ci.hi);
		add_odds(grid, row);
		spot_grid_figure(grid, (double)row->sides[0].n);
		spot_grid_figure(grid, (double)row->sides[1].n);
		add_quartiles(grid, row, 0);
		add_quartiles(grid, row, 1);
		spot_grid_text(grid, "%s", row->used_by ? row->used_by : "");
	}
	for (size_t i = 0; i < 4; i++)
		spot_draft_end(&titles[i], &page->failed);
}

static void add_fields(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_grid_column columns[] = {
		{ .title = "field", .is_code = true },
		{ .title = "levels", .kind = SPOT_FIGURE_COUNT },
		{ .title = "not shown", .kind = SPOT_FIGURE_COUNT },
		{ .title = "chi-square", .kind = SPOT_FIGURE_RATIO },
		{ .title = "df", .kind = SPOT_FIGURE_COUNT },
		{ .title = "Cramer's V", .kind = SPOT_FIGURE_SCORE },
		{ .title = "adjusted p", .brief = "adj. p", .kind = SPOT_FIGURE_P },
		{ .title = "log10 p", .kind = SPOT_FIGURE_RATIO },
	};
	struct spot_grid *grid = NULL;

	for (size_t f = 0; f < contrast->table.n_fields; f++) {
		const struct spot_contrast_field *field = &contrast->table.fields[f];

		if (!field->has_chi2)
			continue;
		if (!grid) {
			spot_page_section(page, "Texts and flags as a whole");
			spot_page_say(page, "All levels of a field at once, blank being one.");
			grid = spot_page_table(page, NULL, columns, 8);
		}
		spot_grid_row(grid, field->adjusted.p <= contrast->options.alpha ? SPOT_GRID_PLAIN
		                                                                 : SPOT_GRID_WEAK);
		spot_grid_text(grid, "%s", field->column->field->name);
		spot_grid_figure(grid, (double)field->n_levels);
		spot_grid_figure(grid, (double)field->n_left_out);
		spot_grid_figure(grid, field->chi2.chi2);
		spot_grid_figure(grid, field->chi2.df);
		spot_grid_figure(grid, field->chi2.cramers_v);
		spot_grid_figure(grid, field->adjusted.p);
		spot_grid_figure(grid, field->adjusted.log10_p);
	}
}

static void draw_rows(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_table *table = &contrast->table;
	size_t n_most = table->n_graded[SPOT_CONTRAST_STRONG];
	size_t n = n_most < CHART_ROWS ? n_most : CHART_ROWS;
	struct spot_chart_point points[CHART_ROWS];
	struct spot_buf texts[CHART_ROWS] = { SPOT_BUF_INIT };
	const char *names[CHART_ROWS];
	struct spot_chart_series series = { "effect", points, n };
	struct spot_chart chart = { .kind = SPOT_CHART_INTERVAL,
		.title = "The greatest differences",
		.y = { .title = "effect", .kind = SPOT_FIGURE_CHANGE,
		    .mark_label = "no difference" },
		.names = names, .n_names = n, .series = &series, .n_series = 1,
		.spread = "95 % interval", .is_told = true };
	struct spot_buf about = SPOT_BUF_INIT;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct spot_contrast_row *row = &table->rows[i];

		spot_contrasted_name(&texts[i], row);
		names[i] = spot_buf_str(&texts[i]);
		points[i] = (struct spot_chart_point) { NAN, row->effect, row->ci.lo, row->ci.hi };
	}
	spot_buf_printf(&about, "To the right: %s have more of it; to the left: %s do.",
	    spot_contrasted_cohort(contrast, 0), spot_contrasted_cohort(contrast, 1));
	chart.about = spot_buf_str(&about);
	spot_page_chart(page, &chart);
	for (size_t i = 0; i < n; i++)
		spot_draft_end(&texts[i], &page->failed);
	spot_draft_end(&about, &page->failed);
}

/* --- what it comes to --------------------------------------------------------------------- */

static double least_p(const struct spot_contrast_table *table)
{
	double least = NAN;

	for (size_t i = 0; i < table->n_rows; i++)
		least = fmin(least, table->rows[i].adjusted.p);
	return least;
}

static void say_nothing(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_table *table = &contrast->table;
	struct spot_power plan = SPOT_POWER_INIT;
	struct spot_buf text = SPOT_BUF_INIT;
	double var = 0.25 * (1 / (double)table->n[0] + 1 / (double)table->n[1]);

	plan.alpha = contrast->options.alpha;
	spot_page_callout(page, SPOT_TONE_UNSURE, "Nothing differs that chance could not make");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "None of the %zu differences that were tested survives the adjustment for having "
	    "tested so many; the least adjusted p is ", table->n_rows);
	spot_figure_print(&text, SPOT_FIGURE_P, least_p(table));
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "%s. Do not change rules by what stands below. With %" PRIu64 " and %" PRIu64
	    " accounts a difference of shares of less than about %.0f points would mostly have "
	    "gone unseen even as the only one tested.", spot_buf_str(&text), table->n[0],
	    table->n[1], 100 * spot_power_detectable(&plan, var));
	spot_draft_end(&text, &page->failed);
}

static void say_most(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_table *table = &contrast->table;
	size_t n_strong = table->n_graded[SPOT_CONTRAST_STRONG];
	size_t n_slight = table->n_graded[SPOT_CONTRAST_SLIGHT];

	if (n_strong + n_slight == 0) {
		say_nothing(page, contrast);
		return;
	}
	spot_page_callout(page, n_strong > 0 ? SPOT_TONE_GOOD : SPOT_TONE_NOTE,
	    n_strong > 0 ? "They differ" : "They differ, but by little");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "Of %zu differences tested %zu survive the adjustment; %zu of them matter (an effect "
	    "of %.3g or more).", table->n_rows, n_strong + n_slight, n_strong,
	    contrast->options.material);
	for (size_t i = 0, n = 0; i < n_strong && n < 3; i++) {
		struct spot_buf text = SPOT_BUF_INIT;

		if (table->rows[i].is_echo)
			continue;
		n++;
		if (!spot_contrasted_say(&text, contrast, &table->rows[i], 0))
			spot_contrasted_say(&text, contrast, &table->rows[i], 1);
		spot_page_run(page, SPOT_RUN_PLAIN, " %s.", spot_buf_str(&text));
		spot_draft_end(&text, &page->failed);
	}
}

static bool say_left_out(struct spot_page *page, const struct spot_contrast *contrast,
    enum spot_contrast_reason reason, const char *what, bool is_any)
{
	bool is_first = true;

	for (size_t i = 0; i < contrast->n_left_out; i++) {
		if (contrast->left_out[i].reason != reason)
			continue;
		if (is_first && is_any)
			spot_page_run(page, SPOT_RUN_PLAIN, "; ");
		else if (!is_first)
			spot_page_run(page, SPOT_RUN_PLAIN, ", ");
		spot_page_run(page, SPOT_RUN_CODE, "%s", contrast->left_out[i].field->name);
		is_first = false;
	}
	if (!is_first)
		spot_page_run(page, SPOT_RUN_PLAIN, " (%s)", what);
	return is_any || !is_first;
}

static void add_left_out(struct spot_page *page, const struct spot_contrast *contrast)
{
	bool is_any;

	if (contrast->n_left_out == 0)
		return;
	spot_page_callout(page, SPOT_TONE_NOTE, "Kept out");
	is_any = say_left_out(page, contrast, SPOT_CONTRAST_LATE,
	    "known only after the outcome", false);
	is_any = say_left_out(page, contrast, SPOT_CONTRAST_OWN,
	    "the cohorts themselves go by it", is_any);
	is_any = say_left_out(page, contrast, SPOT_CONTRAST_TOO_MANY,
	    "too many different texts: only where it is blank", is_any);
	if (is_any)
		spot_page_run(page, SPOT_RUN_PLAIN, ".");
}

/* What almost parts the cohorts by itself is seldom known before them. */
static void warn_of_telling(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_table *table = &contrast->table;
	size_t n = 0;

	for (size_t i = 0; i < table->n_graded[SPOT_CONTRAST_STRONG]; i++) {
		const struct spot_contrast_row *row = &table->rows[i];

		if (fabs(row->effect) < TELLING)
			continue;
		if (n == 0)
			spot_page_callout(page, SPOT_TONE_WARN, "Too good to be true?");
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", n > 0 ? ", " : "");
		spot_page_run(page, SPOT_RUN_CODE, "%s", row->column->field->name);
		n++;
	}
	if (n > 0)
		spot_page_run(page, SPOT_RUN_PLAIN,
		    " all but part%s the cohorts. If that is known only after the outcome, "
		    "declare it so (known = \"after\") and look again.", n > 1 ? "" : "s");
}

static void warn_of_few(struct spot_page *page, const struct spot_contrast *contrast)
{
	const uint64_t *n = contrast->counts.n;

	if (n[0] >= 30 && n[1] >= 30)
		return;
	spot_page_callout(page, SPOT_TONE_WARN, "Few accounts");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "With fewer than 30 accounts in a cohort only the greatest differences show.");
}

/* --- facts, and how ----------------------------------------------------------------------- */

static void add_facts(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_counts *counts = &contrast->counts;
	const struct spot_run_result *result = &contrast->result;
	struct spot_buf text = SPOT_BUF_INIT;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_files_print(&text, result);
	spot_page_fact(page, "data", "%s", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
	spot_page_fact(page, "rows", "%" PRIu64, counts->rows);
	spot_date_print(contrast->panel->rules->as_of, day);
	spot_page_fact(page, "as of", "%s", day);
	for (size_t s = 0; s < 2; s++)
		spot_page_fact(page, s == 0 ? "a" : "b", "%s: %" PRIu64 " accounts",
		    spot_contrasted_cohort(contrast, s), counts->n[s]);
	if (counts->both + counts->neither + counts->unknown > 0)
		spot_page_fact(page, "left out",
		    "%" PRIu64 " in both, %" PRIu64 " in neither, %" PRIu64
		    " of which it is not known", counts->both, counts->neither, counts->unknown);
	spot_rejected_fact(page, NULL, &result->unread);
	spot_rejected_facts(page, contrast->panel, 1);
}

static void add_term(struct spot_page *page, const char *label, const char *what)
{
	spot_page_term(page, label);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", what);
}

static void add_terms(struct spot_page *page)
{
	spot_page_section(page, "How this is computed");
	add_term(page, "effect",
	    "The chance that an account of the first cohort has more of it than one of the second, "
	    "less the chance that it has less: Cliff's delta of numbers, the difference of the "
	    "shares of anything else, both from -1 to 1. 0.147 is commonly called small, 0.33 "
	    "medium, 0.474 large. Intervals are Cliff's and Newcombe's.");
	add_term(page, "shares",
	    "Of all accounts of the cohort, blank being a level of its own; of a list's item: of "
	    "those whose list is not blank.");
	add_term(page, "numbers",
	    "Median, and in brackets the quartiles, of those that are not blank. A date is its age "
	    "in days on the as-of day. A cut is where the cohorts differ most, rounded.");
	add_term(page, "p",
	    "Mann-Whitney of numbers; chi-square of shares, and Fisher's exact test where a cell "
	    "is expected to hold fewer than 5 accounts. Adjusted by Benjamini and Hochberg over "
	    "all rows of the table: of what is called different at 0.05, one in twenty is "
	    "chance. log10 p is the adjusted one's.");
	add_term(page, "cause",
	    "None of this says why. What healthy accounts have may be an effect of their health.");
}

static void add_lines(struct spot_page *page, const struct spot_contrast *contrast)
{
	struct spot_buf text = SPOT_BUF_INIT;

	for (size_t i = 0; i < contrast->table.n_rows; i++)
		if (contrast->table.rows[i].lua && !contrast->table.rows[i].is_echo)
			spot_buf_printf(&text, "%s%s", text.len > 0 ? "\n\n" : "",
			    contrast->table.rows[i].lua);
	if (text.len > 0) {
		spot_page_section(page, "As criteria");
		spot_page_say(page,
		    "Each difference that matters as a rule to try: put it into the rule file, or "
		    "into a copy of it, and let sweetspot trial judge it on other accounts than "
		    "these. Of several that pick out the same number of accounts in both cohorts "
		    "the first stands for all.");
		spot_page_code(page, (struct spot_view) { text.ptr, text.len });
	}
	spot_draft_end(&text, &page->failed);
}

void spot_contrasted_page(struct spot_page *page, const struct spot_contrast *contrast)
{
	spot_page_lead(page, "What sets \"%s\" apart from \"%s\"",
	    spot_contrasted_cohort(contrast, 0), spot_contrasted_cohort(contrast, 1));
	say_most(page, contrast);
	warn_of_telling(page, contrast);
	warn_of_few(page, contrast);
	add_left_out(page, contrast);
	add_facts(page, contrast);
	spot_page_section(page, "What differs");
	draw_rows(page, contrast);
	spot_page_say(page,
	    "Medians of numbers, shares of all else. Pale: chance alone may have made it.");
	spot_contrasted_rows(page, NULL, contrast, &contrast->table, SPOT_CONTRAST_WEAK);
	add_details(page, contrast);
	add_fields(page, contrast);
	add_lines(page, contrast);
	spot_contrasted_surprises_add(page, contrast);
	spot_contrasted_teams_add(page, contrast);
	add_terms(page);
	spot_page_foot(page, "sweetspot contrast");
}
