/* SPDX-License-Identifier: MIT */
#include "present/columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"

static const char *const plain_names[SPOT_RESULT_PLAIN_N] = {
	[SPOT_RESULT_SCORE] = "icp_score",
	[SPOT_RESULT_TIER] = "icp_tier",
	[SPOT_RESULT_DISQUALIFIED] = "icp_disqualified",
	[SPOT_RESULT_GROWTH] = "icp_growth",
	[SPOT_RESULT_COVERAGE] = "icp_coverage",
	[SPOT_RESULT_SCORE_LOW] = "icp_score_low",
	[SPOT_RESULT_SCORE_HIGH] = "icp_score_high",
	[SPOT_RESULT_TIER_LOW] = "icp_tier_low",
	[SPOT_RESULT_TIER_HIGH] = "icp_tier_high",
	[SPOT_RESULT_UNKNOWN] = "icp_unknown",
	[SPOT_RESULT_EXCEPTION] = "icp_exception",
};

/* prefix + name, and with several profiles ": PROFILE". */
static int add_column(struct spot_result_columns *columns, enum spot_result_kind kind,
    size_t panel_idx, size_t idx, const char *prefix, const char *name)
{
	struct spot_buf buf = SPOT_BUF_INIT;
	char *copy;

	spot_buf_text(&buf, prefix);
	spot_buf_text(&buf, name);
	if (columns->n_panels > 1 && kind != SPOT_RESULT_BEST) {
		spot_buf_text(&buf, ": ");
		spot_buf_text(&buf, columns->profiles[panel_idx]);
	}
	copy = spot_buf_failed(&buf) ? NULL : spot_arena_copy(&columns->arena, buf.ptr, buf.len);
	spot_buf_reset(&buf);
	if (!copy)
		return SPOT_ENOMEM;
	columns->items[columns->n_items++] =
	    (struct spot_result_column) { kind, panel_idx, idx, copy };
	return 0;
}

static int add_explain_columns(struct spot_result_columns *columns, size_t panel_idx)
{
	const struct spot_panel *panel = &columns->panels[panel_idx];
	const struct spot_scoring *scoring = &panel->scoring;
	int rc = 0;

	for (size_t s = 0; rc == 0 && s < scoring->n_slots; s++) {
		const struct spot_slot *slot = &scoring->slots[s];

		for (size_t i = slot->first; rc == 0 && i < slot->first + slot->n; i++)
			rc = add_column(columns, SPOT_RESULT_POINTS, panel_idx, scoring->order[i],
			    "icp: ", panel->rules->criteria[scoring->order[i]].name);
		if (rc == 0 && spot_verdict_slot_is_clamped(panel->rules, slot))
			rc = add_column(columns, SPOT_RESULT_ADJUSTMENT, panel_idx, s,
			    "icp: group ", panel->rules->groups[slot->group].name);
	}
	return rc;
}

static int name_profiles(struct spot_result_columns *columns, struct spot_error *err)
{
	for (size_t p = 0; p < columns->n_panels; p++) {
		const struct spot_rules *rules = columns->panels[p].rules;

		columns->profiles[p] = rules->profile.name[0] ? rules->profile.name : rules->path;
		for (size_t q = 0; q < p; q++) {
			if (strcmp(columns->profiles[p], columns->profiles[q]) != 0)
				continue;
			spot_error_set(err, SPOT_EUSAGE, "%s and %s both have the profile \"%s\"",
			    columns->panels[q].rules->path, rules->path, columns->profiles[p]);
			spot_error_hint(err, "give one of them another profile name");
			return SPOT_EUSAGE;
		}
	}
	return 0;
}

int spot_result_columns_init(struct spot_result_columns *columns, const struct spot_panel *panels,
    size_t n_panels, bool explain, struct spot_error *err)
{
	size_t n_most = 1;
	int rc = 0;

	memset(columns, 0, sizeof(*columns));
	spot_arena_init(&columns->arena);
	columns->panels = panels;
	columns->n_panels = n_panels;
	for (size_t p = 0; p < n_panels; p++)
		n_most += SPOT_RESULT_PLAIN_N + panels[p].rules->n_criteria +
		    panels[p].scoring.n_slots;
	columns->profiles =
	    spot_arena_calloc(&columns->arena, n_panels, sizeof(*columns->profiles));
	columns->items = spot_arena_calloc(&columns->arena, n_most, sizeof(*columns->items));
	if (!columns->profiles || !columns->items)
		rc = spot_error_nomem(err);
	else
		rc = name_profiles(columns, err);
	if (rc != 0)
		goto out;
	for (size_t p = 0; rc == 0 && p < n_panels; p++) {
		for (size_t k = 0; rc == 0 && k < SPOT_RESULT_PLAIN_N; k++)
			rc = add_column(
			    columns, (enum spot_result_kind)k, p, 0, "", plain_names[k]);
		if (rc == 0 && explain)
			rc = add_explain_columns(columns, p);
	}
	if (rc == 0 && n_panels > 1)
		rc = add_column(columns, SPOT_RESULT_BEST, 0, 0, "", "icp_best");
	if (rc != 0)
		spot_error_nomem(err);
out:
	if (rc != 0)
		spot_result_columns_reset(columns);
	return rc;
}

void spot_result_columns_reset(struct spot_result_columns *columns)
{
	spot_arena_free(&columns->arena);
	memset(columns, 0, sizeof(*columns));
}

static bool begins_with(struct spot_view name, const char *word)
{
	size_t len = strlen(word);
	return name.len >= len && memcmp(name.ptr, word, len) == 0;
}

/* Of a column of each run, of: what follows the word, nothing or ": PROFILE". */
static bool is_plain(struct spot_view name, struct spot_view *of)
{
	for (size_t k = 0; k < SPOT_RESULT_PLAIN_N; k++) {
		size_t len = strlen(plain_names[k]);

		if (!begins_with(name, plain_names[k]))
			continue;
		*of = (struct spot_view) { name.ptr + len, name.len - len };
		if (of->len == 0 || (of->len > 2 && begins_with(*of, ": ")))
			return true;
	}
	return false;
}

/* What follows the word in the names that begin with it. */
static int collect(struct spot_map *out, enum spot_result_kind kind,
    const struct spot_view *header, size_t n_columns, struct spot_error *err)
{
	size_t len = strlen(plain_names[kind]);

	for (size_t i = 0; i < n_columns; i++)
		if (begins_with(header[i], plain_names[kind]) &&
		    spot_map_add(out, (struct spot_view) { header[i].ptr + len,
			    header[i].len - len }) == SPOT_MAP_NONE)
			return spot_error_nomem(err);
	return 0;
}

static void mark(bool *marks, const struct spot_view *header, size_t n_columns,
    const struct spot_map *scores, const struct spot_map *tiers)
{
	struct spot_view of;
	bool has_profiles = false;

	for (size_t i = 0; i < n_columns; i++) {
		marks[i] = is_plain(header[i], &of)
		    ? spot_map_find(scores, of) != SPOT_MAP_NONE &&
		          spot_map_find(tiers, of) != SPOT_MAP_NONE
		    : i > 0 && marks[i - 1] && begins_with(header[i], "icp: ");
		has_profiles |= marks[i] && is_plain(header[i], &of) && of.len > 0;
	}
	for (size_t i = 0; has_profiles && i < n_columns; i++)
		marks[i] |= spot_view_equal(header[i], SPOT_VIEW("icp_best"));
}

int spot_result_mark_earlier(
    bool *marks, const struct spot_view *header, size_t n_columns, struct spot_error *err)
{
	struct spot_map scores, tiers;
	int rc;

	spot_map_init(&scores);
	spot_map_init(&tiers);
	rc = collect(&scores, SPOT_RESULT_SCORE, header, n_columns, err);
	if (rc == 0)
		rc = collect(&tiers, SPOT_RESULT_TIER, header, n_columns, err);
	if (rc == 0)
		mark(marks, header, n_columns, &scores, &tiers);
	spot_map_reset(&scores);
	spot_map_reset(&tiers);
	return rc;
}

size_t spot_result_best(const struct spot_judge *judges, size_t n_judges, size_t row_idx)
{
	size_t best = 0;

	for (size_t p = 1; p < n_judges; p++) {
		const struct spot_verdicts *a = judges[p].verdicts, *b = judges[best].verdicts;
		uint32_t rank_a = a->tier[row_idx], rank_b = b->tier[row_idx];
		bool bad_a = rank_a == judges[p].panel->rules->n_tiers;
		bool bad_b = rank_b == judges[best].panel->rules->n_tiers;

		/* Profiles may have different numbers of tiers: a bad fit is last whatever its
		 * rank. */
		if (bad_a != bad_b ? bad_b
		        : !bad_a && rank_a != rank_b
		        ? rank_a < rank_b
		        : a->has_score[row_idx] && (!b->has_score[row_idx] ||
		              a->score[row_idx] > b->score[row_idx]))
			best = p;
	}
	return best;
}
