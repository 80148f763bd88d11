/* SPDX-License-Identifier: MIT */
/*
 * libcsv FILE: what libcsv takes alone. Parses the file and only counts; prints the number of
 * rows, of cells, and 1 when every row has as many cells as the first, else 0.
 */
#include <csv.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define BLOCK_SIZE (256 * 1024)

struct counts {
	size_t n_rows;
	size_t n_cells;
	size_t n_cells_row; /* in the row so far */
	size_t n_cells_first;
	int even;
};

static void on_cell(void *text, size_t size, void *user)
{
	struct counts *counts = user;

	(void)text;
	(void)size;
	counts->n_cells++;
	counts->n_cells_row++;
}

static void on_row(int end, void *user)
{
	struct counts *counts = user;

	(void)end;
	if (counts->n_rows++ == 0)
		counts->n_cells_first = counts->n_cells_row;
	counts->even &= counts->n_cells_row == counts->n_cells_first;
	counts->n_cells_row = 0;
}

int main(int argc, char **argv)
{
	static char block[BLOCK_SIZE];
	struct counts counts = { .even = 1 };
	struct csv_parser parser;
	int file = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	ssize_t n;

	if (file < 0 || csv_init(&parser, 0)) {
		fprintf(stderr, "usage: libcsv FILE\n");
		return 2;
	}
	while ((n = read(file, block, sizeof(block))) > 0)
		if (csv_parse(&parser, block, (size_t)n, on_cell, on_row, &counts) != (size_t)n)
			break;
	if (n != 0) {
		fprintf(stderr, "libcsv: cannot read %s\n", argv[1]);
		return 1;
	}
	csv_fini(&parser, on_cell, on_row, &counts);
	csv_free(&parser);
	printf("%zu %zu %d\n", counts.n_rows, counts.n_cells, counts.even);
	return 0;
}
