/* SPDX-License-Identifier: MIT */
/*
 * How many rows a second the library judges for a program that holds them: embed RULES DATA
 *
 * DATA is what tests/bench/generate prints; lines with quotes are left out. Each line of output:
 * how rows were given, rows, seconds, rows a second; one thread; the best of three. Typed columns
 * are made of the cells before the clock starts. Compare with score --threads 1 on the same file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sweetspot.h"

#define MAX_COLUMNS 64
#define RUNS 3

static char *text;
static size_t n_rows, n_columns;
static const char *header[MAX_COLUMNS];
static const char **cells[MAX_COLUMNS]; /* by column, then row */

static void die(const char *what)
{
	fprintf(stderr, "embed: %s\n", what);
	exit(1);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *room(size_t n, size_t size)
{
	void *ptr = calloc(n, size);

	if (!ptr)
		die("out of memory");
	return ptr;
}

static void read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	long size = -1;

	if (!file || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		die("cannot read the data");
	rewind(file);
	text = room((size_t)size + 1, 1);
	if (fread(text, 1, (size_t)size, file) != (size_t)size)
		die("cannot read the data");
	fclose(file);
	for (char *p = text; (p = strchr(p, '\n')); p++)
		n_rows++;
}

static void split(void)
{
	char *rest = text, *line = strsep(&rest, "\n");

	while (n_columns < MAX_COLUMNS && line)
		header[n_columns++] = strsep(&line, ",");
	n_rows--;
	for (size_t c = 0; c < n_columns; c++)
		cells[c] = room(n_rows, sizeof(*cells[c]));
	for (size_t row = 0; row < n_rows; row++) {
		line = strsep(&rest, "\n");
		if (line && strchr(line, '"')) {
			row--;
			n_rows--;
			continue;
		}
		for (size_t c = 0; c < n_columns; c++)
			cells[c][row] = line ? strsep(&line, ",") : "";
	}
}

/* --- typed columns ----------------------------------------------------------------------- */

static int32_t days_of(const char *cell)
{
	int y = atoi(cell), m = atoi(cell + 5), d = atoi(cell + 8);

	y -= m <= 2;
	return (int32_t)(365 * y + y / 4 - y / 100 + y / 400 +
	    (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1 - 719468);
}

static double number_of(const char *cell)
{
	char plain[64];
	size_t n = 0;

	for (; *cell && n < sizeof(plain) - 1; cell++)
		if (*cell != '$')
			plain[n++] = *cell;
	plain[n] = '\0';
	return strtod(plain, NULL) / (n > 0 && plain[n - 1] == '%' ? 100 : 1);
}

static void make_texts(struct spot_data *data, const char **column)
{
	struct spot_text *values = room(n_rows, sizeof(*values));

	for (size_t i = 0; i < n_rows; i++)
		values[i] = (struct spot_text) { column[i], strlen(column[i]) };
	data->kind = SPOT_DATA_TEXTS;
	data->values = values;
}

static void make_values(struct spot_data *data, const char **column, int kind)
{
	int64_t *whole = room(n_rows, 8);
	double *number = room(n_rows, 8);
	int32_t *day = room(n_rows, 4);
	uint8_t *flag = room(n_rows, 1), *valid = room(n_rows / 8 + 1, 1);

	for (size_t i = 0; i < n_rows; i++) {
		whole[i] = atoll(column[i]);
		number[i] = number_of(column[i]);
		day[i] = *column[i] ? days_of(column[i]) : 0;
		flag[i] = strchr("yYtT1", *column[i]) && *column[i];
		valid[i / 8] |= (uint8_t)((*column[i] != '\0') << i % 8);
	}
	data->kind = kind;
	data->valid = valid;
	data->values = kind == SPOT_DATA_INT64 ? (void *)whole
	    : kind == SPOT_DATA_DOUBLE	       ? (void *)number
	    : kind == SPOT_DATA_DATE	       ? (void *)day
					       : (void *)flag;
}

static void make_typed(struct spot_data *data)
{
	static const struct {
		const char *name;
		int kind;
	} kinds[] = {
		{ "Employees", SPOT_DATA_INT64 }, { "ARR", SPOT_DATA_DOUBLE },
		{ "Cost to serve", SPOT_DATA_DOUBLE }, { "Headcount growth", SPOT_DATA_DOUBLE },
		{ "Seats", SPOT_DATA_INT64 }, { "Signup Date", SPOT_DATA_DATE },
		{ "Churned on", SPOT_DATA_DATE }, { "Founded", SPOT_DATA_INT64 },
		{ "Newsletter", SPOT_DATA_BOOL },
	};

	for (size_t c = 0; c < n_columns; c++) {
		data[c].name = header[c];
		make_texts(&data[c], cells[c]);
		for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
			if (strcmp(header[c], kinds[k].name) == 0)
				make_values(&data[c], cells[c], kinds[k].kind);
	}
}

/* --- the runs ---------------------------------------------------------------------------- */

static void tell(const char *how, double seconds, double sum)
{
	printf("%-16s %9zu rows %8.3f s %12.0f rows/s   (mean score %.6f)\n", how, n_rows, seconds,
	    (double)n_rows / seconds, sum / (double)n_rows);
}

static void run_rows(struct spot_icp *icp)
{
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	const struct spot_result *result;
	const char *row[MAX_COLUMNS];
	double best = 1e9, sum = 0;

	if (spot_scorer_new(&scorer, icp, header, n_columns, &err) != 0)
		die(err.text);
	for (int run = 0; run < RUNS; run++) {
		double began = now();

		sum = 0;
		for (size_t i = 0; i < n_rows; i++) {
			for (size_t c = 0; c < n_columns; c++)
				row[c] = cells[c][i];
			if (spot_scorer_row(scorer, row, &result, &err) != 0)
				die(err.text);
			sum += result->score;
		}
		best = now() - began < best ? now() - began : best;
	}
	tell("row by row", best, sum);
	spot_scorer_free(scorer);
}

static void run_batch(struct spot_icp *icp, const char *how, const struct spot_data *data)
{
	struct spot_scores scores = SPOT_SCORES_INIT;
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	double best = 1e9, sum = 0;

	scores.score = room(n_rows, sizeof(double));
	scores.score_low = room(n_rows, sizeof(double));
	scores.score_high = room(n_rows, sizeof(double));
	scores.growth = room(n_rows, sizeof(double));
	scores.tier = room(n_rows, sizeof(uint32_t));
	scores.disqualified = room(n_rows, 1);
	if (spot_scorer_new_typed(&scorer, icp, data, n_columns, &err) != 0)
		die(err.text);
	for (int run = 0; run < RUNS; run++) {
		double began = now();

		if (spot_scorer_batch(scorer, data, n_rows, &scores, &err) != 0)
			die(err.text);
		best = now() - began < best ? now() - began : best;
	}
	for (size_t i = 0; i < n_rows; i++)
		sum += scores.score[i];
	tell(how, best, sum);
	spot_scorer_free(scorer);
}

int main(int argc, char **argv)
{
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_data strings[MAX_COLUMNS] = { { .name = NULL } };
	struct spot_data typed[MAX_COLUMNS] = { { .name = NULL } };
	struct spot_icp_error err;
	struct spot_icp *icp;

	if (argc != 3)
		die("usage: embed RULES DATA");
	options.as_of = "2026-11-22";
	if (spot_icp_open(&icp, argv[1], &options, &err) != 0)
		die(err.text);
	read_file(argv[2]);
	split();
	for (size_t c = 0; c < n_columns; c++)
		strings[c] = (struct spot_data) { .name = header[c], .kind = SPOT_DATA_STRINGS,
			.values = cells[c] };
	make_typed(typed);
	run_rows(icp);
	run_batch(icp, "batch, strings", strings);
	run_batch(icp, "batch, typed", typed);
	spot_icp_close(icp);
	return 0;
}
