/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"

static void test_sizes_are_checked(void **state)
{
	(void)state;
	assert_null(spot_mem_calloc(SIZE_MAX / 2, 3));
	assert_null(spot_mem_copy("x", SIZE_MAX));
	struct spot_arena arena;
	spot_arena_init(&arena);
	assert_null(spot_arena_alloc(&arena, SIZE_MAX));
	assert_null(spot_arena_alloc(&arena, SIZE_MAX - 20));
	assert_null(spot_arena_calloc(&arena, SIZE_MAX / 4, 5));
	assert_null(spot_arena_copy(&arena, "x", SIZE_MAX));
	spot_arena_free(&arena);
}

static void test_calloc_and_copy(void **state)
{
	(void)state;
	char *none = spot_mem_calloc(0, 8);
	assert_non_null(none);
	free(none);
	int *zeros = spot_mem_calloc(100, sizeof(*zeros));
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(zeros[i], 0);
	free(zeros);
	char *copy = spot_mem_copy("a\0b", 3);
	assert_memory_equal(copy, "a\0b", 4);
	free(copy);
	copy = spot_mem_copy(NULL, 0);
	assert_string_equal(copy, "");
	free(copy);
}

static void test_grow(void **state)
{
	(void)state;
	struct {
		uint32_t a, b, c;
	} *items = NULL;
	size_t cap = 0, n_moves = 0;
	assert_true(spot_mem_grow(&items, &cap, 0, sizeof(*items)));
	assert_null(items);
	for (size_t i = 0; i < 10000; i++) {
		size_t before = cap;
		assert_true(spot_mem_grow(&items, &cap, i + 1, sizeof(*items)));
		assert_true(cap > i);
		n_moves += cap != before;
		items[i].b = (uint32_t)i;
	}
	assert_true(n_moves < 25);
	for (size_t i = 0; i < 10000; i++)
		assert_int_equal(items[i].b, i);
	void *same = items;
	size_t same_cap = cap;
	assert_false(spot_mem_grow(&items, &cap, SIZE_MAX / 8, sizeof(*items)));
	assert_false(spot_mem_grow(&items, &cap, SIZE_MAX, 1));
	assert_ptr_equal(items, same);
	assert_int_equal(cap, same_cap);
	free(items);
}

static void test_arena_pieces_do_not_overlap(void **state)
{
	(void)state;
	struct spot_arena arena;
	spot_arena_init(&arena);
	static unsigned char *pieces[3000];
	static size_t sizes[3000];
	uint64_t seed = 3;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < N_OF(pieces); i++) {
			uint64_t random = unit_random(&seed);
			sizes[i] = (size_t)(random >> 32) % (i % 100 == 0 ? 20000 : 200);
			pieces[i] = spot_arena_alloc(&arena, sizes[i]);
			assert_non_null(pieces[i]);
			assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
			memset(pieces[i], (int)(i & 255), sizes[i]);
		}
		for (size_t i = 0; i < N_OF(pieces); i++) {
			for (size_t j = 0; j < sizes[i]; j++)
				assert_true(pieces[i][j] == (i & 255));
		}
		spot_arena_reset(&arena);
	}
	spot_arena_free(&arena);
	spot_arena_free(&arena);
	assert_non_null(spot_arena_alloc(&arena, 1));
	spot_arena_free(&arena);
}

static void test_arena_reset_reuses_a_block(void **state)
{
	(void)state;
	struct spot_arena arena;
	spot_arena_init(&arena);
	spot_arena_reset(&arena);
	spot_arena_alloc(&arena, 10);
	void *large = spot_arena_alloc(&arena, 100000);
	spot_arena_reset(&arena);
	assert_ptr_equal(spot_arena_alloc(&arena, 100), large);
	void *first = spot_arena_alloc(&arena, 0), *second = spot_arena_alloc(&arena, 0);
	assert_non_null(first);
	assert_ptr_not_equal(first, second);
	int *zeros = spot_arena_calloc(&arena, 50, sizeof(*zeros));
	for (size_t i = 0; i < 50; i++)
		assert_int_equal(zeros[i], 0);
	assert_string_equal(spot_arena_copy(&arena, "abcdef", 3), "abc");
	assert_string_equal(spot_arena_copy(&arena, NULL, 0), "");
	spot_arena_free(&arena);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	struct spot_arena arena;
	spot_arena_init(&arena);
	for (size_t n = 1, failed = 1; failed; n++) {
		unit_heap_fail(n);
		bool refused = false;
		for (size_t i = 0; i < 100; i++) {
			char *piece = spot_arena_alloc(&arena, 1 + i * 37);
			refused = refused || !piece;
			if (piece)
				memset(piece, 1, 1 + i * 37);
		}
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(refused, failed);
		spot_arena_free(&arena);
	}
	int *items = NULL;
	size_t cap = 0;
	unit_heap_fail(1);
	assert_false(spot_mem_grow(&items, &cap, 1, sizeof(*items)));
	assert_int_equal(cap, 0);
	unit_heap_fail(1);
	assert_null(spot_mem_copy("a", 1));
	unit_heap_fail(1);
	assert_null(spot_mem_calloc(1, 1));
}

/* The end of the kernel's mapping that holds the address, from /proc/self/maps; 0: not found. */
static uintptr_t mapping_end(const void *ptr)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	uintptr_t from = 0, to = 0, end = 0;
	char line[512];

	while (maps && end == 0 && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR, &from, &to) == 2 &&
		    from <= (uintptr_t)ptr && (uintptr_t)ptr < to)
			end = to;
	if (maps)
		fclose(maps);
	return end;
}

/* A block that is in two mappings cannot be moved by the kernel: each growth would copy it. */
static void test_a_large_array_stays_in_one_mapping(void **state)
{
	(void)state;
	char *items = NULL;
	size_t cap = 0;

	for (size_t want = 1 << 20; want < 80 << 20; want *= 2) {
		assert_true(spot_mem_grow(&items, &cap, want, 1));
		items[want - 1] = 1;
		if (mapping_end(items) == 0)
			skip();
		assert_true(mapping_end(items) > (uintptr_t)items + want - 1);
	}
	free(items);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes_are_checked),
		cmocka_unit_test(test_calloc_and_copy),
		cmocka_unit_test(test_grow),
		cmocka_unit_test(test_a_large_array_stays_in_one_mapping),
		cmocka_unit_test(test_arena_pieces_do_not_overlap),
		cmocka_unit_test(test_arena_reset_reuses_a_block),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
