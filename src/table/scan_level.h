/* SPDX-License-Identifier: MIT */
/*
 * The scanner's loops over all bytes: a template, included by scan_levels.c once for each kind of
 * machine. SCAN makes names of that kind; see scan_group.h.
 *
 * Included with nothing defined, which comes first, it is the plain variant, and brings what all
 * of them share.
 */
#include <string.h>

#include "base/utf8.h"
#include "table/scan_group.h"
#include "table/scan_internal.h"

#ifndef SCAN
#define SCAN(name) name##_plain

/* The second of two quotes, or a line's end, in quotes. */
static inline void inner_put(struct spot_scan_index *index, size_t base, uint64_t bits)
{
	for (; bits; bits &= bits - 1)
		index->inner.items[index->inner.n_items++] =
		    (uint32_t)base + (uint32_t)__builtin_ctzll(bits);
}

/* For one group more in each of the lists, out being the end of ends. */
static inline bool index_has_room(const struct spot_scan_index *index, const uint32_t *out)
{
	const struct spot_scan_places *ends = &index->ends, *inner = &index->inner;
	return ends->cap - (size_t)(out - ends->items) >= SPOT_SCAN_ROOM &&
	    inner->cap - inner->n_items >= SPOT_SCAN_ROOM;
}

static inline void odd_mark(struct spot_scan_index *index, size_t at)
{
	index->odd_groups[at / SPOT_SCAN_GROUP / 64] |= (uint64_t)1 << at / SPOT_SCAN_GROUP % 64;
	index->odd = true;
}

/* Characters that begin at the set bits: of all bytes outside ASCII in the group. */
static inline void utf8_check(struct spot_scan_index *index, size_t base, uint64_t high)
{
	for (; high; high &= high - 1) {
		size_t at = base + (size_t)__builtin_ctzll(high);
		uint32_t code;
		if (at < index->utf8_end)
			continue;
		size_t n = spot_utf8_decode(index->ptr + at, index->len - at, &code);
		if (n == 0)
			odd_mark(index, at);
		index->utf8_end = at + (n > 0 ? n : 1);
	}
}

/* Bit i: the number of set bits up to i is odd. With quotes: the byte lies in quotes, or opens
 * them. */
static inline uint64_t bits_parity(uint64_t bits)
{
	bits ^= bits << 1;
	bits ^= bits << 2;
	bits ^= bits << 4;
	bits ^= bits << 8;
	bits ^= bits << 16;
	return bits ^ bits << 32;
}
#endif

/* What the cutter has come to. */
struct SCAN(cut) {
	const char *ptr;
	size_t len;
	char delimiter;
	uint64_t inside;           /* all ones: in quotes */
	uint64_t n_lines;          /* physical lines */
	struct spot_scan_cut last; /* at the last end of a record */
};

/* A group with quotes or CRs, or in quotes. p: its bytes, or a copy of them. False: what libcsv
 * would make of it is not plain, and the last end of a record before that is the last. */
__attribute__((always_inline)) static inline bool SCAN(cut_closely)(
    struct SCAN(cut) *cut, const char *p, size_t base)
{
	struct SCAN(group) g = SCAN(group_load)(p);
	const char *next = cut->ptr + base + SPOT_SCAN_GROUP;
	size_t n_left = cut->len - base;
	bool has_next = n_left > SPOT_SCAN_GROUP;
	/* What stands there nobody knows; it is taken for the better. */
	uint64_t beyond = n_left < SPOT_SCAN_GROUP ? ~(uint64_t)0 << n_left : 0;
	char before = base > 0 ? next[-SPOT_SCAN_GROUP - 1] : '\n';
	uint64_t quotes = SCAN(group_eq)(g, '"'), cr = SCAN(group_eq)(g, '\r');
	uint64_t lf = SCAN(group_eq)(g, '\n');
	uint64_t edges = SCAN(group_eq)(g, cut->delimiter) | lf | quotes;
	uint64_t inside = bits_parity(quotes) ^ cut->inside;

	/* A quote opens a cell at its very start, or is the second of two in it. */
	bool edge_before = (before == cut->delimiter) | (before == '\n') | (before == '"');
	uint64_t odd = quotes & inside & ~(edges << 1 | edge_before);
	/* A quote that closes is followed by the cell's end, or is the first of two. */
	char after = has_next ? *next : '\n';
	bool edge_after = (after == cut->delimiter) | (after == '\n') | (after == '\r') |
	    (after == '"');
	odd |= quotes & ~inside & ~((edges | cr | beyond) >> 1 | (uint64_t)edge_after << 63);
	/* A CR that ends a record has its LF. */
	odd |= cr & ~inside & ~((lf | beyond) >> 1 | (uint64_t)(after == '\n') << 63);

	uint64_t record_ends = lf & ~inside;
	/* Those before the first odd byte. */
	record_ends &= (odd & -odd) - 1;
	/* Outside quotes each CR has its LF, and that is counted. */
	uint64_t line_ends =
	    record_ends | (inside & (cr | (lf & ~(cr << 1 | (before == '\r')))));
	unsigned n_after = (unsigned)__builtin_clzll(record_ends | 1);
	uint64_t n_lines = cut->n_lines +
	    (uint64_t)__builtin_popcountll(line_ends & ~(uint64_t)0 >> n_after);
	cut->last.end = record_ends ? base + 64 - n_after : cut->last.end;
	cut->last.n_lines = record_ends ? n_lines : cut->last.n_lines;
	cut->n_lines += (uint64_t)__builtin_popcountll(line_ends);
	cut->inside = (inside >> 63) * ~(uint64_t)0;
	return !odd;
}

/* Groups without all that: n_lines LFs were counted, the last of them in the group at base. */
static inline void SCAN(cut_settle)(struct SCAN(cut) *cut, size_t base, uint64_t n_lines)
{
	if (n_lines == 0)
		return;
	uint64_t lf = SCAN(group_eq)(SCAN(group_load)(cut->ptr + base), '\n');
	cut->n_lines += n_lines;
	cut->last.end = base + 64 - (size_t)__builtin_clzll(lf);
	cut->last.n_lines = cut->n_lines;
}

static inline void SCAN(cut_loop)(
    struct spot_scan_cut *out, const char *ptr, size_t len, char delimiter)
{
	struct SCAN(cut) cut = { .ptr = ptr, .len = len, .delimiter = delimiter };
	size_t base = 0, last = 0;
	uint64_t n_lines = 0;
	bool plain = true;
	for (; plain && len - base >= SPOT_SCAN_GROUP; base += SPOT_SCAN_GROUP) {
		struct SCAN(group) g = SCAN(group_load)(ptr + base);
		uint64_t lf = SCAN(group_eq)(g, '\n'), cr = SCAN(group_eq)(g, '\r');
		/* A CR that has its LF is nothing. */
		if (SCAN(group_eq)(g, '"') | (cr & ~(lf >> 1)) | cut.inside) {
			SCAN(cut_settle)(&cut, last, n_lines);
			n_lines = 0;
			plain = SCAN(cut_closely)(&cut, ptr + base, base);
			continue;
		}
		n_lines += (uint64_t)__builtin_popcountll(lf);
		last = lf ? base : last;
	}
	SCAN(cut_settle)(&cut, last, n_lines);
	if (plain && base < len) {
		char tail[SPOT_SCAN_GROUP] = { 0 };
		memcpy(tail, ptr + base, len - base);
		plain = SCAN(cut_closely)(&cut, tail, base);
	}
	*out = cut.last;
	out->odd = !plain;
}

/* The bits of the cells' ends in a group with rare bytes, or in quotes. */
__attribute__((always_inline)) static inline uint64_t SCAN(index_closely)(
    struct spot_scan_index *index, size_t base, uint64_t valid)
{
	struct SCAN(group) g = SCAN(group_load)(index->ptr + base);
	uint64_t lf = SCAN(group_eq)(g, '\n') & valid;
	uint64_t ends = (SCAN(group_eq)(g, index->delimiter) & valid) | lf;
	uint64_t quotes = SCAN(group_eq)(g, '"') & valid, nul = SCAN(group_eq)(g, '\0') & valid;
	uint64_t high = SCAN(group_rare)(g) & valid & ~quotes & ~nul;
	for (; nul; nul &= nul - 1)
		odd_mark(index, base + (size_t)__builtin_ctzll(nul));
	if (high)
		utf8_check(index, base, high);
	if (!(quotes | index->inside))
		return ends;
	uint64_t inside = bits_parity(quotes) ^ index->inside;
	uint64_t cr = SCAN(group_eq)(g, '\r') & valid;
	char before = base > 0 ? index->ptr[base - 1] : '\n';
	uint64_t doubled = quotes & (quotes << 1 | (before == '"'));
	uint64_t line_ends = cr | (lf & ~(cr << 1 | (before == '\r')));
	inner_put(index, base, inside & (doubled | line_ends));
	index->quoted = true;
	index->inside = (inside >> 63) * ~(uint64_t)0;
	return ends & ~inside;
}

static inline void SCAN(index_loop)(struct spot_scan_index *index)
{
	uint32_t *out = index->ends.items + index->ends.n_items;
	const uint32_t *full = index->ends.items + index->ends.cap - SPOT_SCAN_ROOM;
	const char *ptr = index->ptr;
	char delimiter = index->delimiter;
	size_t base = index->pos, len = index->len;
	bool room = index_has_room(index, out);
	for (; len - base >= SPOT_SCAN_GROUP && out <= full && room; base += SPOT_SCAN_GROUP) {
		struct SCAN(group) g = SCAN(group_load)(ptr + base);
		uint64_t ends = SCAN(group_eq2)(g, delimiter, '\n');
		if (SCAN(group_rare)(g) | index->inside) {
			ends = SCAN(index_closely)(index, base, ~(uint64_t)0);
			room = index_has_room(index, out);
		}
		out = SCAN(bits_put)(out, (uint32_t)base, ends);
	}
	if (len - base < SPOT_SCAN_GROUP && base < len && index_has_room(index, out)) {
		uint64_t valid = ((uint64_t)1 << (len - base)) - 1;
		uint64_t ends = SCAN(index_closely)(index, base, valid);
		out = SCAN(bits_put)(out, (uint32_t)base, ends);
		base = len;
	}
	index->pos = base;
	index->ends.n_items = (size_t)(out - index->ends.items);
}

#undef SCAN
