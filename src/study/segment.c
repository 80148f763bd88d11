/* SPDX-License-Identifier: MIT */
/* What workers count of their batches (segment_emit.c), put together in file order, and what
 * follows from it. */
#include "study/segment_internal.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/describe.h"

#define OTHERS "others"

struct gathering {
	struct spot_segment *segment;
	uint32_t **codes; /* by grouping: from the batch's level to the grouping's */
	size_t *cap_codes;
};

void spot_segment_sums_add(struct spot_segment_sums *to, const struct spot_segment_sums *more)
{
	to->n += more->n;
	to->n_bad_fit += more->n_bad_fit;
	to->n_open += more->n_open;
	to->n_customers += more->n_customers;
	to->n_churned += more->n_churned;
	to->n_won += more->n_won;
	to->n_lost += more->n_lost;
	for (size_t a = 0; a < SPOT_SEGMENT_AMOUNTS; a++) {
		to->n_amounts[a] += more->n_amounts[a];
		spot_sum_merge(&to->amounts[a], &more->amounts[a]);
	}
	to->n_margin += more->n_margin;
	spot_sum_merge(&to->margin, &more->margin);
	to->n_negative += more->n_negative;
	spot_sum_merge(&to->negative, &more->negative);
	to->n_growth += more->n_growth;
	spot_sum_merge(&to->growth, &more->growth);
}

double spot_segment_mean(double sum, uint64_t n)
{
	return n > 0 ? sum / (double)n : NAN;
}

double spot_segment_churn(const struct spot_segment_sums *sums)
{
	uint64_t ever = sums->n_customers + sums->n_churned;
	return ever > 0 ? (double)sums->n_churned / (double)ever : NAN;
}

/* --- taking batches in -------------------------------------------------------------------- */

static void take(struct spot_view *rest, void *out, size_t size)
{
	assert(rest->len >= size);
	if (size > 0 && out)
		memcpy(out, rest->ptr, size);
	*rest = (struct spot_view) { rest->ptr + size, rest->len - size };
}

static struct spot_view take_text(struct spot_view *rest)
{
	struct spot_view text;
	uint64_t len;

	take(rest, &len, sizeof(len));
	text = (struct spot_view) { rest->ptr, len };
	take(rest, NULL, len);
	return text;
}

/* The level of that name; when there are too many it is the one for all others. */
static int find_level(uint32_t *code, struct spot_segment *segment,
    struct spot_segment_grouping *grouping, struct spot_view name, struct spot_error *err)
{
	size_t idx = spot_map_find(&grouping->names, name);
	struct spot_segment_level *level;

	if (idx == SPOT_MAP_NONE && grouping->n_levels >= SPOT_SEGMENT_LEVELS) {
		name = SPOT_VIEW(OTHERS);
		idx = spot_map_find(&grouping->names, name);
	}
	*code = (uint32_t)idx;
	if (idx != SPOT_MAP_NONE)
		return 0;
	if (!spot_mem_grow(&grouping->levels, &grouping->cap, grouping->n_levels + 1,
	        sizeof(*grouping->levels)))
		return spot_error_nomem(err);
	idx = spot_map_add(&grouping->names, name);
	if (idx == SPOT_MAP_NONE)
		return spot_error_nomem(err);
	assert(idx == grouping->n_levels);
	level = &grouping->levels[grouping->n_levels++];
	memset(level, 0, sizeof(*level));
	level->is_unknown = name.len == 0;
	level->name = spot_arena_copy(&segment->arena, name.ptr, name.len);
	*code = (uint32_t)idx;
	return level->name ? 0 : spot_error_nomem(err);
}

static int take_grouping(struct gathering *gathering, size_t g, struct spot_view *rest,
    struct spot_error *err)
{
	struct spot_segment_grouping *grouping = &gathering->segment->groupings[g];
	uint64_t n;
	int rc = 0;

	take(rest, &n, sizeof(n));
	if (!spot_mem_grow(&gathering->codes[g], &gathering->cap_codes[g], n, sizeof(uint32_t)))
		return spot_error_nomem(err);
	for (uint64_t l = 0; rc == 0 && l < n; l++) {
		struct spot_view name = take_text(rest);
		struct spot_segment_sums sums;
		uint32_t *code = &gathering->codes[g][l];

		take(rest, &sums, sizeof(sums));
		rc = find_level(code, gathering->segment, grouping, name, err);
		if (rc == 0)
			spot_segment_sums_add(&grouping->levels[*code].sums, &sums);
		/* All groupings have all accounts; the tiers are the first. */
		if (rc == 0 && g == 0)
			spot_segment_sums_add(&gathering->segment->total.sums, &sums);
	}
	return rc;
}

static int grow_keys(struct spot_segment *segment, size_t key, struct spot_error *err)
{
	struct spot_segment_gathered *gathered = segment->gathered;
	size_t n = segment->options.n_bys, cap = gathered->n_keys * n, want;

	if (key < gathered->n_keys)
		return 0;
	if (__builtin_mul_overflow(key + 1, n, &want) ||
	    !spot_mem_grow(&gathered->level_of, &cap, want, sizeof(uint32_t)))
		return spot_error_nomem(err);
	for (size_t i = gathered->n_keys * n; i < cap; i++)
		gathered->level_of[i] = SPOT_SEGMENT_NOBODY;
	gathered->n_keys = cap / n;
	return 0;
}

static int take_keys(struct gathering *gathering, struct spot_view *rest, struct spot_error *err)
{
	struct spot_segment *segment = gathering->segment;
	size_t n_bys = segment->options.n_bys;
	uint64_t n, key;
	int rc = 0;

	take(rest, &n, sizeof(n));
	for (uint64_t i = 0; rc == 0 && i < n; i++) {
		take(rest, &key, sizeof(key));
		rc = grow_keys(segment, key, err);
		for (size_t g = 0; g < n_bys; g++) {
			uint32_t code, *level;

			take(rest, &code, sizeof(code));
			if (rc != 0)
				continue;
			/* Of accounts with one key the first has the deals. */
			level = &segment->gathered->level_of[key * n_bys + g];
			if (*level == SPOT_SEGMENT_NOBODY)
				*level = gathering->codes[g][code];
		}
	}
	return rc;
}

static bool take_key(struct spot_segment_gathered *gathered, struct spot_view *rest, size_t unit)
{
	size_t n = gathered->n_keyed;

	spot_buf_view(&gathered->keys, take_text(rest));
	if (spot_buf_failed(&gathered->keys) ||
	    !spot_mem_grow(&gathered->key_ends, &gathered->cap_ends, n + 1, sizeof(size_t)) ||
	    !spot_mem_grow(&gathered->unit_of, &gathered->cap_unit_of, n + 1, sizeof(uint32_t)))
		return false;
	gathered->key_ends[n] = gathered->keys.len;
	gathered->unit_of[n] = (uint32_t)unit;
	gathered->n_keyed++;
	return true;
}

static int take_units(struct spot_segment *segment, struct spot_view *rest, struct spot_error *err)
{
	struct spot_segment_gathered *gathered = segment->gathered;
	bool keeps = segment->options.keep_field != SPOT_NONE;
	uint64_t n;

	take(rest, &n, sizeof(n));
	for (uint64_t i = 0; i < n; i++) {
		struct spot_view name = take_text(rest);
		size_t at = keeps ? spot_map_add(&gathered->kept, name) : gathered->n_units;
		double potential;

		take(rest, &potential, sizeof(potential));
		if (at == SPOT_MAP_NONE ||
		    !spot_mem_grow(&gathered->potentials, &gathered->cap_units, at + 1,
		        sizeof(double)) ||
		    (keeps && !spot_mem_grow(&gathered->n_kept, &gathered->cap_n_kept, at + 1,
		                  sizeof(uint64_t))))
			return spot_error_nomem(err);
		if (at == gathered->n_units) {
			gathered->potentials[at] = 0;
			if (keeps)
				gathered->n_kept[at] = 0;
			gathered->n_units++;
		}
		gathered->potentials[at] += potential;
		if (keeps)
			gathered->n_kept[at]++;
		if (segment->options.keeps_keys && !take_key(gathered, rest, at))
			return spot_error_nomem(err);
	}
	return 0;
}

static int gather_write(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	struct gathering *gathering = ctx;
	struct spot_view rest = { piece->text.ptr, piece->text.len };
	int rc = 0;

	while (rc == 0 && rest.len > 0) {
		for (size_t g = 0; rc == 0 && g < gathering->segment->options.n_bys; g++)
			rc = take_grouping(gathering, g, &rest, err);
		if (rc == 0)
			rc = take_keys(gathering, &rest, err);
		if (rc == 0)
			rc = take_units(gathering->segment, &rest, err);
	}
	return rc;
}

static int gather_render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	struct gathering *gathering = ctx;
	return spot_segment_emit_batch(gathering->segment, view, piece, err);
}

/* --- the run ------------------------------------------------------------------------------ */

static void name_asked(struct spot_segment *segment)
{
	struct spot_segment_gathered *gathered = segment->gathered;
	const struct spot_rules *rules = segment->panel->rules;

	for (size_t c = 0; c < SPOT_SEGMENT_COHORTS; c++) {
		gathered->at_cohort[c] = SPOT_NONE;
		if (segment->options.cohorts[c] == SPOT_NONE)
			continue;
		gathered->at_cohort[c] = gathered->n_asked;
		gathered->asked[gathered->n_asked++] =
		    rules->cohorts[segment->options.cohorts[c]].when;
	}
	for (size_t a = 0; a < SPOT_SEGMENT_AMOUNTS; a++) {
		gathered->at_amount[a] = SPOT_NONE;
		if (segment->options.amounts[a] == SPOT_NO_FUNCTION)
			continue;
		gathered->at_amount[a] = gathered->n_asked;
		gathered->asked[gathered->n_asked++] = segment->options.amounts[a];
	}
}

static int init_labels(struct spot_segment *segment, const struct spot_run_options *run,
    struct spot_error *err)
{
	struct spot_segment_gathered *gathered = segment->gathered;
	const struct spot_segment_options *options = &segment->options;
	size_t n = 0;

	gathered->label_fns =
	    spot_arena_calloc(&segment->arena, options->n_bys + 1, sizeof(*gathered->label_fns));
	gathered->label_of =
	    spot_arena_calloc(&segment->arena, options->n_bys + 1, sizeof(*gathered->label_of));
	if (!gathered->label_fns || !gathered->label_of)
		return spot_error_nomem(err);
	for (size_t g = 0; g < options->n_bys; g++) {
		gathered->label_of[g] = n;
		if (options->bys[g].kind == SPOT_SEGMENT_FUNCTION)
			gathered->label_fns[n++] = options->bys[g].fn;
	}
	return spot_labels_init(&gathered->labels, segment->panel->rules, gathered->label_fns, n,
	    run->plan.no_translate, err);
}

static int gather(struct spot_segment *segment, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err)
{
	struct spot_plan_extra extras[SPOT_SEGMENT_COHORTS + SPOT_SEGMENT_AMOUNTS];
	size_t n_bys = segment->options.n_bys;
	struct gathering gathering = { segment, spot_mem_calloc(n_bys, sizeof(uint32_t *)),
		spot_mem_calloc(n_bys, sizeof(size_t)) };
	struct spot_run_sink sink = { .ctx = &gathering, .render = gather_render,
		.write = gather_write, .calls = *calls };
	struct spot_run_options own = *run;
	int rc = gathering.codes && gathering.cap_codes ? 0 : spot_error_nomem(err);

	if (rc == 0)
		rc = init_labels(segment, run, err);
	name_asked(segment);
	segment->gathered->keep_going = run->keep_going;
	for (size_t i = 0; i < segment->gathered->n_asked; i++)
		extras[i] = (struct spot_plan_extra) { 0, segment->gathered->asked[i] };
	own.plan.extras = extras;
	own.plan.n_extras = segment->gathered->n_asked;
	if (rc == 0)
		rc = spot_run(&segment->result, segment->panel, 1, &own, &sink, err);
	for (size_t g = 0; gathering.codes && g < n_bys; g++)
		free(gathering.codes[g]);
	free(gathering.codes);
	free(gathering.cap_codes);
	return rc;
}

/* --- what follows ------------------------------------------------------------------------- */

static int finish_level(const struct spot_segment *segment, struct spot_segment_level *level,
    struct spot_error *err)
{
	const struct spot_segment_options *options = &segment->options;
	bool has_deals = options->won != SPOT_NO_FUNCTION && options->lost != SPOT_NO_FUNCTION;
	uint64_t won = has_deals ? level->deals_won : level->sums.n_won;
	uint64_t lost = has_deals ? level->deals_lost : level->sums.n_lost;
	struct spot_describe describe;
	int rc = 0;

	level->win_rate = won + lost > 0 ? (double)won / (double)(won + lost) : NAN;
	level->win_ci = spot_proportion_wilson(won, won + lost, 0.95);
	level->reps = options->capacity > 0
	    ? ceil((double)level->sums.n_open / (double)options->capacity) : NAN;
	for (size_t d = 0; rc == 0 && d < 2; d++) {
		level->median_days[d] = NAN;
		if (level->n_days[d] == 0)
			continue;
		rc = spot_describe_numbers(&describe, level->days[d], level->n_days[d], err);
		level->median_days[d] = describe.median;
	}
	return rc;
}

static int join_days(struct spot_segment_level *to, struct spot_segment_level *from, size_t d)
{
	if (from->n_days[d] == 0)
		return 0;
	if (!spot_mem_grow(&to->days[d], &to->cap_days[d], to->n_days[d] + from->n_days[d],
	        sizeof(double)))
		return SPOT_ENOMEM;
	memcpy(to->days[d] + to->n_days[d], from->days[d], from->n_days[d] * sizeof(double));
	to->n_days[d] += from->n_days[d];
	return 0;
}

static void level_reset(struct spot_segment_level *level)
{
	free(level->days[0]);
	free(level->days[1]);
}

static int join(struct spot_segment_level *to, struct spot_segment_level *from,
    struct spot_error *err)
{
	spot_segment_sums_add(&to->sums, &from->sums);
	to->deals_won += from->deals_won;
	to->deals_lost += from->deals_lost;
	return join_days(to, from, 0) == 0 && join_days(to, from, 1) == 0 ? 0
	                                                                 : spot_error_nomem(err);
}

/* Levels of fewer accounts than least become one, at the first one's place. */
static int pool(struct spot_segment *segment, struct spot_segment_grouping *grouping,
    struct spot_error *err)
{
	size_t n = 0, pooled = SPOT_NONE;
	int rc = 0;

	if (grouping->by->kind == SPOT_SEGMENT_TIER)
		return 0;
	for (size_t l = 0; rc == 0 && l < grouping->n_levels; l++) {
		struct spot_segment_level *level = &grouping->levels[l];
		bool small = !level->is_unknown && level->sums.n < segment->options.least;

		if (!small || pooled == SPOT_NONE) {
			pooled = small ? n : pooled;
			if (n != l) {
				grouping->levels[n] = *level;
				memset(level->days, 0, sizeof(level->days));
			}
			if (small)
				grouping->levels[n].n_pooled = 1;
			n++;
			continue;
		}
		grouping->levels[pooled].n_pooled++;
		grouping->levels[pooled].name = OTHERS;
		rc = join(&grouping->levels[pooled], level, err);
		level_reset(level);
		memset(level->days, 0, sizeof(level->days));
	}
	if (rc == 0)
		grouping->n_levels = n;
	if (pooled != SPOT_NONE && grouping->levels[pooled].n_pooled == 1)
		grouping->levels[pooled].n_pooled = 0;
	return rc;
}

static int compare_levels(const void *left, const void *right)
{
	const struct spot_segment_level *a = left, *b = right;
	bool a_last = a->is_unknown, b_last = b->is_unknown;

	if (a_last != b_last)
		return a_last - b_last;
	if ((a->n_pooled > 0) != (b->n_pooled > 0))
		return (a->n_pooled > 0) - (b->n_pooled > 0);
	if (a->sums.n != b->sums.n)
		return a->sums.n < b->sums.n ? 1 : -1;
	return strcmp(a->name, b->name);
}

/* Ranges as they ascend, tiers as they fall: in the order in which they are given. */
static size_t given_order(const struct spot_segment *segment,
    const struct spot_segment_grouping *grouping, const char *name)
{
	const struct spot_rules *rules = segment->panel->rules;
	size_t i = 0;

	if (grouping->by->kind == SPOT_SEGMENT_TIER) {
		while (i < rules->n_tiers && strcmp(rules->tiers[i].name, name) != 0)
			i++;
		return i;
	}
	while (i < grouping->by->n_bands && strcmp(grouping->by->bands[i].name, name) != 0)
		i++;
	return i;
}

static void sort_levels(const struct spot_segment *segment,
    struct spot_segment_grouping *grouping)
{
	qsort(grouping->levels, grouping->n_levels, sizeof(*grouping->levels), compare_levels);
	if (grouping->by->kind != SPOT_SEGMENT_TIER && grouping->by->kind != SPOT_SEGMENT_BANDS)
		return;
	for (size_t i = 1; i < grouping->n_levels; i++) {
		struct spot_segment_level level = grouping->levels[i];
		size_t order = given_order(segment, grouping, level.name), j = i;

		for (; j > 0 && !level.is_unknown &&
		     given_order(segment, grouping, grouping->levels[j - 1].name) > order;
		     j--)
			grouping->levels[j] = grouping->levels[j - 1];
		grouping->levels[j] = level;
	}
}

static void drop_empty(struct spot_segment_grouping *grouping)
{
	size_t n = 0;

	for (size_t l = 0; l < grouping->n_levels; l++) {
		if (grouping->levels[l].sums.n > 0)
			grouping->levels[n++] = grouping->levels[l];
		else
			level_reset(&grouping->levels[l]);
	}
	grouping->n_levels = n;
}

static int finish(struct spot_segment *segment, struct spot_error *err)
{
	int rc = 0;

	/* The tiers' levels hold all deals once. */
	for (size_t l = 0; rc == 0 && l < segment->groupings[0].n_levels; l++) {
		struct spot_segment_level *level = &segment->groupings[0].levels[l];

		segment->total.deals_won += level->deals_won;
		segment->total.deals_lost += level->deals_lost;
		if (join_days(&segment->total, level, 0) != 0 ||
		    join_days(&segment->total, level, 1) != 0)
			rc = spot_error_nomem(err);
	}
	for (size_t g = 0; rc == 0 && g < segment->options.n_bys; g++) {
		struct spot_segment_grouping *grouping = &segment->groupings[g];

		drop_empty(grouping);
		rc = pool(segment, grouping, err);
		for (size_t l = 0; rc == 0 && l < grouping->n_levels; l++)
			rc = finish_level(segment, &grouping->levels[l], err);
		if (rc == 0)
			sort_levels(segment, grouping);
	}
	segment->total.name = "all";
	return rc == 0 ? finish_level(segment, &segment->total, err) : rc;
}

int spot_segment_study(struct spot_segment *out, const struct spot_panel *panel,
    const struct spot_segment_options *options, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err)
{
	int rc = 0;

	memset(out, 0, sizeof(*out));
	spot_arena_init(&out->arena);
	out->panel = panel;
	out->options = *options;
	out->potential_is_growth = panel->rules->n_growths > 0;
	out->groupings = spot_mem_calloc(options->n_bys + 1, sizeof(*out->groupings));
	out->gathered = spot_mem_calloc(1, sizeof(*out->gathered));
	if (!out->groupings || !out->gathered)
		rc = spot_error_nomem(err);
	for (size_t g = 0; rc == 0 && g < options->n_bys; g++) {
		out->groupings[g].by = &options->bys[g];
		spot_map_init(&out->groupings[g].names);
	}
	if (rc == 0)
		spot_map_init(&out->gathered->kept);
	if (rc == 0)
		rc = gather(out, run, calls, err);
	if (rc == 0)
		rc = spot_segment_deals_read(out, run, err);
	if (rc == 0)
		rc = finish(out, err);
	return rc == 0 && options->n_territories > 0 ? spot_segment_split(out, err) : rc;
}

void spot_segment_reset(struct spot_segment *segment)
{
	for (size_t g = 0; segment->groupings && g < segment->options.n_bys; g++) {
		struct spot_segment_grouping *grouping = &segment->groupings[g];

		for (size_t l = 0; l < grouping->n_levels; l++)
			level_reset(&grouping->levels[l]);
		free(grouping->levels);
		if (grouping->by)
			spot_map_reset(&grouping->names);
	}
	free(segment->groupings);
	level_reset(&segment->total);
	if (segment->gathered) {
		free(segment->gathered->level_of);
		free(segment->gathered->potentials);
		free(segment->gathered->n_kept);
		free(segment->gathered->territory_of);
		free(segment->gathered->key_ends);
		free(segment->gathered->unit_of);
		spot_buf_reset(&segment->gathered->keys);
		spot_map_reset(&segment->gathered->kept);
		spot_labels_reset(&segment->gathered->labels);
		free(segment->gathered);
	}
	for (size_t t = 0; segment->territories && t < segment->options.n_territories; t++)
		free(segment->territories[t].kept);
	free(segment->territories);
	spot_run_result_reset(&segment->result);
	if (segment->panel)
		spot_arena_free(&segment->arena);
	memset(segment, 0, sizeof(*segment));
}
