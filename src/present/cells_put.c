/* SPDX-License-Identifier: MIT */
/*
 * Rows, cell by cell, in memory that has room for the longest. CSV and JSON share the code, which
 * the compiler makes twice: in CSV what stands before a cell is one byte.
 *
 * Most numbers are between 0 and 100 and are rounded many at a time. The rules that a cell names
 * come out of a set of bits. In CSV such a cell may need quotes, for what is in a name or for what
 * parts them; whether it ever can is known beforehand, and nearly never so.
 */
#include <math.h>
#include <stdlib.h>

#include "base/digits.h"
#include "present/cells_internal.h"
#include "table/emit.h"
#include "table/record.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Numbers from 0.00 to 100.00 as hundredths; and what there is not; and any other number. */
enum { PERCENT_MAX = 100 * 100, PERCENT_BLANK, PERCENT_OTHER };

/* One panel's. */
struct percents {
	uint16_t score[SPOT_BATCH_ROWS], score_low[SPOT_BATCH_ROWS], score_high[SPOT_BATCH_ROWS];
	uint16_t coverage[SPOT_BATCH_ROWS];
};

struct spot_cells_batch {
	const struct spot_cells *cells;
	const struct spot_judge *judges;
	struct percents panels[];
};

/* --- numbers ------------------------------------------------------------------------------ */

/* The double nearest to 100 x is less than 1e-11 away from it, and can mislead only beside a tie:
 * there, as where it is not between 0 and 100, the number is left for a closer look. */
static void find_percents(uint16_t *restrict out, const double *restrict number, size_t n)
{
	/* Where doubles are whole numbers. */
	const double far = 0x1.8p52;
	const double middle = PERCENT_MAX / 2;

	for (size_t i = 0; i < n; i++) {
		double scaled = 100 * number[i], whole = (scaled + far) - far;
		double percent = fabs(scaled - whole) < 0.4999 ? whole : PERCENT_OTHER;

		percent = fabs(whole - middle) <= middle ? percent : PERCENT_OTHER;
		out[i] = (uint16_t)(int32_t)percent;
	}
}

/* A score's are blank where it is not known. */
static void find_scores(uint16_t *restrict out, const double *restrict score,
    const uint8_t *restrict has, size_t n)
{
	find_percents(out, score, n);
	if (!memchr(has, 0, n))
		return;
	for (size_t i = 0; i < n; i++)
		out[i] = has[i] ? out[i] : PERCENT_BLANK;
}

int spot_cells_batch_new(struct spot_cells_batch **out, const struct spot_cells *cells,
    const struct spot_judge *judges, struct spot_error *err)
{
	size_t n_panels = cells->columns->n_panels;
	struct spot_cells_batch *batch =
	    malloc(sizeof(*batch) + n_panels * sizeof(batch->panels[0]));

	*out = batch;
	if (!batch)
		return spot_error_nomem(err);
	batch->cells = cells;
	batch->judges = judges;
	for (size_t p = 0; p < n_panels; p++) {
		const struct spot_verdicts *of = judges[p].verdicts;
		struct percents *to = &batch->panels[p];
		size_t n = judges[p].batch.n_rows;

		find_scores(to->score, of->score, of->has_score, n);
		find_scores(to->score_low, of->score_low, of->has_score, n);
		find_scores(to->score_high, of->score_high, of->has_score, n);
		find_percents(to->coverage, of->coverage, n);
		for (size_t i = 0; !of->has_coverage && i < n; i++)
			to->coverage[i] = PERCENT_BLANK;
	}
	return 0;
}

void spot_cells_batch_free(struct spot_cells_batch *batch)
{
	free(batch);
}

/* --- cells -------------------------------------------------------------------------------- */

ALWAYS_INLINE char *put(char *out, const struct spot_view *text)
{
	memcpy(out, text->ptr, SPOT_CELLS_COPY);
	if (__builtin_expect(text->len > SPOT_CELLS_COPY, 0))
		memcpy(out + SPOT_CELLS_COPY, text->ptr + SPOT_CELLS_COPY,
		    text->len - SPOT_CELLS_COPY);
	return out + text->len;
}

ALWAYS_INLINE char *put_before(char *out, const struct spot_cells *cells,
    const struct spot_view *before, bool json)
{
	if (json)
		return put(out, before);
	*out = cells->look.delimiter;
	return out + 1;
}

ALWAYS_INLINE char *put_percent(char *out, const struct spot_cells *cells,
    const struct spot_view *before, uint16_t percent, double number, bool json)
{
	out = put_before(out, cells, before, json);
	if (__builtin_expect(percent <= PERCENT_MAX, 1))
		return spot_digits_hundredths(out, percent);
	if (percent == PERCENT_OTHER)
		return spot_digits_fixed2(out, number);
	return json ? put(out, &cells->blank) : out;
}

/* Whether there is a number is hard to foresee: no branch asks. */
ALWAYS_INLINE char *put_number(char *out, const struct spot_cells *cells,
    const struct spot_view *before, bool has, double number, bool json)
{
	char *end;

	out = put_before(out, cells, before, json);
	end = spot_digits_fixed2(out, number);
	if (json)
		return has ? end : put(out, &cells->blank);
	return out + (-(size_t)has & (size_t)(end - out));
}

static struct spot_view without_part(struct spot_view name)
{
	return (struct spot_view) { name.ptr + SPOT_CELLS_PART, name.len - SPOT_CELLS_PART };
}

static char *put_names(char *out, const struct spot_view *names,
    const struct spot_cells_list *list, const spot_rule_bits *set, size_t row_idx)
{
	bool is_first = true;

	for (size_t p = 0; p < list->n_planes; p++)
		for (unsigned bits = set[p][row_idx]; bits != 0; bits &= bits - 1) {
			struct spot_view name = names[8 * p + (size_t)__builtin_ctz(bits)];

			if (is_first)
				name = without_part(name);
			out = put(out, &name);
			is_first = false;
		}
	return out;
}

static char *put_names_with_care(char *out, const struct spot_cells *cells,
    const struct spot_cells_list *list, const spot_rule_bits *set, size_t row_idx)
{
	char *end = put_names(out, list->names, list, set, row_idx);
	struct spot_view cell = { out, (size_t)(end - out) };

	if (!list->quoted || !spot_emit_csv_needs_quotes(cell, cells->look.delimiter))
		return end;
	*out = '"';
	end = put_names(out + 1, list->quoted, list, set, row_idx);
	*end = '"';
	return end + 1;
}

ALWAYS_INLINE char *put_few_names(char *out, const struct spot_cells_list *list,
    const spot_rule_bits *set, size_t row_idx)
{
	struct spot_view name;
	uint64_t bits = 0;

	for (size_t p = 0; p < list->n_planes; p++)
		bits |= (uint64_t)set[p][row_idx] << 8 * p;
	if (bits == 0)
		return out;
	name = without_part(list->names[__builtin_ctzll(bits)]);
	out = put(out, &name);
	while ((bits &= bits - 1) != 0)
		out = put(out, &list->names[__builtin_ctzll(bits)]);
	return out;
}

ALWAYS_INLINE char *put_list(char *out, const struct spot_cells *cells,
    const struct spot_cells_list *list, const spot_rule_bits *set, size_t row_idx, bool json)
{
	out = put_before(out, cells, &list->before, json);
	if (__builtin_expect(list->is_quick, 1))
		out = put_few_names(out, list, set, row_idx);
	else
		out = put_names_with_care(out, cells, list, set, row_idx);
	return json ? put(out, &list->after) : out;
}

/* --- rows --------------------------------------------------------------------------------- */

ALWAYS_INLINE char *put_plain(char *out, const struct spot_cells_batch *batch, size_t panel_idx,
    size_t row_idx, bool json)
{
	const struct spot_cells *cells = batch->cells;
	const struct spot_cells_plain *plain = &cells->plains[panel_idx];
	const struct spot_verdicts *of = batch->judges[panel_idx].verdicts;
	const struct percents *percents = &batch->panels[panel_idx];
	const struct spot_view *before = plain->before;
	size_t i = row_idx, exception = cells->columns->panels[panel_idx].rules->n_exceptions;

	if (of->has_exceptions && of->exception[i] != SPOT_NO_EXCEPTION)
		exception = of->exception[i];
	out = put_percent(out, cells, &before[SPOT_RESULT_SCORE], percents->score[i],
	    of->score[i], json);
	out = put(out, &plain->tiers[of->tier[i]]);
	out = put_list(out, cells, &plain->disqualified, of->disqualifies, i, json);
	out = put_number(out, cells, &before[SPOT_RESULT_GROWTH], of->has_growth[i],
	    of->growth[i], json);
	out = put_percent(out, cells, &before[SPOT_RESULT_COVERAGE], percents->coverage[i],
	    of->coverage[i], json);
	out = put_percent(out, cells, &before[SPOT_RESULT_SCORE_LOW], percents->score_low[i],
	    of->score_low[i], json);
	out = put_percent(out, cells, &before[SPOT_RESULT_SCORE_HIGH], percents->score_high[i],
	    of->score_high[i], json);
	out = put(out, &plain->tiers_low[of->tier_low[i]]);
	out = put(out, &plain->tiers_high[of->tier_high[i]]);
	out = put_list(out, cells, &plain->unknown, of->unknown, i, json);
	return put(out, &plain->exceptions[exception]);
}

static char *put_extra(char *out, const struct spot_cells_batch *batch,
    const struct spot_cells_extra *extra, size_t row_idx)
{
	const struct spot_result_column *column = extra->column;
	const struct spot_judge *judge = &batch->judges[column->panel_idx];
	double number;

	if (column->kind == SPOT_RESULT_BEST)
		return put(out, &extra->profiles[spot_result_best(
		    batch->judges, batch->cells->columns->n_panels, row_idx)]);
	number = column->kind == SPOT_RESULT_POINTS
	    ? spot_verdict_points(&judge->panel->rules->criteria[column->idx],
	          &judge->answers[column->idx], row_idx)
	    : spot_verdict_adjustment(
	          &judge->panel->scoring, column->idx, judge->answers, row_idx);
	return spot_digits_shortest(put(out, &extra->before), number);
}

/* The extra columns of a panel follow its plain ones; the best profile is the last of all. */
ALWAYS_INLINE char *put_row(char *out, const struct spot_cells_batch *batch, size_t row_idx,
    bool json)
{
	const struct spot_cells *cells = batch->cells;
	const struct spot_cells_extra *extra = cells->extras, *end = extra + cells->n_extras;
	char *begin = out;

	for (size_t p = 0; p < cells->columns->n_panels; p++) {
		out = put_plain(out, batch, p, row_idx, json);
		for (; extra < end && extra->column->panel_idx == p &&
		     extra->column->kind != SPOT_RESULT_BEST; extra++)
			out = put_extra(out, batch, extra, row_idx);
	}
	for (; extra < end; extra++)
		out = put_extra(out, batch, extra, row_idx);
	if (json)
		return out;
	if (__builtin_expect(cells->look.is_first, 0))
		memmove(begin, begin + 1, (size_t)(--out - begin));
	memcpy(out, cells->look.line_end, 2);
	return out + cells->line_end_len;
}

void spot_cells_add(struct spot_buf *out, const struct spot_cells_batch *batch, size_t row_idx)
{
	char *p = spot_buf_reserve(out, batch->cells->room);

	if (!p)
		return;
	p = batch->cells->look.json ? put_row(p, batch, row_idx, true)
	                            : put_row(p, batch, row_idx, false);
	spot_buf_commit(out, p);
}

void spot_cells_add_rows(struct spot_buf *out, const struct spot_cells_batch *batch,
    const struct spot_record *records)
{
	const struct spot_cells *cells = batch->cells;

	for (size_t i = 0; i < batch->judges[0].batch.n_rows; i++) {
		struct spot_view raw = records[i].raw;
		size_t n_missing = records[i].n_missing;
		char *p = spot_buf_reserve(out, raw.len + n_missing + cells->room);

		if (!p)
			return;
		memcpy(p, raw.ptr, raw.len);
		p += raw.len;
		for (size_t k = 0; k < n_missing; k++)
			*p++ = cells->look.delimiter;
		spot_buf_commit(out, put_row(p, batch, i, false));
	}
}
