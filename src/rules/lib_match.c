/* SPDX-License-Identifier: MIT */
/* string.find, match, gmatch and gsub over the counted matcher. */
#include <string.h>

#include "program/pattern.h"
#include "rules/lib.h"
#include "rules/sandbox.h"

enum { STEPS_PER_UNIT = 4, FIND_BYTES_PER_UNIT = 32 };

static void charge_steps(void *ctx, uint64_t steps)
{
	spot_sandbox_charge(ctx, steps / STEPS_PER_UNIT + 1);
}

static struct spot_view text_arg(lua_State *L, int arg)
{
	struct spot_view view;
	view.ptr = luaL_checklstring(L, arg, &view.len);
	return view;
}

static void check_pattern(lua_State *L, const struct spot_pattern *match)
{
	if (match->error)
		luaL_error(L, "%s", match->error);
}

/* A match at this place, or NULL; raises what is wrong with the pattern. */
static const char *match_at(lua_State *L, struct spot_pattern *match, const char *at)
{
	const char *end = spot_pattern_match(match, at);
	check_pattern(L, match);
	return end;
}

/* Pushes capture i of the match from start to end; without captures the whole is capture 0. */
static void push_capture(lua_State *L, const struct spot_pattern *match, unsigned i,
    const char *start, const char *end)
{
	if (i >= match->n_captures) {
		if (i > 0)
			luaL_error(L, "there is no capture %%%d", (int)i + 1);
		lua_pushlstring(L, start, (size_t)(end - start));
		return;
	}
	const struct spot_pattern_capture *capture = &match->captures[i];
	if (capture->len == SPOT_PATTERN_OPEN)
		luaL_error(L, "malformed pattern (a '(' without its ')')");
	if (capture->len == SPOT_PATTERN_POSITION)
		lua_pushinteger(L, capture->ptr - match->subject.ptr + 1);
	else
		lua_pushlstring(L, capture->ptr, (size_t)capture->len);
}

/* All captures, or the whole match when there are none and whole is wanted. */
static int push_captures(lua_State *L, const struct spot_pattern *match, const char *start,
    const char *end, bool whole)
{
	unsigned n = match->n_captures == 0 && whole ? 1 : match->n_captures;
	luaL_checkstack(L, (int)n, "too many captures");
	for (unsigned i = 0; i < n; i++)
		push_capture(L, match, i, start, end);
	return (int)n;
}

/* The 0-based start that a Lua position means; positions before the first are the first. */
static size_t start_arg(lua_State *L, int arg, size_t len)
{
	lua_Integer pos = spot_lib_integer_or(L, arg, 1);
	if (pos > 0)
		return (size_t)pos - 1;
	if (pos == 0 || pos < -(lua_Integer)len)
		return 0;
	return len - (size_t)-pos;
}

static int find_plain(lua_State *L, struct spot_view text, struct spot_view what, size_t start)
{
	spot_sandbox_charge(L, (text.len - start + what.len) / FIND_BYTES_PER_UNIT);
	const char *found = what.len == 0 ? text.ptr + start
	    : memmem(text.ptr + start, text.len - start, what.ptr, what.len);
	if (!found) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, found - text.ptr + 1);
	lua_pushinteger(L, found - text.ptr + (lua_Integer)what.len);
	return 2;
}

static int search(lua_State *L, bool find)
{
	struct spot_view text = text_arg(L, 1), pattern = text_arg(L, 2);
	size_t start = start_arg(L, 3, text.len);
	if (start > text.len) {
		lua_pushnil(L);
		return 1;
	}
	if (find && (lua_toboolean(L, 4) || spot_pattern_is_plain(pattern)))
		return find_plain(L, text, pattern, start);
	bool anchored = pattern.len > 0 && pattern.ptr[0] == '^';
	if (anchored)
		pattern = (struct spot_view) { pattern.ptr + 1, pattern.len - 1 };
	struct spot_pattern match;
	spot_pattern_init(&match, text, pattern, charge_steps, L);
	const char *last = anchored ? text.ptr + start : text.ptr + text.len;
	for (const char *at = text.ptr + start; at <= last; at++) {
		const char *end = match_at(L, &match, at);
		if (!end)
			continue;
		spot_pattern_settle(&match);
		if (!find)
			return push_captures(L, &match, at, end, true);
		lua_pushinteger(L, at - text.ptr + 1);
		lua_pushinteger(L, end - text.ptr);
		return 2 + push_captures(L, &match, at, end, false);
	}
	spot_pattern_settle(&match);
	lua_pushnil(L);
	return 1;
}

static int string_find(lua_State *L)
{
	return search(L, true);
}

static int string_match(lua_State *L)
{
	return search(L, false);
}

/* Upvalues: text, pattern, where to go on, where the last match ended (-1: none yet). */
int spot_lib_gmatch_step(lua_State *L)
{
	struct spot_view text = spot_lib_view(L, lua_upvalueindex(1));
	struct spot_view pattern = spot_lib_view(L, lua_upvalueindex(2));
	lua_Integer start = lua_tointeger(L, lua_upvalueindex(3));
	lua_Integer last_end = lua_tointeger(L, lua_upvalueindex(4));
	struct spot_pattern match;
	spot_pattern_init(&match, text, pattern, charge_steps, L);
	for (; start <= (lua_Integer)text.len; start++) {
		const char *at = text.ptr + start, *end = match_at(L, &match, at);
		if (!end || end - text.ptr == last_end)
			continue;
		spot_pattern_settle(&match);
		lua_pushinteger(L, end - text.ptr);
		lua_pushvalue(L, -1);
		lua_replace(L, lua_upvalueindex(3));
		lua_replace(L, lua_upvalueindex(4));
		return push_captures(L, &match, at, end, true);
	}
	spot_pattern_settle(&match);
	lua_pushinteger(L, start);
	lua_replace(L, lua_upvalueindex(3));
	return 0;
}

static int string_gmatch(lua_State *L)
{
	struct spot_view text = text_arg(L, 1);
	text_arg(L, 2);
	size_t start = start_arg(L, 3, text.len);
	lua_settop(L, 2);
	lua_pushinteger(L, start > text.len ? (lua_Integer)text.len + 1 : (lua_Integer)start);
	lua_pushinteger(L, -1);
	lua_pushcclosure(L, spot_lib_gmatch_step, 4);
	return 1;
}

/* --- gsub --------------------------------------------------------------------------------- */

static void check_room(lua_State *L, const luaL_Buffer *buffer, size_t more)
{
	spot_sandbox_check_string(L, luaL_bufflen(buffer) + more);
}

/* A replacement text: %0 to %9 are captures, %% is a percent sign. */
static void add_text(lua_State *L, luaL_Buffer *buffer, const struct spot_pattern *match,
    const char *start, const char *end)
{
	struct spot_view text = spot_lib_view(L, 3);
	const char *p = text.ptr, *text_end = p + text.len;
	while (p < text_end) {
		const char *percent = memchr(p, '%', (size_t)(text_end - p));
		size_t plain = (size_t)((percent ? percent : text_end) - p);
		check_room(L, buffer, plain);
		luaL_addlstring(buffer, p, plain);
		if (!percent)
			return;
		char c = percent + 1 < text_end ? percent[1] : '\0';
		p = percent + 2;
		if (c == '%') {
			luaL_addchar(buffer, c);
			continue;
		}
		if (c < '0' || c > '9')
			luaL_error(L, "in a replacement text '%%' stands before a digit or '%%'");
		check_room(L, buffer, (size_t)(end - start));
		if (c == '0') {
			luaL_addlstring(buffer, start, (size_t)(end - start));
		} else {
			push_capture(L, match, (unsigned)(c - '1'), start, end);
			lua_tolstring(L, -1, NULL);
			luaL_addvalue(buffer);
		}
		spot_sandbox_charge(L, 1);
	}
}

/* Adds what replaces the match from start to end. */
static void add_replacement(lua_State *L, luaL_Buffer *buffer, const struct spot_pattern *match,
    const char *start, const char *end)
{
	switch (lua_type(L, 3)) {
	case LUA_TFUNCTION:
		lua_pushvalue(L, 3);
		lua_call(L, push_captures(L, match, start, end, true), 1);
		break;
	case LUA_TTABLE:
		push_capture(L, match, 0, start, end);
		lua_gettable(L, 3);
		break;
	default:
		add_text(L, buffer, match, start, end);
		return;
	}
	if (!lua_toboolean(L, -1)) {
		lua_pop(L, 1);
		check_room(L, buffer, (size_t)(end - start));
		luaL_addlstring(buffer, start, (size_t)(end - start));
		return;
	}
	if (!lua_isstring(L, -1))
		luaL_error(L, "a replacement must be text, not a %s", spot_lib_type_name(L, -1));
	check_room(L, buffer, lua_rawlen(L, -1));
	luaL_addvalue(buffer);
}

static int string_gsub(lua_State *L)
{
	struct spot_view text = text_arg(L, 1), pattern = text_arg(L, 2);
	int kind = lua_type(L, 3);
	luaL_argexpected(L, kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TTABLE ||
	        kind == LUA_TFUNCTION, 3, "string/function/table");
	lua_Integer most = spot_lib_integer_or(L, 4, (lua_Integer)text.len + 1), n = 0;
	if (kind == LUA_TNUMBER)
		lua_tolstring(L, 3, NULL);
	bool anchored = pattern.len > 0 && pattern.ptr[0] == '^';
	if (anchored)
		pattern = (struct spot_view) { pattern.ptr + 1, pattern.len - 1 };
	struct spot_pattern match;
	spot_pattern_init(&match, text, pattern, charge_steps, L);
	const char *at = text.ptr, *text_end = at + text.len, *last_end = NULL;
	luaL_Buffer buffer;
	luaL_buffinit(L, &buffer);
	while (n < most) {
		const char *end = match_at(L, &match, at);
		if (end && end != last_end) {
			n++;
			spot_pattern_settle(&match);
			add_replacement(L, &buffer, &match, at, end);
			at = last_end = end;
		} else if (at < text_end) {
			luaL_addchar(&buffer, *at++);
		} else {
			break;
		}
		if (anchored)
			break;
	}
	spot_pattern_settle(&match);
	check_room(L, &buffer, (size_t)(text_end - at));
	luaL_addlstring(&buffer, at, (size_t)(text_end - at));
	luaL_pushresult(&buffer);
	lua_pushinteger(L, n);
	return 2;
}

const luaL_Reg spot_lib_match_functions[] = {
	{ "find", string_find },
	{ "gmatch", string_gmatch },
	{ "gsub", string_gsub },
	{ "match", string_match },
	{ NULL, NULL },
};
