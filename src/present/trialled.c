/* SPDX-License-Identifier: MIT */
#include "present/trialled.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/files.h"
#include "present/rejected.h"
#include "present/trialled_internal.h"

const char *spot_trialled_answer(enum spot_trial_answer answer)
{
	switch (answer) {
	case SPOT_TRIAL_BETTER:
		return "better";
	case SPOT_TRIAL_WORSE:
		return "worse";
	case SPOT_TRIAL_ALIKE:
		return "no difference that matters";
	case SPOT_TRIAL_CANNOT_TELL:
		return "cannot tell";
	case SPOT_TRIAL_ANSWER_N:
		break;
	}
	return "";
}

struct spot_trialled_label spot_trialled_label(size_t h)
{
	struct spot_trialled_label label;

	snprintf(label.text, sizeof(label.text), "H%zu", h);
	return label;
}

const char *spot_trialled_outcome(const struct spot_trial *trial)
{
	return trial->panels[0].rules->cohorts[trial->options.outcome].name;
}

/* --- facts -------------------------------------------------------------------------------- */

static void add_paths(struct spot_page *page, const struct spot_run_result *result)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_files_print(&text, result);
	spot_page_fact(page, "data", "%s, %" PRIu64 " rows", spot_buf_str(&text), result->rows);
	spot_draft_end(&text, &page->failed);
}

static void add_judged(struct spot_page *page, const struct spot_trial *trial)
{
	const struct spot_trial_counts *counts = &trial->counts;
	const struct spot_rules *rules = trial->panels[0].rules;
	uint64_t n = counts->n_pos + counts->n_neg;
	size_t against = trial->options.against;
	char day[SPOT_DATE_TEXT_SIZE];

	if (against != SPOT_NONE)
		spot_page_fact(page, "judged by",
		    "%" PRIu64 " accounts: %" PRIu64 " %s, %" PRIu64 " %s", n, counts->n_pos,
		    spot_trialled_outcome(trial), counts->n_neg, rules->cohorts[against].name);
	else
		spot_page_fact(page, "judged by",
		    "%" PRIu64 " accounts: %" PRIu64 " %s, %" PRIu64 " not", n, counts->n_pos,
		    spot_trialled_outcome(trial), counts->n_neg);
	if (trial->options.date_field == SPOT_NONE)
		return;
	spot_date_print(trial->options.train_before, day);
	spot_page_fact(page, "hold-out",
	    "%s from %s on is judged; %" PRIu64 " accounts before it are not",
	    rules->fields.fields[trial->options.date_field].name, day, counts->n_trained);
}

static void add_left_out(struct spot_page *page, const struct spot_trial_counts *counts)
{
	struct spot_buf text = SPOT_BUF_INIT;
	const struct {
		uint64_t n;
		const char *what;
	} parts[] = {
		{ counts->unknown, "whose outcome is unknown" },
		{ counts->neither, "in neither cohort" },
		{ counts->both, "in both" },
		{ counts->no_date, "without a date" },
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (parts[i].n > 0)
			spot_buf_printf(&text, "%s%" PRIu64 " %s", text.len > 0 ? ", " : "",
			    parts[i].n, parts[i].what);
	if (text.len > 0)
		spot_page_fact(page, "left out", "%s", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

static void add_facts(struct spot_page *page, const struct spot_trialled *trialled)
{
	const struct spot_trial *trial = trialled->trial;
	const struct spot_rules *rules = trial->panels[0].rules;
	const struct spot_trial_options *options = &trial->options;
	char day[SPOT_DATE_TEXT_SIZE];

	add_paths(page, &trial->result);
	spot_date_print(rules->as_of, day);
	spot_page_fact(page, "as of", "%s", day);
	add_judged(page, trial);
	add_left_out(page, &trial->counts);
	spot_rejected_fact(page, NULL, &trial->result.unread);
	spot_rejected_facts(page, trial->panels, trial->n);
	spot_page_fact(page, "capacity", "%" PRIu64 " accounts", options->capacity);
	if (options->value_is_growth)
		spot_page_fact(page, "value", "growth");
	else if (options->value_field != SPOT_NONE)
		spot_page_fact(page, "value", "%s",
		    rules->fields.fields[options->value_field].name);
	spot_page_fact(page, "seed", "%" PRIu64, options->seed);
}

/* --- the verdicts ------------------------------------------------------------------------- */

static const struct {
	enum spot_tone tone;
	const char *label;
} answers[SPOT_TRIAL_ANSWER_N] = {
	[SPOT_TRIAL_BETTER] = { SPOT_TONE_GOOD, "Better" },
	[SPOT_TRIAL_WORSE] = { SPOT_TONE_BAD, "Worse" },
	[SPOT_TRIAL_ALIKE] = { SPOT_TONE_NOTE, "No difference that matters" },
	[SPOT_TRIAL_CANNOT_TELL] = { SPOT_TONE_UNSURE, "Cannot tell" },
};

static void say_difference(struct spot_page *page, const struct spot_trial_judgement *judgement)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_figure_interval(&text, SPOT_FIGURE_CHANGE, judgement->auc.diff, judgement->auc.ci.lo,
	    judgement->auc.ci.hi);
	spot_buf_text(&text, ", p ");
	spot_figure_print(&text, SPOT_FIGURE_P, judgement->p_holm);
	spot_page_run(page, SPOT_RUN_PLAIN, "AUC %s.", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

static void say_more(struct spot_page *page, const struct spot_trial *trial,
    const struct spot_trial_judgement *judgement)
{
	const struct spot_trial_bar *bar = &trial->options.bar;
	struct spot_buf text = SPOT_BUF_INIT;

	if (judgement->too_few)
		spot_page_run(page, SPOT_RUN_PLAIN,
		    " Under %" PRIu64 " accounts of either outcome nobody wins.",
		    bar->min_outcomes);
	if (!isfinite(judgement->n_more) || judgement->n_more > 1e12)
		spot_page_run(page, SPOT_RUN_PLAIN, " No number of outcomes would settle it.");
	else if (judgement->n_more > 0) {
		spot_buf_grouped(&text, (uint64_t)judgement->n_more);
		spot_page_run(page, SPOT_RUN_PLAIN, " About %s more accounts in \"%s\" would %s.",
		    spot_buf_str(&text), spot_trialled_outcome(trial),
		    fabs(judgement->auc.diff) > bar->margin ? "settle it, if it is as it seems"
		                                            : "show whether it matters");
	}
	spot_draft_end(&text, &page->failed);
}

static void say_leak(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_judgement *unleaked = &trial->against[h].unleaked;
	struct spot_buf text = SPOT_BUF_INIT;

	spot_figure_print(&text, SPOT_FIGURE_CHANGE, unleaked->auc.diff);
	spot_page_run(page, SPOT_RUN_PLAIN,
	    " But that comes from a leak: without it the difference is %s (%s).",
	    spot_buf_str(&text), spot_trialled_answer(unleaked->answer));
	spot_draft_end(&text, &page->failed);
}

static void add_verdict(struct spot_page *page, const struct spot_trial *trial, size_t h)
{
	const struct spot_trial_judgement *judgement = &trial->against[h].judgement;

	spot_page_callout(page, answers[judgement->answer].tone, answers[judgement->answer].label);
	spot_page_run(page, SPOT_RUN_STRONG, "%s  %s", spot_trialled_label(h).text,
	    trial->hypotheses[h].name);
	spot_page_run(page, SPOT_RUN_PLAIN, ": ");
	if (judgement->auc.var == 0 && judgement->auc.diff == 0)
		spot_page_run(page, SPOT_RUN_PLAIN, "ranks every account as the baseline does.");
	else
		say_difference(page, judgement);
	if (trial->against[h].is_leak)
		say_leak(page, trial, h);
	else if (judgement->answer == SPOT_TRIAL_CANNOT_TELL)
		say_more(page, trial, judgement);
	if (trial->hypotheses[h].why)
		spot_page_run(page, SPOT_RUN_DIM, " Why: %s", trial->hypotheses[h].why);
}

static void add_looks(struct spot_page *page, const struct spot_trialled *trialled)
{
	const struct spot_ledger_count *looks = &trialled->looks;

	if (trialled->trial->n < 2)
		return;
	spot_page_paragraph(page);
	if (trialled->ledger)
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "Look %" PRIu64 " at these data and this outcome; p is corrected by Holm for "
		    "%zu comparison%s in all (", looks->n_looks, looks->n_comparisons,
		    looks->n_comparisons == 1 ? "" : "s");
	else
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "p is corrected by Holm for the %zu comparison%s of this trial; earlier looks "
		    "are not counted (--no-ledger).", looks->n_comparisons,
		    looks->n_comparisons == 1 ? "" : "s");
	if (!trialled->ledger)
		return;
	spot_page_run(page, SPOT_RUN_CODE, "%s", trialled->ledger);
	spot_page_run(page, SPOT_RUN_PLAIN, ").");
}

/* --- side by side ------------------------------------------------------------------------- */

static void add_names(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "hypothesis" },
		{ .title = "rules", .is_code = true },
		{ .title = "verdict" },
	};
	struct spot_grid *grid = spot_page_table(page, NULL, columns, 4);

	for (size_t h = 0; h < trial->n; h++) {
		bool is_file = strcmp(trial->hypotheses[h].name, trial->panels[h].rules->path) == 0;

		spot_grid_row(grid, h == 0 ? SPOT_GRID_STRONG : SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_text(grid, "%s", is_file && trial->panels[h].rules->profile.name[0]
		        ? trial->panels[h].rules->profile.name : trial->hypotheses[h].name);
		spot_grid_text(grid, "%s", trial->panels[h].rules->path);
		spot_grid_text(grid, "%s", h == 0 ? "baseline"
		        : spot_trialled_answer(trial->against[h].judgement.answer));
	}
}

static void add_ranking(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "AUC", .kind = SPOT_FIGURE_SCORE },
		{ .title = "KS", .kind = SPOT_FIGURE_SCORE },
		{ .title = "Brier", .kind = SPOT_FIGURE_SCORE },
		{ .title = "Brier of the overall rate", .brief = "overall",
		    .kind = SPOT_FIGURE_SCORE },
	};
	struct spot_grid *grid = spot_page_table(page, "Ranking", columns, 5);

	for (size_t h = 0; h < trial->n; h++) {
		const struct spot_trial_figures *figures = &trial->figures[h];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_interval(
		    grid, figures->roc.auc, figures->roc.ci.lo, figures->roc.ci.hi);
		spot_grid_figure(grid, figures->ks.d);
		spot_grid_figure(grid, figures->has_calibration ? figures->brier : NAN);
		spot_grid_figure(grid, figures->has_calibration ? figures->brier_base : NAN);
	}
}

static void add_capacity(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "outcomes caught", .brief = "caught", .kind = SPOT_FIGURE_RATIO },
		{ .title = "precision", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "recall", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "lift", .kind = SPOT_FIGURE_RATIO },
		{ .title = "value", .kind = SPOT_FIGURE_MONEY },
		{ .title = "of all value", .kind = SPOT_FIGURE_PERCENT },
		{ .title = "tied at the edge", .brief = "tied", .kind = SPOT_FIGURE_COUNT },
	};
	struct spot_grid *grid = spot_page_table(page, "At the capacity", columns, 8);

	for (size_t h = 0; h < trial->n; h++) {
		const struct spot_capacity *at = &trial->figures[h].capacity;
		bool has_value = trial->value_total != 0;

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_figure(grid, at->n_pos);
		spot_grid_figure(grid, at->precision);
		spot_grid_figure(grid, at->recall);
		spot_grid_figure(grid, at->lift);
		spot_grid_figure(grid, has_value ? at->value : NAN);
		spot_grid_figure(grid, has_value ? at->value_share : NAN);
		spot_grid_figure(grid, at->edge_taken < at->edge_n ? at->edge_n : 0);
	}
}

static void add_differences(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "AUC", .kind = SPOT_FIGURE_CHANGE },
		{ .title = "p", .kind = SPOT_FIGURE_P },
		{ .title = "Holm", .kind = SPOT_FIGURE_P },
		{ .title = "BH", .kind = SPOT_FIGURE_P },
	};
	struct spot_grid *grid = spot_page_table(page, "AUC less the baseline's", columns, 5);

	for (size_t h = 1; h < trial->n; h++) {
		const struct spot_trial_comparison *against = &trial->against[h];
		const struct spot_delong_difference *auc = &against->judgement.auc;

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_interval(grid, auc->diff, auc->ci.lo, auc->ci.hi);
		spot_grid_figure(grid, auc->tail.p);
		spot_grid_figure(grid, against->judgement.p_holm);
		spot_grid_figure(grid, against->judgement.p_bh);
	}
}

static void add_paired(struct spot_grid *grid, const struct spot_trial_paired *paired)
{
	spot_grid_interval(grid, paired->diff, paired->ci.lo, paired->ci.hi);
	spot_grid_figure(grid, paired->p);
}

static void add_caught(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "lift", .kind = SPOT_FIGURE_CHANGE },
		{ .title = "p", .kind = SPOT_FIGURE_P },
		{ .title = "value share", .kind = SPOT_FIGURE_POINTS },
		{ .title = "p", .kind = SPOT_FIGURE_P },
	};
	bool has_value = trial->value_total != 0;
	struct spot_grid *grid = spot_page_table(
	    page, "At the capacity, less the baseline's", columns, has_value ? 5 : 3);

	for (size_t h = 1; h < trial->n; h++) {
		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		add_paired(grid, &trial->against[h].lift);
		if (has_value)
			add_paired(grid, &trial->against[h].value_share);
	}
}

static void add_top(struct spot_page *page, const struct spot_trial *trial)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "" },
		{ .title = "outcomes gained", .brief = "gained", .kind = SPOT_FIGURE_COUNT },
		{ .title = "lost", .kind = SPOT_FIGURE_COUNT },
		{ .title = "p", .kind = SPOT_FIGURE_P },
		{ .title = "others gained", .brief = "others +", .kind = SPOT_FIGURE_COUNT },
		{ .title = "others lost", .brief = "others -", .kind = SPOT_FIGURE_COUNT },
		{ .title = "p", .kind = SPOT_FIGURE_P },
	};
	struct spot_grid *grid = spot_page_table(page, "In the top tier", columns, 7);

	for (size_t h = 1; h < trial->n; h++) {
		const struct spot_trial_comparison *against = &trial->against[h];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", spot_trialled_label(h).text);
		spot_grid_figure(grid, (double)against->top_pos[1]);
		spot_grid_figure(grid, (double)against->top_pos[0]);
		spot_grid_figure(grid, against->mcnemar_pos.tail.p);
		spot_grid_figure(grid, (double)against->top_neg[1]);
		spot_grid_figure(grid, (double)against->top_neg[0]);
		spot_grid_figure(grid, against->mcnemar_neg.tail.p);
	}
}

void spot_trialled_page(struct spot_page *page, const struct spot_trialled *trialled)
{
	const struct spot_trial *trial = trialled->trial;

	spot_page_lead(page, "How well %s rank%s \"%s\" above the others",
	    trial->n == 1 ? "the rules" : "each hypothesis", trial->n == 1 ? "" : "s",
	    spot_trialled_outcome(trial));
	for (size_t h = 1; h < trial->n; h++)
		add_verdict(page, trial, h);
	spot_trialled_notes_warn(page, trialled);
	add_looks(page, trialled);
	add_facts(page, trialled);
	spot_page_section(page, "Side by side");
	add_names(page, trial);
	add_ranking(page, trial);
	add_capacity(page, trial);
	if (trial->n > 1) {
		add_differences(page, trial);
		add_caught(page, trial);
		add_top(page, trial);
	}
	spot_trialled_tiers_add(page, trialled);
	spot_trialled_rules_add(page, trialled);
	spot_trialled_notes_add(page, trialled);
	spot_page_foot(page, "sweetspot trial");
}
