/* SPDX-License-Identifier: MIT */
/* What cannot be a record: quotes that are not closed, cells and rows over the caps, the
 * wrong width. */
#include "unit/table/reader_seen.h"

#include <stdio.h>

/* --- quotes that are not closed ------------------------------------------------------------ */

static void test_unclosed_quote_takes_one_line(void **state)
{
	(void)state;
	/* The next quotes are in the same place: libcsv would take row 3 into row 2. */
	SEES("id,name\n1,\"Acme\n2,\"Beta\"\n3,\"Gamma\"\n", "id|name",
	    "!2[1,\"Acme]the quote opened in line 2 is not closed 3(2|Beta) 4(3|Gamma) ");
	SEES("id,name\r\n1,\"Acme\r\n\"2\",\"Beta\"\r\n", "id|name",
	    "!2[1,\"Acme]the quote opened in line 2 is not closed 3(2|Beta) ");
	SEES("id,name\r1,\"Acme\r\"2\",\"Beta\"\r", "id|name",
	    "!2[1,\"Acme]the quote opened in line 2 is not closed 3(2|Beta) ");
	/* Several, and the last line. */
	SEES("id,name\n1,\"A\n2,\"B\n3,C\n4,\"D", "id|name",
	    "!2[1,\"A]the quote opened in line 2 is not closed "
	    "!3[2,\"B]the quote opened in line 3 is not closed 4(3|C) "
	    "!5[4,\"D]the quote opened in line 5 is not closed ");
	/* The quote opens on the row's second line. */
	SEES("id,a,b\n1,\"x\ny\",\"z\n2,p,q\n", "id|a|b",
	    "!2[1,\"x\ny\",\"z]the quote opened in line 3 is not closed 4(2|p|q) ");
	/* Blank lines and CRLF inside count as lines. */
	SEES("id,a\n\n1,\"x\r\n\r\ny\"\n2,\"z\n3,w", "id|a",
	    "3(1|x\r\n\r\ny) !6[2,\"z]the quote opened in line 6 is not closed 7(3|w) ");
}

static void test_reopened_quotes(void **state)
{
	(void)state;
	/* In one line they are libcsv's reading. */
	SEES("id,name\n1,\"He said \"hi\" there\"\n2,x\n", "id|name",
	    "2(1|He said \"hi\" there) 3(2|x) ");
	SEES("id,name\n1,\"27\" wide\"\n2,\"a\nb\"\n", "id|name", "2(1|27\" wide) 3(2|a\nb) ");
	SEES("a,b\n\"p \"q\" r\",\"x\ny\"\n", "a|b", "2(p \"q\" r|x\ny) ");
	/* Over a line end they are not. */
	SEES("id,name\n1,\"27\"\"\n2,\"28\"\"\n3,x\n", "id|name",
	    "!2[1,\"27\"\"]the quote opened in line 2 is not closed "
	    "!3[2,\"28\"\"]the quote opened in line 3 is not closed 4(3|x) ");
}

static void test_unclosed_quote_without_rejects(void **state)
{
	(void)state;
	struct seen seen = { .rc = 0 };
	static const char bytes[] = "id,name\n1,Acme\n2,\"Beta\n3,Gamma\n";
	see_all(&seen, bytes, sizeof(bytes) - 1, (struct spot_reader_options) { 0 });
	assert_int_equal(seen.rc, SPOT_EDATA);
	assert_string_equal(seen.err.what, "the quote opened in line 3 is not closed");
	assert_string_equal(seen.err.hint, "use --rejects FILE to set such rows aside");
	assert_int_equal(seen.err.line, 3);
	/* The rows before it were delivered. */
	assert_string_equal(spot_buf_str(&seen.text), "2(1|Acme) ");
	assert_int_equal(seen.counts.rejected, 0);
	seen_reset(&seen);
}

/* --- limits -------------------------------------------------------------------------------- */

#define LONG " bytes, more than the 8 allowed; --max-cell raises that "

static void test_long_cells(void **state)
{
	(void)state;
	SEES_WITH(small_cells, "id,name\n1,12345678\n2,x\n", "id|name", "2(1|12345678) 3(2|x) ");
	SEES_WITH(small_cells, "id,name\n1,\"12345678\"\n\"12345678\",\"1\"\n", "id|name",
	    "2(1|12345678) 3(12345678|1) ");
	SEES_WITH(small_cells, "id,name\n1,123456789\n2,x\n", "id|name",
	    "!2[1,123456789]cell 2 has 9" LONG "3(2|x) ");
	SEES_WITH(small_cells, "id,name\n1234567890123,y\r\n2,x\n", "id|name",
	    "!2[1234567890123,y]cell 1 has 13" LONG "3(2|x) ");
	SEES_WITH(small_cells, "id,name\n1,1234567890", "id|name",
	    "!2[1,1234567890]cell 2 has 10" LONG);
	SEES_WITH(small_cells, "id,name\n1,\"123456789\"\n2,x\n", "id|name",
	    "!2[1,\"123456789\"]cell 2 has 9" LONG "3(2|x) ");
	/* Quotes that are doubled, spaces around, cells behind. */
	SEES_WITH(small_cells, "id,name\n1, \"1234\"\"\"\"6789\" ,\"z\"\n2,x\n", "id|name",
	    "!2[1, \"1234\"\"\"\"6789\" ,\"z\"]cell 2 has 10" LONG "3(2|x) ");
	SEES_WITH(small_cells, "id,name\n1,1234            \n2,x\n", "id|name",
	    "!2[1,1234            ]cell 2 has 16" LONG "3(2|x) ");
}

static void test_long_cells_over_lines(void **state)
{
	(void)state;
	SEES_WITH(small_cells, "id,name\n1,\"123\n4567\n89\n2,x\n", "id|name",
	    "!2[1,\"123]the quote opened in line 2 is not closed 3(4567|)-1 4(89|)-1 5(2|x) ");
	/* Closed, and still too long: none of its lines is a row. */
	SEES_WITH(small_cells, "id,name\n1,\"123\n45678\"\n2,x\n", "id|name",
	    "!2[1,\"123\n45678\"]cell 2 has 9" LONG "4(2|x) ");
	SEES_WITH(small_cells, "id,name,n\n1,\"aaaaaaaa\nb,c,9\nd\",5\n2,x,6\n", "id|name|n",
	    "!2[1,\"aaaaaaaa\nb,c,9\nd\",5]cell 2 has 16" LONG "5(2|x|6) ");
	SEES_WITH(small_cells, "id,name\r\n1,\"aaaaaaaaaaaa\r\nb\",\"c\r\nd\"\r\n2,x\r\n",
	    "id|name",
	    "!2[1,\"aaaaaaaaaaaa\r\nb\",\"c\r\nd\"]cell 2 has 15" LONG "5(2|x) ");
	SEES_WITH(small_cells, "id,name\n1,\"aaaaaaaaaaaa\nb\"", "id|name",
	    "!2[1,\"aaaaaaaaaaaa\nb\"]cell 2 has 14" LONG);
	/* Re-opened over a line end: a quote is missing. */
	SEES_WITH(small_cells, "id,name\n1,\"aaaaaaaaaaaa\n2,\"x\"\n3,y\n", "id|name",
	    "!2[1,\"aaaaaaaaaaaa]the quote opened in line 2 is not closed 3(2|x) 4(3|y) ");
	SEES_WITH(small_cells, "a,b,c\n\"1\n2\",123456789,3\n4,5,6\n", "a|b|c",
	    "!2[\"1\n2\",123456789,3]cell 2 has 9" LONG "4(4|5|6) ");
}

static void test_long_header_is_an_error(void **state)
{
	(void)state;
	FAILS_WITH(small_cells, "id,123456789\n1,x\n", 1, "cell 2 has 9 bytes, more than the 8",
	    "header");
}

/* Up to the row's cap (four cells and a mebibyte) a line's text is given whole; beyond it a
 * part, and the problem says so. */
static void test_huge_line(void **state)
{
	(void)state;
	static const size_t lens[] = { 100, 70000, 3 << 20 };
	for (size_t k = 0; k < N_OF(lens); k++) {
		struct spot_buf bytes = SPOT_BUF_INIT;
		spot_buf_text(&bytes, "id,name\n1,");
		for (size_t i = 0; i < lens[k]; i++)
			spot_buf_text(&bytes, "\xC3\xA9");
		spot_buf_text(&bytes, "\n2,x\n");
		struct seen seen = { .rc = 0 };
		see(&seen, bytes.ptr, bytes.len, small_cells, 1);
		assert_int_equal(seen.rc, 0);
		assert_int_equal(seen.counts.rejected, 1);
		assert_int_equal(seen.counts.rows, 1);
		bool whole = 2 + 2 * lens[k] <= 1048608;
		char want[128];
		struct spot_buf n_bytes = SPOT_BUF_INIT;
		spot_buf_grouped(&n_bytes, whole ? 2 * lens[k] : 2 + 2 * lens[k]);
		if (whole)
			snprintf(want, sizeof(want), "\xA9]cell 2 has %s" LONG "3(2|x) ",
			    n_bytes.ptr);
		else
			snprintf(want, sizeof(want),
			    "raises that (the first 65,536 of %s bytes) 3(2|x) ", n_bytes.ptr);
		assert_true(whole ? seen.text.len > 2 * lens[k] : seen.text.len < 66000);
		assert_non_null(strstr(seen.text.ptr, want));
		assert_null(strstr(seen.text.ptr, "\xC3]")); /* not cut inside a character */
		spot_buf_reset(&n_bytes);
		spot_buf_reset(&bytes);
		seen_reset(&seen);
	}
}

static void assert_chunks_alike(const struct spot_buf *bytes, const struct seen *seen)
{
	struct spot_reader_options options = small_cells;
	struct seen other = { .rc = 0 };
	static const size_t chunks[] = { 1000, 65536, 1048608 };
	for (size_t i = 0; i < N_OF(chunks); i++) {
		options.input.chunk_bytes = chunks[i];
		see(&other, bytes->ptr, bytes->len, options, 1);
		assert_same_seen(chunks[i], &other, seen);
	}
	seen_reset(&other);
}

/* A line of an unclosed quote that is longer than a part. */
static void test_unclosed_line_is_whole(void **state)
{
	(void)state;
	struct spot_buf bytes = SPOT_BUF_INIT, want = SPOT_BUF_INIT;
	struct seen seen = { .rc = 0 };
	spot_buf_text(&bytes, "id,name\n1,\"");
	for (size_t i = 0; i < 100000; i++)
		spot_buf_char(&bytes, 'a');
	spot_buf_text(&want, "!2[");
	spot_buf_add(&want, bytes.ptr + 8, bytes.len - 8);
	spot_buf_text(&want, "]the quote opened in line 2 is not closed 3(2|x) ");
	spot_buf_text(&bytes, "\n2,x\n");
	see(&seen, bytes.ptr, bytes.len, with_rejects, 1);
	assert_int_equal(seen.rc, 0);
	assert_string_equal(seen.text.ptr, want.ptr);
	see(&seen, bytes.ptr, bytes.len, small_cells, 1);
	assert_string_equal(seen.text.ptr, want.ptr);
	assert_chunks_alike(&bytes, &seen);
	spot_buf_reset(&bytes);
	spot_buf_reset(&want);
	seen_reset(&seen);
}

/* A quote that is not closed within the row's cap takes its line only. */
static void test_quote_over_the_row_cap(void **state)
{
	(void)state;
	struct spot_buf bytes = SPOT_BUF_INIT;
	struct seen seen = { .rc = 0 };
	spot_buf_text(&bytes, "id,name\n1,\"abc\n");
	for (size_t i = 0; i < 150000; i++)
		spot_buf_text(&bytes, "2,\"\",3\n");
	spot_buf_text(&bytes, "3,\"x\"\n");
	for (size_t i = 0; i < bytes.len - 20; i++)
		if (i > 20 && bytes.ptr[i] == '"')
			bytes.ptr[i] = 'q';
	see(&seen, bytes.ptr, bytes.len, small_cells, 1);
	assert_int_equal(seen.rc, 0);
	assert_non_null(strstr(seen.text.ptr,
	    "!2[1,\"abc]the quote opened in line 2 is not closed within 1,048,608 bytes !3["));
	assert_non_null(strstr(seen.text.ptr, "150003(3|x) "));
	assert_int_equal(seen.counts.rejected, 150001);
	spot_buf_reset(&bytes);
	seen_reset(&seen);
}

/* Cells under the cap in a row over its cap (four cells and a mebibyte). */
static void test_huge_row(void **state)
{
	(void)state;
	struct spot_buf bytes = SPOT_BUF_INIT;
	struct seen seen = { .rc = 0 };
	struct spot_reader_options options = small_cells;
	spot_buf_text(&bytes, "id,name\n");
	for (size_t i = 0; i < 400000; i++)
		spot_buf_text(&bytes, "abc,");
	spot_buf_text(&bytes, "\n2,x\n");
	see(&seen, bytes.ptr, bytes.len, options, 1);
	assert_int_equal(seen.rc, 0);
	assert_non_null(strstr(seen.text.ptr, "the row has more than 1,048,608 bytes "
	                                     "(the first 65,536 of 1,600,000 bytes) 3(2|x) "));
	struct seen other = { .rc = 0 };
	options.input.chunk_bytes = 1000;
	see(&other, bytes.ptr, bytes.len, options, 1);
	assert_same_seen(1000, &other, &seen);
	seen_reset(&other);
	spot_buf_reset(&bytes);
	seen_reset(&seen);
}

static void test_many_columns(void **state)
{
	(void)state;
	struct spot_buf bytes = SPOT_BUF_INIT;
	struct seen seen = { .rc = 0 };
	for (size_t i = 0; i < 65536; i++)
		spot_buf_text(&bytes, i < 65535 ? "c;" : "c\n");
	spot_buf_text(&bytes, "1;2;3\n");
	see(&seen, bytes.ptr, bytes.len, with_rejects, 10);
	assert_int_equal(seen.rc, 0);
	assert_int_equal(seen.dialect.delimiter, ';'); /* the sample holds no whole record */
	assert_int_equal(seen.dialect.n_columns, 65536);
	assert_int_equal(seen.counts.short_rows, 1);
	spot_buf_clear(&bytes);
	for (size_t i = 0; i < 65537; i++)
		spot_buf_text(&bytes, i < 65536 ? "c;" : "c\n");
	see(&seen, bytes.ptr, bytes.len, with_rejects, 10);
	assert_int_equal(seen.rc, SPOT_EDATA);
	assert_string_equal(seen.err.what, "the row has 65537 cells, 65536 is the most");
	assert_string_equal(seen.err.hint, "check the delimiter");
	spot_buf_reset(&bytes);
	seen_reset(&seen);
}

/* --- rows that do not fit the header ------------------------------------------------------- */

static void test_rows_of_the_wrong_length(void **state)
{
	(void)state;
	SEES("a,b\n1,2,\n,,\n1\n1,2\n", "a|b",
	    "!2[1,2,]the row has 3 cells, the header has 2 "
	    "!3[,,]the row has 3 cells, the header has 2 "
	    "4(1|)-1 5(1|2) ");
	struct spot_reader_options bare = {
		.no_header = true, .reject = reject_seen, .delimiter = ','
	};
	SEES_WITH(bare, "1,2\n3,4,5\n6\n", "|",
	    "1(1|2) !2[3,4,5]the row has 3 cells, the first row has 2 "
	    "3(6|)-1 ");
	FAILS("a,b\n1,2\n1,2,3\n", 3, "the row has 3 cells, the header has 2", "--rejects");
}

static void test_wrapped_rows(void **state)
{
	(void)state;
	SEES("id,name\n\"1,\"\"Acme\"\"\"\n2,Beta\n", "id|name",
	    "!2[\"1,\"\"Acme\"\"\"]the whole record is wrapped in one pair of quotes 3(2|Beta) ");
	SEES("id,name\n\"1\"\n", "id|name", "2(1|)-1 ");
	FAILS("\"id,name\"\n\"1,Acme\"\n", 1, "wrapped in one pair of quotes", "outer quotes");
	FAILS("\"id;name\"\n\"1;Acme\"\n", 1, "wrapped in one pair of quotes", "");
	FAILS("\"id,name\"\n1,Acme\n", 1, "wrapped in one pair of quotes", "");
	FAILS("\"id,name\"", 1, "wrapped in one pair of quotes", "");
	/* The name of the only column. */
	SEES("\"Sales, EUR\"\n1\n2\n", "Sales, EUR", "2(1) 3(2) ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unclosed_quote_takes_one_line),
		cmocka_unit_test(test_reopened_quotes),
		cmocka_unit_test(test_unclosed_quote_without_rejects),
		cmocka_unit_test(test_long_cells),
		cmocka_unit_test(test_long_cells_over_lines),
		cmocka_unit_test(test_long_header_is_an_error),
		cmocka_unit_test(test_unclosed_line_is_whole),
		cmocka_unit_test(test_quote_over_the_row_cap),
		cmocka_unit_test(test_huge_line),
		cmocka_unit_test(test_huge_row),
		cmocka_unit_test(test_many_columns),
		cmocka_unit_test(test_rows_of_the_wrong_length),
		cmocka_unit_test(test_wrapped_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
