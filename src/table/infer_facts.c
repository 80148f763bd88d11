/* SPDX-License-Identifier: MIT */
/*
 * The facts of single values: every way of reading is tried on every different value. A
 * way that failed often, on several different texts, is given up.
 */
#include <math.h>
#include <stdlib.h>

#include "table/cell.h"
#include "table/cell_internal.h"
#include "table/infer_internal.h"

#define LONG_TEXT 80
#define LONG_ITEM 40
#define ITEMS_MAX 5000
#define HOPELESS 60 /* failures, when they are more than one in ten */

#define DATE_OF(text) { .type = SPOT_TYPE_DATE, .format = text }
const struct spot_field spot_infer_readings[SPOT_READING_N] = {
	[SPOT_READING_FLAG] = { .type = SPOT_TYPE_FLAG },
	[SPOT_READING_DATE] = { .type = SPOT_TYPE_DATE },
	[SPOT_READING_INTEGER] = { .type = SPOT_TYPE_INTEGER },
	[SPOT_READING_NUMBER] = { .type = SPOT_TYPE_NUMBER },
	[SPOT_READING_PERCENT] = { .type = SPOT_TYPE_PERCENT },
	[SPOT_READING_MONEY] = { .type = SPOT_TYPE_MONEY },
	[SPOT_READING_NUMBER_COMMA] = { .type = SPOT_TYPE_NUMBER, .format = "1.234,5" },
	[SPOT_READING_PERCENT_COMMA] = { .type = SPOT_TYPE_PERCENT, .format = "1.234,5" },
	[SPOT_READING_MONEY_COMMA] = { .type = SPOT_TYPE_MONEY, .format = "1.234,5" },
	[SPOT_READING_DATES] = DATE_OF("%d/%m/%Y"),
	DATE_OF("%m/%d/%Y"),
	DATE_OF("%d-%m-%Y"),
	DATE_OF("%m-%d-%Y"),
	DATE_OF("%d.%m.%Y"),
	DATE_OF("%m.%d.%Y"),
	DATE_OF("%Y/%m/%d"),
	DATE_OF("%Y.%m.%d"),
	DATE_OF("%d/%m/%y"),
	DATE_OF("%m/%d/%y"),
	DATE_OF("%d-%m-%y"),
	DATE_OF("%m-%d-%y"),
	DATE_OF("%y-%m-%d"),
	DATE_OF("%d.%m.%y"),
	DATE_OF("%y/%m/%d"),
	DATE_OF("%d-%b-%y"),
	DATE_OF("%Y%m%d"), /* the last one: any number of eight digits may look like it */
};

const char spot_infer_seps[SPOT_INFER_SEPS] = { ';', '|', ',' };

static void fail_note(struct spot_infer *infer, struct spot_infer_fit *fit, struct spot_view text,
    uint64_t n_rows, uint64_t line)
{
	fit->n_failed += n_rows;
	for (size_t i = 0; i < fit->n_fails; i++) {
		if (!spot_view_equal(fit->fails[i].text, text))
			continue;
		fit->fails[i].n_rows += n_rows;
		return;
	}
	if (fit->n_fails == SPOT_INFER_FAILS) {
		fit->more_fails = true;
		fit->dead = fit->n_failed > HOPELESS && fit->n_failed > fit->n_read / 10;
		return;
	}
	struct spot_view copy = spot_infer_copy(infer, text);
	if (!copy.ptr)
		return;
	fit->fails[fit->n_fails].text = copy;
	fit->fails[fit->n_fails].n_rows = n_rows;
	fit->fails[fit->n_fails++].line = line;
}

static void either_note(struct spot_infer *infer, struct spot_infer_either *either,
    struct spot_view text, uint64_t n_rows)
{
	if (either->n_rows == 0)
		either->example = spot_infer_copy(infer, text);
	if (either->example.ptr)
		either->n_rows += n_rows;
}

/* numbers: what the readings made of it, NaN if they did not read it. */
static void marks_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows, const double *numbers)
{
	for (size_t r = SPOT_READING_NUMBER; r < SPOT_READING_NUMBER_COMMA; r++) {
		double point = fabs(numbers[r]), comma = fabs(numbers[SPOT_INFER_COMMA(r)]);
		if (!(point < comma) && !(point > comma))
			continue;
		either_note(infer, point > comma ? &column->either_comma : &column->either_point,
		    text, n_rows);
		return;
	}
}

static int readings_try(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows, uint64_t line)
{
	double numbers[SPOT_READING_DATES];
	for (size_t r = 0; r < SPOT_READING_N; r++) {
		struct spot_infer_fit *fit = &column->fits[r];
		struct spot_value value;
		const char *problem;
		if (r < SPOT_READING_DATES)
			numbers[r] = NAN;
		if (fit->dead)
			continue;
		switch (spot_cell_read(&value, &spot_infer_readings[r], text, &infer->scratch, NULL,
		    &problem)) {
		case SPOT_CELL_VALUE:
			if (r < SPOT_READING_DATES && value.kind == SPOT_KIND_FLOAT)
				numbers[r] = value.as.number;
			fit->n_read += n_rows;
			break;
		case SPOT_CELL_BLANK:
			fit->n_read += n_rows;
			break;
		case SPOT_CELL_UNREADABLE:
			fail_note(infer, fit, text, n_rows, line);
			break;
		case SPOT_CELL_NOMEM:
		case SPOT_CELL_N:
			return SPOT_ENOMEM;
		}
	}
	marks_note(infer, column, text, n_rows, numbers);
	return 0;
}

static void sign_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view sign, uint64_t n_rows)
{
	for (size_t i = 0; i < column->n_signs; i++) {
		if (!spot_view_equal(column->signs[i].sign, sign))
			continue;
		column->signs[i].n_rows += n_rows;
		return;
	}
	if (column->n_signs == SPOT_INFER_SIGNS)
		return;
	sign = spot_infer_copy(infer, sign);
	if (!sign.ptr)
		return;
	column->signs[column->n_signs].sign = sign;
	column->signs[column->n_signs++].n_rows = n_rows;
}

/* Signs and codes of currencies, among what is neither digit, mark, sign nor space. */
static void signs_find(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows)
{
	static const char between[] = "0123456789.,'()+-% \t";
	struct spot_cursor c = { text.ptr, text.ptr + text.len };
	while (c.p < c.end) {
		size_t space = spot_cursor_space(&c);
		if (space > 0 || strchr(between, *c.p)) {
			c.p += space > 0 ? space : 1;
			continue;
		}
		const char *start = c.p;
		while (c.p < c.end && spot_cursor_space(&c) == 0 && !strchr(between, *c.p))
			c.p++;
		struct spot_view run = { start, (size_t)(c.p - start) };
		if (spot_cell_currency_codes(run).len > 0)
			sign_note(infer, column, run, n_rows);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_all_digits(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_digit(text.ptr[i]))
			return false;
	return text.len > 0;
}

static void shape_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows)
{
	if (text.len > 1 && text.ptr[0] == '0' && is_all_digits(text)) {
		column->n_leading_zero += n_rows;
		if (!column->zero_example.ptr)
			column->zero_example = spot_infer_copy(infer, text);
	}
	if (memchr(text.ptr, '%', text.len))
		column->n_percent += n_rows;
	if (text.len > LONG_TEXT)
		column->n_long += n_rows;
}

static int item_note(struct spot_infer_list *list, struct spot_view item, uint64_t n_rows)
{
	list->n_items++;
	list->n_long += item.len > LONG_ITEM;
	size_t idx = list->items.n_keys < ITEMS_MAX ? spot_map_add(&list->items, item) :
						      spot_map_find(&list->items, item);
	if (idx == SPOT_MAP_NONE)
		return list->items.n_keys < ITEMS_MAX ? SPOT_ENOMEM : 0;
	size_t cap = list->item_rows_cap;
	if (!spot_mem_grow(&list->item_rows, &list->item_rows_cap, idx + 1, sizeof(uint64_t)))
		return SPOT_ENOMEM;
	memset(list->item_rows + cap, 0, (list->item_rows_cap - cap) * sizeof(uint64_t));
	list->item_rows[idx] += n_rows;
	return 0;
}

static int lists_note(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows)
{
	for (size_t s = 0; s < SPOT_INFER_SEPS; s++) {
		struct spot_infer_list *list = &column->lists[s];
		char sep[2] = { spot_infer_seps[s], '\0' };
		struct spot_field field = { .type = SPOT_TYPE_LIST, .sep = sep };
		struct spot_value value;
		const char *problem;
		enum spot_cell_state state =
		    spot_cell_read(&value, &field, text, &infer->scratch, NULL, &problem);
		if (state == SPOT_CELL_NOMEM)
			return SPOT_ENOMEM;
		if (state != SPOT_CELL_VALUE)
			continue;
		size_t n = value.as.list.n_items;
		list->n_values++;
		list->n_sizes[n < 7 ? n : 7]++;
		for (size_t i = 0; i < n; i++)
			if (item_note(list, value.as.list.items[i], n_rows) != 0)
				return SPOT_ENOMEM;
	}
	return 0;
}

int spot_infer_facts_add(struct spot_infer *infer, struct spot_infer_column *column,
    struct spot_view text, uint64_t n_rows, uint64_t line)
{
	spot_arena_reset(&infer->scratch);
	int rc = readings_try(infer, column, text, n_rows, line);
	shape_note(infer, column, text, n_rows);
	if (column->fits[SPOT_READING_INTEGER].n_failed > 0 && text.len < 40)
		signs_find(infer, column, text, n_rows);
	/* Only what is no number can be a list. */
	if (rc == 0 && column->fits[SPOT_READING_MONEY].n_failed > 0)
		rc = lists_note(infer, column, text, n_rows);
	return rc;
}
