/* SPDX-License-Identifier: MIT */
/* What would end a trial: a file that is right until a hypothesis varies it. */
#include <string.h>

#include "rules/lint_internal.h"
#include "rules/vary.h"

static bool has_error_at(const struct spot_diags *diags, const struct spot_diag *other)
{
	for (size_t i = 0; i < diags->n_items; i++) {
		const struct spot_diag *diag = &diags->items[i];

		if (diag->severity == SPOT_SEVERITY_ERROR && diag->line == other->line &&
		    diag->file && other->file && strcmp(diag->file, other->file) == 0)
			return true;
	}
	return false;
}

/* Errors of the varied file that stand at a place of their own. */
static void take(struct spot_warning_list *list, const struct spot_diags *varied,
    const struct spot_diags *known)
{
	for (size_t i = 0; i < varied->n_items; i++) {
		const struct spot_diag *diag = &varied->items[i];

		if (diag->severity == SPOT_SEVERITY_ERROR && !has_error_at(known, diag))
			spot_diags_add(&list->diags, SPOT_SEVERITY_ERROR, 0, diag->file,
			    diag->line, diag->hint, "%s", diag->what);
	}
}

static int lint_word(struct spot_warning_list *list, const struct spot_word *word,
    const char *path, const struct spot_rules_options *options, struct spot_arena *arena,
    struct spot_error *err)
{
	struct spot_error why = SPOT_ERROR_INIT;
	struct spot_warning_list varied;
	struct spot_variation variation;
	struct spot_rules *rules = NULL;
	int rc = spot_vary_read(&variation, word, arena, err);

	if (rc != 0)
		return rc;
	spot_warning_list_init(&varied);
	rc = spot_vary_load(&rules, path, options, &variation, NULL, &why);
	if (rc == SPOT_ENOMEM)
		rc = spot_error_nomem(err);
	else if (rc != 0)
		spot_diags_add(&varied.diags, SPOT_SEVERITY_ERROR, 0, why.file, why.line,
		    why.hint[0] ? why.hint : NULL, "%s", why.what);
	else
		rc = spot_lint_failing(&varied, rules, err);
	if (rc != SPOT_ENOMEM) {
		take(list, &varied.diags, &list->diags);
		rc = 0;
	}
	spot_rules_free(rules);
	spot_warning_list_reset(&varied);
	return rc;
}

int spot_lint_hypotheses(struct spot_warning_list *list, const struct spot_rules *rules,
    const char *path, const struct spot_rules_options *options, struct spot_error *err)
{
	struct spot_arena arena;
	int rc = 0;

	spot_arena_init(&arena);
	for (size_t w = 0; rc == 0 && w < rules->n_words; w++)
		if (strcmp(rules->words[w].word, "hypothesis") == 0)
			rc = lint_word(list, &rules->words[w], path, options, &arena, err);
	spot_arena_free(&arena);
	return rc;
}
