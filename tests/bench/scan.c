/* SPDX-License-Identifier: MIT */
/*
 * scan FILE [RUNS [BLOCK_KB]]: what reading a file of accounts (made by generate) costs, part by
 * part, in one thread: nanoseconds a row and megabytes a second, the best of RUNS. read and cut
 * is the caller's thread's share, scan and convert a worker's; convert is of the fields of
 * job.lua. Each variant of the scanner that the machine has, then libcsv alone and the reader
 * that asks it.
 *
 *	make && cc -O2 -std=c11 -D_GNU_SOURCE -Isrc -o build/scan tests/bench/scan.c \
 *	    build/libsweetspot.a -lcsv -lz -lzstd -lutf8proc -lxxhash -lm -pthread
 */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "table/batch.h"
#include "table/reader.h"
#include "table/scan.h"
#include "table/scan_internal.h"

#define FIELD(text, kind, ...) { .name = text, .type = SPOT_TYPE_##kind, __VA_ARGS__ }
#define FROM(header) .from = (const char *const[]) { header }, .n_from = 1

static const struct spot_field fields[] = {
	FIELD("id", KEY, FROM("Account ID")),
	FIELD("name", TEXT, FROM("Account Name")),
	FIELD("industry", TEXT),
	FIELD("country", TEXT),
	FIELD("employees", INTEGER),
	FIELD("arr", MONEY, .unit = "USD"),
	FIELD("cost", MONEY, FROM("Cost to serve"), .unit = "USD"),
	FIELD("hiring", PERCENT, FROM("Headcount growth")),
	FIELD("tech", LIST, FROM("Tech stack")),
	FIELD("seats", INTEGER, .has_default = true, .fallback = { .kind = SPOT_KIND_INT }),
	FIELD("signed_on", DATE, FROM("Signup Date")),
	FIELD("churned_on", DATE, FROM("Churned on"), .optional = true),
	FIELD("founded", INTEGER),
	FIELD("website", TEXT),
	FIELD("plan", TEXT),
	FIELD("newsletter", FLAG),
};
#define N_FIELDS (sizeof(fields) / sizeof(*fields))
static struct spot_schema schema = { fields, N_FIELDS };

static size_t n_rows, n_bytes;

static double now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
	return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static void die(const char *what)
{
	fprintf(stderr, "scan: %s\n", what);
	exit(1);
}

static void line(const char *what, double ns)
{
	printf("%-24s %8.1f ns/row %8.0f MB/s\n", what, ns / (double)n_rows,
	    (double)n_bytes / ns * 1e3);
}

/* --- the kernel's part, and libcsv's ------------------------------------------------------- */

static double read_alone(const char *path)
{
	static char buf[256 << 10];
	int fd = open(path, O_RDONLY);
	double begun = now();
	ssize_t n;
	n_bytes = 0;
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		n_bytes += (size_t)n;
	close(fd);
	return now() - begun;
}

static void cell_told(void *text, size_t len, void *ctx)
{
	(void)text;
	*(size_t *)ctx += len;
}

static void row_told(int ended_by, void *ctx)
{
	(void)ended_by;
	(void)ctx;
}

static double libcsv_alone(const char *path)
{
	static char buf[256 << 10];
	struct csv_parser parser;
	size_t sum = 0;
	int fd = open(path, O_RDONLY);
	double begun = now();
	ssize_t n;
	csv_init(&parser, 0);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		csv_parse(&parser, buf, (size_t)n, cell_told, row_told, &sum);
	csv_free(&parser);
	close(fd);
	return now() - begun;
}

/* --- the reader's, both ways ---------------------------------------------------------------- */

struct times {
	double read_cut, scan, convert;
};

struct bench {
	struct spot_reader *reader;
	struct spot_chunk chunk;
	struct spot_batch batch;
	struct spot_binding binding;
	struct spot_bad_cells bad;
	struct spot_arena arena;
	struct spot_error err;
};

static void bench_begin(struct bench *bench, const char *path)
{
	struct spot_reader_options options = SPOT_READER_OPTIONS_INIT;
	*bench = (struct bench) { 0 };
	spot_arena_init(&bench->arena);
	spot_chunk_init(&bench->chunk);
	if (spot_reader_open(&bench->reader, path, 0, &options, &bench->err) != 0)
		die(bench->err.what);
	const struct spot_dialect *dialect = spot_reader_dialect(bench->reader);
	if (spot_binding_make(&bench->binding, &schema, dialect->header, dialect->n_columns, true,
		&bench->arena, &bench->err) != 0 ||
	    spot_batch_init(&bench->batch, &schema, SPOT_BATCH_ROWS, &bench->err) != 0)
		die(bench->err.what);
}

static void bench_end(struct bench *bench)
{
	spot_reader_close(bench->reader);
	spot_chunk_reset(&bench->chunk);
	spot_batch_reset(&bench->batch);
	spot_bad_cells_reset(&bench->bad);
	spot_arena_free(&bench->arena);
}

static void convert_all(struct bench *bench)
{
	size_t n = bench->chunk.n_records;
	for (size_t first = 0; first < n; first += SPOT_BATCH_ROWS) {
		size_t left = n - first;
		if (spot_batch_convert(&bench->batch, &bench->chunk, first,
			left < SPOT_BATCH_ROWS ? left : SPOT_BATCH_ROWS, &bench->binding,
			&bench->bad, &bench->err) != 0)
			die(bench->err.what);
	}
}

static struct times run(const char *path, size_t block_bytes)
{
	struct bench bench;
	struct times times = { 0 };
	struct spot_scan scan = { .name = path };
	bool at_end = false;
	bench_begin(&bench, path);
	n_rows = 0;
	for (double at = now(), then; !at_end; at = then) {
		int rc = block_bytes > 0
		    ? spot_reader_cut(bench.reader, &bench.chunk, block_bytes, &at_end, &bench.err)
		    : spot_reader_next(
			  bench.reader, &bench.chunk, 1024, 1 << 20, &at_end, &bench.err);
		then = now();
		times.read_cut += then - at;
		at = then;
		if (rc == 0)
			rc = spot_chunk_scan(&bench.chunk, &scan, &bench.err);
		if (rc != 0)
			die(bench.err.what);
		n_rows += bench.chunk.n_records;
		then = now();
		times.scan += then - at;
		at = then;
		convert_all(&bench);
		then = now();
		times.convert += then - at;
	}
	bench_end(&bench);
	return times;
}

static struct times best_run(const char *path, size_t block_bytes, int n_runs)
{
	struct times best = { 1e18, 1e18, 1e18 };
	for (int i = 0; i < n_runs; i++) {
		struct times times = run(path, block_bytes);
		best.read_cut = times.read_cut < best.read_cut ? times.read_cut : best.read_cut;
		best.scan = times.scan < best.scan ? times.scan : best.scan;
		best.convert = times.convert < best.convert ? times.convert : best.convert;
	}
	return best;
}

int main(int argc, char **argv)
{
	static const char *const names[SPOT_CPU_N] = { "plain C", "NEON", "SSE4", "AVX2",
		"AVX-512" };
	int n_runs = argc > 2 ? atoi(argv[2]) : 3;
	size_t block_bytes = (size_t)(argc > 3 ? atoi(argv[3]) : 256) << 10;
	if (argc < 2 || n_runs < 1) {
		fprintf(stderr, "usage: scan FILE [RUNS [BLOCK_KB]]\n");
		return 2;
	}
	double read_best = 1e18;
	for (int i = 0; i < n_runs; i++) {
		double took = read_alone(argv[1]);
		read_best = took < read_best ? took : read_best;
	}
	for (enum spot_cpu cpu = 0; cpu < SPOT_CPU_N; cpu++) {
		if (!spot_scan_force(cpu))
			continue;
		struct times times = best_run(argv[1], block_bytes, n_runs);
		if (cpu == 0)
			line("read alone", read_best);
		printf("%s\n", names[cpu]);
		line("  cut (beside the read)", times.read_cut - read_best);
		line("  scan", times.scan);
		line("  convert", times.convert);
		line("  all, with the read", times.read_cut + times.scan + times.convert);
	}
	line("libcsv alone", libcsv_alone(argv[1]));
	struct times times = best_run(argv[1], 0, 1);
	printf("by the reader that asks libcsv\n");
	line("  read", times.read_cut);
	line("  convert", times.convert);
	return 0;
}
