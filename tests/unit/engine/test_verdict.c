/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>

#include "engine/verdict.h"

/* A rule file made by hand: what a test changes, it changes in its own copy. */
struct fixture {
	struct spot_criterion criteria[4];
	struct spot_group groups[1];
	struct spot_disqualifier disqualifiers[2];
	struct spot_growth growths[2];
	struct spot_tier tiers[3];
	struct spot_exception exceptions[2];
	struct spot_rules rules;
	struct spot_scoring scoring;
	struct spot_answers answers[8];
	struct spot_verdict verdict;
};

static void fixture_make(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	for (size_t i = 0; i < 4; i++)
		f->criteria[i] =
		    (struct spot_criterion){ .name = "c", .weight = 10, .group = SPOT_NONE };
	f->tiers[0] = (struct spot_tier) { "A", 80 };
	f->tiers[1] = (struct spot_tier) { "B", 50 };
	f->tiers[2] = (struct spot_tier) { "C", 20 };
	f->rules = (struct spot_rules) { .criteria = f->criteria, .n_criteria = 4,
		.groups = f->groups, .n_groups = 1, .disqualifiers = f->disqualifiers,
		.growths = f->growths, .tiers = f->tiers, .n_tiers = 3,
		.exceptions = f->exceptions };
}

static void answer(struct fixture *f, size_t i, double value)
{
	f->answers[i].state[0] = SPOT_ANSWER_KNOWN;
	f->answers[i].value[0] = value;
}

static void unknown(struct fixture *f, size_t i)
{
	f->answers[i].state[0] = SPOT_ANSWER_UNKNOWN;
	f->answers[i].value[0] = 0;
}

static void judge(struct fixture *f, const char *key)
{
	assert_int_equal(spot_scoring_init(&f->scoring, &f->rules, NULL), 0);
	spot_verdict_compute(&f->verdict, &f->scoring, f->answers, 0, spot_view_of(key));
}

static void test_plain_score(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	answer(&f, 0, 1);
	answer(&f, 1, 0.5);
	answer(&f, 2, 1);
	answer(&f, 3, 0);
	judge(&f, "");
	assert_true(f.verdict.has_score);
	assert_true(f.verdict.score == 62.5);
	assert_true(f.verdict.score_low == 62.5 && f.verdict.score_high == 62.5);
	assert_int_equal(f.verdict.tier, 1);
	assert_true(f.verdict.coverage == 100);
	assert_false(f.verdict.has_growth); /* a file without growth words */
	spot_scoring_reset(&f.scoring);
}

static void test_thresholds_are_inclusive(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	assert_int_equal(spot_verdict_tier_of(&f.rules, 80), 0);
	assert_int_equal(spot_verdict_tier_of(&f.rules, nextafter(80, 0)), 1);
	assert_int_equal(spot_verdict_tier_of(&f.rules, 20), 2);
	/* Below every threshold: the lowest. */
	assert_int_equal(spot_verdict_tier_of(&f.rules, -5), 2);
	f.rules.n_tiers = 0;
	assert_true(spot_verdict_tier_of(&f.rules, 80) == SPOT_NONE);
}

static void test_unknown_zero_fit_skip(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.criteria[1].unknown = SPOT_UNKNOWN_FIT;
	f.criteria[1].unknown_fit = 0.25;
	f.criteria[2].unknown = SPOT_UNKNOWN_SKIP;
	answer(&f, 0, 1);
	for (size_t i = 1; i < 4; i++)
		unknown(&f, i);
	judge(&f, "");
	assert_true(f.verdict.earned == 12.5);
	assert_true(f.verdict.possible == 30); /* the skipped one is out of both */
	assert_true(f.verdict.score_low == 25 &&
		    f.verdict.score_high == 100); /* and back in the bounds */
	assert_true(f.verdict.coverage == 25);
	assert_int_equal(f.verdict.tier_low, 2);
	assert_int_equal(f.verdict.tier_high, 0);
	spot_scoring_reset(&f.scoring);
}

static void test_penalty(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.criteria[0].weight = -50;
	answer(&f, 0, 1);
	answer(&f, 1, 1);
	answer(&f, 2, 1);
	unknown(&f, 3);
	judge(&f, "");
	assert_true(f.verdict.possible == 30);
	assert_true(f.verdict.score == 100.0 * -30 / 30);
	assert_true(f.verdict.score_high == 100.0 * -20 / 30);
	/* An unknown penalty can only lower. */
	unknown(&f, 0);
	spot_verdict_compute(&f.verdict, &f.scoring, f.answers, 0, spot_view_of(""));
	assert_true(f.verdict.score_low == 100.0 * -30 / 30);
	assert_true(f.verdict.score_high == 100);
	spot_scoring_reset(&f.scoring);
}

/* Points and adjustments, added up from left to right. */
static double sum_columns(const struct fixture *f)
{
	double sum = 0;

	for (size_t s = 0; s < f->scoring.n_slots; s++) {
		const struct spot_slot *slot = &f->scoring.slots[s];

		for (size_t i = slot->first; i < slot->first + slot->n; i++)
			sum += spot_verdict_points(&f->criteria[f->scoring.order[i]],
			    &f->answers[f->scoring.order[i]], 0);
		sum += spot_verdict_adjustment(&f->scoring, s, f->answers, 0);
	}
	return sum;
}

static void test_group_cap_and_columns_add_up(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.groups[0] =
	    (struct spot_group){ .name = "g", .has_cap = true, .cap = 25, .declared = true };
	f.criteria[0].weight = 70;
	f.criteria[1].weight = 10;
	f.criteria[1].group = 0;
	f.criteria[2].weight = 30;
	f.criteria[3].weight = 20;
	f.criteria[3].group = 0;
	for (size_t i = 0; i < 4; i++)
		answer(&f, i, 1);
	judge(&f, "");
	assert_true(f.verdict.possible == 125);
	assert_true(f.verdict.earned == 125);
	assert_true(sum_columns(&f) == 125);
	assert_int_equal(f.scoring.n_slots, 3);
	assert_int_equal(f.scoring.order[1], 1);
	assert_int_equal(f.scoring.order[2], 3);
	assert_true(spot_verdict_adjustment(&f.scoring, 1, f.answers, 0) == -5);
	spot_scoring_reset(&f.scoring);
}

/* Weights that doubles cannot hold: who answers everything best is 100, not an ulp below. */
static void test_best_is_100(void **state)
{
	static const double weights[][3] = { { 33.4, 33.3, 33.3 }, { 0.1, 0.2, 0.4 },
		{ 0.4, 30, 7.7 } };
	static struct fixture f;
	(void)state;

	for (size_t w = 0; w < N_OF(weights); w++)
		for (int capped = 0; capped < 2; capped++) {
			fixture_make(&f);
			f.groups[0] =
			    (struct spot_group){ .name = "g", .has_cap = capped, .cap = 10 };
			f.tiers[0].threshold = 100;
			f.rules.n_criteria = 3;
			for (size_t i = 0; i < 3; i++) {
				f.criteria[i].weight = weights[w][i];
				f.criteria[i].group = i > 0 ? 0 : SPOT_NONE;
				answer(&f, i, 1);
			}
			judge(&f, "");
			assert_true(f.verdict.score == 100);
			assert_int_equal(f.verdict.tier, 0);
			spot_scoring_reset(&f.scoring);
		}
}

static void test_group_floor(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.groups[0] = (struct spot_group){
		.name = "g", .has_floor = true, .floor = -5, .declared = true
	};
	f.criteria[0].weight = -20;
	f.criteria[0].group = 0;
	for (size_t i = 0; i < 4; i++)
		answer(&f, i, 1);
	judge(&f, "");
	assert_true(f.verdict.earned == 25);
	assert_true(f.verdict.possible == 30);
	spot_scoring_reset(&f.scoring);
}

static void test_nothing_possible(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	for (size_t i = 0; i < 4; i++) {
		f.criteria[i].unknown = SPOT_UNKNOWN_SKIP;
		unknown(&f, i);
	}
	judge(&f, "");
	assert_false(f.verdict.has_score);
	assert_int_equal(f.verdict.tier, 2);
	assert_true(f.verdict.has_coverage && f.verdict.coverage == 0);
	spot_scoring_reset(&f.scoring);
}

static void test_disqualified(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.rules.n_disqualifiers = 2;
	f.disqualifiers[1].unknown_disqualifies = true;
	for (size_t i = 0; i < 4; i++)
		answer(&f, i, 1);
	unknown(&f, 4);
	answer(&f, 5, 0);
	judge(&f, "");
	assert_false(f.verdict.disqualified);
	unknown(&f, 5);
	spot_verdict_compute(&f.verdict, &f.scoring, f.answers, 0, spot_view_of(""));
	assert_true(f.verdict.disqualified);
	assert_true(f.verdict.tier == SPOT_TIER_BAD_FIT);
	assert_true(f.verdict.score == 100);
	assert_int_equal(f.verdict.tier_low, 0);
	assert_string_equal(spot_verdict_tier_name(&f.rules, f.verdict.tier), "bad fit");
	spot_scoring_reset(&f.scoring);
}

static void test_growth(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.rules.n_growths = 2;
	answer(&f, 4, 100);
	answer(&f, 5, -250.5);
	judge(&f, "");
	assert_true(f.verdict.has_growth && f.verdict.growth == -150.5);
	unknown(&f, 5);
	spot_verdict_compute(&f.verdict, &f.scoring, f.answers, 0, spot_view_of(""));
	assert_false(f.verdict.has_growth);
	spot_scoring_reset(&f.scoring);
}

static void test_exceptions(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f);
	f.rules.as_of = 100;
	f.rules.n_exceptions = 2;
	f.exceptions[0] =
	    (struct spot_exception){ .account = "001A0000001ABCD", .tier = 1, .expires = 100 };
	f.exceptions[1] = (struct spot_exception) { .account = "old", .tier = 0, .expires = 99 };
	judge(&f, "001A0000001ABCD");
	assert_int_equal(f.verdict.exception, 0); /* holds on its last day */
	assert_int_equal(f.verdict.tier, 1);
	spot_verdict_compute(&f.verdict, &f.scoring, f.answers, 0, spot_view_of("old"));
	assert_true(f.verdict.exception == SPOT_NONE);
	spot_scoring_reset(&f.scoring);
}

/* Random weights, fits, caps: the printed parts add up to the numerator, and bounds hold. */
static void test_random_sums(void **state)
{
	static struct fixture f;
	uint64_t seed = 1;
	(void)state;

	for (int round = 0; round < 20000; round++) {
		fixture_make(&f);
		f.groups[0] = (struct spot_group){ .name = "g",
			.has_cap = true,
			.has_floor = true,
			.cap = (double)(unit_random(&seed) % 1000) / 77,
			.floor = -(double)(unit_random(&seed) % 1000) / 91 };
		for (size_t i = 0; i < 4; i++) {
			f.criteria[i].weight = ((double)(unit_random(&seed) % 4000) - 1000) / 37;
			f.criteria[i].group = unit_random(&seed) % 2 ? 0 : SPOT_NONE;
			answer(&f, i, (double)(unit_random(&seed) % 1001) / 1000);
			if (unit_random(&seed) % 5 == 0)
				unknown(&f, i);
		}
		judge(&f, "");
		assert_true(fabs(sum_columns(&f) - f.verdict.earned) <= 1e-12);
		if (f.verdict.has_score) {
			assert_true(f.verdict.score <= 100);
			assert_true(f.verdict.score_low <= f.verdict.score_high);
			assert_true(f.verdict.score_low <= f.verdict.score);
			assert_true(f.verdict.score <= f.verdict.score_high);
		}
		spot_scoring_reset(&f.scoring);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_score),
		cmocka_unit_test(test_thresholds_are_inclusive),
		cmocka_unit_test(test_unknown_zero_fit_skip),
		cmocka_unit_test(test_penalty),
		cmocka_unit_test(test_group_cap_and_columns_add_up),
		cmocka_unit_test(test_best_is_100),
		cmocka_unit_test(test_group_floor),
		cmocka_unit_test(test_nothing_possible),
		cmocka_unit_test(test_disqualified),
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_random_sums),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
