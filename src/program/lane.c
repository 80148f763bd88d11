/* SPDX-License-Identifier: MIT */
#include "program/lane.h"

#include "program/internal.h"
#include "program/match.h"
#include "program/string.h"

typedef uint8_t type_B;
typedef int64_t type_I;
typedef double type_F;
typedef struct spot_view type_T;
typedef struct spot_list type_L;

/* A constant is read again and again: its step is 0. */
#define OPERAND(letter, k) \
	const type_##letter *p##k = run->in[k]; \
	const size_t step##k = (run->constants >> (k) & 1) == 0
#define LANE(k) p##k[i * step##k]
/* The only operand is no constant (see verify.c). */
#define ONLY_OPERAND(letter) \
	const type_##letter *p0 = run->in[0]; \
	enum { step0 = 1 }

/* Whether an op takes a mask at all. */
enum { W = SPOT_OP_W, K = SPOT_OP_K, WK = W | K };
enum {
#define X(name, result, operands, flags, print) masks_##name = ((flags) & SPOT_OP_W) != 0,
#include "program/op.def"
#undef X
};

#define FETCH_B(k) (void)0
#define FETCH_I(k) (void)0
#define FETCH_F(k) (void)0
#define FETCH_L(k) (void)0
#define FETCH_T(k) (step##k ? spot_string_fetch(p##k, i, n) : (void)0)

#define OUTSIDE_B(o) o = 0
#define OUTSIDE_I(o) (void)o
#define OUTSIDE_F(o) (void)o
#define OUTSIDE_T(o) (void)o
#define OUTSIDE_L(o) (void)o

#define HEAD(op, r) \
	static void run_##op(const struct spot_lane_run *run, void *out) \
	{ \
		struct spot_scratch *s = run->scratch; \
		const struct spot_node *node = run->node; \
		const struct spot_constant *constant = run->constant; \
		const uint8_t *where = run->where; \
		const size_t n = run->n; \
		type_##r *o = out; \
		(void)s; \
		(void)node; \
		(void)constant;
#define BODY(op, r, expression) \
			if (masks_##op && where && !where[i]) { \
				OUTSIDE_##r(o[i]); \
				continue; \
			} \
			o[i] = (expression);

#define F1(op, r, tx, expression) \
	HEAD(op, r) \
		ONLY_OPERAND(tx); \
		for (size_t i = 0; i < n; i++) { \
			const type_##tx x = LANE(0); \
			FETCH_##tx(0); \
			BODY(op, r, expression) \
		} \
	}
#define F2(op, r, tx, ty, expression) \
	HEAD(op, r) \
		OPERAND(tx, 0); \
		OPERAND(ty, 1); \
		for (size_t i = 0; i < n; i++) { \
			const type_##tx x = LANE(0); \
			FETCH_##tx(0); \
			const type_##ty y = LANE(1); \
			BODY(op, r, expression) \
		} \
	}
#define F3(op, r, tx, ty, tz, expression) \
	HEAD(op, r) \
		OPERAND(tx, 0); \
		OPERAND(ty, 1); \
		OPERAND(tz, 2); \
		for (size_t i = 0; i < n; i++) { \
			const type_##tx x = LANE(0); \
			FETCH_##tx(0); \
			const type_##ty y = LANE(1); \
			const type_##tz z = LANE(2); \
			BODY(op, r, expression) \
		} \
	}
#include "program/lane.def"
#undef F1
#undef F2
#undef F3

/*
 * Equal to a short constant, without a branch on what the lanes hold: their lengths are mixed, and
 * a wrong guess costs more than all of it. What is of another length is replaced by the constant.
 */
static void run_equal(const struct spot_lane_run *run, uint8_t *out)
{
	static const uint8_t always = 1;
	const struct spot_view *texts = run->in[0];
	const struct spot_view wanted = *(const struct spot_view *)run->in[1];
	const struct spot_ends ends = spot_string_ends(wanted);
	const uint8_t *where = run->where ? run->where : &always;
	const size_t step = run->where != NULL;
	for (size_t i = 0; i < run->n; i++) {
		spot_string_fetch(texts, i, run->n);
		bool is_long = (texts[i].len == wanted.len) & where[i * step];
		uintptr_t keep = -(uintptr_t)is_long;
		uintptr_t ptr = ((uintptr_t)texts[i].ptr & keep) | ((uintptr_t)wanted.ptr & ~keep);
		struct spot_ends e = spot_string_ends(
		    (struct spot_view) { (const char *)ptr, wanted.len });
		out[i] = is_long & (((e.head ^ ends.head) | (e.tail ^ ends.tail)) == 0);
	}
}

/* Globs of up to 16 bytes that begin or end with a star, likewise. What has other than ASCII where
 * it is compared is looked at again. A shorter text never fits: no character folds to more than
 * one of ASCII. */
static void run_like(const struct spot_lane_run *run, uint8_t *out)
{
	static const uint8_t always = 1;
	const struct spot_view *texts = run->in[0];
	const uint8_t *where = run->where ? run->where : &always;
	const size_t step = run->where != NULL;
	uint8_t again[SPOT_BATCH_ROWS];
	memset(out, 0, run->n);
	memset(again, 0, run->n);
	for (size_t g = 0; g < run->constant->list.n_items; g++) {
		const struct spot_glob glob = run->constant->globs[g];
		const size_t from_end = glob.shape == SPOT_GLOB_ENDS ? SIZE_MAX : 0;
		for (size_t i = 0; i < run->n; i++) {
			spot_string_fetch(texts, i, run->n);
			bool is_long = (texts[i].len >= glob.plain.len) & where[i * step];
			uintptr_t keep = -(uintptr_t)is_long;
			uintptr_t at = (uintptr_t)texts[i].ptr +
			    ((texts[i].len - glob.plain.len) & from_end);
			uintptr_t ptr = (at & keep) | ((uintptr_t)glob.plain.ptr & ~keep);
			struct spot_ends e = spot_string_ends(
			    (struct spot_view) { (const char *)ptr, glob.plain.len });
			again[i] |= ((e.head | e.tail) & 0x8080808080808080u) != 0;
			e.head ^= spot_string_between8(e.head, 'A', 'Z') >> 2;
			e.tail ^= spot_string_between8(e.tail, 'A', 'Z') >> 2;
			out[i] |= is_long & (((e.head ^ glob.head) | (e.tail ^ glob.tail)) == 0);
		}
	}
	for (size_t i = 0; i < run->n; i++)
		if (again[i] && !out[i])
			out[i] = spot_match_like(run->scratch, run->constant, texts[i]);
}

/* Regular expressions and patterns, each asked once a lane. */
static void run_match(const struct spot_lane_run *run, void *lanes)
{
	uint8_t *out = lanes;
	const struct spot_view *texts = run->in[0], *pattern = run->in[1];
	struct spot_lane_matches *matches = run->matches;
	const enum spot_op op = run->node->op;
	const bool is_regex = op == SPOT_OP_REGEX_T || op == SPOT_OP_REGEX_OK_T;
	const bool asks_if_sure = op == SPOT_OP_REGEX_OK_T || op == SPOT_OP_PATTERN_OK_T;
	const void *key = is_regex ? (const void *)run->constant : pattern->ptr;
	if (matches->pattern != key || matches->texts != run->node->a) {
		memset(matches->lanes, 0, sizeof(matches->lanes));
		matches->pattern = key;
		matches->texts = run->node->a;
	}
	for (size_t i = 0; i < run->n; i++) {
		out[i] = 0;
		if (run->where && !run->where[i])
			continue;
		if (matches->lanes[i] == 0) {
			enum spot_match match = is_regex
			    ? spot_match_regex(run->scratch, run->constant, texts[i])
			    : spot_match_pattern(texts[i], *pattern);
			matches->lanes[i] = (uint8_t)(match + 1);
		}
		enum spot_match match = matches->lanes[i] - 1;
		out[i] = asks_if_sure ? match != SPOT_MATCH_UNSURE : match == SPOT_MATCH_YES;
	}
}

static bool is_like_short(const struct spot_constant *constant)
{
	for (size_t i = 0; i < constant->list.n_items; i++) {
		const struct spot_glob *glob = &constant->globs[i];
		if ((glob->shape != SPOT_GLOB_BEGINS && glob->shape != SPOT_GLOB_ENDS) ||
		    glob->plain.len > 16)
			return false;
	}
	return true;
}

void spot_lane_run(const struct spot_lane_run *run, void *out)
{
	typedef void (*run_fn)(const struct spot_lane_run *run, void *out);
	static const run_fn table[SPOT_OP_N] = {
#define F1(op, r, tx, expression) [SPOT_OP_##op] = run_##op,
#define F2(op, r, tx, ty, expression) [SPOT_OP_##op] = run_##op,
#define F3(op, r, tx, ty, tz, expression) [SPOT_OP_##op] = run_##op,
#include "program/lane.def"
#undef F1
#undef F2
#undef F3
		[SPOT_OP_REGEX_T] = run_match,
		[SPOT_OP_REGEX_OK_T] = run_match,
		[SPOT_OP_MATCHES_T] = run_match,
		[SPOT_OP_PATTERN_OK_T] = run_match,
	};
	if (run->node->op == SPOT_OP_EQ_T && run->constants == 2 &&
	    ((const struct spot_view *)run->in[1])->len <= 16)
		run_equal(run, out);
	else if (run->node->op == SPOT_OP_LIKE_T && is_like_short(run->constant))
		run_like(run, out);
	else
		table[run->node->op](run, out);
}
