/* SPDX-License-Identifier: MIT */
/* profile, criterion, group, disqualify, growth, cohort: from their tables into the model. */
#include <lauxlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/words.h"

static size_t entries_count(const struct spot_loader *ld, enum spot_words_id id)
{
	size_t n = 0;
	for (size_t i = 0; i < ld->n_entries; i++)
		n += ld->entries[i].id == id;
	return n;
}

/* One text of a list, a line each. */
static const char *texts_join(const struct spot_words_table *table, const char *key)
{
	size_t n;
	const char *const *texts = spot_words_table_texts(table, key, &n);
	const char *joined = n ? texts[0] : NULL;
	for (size_t i = 1; i < n; i++)
		joined = spot_words_printf(table->ld, "%s\n%s", joined, texts[i]);
	return joined;
}

static void profile_read(const struct spot_words_table *table)
{
	struct spot_profile *profile = &table->ld->rules->profile;
	profile->name = table->entry->name;
	profile->place = table->entry->place;
	profile->seller = spot_words_table_text(table, "seller");
	profile->purpose = spot_words_table_text(table, "purpose");
	profile->problem = spot_words_table_text(table, "problem");
	profile->owner = spot_words_table_text(table, "owner");
	profile->objectives = texts_join(table, "objectives");
	profile->notes = texts_join(table, "notes");
	profile->has_reviewed = spot_words_table_date(table, "reviewed", &profile->reviewed);
	profile->has_review_every = spot_words_table_duration(table, "review_every",
	    &profile->review_every);
}

/* The group of that name, made when new: a criterion may name one that is never declared. */
static size_t group_of(struct spot_rules *rules, const char *name, struct spot_place place)
{
	for (size_t i = 0; i < rules->n_groups; i++)
		if (strcmp(rules->groups[i].name, name) == 0)
			return i;
	rules->groups[rules->n_groups] = (struct spot_group) { .name = name, .place = place };
	return rules->n_groups++;
}

static void group_read(const struct spot_words_table *table)
{
	struct spot_rules *rules = table->ld->rules;
	struct spot_group *group = &rules->groups[group_of(rules, table->entry->name,
	    table->entry->place)];
	group->place = table->entry->place;
	group->declared = true;
	group->doc = spot_words_table_text(table, "doc");
	group->has_cap = spot_words_table_number(table, "cap", &group->cap);
	group->has_floor = spot_words_table_number(table, "floor", &group->floor);
}

static void criterion_read(const struct spot_words_table *table)
{
	struct spot_rules *rules = table->ld->rules;
	struct spot_criterion *criterion = &rules->criteria[rules->n_criteria++];
	criterion->name = table->entry->name;
	criterion->place = table->entry->place;
	criterion->why = spot_words_table_text(table, "why");
	spot_words_table_number(table, "weight", &criterion->weight);
	criterion->fit = spot_words_function_of(table, "fit", SPOT_ANSWER_FIT,
	    SPOT_SUBJECT_ACCOUNT, 0);
	const char *group = spot_words_table_text(table, "group");
	if (group && spot_text_trim(spot_view_of(group)).len == 0)
		spot_words_error(table->ld, spot_words_table_place(table, "group", 0),
		    "name the group, or leave it out", "group of %s is empty", table->title);
	criterion->group = group ? group_of(rules, group, criterion->place) : SPOT_NONE;
	const char *unknown = spot_words_table_text(table, "unknown");
	criterion->unknown = unknown && strcmp(unknown, "skip") == 0 ? SPOT_UNKNOWN_SKIP
	    : SPOT_UNKNOWN_ZERO;
	if (spot_words_table_number(table, "unknown", &criterion->unknown_fit))
		criterion->unknown = SPOT_UNKNOWN_FIT;
}

static void disqualify_read(const struct spot_words_table *table)
{
	struct spot_rules *rules = table->ld->rules;
	struct spot_disqualifier *disqualifier = &rules->disqualifiers[rules->n_disqualifiers++];
	disqualifier->name = table->entry->name;
	disqualifier->place = table->entry->place;
	disqualifier->why = spot_words_table_text(table, "why");
	disqualifier->when = spot_words_function_of(table, "when", SPOT_ANSWER_WHEN,
	    SPOT_SUBJECT_ACCOUNT, 0);
	const char *unknown = spot_words_table_text(table, "unknown");
	disqualifier->unknown_disqualifies = unknown && strcmp(unknown, "disqualify") == 0;
}

/* NULL: amounts without a unit. */
static const char *unit_read(const struct spot_words_table *table)
{
	const char *unit = spot_words_table_text(table, "unit");
	return unit && spot_text_trim(spot_view_of(unit)).len ? unit : NULL;
}

static const char *unit_describe(struct spot_loader *ld, const char *unit)
{
	return unit ? spot_words_printf(ld, "is in \"%s\"", unit) : "has no unit";
}

static void growth_read(const struct spot_words_table *table)
{
	struct spot_loader *ld = table->ld;
	struct spot_rules *rules = ld->rules;
	struct spot_growth *growth = &rules->growths[rules->n_growths++];
	growth->name = table->entry->name;
	growth->place = table->entry->place;
	growth->why = spot_words_table_text(table, "why");
	growth->unit = unit_read(table);
	growth->value = spot_words_function_of(table, "value", SPOT_ANSWER_AMOUNT,
	    SPOT_SUBJECT_ACCOUNT, 0);
	/* All earlier ones have the unit of the first, or were told. */
	const struct spot_growth *first = rules->growths;
	if (strcmp(first->unit ? first->unit : "", growth->unit ? growth->unit : "") != 0)
		spot_words_error(ld, spot_words_table_place(table, "unit", 0),
		    "an account's growth is the sum of its formulas: give every growth formula "
		    "the same unit", "growth \"%s\" %s but growth \"%s\" %s", growth->name,
		    unit_describe(ld, growth->unit), first->name,
		    unit_describe(ld, first->unit));
}

static void cohort_read(const struct spot_words_table *table)
{
	struct spot_rules *rules = table->ld->rules;
	struct spot_cohort *cohort = &rules->cohorts[rules->n_cohorts++];
	cohort->name = table->entry->name;
	cohort->place = table->entry->place;
	cohort->doc = spot_words_table_text(table, "doc");
	cohort->when = spot_words_function_of(table, "when", SPOT_ANSWER_WHEN, SPOT_SUBJECT_ACCOUNT,
	    0);
}

/* A group with limits has a column of its own beside those of criteria: icp: group NAME. */
static void columns_check(struct spot_loader *ld)
{
	const struct spot_rules *rules = ld->rules;
	for (size_t c = 0; c < rules->n_criteria; c++) {
		const struct spot_criterion *criterion = &rules->criteria[c];
		if (strncmp(criterion->name, "group ", 6) != 0)
			continue;
		for (size_t g = 0; g < rules->n_groups; g++)
			if ((rules->groups[g].has_cap || rules->groups[g].has_floor) &&
			    strcmp(criterion->name + 6, rules->groups[g].name) == 0)
				spot_words_error(ld, criterion->place, "give it another name",
				    "criterion \"%s\" has the name that the column of group "
				    "\"%s\" has", criterion->name, rules->groups[g].name);
	}
}

typedef void (*reader_fn)(const struct spot_words_table *table);

static const reader_fn readers[SPOT_WORD_N] = {
	[SPOT_WORD_PROFILE] = profile_read,
	[SPOT_WORD_CRITERION] = criterion_read,
	[SPOT_WORD_GROUP] = group_read,
	[SPOT_WORD_DISQUALIFY] = disqualify_read,
	[SPOT_WORD_GROWTH] = growth_read,
	[SPOT_WORD_COHORT] = cohort_read,
};

void spot_words_rule_build(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	size_t n_criteria = entries_count(ld, SPOT_WORD_CRITERION);
	rules->profile.name = "";
	rules->criteria = spot_words_alloc(ld, n_criteria, sizeof(*rules->criteria));
	rules->groups = spot_words_alloc(ld, n_criteria + entries_count(ld, SPOT_WORD_GROUP),
	    sizeof(*rules->groups));
	rules->disqualifiers = spot_words_alloc(ld, entries_count(ld, SPOT_WORD_DISQUALIFY),
	    sizeof(*rules->disqualifiers));
	rules->growths = spot_words_alloc(ld, entries_count(ld, SPOT_WORD_GROWTH),
	    sizeof(*rules->growths));
	rules->cohorts = spot_words_alloc(ld, entries_count(ld, SPOT_WORD_COHORT),
	    sizeof(*rules->cohorts));
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if (!readers[entry->id] || !spot_words_counts(entry, entry->id))
			continue;
		const struct spot_words_def *def = &spot_words_vocabulary[entry->id];
		struct spot_words_table table = spot_words_table_of(ld, i);
		spot_words_check_keys(&table, def->keys, def->n_keys, false, false);
		readers[entry->id](&table);
		lua_pop(ld->L, 1);
	}
	columns_check(ld);
}
