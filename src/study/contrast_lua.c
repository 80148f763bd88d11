/* SPDX-License-Identifier: MIT */
/* A difference as a criterion that a rule file may take over. */
#include "study/contrast_internal.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>

#include "base/text.h"

/* A criterion of this much weight would be one where nobody of b and everybody of a has it. */
#define WEIGHT_OF_ALL 50

#define LEVEL_MAX_BYTES 100

static bool is_name(const char *text)
{
	static const char *const words[] = { "and", "break", "do", "else", "elseif", "end", "false",
		"for", "function", "goto", "if", "in", "local", "nil", "not", "or", "repeat",
		"return", "then", "true", "until", "while" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(text, words[i]) == 0)
			return false;
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	for (; *text; text++)
		if (!isalnum((unsigned char)*text) && *text != '_')
			return false;
	return true;
}

static void put_text(struct spot_buf *out, struct spot_view text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			spot_buf_printf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			spot_buf_printf(out, "\\%03d", c);
		else
			spot_buf_char(out, (char)c);
	}
}

static void put_quoted(struct spot_buf *out, struct spot_view text)
{
	spot_buf_char(out, '"');
	put_text(out, text);
	spot_buf_char(out, '"');
}

static void put_field(struct spot_buf *out, const struct spot_field *field)
{
	if (is_name(field->name)) {
		spot_buf_printf(out, "a.%s", field->name);
		return;
	}
	spot_buf_text(out, "a[");
	put_quoted(out, spot_view_of(field->name));
	spot_buf_char(out, ']');
}

static void put_number(struct spot_buf *out, const struct spot_contrast_row *row)
{
	bool is_date = row->column->is_date;

	if (row->column->field->optional) {
		put_field(out, row->column->field);
		spot_buf_text(out, " ~= nil and ");
	}
	spot_buf_text(out, is_date ? "days_since(" : "");
	put_field(out, row->column->field);
	spot_buf_printf(out, "%s %s ", is_date ? ")" : "", row->effect > 0 ? ">=" : "<");
	spot_buf_shortest(out, row->cut);
}

static void put_flag(struct spot_buf *out, const struct spot_contrast_row *row)
{
	bool is_yes = row->level.ptr[0] == 'y';

	if (!is_yes && !row->column->field->optional)
		spot_buf_text(out, "not ");
	put_field(out, row->column->field);
	if (row->column->field->optional)
		spot_buf_printf(out, " == %s", is_yes ? "true" : "false");
}

static void put_test(struct spot_buf *out, const struct spot_contrast_row *row)
{
	switch (row->kind) {
	case SPOT_CONTRAST_NUMBER:
		put_number(out, row);
		return;
	case SPOT_CONTRAST_LEVEL:
		if (row->column->kind == SPOT_FRAME_FLAG) {
			put_flag(out, row);
			return;
		}
		spot_buf_text(out, "one_of(");
		break;
	case SPOT_CONTRAST_ITEM:
		spot_buf_text(out, "has(");
		break;
	case SPOT_CONTRAST_BLANK:
		put_field(out, row->column->field);
		spot_buf_text(out, " == nil");
		return;
	case SPOT_CONTRAST_KINDS:
		return;
	}
	put_field(out, row->column->field);
	spot_buf_text(out, ", ");
	put_quoted(out, row->level);
	spot_buf_char(out, ')');
}

/* In a rule's name, which is one line of 200 bytes at the most. */
static void put_level(struct spot_buf *out, struct spot_view level)
{
	struct spot_buf line = SPOT_BUF_INIT;

	spot_text_one_line(&line, level, LEVEL_MAX_BYTES);
	put_text(out, (struct spot_view) { spot_buf_str(&line), line.len });
	out->failed |= spot_buf_failed(&line);
	spot_buf_reset(&line);
}

static void put_title(struct spot_buf *out, const struct spot_contrast_row *row)
{
	spot_buf_char(out, '"');
	put_text(out, spot_view_of(row->column->field->name));
	switch (row->kind) {
	case SPOT_CONTRAST_NUMBER:
		spot_buf_text(out, row->effect > 0 ? " from " : " below ");
		spot_buf_shortest(out, row->cut);
		spot_buf_text(out, row->column->is_date ? " days" : "");
		break;
	case SPOT_CONTRAST_LEVEL:
		spot_buf_text(out, ": ");
		put_level(out, row->level);
		break;
	case SPOT_CONTRAST_ITEM:
		spot_buf_text(out, " has ");
		put_level(out, row->level);
		break;
	case SPOT_CONTRAST_BLANK:
		spot_buf_text(out, " is blank");
		break;
	case SPOT_CONTRAST_KINDS:
		break;
	}
	spot_buf_char(out, '"');
}

/* Numbers turn round to what a has more of, levels weigh less than nothing where b has. */
static double share_of(const struct spot_contrast_row *row, size_t side)
{
	double share = row->sides[side].share;
	return row->kind == SPOT_CONTRAST_NUMBER && row->effect < 0 ? 1 - share : share;
}

static void put_criterion(struct spot_buf *out, const struct spot_contrast_row *row,
    const char *const names[2])
{
	double weight = fmax(1, round(WEIGHT_OF_ALL * fabs(row->effect)));
	bool is_penalty = row->kind != SPOT_CONTRAST_NUMBER && row->effect < 0;

	spot_buf_text(out, "criterion ");
	put_title(out, row);
	spot_buf_printf(out, " { weight = %s%.0f,\n  why = \"%.1f %% of ", is_penalty ? "-" : "",
	    weight, 100 * share_of(row, 0));
	put_text(out, spot_view_of(names[0]));
	spot_buf_printf(out, ", %.1f %% of ", 100 * share_of(row, 1));
	put_text(out, spot_view_of(names[1]));
	spot_buf_text(out, ".\",\n  fit = function(a) return ");
	put_test(out, row);
	spot_buf_text(out, " end }");
}

const char *spot_contrast_lua_line(const struct spot_contrast_row *row,
    const char *const names[2], struct spot_arena *arena, int *rc, struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;
	char *line;

	*rc = 0;
	/* What is blank and not optional cannot be asked for. */
	if ((row->kind == SPOT_CONTRAST_NUMBER && isnan(row->cut)) ||
	    (row->kind == SPOT_CONTRAST_BLANK && !row->column->field->optional))
		return NULL;
	put_criterion(&text, row, names);
	line = spot_buf_failed(&text) ? NULL : spot_arena_copy(arena, text.ptr, text.len);
	spot_buf_reset(&text);
	if (!line)
		*rc = spot_error_nomem(err);
	return line;
}
