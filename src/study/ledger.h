/* SPDX-License-Identifier: MIT */
/*
 * The ledger: what was ever compared on the same data and outcome. Whoever looks often enough finds
 * a winner by chance, so each comparison that was made before counts in the correction. A text
 * file, a line of JSON a trial, only ever appended to:
 *
 *	{"day":"2026-11-22","rules":"r.lua","outcome":"won","data":"9f…","comparisons":["a3…"]}
 *
 * data is the fingerprint of the rows and of who among them has the outcome, a comparison that of
 * two rule files as they were loaded. Not thread-safe.
 */
#ifndef SPOT_STUDY_LEDGER_H
#define SPOT_STUDY_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "rules/model.h"

struct spot_ledger_entry {
	int64_t day;           /* since 1970-01-01 */
	const char *rules, *outcome;
	uint64_t data;
	const uint64_t *comparisons;
	size_t n_comparisons;
};

struct spot_ledger_count {
	uint64_t n_looks;      /* trials on the same data and outcome, this one too */
	size_t n_comparisons;  /* different ones, in all of them */
};

/* Whatever of the rules can move a score or a tier, as one number. */
int spot_ledger_identity(
    uint64_t *out, const struct spot_rules *rules, struct spot_error *err);
/* Of a hypothesis with a baseline. */
uint64_t spot_ledger_comparison(uint64_t baseline, uint64_t hypothesis);

/* What the file at path and the entry say together; path NULL, or a file that is not there: the
 * entry alone. SPOT_EDATA: it cannot be read, or is not a ledger. */
int spot_ledger_read(struct spot_ledger_count *out, const char *path,
    const struct spot_ledger_entry *entry, struct spot_error *err);

/* Appends the entry. SPOT_EWRITE. */
int spot_ledger_append(
    const char *path, const struct spot_ledger_entry *entry, struct spot_error *err);

#endif
