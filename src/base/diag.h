/* SPDX-License-Identifier: MIT */
/*
 * A list of problems found while going on: what a rule file's author is told in one run.
 * Not thread-safe. All text is copied.
 */
#ifndef SPOT_BASE_DIAG_H
#define SPOT_BASE_DIAG_H

#include <stddef.h>

enum spot_severity { SPOT_SEVERITY_ERROR, SPOT_SEVERITY_WARNING, SPOT_SEVERITY_N };

struct spot_diag {
	enum spot_severity severity;
	int number;         /* W-number of a warning, 0 for errors */
	unsigned long line; /* 0: none */
	char *file;         /* may be NULL */
	char *what;
	char *hint;         /* may be NULL */
};

struct spot_diags {
	struct spot_diag *items; /* in the order of adding, see spot_diags_sort */
	size_t n_items, cap;
	size_t n_errors, n_warnings;
	size_t n_lost; /* not kept: out of memory or over 1,000 */
};

void spot_diags_init(struct spot_diags *diags);
void spot_diags_reset(struct spot_diags *diags);

/* Adds one; hint may be NULL. An allocation that fails only raises n_lost and the counts.
 * The same text at the same place is kept once. */
void spot_diags_add(struct spot_diags *diags, enum spot_severity severity, int number,
    const char *file, unsigned long line, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 7, 8)));

/* By file in the order first seen, then by line, errors before warnings; stable. */
void spot_diags_sort(struct spot_diags *diags);

#endif
