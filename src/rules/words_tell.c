/* SPDX-License-Identifier: MIT */
/* What all readers of words share: problems told, memory that raises when there is none. */
#include <lauxlib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "rules/words.h"

#define TOLD_MAX 1000 /* nobody reads more, and diags keep no more */

void spot_words_error(struct spot_loader *ld, struct spot_place place, const char *hint,
    const char *fmt, ...)
{
	if (ld->muted)
		return;
	ld->n_errors++;
	if (ld->diags ? ld->diags->n_items >= TOLD_MAX : ld->first.code != 0)
		return;
	char text[768];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	struct spot_error line; /* its setter escapes control bytes and cuts at a character */
	spot_error_set(&line, SPOT_ERULES, "%s", text);
	if (ld->diags) {
		spot_diags_add(ld->diags, SPOT_SEVERITY_ERROR, 0, place.file, place.line, hint,
		    "%s", line.what);
		return;
	}
	spot_error_place(&line, place.file, place.line, NULL);
	ld->first = line;
}

const char *spot_words_nearest(struct spot_loader *ld, const char *word,
    const char *const *candidates, size_t n, const char *fallback)
{
	const char *near = NULL;
	if (n && ld->diags && ld->diags->n_items < TOLD_MAX) {
		spot_words_charge(ld, 100 * n);
		near = spot_text_nearest(word, candidates, n);
	}
	if (!near)
		return fallback;
	snprintf(ld->hint, sizeof(ld->hint), "did you mean \"%s\"?", near);
	return ld->hint;
}

const char *spot_words_where(struct spot_loader *ld, struct spot_place place,
    struct spot_place seen_from)
{
	if (strcmp(place.file, seen_from.file) == 0)
		return spot_words_printf(ld, "line %lu", place.line);
	return spot_words_printf(ld, "%s:%lu", place.file, place.line);
}

void spot_words_charge(struct spot_loader *ld, uint64_t units)
{
	if (ld->n_frames > 0) {
		spot_sandbox_charge(ld->L, units);
		return;
	}
	ld->work += units;
	if (ld->work / 2 > ld->rules->limits.load_instructions)
		luaL_error(ld->L,
		    "there is too much in the file to be checked: stopped after %I steps",
		    (lua_Integer)ld->work);
}

static void memory_charge(struct spot_loader *ld, size_t bytes)
{
	spot_words_charge(ld, bytes / 64 + 4);
	if (bytes > ld->rules->limits.memory_bytes - ld->used_bytes)
		luaL_error(ld->L, "the rules need more than %d MiB of memory",
		    (int)(ld->rules->limits.memory_bytes >> 20));
	ld->used_bytes += bytes;
}

void spot_words_raise_nomem(struct spot_loader *ld)
{
	ld->nomem = true;
	luaL_error(ld->L, "out of memory");
	__builtin_unreachable();
}

void *spot_words_alloc(struct spot_loader *ld, size_t n, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(n, size, &bytes))
		bytes = SIZE_MAX;
	memory_charge(ld, bytes);
	void *ptr = spot_arena_calloc(ld->arena, n, size);
	if (!ptr)
		spot_words_raise_nomem(ld);
	return ptr;
}

char *spot_words_copy(struct spot_loader *ld, struct spot_view text)
{
	memory_charge(ld, text.len + 1);
	char *copy = spot_arena_copy(ld->arena, text.ptr ? text.ptr : "", text.len);
	if (!copy)
		spot_words_raise_nomem(ld);
	return copy;
}

char *spot_words_printf(struct spot_loader *ld, const char *fmt, ...)
{
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		len = 0;
	memory_charge(ld, (size_t)len + 1);
	char *text = spot_arena_alloc(ld->arena, (size_t)len + 1);
	if (text) {
		text[0] = '\0';
		if (len > 0)
			vsnprintf(text, (size_t)len + 1, fmt, again);
	}
	va_end(again);
	if (!text)
		spot_words_raise_nomem(ld);
	return text;
}

void spot_words_grow(struct spot_loader *ld, void *items_ptr, size_t *cap, size_t want, size_t size)
{
	if (!spot_mem_grow(items_ptr, cap, want, size))
		spot_words_raise_nomem(ld);
}
