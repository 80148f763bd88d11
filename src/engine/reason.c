/* SPDX-License-Identifier: MIT */
#include "engine/reason.h"

static bool disqualifies(const struct spot_judge *judge, size_t idx, size_t row_idx)
{
	const struct spot_rules *rules = judge->panel->rules;
	return spot_verdict_disqualifies(
	    &rules->disqualifiers[idx], &judge->answers[rules->n_criteria + idx], row_idx);
}

size_t spot_reason_disqualifiers(const struct spot_judge *judge, size_t row_idx, const char **names)
{
	const struct spot_rules *rules = judge->panel->rules;
	size_t n = 0;

	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		if (disqualifies(judge, i, row_idx))
			names[n++] = rules->disqualifiers[i].name;
	return n;
}

size_t spot_reason_unknown(const struct spot_judge *judge, size_t row_idx, const char **names)
{
	const struct spot_scoring *scoring = &judge->panel->scoring;
	size_t n = 0;

	for (size_t i = 0; i < scoring->n_asked; i++)
		if (judge->answers[i].state[row_idx] != SPOT_ANSWER_KNOWN)
			names[n++] = scoring->asked[i].name;
	return n;
}

static const struct spot_exception *exception_of(const struct spot_judge *judge, size_t row_idx)
{
	const struct spot_verdicts *verdicts = judge->verdicts;

	if (!verdicts->has_exceptions || verdicts->exception[row_idx] == SPOT_NO_EXCEPTION)
		return NULL;
	return &judge->panel->rules->exceptions[verdicts->exception[row_idx]];
}

const char *spot_reason_exception(const struct spot_judge *judge, size_t row_idx)
{
	const struct spot_exception *exception = exception_of(judge, row_idx);
	return exception ? exception->name : "";
}

const char *spot_reason_first(const struct spot_judge *judge, size_t row_idx)
{
	const struct spot_rules *rules = judge->panel->rules;
	const struct spot_exception *exception = exception_of(judge, row_idx);
	const char *why = "no criterion is known to hold";
	double most = 0;

	if (exception)
		return exception->why;
	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		if (disqualifies(judge, i, row_idx))
			return rules->disqualifiers[i].why;
	for (size_t i = 0; i < rules->n_criteria; i++) {
		double points =
		    spot_verdict_points(&rules->criteria[i], &judge->answers[i], row_idx);
		if (points > most) {
			most = points;
			why = rules->criteria[i].why;
		}
	}
	return why;
}
