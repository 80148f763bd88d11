/* SPDX-License-Identifier: MIT */
/*
 * A plan: what several panels compute, made one. Fields that they declare alike are one column,
 * and the rules of all of them one program, in which what is alike is computed once. Rules that
 * cannot be translated are left to the Lua VM.
 *
 * A plan is immutable and shared by threads; each thread has a jury: the batch, the program's
 * state and a judge for each panel.
 */
#ifndef SPOT_ENGINE_PLAN_H
#define SPOT_ENGINE_PLAN_H

#include "engine/panel.h"
#include "engine/timing.h"
#include "program/program.h"
#include "rules/translate.h"

/* A function that is to be asked too, though no verdict needs it: a cohort, an amount. */
struct spot_plan_extra {
	size_t panel_idx;
	int fn; /* of subject ACCOUNT */
};

struct spot_plan_options {
	bool no_translate; /* every rule in the VM */
	bool timing;       /* juries note where time goes */
	double verify;     /* share of the accounts that the VM judges too, 0..1 */
	const struct spot_plan_extra *extras; /* a panel's follow its rules in this order */
	size_t n_extras;
};

struct spot_plan_panel {
	const struct spot_panel *panel;
	size_t *field_of;                 /* by field of the rules: the plan's field */
	int *extras;                      /* functions that are asked after panel->scoring.asked */
	size_t n_extras;
	struct spot_translation *rules;   /* by scoring.asked, then extras */
	bool *is_translated;              /* the same */
	bool needs_vm;                    /* some rule is not */
};

struct spot_plan {
	struct spot_plan_options options;
	struct spot_schema schema;        /* of all panels, each field once */
	struct spot_plan_panel *panels;
	size_t n_panels;
	size_t n_rules;                   /* asked of all panels, extras too */
	struct spot_program *program;     /* NULL: no rule is translated */
	struct spot_arena arena;
};

/* panels must outlive the plan. */
int spot_plan_init(struct spot_plan *plan, const struct spot_panel *panels, size_t n_panels,
    const struct spot_plan_options *options, struct spot_error *err);
void spot_plan_reset(struct spot_plan *plan);

struct spot_jury {
	const struct spot_plan *plan;
	struct spot_batch batch;      /* of the plan's schema: the last one judged */
	struct spot_bad_cells bad;    /* its cells that could not be read */
	struct spot_program_state *state;
	struct spot_lanes *lanes;     /* by output of the program: into the judges' answers */
	struct spot_judge *judges;    /* by panel; their batches look at this one's columns */
	struct spot_timing *timing; /* NULL: not asked for */
};

int spot_jury_init(struct spot_jury *jury, const struct spot_plan *plan, struct spot_error *err);
void spot_jury_reset(struct spot_jury *jury);

/* With plan->options.timing, once all is judged: puts what each rule has cost into jury->timing. */
int spot_jury_time(struct spot_jury *jury, struct spot_error *err);

/* What a chunk is judged with, besides its records. */
struct spot_jury_chunk {
	const struct spot_chunk *chunk;
	const struct spot_binding *binding; /* of the plan's schema to the chunk's file */
	const char *file_name;              /* for messages */
	bool keep_going;
};

/* Judges the chunk's records [first, first + n), n <= SPOT_BATCH_ROWS, and adds to the tallies, one
 * for each panel. A rule that fails on an account is SPOT_ERULES (the first row's, then the first
 * rule's), or with keep_going an unknown. With plan->options.verify the VM judges some of the
 * accounts too (which, depends on their number alone): SPOT_ERULES when it says otherwise than the
 * program. */
int spot_jury_judge(struct spot_jury *jury, const struct spot_jury_chunk *chunk, size_t first,
    size_t n, struct spot_tally *tallies, struct spot_error *err);

/* The same for the rows that the jury's batch has been filled with (see given.h), whose unreadable
 * cells are in jury->bad. The chunk's records from first on name them; tallies may be NULL. */
int spot_jury_judge_filled(struct spot_jury *jury, const struct spot_jury_chunk *chunk,
    size_t first, struct spot_tally *tallies, struct spot_error *err);

#endif
