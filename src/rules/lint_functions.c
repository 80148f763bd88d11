/* SPDX-License-Identifier: MIT */
/*
 * Warnings about rule functions. Two functions are taken for the same when their tokens
 * are, and they read the same fields and hold the same constants: a text that stands in a
 * loop makes several functions that differ in what they captured. Where something cannot
 * be told for certain there is no warning.
 */
#include <string.h>

#include "base/buf.h"
#include "rules/lint_internal.h"
#include "rules/lint_text.h"

/* A rule that accounts are asked. */
struct rule {
	const char *word, *name;
	double sign; /* of a criterion's weight; 0 for others */
	int fn;
	struct spot_place place;
};

struct lint {
	struct spot_warning_list *list;
	const struct spot_rules *rules;
	struct spot_lint_text text;
	struct rule *all;
	size_t n;
	bool inspected; /* the functions' bytecode could be read */
};

static void rule_add(struct lint *lint, const char *word, const char *name, double sign, int fn,
    struct spot_place place)
{
	if (fn != SPOT_NO_FUNCTION)
		lint->all[lint->n++] = (struct rule) { word, name, sign, fn, place };
}

static int rules_gather(struct lint *lint)
{
	const struct spot_rules *rules = lint->rules;
	size_t n = rules->n_criteria + rules->n_disqualifiers + rules->n_growths + rules->n_cohorts;
	lint->all = spot_arena_calloc(&lint->text.arena, n + 1, sizeof(*lint->all));
	if (!lint->all)
		return SPOT_ENOMEM;
	for (size_t i = 0; i < rules->n_criteria; i++) {
		const struct spot_criterion *c = &rules->criteria[i];
		rule_add(lint, "criterion", c->name, c->weight < 0 ? -1 : 1, c->fit, c->place);
	}
	for (size_t i = 0; i < rules->n_disqualifiers; i++) {
		const struct spot_disqualifier *d = &rules->disqualifiers[i];
		rule_add(lint, "disqualify", d->name, 0, d->when, d->place);
	}
	for (size_t i = 0; i < rules->n_growths; i++) {
		const struct spot_growth *g = &rules->growths[i];
		rule_add(lint, "growth", g->name, 0, g->value, g->place);
	}
	for (size_t i = 0; i < rules->n_cohorts; i++) {
		const struct spot_cohort *c = &rules->cohorts[i];
		rule_add(lint, "cohort", c->name, 0, c->when, c->place);
	}
	for (size_t i = 0; i < rules->n_functions; i++)
		lint->inspected = lint->inspected || rules->functions[i].n_lines > 0;
	return 0;
}

/* --- twins and opponents ------------------------------------------------------------- */

static bool constants_equal(const struct spot_function *a, const struct spot_function *b)
{
	if (a->n_constants != b->n_constants)
		return false;
	for (size_t i = 0; i < a->n_constants; i++) {
		const struct spot_value *x = &a->constants[i], *y = &b->constants[i];
		bool same = x->kind == y->kind;
		if (same && x->kind == SPOT_KIND_TEXT)
			same = spot_view_equal(x->as.text, y->as.text);
		else if (same && x->kind == SPOT_KIND_FLOAT)
			same = x->as.number == y->as.number;
		else if (same && x->kind == SPOT_KIND_INT)
			same = x->as.integer == y->as.integer;
		if (!same)
			return false;
	}
	return true;
}

static bool functions_equal(const struct lint *lint, int x, int y)
{
	const struct spot_function *a = &lint->rules->functions[x], *b = &lint->rules->functions[y];
	const char *s = lint->text.functions[x].text, *t = lint->text.functions[y].text;
	bool same_place = a->place.line == b->place.line &&
	    strcmp(a->place.file, b->place.file) == 0;
	bool same_reads = a->n_reads == b->n_reads && (a->n_reads == 0 ||
	    memcmp(a->reads, b->reads, a->n_reads * sizeof(*a->reads)) == 0);
	return !same_place && s && t && strcmp(s, t) == 0 && same_reads && constants_equal(a, b);
}

static void pair_lint(struct lint *lint, const struct rule *first, const struct rule *second)
{
	bool same_word = strcmp(first->word, second->word) == 0;
	bool is_criterion = strcmp(first->word, "criterion") == 0;
	if (same_word && first->sign == second->sign)
		spot_warning_add(lint->list, SPOT_WARNING_RULE_TWICE, second->place,
		    is_criterion ? "keep one and give it the weight of both" : "keep one of them",
		    "%s \"%s\" asks the same as \"%s\" in line %lu", second->word, second->name,
		    first->name, first->place.line);
	else if (same_word)
		spot_warning_add(lint->list, SPOT_WARNING_RULES_CONTRADICT, second->place,
		    "keep one of them",
		    "criterion \"%s\" and \"%s\" in line %lu ask the same, but one gives "
		    "points and the other takes them",
		    second->name, first->name, first->place.line);
	else if (is_criterion && strcmp(second->word, "disqualify") == 0 && first->sign > 0)
		spot_warning_add(lint->list, SPOT_WARNING_RULES_CONTRADICT, second->place,
		    "decide whether it is wanted or not",
		    "what gives points by criterion \"%s\" in line %lu makes a bad fit by \"%s\"",
		    first->name, first->place.line, second->name);
}

static void pairs_lint(struct lint *lint)
{
	for (size_t i = 0; i < lint->n; i++)
		for (size_t j = 0; j < i; j++)
			if (functions_equal(lint, lint->all[j].fn, lint->all[i].fn))
				pair_lint(lint, &lint->all[j], &lint->all[i]);
}

/* --- what is read -------------------------------------------------------------------- */

static void reads_lint(struct lint *lint)
{
	const struct spot_rules *rules = lint->rules;
	for (size_t i = 0; i < lint->n; i++) {
		const struct rule *rule = &lint->all[i];
		const struct spot_function *function = &rules->functions[rule->fn];
		const struct spot_lint_function *text = &lint->text.functions[rule->fn];
		bool judges = strcmp(rule->word, "criterion") == 0 ||
		    strcmp(rule->word, "disqualify") == 0;
		if (!judges)
			continue;
		if (lint->inspected && function->n_reads == 0 && text->text && !text->uses_subject)
			spot_warning_add(lint->list, SPOT_WARNING_RULE_BLIND, rule->place,
			    "let it read a field of the account, such as a.employees",
			    "%s \"%s\" answers the same for every account: it reads no field",
			    rule->word, rule->name);
		for (size_t f = 0; f < function->n_reads; f++) {
			const struct spot_field *field = &rules->fields.fields[function->reads[f]];
			if (!field->known_after)
				continue;
			spot_warning_add(lint->list, SPOT_WARNING_FIELD_AFTER, rule->place,
			    "judge by what is known before, or take known = \"after\" from "
			    "the field",
			    "%s \"%s\" reads \"%s\", which is known only after the outcome",
			    rule->word,
			    rule->name, field->name);
		}
	}
}

static bool segment_names(const struct spot_rules *rules, const char *field)
{
	for (size_t w = 0; w < rules->n_words; w++)
		for (size_t i = 0; i < rules->words[w].n_items; i++) {
			const struct spot_item *item = &rules->words[w].items[i];
			if (item->kind == SPOT_ITEM_VALUE && item->value.kind == SPOT_KIND_TEXT &&
			    spot_view_equal(item->value.as.text, spot_view_of(field)))
				return true;
		}
	return false;
}

static bool field_is_read(const struct lint *lint, size_t field_idx)
{
	const struct spot_rules *rules = lint->rules;
	const struct spot_field *field = &rules->fields.fields[field_idx];
	/* The key names accounts, and so does the name; the others need not be in an
	 * export, or are for studies. */
	if (field->type == SPOT_TYPE_KEY || strcmp(field->name, "name") == 0 || field->optional ||
	    field->has_default || field->derived || field->known_after)
		return true;
	for (size_t i = 0; i < rules->n_functions; i++) {
		const struct spot_function *function = &rules->functions[i];
		for (size_t f = 0; function->subject == SPOT_SUBJECT_ACCOUNT &&
		    f < function->n_reads; f++)
			if (function->reads[f] == field_idx)
				return true;
	}
	return spot_lint_text_names(&lint->text, field->name) || segment_names(rules, field->name);
}

#define NAMES_SHOWN 6

static void name_append(struct spot_buf *names, size_t n, const char *name)
{
	if (n < NAMES_SHOWN)
		spot_buf_printf(names, "%s%s", n > 0 ? ", " : "", name);
}

static int fields_lint(struct lint *lint)
{
	const struct spot_rules *rules = lint->rules;
	struct spot_buf names = SPOT_BUF_INIT;
	struct spot_place place = { rules->path, 0 };
	size_t n = 0;
	int rc = 0;
	for (size_t i = 0; lint->inspected && i < rules->fields.n_fields; i++) {
		if (field_is_read(lint, i))
			continue;
		if (n == 0)
			place.line = rules->fields.fields[i].line;
		name_append(&names, n++, rules->fields.fields[i].name);
	}
	if (spot_buf_failed(&names))
		rc = SPOT_ENOMEM;
	else if (n > NAMES_SHOWN)
		spot_buf_printf(&names, " and %zu more", n - NAMES_SHOWN);
	if (rc == 0 && n > 0)
		spot_warning_add(lint->list, SPOT_WARNING_FIELD_UNREAD, place,
		    "take them out: a declared field must be in every export",
		    "%zu field%s read by no rule: %s", n, n == 1 ? " is" : "s are",
		    spot_buf_str(&names));
	spot_buf_reset(&names);
	return rc;
}

static void params_lint(struct lint *lint)
{
	const struct spot_rules *rules = lint->rules;
	for (size_t i = 0; !lint->text.passes_params && i < rules->n_params; i++)
		if (!spot_lint_text_names(&lint->text, rules->params[i].name))
			spot_warning_add(lint->list, SPOT_WARNING_PARAM_UNREAD,
			    (struct spot_place) { rules->path, 0 },
			    "use it in a rule, or take it out",
			    "param \"%s\" is used by no rule: changing it changes nothing",
			    rules->params[i].name);
}

int spot_lint_functions(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct lint lint = { .list = list, .rules = rules };
	int rc = spot_lint_text_init(&lint.text, rules, err);
	if (rc != 0)
		return rc;
	rc = rules_gather(&lint);
	if (rc == 0) {
		pairs_lint(&lint);
		reads_lint(&lint);
		params_lint(&lint);
		rc = fields_lint(&lint);
	}
	spot_lint_text_reset(&lint.text);
	return rc == 0 ? 0 : spot_error_nomem(err);
}
