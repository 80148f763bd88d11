/* SPDX-License-Identifier: MIT */
#include "unit/table/cell_cases.h"

/* --- the other types ---------------------------------------------------------------- */

static void flags(void **state)
{
	static const char *const yes[] = { "true", "TRUE", "True", "yes", "Yes", "y", "Y", "1", "t",
		"T", "x", "X", " yes " };
	static const char *const no[] = { "false", "FALSE", "no", "No", "n", "N", "0", "f", "F" };
	static const struct bad_case bad[] = {
		{ VIEW("2"), NULL, NULL, "not a flag" },
		{ VIEW("maybe"), NULL, NULL, NULL },
		{ VIEW("on"), NULL, NULL, NULL },
		{ VIEW("ja"), NULL, NULL, NULL },
		{ VIEW("yes!"), NULL, NULL, NULL },
		{ VIEW("1.0"), NULL, NULL, NULL },
		{ VIEW("ye"), NULL, NULL, NULL },
		{ VIEW("xx"), NULL, NULL, NULL },
	};
	struct spot_field field = field_of(SPOT_TYPE_FLAG, NULL, NULL);
	struct spot_value value;
	const char *problem = NULL;
	(void)state;
	for (size_t i = 0; i < N_OF(yes); i++) {
		assert_int_equal(cell_read(&value, &field, spot_view_of(yes[i]), &problem),
		    SPOT_CELL_VALUE);
		assert_true(value.kind == SPOT_KIND_BOOL && value.as.flag);
	}
	for (size_t i = 0; i < N_OF(no); i++) {
		assert_int_equal(cell_read(&value, &field, spot_view_of(no[i]), &problem),
		    SPOT_CELL_VALUE);
		assert_true(value.kind == SPOT_KIND_BOOL && !value.as.flag);
	}
	REFUSED(SPOT_TYPE_FLAG, bad);
}

static void texts(void **state)
{
	static const struct {
		enum spot_type type;
		struct spot_view text, want;
	} cases[] = {
		{ SPOT_TYPE_TEXT, VIEW("Acme"), VIEW("Acme") },
		{ SPOT_TYPE_TEXT, VIEW("  Acme Corp\t"), VIEW("Acme Corp") },
		{ SPOT_TYPE_TEXT, VIEW(NBSP "Acme" NBSP), VIEW("Acme") },
		{ SPOT_TYPE_TEXT, VIEW("a\nb"), VIEW("a\nb") },
		{ SPOT_TYPE_TEXT, VIEW("N/A"), VIEW("N/A") },
		{ SPOT_TYPE_TEXT, VIEW("null"), VIEW("null") },
		{ SPOT_TYPE_TEXT, VIEW("#N/A"), VIEW("#N/A") },
		{ SPOT_TYPE_TEXT, VIEW("--"), VIEW("--") },
		{ SPOT_TYPE_TEXT, VIEW("007"), VIEW("007") },
		{ SPOT_TYPE_TEXT, VIEW("\u00E9"), VIEW("\u00E9") },
		{ SPOT_TYPE_KEY, VIEW("007"), VIEW("007") },
		{ SPOT_TYPE_KEY, VIEW(" 1e5 "), VIEW("1e5") },
		{ SPOT_TYPE_KEY, VIEW("1,200"), VIEW("1,200") },
		{ SPOT_TYPE_KEY, VIEW("NULL"), VIEW("NULL") },
		{ SPOT_TYPE_KEY, VIEW("0018000000AbCdEAAV"), VIEW("0018000000AbCdEAAV") },
	};
	static const struct bad_case bad[] = { { VIEW("a\0b"), NULL, NULL, "NUL" } };
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_field field = field_of(cases[i].type, NULL, NULL);
		struct spot_value value;
		const char *problem = NULL;
		assert_int_equal(cell_read(&value, &field, cases[i].text, &problem),
		    SPOT_CELL_VALUE);
		assert_int_equal(value.kind, SPOT_KIND_TEXT);
		assert_true(spot_view_equal(value.as.text, cases[i].want));
	}
	REFUSED(SPOT_TYPE_TEXT, bad);
	REFUSED(SPOT_TYPE_KEY, bad);
	REFUSED(SPOT_TYPE_LIST, bad);
	REFUSED(SPOT_TYPE_FLAG, bad);
	REFUSED(SPOT_TYPE_DATE, bad);
}

static void lists(void **state)
{
	static const struct {
		const char *sep, *text, *want; /* items joined by '|' */
	} cases[] = {
		{ NULL, "a;b;c", "a|b|c" },
		{ NULL, " a ; b ", "a|b" },
		{ NULL, "one", "one" },
		{ NULL, "a;;b;", "a|b" },
		{ NULL, ";a", "a" },
		{ NULL, ";", "" },
		{ NULL, ";;;", "" },
		{ NULL, "a,b", "a,b" },
		{ ",", "a,b , c", "a|b|c" },
		{ ", ", "a, b,c", "a|b,c" },
		{ " and ", "x and y and z", "x|y|z" },
		{ "\n", "a\nb\r\nc", "a|b|c" },
		{ "\u2022", "a \u2022 b", "a|b" },
		{ NULL, "N/A;b", "N/A|b" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_field field = field_of(SPOT_TYPE_LIST, NULL, NULL);
		struct spot_value value;
		const char *problem = NULL;
		char got[64] = "";
		field.sep = cases[i].sep;
		assert_int_equal(cell_read(&value, &field, spot_view_of(cases[i].text), &problem),
		    SPOT_CELL_VALUE);
		assert_int_equal(value.kind, SPOT_KIND_LIST);
		for (size_t j = 0; j < value.as.list.n_items; j++) {
			struct spot_view item = value.as.list.items[j];
			snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%.*s",
			    j ? "|" : "",
			    (int)item.len, item.ptr);
		}
		assert_string_equal(got, cases[i].want);
	}
}

/* --- blanks ------------------------------------------------------------------------- */

static bool reads_blank(const struct spot_field *field, struct spot_view text)
{
	struct spot_value value;
	const char *problem = NULL;
	bool blank_seen = false;
	enum spot_cell_state state = spot_cell_read(&value, field, text, &arena, &blank_seen,
	    &problem);
	if (!blank_seen)
		return false;
	assert_int_equal(state, SPOT_CELL_BLANK);
	assert_int_equal(value.kind, SPOT_KIND_BLANK);
	return true;
}

static void blank_for_every_type(void **state)
{
	static const struct spot_view always[] = { { NULL, 0 }, VIEW(""), VIEW(" "),
		VIEW("\t \r\n"), VIEW(NBSP), VIEW("-"), VIEW(" - "), VIEW("\u2013"),
		VIEW("\u2014"), VIEW(" \u2014 ") };
	static const struct spot_view words[] = { VIEW("N/A"), VIEW("n/a"), VIEW("#N/A"),
		VIEW("#n/a"), VIEW("NULL"), VIEW("null"), VIEW(" Null "), VIEW(NBSP "N/A") };
	(void)state;
	for (enum spot_type type = 0; type < SPOT_TYPE_N; type++) {
		struct spot_field field = field_of(type, NULL, NULL);
		for (size_t i = 0; i < N_OF(always); i++)
			assert_true(reads_blank(&field, always[i]));
		bool is_text = type == SPOT_TYPE_TEXT || type == SPOT_TYPE_KEY;
		for (size_t i = 0; i < N_OF(words); i++)
			assert_int_equal(reads_blank(&field, words[i]), !is_text);
	}
}

static void blank_list_of_the_field(void **state)
{
	static const char *const blank[] = { "Unknown", " not set ", "0", "\u00C9TAT" };
	(void)state;
	for (enum spot_type type = 0; type < SPOT_TYPE_N; type++) {
		struct spot_field field = field_of(type, NULL, NULL);
		field.blank = blank;
		field.n_blank = 4;
		assert_true(reads_blank(&field, SPOT_VIEW("unknown")));
		assert_true(reads_blank(&field, SPOT_VIEW("  UNKNOWN ")));
		assert_true(reads_blank(&field, SPOT_VIEW("Not Set")));
		assert_true(reads_blank(&field, SPOT_VIEW("0")));
		assert_true(reads_blank(&field, SPOT_VIEW("\u00E9tat")));
		assert_false(reads_blank(&field, SPOT_VIEW("1")));
		assert_false(reads_blank(&field, SPOT_VIEW("Unknown1")));
	}
}

static void default_and_optional(void **state)
{
	struct spot_field field = field_of(SPOT_TYPE_MONEY, NULL, NULL);
	struct spot_value value;
	const char *problem = NULL;
	bool blank_seen = false;
	(void)state;

	field.optional = true;
	assert_int_equal(spot_cell_read(&value, &field, SPOT_VIEW("N/A"), &arena, &blank_seen,
	    &problem),
	    SPOT_CELL_BLANK);
	assert_int_equal(value.kind, SPOT_KIND_NIL);
	assert_true(blank_seen);

	field.optional = false;
	field.has_default = true;
	field.fallback = (struct spot_value) { SPOT_KIND_FLOAT, .as.number = 7 };
	assert_int_equal(spot_cell_read(&value, &field, SPOT_VIEW(""), &arena, &blank_seen,
	    &problem),
	    SPOT_CELL_VALUE);
	assert_true(value.kind == SPOT_KIND_FLOAT && value.as.number == 7);
	assert_true(blank_seen);

	/* An integer does as the default of a float. */
	field.fallback = (struct spot_value) { SPOT_KIND_INT, .as.integer = 3 };
	spot_cell_read(&value, &field, SPOT_VIEW("-"), &arena, NULL, &problem);
	assert_true(value.kind == SPOT_KIND_FLOAT && value.as.number == 3);

	/* What cannot be read is unknown whatever they say. */
	field.optional = true;
	assert_int_equal(spot_cell_read(&value, &field, SPOT_VIEW("soon"), &arena, &blank_seen,
	    &problem),
	    SPOT_CELL_UNREADABLE);
	assert_int_equal(value.kind, SPOT_KIND_BLANK);
	assert_false(blank_seen);
	assert_string_equal(problem, "not an amount of money");
}

/* --- keys --------------------------------------------------------------------------- */

static void key_identity(void **state)
{
	static const struct {
		const char *key, *want;
	} cases[] = {
		{ "0018000000AbCdEAAV", "0018000000AbCdE" },
		{ "0018000000AbCdEAAW", "0018000000AbCdEAAW" }, /* not the right check characters */
		{ "001A0000006Vm9r", "001A0000006Vm9r" },
		{ "001A0000006Vm9rIAC", "001A0000006Vm9r" },
		{ "001A0000006Vm9rIAD", "001A0000006Vm9rIAD" },
		{ "001a0000006vm9rIAC", "001a0000006vm9rIAC" },
		{ "500000000000000AAA", "500000000000000" },
		{ "ABCDEFGHIJKLMNO555", "ABCDEFGHIJKLMNO" },
		{ "abcdefghijklmnoAAA", "abcdefghijklmno" },
		{ "Abcdefghijklmno" "BAA", "Abcdefghijklmno" },
		{ "abcdEfghijklmno" "QAA", "abcdEfghijklmno" },
		{ "abcdefghijklmnO" "AAQ", "abcdefghijklmnO" },
		{ "abcdefghij-lmnoAAA", "abcdefghij-lmnoAAA" },
		{ "abcdefghijklmnoaaa", "abcdefghijklmnoaaa" },
		{ "short", "short" },
		{ "", "" },
		{ "abcdefghijklmnopAAA", "abcdefghijklmnopAAA" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_view got = spot_cell_key_identity(spot_view_of(cases[i].key));
		if (!spot_view_equal(got, spot_view_of(cases[i].want)))
			fail_msg("%s is %.*s", cases[i].key, (int)got.len, got.ptr);
	}
}

/* --- nothing crashes ---------------------------------------------------------------- */

/* Short texts over what the readers look for, as every type: each is read, blank or
 * refused with a problem, and numbers are finite. */
static void any_bytes(void **state)
{
	static const char *const bits[] = { "1", "0", ",", ".", " ", "-", "(", ")", "%", "$", "k",
		"e", "2024", "Mar", "/", ":", "T", "\xC2", "\u2009", "\u2019", "\u20AC" };
	static const char *const formats[] = { NULL, COMMA, "%d/%m/%Y" };
	const size_t n = N_OF(bits);
	(void)state;
	for (size_t code = 0; code < n * n * n; code++) {
		char text[32];
		snprintf(text, sizeof(text), "%s%s%s", bits[code % n], bits[code / n % n],
		    bits[code / n / n]);
		for (enum spot_type type = 0; type < SPOT_TYPE_N; type++) {
			bool numeric = type >= SPOT_TYPE_INTEGER && type <= SPOT_TYPE_PERCENT;
			size_t format = type == SPOT_TYPE_DATE ? 2 : numeric ? 1 : 0;
			struct spot_field field = field_of(type, NULL,
			    formats[code % 2 ? format : 0]);
			struct spot_value value;
			const char *problem = NULL;
			enum spot_cell_state got = cell_read(&value, &field, spot_view_of(text),
			    &problem);
			assert_true(got == SPOT_CELL_BLANK || got == SPOT_CELL_VALUE ||
			    (got == SPOT_CELL_UNREADABLE && problem));
			assert_int_equal(value.kind,
			    got == SPOT_CELL_VALUE ? spot_type_kind(type) : SPOT_KIND_BLANK);
			if (value.kind == SPOT_KIND_FLOAT)
				assert_true(value.as.number - value.as.number == 0);
		}
		if (code % 64 == 0)
			spot_arena_reset(&arena);
	}
}

static void long_cells(void **state)
{
	static char text[5000];
	struct spot_field field = field_of(SPOT_TYPE_NUMBER, NULL, NULL);
	struct spot_value value;
	const char *problem = NULL;
	(void)state;
	memset(text, '1', sizeof(text));
	for (enum spot_type type = 0; type < SPOT_TYPE_N; type++) {
		field.type = type;
		enum spot_cell_state got = cell_read(&value, &field,
		    (struct spot_view) { text, sizeof(text) }, &problem);
		bool is_text = type == SPOT_TYPE_TEXT || type == SPOT_TYPE_KEY ||
		    type == SPOT_TYPE_LIST;
		assert_int_equal(got, is_text ? SPOT_CELL_VALUE : SPOT_CELL_UNREADABLE);
	}
	/* Digits without end after the point are a number still. */
	field.type = SPOT_TYPE_NUMBER;
	text[1] = '.';
	assert_int_equal(cell_read(&value, &field, (struct spot_view) { text, 300 }, &problem),
	    SPOT_CELL_VALUE);
	assert_true(value.as.number > 1.1 && value.as.number < 1.12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags),
		cmocka_unit_test(texts),
		cmocka_unit_test(lists),
		cmocka_unit_test(blank_for_every_type),
		cmocka_unit_test(blank_list_of_the_field),
		cmocka_unit_test(default_and_optional),
		cmocka_unit_test(key_identity),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(long_cells),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
