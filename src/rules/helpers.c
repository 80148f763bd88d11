/* SPDX-License-Identifier: MIT */
/*
 * The helpers of the rule language: checks of arguments in words for people who do not program,
 * and the helpers of dates. Numbers and texts have files of their own.
 */
#include "rules/helpers.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "rules/internal.h"

int spot_helpers_refuse(lua_State *L, int arg, const char *helper, const char *wanted)
{
	static const char *const ordinals[] = { "first", "second", "third", "fourth", "fifth" };
	char other[32];
	const char *ordinal = other;
	if (arg <= 5)
		ordinal = ordinals[arg - 1];
	else
		snprintf(other, sizeof(other), "%dth", arg);
	if (lua_isnone(L, arg))
		return luaL_error(L, "%s: the %s argument is missing", helper, ordinal);
	if (lua_isnil(L, arg)) {
		spot_sandbox_hint(L, "an optional field that is blank? test it first, or give "
		    "the field a default");
		return luaL_error(L, "%s: the %s argument is nil", helper, ordinal);
	}
	const char *type = spot_lib_type_name(L, arg);
	if (lua_type(L, arg) == LUA_TSTRING)
		type = "text";
	else if (spot_lib_is_list(L, arg))
		type = "list";
	return luaL_error(L, "%s: the %s argument must be %s, not a %s", helper, ordinal, wanted,
	    type);
}

void spot_helpers_limit(lua_State *L, const char *helper, int max)
{
	if (lua_gettop(L) <= max)
		return;
	spot_sandbox_hint(L, "%s", lua_type(L, max) == LUA_TNUMBER ? SPOT_HELPERS_COMMA :
	    "leave the others out; a call gives all its values, (f(x)) only the first");
	luaL_error(L, "%s: it takes %d argument%s, not %d", helper, max, max == 1 ? "" : "s",
	    lua_gettop(L));
}

size_t spot_helpers_max(const char *name)
{
#define OF_NAME(helper, n) \
	if (strcmp(name, #helper) == 0) \
		return n;
	SPOT_HELPERS_FIXED(OF_NAME)
#undef OF_NAME
	return SIZE_MAX;
}

lua_Number spot_helpers_number(lua_State *L, int arg, const char *helper)
{
	if (lua_type(L, arg) != LUA_TNUMBER)
		spot_helpers_refuse(L, arg, helper, "a number");
	return lua_tonumber(L, arg);
}

int64_t spot_helpers_date(lua_State *L, int arg, const char *helper)
{
	int is_integer = 0;
	if (lua_type(L, arg) != LUA_TNUMBER)
		spot_helpers_refuse(L, arg, helper, "a date");
	lua_Integer days = lua_tointegerx(L, arg, &is_integer);
	if (!is_integer || days < SPOT_DATE_FIRST || days > SPOT_DATE_LAST) {
		lua_pushvalue(L, arg);
		luaL_error(L, "%s: %s is not a date", helper, lua_tostring(L, -1));
	}
	return days;
}

/* The as-of day is the upvalue. */
static int64_t as_of(lua_State *L)
{
	return lua_tointeger(L, lua_upvalueindex(1));
}

static int helper_days_since(lua_State *L)
{
	spot_helpers_limit(L, "days_since", SPOT_HELPER_MAX_days_since);
	lua_pushinteger(L, as_of(L) - spot_helpers_date(L, 1, "days_since"));
	return 1;
}

static int helper_months_since(lua_State *L)
{
	spot_helpers_limit(L, "months_since", SPOT_HELPER_MAX_months_since);
	int64_t day = spot_helpers_date(L, 1, "months_since");
	lua_pushinteger(L, spot_date_months_between(day, as_of(L)));
	return 1;
}

static int helper_years_since(lua_State *L)
{
	spot_helpers_limit(L, "years_since", SPOT_HELPER_MAX_years_since);
	int64_t day = spot_helpers_date(L, 1, "years_since");
	lua_pushinteger(L, spot_date_months_between(day, as_of(L)) / 12);
	return 1;
}

static int helper_date(lua_State *L)
{
	int64_t days;
	spot_helpers_limit(L, "date", SPOT_HELPER_MAX_date);
	if (lua_type(L, 1) != LUA_TSTRING)
		spot_helpers_refuse(L, 1, "date", "text like \"2026-01-31\"");
	if (!spot_date_iso(spot_lib_view(L, 1), &days)) {
		spot_sandbox_hint(L, "dates are written year-month-day: \"2026-01-31\"");
		return luaL_error(L, "date: \"%s\" is not a date", lua_tostring(L, 1));
	}
	lua_pushinteger(L, days);
	return 1;
}

static int helper_year(lua_State *L)
{
	spot_helpers_limit(L, "year", SPOT_HELPER_MAX_year);
	lua_pushinteger(L, spot_date_civil(spot_helpers_date(L, 1, "year")).year);
	return 1;
}

static int helper_month(lua_State *L)
{
	spot_helpers_limit(L, "month", SPOT_HELPER_MAX_month);
	lua_pushinteger(L, spot_date_civil(spot_helpers_date(L, 1, "month")).month);
	return 1;
}

static const luaL_Reg since_functions[] = {
	{ "days_since", helper_days_since },
	{ "months_since", helper_months_since },
	{ "years_since", helper_years_since },
	{ NULL, NULL },
};

static const luaL_Reg date_functions[] = {
	{ "date", helper_date },
	{ "month", helper_month },
	{ "year", helper_year },
	{ NULL, NULL },
};

void spot_helpers_open(lua_State *L, int64_t as_of_day)
{
	for (const luaL_Reg *f = since_functions; f->name; f++) {
		lua_pushinteger(L, as_of_day);
		lua_pushcclosure(L, f->func, 1);
		spot_sandbox_add_global(L, f->name);
	}
	spot_lib_add_functions(L, date_functions);
	spot_lib_add_functions(L, spot_helpers_number_functions);
	spot_helpers_text_open(L);
	spot_helpers_regex_open(L);
	lua_pushinteger(L, as_of_day);
	spot_sandbox_add_global(L, "as_of");
}
