/* SPDX-License-Identifier: MIT */
/* What the façade's files share: how public structs look inside. */
#ifndef SPOT_LIB_INTERNAL_H
#define SPOT_LIB_INTERNAL_H

#include <stdatomic.h>

#include "sweetspot.h"

#include "engine/plan.h"
#include "table/given.h"

/* Immutable once it is given out, but for n_handles. */
struct spot_icp {
	atomic_size_t n_handles;
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_plan plan;
	struct spot_icp_rule *rule_infos; /* by scoring.asked */
	struct spot_icp_field *field_infos;
	struct spot_arena arena;
};

/* err as the public error; returns its code. out may be NULL. */
int spot_icp_tell(struct spot_icp_error *out, const struct spot_error *err);
/* "WHAT" alone, with SPOT_ICP_USAGE. */
int spot_icp_refuse(struct spot_icp_error *out, const char *what);

/* path, or text with path as its name. On failure *out is NULL. */
int spot_icp_load(struct spot_icp **out, const char *path, const struct spot_text *text,
    const struct spot_icp_options *options, struct spot_error *err);

/* Options of any size as this version's; NULL: the defaults. SPOT_EUSAGE: they are none. */
int spot_options_read(struct spot_icp_options *out, const struct spot_icp_options *options,
    struct spot_error *err);
/* Copies into the arena, but for what columns of tables point to. */
int spot_options_copy(struct spot_icp_options *out, const struct spot_icp_options *options,
    struct spot_arena *arena, struct spot_error *err);

/* A public column as given.h has it. SPOT_EUSAGE: a kind that there is not, no name, something
 * reserved; where there are rows, [first, first + n_rows), also no values, or offsets of
 * them that fall or are below 0. */
int spot_columns_read(struct spot_given_column *out, const struct spot_data *columns,
    size_t n_columns, size_t first, size_t n_rows, struct spot_error *err);

/* --- scorers ----------------------------------------------------------------------------- */

/* What a scorer needs for one rule file; made anew for another. */
struct spot_seat {
	struct spot_icp *icp; /* a handle */
	struct spot_jury jury;
	struct spot_binding binding;
	struct spot_result result;
	const char **disqualifiers, **unknown;
	uint8_t *answers;
	double *values, *points;
	struct spot_judge explainer; /* made when it is first needed */
	struct spot_arena arena;
};

int spot_seat_new(struct spot_seat **out, struct spot_icp *icp,
    const struct spot_given_column *columns, size_t n_columns, struct spot_error *err);
void spot_seat_free(struct spot_seat *seat);

struct spot_scorer {
	struct spot_seat *seat;
	struct spot_given given;
	struct spot_given_column *columns; /* names and kinds; values of the call under way */
	size_t n_columns;
	bool all_strings;
	bool keep_going;
	struct spot_unreadable *unreadable; /* SPOT_UNREADABLE_MAX of them */
	size_t n_unreadable;                /* all of them */
	struct spot_arena call_arena;       /* of what the last call gave out */
	struct spot_arena arena;
};

/* What the last call gave out is over. */
void spot_scorer_begin(struct spot_scorer *scorer);
/* Judges rows [first, first + n) of scorer->columns, n <= SPOT_BATCH_ROWS. */
int spot_scorer_judge(struct spot_scorer *scorer, size_t first, size_t n, bool keep_going,
    struct spot_error *err);
/* Takes over columns for a call that judges rows [first, first + n_rows); takes a row's cells as
 * columns of one row. */
int spot_scorer_take(struct spot_scorer *scorer, const struct spot_data *columns, size_t first,
    size_t n_rows, struct spot_error *err);
int spot_scorer_take_row(struct spot_scorer *scorer, const char *const *cells,
    struct spot_error *err);
/* The result of row 0 of what was judged last, in the seat. */
const struct spot_result *spot_scorer_fill(struct spot_scorer *scorer);

enum spot_icp_answer spot_scorer_answer(const struct spot_judge *judge, size_t rule_idx,
    size_t row_idx);
/* Of criteria, else 0. */
double spot_scorer_points(const struct spot_judge *judge, size_t rule_idx, size_t row_idx);

#endif
