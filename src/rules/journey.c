/* SPDX-License-Identifier: MIT */
#include "rules/journey.h"

#include <string.h>

#include "base/text.h"

bool spot_journey_is_for(const struct spot_item_texts *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return false;
}

/* --- stages ------------------------------------------------------------------------------- */

/* { "Trial", when = function(a) … end }, or with the function as its second item. */
static int read_stage(struct spot_journey *out, const struct spot_item *item,
    struct spot_error *err)
{
	struct spot_journey_stage stage = { NULL, SPOT_NO_FUNCTION };

	for (size_t i = 0; i < item->n_items; i++) {
		const struct spot_item *part = &item->items[i];

		if (part->kind == SPOT_ITEM_FUNCTION)
			stage.when = part->function;
		else if (part->kind == SPOT_ITEM_VALUE && part->value.kind == SPOT_KIND_TEXT)
			stage.name = spot_arena_copy(&out->arena, part->value.as.text.ptr,
			    part->value.as.text.len);
	}
	if (!stage.name)
		return spot_error_nomem(err);
	out->stages[out->n_stages++] = stage;
	return 0;
}

static int read_stages(struct spot_journey *out, const struct spot_word *word,
    struct spot_error *err)
{
	int rc = 0;

	out->has_stages = true;
	out->stage_by = spot_item_function(word, "by");
	for (size_t i = 0; rc == 0 && i < word->n_items; i++)
		if (word->items[i].kind == SPOT_ITEM_TABLE && !word->items[i].key)
			rc = read_stage(out, &word->items[i], err);
	return rc;
}

static size_t stage_find(const struct spot_journey *journey, const char *name)
{
	for (size_t i = 0; i < journey->n_stages; i++)
		if (strcmp(journey->stages[i].name, name) == 0)
			return i;
	return SPOT_NONE;
}

static size_t n_stages_at_most(const struct spot_rules *rules)
{
	size_t n = 0;

	for (size_t i = 0; i < rules->n_words; i++) {
		const struct spot_word *word = &rules->words[i];
		const struct spot_item *stage = spot_item_is_of(word, "content")
		    ? spot_item_find(word, "stage") : NULL;

		if (spot_item_is_of(word, "stage"))
			n += word->n_items;
		else if (stage)
			n += stage->kind == SPOT_ITEM_TABLE ? stage->n_items : 1;
	}
	return n;
}

/* --- content ------------------------------------------------------------------------------ */

static int check_stages(struct spot_journey *out, const struct spot_content *content,
    struct spot_error *err)
{
	for (size_t i = 0; i < content->stages.n; i++) {
		const char *name = content->stages.items[i], *near = NULL;

		if (stage_find(out, name) != SPOT_NONE)
			continue;
		if (out->stage_by != SPOT_NO_FUNCTION || !out->has_stages) {
			out->stages[out->n_stages++] =
			    (struct spot_journey_stage) { name, SPOT_NO_FUNCTION };
			continue;
		}
		for (size_t s = 0; !near && s < out->n_stages; s++)
			near = spot_text_nearest(name, &out->stages[s].name, 1);
		spot_error_set(err, SPOT_ERULES, "content \"%s\" is for the stage \"%s\", "
		    "and there "
		    "is none of that name", content->name, name);
		spot_error_place(err, content->place.file, content->place.line, NULL);
		if (near)
			spot_error_hint(err, "did you mean \"%s\"?", near);
		else
			spot_error_hint(err, "add it to stage { … }");
		return SPOT_ERULES;
	}
	return 0;
}

static int read_content(struct spot_journey *out, const struct spot_word *word,
    struct spot_error *err)
{
	struct spot_content *content = &out->contents[out->n_contents++];
	struct spot_arena *arena = &out->arena;
	const char *kind;

	content->name = word->name;
	content->place = word->place;
	if (!spot_item_list(&content->roles, word, "role", arena) ||
	    !spot_item_list(&content->stages, word, "stage", arena) ||
	    !spot_item_text(&content->url, word, "url", arena) ||
	    !spot_item_text(&content->why, word, "why", arena) ||
	    !spot_item_text(&kind, word, "kind", arena))
		return spot_error_nomem(err);
	content->is_tool = kind && strcmp(kind, "sales tool") == 0;
	return check_stages(out, content, err);
}

/* --- steps, acceptance, economics --------------------------------------------------------- */

static int read_done(struct spot_journey *out, struct spot_step *step, const struct spot_word *word,
    struct spot_error *err)
{
	const struct spot_schema *fields = &out->rules->fields;
	const char *name, *near = NULL;

	step->done = spot_item_function(word, "done");
	step->done_field = SPOT_NONE;
	if (!spot_item_text(&name, word, "done", &out->arena))
		return spot_error_nomem(err);
	if (!name)
		return 0;
	step->done_field = spot_schema_find(fields, name, strlen(name));
	if (step->done_field != SPOT_NONE)
		return 0;
	for (size_t i = 0; !near && i < fields->n_fields; i++)
		near = spot_text_nearest(name, &fields->fields[i].name, 1);
	spot_error_set(err, SPOT_ERULES, "step \"%s\" is done by the field \"%s\", which is not "
	    "declared", step->name, name);
	spot_error_place(err, step->place.file, step->place.line, NULL);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	else
		spot_error_hint(err, "name a field, or write done = function(a) return … end");
	return SPOT_ERULES;
}

static int read_step(struct spot_journey *out, const struct spot_word *word,
    struct spot_error *err)
{
	struct spot_step *step = &out->steps[out->n_steps++];

	step->name = word->name;
	step->place = word->place;
	step->when = spot_item_function(word, "when");
	step->has_within = spot_item_duration(word, "within", &step->within);
	if (!spot_item_text(&step->owner, word, "owner", &out->arena) ||
	    !spot_item_text(&step->why, word, "why", &out->arena))
		return spot_error_nomem(err);
	if (!step->owner)
		step->owner = "";
	return read_done(out, step, word, err);
}

static int read_acceptance(struct spot_journey *out, const struct spot_word *word,
    struct spot_error *err)
{
	struct spot_acceptance *acceptance = &out->acceptances[out->n_acceptances++];

	acceptance->name = word->name;
	acceptance->place = word->place;
	acceptance->when = spot_item_function(word, "when");
	return spot_item_text(&acceptance->why, word, "why", &out->arena) ? 0
	                                                                  : spot_error_nomem(err);
}

static int read_word(struct spot_journey *out, const struct spot_word *word,
    struct spot_error *err)
{
	if (spot_item_is_of(word, "content"))
		return read_content(out, word, err);
	if (spot_item_is_of(word, "step"))
		return read_step(out, word, err);
	if (spot_item_is_of(word, "acceptance"))
		return read_acceptance(out, word, err);
	if (spot_item_is_of(word, "economics")) {
		out->ltv = spot_item_function(word, "ltv");
		out->cac = spot_item_function(word, "cac");
		out->cost_to_serve = spot_item_function(word, "cost_to_serve");
	}
	return 0;
}

int spot_journey_init(struct spot_journey *out, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct spot_arena *arena = &out->arena;
	int rc = 0;

	memset(out, 0, sizeof(*out));
	out->rules = rules;
	out->stage_by = out->ltv = out->cac = out->cost_to_serve = SPOT_NO_FUNCTION;
	spot_arena_init(arena);
	out->stages =
	    spot_arena_calloc(arena, n_stages_at_most(rules) + 1, sizeof(*out->stages));
	out->contents =
	    spot_arena_calloc(arena, spot_item_count(rules, "content") + 1, sizeof(*out->contents));
	out->steps =
	    spot_arena_calloc(arena, spot_item_count(rules, "step") + 1, sizeof(*out->steps));
	out->acceptances = spot_arena_calloc(
	    arena, spot_item_count(rules, "acceptance") + 1, sizeof(*out->acceptances));
	if (!out->stages || !out->contents || !out->steps || !out->acceptances)
		return spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < rules->n_words; i++)
		if (spot_item_is_of(&rules->words[i], "stage"))
			rc = read_stages(out, &rules->words[i], err);
	/* Content names stages, which may stand below it. */
	for (size_t i = 0; rc == 0 && i < rules->n_words; i++)
		rc = read_word(out, &rules->words[i], err);
	return rc;
}

void spot_journey_reset(struct spot_journey *journey)
{
	spot_arena_free(&journey->arena);
	memset(journey, 0, sizeof(*journey));
}
