/* SPDX-License-Identifier: MIT */
#include "unit/table/cell_cases.h"

struct number_case {
	struct spot_view text;
	const char *unit, *format;
	double want;
};

static void numbers_read(enum spot_type type, const struct number_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct spot_field field = field_of(type, cases[i].unit, cases[i].format);
		struct spot_value value;
		const char *problem = "?";
		if (cell_read(&value, &field, cases[i].text, &problem) != SPOT_CELL_VALUE)
			fail_case(&field, cases[i].text, problem);
		double got = value.as.number;
		if (value.kind == SPOT_KIND_INT)
			got = (double)value.as.integer;
		char text[64];
		snprintf(text, sizeof(text), "is %.17g, not %.17g", got, cases[i].want);
		if (memcmp(&got, &cases[i].want, sizeof(got)) != 0)
			fail_case(&field, cases[i].text, text);
	}
}

#define READ(type, cases) numbers_read((type), (cases), N_OF(cases))

static void money(void **state)
{
	static const struct number_case cases[] = {
		{ VIEW("1200"), NULL, NULL, 1200 },
		{ VIEW("1200.50"), NULL, NULL, 1200.5 },
		{ VIEW("300000.0000"), NULL, NULL, 300000 },
		{ VIEW("0"), NULL, NULL, 0 },
		{ VIEW("-0"), NULL, NULL, 0 },
		{ VIEW("(0)"), NULL, NULL, 0 },
		{ VIEW("-0.00"), NULL, NULL, 0 },
		{ VIEW("$22,700.00"), NULL, NULL, 22700 },
		{ VIEW("$1,117.10K"), NULL, NULL, 1117100 },
		{ VIEW("$180B"), NULL, NULL, 180e9 },
		{ VIEW("18.3 MM"), NULL, NULL, 18300000 },
		{ VIEW("18.3mm"), NULL, NULL, 18300000 },
		{ VIEW("\u20AC" "1.200,50"), "EUR", COMMA, 1200.5 },
		{ VIEW("1.200,50 \u20AC"), "EUR", COMMA, 1200.5 },
		{ VIEW("1.200"), NULL, COMMA, 1200 },
		{ VIEW("1.234.567"), NULL, COMMA, 1234567 },
		{ VIEW("300000,00"), NULL, COMMA, 300000 },
		{ VIEW(",5"), NULL, COMMA, 0.5 },
		{ VIEW("1 200,50"), NULL, COMMA, 1200.5 },
		{ VIEW("1.200,50-"), NULL, COMMA, -1200.5 },
		{ VIEW("(1,200)"), NULL, NULL, -1200 },
		{ VIEW("( 1,200.50 )"), NULL, NULL, -1200.5 },
		{ VIEW("($1,200)"), "USD", NULL, -1200 },
		{ VIEW("$(1,200)"), "USD", NULL, -1200 },
		{ VIEW("(1,200) USD"), "USD", NULL, -1200 },
		{ VIEW("(1.2M USD)"), "USD", NULL, -1200000 },
		{ VIEW("(1.2M) USD"), "USD", NULL, -1200000 },
		{ VIEW("17,50,000"), NULL, NULL, 1750000 },
		{ VIEW("\u20B9 17,50,000"), "INR", NULL, 1750000 },
		{ VIEW("1,17,50,000.25"), NULL, NULL, 11750000.25 },
		{ VIEW("1,234,567"), NULL, NULL, 1234567 },
		{ VIEW("1 234 567"), NULL, NULL, 1234567 },
		{ VIEW("1" NBSP "234" NBSP "567"), NULL, NULL, 1234567 },
		{ VIEW("1" THIN "200"), NULL, NULL, 1200 },
		{ VIEW("1" NARROW "200,5" NBSP "\u20AC"), "EUR", COMMA, 1200.5 },
		{ VIEW("1'200.50"), "CHF", NULL, 1200.5 },
		{ VIEW("1\u2019200"), "CHF", NULL, 1200 },
		{ VIEW("CHF 1'200'000"), "CHF", NULL, 1200000 },
		{ VIEW("USD 1,200"), "USD", NULL, 1200 },
		{ VIEW("usd 1,200"), "USD", NULL, 1200 },
		{ VIEW("1200 EUR"), "EUR", NULL, 1200 },
		{ VIEW("1200EUR"), "EUR/month", NULL, 1200 },
		{ VIEW("\u00A3" "99.99"), "GBP", NULL, 99.99 },
		{ VIEW("\u00A5" "5000"), "JPY", NULL, 5000 },
		{ VIEW("\u00A5" "5000"), "CNY", NULL, 5000 },
		{ VIEW("US$ 1,200"), "USD", NULL, 1200 },
		{ VIEW("$1,200 USD"), "USD", NULL, 1200 },
		{ VIEW("USD $1,200"), "USD/year", NULL, 1200 },
		{ VIEW("$1,200"), "CAD", NULL, 1200 },
		{ VIEW("$1,200"), "AUD/year", NULL, 1200 },
		{ VIEW("C$1,200"), "CAD", NULL, 1200 },
		{ VIEW("R$ 1.200,00"), "BRL", COMMA, 1200 },
		{ VIEW("Rs.500"), "INR", NULL, 500 },
		{ VIEW("Rs. 500"), "INR", NULL, 500 },
		{ VIEW("1 200 kr"), "SEK", NULL, 1200 },
		{ VIEW("1200 kr."), "DKK", NULL, 1200 },
		{ VIEW("1.200,00 z\u0142"), "PLN", COMMA, 1200 },
		{ VIEW("-$500"), NULL, NULL, -500 },
		{ VIEW("$-500"), NULL, NULL, -500 },
		{ VIEW("$ -500"), NULL, NULL, -500 },
		{ VIEW("- 500"), NULL, NULL, -500 },
		{ VIEW("500-"), NULL, NULL, -500 },
		{ VIEW("500- EUR"), NULL, NULL, -500 },
		{ VIEW("\u2212" "500"), NULL, NULL, -500 },
		{ VIEW("+500"), NULL, NULL, 500 },
		{ VIEW("$.50"), NULL, NULL, 0.5 },
		{ VIEW("5."), NULL, NULL, 5 },
		{ VIEW("12k"), NULL, NULL, 12000 },
		{ VIEW("12 K"), NULL, NULL, 12000 },
		{ VIEW("1.5m"), NULL, NULL, 1500000 },
		{ VIEW("1.5bn"), NULL, NULL, 1500000000 },
		{ VIEW("1.5 BN"), NULL, NULL, 1500000000 },
		{ VIEW("1.5 b"), NULL, NULL, 1500000000 },
		{ VIEW("$1.5 million"), NULL, NULL, 1500000 },
		{ VIEW("2 Billion"), NULL, NULL, 2e9 },
		{ VIEW("12k\u20AC"), "EUR", NULL, 12000 },
		{ VIEW("1.2 M EUR"), "EUR", NULL, 1200000 },
		{ VIEW("1.2 M\u20AC"), "EUR", NULL, 1200000 },
		{ VIEW("1.2MUSD"), "USD", NULL, 1200000 },
		{ VIEW("1.2 USDm"), "USD", NULL, 1200000 },
		{ VIEW("1200 MXN"), "MXN", NULL, 1200 },
		{ VIEW("1200 BND"), "BND", NULL, 1200 },
		{ VIEW("1200 KES"), "KES", NULL, 1200 },
		{ VIEW("1.5e6"), NULL, NULL, 1500000 },
		{ VIEW("1.2E+05"), NULL, NULL, 120000 },
		{ VIEW("$1.2E+05"), NULL, NULL, 120000 },
		{ VIEW("5E-2"), NULL, NULL, 0.05 },
		{ VIEW("0.1"), NULL, NULL, 0.1 },
		{ VIEW("$0.1"), NULL, NULL, 0.1 },
		{ VIEW("  $ 1,200  "), NULL, NULL, 1200 },
		{ VIEW(NBSP "$1,200" NBSP), NULL, NULL, 1200 },
		{ VIEW("1,234.5"), NULL, "1,234.5", 1234.5 },
		{ VIEW("7 AED"), "AED", NULL, 7 },
		{ VIEW("7 ALL"), "ALL", NULL, 7 },
		{ VIEW("7 BAM"), "BAM", NULL, 7 },
		{ VIEW("7 FKP"), "FKP", NULL, 7 },
		{ VIEW("7 MMK"), "MMK", NULL, 7 },
		{ VIEW("7 TRY"), "TRY", NULL, 7 },
		{ VIEW("ZAR 7"), "zar", NULL, 7 },
		{ VIEW("R 7"), "ZAR", NULL, 7 },
		{ VIEW("7 ZWL"), "ZWL", NULL, 7 },
	};
	(void)state;
	READ(SPOT_TYPE_MONEY, cases);
}

static void money_refused(void **state)
{
	static const struct bad_case cases[] = {
		{ VIEW("1,2"), NULL, NULL, "marks" },
		{ VIEW("12,34"), NULL, NULL, "marks" },
		{ VIEW("1200,50"), NULL, NULL, "decimal comma" },
		{ VIEW("\u20AC" "1.200,50"), "EUR", NULL, "decimal comma" },
		{ VIEW("1.200.500"), NULL, NULL, "decimal comma" },
		{ VIEW("1,2345"), NULL, NULL, "marks" },
		{ VIEW("1234,567"), NULL, NULL, "marks" },
		{ VIEW("0,500"), NULL, NULL, "marks" },
		{ VIEW("1,200,50"), NULL, NULL, "marks" },
		{ VIEW("17 50 000"), NULL, NULL, "marks" },
		{ VIEW("175,00,000"), NULL, NULL, "marks" },
		{ VIEW("1,234 567"), NULL, NULL, "marks" },
		{ VIEW("12 34"), NULL, NULL, "marks" },
		{ VIEW("1,,200"), NULL, NULL, "marks" },
		{ VIEW("1,200,"), NULL, NULL, "marks" },
		{ VIEW("1.2"), NULL, COMMA, "1.234,5" },
		{ VIEW("1200.50"), NULL, COMMA, "1.234,5" },
		{ VIEW("1,200,000"), NULL, COMMA, "1.234,5" },
		{ VIEW("$100"), "EUR", NULL, "is in $, the field's unit is EUR" },
		{ VIEW("100 USD"), "EUR/year", NULL, "is in USD, the field's unit is EUR/year" },
		{ VIEW("\u20AC" "100"), "USD", NULL, "\u20AC" },
		{ VIEW("US$100"), "CAD", NULL, "US$" },
		{ VIEW("$100 EUR"), "USD", NULL, "EUR" },
		{ VIEW("$100 EUR"), NULL, NULL, "two currencies" },
		{ VIEW("100 XYZ"), NULL, NULL, "not an amount" },
		{ VIEW("XYZ 100"), NULL, NULL, "not an amount" },
		{ VIEW("12%"), NULL, NULL, "percent" },
		{ VIEW("(-500)"), NULL, NULL, NULL },
		{ VIEW("(500"), NULL, NULL, NULL },
		{ VIEW("500)"), NULL, NULL, NULL },
		{ VIEW("((500))"), NULL, NULL, NULL },
		{ VIEW("--500"), NULL, NULL, NULL },
		{ VIEW("-500-"), NULL, NULL, NULL },
		{ VIEW("500+"), NULL, NULL, NULL },
		{ VIEW("+-5"), NULL, NULL, NULL },
		{ VIEW("$"), NULL, NULL, "not an amount" },
		{ VIEW("$ -"), NULL, NULL, "not an amount" },
		{ VIEW("k"), NULL, NULL, NULL },
		{ VIEW("5kk"), NULL, NULL, NULL },
		{ VIEW("5 kM"), NULL, NULL, NULL },
		{ VIEW("12x"), NULL, NULL, NULL },
		{ VIEW("1e"), NULL, NULL, NULL },
		{ VIEW("1,200e3"), NULL, NULL, NULL },
		{ VIEW("1e309"), NULL, NULL, "too large" },
		{ VIEW("-1e309"), NULL, NULL, "too large" },
		{ VIEW("1e99999999999999999999"), NULL, NULL, "too large" },
		{ VIEW("1e308M"), NULL, NULL, "too large" },
		{ VIEW("0x1F"), NULL, NULL, NULL },
		{ VIEW("1_000"), NULL, NULL, NULL },
		{ VIEW("NaN"), NULL, NULL, NULL },
		{ VIEW("inf"), NULL, NULL, NULL },
		{ VIEW("-Infinity"), NULL, NULL, NULL },
		{ VIEW("about 500"), NULL, NULL, NULL },
		{ VIEW("500 to 700"), NULL, NULL, NULL },
		{ VIEW("500-700"), NULL, NULL, "range" },
		{ VIEW("$500 - $700"), NULL, NULL, "range" },
		{ VIEW("500\u2013700"), NULL, NULL, "range" },
		{ VIEW("1,200/month"), NULL, NULL, NULL },
		{ VIEW("1.2.3"), NULL, NULL, NULL },
		{ VIEW("."), NULL, NULL, NULL },
		{ VIEW(","), NULL, NULL, NULL },
		{ VIEW("-"  "."), NULL, NULL, NULL },
		{ VIEW("\uFF11\uFF12"), NULL, NULL, NULL },
		{ VIEW("12\0"), NULL, NULL, "NUL" },
		{ VIEW("\0"), NULL, NULL, "NUL" },
		{ VIEW("\xFF" "12"), NULL, NULL, NULL },
		{ VIEW("12\xE2\x80"), NULL, NULL, NULL },
		{ VIEW("12 abcdefghijklmnopqrstuvwxyzabcdefghijklmnop"), NULL, NULL, NULL },
	};
	(void)state;
	REFUSED(SPOT_TYPE_MONEY, cases);
}

static void integers(void **state)
{
	static const struct number_case cases[] = {
		{ VIEW("12"), NULL, NULL, 12 },
		{ VIEW("-12"), NULL, NULL, -12 },
		{ VIEW("+12"), NULL, NULL, 12 },
		{ VIEW("007"), NULL, NULL, 7 },
		{ VIEW("1,200"), NULL, NULL, 1200 },
		{ VIEW("1 200"), NULL, NULL, 1200 },
		{ VIEW("1" NBSP "200"), NULL, NULL, 1200 },
		{ VIEW("1'200"), NULL, NULL, 1200 },
		{ VIEW("12,34,567"), NULL, NULL, 1234567 },
		{ VIEW("1.2k"), NULL, NULL, 1200 },
		{ VIEW("1.2K"), NULL, NULL, 1200 },
		{ VIEW("2.1M"), NULL, NULL, 2100000 },
		{ VIEW("12.0"), NULL, NULL, 12 },
		{ VIEW("12.000"), NULL, NULL, 12 },
		{ VIEW("-12.0"), NULL, NULL, -12 },
		{ VIEW("12."), NULL, NULL, 12 },
		{ VIEW(".0"), NULL, NULL, 0 },
		{ VIEW("-0"), NULL, NULL, 0 },
		{ VIEW("0.0"), NULL, NULL, 0 },
		{ VIEW("1e3"), NULL, NULL, 1000 },
		{ VIEW("1.2E+03"), NULL, NULL, 1200 },
		{ VIEW("1200e-2"), NULL, NULL, 12 },
		{ VIEW("0e999999999"), NULL, NULL, 0 },
		{ VIEW("0000000000000000000000000000012.0"), NULL, NULL, 12 },
		{ VIEW("1.200"), NULL, COMMA, 1200 },
		{ VIEW("12,0"), NULL, COMMA, 12 },
		{ VIEW(" 5 "), "people", NULL, 5 },
		{ VIEW("9007199254740992"), NULL, NULL, 9007199254740992.0 },
	};
	static const struct bad_case bad[] = {
		{ VIEW("12.5"), NULL, NULL, "not a whole number" },
		{ VIEW("1.25k1"), NULL, NULL, NULL },
		{ VIEW("1.2345k"), NULL, NULL, "not a whole number" },
		{ VIEW("1e-1"), NULL, NULL, "not a whole number" },
		{ VIEW("1e-999999999"), NULL, NULL, "not a whole number" },
		{ VIEW("12,5"), NULL, COMMA, "not a whole number" },
		{ VIEW("9223372036854775808"), NULL, NULL, "too large" },
		{ VIEW("-9223372036854775809"), NULL, NULL, "too large" },
		{ VIEW("1e19"), NULL, NULL, "too large" },
		{ VIEW("10e18"), NULL, NULL, "too large" },
		{ VIEW("1e309"), NULL, NULL, "too large" },
		{ VIEW("1e999999999999"), NULL, NULL, "too large" },
		{ VIEW("$12"), NULL, NULL, "money" },
		{ VIEW("12 EUR"), NULL, NULL, "money" },
		{ VIEW("12%"), NULL, NULL, "percent" },
		{ VIEW("(12)"), NULL, NULL, "parentheses" },
		{ VIEW("51-200"), NULL, NULL, "range" },
		{ VIEW("51 - 200"), NULL, NULL, "range" },
		{ VIEW("10,001+"), NULL, NULL, NULL },
		{ VIEW(">500"), NULL, NULL, NULL },
		{ VIEW("12 people"), NULL, NULL, NULL },
		{ VIEW("1,2"), NULL, NULL, "marks" },
		{ VIEW("twelve"), NULL, NULL, "not a whole number" },
		{ VIEW("0x1F"), NULL, NULL, NULL },
		{ VIEW("true"), NULL, NULL, NULL },
	};
	(void)state;
	READ(SPOT_TYPE_INTEGER, cases);
	REFUSED(SPOT_TYPE_INTEGER, bad);
}

static void integer_bounds(void **state)
{
	static const struct {
		const char *text;
		int64_t want;
	} cases[] = {
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
		{ "9223372036854775807.0", INT64_MAX },
		{ "-9223372036854775808.00", INT64_MIN },
		{ "9,223,372,036,854,775,807", INT64_MAX },
		{ "9007199254740993", 9007199254740993 },
		{ "9007199254740.993k", 9007199254740993 },
		{ "1e18", 1000000000000000000 },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_field field = field_of(SPOT_TYPE_INTEGER, NULL, NULL);
		struct spot_value value;
		const char *problem = NULL;
		assert_int_equal(cell_read(&value, &field, spot_view_of(cases[i].text), &problem),
		    SPOT_CELL_VALUE);
		assert_int_equal(value.kind, SPOT_KIND_INT);
		assert_true(value.as.integer == cases[i].want);
	}
}

static void numbers(void **state)
{
	static const struct number_case cases[] = {
		{ VIEW("1.5"), NULL, NULL, 1.5 },
		{ VIEW("-1.5"), NULL, NULL, -1.5 },
		{ VIEW(".5"), NULL, NULL, 0.5 },
		{ VIEW("5."), NULL, NULL, 5 },
		{ VIEW("1e3"), NULL, NULL, 1000 },
		{ VIEW("1E-3"), NULL, NULL, 0.001 },
		{ VIEW("1,234.5"), NULL, NULL, 1234.5 },
		{ VIEW("1 234.5"), NULL, NULL, 1234.5 },
		{ VIEW("17,50,000"), NULL, NULL, 1750000 },
		{ VIEW("1.234,5"), NULL, COMMA, 1234.5 },
		{ VIEW("0,5"), NULL, COMMA, 0.5 },
		{ VIEW("-0,5"), NULL, COMMA, -0.5 },
		{ VIEW("12"), "km", NULL, 12 },
		{ VIEW("-0.0"), NULL, NULL, 0 },
		{ VIEW("1e-400"), NULL, NULL, 0 },
		{ VIEW("0.1000000000000000055511151231257827021181583404541015625"), NULL, NULL,
		    0.1 },
		{ VIEW("9007199254740993"), NULL, NULL, 9007199254740992.0 },
		{ VIEW("1.7976931348623157e308"), NULL, NULL, 1.7976931348623157e308 },
	};
	static const struct bad_case bad[] = {
		{ VIEW("1,5"), NULL, NULL, "decimal comma" },
		{ VIEW("1.5"), NULL, COMMA, NULL },
		{ VIEW("1.2k"), NULL, NULL, "multiplier" },
		{ VIEW("5 m"), NULL, NULL, "multiplier" },
		{ VIEW("$5"), NULL, NULL, "money" },
		{ VIEW("5%"), NULL, NULL, "percent" },
		{ VIEW("(5)"), NULL, NULL, "parentheses" },
		{ VIEW("1e309"), NULL, NULL, "too large" },
		{ VIEW("nan"), NULL, NULL, "not a number" },
		{ VIEW("Inf"), NULL, NULL, "not a number" },
		{ VIEW("0x10"), NULL, NULL, NULL },
		{ VIEW("0x1p3"), NULL, NULL, NULL },
		{ VIEW("1 2 3"), NULL, NULL, NULL },
		{ VIEW("1e5.5"), NULL, NULL, NULL },
		{ VIEW("abc"), NULL, NULL, "not a number" },
	};
	(void)state;
	READ(SPOT_TYPE_NUMBER, cases);
	REFUSED(SPOT_TYPE_NUMBER, bad);
}

static void percents(void **state)
{
	static const struct number_case cases[] = {
		{ VIEW("12%"), NULL, NULL, 0.12 },
		{ VIEW("12 %"), NULL, NULL, 0.12 },
		{ VIEW("12" NBSP "%"), NULL, NULL, 0.12 },
		{ VIEW("12.5%"), NULL, NULL, 0.125 },
		{ VIEW("-3%"), NULL, NULL, -0.03 },
		{ VIEW("+3%"), NULL, NULL, 0.03 },
		{ VIEW("(3%)"), NULL, NULL, -0.03 },
		{ VIEW("0%"), NULL, NULL, 0 },
		{ VIEW("-0%"), NULL, NULL, 0 },
		{ VIEW("1,200%"), NULL, NULL, 12 },
		{ VIEW("0.12"), NULL, NULL, 0.12 },
		{ VIEW("12"), NULL, NULL, 12 },
		{ VIEW("12"), NULL, "hundredths", 0.12 },
		{ VIEW("12%"), NULL, "hundredths", 0.12 },
		{ VIEW("0.5"), NULL, "hundredths", 0.005 },
		{ VIEW("12,5"), NULL, "hundredths 1.234,5", 0.125 },
		{ VIEW("1.200,5 %"), NULL, "hundredths 1.234,5", 12.005 },
		{ VIEW("12,5 %"), NULL, COMMA, 0.125 },
		{ VIEW("0,125"), NULL, COMMA, 0.125 },
		{ VIEW("29%"), NULL, NULL, 0.29 },
		{ VIEW("57%"), NULL, NULL, 0.57 },
	};
	static const struct bad_case bad[] = {
		{ VIEW("12,5 %"), NULL, NULL, "needs format = \"1.234,5\"" },
		{ VIEW("12,5"), NULL, "hundredths", "needs format = \"hundredths 1.234,5\"" },
		{ VIEW("12.5"), NULL, "hundredths 1.234,5", "odd places" },
		{ VIEW("12%%"), NULL, NULL, NULL },
		{ VIEW("%"), NULL, NULL, NULL },
		{ VIEW("%12"), NULL, NULL, NULL },
		{ VIEW("12 pct"), NULL, NULL, NULL },
		{ VIEW("$12"), NULL, NULL, "money" },
		{ VIEW("12k%"), NULL, NULL, NULL },
		{ VIEW("10%-20%"), NULL, NULL, NULL },
		{ VIEW("#DIV/0!"), NULL, NULL, "not a percentage" },
	};
	(void)state;
	READ(SPOT_TYPE_PERCENT, cases);
	REFUSED(SPOT_TYPE_PERCENT, bad);
}

/* Whatever two decimals say is read as C reads it, with and without a sign and marks. */
static void money_sweep(void **state)
{
	struct spot_field field = field_of(SPOT_TYPE_MONEY, "USD", NULL);
	(void)state;
	for (unsigned i = 0; i < 20000; i++) {
		unsigned cents = i * 7919u % 100000000u;
		char plain[32], marked[48];
		unsigned whole = cents / 100;
		snprintf(plain, sizeof(plain), "%u.%02u", whole, cents % 100);
		if (whole >= 1000)
			snprintf(marked, sizeof(marked), "$%u,%03u.%02u", whole / 1000,
			    whole % 1000,
			    cents % 100);
		else
			snprintf(marked, sizeof(marked), "$%u.%02u", whole, cents % 100);
		double want = strtod(plain, NULL);
		struct spot_value a, b;
		const char *problem;
		assert_int_equal(spot_cell_read(&a, &field, spot_view_of(plain), &arena, NULL,
		    &problem),
		    SPOT_CELL_VALUE);
		assert_int_equal(spot_cell_read(&b, &field, spot_view_of(marked), &arena, NULL,
		    &problem),
		    SPOT_CELL_VALUE);
		assert_true(a.as.number == want && b.as.number == want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money),
		cmocka_unit_test(money_refused),
		cmocka_unit_test(integers),
		cmocka_unit_test(integer_bounds),
		cmocka_unit_test(numbers),
		cmocka_unit_test(percents),
		cmocka_unit_test(money_sweep),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
