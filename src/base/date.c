/* SPDX-License-Identifier: MIT */
/*
 * Civil dates after H. Hinnant's chrono-compatible algorithms: years begin on 1 March, so
 * that the leap day is the last of a year, and 400 of them are an era of 146,097 days. All
 * years here are positive, which spares the rounding towards minus infinity.
 */
#include "base/date.h"

#include <time.h>

#include "base/number.h"

#define ERA_DAYS 146097
#define EPOCH_SHIFT 719468 /* days from 0000-03-01 to 1970-01-01 */
#define YEAR_FIRST 1000
#define YEAR_LAST 9999
#define COUNT_MAX 10000000 /* more days than there are between the first and the last date */

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && leap ? 29 : days[month - 1];
}

bool spot_date_days(struct spot_civil civil, int64_t *days)
{
	if (civil.year < YEAR_FIRST || civil.year > YEAR_LAST || civil.month < 1 ||
	    civil.month > 12 || civil.day < 1 || civil.day > month_days(civil.year, civil.month))
		return false;
	int year = civil.year - (civil.month <= 2);
	int era = year / 400, year_of_era = year % 400;
	int day_of_year = (153 * ((civil.month + 9) % 12) + 2) / 5 + civil.day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	*days = era * ERA_DAYS + day_of_era - EPOCH_SHIFT;
	return true;
}

static int64_t days_hold(int64_t days)
{
	if (days < SPOT_DATE_FIRST)
		return SPOT_DATE_FIRST;
	return days > SPOT_DATE_LAST ? SPOT_DATE_LAST : days;
}

/* n digits at p; -1 when there is anything else. */
static int digits_read(const char *p, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + (p[i] - '0');
	}
	return value;
}

static void digits_write(char *p, int n, int value)
{
	while (n-- > 0) {
		p[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

bool spot_date_iso(struct spot_view text, int64_t *days)
{
	if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-')
		return false;
	return spot_date_days((struct spot_civil) { digits_read(text.ptr, 4),
	    digits_read(text.ptr + 5, 2), digits_read(text.ptr + 8, 2) }, days);
}

void spot_date_print(int64_t days, char out[SPOT_DATE_TEXT_SIZE])
{
	struct spot_civil civil = spot_date_civil(days);
	memcpy(out, "0000-00-00", 11);
	digits_write(out, 4, civil.year);
	digits_write(out + 5, 2, civil.month);
	digits_write(out + 8, 2, civil.day);
}

int64_t spot_date_today(void)
{
	return days_hold((int64_t)time(NULL) / 86400);
}

bool spot_duration_parse(struct spot_view text, struct spot_duration *out)
{
	if (text.len < 2 || text.ptr[0] < '0' || text.ptr[0] > '9')
		return false;
	char unit = text.ptr[text.len - 1];
	int64_t count;
	if (!spot_number_integer((struct spot_view) { text.ptr, text.len - 1 }, &count))
		return false;
	if (count > COUNT_MAX || !memchr("dwmy", unit, 4))
		return false;
	*out = (struct spot_duration) { count, unit };
	return true;
}

static int64_t months_add(int64_t days, int64_t n)
{
	struct spot_civil civil = spot_date_civil(days);
	int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + n;
	if (month < YEAR_FIRST * 12)
		return SPOT_DATE_FIRST;
	if (month >= (YEAR_LAST + 1) * 12)
		return SPOT_DATE_LAST;
	civil.year = (int)(month / 12);
	civil.month = (int)(month % 12) + 1;
	int last = month_days(civil.year, civil.month);
	if (civil.day > last)
		civil.day = last;
	int64_t result = 0;
	spot_date_days(civil, &result);
	return result;
}

int64_t spot_date_add(int64_t days, struct spot_duration duration)
{
	int64_t n = duration.count;
	if (n > COUNT_MAX)
		n = COUNT_MAX;
	if (n < -COUNT_MAX)
		n = -COUNT_MAX;
	days = days_hold(days);
	switch (duration.unit) {
	case 'd':
		return days_hold(days + n);
	case 'w':
		return days_hold(days + n * 7);
	case 'm':
		return months_add(days, n);
	case 'y':
		return months_add(days, n * 12);
	}
	return days;
}
