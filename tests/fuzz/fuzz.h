/* SPDX-License-Identifier: MIT */
/*
 * What every fuzzer includes. A fuzzer is one function from bytes to nothing that stops the program
 * where two ways of doing one thing differ, by the assertions of the unit tests. It is linked with
 * libFuzzer, which makes the bytes, guided by the code they reach (make fuzz), or with replay.c,
 * which takes them from files (make test).
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "support/unit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bytes taken from the front decide, the rest are the text; 0 when there are no more. */
struct fuzz_bytes {
	const uint8_t *ptr;
	size_t len;
};

static inline unsigned fuzz_byte(struct fuzz_bytes *bytes)
{
	if (bytes->len == 0)
		return 0;
	bytes->len--;
	return *bytes->ptr++;
}

/* A copy that ends where its memory ends, so that the sanitizer sees what reads on; never NULL. The
 * caller frees it. */
static inline char *fuzz_text(const struct fuzz_bytes *bytes)
{
	char *text = malloc(bytes->len > 0 ? bytes->len : 1);
	assert_non_null(text);
	if (bytes->len > 0)
		memcpy(text, bytes->ptr, bytes->len);
	return text;
}

#endif
