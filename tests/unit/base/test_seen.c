/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "base/error.h"
#include "base/seen.h"

static struct spot_view key_of(char text[32], size_t i)
{
	return (struct spot_view) { text, (size_t)snprintf(text, 32, "ACC-%zu", i * 7919) };
}

static void test_first_place(void **state)
{
	(void)state;
	struct spot_seen seen;
	uint64_t first = 99;
	spot_seen_init(&seen);
	assert_false(spot_seen_has(&seen, SPOT_VIEW("a")));
	assert_int_equal(spot_seen_add(&seen, SPOT_VIEW("a"), 7, &first), 0);
	assert_int_equal(first, 99);
	assert_int_equal(spot_seen_add(&seen, SPOT_VIEW("a"), 8, &first), 1);
	assert_int_equal(first, 7);
	assert_int_equal(spot_seen_add(&seen, SPOT_VIEW("a"), 9, NULL), 1);
	assert_int_equal(spot_seen_add(&seen, SPOT_VIEW("A"), SPOT_SEEN_PLACE_MAX, NULL), 0);
	assert_int_equal(spot_seen_add(&seen, SPOT_VIEW("A"), 0, &first), 1);
	assert_true(first == SPOT_SEEN_PLACE_MAX);
	assert_int_equal(spot_seen_add(&seen, (struct spot_view) { NULL, 0 }, 0, NULL), 0);
	assert_true(spot_seen_has(&seen, SPOT_VIEW("")));
	assert_false(spot_seen_has(&seen, SPOT_VIEW("b")));
	assert_int_equal(seen.n_keys, 3);
	spot_seen_reset(&seen);
	assert_false(spot_seen_has(&seen, SPOT_VIEW("a")));
	spot_seen_reset(&seen);
}

static void test_many(void **state)
{
	(void)state;
	const size_t n = 200000;
	struct spot_seen seen;
	char text[32];
	uint64_t first;
	spot_seen_init(&seen);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(spot_seen_add(&seen, key_of(text, i), i, NULL), 0);
		assert_true(seen.n_keys <= seen.n_slots / 8 * 7);
	}
	/* What the header says of memory. */
	assert_true(seen.n_slots * 16 <= n * 37);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(spot_seen_add(&seen, key_of(text, i), 0, &first), 1);
		assert_int_equal(first, i);
		assert_false(spot_seen_has(&seen, key_of(text, n + i)));
	}
	assert_int_equal(seen.n_keys, n);
	spot_seen_reset(&seen);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_seen seen;
		char text[32];
		spot_seen_init(&seen);
		unit_heap_fail(n);
		for (size_t i = 0; i < 500; i++) {
			size_t before = seen.n_keys;
			if (spot_seen_add(&seen, key_of(text, i), i, NULL) == SPOT_ENOMEM) {
				assert_int_equal(seen.n_keys, before);
				assert_false(spot_seen_has(&seen, key_of(text, i)));
				assert_int_equal(spot_seen_add(&seen, key_of(text, i), i, NULL), 0);
			}
		}
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(seen.n_keys, 500);
		spot_seen_reset(&seen);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_place),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
