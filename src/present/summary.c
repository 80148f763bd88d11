/* SPDX-License-Identifier: MIT */
#include "present/summary.h"

#include <inttypes.h>

#include "base/date.h"
#include "base/text.h"
#include "present/draft.h"
#include "present/excepted.h"
#include "present/files.h"
#include "present/rejected.h"
#include "report/escape.h"

/* Columns of the summary's lists. */
#define NAME_WIDTH 34
#define COUNT_WIDTH 13

static void add_padded(struct spot_buf *out, const char *text, size_t width)
{
	size_t used = spot_text_width(spot_view_of(text));

	spot_buf_text(out, text);
	for (; used < width; used++)
		spot_buf_char(out, ' ');
}

static void add_count(struct spot_buf *out, uint64_t count)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_grouped(&text, count);
	for (size_t used = text.len; used < COUNT_WIDTH; used++)
		spot_buf_char(out, ' ');
	spot_buf_view(out, (struct spot_view) { text.ptr, text.len });
	spot_draft_end(&text, &out->failed);
}

static void add_line(struct spot_buf *out, const char *name, uint64_t count, uint64_t whole)
{
	spot_buf_text(out, "  ");
	add_padded(out, name, NAME_WIDTH);
	add_count(out, count);
	if (whole > 0)
		spot_buf_printf(out, "  %5.1f %%", 100.0 * (double)count / (double)whole);
	spot_buf_char(out, '\n');
}

static void add_title(struct spot_buf *out, const struct spot_summary *summary, const char *title)
{
	spot_buf_printf(out, summary->color ? "\x1b[1m%s\x1b[0m\n" : "%s\n", title);
}

static void add_plural(struct spot_buf *out, uint64_t n, const char *one)
{
	spot_buf_grouped(out, n);
	spot_buf_printf(out, " %s%s", one, n == 1 ? "" : "s");
}

static const char *delimiter_name(char delimiter)
{
	switch (delimiter) {
	case ',':
		return "comma";
	case ';':
		return "semicolon";
	case '\t':
		return "tab";
	case '|':
		return "pipe";
	}
	return NULL;
}

/* A line about n of something, when there is any; first_line 0: not known. */
static void add_fact(struct spot_buf *out, uint64_t n, const char *one, uint64_t first_line,
    const char *what)
{
	if (n == 0)
		return;
	spot_buf_text(out, "    ");
	add_plural(out, n, one);
	spot_buf_printf(out, " %s", what);
	if (first_line > 0)
		spot_buf_printf(out, " (first: line %" PRIu64 ")", first_line);
	spot_buf_char(out, '\n');
}

/* What was read all the same. */
static void add_facts(struct spot_buf *out, const struct spot_reader_counts *counts)
{
	add_fact(out, counts->recoded_rows, "row", counts->recoded_first_line,
	    "with cells not in UTF-8, read as windows-1252, written as UTF-8");
	add_fact(out, counts->short_rows, "row", counts->short_first_line,
	    "with too few cells, filled up with blanks");
	add_fact(out, counts->nul_rows, "row", counts->nul_first_line,
	    "with NUL bytes: the file may be damaged");
	add_fact(out, counts->reopened_rows, "row", counts->reopened_first_line,
	    "with text after a closing quote, taken into the cell");
	add_fact(out, counts->blank_lines, "blank line", 0, "skipped");
	add_fact(out, counts->trailing_junk, "NUL or Ctrl-Z byte", 0,
	    "at the very end ignored");
}

static void print_file(struct spot_buf *out, const struct spot_run_file *file)
{
	const struct spot_reader_counts *counts = &file->counts;
	const char *delimiter = delimiter_name(file->delimiter);

	spot_escape_printf(out, "  %s: ", spot_files_name(file->path));
	add_plural(out, counts->rows + counts->rejected, "row");
	if (delimiter)
		spot_buf_printf(out, ", delimiter %s", delimiter);
	else
		spot_buf_printf(out, ", delimiter \"%c\"", file->delimiter);
	spot_buf_text(out, file->delimiter_sniffed ? " (found)" : " (given)");
	if (file->recoded_from)
		spot_buf_printf(out, ", read as %s, written as UTF-8", file->recoded_from);
	spot_buf_char(out, '\n');
	add_facts(out, counts);
}

static void print_tiers(
    struct spot_buf *out, const struct spot_summary *summary, const struct spot_rules *rules,
    const struct spot_tally *tally)
{
	add_title(out, summary, "accounts by tier");
	for (size_t i = 0; i < rules->n_tiers; i++)
		add_line(out, rules->tiers[i].name, tally->tier[i], tally->rows);
	add_line(out, "bad fit", tally->tier[rules->n_tiers], tally->rows);
	if (tally->tier[rules->n_tiers + 1] > 0)
		add_line(out, "(no tier)", tally->tier[rules->n_tiers + 1], tally->rows);
	if (tally->unsettled > 0)
		add_line(out, "tier hangs on unknown answers", tally->unsettled, tally->rows);
}

/* Rules with their counts; nothing when all are zero. */
static void print_counts(struct spot_buf *out, const struct spot_summary *summary,
    const struct spot_asked *asked, const uint64_t *counts, size_t n, const char *title,
    uint64_t whole)
{
	bool titled = false;

	for (size_t i = 0; i < n; i++) {
		if (counts[i] == 0)
			continue;
		if (!titled)
			add_title(out, summary, title);
		titled = true;
		add_line(out, asked[i].name, counts[i], whole);
	}
}

static void print_failures(
    struct spot_buf *out, const struct spot_tally *tally, const struct spot_scoring *scoring)
{
	for (size_t i = 0; i < tally->n_asked; i++) {
		char text[1200];

		if (tally->failed[i] == 0)
			continue;
		spot_buf_printf(out, "warning: \"%s\" failed on ", scoring->asked[i].name);
		add_plural(out, tally->failed[i], "account");
		spot_buf_text(out, " and counts as unknown there");
		if (tally->failure[i]) {
			spot_error_format(tally->failure[i], text, sizeof(text));
			spot_buf_printf(out, "; the first: %s", text);
		}
		spot_buf_char(out, '\n');
	}
}

static void print_exceptions(
    struct spot_buf *out, const struct spot_rules *rules, const struct spot_tally *tally)
{
	for (size_t i = 0; i < rules->n_exceptions; i++) {
		const struct spot_exception *exception = &rules->exceptions[i];
		const struct spot_fate *fate = &tally->fates[i];
		int64_t left = exception->expires - rules->as_of;
		char day[SPOT_DATE_TEXT_SIZE];

		spot_date_print(exception->expires, day);
		if (left >= 0 && !fate->is_there) {
			spot_escape_printf(out,
			    "warning: exception \"%s\": no account %s in the data",
			    exception->name, exception->account);
			spot_buf_char(out, '\n');
			continue;
		}
		if (left < 0)
			spot_escape_printf(out,
			    "warning: exception \"%s\" for %s expired on %s and no longer holds",
			    exception->name, exception->account, day);
		else
			spot_escape_printf(out,
			    "  exception \"%s\" holds for %s until %s, %" PRId64 " day%s left",
			    exception->name, exception->account, day, left,
			    left == 1 ? "" : "s");
		spot_excepted_reason(out, exception);
		spot_buf_text(out, "\n    ");
		spot_excepted_fate(out, rules, fate);
		spot_buf_char(out, '\n');
	}
}

static void print_unmatched(struct spot_buf *out, const struct spot_panel_table *table,
    const struct spot_rollup_rule *rule)
{
	struct spot_rollup_counts counts = spot_rollup_counts(table->rollup);
	struct spot_unmatched worst[5];
	size_t n = spot_rollup_unmatched(table->rollup, worst, 5);

	spot_escape_printf(out, "  %s (%s): ", rule->name, table->path);
	add_plural(out, counts.records, "record");
	spot_buf_text(out, ", ");
	add_plural(out, counts.keys, "key");
	if (counts.blank_keys > 0) {
		spot_buf_text(out, ", ");
		add_plural(out, counts.blank_keys, "record");
		spot_buf_text(out, " without a key");
	}
	if (counts.unknown_when > 0) {
		spot_buf_text(out, ", ");
		add_plural(out, counts.unknown_when, "record");
		spot_buf_text(out, " left out where `when` was unknown");
	}
	spot_buf_char(out, '\n');
	add_facts(out, &table->counts);
	if (table->n_failed > 0) {
		char text[1200];

		spot_error_format(&table->failure, text, sizeof(text));
		spot_buf_text(out, "warning: `when` failed on ");
		add_plural(out, table->n_failed, "record");
		spot_buf_printf(out, ", which are left out; the first: %s\n", text);
	}
	if (counts.unmatched_records == 0)
		return;
	spot_buf_text(out, "    match no account: ");
	add_plural(out, counts.unmatched_records, "record");
	spot_buf_text(out, " under ");
	add_plural(out, counts.unmatched_keys, "key");
	spot_buf_char(out, '\n');
	for (size_t i = 0; i < n; i++) {
		spot_buf_text(out, "      \"");
		spot_escape_plain(out, worst[i].key);
		spot_buf_text(out, "\" ");
		add_plural(out, worst[i].n_records, "record");
		if (worst[i].near.len > 0) {
			spot_buf_text(out, "; the account \"");
			spot_escape_plain(out, worst[i].near);
			spot_buf_text(out, "\" looks like it");
		}
		spot_buf_char(out, '\n');
	}
	if (counts.unmatched_keys > n) {
		spot_buf_text(out, "      and ");
		add_plural(out, counts.unmatched_keys - n, "more key");
		spot_buf_char(out, '\n');
	}
}

static void print_panel(struct spot_buf *out, const struct spot_summary *summary, size_t idx)
{
	const struct spot_panel *panel = &summary->panels[idx];
	const struct spot_rules *rules = panel->rules;
	const struct spot_tally *tally = &summary->result->tallies[idx];
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(rules->as_of, day);
	if (rules->profile.name[0])
		spot_escape_printf(out, "profile \"%s\" (%s), as of %s", rules->profile.name,
		    rules->path, day);
	else
		spot_escape_printf(out, "rules %s, as of %s", rules->path, day);
	spot_buf_char(out, '\n');
	print_tiers(out, summary, rules, tally);
	print_counts(out, summary, panel->scoring.asked + rules->n_criteria, tally->bad_fit,
	    rules->n_disqualifiers, "bad fit by reason", tally->rows);
	print_counts(out, summary, panel->scoring.asked, tally->unknown, panel->scoring.n_asked,
	    "unknown by rule", tally->rows);
	print_exceptions(out, rules, tally);
	if (tally->no_score > 0) {
		spot_buf_text(out, "warning: ");
		add_plural(out, tally->no_score, "account");
		spot_buf_text(out, " without a score: no criterion could give points\n");
	}
	if (tally->blank_keys > 0) {
		spot_buf_text(out, "warning: ");
		add_plural(out, tally->blank_keys, "account");
		spot_buf_text(out, " without a key: no rollup and no exception can be theirs\n");
	}
	print_failures(out, tally, &panel->scoring);
	for (size_t t = 0; t < rules->n_rollups; t++)
		print_unmatched(out, &panel->tables[t], &rules->rollups[t]);
}

void spot_summary_print(struct spot_buf *out, const struct spot_summary *summary)
{
	const struct spot_run_result *result = summary->result;
	struct spot_rejected_list list = { summary->rejects_path, "--rejects FILE" };
	double seconds = summary->seconds > 0 ? summary->seconds : 1e-9;
	size_t begin = out->len;

	for (size_t i = 0; i < summary->n_panels; i++)
		print_panel(out, summary, i);
	add_title(out, summary, "data");
	for (size_t i = 0; i < result->n_files; i++)
		print_file(out, &result->files[i]);
	spot_rejected_print(out, &result->unread, NULL, &list);
	spot_rejected_print_tables(out, summary->panels, summary->n_panels, &list);
	add_plural(out, result->rows + result->unread.n_rows, "row");
	spot_buf_text(out, " in = ");
	spot_buf_grouped(out, summary->rows_out);
	spot_buf_text(out, " out + ");
	spot_buf_grouped(out, result->unread.n_rows);
	spot_buf_text(out, " rejected + ");
	spot_buf_grouped(out, summary->rows_left_out);
	spot_buf_printf(out, " left out; %.2f s, ", summary->seconds);
	spot_buf_grouped(out, (uint64_t)((double)result->rows / seconds));
	spot_buf_text(out, " rows/s\n");
	spot_escape_lines(out, begin, summary->color);
}
