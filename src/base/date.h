/* SPDX-License-Identifier: MIT */
/* Civil dates (proleptic Gregorian) as days since 1970-01-01. Years 1000 to 9999. */
#ifndef SPOT_BASE_DATE_H
#define SPOT_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

struct spot_civil {
	int year, month, day; /* 1-based month and day */
};

#define SPOT_DATE_TEXT_SIZE 16 /* "2026-11-22" and a NUL fit */

#define SPOT_DATE_FIRST (-354285) /* 1000-01-01 */
#define SPOT_DATE_LAST 2932896    /* 9999-12-31 */

/* False when there is no such day. Source of the algorithm: H. Hinnant, chrono-compatible
 * date algorithms. */
bool spot_date_days(struct spot_civil civil, int64_t *days);

/*
 * Days outside the years above are held to SPOT_DATE_FIRST and SPOT_DATE_LAST. Inside, years begin
 * on 1 March, so that the leap day is the last. A century is 146097 quarters of a day long and a
 * year of it 1461: divided by these, the last quarter of a day tells the years before it, leap
 * years and all. Inline and without branches: loops over it become vector instructions.
 */
static inline struct spot_civil spot_date_civil(int64_t days)
{
	days = days < SPOT_DATE_FIRST ? SPOT_DATE_FIRST : days;
	days = days > SPOT_DATE_LAST ? SPOT_DATE_LAST : days;
	uint32_t quarters = (uint32_t)(days + 719468) * 4 + 3; /* from 0000-03-01 on */
	uint32_t in_century = quarters % 146097 | 3;
	uint32_t day_of_year = in_century % 1461 / 4;
	uint32_t is_next = day_of_year >= 306; /* January or February */
	uint32_t march_month = (5 * day_of_year + 2) / 153;
	return (struct spot_civil) {
		.year = (int)(quarters / 146097 * 100 + in_century / 1461 + is_next),
		.month = (int)(march_month + 3 - 12 * is_next),
		.day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1),
	};
}

/* "YYYY-MM-DD" exactly. */
bool spot_date_iso(struct spot_view text, int64_t *days);
void spot_date_print(int64_t days, char out[SPOT_DATE_TEXT_SIZE]);

/* Whole months from a to b (negative when b is before a), by day of month: 31 Jan to 28 Feb
 * is 0. */
static inline int64_t spot_date_months_between(int64_t a, int64_t b)
{
	struct spot_civil from = spot_date_civil(a), to = spot_date_civil(b);
	int months = (to.year - from.year) * 12 + (to.month - from.month);
	return months - ((months > 0) & (to.day < from.day)) +
	    ((months < 0) & (to.day > from.day));
}

/* The current day in UTC. */
int64_t spot_date_today(void);

/* "90d", "6w", "3m", "1y": a whole number and a unit. False when it is not one. */
struct spot_duration {
	int64_t count;
	char unit; /* 'd', 'w', 'm' or 'y' */
};
bool spot_duration_parse(struct spot_view text, struct spot_duration *out);
/* The day a duration after days; months and years keep the day of month, held to the
 * month's last day; the result is held to SPOT_DATE_FIRST and SPOT_DATE_LAST. */
int64_t spot_date_add(int64_t days, struct spot_duration duration);

#endif
