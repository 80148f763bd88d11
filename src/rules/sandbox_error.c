/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, told safely. The message handler runs at the point of the error, where the
 * line is still known, and writes into the sandbox's own struct: nothing here allocates from the
 * state, and no script code is asked to turn a value into text. Only strings are reported, cut
 * to MAX_TEXT bytes; spot_error escapes what a terminal must not see.
 *
 * A message of Lua's begins with "path:line: " (the path shortened as Lua does). That is cut off
 * again where it fits a function that is running: the place has its own members.
 */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "rules/sandbox_state.h"

enum {
	MAX_TEXT = 500,
	MAX_LEVELS = 24, /* how far down the stack a message's place is looked for */
};

const char spot_sandbox_unknown_key = 0, spot_sandbox_limit_key = 0;

static const char too_deep[] = "recursion too deep";
static const char too_deep_hint[] = "a function calls itself without end";

static void set_text(struct spot_error *err, const char *text, size_t len)
{
	char copy[MAX_TEXT + 1];
	size_t n = 0;
	/* printf would end at a NUL. */
	for (size_t i = 0; i < len && n < MAX_TEXT; i++) {
		if (text[i]) {
			copy[n++] = text[i];
		} else if (n + 2 <= MAX_TEXT) {
			copy[n++] = '\\';
			copy[n++] = '0';
		} else {
			break;
		}
	}
	/* No half character at the cut. */
	while (len > MAX_TEXT && n > MAX_TEXT - 4 && ((unsigned char)copy[n - 1] & 0xC0) == 0x80)
		n--;
	copy[n] = '\0';
	spot_error_set(err, SPOT_ERULES, "%s", copy);
}

static bool is_overflow(const char *text)
{
	return strncmp(text, "stack overflow", 14) == 0 ||
	    strncmp(text, "C stack overflow", 16) == 0;
}

/* Finds the running function that the message speaks of and cuts its prefix off; ar is the
 * innermost Lua function when none does. False when no Lua function runs. */
static bool find_place(lua_State *L, lua_Debug *ar, const char **text, size_t *len)
{
	lua_Debug at;
	bool found = false;
	for (int level = 0; level < MAX_LEVELS && lua_getstack(L, level, &at); level++) {
		if (!lua_getinfo(L, "Sl", &at) || at.currentline <= 0 || at.source[0] != '@')
			continue;
		if (!found)
			*ar = at;
		found = true;
		char prefix[LUA_IDSIZE + 16];
		int n = snprintf(prefix, sizeof(prefix), "%s:%d: ", at.short_src, at.currentline);
		if (*len >= (size_t)n && memcmp(*text, prefix, (size_t)n) == 0) {
			*text += n;
			*len -= (size_t)n;
			*ar = at;
			break;
		}
	}
	return found;
}

int spot_sandbox_note(lua_State *L)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	struct spot_error *err = &sandbox->failure;
	const char *text = "";
	size_t len = 0;
	lua_Debug ar;
	if (lua_touserdata(L, 1) == &spot_sandbox_unknown_key)
		return 1;
	if (lua_type(L, 1) == LUA_TSTRING)
		text = lua_tolstring(L, 1, &len);
	bool placed = find_place(L, &ar, &text, &len);
	if (lua_type(L, 1) != LUA_TSTRING)
		spot_error_set(err, SPOT_ERULES, "raised an error that is not text");
	else if (!sandbox->own_words && is_overflow(text))
		spot_error_set(err, SPOT_ERULES, "%s", too_deep);
	else if (len == 0)
		spot_error_set(err, SPOT_ERULES, "raised an error without a text");
	else
		set_text(err, text, len);
	if (placed)
		spot_error_place(err, ar.source + 1, (unsigned long)ar.currentline, NULL);
	if (err->what[0] && strcmp(err->what, too_deep) == 0)
		spot_error_hint(err, "%s", too_deep_hint);
	else if (sandbox->hint[0])
		spot_error_hint(err, "%s", sandbox->hint);
	sandbox->hint[0] = '\0';
	sandbox->own_words = false;
	return 1;
}

void spot_sandbox_hint(lua_State *L, const char *fmt, ...)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	va_list args;
	va_start(args, fmt);
	vsnprintf(sandbox->hint, sizeof(sandbox->hint), fmt, args);
	va_end(args);
}

int spot_sandbox_raise_own(lua_State *L)
{
	spot_sandbox_of(L)->own_words = true;
	return lua_error(L);
}

int spot_sandbox_raise_unknown(lua_State *L)
{
	lua_pushlightuserdata(L, (void *)&spot_sandbox_unknown_key);
	return lua_error(L);
}

static void print_bytes(char *out, size_t size, size_t bytes)
{
	if (bytes >= 1u << 20 && bytes % (1u << 20) == 0)
		snprintf(out, size, "%zu MiB", bytes >> 20);
	else if (bytes >= 1u << 10 && bytes % (1u << 10) == 0)
		snprintf(out, size, "%zu KiB", bytes >> 10);
	else
		snprintf(out, size, "%zu bytes", bytes);
}

/* The text of a limit; a place that the message handler found is kept. */
static void describe_trip(struct spot_sandbox *sandbox, enum spot_trip trip,
    struct spot_error *err)
{
	char bytes[32];
	struct spot_buf count = SPOT_BUF_INIT;
	switch (trip) {
	case SPOT_TRIP_NONE:
	case SPOT_TRIP_N:
	case SPOT_TRIP_INSTRUCTIONS:
		spot_buf_grouped(&count, sandbox->span.given);
		spot_error_set(err, SPOT_ERULES, "stopped after %s steps", spot_buf_str(&count));
		spot_error_hint(err, "look for a loop that does not end or does far too much");
		break;
	case SPOT_TRIP_MEMORY:
		print_bytes(bytes, sizeof(bytes), sandbox->limits.memory_bytes);
		spot_error_set(err, SPOT_ERULES, "needs more than %s of memory", bytes);
		spot_error_hint(err, "look for a table or text that grows without end");
		break;
	case SPOT_TRIP_STRING:
		print_bytes(bytes, sizeof(bytes), sandbox->limits.string_bytes);
		spot_error_set(err, SPOT_ERULES, "a text is longer than %s", bytes);
		spot_error_hint(err, "look for a text that grows in a loop, or a huge cell");
		break;
	case SPOT_TRIP_TABLE:
		spot_buf_grouped(&count, sandbox->max_nodes);
		spot_error_set(err, SPOT_ERULES, "more than %s named entries in one table, or "
		    "different values in one file", spot_buf_str(&count));
		spot_error_hint(err, "long lists belong in a data file, or in several tables");
		break;
	case SPOT_TRIP_DEPTH:
		spot_error_set(err, SPOT_ERULES, "%s", too_deep);
		spot_error_hint(err, "%s", too_deep_hint);
		break;
	case SPOT_TRIP_TIME:
		spot_error_set(err, SPOT_ERULES, "stopped after %.1f s of computing",
		    (double)sandbox->limits.call_milliseconds / 1000);
		spot_error_hint(err, "look for a loop over long texts or very large tables");
		break;
	case SPOT_TRIP_HOST:
		spot_error_nomem(err);
		break;
	}
	spot_buf_reset(&count);
}

static void place_in_function(lua_State *L, int fn_idx, struct spot_error *err)
{
	lua_Debug ar;
	lua_pushvalue(L, fn_idx);
	lua_getinfo(L, ">S", &ar);
	if (ar.source[0] == '@')
		spot_error_place(err, ar.source + 1,
		    ar.linedefined > 0 ? (unsigned long)ar.linedefined : 0, NULL);
}

enum spot_call spot_sandbox_classify(struct spot_sandbox *sandbox, int status, int fn_idx,
    struct spot_error *err)
{
	lua_State *L = sandbox->L;
	struct spot_error unused, *out = err ? err : &unused;
	const void *raised = status == LUA_ERRRUN ? lua_touserdata(L, -1) : NULL;
	if (raised == &spot_sandbox_unknown_key)
		return SPOT_CALL_UNKNOWN;
	if (status == LUA_ERRRUN && raised != &spot_sandbox_limit_key) {
		*out = sandbox->failure;
		return SPOT_CALL_ERROR;
	}
	if (status != LUA_ERRRUN && status != LUA_ERRMEM) {
		/* Lua gave up while it told of an error: the stack was full. */
		spot_error_set(out, SPOT_ERULES, "%s", too_deep);
		if (fn_idx)
			place_in_function(L, fn_idx, out);
		spot_error_hint(out, "%s", too_deep_hint);
		return SPOT_CALL_ERROR;
	}
	enum spot_trip trip = sandbox->span.trip;
	if (status == LUA_ERRMEM && trip == SPOT_TRIP_NONE)
		trip = sandbox->span.refused ? sandbox->span.refused : SPOT_TRIP_HOST;
	describe_trip(sandbox, trip, out);
	if (status == LUA_ERRRUN)
		spot_error_place(out, sandbox->failure.file, sandbox->failure.line, NULL);
	else if (sandbox->near_line > 0)
		spot_error_place(out, sandbox->near_file, sandbox->near_line, NULL);
	else if (fn_idx)
		place_in_function(L, fn_idx, out);
	return trip == SPOT_TRIP_DEPTH ? SPOT_CALL_ERROR : SPOT_CALL_LIMIT;
}

/* The chunk's name as Lua shortens it in messages. */
static const char *short_name(const char *path, char *out, size_t size)
{
	size_t len = strlen(path);
	if (len < LUA_IDSIZE)
		snprintf(out, size, "%s", path);
	else
		snprintf(out, size, "...%s", path + len - (LUA_IDSIZE - 4));
	return out;
}

int spot_sandbox_syntax(struct spot_sandbox *sandbox, int status, const char *path,
    struct spot_error *err)
{
	struct spot_error unused, *out = err ? err : &unused;
	char name[LUA_IDSIZE + 8];
	size_t len = 0, skip;
	unsigned long line = 0;
	int used = 0;
	/* Nesting that is too deep is no syntax error but a failure of the parser. */
	if ((status != LUA_ERRSYNTAX && status != LUA_ERRRUN) ||
	    lua_type(sandbox->L, -1) != LUA_TSTRING) {
		spot_sandbox_classify(sandbox, status, 0, out);
		spot_error_place(out, path, 0, NULL);
		return out->code;
	}
	const char *text = lua_tolstring(sandbox->L, -1, &len);
	skip = strlen(short_name(path, name, sizeof(name)));
	if (len > skip && memcmp(text, name, skip) == 0 &&
	    sscanf(text + skip, ":%9lu: %n", &line, &used) == 1 && used > 0) {
		text += skip + (size_t)used;
		len -= skip + (size_t)used;
	}
	if (is_overflow(text))
		spot_error_set(out, SPOT_ERULES, "nested too deeply");
	else if (strstr(text, "binary chunk"))
		spot_error_set(out, SPOT_ERULES, "not a text file: compiled chunks are refused");
	else
		set_text(out, text, len);
	spot_error_place(out, path, line, NULL);
	return SPOT_ERULES;
}
