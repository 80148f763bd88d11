/* SPDX-License-Identifier: MIT */
/*
 * libsweetspot: qualify accounts by a rule file, from a C or C++ program.
 *
 *	struct spot_icp *icp;
 *	struct spot_scorer *scorer;
 *	const struct spot_result *result;
 *	struct spot_icp_error err;
 *	const char *header[] = { "id", "employees" }, *cells[] = { "ACC-1", "200" };
 *
 *	if (spot_icp_open(&icp, "rules.lua", NULL, &err) != 0)
 *		return complain(err.text);
 *	if (spot_scorer_new(&scorer, icp, header, 2, &err) == 0 &&
 *	    spot_scorer_row(scorer, cells, &result, &err) == 0)
 *		printf("%s %.2f\n", result->tier, result->score);
 *	spot_scorer_free(scorer);
 *	spot_icp_close(icp);
 *
 * Objects. A struct spot_icp is a rule file, loaded, with its second tables; it never changes. A
 * struct spot_scorer judges rows by one. A struct spot_live keeps a rule file up to date: it loads
 * the file anew when it has changed, while scorers go on with what they have.
 *
 * Threads. A struct spot_icp and a struct spot_live may be used by any number of threads at once.
 * A struct spot_scorer belongs to one thread at a time; make one for each. Any number of all three
 * may live beside each other.
 *
 * Ownership. What a function gives out through its first parameter is the caller's, to be given
 * back by the function named there; on failure it is NULL. Handles of a struct spot_icp are
 * counted: scorers and live sets hold their own, so that the order of closing does not matter.
 * What is passed in is copied, or used during the call alone. Texts of the rule file (names, whys,
 * tiers) live as long as a handle of their struct spot_icp; a struct spot_result or spot_why, and
 * all it points to, until the next call with its scorer.
 *
 * Errors. Every function that can fail returns 0 or one of the codes below, and fills err, which
 * is the caller's and may be NULL. A call that failed has changed nothing, unless it says
 * otherwise, and every object can be used on, also after SPOT_ICP_NOMEM. The library never prints,
 * exits or changes signals, locale or environment, and keeps no state outside its objects but what
 * it found the machine to be like. A rule file that loops or eats memory ends as an error.
 *
 * Memory. A scorer takes half a megabyte or so (by the rule file's size), and as much again once it
 * was asked why, whatever the number of rows; a struct spot_icp what its rule file and the distinct
 * keys of its second tables take.
 *
 * Versions. Names and layouts below stay as they are as long as the library is called
 * libsweetspot.so.0. Structs that the caller makes begin with their size, or are said to be fixed;
 * the others are made by the library alone and may grow at their end, so never copy one by value
 * into memory that outlives the call, and never make arrays of them. Enumerations may grow.
 *
 * Texts are UTF-8, ended by NUL where they are const char *. Days are counted from 1970-01-01.
 */
#ifndef SWEETSPOT_H
#define SWEETSPOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SPOT_API __attribute__((visibility("default")))
#else
#define SPOT_API
#endif

/* major * 1000000 + minor * 1000 + patch, of this header. */
#define SPOT_ICP_VERSION_NUMBER 1000

/* Of the library that is running: "0.1.0", and as above. */
SPOT_API const char *spot_icp_version(void);
SPOT_API int spot_icp_version_number(void);

/* --- errors ------------------------------------------------------------------------------ */

enum spot_icp_code {
	SPOT_ICP_OK = 0,
	SPOT_ICP_NOMEM = -1, /* an allocation was refused */
	SPOT_ICP_USAGE = -2, /* the call makes no sense: see the text */
	SPOT_ICP_RULES = -3, /* the rule file is wrong or cannot be read, or a rule failed */
	SPOT_ICP_DATA = -4,  /* a column that the rules need is missing, or a table is unreadable */
};

/* Fixed. */
struct spot_icp_error {
	int code;
	unsigned long line; /* 1-based; 0: none */
	char file[256];     /* the rule file or table that it is about; may be empty */
	char column[128];   /* may be empty */
	char text[1408];    /* all of it in one line: "WHERE: WHAT; HINT" */
};

/* --- data -------------------------------------------------------------------------------- */

/* ptr may be NULL when len is 0. Fixed. */
struct spot_text {
	const char *ptr;
	size_t len;
};

struct spot_texts {
	const struct spot_text *items;
	size_t n_items;
};

/*
 * How a column's values lie in memory. A text is read for every type of field, as a cell of an
 * export with that text is: trimmed, blank words are blank, "1.2k" is 1200. INT64 and DOUBLE are
 * for fields of type integer, number, money and percent (0.12 is 12 %), BOOL for flag, DATE for
 * date, LISTS for list.
 */
enum spot_data_kind {
	SPOT_DATA_STRINGS = 1, /* const char *: NULL is blank */
	SPOT_DATA_TEXTS = 2,   /* struct spot_text */
	SPOT_DATA_UTF8 = 3,    /* char: text i is [offsets[i], offsets[i + 1]), as in Arrow */
	SPOT_DATA_INT64 = 4,   /* int64_t */
	SPOT_DATA_DOUBLE = 5,  /* double */
	SPOT_DATA_BOOL = 6,    /* uint8_t: 0 or not */
	SPOT_DATA_DATE = 7,    /* int32_t: days */
	SPOT_DATA_LISTS = 8,   /* struct spot_texts */
};

/* One column of some rows. Zero what is not needed. Fixed. */
struct spot_data {
	const char *name;       /* as an export's header; matched with the rule file's fields */
	int kind;               /* enum spot_data_kind */
	const void *values;     /* an array of what the kind says */
	const int32_t *offsets; /* UTF8 alone: one more than there are rows */
	const uint8_t *valid;   /* bit i % 8 of valid[i / 8]: row i has a value; NULL: all have */
	const void *reserved[3];
};

/* --- a rule file ------------------------------------------------------------------------- */

struct spot_icp;

/* A param's value, as `--set NAME=VALUE`. Fixed. */
struct spot_icp_set {
	const char *name, *value;
};

/* A second table, for the rule file's rollup of that name. Fixed. */
struct spot_icp_table {
	const char *name;
	/* A file of CSV; NULL: the rows below, which are read during the call. contacts and events
	 * are read from files alone: rows for them are SPOT_ICP_USAGE. */
	const char *path;
	const struct spot_data *columns;
	size_t n_columns, n_rows;
	const void *reserved[2];
};

/* What could not be used of a second table. */
struct spot_icp_reject {
	const char *file;    /* or the name of a table of rows */
	uint64_t line;       /* of the file; of rows: their number from 1 on */
	const char *column;  /* NULL: the whole row */
	struct spot_text text; /* as it stands there; of numbers, dates and the like: empty */
	const char *problem;
};

struct spot_icp_options {
	size_t size;                 /* sizeof(struct spot_icp_options) */
	const char *as_of;           /* the rules' today, "2026-11-22"; NULL: the day in UTC */
	const struct spot_icp_set *sets;
	size_t n_sets;
	const struct spot_icp_table *tables;
	size_t n_tables;
	unsigned n_threads;          /* that read table files; 0: one */
	uint64_t max_instructions;   /* of one rule on one row; 0: ten million */
	uint64_t max_bytes;          /* of one scorer's rule memory; 0: 64 MiB */
	/* Told each row and cell of second tables that cannot be used, in order, during the call,
	 * in the calling thread or another, one at a time. NULL: the first such row is an error,
	 * and such cells are blank. */
	void (*reject)(void *ctx, const struct spot_icp_reject *reject);
	void *reject_ctx;
};

#ifdef __cplusplus
#define SPOT_ICP_OPTIONS_INIT { sizeof(struct spot_icp_options) }
#else
#define SPOT_ICP_OPTIONS_INIT { .size = sizeof(struct spot_icp_options) }
#endif

/* Loads a rule file; options may be NULL. USAGE: an as_of that is no day, a set that names no
 * param, a rollup without its table, a table without its rollup. RULES: what is wrong in the file,
 * or that it cannot be read. DATA: a second table. Give back with spot_icp_close. */
SPOT_API int spot_icp_open(struct spot_icp **out, const char *path,
    const struct spot_icp_options *options, struct spot_icp_error *err);
/* The same from text; name stands for the file in messages, and include looks beside it. */
SPOT_API int spot_icp_open_text(struct spot_icp **out, const char *name, const char *text,
    size_t len, const struct spot_icp_options *options, struct spot_icp_error *err);
/* One more handle of the same, to be closed too. Returns icp. */
SPOT_API struct spot_icp *spot_icp_share(struct spot_icp *icp);
/* The last one frees. NULL is allowed. */
SPOT_API void spot_icp_close(struct spot_icp *icp);

enum spot_icp_kind { SPOT_ICP_CRITERION, SPOT_ICP_DISQUALIFIER, SPOT_ICP_GROWTH };

struct spot_icp_rule {
	int kind;              /* enum spot_icp_kind */
	const char *name, *why; /* why may be NULL */
	double weight;         /* criteria */
	const char *group;     /* criteria: NULL where it stands alone */
	const char *unit;      /* growth; may be NULL */
	const char *file;
	unsigned long line;
	bool compiled;         /* else the Lua VM runs it: slower, to the same result */
};

struct spot_icp_field {
	const char *name;
	const char *type;  /* "integer", "date", … */
	bool needed;       /* a scorer without such a column is refused */
	bool derived;      /* from a second table: no column */
};

/* Rules are numbered: criteria, disqualifiers, growth formulas, each in file order. NULL beyond
 * the last. */
SPOT_API size_t spot_icp_n_rules(const struct spot_icp *icp);
SPOT_API const struct spot_icp_rule *spot_icp_rule(const struct spot_icp *icp, size_t rule_idx);
SPOT_API size_t spot_icp_n_fields(const struct spot_icp *icp);
SPOT_API const struct spot_icp_field *spot_icp_field(const struct spot_icp *icp, size_t field_idx);
/* The name of a rank as results have it: tiers from the best (0) on, then "bad fit", then "" (a
 * file without tiers). NULL beyond that. */
SPOT_API const char *spot_icp_tier(const struct spot_icp *icp, size_t rank);
/* The name of an exception as results number them; NULL beyond the last. */
SPOT_API const char *spot_icp_exception(const struct spot_icp *icp, size_t exception_idx);
/* The name of the profile, or "". */
SPOT_API const char *spot_icp_profile(const struct spot_icp *icp);
/* The day that its rules take for today. */
SPOT_API int32_t spot_icp_as_of(const struct spot_icp *icp);

/* --- a rule file that is kept up to date ------------------------------------------------- */

struct spot_live;

/* As spot_icp_open. Rows of tables among the options must stay where and as they are until the
 * live set is closed, or reloaded with others. Give back with spot_live_close. */
SPOT_API int spot_live_open(struct spot_live **out, const char *path,
    const struct spot_icp_options *options, struct spot_icp_error *err);
/* No other thread may use it any more; handles that it gave out stay. NULL is allowed. */
SPOT_API void spot_live_close(struct spot_live *live);
/* What it has now: a handle, to be closed by the caller. Never NULL, and never waits for a
 * load. */
SPOT_API struct spot_icp *spot_live_icp(struct spot_live *live);
/*
 * Loads anew if the rule file, a file that it includes or extends, or the file of a second table
 * has changed, or the day has where as_of is NULL. *changed (may be NULL) says whether it did. On
 * failure the rule file that was there stays, and the next call tries again. While another thread
 * is at it the call does nothing. Files are looked at, not read, unless they seem to have changed:
 * call it between requests, not between rows.
 */
SPOT_API int spot_live_refresh(struct spot_live *live, bool *changed, struct spot_icp_error *err);
/* Loads anew in any case, from now on with these options; NULL: with those it has. Waits for other
 * threads' loads. On failure all stays as it was. */
SPOT_API int spot_live_reload(struct spot_live *live, const struct spot_icp_options *options,
    struct spot_icp_error *err);

/* --- judging ----------------------------------------------------------------------------- */

struct spot_scorer;

/* header: names of columns, all of STRINGS. DATA: a field that is neither optional nor has a
 * default has no column. Give back with spot_scorer_free. */
SPOT_API int spot_scorer_new(struct spot_scorer **out, struct spot_icp *icp,
    const char *const *header, size_t n_columns, struct spot_icp_error *err);
/* The same for columns of any kinds; of them only names and kinds are looked at. USAGE: of a kind
 * that its field cannot be read from. */
SPOT_API int spot_scorer_new_typed(struct spot_scorer **out, struct spot_icp *icp,
    const struct spot_data *columns, size_t n_columns, struct spot_icp_error *err);
/* NULL is allowed. */
SPOT_API void spot_scorer_free(struct spot_scorer *scorer);

/* Judges by another rule file from now on, unless it is the one it has. On failure (its fields
 * need other columns) the scorer stays with the one it has. */
SPOT_API int spot_scorer_use(struct spot_scorer *scorer, struct spot_icp *icp,
    struct spot_icp_error *err);
/* The same with what the live set has now. *moved (may be NULL) says whether it was another. */
SPOT_API int spot_scorer_follow(struct spot_scorer *scorer, struct spot_live *live, bool *moved,
    struct spot_icp_error *err);
/* What it judges by; the scorer's. */
SPOT_API const struct spot_icp *spot_scorer_icp(const struct spot_scorer *scorer);

/* A rule that fails on a row is from now on unknown for it (SPOT_ICP_FAILED). At first it is an
 * error: of the first row, then the first rule. */
SPOT_API void spot_scorer_keep_going(struct spot_scorer *scorer, bool keep_going);

enum spot_icp_answer {
	SPOT_ICP_NO = 0,
	SPOT_ICP_YES = 1,     /* growth: there is an amount */
	SPOT_ICP_PART = 2,    /* a criterion's fit between 0 and 1 */
	SPOT_ICP_UNKNOWN = 3, /* it read a blank */
	SPOT_ICP_FAILED = 4,
};

/* One row, judged. */
struct spot_result {
	bool has_score;   /* false: no criterion could give points; the scores are 0 */
	double score, score_low, score_high;
	const char *tier; /* the tier's name, or "bad fit" */
	const char *tier_low, *tier_high;
	bool disqualified;
	bool has_growth;  /* false: unknown */
	double growth;
	bool has_coverage; /* false: no criterion has a weight */
	double coverage;  /* percent of the weight that is known */
	const char *const *disqualifiers; /* names of those that hold, ended by NULL */
	const char *const *unknown; /* names of rules whose answer is unknown, ended by NULL */
	const char *exception;      /* the name of the one that holds, or NULL */
	const char *reason;         /* the first reason, in the rule file's words */
	double earned, possible;    /* score = 100 x earned / possible */
	size_t n_rules;
	const uint8_t *answers;     /* by rule: enum spot_icp_answer */
	const double *values;       /* by rule: the fit 0..1, 0 or 1, the amount; 0 if not known */
	const double *points;       /* by rule: of criteria, else 0 */
};

/* Judges one row, for scorers whose columns are STRINGS: as many cells as columns; NULL is
 * blank. RULES: a rule failed. */
SPOT_API int spot_scorer_row(struct spot_scorer *scorer, const char *const *cells,
    const struct spot_result **out, struct spot_icp_error *err);

#define SPOT_ICP_NONE UINT32_MAX

/*
 * Many rows, judged. The arrays are the caller's, with room for the call's n_rows; those that are
 * NULL are not filled. Of two dimensions are those by row, then rule: [row * n_rules + rule_idx].
 */
struct spot_scores {
	size_t size;       /* sizeof(struct spot_scores) */
	double *score, *score_low, *score_high; /* NaN: none */
	uint32_t *tier, *tier_low, *tier_high;  /* ranks, see spot_icp_tier */
	double *growth;    /* NaN: unknown */
	double *coverage;  /* NaN: no criterion has a weight */
	uint8_t *disqualified;
	uint32_t *exception; /* its number, or SPOT_ICP_NONE */
	uint8_t *answers;  /* by row and rule: enum spot_icp_answer */
	double *points;    /* by row and rule: of criteria, else 0 */
	/* Set by the call: */
	size_t n_unreadable; /* values that could not be read, see spot_scorer_unreadable */
};

#ifdef __cplusplus
#define SPOT_SCORES_INIT { sizeof(struct spot_scores) }
#else
#define SPOT_SCORES_INIT { .size = sizeof(struct spot_scores) }
#endif

/* Judges n_rows rows of columns, which must be those that the scorer was made for, in number, order
 * and kind. Any number of rows; many at a time are judged many times faster than one by one. After
 * an error the arrays hold anything. */
SPOT_API int spot_scorer_batch(struct spot_scorer *scorer, const struct spot_data *columns,
    size_t n_rows, struct spot_scores *out, struct spot_icp_error *err);

#define SPOT_UNREADABLE_MAX 1000

/* A value that could not be read as its field's type: it counts as blank. */
struct spot_unreadable {
	size_t row_idx;
	const char *column;
	const char *problem;
};

/* Those of the last call that judged, row by row; the first SPOT_UNREADABLE_MAX of them are kept.
 * NULL beyond the last. Until the next call with the scorer. */
SPOT_API const struct spot_unreadable *spot_scorer_unreadable(const struct spot_scorer *scorer,
    size_t idx);

/* --- why --------------------------------------------------------------------------------- */

/* A field with a value as text: numbers as short as can be, days as 2026-11-22, lists with "; "
 * between items. */
struct spot_why_value {
	const char *field;
	const char *text;    /* NULL: blank */
	const char *problem; /* why it could not be read, or NULL */
};

/* What would make a criterion earn more: one of these values in this field. They were tried. */
struct spot_why_need {
	const char *field;
	size_t n_texts;
	const char *const *texts;
};

struct spot_why_rule {
	const struct spot_icp_rule *rule;
	int answer;              /* enum spot_icp_answer */
	double value, points;
	double points_best;      /* criteria: what a full answer earns */
	size_t n_reads;
	const struct spot_why_value *const *reads; /* in the order of reading; a blank that left the
						      rule unknown is the last */
	size_t n_needs;
	const struct spot_why_need *const *needs;  /* criteria that earn less than they could */
	const char *failure;     /* FAILED: what went wrong, in one line; else NULL */
};

/* A group's cap or floor, and what it took or gave. */
struct spot_why_group {
	const char *name;
	double adjustment;
};

/* One field's value, and the better tier that it reaches alone. */
struct spot_why_change {
	const char *field, *from, *to; /* from is NULL where it is blank */
	const char *tier;
};

/* Points and adjustments add up to result->earned. */
struct spot_why {
	const struct spot_result *result;
	size_t n_rules;
	const struct spot_why_rule *const *rules;     /* as spot_icp_rule numbers them */
	size_t n_groups;
	const struct spot_why_group *const *groups;   /* with a cap or floor */
	size_t n_changes;
	const struct spot_why_change *const *changes; /* smallest first */
};

/* Judges one row of columns, as spot_scorer_batch, and says why. A rule that fails, or meets a
 * limit, is told as such, never an error. Many values are tried of each field: it takes
 * milliseconds with some twenty rules that are short, seconds with hundreds. A rule that meets a
 * limit with a few of the values is not asked about the others, and counts as failed there. */
SPOT_API int spot_scorer_why(struct spot_scorer *scorer, const struct spot_data *columns,
    size_t row_idx, const struct spot_why **out, struct spot_icp_error *err);
/* The same for a row of cells, as spot_scorer_row. */
SPOT_API int spot_scorer_why_row(struct spot_scorer *scorer, const char *const *cells,
    const struct spot_why **out, struct spot_icp_error *err);

#ifdef __cplusplus
}
#endif

#endif
