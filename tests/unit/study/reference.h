/* SPDX-License-Identifier: MIT */
/* Figures of ../shared/reference/NAME.json, computed elsewhere, beside ours. */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "support/unit.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "base/buf.h"

static inline json_t *load(const char *name)
{
	char path[256];
	json_error_t error;
	json_t *root;

	snprintf(path, sizeof(path), "../shared/reference/%s.json", name);
	root = json_load_file(path, 0, &error);
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

static inline void check(double got, json_t *value, const char *what)
{
	double wanted = json_number_value(value);

	if (!json_is_number(value) || !(fabs(got - wanted) <= 1e-9 * fabs(wanted) + 1e-300))
		fail_msg("%s: %.17g, not %.17g", what, got, wanted);
}

static inline void check_of(double got, json_t *object, const char *name)
{
	check(got, member(object, name), name);
}

/* What is a difference of numbers of size 1 keeps their rounding. */
static inline void check_small(double got, double wanted, const char *what)
{
	if (!(fabs(got - wanted) <= 1e-9 * fabs(wanted) + 1e-15))
		fail_msg("%s: %.17g, not %.17g", what, got, wanted);
}

/* As a Lua string. */
static inline void add_quoted(struct spot_buf *out, const char *value)
{
	spot_buf_char(out, '"');
	for (; *value; value++)
		spot_buf_printf(out, "\\%03d", (unsigned char)*value);
	spot_buf_char(out, '"');
}

#endif
