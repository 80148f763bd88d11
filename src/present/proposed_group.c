/* SPDX-License-Identifier: MIT */
/* A field's groups, in words for people and as Lua. Groups of equal shares are one. */
#include "present/proposed_internal.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/lua_quote.h"
#include "present/starter_internal.h"

#define NAMES_SHOWN 4

static const struct spot_frame_column *column_of(const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	return &proposed->frame->columns[cut->column];
}

/* --- in words ----------------------------------------------------------------------------- */

static void print_edge(struct spot_buf *out, const struct spot_frame_column *column, double edge)
{
	if (column->field->type == SPOT_TYPE_PERCENT)
		spot_proposed_percent(out, edge);
	else
		spot_proposed_number(out, edge);
}

static void name_number(struct spot_buf *out, const struct spot_frame_column *column,
    const struct spot_derive_cut *cut, size_t group)
{
	const char *unit = column->is_date ? " months" : "";

	if (group == 0) {
		spot_buf_text(out, "below ");
		print_edge(out, column, cut->edges[0]);
		spot_buf_text(out, unit);
	} else if (group + 1 == cut->n_groups) {
		print_edge(out, column, cut->edges[group - 1]);
		spot_buf_printf(out, "%s and over", unit);
	} else {
		print_edge(out, column, cut->edges[group - 1]);
		spot_buf_text(out, " to ");
		print_edge(out, column, cut->edges[group]);
		spot_buf_text(out, unit);
	}
}

static void name_levels(struct spot_buf *out, const struct spot_frame_column *column,
    const struct spot_derive_cut *cut, size_t group)
{
	bool is_list = column->kind == SPOT_FRAME_LIST;
	size_t n = 0;

	if (is_list && group == 0)
		spot_buf_text(out, "without ");
	for (size_t l = 0; l < column->levels.n_keys; l++) {
		if (!cut->is_named[l] || (!is_list && cut->group_of[l] != group))
			continue;
		if (++n > NAMES_SHOWN)
			continue;
		spot_buf_text(out, n > 1 ? ", " : "");
		spot_buf_view(out, column->names[l]);
	}
	if (n > NAMES_SHOWN)
		spot_buf_printf(out, " and %zu more", n - NAMES_SHOWN);
	if (!is_list && group == cut->other && cut->n_other > 0)
		spot_buf_text(out, n > 0 ? " and others" : "others");
}

void spot_proposed_group_name(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut, size_t group)
{
	const struct spot_frame_column *column = column_of(proposed, cut);

	if (cut->n_groups == 1) {
		spot_buf_text(out, "not blank");
		return;
	}
	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		name_number(out, column, cut, group);
		break;
	case SPOT_FRAME_FLAG:
		spot_buf_text(out, group == 1 ? "yes" : "no");
		break;
	case SPOT_FRAME_TEXT:
	case SPOT_FRAME_LIST:
		name_levels(out, column, cut, group);
		break;
	case SPOT_FRAME_KINDS:
		break;
	}
}

/* --- pieces of Lua ------------------------------------------------------------------------ */

static void print_subject(struct spot_buf *out, const struct spot_frame_column *column)
{
	spot_buf_text(out, column->is_date ? "months_since(" : "");
	spot_spelling_read(out, column->field->name);
	spot_buf_text(out, column->is_date ? ")" : "");
}

/* one_of(a.x, "…", …) or has(…); line is where the line that it stands in begins. */
struct naming {
	struct spot_buf *out;
	const struct spot_frame_column *column;
	const struct spot_derive_cut *cut;
	size_t line;
	const char *indent;
};

static size_t width_since(const struct spot_buf *out, size_t start)
{
	size_t width = 0;

	for (size_t i = start; i < out->len; i++)
		width += out->ptr[i] == '\t' ? 8 : 1;
	return width;
}

static void print_name(struct naming *naming, struct spot_view name)
{
	spot_buf_char(naming->out, ',');
	if (width_since(naming->out, naming->line) + name.len + 10 > SPOT_PROPOSED_WIDTH) {
		naming->line = naming->out->len + 1;
		spot_buf_printf(naming->out, "\n%s", naming->indent);
	} else {
		spot_buf_char(naming->out, ' ');
	}
	spot_lua_quote(naming->out, name);
}

/* Levels of the groups whose share it is, or (share NAN) of the group. */
static void print_names(struct naming *naming, double share, size_t group)
{
	const struct spot_frame_column *column = naming->column;
	const struct spot_derive_cut *cut = naming->cut;
	bool is_list = column->kind == SPOT_FRAME_LIST;

	spot_buf_text(naming->out, is_list ? "has(" : "one_of(");
	spot_spelling_read(naming->out, column->field->name);
	for (size_t l = 0; l < column->levels.n_keys; l++) {
		size_t of = is_list ? 1 : cut->group_of[l];

		bool is_wanted = is_list ||
		    (isnan(share) ? of == group : cut->groups[of].share == share);

		if (cut->is_named[l] && is_wanted)
			print_name(naming, column->names[l]);
	}
	spot_buf_char(naming->out, ')');
}

static size_t line_of(const struct spot_buf *out)
{
	size_t at = out->len;

	while (at > 0 && out->ptr[at - 1] != '\n')
		at--;
	return at;
}

/* --- criteria ----------------------------------------------------------------------------- */

static double least_of(const struct spot_proposed *proposed, const struct spot_frame_column *column)
{
	double least = INFINITY;

	for (size_t i = 0; i < proposed->frame->n_rows; i++) {
		double number = column->numbers[i];

		if (column->is_date && !isnan(number))
			number = (double)spot_date_months_between(
			    (int64_t)number, proposed->derive->options.as_of);
		least = number < least ? number : least;
	}
	return least;
}

/* Runs of groups with one share: firsts[k] is the k-th run's first group. */
static size_t runs_of(size_t *firsts, const struct spot_derive_cut *cut)
{
	size_t n = 0;

	for (size_t g = 0; g < cut->n_groups; g++)
		if (g == 0 || cut->groups[g].share != cut->groups[g - 1].share)
			firsts[n++] = g;
	return n;
}

static void fit_bands(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut, const size_t *firsts, size_t n)
{
	const struct spot_frame_column *column = column_of(proposed, cut);
	size_t line = out->len + 1;

	spot_buf_text(out, "\n\t\treturn bands(");
	print_subject(out, column);
	spot_buf_text(out, ", {");
	for (size_t r = 0; r < n; r++) {
		double low = r > 0 ? cut->edges[firsts[r] - 1]
		    : least_of(proposed, column) >= 0 && cut->edges[0] > 0 ? 0 : -INFINITY;

		bool is_long = width_since(out, line) > SPOT_PROPOSED_WIDTH - 16;

		line += is_long ? out->len + 2 - line : 0;
		spot_buf_text(out, r == 0 ? " { " : is_long ? ",\n\t\t\t{ " : ", { ");
		spot_proposed_number(out, low);
		spot_buf_text(out, ", ");
		spot_proposed_number(out, cut->groups[firsts[r]].share);
		spot_buf_text(out, " }");
	}
	spot_buf_text(out, " })\n\t");
}

static void print_range(struct spot_buf *out, const struct spot_frame_column *column, double low,
    double high)
{
	bool whole = column->field->type == SPOT_TYPE_INTEGER || column->is_date;

	if (isfinite(low) && isfinite(high) && whole && high == floor(high)) {
		spot_buf_text(out, "between(");
		print_subject(out, column);
		spot_buf_text(out, ", ");
		spot_proposed_number(out, low);
		spot_buf_text(out, ", ");
		spot_proposed_number(out, high - 1);
		spot_buf_char(out, ')');
		return;
	}
	if (isfinite(low)) {
		print_subject(out, column);
		spot_buf_text(out, " >= ");
		spot_proposed_number(out, low);
	}
	if (isfinite(high)) {
		spot_buf_text(out, isfinite(low) ? " and " : "");
		print_subject(out, column);
		spot_buf_text(out, " < ");
		spot_proposed_number(out, high);
	}
}

/* Whether all groups give either all points or none. */
static bool is_yes_no(const struct spot_derive_cut *cut)
{
	for (size_t g = 0; g < cut->n_groups; g++)
		if (cut->groups[g].share != 0 && cut->groups[g].share != 1)
			return false;
	return true;
}

static void fit_number(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	const struct spot_frame_column *column = column_of(proposed, cut);
	size_t firsts[SPOT_BIN_MAX], n = runs_of(firsts, cut), best = 0;

	for (size_t r = 0; r < n; r++)
		best = cut->groups[firsts[r]].share == 1 ? r : best;
	if ((n == 2 || (n == 3 && best == 1)) && is_yes_no(cut)) {
		spot_buf_text(out, " return ");
		print_range(out, column, best > 0 ? cut->edges[firsts[best] - 1] : -INFINITY,
		    best + 1 < n ? cut->edges[firsts[best + 1] - 1] : INFINITY);
		spot_buf_char(out, ' ');
	} else {
		fit_bands(out, proposed, cut, firsts, n);
	}
}

static double next_share(const struct spot_derive_cut *cut, double below)
{
	double next = -1;

	for (size_t g = 0; g < cut->n_groups; g++)
		if (cut->groups[g].share < below)
			next = fmax(next, cut->groups[g].share);
	return next;
}

static void fit_text(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	struct naming naming = { out, column_of(proposed, cut), cut, line_of(out), "\t\t\t" };
	double other = cut->groups[cut->other].share;

	if (is_yes_no(cut)) {
		spot_buf_text(out, other == 1 ? " return not " : " return ");
		print_names(&naming, other == 1 ? 0 : 1, 0);
		spot_buf_char(out, ' ');
		return;
	}
	for (double share = next_share(cut, 2); share >= 0; share = next_share(cut, share)) {
		if (share == other)
			continue;
		spot_buf_text(out, "\n\t\t");
		naming.line = line_of(out);
		spot_buf_text(out, "if ");
		print_names(&naming, share, 0);
		spot_buf_text(out, " then return ");
		spot_proposed_number(out, share);
		spot_buf_text(out, " end");
	}
	spot_buf_text(out, "\n\t\treturn ");
	spot_proposed_number(out, other);
	spot_buf_text(out, "\n\t");
}

/* A flag, or whether a list holds an item: group 1 where it does. */
static void fit_whether(struct spot_buf *out, const struct spot_frame_column *column,
    const struct spot_derive_cut *cut)
{
	struct naming naming = { out, column, cut, line_of(out), "\t\t\t" };
	bool is_plain = is_yes_no(cut);

	spot_buf_text(out, is_plain ? " return " : "\n\t\tif ");
	spot_buf_text(out, is_plain && cut->groups[1].share == 0 ? "not " : "");
	if (column->kind == SPOT_FRAME_FLAG)
		spot_spelling_read(out, column->field->name);
	else
		print_names(&naming, NAN, 1);
	if (is_plain) {
		spot_buf_char(out, ' ');
		return;
	}
	spot_buf_text(out, " then return ");
	spot_proposed_number(out, cut->groups[1].share);
	spot_buf_text(out, " end\n\t\treturn ");
	spot_proposed_number(out, cut->groups[0].share);
	spot_buf_text(out, "\n\t");
}

static void print_fit(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	const struct spot_frame_column *column = column_of(proposed, cut);

	if (cut->n_groups == 1) {
		/* Of a field that is not optional a blank ends the rule before it is compared. */
		spot_buf_text(out, " return ");
		spot_spelling_read(out, column->field->name);
		spot_buf_text(out, cut->groups[0].share == 1 ? " ~= nil " : " == nil ");
		return;
	}
	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		fit_number(out, proposed, cut);
		break;
	case SPOT_FRAME_TEXT:
		fit_text(out, proposed, cut);
		break;
	case SPOT_FRAME_FLAG:
	case SPOT_FRAME_LIST:
		fit_whether(out, column, cut);
		break;
	case SPOT_FRAME_KINDS:
		break;
	}
}

static void cut_out(struct spot_buf *out, size_t at, size_t n)
{
	memmove(out->ptr + at, out->ptr + at + n, out->len - at - n);
	out->len -= n;
	out->ptr[out->len] = '\0';
}

/* A blank in an optional field is nil, which no rule is stopped by: it must be asked for. */
void spot_proposed_fit(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	const struct spot_field *field = column_of(proposed, cut)->field;
	size_t body;

	if (!field->optional || cut->n_groups == 1) {
		print_fit(out, proposed, cut);
		return;
	}
	spot_buf_text(out, "\n\t\tif ");
	spot_spelling_read(out, field->name);
	spot_buf_text(out, " == nil then return ");
	spot_proposed_number(out, cut->unknown_share);
	spot_buf_text(out, " end\n\t\t");
	body = out->len;
	print_fit(out, proposed, cut);
	if (spot_buf_failed(out))
		return;
	/* It stands on a line of its own, where it did not begin one anyway. */
	if (out->ptr[body] != ' ') {
		cut_out(out, body - 3, 3);
		return;
	}
	cut_out(out, body, 1);
	out->len--;
	spot_buf_text(out, "\n\t");
}

/* --- disqualifiers ------------------------------------------------------------------------ */

void spot_proposed_when(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut, size_t group)
{
	const struct spot_frame_column *column = column_of(proposed, cut);
	struct naming naming = { out, column, cut, line_of(out), "\t\t\t" };

	if (column->field->optional) {
		spot_spelling_read(out, column->field->name);
		spot_buf_text(out, " ~= nil and ");
	}
	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		print_range(out, column, group > 0 ? cut->edges[group - 1] : -INFINITY,
		    group + 1 < cut->n_groups ? cut->edges[group] : INFINITY);
		break;
	case SPOT_FRAME_FLAG:
		spot_buf_text(out, group == 0 ? "not " : "");
		spot_spelling_read(out, column->field->name);
		break;
	case SPOT_FRAME_LIST:
		spot_buf_text(out, group == 0 ? "not " : "");
		print_names(&naming, NAN, 1);
		break;
	case SPOT_FRAME_TEXT:
		print_names(&naming, NAN, group);
		break;
	case SPOT_FRAME_KINDS:
		break;
	}
}
