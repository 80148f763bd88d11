/* SPDX-License-Identifier: MIT */
#include "cli/paths.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/verbs.h"
#include "table/output.h"

/* --- are two paths one file --------------------------------------------------------------- */

/* Where a path leads. */
struct place {
	int fd;          /* of a path that names a descriptor, else -1 */
	bool is_there;
	struct stat of;
	char *target;    /* owned: the name that it would get; NULL where it is there */
};

/* "-" is standard input where a file is read, standard output where one is written. */
static int descriptor_of(const char *path, int dash)
{
	return strcmp(path, "-") == 0 ? dash : spot_output_descriptor(path);
}

static int place_find(struct place *place, const char *path, int dash, struct spot_error *err)
{
	place->fd = descriptor_of(path, dash);
	place->is_there = place->fd >= 0 ? fstat(place->fd, &place->of) == 0
	                                 : stat(path, &place->of) == 0;
	place->target = NULL;
	if (place->is_there || place->fd >= 0)
		return 0;
	return spot_output_target(&place->target, path) == 0 ? 0 : spot_error_nomem(err);
}

/* The folder that a path lies in; "." for a bare name. Cuts the path. */
static bool folder_stat(char *path, struct stat *out)
{
	char *slash = strrchr(path, '/');

	if (slash)
		slash[1] = '\0';
	return stat(slash ? path : ".", out) == 0;
}

static bool is_same_inode(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Devices may be named twice, and what goes to standard error is meant to mix. */
static bool is_same(struct place *a, struct place *b)
{
	struct stat of_a, of_b;

	if (a->fd >= 0 && a->fd == b->fd)
		return true;
	if (a->fd == STDERR_FILENO || b->fd == STDERR_FILENO)
		return false;
	if (a->is_there && b->is_there)
		return (S_ISREG(a->of.st_mode) || S_ISFIFO(a->of.st_mode)) &&
		    is_same_inode(&a->of, &b->of);
	return a->target && b->target &&
	    strcmp(base_name(a->target), base_name(b->target)) == 0 &&
	    folder_stat(a->target, &of_a) && folder_stat(b->target, &of_b) &&
	    is_same_inode(&of_a, &of_b);
}

static int compare(bool *same, const char *written, const char *other, int dash,
    struct spot_error *err)
{
	struct place a, b = { 0 };
	int rc = place_find(&a, written, STDOUT_FILENO, err);

	if (rc == 0)
		rc = place_find(&b, other, dash, err);
	*same = rc == 0 && is_same(&a, &b);
	free(a.target);
	free(b.target);
	return rc;
}

/* --- what a run writes, against the rest -------------------------------------------------- */

static int refuse(const struct spot_cli_write *write, const char *what, struct spot_error *err)
{
	bool is_stdout = descriptor_of(write->path, STDOUT_FILENO) == STDOUT_FILENO;

	if (is_stdout && strcmp(write->option, "output") == 0) {
		spot_error_set(err, SPOT_EUSAGE, "standard output is also %s", what);
		spot_error_hint(err, "send it elsewhere, or name another file with --output");
		return SPOT_EUSAGE;
	}
	spot_error_set(
	    err, SPOT_EUSAGE, "--%s %s is also %s", write->option, write->path, what);
	spot_error_hint(err, is_stdout ? "name a file, so that the two do not mix"
	        : "give it another name, so that nothing is overwritten");
	return SPOT_EUSAGE;
}

static int check_read(const struct spot_cli_write *write, const char *path, const char *what,
    struct spot_error *err)
{
	bool same;
	int rc = compare(&same, write->path, path, STDIN_FILENO, err);

	return rc == 0 && same ? refuse(write, what, err) : rc;
}

/* Standard input stands for the data where no file is named. */
static int check_data(struct spot_cli_common *common, size_t idx, struct spot_error *err)
{
	static const char *const standard_input[] = { "-" };
	const struct spot_cli_list *files = &common->files;
	const char *const *paths = files->n > 0 ? files->items : standard_input;
	const struct spot_cli_write *write = &common->writes[idx];
	/* A file is put in place when the data are read to the end, a stream is not. */
	bool may_replace = common->may_replace && idx == 0 && files->n < 2 &&
	    descriptor_of(write->path, STDOUT_FILENO) < 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < (files->n > 0 ? files->n : 1); i++) {
		bool same;

		rc = compare(&same, write->path, paths[i], STDIN_FILENO, err);
		if (rc != 0 || !same)
			continue;
		if (may_replace)
			common->replaces = true;
		else
			rc = refuse(write, "a data file of this run", err);
	}
	return rc;
}

static int check_write(const struct spot_cli_common *common, size_t idx, struct spot_error *err)
{
	const struct spot_cli_write *write = &common->writes[idx];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < idx; i++) {
		const struct spot_cli_write *other = &common->writes[i];
		char what[64] = "the output";
		bool same;

		if (i > 0)
			snprintf(what, sizeof(what), "the file of --%s", other->option);
		rc = compare(&same, write->path, other->path, STDOUT_FILENO, err);
		if (rc == 0 && same)
			rc = refuse(write, what, err);
	}
	return rc;
}

static int check_one(struct spot_cli_common *common, size_t idx, struct spot_error *err)
{
	const struct spot_cli_write *write = &common->writes[idx];
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < common->rules.n; i++)
		rc = check_read(write, common->rules.items[i], "a rule file of this run", err);
	for (size_t i = 0; rc == 0 && i < common->with.n; i++)
		rc = check_read(write, common->with.items[i].value, "a table of this run", err);
	if (rc == 0)
		rc = check_data(common, idx, err);
	return rc == 0 ? check_write(common, idx, err) : rc;
}

/* --- all of them -------------------------------------------------------------------------- */

static void find_writes(struct spot_cli_common *common, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;

	common->writes[common->n_writes++] = (struct spot_cli_write) { "output",
		common->output ? common->output : "-" };
	for (size_t i = 0; (option = spot_options_at(verb, i)); i++) {
		const char *path;

		if (option->kind != SPOT_OPTION_WRITES || strcmp(option->name, "output") == 0)
			continue;
		memcpy(&path, (const char *)common + option->offset, sizeof(path));
		assert(common->n_writes < SPOT_WRITES_MAX);
		if (path)
			common->writes[common->n_writes++] =
			    (struct spot_cli_write) { option->name, path };
	}
}

int spot_paths_check(const struct spot_verb *verb, void *opts, struct spot_error *err)
{
	struct spot_cli_common *common = opts;
	int rc = 0;

	find_writes(common, verb);
	for (size_t i = 0; rc == 0 && i < common->n_writes; i++)
		rc = check_one(common, i, err);
	return rc;
}

int spot_paths_check_sources(const struct spot_cli_common *common, const struct spot_rules *rules,
    struct spot_error *err)
{
	int rc = 0;

	for (size_t w = 0; rc == 0 && w < common->n_writes; w++)
		for (size_t i = 1; rc == 0 && i < rules->n_sources; i++)
			rc = check_read(&common->writes[w], rules->sources[i].path,
			    "a file that the rules include", err);
	return rc;
}
