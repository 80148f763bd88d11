/* SPDX-License-Identifier: MIT */
/* Columns of numbers: money and its currency, percent and its scale, quartiles, and what
 * is odd among the values. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/cell.h"
#include "table/cell_internal.h"
#include "table/infer_internal.h"

static const char money_words[] =
    "revenue revenues sales price prices cost costs amount salary balance "
    "arr mrr acv tcv ltv cac spend spending charge charges payment payments "
    "funding valuation value budget income turnover fee fees invoice profit margin "
    "umsatz preis kosten betrag";
static const char no_money_words[] =
    "count number num no n ratio rate share percent pct days date year "
    "rep team person type target id mean index score";

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static int quartiles_set(struct spot_infer *infer, struct spot_infer_column *column)
{
	struct spot_guess *guess = &column->guess;
	struct spot_field field = { .type = guess->type, .format = guess->format };
	double *values = spot_mem_calloc(column->n_sample, sizeof(*values));
	size_t n = 0;
	if (!values)
		return SPOT_ENOMEM;
	for (size_t i = 0; i < column->n_sample; i++) {
		struct spot_value value;
		const char *problem;
		if (spot_cell_read(&value, &field, column->sample[i], &infer->scratch, NULL,
		    &problem) !=
		    SPOT_CELL_VALUE)
			continue;
		values[n++] = value.kind == SPOT_KIND_INT ? (double)value.as.integer
		    : value.as.number;
	}
	if (n > 0) {
		qsort(values, n, sizeof(*values), compare_doubles);
		guess->has_quartiles = true;
		guess->least = values[0];
		guess->q1 = values[n / 4];
		guess->median = values[n / 2];
		guess->q3 = values[n - 1 - n / 4];
		guess->most = values[n - 1];
	}
	free(values);
	return 0;
}

/* -1 and 9999 are often a way of writing "not known". */
static void sentinel_ask(struct spot_infer *infer, struct spot_infer_column *column)
{
	static const char *const low[] = { "-1", "-9", "-99", "-999", "-9999", NULL };
	static const char *const high[] = { "999", "9999", "99999", "999999", NULL };
	uint64_t n_values = column->guess.n_rows - column->n_empty, n_negative = 0;
	for (size_t i = 0; i < column->values.n_keys; i++)
		n_negative += column->values.keys[i].ptr[0] == '-';
	for (size_t i = 0; i < column->values.n_keys; i++) {
		struct spot_view text = column->values.keys[i];
		uint64_t n = column->value_facts[i].n_rows;
		bool odd = (n_negative == 1 && spot_infer_text_in(text, low)) ||
		    (spot_infer_text_in(text, high) &&
		    column->guess.most <= strtod(text.ptr, NULL) &&
			column->guess.q3 < column->guess.most);
		if (odd && n >= 10 && n * 20 >= n_values)
			spot_infer_note(infer, column,
			    "%s in %llu rows: if it means \"not known\", add blank = \"%s\"",
			    text.ptr,
			    (unsigned long long)n, text.ptr);
	}
}

/* The currency most cells name, else one that the header names. */
static void unit_set(struct spot_infer *infer, struct spot_infer_column *column)
{
	static const char *const codes[] = { "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "JPY",
	    NULL };
	struct spot_guess *guess = &column->guess;
	size_t best = 0;
	for (size_t i = 0; i < column->n_signs; i++)
		if (column->signs[i].n_rows > column->signs[best].n_rows)
			best = i;
	if (column->n_signs > 0) {
		struct spot_view sign = column->signs[best].sign;
		guess->unit = sign.ptr;
		for (const char *const *code = codes; *code; code++)
			if (spot_text_equal_fold(sign, spot_view_of(*code)))
				guess->unit = *code;
	}
	for (size_t i = 0; i < column->n_signs; i++) {
		struct spot_view a = spot_cell_currency_codes(column->signs[i].sign);
		if (i == best || spot_cell_currency_share(a,
		    spot_cell_currency_codes(column->signs[best].sign)))
			continue;
		guess->n_unreadable += column->signs[i].n_rows;
		spot_infer_note(infer, column,
		    "%llu rows are in %s and count as unreadable: convert them to %s first",
		    (unsigned long long)column->signs[i].n_rows, column->signs[i].sign.ptr,
		    guess->unit);
	}
	for (const char *const *code = codes; !guess->unit && *code; code++) {
		char lower[8];
		snprintf(lower, sizeof(lower), "%c%c%c", (*code)[0] | 0x20, (*code)[1] | 0x20,
		    (*code)[2] | 0x20);
		if (spot_infer_words_have(guess->words, lower))
			guess->unit = *code;
	}
	if (!guess->unit && column->n_signs == 0 &&
	    spot_infer_words_have(guess->words, "bn mn mm mio k"))
		spot_infer_note(infer, column, "the header seems to say that these are thousands, "
		    "millions or billions: mind it in rules");
}

static bool header_says_percent(const struct spot_guess *guess)
{
	return spot_infer_words_have(guess->words, "percent percentage pct") ||
	    memchr(guess->header.ptr, '%', guess->header.len);
}

static int percent_set(struct spot_infer *infer, struct spot_infer_column *column)
{
	struct spot_guess *guess = &column->guess;
	bool comma = guess->format != NULL;
	guess->type = SPOT_TYPE_PERCENT;
	int rc = quartiles_set(infer, column);
	double most = fmax(fabs(guess->least), fabs(guess->most));
	if (rc != 0 || !guess->has_quartiles)
		return rc;
	if (column->n_percent == 0 && most > 1.5) {
		guess->format = comma ? "hundredths 1.234,5" : "hundredths";
		spot_infer_note(infer, column,
		    "12 is read as 12 %%; take %s away if 0.12 is meant by 12 %%",
		    comma ? "hundredths" : "the format");
		return quartiles_set(infer, column);
	}
	if (column->n_percent == 0)
		spot_infer_note(infer, column, "0.12 is read as 12 %%");
	else if (most > 1.5 && column->n_percent < column->fits[SPOT_READING_PERCENT].n_read)
		spot_infer_note(infer, column,
		    "a bare 12 among cells with %% is read as 1200 %%; if it means 12 %%, add "
		    "format = \"hundredths%s\"", comma ? " 1.234,5" : "");
	return 0;
}

/* Cells that only this reading manages, and not the one with the other decimal mark. */
static uint64_t n_proofs(const struct spot_infer_column *column, size_t reading, size_t other)
{
	const struct spot_infer_fit *a = &column->fits[reading], *b = &column->fits[other];
	return b->n_failed > a->n_failed ? b->n_failed - a->n_failed : 0;
}

#define FEW(n, of) ((n) * 10 <= (of))

size_t spot_infer_number_doubt(const struct spot_infer *infer,
    const struct spot_infer_column *column, size_t reading)
{
	if (reading < SPOT_READING_NUMBER_COMMA || infer->semicolons)
		return reading;
	size_t point = reading - SPOT_INFER_COMMA(0);
	return FEW(n_proofs(column, reading, point), column->either_comma.n_rows) ? point : reading;
}

/* Three digits after a mark are thousands or a fraction. Where others prove which, nothing is
 * asked. */
static void marks_ask(struct spot_infer *infer, struct spot_infer_column *column, size_t reading)
{
	const struct spot_infer_either *either = &column->either_point;
	bool has_comma = reading >= SPOT_READING_NUMBER_COMMA;
	size_t other = has_comma ? reading - SPOT_INFER_COMMA(0)
	    : reading == SPOT_READING_INTEGER ? SPOT_READING_MONEY_COMMA
	    : SPOT_INFER_COMMA(reading);
	uint64_t n_own = n_proofs(column, reading, other);
	uint64_t n_other = n_proofs(column, other, reading);
	if (has_comma || n_other > 0 || (infer->semicolons && column->either_comma.n_rows > 0))
		either = &column->either_comma;
	bool ask = has_comma ? either->n_rows > n_own : FEW(n_own, either->n_rows);
	if (either->n_rows < 3 || !ask)
		return;
	spot_infer_note(infer, column,
	    "%llu cells such as \"%.40s\" are thousands or decimals, %s: read as %s; if that is "
	    "wrong, %s format = \"1.234,5\"",
	    (unsigned long long)either->n_rows, either->example.ptr,
	    n_own + n_other > 0 ? "few others tell" : "no other tells",
	    (either == &column->either_comma) == has_comma ? "decimals" : "thousands",
	    has_comma ? "take away" : "add");
}

int spot_infer_number_set(struct spot_infer *infer, struct spot_infer_column *column,
    size_t reading)
{
	struct spot_guess *guess = &column->guess;
	enum spot_type type = spot_infer_readings[reading].type;
	guess->type = type;
	guess->format = spot_infer_readings[reading].format;
	bool plain = type == SPOT_TYPE_INTEGER || type == SPOT_TYPE_NUMBER;
	marks_ask(infer, column, reading);
	if (type == SPOT_TYPE_PERCENT || (plain && header_says_percent(guess)))
		return percent_set(infer, column);
	if (plain && spot_infer_words_have(guess->words, money_words) &&
	    !spot_infer_words_have(guess->words, no_money_words))
		guess->type = SPOT_TYPE_MONEY;
	if (guess->type == SPOT_TYPE_MONEY)
		unit_set(infer, column);
	int rc = quartiles_set(infer, column);
	sentinel_ask(infer, column);
	return rc;
}
