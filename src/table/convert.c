/* SPDX-License-Identifier: MIT */
#include "table/convert.h"

#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/cell.h"

/* A text that begins with the first character of one that means blank is looked at closely, and
 * so is every one that begins outside ASCII: folding the case may bring it inside. */
static void words_mark(struct spot_convert *convert)
{
	const struct spot_field *field = convert->field;
	for (size_t i = 0; i < field->n_blank; i++) {
		struct spot_view word = spot_text_trim(spot_view_of(field->blank[i]));
		if (word.len == 0)
			continue;
		convert->has_words = true;
		unsigned char c = (unsigned char)word.ptr[0];
		for (int other = 0; other < 256; other++) {
			unsigned char d = (unsigned char)other;
			bool alike = d >= 0x80 || c >= 0x80 || ((c ^ d) & ~0x20) == 0;
			convert->odd_first[d] = convert->odd_first[d] || alike;
		}
	}
}

/* White space, and the dashes that alone mean blank, begin with these. */
static void spaces_mark(struct spot_convert *convert)
{
	static const unsigned char others[] = { '-', 0xC2, 0xE1, 0xE2, 0xE3 };
	for (int c = 0; c <= ' '; c++)
		convert->odd_first[c] = true;
	for (size_t i = 0; i < sizeof(others); i++)
		convert->odd_first[others[i]] = true;
}

static bool format_is(const struct spot_field *field, const char *format)
{
	return field->format && strcmp(field->format, format) == 0;
}

static spot_convert_fn run_of(const struct spot_field *field)
{
	bool plain = !field->format || format_is(field, "1,234.5");
	bool iso = !field->format || format_is(field, "%Y-%m-%d") || format_is(field, "%F");
	bool one_byte = !field->sep || strlen(field->sep) == 1;
	switch (field->type) {
	case SPOT_TYPE_KEY:
	case SPOT_TYPE_TEXT:
		return spot_convert_text;
	case SPOT_TYPE_INTEGER:
		return plain ? spot_convert_digits_integer : NULL;
	case SPOT_TYPE_NUMBER:
	case SPOT_TYPE_MONEY:
		return plain ? spot_convert_level()->decimal : NULL;
	case SPOT_TYPE_PERCENT:
		return plain ? spot_convert_level()->percent : NULL;
	case SPOT_TYPE_FLAG:
		return spot_convert_text_flag;
	case SPOT_TYPE_DATE:
		return iso ? spot_convert_digits_date : NULL;
	case SPOT_TYPE_LIST:
		return one_byte ? spot_convert_level()->list : NULL;
	case SPOT_TYPE_N:
		break;
	}
	assert(false);
	return NULL;
}

int spot_convert_init(struct spot_convert *convert, const struct spot_field *field,
    struct spot_column *column, struct spot_error *err)
{
	*convert = (struct spot_convert) { .field = field, .column = column };
	if (field->derived)
		return 0;
	convert->run = run_of(field);
	convert->absent = spot_field_absent(field);
	convert->absent_state = (uint8_t)spot_batch_state(convert->absent);
	spaces_mark(convert);
	words_mark(convert);
	if (field->type != SPOT_TYPE_FLAG)
		return 0;
	convert->memo = spot_mem_calloc(SPOT_MEMO_SLOTS, sizeof(*convert->memo));
	if (!convert->memo)
		return spot_error_nomem(err);
	/* No text in UTF-8. */
	for (size_t i = 0; i < SPOT_MEMO_SLOTS; i++)
		convert->memo[i].text = UINT64_MAX;
	return 0;
}

void spot_convert_reset(struct spot_convert *convert)
{
	free(convert->memo);
	convert->memo = NULL;
}

static bool bad_add(struct spot_convert *convert, size_t row, const char *problem)
{
	struct spot_bad_cells *bad = convert->bad;
	if (!bad)
		return true;
	if (!spot_mem_grow(&bad->items, &bad->cap, bad->n_items + 1, sizeof(*bad->items)))
		return false;
	bad->items[bad->n_items++] = (struct spot_bad_cell) {
		(uint32_t)row, (uint32_t)convert->field_idx, problem };
	return true;
}

static void state_set(struct spot_convert *convert, size_t row, enum spot_state state)
{
	struct spot_column *column = convert->column;
	column->n_values -= column->state[row] == SPOT_STATE_VALUE;
	column->n_values += state == SPOT_STATE_VALUE;
	column->state[row] = (uint8_t)state;
}

bool spot_convert_cell(struct spot_convert *convert, size_t row)
{
	struct spot_value value;
	const char *problem;
	struct spot_view text =
	    spot_chunk_cell(convert->chunk, convert->first + row, convert->column_idx);
	enum spot_cell_state state =
	    spot_cell_read(&value, convert->field, text, convert->arena, NULL, &problem);
	if (state == SPOT_CELL_NOMEM)
		return false;
	if (state == SPOT_CELL_UNREADABLE && !bad_add(convert, row, problem))
		return false;
	spot_batch_put(convert->column, row, value);
	state_set(convert, row, spot_batch_state(value));
	return true;
}

bool spot_convert_rest(struct spot_convert *convert, const uint8_t *rows, size_t n_rows,
    size_t n_blank, size_t row)
{
	if (convert->absent_state != SPOT_STATE_VALUE)
		convert->column->n_values -= n_blank;
	for (size_t i = 0; i < n_rows; i++)
		if (!spot_convert_cell(convert, row + rows[i]))
			return false;
	return true;
}
