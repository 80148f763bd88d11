/* SPDX-License-Identifier: MIT */
#include "program/pool.h"

#include <assert.h>
#include <stdlib.h>

#include "base/text.h"
#include "program/regex.h"
#include "program/texts.h"

void spot_pool_init(struct spot_pool *pool)
{
	*pool = (struct spot_pool) { 0 };
	spot_map_init(&pool->texts);
	spot_map_init(&pool->keys);
	spot_arena_init(&pool->arena);
}

static void constant_reset(struct spot_constant *constant)
{
	if (constant->texts)
		spot_texts_reset(constant->texts);
	spot_regex_free(constant->regex);
}

void spot_pool_reset(struct spot_pool *pool)
{
	for (size_t i = 0; i < pool->n_constants; i++)
		constant_reset(pool->constants[i]);
	free(pool->constants);
	spot_map_reset(&pool->texts);
	spot_map_reset(&pool->keys);
	spot_arena_free(&pool->arena);
	*pool = (struct spot_pool) { 0 };
}

bool spot_pool_text(struct spot_pool *pool, struct spot_view text, struct spot_view *out)
{
	size_t idx = spot_map_add(&pool->texts, text);
	if (idx == SPOT_MAP_NONE)
		return false;
	*out = pool->texts.keys[idx];
	return true;
}

/* --- what lists are made into ------------------------------------------------------------- */

/* Folds into the buffer, which holds it until the next one. */
static bool fold(struct spot_buf *buf, struct spot_view text, bool strip_accents,
    struct spot_view *out)
{
	spot_buf_clear(buf);
	spot_text_fold(buf, text, strip_accents);
	*out = (struct spot_view) { spot_buf_str(buf), buf->len };
	return !spot_buf_failed(buf);
}

static bool set_make(struct spot_constant *constant, struct spot_buf *buf)
{
	for (size_t i = 0; i < constant->list.n_items; i++) {
		struct spot_view folded;
		assert(constant->list.items[i].kind == SPOT_KIND_TEXT);
		if (!fold(buf, constant->list.items[i].as.text, false, &folded) ||
		    spot_texts_add(constant->texts, folded) == SPOT_TEXTS_NONE)
			return false;
	}
	return true;
}

static bool is_plain(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] >= 0x80 || text.ptr[i] == '*' || text.ptr[i] == '?')
			return false;
	return true;
}

static struct spot_glob glob_of(struct spot_view folded)
{
	struct spot_glob glob = { .folded = folded, .plain = folded };
	bool before = folded.len > 1 && folded.ptr[0] == '*';
	bool after = folded.len > 0 && folded.ptr[folded.len - 1] == '*';
	glob.plain.ptr += before;
	glob.plain.len -= (size_t)before + after;
	if ((before || after) && is_plain(glob.plain))
		glob.shape = before && after ? SPOT_GLOB_INSIDE
		    : after ? SPOT_GLOB_BEGINS : SPOT_GLOB_ENDS;
	struct spot_ends ends = spot_string_ends(glob.plain);
	glob.head = ends.head;
	glob.tail = ends.tail;
	if (glob.plain.len > 0)
		glob.first = (unsigned char)glob.plain.ptr[after ? 0 : glob.plain.len - 1];
	return glob;
}

static bool globs_make(struct spot_constant *constant, struct spot_arena *arena,
    struct spot_buf *buf)
{
	size_t n = constant->list.n_items;
	constant->globs = spot_arena_calloc(arena, n, sizeof(*constant->globs));
	if (!constant->globs)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct spot_view folded;
		assert(constant->list.items[i].kind == SPOT_KIND_TEXT);
		if (!fold(buf, constant->list.items[i].as.text, true, &folded))
			return false;
		folded.ptr = spot_arena_copy(arena, folded.ptr, folded.len);
		if (!folded.ptr)
			return false;
		constant->globs[i] = glob_of(folded);
	}
	return true;
}

static struct spot_view key_bytes(const struct spot_value *value)
{
	if (value->kind == SPOT_KIND_TEXT)
		return value->as.text;
	assert(value->kind == SPOT_KIND_INT);
	return (struct spot_view) { (const char *)&value->as.integer, sizeof(value->as.integer) };
}

static bool keys_make(struct spot_constant *constant, struct spot_arena *arena)
{
	size_t n = constant->list.n_items;
	constant->places = spot_arena_calloc(arena, n, sizeof(*constant->places));
	for (size_t i = 0; constant->places && i < n; i++) {
		size_t n_texts = constant->texts->n_items;
		uint32_t number =
		    spot_texts_add(constant->texts, key_bytes(&constant->list.items[i]));
		if (number == SPOT_TEXTS_NONE)
			return false;
		if (number == n_texts) /* of equal keys the first counts */
			constant->places[number] = i;
	}
	return constant->places != NULL;
}

static bool values_make(struct spot_constant *constant, struct spot_arena *arena)
{
	size_t n = constant->list.n_items;
	/* Room for the widest kind, and for one value at least: a place out of range reads it. */
	struct spot_view *values = spot_arena_calloc(arena, n + 1, sizeof(*values));
	constant->values = values;
	for (size_t i = 0; values && i < n; i++) {
		const struct spot_value *item = &constant->list.items[i];
		assert(item->kind == constant->list.items[0].kind);
		if (item->kind == SPOT_KIND_BOOL)
			((uint8_t *)constant->values)[i] = item->as.flag;
		else if (item->kind == SPOT_KIND_INT)
			((int64_t *)constant->values)[i] = item->as.integer;
		else if (item->kind == SPOT_KIND_FLOAT)
			((double *)constant->values)[i] = item->as.number;
		else
			values[i] = item->as.text;
	}
	return values != NULL;
}

/* --- finding them again ------------------------------------------------------------------- */

/* Room for a constant with this key, which is not there yet: *out, or NULL when it is. */
static bool constant_add(struct spot_pool *pool, struct spot_view key, size_t *idx,
    struct spot_constant **out)
{
	*out = NULL;
	*idx = spot_map_find(&pool->keys, key);
	if (*idx != SPOT_MAP_NONE)
		return true;
	struct spot_constant *constant = spot_arena_calloc(&pool->arena, 1, sizeof(*constant));
	struct spot_texts *texts = spot_arena_alloc(&pool->arena, sizeof(*texts));
	if (!constant || !texts ||
	    !spot_mem_grow(&pool->constants, &pool->cap, pool->n_constants + 1,
	        sizeof(struct spot_constant *)))
		return false;
	spot_texts_init(texts);
	constant->texts = texts;
	*out = constant;
	return true;
}

/* Puts a finished constant in; one that failed is freed. */
static const struct spot_constant *constant_keep(struct spot_pool *pool, struct spot_view key,
    struct spot_constant *constant, bool is_made)
{
	if (!is_made || spot_map_add(&pool->keys, key) == SPOT_MAP_NONE) {
		constant_reset(constant);
		return NULL;
	}
	pool->constants[pool->n_constants++] = constant;
	return constant;
}

static void key_put(struct spot_buf *key, const struct spot_value *value)
{
	size_t len = 0;
	spot_buf_char(key, (char)('0' + value->kind));
	switch (value->kind) {
	case SPOT_KIND_BOOL:
		spot_buf_char(key, value->as.flag);
		break;
	case SPOT_KIND_INT:
		spot_buf_add(key, (const char *)&value->as.integer, sizeof(value->as.integer));
		break;
	case SPOT_KIND_FLOAT:
		spot_buf_add(key, (const char *)&value->as.number, sizeof(value->as.number));
		break;
	case SPOT_KIND_TEXT:
		len = value->as.text.len;
		spot_buf_add(key, (const char *)&len, sizeof(len));
		spot_buf_view(key, value->as.text);
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_LIST:
	case SPOT_KIND_N:
		assert(false);
	}
}

static bool list_copy(struct spot_pool *pool, struct spot_constant *constant,
    const struct spot_value *items, size_t n)
{
	struct spot_value *copy = spot_arena_calloc(&pool->arena, n, sizeof(*copy));
	if (!copy)
		return false;
	for (size_t i = 0; i < n; i++) {
		copy[i] = items[i];
		if (items[i].kind == SPOT_KIND_TEXT &&
		    !spot_pool_text(pool, items[i].as.text, &copy[i].as.text))
			return false;
	}
	constant->list = (struct spot_constants_list) { copy, n };
	return true;
}

static bool list_make(struct spot_pool *pool, struct spot_constant *constant,
    enum spot_list_use use, struct spot_buf *buf)
{
	switch (use) {
	case SPOT_LIST_SET:
		return set_make(constant, buf);
	case SPOT_LIST_GLOBS:
		return globs_make(constant, &pool->arena, buf);
	case SPOT_LIST_KEYS:
		return keys_make(constant, &pool->arena);
	case SPOT_LIST_VALUES:
		return values_make(constant, &pool->arena);
	case SPOT_LIST_USE_N:
		break;
	}
	assert(false);
	return false;
}

const struct spot_constant *spot_pool_list(struct spot_pool *pool, enum spot_list_use use,
    const struct spot_value *items, size_t n_items)
{
	struct spot_buf key = SPOT_BUF_INIT, buf = SPOT_BUF_INIT;
	const struct spot_constant *result = NULL;
	struct spot_constant *made;
	size_t idx;
	spot_buf_char(&key, (char)('a' + use));
	for (size_t i = 0; i < n_items; i++)
		key_put(&key, &items[i]);
	struct spot_view view = { spot_buf_str(&key), key.len };
	if (spot_buf_failed(&key) || !constant_add(pool, view, &idx, &made))
		goto out;
	if (made)
		result = constant_keep(pool, view, made,
		    list_copy(pool, made, items, n_items) && list_make(pool, made, use, &buf));
	else
		result = pool->constants[idx];
out:
	spot_buf_reset(&key);
	spot_buf_reset(&buf);
	return result;
}

const struct spot_constant *spot_pool_regex(struct spot_pool *pool, struct spot_view pattern,
    bool *is_wrong)
{
	struct spot_buf key = SPOT_BUF_INIT;
	const struct spot_constant *result = NULL;
	struct spot_constant *made;
	size_t idx;
	*is_wrong = false;
	spot_buf_char(&key, 'r');
	spot_buf_view(&key, pattern);
	struct spot_view view = { spot_buf_str(&key), key.len };
	if (spot_buf_failed(&key) || !constant_add(pool, view, &idx, &made))
		goto out;
	if (made) {
		int rc = spot_regex_new(&made->regex, pattern, NULL);
		*is_wrong = rc == SPOT_ERULES;
		result = constant_keep(pool, view, made, rc == 0);
	} else {
		result = pool->constants[idx];
	}
out:
	spot_buf_reset(&key);
	return result;
}

/* --- looking up --------------------------------------------------------------------------- */

bool spot_constant_has(const struct spot_constant *constant, struct spot_view folded)
{
	return spot_texts_find(constant->texts, folded) != SPOT_TEXTS_NONE;
}

int64_t spot_constant_place_text(const struct spot_constant *constant, struct spot_view key)
{
	uint32_t number = spot_texts_find(constant->texts, key);
	return number == SPOT_TEXTS_NONE ? -1 : (int64_t)constant->places[number];
}

int64_t spot_constant_place_integer(const struct spot_constant *constant, int64_t key)
{
	return spot_constant_place_text(constant,
	    (struct spot_view) { (const char *)&key, sizeof(key) });
}
