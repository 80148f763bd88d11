/* SPDX-License-Identifier: MIT */
/* Lua values as C values: copied out, checked, typed by the field that they are for. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "rules/words.h"
#include "table/cell.h"

const char *spot_words_value_text(struct spot_loader *ld, int idx, struct spot_place place,
    const char *what)
{
	size_t len;
	const char *ptr = lua_tolstring(ld->L, idx, &len);
	struct spot_view text = { ptr, len };
	if (memchr(ptr, '\0', len))
		spot_words_error(ld, place, NULL, "the text of %s holds a NUL byte", what);
	else if (!spot_text_is_utf8(text))
		spot_words_error(ld, place, "save the file as UTF-8", "the text of %s is not UTF-8",
		    what);
	else
		return spot_words_copy(ld, text);
	return NULL;
}

bool spot_words_value_plain(struct spot_loader *ld, int idx, struct spot_place place,
    const char *what, struct spot_value *out)
{
	lua_State *L = ld->L;
	const char *text;
	switch (lua_type(L, idx)) {
	case LUA_TBOOLEAN:
		*out = (struct spot_value) { SPOT_KIND_BOOL, .as.flag = lua_toboolean(L, idx) };
		return true;
	case LUA_TNUMBER:
		if (lua_isinteger(L, idx)) {
			*out = (struct spot_value) { .kind = SPOT_KIND_INT,
				.as.integer = lua_tointeger(L, idx) };
			return true;
		}
		if (!isfinite(lua_tonumber(L, idx)))
			break;
		*out = (struct spot_value) { .kind = SPOT_KIND_FLOAT,
			.as.number = lua_tonumber(L, idx) };
		return true;
	case LUA_TSTRING:
		text = spot_words_value_text(ld, idx, place, what);
		if (!text)
			return false;
		*out = (struct spot_value) { SPOT_KIND_TEXT, .as.text = spot_view_of(text) };
		return true;
	default:
		break;
	}
	if (!spot_words_is_dummy(L, idx))
		spot_words_error(ld, place, NULL,
		    "%s must be a number, text, true or false, not %s",
		    what, spot_words_check_describe(ld, idx));
	return false;
}

/* How the field's type is called when a value of another kind stands there. */
static const char *type_wants(enum spot_type type)
{
	switch (type) {
	case SPOT_TYPE_KEY:
	case SPOT_TYPE_TEXT:
		return "text";
	case SPOT_TYPE_INTEGER:
		return "a whole number";
	case SPOT_TYPE_NUMBER:
	case SPOT_TYPE_MONEY:
	case SPOT_TYPE_PERCENT:
		return "a number";
	case SPOT_TYPE_FLAG:
		return "true or false";
	case SPOT_TYPE_DATE:
		return "a date such as \"2026-03-31\"";
	case SPOT_TYPE_LIST:
		return "a list such as { \"a\", \"b\" } or \"a;b\"";
	case SPOT_TYPE_N:
		break;
	}
	return "something else";
}

static bool number_fits(lua_State *L, int idx, enum spot_type type, struct spot_value *out)
{
	double x = lua_tonumber(L, idx);
	int is_whole;
	lua_Integer whole = lua_tointegerx(L, idx, &is_whole);
	switch (type) {
	case SPOT_TYPE_INTEGER:
	case SPOT_TYPE_DATE:
		*out = (struct spot_value) { .kind = SPOT_KIND_INT, .as.integer = whole };
		return is_whole;
	case SPOT_TYPE_NUMBER:
	case SPOT_TYPE_MONEY:
	case SPOT_TYPE_PERCENT:
		*out = (struct spot_value) { .kind = SPOT_KIND_FLOAT, .as.number = x };
		return isfinite(x);
	case SPOT_TYPE_KEY:
	case SPOT_TYPE_TEXT:
	case SPOT_TYPE_FLAG:
	case SPOT_TYPE_LIST:
	case SPOT_TYPE_N:
		break;
	}
	return false;
}

static bool list_fits(struct spot_loader *ld, int idx, struct spot_place place, const char *what,
    struct spot_value *out)
{
	lua_State *L = ld->L;
	size_t n = lua_rawlen(L, idx), n_keys = 0;
	spot_words_charge(ld, 4 * n);
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1))
		n_keys++;
	struct spot_view *items = spot_words_alloc(ld, n + 1, sizeof(*items));
	for (size_t i = 0; i < n && n_keys == n; i++) {
		const char *text = NULL;
		if (lua_rawgeti(L, idx, (lua_Integer)i + 1) == LUA_TSTRING)
			text = spot_words_value_text(ld, -1, place, what);
		lua_pop(L, 1);
		if (!text)
			return false;
		items[i] = spot_view_of(text);
	}
	*out = (struct spot_value) { .kind = SPOT_KIND_LIST, .as.list = { items, n } };
	return n_keys == n;
}

/* Text is read as a cell of the field is. */
static bool cell_fits(struct spot_loader *ld, int idx, const struct spot_field *field,
    struct spot_place place, const char *what, struct spot_value *out, bool *blank)
{
	const char *text = spot_words_value_text(ld, idx, place, what), *problem = NULL;
	if (!text)
		return false;
	switch (spot_cell_read(out, field, spot_view_of(text), ld->arena, blank, &problem)) {
	case SPOT_CELL_VALUE:
	case SPOT_CELL_BLANK:
		return true;
	case SPOT_CELL_UNREADABLE:
		if (!blank)
			return true;
		spot_words_error(ld, place, NULL, "%s: the text \"%s\" cannot be read as %s (%s)",
		    what,
		    text, spot_type_name(field->type), problem);
		return false;
	case SPOT_CELL_NOMEM:
	case SPOT_CELL_N:
		break;
	}
	spot_words_raise_nomem(ld);
}

bool spot_words_value_field(struct spot_loader *ld, int idx, const struct spot_field *field,
    struct spot_place place, const char *what, struct spot_value *out, bool *blank)
{
	lua_State *L = ld->L;
	idx = lua_absindex(L, idx);
	luaL_checkstack(L, 8, NULL);
	bool ok = false;
	if (blank)
		*blank = false;
	*out = (struct spot_value) { .kind = SPOT_KIND_BLANK };
	switch (lua_type(L, idx)) {
	case LUA_TSTRING:
		return cell_fits(ld, idx, field, place, what, out, blank);
	case LUA_TNUMBER:
		ok = number_fits(L, idx, field->type, out);
		break;
	case LUA_TBOOLEAN:
		ok = field->type == SPOT_TYPE_FLAG;
		*out = (struct spot_value) { SPOT_KIND_BOOL, .as.flag = lua_toboolean(L, idx) };
		break;
	case LUA_TTABLE:
		ok = field->type == SPOT_TYPE_LIST && list_fits(ld, idx, place, what, out);
		break;
	default:
		break;
	}
	if (!ok && !spot_words_is_dummy(L, idx))
		spot_words_error(ld, place,
		    lua_type(L, idx) == LUA_TNUMBER &&
			    (field->type == SPOT_TYPE_TEXT || field->type == SPOT_TYPE_KEY)
			? "write it in quotes" : NULL,
		    "%s must be %s, not %s", what, type_wants(field->type),
		    spot_words_check_describe(ld, idx));
	return ok;
}
