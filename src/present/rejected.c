/* SPDX-License-Identifier: MIT */
#include "present/rejected.h"

#include <string.h>

#include "present/draft.h"
#include "present/member.h"
#include "report/escape.h"

#define COLUMNS_SHOWN 8

/* "4 rows and 1,200 cells", "1 row" */
static void add_counts(struct spot_buf *out, const struct spot_unread *unread)
{
	if (unread->n_rows > 0) {
		spot_buf_grouped(out, unread->n_rows);
		spot_buf_printf(out, " row%s", unread->n_rows == 1 ? "" : "s");
	}
	if (unread->n_rows > 0 && unread->n_cells > 0)
		spot_buf_text(out, " and ");
	if (unread->n_cells > 0) {
		spot_buf_grouped(out, unread->n_cells);
		spot_buf_printf(out, " cell%s", unread->n_cells == 1 ? "" : "s");
	}
}

/* Says how many of that column are not among the examples. */
static uint64_t add_rest(
    struct spot_buf *out, const struct spot_unread_column *column, const char **before)
{
	uint64_t n = column->n - column->n_shown;

	if (n == 0)
		return 0;
	spot_buf_text(out, *before);
	spot_buf_grouped(out, n);
	if (column->name)
		spot_buf_printf(out, " in column \"%s\"", column->name);
	else
		spot_buf_printf(out, " whole row%s", n == 1 ? "" : "s");
	*before = ", ";
	return n;
}

void spot_rejected_rest(struct spot_buf *out, const struct spot_unread *unread)
{
	uint64_t n = unread->n_rows + unread->n_cells - unread->n_examples;
	const char *before = ": ";
	size_t n_shown = 0;

	if (n == 0)
		return;
	spot_buf_text(out, "and ");
	spot_buf_grouped(out, n);
	spot_buf_text(out, " more");
	for (size_t i = 0; i < unread->n_columns; i++)
		if (!unread->columns[i].name)
			n -= add_rest(out, &unread->columns[i], &before);
	for (size_t i = 0; i < unread->n_columns && n_shown < COLUMNS_SHOWN; i++) {
		uint64_t n_of = unread->columns[i].name
		    ? add_rest(out, &unread->columns[i], &before) : 0;

		n_shown += n_of > 0;
		n -= n_of;
	}
	if (n > 0) {
		spot_buf_text(out, before);
		spot_buf_grouped(out, n);
		spot_buf_text(out, " in other columns");
	}
}

/* --- lines ------------------------------------------------------------------------------- */

void spot_rejected_print(struct spot_buf *out, const struct spot_unread *unread, const char *name,
    const struct spot_rejected_list *list)
{
	char text[1200];

	if (!spot_unread_is_any(unread))
		return;
	spot_buf_text(out, "rejects");
	if (name)
		spot_escape_printf(out, " in %s", name);
	spot_buf_text(out, ": ");
	add_counts(out, unread);
	spot_buf_text(out, " could not be used");
	if (list->path && strcmp(list->path, "-") == 0)
		spot_buf_text(out, ", listed on standard output");
	else if (list->path)
		spot_escape_printf(out, ", listed in %s", list->path);
	else
		spot_buf_printf(out, "; %s lists them all", list->option);
	spot_buf_char(out, '\n');
	for (size_t i = 0; i < unread->n_examples; i++) {
		spot_error_format(&unread->examples[i], text, sizeof(text));
		spot_buf_printf(out, "  %s\n", text);
	}
	if (unread->n_rows + unread->n_cells > unread->n_examples) {
		spot_buf_text(out, "  ");
		spot_rejected_rest(out, unread);
		spot_buf_char(out, '\n');
	}
}

void spot_rejected_print_tables(struct spot_buf *out, const struct spot_panel *panels,
    size_t n_panels, const struct spot_rejected_list *list)
{
	const struct spot_panel_table *table;
	const char *name;

	for (size_t p = 0; p < n_panels; p++)
		for (size_t i = 0; (table = spot_panel_table_at(&panels[p], i, &name)); i++)
			if (spot_panel_table_is_first(panels, p, table, NULL))
				spot_rejected_print(out, &table->unread, name, list);
}

/* --- pages ------------------------------------------------------------------------------- */

void spot_rejected_fact(struct spot_page *page, const char *of, const struct spot_unread *unread)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (!spot_unread_is_any(unread))
		return;
	add_counts(&text, unread);
	spot_page_fact(page, "could not be read", "%s%s%s", of ? of : "", of ? ": " : "",
	    spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

void spot_rejected_facts(struct spot_page *page, const struct spot_panel *panels, size_t n_panels)
{
	const struct spot_panel_table *table;
	const char *name;

	for (size_t p = 0; p < n_panels; p++)
		for (size_t i = 0; (table = spot_panel_table_at(&panels[p], i, &name)); i++)
			if (spot_panel_table_is_first(panels, p, table, NULL))
				spot_rejected_fact(page, table->path, &table->unread);
}

void spot_rejected_items(
    struct spot_page *page, const char *name, const struct spot_unread *unread)
{
	struct spot_buf draft = SPOT_BUF_INIT;
	char text[1200];

	if (!spot_unread_is_any(unread))
		return;
	add_counts(&draft, unread);
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s: %s could not be used; --rejects FILE lists them "
	    "all", name, spot_buf_str(&draft));
	for (size_t i = 0; i < unread->n_examples; i++) {
		spot_error_format(&unread->examples[i], text, sizeof(text));
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_CODE, "%s", text);
	}
	spot_draft_clear(&draft, &page->failed);
	spot_rejected_rest(&draft, unread);
	if (draft.len > 0) {
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s", spot_buf_str(&draft));
	}
	spot_draft_end(&draft, &page->failed);
}

/* --- JSON -------------------------------------------------------------------------------- */

void spot_rejected_members(struct spot_json *json, const struct spot_unread *unread)
{
	spot_member_count(json, "rejected_rows", unread->n_rows);
	spot_member_count(json, "rejected_cells", unread->n_cells);
}

void spot_rejected_tables(struct spot_json *json, const struct spot_panel *panels, size_t n_panels)
{
	const struct spot_panel_table *table;
	const char *name;

	spot_member_array(json, "tables");
	for (size_t p = 0; p < n_panels; p++)
		for (size_t i = 0; (table = spot_panel_table_at(&panels[p], i, &name)); i++) {
			if (!spot_panel_table_is_first(panels, p, table, name))
				continue;
			spot_json_object(json);
			spot_member_text(json, "table", name);
			spot_member_text(json, "file", table->path);
			spot_member_count(
			    json, "records", spot_rollup_counts(table->rollup).records);
			spot_rejected_members(json, &table->unread);
			spot_json_end(json);
		}
	spot_json_end(json);
}
