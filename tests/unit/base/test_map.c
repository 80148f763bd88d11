/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "base/map.h"

static void test_empty(void **state)
{
	(void)state;
	struct spot_map map;
	spot_map_init(&map);
	assert_true(spot_map_find(&map, SPOT_VIEW("a")) == SPOT_MAP_NONE);
	assert_true(spot_map_find(&map, (struct spot_view) { 0 }) == SPOT_MAP_NONE);
	spot_map_reset(&map);
}

static void test_odd_keys(void **state)
{
	(void)state;
	struct spot_map map;
	spot_map_init(&map);
	assert_int_equal(spot_map_add(&map, SPOT_VIEW("a")), 0);
	assert_int_equal(spot_map_add(&map, (struct spot_view) { NULL, 0 }), 1);
	assert_int_equal(spot_map_add(&map, SPOT_VIEW("a\0")), 2);
	assert_int_equal(spot_map_add(&map, SPOT_VIEW("A")), 3);
	assert_int_equal(spot_map_add(&map, SPOT_VIEW("")), 1);
	assert_int_equal(spot_map_add(&map, SPOT_VIEW("a\0")), 2);
	assert_int_equal(spot_map_find(&map, SPOT_VIEW("a")), 0);
	assert_int_equal(map.n_keys, 4);
	spot_map_reset(&map);
	assert_int_equal(map.n_keys, 0);
	assert_int_equal(spot_map_add(&map, SPOT_VIEW("z")), 0);
	spot_map_reset(&map);
}

static struct spot_view key_of(char text[32], size_t i)
{
	return (struct spot_view) { text, (size_t)snprintf(text, 32, "ACC-%zu", i * 7919) };
}

static void test_many(void **state)
{
	(void)state;
	struct spot_map map;
	char text[32];
	const size_t n = 100000;
	spot_map_init(&map);
	for (size_t i = 0; i < n; i++) {
		assert_true(spot_map_find(&map, key_of(text, i)) == SPOT_MAP_NONE);
		assert_int_equal(spot_map_add(&map, key_of(text, i)), i);
		assert_true(map.n_keys * 4 <= map.n_slots * 3);
		memset(text, '#', sizeof(text)); /* keys are copied */
	}
	for (size_t i = 0; i < n; i++) {
		struct spot_view key = key_of(text, i);
		assert_int_equal(spot_map_find(&map, key), i);
		assert_true(spot_view_equal(map.keys[i], key));
	}
	assert_int_equal(spot_map_add(&map, key_of(text, 5)), 5);
	assert_int_equal(map.n_keys, n);
	assert_true(spot_map_find(&map, key_of(text, n)) == SPOT_MAP_NONE);
	spot_map_reset(&map);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_map map;
		char text[32];
		spot_map_init(&map);
		unit_heap_fail(n);
		for (size_t i = 0; i < 500; i++) {
			size_t before = map.n_keys, got = spot_map_add(&map, key_of(text, i));
			if (got == SPOT_MAP_NONE) {
				assert_int_equal(map.n_keys, before);
				assert_true(spot_map_find(&map, key_of(text, i)) == SPOT_MAP_NONE);
				got = spot_map_add(&map, key_of(text, i));
			}
			assert_int_equal(got, i);
		}
		failed = unit_heap_failed;
		unit_heap_fail(0);
		for (size_t i = 0; i < 500; i++)
			assert_int_equal(spot_map_find(&map, key_of(text, i)), i);
		spot_map_reset(&map);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_odd_keys),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
