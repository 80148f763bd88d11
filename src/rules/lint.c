/* SPDX-License-Identifier: MIT */
/* Warnings from the model's plain data: weights, tiers, groups, dates. */
#include "rules/lint.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "rules/lint_internal.h"

#define SOON_DAYS 30

/* --- weights and tiers --------------------------------------------------------------- */

static double held(const struct spot_group *group, double sum)
{
	if (group->has_cap && sum > group->cap)
		return group->cap;
	return group->has_floor && sum < group->floor ? group->floor : sum;
}

/* The most and the least that all criteria together can earn. */
static void reach_of(const struct spot_rules *rules, double *most, double *least)
{
	*most = *least = 0;
	for (size_t i = 0; i < rules->n_criteria; i++) {
		const struct spot_criterion *criterion = &rules->criteria[i];
		if (criterion->group == SPOT_NONE)
			*(criterion->weight > 0 ? most : least) += criterion->weight;
	}
	for (size_t g = 0; g < rules->n_groups; g++) {
		double up = 0, down = 0;
		for (size_t i = 0; i < rules->n_criteria; i++)
			if (rules->criteria[i].group == g)
				*(rules->criteria[i].weight > 0 ? &up : &down) +=
				    rules->criteria[i].weight;
		*most += held(&rules->groups[g], up);
		*least += held(&rules->groups[g], down);
	}
}

static void tiers_lint(struct spot_warning_list *list, const struct spot_rules *rules)
{
	double most, least, lowest;
	reach_of(rules, &most, &least);
	if (rules->n_criteria == 0) {
		spot_warning_add(list, SPOT_WARNING_WEIGHTS_VOID,
		    (struct spot_place) { rules->path, 0 },
		    "add criterion \"name\" { weight = …, why = …, fit = … }",
		    "there is no criterion, so no account has a score");
		return;
	}
	if (most <= 0) {
		spot_warning_add(list, SPOT_WARNING_WEIGHTS_VOID, rules->criteria[0].place,
		    "give at least one criterion a weight above 0",
		    "no criterion can give points, so no account has a score");
		return;
	}
	lowest = 100 * least / most;
	/* A tier is for the scores below the threshold of the next better one. */
	for (size_t i = 1; i < rules->n_tiers; i++)
		if (rules->tiers[i - 1].threshold <= lowest)
			spot_warning_add(list, SPOT_WARNING_TIER_UNREACHABLE, rules->tiers_place,
			    "take it out, or move the thresholds",
			    "no account can get tier \"%s\": no score is below %g, where tier "
			    "\"%s\" starts",
			    rules->tiers[i].name, rules->tiers[i - 1].threshold,
			    rules->tiers[i - 1].name);
}

static void weights_lint(struct spot_warning_list *list, const struct spot_rules *rules)
{
	for (size_t i = 0; i < rules->n_criteria; i++) {
		const struct spot_criterion *criterion = &rules->criteria[i];
		const struct spot_group *group =
		    criterion->group == SPOT_NONE ? NULL : &rules->groups[criterion->group];
		bool capped = group && group->has_cap && group->cap == 0 && criterion->weight > 0;
		bool floored = group && group->has_floor && group->floor == 0 &&
		    criterion->weight < 0;
		if (criterion->weight == 0)
			spot_warning_add(list, SPOT_WARNING_WEIGHT_ZERO, criterion->place,
			    "give it a weight, or take it out",
			    "criterion \"%s\" has weight 0 and changes nothing", criterion->name);
		else if (capped || floored)
			spot_warning_add(list, SPOT_WARNING_WEIGHT_ZERO, criterion->place,
			    capped ? "raise the cap, or take the criterion out" :
				     "lower the floor, or take the criterion out",
			    "criterion \"%s\" changes nothing: its group \"%s\" has %s 0",
			    criterion->name, group->name, capped ? "cap" : "floor");
	}
}

/* --- groups -------------------------------------------------------------------------- */

static size_t group_size(const struct spot_rules *rules, size_t group)
{
	size_t n = 0;
	for (size_t i = 0; i < rules->n_criteria; i++)
		n += rules->criteria[i].group == group;
	return n;
}

static bool skeletons_equal(const char *a, const char *b)
{
	struct spot_buf x = SPOT_BUF_INIT, y = SPOT_BUF_INIT;
	spot_text_skeleton(&x, spot_view_of(a));
	spot_text_skeleton(&y, spot_view_of(b));
	bool equal = x.len > 0 && spot_view_equal((struct spot_view) { x.ptr, x.len },
	    (struct spot_view) { y.ptr, y.len });
	spot_buf_reset(&x);
	spot_buf_reset(&y);
	return equal;
}

/* "Target market" and "Target Market", "Target maket"; not "Tier 1" and "Tier 2". */
static bool looks_like(const char *name, const char *other)
{
	if (skeletons_equal(name, other))
		return true;
	return strlen(name) >= 8 && !strpbrk(name, "0123456789") &&
	    spot_text_nearest(name, &other, 1);
}

static void groups_lint(struct spot_warning_list *list, const struct spot_rules *rules)
{
	for (size_t g = 0; g < rules->n_groups; g++) {
		const struct spot_group *group = &rules->groups[g];
		if (group->declared && group_size(rules, g) == 0)
			spot_warning_add(list, SPOT_WARNING_GROUP_EMPTY, group->place,
			    "write group = \"…\" in the criteria that belong to it, or take it out",
			    "no criterion belongs to group \"%s\"", group->name);
		/* The odd one out is named by one criterion and nowhere declared. */
		if (group->declared || group_size(rules, g) != 1)
			continue;
		for (size_t other = 0; other < rules->n_groups; other++) {
			bool twins = !rules->groups[other].declared &&
			    group_size(rules, other) == 1;
			if (other == g || (twins && other > g) ||
			    !looks_like(group->name, rules->groups[other].name))
				continue;
			spot_warning_add(list, SPOT_WARNING_GROUP_SPELLING, group->place,
			    "write them the same, or make the names more different",
			    "group \"%s\" looks like group \"%s\", but is another one", group->name,
			    rules->groups[other].name);
			break;
		}
	}
}

/* --- exceptions and review ----------------------------------------------------------- */

static void exceptions_lint(struct spot_warning_list *list, const struct spot_rules *rules)
{
	for (size_t i = 0; i < rules->n_exceptions; i++) {
		const struct spot_exception *exception = &rules->exceptions[i];
		char day[SPOT_DATE_TEXT_SIZE];
		spot_date_print(exception->expires, day);
		if (exception->expires < rules->as_of)
			spot_warning_add(list, SPOT_WARNING_EXCEPTION_EXPIRED, exception->place,
			    "take it out, or agree on a new day",
			    "exception \"%s\" for %s expired on %s", exception->name,
			    exception->account, day);
		else if (exception->expires - rules->as_of <= SOON_DAYS)
			spot_warning_add(list, SPOT_WARNING_EXCEPTION_EXPIRES, exception->place,
			    "ask who granted it whether it is still wanted",
			    "exception \"%s\" for %s expires on %s (granted by %s)",
			    exception->name,
			    exception->account, day, exception->by);
	}
}

static void review_lint(struct spot_warning_list *list, const struct spot_rules *rules)
{
	const struct spot_profile *profile = &rules->profile;
	struct spot_place place =
	    profile->place.file ? profile->place : (struct spot_place) { rules->path, 0 };
	char day[SPOT_DATE_TEXT_SIZE];
	if (!profile->has_reviewed || !profile->has_review_every) {
		const char *what = "the profile does not say how often it is to be reviewed";
		if (!profile->name[0])
			what = "there is no profile that says who this is for and when it was "
			       "reviewed";
		else if (!profile->has_reviewed)
			what = "the profile does not say when it was reviewed";
		spot_warning_add(list, SPOT_WARNING_REVIEW_MISSING, place,
		    "add reviewed = \"2026-01-31\", review_every = \"90d\" to the profile", "%s",
		    what);
		return;
	}
	int64_t due = spot_date_add(profile->reviewed, profile->review_every);
	if (due >= rules->as_of)
		return;
	spot_date_print(due, day);
	spot_warning_add(list, SPOT_WARNING_REVIEW_OVERDUE, place,
	    "look through the rules with those who use them, then set reviewed",
	    "the review was due on %s, %lld day%s ago%s%s", day, (long long)(rules->as_of - due),
	    rules->as_of - due == 1 ? "" : "s", profile->owner ? "; its owner is " : "",
	    profile->owner ? profile->owner : "");
}

/* --- hypotheses ---------------------------------------------------------------------- */

static bool values_equal(const struct spot_value *a, const struct spot_value *b)
{
	if (a->kind == SPOT_KIND_TEXT && b->kind == SPOT_KIND_TEXT)
		return spot_view_equal(a->as.text, b->as.text);
	if (a->kind == SPOT_KIND_BOOL && b->kind == SPOT_KIND_BOOL)
		return a->as.flag == b->as.flag;
	if ((a->kind != SPOT_KIND_INT && a->kind != SPOT_KIND_FLOAT) ||
	    (b->kind != SPOT_KIND_INT && b->kind != SPOT_KIND_FLOAT))
		return false;
	double x = a->kind == SPOT_KIND_INT ? (double)a->as.integer : a->as.number;
	double y = b->kind == SPOT_KIND_INT ? (double)b->as.integer : b->as.number;
	return x == y;
}

/* What the file has now under the name; false where there is none. */
static bool value_now(const struct spot_rules *rules, const char *what, const char *name,
    struct spot_value *out)
{
	*out = (struct spot_value) { .kind = SPOT_KIND_FLOAT };
	for (size_t i = 0; strcmp(what, "params") == 0 && i < rules->n_params; i++)
		if (strcmp(rules->params[i].name, name) == 0) {
			*out = rules->params[i].value;
			return true;
		}
	for (size_t i = 0; strcmp(what, "weights") == 0 && i < rules->n_criteria; i++)
		if (strcmp(rules->criteria[i].name, name) == 0) {
			out->as.number = rules->criteria[i].weight;
			return true;
		}
	for (size_t i = 0; strcmp(what, "tiers") == 0 && i < rules->n_tiers; i++)
		if (strcmp(rules->tiers[i].name, name) == 0) {
			out->as.number = rules->tiers[i].threshold;
			return true;
		}
	return false;
}

static bool changes_something(const struct spot_rules *rules, const struct spot_item *item)
{
	struct spot_value now;
	if (!item->key || strcmp(item->key, "why") == 0)
		return false;
	if (item->kind != SPOT_ITEM_TABLE)
		return true;
	for (size_t i = 0; i < item->n_items; i++) {
		const struct spot_item *inner = &item->items[i];
		if (inner->kind != SPOT_ITEM_VALUE || !inner->key ||
		    !value_now(rules, item->key, inner->key, &now) ||
		    !values_equal(&inner->value, &now))
			return true;
	}
	return false;
}

static void hypotheses_lint(struct spot_warning_list *list, const struct spot_rules *rules)
{
	for (size_t w = 0; w < rules->n_words; w++) {
		const struct spot_word *word = &rules->words[w];
		bool changes = false;
		if (strcmp(word->word, "hypothesis") != 0)
			continue;
		for (size_t i = 0; i < word->n_items; i++)
			changes = changes || changes_something(rules, &word->items[i]);
		if (!changes)
			spot_warning_add(list, SPOT_WARNING_HYPOTHESIS_SAME, word->place,
			    "give it a value that the file does not have",
			    "hypothesis \"%s\" gives everything the value that it has already",
			    word->name);
	}
}

int spot_lint(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err)
{
	int rc;
	tiers_lint(list, rules);
	weights_lint(list, rules);
	groups_lint(list, rules);
	exceptions_lint(list, rules);
	review_lint(list, rules);
	hypotheses_lint(list, rules);
	if (rules->n_criteria > 0 && rules->n_tests == 0)
		spot_warning_add(list, SPOT_WARNING_NO_TESTS,
		    (struct spot_place) { rules->path, 0 },
		    "sweetspot test --suggest DATA.csv makes some from your data",
		    "the file has no tests, so nobody sees when a change breaks it");
	rc = spot_lint_failing(list, rules, err);
	if (rc == 0)
		rc = spot_lint_people(list, rules, err);
	return rc == 0 ? spot_lint_functions(list, rules, err) : rc;
}
