/* SPDX-License-Identifier: MIT */
#include "rules/vary.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

/* --- from a hypothesis word --------------------------------------------------------------- */

static const struct spot_item *item_of(const struct spot_word *word, const char *key)
{
	for (size_t i = 0; i < word->n_items; i++)
		if (word->items[i].key && strcmp(word->items[i].key, key) == 0)
			return &word->items[i];
	return NULL;
}

static double number_of(const struct spot_value *value)
{
	return value->kind == SPOT_KIND_INT ? (double)value->as.integer : value->as.number;
}

/* A param's value as --set would say it. */
static const char *set_text(const struct spot_value *value, struct spot_arena *arena)
{
	struct spot_buf text = SPOT_BUF_INIT;
	const char *copy = NULL;

	if (value->kind == SPOT_KIND_BOOL)
		spot_buf_text(&text, value->as.flag ? "true" : "false");
	else if (value->kind == SPOT_KIND_INT)
		spot_buf_integer(&text, value->as.integer);
	else if (value->kind == SPOT_KIND_FLOAT)
		spot_buf_shortest(&text, value->as.number);
	else if (value->kind == SPOT_KIND_TEXT)
		spot_buf_view(&text, value->as.text);
	if (!spot_buf_failed(&text))
		copy = spot_arena_copy(arena, spot_buf_str(&text), text.len);
	spot_buf_reset(&text);
	return copy;
}

static int read_sets(struct spot_variation *out, const struct spot_item *params,
    struct spot_arena *arena, struct spot_error *err)
{
	size_t n = params ? params->n_items : 0;
	struct spot_set *sets = spot_arena_calloc(arena, n + 1, sizeof(*sets));

	if (!sets)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		sets[i].name = params->items[i].key;
		sets[i].value = set_text(&params->items[i].value, arena);
		if (!sets[i].value)
			return spot_error_nomem(err);
	}
	out->sets = sets;
	out->n_sets = n;
	return 0;
}

static int read_numbers(const struct spot_vary_number **out, size_t *n_out,
    const struct spot_item *table, struct spot_arena *arena, struct spot_error *err)
{
	size_t n = table ? table->n_items : 0;
	struct spot_vary_number *numbers = spot_arena_calloc(arena, n + 1, sizeof(*numbers));

	if (!numbers)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++)
		numbers[i] = (struct spot_vary_number) { table->items[i].key,
			number_of(&table->items[i].value) };
	*out = numbers;
	*n_out = n;
	return 0;
}

/* One name, or a list of them. */
static int read_disabled(struct spot_variation *out, const struct spot_item *disable,
    struct spot_arena *arena, struct spot_error *err)
{
	bool is_list = disable && disable->kind == SPOT_ITEM_TABLE;
	size_t n = is_list ? disable->n_items : disable ? 1 : 0;
	const char **names = spot_arena_calloc(arena, n + 1, sizeof(*names));

	if (!names)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		struct spot_view name =
		    is_list ? disable->items[i].value.as.text : disable->value.as.text;

		names[i] = spot_arena_copy(arena, name.ptr, name.len);
		if (!names[i])
			return spot_error_nomem(err);
	}
	out->disabled = names;
	out->n_disabled = n;
	return 0;
}

int spot_vary_read(struct spot_variation *out, const struct spot_word *hypothesis,
    struct spot_arena *arena, struct spot_error *err)
{
	const struct spot_item *why = item_of(hypothesis, "why");
	int rc;

	memset(out, 0, sizeof(*out));
	out->name = hypothesis->name;
	out->place = hypothesis->place;
	rc = read_sets(out, item_of(hypothesis, "params"), arena, err);
	if (rc == 0)
		rc = read_numbers(&out->weights, &out->n_weights,
		    item_of(hypothesis, "weights"), arena, err);
	if (rc == 0)
		rc = read_numbers(
		    &out->tiers, &out->n_tiers, item_of(hypothesis, "tiers"), arena, err);
	if (rc == 0)
		rc = read_disabled(out, item_of(hypothesis, "disable"), arena, err);
	if (rc == 0 && item_of(hypothesis, "fields"))
		out->fields_of = hypothesis->name;
	if (rc == 0 && why) {
		out->why = spot_arena_copy(arena, why->value.as.text.ptr, why->value.as.text.len);
		rc = out->why ? 0 : spot_error_nomem(err);
	}
	return rc;
}

/* --- in the model ------------------------------------------------------------------------- */

/* The names of all criteria and, when asked for, disqualifiers; n_names of them. */
static const char *nearest_rule(const struct spot_rules *rules, const char *name,
    bool with_disqualifiers)
{
	const char *near = NULL;

	for (size_t i = 0; !near && i < rules->n_criteria; i++)
		near = spot_text_nearest(name, &rules->criteria[i].name, 1);
	for (size_t i = 0; with_disqualifiers && !near && i < rules->n_disqualifiers; i++)
		near = spot_text_nearest(name, &rules->disqualifiers[i].name, 1);
	return near;
}

static int no_such(const struct spot_rules *rules, const char *what, const char *name,
    const char *near, struct spot_error *err)
{
	spot_error_set(err, SPOT_EUSAGE, "%s has no %s \"%s\"", rules->path, what, name);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	return SPOT_EUSAGE;
}

static int set_weights(struct spot_rules *rules, const struct spot_variation *variation,
    struct spot_error *err)
{
	for (size_t w = 0; w < variation->n_weights; w++) {
		const struct spot_vary_number *weight = &variation->weights[w];
		size_t c = 0;

		while (c < rules->n_criteria &&
		    strcmp(rules->criteria[c].name, weight->name) != 0)
			c++;
		if (c == rules->n_criteria)
			return no_such(rules, "criterion", weight->name,
			    nearest_rule(rules, weight->name, false), err);
		rules->criteria[c].weight = weight->value;
	}
	return 0;
}

/* Highest threshold first, as the model has them; rank_of[i] is where tier i went. */
static void sort_tiers(struct spot_rules *rules, size_t *rank_of)
{
	for (size_t i = 0; i < rules->n_tiers; i++) {
		struct spot_tier tier = rules->tiers[i];
		size_t from = rank_of[i], at = i;

		for (; at > 0 && rules->tiers[at - 1].threshold < tier.threshold; at--) {
			rules->tiers[at] = rules->tiers[at - 1];
			rank_of[at] = rank_of[at - 1];
		}
		rules->tiers[at] = tier;
		rank_of[at] = from;
	}
}

static int set_thresholds(struct spot_rules *rules, const struct spot_variation *variation,
    struct spot_error *err)
{
	for (size_t v = 0; v < variation->n_tiers; v++) {
		const struct spot_vary_number *tier = &variation->tiers[v];
		const char *near = NULL;
		size_t t = 0;

		while (t < rules->n_tiers && strcmp(rules->tiers[t].name, tier->name) != 0) {
			if (!near)
				near = spot_text_nearest(tier->name, &rules->tiers[t].name, 1);
			t++;
		}
		if (t == rules->n_tiers)
			return no_such(rules, "tier", tier->name, near, err);
		rules->tiers[t].threshold = tier->value;
	}
	return 0;
}

/* In order. */
static int check_tiers(const struct spot_rules *rules, struct spot_error *err)
{
	for (size_t i = 1; i < rules->n_tiers; i++) {
		if (rules->tiers[i].threshold != rules->tiers[i - 1].threshold)
			continue;
		spot_error_set(err, SPOT_EUSAGE, "tiers \"%s\" and \"%s\" both start at %.15g",
		    rules->tiers[i - 1].name, rules->tiers[i].name, rules->tiers[i].threshold);
		spot_error_hint(err, "each tier needs a threshold of its own");
		return SPOT_EUSAGE;
	}
	return 0;
}

static int set_tiers(struct spot_rules *rules, const struct spot_variation *variation,
    struct spot_error *err)
{
	size_t *old_of = spot_mem_calloc(rules->n_tiers + 1, sizeof(*old_of));
	int rc = old_of ? set_thresholds(rules, variation, err) : spot_error_nomem(err);

	for (size_t i = 0; old_of && i < rules->n_tiers; i++)
		old_of[i] = i;
	if (rc == 0)
		sort_tiers(rules, old_of);
	if (rc == 0)
		rc = check_tiers(rules, err);
	for (size_t e = 0; rc == 0 && e < rules->n_exceptions; e++) {
		size_t at = 0;

		while (old_of[at] != rules->exceptions[e].tier)
			at++;
		rules->exceptions[e].tier = at;
	}
	free(old_of);
	return rc;
}

static void leave_out(struct spot_rules *rules, int fn)
{
	rules->functions[fn].is_left_out = true;
}

static bool remove_criterion(struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_criteria; i++)
		if (strcmp(rules->criteria[i].name, name) == 0) {
			leave_out(rules, rules->criteria[i].fit);
			rules->n_criteria--;
			memmove(&rules->criteria[i], &rules->criteria[i + 1],
			    (rules->n_criteria - i) * sizeof(*rules->criteria));
			return true;
		}
	return false;
}

static bool remove_disqualifier(struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		if (strcmp(rules->disqualifiers[i].name, name) == 0) {
			leave_out(rules, rules->disqualifiers[i].when);
			rules->n_disqualifiers--;
			memmove(&rules->disqualifiers[i], &rules->disqualifiers[i + 1],
			    (rules->n_disqualifiers - i) * sizeof(*rules->disqualifiers));
			return true;
		}
	return false;
}

/* Groups stay: one that has lost its criteria adds nothing. */
static int disable(struct spot_rules *rules, const struct spot_variation *variation,
    struct spot_error *err)
{
	for (size_t i = 0; i < variation->n_disabled; i++)
		if (!remove_criterion(rules, variation->disabled[i]) &&
		    !remove_disqualifier(rules, variation->disabled[i]))
			return no_such(rules, "criterion or disqualifier", variation->disabled[i],
			    nearest_rule(rules, variation->disabled[i], true), err);
	return 0;
}

static int name_hypothesis(struct spot_rules *rules, const struct spot_variation *variation,
    struct spot_error *err)
{
	if (!variation->fields_of && variation->n_sets + variation->n_weights +
	    variation->n_tiers + variation->n_disabled == 0)
		return 0;
	rules->hypothesis =
	    spot_arena_copy(&rules->arena, variation->name, strlen(variation->name));
	return rules->hypothesis ? 0 : spot_error_nomem(err);
}

/* Names the word that asks for it; without err there is nothing to name. */
static int blame_word(const struct spot_variation *variation, int rc, struct spot_error *err)
{
	struct spot_error why;

	if (!variation->place.file || (rc != SPOT_EUSAGE && rc != SPOT_ERULES))
		return rc;
	if (err) {
		why = *err;
		spot_error_set(
		    err, SPOT_ERULES, "hypothesis \"%s\": %s", variation->name, why.what);
		spot_error_place(err, why.file[0] ? why.file : variation->place.file,
		    why.file[0] ? why.line : variation->place.line, NULL);
		if (why.hint[0])
			spot_error_hint(err, "%s", why.hint);
	}
	return SPOT_ERULES;
}

int spot_vary_load(struct spot_rules **out, const char *path,
    const struct spot_rules_options *options, const struct spot_variation *variation,
    struct spot_diags *diags, struct spot_error *err)
{
	struct spot_rules_options varied = *options;
	struct spot_set *sets =
	    spot_mem_calloc(options->n_sets + variation->n_sets + 1, sizeof(*sets));
	int rc;

	*out = NULL;
	if (!sets)
		return spot_error_nomem(err);
	for (size_t i = 0; i < options->n_sets; i++)
		sets[i] = options->sets[i];
	for (size_t i = 0; i < variation->n_sets; i++)
		sets[options->n_sets + i] = variation->sets[i];
	varied.sets = sets;
	varied.n_sets += variation->n_sets;
	varied.hypothesis = variation->fields_of;
	rc = spot_rules_load(out, path, &varied, diags, err);
	free(sets);
	if (rc == 0)
		rc = name_hypothesis(*out, variation, err);
	if (rc == 0)
		rc = set_weights(*out, variation, err);
	if (rc == 0 && variation->n_tiers > 0)
		rc = set_tiers(*out, variation, err);
	if (rc == 0)
		rc = disable(*out, variation, err);
	if (rc != 0) {
		spot_rules_free(*out);
		*out = NULL;
		rc = blame_word(variation, rc, err);
	}
	return rc;
}
