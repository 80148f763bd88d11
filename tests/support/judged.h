/* SPDX-License-Identifier: MIT */
/*
 * A judge with random rules of every kind, and random answers to them: for tests that compare what
 * is made of a batch with what is made of its rows.
 */
#ifndef JUDGED_H
#define JUDGED_H

#include "support/unit.h"

#include <stdio.h>

#include "engine/panel.h"

#define JUDGED_MAX_CRITERIA 60
#define JUDGED_MAX_OTHERS 12
#define JUDGED_MAX_TIERS 6

struct judged {
	struct spot_criterion criteria[JUDGED_MAX_CRITERIA];
	struct spot_group groups[3];
	struct spot_disqualifier disqualifiers[JUDGED_MAX_OTHERS];
	struct spot_growth growths[3];
	struct spot_tier tiers[JUDGED_MAX_TIERS];
	struct spot_exception exceptions[2];
	struct spot_rules rules;
	struct spot_panel panel;
	struct spot_judge judge;
	struct spot_column keys;
	uint8_t key_states[SPOT_BATCH_ROWS];
	struct spot_view key_texts[SPOT_BATCH_ROWS];
	char key_chars[SPOT_BATCH_ROWS][8];
	uint64_t seed;
	bool plain_names; /* none needs quotes in any CSV or JSON */
};

static inline uint64_t judged_below(struct judged *of, uint64_t n)
{
	return unit_random(&of->seed) % n;
}

static inline const char *judged_name(struct judged *of)
{
	static const char *const plain[] = { "Size", "A", "Headcount", "Icp",
		"NamesOfThirtyBytesAndOneMore..", "NamesOfThirtyBytesAndTwoMore...",
		"ANameThatIsSoLongThatNobodyWouldWriteItDownInEarnestButHereItIs" };
	static const char *const others[] = { "With space", "With, comma", "Semi;colon",
		"\"Quoted\"", "a\"b", "Tab\there", "Ümlaut", "<b>", "b|ar", " before", "after ",
		"back\\slash" };
	uint64_t n = N_OF(plain) + (of->plain_names ? 0 : N_OF(others));
	uint64_t i = judged_below(of, n);

	return i < N_OF(plain) ? plain[i] : others[i - N_OF(plain)];
}

static inline void judged_make_criterion(struct judged *of, struct spot_criterion *criterion)
{
	static const double weights[] = { 10, 0.1, 33.3, -6, -0.7, 0, 1e-3, 1e6 };

	*criterion = (struct spot_criterion) { .name = judged_name(of), .why = "",
		.weight = weights[judged_below(of, N_OF(weights))],
		.group = judged_below(of, 3) ? SPOT_NONE : judged_below(of, N_OF(of->groups)),
		.unknown = (enum spot_unknown)judged_below(of, SPOT_UNKNOWN_N),
		.unknown_fit = (double)judged_below(of, 5) / 4 };
}

static inline void judged_make_items(struct judged *of)
{
	for (size_t i = 0; i < of->rules.n_criteria; i++)
		judged_make_criterion(of, &of->criteria[i]);
	for (size_t i = 0; i < N_OF(of->groups); i++)
		of->groups[i] = (struct spot_group) { .name = judged_name(of),
			.has_cap = judged_below(of, 2), .has_floor = judged_below(of, 2),
			.cap = (double)judged_below(of, 20),
			.floor = -(double)judged_below(of, 20) / 3 };
	for (size_t i = 0; i < of->rules.n_disqualifiers; i++)
		of->disqualifiers[i] = (struct spot_disqualifier) { .name = judged_name(of),
			.why = "", .unknown_disqualifies = judged_below(of, 2) };
	for (size_t i = 0; i < of->rules.n_growths; i++)
		of->growths[i].name = judged_name(of);
	for (size_t i = 0; i < of->rules.n_tiers; i++)
		of->tiers[i] =
		    (struct spot_tier) { judged_name(of), 90 - 20.5 * (double)i };
}

/* Sometimes none of a kind. */
static inline void judged_make_rules(struct judged *of)
{
	struct spot_rules *rules = &of->rules;

	*rules = (struct spot_rules) { .criteria = of->criteria, .groups = of->groups,
		.n_groups = N_OF(of->groups), .disqualifiers = of->disqualifiers,
		.growths = of->growths, .tiers = of->tiers, .exceptions = of->exceptions,
		.path = "judged.lua", .profile.name = "" };
	rules->n_criteria = judged_below(of, judged_below(of, 4) ? 9 : JUDGED_MAX_CRITERIA + 1);
	rules->n_disqualifiers = judged_below(of, JUDGED_MAX_OTHERS + 1);
	rules->n_growths = judged_below(of, N_OF(of->growths) + 1);
	rules->n_tiers = judged_below(of, JUDGED_MAX_TIERS + 1);
	judged_make_items(of);
	rules->n_exceptions = rules->n_tiers > 0 ? judged_below(of, 3) : 0;
	of->exceptions[0] =
	    (struct spot_exception) { .name = judged_name(of), .account = "k7", .tier = 0 };
	of->exceptions[1] = (struct spot_exception) { .name = judged_name(of), .account = "k9",
		.tier = rules->n_tiers - 1 };
}

static inline double judged_value(struct judged *of, enum spot_rule_kind kind)
{
	double value = (double)judged_below(of, 6) / 5;

	if (kind == SPOT_RULE_DISQUALIFIER)
		return value == 1;
	if (kind != SPOT_RULE_GROWTH)
		return value;
	return judged_below(of, 50) ? value * 1e5 - 3e4 : 1.7e308;
}

static inline void judged_answer_one(struct judged *of, size_t asked_idx)
{
	struct spot_answers *answers = &of->judge.answers[asked_idx];
	/* One in so many is unknown; 0: none is. */
	uint64_t one_in = judged_below(of, 3) ? 1 + judged_below(of, 9) : 0;

	answers->n_failed = 0;
	for (size_t i = 0; i < of->judge.batch.n_rows; i++) {
		double value = judged_value(of, of->panel.scoring.asked[asked_idx].kind);
		bool unknown = one_in && judged_below(of, one_in) == 0;

		answers->state[i] = SPOT_ANSWER_KNOWN;
		if (unknown)
			answers->state[i] =
			    judged_below(of, 2) ? SPOT_ANSWER_UNKNOWN : SPOT_ANSWER_FAILED;
		answers->n_failed += answers->state[i] == SPOT_ANSWER_FAILED;
		answers->value[i] = unknown ? 0 : value;
	}
}

/* Answers, keys and verdicts of n_rows rows. */
static inline void judged_answer(struct judged *of, size_t n_rows)
{
	of->judge.batch.n_rows = n_rows;
	for (size_t a = 0; a < of->panel.scoring.n_asked; a++)
		judged_answer_one(of, a);
	for (size_t i = 0; i < n_rows; i++) {
		int n = snprintf(
		    of->key_chars[i], sizeof(of->key_chars[i]), "k%d", (int)judged_below(of, 20));

		of->key_states[i] = judged_below(of, 5) ? SPOT_STATE_VALUE : SPOT_STATE_BLANK;
		of->key_texts[i] = (struct spot_view) { of->key_chars[i], 0 };
		if (judged_below(of, 9))
			of->key_texts[i].len = (size_t)n;
	}
	spot_verdicts_compute(of->judge.verdicts, &of->panel.scoring, of->judge.answers, n_rows,
	    spot_judge_keys(&of->judge));
}

static inline void judged_make(struct judged *of, uint64_t seed)
{
	memset(of, 0, sizeof(*of));
	of->seed = seed;
	of->plain_names = judged_below(of, 2);
	judged_make_rules(of);
	of->panel.rules = &of->rules;
	of->panel.key_field = judged_below(of, 2) ? 0 : SPOT_NONE;
	assert_int_equal(spot_scoring_init(&of->panel.scoring, &of->rules, NULL), 0);
	of->judge.panel = &of->panel;
	of->judge.answers = calloc(of->panel.scoring.n_asked + 1, sizeof(*of->judge.answers));
	assert_non_null(of->judge.answers);
	assert_int_equal(spot_verdicts_new(&of->judge.verdicts, &of->panel.scoring, NULL), 0);
	of->keys = (struct spot_column) { .kind = SPOT_KIND_TEXT, .state = of->key_states,
		.as.text = of->key_texts };
	of->judge.batch.columns = &of->keys;
}

static inline void judged_reset(struct judged *of)
{
	spot_verdicts_free(of->judge.verdicts);
	free(of->judge.answers);
	spot_scoring_reset(&of->panel.scoring);
}

#endif
