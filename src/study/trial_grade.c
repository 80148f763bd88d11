/* SPDX-License-Identifier: MIT */
/*
 * Rules give few different scores to many accounts: they are told apart by a hash table, and only
 * the different ones are sorted. Where there are too many of them (a slope over amounts), all
 * accounts are.
 */
#include "study/trial_grade.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "stats/order.h"

#define N_SLOTS ((size_t)1 << 15) /* fits the second cache */
#define FEW (N_SLOTS / 2)

struct table {
	uint64_t keys[N_SLOTS];  /* spot_order_key, which is never 0 for a finite number */
	uint32_t grades[N_SLOTS];
	size_t n;
};

static size_t slot_of(const struct table *table, uint64_t key)
{
	size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 32) & (N_SLOTS - 1);

	while (table->keys[at] != 0 && table->keys[at] != key)
		at = (at + 1) & (N_SLOTS - 1);
	return at;
}

/* Where each score's slot is, in place of its grade. False: too many. */
static bool find_slots(struct table *table, uint32_t *slots, const double *scores, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t key = spot_order_key(scores[i]);
		size_t at = slot_of(table, key);

		if (table->keys[at] == 0 && ++table->n > FEW)
			return false;
		table->keys[at] = key;
		slots[i] = (uint32_t)at;
	}
	return true;
}

static int grade_slots(struct table *table, struct spot_error *err)
{
	struct spot_order_item *items = spot_mem_calloc(table->n + 1, sizeof(*items));
	size_t n = 0;
	int rc;

	if (!items)
		return spot_error_nomem(err);
	for (size_t at = 0; at < N_SLOTS; at++)
		if (table->keys[at] != 0)
			items[n++] = (struct spot_order_item) { table->keys[at], (uint32_t)at };
	rc = spot_order_sort(items, n, err);
	for (size_t i = 0; rc == 0 && i < n; i++)
		table->grades[items[i].idx] = (uint32_t)i;
	free(items);
	return rc;
}

static int grade_few(struct spot_trial_grades *out, struct table *table, size_t n_judged,
    size_t n_trained, struct spot_error *err)
{
	int rc = grade_slots(table, err);

	for (size_t i = 0; rc == 0 && i < n_judged; i++)
		out->judged[i] = table->grades[out->judged[i]];
	for (size_t i = 0; rc == 0 && i < n_trained; i++)
		out->trained[i] = table->grades[out->trained[i]];
	out->n = table->n;
	return rc;
}

static int grade_many(struct spot_trial_grades *out, const double *judged, size_t n_judged,
    const double *trained, size_t n_trained, struct spot_error *err)
{
	size_t n = n_judged + n_trained;
	struct spot_order_item *items = spot_mem_calloc(n, sizeof(*items));
	int rc;

	if (!items)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++)
		items[i] = (struct spot_order_item) {
			spot_order_key(i < n_judged ? judged[i] : trained[i - n_judged]),
			(uint32_t)i };
	rc = spot_order_sort(items, n, err);
	out->n = 0;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		uint32_t idx = items[i].idx;

		out->n += i == 0 || items[i].key != items[i - 1].key;
		*(idx < n_judged ? &out->judged[idx] : &out->trained[idx - n_judged]) =
		    (uint32_t)(out->n - 1);
	}
	free(items);
	return rc;
}

int spot_trial_grade_new(struct spot_trial_grades *out, const double *judged, size_t n_judged,
    const double *trained, size_t n_trained, struct spot_error *err)
{
	struct table *table = spot_mem_calloc(1, sizeof(*table));
	int rc;

	out->judged = spot_mem_calloc(n_judged + 1, sizeof(*out->judged));
	out->trained = spot_mem_calloc(n_trained + 1, sizeof(*out->trained));
	if (!table || !out->judged || !out->trained)
		rc = spot_error_nomem(err);
	else if (find_slots(table, out->judged, judged, n_judged) &&
	    find_slots(table, out->trained, trained, n_trained))
		rc = grade_few(out, table, n_judged, n_trained, err);
	else
		rc = grade_many(out, judged, n_judged, trained, n_trained, err);
	free(table);
	return rc;
}

void spot_trial_grade_reset(struct spot_trial_grades *grades)
{
	free(grades->judged);
	free(grades->trained);
	memset(grades, 0, sizeof(*grades));
}

static size_t drop_empty(struct spot_counted *cells, double *sums, size_t n_grades)
{
	size_t n = 0;

	for (size_t g = 0; g < n_grades; g++) {
		if (cells[g].n_pos + cells[g].n_neg == 0)
			continue;
		cells[n] = cells[g];
		cells[n].score = (double)g;
		if (sums)
			sums[n] = sums[g];
		n++;
	}
	return n;
}

int spot_trial_grade_cells(struct spot_counted **cells, double **sums, size_t *n_cells,
    const uint32_t *grades, size_t n_grades, const uint8_t *outcomes, const double *values,
    size_t n, struct spot_error *err)
{
	*cells = spot_mem_calloc(n_grades + 1, sizeof(**cells));
	*sums = values ? spot_mem_calloc(n_grades + 1, sizeof(**sums)) : NULL;
	if (!*cells || (values && !*sums))
		return spot_error_nomem(err);
	for (size_t i = 0; i < n; i++) {
		(*cells)[grades[i]].n_pos += outcomes[i] != 0;
		(*cells)[grades[i]].n_neg += outcomes[i] == 0;
		if (values)
			(*sums)[grades[i]] += values[i];
	}
	*n_cells = drop_empty(*cells, *sums, n_grades);
	return 0;
}
