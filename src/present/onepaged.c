/* SPDX-License-Identifier: MIT */
#include "present/onepaged.h"

#include <inttypes.h>
#include <math.h>

#include "base/date.h"
#include "base/text.h"
#include "present/draft.h"
#include "present/excepted.h"
#include "present/rejected.h"

#define LUA_MOST 160 /* bytes of a rule that has no words */

/* --- the head ----------------------------------------------------------------------------- */

static void add_review(struct spot_page *page, const struct spot_rules *rules)
{
	const struct spot_profile *profile = &rules->profile;
	char day[SPOT_DATE_TEXT_SIZE], next_day[SPOT_DATE_TEXT_SIZE];
	int64_t next;

	if (!profile->has_reviewed) {
		spot_page_fact(page, "reviewed", "never");
		return;
	}
	spot_date_print(profile->reviewed, day);
	if (!profile->has_review_every) {
		spot_page_fact(page, "reviewed", "%s", day);
		return;
	}
	next = spot_date_add(profile->reviewed, profile->review_every);
	spot_date_print(next, next_day);
	spot_page_fact(page, "reviewed", "%s, next %s%s", day, next_day,
	    next < rules->as_of ? " (overdue)" : "");
}

/* The share of the two best tiers against the target. */
static void add_share(struct spot_page *page, const struct spot_onepaged *onepaged)
{
	const struct spot_rules *rules = onepaged->rules;
	const struct spot_tally *tally;
	uint64_t n = 0;
	double share;

	if (!onepaged->evidence || rules->n_tiers < 3)
		return;
	tally = &onepaged->evidence->roster->result.tallies[0];
	n = tally->tier[0] + tally->tier[1];
	if (tally->rows == 0)
		return;
	share = (double)n / (double)tally->rows;
	if (rules->has_target_share)
		spot_page_fact(page, "in the top two tiers", "%.1f %% of the market, target %g to "
		    "%g %%%s", 100 * share, 100 * rules->target_low, 100 * rules->target_high,
		    share < rules->target_low ? ": too narrow"
		        : share > rules->target_high ? ": too broad" : "");
	else
		spot_page_fact(page, "in the top two tiers", "%.1f %% of the market", 100 * share);
}

static void add_head(struct spot_page *page, const struct spot_onepaged *onepaged)
{
	const struct spot_rules *rules = onepaged->rules;
	const struct spot_profile *profile = &rules->profile;

	if (profile->purpose)
		spot_page_lead(page, "%s", profile->purpose);
	if (profile->seller)
		spot_page_fact(page, "seller", "%s", profile->seller);
	if (profile->owner)
		spot_page_fact(page, "owner", "%s", profile->owner);
	add_review(page, rules);
	if (onepaged->evidence)
		spot_page_fact(page, "accounts", "%" PRIu64,
		    onepaged->evidence->roster->result.rows);
	if (onepaged->evidence) {
		const struct spot_roster *roster = onepaged->evidence->roster;

		spot_rejected_fact(page, NULL, &roster->result.unread);
		spot_rejected_facts(page, roster->panel, 1);
	}
	add_share(page, onepaged);
	if (profile->problem) {
		spot_page_paragraph(page);
		spot_page_run(page, SPOT_RUN_STRONG, "Problem. ");
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", profile->problem);
	}
	if (profile->objectives) {
		spot_page_paragraph(page);
		spot_page_run(page, SPOT_RUN_STRONG, "Objectives. ");
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", profile->objectives);
	}
}

/* --- the target market -------------------------------------------------------------------- */

/* Words, or Lua of a bearable length. */
static int write_rule(struct spot_buf *out, const struct spot_onepaged *onepaged, int fn,
    struct spot_error *err)
{
	size_t begin = out->len;
	bool in_words;
	int rc = spot_wording_write(out, onepaged->wording, fn, &in_words, err);

	if (rc != 0 || in_words || out->len - begin <= LUA_MOST)
		return rc;
	out->len = begin + LUA_MOST;
	while (out->len > begin && ((unsigned char)out->ptr[out->len] & 0xC0) == 0x80)
		out->len--;
	out->ptr[out->len] = '\0';
	spot_buf_text(out, " …");
	return 0;
}

static void add_tiers(struct spot_page *page, const struct spot_onepaged *onepaged)
{
	const struct spot_rules *rules = onepaged->rules;
	const struct spot_tally *tally = onepaged->evidence
	    ? &onepaged->evidence->roster->result.tallies[0] : NULL;

	if (rules->n_tiers == 0)
		return;
	spot_page_paragraph(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "Of 100 points: ");
	for (size_t i = 0; i < rules->n_tiers; i++) {
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", i > 0 ? ", " : "");
		spot_page_run(page, SPOT_RUN_STRONG, "%s", rules->tiers[i].name);
		spot_page_run(page, SPOT_RUN_PLAIN, " from %g", rules->tiers[i].threshold);
		if (tally && tally->rows > 0)
			spot_page_run(page, SPOT_RUN_DIM, " (%.1f %%)",
			    100 * (double)tally->tier[i] / (double)tally->rows);
	}
	if (tally && tally->rows > 0)
		spot_page_run(page, SPOT_RUN_DIM, "; bad fit %.1f %%",
		    100 * (double)tally->tier[rules->n_tiers] / (double)tally->rows);
	spot_page_run(page, SPOT_RUN_PLAIN, ".");
}

static int add_criterion(struct spot_grid *grid, const struct spot_onepaged *onepaged, size_t i,
    struct spot_error *err)
{
	const struct spot_criterion *criterion = &onepaged->rules->criteria[i];
	struct spot_buf text = SPOT_BUF_INIT;
	int rc = write_rule(&text, onepaged, criterion->fit, err);

	spot_grid_row(grid, SPOT_GRID_PLAIN);
	spot_grid_text(grid, "%s", criterion->name);
	spot_grid_figure(grid, criterion->weight);
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	if (onepaged->evidence && onepaged->evidence->cohort != SPOT_NONE) {
		const struct spot_evidence_rule *rule = &onepaged->evidence->rules[i];

		spot_grid_interval(grid, rule->rate, rule->n > 0 ? rule->ci.lo : NAN,
		    rule->n > 0 ? rule->ci.hi : NAN);
		spot_grid_figure(grid, rule->lift);
	}
	spot_draft_end(&text, &grid->failed);
	return rc;
}

static int add_market(struct spot_page *page, const struct spot_onepaged *onepaged,
    struct spot_error *err)
{
	struct spot_grid_column columns[] = {
		{ .title = "criterion" },
		{ .title = "weight", .kind = SPOT_FIGURE_PLAIN },
		{ .title = "holds when" },
		{ .title = "rate (95 %)", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift", .kind = SPOT_FIGURE_RATIO },
	};
	const struct spot_rules *rules = onepaged->rules;
	const struct spot_evidence *evidence = onepaged->evidence;
	bool has_evidence = evidence && evidence->cohort != SPOT_NONE;
	struct spot_grid *grid;
	int rc = 0;

	if (rules->n_criteria == 0)
		return 0;
	spot_page_section_wide(page, "Target market");
	add_tiers(page, onepaged);
	grid = spot_page_table(page, NULL, columns, has_evidence ? 5 : 3);
	for (size_t i = 0; rc == 0 && i < rules->n_criteria; i++)
		rc = add_criterion(grid, onepaged, i, err);
	if (has_evidence)
		spot_page_say(page, "Rate: of the accounts on which the criterion holds, how "
		    "many are "
		    "%s (%" PRIu64 " of %" PRIu64 " are). Lift: that rate by the rate of all.",
		    rules->cohorts[evidence->cohort].name, evidence->n_pos, evidence->n);
	return rc;
}

static void add_best(struct spot_page *page, const struct spot_onepaged *onepaged)
{
	const struct spot_evidence *evidence = onepaged->evidence;

	if (!evidence || evidence->n_best == 0)
		return;
	spot_page_paragraph(page);
	spot_page_run(page, SPOT_RUN_STRONG, "It shows best in ");
	for (size_t i = 0; i < evidence->n_best; i++) {
		size_t row = evidence->best[i];
		struct spot_view name = spot_roster_name(evidence->roster, row);

		if (name.len == 0)
			name = spot_roster_key(evidence->roster, row);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s%.*s", i > 0 ? ", " : "", (int)name.len,
		    name.ptr);
		spot_page_run(page, SPOT_RUN_DIM, " (%s, %.0f)",
		    spot_verdict_rank_name(
		        onepaged->rules, evidence->roster->rows[row].tier),
		    evidence->roster->rows[row].score);
	}
	spot_page_run(page, SPOT_RUN_PLAIN, ".");
}

/* --- whom not, and how much --------------------------------------------------------------- */

static int add_named(struct spot_page *page, const struct spot_onepaged *onepaged,
    const char *name, int fn, const char *why, struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;
	int rc = write_rule(&text, onepaged, fn, err);

	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_STRONG, "%s", name);
	spot_page_run(page, SPOT_RUN_PLAIN, ": %s", spot_buf_str(&text));
	if (why)
		spot_page_run(page, SPOT_RUN_DIM, ". %s", why);
	spot_draft_end(&text, &page->failed);
	return rc;
}

static int add_bad_fits(struct spot_page *page, const struct spot_onepaged *onepaged,
    struct spot_error *err)
{
	const struct spot_rules *rules = onepaged->rules;
	int rc = 0;

	if (rules->n_disqualifiers > 0)
		spot_page_section(page, "Not for us");
	for (size_t i = 0; rc == 0 && i < rules->n_disqualifiers; i++)
		rc = add_named(page, onepaged, rules->disqualifiers[i].name,
		    rules->disqualifiers[i].when, rules->disqualifiers[i].why, err);
	return rc;
}

static int add_growth(struct spot_page *page, const struct spot_onepaged *onepaged,
    struct spot_error *err)
{
	const struct spot_rules *rules = onepaged->rules;
	int rc = 0;

	if (rules->n_growths > 0)
		spot_page_section(page, "Growth potential%s%s",
		    rules->growths[0].unit ? ", " : "",
		    rules->growths[0].unit ? rules->growths[0].unit : "");
	for (size_t i = 0; rc == 0 && i < rules->n_growths; i++) {
		/* The reason says more than the formula. */
		if (!rules->growths[i].why) {
			rc = add_named(page, onepaged, rules->growths[i].name,
			    rules->growths[i].value, NULL, err);
			continue;
		}
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_STRONG, "%s", rules->growths[i].name);
		spot_page_run(page, SPOT_RUN_PLAIN, ": %s", rules->growths[i].why);
	}
	return rc;
}

/* --- people, content, steps --------------------------------------------------------------- */

static void add_texts(struct spot_page *page, const char *before,
    const struct spot_item_texts *texts)
{
	if (texts->n == 0)
		return;
	spot_page_run(page, SPOT_RUN_DIM, "%s", before);
	for (size_t i = 0; i < texts->n; i++)
		spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", i > 0 ? "; " : "", texts->items[i]);
}

/* As a sentence. */
static void add_sentence(struct spot_page *page, const char *before,
    const struct spot_item_texts *texts)
{
	const char *last = texts->n > 0 ? texts->items[texts->n - 1] : ".";
	size_t len = strlen(last);

	add_texts(page, before, texts);
	if (len > 0 && last[len - 1] != '.')
		spot_page_run(page, SPOT_RUN_PLAIN, ".");
}

static void add_people(struct spot_page *page, const struct spot_buyers *buyers)
{
	if (buyers->n_roles > 0)
		spot_page_section(page, "People");
	for (size_t i = 0; i < buyers->n_roles; i++) {
		const struct spot_role *role = &buyers->roles[i];

		spot_page_term(page, role->name);
		if (role->needed > 1)
			spot_page_run(page, SPOT_RUN_PLAIN, "%zu are needed. ", role->needed);
		else if (role->needed == 1)
			spot_page_run(page, SPOT_RUN_PLAIN, "Needed. ");
		add_sentence(page, "Cares about: ", &role->cares_about);
		add_sentence(page, " Found at: ", &role->found_at);
		add_sentence(page, " Groups: ", &role->groups);
		add_sentence(page, " Events: ", &role->events);
	}
}

static void add_content(struct spot_page *page, const struct spot_journey *journey)
{
	if (journey->n_contents > 0)
		spot_page_section(page, "Content");
	for (size_t s = 0; s < journey->n_stages; s++) {
		bool any = false;

		for (size_t c = 0; c < journey->n_contents; c++) {
			const struct spot_content *content = &journey->contents[c];

			if (!spot_journey_is_for(&content->stages, journey->stages[s].name))
				continue;
			if (!any)
				spot_page_term(page, journey->stages[s].name);
			spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", any ? "; " : "", content->name);
			add_texts(page, content->is_tool ? " (sales tool, " : " (",
			    &content->roles);
			spot_page_run(page, SPOT_RUN_PLAIN, ")");
			any = true;
		}
	}
}

static void add_steps(struct spot_page *page, const struct spot_journey *journey)
{
	static const char *const units[] = { ['d'] = "day", ['w'] = "week", ['m'] = "month",
		['y'] = "year" };

	if (journey->n_steps > 0)
		spot_page_section(page, "Success plan");
	for (size_t i = 0; i < journey->n_steps; i++) {
		const struct spot_step *step = &journey->steps[i];

		spot_page_step(page);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", step->name);
		if (step->has_within)
			spot_page_run(page, SPOT_RUN_PLAIN, " within %" PRId64 " %s%s",
			    step->within.count, units[(unsigned char)step->within.unit],
			    step->within.count == 1 ? "" : "s");
		spot_page_run(page, SPOT_RUN_DIM, " (%s)", step->owner);
	}
	if (journey->n_acceptances == 0)
		return;
	spot_page_paragraph(page);
	spot_page_run(page, SPOT_RUN_STRONG, "Accepted when ");
	for (size_t i = 0; i < journey->n_acceptances; i++)
		spot_page_run(page, SPOT_RUN_PLAIN, "%s%s", i > 0 ? "; " : "",
		    journey->acceptances[i].name);
	spot_page_run(page, SPOT_RUN_PLAIN, ".");
}

/* --- the page ----------------------------------------------------------------------------- */

int spot_onepaged_page(struct spot_page *page, const struct spot_onepaged *onepaged,
    struct spot_error *err)
{
	const struct spot_rules *rules = onepaged->rules;
	char day[SPOT_DATE_TEXT_SIZE];
	int rc;

	add_head(page, onepaged);
	rc = add_market(page, onepaged, err);
	add_best(page, onepaged);
	if (rc == 0)
		rc = add_bad_fits(page, onepaged, err);
	if (rc == 0)
		rc = add_growth(page, onepaged, err);
	add_people(page, onepaged->buyers);
	add_content(page, onepaged->journey);
	add_steps(page, onepaged->journey);
	spot_excepted_page(page, rules,
	    onepaged->evidence ? onepaged->evidence->roster->result.tallies : NULL);
	spot_date_print(rules->as_of, day);
	spot_page_foot(page, "As of %s. Words, weights and thresholds are read out of %s.", day,
	    rules->path);
	return rc == 0 && spot_page_failed(page) ? spot_error_nomem(err) : rc;
}
