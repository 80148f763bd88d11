/* SPDX-License-Identifier: MIT */
/* The figures of a level, and a segmentation as records. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "present/member.h"
#include "present/rejected.h"
#include "present/segmented_internal.h"
#include "table/emit.h"

const char *const spot_segmented_roles[SPOT_SEGMENT_COHORTS] = { "customers", "open", "churned",
	"won", "lost" };

#define MEASURE(name, expression)                                                                  \
	static double name(const struct spot_segment *s, const struct spot_segment_level *l)       \
	{                                                                                          \
		(void)s;                                                                           \
		return expression;                                                                 \
	}
#define WHETHER(name, expression)                                                                  \
	static bool name(const struct spot_segment *s)                                             \
	{                                                                                          \
		return expression;                                                                 \
	}
#define SUM(of) spot_sum_value(&l->sums.of)
#define MEAN(a) spot_segment_mean(SUM(amounts[a]), l->sums.n_amounts[a])

WHETHER(has_customers, s->options.cohorts[SPOT_SEGMENT_CUSTOMER] != SPOT_NONE)
WHETHER(has_churned, s->options.cohorts[SPOT_SEGMENT_CHURNED] != SPOT_NONE)
WHETHER(has_ltv, s->options.amounts[SPOT_SEGMENT_LTV] != SPOT_NO_FUNCTION)
WHETHER(has_cac, s->options.amounts[SPOT_SEGMENT_CAC] != SPOT_NO_FUNCTION)
WHETHER(has_serve, s->options.amounts[SPOT_SEGMENT_SERVE] != SPOT_NO_FUNCTION)
WHETHER(has_deals, s->options.won != SPOT_NO_FUNCTION && s->options.lost != SPOT_NO_FUNCTION)
WHETHER(has_cohorts, s->options.cohorts[SPOT_SEGMENT_WON] != SPOT_NONE &&
	s->options.cohorts[SPOT_SEGMENT_LOST] != SPOT_NONE)
WHETHER(has_wins, has_deals(s) || has_cohorts(s))
WHETHER(has_days, s->options.days != SPOT_NO_FUNCTION)
WHETHER(has_growth, s->panel->rules->n_growths > 0)
WHETHER(has_reps, s->options.capacity > 0)

MEASURE(accounts, (double)l->sums.n)
MEASURE(share, spot_segment_mean((double)l->sums.n, s->total.sums.n))
MEASURE(bad_fit, (double)l->sums.n_bad_fit)
MEASURE(open_ones, (double)l->sums.n_open)
MEASURE(customers, has_customers(s) ? (double)l->sums.n_customers : NAN)
MEASURE(churned, has_churned(s) ? (double)l->sums.n_churned : NAN)
MEASURE(churn, has_churned(s) && has_customers(s) ? spot_segment_churn(&l->sums) : NAN)
MEASURE(valued, has_ltv(s) ? (double)l->sums.n_margin : NAN)
MEASURE(ltv, MEAN(SPOT_SEGMENT_LTV))
MEASURE(cac, MEAN(SPOT_SEGMENT_CAC))
MEASURE(serve, MEAN(SPOT_SEGMENT_SERVE))
MEASURE(margin, spot_segment_mean(SUM(margin), l->sums.n_margin))
MEASURE(margin_sum, l->sums.n_margin > 0 ? SUM(margin) : NAN)
MEASURE(negatives, has_ltv(s) ? (double)l->sums.n_negative : NAN)
MEASURE(negative, l->sums.n_margin > 0 ? -SUM(negative) : NAN)
MEASURE(won, has_deals(s) ? (double)l->deals_won : has_wins(s) ? (double)l->sums.n_won : NAN)
MEASURE(lost, has_deals(s) ? (double)l->deals_lost : has_wins(s) ? (double)l->sums.n_lost : NAN)
MEASURE(win_rate, has_wins(s) ? l->win_rate : NAN)
MEASURE(days_won, l->median_days[0])
MEASURE(days_lost, l->median_days[1])
MEASURE(growth, l->sums.n_growth > 0 ? SUM(growth) : NAN)
MEASURE(reps, l->reps)

const struct spot_segmented_measure spot_segmented_measures[] = {
	{ "accounts", "accounts", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MARKET, accounts, NULL,
	    false },
	{ "share", "share", NULL, SPOT_FIGURE_PERCENT, SPOT_SEGMENTED_MARKET, share, NULL, false },
	{ "bad_fit", "bad fit", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MARKET, bad_fit, NULL,
	    false },
	{ "open", "open", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MARKET, open_ones, NULL, false },
	{ "customers", "customers", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MARKET, customers,
	    has_customers, false },
	{ "growth_sum", "growth potential", "growth", SPOT_FIGURE_MONEY, SPOT_SEGMENTED_MARKET,
	    growth, has_growth, false },
	{ "reps", "reps needed", "reps", SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MARKET, reps, has_reps,
	    false },
	{ "valued", "known of", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MONEY, valued, has_ltv,
	    false },
	{ "ltv_mean", "lifetime value", "LTV", SPOT_FIGURE_MONEY, SPOT_SEGMENTED_MONEY, ltv,
	    has_ltv, false },
	{ "cac_mean", "cost to acquire", "CAC", SPOT_FIGURE_MONEY, SPOT_SEGMENTED_MONEY, cac,
	    has_cac, false },
	{ "cost_to_serve_mean", "cost to serve", "to serve", SPOT_FIGURE_MONEY,
	    SPOT_SEGMENTED_MONEY, serve, has_serve, false },
	{ "margin_mean", "margin", NULL, SPOT_FIGURE_MONEY, SPOT_SEGMENTED_MONEY, margin, has_ltv,
	    false },
	{ "margin_sum", "margin of all", "of all", SPOT_FIGURE_MONEY, SPOT_SEGMENTED_MONEY,
	    margin_sum, has_ltv, false },
	{ "negative_margins", "below zero", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_MONEY,
	    negatives, has_ltv, false },
	{ "bad_fit_cost", "bad-fit cost", NULL, SPOT_FIGURE_MONEY, SPOT_SEGMENTED_MONEY, negative,
	    has_ltv, false },
	{ "won", "won", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_SELLING, won, has_wins, false },
	{ "lost", "lost", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_SELLING, lost, has_wins, false },
	{ "win_rate", "win rate", NULL, SPOT_FIGURE_PERCENT, SPOT_SEGMENTED_SELLING, win_rate,
	    has_wins, true },
	{ "days_to_win", "days to win", "to win", SPOT_FIGURE_PLAIN, SPOT_SEGMENTED_SELLING,
	    days_won, has_days, false },
	{ "days_to_lose", "days to lose", "to lose", SPOT_FIGURE_PLAIN, SPOT_SEGMENTED_SELLING,
	    days_lost, has_days, false },
	{ "churned", "churned", NULL, SPOT_FIGURE_COUNT, SPOT_SEGMENTED_SELLING, churned,
	    has_churned, false },
	{ "churn_rate", "churn", NULL, SPOT_FIGURE_PERCENT, SPOT_SEGMENTED_SELLING, churn,
	    has_churned, false },
};

const size_t spot_segmented_n_measures =
    sizeof(spot_segmented_measures) / sizeof(spot_segmented_measures[0]);

/* --- JSON --------------------------------------------------------------------------------- */

static void add_level(struct spot_json *json, const struct spot_segment *segment,
    const struct spot_segment_level *level)
{
	spot_json_object(json);
	spot_member_text(json, "name", level->is_unknown ? NULL : level->name);
	spot_member_count(json, "pooled", level->n_pooled);
	for (size_t m = 0; m < spot_segmented_n_measures; m++) {
		const struct spot_segmented_measure *measure = &spot_segmented_measures[m];
		double value = measure->value(segment, level);

		spot_json_key(json, measure->key);
		spot_json_number(json, value);
		if (!measure->has_interval)
			continue;
		spot_json_key(json, "win_rate_ci");
		if (isnan(value)) {
			spot_json_null(json);
			continue;
		}
		spot_json_array(json);
		spot_json_number(json, level->win_ci.lo);
		spot_json_number(json, level->win_ci.hi);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_grouping(struct spot_json *json, const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping)
{
	static const char *const kinds[SPOT_SEGMENT_KINDS] = { "tier", "field", "bands",
		"function" };

	spot_json_object(json);
	spot_member_text(json, "by", grouping->by->name);
	spot_member_text(json, "kind", kinds[grouping->by->kind]);
	spot_json_key(json, "levels");
	spot_json_array(json);
	for (size_t l = 0; l < grouping->n_levels; l++)
		add_level(json, segment, &grouping->levels[l]);
	spot_json_end(json);
	spot_json_end(json);
}

static void add_head(struct spot_json *json, const struct spot_segment *segment)
{
	const struct spot_rules *rules = segment->panel->rules;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_member_text(json, "format", "sweetspot segment 1");
	spot_member_text(json, "rules", rules->path);
	spot_member_text(json, "profile", rules->profile.name[0] ? rules->profile.name : NULL);
	spot_date_print(rules->as_of, day);
	spot_member_text(json, "as_of", day);
	spot_json_key(json, "data");
	spot_json_array(json);
	for (size_t i = 0; i < segment->result.n_files; i++)
		spot_json_text(json, segment->result.files[i].path);
	spot_json_end(json);
	spot_member_count(json, "accounts", segment->result.rows);
	spot_rejected_members(json, &segment->result.unread);
	spot_rejected_tables(json, segment->panel, 1);
	spot_json_key(json, "cohorts");
	spot_json_object(json);
	for (size_t c = 0; c < SPOT_SEGMENT_COHORTS; c++)
		spot_member_text(json, spot_segmented_roles[c],
		    segment->options.cohorts[c] == SPOT_NONE
		        ? NULL : rules->cohorts[segment->options.cohorts[c]].name);
	spot_json_end(json);
	spot_json_key(json, "declared");
	spot_json_object(json);
	spot_member_flag(json, "ltv", has_ltv(segment));
	spot_member_flag(json, "cac", has_cac(segment));
	spot_member_flag(json, "cost_to_serve", has_serve(segment));
	spot_member_flag(json, "deals", has_deals(segment));
	spot_member_flag(json, "growth", has_growth(segment));
	spot_json_end(json);
	spot_json_key(json, "deals");
	if (segment->options.deals == SPOT_NONE) {
		spot_json_null(json);
		return;
	}
	spot_json_object(json);
	spot_member_count(json, "read", segment->n_deals);
	spot_member_count(json, "without_account", segment->n_deals_orphaned);
	spot_json_end(json);
}

static void add_territories(struct spot_json *json, const struct spot_segment *segment)
{
	const struct spot_segment_options *options = &segment->options;

	spot_json_key(json, "territories");
	if (options->n_territories == 0) {
		spot_json_null(json);
		return;
	}
	spot_json_object(json);
	spot_member_text(json, "by", segment->potential_is_growth ? "growth" : "accounts");
	spot_member_text(json, "keep", options->keep_field == SPOT_NONE
	        ? NULL : segment->panel->rules->fields.fields[options->keep_field].name);
	spot_json_key(json, "items");
	spot_json_array(json);
	for (size_t t = 0; t < options->n_territories; t++) {
		const struct spot_segment_territory *territory = &segment->territories[t];

		spot_json_object(json);
		spot_member_count(json, "territory", t + 1);
		spot_member_count(json, "accounts", territory->n);
		spot_json_key(json, "potential");
		spot_json_number(json, territory->potential);
		spot_json_key(json, "keeps");
		spot_json_array(json);
		for (size_t k = 0; k < territory->n_kept; k++)
			spot_json_text(json, territory->kept[k]);
		spot_json_end(json);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_json_end(json);
}

void spot_segmented_json(struct spot_buf *out, const struct spot_segment *segment)
{
	struct spot_json json = SPOT_JSON_INIT(out, 4);

	spot_json_object(&json);
	add_head(&json, segment);
	spot_json_key(&json, "groupings");
	spot_json_array(&json);
	for (size_t g = 0; g < segment->options.n_bys; g++)
		add_grouping(&json, segment, &segment->groupings[g]);
	spot_json_end(&json);
	spot_json_key(&json, "total");
	add_level(&json, segment, &segment->total);
	add_territories(&json, segment);
	spot_json_end(&json);
}

/* --- CSV ---------------------------------------------------------------------------------- */

static void add_row(struct spot_buf *out, const struct spot_segment *segment, const char *by,
    const struct spot_segment_level *level)
{
	spot_emit_csv(out, spot_view_of(by), ',');
	spot_buf_char(out, ',');
	spot_emit_csv(out, spot_view_of(level->is_unknown ? "" : level->name), ',');
	for (size_t m = 0; m < spot_segmented_n_measures; m++) {
		const struct spot_segmented_measure *measure = &spot_segmented_measures[m];
		double value = measure->value(segment, level);

		spot_buf_char(out, ',');
		if (isfinite(value))
			spot_buf_shortest(out, value);
		if (!measure->has_interval)
			continue;
		spot_buf_char(out, ',');
		if (!isnan(value))
			spot_buf_shortest(out, level->win_ci.lo);
		spot_buf_char(out, ',');
		if (!isnan(value))
			spot_buf_shortest(out, level->win_ci.hi);
	}
	spot_buf_char(out, '\n');
}

void spot_segmented_csv(struct spot_buf *out, const struct spot_segment *segment)
{
	spot_buf_text(out, "by,name");
	for (size_t m = 0; m < spot_segmented_n_measures; m++)
		spot_buf_printf(out, ",%s%s", spot_segmented_measures[m].key,
		    spot_segmented_measures[m].has_interval ? ",win_rate_low,win_rate_high" : "");
	spot_buf_char(out, '\n');
	for (size_t g = 0; g < segment->options.n_bys; g++)
		for (size_t l = 0; l < segment->groupings[g].n_levels; l++)
			add_row(out, segment, segment->groupings[g].by->name,
			    &segment->groupings[g].levels[l]);
	add_row(out, segment, "all", &segment->total);
}

void spot_segmented_assigned(struct spot_buf *out, const struct spot_segment *segment)
{
	struct spot_view key;
	size_t territory;

	spot_buf_text(out, "account,territory\n");
	for (size_t i = 0; spot_segment_assigned(segment, i, &key, &territory); i++) {
		spot_emit_csv(out, key, ',');
		spot_buf_printf(out, ",%zu\n", territory);
	}
}
