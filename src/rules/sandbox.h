/* SPDX-License-Identifier: MIT */
/*
 * A Lua state that a rule file cannot get out of: only the listed functions, every one of them
 * charged, memory and string sizes limited, no way to catch the abort. See the table of measures
 * at the head of sandbox.c.
 * This header is the room's own (it shows lua.h); other rooms use load.h and vm.h. One sandbox,
 * one thread.
 */
#ifndef SPOT_RULES_SANDBOX_H
#define SPOT_RULES_SANDBOX_H

#include <lua.h>
#include <stdbool.h>

#include "base/error.h"
#include "rules/limits.h"

struct spot_sandbox;

/* Opens a state whose globals are the allowed library functions of section 4 (Lua's own part and
 * the helpers) and as_of. Globals are a table the loader may add words to until
 * spot_sandbox_seal. */
int spot_sandbox_open(struct spot_sandbox **out, const struct spot_limits *limits, int64_t as_of,
    struct spot_error *err);
void spot_sandbox_close(struct spot_sandbox *sandbox);
lua_State *spot_sandbox_state(const struct spot_sandbox *sandbox);
/* The sandbox of a state; a loader's own pointer kept for C functions called from Lua. */
struct spot_sandbox *spot_sandbox_of(lua_State *L);
void spot_sandbox_set_owner(struct spot_sandbox *sandbox, void *owner);
void *spot_sandbox_owner(lua_State *L);

/* Loads a text chunk (never bytecode) and leaves its function on the stack; _ENV is the sandbox's
 * globals. SPOT_ERULES with file and line on a syntax error. Protected. */
int spot_sandbox_compile(struct spot_sandbox *sandbox, const char *name, const char *text,
    size_t len, struct spot_error *err);

enum spot_call {
	SPOT_CALL_OK,
	SPOT_CALL_UNKNOWN, /* spot_sandbox_raise_unknown was called */
	SPOT_CALL_ERROR,   /* err: what Lua said, file and line where known */
	SPOT_CALL_LIMIT,   /* err: which limit, place; never to be taken for a rule's answer.
	                      SPOT_ENOMEM in err: no limit, the machine had no memory left */
	SPOT_CALL_N
};

/* Calls the function under n_args arguments on the stack, in protected mode, with a budget of
 * instructions. On any other answer than OK the stack is as before the function was pushed. After
 * LIMIT the state can be used again. A call inside a call spends the outer one's budget too. */
enum spot_call spot_sandbox_call(struct spot_sandbox *sandbox, int n_args, int n_results,
    uint64_t budget, struct spot_error *err);

/* For many calls of one function: body(L), a C function, is called in protected mode with copies
 * of the values from fn_idx to the top, the function itself the first of them, and ud as light
 * userdata last. It makes the calls by lua_call and begins each by spot_sandbox_renew, which gives
 * it a budget of its own. The first call that does not end well ends all of it, with the answer
 * that spot_sandbox_call would have given. */
enum spot_call spot_sandbox_call_many(struct spot_sandbox *sandbox, lua_CFunction body, void *ud,
    int fn_idx, uint64_t budget, struct spot_error *err);
void spot_sandbox_renew(struct spot_sandbox *sandbox, uint64_t budget);

/* Calls a C function body(L) with ud as its light userdata argument in protected mode, without a
 * budget: for host code that may run out of memory. 0, SPOT_ERULES or SPOT_ENOMEM. */
int spot_sandbox_protect(struct spot_sandbox *sandbox, lua_CFunction body, void *ud,
    struct spot_error *err);

/* From C functions called by Lua: */
/* Ends the rule: a blank was read. Does not return. */
int spot_sandbox_raise_unknown(lua_State *L);
/* Work as if so many instructions; may not return. */
void spot_sandbox_charge(lua_State *L, uint64_t units);
/* Ends the call as LIMIT when a text of len bytes would be over the limit. */
void spot_sandbox_check_string(lua_State *L, size_t len);
/* Ends the call: the machine has no memory left. Does not return. */
int spot_sandbox_raise_nomem(lua_State *L);
/* While wide, tables that the host fills may have hash parts of any size (their keys must not be
 * of a script's choice). Ends with the call at the latest. */
void spot_sandbox_wide(lua_State *L, bool wide);
/* The hint of the error that is raised next: what to do (printf-style, as spot_error_hint). */
void spot_sandbox_hint(lua_State *L, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As lua_error, for a message that is a rule's own words: never taken for one of Lua's. */
int spot_sandbox_raise_own(lua_State *L);

/* Seals the globals: no further name can be set; reading a name that is not there raises an error
 * that names it and the nearest spelling. Before sealing, assignments to globals at file level
 * raise an error with the hint "local". unknown (may be NULL) is called instead of raising when a
 * name is not found, with the name as its one argument: it pushes one value, or raises. */
void spot_sandbox_seal(struct spot_sandbox *sandbox, lua_CFunction unknown);

/* Adds a global before sealing (value popped from the stack). Protected code only. */
void spot_sandbox_add_global(lua_State *L, const char *name);
/* The names of all globals, sorted, NULL-terminated; owned by the sandbox. For "nearest spelling"
 * and static checks. */
const char *const *spot_sandbox_globals(struct spot_sandbox *sandbox, size_t *n);

/* Line-by-line coverage: fn is called before each new line of Lua code, NULL ends it. */
typedef void (*spot_line_fn)(void *ctx, const char *chunk_name, int line);
void spot_sandbox_on_line(struct spot_sandbox *sandbox, spot_line_fn fn, void *ctx);

#endif
