/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "base/json.h"
#include "present/member.h"
#include "present/rejected.h"
#include "present/trialled.h"

/* --- pieces ------------------------------------------------------------------------------- */

static void tail(struct spot_json *json, struct spot_tail value)
{
	spot_member_number(json, "p", value.p);
	spot_member_number(json, "log10_p", value.log10_p);
}

/* --- the head ----------------------------------------------------------------------------- */

static void add_options(struct spot_json *json, const struct spot_trial *trial)
{
	const struct spot_trial_options *options = &trial->options;
	const struct spot_rules *rules = trial->panels[0].rules;

	spot_member_day(json, "as_of", rules->as_of);
	spot_member_array(json, "data");
	for (size_t i = 0; i < trial->result.n_files; i++)
		spot_json_text(json, trial->result.files[i].path);
	spot_json_end(json);
	spot_member_text(json, "outcome", rules->cohorts[options->outcome].name);
	spot_member_text(json, "against",
	    options->against == SPOT_NONE ? NULL : rules->cohorts[options->against].name);
	spot_member_text(json, "value",
	    options->value_is_growth ? "growth"
	        : options->value_field == SPOT_NONE
	        ? NULL
	        : rules->fields.fields[options->value_field].name);
	spot_member_count(json, "capacity", options->capacity);
	spot_member_count(json, "seed", options->seed);
	spot_member_number(json, "alpha", options->bar.alpha);
	spot_member_number(json, "power", options->bar.power);
	spot_member_number(json, "margin", options->bar.margin);
	spot_member_count(json, "min_outcomes", options->bar.min_outcomes);
	spot_json_key(json, "holdout");
	if (options->date_field == SPOT_NONE) {
		spot_json_null(json);
		return;
	}
	spot_json_object(json);
	spot_member_text(json, "date", rules->fields.fields[options->date_field].name);
	spot_member_day(json, "train_before", options->train_before);
	spot_json_end(json);
}

static void add_counts(struct spot_json *json, const struct spot_trial *trial)
{
	const struct spot_trial_counts *counts = &trial->counts;
	uint64_t n = counts->n_pos + counts->n_neg;

	spot_member_object(json, "accounts");
	spot_member_count(json, "rows", counts->rows);
	spot_member_count(json, "judged", n);
	spot_member_count(json, "outcomes", counts->n_pos);
	spot_member_count(json, "others", counts->n_neg);
	spot_member_number(json, "rate", (double)counts->n_pos / (double)n);
	spot_member_interval(json, "rate_ci",
	    spot_proportion_wilson(counts->n_pos, n, 1 - trial->options.bar.alpha));
	spot_member_number(json, "value", trial->value_total);
	spot_member_count(json, "trained", counts->n_trained);
	spot_member_count(json, "outcome_unknown", counts->unknown);
	spot_member_count(json, "in_both", counts->both);
	spot_member_count(json, "in_neither", counts->neither);
	spot_member_count(json, "no_date", counts->no_date);
	spot_member_count(json, "no_value", counts->no_value);
	spot_rejected_members(json, &trial->result.unread);
	spot_json_end(json);
	spot_rejected_tables(json, trial->panels, trial->n);
}

static void add_ledger(struct spot_json *json, const struct spot_trialled *trialled)
{
	char data[17];

	snprintf(data, sizeof(data), "%016" PRIx64, trialled->trial->counts.fingerprint);
	spot_member_object(json, "ledger");
	spot_member_text(json, "file", trialled->ledger);
	spot_member_text(json, "data", data);
	spot_member_count(json, "looks", trialled->looks.n_looks);
	spot_member_count(json, "comparisons", trialled->looks.n_comparisons);
	spot_json_end(json);
}

/* --- a hypothesis ------------------------------------------------------------------------- */

static void add_tiers(struct spot_json *json, const struct spot_trial_figures *figures)
{
	spot_member_array(json, "tiers");
	for (size_t t = 0; t < figures->n_tiers; t++) {
		const struct spot_trial_tier *tier = &figures->tiers[t];

		spot_json_object(json);
		spot_member_text(json, "tier", tier->name);
		spot_member_count(json, "market", tier->n_market);
		spot_member_number(json, "market_share", tier->market_share);
		spot_member_count(json, "judged", tier->n);
		spot_member_count(json, "outcomes", tier->n_pos);
		spot_member_number(json, "rate", tier->rate);
		spot_member_interval(json, "rate_ci", tier->rate_ci);
		spot_member_number(json, "lift", tier->lift);
		spot_member_number(json, "gain", tier->gain);
		spot_member_number(json, "accounts_per_outcome", tier->per_outcome);
		spot_member_number(json, "value", tier->value);
		spot_member_number(json, "value_share", tier->value_share);
		spot_member_flag(json, "inverted", tier->is_inverted);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_bad_fit(struct spot_json *json, const struct spot_trial *trial, size_t h)
{
	const struct spot_rules *rules = trial->panels[h].rules;

	spot_member_array(json, "bad_fit");
	for (size_t d = 0; d < rules->n_disqualifiers; d++) {
		spot_json_object(json);
		spot_member_text(json, "reason", rules->disqualifiers[d].name);
		spot_member_count(json, "market", trial->result.tallies[h].bad_fit[d]);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_ranking(struct spot_json *json, const struct spot_trial_figures *figures)
{
	spot_member_object(json, "ranking");
	spot_member_number(json, "auc", figures->roc.auc);
	spot_member_interval(json, "auc_ci", figures->roc.ci);
	spot_member_number(json, "auc_var", figures->roc.var);
	spot_member_number(json, "auc_se", figures->roc.se);
	spot_member_count(json, "gt", figures->roc.pairs.gt);
	spot_member_count(json, "eq", figures->roc.pairs.eq);
	spot_member_count(json, "lt", figures->roc.pairs.lt);
	spot_member_number(json, "u", figures->mannwhitney.u);
	spot_member_number(json, "u_var", figures->mannwhitney.var);
	spot_member_number(json, "u_z", figures->mannwhitney.z);
	spot_member_number(json, "u_p", figures->mannwhitney.tail.p);
	spot_member_number(json, "u_log10_p", figures->mannwhitney.tail.log10_p);
	spot_member_number(json, "u_p_corrected", figures->mannwhitney.corrected.p);
	spot_member_number(json, "ks", figures->ks.d);
	spot_member_number(json, "ks_p", figures->ks.tail.p);
	spot_member_number(json, "average_precision", figures->average_precision);
	spot_json_end(json);
}

static void add_capacity(struct spot_json *json, const struct spot_trial_figures *figures)
{
	const struct spot_capacity *at = &figures->capacity;

	spot_member_object(json, "at_capacity");
	spot_member_number(json, "taken", at->taken);
	spot_member_number(json, "outcomes", at->n_pos);
	spot_member_number(json, "outcomes_sd", at->n_pos_sd);
	spot_member_number(json, "outcomes_least", at->n_pos_least);
	spot_member_number(json, "outcomes_most", at->n_pos_most);
	spot_member_number(json, "precision", at->precision);
	spot_member_number(json, "recall", at->recall);
	spot_member_number(json, "lift", at->lift);
	spot_member_number(json, "value", at->value);
	spot_member_number(json, "value_share", at->value_share);
	spot_member_number(json, "tied_at_edge", at->edge_n);
	spot_member_number(json, "taken_of_tied", at->edge_taken);
	spot_json_end(json);
}

static void add_deciles(struct spot_json *json, const struct spot_trial_figures *figures)
{
	spot_member_array(json, "deciles");
	for (size_t i = 0; i < SPOT_TRIAL_SLICES; i++) {
		const struct spot_curve_slice *slice = &figures->slices[i];

		spot_json_object(json);
		spot_member_count(json, "decile", i + 1);
		spot_member_number(json, "n", slice->n);
		spot_member_number(json, "outcomes", slice->n_pos);
		spot_member_number(json, "rate", slice->rate);
		spot_member_number(json, "lift", slice->lift);
		spot_member_number(json, "value", slice->value);
		spot_member_number(json, "cum_n", slice->cum_n);
		spot_member_number(json, "cum_outcomes", slice->cum_pos);
		spot_member_number(json, "cum_gain", slice->cum_gain);
		spot_member_number(json, "cum_lift", slice->cum_lift);
		spot_member_number(json, "cum_value_share", slice->cum_value_share);
		spot_member_number(json, "ks", slice->ks);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_calibration(struct spot_json *json, const struct spot_trial_figures *figures)
{
	spot_json_key(json, "calibration");
	if (!figures->has_calibration) {
		spot_json_null(json);
		return;
	}
	spot_json_object(json);
	spot_member_number(json, "brier", figures->brier);
	spot_member_number(json, "brier_base", figures->brier_base);
	spot_member_array(json, "groups");
	for (size_t i = 0; i < figures->n_groups; i++) {
		const struct spot_calibration_group *group = &figures->groups[i];

		spot_json_object(json);
		spot_member_count(json, "n", group->n);
		spot_member_count(json, "outcomes", group->n_pos);
		spot_member_number(json, "said", group->predicted);
		spot_member_number(json, "rate", group->rate);
		spot_member_interval(json, "rate_ci", group->rate_ci);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_json_end(json);
}

static void add_honesty(struct spot_json *json, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_figures *figures = &trial->figures[h];

	spot_json_key(json, "holdout");
	if (trial->options.date_field == SPOT_NONE) {
		spot_json_null(json);
	} else {
		spot_json_object(json);
		spot_member_number(json, "auc_before", figures->auc_before);
		spot_member_number(json, "auc_after", figures->roc.auc);
		spot_member_number(json, "auc_random_split", figures->auc_random);
		spot_json_end(json);
	}
	spot_member_array(json, "leaks");
	for (size_t i = 0; i < figures->n_leaks; i++) {
		spot_json_object(json);
		spot_member_text(json, "rule", figures->leaks[i].rule);
		spot_member_text(json, "field", figures->leaks[i].field);
		spot_member_text(json, "kind",
		    figures->leaks[i].is_late ? "known after" : "read by the outcome");
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_member_number(json, "auc_without_leaks", figures->auc_unleaked);
}

static void add_market(struct spot_json *json, const struct spot_trial *trial, size_t h)
{
	static const char *const breadths[] = {
		[SPOT_TRIAL_BREADTH_NONE] = NULL,
		[SPOT_TRIAL_NARROW] = "too narrow",
		[SPOT_TRIAL_FITTING] = "fitting",
		[SPOT_TRIAL_BROAD] = "too broad",
	};
	const struct spot_trial_figures *figures = &trial->figures[h];
	const struct spot_rules *rules = trial->panels[h].rules;

	spot_member_object(json, "market");
	spot_member_number(json, "top_share", figures->top_share);
	spot_json_key(json, "target_share");
	if (rules->has_target_share) {
		spot_json_array(json);
		spot_json_number(json, rules->target_low);
		spot_json_number(json, rules->target_high);
		spot_json_end(json);
	} else {
		spot_json_null(json);
	}
	spot_member_text(json, "breadth", breadths[figures->breadth]);
	spot_json_end(json);
	spot_member_object(json, "robustness");
	spot_member_number(json, "tiers_on_blanks", figures->unsettled_share);
	spot_member_number(json, "kept_mean", figures->kept_mean);
	spot_member_number(json, "kept_least", figures->kept_least);
	spot_member_number(json, "tau_mean", figures->tau_mean);
	spot_member_number(json, "tau_least", figures->tau_least);
	spot_json_end(json);
}

static void add_paired(struct spot_json *json, const char *key,
    const struct spot_trial_paired *paired)
{
	spot_member_object(json, key);
	spot_member_number(json, "diff", paired->diff);
	spot_member_interval(json, "ci", paired->ci);
	spot_member_number(json, "p", paired->p);
	spot_json_end(json);
}

static void add_mcnemar(struct spot_json *json, const char *key, const uint64_t top[2],
    const struct spot_fourfold_mcnemar *test)
{
	spot_member_object(json, key);
	spot_member_count(json, "baseline_only", top[0]);
	spot_member_count(json, "hypothesis_only", top[1]);
	spot_member_flag(json, "exact", test->exact);
	tail(json, test->tail);
	spot_json_end(json);
}

static void add_moves(struct spot_json *json, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_comparison *against = &trial->against[h];

	spot_member_array(json, "moves");
	for (size_t i = 0; i < against->n_from * against->n_to; i++) {
		if (against->moves[i].n == 0)
			continue;
		spot_json_object(json);
		spot_member_text(json, "from", trial->figures[0].tiers[i / against->n_to].name);
		spot_member_text(json, "to", trial->figures[h].tiers[i % against->n_to].name);
		spot_member_count(json, "n", against->moves[i].n);
		spot_member_count(json, "outcomes", against->moves[i].n_pos);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_against(struct spot_json *json, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_comparison *against = &trial->against[h];
	const struct spot_trial_judgement *judgement = &against->judgement;

	spot_json_key(json, "against_baseline");
	if (h == 0) {
		spot_json_null(json);
		return;
	}
	spot_json_object(json);
	spot_member_text(json, "verdict", spot_trialled_answer(judgement->answer));
	spot_member_object(json, "auc");
	spot_member_number(json, "diff", judgement->auc.diff);
	spot_member_number(json, "var", judgement->auc.var);
	spot_member_number(json, "z", judgement->auc.z);
	tail(json, judgement->auc.tail);
	spot_member_number(json, "p_holm", judgement->p_holm);
	spot_member_number(json, "p_bh", judgement->p_bh);
	spot_member_interval(json, "ci", judgement->auc.ci);
	spot_json_end(json);
	spot_member_flag(json, "too_few_outcomes", judgement->too_few);
	spot_member_number(json, "more_outcomes_needed", judgement->n_more);
	spot_member_number(json, "least_detectable", judgement->detectable);
	spot_json_key(json, "without_leaks");
	if (against->has_unleaked) {
		spot_json_object(json);
		spot_member_text(json, "verdict", spot_trialled_answer(against->unleaked.answer));
		spot_member_number(json, "auc_diff", against->unleaked.auc.diff);
		spot_member_number(json, "p_holm", against->unleaked.p_holm);
		spot_json_end(json);
	} else {
		spot_json_null(json);
	}
	spot_member_flag(json, "difference_is_leak", against->is_leak);
	add_paired(json, "lift", &against->lift);
	add_paired(json, "value_share", &against->value_share);
	spot_member_count(json, "replicates", against->n_replicates);
	add_mcnemar(json, "top_tier_outcomes", against->top_pos, &against->mcnemar_pos);
	add_mcnemar(json, "top_tier_others", against->top_neg, &against->mcnemar_neg);
	add_moves(json, trial, h);
	spot_json_end(json);
}

static void add_hypothesis(struct spot_json *json, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_figures *figures = &trial->figures[h];

	spot_json_object(json);
	spot_member_text(json, "name", trial->hypotheses[h].name);
	spot_member_text(json, "why", trial->hypotheses[h].why);
	spot_member_text(json, "rules", trial->panels[h].rules->path);
	add_tiers(json, figures);
	add_bad_fit(json, trial, h);
	add_ranking(json, figures);
	add_capacity(json, figures);
	add_deciles(json, figures);
	add_calibration(json, figures);
	add_honesty(json, trial, h);
	add_market(json, trial, h);
	add_against(json, trial, h);
	spot_json_end(json);
}

/* --- the baseline's rules ----------------------------------------------------------------- */

static void add_rules(struct spot_json *json, const struct spot_trial *trial)
{
	spot_member_array(json, "rules");
	for (size_t r = 0; r < trial->n_rules; r++) {
		const struct spot_trial_rule *rule = &trial->rules[r];

		spot_json_object(json);
		spot_member_text(json, "name", rule->name);
		spot_member_text(json, "word", rule->word);
		spot_member_number(json, "auc_diff", rule->auc.diff);
		spot_member_interval(json, "auc_diff_ci", rule->auc.ci);
		spot_member_number(json, "auc_diff_p", rule->auc.tail.p);
		spot_member_number(json, "lift_diff", rule->lift_diff);
		spot_member_count(json, "tiers_changed", rule->n_changed);
		spot_member_count(json, "known_outcomes", rule->known_pos);
		spot_member_count(json, "holds_outcomes", rule->holds_pos);
		spot_member_count(json, "known_others", rule->known_neg);
		spot_member_count(json, "holds_others", rule->holds_neg);
		spot_member_number(json, "fisher_p", rule->tail.p);
		spot_member_flag(json, "wrong_sign", rule->is_wrong);
		spot_member_flag(json, "never_holds", rule->never);
		spot_member_flag(json, "always_holds", rule->always);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_member_array(json, "twins");
	for (size_t i = 0; i < trial->n_twins; i++) {
		spot_json_object(json);
		spot_member_text(json, "a", trial->rules[trial->twins[i].a].name);
		spot_member_text(json, "b", trial->rules[trial->twins[i].b].name);
		spot_member_number(json, "agreement", trial->twins[i].agreement);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_fills(struct spot_json *json, const struct spot_trial *trial)
{
	spot_member_array(json, "fill_next");
	for (size_t i = 0; i < trial->n_fills; i++) {
		const struct spot_trial_fill *fill = &trial->fills[i];

		spot_json_object(json);
		spot_member_text(json, "field", fill->field);
		spot_member_count(json, "tiers_settled", fill->n_settled);
		spot_member_number(json, "cost", fill->has_cost ? fill->cost : NAN);
		spot_member_number(json, "settled_per_cost", fill->per_cost);
		spot_json_end(json);
	}
	spot_json_end(json);
	spot_member_count(json, "tiers_needing_more", trial->n_many_blanks);
	spot_member_count(json, "sampled", trial->n_sampled);
}

void spot_trialled_json(struct spot_buf *out, const struct spot_trialled *trialled)
{
	const struct spot_trial *trial = trialled->trial;
	struct spot_json json = SPOT_JSON_INIT(out, 2);

	spot_json_object(&json);
	spot_member_text(&json, "format", "sweetspot trial 1");
	add_options(&json, trial);
	add_counts(&json, trial);
	add_ledger(&json, trialled);
	spot_member_array(&json, "hypotheses");
	for (size_t h = 0; h < trial->n; h++)
		add_hypothesis(&json, trial, h);
	spot_json_end(&json);
	add_rules(&json, trial);
	add_fills(&json, trial);
	spot_json_end(&json);
}
