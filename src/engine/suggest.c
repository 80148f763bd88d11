/* SPDX-License-Identifier: MIT */
#include "engine/suggest.h"

#include <stdlib.h>

#include "engine/reason.h"

void spot_suggest_init(struct spot_suggest *suggest, const struct spot_panel *panel)
{
	memset(suggest, 0, sizeof(*suggest));
	suggest->panel = panel;
	suggest->n_targets = 3 * panel->scoring.n_asked + panel->rules->n_tiers + 2;
	spot_map_init(&suggest->patterns);
	spot_arena_init(&suggest->arena);
}

void spot_suggest_reset(struct spot_suggest *suggest)
{
	spot_map_reset(&suggest->patterns);
	spot_arena_free(&suggest->arena);
	free(suggest->rows);
	memset(suggest, 0, sizeof(*suggest));
}

static size_t pattern_bytes(const struct spot_suggest *suggest)
{
	return (suggest->n_targets + 7) / 8;
}

static void set_bit(unsigned char *bits, size_t i)
{
	bits[i / 8] |= (unsigned char)(1u << (i % 8));
}

static bool get_bit(const char *bits, size_t i)
{
	return ((unsigned char)bits[i / 8] >> (i % 8)) & 1;
}

static void make_pattern(const struct spot_suggest *suggest, const struct spot_judge *judge,
    size_t row, unsigned char *bits)
{
	size_t n_asked = suggest->panel->scoring.n_asked;

	memset(bits, 0, pattern_bytes(suggest));
	for (size_t i = 0; i < n_asked; i++) {
		const struct spot_answers *answers = &judge->answers[i];
		size_t answer =
		    answers->state[row] != SPOT_ANSWER_KNOWN ? 2 : answers->value[row] != 0;

		set_bit(bits, 3 * i + answer);
	}
	set_bit(bits, 3 * n_asked + judge->verdicts->tier[row]);
}

static int copy_names(struct spot_suggest *suggest, const struct spot_judge *judge, size_t row,
    struct spot_suggest_row *out)
{
	size_t n_asked = suggest->panel->scoring.n_asked;

	out->disqualified = spot_arena_calloc(&suggest->arena, n_asked + 1, sizeof(char *));
	out->unknown = spot_arena_calloc(&suggest->arena, n_asked + 1, sizeof(char *));
	if (!out->disqualified || !out->unknown)
		return SPOT_ENOMEM;
	spot_reason_disqualifiers(judge, row, out->disqualified);
	spot_reason_unknown(judge, row, out->unknown);
	return 0;
}

/* Fields that no rule reads are left out of a test; without knowledge of what rules read none
 * is. */
static bool is_read(const struct spot_panel *panel, size_t field_idx, bool exception)
{
	bool any_known = false;

	if (field_idx == panel->key_field)
		return exception;
	for (size_t i = 0; i < panel->scoring.n_asked; i++) {
		const struct spot_function *function =
		    &panel->rules->functions[panel->scoring.asked[i].fn];

		any_known = any_known || function->n_reads > 0;
		for (size_t r = 0; r < function->n_reads; r++)
			if (function->reads[r] == field_idx)
				return true;
	}
	return !any_known;
}

static int copy_cells(struct spot_suggest *suggest, const struct spot_run_view *view, size_t row,
    struct spot_suggest_row *out)
{
	const struct spot_schema *fields = &suggest->panel->rules->fields;
	const size_t *field_of = view->plan->panels[0].field_of;

	out->cells = spot_arena_calloc(&suggest->arena, fields->n_fields + 1, sizeof(*out->cells));
	out->derived =
	    spot_arena_calloc(&suggest->arena, fields->n_fields + 1, sizeof(*out->derived));
	if (!out->cells || !out->derived)
		return SPOT_ENOMEM;
	for (size_t f = 0; f < fields->n_fields; f++) {
		size_t column = view->binding->column_of[field_of[f]];
		struct spot_view cell;

		if (!is_read(suggest->panel, f, out->verdict.exception != SPOT_NONE))
			continue;
		if (fields->fields[f].derived) {
			out->derived[f] = spot_batch_get(&view->judges[0].batch, f, row);
			continue; /* texts of rollups live as long as the panel */
		}
		if (column == SPOT_COLUMN_NONE)
			continue;
		cell = spot_chunk_cell(view->chunk, view->first + row, column);
		if (cell.len == 0)
			continue;
		out->cells[f] = spot_arena_copy(&suggest->arena, cell.ptr, cell.len);
		if (!out->cells[f])
			return SPOT_ENOMEM;
	}
	return 0;
}

/* A cell that could not be read is unknown whatever the field's default; a test cannot say that. */
static bool has_bad_cell(const struct spot_judge *judge, size_t row)
{
	for (size_t i = 0; i < judge->bad.n_items; i++)
		if (judge->bad.items[i].row_idx == row)
			return true;
	return false;
}

int spot_suggest_take(struct spot_suggest *suggest, const struct spot_run_view *view,
    struct spot_error *err)
{
	unsigned char *bits = spot_mem_calloc(pattern_bytes(suggest), 1);
	int rc = 0;

	if (!bits)
		return spot_error_nomem(err);
	for (size_t row = 0; rc == 0 && row < view->n_rows; row++) {
		const struct spot_judge *judge = &view->judges[0];
		struct spot_view key = { (const char *)bits, pattern_bytes(suggest) };
		struct spot_suggest_row *out;

		if (has_bad_cell(judge, row))
			continue;
		make_pattern(suggest, judge, row, bits);
		if (suggest->n_rows == SPOT_SUGGEST_PATTERNS ||
		    spot_map_find(&suggest->patterns, key) != SPOT_MAP_NONE)
			continue;
		if (!spot_mem_grow(&suggest->rows, &suggest->cap, suggest->n_rows + 1,
		        sizeof(*suggest->rows)) ||
		    spot_map_add(&suggest->patterns, key) == SPOT_MAP_NONE) {
			rc = spot_error_nomem(err);
			break;
		}
		out = &suggest->rows[suggest->n_rows++];
		memset(out, 0, sizeof(*out));
		out->file = view->file_name;
		out->line = view->chunk->records[view->first + row].line;
		out->verdict = spot_judge_verdict(judge, row);
		if (copy_cells(suggest, view, row, out) != 0 ||
		    copy_names(suggest, judge, row, out) != 0)
			rc = spot_error_nomem(err);
		else
			out->file = spot_arena_copy(&suggest->arena, out->file, strlen(out->file));
		if (rc == 0 && !out->file)
			rc = spot_error_nomem(err);
	}
	free(bits);
	return rc;
}

static size_t count_new(
    const struct spot_suggest *suggest, size_t row, const unsigned char *covered)
{
	const char *bits = suggest->patterns.keys[row].ptr;
	size_t n = 0;

	for (size_t t = 0; t < suggest->n_targets; t++)
		n += get_bit(bits, t) && !get_bit((const char *)covered, t);
	return n;
}

int spot_suggest_pick(const struct spot_suggest *suggest, size_t *picked, size_t *n_picked,
    size_t *n_reached, struct spot_error *err)
{
	unsigned char *covered = spot_mem_calloc(pattern_bytes(suggest), 1);

	*n_picked = *n_reached = 0;
	if (!covered)
		return spot_error_nomem(err);
	for (;;) {
		size_t best = 0, most = 0;

		for (size_t row = 0; row < suggest->n_rows; row++) {
			size_t n = count_new(suggest, row, covered);
			if (n > most) {
				most = n;
				best = row;
			}
		}
		if (most == 0)
			break;
		picked[(*n_picked)++] = best;
		*n_reached += most;
		for (size_t t = 0; t < suggest->n_targets; t++)
			if (get_bit(suggest->patterns.keys[best].ptr, t))
				set_bit(covered, t);
	}
	free(covered);
	return 0;
}
