/* SPDX-License-Identifier: MIT */
#include "engine/panel.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "engine/people.h"
#include "engine/second.h"

static const struct spot_with *find_with(const struct spot_with *withs, size_t n_withs,
    const char *name)
{
	for (size_t i = 0; i < n_withs; i++)
		if (strcmp(withs[i].name, name) == 0)
			return &withs[i];
	return NULL;
}

static int fill_table(struct spot_panel *panel, size_t rollup_idx, const struct spot_with *with,
    const struct spot_panel_options *options, struct spot_error *err)
{
	const struct spot_rollup_rule *rule = &panel->rules->rollups[rollup_idx];
	struct spot_panel_table *table = &panel->tables[rollup_idx];
	int rc;

	table->path = with->rows ? with->name : with->path;
	rc = spot_rollup_new(&table->rollup, &rule->fields, rule->key_idx, rule->deriveds,
	    rule->n_deriveds, err);
	if (rc != 0)
		return rc;
	return with->rows
	    ? spot_second_rows(table, panel->rules, rollup_idx, with->rows, options, err)
	    : spot_second_read(table, panel->rules, rollup_idx, options, err);
}

static int open_tables(struct spot_panel *panel, const struct spot_with *withs, size_t n_withs,
    const struct spot_panel_options *options, struct spot_error *err)
{
	const struct spot_rules *rules = panel->rules;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < rules->n_rollups; i++) {
		const struct spot_rollup_rule *rule = &rules->rollups[i];
		const struct spot_with *with = find_with(withs, n_withs, rule->name);

		if (!with) {
			rc = spot_error_set(err, SPOT_EUSAGE,
			    "the rules sum up the table \"%s\", which was not given", rule->name);
			spot_error_place(err, rule->place.file, rule->place.line, NULL);
			spot_error_hint(err, "add --with %s=FILE", rule->name);
			break;
		}
		rc = fill_table(panel, i, with, options, err);
	}
	return rc;
}

/* --- what engagement makes ---------------------------------------------------------------- */

static bool rules_read_people(const struct spot_rules *rules)
{
	for (size_t e = 0; e < SPOT_MADE_N; e++)
		if (rules->made[e] != SPOT_NONE)
			return true;
	return false;
}

static int read_people(struct spot_panel *panel, const struct spot_with *withs, size_t n_withs,
    const struct spot_panel_options *options, struct spot_error *err)
{
	struct spot_people_options needs = { .needs_all = false };

	if (options->people)
		needs = *options->people;
	needs.needs_all |= rules_read_people(panel->rules);
	panel->people = spot_mem_calloc(1, sizeof(*panel->people));
	return panel->people
	    ? spot_people_init(panel->people, panel->rules, withs, n_withs, &needs, options, err)
	    : spot_error_nomem(err);
}

/* Points without bounds may have no sum: then nobody knows it. */
static struct spot_value number_or_blank(double number)
{
	return isfinite(number)
	    ? (struct spot_value) { .kind = SPOT_KIND_FLOAT, .as.number = number }
	    : (struct spot_value) { .kind = SPOT_KIND_BLANK };
}

/* A list of values, in the order of enum spot_made. */
static void engaged_values(struct spot_value *values, const struct spot_people *people,
    struct spot_view key, uint64_t row)
{
	const struct spot_buyers *buyers = &people->buyers;
	struct spot_people_account account;
	size_t level;

	spot_people_find(&account, people, key, row);
	level = spot_buyers_level(buyers, account.engagement);
	values[SPOT_MADE_ENGAGEMENT] = number_or_blank(account.engagement);
	values[SPOT_MADE_LEVEL] = (struct spot_value) { .kind = SPOT_KIND_BLANK };
	if (level != SPOT_NONE)
		values[SPOT_MADE_LEVEL] = (struct spot_value) { .kind = SPOT_KIND_TEXT,
			.as.text = spot_view_of(buyers->levels[level].name) };
	values[SPOT_MADE_CHANGE] = number_or_blank(account.change);
}

void spot_panel_derive(const struct spot_panel *panel, struct spot_view key, uint64_t row,
    void (*set)(void *ctx, size_t field_idx, struct spot_value value), void *ctx)
{
	const struct spot_rules *rules = panel->rules;
	struct spot_value values[SPOT_MADE_N];

	for (size_t t = 0; t < rules->n_rollups; t++) {
		const struct spot_rollup_rule *rule = &rules->rollups[t];
		struct spot_rollup *rollup = panel->tables[t].rollup;
		size_t group = spot_rollup_find(rollup, key, row);

		for (size_t d = 0; d < rule->n_deriveds; d++)
			set(ctx, rule->first_field + d, spot_rollup_value(rollup, d, group));
	}
	if (!panel->people)
		return;
	engaged_values(values, panel->people, key, row);
	for (size_t e = 0; e < SPOT_MADE_N; e++)
		if (rules->made[e] != SPOT_NONE)
			set(ctx, rules->made[e], values[e]);
}

/* --- panels ------------------------------------------------------------------------------- */

int spot_panel_init_bare(struct spot_panel *panel, const struct spot_rules *rules,
    struct spot_error *err)
{
	memset(panel, 0, sizeof(*panel));
	panel->rules = rules;
	panel->key_field = spot_schema_key(&rules->fields);
	return spot_scoring_init(&panel->scoring, rules, err);
}

int spot_panel_init(struct spot_panel *panel, const struct spot_rules *rules,
    const struct spot_with *withs, size_t n_withs, const struct spot_panel_options *options,
    struct spot_error *err)
{
	int rc = spot_panel_init_bare(panel, rules, err);

	if (rc == 0 && rules->n_rollups > 0) {
		panel->tables = spot_mem_calloc(rules->n_rollups, sizeof(*panel->tables));
		rc = panel->tables
		    ? open_tables(panel, withs, n_withs, options, err)
		    : spot_error_nomem(err);
	}
	if (rc == 0 && (options->people || rules_read_people(rules)))
		rc = read_people(panel, withs, n_withs, options, err);
	if (rc != 0)
		spot_panel_reset(panel);
	return rc;
}

int spot_panel_init_like(struct spot_panel *panel, const struct spot_rules *rules,
    const struct spot_panel *from, struct spot_error *err)
{
	int rc = spot_panel_init_bare(panel, rules, err);

	panel->tables = rc == 0 ? from->tables : NULL;
	panel->people = rc == 0 ? from->people : NULL;
	panel->borrows_tables = true;
	return rc;
}

static bool params_equal(const struct spot_param *a, const struct spot_param *b)
{
	if (strcmp(a->name, b->name) != 0 || a->value.kind != b->value.kind)
		return false;
	switch (a->value.kind) {
	case SPOT_KIND_BOOL:
		return a->value.as.flag == b->value.as.flag;
	case SPOT_KIND_INT:
		return a->value.as.integer == b->value.as.integer;
	case SPOT_KIND_FLOAT:
		return a->value.as.number == b->value.as.number;
	case SPOT_KIND_TEXT:
		return spot_view_equal(a->value.as.text, b->value.as.text);
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_LIST:
	case SPOT_KIND_N:
		break;
	}
	return false;
}

bool spot_panel_is_like(const struct spot_panel *panel, const struct spot_rules *rules)
{
	const struct spot_rules *own = panel->rules;

	if (strcmp(own->path, rules->path) != 0 || own->as_of != rules->as_of ||
	    own->n_rollups != rules->n_rollups || own->n_params != rules->n_params)
		return false;
	for (size_t i = 0; i < own->n_params; i++)
		if (!params_equal(&own->params[i], &rules->params[i]))
			return false;
	return true;
}

void spot_panel_reset(struct spot_panel *panel)
{
	if (panel->tables && !panel->borrows_tables) {
		for (size_t i = 0; i < panel->rules->n_rollups; i++) {
			spot_rollup_free(panel->tables[i].rollup);
			spot_unread_reset(&panel->tables[i].unread);
		}
		free(panel->tables);
	}
	if (panel->people && !panel->borrows_tables) {
		spot_people_reset(panel->people);
		free(panel->people);
	}
	spot_scoring_reset(&panel->scoring);
	memset(panel, 0, sizeof(*panel));
}

const struct spot_panel_table *spot_panel_table_at(
    const struct spot_panel *panel, size_t idx, const char **name)
{
	const struct spot_people *people = panel->people;
	size_t n_rollups = panel->tables ? panel->rules->n_rollups : 0;

	if (idx < n_rollups) {
		*name = panel->rules->rollups[idx].name;
		return &panel->tables[idx];
	}
	idx -= n_rollups;
	if (people && people->has_contacts && idx-- == 0) {
		*name = "contacts";
		return &people->contacts;
	}
	if (people && people->has_events && idx == 0) {
		*name = "events";
		return &people->events;
	}
	return NULL;
}

bool spot_panel_table_is_first(const struct spot_panel *panels, size_t panel_idx,
    const struct spot_panel_table *table, const char *name)
{
	const struct spot_panel_table *other;
	const char *its;

	for (size_t p = 0; p < panel_idx; p++)
		for (size_t i = 0; (other = spot_panel_table_at(&panels[p], i, &its)); i++)
			if ((!name || strcmp(its, name) == 0) &&
			    strcmp(other->path, table->path) == 0 &&
			    spot_unread_is_same(&other->unread, &table->unread))
				return false;
	return true;
}

/* The rules' n-th table by name; NULL past the last. contacts and events are tables too, which not
 * every verb reads. */
static const char *table_name(const struct spot_rules *rules, size_t n)
{
	if (n < rules->n_rollups)
		return rules->rollups[n].name;
	n -= rules->n_rollups;
	for (size_t i = 0; i < rules->n_words; i++) {
		const char *word = rules->words[i].word;

		if ((strcmp(word, "contacts") == 0 || strcmp(word, "events") == 0) && n-- == 0)
			return word;
	}
	return NULL;
}

bool spot_panel_uses(const struct spot_rules *rules, const char *name)
{
	const char *own;

	for (size_t i = 0; (own = table_name(rules, i)); i++)
		if (strcmp(own, name) == 0)
			return true;
	return false;
}

/* The tables of all rule files; *n of them. NULL: no memory. */
static const char **all_tables(struct spot_rules *const *rules, size_t n_rules, size_t *n)
{
	const char **names, *own;
	size_t n_all = 0;

	for (size_t r = 0; r < n_rules; r++)
		for (size_t i = 0; table_name(rules[r], i); i++)
			n_all++;
	names = spot_mem_calloc(n_all + 1, sizeof(*names));
	*n = 0;
	for (size_t r = 0; names && r < n_rules; r++)
		for (size_t i = 0; (own = table_name(rules[r], i)); i++)
			names[(*n)++] = own;
	return names;
}

static int refuse_with(const struct spot_with *with, struct spot_rules *const *rules,
    size_t n_rules, struct spot_error *err)
{
	size_t n;
	const char **names = all_tables(rules, n_rules, &n), *near;

	if (!names)
		return spot_error_nomem(err);
	near = spot_text_nearest(with->name, names, n);
	spot_error_set(err, SPOT_EUSAGE, "--with %s=%s: the rules have no table of that name",
	    with->name, with->path);
	if (strcmp(with->name, "contacts") == 0 || strcmp(with->name, "events") == 0)
		spot_error_hint(err, "leave it out, or add %s { key = …, fields = … } to the rules",
		    with->name);
	else if (n > 0)
		spot_error_hint(err, near ? "is \"%s\" meant?" : "they have \"%s\"",
		    near ? near : names[0]);
	else
		spot_error_hint(err, "leave it out, or add rollup \"%s\" to the rules", with->name);
	free(names);
	return SPOT_EUSAGE;
}

int spot_panel_check_withs(struct spot_rules *const *rules, size_t n_rules,
    const struct spot_with *withs, size_t n_withs, struct spot_error *err)
{
	for (size_t i = 0; i < n_withs; i++) {
		bool used = false;

		for (size_t r = 0; r < n_rules && !used; r++)
			used = spot_panel_uses(rules[r], withs[i].name);
		if (!used && n_rules > 0)
			return refuse_with(&withs[i], rules, n_rules, err);
	}
	return 0;
}
