/* SPDX-License-Identifier: MIT */
/*
 * PCRE2 under limits. Its own match limit does not bound the time: it starts anew at every
 * position of the text, and the JIT passes by it in possessive groups. So patterns are compiled
 * with a callout before every item, and the callout counts: one step, and the distance it has come
 * since the last one, which is what a repeated single character has taken. That costs some tens of
 * nanoseconds a match.
 *
 * What the JIT gives up for want of stack is tried once more by the interpreter, which uses the
 * heap.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "program/regex.h"

#include <pcre2.h>
#include <stdlib.h>

#include "base/mem.h"

enum {
	MAX_PATTERN_BYTES = 16 << 10,
	MAX_STEPS = 1000000,
	STEPS_PER_BYTE = 8, /* more for longer texts */
	BYTES_PER_STEP = 16, /* passed over by a repetition */
	HEAP_LIMIT_KIB = 8 << 10,
};

struct spot_regex {
	pcre2_code *code;
};

struct count {
	uint64_t n, most;
	size_t position; /* in the text, at the last callout */
};

static int compile_error(int number, size_t offset, struct spot_error *err)
{
	PCRE2_UCHAR text[160];
	if (number == PCRE2_ERROR_HEAP_FAILED)
		return spot_error_nomem(err);
	if (pcre2_get_error_message(number, text, sizeof(text)) < 0)
		text[0] = '\0';
	return spot_error_set(err, SPOT_ERULES,
	    "the regular expression is wrong at character %zu: %s", offset + 1,
	    (const char *)text);
}

int spot_regex_new(struct spot_regex **out, struct spot_view pattern, struct spot_error *err)
{
	int rc = 0, number;
	size_t offset;
	*out = NULL;
	struct spot_regex *regex = spot_mem_calloc(1, sizeof(*regex));
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	if (!regex || !context) {
		rc = spot_error_nomem(err);
		goto out;
	}
	pcre2_set_max_pattern_length(context, MAX_PATTERN_BYTES);
	regex->code = pcre2_compile((PCRE2_SPTR)(pattern.len > 0 ? pattern.ptr : ""), pattern.len,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT, &number,
	    &offset, context);
	if (!regex->code) {
		rc = compile_error(number, offset, err);
		goto out;
	}
	/* Where it fails the interpreter runs instead. */
	pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE);
out:
	pcre2_compile_context_free(context);
	if (rc)
		spot_regex_free(regex);
	else
		*out = regex;
	return rc;
}

static int count_step(pcre2_callout_block *block, void *ctx)
{
	struct count *count = ctx;
	size_t now = block->current_position, before = count->position;
	count->position = now;
	count->n += 1 + (now > before ? now - before : before - now) / BYTES_PER_STEP;
	return count->n > count->most ? PCRE2_ERROR_CALLOUT : 0;
}

static int match_error(int number, struct spot_error *err)
{
	PCRE2_UCHAR text[160];
	switch (number) {
	case PCRE2_ERROR_NOMEMORY:
		return spot_error_nomem(err);
	case PCRE2_ERROR_CALLOUT:
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_JIT_STACKLIMIT:
		return spot_error_set(err, SPOT_ERULES,
		    "the regular expression takes too many steps on this text");
	}
	if (number <= PCRE2_ERROR_UTF8_ERR1 && number >= PCRE2_ERROR_UTF8_ERR21)
		return spot_error_set(err, SPOT_ERULES, "the text is not UTF-8");
	if (pcre2_get_error_message(number, text, sizeof(text)) < 0)
		text[0] = '\0';
	return spot_error_set(err, SPOT_ERULES, "the regular expression failed: %s",
	    (const char *)text);
}

int spot_regex_match_counted(const struct spot_regex *regex, struct spot_view text, bool *matched,
    uint64_t *n_steps, struct spot_error *err)
{
	PCRE2_SPTR subject = (PCRE2_SPTR)(text.len > 0 ? text.ptr : "");
	struct count count = { .most = MAX_STEPS + (uint64_t)text.len * STEPS_PER_BYTE };
	int n = PCRE2_ERROR_NOMEMORY;
	*matched = false;
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	if (data && context) {
		pcre2_set_heap_limit(context, HEAP_LIMIT_KIB);
		pcre2_set_callout(context, count_step, &count);
		n = pcre2_match(regex->code, subject, text.len, 0, 0, data, context);
		if (n == PCRE2_ERROR_JIT_STACKLIMIT)
			n = pcre2_match(regex->code, subject, text.len, 0, PCRE2_NO_JIT, data,
			    context);
	}
	pcre2_match_context_free(context);
	pcre2_match_data_free(data);
	*n_steps = count.n;
	*matched = n >= 0;
	return n >= 0 || n == PCRE2_ERROR_NOMATCH ? 0 : match_error(n, err);
}

int spot_regex_match(const struct spot_regex *regex, struct spot_view text, bool *matched,
    struct spot_error *err)
{
	uint64_t n_steps;
	return spot_regex_match_counted(regex, text, matched, &n_steps, err);
}

size_t spot_regex_size(const struct spot_regex *regex)
{
	size_t code = 0, jit = 0;
	pcre2_pattern_info(regex->code, PCRE2_INFO_SIZE, &code);
	if (pcre2_pattern_info(regex->code, PCRE2_INFO_JITSIZE, &jit) != 0)
		jit = 0;
	return sizeof(*regex) + code + jit;
}

void spot_regex_free(struct spot_regex *regex)
{
	if (!regex)
		return;
	pcre2_code_free(regex->code);
	free(regex);
}
