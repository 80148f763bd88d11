/* SPDX-License-Identifier: MIT */
#include "present/drifted.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/files.h"
#include "present/rejected.h"

#define SHOWN_BINS 3 /* of items that moved most, where no limit was passed */

static const char *const sides[2] = { "old", "new" };

static void print_number(struct spot_buf *out, const struct spot_drift_item *item, double number)
{
	if (item->field && item->field->type == SPOT_TYPE_PERCENT)
		spot_figure_print(out, SPOT_FIGURE_PERCENT, number);
	/* A year is no year with a comma in it. */
	else if (fabs(number) < 9999.5 && (fabs(number) >= 0.001 || number == 0))
		spot_buf_printf(out, "%.4g", number);
	else
		spot_figure_print(out, SPOT_FIGURE_PLAIN, number);
	if (item->field && item->field->type == SPOT_TYPE_DATE)
		spot_buf_text(out, " days");
}

void spot_drifted_bin(struct spot_buf *out, const struct spot_drift_item *item,
    const struct spot_drift_bin *bin)
{
	switch (bin->kind) {
	case SPOT_DRIFT_RANGE:
		if (isinf(bin->low) && isinf(bin->high)) {
			spot_buf_text(out, "any");
		} else if (isinf(bin->low)) {
			spot_buf_text(out, "below ");
			print_number(out, item, bin->high);
		} else {
			print_number(out, item, bin->low);
			spot_buf_text(out, isinf(bin->high) ? " or more" : " to ");
			if (!isinf(bin->high))
				print_number(out, item, bin->high);
		}
		break;
	case SPOT_DRIFT_TEXT:
		spot_buf_view(out, bin->text);
		break;
	case SPOT_DRIFT_OTHERS:
		spot_buf_text(out, "all others");
		break;
	case SPOT_DRIFT_BLANK:
		spot_buf_text(out, "blank");
		break;
	}
}

static bool is_past(const struct spot_drift_item *item)
{
	return item->is_past_psi || item->is_past_blank || item->is_past_novel;
}

/* --- what it comes to --------------------------------------------------------------------- */

static const char *kind_name(enum spot_drift_kind kind)
{
	switch (kind) {
	case SPOT_DRIFT_FIELD:
		return "field ";
	case SPOT_DRIFT_RULE:
		return "rule ";
	case SPOT_DRIFT_SCORE:
	case SPOT_DRIFT_TIERS:
	case SPOT_DRIFT_KINDS:
		break;
	}
	return "";
}

static void say_shares(struct spot_buf *text, double before, double now)
{
	spot_figure_print(text, SPOT_FIGURE_PERCENT, before);
	spot_buf_text(text, " to ");
	spot_figure_print(text, SPOT_FIGURE_PERCENT, now);
}

static void say_item(struct spot_page *page, const struct spot_drift *drift,
    const struct spot_drift_item *item)
{
	const struct spot_drift_limits *limits = &drift->options.limits;
	struct spot_buf text = SPOT_BUF_INIT;

	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", kind_name(item->kind));
	spot_page_run(page, SPOT_RUN_STRONG, "%s", item->name);
	if (item->is_past_psi)
		spot_buf_printf(&text, ": PSI %.3f is over %g", item->psi, limits->psi);
	if (item->is_past_blank) {
		spot_buf_printf(&text, "%s%s went from ", text.len > 0 ? "; " : ": ",
		    item->kind == SPOT_DRIFT_RULE ? "unknown answers" : "blanks");
		say_shares(&text, item->blank[0], item->blank[1]);
		spot_buf_printf(&text, ", over %g points more", 100 * limits->blank);
	}
	if (item->is_past_novel) {
		spot_buf_text(&text, text.len > 0 ? "; " : ": ");
		spot_figure_print(&text, SPOT_FIGURE_PERCENT, item->novel_share);
		spot_buf_text(&text, " are levels that there were not (");
		spot_figure_print(&text, SPOT_FIGURE_PERCENT, item->unseen_share);
		spot_buf_printf(&text, " would be no news), over %g %% more", 100 * limits->novel);
	}
	spot_page_run(page, SPOT_RUN_PLAIN, "%s.", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

static void say_tier(struct spot_page *page, const struct spot_drift *drift,
    const struct spot_drift_tier *tier)
{
	struct spot_buf text = SPOT_BUF_INIT;

	say_shares(&text, tier->rate[0], tier->rate[1]);
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "tier ");
	spot_page_run(page, SPOT_RUN_STRONG, "%s", tier->name);
	spot_page_run(page, SPOT_RUN_PLAIN,
	    ": the rate of the outcome fell from %s, by more than %g points.",
	    spot_buf_str(&text), 100 * drift->options.limits.rate);
	spot_draft_end(&text, &page->failed);
}

static void say_verdict(struct spot_page *page, const struct spot_drift *drift)
{
	if (drift->n_past == 0) {
		spot_page_callout(page, SPOT_TONE_GOOD, "Steady");
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "No limit was passed: the new accounts are like those of before.");
		return;
	}
	spot_page_callout(page, SPOT_TONE_BAD, "Moved");
	spot_page_run(page, SPOT_RUN_PLAIN, "%zu limit%s passed:", drift->n_past,
	    drift->n_past == 1 ? " was" : "s were");
	for (size_t i = 0; i < drift->n_items; i++)
		if (is_past(&drift->items[i]))
			say_item(page, drift, &drift->items[i]);
	for (size_t t = 0; t < drift->n_tiers; t++)
		if (drift->tiers[t].is_past_rate)
			say_tier(page, drift, &drift->tiers[t]);
}

/* Over the limit, but so few accounts that chance makes it. */
static void say_chance(struct spot_page *page, const struct spot_drift *drift)
{
	size_t n = 0;

	for (size_t i = 0; i < drift->n_items; i++) {
		const struct spot_drift_item *item = &drift->items[i];

		if (!(item->psi > drift->options.limits.psi) || item->is_past_psi)
			continue;
		if (n++ == 0)
			spot_page_callout(page, SPOT_TONE_UNSURE, "Perhaps chance");
		spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", n > 1 ? ", " : "", item->name);
	}
	if (n > 0)
		spot_page_run(page, SPOT_RUN_PLAIN,
		    ": over the limit of PSI, but with so few accounts chance makes as much more "
		    "often than once in a hundred times.");
}

static void say_due(struct spot_page *page, const struct spot_drift *drift)
{
	const struct spot_rules *rules = drift->panels[1]->rules;
	char day[SPOT_DATE_TEXT_SIZE];

	if (drift->is_overdue) {
		spot_date_print(drift->review_due, day);
		spot_page_callout(page, SPOT_TONE_WARN, "Review overdue");
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "The rules were to be reviewed by %s, %" PRId64 " days ago.", day,
		    rules->as_of - drift->review_due);
	} else if (!drift->has_review) {
		spot_page_callout(page, SPOT_TONE_NOTE, "No review");
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "The profile does not say when it was reviewed and how often it is to be.");
	}
	for (size_t i = 0; i < drift->n_exceptions; i++) {
		const struct spot_drift_exception *due = &drift->exceptions[i];

		spot_date_print(due->exception->expires, day);
		spot_page_callout(page, SPOT_TONE_WARN,
		    due->days_left < 0 ? "Exception expired" : "Exception about to expire");
		spot_page_run(page, SPOT_RUN_PLAIN, "\"%s\" (account %s, by %s): %s, %" PRId64
		    " days %s.", due->exception->name, due->exception->account,
		    due->exception->by, day,
		    due->days_left < 0 ? -due->days_left : due->days_left,
		    due->days_left < 0 ? "ago" : "from now");
	}
}

static void add_facts(struct spot_page *page, const struct spot_drift *drift)
{
	const struct spot_drift_limits *limits = &drift->options.limits;
	char day[SPOT_DATE_TEXT_SIZE];

	for (size_t s = 0; s < 2; s++) {
		const struct spot_run_result *result = &drift->results[drift->sides ? 0 : s];

		spot_date_print(drift->panels[s]->rules->as_of, day);
		spot_page_fact(page, sides[s], "%s, %" PRIu64 " accounts, as of %s",
		    spot_files_name(result->files[0].path), drift->n[s], day);
	}
	if (drift->sides) {
		spot_date_print(drift->options.at, day);
		spot_page_fact(page, "parted", "by %s: new from %s on; %" PRIu64 " have no date",
		    drift->panels[0]->rules->fields.fields[drift->options.date].name, day,
		    drift->n_undated);
	}
	for (size_t s = 0; s < (drift->sides ? 1 : 2); s++)
		spot_rejected_fact(
		    page, drift->results[s].files[0].path, &drift->results[s].unread);
	spot_rejected_facts(page, drift->panels[1], 1);
	spot_page_fact(page, "limits",
	    "PSI %g, blanks +%g points, new levels %g %%, rate of a tier -%g points", limits->psi,
	    100 * limits->blank, 100 * limits->novel, 100 * limits->rate);
}

/* --- tables ------------------------------------------------------------------------------- */

static void add_rates(struct spot_page *page, const struct spot_drift *drift)
{
	const struct spot_rules *rules = drift->panels[0]->rules;
	static const struct spot_grid_column columns[] = {
		{ .title = "tier" },
		{ .title = "old rate", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "new rate", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "p", .kind = SPOT_FIGURE_P },
	};
	struct spot_buf title = SPOT_BUF_INIT;
	struct spot_grid *grid;

	if (drift->options.outcome == SPOT_NONE)
		return;
	spot_buf_printf(&title, "How many are %s", rules->cohorts[drift->options.outcome].name);
	grid = spot_page_table(page, spot_buf_str(&title), columns, 4);
	for (size_t t = 0; t < drift->n_tiers; t++) {
		const struct spot_drift_tier *tier = &drift->tiers[t];

		spot_grid_row(grid, tier->is_past_rate ? SPOT_GRID_STRONG
		        : tier->tail.p <= 0.05 ? SPOT_GRID_PLAIN : SPOT_GRID_WEAK);
		spot_grid_text(grid, "%s", tier->name);
		for (size_t s = 0; s < 2; s++)
			spot_grid_interval(
			    grid, tier->rate[s], tier->ci[s].lo, tier->ci[s].hi);
		spot_grid_figure(grid, tier->tail.p);
	}
	spot_draft_end(&title, &page->failed);
}

static void draw_tiers(struct spot_page *page, const struct spot_drift *drift)
{
	struct spot_chart_point(*points)[2] = spot_mem_calloc(drift->n_tiers, sizeof(*points));
	struct spot_chart_series *series = spot_mem_calloc(drift->n_tiers, sizeof(*series));
	struct spot_chart chart = { .kind = SPOT_CHART_SHARES, .title = "Shares of tiers",
		.y = { .kind = SPOT_FIGURE_PERCENT }, .names = sides, .n_names = 2,
		.series = series, .n_series = drift->n_tiers, .is_told = true };

	for (size_t t = 0; points && series && t < drift->n_tiers; t++) {
		for (size_t s = 0; s < 2; s++)
			points[t][s] = (struct spot_chart_point) { .y = drift->tiers[t].share[s] };
		series[t] = (struct spot_chart_series) { drift->tiers[t].name, points[t], 2 };
	}
	if (points && series)
		spot_page_chart(page, &chart);
	else
		page->failed = true;
	free(points);
	free(series);
}

static void add_tiers(struct spot_page *page, const struct spot_drift *drift)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "tier" },
		{ .title = "old", .kind = SPOT_FIGURE_COUNT },
		{ .title = "share", .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = "new", .kind = SPOT_FIGURE_COUNT },
		{ .title = "share ", .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = "change", .kind = SPOT_FIGURE_POINTS },
	};
	struct spot_grid *grid;

	if (drift->n_tiers == 0)
		return;
	spot_page_section(page, "Tiers");
	draw_tiers(page, drift);
	grid = spot_page_table(page, NULL, columns, 6);
	for (size_t t = 0; t < drift->n_tiers; t++) {
		const struct spot_drift_tier *tier = &drift->tiers[t];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", tier->name);
		for (size_t s = 0; s < 2; s++) {
			spot_grid_figure(grid, (double)tier->n[s]);
			spot_grid_figure(grid, tier->share[s]);
		}
		spot_grid_figure(grid, tier->share[1] - tier->share[0]);
	}
	add_rates(page, drift);
}

static enum spot_grid_tone tone_of(const struct spot_drift_item *item)
{
	return is_past(item) ? SPOT_GRID_STRONG
	    : item->tail.p <= SPOT_DRIFT_ALPHA ? SPOT_GRID_PLAIN : SPOT_GRID_WEAK;
}

static void add_middle(struct spot_grid *grid, const struct spot_drift_item *item, size_t side)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (item->has_ks && !isnan(item->median[side]))
		print_number(&text, item, item->median[side]);
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

static void add_fields(struct spot_page *page, const struct spot_drift *drift)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "field" },
		{ .title = "PSI", .kind = SPOT_FIGURE_SCORE },
		{ .title = "p", .kind = SPOT_FIGURE_P },
		{ .title = "KS", .kind = SPOT_FIGURE_SCORE },
		{ .title = "median old", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "median new", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "blank old", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "blank new", .kind = SPOT_FIGURE_PERCENT },
	};
	struct spot_grid *grid;

	spot_page_section(page, "Fields and the score");
	grid = spot_page_table(page, NULL, columns, 8);
	for (size_t i = 0; i < drift->n_items; i++) {
		const struct spot_drift_item *item = &drift->items[i];

		if (item->kind != SPOT_DRIFT_FIELD && item->kind != SPOT_DRIFT_SCORE)
			continue;
		spot_grid_row(grid, tone_of(item));
		spot_grid_text(grid, "%s", item->name);
		spot_grid_figure(grid, item->psi);
		spot_grid_figure(grid, item->tail.p);
		if (item->has_ks)
			spot_grid_figure(grid, item->ks.d);
		else
			spot_grid_text(grid, "%s", "");
		for (size_t s = 0; s < 2; s++)
			add_middle(grid, item, s);
		for (size_t s = 0; s < 2; s++)
			spot_grid_figure(grid, item->blank[s]);
	}
}

static double share_of(const struct spot_drift_item *item, size_t bin, size_t side)
{
	double n = 0;

	for (size_t i = 0; i < item->n_bins; i++)
		n += (double)item->bins[i].n[side];
	return n > 0 ? (double)item->bins[bin].n[side] / n : NAN;
}

static void add_rules(struct spot_page *page, const struct spot_drift *drift)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "rule" },
		{ .title = "PSI", .kind = SPOT_FIGURE_SCORE },
		{ .title = "p", .kind = SPOT_FIGURE_P },
		{ .title = "holds old", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "holds new", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "unknown old", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "unknown new", .kind = SPOT_FIGURE_PERCENT },
	};
	struct spot_grid *grid = NULL;

	for (size_t i = 0; i < drift->n_items; i++) {
		const struct spot_drift_item *item = &drift->items[i];

		if (item->kind != SPOT_DRIFT_RULE)
			continue;
		if (!grid) {
			spot_page_section(page, "Rules");
			grid = spot_page_table(page, NULL, columns, 7);
		}
		spot_grid_row(grid, tone_of(item));
		spot_grid_text(grid, "%s", item->name);
		spot_grid_figure(grid, item->psi);
		spot_grid_figure(grid, item->tail.p);
		spot_grid_figure(grid, share_of(item, 1, 0));
		spot_grid_figure(grid, share_of(item, 1, 1));
		spot_grid_figure(grid, item->blank[0]);
		spot_grid_figure(grid, item->blank[1]);
	}
}

static void add_bins(struct spot_page *page, const struct spot_drift_item *item)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "bin" },
		{ .title = "old", .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = "new", .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = "part of PSI", .kind = SPOT_FIGURE_SCORE },
	};
	struct spot_grid *grid = spot_page_table(page, item->name, columns, 4);

	for (size_t i = 0; i < item->n_bins; i++) {
		const struct spot_drift_bin *bin = &item->bins[i];
		struct spot_buf name = SPOT_BUF_INIT;

		if (bin->n[0] + bin->n[1] == 0 && bin->kind != SPOT_DRIFT_RANGE)
			continue;
		spot_drifted_bin(&name, item, bin);
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_buf_str(&name));
		spot_draft_end(&name, &page->failed);
		spot_grid_figure(grid, share_of(item, i, 0));
		spot_grid_figure(grid, share_of(item, i, 1));
		spot_grid_figure(grid, bin->part);
	}
}

/* Of what passed its limit, and else of the fields and the score that moved most. */
static void add_moved(struct spot_page *page, const struct spot_drift *drift)
{
	size_t n = 0;

	for (size_t i = 0; i < drift->n_items; i++) {
		const struct spot_drift_item *item = &drift->items[i];
		bool is_told = item->kind == SPOT_DRIFT_FIELD || item->kind == SPOT_DRIFT_SCORE;

		if (!is_told || item->n_bins == 0 ||
		    (!item->is_past_psi && (drift->n_past > 0 || n >= SHOWN_BINS)))
			continue;
		if (n++ == 0)
			spot_page_section(page, "Bins of what moved most");
		add_bins(page, item);
	}
}

static void say_levels(struct spot_page *page, const char *what,
    const struct spot_drift_level *levels, size_t n, size_t n_all)
{
	if (n_all == 0)
		return;
	spot_page_run(page, SPOT_RUN_PLAIN, " %zu %s:", n_all, what);
	for (size_t i = 0; i < n; i++) {
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", i > 0 ? ", " : " ");
		spot_page_run_view(page, SPOT_RUN_PLAIN, levels[i].text);
		spot_page_run(page, SPOT_RUN_DIM, " (%" PRIu64 ")", levels[i].n);
	}
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", n < n_all ? " and others." : ".");
}

static void add_levels(struct spot_page *page, const struct spot_drift *drift)
{
	size_t n = 0;

	for (size_t i = 0; i < drift->n_items; i++) {
		const struct spot_drift_item *item = &drift->items[i];

		if (item->n_all_novel + item->n_all_vanished == 0)
			continue;
		if (n++ == 0)
			spot_page_section(page, "Levels that came and went");
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_STRONG, "%s", item->name);
		say_levels(page, "came", item->novel, item->n_novel, item->n_all_novel);
		say_levels(
		    page, "went", item->vanished, item->n_vanished, item->n_all_vanished);
	}
}

static void add_term(struct spot_page *page, const char *label, const char *what)
{
	spot_page_term(page, label);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", what);
}

static void add_terms(struct spot_page *page)
{
	spot_page_section(page, "How this is computed");
	add_term(page, "PSI",
	    "The population stability index: the sum of (new - old) ln(new / old) over the shares "
	    "of bins, a share below 0.0001 counting as that. Under 0.1 is commonly called steady, "
	    "over 0.25 shifted. Bins are tenths of the old accounts for numbers, the 30 most "
	    "frequent old levels (of 5 accounts or more) and all others for texts and items of "
	    "lists, no, yes and unknown for rules; blank is a bin of its own. Names, and fields of "
	    "too many different texts, are only asked whether they are blank.");
	add_term(page, "p",
	    "How often chance alone moves accounts from bin to bin as much (chi-square). A PSI "
	    "over its limit is an alarm where that is at most 0.01.");
	add_term(page, "new levels",
	    "An alarm where their share is over its limit once the share is taken off of old "
	    "levels that were seen a single time: so much is new in any second look at the same "
	    "accounts.");
	add_term(page, "KS", "The greatest distance between the shares of old and new accounts at "
	    "or below any number.");
	add_term(page, "dates", "Ages in days on the as-of day of their side.");
}

void spot_drifted_page(struct spot_page *page, const struct spot_drift *drift)
{
	spot_page_lead(page, "Whether the accounts have moved away from the rules");
	say_verdict(page, drift);
	say_chance(page, drift);
	say_due(page, drift);
	add_facts(page, drift);
	add_tiers(page, drift);
	add_fields(page, drift);
	add_rules(page, drift);
	add_moved(page, drift);
	add_levels(page, drift);
	add_terms(page);
	spot_page_foot(page, "sweetspot drift");
}
