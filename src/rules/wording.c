/* SPDX-License-Identifier: MIT */
#include "rules/wording.h"

#include <stdlib.h>
#include <string.h>

#include "program/phrase.h"
#include "rules/subject.h"
#include "rules/token.h"
#include "rules/translate.h"

struct spot_wording {
	const struct spot_rules *rules;
	struct spot_vm *vm;
};

int spot_wording_new(struct spot_wording **out, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct spot_wording *wording = spot_mem_calloc(1, sizeof(*wording));
	int rc;

	*out = NULL;
	if (!wording)
		return spot_error_nomem(err);
	wording->rules = rules;
	rc = spot_vm_new(&wording->vm, rules, err);
	if (rc == 0)
		*out = wording;
	else
		free(wording);
	return rc;
}

void spot_wording_free(struct spot_wording *wording)
{
	if (!wording)
		return;
	spot_vm_free(wording->vm);
	free(wording);
}

/* --- Lua ---------------------------------------------------------------------------------- */

/* The first function that begins on the line, from "function" to its "end"; empty: none. */
static struct spot_view function_on(const struct spot_source *source, unsigned long line)
{
	struct spot_view text = { NULL, 0 };
	struct spot_tokens tokens;
	struct spot_token token;
	int depth = 0;

	spot_tokens_init(&tokens, (struct spot_view) { source->text, source->len });
	while ((token = spot_tokens_next(&tokens)).kind != SPOT_TOKEN_END) {
		bool is_name = token.kind == SPOT_TOKEN_NAME && token.line >= line;

		if (is_name && !text.ptr && spot_token_is(&token, "function"))
			text.ptr = token.text.ptr;
		if (!is_name || !text.ptr)
			continue;
		depth += spot_token_is(&token, "function") || spot_token_is(&token, "do") ||
		    spot_token_is(&token, "if") || spot_token_is(&token, "repeat");
		depth -= spot_token_is(&token, "end") || spot_token_is(&token, "until");
		text.len = (size_t)(token.text.ptr + token.text.len - text.ptr);
		if (depth == 0)
			break;
	}
	return text;
}

/* In one line, without comments. */
static void put_lua(struct spot_buf *out, const struct spot_source *source,
    const struct spot_function *fn)
{
	struct spot_view lua = function_on(source, fn->place.line);
	struct spot_tokens tokens;

	spot_tokens_init(&tokens, lua);
	while (tokens.at < tokens.end) {
		const char *before = tokens.at, *from;

		spot_tokens_skip(&tokens);
		from = tokens.at;
		spot_tokens_next(&tokens);
		spot_buf_text(out, from > before ? " " : "");
		for (; from < tokens.at; from++)
			spot_buf_char(out, *from == '\n' ? ' ' : *from);
	}
}

static void write_lua(struct spot_buf *out, const struct spot_rules *rules,
    const struct spot_function *fn)
{
	for (size_t i = 0; i < rules->n_sources; i++)
		if (strcmp(rules->sources[i].path, fn->place.file) == 0) {
			put_lua(out, &rules->sources[i], fn);
			return;
		}
}

/* --- words -------------------------------------------------------------------------------- */

int spot_wording_write(struct spot_buf *out, struct spot_wording *wording, int fn, bool *in_words,
    struct spot_error *err)
{
	const struct spot_function *function = &wording->rules->functions[fn];
	struct spot_phrase_look look = { wording->rules->as_of,
		function->answer == SPOT_ANSWER_FIT };
	struct spot_builder *builder = NULL;
	struct spot_program *program = NULL;
	struct spot_translation translation;
	int rc = spot_builder_new(&builder, spot_subject_schema(wording->rules, function), err);

	*in_words = false;
	if (rc == 0)
		rc = spot_translate(&translation, wording->vm, fn, builder, NULL, err);
	if (rc == 0 && translation.is_translated)
		rc = spot_program_new(&program, builder, err);
	if (rc == 0 && program)
		*in_words = spot_phrase_write(out, program, 0, &look);
	if (rc == 0 && !*in_words)
		write_lua(out, wording->rules, function);
	spot_program_free(program);
	spot_builder_free(builder);
	return rc == 0 && spot_buf_failed(out) ? spot_error_nomem(err) : rc;
}
