/* SPDX-License-Identifier: MIT */
/*
 * Scores as grades: the whole numbers 0, 1, 2 … in the order of the different scores. Whatever
 * depends on ranks alone is counted by grade and needs no sort, and a grade takes half the room.
 */
#ifndef SPOT_STUDY_TRIAL_GRADE_H
#define SPOT_STUDY_TRIAL_GRADE_H

#include <stddef.h>
#include <stdint.h>

#include "stats/counted.h"

struct spot_error;

/* Of one score: of the judged accounts, and of those before the hold-out's day. */
struct spot_trial_grades {
	uint32_t *judged, *trained;
	size_t n; /* grades */
};

/* The scores of both: all finite. SPOT_ENOMEM. */
int spot_trial_grade_new(struct spot_trial_grades *out, const double *judged, size_t n_judged,
    const double *trained, size_t n_trained, struct spot_error *err);
void spot_trial_grade_reset(struct spot_trial_grades *grades);

/* *cells: by grade, those of nobody left out; their scores are the grades. values (NULL: none) are
 * summed into *sums by cell. free() both. */
int spot_trial_grade_cells(struct spot_counted **cells, double **sums, size_t *n_cells,
    const uint32_t *grades, size_t n_grades, const uint8_t *outcomes, const double *values,
    size_t n, struct spot_error *err);

#endif
