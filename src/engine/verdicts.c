/* SPDX-License-Identifier: MIT */
#include "engine/verdicts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "engine/verdicts_internal.h"
#include "table/cell.h"

int spot_verdicts_new(struct spot_verdicts **out, const struct spot_scoring *scoring,
    struct spot_error *err)
{
	size_t n_unknown = spot_verdicts_planes(scoring->n_asked);
	size_t n_disqualifies = spot_verdicts_planes(scoring->rules->n_disqualifiers);
	struct spot_verdicts *verdicts = spot_mem_calloc(1, sizeof(*verdicts));

	*out = NULL;
	if (!verdicts)
		return spot_error_nomem(err);
	verdicts->unknown =
	    spot_mem_calloc(n_unknown + n_disqualifies + 1, sizeof(*verdicts->unknown));
	if (!verdicts->unknown) {
		free(verdicts);
		return spot_error_nomem(err);
	}
	verdicts->disqualifies = verdicts->unknown + n_unknown;
	*out = verdicts;
	return 0;
}

void spot_verdicts_free(struct spot_verdicts *verdicts)
{
	if (verdicts)
		free(verdicts->unknown);
	free(verdicts);
}

static void apply_exceptions(struct spot_verdicts *out, const struct spot_scoring *scoring,
    size_t n_rows, const struct spot_column *keys)
{
	out->has_exceptions = scoring->exception_keys.n_keys > 0 && keys;
	out->n_named = 0;
	for (size_t i = 0; out->has_exceptions && i < n_rows; i++) {
		struct spot_view key = keys->as.text[i];
		size_t at = SPOT_MAP_NONE;

		if (keys->state[i] == SPOT_STATE_VALUE && key.len > 0)
			at = spot_map_find(&scoring->exception_keys, spot_cell_key_identity(key));
		out->exception[i] = SPOT_NO_EXCEPTION;
		if (at == SPOT_MAP_NONE)
			continue;
		out->named[out->n_named++] = (uint32_t)i;
		if (scoring->exception_of[at] == SPOT_NONE)
			continue;
		out->exception[i] = (uint32_t)scoring->exception_of[at];
		out->tier[i] = (uint32_t)scoring->rules->exceptions[out->exception[i]].tier;
	}
}

void spot_verdicts_compute(struct spot_verdicts *out, const struct spot_scoring *scoring,
    const struct spot_answers *answers, size_t n_rows, const struct spot_column *keys)
{
#if defined(__x86_64__)
	if (scoring->cpu >= SPOT_CPU_AVX2)
		spot_verdicts_avx2(out, scoring, answers, n_rows);
	else
#endif
		spot_verdicts_plain(out, scoring, answers, n_rows);
	apply_exceptions(out, scoring, n_rows, keys);
}
