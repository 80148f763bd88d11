/* SPDX-License-Identifier: MIT */
/*
 * A key is the states and values of the fields that the function's code names, in order. It is
 * right to answer by it as long as no other field was read: a function whose reads give it the same
 * values goes the same way.
 */
#include "rules/vm_memo.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_FIELDS = 4,      /* that a function names: more of them seldom repeat together */
	MAX_KEYS = 4096,
	ROWS_PER_LOOK = 8192 /* of which half must have been known, but for the first, that teach */
};

void spot_vm_memo_init(
    struct spot_vm_memo *memo, const struct spot_function *fn, size_t *keys_left)
{
	*memo = (struct spot_vm_memo) { .fn = fn, .keys_left = keys_left,
		.is_off = fn->n_reads > MAX_FIELDS };
	spot_map_init(&memo->keys);
}

void spot_vm_memo_reset(struct spot_vm_memo *memo)
{
	*memo->keys_left += memo->keys.n_keys;
	spot_map_reset(&memo->keys);
	free(memo->states);
	free(memo->values);
	memo->states = NULL;
	memo->values = NULL;
	memo->is_off = true;
}

static bool key_put(struct spot_vm_memo *memo, const void *ptr, size_t len)
{
	if (len > sizeof(memo->key) - memo->key_len)
		return false;
	if (len > 0)
		memcpy(memo->key + memo->key_len, ptr, len);
	memo->key_len += len;
	return true;
}

static bool key_put_text(struct spot_vm_memo *memo, struct spot_view text)
{
	return key_put(memo, &text.len, sizeof(text.len)) && key_put(memo, text.ptr, text.len);
}

static bool key_put_list(struct spot_vm_memo *memo, struct spot_list list)
{
	bool fits = key_put(memo, &list.n_items, sizeof(list.n_items));

	for (size_t i = 0; fits && i < list.n_items; i++)
		fits = key_put_text(memo, list.items[i]);
	return fits;
}

static bool key_put_cell(struct spot_vm_memo *memo, const struct spot_column *column, size_t row)
{
	if (!key_put(memo, &column->state[row], 1))
		return false;
	if (column->state[row] != SPOT_STATE_VALUE)
		return true;
	switch (column->kind) {
	case SPOT_KIND_BOOL:
		return key_put(memo, &column->as.flag[row], 1);
	case SPOT_KIND_INT:
		return key_put(memo, &column->as.integer[row], sizeof(int64_t));
	case SPOT_KIND_FLOAT:
		return key_put(memo, &column->as.number[row], sizeof(double));
	case SPOT_KIND_TEXT:
		return key_put_text(memo, column->as.text[row]);
	case SPOT_KIND_LIST:
		return key_put_list(memo, column->as.list[row]);
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return false;
}

/* False when it does not fit. */
static bool make_key(struct spot_vm_memo *memo, const struct spot_batch *batch, size_t row)
{
	const struct spot_function *fn = memo->fn;

	memo->key[0] = 'k'; /* 0 bytes are no key */
	memo->key_len = 1;
	for (size_t i = 0; i < fn->n_reads; i++)
		if (!key_put_cell(memo, &batch->columns[fn->reads[i]], row))
			return false;
	return true;
}

static void look_whether_worth_it(struct spot_vm_memo *memo)
{
	if (memo->n_asked < ROWS_PER_LOOK)
		return;
	if (memo->n_looks++ > 0 && memo->n_found < memo->n_asked / 2)
		spot_vm_memo_reset(memo);
	memo->n_asked = memo->n_found = 0;
}

bool spot_vm_memo_find(struct spot_vm_memo *memo, const struct spot_batch *batch, size_t row,
    uint8_t *state, double *value)
{
	size_t at;

	look_whether_worth_it(memo);
	memo->n_asked++;
	if (memo->is_off || !make_key(memo, batch, row)) {
		memo->key_len = 0;
		return false;
	}
	at = spot_map_find(&memo->keys, (struct spot_view) { memo->key, memo->key_len });
	if (at == SPOT_MAP_NONE)
		return false;
	memo->n_found++;
	memo->key_len = 0;
	*state = memo->states[at];
	*value = memo->values[at];
	return true;
}

static bool is_named(const struct spot_function *fn, size_t field_idx)
{
	for (size_t i = 0; i < fn->n_reads; i++)
		if (fn->reads[i] == field_idx)
			return true;
	return false;
}

/* Returns false when it cannot be kept, now or ever. */
static bool keep(struct spot_vm_memo *memo, uint8_t state, double value)
{
	size_t at;

	if (!memo->states)
		memo->states = malloc(MAX_KEYS * sizeof(*memo->states));
	if (!memo->values)
		memo->values = malloc(MAX_KEYS * sizeof(*memo->values));
	if (!memo->states || !memo->values)
		return false;
	at = spot_map_add(&memo->keys, (struct spot_view) { memo->key, memo->key_len });
	if (at == SPOT_MAP_NONE)
		return false;
	memo->states[at] = state;
	memo->values[at] = value;
	--*memo->keys_left;
	return true;
}

void spot_vm_memo_add(struct spot_vm_memo *memo, const uint32_t *reads, size_t n_reads,
    uint8_t state, double value)
{
	bool is_right = true;

	if (memo->key_len == 0 || memo->keys.n_keys == MAX_KEYS || *memo->keys_left == 0)
		return;
	for (size_t i = 0; i < n_reads; i++)
		is_right = is_right && is_named(memo->fn, reads[i]);
	/* Without memory it is slower, not wrong. */
	if (!is_right || !keep(memo, state, value))
		spot_vm_memo_reset(memo);
	memo->key_len = 0;
}
