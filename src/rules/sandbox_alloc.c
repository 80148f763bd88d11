/* SPDX-License-Identifier: MIT */
/*
 * The counting allocator.
 *
 * The string limit lives here because every string passes here, whoever makes it: with no old
 * block, Lua gives the kind of object in osize. A string somewhat over the limit is granted and
 * the call tripped, so that the next instruction ends it and its line is known; one far over it
 * is refused.
 *
 * Memory has two marks. Past the soft one the next instruction collects garbage (charged), and
 * ends the call when that did not help. Past the hard one the block is refused: Lua collects by
 * itself and asks again. That may go well, but not for ever: a script that lives at the brink
 * would collect at every object, so after a few refusals all growth is refused.
 *
 * A block counts as what malloc takes for it: with its own head and its rounding that is twice as
 * much where blocks are small, and a script can make millions of those.
 *
 * Hash parts have a limit of their own: integers can be chosen so that all share one chain, and
 * then Lua needs n * n / 2 steps to move n of them to a larger part, in a single instruction. A
 * hash part is told by its size, which is a power of two times that of a node.
 *
 * lua_sethook is the one API function that may be called from in here: it only stores the hook
 * and marks the running functions, as it must be callable from a signal handler.
 */
#include <stdlib.h>

#include "rules/sandbox_state.h"

enum {
	STRING_HEAD_BYTES = 64, /* more than Lua adds to a string's own bytes */
	STRING_GRACE = 4,       /* times the limit that are granted before the trip */
	MAX_REFUSALS = 3,
	NODE_BYTES = 24, /* of Lua 5.4 where pointers have 64 bits */
	HEAD_BYTES = 8,  /* as glibc has it, as the next two */
	LEAST_BYTES = 32,
	ROUND_BYTES = 16,
};

static size_t taken(size_t size)
{
	size_t whole = (size + HEAD_BYTES + ROUND_BYTES - 1) / ROUND_BYTES * ROUND_BYTES;
	return size == 0 ? 0 : whole < LEAST_BYTES ? LEAST_BYTES : whole;
}

static void *refuse(struct spot_sandbox *sandbox, enum spot_trip trip)
{
	sandbox->span.refused = trip;
	sandbox->span.n_refused++;
	return NULL;
}

static bool string_fits(struct spot_sandbox *sandbox, size_t size)
{
	size_t limit = sandbox->limits.string_bytes;
	if (size <= STRING_HEAD_BYTES || size - STRING_HEAD_BYTES <= limit)
		return true;
	if (!sandbox->span.limited || (size - STRING_HEAD_BYTES) / STRING_GRACE > limit)
		return false;
	if (sandbox->span.trip == SPOT_TRIP_NONE)
		sandbox->span.trip = SPOT_TRIP_STRING;
	spot_sandbox_arm(sandbox);
	return true;
}

static bool is_large_hash(const struct spot_sandbox *sandbox, size_t size)
{
	size_t n = size / NODE_BYTES;
	return n > sandbox->max_nodes && size % NODE_BYTES == 0 && (n & (n - 1)) == 0;
}

void *spot_sandbox_alloc(void *ud, void *ptr, size_t osize, size_t nsize)
{
	struct spot_sandbox *sandbox = ud;
	bool is_string = !ptr && osize == LUA_TSTRING, is_plain = !ptr && osize == 0;
	if (!ptr)
		osize = 0;
	if (nsize == 0) {
		free(ptr);
		sandbox->used_bytes -= taken(osize);
		return NULL;
	}
	if (nsize > osize) {
		size_t growth = taken(nsize) - taken(osize);
		if (is_string && !string_fits(sandbox, nsize))
			return refuse(sandbox, SPOT_TRIP_STRING);
		if (is_plain && is_large_hash(sandbox, nsize))
			return refuse(sandbox, SPOT_TRIP_TABLE);
		if (growth > sandbox->limits.memory_bytes - sandbox->used_bytes)
			return refuse(sandbox, SPOT_TRIP_MEMORY);
		if (sandbox->span.n_refused >= MAX_REFUSALS)
			return refuse(sandbox, sandbox->span.refused);
	}
	void *block = realloc(ptr, nsize);
	if (!block) {
		/* Lua counts on it that shrinking never fails. */
		if (nsize > osize)
			return refuse(sandbox, SPOT_TRIP_HOST);
		block = ptr;
	}
	sandbox->used_bytes += taken(nsize) - taken(osize);
	if (nsize > osize)
		sandbox->churn_bytes += nsize;
	if (sandbox->used_bytes > sandbox->soft_bytes && sandbox->span.limited &&
	    !sandbox->span.collect) {
		sandbox->span.collect = true;
		spot_sandbox_arm(sandbox);
	}
	return block;
}
