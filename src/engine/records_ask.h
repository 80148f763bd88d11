/* SPDX-License-Identifier: MIT */
/* Rule functions asked about records of a second table, batch by batch: of a table in a file
 * (records.c) or of one that is given (second_rows.c). */
#ifndef SPOT_ENGINE_RECORDS_ASK_H
#define SPOT_ENGINE_RECORDS_ASK_H

#include "engine/panel.h"
#include "program/program.h"
#include "rules/translate.h"

/* One function's answers over a batch of records. */
struct spot_records_answers {
	uint8_t *state; /* 0: no, or nil; 1: yes, or an amount; 2: unknown, or failed */
	double *amount; /* of functions that answer an amount, else NULL */
};

/* A batch of records, converted, with what the functions answer. */
struct spot_records_part {
	struct spot_batch batch;
	/* By function; state is NULL where none was to be asked. */
	struct spot_records_answers *answers;
	uint32_t *links; /* a number a record for whoever prepares the part to leave behind */
};

/* The functions; shared by threads. The first five are the caller's. */
struct spot_records_functions {
	const struct spot_rules *rules;
	const struct spot_schema *schema;
	const int *fns;                        /* of the schema's subject, or SPOT_NO_FUNCTION */
	size_t n_fns;
	const char *name;                      /* of the table, for messages */
	bool keep_going;
	struct spot_program *program;          /* NULL: none is translated */
	struct spot_translation *translations; /* by function */
	struct spot_arena arena;
};

/* Translates. Reset when done, also after an error. */
int spot_records_ask_init(struct spot_records_functions *functions,
    const struct spot_panel_options *options, struct spot_error *err);
void spot_records_ask_reset(struct spot_records_functions *functions);

/* Zero before; reset when done, also after an error. */
int spot_records_ask_part_init(struct spot_records_part *part,
    const struct spot_records_functions *functions, bool has_links, struct spot_error *err);
void spot_records_ask_part_reset(struct spot_records_part *part,
    const struct spot_records_functions *functions);

/* A thread's own. */
struct spot_records_asker {
	struct spot_vm *vm; /* NULL until it is needed */
	struct spot_program_state *state;
	struct spot_answers *answers; /* by function */
	struct spot_lanes *lanes;     /* by output */
	struct spot_bad_cells bad;    /* for whoever converts */
};

/* Zero before; ended when done, also after an error. */
int spot_records_ask_begin(struct spot_records_asker *asker,
    const struct spot_records_functions *functions, struct spot_error *err);
void spot_records_ask_end(struct spot_records_asker *asker);

/* Answers that failed. */
struct spot_records_failures {
	uint64_t n_failed;
	struct spot_error failure; /* the first of them */
};

/* Fills part->answers. records are those of the batch's rows. A function that fails is SPOT_ERULES,
 * or with keep_going counted. */
int spot_records_ask(const struct spot_records_functions *functions,
    struct spot_records_asker *asker, struct spot_records_part *part,
    const struct spot_record *records, struct spot_records_failures *failures,
    struct spot_error *err);

#endif
