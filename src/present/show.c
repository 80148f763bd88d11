/* SPDX-License-Identifier: MIT */
#include "present/show.h"

#include <math.h>

#include "base/date.h"
#include "base/json.h"
#include "report/escape.h"

void spot_show_number(struct spot_buf *out, double number)
{
	double rounded = round(number * 100) / 100;

	if (fabs(number) >= 1e15 || rounded != number) {
		spot_buf_shortest(out, number);
		return;
	}
	if (rounded < 0)
		spot_buf_char(out, '-');
	rounded = fabs(rounded);
	spot_buf_grouped(out, (uint64_t)rounded);
	if (rounded != floor(rounded))
		spot_buf_printf(out, ".%02d", (int)round((rounded - floor(rounded)) * 100));
}

void spot_show_rounded(struct spot_buf *out, double number)
{
	spot_show_number(out, round(number * 100) / 100);
}

static void show_quoted(struct spot_buf *out, struct spot_view text)
{
	spot_buf_char(out, '"');
	spot_escape_plain(out, text);
	spot_buf_char(out, '"');
}

static void show_integer(struct spot_buf *out, const struct spot_field *field, int64_t integer)
{
	char day[SPOT_DATE_TEXT_SIZE];

	/* Whole numbers of four digits are years as often as not. */
	if (field->type == SPOT_TYPE_DATE) {
		spot_date_print(integer, day);
		spot_buf_text(out, day);
	} else if (integer > -10000 && integer < 10000) {
		spot_buf_integer(out, integer);
	} else {
		spot_buf_text(out, integer < 0 ? "-" : "");
		spot_buf_grouped(out, integer < 0 ? -(uint64_t)integer : (uint64_t)integer);
	}
}

static void show_float(struct spot_buf *out, const struct spot_field *field, double number)
{
	if (field->type == SPOT_TYPE_PERCENT) {
		/* 0.07 x 100 is not 7 in binary; what is beyond twelve digits is not the cell's. */
		spot_show_number(out, round(number * 1e12) / 1e10);
		spot_buf_text(out, " %");
		return;
	}
	spot_show_number(out, number);
	if (field->unit)
		spot_escape_printf(out, " %s", field->unit);
}

void spot_show_value(struct spot_buf *out, const struct spot_field *field, struct spot_value value)
{
	switch (value.kind) {
	case SPOT_KIND_BLANK:
		spot_buf_text(out, "blank");
		return;
	case SPOT_KIND_NIL:
		spot_buf_text(out, "blank (optional)");
		return;
	case SPOT_KIND_BOOL:
		spot_buf_text(out, value.as.flag ? "yes" : "no");
		return;
	case SPOT_KIND_INT:
		show_integer(out, field, value.as.integer);
		return;
	case SPOT_KIND_FLOAT:
		show_float(out, field, value.as.number);
		return;
	case SPOT_KIND_TEXT:
		show_quoted(out, value.as.text);
		return;
	case SPOT_KIND_LIST:
		for (size_t i = 0; i < value.as.list.n_items; i++) {
			if (i > 0)
				spot_buf_text(out, ", ");
			show_quoted(out, value.as.list.items[i]);
		}
		if (value.as.list.n_items == 0)
			spot_buf_text(out, "no items");
		return;
	case SPOT_KIND_N:
		break;
	}
}

void spot_show_json(struct spot_buf *out, const struct spot_field *field, struct spot_value value)
{
	char day[SPOT_DATE_TEXT_SIZE];

	switch (value.kind) {
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		spot_buf_text(out, "null");
		return;
	case SPOT_KIND_BOOL:
		spot_buf_text(out, value.as.flag ? "true" : "false");
		return;
	case SPOT_KIND_INT:
		if (field->type == SPOT_TYPE_DATE) {
			spot_date_print(value.as.integer, day);
			spot_json_quote(out, spot_view_of(day));
		} else {
			spot_buf_integer(out, value.as.integer);
		}
		return;
	case SPOT_KIND_FLOAT:
		spot_buf_shortest(out, value.as.number);
		return;
	case SPOT_KIND_TEXT:
		spot_json_quote(out, value.as.text);
		return;
	case SPOT_KIND_LIST:
		spot_buf_char(out, '[');
		for (size_t i = 0; i < value.as.list.n_items; i++) {
			if (i > 0)
				spot_buf_text(out, ", ");
			spot_json_quote(out, value.as.list.items[i]);
		}
		spot_buf_char(out, ']');
		return;
	}
}
