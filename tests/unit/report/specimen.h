/* SPDX-License-Identifier: MIT */
/*
 * Pages with every element and every kind of chart, as the verbs will fill them: for the golden
 * files, and to be looked at (demo.c). The figures are made up, the same everywhere.
 */
#ifndef SPECIMEN_H
#define SPECIMEN_H

#include <math.h>

#include "report/page.h"

#define CURVE_N 41

/* A curve that catches a share y of the outcomes at a depth x, and its band. */
static void specimen_curve(struct spot_chart_point *points, double power)
{
	for (int i = 0; i < CURVE_N; i++) {
		double x = i / (CURVE_N - 1.0), y = 1 - pow(1 - x, power);
		double half = 0.09 * sqrt(y * (1 - y));

		points[i] = (struct spot_chart_point) {
			x, y, fmax(0, y - half), fmin(1, y + half),
		};
	}
}

static void specimen_gain(struct spot_page *page)
{
	static struct spot_chart_point a[CURVE_N], b[CURVE_N], c[CURVE_N];
	const struct spot_chart_series series[] = {
		{ "Baseline", a, CURVE_N },
		{ "Larger companies first", b, CURVE_N },
		{ "Without industry", c, CURVE_N },
	};

	specimen_curve(a, 2.1);
	specimen_curve(b, 2.9);
	specimen_curve(c, 1.4);
	for (int i = 0; i < CURVE_N; i++)
		c[i].low = c[i].high = NAN;
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_LINE,
		.title = "Gain: how many of the healthy customers a ranking catches",
		.about = "At a capacity of 1,500 accounts the second hypothesis catches 47 % of "
		    "the healthy customers, the baseline 38 %; their bands overlap.",
		.x = { "share of accounts, best first", SPOT_FIGURE_PERCENT, 0, 1, 0.2,
		    "capacity 1,500" },
		.y = { "share of healthy customers caught", SPOT_FIGURE_PERCENT, 0, 1 },
		.series = series,
		.n_series = 3,
		.diagonal = "chance",
		.spread = "95 % interval",
	});
}

static void specimen_halves(struct spot_page *page)
{
	static struct spot_chart_point roc[CURVE_N], calibration[10], bins[2][21];
	const struct spot_chart_series curves[] = { { "Baseline", roc, CURVE_N } };
	const struct spot_chart_series deciles[] = { { "Baseline", calibration, 10 } };
	const struct spot_chart_series groups[] = {
		{ "healthy", bins[0], 21 }, { "churned", bins[1], 21 },
	};

	specimen_curve(roc, 3.4);
	for (int i = 0; i < CURVE_N; i++)
		roc[i].low = roc[i].high = NAN;
	for (int i = 0; i < 10; i++) {
		double x = 0.06 + i * 0.095, y = x + 0.05 * sin(i * 1.9);
		double half = 0.05 + 0.02 * (i % 3);

		calibration[i] = (struct spot_chart_point) { x, y, y - half, y + half };
	}
	for (int i = 0; i < 21; i++) {
		double high = 0.13 * exp(-pow((i - 13) / 4.0, 2));
		double low = 0.11 * exp(-pow((i - 7) / 4.6, 2));

		bins[0][i] = (struct spot_chart_point) { i * 5, high };
		bins[1][i] = (struct spot_chart_point) { i * 5, low };
	}
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_LINE,
		.title = "ROC",
		.about = "AUC 0.773: of 100 pairs 77 have the healthy customer above the other.",
		.x = { "churned above the cut", SPOT_FIGURE_PERCENT, 0, 1 },
		.y = { "healthy above the cut", SPOT_FIGURE_PERCENT, 0, 1 },
		.series = curves,
		.n_series = 1,
		.diagonal = "chance",
		.is_half = true,
	});
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_DOTS,
		.title = "Calibration by decile",
		.about = "The rate that the score implies against the rate that came.",
		.x = { "implied rate", SPOT_FIGURE_PERCENT, 0, 1 },
		.y = { "observed rate", SPOT_FIGURE_PERCENT, 0, 1 },
		.series = deciles,
		.n_series = 1,
		.diagonal = "as implied",
		.spread = "95 % interval",
		.is_half = true,
	});
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_STEPS,
		.title = "Scores of the two cohorts",
		.about = "Healthy customers score higher by 30 points; a fifth lies together.",
		.x = { "score", SPOT_FIGURE_COUNT },
		.y = { "share of the cohort", SPOT_FIGURE_PERCENT },
		.series = groups,
		.n_series = 2,
		.is_half = true,
	});
}

static void specimen_scatter(struct spot_page *page)
{
	static struct spot_chart_point won[40], lost[40];
	const struct spot_chart_series series[] = { { "won", won, 40 }, { "lost", lost, 40 } };

	for (int i = 0; i < 40; i++) {
		won[i] = (struct spot_chart_point) { 20 + 70 * fabs(sin(i * 1.3)),
		    4e4 + 9e5 * fabs(sin(i * 2.1)) };
		lost[i] = (struct spot_chart_point) { 5 + 60 * fabs(sin(i * 0.7)),
		    2e4 + 4e5 * fabs(sin(i * 1.1)) };
	}
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_SCATTER,
		.title = "Deals by score and value",
		.about = "Large deals are lost at low scores.",
		.x = { "score", SPOT_FIGURE_COUNT, 0, 100 },
		.y = { "value, EUR", SPOT_FIGURE_MONEY },
		.series = series,
		.n_series = 2,
		.is_half = true,
	});
}

static void specimen_tiers(struct spot_page *page)
{
	static const char *const names[] = { "A  (412)", "B  (1,204)", "C  (2,870)", "D  (2,318)",
		"bad fit  (239)" };
	static const struct spot_chart_point now[] = {
		{ NAN, 0.912, 0.881, 0.936 }, { NAN, 0.842, 0.820, 0.861 },
		{ NAN, 0.748, 0.732, 0.764 }, { NAN, 0.655, 0.635, 0.674 },
		{ NAN, 0.402, 0.342, 0.465 },
	};
	static const struct spot_chart_point other[] = {
		{ NAN, 0.934, 0.902, 0.957 }, { NAN, 0.851, 0.829, 0.870 },
		{ NAN, 0.731, 0.714, 0.747 }, { NAN, 0.668, 0.648, 0.687 },
		{ NAN, NAN, NAN, NAN },
	};
	const struct spot_chart_series series[] = {
		{ "Baseline", now, 5 }, { "Larger companies first", other, 5 },
	};

	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_INTERVAL,
		.title = "Rate of healthy customers per tier",
		.about = "Rates fall from tier to tier under both hypotheses.",
		.x = { "tier" },
		.y = { "rate of healthy customers", SPOT_FIGURE_PERCENT, 0, 0, 0.7346,
		    "all 73.5 %" },
		.names = names,
		.n_names = 5,
		.series = series,
		.n_series = 2,
		.spread = "95 % interval",
		.is_told = true,
	});
}

static void specimen_table(struct spot_page *page)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "tier" },
		{ .title = "accounts", .kind = SPOT_FIGURE_COUNT },
		{ .title = "share of market", .brief = "share", .kind = SPOT_FIGURE_PERCENT,
		    .is_bar = true },
		{ .title = "rate of healthy (95 %)", .brief = "rate (95 %)",
		    .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift", .kind = SPOT_FIGURE_RATIO },
		{ .title = "value, EUR", .kind = SPOT_FIGURE_MONEY },
		{ .title = "p", .kind = SPOT_FIGURE_P },
	};
	static const struct {
		const char *tier;
		double n, share, rate, low, high, lift, value, p;
	} rows[] = {
		{ "A", 412, 0.0585, 0.912, 0.881, 0.936, 1.24, 1840250, 2e-19 },
		{ "B", 1204, 0.171, 0.842, 0.820, 0.861, 1.15, 3120400, 3e-16 },
		{ "C", 2870, 0.4075, 0.748, 0.732, 0.764, 1.02, 4402118, 0.0613 },
		{ "D", 2318, 0.3291, 0.655, 0.635, 0.674, 0.89, 2012740, 0.0008 },
		{ "bad fit", 239, 0.0339, 0.402, 0.342, 0.465, 0.55, -48210, 3e-29 },
	};
	struct spot_grid *grid = spot_page_table(page, "Tiers under the baseline", columns, 7);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		spot_grid_row(grid, i == 2 ? SPOT_GRID_WEAK : SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", rows[i].tier);
		spot_grid_figure(grid, rows[i].n);
		spot_grid_figure(grid, rows[i].share);
		spot_grid_interval(grid, rows[i].rate, rows[i].low, rows[i].high);
		spot_grid_figure(grid, rows[i].lift);
		spot_grid_figure(grid, rows[i].value);
		spot_grid_figure(grid, rows[i].p);
	}
	spot_grid_row(grid, SPOT_GRID_STRONG);
	spot_grid_text(grid, "all");
	spot_grid_figure(grid, 7043);
	spot_grid_figure(grid, 1);
	spot_grid_interval(grid, 0.7346, 0.7242, 0.7448);
	spot_grid_figure(grid, 1);
	spot_grid_figure(grid, 11327298);
	spot_grid_figure(grid, NAN);
}

static void specimen_moves(struct spot_page *page)
{
	static const char *const tiers[] = { "A", "B", "C", "D", "bad fit" };
	static const double n[5][5] = {
		{ 350, 52, 10, 0, 0 }, { 88, 1011, 95, 10, 0 }, { 4, 160, 2480, 220, 6 },
		{ 0, 12, 240, 2046, 20 }, { 0, 0, 3, 11, 225 },
	};
	static struct spot_chart_point points[5][5];
	struct spot_chart_series series[5];

	for (size_t k = 0; k < 5; k++) {
		for (size_t i = 0; i < 5; i++)
			points[k][i] = (struct spot_chart_point) { NAN, n[k][i], NAN, NAN };
		series[k] = (struct spot_chart_series) { tiers[k], points[k], 5 };
	}
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_HEAT,
		.title = "Accounts that change tier",
		.about = "518 accounts move up, 413 move down, 6,112 stay.",
		.x = { "Larger companies first", SPOT_FIGURE_TEXT },
		.y = { "Baseline", SPOT_FIGURE_COUNT },
		.names = tiers,
		.n_names = 5,
		.series = series,
		.n_series = 5,
		.is_moves = true,
	});
}

static void specimen_quadrant(struct spot_page *page)
{
	static const char *const levels[] = { "hot", "warm", "cold", "silent for a year" };
	static const char *const tiers[] = { "A", "B", "C" };
	static struct spot_chart_point points[3][4];
	struct spot_chart_series series[3];

	for (size_t k = 0; k < 3; k++) {
		for (size_t i = 0; i < 4; i++)
			points[k][i] = (struct spot_chart_point) {
				41000.0 * (double)((4 - i) * (3 - k)),
				(double)((k * 4 + i) * (k * 4 + i) * 3 + 2), NAN, NAN,
			};
		series[k] = (struct spot_chart_series) { tiers[k], points[k], 4 };
	}
	points[2][0] = (struct spot_chart_point) { NAN, NAN, NAN, NAN };
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_HEAT,
		.title = "Fit and engagement",
		.about = "Accounts, and under them their growth potential in EUR.",
		.x = { "engagement", SPOT_FIGURE_MONEY },
		.y = { "fit", SPOT_FIGURE_COUNT },
		.names = levels,
		.n_names = 4,
		.series = series,
		.n_series = 3,
	});
}

static void specimen_content(struct spot_page *page)
{
	static const char *const stages[] = { "Awareness", "Consideration", "Decision",
		"Onboarding", "Value realisation", "Expansion", "Renewal" };
	static const char *const roles[] = { "Decision maker", "Influencer", "User",
		"Procurement and legal counsel" };
	static struct spot_chart_point points[4][7];
	struct spot_chart_series series[4];

	for (size_t k = 0; k < 4; k++) {
		for (size_t i = 0; i < 7; i++)
			points[k][i] = (struct spot_chart_point) { NAN,
			    (k + 2 * i) % 5 == 0 ? NAN : (double)((k + 2 * i) % 5), NAN, NAN };
		series[k] = (struct spot_chart_series) { roles[k], points[k], 7 };
	}
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_HEAT,
		.title = "Content map",
		.about = "Pieces of content by role and stage; hatched cells are holes.",
		.x = { "stage", SPOT_FIGURE_TEXT },
		.y = { "role", SPOT_FIGURE_COUNT },
		.names = stages,
		.n_names = 7,
		.series = series,
		.n_series = 4,
	});
}

static void specimen_rules(struct spot_page *page)
{
	static const char *const names[] = { "Company size",
		"Industry is manufacturing or logistics", "Uses a competitor's product",
		"Hiring for operations roles this quarter",
		"Has a web shop", "Region", "Years in business" };
	static const struct spot_chart_point points[] = {
		{ NAN, 0.0412, 0.031, 0.052 }, { NAN, 0.0271, 0.017, 0.038 },
		{ NAN, 0.0104, 0.002, 0.019 }, { NAN, 0.0042, -0.004, 0.012 },
		{ NAN, 0, -0.006, 0.006 }, { NAN, -0.0031, -0.011, 0.005 },
		{ NAN, -0.0122, -0.021, -0.004 },
	};
	const struct spot_chart_series series[] = { { NULL, points, 7 } };

	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_BARS,
		.title = "What each criterion adds",
		.about = "Change of the AUC when the criterion is there; below zero it does harm.",
		.x = { "criterion" },
		.y = { "change of AUC", SPOT_FIGURE_CHANGE },
		.names = names,
		.n_names = 7,
		.series = series,
		.n_series = 1,
		.spread = "95 % interval",
	});
}

static void specimen_shares(struct spot_page *page)
{
	static const char *const names[] = { "then", "now" };
	static const char *const industries[] = { "Manufacturing", "Logistics", "Retail", "Other" };
	static const struct spot_chart_point a[] = { { NAN, 412 }, { NAN, 350 } },
	    b[] = { { NAN, 1204 }, { NAN, 980 } }, c[] = { { NAN, 2870 }, { NAN, 3100 } },
	    d[] = { { NAN, 2318 }, { NAN, 2800 } }, e[] = { { NAN, 239 }, { NAN, 190 } };
	static const struct spot_chart_point then[] = { { NAN, 0.31, NAN, NAN },
		{ NAN, 0.22, NAN, NAN }, { NAN, 0.19, NAN, NAN }, { NAN, 0.28, NAN, NAN } };
	static const struct spot_chart_point now[] = { { NAN, 0.24, NAN, NAN },
		{ NAN, 0.25, NAN, NAN }, { NAN, 0.11, NAN, NAN }, { NAN, 0.40, NAN, NAN } };
	const struct spot_chart_series tiers[] = {
		{ "A", a, 2 }, { "B", b, 2 }, { "C", c, 2 }, { "D", d, 2 }, { "bad fit", e, 2 },
	};
	const struct spot_chart_series times[] = { { "then", then, 4 }, { "now", now, 4 } };

	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_SHARES,
		.title = "Tiers then and now",
		.about = "The top tiers shrank from 23 % to 18 % of the accounts.",
		.y = { "accounts", SPOT_FIGURE_COUNT },
		.names = names,
		.n_names = 2,
		.series = tiers,
		.n_series = 5,
	});
	spot_page_chart(page, &(struct spot_chart) {
		.kind = SPOT_CHART_BARS,
		.title = "Industries then and now",
		.about = "Retail fell by half; PSI 0.14.",
		.x = { "industry" },
		.y = { "share of accounts", SPOT_FIGURE_PERCENT },
		.names = industries,
		.n_names = 4,
		.series = times,
		.n_series = 2,
	});
}

static void specimen_accounts(struct spot_page *page)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "account" },
		{ .title = "score", .kind = SPOT_FIGURE_RATIO },
		{ .title = "from" },
		{ .title = "to" },
		{ .title = "what told them apart" },
		{ .title = "rule", .is_code = true },
	};
	static const char *const rows[][5] = {
		{ "Acme Widgets GmbH", "C", "A", "grew from 40 to 210 employees",
		    "a.employees >= 50" },
		{ "<script>alert(\"x\")</script> & S\u00F6hne", "B", "D", "no web shop",
		    "not a.web_shop" },
		{ "\u05D7\u05D1\u05E8\u05D4 \u05D1\u05E2\u05F4\u05DE (Tel Aviv)", "A", "B",
		    "uses a competitor's product | renewal in May", "has(a.tools, \"Rival\")" },
		{ "\u6771\u4EAC\u682A\u5F0F\u4F1A\u793E \U0001F680", "D", "C", "",
		    "a.region == \"APAC\"" },
	};
	struct spot_grid *grid =
	    spot_page_table(page, "Accounts on which they disagree", columns, 6);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", rows[i][0]);
		spot_grid_figure(grid, 93.25 - 11.5 * (double)i);
		for (size_t k = 1; k < 5; k++)
			spot_grid_text(grid, "%s", rows[i][k]);
	}
}

static void specimen_words(struct spot_page *page)
{
	spot_page_section(page, "What to do");
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "Keep the baseline; ");
	spot_page_run(page, SPOT_RUN_STRONG, "312 more outcomes");
	spot_page_run(page, SPOT_RUN_PLAIN, " would settle it.");
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "Drop ");
	spot_page_run(page, SPOT_RUN_CODE, "Years in business");
	spot_page_run(page, SPOT_RUN_PLAIN, ": it holds more often among those who churned.");
	spot_page_step(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "Enrich ");
	spot_page_run(page, SPOT_RUN_CODE, "employees");
	spot_page_run(page, SPOT_RUN_DIM, " (settles 214 tiers at a cost of 0.40 each)");
	spot_page_step(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "Read ");
	spot_page_run(page, SPOT_RUN_LINK, "https://example.com/icp?a=1&b=2");
	spot_page_run(page, SPOT_RUN_PLAIN, " but not ");
	spot_page_run(page, SPOT_RUN_LINK, "javascript:alert(1)");
	spot_page_part(page, "The rule to try");
	spot_page_code(page, SPOT_VIEW("criterion \"Company size\" {\n\tweight = 20,\n"
	    "\tfit = function(a) return a.employees >= 50 and a.employees < 1000 end,\n"
	    "\twhy = \"1,204 accounts, 84.2 % healthy, lift 1.15\",\n}\n"));
	spot_page_callout(page, SPOT_TONE_GOOD, "Better.");
	spot_page_run(page, SPOT_RUN_PLAIN, "The AUC rose by 0.031 (0.012 to 0.050).");
	spot_page_callout(page, SPOT_TONE_BAD, "Worse.");
	spot_page_run(page, SPOT_RUN_PLAIN, "It catches fewer of the healthy customers.");
	spot_page_callout(page, SPOT_TONE_WARN, "A leak.");
	spot_page_run(page, SPOT_RUN_PLAIN, "The field cancelled_on is known only afterwards.");
	spot_page_callout(page, SPOT_TONE_NOTE, "");
	spot_page_run(page, SPOT_RUN_PLAIN, "This is look number 7 at this outcome.");
	spot_page_section(page, "Conventions");
	spot_page_term(page, "Intervals");
	spot_page_run(page, SPOT_RUN_PLAIN, "Wilson at 95 %% for rates, DeLong for the AUC.");
	spot_page_term(page, "Ties at the edge of the capacity");
	spot_page_run(page, SPOT_RUN_PLAIN, "by their expectation.");
}

/* A page with everything; the caller resets it. */
static void specimen_fill(struct spot_page *page)
{
	spot_page_init(page, "Trial: larger companies first against the baseline");
	spot_page_lead(page, "Which rules find the customers that stay?");
	spot_page_fact(page, "data", "Telco-Customer-Churn.csv");
	spot_page_fact(page, "accounts", "7,043");
	spot_page_fact(page, "outcomes", "5,174 healthy, 1,869 churned");
	spot_page_fact(page, "as of", "2026-11-22");
	spot_page_fact(page, "seed", "1");
	spot_page_callout(page, SPOT_TONE_UNSURE, "Cannot tell.");
	spot_page_run(page, SPOT_RUN_PLAIN, "\u201CLarger companies first\u201D ranks better by "
	    "0.008 of AUC, and the interval (\u22120.004 to 0.020) holds zero. ");
	spot_page_run(page, SPOT_RUN_STRONG, "312 more outcomes");
	spot_page_run(page, SPOT_RUN_PLAIN, " would settle it.");
	spot_page_section(page, "How well each ranks");
	spot_page_say(page, "Both rank far better than chance. At the capacity of 1,500 accounts "
	    "they catch much the same customers; they part company further down, where there is no "
	    "capacity left to follow them.");
	specimen_gain(page);
	specimen_halves(page);
	specimen_scatter(page);
	spot_page_section(page, "Rates per tier");
	specimen_tiers(page);
	specimen_table(page);
	spot_page_section(page, "Who moves");
	specimen_moves(page);
	specimen_accounts(page);
	spot_page_section(page, "Which rule earns its place");
	specimen_rules(page);
	spot_page_section(page, "Then and now");
	specimen_shares(page);
	spot_page_section(page, "People");
	specimen_quadrant(page);
	specimen_content(page);
	specimen_words(page);
	spot_page_foot(page, "Made by sweetspot 0.1.0 from icp.lua and bigger.lua.");
}

/* --- sheets ------------------------------------------------------------------------------ */

static void specimen_criteria(struct spot_page *page, size_t n)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "criterion" },
		{ .title = "weight", .kind = SPOT_FIGURE_COUNT },
		{ .title = "holds when" },
		{ .title = "rate (95 %)", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift", .kind = SPOT_FIGURE_RATIO },
	};
	static const char *const rows[][2] = {
		{ "Company size", "employees from 50 to 1,000" },
		{ "Industry", "industry is manufacturing, logistics or wholesale" },
		{ "Web shop", "has a web shop" },
		{ "Growth", "revenue grew by at least 10 % in the last year" },
		{ "Tools", "uses SAP, Dynamics or NetSuite" },
		{ "Hiring", "at least 2 open roles in operations" },
		{ "Region", "country is Germany, Austria, Switzerland or the Netherlands" },
		{ "Funding", "funded by 5,000,000 or more" },
		{ "Deals won", "won at least 1 deal in 24 months" },
		{ "Support load", "fewer than 3 tickets a month" },
		{ "Decision time", "decided within 90 days before" },
		{ "Champion", "a champion is known" },
	};
	struct spot_grid *grid;

	spot_page_section_wide(page, "Target market");
	spot_page_say(page, "Companies that score at least 70 of 100 points are A, at least 50 B.");
	grid = spot_page_table(page, NULL, columns, 5);
	for (size_t i = 0; i < n; i++) {
		double rate = 0.88 - 0.02 * (double)i;

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", rows[i][0]);
		spot_grid_figure(grid, 20 - (double)i);
		spot_grid_text(grid, "%s", rows[i][1]);
		spot_grid_interval(grid, rate, rate - 0.03, rate + 0.028);
		spot_grid_figure(grid, rate / 0.7346);
	}
}

static void specimen_bad_fits(struct spot_page *page, size_t n)
{
	static const char *const rows[][2] = {
		{ "Agencies", "resell and churn within the year: 41 of 52 left" },
		{ "Below the minimum", "fewer than 10 employees cost more to serve than they pay" },
		{ "Sanctioned country", "the law" },
		{ "Insolvent", "does not pay" },
		{ "Competitor", "learns from us and leaves" },
	};

	spot_page_section(page, "Not for us");
	for (size_t i = 0; i < n; i++) {
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_STRONG, "%s", rows[i][0]);
		spot_page_run(page, SPOT_RUN_PLAIN, ": %s", rows[i][1]);
	}
}

static void specimen_roles(struct spot_page *page, size_t n)
{
	static const char *const rows[][3] = {
		{ "Decision maker", "margin per order, risk of the change, who answers for it",
		    "LinkedIn, trade fairs, the board's round table" },
		{ "Influencer", "a tool that fits what is there; less work for the team",
		    "forums, user groups, webinars" },
		{ "User", "fewer clicks, less typing, no surprises on Mondays",
		    "in the product, academy" },
		{ "Procurement", "price, terms, data protection", "portals, tenders" },
	};

	spot_page_section(page, "People");
	for (size_t i = 0; i < n; i++) {
		spot_page_term(page, rows[i][0]);
		spot_page_run(page, SPOT_RUN_PLAIN, "Cares about %s. Found at %s.", rows[i][1],
		    rows[i][2]);
	}
}

static void specimen_plan(struct spot_page *page)
{
	static const char *const rows[][2] = {
		{ "Kick-off within 7 days", "Customer Success" },
		{ "First order through the shop within 30 days", "Onboarding" },
		{ "Review of the first quarter within 100 days", "Customer Success" },
		{ "Reference call within a year", "Marketing" },
	};

	spot_page_section(page, "Success plan");
	for (size_t i = 0; i < 4; i++) {
		spot_page_step(page);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s ", rows[i][0]);
		spot_page_run(page, SPOT_RUN_DIM, "(%s)", rows[i][1]);
	}
	spot_page_section(page, "Exceptions");
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_STRONG, "Globex");
	spot_page_run(page, SPOT_RUN_PLAIN,
	    " is B until 2027-03-31, by the CRO: strategic partner; 129 days left.");
	spot_page_section(page, "Growth potential");
	spot_page_say(page, "Seats not yet bought times the price of a seat, and the second "
	    "product for those with a web shop.");
	spot_page_code(page, SPOT_VIEW("return (a.employees * 0.3 - a.seats) * 240"));
}

/* The one page of a rule file with n criteria; the caller resets it. */
static void specimen_onepage(struct spot_page *page, size_t n)
{
	spot_page_init(page, "Ideal customer: mid-market manufacturers");
	page->is_sheet = true;
	spot_page_lead(page, "Wholesalers and makers who sell to businesses and lose orders "
	    "between mail, fax and the ERP.");
	spot_page_fact(page, "rules", "icp.lua");
	spot_page_fact(page, "accounts", "7,043");
	spot_page_fact(page, "reviewed", "2026-09-01, next 2027-03-01");
	spot_page_fact(page, "in A and B", "%s", "23.0 % of the market, target 20 %");
	specimen_criteria(page, n);
	specimen_bad_fits(page, n > 5 ? 5 : 1);
	specimen_roles(page, n > 4 ? 4 : 1);
	if (n > 3)
		specimen_content(page);
	if (n > 2)
		specimen_plan(page);
	spot_page_foot(page,
	    "As of 2026-11-22. Words, weights and thresholds are read out of icp.lua.");
}

/* Account plans, a sheet each; the caller resets it. */
static void specimen_account_plans(struct spot_page *page)
{
	static const char *const names[] = { "Acme Widgets GmbH", "<b>Globex</b> & Sons",
		"Initech" };

	spot_page_init(page, "Account plans");
	page->is_sheet = true;
	for (size_t i = 0; i < 3; i++) {
		spot_page_sheet(page, "%s", names[i]);
		spot_page_fact(page, "key", "ACC-%zu", 1042 + i);
		spot_page_fact(page, "tier", "%c", (char)('A' + i));
		spot_page_fact(page, "score", "%.2f", 91.25 - 17.5 * (double)i);
		spot_page_fact(page, "engagement", "hot");
		spot_page_callout(page, SPOT_TONE_WARN, "Gate not passed.");
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "Return to Sales: no named user, no go-live date.");
		specimen_roles(page, 4 - i);
		specimen_plan(page);
	}
	spot_page_foot(page, "As of 2026-11-22.");
}

#endif
