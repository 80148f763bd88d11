/* SPDX-License-Identifier: MIT */
/*
 * Where things stand in a rule file's text: the lines of table keys, which Lua forgets. Made
 * once per file from text that compiles; views in it borrow from that text. The room's own.
 */
#ifndef SPOT_RULES_SOURCE_H
#define SPOT_RULES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/view.h"

struct spot_source_map;

#define SPOT_SOURCE_NONE ((size_t)-1)

/* A key that stands twice in one table constructor. */
struct spot_source_repeat {
	struct spot_view key;
	unsigned long line, first_line;
};

int spot_source_map_new(struct spot_source_map **out, struct spot_view text,
    struct spot_error *err);
void spot_source_map_free(struct spot_source_map *map);

/* The table of `word "name" {` (name may be NULL) whose word stands on that line, or
 * SPOT_SOURCE_NONE. */
size_t spot_source_map_table(const struct spot_source_map *map, unsigned long line,
    const char *word, const char *name);
/* The entry of a table under key, or (key NULL) the position-th one without a key, from 1:
 * its line, and the first table in its value (SPOT_SOURCE_NONE: there is none). False when
 * there is no such entry. */
bool spot_source_map_entry(const struct spot_source_map *map, size_t table, const char *key,
    size_t position, unsigned long *line, size_t *inner);

/* In the order of the text. */
const struct spot_source_repeat *spot_source_map_repeats(const struct spot_source_map *map,
    size_t *n);

#endif
