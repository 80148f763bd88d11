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
	static const char *const known[] = { "tsv", "ndjson", "htm", "xlsx", "xls", "ods", "pdf" };

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

int spot_formats_check(const struct spot_verb *verb, const struct spot_cli_common *common,
    struct spot_error *err)
{
	bool writes_lua = common->writes_lua || !verb->formats, may;
	enum spot_cli_format format;
	struct spot_view ext;

	if (!common->output)
		return 0;
	ext = extension_of(common->output);
	format = spot_formats_of(common->output);
	if (spot_text_equal_fold(ext, spot_view_of("lua")))
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
