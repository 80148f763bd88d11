/* SPDX-License-Identifier: MIT */
/*
 * The vocabulary: words are globals of the sandbox that note, while a rule file runs, which
 * word was called with which table (words.c); when the file has ended the tables are checked
 * and copied into the model (the other words_*.c). The room's own.
 *
 * Everything here runs in protected mode: what cannot be allocated raises. Memory is the
 * model's arena, so that a raised error leaks nothing. Problems are added to the diags and
 * reading goes on.
 */
#ifndef SPOT_RULES_WORDS_H
#define SPOT_RULES_WORDS_H

#include <lua.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/error.h"
#include "rules/load.h"
#include "rules/model.h"
#include "rules/sandbox.h"
#include "rules/source.h"

enum spot_words_id {
	SPOT_WORD_PROFILE,
	SPOT_WORD_FIELDS,
	SPOT_WORD_PARAMS,
	SPOT_WORD_CRITERION,
	SPOT_WORD_GROUP,
	SPOT_WORD_DISQUALIFY,
	SPOT_WORD_GROWTH,
	SPOT_WORD_TIERS,
	SPOT_WORD_EXCEPTION,
	SPOT_WORD_TARGET_SHARE,
	SPOT_WORD_COHORT,
	SPOT_WORD_ECONOMICS,
	SPOT_WORD_SEGMENT,
	SPOT_WORD_ROLLUP,
	SPOT_WORD_ROLE,
	SPOT_WORD_ENGAGEMENT,
	SPOT_WORD_CONTACTS,
	SPOT_WORD_EVENTS,
	SPOT_WORD_LEVELS,
	SPOT_WORD_CONTENT,
	SPOT_WORD_STAGE,
	SPOT_WORD_STEP,
	SPOT_WORD_ACCEPTANCE,
	SPOT_WORD_HYPOTHESIS,
	SPOT_WORD_TEST,
	SPOT_WORD_EXTENDS,
	SPOT_WORD_INCLUDE,
	SPOT_WORD_DROP,
	SPOT_WORD_N
};

/* What a key may hold. */
enum spot_words_takes {
	SPOT_TAKES_TEXT = 1,
	SPOT_TAKES_TEXTS = 2, /* a list of texts */
	SPOT_TAKES_NUMBER = 4,
	SPOT_TAKES_FLAG = 8,
	SPOT_TAKES_FUNCTION = 16,
	SPOT_TAKES_TABLE = 32,
	SPOT_TAKES_DATE = 64,      /* text "2026-03-31" */
	SPOT_TAKES_DURATION = 128, /* text "90d" */
	SPOT_TAKES_ANY = 256,      /* whoever reads it tests it */
};

#define SPOT_WORDS_ENDLESS 1e300 /* as a bound: there is none */

struct spot_words_key {
	const char *name;
	unsigned takes;
	bool required;
	bool ranged; /* numbers: low..high; else any finite one */
	double low, high;
	const char *const *choices; /* of text, NULL-ended; NULL: any */
	enum spot_answer_kind answer; /* of a function */
	enum spot_subject subject;
};

enum spot_words_form {
	SPOT_FORM_NAMED,  /* word "name" { … } */
	SPOT_FORM_TABLE,  /* word { … } */
	SPOT_FORM_SIMPLE, /* word "text" */
};

/* How a word goes with the same word of a file that is extended. */
enum spot_words_merge {
	SPOT_MERGE_REPLACE, /* of the same name, or the only one */
	SPOT_MERGE_NAMES,   /* both count; later keys win */
};

struct spot_words_def {
	const char *word;
	enum spot_words_form form;
	enum spot_words_merge merge;
	const struct spot_words_key *keys;
	size_t n_keys;
	/* Further keys, items without a key: whoever reads them tests them. */
	bool open_keys, open_items;
};

/* words_vocabulary.c: by id. */
extern const struct spot_words_def spot_words_vocabulary[SPOT_WORD_N];

/* One call of a word. */
struct spot_words_entry {
	enum spot_words_id id;
	const char *name; /* NULL for words without one */
	struct spot_place place;
	size_t level;     /* 0: the rule file, 1: the file it extends, … */
	bool has_table;
	bool broken;      /* what it was given cannot be read, and was told */
	bool removed;     /* by drop, which stands at drop_place */
	struct spot_place drop_place;
	const char *dropped; /* of drop: a field or tier that goes */
};

/* A file that was read. */
struct spot_words_source {
	const char *path; /* as it was opened */
	const char *real; /* resolved */
	struct spot_view text;
	struct spot_source_map *map; /* NULL in a state that repeats a loading */
};
struct spot_words_alias { /* another path to a source */
	const char *path;
	size_t source;
};
struct spot_words_files {
	struct spot_words_source *items;
	size_t n_items, cap;
	struct spot_words_alias *aliases;
	size_t n_aliases, aliases_cap;
	bool closed; /* a loading is repeated: all is there already, nothing is opened */
};

/* What the model keeps of its loading, in the arena: rules->load. */
struct spot_words_kept {
	struct spot_set *sets;
	size_t n_sets;
	struct spot_words_alias *aliases;
	size_t n_aliases;
};

struct spot_words_frame { /* a file that is being run */
	size_t source, serial; /* of the runs */
	size_t level;
	bool is_include, has_words, has_extended;
};

#define SPOT_WORDS_DEPTH 8   /* files inside files */
#define SPOT_WORDS_MAX 10000 /* words of a file, keys of a table: looked up one by one */
#define SPOT_WORDS_ITEMS 20000 /* of a list */

struct spot_loader {
	struct spot_rules *rules; /* being filled */
	struct spot_arena *arena; /* the rules' */
	struct spot_sandbox *sandbox;
	lua_State *L;
	struct spot_diags *diags; /* NULL: problems are only counted */
	size_t n_errors;
	struct spot_words_files *files;
	struct spot_words_frame frames[2 * SPOT_WORDS_DEPTH + 1];
	size_t n_frames, n_runs;
	struct spot_loader *parent; /* not NULL: this pass only collects params, for parent */
	bool nomem;
	size_t used_bytes; /* of the model */
	uint64_t work;     /* of reading, in about what an instruction takes */
	bool muted;      /* problems are known already */
	bool odd_fields; /* a field's type is not known: any of them may be the key */
	bool incomplete; /* a file was not run to its end: what is missing may come after */
	bool stopped;    /* a file inside was stopped by a limit, and that was told */

	struct spot_words_entry *entries; /* in order */
	size_t n_entries, entries_cap;
	struct spot_function *functions;
	size_t n_functions, functions_cap;

	struct spot_param *params; /* merged so far, in the order given */
	size_t n_params, params_cap;
	/* By files that extend the one being run; the outermost wins. */
	struct spot_param *overrides;
	size_t n_overrides, overrides_cap;
	const struct spot_set *sets;
	size_t n_sets;
	const char *hypothesis;  /* whose fields are taken; NULL: none's */
	struct spot_error usage; /* a --set that cannot be; code 0: none */
	struct spot_error first; /* without diags: the first problem; code 0: none */

	struct spot_words_loose *loose, **loose_end; /* what no rollup was given: words_rollup.c */

	const char **made; /* globals that the file made, though it must not */
	size_t n_made, made_cap;

	char hint[256];
};

/* --- words.c ------------------------------------------------------------------------------ */

/* Adds the words to the sandbox's globals and seals them. Protected. */
void spot_words_open(struct spot_loader *ld);
/* The loader of a state while a file runs or is read, else NULL. */
struct spot_loader *spot_words_loader(lua_State *L);
/* From now on words called by rules raise. Protected. */
void spot_words_close(struct spot_loader *ld);
/* Frees what is not the model's; closes the sandbox. */
void spot_words_reset(struct spot_loader *ld);
/* After the run: words left without a table. */
void spot_words_end(struct spot_loader *ld);
/* Pushes the table that entry i was given. */
void spot_words_push_table(struct spot_loader *ld, size_t entry_idx);
/* The file that a chunk was made from, by the name Lua gives the chunk; NULL: none. */
const char *spot_words_chunk_file(const struct spot_loader *ld, const char *chunk_name);
/* Where the Lua code that called stands. */
struct spot_place spot_words_here(struct spot_loader *ld);
bool spot_words_has(const struct spot_loader *ld, enum spot_words_id id);
/* An entry of that word which is to be read: it has its table and was not dropped. */
bool spot_words_counts(const struct spot_words_entry *entry, enum spot_words_id id);

/* --- words_global.c ----------------------------------------------------------------------- */

/* Seals the globals. Protected. */
void spot_words_global_open(struct spot_loader *ld);
/* The value that stands for a name that does not exist: swallows everything. */
void spot_words_push_dummy(lua_State *L);
bool spot_words_is_dummy(lua_State *L, int idx);
/* All globals and those that the file made, which was told; sorted. */
const char *const *spot_words_global_names(struct spot_loader *ld, size_t *n);

/* --- words_tell.c ------------------------------------------------------------------------- */

/* Errors. hint may be NULL. */
void spot_words_error(struct spot_loader *ld, struct spot_place place, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* "did you mean "x"?", else fallback (may be NULL). Lives until the next call. */
const char *spot_words_nearest(struct spot_loader *ld, const char *word,
    const char *const *candidates, size_t n, const char *fallback);

/* "line 3", or "base.lua:3" in a message that stands in another file. */
const char *spot_words_where(struct spot_loader *ld, struct spot_place place,
    struct spot_place seen_from);

/* So much work is about to be done; raises when it becomes too much. */
void spot_words_charge(struct spot_loader *ld, uint64_t units);

/* Memory of the model; raises when there is none, or when it is more than a state may have. */
void *spot_words_alloc(struct spot_loader *ld, size_t n, size_t size); /* zeroed */
char *spot_words_copy(struct spot_loader *ld, struct spot_view text);
char *spot_words_printf(struct spot_loader *ld, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* spot_mem_grow, raising. */
void spot_words_grow(struct spot_loader *ld, void *items_ptr, size_t *cap, size_t want,
    size_t size);
void spot_words_raise_nomem(struct spot_loader *ld) __attribute__((noreturn));

/* --- words_table.c ------------------------------------------------------------------------ */

/* A table being read, and how it is called in messages. */
struct spot_words_table {
	struct spot_loader *ld;
	int idx; /* absolute stack index */
	const struct spot_words_entry *entry;
	const struct spot_source_map *map; /* NULL: lines are not known */
	size_t node;                       /* it in the map, or SPOT_SOURCE_NONE */
	unsigned long line;
	const char *title; /* `criterion "Company size"` */
};

/* Of entry i, whose table it pushes. */
struct spot_words_table spot_words_table_of(struct spot_loader *ld, size_t entry_idx);
/* Of the table at the top of the stack, which is the value of key, or (NULL) the item at
 * position. title NULL: made from key. */
struct spot_words_table spot_words_table_inner(const struct spot_words_table *table,
    const char *key, size_t position, const char *title);
/* The line of a key or item of it, or its own. */
struct spot_place spot_words_table_place(const struct spot_words_table *table, const char *key,
    size_t position);

/* Its keys that are texts, sorted by bytes, and how many items it has without a key. Other
 * keys are errors. */
struct spot_words_names {
	const char *const *names;
	size_t n;
	size_t n_items;
};
struct spot_words_names spot_words_table_names(const struct spot_words_table *table);

/* Pushes a key's value (nil when absent), frozen tables opened; its type. */
int spot_words_table_push(const struct spot_words_table *table, const char *key);
int spot_words_table_push_item(const struct spot_words_table *table, size_t position);
/* The type of a key's value; nothing is pushed. */
int spot_words_table_type(const struct spot_words_table *table, const char *key);

/* Values of keys; false, NULL or SPOT_NO_FUNCTION when absent or of a wrong type, which the
 * check has told. */
const char *spot_words_table_text(const struct spot_words_table *table, const char *key);
bool spot_words_table_number(const struct spot_words_table *table, const char *key, double *out);
bool spot_words_table_flag(const struct spot_words_table *table, const char *key, bool *out);
bool spot_words_table_date(const struct spot_words_table *table, const char *key, int64_t *out);
bool spot_words_table_duration(const struct spot_words_table *table, const char *key,
    struct spot_duration *out);
/* One text or a list of texts. */
const char *const *spot_words_table_texts(const struct spot_words_table *table, const char *key,
    size_t *n);

/* For qsort and bsearch of an array of names. */
int spot_words_table_compare(const void *a, const void *b);

/* The text at the top of the stack, borrowed. */
struct spot_view spot_words_table_view(lua_State *L);
/* The length of the list at idx, told and taken for 0 when it is beyond reason. */
size_t spot_words_table_length(const struct spot_words_table *table, int idx);
/* Whether the table at idx holds nothing. */
bool spot_words_table_is_empty(lua_State *L, int idx);
/* Whether the value at idx is a place in a list of n_items. */
bool spot_words_table_is_item(lua_State *L, int idx, size_t n_items);

/* --- words_check.c ------------------------------------------------------------------------ */

/* Unknown keys, wrong types, required keys that are missing. */
void spot_words_check_keys(const struct spot_words_table *table, const struct spot_words_key *keys,
    size_t n_keys, bool open_keys, bool open_items);
/* One value, at the top of the stack, against its key; false after adding an error. */
bool spot_words_check_value(const struct spot_words_table *table, const char *name,
    size_t position, const struct spot_words_key *key);

/* "the text "30"", "a function", …: what stands at idx, for messages. Lives in the arena. */
const char *spot_words_check_describe(struct spot_loader *ld, int idx);

/* --- words_value.c ------------------------------------------------------------------------ */

/* The text at idx copied, or NULL when it holds a NUL byte or is not UTF-8 (told). */
const char *spot_words_value_text(struct spot_loader *ld, int idx, struct spot_place place,
    const char *what);
/* The value at idx as a value of the field; text is read as a cell. *blank is set when the
 * text was blank; blank NULL: the value stands for a cell, so that text which cannot be read is
 * unknown and no error. what names it in messages. False after adding an error. */
bool spot_words_value_field(struct spot_loader *ld, int idx, const struct spot_field *field,
    struct spot_place place, const char *what, struct spot_value *out, bool *blank);
/* A number, text or boolean as it is. False after adding an error. */
bool spot_words_value_plain(struct spot_loader *ld, int idx, struct spot_place place,
    const char *what, struct spot_value *out);

/* --- words_function.c --------------------------------------------------------------------- */

/* Notes the function under key (or at the top of the stack; key NULL: it stands under none) and
 * gives its id. key is borrowed. */
int spot_words_function_of(const struct spot_words_table *table, const char *key,
    enum spot_answer_kind answer, enum spot_subject subject, size_t subject_idx);
int spot_words_function_add(const struct spot_words_table *table, const char *key,
    enum spot_answer_kind answer, enum spot_subject subject, size_t subject_idx);
/* Reads all of them from their bytecode and freezes what they captured. */
void spot_words_function_finish(struct spot_loader *ld);

/* --- what fills the model ----------------------------------------------------------------- */

/* words_param.c: params { … } while the file runs: pushes the read-only table. */
int spot_words_param_call(struct spot_loader *ld, size_t entry_idx);
void spot_words_param_finish(struct spot_loader *ld);
/* Notes another pass's params as overriding what comes. False when out of memory; does not
 * raise. */
bool spot_words_param_override(struct spot_loader *ld, const struct spot_loader *from);
const struct spot_param *spot_words_param_find(const struct spot_loader *ld, const char *name);

/* words_field.c */
void spot_words_field_build(struct spot_loader *ld); /* fields, without derived ones */
/* The declaration under key name. base (may be NULL) is what it varies: its type need not be
 * said again. */
void spot_words_field_read(const struct spot_words_table *table, const char *name,
    const struct spot_field *base, struct spot_field *out);
/* The fields of a second table: those under key `fields`, and columns (NULL ones left out)
 * that need not be declared: the first is the key, the others are text. */
struct spot_schema spot_words_field_schema(const struct spot_words_table *table,
    const char *const *columns, size_t n_columns);
/* Whether no field identifies the account, as far as can be told. */
bool spot_words_field_lacks_key(const struct spot_loader *ld);
const char *const *spot_words_field_names(struct spot_loader *ld, const struct spot_schema *schema);

/* words_rollup.c */
void spot_words_rollup_open(lua_State *L); /* count, sum, … */
/* A rollup was given the table at idx, and with it what count, sum … made. */
void spot_words_rollup_take(struct spot_loader *ld, int idx);
void spot_words_rollup_build(struct spot_loader *ld);

/* words_people.c: the fields that engagement makes, after all others; and when all functions are
 * known, whether they stay. */
void spot_words_people_build(struct spot_loader *ld);
void spot_words_people_settle(struct spot_loader *ld);

/* words_rule.c, words_tier.c, words_item.c, words_test.c: each fills its part, in this order. */
void spot_words_rule_build(struct spot_loader *ld);
void spot_words_tier_build(struct spot_loader *ld);
void spot_words_item_build(struct spot_loader *ld);
void spot_words_test_build(struct spot_loader *ld);

/* words_refer.c: names that must be those of something in the file. */
struct spot_words_known {
	const char *what; /* "criterion" */
	const char *const *names;
	size_t n;
};
/* Names of the entries of one or two words (SPOT_WORD_N: none). */
struct spot_words_known spot_words_refer_entries(struct spot_loader *ld, enum spot_words_id id,
    enum spot_words_id other);
struct spot_words_known spot_words_refer_tiers(struct spot_loader *ld);
/* False after adding an error. When the file broke off before its end anything may be right. */
bool spot_words_refer_check(const struct spot_words_table *table, struct spot_place place,
    const char *name, const struct spot_words_known *known);
/* The texts under key. */
void spot_words_refer_texts(const struct spot_words_table *table, const char *key,
    const struct spot_words_known *known);
void spot_words_refer_hypothesis(const struct spot_words_table *table);

/* words_file.c: files. Not protected: the first three do not raise. */
/* The source at path, read when it is new; SPOT_NONE with err. below (may be NULL) is the
 * resolved folder that it must lie in. While a file runs only *.lua is opened: no rule file may
 * make a message show what stands in another kind of file. */
size_t spot_words_file_open(struct spot_loader *ld, const char *path, const char *below,
    struct spot_error *err);
/* A source from text that is already there. */
size_t spot_words_file_add(struct spot_loader *ld, const char *path, struct spot_view text,
    struct spot_error *err);
/* Runs the source as the next frame. n_results values are left on the stack when it answers
 * OK. Problems are told. */
enum spot_call spot_words_file_run(struct spot_loader *ld, size_t source, size_t level,
    bool is_include, int n_results);
/* An error that has its own place, or is to be told at place. */
void spot_words_file_tell(struct spot_loader *ld, struct spot_place place,
    const struct spot_error *err);

/* words_extend.c: what the words of the same names do. */
int spot_words_extend_call(struct spot_loader *ld, const char *path, struct spot_place place);
int spot_words_extend_include(struct spot_loader *ld, const char *path, struct spot_place place);
int spot_words_extend_drop(struct spot_loader *ld, const char *name, struct spot_place place);

#endif
