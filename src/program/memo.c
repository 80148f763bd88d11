/* SPDX-License-Identifier: MIT */
/*
 * Text columns repeat their values: countries, plans, owners. A column whose texts are worth it
 * gets a dictionary, and each lane a code, once a batch. A node that depends on that column alone
 * (and on constants) is then computed once for each text and looked up for each lane; nodes that
 * only such nodes need are not computed for lanes at all.
 *
 * A dictionary that grows too large, or that most texts are new to, is switched off for good, and
 * the nodes are computed as if there had been none. That is decided before any of them is, and
 * changes nothing but the time. Where an op is computed although its mask leaves the text's lanes
 * out, no harm is done: every op is defined for every text.
 */
#include <stdlib.h>

#include "program/state.h"

enum { CODING_COST = 5, LOOKUP_COST = 1 };

/* --- planning ----------------------------------------------------------------------------- */

/* Whether all globs are compared in place. */
static bool is_like_quick(const struct spot_constant *globs)
{
	for (size_t i = 0; i < globs->list.n_items; i++)
		if (globs->globs[i].shape != SPOT_GLOB_BEGINS &&
		    globs->globs[i].shape != SPOT_GLOB_ENDS)
			return false;
	return true;
}

/* Nanoseconds a lane, about, of a node without a dictionary. */
static unsigned cost_of(const struct spot_node *node, const struct spot_constant *constant)
{
	switch (node->op) {
	case SPOT_OP_LIKE_T: return is_like_quick(constant) ? 3 : 30;
	case SPOT_OP_LEN_T:
	case SPOT_OP_EQ_T: return 1;
	case SPOT_OP_BYTE_T:
	case SPOT_OP_SUB_T:
	case SPOT_OP_LT_T:
	case SPOT_OP_LE_T: return 4;
	case SPOT_OP_FIND_T:
	case SPOT_OP_INDEX_T: return 8;
	case SPOT_OP_LOWER_T:
	case SPOT_OP_UPPER_T:
	case SPOT_OP_REVERSE_T:
	case SPOT_OP_CONCAT_T:
	case SPOT_OP_ONE_OF_T:
	case SPOT_OP_NUMBER_KIND_T:
	case SPOT_OP_NUMBER_I:
	case SPOT_OP_NUMBER_F: return 20;
	case SPOT_OP_REGEX_T:
	case SPOT_OP_REGEX_OK_T:
	case SPOT_OP_MATCHES_T:
	case SPOT_OP_PATTERN_OK_T:
	case SPOT_OP_CAPTURE_T:
	case SPOT_OP_TEXT_I:
	case SPOT_OP_TEXT_F: return 200;
	default: return 0;
	}
}

struct plan {
	struct spot_program *program;
	uint32_t *source;   /* by node: the COLUMN_TEXT that alone it depends on, or NONE */
	bool *needs_lanes;  /* by node: something that is no memo reads its lanes */
	bool *needs_values; /* by node: a memo reads its values */
};

static uint32_t source_of(const struct plan *plan, size_t node_idx)
{
	const struct spot_node *node = &plan->program->nodes[node_idx];
	uint32_t source = SPOT_NODE_NONE;
	if (node->op == SPOT_OP_COLUMN_TEXT)
		return (uint32_t)node_idx;
	if (node->kind == SPOT_KIND_LIST)
		return SPOT_NODE_NONE;
	for (unsigned k = 0; k < spot_op_table[node->op].n_operands; k++) {
		uint32_t operand = spot_node_operands(node)[k];
		if (spot_op_is_constant(plan->program->nodes[operand].op))
			continue;
		uint32_t one = plan->source[operand];
		if (one == SPOT_NODE_NONE || (source != SPOT_NODE_NONE && one != source))
			return SPOT_NODE_NONE;
		source = one;
	}
	return source;
}

static void mark(bool *marks, uint32_t node)
{
	if (node != SPOT_NODE_NONE)
		marks[node] = true;
}

/* Finds the nodes to keep, from the last to the first. */
static void find_kept(struct plan *plan)
{
	struct spot_program *program = plan->program;
	for (size_t i = 0; i < program->n_outputs; i++) {
		mark(plan->needs_lanes, program->outputs[i].unknown);
		mark(plan->needs_lanes, program->outputs[i].failed);
		mark(plan->needs_lanes, program->outputs[i].hand_over);
		mark(plan->needs_lanes, program->outputs[i].value);
		mark(plan->needs_lanes, program->outputs[i].nil);
	}
	for (size_t i = program->n_nodes; i-- > 0;) {
		const struct spot_node *node = &program->nodes[i];
		struct spot_memo_use *use = &program->memos[i];
		bool is_text_op = spot_op_table[node->op].flags & SPOT_OP_W;
		use->is_kept = node->op != SPOT_OP_COLUMN_TEXT &&
		    plan->source[i] != SPOT_NODE_NONE &&
		    (plan->needs_values[i] || (plan->needs_lanes[i] && is_text_op));
		use->is_looked_up = use->is_kept && plan->needs_lanes[i];
		bool *marks = use->is_kept ? plan->needs_values : plan->needs_lanes;
		for (unsigned k = 0; k < 3; k++)
			mark(marks, spot_node_operands(node)[k]);
		mark(plan->needs_lanes, node->where);
	}
}

/* Numbers the dictionaries that save more than they cost, and keeps nothing of the others. */
static void choose_dictionaries(struct plan *plan)
{
	struct spot_program *program = plan->program;
	for (uint32_t c = 0; c < program->n_nodes; c++) {
		size_t saved = 0, cost = CODING_COST, n = program->n_dictionaries;
		if (program->nodes[c].op != SPOT_OP_COLUMN_TEXT)
			continue;
		for (size_t i = c; i < program->n_nodes; i++) {
			if (plan->source[i] != c || !program->memos[i].is_kept)
				continue;
			program->memos[i].dictionary = (uint16_t)n;
			saved += cost_of(&program->nodes[i], program->constants[i]);
			cost += program->memos[i].is_looked_up ? LOOKUP_COST : 0;
		}
		if (saved > cost && n < UINT16_MAX) {
			program->dictionary_fields[program->n_dictionaries++] =
			    program->nodes[c].imm.column;
			continue;
		}
		for (size_t i = c; i < program->n_nodes; i++)
			if (plan->source[i] == c)
				program->memos[i] = (struct spot_memo_use) { 0 };
	}
}

int spot_memo_plan(struct spot_program *program, struct spot_error *err)
{
	int rc = 0;
	size_t n = program->n_nodes, n_columns = 0;
	struct plan plan = { .program = program };
	for (size_t i = 0; i < n; i++)
		n_columns += program->nodes[i].op == SPOT_OP_COLUMN_TEXT;
	program->memos = spot_mem_calloc(n, sizeof(*program->memos));
	program->dictionary_fields = spot_mem_calloc(n_columns, sizeof(size_t));
	plan.source = spot_mem_calloc(n, sizeof(*plan.source));
	plan.needs_lanes = spot_mem_calloc(n, sizeof(bool));
	plan.needs_values = spot_mem_calloc(n, sizeof(bool));
	if (program->memos && program->dictionary_fields && plan.source && plan.needs_lanes &&
	    plan.needs_values) {
		for (size_t i = 0; i < n; i++)
			plan.source[i] = source_of(&plan, i);
		find_kept(&plan);
		choose_dictionaries(&plan);
	} else {
		rc = spot_error_nomem(err);
	}
	free(plan.source);
	free(plan.needs_lanes);
	free(plan.needs_values);
	return rc;
}

/* --- states ------------------------------------------------------------------------------- */

bool spot_memo_init(struct spot_program_state *state)
{
	const struct spot_program *program = state->program;
	state->max_texts = SPOT_DICTIONARY_TEXTS;
	state->max_bytes = SPOT_DICTIONARY_BYTES;
	state->dictionaries =
	    spot_mem_calloc(program->n_dictionaries, sizeof(*state->dictionaries));
	state->memos = spot_mem_calloc(program->n_nodes, sizeof(*state->memos));
	for (size_t i = 0; state->dictionaries && i < program->n_dictionaries; i++) {
		spot_texts_init(&state->dictionaries[i].texts);
		spot_arena_init(&state->dictionaries[i].kept);
	}
	return state->dictionaries && state->memos;
}

void spot_memo_reset(struct spot_program_state *state)
{
	for (size_t i = 0; state->dictionaries && i < state->program->n_dictionaries; i++) {
		spot_texts_reset(&state->dictionaries[i].texts);
		spot_arena_free(&state->dictionaries[i].kept);
	}
	for (size_t i = 0; state->memos && i < state->program->n_nodes; i++)
		free(state->memos[i].values);
	free(state->dictionaries);
	free(state->memos);
}

static void switch_off(struct spot_program_state *state, uint16_t dictionary)
{
	state->dictionaries[dictionary].is_off = true;
	spot_texts_reset(&state->dictionaries[dictionary].texts);
	spot_arena_free(&state->dictionaries[dictionary].kept);
	for (size_t i = 0; i < state->program->n_nodes; i++) {
		const struct spot_memo_use *use = &state->program->memos[i];
		if (!use->is_kept || use->dictionary != dictionary)
			continue;
		free(state->memos[i].values);
		state->memos[i] = (struct spot_memo) { 0 };
	}
}

/* --- running ------------------------------------------------------------------------------ */

/* The code of a text that has none yet; 0: there is no room for it. */
static uint16_t code_new(struct spot_program_state *state, struct spot_dictionary *dictionary,
    struct spot_view text)
{
	if (dictionary->texts.n_items >= state->max_texts ||
	    dictionary->texts.n_bytes + text.len > state->max_bytes)
		return 0;
	uint32_t number = spot_texts_add(&dictionary->texts, text);
	if (number == SPOT_TEXTS_NONE) {
		state->scratch.nomem = true;
		return 0;
	}
	return (uint16_t)(number + 1);
}

/* False when the column's texts are too many. */
static bool code_lanes(struct spot_program_state *state, struct spot_dictionary *dictionary,
    const struct spot_column *column, size_t n)
{
	const struct spot_texts *texts = &dictionary->texts;
	for (size_t i = 0; i < n; i++) {
		dictionary->codes[i] = 0;
		spot_string_fetch(column->as.text, i, n);
		if (column->state[i] != SPOT_STATE_VALUE)
			continue;
		uint32_t number = spot_texts_find(texts, column->as.text[i]);
		dictionary->codes[i] = (uint16_t)(number + 1); /* 0 for NONE */
		if (number != SPOT_TEXTS_NONE)
			continue;
		dictionary->codes[i] = code_new(state, dictionary, column->as.text[i]);
		if (dictionary->codes[i] == 0)
			return false;
	}
	dictionary->n_lanes += n;
	return dictionary->kept_bytes <= SPOT_DICTIONARY_KEPT_BYTES &&
	    !spot_memo_is_vain(texts->n_items, dictionary->n_lanes);
}

static size_t value_bytes(enum spot_kind kind)
{
	return spot_width_bytes(spot_program_width(kind));
}

/* An operand's value for that text. */
static union spot_scalar operand_value(const struct spot_program_state *state, uint32_t operand,
    const struct spot_dictionary *dictionary, uint32_t code)
{
	const struct spot_node *node = &state->program->nodes[operand];
	union spot_scalar value = { 0 };
	if (node->op == SPOT_OP_COLUMN_TEXT)
		value.text = dictionary->texts.items[code - 1];
	else if (spot_op_is_constant(node->op))
		memcpy(&value, state->values[operand], value_bytes(node->kind));
	else
		memcpy(&value, state->memos[operand].values + code * value_bytes(node->kind),
		    value_bytes(node->kind));
	return value;
}

/* Computes the node for the texts that are new to it; code 0 is among the known from the start. */
static bool fill(struct spot_program_state *state, size_t node_idx,
    struct spot_dictionary *dictionary)
{
	const struct spot_node *node = &state->program->nodes[node_idx];
	struct spot_memo *memo = &state->memos[node_idx];
	size_t bytes = value_bytes(node->kind), n = dictionary->texts.n_items + 1;
	if (memo->n == n)
		return true;
	if (!spot_mem_grow(&memo->values, &memo->cap, n, bytes))
		return false;
	if (memo->n == 0) {
		memset(memo->values, 0, bytes);
		memo->n = 1;
	}
	for (; memo->n < n; memo->n++) {
		union spot_scalar in[3] = { 0 };
		for (unsigned k = 0; k < spot_op_table[node->op].n_operands; k++)
			in[k] = operand_value(state, spot_node_operands(node)[k], dictionary,
			    memo->n);
		union spot_scalar value = spot_scalar_eval(&state->scratch, node,
		    state->program->constants[node_idx], in);
		if (state->scratch.nomem)
			return false;
		memcpy(memo->values + memo->n * bytes, &value, bytes);
		dictionary->kept_bytes += node->kind == SPOT_KIND_TEXT ? value.text.len : 0;
	}
	return true;
}

static void look_up(const struct spot_memo *memo, enum spot_width width, size_t n,
    void *restrict out, const uint16_t *codes)
{
	if (width == SPOT_WIDTH_1)
		for (size_t i = 0; i < n; i++)
			((uint8_t *)out)[i] = ((const uint8_t *)memo->values)[codes[i]];
	else if (width == SPOT_WIDTH_8)
		for (size_t i = 0; i < n; i++)
			((int64_t *)out)[i] = ((const int64_t *)(void *)memo->values)[codes[i]];
	else
		for (size_t i = 0; i < n; i++)
			((struct spot_view *)out)[i] =
			    ((const struct spot_view *)(void *)memo->values)[codes[i]];
}

bool spot_memo_run(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch)
{
	const struct spot_memo_use *use = &state->program->memos[node_idx];
	struct spot_dictionary *dictionary = &state->dictionaries[use->dictionary];
	size_t n = batch->n_rows;
	if (dictionary->is_off)
		return false;
	if (!dictionary->is_coded) {
		size_t field_idx = state->program->dictionary_fields[use->dictionary];
		dictionary->is_coded = true;
		if (!code_lanes(state, dictionary, &batch->columns[field_idx], n)) {
			switch_off(state, use->dictionary);
			return false;
		}
	}
	state->scratch.arena = &dictionary->kept;
	bool is_filled = fill(state, node_idx, dictionary);
	state->scratch.arena = &state->arena;
	if (!is_filled)
		state->scratch.nomem = true;
	else if (use->is_looked_up)
		look_up(&state->memos[node_idx],
		    spot_program_width(state->program->nodes[node_idx].kind), n,
		    (void *)state->values[node_idx], dictionary->codes);
	return true;
}
