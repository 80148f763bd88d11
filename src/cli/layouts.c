/* SPDX-License-Identifier: MIT */
#include "cli/layouts.h"

#include <stddef.h>

const struct spot_help_row spot_layouts_score[] = {
	{ "for each account", NULL,
	    "an object, in a list or one a line; with several -r all but key and input stand there "
	    "for each profile, as \"score: PROFILE\", and then best" },
	{ "key, input", NULL,
	    "the key; the row as it was read, by its header: null where a cell is blank" },
	{ "score, tier, growth, coverage", NULL,
	    "from 0 to 100, or lower with penalties; a tier, \"bad fit\", or null without a score; "
	    "a sum; in percent" },
	{ "score_low, score_high, tier_low, tier_high", NULL,
	    "the bounds that unknown answers leave" },
	{ "disqualified[], unknown[], exception", NULL,
	    "names of what makes it a bad fit, and of rules without an answer; the exception "
	    "that gave the tier, or null" },
	{ "icp: RULE, icp: group GROUP", NULL, "points, with --explain" },
	{ 0 },
};

const struct spot_help_row spot_layouts_explain[] = {
	{ "format, file, line, key, profile", NULL,
	    "\"sweetspot explain 1\"; where the account stands; null without a key" },
	{ "tier, score, score_low, score_high, tier_low, tier_high, coverage, growth, exception",
	    NULL, "as score writes them, not rounded" },
	{ "earned, possible", NULL, "points, of which score is the share" },
	{ "rules[]", NULL,
	    "word (criterion, disqualify, growth), name; state (known, unknown, failed); answer "
	    "(true or false, or a number, or null); points of criteria; read[], "
	    "more_with[]: field, value; error, or null" },
	{ "groups[]", NULL,
	    "those with a cap or floor: name; points: what they add to the sum; cap, floor" },
	{ "fill_first[]", NULL,
	    "field; tried, settled: values that other accounts have, and how many of them settle "
	    "the tier" },
	{ "changes[]", NULL, "field, value, tier: that it would reach" },
	{ 0 },
};

const struct spot_help_row spot_layouts_check[] = {
	{ "format, errors, warnings", NULL, "\"sweetspot check 1\"; how many" },
	{ "findings[]", NULL,
	    "severity (error, warning), number (null of errors), file, line, message, hint" },
	{ "files[]", NULL, "of each rule file without errors: file, functions[], exceptions[]" },
	{ "  functions[]", NULL,
	    "word, name; file, line; compiled, or else why_not and the place that hinders" },
	{ "  exceptions[]", NULL,
	    "exception, account, tier, by, why, expires, days_left; with data in_data, and then "
	    "tier_by_rules, growth, churned: what became of the account" },
	{ "data", NULL,
	    "null without data; rows, rejected_rows, rejected_cells, tables[] (second tables: "
	    "table, file, records, rejected_rows, rejected_cells), profiles[]" },
	{ "  profiles[]", NULL,
	    "file, profile; tiers: accounts by tier; repeated_keys, blank_keys: rows; rules[]: "
	    "name, word, and of how many accounts it holds, in_part, does_not, unknown, failed; "
	    "fields[]: name, blank, unreadable" },
	{ 0 },
};

const struct spot_help_row spot_layouts_test[] = {
	{ "format, passed, failed", NULL, "\"sweetspot test 1\"; tests of all files" },
	{ "files[]", NULL,
	    "rules, passed, failed, tests[]; with --coverage coverage[], missed_tiers[]" },
	{ "  tests[]", NULL,
	    "name, file, line, passed; mismatches[]: what, expected, got; reasons[] of those that "
	    "failed: rule, state (known, unknown, failed), answer, points, read" },
	{ "  coverage[]", NULL,
	    "rule; yes, no, unknown: tests with that answer; lines, missed_lines[]" },
	{ 0 },
};

const struct spot_help_row spot_layouts_contrast[] = {
	{ "format, rules, data[], as_of, a, b", NULL,
	    "\"sweetspot contrast 1\"; the rule file, the data files, the day, the two cohorts" },
	{ "alpha, material", NULL, "what counts as evidence, and what effect matters" },
	{ "accounts", NULL,
	    "rows; a, b: in that cohort alone; in_both, in_neither, unknown: left out; "
	    "rejected_rows, rejected_cells" },
	SPOT_LAYOUTS_TABLES,
	{ "tested, strong, slight, weak", NULL,
	    "rows of the table, and how many of each evidence" },
	{ "left_out[]", NULL, "field, because" },
	{ "rows[]", NULL,
	    "field, kind, level; a, b: n, blank, and q25, median, q75, from_cut (share from the "
	    "cut on) of numbers, k and share of others; effect, effect_ci; U, z, ks, cut of "
	    "numbers; "
	    "odds_ratio, odds_haldane, odds_ci of shares; test, p, log10_p, adjusted_p, "
	    "adjusted_log10_p; evidence; same_counts_as_row_before; used_by: a rule that reads it; "
	    "criterion: Lua that would use it" },
	{ "fields[]", NULL,
	    "over all levels: field, a_blank, b_blank, levels, levels_without_row, chi2, df, "
	    "cramers_v, p, log10_p, adjusted_p" },
	{ "surprises", NULL,
	    "b_called_good, a_called_poor: n; accounts[]: account, tier, score, misled_by[], "
	    "apart[]: field, value, share; within_the_same_tiers[]: as rows. rules_that_misled[]: "
	    "rule, weight, a_pulled_down, b_pulled_up, a_known, a_holds, b_known, b_holds" },
	{ 0 },
};

const struct spot_help_row spot_layouts_segment[] = {
	{ "format, rules, profile, as_of, data[]", NULL,
	    "\"sweetspot segment 1\"; the rule file, its profile, the day, the data files" },
	{ "accounts, rejected_rows, rejected_cells", NULL, "what was read" },
	SPOT_LAYOUTS_TABLES,
	{ "cohorts", NULL, "customers, open, churned, won, lost: their names, or null" },
	{ "declared", NULL, "ltv, cac, cost_to_serve, deals, growth: whether the rules say it" },
	{ "deals", NULL, "read, without_account" },
	{ "groupings[]", NULL, "by, kind, levels[]" },
	{ "  levels[]; total", NULL,
	    "name; pooled: of segments put together; accounts, share, bad_fit, open, customers, "
	    "growth_sum, reps; valued: accounts whose margin is known; ltv_mean, cac_mean, "
	    "cost_to_serve_mean, margin_mean, margin_sum, negative_margins, bad_fit_cost; won, "
	    "lost, win_rate, win_rate_ci, days_to_win, days_to_lose (medians); churned, "
	    "churn_rate" },
	{ "territories", NULL,
	    "by, keep, items[]: territory, accounts, potential, keeps[]; or null" },
	{ 0 },
};

const struct spot_help_row spot_layouts_drift[] = {
	{ "format, rules", NULL, "\"sweetspot drift 1\"; the rule file" },
	{ "old, new", NULL, "data[], as_of, accounts, rejected_rows, rejected_cells" },
	SPOT_LAYOUTS_TABLES,
	{ "outcome, limits, past", NULL,
	    "the cohort or null; psi, blank, new_levels, rate, alpha; how many limits are passed" },
	{ "review_due, review_overdue", NULL, "a day or null; whether it has passed" },
	{ "exceptions[]", NULL, "name, account, expires, days_left: expired, or soon" },
	{ "tiers[]", NULL,
	    "tier; n, share, known, outcomes, rate: old and new; p; past_rate" },
	{ "items[]", NULL,
	    "of the score, the tiers, each rule and field: kind, name; n, blank, blank_share: old "
	    "and new; psi, p, log10_p; ks, ks_p, median of numbers; bins[]: bin, from, below, n, "
	    "psi; past_psi, past_blank, past_new_levels; levels_came, levels_came_share, "
	    "levels_unseen_share, came[], levels_went, went[] of texts" },
	{ 0 },
};

const struct spot_help_row spot_layouts_engage[] = {
	{ "format, profile, rules, as_of, rows, rejected_rows, rejected_cells", NULL,
	    "\"sweetspot engage 1\"; the profile, the rule file, the day, the accounts read, and "
	    "what of them was not" },
	SPOT_LAYOUTS_TABLES,
	{ "contacts_table, events_table", NULL,
	    "file, records, accounts, without_key, unmatched_records, unmatched_accounts, "
	    "rejected_rows, unreadable_cells; null where it was not given" },
	{ "events_left_out, events_without_contact", NULL,
	    "after_as_of, without_day; none_named, not_among_contacts, of_another_account, "
	    "of_no_account" },
	{ "fit_x_engagement[]", NULL, "tier, level, accounts, growth, growth_unknown" },
	{ "roles[]", NULL,
	    "role, contacts, accounts, needed, accounts_missing, engagement; the last is "
	    "\"unassigned\"" },
	{ "unassigned_titles[], engagements[]", NULL,
	    "title, contacts; engagement, events, unknown" },
	{ "accounts_without_contact, accounts_without_event, accounts_falling, repeated_rows", NULL,
	    "counts; rows that repeat an account are not counted again" },
	{ "accounts[]", NULL,
	    "the key by its header, name, tier, engagement, level, fit_x_engagement, "
	    "\"engagement: ROLE\" for each role, engagement_change, roles[], roles_missing[], "
	    "last_event" },
	{ "contacts[], titles[]", NULL,
	    "in its place with --per: the account's key, contact, title, role, engagement, "
	    "last_event; title, role, contacts, \"contacts: ROLE\" for each role" },
	{ 0 },
};

const struct spot_help_row spot_layouts_plan[] = {
	{ "format, profile, rules, as_of, rows, bad_fits, rejected_rows, rejected_cells", NULL,
	    "\"sweetspot plan 1\"; the profile, the rule file, the day, accounts read, bad fits, "
	    "and what was not read" },
	SPOT_LAYOUTS_TABLES,
	{ "content_map[], content_for_nobody[]", NULL,
	    "role, stage, content, sales_tools, accounts; names" },
	{ "exceptions[]", NULL,
	    "exception, account, tier, by, why, expires, days_left (negative: expired); in_data, "
	    "and then tier_by_rules, growth, churned: what became of the account" },
	{ "accounts[]", NULL,
	    "the key by its header, name, tier, score, growth, why, exception, stage, roles[], "
	    "roles_missing[], content_next[], sales_tools[], steps_done[], steps_open[], "
	    "next_step, next_owner, next_due, accepted, acceptance_gaps[]" },
	{ "with --bad-fit", NULL,
	    "\"sweetspot plan bad fits 1\": format to tables[] as above; that_pay; pays_unknown: "
	    "of how many it is not known; pays, costs, "
	    "costs_unknown, margin: of bad fits that pay; growth, replaced: "
	    "of the accounts that would replace the margin, which follow the bad fits in "
	    "accounts[]: disqualified, since, pays, costs, margin, tier, score, growth" },
	{ 0 },
};
