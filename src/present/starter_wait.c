/* SPDX-License-Identifier: MIT */
/* The words that the live part does not use, each in an example behind dashes. */
#include <math.h>

#include "base/date.h"
#include "base/digits.h"
#include "base/lua_quote.h"
#include "present/starter_internal.h"

/* A heading, then code whose lines are put behind dashes. */
static void example(struct spot_buf *out, const char *prose, const struct spot_buf *code)
{
	bool at_start = true;
	spot_buf_printf(out, "\n-- %s\n", prose);
	for (size_t i = 0; i < code->len; i++) {
		if (at_start)
			spot_buf_text(out, "--");
		spot_buf_char(out, code->ptr[i]);
		at_start = code->ptr[i] == '\n';
	}
	if (spot_buf_failed(code))
		out->failed = true;
}

static void number_text(char text[SPOT_DIGITS_SHORTEST_ROOM], double value)
{
	*spot_digits_shortest(text, value) = '\0';
}

/* A condition on accounts that some meet, for words that need one. */
static void condition(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	char low[SPOT_DIGITS_SHORTEST_ROOM];
	number_text(low, picks->low);
	if (picks->of[SPOT_STARTER_FLAG])
		spot_buf_printf(out, "a.%s", picks->of[SPOT_STARTER_FLAG]->name);
	else if (picks->of[SPOT_STARTER_SIZE])
		spot_buf_printf(out, "a.%s >= %s", picks->of[SPOT_STARTER_SIZE]->name, low);
	else if (picks->of[SPOT_STARTER_KIND]) {
		spot_buf_printf(out, "a.%s == ", picks->of[SPOT_STARTER_KIND]->name);
		spot_starter_name_top(out, picks->of[SPOT_STARTER_KIND], 0);
	} else
		spot_buf_text(out, "true");
}

static void wait_rules(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	struct spot_buf code = SPOT_BUF_INIT;
	const struct spot_starter_field *size = picks->of[SPOT_STARTER_SIZE];
	const struct spot_starter_field *date = picks->of[SPOT_STARTER_DATE];
	const struct spot_starter_field *place = picks->of[SPOT_STARTER_PLACE];
	char text[SPOT_DIGITS_SHORTEST_ROOM];
	spot_buf_text(&code,
	    "group \"Who they are\" { cap = 50, doc = \"Write group = \\\"Who they are\\\" in "
	    "its criteria.\" }\n");
	example(out, "Criteria of one group together earn no more than its cap.", &code);
	spot_buf_clear(&code);
	if (size) {
		double limit = spot_starter_rule_rounded(size->guess->q1 / 2);
		if (size->guess->least == size->guess->q1)
			limit = picks->low;
		number_text(text, size->guess->type == SPOT_TYPE_INTEGER ? ceil(limit) : limit);
		spot_buf_printf(&code,
		    "disqualify \"Too small\" { why = \"Say why it never pays.\",\n"
		    "\twhen = function(a) return a.%s < %s end }\n", size->name, text);
	} else {
		spot_buf_text(&code, "disqualify \"Not ours\" { why = \"Say why it never pays.\",\n"
		    "\twhen = function(a) return not (");
		condition(&code, picks);
		spot_buf_text(&code, ") end }\n");
	}
	if (place) {
		spot_buf_printf(&code, "disqualify \"Not served\" { why = \"Say why.\",\n"
		    "\twhen = function(a) return not one_of(a.%s, ", place->name);
		spot_starter_name_top(&code, place, 0);
		spot_buf_text(&code, ", ");
		spot_starter_name_top(&code, place, 1);
		spot_buf_text(&code, ") end }\n");
	}
	example(out, "What makes a bad fit, whatever the score.", &code);
	spot_buf_clear(&code);
	if (date) {
		spot_buf_printf(&code, "criterion \"Recent\" { weight = 10, unknown = \"skip\",\n"
		    "\twhy = \"Example: full points within a year, none after three.\",\n"
		    "\tfit = function(a) return ramp(months_since(a.%s), 36, 12) end }\n",
		    date->name);
		example(out, "Days are counted from the day of the run.", &code);
	}
	spot_buf_reset(&code);
}

static void wait_growth(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	const struct spot_starter_field *money = picks->of[SPOT_STARTER_MONEY];
	const struct spot_starter_field *base = money ? money : picks->of[SPOT_STARTER_SIZE];
	struct spot_buf code = SPOT_BUF_INIT;
	if (!base)
		return;
	spot_buf_text(&code, "growth \"More of it\" { ");
	if (money && money->guess->unit) {
		spot_buf_text(&code, "unit = ");
		spot_lua_quote(&code, spot_view_of(money->guess->unit));
		spot_buf_text(&code, ", ");
	}
	spot_buf_printf(&code, "why = \"Say what they could buy.\",\n"
	    "\tvalue = function(a) return a.%s * 0.1 end }\n", base->name);
	example(out, "What an account could become worth.", &code);
	if (money) {
		spot_buf_clear(&code);
		spot_buf_printf(&code, "economics {\n"
		    "\tltv = function(a) return a.%s * 3 end,\n"
		    "\tcac = function(a) return a.%s * 0.5 end,\n}\n",
		    money->name, money->name);
		example(out, "What an account brings and costs, for the figures by segment.",
		    &code);
	}
	spot_buf_reset(&code);
}

static void wait_exception(struct spot_buf *out, const struct spot_starter_plan *plan)
{
	const struct spot_infer *infer = plan->starter->tables[0].infer;
	size_t key = spot_infer_key(infer);
	struct spot_buf code = SPOT_BUF_INIT;
	char day[SPOT_DATE_TEXT_SIZE];
	if (key == (size_t)-1 || spot_infer_guess(infer, key)->n_tops == 0)
		return;
	spot_date_print(plan->starter->as_of + 180, day);
	spot_buf_text(&code, "exception \"Strategic\" { account = ");
	spot_lua_quote(&code, spot_infer_guess(infer, key)->tops[0].text);
	spot_buf_printf(&code, ", tier = \"A\", by = \"CRO\", expires = \"%s\",\n"
	    "\twhy = \"Say what makes it worth the exception.\" }\n", day);
	example(out, "Overrides the tier until and including that day.", &code);
	spot_buf_reset(&code);
}

static void wait_cohorts(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	const struct spot_starter_field *outcome = picks->of[SPOT_STARTER_OUTCOME];
	struct spot_buf code = SPOT_BUF_INIT;
	if (outcome) {
		spot_buf_printf(&code,
		    "cohort \"churned\" { when = function(a) return a.%s end }\n"
		    "cohort \"healthy\" { when = function(a) return not a.%s end }\n",
		    outcome->name, outcome->name);
	} else {
		spot_buf_text(&code,
		    "cohort \"healthy\" { doc = \"Say who is.\", when = function(a) return ");
		condition(&code, picks);
		spot_buf_text(&code, " end }\n");
	}
	example(out, "Sets of accounts to be compared: healthy, churned, won, lost.", &code);
	spot_buf_clear(&code);
	for (int p = SPOT_STARTER_KIND; p <= SPOT_STARTER_PLACE; p++) {
		const struct spot_starter_field *field = picks->of[p];
		if (field && (p == SPOT_STARTER_KIND || field != picks->of[SPOT_STARTER_KIND]))
			spot_buf_printf(&code,
			    "segment \"By %s\" { by = function(a) return a.%s end }\n",
			    field->name, field->name);
	}
	if (code.len > 0)
		example(out, "Ways of grouping the market.", &code);
	spot_buf_reset(&code);
}

static void wait_life(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	struct spot_buf code = SPOT_BUF_INIT;
	spot_buf_text(&code, "stage {\n\t{ \"Customer\", when = function(a) return ");
	condition(&code, picks);
	spot_buf_text(&code, " end },\n\t{ \"Prospect\", when = function(a) return true end },\n}\n"
	    "step \"Kick-off\" { owner = \"Success manager\", within = \"14d\",\n"
	    "\twhy = \"Say what it is good for.\",\n\twhen = function(a) return ");
	condition(&code, picks);
	spot_buf_text(&code,
	    " end }\nacceptance \"Complete\" { why = \"Say what Success must see first.\",\n"
	    "\twhen = function(a) return ");
	condition(&code, picks);
	spot_buf_text(&code, " end }\n");
	example(out, "Where an account is in its life, and what is done there.", &code);
	spot_buf_reset(&code);
}

static void wait_hypothesis(struct spot_buf *out, const struct spot_starter_picks *picks)
{
	struct spot_buf code = SPOT_BUF_INIT;
	char text[SPOT_DIGITS_SHORTEST_ROOM];
	if (picks->of[SPOT_STARTER_SIZE]) {
		double low = spot_starter_rule_rounded(picks->low / 2);
		number_text(text, low < picks->low ? low : picks->low - 1);
		spot_buf_printf(&code,
		    "hypothesis \"Smaller ones too\" { why = \"Say what speaks for it.\",\n"
		    "\tparams = { %s_low = %s } }\n", picks->of[SPOT_STARTER_SIZE]->name, text);
	}
	if (picks->of[SPOT_STARTER_KIND])
		spot_buf_text(&code,
		    "hypothesis \"Kind does not matter\" { weights = { Kind = 0 } }\n");
	if (code.len > 0)
		example(out, "Variations of this file, to be tried against it.", &code);
	spot_buf_reset(&code);
}

void spot_starter_wait_print(struct spot_buf *out, const struct spot_starter_plan *plan,
    const struct spot_starter_picks *picks)
{
	struct spot_buf code = SPOT_BUF_INIT;
	wait_rules(out, picks);
	spot_buf_text(&code, "target_share { 0.05, 0.30 }\n");
	example(out, "The share of the market that the top two tiers should hold.", &code);
	spot_buf_reset(&code);
	wait_exception(out, plan);
	wait_growth(out, picks);
	wait_cohorts(out, picks);
	wait_hypothesis(out, picks);
	wait_life(out, picks);
	spot_buf_text(out,
	    "\n-- Further words: rollup sums up a second table (init --with writes one);\n"
	    "-- role, contacts, content, engagement, events and levels are about people;\n"
	    "-- include \"lists.lua\" reads values from another file, extends \"base.lua\" starts\n"
	    "-- from another rule file, drop takes a rule of it away.\n");
}
