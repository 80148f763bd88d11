/* SPDX-License-Identifier: MIT */
#include "engine/explain.h"

#include <stdlib.h>

struct explaining {
	struct spot_explanation *out;
	struct spot_judge *judge;
	struct spot_search *search;
};

/* --- the rules as they answered ------------------------------------------------------------- */

static int trace_rules(struct explaining *explaining, struct spot_error *err)
{
	struct spot_judge *judge = explaining->judge;
	const struct spot_scoring *scoring = &judge->panel->scoring;
	const struct spot_rules *rules = judge->panel->rules;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < scoring->n_asked; i++) {
		struct spot_explained *rule = &explaining->out->rules[i];

		rc = spot_vm_trace(
		    judge->vm, scoring->asked[i].fn, &judge->batch, 0, &rule->trace, err);
		/* What was read is kept; the batch that it borrows from is filled anew by the
		 * search. */
		for (size_t r = 0; rc == 0 && r < rule->trace.n_reads; r++) {
			struct spot_trace_read *read = &rule->trace.reads[r];
			read->value = explaining->out->account->values[read->field_idx];
		}
		if (rc == 0 && scoring->asked[i].kind == SPOT_RULE_CRITERION) {
			const struct spot_criterion *criterion =
			    &rules->criteria[scoring->asked[i].idx];
			rule->points = spot_verdict_points(criterion, &judge->answers[i], 0);
			rule->points_best = criterion->weight > 0 ? criterion->weight : 0;
		}
	}
	return rc;
}

static void compute_adjustments(struct explaining *explaining)
{
	const struct spot_scoring *scoring = &explaining->judge->panel->scoring;

	for (size_t s = 0; s < scoring->n_slots; s++)
		explaining->out->adjustments[s] =
		    spot_verdict_adjustment(scoring, s, explaining->judge->answers, 0);
}

/* --- what a rule needed --------------------------------------------------------------------- */

struct rule_goal {
	size_t asked_idx;
	const struct spot_criterion *criterion;
	double points; /* to be passed, or when full to be reached */
	bool full;
};

static bool earns_more(const void *ctx, const struct spot_judge *judge, size_t row_idx)
{
	const struct rule_goal *goal = ctx;
	const struct spot_answers *answers = &judge->answers[goal->asked_idx];
	double points;

	if (answers->state[row_idx] != SPOT_ANSWER_KNOWN)
		return false;
	points = spot_verdict_points(goal->criterion, answers, row_idx);
	return goal->full ? points >= goal->points : points > goal->points;
}

static bool is_numeric(enum spot_type type)
{
	return type != SPOT_TYPE_KEY && type != SPOT_TYPE_TEXT && type != SPOT_TYPE_FLAG &&
	    type != SPOT_TYPE_LIST;
}

static int find_need(struct explaining *explaining, size_t field_idx, const struct rule_goal *goal,
    struct spot_need *need, struct spot_error *err)
{
	const struct spot_schema *schema = &explaining->judge->panel->rules->fields;
	struct spot_change change;
	bool found;
	int rc;

	need->field_idx = field_idx;
	need->n_values = 0;
	if (!is_numeric(schema->fields[field_idx].type))
		return spot_search_values(explaining->search, field_idx, earns_more, goal,
		    need->values, SPOT_EXPLAIN_NEEDS, &need->n_values, err);
	rc = spot_search_nearest(
	    explaining->search, field_idx, earns_more, goal, &change, &found, err);
	if (rc == 0 && found)
		need->values[need->n_values++] = change.value;
	return rc;
}

static int find_needs(struct explaining *explaining, size_t asked_idx, struct spot_error *err)
{
	struct spot_explained *rule = &explaining->out->rules[asked_idx];
	const struct spot_panel *panel = explaining->judge->panel;
	const struct spot_criterion *criterion =
	    &panel->rules->criteria[panel->scoring.asked[asked_idx].idx];
	struct rule_goal full = { asked_idx, criterion, rule->points_best, true };
	struct rule_goal more = { asked_idx, criterion, rule->points, false };

	rule->needs = spot_arena_calloc(
	    &explaining->out->arena, rule->trace.n_reads + 1, sizeof(*rule->needs));
	if (!rule->needs)
		return spot_error_nomem(err);
	for (size_t r = 0; r < rule->trace.n_reads; r++) {
		struct spot_need *need = &rule->needs[rule->n_needs];
		size_t field_idx = rule->trace.reads[r].field_idx;
		int rc;

		if (panel->rules->fields.fields[field_idx].type == SPOT_TYPE_KEY)
			continue;
		rc = find_need(explaining, field_idx, &full, need, err);
		if (rc == 0 && need->n_values == 0)
			rc = find_need(explaining, field_idx, &more, need, err);
		if (rc != 0)
			return rc;
		rule->n_needs += need->n_values > 0;
	}
	return 0;
}

/* --- which blank to fill -------------------------------------------------------------------- */

static bool is_settled(const void *ctx, const struct spot_judge *judge, size_t row_idx)
{
	const struct spot_verdicts *verdicts = judge->verdicts;
	(void)ctx;
	return verdicts->tier_low[row_idx] == verdicts->tier_high[row_idx];
}

/* A rule still unknown names the blank it stopped at and those it may read after it. */
static bool may_settle(const struct explaining *explaining, size_t field_idx)
{
	const struct spot_panel *panel = explaining->judge->panel;

	for (size_t i = 0; i < panel->rules->n_criteria; i++) {
		const struct spot_explained *rule = &explaining->out->rules[i];
		const struct spot_function *function =
		    &panel->rules->functions[panel->scoring.asked[i].fn];

		if (rule->trace.state != SPOT_ANSWER_UNKNOWN)
			continue;
		for (size_t r = 0; r < rule->trace.n_reads; r++)
			if (rule->trace.reads[r].field_idx == field_idx)
				return true;
		for (size_t r = 0; r < function->n_reads; r++)
			if (function->reads[r] == field_idx)
				return true;
	}
	return false;
}

static int compare_fills(const void *a, const void *b)
{
	const struct spot_fill *x = a, *y = b;
	/* Shares as cross products; a field nobody has a value of comes last. */
	size_t left = x->n_settled * (y->n_tried + (y->n_tried == 0));
	size_t right = y->n_settled * (x->n_tried + (x->n_tried == 0));

	if (left != right)
		return left > right ? -1 : 1;
	return x->field_idx < y->field_idx ? -1 : x->field_idx > y->field_idx;
}

static int find_fills(struct explaining *explaining, struct spot_error *err)
{
	struct spot_explanation *out = explaining->out;
	size_t n_fields = explaining->judge->panel->rules->fields.n_fields;

	out->fills = spot_arena_calloc(&out->arena, n_fields + 1, sizeof(*out->fills));
	if (!out->fills)
		return spot_error_nomem(err);
	for (size_t f = 0; f < n_fields; f++) {
		struct spot_fill *fill = &out->fills[out->n_fills];
		int rc;

		if (out->account->values[f].kind != SPOT_KIND_BLANK || !may_settle(explaining, f))
			continue;
		fill->field_idx = f;
		rc = spot_search_share(explaining->search, f, is_settled, NULL, &fill->n_settled,
		    &fill->n_tried, err);
		if (rc != 0)
			return rc;
		out->n_fills++;
	}
	qsort(out->fills, out->n_fills, sizeof(*out->fills), compare_fills);
	return 0;
}

/* --- the smallest change -------------------------------------------------------------------- */

static bool reaches_better_tier(const void *ctx, const struct spot_judge *judge, size_t row_idx)
{
	const struct spot_verdict *now = ctx;

	return judge->verdicts->tier[row_idx] <
	    spot_verdict_tier_rank(judge->panel->rules, now->tier);
}

static int compare_changes(const void *a, const void *b)
{
	const struct spot_change *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? -1 : 1;
	return x->field_idx < y->field_idx ? -1 : x->field_idx > y->field_idx;
}

static bool is_read_by_any(const struct spot_panel *panel, size_t field_idx)
{
	for (size_t i = 0; i < panel->scoring.n_asked; i++) {
		const struct spot_function *function =
		    &panel->rules->functions[panel->scoring.asked[i].fn];
		for (size_t r = 0; r < function->n_reads; r++)
			if (function->reads[r] == field_idx)
				return true;
	}
	return false;
}

static int tier_after(struct explaining *explaining, const struct spot_change *change, size_t *tier,
    struct spot_error *err)
{
	struct spot_batch *batch = &explaining->judge->batch;
	int rc;

	batch->n_rows = 1;
	for (size_t f = 0; f < batch->schema->n_fields; f++)
		spot_batch_set(batch, f, 0,
		    f == change->field_idx ? change->value : explaining->out->account->values[f]);
	rc = spot_judge_batch(explaining->judge, true, err);
	*tier = spot_judge_verdict(explaining->judge, 0).tier;
	return rc;
}

/* The search may have given up a function that meets limits, whose answer then counted as unknown:
 * what it found is judged with every function, and stays if it is right. */
static int keep_changes(struct explaining *explaining, struct spot_error *err)
{
	struct spot_explanation *out = explaining->out;
	const struct spot_rules *rules = explaining->judge->panel->rules;
	size_t now = spot_verdict_tier_rank(rules, out->verdict.tier), n = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < out->n_changes; i++) {
		size_t tier;

		spot_vm_fail_at_limits(explaining->judge->vm);
		rc = tier_after(explaining, &out->changes[i], &tier, err);
		if (rc != 0 || spot_verdict_tier_rank(rules, tier) >= now)
			continue;
		out->changes[n] = out->changes[i];
		out->change_tiers[n++] = tier;
	}
	out->n_changes = n;
	return rc;
}

static int find_changes(struct explaining *explaining, struct spot_error *err)
{
	struct spot_explanation *out = explaining->out;
	const struct spot_panel *panel = explaining->judge->panel;
	size_t n_fields = panel->rules->fields.n_fields;
	int rc = 0;

	out->changes = spot_arena_calloc(&out->arena, n_fields + 1, sizeof(*out->changes));
	out->change_tiers =
	    spot_arena_calloc(&out->arena, n_fields + 1, sizeof(*out->change_tiers));
	if (!out->changes || !out->change_tiers)
		return spot_error_nomem(err);
	for (size_t f = 0; rc == 0 && f < n_fields; f++) {
		bool found = false;

		if (panel->rules->fields.fields[f].type == SPOT_TYPE_KEY ||
		    !is_read_by_any(panel, f))
			continue;
		rc = spot_search_nearest(explaining->search, f, reaches_better_tier, &out->verdict,
		    &out->changes[out->n_changes], &found, err);
		out->n_changes += found;
	}
	qsort(out->changes, out->n_changes, sizeof(*out->changes), compare_changes);
	return rc == 0 ? keep_changes(explaining, err) : rc;
}

/* --- the whole
 * ----------------------------------------------------------------------------------- */

static int explain_all(struct explaining *explaining, struct spot_error *err)
{
	struct spot_explanation *out = explaining->out;
	const struct spot_panel *panel = explaining->judge->panel;
	int rc;

	spot_vm_fail_at_limits(explaining->judge->vm); /* also of values that are only tried */
	rc = spot_search_judge_account(explaining->search, err);

	if (rc != 0)
		return rc;
	out->verdict = spot_judge_verdict(explaining->judge, 0);
	compute_adjustments(explaining);
	rc = trace_rules(explaining, err);
	for (size_t i = 0; rc == 0 && i < panel->rules->n_criteria; i++) {
		const struct spot_explained *rule = &out->rules[i];
		if (rule->trace.state == SPOT_ANSWER_KNOWN && rule->points < rule->points_best)
			rc = find_needs(explaining, i, err);
	}
	if (rc == 0 && out->verdict.tier_low != out->verdict.tier_high)
		rc = find_fills(explaining, err);
	if (rc == 0 && spot_verdict_tier_rank(panel->rules, out->verdict.tier) > 0 &&
	    out->verdict.exception == SPOT_NONE)
		rc = find_changes(explaining, err);
	return rc;
}

int spot_explain(struct spot_explanation *out, struct spot_judge *judge,
    const struct spot_lookup *lookup, struct spot_search *search, struct spot_error *err)
{
	const struct spot_scoring *scoring = &judge->panel->scoring;
	struct explaining explaining = { out, judge, search };
	int rc;

	memset(out, 0, sizeof(*out));
	spot_arena_init(&out->arena);
	out->panel = judge->panel;
	out->account = &lookup->account;
	out->rules = spot_arena_calloc(&out->arena, scoring->n_asked + 1, sizeof(*out->rules));
	out->adjustments =
	    spot_arena_calloc(&out->arena, scoring->n_slots + 1, sizeof(*out->adjustments));
	rc = out->rules && out->adjustments ? explain_all(&explaining, err) : spot_error_nomem(err);
	if (rc != 0)
		spot_explanation_reset(out);
	return rc;
}

void spot_explanation_reset(struct spot_explanation *explanation)
{
	if (explanation->rules)
		for (size_t i = 0; i < explanation->panel->scoring.n_asked; i++)
			spot_trace_reset(&explanation->rules[i].trace);
	spot_arena_free(&explanation->arena);
	memset(explanation, 0, sizeof(*explanation));
}
