/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>

#include "present/contrasted_internal.h"
#include "present/draft.h"

static const char *rule_name(const struct spot_contrast *contrast, size_t r)
{
	return contrast->panel->scoring.asked[r].name;
}

static void add_rules(struct spot_grid *grid, const struct spot_contrast *contrast,
    const struct spot_contrast_surprise *surprise)
{
	struct spot_buf text = SPOT_BUF_INIT;

	for (size_t i = 0; i < surprise->n_rules; i++)
		spot_buf_printf(&text, "%s%s", i > 0 ? "; " : "",
		    rule_name(contrast, surprise->rules[i]));
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

static void add_apart(struct spot_grid *grid, const struct spot_contrast_surprise *surprise)
{
	struct spot_buf text = SPOT_BUF_INIT;

	for (size_t i = 0; i < surprise->n_apart; i++) {
		const struct spot_contrast_apart *apart = &surprise->apart[i];

		spot_buf_printf(&text, "%s%s ", i > 0 ? "; " : "", apart->column->field->name);
		if (apart->is_blank)
			spot_buf_text(&text, "blank");
		else if (apart->column->kind == SPOT_FRAME_NUMBER)
			spot_contrasted_number(&text, apart->column, apart->number);
		else
			spot_buf_view(&text, apart->text);
		spot_buf_text(&text, " (");
		spot_figure_print(&text, SPOT_FIGURE_PERCENT, apart->share);
		spot_buf_text(&text, ")");
	}
	spot_grid_text(grid, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &grid->failed);
}

static void add_accounts(struct spot_page *page, const struct spot_contrast *contrast, size_t side)
{
	static const struct spot_grid_column columns[] = {
		{ .title = "account", .is_code = true },
		{ .title = "tier" },
		{ .title = "score", .kind = SPOT_FIGURE_RATIO },
		{ .title = "rules that misled" },
		{ .title = "sets it apart" },
	};
	const struct spot_contrast_surprises *surprises = &contrast->surprises;
	struct spot_grid *grid = spot_page_table(page, NULL, columns, 5);

	for (size_t i = 0; i < surprises->n_items[side]; i++) {
		const struct spot_contrast_surprise *surprise = &surprises->items[side][i];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_view(grid, surprise->account);
		spot_grid_text(grid, "%s",
		    spot_verdict_rank_name(contrast->panel->rules, surprise->tier));
		spot_grid_figure(grid, surprise->score);
		add_rules(grid, contrast, surprise);
		add_apart(grid, surprise);
	}
}

static void add_within(struct spot_page *page, const struct spot_contrast *contrast, size_t side)
{
	const struct spot_contrast_table *table = &contrast->surprises.within[side];
	size_t n_found =
	    table->n_graded[SPOT_CONTRAST_STRONG] + table->n_graded[SPOT_CONTRAST_SLIGHT];

	if (table->n_rows == 0)
		return;
	if (n_found == 0) {
		spot_page_say(page,
		    "As a whole nothing sets the %" PRIu64 " of %s apart from the %" PRIu64
		    " of %s in the same tiers that chance could not make: the rules lack a field "
		    "that would tell them.", table->n[side], spot_contrasted_cohort(contrast, side),
		    table->n[1 - side], spot_contrasted_cohort(contrast, 1 - side));
		return;
	}
	spot_page_say(page, "As a whole, %" PRIu64 " of %s against %" PRIu64
	    " of %s in the same tiers:", table->n[side], spot_contrasted_cohort(contrast, side),
	    table->n[1 - side], spot_contrasted_cohort(contrast, 1 - side));
	spot_contrasted_rows(page, "Within the same tiers", contrast, table, SPOT_CONTRAST_SLIGHT);
}

static void add_side(struct spot_page *page, const struct spot_contrast *contrast, size_t side)
{
	const struct spot_contrast_surprises *surprises = &contrast->surprises;
	const struct spot_rules *rules = contrast->panel->rules;
	uint64_t n = surprises->n[side], n_all = contrast->counts.n[side];

	if (side == 1)
		spot_page_part(page, "%s in the best tiers", spot_contrasted_cohort(contrast, 1));
	else
		spot_page_part(page, "%s in the worst tier, or bad fit",
		    spot_contrasted_cohort(contrast, 0));
	if (n == 0) {
		spot_page_say(page, "None.");
		return;
	}
	spot_page_say(page, "%" PRIu64 " of %" PRIu64 " accounts of %s (%.1f %%) are in %s%s%s. %s",
	    n, n_all, spot_contrasted_cohort(contrast, side), 100 * (double)n / (double)n_all,
	    side == 1 ? rules->tiers[0].name : rules->tiers[rules->n_tiers - 1].name,
	    side == 0 || surprises->n_best > 1 ? " or " : "",
	    side == 0 ? "bad fit" : surprises->n_best > 1 ? rules->tiers[1].name : "",
	    surprises->n_items[side] < n ? "The furthest off:" : "");
	add_accounts(page, contrast, side);
	add_within(page, contrast, side);
}

static double share(uint64_t k, uint64_t n)
{
	return n > 0 ? (double)k / (double)n : NAN;
}

static void add_misled(struct spot_page *page, const struct spot_contrast *contrast)
{
	const struct spot_contrast_surprises *surprises = &contrast->surprises;
	const char *a = spot_contrasted_cohort(contrast, 0);
	const char *b = spot_contrasted_cohort(contrast, 1);
	struct spot_buf titles[4] = { SPOT_BUF_INIT };
	struct spot_grid *grid;

	if (surprises->n_rules == 0)
		return;
	spot_buf_printf(&titles[0], "%s pulled down", a);
	spot_buf_printf(&titles[1], "%s pulled up", b);
	spot_buf_printf(&titles[2], "holds of %s", a);
	spot_buf_printf(&titles[3], "holds of %s", b);
	spot_page_part(page, "The rules that misled most");
	spot_page_say(page,
	    "Among these surprises, by weight. A rule that holds as often of either cohort "
	    "cannot tell them apart whatever it weighs.");
	grid = spot_page_table(page, NULL,
	    (const struct spot_grid_column[]) {
	        { .title = "rule" },
	        { .title = "weight", .kind = SPOT_FIGURE_PLAIN },
	        { .title = spot_buf_str(&titles[0]), .kind = SPOT_FIGURE_COUNT },
	        { .title = spot_buf_str(&titles[1]), .kind = SPOT_FIGURE_COUNT },
	        { .title = spot_buf_str(&titles[2]), .kind = SPOT_FIGURE_PERCENT },
	        { .title = spot_buf_str(&titles[3]), .kind = SPOT_FIGURE_PERCENT },
	    }, 6);
	for (size_t i = 0; i < surprises->n_rules; i++) {
		const struct spot_contrast_misled *misled = &surprises->rules[i];

		spot_grid_row(grid, SPOT_GRID_PLAIN);
		spot_grid_text(grid, "%s", rule_name(contrast, misled->rule));
		if (misled->weight != 0)
			spot_grid_figure(grid, misled->weight);
		else
			spot_grid_text(grid, "bad fit");
		spot_grid_figure(grid, (double)misled->n_wrong[0]);
		spot_grid_figure(grid, (double)misled->n_wrong[1]);
		spot_grid_figure(grid, share(misled->holds[0], misled->known[0]));
		spot_grid_figure(grid, share(misled->holds[1], misled->known[1]));
	}
	for (size_t i = 0; i < 4; i++)
		spot_draft_end(&titles[i], &page->failed);
}

void spot_contrasted_surprises_add(struct spot_page *page, const struct spot_contrast *contrast)
{
	spot_page_section(page, "Surprises");
	if (contrast->surprises.n_best == 0) {
		spot_page_say(
		    page, "The rules have fewer than two tiers: nothing can surprise them.");
		return;
	}
	spot_page_say(page,
	    "Accounts that the rules were wrong about. What sets one apart is what few of the "
	    "other cohort's accounts in the same tier share; in brackets how many are so or "
	    "further out.");
	add_side(page, contrast, 1);
	add_side(page, contrast, 0);
	add_misled(page, contrast);
}
