/* SPDX-License-Identifier: MIT */
/*
 * Dates. Without a format only what can be read in one way by everybody: ISO 8601
 * (2024-03-14), or a day, the month's name and a year in four digits. Numbers with
 * slashes or dots are refused even where only one reading is possible: the next row may
 * have two. With a format (strptime terms) exactly that.
 *
 * A time of day may follow the date, and is checked and dropped: the day is the one
 * that is written, whatever the zone. Names are English, in any case; no locale is
 * asked.
 */
#include <stdio.h>

#include "base/date.h"
#include "base/text.h"
#include "base/utf8.h"
#include "table/cell_internal.h"

static const char no_such_day[] = "there is no such day";
static const char bad_time[] = "a date, and after it something that is no time of day";

static const char *const month_names[] = { "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December" };
static const char *const day_names[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday",
	"Friday", "Saturday" };

/* Between min and max digits, as many as there are. */
static bool digits_take(struct spot_cursor *c, int min, int max, int *out)
{
	int n = 0, value = 0;
	for (; n < max && spot_cursor_at_digit(c); n++)
		value = value * 10 + (*c->p++ - '0');
	*out = value;
	return n >= min;
}

static bool number_take(struct spot_cursor *c, int max_digits, int low, int high, int *out)
{
	return digits_take(c, 1, max_digits, out) && *out >= low && *out <= high;
}

static struct spot_view letters_take(struct spot_cursor *c)
{
	const char *start = c->p;
	while (c->p < c->end && (unsigned)((*c->p | 0x20) - 'a') < 26)
		c->p++;
	return (struct spot_view) { start, (size_t)(c->p - start) };
}

/* A name or its first three letters; 1 for the first, 0 for none of them. */
static int name_take(struct spot_cursor *c, const char *const *names, int n_names)
{
	struct spot_view word = letters_take(c);
	for (int i = 0; i < n_names; i++) {
		struct spot_view name = spot_view_of(names[i]);
		struct spot_view abbreviated = { names[i], 3 };
		if (spot_text_equal_fold(word, name) || spot_text_equal_fold(word, abbreviated))
			return i + 1;
	}
	return 0;
}

static int month_take(struct spot_cursor *c)
{
	struct spot_cursor word = *c;
	int month = name_take(c, month_names, 12);
	if (month == 0 && spot_text_equal_fold(letters_take(&word), SPOT_VIEW("sept")))
		month = 9;
	return month;
}

/* "AM", "PM" */
static bool half_take(struct spot_cursor *c)
{
	struct spot_view word = letters_take(c);
	return spot_text_equal_fold(word, SPOT_VIEW("am")) ||
	    spot_text_equal_fold(word, SPOT_VIEW("pm"));
}

/* "Z", "UTC", "+01:00", "-0500", "+01" */
static bool zone_take(struct spot_cursor *c)
{
	if (spot_cursor_take(c, '+') || spot_cursor_take(c, '-')) {
		int hours, minutes;
		if (!digits_take(c, 2, 2, &hours) || hours > 14)
			return false;
		if (!spot_cursor_take(c, ':') && !spot_cursor_at_digit(c))
			return true;
		return digits_take(c, 2, 2, &minutes) && minutes < 60;
	}
	struct spot_view word = letters_take(c);
	return spot_text_equal_fold(word, SPOT_VIEW("z")) ||
	    spot_text_equal_fold(word, SPOT_VIEW("utc")) ||
	    spot_text_equal_fold(word, SPOT_VIEW("gmt"));
}

/* "10:00", "10:00:00.123", "3:00 PM", each with a zone after it. */
static bool time_take(struct spot_cursor *c)
{
	int hour, minute, second = 0, fraction;
	if (!number_take(c, 2, 0, 24, &hour) || !spot_cursor_take(c, ':') ||
	    !digits_take(c, 2, 2, &minute) || minute > 59)
		return false;
	if (spot_cursor_take(c, ':')) {
		if (!digits_take(c, 2, 2, &second) || second > 60)
			return false;
		if ((spot_cursor_take(c, '.') || spot_cursor_take(c, ',')) &&
		    !digits_take(c, 1, 9, &fraction))
			return false;
	}
	if (hour == 24 && minute + second > 0)
		return false;
	spot_cursor_skip_spaces(c);
	struct spot_cursor half = *c;
	if (hour <= 12 && half_take(&half)) {
		*c = half;
		spot_cursor_skip_spaces(c);
	}
	return c->p == c->end || zone_take(c);
}

/* What may follow a date: nothing, or a time that ends the cell. */
static bool tail_take(struct spot_cursor *c)
{
	if (c->p == c->end)
		return true;
	if (!spot_cursor_take(c, 'T') && !spot_cursor_take(c, 't')) {
		bool comma = spot_cursor_take(c, ',');
		if (!spot_cursor_skip_spaces(c) && !comma)
			return false;
		struct spot_cursor at = *c;
		if (spot_text_equal_fold(letters_take(&at), SPOT_VIEW("at")) &&
		    spot_cursor_skip_spaces(&at))
			*c = at;
	}
	return time_take(c) && c->p == c->end;
}

/* --- without a format --------------------------------------------------------------- */

static bool iso_take(struct spot_cursor *c, struct spot_civil *out)
{
	struct spot_cursor t = *c;
	if (!digits_take(&t, 4, 4, &out->year) || !spot_cursor_take(&t, '-') ||
	    !digits_take(&t, 2, 2, &out->month) || !spot_cursor_take(&t, '-') ||
	    !digits_take(&t, 2, 2, &out->day) || spot_cursor_at_digit(&t))
		return false;
	*c = t;
	return true;
}

/* Spaces, and among them at most one of - / , and the point of "Mar." */
static void separator_skip(struct spot_cursor *c)
{
	spot_cursor_take(c, '.');
	spot_cursor_skip_spaces(c);
	if (spot_cursor_take(c, ',') || spot_cursor_take(c, '-') || spot_cursor_take(c, '/'))
		spot_cursor_skip_spaces(c);
}

/* "14 Mar 2024", "14-Mar-2024", "Mar 14, 2024", "March 14, 2024" */
static bool named_take(struct spot_cursor *c, struct spot_civil *out)
{
	struct spot_cursor t = *c;
	bool day_first = spot_cursor_at_digit(&t);
	if (day_first) {
		if (!digits_take(&t, 1, 2, &out->day))
			return false;
		separator_skip(&t);
	}
	out->month = month_take(&t);
	if (out->month == 0)
		return false;
	separator_skip(&t);
	if (!day_first) {
		if (!digits_take(&t, 1, 2, &out->day) || spot_cursor_at_digit(&t))
			return false;
		separator_skip(&t);
	}
	if (!digits_take(&t, 4, 4, &out->year) || spot_cursor_at_digit(&t))
		return false;
	*c = t;
	return true;
}

static const char *plain_problem(struct spot_view text)
{
	bool in_numbers = text.len > 0;
	for (size_t i = 0; i < text.len && in_numbers; i++)
		in_numbers = memchr("0123456789/.-: ", text.ptr[i], 15) != NULL;
	if (in_numbers)
		return "a date in numbers needs a format, such as \"%d/%m/%Y\" or \"%m/%d/%Y\"";
	return "not a date such as 2024-03-14 or 14 Mar 2024";
}

/* --- with a format ------------------------------------------------------------------ */

enum given {
	GIVES_YEAR = 1,
	GIVES_MONTH = 2,
	GIVES_DAY = 4,
	GIVES_DAY_OF_YEAR = 8,
	GIVES_TIME = 16
};

struct found {
	int year, month, day, day_of_year, other;
};

/* Terms that are a number. */
static const struct number_term {
	char letter;
	int min_digits, max_digits, low, high;
	size_t offset; /* in struct found */
	unsigned gives;
} number_terms[] = {
	{ 'Y', 4, 4, 0, 9999, offsetof(struct found, year), GIVES_YEAR },
	{ 'y', 2, 2, 0, 99, offsetof(struct found, year), GIVES_YEAR },
	{ 'm', 1, 2, 1, 12, offsetof(struct found, month), GIVES_MONTH },
	{ 'd', 1, 2, 1, 31, offsetof(struct found, day), GIVES_DAY },
	{ 'e', 1, 2, 1, 31, offsetof(struct found, day), GIVES_DAY },
	{ 'j', 1, 3, 1, 366, offsetof(struct found, day_of_year), GIVES_DAY_OF_YEAR },
	{ 'H', 1, 2, 0, 24, offsetof(struct found, other), GIVES_TIME },
	{ 'k', 1, 2, 0, 24, offsetof(struct found, other), GIVES_TIME },
	{ 'I', 1, 2, 1, 12, offsetof(struct found, other), GIVES_TIME },
	{ 'l', 1, 2, 1, 12, offsetof(struct found, other), GIVES_TIME },
	{ 'M', 1, 2, 0, 59, offsetof(struct found, other), GIVES_TIME },
	{ 'S', 1, 2, 0, 60, offsetof(struct found, other), GIVES_TIME },
	{ 'f', 1, 9, 0, 999999999, offsetof(struct found, other), GIVES_TIME },
};

/* Terms that are not: names, zones, and short forms of other terms. */
static const struct word_term {
	char letter;
	unsigned gives;
	const char *stands_for; /* or NULL */
} word_terms[] = {
	{ 'b', GIVES_MONTH, NULL },
	{ 'B', GIVES_MONTH, NULL },
	{ 'h', GIVES_MONTH, NULL },
	{ 'a', 0, NULL },
	{ 'A', 0, NULL },
	{ 'p', GIVES_TIME, NULL },
	{ 'z', GIVES_TIME, NULL },
	{ 'Z', GIVES_TIME, NULL },
	{ 'n', 0, " " },
	{ 't', 0, " " },
	{ '%', 0, NULL },
	{ 'F', GIVES_YEAR | GIVES_MONTH | GIVES_DAY, "%Y-%m-%d" },
	{ 'D', GIVES_YEAR | GIVES_MONTH | GIVES_DAY, "%m/%d/%y" },
	{ 'T', GIVES_TIME, "%H:%M:%S" },
	{ 'R', GIVES_TIME, "%H:%M" },
};

static const struct number_term *number_term_of(char letter)
{
	for (size_t i = 0; i < sizeof(number_terms) / sizeof(*number_terms); i++)
		if (number_terms[i].letter == letter)
			return &number_terms[i];
	return NULL;
}

static const struct word_term *word_term_of(char letter)
{
	for (size_t i = 0; i < sizeof(word_terms) / sizeof(*word_terms); i++)
		if (word_terms[i].letter == letter)
			return &word_terms[i];
	return NULL;
}

static bool number_term_take(struct spot_cursor *c, const struct number_term *term,
    struct found *found)
{
	int value;
	spot_cursor_skip_spaces(c);
	if (!digits_take(c, term->min_digits, term->max_digits, &value) || value < term->low ||
	    value > term->high)
		return false;
	/* As POSIX has it: 69 to 99 are the last century. */
	if (term->letter == 'y')
		value += value < 69 ? 2000 : 1900;
	memcpy((char *)found + term->offset, &value, sizeof(value));
	return true;
}

static bool format_take(struct spot_cursor *c, const char *format, struct found *found);

static bool word_term_take(struct spot_cursor *c, const struct word_term *term, struct found *found)
{
	if (!term)
		return false;
	if (term->stands_for)
		return format_take(c, term->stands_for, found);
	switch (term->letter) {
	case 'b':
	case 'B':
	case 'h':
		found->month = month_take(c);
		return found->month > 0;
	case 'a':
	case 'A':
		return name_take(c, day_names, 7) > 0;
	case 'p':
		return half_take(c);
	case 'z':
		return zone_take(c);
	case 'Z':
		return letters_take(c).len > 0;
	}
	return spot_cursor_take(c, term->letter);
}

static bool format_take(struct spot_cursor *c, const char *format, struct found *found)
{
	for (const char *f = format; *f; f++) {
		bool ok;
		if (*f == '%') {
			const struct number_term *number = number_term_of(*++f);
			ok = number ? number_term_take(c, number, found) :
				      word_term_take(c, word_term_of(*f), found);
		} else if (*f == ' ' || *f == '\t' || *f == '\n') {
			spot_cursor_skip_spaces(c);
			ok = true;
		} else {
			ok = spot_cursor_take(c, *f);
		}
		if (!ok)
			return false;
	}
	return true;
}

/* What the terms give together, each thing once; 0 and err when there is a term that is
 * unknown or says something a second time. */
static unsigned format_gives(const char *format, struct spot_error *err)
{
	unsigned gives = 0;
	for (const char *f = strchr(format, '%'); f; f = strchr(f + 1, '%')) {
		f++;
		const struct number_term *number = *f ? number_term_of(*f) : NULL;
		const struct word_term *word = *f ? word_term_of(*f) : NULL;
		if (!number && !word) {
			uint32_t code;
			int len = (int)spot_utf8_decode(f, strlen(f), &code);
			spot_error_set(err, SPOT_ERULES, "unknown term \"%%%.*s\" in format \"%s\"",
			    len, f, format);
			spot_error_hint(err,
			    "terms are %%Y %%y %%m %%b %%d %%j and %%H %%I %%M %%S %%p %%f %%z");
			return 0;
		}
		unsigned more = number ? number->gives : word->gives;
		if (gives & more & ~(unsigned)GIVES_TIME) {
			spot_error_set(err, SPOT_ERULES,
			    "format \"%s\" says the year, month or day twice", format);
			return 0;
		}
		gives |= more;
	}
	return gives;
}

int spot_cell_date_format_check(const char *format, struct spot_error *err)
{
	struct spot_error why = SPOT_ERROR_INIT;
	unsigned gives = format_gives(format, &why);
	unsigned day = gives & (GIVES_MONTH | GIVES_DAY | GIVES_DAY_OF_YEAR);
	if (why.code == 0 && (!(gives & GIVES_YEAR) ||
				 (day != (GIVES_MONTH | GIVES_DAY) && day != GIVES_DAY_OF_YEAR))) {
		spot_error_set(&why, SPOT_ERULES, "format \"%s\" does not make a date", format);
		spot_error_hint(&why,
		    "it needs a year, a month and a day, such as \"%%d/%%m/%%Y\"");
	}
	if (why.code != 0 && err)
		*err = why;
	return why.code;
}

static bool found_days(const struct found *found, int64_t *days)
{
	if (found->day_of_year == 0)
		return spot_date_days((struct spot_civil) { found->year, found->month, found->day },
		    days);
	if (!spot_date_days((struct spot_civil) { found->year, 1, 1 }, days))
		return false;
	*days += found->day_of_year - 1;
	return spot_date_civil(*days).year == found->year;
}

static const char *format_read(int64_t *days, const char *format, struct spot_view text,
    struct spot_arena *arena)
{
	struct spot_cursor c = { text.ptr, text.ptr + text.len };
	struct found found = { 0 };
	bool taken = format_take(&c, format, &found);
	if (taken && c.p < c.end && (format_gives(format, NULL) & GIVES_TIME))
		taken = false;
	else if (taken && !tail_take(&c))
		return bad_time;
	if (taken)
		return found_days(&found, days) ? NULL : no_such_day;
	char problem[128];
	snprintf(problem, sizeof(problem), "not a date of the format \"%.80s\"", format);
	const char *copy = spot_arena_copy(arena, problem, strlen(problem));
	return copy ? copy : "not a date of the field's format";
}

const char *spot_cell_date_read(struct spot_value *out, const struct spot_field *field,
    struct spot_view text, struct spot_arena *arena)
{
	out->kind = SPOT_KIND_INT;
	if (field->format)
		return format_read(&out->as.integer, field->format, text, arena);
	if (spot_date_iso(text, &out->as.integer))
		return NULL;
	struct spot_cursor c = { text.ptr, text.ptr + text.len };
	struct spot_civil civil;
	if (!iso_take(&c, &civil) && !named_take(&c, &civil))
		return plain_problem(text);
	if (!spot_date_days(civil, &out->as.integer))
		return no_such_day;
	return tail_take(&c) ? NULL : bad_time;
}
