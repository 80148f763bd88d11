/* SPDX-License-Identifier: MIT */
/*
 * Numbers are written by integer arithmetic where that is exact, which is nearly always;
 * the rest goes through snprintf, whose decimal point depends on the host's locale and is
 * put right afterwards.
 */
#include "base/digits.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>

#include "base/number.h"

#define INTEGER_MAX 9007199254740992.0 /* 2^53: every integer up to here is a double */

#define UNITS(before, after) \
	before "0" after before "1" after before "2" after before "3" after before "4" after \
	before "5" after before "6" after before "7" after before "8" after before "9" after
#define TENS(h) UNITS(h "0", "\3") UNITS(h "1", "\3") UNITS(h "2", "\3") UNITS(h "3", "\3") \
	UNITS(h "4", "\3") UNITS(h "5", "\3") UNITS(h "6", "\3") UNITS(h "7", "\3") \
	UNITS(h "8", "\3") UNITS(h "9", "\3")

const char spot_digits_heads[4 * 1000 + 1] = UNITS("", "  \1") UNITS("1", " \2") UNITS("2", " \2")
    UNITS("3", " \2") UNITS("4", " \2") UNITS("5", " \2") UNITS("6", " \2") UNITS("7", " \2")
    UNITS("8", " \2") UNITS("9", " \2") TENS("1") TENS("2") TENS("3") TENS("4") TENS("5") TENS("6")
    TENS("7") TENS("8") TENS("9");

const char spot_digits_tails[4 * 100 + 1] = UNITS(".0", " ") UNITS(".1", " ") UNITS(".2", " ")
    UNITS(".3", " ") UNITS(".4", " ") UNITS(".5", " ") UNITS(".6", " ") UNITS(".7", " ")
    UNITS(".8", " ") UNITS(".9", " ");

/* With zeros before it. */
static char *put_triple(char *out, uint64_t value)
{
	out[0] = (char)('0' + value / 100);
	memcpy(out + 1, spot_digits_tails + 4 * (value % 100) + 1, 2);
	return out + 3;
}

static char *put_head(char *out, uint64_t value)
{
	memcpy(out, spot_digits_heads + 4 * value, 4);
	return out + spot_digits_heads[4 * value + 3];
}

static char *put_whole(char *out, uint64_t value)
{
	uint64_t rest = value % 1000000;

	if (value >= 1000000) {
		out = put_whole(out, value / 1000000);
		return put_triple(put_triple(out, rest / 1000), rest % 1000);
	}
	if (value >= 1000)
		return put_triple(put_head(out, value / 1000), value % 1000);
	return put_head(out, value);
}

char *spot_digits_integer(char *out, int64_t value)
{
	if (value < 0)
		*out++ = '-';
	return put_whole(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

char *spot_digits_fixed2_long(char *out, uint64_t hundredths, bool negative)
{
	if (negative && hundredths > 0)
		*out++ = '-';
	out = put_whole(out, hundredths / 100);
	memcpy(out, spot_digits_tails + 4 * (hundredths % 100), 4);
	return out + 3;
}

/* A number as printf wrote it, with "." for whatever the locale's decimal point is. */
static char *unlocalise(char *text)
{
	char *out = text;
	for (const char *p = text; *p; p++) {
		bool plain = (*p >= '0' && *p <= '9') || *p == '-' || *p == '+' || *p == 'e';
		if (plain)
			*out++ = *p;
		else if (out == text || out[-1] != '.')
			*out++ = '.';
	}
	*out = '\0';
	return out;
}

char *spot_digits_fixed2_huge(char *out, double value)
{
	assert(isfinite(value));
	snprintf(out, SPOT_DIGITS_FIXED2_ROOM, "%.2f", value);
	return unlocalise(out);
}

/* Up to three decimals, as most numbers that people write have. Where n / 10^k is value to the last
 * bit and n has no more than fifteen digits, no other text of so few reads back as value; NULL
 * where it is not. */
static char *shortest_decimal(char *out, double value)
{
	double size = fabs(value);

	if (size < 0.001 || size >= 1e9)
		return NULL;
	for (int k = 1, unit = 10; k <= 3; k++, unit *= 10) {
		uint64_t n = (uint64_t)(size * unit + 0.5);

		if ((double)n / unit != size)
			continue;
		if (value < 0)
			*out++ = '-';
		out = put_whole(out, n / unit);
		*out++ = '.';
		put_triple(out, n % unit * (1000 / unit));
		return out + k;
	}
	return NULL;
}

char *spot_digits_shortest(char *out, double value)
{
	assert(isfinite(value));
	if (fabs(value) < INTEGER_MAX && value == (double)(int64_t)value)
		return spot_digits_integer(out, (int64_t)value);
	char *end = shortest_decimal(out, value);
	if (end)
		return end;
	/* Fifteen digits survive the way there and back, so they show every shorter text
	 * too; not so below DBL_MIN, where a double holds fewer. */
	for (int digits = fabs(value) < DBL_MIN ? 1 : 15; digits <= DBL_DECIMAL_DIG; digits++) {
		double back;
		snprintf(out, SPOT_DIGITS_SHORTEST_ROOM, "%.*g", digits, value);
		end = unlocalise(out);
		if (spot_number_double((struct spot_view) { out, (size_t)(end - out) }, &back) &&
		    back == value)
			break;
	}
	return end;
}
