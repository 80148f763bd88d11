/* SPDX-License-Identifier: MIT */
/*
 * Scoring inside another program: rows come in, verdicts go out as CSV, and the rule file may be
 * edited meanwhile.
 *
 *	cc embed.c $(pkg-config --cflags --libs sweetspot) -o embed
 *	./embed RULES.lua DAY TABLE FILE < rows
 *
 * Rows end with the byte 30 and cells with 31 (ASCII's separators of records and units), so that
 * cells may hold all else. The first row is the header, the first column the key.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sweetspot.h>

enum { MAX_COLUMNS = 256 };

/* Splits the next row into n cells at most, which lie in *line, NULL behind them. False: none. */
static bool read_row(char **line, size_t *cap, const char **cells, size_t n)
{
	ssize_t len = getdelim(line, cap, '\036', stdin);

	if (len > 0 && (*line)[len - 1] == '\036')
		(*line)[len - 1] = '\0';
	for (char *rest = len > 0 ? *line : NULL; n > 0; n--)
		*cells++ = strsep(&rest, "\037");
	return len > 0;
}

static void print_names(const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		printf("%s%s", i > 0 ? "; " : "", names[i]);
	putchar(',');
}

static void print(const char *key, const struct spot_result *result)
{
	printf("%s,%.2f,%s,", key, result->score, result->tier);
	print_names(result->disqualifiers);
	if (result->has_growth)
		printf("%.2f", result->growth);
	printf(",%.2f,%.2f,%.2f,%s,%s,", result->coverage, result->score_low, result->score_high,
	    result->tier_low, result->tier_high);
	print_names(result->unknown);
	printf("%s\n", result->exception ? result->exception : "");
}

/* From here on it is what embedding takes. */
int main(int argc, char **argv)
{
	struct spot_icp_table table = { .name = argc > 4 ? argv[3] : "", .path = argv[argc - 1] };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_live *live = NULL;
	struct spot_icp *icp = NULL;
	struct spot_scorer *scorer = NULL;
	const struct spot_result *result;
	struct spot_icp_error err;
	const char *cells[MAX_COLUMNS + 1] = { NULL };
	size_t n_columns = 0, cap = 0;
	char *line = NULL;
	int rc;

	if (argc < 3 || !read_row(&line, &cap, cells, MAX_COLUMNS))
		return 2;
	while (cells[n_columns])
		n_columns++;
	options.as_of = argv[2];
	options.tables = &table;
	options.n_tables = argc > 4;
	rc = spot_live_open(&live, argv[1], &options, &err);
	if (rc == 0)
		icp = spot_live_icp(live);
	if (rc == 0)
		rc = spot_scorer_new(&scorer, icp, cells, n_columns, &err);
	spot_icp_close(icp); /* the scorer holds its own */
	while (rc == 0 && read_row(&line, &cap, cells, n_columns)) {
		/* What is wrong in an edited file leaves the one before it at work. */
		if (spot_live_refresh(live, NULL, &err) != 0 ||
		    spot_scorer_follow(scorer, live, NULL, &err) != 0)
			fprintf(stderr, "embed: %s\n", err.text);
		rc = spot_scorer_row(scorer, cells, &result, &err);
		if (rc == 0)
			print(cells[0], result);
	}
	if (rc != 0)
		fprintf(stderr, "embed: %s\n", err.text);
	spot_scorer_free(scorer);
	spot_live_close(live);
	free(line);
	return rc == 0 ? 0 : 1;
}
