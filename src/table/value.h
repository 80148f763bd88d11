/* SPDX-License-Identifier: MIT */
/* One typed value: what a cell, a default or a rule's answer is. */
#ifndef SPOT_TABLE_VALUE_H
#define SPOT_TABLE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"

enum spot_type {
	SPOT_TYPE_KEY,
	SPOT_TYPE_TEXT,
	SPOT_TYPE_INTEGER,
	SPOT_TYPE_NUMBER,
	SPOT_TYPE_MONEY,
	SPOT_TYPE_PERCENT,
	SPOT_TYPE_FLAG,
	SPOT_TYPE_DATE,
	SPOT_TYPE_LIST,
	SPOT_TYPE_N
};

/* "key", "text", … as rule files spell them. */
const char *spot_type_name(enum spot_type type);
/* The type of that name, or SPOT_TYPE_N. */
enum spot_type spot_type_of(const char *name);

/* How a value is held; several types share a way. */
enum spot_kind {
	SPOT_KIND_BLANK, /* unknown: reading it ends the rule */
	SPOT_KIND_NIL,   /* blank in an optional field: Lua's nil */
	SPOT_KIND_BOOL,
	SPOT_KIND_INT,   /* integer, date (days since 1970-01-01) */
	SPOT_KIND_FLOAT, /* number, money, percent (0.12); always finite */
	SPOT_KIND_TEXT,  /* key, text */
	SPOT_KIND_LIST,
	SPOT_KIND_N
};

/* How values of a type are held. */
enum spot_kind spot_type_kind(enum spot_type type);

struct spot_list {
	const struct spot_view *items;
	size_t n_items;
};

struct spot_value {
	enum spot_kind kind;
	union {
		bool flag;
		int64_t integer;
		double number;
		struct spot_view text;
		struct spot_list list;
	} as;
};

#endif
