/* SPDX-License-Identifier: MIT */
/*
 * A Lua function as data: what lua_dump gives of a closure that was loaded as text in this
 * process, decoded and verified. Every register, constant, upvalue, nested function and jump that
 * an instruction names is in range once spot_proto_read has returned 0, so that readers need no
 * tests of their own. Only for bytecode as canary.h knows it. The room's own; immutable, readers
 * in any thread.
 */
#ifndef SPOT_RULES_PROTO_H
#define SPOT_RULES_PROTO_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"
#include "table/value.h"

/*
 * Every instruction of Lua 5.4 in the order of its numbers: name, format, and what A, B and C are:
 *   W  a register that is written        R  a register that is read
 *   K  a constant used as a value        S  a constant text used as a name
 *   M  a register, or a constant when k  U  an upvalue
 *   J  a signed number (biased by 127)   N  a plain number (counts, flags, small keys)
 *   o  unused
 */
#define SPOT_LUA_OPS(X) \
	X(MOVE, ABC, W, R, o) \
	X(LOADI, ASBX, W, o, o) \
	X(LOADF, ASBX, W, o, o) \
	X(LOADK, ABX, W, o, o) \
	X(LOADKX, ABX, W, o, o) \
	X(LOADFALSE, ABC, W, o, o) \
	X(LFALSESKIP, ABC, W, o, o) \
	X(LOADTRUE, ABC, W, o, o) \
	X(LOADNIL, ABC, W, N, o) \
	X(GETUPVAL, ABC, W, U, o) \
	X(SETUPVAL, ABC, R, U, o) \
	X(GETTABUP, ABC, W, U, S) \
	X(GETTABLE, ABC, W, R, R) \
	X(GETI, ABC, W, R, N) \
	X(GETFIELD, ABC, W, R, S) \
	X(SETTABUP, ABC, U, S, M) \
	X(SETTABLE, ABC, R, R, M) \
	X(SETI, ABC, R, N, M) \
	X(SETFIELD, ABC, R, S, M) \
	X(NEWTABLE, ABC, W, N, N) \
	X(SELF, ABC, W, R, M) \
	X(ADDI, ABC, W, R, J) \
	X(ADDK, ABC, W, R, K) \
	X(SUBK, ABC, W, R, K) \
	X(MULK, ABC, W, R, K) \
	X(MODK, ABC, W, R, K) \
	X(POWK, ABC, W, R, K) \
	X(DIVK, ABC, W, R, K) \
	X(IDIVK, ABC, W, R, K) \
	X(BANDK, ABC, W, R, K) \
	X(BORK, ABC, W, R, K) \
	X(BXORK, ABC, W, R, K) \
	X(SHRI, ABC, W, R, J) \
	X(SHLI, ABC, W, R, J) \
	X(ADD, ABC, W, R, R) \
	X(SUB, ABC, W, R, R) \
	X(MUL, ABC, W, R, R) \
	X(MOD, ABC, W, R, R) \
	X(POW, ABC, W, R, R) \
	X(DIV, ABC, W, R, R) \
	X(IDIV, ABC, W, R, R) \
	X(BAND, ABC, W, R, R) \
	X(BOR, ABC, W, R, R) \
	X(BXOR, ABC, W, R, R) \
	X(SHL, ABC, W, R, R) \
	X(SHR, ABC, W, R, R) \
	X(MMBIN, ABC, R, R, N) \
	X(MMBINI, ABC, R, J, N) \
	X(MMBINK, ABC, R, K, N) \
	X(UNM, ABC, W, R, o) \
	X(BNOT, ABC, W, R, o) \
	X(NOT, ABC, W, R, o) \
	X(LEN, ABC, W, R, o) \
	X(CONCAT, ABC, W, N, o) \
	X(CLOSE, ABC, R, o, o) \
	X(TBC, ABC, R, o, o) \
	X(JMP, SJ, o, o, o) \
	X(EQ, ABC, R, R, o) \
	X(LT, ABC, R, R, o) \
	X(LE, ABC, R, R, o) \
	X(EQK, ABC, R, K, o) \
	X(EQI, ABC, R, J, N) \
	X(LTI, ABC, R, J, N) \
	X(LEI, ABC, R, J, N) \
	X(GTI, ABC, R, J, N) \
	X(GEI, ABC, R, J, N) \
	X(TEST, ABC, R, o, o) \
	X(TESTSET, ABC, W, R, o) \
	X(CALL, ABC, W, N, N) \
	X(TAILCALL, ABC, R, N, N) \
	X(RETURN, ABC, o, N, N) \
	X(RETURN0, ABC, o, o, o) \
	X(RETURN1, ABC, R, o, o) \
	X(FORLOOP, ABX, W, o, o) \
	X(FORPREP, ABX, W, o, o) \
	X(TFORPREP, ABX, R, o, o) \
	X(TFORCALL, ABC, R, o, N) \
	X(TFORLOOP, ABX, R, o, o) \
	X(SETLIST, ABC, R, N, N) \
	X(CLOSURE, ABX, W, o, o) \
	X(VARARG, ABC, W, o, N) \
	X(VARARGPREP, ABC, N, o, o) \
	X(EXTRAARG, AX, o, o, o)

enum spot_lua_op {
#define SPOT_LUA_OP_MEMBER(name, format, a, b, c) SPOT_LUA_##name,
	SPOT_LUA_OPS(SPOT_LUA_OP_MEMBER)
#undef SPOT_LUA_OP_MEMBER
	SPOT_LUA_OP_N
};

enum spot_operand {
	SPOT_OPERAND_o,
	SPOT_OPERAND_W,
	SPOT_OPERAND_R,
	SPOT_OPERAND_K,
	SPOT_OPERAND_S,
	SPOT_OPERAND_M,
	SPOT_OPERAND_U,
	SPOT_OPERAND_J,
	SPOT_OPERAND_N, /* the letter N, not the count */
	SPOT_OPERAND_COUNT
};

enum spot_proto_format {
	SPOT_FORMAT_ABC,
	SPOT_FORMAT_ABX,
	SPOT_FORMAT_ASBX,
	SPOT_FORMAT_AX,
	SPOT_FORMAT_SJ,
	SPOT_FORMAT_N
};

struct spot_proto_op {
	const char *name;
	uint8_t format;  /* enum spot_proto_format */
	uint8_t a, b, c; /* enum spot_operand */
};

struct spot_proto_instr {
	uint8_t op; /* enum spot_lua_op */
	uint8_t a, b, c;
	bool k;
	int32_t x; /* Bx, sBx, Ax or sJ where the format has one; else 0 */
	uint32_t line;
};

struct spot_proto_upvalue {
	const char *name; /* NULL: unknown */
	bool in_stack;    /* idx is a register of the enclosing function, else its upvalue */
	uint8_t idx;
	uint8_t kind;     /* as Lua's compiler has it: 0 variable, 1 const, 2 to be closed */
	bool is_written;  /* this function or one inside it assigns to it */
};

struct spot_proto_local {
	const char *name;
	uint32_t first_pc, end_pc; /* alive in [first_pc, end_pc) */
};

struct spot_proto {
	const char *source; /* the chunk's name as Lua has it ("@rules.lua") */
	uint32_t first_line, last_line; /* 0 of a whole chunk */
	uint8_t n_params, n_registers;
	bool is_vararg;
	const struct spot_proto_instr *code;
	const struct spot_value *constants; /* NIL, BOOL, INT, FLOAT or TEXT (a NUL after it) */
	const struct spot_proto_upvalue *upvalues;
	const struct spot_proto_local *locals;
	const struct spot_proto *protos; /* functions written inside this one */
	size_t n_code, n_constants, n_upvalues, n_locals, n_protos;
};

/* Decodes the Lua function at the top of the stack (left there; never raises). 0, SPOT_ENOMEM,
 * or SPOT_ERULES when it is not bytecode as expected. Everything lies in the arena. */
int spot_proto_read(const struct spot_proto **out, lua_State *L, struct spot_arena *arena,
    struct spot_error *err);

/* The same from the dumped bytes, which may be anything. */
int spot_proto_decode(const struct spot_proto **out, const void *bytes, size_t len,
    struct spot_arena *arena, struct spot_error *err);

const struct spot_proto_op *spot_proto_op(enum spot_lua_op op);

/* Whether every operand and jump is in range, in functions inside it too. Decoded ones are. */
bool spot_proto_is_valid(const struct spot_proto *proto);

/* The instructions that may run right after the one at pc: none after a return, else one or two. */
size_t spot_proto_next(const struct spot_proto *proto, size_t pc, size_t next[2]);

/* The registers [*first, *end) that the instruction at pc writes, its own and those that a call
 * may overwrite. */
void spot_proto_written(const struct spot_proto *proto, size_t pc, size_t *first, size_t *end);

/* The signed operand of a J column. */
static inline int spot_proto_signed(uint8_t operand)
{
	return (int)operand - 127;
}

#endif
