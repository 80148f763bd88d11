/* SPDX-License-Identifier: MIT */
/* Files that people hand in where CSV is wanted, known by their first bytes. */
#include "table/input_internal.h"

#include <string.h>
#include <strings.h>

struct magic {
	struct spot_view bytes;
	size_t at;
	const char *what, *hint;
};

static const char save_hint[] = "open it in the spreadsheet program and save it as CSV UTF-8";
static const char unpack_hint[] = "unpack it first; .gz and .zst are read as they are";
static const char export_hint[] = "export the data as CSV";

static const struct magic magics[] = {
	{ SPOT_VIEW("\xD0\xCF\x11\xE0"), 0, "an old Excel workbook (xls)", save_hint },
	{ SPOT_VIEW("%PDF-"), 0, "a PDF document", export_hint },
	{ SPOT_VIEW("\x7F"
		    "ELF"),
	    0, "a program", export_hint },
	{ SPOT_VIEW("SQLite format 3"), 0, "an SQLite database", export_hint },
	{ SPOT_VIEW("PAR1\x15"), 0, "a Parquet file", export_hint },
	{ SPOT_VIEW("{\\rtf"), 0, "an RTF document", export_hint },
	{ SPOT_VIEW("\x89PNG"), 0, "a picture", export_hint },
	{ SPOT_VIEW("\xFD"
		    "7zXZ"),
	    0, "compressed with xz", unpack_hint },
	{ SPOT_VIEW("BZh91AY&SY"), 0, "compressed with bzip2", unpack_hint },
	{ SPOT_VIEW("7z\xBC\xAF"), 0, "a 7z archive", unpack_hint },
	{ SPOT_VIEW("Rar!\x1A"), 0, "a RAR archive", unpack_hint },
	{ SPOT_VIEW("ustar\0"), 257, "a tar archive", unpack_hint },
	{ SPOT_VIEW("ustar "), 257, "a tar archive", unpack_hint },
	{ SPOT_VIEW("\x1F\x8B"), 0, "compressed twice with gzip", unpack_hint },
	{ SPOT_VIEW("\x28\xB5\x2F\xFD"), 0, "compressed twice", unpack_hint },
};

static bool head_holds(struct spot_view head, struct spot_view bytes, size_t at)
{
	return head.len >= at + bytes.len && memcmp(head.ptr + at, bytes.ptr, bytes.len) == 0;
}

/* Workbooks are zip archives whose first entries have these names. */
static const char *zip_what(struct spot_view head, const char **hint)
{
	*hint = save_hint;
	if (memmem(head.ptr, head.len, "[Content_Types].xml", 19) ||
	    memmem(head.ptr, head.len, "xl/", 3))
		return "an Excel workbook (xlsx)";
	if (memmem(head.ptr, head.len, "opendocument", 12))
		return "an OpenDocument file";
	*hint = unpack_hint;
	return "a zip archive";
}

static void space_drop(struct spot_view *head)
{
	while (head->len > 0 && strchr(" \t\r\n", head->ptr[0]) && head->ptr[0]) {
		head->ptr++;
		head->len--;
	}
}

/* An object with a member, or an array of objects: no header begins so. */
static bool head_is_json(struct spot_view head)
{
	char open;
	space_drop(&head);
	if (head.len == 0 || (head.ptr[0] != '{' && head.ptr[0] != '['))
		return false;
	open = head.ptr[0];
	head.ptr++;
	head.len--;
	space_drop(&head);
	return head.len > 0 && head.ptr[0] == (open == '{' ? '"' : '{');
}

/* An export link that wants a login gives a web page. */
static bool head_is_html(struct spot_view head)
{
	static const char *const starts[] = { "<!doctype html", "<html" };
	space_drop(&head);
	for (size_t i = 0; i < 2; i++) {
		size_t n = strlen(starts[i]);
		if (head.len >= n && strncasecmp(head.ptr, starts[i], n) == 0)
			return true;
	}
	return false;
}

const char *spot_input_magic(struct spot_view head, const char **hint)
{
	if (head_holds(head, SPOT_VIEW("PK\3\4"), 0))
		return zip_what(head, hint);
	*hint = export_hint;
	if (head_is_html(head))
		return "a web page";
	if (head_is_json(head))
		return "JSON";
	for (size_t i = 0; i < sizeof(magics) / sizeof(*magics); i++) {
		if (head_holds(head, magics[i].bytes, magics[i].at)) {
			*hint = magics[i].hint;
			return magics[i].what;
		}
	}
	return NULL;
}
