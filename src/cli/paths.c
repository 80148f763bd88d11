/* SPDX-License-Identifier: MIT */
#include "cli/paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The folder that a path lies in; "." for a bare name. */
static bool folder_stat(const char *path, struct stat *out)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? spot_mem_copy(path, (size_t)(slash - path) + 1) : NULL;
	bool found = (!slash || folder) && stat(slash ? folder : ".", out) == 0;

	free(folder);
	return found;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static bool is_same_inode(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Also for files that are not there yet. Devices and pipes may be named twice. */
static bool is_same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;

	if (stat(a, &of_a) == 0 && stat(b, &of_b) == 0)
		return S_ISREG(of_a.st_mode) && is_same_inode(&of_a, &of_b);
	return strcmp(base_name(a), base_name(b)) == 0 && folder_stat(a, &of_a) &&
	    folder_stat(b, &of_b) && is_same_inode(&of_a, &of_b);
}

static int refuse(const char *option, const char *path, const char *what, struct spot_error *err)
{
	spot_error_set(err, SPOT_EUSAGE, "%s %s is also %s", option, path, what);
	spot_error_hint(err, "give it another name, so that nothing is overwritten");
	return SPOT_EUSAGE;
}

static int check_one(const char *option, const char *path, const struct spot_cli_common *common,
    struct spot_error *err)
{
	for (size_t i = 0; i < common->rules.n; i++)
		if (is_same_file(path, common->rules.items[i]))
			return refuse(option, path, "a rule file of this run", err);
	for (size_t i = 0; i < common->with.n; i++)
		if (is_same_file(path, common->with.items[i].value))
			return refuse(option, path, "a table of this run", err);
	return 0;
}

int spot_paths_check_more(const char *option, const char *path,
    const struct spot_cli_common *common, struct spot_error *err)
{
	int rc = check_one(option, path, common, err);

	for (size_t i = 0; rc == 0 && i < common->files.n; i++)
		if (is_same_file(path, common->files.items[i]))
			rc = refuse(option, path, "a data file of this run", err);
	if (rc == 0 && common->output && is_same_file(path, common->output))
		rc = refuse(option, path, "the output", err);
	if (rc == 0 && common->rejects && is_same_file(path, common->rejects))
		rc = refuse(option, path, "the file of rejects", err);
	return rc;
}

int spot_paths_check(const struct spot_cli_common *common, struct spot_error *err)
{
	int rc = common->output ? check_one("--output", common->output, common, err) : 0;

	if (rc != 0 || !common->rejects)
		return rc;
	rc = check_one("--rejects", common->rejects, common, err);
	for (size_t i = 0; rc == 0 && i < common->files.n; i++)
		if (is_same_file(common->rejects, common->files.items[i]))
			rc = refuse("--rejects", common->rejects, "a data file of this run", err);
	if (rc == 0 && common->output && is_same_file(common->rejects, common->output))
		rc = refuse("--rejects", common->rejects, "the output", err);
	return rc;
}
