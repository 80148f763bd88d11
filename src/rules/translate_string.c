/* SPDX-License-Identifier: MIT */
/* string. */
#include <string.h>

#include "rules/translate_internal.h"

static uint32_t first_text(struct spot_translator *t, const struct spot_syms *args)
{
	return spot_translate_to_text(t, spot_translate_arg(t, args, 0));
}

static void give_text(struct spot_translator *t, struct spot_syms *results, uint32_t node)
{
	spot_translate_give(t, results, spot_translate_sym(t, SPOT_SYM_TEXT, node));
}

uint32_t spot_translate_int_or(struct spot_translator *t, const struct spot_syms *args, size_t i,
    uint32_t other)
{
	struct spot_sym *sym = spot_translate_arg(t, args, i);
	uint32_t is_nil = spot_translate_guard(t, sym, SPOT_SYM_NIL), elsewhere, node;

	if (is_nil == t->yes)
		return other;
	elsewhere = spot_translate_enter(t, spot_translate_not(t, is_nil));
	node = spot_translate_to_int(t, sym);
	spot_translate_leave(t, elsewhere);
	return op3(t, SPOT_OP_SELECT_I, is_nil, other, node);
}

/* lower, upper, reverse. */
static void call_map(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t text = first_text(t, args);

	give_text(t, results, text1(t, (enum spot_op)t->builtin->number, text, t->active));
}

static void call_len(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t text = first_text(t, args);

	spot_translate_give(t, results, spot_translate_sym(t, SPOT_SYM_INT,
	    text1(t, SPOT_OP_LEN_T, text, t->active)));
}

static void call_sub(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t text = first_text(t, args), from, to;

	from = spot_translate_to_int(t, spot_translate_arg(t, args, 1));
	to = spot_translate_int_or(t, args, 2, int_of(t, -1));
	give_text(t, results, text3(t, SPOT_OP_SUB_T, text, from, to, t->active));
}

/* One byte, or nothing; a range of them is not known to be how long. */
static void call_byte(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t text = first_text(t, args), at, byte, is_there, len, is_negative;
	struct spot_sym *out = spot_translate_open(t);

	if (args->n > 2 && !spot_translate_is_nil(t, spot_translate_arg(t, args, 2))) {
		spot_translate_refuse(t, "it calls string.byte for several bytes");
		return;
	}
	at = spot_translate_int_or(t, args, 1, int_of(t, 1));
	/* A negative place counts from the end. */
	len = text1(t, SPOT_OP_LEN_T, text, t->active);
	is_negative = op2(t, SPOT_OP_LT_I, at, int_of(t, 0));
	at = op3(t, SPOT_OP_SELECT_I, is_negative,
	    op2(t, SPOT_OP_ADD_I, op2(t, SPOT_OP_ADD_I, len, at), int_of(t, 1)), at);
	is_there = spot_translate_and(t, op2(t, SPOT_OP_LE_I, int_of(t, 1), at),
	    op2(t, SPOT_OP_LE_I, at, len));
	byte = text2(t, SPOT_OP_BYTE_T, text, at, live(t, is_there));
	spot_translate_add(t, out, SPOT_SYM_INT, is_there, byte);
	spot_translate_add(t, out, SPOT_SYM_NIL, spot_translate_not(t, is_there), SPOT_NODE_NONE);
	spot_translate_give(t, results, spot_translate_close(t, out));
	results->n_min = spot_translate_known(t, t->active, is_there) == t->yes;
}

static void call_rep(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	enum { MAX_TIMES = 64 };
	uint32_t text = first_text(t, args), all = SPOT_NODE_NONE, sep = SPOT_NODE_NONE;
	struct spot_value times;

	if (!spot_translate_is_constant(t, spot_translate_arg(t, args, 1), &times) ||
	    times.kind != SPOT_KIND_INT || times.as.integer > MAX_TIMES) {
		spot_translate_refuse(t,
		    "it repeats a text many times, or it is not known how often");
		return;
	}
	if (!spot_translate_is_nil(t, spot_translate_arg(t, args, 2)))
		sep = spot_translate_to_text(t, spot_translate_arg(t, args, 2));
	for (int64_t i = 0; i < times.as.integer && !t->is_stopped; i++) {
		if (all != SPOT_NODE_NONE && sep != SPOT_NODE_NONE)
			all = spot_translate_join(t, all, sep, t->active);
		all = all == SPOT_NODE_NONE ? text
		    : spot_translate_join(t, all, text, t->active);
	}
	give_text(t, results, all == SPOT_NODE_NONE
	    ? spot_build_text(t->builder, SPOT_VIEW("")) : all);
}

/* Of constants alone. */
static void call_char(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	char *bytes = spot_translate_alloc(t, args->n + 1, 1);

	for (size_t i = 0; bytes && i < args->n; i++) {
		struct spot_value value;

		if (!spot_translate_is_constant(t, spot_translate_arg(t, args, i), &value) ||
		    value.kind != SPOT_KIND_INT || value.as.integer < 0 ||
		    value.as.integer > 255) {
			spot_translate_refuse(t, "it makes a text of bytes that are not constant");
			return;
		}
		bytes[i] = (char)value.as.integer;
	}
	if (bytes)
		give_text(t, results, spot_build_text(t->builder,
		    (struct spot_view) { bytes, args->n }));
}

/* --- format ------------------------------------------------------------------------------- */

/* %d: an integer; texts are handed over. %s: what tostring gives. */
static uint32_t format_item(struct spot_translator *t, char kind, struct spot_sym *sym)
{
	struct spot_syms arg = { &sym, 1, 1 }, text;

	if (kind == 'd' || kind == 'i')
		return text1(t, SPOT_OP_TEXT_I, spot_translate_to_int(t, sym), t->active);
	spot_translate_tostring(t, &arg, &text);
	return spot_translate_to_text(t, spot_translate_arg(t, &text, 0));
}

/* The text of a format up to a percent sign that means something. Returns bytes read. */
static size_t format_plain(struct spot_view format, size_t i, char *out, size_t *n)
{
	size_t first = i;

	*n = 0;
	while (i < format.len && (format.ptr[i] != '%' ||
	    (i + 1 < format.len && format.ptr[i + 1] == '%'))) {
		out[(*n)++] = format.ptr[i];
		i += format.ptr[i] == '%' ? 2 : 1;
	}
	return i - first;
}

/* Formats made of text, %d, %i and %s, which are all the same as concatenation. */
static void call_format(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	struct spot_value value;
	struct spot_view format;
	uint32_t all = spot_build_text(t->builder, SPOT_VIEW("")), item;
	size_t i = 0, n, next = 1;
	char *plain;

	if (!spot_translate_is_constant(t, spot_translate_arg(t, args, 0), &value) ||
	    value.kind != SPOT_KIND_TEXT) {
		spot_translate_refuse(t,
		    "it calls string.format with a format that is not constant");
		return;
	}
	format = value.as.text;
	plain = spot_translate_alloc(t, format.len + 1, 1);
	while (plain && !t->is_stopped) {
		i += format_plain(format, i, plain, &n);
		all = spot_translate_join(t, all, spot_build_text(t->builder,
		    (struct spot_view) { plain, n }), t->active);
		if (i >= format.len)
			break;
		if (i + 1 == format.len || !strchr("dis", format.ptr[i + 1])) {
			spot_translate_refuse(t,
			    "it calls string.format with more than %%d and %%s");
			return;
		}
		if (next >= args->n) {
			spot_translate_fail(t, t->yes);
			return;
		}
		item = format_item(t, format.ptr[i + 1], spot_translate_arg(t, args, next++));
		all = spot_translate_join(t, all, item, t->active);
		i += 2;
	}
	give_text(t, results, all);
}

const struct spot_builtin spot_translate_string[] = {
	{ "string", "byte", call_byte, 0 },
	{ "string", "char", call_char, 0 },
	{ "string", "find", spot_translate_find, 0 },
	{ "string", "format", call_format, 0 },
	{ "string", "gmatch", NULL, 0 },
	{ "string", "gsub", NULL, 0 },
	{ "string", "len", call_len, 0 },
	{ "string", "lower", call_map, SPOT_OP_LOWER_T },
	{ "string", "match", spot_translate_match, 0 },
	{ "string", "rep", call_rep, 0 },
	{ "string", "reverse", call_map, SPOT_OP_REVERSE_T },
	{ "string", "sub", call_sub, 0 },
	{ "string", "upper", call_map, SPOT_OP_UPPER_T },
	{ "utf8", "char", NULL, 0 },
	{ "utf8", "codepoint", NULL, 0 },
	{ "utf8", "codes", NULL, 0 },
	{ "utf8", "len", NULL, 0 },
	{ "utf8", "offset", NULL, 0 },
	{ NULL, NULL, NULL, 0 },
};
