/* SPDX-License-Identifier: MIT */
/*
 * The roster's functions, in this order: stages' `when`, steps' `when`, steps' `done`, acceptance's
 * `when`, cost_to_serve. Its fields: steps' `done`, since, pays.
 */
#include "study/agenda.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- what is asked ------------------------------------------------------------------------ */

static size_t n_fns(const struct spot_journey *journey)
{
	return journey->n_stages + 2 * journey->n_steps + journey->n_acceptances + 1;
}

static size_t fn_of_step(const struct spot_journey *journey, size_t step)
{
	return journey->n_stages + step;
}

static size_t fn_of_done(const struct spot_journey *journey, size_t step)
{
	return journey->n_stages + journey->n_steps + step;
}

static size_t fn_of_gate(const struct spot_journey *journey, size_t point)
{
	return journey->n_stages + 2 * journey->n_steps + point;
}

static void ask_functions(int *fns, const struct spot_journey *journey)
{
	for (size_t i = 0; i < journey->n_stages; i++)
		fns[i] = journey->stages[i].when;
	for (size_t i = 0; i < journey->n_steps; i++) {
		fns[fn_of_step(journey, i)] = journey->steps[i].when;
		fns[fn_of_done(journey, i)] = journey->steps[i].done;
	}
	for (size_t i = 0; i < journey->n_acceptances; i++)
		fns[fn_of_gate(journey, i)] = journey->acceptances[i].when;
	fns[n_fns(journey) - 1] = journey->cost_to_serve;
}

int spot_agenda_ask(struct spot_agenda_asked *out, const struct spot_journey *journey,
    const struct spot_agenda_fields *fields, struct spot_error *err)
{
	size_t n_fields = journey->n_steps + 2;

	memset(out, 0, sizeof(*out));
	out->fns = spot_mem_calloc(n_fns(journey), sizeof(*out->fns));
	out->fields = spot_mem_calloc(n_fields, sizeof(*out->fields));
	out->watches = spot_mem_calloc(2 * journey->n_contents + 1, sizeof(*out->watches));
	if (!out->fns || !out->fields || !out->watches)
		return spot_error_nomem(err);
	ask_functions(out->fns, journey);
	for (size_t i = 0; i < journey->n_steps; i++)
		out->fields[i] = journey->steps[i].done_field;
	out->fields[n_fields - 2] = fields->since;
	out->fields[n_fields - 1] = fields->pays;
	for (size_t c = 0; c < journey->n_contents; c++) {
		const struct spot_content *content = &journey->contents[c];

		out->watches[out->n_watches++] =
		    (struct spot_people_watch) { content->name, c };
		if (content->url)
			out->watches[out->n_watches++] =
			    (struct spot_people_watch) { content->url, c };
	}
	out->options = (struct spot_roster_options) { .fns = out->fns, .n_fns = n_fns(journey),
		.fields = out->fields, .n_fields = n_fields, .text_fn = journey->stage_by };
	return 0;
}

void spot_agenda_asked_reset(struct spot_agenda_asked *asked)
{
	free(asked->fns);
	free(asked->fields);
	free(asked->watches);
	memset(asked, 0, sizeof(*asked));
}

/* --- one account -------------------------------------------------------------------------- */

size_t spot_agenda_stage(const struct spot_agenda *agenda, size_t row)
{
	const struct spot_journey *journey = agenda->journey;
	struct spot_view name;

	if (journey->stage_by == SPOT_NO_FUNCTION) {
		for (size_t i = 0; i < journey->n_stages; i++) {
			double answer = spot_roster_answer(agenda->roster, row, i);

			/* Of an unknown one nobody can say that it is a later one. */
			if (answer == 1 || isnan(answer))
				return answer == 1 ? i : SPOT_NONE;
		}
		return SPOT_NONE;
	}
	name = spot_agenda_stage_name(agenda, row);
	for (size_t i = 0; i < journey->n_stages; i++)
		if (spot_view_equal(name, spot_view_of(journey->stages[i].name)))
			return i;
	return SPOT_NONE;
}

struct spot_view spot_agenda_stage_name(const struct spot_agenda *agenda, size_t row)
{
	const struct spot_journey *journey = agenda->journey;
	uint32_t level = agenda->roster->rows[row].level;
	size_t stage;

	if (journey->stage_by != SPOT_NO_FUNCTION)
		return level == SPOT_PEOPLE_NONE ? (struct spot_view) { "", 0 }
		                                 : agenda->roster->levels.keys[level];
	stage = spot_agenda_stage(agenda, row);
	return spot_view_of(stage == SPOT_NONE ? "" : journey->stages[stage].name);
}

bool spot_agenda_has_role(const struct spot_agenda *agenda, size_t row, size_t role)
{
	const struct spot_people_account *account = &agenda->roster->rows[row].people;

	if (!agenda->roster->people->has_contacts)
		return true;
	return account->roles && account->roles[role] > 0;
}

bool spot_agenda_is_for(const struct spot_agenda *agenda, size_t row, size_t content)
{
	const struct spot_journey *journey = agenda->journey;
	const struct spot_people *people = agenda->roster->people;
	size_t stage = spot_agenda_stage(agenda, row);

	if (stage == SPOT_NONE || !spot_journey_is_for(&journey->contents[content].stages,
	        journey->stages[stage].name))
		return false;
	for (size_t r = 0; r < people->n_roles; r++)
		if (spot_agenda_has_role(agenda, row, r) &&
		    spot_journey_is_for(&journey->contents[content].roles,
		        people->buyers.roles[r].name))
			return true;
	return false;
}

bool spot_agenda_is_next(const struct spot_agenda *agenda, size_t row, size_t content)
{
	const uint8_t *had = agenda->roster->rows[row].people.had;

	return !(had && had[content]) && spot_agenda_is_for(agenda, row, content);
}

enum spot_agenda_state spot_agenda_step(const struct spot_agenda *agenda, size_t row, size_t step)
{
	const struct spot_journey *journey = agenda->journey;
	const struct spot_roster *roster = agenda->roster;
	const struct spot_step *item = &journey->steps[step];
	double when = 1, done = 0;

	if (item->when != SPOT_NO_FUNCTION)
		when = spot_roster_answer(roster, row, fn_of_step(journey, step));
	if (item->done != SPOT_NO_FUNCTION)
		done = spot_roster_answer(roster, row, fn_of_done(journey, step));
	else if (item->done_field != SPOT_NONE) {
		done = spot_roster_field(roster, row, step);
		/* A field that is no flag is done where it is not blank. */
		if (roster->panel->rules->fields.fields[item->done_field].type != SPOT_TYPE_FLAG)
			done = !isnan(done);
		else if (isnan(done))
			done = 0;
	}
	if (when == 0)
		return SPOT_AGENDA_NONE;
	if (isnan(when) || isnan(done))
		return SPOT_AGENDA_UNKNOWN;
	return done != 0 ? SPOT_AGENDA_DONE : SPOT_AGENDA_OPEN;
}

bool spot_agenda_due(const struct spot_agenda *agenda, size_t row, size_t step, int64_t *day)
{
	const struct spot_step *item = &agenda->journey->steps[step];
	double from = (double)agenda->roster->panel->rules->as_of;

	if (agenda->fields.since != SPOT_NONE)
		from = spot_agenda_since(agenda, row);
	if (!item->has_within || isnan(from))
		return false;
	*day = spot_date_add((int64_t)from, item->within);
	return true;
}

enum spot_agenda_state spot_agenda_gate(const struct spot_agenda *agenda, size_t row, size_t point)
{
	double answer = spot_roster_answer(
	    agenda->roster, row, fn_of_gate(agenda->journey, point));

	return isnan(answer) ? SPOT_AGENDA_UNKNOWN
	    : answer != 0 ? SPOT_AGENDA_DONE : SPOT_AGENDA_OPEN;
}

enum spot_agenda_state spot_agenda_accepted(const struct spot_agenda *agenda, size_t row)
{
	enum spot_agenda_state all =
	    agenda->journey->n_acceptances > 0 ? SPOT_AGENDA_DONE : SPOT_AGENDA_NONE;

	for (size_t i = 0; i < agenda->journey->n_acceptances; i++) {
		enum spot_agenda_state state = spot_agenda_gate(agenda, row, i);

		if (state == SPOT_AGENDA_OPEN)
			return SPOT_AGENDA_OPEN;
		if (state == SPOT_AGENDA_UNKNOWN)
			all = SPOT_AGENDA_UNKNOWN;
	}
	return all;
}

double spot_agenda_since(const struct spot_agenda *agenda, size_t row)
{
	return spot_roster_field(agenda->roster, row, agenda->journey->n_steps);
}

double spot_agenda_pays(const struct spot_agenda *agenda, size_t row)
{
	return spot_roster_field(agenda->roster, row, agenda->journey->n_steps + 1);
}

double spot_agenda_costs(const struct spot_agenda *agenda, size_t row)
{
	return spot_roster_answer(agenda->roster, row, n_fns(agenda->journey) - 1);
}

/* --- all accounts ------------------------------------------------------------------------- */

struct ordered {
	size_t row;
	uint32_t tier;
	double value; /* more is earlier; NAN last */
};

static int compare(const void *left, const void *right)
{
	const struct ordered *a = left, *b = right;

	if (a->tier != b->tier)
		return a->tier < b->tier ? -1 : 1;
	if (isnan(a->value) != isnan(b->value))
		return isnan(a->value) ? 1 : -1;
	if (a->value != b->value && !isnan(a->value))
		return a->value < b->value ? 1 : -1;
	return (a->row > b->row) - (a->row < b->row);
}

/* The rows of the items in order, in an array of the caller's. */
static size_t *in_order(struct ordered *items, size_t n)
{
	size_t *rows = spot_mem_calloc(n + 1, sizeof(*rows));

	if (n > 0)
		qsort(items, n, sizeof(*items), compare);
	for (size_t i = 0; rows && i < n; i++)
		rows[i] = items[i].row;
	return rows;
}

static bool is_bad_fit(const struct spot_agenda *agenda, size_t row)
{
	return agenda->roster->rows[row].tier == agenda->roster->panel->rules->n_tiers;
}

static int make_order(struct spot_agenda *out, struct spot_error *err)
{
	const struct spot_roster *roster = out->roster;
	struct ordered *good = spot_mem_calloc(roster->n_rows + 1, sizeof(*good));
	struct ordered *bad = spot_mem_calloc(roster->n_rows + 1, sizeof(*bad));
	size_t n_bad = 0;

	for (size_t i = 0; good && bad && i < roster->n_rows; i++) {
		const struct spot_roster_row *row = &roster->rows[i];
		double pays = spot_agenda_pays(out, i);

		if (!is_bad_fit(out, i)) {
			good[out->n_order++] = (struct ordered) { i, row->tier, row->score };
			continue;
		}
		out->n_bad_fits++;
		if (pays > 0 || isnan(pays))
			bad[n_bad++] = (struct ordered) { i, 0, pays };
		out->n_bad += pays > 0;
		out->n_bad_unknown += isnan(pays);
	}
	if (good && bad) {
		out->order = in_order(good, out->n_order);
		out->bad = in_order(bad, n_bad);
	}
	free(good);
	free(bad);
	return out->order && out->bad ? 0 : spot_error_nomem(err);
}

static void count_content(struct spot_agenda *out, size_t content)
{
	const struct spot_content *item = &out->journey->contents[content];
	const struct spot_people *people = out->roster->people;
	size_t n = out->journey->n_stages;

	for (size_t r = 0; r < people->n_roles; r++)
		for (size_t s = 0; s < n; s++)
			if (spot_journey_is_for(&item->roles, people->buyers.roles[r].name) &&
			    spot_journey_is_for(&item->stages, out->journey->stages[s].name))
				(item->is_tool ? out->map.n_tools : out->map.n)[r * n + s]++;
}

static void count_row(struct spot_agenda *out, size_t row)
{
	size_t stage = spot_agenda_stage(out, row);

	if (is_bad_fit(out, row))
		return;
	for (size_t r = 0; stage != SPOT_NONE && r < out->roster->people->n_roles; r++)
		out->map.n_accounts[r * out->journey->n_stages + stage] +=
		    spot_agenda_has_role(out, row, r);
	for (size_t c = 0; c < out->journey->n_contents; c++)
		out->map.n_of[c] += spot_agenda_is_for(out, row, c);
}

static int make_map(struct spot_agenda *out, struct spot_error *err)
{
	size_t n = out->roster->people->n_roles * out->journey->n_stages + 1;
	struct spot_agenda_map *map = &out->map;

	map->n = spot_mem_calloc(n, sizeof(*map->n));
	map->n_tools = spot_mem_calloc(n, sizeof(*map->n_tools));
	map->n_accounts = spot_mem_calloc(n, sizeof(*map->n_accounts));
	map->n_of = spot_mem_calloc(out->journey->n_contents + 1, sizeof(*map->n_of));
	if (!map->n || !map->n_tools || !map->n_accounts || !map->n_of)
		return spot_error_nomem(err);
	for (size_t c = 0; c < out->journey->n_contents; c++)
		count_content(out, c);
	for (size_t row = 0; row < out->roster->n_rows; row++)
		count_row(out, row);
	return 0;
}

int spot_agenda_init(struct spot_agenda *out, const struct spot_roster *roster,
    const struct spot_journey *journey, const struct spot_agenda_fields *fields,
    struct spot_error *err)
{
	int rc;

	memset(out, 0, sizeof(*out));
	out->roster = roster;
	out->journey = journey;
	out->fields = *fields;
	rc = make_order(out, err);
	return rc == 0 ? make_map(out, err) : rc;
}

void spot_agenda_reset(struct spot_agenda *agenda)
{
	free(agenda->order);
	free(agenda->bad);
	free(agenda->map.n);
	free(agenda->map.n_tools);
	free(agenda->map.n_accounts);
	free(agenda->map.n_of);
	memset(agenda, 0, sizeof(*agenda));
}

/* --- whom to replace them with ------------------------------------------------------------ */

static void add_up(struct spot_agenda_swap *out, const struct spot_agenda *agenda)
{
	for (size_t i = 0; i < agenda->n_bad; i++) {
		double costs = spot_agenda_costs(agenda, agenda->bad[i]);

		out->pays += spot_agenda_pays(agenda, agenda->bad[i]);
		out->costs += isnan(costs) ? 0 : costs;
		out->n_unknown += isnan(costs);
	}
	out->margin = out->pays - out->costs;
}

int spot_agenda_replace(struct spot_agenda_swap *out, const struct spot_agenda *agenda,
    struct spot_error *err)
{
	const struct spot_roster *roster = agenda->roster;
	struct ordered *open = spot_mem_calloc(agenda->n_order + 1, sizeof(*open));
	size_t n = 0;

	memset(out, 0, sizeof(*out));
	if (!open)
		return spot_error_nomem(err);
	for (size_t i = 0; i < agenda->n_order; i++) {
		const struct spot_roster_row *row = &roster->rows[agenda->order[i]];
		double pays = spot_agenda_pays(agenda, agenda->order[i]);

		if (!(pays > 0) && row->growth > 0)
			open[n++] = (struct ordered) { agenda->order[i], row->tier, row->growth };
	}
	out->rows = in_order(open, n);
	free(open);
	if (!out->rows)
		return spot_error_nomem(err);
	add_up(out, agenda);
	while ((out->growth < out->margin || out->n < SPOT_AGENDA_FEW) && out->n < n)
		out->growth += roster->rows[out->rows[out->n++]].growth;
	out->is_replaced = out->growth >= out->margin;
	return 0;
}
