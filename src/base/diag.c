/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define ITEMS_MAX 1000

static bool text_equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static char *text_copy(const char *text)
{
	return text ? spot_mem_copy(text, strlen(text)) : NULL;
}

static void item_reset(struct spot_diag *item)
{
	free(item->file);
	free(item->what);
	free(item->hint);
}

void spot_diags_init(struct spot_diags *diags)
{
	*diags = (struct spot_diags) { 0 };
}

void spot_diags_reset(struct spot_diags *diags)
{
	for (size_t i = 0; i < diags->n_items; i++)
		item_reset(&diags->items[i]);
	free(diags->items);
	spot_diags_init(diags);
}

static bool item_known(const struct spot_diags *diags, const struct spot_diag *item)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *d = &diags->items[i];
		if (d->line == item->line && d->severity == item->severity &&
		    d->number == item->number && text_equal(d->what, item->what) &&
		    text_equal(d->file, item->file))
			return true;
	}
	return false;
}

/* Keeps a copy of item, whose texts are borrowed. */
static bool item_append(struct spot_diags *diags, const struct spot_diag *item)
{
	if (diags->n_items >= ITEMS_MAX ||
	    !spot_mem_grow(&diags->items, &diags->cap, diags->n_items + 1, sizeof(*diags->items)))
		return false;
	struct spot_diag copy = *item;
	copy.file = text_copy(item->file);
	copy.what = text_copy(item->what);
	copy.hint = text_copy(item->hint);
	if (!copy.what || (item->file && !copy.file) || (item->hint && !copy.hint)) {
		item_reset(&copy);
		return false;
	}
	diags->items[diags->n_items++] = copy;
	return true;
}

void spot_diags_add(struct spot_diags *diags, enum spot_severity severity, int number,
    const char *file, unsigned long line, const char *hint, const char *fmt, ...)
{
	/* The text takes the way of every error text: escaped and cut. */
	struct spot_error err = SPOT_ERROR_INIT;
	va_list args;
	va_start(args, fmt);
	spot_error_vset(&err, SPOT_ERULES, fmt, args);
	va_end(args);
	spot_error_place(&err, file, line, NULL);
	if (hint)
		spot_error_hint(&err, "%s", hint);
	struct spot_diag item = {
		.severity = severity,
		.number = number,
		.line = line,
		.file = file ? err.file : NULL,
		.what = err.what,
		.hint = hint ? err.hint : NULL,
	};
	if (item_known(diags, &item))
		return;
	if (!item_append(diags, &item))
		diags->n_lost++;
	if (severity == SPOT_SEVERITY_ERROR)
		diags->n_errors++;
	else
		diags->n_warnings++;
}

/* Moves the item at from to the earlier place to; those between move up one. */
static void item_move(struct spot_diags *diags, size_t from, size_t to)
{
	struct spot_diag item = diags->items[from];
	memmove(&diags->items[to + 1], &diags->items[to], (from - to) * sizeof(item));
	diags->items[to] = item;
}

static bool item_before(const struct spot_diag *a, const struct spot_diag *b)
{
	return a->line != b->line ? a->line < b->line : a->severity < b->severity;
}

void spot_diags_sort(struct spot_diags *diags)
{
	/* Insertion needs no memory, and there are never more than ITEMS_MAX. */
	for (size_t begin = 0, end; begin < diags->n_items; begin = end) {
		end = begin + 1;
		for (size_t i = end; i < diags->n_items; i++) {
			if (!text_equal(diags->items[i].file, diags->items[begin].file))
				continue;
			item_move(diags, i, end);
			end++;
		}
		for (size_t i = begin + 1; i < end; i++) {
			size_t to = i;
			while (to > begin && item_before(&diags->items[i], &diags->items[to - 1]))
				to--;
			if (to < i)
				item_move(diags, i, to);
		}
	}
}
