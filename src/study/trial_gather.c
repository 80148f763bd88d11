/* SPDX-License-Identifier: MIT */
/* What workers tell of their batches (trial_emit.c), put together in file order. */
#include "study/trial_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

struct gathering {
	struct spot_trial *trial;
	bool has_value;
};

static bool has_value(const struct spot_trial *trial)
{
	return trial->options.value_is_growth || trial->options.value_field != SPOT_NONE;
}

/* --- room for accounts -------------------------------------------------------------------- */

static bool grow_one(void *items_ptr, const struct spot_trial_accounts *accounts, size_t want,
    size_t size)
{
	size_t cap = accounts->cap;

	return spot_mem_grow(items_ptr, &cap, want, size);
}

/* All arrays grow alike: each by the same rule from the same capacity. */
static bool accounts_grow(struct spot_trial *trial, struct spot_trial_accounts *accounts,
    size_t want)
{
	bool judged = accounts == &trial->gathered->judged;
	size_t cap = accounts->cap;
	uint8_t *outcomes = accounts->outcomes;

	if (want <= accounts->cap)
		return true;
	for (size_t h = 0; h < trial->n; h++)
		if (!grow_one(&accounts->ranks[h], accounts, want, sizeof(double)) ||
		    (judged &&
		        !grow_one(&accounts->tiers[h], accounts, want, sizeof(uint16_t))))
			return false;
	for (size_t v = 0; judged && v < trial->gathered->n_variants; v++)
		if (!grow_one(&accounts->variants[v], accounts, want, sizeof(double)))
			return false;
	if (judged && has_value(trial) &&
	    !grow_one(&accounts->values, accounts, want, sizeof(double)))
		return false;
	if (judged && trial->options.keeps_keys &&
	    !grow_one(&accounts->name_ends, accounts, want, sizeof(size_t)))
		return false;
	if (!spot_mem_grow(&outcomes, &cap, want, 1))
		return false;
	accounts->outcomes = outcomes;
	accounts->cap = cap;
	return true;
}

/* --- the sample --------------------------------------------------------------------------- */

static bool is_less(const struct spot_trial_sampled *a, const struct spot_trial_sampled *b)
{
	return a->hash != b->hash ? a->hash < b->hash : a->seq < b->seq;
}

static void sift_down(struct spot_trial_sampled *heap, size_t n, size_t at)
{
	for (;;) {
		size_t child = 2 * at + 1;
		struct spot_trial_sampled moved;

		if (child >= n)
			return;
		if (child + 1 < n && is_less(&heap[child], &heap[child + 1]))
			child++;
		if (!is_less(&heap[at], &heap[child]))
			return;
		moved = heap[at];
		heap[at] = heap[child];
		heap[child] = moved;
		at = child;
	}
}

static void sift_up(struct spot_trial_sampled *heap, size_t at)
{
	while (at > 0 && is_less(&heap[(at - 1) / 2], &heap[at])) {
		struct spot_trial_sampled moved = heap[at];

		heap[at] = heap[(at - 1) / 2];
		heap[(at - 1) / 2] = moved;
		at = (at - 1) / 2;
	}
}

static int sample_take(struct spot_trial_gathered *gathered, uint64_t hash, uint64_t seq,
    const char *answers, struct spot_error *err)
{
	struct spot_trial_sampled *heap = gathered->sample;
	struct spot_trial_sampled item = { hash, seq, NULL };
	bool is_full = gathered->n_sample == SPOT_TRIAL_SAMPLE;

	if (is_full && !is_less(&item, &heap[0]))
		return 0;
	item.answers = is_full ? heap[0].answers : spot_mem_calloc(gathered->sampled_bytes, 1);
	if (!item.answers)
		return spot_error_nomem(err);
	memcpy(item.answers, answers, gathered->sampled_bytes);
	if (is_full) {
		heap[0] = item;
		sift_down(heap, gathered->n_sample, 0);
	} else {
		heap[gathered->n_sample++] = item;
		sift_up(heap, gathered->n_sample - 1);
	}
	if (gathered->n_sample == SPOT_TRIAL_SAMPLE)
		atomic_store_explicit(&gathered->hash_max, heap[0].hash, memory_order_relaxed);
	return 0;
}

static int compare_seq(const void *left, const void *right)
{
	const struct spot_trial_sampled *a = left, *b = right;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

/* --- taking batches in -------------------------------------------------------------------- */

static void take(struct spot_view *rest, void *out, size_t size)
{
	assert(rest->len >= size);
	if (size > 0 && out)
		memcpy(out, rest->ptr, size);
	*rest = (struct spot_view) { rest->ptr + size, rest->len - size };
}

static void add_counts(struct spot_trial *trial, const struct spot_trial_batch *batch)
{
	struct spot_trial_counts *counts = &trial->counts;
	struct spot_trial_gathered *gathered = trial->gathered;

	counts->rows += batch->n_rows;
	counts->unknown += batch->unknown;
	counts->both += batch->both;
	counts->neither += batch->neither;
	counts->no_date += batch->no_date;
	counts->no_value += batch->no_value;
	counts->n_trained += batch->n_trained;
	gathered->n_many_blanks += batch->n_many_blanks;
	gathered->hash_all += batch->hash_all;
	gathered->hash_pos += batch->hash_pos;
	gathered->hash_neg += batch->hash_neg;
}

static void take_counts(struct spot_trial *trial, struct spot_view *rest)
{
	struct spot_trial_gathered *gathered = trial->gathered;
	struct spot_trial_hits hits;
	uint64_t n;

	for (size_t h = 0; h < trial->n; h++) {
		take(rest, &n, sizeof(n));
		gathered->n_unsettled[h] += n;
	}
	for (size_t f = 0; f < trial->panels[0].rules->fields.n_fields; f++) {
		take(rest, &n, sizeof(n));
		gathered->settled[f] += n;
	}
	for (size_t r = 0; r < gathered->n_rules; r++) {
		struct spot_trial_hits *to = &gathered->hits[r];

		take(rest, &hits, sizeof(hits));
		to->n_changed += hits.n_changed;
		to->known_pos += hits.known_pos;
		to->holds_pos += hits.holds_pos;
		to->known_neg += hits.known_neg;
		to->holds_neg += hits.holds_neg;
	}
}

static void take_names(struct spot_trial_accounts *to, size_t n, struct spot_view *rest)
{
	size_t first = to->n > 0 ? to->name_ends[to->n - 1] : 0, end = first;

	for (size_t i = 0; i < n; i++) {
		uint32_t len;

		take(rest, &len, sizeof(len));
		end += len;
		to->name_ends[to->n + i] = end;
	}
	spot_buf_add(&to->names, rest->ptr, end - first);
	take(rest, NULL, end - first);
}

static int take_judged(const struct gathering *gathering, size_t n, struct spot_view *rest,
    struct spot_error *err)
{
	struct spot_trial *trial = gathering->trial;
	struct spot_trial_accounts *to = &trial->gathered->judged;

	if (!accounts_grow(trial, to, to->n + n))
		return spot_error_nomem(err);
	if (n == 0)
		return 0;
	take(rest, to->outcomes + to->n, n);
	for (size_t i = 0; i < n; i++) {
		trial->counts.n_pos += to->outcomes[to->n + i];
		trial->counts.n_neg += !to->outcomes[to->n + i];
	}
	if (gathering->has_value)
		take(rest, to->values + to->n, n * sizeof(double));
	for (size_t h = 0; h < trial->n; h++)
		take(rest, to->ranks[h] + to->n, n * sizeof(double));
	for (size_t h = 0; h < trial->n; h++)
		take(rest, to->tiers[h] + to->n, n * sizeof(uint16_t));
	for (size_t v = 0; v < trial->gathered->n_variants; v++)
		take(rest, to->variants[v] + to->n, n * sizeof(double));
	if (trial->options.keeps_keys)
		take_names(to, n, rest);
	to->n += n;
	return 0;
}

static int take_trained(struct spot_trial *trial, size_t n, struct spot_view *rest,
    struct spot_error *err)
{
	struct spot_trial_accounts *to = &trial->gathered->trained;

	if (n == 0)
		return 0;
	if (!accounts_grow(trial, to, to->n + n))
		return spot_error_nomem(err);
	take(rest, to->outcomes + to->n, n);
	for (size_t h = 0; h < trial->n; h++)
		take(rest, to->ranks[h] + to->n, n * sizeof(double));
	to->n += n;
	return 0;
}

static int take_batch(struct gathering *gathering, struct spot_view *rest, struct spot_error *err)
{
	struct spot_trial *trial = gathering->trial;
	struct spot_trial_gathered *gathered = trial->gathered;
	struct spot_trial_batch batch;
	int rc;

	take(rest, &batch, sizeof(batch));
	add_counts(trial, &batch);
	take_counts(trial, rest);
	rc = take_judged(gathering, batch.n_judged, rest, err);
	if (rc == 0)
		rc = take_trained(trial, batch.n_trained, rest, err);
	for (uint64_t i = 0; rc == 0 && i < batch.n_sampled; i++) {
		uint64_t head[2];

		take(rest, head, sizeof(head));
		rc = sample_take(gathered, head[0], gathered->n_seen + head[1], rest->ptr, err);
		take(rest, NULL, gathered->sampled_bytes);
	}
	gathered->n_seen += batch.n_rows;
	return rc;
}

static int gather_write(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	struct gathering *gathering = ctx;
	struct spot_view rest = { piece->text.ptr, piece->text.len };
	int rc = 0;

	while (rc == 0 && rest.len > 0)
		rc = take_batch(gathering, &rest, err);
	return rc;
}

static int gather_render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	struct gathering *gathering = ctx;
	return spot_trial_emit_batch(gathering->trial, view, piece, err);
}

/* --- setting up and taking down ----------------------------------------------------------- */

static bool rule_leaks(const struct spot_trial *trial, size_t h, int fn)
{
	const struct spot_function *function = &trial->panels[h].rules->functions[fn];
	bool is_late;

	for (size_t i = 0; i < function->n_reads; i++)
		if (spot_trial_leak_tells(trial, h, function->reads[i], &is_late))
			return true;
	return false;
}

/* Marks the criteria and disqualifiers that leak. */
static bool mark_leaks(const struct spot_trial *trial, size_t h, bool *dropped)
{
	const struct spot_rules *rules = trial->panels[h].rules;
	bool any = false;

	for (size_t c = 0; c < rules->n_criteria; c++)
		any |= dropped[c] = rule_leaks(trial, h, rules->criteria[c].fit);
	for (size_t d = 0; d < rules->n_disqualifiers; d++)
		any |= dropped[rules->n_criteria + d] =
		    rule_leaks(trial, h, rules->disqualifiers[d].when);
	return any;
}

static int add_variant(struct spot_trial *trial, size_t h, const bool *dropped,
    struct spot_error *err)
{
	struct spot_trial_gathered *gathered = trial->gathered;

	return spot_trial_variant_init(
	    &gathered->variants[gathered->n_variants++], &trial->panels[h], h, dropped, err);
}

static size_t n_rules_of(const struct spot_rules *rules)
{
	return rules->n_criteria + rules->n_disqualifiers;
}

static int init_variants(struct spot_trial *trial, struct spot_error *err)
{
	struct spot_trial_gathered *gathered = trial->gathered;
	size_t n_most = 1;
	bool *dropped;
	int rc = 0;

	gathered->n_rules = n_rules_of(trial->panels[0].rules);
	for (size_t h = 0; h < trial->n; h++)
		if (n_rules_of(trial->panels[h].rules) > n_most)
			n_most = n_rules_of(trial->panels[h].rules);
	dropped = spot_mem_calloc(n_most, sizeof(*dropped));
	gathered->variants =
	    spot_mem_calloc(gathered->n_rules + trial->n, sizeof(*gathered->variants));
	gathered->leak_of = spot_mem_calloc(trial->n, sizeof(*gathered->leak_of));
	gathered->hits = spot_mem_calloc(gathered->n_rules + 1, sizeof(*gathered->hits));
	if (!dropped || !gathered->variants || !gathered->leak_of || !gathered->hits)
		rc = spot_error_nomem(err);
	for (size_t r = 0; rc == 0 && r < gathered->n_rules; r++) {
		dropped[r] = true;
		rc = add_variant(trial, 0, dropped, err);
		dropped[r] = false;
	}
	for (size_t h = 0; rc == 0 && h < trial->n; h++) {
		bool leaks = mark_leaks(trial, h, dropped);

		gathered->leak_of[h] = leaks ? gathered->n_variants : SPOT_NONE;
		if (leaks)
			rc = add_variant(trial, h, dropped, err);
	}
	free(dropped);
	return rc;
}

static int init_accounts(struct spot_trial_accounts *accounts, const struct spot_trial *trial,
    struct spot_error *err)
{
	size_t n_variants = trial->gathered->n_variants;

	accounts->ranks = spot_mem_calloc(trial->n, sizeof(*accounts->ranks));
	accounts->tiers = spot_mem_calloc(trial->n, sizeof(*accounts->tiers));
	accounts->variants = spot_mem_calloc(n_variants + 1, sizeof(*accounts->variants));
	return accounts->ranks && accounts->tiers && accounts->variants ? 0
	                                                                : spot_error_nomem(err);
}

int spot_trial_gather_init(struct spot_trial *trial, struct spot_error *err)
{
	struct spot_trial_gathered *gathered = spot_mem_calloc(1, sizeof(*gathered));
	const struct spot_rules *rules = trial->panels[0].rules;
	int rc;

	trial->gathered = gathered;
	if (!gathered)
		return spot_error_nomem(err);
	atomic_init(&gathered->hash_max, UINT64_MAX);
	for (size_t h = 0; h < trial->n; h++)
		gathered->n_slots += n_rules_of(trial->panels[h].rules);
	gathered->sampled_bytes =
	    gathered->n_slots * (sizeof(double) + 1) + trial->n * sizeof(uint32_t);
	gathered->settled = spot_mem_calloc(rules->fields.n_fields + 1, sizeof(uint64_t));
	gathered->n_unsettled = spot_mem_calloc(trial->n, sizeof(uint64_t));
	gathered->sample = spot_mem_calloc(SPOT_TRIAL_SAMPLE, sizeof(*gathered->sample));
	if (!gathered->settled || !gathered->n_unsettled || !gathered->sample)
		return spot_error_nomem(err);
	rc = init_variants(trial, err);
	if (rc == 0)
		rc = init_accounts(&gathered->judged, trial, err);
	return rc == 0 ? init_accounts(&gathered->trained, trial, err) : rc;
}

static void accounts_reset(struct spot_trial_accounts *accounts, const struct spot_trial *trial)
{
	for (size_t h = 0; accounts->ranks && h < trial->n; h++)
		free(accounts->ranks[h]);
	for (size_t h = 0; accounts->tiers && h < trial->n; h++)
		free(accounts->tiers[h]);
	for (size_t v = 0; accounts->variants && v < trial->gathered->n_variants; v++)
		free(accounts->variants[v]);
	free(accounts->ranks);
	free(accounts->tiers);
	free(accounts->variants);
	free(accounts->outcomes);
	free(accounts->values);
	free(accounts->name_ends);
	spot_buf_reset(&accounts->names);
}

void spot_trial_gather_reset(struct spot_trial *trial)
{
	struct spot_trial_gathered *gathered = trial->gathered;

	if (!gathered)
		return;
	accounts_reset(&gathered->judged, trial);
	accounts_reset(&gathered->trained, trial);
	for (size_t v = 0; v < gathered->n_variants; v++)
		spot_trial_variant_reset(&gathered->variants[v]);
	for (size_t i = 0; i < gathered->n_sample; i++)
		free(gathered->sample[i].answers);
	free(gathered->sample);
	for (size_t i = 0; gathered->grades && i < trial->n + gathered->n_variants; i++)
		spot_trial_grade_reset(&gathered->grades[i]);
	free(gathered->grades);
	free(gathered->variants);
	free(gathered->leak_of);
	free(gathered->hits);
	free(gathered->settled);
	free(gathered->n_unsettled);
	free(gathered);
	trial->gathered = NULL;
}

/* The rows, those with the outcome and those without: whoever asks the same of them looks again. */
static uint64_t fingerprint_of(const struct spot_trial_gathered *gathered)
{
	uint64_t hashes[3] = { gathered->hash_all, gathered->hash_pos, gathered->hash_neg };
	return spot_hash_view((struct spot_view) { (const char *)hashes, sizeof(hashes) });
}

int spot_trial_gather_run(struct spot_trial *trial, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err)
{
	const struct spot_rules *rules = trial->panels[0].rules;
	struct gathering gathering = { trial, has_value(trial) };
	struct spot_run_sink sink = { .ctx = &gathering, .render = gather_render,
		.write = gather_write, .calls = *calls };
	struct spot_plan_extra extras[2] = { { 0, rules->cohorts[trial->options.outcome].when } };
	struct spot_run_options options = *run;
	int rc;

	options.plan.extras = extras;
	options.plan.n_extras = 1;
	if (trial->options.against != SPOT_NONE)
		extras[options.plan.n_extras++] =
		    (struct spot_plan_extra) { 0, rules->cohorts[trial->options.against].when };
	rc = spot_run(&trial->result, trial->panels, trial->n, &options, &sink, err);
	if (rc == 0 && spot_buf_failed(&trial->gathered->judged.names))
		rc = spot_error_nomem(err);
	qsort(trial->gathered->sample, trial->gathered->n_sample,
	    sizeof(*trial->gathered->sample), compare_seq);
	trial->counts.fingerprint = fingerprint_of(trial->gathered);
	return rc;
}
