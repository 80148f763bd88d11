/* SPDX-License-Identifier: MIT */
/*
 * Any bytes against libcsv alone and cut in every way; allocations that fail; how much work
 * it is.
 */
#include "unit/table/csv_oracle.h"

#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

/* The library's calls of libcsv come here: the bytes that it was fed. */
static size_t n_fed;

size_t csv_parse(struct csv_parser *parser, const void *bytes, size_t len,
    void (*cell)(void *, size_t, void *), void (*row)(int, void *), void *ctx)
{
	static size_t (*parse)(struct csv_parser *, const void *, size_t,
	    void (*)(void *, size_t, void *), void (*)(int, void *), void *);
	if (!parse) {
		void *symbol = dlsym(RTLD_NEXT, "csv_parse");
		memcpy(&parse, &symbol, sizeof(parse));
	}
	n_fed += len;
	return parse(parser, bytes, len, cell, row, ctx);
}

static int reject_count(void *ctx, const struct spot_reject *reject)
{
	(void)reject;
	++*(int *)ctx;
	return 0;
}

/* Whatever the bytes: chunks make no difference, lines grow, and rows + rejects account for
 * the text. */
static void test_random_bytes(void **state)
{
	(void)state;
	static const char alphabet[] = "\"\"\"\n\n\r,,a;\t \0\xE9|";
	uint64_t seed = 5;
	size_t n_as_libcsv = 0;
	for (int round = 0; round < 3000; round++) {
		char bytes[80];
		size_t len = unit_random(&seed) % sizeof(bytes);
		size_t n_letters = sizeof(alphabet) - 1 - unit_random(&seed) % 3;
		for (size_t i = 0; i < len; i++)
			bytes[i] = alphabet[unit_random(&seed) % n_letters];
		struct spot_reader_options options = { .reject = reject_seen,
			.no_header = round % 3 > 0,
			.max_cell_bytes = round % 4 ? 0 : 1 + unit_random(&seed) % 20,
			.delimiter = round % 5 ? ',' : '\0' };
		struct seen seen = { .rc = 0 }, other = { .rc = 0 };
		see(&seen, bytes, len, options, 1000);
		static const size_t chunks[] = { 1, 2, 3, 7, 13 };
		for (size_t i = 0; i < N_OF(chunks); i++) {
			options.input.chunk_bytes = chunks[i];
			see(&other, bytes, len, options, 2);
			assert_same_seen(chunks[i], &other, &seen);
			spot_scan_force((size_t)round % SPOT_CPU_N);
			see_cut(&other, bytes, len, options, chunks[i]);
			assert_same_seen(chunks[i], &other, &seen);
		}
		if (options.no_header && !seen.dialect.has_sep_line)
			n_as_libcsv += assert_as_libcsv(bytes, len, &seen);
		seen_reset(&seen);
		seen_reset(&other);
	}
	assert_true(n_as_libcsv > 100);
}

static void test_every_allocation_may_fail(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	static const char bytes[] = "sep=,\nid,n\xE4me\n1,\"Ac\nme\"\n2,\"x\n3,y,z\n4,\xE9\n5,w\n";
	int rc = -1;
	for (size_t n = 1; rc < 0; n++) {
		struct spot_input *input;
		struct spot_reader *reader = NULL;
		struct spot_chunk chunk;
		struct spot_error err = SPOT_ERROR_INIT;
		int n_rejects = 0;
		struct spot_reader_options options = { .reject = reject_count,
			.reject_ctx = &n_rejects };
		bool at_end = false;
		size_t n_records = 0;
		spot_chunk_init(&chunk);
		assert_int_equal(spot_input_open_memory(
		                     &input, "memory", bytes, sizeof(bytes) - 1, NULL, NULL),
		    0);
		unit_heap_fail(n);
		rc = spot_reader_open_input(&reader, input, 0, &options, &err);
		while (rc == 0 && !at_end) {
			rc = spot_reader_next(reader, &chunk, 2, SIZE_MAX, &at_end, &err);
			n_records += chunk.n_records;
		}
		unit_heap_fail(0);
		if (rc < 0)
			assert_int_equal(rc, SPOT_ENOMEM);
		else
			assert_int_equal(n_records, 3);
		spot_chunk_reset(&chunk);
		spot_reader_close(reader);
		assert_true(n < 200);
	}
}

/* --- the work is linear -------------------------------------------------------------------- */

/* However quotes are broken, no byte is fed more than three times. */
static void test_no_byte_is_fed_often(void **state)
{
	(void)state;
	static const char *const lines[] = { "1,\"x\n", "1,x\n", "1,\"x\"\n", "1,\"x\"\"\n",
		"\"\"x\n", "\"\"\"x\n", "\"\"\"\n", "\"\"\"\"\n", "x\",\"y\n", "1,\"a\"b\n",
		"1,\"a\"b\"\n", "\"\n", "a,\"\",b\r\n", "\n" };
	uint64_t seed = 3;
	struct spot_buf bytes = SPOT_BUF_INIT;
	int n_rejects = 0;
	for (int round = 0; round < 2000; round++) {
		size_t n_kinds = 1 + unit_random(&seed) % N_OF(lines);
		size_t first = unit_random(&seed) % N_OF(lines);
		spot_buf_clear(&bytes);
		spot_buf_text(&bytes, "id,name\n");
		for (size_t n = unit_random(&seed) % 60; n > 0; n--)
			spot_buf_text(&bytes,
			    lines[(first + unit_random(&seed) % n_kinds) % N_OF(lines)]);
		struct spot_reader_options options = { .delimiter = ',', .reject = reject_count,
			.reject_ctx = &n_rejects, .max_cell_bytes = round % 2 ? 0 : 20 };
		struct spot_input *input;
		struct spot_reader *reader;
		struct spot_chunk chunk;
		bool at_end = false;
		spot_chunk_init(&chunk);
		assert_int_equal(
		    spot_input_open_memory(&input, "m", bytes.ptr, bytes.len, NULL, NULL), 0);
		int rc = spot_reader_open_input(&reader, input, 0, &options, NULL);
		n_fed = 0;
		while (rc == 0 && !at_end)
			rc = spot_reader_next(reader, &chunk, 50, SIZE_MAX, &at_end, NULL);
		assert_int_equal(rc, 0);
		if (n_fed > 3 * bytes.len)
			fail_msg("%zu bytes fed for %zu:\n%s", n_fed, bytes.len, bytes.ptr);
		spot_chunk_reset(&chunk);
		spot_reader_close(reader);
	}
	spot_buf_reset(&bytes);
}

static double seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double seconds_to_read(const struct spot_buf *bytes, size_t chunk, size_t max_cell)
{
	struct spot_reader_options options = { .reject = reject_count, .max_cell_bytes = max_cell,
		.input = { .chunk_bytes = chunk } };
	int n = 0;
	options.reject_ctx = &n;
	double best = 1e9;
	for (int round = 0; round < 3; round++) {
		struct spot_input *input;
		struct spot_reader *reader;
		struct spot_chunk records;
		bool at_end = false;
		double start = seconds_now();
		spot_chunk_init(&records);
		assert_int_equal(spot_input_open_memory(
		                     &input, "m", bytes->ptr, bytes->len, &options.input, NULL),
		    0);
		assert_int_equal(spot_reader_open_input(&reader, input, 0, &options, NULL), 0);
		while (!at_end)
			assert_int_equal(
			    spot_reader_next(reader, &records, 512, 1 << 20, &at_end, NULL), 0);
		spot_reader_close(reader);
		spot_chunk_reset(&records);
		double took = seconds_now() - start;
		best = took < best ? took : best;
	}
	return best;
}

static void assert_linear(const char *name, const char *head, const char *row, const char *tail,
    size_t chunk, size_t max_cell)
{
	double took[2];
	for (int k = 0; k < 2; k++) {
		struct spot_buf bytes = SPOT_BUF_INIT;
		spot_buf_text(&bytes, head);
		while (bytes.len < (k ? (size_t)1 << 20 : (size_t)128 << 10))
			spot_buf_text(&bytes, row);
		spot_buf_text(&bytes, tail);
		took[k] = seconds_to_read(&bytes, chunk, max_cell);
		spot_buf_reset(&bytes);
	}
	/* Eight times the bytes: 64 times the work when it is quadratic. */
	if (took[1] > 24 * took[0] + 0.02)
		fail_msg("%s: %f s, 8 times as much: %f s", name, took[0], took[1]);
}

static void test_work_is_linear(void **state)
{
	(void)state;
	assert_linear("plain rows", "id,name\n", "1,Acme\n", "", 0, 0);
	assert_linear("one long cell of many lines", "id,name\n1,\"", "some text\n", "\"\n", 0, 0);
	assert_linear("the same in small chunks", "id,name\n1,\"", "some text\n", "\"\n", 256, 0);
	assert_linear("one long line", "id,name\n1,", "some text ", "\n", 256, 0);
	assert_linear(
	    "a quote that is never closed", "id,name\n1,\"x\n", "2,some text\n", "", 256, 0);
	assert_linear("quotes that are never closed", "id,name\n", "1,\"x\n", "", 0, 0);
	assert_linear("text after quotes", "id,name\n", "1,\"A\"b,c\n", "", 0, 0);
	assert_linear(
	    "many long cells", "id,name\n", "1,\"x\n2,some text\n3,and more text\n", "", 0, 32);
	assert_linear("blank lines", "id,name\n", "\n", "1,x\n", 256, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_every_allocation_may_fail),
		cmocka_unit_test(test_no_byte_is_fed_often),
		cmocka_unit_test(test_work_is_linear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
