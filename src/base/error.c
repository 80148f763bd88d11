/* SPDX-License-Identifier: MIT */
/*
 * Error text goes to terminals and log files, and holds names and cells that strangers
 * wrote. So control characters, C1 ones too, marks that turn the direction of text, and
 * bytes that are not UTF-8 are shown as \xNN: what is left is one line of harmless UTF-8.
 */
#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* The escaped length of the character at ptr, and in *taken the bytes it takes there. */
static size_t unit_size(const char *ptr, size_t len, size_t *taken)
{
	uint32_t code = 0;
	size_t n = spot_utf8_decode(ptr, len, &code);
	if (n == 0) {
		*taken = 1;
		return 4;
	}
	*taken = n;
	return spot_utf8_is_obeyed(code) ? 4 * n : n;
}

/* Copies text escaped, as much as fits; always terminated. */
static void escape(char *out, size_t size, const char *ptr, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t used = 0;
	while (len > 0) {
		size_t taken, need = unit_size(ptr, len, &taken);
		if (need >= size - used)
			break;
		if (need == taken) {
			memcpy(out + used, ptr, taken);
			used += taken;
		} else {
			for (size_t i = 0; i < taken; i++) {
				unsigned char c = (unsigned char)ptr[i];
				out[used++] = '\\';
				out[used++] = 'x';
				out[used++] = hex[c >> 4];
				out[used++] = hex[c & 15];
			}
		}
		ptr += taken;
		len -= taken;
	}
	out[used] = '\0';
}

/* As escape, but of text that is too long the end is kept. */
static void escape_end(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);
	if (len >= size) {
		text += len - (size - 1);
		len = size - 1;
		while (len > 0 && ((unsigned char)*text & 0xC0) == 0x80) {
			text++;
			len--;
		}
	}
	size_t total = 0, taken;
	for (size_t i = 0; i < len; i += taken)
		total += unit_size(text + i, len - i, &taken);
	while (total >= size) {
		total -= unit_size(text, len, &taken);
		text += taken;
		len -= taken;
	}
	escape(out, size, text, len);
}

void spot_error_escape(char *out, size_t size, const char *text)
{
	escape(out, size, text, strlen(text));
}

/* By way of a second buffer, so that an argument may be the very text that is replaced.
 * That one is larger than any field, so a character cut at its end is never reached. */
__attribute__((format(printf, 3, 0)))
static void format_escaped(char *out, size_t size, const char *fmt, va_list args)
{
	char raw[1024];
	if (vsnprintf(raw, sizeof(raw), fmt, args) < 0)
		snprintf(raw, sizeof(raw), "a message that cannot be formatted");
	escape(out, size, raw, strlen(raw));
}

int spot_error_vset(struct spot_error *err, int code, const char *fmt, va_list args)
{
	if (!err)
		return code;
	format_escaped(err->what, sizeof(err->what), fmt, args);
	err->code = code;
	err->line = 0;
	err->file[0] = err->column[0] = err->hint[0] = '\0';
	return code;
}

int spot_error_set(struct spot_error *err, int code, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	spot_error_vset(err, code, fmt, args);
	va_end(args);
	return code;
}

void spot_error_place(struct spot_error *err, const char *file, unsigned long line,
    const char *column)
{
	if (!err)
		return;
	if (file && err->file[0]) {
		/* A line of another file would be a lie beside this one. */
		char shown[sizeof(err->file)];
		escape_end(shown, sizeof(shown), file);
		if (strcmp(shown, err->file) != 0)
			return;
	} else if (file) {
		escape_end(err->file, sizeof(err->file), file);
	}
	if (err->line == 0)
		err->line = line;
	if (column && !err->column[0])
		escape(err->column, sizeof(err->column), column, strlen(column));
}

void spot_error_hint(struct spot_error *err, const char *fmt, ...)
{
	if (!err)
		return;
	va_list args;
	va_start(args, fmt);
	format_escaped(err->hint, sizeof(err->hint), fmt, args);
	va_end(args);
}

int spot_error_nomem(struct spot_error *err)
{
	return spot_error_set(err, SPOT_ENOMEM, "out of memory");
}

void spot_error_format(const struct spot_error *err, char *buf, size_t size_bytes)
{
	if (size_bytes == 0)
		return;
	char line[40] = "";
	if (err->line > 0)
		snprintf(line, sizeof(line), "%s%lu", err->file[0] ? ":" : "line ", err->line);
	bool placed = err->file[0] || line[0];
	char whole[sizeof(*err) + 64];
	int n = snprintf(whole, sizeof(whole), "%s%s%s%s%s%s%s%s", err->file, line,
	    placed && err->column[0] ? ":" : "", err->column,
	    placed || err->column[0] ? ": " : "", err->what,
	    err->hint[0] ? "; " : "", err->hint);
	size_t len = spot_utf8_cut(whole, n > 0 ? (size_t)n : 0, size_bytes - 1);
	memcpy(buf, whole, len);
	buf[len] = '\0';
}
