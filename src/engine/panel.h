/* SPDX-License-Identifier: MIT */
/*
 * A panel is one rule file made ready for a run: its scoring order and its rollup tables, read
 * and frozen. A judge is one worker's own part: a Lua VM, a batch and the answers. Panels are
 * shared by threads, judges are not.
 */
#ifndef SPOT_ENGINE_PANEL_H
#define SPOT_ENGINE_PANEL_H

#include "engine/tally.h"
#include "engine/unread.h"
#include "engine/verdicts.h"
#include "table/batch.h"
#include "table/given.h"
#include "table/reader.h"
#include "table/rollup.h"

/* How much text a chunk holds at most, about. Tests build with little, for many jobs. */
#ifndef SPOT_CHUNK_BYTES
#define SPOT_CHUNK_BYTES ((size_t)256 << 10)
#endif

struct spot_people;
struct spot_people_options;

/* --with NAME=FILE */
struct spot_with {
	const char *name, *path;
	const struct spot_given_rows *rows; /* instead of a file; NULL: a file */
};

/* One second table as it was read. */
struct spot_panel_table {
	struct spot_rollup *rollup;
	const char *path; /* of rows that were given: the table's name */
	struct spot_unread unread;
	struct spot_reader_counts counts; /* of a file */
	uint64_t n_failed;         /* answers of `when` that failed: with keep_going only */
	struct spot_error failure; /* the first of them */
};

struct spot_panel {
	const struct spot_rules *rules;
	struct spot_scoring scoring;
	size_t key_field;               /* of type key, or SPOT_NONE */
	struct spot_panel_table *tables; /* one for each of rules->rollups */
	/* Where rules read what engagement makes, or the options ask for them; else NULL. */
	struct spot_people *people;
	bool borrows_tables;            /* another panel's, and its people */
};

/* How second tables are read. */
struct spot_panel_options {
	/* Rows and cells that cannot be used go to its reject function, in file order; NULL: the
	 * first such row is an error, cells are counted. */
	struct spot_reader_options reader;
	unsigned n_threads;
	bool strict;       /* the first reject is an error, and so is what is read all the same */
	bool keep_going;   /* a `when` that fails on a record is unknown for it */
	bool no_translate; /* ask the VM alone */
	const struct spot_people_options *people; /* what the caller wants of them; NULL: nothing */
};

/* Reads the second tables that the rules roll up. A rollup without its --with: SPOT_EUSAGE. rules
 * must outlive the panel. */
int spot_panel_init(struct spot_panel *panel, const struct spot_rules *rules,
    const struct spot_with *withs, size_t n_withs, const struct spot_panel_options *options,
    struct spot_error *err);
/* The values of rules->fields that second tables make for the account of that key, which is not
 * empty: set is called for each. row ascends over the run. Thread-safe. */
void spot_panel_derive(const struct spot_panel *panel, struct spot_view key, uint64_t row,
    void (*set)(void *ctx, size_t field_idx, struct spot_value value), void *ctx);

/* With the second tables of another panel, which must outlive it and be like these rules. */
int spot_panel_init_like(struct spot_panel *panel, const struct spot_rules *rules,
    const struct spot_panel *from, struct spot_error *err);
/* Whether the rules would read the panel's second tables to the same end: they are of the same file
 * and day, and no param differs. */
bool spot_panel_is_like(const struct spot_panel *panel, const struct spot_rules *rules);
/* Without second tables: for rows whose derived fields are given (spot_judge_batch). */
int spot_panel_init_bare(struct spot_panel *panel, const struct spot_rules *rules,
    struct spot_error *err);
void spot_panel_reset(struct spot_panel *panel);

/* The second tables that were read, one after the other: rollups, contacts, events; *name is what
 * --with calls it. NULL past the last. */
const struct spot_panel_table *spot_panel_table_at(
    const struct spot_panel *panel, size_t idx, const char **name);
/* Of the panel's table, panels[panel_idx]: whether none of the panels before it has read the same
 * file, under that name (NULL: any), and found the same in it. */
bool spot_panel_table_is_first(const struct spot_panel *panels, size_t panel_idx,
    const struct spot_panel_table *table, const char *name);

/* Whether the rules have a table of that name: a rollup, contacts or events. */
bool spot_panel_uses(const struct spot_rules *rules, const char *name);
/* A --with that no rule file of the run uses: SPOT_EUSAGE naming it and the nearest name that
 * is. */
int spot_panel_check_withs(struct spot_rules *const *rules, size_t n_rules,
    const struct spot_with *withs, size_t n_withs, struct spot_error *err);

struct spot_judge {
	const struct spot_panel *panel;
	struct spot_vm *vm;              /* made when it is first needed (spot_judge_vm) */
	struct spot_batch batch;         /* the last one judged */
	int *fns;                        /* what it asks: panel->scoring.asked, then extras */
	size_t n_fns;
	struct spot_answers *answers;    /* by fns */
	struct spot_verdicts *verdicts;
	struct spot_bad_cells bad;       /* cells of that batch that could not be read */
};

/* A judge with a batch of its own, which asks the VM. */
int spot_judge_init(
    struct spot_judge *judge, const struct spot_panel *panel, struct spot_error *err);
void spot_judge_reset(struct spot_judge *judge);
/* Makes the judge's VM if it has none yet. */
int spot_judge_vm(struct spot_judge *judge, struct spot_error *err);

/* Judges the rows that are in judge->batch. A rule that fails on an account is SPOT_ERULES (the
 * first row's, then the first rule's), or with keep_going an unknown. */
int spot_judge_batch(struct spot_judge *judge, bool keep_going, struct spot_error *err);

/* One row's verdict, made by itself. */
struct spot_verdict spot_judge_verdict(const struct spot_judge *judge, size_t row_idx);

/* The batch's column of keys, or NULL. */
const struct spot_column *spot_judge_keys(const struct spot_judge *judge);
/* The account's key as in its cell, or empty. */
struct spot_view spot_judge_key(const struct spot_judge *judge, size_t row_idx);

#endif
