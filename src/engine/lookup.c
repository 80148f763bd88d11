/* SPDX-License-Identifier: MIT */
/*
 * The sample is every stride-th row; when it is full every second row of it is dropped and the
 * stride doubles. So it is the same for the same data, and spread evenly over them.
 */
#include "engine/lookup.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/utf8.h"

struct search {
	struct spot_lookup *out;
	const struct spot_panel *panel;
	struct spot_batch batch;
	struct spot_bad_cells bad; /* of the chunk */
	struct spot_chunk chunk;
	uint64_t stride;
	const char *file;
	struct spot_error *err;
};

static int take_row(void *ctx, const struct spot_reject *reject)
{
	struct search *search = ctx;

	spot_wanted_take_reject(&search->out->wanted, reject);
	return spot_unread_add(&search->out->unread, reject, search->err);
}

static bool copy_value(struct spot_arena *arena, struct spot_value *value)
{
	struct spot_view *items;

	if (value->kind == SPOT_KIND_TEXT) {
		value->as.text.ptr = spot_arena_copy(arena, value->as.text.ptr, value->as.text.len);
		return value->as.text.ptr != NULL;
	}
	if (value->kind != SPOT_KIND_LIST)
		return true;
	items = spot_arena_calloc(arena, value->as.list.n_items + 1, sizeof(*items));
	for (size_t i = 0; items && i < value->as.list.n_items; i++) {
		struct spot_view item = value->as.list.items[i];

		items[i].len = item.len;
		items[i].ptr = spot_arena_copy(arena, item.ptr, item.len);
		if (!items[i].ptr)
			return false;
	}
	value->as.list.items = items;
	return items != NULL;
}

static void set_value(void *ctx, size_t field_idx, struct spot_value value)
{
	struct spot_value *values = ctx;
	values[field_idx] = value;
}

static struct spot_view row_key(const struct search *search, size_t row)
{
	struct spot_value value;

	if (search->panel->key_field == SPOT_NONE)
		return (struct spot_view) { 0 };
	value = spot_batch_get(&search->batch, search->panel->key_field, row);
	return value.kind == SPOT_KIND_TEXT ? value.as.text : (struct spot_view) { 0 };
}

static int keep_row(struct search *search, size_t row, struct spot_lookup_row *out,
    struct spot_error *err)
{
	const struct spot_schema *schema = search->batch.schema;
	struct spot_arena *arena = &search->out->arena;

	out->file = search->file;
	out->line = search->chunk.records[row].line;
	out->values = spot_arena_calloc(arena, schema->n_fields + 1, sizeof(*out->values));
	for (size_t f = 0; out->values && f < schema->n_fields; f++)
		out->values[f] = spot_batch_get(&search->batch, f, row);
	if (!out->values)
		return spot_error_nomem(err);
	if (row_key(search, row).len > 0)
		spot_panel_derive(search->panel, row_key(search, row), search->out->n_rows,
		    set_value, out->values);
	for (size_t f = 0; f < schema->n_fields; f++)
		if (!copy_value(arena, &out->values[f]))
			return spot_error_nomem(err);
	return 0;
}

/* "\"50-100\": a range, not one number", by field, of the account that was looked for. */
static int keep_problems(struct search *search, const struct spot_binding *binding, size_t row,
    struct spot_lookup_row *out, struct spot_error *err)
{
	struct spot_arena *arena = &search->out->arena;

	out->problems =
	    spot_arena_calloc(arena, search->batch.schema->n_fields + 1, sizeof(*out->problems));
	for (size_t i = 0; out->problems && i < search->bad.n_items; i++) {
		const struct spot_bad_cell *bad = &search->bad.items[i];
		struct spot_view cell;
		char text[256];

		if (bad->row_idx != row)
			continue;
		cell = spot_chunk_cell(&search->chunk, row, binding->column_of[bad->field_idx]);
		snprintf(text, sizeof(text), "\"%.*s\": %s",
		    (int)spot_utf8_cut(cell.ptr, cell.len, 60), cell.ptr, bad->problem);
		out->problems[bad->field_idx] = spot_arena_copy(arena, text, strlen(text));
		if (!out->problems[bad->field_idx])
			return spot_error_nomem(err);
	}
	return out->problems ? 0 : spot_error_nomem(err);
}

static int sample_row(struct search *search, size_t row, struct spot_error *err)
{
	struct spot_lookup *out = search->out;

	if (out->n_rows % search->stride != 0)
		return 0;
	if (out->n_sample == SPOT_LOOKUP_SAMPLE) {
		for (size_t i = 0; i < SPOT_LOOKUP_SAMPLE / 2; i++)
			out->sample[i] = out->sample[2 * i];
		out->n_sample = SPOT_LOOKUP_SAMPLE / 2;
		search->stride *= 2;
		if (out->n_rows % search->stride != 0)
			return 0;
	}
	return keep_row(search, row, &out->sample[out->n_sample++], err);
}

static void note_nearest(struct search *search, size_t row)
{
	struct spot_view key = row_key(search, row);
	struct spot_buf a = SPOT_BUF_INIT, b = SPOT_BUF_INIT;

	if (!search->out->wanted.text || search->out->nearest || key.len == 0)
		return;
	spot_text_skeleton(&a, key);
	spot_text_skeleton(&b, spot_view_of(search->out->wanted.text));
	if (a.len > 0 && spot_view_equal((struct spot_view) { a.ptr, a.len },
	                     (struct spot_view) { b.ptr, b.len }))
		search->out->nearest = spot_arena_copy(&search->out->arena, key.ptr, key.len);
	spot_buf_reset(&a);
	spot_buf_reset(&b);
}

static int take_chunk(struct search *search, const struct spot_binding *binding,
    struct spot_error *err)
{
	int rc;

	search->bad.n_items = 0;
	rc = spot_batch_convert(&search->batch, &search->chunk, 0, search->chunk.n_records,
	    binding, &search->bad, err);

	for (size_t row = 0; rc == 0 && row < search->batch.n_rows; row++) {
		struct spot_lookup *out = search->out;

		if (spot_wanted_is(&out->wanted, row_key(search, row), search->file,
		        search->chunk.records[row].line)) {
			if (!out->found)
				rc = keep_row(search, row, &out->account, err);
			if (rc == 0 && !out->found)
				rc = keep_problems(search, binding, row, &out->account, err);
			out->found = true;
			out->n_same_key++;
		} else {
			note_nearest(search, row);
		}
		if (rc == 0)
			rc = sample_row(search, row, err);
		out->n_rows++;
	}
	return rc;
}

static int scan_file(struct search *search, const char *path,
    const struct spot_run_options *options, struct spot_error *err)
{
	struct spot_reader_options reader_options = options->reader;
	struct spot_reader *reader = NULL;
	struct spot_binding binding;
	bool at_end = false;
	int rc;

	reader_options.reject = take_row;
	reader_options.reject_ctx = search;
	rc = spot_reader_open(&reader, path, 0, &reader_options, err);
	if (rc != 0)
		return rc;
	search->file = spot_arena_copy(
	    &search->out->arena, spot_reader_name(reader), strlen(spot_reader_name(reader)));
	rc = search->file ? spot_reader_bind(&binding, reader, search->batch.schema,
	    &search->out->arena, err) : spot_error_nomem(err);
	if (rc == 0)
		spot_wanted_bind(&search->out->wanted, search->panel, &binding,
		    spot_reader_dialect(reader)->n_columns);
	while (rc == 0 && !at_end) {
		if (options->stop && atomic_load(options->stop) != 0)
			rc = spot_error_set(err, SPOT_EINTR, "stopped by a signal");
		if (rc == 0)
			rc = spot_reader_next(reader, &search->chunk, SPOT_BATCH_ROWS,
			    SPOT_CHUNK_BYTES, &at_end, err);
		if (rc == 0)
			rc = take_chunk(search, &binding, err);
	}
	spot_reader_close(reader);
	return rc;
}

int spot_lookup_run(struct spot_lookup *out, const struct spot_panel *panel,
    const struct spot_run_options *options, const char *key, struct spot_error *err)
{
	struct search search = { .out = out, .panel = panel, .stride = 1, .err = err };
	int rc;

	memset(out, 0, sizeof(*out));
	spot_arena_init(&out->arena);
	spot_chunk_init(&search.chunk);
	spot_wanted_init(&out->wanted, panel, key);
	rc = spot_batch_init(&search.batch, &panel->rules->fields, SPOT_BATCH_ROWS, err);
	if (rc == 0) {
		out->sample =
		    spot_arena_calloc(&out->arena, SPOT_LOOKUP_SAMPLE, sizeof(*out->sample));
		if (!out->sample)
			rc = spot_error_nomem(err);
	}
	for (size_t i = 0; rc == 0 && i < options->n_paths; i++)
		rc = scan_file(&search, options->paths[i], options, err);
	spot_bad_cells_reset(&search.bad);
	spot_chunk_reset(&search.chunk);
	spot_batch_reset(&search.batch);
	return rc;
}

void spot_lookup_reset(struct spot_lookup *lookup)
{
	spot_unread_reset(&lookup->unread);
	spot_arena_free(&lookup->arena);
	memset(lookup, 0, sizeof(*lookup));
}
