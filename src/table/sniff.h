/* SPDX-License-Identifier: MIT */
/* The dialect of CSV text by its first bytes. Shared by the reader's files only. */
#ifndef SPOT_TABLE_SNIFF_H
#define SPOT_TABLE_SNIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/view.h"

struct spot_sniff {
	char delimiter;
	size_t n_first;     /* cells of the first record */
	size_t n_usual;     /* cells that most records have; of two as frequent the larger count */
	/* Physical lines of the sample, from 1, where the first such records stand; or 0. */
	size_t first_line, usual_line;
};

/* The delimiter that a line "sep=X" names (quoted or not), or 0. */
char spot_sniff_sep_line(struct spot_view line);

/* Looks at a sample of records; complete says that the input has no more. fixed: the
 * delimiter is known (else 0). */
int spot_sniff_sample(struct spot_sniff *out, struct spot_view sample, bool complete, char fixed,
    struct spot_error *err);

#endif
