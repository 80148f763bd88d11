/* SPDX-License-Identifier: MIT */
/*
 * Examples of rules. Fields are picked by what their headers say they are (how large the
 * account is, what it pays, what kind it is), else by their type; outcomes are left to
 * cohorts, for rules that read them would know the future.
 */
#include <math.h>

#include "present/starter_internal.h"

static bool is_number(const struct spot_guess *guess)
{
	return guess->type == SPOT_TYPE_INTEGER || guess->type == SPOT_TYPE_NUMBER ||
	    guess->type == SPOT_TYPE_MONEY || guess->type == SPOT_TYPE_PERCENT;
}

/* Tells accounts apart: not a year, a day or a number that only counts rows. */
static bool is_measure(const struct spot_guess *guess)
{
	/* Without a name, what hardly repeats may be a key of something. */
	bool nameless = !guess->words[0] && guess->type == SPOT_TYPE_INTEGER &&
	    guess->n_distinct * 2 > guess->n_rows;
	return is_number(guess) && guess->has_quartiles && guess->q1 < guess->q3 &&
	    guess->n_distinct > 4 && !nameless &&
	    !spot_infer_words_have(guess->words,
		"year month day hour week quarter founded established opened row number no index "
		"id code lat lon latitude longitude");
}

/* Words that come again in a column of text. */
static bool is_kind(const struct spot_guess *guess)
{
	return guess->type == SPOT_TYPE_TEXT && !guess->is_open && guess->n_distinct >= 2 &&
	    guess->n_distinct <= 60 && guess->n_tops >= 2 && guess->tops[0].n_rows >= 3 &&
	    guess->tops[0].text.len <= 60;
}

static int rank_of(enum spot_starter_pick pick, const struct spot_guess *guess)
{
	const char *w = guess->words;
	switch (pick) {
	case SPOT_STARTER_SIZE:
		return !is_measure(guess) ? 0
		    : spot_infer_words_have(w, "employees employee headcount staff fte people") ? 4
		    : spot_infer_words_have(w, "seats users lines licences licenses size") ? 3
		    : guess->type == SPOT_TYPE_MONEY ? 2 : 1;
	case SPOT_STARTER_MONEY:
		return guess->type != SPOT_TYPE_MONEY || !is_measure(guess) ? 0
		    : spot_infer_words_have(w, "arr mrr acv revenue sales spend spending total")
		    ? 2 : 1;
	case SPOT_STARTER_KIND:
		return !is_kind(guess) ? 0
		    : spot_infer_words_have(w, "industry sector vertical segment branch") ? 3
		    : spot_infer_words_have(w,
		    "type category line channel plan tier job contract purpose") ? 2
		    : 1;
	case SPOT_STARTER_PLACE:
		return is_kind(guess) && spot_infer_words_have(w,
		    "country region state geography location continent territory") ? 1 : 0;
	case SPOT_STARTER_FLAG:
		return guess->type == SPOT_TYPE_FLAG && guess->n_tops == 2;
	case SPOT_STARTER_LIST:
		return guess->type == SPOT_TYPE_LIST && guess->n_tops >= 2;
	case SPOT_STARTER_DATE:
		return guess->type == SPOT_TYPE_DATE;
	case SPOT_STARTER_OUTCOME:
	case SPOT_STARTER_N:
		break;
	}
	return 0;
}

double spot_starter_rule_rounded(double x)
{
	if (x == 0)
		return 0;
	double scale = pow(10, floor(log10(fabs(x))) - 1);
	double out = scale >= 1 ? round(x / scale) * scale : round(x / scale) / round(1 / scale);
	return fabs(x) < 100 && x == round(x) ? x : out;
}

static void picks_make(struct spot_starter_picks *picks, const struct spot_starter_plan *plan)
{
	memset(picks, 0, sizeof(*picks));
	for (size_t i = 0; i < spot_starter_n_columns(plan, 0); i++) {
		const struct spot_starter_field *field = &plan->fields[0][i];
		if (!field->name || field->is_key)
			continue;
		if (field->is_after && field->guess->type == SPOT_TYPE_FLAG &&
		    !picks->of[SPOT_STARTER_OUTCOME])
			picks->of[SPOT_STARTER_OUTCOME] = field;
		for (int p = 0; !field->is_after && p < SPOT_STARTER_OUTCOME; p++) {
			int rank = rank_of((enum spot_starter_pick)p, field->guess);
			if (rank <= picks->rank[p])
				continue;
			picks->rank[p] = rank;
			picks->of[p] = field;
		}
	}
	const struct spot_starter_field *size = picks->of[SPOT_STARTER_SIZE];
	if (!size)
		return;
	picks->low = spot_starter_rule_rounded(size->guess->q1);
	picks->high = spot_starter_rule_rounded(size->guess->q3);
	if (picks->low >= picks->high) {
		picks->low = size->guess->q1;
		picks->high = size->guess->q3;
	}
}

/* The most frequent item that tells lists apart. */
static size_t usual_item(const struct spot_starter_field *field)
{
	const struct spot_guess *guess = field->guess;
	bool everywhere = guess->tops[0].n_rows * 10 > (guess->n_rows - guess->n_blank) * 9;
	return everywhere && guess->n_tops > 2 ? 1 : 0;
}

static void print_size(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	const char *name = picks->of[SPOT_STARTER_SIZE]->name;
	spot_buf_printf(out, "\nlocal p = params {\n\t%s_low  = ", name);
	spot_buf_shortest(out, picks->low);
	spot_buf_text(out, ", -- a quarter of the accounts have less\n");
	spot_buf_printf(out, "\t%s_high = ", name);
	spot_buf_shortest(out, picks->high);
	spot_buf_text(out, ", -- a quarter have more\n}\n");
	spot_buf_printf(out, "\ncriterion \"Size\" { weight = 40,\n"
	    "\twhy = \"Example: no points up to %s_low, all from %s_high on.\",\n"
	    "\tfit = function(a) return ramp(a.%s, p.%s_low, p.%s_high) end }\n",
	    name, name, name, name, name);
}

static void print_kind(struct spot_buf *out, const struct spot_starter_field *field)
{
	spot_buf_printf(out, "\ncriterion \"Kind\" { weight = 30,\n"
	    "\twhy = \"Example: these are only the most frequent ones.\",\n"
	    "\tfit = function(a) return one_of(a.%s, ", field->name);
	spot_starter_name_top(out, field, 0);
	if (field->guess->n_tops > 2) {
		spot_buf_text(out, ", ");
		spot_starter_name_top(out, field, 1);
	}
	spot_buf_text(out, ") end }\n");
}

static void print_criteria(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	bool any = picks->of[SPOT_STARTER_SIZE] || picks->of[SPOT_STARTER_KIND] ||
	    picks->of[SPOT_STARTER_LIST] || picks->of[SPOT_STARTER_FLAG];
	if (picks->of[SPOT_STARTER_SIZE])
		print_size(out, picks);
	if (picks->of[SPOT_STARTER_KIND])
		print_kind(out, picks->of[SPOT_STARTER_KIND]);
	if (picks->of[SPOT_STARTER_LIST]) {
		size_t item = usual_item(picks->of[SPOT_STARTER_LIST]);
		spot_buf_printf(out, "\ncriterion \"Has\" { weight = 20,\n"
		    "\twhy = \"Example: the list holds any of these.\",\n"
		    "\tfit = function(a) return has(a.%s, ", picks->of[SPOT_STARTER_LIST]->name);
		spot_starter_name_top(out, picks->of[SPOT_STARTER_LIST], item);
		spot_buf_text(out, ", ");
		spot_starter_name_top(out, picks->of[SPOT_STARTER_LIST], item + 1);
		spot_buf_text(out, ") end }\n");
	}
	if (picks->of[SPOT_STARTER_FLAG])
		spot_buf_printf(out, "\ncriterion \"Flag\" { weight = 10,\n"
		    "\twhy = \"Example: say why it matters.\",\n"
		    "\tfit = function(a) return a.%s end }\n", picks->of[SPOT_STARTER_FLAG]->name);
	if (!any)
		spot_buf_text(out,
		    "\n-- No column lends itself to an example; every criterion looks like this:\n"
		    "--\n"
		    "--     criterion \"Name\" { weight = 10, why = \"…\",\n"
		    "--         fit = function(a) return a.field == \"value\" end }\n"
		    "criterion \"Placeholder\" { weight = 1,\n"
		    "\twhy = \"Example: replace it by what makes a good customer.\",\n"
		    "\tfit = function(a) return true end }\n");
}

static void print_test(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	const char *sep = "";
	spot_buf_text(out, "\ntiers { A = 80, B = 50, C = 0 }\n"
	    "\ntest \"a textbook fit is an A\" {\n\taccount = { ");
	if (picks->of[SPOT_STARTER_SIZE]) {
		spot_buf_printf(out, "%s = ", picks->of[SPOT_STARTER_SIZE]->name);
		spot_buf_shortest(out, picks->high);
		sep = ", ";
	}
	for (int p = SPOT_STARTER_KIND; p <= SPOT_STARTER_LIST; p++) {
		const struct spot_starter_field *field = picks->of[p];
		if (!field || p == SPOT_STARTER_PLACE)
			continue;
		spot_buf_printf(out, "%s%s = ", sep, field->name);
		sep = ", ";
		if (p == SPOT_STARTER_FLAG)
			spot_buf_text(out, "true");
		else
			spot_starter_name_top(out, field,
			    p == SPOT_STARTER_LIST ? usual_item(field) : 0);
	}
	spot_buf_text(out,
	    " },\n\texpect  = { tier = \"A\", score = 100, disqualified = false },\n}\n");
}

void spot_starter_rule_print(struct spot_buf *out, const struct spot_starter_plan *plan)
{
	struct spot_starter_picks picks;
	picks_make(&picks, plan);
	print_criteria(out, &picks);
	print_test(out, &picks);
	spot_starter_wait_print(out, plan, &picks);
}
