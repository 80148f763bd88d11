/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "table/reader.h"
#include "table/reject.h"

static void assert_prints(struct spot_reject reject, const char *want)
{
	struct spot_buf out = SPOT_BUF_INIT;
	spot_reject_print(&out, &reject);
	assert_string_equal(spot_buf_str(&out), want);
	spot_buf_reset(&out);
}

static void test_header(void **state)
{
	(void)state;
	struct spot_buf out = SPOT_BUF_INIT;
	spot_reject_print_header(&out);
	assert_string_equal(spot_buf_str(&out), "file,line,column,text,problem\n");
	spot_buf_reset(&out);
}

static void test_cells_and_rows(void **state)
{
	(void)state;
	assert_prints(
	    (struct spot_reject) { "a.csv", 7, "Revenue", SPOT_VIEW("12x"), "not a number" },
	    "a.csv,7,Revenue,12x,not a number\n");
	assert_prints((struct spot_reject) { "a.csv", 7, NULL, SPOT_VIEW("1,2,3"), "too long" },
	    "a.csv,7,,\"1,2,3\",too long\n");
	assert_prints(
	    (struct spot_reject) { "a, b.csv", UINT64_MAX, "x \"y\"", SPOT_VIEW(""), "p, q" },
	    "\"a, b.csv\",18446744073709551615,\"x \"\"y\"\"\",,\"p, q\"\n");
	assert_prints((struct spot_reject) { "a", 1, NULL, { NULL, 0 }, "p" }, "a,1,,,p\n");
}

/* What is printed is read back by the reader, whatever the text. */
static void test_reads_back(void **state)
{
	(void)state;
	static const struct spot_view texts[] = { SPOT_VIEW("1,\"Acme"),
		SPOT_VIEW("a\nb\r\n\"c\""), SPOT_VIEW(" x\t"), SPOT_VIEW("\"\"\""),
		SPOT_VIEW("a\0b"), SPOT_VIEW("\xC3\xA9;|") };
	struct spot_buf out = SPOT_BUF_INIT;
	spot_reject_print_header(&out);
	for (size_t i = 0; i < N_OF(texts); i++) {
		struct spot_reject reject = { "f.csv", i, "c", texts[i], "the quote \"is\"\nopen" };
		spot_reject_print(&out, &reject);
	}
	struct spot_reader_options options = { .delimiter = ',' };
	struct spot_input *input;
	struct spot_reader *reader;
	struct spot_chunk chunk;
	bool at_end;
	spot_chunk_init(&chunk);
	assert_int_equal(spot_input_open_memory(&input, "m", out.ptr, out.len, NULL, NULL), 0);
	assert_int_equal(spot_reader_open_input(&reader, input, 0, &options, NULL), 0);
	assert_int_equal(spot_reader_next(reader, &chunk, 100, SIZE_MAX, &at_end, NULL), 0);
	assert_int_equal(chunk.n_records, N_OF(texts));
	assert_int_equal(chunk.n_columns, 5);
	for (size_t i = 0; i < N_OF(texts); i++) {
		assert_true(spot_view_equal(chunk.records[i].cells[3], texts[i]));
		assert_true(spot_view_equal(
		    chunk.records[i].cells[4], SPOT_VIEW("the quote \"is\"\nopen")));
	}
	spot_chunk_reset(&chunk);
	spot_reader_close(reader);
	spot_buf_reset(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_cells_and_rows),
		cmocka_unit_test(test_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
