/* SPDX-License-Identifier: MIT */
/* math. As in Lua's own library, texts that stand for numbers are taken for floats. */
#include "rules/translate_internal.h"

static void give_float(struct spot_translator *t, struct spot_syms *results, uint32_t node)
{
	spot_translate_give(t, results, spot_translate_sym(t, SPOT_SYM_FLOAT, node));
}

static uint32_t first_float(struct spot_translator *t, const struct spot_syms *args)
{
	return spot_translate_to_float(t, spot_translate_arg(t, args, 0));
}

/* exp, sin …: the number is the enum spot_math. */
static void call_one(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	enum spot_math math = (enum spot_math)t->builtin->number;

	give_float(t, results, spot_build_math(t->builder, math, first_float(t, args),
	    SPOT_NODE_NONE));
}

static void call_sqrt(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	give_float(t, results, op1(t, SPOT_OP_SQRT_F, first_float(t, args)));
}

/* deg, rad: the factor is pi / 180, or what it is the other way round. */
static void call_angle(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	static const double pi = 3.141592653589793238462643383279502884;
	double factor = t->builtin->number == 0 ? 180.0 / pi : pi / 180.0;

	give_float(t, results, op2(t, SPOT_OP_MUL_F, first_float(t, args),
	    float_of(t, factor)));
}

static void call_atan(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *second = spot_translate_arg(t, args, 1);
	uint32_t y = first_float(t, args), x;

	if (spot_translate_is_nil(t, second)) {
		x = float_of(t, 1);
	} else if (spot_translate_guard(t, second, SPOT_SYM_NIL) != t->no) {
		spot_translate_refuse(t, "it calls math.atan with an argument that may be nil");
		return;
	} else {
		x = spot_translate_to_float(t, second);
	}
	give_float(t, results, spot_build_math(t->builder, SPOT_MATH_ATAN2, y, x));
}

static void call_log(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *base = spot_translate_arg(t, args, 1);
	uint32_t x = first_float(t, args), log = spot_build_math(t->builder, SPOT_MATH_LOG, x,
	    SPOT_NODE_NONE), number;
	struct spot_value value;

	if (spot_translate_is_nil(t, base)) {
		give_float(t, results, log);
		return;
	}
	if (!spot_translate_is_constant(t, base, &value)) {
		spot_translate_refuse(t, "it calls math.log with a base that is not constant");
		return;
	}
	number = spot_translate_to_float(t, base);
	if (node_of(t, number)->op == SPOT_OP_FLOAT && node_of(t, number)->imm.number == 2)
		log = spot_build_math(t->builder, SPOT_MATH_LOG2, x, SPOT_NODE_NONE);
	else if (node_of(t, number)->op == SPOT_OP_FLOAT && node_of(t, number)->imm.number == 10)
		log = spot_build_math(t->builder, SPOT_MATH_LOG10, x, SPOT_NODE_NONE);
	else
		log = op2(t, SPOT_OP_DIV_F, log,
		    spot_build_math(t->builder, SPOT_MATH_LOG, number, SPOT_NODE_NONE));
	give_float(t, results, log);
}

static void call_abs(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0), *out = spot_translate_open(t);
	uint32_t is_int = spot_translate_guard(t, sym, SPOT_SYM_INT), elsewhere;

	if (is_int != t->no)
		spot_translate_add(t, out, SPOT_SYM_INT, is_int,
		    op1(t, SPOT_OP_ABS_I, spot_translate_node(t, sym, SPOT_SYM_INT)));
	if (is_int != t->yes) {
		elsewhere = spot_translate_enter(t, spot_translate_not(t, is_int));
		spot_translate_add(t, out, SPOT_SYM_FLOAT, spot_translate_not(t, is_int),
		    op1(t, SPOT_OP_ABS_F, spot_translate_to_float(t, sym)));
		spot_translate_leave(t, elsewhere);
	}
	spot_translate_give(t, results, spot_translate_close(t, out));
}

/* floor, ceil: an integer where it fits. */
static void call_round(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	enum spot_op op = (enum spot_op)t->builtin->number;
	struct spot_sym *sym = spot_translate_arg(t, args, 0), *out = spot_translate_open(t);
	uint32_t is_int = spot_translate_guard(t, sym, SPOT_SYM_INT), others, fits, number;
	uint32_t elsewhere;

	if (is_int != t->no)
		spot_translate_add(t, out, SPOT_SYM_INT, is_int,
		    spot_translate_node(t, sym, SPOT_SYM_INT));
	if (is_int != t->yes) {
		others = spot_translate_not(t, is_int);
		elsewhere = spot_translate_enter(t, others);
		number = op1(t, op, spot_translate_to_float(t, sym));
		fits = op1(t, SPOT_OP_FITS_I, number);
		spot_translate_add(t, out, SPOT_SYM_INT, spot_translate_and(t, others, fits),
		    op1(t, SPOT_OP_F_TO_I, number));
		spot_translate_add(t, out, SPOT_SYM_FLOAT, spot_translate_but(t, others, fits),
		    number);
		spot_translate_leave(t, elsewhere);
	}
	spot_translate_give(t, results, spot_translate_close(t, out));
}

/* Whole and broken part. */
static void call_modf(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0), *out = spot_translate_open(t);
	uint32_t is_int = spot_translate_guard(t, sym, SPOT_SYM_INT), others, number, whole, rest;
	uint32_t fits, elsewhere;

	*results = spot_translate_syms(t, 2);
	if (results->n < 2)
		return;
	others = spot_translate_not(t, is_int);
	elsewhere = spot_translate_enter(t, others);
	number = spot_translate_to_float(t, sym);
	spot_translate_leave(t, elsewhere);
	whole = op3(t, SPOT_OP_SELECT_F, op2(t, SPOT_OP_LT_F, number, float_of(t, 0)),
	    op1(t, SPOT_OP_CEIL_F, number), op1(t, SPOT_OP_FLOOR_F, number));
	fits = op1(t, SPOT_OP_FITS_I, whole);
	rest = op3(t, SPOT_OP_SELECT_F, op2(t, SPOT_OP_EQ_F, number, whole), float_of(t, 0),
	    op2(t, SPOT_OP_SUB_F, number, whole));
	if (is_int != t->no)
		spot_translate_add(t, out, SPOT_SYM_INT, is_int,
		    spot_translate_node(t, sym, SPOT_SYM_INT));
	spot_translate_add(t, out, SPOT_SYM_INT, spot_translate_and(t, others, fits),
	    op1(t, SPOT_OP_F_TO_I, whole));
	spot_translate_add(t, out, SPOT_SYM_FLOAT, spot_translate_but(t, others, fits), whole);
	results->items[0] = spot_translate_close(t, out);
	results->items[1] = spot_translate_sym(t, SPOT_SYM_FLOAT,
	    op3(t, SPOT_OP_SELECT_F, is_int, float_of(t, 0), rest));
}

/* The remainder of integers towards zero; b is not 0. */
static uint32_t remainder_int(struct spot_translator *t, uint32_t a, uint32_t b)
{
	uint32_t mod = op2(t, SPOT_OP_MOD_I, a, b), zero = int_of(t, 0), differs;

	differs = spot_translate_but(t, op2(t, SPOT_OP_LT_I, op2(t, SPOT_OP_XOR_I, a, b), zero),
	    op2(t, SPOT_OP_EQ_I, mod, zero));
	return op3(t, SPOT_OP_SELECT_I, differs, op2(t, SPOT_OP_SUB_I, mod, b), mod);
}

static void call_fmod(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *a = spot_translate_arg(t, args, 0), *b = spot_translate_arg(t, args, 1);
	struct spot_sym *out = spot_translate_open(t);
	uint32_t are_ints, others, y, x, elsewhere;

	are_ints = spot_translate_and(t, spot_translate_guard(t, a, SPOT_SYM_INT),
	    spot_translate_guard(t, b, SPOT_SYM_INT));
	others = spot_translate_not(t, are_ints);
	if (are_ints != t->no) {
		y = spot_translate_node(t, b, SPOT_SYM_INT);
		spot_translate_fail(t, spot_translate_and(t, are_ints,
		    op2(t, SPOT_OP_EQ_I, y, int_of(t, 0))));
		spot_translate_add(t, out, SPOT_SYM_INT, are_ints,
		    remainder_int(t, spot_translate_node(t, a, SPOT_SYM_INT), y));
	}
	if (are_ints != t->yes) {
		elsewhere = spot_translate_enter(t, others);
		x = spot_translate_to_float(t, a);
		y = spot_translate_to_float(t, b);
		spot_translate_add(t, out, SPOT_SYM_FLOAT, others,
		    spot_build_math(t->builder, SPOT_MATH_FMOD, x, y));
		spot_translate_leave(t, elsewhere);
	}
	spot_translate_give(t, results, spot_translate_close(t, out));
}

/* max, min: the first of the greatest, or least, whatever it is. */
static void call_extreme(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *best = spot_translate_arg(t, args, 0), *sym;
	bool is_max = t->builtin->number != 0;

	if (args->n == 0)
		spot_translate_fail(t, t->yes);
	/* Other releases of Lua may take numbers alone. */
	for (size_t i = 0; i < args->n; i++) {
		sym = spot_translate_arg(t, args, i);
		for (int kind = 0; kind < SPOT_SYM_N; kind++)
			if (kind != SPOT_SYM_INT && kind != SPOT_SYM_FLOAT)
				spot_translate_hand_over(t, args->n > 1 && kind != SPOT_SYM_TEXT
				    ? t->no : spot_translate_guard(t, sym, kind));
	}
	for (size_t i = 1; i < args->n && t->active != t->no; i++) {
		sym = spot_translate_arg(t, args, i);
		best = spot_translate_select(t, is_max ? spot_translate_less(t, best, sym, false)
		    : spot_translate_less(t, sym, best, false), sym, best);
	}
	spot_translate_give(t, results, best);
}

static void call_tointeger(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0), *out = spot_translate_open(t);
	uint32_t guard, fits, number;

	if (args->n == 0)
		spot_translate_fail(t, t->yes);
	/* Releases of Lua differ in what they do with texts. */
	spot_translate_hand_over(t, spot_translate_guard(t, sym, SPOT_SYM_TEXT));
	for (int kind = 0; kind < SPOT_SYM_N; kind++) {
		guard = spot_translate_guard(t, sym, kind);
		if (guard == t->no)
			continue;
		if (kind == SPOT_SYM_FLOAT) {
			number = spot_translate_node(t, sym, kind);
			fits = op1(t, SPOT_OP_FITS_I, number);
			spot_translate_add(t, out, SPOT_SYM_INT,
			    spot_translate_and(t, guard, fits), op1(t, SPOT_OP_F_TO_I, number));
			guard = spot_translate_but(t, guard, fits);
		}
		if (kind == SPOT_SYM_INT)
			spot_translate_add(t, out, SPOT_SYM_INT, guard,
			    spot_translate_node(t, sym, kind));
		else
			spot_translate_add(t, out, SPOT_SYM_NIL, guard, SPOT_NODE_NONE);
	}
	spot_translate_give(t, results, spot_translate_close(t, out));
}

static void call_math_type(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0), *out = spot_translate_open(t);

	if (args->n == 0)
		spot_translate_fail(t, t->yes);
	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		spot_translate_add_sym(t, out, spot_translate_guard(t, sym, kind),
		    kind == SPOT_SYM_INT ? spot_translate_text_of(t, "integer")
		        : kind == SPOT_SYM_FLOAT ? spot_translate_text_of(t, "float")
		        : spot_translate_nil(t));
	spot_translate_give(t, results, spot_translate_close(t, out));
}

static void call_ult(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t a = spot_translate_to_int(t, spot_translate_arg(t, args, 0));
	uint32_t b = spot_translate_to_int(t, spot_translate_arg(t, args, 1));

	spot_translate_give(t, results, spot_translate_bool(t, op2(t, SPOT_OP_ULT_I, a, b)));
}

const struct spot_builtin spot_translate_math[] = {
	{ "math", "abs", call_abs, 0 },
	{ "math", "acos", call_one, SPOT_MATH_ACOS },
	{ "math", "asin", call_one, SPOT_MATH_ASIN },
	{ "math", "atan", call_atan, 0 },
	{ "math", "ceil", call_round, SPOT_OP_CEIL_F },
	{ "math", "cos", call_one, SPOT_MATH_COS },
	{ "math", "deg", call_angle, 0 },
	{ "math", "exp", call_one, SPOT_MATH_EXP },
	{ "math", "floor", call_round, SPOT_OP_FLOOR_F },
	{ "math", "fmod", call_fmod, 0 },
	{ "math", "log", call_log, 0 },
	{ "math", "max", call_extreme, 1 },
	{ "math", "min", call_extreme, 0 },
	{ "math", "modf", call_modf, 0 },
	{ "math", "rad", call_angle, 1 },
	{ "math", "sin", call_one, SPOT_MATH_SIN },
	{ "math", "sqrt", call_sqrt, 0 },
	{ "math", "tan", call_one, SPOT_MATH_TAN },
	{ "math", "tointeger", call_tointeger, 0 },
	{ "math", "type", call_math_type, 0 },
	{ "math", "ult", call_ult, 0 },
	{ NULL, NULL, NULL, 0 },
};
