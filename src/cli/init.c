/* SPDX-License-Identifier: MIT */
/* init: a first rule file from data. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "present/starter.h"

#define ROWS_DEFAULT 100000

struct init_options {
	struct spot_cli_common common;
	bool force;
	int64_t rows;
};

static const struct spot_cli_option options[] = {
	{ "rows", 0, SPOT_OPTION_INTEGER, offsetof(struct init_options, rows), "N",
	    "read the first N rows of each file, 0 all of them; default 100000", .max = INT64_MAX },
	{ "force", 0, SPOT_OPTION_FLAG, offsetof(struct init_options, force), NULL,
	    "write over a file that is there already" },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "A first rule file from an export", "sweetspot init samples/accounts.csv -o mine.lua" },
	{ "With deals summed up for each account",
	    "sweetspot init samples/accounts.csv --with deals=samples/deals.csv "
	    "-o with_deals.lua" },
	{ 0 }
};

/* Rows that cannot be used are counted and passed over. */
static int pass_over(void *ctx, const struct spot_reject *reject)
{
	uint64_t *n = ctx;

	(void)reject;
	++*n;
	return 0;
}

static int add_rows(struct spot_infer *infer, const struct spot_chunk *chunk,
    struct spot_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < chunk->n_records; i++)
		rc = spot_infer_add(infer, chunk->records[i].cells, chunk->records[i].line, err);
	return rc;
}

static int read_rows(struct spot_starter_table *table, struct spot_infer *infer,
    struct spot_reader *reader, int64_t n_wanted, struct spot_error *err)
{
	struct spot_chunk chunk;
	bool at_end = false;
	int rc = 0;

	spot_chunk_init(&chunk);
	while (rc == 0 && !at_end) {
		uint64_t n_left = n_wanted == 0 ? SPOT_BATCH_ROWS
		                                : (uint64_t)n_wanted - spot_infer_n_rows(infer);
		/* One row more than is wanted tells whether there are more. */
		size_t n_max = n_left == 0 ? 1 : n_left < SPOT_BATCH_ROWS ? (size_t)n_left
		                                                           : SPOT_BATCH_ROWS;
		if (atomic_load(spot_cli_stop()) != 0)
			rc = spot_error_set(err, SPOT_EINTR, "stopped by a signal");
		if (rc == 0)
			rc = spot_reader_next(reader, &chunk, n_max, SPOT_CHUNK_BYTES, &at_end,
			    err);
		if (rc == 0 && n_left == 0) {
			table->has_more = chunk.n_records > 0;
			break;
		}
		if (rc == 0)
			rc = add_rows(infer, &chunk, err);
	}
	spot_chunk_reset(&chunk);
	return rc;
}

/* Names of columns are words; a first row of numbers is data. */
static void doubt_header(const struct spot_dialect *dialect, const char *name)
{
	size_t n_numbers = 0, n_named = 0;

	for (size_t i = 0; i < dialect->n_columns; i++) {
		double number;
		n_numbers += spot_number_double(dialect->header[i], &number);
		n_named += dialect->header[i].len > 0;
	}
	if (n_numbers >= 2 && n_numbers * 4 >= n_named)
		spot_cli_note("%s: the first row looks like data, not like names of columns; "
		    "if it is, add --no-header", name);
}

static int read_table(struct spot_starter_table *table, const struct init_options *opt,
    const struct spot_infer *accounts, struct spot_infer **out, struct spot_error *err)
{
	struct spot_run_options run;
	struct spot_reader *reader = NULL;
	int rc;

	spot_setup_run_options(&run, &opt->common);
	run.reader.reject = pass_over;
	run.reader.reject_ctx = &table->n_rejected;
	rc = spot_reader_open(&reader, table->path, 0, &run.reader, err);
	if (rc != 0)
		return rc;
	table->no_header = opt->common.no_header;
	if (!table->no_header)
		doubt_header(spot_reader_dialect(reader), spot_reader_name(reader));
	rc = spot_infer_new(out, spot_reader_dialect(reader), err);
	if (rc == 0 && accounts)
		spot_infer_match(*out, accounts);
	if (rc == 0)
		rc = read_rows(table, *out, reader, opt->rows, err);
	if (rc == 0)
		rc = spot_infer_finish(*out, err);
	table->infer = *out;
	spot_reader_close(reader);
	return rc;
}

static int check_target(const struct init_options *opt, struct spot_error *err)
{
	const char *path = opt->common.output;

	if (!path || strcmp(path, "-") == 0 || opt->force || access(path, F_OK) != 0)
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "%s is there already", path);
	spot_error_hint(err, "give another name, or --force to write over it");
	return SPOT_EUSAGE;
}

/* What of the options the commands shown in the file need too. */
static void print_dialect(struct spot_buf *out, const struct spot_cli_common *common)
{
	if (common->no_header)
		spot_buf_text(out, " --no-header");
	if (common->delimiter == '\t')
		spot_buf_text(out, " --delimiter tab");
	else if (common->delimiter)
		spot_buf_printf(out, " --delimiter '%c'", common->delimiter);
	if (common->encoding)
		spot_buf_printf(out, " --encoding %s", common->encoding);
	if (common->skip_rows > 0)
		spot_buf_printf(out, " --skip-rows %lld", (long long)common->skip_rows);
}

static void tell_rejects(const struct spot_starter_table *table)
{
	if (table->n_rejected > 0)
		spot_cli_note("%s: %llu row%s could not be used and %s left out",
		    strcmp(table->path, "-") == 0 ? "<stdin>" : table->path,
		    (unsigned long long)table->n_rejected, table->n_rejected == 1 ? "" : "s",
		    table->n_rejected == 1 ? "was" : "were");
}

static int init(const struct init_options *opt, struct spot_error *err)
{
	const struct spot_cli_common *common = &opt->common;
	size_t n_tables = common->with.n + 1, n_read = 0;
	struct spot_starter_table *tables = spot_mem_calloc(n_tables, sizeof(*tables));
	struct spot_infer **infers = spot_mem_calloc(n_tables, sizeof(struct spot_infer *));
	struct spot_buf text = SPOT_BUF_INIT, dialect = SPOT_BUF_INIT;
	int rc = tables && infers ? check_target(opt, err) : spot_error_nomem(err);

	for (size_t t = 0; rc == 0 && t < n_tables; t++) {
		tables[t].name = t > 0 ? common->with.items[t - 1].name : NULL;
		tables[t].path = t > 0 ? common->with.items[t - 1].value
		    : common->files.n > 0 ? common->files.items[0] : "-";
		rc = read_table(&tables[t], opt, t > 0 ? infers[0] : NULL, &infers[t], err);
		if (rc == 0)
			tell_rejects(&tables[n_read++]);
	}
	if (rc == 0) {
		print_dialect(&dialect, common);
		struct spot_starter starter = { tables, n_tables, common->output,
			spot_buf_str(&dialect), common->as_of };
		rc = spot_starter_print(&text, &starter, err);
	}
	if (rc == 0)
		rc = spot_output_put(common->output, &text, spot_cli_stop(), err);
	if (rc == 0 && common->output && !common->quiet)
		spot_cli_note("wrote %s from %llu rows; look through its fields first",
		    common->output, (unsigned long long)spot_infer_n_rows(infers[0]));
	for (size_t t = 0; infers && t < n_tables; t++)
		spot_infer_free(infers[t]);
	free(infers);
	free(tables);
	spot_buf_reset(&text);
	spot_buf_reset(&dialect);
	return rc;
}

static int run(int argc, const char **argv)
{
	struct init_options opt = { .rows = ROWS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_init, argc, argv, &opt, &status))
		return status;
	status = init(&opt, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_init = {
	.name = "init",
	.arguments = "[options] [DATA.csv]",
	.summary = "write a first rule file from data",
	.help =
	    "Declares a field for each column, with the type that every row read can be read as, "
	    "the words that stand for blank, and the order of day and month where the data prove "
	    "it; what data cannot tell is asked in a comment. A few criteria, tiers and a test "
	    "show how it goes on, other words stand behind dashes. The file passes check and "
	    "scores the data at once.\n\n"
	    "--with NAME=FILE adds a rollup that sums up a second table for each account; its "
	    "key is the column that holds the accounts' keys.",
	.examples = examples,
	.common = SPOT_COMMON_OUTPUT | SPOT_COMMON_WITH | SPOT_COMMON_AS_OF | SPOT_COMMON_DIALECT |
	    SPOT_COMMON_QUIET,
	.max_files = 1,
	.options = options,
	.run = run,
};
