/* SPDX-License-Identifier: MIT */
/* A first rule file from what the columns of a table seem to be: fields as they are, and
 * examples of rules that use them. */
#ifndef SPOT_PRESENT_STARTER_H
#define SPOT_PRESENT_STARTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "table/infer.h"

struct spot_starter_table {
	const char *name; /* of --with NAME=FILE; NULL: the accounts */
	const char *path;
	const struct spot_infer *infer; /* finished; second tables matched with the accounts */
	bool no_header;
	bool has_more;    /* rows that were not read */
	uint64_t n_rejected;
};

struct spot_starter {
	const struct spot_starter_table *tables; /* the accounts first */
	size_t n_tables;
	const char *rules_path; /* for the commands that are shown; NULL: standard output */
	const char *options;    /* to be given with them, such as " --no-header"; may be empty */
	int64_t as_of;
};

/* Appends Lua that loads without errors and that scores the data it was made from. */
int spot_starter_print(struct spot_buf *out, const struct spot_starter *starter,
    struct spot_error *err);

/* Appends the declaration of the accounts' fields alone. */
int spot_starter_print_fields(struct spot_buf *out, const struct spot_starter *starter,
    struct spot_error *err);

#endif
