/* SPDX-License-Identifier: MIT */
/*
 * results FILE COLUMN...: what a scored file says, one line a row in a form to be compared with
 * cmp: a hash of the cells that the row came with (all columns but icp_*), then the named
 * columns, with tabs between. Two programs may quote differently; their lines are the same.
 * The first line is of the header. Exit 1 when a column is missing or the file cannot be read.
 */
#include <csv.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_COLUMNS 4096
#define MAX_WANTED 16
#define MAX_CELL 256
#define HASH_START 0xcbf29ce484222325u

struct state {
	char **wanted; /* names */
	int n_wanted;
	signed char place[MAX_COLUMNS]; /* in wanted; -1: came with the row; -2: another result */
	char cell[MAX_WANTED][MAX_CELL];
	int n_seen; /* of the wanted, in the header */
	int field;
	int in_rows;
	uint64_t hash;
};

/* FNV-1a, a zero byte behind each cell. */
static void hash_add(uint64_t *hash, const char *text, size_t size)
{
	for (size_t i = 0; i <= size; i++) {
		*hash ^= i < size ? (unsigned char)text[i] : 0;
		*hash *= 0x100000001b3u;
	}
}

static void place_column(struct state *state, const char *text, size_t size)
{
	signed char *place = &state->place[state->field];

	*place = size >= 4 && !memcmp(text, "icp_", 4) ? -2 : -1;
	for (int i = 0; i < state->n_wanted; i++)
		if (size == strlen(state->wanted[i]) && !memcmp(text, state->wanted[i], size)) {
			*place = (signed char)i;
			state->n_seen++;
		}
}

static void on_cell(void *cell, size_t size, void *user)
{
	struct state *state = user;
	const char *text = cell ? cell : "";

	if (state->field < MAX_COLUMNS) {
		if (!state->in_rows)
			place_column(state, text, size);
		int place = state->place[state->field];
		if (place == -1)
			hash_add(&state->hash, text, size);
		else if (place >= 0)
			snprintf(state->cell[place], MAX_CELL, "%.*s", (int)size, text);
	}
	state->field++;
}

static void on_row(int end, void *user)
{
	struct state *state = user;

	(void)end;
	printf("%016llx", (unsigned long long)state->hash);
	for (int i = 0; i < state->n_wanted; i++) {
		printf("\t%s", state->cell[i]);
		state->cell[i][0] = '\0';
	}
	putchar('\n');
	state->hash = HASH_START;
	state->field = 0;
	state->in_rows = 1;
}

int main(int argc, char **argv)
{
	static char block[256 * 1024];
	static struct state state = { .hash = HASH_START };
	struct csv_parser parser;
	int file = argc > 2 && argc - 2 <= MAX_WANTED ? open(argv[1], O_RDONLY) : -1;
	ssize_t n;

	if (file < 0 || csv_init(&parser, 0)) {
		fprintf(stderr, "usage: results FILE COLUMN...\n");
		return 2;
	}
	state.wanted = argv + 2;
	state.n_wanted = argc - 2;
	while ((n = read(file, block, sizeof(block))) > 0)
		if (csv_parse(&parser, block, (size_t)n, on_cell, on_row, &state) != (size_t)n)
			break;
	csv_fini(&parser, on_cell, on_row, &state);
	csv_free(&parser);
	return n != 0 || state.n_seen != state.n_wanted || fflush(stdout) ? 1 : 0;
}
