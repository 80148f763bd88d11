/* SPDX-License-Identifier: MIT */
/* A derivation as a rule file: complete, commented with its evidence, and for a person to edit. */
#ifndef SPOT_PRESENT_PROPOSED_H
#define SPOT_PRESENT_PROPOSED_H

#include "base/buf.h"
#include "study/derive.h"

/* A field that was not looked at, and why. */
struct spot_proposed_out {
	const char *field;
	const char *why; /* "is known only after the outcome" */
};

struct spot_proposed {
	const struct spot_derive *derive;
	const struct spot_frame *frame;
	const struct spot_rules *rules; /* by which the data were read */
	const char *fields;     /* the fields' declarations as text; NULL: as the rules have them */
	const char *data;       /* the file's name */
	const char *command;    /* that does it again */
	const char *good, *bad; /* what the outcomes are called */
	/* Cohorts of the rules to be copied, and only where they are not NULL: */
	const struct spot_cohort *good_cohort, *bad_cohort;
	/* else the best by a value: an expression of the account a, and the least of the best. */
	const char *value;
	size_t value_fields[2]; /* that it reads; SPOT_NONE: none */
	double value_least;
	double top_share;
	const struct spot_proposed_out *outs;
	size_t n_outs;
	uint64_t n_rows, n_rejected;
	bool drops_cohorts;     /* they cannot stand alone */
};

/* Appends the file. SPOT_ENOMEM. */
int spot_proposed_print(struct spot_buf *out, const struct spot_proposed *proposed,
    struct spot_error *err);

/* Appends what there is to say of it on a screen, a few lines. */
void spot_proposed_summary(struct spot_buf *out, const struct spot_proposed *proposed);

#endif
