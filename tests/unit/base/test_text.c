/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "base/text.h"
#include "base/utf8.h"

static void test_every_code_point_there_and_back(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x110000; code++) {
		char bytes[4];
		size_t n = spot_utf8_encode(code, bytes);
		uint32_t back = 0;
		bool valid = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
		size_t got = spot_utf8_decode(bytes, n, &back);
		if (got != (valid ? n : 0) || (valid && back != code))
			fail_msg("U+%04X", (unsigned)code);
		if (valid && n > 1 && spot_utf8_decode(bytes, n - 1, &back) != 0)
			fail_msg("half of U+%04X", (unsigned)code);
	}
	uint32_t code;
	assert_int_equal(spot_utf8_decode(NULL, 0, &code), 0);
}

static void test_is_utf8(void **state)
{
	(void)state;
	static const char *const good[] = { "", "plain", "Caf\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf",
		"12345678", "12345678\xc3\xa9" };
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xc1\xbf", "\xc3",
		"\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xc3\x28",
		"12345678\xc3", "1234567\xc3", "123\xe9z678" };
	for (size_t i = 0; i < N_OF(good); i++)
		assert_true(spot_text_is_utf8(spot_view_of(good[i])));
	for (size_t i = 0; i < N_OF(bad); i++)
		assert_false(spot_text_is_utf8(spot_view_of(bad[i])));
	assert_true(spot_text_is_utf8((struct spot_view) { "\0", 1 }));
	assert_true(spot_text_is_utf8((struct spot_view) { NULL, 0 }));
}

static void test_cut(void **state)
{
	(void)state;
	assert_int_equal(spot_utf8_cut("abc", 3, 5), 3);
	assert_int_equal(spot_utf8_cut("abc", 3, 2), 2);
	assert_int_equal(spot_utf8_cut("abc", 3, 0), 0);
	assert_int_equal(spot_utf8_cut("a\xc3\xa9", 3, 2), 1);
	assert_int_equal(spot_utf8_cut("\xf0\x9f\x98\x80z", 5, 3), 0);
	assert_int_equal(spot_utf8_cut("\xf0\x9f\x98\x80z", 5, 4), 4);
	assert_int_equal(spot_utf8_cut("\x80\x80\x80\x80\x80\x80", 6, 4), 4);
}

static void test_trim(void **state)
{
	(void)state;
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "", "" }, { "a", "a" }, { "  a b\t\r\n", "a b" }, { " \t\r\n", "" },
		{ "\xc2\xa0x\xc2\xa0", "x" }, { "\xe2\x80\x83x y\xe3\x80\x80 ", "x y" },
		{ "\xc3\xa9", "\xc3\xa9" }, { " \xc3\xa9 ", "\xc3\xa9" },
		{ "\xe2\x80\x8bx", "\xe2\x80\x8bx" }, { "x\xa0", "x\xa0" },
		{ "\x80\x80\x80 ", "\x80\x80\x80" }, { "x\xc2 ", "x\xc2" }, { "\xc2\xa0", "" },
		{ "\xa0 \xc2", "\xa0 \xc2" },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_view trimmed = spot_text_trim(spot_view_of(cases[i].text));
		assert_true(spot_view_equal(trimmed, spot_view_of(cases[i].expected)));
	}
	assert_int_equal(spot_text_trim((struct spot_view) { NULL, 0 }).len, 0);
}

static bool equal_fold(const char *a, const char *b)
{
	bool same = spot_text_equal_fold(spot_view_of(a), spot_view_of(b));
	assert_int_equal(spot_text_equal_fold(spot_view_of(b), spot_view_of(a)), same);
	return same;
}

static void test_equal_fold(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "", "", true }, { "SaaS", "saas", true }, { "a", "ab", false },
		{ "[", "{", false },
		{ "@", "`", false }, { "Z", "z", true }, { "\xc3\x89", "\xc3\xa9", true },
		{ "\xc3\x9f", "ss", false },
		{ "\xe1\xba\x9e", "\xc3\x9f", true }, /* capital sharp s */
		{ "\xce\xa3", "\xcf\x82", true },                 /* sigma, final sigma */
		{ "K", "\xe2\x84\xaa", true },                    /* the Kelvin sign */
		{ "s", "\xc5\xbf", true },                        /* long s */
		{ "\xc4\xb0", "i", false }, { "\xc4\xb1", "i", false }, /* Turkish i */
		{ "\xef\xac\x80", "ff", false },                  /* the ff ligature */
		{ "\xe1\xbe\x88", "\xe1\xbe\x80", true },         /* alpha with prosgegrammeni */
		{ "\xd0\x96", "\xd0\xb6", true }, { "\xf0\x90\x90\x80", "\xf0\x90\x90\xa8", true },
		{ "\xe9", "\xc9", false }, { "x\xe9", "X\xe9", true },
		{ "\xe9", "\xc3\xa9", false },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		if (equal_fold(cases[i].a, cases[i].b) != cases[i].same)
			fail_msg("\"%s\" and \"%s\"", cases[i].a, cases[i].b);
	}
}

static void fold_check(const char *text, bool strip, const char *expected)
{
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_text_fold(&buf, spot_view_of(text), strip);
	assert_string_equal(spot_buf_str(&buf), expected);
	spot_buf_reset(&buf);
}

static void test_fold(void **state)
{
	(void)state;
	fold_check("", false, "");
	fold_check("ACME Inc. 42", false, "acme inc. 42");
	fold_check("Caf\xc3\x89", false, "caf\xc3\xa9");
	fold_check("Caf\xc3\x89", true, "cafe");
	fold_check("Cafe\xcc\x81", true, "cafe");
	fold_check("\xc4\xb0stanbul", true, "istanbul");
	fold_check("A\xff\xc3Z", true, "a\xff\xc3z");
	fold_check("\xe1\xbb\x86", true, "e");                       /* two marks */
	fold_check("\xed\x95\x9c\xea\xb5\xad", true, "\xed\x95\x9c\xea\xb5\xad"); /* Hangul */
	fold_check("\xc3\x98rsted", true, "\xc3\xb8rsted");          /* a stroke is no mark */
	char text[200], expected[200];
	memset(text, 'A', 199);
	memset(expected, 'a', 199);
	text[199] = expected[199] = '\0';
	fold_check(text, false, expected);
}

/* Folding again changes nothing, and two texts are equal when their foldings are. */
static void test_fold_is_stable(void **state)
{
	(void)state;
	struct spot_buf once = SPOT_BUF_INIT, twice = SPOT_BUF_INIT;
	for (uint32_t code = 0; code <= 0x1FFFF; code++) {
		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		uint32_t folded = spot_text_fold_char(code);
		if (spot_text_fold_char(folded) != folded)
			fail_msg("U+%04X", (unsigned)code);
		char bytes[4];
		struct spot_view text = { bytes, spot_utf8_encode(code, bytes) };
		spot_buf_clear(&once);
		spot_text_fold(&once, text, false);
		if (!spot_text_equal_fold(text, (struct spot_view) { once.ptr, once.len }))
			fail_msg("U+%04X and its folding", (unsigned)code);
		spot_buf_clear(&once);
		spot_buf_clear(&twice);
		spot_text_fold(&once, text, true);
		spot_text_fold(&twice, (struct spot_view) { once.ptr, once.len }, true);
		if (strcmp(spot_buf_str(&once), spot_buf_str(&twice)) != 0)
			fail_msg("U+%04X without marks", (unsigned)code);
	}
	spot_buf_reset(&once);
	spot_buf_reset(&twice);
}

/* The definition, by recursion: the plain twin. */
static bool glob_plain(const char *p, const char *t)
{
	if (*p == '\0')
		return *t == '\0';
	if (*p == '*')
		return glob_plain(p + 1, t) || (*t && glob_plain(p, t + 1));
	return *t && (*p == '?' || *p == *t) && glob_plain(p + 1, t + 1);
}

static void test_glob(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *text;
		bool match;
	} cases[] = {
		{ "", "", true }, { "", "a", false }, { "*", "", true }, { "?", "", false },
		{ "vp *", "vp sales", true }, { "vp *", "vp", false },
		{ "*head of*", "the head of it", true }, { "?", "\xc3\xa9", true },
		{ "??", "\xc3\xa9", false }, { "?", "\xff", true }, { "[a]", "a", false },
		{ "[a]", "[a]", true }, { "a\\*", "a*", false },
		{ "*\xc3\xa9*", "caf\xc3\xa9s", true }, { "\xc3*", "\xc3\xa9", false },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		if (spot_text_glob(spot_view_of(cases[i].pattern), spot_view_of(cases[i].text)) !=
		    cases[i].match)
			fail_msg("%s on %s", cases[i].pattern, cases[i].text);
	}
	assert_true(spot_text_glob((struct spot_view) { 0 }, (struct spot_view) { 0 }));
	/* Would take for ever if every star were tried everywhere. */
	char text[2000];
	memset(text, 'a', sizeof(text));
	assert_false(spot_text_glob(SPOT_VIEW("*a*a*a*a*a*a*a*a*a*a*b"),
	    (struct spot_view) { text, sizeof(text) }));
}

static void test_glob_is_its_plain_twin(void **state)
{
	(void)state;
	uint64_t seed = 6;
	for (int i = 0; i < 200000; i++) {
		char pattern[8], text[10];
		uint64_t random = unit_random(&seed);
		size_t n = random % sizeof(pattern), m = (random >> 8) % sizeof(text);
		random >>= 16;
		for (size_t j = 0; j < n; j++, random >>= 2)
			pattern[j] = "ab*?"[random & 3];
		for (size_t j = 0; j < m; j++, random >>= 1)
			text[j] = "ab"[random & 1];
		pattern[n] = text[m] = '\0';
		if (spot_text_glob(spot_view_of(pattern), spot_view_of(text)) !=
		    glob_plain(pattern, text))
			fail_msg("%s on %s", pattern, text);
	}
}

static void skeleton_check(const char *text, const char *expected)
{
	struct spot_buf buf = SPOT_BUF_INIT;
	spot_text_skeleton(&buf, spot_view_of(text));
	assert_string_equal(spot_buf_str(&buf), expected);
	spot_buf_reset(&buf);
}

static void test_skeleton(void **state)
{
	(void)state;
	skeleton_check("GTX Pro", "gtxpro");
	skeleton_check("GTXPro", "gtxpro");
	skeleton_check("# Employees (2024)", "employees2024");
	skeleton_check("Caf\xc3\xa9-Bar_\xe2\x82\xac", "cafebar");
	skeleton_check("\xd0\x9c\xd0\xa2\xd0\xa1", "\xd0\xbc\xd1\x82\xd1\x81");
	skeleton_check("-- \xff --", "");
}

static void test_nearest(void **state)
{
	(void)state;
	static const char *const words[] = { "profile", "criterion", "employees", "max_size",
		"arr", "Account Name", "disqualify", "group", "\xc3\xa9tage", "id" };
	static const struct {
		const char *word, *expected;
	} cases[] = {
		{ "criteron", "criterion" }, { "employes", "employees" },
		{ "emploees", "employees" }, { "Employees", "employees" },
		{ "criteiron", "criterion" }, { "maxsize", "max_size" },
		{ "max size", "max_size" }, { "accountname", "Account Name" }, { "ar", "arr" },
		{ "disqualfy", "disqualify" }, { "gruop", "group" },
		{ "\xc3\x89tage", "\xc3\xa9tage" }, { "etage", "\xc3\xa9tage" },
		{ "zebra", NULL }, { "x", NULL }, { "", NULL }, { "profit", "profile" },
		{ "prophet", NULL }, { "iD", "id" }, { "**", NULL }, { "xy", NULL },
		{ "crit", NULL },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		const char *got = spot_text_nearest(cases[i].word, words, N_OF(words));
		if (got != cases[i].expected && (!got || !cases[i].expected ||
		    strcmp(got, cases[i].expected) != 0))
			fail_msg("%s: %s", cases[i].word, got ? got : "none");
	}
	assert_null(spot_text_nearest("a", NULL, 0));
}

static void test_nearest_order(void **state)
{
	(void)state;
	static const char *const ties[] = { "abcx", "abcy" };
	assert_ptr_equal(spot_text_nearest("abcz", ties, 2), ties[0]);
	static const char *const ranks[] = { "a.bcdX", "ab cd", "ABCD" };
	assert_ptr_equal(spot_text_nearest("abcd", ranks, 3), ranks[2]);
	assert_ptr_equal(spot_text_nearest("abcd", ranks, 2), ranks[1]);
	/* Longer than the distance is computed for: by skeleton, or not at all. */
	char one[400], two[400];
	memset(one, 'a', 399);
	memset(two, 'A', 399);
	one[399] = two[399] = '\0';
	two[100] = '-';
	const char *const longs[] = { two, one };
	assert_ptr_equal(spot_text_nearest(one, longs, 2), one);
	two[100] = 'b';
	assert_null(spot_text_nearest(one, longs, 1));
}

static void test_nearest_without_memory(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	static const char *const words[] = { "profile", "criterion" };
	for (size_t n = 1, failed = 1; failed; n++) {
		unit_heap_fail(n);
		const char *got = spot_text_nearest("criteron", words, 2);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_ptr_equal(got, words[1]);
	}
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(spot_text_width(SPOT_VIEW("abc ")), 4);
	assert_int_equal(spot_text_width(SPOT_VIEW("Caf\xc3\xa9")), 4);
	assert_int_equal(spot_text_width(SPOT_VIEW("Cafe\xcc\x81")), 4);
	assert_int_equal(spot_text_width(SPOT_VIEW("\xe6\x97\xa5\xe6\x9c\xac")), 4);
	assert_int_equal(spot_text_width(SPOT_VIEW("\xff")), 1);
	assert_int_equal(spot_text_width(SPOT_VIEW("\x1b")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_code_point_there_and_back),
		cmocka_unit_test(test_is_utf8),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_trim),
		cmocka_unit_test(test_equal_fold),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_is_stable),
		cmocka_unit_test(test_glob),
		cmocka_unit_test(test_glob_is_its_plain_twin),
		cmocka_unit_test(test_skeleton),
		cmocka_unit_test(test_nearest),
		cmocka_unit_test(test_nearest_order),
		cmocka_unit_test(test_nearest_without_memory),
		cmocka_unit_test(test_width),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
