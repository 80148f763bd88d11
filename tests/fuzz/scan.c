/* SPDX-License-Identifier: MIT */
/*
 * A table read record by record, cut and scanned in blocks of any size by each kind of machine's
 * loops, and read by libcsv alone: all the same.
 */
#include "fuzz/fuzz.h"
#include "unit/table/csv_oracle.h"

static struct spot_reader_options options_of(struct fuzz_bytes *bytes)
{
	static const char delimiters[] = ",,,,;\t| x\0\0\0";
	unsigned how = fuzz_byte(bytes);
	unsigned skip = fuzz_byte(bytes);

	return (struct spot_reader_options) {
		.delimiter = delimiters[(how & 15) % sizeof(delimiters)],
		.no_header = how >> 4 & 1,
		.reject = how >> 5 & 1 ? NULL : reject_seen,
		.input.encoding = how >> 7 & 1 ? "utf-8" : NULL,
		.max_cell_bytes = how >> 6 & 1 ? 1 + fuzz_byte(bytes) : 0,
		.skip_rows = skip % 16 == 15 ? skip >> 4 : 0,
	};
}

/* Of another encoding than libcsv's bytes. */
static bool is_recoded(const char *text, size_t len)
{
	return len > 1 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0);
}

/* Where damage is found in compressed bytes hangs on how many are read at a time. */
static bool is_compressed(const char *text, size_t len)
{
	if (len > 3 && memcmp(text + 1, "\x2A\x4D\x18", 3) == 0)
		return true; /* zstd that begins with a frame to be skipped */
	return len > 1 && (memcmp(text, "\x1F\x8B", 2) == 0 || memcmp(text, "\x28\xB5", 2) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = { data, size };
	struct spot_reader_options options = options_of(&bytes);
	size_t cut_bytes = 1 + fuzz_byte(&bytes);
	size_t chunk_bytes = fuzz_byte(&bytes);
	char *text = fuzz_text(&bytes);
	struct seen plain = { .rc = 0 }, cut = { .rc = 0 };

	if (is_compressed(text, bytes.len)) {
		free(text);
		return 0;
	}
	options.input.chunk_bytes = 4096;
	see(&plain, text, bytes.len, options, 1 + cut_bytes % 7);
	for (enum spot_cpu cpu = 0; cpu < SPOT_CPU_N; cpu++) {
		if (!spot_scan_force(cpu))
			continue;
		/* Cut small with the first, whole with the others. */
		options.input.chunk_bytes = cpu == 0 ? chunk_bytes : 4096;
		see_cut(&cut, text, bytes.len, options, cpu == 0 ? cut_bytes : (size_t)1 << 20);
		assert_same_seen(cpu, &cut, &plain);
	}
	if (options.no_header && !options.input.encoding && options.skip_rows == 0 &&
	    !plain.dialect.has_sep_line && !plain.dialect.has_bom &&
	    !is_recoded(text, bytes.len))
		assert_as_libcsv(text, bytes.len, &cut);
	seen_reset(&plain);
	seen_reset(&cut);
	free(text);
	return 0;
}
