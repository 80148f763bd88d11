/* SPDX-License-Identifier: MIT */
/*
 * A rule that fails for every account is told before there are accounts. That it does is certain
 * from translating it: no row gets past the place without a blank. What is wrong there the VM says
 * best, so it is run over rows of likely values until one gets to the place. Where none does, the
 * place alone is told. What translating shows to be a slip is warned of.
 */
#include <string.h>

#include "base/hash.h"
#include "rules/helpers.h"
#include "rules/lint_internal.h"
#include "rules/subject.h"
#include "rules/translate.h"
#include "rules/vm_internal.h"

enum { N_ROWS = 256 };

struct failing {
	struct spot_warning_list *list;
	const struct spot_rules *rules;
	struct spot_vm *vm;
	const struct spot_function *function;
	int fn;
};

/* --- likely rows -------------------------------------------------------------------------- */

/* Of the numbers that rules compare with, those around them too. */
static double pick_number(const struct spot_function *function, uint64_t dice)
{
	const struct spot_value *constant;

	if (function->n_constants == 0 || dice % 4 == 0)
		return (double)(dice / 4 % 3);
	constant = &function->constants[dice / 4 % function->n_constants];
	return (constant->kind == SPOT_KIND_INT ? (double)constant->as.integer
	    : constant->kind == SPOT_KIND_FLOAT ? constant->as.number : 1) +
	    (double)(dice >> 32 & 3) - 1;
}

static const struct spot_view *pick_text(const struct spot_function *function, uint64_t dice)
{
	static const struct spot_view other = { "x", 1 };
	const struct spot_value *constant;

	if (function->n_constants == 0)
		return &other;
	constant = &function->constants[dice % function->n_constants];
	return constant->kind == SPOT_KIND_TEXT ? &constant->as.text : &other;
}

static struct spot_value pick(const struct spot_function *function, const struct spot_field *field,
    uint64_t dice)
{
	struct spot_value value = { .kind = spot_type_kind(field->type) };
	double number = pick_number(function, dice);

	switch (value.kind) {
	case SPOT_KIND_BOOL:
		value.as.flag = dice & 1;
		break;
	case SPOT_KIND_INT:
		value.as.integer = number > -1e9 && number < 1e9 ? (int64_t)number : 0;
		break;
	case SPOT_KIND_FLOAT:
		value.as.number = number;
		break;
	case SPOT_KIND_TEXT:
		value.as.text = *pick_text(function, dice);
		break;
	case SPOT_KIND_LIST:
		value.as.list = (struct spot_list) { pick_text(function, dice), 1 };
		break;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return value;
}

static void fill(struct spot_batch *batch, const struct spot_function *function)
{
	uint64_t state = 0;

	for (size_t row = 0; row < N_ROWS; row++)
		for (size_t f = 0; f < batch->schema->n_fields; f++, state += SPOT_HASH_STEP)
			spot_batch_set(batch, f, row, pick(function, &batch->schema->fields[f],
			    spot_hash_number(state)));
	batch->n_rows = N_ROWS;
}

/* --- telling ------------------------------------------------------------------------------ */

static bool is_at(const struct spot_error *failure, struct spot_place place)
{
	return failure->line == place.line && strcmp(failure->file, place.file) == 0;
}

/* What the VM says at the place; code 0: no row gets there, or they do not agree (something else
 * in the same line fails for some). 0 or SPOT_ENOMEM. */
static int ask_vm(const struct failing *failing, const struct spot_translation *found,
    struct spot_error *what, struct spot_error *err)
{
	bool agree = true;
	struct spot_trace trace = { .state = SPOT_ANSWER_KNOWN };
	struct spot_error limit = SPOT_ERROR_INIT;
	struct spot_batch batch;
	int rc = spot_batch_init(&batch, spot_subject_schema(failing->rules, failing->function),
	    N_ROWS, err);

	if (rc == 0)
		fill(&batch, failing->function);
	for (size_t row = 0; rc == 0 && agree && row < N_ROWS; row++) {
		rc = spot_vm_trace(failing->vm, failing->fn, &batch, row, &trace, &limit);
		if (rc != 0 || trace.state != SPOT_ANSWER_FAILED ||
		    !is_at(&trace.failure, found->failing))
			continue;
		agree = !what->code || found->is_answer_failing ||
		    strcmp(what->what, trace.failure.what) == 0;
		if (!what->code)
			*what = trace.failure;
	}
	if (!agree)
		*what = (struct spot_error) SPOT_ERROR_INIT;
	spot_trace_reset(&trace);
	spot_batch_reset(&batch);
	/* A rule that runs into a limit on the way is told with data. */
	return rc == 0 || rc == SPOT_ERULES ? 0 : spot_error_nomem(err);
}

static int tell_failing(const struct failing *failing, const struct spot_translation *found,
    const char *rule, struct spot_error *err)
{
	const char *hint = failing->rules->hypothesis
	    ? "mend the rule or the hypothesis: trial would stop there"
	    : "mend the rule: a run would stop there";
	struct spot_error what = SPOT_ERROR_INIT;
	int rc = ask_vm(failing, found, &what, err);

	if (rc == 0)
		spot_diags_add(&failing->list->diags, SPOT_SEVERITY_ERROR, 0,
		    found->failing.file, found->failing.line, what.hint[0] ? what.hint : hint,
		    "%s fails for every %s that gets here%s%s", rule,
		    spot_subject_name(failing->function->subject), what.code ? ": " : "",
		    what.what);
	return rc;
}

static void warn_slips(
    const struct failing *failing, const struct spot_translation *found, const char *rule)
{
	const struct spot_function *function = failing->function;

	if (function->surplus_line)
		spot_warning_add(failing->list, SPOT_WARNING_VALUE_SURPLUS,
		    (struct spot_place) { function->place.file, function->surplus_line },
		    "leave out what follows the first; " SPOT_HELPERS_COMMA,
		    "%s returns several values, of which only the first counts", rule);
	if (found->empty_between.file)
		spot_warning_add(failing->list, SPOT_WARNING_BETWEEN_EMPTY, found->empty_between,
		    "write the lower end first: between(x, low, high)",
		    "%s: this between never holds: its low end is above its high end", rule);
}

static int lint(const struct failing *failing, struct spot_error *err)
{
	struct spot_builder *builder = NULL;
	struct spot_buf rule = SPOT_BUF_INIT;
	struct spot_translation found;
	int rc = spot_builder_new(
	    &builder, spot_subject_schema(failing->rules, failing->function), err);

	if (rc == 0)
		rc = spot_translate(&found, failing->vm, failing->fn, builder, NULL, err);
	spot_vm_tell_rule(&rule, failing->rules, failing->function);
	if (rc == 0 && spot_buf_failed(&rule))
		rc = spot_error_nomem(err);
	if (rc == 0)
		warn_slips(failing, &found, spot_buf_str(&rule));
	if (rc == 0 && found.failing.file)
		rc = tell_failing(failing, &found, spot_buf_str(&rule), err);
	spot_buf_reset(&rule);
	spot_builder_free(builder);
	return rc;
}

int spot_lint_failing(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct failing failing = { .list = list, .rules = rules };
	int rc = spot_vm_new(&failing.vm, rules, err);

	for (size_t i = 0; rc == 0 && i < rules->n_functions; i++) {
		failing.fn = (int)i;
		failing.function = &rules->functions[i];
		if (!failing.function->is_left_out)
			rc = lint(&failing, err);
	}
	spot_vm_free(failing.vm);
	return rc;
}
