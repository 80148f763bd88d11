/* SPDX-License-Identifier: MIT */
#include "base/date.h"
#include "unit/table/cell_cases.h"

struct date_case {
	struct spot_view text;
	const char *format, *want;
};

static void dates(void **state)
{
	static const struct date_case cases[] = {
		{ VIEW("2024-03-14"), NULL, "2024-03-14" },
		{ VIEW(" 2024-03-14 "), NULL, "2024-03-14" },
		{ VIEW("1970-01-01"), NULL, "1970-01-01" },
		{ VIEW("1000-01-01"), NULL, "1000-01-01" },
		{ VIEW("9999-12-31"), NULL, "9999-12-31" },
		{ VIEW("2024-02-29"), NULL, "2024-02-29" },
		{ VIEW("2024-03-14T10:00:00Z"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14t10:00:00z"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14 10:00"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14 10:00:00"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14 00:00:00.000"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T10:00:00,123456"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T10:00:00.123456789Z"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T23:59:60Z"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T24:00:00"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T23:30:00+05:30"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T00:30:00-08:00"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14T10:00:00.000+0000"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14 10:00:00+00"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14 10:00:00 UTC"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14 3:00 PM"), NULL, "2024-03-14" },
		{ VIEW("2024-03-14" NBSP "10:00"), NULL, "2024-03-14" },
		{ VIEW("14 Mar 2024"), NULL, "2024-03-14" },
		{ VIEW("14 mar 2024"), NULL, "2024-03-14" },
		{ VIEW("14 MARCH 2024"), NULL, "2024-03-14" },
		{ VIEW("4 Mar 2024"), NULL, "2024-03-04" },
		{ VIEW("04 Mar 2024"), NULL, "2024-03-04" },
		{ VIEW("14-Mar-2024"), NULL, "2024-03-14" },
		{ VIEW("14/Mar/2024"), NULL, "2024-03-14" },
		{ VIEW("14Mar2024"), NULL, "2024-03-14" },
		{ VIEW("14 Mar, 2024"), NULL, "2024-03-14" },
		{ VIEW("Mar 14, 2024"), NULL, "2024-03-14" },
		{ VIEW("Mar 14 2024"), NULL, "2024-03-14" },
		{ VIEW("Mar. 14, 2024"), NULL, "2024-03-14" },
		{ VIEW("March 14, 2024"), NULL, "2024-03-14" },
		{ VIEW("March 14,2024"), NULL, "2024-03-14" },
		{ VIEW("Sept 1, 2024"), NULL, "2024-09-01" },
		{ VIEW("Sep 1, 2024"), NULL, "2024-09-01" },
		{ VIEW("May 5, 2024"), NULL, "2024-05-05" },
		{ VIEW("Dec 31, 1999"), NULL, "1999-12-31" },
		{ VIEW("Mar 14, 2024 10:00"), NULL, "2024-03-14" },
		{ VIEW("Mar 14, 2024, 3:00 PM"), NULL, "2024-03-14" },
		{ VIEW("Mar 14, 2024, 3:00" NARROW "PM"), NULL, "2024-03-14" },
		{ VIEW("March 14, 2024 at 3:00 PM"), NULL, "2024-03-14" },
		{ VIEW("March 14, 2024 3:00:05 am GMT"), NULL, "2024-03-14" },
		{ VIEW("14 Mar 2024 10:00:00 +0100"), NULL, "2024-03-14" },
		{ VIEW("27/07/2023"), "%d/%m/%Y", "2023-07-27" },
		{ VIEW("7/4/2023"), "%d/%m/%Y", "2023-04-07" },
		{ VIEW("7/4/2023"), "%m/%d/%Y", "2023-07-04" },
		{ VIEW("1/25/2021"), "%m/%d/%Y", "2021-01-25" },
		{ VIEW("27-07-2023"), "%d-%m-%Y", "2023-07-27" },
		{ VIEW("27-07-2023 03:00"), "%d-%m-%Y", "2023-07-27" },
		{ VIEW("27-07-2023T03:00:01Z"), "%d-%m-%Y", "2023-07-27" },
		{ VIEW("3/14/2024, 10:00 AM"), "%m/%d/%Y", "2024-03-14" },
		{ VIEW("27-07-2023 03:00"), "%d-%m-%Y %H:%M", "2023-07-27" },
		{ VIEW("27-07-2023 03:00:59"), "%d-%m-%Y %T", "2023-07-27" },
		{ VIEW("14.03.24"), "%d.%m.%y", "2024-03-14" },
		{ VIEW("14.03.68"), "%d.%m.%y", "2068-03-14" },
		{ VIEW("14.03.69"), "%d.%m.%y", "1969-03-14" },
		{ VIEW("14.03.2024"), "%d.%m.%Y", "2024-03-14" },
		{ VIEW("20240314"), "%Y%m%d", "2024-03-14" },
		{ VIEW("2024-3-4"), "%Y-%m-%d", "2024-03-04" },
		{ VIEW("2024-03-14"), "%F", "2024-03-14" },
		{ VIEW("03/14/24"), "%D", "2024-03-14" },
		{ VIEW("2024-074"), "%Y-%j", "2024-03-14" },
		{ VIEW("2024-366"), "%Y-%j", "2024-12-31" },
		{ VIEW("14-MAR-24"), "%d-%b-%y", "2024-03-14" },
		{ VIEW("Thu, 14 March 2024"), "%a, %d %B %Y", "2024-03-14" },
		{ VIEW("Thursday 14 Mar 2024 10:00:00 GMT"), "%A %d %b %Y %H:%M:%S %Z",
		    "2024-03-14" },
		{ VIEW("03/14/2024 03:05 PM"), "%m/%d/%Y %I:%M %p", "2024-03-14" },
		{ VIEW("14  Mar  2024"), "%d %b %Y", "2024-03-14" },
		{ VIEW("2024 100% 03-14"), "%Y 100%% %m-%d", "2024-03-14" },
		{ VIEW("2024-03-14 10:00:00.123 +01:00"), "%Y-%m-%d %H:%M:%S.%f %z", "2024-03-14" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_field field = field_of(SPOT_TYPE_DATE, NULL, cases[i].format);
		struct spot_value value;
		const char *problem = "?";
		char got[SPOT_DATE_TEXT_SIZE];
		if (cell_read(&value, &field, cases[i].text, &problem) != SPOT_CELL_VALUE)
			fail_case(&field, cases[i].text, problem);
		assert_int_equal(value.kind, SPOT_KIND_INT);
		spot_date_print(value.as.integer, got);
		if (strcmp(got, cases[i].want) != 0)
			fail_case(&field, cases[i].text, got);
	}
}

static void dates_refused(void **state)
{
	static const struct bad_case cases[] = {
		{ VIEW("2024-02-30"), NULL, NULL, "no such day" },
		{ VIEW("2023-02-29"), NULL, NULL, "no such day" },
		{ VIEW("2024-13-01"), NULL, NULL, "no such day" },
		{ VIEW("2024-00-10"), NULL, NULL, "no such day" },
		{ VIEW("0999-12-31"), NULL, NULL, "no such day" },
		{ VIEW("30 Feb 2024"), NULL, NULL, "no such day" },
		{ VIEW("Apr 31, 2024"), NULL, NULL, "no such day" },
		{ VIEW("01/02/2024"), NULL, NULL, "format" },
		{ VIEW("14/03/2024"), NULL, NULL, "format" },
		{ VIEW("31.12.2024"), NULL, NULL, "format" },
		{ VIEW("2024/03/14"), NULL, NULL, "format" },
		{ VIEW("1/25/2021"), NULL, NULL, "format" },
		{ VIEW("14-03-2024"), NULL, NULL, "format" },
		{ VIEW("27-07-2023 03:00"), NULL, NULL, "format" },
		{ VIEW("2024-3-4"), NULL, NULL, "format" },
		{ VIEW("20240115"), NULL, NULL, "format" },
		{ VIEW("45292"), NULL, NULL, "format" },
		{ VIEW("2024"), NULL, NULL, NULL },
		{ VIEW("2024-03"), NULL, NULL, NULL },
		{ VIEW("2024-03-145"), NULL, NULL, NULL },
		{ VIEW("12024-03-14"), NULL, NULL, NULL },
		{ VIEW("-2024-03-14"), NULL, NULL, NULL },
		{ VIEW("2024-03-14T"), NULL, NULL, "time" },
		{ VIEW("2024-03-14T10"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 25:00"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 24:01"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 10:60"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 10:00:61"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 10:00:00."), NULL, NULL, "time" },
		{ VIEW("2024-03-14 15:00 PM"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 10:00 +25:00"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 10:00 Mars"), NULL, NULL, "time" },
		{ VIEW("2024-03-14 2024-03-15"), NULL, NULL, "time" },
		{ VIEW("2024-03-1410:00"), NULL, NULL, NULL },
		{ VIEW("2024-03-14x"), NULL, NULL, "time" },
		{ VIEW("14 Mar 24"), NULL, NULL, "not a date" },
		{ VIEW("Mar 2024"), NULL, NULL, "not a date" },
		{ VIEW("14 M\u00E4rz 2024"), NULL, NULL, "not a date" },
		{ VIEW("14 Foo 2024"), NULL, NULL, "not a date" },
		{ VIEW("114 Mar 2024"), NULL, NULL, "not a date" },
		{ VIEW("Mar 114, 2024"), NULL, NULL, "not a date" },
		{ VIEW("14 Mar 20244"), NULL, NULL, "not a date" },
		{ VIEW("14 M 2024"), NULL, NULL, "not a date" },
		{ VIEW("today"), NULL, NULL, "not a date" },
		{ VIEW("2024-03-14"), NULL, "%d/%m/%Y", "%d/%m/%Y" },
		{ VIEW("14/03/24"), NULL, "%d/%m/%Y", "%d/%m/%Y" },
		{ VIEW("14/13/2024"), NULL, "%d/%m/%Y", "%d/%m/%Y" },
		{ VIEW("31/04/2024"), NULL, "%d/%m/%Y", "no such day" },
		{ VIEW("29/02/2023"), NULL, "%d/%m/%Y", "no such day" },
		{ VIEW("14/03/2024 soon"), NULL, "%d/%m/%Y", "time" },
		{ VIEW("14/03/20245"), NULL, "%d/%m/%Y", NULL },
		{ VIEW("14/03/2024"), NULL, "%d/%m/%Y %H:%M", NULL },
		{ VIEW("14/03/2024 10:00:00"), NULL, "%d/%m/%Y %H:%M", NULL },
		{ VIEW("2023-366"), NULL, "%Y-%j", "no such day" },
		{ VIEW("/"), NULL, "%d/%m/%Y", NULL },
	};
	(void)state;
	REFUSED(SPOT_TYPE_DATE, cases);
}

/* Every day of 30 years in four ways of writing. */
static void dates_sweep(void **state)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	struct spot_field plain = field_of(SPOT_TYPE_DATE, NULL, NULL);
	struct spot_field slashes = field_of(SPOT_TYPE_DATE, NULL, "%d/%m/%Y");
	(void)state;
	for (int64_t day = 10957; day < 10957 + 30 * 365; day++) {
		struct spot_civil c = spot_date_civil(day);
		char text[4][32];
		snprintf(text[0], 32, "%04d-%02d-%02d", c.year, c.month, c.day);
		snprintf(text[1], 32, "%d %s %d", c.day, months[c.month - 1], c.year);
		snprintf(text[2], 32, "%s %02d, %d", months[c.month - 1], c.day, c.year);
		snprintf(text[3], 32, "%d/%d/%d", c.day, c.month, c.year);
		for (size_t i = 0; i < 4; i++) {
			struct spot_value value;
			const char *problem;
			assert_int_equal(spot_cell_read(&value, i == 3 ? &slashes : &plain,
					     spot_view_of(text[i]), &arena, NULL, &problem),
			    SPOT_CELL_VALUE);
			assert_int_equal(value.as.integer, day);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates),
		cmocka_unit_test(dates_refused),
		cmocka_unit_test(dates_sweep),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
