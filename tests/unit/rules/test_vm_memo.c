/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "rules/vm.h"
#include "rules/vm_memo.h"

enum { TEXT, COUNT, AMOUNT, LIVE, ITEMS, OTHER, N_FIELDS };

struct fixture {
	struct spot_batch batch;
	struct spot_vm_memo memo;
	size_t keys_left;
};

static const struct spot_field fields[N_FIELDS] = {
	{ .name = "text", .type = SPOT_TYPE_TEXT, .optional = true },
	{ .name = "count", .type = SPOT_TYPE_INTEGER },
	{ .name = "amount", .type = SPOT_TYPE_NUMBER },
	{ .name = "live", .type = SPOT_TYPE_FLAG },
	{ .name = "items", .type = SPOT_TYPE_LIST },
	{ .name = "other", .type = SPOT_TYPE_TEXT },
};
static const struct spot_schema schema = { fields, N_FIELDS };
static const size_t all_but_other[] = { TEXT, COUNT, AMOUNT, LIVE };
static const size_t two_texts[] = { TEXT, OTHER };
static const size_t a_list[] = { ITEMS };
static const struct spot_function functions[] = {
	{ .reads = all_but_other, .n_reads = N_OF(all_but_other) },
	{ .reads = two_texts, .n_reads = N_OF(two_texts) },
	{ .reads = a_list, .n_reads = N_OF(a_list) },
	{ .n_reads = 5 },
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	if (!f)
		return -1;
	f->keys_left = SPOT_VM_MEMO_KEYS;
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	return spot_batch_init(&f->batch, &schema, SPOT_BATCH_ROWS, NULL);
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	spot_vm_memo_reset(&f->memo);
	spot_batch_reset(&f->batch);
	free(f);
	return 0;
}

static struct spot_value text(const char *text)
{
	return (struct spot_value) { SPOT_KIND_TEXT, .as.text = { text, strlen(text) } };
}

static struct spot_value integer(int64_t n)
{
	return (struct spot_value) { SPOT_KIND_INT, .as.integer = n };
}

static struct spot_value number(double x)
{
	return (struct spot_value) { SPOT_KIND_FLOAT, .as.number = x };
}

static struct spot_value flag(bool is)
{
	return (struct spot_value) { SPOT_KIND_BOOL, .as.flag = is };
}

static const struct spot_value blank = { .kind = SPOT_KIND_BLANK }, nil = { .kind = SPOT_KIND_NIL };

static void put(struct fixture *f, size_t row, struct spot_value a, struct spot_value b,
    struct spot_value c, struct spot_value d)
{
	spot_batch_set(&f->batch, TEXT, row, a);
	spot_batch_set(&f->batch, COUNT, row, b);
	spot_batch_set(&f->batch, AMOUNT, row, c);
	spot_batch_set(&f->batch, LIVE, row, d);
}

static void keep(struct fixture *f, uint32_t read, double value)
{
	spot_vm_memo_add(&f->memo, &read, 1, SPOT_ANSWER_KNOWN, value);
}

/* The value that is kept for the row's cells, or -1. */
static double kept(struct fixture *f, size_t row)
{
	uint8_t state = 99;
	double value = 99;

	if (!spot_vm_memo_find(&f->memo, &f->batch, row, &state, &value))
		return -1;
	assert_int_equal(state, SPOT_ANSWER_KNOWN);
	return value;
}

/* Rows that differ in anything have answers of their own; those that differ in nothing, one. */
static void test_by_values_and_states(void **state)
{
	struct fixture *f = *state;
	size_t n = 0;

	put(f, n++, text("a"), integer(1), number(1), flag(true));
	put(f, n++, text("A"), integer(1), number(1), flag(true));
	put(f, n++, text(""), integer(1), number(1), flag(true));
	put(f, n++, nil, integer(1), number(1), flag(true));
	put(f, n++, blank, integer(1), number(1), flag(true));
	put(f, n++, text("a"), integer(2), number(1), flag(true));
	put(f, n++, text("a"), blank, number(1), flag(true));
	put(f, n++, text("a"), integer(1), number(0.0), flag(true));
	put(f, n++, text("a"), integer(1), number(-0.0), flag(true));
	put(f, n++, text("a"), integer(1), number(1), flag(false));
	put(f, n++, text("a"), integer(1), number(1), blank);
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	for (size_t row = 0; row < n; row++) {
		assert_true(kept(f, row) == -1);
		keep(f, COUNT, (double)row);
	}
	assert_int_equal(f->memo.keys.n_keys, n);
	for (size_t row = 0; row < n; row++)
		assert_true(kept(f, row) == (double)row);
	put(f, n, text("a"), integer(2), number(1), flag(true));
	assert_true(kept(f, n) == 5);
}

static void test_ends_of_texts_count(void **state)
{
	struct fixture *f = *state;
	struct spot_view ab_c[] = { { "ab", 2 }, { "c", 1 } }, a_bc[] = { { "a", 1 }, { "bc", 2 } };
	struct spot_view abc[] = { { "abc", 3 } };
	struct spot_list lists[] = { { ab_c, 2 }, { a_bc, 2 }, { abc, 1 }, { abc, 0 } };
	const char *texts[][2] = { { "ab", "c" }, { "a", "bc" }, { "abc", "" }, { "", "abc" } };

	for (size_t row = 0; row < N_OF(texts); row++) {
		spot_batch_set(&f->batch, TEXT, row, text(texts[row][0]));
		spot_batch_set(&f->batch, OTHER, row, text(texts[row][1]));
		spot_batch_set(&f->batch, ITEMS, row,
		    (struct spot_value) { SPOT_KIND_LIST, .as.list = lists[row] });
	}
	for (size_t fn = 1; fn <= 2; fn++) {
		spot_vm_memo_init(&f->memo, &functions[fn], &f->keys_left);
		for (size_t row = 0; row < N_OF(texts); row++) {
			assert_true(kept(f, row) == -1);
			keep(f, fn == 1 ? TEXT : ITEMS, (double)row);
		}
		for (size_t row = 0; row < N_OF(texts); row++)
			assert_true(kept(f, row) == (double)row);
		spot_vm_memo_reset(&f->memo);
	}
}

/* An answer that hangs on a field outside the key must not be kept, nor any after it. */
static void test_other_reads_end_it(void **state)
{
	struct fixture *f = *state;

	put(f, 0, text("a"), integer(1), number(1), flag(true));
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	assert_true(kept(f, 0) == -1);
	keep(f, OTHER, 1);
	assert_true(f->memo.is_off);
	assert_true(kept(f, 0) == -1);
	keep(f, TEXT, 1);
	assert_true(kept(f, 0) == -1);
	spot_vm_memo_init(&f->memo, &functions[3], &f->keys_left); /* it names too many */
	assert_true(f->memo.is_off);
}

static void test_what_is_long_is_not_kept(void **state)
{
	struct fixture *f = *state;
	char longest[SPOT_VM_MEMO_KEY_BYTES + 1] = { 0 };
	size_t n_kept = 0;

	spot_vm_memo_init(&f->memo, &functions[1], &f->keys_left);
	spot_batch_set(&f->batch, OTHER, 0, nil);
	for (size_t len = 0; len < sizeof(longest); len++) {
		memset(longest, 'x', len);
		spot_batch_set(&f->batch, TEXT, 0, text(longest));
		assert_true(kept(f, 0) == -1);
		keep(f, TEXT, (double)len);
		n_kept += kept(f, 0) == (double)len;
	}
	/* A letter, two states, a length. */
	assert_int_equal(n_kept, SPOT_VM_MEMO_KEY_BYTES - 3 - sizeof(size_t) + 1);
	assert_false(f->memo.is_off);
}

/* Asks for n rows whose count is i * step % n_values; returns how many answers were kept. */
static size_t ask(struct fixture *f, size_t n, int64_t n_values)
{
	size_t n_kept = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t count = (int64_t)i % n_values;
		double value;

		put(f, 0, nil, integer(count), number(1), flag(true));
		value = kept(f, 0);
		if (value == -1) {
			keep(f, COUNT, (double)count);
			continue;
		}
		assert_true(value == (double)count);
		n_kept++;
	}
	return n_kept;
}

static void test_is_given_up_where_values_do_not_repeat(void **state)
{
	struct fixture *f = *state;

	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	assert_int_equal(ask(f, 100000, 50), 100000 - 50);
	assert_false(f->memo.is_off);
	spot_vm_memo_reset(&f->memo);
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	assert_int_equal(ask(f, 100000, INT64_MAX), 0);
	assert_true(f->memo.is_off);
	assert_int_equal(f->memo.keys.n_keys, 0); /* its memory is given back */
	/* More values than are kept: those that are kept are found, as long as half of all are. */
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	assert_true(ask(f, 60000, 6000) > 60000 / 2);
	assert_true(f->memo.keys.n_keys <= 4096);
}

/* All memos of a VM share what they may keep. */
static void test_keys_are_counted_together(void **state)
{
	struct fixture *f = *state;
	struct spot_vm_memo other;

	f->keys_left = 100;
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	assert_int_equal(ask(f, 1000, 60), 1000 - 60);
	assert_int_equal(f->keys_left, 40);
	other = f->memo;
	spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
	assert_true(ask(f, 1000, 60) < 1000 - 60);
	assert_int_equal(f->keys_left, 0);
	assert_int_equal(f->memo.keys.n_keys, 40);
	spot_vm_memo_reset(&other);
	assert_int_equal(f->keys_left, 60);
}

static void test_without_memory(void **state)
{
	struct fixture *f = *state;

	if (!UNIT_HEAP)
		skip();
	put(f, 0, nil, integer(7), number(1), flag(true));
	for (size_t n = 1, failed = 1; failed; n++) {
		spot_vm_memo_init(&f->memo, &functions[0], &f->keys_left);
		assert_true(kept(f, 0) == -1);
		unit_heap_fail(n);
		keep(f, COUNT, 7);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(f->memo.is_off, failed);
		assert_true(kept(f, 0) == (failed ? -1 : 7));
		spot_vm_memo_reset(&f->memo);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_by_values_and_states, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ends_of_texts_count, setup, teardown),
		cmocka_unit_test_setup_teardown(test_other_reads_end_it, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_long_is_not_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_is_given_up_where_values_do_not_repeat, setup, teardown),
		cmocka_unit_test_setup_teardown(test_keys_are_counted_together, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_memory, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
