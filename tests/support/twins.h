/* SPDX-License-Identifier: MIT */
/*
 * Rule functions run both ways, by the VM and as a program, over one batch: twins_open, fill the
 * batch, twins_compare. All functions of one subject at a time.
 */
#ifndef TWINS_H
#define TWINS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/internal.h"
#include "rules/load.h"
#include "rules/translate.h"
#include "rules/vm.h"
#include "support/slowness.h"

#define TWINS_AS_OF 20778 /* 2026-11-21 */

static uint64_t twins_instructions; /* the VM's budget for a row; 0: the usual one */

struct twins {
	struct spot_rules *rules;
	struct spot_vm *vm;
	const struct spot_schema *schema;
	struct spot_translation *translations; /* by function id */
	struct spot_program *program;          /* NULL: nothing was translated */
	struct spot_program_state *state;
	struct spot_lanes *lanes;              /* by output */
	struct spot_batch batch;
	struct spot_answers answers;
	char told[2048];                       /* why it did not open */
	/* Of all comparisons so far: */
	size_t n_pairs, n_handed_over;
};

/* A row on which the two differ. */
struct twins_difference {
	int fn;
	size_t row;
	char what[400];
};

static inline const struct spot_schema *twins_schema(const struct spot_rules *rules,
    enum spot_subject subject, size_t subject_idx)
{
	return subject == SPOT_SUBJECT_RECORD ? &rules->rollups[subject_idx].fields
	    : subject == SPOT_SUBJECT_CONTACT ? &rules->contacts
	    : subject == SPOT_SUBJECT_EVENT ? &rules->events : &rules->fields;
}

static inline void twins_close(struct twins *twins)
{
	size_t n = 0;
	if (twins->program)
		spot_program_outputs(twins->program, &n);
	for (size_t i = 0; twins->lanes && i < n; i++) {
		free(twins->lanes[i].state);
		free(twins->lanes[i].value);
		free(twins->lanes[i].text);
	}
	free(twins->lanes);
	spot_program_state_free(twins->state);
	spot_program_free(twins->program);
	free(twins->translations);
	spot_batch_reset(&twins->batch);
	spot_vm_free(twins->vm);
	spot_rules_free(twins->rules);
}

static inline bool twins_fail(struct twins *twins, const struct spot_error *err)
{
	spot_error_format(err, twins->told, sizeof(twins->told));
	return false;
}

static inline bool twins_make_lanes(struct twins *twins)
{
	size_t n;
	spot_program_outputs(twins->program, &n);
	twins->lanes = calloc(n + 1, sizeof(*twins->lanes));
	for (size_t i = 0; twins->lanes && i < n; i++) {
		struct spot_lanes *lanes = &twins->lanes[i];
		lanes->state = calloc(SPOT_BATCH_ROWS, 1);
		lanes->value = calloc(SPOT_BATCH_ROWS, sizeof(*lanes->value));
		lanes->text = calloc(SPOT_BATCH_ROWS, sizeof(*lanes->text));
		if (!lanes->state || !lanes->value || !lanes->text)
			return false;
	}
	return twins->lanes != NULL;
}

/* Translates the functions of the subject; the rules are loaded already. */
static inline bool twins_start(struct twins *twins, enum spot_subject subject, size_t subject_idx)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_builder *builder = NULL;
	const struct spot_rules *rules = twins->rules;
	bool done = false;
	twins->schema = twins_schema(rules, subject, subject_idx);
	twins->translations = calloc(rules->n_functions + 1, sizeof(*twins->translations));
	if (spot_vm_new(&twins->vm, rules, &err) != 0 ||
	    spot_batch_init(&twins->batch, twins->schema, SPOT_BATCH_ROWS, &err) != 0 ||
	    spot_builder_new(&builder, twins->schema, &err) != 0)
		goto out;
	for (size_t i = 0; i < rules->n_functions; i++) {
		const struct spot_function *function = &rules->functions[i];
		if (function->subject != subject || (subject == SPOT_SUBJECT_RECORD &&
		    function->subject_idx != subject_idx))
			continue;
		if (spot_translate(&twins->translations[i], twins->vm, (int)i, builder, NULL,
		        &err) != 0)
			goto out;
	}
	if (spot_program_new(&twins->program, builder, &err) != 0 ||
	    spot_program_state_new(&twins->state, twins->program, &err) != 0)
		goto out;
	done = twins_make_lanes(twins);
out:
	spot_builder_free(builder);
	return done ? true : twins_fail(twins, &err);
}

static inline struct spot_rules_options twins_options(void)
{
	struct spot_rules_options options = { .as_of = TWINS_AS_OF,
		.limits = SPOT_LIMITS_DEFAULT };
	options.limits.call_milliseconds *= slowness();
	if (twins_instructions > 0)
		options.limits.call_instructions = twins_instructions;
	return options;
}

/* A rule file, as text or by its path; its functions of accounts. False: told says why; twins_close
 * in any case. */
static inline bool twins_load(struct twins *twins, const char *path, const char *text)
{
	struct spot_rules_options options = twins_options();
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_diags diags;
	int rc;
	memset(twins, 0, sizeof(*twins));
	spot_diags_init(&diags);
	if (text)
		rc = spot_rules_load_text(&twins->rules, path, text, strlen(text), &options,
		    &diags, &err);
	else
		rc = spot_rules_load(&twins->rules, path, &options, &diags, &err);
	spot_diags_reset(&diags);
	return rc == 0 ? true : twins_fail(twins, &err);
}

static inline bool twins_open(struct twins *twins, const char *text)
{
	return twins_load(twins, "rules.lua", text) &&
	    twins_start(twins, SPOT_SUBJECT_ACCOUNT, 0);
}

static inline bool twins_open_file(struct twins *twins, const char *path)
{
	return twins_load(twins, path, NULL) && twins_start(twins, SPOT_SUBJECT_ACCOUNT, 0);
}

/* What the VM says of the text that the function gives; false: nil. The view is Lua's, until the
 * next call. */
static inline bool twins_text(struct twins *twins, int fn, size_t row, struct spot_view *text)
{
	struct spot_sandbox *sandbox = spot_vm_sandbox(twins->vm);
	lua_State *L = spot_sandbox_state(sandbox);
	struct spot_error err;
	bool is_text;
	spot_load_push_function(L, fn);
	spot_account_aim(spot_account_push(L, twins->schema), &twins->batch, row);
	if (spot_sandbox_call(sandbox, 1, 1, UINT64_MAX, &err) != SPOT_CALL_OK)
		return false;
	is_text = lua_type(L, -1) == LUA_TSTRING;
	text->ptr = lua_tolstring(L, -1, &text->len);
	lua_pop(L, 1); /* the rule's own registers may hold it no longer, but nothing collects */
	return is_text;
}

static inline bool twins_same(struct twins *twins, int fn, size_t row,
    const struct spot_lanes *lanes, struct twins_difference *difference)
{
	static const char *const states[] = { "known", "unknown", "failed", "handed over" };
	const struct spot_answers *vm = &twins->answers;
	struct spot_view text = { NULL, 0 }, got = lanes->text[row];
	bool is_same = lanes->state[row] == vm->state[row], is_text = false;
	if (is_same && twins->rules->functions[fn].answer != SPOT_ANSWER_TEXT) {
		is_same = memcmp(&vm->value[row], &lanes->value[row], sizeof(double)) == 0;
	} else if (is_same && lanes->state[row] == SPOT_LANE_KNOWN) {
		is_text = twins_text(twins, fn, row, &text);
		is_same = is_text ? got.ptr && spot_view_equal(text, got) : !got.ptr;
	}
	if (!is_same)
		snprintf(difference->what, sizeof(difference->what),
		    "VM %s %.17g \"%.*s\", program %s %.17g \"%.*s\"", states[vm->state[row]],
		    vm->value[row], is_text ? (int)text.len : 3, is_text ? text.ptr : "nil",
		    states[lanes->state[row]], lanes->value[row], got.ptr ? (int)got.len : 3,
		    got.ptr ? got.ptr : "nil");
	return is_same;
}

/* Runs both over the batch. False: they differ in the row told. */
static inline bool twins_compare(struct twins *twins, struct twins_difference *difference)
{
	struct spot_error err = SPOT_ERROR_INIT;
	difference->fn = SPOT_NO_FUNCTION;
	if (spot_program_run(twins->state, &twins->batch, twins->lanes, &err) != 0) {
		spot_error_format(&err, difference->what, sizeof(difference->what));
		return false;
	}
	for (size_t fn = 0; fn < twins->rules->n_functions; fn++) {
		if (!twins->translations[fn].is_translated)
			continue;
		const struct spot_lanes *lanes =
		    &twins->lanes[twins->translations[fn].output_idx];
		size_t n_rows = twins->batch.n_rows;
		difference->fn = (int)fn;
		memset(twins->answers.state, SPOT_ANSWER_STATE_N, n_rows);
		if (spot_vm_eval(twins->vm, (int)fn, &twins->batch, n_rows, false, &twins->answers,
		        &err) != 0) {
			/* A limit: the row that hit it is the VM's. */
			n_rows = 0;
			while (twins->answers.state[n_rows] != SPOT_ANSWER_STATE_N)
				n_rows++;
			difference->row = n_rows;
			spot_error_format(&err, difference->what, sizeof(difference->what));
			if (lanes->state[n_rows] != SPOT_LANE_HAND_OVER)
				return false;
		}
		for (size_t row = 0; row < n_rows; row++) {
			difference->row = row;
			twins->n_pairs++;
			if (lanes->state[row] == SPOT_LANE_HAND_OVER)
				twins->n_handed_over++;
			else if (!twins_same(twins, (int)fn, row, lanes, difference))
				return false;
		}
	}
	return true;
}

#endif
