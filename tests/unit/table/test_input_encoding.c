/* SPDX-License-Identifier: MIT */
/* Bytes in that are not UTF-8, or no text at all. */
#include "unit/table/input_read.h"

/* --- encodings ----------------------------------------------------------------------------- */

static void test_utf16(void **state)
{
	(void)state;
	READS("\xFF\xFE", NULL, "");
	READS("\xFF\xFEi\0d\0,\0\xE9\0\xAC\x20\n\0", NULL, "id,\xC3\xA9\xE2\x82\xAC\n");
	READS("\xFE\xFF\0i\0d\0,\0\xE9\x20\xAC\0\n", NULL, "id,\xC3\xA9\xE2\x82\xAC\n");
	READS("\xFF\xFE\x3D\xD8\x00\xDE", NULL, "\xF0\x9F\x98\x80"); /* a pair */
	READS("\xFF\xFE\0\0i\0\0\0d\0\0\0", NULL, "id");
	READS("\0\0\xFE\xFF\0\0\0i\0\0\0d", NULL, "id");
	READS("i\0d\0", "UTF-16LE", "id");
	READS("\0i\0d", "UTF-16BE", "id");
	READS("\xFF\xFEi\0d\0", "UTF-16LE", "id");
}

static void test_utf16_broken(void **state)
{
	(void)state;
	REFUSES("\xFF\xFEi\0d", NULL, "middle of a character");
	REFUSES("\xFF\xFEi\0\x3D\xD8", NULL, "middle of a character");
	REFUSES("\xFF\xFEi\0\x00\xDE" "d\0", NULL, "not UTF-16LE");
	REFUSES("\x00\xDE" "d\0", "UTF-16LE", "not UTF-16LE");
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_error err = SPOT_ERROR_INIT;
	/* What comes before is read. */
	assert_int_equal(read_memory(&out,
	                     "\xFF\xFEi\0\n\0\x00\xDE"
	                     "d\0",
	                     10, NULL, 0, &err),
	    SPOT_EDATA);
	assert_string_equal(spot_buf_str(&out), "i\n");
	assert_string_equal(err.what, "what stands at byte 4 is not UTF-16LE");
	spot_buf_reset(&out);
}

static void test_utf16_without_mark(void **state)
{
	(void)state;
	REFUSES("i\0d\0,\0n\0\n\0", NULL, "UTF-16LE without a byte order mark");
	REFUSES("\0i\0d\0,\0n\0\n", "utf-8", "UTF-16BE without a byte order mark");
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_buf out = SPOT_BUF_INIT;
	assert_int_equal(read_memory(&out, "i\0d\0,\0n\0\n\0", 10, NULL, 0, &err), SPOT_EDATA);
	assert_non_null(strstr(err.hint, "--encoding UTF-16LE"));
	spot_buf_reset(&out);
	/* A few NULs are not UTF-16. */
	READS("id,name\n1,Ac\0me\n", NULL, "id,name\n1,Ac\0me\n");
	READS("id,name\n1,Acme\n\0\0\0\0", NULL, "id,name\n1,Acme\n\0\0\0\0");
	READS("a\0b", NULL, "a\0b");
}

static void test_windows1252(void **state)
{
	(void)state;
	static const char *const names[] = { "latin1", "Latin-1", "ISO-8859-1", "cp1252",
		"WINDOWS-1252", "ansi" };
	for (size_t i = 0; i < N_OF(names); i++)
		READS("caf\xE9 \x80 \x93x\x94", names[i],
		    "caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D");
	char all[256];
	struct spot_buf out = SPOT_BUF_INIT, ours = SPOT_BUF_INIT;
	for (int i = 0; i < 256; i++)
		all[i] = (char)i;
	spot_input_encoding_windows1252(&out, (struct spot_view) { all, 256 });
	assert_int_equal(out.len, 128 + 2 * 128 + 17); /* 17 of the upper half take three bytes */
	assert_memory_equal(out.ptr, all, 128);
	assert_non_null(memmem(out.ptr, out.len, "\xC2\x81", 2)); /* left open by windows-1252 */
	assert_reads(all, 256, "latin1", out.ptr, out.len);
	/* iconv knows the other 251 under a name that is not ours. */
	for (int i = 0; i < 256; i++) {
		if (i == 0x81 || i == 0x8D || i == 0x8F || i == 0x90 || i == 0x9D)
			continue;
		char two[2] = { 'x', all[i] };
		spot_buf_clear(&ours);
		spot_input_encoding_windows1252(&ours, (struct spot_view) { two, 2 });
		assert_int_equal(read_memory(&out, two, 2, "MS-ANSI", 0, NULL), 0);
		assert_int_equal(out.len, ours.len);
		assert_memory_equal(out.ptr, ours.ptr, ours.len);
	}
	spot_buf_reset(&out);
	spot_buf_reset(&ours);
}

static void test_other_encodings(void **state)
{
	(void)state;
	READS("\xC1\xE2", "ISO-8859-7", "\xCE\x91\xCE\xB2");
	READS("\x93\xFA\x96\x7B", "SHIFT_JIS", "\xE6\x97\xA5\xE6\x9C\xAC");
	READS("\x1B$BF|K\\\x1B(B", "ISO-2022-JP", "\xE6\x97\xA5\xE6\x9C\xAC");
	REFUSES("a\x93", "SHIFT_JIS", "middle of a character");
}

/* A chunk of the encoder's own size ends inside characters. */
static void test_long_utf16(void **state)
{
	(void)state;
	size_t n = 50001;
	char *bytes = malloc(2 + 2 * n), *text = malloc(3 * n);
	memcpy(bytes, "\xFF\xFE", 2);
	for (size_t i = 0; i < n; i++) {
		memcpy(bytes + 2 + 2 * i, "\xAC\x20", 2);
		memcpy(text + 3 * i, "\xE2\x82\xAC", 3);
	}
	struct spot_buf out = SPOT_BUF_INIT;
	static const size_t chunks[] = { 0, 1000, 1001, 100000 };
	for (size_t i = 0; i < N_OF(chunks); i++) {
		assert_int_equal(read_memory(&out, bytes, 2 + 2 * n, NULL, chunks[i], NULL), 0);
		assert_int_equal(out.len, 3 * n);
		assert_memory_equal(out.ptr, text, 3 * n);
	}
	spot_buf_reset(&out);
	free(bytes);
	free(text);
}

/* --- what is not CSV ----------------------------------------------------------------------- */

static void test_other_kinds_of_files(void **state)
{
	(void)state;
	REFUSES("PK\3\4....[Content_Types].xml", NULL, "an Excel workbook (xlsx), not CSV");
	REFUSES("PK\3\4....data.csv", NULL, "a zip archive, not CSV");
	REFUSES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", NULL, "an old Excel workbook");
	REFUSES("%PDF-1.4\n", NULL, "a PDF document");
	REFUSES("\x7F" "ELF\2\1\1\0", NULL, "a program");
	REFUSES("SQLite format 3\0", NULL, "an SQLite database");
	REFUSES("\n <!DOCTYPE html><html>", NULL, "a web page");
	REFUSES("\xFD" "7zXZ\0", NULL, "compressed with xz");
	READS("PK,name\n", NULL, "PK,name\n");
	READS("PAR1,x\n", NULL, "PAR1,x\n");
	READS("<b>,x\n", NULL, "<b>,x\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_utf16_broken),
		cmocka_unit_test(test_utf16_without_mark),
		cmocka_unit_test(test_windows1252),
		cmocka_unit_test(test_other_encodings),
		cmocka_unit_test(test_long_utf16),
		cmocka_unit_test(test_other_kinds_of_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
