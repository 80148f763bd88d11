/* SPDX-License-Identifier: MIT */
#include "cli/help.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "cli/verbs.h"

#define WIDTH 80
#define HELP_COLUMN 26 /* where an option's text starts */
#define TOPIC_COLUMN 10

const struct spot_help_row spot_help_options[] = {
	{ "--help", NULL, "show this help; sweetspot VERB --help shows a verb's" },
	{ "--version", NULL, "print the version" },
	{ "--man", NULL, "print the manual page, for man -l -" },
	{ "--completion", "SHELL", "print completions for bash, zsh or fish" },
	{ NULL, NULL, NULL },
};

const struct spot_help_row spot_help_exits[] = {
	{ "0", NULL, "done" },
	{ "1", NULL, "the answer is no: a test failed, check found an error" },
	{ "2", NULL, "wrong usage" },
	{ "3", NULL, "a rule file is wrong, or a rule failed" },
	{ "4", NULL, "data could not be read, rejects under --strict, or memory ran out" },
	{ "5", NULL, "writing failed" },
	{ "130", NULL, "interrupted; 143 when terminated" },
	{ NULL, NULL, NULL },
};

const char *const spot_help_shells[] = { "bash", "zsh", "fish", NULL };

static void spaces(struct spot_buf *out, size_t n)
{
	while (n-- > 0)
		spot_buf_char(out, ' ');
}

/* Spaces up to column, on a line of its own when used is past it. */
static void column(struct spot_buf *out, size_t used, size_t target)
{
	if (used + 2 > target) {
		spot_buf_char(out, '\n');
		used = 0;
	}
	spaces(out, target - used);
}

/* The words of one paragraph; the cursor stands at column at and lines go on at indent. */
static void words(struct spot_buf *out, struct spot_view text, size_t at, size_t indent,
    size_t width)
{
	const char *p = text.ptr, *end = text.ptr + text.len;
	bool first = true;

	while (p < end) {
		struct spot_view word = { p, 0 };
		size_t cols;

		while (p < end && !isspace((unsigned char)*p))
			p++;
		word.len = (size_t)(p - word.ptr);
		while (p < end && isspace((unsigned char)*p))
			p++;
		if (word.len == 0)
			continue;
		cols = spot_text_width(word);
		if (!first && at + 1 + cols > width) {
			spot_buf_char(out, '\n');
			spaces(out, indent);
			at = indent;
		} else if (!first) {
			spot_buf_char(out, ' ');
			at++;
		}
		spot_buf_view(out, word);
		at += cols;
		first = false;
	}
	spot_buf_char(out, '\n');
}

void spot_help_wrap(struct spot_buf *out, const char *text, size_t indent, size_t width)
{
	for (;;) {
		const char *end = strstr(text, "\n\n");
		size_t len = end ? (size_t)(end - text) : strlen(text);

		spaces(out, indent);
		words(out, (struct spot_view) { text, len }, indent, indent, width);
		if (!end)
			return;
		spot_buf_char(out, '\n');
		text = end + strspn(end, "\n");
	}
}

static void row(struct spot_buf *out, const char *left, const char *text, size_t target)
{
	size_t used = spot_text_width(spot_view_of(left));

	spot_buf_text(out, left);
	column(out, used, target);
	words(out, spot_view_of(text), target, target, WIDTH);
}

static void rows(struct spot_buf *out, const struct spot_help_row *table, size_t target)
{
	for (size_t i = 0; table[i].name; i++) {
		char left[64];

		snprintf(left, sizeof(left), "  %s%s%s", table[i].name, table[i].arg ? " " : "",
		    table[i].arg ? table[i].arg : "");
		row(out, left, table[i].text, target);
	}
}

static void verbs(struct spot_buf *out)
{
	spot_buf_text(out, "Verbs:\n");
	for (size_t i = 0; spot_verbs[i]; i++) {
		char left[32];

		snprintf(left, sizeof(left), "  %s", spot_verbs[i]->name);
		row(out, left, spot_verbs[i]->summary, 12);
	}
}

void spot_help_usage(struct spot_buf *out)
{
	spot_buf_text(out, "usage: sweetspot VERB -r RULES.lua [options] [DATA.csv ...]\n"
	                   "       sweetspot VERB --help\n\n");
	verbs(out);
}

int spot_help_program(void)
{
	struct spot_buf out = SPOT_BUF_INIT;
	int status;

	spot_buf_text(&out, "sweetspot " SPOT_VERSION ": " SPOT_HELP_TITLE "\n\n");
	spot_help_usage(&out);
	spot_buf_text(&out, "\nOptions:\n");
	rows(&out, spot_help_options, HELP_COLUMN);
	spot_buf_text(&out, "\nExit status:\n");
	rows(&out, spot_help_exits, 8);
	status = spot_cli_print(&out);
	spot_buf_reset(&out);
	return status;
}

static void option_row(struct spot_buf *out, const struct spot_verb *verb,
    const struct spot_cli_option *option)
{
	struct spot_buf text = SPOT_BUF_INIT;
	char left[96];
	char letter[] = { '-', option->letter, ',', '\0' };
	const char *sep = " (";

	snprintf(left, sizeof(left), "  %3s --%s%s%s", option->letter ? letter : "", option->name,
	    option->arg ? " " : "", option->arg ? option->arg : "");
	spot_buf_text(&text, option->help);
	for (size_t i = 0; option->choices && option->choices[i]; i++) {
		if (!spot_options_choosable(verb, option, i))
			continue;
		spot_buf_printf(&text, "%s%s", sep, option->choices[i]);
		sep = ", ";
	}
	if (option->choices)
		spot_buf_char(&text, ')');
	row(out, left, spot_buf_str(&text), HELP_COLUMN);
	spot_buf_reset(&text);
}

static void verb_options(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;
	size_t n_own = 0;

	while (verb->options && verb->options[n_own].name)
		n_own++;
	if (n_own > 0)
		spot_buf_text(out, "\nOptions:\n");
	for (size_t i = 0; (option = spot_options_at(verb, i)); i++) {
		if (i == n_own)
			spot_buf_text(out, n_own > 0 ? "\nCommon options:\n" : "\nOptions:\n");
		option_row(out, verb, option);
	}
}

int spot_help_verb(const struct spot_verb *verb)
{
	struct spot_buf out = SPOT_BUF_INIT;
	const struct spot_verb_example *example = verb->examples;
	int status;

	spot_buf_printf(&out, "sweetspot %s: %s\n\n", verb->name, verb->summary);
	spot_buf_printf(&out, "usage: sweetspot %s %s\n", verb->name, verb->arguments);
	if (verb->help) {
		spot_buf_char(&out, '\n');
		spot_help_wrap(&out, verb->help, 0, WIDTH);
	}
	verb_options(&out, verb);
	if (verb->topics) {
		spot_buf_printf(&out, "\n%s:\n", verb->topics_title);
		rows(&out, verb->topics, TOPIC_COLUMN);
	}
	if (example && example->command)
		spot_buf_text(&out, "\nExamples:\n");
	for (; example && example->command; example++)
		spot_buf_printf(&out, "  # %s\n  %s\n", example->what, example->command);
	status = spot_cli_print(&out);
	spot_buf_reset(&out);
	return status;
}
