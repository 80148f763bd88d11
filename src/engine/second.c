/* SPDX-License-Identifier: MIT */
#include "engine/second.h"

#include <stdlib.h>

#include "engine/records.h"

struct summing {
	const struct spot_panel_table *table;
	size_t n_deriveds;
	const uint8_t **holds; /* by derived field; NULL: every record */
};

static int take(void *ctx, const struct spot_records_part *part, struct spot_error *err)
{
	struct summing *summing = ctx;
	int rc;

	for (size_t d = 0; d < summing->n_deriveds; d++)
		summing->holds[d] = part->answers[d].state;
	rc = spot_rollup_add(summing->table->rollup, &part->batch, summing->holds, err);

	if (rc == SPOT_EDATA)
		spot_error_place(err, summing->table->path, 0, NULL);
	return rc;
}

int spot_second_read(struct spot_panel_table *table, const struct spot_rules *rules,
    size_t rollup_idx, const struct spot_panel_options *options, struct spot_error *err)
{
	const struct spot_rollup_rule *rule = &rules->rollups[rollup_idx];
	struct summing summing = { table, rule->n_deriveds, NULL };
	struct spot_records_job job = { .rules = rules, .schema = &rule->fields, .table = table,
		.n_fns = rule->n_deriveds, .options = options, .ctx = &summing, .take = take };
	int *fns = spot_mem_calloc(rule->n_deriveds + 1, sizeof(*fns));
	int rc = 0;

	summing.holds = spot_mem_calloc(rule->n_deriveds + 1, sizeof(*summing.holds));
	if (!fns || !summing.holds)
		rc = spot_error_nomem(err);
	for (size_t d = 0; rc == 0 && d < rule->n_deriveds; d++)
		fns[d] = rule->deriveds[d].when;
	job.fns = fns;
	if (rc == 0)
		rc = spot_records_read(&job, err);
	if (rc == 0)
		rc = spot_rollup_freeze(table->rollup, err);
	free(fns);
	free(summing.holds);
	return rc;
}
