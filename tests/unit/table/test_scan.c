/* SPDX-License-Identifier: MIT */
/*
 * Cutting and scanning against the reader alone, on tables that are mostly plain and odd in
 * places; each variant's loops against loops byte by byte, with a page behind the bytes that
 * must not be touched; allocations that fail. SPOT_SOAK=N looks at N tables instead of a few.
 */
#include "unit/table/csv_oracle.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/utf8.h"

/* --- tables ------------------------------------------------------------------------------- */

struct style {
	size_t n_columns;
	unsigned odd;      /* one in so many cells is odd; 0: none */
	unsigned odd_row;  /* the same of rows */
	unsigned quoted;   /* one in so many plain cells is in quotes */
	const char *line_end;
	char delimiter;
};

static unsigned below(uint64_t *seed, unsigned n)
{
	return (unsigned)(unit_random(seed) % n);
}

static bool one_in(uint64_t *seed, unsigned n)
{
	return n > 0 && below(seed, n) == 0;
}

static void odd_cell_put(struct spot_buf *out, uint64_t *seed)
{
	static const struct spot_view cells[] = { { " x ", 3 }, { "\t", 1 }, { "\"a,b\"", 5 },
		{ "\"a\nb\"", 5 }, { "\"a\r\nb\"", 6 }, { "\"\r\"", 3 }, { "\"a\"\"b\"", 6 },
		{ "\"\"\"\"", 4 }, { "\"\"", 2 }, { " \"a\"", 4 }, { "\"a\" ", 4 }, { "5\"", 2 },
		{ "\"a\"b\"", 5 }, { "\"a\"b", 4 }, { "\"a", 2 }, { "\xC3\xA9", 2 }, { "\xE9", 1 },
		{ "\xE2\x82\xAC\xF0\x9F\x98\x80", 7 }, { "\xE2\x82", 2 }, { "a\0b", 3 },
		{ "\r", 1 },
		{ "\xEF\xBB\xBF", 3 }, { "\x1A", 1 }, { "\"\xC3\xA9\"", 4 }, { "-", 1 },
		{ "\"\0\"", 3 }, { "\"a\n\"\"\n,\"", 8 },
		{ "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 8 } };
	spot_buf_view(out, cells[below(seed, N_OF(cells))]);
}

static void cell_put(struct spot_buf *out, const struct style *style, uint64_t *seed)
{
	static const char *const words[] = { "", "", "7", "Acme", "2024-03-14", "12.5", "-3%",
		"a;b;c", "Some longer text that fills more than one group of bytes by itself, no",
		"www.example.com" };
	if (one_in(seed, style->odd)) {
		odd_cell_put(out, seed);
		return;
	}
	const char *word = words[below(seed, N_OF(words))];
	bool quoted = one_in(seed, style->quoted);
	if (quoted)
		spot_buf_char(out, '"');
	for (; *word; word++)
		if (quoted || *word != style->delimiter)
			spot_buf_char(out, *word);
	if (quoted)
		spot_buf_char(out, '"');
}

static void odd_row_put(struct spot_buf *out, const struct style *style, uint64_t *seed)
{
	static const char *const rows[] = { "", "  ", "\t", "x", "\"\"", "\"a,b,c\"", "\r", "a\rb",
		"a,b,c,d,e,f,g,h,i,j,k,l,m", ",,,,,,,,,,,,,,,,,,", "\"never closed,x\ny" };
	spot_buf_text(out, rows[below(seed, N_OF(rows))]);
	spot_buf_text(out, one_in(seed, 4) ? "\n\r" : style->line_end);
}

static void table_put(struct spot_buf *out, const struct style *style, size_t n_rows,
    uint64_t *seed)
{
	for (size_t row = 0; row < n_rows; row++) {
		if (row > 0 && one_in(seed, style->odd_row))
			odd_row_put(out, style, seed);
		for (size_t i = 0; i < style->n_columns; i++) {
			if (i > 0)
				spot_buf_char(out, style->delimiter);
			cell_put(out, style, seed);
		}
		spot_buf_text(out, style->line_end);
	}
	static const char *const ends[] = { "", "x", "\x1A", "\"", "\"\"", "\n\n", "a,b" };
	if (one_in(seed, 3))
		spot_buf_text(out, ends[below(seed, N_OF(ends))]);
}

static struct style style_make(uint64_t *seed)
{
	static const unsigned rates[] = { 0, 1, 2, 10, 100, 400 };
	static const char delimiters[] = ",,,;\t|x ";
	struct style style = { .n_columns = 1 + below(seed, 9) };
	style.odd = one_in(seed, 2) ? rates[below(seed, 6)] : 0;
	style.odd_row = one_in(seed, 2) ? rates[below(seed, 6)] : 0;
	style.quoted = one_in(seed, 2) ? rates[below(seed, 6)] : 0;
	style.line_end = one_in(seed, 3) ? "\r\n" : "\n";
	style.delimiter = delimiters[below(seed, 8)];
	return style;
}

static struct {
	size_t n_tables, n_libcsv, n_blocks, bytes, block_bytes;
} done;

/* Any letters, most of them the ones that matter. */
static void noise_put(struct spot_buf *out, uint64_t *seed)
{
	static const char letters[] = "\"\"\"\n\n\n\r,,,a;\t \0\xE9\xC3\xA9\xEF\xBB\xBF|\x1A";
	size_t n_letters = sizeof(letters) - 1 - below(seed, 16);
	for (size_t n = below(seed, 400); n > 0; n--)
		spot_buf_char(out, letters[below(seed, (unsigned)n_letters)]);
}

static void table_check(uint64_t *seed)
{
	struct spot_buf bytes = SPOT_BUF_INIT;
	struct style style = style_make(seed);
	if (one_in(seed, 4))
		noise_put(&bytes, seed);
	else
		table_put(&bytes, &style, 1 + below(seed, one_in(seed, 10) ? 300 : 30), seed);
	static const char *const none = "";
	const char *text = bytes.len > 0 ? bytes.ptr : none;
	struct spot_reader_options options = { .delimiter = style.delimiter,
		.no_header = one_in(seed, 2), .reject = one_in(seed, 5) ? NULL : reject_seen,
		.max_cell_bytes = one_in(seed, 10) ? 1 + below(seed, 200) : 0 };
	struct seen plain = { .rc = 0 }, cut = { .rc = 0 };
	if (one_in(seed, 6))
		options.input.encoding = "utf-8";
	see(&plain, text, bytes.len, options, 1 + below(seed, 100));
	size_t cut_bytes = 1 + below(seed, one_in(seed, 2) ? 2000 : 100);
	if (one_in(seed, 4))
		cut_bytes = 1 << 18;
	options.input.chunk_bytes = one_in(seed, 2) ? 1 + below(seed, 300) : 0;
	spot_scan_force(below(seed, SPOT_CPU_N));
	see_cut(&cut, text, bytes.len, options, cut_bytes);
	assert_same_seen(cut_bytes, &cut, &plain);
	if (options.no_header && !options.input.encoding && !plain.dialect.has_sep_line &&
	    !plain.dialect.has_bom)
		done.n_libcsv += assert_as_libcsv(text, bytes.len, &cut);
	done.n_tables++;
	done.n_blocks += cut.n_blocks;
	done.bytes += bytes.len;
	done.block_bytes += cut.block_bytes;
	seen_reset(&plain);
	seen_reset(&cut);
	spot_buf_reset(&bytes);
}

static void test_tables(void **state)
{
	(void)state;
	const char *soak = getenv("SPOT_SOAK");
	size_t n = soak ? (size_t)strtoull(soak, NULL, 10) : 6000;
	uint64_t seed = soak ? n : 7;
	for (size_t i = 0; i < n; i++) {
		uint64_t at = seed;
		unit_random(&seed);
		table_check(&at);
	}
	if (soak)
		print_message("%zu tables, %zu bytes, %zu of them in %zu blocks; %zu by libcsv\n",
		    done.n_tables, done.bytes, done.block_bytes, done.n_blocks, done.n_libcsv);
	assert_true(done.block_bytes > done.bytes / 5);
	assert_true(done.n_libcsv > done.n_tables / 20);
}

/* --- what is done how ---------------------------------------------------------------------- */

static void chunk_of(struct spot_chunk *chunk, const char *bytes, size_t n_columns)
{
	static char mem[4096];
	size_t len = strlen(bytes);
	memset(mem, 0, sizeof(mem));
	memcpy(mem, bytes, len);
	spot_chunk_clear(chunk);
	chunk->n_columns = n_columns;
	chunk->block.ptr = mem;
	chunk->block.len = len;
	chunk->block.delimiter = ',';
	chunk->block.line = 2;
	for (const char *p = bytes; *p; p++)
		chunk->block.n_lines += *p == '\n';
	assert_int_equal(spot_chunk_scan(chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
}

static void test_plain_blocks_are_even(void **state)
{
	(void)state;
	struct spot_chunk chunk;
	spot_chunk_init(&chunk);
	chunk_of(&chunk, "a,b\nc,\xC3\xA9\r\n\"d\",\"e,f\"\n", 2);
	assert_true(chunk.even && chunk.block.quoted);
	assert_int_equal(chunk.n_records, 3);
	for (size_t i = 0; i < 3; i++)
		assert_null(chunk.records[i].cells);
	chunk_of(&chunk, "a,b\nc,d\n", 2);
	assert_true(chunk.even && !chunk.block.quoted);
	/* So are those with cells of several lines and doubled quotes. */
	chunk_of(&chunk, "a,\"b\nc\"\nd,\"\"\"\"\n", 2);
	assert_true(chunk.even);
	assert_int_equal(chunk.n_undone, 1);
	assert_true(spot_view_equal(spot_chunk_cell(&chunk, 1, 1), SPOT_VIEW("\"")));
	assert_true(spot_view_equal(spot_chunk_cell(&chunk, 1, 0), SPOT_VIEW("d")));
	assert_null(chunk.records[0].cells);
	assert_int_equal(chunk.records[1].line, 4);
	/* Short rows are apart, what lies between them is not, with its quotes undone. */
	chunk_of(&chunk, "a,b\na,\"b\"\"c\"\nd\n\ne,f\n", 2);
	assert_true(!chunk.even);
	assert_int_equal(chunk.n_records, 4);
	assert_null(chunk.records[0].cells);
	assert_null(chunk.records[1].cells);
	assert_true(spot_view_equal(spot_chunk_cell(&chunk, 1, 1), SPOT_VIEW("b\"c")));
	assert_non_null(chunk.records[2].cells);
	assert_null(chunk.records[3].cells);
	assert_int_equal(chunk.records[3].line, 6);
	assert_int_equal(chunk.counts.rows, 4);
	assert_int_equal(chunk.counts.short_rows, 1);
	assert_int_equal(chunk.counts.short_first_line, 4);
	assert_int_equal(chunk.counts.blank_lines, 1);
	chunk.block.ptr = NULL;
	spot_chunk_reset(&chunk);
}

static void test_scanning_twice_does_nothing(void **state)
{
	(void)state;
	struct spot_chunk chunk;
	spot_chunk_init(&chunk);
	assert_int_equal(spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
	chunk_of(&chunk, "a,b\n", 2);
	assert_int_equal(spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f" }, NULL), 0);
	assert_int_equal(chunk.n_records, 1);
	spot_chunk_reset(&chunk);
}

static void test_counts_add_in_any_order(void **state)
{
	(void)state;
	struct spot_reader_counts a = { 1, 2, 3, 4, 50, 6, 70, 8, 0, 10, 20, 11, 12 };
	const struct spot_reader_counts b = { 1, 1, 1, 1, 40, 1, 80, 1, 90, 1, 30, 1, 1 };
	spot_reader_counts_add(&a, &b);
	const struct spot_reader_counts want = { 2, 3, 4, 5, 40, 7, 70, 9, 90, 11, 20, 12, 13 };
	assert_memory_equal(&a, &want, sizeof(a));
}

/* --- the loops ----------------------------------------------------------------------------- */

/* Bytes whose end is the end of what may be read. */
static char *page_bytes(size_t cap, char **page, size_t *page_size)
{
	size_t one = (size_t)sysconf(_SC_PAGESIZE);
	size_t size = (cap + one - 1) / one * one;
	*page = mmap(NULL, size + one, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(*page != MAP_FAILED);
	assert_int_equal(mprotect(*page + size, one, PROT_NONE), 0);
	*page_size = size + one;
	return *page + size;
}

/* The definition of what the cutter may do, byte by byte. */
static struct spot_scan_cut slow_cut(const char *p, size_t len, char delimiter)
{
	struct spot_scan_cut cut = { 0 };
	bool inside = false;
	uint64_t n_lines = 0;
	for (size_t i = 0; i < len; i++) {
		char before = i > 0 ? p[i - 1] : '\n';
		bool has_next = i + 1 < len;
		char next = has_next ? p[i + 1] : '\n';
		n_lines += p[i] == '\r' || (p[i] == '\n' && before != '\r');
		if (p[i] == '"') {
			inside = !inside;
			if (inside && before != delimiter && before != '\n' && before != '"')
				cut.odd = true;
			if (!inside && next != delimiter && next != '\n' && next != '\r' &&
			    next != '"')
				cut.odd = true;
		} else if (p[i] == '\r' && !inside && next != '\n') {
			cut.odd = true;
		} else if (p[i] == '\n' && !inside) {
			cut = (struct spot_scan_cut) { i + 1, n_lines, false };
		}
		if (cut.odd)
			break;
	}
	return cut;
}

static void test_cut_loops(void **state)
{
	(void)state;
	static const char letters[] = "aaaaaaaaaa,,\n\n\"\r";
	char *page;
	size_t page_size, n_cut = 0;
	char *end = page_bytes(1000, &page, &page_size);
	uint64_t seed = 11;
	for (int round = 0; round < 20000; round++) {
		size_t len = below(&seed, round % 2 ? 300 : 70);
		char *p = end - len;
		unsigned n_letters = 11 + below(&seed, N_OF(letters) - 11);
		for (size_t i = 0; i < len; i++)
			p[i] = letters[below(&seed, n_letters)];
		/* Sound quotes, where chance alone would make few. */
		for (int n = round % 5; n > 0 && len > 8; n--)
			memcpy(p + below(&seed, (unsigned)len - 6), ",\"a\n\",", 6);
		struct spot_scan_cut want = slow_cut(p, len, ',');
		n_cut += want.end > 0;
		for (enum spot_cpu cpu = 0; cpu < SPOT_CPU_N; cpu++) {
			struct spot_scan_cut cut;
			if (!spot_scan_force(cpu))
				continue;
			spot_scan_level()->cut(&cut, p, len, ',');
			assert_int_equal(cut.end, want.end);
			assert_int_equal(cut.n_lines, want.n_lines);
			assert_int_equal(cut.odd, want.odd);
		}
	}
	assert_true(n_cut > 5000);
	munmap(page, page_size);
}

static bool slow_is_odd(const char *p, size_t len, size_t i)
{
	uint32_t code;
	unsigned char c = (unsigned char)p[i];
	/* A byte outside ASCII is well when one of the characters around it holds it. */
	if (c > 0 && c < 0x80)
		return false;
	for (size_t from = i < 3 ? 0 : i - 3; c > 0 && from <= i; from++) {
		size_t n = spot_utf8_decode(p + from, len - from, &code);
		if (from + n > i)
			return false;
	}
	return true;
}

static void index_check(const char *p, size_t len, size_t cap)
{
	static uint32_t ends[2000], inner[2000];
	static uint64_t odd_groups[2];
	struct spot_scan_index index = { .ptr = p, .len = len, .delimiter = ',',
		.odd_groups = odd_groups, .ends = { ends, 0, cap }, .inner = { inner, 0, cap } };
	memset(odd_groups, 0, sizeof(odd_groups));
	for (;;) {
		spot_scan_level()->index(&index);
		assert_true(index.ends.n_items <= index.ends.cap);
		assert_true(index.inner.n_items <= index.inner.cap);
		if (index.pos == len)
			break;
		index.ends.cap += SPOT_SCAN_ROOM;
		index.inner.cap += SPOT_SCAN_ROOM;
	}
	size_t n = 0, n_inner = 0;
	bool inside = false, quoted = false;
	uint64_t want_odd = 0;
	for (size_t i = 0; i < len; i++) {
		char before = i > 0 ? p[i - 1] : '\n';
		quoted = quoted || p[i] == '"';
		inside ^= p[i] == '"';
		if (!inside && (p[i] == ',' || p[i] == '\n'))
			assert_int_equal(ends[n++], i);
		if (inside && ((p[i] == '"' && before == '"') || p[i] == '\r' ||
				  (p[i] == '\n' && before != '\r')))
			assert_int_equal(inner[n_inner++], i);
		want_odd |= (uint64_t)slow_is_odd(p, len, i) << i / SPOT_SCAN_GROUP;
	}
	assert_int_equal(n, index.ends.n_items);
	assert_int_equal(n_inner, index.inner.n_items);
	assert_int_equal(quoted, index.quoted);
	/* Of a broken character any one byte is told of. */
	assert_int_equal(odd_groups[0] & ~want_odd, 0);
	bool any_odd = want_odd != 0;
	assert_int_equal(any_odd, index.odd);
}

static void test_index_loops(void **state)
{
	(void)state;
	static const char letters[] = "aaaaaaa,\n\"\r\xC3\xA9\xE2\x82\xAC\xE9\0";
	char *page;
	size_t page_size;
	char *end = page_bytes(1000, &page, &page_size) - SPOT_BLOCK_SLACK;
	uint64_t seed = 13;
	for (int round = 0; round < 20000; round++) {
		size_t len = below(&seed, round % 2 ? 300 : 70);
		char *p = end - len;
		unsigned n_letters = 8 + below(&seed, N_OF(letters) - 8);
		for (size_t i = 0; i < len; i++)
			p[i] = letters[below(&seed, n_letters)];
		if (len > 30 && round % 3 == 0)
			memset(p + 10, ',', len - 20);
		for (enum spot_cpu cpu = 0; cpu < SPOT_CPU_N; cpu++)
			if (spot_scan_force(cpu))
				index_check(p, len, round % 4 ? 2000 : SPOT_SCAN_ROOM);
	}
	munmap(page, page_size);
}

/* Groups that are not odd must not be called so either, or all would be slow. */
static void test_plain_text_is_not_odd(void **state)
{
	(void)state;
	static const char text[] = "Gda\xC5\x84sk,\"Malm\xC3\xB6\",\"\",\"a,b\"\n"
				   "\xE6\x97\xA5\xE6\x9C\xAC,\xF0\x9F\x98\x80,,x\r\n";
	char bytes[1024] = { 0 };
	size_t len = 0;
	for (; len + sizeof(text) < 800; len += sizeof(text) - 1)
		memcpy(bytes + len, text, sizeof(text) - 1);
	for (enum spot_cpu cpu = 0; cpu < SPOT_CPU_N; cpu++) {
		uint32_t ends[1000], inner[1000];
		uint64_t odd_groups[1] = { 0 };
		struct spot_scan_index index = { .ptr = bytes, .len = len, .delimiter = ',',
			.odd_groups = odd_groups, .ends = { ends, 0, N_OF(ends) },
			.inner = { inner, 0, N_OF(inner) } };
		if (!spot_scan_force(cpu))
			continue;
		spot_scan_level()->index(&index);
		assert_int_equal(index.pos, len);
		assert_false(index.odd);
	}
}

/* --- memory -------------------------------------------------------------------------------- */

static int reject_count(void *ctx, const struct spot_reject *reject)
{
	(void)reject;
	++*(int *)ctx;
	return 0;
}

static int all_read(const char *bytes, size_t *n_records)
{
	struct spot_input *input;
	struct spot_reader *reader = NULL;
	struct spot_chunk chunk;
	int n_rejects = 0, rc;
	struct spot_reader_options options = { .reject = reject_count, .reject_ctx = &n_rejects };
	struct spot_scan scan = { "memory", reject_count, &n_rejects };
	bool at_end = false;
	spot_chunk_init(&chunk);
	*n_records = 0;
	rc = spot_input_open_memory(&input, "memory", bytes, strlen(bytes), NULL, NULL);
	if (rc == 0)
		rc = spot_reader_open_input(&reader, input, 0, &options, NULL);
	while (rc == 0 && !at_end) {
		rc = spot_reader_cut(reader, &chunk, 60, &at_end, NULL);
		if (rc == 0)
			rc = spot_chunk_scan(&chunk, &scan, NULL);
		*n_records += chunk.n_records;
	}
	spot_chunk_reset(&chunk);
	spot_reader_close(reader);
	return rc;
}

static void test_every_allocation_may_fail(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	static const char bytes[] = "id,name\n1,\"Ac\nme\"\n2,\"x\"\"\"\n3,y,z\n4,\xE9\n5\n\n"
				    "6,\"a\"b,c\"\n7,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n8,w\n"
				    "9,x";
	int rc = -1;
	size_t n_records;
	for (size_t n = 1; rc < 0; n++) {
		unit_heap_fail(n);
		rc = all_read(bytes, &n_records);
		unit_heap_fail(0);
		if (rc < 0)
			assert_int_equal(rc, SPOT_ENOMEM);
		else
			assert_int_equal(n_records, 7);
		assert_true(n < 200);
	}
}

/* An unusable row without a reject function: the records before it stay. */
static void test_records_before_an_error_stay(void **state)
{
	(void)state;
	static char bytes[300] = "1,a\n2,b\n3,c,d\n4,e\n";
	struct spot_chunk chunk;
	struct spot_error err = SPOT_ERROR_INIT;
	spot_chunk_init(&chunk);
	chunk.n_columns = 2;
	chunk.block = (struct spot_block) { .ptr = bytes, .len = strlen(bytes), .line = 10,
		.n_lines = 4, .delimiter = ',' };
	assert_int_equal(
	    spot_chunk_scan(&chunk, &(struct spot_scan) { .name = "f.csv" }, &err), SPOT_EDATA);
	assert_int_equal(chunk.n_records, 2);
	assert_int_equal(err.line, 12);
	assert_string_equal(err.file, "f.csv");
	assert_string_equal(err.what, "the row has 3 cells, the header has 2");
	spot_chunk_reset(&chunk);
}

/* A record that is longer than a block is cut whole, up to the cap of a cell. */
static void test_long_records_are_blocks(void **state)
{
	static const size_t lens[] = { 3, 15, 16, 17, 60, 63, 64, 65, 200, 255, 256, 257, 1000 };
	(void)state;
	for (size_t i = 0; i < N_OF(lens); i++) {
		for (size_t quoted = 0; quoted < 2; quoted++) {
			struct spot_reader_options options = { .reject = reject_seen,
				.delimiter = ',', .max_cell_bytes = 256 };
			struct seen plain = { .rc = 0 }, cut = { .rc = 0 };
			struct spot_buf bytes = SPOT_BUF_INIT;
			spot_buf_text(&bytes, "id,note\n");
			for (int row = 0; row < 5; row++) {
				spot_buf_text(&bytes, quoted ? "1,\"" : "1,");
				for (size_t k = 0; k < lens[i]; k++)
					spot_buf_char(&bytes, quoted && k % 9 == 4 ? '\n' : 'x');
				spot_buf_text(&bytes, quoted ? "\"\n2,y\n" : "\n2,y\n");
			}
			see(&plain, bytes.ptr, bytes.len, options, 7);
			see_cut(&cut, bytes.ptr, bytes.len, options, 16);
			assert_same_seen(16, &cut, &plain);
			assert_int_equal(cut.counts.rejected, lens[i] > 256 ? 5 : 0);
			if (lens[i] < 250)
				assert_int_equal(cut.block_bytes, bytes.len - strlen("id,note\n"));
			seen_reset(&plain);
			seen_reset(&cut);
			spot_buf_reset(&bytes);
		}
	}
}

/* What is behind a record that is longer than a block waits for blocks of its own. */
static void test_long_records_take_little_behind_them(void **state)
{
	(void)state;
	for (size_t quoted = 0; quoted < 2; quoted++) {
		struct spot_reader_options options = { .delimiter = ',',
			.max_cell_bytes = 1 << 20 };
		struct spot_buf bytes = SPOT_BUF_INIT;
		struct spot_input *input;
		struct spot_reader *reader;
		struct spot_chunk chunk;
		bool at_end = false;
		size_t longest = 0;
		spot_buf_text(&bytes, quoted ? "id,note\n1,\"" : "id,note\n1,");
		for (size_t k = 0; k < 1000; k++)
			spot_buf_text(&bytes, quoted && k % 9 == 4 ? "\n\"\"" : "x");
		spot_buf_text(&bytes, quoted ? "\"\n" : "\n");
		for (int row = 0; row < 3000; row++)
			spot_buf_text(&bytes, "2,y\n");
		assert_int_equal(
		    spot_input_open_memory(&input, "memory", bytes.ptr, bytes.len, NULL, NULL), 0);
		assert_int_equal(spot_reader_open_input(&reader, input, 0, &options, NULL), 0);
		spot_chunk_init(&chunk);
		while (!at_end) {
			assert_int_equal(spot_reader_cut(reader, &chunk, 64, &at_end, NULL), 0);
			if (chunk.block.len > longest)
				longest = chunk.block.len;
		}
		assert_in_range(longest, 1000, 1000 + 120 * 2 + 10 + 64);
		spot_chunk_reset(&chunk);
		spot_reader_close(reader);
		spot_buf_reset(&bytes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_plain_blocks_are_even),
		cmocka_unit_test(test_scanning_twice_does_nothing),
		cmocka_unit_test(test_counts_add_in_any_order),
		cmocka_unit_test(test_cut_loops),
		cmocka_unit_test(test_index_loops),
		cmocka_unit_test(test_plain_text_is_not_odd),
		cmocka_unit_test(test_every_allocation_may_fail),
		cmocka_unit_test(test_records_before_an_error_stay),
		cmocka_unit_test(test_long_records_are_blocks),
		cmocka_unit_test(test_long_records_take_little_behind_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
