/* SPDX-License-Identifier: MIT */
/*
 * What every unit test includes: cmocka, and a heap that can be told to refuse. The heap
 * replaces malloc and its like in the test program and hands on to the C library's; under a
 * sanitizer, which has its own, UNIT_HEAP is 0 and such tests skip themselves.
 *
 * for (unit_heap_fail(1); …; unit_heap_fail(n)) — the n-th allocation from now fails, once; with
 * unit_malloc_fail of those by malloc alone: blocks of arenas, copies of texts, not what Lua and
 * arrays that grow ask for. unit_heap_sweep does that for one function.
 */
#ifndef UNIT_H
#define UNIT_H

#include <errno.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define N_OF(array) (sizeof(array) / sizeof((array)[0]))

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNIT_HEAP 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define UNIT_HEAP 0
#endif
#endif
#ifndef UNIT_HEAP
#define UNIT_HEAP 1
#endif

static atomic_size_t unit_heap_countdown; /* 0: nothing is going to fail */
static atomic_bool unit_heap_failed;      /* something did since unit_heap_fail */
static atomic_long unit_heap_live __attribute__((unused)); /* allocations not given back */
static bool unit_heap_is_malloc;          /* malloc alone counts */

/* The n-th allocation from now fails, once; 0: none. */
static inline void unit_heap_fail(size_t n)
{
	unit_heap_countdown = n;
	unit_heap_failed = unit_heap_is_malloc = false;
}

static inline void unit_malloc_fail(size_t n)
{
	unit_heap_fail(n);
	unit_heap_is_malloc = true;
}

#if UNIT_HEAP
/* Seen by the libraries too: what they allocate is refused as well. */
#pragma GCC visibility push(default)
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);
extern void *__libc_memalign(size_t align, size_t size);
extern void __libc_free(void *ptr);

static bool unit_heap_refuses(bool is_malloc)
{
	size_t n = unit_heap_is_malloc && !is_malloc ? 0 : atomic_load(&unit_heap_countdown);

	while (n > 0 && !atomic_compare_exchange_weak(&unit_heap_countdown, &n, n - 1))
		;
	if (n != 1)
		return false;
	unit_heap_failed = true;
	errno = ENOMEM;
	return true;
}

static void *unit_heap_count(void *ptr)
{
	unit_heap_live += ptr != NULL;
	return ptr;
}

void *malloc(size_t size)
{
	return unit_heap_refuses(true) ? NULL : unit_heap_count(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
	return unit_heap_refuses(false) ? NULL : unit_heap_count(__libc_calloc(n, size));
}

void *realloc(void *ptr, size_t size)
{
	if (!ptr)
		return unit_heap_refuses(false) ? NULL : unit_heap_count(__libc_malloc(size));
	if (size > 0)
		return unit_heap_refuses(false) ? NULL : __libc_realloc(ptr, size);
	free(ptr);
	return NULL;
}

int posix_memalign(void **out, size_t align, size_t size)
{
	*out = unit_heap_refuses(false) ? NULL : unit_heap_count(__libc_memalign(align, size));
	return *out ? 0 : ENOMEM;
}

void *aligned_alloc(size_t align, size_t size)
{
	return unit_heap_refuses(false) ? NULL : unit_heap_count(__libc_memalign(align, size));
}

void *memalign(size_t align, size_t size)
{
	return aligned_alloc(align, size);
}

void free(void *ptr)
{
	unit_heap_live -= ptr != NULL;
	__libc_free(ptr);
}
#pragma GCC visibility pop
#endif

/*
 * Runs run(ctx) with each allocation refused in turn: the first n_dense and the last all, of those
 * between ever fewer. Each run ends with nomem, or with 0 where the refusal could be done without.
 * How often that was; skips where there is no heap to refuse. What it takes it gives back when
 * unit_heap_live is the same before and after (a Lua state that stays keeps garbage for a while).
 */
static inline size_t unit_heap_sweep(int (*run)(void *ctx), void *ctx, int nomem, size_t n_dense)
{
	size_t n_all, n_unfelt = 0;

	if (!UNIT_HEAP)
		skip();
	unit_heap_fail(SIZE_MAX);
	assert_int_equal(run(ctx), 0);
	n_all = SIZE_MAX - unit_heap_countdown;
	for (size_t n = 1; n <= n_all; n++) {
		int rc;

		unit_heap_fail(n);
		rc = run(ctx);
		unit_heap_fail(0);
		n_unfelt += rc == 0;
		if (rc != 0 && rc != nomem)
			fail_msg("allocation %zu of %zu refused: %d", n, n_all, rc);
		if (n >= n_dense && n + n_dense < n_all)
			n += n / 60 < n_all - n_dense - n ? n / 60 : n_all - n_dense - n;
	}
	assert_int_equal(run(ctx), 0);
	return n_unfelt;
}

/* A small generator with a seed, the same everywhere. */
static inline uint64_t unit_random(uint64_t *state)
{
	*state += 0x9E3779B97F4A7C15u;
	uint64_t z = *state;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

#endif
