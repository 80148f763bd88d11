/* SPDX-License-Identifier: MIT */
/*
 * Whether a list has an item of a set. All such nodes of a column are answered together: an item
 * is looked up once, in a dictionary of the items that were met, which gives a bit for each node
 * whose set it is in; a list's bits are those of its items together. An item that is new, or any
 * when the dictionary has become too large, is folded and looked up among the texts of all sets.
 */
#include <stdlib.h>

#include "program/match.h"
#include "program/state.h"

enum {
	GROUP_BITS = 64,
	RUN_ITEMS = 512,  /* looked up in one loop */
	SHORT_LIST = 4,   /* put together without a branch */
};

/* --- planning ----------------------------------------------------------------------------- */

/* The youngest group of that column with a free bit, or a new one. */
static struct spot_list_group *group_for(struct spot_program *program, size_t field_idx)
{
	for (size_t i = program->n_list_groups; i-- > 0;) {
		struct spot_list_group *group = &program->list_groups[i];
		if (group->field_idx == field_idx && group->n_bits < GROUP_BITS)
			return group;
	}
	if (program->n_list_groups == UINT16_MAX - 1 ||
	    !spot_mem_grow(&program->list_groups, &program->list_groups_cap,
	        program->n_list_groups + 1, sizeof(*program->list_groups)))
		return NULL;
	struct spot_list_group *group = &program->list_groups[program->n_list_groups++];
	*group = (struct spot_list_group) { .field_idx = field_idx };
	spot_texts_init(&group->texts);
	return group;
}

/* Adds the folded texts of a set to the group's, with the set's bit. */
static bool add_set(struct spot_list_group *group, const struct spot_texts *set, uint64_t bit)
{
	for (size_t i = 0; i < set->n_items; i++) {
		size_t n = group->texts.n_items;
		uint32_t number = spot_texts_add(&group->texts, set->items[i]);
		if (number == SPOT_TEXTS_NONE ||
		    !spot_mem_grow(&group->masks, &group->cap, n + 1, sizeof(*group->masks)))
			return false;
		group->masks[number] = (number == n ? 0 : group->masks[number]) | bit;
	}
	return true;
}

int spot_lists_plan(struct spot_program *program, struct spot_error *err)
{
	program->list_bits = spot_mem_calloc(program->n_nodes, sizeof(*program->list_bits));
	if (!program->list_bits)
		return spot_error_nomem(err);
	for (size_t i = 0; i < program->n_nodes; i++) {
		const struct spot_node *node = &program->nodes[i];
		if (node->op != SPOT_OP_HAS_L || program->nodes[node->a].op != SPOT_OP_COLUMN_LIST)
			continue;
		struct spot_list_group *group =
		    group_for(program, program->nodes[node->a].imm.column);
		if (!group || !add_set(group, program->constants[i]->texts,
		    UINT64_C(1) << group->n_bits))
			return spot_error_nomem(err);
		program->list_bits[i] = (struct spot_list_bit) {
			.group = (uint16_t)(group - program->list_groups + 1),
			.bit = (uint8_t)group->n_bits++,
		};
	}
	return 0;
}

/* --- states ------------------------------------------------------------------------------- */

bool spot_lists_init(struct spot_program_state *state)
{
	size_t n = state->program->n_list_groups;
	state->items = spot_mem_calloc(n, sizeof(*state->items));
	for (size_t i = 0; state->items && i < n; i++)
		spot_texts_init(&state->items[i].texts);
	return state->items != NULL;
}

void spot_lists_reset(struct spot_program_state *state)
{
	for (size_t i = 0; state->items && i < state->program->n_list_groups; i++) {
		spot_texts_reset(&state->items[i].texts);
		free(state->items[i].masks);
	}
	free(state->items);
}

/* --- running ------------------------------------------------------------------------------ */

static uint64_t mask_of(struct spot_program_state *state, const struct spot_list_group *group,
    struct spot_view item)
{
	uint32_t number = spot_texts_find(&group->texts,
	    spot_match_fold(&state->scratch, item, false));
	return number == SPOT_TEXTS_NONE ? 0 : group->masks[number];
}

/* The mask of an item that was not met before. */
static uint64_t mask_new(struct spot_program_state *state, const struct spot_list_group *group,
    struct spot_items *items, struct spot_view item)
{
	uint64_t mask = mask_of(state, group, item);
	if (state->scratch.nomem)
		return 0;
	if (items->texts.n_items >= state->max_texts ||
	    items->texts.n_bytes + item.len > state->max_bytes) {
		items->is_off = true;
		return mask;
	}
	size_t n = items->texts.n_items;
	if (!spot_mem_grow(&items->masks, &items->cap, n + 1, sizeof(*items->masks)) ||
	    spot_texts_add(&items->texts, item) == SPOT_TEXTS_NONE)
		state->scratch.nomem = true;
	else
		items->masks[n] = mask;
	return mask;
}

/* The masks of n items. */
static void look_up(struct spot_program_state *state, const struct spot_list_group *group,
    struct spot_items *items, const struct spot_view *views, size_t n, uint64_t *out)
{
	for (size_t i = 0; i < n; i++) {
		spot_string_fetch(views, i, n);
		if (items->is_off) {
			out[i] = mask_of(state, group, views[i]);
			continue;
		}
		uint32_t number = spot_texts_find(&items->texts, views[i]);
		out[i] = number != SPOT_TEXTS_NONE ? items->masks[number]
		    : mask_new(state, group, items, views[i]);
	}
	items->n_met += n;
}

/* How many lanes from first on have lists whose items lie one behind the other. */
struct run {
	size_t n_lanes, n_items;
	const struct spot_view *views;
};

static struct run find_run(const struct spot_column *column, size_t first, size_t n,
    uint16_t *counts)
{
	struct run run = { 0 };
	for (size_t i = first; i < n; i++, run.n_lanes++) {
		const struct spot_list *list = &column->as.list[i];
		counts[run.n_lanes] = 0;
		if (column->state[i] != SPOT_STATE_VALUE || list->n_items == 0)
			continue;
		if (run.n_items == 0)
			run.views = list->items;
		if (list->items != run.views + run.n_items ||
		    list->n_items > RUN_ITEMS - run.n_items)
			break;
		counts[run.n_lanes] = (uint16_t)list->n_items;
		run.n_items += list->n_items;
	}
	return run;
}

/* masks has SHORT_LIST more than those of the run's items. */
static void put_together(const struct run *run, const uint64_t *masks, const uint16_t *counts,
    uint64_t *out)
{
	for (size_t lane = 0; lane < run->n_lanes; lane++) {
		uint64_t mask = 0;
		size_t n = counts[lane];
		for (size_t k = 0; k < SHORT_LIST; k++)
			mask |= masks[k] & -(uint64_t)(n > k);
		for (size_t k = SHORT_LIST; k < n; k++)
			mask |= masks[k];
		out[lane] = mask;
		masks += n;
	}
}

/* One list that is too long for a run. */
static uint64_t long_mask(struct spot_program_state *state, const struct spot_list_group *group,
    struct spot_items *items, struct spot_list list)
{
	uint64_t mask = 0, one;
	for (size_t i = 0; i < list.n_items; i++) {
		look_up(state, group, items, &list.items[i], 1, &one);
		mask |= one;
	}
	return mask;
}

static void run_group(struct spot_program_state *state, const struct spot_list_group *group,
    struct spot_items *items, const struct spot_batch *batch)
{
	const struct spot_column *column = &batch->columns[group->field_idx];
	uint64_t masks[RUN_ITEMS + SHORT_LIST] = { 0 };
	uint16_t counts[SPOT_BATCH_ROWS];
	for (size_t lane = 0; lane < batch->n_rows;) {
		struct run run = find_run(column, lane, batch->n_rows, counts);
		if (run.n_lanes == 0) {
			items->lanes[lane] = long_mask(state, group, items, column->as.list[lane]);
			lane++;
			continue;
		}
		look_up(state, group, items, run.views, run.n_items, masks);
		put_together(&run, masks, counts, items->lanes + lane);
		lane += run.n_lanes;
	}
	if (!items->is_off)
		items->is_off = spot_memo_is_vain(items->texts.n_items, items->n_met);
	if (items->is_off)
		spot_texts_reset(&items->texts);
}

void spot_lists_run(struct spot_program_state *state, size_t node_idx,
    const struct spot_batch *batch)
{
	struct spot_list_bit bit = state->program->list_bits[node_idx];
	struct spot_items *items = &state->items[bit.group - 1];
	if (!items->is_done)
		run_group(state, &state->program->list_groups[bit.group - 1], items, batch);
	items->is_done = true;
	state->kernels->bit(batch->n_rows, (uint8_t *)state->values[node_idx], items->lanes,
	    bit.bit);
}
