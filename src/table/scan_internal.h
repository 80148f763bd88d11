/* SPDX-License-Identifier: MIT */
/* The loops over all bytes, in a variant for each kind of machine. Shared by the scanner's and
 * the reader's files, and by tests. */
#ifndef SPOT_TABLE_SCAN_INTERNAL_H
#define SPOT_TABLE_SCAN_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

/* The bytes are looked at in groups of so many. */
#define SPOT_SCAN_GROUP 64

/* How far bytes are sure to be whole records. */
struct spot_scan_cut {
	size_t end;       /* one past the last LF that surely ends a record; 0: none */
	uint64_t n_lines; /* physical lines that end before it */
	bool odd;         /* what is odd stands in the record behind it; else the bytes ended */
};

/* A list of places in a block. */
struct spot_scan_places {
	uint32_t *items;
	size_t n_items, cap;
};

/* An index under way. */
struct spot_scan_index {
	const char *ptr;       /* whole records from pos to len, and SPOT_BLOCK_SLACK bytes more */
	size_t pos, len;       /* pos: bytes done, is len, or less when a list is full */
	char delimiter;
	uint64_t inside;       /* all ones: pos is in quotes */
	size_t utf8_end;       /* bytes before it are known to be UTF-8, or odd */
	struct spot_scan_places ends;  /* where cells end: delimiters and LFs not in quotes */
	/* In quotes: the second of two quotes that stand for one, and ends of physical lines. */
	struct spot_scan_places inner;
	/* A bit for each group of the block's bytes, set where there is a NUL or a byte that is not
	 * UTF-8; zero at first. */
	uint64_t *odd_groups;
	bool quoted, odd;      /* there was a quote, an odd group */
};

struct spot_scan_level {
	/* ptr begins with a record, and is not in quotes; len may end anywhere. */
	void (*cut)(struct spot_scan_cut *out, const char *ptr, size_t len, char delimiter);
	/* Goes on until the end, or until less than SPOT_SCAN_ROOM of a list is free. */
	void (*index)(struct spot_scan_index *index);
};

#define SPOT_SCAN_ROOM ((size_t)2 * SPOT_SCAN_GROUP)

/* Bytes of the record at ptr with its LF, when it ends with its first line by libcsv's rules,
 * however its quotes stand; 0: it does not, or nobody knows. */
size_t spot_scan_one_line(const char *ptr, size_t len, char delimiter);

/* The kind of machine that the variants are chosen for, and the variant. */
enum spot_cpu spot_scan_cpu(void);
const struct spot_scan_level *spot_scan_level(void);
/* For tests: that kind from now on, in all threads; false when this machine is not of it. */
bool spot_scan_force(enum spot_cpu cpu);

#endif
