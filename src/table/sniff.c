/* SPDX-License-Identifier: MIT */
/*
 * libcsv reads the sample once per candidate. The delimiter is the one under which the
 * largest share of records has as many cells as the first record, two at least; shares
 * within a fifth of the largest count as equal, so that a few ragged rows do not lose
 * against a comma that stands in every text, and then more cells win, and then the order of
 * the candidates. When the first record has one cell under all of them (a title, or one
 * column) the delimiter under which most records have the same number of cells is taken,
 * else a comma.
 *
 * Quotes that are not closed, or re-opened by text behind them, speak against a candidate:
 * it loses to every sound one that fits more than half of the records, however large its own share.
 */
#include "table/sniff.h"

#include <csv.h>
#include <string.h>
#include <strings.h>

#include "table/split.h"

#define MAX_CELLS 256 /* counts from here on are taken for equal */
#define SHARE_SLACK 0.2
#define SOUND_SHARE 0.5

static const char candidates[] = { ',', ';', '\t', '|' };
#define N_CANDIDATES (sizeof(candidates) / sizeof(*candidates))

struct tally {
	size_t n_cells;  /* of the record that is being read */
	size_t n_records, n_like_first;
	size_t n_first;  /* clamped, as all counts */
	bool unsound;    /* a quote was not closed, or re-opened */
	size_t line;     /* physical line on which the record that is being read begins */
	size_t first_line;
	size_t n_of[MAX_CELLS];    /* records by cells */
	size_t line_of[MAX_CELLS]; /* where the first of them is */
};

static void cell_told(void *text, size_t len, void *ctx)
{
	(void)text;
	(void)len;
	((struct tally *)ctx)->n_cells++;
}

static void row_told(int ended_by, void *ctx)
{
	(void)ended_by;
	struct tally *tally = ctx;
	size_t n = tally->n_cells < MAX_CELLS ? tally->n_cells : MAX_CELLS - 1;
	if (tally->n_records++ == 0) {
		tally->n_first = n;
		tally->first_line = tally->line;
	}
	tally->n_like_first += n == tally->n_first;
	if (tally->n_of[n]++ == 0)
		tally->line_of[n] = tally->line;
	tally->n_cells = 0;
}

/* One past the next CR or LF at or behind pos, or the sample's end. */
static size_t piece_end(struct spot_view sample, size_t pos)
{
	while (pos < sample.len) {
		char c = sample.ptr[pos++];
		if (c == '\n' || c == '\r')
			break;
	}
	return pos;
}

/* cut: the sample ends in the record. */
static void quotes_check(struct tally *tally, struct spot_view record, char delimiter, bool cut)
{
	struct spot_split split;
	spot_split_init(&split, delimiter);
	spot_split_walk(&split, record);
	if (split.first_reopened != SPOT_SPLIT_NONE ||
	    (split.state == SPOT_SPLIT_QUOTED && !cut))
		tally->unsound = true;
}

static int sample_tally(struct tally *tally, struct spot_view sample, bool complete, char delimiter,
    struct spot_error *err)
{
	struct csv_parser parser;
	memset(tally, 0, sizeof(*tally));
	if (csv_init(&parser, 0) != 0)
		return spot_error_nomem(err);
	csv_set_delim(&parser, (unsigned char)delimiter);
	csv_set_blk_size(&parser, 1 << 12);
	int rc = 0;
	size_t line = 1, n_records = 0, start = 0;
	bool begun = false;
	for (size_t pos = 0, end; pos < sample.len && rc == 0; pos = end) {
		end = piece_end(sample, pos);
		struct spot_view piece = { sample.ptr + pos, end - pos };
		if (!begun && !spot_split_is_blank(piece, delimiter)) {
			begun = true;
			tally->line = line;
		}
		size_t used = csv_parse(&parser, piece.ptr, piece.len, cell_told, row_told, tally);
		if (used < piece.len)
			rc = spot_error_nomem(err);
		if (tally->n_records > n_records) {
			struct spot_view record = { sample.ptr + start, end - 1 - start };
			quotes_check(tally, record, delimiter, false);
			start = end;
			begun = false;
		}
		n_records = tally->n_records;
		char last = sample.ptr[end - 1];
		line += last == '\r' || (last == '\n' && (end == 1 || sample.ptr[end - 2] != '\r'));
	}
	struct spot_view rest = { sample.ptr + start, sample.len - start };
	quotes_check(tally, rest, delimiter, !complete);
	/* A record that is longer than the sample is better than none. */
	if (rc == 0 && (complete || tally->n_records == 0))
		csv_fini(&parser, cell_told, row_told, tally);
	csv_free(&parser);
	return rc;
}

/* Cells that most records have; none have 0. */
static size_t tally_usual(const struct tally *tally, size_t least)
{
	size_t usual = 0;
	for (size_t n = least; n < MAX_CELLS; n++) {
		if (tally->n_of[n] > 0 && tally->n_of[n] >= tally->n_of[usual])
			usual = n;
	}
	return usual;
}

static double first_share(const struct tally *tally)
{
	return tally->n_first >= 2 ? (double)tally->n_like_first / (double)tally->n_records : 0;
}

/* The best candidate, of the sound ones or of all, under which the first record has cells to
 * speak of; or N_CANDIDATES. */
static size_t best_by_first(const struct tally *tallies, bool sound)
{
	double best_share = 0;
	for (size_t i = 0; i < N_CANDIDATES; i++) {
		double share = first_share(&tallies[i]);
		if (share > best_share && !(sound && tallies[i].unsound))
			best_share = share;
	}
	size_t best = N_CANDIDATES;
	if (sound && best_share <= SOUND_SHARE)
		return best;
	for (size_t i = 0; i < N_CANDIDATES; i++) {
		const struct tally *t = &tallies[i];
		if ((sound && t->unsound) || t->n_first < 2 ||
		    first_share(t) < best_share - SHARE_SLACK)
			continue;
		if (best == N_CANDIDATES || t->n_first > tallies[best].n_first)
			best = i;
	}
	return best;
}

/* The candidate, of the sound ones or of all, under which most records (more than half, two
 * at least) have the same cells, two at least; or N_CANDIDATES. */
static size_t best_by_rest(const struct tally *tallies, bool sound)
{
	size_t best = N_CANDIDATES, best_n = 0;
	for (size_t i = 0; i < N_CANDIDATES; i++) {
		const struct tally *t = &tallies[i];
		size_t n = t->n_of[tally_usual(t, 2)];
		if (n >= 2 && 2 * n > t->n_records && n > best_n && !(sound && t->unsound)) {
			best = i;
			best_n = n;
		}
	}
	return best;
}

static size_t best_candidate(const struct tally *tallies)
{
	size_t best = best_by_first(tallies, true);
	if (best == N_CANDIDATES)
		best = best_by_first(tallies, false);
	if (best == N_CANDIDATES)
		best = best_by_rest(tallies, true);
	if (best == N_CANDIDATES)
		best = best_by_rest(tallies, false);
	return best < N_CANDIDATES ? best : 0;
}

int spot_sniff_sample(struct spot_sniff *out, struct spot_view sample, bool complete, char fixed,
    struct spot_error *err)
{
	struct tally tallies[N_CANDIDATES];
	size_t best = 0;
	int rc = 0;
	*out = (struct spot_sniff) { .delimiter = fixed };
	if (fixed) {
		rc = sample_tally(&tallies[0], sample, complete, fixed, err);
	} else {
		for (size_t i = 0; i < N_CANDIDATES && rc == 0; i++)
			rc = sample_tally(&tallies[i], sample, complete, candidates[i], err);
		if (rc == 0)
			best = best_candidate(tallies);
		out->delimiter = candidates[best];
	}
	if (rc < 0)
		return rc;
	const struct tally *t = &tallies[best];
	out->n_first = t->n_first;
	out->n_usual = tally_usual(t, 1);
	out->first_line = t->first_line;
	out->usual_line = t->line_of[out->n_usual];
	return 0;
}

char spot_sniff_sep_line(struct spot_view line)
{
	while (line.len > 0 && line.ptr[line.len - 1] == ' ')
		line.len--;
	if (line.len == 7 && line.ptr[0] == '"' && line.ptr[6] == '"')
		line = (struct spot_view) { line.ptr + 1, 5 };
	if (line.len != 5 || strncasecmp(line.ptr, "sep=", 4) != 0)
		return '\0';
	char c = line.ptr[4];
	return (c > ' ' && c < 0x7F && c != '"') || c == '\t' ? c : '\0';
}
