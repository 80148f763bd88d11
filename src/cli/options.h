/* SPDX-License-Identifier: MIT */
/*
 * Options as data: one const table serves parsing (by popt), --help, the man page and completions.
 *
 * A verb's options struct lives on run()'s stack; its first member is a struct spot_cli_common.
 * The tables hold offsets into it, so that nothing is static but what is const.
 */
#ifndef SPOT_CLI_OPTIONS_H
#define SPOT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

struct spot_verb;

struct spot_cli_list { /* of an option that may be repeated, in the order given */
	const char **items;
	size_t n, cap;
};

struct spot_cli_pair {
	const char *name, *value;
};

struct spot_cli_pairs { /* NAME=VALUE; names are not empty and differ */
	struct spot_cli_pair *items;
	size_t n, cap;
};

/* What an option takes, and the member that its offset leads to. Only flags and what is called
 * repeatable may be given twice. */
enum spot_cli_kind {
	SPOT_OPTION_FLAG,      /* nothing; bool */
	SPOT_OPTION_TEXT,      /* text that is not empty; const char * */
	SPOT_OPTION_WRITES,    /* the same, a file that the run writes; "-" is standard output */
	SPOT_OPTION_LIST,      /* the same, repeatable; struct spot_cli_list */
	SPOT_OPTION_WORDS,     /* words joined by commas, repeatable; struct spot_cli_list */
	SPOT_OPTION_PAIRS,     /* NAME=VALUE, repeatable; struct spot_cli_pairs */
	SPOT_OPTION_INTEGER,   /* min to max; int64_t */
	SPOT_OPTION_NUMBER,    /* min to max; double */
	SPOT_OPTION_SIZE,      /* bytes, k, M or G; size_t, at least min */
	SPOT_OPTION_DATE,      /* YYYY-MM-DD; int64_t days since 1970-01-01 */
	SPOT_OPTION_DELIMITER, /* one ASCII character or its name; char */
	SPOT_OPTION_CHOICE,    /* one of choices; int, its index */
	SPOT_OPTION_N
};

struct spot_cli_option {
	const char *name;   /* without dashes; NULL ends a table */
	char letter;        /* the short form, or 0 */
	enum spot_cli_kind kind;
	size_t offset;      /* of the member in the verb's options struct */
	const char *arg;    /* "N"; NULL for a flag. One that holds FILE is completed with files */
	const char *help;   /* one line */
	int64_t min, max;   /* of numbers and sizes (max 0: none); min bytes of a pair's value */
	const char *const *choices; /* NULL-terminated; "" entries cannot be chosen */
};

struct spot_cli_write {
	const char *option, *path; /* "rejects"; "-" is standard output */
};

#define SPOT_WRITES_MAX 4 /* of one verb */

enum spot_cli_format {
	SPOT_FORMAT_AUTO, /* --format was not given */
	SPOT_FORMAT_CSV,
	SPOT_FORMAT_JSONL,
	SPOT_FORMAT_JSON,
	SPOT_FORMAT_TABLE,
	SPOT_FORMAT_HTML,
	SPOT_FORMAT_MD,
	SPOT_FORMAT_N
};

/* The common options' values. Strings and lists are owned by the arena. */
struct spot_cli_common {
	struct spot_cli_list rules;
	struct spot_cli_list files; /* the arguments that are not options; empty: standard input */
	const char *output;         /* NULL: standard output */
	int format;                 /* enum spot_cli_format */
	struct spot_cli_pairs with, set;
	int64_t as_of;              /* days since 1970-01-01; default the current UTC day */
	const char *rejects;        /* NULL: none */
	int64_t threads;            /* default: the processors there are */
	bool strict, keep_going;
	bool no_translate;          /* of the verbs that have it */
	char delimiter;             /* 0: sniffed */
	const char *encoding;       /* NULL: by the bytes */
	bool no_header;
	int64_t skip_rows;
	size_t max_cell_bytes;      /* default 16 MiB */
	bool spreadsheet_safe;
	bool quiet, no_color;
	bool writes_lua;  /* whatever --format is; the verb says so */
	bool may_replace; /* the output the data file, which it holds whole; the verb says so */
	bool replaces;    /* and it does */
	struct spot_cli_write writes[SPOT_WRITES_MAX]; /* the output first */
	size_t n_writes;
	struct spot_arena arena;
};

/* Bits of spot_verb.common: which of them a verb takes. */
enum {
	SPOT_COMMON_RULES = 1 << 0,
	SPOT_COMMON_OUTPUT = 1 << 1,
	SPOT_COMMON_FORMAT = 1 << 2,
	SPOT_COMMON_WITH = 1 << 3,
	SPOT_COMMON_AS_OF = 1 << 4,
	SPOT_COMMON_SET = 1 << 5,
	SPOT_COMMON_REJECTS = 1 << 6,
	SPOT_COMMON_THREADS = 1 << 7,
	SPOT_COMMON_STRICT = 1 << 8,
	SPOT_COMMON_KEEP_GOING = 1 << 9,
	SPOT_COMMON_DIALECT = 1 << 10, /* delimiter, encoding, no-header, skip-rows, max-cell */
	SPOT_COMMON_QUIET = 1 << 11,
	SPOT_COMMON_COLOR = 1 << 12,
	SPOT_COMMON_SAFE = 1 << 13,
	/* what a verb that reads rules and data takes, all of the above: */
	SPOT_COMMON_ALL = (1 << 14) - 1,
};

/*
 * Fills opts (a verb's struct, its own defaults set by the caller) from argv; argv[0] is the verb's
 * name. Returns true when the verb is to run; spot_options_reset is then owed. Else *status is its
 * exit status: --help was printed, or one line says what is wrong. Nothing is then left to free.
 */
bool spot_options_parse(const struct spot_verb *verb, int argc, const char **argv, void *opts,
    int *status);

/* The same without printing: 0, 1 for --help, SPOT_EUSAGE or SPOT_ENOMEM; spot_options_reset is
 * always owed. */
int spot_options_read(const struct spot_verb *verb, int argc, const char **argv, void *opts,
    struct spot_error *err);

void spot_options_reset(struct spot_cli_common *common);

/* What --format asks for, else what the output's extension says (also before .gz and .zst) where
 * the verb writes it, else otherwise. */
enum spot_cli_format spot_options_format(const struct spot_verb *verb,
    const struct spot_cli_common *common, enum spot_cli_format otherwise);

/* The verb's option at idx in the order of help: its own first, then the common ones it takes,
 * --help last; NULL after that. */
const struct spot_cli_option *spot_options_at(const struct spot_verb *verb, size_t idx);

/* The common option at idx, NULL after the last; *bit, when not NULL, is its SPOT_COMMON_*. */
const struct spot_cli_option *spot_options_common(size_t idx, unsigned *bit);

/* Whether the verb lets choice idx of an option be chosen: of --format's, each verb writes some. */
bool spot_options_choosable(const struct spot_verb *verb, const struct spot_cli_option *option,
    size_t idx);

/* The names of formats, by enum spot_cli_format; NULL-terminated. */
extern const char *const spot_options_formats[];

#endif
