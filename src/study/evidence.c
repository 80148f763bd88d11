/* SPDX-License-Identifier: MIT */
#include "study/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int *spot_evidence_ask(const struct spot_rules *rules, size_t cohort)
{
	int *fns = spot_mem_calloc(rules->n_criteria + 1, sizeof(*fns));

	if (!fns)
		return NULL;
	for (size_t i = 0; i < rules->n_criteria; i++)
		fns[i] = rules->criteria[i].fit;
	fns[rules->n_criteria] =
	    cohort == SPOT_NONE ? SPOT_NO_FUNCTION : rules->cohorts[cohort].when;
	return fns;
}

static void count_row(struct spot_evidence *out, size_t row)
{
	size_t n = out->roster->panel->rules->n_criteria;
	double is_pos = spot_roster_answer(out->roster, row, n);

	if (isnan(is_pos))
		return;
	out->n++;
	out->n_pos += is_pos != 0;
	for (size_t i = 0; i < n; i++) {
		/* NAN is not at least a half. */
		if (!(spot_roster_answer(out->roster, row, i) >= 0.5))
			continue;
		out->rules[i].n++;
		out->rules[i].n_pos += is_pos != 0;
	}
}

static void finish_rule(struct spot_evidence_rule *rule, uint64_t n, uint64_t n_pos)
{
	rule->rate = rule->lift = NAN;
	if (rule->n == 0)
		return;
	rule->rate = (double)rule->n_pos / (double)rule->n;
	rule->ci = spot_proportion_wilson(rule->n_pos, rule->n, 0.95);
	if (n_pos > 0)
		rule->lift = rule->rate / ((double)n_pos / (double)n);
}

/* Whether row a shows better than row b who is meant. */
static bool is_better(const struct spot_evidence *evidence, size_t a, size_t b)
{
	const struct spot_roster *roster = evidence->roster;
	const struct spot_roster_row *x = &roster->rows[a], *y = &roster->rows[b];
	size_t n = roster->panel->rules->n_criteria;
	bool x_pos = spot_roster_answer(roster, a, n) == 1;
	bool y_pos = spot_roster_answer(roster, b, n) == 1;

	if (x->tier != y->tier)
		return x->tier < y->tier;
	if (x_pos != y_pos)
		return x_pos;
	return x->score > y->score; /* of equals the earlier row stays */
}

static void consider(struct spot_evidence *out, size_t row)
{
	size_t at = out->n_best;

	if (out->roster->rows[row].tier >= out->roster->panel->rules->n_tiers ||
	    out->roster->rows[row].exception != SPOT_NO_EXCEPTION)
		return;
	while (at > 0 && is_better(out, row, out->best[at - 1]))
		at--;
	if (at == SPOT_EVIDENCE_BEST)
		return;
	out->n_best += out->n_best < SPOT_EVIDENCE_BEST;
	memmove(out->best + at + 1, out->best + at, (out->n_best - 1 - at) * sizeof(out->best[0]));
	out->best[at] = row;
}

int spot_evidence_init(struct spot_evidence *out, const struct spot_roster *roster, size_t cohort,
    struct spot_error *err)
{
	size_t n = roster->panel->rules->n_criteria;

	memset(out, 0, sizeof(*out));
	out->roster = roster;
	out->cohort = cohort;
	out->rules = spot_mem_calloc(n + 1, sizeof(*out->rules));
	if (!out->rules)
		return spot_error_nomem(err);
	for (size_t row = 0; row < roster->n_rows; row++) {
		count_row(out, row);
		consider(out, row);
	}
	for (size_t i = 0; i < n; i++)
		finish_rule(&out->rules[i], out->n, out->n_pos);
	return 0;
}

void spot_evidence_reset(struct spot_evidence *evidence)
{
	free(evidence->rules);
	memset(evidence, 0, sizeof(*evidence));
}
