/* SPDX-License-Identifier: MIT */
/*
 * The CSV cases of ../shared/csv-suites/cases.jsonl: one JSON object a line. Only what they
 * hold is understood; a line that is anything else fails the test.
 */
#ifndef CASES_H
#define CASES_H

#include "support/unit.h"

#include <stdio.h>

#define CASES_FILE "../shared/csv-suites/cases.jsonl"
#define CASE_MAX_ROWS 512
#define CASE_MAX_CELLS 64

struct csv_case {
	char id[128];
	char *bytes; /* the input */
	size_t len;
	char delimiter;
	char quote;
	bool agreed, has_records;
	size_t n_rows;
	size_t n_cells[CASE_MAX_ROWS];
	char *cells[CASE_MAX_ROWS][CASE_MAX_CELLS]; /* a NUL in one fails the test */
};

static void case_want(const char **at, char c)
{
	while (**at == ' ')
		++*at;
	if (**at != c)
		fail_msg("cases.jsonl: '%c' expected at '%.20s'", c, *at);
	++*at;
}

static unsigned case_hex(const char **at)
{
	char text[5] = { (*at)[0], (*at)[1], (*at)[2], (*at)[3], '\0' };
	*at += 4;
	return (unsigned)strtoul(text, NULL, 16);
}

static char *case_utf8(char *out, unsigned code)
{
	assert_int_not_equal(code, 0);
	if (code < 0x80) {
		*out++ = (char)code;
	} else if (code < 0x800) {
		*out++ = (char)(0xC0 | code >> 6);
		*out++ = (char)(0x80 | (code & 0x3F));
	} else if (code < 0x10000) {
		*out++ = (char)(0xE0 | code >> 12);
		*out++ = (char)(0x80 | (code >> 6 & 0x3F));
		*out++ = (char)(0x80 | (code & 0x3F));
	} else {
		*out++ = (char)(0xF0 | code >> 18);
		*out++ = (char)(0x80 | (code >> 12 & 0x3F));
		*out++ = (char)(0x80 | (code >> 6 & 0x3F));
		*out++ = (char)(0x80 | (code & 0x3F));
	}
	return out;
}

/* A JSON string, decoded into new memory. */
static char *case_string(const char **at)
{
	case_want(at, '"');
	char *text = malloc(strlen(*at) + 1), *out = text;
	while (**at != '"') {
		assert_true(**at != '\0');
		if (**at != '\\') {
			*out++ = *(*at)++;
			continue;
		}
		char c = (*at)[1];
		*at += 2;
		const char *plain = strchr("n\nt\tr\rb\bf\f\"\"\\\\//", c);
		if (c != 'u') {
			assert_non_null(plain);
			*out++ = plain[1];
			continue;
		}
		unsigned code = case_hex(at);
		if (code >= 0xD800 && code < 0xDC00 && (*at)[0] == '\\') {
			*at += 2;
			code = 0x10000 + ((code - 0xD800) << 10) + (case_hex(at) - 0xDC00);
		}
		out = case_utf8(out, code);
	}
	++*at;
	*out = '\0';
	return text;
}

static size_t case_base64(char *text)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = 0;
	unsigned bits = 0, n_bits = 0;
	for (const char *c = text; *c && *c != '='; c++) {
		bits = bits << 6 | (unsigned)(strchr(digits, *c) - digits);
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			text[n++] = (char)(bits >> n_bits);
		}
	}
	return n;
}

static void case_records(struct csv_case *c, const char **at)
{
	c->has_records = true;
	case_want(at, '[');
	while (**at != ']') {
		assert_true(c->n_rows < CASE_MAX_ROWS);
		size_t n = 0;
		case_want(at, '[');
		while (**at != ']') {
			assert_true(n < CASE_MAX_CELLS);
			c->cells[c->n_rows][n++] = case_string(at);
			*at += strspn(*at, ", ");
		}
		++*at;
		c->n_cells[c->n_rows++] = n;
		*at += strspn(*at, ", ");
	}
	++*at;
}

/* A key whose value is not wanted: a string, a number, a word. */
static void case_skip(const char **at)
{
	*at += strspn(*at, " ");
	if (**at == '"')
		free(case_string(at));
	else
		*at += strcspn(*at, ",}");
}

static void case_read(struct csv_case *c, const char *line)
{
	memset(c, 0, sizeof(*c));
	case_want(&line, '{');
	while (*line != '}') {
		char *key = case_string(&line), *text = NULL;
		case_want(&line, ':');
		line += strspn(line, " ");
		if (strcmp(key, "records") == 0 && *line == '[') {
			case_records(c, &line);
		} else if (strcmp(key, "id") == 0) {
			text = case_string(&line);
			snprintf(c->id, sizeof(c->id), "%s", text);
		} else if (strcmp(key, "input_b64") == 0) {
			c->bytes = case_string(&line);
			c->len = case_base64(c->bytes);
		} else if (strcmp(key, "delimiter") == 0 && *line == '"') {
			text = case_string(&line);
			c->delimiter = strlen(text) == 1 ? *text : '\0';
		} else if (strcmp(key, "quote") == 0 && *line == '"') {
			text = case_string(&line);
			c->quote = strlen(text) == 1 ? *text : '\0';
		} else if (strcmp(key, "python_csv_agrees") == 0) {
			c->agreed = *line == 't';
			case_skip(&line);
		} else {
			case_skip(&line);
		}
		free(text);
		free(key);
		line += strspn(line, ", ");
	}
}

static void case_free(struct csv_case *c)
{
	free(c->bytes);
	for (size_t i = 0; i < c->n_rows; i++) {
		for (size_t k = 0; k < c->n_cells[i]; k++)
			free(c->cells[i][k]);
	}
}

#endif
