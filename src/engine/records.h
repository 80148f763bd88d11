/* SPDX-License-Identifier: MIT */
/*
 * Reading a second table: records are read, converted and asked rule functions by all threads, and
 * handed on in file order by one thread at a time. Memory is bounded by the chunks under way.
 */
#ifndef SPOT_ENGINE_RECORDS_H
#define SPOT_ENGINE_RECORDS_H

#include "engine/records_ask.h"

struct spot_records_job {
	const struct spot_rules *rules;
	const struct spot_schema *schema;
	struct spot_panel_table *table; /* its path; counts are added to it */
	const int *fns;                 /* of the schema's subject; SPOT_NO_FUNCTION: none there */
	size_t n_fns;
	const struct spot_panel_options *options;
	void *ctx;
	/* In any worker, before the functions are asked: fills derived columns and links. May be
	 * NULL. Must not change what ctx shares. */
	int (*prepare)(void *ctx, struct spot_records_part *part, struct spot_error *err);
	/* One thread at a time, in file order. */
	int (*take)(void *ctx, const struct spot_records_part *part, struct spot_error *err);
};

/* Reads the file to its end. */
int spot_records_read(const struct spot_records_job *job, struct spot_error *err);

#endif
