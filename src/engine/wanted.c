/* SPDX-License-Identifier: MIT */
/*
 * A row that cannot be used has no sure cells: a quote is not closed, or there are too many. So it
 * is cut as CSV is, and at every delimiter; there the key is looked for where the file has it and,
 * for what stands before it may have been cut too often, as many columns further as there are
 * pieces too many.
 */
#include "engine/wanted.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "table/cell.h"
#include "table/split.h"

void spot_wanted_init(struct spot_wanted *wanted, const struct spot_panel *panel,
    const char *text)
{
	const struct spot_field *fields = panel->rules->fields.fields;

	*wanted = (struct spot_wanted) { .text = text, .key_column = SPOT_COLUMN_NONE,
		.is_place = panel->key_field == SPOT_NONE };
	if (!text || wanted->is_place)
		return;
	wanted->key = spot_cell_key_identity(spot_text_trim(spot_view_of(text)));
	/* Without a header rows may be rejected before there is a binding. */
	if (fields[panel->key_field].from_column > 0)
		wanted->key_column = fields[panel->key_field].from_column - 1;
}

void spot_wanted_bind(struct spot_wanted *wanted, const struct spot_panel *panel,
    const struct spot_binding *binding, size_t n_columns)
{
	if (!wanted->is_place)
		wanted->key_column = binding->column_of[panel->key_field];
	wanted->n_columns = n_columns;
}

static bool is_of_place(const struct spot_wanted *wanted, const char *file, uint64_t line)
{
	size_t len = strlen(file);
	char rest[32];

	snprintf(rest, sizeof(rest), ":%" PRIu64, line);
	return strncmp(wanted->text, file, len) == 0 && strcmp(wanted->text + len, rest) == 0;
}

static bool is_of_key(const struct spot_wanted *wanted, struct spot_view key)
{
	return key.len > 0 && spot_view_equal(spot_cell_key_identity(key), wanted->key);
}

bool spot_wanted_is(const struct spot_wanted *wanted, struct spot_view key, const char *file,
    uint64_t line)
{
	if (!wanted->text)
		return false;
	return wanted->is_place ? is_of_place(wanted, file, line) : is_of_key(wanted, key);
}

static struct spot_view unquoted(struct spot_view piece)
{
	piece = spot_text_trim(piece);
	if (piece.len > 0 && piece.ptr[0] == '"')
		piece = (struct spot_view) { piece.ptr + 1, piece.len - 1 };
	if (piece.len > 0 && piece.ptr[piece.len - 1] == '"')
		piece.len--;
	return spot_text_trim(piece);
}

/* Cut as CSV is. Keys that fill more than the room are not found. */
static bool holds_key_cell(const struct spot_wanted *wanted, const struct spot_reject *reject)
{
	struct spot_split split;
	struct spot_view cell;
	char room[1024];
	bool more = true;

	spot_split_init(&split, reject->delimiter);
	for (size_t n = 0; more && n <= wanted->key_column; n++) {
		more = spot_split_next(&split, reject->text, &cell);
		if (!more)
			cell = (struct spot_view) { reject->text.ptr + split.cell,
				reject->text.len - split.cell };
		if (n == wanted->key_column && cell.len <= sizeof(room))
			return is_of_key(wanted, spot_text_trim(spot_split_text(cell, room)));
	}
	return false;
}

static bool holds_key(const struct spot_wanted *wanted, const struct spot_reject *reject)
{
	struct spot_view rest = reject->text;
	size_t n = 0, found = SPOT_COLUMN_NONE, n_more;
	bool more = true;

	for (; more; n++) {
		const char *end =
		    rest.len > 0 ? memchr(rest.ptr, reject->delimiter, rest.len) : NULL;
		struct spot_view piece = { rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len };

		if (n >= wanted->key_column && found == SPOT_COLUMN_NONE &&
		    is_of_key(wanted, unquoted(piece)))
			found = n;
		more = end;
		if (more)
			rest = (struct spot_view) { end + 1, rest.len - piece.len - 1 };
	}
	n_more = n > wanted->n_columns && wanted->key_column > 0 ? n - wanted->n_columns : 0;
	return found != SPOT_COLUMN_NONE && found - wanted->key_column <= n_more;
}

void spot_wanted_take_reject(struct spot_wanted *wanted, const struct spot_reject *reject)
{
	if (!wanted->text || reject->column || wanted->suspect.code != 0)
		return;
	if (wanted->is_place ? is_of_place(wanted, reject->file, reject->line)
	                     : holds_key_cell(wanted, reject) || holds_key(wanted, reject))
		spot_reject_tell(reject, &wanted->suspect);
}

int spot_wanted_tell(const struct spot_wanted *wanted, struct spot_error *err)
{
	const struct spot_error *suspect = &wanted->suspect;

	if (suspect->code == 0)
		return 0;
	spot_error_set(err, SPOT_EDATA,
	    "the row of account \"%s\", it seems, could not be used: %s", wanted->text,
	    suspect->what);
	spot_error_place(err, suspect->file, suspect->line, NULL);
	spot_error_hint(err, "mend the row");
	return SPOT_EDATA;
}
