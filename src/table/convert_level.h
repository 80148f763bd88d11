/* SPDX-License-Identifier: MIT */
/*
 * Loops of conversion that gain by the machine's kind: a template, included by convert_levels.c
 * once for each. LEVEL makes names of that kind; see scan_group.h, and besides
 *
 *	decimal_load(p, n, &digits, &n_fraction)
 *	                    n bytes at p, digits with or without a point among them: the digits
 *	                    without the point, and how many follow it. False: they may be something
 *	                    else. n is 1 to 16, and 16 bytes before p + n may be read.
 *
 * Included with nothing defined, which comes first, it is the plain variant, and brings what all
 * of them share.
 *
 * A fraction is a whole number divided once by a power of ten: both are exact below 2^53 and
 * 10^22, and so the quotient is the nearest double (Clinger).
 */
#include "table/cell_internal.h"
#include "table/convert_digits.h"
#include "table/scan_group.h"
#include "table/scan_internal.h"

#ifndef LEVEL
#define LEVEL(name) name##_plain

#define DECIMAL_MAX 16 /* bytes of what decimal_load reads */
#define WORD_MAX 4     /* of "N/A" and its like, which mean blank */

/* The first point among eight bytes; 8: none. */
static inline size_t point_find(uint64_t word)
{
	uint64_t other = word ^ 0x2E2E2E2E2E2E2E2Eu;
	uint64_t marks = (other - 0x0101010101010101u) & ~other & 0x8080808080808080u;
	return marks ? (size_t)__builtin_ctzll(marks) / 8 : 8;
}

/* Eight digits on either side of the point at most. */
static inline bool decimal_load_plain(const char *p, size_t n, uint64_t *digits, size_t *n_fraction)
{
	static const uint64_t scales[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000,
		100000000 };
	size_t n_whole = point_find(spot_convert_load8(p));
	n_whole = n_whole < n ? n_whole : n;
	size_t n_after = n > n_whole ? n - n_whole - 1 : 0;
	*digits = *n_fraction = 0;
	if (n_whole == 0 || n_after > 8 || (n > n_whole && p[n_whole] != '.'))
		return false;
	uint64_t whole = spot_digits_load(p, n_whole);
	*digits = spot_digits_join(whole);
	if (n_after == 0)
		return spot_digits_are(whole);
	uint64_t fraction = spot_digits_load(p + n_whole + 1, n_after);
	*digits = *digits * scales[n_after] + spot_digits_join(fraction);
	*n_fraction = n_after;
	return spot_digits_are(whole) && spot_digits_are(fraction);
}

#define ITEMS_MOST 8 /* of a text that the loop reads; four more may be put behind them */
#define POOL_ITEMS ((size_t)2048)

/* Room for n items of lists, one after the other, behind those that were taken. */
static inline bool pool_reserve(struct spot_convert *convert, size_t n)
{
	if (n <= convert->n_items_left)
		return true;
	size_t n_new = n > POOL_ITEMS ? n : POOL_ITEMS;
	convert->items = spot_arena_alloc(convert->arena, n_new * sizeof(*convert->items));
	convert->n_items_left = convert->items ? n_new : 0;
	return convert->items != NULL;
}

static inline void pool_take(struct spot_convert *convert, size_t n)
{
	convert->items += n;
	convert->n_items_left -= n;
}

/* Items of any length, trimmed; those that are empty are none. */
static inline size_t items_trim(struct spot_view *out, struct spot_view text, char sep)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	size_t n = 0;
	for (const char *at; p < end; p = at + 1) {
		at = memchr(p, sep, (size_t)(end - p));
		at = at ? at : end;
		out[n] = spot_cell_trim((struct spot_view) { p, (size_t)(at - p) });
		n += out[n].len > 0;
	}
	return n;
}

/* The first cells of a block may not have the bytes before them that decimal_load wants. */
static inline bool lack_bytes(const struct spot_cells *cells)
{
	return (uint32_t)(cells->ends[0] + 1) < DECIMAL_MAX;
}

static inline bool list_is_odd(const struct spot_convert *convert, struct spot_view text)
{
	return spot_convert_is_odd(convert, text) || text.len <= WORD_MAX;
}

/* Those that the loop has not read. */
static inline bool lists_rest(struct spot_convert *convert, const struct spot_cells *cells,
    const uint8_t *rows, size_t n, size_t n_blank, size_t row, char sep)
{
	uint8_t odd[SPOT_TILE_ROWS];
	size_t n_odd = 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = rows[i];
		struct spot_view text = spot_cells_at(cells, at, true);
		if (list_is_odd(convert, text)) {
			odd[n_odd++] = (uint8_t)at;
			continue;
		}
		if (!pool_reserve(convert, text.len / 2 + 2))
			return false;
		size_t n_items = items_trim(convert->items, text, sep);
		convert->column->as.list[row + at] = (struct spot_list) { convert->items, n_items };
		pool_take(convert, n_items);
	}
	return spot_convert_rest(convert, odd, n_odd, n_blank, row);
}
#endif

/* --- fractions ----------------------------------------------------------------------------- */

/* [-] digits with or without a point [%] */
static inline bool LEVEL(decimal_read)(struct spot_view text, bool percent, double *out)
{
	static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
		1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17 };
	bool is_negative = *text.ptr == '-';
	bool has_percent = percent && text.ptr[text.len - 1] == '%';
	size_t n = text.len - is_negative - has_percent, n_fraction;
	uint64_t digits;
	if (n - 1 >= DECIMAL_MAX ||
	    !LEVEL(decimal_load)(text.ptr + is_negative, n, &digits, &n_fraction) ||
	    digits > (uint64_t)1 << 53)
		return false;
	/* Negated as a whole number, so that it is never -0.0. */
	int64_t whole = is_negative ? -(int64_t)digits : (int64_t)digits;
	*out = (double)whole / powers[n_fraction + 2 * has_percent];
	return true;
}

SPOT_CONVERT_LOOP LEVEL(decimals_run)(struct spot_convert *convert,
    const struct spot_cells *cells, size_t row, bool percent, bool edges)
{
	const struct spot_cells here = *cells;
	const double absent = convert->absent.as.number;
	const uint8_t absent_state = convert->absent_state;
	double *out = convert->column->as.number + row;
	uint8_t *state = convert->column->state + row;
	uint8_t rest[SPOT_TILE_ROWS];
	size_t n_rest = 0, n_blank = 0;
	for (size_t i = 0; i < here.n; i++) {
		struct spot_view text = spot_cells_at(&here, i, edges);
		if (text.len == 0) {
			out[i] = absent;
			state[i] = absent_state;
			n_blank++;
		} else if (spot_convert_is_odd_word(convert, *text.ptr) ||
		    !LEVEL(decimal_read)(text, percent, &out[i])) {
			rest[n_rest++] = (uint8_t)i;
		}
	}
	return spot_convert_rest(convert, rest, n_rest, n_blank, row);
}

static bool LEVEL(decimal)(struct spot_convert *convert, const struct spot_cells *cells, size_t row)
{
	if (lack_bytes(cells))
		return decimals_run_plain(convert, cells, row, false, true);
	return spot_cells_have_edges(cells)
	    ? LEVEL(decimals_run)(convert, cells, row, false, true)
	    : LEVEL(decimals_run)(convert, cells, row, false, false);
}

static bool LEVEL(percent)(struct spot_convert *convert, const struct spot_cells *cells, size_t row)
{
	if (lack_bytes(cells))
		return decimals_run_plain(convert, cells, row, true, true);
	return spot_cells_have_edges(cells)
	    ? LEVEL(decimals_run)(convert, cells, row, true, true)
	    : LEVEL(decimals_run)(convert, cells, row, true, false);
}

/* --- lists --------------------------------------------------------------------------------- */

/* How many items a text has that is shorter than a group, when none of them is empty or has to be
 * trimmed and out has room for them; otherwise 0. Four are put at once, so that the loop's end is
 * easy to foretell; what stands behind the last item nobody reads. */
static inline size_t LEVEL(items_put)(struct spot_view *out, struct spot_view text, char sep)
{
	if (text.len >= SPOT_SCAN_GROUP)
		return 0;
	struct LEVEL(group) g = LEVEL(group_load)(text.ptr);
	uint64_t end = (uint64_t)1 << text.len;
	uint64_t ends = (LEVEL(group_eq)(g, sep) & (end - 1)) | end;
	uint64_t starts = ends << 1 | 1, low = LEVEL(group_low)(g) & (end - 1);
	size_t n = (size_t)__builtin_popcountll(ends);
	if ((starts & (ends | low)) | (ends & low << 1) || n > ITEMS_MOST)
		return 0;
	const char *p = text.ptr;
	for (int most = 4; most > 0; most = ends != 0)
		for (; most > 0; most--, out++) {
			const char *at = text.ptr + LEVEL(first)(ends);
			*out = (struct spot_view) { p, (size_t)(at - p) };
			p = at + 1;
			ends &= ends - 1;
		}
	return n;
}

SPOT_CONVERT_LOOP LEVEL(lists_run)(
    struct spot_convert *convert, const struct spot_cells *cells, size_t row, bool edges)
{
	char sep = convert->field->sep ? convert->field->sep[0] : ';';
	if (!pool_reserve(convert, SPOT_TILE_ROWS * ITEMS_MOST + 4))
		return false;
	struct spot_view *items = convert->items;
	const struct spot_cells here = *cells;
	const struct spot_list absent = convert->absent.as.list;
	const uint8_t absent_state = convert->absent_state;
	struct spot_list *out = convert->column->as.list + row;
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
		size_t n = list_is_odd(convert, text) ? 0 : LEVEL(items_put)(items, text, sep);
		out[i] = (struct spot_list) { items, n };
		items += n;
		if (n == 0)
			rest[n_rest++] = (uint8_t)i;
	}
	pool_take(convert, (size_t)(items - convert->items));
	return lists_rest(convert, &here, rest, n_rest, n_blank, row, sep);
}

static bool LEVEL(list)(struct spot_convert *convert, const struct spot_cells *cells, size_t row)
{
	return spot_cells_have_edges(cells) ? LEVEL(lists_run)(convert, cells, row, true) :
					      LEVEL(lists_run)(convert, cells, row, false);
}

#undef LEVEL
