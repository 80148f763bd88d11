/* SPDX-License-Identifier: MIT */
/*
 * The index of a block lists where cells end. A block is even when every n_columns-th end is an
 * LF, when these are all LFs outside quotes, and when no group of its bytes is odd: then nothing
 * is left over for a record of another length or a blank line, and record i has its cells at
 * i * n_columns. Most blocks are like that.
 *
 * The others are walked record by record. A record of the right length, without odd bytes, has
 * its cells in the index too. A record of one line whose quotes are odd (see reader_cut.c) is
 * walked byte by byte in libcsv's states (split.c), and the index starts anew behind it. Runs of
 * others go to the reader's own code, to libcsv in the end, which can start at any record: the
 * cutter vouches for that.
 *
 * Cells with doubled quotes are undone here, so that whoever asks for one later need not.
 */
#include "table/scan.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "table/reader_internal.h"
#include "table/scan_internal.h"
#include "table/split.h"

size_t spot_scan_one_line(const char *ptr, size_t len, char delimiter)
{
	const char *lf = memchr(ptr, '\n', len);
	if (!lf)
		return 0;
	struct spot_split split;
	struct spot_view raw = { ptr, (size_t)(lf - ptr) };
	raw.len -= raw.len > 0 && lf[-1] == '\r';
	if (memchr(raw.ptr, '\r', raw.len))
		return 0;
	spot_split_init(&split, delimiter);
	spot_split_walk(&split, raw);
	return split.state == SPOT_SPLIT_QUOTED ? 0 : (size_t)(lf - ptr) + 1;
}

/* --- the index --------------------------------------------------------------------------- */

/* Room for n more places; the list is the chunk's, and lead places stand before it. */
static bool places_grow(struct spot_scan_places *places, uint32_t **items, size_t *cap, size_t lead,
    size_t n)
{
	if (!spot_mem_grow(items, cap, lead + places->n_items + n, sizeof(**items)))
		return false;
	places->items = *items + lead;
	places->cap = *cap - lead;
	return true;
}

static int index_grow(struct spot_chunk *chunk, struct spot_scan_index *index, size_t n,
    struct spot_error *err)
{
	if (!places_grow(&index->ends, &chunk->ends, &chunk->ends_cap, 1, n + SPOT_SCAN_ROOM) ||
	    !places_grow(&index->inner, &chunk->inner, &chunk->inner_cap, 0, SPOT_SCAN_ROOM))
		return spot_error_nomem(err);
	/* What the first record's first cell is said to lie behind. */
	chunk->ends[0] = UINT32_MAX;
	return 0;
}

static int index_begin(struct spot_chunk *chunk, struct spot_scan_index *index,
    struct spot_error *err)
{
	const struct spot_block *block = &chunk->block;
	size_t n_words = block->len / SPOT_SCAN_GROUP / 64 + 1;
	*index = (struct spot_scan_index) { .ptr = block->ptr, .delimiter = block->delimiter };
	if (!spot_mem_grow(&chunk->odd_groups, &chunk->odd_groups_cap, n_words,
		sizeof(*chunk->odd_groups)))
		return spot_error_nomem(err);
	index->odd_groups = chunk->odd_groups;
	memset(index->odd_groups, 0, n_words * sizeof(*index->odd_groups));
	/* No more than this in an even block, and never more than a byte each. */
	size_t want = block->len;
	if (block->n_lines < want / chunk->n_columns)
		want = block->n_lines * chunk->n_columns;
	return index_grow(chunk, index, want, err);
}

/* The index of [start, end), whole records, behind what there is. */
static int index_add(struct spot_chunk *chunk, struct spot_scan_index *index, size_t start,
    size_t end, struct spot_error *err)
{
	index->pos = start;
	index->len = end;
	/* A cell lies behind the end before it, and what lies between was not indexed. */
	if (start > 0)
		index->ends.items[index->ends.n_items++] = (uint32_t)start - 1;
	for (;;) {
		spot_scan_level()->index(index);
		if (index->pos == end)
			return 0;
		int rc = index_grow(chunk, index, (end - index->pos) / 8, err);
		if (rc < 0)
			return rc;
	}
}

/* --- records ----------------------------------------------------------------------------- */

/* The places in quotes are gone through beside the records. */
struct inner {
	const struct spot_scan_places *places;
	size_t idx;     /* the next one */
};

static int records_reserve(struct spot_chunk *chunk, size_t n, struct spot_error *err)
{
	if (!spot_mem_grow(
		&chunk->records, &chunk->cap, chunk->n_records + n, sizeof(*chunk->records)))
		return spot_error_nomem(err);
	return 0;
}

/* A record in the block, [start, end) without the LF. */
static inline void record_place(struct spot_chunk *chunk, struct spot_record *record, size_t start,
    size_t end, size_t first_end, uint64_t line)
{
	const char *ptr = chunk->block.ptr;
	*record = (struct spot_record) {
		.raw = { ptr + start, end - start - (end > start && ptr[end - 1] == '\r') },
		.line = line,
		.file = chunk->block.file,
		.first_end = (uint32_t)first_end,
	};
}

static size_t undouble(char *out, struct spot_view text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.len; i++) {
		out[n++] = text.ptr[i];
		i += text.ptr[i] == '"';
	}
	return n;
}

/* Undoes the doubled quotes of the last record's cell. */
static int cell_undo(struct spot_chunk *chunk, size_t end_idx, struct spot_error *err)
{
	struct spot_record *record = &chunk->records[chunk->n_records - 1];
	size_t column_idx = end_idx - 1 - record->first_end;
	struct spot_view text = spot_chunk_cell(chunk, chunk->n_records - 1, column_idx);
	char *copy = spot_arena_alloc(&chunk->arena, text.len);
	if (!copy || !spot_mem_grow(&chunk->undone, &chunk->undone_cap, chunk->n_undone + 1,
			 sizeof(*chunk->undone)))
		return spot_error_nomem(err);
	text = (struct spot_view) { copy, undouble(copy, text) };
	chunk->undone[chunk->n_undone++] = (struct spot_undone) { (uint32_t)end_idx, text };
	record->flags |= SPOT_RECORD_UNDONE;
	chunk->size_bytes += text.len;
	return 0;
}

/* The places in the last record, which ends at end: lines are counted, cells undone. */
static int record_look_inside(struct spot_chunk *chunk, struct inner *inner, size_t end,
    uint64_t *n_lines, struct spot_error *err)
{
	const struct spot_scan_places *places = inner->places;
	size_t end_idx = chunk->records[chunk->n_records - 1].first_end + 1, undone = 0;
	for (; inner->idx < places->n_items && places->items[inner->idx] < end; inner->idx++) {
		size_t at = places->items[inner->idx];
		if (chunk->block.ptr[at] != '"') {
			++*n_lines;
			continue;
		}
		while (chunk->ends[end_idx] < at)
			end_idx++;
		int rc = end_idx == undone ? 0 : cell_undo(chunk, end_idx, err);
		if (rc < 0)
			return rc;
		undone = end_idx;
	}
	return 0;
}

/* The place is in a record that is not in the block: its lines are counted elsewhere. */
static void inner_skip(struct inner *inner, size_t end)
{
	while (inner->idx < inner->places->n_items && inner->places->items[inner->idx] < end)
		inner->idx++;
}

/* --- even blocks ------------------------------------------------------------------------- */

static bool index_is_even(const struct spot_chunk *chunk, const struct spot_scan_index *index)
{
	const struct spot_block *block = &chunk->block;
	size_t n_columns = chunk->n_columns, n_records = index->ends.n_items / n_columns;
	/* Of physical lines those that end outside quotes must be the records. */
	uint64_t n_inner_lines = 0;
	for (size_t i = 0; i < index->inner.n_items; i++)
		n_inner_lines += block->ptr[index->inner.items[i]] != '"';
	if (index->odd || n_columns == 1 || n_records * n_columns != index->ends.n_items ||
	    n_records + n_inner_lines != block->n_lines)
		return false;
	const uint32_t *last = index->ends.items + n_columns - 1;
	for (size_t i = 0; i < n_records; i++)
		if (block->ptr[last[i * n_columns]] != '\n')
			return false;
	return true;
}

static int records_even(struct spot_chunk *chunk, const struct spot_scan_index *index,
    struct spot_error *err)
{
	size_t n_columns = chunk->n_columns, n_records = index->ends.n_items / n_columns;
	struct inner inner = { &index->inner, 0 };
	size_t next_inner = index->inner.n_items > 0 ? index->inner.items[0] : SIZE_MAX;
	uint64_t line = chunk->block.line;
	size_t start = 0;
	const uint32_t *last = index->ends.items + n_columns - 1;
	int rc = records_reserve(chunk, n_records, err);
	if (rc < 0)
		return rc;
	for (size_t i = 0; i < n_records && rc == 0; i++, last += n_columns) {
		record_place(chunk, &chunk->records[i], start, *last, i * n_columns, line++);
		chunk->n_records++;
		start = *last + 1;
		if (next_inner >= start)
			continue;
		rc = record_look_inside(chunk, &inner, start, &line, err);
		next_inner = inner.idx < index->inner.n_items ? index->inner.items[inner.idx]
							      : SIZE_MAX;
	}
	chunk->n_records -= rc < 0;
	chunk->even = true;
	chunk->counts.rows += chunk->n_records;
	return rc;
}

/* --- uneven ones ------------------------------------------------------------------------- */

/* The walk through the index, and the record under way. */
struct walk {
	struct spot_chunk *chunk;
	const struct spot_scan *scan;
	struct spot_scan_index index;
	struct inner inner;
	size_t next;         /* in ends: where the next record's begin */
	size_t first, n_cells;
	size_t start, end;   /* its bytes, without the LF */
	uint64_t line;
	bool aside;          /* the records from aside_start on wait for the reader */
	size_t aside_start;
	uint64_t aside_line;
};

/* Has the reader read what waits, up to end. */
static int aside_flush(struct walk *walk, size_t end, struct spot_error *err)
{
	struct spot_chunk *chunk = walk->chunk;
	if (!walk->aside)
		return 0;
	walk->aside = false;
	int rc = chunk->aside ? 0 : spot_reader_aside_new(&chunk->aside, err);
	if (rc < 0)
		return rc;
	struct spot_view bytes = { chunk->block.ptr + walk->aside_start, end - walk->aside_start };
	return spot_reader_aside_read(
	    chunk->aside, chunk, walk->scan, bytes, walk->aside_line, err);
}

static void aside_add(struct walk *walk, size_t start, uint64_t line)
{
	if (walk->aside)
		return;
	walk->aside = true;
	walk->aside_start = start;
	walk->aside_line = line;
}

/* The record from start on. */
static void walk_next(struct walk *walk)
{
	const struct spot_scan_index *index = &walk->index;
	const uint32_t *ends = index->ends.items;
	size_t i = walk->first = walk->next, last = i + walk->chunk->n_columns - 1;
	/* Most are of the right length. */
	if (last < index->ends.n_items && index->ptr[ends[last]] == '\n' &&
	    memchr(index->ptr + walk->start, '\n', ends[last] - walk->start + 1) ==
		index->ptr + ends[last])
		i = last;
	while (index->ptr[ends[i]] != '\n')
		i++;
	walk->n_cells = i + 1 - walk->first;
	walk->end = ends[i];
	walk->next = i + 1;
}

static bool bytes_are_odd(const struct walk *walk)
{
	size_t last = walk->end / SPOT_SCAN_GROUP;
	for (size_t i = walk->start / SPOT_SCAN_GROUP; i <= last; i++)
		if (walk->index.odd_groups[i / 64] >> i % 64 & 1)
			return true;
	return false;
}

/* A record that the reader has to see: of another length, blank, with a NUL, not UTF-8. */
static bool record_is_odd(const struct walk *walk)
{
	struct spot_view raw = { walk->index.ptr + walk->start, walk->end - walk->start };
	if (walk->n_cells != walk->chunk->n_columns)
		return true;
	/* Only one that has one cell can be blank. */
	if (walk->n_cells == 1 && spot_split_is_blank(raw, walk->chunk->block.delimiter))
		return true;
	return walk->index.odd && bytes_are_odd(walk) &&
	    (memchr(raw.ptr, '\0', raw.len) || !spot_text_is_utf8(raw));
}

static int walk_record(struct walk *walk, struct spot_error *err)
{
	struct spot_chunk *chunk = walk->chunk;
	int rc = aside_flush(walk, walk->start, err);
	if (rc == 0)
		rc = records_reserve(chunk, 1, err);
	if (rc < 0)
		return rc;
	record_place(chunk, &chunk->records[chunk->n_records++], walk->start, walk->end,
	    walk->first, walk->line);
	rc = record_look_inside(chunk, &walk->inner, walk->end, &walk->line, err);
	chunk->n_records -= rc < 0;
	chunk->counts.rows += rc == 0;
	return rc;
}

/* Where the lines end that a record has besides its last. */
static void walk_odd_record(struct walk *walk)
{
	const struct spot_scan_places *places = walk->inner.places;
	aside_add(walk, walk->start, walk->line);
	for (size_t i = walk->inner.idx; i < places->n_items && places->items[i] < walk->end; i++)
		walk->line += walk->index.ptr[places->items[i]] != '"';
	inner_skip(&walk->inner, walk->end);
}

/* Records [start, end), which are in the index. */
static int walk_segment(struct walk *walk, size_t end, struct spot_error *err)
{
	int rc = 0;
	for (; rc == 0 && walk->start < end; walk->start = walk->end + 1, walk->line++) {
		walk_next(walk);
		if (record_is_odd(walk))
			walk_odd_record(walk);
		else
			rc = walk_record(walk, err);
	}
	return rc;
}

/* --- odd quotes -------------------------------------------------------------------------- */

/* The line's cells, by the walk that knows libcsv's rules. *fits: there are n_columns of them, and
 * nothing else is the matter; else the reader has to see the line. *reopened: in one of them text
 * follows a closing quote. */
static int line_split(bool *fits, bool *reopened, struct spot_view *cells,
    struct spot_chunk *chunk, struct spot_view raw, struct spot_error *err)
{
	size_t n_columns = chunk->n_columns;
	struct spot_split split;
	struct spot_view cell;
	spot_split_init(&split, chunk->block.delimiter);
	*fits = false;
	while (spot_split_next(&split, raw, &cell)) {
		if (split.n_cells == n_columns)
			return 0;
		cells[split.n_cells - 1] = cell;
	}
	if (split.n_cells + 1 != n_columns || memchr(raw.ptr, '\0', raw.len) ||
	    !spot_text_is_utf8(raw))
		return 0;
	cells[n_columns - 1] = (struct spot_view) { raw.ptr + split.cell, raw.len - split.cell };
	char *room = spot_arena_alloc(&chunk->arena, raw.len);
	if (!room)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n_columns; i++) {
		size_t len = cells[i].len;
		cells[i] = spot_split_text(cells[i], room);
		room += len;
	}
	*fits = true;
	*reopened = split.first_reopened != SPOT_SPLIT_NONE;
	return 0;
}

/* The line [start, end) is a record by itself, of whatever quotes. */
static int walk_line(struct walk *walk, size_t end, struct spot_error *err)
{
	struct spot_chunk *chunk = walk->chunk;
	size_t n_columns = chunk->n_columns;
	struct spot_view *cells = spot_arena_alloc(&chunk->arena, n_columns * sizeof(*cells));
	struct spot_record record;
	bool fits = false, reopened = false;
	int rc = cells ? 0 : spot_error_nomem(err);
	record_place(chunk, &record, walk->start, end - 1, 0, walk->line);
	/* A line of one cell may be blank, or a record that is wrapped in quotes. */
	if (rc == 0 && n_columns > 1)
		rc = line_split(&fits, &reopened, cells, chunk, record.raw, err);
	if (rc == 0 && !fits) {
		aside_add(walk, walk->start, walk->line);
	} else if (rc == 0) {
		rc = aside_flush(walk, walk->start, err);
		if (rc == 0)
			rc = records_reserve(chunk, 1, err);
		record.cells = cells;
		record.flags |= reopened ? SPOT_RECORD_REOPENED : 0;
		if (rc == 0 && reopened && chunk->counts.reopened_rows++ == 0)
			chunk->counts.reopened_first_line = walk->line;
		if (rc == 0)
			chunk->records[chunk->n_records++] = record;
		chunk->counts.rows += rc == 0;
	}
	walk->start = end;
	walk->line++;
	return rc;
}

/* As the cutter went: segments of plain quotes, and records of one line between them. */
static int walk_odd_block(struct walk *walk, struct spot_error *err)
{
	struct spot_chunk *chunk = walk->chunk;
	const struct spot_block *block = &chunk->block;
	int rc = 0;
	while (rc == 0 && walk->start < block->len) {
		struct spot_scan_cut cut;
		const char *ptr = block->ptr + walk->start;
		size_t len = block->len - walk->start;
		spot_scan_level()->cut(&cut, ptr, len, block->delimiter);
		if (cut.end > 0) {
			rc = index_add(
			    chunk, &walk->index, walk->start, walk->start + cut.end, err);
			walk->next += walk->start > 0;
			if (rc == 0)
				rc = walk_segment(walk, walk->start + cut.end, err);
			continue;
		}
		/* The cutter went on here: this line is a record. */
		const char *lf = memchr(ptr, '\n', len);
		assert(lf);
		rc = walk_line(walk, walk->start + (size_t)(lf - ptr) + 1, err);
	}
	return rc == 0 ? aside_flush(walk, block->len, err) : rc;
}

/* --- a block ----------------------------------------------------------------------------- */

int spot_chunk_scan(struct spot_chunk *chunk, const struct spot_scan *scan,
    struct spot_error *err)
{
	struct spot_block *block = &chunk->block;
	if (block->len == 0 || block->scanned)
		return 0;
	block->scanned = true;
	struct walk walk = { .chunk = chunk, .scan = scan, .line = block->line };
	struct spot_scan_index *index = &walk.index;
	walk.inner.places = &index->inner;
	int rc = index_begin(chunk, index, err);
	if (rc == 0 && block->odd)
		rc = walk_odd_block(&walk, err);
	else if (rc == 0)
		rc = index_add(chunk, index, 0, block->len, err);
	block->quoted = index->quoted;
	if (rc < 0 || block->odd)
		return rc;
	if (index_is_even(chunk, index))
		return records_even(chunk, index, err);
	rc = walk_segment(&walk, block->len, err);
	return rc == 0 ? aside_flush(&walk, block->len, err) : rc;
}
