/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/date.h"
#include "base/json.h"
#include "present/draft.h"
#include "present/drifted.h"
#include "present/member.h"
#include "present/rejected.h"

static void counts(struct spot_json *json, const char *key, const uint64_t n[2])
{
	spot_member_array(json, key);
	spot_json_integer(json, (int64_t)n[0]);
	spot_json_integer(json, (int64_t)n[1]);
	spot_json_end(json);
}

static void numbers(struct spot_json *json, const char *key, const double x[2])
{
	spot_member_array(json, key);
	spot_json_number(json, x[0]);
	spot_json_number(json, x[1]);
	spot_json_end(json);
}

/* --- items -------------------------------------------------------------------------------- */

static const char *const kinds[SPOT_DRIFT_KINDS] = { "field", "rule", "score", "tiers" };

static void add_bin(struct spot_json *json, const struct spot_drift_item *item,
    const struct spot_drift_bin *bin)
{
	struct spot_buf name = SPOT_BUF_INIT;

	spot_drifted_bin(&name, item, bin);
	spot_json_object(json);
	spot_member_text(json, "bin", spot_buf_str(&name));
	if (bin->kind == SPOT_DRIFT_RANGE) {
		spot_member_number(json, "from", bin->low);
		spot_member_number(json, "below", bin->high);
	}
	counts(json, "n", bin->n);
	spot_member_number(json, "psi", bin->part);
	spot_json_end(json);
	spot_draft_end(&name, &json->out->failed);
}

static void add_levels(struct spot_json *json, const char *key,
    const struct spot_drift_level *levels, size_t n)
{
	spot_member_array(json, key);
	for (size_t i = 0; i < n; i++) {
		spot_json_object(json);
		spot_json_key(json, "level");
		spot_json_view(json, levels[i].text);
		spot_member_count(json, "n", levels[i].n);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_item(struct spot_json *json, const struct spot_drift_item *item)
{
	spot_json_object(json);
	spot_member_text(json, "kind", kinds[item->kind]);
	spot_member_text(json, "name", item->name);
	counts(json, "n", item->n);
	counts(json, "blank", item->n_blank);
	numbers(json, "blank_share", item->blank);
	spot_member_number(json, "psi", item->psi);
	spot_member_number(json, "p", item->tail.p);
	spot_member_number(json, "log10_p", item->tail.log10_p);
	if (item->has_ks) {
		spot_member_number(json, "ks", item->ks.d);
		spot_member_number(json, "ks_p", item->ks.tail.p);
		numbers(json, "median", item->median);
	}
	spot_member_array(json, "bins");
	for (size_t i = 0; i < item->n_bins; i++)
		add_bin(json, item, &item->bins[i]);
	spot_json_end(json);
	if (item->novel) {
		spot_member_count(json, "levels_came", item->n_all_novel);
		spot_member_number(json, "levels_came_share", item->novel_share);
		spot_member_number(json, "levels_unseen_share", item->unseen_share);
		add_levels(json, "came", item->novel, item->n_novel);
		spot_member_count(json, "levels_went", item->n_all_vanished);
		add_levels(json, "went", item->vanished, item->n_vanished);
	}
	spot_member_flag(json, "past_psi", item->is_past_psi);
	spot_member_flag(json, "past_blank", item->is_past_blank);
	spot_member_flag(json, "past_new_levels", item->is_past_novel);
	spot_json_end(json);
}

static void add_tier(struct spot_json *json, const struct spot_drift_tier *tier, bool has_outcome)
{
	spot_json_object(json);
	spot_member_text(json, "tier", tier->name);
	counts(json, "n", tier->n);
	numbers(json, "share", tier->share);
	if (has_outcome) {
		counts(json, "known", tier->n_known);
		counts(json, "outcomes", tier->n_outcome);
		numbers(json, "rate", tier->rate);
		spot_member_number(json, "p", tier->tail.p);
		spot_member_flag(json, "past_rate", tier->is_past_rate);
	}
	spot_json_end(json);
}

/* --- the head ----------------------------------------------------------------------------- */

static void add_side(struct spot_json *json, const struct spot_drift *drift, size_t side)
{
	const struct spot_run_result *result = &drift->results[drift->sides ? 0 : side];

	spot_json_key(json, side == 0 ? "old" : "new");
	spot_json_object(json);
	spot_member_text(json, "data", result->files[0].path);
	spot_member_day(json, "as_of", drift->panels[side]->rules->as_of);
	spot_member_count(json, "accounts", drift->n[side]);
	spot_rejected_members(json, &result->unread);
	spot_json_end(json);
}

static void add_head(struct spot_json *json, const struct spot_drift *drift)
{
	const struct spot_drift_options *options = &drift->options;
	const struct spot_rules *rules = drift->panels[1]->rules;

	spot_member_text(json, "format", "sweetspot drift 1");
	spot_member_text(json, "rules", rules->path);
	add_side(json, drift, 0);
	add_side(json, drift, 1);
	spot_rejected_tables(json, drift->panels[1], 1);
	spot_member_text(json, "outcome",
	    options->outcome == SPOT_NONE ? NULL : rules->cohorts[options->outcome].name);
	if (drift->sides) {
		spot_member_text(json, "date", rules->fields.fields[options->date].name);
		spot_member_day(json, "at", options->at);
		spot_member_count(json, "no_date", drift->n_undated);
	}
	spot_json_key(json, "limits");
	spot_json_object(json);
	spot_member_number(json, "psi", options->limits.psi);
	spot_member_number(json, "blank", options->limits.blank);
	spot_member_number(json, "new_levels", options->limits.novel);
	spot_member_number(json, "rate", options->limits.rate);
	spot_member_number(json, "alpha", SPOT_DRIFT_ALPHA);
	spot_json_end(json);
	spot_member_count(json, "past", drift->n_past);
}

static void add_due(struct spot_json *json, const struct spot_drift *drift)
{
	spot_json_key(json, "review_due");
	if (drift->has_review) {
		char shown[SPOT_DATE_TEXT_SIZE];

		spot_date_print(drift->review_due, shown);
		spot_json_text(json, shown);
	} else {
		spot_json_null(json);
	}
	spot_member_flag(json, "review_overdue", drift->is_overdue);
	spot_member_array(json, "exceptions");
	for (size_t i = 0; i < drift->n_exceptions; i++) {
		spot_json_object(json);
		spot_member_text(json, "name", drift->exceptions[i].exception->name);
		spot_member_text(json, "account", drift->exceptions[i].exception->account);
		spot_member_day(json, "expires", drift->exceptions[i].exception->expires);
		spot_json_key(json, "days_left");
		spot_json_integer(json, drift->exceptions[i].days_left);
		spot_json_end(json);
	}
	spot_json_end(json);
}

void spot_drifted_json(struct spot_buf *out, const struct spot_drift *drift)
{
	struct spot_json json = SPOT_JSON_INIT(out, 2);

	spot_json_object(&json);
	add_head(&json, drift);
	add_due(&json, drift);
	spot_member_array(&json, "tiers");
	for (size_t t = 0; t < drift->n_tiers; t++)
		add_tier(&json, &drift->tiers[t], drift->options.outcome != SPOT_NONE);
	spot_json_end(&json);
	spot_member_array(&json, "items");
	for (size_t i = 0; i < drift->n_items; i++)
		add_item(&json, &drift->items[i]);
	spot_json_end(&json);
	spot_json_end(&json);
}
