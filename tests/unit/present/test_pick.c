/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>

#include "present/pick.h"

struct row {
	double order;
	size_t at;
};

static int compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->order != y->order)
		return x->order > y->order ? -1 : 1;
	return x->at < y->at ? -1 : 1;
}

/* The heap keeps what sorting everything would put first, ties in file order, rows without a
 * score last. */
static void test_against_sorting(void **state)
{
	uint64_t seed = 7;
	(void)state;

	for (size_t limit = 0; limit <= 40; limit++) {
		struct row rows[30];
		struct spot_pick pick;
		size_t n_kept = limit == 0 || limit > N_OF(rows) ? N_OF(rows) : limit;

		spot_pick_init(&pick, limit);
		for (size_t i = 0; i < N_OF(rows); i++) {
			char text[16];
			int len = snprintf(text, sizeof(text), "row %zu", i);

			rows[i].at = i;
			rows[i].order = unit_random(&seed) % 6 == 0
					    ? -HUGE_VAL
					    : (double)(unit_random(&seed) % 8);
			assert_int_equal(
			    spot_pick_add(&pick, rows[i].order, text, (size_t)len, NULL), 0);
		}
		qsort(rows, N_OF(rows), sizeof(*rows), compare);
		spot_pick_sort(&pick);
		assert_int_equal(pick.n_rows, n_kept);
		assert_int_equal(pick.n_rows + pick.n_dropped, N_OF(rows));
		for (size_t i = 0; i < n_kept; i++) {
			char text[16];
			snprintf(text, sizeof(text), "row %zu", rows[i].at);
			assert_string_equal(pick.rows[i].text, text);
			assert_int_equal(pick.rows[i].len, strlen(text));
		}
		spot_pick_reset(&pick);
	}
}

static void test_out_of_memory(void **state)
{
	struct spot_pick pick;
	int rc = -1;
	(void)state;

	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1; rc != 0; n++) {
		spot_pick_init(&pick, 2);
		unit_heap_fail(n);
		rc = spot_pick_add(&pick, 1, "a", 1, NULL);
		if (rc == 0)
			rc = spot_pick_add(&pick, 2, "b", 1, NULL);
		if (rc == 0)
			rc = spot_pick_add(&pick, 3, "c", 1, NULL);
		unit_heap_fail(0);
		spot_pick_reset(&pick);
		assert_true(n < 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_sorting),
		cmocka_unit_test(test_out_of_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
