/* SPDX-License-Identifier: MIT */
/*
 * What the files translate*.c share, and nobody else.
 *
 * A function is run on symbols instead of values. A symbol says for every lane what kind of value
 * is there (its guards: masks, at most one true in a lane) and which (a node for each kind). The
 * active mask is the lanes that are at the instruction now; what a guard or a node says outside of
 * the mask under which the symbol was made is of no account. A lane that reads a blank, fails or is
 * handed over leaves the active mask for good, so the order of reads and errors is the bytecode's.
 *
 * The first refusal (or want of memory) stops the translation: from then on every function here
 * gives something harmless, and the loops end.
 */
#ifndef SPOT_RULES_TRANSLATE_INTERNAL_H
#define SPOT_RULES_TRANSLATE_INTERNAL_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "program/program.h"
#include "rules/model.h"
#include "rules/proto.h"
#include "rules/translate.h"

enum {
	SPOT_SYM_MAX_TEXT = 4096,  /* bytes; lanes with longer ones are handed over */
	SPOT_SYM_MAX_LIST = 256,   /* items, likewise */
	SPOT_SYM_MAX_SPLITS = 64,
	SPOT_SYM_TEXT_WORK = 1200, /* units of the sandbox: the most that a call on a text takes */
};

/* --- symbols ------------------------------------------------------------------------------ */

enum spot_sym_kind {
	SPOT_SYM_NIL,
	SPOT_SYM_BOOL,
	SPOT_SYM_INT,
	SPOT_SYM_FLOAT,
	SPOT_SYM_TEXT,
	SPOT_SYM_LIST,   /* of the account */
	SPOT_SYM_OBJECT, /* table, function, the account */
	SPOT_SYM_N
};

/* The node of a value that is there but not known (where string.find found something). */
#define SPOT_SYM_OPAQUE (UINT32_MAX - 1)

struct spot_sym {
	struct {
		uint32_t guard; /* SPOT_NODE_NONE: in no lane */
		uint32_t node;  /* NIL: NONE; OBJECT: an integer, the place among objects */
	} alts[SPOT_SYM_N];
	const uint32_t *objects; /* ids */
	uint32_t n_objects;
	/* Not made yet when yes is there: where mask it is yes, else no. */
	struct spot_sym *yes, *no;
	uint32_t mask;
	unsigned depth;
};

/* Arguments or results. Where n_min < n, lanes may have fewer than n: the rest is nil there. */
struct spot_syms {
	struct spot_sym **items;
	size_t n, n_min;
};

/* --- objects ------------------------------------------------------------------------------ */

enum spot_object_kind {
	SPOT_OBJECT_SUBJECT,
	SPOT_OBJECT_ROW,     /* of another table, that the subject points to */
	SPOT_OBJECT_TABLE,   /* of the rule file: frozen */
	SPOT_OBJECT_LUA,     /* a function in Lua */
	SPOT_OBJECT_BUILTIN, /* one in C */
	SPOT_OBJECT_OWN,     /* a table that the function made */
	SPOT_OBJECT_WALK,    /* what pairs gave for one of these tables */
	SPOT_OBJECT_N
};

/* A variable that a function captured. */
struct spot_cell {
	struct spot_sym *value;   /* when it never changes; else it is still a register: */
	struct spot_frame *frame; /* NULL: no longer */
	uint8_t reg;
	struct spot_cell *next;   /* of the same frame */
};

/* One value of a table of the rule file. */
struct spot_lua_item {
	enum spot_sym_kind kind;
	struct spot_value value; /* BOOL, INT, FLOAT, TEXT */
	uint32_t object;         /* OBJECT */
};

struct spot_entry {
	struct spot_value key;     /* BOOL, INT, FLOAT or TEXT */
	struct spot_lua_item item; /* TABLE */
	struct spot_sym *value;    /* OWN */
};

struct spot_builtin;

struct spot_object {
	enum spot_object_kind kind;
	/* LUA; proto NULL: not read yet */
	const struct spot_proto *proto;
	struct spot_cell **cells;
	const struct spot_builtin *builtin; /* BUILTIN; NULL: not known */
	/* OWN; TABLE, once they were asked for, and WALK: in the order of pairs */
	struct spot_entry *entries;
	size_t n_entries, cap;
	unsigned long made_in;    /* OWN: the frame's serial number */
	unsigned long made_in_split;
	uint32_t walked;          /* WALK: the table */
	size_t row_field;         /* ROW: of the subject */
};

/* --- frames ------------------------------------------------------------------------------- */

/* Lanes on their way to an instruction, with their registers. */
struct spot_edge {
	struct spot_edge *next;
	uint32_t mask;
	struct spot_sym **regs;
};

/* A call of a Lua function. */
struct spot_frame {
	struct spot_frame *outer;
	const struct spot_proto *proto;
	uint32_t object;
	struct spot_cell **cells;
	struct spot_sym **regs;   /* of the active lanes; NULL: nothing yet */
	size_t pc;
	struct spot_edge **edges; /* by pc */
	size_t n_edges, scan;     /* none before scan */
	struct spot_syms varargs;
	struct spot_syms open;    /* what the last call gave, from register open_reg on */
	size_t open_reg;
	uint32_t returned;        /* mask */
	struct spot_syms results; /* of those */
	struct spot_rounds {
		uint32_t last;    /* mask of the last jump back */
		uint16_t n, n_masked;
	} *rounds;                /* by pc */
	struct spot_cell *captured;
	unsigned long serial;
	unsigned long split;      /* in which it began */
	bool tells_line;          /* it stands in the rule file */
};

struct spot_translator {
	struct spot_builder *builder;
	lua_State *L;
	int values_idx, ids_idx; /* Lua stack: tables id + 1 -> value, and back */
	struct spot_arena arena;
	const struct spot_rules *rules;
	const struct spot_function *function;
	const struct spot_schema *schema;
	const size_t *column_of;
	struct spot_object **objects;
	size_t n_objects, objects_cap;
	lua_CFunction *addresses; /* of builtins, in their order */
	struct spot_frame *frame;
	unsigned depth;
	/* Where only a part of the lanes is active (enter … leave): numbers that do not repeat. */
	unsigned long splits[SPOT_SYM_MAX_SPLITS], last_split;
	unsigned n_splits;
	unsigned long n_frames;
	uint32_t globals;       /* object */
	bool has_step;          /* what ipairs gives, as an object: */
	uint32_t step;
	const struct spot_builtin *builtin; /* that runs, and as which object */
	uint32_t builtin_object;
	uint32_t yes, no;       /* the constant masks */
	uint32_t active;
	uint32_t unknown, failed, hand_over;
	size_t n_steps, first_node;
	uint64_t work;          /* what the VM may spend at most, in units of the sandbox */
	bool is_stopped, is_out_of_memory;
	struct spot_sym spare;  /* where there is no memory for one */
	struct spot_translation *out;
};

/* --- translate.c -------------------------------------------------------------------------- */

/* Ends the translation: "it calls table.sort". */
void spot_translate_refuse(struct spot_translator *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The instruction that runs; outside of any, the function. */
struct spot_place spot_translate_place(const struct spot_translator *t);
/* Zeroed; NULL stops the translation. */
void *spot_translate_alloc(struct spot_translator *t, size_t n, size_t size);
/* Work that the VM may have with what comes next. */
void spot_translate_spend(struct spot_translator *t, uint64_t units);

/* --- translate_mask.c --------------------------------------------------------------------- */

uint32_t spot_translate_and(struct spot_translator *t, uint32_t a, uint32_t b);
uint32_t spot_translate_but(struct spot_translator *t, uint32_t a, uint32_t b); /* a and not b */
uint32_t spot_translate_or(struct spot_translator *t, uint32_t a, uint32_t b);
uint32_t spot_translate_not(struct spot_translator *t, uint32_t a);
/* The truth value itself, or the constant that it is in all lanes of the mask. */
uint32_t spot_translate_known(struct spot_translator *t, uint32_t mask, uint32_t truth);
uint32_t spot_translate_choose(struct spot_translator *t, uint32_t mask, uint32_t yes, uint32_t no);

/* Active lanes of the mask leave. */
void spot_translate_unknown(struct spot_translator *t, uint32_t mask);
void spot_translate_fail(struct spot_translator *t, uint32_t mask);
/* By error or assert: whoever wrote it wants it so. */
void spot_translate_fail_meant(struct spot_translator *t, uint32_t mask);
void spot_translate_hand_over(struct spot_translator *t, uint32_t mask);

/* Lanes of the mask alone are active between the two; what enter gives is where the others are. */
uint32_t spot_translate_enter(struct spot_translator *t, uint32_t mask);
void spot_translate_leave(struct spot_translator *t, uint32_t elsewhere);

/* --- translate_value.c -------------------------------------------------------------------- */

struct spot_sym *spot_translate_sym(struct spot_translator *t, enum spot_sym_kind kind,
    uint32_t node);
struct spot_sym *spot_translate_nil(struct spot_translator *t);
struct spot_sym *spot_translate_bool(struct spot_translator *t, uint32_t node);
struct spot_sym *spot_translate_object(struct spot_translator *t, uint32_t object);
struct spot_sym *spot_translate_constant(struct spot_translator *t, const struct spot_value *value);
struct spot_sym *spot_translate_text_of(struct spot_translator *t, const char *text);

/* A symbol to be filled: each add says what it is in further lanes; then close it. */
struct spot_sym *spot_translate_open(struct spot_translator *t);
void spot_translate_add(struct spot_translator *t, struct spot_sym *sym, enum spot_sym_kind kind,
    uint32_t guard, uint32_t node);
void spot_translate_add_objects(struct spot_translator *t, struct spot_sym *sym, uint32_t guard,
    uint32_t place, const uint32_t *objects, uint32_t n_objects);
void spot_translate_add_sym(struct spot_translator *t, struct spot_sym *sym, uint32_t guard,
    struct spot_sym *other);
struct spot_sym *spot_translate_close(struct spot_translator *t, struct spot_sym *sym);

/* Where it is of that kind, as if it were nothing else. */
struct spot_sym *spot_translate_only(struct spot_translator *t, struct spot_sym *sym,
    enum spot_sym_kind kind);

struct spot_sym *spot_translate_select(struct spot_translator *t, uint32_t mask,
    struct spot_sym *yes, struct spot_sym *no);
/* Makes a symbol that is not made yet; the same pointer. */
struct spot_sym *spot_translate_force(struct spot_translator *t, struct spot_sym *sym);
/* In which active lanes it is of that kind: the guard, or a constant. */
uint32_t spot_translate_guard(struct spot_translator *t, struct spot_sym *sym,
    enum spot_sym_kind kind);
/* Its node; refuses what is opaque. */
uint32_t spot_translate_node(struct spot_translator *t, struct spot_sym *sym,
    enum spot_sym_kind kind);
uint32_t spot_translate_truth(struct spot_translator *t, struct spot_sym *sym);
/* Whether it is one constant (NIL to TEXT) in all active lanes. */
bool spot_translate_is_constant(struct spot_translator *t, struct spot_sym *sym,
    struct spot_value *value);
/* Whether it is one object in all active lanes. */
bool spot_translate_is_object(struct spot_translator *t, struct spot_sym *sym, uint32_t *object);
bool spot_translate_is_nil(struct spot_translator *t, struct spot_sym *sym);

/* --- translate_convert.c: what C functions ask of their arguments; other lanes fail -------- */

/* luaL_checknumber: numbers, and texts that stand for one. */
uint32_t spot_translate_to_float(struct spot_translator *t, struct spot_sym *sym);
/* The same, numbers alone (in lanes where the type is number). */
uint32_t spot_translate_number(struct spot_translator *t, struct spot_sym *sym);
/* luaL_checkinteger; lanes with texts are handed over. */
uint32_t spot_translate_to_int(struct spot_translator *t, struct spot_sym *sym);
/* luaL_checklstring: texts and numbers. */
uint32_t spot_translate_to_text(struct spot_translator *t, struct spot_sym *sym);
/* A number stays, a text is what it stands for; else nil, or with fails a failure. */
struct spot_sym *spot_translate_parse(struct spot_translator *t, struct spot_sym *sym, bool fails);
/* The float as an integer; lanes of the guard where it is not whole fail. */
uint32_t spot_translate_whole(struct spot_translator *t, uint32_t number, uint32_t guard);
/* Concatenation of two texts under the mask; lanes where it gets long are handed over. */
uint32_t spot_translate_join(struct spot_translator *t, uint32_t a, uint32_t b, uint32_t where);

/* --- translate_arith.c, translate_compare.c ----------------------------------------------- */

enum spot_arith { /* in the order of Lua's events */
	SPOT_ARITH_ADD, SPOT_ARITH_SUB, SPOT_ARITH_MUL, SPOT_ARITH_MOD, SPOT_ARITH_POW,
	SPOT_ARITH_DIV, SPOT_ARITH_IDIV, SPOT_ARITH_BAND, SPOT_ARITH_BOR, SPOT_ARITH_BXOR,
	SPOT_ARITH_SHL, SPOT_ARITH_SHR, SPOT_ARITH_N
};

struct spot_sym *spot_translate_arith(struct spot_translator *t, enum spot_arith op,
    struct spot_sym *a, struct spot_sym *b);
/* Where a or b is a text it is op_text of text_a and text_b. */
struct spot_sym *spot_translate_arith_text(struct spot_translator *t, enum spot_arith op,
    struct spot_sym *a, struct spot_sym *b, enum spot_arith op_text, struct spot_sym *text_a,
    struct spot_sym *text_b);
struct spot_sym *spot_translate_minus(struct spot_translator *t, struct spot_sym *a);
struct spot_sym *spot_translate_bnot(struct spot_translator *t, struct spot_sym *a);
struct spot_sym *spot_translate_concat(struct spot_translator *t, struct spot_sym **items,
    size_t n);

uint32_t spot_translate_eq(struct spot_translator *t, struct spot_sym *a, struct spot_sym *b);
/* or_equal: <=, else <; what does not compare fails. */
uint32_t spot_translate_less(struct spot_translator *t, struct spot_sym *a, struct spot_sym *b,
    bool or_equal);
/* The same of numbers alone, as nodes: no lane fails. */
uint32_t spot_translate_less_number(struct spot_translator *t, enum spot_sym_kind kind_a,
    uint32_t a, enum spot_sym_kind kind_b, uint32_t b, bool or_equal);

/* --- translate_object.c ------------------------------------------------------------------- */

uint32_t spot_translate_object_new(struct spot_translator *t, enum spot_object_kind kind);
/* The value at the top of the stack, popped. */
struct spot_lua_item spot_translate_pop(struct spot_translator *t);
struct spot_sym *spot_translate_pop_sym(struct spot_translator *t);
struct spot_sym *spot_translate_item(struct spot_translator *t, const struct spot_lua_item *item);
/* Pushes the value of one that came from Lua. */
void spot_translate_push(struct spot_translator *t, uint32_t object);
/* Reads the bytecode of a LUA object; false: refused. */
bool spot_translate_read_function(struct spot_translator *t, uint32_t object);

/* --- translate_pick.c, translate_frozen.c -------------------------------------------------- */

/* The values at the place; can_miss: at place -1 it is nil. */
struct spot_sym *spot_translate_pick(struct spot_translator *t, uint32_t place,
    const struct spot_lua_item *items, size_t n, bool can_miss);
/* Field of a TABLE under a constant key. */
struct spot_lua_item spot_translate_field(struct spot_translator *t, uint32_t object,
    const struct spot_value *key);
/* All entries of a TABLE, in the order of pairs. */
const struct spot_entry *spot_translate_keys(struct spot_translator *t, uint32_t object, size_t *n);
/* Whether reading what it lacks is an error; its #. */
bool spot_translate_is_strict(struct spot_translator *t, uint32_t table);
int64_t spot_translate_raw_length(struct spot_translator *t, uint32_t table);
void spot_translate_sort_keys(struct spot_entry *entries, size_t n);
struct spot_sym *spot_translate_entry_sym(struct spot_translator *t,
    const struct spot_entry *entry);

/* --- translate_table.c, translate_own.c --------------------------------------------------- */

struct spot_sym *spot_translate_index(struct spot_translator *t, struct spot_sym *table,
    struct spot_sym *key);
void spot_translate_store(struct spot_translator *t, struct spot_sym *table, struct spot_sym *key,
    struct spot_sym *value);
struct spot_sym *spot_translate_length(struct spot_translator *t, struct spot_sym *sym);
/* Value of the field (idx) of the account. */
struct spot_sym *spot_translate_read(struct spot_translator *t, size_t field_idx);
/* Keys as tables have them: a whole float is an integer. */
struct spot_value spot_translate_key(const struct spot_value *value);
bool spot_translate_same_key(const struct spot_value *a, const struct spot_value *b);
/* An OWN table: under a constant key, under any key; # of it. */
struct spot_sym *spot_translate_own_get(struct spot_translator *t, struct spot_object *own,
    const struct spot_value *key);
void spot_translate_own_set(struct spot_translator *t, struct spot_object *own,
    const struct spot_value *key, struct spot_sym *value, uint32_t mask);
void spot_translate_own_store(struct spot_translator *t, struct spot_object *own,
    struct spot_sym *key, struct spot_sym *value);
uint32_t spot_translate_own_length(struct spot_translator *t, struct spot_object *own);
/* The items 1 … n of a TABLE or OWN table, when n is the same in all lanes; else NULL. */
const struct spot_entry *spot_translate_sequence(struct spot_translator *t, uint32_t object,
    size_t *n);

/* --- translate_lookup.c ------------------------------------------------------------------- */

/* What stands under the key, which depends on the lane. */
struct spot_sym *spot_translate_look_up(struct spot_translator *t, struct spot_sym *key,
    const struct spot_entry *entries, size_t n);

/* --- translate_run.c ---------------------------------------------------------------------- */

/* Calls it; results are those of the lanes that are active afterwards. */
void spot_translate_call(struct spot_translator *t, struct spot_sym *callee,
    const struct spot_syms *args, struct spot_syms *results);
/* From the instruction that runs: lanes of the mask go on at pc. certain: the condition of the
 * jump back did not depend on the lane. */
void spot_translate_go(struct spot_translator *t, size_t pc, uint32_t mask, bool certain);
void spot_translate_return(struct spot_translator *t, const struct spot_syms *results);
/* Whether no lane that could see something made in the frame (by serial) and split is elsewhere. */
bool spot_translate_all_here(const struct spot_translator *t, unsigned long serial,
    unsigned long split);
struct spot_sym *spot_translate_reg(struct spot_translator *t, size_t reg);
void spot_translate_set_reg(struct spot_translator *t, size_t reg, struct spot_sym *sym);
/* Argument i, nil when there is none. */
struct spot_sym *spot_translate_arg(struct spot_translator *t, const struct spot_syms *args,
    size_t i);
struct spot_syms spot_translate_syms(struct spot_translator *t, size_t n);

/* --- translate_step.c, translate_loop.c, translate_closure.c ------------------------------- */

/* The instruction at frame->pc. True: the active lanes go on at frame->pc, which was changed. */
bool spot_translate_step(struct spot_translator *t);
bool spot_translate_loop_step(struct spot_translator *t, const struct spot_proto_instr *i);
void spot_translate_closure(struct spot_translator *t, const struct spot_proto_instr *i);
struct spot_sym *spot_translate_cell_get(struct spot_translator *t, struct spot_cell *cell);
void spot_translate_cell_set(struct spot_translator *t, struct spot_cell *cell,
    struct spot_sym *value);
/* Registers from reg on are no longer what captured variables are kept in. */
void spot_translate_cells_close(struct spot_frame *frame, size_t reg);

/* --- functions in C ----------------------------------------------------------------------- */

typedef void (*spot_builtin_fn)(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results);

struct spot_builtin {
	const char *library; /* NULL: a global */
	const char *name;
	spot_builtin_fn fn;  /* NULL: not translated */
	int number;          /* for functions that serve several */
};

/* translate_call.c */
bool spot_translate_builtins_find(struct spot_translator *t);
const struct spot_builtin *spot_translate_builtin_of(const struct spot_translator *t,
    lua_CFunction function);
void spot_translate_call_builtin(struct spot_translator *t, uint32_t object,
    const struct spot_syms *args, struct spot_syms *results);
void spot_translate_give(struct spot_translator *t, struct spot_syms *results,
    struct spot_sym *sym);
/* translate_base.c, translate_pattern.c, translate_string.c: those that another file needs */
void spot_translate_find(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results);
void spot_translate_match(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results);
/* The integer argument, or the other where it is nil. */
uint32_t spot_translate_int_or(struct spot_translator *t, const struct spot_syms *args, size_t i,
    uint32_t other);
void spot_translate_tostring(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results);

extern const struct spot_builtin spot_translate_base[], spot_translate_math[],
    spot_translate_string[], spot_translate_lists[], spot_translate_helpers[],
    spot_translate_sets[];

/* --- short names for building ------------------------------------------------------------- */

static inline uint32_t op1(struct spot_translator *t, enum spot_op op, uint32_t a)
{
	return spot_build(t->builder, op, a, SPOT_NODE_NONE, SPOT_NODE_NONE, SPOT_NODE_NONE);
}

static inline uint32_t op2(struct spot_translator *t, enum spot_op op, uint32_t a, uint32_t b)
{
	return spot_build(t->builder, op, a, b, SPOT_NODE_NONE, SPOT_NODE_NONE);
}

static inline uint32_t op3(struct spot_translator *t, enum spot_op op, uint32_t a, uint32_t b,
    uint32_t c)
{
	return spot_build(t->builder, op, a, b, c, SPOT_NODE_NONE);
}

/* On texts, in lanes of the mask. */
static inline uint32_t text1(struct spot_translator *t, enum spot_op op, uint32_t a, uint32_t where)
{
	spot_translate_spend(t, SPOT_SYM_TEXT_WORK);
	return spot_build(t->builder, op, a, SPOT_NODE_NONE, SPOT_NODE_NONE, where);
}

static inline uint32_t text2(struct spot_translator *t, enum spot_op op, uint32_t a, uint32_t b,
    uint32_t where)
{
	spot_translate_spend(t, SPOT_SYM_TEXT_WORK);
	return spot_build(t->builder, op, a, b, SPOT_NODE_NONE, where);
}

static inline uint32_t text3(struct spot_translator *t, enum spot_op op, uint32_t a, uint32_t b,
    uint32_t c, uint32_t where)
{
	spot_translate_spend(t, SPOT_SYM_TEXT_WORK);
	return spot_build(t->builder, op, a, b, c, where);
}

static inline uint32_t int_of(struct spot_translator *t, int64_t integer)
{
	return spot_build_int(t->builder, integer);
}

static inline uint32_t float_of(struct spot_translator *t, double number)
{
	return spot_build_float(t->builder, number);
}

/* The node for a look at it; something harmless when it could not be built. */
static inline const struct spot_node *node_of(const struct spot_translator *t, uint32_t node)
{
	static const struct spot_node none = { .op = SPOT_OP_N };

	return node >= SPOT_SYM_OPAQUE ? &none : spot_builder_node(t->builder, node);
}

/* Lanes that are active and of the mask. */
static inline uint32_t live(struct spot_translator *t, uint32_t mask)
{
	return spot_translate_and(t, t->active, mask);
}

/* The split that the active lanes are in; 0: none. */
static inline unsigned long split_of(const struct spot_translator *t)
{
	return t->n_splits > 0 ? t->splits[t->n_splits - 1] : 0;
}

static inline struct spot_value int_value(int64_t integer)
{
	return (struct spot_value) { SPOT_KIND_INT, .as.integer = integer };
}

#endif
