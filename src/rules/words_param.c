/* SPDX-License-Identifier: MIT */
/*
 * params { … }: the one word that answers while the file still runs. What is in force for a
 * name, first that is there: --set, the value in a file that extends this one (the outermost
 * first), the value written here.
 */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/freeze.h"
#include "rules/lib.h"
#include "rules/words.h"
#include "table/cell.h"

const struct spot_param *spot_words_param_find(const struct spot_loader *ld, const char *name)
{
	for (size_t i = 0; i < ld->n_params; i++)
		if (strcmp(ld->params[i].name, name) == 0)
			return &ld->params[i];
	return NULL;
}

static bool is_number(const struct spot_value *value)
{
	return value->kind == SPOT_KIND_INT || value->kind == SPOT_KIND_FLOAT;
}

static const char *kind_name(const struct spot_value *value)
{
	if (is_number(value))
		return "a number";
	return value->kind == SPOT_KIND_BOOL ? "true or false" : "text";
}

static bool set_read_as(struct spot_loader *ld, const struct spot_set *set, enum spot_type type,
    struct spot_value *out)
{
	struct spot_field field = { .name = set->name, .type = type };
	const char *problem;
	enum spot_cell_state state = spot_cell_read(out, &field, spot_view_of(set->value),
	    ld->arena, NULL, &problem);
	if (state == SPOT_CELL_NOMEM)
		spot_words_raise_nomem(ld);
	return state == SPOT_CELL_VALUE;
}

/* The text of --set as the kind of value the param has. */
static bool set_read(struct spot_loader *ld, const struct spot_set *set,
    const struct spot_value *own, struct spot_value *out)
{
	if (own->kind == SPOT_KIND_TEXT) {
		*out = (struct spot_value) { .kind = SPOT_KIND_TEXT,
			.as.text = spot_view_of(spot_words_copy(ld, spot_view_of(set->value))) };
		return true;
	}
	enum spot_type type = own->kind == SPOT_KIND_BOOL ? SPOT_TYPE_FLAG : SPOT_TYPE_INTEGER;
	bool ok = set_read_as(ld, set, type, out);
	if (ok && own->kind == SPOT_KIND_FLOAT)
		*out = (struct spot_value) { .kind = SPOT_KIND_FLOAT,
			.as.number = (double)out->as.integer };
	/* A whole number stays one where the file has one: 50 and 50.0 print differently in
	 * Lua. */
	if (!ok && is_number(own))
		ok = set_read_as(ld, set, SPOT_TYPE_NUMBER, out);
	if (!ok)
		spot_error_set(&ld->usage, SPOT_EUSAGE,
		    "--set %s=%s: the param is %s, and \"%s\" is not",
		    set->name, set->value, kind_name(own), set->value);
	return ok;
}

static bool set_find(struct spot_loader *ld, const char *name, const struct spot_value *own,
    struct spot_value *out)
{
	for (size_t i = ld->n_sets; i-- > 0;) /* the last of a name counts */
		if (strcmp(ld->sets[i].name, name) == 0) {
			bool ok = set_read(ld, &ld->sets[i], own, out);
			if (!ok)
				*out = *own;
			return ok;
		}
	return false;
}

static void param_put(struct spot_loader *ld, const struct spot_param *param)
{
	struct spot_param *old = (struct spot_param *)spot_words_param_find(ld, param->name);
	if (old) {
		*old = *param;
		return;
	}
	spot_words_grow(ld, &ld->params, &ld->params_cap, ld->n_params + 1, sizeof(*ld->params));
	ld->params[ld->n_params++] = *param;
}

static void param_read(const struct spot_words_table *table, const char *name)
{
	struct spot_loader *ld = table->ld;
	struct spot_param param = { .name = name };
	struct spot_place place = spot_words_table_place(table, name, 0);
	const struct spot_param *base = spot_words_param_find(ld, name);
	const struct spot_param *over = NULL;
	spot_words_table_push(table, name);
	bool ok = spot_words_value_plain(ld, -1, place, spot_words_printf(ld, "param \"%s\"", name),
	    &param.value);
	lua_pop(ld->L, 1);
	if (!ok)
		return;
	for (size_t i = 0; i < ld->n_overrides && !over; i++)
		if (strcmp(ld->overrides[i].name, name) == 0)
			over = &ld->overrides[i];
	if (base && strcmp(kind_name(&base->value), kind_name(&param.value)) != 0) {
		spot_words_error(ld, place, NULL,
		    "param \"%s\" is %s, but %s in the file it extends",
		    name, kind_name(&param.value), kind_name(&base->value));
		return;
	}
	/* The other kind is told where the overriding value stands, which is run later. */
	if (over && strcmp(kind_name(&over->value), kind_name(&param.value)) == 0)
		param.value = over->value;
	const struct spot_value own = param.value;
	param.overridden = set_find(ld, name, &own, &param.value);
	param_put(ld, &param);
}

static void value_push(lua_State *L, const struct spot_value *value)
{
	switch (value->kind) {
	case SPOT_KIND_BOOL:
		lua_pushboolean(L, value->as.flag);
		break;
	case SPOT_KIND_INT:
		lua_pushinteger(L, value->as.integer);
		break;
	case SPOT_KIND_FLOAT:
		lua_pushnumber(L, value->as.number);
		break;
	case SPOT_KIND_TEXT:
		lua_pushlstring(L, value->as.text.ptr, value->as.text.len);
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_LIST:
	case SPOT_KIND_N:
		lua_pushnil(L);
		break;
	}
}

/* A name that params does not have: (values, name). nil would make a misspelt param a rule
 * that never fails. */
static int param_missing(lua_State *L)
{
	struct spot_loader *ld = spot_words_loader(L);
	const char *name;
	size_t n = 0;
	if (lua_type(L, 2) != LUA_TSTRING)
		return luaL_error(L, "params are read by their names, not by a %s",
		    spot_lib_type_name(L, 2));
	name = lua_tostring(L, 2);
	lua_settop(L, 2);
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
		n++;
	const char **names = lua_newuserdatauv(L, (n + 1) * sizeof(*names), 0);
	n = 0;
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
		names[n++] = lua_tostring(L, -2);
	qsort(names, n, sizeof(*names), spot_words_table_compare);
	const char *near = n ? spot_text_nearest(name, names, n) : NULL;
	if (!ld) {
		if (near)
			spot_sandbox_hint(L, "did you mean \"%s\"?", near);
		return luaL_error(L, "unknown param \"%s\"", name);
	}
	spot_words_charge(ld, 1000);
	spot_words_error(ld, spot_words_here(ld),
	    near ? spot_words_printf(ld, "did you mean \"%s\"?", near) : "add it to params { … }",
	    "unknown param \"%s\"", name);
	spot_words_push_dummy(L);
	return 1;
}

int spot_words_param_call(struct spot_loader *ld, size_t entry_idx)
{
	lua_State *L = ld->L;
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	struct spot_words_names names = spot_words_table_names(&table);
	if (names.n_items)
		spot_words_error(ld, spot_words_table_place(&table, NULL, 1),
		    "write params { name = value }", "a value without a name in params");
	for (size_t i = 0; i < names.n; i++)
		param_read(&table, names.names[i]);
	lua_createtable(L, 0, (int)ld->n_params);
	for (size_t i = 0; i < ld->n_params; i++) {
		value_push(L, &ld->params[i].value);
		lua_setfield(L, -2, ld->params[i].name);
	}
	spot_freeze_table(L, lua_gettop(L), "params");
	spot_freeze_push_raw(L, -1);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, param_missing);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
	return 1;
}

bool spot_words_param_override(struct spot_loader *ld, const struct spot_loader *from)
{
	for (size_t i = 0; i < from->n_params; i++) {
		bool is_there = false;
		for (size_t o = 0; o < ld->n_overrides; o++)
			is_there |= strcmp(ld->overrides[o].name, from->params[i].name) == 0;
		if (is_there)
			continue;
		if (!spot_mem_grow(&ld->overrides, &ld->overrides_cap, ld->n_overrides + 1,
			sizeof(*ld->overrides)))
			return false;
		ld->overrides[ld->n_overrides++] = from->params[i];
	}
	return true;
}

static int param_compare(const void *a, const void *b)
{
	return strcmp(((const struct spot_param *)a)->name, ((const struct spot_param *)b)->name);
}

void spot_words_param_finish(struct spot_loader *ld)
{
	const char **names = spot_words_alloc(ld, ld->n_params + 1, sizeof(*names));
	struct spot_param *params = spot_words_alloc(ld, ld->n_params + 1, sizeof(*params));
	for (size_t i = 0; i < ld->n_params; i++)
		params[i] = ld->params[i];
	qsort(params, ld->n_params, sizeof(*params), param_compare);
	for (size_t i = 0; i < ld->n_params; i++)
		names[i] = params[i].name;
	ld->rules->params = params;
	ld->rules->n_params = ld->n_params;
	for (size_t i = 0; i < ld->n_sets && ld->usage.code == 0; i++) {
		if (spot_words_param_find(ld, ld->sets[i].name))
			continue;
		const char *hint = spot_words_nearest(ld, ld->sets[i].name, names, ld->n_params,
		    ld->n_params ? NULL : "the rule file has no params { … }");
		if (!hint) {
			hint = spot_words_printf(ld, "its params are %s", names[0]);
			for (size_t p = 1; p < ld->n_params; p++)
				hint = spot_words_printf(ld, "%s, %s", hint, names[p]);
		}
		spot_error_set(&ld->usage, SPOT_EUSAGE,
		    "--set %s: the rule file has no param \"%s\"",
		    ld->sets[i].name, ld->sets[i].name);
		spot_error_hint(&ld->usage, "%s", hint);
	}
}
