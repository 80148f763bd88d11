/* SPDX-License-Identifier: MIT */
#include "cli/named.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

int spot_named_cohort(size_t *out, const struct spot_rules *rules, const char *option,
    const char *name, struct spot_error *err)
{
	struct spot_buf known = SPOT_BUF_INIT;
	const char *near = NULL;

	for (*out = 0; *out < rules->n_cohorts; ++*out) {
		const char *const *cohort = &rules->cohorts[*out].name;

		if (strcmp(*cohort, name) == 0) {
			spot_buf_reset(&known);
			return 0;
		}
		near = near ? near : spot_text_nearest(name, cohort, 1);
		spot_buf_printf(&known, "%s \"%s\"", known.len > 0 ? "," : "", *cohort);
	}
	spot_error_set(err, SPOT_EUSAGE, "%s %s: %s has no such cohort", option, name, rules->path);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	else if (rules->n_cohorts > 0)
		spot_error_hint(err, "there is%s", spot_buf_str(&known));
	else
		spot_error_hint(err, "add cohort \"%s\" { when = function(a) ... end }", name);
	spot_buf_reset(&known);
	return SPOT_EUSAGE;
}

int spot_named_field(size_t *out, const struct spot_rules *rules, const char *option,
    const char *name, struct spot_error *err)
{
	const char *near = NULL;

	*out = spot_schema_find(&rules->fields, name, strlen(name));
	if (*out != SPOT_NONE)
		return 0;
	for (size_t i = 0; !near && i < rules->fields.n_fields; i++)
		near = spot_text_nearest(name, &rules->fields.fields[i].name, 1);
	spot_error_set(err, SPOT_EUSAGE, "%s %s: %s has no such field", option, name, rules->path);
	if (near)
		spot_error_hint(err, "did you mean \"%s\"?", near);
	return SPOT_EUSAGE;
}

int spot_named_date_alone(const char *date, const char *hint, struct spot_error *err)
{
	spot_error_set(err, SPOT_EUSAGE, "%s needs %s", date ? "--date" : "--train-before",
	    date ? "--train-before DATE" : "--date FIELD");
	spot_error_hint(err, "%s", hint);
	return SPOT_EUSAGE;
}
