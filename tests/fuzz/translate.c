/* SPDX-License-Identifier: MIT */
/*
 * A rule function run by the VM and as a program: the same answers, or the row is handed over. The
 * bytes are the choices that the writer of random rule files makes, and then those that fill the
 * rows, so that a byte changed is a function changed in one place.
 */
#include "fuzz/fuzz.h"
#include "support/twins.h"
#include "support/writer.h"

enum { N_ROWS = 24 };

static struct twins twins; /* too large for the stack */
static char prelude[8192];

static void prelude_read(void)
{
	FILE *file = fopen("tests/translate/prelude.lua", "rb");

	assert_non_null(file);
	assert_true(fread(prelude, 1, sizeof(prelude) - 1, file) > 0);
	fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned ills[] = { 0, 3, 15, 3 }, blanks[] = { 0, 5, 50, 97 };
	struct fuzz_bytes bytes = { data, size };
	struct twins_difference difference;
	unsigned how = fuzz_byte(&bytes), rows_seed = fuzz_byte(&bytes);
	struct writer w = { .rng = { .choices = bytes.ptr, .n_choices = bytes.len },
		.ill = ills[how & 3], .out = SPOT_BUF_INIT };

	if (!prelude[0])
		prelude_read();
	twins_instructions = 200000;
	writer_file(&w, prelude, 4);
	if (twins_open(&twins, spot_buf_str(&w.out))) {
		w.rng = (struct rng) { .state = rows_seed };
		rows_fill(&twins.batch, N_ROWS, &w.rng, blanks[how >> 2 & 3]);
		if (!twins_compare(&twins, &difference))
			fail_msg("function %d, row %zu: %s\n%s", difference.fn, difference.row,
			    difference.what, spot_buf_str(&w.out) + strlen(prelude));
	}
	twins_close(&twins);
	spot_buf_reset(&w.out);
	return 0;
}
