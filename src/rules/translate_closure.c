/* SPDX-License-Identifier: MIT */
/*
 * Functions written inside the function, and the variables they capture. A captured variable stays
 * the register that it is, as long as the frame has it; one that is never written to after it got
 * its value is captured as that value, so it can live longer.
 */
#include "rules/translate_internal.h"

/* The variable that is in the register at pc. */
static const struct spot_proto_local *local_of(const struct spot_proto *proto, size_t reg,
    size_t pc)
{
	for (size_t i = 0; i < proto->n_locals && proto->locals[i].first_pc <= pc; i++)
		if (pc < proto->locals[i].end_pc && reg-- == 0)
			return &proto->locals[i];
	return NULL;
}

/* Whether it is written to after it came into being; by functions inside it, anywhere. */
static bool is_changed(const struct spot_proto *proto, size_t reg, size_t pc)
{
	const struct spot_proto_local *local = local_of(proto, reg, pc);
	size_t first, end;

	if (!local)
		return true;
	for (size_t at = local->first_pc; at < local->end_pc && at < proto->n_code; at++) {
		spot_proto_written(proto, at, &first, &end);
		if (reg >= first && reg < end)
			return true;
	}
	for (size_t i = 0; i < proto->n_protos; i++)
		for (size_t u = 0; u < proto->protos[i].n_upvalues; u++) {
			const struct spot_proto_upvalue *upvalue = &proto->protos[i].upvalues[u];

			if (upvalue->in_stack && upvalue->idx == reg && upvalue->is_written)
				return true;
		}
	return false;
}

static struct spot_cell *capture(struct spot_translator *t,
    const struct spot_proto_upvalue *upvalue, const struct spot_proto_instr *i,
    struct spot_sym *self)
{
	struct spot_frame *frame = t->frame;
	struct spot_cell *cell;

	if (!upvalue->in_stack)
		return frame->cells[upvalue->idx];
	cell = spot_translate_alloc(t, 1, sizeof(*cell));
	if (!cell)
		return NULL;
	if (upvalue->idx == i->a && !upvalue->is_written)
		cell->value = self; /* a local function that names itself */
	else if (!is_changed(frame->proto, upvalue->idx, frame->pc))
		cell->value = spot_translate_reg(t, upvalue->idx);
	if (cell->value)
		return cell;
	cell->frame = frame;
	cell->reg = upvalue->idx;
	cell->next = frame->captured;
	frame->captured = cell;
	return cell;
}

void spot_translate_closure(struct spot_translator *t, const struct spot_proto_instr *i)
{
	const struct spot_proto *proto = &t->frame->proto->protos[i->x];
	uint32_t object_idx = spot_translate_object_new(t, SPOT_OBJECT_LUA);
	struct spot_sym *self = spot_translate_object(t, object_idx);
	struct spot_object *object;

	if (t->is_stopped)
		return;
	spot_translate_spend(t, 100);
	object = t->objects[object_idx];
	object->proto = proto;
	object->cells = spot_translate_alloc(t, proto->n_upvalues, sizeof(struct spot_cell *));
	for (size_t u = 0; object->cells && u < proto->n_upvalues; u++)
		object->cells[u] = capture(t, &proto->upvalues[u], i, self);
	spot_translate_set_reg(t, i->a, self);
}

struct spot_sym *spot_translate_cell_get(struct spot_translator *t, struct spot_cell *cell)
{
	if (cell && cell->value)
		return spot_translate_force(t, cell->value);
	if (cell && cell->frame)
		return spot_translate_force(t, cell->frame->regs[cell->reg]);
	spot_translate_refuse(t, "a function outlives a variable that it shares");
	return spot_translate_nil(t);
}

void spot_translate_cell_set(struct spot_translator *t, struct spot_cell *cell,
    struct spot_sym *value)
{
	struct spot_sym **reg;

	if (!cell || !cell->frame) {
		spot_translate_refuse(t, "it writes to a variable outside of it");
		return;
	}
	reg = &cell->frame->regs[cell->reg];
	if (spot_translate_all_here(t, cell->frame->serial, cell->frame->split))
		*reg = value;
	else
		*reg = spot_translate_select(t, t->active, value, *reg);
}

void spot_translate_cells_close(struct spot_frame *frame, size_t reg)
{
	struct spot_cell **at = &frame->captured;

	while (*at) {
		struct spot_cell *cell = *at;

		if (cell->reg < reg) {
			at = &cell->next;
			continue;
		}
		cell->frame = NULL;
		*at = cell->next;
	}
}
