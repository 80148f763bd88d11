/* SPDX-License-Identifier: MIT */
/*
 * Numbers: candidates are the constants c of the rules that name the field (c and its
 * neighbours), the sample's values and 0. The nearest one on each side that reaches the goal
 * brackets a boundary; the bracket is narrowed by trying STEPS values inside it at once, the
 * nearest success becoming its new end. Last the shortest decimal inside the bracket that still
 * reaches the goal is taken, because a person reads it. Rules need not be monotone: the result
 * was tried, though a nearer one may exist.
 */
#include "engine/search.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/text.h"

#define STEPS 64
#define MAX_CANDIDATES SPOT_BATCH_ROWS

struct candidates {
	struct spot_value *items;
	size_t n;
};

void spot_search_init(struct spot_search *search, struct spot_judge *judge,
    const struct spot_lookup *lookup)
{
	memset(search, 0, sizeof(*search));
	search->judge = judge;
	search->lookup = lookup;
	search->account = &lookup->account;
	spot_arena_init(&search->arena);
}

void spot_search_reset(struct spot_search *search)
{
	spot_arena_free(&search->arena);
}

static const struct spot_field *field_of(const struct spot_search *search, size_t field_idx)
{
	return &search->judge->panel->rules->fields.fields[field_idx];
}

/* Fills row with the account, field_idx replaced. */
static void set_row(
    struct spot_search *search, size_t row, size_t field_idx, struct spot_value value)
{
	struct spot_batch *batch = &search->judge->batch;

	for (size_t f = 0; f < batch->schema->n_fields; f++)
		spot_batch_set(batch, f, row, f == field_idx ? value : search->account->values[f]);
}

static int try_values(struct spot_search *search, size_t field_idx, const struct spot_value *values,
    size_t n, struct spot_error *err)
{
	spot_vm_vary(search->judge->vm, field_idx);
	search->judge->batch.n_rows = n;
	for (size_t i = 0; i < n; i++)
		set_row(search, i, field_idx, values[i]);
	return spot_judge_batch(search->judge, true, err);
}

int spot_search_judge_account(struct spot_search *search, struct spot_error *err)
{
	spot_vm_vary(search->judge->vm, SPOT_NONE);
	search->judge->batch.n_rows = 1;
	set_row(search, 0, SPOT_NONE, (struct spot_value) { 0 });
	return spot_judge_batch(search->judge, true, err);
}

/* --- candidates ------------------------------------------------------------------------------ */

static bool is_numeric(enum spot_type type)
{
	return type == SPOT_TYPE_INTEGER || type == SPOT_TYPE_NUMBER || type == SPOT_TYPE_MONEY ||
	    type == SPOT_TYPE_PERCENT || type == SPOT_TYPE_DATE;
}

static bool is_whole(enum spot_type type)
{
	return type == SPOT_TYPE_INTEGER || type == SPOT_TYPE_DATE;
}

static double number_of(struct spot_value value)
{
	return value.kind == SPOT_KIND_INT ? (double)value.as.integer : value.as.number;
}

static struct spot_value make_number(enum spot_type type, double number)
{
	if (is_whole(type))
		return (struct spot_value) { SPOT_KIND_INT, .as.integer = (int64_t)number };
	return (struct spot_value) { SPOT_KIND_FLOAT, .as.number = number };
}

static void add(struct candidates *to, struct spot_value value)
{
	if (to->n < MAX_CANDIDATES)
		to->items[to->n++] = value;
}

static void add_number(struct candidates *to, enum spot_type type, double number)
{
	if (!isfinite(number) || fabs(number) > 9e15)
		return;
	if (is_whole(type)) {
		add(to, make_number(type, floor(number)));
		add(to, make_number(type, floor(number) - 1));
		add(to, make_number(type, floor(number) + 1));
		return;
	}
	add(to, make_number(type, number));
	add(to, make_number(type, number - fabs(number) * 1e-6 - 1e-6));
	add(to, make_number(type, number + fabs(number) * 1e-6 + 1e-6));
}

static bool names_field(const struct spot_function *function, size_t field_idx)
{
	for (size_t i = 0; i < function->n_reads; i++)
		if (function->reads[i] == field_idx)
			return true;
	/* Nothing is known of a function whose bytecode could not be read. */
	return function->n_reads == 0;
}

/* The account's list with one more item. */
static bool add_list(struct spot_search *search, struct candidates *to, size_t field_idx,
    struct spot_view item)
{
	struct spot_value now = search->account->values[field_idx];
	size_t n_now = now.kind == SPOT_KIND_LIST ? now.as.list.n_items : 0;
	struct spot_view *items;

	if (to->n == MAX_CANDIDATES)
		return true;
	items = spot_arena_calloc(&search->arena, n_now + 1, sizeof(*items));
	if (!items)
		return false;
	if (n_now > 0)
		memcpy(items, now.as.list.items, n_now * sizeof(*items));
	items[n_now] = item;
	add(to, (struct spot_value) { SPOT_KIND_LIST, .as.list = { items, n_now + 1 } });
	return true;
}

/* Texts that differ in case only are tried once: rules compare without it. False when out of
 * memory. */
static bool is_new_text(struct spot_map *seen, struct spot_view text, bool *is_new)
{
	struct spot_buf folded = SPOT_BUF_INIT;
	size_t n_before = seen->n_keys, at;

	spot_text_fold(&folded, text, false);
	at = spot_buf_failed(&folded)
	    ? SPOT_MAP_NONE
	    : spot_map_add(seen, (struct spot_view) { folded.ptr, folded.len });
	spot_buf_reset(&folded);
	*is_new = at == n_before;
	return at != SPOT_MAP_NONE;
}

static bool add_text(struct spot_search *search, struct candidates *to, size_t field_idx,
    struct spot_map *seen, struct spot_view text)
{
	bool is_new;

	if (!is_new_text(seen, text, &is_new))
		return false;
	if (!is_new)
		return true;
	if (field_of(search, field_idx)->type == SPOT_TYPE_LIST)
		return add_list(search, to, field_idx, text);
	add(to, (struct spot_value) { SPOT_KIND_TEXT, .as.text = text });
	return true;
}

static bool add_constant(struct spot_search *search, struct candidates *to, size_t field_idx,
    struct spot_map *seen, const struct spot_value *constant)
{
	enum spot_type type = field_of(search, field_idx)->type;

	if (is_numeric(type) &&
	    (constant->kind == SPOT_KIND_INT || constant->kind == SPOT_KIND_FLOAT))
		add_number(to, type, number_of(*constant));
	else if ((type == SPOT_TYPE_TEXT || type == SPOT_TYPE_LIST) &&
	    constant->kind == SPOT_KIND_TEXT)
		return add_text(search, to, field_idx, seen, constant->as.text);
	return true;
}

static bool add_sampled(struct spot_search *search, struct candidates *to, size_t field_idx,
    struct spot_map *seen, const struct spot_value *value)
{
	bool ok = true;

	if (value->kind == SPOT_KIND_TEXT)
		return add_text(search, to, field_idx, seen, value->as.text);
	if (value->kind == SPOT_KIND_LIST) {
		for (size_t i = 0; ok && i < value->as.list.n_items; i++)
			ok = add_text(search, to, field_idx, seen, value->as.list.items[i]);
	} else if (is_numeric(field_of(search, field_idx)->type) &&
	    (value->kind == SPOT_KIND_INT || value->kind == SPOT_KIND_FLOAT)) {
		add(to, *value);
	}
	return ok;
}

static int gather(struct spot_search *search, size_t field_idx, struct candidates *to,
    struct spot_error *err)
{
	const struct spot_rules *rules = search->judge->panel->rules;
	const struct spot_scoring *scoring = &search->judge->panel->scoring;
	enum spot_type type = field_of(search, field_idx)->type;
	struct spot_value now = search->account->values[field_idx];
	struct spot_map seen;
	bool ok = true;

	spot_map_init(&seen);
	to->n = 0;
	to->items = spot_arena_calloc(&search->arena, MAX_CANDIDATES, sizeof(*to->items));
	if (!to->items)
		return spot_error_nomem(err);
	for (size_t i = 0; ok && now.kind == SPOT_KIND_LIST && i < now.as.list.n_items; i++) {
		bool is_new;
		ok = is_new_text(&seen, now.as.list.items[i], &is_new);
	}
	if (type == SPOT_TYPE_FLAG)
		for (int flag = 0; flag < 2; flag++)
			add(to, (struct spot_value) { SPOT_KIND_BOOL, .as.flag = flag });
	if (is_numeric(type))
		add_number(to, type, 0);
	for (size_t r = 0; ok && r < scoring->n_asked; r++) {
		const struct spot_function *function = &rules->functions[scoring->asked[r].fn];

		for (size_t c = 0;
		     ok && names_field(function, field_idx) && c < function->n_constants; c++)
			ok = add_constant(
			    search, to, field_idx, &seen, &function->constants[c]);
	}
	for (size_t i = 0; ok && i < search->lookup->n_sample; i++)
		ok = add_sampled(search, to, field_idx, &seen,
		    &search->lookup->sample[i].values[field_idx]);
	spot_map_reset(&seen);
	return ok ? 0 : spot_error_nomem(err);
}

/* --- numbers --------------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* The sample's quartile range of the field: what a usual difference is. */
static double usual_difference(const struct spot_search *search, size_t field_idx)
{
	double values[SPOT_LOOKUP_SAMPLE], range;
	size_t n = 0;

	for (size_t i = 0; i < search->lookup->n_sample; i++) {
		struct spot_value value = search->lookup->sample[i].values[field_idx];
		if (value.kind == SPOT_KIND_INT || value.kind == SPOT_KIND_FLOAT)
			values[n++] = number_of(value);
	}
	if (n < 4)
		return 1;
	qsort(values, n, sizeof(*values), compare_doubles);
	range = values[n - 1 - n / 4] - values[n / 4];
	return range > 0 ? range : 1;
}

/* Narrows (from, to]: `to` reaches the goal. */
static int narrow(struct spot_search *search, size_t field_idx, spot_goal_fn goal, const void *ctx,
    double from, double *to, struct spot_error *err)
{
	enum spot_type type = field_of(search, field_idx)->type;
	struct spot_value tried[STEPS];

	for (int round = 0; round < 6 && fabs(*to - from) > (is_whole(type) ? 1 : 0); round++) {
		double low = from, high = *to;
		int rc;

		for (size_t i = 0; i < STEPS; i++) {
			double at = low + (high - low) * (double)(i + 1) / STEPS;
			if (is_whole(type))
				at = high > low ? ceil(at) : floor(at);
			tried[i] = make_number(type, i + 1 == STEPS ? high : at);
		}
		rc = try_values(search, field_idx, tried, STEPS, err);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < STEPS; i++) {
			if (goal(ctx, search->judge, i)) {
				*to = number_of(tried[i]);
				if (i > 0)
					from = number_of(tried[i - 1]);
				break;
			}
		}
	}
	return 0;
}

/* The shortest decimal near `at` that reaches the goal and is no further than at most from it. */
static int round_off(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, double away_from, double *at, struct spot_error *err)
{
	enum spot_type type = field_of(search, field_idx)->type;
	struct spot_value tried[16];
	double unit;
	size_t n = 0;
	int rc;

	if (is_whole(type) || *at == 0)
		return 0;
	unit = pow(10, floor(log10(fabs(*at))));
	for (int digits = 0; digits < 9; digits++, unit /= 10) {
		double rounded = *at > away_from ? ceil(*at / unit - 1e-6) * unit
		                                 : floor(*at / unit + 1e-6) * unit;
		double most = fmax(1e-5 * fabs(*at), type == SPOT_TYPE_MONEY ? 0.01 : 0);

		if (fabs(rounded - *at) <= most)
			tried[n++] = make_number(type, rounded);
	}
	if (n == 0)
		return 0;
	rc = try_values(search, field_idx, tried, n, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		if (goal(ctx, search->judge, i)) {
			*at = number_of(tried[i]);
			break;
		}
	return rc;
}

static int nearest_number(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, const struct candidates *candidates, struct spot_change *out, bool *found,
    struct spot_error *err)
{
	struct spot_value now = search->account->values[field_idx];
	bool known = now.kind == SPOT_KIND_INT || now.kind == SPOT_KIND_FLOAT;
	double from = known ? number_of(now) : 0, best[2];
	bool has[2] = { false, false };
	int rc = try_values(search, field_idx, candidates->items, candidates->n, err);

	for (size_t i = 0; rc == 0 && i < candidates->n; i++) {
		double at = number_of(candidates->items[i]);
		int side = at > from;

		if (!goal(ctx, search->judge, i))
			continue;
		if (!has[side] || fabs(at - from) < fabs(best[side] - from))
			best[side] = at;
		has[side] = true;
	}
	for (int side = 0; rc == 0 && side < 2; side++) {
		double size;

		if (!has[side])
			continue;
		if (known)
			rc = narrow(search, field_idx, goal, ctx, from, &best[side], err);
		if (rc == 0)
			rc = round_off(search, field_idx, goal, ctx, from, &best[side], err);
		size = fabs(best[side] - from) / usual_difference(search, field_idx);
		if (*found && size >= out->size)
			continue;
		*found = true;
		*out = (struct spot_change) { field_idx,
			make_number(field_of(search, field_idx)->type, best[side]), size };
	}
	return rc;
}

/* --- the calls ------------------------------------------------------------------------------ */

int spot_search_values(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, struct spot_value *out, size_t cap, size_t *n, struct spot_error *err)
{
	struct candidates candidates;
	int rc = gather(search, field_idx, &candidates, err);

	*n = 0;
	if (rc == 0)
		rc = try_values(search, field_idx, candidates.items, candidates.n, err);
	for (size_t i = 0; rc == 0 && i < candidates.n && *n < cap; i++)
		if (goal(ctx, search->judge, i))
			out[(*n)++] = candidates.items[i];
	return rc;
}

int spot_search_nearest(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, struct spot_change *out, bool *found, struct spot_error *err)
{
	struct candidates candidates;
	struct spot_value value;
	size_t n;
	int rc;

	*found = false;
	if (is_numeric(field_of(search, field_idx)->type)) {
		rc = gather(search, field_idx, &candidates, err);
		return rc != 0 ? rc
			       : nearest_number(search, field_idx, goal, ctx, &candidates, out,
				     found, err);
	}
	rc = spot_search_values(search, field_idx, goal, ctx, &value, 1, &n, err);
	if (rc == 0 && n > 0) {
		*found = true;
		*out = (struct spot_change) { field_idx, value, 1 };
	}
	return rc;
}

int spot_search_share(struct spot_search *search, size_t field_idx, spot_goal_fn goal,
    const void *ctx, size_t *n_reached, size_t *n_tried, struct spot_error *err)
{
	struct spot_value tried[SPOT_LOOKUP_SAMPLE];
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < search->lookup->n_sample; i++) {
		struct spot_value value = search->lookup->sample[i].values[field_idx];
		if (value.kind != SPOT_KIND_BLANK && value.kind != SPOT_KIND_NIL)
			tried[n++] = value;
	}
	*n_tried = n;
	*n_reached = 0;
	if (n == 0)
		return 0;
	rc = try_values(search, field_idx, tried, n, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		*n_reached += goal(ctx, search->judge, i);
	return rc;
}
