/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "table/infer.h"
#include "table/reader.h"

static int infer_new(struct spot_infer **out, const struct spot_view *header, size_t n_columns,
    struct spot_error *err)
{
	struct spot_dialect dialect = { .delimiter = ',', .header = header,
		.n_columns = n_columns };
	return spot_infer_new(out, &dialect, err);
}

/* An infer over one column of these cells; header NULL: none. */
static struct spot_infer *column_of(const char *header, const char *const *cells)
{
	struct spot_view name = spot_view_of(header ? header : "");
	struct spot_error err;
	struct spot_infer *infer;
	uint64_t line = 2;
	assert_int_equal(infer_new(&infer, &name, 1, &err), 0);
	for (; *cells; cells++) {
		struct spot_view cell = spot_view_of(*cells);
		assert_int_equal(spot_infer_add(infer, &cell, line++, &err), 0);
	}
	assert_int_equal(spot_infer_finish(infer, &err), 0);
	return infer;
}

/* "money unit=USD blank=None !note": the guess in one line. */
static void guess_print(char *out, size_t size, const struct spot_guess *guess)
{
	size_t n = (size_t)snprintf(out, size, "%s", spot_type_name(guess->type));
	if (guess->format)
		n += (size_t)snprintf(out + n, size - n, " format=%s", guess->format);
	if (guess->unit)
		n += (size_t)snprintf(out + n, size - n, " unit=%s", guess->unit);
	if (guess->sep)
		n += (size_t)snprintf(out + n, size - n, " sep=%s", guess->sep);
	for (size_t i = 0; i < guess->n_blanks; i++)
		n += (size_t)snprintf(out + n, size - n, " blank=%s", guess->blanks[i]);
	if (guess->is_open)
		n += (size_t)snprintf(out + n, size - n, " open");
	if (guess->n_notes > 0)
		snprintf(out + n, size - n, " !%zu", guess->n_notes);
}

#define CELLS(...) ((const char *const[]) { __VA_ARGS__, NULL })

static void expect(const char *header, const char *const *cells, const char *wanted)
{
	struct spot_infer *infer = column_of(header, cells);
	char got[500];
	guess_print(got, sizeof(got), spot_infer_guess(infer, 0));
	assert_string_equal(got, wanted);
	spot_infer_free(infer);
}

static void test_numbers(void **state)
{
	(void)state;
	expect("seats", CELLS("1", "2", "30"), "integer");
	expect("seats", CELLS("1", "2.5", "-30"), "number");
	expect("seats", CELLS("1,200", "12", "1.2k"), "integer");
	expect("seats", CELLS("1", "N/A", "#N/A", "-", "", " "), "integer");
	expect("seats", CELLS("1", "unknown", "2", "TBD", "9"), "integer blank=unknown blank=TBD");
	expect("seats", CELLS("1", "2", "3", "Private", "4", "Private"), "integer blank=Private");
	expect("seats", CELLS("1", "2", "3", "51-200", "4", "5"), "text");
	expect("seats", CELLS("300000,00", "1,5", "2"), "number format=1.234,5");
	expect("seats", CELLS("1.200", "3.500", "12.000"), "number !1");
	expect("seats", CELLS("1.200", "3.5", "12.000"), "number");
	expect("days", CELLS("-1", "-1", "-1", "-1", "-1", "-1", "-1", "-1", "-1", "-1", "7", "30"),
	    "integer !1");
	expect("zip", CELLS("02139", "10001"), "text !1");
	expect("Account Code", CELLS("1", "2", "2"), "text");
	expect("x", CELLS("1e309", "1"), "text");
}

/* n cells "%zu,037" after these, in a table parted by semicolons or not: the type, and what is
 * asked. */
static void expect_marks(const char *const *first, size_t n, bool semicolons, const char *wanted,
    const char *note)
{
	struct spot_view name = SPOT_VIEW("x"), cell;
	struct spot_dialect dialect = { .delimiter = semicolons ? ';' : ',', .header = &name,
		.n_columns = 1 };
	struct spot_error err;
	struct spot_infer *infer;
	char text[32], got[500];
	assert_int_equal(spot_infer_new(&infer, &dialect, &err), 0);
	for (uint64_t line = 2; *first || n > 0; line++) {
		if (!*first)
			snprintf(text, sizeof(text), "$%zu,037", n--);
		cell = spot_view_of(*first ? *first++ : text);
		assert_int_equal(spot_infer_add(infer, &cell, line, &err), 0);
	}
	assert_int_equal(spot_infer_finish(infer, &err), 0);
	const struct spot_guess *guess = spot_infer_guess(infer, 0);
	guess_print(got, sizeof(got), guess);
	assert_string_equal(got, wanted);
	if (note)
		assert_string_equal(guess->notes[0], note);
	spot_infer_free(infer);
}

static void test_thousands_or_decimals(void **state)
{
	(void)state;
	expect_marks(CELLS("12,50"), 19, false, "money unit=$ !2",
	    "19 cells such as \"$19,037\" are thousands or decimals, few others tell: "
	    "read as thousands; if that is wrong, add format = \"1.234,5\"");
	expect_marks(CELLS("12,50"), 19, true, "money format=1.234,5 unit=$ !1",
	    "19 cells such as \"$19,037\" are thousands or decimals, few others tell: "
	    "read as decimals; if that is wrong, take away format = \"1.234,5\"");
	expect_marks(CELLS("1,5", "2,5", "0,125"), 19, false, "money format=1.234,5 unit=$ !1",
	    NULL);
	expect_marks(CELLS("1,5", "2,5", "3,5"), 3, false, "money format=1.234,5 unit=$", NULL);
	expect_marks(CELLS(NULL), 9, false, "money unit=$", NULL);
	expect_marks(CELLS("7"), 9, true, "money unit=$ !1",
	    "9 cells such as \"$9,037\" are thousands or decimals, no other tells: "
	    "read as thousands; if that is wrong, add format = \"1.234,5\"");
	expect_marks(CELLS("1,234.50"), 9, true, "money unit=$", NULL);
	expect_marks(CELLS("1.234.567", "2.000", "3.000"), 0, false, "number format=1.234,5", NULL);
	expect_marks(CELLS("$1.234", "$2.000", "$3.000"), 0, false, "money unit=$ !1",
	    "3 cells such as \"$1.234\" are thousands or decimals, no other tells: "
	    "read as decimals; if that is wrong, add format = \"1.234,5\"");
}

static void test_money_and_percent(void **state)
{
	(void)state;
	expect("x", CELLS("$22,700.00", "$1,117.10K", "(1,200)"), "money unit=$");
	expect("x", CELLS("USD 5", "7 usd", "1.2m"), "money unit=USD");
	expect("x", CELLS("\u20AC1.200,50", "\u20AC3,00"), "money format=1.234,5 unit=\u20AC");
	expect("x", CELLS("EUR 5", "EUR 6", "GBP 7"), "money unit=EUR !1");
	expect("Annual revenue", CELLS("100", "2000"), "money");
	expect("refund_amount_usd", CELLS("1", "0", "7"), "money unit=USD");
	expect("sales count", CELLS("10", "20"), "integer");
	expect("x", CELLS("12%", "5.5 %"), "percent");
	expect("growth %", CELLS("12", "5.5"), "percent format=hundredths !1");
	expect("growth %", CELLS("12,5", "5,5"), "percent format=hundredths 1.234,5 !1");
	expect("Growth percent", CELLS("0,12", "0,5"), "percent format=1.234,5 !1");
	expect("Growth percent", CELLS("0.12", "0.5"), "percent !1");
	expect("x", CELLS("12%", "12"), "percent !1");
	expect("win rate", CELLS("0.5", "0.7"), "number");
}

static void test_flags(void **state)
{
	(void)state;
	expect("x", CELLS("yes", "No", "YES"), "flag");
	expect("x", CELLS("0", "1", "0"), "flag");
	expect("x", CELLS("0", "0"), "integer");
	expect("number of deals", CELLS("0", "1"), "integer");
	expect("x", CELLS("x", "", "x"), "flag !1");
	expect("gender", CELLS("F", "F"), "text");
	expect("gender", CELLS("F", "M"), "text");
	expect("x", CELLS("t", "f"), "flag");
	expect("x", CELLS("Yes", "No", "unknown"), "flag blank=unknown");
	expect("x", CELLS("Yes", "No", "No internet"), "text");
}

static void test_dates(void **state)
{
	(void)state;
	expect("x", CELLS("2024-01-31", "2024-02-01 10:00:00"), "date");
	expect("x", CELLS("14 Mar 2024", "Mar 14, 2024"), "date");
	expect("x", CELLS("13/01/2024", "01/02/2024"), "date format=%d/%m/%Y");
	expect("x", CELLS("1/25/2021", "9/30/2020"), "date format=%m/%d/%Y");
	expect("x", CELLS("01/02/2024", "03/04/2024"), "text open !1");
	expect("x", CELLS("16-10-2024", "01-02-2024 03:00"), "date format=%d-%m-%Y");
	expect("x", CELLS("31.12.2024", "", "none"), "date format=%d.%m.%Y blank=none");
	expect("x", CELLS("13/01/2024", "01/13/2024"), "text");
	expect("x", CELLS("01-02-03", "04-05-06"), "text open !1");
	expect("x", CELLS("99-12-31", "24-01-15"), "date format=%y-%m-%d");
	expect("date", CELLS("20240131", "20231201"), "date format=%Y%m%d");
	expect("amounts", CELLS("20240131", "20231201"), "integer");
	expect("x", CELLS("2024-02-30", "2024-13-01"), "text");
	/* One day proves an order, another one the other. */
	const char *cells[201];
	for (size_t i = 0; i < 200; i++)
		cells[i] = "05/06/2024";
	cells[200] = NULL;
	cells[10] = "13/06/2024";
	expect("x", cells, "date format=%d/%m/%Y");
	cells[20] = "06/13/2024";
	expect("x", cells, "text open !1");
}

static void test_text_and_lists(void **state)
{
	(void)state;
	expect("x", CELLS("a", "b"), "text");
	expect("x", CELLS("a", "N/A", "unknown"), "text blank=N/A blank=unknown");
	expect("x", CELLS("a", "none"), "text !1");
	expect("x", CELLS("", "-", " "), "text");
	expect("tech", CELLS("a;b", "b", "a; c"), "list");
	expect("tech", CELLS("a|b", "b|c", "a"), "list sep=|");
	expect("Investors", CELLS("Accel, Sequoia", "Accel", "Index, Accel, Sequoia"),
	    "list sep=,");
	expect("city", CELLS("Paris, FR", "Lyon, FR", "Oslo, NO"), "text");
}

static void test_rough_columns(void **state)
{
	(void)state;
	struct spot_view name = SPOT_VIEW("size"), cell;
	struct spot_error err;
	struct spot_infer *infer;
	char text[32], got[300];
	assert_int_equal(infer_new(&infer, &name, 1, &err), 0);
	/* More different values than are kept, and two that are no numbers. */
	for (uint64_t i = 0; i < 5000; i++) {
		if (i == 4000 || i == 4500)
			snprintf(text, sizeof(text), "%u-%u", (unsigned)i, (unsigned)i + 9);
		else
			snprintf(text, sizeof(text), "%u", (unsigned)i);
		cell = spot_view_of(text);
		assert_int_equal(spot_infer_add(infer, &cell, i + 2, &err), 0);
	}
	assert_int_equal(spot_infer_finish(infer, &err), 0);
	const struct spot_guess *guess = spot_infer_guess(infer, 0);
	guess_print(got, sizeof(got), guess);
	assert_string_equal(got, "integer !1");
	assert_int_equal(guess->n_unreadable, 2);
	assert_string_equal(guess->notes[0],
	    "2 cells cannot be read as integer, the first \"4000-4009\" in line 4002");
	assert_true(guess->has_quartiles && guess->least == 0);
	/* From a sample, but of all rows. */
	assert_true(guess->q1 > 1200 && guess->q1 < 1300 && guess->q3 > 3700 && guess->q3 < 3800);
	spot_infer_free(infer);
}

static void test_keys(void **state)
{
	(void)state;
	static const char *const headers[] = { "Name", "Account ID", "Owner ID", "Row" };
	struct spot_view header[4], cells[4];
	struct spot_error err;
	struct spot_infer *infer, *child;
	char text[4][32];
	for (size_t i = 0; i < 4; i++)
		header[i] = spot_view_of(headers[i]);
	assert_int_equal(infer_new(&infer, header, 4, &err), 0);
	for (unsigned i = 0; i < 300; i++) {
		snprintf(text[0], 32, "Company %u", i);
		snprintf(text[1], 32, "A-%u", i == 200 ? 7 : i);
		snprintf(text[2], 32, "O-%u", i % 9);
		snprintf(text[3], 32, "%u", i);
		for (size_t c = 0; c < 4; c++)
			cells[c] = spot_view_of(text[c]);
		assert_int_equal(spot_infer_add(infer, cells, i + 2, &err), 0);
	}
	assert_int_equal(spot_infer_finish(infer, &err), 0);
	/* The name never repeats, the id once: the name is sure. */
	assert_int_equal(spot_infer_key(infer), 0);
	assert_int_equal(spot_infer_guess(infer, 0)->type, SPOT_TYPE_KEY);
	assert_int_equal(spot_infer_guess(infer, 1)->n_repeats, 1);
	assert_true(spot_infer_guess(infer, 2)->n_repeats == UINT64_MAX);

	static const char *const child_headers[] = { "deal", "company", "value" };
	for (size_t i = 0; i < 3; i++)
		header[i] = spot_view_of(child_headers[i]);
	assert_int_equal(infer_new(&child, header, 3, &err), 0);
	spot_infer_match(child, infer);
	for (unsigned i = 0; i < 50; i++) {
		snprintf(text[0], 32, "D%u", i);
		snprintf(text[1], 32, "Company %u", i * 10);
		snprintf(text[2], 32, "%u", i);
		for (size_t c = 0; c < 3; c++)
			cells[c] = spot_view_of(text[c]);
		assert_int_equal(spot_infer_add(child, cells, i + 2, &err), 0);
	}
	assert_int_equal(spot_infer_finish(child, &err), 0);
	assert_int_equal(spot_infer_key(child), 1);
	assert_int_equal(spot_infer_guess(child, 1)->n_matched, 30);
	assert_int_equal(spot_infer_guess(child, 1)->type, SPOT_TYPE_KEY);
	spot_infer_free(child);
	spot_infer_free(infer);
}

static void test_repeated_key_is_told(void **state)
{
	(void)state;
	const char *cells[101];
	char text[100][8];
	for (size_t i = 0; i < 100; i++) {
		snprintf(text[i], sizeof(text[i]), "A%zu", i);
		cells[i] = text[i];
	}
	cells[100] = NULL;
	cells[2] = "A0";
	cells[4] = "";
	struct spot_infer *infer = column_of("Account ID", cells);
	assert_int_equal(spot_infer_key(infer), 0);
	const struct spot_guess *guess = spot_infer_guess(infer, 0);
	assert_int_equal(guess->n_notes, 2);
	assert_string_equal(guess->notes[0],
	    "1 row repeats a key, the first \"A0\" in lines 2 and 4");
	assert_string_equal(guess->notes[1], "blank in 1 row, the first in line 6");
	spot_infer_free(infer);
	infer = column_of("Account ID", CELLS("A1", "A2", "A1"));
	assert_true(spot_infer_key(infer) == (size_t)-1);
	spot_infer_free(infer);
	infer = column_of(NULL, CELLS("A1", "A2", "A3"));
	assert_int_equal(spot_infer_key(infer), 0);
	spot_infer_free(infer);
	infer = column_of("Sector", CELLS("A1", "A2", "A3"));
	assert_true(spot_infer_key(infer) == (size_t)-1);
	spot_infer_free(infer);
}

static void test_words(void **state)
{
	(void)state;
	static const struct {
		const char *header, *words;
	} cases[] = {
		{ "Account ID", "account id" }, { "AccountID", "account id" },
		{ "account_ids", "account ids" },
		{ "customerIDs", "customer ids" }, { "HTTPServer", "http server" },
		{ "# Employees", "employees" },
		{ "  Valuation_$Bn ", "valuation bn" }, { "Gr\u00F6\u00DFe", "grosse" },
		{ "StreamingTV", "streaming tv" },
		{ "M01", "m01" }, { "\u5E74\u9F62", "" }, { "", "" }, { "ARR (USD)", "arr usd" },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf buf = SPOT_BUF_INIT;
		spot_infer_words(&buf, spot_view_of(cases[i].header));
		assert_string_equal(spot_buf_str(&buf), cases[i].words);
		spot_buf_reset(&buf);
	}
	assert_true(spot_infer_words_have("annual revenue", "cost revenue"));
	assert_false(spot_infer_words_have("annual revenues", "cost revenue"));
	assert_false(spot_infer_words_have("", "cost"));
}

static void test_no_rows(void **state)
{
	(void)state;
	static const char *const none[] = { NULL };
	expect("x", none, "text");
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	static const char *const cells[] = { "a;b", "12", "N/A", "2024-01-01", "$5", "none" };
	struct spot_view header[2] = { SPOT_VIEW("id"), SPOT_VIEW("x") };
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_infer *infer = NULL;
		struct spot_error err;
		unit_heap_fail(n);
		int rc = infer_new(&infer, header, 2, &err);
		for (size_t i = 0; rc == 0 && i < N_OF(cells); i++) {
			struct spot_view row[2] = { spot_view_of(cells[i]),
			    spot_view_of(cells[i]) };
			rc = spot_infer_add(infer, row, i, &err);
		}
		if (rc == 0)
			rc = spot_infer_finish(infer, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == 0 || rc == SPOT_ENOMEM);
		spot_infer_free(infer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_thousands_or_decimals),
		cmocka_unit_test(test_money_and_percent),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_text_and_lists),
		cmocka_unit_test(test_rough_columns),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_repeated_key_is_told),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
