/* SPDX-License-Identifier: MIT */
/* Where a run's time goes: by stage and by rule, summed over threads. Each thread has its own. */
#ifndef SPOT_ENGINE_TIMING_H
#define SPOT_ENGINE_TIMING_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum spot_stage {
	SPOT_STAGE_READ,    /* bytes in, cut at the ends of records */
	SPOT_STAGE_SCAN,    /* records and cells found */
	SPOT_STAGE_CONVERT, /* cells to typed columns */
	SPOT_STAGE_DERIVE,  /* what second tables give, looked up */
	SPOT_STAGE_PROGRAM, /* rules as programs */
	SPOT_STAGE_VM,      /* rules by the Lua VM */
	SPOT_STAGE_VERDICT, /* scores, tiers, counts */
	SPOT_STAGE_RENDER,  /* rows as text */
	SPOT_STAGE_WRITE,
	SPOT_STAGE_N
};

const char *spot_stage_name(enum spot_stage stage);

struct spot_timing {
	uint64_t stage_ns[SPOT_STAGE_N];
	/* By panel one after the other, in each by asked: in the VM, and in the program, where what
	 * several rules need is shared among them. */
	double *vm_ns, *program_ns;
	size_t n_rules;
};

int spot_timing_init(struct spot_timing *timing, size_t n_rules, struct spot_error *err);
void spot_timing_reset(struct spot_timing *timing);
void spot_timing_merge(struct spot_timing *to, const struct spot_timing *from);

/* Nanoseconds on a clock that only goes forward. */
uint64_t spot_timing_now(void);

/* The time since *since goes to the stage, and *since is now. timing may be NULL: nothing is
 * measured. */
static inline void spot_timing_lap(struct spot_timing *timing, enum spot_stage stage,
    uint64_t *since)
{
	uint64_t now;

	if (!timing)
		return;
	now = spot_timing_now();
	timing->stage_ns[stage] += now - *since;
	*since = now;
}

static inline uint64_t spot_timing_begin(const struct spot_timing *timing)
{
	return timing ? spot_timing_now() : 0;
}

#endif
