/* SPDX-License-Identifier: MIT */

#include <csv.h>

#include "support/unit.h"
#include "base/utf8.h"
#include "table/emit.h"

#define VIEW(literal) { (literal), sizeof(literal) - 1 }

static void csv_cases(void **state)
{
	static const struct {
		struct spot_view text;
		char delimiter;
		const char *want;
	} cases[] = {
		{ VIEW(""), ',', "" },
		{ { NULL, 0 }, ',', "" },
		{ VIEW("plain"), ',', "plain" },
		{ VIEW("two words"), ',', "two words" },
		{ VIEW("a,b"), ',', "\"a,b\"" },
		{ VIEW("a,b"), ';', "a,b" },
		{ VIEW("a;b"), ';', "\"a;b\"" },
		{ VIEW("a\tb"), '\t', "\"a\tb\"" },
		{ VIEW("a\tb"), ',', "a\tb" },
		{ VIEW("a|b"), '|', "\"a|b\"" },
		{ VIEW("say \"hi\""), ',', "\"say \"\"hi\"\"\"" },
		{ VIEW("\""), ',', "\"\"\"\"" },
		{ VIEW("\"\""), ',', "\"\"\"\"\"\"" },
		{ VIEW("a\nb"), ',', "\"a\nb\"" },
		{ VIEW("a\rb"), ',', "\"a\rb\"" },
		{ VIEW(" a"), ',', "\" a\"" },
		{ VIEW("a "), ',', "\"a \"" },
		{ VIEW("a\t"), ',', "\"a\t\"" },
		{ VIEW(" "), ',', "\" \"" },
		{ VIEW("=1+1"), ',', "=1+1" },
		{ VIEW("caf\u00e9"), ',', "caf\u00e9" },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf out = SPOT_BUF_INIT;
		spot_emit_csv(&out, cases[i].text, cases[i].delimiter);
		assert_string_equal(spot_buf_str(&out), cases[i].want);
		spot_buf_reset(&out);
	}
}

struct read_back {
	char cells[2][16];
	size_t len[2], n_cells, n_rows;
};

static void on_cell(void *ptr, size_t len, void *ctx)
{
	struct read_back *r = ctx;
	if (r->n_cells < 2 && len <= sizeof(r->cells[0])) {
		if (len > 0)
			memcpy(r->cells[r->n_cells], ptr, len);
		r->len[r->n_cells] = len;
	}
	r->n_cells++;
}

static void on_row(int c, void *ctx)
{
	(void)c;
	((struct read_back *)ctx)->n_rows++;
}

/* Every text of up to five bytes over the ones that matter comes back from libcsv as it
 * was. */
static void csv_comes_back(void **state)
{
	static const char alphabet[] = { 'a', ',', '"', '\n', '\r', ' ', '\t', '\0', ';' };
	const size_t n = sizeof(alphabet);
	size_t total = 1;
	(void)state;
	for (size_t len = 0; len <= 5; len++, total *= n) {
		for (size_t code = 0; code < total; code++) {
			char text[8];
			struct spot_buf out = SPOT_BUF_INIT;
			struct read_back got = { 0 };
			struct csv_parser parser;
			for (size_t i = 0, c = code; i < len; i++, c /= n)
				text[i] = alphabet[c % n];
			spot_emit_csv(&out, (struct spot_view) { text, len }, ',');
			spot_buf_text(&out, ",end\n");
			assert_int_equal(csv_init(&parser, 0), 0);
			csv_parse(&parser, out.ptr, out.len, on_cell, on_row, &got);
			csv_fini(&parser, on_cell, on_row, &got);
			csv_free(&parser);
			assert_int_equal(got.n_rows, 1);
			assert_int_equal(got.n_cells, 2);
			assert_int_equal(got.len[0], len);
			assert_memory_equal(got.cells[0], text, len);
			spot_buf_reset(&out);
		}
	}
}

static void json_cases(void **state)
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
		spot_emit_json(&out, cases[i].text);
		assert_string_equal(spot_buf_str(&out), cases[i].want);
		spot_buf_reset(&out);
	}
}

/* Character by character, as rarely as it is needed. */
static void json_plainly(struct spot_buf *out, struct spot_view text)
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
static void json_of_random_texts(void **state)
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
		spot_emit_json(&got, view);
		json_plainly(&want, view);
		assert_string_equal(spot_buf_str(&got), spot_buf_str(&want));
		spot_buf_reset(&text);
		spot_buf_reset(&got);
		spot_buf_reset(&want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_cases),
		cmocka_unit_test(csv_comes_back),
		cmocka_unit_test(json_cases),
		cmocka_unit_test(json_of_random_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
