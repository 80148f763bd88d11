/* SPDX-License-Identifier: MIT */
/* What the tests of the public library share: a rule file, and files in a folder of their own. */
#ifndef EMBEDDED_H
#define EMBEDDED_H

#include "support/unit.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sweetspot.h"

static const char embedded_rules[] =
    "profile \"P\" {}\n"
    "fields { id = \"key\", employees = \"integer\", industry = \"text\",\n"
    "  since = { \"date\", optional = true }, tech = { \"list\", optional = true },\n"
    "  arr = { \"money\", default = 0 }, paid = { \"flag\", optional = true } }\n"
    "local p = params { least = 50 }\n"
    "group \"Fit\" { cap = 50 }\n"
    "criterion \"Size\" { weight = 60, why = \"big enough\", group = \"Fit\",\n"
    "  fit = function(a) return a.employees >= p.least end }\n"
    "criterion \"Industry\" { weight = 40, why = \"we know it\",\n"
    "  fit = function(a) return one_of(a.industry, \"SaaS\") end }\n"
    "disqualify \"Giant\" { why = \"too big\", when = function(a) return a.employees > 9000 end }\n"
    "growth \"Seats\" { value = function(a) return a.employees * 2 + a.arr end }\n"
    "tiers { A = 80, B = 50, C = 0 }\n"
    "exception \"X\" { account = \"ACC-9\", tier = \"A\", by = \"CRO\", why = \"logo\", "
    "expires = \"2026-12-31\" }\n";

static const char *const embedded_header[] = { "Id", "Employees", "Industry" };

static inline struct spot_icp *embedded_open_text(const char *text)
{
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_icp_error err;
	struct spot_icp *icp;

	options.as_of = "2026-11-22";
	if (spot_icp_open_text(&icp, "p.lua", text, strlen(text), &options, &err) != 0)
		fail_msg("%s", err.text);
	return icp;
}

static inline struct spot_scorer *embedded_scorer(const char *text)
{
	struct spot_icp *icp = embedded_open_text(text);
	struct spot_icp_error err;
	struct spot_scorer *scorer;

	if (spot_scorer_new(&scorer, icp, embedded_header, 3, &err) != 0)
		fail_msg("%s", err.text);
	spot_icp_close(icp); /* the scorer holds its own */
	return scorer;
}

/* --- files ------------------------------------------------------------------------------- */

static char embedded_folder[64];

static inline const char *embedded_path(const char *name)
{
	static char paths[4][128];
	static unsigned next;
	char *path = paths[next++ % 4];

	if (!*embedded_folder) {
		strcpy(embedded_folder, "/tmp/sweetspot-test-XXXXXX");
		assert_non_null(mkdtemp(embedded_folder));
	}
	snprintf(path, sizeof(paths[0]), "%s/%s", embedded_folder, name);
	return path;
}

/* As an editor does: a new file in the old one's place. */
static inline const char *embedded_write(const char *name, const char *text)
{
	const char *path = embedded_path(name), *beside = embedded_path("beside");
	FILE *file = fopen(beside, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(rename(beside, path), 0);
	return path;
}

static inline void embedded_remove(const char *name)
{
	unlink(embedded_path(name));
	if (rmdir(embedded_folder) == 0) /* it was empty */
		*embedded_folder = '\0';
}

#endif
