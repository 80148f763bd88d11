/* SPDX-License-Identifier: MIT */
#include "study/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/tasks.h"
#include "study/trial_internal.h"

/* Both outcomes are needed, and two accounts of each for a variance. */
static int check_outcomes(const struct spot_trial *trial, struct spot_error *err)
{
	const struct spot_rules *rules = trial->panels[0].rules;
	const struct spot_trial_counts *counts = &trial->counts;
	const char *outcome = rules->cohorts[trial->options.outcome].name;

	if (counts->n_pos >= 2 && counts->n_neg >= 2)
		return 0;
	spot_error_set(err, SPOT_EDATA,
	    "nothing to judge by: %llu accounts are in \"%s\" and %llu are not%s",
	    (unsigned long long)counts->n_pos, outcome, (unsigned long long)counts->n_neg,
	    trial->options.date_field != SPOT_NONE ? ", from the hold-out's day on" : "");
	spot_error_hint(err,
	    "look at cohort \"%s\" in %s: two accounts of either kind are the least", outcome,
	    rules->path);
	return SPOT_EDATA;
}

int spot_trial_gather(struct spot_trial *trial, const struct spot_panel *panels,
    const struct spot_trial_hypothesis *hypotheses, size_t n,
    const struct spot_trial_options *options, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err)
{
	int rc;

	memset(trial, 0, sizeof(*trial));
	spot_arena_init(&trial->arena);
	trial->panels = panels;
	trial->hypotheses = hypotheses;
	trial->n = n;
	trial->options = *options;
	trial->means = (struct spot_tasks_means) { run->n_threads > 0 ? run->n_threads : 1,
		run->stop };
	rc = spot_trial_gather_init(trial, err);
	if (rc == 0)
		rc = spot_trial_gather_run(trial, run, calls, err);
	if (rc == 0)
		rc = check_outcomes(trial, err);
	if (rc != 0)
		return rc;
	if (trial->options.capacity == 0)
		trial->options.capacity = (trial->gathered->judged.n + 9) / 10;
	for (size_t i = 0; trial->gathered->judged.values && i < trial->gathered->judged.n; i++)
		trial->value_total += trial->gathered->judged.values[i];
	return 0;
}

static int grade_one(void *ctx, size_t i, struct spot_error *err)
{
	struct spot_trial *trial = ctx;
	struct spot_trial_accounts *judged = &trial->gathered->judged;
	struct spot_trial_accounts *trained = &trial->gathered->trained;
	bool is_variant = i >= trial->n;
	double **from = is_variant ? &judged->variants[i - trial->n] : &judged->ranks[i];
	double **also = is_variant ? NULL : &trained->ranks[i];
	int rc = spot_trial_grade_new(&trial->gathered->grades[i], *from, judged->n,
	    also ? *also : NULL, also ? trained->n : 0, err);

	free(*from);
	*from = NULL;
	if (also) {
		free(*also);
		*also = NULL;
	}
	return rc;
}

static int grade_all(struct spot_trial *trial, struct spot_error *err)
{
	size_t n = trial->n + trial->gathered->n_variants;

	trial->gathered->grades = spot_mem_calloc(n, sizeof(*trial->gathered->grades));
	return trial->gathered->grades
	    ? spot_tasks_run(n, &trial->means, grade_one, trial, err)
	    : spot_error_nomem(err);
}

static int make_figures(void *ctx, size_t h, struct spot_error *err)
{
	return spot_trial_figures_make(ctx, h, err);
}

int spot_trial_study(struct spot_trial *trial, size_t n_family, struct spot_error *err)
{
	int rc;

	trial->figures = spot_mem_calloc(trial->n, sizeof(*trial->figures));
	trial->against = spot_mem_calloc(trial->n, sizeof(*trial->against));
	if (!trial->figures || !trial->against)
		return spot_error_nomem(err);
	rc = grade_all(trial, err);
	if (rc == 0)
		rc = spot_tasks_run(trial->n, &trial->means, make_figures, trial, err);
	if (rc == 0)
		rc = spot_trial_compare_all(trial, n_family, err);
	if (rc == 0)
		rc = spot_trial_rules_study(trial, err);
	return rc == 0 ? spot_trial_robust_study(trial, err) : rc;
}

void spot_trial_reset(struct spot_trial *trial)
{
	for (size_t h = 0; trial->figures && h < trial->n; h++) {
		free(trial->figures[h].tiers);
		free(trial->figures[h].leaks);
	}
	for (size_t h = 0; trial->against && h < trial->n; h++)
		free(trial->against[h].moves);
	free(trial->figures);
	free(trial->against);
	spot_trial_gather_reset(trial);
	spot_run_result_reset(&trial->result);
	spot_arena_free(&trial->arena);
	memset(trial, 0, sizeof(*trial));
}

/* --- disagreements ------------------------------------------------------------------------ */

/* Shares of the accounts ranked below, by grade; a tie counts half. free() it. */
static double *rank_shares(const struct spot_trial_grades *grades, size_t n)
{
	double *shares = spot_mem_calloc(grades->n + 1, sizeof(*shares)), below = 0;

	for (size_t i = 0; shares && i < n; i++)
		shares[grades->judged[i]]++;
	for (size_t g = 0; shares && g < grades->n; g++) {
		double own = shares[g];

		shares[g] = (below + own / 2) / (double)n;
		below += own;
	}
	return shares;
}

static struct spot_view name_of(const struct spot_trial_accounts *judged, size_t i)
{
	size_t begin = i > 0 ? judged->name_ends[i - 1] : 0;
	return (struct spot_view) { judged->names.ptr + begin, judged->name_ends[i] - begin };
}

static size_t count_disagreements(const struct spot_trial *trial)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	size_t n = 0;

	for (size_t h = 1; h < trial->n; h++)
		for (size_t i = 0; i < judged->n; i++)
			n += strcmp(trial->figures[0].tiers[judged->tiers[0][i]].name,
			         trial->figures[h].tiers[judged->tiers[h][i]].name) != 0;
	return n;
}

static size_t add_disagreements(struct spot_trial_disagreement *out, const struct spot_trial *trial,
    size_t h, const double *from, const double *to)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	const uint32_t *was_at = spot_trial_grades_of(trial, 0)->judged;
	const uint32_t *is_at = spot_trial_grades_of(trial, h)->judged;
	size_t n = 0;

	for (size_t i = 0; i < judged->n; i++) {
		double rank_from = from[was_at[i]], rank_to = to[is_at[i]];
		const char *was = trial->figures[0].tiers[judged->tiers[0][i]].name;
		const char *is = trial->figures[h].tiers[judged->tiers[h][i]].name;

		if (strcmp(was, is) == 0)
			continue;
		out[n++] = (struct spot_trial_disagreement) { name_of(judged, i), h,
			judged->outcomes[i] != 0, was, is, rank_from, rank_to,
			judged->outcomes[i] ? rank_to > rank_from : rank_to < rank_from };
	}
	return n;
}

/* Ties: hypotheses, then accounts in file order, whose names lie in that order. */
static int compare_disagreements(const void *left, const void *right)
{
	const struct spot_trial_disagreement *a = left, *b = right;
	double x = fabs(a->rank_to - a->rank_from), y = fabs(b->rank_to - b->rank_from);

	if (x != y)
		return x < y ? 1 : -1;
	if (a->hypothesis != b->hypothesis)
		return a->hypothesis < b->hypothesis ? -1 : 1;
	return (a->account.ptr > b->account.ptr) - (a->account.ptr < b->account.ptr);
}

int spot_trial_disagreements(struct spot_trial *trial, struct spot_trial_disagreement **out,
    size_t *n_out, struct spot_error *err)
{
	const struct spot_trial_accounts *judged = &trial->gathered->judged;
	size_t n = count_disagreements(trial);
	double *from = rank_shares(spot_trial_grades_of(trial, 0), judged->n);
	int rc = from ? 0 : spot_error_nomem(err);

	*n_out = 0;
	*out = spot_arena_calloc(&trial->arena, n + 1, sizeof(**out));
	if (!*out)
		rc = spot_error_nomem(err);
	for (size_t h = 1; rc == 0 && h < trial->n; h++) {
		double *to = rank_shares(spot_trial_grades_of(trial, h), judged->n);

		if (to)
			*n_out += add_disagreements(*out + *n_out, trial, h, from, to);
		else
			rc = spot_error_nomem(err);
		free(to);
	}
	if (rc == 0)
		qsort(*out, *n_out, sizeof(**out), compare_disagreements);
	free(from);
	return rc;
}
