/* SPDX-License-Identifier: MIT */
/*
 * one_of, has, like: texts compare without regard to case.
 *
 * one_of with a long read-only list makes a set of it the first time (helpers_set.c); like keeps
 * the folded form of patterns. Both are exact: they only spare repeated folding. All three
 * functions share their upvalues.
 */
#include "base/text.h"
#include "rules/freeze.h"
#include "rules/helpers.h"
#include "rules/internal.h"

enum {
	MIN_SET = 8,         /* shorter lists are looked through */
	MAX_PATTERNS = 1000, /* kept folded, up to */
	MAX_PATTERN_BYTES = 256,
	FOLD_BYTES_PER_UNIT = 4,
	GLOB_TESTS_PER_UNIT = 16,
	KEEP_BYTES = 64 << 10, /* of a scratch buffer from call to call */
};

enum { UP_SCRATCH = 1, UP_SETS, UP_PATTERNS };

struct scratch {
	struct spot_buf text, pattern;
	int n_patterns;
};

static int scratch_free(lua_State *L)
{
	struct scratch *scratch = lua_touserdata(L, 1);
	spot_buf_reset(&scratch->text);
	spot_buf_reset(&scratch->pattern);
	return 0;
}

static struct scratch *scratch_of(lua_State *L)
{
	return lua_touserdata(L, lua_upvalueindex(UP_SCRATCH));
}

/* The buffer holds the folded text until the next use. */
static struct spot_view fold(lua_State *L, struct spot_buf *buf, struct spot_view text,
    bool strip_accents)
{
	spot_sandbox_charge(L, text.len / FOLD_BYTES_PER_UNIT);
	if (buf->cap > KEEP_BYTES)
		spot_buf_reset(buf); /* not to sit on the memory of one large text */
	spot_buf_clear(buf);
	spot_text_fold(buf, text, strip_accents);
	if (spot_buf_failed(buf))
		spot_sandbox_raise_nomem(L);
	return (struct spot_view) { spot_buf_str(buf), buf->len };
}

static bool is_collection(lua_State *L, int idx)
{
	return lua_istable(L, idx) || spot_lib_is_list(L, idx);
}

/* A value that is compared with others: a text, perhaps not in the state, or what is at idx. */
struct candidate {
	bool is_text;
	struct spot_view text;
	int idx;
};

static struct candidate candidate_at(lua_State *L, int idx)
{
	struct candidate candidate = { .idx = idx };
	candidate.is_text = lua_type(L, idx) == LUA_TSTRING;
	if (candidate.is_text)
		candidate.text = spot_lib_view(L, idx);
	return candidate;
}

/* As Lua's ==, but texts without regard to case. */
static bool is_equal(lua_State *L, const struct candidate *a, int b)
{
	if (!a->is_text)
		return lua_rawequal(L, a->idx, b);
	if (lua_type(L, b) != LUA_TSTRING)
		return false;
	struct spot_view text = spot_lib_view(L, b);
	size_t n = a->text.len < text.len ? a->text.len : text.len;
	spot_sandbox_charge(L, 1 + n / FOLD_BYTES_PER_UNIT);
	return spot_text_equal_fold(a->text, text);
}

void spot_helpers_check_item(lua_State *L, const char *helper, lua_Integer i)
{
	int type = lua_type(L, -1);
	if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN)
		luaL_error(L, "%s: item %d of the list is a %s", helper, (int)i,
		    spot_lib_type_name(L, -1));
}

/* --- one_of ------------------------------------------------------------------------------- */

/* Looks through the items, for one_of and has. */
static bool is_among(lua_State *L, const struct candidate *candidate,
    const struct spot_lib_sequence *list, const char *helper)
{
	bool found = false;
	for (lua_Integer i = 1; i <= list->n && !found; i++) {
		spot_lib_sequence_push(L, list, i);
		spot_helpers_check_item(L, helper, i);
		found = is_equal(L, candidate, lua_gettop(L));
		spot_sandbox_charge(L, 1);
		lua_pop(L, 1);
	}
	return found;
}

static bool is_in(lua_State *L, const struct candidate *candidate, int arg)
{
	bool found;
	int top = lua_gettop(L);
	struct spot_lib_sequence list = spot_lib_sequence_open(L, arg);
	const struct spot_helpers_set *set = NULL;
	if (list.n >= MIN_SET && spot_freeze_is_frozen(L, arg))
		set = spot_helpers_set_of(L, lua_upvalueindex(UP_SETS), arg, &list);
	if (set)
		found = spot_helpers_set_has(L, set, candidate->idx);
	else
		found = is_among(L, candidate, &list, "one_of");
	lua_settop(L, top);
	return found;
}

static int helper_one_of(lua_State *L)
{
	int n = lua_gettop(L);
	bool found = false;
	if (n < 2)
		return luaL_error(L, "one_of: a value and what it may be are needed");
	if (lua_isnil(L, 1)) {
		lua_pushboolean(L, 0);
		return 1;
	}
	if (is_collection(L, 1) || spot_lib_is_account(L, 1)) {
		spot_sandbox_hint(L, "for a list use has(list, …)");
		return luaL_error(L, "one_of: the first argument is a list, not one value");
	}
	luaL_checkstack(L, 8, NULL);
	struct candidate value = candidate_at(L, 1);
	for (int arg = 2; arg <= n && !found; arg++)
		found = is_collection(L, arg) ? is_in(L, &value, arg) : is_equal(L, &value, arg);
	lua_pushboolean(L, found);
	return 1;
}

/* --- has ---------------------------------------------------------------------------------- */

/* The account's own lists: their texts need not be made into Lua's. */
static bool account_list_has_text(lua_State *L, const struct spot_list *list, struct spot_view text)
{
	spot_sandbox_charge(L, list->n_items * (1 + (uint64_t)text.len / FOLD_BYTES_PER_UNIT));
	for (size_t i = 0; i < list->n_items; i++)
		if (spot_text_equal_fold(list->items[i], text))
			return true;
	return false;
}

static bool account_list_has_any(lua_State *L, const struct spot_list *list, int arg)
{
	bool found = false;
	struct spot_lib_sequence wanted = spot_lib_sequence_open(L, arg);
	for (size_t i = 0; i < list->n_items && !found; i++) {
		struct candidate item = { .is_text = true, .text = list->items[i] };
		spot_sandbox_charge(L, 1);
		found = is_among(L, &item, &wanted, "has");
	}
	lua_pop(L, 1);
	return found;
}

static bool account_list_has(lua_State *L, const struct spot_list *list, int n)
{
	bool found = false;
	for (int arg = 2; arg <= n && !found; arg++) {
		/* The items are texts: no number or truth value is among them. */
		if (lua_type(L, arg) == LUA_TSTRING)
			found = account_list_has_text(L, list, spot_lib_view(L, arg));
		else if (is_collection(L, arg))
			found = account_list_has_any(L, list, arg);
	}
	return found;
}

/* Whether the item is one of the arguments from 2 to n, or in one that is a list too. */
static bool is_wanted(lua_State *L, const struct candidate *item, int n)
{
	bool found = false;
	spot_sandbox_charge(L, 1);
	for (int arg = 2; arg <= n && !found; arg++) {
		if (!is_collection(L, arg)) {
			found = is_equal(L, item, arg);
			continue;
		}
		struct spot_lib_sequence wanted = spot_lib_sequence_open(L, arg);
		found = is_among(L, item, &wanted, "has");
		lua_pop(L, 1);
	}
	return found;
}

static bool table_has(lua_State *L, int n)
{
	bool found = false;
	struct spot_lib_sequence list = spot_lib_sequence_open(L, 1);
	for (lua_Integer i = 1; i <= list.n && !found; i++) {
		spot_lib_sequence_push(L, &list, i);
		struct candidate item = candidate_at(L, lua_gettop(L));
		found = is_wanted(L, &item, n);
		lua_pop(L, 1);
	}
	return found;
}

static int helper_has(lua_State *L)
{
	int n = lua_gettop(L);
	bool found;
	if (n < 2)
		return luaL_error(L, "has: a list and what it may hold are needed");
	if (lua_isnil(L, 1)) {
		lua_pushboolean(L, 0);
		return 1;
	}
	luaL_checkstack(L, 8, NULL);
	struct spot_list list;
	if (spot_account_list(L, 1, &list)) {
		found = account_list_has(L, &list, n);
	} else if (is_collection(L, 1)) {
		found = table_has(L, n);
	} else {
		spot_sandbox_hint(L, "for one value use one_of or like");
		return spot_helpers_refuse(L, 1, "has", "a list");
	}
	lua_pushboolean(L, found);
	return 1;
}

/* --- like --------------------------------------------------------------------------------- */

/* Pushes the folded form of the pattern at idx. */
static void push_pattern(lua_State *L, int idx)
{
	struct scratch *scratch = scratch_of(L);
	lua_pushvalue(L, idx);
	if (lua_rawget(L, lua_upvalueindex(UP_PATTERNS)) == LUA_TSTRING)
		return;
	lua_pop(L, 1);
	struct spot_view folded = fold(L, &scratch->pattern, spot_lib_view(L, idx), true);
	lua_pushlstring(L, folded.ptr, folded.len);
	if (scratch->n_patterns >= MAX_PATTERNS || lua_rawlen(L, idx) > MAX_PATTERN_BYTES)
		return;
	lua_pushvalue(L, idx);
	lua_pushvalue(L, -2);
	lua_rawset(L, lua_upvalueindex(UP_PATTERNS));
	scratch->n_patterns++;
}

static bool is_like(lua_State *L, struct spot_view text, int idx)
{
	if (lua_type(L, idx) != LUA_TSTRING)
		luaL_error(L, "like: a pattern is a %s, not text", spot_lib_type_name(L, idx));
	push_pattern(L, idx);
	struct spot_view pattern = spot_lib_view(L, -1);
	spot_sandbox_charge(L, 1 + (uint64_t)text.len * pattern.len / GLOB_TESTS_PER_UNIT);
	bool found = spot_text_glob(pattern, text);
	lua_pop(L, 1);
	return found;
}

static bool is_like_any(lua_State *L, struct spot_view text, int arg)
{
	if (!is_collection(L, arg))
		return is_like(L, text, arg);
	bool found = false;
	struct spot_lib_sequence patterns = spot_lib_sequence_open(L, arg);
	for (lua_Integer i = 1; i <= patterns.n && !found; i++) {
		spot_lib_sequence_push(L, &patterns, i);
		found = is_like(L, text, lua_gettop(L));
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
	return found;
}

static int helper_like(lua_State *L)
{
	int n = lua_gettop(L);
	bool found = false;
	if (n < 2)
		return luaL_error(L, "like: a text and a pattern are needed");
	if (lua_isnil(L, 1)) {
		lua_pushboolean(L, 0);
		return 1;
	}
	if (lua_type(L, 1) != LUA_TSTRING)
		spot_helpers_refuse(L, 1, "like", "text");
	luaL_checkstack(L, 8, NULL);
	struct spot_view text = fold(L, &scratch_of(L)->text, spot_lib_view(L, 1), true);
	for (int arg = 2; arg <= n && !found; arg++)
		found = is_like_any(L, text, arg);
	lua_pushboolean(L, found);
	return 1;
}

static const luaL_Reg functions[] = {
	{ "has", helper_has },
	{ "like", helper_like },
	{ "one_of", helper_one_of },
	{ NULL, NULL },
};

static void push_scratch(lua_State *L)
{
	struct scratch *scratch = lua_newuserdatauv(L, sizeof(*scratch), 0);
	*scratch = (struct scratch) { .text = SPOT_BUF_INIT, .pattern = SPOT_BUF_INIT };
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, scratch_free);
	lua_setfield(L, -2, "__gc");
	lua_setmetatable(L, -2);
}

void spot_helpers_text_open(lua_State *L)
{
	push_scratch(L);
	spot_helpers_sets_push(L);
	lua_newtable(L); /* scratch sets patterns */
	for (const luaL_Reg *f = functions; f->name; f++) {
		for (int i = 0; i < 3; i++)
			lua_pushvalue(L, -3);
		lua_pushcclosure(L, f->func, 3);
		spot_sandbox_add_global(L, f->name);
	}
	lua_pop(L, 3);
}
