/* SPDX-License-Identifier: MIT */
#include "program/string.h"

enum {
	NUMBER_BYTES = 48,   /* of any number's text */
	SHORT_TEXT = 256,    /* searched in the plainest way, which may take the square of it */
};

static char *text_room(struct spot_scratch *s, size_t len)
{
	char *room = spot_arena_alloc(s->arena, len);
	if (!room)
		s->nomem = true;
	return room;
}

/* The other case of letters from first to last. */
static struct spot_view change_case(struct spot_scratch *s, struct spot_view text,
    unsigned char first, unsigned char last)
{
	char *out = text_room(s, text.len);
	size_t i = 0;
	for (; out && i + 8 <= text.len; i += 8) {
		uint64_t word = spot_string_load8(text.ptr + i);
		word ^= spot_string_between8(word, first, last) >> 2;
		memcpy(out + i, &word, sizeof(word));
	}
	for (; out && i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		out[i] = (char)(c ^ (c >= first && c <= last) << 5);
	}
	return (struct spot_view) { out, out ? text.len : 0 };
}

struct spot_view spot_string_lower(struct spot_scratch *s, struct spot_view text)
{
	return change_case(s, text, 'A', 'Z');
}

struct spot_view spot_string_upper(struct spot_scratch *s, struct spot_view text)
{
	return change_case(s, text, 'a', 'z');
}

struct spot_view spot_string_reverse(struct spot_scratch *s, struct spot_view text)
{
	char *out = text_room(s, text.len);
	for (size_t i = 0; out && i < text.len; i++)
		out[i] = text.ptr[text.len - 1 - i];
	return (struct spot_view) { out, out ? text.len : 0 };
}

struct spot_view spot_string_concat(struct spot_scratch *s, struct spot_view a,
    struct spot_view b)
{
	size_t len;
	if (__builtin_add_overflow(a.len, b.len, &len) || len > SPOT_PROGRAM_TEXT_MAX)
		return (struct spot_view) { "", 0 };
	char *out = text_room(s, len);
	if (out && a.len > 0)
		memcpy(out, a.ptr, a.len);
	if (out && b.len > 0)
		memcpy(out + a.len, b.ptr, b.len);
	return (struct spot_view) { out, out ? len : 0 };
}

/* memmem prepares tables, which costs more than most texts are long. */
static const char *find_short(struct spot_view text, struct spot_view what)
{
	const char *p = text.ptr, *last = text.ptr + (text.len - what.len);
	while (p <= last) {
		p = memchr(p, what.ptr[0], (size_t)(last - p) + 1);
		if (!p || memcmp(p, what.ptr, what.len) == 0)
			return p;
		p++;
	}
	return NULL;
}

int64_t spot_string_find(struct spot_view text, struct spot_view what, int64_t position)
{
	int64_t n = (int64_t)text.len, start = 0;
	if (position > 0)
		start = position - 1;
	else if (position < 0 && position >= -n)
		start = n + position;
	if (start > n)
		return 0;
	if (what.len == 0)
		return start + 1;
	struct spot_view rest = { text.ptr, text.len - (size_t)start };
	if (rest.len < what.len)
		return 0;
	rest.ptr += start;
	const char *found = rest.len <= SHORT_TEXT ? find_short(rest, what)
	    : memmem(rest.ptr, rest.len, what.ptr, what.len);
	return found ? found - text.ptr + 1 : 0;
}

struct spot_number spot_string_number(struct spot_scratch *s, struct spot_view text)
{
	struct spot_number number;
	if (!spot_number_read(&number, text))
		s->nomem = true;
	return number;
}

struct spot_view spot_string_of_integer(struct spot_scratch *s, int64_t integer)
{
	char *out = text_room(s, NUMBER_BYTES);
	size_t len = out ? spot_number_print_integer(out, NUMBER_BYTES, integer) : 0;
	return (struct spot_view) { out, len };
}

struct spot_view spot_string_of_float(struct spot_scratch *s, double number)
{
	char *out = text_room(s, NUMBER_BYTES);
	size_t len = out ? spot_number_print_float(out, NUMBER_BYTES, number) : 0;
	return (struct spot_view) { out, len };
}
