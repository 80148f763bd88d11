/* SPDX-License-Identifier: MIT */
/* What there is to say of one hypothesis by itself. */
#include "study/trial_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/random.h"

/* Streams of the trial's seed. */
#define STREAM_HALF 1
#define STREAM_SPLIT 2

/* --- tiers -------------------------------------------------------------------------------- */

static void count_tiers(struct spot_trial_tier *tiers, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;

	for (size_t i = 0; i < judged->n; i++) {
		struct spot_trial_tier *tier = &tiers[judged->tiers[h][i]];

		tier->n++;
		tier->n_pos += judged->outcomes[i];
		if (judged->values)
			tier->value += judged->values[i];
	}
}

static void rate_tier(struct spot_trial_tier *tier, const struct spot_trial *trial)
{
	const struct spot_trial_counts *counts = &trial->counts;
	double n_pos = (double)tier->n_pos, n = (double)tier->n;
	double base = (double)counts->n_pos / (double)(counts->n_pos + counts->n_neg);

	tier->market_share = (double)tier->n_market / (double)counts->rows;
	tier->rate = tier->n > 0 ? n_pos / n : NAN;
	tier->rate_ci = spot_proportion_wilson(tier->n_pos, tier->n, 1 - trial->options.bar.alpha);
	tier->lift = tier->rate / base;
	tier->gain = n_pos / (double)counts->n_pos;
	tier->per_outcome = tier->n_pos > 0 ? n / n_pos : NAN;
	tier->value_share = trial->value_total != 0 ? tier->value / trial->value_total : NAN;
}

static void mark_inversions(struct spot_trial_tier *tiers, size_t n_tiers)
{
	double before = INFINITY;

	for (size_t t = 0; t < n_tiers; t++) {
		if (tiers[t].n == 0)
			continue;
		tiers[t].is_inverted = tiers[t].rate > before;
		before = tiers[t].rate;
	}
}

static int make_tiers(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	const struct spot_rules *rules = trial->panels[h].rules;
	struct spot_trial_figures *out = &trial->figures[h];
	const struct spot_tally *tally = &trial->result.tallies[h];

	out->n_tiers = rules->n_tiers + 2;
	out->tiers = spot_mem_calloc(out->n_tiers, sizeof(*out->tiers));
	if (!out->tiers)
		return spot_error_nomem(err);
	count_tiers(out->tiers, trial, h);
	for (size_t t = 0; t < out->n_tiers; t++) {
		out->tiers[t].name = spot_verdict_rank_name(rules, t);
		out->tiers[t].n_market = tally->tier[t];
		rate_tier(&out->tiers[t], trial);
	}
	mark_inversions(out->tiers, rules->n_tiers);
	/* Only a file without tiers has accounts beyond bad fit. */
	out->n_tiers -= out->tiers[rules->n_tiers + 1].n_market == 0;
	for (size_t t = 0; t < rules->n_tiers && t < 2; t++)
		out->top_share += out->tiers[t].market_share;
	if (rules->has_target_share && rules->n_tiers > 0)
		out->breadth = out->top_share < rules->target_low ? SPOT_TRIAL_NARROW
		    : out->top_share > rules->target_high         ? SPOT_TRIAL_BROAD
		                                                  : SPOT_TRIAL_FITTING;
	out->unsettled_share =
	    (double)trial->gathered->n_unsettled[h] / (double)trial->counts.rows;
	return 0;
}

/* --- ranking ------------------------------------------------------------------------------ */

static int rank_statistics(struct spot_trial *trial, struct spot_trial_figures *out,
    const struct spot_counted *cells, size_t n_cells, const double *values, struct spot_error *err)
{
	double level = 1 - trial->options.bar.alpha;
	int rc = spot_roc_auc(&out->roc, cells, n_cells, level, err);

	if (rc == 0)
		rc = spot_ks_test(&out->ks, cells, n_cells, err);
	if (rc == 0)
		rc = spot_mannwhitney_test(&out->mannwhitney, cells, n_cells, err);
	if (rc == 0)
		rc = spot_curve_average_precision(&out->average_precision, cells, n_cells, err);
	if (rc == 0)
		rc = spot_capacity_at(
		    &out->capacity, cells, values, n_cells, trial->options.capacity, err);
	return rc == 0 ? spot_curve_slices(
	    out->slices, SPOT_TRIAL_SLICES, cells, values, n_cells, err) : rc;
}

static int rank(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	const struct spot_trial_grades *grades = spot_trial_grades_of(trial, h);
	struct spot_counted *cells = NULL;
	double *values = NULL;
	size_t n_cells;
	int rc = spot_trial_grade_cells(&cells, &values, &n_cells, grades->judged, grades->n,
	    judged->outcomes, judged->values, judged->n, err);

	if (rc == 0)
		rc = rank_statistics(trial, &trial->figures[h], cells, n_cells, values, err);
	free(cells);
	free(values);
	return rc;
}

/* NAN where either outcome is missing. */
static int auc_of(double *out, const uint32_t *grades, size_t n_grades, const uint8_t *outcomes,
    size_t n, struct spot_error *err)
{
	struct spot_counted *cells = NULL;
	double *values = NULL;
	struct spot_roc roc;
	size_t n_cells;
	int rc = spot_trial_grade_cells(
	    &cells, &values, &n_cells, grades, n_grades, outcomes, NULL, n, err);

	*out = rc == 0 && spot_roc_auc(&roc, cells, n_cells, 0.95, NULL) == 0 ? roc.auc : NAN;
	free(cells);
	free(values);
	return rc;
}

/* --- calibration -------------------------------------------------------------------------- */

/* Outcomes by grade: learned from, and foretold. */
struct halves {
	struct spot_counted *learned, *foretold;
	uint64_t n_learned, n_learned_pos;
};

static void count_one(struct spot_counted *cell, uint8_t outcome)
{
	cell->n_pos += outcome != 0;
	cell->n_neg += outcome == 0;
}

static void fill_halves(struct halves *halves, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	const struct spot_trial_accounts *trained = &trial->gathered->trained;
	const struct spot_trial_grades *grades = spot_trial_grades_of(trial, h);
	bool is_chance = trial->options.date_field == SPOT_NONE;
	struct spot_random random;

	spot_random_init(&random, trial->options.seed, STREAM_HALF);
	for (size_t i = 0; i < trained->n; i++)
		count_one(&halves->learned[grades->trained[i]], trained->outcomes[i]);
	for (size_t i = 0; i < judged->n; i++) {
		bool is_learned = is_chance && spot_random_below(&random, 2) == 0;
		struct spot_counted *cells = is_learned ? halves->learned : halves->foretold;

		count_one(&cells[grades->judged[i]], judged->outcomes[i]);
	}
}

/* The rate of each grade: that of the nearest grade below that was learned of, or of the first. */
static int learn_rates(double *rates, struct halves *halves, size_t n_grades,
    struct spot_error *err)
{
	struct spot_counted *cells = spot_mem_calloc(n_grades + 1, sizeof(*cells));
	double *learned = spot_mem_calloc(n_grades + 1, sizeof(*learned));
	size_t n_cells = 0, at = 0;
	int rc = cells && learned ? 0 : spot_error_nomem(err);

	for (size_t g = 0; rc == 0 && g < n_grades; g++) {
		struct spot_counted cell = halves->learned[g];

		if (cell.n_pos + cell.n_neg == 0)
			continue;
		cell.score = (double)g;
		cells[n_cells++] = cell;
	}
	if (rc == 0)
		rc = spot_calibration_isotonic(learned, cells, n_cells, err);
	for (size_t g = 0; rc == 0 && g < n_grades; g++) {
		while (at + 1 < n_cells && cells[at + 1].score <= (double)g)
			at++;
		rates[g] = learned[at];
	}
	free(cells);
	free(learned);
	return rc;
}

/* Accounts of one rate are alike for what follows. */
static int group(struct spot_trial_figures *out, const struct halves *halves, const double *rates,
    size_t n_grades, double level, struct spot_error *err)
{
	uint64_t n = 0, at = 0;
	uint8_t *outcomes;
	double *said;
	int rc;

	for (size_t g = 0; g < n_grades; g++)
		n += halves->foretold[g].n_pos + halves->foretold[g].n_neg;
	outcomes = spot_mem_calloc(n + 1, 1);
	said = spot_mem_calloc(n + 1, sizeof(*said));
	rc = outcomes && said ? 0 : spot_error_nomem(err);
	for (size_t g = 0; rc == 0 && g < n_grades; g++) {
		const struct spot_counted *cell = &halves->foretold[g];

		for (uint32_t i = 0; i < cell->n_pos + cell->n_neg; i++, at++) {
			said[at] = rates[g];
			outcomes[at] = i < cell->n_pos;
		}
	}
	if (rc == 0)
		rc = spot_calibration_groups(out->groups, &out->n_groups, SPOT_TRIAL_GROUPS, said,
		    outcomes, n, level, err);
	free(outcomes);
	free(said);
	return rc;
}

static double squared_miss(const struct spot_counted *cell, double said)
{
	return cell->n_pos * (1 - said) * (1 - said) + cell->n_neg * said * said;
}

static int foretell(struct spot_trial *trial, size_t h, struct halves *halves, double *rates,
    struct spot_error *err)
{
	struct spot_trial_figures *out = &trial->figures[h];
	size_t n_grades = spot_trial_grades_of(trial, h)->n;
	double base = (double)halves->n_learned_pos / (double)halves->n_learned, n = 0;
	int rc = learn_rates(rates, halves, n_grades, err);

	if (rc != 0)
		return rc;
	for (size_t g = 0; g < n_grades; g++) {
		out->brier += squared_miss(&halves->foretold[g], rates[g]);
		out->brier_base += squared_miss(&halves->foretold[g], base);
		n += halves->foretold[g].n_pos + halves->foretold[g].n_neg;
	}
	if (n == 0)
		return 0;
	out->brier /= n;
	out->brier_base /= n;
	out->has_calibration = true;
	return group(out, halves, rates, n_grades, 1 - trial->options.bar.alpha, err);
}

static int calibrate(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	size_t n_grades = spot_trial_grades_of(trial, h)->n;
	struct halves halves = { spot_mem_calloc(n_grades + 1, sizeof(struct spot_counted)),
		spot_mem_calloc(n_grades + 1, sizeof(struct spot_counted)), 0, 0 };
	double *rates = spot_mem_calloc(n_grades + 1, sizeof(*rates));
	int rc = halves.learned && halves.foretold && rates ? 0 : spot_error_nomem(err);

	if (rc == 0)
		fill_halves(&halves, trial, h);
	for (size_t g = 0; rc == 0 && g < n_grades; g++) {
		halves.n_learned += halves.learned[g].n_pos + halves.learned[g].n_neg;
		halves.n_learned_pos += halves.learned[g].n_pos;
	}
	/* Nothing is to be learned from one outcome alone. */
	if (halves.n_learned_pos > 0 && halves.n_learned_pos < halves.n_learned)
		rc = foretell(trial, h, &halves, rates, err);
	free(halves.learned);
	free(halves.foretold);
	free(rates);
	return rc;
}

/* --- hold-out ----------------------------------------------------------------------------- */

/* As many accounts as are judged, of all, by chance: what a random split would have shown. */
static int split_at_random(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	const struct spot_trial_accounts *parts[2] = { &trial->gathered->trained,
		&trial->gathered->judged };
	const struct spot_trial_grades *grades = spot_trial_grades_of(trial, h);
	size_t left = parts[0]->n + parts[1]->n, wanted = parts[1]->n, n = 0;
	uint32_t *drawn = spot_mem_calloc(wanted + 1, sizeof(*drawn));
	uint8_t *outcomes = spot_mem_calloc(wanted + 1, 1);
	struct spot_random random;
	int rc = drawn && outcomes ? 0 : spot_error_nomem(err);

	spot_random_init(&random, trial->options.seed, STREAM_SPLIT);
	for (int p = 0; rc == 0 && p < 2; p++)
		for (size_t i = 0; i < parts[p]->n; i++, left--)
			if (spot_random_below(&random, (uint32_t)left) < wanted - n) {
				drawn[n] = (p == 0 ? grades->trained : grades->judged)[i];
				outcomes[n++] = parts[p]->outcomes[i];
			}
	if (rc == 0)
		rc = auc_of(&trial->figures[h].auc_random, drawn, grades->n, outcomes, n, err);
	free(drawn);
	free(outcomes);
	return rc;
}

static int hold_out(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	const struct spot_trial_accounts *trained = &trial->gathered->trained;
	const struct spot_trial_grades *grades = spot_trial_grades_of(trial, h);
	struct spot_trial_figures *out = &trial->figures[h];
	int rc;

	out->auc_before = out->auc_random = NAN;
	if (trial->options.date_field == SPOT_NONE)
		return 0;
	rc = auc_of(&out->auc_before, grades->trained, grades->n, trained->outcomes, trained->n,
	    err);
	return rc == 0 ? split_at_random(trial, h, err) : rc;
}

/* --- leaks -------------------------------------------------------------------------------- */

static void list_leaks(const struct spot_trial *trial, size_t h, const char *rule, int fn)
{
	const struct spot_rules *rules = trial->panels[h].rules;
	const struct spot_function *function = &rules->functions[fn];
	struct spot_trial_figures *out = &trial->figures[h];

	for (size_t i = 0; i < function->n_reads; i++) {
		bool is_late;

		if (!spot_trial_leak_tells(trial, h, function->reads[i], &is_late))
			continue;
		if (out->leaks)
			out->leaks[out->n_leaks] = (struct spot_trial_leak) { rule,
				rules->fields.fields[function->reads[i]].name, is_late };
		out->n_leaks++;
	}
}

/* Counts them where there is no room yet. */
static void list_all_leaks(const struct spot_trial *trial, size_t h)
{
	const struct spot_rules *rules = trial->panels[h].rules;

	trial->figures[h].n_leaks = 0;
	for (size_t c = 0; c < rules->n_criteria; c++)
		list_leaks(trial, h, rules->criteria[c].name, rules->criteria[c].fit);
	for (size_t d = 0; d < rules->n_disqualifiers; d++)
		list_leaks(trial, h, rules->disqualifiers[d].name, rules->disqualifiers[d].when);
}

static int find_leaks(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	struct spot_trial_figures *out = &trial->figures[h];
	size_t variant = trial->gathered->leak_of[h];

	out->auc_unleaked = NAN;
	if (variant == SPOT_NONE)
		return 0;
	list_all_leaks(trial, h);
	out->leaks = spot_mem_calloc(out->n_leaks + 1, sizeof(*out->leaks));
	if (!out->leaks)
		return spot_error_nomem(err);
	list_all_leaks(trial, h);
	return auc_of(&out->auc_unleaked, spot_trial_grades_of_variant(trial, variant)->judged,
	    spot_trial_grades_of_variant(trial, variant)->n, judged->outcomes, judged->n, err);
}

int spot_trial_figures_make(struct spot_trial *trial, size_t h, struct spot_error *err)
{
	int rc = make_tiers(trial, h, err);

	if (rc == 0)
		rc = rank(trial, h, err);
	if (rc == 0)
		rc = calibrate(trial, h, err);
	if (rc == 0)
		rc = hold_out(trial, h, err);
	return rc == 0 ? find_leaks(trial, h, err) : rc;
}
