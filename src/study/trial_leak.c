/* SPDX-License-Identifier: MIT */
#include "study/leak.h"
#include "study/trial_internal.h"

bool spot_trial_leak_tells(const struct spot_trial *trial, size_t h, size_t field_idx,
    bool *is_late)
{
	const struct spot_rules *rules = trial->panels[h].rules, *base = trial->panels[0].rules;
	const char *name = rules->fields.fields[field_idx].name;

	*is_late = spot_leak_is_late(rules, field_idx);
	return *is_late || spot_leak_is_read(base, trial->options.outcome, name) ||
	    spot_leak_is_read(base, trial->options.against, name);
}
