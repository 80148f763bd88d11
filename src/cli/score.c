/* SPDX-License-Identifier: MIT */
/* score: qualify a batch. Every input row comes out once, in order, with its verdict after it. */
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cli/formats.h"
#include "cli/layouts.h"
#include "cli/reading.h"
#include "cli/run_setup.h"
#include "cli/verbs.h"
#include "engine/balance.h"
#include "present/pick.h"
#include "present/scored.h"
#include "present/summary.h"
#include "present/timed.h"
#include "report/table.h"
#include "table/guard.h"
#include "table/output.h"

enum score_columns { COLUMNS_ALL, COLUMNS_RESULT };
enum score_sort { SORT_NONE, SORT_SCORE };

struct score_options {
	struct spot_cli_common common;
	int columns, sort;
	bool explain;
	struct spot_cli_list only;
	int64_t top;
	double verify;
	bool profile;
};

static const char *const columns_choices[] = { "all", "result", NULL };
static const char *const sort_choices[] = { "none", "score", NULL };

static const struct spot_cli_option options[] = {
	{ "columns", 0, SPOT_OPTION_CHOICE, offsetof(struct score_options, columns), "WHICH",
	    "all (the input's and the result's), or result (the key and the result's)",
	    .choices = columns_choices },
	{ "explain", 0, SPOT_OPTION_FLAG, offsetof(struct score_options, explain), NULL,
	    "add a column of points for each criterion and capped group" },
	{ "only", 0, SPOT_OPTION_WORDS, offsetof(struct score_options, only), "TIER,...",
	    "only accounts of these tiers (\"bad fit\" is one)" },
	{ "sort", 0, SPOT_OPTION_CHOICE, offsetof(struct score_options, sort), "BY",
	    "score: best first; keeps all rows in memory", .choices = sort_choices },
	{ "top", 0, SPOT_OPTION_INTEGER, offsetof(struct score_options, top), "N",
	    "only the N best scores, best first, bad fits too (see --only)", .min = 1,
	    .max = 100000000 },
	{ "no-translate", 0, SPOT_OPTION_FLAG,
	    offsetof(struct score_options, common.no_translate), NULL,
	    "run every rule in the Lua VM: slower, with the same result" },
	{ "verify", 0, SPOT_OPTION_NUMBER, offsetof(struct score_options, verify), "PERCENT",
	    "judge so many accounts by the Lua VM too, and stop where it differs", .min = 0,
	    .max = 100 },
	{ "profile", 0, SPOT_OPTION_FLAG, offsetof(struct score_options, profile), NULL,
	    "say on stderr what a row costs, by stage and by rule" },
	{ 0 }
};

static const struct spot_verb_example examples[] = {
	{ "Score an export into a new file",
	    "sweetspot score -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv -o scored.csv" },
	{ "The ten best accounts of the two top tiers, as a table",
	    "sweetspot score -r rules/saas_midmarket.lua samples/accounts.csv "
	    "--with deals=samples/deals.csv --only A,B --top 10 --format table" },
	{ "What does a lower limit do",
	    "sweetspot score -r rules/saas_midmarket.lua --set min_size=20 "
	    "samples/accounts.csv --with deals=samples/deals.csv" },
	{ 0 }
};

/* A table for people stops here when --top does not say. */
#define TABLE_ROWS 50

/* Where rows go: straight to the output, or kept until the end. */
struct score_sink {
	const struct score_options *opt;
	struct spot_scored *rows;
	enum spot_scored_format format;
	struct spot_output *output;
	struct spot_reading reading;
	struct spot_pick pick;
	bool picks;
	uint64_t n_out, n_left_out;
	bool wrote_row;
	bool is_guarded; /* --spreadsheet-safe */
	char delimiter;
	struct spot_buf scratch, guarded;
};

/* Whole rows. */
static int put(struct score_sink *sink, const char *text, size_t len, struct spot_error *err)
{
	if (!sink->is_guarded)
		return spot_output_write(sink->output, text, len, err);
	spot_buf_clear(&sink->guarded);
	spot_guard_csv(&sink->guarded, (struct spot_view) { text, len }, sink->delimiter);
	return spot_buf_failed(&sink->guarded)
	    ? spot_error_nomem(err)
	    : spot_output_write(sink->output, sink->guarded.ptr, sink->guarded.len, err);
}

static int sink_begin(void *ctx, const struct spot_dialect *dialect, struct spot_error *err)
{
	struct score_sink *sink = ctx;
	int rc = sink->format == SPOT_SCORED_CSV
	    ? spot_formats_check_delimiter(&sink->opt->common, dialect->delimiter, err) : 0;

	sink->delimiter = dialect->delimiter;
	spot_buf_clear(&sink->scratch);
	if (rc == 0)
		rc = spot_scored_begin(sink->rows, dialect, &sink->scratch, err);
	if (rc == 0 && sink->format == SPOT_SCORED_JSON)
		spot_buf_text(&sink->scratch, "[");
	if (rc == 0 && spot_buf_failed(&sink->scratch))
		rc = spot_error_nomem(err);
	if (rc == 0)
		rc = put(sink, sink->scratch.ptr, sink->scratch.len, err);
	return rc;
}

static int sink_render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct score_sink *sink = ctx;
	return spot_scored_render(sink->rows, view, piece, err);
}

/* Rows in JSON begin with the comma that parts them from the row before. */
static int write_text(struct score_sink *sink, const char *text, size_t len, struct spot_error *err)
{
	if (len > 0 && !sink->wrote_row && sink->format == SPOT_SCORED_JSON) {
		text += 1;
		len -= 1;
	}
	sink->wrote_row = sink->wrote_row || len > 0;
	return put(sink, text, len, err);
}

static int pick_rows(struct score_sink *sink, const struct spot_piece *piece,
    struct spot_error *err)
{
	size_t begin = 0;
	int rc = 0;

	for (size_t row = 0; rc == 0 && row < piece->n_rows; row++) {
		const struct spot_piece_row *at = &piece->rows[row];

		if (!at->left_out)
			rc = spot_pick_add(&sink->pick, at->order, piece->text.ptr + begin,
			    at->end - begin, err);
		begin = at->end;
	}
	return rc;
}

static int sink_write(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	struct score_sink *sink = ctx;

	sink->n_left_out += piece->n_left_out;
	if (sink->picks)
		return pick_rows(sink, piece, err);
	sink->n_out += piece->n_rows - piece->n_left_out;
	return write_text(sink, piece->text.ptr, piece->text.len, err);
}

static void add_table_row(struct spot_table *table, const struct spot_pick_row *row)
{
	const char *text = row->text, *end = row->text + row->len;

	while (text < end) {
		const char *stop = memchr(text, SPOT_SCORED_CELL_END, (size_t)(end - text));
		spot_table_view(
		    table, SPOT_PLAIN, (struct spot_view){ text, (size_t)(stop - text) });
		text = stop + 1;
	}
}

static int write_table(struct score_sink *sink, struct spot_error *err)
{
	static const struct spot_table_column columns[SPOT_SCORED_TABLE_COLUMNS] = {
		{ .title = "account" },
		{ .title = "name", .max_width = 32 },
		{ .title = "tier" },
		{ .title = "score", .align = SPOT_ALIGN_RIGHT },
		{ .title = "growth", .align = SPOT_ALIGN_RIGHT },
		{ .title = "first reason" },
	};
	const struct spot_cli_common *common = &sink->opt->common;
	struct spot_table_look look = { .width = common->output ? 0 : spot_cli_width(stdout),
		.color = !common->output && spot_cli_color(stdout, common->no_color) };
	uint64_t n_more = sink->opt->top > 0 ? 0 : sink->pick.n_dropped;
	struct spot_table table;
	int rc;

	spot_table_init(&table, columns, SPOT_SCORED_TABLE_COLUMNS);
	for (size_t i = 0; i < sink->pick.n_rows; i++)
		add_table_row(&table, &sink->pick.rows[i]);
	spot_buf_clear(&sink->scratch);
	spot_table_draw(&table, &look, &sink->scratch);
	if (n_more > 0)
		spot_buf_printf(&sink->scratch,
		    "and %llu more; --top N shows more of them, --format csv all\n",
		    (unsigned long long)n_more);
	rc = spot_buf_failed(&sink->scratch)
	    ? spot_error_nomem(err)
	    : spot_output_write(sink->output, sink->scratch.ptr, sink->scratch.len, err);
	spot_table_reset(&table);
	return rc;
}

static int write_picked(struct score_sink *sink, struct spot_error *err)
{
	int rc = 0;

	spot_pick_sort(&sink->pick);
	sink->n_out = sink->pick.n_rows;
	sink->n_left_out += sink->pick.n_dropped;
	if (sink->format == SPOT_SCORED_TABLE)
		return write_table(sink, err);
	for (size_t i = 0; rc == 0 && i < sink->pick.n_rows; i++)
		rc = write_text(sink, sink->pick.rows[i].text, sink->pick.rows[i].len, err);
	return rc;
}

/* Rejected rows stand in the list of rejects alone, until the next run writes a new one. */
static int check_replaced(const struct score_sink *sink, const struct spot_run_result *result,
    struct spot_error *err)
{
	const struct spot_cli_common *common = &sink->opt->common;

	if (!common->replaces || result->unread.n_rows == 0)
		return 0;
	spot_error_set(err, SPOT_EDATA,
	    "%" PRIu64 " row%s could not be used and would be gone from it",
	    result->unread.n_rows, result->unread.n_rows == 1 ? "" : "s");
	spot_error_place(err, common->output, 0, NULL);
	spot_error_hint(err, "mend the rows that --rejects lists, or write to another file");
	return SPOT_EDATA;
}

static int finish(struct score_sink *sink, const struct spot_run_result *result,
    struct spot_error *err)
{
	int rc = sink->picks ? write_picked(sink, err) : 0;

	if (rc == 0 && sink->format == SPOT_SCORED_JSON)
		rc = spot_output_write(sink->output, "\n]\n", 3, err);
	if (rc == 0)
		rc = spot_balance_written(result, sink->n_out, sink->n_left_out, err);
	if (rc == 0)
		rc = spot_rejects_commit(&sink->reading.rejects, err);
	if (rc == 0)
		rc = check_replaced(sink, result, err);
	return rc == 0 ? spot_output_commit(sink->output, err) : rc;
}

static enum spot_scored_format rows_format(const struct score_options *opt)
{
	switch (spot_options_format(&spot_verb_score, &opt->common, SPOT_FORMAT_CSV)) {
	case SPOT_FORMAT_JSONL:
		return SPOT_SCORED_JSONL;
	case SPOT_FORMAT_JSON:
		return SPOT_SCORED_JSON;
	case SPOT_FORMAT_TABLE:
		return SPOT_SCORED_TABLE;
	case SPOT_FORMAT_AUTO:
	case SPOT_FORMAT_CSV:
	case SPOT_FORMAT_HTML:
	case SPOT_FORMAT_MD:
	case SPOT_FORMAT_N:
		break;
	}
	return SPOT_SCORED_CSV;
}

static int open_sink(struct score_sink *sink, const struct score_options *opt,
    const struct spot_run_setup *setup, struct spot_error *err)
{
	struct spot_scored_options rows_options = { .result_only = opt->columns == COLUMNS_RESULT,
		.explain = opt->explain, .no_header = opt->common.no_header,
		.only = opt->only.items, .n_only = opt->only.n };
	int rc;

	sink->format = rows_options.format = rows_format(opt);
	sink->is_guarded = opt->common.spreadsheet_safe && sink->format == SPOT_SCORED_CSV;
	rows_options.rewrites = sink->is_guarded;
	sink->picks = opt->top > 0 || opt->sort == SORT_SCORE || sink->format == SPOT_SCORED_TABLE;
	spot_pick_init(&sink->pick, opt->top > 0 ? (size_t)opt->top
	        : sink->format == SPOT_SCORED_TABLE ? TABLE_ROWS : 0);
	rc = spot_scored_new(&sink->rows, setup->panels, setup->n_panels, &rows_options, err);
	if (rc == 0)
		rc = spot_output_open(&sink->output, opt->common.output, err);
	if (rc == 0)
		spot_output_stop_at(sink->output, spot_cli_stop());
	return rc;
}

static void close_sink(struct score_sink *sink)
{
	spot_progress_clear(&sink->reading.progress);
	spot_output_close(sink->output);
	spot_rejects_close(&sink->reading.rejects);
	spot_scored_free(sink->rows);
	spot_pick_reset(&sink->pick);
	spot_buf_reset(&sink->scratch);
	spot_buf_reset(&sink->guarded);
}

static void print_summary(const struct score_sink *sink, const struct spot_run_setup *setup,
    const struct spot_run_result *result, double seconds)
{
	struct spot_summary summary = { .result = result, .panels = setup->panels,
		.n_panels = setup->n_panels, .rows_out = sink->n_out,
		.rows_left_out = sink->n_left_out, .rejects_path = sink->opt->common.rejects,
		.seconds = seconds, .color = spot_cli_color(stderr, sink->opt->common.no_color) };
	struct spot_buf text = SPOT_BUF_INIT;

	if (sink->opt->common.quiet)
		return;
	spot_summary_print(&text, &summary);
	fputs(spot_buf_str(&text), stderr);
	spot_buf_reset(&text);
}

/* Also with --quiet: one of them may be of somebody who names columns as score does. */
static void tell_stale(const struct score_sink *sink)
{
	const char *stale = spot_scored_stale(sink->rows);

	if (stale[0])
		spot_cli_note("left out as columns of an earlier run: %s; give what is yours among "
		    "them another name", stale);
}

static void print_timing(const struct score_sink *sink, const struct spot_run_setup *setup,
    const struct spot_run_result *result)
{
	struct spot_table_look look = { .width = spot_cli_width(stderr), .indent = 2,
		.color = spot_cli_color(stderr, sink->opt->common.no_color) };
	struct spot_buf text = SPOT_BUF_INIT;

	spot_timed_print(&text, result, setup->panels, setup->n_panels, &look);
	fputs(spot_buf_str(&text), stderr);
	spot_buf_reset(&text);
}

static int score(const struct score_options *opt, struct spot_error *err)
{
	struct score_sink sink = { .opt = opt };
	struct spot_run_setup setup;
	struct spot_run_result result = { 0 };
	struct spot_run_sink calls = { .ctx = &sink, .begin = sink_begin, .render = sink_render,
		.write = sink_write, .calls = spot_reading_calls(&sink.reading, &opt->common) };
	double begun = spot_progress_seconds();
	int rc;

	if (!opt->common.output)
		spot_progress_clear(&sink.reading.progress); /* rows may go to the same terminal */
	rc = spot_rejects_open(&sink.reading.rejects, &opt->common, err);
	if (rc == 0)
		rc = spot_run_setup_init(&setup, &opt->common, &sink.reading.rejects, err);
	if (rc != 0) {
		close_sink(&sink);
		return rc;
	}
	setup.run.plan.verify = opt->verify / 100;
	setup.run.plan.timing = opt->profile;
	rc = open_sink(&sink, opt, &setup, err);
	calls.needs_rows = sink.picks;
	if (rc == 0)
		rc = spot_run(&result, setup.panels, setup.n_panels, &setup.run, &calls, err);
	if (rc == 0)
		rc = finish(&sink, &result, err);
	spot_progress_clear(&sink.reading.progress);
	if (rc == 0)
		tell_stale(&sink);
	if (rc == 0)
		print_summary(&sink, &setup, &result, spot_progress_seconds() - begun);
	if (rc == 0 && opt->profile)
		print_timing(&sink, &setup, &result);
	spot_run_result_reset(&result);
	close_sink(&sink);
	spot_run_setup_reset(&setup);
	return rc;
}

/* In place nothing of the data may be missing, and the next run must read them alike. */
static int settle(void *opts, struct spot_error *err)
{
	struct score_options *opt = opts;
	struct spot_cli_common *common = &opt->common;

	(void)err;
	common->may_replace = opt->columns == COLUMNS_ALL && opt->only.n == 0 && opt->top == 0 &&
	    rows_format(opt) == SPOT_SCORED_CSV && common->skip_rows == 0 && !common->encoding &&
	    !common->spreadsheet_safe && !common->no_header;
	return 0;
}

static int run(int argc, const char **argv)
{
	struct score_options opt = { 0 };
	struct spot_error err = SPOT_ERROR_INIT;
	int status;

	if (!spot_options_parse(&spot_verb_score, argc, argv, &opt, &status))
		return status;
	status = score(&opt, &err) == 0 ? SPOT_EXIT_DONE : spot_cli_fail(&err);
	spot_options_reset(&opt.common);
	return status;
}

const struct spot_verb spot_verb_score = {
	.name = "score",
	.arguments = "-r RULES.lua [options] [DATA.csv ...]",
	.summary = "qualify a batch of accounts",
	.help =
	    "Every row of the data comes out once, in order and with its cells' bytes "
	    "untouched, with "
	    "icp_score, icp_tier, icp_disqualified, icp_growth, icp_coverage, icp_score_low, "
	    "icp_score_high, icp_tier_low, icp_tier_high, icp_unknown and icp_exception after "
	    "it. Columns of the same names are left out first, and so are those that an earlier "
	    "run of score added and this one does not, which is said on stderr. "
	    "Rows stream: memory does not grow with them, except for --sort and --top.\n\n"
	    "-o may name the data file itself, so that it is scored in place, where nothing of it "
	    "would be missing and the next run reads it alike: one file, as CSV, without --columns "
	    "result, --only, --top, --skip-rows, --no-header, --encoding and --spreadsheet-safe, "
	    "and no row rejected.\n\n"
	    "With several -r each profile adds its own columns, and icp_best names the profile "
	    "with the best tier. Score, tiers, bad fits and what could not be read are summed "
	    "up on "
	    "stderr.",
	.layout = spot_layouts_score,
	.examples = examples,
	.common = SPOT_COMMON_ALL,
	.formats = 1 << SPOT_FORMAT_CSV | 1 << SPOT_FORMAT_JSONL | 1 << SPOT_FORMAT_JSON |
		   1 << SPOT_FORMAT_TABLE,
	.keeps_dialect = true,
	.min_rules = 1,
	.max_files = SPOT_VERB_ANY,
	.options = options,
	.settle = settle,
	.run = run,
};
