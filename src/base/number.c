/* SPDX-License-Identifier: MIT */
/*
 * A number is read as significant digits and a power of ten. Digits below 2^53 and a power
 * within 10^22 are both exact doubles, so that one multiplication or division rounds
 * correctly (Clinger's fast path). All else goes to strtod in the form "DIGITSe±POWER":
 * without a decimal point no locale can matter, and at most DIGITS_MAX digits are handed
 * over, since no tie between two doubles needs more than 767; a nonzero rest becomes a last
 * digit 1.
 */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define HEAD_DIGITS 19 /* fit a uint64_t */
#define DIGITS_MAX 800
#define POWER_MAX 99999 /* beyond every double even with DIGITS_MAX digits */

struct decimal {
	const char *first;   /* first digit that is not zero, or NULL */
	const char *end;     /* after the last digit */
	uint64_t head;       /* the first HEAD_DIGITS significant digits */
	size_t n_digits;     /* significant ones: from first on */
	int64_t power;       /* value = digits * 10^power */
	bool negative;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void digit_add(struct decimal *d, const char *p)
{
	if (!d->first && *p == '0')
		return;
	if (!d->first)
		d->first = p;
	if (d->n_digits++ < HEAD_DIGITS)
		d->head = d->head * 10 + (uint64_t)(*p - '0');
}

/* "e", sign, digits at *p; moves *p past them. Held to what cannot be told apart any more. */
static bool exponent_scan(const char **p, const char *end, int64_t *out)
{
	const int64_t limit = INT64_MAX / 4;
	const char *q = *p + 1;
	bool negative = q < end && *q == '-';
	if (q < end && (*q == '-' || *q == '+'))
		q++;
	if (q == end || !is_digit(*q))
		return false;
	int64_t n = 0;
	for (; q < end && is_digit(*q); q++) {
		if (n < limit / 10 - 1)
			n = n * 10 + (*q - '0');
	}
	*out = negative ? -n : n;
	*p = q;
	return true;
}

static bool decimal_scan(struct decimal *d, struct spot_view text)
{
	const char *p = text.ptr, *end = p + text.len;
	*d = (struct decimal) { 0 };
	if (text.len == 0)
		return false;
	if (*p == '-' || *p == '+')
		d->negative = *p++ == '-';
	const char *start = p;
	for (; p < end && is_digit(*p); p++)
		digit_add(d, p);
	bool any = p > start;
	if (p < end && *p == '.') {
		const char *point = p++;
		for (; p < end && is_digit(*p); p++)
			digit_add(d, p);
		d->power = -(p - point - 1);
		any = any || p > point + 1;
	}
	d->end = p;
	if (!any)
		return false;
	int64_t exponent = 0;
	if (p < end && (*p == 'e' || *p == 'E') && !exponent_scan(&p, end, &exponent))
		return false;
	d->power += exponent;
	return p == end;
}

static double decimal_slow(const struct decimal *d)
{
	char text[DIGITS_MAX + 32];
	size_t n = 0, seen = 0;
	bool rest = false;
	for (const char *p = d->first; p < d->end; p++) {
		if (*p == '.')
			continue;
		if (n < DIGITS_MAX)
			text[n++] = *p;
		else
			rest = rest || *p != '0';
		seen++;
	}
	int64_t power = d->power + (int64_t)(seen - n);
	if (rest) {
		text[n++] = '1';
		power--;
	}
	if (power > POWER_MAX)
		power = POWER_MAX;
	if (power < -POWER_MAX)
		power = -POWER_MAX;
	snprintf(text + n, sizeof(text) - n, "e%d", (int)power);
	return strtod(text, NULL);
}

bool spot_number_double(struct spot_view text, double *out)
{
	static const double powers[] = {
		1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
		1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
	};
	struct decimal d;
	if (!decimal_scan(&d, text))
		return false;
	double value;
	bool exact = d.n_digits <= HEAD_DIGITS && d.head <= (uint64_t)1 << 53;
	if (!d.first)
		value = 0;
	else if (exact && d.power >= 0 && d.power <= 22)
		value = (double)d.head * powers[d.power];
	else if (exact && d.power < 0 && d.power >= -22)
		value = (double)d.head / powers[-d.power];
	else
		value = decimal_slow(&d);
	if (!isfinite(value))
		return false;
	*out = d.negative ? -value : value;
	return true;
}

bool spot_number_integer(struct spot_view text, int64_t *out)
{
	const char *p = text.ptr, *end = p + text.len;
	bool negative = text.len > 0 && *p == '-';
	if (text.len > 0 && (*p == '-' || *p == '+'))
		p++;
	if (p == end)
		return false;
	/* Summed up below zero, where there is room for one more. */
	int64_t value = 0;
	for (; p < end; p++) {
		if (!is_digit(*p) || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, *p - '0', &value))
			return false;
	}
	if (!negative && value == INT64_MIN)
		return false;
	*out = negative ? value : -value;
	return true;
}
