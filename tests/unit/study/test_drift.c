/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "rules/load.h"
#include "study/drift.h"

#define DAY 20000
#define N_OLD 1000
#define N_NEW 2000

static const char rules_text[] =
    "profile \"p\" { reviewed = \"2024-01-01\", review_every = \"90d\" }\n"
    "fields { id = \"key\", size = \"number\", region = \"text\", tags = \"list\",\n"
    "  vip = \"flag\", since = { \"date\", optional = true }, name = \"text\", won = \"flag\" }\n"
    "criterion \"Vip\" { weight = 60, why = \"-\", fit = function(a) return a.vip end }\n"
    "criterion \"Size\" { weight = 40, why = \"-\", fit = function(a) return a.size > 4 end }\n"
    "tiers { A = 90, B = 50, C = 0 }\n"
    "exception \"Old friend\" { account = \"k1\", tier = \"A\", by = \"x\", why = \"-\",\n"
    "  expires = \"2024-10-15\" }\n"
    "exception \"Gone\" { account = \"k2\", tier = \"A\", by = \"x\", why = \"-\",\n"
    "  expires = \"2024-10-01\" }\n"
    "exception \"Far\" { account = \"k3\", tier = \"A\", by = \"x\", why = \"-\",\n"
    "  expires = \"2030-10-01\" }\n"
    "cohort \"won\" { when = function(a) return a.won end }\n";

struct drifting {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_drift_options options;
	struct spot_drift drift;
	char paths[2][40];
};

/* Size 0 to 9 evenly; among new ones of a moved file twice as many have 0 to 4. */
static void write_row(FILE *file, int i, bool is_new, bool is_moved)
{
	int size = is_new && is_moved && i % 3 > 0 ? i % 5 : i % 10;

	fprintf(file, "%s%d,", is_new ? "n" : "k", i);
	if (!is_new || !is_moved || i % 5 > 0)
		fprintf(file, "%d", size);
	fprintf(file, ",%s,x;%s,%d,", i % 4 ? "North" : is_new && is_moved ? "Moon" : "South",
	    i % 2 ? "y" : "z", i % 2);
	fprintf(file, "%d-06-01,name %d,%d\n", is_new ? 2024 : 2022, i + 5000 * is_new,
	    is_new && is_moved ? i % 4 == 1 : i % 2);
}

static void write_file(const char *path, int n, bool is_new, bool is_moved)
{
	FILE *file = fopen(path, "w");

	fputs("id,size,region,tags,vip,since,name,won\n", file);
	for (int i = 0; i < n; i++)
		write_row(file, i, is_new, is_moved);
	assert_int_equal(fclose(file), 0);
}

static void begin(struct drifting *d, bool is_moved)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_drift_limits limits = SPOT_DRIFT_LIMITS_INIT;
	struct spot_error err = SPOT_ERROR_INIT;

	memset(d, 0, sizeof(*d));
	if (spot_rules_load_text(&d->rules, "drift", rules_text, strlen(rules_text), &options, NULL,
	        &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_panel_init_bare(&d->panel, d->rules, &err), 0);
	d->options = (struct spot_drift_options) { .outcome = 0, .date = SPOT_NONE,
		.limits = limits, .soon_days = 30 };
	for (int s = 0; s < 2; s++) {
		strcpy(d->paths[s], "/tmp/test_drift.XXXXXX");
		close(mkstemp(d->paths[s]));
		write_file(d->paths[s], s ? N_NEW : N_OLD, s == 1, is_moved);
	}
}

static int make(struct drifting *d, unsigned n_threads, struct spot_error *err)
{
	static const struct spot_run_calls calls;
	const char *paths[2] = { d->paths[0], d->paths[1] };
	const struct spot_panel *panels[2] = { &d->panel, &d->panel };
	struct spot_run_options runs[2] = {
		{ .paths = &paths[0], .n_paths = 1, .n_threads = n_threads },
		{ .paths = &paths[1], .n_paths = 1, .n_threads = n_threads },
	};

	if (d->options.date != SPOT_NONE)
		runs[0].n_paths = 2;
	return spot_drift_make(&d->drift, panels, &d->options, runs, &calls, err);
}

static void end(struct drifting *d)
{
	spot_drift_reset(&d->drift);
	for (int s = 0; s < 2; s++)
		unlink(d->paths[s]);
	spot_panel_reset(&d->panel);
	spot_rules_free(d->rules);
}

static const struct spot_drift_item *find(const struct drifting *d, enum spot_drift_kind kind,
    const char *name)
{
	for (size_t i = 0; i < d->drift.n_items; i++)
		if (d->drift.items[i].kind == kind && strcmp(d->drift.items[i].name, name) == 0)
			return &d->drift.items[i];
	fail_msg("no %s", name);
	return NULL;
}

static void test_steady(void **state)
{
	struct drifting d;

	(void)state;
	begin(&d, false);
	assert_int_equal(make(&d, 2, NULL), 0);
	assert_int_equal(d.drift.n[0], N_OLD);
	assert_int_equal(d.drift.n[1], N_NEW);
	assert_int_equal(d.drift.n_past, 1);
	/* But for the day, which is another one. */
	assert_true(find(&d, SPOT_DRIFT_FIELD, "since")->is_past_psi);
	assert_true(find(&d, SPOT_DRIFT_FIELD, "size")->psi < 1e-12);
	assert_true(find(&d, SPOT_DRIFT_SCORE, "score")->psi < 1e-12);
	/* All names are new, and that is no news. */
	assert_false(find(&d, SPOT_DRIFT_FIELD, "name")->is_past_novel);
	assert_true(find(&d, SPOT_DRIFT_FIELD, "name")->psi == 0);
	end(&d);
}

static double part(double before, double now)
{
	return (now - before) * log(now / before);
}

/* By hand: blank 0.2 of the new ones (floored in the old ones); Moon for South. */
static void test_moved(void **state)
{
	const struct spot_drift_item *item;
	struct drifting d;

	(void)state;
	begin(&d, true);
	assert_int_equal(make(&d, 2, NULL), 0);
	item = find(&d, SPOT_DRIFT_FIELD, "region");
	assert_true(fabs(item->psi - part(0.25, 1e-4) - part(1e-4, 0.25)) < 1e-12);
	assert_true(item->is_past_psi && item->is_past_novel && !item->is_past_blank);
	assert_true(item->novel_share == 0.25 && item->unseen_share == 0);
	assert_int_equal(item->n_all_novel, 1);
	assert_true(spot_view_equal(item->novel[0].text, SPOT_VIEW("Moon")));
	assert_int_equal(item->novel[0].n, N_NEW / 4);
	assert_int_equal(item->n_all_vanished, 1);
	assert_true(spot_view_equal(item->vanished[0].text, SPOT_VIEW("South")));
	item = find(&d, SPOT_DRIFT_FIELD, "size");
	assert_true(item->blank[0] == 0 && item->blank[1] == 0.2 && item->is_past_blank);
	assert_true(item->has_ks && item->ks.d > 0.2 && item->median[0] == 4.5);
	item = find(&d, SPOT_DRIFT_RULE, "Size");
	assert_true(item->blank[1] == 0.2 && item->bins[1].n[0] == N_OLD / 2);
	item = find(&d, SPOT_DRIFT_FIELD, "tags");
	assert_true(item->psi < 1e-12 && item->n_all_novel == 0);
	assert_true(d.drift.n_past >= 4);
	end(&d);
}

static void test_tiers(void **state)
{
	uint64_t n[2] = { 0 };
	struct drifting d;

	(void)state;
	begin(&d, true);
	assert_int_equal(make(&d, 1, NULL), 0);
	assert_int_equal(d.drift.n_tiers, 4);
	for (size_t t = 0; t < 4; t++)
		for (size_t s = 0; s < 2; s++)
			n[s] += d.drift.tiers[t].n[s];
	assert_int_equal(n[0], N_OLD);
	assert_int_equal(n[1], N_NEW);
	assert_string_equal(d.drift.tiers[3].name, "bad fit");
	/* Of odd ones, which are A and B, all had won and then one half. */
	assert_true(d.drift.tiers[1].rate[0] == 1 && d.drift.tiers[1].rate[1] < 0.6);
	assert_true(d.drift.tiers[1].is_past_rate && d.drift.tiers[1].tail.p < 1e-9);
	assert_false(d.drift.tiers[2].is_past_rate);
	end(&d);
}

static void test_due(void **state)
{
	struct drifting d;

	(void)state;
	begin(&d, false);
	assert_int_equal(make(&d, 1, NULL), 0);
	assert_true(d.drift.has_review && d.drift.is_overdue);
	assert_int_equal(d.drift.review_due, 19723 + 90);
	assert_int_equal(d.drift.n_exceptions, 2);
	assert_string_equal(d.drift.exceptions[0].exception->name, "Old friend");
	assert_int_equal(d.drift.exceptions[0].days_left, 11);
	assert_int_equal(d.drift.exceptions[1].days_left, -3);
	end(&d);
}

/* Both files as one, parted by the day: the same but for the day itself. */
static void test_one_file(void **state)
{
	struct drifting one, two;

	(void)state;
	begin(&one, true);
	begin(&two, true);
	one.options.date = spot_schema_find(&one.rules->fields, "since", 5);
	one.options.at = 19358; /* 2023-01-01 */
	assert_int_equal(make(&one, 2, NULL), 0);
	assert_int_equal(make(&two, 1, NULL), 0);
	assert_int_equal(one.drift.n[0], N_OLD);
	assert_int_equal(one.drift.n[1], N_NEW);
	assert_int_equal(one.drift.n_items + 1, two.drift.n_items);
	for (size_t i = 0; i < one.drift.n_items; i++) {
		const struct spot_drift_item *x = &one.drift.items[i];
		const struct spot_drift_item *y = find(&two, x->kind, x->name);

		assert_true(fabs(x->psi - y->psi) < 1e-12 && x->tail.p == y->tail.p);
		assert_true(x->blank[0] == y->blank[0] && x->blank[1] == y->blank[1]);
		assert_int_equal(x->n_all_novel, y->n_all_novel);
		assert_int_equal(x->has_ks, y->has_ks);
		assert_true(!x->has_ks || x->ks.d == y->ks.d);
	}
	end(&one);
	end(&two);
}

/* size and region of a row after the other. */
static void write_pairs(const char *path, size_t n, int (*size_of)(size_t row),
    const char *(*region_of)(size_t row))
{
	FILE *file = fopen(path, "w");

	fputs("id,size,region,tags,vip,since,name,won\n", file);
	for (size_t i = 0; i < n; i++)
		fprintf(file, "k%zu,%d,%s,x,y,,n,1\n", i, size_of(i), region_of(i));
	assert_int_equal(fclose(file), 0);
}

static int four(size_t row)
{
	(void)row;
	return 4;
}

static int four_or_five(size_t row)
{
	return row < 90 ? 4 : 5;
}

static const char *with_rare(size_t row)
{
	return row < 4 ? "Rarest" : row < 14 ? "Rare" : "North";
}

static const char *north(size_t row)
{
	(void)row;
	return "North";
}

/* Bins that expect five are tested by themselves; numbers that were all alike are cut
 * into less, the same, and more. */
static void test_edges(void **state)
{
	const struct spot_drift_item *item;
	struct drifting d;

	(void)state;
	begin(&d, false);
	write_pairs(d.paths[0], 100, four, with_rare);
	write_pairs(d.paths[1], 100, four_or_five, north);
	assert_int_equal(make(&d, 1, NULL), 0);
	/* Rarest 4 and 0, Rare 10 and 0, North 86 and 100: by two degrees of freedom. */
	item = find(&d, SPOT_DRIFT_FIELD, "region");
	assert_float_equal(item->tail.p, exp(-(4 + 10 + 98.0 / 93) / 2), 1e-9);
	item = find(&d, SPOT_DRIFT_FIELD, "size");
	assert_int_equal(item->n_bins, 4); /* and the blank ones */
	assert_int_equal(item->bins[1].n[0], 100);
	assert_int_equal(item->bins[1].n[1], 90);
	assert_int_equal(item->bins[2].n[1], 10);
	end(&d);
}

static void test_few(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct drifting d;

	(void)state;
	begin(&d, false);
	write_file(d.paths[1], 3, true, true);
	assert_int_equal(make(&d, 1, NULL), 0);
	assert_true(find(&d, SPOT_DRIFT_FIELD, "size")->psi > 0.25);
	assert_false(find(&d, SPOT_DRIFT_FIELD, "size")->is_past_psi);
	spot_drift_reset(&d.drift);
	write_file(d.paths[1], 0, true, true);
	assert_int_equal(make(&d, 1, &err), SPOT_EDATA);
	assert_string_equal(err.what, "there are no new accounts");
	assert_string_equal(err.file, d.paths[1]);
	assert_string_equal(err.hint, "check that the export has worked");
	end(&d);
}

static void test_memory(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct drifting d;
	size_t n = 0, n_refused = 0;
	bool has_failed;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&d, true);
	write_file(d.paths[0], 30, false, true);
	write_file(d.paths[1], 30, true, true);
	do {
		int rc;

		unit_heap_fail(++n);
		rc = make(&d, 1, &err);
		has_failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == 0 || (has_failed && rc == SPOT_ENOMEM));
		n_refused += rc != 0;
		spot_drift_reset(&d.drift);
	} while (has_failed);
	assert_true(n_refused > 100);
	end(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_steady),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_tiers),
		cmocka_unit_test(test_due),
		cmocka_unit_test(test_one_file),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
