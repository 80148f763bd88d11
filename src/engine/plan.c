/* SPDX-License-Identifier: MIT */
#include "engine/plan.h"

#include <stdlib.h>
#include <string.h>

/* --- fields ------------------------------------------------------------------------------ */

static bool texts_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool lists_equal(const char *const *a, size_t n_a, const char *const *b, size_t n_b)
{
	if (n_a != n_b)
		return false;
	for (size_t i = 0; i < n_a; i++)
		if (strcmp(a[i], b[i]) != 0)
			return false;
	return true;
}

static bool values_equal(const struct spot_value *a, const struct spot_value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case SPOT_KIND_BOOL:
		return a->as.flag == b->as.flag;
	case SPOT_KIND_INT:
		return a->as.integer == b->as.integer;
	case SPOT_KIND_FLOAT:
		return memcmp(&a->as.number, &b->as.number, sizeof(double)) == 0;
	case SPOT_KIND_TEXT:
		return spot_view_equal(a->as.text, b->as.text);
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return false;
}

/* The same column read in the same way. Rollups are each panel's own. */
static bool fields_equal(const struct spot_field *a, const struct spot_field *b)
{
	return !a->derived && !b->derived && a->type == b->type && texts_equal(a->name, b->name) &&
	    a->from_column == b->from_column && texts_equal(a->unit, b->unit) &&
	    texts_equal(a->sep, b->sep) && texts_equal(a->format, b->format) &&
	    a->optional == b->optional && a->has_default == b->has_default &&
	    (!a->has_default || values_equal(&a->fallback, &b->fallback)) &&
	    lists_equal(a->from, a->n_from, b->from, b->n_from) &&
	    lists_equal(a->blank, a->n_blank, b->blank, b->n_blank);
}

/* Fields in the order of the panels, so that what a file lacks is told in that order. */
static int merge_fields(struct spot_plan *plan, struct spot_error *err)
{
	struct spot_field *fields;
	size_t n_most = 1, n = 0;

	for (size_t p = 0; p < plan->n_panels; p++)
		n_most += plan->panels[p].panel->rules->fields.n_fields;
	fields = spot_arena_calloc(&plan->arena, n_most, sizeof(*fields));
	if (!fields)
		return spot_error_nomem(err);
	for (size_t p = 0; p < plan->n_panels; p++) {
		const struct spot_schema *own = &plan->panels[p].panel->rules->fields;
		size_t n_before = n;
		size_t *field_of = spot_arena_calloc(
		    &plan->arena, own->n_fields + 1, sizeof(*field_of));

		plan->panels[p].field_of = field_of;
		if (!field_of)
			return spot_error_nomem(err);
		for (size_t f = 0; f < own->n_fields; f++) {
			size_t at = 0;

			while (at < n_before && !fields_equal(&fields[at], &own->fields[f]))
				at++;
			if (at == n_before)
				fields[at = n++] = own->fields[f];
			field_of[f] = at;
		}
	}
	plan->schema = (struct spot_schema) { fields, n };
	return 0;
}

/* --- rules ------------------------------------------------------------------------------- */

static int translate_panel(struct spot_plan_panel *to, struct spot_builder *builder,
    struct spot_error *err)
{
	const struct spot_scoring *scoring = &to->panel->scoring;
	struct spot_vm *vm = NULL;
	int rc = spot_vm_new(&vm, to->panel->rules, err);

	for (size_t i = 0; rc == 0 && i < scoring->n_asked + to->n_extras; i++) {
		int fn = i < scoring->n_asked ? scoring->asked[i].fn
		                              : to->extras[i - scoring->n_asked];

		rc = spot_translate(&to->rules[i], vm, fn, builder, to->field_of, err);
		to->is_translated[i] = to->rules[i].is_translated;
		to->needs_vm |= !to->is_translated[i];
	}
	spot_vm_free(vm);
	return rc;
}

static int translate(struct spot_plan *plan, struct spot_error *err)
{
	struct spot_builder *builder;
	bool is_any = false;
	int rc = spot_builder_new(&builder, &plan->schema, err);

	for (size_t p = 0; rc == 0 && p < plan->n_panels; p++) {
		struct spot_plan_panel *to = &plan->panels[p];

		rc = translate_panel(to, builder, err);
		for (size_t i = 0; i < to->panel->scoring.n_asked + to->n_extras; i++)
			is_any |= to->rules[i].is_translated;
	}
	if (rc == 0 && is_any)
		rc = spot_program_new(&plan->program, builder, err);
	spot_builder_free(builder);
	return rc;
}

static int init_panel(struct spot_plan *plan, size_t panel_idx, const struct spot_panel *panel,
    struct spot_error *err)
{
	const struct spot_plan_options *options = &plan->options;
	struct spot_plan_panel *to = &plan->panels[panel_idx];
	size_t n_most = panel->scoring.n_asked + options->n_extras + 1;

	to->panel = panel;
	to->needs_vm = options->no_translate;
	to->rules = spot_arena_calloc(&plan->arena, n_most, sizeof(*to->rules));
	to->is_translated = spot_arena_calloc(&plan->arena, n_most, sizeof(*to->is_translated));
	to->extras = spot_arena_calloc(&plan->arena, n_most, sizeof(*to->extras));
	if (!to->rules || !to->is_translated || !to->extras)
		return spot_error_nomem(err);
	for (size_t i = 0; i < options->n_extras; i++)
		if (options->extras[i].panel_idx == panel_idx)
			to->extras[to->n_extras++] = options->extras[i].fn;
	plan->n_rules += panel->scoring.n_asked + to->n_extras;
	return 0;
}

int spot_plan_init(struct spot_plan *plan, const struct spot_panel *panels, size_t n_panels,
    const struct spot_plan_options *options, struct spot_error *err)
{
	int rc;

	*plan = (struct spot_plan) { .options = *options, .n_panels = n_panels };
	spot_arena_init(&plan->arena);
	plan->panels = spot_arena_calloc(&plan->arena, n_panels, sizeof(*plan->panels));
	rc = plan->panels ? 0 : spot_error_nomem(err);
	for (size_t p = 0; rc == 0 && p < n_panels; p++)
		rc = init_panel(plan, p, &panels[p], err);
	if (rc == 0)
		rc = merge_fields(plan, err);
	if (rc == 0 && !options->no_translate)
		rc = translate(plan, err);
	if (rc != 0)
		spot_plan_reset(plan);
	return rc;
}

void spot_plan_reset(struct spot_plan *plan)
{
	spot_program_free(plan->program);
	spot_arena_free(&plan->arena);
	memset(plan, 0, sizeof(*plan));
}
