/* SPDX-License-Identifier: MIT */
#include "cli/man.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "cli/help.h"
#include "cli/verbs.h"

/* One line that roff shows as it is: no escapes, no requests, and dashes that can be copied. */
static void plain_view(struct spot_buf *out, struct spot_view line)
{
	if (line.len > 0 && (line.ptr[0] == '.' || line.ptr[0] == '\''))
		spot_buf_text(out, "\\&");
	for (size_t i = 0; i < line.len; i++) {
		if (line.ptr[i] == '\\')
			spot_buf_text(out, "\\e");
		else if (line.ptr[i] == '-')
			spot_buf_text(out, "\\-");
		else
			spot_buf_char(out, line.ptr[i]);
	}
}

static void plain(struct spot_buf *out, const char *line)
{
	plain_view(out, spot_view_of(line));
}

static void paragraphs(struct spot_buf *out, const char *text)
{
	struct spot_buf wrapped = SPOT_BUF_INIT;
	const char *line;

	spot_help_wrap(&wrapped, text, 0, 90);
	if (spot_buf_failed(&wrapped))
		out->failed = true;
	for (line = spot_buf_str(&wrapped); *line; line += strcspn(line, "\n") + 1) {
		if (*line == '\n')
			spot_buf_text(out, ".PP");
		else
			plain_view(out, (struct spot_view) { line, strcspn(line, "\n") });
		spot_buf_char(out, '\n');
	}
	spot_buf_reset(&wrapped);
}

/* A sentence of a table's phrase: a capital first, a full stop last. */
static void sentence(struct spot_buf *out, const char *phrase)
{
	char first[2] = { (char)toupper((unsigned char)phrase[0]), '\0' };

	plain(out, first);
	plain(out, phrase + 1);
	spot_buf_text(out, ".\n");
}

static void term_name(struct spot_buf *out, const struct spot_help_row *row)
{
	spot_buf_text(out, ".TP\n\\fB");
	plain(out, row->name);
	spot_buf_text(out, "\\fR");
	if (row->arg)
		spot_buf_printf(out, " \\fI%s\\fR", row->arg);
	spot_buf_char(out, '\n');
}

static void term(struct spot_buf *out, const struct spot_help_row *row)
{
	term_name(out, row);
	sentence(out, row->text);
}

static void option_term(struct spot_buf *out, const struct spot_cli_option *option)
{
	const char *sep = "One of ";

	spot_buf_text(out, ".TP\n");
	if (option->letter)
		spot_buf_printf(out, "\\fB\\-%c\\fR, ", option->letter);
	spot_buf_text(out, "\\fB\\-\\-");
	plain(out, option->name);
	spot_buf_text(out, "\\fR");
	if (option->arg)
		spot_buf_printf(out, " \\fI%s\\fR", option->arg);
	spot_buf_char(out, '\n');
	sentence(out, option->help);
	for (size_t i = 0; option->choices && option->choices[i]; i++) {
		if (*option->choices[i] == '\0')
			continue;
		spot_buf_text(out, sep);
		plain(out, option->choices[i]);
		sep = ", ";
	}
	if (option->choices)
		spot_buf_text(out, ".\n");
}

static void common_list(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;
	const char *sep = ".PP\nCommon options taken: ";
	unsigned bit;

	for (size_t i = 0; (option = spot_options_common(i, &bit)); i++) {
		if (!(verb->common & bit))
			continue;
		spot_buf_printf(out, "%s\\fB\\-\\-", sep);
		plain(out, option->name);
		spot_buf_text(out, "\\fR");
		sep = ",\n";
	}
	if (verb->common)
		spot_buf_text(out, ".\n");
	sep = "Formats: ";
	for (size_t i = 0; i < SPOT_FORMAT_N; i++) {
		if (!((verb->formats >> i) & 1))
			continue;
		spot_buf_printf(out, "%s%s", sep, spot_options_formats[i]);
		sep = ", ";
	}
	if (verb->formats)
		spot_buf_text(out, ".\n");
}

static void title(struct spot_buf *out, const char *text)
{
	spot_buf_text(out, ".PP\n");
	plain(out, text);
	spot_buf_text(out, ":\n");
}

static void verb_section(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_verb_example *example = verb->examples;

	spot_buf_text(out, ".SS ");
	plain(out, verb->name);
	spot_buf_text(out, "\n.B sweetspot ");
	plain(out, verb->name);
	spot_buf_text(out, "\n");
	plain(out, verb->arguments);
	spot_buf_text(out, "\n.PP\n");
	sentence(out, verb->summary);
	if (verb->help) {
		spot_buf_text(out, ".PP\n");
		paragraphs(out, verb->help);
	}
	for (size_t i = 0; verb->options && verb->options[i].name; i++)
		option_term(out, &verb->options[i]);
	common_list(out, verb);
	if (verb->topics) {
		title(out, verb->topics_title);
		for (const struct spot_help_row *topic = verb->topics; topic->name; topic++)
			term(out, topic);
	}
	if (verb->layout) {
		title(out, "What JSON holds");
		for (const struct spot_help_row *row = verb->layout; row->name; row++) {
			term_name(out, row);
			plain(out, row->text); /* begins with a name, perhaps */
			spot_buf_char(out, '\n');
		}
	}
	for (; example && example->command; example++) {
		spot_buf_text(out, ".PP\n");
		plain(out, example->what);
		spot_buf_text(out, ":\n.PP\n.RS 4\n.nf\n");
		plain(out, example->command);
		spot_buf_text(out, "\n.fi\n.RE\n");
	}
}

static const char security[] =
    "Rule files and data may come from people that one does not know.\n\n"
    "A rule file runs in a sandbox. It can compute from the account's fields, and read "
    "Lua files: include those below its own folder, and extends the rule file that it "
    "names from there. It cannot write, start programs, use the network, see the "
    "environment or a clock, load bytecode, keep anything from one account to the next, "
    "or change what another rule sees. One Lua state may use 64 MiB of memory and texts "
    "of 1 MiB; loading may take 20 million steps, a rule 10 million on one account and a "
    "second of processor time. What goes over ends as an error that no rule can catch. It "
    "can still be slow: a second for each of many accounts.\n\n"
    "Data are text. No cell, header, key or name of a file is run, or read as a format, "
    "markup or a path. Bad bytes and damaged files end as an error with file and line, or "
    "are counted and told. A cell may have --max-cell bytes; memory does not grow with "
    "the rows where a verb's help says so, also of compressed files. In pages, tables and "
    "messages what a browser or a terminal would obey (markup, control characters, marks "
    "that turn the direction of text) is shown, escaped or replaced; pages hold no script "
    "and load nothing. CSV holds the cells as they came: a spreadsheet program runs those "
    "that begin with = + - or @, unless --spreadsheet-safe puts a ' before them.\n\n"
    "The library keeps the same promises, never prints or exits, and changes no signal, "
    "locale or environment. The program writes only what --output, --rejects, --disagree, "
    "--assign and --ledger name, and trial's ledger beside the rules unless told "
    "otherwise. It opens no connection.\n\n"
    "What breaks one of these promises is a fault: report it to whoever gave you the "
    "program, with the rule file, a few rows, and the command, and in private where "
    "others could use it.";

void spot_man_page(struct spot_buf *out)
{
	const struct spot_cli_option *option;

	spot_buf_text(out, ".TH SWEETSPOT 1 \"\" \"sweetspot " SPOT_VERSION "\"\n.nh\n.SH NAME\n");
	spot_buf_text(out, "sweetspot \\- " SPOT_HELP_TITLE "\n.SH SYNOPSIS\n");
	spot_buf_text(out, ".B sweetspot\n.I VERB\n\\fB\\-r\\fR \\fIRULES.lua\\fR "
	                   "[\\fIoptions\\fR] [\\fIDATA.csv\\fR ...]\n.SH DESCRIPTION\n");
	paragraphs(out,
	    "Reads accounts from the CSV files named, or from standard input, and judges "
	    "each of them by the rules of a Lua file. What is blank in the data is unknown to the "
	    "rules, never zero. Results go to standard output or to the file of --output; "
	    "progress, summary and warnings go to standard error.\n\n"
	    "Input that is compressed with gzip or zstd is read as it is. An error is one line: "
	    "the place, what is wrong, and what to do next.");
	spot_buf_text(out, ".SH OPTIONS\n");
	for (size_t i = 0; spot_help_options[i].name; i++)
		term(out, &spot_help_options[i]);
	spot_buf_text(out, ".SH VERBS\n");
	for (size_t i = 0; spot_verbs[i]; i++)
		verb_section(out, spot_verbs[i]);
	spot_buf_text(out, ".SH COMMON OPTIONS\nWhich of them a verb takes is said with it.\n");
	for (size_t i = 0; (option = spot_options_common(i, NULL)); i++)
		option_term(out, option);
	spot_buf_text(out, ".SH EXIT STATUS\n");
	for (size_t i = 0; spot_help_exits[i].name; i++)
		term(out, &spot_help_exits[i]);
	spot_buf_text(out, ".PP\n");
	paragraphs(out, "On 2 to 143 the file of --output is as it was before; on standard output "
	    "a part may have been written.");
	spot_buf_text(out, ".SH SECURITY\n");
	paragraphs(out, security);
	spot_buf_text(out, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\n");
	spot_buf_text(out, "When set and not empty, nothing is coloured.\n");
}
