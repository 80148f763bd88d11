/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program/regex.h"

static bool match(const char *pattern, struct spot_view text)
{
	struct spot_regex *regex;
	struct spot_error err = SPOT_ERROR_INIT;
	bool matched = false;
	if (spot_regex_new(&regex, spot_view_of(pattern), &err))
		fail_msg("%s: %s", pattern, err.what);
	int rc = spot_regex_match(regex, text, &matched, &err);
	spot_regex_free(regex);
	if (rc)
		fail_msg("%s: %s", pattern, err.what);
	return matched;
}

static void matches(void **state)
{
	(void)state;
	assert_true(match("b", SPOT_VIEW("abc")));
	assert_false(match("^b", SPOT_VIEW("abc")));
	assert_true(match("", SPOT_VIEW("abc")));
	assert_true(match("", (struct spot_view) { NULL, 0 }));
	assert_true(match("^$", (struct spot_view) { NULL, 0 }));
	assert_true(match("(?i)GMBH", SPOT_VIEW("Acme GmbH")));
	assert_true(match("a.c", SPOT_VIEW("a\xC3\xA9" "c")));
	assert_true(match("(?i)\xC3\x84", SPOT_VIEW("\xC3\xA4")));
	assert_true(match("^\\w+$", SPOT_VIEW("M\xC3\xBCller")));
	assert_true(match("a\\x00b", SPOT_VIEW("a\0b")));
	assert_true(match("(\\w)\\1", SPOT_VIEW("hello")));
	assert_true(match("(?<=a)b", SPOT_VIEW("ab")));
	assert_false(match("x{3}", SPOT_VIEW("xx")));
	/* Only a part of a longer text. */
	assert_false(match("c", (struct spot_view) { "abc", 2 }));
}

static void wrong_pattern(const char *pattern, size_t len, const char *expected)
{
	struct spot_regex *regex = (struct spot_regex *)&regex;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_regex_new(&regex, (struct spot_view) { pattern, len }, &err),
	    SPOT_ERULES);
	assert_null(regex);
	assert_int_equal(err.code, SPOT_ERULES);
	if (!strstr(err.what, expected))
		fail_msg("\"%s\" does not hold \"%s\"", err.what, expected);
	assert_int_equal(spot_regex_new(&regex, (struct spot_view) { pattern, len }, NULL),
	    SPOT_ERULES);
}

static void wrong_patterns(void **state)
{
	(void)state;
	static char large[200000];
	memset(large, 'a', sizeof(large));
	wrong_pattern("(", 1, "wrong at character 2: missing closing parenthesis");
	wrong_pattern("a[b", 3, "missing terminating ]");
	wrong_pattern("*", 1, "wrong at character 1");
	wrong_pattern("\xFF", 1, "wrong at character 1");
	wrong_pattern("\\C", 2, "\\C");
	wrong_pattern(large, sizeof(large), "longer than the limit");
	wrong_pattern("(?:(?:(?:a{1,999}){1,999}){1,999})", 34, "too large");
}

static void hard_match(const char *pattern, const char *text, size_t len, const char *expected)
{
	struct spot_regex *regex;
	struct spot_error err = SPOT_ERROR_INIT;
	bool matched = true;
	assert_int_equal(spot_regex_new(&regex, spot_view_of(pattern), &err), 0);
	int rc = spot_regex_match(regex, (struct spot_view) { text, len }, &matched, &err);
	assert_int_equal(rc, SPOT_ERULES);
	assert_false(matched);
	assert_int_equal(err.line, 0);
	assert_string_equal(err.file, "");
	assert_string_equal(err.hint, "");
	if (!strstr(err.what, expected))
		fail_msg("\"%s\" does not hold \"%s\"", err.what, expected);
	/* Again, and then something else with the same pattern. */
	assert_int_equal(spot_regex_match(regex, (struct spot_view) { text, len }, &matched, NULL),
	    SPOT_ERULES);
	assert_int_equal(spot_regex_match(regex, SPOT_VIEW("aab"), &matched, &err), 0);
	spot_regex_free(regex);
}

#define TOO_MANY "the regular expression takes too many steps on this text"

static void hard_matches(void **state)
{
	(void)state;
	char many[64];
	static char long_text[20000];
	memset(many, 'a', sizeof(many));
	memset(long_text, 'a', sizeof(long_text));
	many[63] = 'b';
	hard_match("(a+)+$", many, sizeof(many), TOO_MANY);
	hard_match("(a|aa)+$", many, sizeof(many), TOO_MANY);
	hard_match("(.*)*(.*)*(.*)*[cd]$", many, sizeof(many), TOO_MANY);
	/* What PCRE2's own limit does not stop: groups that are repeated without going back. */
	hard_match("(?:(?:a|b)*+[cd]|a)*+[ef]", long_text, sizeof(long_text), TOO_MANY);
	hard_match("(?:a|b)*+[cd]", long_text, sizeof(long_text), TOO_MANY);
	hard_match("a*a*[bc]", long_text, sizeof(long_text), TOO_MANY);
	hard_match("aab|(?R)", "x", 1, "the regular expression failed: ");
	hard_match("a", "a\xFF", 2, "the text is not UTF-8");
	hard_match("a", "\xED\xA0\x80", 3, "the text is not UTF-8");
}

static void steps_are_told(void **state)
{
	(void)state;
	struct spot_regex *regex;
	struct spot_error err;
	uint64_t few, many;
	bool matched;
	assert_int_equal(spot_regex_new(&regex, SPOT_VIEW("(?:a|b)+[cd]"), &err), 0);
	assert_int_equal(spot_regex_match_counted(regex, SPOT_VIEW("abc"), &matched, &few, &err),
	    0);
	assert_true(matched);
	assert_int_equal(spot_regex_match_counted(regex, SPOT_VIEW("aaaaaaaaaaaaaaaaaaaa"),
	    &matched, &many, &err), 0);
	assert_false(matched);
	assert_true(few > 0 && many > 5 * few);
	assert_in_range(spot_regex_size(regex), 50, 100000);
	spot_regex_free(regex);
}

/* Needs more stack than the JIT has; the interpreter takes over or says that it is too much. */
static void deep_matches(void **state)
{
	(void)state;
	size_t len = 1 << 20;
	char *text = malloc(len);
	assert_non_null(text);
	memset(text, 'a', len);
	struct spot_regex *regex;
	bool matched = false;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_regex_new(&regex, SPOT_VIEW("^(?:(a)|(b))*$"), &err), 0);
	int rc = spot_regex_match(regex, (struct spot_view) { text, len }, &matched, &err);
	assert_true((rc == 0 && matched) || rc == SPOT_ERULES);
	/* The same with what fits. */
	assert_int_equal(spot_regex_match(regex, (struct spot_view) { text, 5000 }, &matched, &err),
	    0);
	assert_true(matched);
	spot_regex_free(regex);
	free(text);
}

static void freeing_nothing(void **state)
{
	(void)state;
	spot_regex_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(wrong_patterns),
		cmocka_unit_test(hard_matches),
		cmocka_unit_test(steps_are_told),
		cmocka_unit_test(deep_matches),
		cmocka_unit_test(freeing_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
