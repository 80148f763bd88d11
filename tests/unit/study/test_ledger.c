/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/load.h"
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
		"{\"comparisons\":[]}", "{\"data\":\"0000000000000009\"}",
		"{\"data\":\"000000000000000A\",\"comparisons\":[]}",
		"{\"data\":\"0000000000000009\",\"comparisons\":[\"0000000000000001,",
		"{\"data\":\"0000000000000009\",\"comparisons\":[\"00000000",
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

static void write_text(char path[], const char *text)
{
	int file = mkstemp(path);

	assert_int_equal(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
}

/* Blank lines, a last line without an end, an empty file and a device are no trouble. */
static void test_forgives(void **state)
{
	static const uint64_t a[] = { 1 };
	struct spot_ledger_entry entry = { 20000, "r.lua", "won", 9, a, 1 };
	char path[] = "/tmp/test_ledger.XXXXXX", empty[] = "/tmp/test_ledger.XXXXXX";
	struct spot_ledger_count count;

	(void)state;
	write_text(path, "\n{\"data\":\"0000000000000009\",\"comparisons\":[]}\n\n"
	    "{\"data\":\"0000000000000009\",\"comparisons\":[\"00000000000000ff\"]}");
	write_text(empty, "");
	assert_int_equal(spot_ledger_read(&count, path, &entry, NULL), 0);
	assert_int_equal(count.n_looks, 3);
	assert_int_equal(count.n_comparisons, 2);
	assert_int_equal(spot_ledger_read(&count, empty, &entry, NULL), 0);
	assert_int_equal(count.n_looks, 1);
	assert_int_equal(spot_ledger_read(&count, "/dev/null", &entry, NULL), 0);
	assert_int_equal(count.n_comparisons, 1);
	assert_int_equal(spot_ledger_append("/dev/null", &entry, NULL), 0);
	unlink(path);
	unlink(empty);
}

static struct spot_rules *load(const char *text, const struct spot_set *set, const char *hypothesis)
{
	struct spot_rules_options options = { .as_of = 20000, .limits = SPOT_LIMITS_DEFAULT,
		.sets = set, .n_sets = set ? 1 : 0, .hypothesis = hypothesis };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_rules *rules;

	if (spot_rules_load_text(&rules, "l.lua", text, strlen(text), &options, NULL, &err) != 0)
		fail_msg("%s", err.what);
	return rules;
}

static uint64_t identity_of(struct spot_rules *rules)
{
	uint64_t out;

	assert_int_equal(spot_ledger_identity(&out, rules, NULL), 0);
	spot_rules_free(rules);
	return out;
}

static uint64_t identity(const char *params, const char *fields, const struct spot_set *set)
{
	char text[600];

	snprintf(text, sizeof(text), "fields { id = \"key\"%s }\nlocal p = params { %s }\n"
	    "criterion \"C\" { weight = 1, why = \"-\", fit = function(a) return p.x ~= 1 end }\n"
	    "disqualify \"D\" { why = \"-\", when = function(a) return a.id == \"1\" end }\n"
	    "tiers { A = 0 }\n", fields, params);
	return identity_of(load(text, set, NULL));
}

/* What decides a verdict makes another hypothesis of it. */
static void test_identity(void **state)
{
	static const char fields[] =
	    ", a = { \"integer\", from = { \"A\", \"B\" }, blank = { \"-\" } },\n"
	    " b = { \"text\", default = \"x\" }, c = { \"flag\", default = true },\n"
	    " d = { \"integer\", default = 5 }, e = { \"number\", default = 0.5 },\n"
	    " f = { \"money\", from = 7, optional = true }";
	static const struct { const char *params, *set; } cases[] = {
		{ "x = 1", "2" }, { "x = 0.5", "0.25" }, { "x = true", "false" },
		{ "x = \"a\"", "b" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		const struct spot_set set = { "x", cases[i].set };
		uint64_t as_is = identity(cases[i].params, fields, NULL);

		assert_true(as_is == identity(cases[i].params, fields, NULL));
		assert_true(as_is != identity(cases[i].params, fields, &set));
		assert_true(as_is != identity(cases[i].params, "", NULL));
	}
	assert_true(spot_ledger_comparison(1, 2) != spot_ledger_comparison(2, 1));
}

/* Each way of reading a field makes another hypothesis of the same file. */
static void test_identity_of_fields(void **state)
{
	static const char *const varied[] = {
		"l = { \"list\" }", "l = { \"list\", sep = \",\" }",
		"l = { \"list\", sep = \"|\" }",
		"l = { \"list\", from = \"u\" }", "l = { \"list\", from = { \"u\", \"v\" } }",
		"l = { \"list\", blank = { \"u\" } }", "l = { \"list\", optional = true }",
		"l = { \"list\", from = \"u\", blank = { \"v\" } }",
		"m = { \"money\", unit = \"USD\" }", "m = { \"money\", unit = \"EUR\" }",
		"m = { \"money\", format = \"1.234,5\" }", "m = { \"money\", default = 5 }",
		"m = { \"percent\" }", "m = { \"percent\", format = \"hundredths\" }",
	};
	uint64_t identities[N_OF(varied)];
	char text[3000], name[20];
	size_t len = (size_t)snprintf(text, sizeof(text),
	    "fields { id = \"key\", l = \"list\", m = \"money\" }\n"
	    "criterion \"C\" { weight = 1, why = \"-\", fit = function(a) return a.m > 1 end }\n"
	    "tiers { A = 0 }\n");

	(void)state;
	for (size_t i = 0; i < N_OF(varied); i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "hypothesis \"%zu\" { why = \"-\", fields = { %s } }\n", i, varied[i]);
	for (size_t i = 0; i < N_OF(varied); i++) {
		snprintf(name, sizeof(name), "%zu", i);
		identities[i] = identity_of(load(text, NULL, name));
		for (size_t j = 0; j < i; j++)
			if (identities[i] == identities[j])
				fail_msg("%s is taken for %s", varied[i], varied[j]);
	}
}

/* ctx: rules. */
static int identify(void *ctx)
{
	uint64_t identity;
	return spot_ledger_identity(&identity, ctx, NULL);
}

static void test_identity_memory(void **state)
{
	struct spot_rules *rules;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	rules = load("fields { id = \"key\", x = { \"flag\", blank = { \"-\" } } }\n"
	             "disqualify \"D\" { why = \"-\", when = function(a) return a.x end }\n"
	             "tiers { A = 0 }\n", NULL, NULL);
	assert_int_equal(unit_heap_sweep(identify, rules, SPOT_ENOMEM, 100), 0);
	spot_rules_free(rules);
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

/* ctx: a path. */
static int look_again(void *ctx)
{
	static const uint64_t a[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
	struct spot_ledger_entry entry = { 20000, "r.lua", "won", 9, a, N_OF(a) };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_ledger_count count;
	int rc = spot_ledger_read(&count, ctx, &entry, &err);

	if (rc == 0)
		rc = spot_ledger_append(ctx, &entry, &err);
	assert_string_equal(err.what, rc == 0 ? "" : "out of memory");
	return rc;
}

static void test_memory(void **state)
{
	static const uint64_t a[] = { 1 };
	char path[] = "/tmp/test_ledger.XXXXXX";
	struct spot_ledger_entry entry = { 20000, "r.lua", "won", 9, a, 1 };
	struct spot_ledger_count count;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	write_text(path, "");
	/* A stream can do without a buffer. */
	assert_in_range(unit_heap_sweep(look_again, path, SPOT_ENOMEM, 100), 0, 1);
	/* All lines that are there are whole. */
	assert_int_equal(spot_ledger_read(&count, path, &entry, NULL), 0);
	assert_int_equal(count.n_comparisons, 10);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_looks),
		cmocka_unit_test(test_not_a_ledger),
		cmocka_unit_test(test_cannot_write),
		cmocka_unit_test(test_forgives),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_identity_of_fields),
		cmocka_unit_test(test_identity_memory),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
