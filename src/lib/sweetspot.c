/* SPDX-License-Identifier: MIT */
/* The façade: a one-row batch around the engine's judge. */
#include "sweetspot.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "engine/panel.h"
#include "engine/reason.h"
#include "rules/load.h"

struct spot_icp {
	struct spot_rules *rules;
	struct spot_panel panel;
};

struct spot_scorer {
	const struct spot_icp *icp;
	struct spot_judge judge;
	struct spot_binding binding;
	struct spot_chunk chunk;
	struct spot_record record;
	struct spot_view *cells;
	size_t n_columns;
	const char **disqualifiers, **unknown;
	struct spot_arena arena;
};

static int give_error(struct spot_icp_error *out, const struct spot_error *err)
{
	if (out) {
		out->code = err->code;
		spot_error_format(err, out->text, sizeof(out->text));
	}
	return err->code;
}

static int read_day(const char *as_of, int64_t *day, struct spot_error *err)
{
	if (!as_of)
		*day = spot_date_today();
	else if (!spot_date_iso(spot_view_of(as_of), day))
		return spot_error_set(
		    err, SPOT_EUSAGE, "\"%s\" is not a day like 2026-11-22", as_of);
	return 0;
}

static int open_icp(struct spot_icp **out, const char *name, const char *text, size_t len,
    const char *as_of, struct spot_icp_error *error)
{
	struct spot_rules_options options = { .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_icp *icp = calloc(1, sizeof(*icp));
	struct spot_diags diags;
	int rc;

	*out = NULL;
	spot_diags_init(&diags);
	rc = icp ? read_day(as_of, &options.as_of, &err) : spot_error_nomem(&err);
	if (rc == 0 && text)
		rc = spot_rules_load_text(&icp->rules, name, text, len, &options, &diags, &err);
	else if (rc == 0)
		rc = spot_rules_load(&icp->rules, name, &options, &diags, &err);
	if (rc == 0 && icp->rules->n_rollups > 0) {
		rc = spot_error_set(&err, SPOT_EUSAGE, "rollup \"%s\" needs a second table",
		    icp->rules->rollups[0].name);
		spot_error_place(&err, icp->rules->rollups[0].place.file,
		    icp->rules->rollups[0].place.line, NULL);
	}
	if (rc == 0)
		rc = spot_panel_init_bare(&icp->panel, icp->rules, &err);
	spot_diags_reset(&diags);
	if (rc != 0) {
		spot_icp_close(icp);
		return give_error(error, &err);
	}
	*out = icp;
	return 0;
}

int spot_icp_open(
    struct spot_icp **out, const char *path, const char *as_of, struct spot_icp_error *err)
{
	return open_icp(out, path, NULL, 0, as_of, err);
}

int spot_icp_open_text(struct spot_icp **out, const char *name, const char *text, size_t len,
    const char *as_of, struct spot_icp_error *err)
{
	return open_icp(out, name, text, len, as_of, err);
}

void spot_icp_close(struct spot_icp *icp)
{
	if (!icp)
		return;
	if (icp->panel.rules)
		spot_panel_reset(&icp->panel);
	spot_rules_free(icp->rules);
	free(icp);
}

static int bind_header(
    struct spot_scorer *scorer, const char *const *header, struct spot_error *err)
{
	struct spot_view *names =
	    spot_arena_calloc(&scorer->arena, scorer->n_columns + 1, sizeof(*names));

	if (!names)
		return spot_error_nomem(err);
	for (size_t i = 0; i < scorer->n_columns; i++) {
		struct spot_view name = spot_view_of(header[i]);

		names[i].len = name.len;
		names[i].ptr = spot_arena_copy(&scorer->arena, name.ptr, name.len);
		if (!names[i].ptr)
			return spot_error_nomem(err);
	}
	return spot_binding_make(&scorer->binding, &scorer->icp->rules->fields, names,
	    scorer->n_columns, true, &scorer->arena, err);
}

int spot_scorer_new(struct spot_scorer **out, const struct spot_icp *icp,
    const char *const *header, size_t n_columns, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_scorer *scorer = calloc(1, sizeof(*scorer));
	size_t n_asked = icp->panel.scoring.n_asked;
	int rc;

	*out = NULL;
	if (!scorer) {
		spot_error_nomem(&err);
		return give_error(error, &err);
	}
	spot_arena_init(&scorer->arena);
	spot_chunk_init(&scorer->chunk);
	scorer->icp = icp;
	scorer->n_columns = n_columns;
	scorer->cells = spot_arena_calloc(&scorer->arena, n_columns + 1, sizeof(*scorer->cells));
	scorer->disqualifiers = spot_arena_calloc(&scorer->arena, n_asked + 1, sizeof(char *));
	scorer->unknown = spot_arena_calloc(&scorer->arena, n_asked + 1, sizeof(char *));
	rc = scorer->cells && scorer->disqualifiers && scorer->unknown
	    ? bind_header(scorer, header, &err)
	    : spot_error_nomem(&err);
	if (rc == 0)
		rc = spot_judge_init(&scorer->judge, &icp->panel, &err);
	if (rc != 0) {
		spot_scorer_free(scorer);
		return give_error(error, &err);
	}
	*out = scorer;
	return 0;
}

void spot_scorer_free(struct spot_scorer *scorer)
{
	if (!scorer)
		return;
	if (scorer->judge.panel)
		spot_judge_reset(&scorer->judge);
	spot_arena_free(&scorer->arena);
	free(scorer);
}

static void fill_result(struct spot_scorer *scorer, struct spot_result *out)
{
	const struct spot_judge *judge = &scorer->judge;
	const struct spot_rules *rules = scorer->icp->rules;
	struct spot_verdict verdict = spot_judge_verdict(judge, 0);

	scorer->disqualifiers[spot_reason_disqualifiers(judge, 0, scorer->disqualifiers)] = NULL;
	scorer->unknown[spot_reason_unknown(judge, 0, scorer->unknown)] = NULL;
	*out = (struct spot_result) {
		.has_score = verdict.has_score,
		.score = verdict.score,
		.score_low = verdict.score_low,
		.score_high = verdict.score_high,
		.tier = spot_verdict_tier_name(rules, verdict.tier),
		.tier_low = spot_verdict_tier_name(rules, verdict.tier_low),
		.tier_high = spot_verdict_tier_name(rules, verdict.tier_high),
		.disqualified = verdict.disqualified,
		.has_growth = verdict.has_growth,
		.growth = verdict.growth,
		.coverage = verdict.coverage,
		.disqualifiers = scorer->disqualifiers,
		.unknown = scorer->unknown,
		.exception = verdict.exception == SPOT_NONE
		    ? NULL
		    : rules->exceptions[verdict.exception].name,
		.reason = spot_reason_first(judge, 0),
	};
}

int spot_scorer_row(struct spot_scorer *scorer, const char *const *cells, struct spot_result *out,
    struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int rc;

	for (size_t i = 0; i < scorer->n_columns; i++)
		scorer->cells[i] = spot_view_of(cells[i]);
	scorer->record.cells = scorer->cells;
	scorer->chunk.records = &scorer->record;
	scorer->chunk.n_records = 1;
	scorer->chunk.n_columns = scorer->n_columns;
	rc = spot_batch_convert(
	    &scorer->judge.batch, &scorer->chunk, 0, 1, &scorer->binding, NULL, &err);
	if (rc == 0)
		rc = spot_judge_batch(&scorer->judge, false, &err);
	if (rc != 0)
		return give_error(error, &err);
	fill_result(scorer, out);
	return 0;
}

const char *spot_icp_version(void)
{
	return SPOT_VERSION;
}
