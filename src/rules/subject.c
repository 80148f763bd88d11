/* SPDX-License-Identifier: MIT */
#include "rules/subject.h"

const char *spot_subject_name(enum spot_subject subject)
{
	static const char *const names[SPOT_SUBJECT_N] = { [SPOT_SUBJECT_ACCOUNT] = "account",
		[SPOT_SUBJECT_RECORD] = "record", [SPOT_SUBJECT_CONTACT] = "contact",
		[SPOT_SUBJECT_EVENT] = "event" };

	return names[subject];
}

const struct spot_schema *spot_subject_schema(const struct spot_rules *rules,
    const struct spot_function *function)
{
	const struct spot_schema *const others[SPOT_SUBJECT_N] = {
		[SPOT_SUBJECT_ACCOUNT] = &rules->fields, [SPOT_SUBJECT_CONTACT] = &rules->contacts,
		[SPOT_SUBJECT_EVENT] = &rules->events };

	return function->subject == SPOT_SUBJECT_RECORD
	    ? &rules->rollups[function->subject_idx].fields : others[function->subject];
}
