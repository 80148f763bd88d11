/* SPDX-License-Identifier: MIT */
#include "study/leak.h"

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

bool spot_leak_is_late(const struct spot_rules *rules, size_t field_idx)
{
	const struct spot_field *field = &rules->fields.fields[field_idx];
	return field->known_after || (field->derived && derived_is_late(rules, field_idx));
}

bool spot_leak_is_read(const struct spot_rules *rules, size_t cohort_idx, const char *field)
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

static const struct spot_rollup_rule *rollup_of(const struct spot_rules *rules, size_t field_idx)
{
	for (size_t t = 0; t < rules->n_rollups; t++) {
		const struct spot_rollup_rule *rollup = &rules->rollups[t];

		if (field_idx >= rollup->first_field &&
		    field_idx < rollup->first_field + rollup->n_deriveds)
			return rollup;
	}
	return NULL;
}

static bool reads_alike(const struct spot_rules *rules, int fn, int other)
{
	if (fn == SPOT_NO_FUNCTION || other == SPOT_NO_FUNCTION)
		return false;
	for (size_t i = 0; i < rules->functions[fn].n_reads; i++)
		for (size_t k = 0; k < rules->functions[other].n_reads; k++)
			if (rules->functions[fn].reads[i] == rules->functions[other].reads[k])
				return true;
	return false;
}

static const char *header_of(const struct spot_field *field, size_t i)
{
	return i < field->n_from ? field->from[i] : field->name;
}

bool spot_leak_is_same_column(const struct spot_field *a, const struct spot_field *b)
{
	if (a->derived || b->derived)
		return false;
	if (a->from_column != 0 && a->from_column == b->from_column)
		return true;
	for (size_t i = 0; i <= a->n_from; i++)
		for (size_t k = 0; k <= b->n_from; k++)
			if (strcmp(header_of(a, i), header_of(b, k)) == 0)
				return true;
	return false;
}

bool spot_leak_is_kin(const struct spot_rules *rules, size_t cohort_idx, size_t field_idx)
{
	const struct spot_function *function = &rules->functions[rules->cohorts[cohort_idx].when];
	const struct spot_rollup_rule *rollup = rollup_of(rules, field_idx);

	for (size_t i = 0; i < function->n_reads; i++) {
		size_t read = function->reads[i];

		if (spot_leak_is_same_column(
		        &rules->fields.fields[read], &rules->fields.fields[field_idx]))
			return true;
		if (rollup && rollup_of(rules, read) == rollup &&
		    reads_alike(rules, rollup->deriveds[read - rollup->first_field].when,
		        rollup->deriveds[field_idx - rollup->first_field].when))
			return true;
	}
	return false;
}
