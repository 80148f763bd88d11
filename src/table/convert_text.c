/* SPDX-License-Identifier: MIT */
/*
 * Texts are views into the block. Flags are read by looking their text up among those that were
 * read before: a column has few different ones.
 */
#include "table/convert.h"

const bool spot_convert_text_odd_last[256] = { [0] = true, [1] = true, [2] = true, [3] = true,
	[4] = true, [5] = true, [6] = true, [7] = true, [8] = true, [9] = true, [10] = true,
	[11] = true, [12] = true, [13] = true, [14] = true, [15] = true, [16] = true, [17] = true,
	[18] = true, [19] = true, [20] = true, [21] = true, [22] = true, [23] = true, [24] = true,
	[25] = true, [26] = true, [27] = true, [28] = true, [29] = true, [30] = true, [31] = true,
	[32] = true, [0x80] = true, [0x81] = true, [0x82] = true, [0x83] = true, [0x84] = true,
	[0x85] = true, [0x86] = true, [0x87] = true, [0x88] = true, [0x89] = true, [0x8A] = true,
	[0x9F] = true, [0xA0] = true, [0xA8] = true, [0xA9] = true, [0xAF] = true };

SPOT_CONVERT_LOOP texts_run(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row, bool edges)
{
	const struct spot_cells here = *cells;
	const struct spot_view absent = convert->absent.as.text;
	const uint8_t absent_state = convert->absent_state;
	struct spot_view *out = convert->column->as.text + row;
	uint8_t *state = convert->column->state + row;
	uint8_t rest[SPOT_TILE_ROWS];
	size_t n_rest = 0, n_blank = 0;
	for (size_t i = 0; i < here.n; i++) {
		struct spot_view text = spot_cells_at(&here, i, edges);
		if (text.len == 0) {
			out[i] = absent;
			state[i] = absent_state;
			n_blank++;
			continue;
		}
		out[i] = text;
		if (spot_convert_is_odd(convert, text))
			rest[n_rest++] = (uint8_t)i;
	}
	return spot_convert_rest(convert, rest, n_rest, n_blank, row);
}

bool spot_convert_text(struct spot_convert *convert, const struct spot_cells *cells, size_t row)
{
	return spot_cells_have_edges(cells) ? texts_run(convert, cells, row, true) :
					      texts_run(convert, cells, row, false);
}

/* --- flags --------------------------------------------------------------------------------- */

/* The factor was searched for: all usual words for flags have slots of their own. */
static inline size_t memo_slot(uint64_t text)
{
	return text * 0x91640742144201BBu >> 58;
}
_Static_assert(SPOT_MEMO_SLOTS == 1 << (64 - 58), "slots are numbered by the highest bits");

/* Reads the row's cell, and keeps what it is in mind. */
static bool memo_learn(struct spot_convert *convert, struct spot_view text, size_t row)
{
	size_t n_bad = convert->bad ? convert->bad->n_items : 0;
	uint64_t word = 0;
	if (!spot_convert_cell(convert, row))
		return false;
	/* What cannot be read has to be told each time. */
	if (text.len > 8 || !convert->bad || convert->bad->n_items > n_bad)
		return true;
	for (size_t i = text.len; i > 0; i--)
		word = word << 8 | (unsigned char)text.ptr[i - 1];
	convert->memo[memo_slot(word)] = (struct spot_memo) {
		word, convert->column->state[row], convert->column->as.flag[row] };
	return true;
}

SPOT_CONVERT_LOOP flags_run(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row, bool edges)
{
	static const uint64_t masks[] = { 0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF,
		0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF };
	const struct spot_cells here = *cells;
	uint8_t *out = convert->column->as.flag + row, *state = convert->column->state + row;
	uint8_t rest[SPOT_TILE_ROWS];
	size_t n_rest = 0, n_values = 0;
	for (size_t i = 0; i < here.n; i++) {
		struct spot_view text = spot_cells_at(&here, i, edges);
		bool is_short = text.len <= 8;
		uint64_t word = spot_convert_load8(text.ptr) & masks[is_short ? text.len : 8];
		const struct spot_memo *memo = &convert->memo[memo_slot(word)];
		bool is_known = is_short & (memo->text == word);
		out[i] = memo->flag;
		state[i] = is_known ? memo->state : SPOT_STATE_VALUE;
		n_values += state[i] == SPOT_STATE_VALUE;
		rest[n_rest] = (uint8_t)i;
		n_rest += !is_known;
	}
	convert->column->n_values -= here.n - n_values;
	for (size_t i = 0; i < n_rest; i++) {
		struct spot_view text = spot_cells_at(&here, rest[i], edges);
		if (!memo_learn(convert, text, row + rest[i]))
			return false;
	}
	return true;
}

bool spot_convert_text_flag(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row)
{
	return spot_cells_have_edges(cells) ? flags_run(convert, cells, row, true) :
					      flags_run(convert, cells, row, false);
}
