/* SPDX-License-Identifier: MIT */
#include "engine/labels.h"

#include <stdlib.h>

struct spot_labels_state {
	struct spot_program_state *program; /* NULL: there is none */
	struct spot_lanes *lanes;           /* by output */
	uint8_t *states;                    /* by output, by row */
	struct spot_view *texts;
	struct spot_answers answers;        /* of the VM */
};

static int translate(struct spot_labels *labels, struct spot_error *err)
{
	struct spot_builder *builder = NULL;
	struct spot_vm *vm = NULL;
	int rc = spot_builder_new(&builder, &labels->rules->fields, err);

	if (rc == 0)
		rc = spot_vm_new(&vm, labels->rules, err);
	for (size_t i = 0; rc == 0 && i < labels->n_fns; i++) {
		rc = spot_translate(
		    &labels->translations[i], vm, labels->fns[i], builder, NULL, err);
		labels->n_outputs += labels->translations[i].is_translated;
	}
	if (rc == 0 && labels->n_outputs > 0)
		rc = spot_program_new(&labels->program, builder, err);
	spot_vm_free(vm);
	spot_builder_free(builder);
	return rc;
}

int spot_labels_init(struct spot_labels *labels, const struct spot_rules *rules, const int *fns,
    size_t n_fns, bool no_translate, struct spot_error *err)
{
	memset(labels, 0, sizeof(*labels));
	labels->rules = rules;
	labels->fns = fns;
	labels->n_fns = n_fns;
	for (size_t i = 0; i < SPOT_LABELS_IDLE; i++)
		atomic_init(&labels->idle[i], NULL);
	labels->translations = spot_mem_calloc(n_fns + 1, sizeof(*labels->translations));
	if (!labels->translations)
		return spot_error_nomem(err);
	return no_translate || n_fns == 0 ? 0 : translate(labels, err);
}

static void state_free(struct spot_labels_state *state)
{
	if (!state)
		return;
	spot_program_state_free(state->program);
	free(state->lanes);
	free(state->states);
	free(state->texts);
	free(state);
}

void spot_labels_reset(struct spot_labels *labels)
{
	for (size_t i = 0; i < SPOT_LABELS_IDLE; i++)
		state_free(atomic_load(&labels->idle[i]));
	spot_program_free(labels->program);
	free(labels->translations);
	memset(labels, 0, sizeof(*labels));
}

static int state_new(struct spot_labels_state **out, const struct spot_labels *labels,
    struct spot_error *err)
{
	struct spot_labels_state *state = spot_mem_calloc(1, sizeof(*state));
	size_t n = labels->n_outputs;
	int rc = 0;

	*out = state;
	if (!state)
		return spot_error_nomem(err);
	if (n == 0)
		return 0;
	state->lanes = spot_mem_calloc(n, sizeof(*state->lanes));
	state->states = spot_mem_calloc(n, SPOT_BATCH_ROWS);
	state->texts = spot_mem_calloc(n * SPOT_BATCH_ROWS, sizeof(*state->texts));
	if (!state->lanes || !state->states || !state->texts)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		state->lanes[i].state = state->states + i * SPOT_BATCH_ROWS;
		state->lanes[i].text = state->texts + i * SPOT_BATCH_ROWS;
	}
	rc = spot_program_state_new(&state->program, labels->program, err);
	return rc;
}

int spot_labels_begin(struct spot_labels_state **state, struct spot_labels *labels,
    const struct spot_judge *judge, struct spot_error *err)
{
	int rc = 0;

	*state = NULL;
	for (size_t i = 0; !*state && i < SPOT_LABELS_IDLE; i++)
		*state = atomic_exchange(&labels->idle[i], NULL);
	if (!*state)
		rc = state_new(state, labels, err);
	if (rc == 0 && (*state)->program)
		rc = spot_program_run((*state)->program, &judge->batch, (*state)->lanes, err);
	if (rc != 0) {
		state_free(*state);
		*state = NULL;
	}
	return rc;
}

void spot_labels_end(struct spot_labels *labels, struct spot_labels_state *state)
{
	for (size_t i = 0; state && i < SPOT_LABELS_IDLE; i++) {
		struct spot_labels_state *none = NULL;

		if (atomic_compare_exchange_strong(&labels->idle[i], &none, state))
			return;
	}
	state_free(state);
}

static int ask_vm(struct spot_labels_state *state, int fn, struct spot_judge *judge,
    bool keep_going, struct spot_map *names, uint32_t *codes, size_t *failed_row,
    struct spot_error *err)
{
	int rc = spot_judge_vm(judge, err);

	if (rc == 0)
		rc = spot_vm_eval_texts(judge->vm, fn, &judge->batch, judge->batch.n_rows,
		    !keep_going, names, codes, &state->answers, err);

	*failed_row = SPOT_NONE;
	if (rc != 0 || keep_going || state->answers.n_failed == 0)
		return rc;
	for (*failed_row = 0; state->answers.state[*failed_row] != SPOT_ANSWER_FAILED;)
		++*failed_row;
	return SPOT_ERULES;
}

/* Texts of constants are the same bytes lane after lane. */
static bool is_same(struct spot_view a, struct spot_view b)
{
	return a.ptr == b.ptr && a.len == b.len;
}

int spot_labels_take(struct spot_labels_state *state, const struct spot_labels *labels,
    size_t fn_idx, struct spot_judge *judge, bool keep_going, struct spot_map *names,
    uint32_t *codes, size_t *failed_row, struct spot_error *err)
{
	const struct spot_translation *translation = &labels->translations[fn_idx];
	const struct spot_lanes *lanes = translation->is_translated
	    ? &state->lanes[translation->output_idx] : NULL;
	struct spot_view last = { NULL, 0 };
	uint32_t code = SPOT_VM_NO_TEXT;

	*failed_row = SPOT_NONE;
	if (!lanes || lanes->n_hand_over > 0 || (lanes->n_failed > 0 && !keep_going))
		return ask_vm(state, labels->fns[fn_idx], judge, keep_going, names, codes,
		    failed_row, err);
	for (size_t row = 0; row < judge->batch.n_rows; row++) {
		struct spot_view text = lanes->text[row];

		codes[row] = SPOT_VM_NO_TEXT;
		if (lanes->state[row] != SPOT_LANE_KNOWN || !text.ptr)
			continue;
		if (!is_same(text, last)) {
			size_t idx = spot_map_add(names, text);

			if (idx == SPOT_MAP_NONE)
				return spot_error_nomem(err);
			code = (uint32_t)idx;
			last = text;
		}
		codes[row] = code;
	}
	return 0;
}
