/* SPDX-License-Identifier: MIT */
/* What the files sandbox*.c share, and nobody else. */
#ifndef SPOT_RULES_SANDBOX_STATE_H
#define SPOT_RULES_SANDBOX_STATE_H

#include <locale.h>
#include <stdbool.h>

#include "rules/sandbox.h"

/* Why a call was ended. */
enum spot_trip {
	SPOT_TRIP_NONE,
	SPOT_TRIP_INSTRUCTIONS,
	SPOT_TRIP_MEMORY,
	SPOT_TRIP_STRING,
	SPOT_TRIP_TABLE, /* hash part of a table too large */
	SPOT_TRIP_TIME,
	SPOT_TRIP_DEPTH, /* an error of the rule rather than a limit */
	SPOT_TRIP_HOST, /* malloc itself refused */
	SPOT_TRIP_N
};

/* One call's means. Calls nest (a file that includes another), then the inner one has what the
 * outer one has left at most. */
struct spot_span {
	uint64_t given, left; /* instructions */
	bool limited;         /* false: host code without a budget */
	enum spot_trip trip;  /* sticky until the span ends */
	enum spot_trip refused; /* why the allocator said no last */
	unsigned n_refused;
	bool collect;         /* memory passed the soft mark: see what is garbage */
	uint64_t until_clock; /* units to spend before the clock is looked at again */
	int64_t started_ns;   /* coarse wall clock at the first look; 0: not yet */
	int64_t started_cpu_ns; /* when that had moved; 0: not yet */
};

struct spot_sandbox {
	lua_State *L;
	struct spot_limits limits;
	size_t used_bytes;
	size_t soft_bytes;      /* passing it asks for a collection */
	uint64_t churn_bytes;   /* allocated since it was last charged */
	struct spot_span span;
	unsigned depth;         /* of nested calls; 0: nothing runs */
	size_t max_nodes;       /* of a table's hash part */
	int interval;           /* instructions from one count hook to the next */
	unsigned n_hooks;       /* since the depth was looked at */
	unsigned long near_line; /* where it was when memory was seen to grow; 0: not seen */
	char near_file[256];
	locale_t c_locale, outer_locale;
	struct spot_error failure; /* filled by the message handler at the point of the error */
	char hint[256];
	bool own_words;         /* the error raised now is a rule's text, not Lua's */
	void *owner;
	const char **names;     /* of the globals, sorted when names_sorted, NULL-terminated */
	size_t n_names, names_cap;
	bool names_sorted, sealed;
	lua_CFunction unknown;
	spot_line_fn line_fn;
	void *line_ctx;
};

enum {
	SPOT_SANDBOX_NODES = 1 << 15,         /* at run time */
	SPOT_SANDBOX_COMPILE_NODES = 1 << 16, /* constants of a chunk, kept in a table by Lua */
};

/* sandbox_alloc.c: lua_Alloc; ud is the sandbox. */
void *spot_sandbox_alloc(void *ud, void *ptr, size_t osize, size_t nsize);

/* sandbox_meter.c */
/* Sets the hook as the span and coverage want it; at the next instruction when it has tripped. */
void spot_sandbox_arm(struct spot_sandbox *sandbox);
/* Ends the call now: raises what only spot_sandbox_call catches. */
int spot_sandbox_trip(struct spot_sandbox *sandbox, enum spot_trip trip);
void spot_sandbox_begin(struct spot_sandbox *sandbox, struct spot_span *outer, bool limited,
    uint64_t budget);
void spot_sandbox_end(struct spot_sandbox *sandbox, const struct spot_span *outer);

/* sandbox_error.c */
/* The message handler: notes text and place, allocates nothing. */
int spot_sandbox_note(lua_State *L);
/* Raised values that are not a rule's: light userdata by address. */
extern const char spot_sandbox_unknown_key, spot_sandbox_limit_key;
/* What a status other than LUA_OK means; the error value is at the top, the function that was
 * called (for a place where none is known) at fn_idx, 0: none. */
enum spot_call spot_sandbox_classify(struct spot_sandbox *sandbox, int status, int fn_idx,
    struct spot_error *err);
/* What lua_load said about the chunk at that path, message at the top. */
int spot_sandbox_syntax(struct spot_sandbox *sandbox, int status, const char *path,
    struct spot_error *err);

/* sandbox_globals.c: makes the globals table; protected code. */
void spot_sandbox_globals_open(lua_State *L);

#endif
