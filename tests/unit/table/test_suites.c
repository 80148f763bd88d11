/* SPDX-License-Identifier: MIT */
/*
 * The files of other programs' suites, in ../shared/csv-suites: every one read whole, in pieces and
 * by blocks, with and without a header, and by libcsv; and where a suite says what a file holds,
 * that is what the reader gives.
 */
#include "unit/table/csv_oracle.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/cases.h"

#define SUITES "../shared/csv-suites"

static void skip_absent(void)
{
	print_message("skipped: ../shared is not here\n");
	skip();
}

/* --- cases in one form --------------------------------------------------------------------- */

/* What the reader gives for the cases on which others agree. */
static void case_check(const struct csv_case *c)
{
	struct spot_reader_options options = { .delimiter = c->delimiter, .reject = reject_seen };
	struct seen seen = { .rc = 0 };
	struct spot_buf want = SPOT_BUF_INIT, got = SPOT_BUF_INIT;
	see_all(&seen, c->bytes, c->len, options);
	if (seen.rc < 0)
		fail_msg("%s: %s", c->id, seen.err.what);
	for (size_t i = 0; i < c->n_rows; i++) {
		for (size_t k = 0; k < c->n_cells[i]; k++)
			spot_buf_printf(&want, "%s%s",
			    k > 0       ? "|"
			        : i > 0 ? "("
			                : "",
			    c->cells[i][k]);
		spot_buf_text(&want, i > 0 ? ") " : " ");
	}
	spot_buf_printf(&got, "%s ", spot_buf_str(&seen.header));
	/* Without the line numbers. */
	for (const char *at = spot_buf_str(&seen.text); *at;) {
		at += strspn(at, "0123456789");
		const char *end = strstr(at, ") ");
		end = end ? end + 2 : at + strlen(at);
		spot_buf_add(&got, at, (size_t)(end - at));
		at = end;
	}
	if (strcmp(spot_buf_str(&got), spot_buf_str(&want)) != 0)
		fail_msg("%s: '%s' is not '%s'", c->id, spot_buf_str(&got), spot_buf_str(&want));
	spot_buf_reset(&want);
	spot_buf_reset(&got);
	seen_reset(&seen);
}

static void test_cases_of_others(void **state)
{
	(void)state;
	FILE *file = fopen(CASES_FILE, "r");
	if (!file)
		skip_absent();
	char *line = NULL;
	size_t cap = 0, n = 0;
	struct csv_case *c = malloc(sizeof(*c));
	while (getline(&line, &cap, file) > 0) {
		case_read(c, line);
		if (c->agreed && c->has_records && c->quote == '"' && c->delimiter) {
			case_check(c);
			n++;
		}
		case_free(c);
	}
	assert_true(n >= 11);
	free(c);
	free(line);
	fclose(file);
}

/* --- every file ---------------------------------------------------------------------------- */

/* Whole, in pieces and by blocks, with and without a header, and libcsv beside it. */
static bool bytes_check(const char *bytes, size_t len, struct spot_reader_options options)
{
	struct seen seen = { .rc = 0 }, other = { .rc = 0 };
	for (int round = 0; round < 2; round++) {
		options.no_header = round > 0;
		options.input.chunk_bytes = 0;
		see(&seen, bytes, len, options, 1000);
		static const size_t chunks[] = { 1, 7, 100, 1000 };
		for (size_t i = 0; i < N_OF(chunks); i++) {
			options.input.chunk_bytes = chunks[i];
			see(&other, bytes, len, options, 3);
			assert_same_seen(chunks[i], &other, &seen);
			spot_scan_force(i % SPOT_CPU_N);
			see_cut(&other, bytes, len, options, chunks[i]);
			assert_same_seen(chunks[i], &other, &seen);
		}
	}
	/* Not packed, no UTF-16, no mark. */
	bool plain = len > 0 && !strchr("\x1F\x28\xFF\xFE\xEF", bytes[0]);
	bool compared = plain && !seen.dialect.has_sep_line && assert_as_libcsv(bytes, len, &seen);
	seen_reset(&seen);
	seen_reset(&other);
	return compared;
}

static char *file_read(size_t *len, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	if (!file)
		fail_msg("%s is not there", path);
	assert_int_equal(fstat(fileno(file), &st), 0);
	char *bytes = malloc((size_t)st.st_size + 1);
	*len = fread(bytes, 1, (size_t)st.st_size, file);
	bytes[*len] = '\0';
	fclose(file);
	return bytes;
}

static size_t n_files, n_compared;

static int file_check(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)ftw, (void)st;
	const char *dot = strrchr(path, '.');
	size_t len;
	if (type != FTW_F || !dot || (strcmp(dot, ".csv") && strcmp(dot, ".tsv")))
		return 0;
	char *bytes = file_read(&len, path);
	struct spot_reader_options options = { .reject = reject_seen };
	n_compared += bytes_check(bytes, len, options);
	n_files++;
	free(bytes);
	return 0;
}

static void test_every_file(void **state)
{
	(void)state;
	if (nftw(SUITES, file_check, 16, FTW_PHYS) < 0)
		skip_absent();
	print_message("%zu files, %zu as libcsv reads them; the others are in other encodings, "
	              "have no rows, or quotes that stay open\n", n_files, n_compared);
	assert_true(n_files >= 500 && n_compared >= 480);
}

/* --- what a suite says that a file holds --------------------------------------------------- */

/* The column of that name in "a|b|c"; _col.2 is the second where there is no header. */
static size_t column_of(const char *header, const char *name)
{
	size_t idx = 0, len = strlen(name);
	if (strncmp(name, "_col.", 5) == 0)
		return (size_t)atoi(name + 5) - 1;
	while (strncmp(header, name, len) != 0 || (header[len] != '|' && header[len] != '\0')) {
		header += strcspn(header, "|");
		if (*header++ == '\0')
			fail_msg("no column %s", name);
		idx++;
	}
	return idx;
}

/* {"column": "cell", ...} as "(cell|cell) "; what is not named is empty. */
static void want_object(struct spot_buf *want, const char **at, const char *header,
    size_t n_columns)
{
	char *cells[64] = { NULL };
	assert_true(n_columns <= N_OF(cells));
	case_want(at, '{');
	while (*(*at += strspn(*at, ", \n")) != '}') {
		char *name = case_string(at);
		size_t idx = column_of(header, name);
		case_want(at, ':');
		*at += strspn(*at, " ");
		assert_true(idx < n_columns && !cells[idx]);
		cells[idx] = case_string(at);
		free(name);
	}
	for (size_t i = 0; i < n_columns; i++) {
		spot_buf_printf(want, "%s%s", i > 0 ? "|" : "(", cells[i] ? cells[i] : "");
		free(cells[i]);
	}
	spot_buf_text(want, ") ");
}

/* The objects in json, each behind that mark, are the records of the file. */
static void assert_holds(const char *csv, const char *json, const char *mark, size_t n_headless)
{
	struct spot_reader_options options = { .reject = reject_seen, .no_header = n_headless > 0 };
	struct seen seen = { .rc = 0 };
	struct spot_buf want = SPOT_BUF_INIT;
	size_t len;
	char *bytes = file_read(&len, csv);
	see_all(&seen, bytes, len, options);
	if (seen.rc < 0)
		fail_msg("%s: %s", csv, seen.err.what);
	free(bytes);
	bytes = file_read(&len, json);
	for (const char *at = bytes; (at = strstr(at, mark)) && (at = strchr(at, '{'));)
		want_object(&want, &at, spot_buf_str(&seen.header),
		    n_headless ? n_headless : seen.dialect.n_columns);
	assert_true(want.len > 0);
	assert_same_text(csv, 0, &seen.cells, &want);
	assert_int_equal(seen.counts.rejected, 0);
	free(bytes);
	spot_buf_reset(&want);
	seen_reset(&seen);
}

/* All but newlines_crlf, which has lost its CRs on the way into its repository; cases.jsonl has
 * them. */
static void test_csv_spectrum(void **state)
{
	static const char *const names[] = { "comma_in_quotes", "empty", "empty_crlf",
		"escaped_quotes", "json", "newlines", "quotes_and_newlines", "simple",
		"simple_crlf", "utf8" };
	char csv[128], json[128];
	(void)state;
	if (access(SUITES, R_OK) != 0)
		skip_absent();
	for (size_t i = 0; i < N_OF(names); i++) {
		snprintf(csv, sizeof(csv), SUITES "/csv-spectrum/csvs/%s.csv", names[i]);
		snprintf(json, sizeof(json), SUITES "/csv-spectrum/json/%s.json", names[i]);
		assert_holds(csv, json, "{", 0);
	}
}

/* Those without metadata, but for test003, where spaces around cells stay: libcsv drops them. */
static void test_w3c(void **state)
{
	static const int numbers[] = { 1, 2, 5, 6, 7, 8, 9, 10 };
	char csv[128], json[128];
	(void)state;
	if (access(SUITES, R_OK) != 0)
		skip_absent();
	for (size_t i = 0; i < N_OF(numbers); i++) {
		snprintf(csv, sizeof(csv), SUITES "/w3c-csvw/test%03d.csv", numbers[i]);
		snprintf(json, sizeof(json), SUITES "/w3c-csvw/test%03d.json", numbers[i]);
		assert_holds(csv, json, "\"describes\"", 0);
	}
	assert_holds(SUITES "/w3c-csvw/test019.csv", SUITES "/w3c-csvw/test019.json",
	    "\"describes\"", 5);
}

/* What zsv writes again of a file holds the same; but for echo-quoted, where it takes the quotes
 * inside a cell otherwise than libcsv does. */
static void test_zsv(void **state)
{
	static const char *const names[][2] = { { "no-eol-1", "eol-1" }, { "no-eol-2", "eol-2" },
		{ "no-eol-3", "eol-3" }, { "no-eol-4", "eol-4" }, { "echo-trim", "trim" } };
	char path[128];
	(void)state;
	if (access(SUITES, R_OK) != 0)
		skip_absent();
	for (size_t i = 0; i < N_OF(names); i++) {
		struct spot_reader_options options = { .reject = reject_seen };
		struct seen seen[2] = { { .rc = 0 }, { .rc = 0 } };
		for (int k = 0; k < 2; k++) {
			size_t len;
			snprintf(path, sizeof(path), SUITES "/zsv/%s%s%s",
			    k ? "app/test/expected/test-echo-" : "data/test/", names[i][k],
			    k ? ".out" : ".csv");
			char *bytes = file_read(&len, path);
			see_all(&seen[k], bytes, len, options);
			assert_int_equal(seen[k].rc, 0);
			free(bytes);
		}
		assert_same_text(path, 0, &seen[0].header, &seen[1].header);
		assert_same_text(path, 0, &seen[0].cells, &seen[1].cells);
		assert_int_equal(seen[0].counts.rejected, seen[1].counts.rejected);
		seen_reset(&seen[0]);
		seen_reset(&seen[1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases_of_others),
		cmocka_unit_test(test_every_file),
		cmocka_unit_test(test_csv_spectrum),
		cmocka_unit_test(test_w3c),
		cmocka_unit_test(test_zsv),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
