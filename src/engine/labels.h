/* SPDX-License-Identifier: MIT */
/*
 * Functions of the account that answer text, over the batches of a run: by a program where they can
 * be translated, else by the VM. Shared by threads; each batch takes a state of its own.
 */
#ifndef SPOT_ENGINE_LABELS_H
#define SPOT_ENGINE_LABELS_H

#include <stdatomic.h>

#include "base/map.h"
#include "engine/panel.h"
#include "program/program.h"
#include "rules/translate.h"

#define SPOT_LABELS_IDLE 64

struct spot_labels {
	const struct spot_rules *rules;
	const int *fns;
	size_t n_fns;
	struct spot_program *program;          /* NULL: none is translated */
	struct spot_translation *translations; /* by function */
	size_t n_outputs;
	/* States that no batch has. */
	_Atomic(struct spot_labels_state *) idle[SPOT_LABELS_IDLE];
};

/* fns and rules must outlive it. Reset when done, also after an error. */
int spot_labels_init(struct spot_labels *labels, const struct spot_rules *rules, const int *fns,
    size_t n_fns, bool no_translate, struct spot_error *err);
void spot_labels_reset(struct spot_labels *labels);

/* Asks the program about the judge's batch. *state goes back with spot_labels_end. */
int spot_labels_begin(struct spot_labels_state **state, struct spot_labels *labels,
    const struct spot_judge *judge, struct spot_error *err);
void spot_labels_end(struct spot_labels *labels, struct spot_labels_state *state);

/* codes[row]: the text's index in names, which it is added to, or SPOT_VM_NO_TEXT. A failure is
 * SPOT_ERULES with *failed_row, the first such row (whose account the caller names with
 * spot_vm_explain_failure), or with keep_going no text; without a row err is set. */
int spot_labels_take(struct spot_labels_state *state, const struct spot_labels *labels,
    size_t fn_idx, struct spot_judge *judge, bool keep_going, struct spot_map *names,
    uint32_t *codes, size_t *failed_row, struct spot_error *err);

#endif
