/* SPDX-License-Identifier: MIT */
/*
 * What a worker tells of a batch of accounts; frame.c takes it in, in file order.
 *
 * Texts are told as numbers: a worker gives each text of a column the next one where it meets it
 * first, and tells the text itself only then. So whoever puts batches together looks up each text
 * once a worker, and not once an account. The first account of all that has a text is the first of
 * its worker's too: levels come in the order of the file, whichever worker tells them.
 */
#include "study/frame_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/text.h"

#define ITEMS_AT_ONCE 64

struct spot_frame_emitting {
	const struct spot_frame_gathering *gathering;
	const struct spot_run_view *view;
	const struct spot_judge *judge;
	struct spot_frame_batch batch;
	uint16_t kept[SPOT_BATCH_ROWS]; /* rows of the batch */
	struct spot_view texts[SPOT_BATCH_ROWS];
	size_t found[SPOT_BATCH_ROWS];
	struct spot_buf items;          /* numbers of one column's lists */
	struct spot_buf keys, folded;
	union {
		double numbers[SPOT_BATCH_ROWS];
		uint32_t codes[SPOT_BATCH_ROWS];
		uint16_t tiers[SPOT_BATCH_ROWS];
		uint8_t flags[SPOT_BATCH_ROWS];
	} as;
};

static void add_items(struct spot_buf *out, const void *items, size_t n, size_t size)
{
	spot_buf_add(out, items, n * size);
}

/* --- which rows --------------------------------------------------------------------------- */

static enum spot_frame_answer answer_of(const struct spot_answers *answers, size_t row)
{
	if (answers->state[row] != SPOT_ANSWER_KNOWN)
		return SPOT_FRAME_UNKNOWN;
	return answers->value[row] > 0 ? SPOT_FRAME_TRUE : SPOT_FRAME_FALSE;
}

static void choose_rows(struct spot_frame_emitting *emit)
{
	const struct spot_frame_options *options = emit->gathering->options;
	const struct spot_answers *cohorts =
	    emit->judge->answers + emit->judge->panel->scoring.n_asked;

	emit->batch = (struct spot_frame_batch) { .n_rows = emit->view->n_rows,
		.teller = emit->view->thread_idx };
	for (size_t row = 0; row < emit->view->n_rows; row++) {
		bool is_member = !options->members_only, is_known = true;

		for (size_t c = 0; !is_member && c < options->n_cohorts; c++) {
			enum spot_frame_answer answer = answer_of(&cohorts[c], row);

			is_member = answer == SPOT_FRAME_TRUE;
			is_known &= answer != SPOT_FRAME_UNKNOWN;
		}
		if (is_member)
			emit->kept[emit->batch.n_kept++] = (uint16_t)row;
		else
			*(is_known ? &emit->batch.n_neither : &emit->batch.n_unknown) += 1;
	}
}

/* --- columns ------------------------------------------------------------------------------ */

static void emit_part(struct spot_buf *out, const struct spot_frame_part *part)
{
	add_items(out, part, 1, sizeof(*part));
}

static void emit_numbers(struct spot_frame_emitting *emit, const struct spot_column *column,
    struct spot_buf *out)
{
	struct spot_frame_part part = { .is_told = true };

	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];
		bool is_blank = column->state[row] != SPOT_STATE_VALUE;

		part.n_blank += is_blank;
		emit->as.numbers[i] = is_blank ? NAN
		    : column->kind == SPOT_KIND_INT ? (double)column->as.integer[row]
		                                    : column->as.number[row];
	}
	emit_part(out, &part);
	add_items(out, emit->as.numbers, emit->batch.n_kept, sizeof(double));
}

/* Of what is no flag: whether there is a value. */
static void emit_flags(struct spot_frame_emitting *emit, const struct spot_column *column,
    bool is_told, struct spot_buf *out)
{
	struct spot_frame_part part = { .is_told = is_told };

	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];
		bool holds = column->kind != SPOT_KIND_BOOL || column->as.flag[row];
		bool is_blank = column->state[row] != SPOT_STATE_VALUE;

		part.n_blank += is_blank;
		emit->as.flags[i] = is_blank ? SPOT_FRAME_UNKNOWN
		    : holds ? SPOT_FRAME_TRUE : SPOT_FRAME_FALSE;
	}
	emit_part(out, &part);
	add_items(out, emit->as.flags, emit->batch.n_kept, 1);
}

/* --- texts -------------------------------------------------------------------------------- */

/* A column of so many spellings is one that is given up, or of few texts in many spellings, which
 * are then told anew. */
static void bound_told(struct spot_frame_told *told)
{
	if (told->texts.n_keys <= 2 * SPOT_FRAME_LEVELS &&
	    told->n_bytes <= 2 * SPOT_FRAME_LEVEL_BYTES)
		return;
	spot_map_reset(&told->texts);
	told->n_bytes = 0;
}

/* The numbers of n texts, up to SPOT_BATCH_ROWS, into emit->found. */
static bool number_texts(struct spot_frame_emitting *emit, struct spot_frame_told *told,
    const struct spot_view *texts, size_t n)
{
	size_t *found = emit->found;

	spot_map_find_many(&told->texts, texts, n, found);
	for (size_t i = 0; i < n; i++) {
		if (found[i] != SPOT_MAP_NONE)
			continue;
		found[i] = spot_map_add(&told->texts, texts[i]);
		if (found[i] == SPOT_MAP_NONE)
			return false;
		told->n_bytes += texts[i].len;
	}
	return true;
}

/* Each new text: its length, its folded length, itself, folded. */
static void emit_new(struct spot_frame_emitting *emit, const struct spot_frame_told *told,
    size_t n_before, struct spot_buf *out)
{
	for (size_t t = n_before; t < told->texts.n_keys; t++) {
		struct spot_view text = told->texts.keys[t];
		uint32_t lens[2];

		spot_buf_clear(&emit->folded);
		spot_text_fold(&emit->folded, text, false);
		out->failed |= spot_buf_failed(&emit->folded);
		lens[0] = (uint32_t)text.len;
		lens[1] = (uint32_t)emit->folded.len;
		add_items(out, lens, 2, sizeof(*lens));
		spot_buf_view(out, text);
		spot_buf_add(out, emit->folded.ptr, emit->folded.len);
	}
}

/* Into as.codes; blanks are no texts. */
static bool number_rows(struct spot_frame_emitting *emit, const struct spot_column *column,
    struct spot_frame_told *told, struct spot_frame_part *part)
{
	size_t n = 0;

	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];

		if (column->state[row] == SPOT_STATE_VALUE)
			emit->texts[n++] = column->as.text[row];
	}
	part->n_blank = (uint32_t)(emit->batch.n_kept - n);
	if (!number_texts(emit, told, emit->texts, n))
		return false;
	n = 0;
	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		bool is_blank = column->state[emit->kept[i]] != SPOT_STATE_VALUE;

		emit->as.codes[i] =
		    is_blank ? SPOT_FRAME_BLANK : (uint32_t)emit->found[n++];
	}
	return true;
}

static bool number_items(struct spot_frame_emitting *emit, const struct spot_list *list,
    struct spot_frame_told *told)
{
	for (size_t first = 0; first < list->n_items; first += ITEMS_AT_ONCE) {
		size_t left = list->n_items - first;
		uint32_t codes[ITEMS_AT_ONCE];
		size_t n = left < ITEMS_AT_ONCE ? left : ITEMS_AT_ONCE;

		if (!number_texts(emit, told, list->items + first, n))
			return false;
		for (size_t k = 0; k < n; k++)
			codes[k] = (uint32_t)emit->found[k];
		add_items(&emit->items, codes, n, sizeof(*codes));
	}
	return true;
}

/* A row's number of items, or SPOT_FRAME_BLANK, into as.codes; all rows' items into emit->items. */
static bool number_lists(struct spot_frame_emitting *emit, const struct spot_column *column,
    struct spot_frame_told *told, struct spot_frame_part *part)
{
	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];
		const struct spot_list *list = &column->as.list[row];
		bool is_blank = column->state[row] != SPOT_STATE_VALUE;

		part->n_blank += is_blank;
		emit->as.codes[i] = is_blank ? SPOT_FRAME_BLANK : (uint32_t)list->n_items;
		if (!is_blank && !number_items(emit, list, told))
			return false;
	}
	part->n_items = emit->items.len / sizeof(uint32_t);
	return !spot_buf_failed(&emit->items);
}

static bool emit_texts(struct spot_frame_emitting *emit, const struct spot_column *column,
    struct spot_frame_told *told, struct spot_buf *out)
{
	struct spot_frame_part part = { .is_told = true };
	size_t n_before;

	bound_told(told);
	n_before = told->texts.n_keys;
	spot_buf_clear(&emit->items);
	if (!(column->kind == SPOT_KIND_TEXT ? number_rows : number_lists)(
	        emit, column, told, &part))
		return false;
	part.n_before = (uint32_t)n_before;
	part.n_texts = (uint32_t)(told->texts.n_keys - n_before);
	emit_part(out, &part);
	emit_new(emit, told, n_before, out);
	add_items(out, emit->as.codes, emit->batch.n_kept, sizeof(uint32_t));
	spot_buf_add(out, emit->items.ptr, emit->items.len);
	return true;
}

static bool emit_column(struct spot_frame_emitting *emit, size_t c, struct spot_buf *out)
{
	const struct spot_frame_gathering *gathering = emit->gathering;
	const struct spot_frame_column *to = &gathering->frame->columns[c];
	const struct spot_column *column = &emit->judge->batch.columns[to->field_idx];
	struct spot_frame_told *told = &gathering->tellers[emit->batch.teller].told[c];
	bool is_told =
	    !atomic_load_explicit(&gathering->is_too_many[c], memory_order_relaxed);

	if (!is_told) {
		spot_map_reset(&told->texts);
		emit_flags(emit, column, false, out);
		return true;
	}
	switch (to->kind) {
	case SPOT_FRAME_NUMBER:
		emit_numbers(emit, column, out);
		break;
	case SPOT_FRAME_FLAG:
		emit_flags(emit, column, true, out);
		break;
	case SPOT_FRAME_TEXT:
	case SPOT_FRAME_LIST:
		return emit_texts(emit, column, told, out);
	case SPOT_FRAME_KINDS:
		break;
	}
	return true;
}

/* --- what the rules say ------------------------------------------------------------------- */

static void emit_answers(struct spot_frame_emitting *emit, const struct spot_answers *answers,
    struct spot_buf *out)
{
	for (size_t i = 0; i < emit->batch.n_kept; i++)
		emit->as.flags[i] = (uint8_t)answer_of(answers, emit->kept[i]);
	add_items(out, emit->as.flags, emit->batch.n_kept, 1);
}

static void emit_verdicts(struct spot_frame_emitting *emit, struct spot_buf *out)
{
	const struct spot_verdicts *verdicts = emit->judge->verdicts;
	size_t n = emit->batch.n_kept;

	for (size_t i = 0; i < n; i++) {
		size_t row = emit->kept[i];
		emit->as.numbers[i] = verdicts->has_score[row] ? verdicts->score[row] : NAN;
	}
	add_items(out, emit->as.numbers, n, sizeof(double));
	for (size_t i = 0; i < n; i++)
		emit->as.tiers[i] = (uint16_t)verdicts->tier[emit->kept[i]];
	add_items(out, emit->as.tiers, n, sizeof(uint16_t));
}

static void emit_keys(struct spot_frame_emitting *emit, struct spot_buf *out)
{
	struct spot_buf *keys = &emit->keys;

	spot_buf_clear(keys);
	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i], before = keys->len;
		struct spot_view key = spot_judge_key(emit->judge, row);

		if (key.len > 0)
			spot_buf_view(keys, key);
		else
			spot_buf_printf(keys, "%s:%" PRIu64, emit->view->file_name,
			    emit->view->chunk->records[emit->view->first + row].line);
		emit->as.codes[i] = (uint32_t)(keys->len - before);
	}
	add_items(out, emit->as.codes, emit->batch.n_kept, sizeof(uint32_t));
	spot_buf_add(out, keys->ptr, keys->len);
	out->failed |= spot_buf_failed(keys);
}

int spot_frame_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct spot_frame_gathering *gathering = ctx;
	const struct spot_frame_options *options = gathering->options;
	struct spot_frame_teller *teller = &gathering->tellers[view->thread_idx];
	struct spot_frame_emitting *emit = teller->emitting;
	struct spot_buf *out = &piece->text;
	bool is_well = true;

	if (!emit)
		emit = teller->emitting = spot_mem_calloc(1, sizeof(*emit));
	if (!emit)
		return spot_error_nomem(err);
	emit->gathering = gathering;
	emit->view = view;
	emit->judge = &view->judges[0];
	choose_rows(emit);
	add_items(out, &emit->batch, 1, sizeof(emit->batch));
	for (size_t c = 0; is_well && c < gathering->frame->n_columns; c++)
		is_well = emit_column(emit, c, out);
	for (size_t c = 0; c < options->n_cohorts; c++)
		emit_answers(
		    emit, &emit->judge->answers[emit->judge->panel->scoring.n_asked + c], out);
	for (size_t r = 0; options->keeps_answers && r < gathering->frame->n_answers; r++)
		emit_answers(emit, &emit->judge->answers[r], out);
	if (options->keeps_verdicts)
		emit_verdicts(emit, out);
	if (options->keeps_keys)
		emit_keys(emit, out);
	return is_well && !spot_buf_failed(out) ? 0 : spot_error_nomem(err);
}

void spot_frame_emit_end(struct spot_frame_teller *teller)
{
	if (!teller->emitting)
		return;
	spot_buf_reset(&teller->emitting->items);
	spot_buf_reset(&teller->emitting->keys);
	spot_buf_reset(&teller->emitting->folded);
	free(teller->emitting);
}
