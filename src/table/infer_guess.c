/* SPDX-License-Identifier: MIT */
/*
 * From facts to a type. Of the ways of reading that manage a column, the one that manages
 * most cells is taken, and of equals the plainest. A way manages when it reads every
 * value; or all but up to three words without a digit, which then mean blank; or all but
 * two in a hundred, which are then named. Dates in numbers are taken only when no other
 * order of day, month and year manages as well.
 */
#include "base/text.h"
#include "table/cell.h"
#include "table/infer_internal.h"

enum grade { GRADE_CLEAN, GRADE_WORDS, GRADE_ROUGH, GRADE_NOT };

#define WORDS_MAX 3
#define ROUGH_MIN 50 /* cells read for each one that is not, and at least so many */

static const char identity_words[] =
    "id ids key code zip postal postcode plz phone telephone tel fax "
    "mobile sku ean gtin isin iban vat duns cik uuid guid ssn";
static const char list_words[] =
    "list tags tag tech technologies stack tools skills categories investors "
    "products modules features interests keywords topics languages markets";
static const char count_words[] =
    "count number num no n nr qty quantity total deals seats employees children "
    "orders tickets users visits campaign previous products";

static bool has_digit(struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
			return true;
	return false;
}

static enum grade grade_of(const struct spot_infer_fit *fit)
{
	bool words = !fit->more_fails && fit->n_fails <= WORDS_MAX && fit->n_read >= fit->n_failed;
	if (fit->dead || fit->n_read == 0)
		return GRADE_NOT;
	if (fit->n_failed == 0)
		return GRADE_CLEAN;
	for (size_t i = 0; i < fit->n_fails; i++)
		words = words && !has_digit(fit->fails[i].text);
	if (words)
		return GRADE_WORDS;
	return fit->n_failed <= fit->n_read / ROUGH_MIN ? GRADE_ROUGH : GRADE_NOT;
}

/* a before b: the order of preference decides between equals. */
static bool is_better(const struct spot_infer_fit *a, const struct spot_infer_fit *b)
{
	enum grade x = grade_of(a), y = grade_of(b);
	return x != y ? x < y : x != GRADE_NOT && a->n_failed < b->n_failed;
}

static size_t best_of(const struct spot_infer_column *column, size_t first, size_t end)
{
	size_t best = first;
	for (size_t r = first + 1; r < end; r++)
		if (is_better(&column->fits[r], &column->fits[best]))
			best = r;
	return best;
}

/* --- flags --------------------------------------------------------------------------- */

/* Two values, of which each says by itself that it is a yes or no; 1 and 0, t and f only
 * together. */
static bool flag_fits(struct spot_infer *infer, struct spot_infer_column *column)
{
	static const char *const yes[] = { "true", "yes", "y", "x", NULL }, *const no[] = { "false",
		"no", "n", NULL };
	static const char *const weak_yes[] = { "1", "t", NULL },
	    *const weak_no[] = { "0", "f", NULL };
	bool has_yes = false, has_no = false, has_weak_yes = false, has_weak_no = false;
	if (column->overflowed || column->fits[SPOT_READING_FLAG].n_failed > 0)
		return false;
	for (size_t i = 0; i < column->values.n_keys; i++) {
		has_yes |= spot_infer_text_in(column->values.keys[i], yes);
		has_no |= spot_infer_text_in(column->values.keys[i], no);
		has_weak_yes |= spot_infer_text_in(column->values.keys[i], weak_yes);
		has_weak_no |= spot_infer_text_in(column->values.keys[i], weak_no);
	}
	if (!has_yes && !has_no && (!(has_weak_yes && has_weak_no) ||
	    spot_infer_words_have(column->guess.words, count_words)))
		return false;
	if (!has_no && !has_weak_no && column->n_empty > 0)
		spot_infer_note(infer, column,
		    "no row says no: if blank means no, add default = false");
	return true;
}

/* --- dates --------------------------------------------------------------------------- */

#define DATE_COMPACT (SPOT_READING_N - 1)

/* Other orders of the same numbers that manage no worse, or that manage half of the rows
 * while this one does not manage all. */
static size_t rivals_of(const struct spot_infer_column *column, size_t chosen, size_t rivals[8])
{
	const struct spot_infer_fit *fit = &column->fits[chosen];
	size_t n = 0;
	for (size_t r = SPOT_READING_DATES; r < DATE_COMPACT && n < 8; r++) {
		const struct spot_infer_fit *other = &column->fits[r];
		bool as_good = grade_of(other) == grade_of(fit) && other->n_failed == fit->n_failed;
		bool contradicts = fit->n_failed > 0 && other->n_read > fit->n_read / 2;
		if (r != chosen && (as_good || contradicts))
			rivals[n++] = r;
	}
	return n;
}

static void date_ask(struct spot_infer *infer, struct spot_infer_column *column, size_t chosen,
    const size_t *rivals, size_t n_rivals)
{
	struct spot_buf text = SPOT_BUF_INIT;
	spot_buf_printf(&text, "\"%s\"", spot_infer_readings[chosen].format);
	for (size_t i = 0; i < n_rivals; i++)
		spot_buf_printf(&text, "%s\"%s\"", i + 1 == n_rivals ? " or " : ", ",
		    spot_infer_readings[rivals[i]].format);
	if (column->fits[chosen].n_failed == 0)
		spot_infer_note(infer, column,
		    "which comes first, day or month? Every date here can be read either way: "
		    "write { \"date\", format = … } with %s",
		    spot_buf_str(&text));
	else
		spot_infer_note(infer, column,
		    "dates in more than one order, no format reads them all: %s",
		    spot_buf_str(&text));
	spot_buf_reset(&text);
	column->guess.is_open = true;
}

/* The reading that is a date, or READING_N. Open questions are noted. */
static size_t date_find(struct spot_infer *infer, struct spot_infer_column *column)
{
	size_t best = best_of(column, SPOT_READING_DATES, DATE_COMPACT), rivals[8], n_rivals;
	if (is_better(&column->fits[SPOT_READING_DATE], &column->fits[best]) ||
	    grade_of(&column->fits[best]) == GRADE_NOT)
		best = SPOT_READING_DATE;
	if (grade_of(&column->fits[best]) == GRADE_NOT) {
		bool named = spot_infer_words_have(column->guess.words,
		    "date day on at since created closed opened signup started ended");
		bool clean = grade_of(&column->fits[DATE_COMPACT]) == GRADE_CLEAN;
		return named && clean ? DATE_COMPACT : SPOT_READING_N;
	}
	if (best == SPOT_READING_DATE)
		return best;
	n_rivals = rivals_of(column, best, rivals);
	if (n_rivals == 0)
		return best;
	date_ask(infer, column, best, rivals, n_rivals);
	return SPOT_READING_N;
}

/* --- lists --------------------------------------------------------------------------- */

static bool list_fits(const struct spot_infer_column *column, size_t sep)
{
	const struct spot_infer_list *list = &column->lists[sep];
	uint64_t n_multi = list->n_values - list->n_sizes[0] - list->n_sizes[1], n_usual = 0;
	if (n_multi * 10 < list->n_values * 3 || n_multi < 2 ||
	    list->n_long * 10 > list->n_items ||
	    spot_infer_words_have(column->guess.words,
		"address street description notes note comment comments feedback title city "
		"location "
		"headquarters name"))
		return false;
	if (list->n_values >= 20 && list->items.n_keys * 10 > list->n_items * 8)
		return false; /* items of lists come again */
	if (spot_infer_seps[sep] != ',')
		return true;
	if (spot_infer_words_have(column->guess.words, list_words))
		return true;
	/* Commas stand in prose and places too: those are of one length, or never long. */
	for (size_t i = 0; i < 8; i++)
		n_usual = list->n_sizes[i] > n_usual ? list->n_sizes[i] : n_usual;
	return list->n_values >= 20 && n_usual * 100 <= list->n_values * 85 &&
	    (n_multi - list->n_sizes[2]) * 5 >= list->n_values;
}

/* --- blanks, examples ---------------------------------------------------------------- */

static void blank_add(struct spot_guess *guess, const char **blanks, struct spot_view form,
    uint64_t n)
{
	blanks[guess->n_blanks++] = form.ptr;
	guess->n_blank += n;
}

/* Words that mean blank in a column of this type, the failures of a reading among them. */
static int blanks_set(struct spot_infer *infer, struct spot_infer_column *column,
    const struct spot_infer_fit *fit)
{
	struct spot_guess *guess = &column->guess;
	bool is_text = guess->type == SPOT_TYPE_TEXT;
	const char **blanks = spot_arena_calloc(&infer->arena,
	    spot_infer_n_blank_words + SPOT_INFER_FAILS, sizeof(*blanks));
	if (!blanks)
		return SPOT_ENOMEM;
	guess->blanks = blanks;
	guess->n_blank = column->n_empty;
	for (size_t i = 0; i < spot_infer_n_blank_words; i++) {
		const struct spot_infer_blank_word *word = &spot_infer_blank_words[i];
		const struct spot_infer_word *seen = &column->words[i];
		if (seen->n_rows == 0)
			continue;
		if (is_text && !word->means_blank)
			spot_infer_note(infer, column,
			    "is \"%s\" (%llu row%s) a value? If it means blank, "
			    "add blank = \"%s\"",
			    seen->form.ptr, (unsigned long long)seen->n_rows,
			    seen->n_rows == 1 ? "" : "s", seen->form.ptr);
		else if (!is_text && word->known)
			guess->n_blank += seen->n_rows;
		else
			blank_add(guess, blanks, seen->form, seen->n_rows);
	}
	if (fit && grade_of(fit) == GRADE_WORDS)
		for (size_t i = 0; i < fit->n_fails; i++)
			blank_add(guess, blanks, fit->fails[i].text, fit->fails[i].n_rows);
	return 0;
}

static void top_add(struct spot_guess *guess, struct spot_view text, uint64_t n_rows)
{
	size_t at = guess->n_tops;
	while (at > 0 && guess->tops[at - 1].n_rows < n_rows)
		at--;
	if (at == SPOT_GUESS_TOPS)
		return;
	size_t n = guess->n_tops < SPOT_GUESS_TOPS ? guess->n_tops++ : SPOT_GUESS_TOPS - 1;
	memmove(&guess->tops[at + 1], &guess->tops[at], (n - at) * sizeof(guess->tops[0]));
	guess->tops[at] = (struct spot_guess_value) { text, n_rows };
}

static void tops_set(struct spot_infer_column *column, const struct spot_infer_list *list)
{
	struct spot_guess *guess = &column->guess;
	for (size_t i = 0; list && i < list->items.n_keys; i++)
		top_add(guess, list->items.keys[i], list->item_rows[i]);
	if (list) {
		guess->n_distinct = list->items.n_keys;
		return;
	}
	for (size_t i = 0; i < column->values.n_keys; i++)
		top_add(guess, column->values.keys[i], column->value_facts[i].n_rows);
	for (size_t i = 0; guess->type == SPOT_TYPE_TEXT && i < spot_infer_n_blank_words; i++)
		if (column->words[i].n_rows > 0 && !spot_infer_blank_words[i].means_blank)
			top_add(guess, column->words[i].form, column->words[i].n_rows);
}

/* --- all together -------------------------------------------------------------------- */

static void unreadable_note(struct spot_infer *infer, struct spot_infer_column *column,
    const struct spot_infer_fit *fit)
{
	if (grade_of(fit) < GRADE_ROUGH)
		return;
	int shown = fit->fails[0].text.len > 40 ? 40 : (int)fit->fails[0].text.len;
	column->guess.n_unreadable += fit->n_failed;
	spot_infer_note(infer, column,
	    "%llu cell%s cannot be read as %s, the first \"%.*s\" in line %llu",
	    (unsigned long long)fit->n_failed, fit->n_failed == 1 ? "" : "s",
	    spot_type_name(column->guess.type), shown,
	    fit->fails[0].text.ptr, (unsigned long long)fit->fails[0].line);
}

static int text_set(struct spot_infer *infer, struct spot_infer_column *column)
{
	struct spot_guess *guess = &column->guess;
	static const char *const seps[] = { NULL, "|", "," }; /* ";" need not be said */
	guess->type = SPOT_TYPE_TEXT;
	for (size_t s = 0; !guess->is_open && s < SPOT_INFER_SEPS; s++) {
		if (!list_fits(column, s))
			continue;
		guess->type = SPOT_TYPE_LIST;
		guess->sep = seps[s];
		tops_set(column, &column->lists[s]);
		return blanks_set(infer, column, NULL);
	}
	tops_set(column, NULL);
	return blanks_set(infer, column, NULL);
}

static bool is_identity(struct spot_infer *infer, struct spot_infer_column *column)
{
	if (column->n_leading_zero > 0) {
		spot_infer_note(infer, column, "text: as a number \"%s\" would lose its zeros",
		    column->zero_example.ptr);
		return true;
	}
	return spot_infer_words_have(column->guess.words, identity_words);
}

int spot_infer_guess_make(struct spot_infer *infer, struct spot_infer_column *column)
{
	struct spot_guess *guess = &column->guess;
	size_t reading, number, best;
	int rc;
	if (column->values.n_keys == 0 && !column->overflowed)
		return text_set(infer, column);
	if (flag_fits(infer, column)) {
		guess->type = SPOT_TYPE_FLAG;
		tops_set(column, NULL);
		return blanks_set(infer, column, NULL);
	}
	reading = date_find(infer, column);
	best = best_of(column, SPOT_READING_INTEGER, SPOT_READING_DATES);
	number = spot_infer_number_doubt(infer, column, best);
	if (reading < SPOT_READING_N && (reading == DATE_COMPACT ||
	    !is_better(&column->fits[best], &column->fits[reading]))) {
		guess->type = SPOT_TYPE_DATE;
		guess->format = spot_infer_readings[reading].format;
		rc = 0;
	} else if (guess->is_open || grade_of(&column->fits[best]) == GRADE_NOT ||
	    (number == SPOT_READING_INTEGER && is_identity(infer, column))) {
		return text_set(infer, column);
	} else {
		reading = number;
		rc = spot_infer_number_set(infer, column, number);
	}
	if (rc != 0)
		return rc;
	unreadable_note(infer, column, &column->fits[reading]);
	return blanks_set(infer, column, &column->fits[reading]);
}
