/* SPDX-License-Identifier: MIT */
/* A test for the derived file: an account that has the best of everything, each of it seen. */
#include "present/proposed_internal.h"

#include "base/lua_quote.h"
#include "present/starter_internal.h"

static uint8_t best_group(const struct spot_derive_cut *cut)
{
	uint8_t best = 0;

	for (size_t g = 1; g < cut->n_groups; g++)
		if (cut->groups[g].share > cut->groups[best].share)
			best = (uint8_t)g;
	return best;
}

/* The first row of the group; n_rows: there is none. */
static size_t row_of(const struct spot_proposed *proposed, const struct spot_derive_cut *cut)
{
	int64_t as_of = proposed->derive->options.as_of;
	uint8_t best = best_group(cut);
	size_t row = 0;

	while (row < proposed->frame->n_rows &&
	    spot_derive_group_of(cut, proposed->frame, as_of, row) != best)
		row++;
	return row;
}

/* Of a criterion that can be tested: no date. */
static void print_value(struct spot_buf *out, const struct spot_frame_column *column,
    const struct spot_derive_cut *cut, size_t row)
{
	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		spot_proposed_number(out, column->numbers[row]);
		break;
	case SPOT_FRAME_TEXT:
		spot_lua_quote(out, column->names[column->codes[row]]);
		break;
	case SPOT_FRAME_FLAG:
		spot_buf_text(out, column->flags[row] == SPOT_FRAME_TRUE ? "true" : "false");
		break;
	case SPOT_FRAME_LIST:
		for (size_t i = spot_frame_list_first(column, row); i < column->list_ends[row]; i++)
			if (best_group(cut) == 0 || cut->is_named[column->items[i]]) {
				spot_lua_quote(out, column->names[column->items[i]]);
				return;
			}
		spot_buf_text(out, "\"-\"");
		break;
	case SPOT_FRAME_KINDS:
		break;
	}
}

static bool is_testable(const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;

	for (size_t c = 0; c < derive->n_chosen; c++) {
		const struct spot_derive_cut *cut = &derive->cuts[derive->chosen[c]];
		const struct spot_frame_column *column = &proposed->frame->columns[cut->column];

		if (column->field->derived || column->is_date ||
		    cut->groups[best_group(cut)].share != 1 ||
		    row_of(proposed, cut) == proposed->frame->n_rows)
			return false;
	}
	/* With several fields there may be a disqualifier among what is best. */
	for (size_t b = 0; b < derive->n_bars; b++)
		for (size_t c = 0; c < derive->n_chosen; c++)
			if (derive->bars[b].cut == derive->chosen[c] &&
			    derive->bars[b].group ==
			        best_group(&derive->cuts[derive->chosen[c]]))
				return false;
	return true;
}

void spot_proposed_test(struct spot_buf *out, const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;

	if (!is_testable(proposed))
		return;
	spot_buf_text(out, "\ntest \"the best of everything is an A\" {\n\taccount = {");
	for (size_t c = 0; c < derive->n_chosen; c++) {
		const struct spot_derive_cut *cut = &derive->cuts[derive->chosen[c]];
		const struct spot_frame_column *column = &proposed->frame->columns[cut->column];

		spot_buf_text(out, c == 0 ? " " : c % 3 == 0 ? ",\n\t\t" : ", ");
		spot_spelling_key(out, column->field->name);
		spot_buf_text(out, " = ");
		print_value(out, column, cut, row_of(proposed, cut));
	}
	spot_buf_text(out, " },\n\texpect  = { tier = \"A\", score = 100 },\n}\n");
}
