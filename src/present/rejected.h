/* SPDX-License-Identifier: MIT */
/* What is told of rows and cells that could not be used, of accounts and of second tables alike.
 * Where all was read nothing is. Columns' names are as in the file. */
#ifndef SPOT_PRESENT_REJECTED_H
#define SPOT_PRESENT_REJECTED_H

#include "base/buf.h"
#include "base/json.h"
#include "engine/run.h"
#include "report/page.h"

/* Where all of them are. */
struct spot_rejected_list {
	const char *path;   /* that they were written to, "-": standard output; NULL: nowhere */
	const char *option; /* then: what lists them, as "--rejects FILE" */
};

/* For stderr: how many, the first ones, how many more of which column. name: of the second table;
 * NULL: accounts. */
void spot_rejected_print(struct spot_buf *out, const struct spot_unread *unread, const char *name,
    const struct spot_rejected_list *list);
/* The same of every second table; of one that several panels read alike, once. */
void spot_rejected_print_tables(struct spot_buf *out, const struct spot_panel *panels,
    size_t n_panels, const struct spot_rejected_list *list);

/* "and 1,204 more: 4 whole rows, 1,200 in column "arr""; nothing where the examples are all. */
void spot_rejected_rest(struct spot_buf *out, const struct spot_unread *unread);

/* On a page, counts alone: facts. of: a file's name; NULL: the data. */
void spot_rejected_fact(struct spot_page *page, const char *of, const struct spot_unread *unread);
void spot_rejected_facts(struct spot_page *page, const struct spot_panel *panels, size_t n_panels);
/* And where there is room: items of what is printed. */
void spot_rejected_items(
    struct spot_page *page, const char *name, const struct spot_unread *unread);

/* Members of an object: rejected_rows, rejected_cells. */
void spot_rejected_members(struct spot_json *json, const struct spot_unread *unread);
/* tables[]: table, file, records, rejected_rows, rejected_cells; of one that several panels read
 * alike under one name, once. */
void spot_rejected_tables(
    struct spot_json *json, const struct spot_panel *panels, size_t n_panels);

#endif
