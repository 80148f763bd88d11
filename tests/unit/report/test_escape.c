/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/text.h"
#include "report/escape.h"

#define BAD "\xEF\xBF\xBD"

typedef void (*escape)(struct spot_buf *out, struct spot_view text);

static void expect(escape write, struct spot_view text, const char *want)
{
	struct spot_buf out = SPOT_BUF_INIT;

	write(&out, text);
	assert_string_equal(spot_buf_str(&out), want);
	assert_int_equal(out.len, strlen(want));
	spot_buf_reset(&out);
}

static void test_plain(void **state)
{
	(void)state;
	expect(spot_escape_plain, SPOT_VIEW(""), "");
	expect(spot_escape_plain, SPOT_VIEW("<a&b> \"c\" 'd'"), "<a&b> \"c\" 'd'");
	expect(spot_escape_plain, SPOT_VIEW("a\0b\tc\nd\re"), "a" BAD "b c d e");
	expect(spot_escape_plain, SPOT_VIEW("\x1b[2J\x7f\xC2\x9B"), BAD "[2J" BAD BAD);
	/* Overrides, embeddings, isolates; line and paragraph separators; broken UTF-8. */
	expect(spot_escape_plain, SPOT_VIEW("\u202Ea\u202Cb\u2066c\u2069"),
	    BAD "a" BAD "b" BAD "c" BAD);
	expect(spot_escape_plain, SPOT_VIEW("\u061Ca\u200Eb\u200F\u200D"),
	    BAD "a" BAD "b" BAD "\u200D");
	expect(spot_escape_plain, SPOT_VIEW("\u2028\u2029"), BAD BAD);
	expect(spot_escape_plain, SPOT_VIEW("\xED\xA0\x80\xFF"), BAD BAD BAD BAD);
	expect(spot_escape_plain, SPOT_VIEW("\uFFFE\uFFFF"), BAD BAD);
	expect(spot_escape_plain, SPOT_VIEW("Z\u00FCrich \u6771\u4EAC \U0001F600"),
	    "Z\u00FCrich \u6771\u4EAC \U0001F600");
}

static void test_xml(void **state)
{
	(void)state;
	expect(spot_escape_xml, SPOT_VIEW("</script><b a=\"1\" c='2'>&amp;"),
	    "&lt;/script&gt;&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;");
	expect(spot_escape_xml, SPOT_VIEW("a\n\0"), "a " BAD);
	expect(spot_escape_xml_lines, SPOT_VIEW("if a < b\r\n\tthen\n\x01"),
	    "if a &lt; b\n\tthen\n" BAD);
}

static void test_markdown(void **state)
{
	static const char *const cases[][2] = {
		{ "plain text, 12.5 % (3 to 4)", "plain text, 12.5 % (3 to 4)" },
		{ "a|b", "a\\|b" },
		{ "*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e)" },
		{ "<f> ~g~", "\\<f\\> \\~g\\~" },
		{ "&lt; \\ ![x] $y$", "\\&lt; \\\\ \\!\\[x\\] \\$y\\$" },
		{ "# a", "\\# a" },
		{ "a # b", "a # b" },
		{ "- a", "\\- a" },
		{ "=", "\\=" },
		{ "12. a", "12\\. a" },
		{ "3) a", "3\\) a" },
		{ "12 a", "12 a" },
		{ "12.5 a", "12.5 a" },
		{ "12.", "12\\." },
		{ "> a", "\\> a" },
		{ "see http://x or HTTPS://x", "see http\\://x or HTTPS\\://x" },
		{ "www.x.org", "www\\.x.org" },
		{ "a\nb", "a b" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		expect(spot_escape_markdown, spot_view_of(cases[i][0]), cases[i][1]);
}

/* Whatever the bytes, the result is UTF-8 without a byte that could be obeyed. */
static void test_random_bytes(void **state)
{
	uint64_t seed = 3;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct spot_buf out = SPOT_BUF_INIT;
		unsigned char bytes[24];
		struct spot_view text = { (const char *)bytes, unit_random(&seed) % 25 };

		for (size_t k = 0; k < text.len; k++)
			bytes[k] = (unsigned char)(unit_random(&seed) >> 11);
		spot_escape_xml(&out, text);
		assert_true(spot_text_is_utf8((struct spot_view) { out.ptr, out.len }));
		for (size_t k = 0; k < out.len; k++)
			assert_true((unsigned char)out.ptr[k] >= 0x20 &&
			    !strchr("<>\"'", out.ptr[k]));
		spot_buf_reset(&out);
	}
}

static void test_rtl(void **state)
{
	(void)state;
	assert_false(spot_escape_is_rtl(SPOT_VIEW("")));
	assert_false(spot_escape_is_rtl(SPOT_VIEW("Z\u00FCrich \u6771\u4EAC \U0001F600 \xFF")));
	assert_true(spot_escape_is_rtl(SPOT_VIEW("a \u05E9\u05DC\u05D5\u05DD")));
	assert_true(spot_escape_is_rtl(SPOT_VIEW("\u0634\u0631\u0643\u0629")));
}

static void test_lines(void **state)
{
	struct spot_buf out = SPOT_BUF_INIT;

	(void)state;
	spot_buf_text(&out, "\x1b kept\n");
	spot_escape_lines(&out, out.len, true);
	for (int color = 0; color < 2; color++) {
		size_t begin = out.len;

		spot_buf_text(&out, "\x1b[1ma\x1b[0m\x1b[2J\x1b[12\u202Eb\n\tc\r\x1b[2md\x1b[8m"
		    "\x1b[1;31m\x1b[m\x1b[3m\x1b[0");
		spot_escape_lines(&out, begin, color);
	}
	assert_string_equal(spot_buf_str(&out),
	    "\x1b kept\n" BAD "[1ma" BAD "[0m" BAD "[2J" BAD "[12" BAD "b\n c " BAD "[2md" BAD
	    "[8m" BAD "[1;31m" BAD "[m" BAD "[3m" BAD "[0"
	    "\x1b[1ma\x1b[0m" BAD "[2J" BAD "[12" BAD "b\n c \x1b[2md" BAD
	    "[8m" BAD "[1;31m" BAD "[m" BAD "[3m" BAD "[0");
	spot_buf_reset(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_xml),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_rtl),
		cmocka_unit_test(test_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
