/* SPDX-License-Identifier: MIT */
/* What trial writes as JSON, for the man page. */
#include "cli/layouts.h"
#include "cli/trial_setup.h"

const struct spot_help_row spot_trial_layout[] = {
	{ "format, as_of, data[]", NULL,
	    "\"sweetspot trial 1\"; the day and the files that were judged" },
	{ "outcome, against, value, capacity, seed", NULL,
	    "what was asked; null where it was not. A capacity that was not given is a tenth" },
	{ "alpha, power, margin, min_outcomes", NULL, "what a verdict takes" },
	{ "holdout", NULL, "date, train_before; null without one" },
	{ "accounts", NULL,
	    "rows; judged, outcomes, others, rate, rate_ci (Wilson), value: of those with a "
	    "known outcome; trained: those before the hold-out's day; outcome_unknown, in_both, "
	    "in_neither, no_date: left out; no_value: counted as 0; rejected_rows, "
	    "rejected_cells" },
	SPOT_LAYOUTS_TABLES,
	{ "ledger", NULL,
	    "file; data: a fingerprint of rows and outcomes; looks, comparisons: on these data, "
	    "this trial's among them" },
	{ "hypotheses[]", NULL, "name, why, rules, and what follows; the first is the baseline" },
	{ "  tiers[]", NULL,
	    "tier; market, market_share: of all rows; judged, outcomes, rate, rate_ci (Wilson), "
	    "lift, gain (share of all outcomes), accounts_per_outcome, value, value_share; "
	    "inverted: its rate is above that of the tier before" },
	{ "  bad_fit[]", NULL, "reason, market" },
	{ "  ranking", NULL,
	    "auc, auc_ci, auc_var, auc_se (DeLong); gt, eq, lt: pairs of an account with and one "
	    "without the outcome by their scores; u, u_var, u_z, u_p, u_log10_p, u_p_corrected "
	    "(Mann-Whitney, without and with the continuity correction); ks, ks_p; "
	    "average_precision" },
	{ "  at_capacity", NULL,
	    "taken, outcomes, outcomes_sd, precision, recall, lift, value, value_share: expected "
	    "over all choices among equal scores; outcomes_least, outcomes_most: over them; "
	    "tied_at_edge, taken_of_tied" },
	{ "  deciles[]", NULL,
	    "decile, n, outcomes, rate, lift, value, cum_n, cum_outcomes, cum_gain, cum_lift, "
	    "cum_value_share, ks: best first, equals shared out" },
	{ "  calibration", NULL,
	    "brier, brier_base (the overall rate said of all); groups[]: n, outcomes, said, rate, "
	    "rate_ci; null where too few were learned from" },
	{ "  holdout", NULL, "auc_before, auc_after, auc_random_split; null without one" },
	{ "  leaks[], auc_without_leaks", NULL,
	    "rule, field, kind (known after, or read by the outcome); null without leaks" },
	{ "  market", NULL, "top_share, target_share, breadth (too narrow, fitting, too broad)" },
	{ "  robustness", NULL,
	    "tiers_on_blanks: share of tiers that hang on blank cells; kept_mean, kept_least: "
	    "share that keeps its tier when weights change by up to 20 %; tau_mean, tau_least: "
	    "Kendall's tau-b of the rankings" },
	{ "  against_baseline", NULL,
	    "null for the baseline. verdict; auc: diff, var, z, p, log10_p, p_holm, p_bh, ci; "
	    "too_few_outcomes, more_outcomes_needed, least_detectable; without_leaks: verdict, "
	    "auc_diff, p_holm; difference_is_leak; lift, value_share: diff, ci, p of the "
	    "bootstrap, replicates; top_tier_outcomes, top_tier_others (McNemar): baseline_only, "
	    "hypothesis_only, exact, p, log10_p; moves[]: from, to, n, outcomes" },
	{ "rules[]", NULL,
	    "of the baseline, leaving each out: name, word, auc_diff, auc_diff_ci, auc_diff_p, "
	    "lift_diff, tiers_changed; known_outcomes, holds_outcomes, known_others, "
	    "holds_others: where it is known and holds; fisher_p, wrong_sign, never_holds, "
	    "always_holds" },
	{ "twins[]", NULL, "a, b, agreement: rules that nearly always agree" },
	{ "fill_next[]", NULL, "field, tiers_settled, cost, settled_per_cost" },
	{ "tiers_needing_more, sampled", NULL,
	    "tiers that no one field settles; accounts that robustness was judged by" },
	{ 0 },
};
