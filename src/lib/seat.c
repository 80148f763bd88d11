/* SPDX-License-Identifier: MIT */
/* What a scorer needs for one rule file. */
#include <stdlib.h>

#include "lib/internal.h"

static int bind(struct spot_seat *seat, const struct spot_given_column *columns, size_t n_columns,
    struct spot_error *err)
{
	const struct spot_schema *schema = &seat->icp->plan.schema;
	struct spot_view *names = spot_arena_calloc(&seat->arena, n_columns + 1, sizeof(*names));
	int rc;

	if (!names)
		return spot_error_nomem(err);
	for (size_t i = 0; i < n_columns; i++)
		names[i] = spot_view_of(columns[i].name);
	rc = spot_binding_make(&seat->binding, schema, names, n_columns, true, &seat->arena, err);
	for (size_t f = 0; rc == 0 && f < schema->n_fields; f++)
		if (seat->binding.column_of[f] != SPOT_COLUMN_NONE)
			rc = spot_given_check(
			    &columns[seat->binding.column_of[f]], &schema->fields[f], err);
	return rc;
}

static int make_result(struct spot_seat *seat, struct spot_error *err)
{
	size_t n = seat->icp->panel.scoring.n_asked;
	struct spot_arena *arena = &seat->arena;

	seat->disqualifiers = spot_arena_calloc(arena, n + 1, sizeof(char *));
	seat->unknown = spot_arena_calloc(arena, n + 1, sizeof(char *));
	seat->answers = spot_arena_calloc(arena, n + 1, sizeof(*seat->answers));
	seat->values = spot_arena_calloc(arena, n + 1, sizeof(*seat->values));
	seat->points = spot_arena_calloc(arena, n + 1, sizeof(*seat->points));
	return seat->disqualifiers && seat->unknown && seat->answers && seat->values && seat->points
	    ? 0
	    : spot_error_nomem(err);
}

int spot_seat_new(struct spot_seat **out, struct spot_icp *icp,
    const struct spot_given_column *columns, size_t n_columns, struct spot_error *err)
{
	struct spot_seat *seat = calloc(1, sizeof(*seat));
	int rc;

	*out = NULL;
	if (!seat)
		return spot_error_nomem(err);
	spot_arena_init(&seat->arena);
	seat->icp = spot_icp_share(icp);
	rc = bind(seat, columns, n_columns, err);
	if (rc == 0)
		rc = make_result(seat, err);
	if (rc == 0)
		rc = spot_jury_init(&seat->jury, &icp->plan, err);
	if (rc != 0) {
		spot_seat_free(seat);
		return rc;
	}
	*out = seat;
	return 0;
}

void spot_seat_free(struct spot_seat *seat)
{
	if (!seat)
		return;
	if (seat->explainer.panel)
		spot_judge_reset(&seat->explainer);
	if (seat->jury.plan)
		spot_jury_reset(&seat->jury);
	spot_arena_free(&seat->arena);
	spot_icp_close(seat->icp);
	free(seat);
}
