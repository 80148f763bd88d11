/* SPDX-License-Identifier: MIT */
/*
 * Reading the words that the model keeps as they were written (struct spot_word). Pure; what is
 * made lies in the caller's arena. No state; thread-safe.
 */
#ifndef SPOT_RULES_ITEM_H
#define SPOT_RULES_ITEM_H

#include "rules/model.h"

/* Texts, NUL-terminated. */
struct spot_item_texts {
	const char *const *items;
	size_t n;
};

/* Whether the word is the one called name, and how many of those a file has. */
bool spot_item_is_of(const struct spot_word *word, const char *name);
size_t spot_item_count(const struct spot_rules *rules, const char *name);

/* The value under key, or NULL. */
const struct spot_item *spot_item_find(const struct spot_word *word, const char *key);
/* Its function, or SPOT_NO_FUNCTION. */
int spot_item_function(const struct spot_word *word, const char *key);
/* False where there is no number under key. */
bool spot_item_number(const struct spot_word *word, const char *key, double *out);
/* A duration in days: a month is 30.4375 of them, a year 365.25. False where there is none. */
bool spot_item_days(const struct spot_word *word, const char *key, double *out);
bool spot_item_duration(const struct spot_word *word, const char *key, struct spot_duration *out);
/* A copy of the text under key; *out is NULL where there is none. False when out of memory. */
bool spot_item_text(const char **out, const struct spot_word *word, const char *key,
    struct spot_arena *arena);
/* One text, or a list of them; none where the key is not there. False when out of memory. */
bool spot_item_list(struct spot_item_texts *out, const struct spot_word *word, const char *key,
    struct spot_arena *arena);

#endif
