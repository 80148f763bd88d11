/* SPDX-License-Identifier: MIT */
/* Records summed up by key: each aggregate with its cases, keys, order, threads. Long, because the
 * aggregates are many. */
#include <pthread.h>
#include <stdio.h>

#include "support/same.h"
#include "support/unit.h"
#include "table/rollup.h"

#define NONE ((size_t)-1)

/* The child: deals. */
enum { KEY, STAGE, AMOUNT, SEATS, CLOSED, OPEN, RATE, TAGS, N_FIELDS };

static const struct spot_field fields[N_FIELDS] = {
	[KEY] = { .name = "account", .type = SPOT_TYPE_KEY },
	[STAGE] = { .name = "stage", .type = SPOT_TYPE_TEXT },
	[AMOUNT] = { .name = "amount", .type = SPOT_TYPE_MONEY },
	[SEATS] = { .name = "seats", .type = SPOT_TYPE_INTEGER, .optional = true },
	[CLOSED] = { .name = "closed", .type = SPOT_TYPE_DATE },
	[OPEN] = { .name = "open", .type = SPOT_TYPE_FLAG },
	[RATE] = { .name = "rate", .type = SPOT_TYPE_NUMBER },
	[TAGS] = { .name = "tags", .type = SPOT_TYPE_LIST },
};
static const struct spot_schema schema = { fields, N_FIELDS };

struct deal {
	const char *key, *stage; /* NULL: blank */
	double amount;           /* below 0: blank */
	int64_t seats;           /* below 0: blank, read as nil */
	int64_t closed;          /* below 0: blank */
	int open;                /* below 0: blank */
};

static struct spot_value number_or(bool known, double number)
{
	struct spot_value value = { SPOT_KIND_FLOAT, .as.number = number };
	return known ? value : (struct spot_value) { .kind = SPOT_KIND_BLANK };
}

static struct spot_value integer_or(int64_t integer, enum spot_kind missing)
{
	struct spot_value value = { SPOT_KIND_INT, .as.integer = integer };
	return integer >= 0 ? value : (struct spot_value) { .kind = missing };
}

static struct spot_value text_or(const char *text)
{
	struct spot_value value = { SPOT_KIND_TEXT, .as.text = spot_view_of(text) };
	return text ? value : (struct spot_value) { .kind = SPOT_KIND_BLANK };
}

static void deal_put(struct spot_batch *batch, const struct deal *deal)
{
	struct spot_value open = { SPOT_KIND_BOOL, .as.flag = deal->open > 0 };
	if (deal->open < 0)
		open.kind = SPOT_KIND_BLANK;
	size_t row = batch->n_rows++;
	spot_batch_set(batch, KEY, row, text_or(deal->key));
	spot_batch_set(batch, STAGE, row, text_or(deal->stage));
	spot_batch_set(batch, AMOUNT, row, number_or(deal->amount >= 0, deal->amount));
	spot_batch_set(batch, RATE, row, number_or(deal->amount >= 0, -deal->amount));
	spot_batch_set(batch, SEATS, row, integer_or(deal->seats, SPOT_KIND_NIL));
	spot_batch_set(batch, CLOSED, row, integer_or(deal->closed, SPOT_KIND_BLANK));
	spot_batch_set(batch, OPEN, row, open);
	spot_batch_set(batch, TAGS, row, (struct spot_value) { .kind = SPOT_KIND_BLANK });
}

/* Adds the deals in batches of cut rows. */
static struct spot_rollup *rollup_fill(const struct spot_derived *deriveds, size_t n_deriveds,
    const struct deal *deals, size_t n_deals, size_t cut)
{
	struct spot_rollup *rollup;
	struct spot_batch batch;
	assert_int_equal(spot_rollup_new(&rollup, &schema, KEY, deriveds, n_deriveds, NULL), 0);
	assert_int_equal(spot_batch_init(&batch, &schema, cut, NULL), 0);
	for (size_t i = 0; i < n_deals;) {
		for (batch.n_rows = 0; i < n_deals && batch.n_rows < cut; i++)
			deal_put(&batch, &deals[i]);
		assert_int_equal(spot_rollup_add(rollup, &batch, NULL, NULL), 0);
	}
	spot_batch_reset(&batch);
	assert_int_equal(spot_rollup_freeze(rollup, NULL), 0);
	return rollup;
}

#define DERIVED(a, field, by, result) \
	{ .name = #a, .agg = SPOT_AGG_##a, .field_idx = (field), .by_idx = (by), .when = -1, \
		.type = SPOT_TYPE_##result }

#define INT(n) ((struct spot_value) { SPOT_KIND_INT, .as.integer = (n) })
#define FLOAT(n) ((struct spot_value) { SPOT_KIND_FLOAT, .as.number = (n) })
#define TEXT(t) ((struct spot_value) { SPOT_KIND_TEXT, .as.text = SPOT_VIEW(t) })
#define BOOL(b) ((struct spot_value) { SPOT_KIND_BOOL, .as.flag = (b) })
#define BLANK ((struct spot_value) { .kind = SPOT_KIND_BLANK })

static void aggregates(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(COUNT, NONE, NONE, INTEGER),
		DERIVED(COUNT, AMOUNT, NONE, INTEGER),
		DERIVED(SUM, AMOUNT, NONE, MONEY),
		DERIVED(SUM, SEATS, NONE, INTEGER),
		DERIVED(MEAN, AMOUNT, NONE, MONEY),
		DERIVED(MEAN, SEATS, NONE, NUMBER),
		DERIVED(MIN, AMOUNT, NONE, MONEY),
		DERIVED(MAX, SEATS, NONE, INTEGER),
		DERIVED(MIN, CLOSED, NONE, DATE),
		DERIVED(MAX, RATE, NONE, NUMBER),
		DERIVED(FIRST, STAGE, NONE, TEXT),
		DERIVED(LAST, STAGE, NONE, TEXT),
		DERIVED(FIRST, AMOUNT, CLOSED, MONEY),
		DERIVED(LAST, STAGE, CLOSED, TEXT),
		DERIVED(LAST, OPEN, NONE, FLAG),
		DERIVED(DISTINCT, STAGE, NONE, INTEGER),
		DERIVED(DISTINCT, AMOUNT, NONE, INTEGER),
		DERIVED(DISTINCT, OPEN, NONE, INTEGER),
	};
	static const struct deal deals[] = {
		{ "acme", "Won", 100, 3, 20, 1 },
		{ "beta", "Lost", 7, 1, 5, 0 },
		{ "acme", "Lost", -1, 4, 10, 0 },
		{ "acme", NULL, 50, -1, 30, -1 },
		{ "acme", "Won a very much larger one", 100, 0, -1, 1 },
		{ "empty", NULL, -1, -1, -1, -1 },
	};
	const struct spot_value acme[] = { INT(4), INT(3), FLOAT(250), INT(7), FLOAT(250.0 / 3),
		FLOAT(7.0 / 3), FLOAT(50), INT(4), INT(10), FLOAT(-50), TEXT("Won"),
		TEXT("Won a very much larger one"), FLOAT(100), TEXT("Won"), BOOL(true), INT(3),
		INT(2), INT(2) };
	const struct spot_value beta[] = { INT(1), INT(1), FLOAT(7), INT(1), FLOAT(7), FLOAT(1),
		FLOAT(7), INT(1), INT(5), FLOAT(-7), TEXT("Lost"), TEXT("Lost"), FLOAT(7),
		TEXT("Lost"), BOOL(false), INT(1), INT(1), INT(1) };
	const struct spot_value nothing[] = { INT(0), INT(0), FLOAT(0), INT(0), BLANK, BLANK, BLANK,
		BLANK, BLANK, BLANK, BLANK, BLANK, BLANK, BLANK, BLANK, INT(0), INT(0), INT(0) };
	const size_t n = N_OF(deriveds);
	(void)state;
	for (size_t cut = 1; cut <= 7; cut++) {
		struct spot_rollup *rollup = rollup_fill(deriveds, n, deals, 6, cut);
		size_t groups[] = { spot_rollup_find(rollup, SPOT_VIEW("acme"), 0),
			spot_rollup_find(rollup, SPOT_VIEW("beta"), 1),
			spot_rollup_find(rollup, SPOT_VIEW("empty"), 2),
			spot_rollup_find(rollup, SPOT_VIEW("other"), 3) };
		assert_int_equal(groups[3], SPOT_MAP_NONE);
		for (size_t i = 0; i < n; i++) {
			bool counts_records = deriveds[i].field_idx == NONE;
			const struct spot_value want[] = { acme[i], beta[i],
				counts_records ? INT(1) : nothing[i], nothing[i] };
			for (size_t g = 0; g < N_OF(groups); g++)
				assert_true(same_value(
				    spot_rollup_value(rollup, i, groups[g]), want[g]));
		}
		spot_rollup_free(rollup);
	}
}

/* The earliest of the least, the latest of the greatest; a blank `by` takes no part. */
static void ties(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(FIRST, STAGE, CLOSED, TEXT),
		DERIVED(LAST, STAGE, CLOSED, TEXT),
		DERIVED(FIRST, AMOUNT, STAGE, MONEY),
		DERIVED(LAST, AMOUNT, STAGE, MONEY),
		DERIVED(FIRST, SEATS, AMOUNT, INTEGER),
		DERIVED(LAST, SEATS, OPEN, INTEGER),
	};
	static const struct deal deals[] = {
		{ "a", "no date", 1, 1, -1, 0 },
		{ "a", "b", 2, 2, 7, 1 },
		{ "a", "ba", 2, 3, 7, 1 },
		{ "a", "c", 3, 4, 9, 0 },
		{ "a", NULL, 4, 5, 9, 0 },
		{ "a", "cc", 5, 6, 9, -1 },
		{ "a", "b", 6, 7, 8, 1 },
		{ "a", "also none", 0, 8, -1, 0 },
	};
	(void)state;
	struct spot_rollup *rollup = rollup_fill(deriveds, 6, deals, 8, 3);
	size_t group = spot_rollup_find(rollup, SPOT_VIEW("a"), 0);
	assert_true(same_value(spot_rollup_value(rollup, 0, group), TEXT("b")));
	assert_true(same_value(spot_rollup_value(rollup, 1, group), TEXT("cc")));
	assert_true(same_value(spot_rollup_value(rollup, 2, group), FLOAT(0)));
	assert_true(same_value(spot_rollup_value(rollup, 3, group), FLOAT(1))); /* "no date" */
	assert_true(same_value(spot_rollup_value(rollup, 4, group), INT(8)));
	assert_true(same_value(spot_rollup_value(rollup, 5, group), INT(7)));
	spot_rollup_free(rollup);
}

static void when(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(COUNT, NONE, NONE, INTEGER),
		DERIVED(SUM, AMOUNT, NONE, MONEY),
		DERIVED(COUNT, NONE, NONE, INTEGER),
	};
	static const struct deal deals[] = {
		{ "a", "x", 1, 0, 0, 0 },
		{ "a", "x", 2, 0, 0, 0 },
		{ NULL, "x", 4, 0, 0, 0 },
		{ "a", "x", 8, 0, 0, 0 },
		{ "b", "x", 16, 0, 0, 0 },
	};
	static const uint8_t first[] = { 1, 2, 2, 0, 2 }, second[] = { 0, 2, 1, 1, 1 };
	const uint8_t *const holds[] = { first, second, NULL };
	struct spot_rollup *rollup;
	struct spot_batch batch;
	(void)state;
	assert_int_equal(spot_rollup_new(&rollup, &schema, KEY, deriveds, 3, NULL), 0);
	assert_int_equal(spot_batch_init(&batch, &schema, 8, NULL), 0);
	for (size_t i = 0; i < 5; i++)
		deal_put(&batch, &deals[i]);
	assert_int_equal(spot_rollup_add(rollup, &batch, holds, NULL), 0);
	assert_int_equal(spot_rollup_freeze(rollup, NULL), 0);
	size_t a = spot_rollup_find(rollup, SPOT_VIEW("a"), 0);
	size_t b = spot_rollup_find(rollup, SPOT_VIEW("b"), 1);
	assert_true(same_value(spot_rollup_value(rollup, 0, a), INT(1)));
	assert_true(same_value(spot_rollup_value(rollup, 1, a), FLOAT(8)));
	assert_true(same_value(spot_rollup_value(rollup, 2, a), INT(3)));
	assert_true(same_value(spot_rollup_value(rollup, 0, b), INT(0)));
	assert_true(same_value(spot_rollup_value(rollup, 1, b), FLOAT(16)));
	struct spot_rollup_counts counts = spot_rollup_counts(rollup);
	assert_int_equal(counts.records, 5);
	assert_int_equal(counts.blank_keys, 1);
	/* once a record; a record without a key is not asked */
	assert_int_equal(counts.unknown_when, 2);
	assert_int_equal(counts.keys, 2);
	assert_int_equal(counts.unmatched_keys, 0);
	spot_batch_reset(&batch);
	spot_rollup_free(rollup);
}

static void unmatched(void **state)
{
	static const struct spot_derived deriveds[] = { DERIVED(COUNT, NONE, NONE, INTEGER) };
	static const struct deal deals[] = {
		{ "GTXPro", "x", 1, 0, 0, 0 },
		{ "acme", "x", 1, 0, 0, 0 },
		{ "one", "x", 1, 0, 0, 0 },
		{ "GTXPro", "x", 1, 0, 0, 0 },
		{ "two", "x", 1, 0, 0, 0 },
		{ "gtx-pro", "x", 1, 0, 0, 0 },
		{ "???", "x", 1, 0, 0, 0 },
		{ "two", "x", 1, 0, 0, 0 },
		{ "two", "x", 1, 0, 0, 0 },
	};
	struct spot_unmatched out[10];
	(void)state;
	struct spot_rollup *rollup = rollup_fill(deriveds, 1, deals, 9, 4);
	spot_rollup_find(rollup, SPOT_VIEW("GTX PRO"), 5);
	spot_rollup_find(rollup, SPOT_VIEW("GTX Pro"), 2);
	spot_rollup_find(rollup, SPOT_VIEW("Gtx Pro"), 9);
	spot_rollup_find(rollup, SPOT_VIEW("acme"), 0);
	spot_rollup_find(rollup, SPOT_VIEW("!!!"), 1);
	spot_rollup_find(rollup, SPOT_VIEW("nowhere"), 1);
	struct spot_rollup_counts counts = spot_rollup_counts(rollup);
	assert_int_equal(counts.keys, 6);
	assert_int_equal(counts.unmatched_keys, 5);
	assert_int_equal(counts.unmatched_records, 8);

	static const char *const order[] = { "two", "GTXPro", "one", "gtx-pro", "???" };
	for (size_t cap = 0; cap <= 10; cap++) {
		size_t n = spot_rollup_unmatched(rollup, out, cap);
		assert_int_equal(n, cap < 5 ? cap : 5);
		for (size_t i = 0; i < n; i++) {
			bool near = i == 1 || i == 3;
			assert_true(spot_view_equal(out[i].key, spot_view_of(order[i])));
			struct spot_view looks_like = spot_view_of(near ? "GTX Pro" : "");
			assert_true(spot_view_equal(out[i].near, looks_like));
		}
	}
	assert_int_equal(out[0].n_records, 3);
	spot_rollup_free(rollup);
}

/* An account with records of its own is the near miss of a key that only looks like its. */
static void unmatched_twin(void **state)
{
	static const struct spot_derived deriveds[] = { DERIVED(COUNT, NONE, NONE, INTEGER) };
	static const struct deal deals[] = {
		{ "ACC-1", "x", 1, 0, 0, 0 },
		{ "ACC1", "x", 1, 0, 0, 0 },
		{ "ACC-2", "x", 1, 0, 0, 0 },
	};
	struct spot_unmatched out[3];
	(void)state;
	struct spot_rollup *rollup = rollup_fill(deriveds, 1, deals, 3, 4);
	assert_int_not_equal(spot_rollup_find(rollup, SPOT_VIEW("ACC-1"), 0), SPOT_MAP_NONE);
	assert_int_equal(spot_rollup_unmatched(rollup, out, 3), 2);
	assert_true(spot_view_equal(out[0].key, SPOT_VIEW("ACC1")));
	assert_true(spot_view_equal(out[0].near, SPOT_VIEW("ACC-1")));
	assert_int_equal(out[1].near.len, 0);
	spot_rollup_free(rollup);
}

/* An 18-character id is its first fifteen characters, on either side. */
static void salesforce_ids(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(COUNT, NONE, NONE, INTEGER),
		DERIVED(DISTINCT, KEY, NONE, INTEGER),
		DERIVED(LAST, KEY, NONE, TEXT),
	};
	static const struct deal deals[] = {
		{ "001A0000006Vm9rIAC", "x", 1, 0, 0, 0 },
		{ "001A0000006Vm9r", "x", 1, 0, 0, 0 },
		{ "001a0000006vm9r", "x", 1, 0, 0, 0 },
	};
	(void)state;
	struct spot_rollup *rollup = rollup_fill(deriveds, 3, deals, 3, 3);
	size_t group = spot_rollup_find(rollup, SPOT_VIEW("001A0000006Vm9r"), 0);
	assert_int_equal(spot_rollup_find(rollup, SPOT_VIEW("001A0000006Vm9rIAC"), 1), group);
	assert_true(same_value(spot_rollup_value(rollup, 0, group), INT(2)));
	assert_true(same_value(spot_rollup_value(rollup, 1, group), INT(1)));
	assert_true(same_value(spot_rollup_value(rollup, 2, group), TEXT("001A0000006Vm9r")));
	spot_rollup_free(rollup);
}

static void sums_too_large(void **state)
{
	static const struct spot_derived integers[] = { DERIVED(SUM, SEATS, NONE, INTEGER) };
	static const struct spot_derived floats[] = { DERIVED(MEAN, AMOUNT, NONE, MONEY) };
	static const struct deal deals[] = {
		{ "big", "x", 1.7e308, INT64_MAX, 0, 0 },
		{ "big", "x", 1.7e308, 1, 0, 0 },
	};
	(void)state;
	for (int i = 0; i < 2; i++) {
		struct spot_rollup *rollup;
		struct spot_batch batch;
		struct spot_error err = SPOT_ERROR_INIT;
		const struct spot_derived *derived = i ? floats : integers;
		assert_int_equal(spot_rollup_new(&rollup, &schema, KEY, derived, 1, NULL), 0);
		assert_int_equal(spot_batch_init(&batch, &schema, 2, NULL), 0);
		deal_put(&batch, &deals[0]);
		deal_put(&batch, &deals[1]);
		assert_int_equal(spot_rollup_add(rollup, &batch, NULL, &err), SPOT_EDATA);
		assert_string_equal(err.what, i ?
		    "MEAN, the mean of \"big\", is too large a number" :
		    "SUM, the sum of \"big\", is too large a number");
		assert_string_equal(err.hint, "look for amounts of another scale among its "
		    "records, or sum numbers with a fraction");
		spot_batch_reset(&batch);
		spot_rollup_free(rollup);
	}
}

static void result_types(void **state)
{
	static const struct {
		enum spot_agg agg;
		enum spot_type child, want;
	} cases[] = {
		{ SPOT_AGG_COUNT, SPOT_TYPE_N, SPOT_TYPE_INTEGER },
		{ SPOT_AGG_COUNT, SPOT_TYPE_LIST, SPOT_TYPE_INTEGER },
		{ SPOT_AGG_DISTINCT, SPOT_TYPE_TEXT, SPOT_TYPE_INTEGER },
		{ SPOT_AGG_DISTINCT, SPOT_TYPE_N, SPOT_TYPE_N },
		{ SPOT_AGG_DISTINCT, SPOT_TYPE_LIST, SPOT_TYPE_N },
		{ SPOT_AGG_SUM, SPOT_TYPE_INTEGER, SPOT_TYPE_INTEGER },
		{ SPOT_AGG_SUM, SPOT_TYPE_MONEY, SPOT_TYPE_MONEY },
		{ SPOT_AGG_SUM, SPOT_TYPE_TEXT, SPOT_TYPE_N },
		{ SPOT_AGG_SUM, SPOT_TYPE_DATE, SPOT_TYPE_N },
		{ SPOT_AGG_SUM, SPOT_TYPE_N, SPOT_TYPE_N },
		{ SPOT_AGG_MEAN, SPOT_TYPE_INTEGER, SPOT_TYPE_NUMBER },
		{ SPOT_AGG_MEAN, SPOT_TYPE_PERCENT, SPOT_TYPE_PERCENT },
		{ SPOT_AGG_MEAN, SPOT_TYPE_FLAG, SPOT_TYPE_N },
		{ SPOT_AGG_MIN, SPOT_TYPE_DATE, SPOT_TYPE_DATE },
		{ SPOT_AGG_MAX, SPOT_TYPE_TEXT, SPOT_TYPE_N },
		{ SPOT_AGG_FIRST, SPOT_TYPE_KEY, SPOT_TYPE_TEXT },
		{ SPOT_AGG_LAST, SPOT_TYPE_FLAG, SPOT_TYPE_FLAG },
		{ SPOT_AGG_LAST, SPOT_TYPE_LIST, SPOT_TYPE_N },
		{ SPOT_AGG_FIRST, SPOT_TYPE_N, SPOT_TYPE_N },
	};
	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_int_equal(spot_agg_result_type(cases[i].agg, cases[i].child), cases[i].want);
	assert_string_equal(spot_agg_name(SPOT_AGG_DISTINCT), "distinct");
}

static void senseless(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(SUM, STAGE, NONE, TEXT),
		DERIVED(SUM, AMOUNT, NONE, INTEGER),
		DERIVED(LAST, AMOUNT, TAGS, MONEY),
		DERIVED(LAST, TAGS, NONE, LIST),
	};
	static const char *const whats[] = { "there is no sum of a field of type text",
		"there is no sum of a field of type money", "a list cannot put records in order",
		"there is no last of a field of type list" };
	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct spot_rollup *rollup;
		struct spot_error err = SPOT_ERROR_INIT;
		assert_int_equal(spot_rollup_new(&rollup, &schema, KEY, &deriveds[i], 1, &err),
		    SPOT_ERULES);
		assert_null(rollup);
		assert_non_null(strstr(err.what, whats[i]));
	}
}

static void empty(void **state)
{
	static const struct spot_derived deriveds[] = { DERIVED(COUNT, NONE, NONE, INTEGER) };
	struct spot_unmatched out[1];
	(void)state;
	for (size_t n = 0; n < 2; n++) {
		struct spot_rollup *rollup = rollup_fill(deriveds, n, NULL, 0, 1);
		assert_int_equal(spot_rollup_find(rollup, SPOT_VIEW("a"), 0), SPOT_MAP_NONE);
		assert_int_equal(spot_rollup_counts(rollup).keys, 0);
		assert_int_equal(spot_rollup_unmatched(rollup, out, 1), 0);
		spot_rollup_free(rollup);
	}
	spot_rollup_free(NULL);
}

/* Memory follows the keys: a text that is replaced leaves nothing behind. The
 * sanitizers watch the rest. */
static void many_records(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(LAST, STAGE, STAGE, TEXT),
		DERIVED(DISTINCT, SEATS, NONE, INTEGER),
		DERIVED(SUM, AMOUNT, NONE, MONEY),
	};
	static struct deal deals[20000];
	static char keys[50][8], stages[20000][16];
	double sum = 0;
	(void)state;
	for (size_t i = 0; i < 50; i++)
		snprintf(keys[i], sizeof(keys[i]), "k%zu", i);
	for (size_t i = 0; i < 20000; i++) {
		snprintf(stages[i], sizeof(stages[i]), "%.*s%05zu", (int)(i % 9), "ssssssssss", i);
		deals[i] = (struct deal) { keys[i % 50], stages[i], (double)i / 3,
		    (int64_t)(i % 7), 1, 1 };
		if (i % 50 == 49)
			sum += deals[i].amount;
	}
	struct spot_rollup *rollup = rollup_fill(deriveds, 3, deals, 20000, 1024);
	assert_int_equal(spot_rollup_counts(rollup).keys, 50);
	size_t group = spot_rollup_find(rollup, SPOT_VIEW("k49"), 0);
	assert_true(same_value(spot_rollup_value(rollup, 1, group), INT(7)));
	assert_true(same_value(spot_rollup_value(rollup, 2, group), FLOAT(sum)));
	assert_int_equal(spot_rollup_value(rollup, 0, group).as.text.len, 13);
	spot_rollup_free(rollup);
}

/* Whichever allocation fails: an error, or a hint less, and nothing lost of the rest. */
static void without_memory(void **state)
{
	static const struct spot_derived deriveds[] = {
		DERIVED(LAST, STAGE, STAGE, TEXT),
		DERIVED(DISTINCT, STAGE, NONE, INTEGER),
	};
	static const struct deal deals[] = {
		{ "a", "x", 1, 1, 1, 1 },
		{ "b", "xx", 1, 1, 1, 1 },
		{ "a", "xxxxxxxxxxxxxxxxxxxxxxxxxxx", 1, 1, 1, 1 },
	};
	struct spot_batch batch;
	size_t n = 0, refused = 0;
	bool failed;
	(void)state;
	if (!UNIT_HEAP)
		skip();
	assert_int_equal(spot_batch_init(&batch, &schema, 3, NULL), 0);
	for (size_t i = 0; i < 3; i++)
		deal_put(&batch, &deals[i]);
	do {
		struct spot_rollup *rollup;
		size_t group = SPOT_MAP_NONE;
		unit_heap_fail(++n);
		int rc = spot_rollup_new(&rollup, &schema, KEY, deriveds, 2, NULL);
		if (rc == 0)
			rc = spot_rollup_add(rollup, &batch, NULL, NULL);
		if (rc == 0)
			rc = spot_rollup_freeze(rollup, NULL);
		if (rc == 0) {
			spot_rollup_find(rollup, SPOT_VIEW("B"), 0);
			group = spot_rollup_find(rollup, SPOT_VIEW("a"), 1);
		}
		failed = unit_heap_failed;
		unit_heap_fail(0);
		if (rc == 0) {
			assert_true(same_value(spot_rollup_value(rollup, 1, group), INT(2)));
			assert_int_equal(spot_rollup_counts(rollup).unmatched_keys, 1);
		} else {
			assert_int_equal(rc, SPOT_ENOMEM);
			refused++;
		}
		spot_rollup_free(rollup);
	} while (failed && n < 1000);
	assert_true(refused > 10 && n < 1000);
	spot_batch_reset(&batch);
}

/* --- several threads ask ------------------------------------------------------------ */

enum { N_THREADS = 4, N_KEYS = 200, N_ACCOUNTS = 4000 };

struct asker {
	struct spot_rollup *rollup;
	size_t first, step;
	bool backwards;
	size_t n_found;
};

/* Account i has key i when i is even, and else the key written in another way; several
 * accounts share one. */
static void account_key(char out[32], size_t i)
{
	if (i % 2 == 0)
		snprintf(out, 32, "key %zu", i % N_KEYS);
	else
		snprintf(out, 32, i % 3 ? "KEY-%zu" : "Key_%zu", i % N_KEYS);
}

static void *asker_run(void *arg)
{
	struct asker *asker = arg;
	for (size_t j = asker->first; j < N_ACCOUNTS; j += asker->step) {
		size_t i = asker->backwards ? N_ACCOUNTS - asker->step + 2 * asker->first - j : j;
		char key[32];
		account_key(key, i);
		asker->n_found +=
		    spot_rollup_find(asker->rollup, spot_view_of(key), i) != SPOT_MAP_NONE;
	}
	return NULL;
}

static void threads(void **state)
{
	static const struct spot_derived deriveds[] = { DERIVED(COUNT, NONE, NONE, INTEGER) };
	static char keys[N_KEYS][16];
	static struct deal deals[N_KEYS];
	(void)state;
	for (size_t i = 0; i < N_KEYS; i++) {
		snprintf(keys[i], sizeof(keys[i]), "key %zu", i);
		deals[i] = (struct deal) { keys[i], "x", 1, 1, 1, 1 };
	}
	for (int round = 0; round < 4; round++) {
		struct spot_rollup *rollup = rollup_fill(deriveds, 1, deals, N_KEYS, 64);
		struct asker askers[N_THREADS];
		pthread_t ids[N_THREADS];
		size_t n_found = 0;
		for (size_t i = 0; i < N_THREADS; i++) {
			askers[i] = (struct asker) { rollup, i, N_THREADS,
			    (i + (size_t)round) % 2, 0 };
			assert_int_equal(pthread_create(&ids[i], NULL, asker_run, &askers[i]), 0);
		}
		for (size_t i = 0; i < N_THREADS; i++) {
			pthread_join(ids[i], NULL);
			n_found += askers[i].n_found;
		}
		assert_int_equal(n_found, N_ACCOUNTS / 2);
		assert_int_equal(spot_rollup_counts(rollup).unmatched_keys, N_KEYS / 2);
		struct spot_unmatched out[N_KEYS];
		assert_int_equal(spot_rollup_unmatched(rollup, out, N_KEYS), N_KEYS / 2);
		for (size_t i = 0; i < N_KEYS / 2; i++) {
			/* The first account in the file that looks like it, whoever
			 * asked first. */
			char near[32];
			account_key(near, i * 2 + 1);
			assert_true(spot_view_equal(out[i].near, spot_view_of(near)));
		}
		spot_rollup_free(rollup);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(aggregates),
		cmocka_unit_test(ties),
		cmocka_unit_test(when),
		cmocka_unit_test(unmatched),
		cmocka_unit_test(unmatched_twin),
		cmocka_unit_test(salesforce_ids),
		cmocka_unit_test(sums_too_large),
		cmocka_unit_test(result_types),
		cmocka_unit_test(senseless),
		cmocka_unit_test(empty),
		cmocka_unit_test(many_records),
		cmocka_unit_test(without_memory),
		cmocka_unit_test(threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
