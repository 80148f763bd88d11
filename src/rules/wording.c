/* SPDX-License-Identifier: MIT */
#include "rules/wording.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "program/phrase.h"
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

static struct spot_view line_of(const struct spot_source *source, unsigned long line)
{
	const char *at = source->text, *end = source->text + source->len, *stop;

	while (--line > 0 && at < end) {
		stop = memchr(at, '\n', (size_t)(end - at));
		at = stop ? stop + 1 : end;
	}
	stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
	return (struct spot_view) { at, (size_t)((stop ? stop : end) - at) };
}

/* From "function" on to its last "end", its lines joined by a space. */
static void put_lua(struct spot_buf *out, const struct spot_source *source,
    const struct spot_function *fn)
{
	size_t begin = out->len;

	for (unsigned long line = fn->place.line; line <= fn->last_line; line++) {
		struct spot_view text = spot_text_trim(line_of(source, line));
		const char *from = line == fn->place.line && text.len > 0
		    ? memmem(text.ptr, text.len, "function", 8) : NULL;

		if (from)
			text = (struct spot_view) { from, text.len - (size_t)(from - text.ptr) };
		spot_buf_text(out, out->len > begin && text.len > 0 ? " " : "");
		spot_buf_view(out, text);
	}
	if (spot_buf_failed(out))
		return;
	/* What closes the table behind it. */
	while (out->len > begin + 3 && strncmp(out->ptr + out->len - 3, "end", 3) != 0)
		out->len--;
	out->ptr[out->len] = '\0';
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

static const struct spot_schema *schema_of(const struct spot_rules *rules,
    const struct spot_function *fn)
{
	switch (fn->subject) {
	case SPOT_SUBJECT_ACCOUNT:
	case SPOT_SUBJECT_N:
		break;
	case SPOT_SUBJECT_RECORD:
		return &rules->rollups[fn->subject_idx].fields;
	case SPOT_SUBJECT_CONTACT:
		return &rules->contacts;
	case SPOT_SUBJECT_EVENT:
		return &rules->events;
	}
	return &rules->fields;
}

int spot_wording_write(struct spot_buf *out, struct spot_wording *wording, int fn, bool *in_words,
    struct spot_error *err)
{
	const struct spot_function *function = &wording->rules->functions[fn];
	struct spot_phrase_look look = { wording->rules->as_of,
		function->answer == SPOT_ANSWER_FIT };
	struct spot_builder *builder = NULL;
	struct spot_program *program = NULL;
	struct spot_translation translation;
	int rc = spot_builder_new(&builder, schema_of(wording->rules, function), err);

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
