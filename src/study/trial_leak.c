/* SPDX-License-Identifier: MIT */
#include "study/trial_internal.h"

#include <string.h>

static bool reads_late(const struct spot_schema *schema, const struct spot_rules *rules, int fn)
{
	const struct spot_function *function;

	if (fn == SPOT_NO_FUNCTION)
		return false;
	function = &rules->functions[fn];
	for (size_t i = 0; i < function->n_reads; i++)
		if (schema->fields[function->reads[i]].known_after)
			return true;
	return false;
}

static bool derived_is_late(const struct spot_rules *rules, size_t field_idx)
{
	for (size_t t = 0; t < rules->n_rollups; t++) {
		const struct spot_rollup_rule *rollup = &rules->rollups[t];
		const struct spot_derived *derived;

		if (field_idx < rollup->first_field ||
		    field_idx >= rollup->first_field + rollup->n_deriveds)
			continue;
		derived = &rollup->deriveds[field_idx - rollup->first_field];
		if (derived->field_idx != SPOT_NONE &&
		    rollup->fields.fields[derived->field_idx].known_after)
			return true;
		if (derived->by_idx != SPOT_NONE &&
		    rollup->fields.fields[derived->by_idx].known_after)
			return true;
		return reads_late(&rollup->fields, rules, derived->when);
	}
	return false;
}

static bool cohort_reads(const struct spot_rules *rules, size_t cohort_idx, const char *field)
{
	const struct spot_function *function;

	if (cohort_idx == SPOT_NONE)
		return false;
	function = &rules->functions[rules->cohorts[cohort_idx].when];
	for (size_t i = 0; i < function->n_reads; i++)
		if (strcmp(rules->fields.fields[function->reads[i]].name, field) == 0)
			return true;
	return false;
}

bool spot_trial_leak_tells(const struct spot_trial *trial, size_t h, size_t field_idx,
    bool *is_late)
{
	const struct spot_rules *rules = trial->panels[h].rules, *base = trial->panels[0].rules;
	const struct spot_field *field = &rules->fields.fields[field_idx];

	*is_late = field->known_after || (field->derived && derived_is_late(rules, field_idx));
	return *is_late || cohort_reads(base, trial->options.outcome, field->name) ||
	    cohort_reads(base, trial->options.against, field->name);
}
