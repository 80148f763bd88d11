/* SPDX-License-Identifier: MIT */
#include "engine/unread.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void spot_unread_reset(struct spot_unread *unread)
{
	for (size_t i = 0; i < unread->n_columns; i++)
		free(unread->columns[i].name);
	free(unread->columns);
	memset(unread, 0, sizeof(*unread));
}

static bool is_of(const struct spot_unread_column *column, const char *name)
{
	return column->name && name ? strcmp(column->name, name) == 0 : !column->name && !name;
}

static struct spot_unread_column *column_of(struct spot_unread *unread, const char *name)
{
	struct spot_unread_column *column;

	for (size_t i = 0; i < unread->n_columns; i++)
		if (is_of(&unread->columns[i], name))
			return &unread->columns[i];
	if (!spot_mem_grow(&unread->columns, &unread->columns_cap, unread->n_columns + 1,
	        sizeof(*unread->columns)))
		return NULL;
	column = &unread->columns[unread->n_columns];
	*column = (struct spot_unread_column) { 0 };
	if (name && !(column->name = spot_mem_copy(name, strlen(name))))
		return NULL;
	unread->n_columns++;
	return column;
}

int spot_unread_add(struct spot_unread *unread, const struct spot_reject *reject,
    struct spot_error *err)
{
	struct spot_unread_column *column = column_of(unread, reject->column);

	if (!column)
		return spot_error_nomem(err);
	if (column->n++ == 0)
		spot_reject_tell(reject, &column->first);
	if (unread->n_examples < SPOT_UNREAD_EXAMPLES) {
		struct spot_error *example = &unread->examples[unread->n_examples++];

		*example = (struct spot_error) SPOT_ERROR_INIT;
		spot_reject_tell(reject, example);
		column->n_shown++;
	}
	unread->n_rows += !reject->column;
	unread->n_cells += reject->column != NULL;
	return 0;
}

bool spot_unread_is_any(const struct spot_unread *unread)
{
	return unread->n_rows + unread->n_cells > 0;
}

bool spot_unread_is_same(const struct spot_unread *a, const struct spot_unread *b)
{
	if (a->n_rows != b->n_rows || a->n_cells != b->n_cells || a->n_columns != b->n_columns)
		return false;
	for (size_t i = 0; i < a->n_columns; i++) {
		const struct spot_error *x = &a->columns[i].first, *y = &b->columns[i].first;

		if (!is_of(&a->columns[i], b->columns[i].name) ||
		    a->columns[i].n != b->columns[i].n || x->line != y->line ||
		    strcmp(x->file, y->file) != 0 || strcmp(x->what, y->what) != 0)
			return false;
	}
	return true;
}
