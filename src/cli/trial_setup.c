/* SPDX-License-Identifier: MIT */
#include "cli/trial_setup.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/paths.h"
#include "study/ledger.h"

#define HYPOTHESES_MAX 1000
#define WEIGHT_MAX 1e6

/* --- one hypothesis ----------------------------------------------------------------------- */

static int load(struct spot_rules **out, const struct spot_cli_common *common, const char *path,
    const struct spot_variation *variation, struct spot_error *err)
{
	struct spot_rules_options options = { .as_of = common->as_of,
		.limits = SPOT_LIMITS_DEFAULT };
	struct spot_diags diags;
	int rc;

	spot_diags_init(&diags);
	rc = spot_vary_load(out, path, &options, variation, &diags, err);
	/* What fails by a hypothesis word names it; of the file all is told. */
	if (rc == SPOT_ERULES && diags.n_errors > 0 && !variation->place.file) {
		spot_cli_diags(&diags);
		if (err)
			err->what[0] = '\0';
	}
	spot_diags_reset(&diags);
	if (rc == 0)
		rc = spot_paths_check_sources(common, *out, err);
	if (rc != 0) {
		spot_rules_free(*out);
		*out = NULL;
	}
	return rc;
}

static int grow(struct spot_trial_setup *setup, struct spot_error *err)
{
	size_t rules_cap = setup->cap, names_cap = setup->cap;

	if (setup->n == HYPOTHESES_MAX)
		return spot_error_set(
		    err, SPOT_EUSAGE, "more than %d hypotheses", HYPOTHESES_MAX);
	if (!spot_mem_grow(
	        &setup->rules, &rules_cap, setup->n + 1, sizeof(struct spot_rules *)) ||
	    !spot_mem_grow(&setup->hypotheses, &names_cap, setup->n + 1,
	        sizeof(*setup->hypotheses)))
		return spot_error_nomem(err);
	setup->cap = rules_cap < names_cap ? rules_cap : names_cap;
	return 0;
}

static int add(struct spot_trial_setup *setup, const struct spot_cli_common *common,
    const char *path, const struct spot_variation *variation, struct spot_error *err)
{
	int rc = grow(setup, err);

	if (rc == 0)
		rc = load(&setup->rules[setup->n], common, path, variation, err);
	if (rc == 0)
		setup->hypotheses[setup->n++] =
		    (struct spot_trial_hypothesis) { variation->name, variation->why };
	return rc;
}

/* --- hypothesis words --------------------------------------------------------------------- */

static bool is_wanted(const struct spot_cli_list *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->items[i], name) == 0)
			return true;
	return names->n == 0;
}

static int check_names(const struct spot_rules *rules, const struct spot_cli_list *names,
    struct spot_error *err)
{
	for (size_t i = 0; i < names->n; i++) {
		const char *near = NULL;
		bool is_there = false;

		for (size_t w = 0; w < rules->n_words; w++) {
			if (strcmp(rules->words[w].word, "hypothesis") != 0)
				continue;
			is_there |= strcmp(rules->words[w].name, names->items[i]) == 0;
			near = near ? near
			            : spot_text_nearest(names->items[i], &rules->words[w].name, 1);
		}
		if (is_there)
			continue;
		spot_error_set(err, SPOT_EUSAGE, "%s has no hypothesis \"%s\"", rules->path,
		    names->items[i]);
		if (near)
			spot_error_hint(err, "did you mean \"%s\"?", near);
		return SPOT_EUSAGE;
	}
	return 0;
}

static int add_words(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    struct spot_error *err)
{
	const struct spot_rules *rules = setup->rules[0];
	int rc = check_names(rules, &asked->hypotheses, err);

	for (size_t w = 0; rc == 0 && w < rules->n_words; w++) {
		struct spot_variation variation;

		if (strcmp(rules->words[w].word, "hypothesis") != 0 ||
		    !is_wanted(&asked->hypotheses, rules->words[w].name))
			continue;
		rc = spot_vary_read(&variation, &rules->words[w], &setup->arena, err);
		if (rc == 0)
			rc = add(setup, asked->common, rules->path, &variation, err);
	}
	return rc;
}

/* --- variations of the command line ------------------------------------------------------- */

static const char *kept(struct spot_trial_setup *setup, const struct spot_buf *text)
{
	return spot_buf_failed(text)
	    ? NULL : spot_arena_copy(&setup->arena, spot_buf_str(text), text->len);
}

static int read_weight(struct spot_vary_number *out, const char *option, const char *name,
    const char *value, struct spot_error *err)
{
	out->name = name;
	if (spot_number_double(spot_view_of(value), &out->value) && out->value >= -WEIGHT_MAX &&
	    out->value <= WEIGHT_MAX)
		return 0;
	return spot_error_set(
	    err, SPOT_EUSAGE, "%s %s=%s: a weight is a number", option, name, value);
}

/* All --set and --weight together are one hypothesis. */
static int add_sets(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    struct spot_error *err)
{
	const struct spot_cli_pairs *set = &asked->common->set, *weight = &asked->weights;
	struct spot_variation variation = { 0 };
	struct spot_set *sets = spot_arena_calloc(&setup->arena, set->n + 1, sizeof(*sets));
	struct spot_vary_number *weights =
	    spot_arena_calloc(&setup->arena, weight->n + 1, sizeof(*weights));
	struct spot_buf name = SPOT_BUF_INIT;
	int rc = sets && weights ? 0 : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < set->n; i++) {
		sets[i] = (struct spot_set) { set->items[i].name, set->items[i].value };
		spot_buf_printf(&name, "%s%s=%s", name.len > 0 ? ", " : "", sets[i].name,
		    sets[i].value);
	}
	for (size_t i = 0; rc == 0 && i < weight->n; i++) {
		rc = read_weight(&weights[i], "--weight", weight->items[i].name,
		    weight->items[i].value, err);
		spot_buf_printf(&name, "%sweight of %s=%s", name.len > 0 ? ", " : "",
		    weight->items[i].name, weight->items[i].value);
	}
	variation.sets = sets;
	variation.n_sets = set->n;
	variation.weights = weights;
	variation.n_weights = weight->n;
	variation.name = kept(setup, &name);
	spot_buf_reset(&name);
	if (rc == 0 && !variation.name)
		rc = spot_error_nomem(err);
	return rc == 0 ? add(setup, asked->common, setup->rules[0]->path, &variation, err) : rc;
}

static bool has_param(const struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_params; i++)
		if (strcmp(rules->params[i].name, name) == 0)
			return true;
	return false;
}

static bool has_criterion(const struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_criteria; i++)
		if (strcmp(rules->criteria[i].name, name) == 0)
			return true;
	return false;
}

static int nothing_to_sweep(const struct spot_rules *rules, const char *name,
    struct spot_error *err)
{
	const char *near = NULL;

	for (size_t i = 0; !near && i < rules->n_params; i++)
		near = spot_text_nearest(name, &rules->params[i].name, 1);
	for (size_t i = 0; !near && i < rules->n_criteria; i++)
		near = spot_text_nearest(name, &rules->criteria[i].name, 1);
	spot_error_set(err, SPOT_EUSAGE, "--sweep %s: %s has no param or criterion of that name",
	    name, rules->path);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	return SPOT_EUSAGE;
}

static int add_sweep_value(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    const char *name, const char *value, struct spot_error *err)
{
	bool is_param = has_param(setup->rules[0], name);
	struct spot_set set = { name, value };
	struct spot_vary_number weight = { 0 };
	struct spot_variation variation = { 0 };
	struct spot_buf text = SPOT_BUF_INIT;
	int rc = is_param ? 0 : read_weight(&weight, "--sweep", name, value, err);

	spot_buf_printf(&text, "%s%s=%s", is_param ? "" : "weight of ", name, value);
	variation.name = kept(setup, &text);
	spot_buf_reset(&text);
	if (is_param) {
		variation.sets = &set;
		variation.n_sets = 1;
	} else {
		variation.weights = &weight;
		variation.n_weights = 1;
	}
	if (rc == 0 && !variation.name)
		rc = spot_error_nomem(err);
	return rc == 0 ? add(setup, asked->common, setup->rules[0]->path, &variation, err) : rc;
}

static int add_sweep(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    const struct spot_cli_pair *sweep, struct spot_error *err)
{
	const char *at = sweep->value;
	int rc = 0;

	if (!has_param(setup->rules[0], sweep->name) &&
	    !has_criterion(setup->rules[0], sweep->name))
		return nothing_to_sweep(setup->rules[0], sweep->name, err);
	while (rc == 0) {
		size_t len = strcspn(at, ",");
		const char *value = spot_arena_copy(&setup->arena, at, len);

		if (!value)
			return spot_error_nomem(err);
		if (len == 0)
			return spot_error_set(err, SPOT_EUSAGE,
			    "--sweep %s=%s: write it as %s=10,25,50", sweep->name, sweep->value,
			    sweep->name);
		rc = add_sweep_value(setup, asked, sweep->name, value, err);
		at += len;
		if (*at++ == '\0')
			break;
	}
	return rc;
}

/* --- all of them -------------------------------------------------------------------------- */

/* The file's own hypotheses where they are named, or nothing else is to be compared with it: each
 * more costs all others power. */
static bool takes_words(const struct spot_trial_asked *asked)
{
	return asked->hypotheses.n > 0 ||
	    (asked->common->rules.n == 1 && asked->common->set.n == 0 && asked->weights.n == 0 &&
	        asked->sweeps.n == 0);
}

static int add_all(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    struct spot_error *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < asked->common->rules.n; i++) {
		struct spot_variation variation = { .name = asked->common->rules.items[i] };

		rc = add(setup, asked->common, variation.name, &variation, err);
	}
	if (rc == 0 && takes_words(asked))
		rc = add_words(setup, asked, err);
	if (rc == 0 && asked->common->set.n + asked->weights.n > 0)
		rc = add_sets(setup, asked, err);
	for (size_t i = 0; rc == 0 && i < asked->sweeps.n; i++)
		rc = add_sweep(setup, asked, &asked->sweeps.items[i], err);
	return rc;
}

/* Each hypothesis is one test against the baseline: no two may be one and the same. */
static int refuse_twins(struct spot_trial_setup *setup, struct spot_error *err)
{
	uint64_t *identities = spot_mem_calloc(setup->n, sizeof(*identities));
	int rc = identities ? 0 : spot_error_nomem(err);

	setup->identities = identities;
	for (size_t h = 0; rc == 0 && h < setup->n; h++) {
		rc = spot_ledger_identity(&identities[h], setup->rules[h], err);
		for (size_t i = 1; rc == 0 && i < h; i++) {
			if (identities[i] != identities[h])
				continue;
			rc = spot_error_set(err, SPOT_EUSAGE,
			    "hypotheses H%zu and H%zu, \"%s\" and \"%s\", come to the same rules",
			    i, h, setup->hypotheses[i].name, setup->hypotheses[h].name);
			spot_error_hint(err, "leave one of them out");
		}
	}
	return rc;
}

/* --- second tables ------------------------------------------------------------------------ */

/* The panel whose second tables would come out the same, or NULL. */
static const struct spot_panel *find_like(
    const struct spot_trial_setup *setup, const struct spot_rules *rules)
{
	for (size_t i = 0; i < setup->n_panels; i++) {
		const struct spot_panel *panel = &setup->panels[i];

		if ((panel->tables || panel->people) && !panel->borrows_tables &&
		    spot_panel_is_like(panel, rules))
			return panel;
	}
	return NULL;
}

static int init_panels(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    const struct spot_run_options *run, struct spot_rejects *rejects, struct spot_error *err)
{
	struct spot_setup_tables tables;
	int rc = spot_setup_tables_init(&tables, asked->common, run, rejects, err);

	setup->panels = spot_mem_calloc(setup->n, sizeof(*setup->panels));
	if (rc == 0 && !setup->panels)
		rc = spot_error_nomem(err);
	if (rc == 0)
		rc = spot_setup_check_withs(setup->rules, setup->n, asked->common, err);
	for (size_t i = 0; rc == 0 && i < setup->n; i++) {
		const struct spot_panel *like = find_like(setup, setup->rules[i]);

		rc = like
		    ? spot_panel_init_like(&setup->panels[i], setup->rules[i], like, err)
		    : spot_panel_init(&setup->panels[i], setup->rules[i], tables.withs,
		          tables.n_withs, &tables.options, err);
		setup->n_panels += rc == 0;
	}
	spot_setup_tables_reset(&tables);
	return rc;
}

int spot_trial_setup_init(struct spot_trial_setup *setup, const struct spot_trial_asked *asked,
    const struct spot_run_options *run, struct spot_rejects *rejects, struct spot_error *err)
{
	int rc;

	memset(setup, 0, sizeof(*setup));
	spot_arena_init(&setup->arena);
	rc = add_all(setup, asked, err);
	if (rc == 0)
		rc = refuse_twins(setup, err);
	return rc == 0 ? init_panels(setup, asked, run, rejects, err) : rc;
}

void spot_trial_setup_reset(struct spot_trial_setup *setup)
{
	for (size_t i = setup->n_panels; i-- > 0;)
		spot_panel_reset(&setup->panels[i]);
	for (size_t i = 0; i < setup->n; i++)
		spot_rules_free(setup->rules[i]);
	free(setup->panels);
	free(setup->rules);
	free(setup->hypotheses);
	free(setup->identities);
	spot_arena_free(&setup->arena);
	memset(setup, 0, sizeof(*setup));
}
