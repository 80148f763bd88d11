/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "present/trialled_internal.h"

#include "present/draft.h"

/* What charts are drawn of: filled, then copied by the page. */
struct drawing {
	struct spot_chart_series *series;
	struct spot_chart_point *points;
	struct spot_trialled_label *labels;
	const char **names;
	size_t n_series, n_points; /* of each */
};

static bool drawing_init(struct drawing *drawing, size_t n_series, size_t n_points)
{
	drawing->n_series = n_series;
	drawing->n_points = n_points;
	drawing->series = spot_mem_calloc(n_series + 1, sizeof(*drawing->series));
	drawing->points = spot_mem_calloc(n_series * n_points + 1, sizeof(*drawing->points));
	drawing->labels = spot_mem_calloc(n_series + 1, sizeof(*drawing->labels));
	drawing->names = spot_mem_calloc(n_points + 1, sizeof(*drawing->names));
	if (!drawing->series || !drawing->points || !drawing->labels || !drawing->names)
		return false;
	for (size_t k = 0; k < n_series; k++)
		drawing->series[k] = (struct spot_chart_series) { .points =
			drawing->points + k * n_points, .n_points = n_points };
	for (size_t i = 0; i < n_series * n_points; i++)
		drawing->points[i] = (struct spot_chart_point) { NAN, NAN, NAN, NAN };
	return true;
}

static void drawing_reset(struct drawing *drawing)
{
	free(drawing->series);
	free(drawing->points);
	free(drawing->labels);
	free(drawing->names);
}

static void name_series(struct drawing *drawing)
{
	for (size_t k = 0; k < drawing->n_series; k++) {
		drawing->labels[k] = spot_trialled_label(k);
		drawing->series[k].name = drawing->labels[k].text;
	}
}

/* As many hypotheses as can be told apart. */
static size_t n_shown(const struct spot_trial *trial)
{
	return trial->n < SPOT_CHART_SERIES_MAX ? trial->n : SPOT_CHART_SERIES_MAX;
}

static void draw(struct spot_page *page, struct drawing *drawing, const struct spot_chart *chart)
{
	struct spot_chart whole = *chart;

	whole.series = drawing->series;
	whole.n_series = drawing->n_series;
	spot_page_chart(page, &whole);
}

/* --- tiers -------------------------------------------------------------------------------- */

static void add_tier(struct spot_grid *grid, const struct spot_trial_tier *tier)
{
	spot_grid_row(grid, tier->n == 0 ? SPOT_GRID_WEAK : SPOT_GRID_PLAIN);
	spot_grid_text(grid, "%s", tier->name[0] ? tier->name : "(none)");
	spot_grid_figure(grid, (double)tier->n_market);
	spot_grid_figure(grid, tier->market_share);
	spot_grid_figure(grid, (double)tier->n);
	spot_grid_figure(grid, (double)tier->n_pos);
	spot_grid_interval(grid, tier->rate, tier->n > 0 ? tier->rate_ci.lo : NAN,
	    tier->n > 0 ? tier->rate_ci.hi : NAN);
	spot_grid_figure(grid, tier->lift);
	spot_grid_figure(grid, tier->gain);
}

static void add_worth(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "tier" },
		{ .title = "accounts per outcome", .brief = "per outcome",
		    .kind = SPOT_FIGURE_RATIO },
		{ .title = "value", .kind = SPOT_FIGURE_MONEY },
		{ .title = "of all value", .kind = SPOT_FIGURE_PERCENT },
	};
	bool has_value = trial->value_total != 0;
	struct spot_grid *grid = spot_page_table(page, NULL, columns, has_value ? 4 : 2);

	for (size_t t = 0; t < trial->figures[h].n_tiers; t++) {
		const struct spot_trial_tier *tier = &trial->figures[h].tiers[t];

		spot_grid_row(grid, tier->n == 0 ? SPOT_GRID_WEAK : SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", tier->name[0] ? tier->name : "(none)");
		spot_grid_figure(grid, tier->per_outcome);
		if (has_value) {
			spot_grid_figure(grid, tier->value);
			spot_grid_figure(grid, tier->value_share);
		}
	}
}

static void add_bad_fits(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "bad fit because" },
		{ .title = "accounts", .kind = SPOT_FIGURE_COUNT },
		{ .title = "of the market", .kind = SPOT_FIGURE_PERCENT },
	};
	const struct spot_rules *rules = trial->panels[h].rules;
	struct spot_grid *grid = NULL;

	for (size_t d = 0; d < rules->n_disqualifiers; d++) {
		double n = (double)trial->result.tallies[h].bad_fit[d];

		if (n == 0)
			continue;
		if (!grid)
			grid = spot_page_table(page, NULL, columns, 3);
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", rules->disqualifiers[d].name);
		spot_grid_figure(grid, n);
		spot_grid_figure(grid, n / (double)trial->counts.rows);
	}
}

static void add_tiers(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "tier" },
		{ .title = "market", .kind = SPOT_FIGURE_COUNT },
		{ .title = "share", .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = "judged", .kind = SPOT_FIGURE_COUNT },
		{ .title = "outcomes", .kind = SPOT_FIGURE_COUNT },
		{ .title = "rate", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift", .kind = SPOT_FIGURE_RATIO },
		{ .title = "gain", .kind = SPOT_FIGURE_PERCENT },
	};
	const struct spot_trial_figures *figures = &trial->figures[h];
	struct spot_grid *grid;

	spot_page_part(page, "%s  %s", spot_trialled_label(h).text, trial->hypotheses[h].name);
	grid = spot_page_table(page, NULL, columns, 8);
	for (size_t t = 0; t < figures->n_tiers; t++)
		add_tier(grid, &figures->tiers[t]);
	add_worth(page, trial, h);
	add_bad_fits(page, trial, h);
}

/* All tiers have the baseline's names. */
static bool tiers_match(const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_figures *a = &trial->figures[0], *b = &trial->figures[h];

	if (a->n_tiers != b->n_tiers)
		return false;
	for (size_t t = 0; t < a->n_tiers; t++)
		if (strcmp(a->tiers[t].name, b->tiers[t].name) != 0)
			return false;
	return true;
}

static void draw_tiers(struct spot_page *page, const struct spot_trial *trial)
{
	const struct spot_trial_figures *base = &trial->figures[0];
	struct spot_chart chart = { .kind = SPOT_CHART_INTERVAL, .title = "Rates per tier",
		.about = "The share of a tier's judged accounts that have the outcome; in a good "
			 "ranking it falls from tier to tier.",
		.y = { .title = "rate", .kind = SPOT_FIGURE_PERCENT,
		    .mark = (double)trial->counts.n_pos /
			(double)(trial->counts.n_pos + trial->counts.n_neg),
		    .mark_label = "all accounts" },
		.spread = "95 % interval", .is_told = true };
	struct drawing drawing;
	size_t n = n_shown(trial);

	if (!drawing_init(&drawing, n, base->n_tiers)) {
		page->failed = true;
		drawing_reset(&drawing);
		return;
	}
	name_series(&drawing);
	for (size_t t = 0; t < base->n_tiers; t++)
		drawing.names[t] = base->tiers[t].name[0] ? base->tiers[t].name : "(none)";
	for (size_t h = 0; h < n; h++)
		for (size_t t = 0; tiers_match(trial, h) && t < base->n_tiers; t++) {
			const struct spot_trial_tier *tier = &trial->figures[h].tiers[t];

			if (tier->n > 0)
				drawing.points[h * base->n_tiers + t] = (struct spot_chart_point) {
					NAN, tier->rate, tier->rate_ci.lo, tier->rate_ci.hi };
		}
	chart.names = drawing.names;
	chart.n_names = base->n_tiers;
	draw(page, &drawing, &chart);
	drawing_reset(&drawing);
}

/* --- what is caught ----------------------------------------------------------------------- */

/* The lift so far, with Wilson's interval of the rate so far. */
static struct spot_chart_point lift_point(const struct spot_trial *trial,
    const struct spot_curve_slice *slice)
{
	double n = (double)(trial->counts.n_pos + trial->counts.n_neg);
	double base = (double)trial->counts.n_pos / n;
	struct spot_interval ci = spot_proportion_wilson((uint64_t)llround(slice->cum_pos),
	    (uint64_t)llround(slice->cum_n), 1 - trial->options.bar.alpha);

	return (struct spot_chart_point) { slice->cum_n / n, slice->cum_lift, ci.lo / base,
		ci.hi / base };
}

static void draw_lift(struct spot_page *page, const struct spot_trial *trial)
{
	struct spot_chart chart = { .kind = SPOT_CHART_LINE, .title = "Lift",
		.about = "How many times the overall rate the best accounts reach, from the best "
			 "tenth to all of them; 1 is no better than chance.",
		.x = { .title = "accounts worked, best first", .kind = SPOT_FIGURE_PERCENT,
		    .mark = (double)trial->options.capacity /
			(double)(trial->counts.n_pos + trial->counts.n_neg),
		    .mark_label = "capacity" },
		.y = { .title = "lift", .kind = SPOT_FIGURE_RATIO, .mark = 1,
		    .mark_label = "chance" },
		.spread = "95 % interval", .is_told = true };
	struct drawing drawing;
	size_t n = n_shown(trial);

	if (!drawing_init(&drawing, n, SPOT_TRIAL_SLICES)) {
		page->failed = true;
		drawing_reset(&drawing);
		return;
	}
	name_series(&drawing);
	for (size_t h = 0; h < n; h++)
		for (size_t i = 0; i < SPOT_TRIAL_SLICES; i++)
			drawing.points[h * SPOT_TRIAL_SLICES + i] =
			    lift_point(trial, &trial->figures[h].slices[i]);
	draw(page, &drawing, &chart);
	drawing_reset(&drawing);
}

static void add_deciles(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "accounts worked", .brief = "worked", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "outcomes", .kind = SPOT_FIGURE_RATIO },
		{ .title = "rate", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "caught so far", .brief = "gain", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift so far", .brief = "lift", .kind = SPOT_FIGURE_RATIO },
		{ .title = "value so far", .brief = "value", .kind = SPOT_FIGURE_PERCENT },
	};
	bool has_value = trial->value_total != 0;
	struct spot_buf title = SPOT_BUF_INIT;
	struct spot_grid *grid;

	spot_buf_printf(&title, "%s  %s", spot_trialled_label(h).text, trial->hypotheses[h].name);
	grid = spot_page_table(page, spot_buf_str(&title), columns, has_value ? 6 : 5);
	spot_draft_end(&title, &page->failed);
	for (size_t i = 0; i < SPOT_TRIAL_SLICES; i++) {
		const struct spot_curve_slice *slice = &trial->figures[h].slices[i];
		struct spot_chart_point point = lift_point(trial, slice);

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_figure(grid, point.x);
		spot_grid_figure(grid, slice->n_pos);
		spot_grid_figure(grid, slice->rate);
		spot_grid_figure(grid, slice->cum_gain);
		spot_grid_interval(grid, point.y, point.low, point.high);
		if (has_value)
			spot_grid_figure(grid, slice->cum_value_share);
	}
}

/* --- calibration -------------------------------------------------------------------------- */

static void draw_calibration(struct spot_page *page, const struct spot_trial *trial)
{
	struct spot_chart chart = { .kind = SPOT_CHART_DOTS, .title = "Calibration",
		.about = "The rate that a score promised, and the one that was seen; on the "
			 "diagonal they are one.",
		.x = { .title = "promised", .kind = SPOT_FIGURE_PERCENT },
		.y = { .title = "seen", .kind = SPOT_FIGURE_PERCENT },
		.diagonal = "as promised", .spread = "95 % interval", .is_told = true };
	struct drawing drawing;
	size_t n = n_shown(trial);

	if (!drawing_init(&drawing, n, SPOT_TRIAL_GROUPS)) {
		page->failed = true;
		drawing_reset(&drawing);
		return;
	}
	name_series(&drawing);
	for (size_t h = 0; h < n; h++) {
		const struct spot_trial_figures *figures = &trial->figures[h];

		drawing.series[h].n_points = figures->n_groups;
		for (size_t g = 0; g < figures->n_groups; g++)
			drawing.points[h * SPOT_TRIAL_GROUPS + g] = (struct spot_chart_point) {
				figures->groups[g].predicted, figures->groups[g].rate,
				figures->groups[g].rate_ci.lo, figures->groups[g].rate_ci.hi };
	}
	draw(page, &drawing, &chart);
	drawing_reset(&drawing);
}

static void add_calibration(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "accounts", .kind = SPOT_FIGURE_COUNT },
		{ .title = "promised", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "seen", .kind = SPOT_FIGURE_PERCENT },
	};
	struct spot_grid *grid;

	spot_page_section(page, "Calibration");
	draw_calibration(page, trial);
	grid = spot_page_table(page, NULL, columns, 4);
	for (size_t h = 0; h < trial->n; h++)
		for (size_t g = 0; g < trial->figures[h].n_groups; g++) {
			const struct spot_calibration_group *group = &trial->figures[h].groups[g];

			spot_grid_row(grid, SPOT_GRID_PLAIN);
			spot_grid_text(grid, "%s", spot_trialled_label(h).text);
			spot_grid_figure(grid, (double)group->n);
			spot_grid_figure(grid, group->predicted);
			spot_grid_interval(
			    grid, group->rate, group->rate_ci.lo, group->rate_ci.hi);
		}
}

/* --- who moves ---------------------------------------------------------------------------- */

static void draw_moves(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_comparison *against = &trial->against[h];
	struct spot_buf title = SPOT_BUF_INIT;
	struct spot_chart chart = { .kind = SPOT_CHART_HEAT,
		.about = "Judged accounts by their tier in the baseline (down) and in the "
			 "hypothesis (across), with their outcomes.",
		.x = { .title = "hypothesis", .kind = SPOT_FIGURE_COUNT },
		.y = { .title = "baseline", .kind = SPOT_FIGURE_COUNT },
		.is_moves = tiers_match(trial, h) };
	struct drawing drawing;

	if (!drawing_init(&drawing, against->n_from, against->n_to)) {
		page->failed = true;
		drawing_reset(&drawing);
		return;
	}
	spot_buf_printf(&title, "From H0 to %s: %s", spot_trialled_label(h).text,
	    trial->hypotheses[h].name);
	chart.title = spot_buf_str(&title);
	for (size_t t = 0; t < against->n_to; t++)
		drawing.names[t] = trial->figures[h].tiers[t].name;
	for (size_t f = 0; f < against->n_from; f++) {
		drawing.series[f].name = trial->figures[0].tiers[f].name;
		for (size_t t = 0; t < against->n_to; t++) {
			const struct spot_trial_move *move = &against->moves[f * against->n_to + t];

			drawing.points[f * against->n_to + t] = (struct spot_chart_point) {
				(double)move->n_pos, (double)move->n, NAN, NAN };
		}
	}
	chart.names = drawing.names;
	chart.n_names = against->n_to;
	draw(page, &drawing, &chart);
	drawing_reset(&drawing);
	spot_draft_end(&title, &page->failed);
}

void spot_trialled_tiers_add(struct spot_page *page, const struct spot_trialled *trialled)
{
	const struct spot_trial *trial = trialled->trial;

	spot_page_section(page, "Tiers");
	draw_tiers(page, trial);
	for (size_t h = 0; h < trial->n; h++)
		add_tiers(page, trial, h);
	spot_page_section(page, "What is caught");
	draw_lift(page, trial);
	for (size_t h = 0; h < trial->n; h++)
		add_deciles(page, trial, h);
	if (trial->figures[0].has_calibration)
		add_calibration(page, trial);
	if (trial->n > 1)
		spot_page_section(page, "Who moves");
	for (size_t h = 1; h < trial->n; h++)
		draw_moves(page, trial, h);
}
