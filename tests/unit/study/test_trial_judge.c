/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "stats/random.h"
#include "study/trial_judge.h"

#define RUNS 200

/* Accounts of two outcomes, the i-th score shifted by so much among those with it. */
struct made {
	double *scores[12];
	uint8_t *outcomes;
	size_t n, n_scores;
};

static void made_begin(struct made *made, size_t n, size_t n_scores)
{
	made->n = n;
	made->n_scores = n_scores;
	made->outcomes = calloc(n, 1);
	for (size_t s = 0; s < n_scores; s++)
		made->scores[s] = calloc(n, sizeof(double));
}

static void made_end(struct made *made)
{
	free(made->outcomes);
	for (size_t s = 0; s < made->n_scores; s++)
		free(made->scores[s]);
}

/* Scores share a part, as rules that differ in little do; rounded, for ties. */
static void fill(struct made *made, const double *shifts, double shared, uint32_t run)
{
	struct spot_random random;

	spot_random_init(&random, 20261122, run);
	for (size_t i = 0; i < made->n; i++) {
		double common = spot_random_normal(&random);

		made->outcomes[i] = spot_random_below(&random, 2) != 0;
		for (size_t s = 0; s < made->n_scores; s++)
			made->scores[s][i] = round(100 * (sqrt(shared) * common +
			    sqrt(1 - shared) * spot_random_normal(&random) +
			    (made->outcomes[i] ? shifts[s] : 0)));
	}
}

/* The i-th judgement is of score i + 1. */
static int judge(struct spot_trial_judgement *out, const struct made *made,
    const struct spot_trial_bar *bar, size_t n_family)
{
	struct spot_delong_difference diffs[12];
	struct spot_delong *base = NULL;
	struct spot_error err = SPOT_ERROR_INIT;
	uint64_t n_pos = 0;

	for (size_t i = 0; i < made->n; i++)
		n_pos += made->outcomes[i];
	assert_int_equal(
	    spot_delong_new(&base, made->scores[0], made->outcomes, made->n, &err), 0);
	for (size_t s = 1; s < made->n_scores; s++) {
		struct spot_delong *own = NULL;

		assert_int_equal(
		    spot_delong_new(&own, made->scores[s], made->outcomes, made->n, &err), 0);
		assert_int_equal(spot_delong_compare(&diffs[s - 1], own, base, 0.95, &err), 0);
		spot_delong_free(own);
	}
	spot_delong_free(base);
	return spot_trial_judge(
	    out, diffs, made->n_scores - 1, n_pos, made->n - n_pos, bar, n_family, &err);
}

/* How many of the hypotheses have the answer. */
static size_t count(const struct made *made, enum spot_trial_answer answer, size_t n_family)
{
	struct spot_trial_bar bar = SPOT_TRIAL_BAR_INIT;
	struct spot_trial_judgement judgements[12];
	size_t n = 0;

	assert_int_equal(judge(judgements, made, &bar, n_family), 0);
	for (size_t s = 1; s < made->n_scores; s++)
		n += judgements[s - 1].answer == answer;
	return n;
}

/* Ten hypotheses and a baseline that know nothing: in at most one run of twenty has any of them a
 * winner, or the baseline over any of them. */
static void test_noise(void **state)
{
	static const double shifts[11];
	struct made made;
	size_t n_winners = 0, n_either = 0;

	(void)state;
	made_begin(&made, 400, 11);
	for (uint32_t run = 0; run < RUNS; run++) {
		size_t n_better, n_worse;

		fill(&made, shifts, 0.3, run);
		n_better = count(&made, SPOT_TRIAL_BETTER, 10);
		n_worse = count(&made, SPOT_TRIAL_WORSE, 10);
		n_winners += n_better > 0;
		n_either += n_better + n_worse > 0;
	}
	made_end(&made);
	print_message("noise: a hypothesis wins in %zu of %d runs, it or the baseline in %zu\n",
	    n_winners, RUNS, n_either);
	assert_true(n_winners <= RUNS / 20);
	assert_true(n_either <= RUNS / 20);
}

/* The shift that makes an AUC: Phi(shift / sqrt(2)). */
static void test_planted(void **state)
{
	static const double shifts[2] = { 0.7416143, 0.9538726 }; /* 0.70 and 0.75 */
	struct made made;
	size_t n_found = 0, n_apart = 0;

	(void)state;
	made_begin(&made, 2000, 2);
	for (uint32_t run = 0; run < RUNS; run++) {
		fill(&made, shifts, 0.5, 1000 + run);
		n_found += count(&made, SPOT_TRIAL_BETTER, 1);
		fill(&made, shifts, 0, 1000 + run);
		n_apart += count(&made, SPOT_TRIAL_BETTER, 1);
	}
	made_end(&made);
	print_message("planted: found in %zu of %d runs, %zu where scores share nothing\n",
	    n_found, RUNS, n_apart);
	assert_true(n_found >= RUNS * 8 / 10);
	assert_true(n_apart >= RUNS * 8 / 10);
}

/* Few outcomes, many looks, the same ranking: nobody wins. */
static void test_refusals(void **state)
{
	static const double shifts[3] = { 0, 3, 3 };
	struct spot_trial_bar bar = SPOT_TRIAL_BAR_INIT;
	struct spot_trial_judgement out[3];
	struct made made;

	(void)state;
	made_begin(&made, 58, 3);
	fill(&made, shifts, 0, 7);
	assert_int_equal(judge(out, &made, &bar, 2), 0);
	assert_true(out[0].p_holm < 0.05);
	assert_true(out[0].too_few);
	assert_int_equal(out[0].answer, SPOT_TRIAL_CANNOT_TELL);
	assert_true(out[0].n_more >= 1);
	bar.min_outcomes = 10;
	assert_int_equal(judge(out, &made, &bar, 2), 0);
	assert_int_equal(out[0].answer, SPOT_TRIAL_BETTER);
	assert_true(out[0].n_more == 0);
	/* The more was compared before, the more it takes. */
	assert_int_equal(judge(out, &made, &bar, 1u << 30), 0);
	assert_true(out[0].p_holm > out[0].auc.tail.p);
	for (size_t i = 0; i < made.n; i++)
		made.scores[1][i] = 2 * made.scores[0][i] + 1;
	assert_int_equal(judge(out, &made, &bar, 2), 0);
	assert_int_equal(out[0].answer, SPOT_TRIAL_ALIKE);
	made_end(&made);
}

/* A difference that is there but does not matter. */
static void test_margin(void **state)
{
	static const double shifts[2] = { 1, 1.004 };
	struct made made;

	(void)state;
	made_begin(&made, 200000, 2);
	fill(&made, shifts, 0.9, 3);
	assert_int_equal(count(&made, SPOT_TRIAL_ALIKE, 1), 1);
	made_end(&made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_planted),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_margin),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
