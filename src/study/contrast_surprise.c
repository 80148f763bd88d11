/* SPDX-License-Identifier: MIT */
/* Accounts that the rules were wrong about, and why. */
#include "study/contrast_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/tasks.h"

enum { A, B };

struct surprising {
	struct spot_contrast *contrast;
	struct spot_contrast_surprises *out;
	/* Accounts that one is held against: those of a tier and side. */
	size_t *others, n_others;
	size_t tier, side;
};

static size_t tier_of(const struct spot_contrast *contrast, size_t row)
{
	return contrast->frame.tiers[row];
}

/* Of a in the worst tier or bad fit; of b in the best tiers. */
static size_t surprise_label(size_t side)
{
	return spot_contrast_label(side, side == A ? SPOT_CONTRAST_WORST : SPOT_CONTRAST_BEST);
}

/* --- which are shown ---------------------------------------------------------------------- */

/* Whether x is further off than y: a's by low tier and score, b's by high. */
static bool is_further(const struct surprising *surprising, size_t side, size_t x, size_t y)
{
	const struct spot_contrast *contrast = surprising->contrast;
	size_t tier_x = tier_of(contrast, x), tier_y = tier_of(contrast, y);
	double of_x = contrast->frame.scores[x], of_y = contrast->frame.scores[y];

	if (tier_x != tier_y)
		return side == A ? tier_x > tier_y : tier_x < tier_y;
	if (isnan(of_x) || isnan(of_y))
		return isnan(of_y) && !isnan(of_x);
	if (of_x != of_y)
		return side == A ? of_x < of_y : of_x > of_y;
	return x < y;
}

/* The furthest off, by insertion: few are kept. */
static size_t choose(const struct surprising *surprising, size_t side, size_t *chosen, size_t most)
{
	size_t n = 0;

	for (size_t row = 0; row < surprising->contrast->frame.n_rows; row++) {
		size_t at = n;

		if (surprising->contrast->labels[row] != surprise_label(side))
			continue;
		surprising->out->n[side]++;
		while (at > 0 && is_further(surprising, side, row, chosen[at - 1]))
			at--;
		if (at >= most)
			continue;
		n += n < most;
		memmove(&chosen[at + 1], &chosen[at], (n - 1 - at) * sizeof(*chosen));
		chosen[at] = row;
	}
	return n;
}

/* --- rules -------------------------------------------------------------------------------- */

static double weight_of(const struct spot_panel *panel, size_t r)
{
	const struct spot_asked *asked = &panel->scoring.asked[r];

	return asked->kind == SPOT_RULE_CRITERION ? panel->rules->criteria[asked->idx].weight : 0;
}

/* A criterion that holds pulls up by its weight; one that does not, and a disqualifier that does,
 * pull down. */
static bool pulls_wrong(const struct spot_panel *panel, size_t r, enum spot_frame_answer answer,
    size_t side)
{
	enum spot_rule_kind kind = panel->scoring.asked[r].kind;
	double weight = weight_of(panel, r);

	if (kind == SPOT_RULE_DISQUALIFIER)
		return side == A && answer == SPOT_FRAME_TRUE;
	if (kind != SPOT_RULE_CRITERION || weight == 0)
		return false;
	if (weight > 0)
		return (answer == SPOT_FRAME_TRUE) == (side == B);
	return side == A && answer == SPOT_FRAME_TRUE;
}

/* Disqualifiers outweigh all. */
static double pull_of(const struct spot_panel *panel, size_t r)
{
	return panel->scoring.asked[r].kind == SPOT_RULE_DISQUALIFIER
	    ? HUGE_VAL : fabs(weight_of(panel, r));
}

static int name_rules(struct surprising *surprising, struct spot_contrast_surprise *surprise,
    size_t row, size_t side, struct spot_error *err)
{
	struct spot_contrast *contrast = surprising->contrast;
	size_t n_rules = contrast->frame.n_answers, n = 0;
	size_t *rules = spot_arena_calloc(&contrast->arena, n_rules + 1, sizeof(*rules));

	if (!rules)
		return spot_error_nomem(err);
	for (size_t r = 0; r < n_rules; r++) {
		size_t at = n;

		if (!pulls_wrong(contrast->panel, r,
		        (enum spot_frame_answer)contrast->frame.answers[r][row], side))
			continue;
		for (; at > 0 && pull_of(contrast->panel, r) >
		         pull_of(contrast->panel, rules[at - 1]); at--)
			rules[at] = rules[at - 1];
		rules[at] = r;
		n++;
	}
	surprise->rules = rules;
	surprise->n_rules = n;
	return 0;
}

static int count_rule(void *ctx, size_t task_idx, struct spot_error *err)
{
	const struct surprising *surprising = ctx;
	const struct spot_contrast *contrast = surprising->contrast;
	struct spot_contrast_misled *misled = &surprising->out->rules[task_idx];
	const uint8_t *answers = contrast->frame.answers[task_idx];
	size_t n[SPOT_CONTRAST_LABELS + 1][3] = { { 0 } };

	(void)err;
	for (size_t row = 0; row < contrast->frame.n_rows; row++)
		n[contrast->labels[row]][answers[row]]++;
	*misled = (struct spot_contrast_misled) { task_idx, weight_of(contrast->panel, task_idx) };
	for (size_t label = 0; label < SPOT_CONTRAST_LABELS; label++) {
		size_t side = label % 2;

		misled->known[side] += n[label][SPOT_FRAME_TRUE] + n[label][SPOT_FRAME_FALSE];
		misled->holds[side] += n[label][SPOT_FRAME_TRUE];
		for (int answer = 0; label == surprise_label(side) && answer < 3; answer++)
			if (pulls_wrong(contrast->panel, task_idx, (enum spot_frame_answer)answer,
			        side))
				misled->n_wrong[side] += n[label][answer];
	}
	return 0;
}

/* A disqualifier turns all of an account's points. */
static double points_of(const struct spot_contrast_misled *misled)
{
	double weight = misled->weight == 0 ? 100 : fabs(misled->weight);
	return weight * (double)(misled->n_wrong[A] + misled->n_wrong[B]);
}

static int compare_misled(const void *left, const void *right)
{
	const struct spot_contrast_misled *x = left, *y = right;
	double of_x = points_of(x), of_y = points_of(y);

	if (of_x != of_y)
		return of_x < of_y ? 1 : -1;
	return (x->rule > y->rule) - (x->rule < y->rule);
}

static int count_rules(struct surprising *surprising, const struct spot_tasks_means *means,
    struct spot_error *err)
{
	struct spot_contrast *contrast = surprising->contrast;
	struct spot_contrast_surprises *out = surprising->out;
	size_t n = contrast->frame.n_answers;
	int rc;

	out->rules = spot_arena_calloc(&contrast->arena, n + 1, sizeof(*out->rules));
	if (!out->rules)
		return spot_error_nomem(err);
	rc = spot_tasks_run(n, means, count_rule, surprising, err);
	/* Those that misled nobody, and formulas of growth, are left behind. */
	qsort(out->rules, n, sizeof(*out->rules), compare_misled);
	while (out->n_rules < n &&
	    out->rules[out->n_rules].n_wrong[A] + out->rules[out->n_rules].n_wrong[B] > 0)
		out->n_rules++;
	return rc;
}

/* --- what sets one apart ------------------------------------------------------------------ */

struct share {
	size_t n, below, above; /* others with a value; no more, no less than this one */
	size_t n_all, n_same;   /* others; of the same text, or blank too */
};

static void hold_numbers(struct share *share, const struct spot_frame_column *column, size_t row,
    size_t other)
{
	double x = column->numbers[row], y = column->numbers[other];

	share->n_all++;
	share->n_same += isnan(x) && isnan(y);
	if (isnan(x) || isnan(y))
		return;
	share->n++;
	share->below += y <= x;
	share->above += y >= x;
}

static void hold_against(struct share *share, const struct spot_frame_column *column, size_t row,
    size_t other)
{
	if (column->kind == SPOT_FRAME_NUMBER) {
		hold_numbers(share, column, row, other);
		return;
	}
	share->n_all++;
	share->n_same += column->kind == SPOT_FRAME_TEXT
	    ? column->codes[row] == column->codes[other]
	    : column->flags[row] == column->flags[other];
}

/* Those of the other cohort in its tier, evenly taken from all of them. */
static void choose_others(struct surprising *surprising, size_t tier, size_t side)
{
	const struct spot_contrast *contrast = surprising->contrast;
	size_t n_all = 0, seen = 0, step;

	/* Surprises come tier by tier. */
	if (tier == surprising->tier && side == surprising->side)
		return;
	surprising->tier = tier;
	surprising->side = side;
	surprising->n_others = 0;
	for (size_t i = 0; i < contrast->frame.n_rows; i++)
		n_all += spot_contrast_side_of(contrast->labels[i]) == 1 - side &&
		    tier_of(contrast, i) == tier;
	step = n_all / SPOT_CONTRAST_OTHERS + 1;
	for (size_t i = 0; i < contrast->frame.n_rows; i++)
		if (spot_contrast_side_of(contrast->labels[i]) == 1 - side &&
		    tier_of(contrast, i) == tier &&
		    seen++ % step == 0)
			surprising->others[surprising->n_others++] = i;
}

static void describe(struct spot_contrast_apart *apart, const struct spot_contrast *contrast,
    size_t row)
{
	const struct spot_frame_column *column = apart->column;

	switch (column->kind) {
	case SPOT_FRAME_NUMBER:
		apart->is_blank = isnan(column->numbers[row]);
		apart->number = column->is_date
		    ? (double)contrast->panel->rules->as_of - column->numbers[row]
		    : column->numbers[row];
		break;
	case SPOT_FRAME_TEXT:
		apart->is_blank = column->codes[row] == SPOT_FRAME_BLANK;
		if (!apart->is_blank)
			apart->text = column->names[column->codes[row]];
		break;
	case SPOT_FRAME_FLAG:
		apart->is_blank = column->flags[row] == SPOT_FRAME_UNKNOWN;
		apart->text = column->flags[row] == SPOT_FRAME_TRUE ? SPOT_VIEW("yes")
		                                                    : SPOT_VIEW("no");
		break;
	case SPOT_FRAME_LIST:
	case SPOT_FRAME_KINDS:
		break;
	}
}

/* Texts of a few accounts, names above all, set everyone apart. */
static bool is_told(const struct spot_contrast *contrast, const struct spot_frame_column *column,
    size_t row)
{
	struct spot_view text;

	if (column->is_too_many || column->kind == SPOT_FRAME_LIST)
		return false;
	if (column->kind != SPOT_FRAME_TEXT || column->codes[row] == SPOT_FRAME_BLANK)
		return true;
	text = column->names[column->codes[row]];
	for (size_t i = 0; i < contrast->table.n_rows; i++)
		if (contrast->table.rows[i].column == column &&
		    spot_view_equal(contrast->table.rows[i].level, text))
			return true;
	return false;
}

static double share_so(const struct share *share, const struct spot_frame_column *column,
    size_t row)
{
	size_t least = share->below < share->above ? share->below : share->above;

	if (column->kind == SPOT_FRAME_NUMBER && !isnan(column->numbers[row]))
		return share->n > 0 ? (double)least / (double)share->n : 1;
	return share->n_all > 0 ? (double)share->n_same / (double)share->n_all : 1;
}

static void keep_apart(struct spot_contrast_surprise *surprise,
    const struct spot_contrast_apart *apart)
{
	size_t at = surprise->n_apart;

	while (at > 0 && apart->share < surprise->apart[at - 1].share)
		at--;
	if (at == SPOT_CONTRAST_APART)
		return;
	surprise->n_apart += surprise->n_apart < SPOT_CONTRAST_APART;
	memmove(&surprise->apart[at + 1], &surprise->apart[at],
	    (surprise->n_apart - 1 - at) * sizeof(*apart));
	surprise->apart[at] = *apart;
}

static void set_apart(const struct surprising *surprising, struct spot_contrast_surprise *surprise,
    size_t row)
{
	size_t n_others = surprising->n_others;
	const struct spot_frame *frame = &surprising->contrast->frame;

	for (size_t c = 0; n_others > 0 && c < frame->n_columns; c++) {
		const struct spot_frame_column *column = &frame->columns[c];
		struct spot_contrast_apart apart = { .column = column };
		struct share share = { 0 };

		if (!is_told(surprising->contrast, column, row))
			continue;
		for (size_t i = 0; i < n_others; i++)
			hold_against(&share, column, row, surprising->others[i]);
		apart.share = share_so(&share, column, row);
		if (apart.share > SPOT_CONTRAST_RARE)
			continue;
		describe(&apart, surprising->contrast, row);
		keep_apart(surprise, &apart);
	}
}

/* --- all of one side ---------------------------------------------------------------------- */

static int tell_side(struct surprising *surprising, size_t side, size_t *chosen,
    struct spot_error *err)
{
	struct spot_contrast *contrast = surprising->contrast;
	struct spot_contrast_surprises *out = surprising->out;
	size_t n = choose(surprising, side, chosen, contrast->options.n_shown);
	int rc = 0;

	out->items[side] = spot_arena_calloc(&contrast->arena, n + 1, sizeof(**out->items));
	if (!out->items[side])
		return spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < n; i++) {
		struct spot_contrast_surprise *surprise = &out->items[side][out->n_items[side]++];

		surprise->account = spot_frame_key(&contrast->frame, chosen[i]);
		surprise->score = contrast->frame.scores[chosen[i]];
		surprise->tier = tier_of(contrast, chosen[i]);
		rc = name_rules(surprising, surprise, chosen[i], side, err);
		choose_others(surprising, surprise->tier, side);
		if (rc == 0)
			set_apart(surprising, surprise, chosen[i]);
	}
	return rc;
}

static int find_all(struct surprising *surprising, size_t *chosen,
    const struct spot_tasks_means *means, struct spot_error *err)
{
	int rc = tell_side(surprising, A, chosen, err);

	if (rc == 0)
		rc = tell_side(surprising, B, chosen, err);
	return rc == 0 ? count_rules(surprising, means, err) : rc;
}

int spot_contrast_surprise_find(struct spot_contrast *contrast,
    const struct spot_tasks_means *means, struct spot_error *err)
{
	struct surprising surprising = { contrast, &contrast->surprises, .tier = SIZE_MAX };
	size_t *chosen;
	int rc;

	if (contrast->surprises.n_best == 0)
		return 0;
	chosen = spot_mem_calloc(contrast->options.n_shown + 1, sizeof(*chosen));
	surprising.others = spot_mem_calloc(SPOT_CONTRAST_OTHERS + 1, sizeof(*surprising.others));
	rc = chosen && surprising.others ? find_all(&surprising, chosen, means, err)
	                                 : spot_error_nomem(err);
	free(chosen);
	free(surprising.others);
	return rc;
}
