/* SPDX-License-Identifier: MIT */
/* string.find and string.match. */
#include "program/pattern.h"
#include "rules/translate_internal.h"

struct pattern {
	struct spot_view text;
	uint32_t node;
	unsigned n_captures;
	bool has_position;   /* "()" */
};

/* Past the class that begins at i, as in Lua; 0: malformed. */
static size_t skip_set(struct spot_view p, size_t i)
{
	i += i + 1 < p.len && p.ptr[i + 1] == '^' ? 2 : 1;
	do { /* a ']' that comes first is an ordinary character */
		if (i >= p.len)
			return 0;
		i += p.ptr[i] == '%' ? 2 : 1;
	} while (i >= p.len || p.ptr[i] != ']');
	return i + 1;
}

/* Counts captures; false when the pattern is wrong, or looks so. */
static bool pattern_scan(struct pattern *pattern)
{
	struct spot_view p = pattern->text;
	size_t i = 0;
	int depth = 0;

	while (i < p.len) {
		char c = p.ptr[i];

		if (c == '(') {
			depth++;
			pattern->n_captures++;
			pattern->has_position |= i + 1 < p.len && p.ptr[i + 1] == ')';
			i++;
		} else if (c == ')') {
			if (--depth < 0)
				return false;
			i++;
		} else if (c == '[') {
			i = skip_set(p, i);
			if (i == 0)
				return false;
		} else if (c != '%') {
			i++;
		} else if (i + 1 >= p.len || (p.ptr[i + 1] >= '0' && p.ptr[i + 1] <= '9')) {
			return false; /* what a capture held: not worth the care */
		} else if (p.ptr[i + 1] == 'b') {
			if (i + 3 >= p.len)
				return false;
			i += 4;
		} else if (p.ptr[i + 1] == 'f' && (i + 2 >= p.len || p.ptr[i + 2] != '[')) {
			return false;
		} else {
			i += 2;
		}
	}
	return depth == 0 && pattern->n_captures <= 32;
}

/* The constant pattern that is argument 1. */
static bool pattern_arg(struct spot_translator *t, const struct spot_syms *args,
    struct pattern *pattern)
{
	struct spot_value value;

	*pattern = (struct pattern) { 0 };
	if (!spot_translate_is_constant(t, spot_translate_arg(t, args, 1), &value) ||
	    value.kind != SPOT_KIND_TEXT) {
		spot_translate_refuse(t, "it searches for a pattern that is not constant");
		return false;
	}
	pattern->text = value.as.text;
	pattern->node = spot_build_text(t->builder, value.as.text);
	if (pattern_scan(pattern))
		return true;
	spot_translate_refuse(t, "it searches for the pattern \"%.*s\"",
	    (int)(value.as.text.len < 60 ? value.as.text.len : 60), value.as.text.ptr);
	return false;
}

/* Whether the pattern matches in the text; lanes where that takes many steps are handed over. */
static uint32_t matches(struct spot_translator *t, uint32_t text, uint32_t pattern)
{
	enum { UNITS_OF_SEARCH = 30000 };

	spot_translate_spend(t, UNITS_OF_SEARCH);
	spot_translate_hand_over(t, spot_translate_not(t,
	    text2(t, SPOT_OP_PATTERN_OK_T, text, pattern, t->active)));
	return text2(t, SPOT_OP_MATCHES_T, text, pattern, t->active);
}

static bool starts_at_one(struct spot_translator *t, const struct spot_syms *args)
{
	struct spot_value value;

	if (spot_translate_is_constant(t, spot_translate_arg(t, args, 2), &value) &&
	    (value.kind == SPOT_KIND_NIL ||
	    (value.kind == SPOT_KIND_INT && value.as.integer == 1)))
		return true;
	spot_translate_refuse(t, "it searches for a pattern from the middle of a text on");
	return false;
}

/* Results that are there where it matched; else the one result is nil. */
static void give_where(struct spot_translator *t, struct spot_syms *results, uint32_t matched,
    enum spot_sym_kind kind, const uint32_t *nodes, size_t n)
{
	*results = spot_translate_syms(t, n);
	for (size_t i = 0; i < results->n; i++) {
		struct spot_sym *out = spot_translate_open(t);

		spot_translate_add(t, out, SPOT_SYM_NIL, spot_translate_not(t, matched),
		    SPOT_NODE_NONE);
		spot_translate_add(t, out, kind, matched, nodes[i]);
		results->items[i] = spot_translate_close(t, out);
	}
	if (spot_translate_known(t, t->active, matched) != t->yes)
		results->n_min = 1;
}

static void find_plain(struct spot_translator *t, const struct spot_syms *args, uint32_t text,
    uint32_t what, struct spot_syms *results)
{
	uint32_t from = spot_translate_int_or(t, args, 2, int_of(t, 1)), places[2], len;

	places[0] = text3(t, SPOT_OP_FIND_T, text, what, from, t->active);
	len = text1(t, SPOT_OP_LEN_T, what, t->active);
	places[1] = op2(t, SPOT_OP_SUB_I, op2(t, SPOT_OP_ADD_I, places[0], len), int_of(t, 1));
	give_where(t, results, op2(t, SPOT_OP_LT_I, int_of(t, 0), places[0]), SPOT_SYM_INT, places,
	    2);
}

void spot_translate_find(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t text = spot_translate_to_text(t, spot_translate_arg(t, args, 0));
	uint32_t is_plain, places[2];
	struct pattern pattern;

	is_plain = spot_translate_truth(t, spot_translate_arg(t, args, 3));
	if (spot_translate_known(t, t->active, is_plain) == t->yes) {
		find_plain(t, args, text,
		    spot_translate_to_text(t, spot_translate_arg(t, args, 1)), results);
		return;
	}
	if (spot_translate_known(t, t->active, is_plain) != t->no) {
		spot_translate_refuse(t, "it calls string.find with a switch that is not constant");
		return;
	}
	if (!pattern_arg(t, args, &pattern))
		return;
	if (spot_pattern_is_plain(pattern.text)) {
		find_plain(t, args, text, pattern.node, results);
		return;
	}
	if (!starts_at_one(t, args))
		return;
	places[0] = pattern.text.ptr[0] == '^' ? int_of(t, 1) : SPOT_SYM_OPAQUE;
	places[1] = SPOT_SYM_OPAQUE;
	if (pattern.n_captures > 0) {
		spot_translate_refuse(t, "it calls string.find with captures");
		return;
	}
	give_where(t, results, matches(t, text, pattern.node), SPOT_SYM_INT, places, 2);
}

void spot_translate_match(struct spot_translator *t, const struct spot_syms *args,
    struct spot_syms *results)
{
	uint32_t text = spot_translate_to_text(t, spot_translate_arg(t, args, 0));
	uint32_t matched, *captures;
	struct pattern pattern;
	size_t n;

	if (!pattern_arg(t, args, &pattern) || !starts_at_one(t, args))
		return;
	if (pattern.has_position) {
		spot_translate_refuse(t, "it captures positions");
		return;
	}
	matched = matches(t, text, pattern.node);
	n = pattern.n_captures > 0 ? pattern.n_captures : 1;
	captures = spot_translate_alloc(t, n, sizeof(*captures));
	for (size_t i = 0; captures && i < n; i++)
		captures[i] = spot_build_capture(t->builder, text, pattern.node,
		    (unsigned)(pattern.n_captures > 0 ? i + 1 : 0), live(t, matched));
	if (captures)
		give_where(t, results, matched, SPOT_SYM_TEXT, captures, n);
}
