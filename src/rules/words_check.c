/* SPDX-License-Identifier: MIT */
/* A table's keys and values against the list of what is allowed, and the messages about them. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "rules/words.h"

const char *spot_words_check_describe(struct spot_loader *ld, int idx)
{
	lua_State *L = ld->L;
	size_t len;
	switch (lua_type(L, idx)) {
	case LUA_TNIL:
	case LUA_TNONE:
		return "nothing";
	case LUA_TBOOLEAN:
		return lua_toboolean(L, idx) ? "true" : "false";
	case LUA_TNUMBER:
		if (lua_isinteger(L, idx))
			return spot_words_printf(ld, "the number %lld",
			    (long long)lua_tointeger(L, idx));
		if (!isfinite(lua_tonumber(L, idx)))
			return "a number that is not finite";
		return spot_words_printf(ld, "the number %.14g", lua_tonumber(L, idx));
	case LUA_TSTRING: {
		const char *text = lua_tolstring(L, idx, &len);
		return len > 40 ? "a text"
				: spot_words_printf(ld, "the text \"%.*s\"", (int)len, text);
	}
	case LUA_TFUNCTION:
		return "a function";
	default:
		return "a table";
	}
}

static const char *range_describe(struct spot_loader *ld, const struct spot_words_key *key)
{
	if (key->takes & SPOT_TAKES_DURATION)
		return spot_words_printf(ld, "a duration of at least %.15gd", key->low);
	if (key->high >= SPOT_WORDS_ENDLESS)
		return spot_words_printf(ld, "a number of at least %.15g", key->low);
	if (key->low <= -SPOT_WORDS_ENDLESS)
		return spot_words_printf(ld, "a number of at most %.15g", key->high);
	return spot_words_printf(ld, "a number from %.15g to %.15g", key->low, key->high);
}

/* "a number", "text or a list of texts", … The range matters only to who wrote a value of
 * that kind. */
static const char *takes_describe(struct spot_loader *ld, const struct spot_words_key *key,
    bool in_range)
{
	static const struct {
		unsigned bit;
		const char *text;
	} names[] = {
		{ SPOT_TAKES_TEXT, "text" },
		{ SPOT_TAKES_TEXTS, "a list of texts" },
		{ SPOT_TAKES_NUMBER, "a number" },
		{ SPOT_TAKES_FLAG, "true or false" },
		{ SPOT_TAKES_FUNCTION, "a function" },
		{ SPOT_TAKES_TABLE, "a table" },
		{ SPOT_TAKES_DATE, "a date such as \"2026-03-31\"" },
		{ SPOT_TAKES_DURATION, "a duration such as \"90d\"" },
	};
	const char *text = NULL;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(key->takes & names[i].bit))
			continue;
		const char *name = names[i].text;
		if (names[i].bit == SPOT_TAKES_TEXT && key->choices) {
			name = spot_words_printf(ld, "\"%s\"", key->choices[0]);
			for (size_t c = 1; key->choices[c]; c++)
				name = spot_words_printf(ld, "%s or \"%s\"", name, key->choices[c]);
		}
		if ((names[i].bit & (SPOT_TAKES_NUMBER | SPOT_TAKES_DURATION)) && key->ranged &&
		    in_range)
			name = range_describe(ld, key);
		text = text ? spot_words_printf(ld, "%s or %s", text, name) : name;
	}
	return text ? text : "something else";
}

static const char *add_hint(struct spot_loader *ld, const struct spot_words_key *key)
{
	unsigned takes = key->takes;
	const char *value = takes & SPOT_TAKES_NUMBER ? "10"
	    : takes & SPOT_TAKES_FUNCTION ? "function(a) return … end"
	    : takes & SPOT_TAKES_DATE ? "\"2026-12-31\""
	    : takes & SPOT_TAKES_TEXT ? "\"…\"" : "{ … }";
	return spot_words_printf(ld, "add %s = %s", key->name, value);
}

/* What helps who wrote the value at the top of the stack. */
static const char *type_hint(struct spot_loader *ld, const struct spot_words_key *key)
{
	lua_State *L = ld->L;
	int type = lua_type(L, -1);
	if (type == LUA_TTABLE && (key->takes & SPOT_TAKES_TEXTS))
		return "each of its items must be a text in quotes";
	if (type == LUA_TSTRING && (key->takes & SPOT_TAKES_NUMBER) && lua_isnumber(L, -1))
		return spot_words_printf(ld, "write %s without quotes", lua_tostring(L, -1));
	if (type == LUA_TSTRING && (key->takes & SPOT_TAKES_FLAG))
		return "write true or false without quotes";
	if (type == LUA_TSTRING && key->choices && (key->takes & SPOT_TAKES_TEXT)) {
		size_t n = 0;
		while (key->choices[n])
			n++;
		return spot_words_nearest(ld, lua_tostring(L, -1), key->choices, n, NULL);
	}
	if (type == LUA_TNUMBER && (key->takes & (SPOT_TAKES_TEXT | SPOT_TAKES_DATE)) &&
	    !(key->takes & (SPOT_TAKES_NUMBER | SPOT_TAKES_FUNCTION)))
		return "write it in quotes";
	if (type != LUA_TFUNCTION && (key->takes & SPOT_TAKES_FUNCTION))
		return "write function(a) return … end; what stands there was worked out already "
		       "while the file was read";
	if (type == LUA_TFUNCTION && lua_iscfunction(L, -1) && (key->takes & SPOT_TAKES_TEXT) &&
	    key->choices)
		return "write it in quotes";
	if (type == LUA_TFUNCTION && lua_iscfunction(L, -1))
		return "write function(a) return … end around the call";
	if (key->takes & SPOT_TAKES_DATE)
		return "dates are written year-month-day";
	if (key->takes & SPOT_TAKES_DURATION)
		return "a whole number and d, w, m or y";
	return NULL;
}

/* --- checking ----------------------------------------------------------------------------- */

static bool is_text_list(lua_State *L, int idx)
{
	size_t n = lua_rawlen(L, idx), n_keys = 0;
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
		n_keys++;
		if (lua_type(L, -1) != LUA_TSTRING || !spot_words_table_is_item(L, -2, n)) {
			lua_pop(L, 2);
			return false;
		}
	}
	return n_keys == n;
}

static bool text_fits(lua_State *L, const struct spot_words_key *key)
{
	struct spot_view text = spot_words_table_view(L);
	int64_t days;
	struct spot_duration duration;
	if ((key->takes & SPOT_TAKES_DATE) && spot_date_iso(text, &days))
		return true;
	if ((key->takes & SPOT_TAKES_DURATION) && spot_duration_parse(text, &duration))
		return !key->ranged || (double)duration.count >= key->low;
	if (!(key->takes & SPOT_TAKES_TEXT))
		return false;
	for (size_t i = 0; key->choices && key->choices[i]; i++)
		if (spot_view_equal(text, spot_view_of(key->choices[i])))
			return true;
	return !key->choices;
}

static bool value_fits(lua_State *L, const struct spot_words_key *key)
{
	if (key->takes & SPOT_TAKES_ANY)
		return true;
	switch (lua_type(L, -1)) {
	case LUA_TSTRING:
		return text_fits(L, key);
	case LUA_TNUMBER: {
		double x = lua_tonumber(L, -1);
		return (key->takes & SPOT_TAKES_NUMBER) && isfinite(x) &&
		    (!key->ranged || (x >= key->low && x <= key->high));
	}
	case LUA_TBOOLEAN:
		return key->takes & SPOT_TAKES_FLAG;
	case LUA_TFUNCTION:
		return (key->takes & SPOT_TAKES_FUNCTION) && !lua_iscfunction(L, -1);
	case LUA_TTABLE:
		return (key->takes & SPOT_TAKES_TABLE) ||
		    ((key->takes & SPOT_TAKES_TEXTS) && is_text_list(L, lua_gettop(L)));
	default:
		return false;
	}
}

bool spot_words_check_value(const struct spot_words_table *table, const char *name,
    size_t position, const struct spot_words_key *key)
{
	struct spot_loader *ld = table->ld;
	if (value_fits(ld->L, key))
		return true;
	if (spot_words_is_dummy(ld->L, -1))
		return false;
	struct spot_place place = spot_words_table_place(table, name, position);
	const char *what = name ? name : spot_words_printf(ld, "item %zu", position);
	const char *got = lua_iscfunction(ld->L, -1) ? "a function of the language itself"
						     : spot_words_check_describe(ld, -1);
	int type = lua_type(ld->L, -1);
	struct spot_duration duration;
	bool in_range = type == LUA_TNUMBER || (type == LUA_TSTRING &&
	    spot_duration_parse(spot_words_table_view(ld->L), &duration));
	const char *wanted = takes_describe(ld, key, in_range);
	if (type == LUA_TSTRING && (key->takes & (SPOT_TAKES_DATE | SPOT_TAKES_DURATION)))
		spot_words_error(ld, place, type_hint(ld, key), "%s of %s is %s, but must be %s",
		    what, table->title, got, wanted);
	else
		spot_words_error(ld, place, type_hint(ld, key), "%s of %s must be %s, not %s", what,
		    table->title, wanted, got);
	return false;
}

static const struct spot_words_key *key_find(const struct spot_words_key *keys, size_t n_keys,
    const char *name)
{
	for (size_t i = 0; i < n_keys; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* The key that was probably meant, or NULL. */
static const struct spot_words_key *unknown_key_tell(const struct spot_words_table *table,
    const char *name, const struct spot_words_key *keys, size_t n_keys)
{
	struct spot_loader *ld = table->ld;
	const char **names = spot_words_alloc(ld, n_keys + 1, sizeof(*names));
	const char *all = "it takes no keys";
	for (size_t i = 0; i < n_keys; i++) {
		names[i] = keys[i].name;
		all = i ? spot_words_printf(ld, "%s, %s", all, names[i])
			: spot_words_printf(ld, "its keys are %s", names[i]);
	}
	spot_words_error(ld, spot_words_table_place(table, name, 0),
	    spot_words_nearest(ld, name, names, n_keys, all), "unknown key \"%s\" in %s", name,
	    table->title);
	const char *near = n_keys ? spot_text_nearest(name, names, n_keys) : NULL;
	return near ? key_find(keys, n_keys, near) : NULL;
}

/* How the text or texts at the top of the stack say nothing; NULL: they do say something. */
static const char *emptiness(lua_State *L, int type, const struct spot_words_key *key)
{
	bool is_blank = false;
	if (type == LUA_TSTRING && (key->takes & SPOT_TAKES_TEXT))
		return spot_text_trim(spot_words_table_view(L)).len == 0 ? "is empty" : NULL;
	if (type != LUA_TTABLE || !(key->takes & SPOT_TAKES_TEXTS) ||
	    !is_text_list(L, lua_gettop(L)))
		return NULL;
	size_t n = lua_rawlen(L, -1);
	for (size_t i = 1; i <= n && !is_blank; i++) {
		lua_rawgeti(L, -1, (lua_Integer)i);
		is_blank = spot_text_trim(spot_words_table_view(L)).len == 0;
		lua_pop(L, 1);
	}
	return n == 0 ? "is empty" : is_blank ? "holds an empty text" : NULL;
}

static void required_check(const struct spot_words_table *table, const struct spot_words_key *key)
{
	struct spot_loader *ld = table->ld;
	int type = spot_words_table_push(table, key->name);
	const char *problem = emptiness(ld->L, type, key);
	if (type == LUA_TNIL)
		spot_words_error(ld, spot_words_table_place(table, NULL, 0), add_hint(ld, key),
		    "%s lacks %s", table->title, key->name);
	else if (problem)
		spot_words_error(ld, spot_words_table_place(table, key->name, 0), NULL,
		    "%s of %s %s", key->name, table->title, problem);
	lua_pop(ld->L, 1);
}

void spot_words_check_keys(const struct spot_words_table *table, const struct spot_words_key *keys,
    size_t n_keys, bool open_keys, bool open_items)
{
	struct spot_loader *ld = table->ld;
	struct spot_words_names names = spot_words_table_names(table);
	bool *misspelt = spot_words_alloc(ld, n_keys + 1, sizeof(*misspelt));
	for (size_t i = 0; i < names.n; i++) {
		const struct spot_words_key *key = key_find(keys, n_keys, names.names[i]);
		if (key) {
			spot_words_table_push(table, key->name);
			spot_words_check_value(table, key->name, 0, key);
			lua_pop(ld->L, 1);
		} else if (!open_keys) {
			const struct spot_words_key *meant =
			    unknown_key_tell(table, names.names[i], keys, n_keys);
			if (meant)
				misspelt[meant - keys] = true;
		}
	}
	if (names.n_items && !open_items)
		spot_words_error(ld, spot_words_table_place(table, NULL, 1),
		    "every value needs its key: key = value", "a value without a key in %s",
		    table->title);
	for (size_t i = 0; i < n_keys; i++)
		if (keys[i].required && !misspelt[i])
			required_check(table, &keys[i]);
}
