/* SPDX-License-Identifier: MIT */
/*
 * Spending: one budget for VM instructions (a count hook), for the work that C functions report
 * (spot_sandbox_charge) and for memory that is allocated, so that no kind of work is free. One
 * unit stands for about ten nanoseconds.
 *
 * When the budget is gone the call trips: a value that only spot_sandbox_call catches is raised,
 * and because the trip is sticky and the hook then comes at every instruction, it would be raised
 * again if anything swallowed it. Nothing can: there is no pcall, no coroutine and no finalizer.
 *
 * What instructions do not show (two long strings compared, integers that share a hash chain, a
 * long list of arguments handed on) the clock catches. It is looked at only every so many units,
 * not before a call has spent more than rules do, and then the cheap coarse one; the thread's own
 * processor time is asked for, which takes a system call, when that has moved and when it has run
 * out, so that a loaded machine or a stopped process does no harm.
 */
#include <stdio.h>
#include <time.h>

#include "rules/sandbox_state.h"

enum {
	INTERVAL = 250,            /* instructions between count hooks */
	CHURN_BYTES_PER_UNIT = 16,
	COLLECT_BYTES_PER_UNIT = 16,
	UNITS_BEFORE_CLOCK = 5000,
	UNITS_PER_CLOCK = INTERVAL,
	HOOKS_PER_DEPTH = 16,      /* count hooks between looks at the depth */
	MAX_DEPTH = 10000,         /* of calls; Lua's own limit costs more memory than there is */
};

static int64_t clock_ns(clockid_t id)
{
	struct timespec ts;
	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

static bool out_of_time(struct spot_sandbox *sandbox)
{
	struct spot_span *span = &sandbox->span;
	int64_t now = clock_ns(CLOCK_MONOTONIC_COARSE);
	if (span->started_ns == 0)
		span->started_ns = now;
	if (span->started_ns == now)
		return false;
	if (span->started_cpu_ns == 0)
		span->started_cpu_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
	int64_t limit = (int64_t)sandbox->limits.call_milliseconds * 1000000;
	return now - span->started_ns > limit &&
	    clock_ns(CLOCK_THREAD_CPUTIME_ID) - span->started_cpu_ns > limit;
}

int spot_sandbox_trip(struct spot_sandbox *sandbox, enum spot_trip trip)
{
	if (sandbox->span.trip == SPOT_TRIP_NONE)
		sandbox->span.trip = trip;
	spot_sandbox_arm(sandbox);
	lua_pushlightuserdata(sandbox->L, (void *)&spot_sandbox_limit_key);
	return lua_error(sandbox->L);
}

/* Past the soft mark: ends the call unless enough was garbage. Returns the units it cost. */
static uint64_t collect(struct spot_sandbox *sandbox)
{
	uint64_t units = sandbox->used_bytes / COLLECT_BYTES_PER_UNIT;
	sandbox->span.collect = false;
	lua_gc(sandbox->L, LUA_GCCOLLECT, 0);
	if (sandbox->used_bytes > sandbox->soft_bytes - sandbox->soft_bytes / 8)
		spot_sandbox_trip(sandbox, SPOT_TRIP_MEMORY);
	spot_sandbox_arm(sandbox);
	return units;
}

static void spend(struct spot_sandbox *sandbox, uint64_t units)
{
	struct spot_span *span = &sandbox->span;
	if (!span->limited)
		return;
	if (span->trip != SPOT_TRIP_NONE)
		spot_sandbox_trip(sandbox, span->trip);
	uint64_t churn = sandbox->churn_bytes / CHURN_BYTES_PER_UNIT;
	sandbox->churn_bytes = 0;
	if (span->collect)
		churn += collect(sandbox);
	if (units > span->left || churn > span->left - units) {
		span->left = 0;
		spot_sandbox_trip(sandbox, SPOT_TRIP_INSTRUCTIONS);
	}
	units += churn;
	span->left -= units;
	if (units < span->until_clock) {
		span->until_clock -= units;
		return;
	}
	span->until_clock = UNITS_PER_CLOCK;
	if (out_of_time(sandbox))
		spot_sandbox_trip(sandbox, SPOT_TRIP_TIME);
}

/* A block that is refused leaves no line behind; this one will be near. */
static void note_place(struct spot_sandbox *sandbox, lua_Debug *ar)
{
	if (!lua_getinfo(sandbox->L, "Sl", ar) || ar->currentline <= 0 || ar->source[0] != '@')
		return;
	sandbox->near_line = (unsigned long)ar->currentline;
	snprintf(sandbox->near_file, sizeof(sandbox->near_file), "%s", ar->source + 1);
}

static void hook(lua_State *L, lua_Debug *ar)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	if (ar->event == LUA_HOOKLINE) {
		lua_getinfo(L, "Sl", ar);
		if (sandbox->line_fn && ar->source[0] == '@')
			sandbox->line_fn(sandbox->line_ctx, ar->source + 1, ar->currentline);
		return;
	}
	if (sandbox->used_bytes > sandbox->limits.memory_bytes / 64)
		note_place(sandbox, ar);
	spend(sandbox, (uint64_t)sandbox->interval);
	if (++sandbox->n_hooks >= HOOKS_PER_DEPTH) {
		sandbox->n_hooks = 0;
		if (lua_getstack(L, MAX_DEPTH, ar))
			spot_sandbox_trip(sandbox, SPOT_TRIP_DEPTH);
	}
}

void spot_sandbox_arm(struct spot_sandbox *sandbox)
{
	const struct spot_span *span = &sandbox->span;
	int mask = sandbox->line_fn && sandbox->depth > 0 ? LUA_MASKLINE : 0;
	int interval = INTERVAL;
	if (span->limited && sandbox->depth > 0)
		mask |= LUA_MASKCOUNT;
	if (span->left < INTERVAL)
		interval = (int)span->left + 1;
	if (span->trip != SPOT_TRIP_NONE || span->collect)
		interval = 1;
	sandbox->interval = interval;
	lua_sethook(sandbox->L, mask ? hook : NULL, mask, interval);
}

void spot_sandbox_charge(lua_State *L, uint64_t units)
{
	spend(spot_sandbox_of(L), units);
}

void spot_sandbox_check_string(lua_State *L, size_t len)
{
	struct spot_sandbox *sandbox = spot_sandbox_of(L);
	if (len > sandbox->limits.string_bytes)
		spot_sandbox_trip(sandbox, SPOT_TRIP_STRING);
}

void spot_sandbox_wide(lua_State *L, bool wide)
{
	spot_sandbox_of(L)->max_nodes = wide ? SIZE_MAX : SPOT_SANDBOX_NODES;
}

int spot_sandbox_raise_nomem(lua_State *L)
{
	return spot_sandbox_trip(spot_sandbox_of(L), SPOT_TRIP_HOST);
}

/* What a call starts with, whatever was before it. */
static void start_anew(struct spot_sandbox *sandbox)
{
	sandbox->hint[0] = '\0';
	sandbox->own_words = false;
	sandbox->near_line = 0;
	sandbox->n_hooks = 0;
	sandbox->max_nodes = SPOT_SANDBOX_NODES;
}

void spot_sandbox_renew(struct spot_sandbox *sandbox, uint64_t budget)
{
	sandbox->span = (struct spot_span) { .given = budget, .left = budget, .limited = true,
		.collect = sandbox->span.collect, .until_clock = UNITS_BEFORE_CLOCK };
	sandbox->churn_bytes = 0;
	start_anew(sandbox);
	if (sandbox->interval != INTERVAL)
		spot_sandbox_arm(sandbox);
}

/* Numbers are printed and strings compared by the C library, in the thread's locale; a program
 * around this library may have set any. */
void spot_sandbox_begin(struct spot_sandbox *sandbox, struct spot_span *outer, bool limited,
    uint64_t budget)
{
	struct spot_span *span = &sandbox->span;
	*outer = *span;
	if (sandbox->depth++ == 0)
		sandbox->outer_locale = uselocale(sandbox->c_locale);
	if (outer->limited) {
		/* The clock, refusals and a trip go on inside. */
		span->given = outer->left;
		if (limited && budget < span->given)
			span->given = budget;
	} else {
		*span = (struct spot_span) { .given = budget, .limited = limited,
			.until_clock = UNITS_BEFORE_CLOCK };
		sandbox->churn_bytes = 0;
	}
	span->left = span->given;
	start_anew(sandbox);
	if (span->limited || sandbox->line_fn)
		spot_sandbox_arm(sandbox);
}

void spot_sandbox_end(struct spot_sandbox *sandbox, const struct spot_span *outer)
{
	struct spot_span *span = &sandbox->span;
	uint64_t spent = span->given - span->left;
	bool tripped = span->n_refused > outer->n_refused || span->trip != SPOT_TRIP_NONE;
	int64_t started_ns = span->started_ns, started_cpu_ns = span->started_cpu_ns;
	*span = *outer;
	if (outer->limited) {
		span->left -= spent;
		if (tripped && span->left == 0)
			span->trip = SPOT_TRIP_INSTRUCTIONS;
		span->started_ns = started_ns;
		span->started_cpu_ns = started_cpu_ns;
	}
	if (--sandbox->depth == 0)
		uselocale(sandbox->outer_locale);
	/* In host code no instruction runs, so the hook may stay until the next call sets it. */
	if (sandbox->depth == 0 || outer->limited || tripped || sandbox->line_fn)
		spot_sandbox_arm(sandbox);
	if (tripped)
		lua_gc(sandbox->L, LUA_GCCOLLECT, 0);
}
