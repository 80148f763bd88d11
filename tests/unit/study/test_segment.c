/* SPDX-License-Identifier: MIT */
/* Segments of a few accounts, by figures that can be added up by hand. */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rules/load.h"
#include "study/segment.h"

#define DAY 20000

static const char rules_text[] =
    "fields { id = \"key\", size = \"integer\", region = \"text\", pays = \"number\",\n"
    "  costs = \"number\", gone = \"flag\", day = { \"date\", optional = true } }\n"
    "criterion \"Size\" { weight = 1, why = \"-\", fit = function(a) return a.size >= 50 end }\n"
    "disqualify \"Tiny\" { why = \"-\", when = function(a) return a.size < 2 end }\n"
    "growth \"g\" { unit = \"USD\", value = function(a) return a.size * 10 end }\n"
    "tiers { A = 50, B = 0 }\n"
    "cohort \"customers\" { when = function(a) return a.pays > 0 and not a.gone end }\n"
    "cohort \"churned\" { when = function(a) return a.gone end }\n"
    "rollup \"deals\" { key = \"id\", fields = { stage = \"text\", days = \"integer\" },\n"
    "  n = count { when = function(r) return true end } }\n"
    "economics { ltv = function(a) return a.pays * 3 end, cac = function(a) return 10 end,\n"
    "  cost_to_serve = function(a) return a.costs end, deals = \"deals\",\n"
    "  won = function(r) return r.stage == \"won\" end,\n"
    "  lost = function(r) return r.stage == \"lost\" end,\n"
    "  days = function(r) return r.days end }\n"
    "segment \"Where\" { by = function(a) return a.region:upper() end }\n"
    "segment \"Banded\" { by = \"size\", bands = { { 0, \"small\" }, { 50, \"large\" } } }\n";

static const char data_text[] =
    "id,size,region,pays,costs,gone\n"
    "k1,100,n,50,20,no\n"   /* customer: 150 - 10 - 20 = 120 */
    "k2,60,n,10,90,no\n"    /* customer: 30 - 10 - 90 = -70 */
    "k3,10,s,20,5,yes\n"    /* churned */
    "k4,20,s,0,0,no\n"      /* open: growth 200 */
    "k5,70,n,0,0,no\n"      /* open: growth 700 */
    "k6,1,s,0,0,no\n"       /* bad fit */
    "k7,,n,0,0,no\n"        /* open, growth unknown; size unknown */
    "k8,30,,0,0,no\n"       /* open: growth 300; region unknown */
    "k1,55,e,40,0,no\n";    /* the same key again: the first has the deals */

static const char deals_text[] =
    "id,stage,days\n"
    "k1,won,10\nk1,lost,50\nk2,won,30\nk3,lost,\nk4,open,5\nk5,lost,70\nk9,won,1\nk1,won,21\n";

struct segmenting {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_segment_by bys[8];
	struct spot_segment_options options;
	struct spot_segment segment;
	struct spot_arena arena;
	char data[40], deals[40];
};

static void write_file(char *path, const char *text)
{
	FILE *file;

	strcpy(path, "/tmp/test_segment.XXXXXX");
	file = fdopen(mkstemp(path), "w");
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void begin(struct segmenting *s)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	static const char *const names[] = { "Where", "Banded", "region" };
	struct spot_panel_options reading = { .n_threads = 1 };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_with with;

	memset(s, 0, sizeof(*s));
	spot_arena_init(&s->arena);
	write_file(s->data, data_text);
	write_file(s->deals, deals_text);
	with = (struct spot_with) { "deals", s->deals };
	if (spot_rules_load_text(&s->rules, "segment", rules_text, strlen(rules_text), &options,
	        NULL, &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_panel_init(&s->panel, s->rules, &with, 1, &reading, &err), 0);
	spot_segment_words_economics(&s->options, s->rules);
	s->bys[0] = (struct spot_segment_by) { .name = "tier", .kind = SPOT_SEGMENT_TIER,
		.field = SPOT_NONE, .fn = SPOT_NO_FUNCTION };
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(spot_segment_words_by(
		    &s->bys[i + 1], s->rules, names[i], &s->arena, &err), 0);
	s->options.bys = s->bys;
	s->options.n_bys = 4;
	for (size_t c = 0; c < SPOT_SEGMENT_COHORTS; c++)
		s->options.cohorts[c] = SPOT_NONE;
	s->options.cohorts[SPOT_SEGMENT_CUSTOMER] = 0;
	s->options.cohorts[SPOT_SEGMENT_CHURNED] = 1;
	s->options.keep_field = SPOT_NONE;
}

static void run_with(struct segmenting *s, unsigned n_threads)
{
	static const struct spot_run_calls calls;
	const char *path = s->data;
	struct spot_run_options run = { .paths = &path, .n_paths = 1, .n_threads = n_threads };
	struct spot_error err = SPOT_ERROR_INIT;

	if (spot_segment_study(&s->segment, &s->panel, &s->options, &run, &calls, &err) != 0)
		fail_msg("%s", err.what);
}

static void end(struct segmenting *s)
{
	spot_segment_reset(&s->segment);
	spot_panel_reset(&s->panel);
	spot_rules_free(s->rules);
	spot_arena_free(&s->arena);
	unlink(s->data);
	unlink(s->deals);
}

static const struct spot_segment_level *level(const struct segmenting *s, size_t g,
    const char *name)
{
	const struct spot_segment_grouping *grouping = &s->segment.groupings[g];

	for (size_t l = 0; l < grouping->n_levels; l++)
		if (strcmp(grouping->levels[l].name, name) == 0)
			return &grouping->levels[l];
	fail_msg("no level %s", name);
	return NULL;
}

static void test_counts_and_money(void **state)
{
	const struct spot_segment_sums *sums;
	struct segmenting s;

	(void)state;
	begin(&s);
	run_with(&s, 1);
	sums = &s.segment.total.sums;
	assert_int_equal(sums->n, 9);
	assert_int_equal(sums->n_bad_fit, 1);
	assert_int_equal(sums->n_customers, 3);
	assert_int_equal(sums->n_churned, 1);
	assert_int_equal(sums->n_open, 4);
	assert_int_equal(sums->n_growth, 3);
	assert_float_equal(spot_sum_value(&sums->growth), 1200, 1e-9);
	assert_int_equal(sums->n_margin, 3);
	assert_float_equal(spot_sum_value(&sums->margin), 120 - 70 + 110, 1e-9);
	assert_int_equal(sums->n_negative, 1);
	assert_float_equal(spot_sum_value(&sums->negative), -70, 1e-9);
	assert_float_equal(spot_segment_churn(sums), 0.25, 1e-9);
	sums = &level(&s, 1, "N")->sums;
	assert_int_equal(sums->n, 4);
	assert_int_equal(sums->n_open, 2);
	assert_float_equal(spot_segment_mean(spot_sum_value(&sums->amounts[SPOT_SEGMENT_LTV]),
	        sums->n_amounts[SPOT_SEGMENT_LTV]), 90, 1e-9);
	end(&s);
}

static void test_deals(void **state)
{
	const struct spot_segment_level *l;
	struct segmenting s;

	(void)state;
	begin(&s);
	run_with(&s, 2);
	assert_int_equal(s.segment.n_deals, 8);
	assert_int_equal(s.segment.n_deals_orphaned, 1);
	assert_int_equal(s.segment.total.deals_won, 3);
	assert_int_equal(s.segment.total.deals_lost, 3);
	assert_float_equal(s.segment.total.median_days[0], 21, 1e-9);
	assert_float_equal(s.segment.total.median_days[1], 60, 1e-9);
	l = level(&s, 1, "N");
	assert_int_equal(l->deals_won, 3);
	assert_int_equal(l->deals_lost, 2);
	assert_float_equal(l->win_rate, 0.6, 1e-9);
	assert_true(l->win_ci.lo < 0.6 && l->win_ci.hi > 0.6);
	l = level(&s, 1, "S");
	assert_int_equal(l->deals_lost, 1);
	assert_true(isnan(l->median_days[1]));
	/* The second account of the key has none of its deals. */
	assert_int_equal(level(&s, 1, "E")->deals_won, 0);
	assert_true(isnan(level(&s, 1, "E")->win_rate));
	end(&s);
}

static void test_order_and_unknown(void **state)
{
	const struct spot_segment_grouping *grouping;
	struct segmenting s;

	(void)state;
	begin(&s);
	run_with(&s, 1);
	grouping = &s.segment.groupings[0];
	assert_int_equal(grouping->n_levels, 3);
	assert_string_equal(grouping->levels[0].name, "A");
	assert_string_equal(grouping->levels[1].name, "B");
	assert_string_equal(grouping->levels[2].name, "bad fit");
	grouping = &s.segment.groupings[1];
	assert_string_equal(grouping->levels[0].name, "N");
	assert_true(grouping->levels[grouping->n_levels - 1].is_unknown);
	grouping = &s.segment.groupings[2];
	assert_int_equal(grouping->n_levels, 3);
	assert_string_equal(grouping->levels[0].name, "small");
	assert_string_equal(grouping->levels[1].name, "large");
	assert_true(grouping->levels[2].is_unknown);
	assert_int_equal(grouping->levels[2].sums.n, 1);
	end(&s);
}

static void test_pool(void **state)
{
	const struct spot_segment_grouping *grouping;
	struct segmenting s;

	(void)state;
	begin(&s);
	s.options.least = 4;
	s.options.capacity = 3;
	run_with(&s, 1);
	grouping = &s.segment.groupings[3];
	assert_int_equal(grouping->n_levels, 3);
	assert_string_equal(grouping->levels[0].name, "n");
	assert_string_equal(grouping->levels[1].name, "others");
	assert_int_equal(grouping->levels[1].n_pooled, 2);
	assert_int_equal(grouping->levels[1].sums.n, 4);
	assert_int_equal(grouping->levels[1].deals_lost, 1);
	assert_float_equal(s.segment.total.reps, 2, 0);
	end(&s);
}

static void test_territories(void **state)
{
	struct segmenting s;
	double sum = 0;

	(void)state;
	begin(&s);
	s.options.n_territories = 2;
	run_with(&s, 1);
	for (size_t t = 0; t < 2; t++)
		sum += s.segment.territories[t].potential;
	assert_float_equal(sum, 1200, 1e-9);
	assert_float_equal(s.segment.territories[0].potential, 700, 1e-9);
	assert_int_equal(s.segment.territories[0].n + s.segment.territories[1].n, 4);
	end(&s);
	begin(&s);
	s.options.n_territories = 2;
	s.options.keep_field =
	    spot_schema_find(&s.rules->fields, "region", strlen("region"));
	run_with(&s, 1);
	assert_true(s.segment.keeps_territory_apart);
	assert_int_equal(s.segment.territories[0].n_kept, 1);
	assert_string_equal(s.segment.territories[0].kept[0], "n");
	assert_int_equal(s.segment.territories[1].n_kept, 2);
	end(&s);
}

static void deal(struct segmenting *s, const char *data, size_t n_territories)
{
	FILE *file;

	begin(s);
	assert_non_null(file = fopen(s->data, "w"));
	fputs(data, file);
	assert_int_equal(fclose(file), 0);
	s->options.n_territories = n_territories;
	run_with(s, 1);
}

/* The largest potential goes to the territory that has least; what has none, to the smallest. */
static void test_deals_out(void **state)
{
	static const char head[] = "id,size,region,pays,costs,gone\n";
	struct segmenting s;
	char data[300];

	(void)state;
	snprintf(data, sizeof(data), "%sa,90,n,0,0,no\nb,50,n,0,0,no\nc,40,n,0,0,no\n", head);
	deal(&s, data, 3);
	for (size_t t = 0; t < 3; t++)
		assert_int_equal(s.segment.territories[t].n, 1);
	end(&s);
	snprintf(data, sizeof(data), "%sa,100,n,0,0,no\nb,30,n,0,0,no\nc,30,n,0,0,no\n"
	    "d,30,n,0,0,no\ne,,n,0,0,no\n", head);
	deal(&s, data, 2);
	assert_float_equal(s.segment.territories[0].potential, 1000, 1e-9);
	assert_int_equal(s.segment.territories[0].n, 2);
	assert_int_equal(s.segment.territories[1].n, 3);
	end(&s);
	snprintf(data, sizeof(data), "%sa,50,n,0,0,no\nb,50,n,0,0,no\n", head);
	deal(&s, data, 2);
	assert_false(s.segment.keeps_territory_apart);
	end(&s);
	snprintf(data, sizeof(data), "%sa,51,n,0,0,no\nb,50,n,0,0,no\n", head);
	deal(&s, data, 2);
	assert_true(s.segment.keeps_territory_apart);
	end(&s);
}

/* --- without memory, and failing --------------------------------------------------------- */

/* What segments there are, once more, then the study. */
static int run_once(void *ctx)
{
	static const struct spot_run_calls calls;
	static const char *const names[] = { "Where", "Banded", "day", "gone" };
	struct segmenting *s = ctx;
	const char *path = s->data;
	struct spot_run_options run = { .paths = &path, .n_paths = 1, .n_threads = 1 };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_arena arena;
	int rc = 0;

	spot_arena_init(&arena);
	for (size_t i = 0; rc == 0 && i < N_OF(names); i++)
		rc = spot_segment_words_by(&s->bys[i + 1], s->rules, names[i], &arena, &err);
	if (rc == 0) {
		rc = spot_segment_study(&s->segment, &s->panel, &s->options, &run, &calls, &err);
		spot_segment_reset(&s->segment);
	}
	spot_arena_free(&arena);
	assert_string_equal(err.what, rc == 0 ? "" : "out of memory");
	return rc;
}

static void test_memory(void **state)
{
	long live = unit_heap_live;
	struct segmenting s;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&s);
	s.options.n_bys = 5;
	s.options.least = 3;
	s.options.n_territories = 2;
	s.options.keep_field = spot_schema_find(&s.rules->fields, "region", strlen("region"));
	s.options.keeps_keys = true;
	unit_heap_sweep(run_once, &s, SPOT_ENOMEM, 2000);
	end(&s);
	assert_int_equal(unit_heap_live, live);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts_and_money),
		cmocka_unit_test(test_deals),
		cmocka_unit_test(test_order_and_unknown),
		cmocka_unit_test(test_pool),
		cmocka_unit_test(test_territories),
		cmocka_unit_test(test_deals_out),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
