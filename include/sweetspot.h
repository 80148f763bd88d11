/* SPDX-License-Identifier: MIT */
/*
 * libsweetspot: qualify accounts by a rule file from a C program.
 *
 *	struct spot_icp *icp;
 *	struct spot_scorer *scorer;
 *	struct spot_icp_error err;
 *	struct spot_result result;
 *	const char *header[] = { "id", "employees" };
 *	const char *cells[] = { "ACC-1", "200" };
 *
 *	if (spot_icp_open(&icp, "rules.lua", NULL, &err) != 0)
 *		return complain(err.text);
 *	if (spot_scorer_new(&scorer, icp, header, 2, &err) == 0 &&
 *	    spot_scorer_row(scorer, cells, &result, &err) == 0)
 *		printf("%s %.2f\n", result.tier, result.score);
 *	spot_scorer_free(scorer);
 *	spot_icp_close(icp);
 *
 * Threads: a struct spot_icp may be shared by any number of threads; a struct spot_scorer belongs
 * to one thread at a time. The library keeps no global state, prints nothing and never exits; a
 * rule file that loops or eats memory ends as an error. Ownership: what a function gives out
 * through its first parameter is the caller's to free; texts in results belong to the scorer and
 * live until its next call. Strings are UTF-8. This interface is young: it may change until
 * version 1.
 */
#ifndef SWEETSPOT_H
#define SWEETSPOT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SPOT_API __attribute__((visibility("default")))
#else
#define SPOT_API
#endif

/* Codes are 0 or negative, as the functions return them. */
enum spot_icp_code {
	SPOT_ICP_OK = 0,
	SPOT_ICP_NOMEM = -1,
	SPOT_ICP_USAGE = -2, /* the call makes no sense */
	SPOT_ICP_RULES = -3, /* the rule file is wrong, or a rule failed */
	SPOT_ICP_DATA = -4,  /* a column that the rules need is missing */
};

struct spot_icp_error {
	int code;
	char text[1400]; /* one line: "WHERE: WHAT; HINT" */
};

struct spot_icp;    /* a rule file, loaded */
struct spot_scorer; /* one thread's means to judge rows of one header */

/* Loads a rule file. as_of is the day that the rules take for today ("2026-11-22"); NULL: the
 * current UTC day. Rule files with rollups are refused here: their second tables are the
 * program's business (SPOT_ICP_USAGE). err may be NULL. */
SPOT_API int spot_icp_open(struct spot_icp **out, const char *path, const char *as_of,
    struct spot_icp_error *err);
/* The same from text; name stands for the file in messages, and include looks beside it. */
SPOT_API int spot_icp_open_text(struct spot_icp **out, const char *name, const char *text,
    size_t len, const char *as_of, struct spot_icp_error *err);
/* Scorers made from it must be freed before. NULL is allowed. */
SPOT_API void spot_icp_close(struct spot_icp *icp);

/* header: n_columns names, matched with the rule file's fields as in an export's first line.
 * Copied. */
SPOT_API int spot_scorer_new(struct spot_scorer **out, const struct spot_icp *icp,
    const char *const *header, size_t n_columns, struct spot_icp_error *err);
SPOT_API void spot_scorer_free(struct spot_scorer *scorer);

struct spot_result {
	bool has_score;   /* false: no criterion could give points */
	double score, score_low, score_high;
	const char *tier; /* the tier's name, or "bad fit" */
	const char *tier_low, *tier_high;
	bool disqualified;
	bool has_growth;  /* false: unknown */
	double growth;
	double coverage;  /* percent of the weight that is known */
	const char *const *disqualifiers; /* names of those that hold, ended by NULL */
	const char *const *unknown; /* names of rules whose answer is unknown, ended by NULL */
	const char *exception;            /* the name of the one that holds, or NULL */
	const char *reason;               /* the first reason, in the rule file's words */
};

/* Judges one row: n_columns texts as cells of an export hold them; NULL is blank. A rule that
 * fails is SPOT_ICP_RULES; the scorer can be used again after any error. */
SPOT_API int spot_scorer_row(struct spot_scorer *scorer, const char *const *cells,
    struct spot_result *out, struct spot_icp_error *err);

/* "0.1.0" */
SPOT_API const char *spot_icp_version(void);

#ifdef __cplusplus
}
#endif

#endif
