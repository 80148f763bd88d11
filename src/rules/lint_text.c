/* SPDX-License-Identifier: MIT */
/*
 * One pass over the tokens of every file. Blocks are counted from each `function` to its
 * `end`; where a function of the model begins and ends on the same lines as exactly one
 * of the text, that one is its text.
 */
#include "rules/lint_text.h"

#include <stdlib.h>

#include "base/buf.h"
#include "rules/token.h"

struct span { /* a function in a file's tokens */
	size_t first, end; /* tokens */
	unsigned long line, last_line;
};

struct scan {
	struct spot_lint_text *out;
	struct spot_token *tokens;
	size_t n_tokens, tokens_cap;
	struct span *spans;
	size_t n_spans, spans_cap;
	size_t *open; /* blocks: index of a span + 1, or 0 */
	size_t n_open, open_cap;
};

static bool opens_block(const struct spot_token *token)
{
	return spot_token_is(token, "function") || spot_token_is(token, "do") ||
	    spot_token_is(token, "if") || spot_token_is(token, "repeat");
}

static int block_open(struct scan *scan, size_t token_idx)
{
	const struct spot_token *token = &scan->tokens[token_idx];
	size_t span = 0;
	if (spot_token_is(token, "function")) {
		if (!spot_mem_grow(
			&scan->spans, &scan->spans_cap, scan->n_spans + 1, sizeof(*scan->spans)))
			return SPOT_ENOMEM;
		scan->spans[scan->n_spans++] =
		    (struct span) { .first = token_idx, .line = token->line };
		span = scan->n_spans;
	}
	if (!spot_mem_grow(&scan->open, &scan->open_cap, scan->n_open + 1, sizeof(*scan->open)))
		return SPOT_ENOMEM;
	scan->open[scan->n_open++] = span;
	return 0;
}

static void block_close(struct scan *scan, size_t token_idx)
{
	size_t span = scan->n_open > 0 ? scan->open[--scan->n_open] : 0;
	if (span == 0)
		return;
	scan->spans[span - 1].end = token_idx + 1;
	scan->spans[span - 1].last_line = scan->tokens[token_idx].line;
}

static int tokens_read(struct scan *scan, struct spot_view text)
{
	struct spot_tokens tokens;
	scan->n_tokens = scan->n_spans = scan->n_open = 0;
	spot_tokens_init(&tokens, text);
	for (;;) {
		struct spot_token token = spot_tokens_next(&tokens);
		if (token.kind == SPOT_TOKEN_END)
			return 0;
		if (!spot_mem_grow(&scan->tokens, &scan->tokens_cap, scan->n_tokens + 1,
			sizeof(*scan->tokens)))
			return SPOT_ENOMEM;
		scan->tokens[scan->n_tokens++] = token;
		if (opens_block(&token) && block_open(scan, scan->n_tokens - 1) != 0)
			return SPOT_ENOMEM;
		if (spot_token_is(&token, "end") || spot_token_is(&token, "until"))
			block_close(scan, scan->n_tokens - 1);
	}
}

static bool follows_point(const struct scan *scan, size_t idx)
{
	return idx > 0 &&
	    (spot_token_is(&scan->tokens[idx - 1], ".") ||
	    spot_token_is(&scan->tokens[idx - 1], ":"));
}

static int names_note(struct scan *scan)
{
	for (size_t i = 0; i < scan->n_tokens; i++) {
		const struct spot_token *token = &scan->tokens[i];
		bool is_key = token->kind == SPOT_TOKEN_TEXT ||
		    (token->kind == SPOT_TOKEN_NAME && follows_point(scan, i));
		if (is_key && spot_map_add(&scan->out->names, token->text) == SPOT_MAP_NONE)
			return SPOT_ENOMEM;
	}
	return 0;
}

/* `local p = params { … }`, and then p without a point or a text in brackets after it. */
static void params_follow(struct scan *scan)
{
	for (size_t i = 2; i < scan->n_tokens; i++) {
		const struct spot_token *name = &scan->tokens[i - 2];
		if (!spot_token_is(&scan->tokens[i], "params") || follows_point(scan, i) ||
		    !spot_token_is(&scan->tokens[i - 1], "=") || name->kind != SPOT_TOKEN_NAME)
			continue;
		for (size_t j = i + 1; j + 2 < scan->n_tokens; j++) {
			const struct spot_token *next = &scan->tokens[j + 1];
			if (scan->tokens[j].kind != SPOT_TOKEN_NAME || follows_point(scan, j) ||
			    !spot_view_equal(scan->tokens[j].text, name->text))
				continue;
			if (!spot_token_is(next, ".") && !spot_token_is(next, "=") &&
			    !(spot_token_is(next, "[") &&
			    scan->tokens[j + 2].kind == SPOT_TOKEN_TEXT))
				scan->out->passes_params = true;
		}
	}
}

/* The first parameter of the function, or NULL. */
static const struct spot_token *subject_of(const struct scan *scan, const struct span *span)
{
	size_t i = span->first + 1;
	while (i < span->end && !spot_token_is(&scan->tokens[i], "("))
		i++;
	return i + 1 < span->end && scan->tokens[i + 1].kind == SPOT_TOKEN_NAME
	    ? &scan->tokens[i + 1] :
										 NULL;
}

static int function_print(struct scan *scan, const struct span *span,
    struct spot_lint_function *function)
{
	const struct spot_token *subject = subject_of(scan, span);
	struct spot_buf text = SPOT_BUF_INIT;
	for (size_t i = span->first; i < span->end; i++) {
		const struct spot_token *token = &scan->tokens[i];
		bool is_subject = subject && token->kind == SPOT_TOKEN_NAME &&
		    !follows_point(scan, i) &&
		    spot_view_equal(token->text, subject->text);
		/* Or it is among "..." */
		if ((is_subject && token > subject) || (!subject && spot_token_is(token, "...")))
			function->uses_subject = true;
		spot_buf_char(&text, token->kind == SPOT_TOKEN_TEXT ? '"' : ' ');
		if (is_subject)
			spot_buf_char(&text, '\1');
		else
			spot_buf_view(&text, token->text);
	}
	if (!spot_buf_failed(&text))
		function->text = spot_arena_copy(&scan->out->arena, text.ptr, text.len);
	spot_buf_reset(&text);
	return function->text ? 0 : SPOT_ENOMEM;
}

/* The one function of the text on these lines, or NULL. */
static const struct span *span_of(const struct scan *scan, const struct spot_function *function)
{
	const struct span *found = NULL;
	for (size_t i = 0; i < scan->n_spans; i++) {
		const struct span *span = &scan->spans[i];
		if (span->line != function->place.line || span->last_line != function->last_line ||
		    span->end == 0)
			continue;
		if (found)
			return NULL;
		found = span;
	}
	return found;
}

static int source_scan(struct scan *scan, const struct spot_rules *rules,
    const struct spot_source *source)
{
	int rc = tokens_read(scan, (struct spot_view) { source->text, source->len });
	if (rc == 0)
		rc = names_note(scan);
	params_follow(scan);
	for (size_t i = 0; rc == 0 && i < rules->n_functions; i++) {
		const struct spot_function *function = &rules->functions[i];
		const struct span *span;
		if (strcmp(function->place.file, source->path) != 0)
			continue;
		span = span_of(scan, function);
		if (span)
			rc = function_print(scan, span, &scan->out->functions[i]);
	}
	return rc;
}

int spot_lint_text_init(struct spot_lint_text *text, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct scan scan = { .out = text };
	int rc = 0;
	memset(text, 0, sizeof(*text));
	spot_map_init(&text->names);
	spot_arena_init(&text->arena);
	text->functions =
	    spot_arena_calloc(&text->arena, rules->n_functions + 1, sizeof(*text->functions));
	if (!text->functions)
		rc = SPOT_ENOMEM;
	for (size_t i = 0; rc == 0 && i < rules->n_sources; i++)
		rc = source_scan(&scan, rules, &rules->sources[i]);
	free(scan.tokens);
	free(scan.spans);
	free(scan.open);
	if (rc == 0)
		return 0;
	spot_lint_text_reset(text);
	return spot_error_nomem(err);
}

void spot_lint_text_reset(struct spot_lint_text *text)
{
	spot_map_reset(&text->names);
	spot_arena_free(&text->arena);
	memset(text, 0, sizeof(*text));
}

bool spot_lint_text_names(const struct spot_lint_text *text, const char *name)
{
	return spot_map_find(&text->names, spot_view_of(name)) != SPOT_MAP_NONE;
}
