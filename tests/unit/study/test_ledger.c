/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "study/ledger.h"

static void look(const char *path, uint64_t data, const uint64_t *comparisons, size_t n,
    uint64_t n_looks, size_t n_comparisons)
{
	struct spot_ledger_entry entry = { 20000, "\"odd\".lua", "won", data, comparisons, n };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_ledger_count count;

	assert_int_equal(spot_ledger_read(&count, path, &entry, &err), 0);
	assert_int_equal(count.n_looks, n_looks);
	assert_int_equal(count.n_comparisons, n_comparisons);
	assert_int_equal(spot_ledger_append(path, &entry, &err), 0);
}

static void test_looks(void **state)
{
	static const uint64_t a[] = { 0x123456789abcdef0u, 2 }, b[] = { 2, 3, UINT64_MAX };
	char path[] = "/tmp/test_ledger.XXXXXX";
	struct spot_ledger_entry entry = { 20000, "r.lua", "won", 9, a, 2 };
	struct spot_ledger_count count;
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	close(mkstemp(path));
	unlink(path);
	look(path, 9, a, 2, 1, 2);
	look(path, 9, a, 2, 2, 2); /* the same again is a look, but no new comparison */
	look(path, 10, a, 2, 1, 2); /* other data */
	look(path, 9, b, 3, 3, 4);
	assert_int_equal(spot_ledger_read(&count, NULL, &entry, &err), 0);
	assert_int_equal(count.n_looks, 1);
	assert_int_equal(count.n_comparisons, 2);
	unlink(path);
}

static void test_not_a_ledger(void **state)
{
	static const char *const texts[] = { "{}\n", "Account ID,Name\n", "\n{\"data\":\"12\"}\n",
		"{\"data\":\"0000000000000009\",\"comparisons\":[\"12\"]}\n",
		"{\"data\":\"0000000000000009\",\"comparisons\":[\"0000000000000001\"\n" };
	static const uint64_t a[] = { 1 };
	struct spot_ledger_entry entry = { 20000, "r.lua", "won", 9, a, 1 };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char path[] = "/tmp/test_ledger.XXXXXX";
		int file = mkstemp(path);
		struct spot_ledger_count count;
		struct spot_error err = SPOT_ERROR_INIT;

		assert_int_equal(
		    write(file, texts[i], strlen(texts[i])), (ssize_t)strlen(texts[i]));
		close(file);
		assert_int_equal(spot_ledger_read(&count, path, &entry, &err), SPOT_EDATA);
		assert_true(err.line > 0);
		unlink(path);
	}
}

static void test_cannot_write(void **state)
{
	static const uint64_t a[] = { 1 };
	struct spot_ledger_entry entry = { 20000, "r.lua", "won", 9, a, 1 };
	struct spot_ledger_count count;
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	assert_int_equal(spot_ledger_append("/no/such/folder/l", &entry, &err), SPOT_EWRITE);
	assert_int_equal(spot_ledger_append("/dev/full", &entry, &err), SPOT_EWRITE);
	assert_int_equal(spot_ledger_read(&count, "/tmp", &entry, &err), SPOT_EDATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_not_a_ledger),
		cmocka_unit_test(test_cannot_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
