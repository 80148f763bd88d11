/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

#include "base/number.h"

static void check(const char *text)
{
	double value = -1, expected = strtod(text, NULL);
	if (!spot_number_double(spot_view_of(text), &value))
		fail_msg("%s was refused", text);
	if (value != expected || signbit(value) != signbit(expected))
		fail_msg("%s: %.17g, not %.17g", text, value, expected);
}

static void test_what_is_no_number(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "+", "-", ".", "+.", "e5", ".e5", "1e", "1e+",
		"1e-", "--1", "+-1", "1.2.3", "1,5", " 1", "1 ", "0x1F", "1_000", "inf", "nan",
		"infinity", "1e5.0", "1f", "1e400", "-1e400", "1e99999999999999999999",
		"\xd9\xa1", "1e 5", "12a" };
	for (size_t i = 0; i < N_OF(texts); i++) {
		double value = 7;
		if (spot_number_double(spot_view_of(texts[i]), &value))
			fail_msg("\"%s\" was taken for %g", texts[i], value);
		assert_true(value == 7);
	}
	double value;
	assert_false(spot_number_double((struct spot_view) { NULL, 0 }, &value));
	assert_false(spot_number_double((struct spot_view) { "1\0", 2 }, &value));
}

static void test_forms(void **state)
{
	(void)state;
	static const char *const texts[] = { "0", "-0", "+0", "1", "-1", "+1", "007", "5.",
		".5", "-.5", "0.1", "1e5", "1E5", "1e+5", "1e-5", "1.5e3", "9007199254740993",
		"123456789012345678", "1234567890123456789012345678901234567890",
		"0.000000000000000000000000000001", "1e22", "1e23", "1e-22", "1e-23",
		"9007199254740992e22", "1.7976931348623157e308", "4.9e-324",
		"2.4703282292062327e-324", "2.4703282292062328e-324", "1e-400",
		"0e999999999999", "0.0e-99999999999999999999", "8.988465674311580e307",
		"100000000000000000000000e-23" };
	for (size_t i = 0; i < N_OF(texts); i++)
		check(texts[i]);
	double value;
	/* A view ends where it says. */
	assert_true(spot_number_double((struct spot_view) { "12345", 2 }, &value) && value == 12);
}

static void test_random_texts_are_as_strtod(void **state)
{
	(void)state;
	uint64_t seed = 4;
	for (int i = 0; i < 100000; i++) {
		char text[64];
		uint64_t random = unit_random(&seed), shape = unit_random(&seed);
		double any;
		memcpy(&any, &random, sizeof(any));
		int power = (int)(shape >> 8) % 50, places = (int)(shape >> 20 & 15);
		switch (shape & 3) {
		case 0:
			snprintf(text, sizeof(text), "%llue%d",
			    (unsigned long long)(random >> (shape >> 32 & 63)),
			    power);
			break;
		case 1:
			snprintf(text, sizeof(text), "%lld.%0*llu", (long long)random >> 44, places,
			    (unsigned long long)(shape >> 50));
			break;
		case 2:
			snprintf(text, sizeof(text), "%.*e", 10 + places, isfinite(any) ? any : 1);
			break;
		case 3:
			snprintf(text, sizeof(text), "%.*g", 1 + places,
			    (double)(int64_t)random / 1e9);
			break;
		}
		check(text);
	}
}

/* Numbers that lie half way between two doubles, and just beside it, far behind the point. */
static void test_long_texts_round_correctly(void **state)
{
	(void)state;
	static char text[3000];
	uint64_t seed = 5;
	for (int i = 0; i < 2000; i++) {
		uint64_t random = unit_random(&seed);
		double low = ldexp((double)(random >> 11 | (uint64_t)1 << 52),
		    -60 - (int)(random % 900));
		/* Exact: the middle needs one bit more than a double has, and long double
		 * has it. */
		long double middle = ((long double)low + (long double)nextafter(low, 1)) / 2;
		int n = snprintf(text, 1500, "%.*Lf", 1200, middle);
		check(text);
		memset(text + n, '0', 1000);
		text[n + 1000] = '\0';
		check(text);
		text[n + 999] = '1';
		check(text);
		memcpy(text + n + 1000, "e-3", 4);
		check(text);
	}
	/* Many digits before the point, and zeros that an exponent takes back. */
	memset(text, '9', 2000);
	strcpy(text + 2000, "e-1900");
	check(text);
	text[0] = '0';
	text[1] = '.';
	memset(text + 2, '0', 2000);
	strcpy(text + 2002, "123e2001");
	check(text);
	memset(text, '0', 2900);
	text[2900] = '\0';
	check(text);
	text[2899] = '5';
	check(text);
}

static void test_locale_does_not_matter(void **state)
{
	(void)state;
	if (!setlocale(LC_NUMERIC, "de_DE.UTF-8"))
		skip();
	double value;
	assert_true(spot_number_double(SPOT_VIEW("0.1234567890123456789"), &value));
	assert_false(spot_number_double(SPOT_VIEW("0,5"), &value));
	setlocale(LC_NUMERIC, "C");
	assert_true(value == 0.1234567890123456789);
}

static void test_integer(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} good[] = { { "0", 0 }, { "-0", 0 }, { "+7", 7 }, { "007", 7 }, { "-12", -12 },
		{ "9223372036854775807", INT64_MAX }, { "-9223372036854775808", INT64_MIN },
		{ "-9223372036854775807", -INT64_MAX },
		{ "00000000000000000000000000001", 1 } };
	for (size_t i = 0; i < N_OF(good); i++) {
		int64_t value = 99;
		assert_true(spot_number_integer(spot_view_of(good[i].text), &value));
		assert_true(value == good[i].value);
	}
	static const char *const bad[] = { "", "+", "-", "1.0", "1e3", " 1", "1 ", "--1",
		"0x10", "9223372036854775808", "-9223372036854775809", "18446744073709551616",
		"99999999999999999999" };
	for (size_t i = 0; i < N_OF(bad); i++) {
		int64_t value = 99;
		assert_false(spot_number_integer(spot_view_of(bad[i]), &value));
		assert_int_equal(value, 99);
	}
	int64_t value;
	assert_false(spot_number_integer((struct spot_view) { NULL, 0 }, &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_no_number),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_random_texts_are_as_strtod),
		cmocka_unit_test(test_long_texts_round_correctly),
		cmocka_unit_test(test_locale_does_not_matter),
		cmocka_unit_test(test_integer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
