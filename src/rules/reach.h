/* SPDX-License-Identifier: MIT */
/*
 * The functions that a rule can be seen to reach, and what their registers hold, found from
 * bytecode without running anything. Only what is certain is told. The room's own; all of it in
 * protected mode but init and reset.
 */
#ifndef SPOT_RULES_REACH_H
#define SPOT_RULES_REACH_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "rules/proto.h"

/* What a register or an upvalue holds: one of these, or SPOT_REACH_OBJECT + index of an object. */
enum {
	SPOT_REACH_NOTHING, /* no way leads here */
	SPOT_REACH_ANY,
	SPOT_REACH_SUBJECT, /* the account, or whatever the rule's first parameter is */
	SPOT_REACH_GLOBALS,
	SPOT_REACH_ROW,     /* the subject's field that is a row: an event's contact */
	SPOT_REACH_OBJECT,
};

enum spot_reach_kind {
	SPOT_REACH_TABLE,
	SPOT_REACH_TEXT,
	SPOT_REACH_CLOSURE, /* existed before the rule runs */
	SPOT_REACH_INNER,   /* a function written inside one that is visited */
	SPOT_REACH_KIND_N
};

struct spot_reach_object {
	enum spot_reach_kind kind;
	const char *name;               /* as a person would call it: "p.limits"; may be NULL */
	struct spot_view text;          /* TEXT */
	bool is_params;                 /* TABLE: what params { … } gave */
	bool is_marked;                 /* for whoever reads; false at first */
	/* Of functions that are visited: */
	const struct spot_proto *proto; /* NULL: cannot be read */
	uint32_t *upvalues;             /* what each holds */
	bool *is_outside;               /* the variable belongs to no function of the rule */
};

/* One function, called with these arguments: the account and params tables, else ANY. */
struct spot_reach_visit {
	size_t object_idx;
	const uint32_t *args;
	size_t n_args; /* further parameters: ANY */
	const struct spot_proto *proto;
	uint32_t *inner;        /* per function written inside: what CLOSURE makes */
	const uint32_t *held;   /* per instruction n_registers of them, before it runs */
	const bool *is_reached; /* per instruction */
};

struct spot_reach {
	struct spot_arena arena;
	struct spot_reach_object *objects;
	size_t n_objects, objects_cap;
	struct spot_reach_visit *visits;
	size_t n_visits, visits_cap, n_done;
	uint32_t *held; /* of the visit being run */
	bool *is_reached;
	size_t held_cap, reached_cap;
	bool is_shared[256];  /* of it, per register: a function inside writes to it */
	bool is_changed[256]; /* per parameter: that, or an instruction of its own does */
	size_t work; /* registers looked at so far, and as much as other work takes */
	int values_idx, ids_idx; /* Lua stack: tables object index + 1 -> value, and back */
	struct spot_view row_name; /* of that field; empty: the subject has none */
	bool is_out_of_memory;
};

void spot_reach_init(struct spot_reach *reach);
void spot_reach_reset(struct spot_reach *reach);

/* The function at the top is the rule (popped); two tables stay on the stack. */
void spot_reach_start(struct spot_reach *reach, lua_State *L);
/* The next function; the first is the rule itself. NULL: no more, or out of memory. The visit
 * is valid until the next call. */
const struct spot_reach_visit *spot_reach_next(struct spot_reach *reach, lua_State *L);

/* Pushes a captured object's value. */
void spot_reach_push(const struct spot_reach *reach, lua_State *L, size_t object_idx);

static inline const struct spot_reach_object *spot_reach_object(const struct spot_reach *reach,
    uint32_t held)
{
	return held >= SPOT_REACH_OBJECT ? &reach->objects[held - SPOT_REACH_OBJECT] : NULL;
}

/* What the register holds before the instruction runs. */
static inline uint32_t spot_reach_held(const struct spot_reach_visit *visit, size_t pc, size_t reg)
{
	return visit->held[pc * visit->proto->n_registers + reg];
}

#endif
