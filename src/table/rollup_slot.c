/* SPDX-License-Identifier: MIT */
/*
 * Text that a slot holds (first and last of text, text to order by) is in a block of
 * the slot's own, which is reused: memory follows the keys and not the records.
 */
#include "table/rollup_slot.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define NO_FIELD ((size_t)-1)

struct spot_held_text {
	size_t len, cap;
	char text[];
};

const char *spot_agg_name(enum spot_agg agg)
{
	static const char *const names[SPOT_AGG_N] = {
		[SPOT_AGG_COUNT] = "count", [SPOT_AGG_SUM] = "sum", [SPOT_AGG_MEAN] = "mean",
		[SPOT_AGG_MIN] = "min", [SPOT_AGG_MAX] = "max", [SPOT_AGG_FIRST] = "first",
		[SPOT_AGG_LAST] = "last", [SPOT_AGG_DISTINCT] = "distinct",
	};
	assert(agg < SPOT_AGG_N);
	return names[agg];
}

enum spot_type spot_agg_result_type(enum spot_agg agg, enum spot_type child)
{
	bool numeric = child == SPOT_TYPE_INTEGER || child == SPOT_TYPE_NUMBER ||
	    child == SPOT_TYPE_MONEY || child == SPOT_TYPE_PERCENT;
	switch (agg) {
	case SPOT_AGG_COUNT:
		return SPOT_TYPE_INTEGER;
	case SPOT_AGG_DISTINCT:
		if (child == SPOT_TYPE_LIST || child == SPOT_TYPE_N)
			return SPOT_TYPE_N;
		return SPOT_TYPE_INTEGER;
	case SPOT_AGG_SUM:
		return numeric ? child : SPOT_TYPE_N;
	case SPOT_AGG_MEAN:
		if (child == SPOT_TYPE_INTEGER)
			return SPOT_TYPE_NUMBER;
		return numeric ? child : SPOT_TYPE_N;
	case SPOT_AGG_MIN:
	case SPOT_AGG_MAX:
		return numeric || child == SPOT_TYPE_DATE ? child : SPOT_TYPE_N;
	case SPOT_AGG_FIRST:
	case SPOT_AGG_LAST:
		if (child == SPOT_TYPE_KEY)
			return SPOT_TYPE_TEXT;
		return child == SPOT_TYPE_LIST ? SPOT_TYPE_N : child;
	case SPOT_AGG_N:
		break;
	}
	return SPOT_TYPE_N;
}

static bool text_hold(struct spot_held_text **held, struct spot_view text)
{
	if (!*held || (*held)->cap < text.len) {
		struct spot_held_text *grown = realloc(*held, sizeof(*grown) + text.len);
		if (!grown)
			return false;
		grown->cap = text.len;
		*held = grown;
	}
	if (text.len > 0)
		memcpy((*held)->text, text.ptr, text.len);
	(*held)->len = text.len;
	return true;
}

static bool value_hold(union spot_held *held, struct spot_value value)
{
	switch (value.kind) {
	case SPOT_KIND_BOOL:
		held->integer = value.as.flag;
		break;
	case SPOT_KIND_INT:
		held->integer = value.as.integer;
		break;
	case SPOT_KIND_FLOAT:
		held->number = value.as.number;
		break;
	case SPOT_KIND_TEXT:
		return text_hold(&held->text, value.as.text);
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		assert(false);
	}
	return true;
}

static int text_compare(struct spot_view a, struct spot_view b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;
	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Below, at or above 0: the value comes before, with or after what is held. */
static int value_compare(struct spot_value value, const union spot_held *held)
{
	int64_t integer = value.kind == SPOT_KIND_BOOL ? value.as.flag : value.as.integer;
	switch (value.kind) {
	case SPOT_KIND_BOOL:
	case SPOT_KIND_INT:
		return (integer > held->integer) - (integer < held->integer);
	case SPOT_KIND_FLOAT:
		return (value.as.number > held->number) - (value.as.number < held->number);
	case SPOT_KIND_TEXT:
		return text_compare(value.as.text,
		    (struct spot_view) { held->text->text, held->text->len });
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	assert(false);
	return 0;
}

static bool value_is_known(struct spot_value value)
{
	return value.kind != SPOT_KIND_BLANK && value.kind != SPOT_KIND_NIL;
}

/* False: the sum is no number of its type any more. */
static bool sum_take(struct spot_rollup_slot *slot, const struct spot_derived *derived,
    struct spot_value value)
{
	slot->n++;
	if (spot_type_kind(derived->type) == SPOT_KIND_INT)
		return !__builtin_add_overflow(slot->value.integer, value.as.integer,
		    &slot->value.integer);
	bool is_integer = value.kind == SPOT_KIND_INT;
	slot->value.number += is_integer ? (double)value.as.integer : value.as.number;
	return isfinite(slot->value.number);
}

static bool extreme_take(struct spot_rollup_slot *slot, enum spot_agg agg, struct spot_value value)
{
	int order = slot->n > 0 ? value_compare(value, &slot->value) : 0;
	bool better = slot->n == 0 || (agg == SPOT_AGG_MIN ? order < 0 : order > 0);
	slot->n++;
	return !better || value_hold(&slot->value, value);
}

static bool ordered_take(struct spot_rollup_slot *slot, const struct spot_derived *derived,
    struct spot_value value, struct spot_value by)
{
	bool is_last = derived->agg == SPOT_AGG_LAST, has_by = derived->by_idx != NO_FIELD;
	if (has_by && !value_is_known(by))
		return true;
	int order = slot->n > 0 && has_by ? value_compare(by, &slot->by) : 0;
	bool better = slot->n == 0 || (is_last ? order >= 0 : order < 0);
	slot->n++;
	if (!better)
		return true;
	return value_hold(&slot->value, value) && (!has_by || value_hold(&slot->by, by));
}

int spot_rollup_slot_take(struct spot_rollup_slot *slot, const struct spot_derived *derived,
    struct spot_value value, struct spot_value by)
{
	switch (derived->agg) {
	case SPOT_AGG_COUNT:
		slot->n++;
		return 0;
	case SPOT_AGG_SUM:
	case SPOT_AGG_MEAN:
		return sum_take(slot, derived, value) ? 0 : SPOT_EDATA;
	case SPOT_AGG_MIN:
	case SPOT_AGG_MAX:
		return extreme_take(slot, derived->agg, value) ? 0 : SPOT_ENOMEM;
	case SPOT_AGG_FIRST:
	case SPOT_AGG_LAST:
		return ordered_take(slot, derived, value, by) ? 0 : SPOT_ENOMEM;
	case SPOT_AGG_DISTINCT:
	case SPOT_AGG_N:
		break;
	}
	assert(false);
	return 0;
}

/* What a derived field is where no value was taken. */
static struct spot_value value_of_nothing(const struct spot_derived *derived)
{
	bool is_zero = derived->agg == SPOT_AGG_COUNT || derived->agg == SPOT_AGG_SUM ||
	    derived->agg == SPOT_AGG_DISTINCT;
	if (!is_zero)
		return (struct spot_value) { .kind = SPOT_KIND_BLANK };
	if (spot_type_kind(derived->type) == SPOT_KIND_INT)
		return (struct spot_value) { SPOT_KIND_INT, .as.integer = 0 };
	return (struct spot_value) { SPOT_KIND_FLOAT, .as.number = 0 };
}

static struct spot_value value_of_held(const union spot_held *held, enum spot_kind kind)
{
	switch (kind) {
	case SPOT_KIND_BOOL:
		return (struct spot_value) { kind, .as.flag = held->integer != 0 };
	case SPOT_KIND_INT:
		return (struct spot_value) { kind, .as.integer = held->integer };
	case SPOT_KIND_FLOAT:
		return (struct spot_value) { kind, .as.number = held->number };
	case SPOT_KIND_TEXT:
		return (struct spot_value) { kind,
			.as.text = { held->text->text, held->text->len } };
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	assert(false);
	return (struct spot_value) { .kind = SPOT_KIND_BLANK };
}

struct spot_value spot_rollup_slot_value(const struct spot_rollup_slot *slot,
    const struct spot_derived *derived)
{
	if (!slot || slot->n == 0)
		return value_of_nothing(derived);
	if (derived->agg == SPOT_AGG_COUNT || derived->agg == SPOT_AGG_DISTINCT)
		return (struct spot_value) { SPOT_KIND_INT, .as.integer = (int64_t)slot->n };
	if (derived->agg == SPOT_AGG_MEAN)
		return (struct spot_value) { SPOT_KIND_FLOAT,
			.as.number = slot->value.number / (double)slot->n };
	return value_of_held(&slot->value, spot_type_kind(derived->type));
}

static bool holds_text(const struct spot_schema *schema, size_t field_idx)
{
	return field_idx != NO_FIELD &&
	    spot_type_kind(schema->fields[field_idx].type) == SPOT_KIND_TEXT;
}

void spot_rollup_slot_reset(struct spot_rollup_slot *slot, const struct spot_derived *derived,
    const struct spot_schema *schema)
{
	bool is_ordered = derived->agg == SPOT_AGG_FIRST || derived->agg == SPOT_AGG_LAST;
	if (is_ordered && holds_text(schema, derived->field_idx))
		free(slot->value.text);
	if (is_ordered && holds_text(schema, derived->by_idx))
		free(slot->by.text);
	*slot = (struct spot_rollup_slot) { 0 };
}
