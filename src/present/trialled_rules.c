/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "present/trialled_internal.h"

static double share(uint64_t k, uint64_t n)
{
	return n > 0 ? (double)k / (double)n : NAN;
}

static void draw_rules(struct spot_page *page, const struct spot_trial *trial)
{
	struct spot_chart_point *points = spot_mem_calloc(trial->n_rules + 1, sizeof(*points));
	const char **names = spot_mem_calloc(trial->n_rules + 1, sizeof(*names));
	struct spot_chart_series series = { "AUC that the rule adds", points, trial->n_rules };
	struct spot_chart chart = { .kind = SPOT_CHART_BARS, .title = "What each rule adds",
		.about = "AUC with the rule less AUC without it, everything else as it is; to the "
			 "left of 0 the ranking is better without.",
		.y = { .title = "AUC", .kind = SPOT_FIGURE_CHANGE }, .names = names,
		.n_names = trial->n_rules, .series = &series, .n_series = 1,
		.spread = "95 % interval", .is_told = true };

	for (size_t r = 0; points && names && r < trial->n_rules; r++) {
		const struct spot_trial_rule *rule = &trial->rules[r];

		names[r] = rule->name;
		points[r] = (struct spot_chart_point) { NAN, rule->auc.diff, rule->auc.ci.lo,
			rule->auc.ci.hi };
	}
	if (points && names)
		spot_page_chart(page, &chart);
	else
		page->failed = true;
	free(points);
	free(names);
}

static void add_rule(struct spot_grid *grid, const struct spot_trial_rule *rule)
{
	spot_grid_row(grid, rule->is_wrong || rule->never || rule->always ? SPOT_GRID_STRONG
	                                                                  : SPOT_GRID_PLAIN);
	spot_grid_text(grid, "%s", rule->name);
	spot_grid_interval(grid, rule->auc.diff, rule->auc.ci.lo, rule->auc.ci.hi);
	spot_grid_figure(grid, rule->lift_diff);
	spot_grid_figure(grid, (double)rule->n_changed);
	spot_grid_figure(grid, share(rule->holds_pos, rule->known_pos));
	spot_grid_figure(grid, share(rule->holds_neg, rule->known_neg));
	spot_grid_figure(grid, rule->tail.p);
}

static void say_odd(struct spot_page *page, const struct spot_trial_rule *rule)
{
	if (!rule->never && !rule->always && !rule->is_wrong)
		return;
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_STRONG, "%s", rule->name);
	if (rule->never || rule->always)
		spot_page_run(page, SPOT_RUN_PLAIN, " %s holds, wherever it is known.",
		    rule->never ? "never" : "always");
	else
		spot_page_run(page, SPOT_RUN_PLAIN,
		    " has the wrong sign: it holds among %.1f %% of the outcomes and %.1f %% of "
		    "the others.", 100 * share(rule->holds_pos, rule->known_pos),
		    100 * share(rule->holds_neg, rule->known_neg));
}

static void add_rules(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "rule" },
		{ .title = "AUC it adds", .brief = "AUC", .kind = SPOT_FIGURE_CHANGE },
		{ .title = "lift it adds", .brief = "lift", .kind = SPOT_FIGURE_CHANGE },
		{ .title = "tiers changed", .brief = "tiers", .kind = SPOT_FIGURE_COUNT },
		{ .title = "holds among outcomes", .brief = "outcomes",
		    .kind = SPOT_FIGURE_PERCENT },
		{ .title = "among others", .brief = "others", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "p", .kind = SPOT_FIGURE_P },
	};
	struct spot_grid *grid;

	if (trial->n_rules == 0)
		return;
	spot_page_section(page, "Which rule earns its place");
	spot_page_say(page,
	    "Of the baseline: each criterion and disqualifier left out in turn, with caps, bad "
	    "fits and exceptions worked out again. A rule has the wrong sign where it holds more "
	    "often among the accounts that it should not (Fisher's test).");
	draw_rules(page, trial);
	grid = spot_page_table(page, NULL, columns, 7);
	for (size_t r = 0; r < trial->n_rules; r++)
		add_rule(grid, &trial->rules[r]);
	for (size_t r = 0; r < trial->n_rules; r++)
		say_odd(page, &trial->rules[r]);
	for (size_t i = 0; i < trial->n_twins; i++) {
		const struct spot_trial_twins *twins = &trial->twins[i];

		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "\"%s\" and \"%s\" are twins: they agree on %.1f %% of the accounts.",
		    trial->rules[twins->a].name, trial->rules[twins->b].name,
		    100 * twins->agreement);
	}
}

static void add_robustness(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "tiers kept", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "at least", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "Kendall's tau", .brief = "tau", .kind = SPOT_FIGURE_SCORE },
		{ .title = "at least ", .kind = SPOT_FIGURE_SCORE },
		{ .title = "tiers that hang on blanks", .brief = "on blanks",
		    .kind = SPOT_FIGURE_PERCENT },
		{ .title = "market in the two top tiers", .brief = "in top two",
		    .kind = SPOT_FIGURE_PERCENT },
	};
	struct spot_grid *grid;

	spot_page_section(page, "How much hangs on it");
	spot_page_say(page,
	    "All weights jiggled by up to 20 %% either way: the accounts that keep their tier, and "
	    "how alike the rankings are.");
	grid = spot_page_table(page, NULL, columns, 7);
	for (size_t h = 0; h < trial->n; h++) {
		const struct spot_trial_figures *figures = &trial->figures[h];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_figure(grid, figures->kept_mean);
		spot_grid_figure(grid, figures->kept_least);
		spot_grid_figure(grid, figures->tau_mean);
		spot_grid_figure(grid, figures->tau_least);
		spot_grid_figure(grid, figures->unsettled_share);
		spot_grid_figure(grid, figures->top_share);
	}
}

static void say_capacity(struct spot_page *page, const struct spot_trial *trial)
{
	uint64_t n_top = 0;

	for (size_t t = 0; t < 2 && t < trial->panels[0].rules->n_tiers; t++)
		n_top += trial->figures[0].tiers[t].n_market;
	spot_page_say(page,
	    "The baseline's two top tiers hold %" PRIu64 " accounts of the market, against a "
	    "capacity of %" PRIu64 ".", n_top, trial->options.capacity);
}

static void add_fills(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "field", .is_code = true },
		{ .title = "tiers it settles", .brief = "settles", .kind = SPOT_FIGURE_COUNT },
		{ .title = "cost", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "settled per cost", .brief = "per cost", .kind = SPOT_FIGURE_RATIO },
	};
	struct spot_grid *grid;

	if (trial->n_fills == 0)
		return;
	spot_page_part(page, "The field to fill next");
	spot_page_say(page,
	    "Tiers of the market that hang on a blank of this field alone; %" PRIu64 " more need "
	    "several fields. A field without a cost counts as 1.", trial->n_many_blanks);
	grid = spot_page_table(page, NULL, columns, 4);
	for (size_t i = 0; i < trial->n_fills; i++) {
		const struct spot_trial_fill *fill = &trial->fills[i];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", fill->field);
		spot_grid_figure(grid, (double)fill->n_settled);
		spot_grid_figure(grid, fill->has_cost ? fill->cost : NAN);
		spot_grid_figure(grid, fill->per_cost);
	}
}

void spot_trialled_rules_add(struct spot_page *page, const struct spot_trialled *trialled)
{
	add_rules(page, trialled->trial);
	add_robustness(page, trialled->trial);
	say_capacity(page, trialled->trial);
	add_fills(page, trialled->trial);
}
