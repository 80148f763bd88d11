/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/error.h"

static void test_set_returns_its_code(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_error_set(&err, SPOT_EDATA, "no column %d of %s", 3, "a.csv"),
	    SPOT_EDATA);
	assert_int_equal(err.code, SPOT_EDATA);
	assert_string_equal(err.what, "no column 3 of a.csv");
	assert_int_equal(spot_error_set(NULL, SPOT_EUSAGE, "unseen"), SPOT_EUSAGE);
	assert_int_equal(spot_error_nomem(&err), SPOT_ENOMEM);
	assert_string_equal(err.what, "out of memory");
	spot_error_place(NULL, "a", 1, "b");
	spot_error_hint(NULL, "unseen");
}

static void test_set_clears_what_was_there(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	spot_error_set(&err, SPOT_EDATA, "first");
	spot_error_place(&err, "a.csv", 3, "arr");
	spot_error_hint(&err, "do %s", "this");
	spot_error_set(&err, SPOT_ERULES, "second, not %s", err.what);
	assert_string_equal(err.what, "second, not first");
	assert_string_equal(err.file, "");
	assert_string_equal(err.column, "");
	assert_string_equal(err.hint, "");
	assert_int_equal(err.line, 0);
}

static void test_control_bytes_are_escaped(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	spot_error_set(&err, SPOT_EDATA, "a%sb", "\x1b[2J\n\t\x7f");
	assert_string_equal(err.what, "a\\x1B[2J\\x0A\\x09\\x7Fb");
	spot_error_set(&err, SPOT_EDATA, "%s", "Caf\xc3\xa9 \xff \xc2\x9b \xe2\x82");
	assert_string_equal(err.what, "Caf\xc3\xa9 \\xFF \\xC2\\x9B \\xE2\\x82");
	spot_error_set(&err, SPOT_EDATA, "%s", "\xe2\x80\xae" "x\xe2\x81\xa6\xe2\x80\xa8");
	assert_string_equal(err.what, "\\xE2\\x80\\xAEx\\xE2\\x81\\xA6\\xE2\\x80\\xA8");
	spot_error_hint(&err, "a\rb");
	assert_string_equal(err.hint, "a\\x0Db");
	spot_error_place(&err, "a\nb", 1, "c\nd");
	assert_string_equal(err.file, "a\\x0Ab");
	assert_string_equal(err.column, "c\\x0Ad");
}

/* Whatever the offset, what is kept is whole characters or whole escapes. */
static void test_cut_at_a_character(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	static const char *const units[] = { "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
		"\x01" };
	for (size_t u = 0; u < N_OF(units); u++) {
		size_t shown = units[u][0] == 1 ? 4 : strlen(units[u]);
		for (size_t pad = 0; pad < 5; pad++) {
			char text[4000] = "xxxxx";
			text[pad] = '\0';
			while (strlen(text) < 3900)
				strcat(text, units[u]);
			spot_error_set(&err, SPOT_EDATA, "%s", text);
			size_t len = strlen(err.what);
			assert_true(len < sizeof(err.what) && len + shown >= sizeof(err.what));
			assert_int_equal((len - pad) % shown, 0);
		}
	}
}

static void test_long_paths_keep_their_end(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	char path[1000] = "";
	while (strlen(path) < 900)
		strcat(path, "\xc3\xa9/\n");
	strcat(path, "data.csv");
	spot_error_place(&err, path, 7, NULL);
	assert_true(strlen(err.file) < sizeof(err.file) &&
	    strlen(err.file) > sizeof(err.file) - 12);
	assert_string_equal(err.file + strlen(err.file) - 13, "/\\x0Adata.csv");
	/* The first byte begins a character. */
	assert_true(((unsigned char)err.file[0] & 0xC0) != 0x80);
	assert_true(err.file[0] != 'x');
}

static void test_place_keeps_what_is_there(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	spot_error_set(&err, SPOT_EDATA, "bad");
	spot_error_place(&err, NULL, 0, "arr");
	spot_error_place(&err, "a.csv", 0, NULL);
	spot_error_place(&err, "b.csv", 9, "other");
	assert_string_equal(err.file, "a.csv");
	assert_int_equal(err.line, 0);
	spot_error_place(&err, "a.csv", 4, "other");
	spot_error_place(&err, "a.csv", 5, NULL);
	assert_int_equal(err.line, 4);
	assert_string_equal(err.column, "arr");
}

static void test_format(void **state)
{
	(void)state;
	static const struct {
		const char *file, *column, *hint, *expected;
		unsigned long line;
	} cases[] = {
		{ NULL, NULL, NULL, "bad", 0 }, { NULL, NULL, "mend it", "bad; mend it", 0 },
		{ "a.csv", NULL, NULL, "a.csv: bad", 0 },
		{ "a.csv", NULL, "mend it", "a.csv:12: bad; mend it", 12 },
		{ "a.csv", "arr", "mend it", "a.csv:12:arr: bad; mend it", 12 },
		{ "a.csv", "arr", NULL, "a.csv:arr: bad", 0 },
		{ NULL, "arr", NULL, "arr: bad", 0 },
		{ NULL, "arr", NULL, "line 3:arr: bad", 3 },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_error err = SPOT_ERROR_INIT;
		char text[200];
		spot_error_set(&err, SPOT_EDATA, "bad");
		spot_error_place(&err, cases[i].file, cases[i].line, cases[i].column);
		if (cases[i].hint)
			spot_error_hint(&err, "%s", cases[i].hint);
		spot_error_format(&err, text, sizeof(text));
		assert_string_equal(text, cases[i].expected);
	}
}

static void test_format_into_little_room(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	spot_error_set(&err, SPOT_EDATA, "\xe2\x82\xac\xe2\x82\xac");
	for (size_t size = 0; size < 10; size++) {
		char text[16];
		memset(text, '#', sizeof(text));
		spot_error_format(&err, text, size);
		if (size > 0)
			assert_int_equal(strlen(text), (size - 1) / 3 * 3);
		assert_int_equal(text[size], '#');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set_returns_its_code),
		cmocka_unit_test(test_set_clears_what_was_there),
		cmocka_unit_test(test_control_bytes_are_escaped),
		cmocka_unit_test(test_cut_at_a_character),
		cmocka_unit_test(test_long_paths_keep_their_end),
		cmocka_unit_test(test_place_keeps_what_is_there),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_format_into_little_room),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
