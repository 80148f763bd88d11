/* SPDX-License-Identifier: MIT */
/*
 * What every op computes, a lane at a time and said once more: by Lua itself where Lua knows it,
 * else in the plainest way. A value may be undefined: of no account, or in a lane that its mask
 * leaves out.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "building.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <math.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/text.h"
#include "program/regex.h"

struct value {
	enum spot_kind kind;
	bool undefined;
	bool flag;
	int64_t integer;
	double number;
	struct spot_view text;
	struct spot_list list;
};

/* What a node has of its own. */
struct own {
	const struct spot_value *items;
	size_t n_items;
	enum spot_math math;
	unsigned capture;
	const struct spot_regex *regex;
};

static lua_State *reference_lua(void)
{
	static lua_State *L;
	if (!L) {
		L = luaL_newstate();
		luaL_openlibs(L);
	}
	return L;
}

static void reference_push(lua_State *L, const struct value *value)
{
	if (value->kind == SPOT_KIND_INT)
		lua_pushinteger(L, value->integer);
	else if (value->kind == SPOT_KIND_FLOAT)
		lua_pushnumber(L, value->number);
	else
		lua_pushlstring(L, value->text.len > 0 ? value->text.ptr : "", value->text.len);
}

/* Texts that it makes are never freed: a test is short. */
static struct spot_view reference_keep(const char *ptr, size_t len)
{
	static struct spot_arena arena;
	return (struct spot_view) { spot_arena_copy(&arena, ptr, len), len };
}

/* Takes Lua's result off the stack. */
static void reference_pop(lua_State *L, struct value *out)
{
	size_t len;
	const char *text;
	switch (out->kind) {
	case SPOT_KIND_BOOL:
		out->flag = lua_toboolean(L, -1);
		break;
	case SPOT_KIND_INT:
		assert_true(lua_isinteger(L, -1));
		out->integer = lua_tointeger(L, -1);
		break;
	case SPOT_KIND_FLOAT:
		assert_true(lua_type(L, -1) == LUA_TNUMBER && !lua_isinteger(L, -1));
		out->number = lua_tonumber(L, -1);
		break;
	default:
		text = lua_tolstring(L, -1, &len);
		out->text = reference_keep(text, len);
		break;
	}
	lua_settop(L, 0);
}

static void reference_arith(struct value *out, int op, const struct value *in, unsigned n)
{
	lua_State *L = reference_lua();
	for (unsigned i = 0; i < n; i++)
		reference_push(L, &in[i]);
	lua_arith(L, op);
	reference_pop(L, out);
}

static void reference_compare(struct value *out, int op, const struct value *in)
{
	lua_State *L = reference_lua();
	reference_push(L, &in[0]);
	reference_push(L, &in[1]);
	out->flag = lua_compare(L, 1, 2, op);
	lua_settop(L, 0);
}

/* Calls string.NAME with the operands; leaves its one result. */
static lua_State *reference_string(const char *name, const struct value *in, unsigned n)
{
	lua_State *L = reference_lua();
	lua_getglobal(L, "string");
	lua_getfield(L, -1, name);
	lua_remove(L, 1);
	for (unsigned i = 0; i < n; i++)
		reference_push(L, &in[i]);
	lua_call(L, (int)n, 1);
	return L;
}

static void reference_find(struct value *out, const struct value *in)
{
	lua_State *L = reference_lua();
	lua_getglobal(L, "string");
	lua_getfield(L, -1, "find");
	lua_remove(L, 1);
	for (unsigned i = 0; i < 3; i++)
		reference_push(L, &in[i]);
	lua_pushboolean(L, 1);
	lua_call(L, 4, 1);
	out->integer = lua_isnil(L, -1) ? 0 : lua_tointeger(L, -1);
	lua_settop(L, 0);
}

/* string.find with the pattern: all its results are on the stack. */
static bool reference_match(const struct value *in)
{
	lua_State *L = reference_lua();
	lua_getglobal(L, "string");
	lua_getfield(L, -1, "find");
	lua_remove(L, 1);
	reference_push(L, &in[0]);
	reference_push(L, &in[1]);
	lua_call(L, 2, LUA_MULTRET);
	return !lua_isnil(L, 1);
}

static void reference_capture(struct value *out, const struct value *in, const struct own *own)
{
	lua_State *L = reference_lua();
	int n_captures = 0;
	if (reference_match(in))
		n_captures = lua_gettop(L) - 2;
	out->undefined = lua_isnil(L, 1) || (int)own->capture > n_captures;
	if (out->undefined) {
		lua_settop(L, 0);
	} else if (own->capture == 0) {
		size_t first = (size_t)lua_tointeger(L, 1), last = (size_t)lua_tointeger(L, 2);
		const char *text = in[0].text.len > 0 ? in[0].text.ptr + first - 1 : "";
		out->text = reference_keep(text, last - first + 1);
		lua_settop(L, 0);
	} else {
		lua_pushvalue(L, 2 + (int)own->capture);
		reference_pop(L, out);
	}
}

/* 0: no number, 1: integer, 2: float. */
static int reference_number(struct spot_view text, lua_Integer *integer, double *number)
{
	lua_State *L = reference_lua();
	char *copy = spot_mem_copy(text.ptr, text.len);
	int kind = 0;
	if (lua_stringtonumber(L, copy) == text.len + 1) {
		kind = lua_isinteger(L, -1) ? 1 : 2;
		*integer = lua_tointeger(L, -1);
		*number = lua_tonumber(L, -1);
	}
	free(copy);
	lua_settop(L, 0);
	return kind;
}

static void reference_text_of(struct value *out, const struct value *in)
{
	lua_State *L = reference_lua();
	if (in->kind == SPOT_KIND_FLOAT && isnan(in->number)) {
		out->text = SPOT_VIEW("nan");
		return;
	}
	reference_push(L, in);
	reference_pop(L, out);
}

static bool reference_one_of(struct spot_view text, const struct own *own)
{
	for (size_t i = 0; i < own->n_items; i++)
		if (spot_text_equal_fold(text, own->items[i].as.text))
			return true;
	return false;
}

static bool reference_like(struct spot_view text, const struct own *own)
{
	struct spot_buf folded = SPOT_BUF_INIT, glob = SPOT_BUF_INIT;
	bool found = false;
	spot_text_fold(&folded, text, true);
	for (size_t i = 0; i < own->n_items; i++) {
		spot_buf_clear(&glob);
		spot_text_fold(&glob, own->items[i].as.text, true);
		found |= spot_text_glob((struct spot_view) { spot_buf_str(&glob), glob.len },
		    (struct spot_view) { spot_buf_str(&folded), folded.len });
	}
	spot_buf_reset(&folded);
	spot_buf_reset(&glob);
	return found;
}

static int64_t reference_place(const struct value *key, const struct own *own)
{
	for (size_t i = 0; i < own->n_items; i++)
		if (key->kind == SPOT_KIND_INT ? own->items[i].as.integer == key->integer
		                               : spot_view_equal(own->items[i].as.text, key->text))
			return (int64_t)i;
	return -1;
}

static double reference_math(enum spot_math math, double x, double y)
{
	switch (math) {
	case SPOT_MATH_EXP: return exp(x);
	case SPOT_MATH_LOG: return log(x);
	case SPOT_MATH_LOG2: return log2(x);
	case SPOT_MATH_LOG10: return log10(x);
	case SPOT_MATH_SIN: return sin(x);
	case SPOT_MATH_COS: return cos(x);
	case SPOT_MATH_TAN: return tan(x);
	case SPOT_MATH_ASIN: return asin(x);
	case SPOT_MATH_ACOS: return acos(x);
	case SPOT_MATH_ATAN2: return atan2(x, y);
	case SPOT_MATH_FMOD: return fmod(x, y);
	case SPOT_MATH_N: break;
	}
	fail();
	return 0;
}

static bool reference_fits(double x)
{
	lua_Integer i;
	return lua_numbertointeger(floor(x), &i) && floor(x) == x;
}

static double reference_ramp(double x, double from, double to)
{
	double y = (x - from) / (to - from);
	if (y <= 0)
		return 0;
	if (y >= 1)
		return 1;
	return y;
}

/* --- by groups of ops --------------------------------------------------------------------- */

/* Truth values may be undefined and the result still defined. */
static bool reference_truth(struct value *out, enum spot_op op, const struct value *in)
{
	struct value x = in[0], y = in[1];
	out->undefined = x.undefined || y.undefined;
	switch (op) {
	case SPOT_OP_NOT:
		out->flag = !x.flag;
		break;
	case SPOT_OP_ANDNOT:
		y.flag = !y.flag;
		/* fall through */
	case SPOT_OP_AND:
		out->flag = x.flag && y.flag;
		out->undefined = (x.undefined || y.undefined) &&
		    !(!x.undefined && !x.flag) && !(!y.undefined && !y.flag);
		if ((!x.undefined && !x.flag) || (!y.undefined && !y.flag))
			out->flag = false;
		break;
	case SPOT_OP_OR:
		out->flag = x.flag || y.flag;
		out->undefined = (x.undefined || y.undefined) &&
		    !(!x.undefined && x.flag) && !(!y.undefined && y.flag);
		if ((!x.undefined && x.flag) || (!y.undefined && y.flag))
			out->flag = true;
		break;
	case SPOT_OP_EQ_B:
		out->flag = x.flag == y.flag;
		break;
	case SPOT_OP_SELECT_B:
	case SPOT_OP_SELECT_I:
	case SPOT_OP_SELECT_F:
	case SPOT_OP_SELECT_T:
	case SPOT_OP_SELECT_L:
		*out = x.flag ? in[1] : in[2];
		out->undefined |= x.undefined;
		break;
	default:
		return false;
	}
	return true;
}

static bool reference_integers(struct value *out, enum spot_op op, const struct value *in)
{
	static const struct value zero = { .kind = SPOT_KIND_INT };
	int64_t x = in[0].integer, y = in[1].integer;
	switch (op) {
	case SPOT_OP_ADD_I: reference_arith(out, LUA_OPADD, in, 2); break;
	case SPOT_OP_SUB_I: reference_arith(out, LUA_OPSUB, in, 2); break;
	case SPOT_OP_MUL_I: reference_arith(out, LUA_OPMUL, in, 2); break;
	case SPOT_OP_IDIV_I:
	case SPOT_OP_MOD_I:
		out->undefined = y == 0;
		if (y != 0)
			reference_arith(out, op == SPOT_OP_IDIV_I ? LUA_OPIDIV : LUA_OPMOD, in, 2);
		break;
	case SPOT_OP_NEG_I: reference_arith(out, LUA_OPUNM, in, 1); break;
	case SPOT_OP_ABS_I:
		*out = in[0];
		if (x < 0)
			reference_arith(out, LUA_OPSUB, (struct value[]) { zero, in[0] }, 2);
		break;
	case SPOT_OP_AND_I: reference_arith(out, LUA_OPBAND, in, 2); break;
	case SPOT_OP_OR_I: reference_arith(out, LUA_OPBOR, in, 2); break;
	case SPOT_OP_XOR_I: reference_arith(out, LUA_OPBXOR, in, 2); break;
	case SPOT_OP_NOT_I: reference_arith(out, LUA_OPBNOT, in, 1); break;
	case SPOT_OP_SHL_I: reference_arith(out, LUA_OPSHL, in, 2); break;
	case SPOT_OP_EQ_I: reference_compare(out, LUA_OPEQ, in); break;
	case SPOT_OP_LT_I: reference_compare(out, LUA_OPLT, in); break;
	case SPOT_OP_LE_I: reference_compare(out, LUA_OPLE, in); break;
	case SPOT_OP_ULT_I: out->flag = (uint64_t)x < (uint64_t)y; break;
	case SPOT_OP_I_TO_F: out->number = (double)x; break;
	case SPOT_OP_YEAR: out->integer = spot_date_civil(x).year; break;
	case SPOT_OP_MONTH: out->integer = spot_date_civil(x).month; break;
	case SPOT_OP_MONTHS_BETWEEN: out->integer = spot_date_months_between(x, y); break;
	default: return false;
	}
	return true;
}

static bool reference_floats(struct value *out, enum spot_op op, const struct value *in,
    const struct own *own)
{
	double x = in[0].number, y = in[1].number;
	switch (op) {
	case SPOT_OP_ADD_F: reference_arith(out, LUA_OPADD, in, 2); break;
	case SPOT_OP_SUB_F: reference_arith(out, LUA_OPSUB, in, 2); break;
	case SPOT_OP_MUL_F: reference_arith(out, LUA_OPMUL, in, 2); break;
	case SPOT_OP_DIV_F: reference_arith(out, LUA_OPDIV, in, 2); break;
	case SPOT_OP_IDIV_F: reference_arith(out, LUA_OPIDIV, in, 2); break;
	case SPOT_OP_MOD_F: reference_arith(out, LUA_OPMOD, in, 2); break;
	case SPOT_OP_POW_F: reference_arith(out, LUA_OPPOW, in, 2); break;
	case SPOT_OP_NEG_F: reference_arith(out, LUA_OPUNM, in, 1); break;
	case SPOT_OP_ABS_F: out->number = fabs(x); break;
	case SPOT_OP_FLOOR_F: out->number = floor(x); break;
	case SPOT_OP_CEIL_F: out->number = ceil(x); break;
	case SPOT_OP_SQRT_F: out->number = sqrt(x); break;
	case SPOT_OP_CALL_F:
	case SPOT_OP_CALL2_F: out->number = reference_math(own->math, x, y); break;
	case SPOT_OP_EQ_F:
	case SPOT_OP_EQ_IF: reference_compare(out, LUA_OPEQ, in); break;
	case SPOT_OP_LT_F:
	case SPOT_OP_LT_IF:
	case SPOT_OP_LT_FI: reference_compare(out, LUA_OPLT, in); break;
	case SPOT_OP_LE_F:
	case SPOT_OP_LE_IF:
	case SPOT_OP_LE_FI: reference_compare(out, LUA_OPLE, in); break;
	case SPOT_OP_RAMP_F: out->number = reference_ramp(x, y, in[2].number); break;
	case SPOT_OP_F_TO_I:
		out->undefined = !reference_fits(x);
		out->integer = out->undefined ? 0 : (int64_t)x;
		break;
	case SPOT_OP_FITS_I: out->flag = reference_fits(x); break;
	case SPOT_OP_B_TO_F: out->number = in[0].flag ? 1 : 0; break;
	case SPOT_OP_IS_FINITE: out->flag = isfinite(x); break;
	default: return false;
	}
	return true;
}

static bool reference_texts(struct value *out, enum spot_op op, const struct value *in,
    const struct own *own)
{
	lua_Integer integer = 0;
	double number = 0;
	switch (op) {
	case SPOT_OP_LEN_T: out->integer = (int64_t)in[0].text.len; break;
	case SPOT_OP_EQ_T: reference_compare(out, LUA_OPEQ, in); break;
	case SPOT_OP_LT_T: reference_compare(out, LUA_OPLT, in); break;
	case SPOT_OP_LE_T: reference_compare(out, LUA_OPLE, in); break;
	case SPOT_OP_LOWER_T: reference_pop(reference_string("lower", in, 1), out); break;
	case SPOT_OP_UPPER_T: reference_pop(reference_string("upper", in, 1), out); break;
	case SPOT_OP_REVERSE_T: reference_pop(reference_string("reverse", in, 1), out); break;
	case SPOT_OP_SUB_T: reference_pop(reference_string("sub", in, 3), out); break;
	case SPOT_OP_BYTE_T:
		out->integer = -1;
		if (!lua_isnil(reference_string("byte", in, 2), -1))
			out->integer = lua_tointeger(reference_lua(), -1);
		lua_settop(reference_lua(), 0);
		break;
	case SPOT_OP_CONCAT_T:
		reference_push(reference_lua(), &in[0]);
		reference_push(reference_lua(), &in[1]);
		lua_concat(reference_lua(), 2);
		reference_pop(reference_lua(), out);
		out->undefined = out->text.len > SPOT_PROGRAM_TEXT_MAX;
		break;
	case SPOT_OP_ONE_OF_T: out->flag = reference_one_of(in[0].text, own); break;
	case SPOT_OP_LIKE_T: out->flag = reference_like(in[0].text, own); break;
	case SPOT_OP_REGEX_T:
		out->undefined = spot_regex_match(own->regex, in[0].text, &out->flag, NULL) != 0;
		break;
	case SPOT_OP_REGEX_OK_T:
		out->flag = spot_regex_match(own->regex, in[0].text, &out->flag, NULL) == 0;
		break;
	case SPOT_OP_FIND_T: reference_find(out, in); break;
	case SPOT_OP_MATCHES_T:
		out->flag = reference_match(in);
		lua_settop(reference_lua(), 0);
		break;
	case SPOT_OP_PATTERN_OK_T: out->flag = true; break;
	case SPOT_OP_CAPTURE_T: reference_capture(out, in, own); break;
	case SPOT_OP_INDEX_T:
	case SPOT_OP_INDEX_I: out->integer = reference_place(&in[0], own); break;
	case SPOT_OP_NUMBER_KIND_T:
		out->integer = reference_number(in[0].text, &integer, &number);
		break;
	case SPOT_OP_NUMBER_I:
		out->undefined = reference_number(in[0].text, &integer, &number) != 1;
		out->integer = integer;
		break;
	case SPOT_OP_NUMBER_F:
		out->undefined = reference_number(in[0].text, &integer, &number) != 2;
		out->number = number;
		break;
	case SPOT_OP_TEXT_I:
	case SPOT_OP_TEXT_F: reference_text_of(out, &in[0]); break;
	default: return false;
	}
	return true;
}

static bool reference_tables(struct value *out, enum spot_op op, const struct value *in,
    const struct own *own)
{
	size_t n = in[0].list.n_items, i = (size_t)in[0].integer;
	switch (op) {
	case SPOT_OP_AT_B:
	case SPOT_OP_AT_I:
	case SPOT_OP_AT_F:
	case SPOT_OP_AT_T:
		out->undefined = i >= own->n_items;
		if (out->undefined)
			break;
		out->flag = op == SPOT_OP_AT_B && own->items[i].as.flag;
		out->integer = op == SPOT_OP_AT_I ? own->items[i].as.integer : 0;
		out->number = op == SPOT_OP_AT_F ? own->items[i].as.number : 0;
		if (op == SPOT_OP_AT_T)
			out->text = own->items[i].as.text;
		break;
	case SPOT_OP_LEN_L: out->integer = (int64_t)n; break;
	case SPOT_OP_ITEM_L:
		out->undefined = in[1].integer < 1 || (uint64_t)in[1].integer > n;
		if (!out->undefined)
			out->text = in[0].list.items[in[1].integer - 1];
		break;
	case SPOT_OP_HAS_L:
		for (i = 0; i < n; i++)
			out->flag |= reference_one_of(in[0].list.items[i], own);
		break;
	default: return false;
	}
	return true;
}

/* One lane of an op that is no leaf; where: its mask in that lane. */
static struct value reference_apply(enum spot_op op, enum spot_kind kind, const struct value in[3],
    unsigned n_in, const struct value *where, const struct own *own)
{
	struct value out = { .kind = kind };
	bool undefined = where && (where->undefined || !where->flag);
	if (reference_truth(&out, op, in))
		return out;
	for (unsigned i = 0; i < n_in; i++)
		undefined |= in[i].undefined;
	if (undefined) {
		out.undefined = true;
		return out;
	}
	assert_true(reference_integers(&out, op, in) || reference_floats(&out, op, in, own) ||
	    reference_texts(&out, op, in, own) || reference_tables(&out, op, in, own));
	return out;
}

#endif
