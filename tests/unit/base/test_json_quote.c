/* SPDX-License-Identifier: MIT */

#include "support/unit.h"
#include "base/json.h"
#include "base/utf8.h"

#define VIEW(literal) { (literal), sizeof(literal) - 1 }

static void cases_by_hand(void **state)
{
	static const struct {
		struct spot_view text;
		const char *want;
	} cases[] = {
		{ VIEW(""), "\"\"" },
		{ { NULL, 0 }, "\"\"" },
		{ VIEW("plain"), "\"plain\"" },
		{ VIEW("a\"b"), "\"a\\\"b\"" },
		{ VIEW("a\\b"), "\"a\\\\b\"" },
		{ VIEW("\r\n\t"), "\"\\r\\n\\t\"" },
		{ VIEW("\0"), "\"\\u0000\"" },
		{ VIEW("\x01\x1f"), "\"\\u0001\\u001f\"" },
		{ VIEW("\x7f"), "\"\\u007f\"" },
		{ VIEW("</script>"), "\"\\u003c/script>\"" },
		{ VIEW("caf\u00e9"), "\"caf\u00e9\"" },
		{ VIEW("\u2028\u2029"), "\"\\u2028\\u2029\"" },
		{ VIEW("\U0001F600"), "\"\U0001F600\"" },
		{ VIEW("a\xff" "b"), "\"a\uFFFD" "b\"" },
		{ VIEW("\xC3"), "\"\uFFFD\"" },
		{ VIEW("\xED\xA0\x80"), "\"\uFFFD\uFFFD\uFFFD\"" },
		{ VIEW("x\xC0\xAFy"), "\"x\uFFFD\uFFFDy\"" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf out = SPOT_BUF_INIT;
		spot_json_quote(&out, cases[i].text);
		assert_string_equal(spot_buf_str(&out), cases[i].want);
		spot_buf_reset(&out);
	}
}

/* Character by character, as rarely as it is needed. */
static void quote_plainly(struct spot_buf *out, struct spot_view text)
{
	spot_buf_char(out, '"');
	for (size_t i = 0, n; i < text.len; i += n > 0 ? n : 1) {
		uint32_t code;

		n = spot_utf8_decode(text.ptr + i, text.len - i, &code);
		if (n == 0)
			spot_buf_text(out, "\xEF\xBF\xBD");
		else if (code == '\n' || code == '\r' || code == '\t')
			spot_buf_text(out, code == '\n' ? "\\n" : code == '\r' ? "\\r" : "\\t");
		else if (code == '"' || code == '\\')
			spot_buf_printf(out, "\\%c", (int)code);
		else if (code < 0x20 || code == 0x7F || code == '<' || code == 0x2028 ||
		    code == 0x2029)
			spot_buf_printf(out, "\\u%04x", (unsigned)code);
		else
			spot_buf_add(out, text.ptr + i, n);
	}
	spot_buf_char(out, '"');
}

/* Texts of every length around the steps in which they are written, some plain, some odd. */
static void random_texts(void **state)
{
	static const char *const odd[] = { "\"", "\\", "<", "\n", "\x7f", "\x1f", "\xc3\xa9",
		"\xe2\x80\xa8", "\xf0\x9f\x98\x80", "\x80", "\xff", "\xe2\x80", "!",
		"#", ";", "=" };
	uint64_t seed = 6;
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct spot_buf text = SPOT_BUF_INIT, got = SPOT_BUF_INIT, want = SPOT_BUF_INIT;
		size_t len = round % 100 ? unit_random(&seed) % 40 : 4080 + unit_random(&seed) % 40;
		uint64_t one_in = 1 + unit_random(&seed) % 30;
		while (text.len < len) {
			uint64_t random = unit_random(&seed);
			if (random % one_in == 0)
				spot_buf_text(&text, odd[(random >> 8) % N_OF(odd)]);
			else
				spot_buf_char(&text, (char)(' ' + (random >> 8) % 95));
		}
		struct spot_view view = { text.ptr, text.len };
		spot_json_quote(&got, view);
		quote_plainly(&want, view);
		assert_string_equal(spot_buf_str(&got), spot_buf_str(&want));
		spot_buf_reset(&text);
		spot_buf_reset(&got);
		spot_buf_reset(&want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_by_hand),
		cmocka_unit_test(random_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
