/* SPDX-License-Identifier: MIT */
#include "cli/formats.h"

#include <string.h>

#include "base/text.h"
#include "cli/verbs.h"

/* What stands behind the last dot, before .gz and .zst; empty where there is none. */
static struct spot_view extension_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t end = strlen(name);

	for (int i = 0; i < 2; i++) {
		struct spot_view ext = { name + end, 0 };

		while (ext.ptr > name && ext.ptr[-1] != '.')
			ext.ptr--;
		if (ext.ptr < name + 2)
			break;
		ext.len = (size_t)(name + end - ext.ptr);
		if (!spot_view_equal(ext, spot_view_of("gz")) &&
		    !spot_view_equal(ext, spot_view_of("zst")))
			return ext;
		end = (size_t)(ext.ptr - name) - 1;
	}
	return (struct spot_view) { "", 0 };
}

enum spot_cli_format spot_formats_of(const char *path)
{
	struct spot_view ext = extension_of(path);

	for (size_t i = SPOT_FORMAT_CSV; i < SPOT_FORMAT_N; i++)
		if (spot_text_equal_fold(ext, spot_view_of(spot_options_formats[i])))
			return (enum spot_cli_format)i;
	return SPOT_FORMAT_AUTO;
}

/* Names that say what is in a file, besides formats of ours. */
static bool is_known(struct spot_view ext)
{
	static const char *const known[] = { "tsv", "ndjson", "htm", "xlsx", "xls", "ods", "pdf",
		"lua" };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (spot_text_equal_fold(ext, spot_view_of(known[i])))
			return true;
	return false;
}

static int cannot_write(const struct spot_verb *verb, const struct spot_cli_common *common,
    bool writes_lua, struct spot_error *err)
{
	struct spot_view ext = extension_of(common->output);
	struct spot_buf list = SPOT_BUF_INIT;

	for (size_t i = SPOT_FORMAT_CSV; i < SPOT_FORMAT_N; i++)
		if ((verb->formats >> i) & 1)
			spot_buf_printf(&list, "%s%s", list.len > 0 ? ", " : "",
			    spot_options_formats[i]);
	spot_error_set(err, SPOT_EUSAGE, "--output %s: %s does not write %.*s", common->output,
	    verb->name, (int)ext.len, ext.ptr);
	if (writes_lua)
		spot_error_hint(err, "it writes Lua: give the file another name");
	else if (spot_text_equal_fold(ext, spot_view_of("lua")))
		spot_error_hint(err, "give the file another name: rule files end in it");
	else
		spot_error_hint(err, "it writes %s: give the file another name, or say which with "
		    "--format", spot_buf_str(&list));
	spot_buf_reset(&list);
	return SPOT_EUSAGE;
}

/* Besides the output all files are CSV but the ledger, which has a form of its own. */
static int check_csv(const struct spot_cli_write *write, struct spot_error *err)
{
	struct spot_view ext = extension_of(write->path);
	enum spot_cli_format format = spot_formats_of(write->path);

	if (strcmp(write->option, "output") == 0 || strcmp(write->option, "ledger") == 0 ||
	    format == SPOT_FORMAT_CSV || (format == SPOT_FORMAT_AUTO && !is_known(ext)))
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "--%s %s: it is written as csv, not as %.*s",
	    write->option, write->path, (int)ext.len, ext.ptr);
	spot_error_hint(err, "give the file another name");
	return SPOT_EUSAGE;
}

static int check_output(const struct spot_verb *verb, const struct spot_cli_common *common,
    struct spot_error *err)
{
	bool writes_lua = common->writes_lua || !verb->formats, may;
	struct spot_view ext = extension_of(common->output);
	enum spot_cli_format format = spot_formats_of(common->output);

	if (spot_text_equal_fold(ext, SPOT_VIEW("lua")))
		may = writes_lua;
	else if (format == SPOT_FORMAT_AUTO && !is_known(ext))
		may = true;
	else if (writes_lua)
		may = false;
	else
		may = common->format != SPOT_FORMAT_AUTO || ((verb->formats >> format) & 1) ||
		    (verb->keeps_dialect && spot_text_equal_fold(ext, spot_view_of("tsv")));
	return may ? 0 : cannot_write(verb, common, writes_lua, err);
}

int spot_formats_check(const struct spot_verb *verb, const struct spot_cli_common *common,
    struct spot_error *err)
{
	int rc = common->output ? check_output(verb, common, err) : 0;

	for (size_t i = 0; rc == 0 && i < common->n_writes; i++)
		rc = check_csv(&common->writes[i], err);
	return rc;
}

int spot_formats_check_delimiter(
    const struct spot_cli_common *common, char delimiter, struct spot_error *err)
{
	if (delimiter == '\t' || common->format != SPOT_FORMAT_AUTO || !common->output ||
	    !spot_text_equal_fold(extension_of(common->output), SPOT_VIEW("tsv")))
		return 0;
	spot_error_set(err, SPOT_EUSAGE, "--output %s: the data are parted by \"%c\", not by tabs",
	    common->output, delimiter);
	spot_error_hint(err, "give the file another name, or say --format csv");
	return SPOT_EUSAGE;
}
