/* SPDX-License-Identifier: MIT */
/*
 * The constants of a program, each kept once: texts, and what lists and patterns are made into so
 * that looking something up in them is quick. Filled by one thread, then read by many.
 */
#ifndef SPOT_PROGRAM_POOL_H
#define SPOT_PROGRAM_POOL_H

#include "base/map.h"
#include "program/program.h"

struct spot_regex;
struct spot_texts;

/* What the items of a list node serve for; equal items for different use are made twice. */
enum spot_list_use {
	SPOT_LIST_SET,    /* ONE_OF_T, HAS_L */
	SPOT_LIST_GLOBS,  /* LIKE_T */
	SPOT_LIST_KEYS,   /* INDEX_T, INDEX_I */
	SPOT_LIST_VALUES, /* AT_* */
	SPOT_LIST_USE_N
};

/* A glob, and what it is where its text is ASCII with a star before or after it. */
struct spot_glob {
	enum spot_glob_shape {
		SPOT_GLOB_OTHER,
		SPOT_GLOB_BEGINS, /* abc* */
		SPOT_GLOB_ENDS,   /* *abc */
		SPOT_GLOB_INSIDE, /* *abc* */
		SPOT_GLOB_N
	} shape;
	struct spot_view folded; /* without accents */
	struct spot_view plain;  /* without the stars */
	uint64_t head, tail;     /* the ends of a plain text (string.h) … */
	unsigned char first;     /* … and its byte at the glob's closed end */
};

struct spot_constant {
	struct spot_constants_list list;
	struct spot_texts *texts;   /* SET: the folded texts; KEYS: texts, or the integers' bytes */
	size_t *places;             /* KEYS: by number of a text, its place among the items */
	struct spot_glob *globs;    /* GLOBS */
	void *values;               /* VALUES: uint8_t, int64_t, double or struct spot_view */
	struct spot_regex *regex;
};

struct spot_pool {
	struct spot_map texts;
	struct spot_map keys; /* use and items, or pattern, as bytes */
	struct spot_constant **constants; /* by index of a key */
	size_t n_constants, cap;
	struct spot_arena arena;
};

void spot_pool_init(struct spot_pool *pool);
void spot_pool_reset(struct spot_pool *pool);

/* The pool's copy, the same pointer for the same bytes. False when out of memory. */
bool spot_pool_text(struct spot_pool *pool, struct spot_view text, struct spot_view *out);
/* NULL when out of memory. */
const struct spot_constant *spot_pool_list(struct spot_pool *pool, enum spot_list_use use,
    const struct spot_value *items, size_t n_items);
/* NULL when out of memory or the pattern is wrong. */
const struct spot_constant *spot_pool_regex(struct spot_pool *pool, struct spot_view pattern,
    bool *is_wrong);

/* Whether the folded text is one of a SET. */
bool spot_constant_has(const struct spot_constant *constant, struct spot_view folded);
/* The place of a key, or -1. */
int64_t spot_constant_place_text(const struct spot_constant *constant, struct spot_view key);
int64_t spot_constant_place_integer(const struct spot_constant *constant, int64_t key);

#endif
