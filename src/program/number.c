/* SPDX-License-Identifier: MIT */
/*
 * Lua reads a number as an integer where it can (decimal within range, hexadecimal wrapping
 * around), else by strtod, but neither "inf" nor "nan"; white space may stand on both sides.
 */
#include "program/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char spaces[] = " \t\n\v\f\r";

static bool is_space(char c)
{
	return c != '\0' && memchr(spaces, c, sizeof(spaces) - 1) != NULL;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

static struct spot_view trim(struct spot_view text)
{
	while (text.len > 0 && is_space(text.ptr[0]))
		text = (struct spot_view) { text.ptr + 1, text.len - 1 };
	while (text.len > 0 && is_space(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/* The whole of a trimmed text. */
static bool read_integer(struct spot_view text, int64_t *out)
{
	const char *p = text.ptr, *end = p + text.len;
	uint64_t value = 0;
	bool negative = *p == '-';
	if (*p == '-' || *p == '+')
		p++;
	bool hex = end - p > 2 && p[0] == '0' && (p[1] | 32) == 'x';
	if (hex)
		p += 2;
	if (p == end)
		return false;
	for (; p < end; p++) {
		int digit = digit_value(*p);
		if (digit >= (hex ? 16 : 10))
			return false;
		if (!hex && (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)digit, &value)))
			return false;
		if (hex)
			value = value * 16 + (uint64_t)digit;
	}
	if (!hex && value > (uint64_t)INT64_MAX + negative)
		return false;
	*out = (int64_t)(negative ? 0 - value : value);
	return true;
}

/* The whole of a trimmed text, of which only these characters can make a number. The program
 * around may have set a locale whose decimal point is another; C's costs nothing to get. */
static bool read_float(const char *text, double *out)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	char *end;
	*out = c ? strtod_l(text, &end, c) : strtod(text, &end);
	if (c)
		freelocale(c);
	return end != text && *end == '\0';
}

static bool may_be_float(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\0' || !strchr("0123456789abcdefABCDEFxXpP.+-", text.ptr[i]))
			return false;
	return true;
}

bool spot_number_read(struct spot_number *out, struct spot_view text)
{
	char small[256], *copy = small;
	*out = (struct spot_number) { 0 };
	text = trim(text);
	if (text.len == 0)
		return true;
	if (read_integer(text, &out->integer)) {
		out->kind = 1;
		return true;
	}
	if (!may_be_float(text))
		return true;
	if (text.len < sizeof(small)) {
		memcpy(small, text.ptr, text.len);
		small[text.len] = '\0';
	} else {
		copy = spot_mem_copy(text.ptr, text.len);
		if (!copy)
			return false;
	}
	if (read_float(copy, &out->number))
		out->kind = 2;
	else
		out->number = 0;
	if (copy != small)
		free(copy);
	return true;
}

size_t spot_number_print_integer(char *out, size_t size_bytes, int64_t integer)
{
	return (size_t)snprintf(out, size_bytes, "%lld", (long long)integer);
}

size_t spot_number_print_float(char *out, size_t size_bytes, double number)
{
	/* The sign of NaN depends on how it was computed. */
	if (isnan(number))
		return (size_t)snprintf(out, size_bytes, "nan");
	size_t n = (size_t)snprintf(out, size_bytes, "%.14g", number);
	if (out[strspn(out, "-0123456789")] == '\0') {
		memcpy(out + n, ".0", 3);
		n += 2;
	}
	return n;
}
