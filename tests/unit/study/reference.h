/* SPDX-License-Identifier: MIT */
/* Figures of ../shared/reference/NAME.json beside ours. */
#ifndef STUDY_REFERENCE_H
#define STUDY_REFERENCE_H

#include "support/reference.h"

#include <math.h>

#include "base/buf.h"

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
