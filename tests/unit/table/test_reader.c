/* SPDX-License-Identifier: MIT */
/* Records out of bytes: libcsv's cases, dialects, headers, chunks. */
#include "unit/table/reader_seen.h"

/* --- libcsv's table ------------------------------------------------------------------------ */

static void test_libcsv_line_ends(void **state)
{
	(void)state;
	SEES("id,name\r1,Acme\r2,Beta\r", "id|name", "2(1|Acme) 3(2|Beta) ");
	SEES("id,name\n1,Ac\rme\n", "id|name", "2(1|Ac) 3(me|)-1 ");
	SEES("id,name\r\n1,Acme\r\n", "id|name", "2(1|Acme) ");
	SEES("id,name\n\r1,Acme\n\r", "id|name", "3(1|Acme) ");
	SEES("id,name\n\n1,Acme\n\r\n\n2,Beta\n\n", "id|name", "3(1|Acme) 6(2|Beta) ");
	SEES("id,name\n   \t \n1,Acme\n", "id|name", "3(1|Acme) ");
	SEES("id,name\r\n1,\"Ac\r\nme\"\r\n", "id|name", "2(1|Ac\r\nme) ");
	SEES("id,name\n1,\"Ac\rme\"\n", "id|name", "2(1|Ac\rme) ");
	SEES("id,name\n1,A\r\n2,B\r3,C\n\r4,D\r\r\n5,E", "id|name",
	    "2(1|A) 3(2|B) 4(3|C) 6(4|D) 8(5|E) ");
}

static void test_libcsv_quotes(void **state)
{
	(void)state;
	SEES("id,name\n1,\"Ac\"\"me\"\n", "id|name", "2(1|Ac\"me) ");
	SEES("id,name\n\"\",\"\"\n,\n", "id|name", "2(|) 3(|) ");
	SEES("id\n\"\"\n\n\"x\"\n", "id", "2() 4(x) ");
	SEES("id,name\n1,\"  Acme  \"\n", "id|name", "2(1|  Acme  ) ");
	SEES("id,name,z\n1,  \"Ac,me\"  ,x\n", "id|name|z", "2(1|Ac,me|x) ");
	SEES("id,name,z\n1,Ac\"me,x\n2,Be\"t,a\"\n", "id|name|z", "2(1|Ac\"me|x) 3(2|Be\"t|a\") ");
	SEES("id,name\n1,\"Ac\" me,x\"\n2,Beta\n", "id|name", "2(1|Ac\" me,x) 3(2|Beta) ");
	SEES("id,name,z\n1,\"Ac\" \"me\",x\n", "id|name|z", "2(1|Ac\" \"me|x) ");
	SEES("id,name\n1,\"Acme\"", "id|name", "2(1|Acme) ");
	SEES("id,name\n1,\"Acme\"  ", "id|name", "2(1|Acme) ");
	SEES("\"\"\"\"\n", "\"", "");
	SEES("id,name,z\n1,\"Ac\\\"me\",x\n2,Be\\,ta\n", "id|name|z",
	    "2(1|Ac\\\"me|x) 3(2|Be\\|ta) ");
}

/* libcsv's cases 21, 24, 25, 28, 29, which it delivers and the reader does not. */
static void test_libcsv_quotes_not_closed(void **state)
{
	(void)state;
	SEES("id,name\n1,\"Ac\"me,x\n2,Beta\n", "id|name",
	    "!2[1,\"Ac\"me,x]the quote opened in line 2 is not closed 3(2|Beta) ");
	SEES("id,name\n1,\"Acme\n2,Beta\n", "id|name",
	    "!2[1,\"Acme]the quote opened in line 2 is not closed 3(2|Beta) ");
	SEES("id,name\n1,\"Acme\"\"", "id|name",
	    "!2[1,\"Acme\"\"]the quote opened in line 2 is not closed ");
	FAILS("\"", 1, "the quote opened in line 1 is not closed", "header");
	FAILS("\"\"\"\n", 1, "the quote opened in line 1 is not closed", "header");
}

static void test_libcsv_cells(void **state)
{
	(void)state;
	SEES("id,name,\n1,Acme,\n", "id|name|", "2(1|Acme|) ");
	SEES("id,name\n1,", "id|name", "2(1|) ");
	SEES("id , name\n 1 ,\t Acme Corp \t\n", "id|name", "2(1|Acme Corp) ");
	SEES("id,name,x\n1,   ,y\n", "id|name|x", "2(1||y) ");
	SEES("id,name,arr\n1,Acme\n2,Beta,5\n", "id|name|arr", "2(1|Acme|)-1 3(2|Beta|5) ");
	SEES("id,name\n1,Acme,extra,more\n", "id|name",
	    "!2[1,Acme,extra,more]the row has 4 cells, the header has 2 ");
	struct spot_reader_options tab = { .delimiter = '\t' };
	SEES_WITH(tab, "id\tname\tarr\n1\t\t5\n2\t Acme \t6\n", "id|name|arr",
	    "2(1||5) 3(2|Acme|6) ");
	SEES("id,name\n1,\xC2\xA0"
	     "Acme\xE2\x80\x83\n2,Be\xE2\x80\xA8ta\xC2\x85x\n",
	    "id|name", "2(1|\xC2\xA0"
		       "Acme\xE2\x80\x83) 3(2|Be\xE2\x80\xA8ta\xC2\x85x) ");
	SEES("id,name\n1,\vAcme\f\n", "id|name", "2(1|\vAcme\f) ");
}

static void test_libcsv_marks_and_nuls(void **state)
{
	(void)state;
	SEES("\xEF\xBB\xBFid,name\n1,Acme\n", "id|name", "2(1|Acme) ");
	SEES("\xEF\xBB\xBF\"id\",\"na,me\"\n1,Acme\n", "id|na,me", "2(1|Acme) ");
	SEES("id,name\n1,Ac\0me\n", "id|name", "2(1|Ac\0me)n ");
	SEES("id,name\n1,\"Ac\0,me\"\n", "id|name", "2(1|Ac\0,me)n ");
	SEES("id,name\n1,Acme\n\0\0\0\0", "id|name", "2(1|Acme) ");
	SEES("id,name\n1,Acme\n\x1A", "id|name", "2(1|Acme) ");
	SEES("\xFF\xFEi\0d\0,\0n\0a\0m\0e\0\n\0"
	     "1\0,\0A\0c\0m\0\xE9\0\n\0",
	    "id|name", "2(1|Acm\xC3\xA9) ");
	FAILS("", 0, "the file is empty: no header line", "export");
	FAILS("\n\r\n\r\n", 0, "no header line", "");
}

/* --- encodings ----------------------------------------------------------------------------- */

static void test_rows_that_are_not_utf8(void **state)
{
	(void)state;
	SEES("id,name\n1,Caf\xE9\n2,Caf\xC3\xA9\n3,\"a\x80\"\n", "id|name",
	    "2(1|Caf\xC3\xA9)r 3(2|Caf\xC3\xA9) 4(3|a\xE2\x82\xAC)r ");
	SEES("id,Stra\xDF" "e\n1,x\n", "id|Stra\xC3\x9F" "e", "2(1|x) ");
	SEES("id,name\n1,Caf\xE9,x\n", "id|name",
	    "!2[1,Caf\xC3\xA9,x]the row has 3 cells, the header has 2 ");
	struct seen seen = { .rc = 0 };
	static const char bytes[] = "id,n\xE4me\n1,x\n2,\xE9\n3,\0\n";
	see_all(&seen, bytes, sizeof(bytes) - 1, with_rejects);
	assert_int_equal(seen.counts.recoded_rows, 2);
	assert_int_equal(seen.counts.recoded_first_line, 1);
	assert_int_equal(seen.counts.nul_rows, 1);
	assert_int_equal(seen.counts.nul_first_line, 4);
	seen_reset(&seen);
}

/* A row of cells in two encodings: those that are UTF-8 stay. */
static void test_cells_that_are_not_utf8(void **state)
{
	(void)state;
	SEES("id,name\n\xC3\x89" "1,Caf\xE9\n", "id|name", "2(\xC3\x89" "1|Caf\xC3\xA9)r ");
	SEES("\xC3\x89,n\xE4me\n1,x\n", "\xC3\x89|n\xC3\xA4me", "2(1|x) ");
	SEES("id,name\n\" \xC3\x89,\",\"\xE9,\"\"x\"\n", "id|name",
	    "2( \xC3\x89,|\xC3\xA9,\"x)r ");
	SEES("id,name\n\xC3\x89,\xE9,x\n", "id|name",
	    "!2[\xC3\x89,\xC3\xA9,x]the row has 3 cells, the header has 2 ");
}

static void test_utf8_by_name(void **state)
{
	(void)state;
	static const char refused[] = "not in UTF-8, as --encoding says; without it such cells are "
	    "read as windows-1252";
	struct spot_reader_options options = { .reject = reject_seen, .delimiter = ',',
		.input.encoding = "UTF8" };
	SEES_WITH(options, "id,name\n1,Caf\xE9\n2,Caf\xC3\xA9\n", "id|name",
	    "!2[1,Caf\xC3\xA9]not in UTF-8, as --encoding says; without it such cells are read as "
	    "windows-1252 3(2|Caf\xC3\xA9) ");
	assert_fails("id,n\xE4me\n1,x\n", 13, options, SPOT_EDATA, 1, refused, "");
	options.reject = NULL;
	assert_fails("id,name\n1,\xE9\n", 12, options, SPOT_EDATA, 2, refused,
	    "use --rejects FILE to set such rows aside");
}

/* Quotes in a cell without quotes, and doubled ones, are nothing odd. */
static void test_reopened_cells_are_counted(void **state)
{
	(void)state;
	struct seen seen = { .rc = 0 };
	static const char bytes[] =
	    "id,name\n1,\"a\"\n2,5\" x\n3,\"b\" c\"\n4,\"d\"\"\"\n5,\"e\"f\"\n6,\"g\"\n";
	see_all(&seen, bytes, sizeof(bytes) - 1, with_rejects);
	assert_int_equal(seen.counts.rows, 6);
	assert_int_equal(seen.counts.reopened_rows, 2);
	assert_int_equal(seen.counts.reopened_first_line, 4);
	seen_reset(&seen);
}

/* --- dialects ------------------------------------------------------------------------------ */

static void assert_delimiter(const char *bytes, char delimiter, size_t n_columns)
{
	struct seen seen = { .rc = 0 };
	see_all(&seen, bytes, strlen(bytes), with_rejects);
	if (seen.rc < 0)
		fail_msg("'%s': %s", bytes, seen.err.what);
	if (seen.dialect.delimiter != delimiter || seen.dialect.n_columns != n_columns)
		fail_msg("'%s': '%c', %zu columns", bytes, seen.dialect.delimiter,
		    seen.dialect.n_columns);
	assert_true(seen.dialect.delimiter_sniffed);
	seen_reset(&seen);
}

static void test_delimiter_is_found(void **state)
{
	(void)state;
	assert_delimiter("a,b\n1,2\n", ',', 2);
	assert_delimiter("a;b\n1;2\n", ';', 2);
	assert_delimiter("a\tb\n1\t2\n", '\t', 2);
	assert_delimiter("a|b\n1|2\n", '|', 2);
	assert_delimiter("a;b;c\n1;1,5;x\n2;2,5;y\n", ';', 3);
	assert_delimiter("a;b, EUR;c\n1;1,5;x\n2;2,5;y\n", ';', 3);
	assert_delimiter("a;b, EUR;c\n1;1,5;x\n2;2,5;y\n3;3,5\n4;4,5;w\n5;5,5;v\n", ';', 3);
	assert_delimiter("a,b\n\"x;y\",1\n\"p;q\",2\n", ',', 2);
	assert_delimiter("name\nAcme\nBeta\n", ',', 1);
	assert_delimiter("name\n", ',', 1);
	/* Quotes that are sound under one of two only. */
	assert_delimiter("id;\"a,\"\n1;2\n", ';', 2);
	assert_delimiter("id;\"a,\"\n1;2\n1;2;3\n", ';', 2);
	assert_delimiter("id;\"a,\";\"b\"\n1;2;3\n", ';', 3);
	assert_delimiter("id,name\n1,\"27\" wide\"\n", ',', 2);
	assert_delimiter("id,na;me\n1,\"27\" w\"\n2,y\n3,z\n", ',', 2);
	assert_delimiter("a;b", ';', 2);
	/* Of two that are as good the first: comma, semicolon, tab, bar. */
	assert_delimiter("a;b,c\n1;2,3\n", ',', 2);
	assert_delimiter("a|b;c\n1|2;3\n", ';', 2);
	assert_delimiter("id\tnote\n1\ta, b, c\n2\td, e\n3\tf\n", '\t', 2);
	assert_delimiter("a|b|c\n\"1\n2\"|x, y|z\n", '|', 3);
}

static void test_delimiter_is_given(void **state)
{
	(void)state;
	struct spot_reader_options options = { .delimiter = ';' };
	SEES_WITH(options, "a,b;c\n1,2;3\n", "a,b|c", "2(1,2|3) ");
	options.delimiter = '^';
	SEES_WITH(options, "a^b\n1^2\n", "a|b", "2(1|2) ");
	options.delimiter = ' ';
	SEES_WITH(options, "a b c\n1  \"2 3\"\n", "a|b|c", "2(1||2 3) ");
}

static void test_sep_line(void **state)
{
	(void)state;
	struct spot_reader_options options = { .reject = reject_seen };
	SEES_WITH(options, "sep=;\r\nid;name\r\n1;Acme\r\n", "id|name", "3(1|Acme) ");
	SEES_WITH(options, "\"sep=;\"\nid;name\n1;Acme\n", "id|name", "3(1|Acme) ");
	SEES_WITH(options, "\xEF\xBB\xBFSEP=^\rid^name\r1^Acme\r", "id|name", "3(1|Acme) ");
	SEES_WITH(options, "sep=\t\nid\tname\n1\tAcme\n", "id|name", "3(1|Acme) ");
	SEES_WITH(options, "sep=5\nid5name\n15Acme\n", "id|name", "3(1|Acme) ");
	/* Not one: a header. */
	SEES_WITH(options, "sep=xy\n1\n", "sep=xy", "2(1) ");
	/* What was asked for wins, and the line goes all the same. */
	options.delimiter = ',';
	SEES_WITH(options, "sep=;\nid,name\n1,Acme\n", "id|name", "3(1|Acme) ");
	FAILS("sep=;", 0, "no header line", "");

	struct seen seen = { .rc = 0 };
	see_all(&seen, "\"sep=;\"\r\na;b\r\n", 15, with_rejects);
	assert_true(seen.dialect.has_sep_line);
	assert_false(seen.dialect.delimiter_sniffed);
	assert_int_equal(seen.dialect.sep_line.len, 7);
	seen_reset(&seen);
}

static void test_lines_are_skipped(void **state)
{
	(void)state;
	struct spot_reader_options options = { .reject = reject_seen, .skip_rows = 2 };
	SEES_WITH(options, "Report\nof \"today\nid,name\n1,x\n", "id|name", "4(1|x) ");
	SEES_WITH(options, "Report\r\n\r\nid,name\r\n1,x\r\n", "id|name", "4(1|x) ");
	SEES_WITH(options, "Report\r\rid,name\r1,x\r", "id|name", "4(1|x) ");
	SEES_WITH(options, "sep=;\nReport\nid;name\n1;x\n", "id|name", "4(1|x) ");
	SEES_WITH(options, "Report\n\nsep=;\nid;name\n1;x\n", "id|name", "5(1|x) ");
	FAILS_WITH(options, "id\n1\n", 0, "no header line", "--skip-rows");
	FAILS_WITH(options, "id", 0, "no header line", "");
	options.no_header = true;
	SEES_WITH(options, "Report\n\n1,x\n2,y\n", "|", "3(1|x) 4(2|y) ");
}

static void test_titles_are_named(void **state)
{
	(void)state;
	FAILS("Accounts of today\nid,name\n1,x\n2,y\n", 1, "one cell, line 2 has 2",
	    "--skip-rows 1");
	FAILS("Accounts\r\n\r\n\"as\nof\"\r\nid;name\r\n1;x\r\n2;y\r\n", 1, "line 5 has 2",
	    "--skip-rows 4");
	struct spot_reader_options comma = { .delimiter = ',', .reject = reject_seen };
	FAILS_WITH(comma, "Accounts\nid,name\n", 1, "line 2 has 2", "--skip-rows 1");
	comma.skip_rows = 1;
	FAILS_WITH(comma, "x\nAccounts\nid,name\n", 2, "line 3 has 2", "--skip-rows 2");
	/* One column, and a row in it that is none. */
	SEES("name\nAcme\nBe,ta\nGamma\n", "name",
	    "2(Acme) !3[Be,ta]the row has 2 cells, the header has 1 4(Gamma) ");
}

static void test_line_end_is_told(void **state)
{
	(void)state;
	static const struct {
		const char *bytes, *line_end;
	} cases[] = { { "a,b", "\n" }, { "a,b\n1,2\r\n", "\n" }, { "a,b\r\n1,2\n", "\r\n" },
		{ "a,b\r1,2\r", "\r" }, { "a,b\r", "\r" }, { "\n\r\na,b\r\n", "\r\n" } };
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct seen seen = { .rc = 0 };
		see_all(&seen, cases[i].bytes, strlen(cases[i].bytes), with_rejects);
		assert_string_equal(seen.dialect.line_end, cases[i].line_end);
		seen_reset(&seen);
	}
}

static void test_header_is_kept(void **state)
{
	(void)state;
	static const char bytes[] =
	    "\xEF\xBB\xBF \"Account\nID\" ,\xC2\xA0Name\xC2\xA0,,\" x \"\r\n1,2,3,4\r\n";
	for (size_t chunk = 1; chunk < 50; chunk++) {
		struct spot_reader_options options = { .input = { .chunk_bytes = chunk } };
		struct spot_input *input;
		struct spot_reader *reader;
		assert_int_equal(spot_input_open_memory(
				     &input, "m", bytes, sizeof(bytes) - 1, &options.input, NULL),
		    0);
		assert_int_equal(spot_reader_open_input(&reader, input, 0, &options, NULL), 0);
		const struct spot_dialect *d = spot_reader_dialect(reader);
		assert_int_equal(d->n_columns, 4);
		assert_true(d->has_bom);
		assert_true(spot_view_equal(d->header[0], SPOT_VIEW("Account\nID")));
		assert_true(spot_view_equal(d->header[1], SPOT_VIEW("Name")));
		assert_true(spot_view_equal(d->header[2], SPOT_VIEW("")));
		assert_true(spot_view_equal(d->header[3], SPOT_VIEW("x")));
		assert_true(spot_view_equal(d->header_raw,
		    SPOT_VIEW(" \"Account\nID\" ,\xC2\xA0Name\xC2\xA0,,\" x \"")));
		assert_string_equal(spot_input_name(spot_reader_input(reader)), "m");
		spot_reader_close(reader);
	}
}

static void test_options_that_make_no_sense(void **state)
{
	(void)state;
	static const char delimiters[] = { '"', '\n', '\r', '\xE9' };
	for (size_t i = 0; i < sizeof(delimiters); i++) {
		struct spot_reader_options options = { .delimiter = delimiters[i] };
		assert_fails("a,b\n", 4, options, SPOT_EUSAGE, 0,
		    "the delimiter cannot be a quote, a line end or a letter outside ASCII",
		    "use one of , ; | or a tab");
	}
}

static void test_no_header(void **state)
{
	(void)state;
	struct spot_reader_options options = { .no_header = true, .reject = reject_seen };
	SEES_WITH(options, "1,Acme\n2,Caf\xE9\n", "|", "1(1|Acme) 2(2|Caf\xC3\xA9)r ");
	SEES_WITH(options, "1,\xE9\r\n2,x\r\n", "|", "1(1|\xC3\xA9)r 2(2|x) ");
	/* The first row that can be used tells the columns. */
	SEES_WITH(options, "1,\"A\n2,B\n", "|",
	    "!1[1,\"A]the quote opened in line 1 is not closed 2(2|B) ");
	FAILS_WITH(options, "", 0, "no rows", "");
}

/* --- counts -------------------------------------------------------------------------------- */

static void test_counts(void **state)
{
	(void)state;
	static const char bytes[] =
	    "\nid,name\n\n \t\n1,a\n2\n\"\n3,b,c\r\n\r\n4,d\n  \n5,e\0\x1A\0";
	struct seen seen = { .rc = 0 };
	see_all(&seen, bytes, sizeof(bytes) - 1, with_rejects);
	assert_int_equal(seen.rc, 0);
	assert_string_equal(spot_buf_str(&seen.text),
	    "5(1|a) 6(2|)-1 !7[\"]the quote opened in line 7 is not closed "
	    "!8[3,b,c]the row has 3 cells, the header has 2 10(4|d) 12(5|e) ");
	assert_int_equal(seen.counts.rows, 4);
	assert_int_equal(seen.counts.rejected, 2);
	assert_int_equal(seen.counts.blank_lines, 5);
	assert_int_equal(seen.counts.short_rows, 1);
	assert_int_equal(seen.counts.short_first_line, 6);
	assert_int_equal(seen.counts.trailing_junk, 3);
	assert_int_equal(seen.counts.bytes, sizeof(bytes) - 1);
	seen_reset(&seen);
}

static void test_padding_at_the_end(void **state)
{
	(void)state;
	SEES("a,b\n1,2\0\0", "a|b", "2(1|2) ");
	SEES("a,b\n1,2\n \x1A", "a|b", "2(1|2) ");
	SEES("a,b\n1,\"x\0y\"\0", "a|b", "2(1|x\0y)n ");
	SEES("a,b\n1,\"x\0", "a|b", "!2[1,\"x]the quote opened in line 2 is not closed ");
	/* More of it than a cell may have. */
	SEES_WITH(small_cells, "a,b\n1,2\n\0\0\0\0\0\0\0\0\0\0\0\0", "a|b", "2(1|2) ");
	SEES_WITH(small_cells, "a,b\n\0\0\0\0\0\0\0\0\0\0\0\0\n1,2\n", "a|b",
	    "!2[\0\0\0\0\0\0\0\0\0\0\0\0]cell 1 has 12 bytes, more than the 8 allowed; "
	    "--max-cell raises that 3(1|2) ");
}

/* --- chunks -------------------------------------------------------------------------------- */

static void test_chunks_hold_what_is_asked(void **state)
{
	(void)state;
	struct spot_buf bytes = SPOT_BUF_INIT;
	spot_buf_text(&bytes, "id,name\n");
	for (int i = 0; i < 100; i++)
		spot_buf_printf(&bytes, "%d,\"name, %d\"\n", i, i);
	struct spot_reader_options options = SPOT_READER_OPTIONS_INIT;
	struct spot_input *input;
	struct spot_reader *reader;
	struct spot_chunk chunk;
	bool at_end = false;
	assert_int_equal(spot_input_open_memory(&input, "m", bytes.ptr, bytes.len, NULL, NULL), 0);
	assert_int_equal(spot_reader_open_input(&reader, input, 0, &options, NULL), 0);
	spot_chunk_init(&chunk);
	assert_int_equal(spot_reader_next(reader, &chunk, 7, SIZE_MAX, &at_end, NULL), 0);
	assert_int_equal(chunk.n_records, 7);
	assert_int_equal(chunk.n_columns, 2);
	assert_false(at_end);
	/* A record at least, whatever its size. */
	assert_int_equal(spot_reader_next(reader, &chunk, 7, 1, &at_end, NULL), 0);
	assert_int_equal(chunk.n_records, 1);
	assert_int_equal(chunk.first_row, 7);
	assert_int_equal(
	    spot_reader_next(reader, &chunk, 7, 2 * chunk.size_bytes, &at_end, NULL), 0);
	assert_true(chunk.n_records >= 2 && chunk.n_records <= 3);
	uint64_t first = 8 + chunk.n_records;
	assert_int_equal(spot_reader_next(reader, &chunk, 1000, SIZE_MAX, &at_end, NULL), 0);
	assert_true(at_end);
	assert_int_equal(chunk.first_row, first);
	assert_int_equal(chunk.n_records, 100 - first);
	assert_true(spot_view_equal(
	    chunk.records[chunk.n_records - 1].raw, SPOT_VIEW("99,\"name, 99\"")));
	assert_int_equal(spot_reader_next(reader, &chunk, 7, SIZE_MAX, &at_end, NULL), 0);
	assert_true(at_end);
	assert_int_equal(chunk.n_records, 0);
	spot_chunk_reset(&chunk);
	spot_reader_close(reader);
	spot_buf_reset(&bytes);
}

static int reject_stop(void *ctx, const struct spot_reject *reject)
{
	(void)reject;
	return ++*(int *)ctx == 2 ? SPOT_EWRITE : 0;
}

static void test_reject_may_stop_the_reading(void **state)
{
	(void)state;
	static const char bytes[] = "a\n1,2\nx\n3,4\ny\n";
	int n = 0;
	struct spot_reader_options options = {
		.reject = reject_stop, .reject_ctx = &n, .delimiter = ';'
	};
	struct spot_input *input;
	struct spot_reader *reader;
	struct spot_chunk chunk;
	struct spot_error err = SPOT_ERROR_INIT;
	bool at_end;
	options.delimiter = ',';
	options.no_header = false;
	assert_int_equal(
	    spot_input_open_memory(&input, "m", bytes, sizeof(bytes) - 1, NULL, NULL), 0);
	int rc = spot_reader_open_input(&reader, input, 0, &options, &err);
	assert_int_equal(rc, 0);
	spot_chunk_init(&chunk);
	assert_int_equal(spot_reader_next(reader, &chunk, 9, SIZE_MAX, &at_end, &err), 0);
	assert_int_equal(chunk.n_records, 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    spot_reader_next(reader, &chunk, 9, SIZE_MAX, &at_end, &err), SPOT_EWRITE);
		assert_string_equal(err.what, "a rejected row could not be noted");
		assert_int_equal(err.line, 4);
		assert_int_equal(chunk.n_records, 0);
	}
	assert_int_equal(n, 2);
	spot_chunk_reset(&chunk);
	spot_reader_close(reader);
}

static void test_files(void **state)
{
	(void)state;
	struct spot_reader_options options = SPOT_READER_OPTIONS_INIT;
	struct spot_reader *reader = NULL;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_reader_open(&reader, "/no/such.csv", 0, &options, &err), SPOT_EDATA);
	assert_null(reader);
	assert_string_equal(err.file, "/no/such.csv");
	/* What is no CSV shows when the first bytes are read. */
	assert_int_equal(
	    spot_reader_open(&reader, "/proc/self/exe", 0, &options, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "a program, not CSV"));
	spot_reader_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libcsv_line_ends),
		cmocka_unit_test(test_reopened_cells_are_counted),
		cmocka_unit_test(test_libcsv_quotes),
		cmocka_unit_test(test_libcsv_quotes_not_closed),
		cmocka_unit_test(test_libcsv_cells),
		cmocka_unit_test(test_libcsv_marks_and_nuls),
		cmocka_unit_test(test_rows_that_are_not_utf8),
		cmocka_unit_test(test_cells_that_are_not_utf8),
		cmocka_unit_test(test_utf8_by_name),
		cmocka_unit_test(test_delimiter_is_found),
		cmocka_unit_test(test_delimiter_is_given),
		cmocka_unit_test(test_sep_line),
		cmocka_unit_test(test_lines_are_skipped),
		cmocka_unit_test(test_titles_are_named),
		cmocka_unit_test(test_line_end_is_told),
		cmocka_unit_test(test_header_is_kept),
		cmocka_unit_test(test_options_that_make_no_sense),
		cmocka_unit_test(test_no_header),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_padding_at_the_end),
		cmocka_unit_test(test_chunks_hold_what_is_asked),
		cmocka_unit_test(test_reject_may_stop_the_reading),
		cmocka_unit_test(test_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
