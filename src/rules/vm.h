/* SPDX-License-Identifier: MIT */
/*
 * Rule functions run by the Lua VM over a batch, account by account: the plain twin of column
 * programs, and what runs a function that cannot be translated. A VM belongs to one thread; the
 * rules are shared.
 */
#ifndef SPOT_RULES_VM_H
#define SPOT_RULES_VM_H

#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "rules/model.h"
#include "table/batch.h"

struct spot_vm;

/* Runs the rule file again, from the text that was read, in a Lua state of its own. */
int spot_vm_new(struct spot_vm **out, const struct spot_rules *rules, struct spot_error *err);
void spot_vm_free(struct spot_vm *vm);

enum spot_answer_state {
	SPOT_ANSWER_KNOWN,
	SPOT_ANSWER_UNKNOWN, /* it read a blank */
	SPOT_ANSWER_FAILED,  /* it raised an error, or answered what its kind does not allow */
	SPOT_ANSWER_STATE_N
};

/* One function's answers over a batch. */
struct spot_answers {
	uint8_t state[SPOT_BATCH_ROWS]; /* enum spot_answer_state */
	double value[SPOT_BATCH_ROWS];  /* KNOWN: 0/1 for WHEN, 0..1 for FIT, the amount; else 0 */
	size_t n_failed;
	size_t n_handed_over; /* rows that a program left to the VM; see engine/jury.c */
};

/* Answers function fn for the first n_rows rows of the batch, whose schema must be the function's
 * subject's. Failed rows are only marked (see spot_vm_explain_failure); with stop_at_failure the
 * first one ends the call, and answers after it are not there. A limit that is hit (instructions,
 * memory) ends the call with SPOT_ERULES, place and rule named; spot_vm_limit_row tells the row.
 * The VM can be used again after any error. Of a function that answers text only the state is told.
 * Answers are kept by what was read, and rows that read the same are not run again; the calls below
 * run each. */
int spot_vm_eval(struct spot_vm *vm, int fn, const struct spot_batch *batch, size_t n_rows,
    bool stop_at_failure, struct spot_answers *answers, struct spot_error *err);

/* The same of a function that answers text: texts are added to the map, codes[row] is the index
 * there, or SPOT_VM_NO_TEXT where there is none (nil, unknown, failed). */
#define SPOT_VM_NO_TEXT UINT32_MAX
int spot_vm_eval_texts(struct spot_vm *vm, int fn, const struct spot_batch *batch, size_t n_rows,
    bool stop_at_failure, struct spot_map *texts, uint32_t *codes, struct spot_answers *answers,
    struct spot_error *err);

/* The same for the given rows alone, ascending; the other answers stay, n_failed is added to. */
int spot_vm_eval_rows(struct spot_vm *vm, int fn, const struct spot_batch *batch,
    const uint32_t *rows, size_t n_rows, struct spot_answers *answers, struct spot_error *err);

/* What a function did on one row. */
struct spot_trace_read {
	size_t field_idx;
	struct spot_value value; /* borrowed from the batch */
};
struct spot_trace {
	enum spot_answer_state state;
	double value;
	bool was_boolean;               /* the answer was true or false, not a number */
	struct spot_trace_read *reads;  /* fields in the order first read; a blank that ended the
	                                   rule is the last */
	size_t n_reads, cap;
	struct spot_error failure;      /* FAILED: message and line */
};
/* reads is reused by the next call; free with spot_trace_reset. */
int spot_vm_trace(struct spot_vm *vm, int fn, const struct spot_batch *batch, size_t row_idx,
    struct spot_trace *trace, struct spot_error *err);
void spot_trace_reset(struct spot_trace *trace);

/* Fills err (SPOT_ERULES) for a row that failed: place in the rule file, word and name of the rule,
 * what Lua said, the values it read; account is how the account is named
 * ("ACC-1 (accounts.csv:17)"). Always returns SPOT_ERULES or SPOT_ENOMEM. */
int spot_vm_explain_failure(struct spot_vm *vm, int fn, const struct spot_batch *batch,
    size_t row_idx, const char *account, struct spot_error *err);

/* The row at which the last run met a limit, which spot_vm_explain_failure then tells of without
 * running it again; SPOT_NONE: it met none. */
size_t spot_vm_limit_row(const struct spot_vm *vm);

/* From here on a limit fails the row that meets it, as an error does. For a few rows, as memory and
 * time differ from run to run. A function that has met a few limits while one field is varied is
 * not run any more while it is, until this is called again: rows whose answers are not known fail.
 * Traces are run. */
void spot_vm_fail_at_limits(struct spot_vm *vm);
/* The rows to come differ in that field; SPOT_NONE: they are the account as it is. */
void spot_vm_vary(struct spot_vm *vm, size_t field_idx);

/* From here on every line executed is noted (slow; for test coverage). */
int spot_vm_coverage_begin(struct spot_vm *vm, struct spot_error *err);
/* Whether the line of the rule function's file was executed inside it. */
bool spot_vm_coverage_hit(const struct spot_vm *vm, int fn, unsigned long line);

#endif
