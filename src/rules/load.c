/* SPDX-License-Identifier: MIT */
/*
 * Loading: run the file with the words noting what was called, then read what was noted into
 * the model. All of it is done again for each further Lua state, from the texts that were read;
 * since nothing but the texts, the params set and the day goes in, the functions come out in
 * the same order with the same ids. The state of the first loading is kept for whoever asks for
 * one first: it is the same as those made later, and costs nothing.
 */
#include "rules/load.h"

#include <lauxlib.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "rules/fault.h"
#include "rules/internal.h"
#include "rules/words.h"

/* rules->load */
struct kept {
	struct spot_words_kept words;
	_Atomic(struct spot_sandbox *) ready; /* a state that nobody has yet, or NULL */
};

static void files_reset(struct spot_words_files *files)
{
	for (size_t i = 0; i < files->n_items; i++)
		spot_source_map_free(files->items[i].map);
	free(files->items);
	free(files->aliases);
}

/* --- protected parts ---------------------------------------------------------------------- */

static int open_words(lua_State *L)
{
	spot_words_open(lua_touserdata(L, 1));
	return 0;
}

static void tell_repeats(struct spot_loader *ld)
{
	for (size_t i = 0; i < ld->files->n_items; i++) {
		const struct spot_words_source *source = &ld->files->items[i];
		size_t n = 0;
		const struct spot_source_repeat *repeats =
		    source->map ? spot_source_map_repeats(source->map, &n) : NULL;
		for (size_t r = 0; r < n; r++)
			spot_words_error(ld, (struct spot_place) { source->path, repeats[r].line },
			    "Lua would silently keep the last one",
			    "key \"%.*s\" stands twice in one table (first on line %lu)",
			    (int)repeats[r].key.len, repeats[r].key.ptr, repeats[r].first_line);
	}
}

/* (name): whether params { … } names it, yet there is none. */
static int is_refused_param(lua_State *L)
{
	struct spot_loader *ld = spot_words_loader(L);
	const char *name = lua_tostring(L, 1);
	bool is_named = false;
	if (!ld || spot_words_param_find(ld, name))
		return 0;
	spot_sandbox_charge(L, ld->n_entries / 4);
	for (size_t i = 0; i < ld->n_entries && !is_named; i++) {
		if (!spot_words_counts(&ld->entries[i], SPOT_WORD_PARAMS))
			continue;
		spot_words_push_table(ld, i);
		lua_pushstring(L, name);
		is_named = lua_rawget(L, -2) != LUA_TNIL;
		lua_pop(L, 2);
	}
	lua_pushboolean(L, is_named);
	return 1;
}

static int read_words(lua_State *L)
{
	struct spot_loader *ld = lua_touserdata(L, 1);
	size_t n = 0;
	for (size_t i = 0; i < ld->n_entries; i++)
		n += !ld->entries[i].dropped;
	if (n == 0 && ld->n_errors == 0)
		spot_words_error(ld, (struct spot_place) { ld->rules->path, 0 },
		    "see the README for a first rule file",
		    "the file says nothing: there is no word in it");
	spot_words_end(ld);
	spot_words_param_finish(ld);
	spot_words_field_build(ld);
	spot_words_rollup_build(ld);
	spot_words_people_build(ld);
	spot_words_rule_build(ld);
	spot_words_tier_build(ld);
	spot_words_item_build(ld);
	spot_words_test_build(ld);
	spot_fault_ask(L, is_refused_param);
	spot_words_function_finish(ld);
	spot_words_people_settle(ld);
	tell_repeats(ld);
	spot_words_close(ld);
	return 0;
}

/* --- one loading -------------------------------------------------------------------------- */

/* A file that ran quickly can still take long to read: ten thousand rules over a thousand
 * functions that each of them reaches, and tables without end that are to be frozen. So reading
 * has a budget, too, as large as the one for running; less when that was spent already. */
static uint64_t read_budget(const struct spot_loader *ld)
{
	uint64_t budget = ld->rules->limits.load_instructions;
	return ld->stopped ? budget / 16 : budget;
}

static int words_read(struct spot_loader *ld, struct spot_error *err)
{
	lua_State *L = ld->L;
	if (!lua_checkstack(L, 4))
		return spot_error_nomem(err);
	lua_pushcfunction(L, read_words);
	lua_pushlightuserdata(L, ld);
	switch (spot_sandbox_call(ld->sandbox, 1, 0, read_budget(ld), err)) {
	case SPOT_CALL_OK:
		return 0;
	case SPOT_CALL_ERROR:
	case SPOT_CALL_UNKNOWN:
	case SPOT_CALL_N:
		return SPOT_ERULES;
	case SPOT_CALL_LIMIT:
		break;
	}
	if (err->code == SPOT_ENOMEM)
		return SPOT_ENOMEM;
	struct spot_error limit = *err;
	spot_error_set(err, SPOT_ERULES, "there is too much in the file to be checked: %s",
	    limit.what);
	spot_error_hint(err, "look for very large tables, and for functions that call "
	    "hundreds of others");
	/* What was told is to be mended first; it may well be the cause. */
	if (ld->diags && ld->diags->n_errors > ld->n_errors)
		ld->n_errors = ld->diags->n_errors;
	ld->muted = ld->n_errors > 0;
	return SPOT_ERULES;
}

/* Runs source 0 and reads its words. 0, SPOT_ENOMEM, or SPOT_ERULES with problems told (or,
 * without any, in err). */
static int loader_run(struct spot_loader *ld, struct spot_error *err)
{
	struct spot_rules *rules = ld->rules;
	int rc = spot_sandbox_open(&ld->sandbox, &rules->limits, rules->as_of, err);
	if (rc == 0) {
		ld->L = spot_sandbox_state(ld->sandbox);
		rc = spot_sandbox_protect(ld->sandbox, open_words, ld, err);
	}
	if (rc == SPOT_ENOMEM || ld->nomem)
		return spot_error_nomem(err);
	if (rc < 0) {
		spot_words_file_tell(ld, (struct spot_place) { rules->path, 0 }, err);
		return SPOT_ERULES;
	}
	enum spot_call answer = spot_words_file_run(ld, 0, 0, false, 0);
	ld->incomplete |= answer != SPOT_CALL_OK;
	if (!ld->nomem)
		rc = words_read(ld, err);
	/* Told, but not kept: that is for want of memory, too. */
	bool is_lost = ld->diags && ld->diags->n_errors && ld->diags->n_items == 0;
	if (ld->nomem || rc == SPOT_ENOMEM || is_lost)
		return spot_error_nomem(err);
	if (rc < 0)
		spot_words_file_tell(ld, (struct spot_place) { rules->path, 0 }, err);
	return ld->n_errors ? SPOT_ERULES : rc;
}

static struct spot_rules *rules_new(const struct spot_rules_options *options)
{
	struct spot_rules *rules = spot_mem_calloc(1, sizeof(*rules));
	if (!rules)
		return NULL;
	spot_arena_init(&rules->arena);
	rules->as_of = options->as_of;
	rules->limits = options->limits;
	return rules;
}

static int options_keep(struct spot_rules *rules, const struct spot_rules_options *options)
{
	struct kept *load = spot_arena_calloc(&rules->arena, 1, sizeof(*load));
	if (!load)
		return SPOT_ENOMEM;
	rules->load = load;
	atomic_init(&load->ready, NULL);
	struct spot_words_kept *kept = &load->words;
	kept->sets = spot_arena_calloc(&rules->arena, options->n_sets, sizeof(*kept->sets));
	if (!kept->sets)
		return SPOT_ENOMEM;
	for (size_t i = 0; i < options->n_sets; i++) {
		const struct spot_set *set = &options->sets[i];
		struct spot_set *copy = &kept->sets[kept->n_sets++];
		copy->name = spot_arena_copy(&rules->arena, set->name, strlen(set->name));
		copy->value = spot_arena_copy(&rules->arena, set->value, strlen(set->value));
		if (!copy->name || !copy->value)
			return SPOT_ENOMEM;
	}
	return 0;
}

/* What the loader made moves into the model. */
static int model_finish(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	const struct spot_words_files *files = ld->files;
	struct kept *load = rules->load;
	struct spot_words_kept *kept = &load->words;
	rules->functions = spot_arena_calloc(&rules->arena, ld->n_functions,
	    sizeof(*rules->functions));
	rules->sources = spot_arena_calloc(&rules->arena, files->n_items, sizeof(*rules->sources));
	kept->aliases = spot_arena_calloc(&rules->arena, files->n_aliases, sizeof(*kept->aliases));
	if (!rules->functions || !rules->sources || !kept->aliases)
		return SPOT_ENOMEM;
	if (ld->n_functions)
		memcpy(rules->functions, ld->functions,
		    ld->n_functions * sizeof(*rules->functions));
	for (size_t i = 0; i < files->n_items; i++)
		rules->sources[i] = (struct spot_source) { files->items[i].path,
			files->items[i].text.ptr, files->items[i].text.len };
	if (files->n_aliases)
		memcpy(kept->aliases, files->aliases, files->n_aliases * sizeof(*kept->aliases));
	rules->n_functions = ld->n_functions;
	rules->n_sources = files->n_items;
	kept->n_aliases = files->n_aliases;
	atomic_store(&load->ready, ld->sandbox);
	ld->sandbox = NULL; /* now kept */
	return 0;
}

/* Gives the caller what was told, in order, the first error in err. */
static void diags_hand_over(struct spot_diags *own, struct spot_diags *diags,
    struct spot_error *err)
{
	bool is_first = true;
	spot_diags_sort(own);
	for (size_t i = 0; i < own->n_items; i++) {
		const struct spot_diag *diag = &own->items[i];
		if (diags)
			spot_diags_add(diags, diag->severity, diag->number, diag->file, diag->line,
			    diag->hint, "%s", diag->what);
		if (diag->severity != SPOT_SEVERITY_ERROR || !is_first)
			continue;
		is_first = false;
		spot_error_set(err, SPOT_ERULES, "%s", diag->what);
		spot_error_place(err, diag->file, diag->line, NULL);
		if (diag->hint)
			spot_error_hint(err, "%s", diag->hint);
	}
}

/* text NULL: from the file at path. */
static int load(struct spot_rules **out, const char *path, const struct spot_view *text,
    const struct spot_rules_options *options, struct spot_diags *diags, struct spot_error *err)
{
	struct spot_diags own;
	struct spot_words_files files = { 0 };
	struct spot_error failure = SPOT_ERROR_INIT;
	struct spot_rules *rules = rules_new(options);
	*out = NULL;
	if (!rules)
		return spot_error_nomem(err);
	spot_diags_init(&own);
	struct spot_loader ld = { .rules = rules, .arena = &rules->arena, .diags = &own,
		.files = &files, .sets = options->sets, .n_sets = options->n_sets,
		.hypothesis = options->hypothesis };
	rules->path = spot_arena_copy(&rules->arena, path, strlen(path));
	int rc = rules->path ? options_keep(rules, options) : SPOT_ENOMEM;
	if (rc < 0)
		goto out;
	size_t source = text ? spot_words_file_add(&ld, path, *text, &failure)
			     : spot_words_file_open(&ld, path, NULL, &failure);
	if (source != SPOT_NONE) {
		rc = loader_run(&ld, &failure);
	} else {
		rc = failure.code;
		spot_error_place(&failure, path, 0, NULL);
		if (rc != SPOT_ENOMEM)
			spot_words_file_tell(&ld, (struct spot_place) { path, 0 }, &failure);
	}
	if (rc == 0 && ld.usage.code) {
		rc = ld.usage.code;
		if (err)
			*err = ld.usage;
	} else if (rc == 0) {
		rc = model_finish(&ld);
	}
out:
	spot_words_reset(&ld);
	files_reset(&files);
	if (rc == SPOT_ENOMEM)
		spot_error_nomem(err);
	else
		diags_hand_over(&own, diags, rc == SPOT_ERULES ? err : NULL);
	spot_diags_reset(&own);
	if (rc == 0) {
		*out = rules;
		rules = NULL; /* now the caller's */
	}
	spot_rules_free(rules);
	return rc;
}

int spot_rules_load(struct spot_rules **out, const char *path,
    const struct spot_rules_options *options, struct spot_diags *diags, struct spot_error *err)
{
	return load(out, path, NULL, options, diags, err);
}

int spot_rules_load_text(struct spot_rules **out, const char *name, const char *text, size_t len,
    const struct spot_rules_options *options, struct spot_diags *diags, struct spot_error *err)
{
	struct spot_view view = { text, len };
	return load(out, name, &view, options, diags, err);
}

void spot_rules_free(struct spot_rules *rules)
{
	if (!rules)
		return;
	struct kept *load = rules->load;
	if (load)
		spot_sandbox_close(atomic_load(&load->ready));
	spot_arena_free(&rules->arena);
	free(rules);
}

/* --- again, in another state -------------------------------------------------------------- */

static int files_repeat(struct spot_words_files *files, const struct spot_rules *rules)
{
	const struct spot_words_kept *kept = &((const struct kept *)rules->load)->words;
	if (!spot_mem_grow(&files->items, &files->cap, rules->n_sources, sizeof(*files->items)) ||
	    !spot_mem_grow(&files->aliases, &files->aliases_cap, kept->n_aliases + 1,
		sizeof(*files->aliases)))
		return SPOT_ENOMEM;
	for (size_t i = 0; i < rules->n_sources; i++)
		files->items[i] = (struct spot_words_source) { .path = rules->sources[i].path,
			.text = { rules->sources[i].text, rules->sources[i].len } };
	for (size_t i = 0; i < kept->n_aliases; i++)
		files->aliases[i] = kept->aliases[i];
	files->n_items = rules->n_sources;
	files->n_aliases = kept->n_aliases;
	files->closed = true;
	return 0;
}

int spot_load_state(struct spot_sandbox **out, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct kept *load = rules->load;
	*out = atomic_exchange(&load->ready, NULL);
	if (*out)
		return 0;
	const struct spot_words_kept *kept = &load->words;
	const struct spot_rules_options options = { .as_of = rules->as_of,
	    .limits = rules->limits };
	struct spot_words_files files = { 0 };
	struct spot_rules *again = rules_new(&options);
	if (!again)
		return spot_error_nomem(err);
	struct spot_loader ld = { .rules = again, .arena = &again->arena, .files = &files,
		.sets = kept->sets, .n_sets = kept->n_sets };
	again->path = rules->path;
	int rc = files_repeat(&files, rules);
	if (rc == 0)
		rc = loader_run(&ld, err);
	if (rc == SPOT_ENOMEM)
		spot_error_nomem(err);
	if (rc == SPOT_ERULES || (rc == 0 && ld.n_functions != rules->n_functions)) {
		rc = spot_error_set(err, SPOT_ERULES,
		    "the rule file was read with another result the second time%s%s",
		    ld.first.code ? ": " : "", ld.first.what);
		spot_error_place(err, ld.first.code ? ld.first.file : rules->path, ld.first.line,
		    NULL);
	}
	if (rc == 0) {
		*out = ld.sandbox;
		ld.sandbox = NULL; /* now the caller's */
	}
	spot_words_reset(&ld);
	files_reset(&files);
	spot_rules_free(again);
	return rc;
}

void spot_load_give_back(const struct spot_rules *rules, struct spot_sandbox *sandbox)
{
	struct kept *load = rules->load;
	struct spot_sandbox *none = NULL;

	if (!sandbox || !atomic_compare_exchange_strong(&load->ready, &none, sandbox))
		spot_sandbox_close(sandbox);
}
