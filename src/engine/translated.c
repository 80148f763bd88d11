/* SPDX-License-Identifier: MIT */
#include "engine/translated.h"

#include <stdlib.h>
#include <string.h>

#include "rules/subject.h"

static int translate(struct spot_translation *out, struct spot_builder **builder,
    const struct spot_translated *translated, int fn, struct spot_error *err)
{
	int rc = spot_builder_new(builder, spot_subject_schema(translated->rules,
	    &translated->rules->functions[fn]), err);

	return rc == 0 ? spot_translate(out, translated->vm, fn, *builder, NULL, err) : rc;
}

int spot_translated_init(struct spot_translated *out, const struct spot_rules *rules,
    struct spot_error *err)
{
	int rc;

	*out = (struct spot_translated) { .rules = rules };
	out->items = spot_mem_calloc(rules->n_functions + 1, sizeof(*out->items));
	rc = out->items ? spot_vm_new(&out->vm, rules, err) : spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < rules->n_functions; i++) {
		struct spot_builder *builder = NULL;

		rc = translate(&out->items[i], &builder, out, (int)i, err);
		out->n_translated += out->items[i].is_translated;
		spot_builder_free(builder);
	}
	return rc;
}

void spot_translated_reset(struct spot_translated *translated)
{
	spot_vm_free(translated->vm);
	free(translated->items);
	memset(translated, 0, sizeof(*translated));
}

int spot_translated_print(struct spot_buf *out, const struct spot_translated *translated, int fn,
    struct spot_error *err)
{
	const struct spot_function *function = &translated->rules->functions[fn];
	struct spot_builder *builder = NULL;
	struct spot_program *program = NULL;
	struct spot_translation translation;
	int rc = translate(&translation, &builder, translated, fn, err);

	if (rc == 0 && translation.is_translated)
		rc = spot_program_new(&program, builder, err);
	if (rc == 0) {
		spot_buf_printf(out, "%s \"%s\" (%s:%lu)\n", function->word, function->owner,
		    function->place.file, function->place.line);
		if (program)
			spot_program_print(out, program, 0);
		else
			spot_buf_printf(out, "  runs in the Lua VM: line %lu: %s\n",
			    translation.line, translation.why);
	}
	spot_program_free(program);
	spot_builder_free(builder);
	return rc;
}
