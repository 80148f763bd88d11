/* SPDX-License-Identifier: MIT */
/* What judge.c (one panel's answers and verdicts) and jury.c (all panels' over one batch) share. */
#ifndef SPOT_ENGINE_JUDGE_H
#define SPOT_ENGINE_JUDGE_H

#include "engine/panel.h"
#include "engine/timing.h"

/* Like spot_judge_init, but the batch is only a schema: its columns are set by the owner of the
 * batch that they lie in. extras: functions to be asked after the scoring's. */
int spot_judge_init_view(struct spot_judge *judge, const struct spot_panel *panel,
    const int *extras, size_t n_extras, struct spot_error *err);

/* What rules are asked over and how. */
struct spot_asking {
	/* By function: the answers are there already, but for rows in state SPOT_LANE_HAND_OVER;
	 * NULL: none is. */
	const bool *is_answered;
	bool keep_going;
	const char *file_name;             /* for messages; may be NULL, and then records too */
	const struct spot_record *records; /* of the batch's rows */
	struct spot_tally *tally;          /* may be NULL */
	struct spot_timing *timing;      /* may be NULL */
	double *vm_ns;                     /* of the timing: this judge's rules */
};

/* Asks the VM what is not answered, and makes the verdicts. As spot_judge_batch. */
int spot_judge_rows(struct spot_judge *judge, const struct spot_asking *asking,
    struct spot_error *err);

/* "ACC-1 (accounts.csv:17)", for messages; file_name may be NULL. */
void spot_judge_name(const struct spot_judge *judge, size_t row_idx, const char *file_name,
    uint64_t line, char *out, size_t size);

/* Fills the columns that the panel's second tables give. first_row: a number that ascends from row
 * to row over the whole run. */
void spot_judge_fill_derived(struct spot_judge *judge, uint64_t first_row);

/* Asks the VM about a share of the batch's rows too; SPOT_ERULES when it answers otherwise. After
 * spot_judge_rows; the file's name and the records must be given. */
int spot_judge_verify(struct spot_judge *judge, const struct spot_asking *asking,
    uint64_t first_row, double share, struct spot_error *err);

#endif
