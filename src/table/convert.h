/* SPDX-License-Identifier: MIT */
/*
 * Cells that lie evenly in a block to a column's values, in one loop a type. A loop reads only
 * what is plain; every other cell is read by spot_cell_read, which is the definition. Shared by
 * the batch's files only.
 */
#ifndef SPOT_TABLE_CONVERT_H
#define SPOT_TABLE_CONVERT_H

#include "table/batch.h"

/* One column's cells of some records: cell i lies in [ends[i * stride] + 1, ends[i * stride + 1])
 * of the block, which has its slack. */
struct spot_cells {
	const char *block;
	const uint32_t *ends;
	size_t stride, n;
	bool quoted; /* a cell may be in quotes */
	bool last;   /* a CR may stand at their ends */
};

/* The most cells that are converted at a time. */
#define SPOT_TILE_ROWS 64

struct spot_convert;

/* Converts cells to the column's rows from row on, all of which are VALUE before. False: out of
 * memory. */
typedef bool (*spot_convert_fn)(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row);

/* A short text of a column of few different ones, and what spot_cell_read made of it. */
struct spot_memo {
	uint64_t text;
	uint8_t state;
	uint8_t flag;
};
#define SPOT_MEMO_SLOTS 64

/* How a field's cells are converted. Made once for a batch; owned by its thread. */
struct spot_convert {
	const struct spot_field *field;
	struct spot_column *column;
	spot_convert_fn run;          /* NULL: cell by cell */
	struct spot_value absent;     /* what a blank cell reads as */
	uint8_t absent_state;
	bool has_words;               /* texts that mean blank: odd_first must be asked */
	/* By a text's first byte: it is not plain, for it may be white space, or begin a text
	 * that means blank. */
	bool odd_first[256];
	struct spot_memo *memo;       /* SPOT_MEMO_SLOTS of them, for flags; or NULL */
	/* of the conversion under way */
	const struct spot_chunk *chunk;
	size_t first, column_idx, field_idx; /* batch row 0 is record first */
	struct spot_bad_cells *bad;
	struct spot_arena *arena;
	struct spot_view *items;      /* room in the arena for items of lists */
	size_t n_items_left;
};

int spot_convert_init(struct spot_convert *convert, const struct spot_field *field,
    struct spot_column *column, struct spot_error *err);
void spot_convert_reset(struct spot_convert *convert);

/* The value, if it is one, to the row; its state is left as it is. */
void spot_batch_put(struct spot_column *column, size_t row, struct spot_value value);
enum spot_state spot_batch_state(struct spot_value value);

/* Reads one cell of any kind by spot_cell_read; the row's state is counted already, and may
 * change. */
bool spot_convert_cell(struct spot_convert *convert, size_t row);

bool spot_convert_digits_integer(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row);
bool spot_convert_digits_date(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row);
bool spot_convert_text(struct spot_convert *convert, const struct spot_cells *cells, size_t row);
bool spot_convert_text_flag(struct spot_convert *convert, const struct spot_cells *cells,
    size_t row);

/* Those that are made for each kind of machine: numbers and money, percentages, lists whose
 * separator is one byte. */
struct spot_convert_level {
	spot_convert_fn decimal, percent, list;
};
/* The same kind as the scanner's. */
const struct spot_convert_level *spot_convert_level(void);

/* --- what the loops share ------------------------------------------------------------------ */

/* A loop that its callers make with constant arguments. */
#define SPOT_CONVERT_LOOP __attribute__((always_inline)) static inline bool

/* Does what a loop leaves to be done behind it, so that it calls nothing and keeps all it needs in
 * registers: reads the cells of the tile's rows that it has not read, one by one, and counts
 * n_blank cells that were blank. */
bool spot_convert_rest(struct spot_convert *convert, const uint8_t *rows, size_t n_rows,
    size_t n_blank, size_t row);

/* Quotes undone; not trimmed. edges: there may be quotes, or a CR at the end. */
static inline struct spot_view spot_cells_at(const struct spot_cells *cells, size_t i, bool edges)
{
	const uint32_t *end = cells->ends + i * cells->stride;
	uint32_t start = end[0] + 1, len = end[1] - start;
	const char *p = cells->block + start;
	if (edges && cells->last && len > 0 && p[len - 1] == '\r')
		len--;
	if (edges && cells->quoted && len > 0 && *p == '"') {
		p++;
		len -= 2;
	}
	return (struct spot_view) { p, len };
}

static inline bool spot_cells_have_edges(const struct spot_cells *cells)
{
	return cells->quoted || cells->last;
}

/* White space can end in these, most of them as the last byte of a character. */
extern const bool spot_convert_text_odd_last[256];

/* Something may have to be trimmed off the text, which is not empty, or it may mean blank. */
static inline bool spot_convert_is_odd(const struct spot_convert *convert, struct spot_view text)
{
	unsigned char first = (unsigned char)text.ptr[0];
	unsigned char last = (unsigned char)text.ptr[text.len - 1];
	return convert->odd_first[first] || spot_convert_text_odd_last[last];
}

/* The same for a number or date, which need no trimming: a text that begins so may mean blank. */
static inline bool spot_convert_is_odd_word(const struct spot_convert *convert, char first)
{
	return convert->has_words && convert->odd_first[(unsigned char)first];
}

/* Eight bytes, the first one lowest. */
static inline uint64_t spot_convert_load8(const char *p)
{
	uint64_t word;
	memcpy(&word, p, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

#endif
