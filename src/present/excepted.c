/* SPDX-License-Identifier: MIT */
#include "present/excepted.h"

#include <inttypes.h>

#include "base/date.h"
#include "engine/verdict.h"
#include "present/draft.h"
#include "present/member.h"
#include "report/escape.h"
#include "report/figure.h"

void spot_excepted_fate(
    struct spot_buf *out, const struct spot_rules *rules, const struct spot_fate *fate)
{
	const char *name = spot_verdict_tier_name(rules, fate->tier);

	if (!fate->is_there) {
		spot_buf_text(out, "it is not in the data");
		return;
	}
	spot_buf_printf(out, "by the rules it is %s now", name[0] ? name : "no tier");
	if (fate->has_growth) {
		spot_buf_text(out, ", growth ");
		spot_figure_print(out, SPOT_FIGURE_MONEY, fate->growth);
	}
	if (fate->churn != SPOT_FATE_UNKNOWN)
		spot_buf_text(out, fate->churn == SPOT_FATE_CHURNED ? ", churned"
		                                                    : ", has not churned");
}

void spot_excepted_reason(struct spot_buf *out, const struct spot_exception *exception)
{
	spot_buf_text(out, " (by ");
	spot_escape_plain(out, spot_view_of(exception->by));
	spot_buf_text(out, "): ");
	spot_escape_plain(out, spot_view_of(exception->why));
}

static void add_exception(struct spot_page *page, const struct spot_rules *rules,
    const struct spot_exception *exception, const struct spot_fate *fate)
{
	int64_t left = exception->expires - rules->as_of;
	struct spot_buf text = SPOT_BUF_INIT;
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
	if (!fate)
		return;
	spot_excepted_fate(&text, rules, fate);
	spot_page_run(page, SPOT_RUN_PLAIN, fate->is_there ? " B%s." : " I%s.",
	    text.len > 0 ? spot_buf_str(&text) + 1 : "");
	spot_draft_end(&text, &page->failed);
}

void spot_excepted_page(
    struct spot_page *page, const struct spot_rules *rules, const struct spot_tally *tally)
{
	if (rules->n_exceptions == 0)
		return;
	spot_page_section(page, "Exceptions");
	for (size_t i = 0; i < rules->n_exceptions; i++)
		add_exception(
		    page, rules, &rules->exceptions[i], tally ? &tally->fates[i] : NULL);
}

static void add_fate(
    struct spot_json *json, const struct spot_rules *rules, const struct spot_fate *fate)
{
	spot_member_flag(json, "in_data", fate->is_there);
	if (!fate->is_there)
		return;
	spot_member_text(json, "tier_by_rules", spot_verdict_tier_name(rules, fate->tier));
	spot_member_maybe(json, "growth", fate->has_growth, fate->growth);
	spot_json_key(json, "churned");
	if (fate->churn == SPOT_FATE_UNKNOWN)
		spot_json_null(json);
	else
		spot_json_bool(json, fate->churn == SPOT_FATE_CHURNED);
}

void spot_excepted_json(
    struct spot_json *json, const struct spot_rules *rules, const struct spot_tally *tally)
{
	spot_member_array(json, "exceptions");
	for (size_t i = 0; i < rules->n_exceptions; i++) {
		const struct spot_exception *exception = &rules->exceptions[i];

		spot_json_object(json);
		spot_member_text(json, "exception", exception->name);
		spot_member_text(json, "account", exception->account);
		spot_member_text(json, "tier", rules->tiers[exception->tier].name);
		spot_member_text(json, "by", exception->by);
		spot_member_text(json, "why", exception->why);
		spot_member_day(json, "expires", exception->expires);
		spot_json_key(json, "days_left");
		spot_json_integer(json, exception->expires - rules->as_of);
		if (tally)
			add_fate(json, rules, &tally->fates[i]);
		spot_json_end(json);
	}
	spot_json_end(json);
}
