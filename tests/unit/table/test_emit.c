/* SPDX-License-Identifier: MIT */

#include <csv.h>

#include "support/unit.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_cases),
		cmocka_unit_test(csv_comes_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
