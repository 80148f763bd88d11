/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>

#include "base/buf.h"

static void test_appends(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	assert_string_equal(spot_buf_str(&buf), "");
	spot_buf_add(&buf, NULL, 0);
	spot_buf_view(&buf, (struct spot_view) { 0 });
	assert_int_equal(buf.len, 0);
	spot_buf_text(&buf, "one");
	spot_buf_char(&buf, ' ');
	spot_buf_view(&buf, SPOT_VIEW("two"));
	spot_buf_add(&buf, "\0x", 2);
	assert_int_equal(buf.len, 9);
	assert_memory_equal(spot_buf_str(&buf), "one two\0x", 10);
	spot_buf_clear(&buf);
	assert_string_equal(spot_buf_str(&buf), "");
	spot_buf_printf(&buf, "%d-%s", 7, "x");
	assert_string_equal(spot_buf_str(&buf), "7-x");
	assert_false(spot_buf_failed(&buf));
	spot_buf_reset(&buf);
	assert_null(buf.ptr);
}

static void test_reserve_and_commit(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	for (size_t n = 0; n < 300; n++) {
		char *out = spot_buf_reserve(&buf, n);
		assert_non_null(out);
		assert_ptr_equal(out, buf.ptr + buf.len);
		assert_true(buf.len + n < buf.cap); /* with the NUL */
		memset(out, 'x', n);
		spot_buf_commit(&buf, out + n / 2);
		assert_int_equal(strlen(spot_buf_str(&buf)), buf.len);
	}
	assert_null(spot_buf_reserve(&buf, SIZE_MAX - 2));
	assert_true(spot_buf_failed(&buf));
	assert_null(spot_buf_reserve(&buf, 0));
	spot_buf_reset(&buf);
}

/* Every length around the room that is left. */
static void test_printf_at_every_length(void **state)
{
	(void)state;
	char text[300];
	for (size_t n = 0; n < sizeof(text); n++) {
		struct spot_buf buf = SPOT_BUF_INIT;
		memset(text, 'a', n);
		spot_buf_printf(&buf, "%.*s", (int)n, text);
		spot_buf_printf(&buf, "%.*s|", (int)n, text);
		assert_int_equal(buf.len, 2 * n + 1);
		assert_memory_equal(buf.ptr, text, n);
		assert_memory_equal(buf.ptr + n, text, n);
		assert_string_equal(buf.ptr + 2 * n, "|");
		spot_buf_reset(&buf);
	}
}

static void test_too_large_fails_for_good(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_buf_text(&buf, "kept");
	spot_buf_add(&buf, "", SIZE_MAX - 2);
	assert_true(spot_buf_failed(&buf));
	spot_buf_text(&buf, "x");
	spot_buf_printf(&buf, "%d", 1);
	spot_buf_fixed2(&buf, 1);
	assert_string_equal(spot_buf_str(&buf), "kept");
	spot_buf_clear(&buf);
	spot_buf_text(&buf, "again");
	assert_string_equal(spot_buf_str(&buf), "again");
	spot_buf_reset(&buf);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_buf buf = SPOT_BUF_INIT;
		unit_heap_fail(n);
		for (int i = 0; i < 200; i++)
			spot_buf_printf(&buf, "%d, %s\n", i, "some text");
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(spot_buf_failed(&buf), failed);
		assert_int_equal(strlen(spot_buf_str(&buf)), buf.len);
		spot_buf_reset(&buf);
	}
}

static const char *fixed2(struct spot_buf *buf, double value)
{
	spot_buf_clear(buf);
	spot_buf_fixed2(buf, value);
	return spot_buf_str(buf);
}

static void fixed2_check(struct spot_buf *buf, double value)
{
	char expected[400];
	snprintf(expected, sizeof(expected), "%.2f", value);
	const char *wanted = strcmp(expected, "-0.00") == 0 ? "0.00" : expected;
	if (strcmp(fixed2(buf, value), wanted) != 0)
		fail_msg("%.17g: %s, not %s", value, spot_buf_str(buf), wanted);
}

static void test_fixed2_by_hand(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	assert_string_equal(fixed2(&buf, 0.0), "0.00");
	assert_string_equal(fixed2(&buf, -0.0), "0.00");
	assert_string_equal(fixed2(&buf, -0.005), "-0.01"); /* just above the tie */
	assert_string_equal(fixed2(&buf, -0.004), "0.00");
	assert_string_equal(fixed2(&buf, 0.125), "0.12");
	assert_string_equal(fixed2(&buf, 0.375), "0.38");
	assert_string_equal(fixed2(&buf, -1234.5), "-1234.50");
	assert_string_equal(fixed2(&buf, 99.995), "100.00");
	assert_string_equal(fixed2(&buf, 1.005), "1.00");
	assert_string_equal(fixed2(&buf, 9007199254740993.0), "9007199254740992.00");
	spot_buf_reset(&buf);
}

static void test_fixed2_is_printf(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	uint64_t seed = 1;
	static const double edges[] = { DBL_MAX, -DBL_MAX, DBL_MIN, 5e-324, 0.005, 0.015, 0.025,
		4503599627370496.0, 4503599627370495.5, 4503599627370497.5, 9007199254740991.0,
		9007199254740992.0, 36028797018963968.0, 1e15, 1e16, 1e17, 1e22, 1e300 };
	for (size_t i = 0; i < N_OF(edges); i++) {
		double near[] = { edges[i], nextafter(edges[i], 0), -edges[i] };
		for (size_t j = 0; j < N_OF(near); j++)
			fixed2_check(&buf, near[j]);
	}
	for (int i = 0; i < 250000; i++) {
		uint64_t random = unit_random(&seed);
		int64_t whole = (int64_t)(random >> (random & 31) >> 20) - 1000;
		fixed2_check(&buf, (double)whole / 1000);               /* x.xx5 as it falls */
		fixed2_check(&buf, ((double)whole * 2 + 1) / 8);        /* true ties */
		fixed2_check(&buf, nextafter((double)whole / 1000, i & 1 ? 0 : 1e30));
		double any;
		memcpy(&any, &random, sizeof(any));
		/* Very large ones are slow to print and all take one way: fewer of them. */
		if (isfinite(any) && (fabs(any) < 1e30 || i % 64 == 0))
			fixed2_check(&buf, any);
		fixed2_check(&buf, ldexp((double)(random >> 11), (int)(random % 128) - 100));
	}
	spot_buf_reset(&buf);
}

static const char *shortest(struct spot_buf *buf, double value)
{
	spot_buf_clear(buf);
	spot_buf_shortest(buf, value);
	return spot_buf_str(buf);
}

static void test_shortest_by_hand(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	assert_string_equal(shortest(&buf, 30), "30");
	assert_string_equal(shortest(&buf, -30), "-30");
	assert_string_equal(shortest(&buf, 0.0), "0");
	assert_string_equal(shortest(&buf, -0.0), "0");
	assert_string_equal(shortest(&buf, 0.1), "0.1");
	assert_string_equal(shortest(&buf, 0.1 + 0.2), "0.30000000000000004");
	assert_string_equal(shortest(&buf, 1.0 / 3), "0.3333333333333333");
	assert_string_equal(shortest(&buf, 1e300), "1e+300");
	assert_string_equal(shortest(&buf, 5e-324), "5e-324");
	assert_string_equal(shortest(&buf, 9007199254740991.0), "9007199254740991");
	assert_string_equal(shortest(&buf, 1e15), "1000000000000000");
	assert_string_equal(shortest(&buf, DBL_MAX), "1.7976931348623157e+308");
	spot_buf_reset(&buf);
}

static void test_shortest_reads_back(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	uint64_t seed = 2;
	for (int i = 0; i < 100000; i++) {
		uint64_t random = unit_random(&seed);
		double value;
		memcpy(&value, &random, sizeof(value));
		if (i % 2 == 0)
			value = (double)(int64_t)(random >> 40) / 1000;
		if (i % 1000 == 1)
			value = ldexp((double)(random >> 40), -1074);
		if (!isfinite(value))
			continue;
		const char *text = shortest(&buf, value);
		assert_true(strtod(text, NULL) == value);
		if (i % 2 == 0)
			assert_true(buf.len <= 12); /* the text it was made from is no longer */
	}
	spot_buf_reset(&buf);
}

/* A host program may have set a locale with another decimal point; ours stays. */
static void test_numbers_know_no_locale(void **state)
{
	(void)state;
	static const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "ps_AF.UTF-8", "de_DE" };
	bool set = false;
	for (size_t i = 0; i < N_OF(names) && !set; i++)
		set = setlocale(LC_NUMERIC, names[i]) != NULL;
	if (!set)
		skip();
	struct spot_buf buf = SPOT_BUF_INIT;
	assert_string_equal(shortest(&buf, 0.5), "0.5");
	assert_string_equal(shortest(&buf, -1.25e-300), "-1.25e-300");
	assert_string_equal(fixed2(&buf, 1e17), "100000000000000000.00");
	assert_string_equal(fixed2(&buf, 2.5), "2.50");
	setlocale(LC_NUMERIC, "C");
	spot_buf_reset(&buf);
}

static void test_integer_and_grouped(void **state)
{
	(void)state;
	struct spot_buf buf = SPOT_BUF_INIT;
	static const int64_t values[] = { 0, 1, -1, 9, 10, -10, INT64_MAX, INT64_MIN };
	for (size_t i = 0; i < N_OF(values); i++) {
		char expected[40];
		snprintf(expected, sizeof(expected), "%lld", (long long)values[i]);
		spot_buf_clear(&buf);
		spot_buf_integer(&buf, values[i]);
		assert_string_equal(spot_buf_str(&buf), expected);
	}
	static const struct {
		uint64_t value;
		const char *expected;
	} cases[] = { { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 1234567, "1,234,567" },
		{ 1000005, "1,000,005" }, { UINT64_MAX, "18,446,744,073,709,551,615" } };
	for (size_t i = 0; i < N_OF(cases); i++) {
		spot_buf_clear(&buf);
		spot_buf_grouped(&buf, cases[i].value);
		assert_string_equal(spot_buf_str(&buf), cases[i].expected);
	}
	spot_buf_reset(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_appends),
		cmocka_unit_test(test_reserve_and_commit),
		cmocka_unit_test(test_printf_at_every_length),
		cmocka_unit_test(test_too_large_fails_for_good),
		cmocka_unit_test(test_every_allocation_refused),
		cmocka_unit_test(test_fixed2_by_hand),
		cmocka_unit_test(test_fixed2_is_printf),
		cmocka_unit_test(test_shortest_by_hand),
		cmocka_unit_test(test_shortest_reads_back),
		cmocka_unit_test(test_numbers_know_no_locale),
		cmocka_unit_test(test_integer_and_grouped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
