/* SPDX-License-Identifier: MIT */
/* Batches against their plain twin, row by row, to the last bit. */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>

#include "engine/panel.h"

#define MAX_CRITERIA 20
#define MAX_OTHERS 12
#define MAX_TIERS 6

struct fixture {
	struct spot_criterion criteria[MAX_CRITERIA];
	struct spot_group groups[3];
	struct spot_disqualifier disqualifiers[MAX_OTHERS];
	struct spot_growth growths[3];
	struct spot_tier tiers[MAX_TIERS];
	struct spot_exception exceptions[2];
	struct spot_rules rules;
	struct spot_panel panel;
	struct spot_judge judge;
	struct spot_column keys;
	uint8_t key_states[SPOT_BATCH_ROWS];
	struct spot_view key_texts[SPOT_BATCH_ROWS];
	char key_chars[SPOT_BATCH_ROWS][8];
	uint64_t seed;
};

static uint64_t below(struct fixture *f, uint64_t n)
{
	return unit_random(&f->seed) % n;
}

static void make_criterion(struct fixture *f, struct spot_criterion *criterion)
{
	static const double weights[] = { 10, 0.1, 33.3, -6, -0.7, 0, 1e-3, 1e6 };

	*criterion = (struct spot_criterion) { .weight = weights[below(f, N_OF(weights))],
		.group = below(f, 3) ? SPOT_NONE : below(f, N_OF(f->groups)),
		.unknown = (enum spot_unknown)below(f, SPOT_UNKNOWN_N),
		.unknown_fit = (double)below(f, 5) / 4 };
}

/* Rules of every kind, and sometimes none of a kind. */
static void make_rules(struct fixture *f)
{
	f->rules = (struct spot_rules) { .criteria = f->criteria, .groups = f->groups,
		.n_groups = N_OF(f->groups), .disqualifiers = f->disqualifiers,
		.growths = f->growths, .tiers = f->tiers, .exceptions = f->exceptions,
		.n_criteria = below(f, MAX_CRITERIA + 1),
		.n_disqualifiers = below(f, MAX_OTHERS + 1),
		.n_growths = below(f, N_OF(f->growths) + 1), .n_tiers = below(f, MAX_TIERS + 1) };
	for (size_t i = 0; i < f->rules.n_criteria; i++)
		make_criterion(f, &f->criteria[i]);
	for (size_t i = 0; i < N_OF(f->groups); i++)
		f->groups[i] = (struct spot_group) { .has_cap = below(f, 2),
			.has_floor = below(f, 2), .cap = (double)below(f, 20),
			.floor = -(double)below(f, 20) / 3 };
	for (size_t i = 0; i < f->rules.n_disqualifiers; i++)
		f->disqualifiers[i].unknown_disqualifies = below(f, 2);
	for (size_t i = 0; i < f->rules.n_tiers; i++)
		f->tiers[i].threshold = 90 - 20.5 * (double)i;
	f->rules.n_exceptions = f->rules.n_tiers > 0 ? below(f, 3) : 0;
	f->exceptions[0] = (struct spot_exception) { .account = "k7", .tier = 0 };
	f->exceptions[1] = (struct spot_exception) { .account = "k9", .tier =
	    f->rules.n_tiers - 1 };
}

static void make_answers(struct fixture *f, size_t n_rows)
{
	for (size_t a = 0; a < f->panel.scoring.n_asked; a++) {
		struct spot_answers *answers = &f->judge.answers[a];
		bool growth = f->panel.scoring.asked[a].kind == SPOT_RULE_GROWTH;
		uint64_t one_in = below(f, 3) ? 1 + below(f, 9) : 0; /* unknown; 0: none is */

		answers->n_failed = 0;
		for (size_t i = 0; i < n_rows; i++) {
			double value = (double)below(f, 6) / 5;

			if (growth)
				value = below(f, 50) ? value * 1e5 - 3e4 : 1.7e308;
			else if (f->panel.scoring.asked[a].kind == SPOT_RULE_DISQUALIFIER)
				value = value == 1;
			answers->state[i] = one_in && below(f, one_in) == 0
			    ? (uint8_t)(1 + below(f, 2))
			    : SPOT_ANSWER_KNOWN;
			answers->n_failed += answers->state[i] == SPOT_ANSWER_FAILED;
			answers->value[i] = answers->state[i] == SPOT_ANSWER_KNOWN ? value : 0;
		}
	}
	for (size_t i = 0; i < n_rows; i++) {
		int n = snprintf(f->key_chars[i], sizeof(f->key_chars[i]), "k%d", (int)below(f,
		    20));

		f->key_states[i] = below(f, 5) ? SPOT_STATE_VALUE : SPOT_STATE_BLANK;
		f->key_texts[i] = (struct spot_view) { f->key_chars[i], (size_t)n * !!below(f, 9) };
	}
}

static void fixture_make(struct fixture *f, uint64_t seed)
{
	memset(f, 0, sizeof(*f));
	f->seed = seed;
	make_rules(f);
	f->panel.rules = &f->rules;
	f->panel.key_field = below(f, 2) ? 0 : SPOT_NONE;
	assert_int_equal(spot_scoring_init(&f->panel.scoring, &f->rules, NULL), 0);
	f->judge.panel = &f->panel;
	f->judge.answers = calloc(f->panel.scoring.n_asked + 1, sizeof(*f->judge.answers));
	assert_non_null(f->judge.answers);
	assert_int_equal(spot_verdicts_new(&f->judge.verdicts, &f->panel.scoring, NULL), 0);
	f->keys = (struct spot_column) { .kind = SPOT_KIND_TEXT, .state = f->key_states,
		.as.text = f->key_texts };
	f->judge.batch.columns = &f->keys;
}

static void fixture_reset(struct fixture *f)
{
	spot_verdicts_free(f->judge.verdicts);
	free(f->judge.answers);
	spot_scoring_reset(&f->panel.scoring);
}

static struct spot_view key_of(const struct fixture *f, size_t row)
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

static void check_sets(const struct fixture *f, size_t row)
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

static void check_row(const struct fixture *f, size_t row)
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
	static struct fixture f;
	(void)state;

	for (uint64_t round = 0; round < 400; round++) {
		size_t n_rows;

		fixture_make(&f, round);
		/* One row, a block's edge, a whole batch. */
		n_rows = round % 4 == 0 ? 1 + below(&f, 3)
		    : round % 4 == 1    ? 254 + below(&f, 5)
		    : round % 40 == 2   ? SPOT_BATCH_ROWS
		                        : 1 + below(&f, 300);
		make_answers(&f, n_rows);
		for (int cpu = SPOT_CPU_PLAIN; cpu <= (int)spot_cpu_best(); cpu++) {
			f.panel.scoring.cpu = (enum spot_cpu)cpu;
			spot_verdicts_compute(f.judge.verdicts, &f.panel.scoring, f.judge.answers,
			    n_rows, f.panel.key_field == SPOT_NONE ? NULL : &f.keys);
			for (size_t row = 0; row < n_rows; row++)
				check_row(&f, row);
		}
		fixture_reset(&f);
	}
}

/* The counts of row-by-row counting. */
static void check_tally(const struct fixture *f, const struct spot_tally *tally, size_t n_rows)
{
	uint64_t no_score = 0, unsettled = 0, blank_keys = 0;
	double growth = 0;

	for (size_t row = 0; row < n_rows; row++) {
		struct spot_verdict verdict;

		spot_verdict_compute(
		    &verdict, &f->panel.scoring, f->judge.answers, row, key_of(f, row));
		no_score += !verdict.has_score;
		unsettled += verdict.tier_low != verdict.tier_high;
		blank_keys += f->panel.key_field != SPOT_NONE && key_of(f, row).len == 0;
		if (verdict.has_growth)
			growth += verdict.growth;
		tally->tier[spot_verdict_tier_rank(&f->rules, verdict.tier)]--;
		if (verdict.exception != SPOT_NONE)
			tally->exception[verdict.exception]--;
	}
	assert_int_equal(tally->rows, n_rows);
	assert_int_equal(tally->no_score, no_score);
	assert_int_equal(tally->unsettled, unsettled);
	assert_int_equal(tally->blank_keys, blank_keys);
	assert_true(same_bits(tally->growth, growth));
	for (size_t i = 0; i < f->rules.n_tiers + 2; i++)
		assert_int_equal(tally->tier[i], 0);
	for (size_t i = 0; i < f->rules.n_exceptions; i++)
		assert_int_equal(tally->exception[i], 0);
}

static void check_tally_of_rules(
    const struct fixture *f, const struct spot_tally *tally, size_t n_rows)
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
	static struct fixture f;
	(void)state;

	for (uint64_t round = 1000; round < 1200; round++) {
		struct spot_tally tally;
		size_t n_rows;

		fixture_make(&f, round);
		n_rows = round % 20 == 0 ? SPOT_BATCH_ROWS : 1 + below(&f, 300);
		make_answers(&f, n_rows);
		f.judge.batch.n_rows = n_rows;
		spot_verdicts_compute(f.judge.verdicts, &f.panel.scoring, f.judge.answers, n_rows,
		    spot_judge_keys(&f.judge));
		assert_int_equal(spot_tally_init(&tally, &f.panel.scoring, NULL), 0);
		spot_tally_count(&tally, &f.judge);
		check_tally(&f, &tally, n_rows);
		check_tally_of_rules(&f, &tally, n_rows);
		spot_tally_reset(&tally);
		fixture_reset(&f);
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
