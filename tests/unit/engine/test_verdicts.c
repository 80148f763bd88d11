/* SPDX-License-Identifier: MIT */
/* Batches against their plain twin, row by row, to the last bit. */
#include "support/judged.h"

static struct spot_view key_of(const struct judged *f, size_t row)
{
	if (f->panel.key_field == SPOT_NONE || f->key_states[row] != SPOT_STATE_VALUE)
		return (struct spot_view) { 0 };
	return f->key_texts[row];
}

static bool in_set(const spot_rule_bits *set, size_t rule, size_t row)
{
	return set[rule / 8][row] >> rule % 8 & 1;
}

static bool same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

static void check_sets(const struct judged *f, size_t row)
{
	const struct spot_verdicts *verdicts = f->judge.verdicts;
	const struct spot_answers *answers = f->judge.answers;

	for (size_t a = 0; a < f->panel.scoring.n_asked; a++)
		assert_int_equal(in_set(verdicts->unknown, a, row), answers[a].state[row] != 0);
	for (size_t d = 0; d < f->rules.n_disqualifiers; d++)
		assert_int_equal(in_set(verdicts->disqualifies, d, row),
		    spot_verdict_disqualifies(
		        &f->disqualifiers[d], &answers[f->rules.n_criteria + d], row));
}

static void check_row(const struct judged *f, size_t row)
{
	const struct spot_verdicts *got = f->judge.verdicts;
	size_t exception = got->has_exceptions && got->exception[row] != SPOT_NO_EXCEPTION
	    ? got->exception[row]
	    : SPOT_NONE;
	struct spot_verdict want;

	spot_verdict_compute(
	    &want, &f->panel.scoring, f->judge.answers, row, key_of(f, row));
	assert_int_equal(got->has_score[row], want.has_score);
	assert_true(same_bits(got->score[row], want.score));
	assert_true(same_bits(got->score_low[row], want.score_low));
	assert_true(same_bits(got->score_high[row], want.score_high));
	assert_int_equal(got->has_coverage, want.has_coverage);
	assert_true(same_bits(got->coverage[row], want.coverage));
	assert_int_equal(got->has_growth[row], want.has_growth);
	assert_true(same_bits(got->growth[row], want.has_growth ? want.growth : 0));
	assert_int_equal(got->tier[row], spot_verdict_tier_rank(&f->rules, want.tier));
	assert_int_equal(got->tier_low[row], spot_verdict_tier_rank(&f->rules, want.tier_low));
	assert_int_equal(got->tier_high[row], spot_verdict_tier_rank(&f->rules, want.tier_high));
	assert_true(exception == want.exception);
	check_sets(f, row);
}

static void test_batches_are_their_rows(void **state)
{
	static struct judged f;
	(void)state;

	for (uint64_t round = 0; round < 400; round++) {
		size_t n_rows;

		judged_make(&f, round);
		/* One row, a block's edge, a whole batch. */
		n_rows = round % 4 == 0 ? 1 + judged_below(&f, 3)
		    : round % 4 == 1    ? 254 + judged_below(&f, 5)
		    : round % 40 == 2   ? SPOT_BATCH_ROWS
		                        : 1 + judged_below(&f, 300);
		judged_answer(&f, n_rows);
		for (int cpu = SPOT_CPU_PLAIN; cpu <= (int)spot_cpu_best(); cpu++) {
			f.panel.scoring.cpu = (enum spot_cpu)cpu;
			spot_verdicts_compute(f.judge.verdicts, &f.panel.scoring, f.judge.answers,
			    n_rows, spot_judge_keys(&f.judge));
			for (size_t row = 0; row < n_rows; row++)
				check_row(&f, row);
		}
		judged_reset(&f);
	}
}

/* The counts of row-by-row counting. */
static void check_tally(const struct judged *f, const struct spot_tally *tally, size_t n_rows)
{
	uint64_t no_score = 0, unsettled = 0, blank_keys = 0;

	for (size_t row = 0; row < n_rows; row++) {
		struct spot_verdict verdict;

		spot_verdict_compute(
		    &verdict, &f->panel.scoring, f->judge.answers, row, key_of(f, row));
		no_score += !verdict.has_score;
		unsettled += verdict.tier_low != verdict.tier_high;
		blank_keys += f->panel.key_field != SPOT_NONE && key_of(f, row).len == 0;
		tally->tier[spot_verdict_tier_rank(&f->rules, verdict.tier)]--;
		if (verdict.exception != SPOT_NONE)
			tally->exception[verdict.exception]--;
	}
	assert_int_equal(tally->rows, n_rows);
	assert_int_equal(tally->no_score, no_score);
	assert_int_equal(tally->unsettled, unsettled);
	assert_int_equal(tally->blank_keys, blank_keys);
	for (size_t i = 0; i < f->rules.n_tiers + 2; i++)
		assert_int_equal(tally->tier[i], 0);
	for (size_t i = 0; i < f->rules.n_exceptions; i++)
		assert_int_equal(tally->exception[i], 0);
}

static void check_tally_of_rules(
    const struct judged *f, const struct spot_tally *tally, size_t n_rows)
{
	for (size_t a = 0; a < f->panel.scoring.n_asked; a++) {
		const struct spot_answers *answers = &f->judge.answers[a];
		uint64_t n_unknown = 0, n_failed = 0, n_holds = 0;

		for (size_t row = 0; row < n_rows; row++) {
			n_unknown += answers->state[row] != SPOT_ANSWER_KNOWN;
			n_failed += answers->state[row] == SPOT_ANSWER_FAILED;
			n_holds += answers->state[row] == SPOT_ANSWER_KNOWN &&
			    answers->value[row] > 0;
		}
		assert_int_equal(tally->unknown[a], n_unknown);
		assert_int_equal(tally->failed[a], n_failed);
		assert_int_equal(tally->holds[a], n_holds);
	}
	for (size_t d = 0; d < f->rules.n_disqualifiers; d++) {
		uint64_t n_hits = 0;

		for (size_t row = 0; row < n_rows; row++)
			n_hits += in_set(f->judge.verdicts->disqualifies, d, row);
		assert_int_equal(tally->bad_fit[d], n_hits);
	}
}

static void test_tallies_count_rows(void **state)
{
	static struct judged f;
	(void)state;

	for (uint64_t round = 1000; round < 1200; round++) {
		struct spot_tally tally;
		size_t n_rows;

		judged_make(&f, round);
		n_rows = round % 20 == 0 ? SPOT_BATCH_ROWS : 1 + judged_below(&f, 300);
		judged_answer(&f, n_rows);
		assert_int_equal(spot_tally_init(&tally, &f.panel.scoring, NULL), 0);
		spot_tally_count(&tally, &f.judge);
		check_tally(&f, &tally, n_rows);
		check_tally_of_rules(&f, &tally, n_rows);
		spot_tally_reset(&tally);
		judged_reset(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batches_are_their_rows),
		cmocka_unit_test(test_tallies_count_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
