/* SPDX-License-Identifier: MIT */
/* What the function finds outside itself: tables of the rule file, functions. */
#include <lauxlib.h>

#include "rules/translate_internal.h"

uint32_t spot_translate_object_new(struct spot_translator *t, enum spot_object_kind kind)
{
	struct spot_object *object = spot_translate_alloc(t, 1, sizeof(*object));

	if (!object)
		return 0;
	if (!spot_mem_grow(&t->objects, &t->objects_cap, t->n_objects + 1, sizeof(*t->objects))) {
		t->is_stopped = t->is_out_of_memory = true;
		return 0;
	}
	object->kind = kind;
	t->objects[t->n_objects] = object;
	return (uint32_t)t->n_objects++;
}

void spot_translate_push(struct spot_translator *t, uint32_t object)
{
	lua_rawgeti(t->L, t->values_idx, (lua_Integer)object + 1);
}

/* --- from Lua ----------------------------------------------------------------------------- */

/* The object that the value at the top is (left there). */
static uint32_t object_of(struct spot_translator *t)
{
	lua_State *L = t->L;
	uint32_t object;

	lua_pushvalue(L, -1);
	if (lua_rawget(L, t->ids_idx) == LUA_TNUMBER) {
		object = (uint32_t)lua_tointeger(L, -1);
		lua_pop(L, 1);
		return object;
	}
	lua_pop(L, 1);
	object = spot_translate_object_new(t, lua_istable(L, -1) ? SPOT_OBJECT_TABLE
	    : lua_iscfunction(L, -1) ? SPOT_OBJECT_BUILTIN : SPOT_OBJECT_LUA);
	if (t->is_stopped)
		return object;
	if (t->objects[object]->kind == SPOT_OBJECT_BUILTIN)
		t->objects[object]->builtin = spot_translate_builtin_of(t, lua_tocfunction(L, -1));
	lua_pushvalue(L, -1);
	lua_rawseti(L, t->values_idx, (lua_Integer)object + 1);
	lua_pushvalue(L, -1);
	lua_pushinteger(L, object);
	lua_rawset(L, t->ids_idx);
	return object;
}

struct spot_lua_item spot_translate_pop(struct spot_translator *t)
{
	struct spot_lua_item item = { .kind = SPOT_SYM_NIL };
	lua_State *L = t->L;

	switch (lua_type(L, -1)) {
	case LUA_TNIL:
		break;
	case LUA_TBOOLEAN:
		item.kind = SPOT_SYM_BOOL;
		item.value = (struct spot_value) { SPOT_KIND_BOOL,
			.as.flag = lua_toboolean(L, -1) };
		break;
	case LUA_TNUMBER:
		if (lua_isinteger(L, -1)) {
			item.kind = SPOT_SYM_INT;
			item.value = int_value(lua_tointeger(L, -1));
			break;
		}
		item.kind = SPOT_SYM_FLOAT;
		item.value = (struct spot_value) { SPOT_KIND_FLOAT,
			.as.number = lua_tonumber(L, -1) };
		break;
	case LUA_TSTRING:
		/* Whoever holds it in Lua keeps its bytes. */
		item.kind = SPOT_SYM_TEXT;
		item.value.kind = SPOT_KIND_TEXT;
		item.value.as.text.ptr = lua_tolstring(L, -1, &item.value.as.text.len);
		if (item.value.as.text.len > SPOT_SYM_MAX_TEXT)
			spot_translate_refuse(t, "it holds a text of %zu bytes",
			    item.value.as.text.len);
		break;
	case LUA_TTABLE:
	case LUA_TFUNCTION:
		item.kind = SPOT_SYM_OBJECT;
		item.object = object_of(t);
		break;
	default:
		spot_translate_refuse(t, "it holds a %s", luaL_typename(L, -1));
	}
	lua_pop(L, 1);
	return item;
}

struct spot_sym *spot_translate_item(struct spot_translator *t, const struct spot_lua_item *item)
{
	return item->kind == SPOT_SYM_OBJECT ? spot_translate_object(t, item->object)
	    : item->kind == SPOT_SYM_NIL ? spot_translate_nil(t)
	    : spot_translate_constant(t, &item->value);
}

struct spot_sym *spot_translate_pop_sym(struct spot_translator *t)
{
	struct spot_lua_item item = spot_translate_pop(t);

	return spot_translate_item(t, &item);
}

/* The captured variables of the function at the top. */
static struct spot_cell **read_cells(struct spot_translator *t, const struct spot_proto *proto)
{
	struct spot_cell **cells = spot_translate_alloc(t, proto->n_upvalues, sizeof(*cells));

	for (size_t i = 0; cells && i < proto->n_upvalues; i++) {
		cells[i] = spot_translate_alloc(t, 1, sizeof(*cells[i]));
		if (!cells[i] || !lua_getupvalue(t->L, -1, (int)i + 1))
			return NULL;
		cells[i]->value = spot_translate_pop_sym(t);
	}
	return cells;
}

bool spot_translate_read_function(struct spot_translator *t, uint32_t object_idx)
{
	struct spot_object *object = t->objects[object_idx];
	struct spot_error err;
	int rc;

	if (object->proto)
		return true;
	luaL_checkstack(t->L, 8, NULL);
	spot_translate_push(t, object_idx);
	rc = spot_proto_read(&object->proto, t->L, &t->arena, &err);
	if (rc == SPOT_ENOMEM)
		t->is_stopped = t->is_out_of_memory = true;
	else if (rc != 0)
		spot_translate_refuse(t, "%s", err.what);
	if (rc == 0)
		object->cells = read_cells(t, object->proto);
	lua_pop(t->L, 1);
	return rc == 0 && object->cells && !t->is_stopped;
}
