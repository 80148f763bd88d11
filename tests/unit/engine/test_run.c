/* SPDX-License-Identifier: MIT */
/*
 * No row is lost: files with random mess in them are run, and then every line of the file belongs
 * to one row that was judged, or to one that was rejected with its line, or is blank. What was
 * judged or rejected are the file's own bytes. RUN_FILES says how many files, RUN_SEED which is the
 * first.
 */
#include "engine/run.h"

#include <stdio.h>
#include <unistd.h>

#include "rules/load.h"
#include "support/unit.h"

static const char rules_text[] =
    "fields { id = { 'key', from = 1 }, n = { 'integer', from = 2 } } tiers { A = 50, B = 0 }\n"
    "criterion 'C' { weight = 1, why = 'w', fit = function(a) return a.n > 3 end }\n";

/* --- files -------------------------------------------------------------------------------- */

static uint64_t below(uint64_t *seed, uint64_t n)
{
	return unit_random(seed) % n;
}

static void add_cell(struct spot_buf *out, uint64_t *seed, const char *end)
{
	static const char *const cells[] = { "1", "22", "", "Acme", " x ", "\"a\"", "\"a,b;c\"",
		"\"two\nlines\"", "\"two\r\nlines\"", "\"a \"\"b\"\" c\"", "\"\"", "\"open",
		"o\"dd", "\"a\"b", "\xC3\xA4", "\xE4", "\xFF\xFE", "-5", "1,200", "\"x\" ", "'",
		"a\"",
		"a long cell that may well be over what is allowed for a cell of this file" };

	if (below(seed, 30) == 0)
		spot_buf_char(out, (char)below(seed, 256));
	else if (below(seed, 12) == 0)
		spot_buf_text(out, end);
	else
		spot_buf_text(out, cells[below(seed, below(seed, 3) ? 7 : N_OF(cells))]);
}

/* A header of four columns, then mess. */
static void make_file(struct spot_buf *out, uint64_t *seed)
{
	static const char *const ends[] = { "\n", "\n", "\r\n", "\r" };
	static const char *const odds[] = { "", " \t ", "\r", "\n\r", "\x1a", "\t" };
	const char *end = ends[below(seed, N_OF(ends))];
	char delimiter = ",,;\t|"[below(seed, 5)];

	spot_buf_clear(out);
	if (below(seed, 8) == 0)
		spot_buf_text(out, "\xEF\xBB\xBF");
	spot_buf_printf(out, "id%cn%cs%ct%s", delimiter, delimiter, delimiter, end);
	for (uint64_t n = below(seed, 40); n > 0; n--) {
		uint64_t n_cells = below(seed, 5) ? 4 : 1 + below(seed, 7);

		if (below(seed, 15) == 0)
			spot_buf_text(out, odds[below(seed, N_OF(odds))]);
		for (uint64_t i = 0; i < n_cells; i++) {
			if (i > 0)
				spot_buf_char(out, delimiter);
			add_cell(out, seed, end);
		}
		spot_buf_text(out, n == 1 && below(seed, 3) == 0 ? "" : end);
	}
	if (below(seed, 20) == 0)
		spot_buf_add(out, "\0\0\x1a", 3);
}

/* --- what became of its lines -------------------------------------------------------------- */

enum { MAX_FILE_LINES = 2000 };

struct lines {
	const char *text, *end;
	const char *starts[MAX_FILE_LINES + 1]; /* of line i + 1 */
	unsigned char n_owners[MAX_FILE_LINES];
	size_t n;
	uint64_t n_rows, n_rejects;
	const char *fault;
	uint64_t fault_line;
};

/* Past the line end at text, or text itself where there is none. */
static const char *after_end(const char *text, const char *end)
{
	if (text < end && *text == '\r')
		return text + 1 < end && text[1] == '\n' ? text + 2 : text + 1;
	return text < end && *text == '\n' ? text + 1 : text;
}

static void cut_lines(struct lines *lines, const struct spot_buf *file)
{
	memset(lines, 0, sizeof(*lines));
	lines->text = spot_buf_str(file);
	lines->end = lines->text + file->len;
	for (const char *at = lines->text; at < lines->end;) {
		assert_true(lines->n < MAX_FILE_LINES);
		lines->starts[lines->n++] = at;
		while (at < lines->end && *at != '\r' && *at != '\n')
			at++;
		at = after_end(at, lines->end);
	}
	lines->starts[lines->n] = lines->end;
	lines->n_owners[0] = 1; /* the header */
}

static void blame(struct lines *lines, uint64_t line, const char *fault)
{
	if (!lines->fault) {
		lines->fault = fault;
		lines->fault_line = line;
	}
}

/* The row whose bytes those are owns the lines from that one on. */
static void own(struct lines *lines, uint64_t line, struct spot_view raw, bool is_recoded)
{
	const char *stop = raw.ptr + raw.len;

	if (line == 0 || line > lines->n) {
		blame(lines, line, "there is no such line");
		return;
	}
	const char *at = lines->starts[line - 1];
	if (!is_recoded &&
	    ((size_t)(lines->end - at) < raw.len || memcmp(at, raw.ptr, raw.len) != 0))
		blame(lines, line, "not the line's bytes");
	lines->n_owners[line - 1]++;
	for (const char *c = raw.ptr, *next; c < stop; c = next) {
		next = after_end(c, stop);
		if (next == c)
			next++;
		else if (line < lines->n)
			lines->n_owners[line++]++;
	}
}

static bool is_blank(const struct lines *lines, size_t i)
{
	for (const char *c = lines->starts[i]; c < lines->starts[i + 1]; c++)
		if (!strchr(" \t\r\n\x1a", *c)) /* NUL too, which may stand at the end */
			return false;
	return true;
}

static void check_lines(struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		if (lines->n_owners[i] > 1)
			blame(lines, i + 1, "belongs to two rows");
		else if (lines->n_owners[i] == 0 && !is_blank(lines, i))
			blame(lines, i + 1, "belongs to no row");
}

/* --- a run -------------------------------------------------------------------------------- */

/* Records as their line, flags, length and bytes. */
static int render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	(void)ctx;
	(void)err;
	for (size_t i = 0; i < view->n_rows; i++) {
		const struct spot_record *record = &view->chunk->records[view->first + i];
		uint64_t head[3] = { record->line, record->flags, record->raw.len };

		spot_buf_add(&piece->text, (const char *)head, sizeof(head));
		spot_buf_view(&piece->text, record->raw);
	}
	piece->n_rows += view->n_rows;
	return 0;
}

static int take(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	struct lines *lines = ctx;
	const char *at = piece->text.ptr, *end = at + piece->text.len;

	(void)err;
	lines->n_rows += piece->n_rows;
	while (at < end) {
		uint64_t head[3];

		memcpy(head, at, sizeof(head));
		at += sizeof(head);
		own(lines, head[0], (struct spot_view) { at, head[2] },
		    head[1] & SPOT_RECORD_RECODED);
		at += head[2];
	}
	return 0;
}

/* Else it may have been in another encoding. */
static bool is_ascii(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] >= 0x80)
			return false;
	return true;
}

static int take_reject(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	struct lines *lines = ctx;

	(void)err;
	if (!reject->problem || !reject->problem[0] || !reject->file)
		blame(lines, reject->line, "rejected without a word");
	if (reject->column)
		return 0;
	lines->n_rejects++;
	own(lines, reject->line, reject->text, !is_ascii(reject->text));
	return 0;
}

struct running {
	struct spot_rules *rules;
	struct spot_panel panel;
	char path[64];
	struct spot_buf file;
	struct lines lines;
};

static void write_file(const struct running *r)
{
	FILE *file = fopen(r->path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(spot_buf_str(&r->file), 1, r->file.len, file), r->file.len);
	assert_int_equal(fclose(file), 0);
}

static void run_file(struct running *r, uint64_t *seed)
{
	const char *path = r->path;
	struct spot_run_options options = { .paths = &path, .n_paths = 1,
		.n_threads = 1 + (unsigned)below(seed, 2),
		.reader = { .max_cell_bytes = below(seed, 3) ? 0 : 60 } };
	struct spot_run_sink sink = { .ctx = &r->lines, .render = render, .write = take,
		.calls = { &r->lines, take_reject, NULL } };
	struct spot_run_result result;
	struct spot_error err = SPOT_ERROR_INIT;

	cut_lines(&r->lines, &r->file);
	write_file(r);
	if (spot_run(&result, &r->panel, 1, &options, &sink, &err) != 0) {
		/* The whole file, named; such as one with too many delimiters in the header. */
		if (!err.what[0] || err.code != SPOT_EDATA)
			blame(&r->lines, 0, "failed without a word");
		return;
	}
	check_lines(&r->lines);
	if (result.rows != r->lines.n_rows || result.unread.n_rows != r->lines.n_rejects ||
	    result.files[0].counts.rows != r->lines.n_rows ||
	    result.files[0].counts.rejected != r->lines.n_rejects)
		blame(&r->lines, 0, "the counts do not fit");
	spot_run_result_reset(&result);
}

static size_t number_from(const char *name, size_t otherwise)
{
	const char *text = getenv(name);

	return text ? (size_t)strtod(text, NULL) : otherwise;
}

static void no_row_is_lost(void **state)
{
	static struct running r;
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_panel_options how = { .n_threads = 1 };
	struct spot_error err = SPOT_ERROR_INIT;
	size_t n_files = number_from("RUN_FILES", 400), n_faults = 0;
	uint64_t first = number_from("RUN_SEED", 1), n_rows = 0, n_rejects = 0;

	(void)state;
	snprintf(r.path, sizeof(r.path), "/tmp/spot_run_XXXXXX");
	close(mkstemp(r.path));
	assert_int_equal(spot_rules_load_text(&r.rules, "rules.lua", rules_text, strlen(rules_text),
	    &options, NULL, &err), 0);
	assert_int_equal(spot_panel_init(&r.panel, r.rules, NULL, 0, &how, &err), 0);
	for (size_t i = 0; i < n_files && n_faults < 5; i++) {
		uint64_t seed = (first + i) * 1000003;

		make_file(&r.file, &seed);
		run_file(&r, &seed);
		n_rows += r.lines.n_rows;
		n_rejects += r.lines.n_rejects;
		if (!r.lines.fault)
			continue;
		n_faults++;
		print_error("seed %llu, line %llu: %s\n%.*s\n", (unsigned long long)(first + i),
		    (unsigned long long)r.lines.fault_line, r.lines.fault, (int)r.file.len,
		    spot_buf_str(&r.file));
	}
	print_message("%zu files, %llu rows judged, %llu rejected\n", n_files,
	    (unsigned long long)n_rows, (unsigned long long)n_rejects);
	unlink(r.path);
	spot_panel_reset(&r.panel);
	spot_rules_free(r.rules);
	spot_buf_reset(&r.file);
	assert_int_equal(n_faults, 0);
	assert_true(n_rows > 4 * n_files && n_rejects > n_files);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_row_is_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
