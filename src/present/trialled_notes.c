/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>

#include "present/trialled_internal.h"

#include "present/draft.h"

/* --- what is odd -------------------------------------------------------------------------- */

static bool leaks_equal(const struct spot_trial_figures *a, const struct spot_trial_figures *b)
{
	if (a->n_leaks != b->n_leaks)
		return false;
	for (size_t i = 0; i < a->n_leaks; i++)
		if (strcmp(a->leaks[i].rule, b->leaks[i].rule) != 0 ||
		    strcmp(a->leaks[i].field, b->leaks[i].field) != 0)
			return false;
	return true;
}

static void say_label(struct spot_page *page, size_t h, const char *before)
{
	if (before[0])
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", before);
	spot_page_run(page, SPOT_RUN_STRONG, "%s", spot_trialled_label(h).text);
}

/* One of those that leak alike speaks for all. */
static bool is_spoken_for(const struct spot_trial *trial, size_t h)
{
	for (size_t i = 0; i < h; i++)
		if (leaks_equal(&trial->figures[i], &trial->figures[h]))
			return true;
	return false;
}

static void say_rule(struct spot_page *page, const struct spot_trial_figures *figures, size_t i)
{
	const struct spot_trial_leak *leak = &figures->leaks[i];

	if (i == 0 || strcmp(figures->leaks[i - 1].rule, leak->rule) != 0)
		spot_page_run(page, SPOT_RUN_PLAIN, "%s \"%s\" reads ", i == 0 ? ":" : ";",
		    leak->rule);
	else
		spot_page_run(page, SPOT_RUN_PLAIN, ", ");
	spot_page_run(page, SPOT_RUN_CODE, "%s", leak->field);
	spot_page_run(page, SPOT_RUN_PLAIN, " (%s)",
	    leak->is_late ? "known only afterwards" : "as the outcome does");
}

static void warn_of_leaks(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_figures *figures = &trial->figures[h];
	struct spot_buf text = SPOT_BUF_INIT;

	if (figures->n_leaks == 0 || is_spoken_for(trial, h))
		return;
	spot_page_callout(page, SPOT_TONE_WARN, "Leak");
	say_label(page, h, "");
	for (size_t i = h + 1; i < trial->n; i++)
		if (leaks_equal(figures, &trial->figures[i]))
			say_label(page, i, ", ");
	for (size_t i = 0; i < figures->n_leaks; i++)
		say_rule(page, figures, i);
	spot_figure_print(&text, SPOT_FIGURE_SCORE, figures->roc.auc);
	spot_buf_text(&text, " with, ");
	spot_figure_print(&text, SPOT_FIGURE_SCORE, figures->auc_unleaked);
	spot_page_run(page, SPOT_RUN_PLAIN, ". AUC of %s: %s without.",
	    spot_trialled_label(h).text, spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

static bool has_inversion(const struct spot_trial *trial, size_t h)
{
	for (size_t t = 0; t < trial->figures[h].n_tiers; t++)
		if (trial->figures[h].tiers[t].is_inverted)
			return true;
	return false;
}

static void say_inversions(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_tier *before = NULL;

	for (size_t t = 0; t < trial->panels[h].rules->n_tiers; t++) {
		const struct spot_trial_tier *tier = &trial->figures[h].tiers[t];

		if (tier->is_inverted)
			spot_page_run(page, SPOT_RUN_PLAIN, " %s over %s (%.1f %%, %.1f %%);",
			    tier->name, before->name, 100 * tier->rate, 100 * before->rate);
		before = tier->n > 0 ? tier : before;
	}
}

static void warn_of_inversions(struct spot_page *page, const struct spot_trial *trial)
{
	bool is_any = false;

	for (size_t h = 0; h < trial->n; h++) {
		if (!has_inversion(trial, h))
			continue;
		if (!is_any)
			spot_page_callout(page, SPOT_TONE_WARN, "Upside down");
		say_label(page, h, is_any ? " " : "");
		say_inversions(page, trial, h);
		is_any = true;
	}
	if (is_any)
		spot_page_run(page, SPOT_RUN_PLAIN, " the lower tier does better.");
}

static void warn_of_breadth(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_figures *figures = &trial->figures[h];
	const struct spot_rules *rules = trial->panels[h].rules;

	if (figures->breadth != SPOT_TRIAL_NARROW && figures->breadth != SPOT_TRIAL_BROAD)
		return;
	spot_page_callout(page, SPOT_TONE_WARN,
	    figures->breadth == SPOT_TRIAL_NARROW ? "Too narrow" : "Too broad");
	say_label(page, h, "");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    " puts %.1f %% of the market into its two top tiers; the target is %.1f to %.1f %%.",
	    100 * figures->top_share, 100 * rules->target_low, 100 * rules->target_high);
}

void spot_trialled_notes_warn(struct spot_page *page, const struct spot_trialled *trialled)
{
	const struct spot_trial *trial = trialled->trial;
	const struct spot_trial_counts *counts = &trial->counts;
	const struct spot_trial_bar *bar = &trial->options.bar;

	if (counts->n_pos < bar->min_outcomes || counts->n_neg < bar->min_outcomes) {
		spot_page_callout(page, SPOT_TONE_WARN, "Few outcomes");
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "%" PRIu64 " accounts are in \"%s\" and %" PRIu64 " are not: with fewer than "
		    "%" PRIu64 " of either no figure here is worth much.", counts->n_pos,
		    spot_trialled_outcome(trial), counts->n_neg, bar->min_outcomes);
	}
	for (size_t h = 0; h < trial->n; h++)
		warn_of_leaks(page, trial, h);
	warn_of_inversions(page, trial);
	for (size_t h = 0; h < trial->n; h++)
		warn_of_breadth(page, trial, h);
}

/* --- honesty ------------------------------------------------------------------------------ */

static void add_hold_out(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "AUC before", .brief = "before", .kind = SPOT_FIGURE_SCORE },
		{ .title = "AUC judged", .brief = "judged", .kind = SPOT_FIGURE_SCORE },
		{ .title = "AUC of a random split", .brief = "random split",
		    .kind = SPOT_FIGURE_SCORE },
		{ .title = "judged less random", .brief = "gap", .kind = SPOT_FIGURE_CHANGE },
	};
	struct spot_grid *grid;

	if (trial->options.date_field == SPOT_NONE)
		return;
	spot_page_section(page, "Hold-out");
	spot_page_say(page,
	    "What came later is harder to foretell than what was drawn by chance from the same "
	    "time. The random split judges as many accounts, drawn from all of them.");
	grid = spot_page_table(page, NULL, columns, 5);
	for (size_t h = 0; h < trial->n; h++) {
		const struct spot_trial_figures *figures = &trial->figures[h];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_figure(grid, figures->auc_before);
		spot_grid_figure(grid, figures->roc.auc);
		spot_grid_figure(grid, figures->auc_random);
		spot_grid_figure(grid, figures->roc.auc - figures->auc_random);
	}
}

static void add_leaks(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "rule" },
		{ .title = "field", .is_code = true },
		{ .title = "why" },
		{ .title = "AUC without all of them", .brief = "AUC without",
		    .kind = SPOT_FIGURE_SCORE },
	};
	struct spot_grid *grid = NULL;

	for (size_t h = 0; h < trial->n; h++) {
		const struct spot_trial_figures *figures = &trial->figures[h];

		for (size_t i = 0; i < figures->n_leaks; i++) {
			if (!grid) {
				spot_page_section(page, "Leaks");
				grid = spot_page_table(page, NULL, columns, 5);
			}
			spot_grid_row(grid, SPOT_GRID_PLAIN);
			spot_grid_text(grid, "%s", spot_trialled_label(h).text);
			spot_grid_text(grid, "%s", figures->leaks[i].rule);
			spot_grid_text(grid, "%s", figures->leaks[i].field);
			spot_grid_text(grid, "%s", figures->leaks[i].is_late
			        ? "known after" : "the outcome reads it");
			spot_grid_figure(grid, figures->auc_unleaked);
		}
	}
}

/* --- how ---------------------------------------------------------------------------------- */

static void add_term(struct spot_page *page, const char *label, const char *text)
{
	spot_page_term(page, label);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", text);
}

static void add_terms(struct spot_page *page, const struct spot_trial *trial)
{
	const struct spot_trial_bar *bar = &trial->options.bar;

	spot_page_section(page, "How it is computed");
	spot_page_term(page, "verdict");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "Better or worse: DeLong's paired test of the two AUCs, p after Holm at most %g, and "
	    "the difference over %g. No difference that matters: the %g %% interval lies within "
	    "%g on both sides. Else, and below %" PRIu64 " accounts of either outcome: cannot "
	    "tell. How many more would settle it is for a power of %g.", bar->alpha, bar->margin,
	    100 * (1 - bar->alpha), bar->margin, bar->min_outcomes, bar->power);
	add_term(page, "ranking",
	    "By score; a bad fit below all other accounts, one without a score below those.");
	add_term(page, "AUC",
	    "The chance that an account with the outcome ranks above one without; ties count one "
	    "half. Interval by DeLong, clipped to 0 and 1.");
	add_term(page, "rates", "With Wilson's interval, without continuity correction.");
	add_term(page, "lift, gain",
	    "Rate over the rate of all judged accounts; share of all outcomes caught.");
	add_term(page, "capacity",
	    "The best accounts, as many as can be worked. Where that ends among equal scores it is "
	    "the expectation over all choices among them.");
	spot_page_term(page, "lift and value less the baseline's");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "Percentile interval of a paired bootstrap, %" PRIu32 " replicates (fewer where "
	    "scores hardly ever tie), outcomes drawn apart, seed %" PRIu64 ".",
	    trial->options.n_replicates, trial->options.seed);
	add_term(page, "in the top tier",
	    "McNemar's test, exact below 25 accounts that change, without continuity correction.");
	add_term(page, "Brier, calibration",
	    "Rates that rise with the score are learned from other accounts (those before the "
	    "hold-out, else a random half) by isotonic regression, and said of the rest.");
	add_term(page, "Holm, BH",
	    "Over every comparison that the ledger knows of these data and this outcome; BH "
	    "(Benjamini and Hochberg) holds the share of false finds instead.");
	spot_page_term(page, "weights jiggled");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    "%d times, each by up to 20 %% either way, over %zu accounts.", SPOT_TRIAL_JIGGLES,
	    trial->n_sampled);
}

void spot_trialled_notes_add(struct spot_page *page, const struct spot_trialled *trialled)
{
	add_hold_out(page, trialled->trial);
	add_leaks(page, trialled->trial);
	add_terms(page, trialled->trial);
}
