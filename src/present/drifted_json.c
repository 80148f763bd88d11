/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "base/date.h"
#include "base/json.h"
#include "present/draft.h"
#include "present/drifted.h"

static void number(struct spot_json *json, const char *key, double value)
{
	spot_json_key(json, key);
	spot_json_number(json, value);
}

static void count(struct spot_json *json, const char *key, uint64_t value)
{
	spot_json_key(json, key);
	spot_json_integer(json, (int64_t)value);
}

static void text(struct spot_json *json, const char *key, const char *value)
{
	spot_json_key(json, key);
	spot_json_text(json, value);
}

static void flag(struct spot_json *json, const char *key, bool value)
{
	spot_json_key(json, key);
	spot_json_bool(json, value);
}

static void day(struct spot_json *json, const char *key, int64_t value)
{
	char shown[SPOT_DATE_TEXT_SIZE];

	spot_date_print(value, shown);
	text(json, key, shown);
}

static void array(struct spot_json *json, const char *key)
{
	spot_json_key(json, key);
	spot_json_array(json);
}

static void counts(struct spot_json *json, const char *key, const uint64_t n[2])
{
	array(json, key);
	spot_json_integer(json, (int64_t)n[0]);
	spot_json_integer(json, (int64_t)n[1]);
	spot_json_end(json);
}

static void numbers(struct spot_json *json, const char *key, const double x[2])
{
	array(json, key);
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
	text(json, "bin", spot_buf_str(&name));
	if (bin->kind == SPOT_DRIFT_RANGE) {
		number(json, "from", bin->low);
		number(json, "below", bin->high);
	}
	counts(json, "n", bin->n);
	number(json, "psi", bin->part);
	spot_json_end(json);
	spot_draft_end(&name, &json->out->failed);
}

static void add_levels(struct spot_json *json, const char *key,
    const struct spot_drift_level *levels, size_t n)
{
	array(json, key);
	for (size_t i = 0; i < n; i++) {
		spot_json_object(json);
		spot_json_key(json, "level");
		spot_json_view(json, levels[i].text);
		count(json, "n", levels[i].n);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_item(struct spot_json *json, const struct spot_drift_item *item)
{
	spot_json_object(json);
	text(json, "kind", kinds[item->kind]);
	text(json, "name", item->name);
	counts(json, "n", item->n);
	counts(json, "blank", item->n_blank);
	numbers(json, "blank_share", item->blank);
	number(json, "psi", item->psi);
	number(json, "p", item->tail.p);
	number(json, "log10_p", item->tail.log10_p);
	if (item->has_ks) {
		number(json, "ks", item->ks.d);
		number(json, "ks_p", item->ks.tail.p);
		numbers(json, "median", item->median);
	}
	array(json, "bins");
	for (size_t i = 0; i < item->n_bins; i++)
		add_bin(json, item, &item->bins[i]);
	spot_json_end(json);
	if (item->novel) {
		count(json, "levels_came", item->n_all_novel);
		number(json, "levels_came_share", item->novel_share);
		number(json, "levels_unseen_share", item->unseen_share);
		add_levels(json, "came", item->novel, item->n_novel);
		count(json, "levels_went", item->n_all_vanished);
		add_levels(json, "went", item->vanished, item->n_vanished);
	}
	flag(json, "past_psi", item->is_past_psi);
	flag(json, "past_blank", item->is_past_blank);
	flag(json, "past_new_levels", item->is_past_novel);
	spot_json_end(json);
}

static void add_tier(struct spot_json *json, const struct spot_drift_tier *tier, bool has_outcome)
{
	spot_json_object(json);
	text(json, "tier", tier->name);
	counts(json, "n", tier->n);
	numbers(json, "share", tier->share);
	if (has_outcome) {
		counts(json, "known", tier->n_known);
		counts(json, "outcomes", tier->n_outcome);
		numbers(json, "rate", tier->rate);
		number(json, "p", tier->tail.p);
		flag(json, "past_rate", tier->is_past_rate);
	}
	spot_json_end(json);
}

/* --- the head ----------------------------------------------------------------------------- */

static void add_side(struct spot_json *json, const struct spot_drift *drift, size_t side)
{
	const struct spot_run_result *result = &drift->results[drift->sides ? 0 : side];

	spot_json_key(json, side == 0 ? "old" : "new");
	spot_json_object(json);
	text(json, "data", result->files[0].path);
	day(json, "as_of", drift->panels[side]->rules->as_of);
	count(json, "accounts", drift->n[side]);
	count(json, "rejected_rows", result->rejected_rows);
	count(json, "rejected_cells", result->rejected_cells);
	spot_json_end(json);
}

static void add_head(struct spot_json *json, const struct spot_drift *drift)
{
	const struct spot_drift_options *options = &drift->options;
	const struct spot_rules *rules = drift->panels[1]->rules;

	text(json, "format", "sweetspot drift 1");
	text(json, "rules", rules->path);
	add_side(json, drift, 0);
	add_side(json, drift, 1);
	text(json, "outcome",
	    options->outcome == SPOT_NONE ? NULL : rules->cohorts[options->outcome].name);
	if (drift->sides) {
		text(json, "date", rules->fields.fields[options->date].name);
		day(json, "at", options->at);
		count(json, "no_date", drift->n_undated);
	}
	spot_json_key(json, "limits");
	spot_json_object(json);
	number(json, "psi", options->limits.psi);
	number(json, "blank", options->limits.blank);
	number(json, "new_levels", options->limits.novel);
	number(json, "rate", options->limits.rate);
	number(json, "alpha", SPOT_DRIFT_ALPHA);
	spot_json_end(json);
	count(json, "past", drift->n_past);
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
	flag(json, "review_overdue", drift->is_overdue);
	array(json, "exceptions");
	for (size_t i = 0; i < drift->n_exceptions; i++) {
		spot_json_object(json);
		text(json, "name", drift->exceptions[i].exception->name);
		text(json, "account", drift->exceptions[i].exception->account);
		day(json, "expires", drift->exceptions[i].exception->expires);
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
	array(&json, "tiers");
	for (size_t t = 0; t < drift->n_tiers; t++)
		add_tier(&json, &drift->tiers[t], drift->options.outcome != SPOT_NONE);
	spot_json_end(&json);
	array(&json, "items");
	for (size_t i = 0; i < drift->n_items; i++)
		add_item(&json, &drift->items[i]);
	spot_json_end(&json);
	spot_json_end(&json);
}
