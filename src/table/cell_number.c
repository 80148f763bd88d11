/* SPDX-License-Identifier: MIT */
/*
 * Numbers as exports write them:
 *
 *	[sign] [currency] [(] digits with marks [e exponent] [)] [k, M …] [%] [currency] [-]
 *
 * A cell is taken apart into its digits (without any mark), how many of them are a
 * fraction, a power of ten, and what stood before and after. What the type does not
 * allow is refused afterwards, so that the problem can say what is there. The value is
 * made from the digits and one power of ten, which rounds once: 1,117.10K is 111710e1,
 * and 12 % is 12e-2.
 *
 * Thousands marks must be of one kind and in plausible places: groups of three after
 * the first, or with commas groups of two and a last one of three (17,50,000). A first
 * group that begins with 0 is no group: 0,500 is a fraction written with a comma.
 */
#include <stdio.h>

#include "base/number.h"
#include "base/text.h"
#include "table/cell_internal.h"

#define TEXT_MAX 400 /* bytes of a cell that can be a number */
#define SUFFIX_MAX 32
#define EXPONENT_MAX 1000000

static const char decimal_comma_format[] = "1.234,5";
static const char decimal_point_format[] = "1,234.5";
static const char hundredths_format[] = "hundredths";
static const char hundredths_comma_format[] = "hundredths 1.234,5";

static const char marks_problem[] =
    "marks in odd places; a decimal comma needs format = \"1.234,5\"";
static const char hundredths_marks_problem[] =
    "marks in odd places; a decimal comma needs format = \"hundredths 1.234,5\"";
static const char comma_marks_problem[] = "marks in odd places for the format 1.234,5";

enum mark { MARK_NONE, MARK_POINT, MARK_COMMA, MARK_APOSTROPHE, MARK_SPACE };

struct amount {
	char digits[TEXT_MAX];
	size_t n_digits, n_fraction;
	long exponent;
	long magnitude; /* 3 for k … */
	bool has_sign, negative, has_paren, has_percent;
	struct currency {
		struct spot_view sign, codes; /* as written, and what it may be */
	} currency[3]; /* two before, one after */
	size_t n_currencies;
	char suffix[SUFFIX_MAX]; /* what currency[] borrows from besides the cell */
	const char *problem;     /* when it is a more telling one than "not a number" */
};

static const struct traits {
	bool currency, paren, magnitude, percent;
	const char *problem;
} traits[SPOT_TYPE_N] = {
	[SPOT_TYPE_INTEGER] = { .magnitude = true, .problem = "not a whole number" },
	[SPOT_TYPE_NUMBER] = { .problem = "not a number" },
	[SPOT_TYPE_MONEY] = { .currency = true, .paren = true, .magnitude = true,
	    .problem = "not an amount of money" },
	[SPOT_TYPE_PERCENT] = { .paren = true, .percent = true, .problem = "not a percentage" },
};

static const struct {
	struct spot_view word;
	int power;
} magnitudes[] = { /* longer ones first */
	{ { "thousand", 8 }, 3 },
	{ { "million", 7 }, 6 },
	{ { "billion", 7 }, 9 },
	{ { "mm", 2 }, 6 },
	{ { "mn", 2 }, 6 },
	{ { "bn", 2 }, 9 },
	{ { "k", 1 }, 3 },
	{ { "m", 1 }, 6 },
	{ { "b", 1 }, 9 },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* '-' or '+', or U+2212, the minus of typesetters. */
static size_t sign_len(const struct spot_cursor *c)
{
	if (c->p < c->end && (*c->p == '-' || *c->p == '+'))
		return 1;
	return c->end - c->p >= 3 && memcmp(c->p, "\u2212", 3) == 0 ? 3 : 0;
}

static bool sign_take(struct amount *a, struct spot_cursor *c)
{
	size_t n = sign_len(c);
	if (n == 0 || a->has_sign)
		return false;
	a->has_sign = true;
	a->negative = *c->p != '+';
	c->p += n;
	return true;
}

/* "51-200", "51–200" */
static bool dash_at(const struct spot_cursor *c)
{
	return *c->p == '-' || (c->end - c->p >= 3 && memcmp(c->p, "\u2013", 3) == 0);
}

static enum mark mark_at(const struct spot_cursor *c, size_t *len)
{
	*len = 1;
	if (c->p == c->end)
		return MARK_NONE;
	switch (*c->p) {
	case '.':
		return MARK_POINT;
	case ',':
		return MARK_COMMA;
	case '\'':
		return MARK_APOSTROPHE;
	}
	if (c->end - c->p > 3 && memcmp(c->p, "\u2019", 3) == 0) {
		*len = 3;
		return MARK_APOSTROPHE;
	}
	*len = spot_cursor_space(c);
	return *len > 0 ? MARK_SPACE : MARK_NONE;
}

/* A digit, or the decimal mark of ".5". The point of "Rs.500" is none. */
static bool number_starts(const struct spot_cursor *c, const char *start, char decimal)
{
	if (is_digit(*c->p))
		return true;
	return *c->p == decimal && c->p + 1 < c->end && is_digit(c->p[1]) &&
	    (c->p == start || !is_letter(c->p[-1]));
}

static bool currency_add(struct amount *a, struct spot_view sign)
{
	struct spot_view codes = spot_cell_currency_codes(sign);
	if (codes.len > 0)
		a->currency[a->n_currencies++] = (struct currency) { sign, codes };
	return codes.len > 0;
}

/* Everything before the number. */
static bool prefix_scan(struct amount *a, struct spot_cursor *c, char decimal)
{
	const char *start = c->p;
	for (;;) {
		spot_cursor_skip_spaces(c);
		if (c->p == c->end)
			return false;
		if (number_starts(c, start, decimal))
			return true;
		if (sign_len(c) > 0) {
			if (!sign_take(a, c))
				return false;
			continue;
		}
		if (*c->p == '(') {
			if (a->has_paren)
				return false;
			a->has_paren = true;
			c->p++;
			continue;
		}
		if (a->n_currencies == 2)
			return false;
		const char *word = c->p;
		while (c->p < c->end && *c->p != '(' && !number_starts(c, start, decimal) &&
		    sign_len(c) == 0 && spot_cursor_space(c) == 0)
			c->p++;
		if (!currency_add(a, (struct spot_view) { word, (size_t)(c->p - word) }))
			return false;
	}
}

/* Where the thousands marks stand. */
struct grouping {
	enum mark kind;
	size_t first, run; /* digits before the first mark, and since the last one */
	size_t n_marks;
	bool twos, threes; /* the groups between two marks are all of two, of three */
	bool mixed;        /* marks of two kinds */
};

static void grouping_mark(struct grouping *g, enum mark kind)
{
	if (g->n_marks == 0) {
		g->kind = kind;
		g->first = g->run;
	} else {
		g->twos = g->twos && g->run == 2;
		g->threes = g->threes && g->run == 3;
		g->mixed = g->mixed || g->kind != kind;
	}
	g->run = 0;
	g->n_marks++;
}

static bool grouping_is_plausible(const struct grouping *g, const char *digits)
{
	if (g->n_marks == 0)
		return true;
	if (g->mixed || g->run != 3 || g->first == 0 || g->first > 3 || digits[0] == '0')
		return false;
	return g->threes || (g->twos && g->kind == MARK_COMMA && g->first <= 2);
}

/* The "e5" of "12e5"; the "E" of "12 EUR" is none. */
static void exponent_scan(struct amount *a, struct spot_cursor *c)
{
	const char *sign = c->p + 1;
	if (c->p == c->end || (*c->p | 0x20) != 'e' || sign == c->end)
		return;
	const char *q = sign + (*sign == '+' || *sign == '-');
	if (q == c->end || !is_digit(*q))
		return;
	for (; q < c->end && is_digit(*q); q++)
		if (a->exponent < EXPONENT_MAX / 10)
			a->exponent = a->exponent * 10 + (*q - '0');
	if (*sign == '-')
		a->exponent = -a->exponent;
	c->p = q;
}

/* The digits and their marks. Leaves the cursor after them. */
static bool digits_scan(struct amount *a, struct spot_cursor *c, char decimal)
{
	struct grouping g = { .twos = true, .threes = true };
	bool has_decimal = false;
	for (;;) {
		size_t len;
		enum mark mark;
		if (spot_cursor_at_digit(c)) {
			a->digits[a->n_digits++] = *c->p++;
			a->n_fraction += has_decimal;
			g.run += !has_decimal;
			continue;
		}
		mark = has_decimal ? MARK_NONE : mark_at(c, &len);
		if (mark == MARK_NONE)
			break;
		if (*c->p == decimal) {
			has_decimal = true;
		} else {
			if (c->p + len == c->end || !is_digit(c->p[len]))
				break;
			grouping_mark(&g, mark);
		}
		c->p += len;
	}
	bool more_marks = c->p < c->end && (*c->p == '.' || *c->p == ',');
	if (more_marks || !grouping_is_plausible(&g, a->digits)) {
		a->problem = decimal == ',' ? comma_marks_problem : marks_problem;
		return false;
	}
	/* "1,200e3" is nobody's number. */
	if (g.n_marks == 0)
		exponent_scan(a, c);
	return true;
}

/* "k", "EUR", "k EUR", "USDm". A currency is tried first: "kr" is not k and a Rand sign. */
static bool suffix_split(struct amount *a, struct spot_view suffix)
{
	if (suffix.len == 0 || currency_add(a, suffix))
		return true;
	for (size_t i = 0; i < sizeof(magnitudes) / sizeof(*magnitudes); i++) {
		struct spot_view word = magnitudes[i].word;
		if (word.len > suffix.len)
			continue;
		size_t rest = suffix.len - word.len;
		struct spot_view head = { suffix.ptr, word.len };
		struct spot_view after = { suffix.ptr + word.len, rest };
		struct spot_view before = { suffix.ptr, rest };
		struct spot_view tail = { suffix.ptr + rest, word.len };
		a->magnitude = magnitudes[i].power;
		if (spot_text_equal_fold(head, word) &&
		    (rest == 0 || currency_add(a, spot_text_trim(after))))
			return true;
		if (spot_text_equal_fold(tail, word) && currency_add(a, spot_text_trim(before)))
			return true;
	}
	a->magnitude = 0;
	return false;
}

/* Everything after the number. */
static bool suffix_scan(struct amount *a, struct spot_cursor *c)
{
	size_t n = 0;
	bool closed = false, dashed = false;
	while (c->p < c->end) {
		if (is_digit(*c->p)) {
			a->problem = dashed ? "a range, not one number" : NULL;
			return false;
		}
		dashed = dashed || dash_at(c);
		if (*c->p == ')' && a->has_paren && !closed) {
			closed = true;
			a->suffix[n++] = ' ';
			c->p++;
		} else if (*c->p == '%' && !a->has_percent) {
			a->has_percent = true;
			c->p++;
		} else if (sign_len(c) > 0) {
			if (*c->p == '+' || !sign_take(a, c))
				return false;
			a->suffix[n++] = ' ';
		} else {
			a->suffix[n++] = *c->p++;
		}
		if (n == SUFFIX_MAX)
			return false;
	}
	if (a->has_paren && (!closed || a->has_sign))
		return false;
	return suffix_split(a, spot_text_trim((struct spot_view) { a->suffix, n }));
}

static bool amount_scan(struct amount *a, struct spot_view text, char decimal)
{
	struct spot_cursor c = { text.ptr, text.ptr + text.len };
	if (text.len > TEXT_MAX)
		return false;
	return prefix_scan(a, &c, decimal) && digits_scan(a, &c, decimal) && suffix_scan(a, &c);
}

static const char *refuse_foreign(const struct traits *t, const struct amount *a)
{
	if (a->has_percent && !t->percent)
		return "has a percent sign; the field's type would be percent";
	if (a->n_currencies > 0 && !t->currency)
		return "has a currency; the field's type would be money";
	if (a->magnitude > 0 && !t->magnitude)
		return "has a multiplier; the field's type would be money or integer";
	if (a->has_paren && !t->paren)
		return "in parentheses; the field's type would be money";
	return NULL;
}

static const char *refuse_currency(const struct amount *a, const char *unit,
    struct spot_arena *arena)
{
	struct spot_view allowed = { NULL, 0 };
	if (unit)
		allowed = spot_cell_currency_codes(spot_view_of(unit));
	for (size_t i = 0; i < a->n_currencies; i++) {
		const struct currency *currency = &a->currency[i];
		if (allowed.len == 0)
			allowed = currency->codes;
		if (spot_cell_currency_share(currency->codes, allowed))
			continue;
		if (!unit)
			return "two currencies in one cell";
		char text[160];
		int n = snprintf(text, sizeof(text), "is in %.*s, the field's unit is %.100s",
		    (int)currency->sign.len, currency->sign.ptr, unit);
		const char *problem = n > 0 ? spot_arena_copy(arena, text, strlen(text)) : NULL;
		return problem ? problem : "is not in the field's unit";
	}
	return NULL;
}

static const char *amount_double(double *out, const struct amount *a)
{
	char text[TEXT_MAX + 32];
	long power = a->exponent + a->magnitude - (long)a->n_fraction - (a->has_percent ? 2 : 0);
	int n = snprintf(text, sizeof(text), "%.*se%ld", (int)a->n_digits, a->digits, power);
	if (!spot_number_double((struct spot_view) { text, (size_t)n }, out))
		return "too large for a number";
	/* Never -0.0, which would print and compare in surprising ways. */
	if ((a->negative || a->has_paren) && *out != 0)
		*out = -*out;
	return NULL;
}

static const char *amount_integer(int64_t *out, const struct amount *a)
{
	char text[24] = "-";
	size_t first = 0, n = a->n_digits, at = a->negative ? 1 : 0;
	while (first < n && a->digits[first] == '0')
		first++;
	*out = 0;
	if (first == n)
		return NULL;
	long power = a->exponent + a->magnitude - (long)a->n_fraction;
	for (; power < 0; power++)
		if (a->digits[--n] != '0')
			return traits[SPOT_TYPE_INTEGER].problem;
	if (power > 18 || n - first + (size_t)power > 19)
		return "too large for an integer";
	memcpy(text + at, a->digits + first, n - first);
	memset(text + at + n - first, '0', (size_t)power);
	struct spot_view view = { text, at + n - first + (size_t)power };
	return spot_number_integer(view, out) ? NULL : "too large for an integer";
}

/* What needs none of the above: most cells. */
static bool plain_read(struct spot_value *out, enum spot_type type, struct spot_view text)
{
	if (type == SPOT_TYPE_INTEGER)
		return spot_number_integer(text, &out->as.integer);
	if (!spot_number_double(text, &out->as.number))
		return false;
	if (out->as.number == 0)
		out->as.number = 0;
	return true;
}

bool spot_cell_number_in_hundredths(const char *format)
{
	return format && (strcmp(format, hundredths_format) == 0 ||
	    strcmp(format, hundredths_comma_format) == 0);
}

const char *spot_cell_number_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena)
{
	const struct traits *t = &traits[field->type];
	bool hundredths = spot_cell_number_in_hundredths(field->format);
	bool comma = field->format && (strcmp(field->format, decimal_comma_format) == 0 ||
	    strcmp(field->format, hundredths_comma_format) == 0);
	out->kind = field->type == SPOT_TYPE_INTEGER ? SPOT_KIND_INT : SPOT_KIND_FLOAT;
	if (!comma && !hundredths && plain_read(out, field->type, text))
		return NULL;

	struct amount a = { 0 };
	if (!amount_scan(&a, text, comma ? ',' : '.')) {
		if (hundredths && a.problem == marks_problem)
			return hundredths_marks_problem;
		return a.problem ? a.problem : t->problem;
	}
	const char *problem = refuse_foreign(t, &a);
	if (!problem)
		problem = refuse_currency(&a, field->unit, arena);
	if (problem)
		return problem;
	if (field->type == SPOT_TYPE_INTEGER)
		return amount_integer(&out->as.integer, &a);
	a.has_percent = a.has_percent || hundredths;
	return amount_double(&out->as.number, &a);
}

bool spot_cell_number_format_known(const char *format, enum spot_type type)
{
	return strcmp(format, decimal_comma_format) == 0 ||
	    strcmp(format, decimal_point_format) == 0 ||
	    (type == SPOT_TYPE_PERCENT && spot_cell_number_in_hundredths(format));
}
