/* SPDX-License-Identifier: MIT */
/* Random rows for a batch, made of what is likely to go wrong. */
#ifndef ROWS_H
#define ROWS_H

#include <math.h>
#include <stdint.h>

#include "table/batch.h"

/* With choices each byte of them is a number, and zeros follow: the first of every list. */
struct rng {
	uint64_t state;
	const uint8_t *choices;
	size_t n_choices;
};

/* splitmix64 */
static inline uint64_t rng_next(struct rng *rng)
{
	if (rng->choices) {
		bool any = rng->n_choices > 0;
		rng->n_choices -= any;
		return any ? *rng->choices++ : 0;
	}
	uint64_t z = rng->state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static inline unsigned rng_below(struct rng *rng, unsigned n)
{
	return (unsigned)(rng_next(rng) % n);
}

static inline bool rng_percent(struct rng *rng, unsigned percent)
{
	return rng_below(rng, 100) < percent;
}

#define ROWS_PICK(rng, array) ((array)[rng_below(rng, sizeof(array) / sizeof((array)[0]))])

static const int64_t rows_integers[] = { 0, 1, -1, 2, 3, 5, 7, 10, 12, 49, 50, 51, 99, 100, 200,
	365, 1000, 1999, 2024, 20000, 1000000, INT64_MIN, INT64_MIN + 1, INT64_MAX, INT64_MAX - 1,
	(INT64_C(1) << 53) - 1, INT64_C(1) << 53, (INT64_C(1) << 53) + 1, -(INT64_C(1) << 53) - 1,
	INT64_C(1) << 62, 63, 64, -64, 4294967296 };

static const double rows_numbers[] = { 0.0, -0.0, 0.5, -0.5, 1, -1, 0.1, 0.3, 0.12, 2, 3, 2.5,
	-2.5, 7.5, 100, 1e3, 50000, 1e15, 1e16, 9007199254740991.0, 9007199254740992.0,
	9007199254740994.0, 9223372036854775807.0, -9223372036854775808.0, 1e19, -1e19, 1e300,
	-1e300, 1e308, 5e-324, 1e-300, 0x1p-1022, 3.0, 12.0, 20000.0, 0.999999999999,
	1.0000000001 };

#define ROWS_VIEW(text) { text, sizeof(text) - 1 }
static const struct spot_view rows_texts[] = { ROWS_VIEW(""), ROWS_VIEW("a"), ROWS_VIEW("A"),
	ROWS_VIEW("abc"), ROWS_VIEW("ABC"), ROWS_VIEW("SaaS"), ROWS_VIEW("saas"),
	ROWS_VIEW("Fintech"), ROWS_VIEW("Amber"), ROWS_VIEW("Amberton Ltd"), ROWS_VIEW("10"),
	ROWS_VIEW("0x10"), ROWS_VIEW(" 3.5 "), ROWS_VIEW("1e2"), ROWS_VIEW("-0.0"),
	ROWS_VIEW("-7"), ROWS_VIEW("inf"), ROWS_VIEW("nan"), ROWS_VIEW("9223372036854775807"),
	ROWS_VIEW("9223372036854775808"), ROWS_VIEW("1,200"), ROWS_VIEW("VP Sales"),
	ROWS_VIEW("Head of IT"), ROWS_VIEW("STRASSE"), ROWS_VIEW("stra\xC3\x9F" "e"),
	ROWS_VIEW("\xC3\x89" "clair"), ROWS_VIEW("e\xCC\x81" "clair"), ROWS_VIEW("eclair"),
	ROWS_VIEW("\xE2\x84\xAA"), ROWS_VIEW("k"), ROWS_VIEW("a\0b"), ROWS_VIEW("a\0c"),
	ROWS_VIEW("\0"), ROWS_VIEW("\xFF\xFE"), ROWS_VIEW("caf\xE9"), ROWS_VIEW("\xC3"),
	ROWS_VIEW("12-34"), ROWS_VIEW("DE-10115"), ROWS_VIEW("x y z"), ROWS_VIEW("a.b"),
	ROWS_VIEW("%d"), ROWS_VIEW("Gold"), ROWS_VIEW("Silver"), ROWS_VIEW("M"), ROWS_VIEW("Q"),
	ROWS_VIEW("true"), ROWS_VIEW("nil"), ROWS_VIEW("2026-01-31"),
	ROWS_VIEW("ann@example.com"), ROWS_VIEW("www.North.example"), ROWS_VIEW("  two  ") };

static inline struct spot_view rows_text(struct rng *rng, struct spot_arena *arena)
{
	struct spot_view text = ROWS_PICK(rng, rows_texts);
	if (rng_percent(rng, 90))
		return text;
	/* Long ones, some beyond what a program takes. */
	static const size_t lens[] = { 40, 41, 100, 300, 4095, 4096, 4097, 5000 };
	size_t len = rng_percent(rng, 80) ? lens[rng_below(rng, 4)] : ROWS_PICK(rng, lens);
	char *bytes = spot_arena_alloc(arena, len);
	for (size_t i = 0; bytes && i < len; i++)
		bytes[i] = "abcAB 1.-x"[i * 7 % 10];
	return (struct spot_view) { bytes, bytes ? len : 0 };
}

static inline struct spot_list rows_list(struct rng *rng, struct spot_arena *arena)
{
	static const size_t lens[] = { 0, 1, 1, 2, 2, 3, 3, 4, 5, 8 };
	size_t n = rng_percent(rng, 97) ? ROWS_PICK(rng, lens) : rng_percent(rng, 90) ? 40 : 300;
	struct spot_view *items = spot_arena_calloc(arena, n, sizeof(*items));
	for (size_t i = 0; items && i < n; i++)
		items[i] = rows_text(rng, arena);
	return (struct spot_list) { items, items ? n : 0 };
}

static inline struct spot_value rows_value(struct rng *rng, const struct spot_field *field,
    struct spot_arena *arena)
{
	struct spot_value value = { .kind = spot_type_kind(field->type) };
	switch (value.kind) {
	case SPOT_KIND_BOOL:
		value.as.flag = rng_percent(rng, 50);
		break;
	case SPOT_KIND_INT:
		value.as.integer = field->type == SPOT_TYPE_DATE
		    ? (int64_t)rng_below(rng, 40000) - 10000 : ROWS_PICK(rng, rows_integers);
		if (field->type != SPOT_TYPE_DATE && rng_percent(rng, 30))
			value.as.integer = (int64_t)rng_below(rng, 300);
		break;
	case SPOT_KIND_FLOAT:
		value.as.number = ROWS_PICK(rng, rows_numbers);
		if (rng_percent(rng, 40))
			value.as.number = (double)rng_below(rng, 2000) / 100;
		break;
	case SPOT_KIND_TEXT:
		value.as.text = rows_text(rng, arena);
		break;
	case SPOT_KIND_LIST:
		value.as.list = rows_list(rng, arena);
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return value;
}

/* Fills n rows; blanks: percent of the cells that have no value. */
static inline void rows_fill(struct spot_batch *batch, size_t n, struct rng *rng, unsigned blanks)
{
	spot_arena_reset(&batch->arena);
	batch->n_rows = n;
	for (size_t i = 0; i < batch->schema->n_fields; i++) {
		const struct spot_field *field = &batch->schema->fields[i];
		for (size_t row = 0; row < n; row++) {
			struct spot_value value = rows_value(rng, field, &batch->arena);
			if (rng_percent(rng, blanks))
				value = field->derived || rng_percent(rng, 10)
				    ? (struct spot_value) { .kind = SPOT_KIND_BLANK }
				    : spot_field_absent(field);
			spot_batch_set(batch, i, row, value);
		}
	}
}

#endif
