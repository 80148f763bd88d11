/* SPDX-License-Identifier: MIT */
/*
 * What a worker tells of a batch of accounts; frame.c takes it in, in file order.
 *
 * Texts are told as numbers of the batch's own distinct texts, so that whoever puts batches
 * together looks up each text once a batch and not once an account.
 */
#include "study/frame_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/text.h"

/* Distinct texts, borrowed from the batch, in the order of their first. */
struct texts {
	struct spot_view *items;
	size_t n, cap;
	uint32_t *slots; /* index + 1, or 0; a power of two, twice the room for items */
	size_t n_slots;
};

struct emitting {
	const struct spot_frame_gathering *gathering;
	const struct spot_run_view *view;
	const struct spot_judge *judge;
	struct spot_frame_batch batch;
	uint16_t kept[SPOT_BATCH_ROWS]; /* rows of the batch */
	struct texts texts;             /* of one column */
	struct spot_buf folded;
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

static void choose_rows(struct emitting *emit)
{
	const struct spot_frame_options *options = emit->gathering->options;
	const struct spot_answers *cohorts =
	    emit->judge->answers + emit->judge->panel->scoring.n_asked;

	emit->batch.n_rows = emit->view->n_rows;
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

static void emit_numbers(struct emitting *emit, const struct spot_column *column,
    struct spot_buf *out)
{
	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];

		emit->as.numbers[i] = column->state[row] != SPOT_STATE_VALUE ? NAN
		    : column->kind == SPOT_KIND_INT ? (double)column->as.integer[row]
		                                    : column->as.number[row];
	}
	add_items(out, emit->as.numbers, emit->batch.n_kept, sizeof(double));
}

/* Of what is no flag: whether there is a value. */
static void emit_flags(struct emitting *emit, const struct spot_column *column,
    struct spot_buf *out)
{
	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];
		bool holds = column->kind != SPOT_KIND_BOOL || column->as.flag[row];

		emit->as.flags[i] = column->state[row] != SPOT_STATE_VALUE ? SPOT_FRAME_UNKNOWN
		    : holds ? SPOT_FRAME_TRUE : SPOT_FRAME_FALSE;
	}
	add_items(out, emit->as.flags, emit->batch.n_kept, 1);
}

/* --- texts -------------------------------------------------------------------------------- */

static void texts_clear(struct texts *texts)
{
	texts->n = 0;
	memset(texts->slots, 0, texts->n_slots * sizeof(*texts->slots));
}

/* The slot that has the text, or where it belongs. */
static uint32_t *find_slot(const struct texts *texts, struct spot_view text)
{
	size_t at = spot_hash_view(text) & (texts->n_slots - 1);

	while (texts->slots[at] != 0 && !spot_view_equal(texts->items[texts->slots[at] - 1], text))
		at = (at + 1) & (texts->n_slots - 1);
	return &texts->slots[at];
}

static bool texts_grow(struct texts *texts)
{
	size_t n_slots = texts->n_slots > 0 ? 2 * texts->n_slots : 2 * SPOT_BATCH_ROWS;
	uint32_t *slots = spot_mem_calloc(n_slots, sizeof(*slots));

	if (!slots || !spot_mem_grow(&texts->items, &texts->cap, n_slots / 2,
	        sizeof(*texts->items))) {
		free(slots);
		return false;
	}
	free(texts->slots);
	texts->slots = slots;
	texts->n_slots = n_slots;
	for (size_t i = 0; i < texts->n; i++)
		*find_slot(texts, texts->items[i]) = (uint32_t)i + 1;
	return true;
}

static bool number_text(struct emitting *emit, struct spot_view text, uint32_t *code)
{
	struct texts *texts = &emit->texts;
	uint32_t *slot;

	if (2 * texts->n >= texts->n_slots && !texts_grow(texts))
		return false;
	slot = find_slot(texts, text);
	if (*slot == 0) {
		texts->items[texts->n++] = text;
		*slot = (uint32_t)texts->n;
	}
	*code = *slot - 1;
	return true;
}

/* The batch's distinct texts: their number; each one's length, folded length, itself, folded. */
static void emit_distinct(struct emitting *emit, struct spot_buf *out)
{
	uint32_t n = (uint32_t)emit->texts.n;

	add_items(out, &n, 1, sizeof(n));
	for (uint32_t t = 0; t < n; t++) {
		struct spot_view text = emit->texts.items[t];
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

static bool emit_texts(struct emitting *emit, const struct spot_column *column,
    struct spot_buf *out)
{
	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];

		if (column->state[row] != SPOT_STATE_VALUE)
			emit->as.codes[i] = SPOT_FRAME_BLANK;
		else if (!number_text(emit, column->as.text[row], &emit->as.codes[i]))
			return false;
	}
	emit_distinct(emit, out);
	add_items(out, emit->as.codes, emit->batch.n_kept, sizeof(uint32_t));
	return true;
}

/* A row's number of items, or SPOT_FRAME_BLANK; then all rows' items. */
static bool emit_lists(struct emitting *emit, const struct spot_column *column,
    struct spot_buf *out)
{
	struct spot_buf items = SPOT_BUF_INIT;
	bool is_well = true;

	for (size_t i = 0; is_well && i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i];
		const struct spot_list *list = &column->as.list[row];
		bool is_blank = column->state[row] != SPOT_STATE_VALUE;

		emit->as.codes[i] = is_blank ? SPOT_FRAME_BLANK : (uint32_t)list->n_items;
		for (size_t k = 0; is_well && !is_blank && k < list->n_items; k++) {
			uint32_t code;

			is_well = number_text(emit, list->items[k], &code);
			add_items(&items, &code, 1, sizeof(code));
		}
	}
	emit_distinct(emit, out);
	add_items(out, emit->as.codes, emit->batch.n_kept, sizeof(uint32_t));
	spot_buf_add(out, items.ptr, items.len);
	is_well &= !spot_buf_failed(&items);
	spot_buf_reset(&items);
	return is_well;
}

/* Whether it is told, then it; else where it is blank. */
static bool emit_column(struct emitting *emit, size_t c, struct spot_buf *out)
{
	const struct spot_frame_column *to = &emit->gathering->frame->columns[c];
	const struct spot_column *column = &emit->judge->batch.columns[to->field_idx];
	bool is_told = !atomic_load_explicit(
	    &emit->gathering->is_too_many[c], memory_order_relaxed);
	bool is_well = true;

	spot_buf_char(out, (char)is_told);
	if (!is_told) {
		emit_flags(emit, column, out);
		return true;
	}
	switch (to->kind) {
	case SPOT_FRAME_NUMBER:
		emit_numbers(emit, column, out);
		break;
	case SPOT_FRAME_FLAG:
		emit_flags(emit, column, out);
		break;
	case SPOT_FRAME_TEXT:
	case SPOT_FRAME_LIST:
		texts_clear(&emit->texts);
		is_well = to->kind == SPOT_FRAME_TEXT ? emit_texts(emit, column, out)
		                                      : emit_lists(emit, column, out);
		break;
	case SPOT_FRAME_KINDS:
		break;
	}
	return is_well;
}

/* --- what the rules say ------------------------------------------------------------------- */

static void emit_answers(struct emitting *emit, const struct spot_answers *answers,
    struct spot_buf *out)
{
	for (size_t i = 0; i < emit->batch.n_kept; i++)
		emit->as.flags[i] = (uint8_t)answer_of(answers, emit->kept[i]);
	add_items(out, emit->as.flags, emit->batch.n_kept, 1);
}

static void emit_verdicts(struct emitting *emit, struct spot_buf *out)
{
	const struct spot_verdicts *verdicts = emit->judge->verdicts;
	size_t n = emit->batch.n_kept;

	for (size_t i = 0; i < n; i++) {
		size_t row = emit->kept[i];
		emit->as.numbers[i] = verdicts->has_score[row] ? verdicts->score[row] : NAN;
	}
	add_items(out, emit->as.numbers, n, sizeof(double));
	for (size_t i = 0; i < n; i++) {
		size_t row = emit->kept[i];
		emit->as.numbers[i] = verdicts->has_growth[row] ? verdicts->growth[row] : NAN;
	}
	add_items(out, emit->as.numbers, n, sizeof(double));
	for (size_t i = 0; i < n; i++)
		emit->as.tiers[i] = (uint16_t)verdicts->tier[emit->kept[i]];
	add_items(out, emit->as.tiers, n, sizeof(uint16_t));
}

static void emit_keys(struct emitting *emit, struct spot_buf *out)
{
	struct spot_buf keys = SPOT_BUF_INIT;

	for (size_t i = 0; i < emit->batch.n_kept; i++) {
		size_t row = emit->kept[i], before = keys.len;
		struct spot_view key = spot_judge_key(emit->judge, row);

		if (key.len > 0)
			spot_buf_view(&keys, key);
		else
			spot_buf_printf(&keys, "%s:%" PRIu64, emit->view->file_name,
			    emit->view->chunk->records[emit->view->first + row].line);
		emit->as.codes[i] = (uint32_t)(keys.len - before);
	}
	add_items(out, emit->as.codes, emit->batch.n_kept, sizeof(uint32_t));
	if (spot_buf_failed(&keys))
		out->failed = true;
	else
		spot_buf_add(out, keys.ptr, keys.len);
	spot_buf_reset(&keys);
}

int spot_frame_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct spot_frame_gathering *gathering = ctx;
	const struct spot_frame_options *options = gathering->options;
	struct emitting *emit = spot_mem_calloc(1, sizeof(*emit));
	struct spot_buf *out = &piece->text;
	bool is_well = emit && texts_grow(&emit->texts);

	if (!is_well) {
		free(emit);
		return spot_error_nomem(err);
	}
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
	spot_buf_reset(&emit->folded);
	free(emit->texts.items);
	free(emit->texts.slots);
	free(emit);
	return is_well && !spot_buf_failed(out) ? 0 : spot_error_nomem(err);
}
