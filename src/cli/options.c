/* SPDX-License-Identifier: MIT */
#include "cli/options.h"

#include <popt.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "cli/formats.h"
#include "cli/help.h"
#include "cli/paths.h"
#include "cli/values.h"
#include "cli/verbs.h"

#define THREADS_MAX 256

const char *const spot_options_formats[] = {
	[SPOT_FORMAT_AUTO] = "",
	[SPOT_FORMAT_CSV] = "csv",
	[SPOT_FORMAT_JSONL] = "jsonl",
	[SPOT_FORMAT_JSON] = "json",
	[SPOT_FORMAT_TABLE] = "table",
	[SPOT_FORMAT_HTML] = "html",
	[SPOT_FORMAT_MD] = "md",
	[SPOT_FORMAT_N] = NULL,
};

#define AT(member) offsetof(struct spot_cli_common, member)

static const struct {
	unsigned bit;
	struct spot_cli_option option;
} common_options[] = {
	{ SPOT_COMMON_RULES, { "rules", 'r', SPOT_OPTION_LIST, AT(rules), "FILE",
	    "a rule file; repeatable where several are taken" } },
	{ SPOT_COMMON_OUTPUT, { "output", 'o', SPOT_OPTION_WRITES, AT(output), "FILE",
	    "write here, whole or not at all; .gz and .zst compress" } },
	{ SPOT_COMMON_FORMAT, { "format", 0, SPOT_OPTION_CHOICE, AT(format), "FORMAT",
	    "what to write; default by the output's extension", .choices = spot_options_formats } },
	{ SPOT_COMMON_WITH, { "with", 0, SPOT_OPTION_PAIRS, AT(with), "NAME=FILE",
	    "a second table for rollups; repeatable", .min = 1 } },
	{ SPOT_COMMON_AS_OF, { "as-of", 0, SPOT_OPTION_DATE, AT(as_of), "DATE",
	    "the day that rules take for today, YYYY-MM-DD; default today in UTC" } },
	{ SPOT_COMMON_SET, { "set", 0, SPOT_OPTION_PAIRS, AT(set), "NAME=VALUE",
	    "another value for a param of the rules; repeatable" } },
	{ SPOT_COMMON_REJECTS, { "rejects", 0, SPOT_OPTION_WRITES, AT(rejects), "FILE",
	    "list every row and cell that could not be used" } },
	{ SPOT_COMMON_THREADS, { "threads", 0, SPOT_OPTION_INTEGER, AT(threads), "N",
	    "how many work at once; default the processors there are",
	    .min = 1, .max = THREADS_MAX } },
	{ SPOT_COMMON_STRICT, { "strict", 0, SPOT_OPTION_FLAG, AT(strict), NULL,
	    "any reject is an error, as are rows not in UTF-8, NUL bytes and text after a "
	    "closing quote; nothing is written" } },
	{ SPOT_COMMON_KEEP_GOING, { "keep-going", 0, SPOT_OPTION_FLAG, AT(keep_going), NULL,
	    "a rule that fails on an account is unknown for it" } },
	{ SPOT_COMMON_DIALECT, { "delimiter", 0, SPOT_OPTION_DELIMITER, AT(delimiter), "C",
	    "of every file: one character, or tab, pipe, comma, semicolon; default found "
	    "in each" } },
	{ SPOT_COMMON_DIALECT, { "encoding", 0, SPOT_OPTION_TEXT, AT(encoding), "NAME",
	    "of every file, as latin1 or utf-8; default UTF-8, or UTF-16 by its mark, and "
	    "windows-1252 for cells that are not" } },
	{ SPOT_COMMON_DIALECT, { "no-header", 0, SPOT_OPTION_FLAG, AT(no_header), NULL,
	    "no file has a header: data start with the first row; fields bind by column "
	    "number" } },
	{ SPOT_COMMON_DIALECT, { "skip-rows", 0, SPOT_OPTION_INTEGER, AT(skip_rows), "N",
	    "lines above the header to pass over, in every file", .max = INT32_MAX } },
	{ SPOT_COMMON_DIALECT, { "max-cell", 0, SPOT_OPTION_SIZE, AT(max_cell_bytes), "SIZE",
	    "a longer cell makes its row unusable; default 16M", .min = 1, .max = 1 << 30 } },
	{ SPOT_COMMON_SAFE, { "spreadsheet-safe", 0, SPOT_OPTION_FLAG, AT(spreadsheet_safe), NULL,
	    "CSV: a ' before text that Excel would run as a formula; cells are written anew, "
	    "without spaces outside quotes" } },
	{ SPOT_COMMON_QUIET, { "quiet", 'q', SPOT_OPTION_FLAG, AT(quiet), NULL,
	    "no progress and no summary" } },
	{ SPOT_COMMON_COLOR, { "no-color", 0, SPOT_OPTION_FLAG, AT(no_color), NULL,
	    "no colours; NO_COLOR in the environment does the same" } },
};

#define N_COMMON (sizeof(common_options) / sizeof(common_options[0]))

static const struct spot_cli_option help_option = { "help", 'h', SPOT_OPTION_FLAG, 0, NULL,
	"show this help" };

const struct spot_cli_option *spot_options_at(const struct spot_verb *verb, size_t idx)
{
	size_t n = 0;

	for (size_t i = 0; verb->options && verb->options[i].name; i++) {
		if (n++ == idx)
			return &verb->options[i];
	}
	for (size_t i = 0; i < N_COMMON; i++) {
		if ((verb->common & common_options[i].bit) && n++ == idx)
			return &common_options[i].option;
	}
	return n == idx ? &help_option : NULL;
}

const struct spot_cli_option *spot_options_common(size_t idx, unsigned *bit)
{
	if (idx >= N_COMMON)
		return NULL;
	if (bit)
		*bit = common_options[idx].bit;
	return &common_options[idx].option;
}

bool spot_options_choosable(const struct spot_verb *verb, const struct spot_cli_option *option,
    size_t idx)
{
	if (option->choices == spot_options_formats)
		return (verb->formats >> idx) & 1;
	return *option->choices[idx] != '\0';
}

static int64_t processors(void)
{
	cpu_set_t set;
	long n;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	else
		n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : n;
}

static void common_init(struct spot_cli_common *common)
{
	memset(common, 0, sizeof(*common));
	spot_arena_init(&common->arena);
	common->as_of = spot_date_today();
	common->threads = processors();
	common->max_cell_bytes = (size_t)16 << 20;
}

void spot_options_reset(struct spot_cli_common *common)
{
	spot_arena_free(&common->arena);
	memset(common, 0, sizeof(*common));
}

/* Options that are no more, with what to do: files that were written earlier may name them. */
static const char *gone_hint(const struct spot_verb *verb, const char *name)
{
	static const struct {
		const char *verb, *name, *hint;
	} gone[] = {
		{ "derive", "--blanks", "leave it out: blanks are groups of their own by default "
		    "now, and --no-blanks turns that off" },
	};

	for (size_t i = 0; i < sizeof(gone) / sizeof(*gone); i++)
		if (strcmp(verb->name, gone[i].verb) == 0 && strcmp(name, gone[i].name) == 0)
			return gone[i].hint;
	return NULL;
}

/* What is said of a word that starts with a dash and that the verb has no option for. */
static int unknown_option(const struct spot_verb *verb, const char *word, struct spot_error *err)
{
	const char *names[64], *near, *gone;
	size_t n = 0, len = strcspn(word, "=");
	const struct spot_cli_option *option;
	char name[64];

	while (n < 64 && (option = spot_options_at(verb, n)))
		names[n++] = option->name;
	spot_error_set(err, SPOT_EUSAGE, "%s has no option %.*s", verb->name, (int)len, word);
	snprintf(name, sizeof(name), "%.*s", (int)len, word);
	near = spot_text_nearest(name + strspn(name, "-"), names, n);
	gone = gone_hint(verb, name);
	if (gone)
		spot_error_hint(err, "%s", gone);
	else if (near && strncmp(word, "--", 2) == 0)
		spot_error_hint(err, "did you mean --%s?", near);
	else
		spot_error_hint(err, "sweetspot %s --help lists them", verb->name);
	return SPOT_EUSAGE;
}

static int popt_error(const struct spot_verb *verb, poptContext con, int code,
    struct spot_error *err)
{
	const char *word = poptBadOption(con, POPT_BADOPTION_NOALIAS);
	int len = (int)strcspn(word, "=");

	switch (code) {
	case POPT_ERROR_BADOPT:
		return unknown_option(verb, word, err);
	case POPT_ERROR_NOARG:
		return spot_error_set(err, SPOT_EUSAGE, "%s needs a value after it", word);
	case POPT_ERROR_UNWANTEDARG:
		return spot_error_set(err, SPOT_EUSAGE, "%.*s takes no value", len, word);
	case POPT_ERROR_MALLOC:
		return spot_error_nomem(err);
	default:
		return spot_error_set(err, SPOT_EUSAGE, "%s: %s", word, poptStrerror(code));
	}
}

/* The table for popt: an option's val is its place in spot_options_at plus one; values come as
 * text. */
static struct poptOption *popt_table(const struct spot_verb *verb, struct spot_arena *arena)
{
	const struct spot_cli_option *option;
	struct poptOption *table;
	size_t n = 0;

	while (spot_options_at(verb, n))
		n++;
	table = spot_arena_calloc(arena, n + 1, sizeof(*table));
	if (!table)
		return NULL;
	for (size_t i = 0; (option = spot_options_at(verb, i)); i++) {
		table[i].longName = option->name;
		table[i].shortName = option->letter;
		table[i].argInfo = option->kind == SPOT_OPTION_FLAG ? POPT_ARG_NONE :
		                                                      POPT_ARG_STRING;
		table[i].val = (int)i + 1;
	}
	return table;
}

static bool repeatable(enum spot_cli_kind kind)
{
	return kind == SPOT_OPTION_FLAG || kind == SPOT_OPTION_LIST || kind == SPOT_OPTION_WORDS ||
	    kind == SPOT_OPTION_PAIRS;
}

static int given_twice(const struct spot_cli_option *option, struct spot_error *err)
{
	spot_error_set(err, SPOT_EUSAGE, "--%s is given twice", option->name);
	spot_error_hint(err, "keep one of them");
	return SPOT_EUSAGE;
}

/* Takes every option out of argv: 0, 1 when --help is among them, or an error. */
static int options_take(const struct spot_verb *verb, poptContext con, void *opts,
    struct spot_error *err)
{
	struct spot_cli_common *common = opts;
	uint64_t seen = 0;
	int val, rc = 0;

	while (rc == 0 && (val = poptGetNextOpt(con)) > 0) {
		const struct spot_cli_option *option = spot_options_at(verb, (size_t)val - 1);
		uint64_t bit = UINT64_C(1) << ((val - 1) & 63);
		char *text = poptGetOptArg(con);

		if (option == &help_option)
			rc = 1;
		else if (!text && option->kind != SPOT_OPTION_FLAG)
			rc = spot_error_nomem(err); /* popt had no room for its copy */
		else if ((seen & bit) && !repeatable(option->kind))
			rc = given_twice(option, err);
		else
			rc = spot_values_store(verb, option, text, opts, &common->arena, err);
		seen |= bit;
		free(text);
	}
	if (rc == 0 && val < -1)
		return popt_error(verb, con, val, err);
	return rc;
}

static int files_take(const struct spot_verb *verb, poptContext con,
    struct spot_cli_common *common, struct spot_error *err)
{
	const char **files = poptGetArgs(con);
	int rc = 0;

	for (size_t i = 0; rc == 0 && files && files[i]; i++) {
		if (i >= verb->max_files) {
			rc = spot_error_set(err, SPOT_EUSAGE, "one argument too many: \"%s\"",
			    files[i]);
			spot_error_hint(err, "usage: sweetspot %s %s", verb->name, verb->arguments);
			break;
		}
		rc = spot_values_append(&common->files, files[i], strlen(files[i]), &common->arena,
		    err);
	}
	return rc;
}

/* Standard input can be read once only. */
static int stdin_check(const struct spot_cli_common *common, struct spot_error *err)
{
	size_t n = 0;

	for (size_t i = 0; i < common->files.n; i++)
		n += strcmp(common->files.items[i], "-") == 0;
	for (size_t i = 0; i < common->with.n; i++)
		n += strcmp(common->with.items[i].value, "-") == 0;
	if (n < 2)
		return SPOT_OK;
	spot_error_set(err, SPOT_EUSAGE, "- (standard input) is named %zu times", n);
	spot_error_hint(err, "it can be read once: write the rest to files");
	return SPOT_EUSAGE;
}

static int rules_check(const struct spot_verb *verb, const struct spot_cli_common *common,
    struct spot_error *err)
{
	const char *lua = NULL;

	if (verb->max_rules != 0 && common->rules.n > verb->max_rules) {
		spot_error_set(err, SPOT_EUSAGE, "%s takes %zu rule file%s, not %zu", verb->name,
		    verb->max_rules, verb->max_rules == 1 ? "" : "s", common->rules.n);
		spot_error_hint(err, "give -r once");
		return SPOT_EUSAGE;
	}
	if (common->rules.n >= verb->min_rules)
		return SPOT_OK;
	for (size_t i = 0; i < common->files.n && !lua; i++) {
		const char *dot = strrchr(common->files.items[i], '.');

		if (dot && strcmp(dot, ".lua") == 0)
			lua = common->files.items[i];
	}
	spot_error_set(err, SPOT_EUSAGE, "%s needs a rule file", verb->name);
	spot_error_hint(err, "give it with -r %s", lua ? lua : "RULES.lua");
	return SPOT_EUSAGE;
}

/* popt ends the process with 1 when memory runs out, which here would say "the answer is no". */
static bool popt_runs;

static void popt_exit(void)
{
	static const char line[] = "sweetspot: out of memory\n";

	if (!popt_runs)
		return;
	(void)!write(STDERR_FILENO, line, sizeof(line) - 1);
	_exit(SPOT_EXIT_DATA);
}

int spot_options_read(const struct spot_verb *verb, int argc, const char **argv, void *opts,
    struct spot_error *err)
{
	struct spot_cli_common *common = opts;
	struct poptOption *table;
	poptContext con;
	int rc;

	common_init(common);
	atexit(popt_exit);
	table = popt_table(verb, &common->arena);
	if (!table)
		return spot_error_nomem(err);
	popt_runs = true;
	con = poptGetContext(NULL, argc, argv, table, 0);
	rc = con ? 0 : spot_error_nomem(err);
	if (rc == 0)
		rc = options_take(verb, con, opts, err);
	if (rc == 0)
		rc = files_take(verb, con, common, err);
	if (rc == 0)
		rc = rules_check(verb, common, err);
	if (rc == 0)
		rc = stdin_check(common, err);
	if (common->output && strcmp(common->output, "-") == 0)
		common->output = NULL;
	if (rc == 0 && verb->settle)
		rc = verb->settle(opts, err);
	if (rc == 0)
		rc = spot_paths_check(verb, opts, err);
	if (rc == 0)
		rc = spot_formats_check(verb, common, err);
	poptFreeContext(con);
	popt_runs = false;
	return rc;
}

bool spot_options_parse(const struct spot_verb *verb, int argc, const char **argv, void *opts,
    int *status)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int rc = spot_options_read(verb, argc, argv, opts, &err);

	if (rc == 0)
		return true;
	*status = rc > 0 ? spot_help_verb(verb) : spot_cli_fail(&err);
	spot_options_reset(opts);
	return false;
}

enum spot_cli_format spot_options_format(const struct spot_verb *verb,
    const struct spot_cli_common *common, enum spot_cli_format otherwise)
{
	enum spot_cli_format format = (enum spot_cli_format)common->format;

	if (format == SPOT_FORMAT_AUTO && common->output)
		format = spot_formats_of(common->output);
	return ((verb->formats >> format) & 1) ? format : otherwise;
}
