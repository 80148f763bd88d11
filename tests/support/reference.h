/* SPDX-License-Identifier: MIT */
/* Reading ../shared/reference/NAME.json: figures that other programs computed. */
#ifndef SUPPORT_REFERENCE_H
#define SUPPORT_REFERENCE_H

#include "support/unit.h"

#include <jansson.h>
#include <stdio.h>

/* The test is skipped when there is no such folder. json_decref() it. */
static inline json_t *reference_load(const char *name)
{
	char path[256];
	json_error_t error;
	snprintf(path, sizeof(path), "../shared/reference/%s.json", name);
	json_t *root = json_load_file(path, 0, &error);
	if (!root && json_error_code(&error) == json_error_cannot_open_file) {
		print_message("skipped: ../shared is not here\n");
		skip();
	}
	if (!root)
		fail_msg("%s:%d: %s", path, error.line, error.text);
	return root;
}

static inline json_t *member(json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	if (!value)
		fail_msg("no %s", name);
	return value;
}

static inline const char *text(json_t *object, const char *name)
{
	return json_string_value(member(object, name));
}

#endif
