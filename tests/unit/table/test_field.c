/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>

#include "support/unit.h"
#include "table/field.h"

#define FROM(...) .from = (const char *const[]) { __VA_ARGS__ }, \
	.n_from = sizeof((const char *const[]) { __VA_ARGS__ }) / sizeof(const char *)
#define FLOAT(n) { SPOT_KIND_FLOAT, .as.number = (n) }
#define INT(n) { SPOT_KIND_INT, .as.integer = (n) }

static struct spot_arena arena;

static int setup(void **state)
{
	(void)state;
	spot_arena_init(&arena);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	spot_arena_free(&arena);
	return 0;
}

static void schema_lookups(void **state)
{
	const struct spot_field fields[] = {
		{ .name = "arr", .type = SPOT_TYPE_MONEY },
		{ .name = "id", .type = SPOT_TYPE_KEY },
		{ .name = "a", .type = SPOT_TYPE_TEXT },
	};
	struct spot_schema schema = { fields, 3 }, keyless = { fields, 1 };
	(void)state;
	assert_int_equal(spot_schema_find(&schema, "arr", 3), 0);
	assert_int_equal(spot_schema_find(&schema, "arrow", 3), 0);
	assert_int_equal(spot_schema_find(&schema, "a", 1), 2);
	assert_int_equal(spot_schema_find(&schema, "ar", 2), (size_t)-1);
	assert_int_equal(spot_schema_find(&schema, "ARR", 3), (size_t)-1);
	assert_int_equal(spot_schema_find(&schema, "a\0bcd", 5), (size_t)-1);
	assert_int_equal(spot_schema_find(&schema, "", 0), (size_t)-1);
	assert_int_equal(spot_schema_key(&schema), 1);
	assert_int_equal(spot_schema_key(&keyless), (size_t)-1);
}

static void absent(void **state)
{
	struct spot_field field = { .name = "f", .type = SPOT_TYPE_MONEY };
	(void)state;
	assert_int_equal(spot_field_absent(&field).kind, SPOT_KIND_BLANK);
	field.optional = true;
	assert_int_equal(spot_field_absent(&field).kind, SPOT_KIND_NIL);
	field.has_default = true;
	field.fallback = (struct spot_value) INT(4);
	assert_int_equal(spot_field_absent(&field).kind, SPOT_KIND_FLOAT);
	assert_true(spot_field_absent(&field).as.number == 4);
}

static void checks(void **state)
{
	static const struct {
		struct spot_field field;
		const char *want; /* NULL: makes sense */
	} cases[] = {
		{ { .type = SPOT_TYPE_TEXT }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m/%Y" }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m/%y %H:%M" }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "%b %e, %Y" }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "%F %T" }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "%Y-%j" }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "%%%Y%m%d" }, NULL },
		{ { .type = SPOT_TYPE_DATE, .format = "" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "dd/mm/yyyy" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%m/%Y" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d %Y" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%H:%M" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m/%Y %j" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%M/%Y" }, "does not make a date" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m/%Y %y" }, "twice" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m/%b/%Y" }, "twice" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d %e %m %Y" }, "twice" },
		{ { .type = SPOT_TYPE_DATE, .format = "%F %Y" }, "twice" },
		{ { .type = SPOT_TYPE_DATE, .format = "%q/%m/%Y" }, "unknown term \"%q\"" },
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m/%Y%" }, "unknown term \"%\"" },
		{ { .type = SPOT_TYPE_DATE, .format = "%\u00E9" }, "unknown term \"%\u00E9\"" },
		{ { .type = SPOT_TYPE_DATE, .format = "1.234,5" }, "does not make a date" },
		{ { .type = SPOT_TYPE_MONEY, .format = "1.234,5" }, NULL },
		{ { .type = SPOT_TYPE_NUMBER, .format = "1.234,5" }, NULL },
		{ { .type = SPOT_TYPE_INTEGER, .format = "1.234,5" }, NULL },
		{ { .type = SPOT_TYPE_PERCENT, .format = "1.234,5" }, NULL },
		{ { .type = SPOT_TYPE_PERCENT, .format = "hundredths" }, NULL },
		{ { .type = SPOT_TYPE_PERCENT, .format = "hundredths 1.234,5" }, NULL },
		{ { .type = SPOT_TYPE_NUMBER, .format = "hundredths" }, "unknown format" },
		{ { .type = SPOT_TYPE_MONEY, .format = "%d" }, "unknown format" },
		{ { .type = SPOT_TYPE_MONEY, .format = "" }, "unknown format" },
		{ { .type = SPOT_TYPE_TEXT, .format = "%Y" }, "type text has no format" },
		{ { .type = SPOT_TYPE_LIST, .format = ";" }, "no format" },
		{ { .type = SPOT_TYPE_MONEY, .unit = "USD" }, NULL },
		{ { .type = SPOT_TYPE_MONEY, .unit = "USD/year" }, NULL },
		{ { .type = SPOT_TYPE_MONEY, .unit = "eur" }, NULL },
		{ { .type = SPOT_TYPE_MONEY, .unit = "\u20AC" }, NULL },
		{ { .type = SPOT_TYPE_MONEY, .unit = "USDD" }, "unknown currency" },
		{ { .type = SPOT_TYPE_MONEY, .unit = "points" }, "unknown currency" },
		{ { .type = SPOT_TYPE_MONEY, .unit = "/year" }, "unknown currency" },
		{ { .type = SPOT_TYPE_MONEY, .unit = "" }, "empty" },
		{ { .type = SPOT_TYPE_INTEGER, .unit = "people" }, NULL },
		{ { .type = SPOT_TYPE_NUMBER, .unit = "km" }, NULL },
		{ { .type = SPOT_TYPE_PERCENT, .unit = "of staff" }, NULL },
		{ { .type = SPOT_TYPE_TEXT, .unit = "USD" }, "no unit" },
		{ { .type = SPOT_TYPE_LIST, .sep = "|" }, NULL },
		{ { .type = SPOT_TYPE_LIST, .sep = "" }, "sep is empty" },
		{ { .type = SPOT_TYPE_TEXT, .sep = ";" }, "no sep" },
		{ { .type = SPOT_TYPE_MONEY, .has_default = true, .fallback = FLOAT(0) }, NULL },
		{ { .type = SPOT_TYPE_MONEY, .has_default = true, .fallback = INT(0) }, NULL },
		{ { .type = SPOT_TYPE_DATE, .has_default = true, .fallback = INT(0) }, NULL },
		{ { .type = SPOT_TYPE_INTEGER, .has_default = true, .fallback = FLOAT(0) },
		    "the default does not fit type integer" },
		{ { .type = SPOT_TYPE_TEXT, .has_default = true, .fallback = INT(0) },
		    "the default does not fit type text" },
		{ { .type = SPOT_TYPE_TEXT, .has_default = true }, "fit type text" },
		{ { .type = SPOT_TYPE_NUMBER, .has_default = true, .fallback = FLOAT(INFINITY) },
		    "the default is not a finite number" },
		{ { .type = SPOT_TYPE_KEY }, NULL },
		{ { .type = SPOT_TYPE_KEY, .optional = true }, "key" },
		{ { .type = SPOT_TYPE_KEY, .has_default = true }, "key" },
		{ { .type = SPOT_TYPE_TEXT, .cost = 2.5 }, NULL },
		{ { .type = SPOT_TYPE_TEXT, .cost = INFINITY }, "below 0 or no number" },
		{ { .type = SPOT_TYPE_TEXT, .cost = -1 },
		    "the cost is below 0 or no number" },
		{ { .type = SPOT_TYPE_TEXT, .cost = NAN }, "below 0 or no number" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_error err = SPOT_ERROR_INIT;
		int rc = spot_field_check(&cases[i].field, &err);
		if (!cases[i].want && rc != 0)
			fail_msg("case %zu: %s", i, err.what);
		if (cases[i].want && (rc != SPOT_ERULES || !strstr(err.what, cases[i].want)))
			fail_msg("case %zu: %d '%s' is not '%s'", i, rc, err.what, cases[i].want);
		assert_int_equal(spot_field_check(&cases[i].field, NULL), rc);
	}
}

/* What to write instead. */
static void hints(void **state)
{
	static const struct {
		struct spot_field field;
		const char *want;
	} cases[] = {
		{ { .type = SPOT_TYPE_DATE, .format = "%d/%m" },
		    "it needs a year, a month and a day, such as \"%d/%m/%Y\"" },
		{ { .type = SPOT_TYPE_PERCENT, .format = "1,5" },
		    "it knows \"1.234,5\" (decimal comma), \"hundredths\" (12 is 12%) and "
		    "\"hundredths 1.234,5\"" },
		{ { .type = SPOT_TYPE_NUMBER, .format = "hundredths" },
		    "\"hundredths\" belongs to type percent" },
		{ { .type = SPOT_TYPE_MONEY, .format = "1,5" },
		    "it knows \"1.234,5\" (decimal comma)" },
		{ { .type = SPOT_TYPE_TEXT, .format = "x" }, "" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_error err = SPOT_ERROR_INIT;
		assert_int_equal(spot_field_check(&cases[i].field, &err), SPOT_ERULES);
		assert_string_equal(err.hint, cases[i].want);
	}
}

/* --- binding ------------------------------------------------------------------------ */

static int bind(struct spot_binding *out, const struct spot_field *fields, size_t n_fields,
    const char *const *header, size_t n_columns, bool has_header, struct spot_error *err)
{
	static struct spot_schema schema;
	struct spot_view *views = spot_arena_calloc(&arena, n_columns, sizeof(*views));
	for (size_t i = 0; i < n_columns && has_header; i++)
		views[i] = spot_view_of(header[i]);
	schema = (struct spot_schema) { fields, n_fields };
	return spot_binding_make(out, &schema, views, n_columns, has_header, &arena, err);
}

static void matching(void **state)
{
	const struct spot_field fields[] = { { .name = "account_id", FROM("Account ID") } };
	static const struct {
		const char *header;
		bool matches;
	} cases[] = {
		{ "Account ID", true }, { "account id", true }, { "ACCOUNT_ID", true },
		{ "account-id", true }, { "  Account ID  ", true }, { "\u00A0" "Account ID", true },
		{ "Account\u00A0ID", true }, { "Account\nID", true },
		{ "AccountID", false }, { "Account  ID", false }, { "Account ID 2", false },
		{ "", false }, { "-", false },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		const char *header[] = { "other", cases[i].header };
		struct spot_binding binding;
		int rc = bind(&binding, fields, 1, header, 2, true, NULL);
		if ((rc == 0) != cases[i].matches)
			fail_msg("'%s': %d", cases[i].header, rc);
		if (cases[i].matches)
			assert_int_equal(binding.column_of[0], 1);
	}
}

static void unicode_names(void **state)
{
	const struct spot_field fields[] = { { .name = "umsatz", FROM("\u00DCbernahme") } };
	const char *header[] = { "\u00FCBERNAHME" };
	struct spot_binding binding;
	(void)state;
	assert_int_equal(bind(&binding, fields, 1, header, 1, true, NULL), 0);
	assert_int_equal(binding.column_of[0], 0);
}

static void preference(void **state)
{
	const struct spot_field fields[] = {
		{ .name = "employees", FROM("# Employees", "Headcount") },
		{ .name = "name", FROM("Account Name") },
		{ .name = "plain" },
		{ .name = "optional", .optional = true },
		{ .name = "with_default", .has_default = true },
		{ .name = "won", .derived = true },
		{ .name = "third", .from_column = 3 },
		{ .name = "copy", FROM("plain") },
		{ .name = "beyond", .from_column = 9, .optional = true },
	};
	const char *header[] = { "employees", "Headcount", "NAME", "Plain", "won" };
	struct spot_binding b;
	(void)state;
	assert_int_equal(bind(&b, fields, 9, header, 5, true, NULL), 0);
	assert_int_equal(b.column_of[0], 1); /* from before the field's own name */
	assert_int_equal(b.column_of[1], 2); /* the own name after from */
	assert_int_equal(b.column_of[2], 3);
	assert_int_equal(b.column_of[3], SPOT_COLUMN_NONE);
	assert_int_equal(b.column_of[4], SPOT_COLUMN_NONE);
	assert_int_equal(b.column_of[5], SPOT_COLUMN_NONE); /* derived, whatever the header says */
	assert_int_equal(b.column_of[6], 2);
	assert_int_equal(b.column_of[7], 3);
	assert_int_equal(b.column_of[8], SPOT_COLUMN_NONE);
	static const size_t used[] = { 0, 1, 2, 6, 7 };
	assert_int_equal(b.n_used, 5);
	assert_memory_equal(b.fields_used, used, sizeof(used));
}

static void missing_columns(void **state)
{
	const struct spot_field fields[] = {
		{ .name = "id" },
		{ .name = "revenue", FROM("Annual Revenue") },
		{ .name = "size" },
	};
	const char *header[] = { "Id", "Anual Revenue" };
	struct spot_binding binding;
	struct spot_error err = SPOT_ERROR_INIT;
	(void)state;
	assert_int_equal(bind(&binding, fields, 3, header, 2, true, &err), SPOT_EDATA);
	assert_string_equal(err.what,
	    "no column for field 'revenue' ('Annual Revenue'), field 'size'");
	assert_non_null(strstr(err.hint, "'Anual Revenue'"));

	const char *strange[] = { "Id", "xyz" };
	assert_int_equal(bind(&binding, fields, 2, strange, 2, true, &err), SPOT_EDATA);
	assert_non_null(strstr(err.hint, "optional = true"));
}

static void two_that_match(void **state)
{
	const struct spot_field fields[] = { { .name = "id", FROM("Account ID") } };
	const char *header[] = { "Account ID", "x", "account_id" };
	const char *twice[] = { "Account ID", "id", "ID" };
	struct spot_binding binding;
	struct spot_error err = SPOT_ERROR_INIT;
	(void)state;
	assert_int_equal(bind(&binding, fields, 1, header, 3, true, &err), SPOT_EDATA);
	assert_string_equal(err.what,
	    "columns 1 'Account ID' and 3 'account_id' both match field 'id'");
	/* What is not looked for any more may stand there twice. */
	assert_int_equal(bind(&binding, fields, 1, twice, 3, true, &err), 0);
	assert_int_equal(binding.column_of[0], 0);
	/* So may columns that no field reads. */
	const char *unused[] = { "Account ID", "x", "x", "", "" };
	assert_int_equal(bind(&binding, fields, 1, unused, 5, true, &err), 0);
}

static void without_a_header(void **state)
{
	static const struct spot_field numbered[] = {
		{ .name = "id", .from_column = 2 },
		{ .name = "note", .optional = true },
	};
	const struct spot_field named[] = { { .name = "id", FROM("Id") } };
	static const struct spot_field beyond[] = { { .name = "id", .from_column = 4 } };
	struct spot_binding binding;
	struct spot_error err = SPOT_ERROR_INIT;
	(void)state;
	assert_int_equal(bind(&binding, numbered, 2, NULL, 3, false, &err), 0);
	assert_int_equal(binding.column_of[0], 1);
	assert_int_equal(binding.column_of[1], SPOT_COLUMN_NONE);
	assert_int_equal(bind(&binding, named, 1, NULL, 3, false, &err), SPOT_EDATA);
	assert_string_equal(err.hint,
	    "without a header, which --no-header says of every file, a field needs a column "
	    "number: from = 1");
	assert_int_equal(bind(&binding, beyond, 1, NULL, 3, false, &err), SPOT_EDATA);
	assert_string_equal(err.what, "no column for field 'id' (column 4)");
	assert_string_equal(err.hint, "the rows have 3 columns");
}

static void nothing_to_bind(void **state)
{
	struct spot_binding binding;
	(void)state;
	assert_int_equal(bind(&binding, NULL, 0, NULL, 0, false, NULL), 0);
	assert_int_equal(binding.n_used, 0);
}

static void many_columns(void **state)
{
	static char names[5000][8];
	static const char *header[5000];
	static const struct spot_field fields[] = { { .name = "c4999" }, { .name = "c0" } };
	struct spot_binding binding;
	(void)state;
	for (int i = 0; i < 5000; i++) {
		snprintf(names[i], sizeof(names[i]), "C%d", i);
		header[i] = names[i];
	}
	assert_int_equal(bind(&binding, fields, 2, header, 5000, true, NULL), 0);
	assert_int_equal(binding.column_of[0], 4999);
	assert_int_equal(binding.column_of[1], 0);
}

/* Whichever allocation fails, the binding is made or says so. */
static void without_memory(void **state)
{
	const struct spot_field fields[] = {
		{ .name = "id", FROM("Account ID") },
		{ .name = "name", FROM("Nmae") },
	};
	struct spot_view good[] = { SPOT_VIEW("id"), SPOT_VIEW("name") };
	struct spot_view bad[] = { SPOT_VIEW("id"), SPOT_VIEW("other") };
	struct spot_schema schema = { fields, 2 };
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (int is_bad = 0; is_bad < 2; is_bad++) {
		size_t n = 0, refused = 0;
		do {
			struct spot_binding binding;
			struct spot_arena own;
			spot_arena_init(&own);
			unit_heap_fail(++n);
			int rc = spot_binding_make(&binding, &schema, is_bad ? bad : good, 2, true,
			    &own, NULL);
			bool failed = unit_heap_failed;
			unit_heap_fail(0);
			spot_arena_free(&own);
			refused += rc == SPOT_ENOMEM;
			if (!failed)
				assert_int_equal(rc, is_bad ? SPOT_EDATA : 0);
			if (!failed)
				break;
		} while (n < 1000);
		assert_true(refused > 1 && n < 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schema_lookups),
		cmocka_unit_test(absent),
		cmocka_unit_test(checks),
		cmocka_unit_test(hints),
		cmocka_unit_test(matching),
		cmocka_unit_test(unicode_names),
		cmocka_unit_test(preference),
		cmocka_unit_test(missing_columns),
		cmocka_unit_test(two_that_match),
		cmocka_unit_test(without_a_header),
		cmocka_unit_test(nothing_to_bind),
		cmocka_unit_test(many_columns),
		cmocka_unit_test(without_memory),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
