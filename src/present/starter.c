/* SPDX-License-Identifier: MIT */
/*
 * What can be told from data is live: fields, and a few criteria, tiers and a test that
 * show at once how it goes. The other words stand behind dashes. Prose is "-- text", code
 * that waits is "--code": taking two dashes away makes it live.
 */
#include "present/starter.h"

#include <inttypes.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/starter_internal.h"
#include "report/escape.h"

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path;
}

/* A name with a control character cannot be called so; it must not end the comment either. */
static void print_shell(struct spot_buf *out, const char *path)
{
	bool plain = strcmp(path, "-") == 0 || !strpbrk(path, " '\"\\$`&;|<>()*?[]#~!");
	struct spot_view rest = spot_view_of(path);

	spot_buf_text(out, plain ? "" : "'");
	while (rest.len > 0) {
		struct spot_view shown = spot_escape_next(&rest);

		if (shown.ptr[0] == '\'')
			spot_buf_text(out, "'\\''");
		else
			spot_buf_view(out, shown);
	}
	spot_buf_text(out, plain ? "" : "'");
}

static void print_command(struct spot_buf *out, const struct spot_starter *starter,
    const char *verb,
    const char *more)
{
	spot_buf_printf(out, "--     sweetspot %s -r ", verb);
	print_shell(out, starter->rules_path ? starter->rules_path : "RULES.lua");
	spot_buf_char(out, ' ');
	print_shell(out, starter->tables[0].path);
	spot_buf_text(out, starter->options);
	for (size_t t = 1; t < starter->n_tables; t++) {
		if (spot_infer_key(starter->tables[t].infer) == (size_t)-1)
			continue;
		spot_buf_text(out, " --with ");
		print_shell(out, starter->tables[t].name);
		spot_buf_char(out, '=');
		print_shell(out, starter->tables[t].path);
	}
	spot_buf_printf(out, "%s\n", more);
}

static void print_head(struct spot_buf *out, const struct spot_starter *starter)
{
	const struct spot_starter_table *table = &starter->tables[0];
	struct spot_buf rows = SPOT_BUF_INIT;
	spot_buf_grouped(&rows, spot_infer_n_rows(table->infer));
	spot_buf_text(out, "-- A first rule file for ");
	spot_escape_plain(out, spot_view_of(file_name(table->path)));
	spot_buf_printf(out, ", made from %s %s row%s%s.\n",
	    table->has_more ? "its first" : "all", spot_buf_str(&rows),
	    spot_infer_n_rows(table->infer) == 1 ? "" : "s",
	    table->has_more ? "; there are more" : "");
	if (table->n_rejected > 0)
		spot_buf_printf(out, "-- %" PRIu64 " more row%s could not be used.\n",
		    table->n_rejected,
		    table->n_rejected == 1 ? "" : "s");
	spot_buf_text(out,
	    "--\n"
	    "-- Types are what every one of those rows can be read as; where data cannot tell,\n"
	    "-- a line above the field asks. The criteria are examples: their numbers are\n"
	    "-- quartiles, not advice. Code behind two dashes shows further words: take the\n"
	    "-- dashes away and change what it says.\n"
	    "--\n");
	print_command(out, starter, "check", "");
	print_command(out, starter, "score", " -o scored.csv");
	spot_draft_end(&rows, &out->failed);
}

static void print_profile(struct spot_buf *out, const struct spot_starter *starter)
{
	char day[SPOT_DATE_TEXT_SIZE];
	spot_date_print(starter->as_of, day);
	spot_buf_text(out, "\nprofile \"First draft\" {\n"
	    "\tpurpose      = \"Say here which customers this is for.\",\n"
	    "\tproblem      = \"Say here what they cannot do without you.\",\n"
	    "\towner        = \"RevOps\",\n");
	spot_buf_printf(out, "\treviewed     = \"%s\",\n\treview_every = \"90d\",\n}\n", day);
}

static void print_fields(struct spot_buf *out, const struct spot_starter_plan *plan)
{
	if (spot_infer_key(plan->starter->tables[0].infer) == (size_t)-1)
		spot_buf_text(out,
		    "\n-- No column is a key: a name for each account, never blank, never twice.\n"
		    "-- Accounts are then named by file and line; exceptions and rollups need it.\n"
		    "fields {\n");
	else
		spot_buf_text(out, "\nfields {\n");
	spot_starter_field_print(out, plan, 0, "\t");
	spot_buf_text(out, "}\n");
}

int spot_starter_print_fields(struct spot_buf *out, const struct spot_starter *starter,
    struct spot_error *err)
{
	struct spot_starter_plan plan = { .starter = starter };
	int rc = 0;
	spot_arena_init(&plan.arena);
	spot_map_init(&plan.names);
	plan.fields = spot_arena_calloc(&plan.arena, 1, sizeof(*plan.fields));
	if (!plan.fields)
		rc = SPOT_ENOMEM;
	if (rc == 0)
		rc = spot_starter_name_all(&plan, 0);
	if (rc == 0)
		print_fields(out, &plan);
	spot_map_reset(&plan.names);
	spot_arena_free(&plan.arena);
	return rc == 0 && !spot_buf_failed(out) ? 0 : spot_error_nomem(err);
}

int spot_starter_print(struct spot_buf *out, const struct spot_starter *starter,
    struct spot_error *err)
{
	struct spot_starter_plan plan = { .starter = starter };
	int rc = 0;
	spot_arena_init(&plan.arena);
	spot_map_init(&plan.names);
	plan.fields = spot_arena_calloc(&plan.arena, starter->n_tables, sizeof(*plan.fields));
	if (!plan.fields)
		rc = SPOT_ENOMEM;
	for (size_t t = 0; rc == 0 && t < starter->n_tables; t++)
		rc = spot_starter_name_all(&plan, t);
	if (rc == 0) {
		print_head(out, starter);
		print_profile(out, starter);
		print_fields(out, &plan);
	}
	for (size_t t = 1; rc == 0 && t < starter->n_tables; t++)
		rc = spot_starter_rollup_print(out, &plan, t);
	if (rc == 0)
		spot_starter_rule_print(out, &plan);
	spot_map_reset(&plan.names);
	spot_arena_free(&plan.arena);
	return rc == 0 && !spot_buf_failed(out) ? 0 : spot_error_nomem(err);
}
