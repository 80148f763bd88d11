/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>

#include "base/date.h"
#include "base/json.h"
#include "present/contrasted_internal.h"
#include "present/member.h"
#include "present/rejected.h"

/* --- rows --------------------------------------------------------------------------------- */

static const char *const kinds[SPOT_CONTRAST_KINDS] = { "number", "level", "item", "blank" };
static const char *const tests[SPOT_CONTRAST_TESTS] = { "Mann-Whitney", "chi-square", "Fisher" };
static const char *const grades[SPOT_CONTRAST_GRADES] = { "strong", "slight", "weak" };
static const char *const reasons[SPOT_CONTRAST_REASONS] = { "known after", "the cohorts go by it",
	"too many texts" };

static void add_side(struct spot_json *json, const struct spot_contrast_row *row, size_t s)
{
	const struct spot_contrast_side *side = &row->sides[s];

	spot_member_object(json, s == 0 ? "a" : "b");
	spot_member_count(json, "n", side->n);
	spot_member_count(json, "blank", side->n_blank);
	if (row->kind == SPOT_CONTRAST_NUMBER) {
		spot_member_number(json, "q25", side->q25);
		spot_member_number(json, "median", side->median);
		spot_member_number(json, "q75", side->q75);
		spot_member_number(json, "from_cut", side->share);
	} else {
		spot_member_count(json, "k", side->k);
		spot_member_number(json, "share", side->share);
	}
	spot_json_end(json);
}

static void add_number(struct spot_json *json, const struct spot_contrast_row *row)
{
	spot_member_number(json, "U", row->mannwhitney.u);
	spot_member_number(json, "z", row->mannwhitney.z);
	spot_member_number(json, "ks", row->ks.d);
	spot_member_number(json, "cut", row->cut);
}

static void add_odds(struct spot_json *json, const struct spot_contrast_row *row)
{
	spot_member_number(json, "odds_ratio", row->odds.ratio);
	spot_member_number(json, "odds_haldane", row->odds.haldane);
	spot_member_interval(json, "odds_ci", row->odds.ci);
}

static void add_row(struct spot_json *json, const struct spot_contrast_row *row)
{
	spot_json_object(json);
	spot_member_text(json, "field", row->column->field->name);
	spot_member_text(json, "kind", kinds[row->kind]);
	if (row->kind == SPOT_CONTRAST_NUMBER && row->column->is_date)
		spot_member_text(json, "unit", "days before the as-of day");
	if (row->kind == SPOT_CONTRAST_LEVEL || row->kind == SPOT_CONTRAST_ITEM) {
		spot_json_key(json, "level");
		spot_json_view(json, row->level);
	}
	add_side(json, row, 0);
	add_side(json, row, 1);
	spot_member_number(json, "effect", row->effect);
	spot_member_interval(json, "effect_ci", row->ci);
	if (row->kind == SPOT_CONTRAST_NUMBER)
		add_number(json, row);
	else
		add_odds(json, row);
	spot_member_text(json, "test", tests[row->test]);
	spot_member_number(json, "p", row->tail.p);
	spot_member_number(json, "log10_p", row->tail.log10_p);
	spot_member_number(json, "adjusted_p", row->adjusted.p);
	spot_member_number(json, "adjusted_log10_p", row->adjusted.log10_p);
	spot_member_text(json, "evidence", grades[row->grade]);
	spot_json_key(json, "same_counts_as_row_before");
	spot_json_bool(json, row->is_echo);
	spot_member_text(json, "used_by", row->used_by);
	spot_member_text(json, "criterion", row->lua);
	spot_json_end(json);
}

static void add_rows(struct spot_json *json, const char *key,
    const struct spot_contrast_table *table)
{
	spot_member_array(json, key);
	for (size_t i = 0; i < table->n_rows; i++)
		add_row(json, &table->rows[i]);
	spot_json_end(json);
}

static void add_fields(struct spot_json *json, const struct spot_contrast_table *table)
{
	spot_member_array(json, "fields");
	for (size_t f = 0; f < table->n_fields; f++) {
		const struct spot_contrast_field *field = &table->fields[f];

		spot_json_object(json);
		spot_member_text(json, "field", field->column->field->name);
		spot_member_count(json, "a_blank", field->n_blank[0]);
		spot_member_count(json, "b_blank", field->n_blank[1]);
		if (field->has_chi2) {
			spot_member_number(json, "chi2", field->chi2.chi2);
			spot_member_number(json, "df", field->chi2.df);
			spot_member_number(json, "cramers_v", field->chi2.cramers_v);
			spot_member_number(json, "p", field->chi2.tail.p);
			spot_member_number(json, "log10_p", field->chi2.tail.log10_p);
			spot_member_number(json, "adjusted_p", field->adjusted.p);
		}
		spot_member_count(json, "levels", field->n_levels);
		spot_member_count(json, "levels_without_row", field->n_left_out);
		spot_json_end(json);
	}
	spot_json_end(json);
}

/* --- surprises ---------------------------------------------------------------------------- */

static void add_apart(struct spot_json *json, const struct spot_contrast_surprise *surprise)
{
	spot_member_array(json, "apart");
	for (size_t i = 0; i < surprise->n_apart; i++) {
		const struct spot_contrast_apart *apart = &surprise->apart[i];

		spot_json_object(json);
		spot_member_text(json, "field", apart->column->field->name);
		spot_json_key(json, "value");
		if (apart->is_blank)
			spot_json_null(json);
		else if (apart->column->kind == SPOT_FRAME_NUMBER)
			spot_json_number(json, apart->number);
		else
			spot_json_view(json, apart->text);
		spot_member_number(json, "share", apart->share);
		spot_json_end(json);
	}
	spot_json_end(json);
}

static void add_accounts(struct spot_json *json, const struct spot_contrast *contrast, size_t s)
{
	const struct spot_contrast_surprises *surprises = &contrast->surprises;

	spot_member_object(json, s == 0 ? "a_called_poor" : "b_called_good");
	spot_member_count(json, "n", surprises->n[s]);
	spot_member_array(json, "accounts");
	for (size_t i = 0; i < surprises->n_items[s]; i++) {
		const struct spot_contrast_surprise *surprise = &surprises->items[s][i];

		spot_json_object(json);
		spot_json_key(json, "account");
		spot_json_view(json, surprise->account);
		spot_member_text(json, "tier",
		    spot_verdict_rank_name(contrast->panel->rules, surprise->tier));
		spot_member_number(json, "score", surprise->score);
		spot_member_array(json, "misled_by");
		for (size_t r = 0; r < surprise->n_rules; r++)
			spot_json_text(
			    json, contrast->panel->scoring.asked[surprise->rules[r]].name);
		spot_json_end(json);
		add_apart(json, surprise);
		spot_json_end(json);
	}
	spot_json_end(json);
	add_rows(json, "within_the_same_tiers", &surprises->within[s]);
	spot_json_end(json);
}

static void add_misled(struct spot_json *json, const struct spot_contrast *contrast)
{
	spot_member_array(json, "rules_that_misled");
	for (size_t i = 0; i < contrast->surprises.n_rules; i++) {
		const struct spot_contrast_misled *misled = &contrast->surprises.rules[i];

		spot_json_object(json);
		spot_member_text(json, "rule", contrast->panel->scoring.asked[misled->rule].name);
		spot_member_number(json, "weight", misled->weight);
		spot_member_count(json, "a_pulled_down", misled->n_wrong[0]);
		spot_member_count(json, "b_pulled_up", misled->n_wrong[1]);
		spot_member_count(json, "a_known", misled->known[0]);
		spot_member_count(json, "a_holds", misled->holds[0]);
		spot_member_count(json, "b_known", misled->known[1]);
		spot_member_count(json, "b_holds", misled->holds[1]);
		spot_json_end(json);
	}
	spot_json_end(json);
}

/* --- the head ----------------------------------------------------------------------------- */

static void add_head(struct spot_json *json, const struct spot_contrast *contrast)
{
	const struct spot_contrast_counts *counts = &contrast->counts;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(contrast->panel->rules->as_of, day);
	spot_member_text(json, "format", "sweetspot contrast 1");
	spot_member_text(json, "rules", contrast->panel->rules->path);
	spot_member_array(json, "data");
	for (size_t i = 0; i < contrast->result.n_files; i++)
		spot_json_text(json, contrast->result.files[i].path);
	spot_json_end(json);
	spot_member_text(json, "as_of", day);
	spot_member_text(json, "a", spot_contrasted_cohort(contrast, 0));
	spot_member_text(json, "b", spot_contrasted_cohort(contrast, 1));
	spot_member_number(json, "alpha", contrast->options.alpha);
	spot_member_number(json, "material", contrast->options.material);
	spot_member_object(json, "accounts");
	spot_member_count(json, "rows", counts->rows);
	spot_member_count(json, "a", counts->n[0]);
	spot_member_count(json, "b", counts->n[1]);
	spot_member_count(json, "in_both", counts->both);
	spot_member_count(json, "in_neither", counts->neither);
	spot_member_count(json, "unknown", counts->unknown);
	spot_rejected_members(json, &contrast->result.unread);
	spot_json_end(json);
	spot_rejected_tables(json, contrast->panel, 1);
}

static void add_found(struct spot_json *json, const struct spot_contrast *contrast)
{
	const size_t *n_graded = contrast->table.n_graded;

	spot_member_count(json, "tested", contrast->table.n_rows);
	for (size_t g = 0; g < SPOT_CONTRAST_GRADES; g++)
		spot_member_count(json, grades[g], n_graded[g]);
	spot_member_array(json, "left_out");
	for (size_t i = 0; i < contrast->n_left_out; i++) {
		spot_json_object(json);
		spot_member_text(json, "field", contrast->left_out[i].field->name);
		spot_member_text(json, "because", reasons[contrast->left_out[i].reason]);
		spot_json_end(json);
	}
	spot_json_end(json);
}

void spot_contrasted_json(struct spot_buf *out, const struct spot_contrast *contrast)
{
	struct spot_json json = SPOT_JSON_INIT(out, 2);

	spot_json_object(&json);
	add_head(&json, contrast);
	add_found(&json, contrast);
	add_rows(&json, "rows", &contrast->table);
	add_fields(&json, &contrast->table);
	spot_member_object(&json, "surprises");
	add_accounts(&json, contrast, 1);
	add_accounts(&json, contrast, 0);
	add_misled(&json, contrast);
	spot_json_end(&json);
	spot_json_end(&json);
}
