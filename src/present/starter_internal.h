/* SPDX-License-Identifier: MIT */
#ifndef SPOT_PRESENT_STARTER_INTERNAL_H
#define SPOT_PRESENT_STARTER_INTERNAL_H

#include "base/map.h"
#include "base/mem.h"
#include "present/starter.h"
#include "rules/spelling.h"

/* A column as a field. */
struct spot_starter_field {
	const char *name;           /* a Lua name, unique in its table; NULL: not declared */
	const struct spot_guess *guess;
	size_t column;              /* 1-based */
	bool by_number;             /* its header does not tell it from others */
	bool needs_from;
	bool is_key;
	bool is_after;              /* sounds like an outcome */
};

struct spot_starter_plan {
	const struct spot_starter *starter;
	struct spot_starter_field **fields; /* by table, by column */
	struct spot_map names;              /* of the account's fields, derived ones too */
	struct spot_arena arena;
};

/* Fields that examples are made of; NULL: there is none. */
enum spot_starter_pick {
	SPOT_STARTER_SIZE, /* how large the account is */
	SPOT_STARTER_MONEY,
	SPOT_STARTER_KIND, /* what kind it is: its industry */
	SPOT_STARTER_PLACE,
	SPOT_STARTER_FLAG,
	SPOT_STARTER_LIST,
	SPOT_STARTER_DATE,
	SPOT_STARTER_OUTCOME,
	SPOT_STARTER_N
};

struct spot_starter_picks {
	const struct spot_starter_field *of[SPOT_STARTER_N];
	int rank[SPOT_STARTER_N];
	double low, high; /* of SPOT_STARTER_SIZE, rounded */
};

/* starter_name.c: names for all columns of a table. */
int spot_starter_name_all(struct spot_starter_plan *plan, size_t table_idx);
/* A name that the account has not yet, made from wanted; NULL: out of memory. */
const char *spot_starter_name_new(struct spot_starter_plan *plan, const char *wanted);
/* One of the field's most frequent values, quoted. */
void spot_starter_name_top(struct spot_buf *out, const struct spot_starter_field *field,
    size_t top);

/* starter_field.c */
void spot_starter_field_print(struct spot_buf *out, const struct spot_starter_plan *plan,
    size_t table_idx, const char *indent);

/* starter_rollup.c: second tables. */
int spot_starter_rollup_print(struct spot_buf *out, struct spot_starter_plan *plan,
    size_t table_idx);

/* starter_rule.c: params, criteria, tiers, a test, then what waits. */
void spot_starter_rule_print(struct spot_buf *out, const struct spot_starter_plan *plan);
/* To two digits, as a person would write a limit. */
double spot_starter_rule_rounded(double x);

/* starter_wait.c: the other words, behind dashes. */
void spot_starter_wait_print(struct spot_buf *out, const struct spot_starter_plan *plan,
    const struct spot_starter_picks *picks);

static inline size_t spot_starter_n_columns(const struct spot_starter_plan *plan, size_t table_idx)
{
	return spot_infer_n_columns(plan->starter->tables[table_idx].infer);
}

#endif
