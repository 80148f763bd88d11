/* SPDX-License-Identifier: MIT */
#include "cli/derive_setup.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/run_setup.h"
#include "present/starter.h"

/* What looks alike in so many rows looks alike in all. */
#define ROWS_MAX 200000

static int pass_over(void *ctx, const struct spot_reject *reject)
{
	uint64_t *n = ctx;

	(void)reject;
	++*n;
	return 0;
}

static int read_rows(struct spot_infer *infer, struct spot_reader *reader, struct spot_error *err)
{
	struct spot_chunk chunk;
	bool at_end = false;
	int rc = 0;

	spot_chunk_init(&chunk);
	while (rc == 0 && !at_end && spot_infer_n_rows(infer) < ROWS_MAX) {
		if (atomic_load(spot_cli_stop()) != 0)
			rc = spot_error_set(err, SPOT_EINTR, "stopped by a signal");
		if (rc == 0)
			rc = spot_reader_next(
			    reader, &chunk, SPOT_BATCH_ROWS, SPOT_CHUNK_BYTES, &at_end, err);
		for (size_t i = 0; rc == 0 && i < chunk.n_records; i++)
			rc = spot_infer_add(
			    infer, chunk.records[i].cells, chunk.records[i].line, err);
	}
	spot_chunk_reset(&chunk);
	return rc;
}

static int infer_fields(struct spot_infer **out, struct spot_starter_table *table,
    const struct spot_cli_common *common, struct spot_error *err)
{
	struct spot_run_options run;
	struct spot_reader *reader = NULL;
	int rc;

	spot_setup_run_options(&run, common);
	run.reader.reject = pass_over;
	run.reader.reject_ctx = &table->n_rejected;
	table->path = run.paths[0];
	table->no_header = common->no_header;
	if (strcmp(table->path, "-") == 0) {
		spot_error_set(err, SPOT_EUSAGE, "standard input cannot be read twice");
		spot_error_hint(err, "name a file, or declare the fields in a rule file with -r");
		return SPOT_EUSAGE;
	}
	rc = spot_reader_open(&reader, table->path, 0, &run.reader, err);
	if (rc != 0)
		return rc;
	rc = spot_infer_new(out, spot_reader_dialect(reader), err);
	if (rc == 0)
		rc = read_rows(*out, reader, err);
	if (rc == 0)
		rc = spot_infer_finish(*out, err);
	table->infer = *out;
	spot_reader_close(reader);
	return rc;
}

int spot_derive_setup_infer(struct spot_rules **rules, struct spot_buf *text,
    const struct spot_cli_common *common, struct spot_error *err)
{
	struct spot_rules_options options = { .as_of = common->as_of,
		.limits = SPOT_LIMITS_DEFAULT };
	struct spot_starter_table table = { 0 };
	struct spot_starter starter = { &table, 1, NULL, "", common->as_of };
	struct spot_infer *infer = NULL;
	struct spot_diags diags;
	int rc = infer_fields(&infer, &table, common, err);

	spot_diags_init(&diags);
	if (rc == 0)
		rc = spot_starter_print_fields(text, &starter, err);
	if (rc == 0)
		rc = spot_rules_load_text(
		    rules, "fields", text->ptr, text->len, &options, &diags, err);
	spot_diags_reset(&diags);
	spot_infer_free(infer);
	return rc;
}
