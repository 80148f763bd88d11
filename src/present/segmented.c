/* SPDX-License-Identifier: MIT */
#include "present/segmented.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/files.h"
#include "present/rejected.h"
#include "present/segmented_internal.h"

#define COLUMNS_MAX 12

const char *spot_segmented_level(const struct spot_segment_level *level)
{
	return level->is_unknown ? "(unknown)" : level->name;
}

/* --- the head ----------------------------------------------------------------------------- */

static void add_cohorts(struct spot_page *page, const struct spot_segment *segment)
{
	static const char *const without[SPOT_SEGMENT_COHORTS] = {
		"nobody says who they are (--customers COHORT); money is of all accounts",
		"neither a bad fit nor customers, nor churned, won or lost where that is known",
		NULL, NULL, NULL };

	for (size_t c = 0; c < SPOT_SEGMENT_COHORTS; c++) {
		size_t cohort = segment->options.cohorts[c];

		if (cohort != SPOT_NONE)
			spot_page_fact(page, spot_segmented_roles[c], "cohort \"%s\"",
			    segment->panel->rules->cohorts[cohort].name);
		else if (without[c])
			spot_page_fact(page, spot_segmented_roles[c], "%s", without[c]);
	}
}

static void add_facts(struct spot_page *page, const struct spot_segment *segment)
{
	const struct spot_run_result *result = &segment->result;
	struct spot_buf text = SPOT_BUF_INIT;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_files_print(&text, result);
	spot_page_fact(page, "data", "%s, %" PRIu64 " rows", spot_buf_str(&text), result->rows);
	spot_draft_end(&text, &page->failed);
	spot_date_print(segment->panel->rules->as_of, day);
	spot_page_fact(page, "as of", "%s", day);
	spot_rejected_fact(page, NULL, &result->unread);
	spot_rejected_facts(page, segment->panel, 1);
	add_cohorts(page, segment);
	if (segment->options.deals != SPOT_NONE)
		spot_page_fact(page, "deals", "%" PRIu64 ", %" PRIu64 " of them of no account",
		    segment->n_deals, segment->n_deals_orphaned);
	if (segment->options.capacity > 0)
		spot_page_fact(page, "capacity", "%" PRIu64 " open accounts a rep",
		    segment->options.capacity);
}

static bool is_declared(const struct spot_segment *segment,
    const struct spot_segmented_measure *measure)
{
	return !measure->is_there || measure->is_there(segment);
}

/* Of what follows from one declaration the first is named. */
static void add_undeclared(struct spot_page *page, const struct spot_segment *segment)
{
	static const char named[] =
	    " customers growth_sum ltv_mean cac_mean cost_to_serve_mean win_rate days_to_win "
	    "churned ";
	struct spot_buf text = SPOT_BUF_INIT;

	for (size_t m = 0; m < spot_segmented_n_measures; m++) {
		const struct spot_segmented_measure *measure = &spot_segmented_measures[m];
		char key[40];

		snprintf(key, sizeof(key), " %s ", measure->key);
		if (!is_declared(segment, measure) && strstr(named, key))
			spot_buf_printf(
			    &text, "%s%s", text.len > 0 ? ", " : "", measure->title);
	}
	if (text.len > 0)
		spot_page_fact(page, "not declared", "%s", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

/* --- tables ------------------------------------------------------------------------------- */

static void add_level(struct spot_grid *grid, const struct spot_segment *segment,
    const struct spot_segment_level *level, enum spot_segmented_table table, bool is_total)
{
	spot_grid_row(grid, is_total                 ? SPOT_GRID_STRONG
	        : level->sums.n < SPOT_SEGMENT_WEAK ? SPOT_GRID_WEAK
	                                            : SPOT_GRID_PLAIN);
	if (level->n_pooled > 0)
		spot_grid_text(grid, "%s (%zu)", level->name, level->n_pooled);
	else
		spot_grid_text(grid, "%s%s", spot_segmented_level(level),
		    !is_total && level->sums.n < SPOT_SEGMENT_WEAK ? " *" : "");
	for (size_t m = 0; m < spot_segmented_n_measures; m++) {
		const struct spot_segmented_measure *measure = &spot_segmented_measures[m];
		double value = measure->value(segment, level);

		if (measure->table != table || !is_declared(segment, measure))
			continue;
		if (measure->has_interval && !isnan(value))
			spot_grid_interval(grid, value, level->win_ci.lo, level->win_ci.hi);
		else
			spot_grid_figure(grid, value);
	}
}

static void add_table(struct spot_page *page, const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping, enum spot_segmented_table table)
{
	static const char *const titles[SPOT_SEGMENTED_TABLES] = { "Market", "Money, a customer",
		"Selling" };
	struct spot_grid_column columns[COLUMNS_MAX] = { { .title = "" } };
	struct spot_grid *grid;
	size_t n = 1;

	columns[0].title = grouping->by->name;
	for (size_t m = 0; m < spot_segmented_n_measures; m++) {
		const struct spot_segmented_measure *measure = &spot_segmented_measures[m];

		if (measure->table == table && is_declared(segment, measure))
			columns[n++] = (struct spot_grid_column) { .title = measure->title,
				.brief = measure->brief, .kind = measure->kind,
				.is_bar = strcmp(measure->key, "share") == 0 };
	}
	if (n == 1)
		return;
	grid = spot_page_table(page, titles[table], columns, n);
	for (size_t l = 0; l < grouping->n_levels; l++)
		add_level(grid, segment, &grouping->levels[l], table, false);
	add_level(grid, segment, &segment->total, table, true);
}

/* Segments that cost more than they bring. */
static void add_warnings(struct spot_page *page, const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping)
{
	for (size_t l = 0; l < grouping->n_levels; l++) {
		const struct spot_segment_level *level = &grouping->levels[l];
		double margin = spot_sum_value(&level->sums.margin);
		struct spot_buf text = SPOT_BUF_INIT;

		if (level->sums.n_margin == 0 || margin >= 0)
			continue;
		spot_page_callout(page, SPOT_TONE_BAD, "Bad-fit cost");
		spot_figure_print(&text, SPOT_FIGURE_MONEY, -margin);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s: %" PRIu64 " %s%s %s more than %s.",
		    spot_segmented_level(level), level->sums.n_margin,
		    segment->options.cohorts[SPOT_SEGMENT_CUSTOMER] == SPOT_NONE ? "account"
		                                                                 : "customer",
		    level->sums.n_margin == 1 ? " costs" : "s cost", spot_buf_str(&text),
		    level->sums.n_margin == 1 ? "it brings" : "they bring");
		spot_draft_end(&text, &page->failed);
	}
}

static void add_territories(struct spot_page *page, const struct spot_segment *segment)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "territory", .kind = SPOT_FIGURE_COUNT },
		{ .title = "open accounts", .brief = "open", .kind = SPOT_FIGURE_COUNT },
		{ .title = "potential", .kind = SPOT_FIGURE_MONEY },
		{ .title = "share", .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = "keeps together" },
	};
	bool keeps = segment->options.keep_field != SPOT_NONE;
	struct spot_grid *grid;
	double total = 0;

	if (segment->options.n_territories == 0)
		return;
	spot_page_section(page, "Territories");
	spot_page_say(page, "Open accounts by %s, the largest first, each to the territory that "
	    "has least so far.", segment->potential_is_growth ? "growth potential" : "number");
	if (keeps && segment->keeps_territory_apart)
		spot_page_say(page, "One value of %s alone is more than a territory's share, so "
		    "that they cannot be even.",
		    segment->panel->rules->fields.fields[segment->options.keep_field].name);
	for (size_t t = 0; t < segment->options.n_territories; t++)
		total += segment->territories[t].potential;
	grid = spot_page_table(page, NULL, columns, keeps ? 5 : 4);
	for (size_t t = 0; t < segment->options.n_territories; t++) {
		const struct spot_segment_territory *territory = &segment->territories[t];
		struct spot_buf text = SPOT_BUF_INIT;

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_figure(grid, (double)(t + 1));
		spot_grid_figure(grid, (double)territory->n);
		spot_grid_figure(grid, territory->potential);
		spot_grid_figure(grid, total > 0 ? territory->potential / total : NAN);
		for (size_t k = 0; k < territory->n_kept; k++)
			spot_buf_printf(&text, "%s%s", k > 0 ? ", " : "", territory->kept[k]);
		if (keeps)
			spot_grid_text(grid, "%s", spot_buf_str(&text));
		spot_draft_end(&text, &page->failed);
	}
}

static bool reads(const struct spot_function *function, size_t field)
{
	for (size_t i = 0; i < function->n_reads; i++)
		if (function->reads[i] == field)
			return true;
	return false;
}

/* A value that is net of a cost already has it taken off twice; nobody but its author knows. */
static void warn_of_net(struct spot_page *page, const struct spot_segment *segment)
{
	static const char *const names[SPOT_SEGMENT_AMOUNTS] = { "ltv", "cac", "cost_to_serve" };
	const struct spot_rules *rules = segment->panel->rules;
	const int *amounts = segment->options.amounts;
	const struct spot_function *ltv = &rules->functions[amounts[SPOT_SEGMENT_LTV]];

	for (size_t a = SPOT_SEGMENT_LTV + 1; a < SPOT_SEGMENT_AMOUNTS; a++) {
		const struct spot_function *cost;

		if (amounts[a] == SPOT_NO_FUNCTION)
			continue;
		cost = &rules->functions[amounts[a]];
		for (size_t i = 0; i < cost->n_reads; i++)
			if (reads(ltv, cost->reads[i])) {
				spot_page_run(page, SPOT_RUN_PLAIN, " In these rules ltv reads %s, "
				    "as %s does: if it is net of that cost already, the margin "
				    "takes it off twice.",
				    rules->fields.fields[cost->reads[i]].name, names[a]);
				return;
			}
	}
}

static void add_terms(struct spot_page *page, const struct spot_segment *segment)
{
	spot_page_section(page, "What the figures are");
	spot_page_term(page, "open");
	spot_page_run(page, SPOT_RUN_PLAIN, "The addressable market: accounts that could still be "
	    "won.");
	if (segment->options.amounts[SPOT_SEGMENT_LTV] != SPOT_NO_FUNCTION) {
		spot_page_term(page, "margin");
		spot_page_run(page, SPOT_RUN_PLAIN, "Lifetime value less cost to acquire and cost "
		    "to serve, as far as the rules declare them; the mean is over accounts of "
		    "which all are known (\"known of\"). Bad-fit cost is what margins below "
		    "zero add up to.");
		warn_of_net(page, segment);
	}
	spot_page_term(page, "win rate");
	spot_page_run(page, SPOT_RUN_PLAIN, "Won of won and lost %s, with Wilson's 95 %% interval; "
	    "days are medians.",
	    segment->options.won != SPOT_NO_FUNCTION ? "deals" : "accounts");
	spot_page_term(page, "churn");
	spot_page_run(page, SPOT_RUN_PLAIN, "Churned of churned and customers.");
	spot_page_term(page, "*");
	spot_page_run(page, SPOT_RUN_PLAIN, "Fewer than %d accounts: little can be said of them. "
	    "--least N puts small segments together.", SPOT_SEGMENT_WEAK);
}

void spot_segmented_page(struct spot_page *page, const struct spot_segment *segment)
{
	const struct spot_rules *rules = segment->panel->rules;

	spot_page_lead(page, "%s", rules->profile.name[0] ? rules->profile.name : rules->path);
	add_facts(page, segment);
	add_undeclared(page, segment);
	for (size_t g = 0; g < segment->options.n_bys; g++) {
		const struct spot_segment_grouping *grouping = &segment->groupings[g];

		spot_page_section(page, "By %s", grouping->by->name);
		add_warnings(page, segment, grouping);
		for (int t = 0; t < SPOT_SEGMENTED_TABLES; t++)
			add_table(page, segment, grouping, (enum spot_segmented_table)t);
		spot_segmented_charts(page, segment, grouping);
	}
	add_territories(page, segment);
	add_terms(page, segment);
}
