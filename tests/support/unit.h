/* SPDX-License-Identifier: MIT */
/*
 * What every unit test includes: cmocka, and a heap that can be told to refuse. The heap
 * replaces malloc and its like in the test program and hands on to the C library's; under a
 * sanitizer, which has its own, UNIT_HEAP is 0 and such tests skip themselves.
 *
 * for (unit_heap_fail(1); …; unit_heap_fail(n)) — the n-th allocation from now fails, once.
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
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

static size_t unit_heap_countdown; /* 0: nothing is going to fail */
static bool unit_heap_failed;      /* something did since unit_heap_fail */

/* The n-th allocation from now fails, once; 0: none. */
static inline void unit_heap_fail(size_t n)
{
	unit_heap_countdown = n;
	unit_heap_failed = false;
}

#if UNIT_HEAP
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);

static bool unit_heap_refuses(void)
{
	if (unit_heap_countdown == 0 || --unit_heap_countdown > 0)
		return false;
	unit_heap_failed = true;
	return true;
}

void *malloc(size_t size)
{
	return unit_heap_refuses() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return unit_heap_refuses() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *ptr, size_t size)
{
	return unit_heap_refuses() ? NULL : __libc_realloc(ptr, size);
}
#endif

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
