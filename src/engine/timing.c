/* SPDX-License-Identifier: MIT */
#include "engine/timing.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"

const char *spot_stage_name(enum spot_stage stage)
{
	switch (stage) {
	case SPOT_STAGE_READ:
		return "read";
	case SPOT_STAGE_SCAN:
		return "scan";
	case SPOT_STAGE_CONVERT:
		return "convert cells";
	case SPOT_STAGE_DERIVE:
		return "look up second tables";
	case SPOT_STAGE_PROGRAM:
		return "rules, compiled";
	case SPOT_STAGE_VM:
		return "rules, Lua VM";
	case SPOT_STAGE_VERDICT:
		return "scores and tiers";
	case SPOT_STAGE_RENDER:
		return "format rows";
	case SPOT_STAGE_WRITE:
		return "write";
	case SPOT_STAGE_N:
		break;
	}
	return "";
}

int spot_timing_init(struct spot_timing *timing, size_t n_rules, struct spot_error *err)
{
	memset(timing, 0, sizeof(*timing));
	timing->n_rules = n_rules;
	timing->vm_ns = spot_mem_calloc(n_rules + 1, sizeof(*timing->vm_ns));
	timing->program_ns = spot_mem_calloc(n_rules + 1, sizeof(*timing->program_ns));
	if (timing->vm_ns && timing->program_ns)
		return 0;
	spot_timing_reset(timing);
	return spot_error_nomem(err);
}

void spot_timing_reset(struct spot_timing *timing)
{
	free(timing->vm_ns);
	free(timing->program_ns);
	memset(timing, 0, sizeof(*timing));
}

void spot_timing_merge(struct spot_timing *to, const struct spot_timing *from)
{
	for (size_t i = 0; i < SPOT_STAGE_N; i++)
		to->stage_ns[i] += from->stage_ns[i];
	for (size_t i = 0; i < to->n_rules && i < from->n_rules; i++) {
		to->vm_ns[i] += from->vm_ns[i];
		to->program_ns[i] += from->program_ns[i];
	}
}

uint64_t spot_timing_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
