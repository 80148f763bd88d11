/* SPDX-License-Identifier: MIT */
/*
 * A group is a key as spot_cell_key_identity gives it. Every group has one slot for
 * each derived field; slots lie group by group in one array.
 *
 * The values that `distinct` has seen are keys of one map: derived field, group and the
 * value's bytes.
 *
 * After the freeze only two things change, both atomically: a group's mark that an
 * account matched it, and the near miss of a skeleton. A near miss is replaced by one
 * of a smaller row and by no other, so the order of calls does not matter. Replaced
 * ones may still be read by another thread and are freed with the rollup; a row is only
 * replaced by a smaller one, so they are few.
 */
#include "table/rollup.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/cell.h"
#include "table/rollup_slot.h"

#define NO_FIELD ((size_t)-1)
#define KEY_PART_LEN (2 * sizeof(uint32_t)) /* before the value in keys of the distinct map */

struct near {
	uint64_t row;
	struct near *older; /* replaced ones */
	size_t len;
	char text[];
};

struct group {
	uint64_t n_records;
	size_t skeleton; /* set by the freeze; SPOT_MAP_NONE: none */
	bool has_twin;   /* set by the freeze: another key has the same skeleton */
	atomic_bool matched;
};

struct spot_rollup {
	const struct spot_schema *schema;
	const struct spot_derived *deriveds;
	size_t key_idx, n_deriveds;
	struct spot_map keys; /* index: the group */
	struct group *groups;
	size_t groups_cap;
	struct spot_rollup_slot *slots; /* n_deriveds a group */
	size_t slots_cap;
	struct spot_map seen; /* for distinct */
	struct spot_buf scratch;
	struct spot_map skeletons;
	_Atomic(struct near *) *nears; /* by skeleton */
	bool frozen;
	uint64_t n_records, n_blank_keys, n_unknown_when;
};

/* --- filling ------------------------------------------------------------------------ */

static bool is_ordered(enum spot_agg agg)
{
	return agg == SPOT_AGG_FIRST || agg == SPOT_AGG_LAST;
}

static int derived_check(const struct spot_schema *schema, const struct spot_derived *derived,
    struct spot_error *err)
{
	enum spot_type child = SPOT_TYPE_N;
	if (derived->field_idx != NO_FIELD)
		child = schema->fields[derived->field_idx].type;
	if (derived->type != spot_agg_result_type(derived->agg, child) ||
	    derived->type == SPOT_TYPE_N)
		return spot_error_set(err, SPOT_ERULES,
		    "'%s': there is no %s of a field of type %s",
		    derived->name, spot_agg_name(derived->agg),
		    child == SPOT_TYPE_N ? "none" : spot_type_name(child));
	if (is_ordered(derived->agg) && derived->by_idx != NO_FIELD &&
	    schema->fields[derived->by_idx].type == SPOT_TYPE_LIST)
		return spot_error_set(err, SPOT_ERULES, "'%s': a list cannot put records in order",
		    derived->name);
	return 0;
}

int spot_rollup_new(struct spot_rollup **out, const struct spot_schema *schema, size_t key_idx,
    const struct spot_derived *deriveds, size_t n_deriveds, struct spot_error *err)
{
	*out = NULL;
	assert(key_idx < schema->n_fields && schema->fields[key_idx].type == SPOT_TYPE_KEY);
	for (size_t i = 0; i < n_deriveds; i++) {
		int rc = derived_check(schema, &deriveds[i], err);
		if (rc < 0)
			return rc;
	}
	struct spot_rollup *rollup = spot_mem_calloc(1, sizeof(*rollup));
	if (!rollup)
		return spot_error_nomem(err);
	rollup->schema = schema;
	rollup->key_idx = key_idx;
	rollup->deriveds = deriveds;
	rollup->n_deriveds = n_deriveds;
	spot_map_init(&rollup->keys);
	spot_map_init(&rollup->seen);
	spot_map_init(&rollup->skeletons);
	spot_buf_init(&rollup->scratch);
	*out = rollup;
	return 0;
}

/* The group of a key, made when new; SPOT_MAP_NONE when out of memory. */
static size_t group_of(struct spot_rollup *rollup, struct spot_view key)
{
	struct spot_view identity = spot_cell_key_identity(key);
	size_t found = spot_map_find(&rollup->keys, identity);
	if (found != SPOT_MAP_NONE)
		return found;
	size_t idx = rollup->keys.n_keys, n = rollup->n_deriveds, n_slots;
	if (__builtin_mul_overflow(idx + 1, n, &n_slots) ||
	    !spot_mem_grow(&rollup->groups, &rollup->groups_cap, idx + 1, sizeof(struct group)) ||
	    !spot_mem_grow(&rollup->slots, &rollup->slots_cap, n_slots,
		sizeof(struct spot_rollup_slot)))
		return SPOT_MAP_NONE;
	if (n > 0)
		memset(&rollup->slots[idx * n], 0, n * sizeof(*rollup->slots));
	rollup->groups[idx] = (struct group) { .skeleton = SPOT_MAP_NONE };
	return spot_map_add(&rollup->keys, identity);
}

static bool value_is_known(struct spot_value value)
{
	return value.kind != SPOT_KIND_BLANK && value.kind != SPOT_KIND_NIL;
}

static bool distinct_take(struct spot_rollup *rollup, size_t derived_idx, size_t group,
    struct spot_rollup_slot *slot, struct spot_value value)
{
	struct spot_buf *key = &rollup->scratch;
	uint32_t part[2] = { (uint32_t)derived_idx, (uint32_t)group };
	_Static_assert(sizeof(part) == KEY_PART_LEN, "the key's head is two numbers");
	spot_buf_clear(key);
	spot_buf_add(key, (const char *)part, sizeof(part));
	size_t child = rollup->deriveds[derived_idx].field_idx;
	switch (value.kind) {
	case SPOT_KIND_BOOL:
		spot_buf_char(key, value.as.flag);
		break;
	case SPOT_KIND_INT:
		spot_buf_add(key, (const char *)&value.as.integer, sizeof(value.as.integer));
		break;
	case SPOT_KIND_FLOAT:
		spot_buf_add(key, (const char *)&value.as.number, sizeof(value.as.number));
		break;
	case SPOT_KIND_TEXT:
		if (rollup->schema->fields[child].type == SPOT_TYPE_KEY)
			value.as.text = spot_cell_key_identity(value.as.text);
		spot_buf_view(key, value.as.text);
		break;
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		assert(false);
	}
	if (spot_buf_failed(key))
		return false;
	size_t n_before = rollup->seen.n_keys;
	size_t idx = spot_map_add(&rollup->seen, (struct spot_view) { key->ptr, key->len });
	slot->n += idx == n_before;
	return idx != SPOT_MAP_NONE;
}

static int slot_take(struct spot_rollup *rollup, size_t derived_idx, size_t group,
    const struct spot_batch *batch, size_t row, struct spot_error *err)
{
	const struct spot_derived *derived = &rollup->deriveds[derived_idx];
	struct spot_rollup_slot *slot = &rollup->slots[group * rollup->n_deriveds + derived_idx];
	struct spot_value value = { .kind = SPOT_KIND_BLANK }, by = value;
	if (derived->field_idx != NO_FIELD) {
		value = spot_batch_get(batch, derived->field_idx, row);
		if (!value_is_known(value))
			return 0;
	}
	if (derived->agg == SPOT_AGG_DISTINCT)
		return distinct_take(rollup, derived_idx, group, slot, value) ? 0 :
			spot_error_nomem(err);
	if (derived->by_idx != NO_FIELD && is_ordered(derived->agg))
		by = spot_batch_get(batch, derived->by_idx, row);
	int rc = spot_rollup_slot_take(slot, derived, value, by);
	if (rc == SPOT_ENOMEM)
		return spot_error_nomem(err);
	if (rc < 0) {
		struct spot_view key = rollup->keys.keys[group];
		spot_error_set(err, rc, "%s, the %s of \"%.*s\", is too large a number",
		    derived->name, spot_agg_name(derived->agg), (int)key.len, key.ptr);
		spot_error_hint(err, "look for amounts of another scale among its records, or sum "
		    "numbers with a fraction");
		return rc;
	}
	return 0;
}

static int record_add(struct spot_rollup *rollup, const struct spot_batch *batch, size_t row,
    const uint8_t *const *holds, struct spot_error *err)
{
	struct spot_value key = spot_batch_get(batch, rollup->key_idx, row);
	rollup->n_records++;
	if (!value_is_known(key)) {
		rollup->n_blank_keys++;
		return 0;
	}
	size_t group = group_of(rollup, key.as.text);
	if (group == SPOT_MAP_NONE)
		return spot_error_nomem(err);
	rollup->groups[group].n_records++;
	bool unknown = false;
	for (size_t i = 0; i < rollup->n_deriveds; i++) {
		uint8_t held = holds && holds[i] ? holds[i][row] : 1;
		unknown = unknown || held == 2;
		int rc = held == 1 ? slot_take(rollup, i, group, batch, row, err) : 0;
		if (rc < 0)
			return rc;
	}
	rollup->n_unknown_when += unknown;
	return 0;
}

int spot_rollup_add(struct spot_rollup *rollup, const struct spot_batch *batch,
    const uint8_t *const *holds, struct spot_error *err)
{
	assert(!rollup->frozen);
	for (size_t row = 0; row < batch->n_rows; row++) {
		int rc = record_add(rollup, batch, row, holds, err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int spot_rollup_note(struct spot_rollup *rollup, struct spot_view key, size_t *group,
    struct spot_error *err)
{
	assert(!rollup->frozen);
	rollup->n_records++;
	*group = SPOT_MAP_NONE;
	if (key.len == 0) {
		rollup->n_blank_keys++;
		return 0;
	}
	*group = group_of(rollup, key);
	if (*group == SPOT_MAP_NONE)
		return spot_error_nomem(err);
	rollup->groups[*group].n_records++;
	return 0;
}

void spot_rollup_note_again(struct spot_rollup *rollup, size_t group)
{
	rollup->n_records++;
	rollup->groups[group].n_records++;
}

void spot_rollup_peek_many(const struct spot_rollup *rollup, const struct spot_view *keys,
    size_t n, size_t *groups)
{
	spot_map_find_many(&rollup->keys, keys, n, groups);
}

size_t spot_rollup_n_groups(const struct spot_rollup *rollup)
{
	return rollup->keys.n_keys;
}

struct spot_view spot_rollup_key(const struct spot_rollup *rollup, size_t group)
{
	return rollup->keys.keys[group];
}

size_t spot_rollup_peek(const struct spot_rollup *rollup, struct spot_view key)
{
	return spot_map_find(&rollup->keys, spot_cell_key_identity(key));
}

/* Marks keys that look alike: an account that matches one may be meant by the other. False when
 * out of memory. */
static bool twins_mark(struct spot_rollup *rollup)
{
	size_t *first = spot_mem_calloc(rollup->skeletons.n_keys + 1, sizeof(*first));
	if (!first)
		return false;
	for (size_t i = 0; i < rollup->keys.n_keys; i++) {
		struct group *group = &rollup->groups[i];
		if (group->skeleton == SPOT_MAP_NONE)
			continue;
		if (first[group->skeleton] == 0) {
			first[group->skeleton] = i + 1;
			continue;
		}
		group->has_twin = true;
		rollup->groups[first[group->skeleton] - 1].has_twin = true;
	}
	free(first);
	return true;
}

int spot_rollup_freeze(struct spot_rollup *rollup, struct spot_error *err)
{
	for (size_t i = 0; i < rollup->keys.n_keys; i++) {
		spot_buf_clear(&rollup->scratch);
		spot_text_skeleton(&rollup->scratch, rollup->keys.keys[i]);
		if (spot_buf_failed(&rollup->scratch))
			return spot_error_nomem(err);
		/* A key of signs alone looks like every other such key. */
		if (rollup->scratch.len == 0)
			continue;
		struct spot_view skeleton = { rollup->scratch.ptr, rollup->scratch.len };
		rollup->groups[i].skeleton = spot_map_add(&rollup->skeletons, skeleton);
		if (rollup->groups[i].skeleton == SPOT_MAP_NONE)
			return spot_error_nomem(err);
	}
	rollup->nears = spot_mem_calloc(rollup->skeletons.n_keys, sizeof(*rollup->nears));
	if (!rollup->nears || !twins_mark(rollup))
		return spot_error_nomem(err);
	for (size_t i = 0; i < rollup->skeletons.n_keys; i++)
		atomic_init(&rollup->nears[i], NULL);
	/* What only the filling needed. */
	spot_map_reset(&rollup->seen);
	spot_buf_reset(&rollup->scratch);
	rollup->frozen = true;
	return 0;
}

/* --- asking ------------------------------------------------------------------------- */

static struct near *near_new(struct spot_view key, uint64_t row)
{
	struct near *near = malloc(sizeof(*near) + key.len);
	if (!near)
		return NULL;
	near->row = row;
	near->len = key.len;
	memcpy(near->text, key.ptr, key.len);
	return near;
}

/* Only a hint is lost when there is no memory for it. */
static void near_note(struct spot_rollup *rollup, size_t skeleton, struct spot_view key,
    uint64_t row)
{
	_Atomic(struct near *) *head = &rollup->nears[skeleton];
	struct near *seen = atomic_load_explicit(head, memory_order_acquire);
	if (seen && seen->row <= row)
		return;
	struct near *near = near_new(key, row);
	if (!near)
		return;
	do {
		if (seen && seen->row <= row) {
			free(near);
			return;
		}
		near->older = seen;
	} while (!atomic_compare_exchange_weak_explicit(head, &seen, near, memory_order_acq_rel,
	    memory_order_acquire));
}

static void unmatched_note(struct spot_rollup *rollup, struct spot_view key, uint64_t row)
{
	struct spot_buf skeleton = SPOT_BUF_INIT;
	spot_text_skeleton(&skeleton, key);
	if (!spot_buf_failed(&skeleton) && skeleton.len > 0) {
		size_t idx = spot_map_find(&rollup->skeletons,
		    (struct spot_view) { skeleton.ptr, skeleton.len });
		if (idx != SPOT_MAP_NONE)
			near_note(rollup, idx, key, row);
	}
	spot_buf_reset(&skeleton);
}

size_t spot_rollup_find(struct spot_rollup *rollup, struct spot_view account_key, uint64_t row)
{
	assert(rollup->frozen);
	size_t idx = spot_map_find(&rollup->keys, spot_cell_key_identity(account_key));
	if (idx == SPOT_MAP_NONE) {
		unmatched_note(rollup, account_key, row);
		return SPOT_MAP_NONE;
	}
	/* Read first: a cache line that many threads only read stays with all of them. */
	atomic_bool *matched = &rollup->groups[idx].matched;
	if (!atomic_load_explicit(matched, memory_order_relaxed))
		atomic_store_explicit(matched, true, memory_order_relaxed);
	if (rollup->groups[idx].has_twin)
		near_note(rollup, rollup->groups[idx].skeleton, account_key, row);
	return idx;
}

struct spot_value spot_rollup_value(const struct spot_rollup *rollup, size_t derived_idx,
    size_t group)
{
	const struct spot_rollup_slot *slot = NULL;
	if (group != SPOT_MAP_NONE)
		slot = &rollup->slots[group * rollup->n_deriveds + derived_idx];
	return spot_rollup_slot_value(slot, &rollup->deriveds[derived_idx]);
}

bool spot_rollup_is_matched(const struct spot_rollup *rollup, size_t group)
{
	return atomic_load_explicit(&rollup->groups[group].matched, memory_order_relaxed);
}

struct spot_rollup_counts spot_rollup_counts(const struct spot_rollup *rollup)
{
	struct spot_rollup_counts counts = {
		.records = rollup->n_records,
		.blank_keys = rollup->n_blank_keys,
		.unknown_when = rollup->n_unknown_when,
		.keys = rollup->keys.n_keys,
	};
	for (size_t i = 0; i < rollup->keys.n_keys; i++) {
		if (spot_rollup_is_matched(rollup, i))
			continue;
		counts.unmatched_keys++;
		counts.unmatched_records += rollup->groups[i].n_records;
	}
	return counts;
}

static struct spot_view near_of(const struct spot_rollup *rollup, size_t group)
{
	size_t skeleton = rollup->groups[group].skeleton;
	if (skeleton == SPOT_MAP_NONE)
		return (struct spot_view) { "", 0 };
	const struct near *near = atomic_load_explicit(&rollup->nears[skeleton],
	    memory_order_acquire);
	return near ? (struct spot_view) { near->text, near->len } : (struct spot_view) { "", 0 };
}

/* Insertion into a short list: most records first, then the key that came first. */
size_t spot_rollup_unmatched(const struct spot_rollup *rollup, struct spot_unmatched *out,
    size_t cap)
{
	size_t n = 0;
	for (size_t i = 0; i < rollup->keys.n_keys; i++) {
		uint64_t n_records = rollup->groups[i].n_records;
		if (spot_rollup_is_matched(rollup, i))
			continue;
		size_t at = n;
		while (at > 0 && out[at - 1].n_records < n_records)
			at--;
		if (at == cap)
			continue;
		n += n < cap;
		memmove(out + at + 1, out + at, (n - 1 - at) * sizeof(*out));
		struct spot_view key = rollup->keys.keys[i];
		out[at] = (struct spot_unmatched) { key, n_records, near_of(rollup, i) };
	}
	return n;
}

static void slots_free(struct spot_rollup *rollup)
{
	for (size_t i = 0; i < rollup->keys.n_keys; i++)
		for (size_t d = 0; d < rollup->n_deriveds; d++)
			spot_rollup_slot_reset(&rollup->slots[i * rollup->n_deriveds + d],
			    &rollup->deriveds[d], rollup->schema);
	free(rollup->slots);
}

static void nears_free(struct spot_rollup *rollup)
{
	for (size_t i = 0; rollup->nears && i < rollup->skeletons.n_keys; i++) {
		struct near *near = atomic_load_explicit(&rollup->nears[i], memory_order_acquire);
		while (near) {
			struct near *older = near->older;
			free(near);
			near = older;
		}
	}
	free(rollup->nears);
}

void spot_rollup_free(struct spot_rollup *rollup)
{
	if (!rollup)
		return;
	slots_free(rollup);
	nears_free(rollup);
	free(rollup->groups);
	spot_map_reset(&rollup->keys);
	spot_map_reset(&rollup->seen);
	spot_map_reset(&rollup->skeletons);
	spot_buf_reset(&rollup->scratch);
	free(rollup);
}
