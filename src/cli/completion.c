/* SPDX-License-Identifier: MIT */
#include "cli/completion.h"

#include <string.h>

#include "base/buf.h"
#include "cli/help.h"
#include "cli/verbs.h"

typedef void (*verb_fn)(struct spot_buf *out, const struct spot_verb *verb);

static void each_verb(struct spot_buf *out, verb_fn part)
{
	for (size_t i = 0; spot_verbs[i]; i++)
		part(out, spot_verbs[i]);
}

static void choices(struct spot_buf *out, const struct spot_verb *verb,
    const struct spot_cli_option *option)
{
	const char *sep = "";

	for (size_t i = 0; option->choices[i]; i++) {
		if (!spot_options_choosable(verb, option, i))
			continue;
		spot_buf_printf(out, "%s%s", sep, option->choices[i]);
		sep = " ";
	}
}

static void shells(struct spot_buf *out)
{
	for (size_t i = 0; spot_help_shells[i]; i++)
		spot_buf_printf(out, "%s%s", i > 0 ? " " : "", spot_help_shells[i]);
}

static bool takes_file(const struct spot_cli_option *option)
{
	return option->arg && strstr(option->arg, "FILE");
}

/* Text for a single-quoted word; special holds what else takes a backslash there. */
static void quoted(struct spot_buf *out, const char *text, const char *special,
    const char *apostrophe)
{
	for (; *text; text++) {
		if (*text == '\'') {
			spot_buf_text(out, apostrophe);
			continue;
		}
		if (strchr(special, *text))
			spot_buf_char(out, '\\');
		spot_buf_char(out, *text);
	}
}

/* bash: the words of a verb, and what may follow an option. Files are readline's default. */

static void bash_values(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;

	for (size_t i = 0; (option = spot_options_at(verb, i)); i++) {
		if (!option->arg)
			continue;
		spot_buf_printf(out, "\t%s:--%s", verb->name, option->name);
		if (option->letter)
			spot_buf_printf(out, "|%s:-%c", verb->name, option->letter);
		spot_buf_text(out, ") ");
		if (option->choices) {
			spot_buf_text(out, "words='");
			choices(out, verb, option);
			spot_buf_text(out, "' ");
		}
		spot_buf_text(out, ";;\n");
	}
}

static void bash_options(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;

	spot_buf_printf(out, "\t%s:*) words='", verb->name);
	for (size_t i = 0; (option = spot_options_at(verb, i)); i++)
		spot_buf_printf(out, "%s--%s", i > 0 ? " " : "", option->name);
	spot_buf_text(out, "' dashed=1 ;;\n");
}

static void bash_script(struct spot_buf *out)
{
	spot_buf_text(out,
	    "_sweetspot() {\n"
	    "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	    "\tlocal words= dashed=\n"
	    "\t# bash makes a word of its own of the = in --format=csv.\n"
	    "\tif [[ $cur == = ]]; then cur=\n"
	    "\telif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	    "\tfi\n"
	    "\tCOMPREPLY=()\n"
	    "\tif ((COMP_CWORD == 1)); then\n"
	    "\t\twords='");
	for (size_t i = 0; spot_verbs[i]; i++)
		spot_buf_printf(out, "%s ", spot_verbs[i]->name);
	for (size_t i = 0; spot_help_options[i].name; i++)
		spot_buf_printf(out, "%s%s", i > 0 ? " " : "", spot_help_options[i].name);
	spot_buf_text(out, "'\n\telse case ${COMP_WORDS[1]}:$prev in\n\t--completion:*) words='");
	shells(out);
	spot_buf_text(out, "' ;;\n");
	each_verb(out, bash_values);
	each_verb(out, bash_options);
	spot_buf_text(out,
	    "\tesac fi\n"
	    "\tif [[ -n $words && ( -z $dashed || $cur == -* ) ]]; then\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
	    "\tfi\n"
	    "}\n"
	    "complete -o bashdefault -o default -F _sweetspot sweetspot\n");
}

/* zsh: _arguments says it all. */

#define ZSH_SPECIAL "[]:\\"
#define ZSH_APOSTROPHE "'\\''"

static void zsh_verb(struct spot_buf *out, const struct spot_verb *verb)
{
	spot_buf_printf(out, "\t\t'%s:", verb->name);
	quoted(out, verb->summary, ZSH_SPECIAL, ZSH_APOSTROPHE);
	spot_buf_text(out, "'\n");
}

static void zsh_option(struct spot_buf *out, const struct spot_verb *verb,
    const struct spot_cli_option *option)
{
	const char *equals = option->arg ? "=" : "";

	spot_buf_text(out, "\t\t\t'*'");
	if (option->letter)
		spot_buf_printf(out, "{-%c%s,--%s%s}'[", option->letter, option->arg ? "+" : "",
		    option->name, equals);
	else
		spot_buf_printf(out, "'--%s%s[", option->name, equals);
	quoted(out, option->help, ZSH_SPECIAL, ZSH_APOSTROPHE);
	spot_buf_char(out, ']');
	if (option->arg) {
		spot_buf_printf(out, ":%s:", option->arg);
		if (option->choices) {
			spot_buf_char(out, '(');
			choices(out, verb, option);
			spot_buf_char(out, ')');
		} else if (takes_file(option)) {
			spot_buf_text(out, strchr(option->arg, '=') ? "_sweetspot_pair" : "_files");
		}
	}
	spot_buf_text(out, "' \\\n");
}

static void zsh_case(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;

	spot_buf_printf(out, "\t%s)\n\t\t_arguments -s -S \\\n", verb->name);
	for (size_t i = 0; (option = spot_options_at(verb, i)); i++)
		zsh_option(out, verb, option);
	if (verb->max_files > 0)
		spot_buf_text(out, "\t\t\t'*:data:_files' \\\n");
	spot_buf_text(out, "\t\t\t;;\n");
}

static void zsh_script(struct spot_buf *out)
{
	spot_buf_text(out,
	    "#compdef sweetspot\n"
	    "_sweetspot_pair() { compset -P '*=' && _files }\n"
	    "_sweetspot() {\n"
	    "\tlocal -a verbs options\n"
	    "\tverbs=(\n");
	each_verb(out, zsh_verb);
	spot_buf_text(out, "\t)\n\toptions=(\n");
	for (size_t i = 0; spot_help_options[i].name; i++) {
		spot_buf_printf(out, "\t\t'%s:", spot_help_options[i].name);
		quoted(out, spot_help_options[i].text, ZSH_SPECIAL, ZSH_APOSTROPHE);
		spot_buf_text(out, "'\n");
	}
	spot_buf_text(out,
	    "\t)\n"
	    "\tif (( CURRENT == 2 )); then\n"
	    "\t\t_describe verb verbs -- options\n"
	    "\t\treturn\n"
	    "\tfi\n"
	    "\tlocal verb=$words[2]\n"
	    "\tshift words\n"
	    "\t(( CURRENT-- ))\n"
	    "\tcase $verb in\n"
	    "\t--completion)\n\t\tcompadd ");
	shells(out);
	spot_buf_text(out, " ;;\n");
	each_verb(out, zsh_case);
	spot_buf_text(out, "\tesac\n}\n");
	spot_buf_text(out, "if [[ $funcstack[1] == _sweetspot ]]; then _sweetspot \"$@\"\n"
	                   "else compdef _sweetspot sweetspot; fi\n");
}

/* fish: one command per option. */

#define FISH_SPECIAL "\\"
#define FISH_APOSTROPHE "\\'"

static void fish_text(struct spot_buf *out, const char *text)
{
	spot_buf_text(out, " -d '");
	quoted(out, text, FISH_SPECIAL, FISH_APOSTROPHE);
	spot_buf_text(out, "'\n");
}

static void fish_verb(struct spot_buf *out, const struct spot_verb *verb)
{
	const struct spot_cli_option *option;

	spot_buf_printf(out, "complete -c sweetspot -n __fish_use_subcommand -f -a %s", verb->name);
	fish_text(out, verb->summary);
	for (size_t i = 0; (option = spot_options_at(verb, i)); i++) {
		spot_buf_printf(out, "complete -c sweetspot -n '__fish_seen_subcommand_from %s'",
		    verb->name);
		if (option->letter)
			spot_buf_printf(out, " -s %c", option->letter);
		spot_buf_printf(out, " -l %s", option->name);
		if (option->choices) {
			spot_buf_text(out, " -x -a '");
			choices(out, verb, option);
			spot_buf_char(out, '\'');
		} else if (option->arg) {
			spot_buf_text(out, takes_file(option) ? " -r -F" : " -x");
		}
		fish_text(out, option->help);
	}
}

static void fish_script(struct spot_buf *out)
{
	spot_buf_text(out, "complete -c sweetspot -n __fish_use_subcommand -f\n");
	for (size_t i = 0; spot_help_options[i].name; i++) {
		spot_buf_printf(out, "complete -c sweetspot -n __fish_use_subcommand -l %s",
		    spot_help_options[i].name + 2);
		if (spot_help_options[i].arg) {
			spot_buf_text(out, " -x -a '");
			shells(out);
			spot_buf_char(out, '\'');
		}
		fish_text(out, spot_help_options[i].text);
	}
	each_verb(out, fish_verb);
}

bool spot_completion_script(struct spot_buf *out, const char *shell)
{
	if (strcmp(shell, "bash") == 0)
		bash_script(out);
	else if (strcmp(shell, "zsh") == 0)
		zsh_script(out);
	else if (strcmp(shell, "fish") == 0)
		fish_script(out);
	else
		return false;
	return true;
}
