/* SPDX-License-Identifier: MIT */
/* Whole numbers and dates. */
#include "table/convert_digits.h"

#define DAYS_BEFORE_1970 719468 /* from 0000-03-01 */

/* --- whole numbers ------------------------------------------------------------------------- */

/* [-] one to eight digits. */
static inline bool integer_read(struct spot_view text, int64_t *out)
{
	bool is_negative = *text.ptr == '-';
	size_t n = text.len - is_negative;
	if (n - 1 >= 8)
		return false;
	uint64_t word = spot_digits_load(text.ptr + is_negative, n);
	int64_t value = (int64_t)spot_digits_join(word);
	*out = is_negative ? -value : value;
	return spot_digits_are(word);
}

/* --- dates --------------------------------------------------------------------------------- */

/* YYYY-MM-DD, as spot_date_iso, but for 29 February. */
static inline bool date_read(struct spot_view text, int64_t *out)
{
	/* By month from 1 on; none has a place 0 or one above 12. */
	static const uint8_t month_days[16] = { 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	/* Days from 1 March on; January and February belong to the year before. */
	static const int16_t days_before[16] = { 0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214,
		245, 275 };
	uint64_t word = spot_convert_load8(text.ptr);
	uint64_t day_digits = spot_convert_load8(text.ptr + 2) >> 48;
	if (text.len != 10 || (word & 0xFF0000FF00000000u) != 0x2D00002D00000000u)
		return false;
	uint64_t digits = (word & 0xFFFFFFFF) | (word >> 40 & 0xFFFF) << 32 | day_digits << 48;
	digits ^= SPOT_DIGITS_ZERO;
	uint64_t pairs = spot_digits_pair(digits);
	uint32_t year = (uint32_t)((pairs & 0xFF) * 100 + (pairs >> 16 & 0xFF));
	uint32_t month = (uint32_t)(pairs >> 32 & 0xFF), day = (uint32_t)(pairs >> 48 & 0xFF);
	if (!spot_digits_are(digits) || year < 1000 || month >= 16 || day - 1 >= month_days[month])
		return false;
	year -= month < 3;
	uint32_t century = year / 100;
	*out = (int64_t)(year * 365 + year / 4 - century + century / 4) + days_before[month] + day -
	    1 - DAYS_BEFORE_1970;
	return true;
}

/* --- both ---------------------------------------------------------------------------------- */

typedef bool (*read_fn)(struct spot_view text, int64_t *out);

SPOT_CONVERT_LOOP wholes_run(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row, read_fn read, bool edges)
{
	const struct spot_cells here = *cells;
	const int64_t absent = convert->absent.as.integer;
	const uint8_t absent_state = convert->absent_state;
	int64_t *out = convert->column->as.integer + row;
	uint8_t *state = convert->column->state + row;
	uint8_t rest[SPOT_TILE_ROWS];
	size_t n_rest = 0, n_blank = 0;
	for (size_t i = 0; i < here.n; i++) {
		struct spot_view text = spot_cells_at(&here, i, edges);
		if (text.len == 0) {
			out[i] = absent;
			state[i] = absent_state;
			n_blank++;
		} else if (spot_convert_is_odd_word(convert, *text.ptr) || !read(text, &out[i])) {
			rest[n_rest++] = (uint8_t)i;
		}
	}
	return spot_convert_rest(convert, rest, n_rest, n_blank, row);
}

bool spot_convert_digits_integer(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row)
{
	return spot_cells_have_edges(cells)
	    ? wholes_run(convert, cells, row, integer_read, true)
	    : wholes_run(convert, cells, row, integer_read, false);
}

bool spot_convert_digits_date(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row)
{
	return spot_cells_have_edges(cells) ? wholes_run(convert, cells, row, date_read, true) :
					      wholes_run(convert, cells, row, date_read, false);
}
