/* SPDX-License-Identifier: MIT */
/* between, ramp, bands and the helpers of dates: see helpers_number.c and helpers.c. */
#include <math.h>

#include "base/date.h"
#include "rules/translate_internal.h"

static void give_bool(struct spot_translator *t, struct spot_syms *results, uint32_t node)
{
	spot_translate_give(t, results, spot_translate_bool(t, node));
}

static uint32_t is_number(struct spot_translator *t, struct spot_sym *sym)
{
	return spot_translate_or(t, spot_translate_guard(t, sym, SPOT_SYM_INT),
	    spot_translate_guard(t, sym, SPOT_SYM_FLOAT));
}

/* Whether both are constants, the low end above the high one. */
static bool is_empty(struct spot_translator *t, struct spot_sym *ends[2])
{
	struct spot_value value;

	for (size_t i = 0; i < 2; i++)
		if (!spot_translate_is_constant(t, ends[i], &value))
			return false;
	return spot_translate_less(t, ends[1], ends[0], false) == t->yes;
}

/* All numbers or all texts. */
static void call_between(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *x = spot_translate_arg(t, args, 0), *ends[2];
	uint32_t x_is_number = is_number(t, x), within;

	spot_translate_fail(t, spot_translate_not(t, spot_translate_or(t, x_is_number,
	    spot_translate_guard(t, x, SPOT_SYM_TEXT))));
	for (size_t i = 0; i < 2; i++) {
		ends[i] = spot_translate_arg(t, args, i + 1);
		spot_translate_fail(t, spot_translate_not(t, spot_translate_choose(t,
		    x_is_number, is_number(t, ends[i]),
		    spot_translate_guard(t, ends[i], SPOT_SYM_TEXT))));
	}
	if (t->active == t->no)
		return;
	if (!t->out->empty_between.file && is_empty(t, ends))
		t->out->empty_between = spot_translate_place(t);
	within = spot_translate_less(t, ends[0], x, true);
	give_bool(t, results, spot_translate_and(t, within,
	    spot_translate_less(t, x, ends[1], true)));
}

static void call_ramp(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t numbers[3];

	for (size_t i = 0; i < 3; i++)
		numbers[i] = spot_translate_number(t, spot_translate_arg(t, args, i));
	for (size_t i = 1; i < 3; i++)
		spot_translate_fail(t, spot_translate_not(t,
		    op1(t, SPOT_OP_IS_FINITE, numbers[i])));
	spot_translate_fail(t, op2(t, SPOT_OP_EQ_F, numbers[1], numbers[2]));
	spot_translate_give(t, results, spot_translate_sym(t, SPOT_SYM_FLOAT,
	    op3(t, SPOT_OP_RAMP_F, numbers[0], numbers[1], numbers[2])));
}

/* --- bands -------------------------------------------------------------------------------- */

/* Limit and value of a row, which must be a table, and the nil after them. */
static bool band_read(struct spot_translator *t, struct spot_sym *row, struct spot_sym *band[3])
{
	struct spot_value number;
	uint32_t object;

	if (!spot_translate_is_object(t, row, &object) ||
	    (t->objects[object]->kind != SPOT_OBJECT_OWN &&
	    t->objects[object]->kind != SPOT_OBJECT_TABLE)) {
		spot_translate_refuse(t, "it calls bands with rows that are not constant");
		return false;
	}
	for (int i = 0; i < 3; i++) {
		number = int_value(i + 1);
		band[i] = spot_translate_force(t, spot_translate_index(t, row,
		    spot_translate_constant(t, &number)));
	}
	return !t->is_stopped;
}

static void call_bands(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *x = spot_translate_arg(t, args, 0), *table, *found, *band[3], *last = NULL;
	const struct spot_entry *rows;
	uint32_t object, number;
	size_t n;

	spot_translate_number(t, x);
	table = spot_translate_arg(t, args, 1);
	for (int kind = 0; kind < SPOT_SYM_OBJECT; kind++)
		spot_translate_fail(t, spot_translate_guard(t, table, kind));
	if (t->active == t->no)
		return;
	if (!spot_translate_is_object(t, table, &object) ||
	    (t->objects[object]->kind != SPOT_OBJECT_OWN &&
	    t->objects[object]->kind != SPOT_OBJECT_TABLE) ||
	    !(rows = spot_translate_sequence(t, object, &n))) {
		spot_translate_refuse(t, "it calls bands with a table that is not constant");
		return;
	}
	if (n == 0)
		spot_translate_fail(t, t->yes);
	found = spot_translate_nil(t);
	for (size_t i = 0; i < n && t->active != t->no; i++, last = band[0]) {
		spot_translate_spend(t, 10);
		if (!band_read(t, spot_translate_entry_sym(t, &rows[i]), band))
			return;
		spot_translate_fail(t, spot_translate_not(t,
		    spot_translate_guard(t, band[2], SPOT_SYM_NIL)));
		number = spot_translate_number(t, band[0]);
		spot_translate_fail(t, spot_translate_not(t,
		    op2(t, SPOT_OP_EQ_F, number, number)));
		spot_translate_fail(t, spot_translate_guard(t, band[1], SPOT_SYM_NIL));
		if (last)
			spot_translate_fail(t, spot_translate_not(t,
			    spot_translate_less(t, last, band[0], false)));
		found = spot_translate_select(t, spot_translate_less(t, band[0], x, true),
		    band[1], found);
	}
	spot_translate_give(t, results, found);
}

/* --- dates -------------------------------------------------------------------------------- */

/* A date argument: a whole number within the years that are known. */
static uint32_t date_arg(struct spot_translator *t, const struct spot_syms *args)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0);
	uint32_t days;

	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_INT && kind != SPOT_SYM_FLOAT)
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
	days = spot_translate_to_int(t, sym);
	spot_translate_fail(t, op2(t, SPOT_OP_LT_I, days, int_of(t, SPOT_DATE_FIRST)));
	spot_translate_fail(t, op2(t, SPOT_OP_LT_I, int_of(t, SPOT_DATE_LAST), days));
	return days;
}

/* The as-of day that the function was made with. */
static uint32_t as_of(struct spot_translator *t)
{
	int64_t day = 0;

	spot_translate_push(t, t->builtin_object);
	if (lua_getupvalue(t->L, -1, 1)) {
		if (lua_isinteger(t->L, -1))
			day = lua_tointeger(t->L, -1);
		lua_pop(t->L, 1);
	}
	lua_pop(t->L, 1);
	return int_of(t, day);
}

static void give_int(struct spot_translator *t, struct spot_syms *results, uint32_t node)
{
	spot_translate_give(t, results, spot_translate_sym(t, SPOT_SYM_INT, node));
}

static void call_days_since(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t now = as_of(t);

	give_int(t, results, op2(t, SPOT_OP_SUB_I, now, date_arg(t, args)));
}

static void call_months_since(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t now = as_of(t);

	give_int(t, results, op2(t, SPOT_OP_MONTHS_BETWEEN, date_arg(t, args), now));
}

/* Twelfths towards zero, as C divides. */
static void call_years_since(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t now = as_of(t), months, ago, twelve = int_of(t, 12);

	months = op2(t, SPOT_OP_MONTHS_BETWEEN, date_arg(t, args), now);
	ago = op1(t, SPOT_OP_NEG_I,
	    op2(t, SPOT_OP_IDIV_I, op1(t, SPOT_OP_NEG_I, months), twelve));
	give_int(t, results, op3(t, SPOT_OP_SELECT_I,
	    op2(t, SPOT_OP_LT_I, months, int_of(t, 0)), ago,
	    op2(t, SPOT_OP_IDIV_I, months, twelve)));
}

/* year, month. */
static void call_civil(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	give_int(t, results, op1(t, (enum spot_op)t->builtin->number, date_arg(t, args)));
}

static void call_date(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_sym *sym = spot_translate_arg(t, args, 0);
	struct spot_value value;
	int64_t days;

	for (int kind = 0; kind < SPOT_SYM_N; kind++)
		if (kind != SPOT_SYM_TEXT)
			spot_translate_fail(t, spot_translate_guard(t, sym, kind));
	if (t->active == t->no)
		return;
	if (!spot_translate_is_constant(t, sym, &value)) {
		spot_translate_refuse(t, "it calls date with a text that is not constant");
		return;
	}
	if (spot_date_iso(value.as.text, &days))
		give_int(t, results, int_of(t, days));
	else
		spot_translate_fail(t, t->yes);
}

const struct spot_builtin spot_translate_helpers[] = {
	{ NULL, "bands", call_bands, 0 },
	{ NULL, "between", call_between, 0 },
	{ NULL, "date", call_date, 0 },
	{ NULL, "days_since", call_days_since, 0 },
	{ NULL, "month", call_civil, SPOT_OP_MONTH },
	{ NULL, "months_since", call_months_since, 0 },
	{ NULL, "ramp", call_ramp, 0 },
	{ NULL, "year", call_civil, SPOT_OP_YEAR },
	{ NULL, "years_since", call_years_since, 0 },
	{ NULL, NULL, NULL, 0 },
};
