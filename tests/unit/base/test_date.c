/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <time.h>

#include "base/date.h"

static int64_t day(const char *iso)
{
	int64_t days;
	if (!spot_date_iso(spot_view_of(iso), &days))
		fail_msg("%s was refused", iso);
	return days;
}

/* Day after day through all years, counted by hand. */
static void test_every_day(void **state)
{
	(void)state;
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t expected = SPOT_DATE_FIRST;
	for (int year = 1000; year <= 9999; year++) {
		bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
		for (int month = 1; month <= 12; month++) {
			int length = lengths[month - 1] + (leap && month == 2);
			for (int d = 1; d <= length; d++, expected++) {
				int64_t days;
				if (!spot_date_days((struct spot_civil) { year, month, d },
				    &days) ||
				    days != expected)
					fail_msg("%d-%d-%d", year, month, d);
				struct spot_civil civil = spot_date_civil(days);
				if (civil.year != year || civil.month != month || civil.day != d)
					fail_msg("%d-%d-%d and back", year, month, d);
			}
			int64_t days;
			if (spot_date_days((struct spot_civil) { year, month, length + 1 }, &days))
				fail_msg("%d-%d-%d is no day", year, month, length + 1);
		}
	}
	assert_int_equal(expected, SPOT_DATE_LAST + 1);
	assert_int_equal(day("1970-01-01"), 0);
	assert_int_equal(day("2000-03-01"), 11017);
}

static void test_what_is_no_date(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "2026-1-01", "2026-01-1", "2026/01/01",
		"26-01-01", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32",
		"2023-02-29", "1900-02-29", "0999-12-31", "2026-01-01T", " 2026-01-1",
		"2026-01- 1", "2026-+1-01", "2026-01-0a", "\xff\xff\xff\xff-01-01" };
	for (size_t i = 0; i < N_OF(texts); i++) {
		int64_t days = 99;
		if (spot_date_iso(spot_view_of(texts[i]), &days))
			fail_msg("\"%s\" was taken", texts[i]);
		assert_int_equal(days, 99);
	}
	int64_t days;
	assert_false(spot_date_iso((struct spot_view) { NULL, 0 }, &days));
	assert_false(spot_date_days((struct spot_civil) { 10000, 1, 1 }, &days));
	assert_false(spot_date_days((struct spot_civil) { 2000, -1, 1 }, &days));
}

static void test_print(void **state)
{
	(void)state;
	char text[SPOT_DATE_TEXT_SIZE];
	static const char *const texts[] = { "1000-01-01", "1969-12-31", "2024-02-29",
		"9999-12-31" };
	for (size_t i = 0; i < N_OF(texts); i++) {
		spot_date_print(day(texts[i]), text);
		assert_string_equal(text, texts[i]);
	}
	spot_date_print(INT64_MAX, text);
	assert_string_equal(text, "9999-12-31");
	spot_date_print(INT64_MIN, text);
	assert_string_equal(text, "1000-01-01");
}

static void test_months_between(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		int64_t months;
	} cases[] = {
		{ "2026-01-31", "2026-02-28", 0 }, { "2026-01-31", "2026-03-01", 1 },
		{ "2026-01-31", "2026-03-31", 2 }, { "2026-01-15", "2026-02-14", 0 },
		{ "2026-01-15", "2026-02-15", 1 }, { "2025-12-31", "2026-01-30", 0 },
		{ "2024-02-29", "2025-02-28", 11 }, { "2024-02-29", "2025-03-01", 12 },
		{ "2026-05-05", "2026-05-05", 0 }, { "2026-02-15", "2026-01-15", -1 },
		{ "2026-02-14", "2026-01-15", 0 }, { "2026-02-28", "2026-01-31", 0 },
		{ "2026-03-31", "2025-03-31", -12 }, { "1000-01-01", "9999-12-31", 107999 },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		assert_int_equal(spot_date_months_between(day(cases[i].a), day(cases[i].b)),
		    cases[i].months);
		assert_int_equal(spot_date_months_between(day(cases[i].b), day(cases[i].a)),
		    -cases[i].months);
	}
}

static void test_durations(void **state)
{
	(void)state;
	static const struct {
		const char *from, *duration, *to;
	} cases[] = {
		{ "2026-01-31", "0d", "2026-01-31" }, { "2026-01-31", "90d", "2026-05-01" },
		{ "2026-01-31", "6w", "2026-03-14" }, { "2026-01-31", "1m", "2026-02-28" },
		{ "2024-01-31", "1m", "2024-02-29" }, { "2026-01-31", "3m", "2026-04-30" },
		{ "2026-11-30", "3m", "2027-02-28" }, { "2024-02-29", "1y", "2025-02-28" },
		{ "2024-02-29", "4y", "2028-02-29" }, { "2026-12-15", "1m", "2027-01-15" },
		{ "9999-12-01", "1m", "9999-12-31" },
		{ "2026-01-01", "9999999y", "9999-12-31" },
		{ "2026-01-01", "10000000w", "9999-12-31" },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_duration duration;
		assert_true(spot_duration_parse(spot_view_of(cases[i].duration), &duration));
		assert_int_equal(spot_date_add(day(cases[i].from), duration), day(cases[i].to));
	}
	assert_int_equal(spot_date_add(day("2026-03-31"), (struct spot_duration) { -1, 'm' }),
	    day("2026-02-28"));
	assert_int_equal(spot_date_add(0, (struct spot_duration) { INT64_MIN, 'y' }),
	    SPOT_DATE_FIRST);
	assert_int_equal(spot_date_add(INT64_MAX, (struct spot_duration) { INT64_MAX, 'd' }),
	    SPOT_DATE_LAST);
	static const char *const bad[] = { "", "d", "90", "90D", "9 d", "-9d", "+9d", "1.5y",
		"90days", " 9d", "9d ", "90h", "99999999999999999999d", "10000001d" };
	for (size_t i = 0; i < N_OF(bad); i++) {
		struct spot_duration duration;
		if (spot_duration_parse(spot_view_of(bad[i]), &duration))
			fail_msg("\"%s\" was taken", bad[i]);
	}
	struct spot_duration duration;
	assert_false(spot_duration_parse((struct spot_view) { "9\0", 2 }, &duration));
	assert_false(spot_duration_parse((struct spot_view) { NULL, 0 }, &duration));
}

static void test_today(void **state)
{
	(void)state;
	int64_t before = (int64_t)time(NULL) / 86400, today = spot_date_today();
	assert_true(today == before || today == (int64_t)time(NULL) / 86400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_what_is_no_date),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_months_between),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_today),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
