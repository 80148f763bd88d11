/* SPDX-License-Identifier: MIT */
/* A difference as a criterion that a rule file may take over. */
#include "study/contrast_internal.h"

#include <inttypes.h>
#include <math.h>

#include "base/lua_quote.h"
#include "base/text.h"
#include "rules/spelling.h"

/* A criterion of this much weight would be one where nobody of b and everybody of a has it. */
#define WEIGHT_OF_ALL 50

#define LEVEL_MAX_BYTES 100

static void put_number(struct spot_buf *out, const struct spot_contrast_row *row)
{
	bool is_date = row->column->is_date;

	if (row->column->field->optional) {
		spot_spelling_read(out, row->column->field->name);
		spot_buf_text(out, " ~= nil and ");
	}
	spot_buf_text(out, is_date ? "days_since(" : "");
	spot_spelling_read(out, row->column->field->name);
	spot_buf_printf(out, "%s %s ", is_date ? ")" : "", row->effect > 0 ? ">=" : "<");
	spot_buf_shortest(out, row->cut);
}

static void put_flag(struct spot_buf *out, const struct spot_contrast_row *row)
{
	bool is_yes = row->level.ptr[0] == 'y';

	if (!is_yes && !row->column->field->optional)
		spot_buf_text(out, "not ");
	spot_spelling_read(out, row->column->field->name);
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
		spot_spelling_read(out, row->column->field->name);
		spot_buf_text(out, " == nil");
		return;
	case SPOT_CONTRAST_KINDS:
		return;
	}
	spot_spelling_read(out, row->column->field->name);
	spot_buf_text(out, ", ");
	spot_lua_quote(out, row->level);
	spot_buf_char(out, ')');
}

/* In a rule's name, which is one line of 200 bytes at the most. */
static void put_level(struct spot_buf *out, struct spot_view level)
{
	struct spot_buf line = SPOT_BUF_INIT;

	spot_text_one_line(&line, level, LEVEL_MAX_BYTES);
	spot_lua_quote_inner(out, (struct spot_view) { spot_buf_str(&line), line.len });
	out->failed |= spot_buf_failed(&line);
	spot_buf_reset(&line);
}

static void put_title(struct spot_buf *out, const struct spot_contrast_row *row)
{
	spot_buf_char(out, '"');
	spot_lua_quote_inner(out, spot_view_of(row->column->field->name));
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
	spot_lua_quote_inner(out, spot_view_of(names[0]));
	spot_buf_printf(out, ", %.1f %% of ", 100 * share_of(row, 1));
	spot_lua_quote_inner(out, spot_view_of(names[1]));
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
