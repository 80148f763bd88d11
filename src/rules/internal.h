/* SPDX-License-Identifier: MIT */
/* What the files of this room share. */
#ifndef SPOT_RULES_INTERNAL_H
#define SPOT_RULES_INTERNAL_H

#include <lua.h>

#include "base/error.h"
#include "rules/model.h"
#include "rules/sandbox.h"
#include "table/batch.h"

/* load.c: runs the model's sources again in a new sandbox; its functions are then pushed by
 * spot_load_push_function. */
int spot_load_state(struct spot_sandbox **out, const struct spot_rules *rules,
    struct spot_error *err);
/* Gives one back that is as it was made: whoever asks next gets it. Takes it. */
void spot_load_give_back(const struct spot_rules *rules, struct spot_sandbox *sandbox);
/* Pushes the Lua function of that id. */
void spot_load_push_function(lua_State *L, int fn);

/* lib_*.c, helpers.c: each adds its functions to the sandbox's globals (called by sandbox.c, in
 * protected mode). */
void spot_lib_base_open(lua_State *L);
void spot_lib_string_open(lua_State *L);
void spot_lib_table_open(lua_State *L);
void spot_lib_math_open(lua_State *L);
void spot_helpers_open(lua_State *L, int64_t as_of);

/* vm.c: what a VM is made of, for who reads functions rather than runs them. */
struct spot_vm;
struct spot_sandbox *spot_vm_sandbox(const struct spot_vm *vm);
const struct spot_rules *spot_vm_rules(const struct spot_vm *vm);

/* account.c: the read-only object that rule functions get. Pushes it (one per state and schema);
 * point it at a row with spot_account_aim. */
struct spot_account; /* lives in the userdata */
struct spot_account *spot_account_push(lua_State *L, const struct spot_schema *schema);
void spot_account_aim(struct spot_account *account, const struct spot_batch *batch, size_t row_idx);
/* The fields read since it was aimed, in the order first read. Aim it at NULL when the batch
 * goes away. */
const uint32_t *spot_account_reads(const struct spot_account *account, size_t *n);
/* True and the items when the value at idx is a field of type list: what has() and the like look
 * into. Raises when the list belongs to a row that is gone. */
bool spot_account_list(lua_State *L, int idx, struct spot_list *out);

#endif
