/* SPDX-License-Identifier: MIT */
/*
 * A strict reader of the markup that pages and drawings are made of: elements nest and close,
 * attributes are quoted and not repeated, text is escaped, ids are unique and what refers to one
 * finds it; nothing runs and nothing is loaded. Whatever is otherwise fails the test.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include "support/unit.h"

#include <ctype.h>
#include <stdio.h>

#define MARKUP_DEPTH 32
#define MARKUP_IDS 512
#define MARKUP_NAME 64

struct markup {
	const char *at;
	char open[MARKUP_DEPTH][MARKUP_NAME];
	size_t depth;
	char ids[MARKUP_IDS][MARKUP_NAME], refs[MARKUP_IDS][MARKUP_NAME];
	size_t n_ids, n_refs, n_elements;
};

static void markup_name(struct markup *m, char name[MARKUP_NAME])
{
	size_t n = 0;

	while (isalnum((unsigned char)*m->at) || strchr("-:_", *m->at)) {
		assert_true(*m->at != '\0' && n + 1 < MARKUP_NAME);
		name[n++] = *m->at++;
	}
	assert_true(n > 0);
	name[n] = '\0';
}

static void markup_entity(struct markup *m)
{
	static const char *const known[] = { "&lt;", "&gt;", "&amp;", "&quot;", "&#39;" };

	for (size_t i = 0; i < N_OF(known); i++) {
		if (strncmp(m->at, known[i], strlen(known[i])) == 0) {
			m->at += strlen(known[i]);
			return;
		}
	}
	fail_msg("an ampersand at '%.20s'", m->at);
}

static void markup_reference(struct markup *m, const char *value)
{
	for (const char *p = value; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		assert_true(m->n_refs < MARKUP_IDS && n < MARKUP_NAME);
		snprintf(m->refs[m->n_refs++], MARKUP_NAME, "%.*s", (int)n, p);
		p += n;
	}
}

static void markup_attribute(struct markup *m)
{
	char name[MARKUP_NAME], value[2048];
	size_t n = 0;

	markup_name(m, name);
	assert_true(m->at[0] == '=' && m->at[1] == '"');
	m->at += 2;
	while (*m->at != '"') {
		assert_true(*m->at != '\0' && *m->at != '<' && n + 1 < sizeof(value));
		if (*m->at == '&') {
			const char *start = m->at;

			markup_entity(m);
			n += (size_t)snprintf(value + n, sizeof(value) - n, "%.*s",
			    (int)(m->at - start), start);
			continue;
		}
		value[n++] = *m->at++;
	}
	value[n] = '\0';
	m->at++;
	if (strcmp(name, "id") == 0) {
		for (size_t i = 0; i < m->n_ids; i++)
			assert_string_not_equal(m->ids[i], value);
		assert_true(m->n_ids < MARKUP_IDS);
		snprintf(m->ids[m->n_ids++], MARKUP_NAME, "%.63s", value);
	} else if (strcmp(name, "aria-labelledby") == 0) {
		markup_reference(m, value);
	} else if (strcmp(name, "href") == 0 && value[0] == '#') {
		markup_reference(m, value + 1);
	}
	assert_true(strncmp(name, "on", 2) != 0 && strcmp(name, "src") != 0);
}

static bool markup_is_void(const char *name)
{
	return strcmp(name, "meta") == 0 || strcmp(name, "link") == 0;
}

static void markup_tag(struct markup *m)
{
	char name[MARKUP_NAME];

	m->at++;
	if (strncmp(m->at, "!DOCTYPE html>", 14) == 0) {
		m->at += 14;
		return;
	}
	if (*m->at == '/') {
		m->at++;
		markup_name(m, name);
		assert_true(m->depth > 0);
		assert_string_equal(name, m->open[--m->depth]);
		assert_true(*m->at++ == '>');
		return;
	}
	markup_name(m, name);
	assert_string_not_equal(name, "script");
	m->n_elements++;
	while (*m->at == ' ') {
		m->at++;
		markup_attribute(m);
	}
	if (m->at[0] == '/' && m->at[1] == '>') {
		m->at += 2;
		return;
	}
	assert_true(*m->at++ == '>');
	if (markup_is_void(name))
		return;
	assert_true(m->depth < MARKUP_DEPTH);
	snprintf(m->open[m->depth++], MARKUP_NAME, "%s", name);
	if (strcmp(name, "style") == 0) {
		m->at = strstr(m->at, "</style>");
		assert_non_null(m->at);
	}
}

/* Reads all of text; returns the number of its elements. */
static size_t markup_check(const char *text)
{
	struct markup *m = calloc(1, sizeof(*m));
	size_t n_elements;

	assert_non_null(m);
	m->at = text;
	while (*m->at != '\0') {
		if (*m->at == '<')
			markup_tag(m);
		else if (*m->at == '&')
			markup_entity(m);
		else
			assert_true(*m->at++ != '>');
	}
	assert_int_equal(m->depth, 0);
	for (size_t i = 0; i < m->n_refs; i++) {
		bool found = false;

		for (size_t k = 0; k < m->n_ids; k++)
			found = found || strcmp(m->refs[i], m->ids[k]) == 0;
		if (!found)
			fail_msg("nothing has the id %s", m->refs[i]);
	}
	n_elements = m->n_elements;
	free(m);
	return n_elements;
}

#endif
