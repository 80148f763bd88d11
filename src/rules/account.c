/* SPDX-License-Identifier: MIT */
/*
 * The account as a rule function sees it: a userdata whose __index reads the batch. One per state
 * and schema, aimed at one row after the other; nothing is allocated for a row but the Lua
 * strings of the texts that are read. List fields are userdata too, one per field, aimed when the
 * field is read. Each aim starts a new generation: a list of an earlier one is refused, so that
 * no rule can reach memory of a batch that is gone.
 *
 * Field names are found by the address of the Lua string: short strings are interned and the
 * names are kept alive in a table, so equal addresses are equal names. Whatever is not found that
 * way is asked of the table.
 */
#include <lauxlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/internal.h"
#include "rules/lib.h"

struct slot {
	const char *name; /* the interned string's bytes, or NULL */
	uint32_t field_idx;
};

struct spot_account {
	const struct spot_schema *schema;
	const struct spot_batch *batch; /* NULL: aimed at nothing */
	size_t row_idx;
	uint64_t generation;
	size_t slot_mask;
	struct slot *slots;
	uint64_t *read_at; /* per field: the generation that read it last */
	uint32_t *reads;
	size_t n_reads;
};

struct list {
	const struct spot_account *account;
	uint64_t generation;
	struct spot_list items;
};

static const char list_key; /* in the registry: the metatable of lists */

enum { UP_FIELDS = 1, UP_ACCOUNT, UP_LISTS, UP_ROW }; /* upvalues of __index */

/* --- lists -------------------------------------------------------------------------------- */

static struct list *list_at(lua_State *L, int idx)
{
	struct list *list = NULL;

	idx = lua_absindex(L, idx);
	if (lua_type(L, idx) == LUA_TUSERDATA && lua_getmetatable(L, idx)) {
		lua_rawgetp(L, LUA_REGISTRYINDEX, &list_key);
		if (lua_rawequal(L, -1, -2))
			list = lua_touserdata(L, idx);
		lua_pop(L, 2);
	}
	return list;
}

bool spot_account_list(lua_State *L, int idx, struct spot_list *out)
{
	struct list *list = list_at(L, idx);

	if (!list)
		return false;
	if (list->generation != list->account->generation || !list->account->batch)
		return luaL_error(L, "this list belongs to an account that is gone");
	*out = list->items;
	return true;
}

static int list_index(lua_State *L)
{
	struct spot_list items;
	lua_Integer i;
	int is_integer;

	if (!spot_account_list(L, 1, &items))
		return luaL_error(L, "not a list");
	i = lua_tointegerx(L, 2, &is_integer);
	if (lua_type(L, 2) != LUA_TNUMBER || !is_integer)
		return luaL_error(L, "the items of a list are numbered 1, 2, 3 and so on");
	if (i < 1 || (lua_Unsigned)i > items.n_items)
		lua_pushnil(L);
	else
		lua_pushlstring(L, items.items[i - 1].ptr, items.items[i - 1].len);
	return 1;
}

static int list_len(lua_State *L)
{
	struct spot_list items = { 0 };

	if (!spot_account_list(L, 1, &items))
		return luaL_error(L, "not a list");
	lua_pushinteger(L, (lua_Integer)items.n_items);
	return 1;
}

static int list_newindex(lua_State *L)
{
	return luaL_error(L, "a rule may not change the account's lists");
}

static void list_push_metatable(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &list_key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_createtable(L, 0, 5); /* meta */
	lua_pushcfunction(L, list_index);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, list_newindex);
	lua_setfield(L, -2, "__newindex");
	lua_pushcfunction(L, list_len);
	lua_setfield(L, -2, "__len");
	lua_pushliteral(L, "list");
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable");
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &list_key);
}

/* Pushes the field's list; made at its first read, then only aimed. */
static void list_push(lua_State *L, struct spot_account *account, size_t field_idx)
{
	struct list *list;

	if (lua_rawgeti(L, lua_upvalueindex(UP_LISTS), (lua_Integer)field_idx) != LUA_TUSERDATA) {
		lua_pop(L, 1);
		lua_newuserdatauv(L, sizeof(*list), 0); /* list */
		list_push_metatable(L); /* list meta */
		lua_setmetatable(L, -2); /* list */
		lua_pushvalue(L, -1);
		lua_rawseti(L, lua_upvalueindex(UP_LISTS), (lua_Integer)field_idx);
	}
	list = lua_touserdata(L, -1);
	list->account = account;
	list->generation = account->generation;
	list->items = account->batch->columns[field_idx].as.list[account->row_idx];
}

/* --- the account -------------------------------------------------------------------------- */

static size_t slot_of(const struct spot_account *account, const char *name)
{
	uintptr_t address = (uintptr_t)name;

	return (address >> 4 ^ address >> 12) & account->slot_mask;
}

/* row: whose field it would be, or NULL: the account's own. */
static int raise_unknown_field(lua_State *L, const struct spot_account *account, const char *row)
{
	const struct spot_schema *schema = account->schema;
	const char *name, *near;
	const char **names;

	if (lua_type(L, 2) != LUA_TSTRING)
		return luaL_error(L, "fields are read by their names, not by a %s",
		    spot_lib_type_name(L, 2));
	name = lua_tostring(L, 2);
	if (row)
		name = lua_pushfstring(L, "%s.%s", row, name);
	names = lua_newuserdatauv(L, (schema->n_fields + 1) * sizeof(*names), 0);
	for (size_t i = 0; i < schema->n_fields; i++)
		names[i] = schema->fields[i].name;
	near = spot_text_nearest(name, names, schema->n_fields);
	if (near)
		spot_sandbox_hint(L, "did you mean \"%s\"?", near);
	return luaL_error(L, "unknown field \"%s\"", name);
}

static uint32_t field_of_key(lua_State *L, const struct spot_account *account)
{
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;
	uint32_t field_idx;

	if (name)
		for (size_t s = slot_of(account, name); account->slots[s].name;
		    s = (s + 1) & account->slot_mask)
			if (account->slots[s].name == name)
				return account->slots[s].field_idx;
	lua_pushvalue(L, 2);
	if (lua_rawget(L, lua_upvalueindex(UP_FIELDS)) != LUA_TNUMBER)
		raise_unknown_field(L, account, NULL);
	field_idx = (uint32_t)lua_tointeger(L, -1);
	lua_pop(L, 1);
	return field_idx;
}

static int row_push(lua_State *L, size_t field_idx);

/* Pushes the field's value; in an __index. */
static int value_push(lua_State *L, struct spot_account *account, uint32_t field_idx)
{
	const struct spot_column *column;
	size_t row = account->row_idx;

	if (!account->batch)
		return luaL_error(L, "there is no account to read now");
	if (account->read_at[field_idx] != account->generation) {
		account->read_at[field_idx] = account->generation;
		account->reads[account->n_reads++] = field_idx;
	}
	column = &account->batch->columns[field_idx];
	if (column->state[row] == SPOT_STATE_BLANK)
		return spot_sandbox_raise_unknown(L);
	if (account->schema->fields[field_idx].is_row)
		return row_push(L, field_idx);
	if (column->state[row] == SPOT_STATE_NIL) {
		lua_pushnil(L);
		return 1;
	}
	switch (column->kind) {
	case SPOT_KIND_BOOL:
		lua_pushboolean(L, column->as.flag[row]);
		break;
	case SPOT_KIND_INT:
		lua_pushinteger(L, column->as.integer[row]);
		break;
	case SPOT_KIND_FLOAT:
		lua_pushnumber(L, column->as.number[row]);
		break;
	case SPOT_KIND_TEXT:
		lua_pushlstring(L, column->as.text[row].ptr, column->as.text[row].len);
		break;
	case SPOT_KIND_LIST:
		list_push(L, account, field_idx);
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		lua_pushnil(L);
		break;
	}
	return 1;
}

static int account_index(lua_State *L)
{
	struct spot_account *account = lua_touserdata(L, lua_upvalueindex(UP_ACCOUNT));

	return value_push(L, account, field_of_key(L, account));
}

static int account_newindex(lua_State *L)
{
	return luaL_error(L, "a rule may not change the account");
}

/* --- a row of another table ----------------------------------------------------------------- */

static int row_index(lua_State *L)
{
	struct spot_account *account = lua_touserdata(L, lua_upvalueindex(UP_ACCOUNT));

	lua_pushvalue(L, 2);
	if (lua_type(L, 2) != LUA_TSTRING ||
	    lua_rawget(L, lua_upvalueindex(UP_FIELDS)) != LUA_TNUMBER)
		return raise_unknown_field(L, account, lua_tostring(L, lua_upvalueindex(UP_ROW)));
	return value_push(L, account, (uint32_t)lua_tointeger(L, -1));
}

/* Adds the fields called "NAME.…" of the row at field_idx to the table at the top, without
 * "NAME.". */
static void row_add_names(lua_State *L, const struct spot_schema *schema, size_t field_idx)
{
	const char *name = schema->fields[field_idx].name;
	size_t len = strlen(name);

	for (size_t i = 0; i < schema->n_fields; i++) {
		const char *own = schema->fields[i].name;

		if (strncmp(own, name, len) != 0 || own[len] != '.')
			continue;
		lua_pushinteger(L, (lua_Integer)i);
		lua_setfield(L, -2, own + len + 1);
	}
}

/* Pushes the object of that field; made at its first read. */
static int row_push(lua_State *L, size_t field_idx)
{
	struct spot_account *account = lua_touserdata(L, lua_upvalueindex(UP_ACCOUNT));

	if (lua_rawgeti(L, lua_upvalueindex(UP_LISTS), (lua_Integer)field_idx) == LUA_TUSERDATA)
		return 1;
	lua_pop(L, 1);
	luaL_checkstack(L, 8, NULL);
	lua_newuserdatauv(L, 1, 0); /* row */
	lua_createtable(L, 0, 4); /* row meta */
	lua_newtable(L); /* row meta fields */
	row_add_names(L, account->schema, field_idx);
	lua_pushlightuserdata(L, account);
	lua_pushvalue(L, lua_upvalueindex(UP_LISTS));
	lua_pushstring(L, account->schema->fields[field_idx].name);
	lua_pushcclosure(L, row_index, 4); /* row meta index */
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, account_newindex);
	lua_setfield(L, -2, "__newindex");
	lua_pushliteral(L, "account"); /* as rules are to take it */
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable"); /* row meta */
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawseti(L, lua_upvalueindex(UP_LISTS), (lua_Integer)field_idx);
	return 1;
}

/* The struct and its arrays in one userdata; field names in the table at the top. */
static struct spot_account *account_new(lua_State *L, const struct spot_schema *schema)
{
	size_t n = schema->n_fields, n_slots = 8, size;
	struct spot_account *account;

	while (n_slots < 2 * n + 1)
		n_slots *= 2;
	size = sizeof(*account) + n_slots * sizeof(struct slot) +
	    n * (sizeof(uint64_t) + sizeof(uint32_t));
	account = lua_newuserdatauv(L, size, 0);
	memset(account, 0, size);
	account->schema = schema;
	account->generation = 1;
	account->slot_mask = n_slots - 1;
	account->slots = (struct slot *)(account + 1);
	account->read_at = (uint64_t *)(account->slots + n_slots);
	account->reads = (uint32_t *)(account->read_at + n);
	return account;
}

static void account_add_name(lua_State *L, struct spot_account *account, uint32_t field_idx)
{
	const char *name = lua_pushstring(L, account->schema->fields[field_idx].name);
	size_t s = slot_of(account, name);

	while (account->slots[s].name)
		s = (s + 1) & account->slot_mask;
	account->slots[s] = (struct slot) { name, field_idx };
	lua_pushinteger(L, field_idx);
	lua_rawset(L, -3);
}

struct spot_account *spot_account_push(lua_State *L, const struct spot_schema *schema)
{
	struct spot_account *account;

	luaL_checkstack(L, 6, NULL);
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, schema) == LUA_TUSERDATA)
		return lua_touserdata(L, -1);
	lua_pop(L, 1);
	account = account_new(L, schema); /* account */
	lua_createtable(L, 0, 4); /* account meta */
	lua_createtable(L, 0, (int)schema->n_fields); /* account meta fields */
	for (size_t i = 0; i < schema->n_fields; i++)
		account_add_name(L, account, (uint32_t)i);
	lua_pushlightuserdata(L, account);
	lua_newtable(L); /* account meta fields address lists */
	lua_pushcclosure(L, account_index, 3); /* account meta index */
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, account_newindex);
	lua_setfield(L, -2, "__newindex");
	lua_pushliteral(L, "account");
	lua_setfield(L, -2, "__name");
	lua_pushboolean(L, 0);
	lua_setfield(L, -2, "__metatable"); /* account meta */
	lua_setmetatable(L, -2);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, schema); /* account */
	return account;
}

void spot_account_aim(struct spot_account *account, const struct spot_batch *batch, size_t row_idx)
{
	account->batch = batch;
	account->row_idx = row_idx;
	account->generation++;
	account->n_reads = 0;
}

const uint32_t *spot_account_reads(const struct spot_account *account, size_t *n)
{
	*n = account->n_reads;
	return account->reads;
}
