/* SPDX-License-Identifier: MIT */
/* The walker against libcsv: the same cells, and what their quotes are like. */
#include "support/unit.h"

#include <csv.h>

#include "table/reader.h"
#include "table/split.h"

#define MAX_CELLS 64

static struct spot_view view(const char *text)
{
	return spot_view_of(text);
}

/* --- what a cell of raw bytes is, by the rules in words ------------------------------------ */

static size_t trim(const char **ptr, size_t len, char delimiter)
{
	while (len > 0 && (**ptr == ' ' || **ptr == '\t') && **ptr != delimiter) {
		++*ptr;
		len--;
	}
	while (len > 0 && ((*ptr)[len - 1] == ' ' || (*ptr)[len - 1] == '\t'))
		len--;
	return len;
}

/* The cell's text: trimmed; quoted ones without their outer quotes, doubled quotes as one. */
static size_t decode(char *out, struct spot_view cell, char delimiter)
{
	const char *ptr = cell.ptr;
	size_t len = trim(&ptr, cell.len, delimiter), n = 0;
	if (len == 0 || *ptr != '"') {
		memcpy(out, ptr, len);
		return len;
	}
	/* A quote is one with the next if that follows at once; the last one, if it is not
	 * half of a pair, closes. */
	for (size_t i = 1; i < len; i++) {
		if (ptr[i] == '"' && i + 1 == len)
			break;
		out[n++] = ptr[i];
		if (ptr[i] == '"' && ptr[i + 1] == '"')
			i++;
	}
	return n;
}

/* --- libcsv -------------------------------------------------------------------------------- */

struct told {
	char text[4096];
	size_t len, ends[MAX_CELLS], n_cells;
	bool row;
};

static void cell_told(void *text, size_t len, void *ctx)
{
	struct told *told = ctx;
	memcpy(told->text + told->len, text, len);
	told->len += len;
	told->ends[told->n_cells++] = told->len;
}

static void row_told(int ended_by, void *ctx)
{
	(void)ended_by;
	((struct told *)ctx)->row = true;
}

static void assert_same(const struct told *told, struct spot_view raw, char delimiter)
{
	struct spot_view cells[MAX_CELLS];
	size_t n = spot_reader_split_raw(raw, delimiter, cells, MAX_CELLS, NULL);
	assert_int_equal(n, told->n_cells);
	assert_ptr_equal(cells[0].ptr, raw.ptr);
	for (size_t i = 0, start = 0; i < n; i++) {
		char text[4096];
		size_t len = decode(text, cells[i], delimiter);
		assert_int_equal(len, told->ends[i] - start);
		assert_memory_equal(text, told->text + start, len);
		struct spot_view undone = spot_split_text(cells[i], text);
		assert_int_equal(undone.len, len);
		assert_memory_equal(undone.ptr, told->text + start, len);
		assert_int_equal(spot_split_text(cells[i], NULL).len, len);
		start = told->ends[i];
		if (i > 0)
			assert_ptr_equal(cells[i].ptr, cells[i - 1].ptr + cells[i - 1].len + 1);
	}
	assert_ptr_equal(cells[n - 1].ptr + cells[n - 1].len, raw.ptr + raw.len);
}

/* Feeds text byte by byte; every row that libcsv tells is compared. Returns how many. */
static size_t compare_rows(const char *text, size_t len, char delimiter)
{
	struct csv_parser parser;
	struct told told = { .len = 0 };
	size_t start = 0, n_rows = 0;
	assert_int_equal(csv_init(&parser, 0), 0);
	csv_set_delim(&parser, (unsigned char)delimiter);
	for (size_t i = 0; i < len; i++) {
		assert_int_equal(csv_parse(&parser, text + i, 1, cell_told, row_told, &told), 1);
		bool line_end = text[i] == '\n' || text[i] == '\r';
		struct spot_view raw = { text + start, i - start };
		if (told.row) {
			assert_same(&told, raw, delimiter);
			n_rows++;
			start = i + 1;
			told = (struct told) { .len = 0 };
		} else if (line_end && spot_split_is_blank(raw, delimiter)) {
			start = i + 1;
		}
	}
	/* A row that the input's end closes, unless it ends inside quotes. */
	struct spot_split split;
	struct spot_view raw = { text + start, len - start };
	spot_split_init(&split, delimiter);
	spot_split_walk(&split, raw);
	csv_fini(&parser, cell_told, row_told, &told);
	if (told.row && split.state != SPOT_SPLIT_QUOTED) {
		assert_same(&told, raw, delimiter);
		n_rows++;
	}
	csv_free(&parser);
	return n_rows;
}

static void test_random_bytes_as_libcsv(void **state)
{
	(void)state;
	static const char alphabet[] = "\"\"\"\",,;a \t\n\r\0b|\xC3";
	static const char delimiters[] = ",;\t |";
	uint64_t seed = 7;
	size_t n_rows = 0;
	for (int round = 0; round < 40000; round++) {
		char text[48];
		size_t len = unit_random(&seed) % sizeof(text);
		size_t n_letters = 2 + unit_random(&seed) % (sizeof(alphabet) - 2);
		for (size_t i = 0; i < len; i++)
			text[i] = alphabet[unit_random(&seed) % n_letters];
		if (round % 3 == 0 && len > 4)
			text[len / 2] = '\n';
		n_rows += compare_rows(text, len, delimiters[round % 5]);
	}
	assert_true(n_rows > 20000);
}

/* All texts of up to 7 bytes of the five that matter. */
static void test_all_short_texts_as_libcsv(void **state)
{
	(void)state;
	static const char alphabet[] = "\", a\n";
	size_t n_rows = 0;
	for (size_t len = 0, n_texts = 1; len <= 7; len++, n_texts *= 5) {
		for (size_t code = 0; code < n_texts; code++) {
			char text[8];
			for (size_t i = 0, rest = code; i < len; i++, rest /= 5)
				text[i] = alphabet[rest % 5];
			n_rows += compare_rows(text, len, ',');
		}
	}
	assert_true(n_rows > 50000);
}

static void test_cells_lie_where_they_are(void **state)
{
	(void)state;
	struct spot_view cells[4], raw = view(" 1 ,\"a,b\" ,,\" c\"\"\"");
	size_t reopened = 0;
	assert_int_equal(spot_reader_split_raw(raw, ',', cells, 4, &reopened), 4);
	assert_true(spot_view_equal(cells[0], view(" 1 ")));
	assert_true(spot_view_equal(cells[1], view("\"a,b\" ")));
	assert_int_equal(cells[2].len, 0);
	assert_true(spot_view_equal(cells[3], view("\" c\"\"\"")));
	assert_int_equal(reopened, (size_t)-1);
}

static void test_no_more_cells_than_there_is_room_for(void **state)
{
	(void)state;
	struct spot_view cells[3] = { { "x", 1 }, { "x", 1 }, { "x", 1 } };
	assert_int_equal(spot_reader_split_raw(view("a,b,c,d"), ',', cells, 2, NULL), 4);
	assert_true(spot_view_equal(cells[1], view("b")));
	assert_true(spot_view_equal(cells[2], view("x")));
	assert_int_equal(spot_reader_split_raw(view("a,b"), ',', NULL, 0, NULL), 2);
	assert_int_equal(
	    spot_reader_split_raw((struct spot_view) { NULL, 0 }, ',', cells, 3, NULL), 1);
	assert_int_equal(cells[0].len, 0);
}

static size_t reopened_of(const char *raw)
{
	struct spot_view cells[8];
	size_t reopened = 0;
	spot_reader_split_raw(view(raw), ',', cells, 8, &reopened);
	return reopened;
}

static void test_reopened_cells_are_told(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		size_t at;
	} cases[] = {
		{ "a,b", SPOT_SPLIT_NONE },
		{ "\"a\",\"b\"", SPOT_SPLIT_NONE },
		{ "\"a\" ,\"b\"\t", SPOT_SPLIT_NONE },
		{ "\"a\"\"b\",\"\"\"\"", SPOT_SPLIT_NONE },
		{ "a\"b\"c,x", SPOT_SPLIT_NONE },
		{ "1,\"Ac\"me,x", 2 },
		{ "1, \"Ac\" me,x", 3 },
		{ "\"He said \"hi\" there\",x", 0 },
		{ "1,\"Ac\" \"me\",x", 2 },
		{ "1,\"Ac\" \",x", 2 },
		{ "x,\"a\"b\",\"c\"d\"", 2 },
	};
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_int_equal(reopened_of(cases[i].raw), cases[i].at);
}

static void test_broken_cells_are_reopened_and_hold_a_line_end(void **state)
{
	(void)state;
	static const struct {
		const char *raw;
		size_t at;
	} cases[] = {
		{ "\"a\nb\",\"c\"d\"", SPOT_SPLIT_NONE }, /* two cells */
		{ "\"c\"d\",\"a\nb\"", SPOT_SPLIT_NONE },
		{ "\"a\"b\nc\"", 0 },
		{ "1,\"a\nb\"c\"", 2 },
		{ "1,\"a\rb\"c\"", 2 },
		{ "\"x\ny\", \"a\nb\" \"", 7 },
	};
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_split split;
		spot_split_init(&split, ',');
		spot_split_walk(&split, view(cases[i].raw));
		assert_int_equal(split.first_broken, cases[i].at);
	}
}

/* Walking on as bytes come is walking once. */
static void test_walk_in_pieces(void **state)
{
	(void)state;
	uint64_t seed = 11;
	for (int round = 0; round < 3000; round++) {
		char text[32];
		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = "\"\",a \n"[unit_random(&seed) % 6];
		struct spot_split whole, parts;
		spot_split_init(&whole, ',');
		spot_split_init(&parts, ',');
		spot_split_walk(&whole, (struct spot_view) { text, sizeof(text) });
		for (size_t len = 0; len <= sizeof(text); len += 1 + unit_random(&seed) % 5)
			spot_split_walk(&parts, (struct spot_view) { text, len });
		spot_split_walk(&parts, (struct spot_view) { text, sizeof(text) });
		assert_int_equal(whole.pos, parts.pos);
		assert_int_equal(whole.state, parts.state);
		assert_int_equal(whole.n_cells, parts.n_cells);
		assert_int_equal(whole.cell, parts.cell);
		assert_int_equal(whole.first_broken, parts.first_broken);
		assert_int_equal(whole.first_reopened, parts.first_reopened);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_bytes_as_libcsv),
		cmocka_unit_test(test_all_short_texts_as_libcsv),
		cmocka_unit_test(test_cells_lie_where_they_are),
		cmocka_unit_test(test_no_more_cells_than_there_is_room_for),
		cmocka_unit_test(test_reopened_cells_are_told),
		cmocka_unit_test(test_broken_cells_are_reopened_and_hold_a_line_end),
		cmocka_unit_test(test_walk_in_pieces),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
