/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "table/guard.h"

static void test_what_is_live(void **state)
{
	static const char *const live[] = { "=1+1", "@SUM(A1)", "+49 30 1", "-a", "-1-2",
		"-1+cmd|' /C'!A1", "+", "-.", "-x", "--1", "+e5", "\t1", "\r", "\nx", "  =1",
		"\xc2\xa0=1", " \t@x",
		"\xef\xbc\x9d" "1", "\xef\xbc\x8b", "\xef\xbc\x8d" "1", "\xef\xbc\xa0x",
		"-1 2", "-=1", "\xef\xbb\xbf=cmd", "\xef\xbb\xbf\t1",
		/* names of cells, not amounts */
		"-USD5", "-R5", "-A$5", "-$A5", "-5 B1", "-5+A1", "-5e", "-1 2000", "-5 x" };
	static const char *const text[] = { "", " ", "a=1", "'=1", "-5", "+5", " -5 ", "-1,200.50",
		"-.5", "-4,5%", "+1e-9", "-1E+9", "(500)", "1-2", "\xef\xbc\x9e", "x@y.example",
		"\xef\xbb\xbf", "\xef\xbb\xbf\x61",
		"-", " - ", "---", "-$5", "-\u20ac5", "-5 %", "- 5", "-1.2M", "-5 USD", "+5\u20ac",
		"-USD 5", "-Rs. 1,200", "-5k EUR", "-2 bn", "-1 200 000", "-1\u00a0200,5 \u20ac",
		"-1'200", "-1,5e3", "-5 EUR", "-.5%" };

	(void)state;
	for (size_t i = 0; i < N_OF(live); i++)
		if (!spot_guard_is_live(spot_view_of(live[i])))
			fail_msg("'%s' is live", live[i]);
	for (size_t i = 0; i < N_OF(text); i++)
		if (spot_guard_is_live(spot_view_of(text[i])))
			fail_msg("'%s' is not live", text[i]);
	assert_false(spot_guard_is_live(SPOT_VIEW("\0=")));
}

static void test_cells_of_csv(void **state)
{
	static const struct {
		char delimiter;
		const char *csv, *guarded;
	} cases[] = {
		{ ',', "", "" },
		{ ',', "a,b\n", "a,b\n" },
		{ ',', "=a,b,=c\r\n@d\r\n", "'=a,b,'=c\r\n'@d\r\n" },
		{ ',', "=", "'=" },
		{ ',', "\"=1,2\",\"a\n=b\",\"\n=\"\n", "\"'=1,2\",\"a\n'=b\",\"'\n'=\"\n" },
		{ ',', "\"=\"\"x\"\"\",\"\"\"=\"\n", "\"'=\"\"x\"\"\",\"\"\"=\"\n" },
		{ ';', "=1;-2;x,=3\n", "'=1;-2;\"x,'=3\"\n" },
		{ ',', "\xef\xbb\xbf=a,b\n", "\xef\xbb\xbf'=a,b\n" },
		{ ',', "\xef\xbb\xbf\"=1,1\",b\n", "\xef\xbb\xbf\"'=1,1\",b\n" },
		{ ',', "\"\xef\xbb\xbf=1,1\"\n", "\"'\xef\xbb\xbf=1,1\"\n" },
		{ ',', "-,a;b,a;=cmd|x\n", "-,\"a;b\",\"a;'=cmd|x\"\n" },
		{ ',', "a\t@x,\"a,=b\"\n", "\"a\t'@x\",\"a,=b\"\n" },
		{ ',', "\"a; \"\"=b\"\"\"\n", "\"a;' \"\"=b\"\"\"\n" },
		{ ';', "1,200;-1,5;-1,+2\n", "\"1,200\";\"-1,5\";\"'-1,+2\"\n" },
		{ ';', "sep=;\n=a\n", "sep=;\n'=a\n" },
		{ ',', "\xef\xbb\xbfsep=;\na\n", "\xef\xbb\xbfsep=;\na\n" },
		{ '\t', "=1\t=2\n", "'=1\t'=2\n" },
		{ '|', "\"\"|=1", "\"\"|'=1" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf out = SPOT_BUF_INIT;

		spot_guard_csv(&out, spot_view_of(cases[i].csv), cases[i].delimiter);
		assert_string_equal(spot_buf_str(&out), cases[i].guarded);
		spot_buf_reset(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_live),
		cmocka_unit_test(test_cells_of_csv),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
