/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>

#include "base/date.h"
#include "present/planned.h"
#include "table/cell.h"

/* The account's row, or SPOT_NONE. */
static size_t row_of(const struct spot_roster *roster, const char *account)
{
	struct spot_view wanted = spot_cell_key_identity(spot_view_of(account));

	for (size_t i = 0; roster && i < roster->n_rows; i++)
		if (spot_view_equal(spot_cell_key_identity(spot_roster_key(roster, i)),
		        wanted))
			return i;
	return SPOT_NONE;
}

static void add_outcome(struct spot_page *page, const struct spot_roster *roster, size_t row,
    size_t churned_fn)
{
	const struct spot_rules *rules = roster->panel->rules;
	const struct spot_roster_row *item = &roster->rows[row];
	size_t tier = isnan(item->score) ? SPOT_NONE : spot_verdict_tier_of(rules, item->score);
	const char *name = item->disqualifier != SPOT_PEOPLE_NONE ? "bad fit"
	    : spot_verdict_tier_name(rules, tier);
	struct spot_buf growth = SPOT_BUF_INIT;
	double churned =
	    churned_fn == SPOT_NONE ? NAN : spot_roster_answer(roster, row, churned_fn);

	spot_page_run(page, SPOT_RUN_PLAIN, " By the rules it is %s now",
	    name[0] ? name : "no tier");
	if (!isnan(item->growth)) {
		spot_figure_print(&growth, SPOT_FIGURE_MONEY, item->growth);
		spot_page_run(page, SPOT_RUN_PLAIN, ", growth %s", spot_buf_str(&growth));
	}
	if (!isnan(churned))
		spot_page_run(page, SPOT_RUN_PLAIN,
		    churned != 0 ? ", churned" : ", has not churned");
	spot_page_run(page, SPOT_RUN_PLAIN, ".");
	spot_buf_reset(&growth);
}

static void add_exception(struct spot_page *page, const struct spot_rules *rules,
    const struct spot_exception *exception, const struct spot_roster *roster, size_t churned_fn)
{
	int64_t left = exception->expires - rules->as_of;
	size_t row = row_of(roster, exception->account);
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(exception->expires, day);
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_STRONG, "%s", exception->name);
	spot_page_run(page, SPOT_RUN_PLAIN, " (%s): ", exception->account);
	if (left < 0)
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "was %s, by %s, expired on %s: no longer holds. ",
		    rules->tiers[exception->tier].name, exception->by, day);
	else
		spot_page_run(page, SPOT_RUN_PLAIN, "%s until %s, by %s, %" PRId64 " day%s left. ",
		    rules->tiers[exception->tier].name, day, exception->by, left,
		    left == 1 ? "" : "s");
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", exception->why);
	if (row != SPOT_NONE)
		add_outcome(page, roster, row, churned_fn);
	else if (roster && !roster->options.key)
		spot_page_run(page, SPOT_RUN_PLAIN, " It is not in the data.");
}

void spot_planned_exceptions(struct spot_page *page, const struct spot_rules *rules,
    const struct spot_roster *roster, size_t churned_fn)
{
	if (rules->n_exceptions == 0)
		return;
	spot_page_section(page, "Exceptions");
	for (size_t i = 0; i < rules->n_exceptions; i++)
		add_exception(page, rules, &rules->exceptions[i], roster, churned_fn);
}
