/* SPDX-License-Identifier: MIT */
/*
 * The account's fields that engagement makes. They are there for functions to name, and taken away
 * again when none did: so a file that does not ask for them needs no tables of people.
 */
#include <string.h>

#include "rules/canary.h"
#include "rules/words.h"

static const struct {
	const char *name;
	enum spot_type type;
} fields_made[SPOT_MADE_N] = {
	[SPOT_MADE_ENGAGEMENT] = { "engagement", SPOT_TYPE_NUMBER },
	[SPOT_MADE_LEVEL] = { "level", SPOT_TYPE_TEXT },
	[SPOT_MADE_CHANGE] = { "engagement_change", SPOT_TYPE_NUMBER },
};

static const struct spot_words_entry *entry_of(const struct spot_loader *ld, enum spot_words_id id)
{
	for (size_t i = 0; i < ld->n_entries; i++)
		if (spot_words_counts(&ld->entries[i], id))
			return &ld->entries[i];
	return NULL;
}

void spot_words_people_build(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	const struct spot_words_entry *entry = entry_of(ld, SPOT_WORD_ENGAGEMENT);
	bool is_known = entry && entry_of(ld, SPOT_WORD_EVENTS) && !spot_words_field_lacks_key(ld);
	struct spot_field *fields;

	for (size_t e = 0; e < SPOT_MADE_N; e++)
		rules->made[e] = SPOT_NONE;
	if (!is_known)
		return;
	fields = spot_words_alloc(ld, rules->fields.n_fields + SPOT_MADE_N, sizeof(*fields));
	memcpy(fields, rules->fields.fields, rules->fields.n_fields * sizeof(*fields));
	rules->fields.fields = fields;
	for (size_t e = 0; e < SPOT_MADE_N; e++) {
		const char *name = fields_made[e].name;

		/* A field of that name is the file's own. */
		if (spot_schema_find(&rules->fields, name, strlen(name)) != SPOT_NONE)
			continue;
		rules->made[e] = rules->fields.n_fields;
		fields[rules->fields.n_fields++] = (struct spot_field) { .name = name,
			.type = fields_made[e].type, .derived = true, .file = entry->place.file,
			.line = entry->place.line };
	}
}

static bool is_read(const struct spot_loader *ld, size_t field_idx)
{
	for (size_t i = 0; i < ld->n_functions; i++) {
		const struct spot_function *fn = &ld->functions[i];

		for (size_t r = 0; fn->subject == SPOT_SUBJECT_ACCOUNT && r < fn->n_reads; r++)
			if (fn->reads[r] == field_idx)
				return true;
	}
	return false;
}

void spot_words_people_settle(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	bool holds, any = false;

	for (size_t e = 0; e < SPOT_MADE_N; e++)
		any |= rules->made[e] != SPOT_NONE && is_read(ld, rules->made[e]);
	/* Where the bytecode is not as known nobody can tell what is read. */
	if (any || spot_canary_holds(&holds) != 0 || !holds)
		return;
	for (size_t e = 0; e < SPOT_MADE_N; e++) {
		rules->fields.n_fields -= rules->made[e] != SPOT_NONE;
		rules->made[e] = SPOT_NONE;
	}
}
