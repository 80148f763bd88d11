/* SPDX-License-Identifier: MIT */
/* What workers tell of their batches (frame_emit.c), put together in file order. */
#include "study/frame_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Of a share of the input that is smaller nothing is foretold. */
#define EXPECT_MAX 4096

/* --- room --------------------------------------------------------------------------------- */

static bool grow_one(void *items_ptr, size_t cap, size_t want, size_t size)
{
	return spot_mem_grow(items_ptr, &cap, want, size);
}

static bool grow_column(struct spot_frame_column *column, size_t cap, size_t want)
{
	if (column->is_too_many)
		return grow_one(&column->flags, cap, want, 1);
	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		return grow_one(&column->numbers, cap, want, sizeof(double));
	case SPOT_FRAME_TEXT:
		return grow_one(&column->codes, cap, want, sizeof(uint32_t));
	case SPOT_FRAME_FLAG:
		return grow_one(&column->flags, cap, want, 1);
	case SPOT_FRAME_LIST:
		return grow_one(&column->list_ends, cap, want, sizeof(size_t)) &&
		    grow_one(&column->list_blank, cap, want, 1);
	case SPOT_FRAME_KINDS:
		break;
	}
	return true;
}

/* Cohorts and answers are many arrays of a byte a row: together they have large pages. */
static bool grow_bytes(struct spot_frame *frame, size_t want)
{
	size_t n = frame->n_cohorts + frame->n_answers, size;
	uint8_t *bytes = __builtin_mul_overflow(n, want, &size) ? NULL : spot_mem_calloc(size, 1);

	for (size_t i = 0; bytes && i < n; i++) {
		uint8_t **rows = i < frame->n_cohorts ? &frame->cohorts[i]
		                                      : &frame->answers[i - frame->n_cohorts];

		if (frame->n_rows > 0)
			memcpy(bytes + i * want, *rows, frame->n_rows);
		*rows = bytes + i * want;
	}
	if (bytes) {
		free(frame->bytes);
		frame->bytes = bytes;
	}
	return bytes != NULL;
}

/* Room for n more of what rows have any number of, and for as much as is to be expected. */
static bool grow_parts(void *items_ptr, size_t *cap, size_t n, size_t n_more,
    const struct spot_frame_gathering *gathering, size_t size)
{
	double rows = (double)gathering->frame->n_rows;
	double foretold = rows > 0 ? (double)n * ((double)gathering->n_expected / rows) : 0;
	size_t want = n + n_more + 1;

	if (want > *cap && foretold > (double)want && foretold < (double)want * EXPECT_MAX)
		want = (size_t)foretold;
	return spot_mem_grow(items_ptr, cap, want, size);
}

static bool frame_grow(const struct spot_frame_gathering *gathering, size_t want)
{
	const struct spot_frame_options *options = gathering->options;
	struct spot_frame *frame = gathering->frame;
	size_t cap = frame->cap;
	bool is_well = true;

	if (want <= cap)
		return true;
	want = want > cap + cap / 2 ? want : cap + cap / 2;
	want = want > gathering->n_expected ? want : gathering->n_expected;
	for (size_t c = 0; is_well && c < frame->n_columns; c++)
		is_well = grow_column(&frame->columns[c], cap, want);
	is_well = is_well && grow_bytes(frame, want);
	if (is_well && options->keeps_verdicts)
		is_well = grow_one(&frame->scores, cap, want, sizeof(double)) &&
		    grow_one(&frame->tiers, cap, want, sizeof(uint16_t));
	if (is_well && options->keeps_keys)
		is_well = grow_one(&frame->key_ends, cap, want, sizeof(size_t));
	if (is_well)
		frame->cap = want;
	return is_well;
}

/* --- taking batches in -------------------------------------------------------------------- */

static void take(struct spot_view *rest, void *out, size_t size)
{
	assert(rest->len >= size);
	if (size > 0 && out)
		memcpy(out, rest->ptr, size);
	*rest = (struct spot_view) { rest->ptr + size, rest->len - size };
}

static struct spot_view take_text(struct spot_view *rest, size_t len)
{
	struct spot_view text = { rest->ptr, len };

	take(rest, NULL, len);
	return text;
}

static bool is_past_bounds(const struct spot_frame_column *column)
{
	return column->is_too_many || column->levels.n_keys > SPOT_FRAME_LEVELS ||
	    column->names_bytes > SPOT_FRAME_LEVEL_BYTES;
}

static bool add_level(struct spot_frame_column *column, struct spot_view name,
    struct spot_view folded, uint32_t *code)
{
	size_t n_before = column->levels.n_keys;
	size_t idx = spot_map_find(&column->levels, folded);
	char *copy;

	*code = (uint32_t)idx;
	if (idx != SPOT_MAP_NONE)
		return true;
	if (!spot_mem_grow(&column->names, &column->names_cap, n_before + 1,
	        sizeof(*column->names)))
		return false;
	copy = spot_arena_copy(&column->arena, name.ptr, name.len);
	idx = copy ? spot_map_add(&column->levels, folded) : SPOT_MAP_NONE;
	*code = (uint32_t)idx;
	if (idx == SPOT_MAP_NONE)
		return false;
	column->names[idx] = (struct spot_view) { copy, name.len };
	column->names_bytes += name.len + folded.len;
	return true;
}

/* The texts that a worker tells for the first time; code_of[] then leads from its numbers to the
 * column's levels. */
static bool take_levels(struct spot_frame_column *column, struct spot_frame_told *told,
    const struct spot_frame_part *part, struct spot_view *rest)
{
	if (!spot_mem_grow(&told->code_of, &told->code_cap,
	        (size_t)part->n_before + part->n_texts + 1, sizeof(*told->code_of)))
		return false;
	told->n_codes = part->n_before;
	for (uint32_t t = 0; t < part->n_texts; t++) {
		uint32_t lens[2], *code = &told->code_of[told->n_codes++];
		struct spot_view name, folded;

		take(rest, lens, sizeof(lens));
		name = take_text(rest, lens[0]);
		folded = take_text(rest, lens[1]);
		/* Of one that is given up only blanks are looked at. */
		if (is_past_bounds(column))
			*code = 0;
		else if (!add_level(column, name, folded, code))
			return false;
	}
	return true;
}

static void take_codes(struct spot_frame_column *column, const struct spot_frame_told *told,
    size_t first, size_t n, struct spot_view *rest)
{
	uint32_t *codes = column->codes ? column->codes + first : NULL;

	take(rest, codes, n * sizeof(*codes));
	for (size_t i = 0; i < n; i++)
		if (codes[i] != SPOT_FRAME_BLANK)
			codes[i] = told->code_of[codes[i]];
}

/* Of a column that is given up: codes of texts, or numbers of items. */
static void take_whether_blank(struct spot_frame_column *column, size_t first, size_t n,
    struct spot_view *rest)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t code;

		take(rest, &code, sizeof(code));
		column->flags[first + i] =
		    code == SPOT_FRAME_BLANK ? SPOT_FRAME_UNKNOWN : SPOT_FRAME_TRUE;
	}
}

/* Stamps of levels that are new are 0, which no row is. */
static bool grow_stamps(struct spot_frame_stamps *stamps, size_t n_levels)
{
	size_t n_before = stamps->cap;

	if (!spot_mem_grow(
	        &stamps->items, &stamps->cap, n_levels + 1, sizeof(*stamps->items)))
		return false;
	memset(stamps->items + n_before, 0, (stamps->cap - n_before) * sizeof(*stamps->items));
	return true;
}

/* Texts that differ in case alone are one item, once a row. */
static bool take_lists(const struct spot_frame_gathering *gathering, size_t c,
    const struct spot_frame_told *told, size_t n, uint64_t n_items, struct spot_view *rest)
{
	struct spot_frame_column *column = &gathering->frame->columns[c];
	struct spot_frame_stamps *stamps = &gathering->stamps[c];
	size_t first = gathering->frame->n_rows;
	struct spot_view counts = take_text(rest, n * sizeof(uint32_t));
	struct spot_view items = take_text(rest, n_items * sizeof(uint32_t));

	if (!grow_stamps(stamps, column->levels.n_keys) ||
	    !grow_parts(&column->items, &column->items_cap, column->n_items, n_items, gathering,
	        sizeof(*column->items)))
		return false;
	for (size_t row = first; row < first + n; row++) {
		uint32_t count, code;

		take(&counts, &count, sizeof(count));
		column->list_blank[row] = count == SPOT_FRAME_BLANK;
		for (size_t k = 0; count != SPOT_FRAME_BLANK && k < count; k++) {
			take(&items, &code, sizeof(code));
			code = told->code_of[code];
			if (stamps->items[code] == row + 1)
				continue;
			stamps->items[code] = row + 1;
			column->items[column->n_items++] = code;
		}
		column->list_ends[row] = column->n_items;
	}
	return true;
}

/* What workers look at beside this stays as it is. */
static void values_free(struct spot_frame_column *column)
{
	free(column->numbers);
	free(column->codes);
	free(column->flags);
	free(column->list_ends);
	free(column->items);
	free(column->list_blank);
	free(column->names);
	spot_map_reset(&column->levels);
	spot_arena_free(&column->arena);
	column->numbers = NULL;
	column->codes = column->items = NULL;
	column->flags = column->list_blank = NULL;
	column->list_ends = NULL;
	column->names = NULL;
	column->names_cap = column->names_bytes = 0;
	column->n_items = column->items_cap = 0;
	spot_map_init(&column->levels);
	spot_arena_init(&column->arena);
}

/* What it has told until now is kept as far as where it is blank. */
static bool give_up(struct spot_frame_column *column, size_t n_rows, size_t cap)
{
	uint8_t *flags = spot_mem_calloc(cap + 1, 1);
	uint64_t n_blank = column->n_blank;

	for (size_t i = 0; flags && i < n_rows; i++) {
		bool is_blank = column->kind == SPOT_FRAME_TEXT
		    ? column->codes[i] == SPOT_FRAME_BLANK : column->list_blank[i] != 0;

		flags[i] = is_blank ? SPOT_FRAME_UNKNOWN : SPOT_FRAME_TRUE;
	}
	values_free(column);
	column->is_too_many = true;
	column->flags = flags;
	column->n_blank = n_blank;
	return flags != NULL;
}

static bool take_texts(struct spot_frame_gathering *gathering, size_t c,
    struct spot_frame_told *told, size_t n, const struct spot_frame_part *part,
    struct spot_view *rest)
{
	struct spot_frame *frame = gathering->frame;
	struct spot_frame_column *column = &frame->columns[c];

	if (!take_levels(column, told, part, rest))
		return false;
	if (!column->is_too_many && is_past_bounds(column)) {
		if (!give_up(column, frame->n_rows, frame->cap))
			return false;
		atomic_store_explicit(&gathering->is_too_many[c], true, memory_order_relaxed);
	}
	if (column->is_too_many) {
		take_whether_blank(column, frame->n_rows, n, rest);
		take_text(rest, part->n_items * sizeof(uint32_t));
	} else if (column->kind == SPOT_FRAME_LIST) {
		return take_lists(gathering, c, told, n, part->n_items, rest);
	} else {
		take_codes(column, told, frame->n_rows, n, rest);
	}
	return true;
}

static bool take_column(struct spot_frame_gathering *gathering, size_t c,
    const struct spot_frame_batch *batch, struct spot_view *rest)
{
	struct spot_frame_column *column = &gathering->frame->columns[c];
	size_t first = gathering->frame->n_rows, n = batch->n_kept;
	struct spot_frame_part part;
	bool is_well = true;

	take(rest, &part, sizeof(part));
	if (!part.is_told || column->kind == SPOT_FRAME_FLAG)
		take(rest, column->flags ? column->flags + first : NULL, n);
	else if (column->kind == SPOT_FRAME_NUMBER)
		take(rest, column->numbers ? column->numbers + first : NULL, n * sizeof(double));
	else
		is_well = take_texts(
		    gathering, c, &gathering->tellers[batch->teller].told[c], n, &part, rest);
	column->n_blank += part.n_blank;
	return is_well;
}

static void take_rows(void *items, size_t first, size_t n, size_t size, struct spot_view *rest)
{
	take(rest, items ? (char *)items + first * size : NULL, n * size);
}

static bool take_keys(struct spot_frame_gathering *gathering, size_t n, struct spot_view *rest)
{
	struct spot_frame *frame = gathering->frame;
	size_t first = frame->n_rows > 0 ? frame->key_ends[frame->n_rows - 1] : 0, end = first;

	for (size_t i = 0; i < n; i++) {
		uint32_t len;

		take(rest, &len, sizeof(len));
		end += len;
		frame->key_ends[frame->n_rows + i] = end;
	}
	if (!grow_parts(&frame->keys, &frame->keys_cap, first, end - first, gathering, 1))
		return false;
	take(rest, frame->keys + first, end - first);
	return true;
}

static int take_batch(struct spot_frame_gathering *gathering, struct spot_view *rest,
    struct spot_error *err)
{
	const struct spot_frame_options *options = gathering->options;
	struct spot_frame *frame = gathering->frame;
	struct spot_frame_batch batch;
	size_t first = frame->n_rows, n;

	take(rest, &batch, sizeof(batch));
	n = batch.n_kept;
	frame->n_seen += batch.n_rows;
	frame->n_neither += batch.n_neither;
	frame->n_unknown += batch.n_unknown;
	if (!frame_grow(gathering, first + n))
		return spot_error_nomem(err);
	for (size_t c = 0; c < frame->n_columns; c++)
		if (!take_column(gathering, c, &batch, rest))
			return spot_error_nomem(err);
	for (size_t c = 0; c < frame->n_cohorts; c++)
		take_rows(frame->cohorts[c], first, n, 1, rest);
	for (size_t r = 0; options->keeps_answers && r < frame->n_answers; r++)
		take_rows(frame->answers[r], first, n, 1, rest);
	if (options->keeps_verdicts) {
		take_rows(frame->scores, first, n, sizeof(double), rest);
		take_rows(frame->tiers, first, n, sizeof(uint16_t), rest);
	}
	if (options->keeps_keys && !take_keys(gathering, n, rest))
		return spot_error_nomem(err);
	frame->n_rows += n;
	return 0;
}

static int gather_write(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	struct spot_view rest = { piece->text.ptr, piece->text.len };
	int rc = 0;

	while (rc == 0 && rest.len > 0)
		rc = take_batch(ctx, &rest, err);
	return rc;
}

static int gather_reject(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	const struct spot_frame_gathering *gathering = ctx;
	return gathering->calls->reject(gathering->calls->ctx, reject, err);
}

/* What is left of the input will be like what was read of it, about: room for it is made at once
 * rather than by moving arrays again and again. Room that is not used takes no memory. */
static void expect(struct spot_frame_gathering *gathering, size_t read_bytes, size_t size_bytes)
{
	double times = read_bytes > 0 ? (double)size_bytes / (double)read_bytes : 0;
	double n = 1.05 * times * (double)gathering->frame->n_rows;

	if (times > 1 && times < EXPECT_MAX)
		gathering->n_expected = (size_t)n;
}

static void gather_progress(void *ctx, uint64_t rows, size_t read_bytes, size_t size_bytes)
{
	struct spot_frame_gathering *gathering = ctx;

	expect(gathering, read_bytes, size_bytes);
	if (gathering->calls->progress)
		gathering->calls->progress(gathering->calls->ctx, rows, read_bytes, size_bytes);
}

/* --- setting up and taking down ----------------------------------------------------------- */

static void init_column(struct spot_frame_column *column, const struct spot_rules *rules,
    size_t field_idx)
{
	const struct spot_field *field = &rules->fields.fields[field_idx];

	column->field = field;
	column->field_idx = field_idx;
	column->is_date = field->type == SPOT_TYPE_DATE;
	spot_map_init(&column->levels);
	spot_arena_init(&column->arena);
	switch (spot_type_kind(field->type)) {
	case SPOT_KIND_BOOL:
		column->kind = SPOT_FRAME_FLAG;
		break;
	case SPOT_KIND_TEXT:
		column->kind = SPOT_FRAME_TEXT;
		break;
	case SPOT_KIND_LIST:
		column->kind = SPOT_FRAME_LIST;
		break;
	case SPOT_KIND_INT:
	case SPOT_KIND_FLOAT:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		column->kind = SPOT_FRAME_NUMBER;
		break;
	}
}

static int frame_init(struct spot_frame *frame, const struct spot_panel *panel,
    const struct spot_frame_options *options, struct spot_error *err)
{
	*frame = (struct spot_frame) { 0 };
	frame->columns = spot_mem_calloc(options->n_fields + 1, sizeof(*frame->columns));
	frame->cohorts = spot_mem_calloc(options->n_cohorts + 1, sizeof(*frame->cohorts));
	frame->answers = options->keeps_answers
	    ? spot_mem_calloc(panel->scoring.n_asked + 1, sizeof(*frame->answers)) : NULL;
	if (!frame->columns || !frame->cohorts || (options->keeps_answers && !frame->answers))
		return spot_error_nomem(err);
	frame->n_columns = options->n_fields;
	frame->n_cohorts = options->n_cohorts;
	frame->n_answers = options->keeps_answers ? panel->scoring.n_asked : 0;
	for (size_t c = 0; c < frame->n_columns; c++)
		init_column(&frame->columns[c], panel->rules, options->fields[c]);
	return 0;
}

void spot_frame_column_drop(struct spot_frame_column *column)
{
	values_free(column);
	*column = (struct spot_frame_column) { .field = column->field,
		.field_idx = column->field_idx, .kind = column->kind, .is_date = column->is_date };
	spot_map_init(&column->levels);
	spot_arena_init(&column->arena);
}

void spot_frame_reset(struct spot_frame *frame)
{
	for (size_t c = 0; c < frame->n_columns; c++)
		spot_frame_column_drop(&frame->columns[c]);
	free(frame->bytes);
	free(frame->columns);
	free(frame->cohorts);
	free(frame->answers);
	free(frame->scores);
	free(frame->tiers);
	free(frame->key_ends);
	free(frame->keys);
	*frame = (struct spot_frame) { 0 };
}

static int run_all(struct spot_frame_gathering *gathering, struct spot_run_result *result,
    const struct spot_panel *panel, const struct spot_run_options *run, struct spot_error *err)
{
	const struct spot_frame_options *options = gathering->options;
	struct spot_run_sink sink = { .ctx = gathering, .render = spot_frame_emit_batch,
		.write = gather_write,
		.calls = { gathering, gathering->calls->reject ? gather_reject : NULL,
			gather_progress } };
	struct spot_run_options own = *run;
	struct spot_plan_extra *extras =
	    spot_mem_calloc(options->n_cohorts + 1, sizeof(*extras));
	int rc;

	if (!extras)
		return spot_error_nomem(err);
	for (size_t c = 0; c < options->n_cohorts; c++)
		extras[c].fn = panel->rules->cohorts[options->cohorts[c]].when;
	own.plan.extras = extras;
	own.plan.n_extras = options->n_cohorts;
	rc = spot_run(result, panel, 1, &own, &sink, err);
	free(extras);
	return rc;
}

static void gathering_reset(struct spot_frame_gathering *gathering)
{
	size_t n_columns = gathering->options->n_fields;

	for (size_t t = 0; gathering->tellers && t < gathering->n_tellers; t++) {
		struct spot_frame_teller *teller = &gathering->tellers[t];

		for (size_t c = 0; teller->told && c < n_columns; c++) {
			spot_map_reset(&teller->told[c].texts);
			free(teller->told[c].code_of);
		}
		free(teller->told);
		spot_frame_emit_end(teller);
	}
	for (size_t c = 0; gathering->stamps && c < n_columns; c++)
		free(gathering->stamps[c].items);
	free(gathering->tellers);
	free(gathering->stamps);
	free((void *)gathering->is_too_many);
}

static int gathering_init(struct spot_frame_gathering *gathering, unsigned n_threads,
    struct spot_error *err)
{
	size_t n_columns = gathering->options->n_fields;

	gathering->n_tellers = n_threads > 0 ? n_threads : 1;
	gathering->tellers =
	    spot_mem_calloc(gathering->n_tellers, sizeof(*gathering->tellers));
	gathering->stamps = spot_mem_calloc(n_columns + 1, sizeof(*gathering->stamps));
	gathering->is_too_many =
	    spot_mem_calloc(n_columns + 1, sizeof(*gathering->is_too_many));
	if (!gathering->tellers || !gathering->stamps || !gathering->is_too_many)
		return spot_error_nomem(err);
	for (size_t c = 0; c < n_columns; c++)
		atomic_init(&gathering->is_too_many[c], false);
	for (size_t t = 0; t < gathering->n_tellers; t++) {
		struct spot_frame_told *told = spot_mem_calloc(n_columns + 1, sizeof(*told));

		gathering->tellers[t].told = told;
		if (!told)
			return spot_error_nomem(err);
		for (size_t c = 0; c < n_columns; c++)
			spot_map_init(&told[c].texts);
	}
	return 0;
}

int spot_frame_gather(struct spot_frame *out, struct spot_run_result *result,
    const struct spot_panel *panel, const struct spot_frame_options *options,
    const struct spot_run_options *run, const struct spot_run_calls *calls,
    struct spot_error *err)
{
	struct spot_frame_gathering gathering = {
		.frame = out, .options = options, .calls = calls
	};
	int rc = frame_init(out, panel, options, err);

	*result = (struct spot_run_result) { 0 };
	if (rc == 0)
		rc = gathering_init(&gathering, run->n_threads, err);
	if (rc == 0)
		rc = run_all(&gathering, result, panel, run, err);
	gathering_reset(&gathering);
	if (rc != 0)
		spot_frame_reset(out);
	return rc;
}
