/* SPDX-License-Identifier: MIT */
#include "cli/verbs.h"

#include <string.h>

#include "base/text.h"

const struct spot_verb *const spot_verbs[] = {
	&spot_verb_score,
	&spot_verb_explain,
	&spot_verb_check,
	&spot_verb_test,
	&spot_verb_trial,
	&spot_verb_contrast,
	&spot_verb_derive,
	&spot_verb_segment,
	&spot_verb_drift,
	&spot_verb_engage,
	&spot_verb_plan,
	&spot_verb_onepage,
	&spot_verb_init,
	NULL,
};

#define N_VERBS (sizeof(spot_verbs) / sizeof(spot_verbs[0]) - 1)

const struct spot_verb *spot_verbs_find(const char *name)
{
	for (size_t i = 0; spot_verbs[i]; i++) {
		if (strcmp(spot_verbs[i]->name, name) == 0)
			return spot_verbs[i];
	}
	return NULL;
}

const char *spot_verbs_nearest(const char *name)
{
	const char *names[N_VERBS];

	for (size_t i = 0; i < N_VERBS; i++)
		names[i] = spot_verbs[i]->name;
	return spot_text_nearest(name, names, N_VERBS);
}
