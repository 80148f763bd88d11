/* SPDX-License-Identifier: MIT */
/* From the first word of the command line to a verb. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/man.h"
#include "cli/verbs.h"

/* A standard stream that the caller closed would be taken by the next file opened, and what is
 * meant for the terminal be written into it. The stand-in is open the wrong way round: using it is
 * still an error. */
static void streams_hold(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	}
}

static int print_and_reset(struct spot_buf *out)
{
	int status = spot_cli_print(out);

	spot_buf_reset(out);
	return status;
}

static int completion_main(int argc, const char **argv)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_buf out = SPOT_BUF_INIT;

	if (argc == 3 && spot_completion_script(&out, argv[2]))
		return print_and_reset(&out);
	spot_buf_reset(&out);
	if (argc == 3)
		spot_error_set(&err, SPOT_EUSAGE, "no completions for \"%s\"", argv[2]);
	else
		spot_error_set(&err, SPOT_EUSAGE, "--completion needs the name of one shell");
	spot_error_hint(&err, "give bash, zsh or fish");
	return spot_cli_fail(&err);
}

static int no_verb(void)
{
	struct spot_buf out = SPOT_BUF_INIT;

	spot_help_usage(&out);
	spot_buf_text(&out, "\nsweetspot --help says more.\n");
	fputs(spot_buf_str(&out), stderr);
	spot_buf_reset(&out);
	return SPOT_EXIT_USAGE;
}

static int unknown_verb(const char *word)
{
	struct spot_error err = SPOT_ERROR_INIT;
	const char *near;

	if (word[0] == '-') {
		spot_error_set(&err, SPOT_EUSAGE, "%s stands where a verb is wanted", word);
		spot_error_hint(&err, "write sweetspot VERB %s, or sweetspot --help", word);
		return spot_cli_fail(&err);
	}
	spot_error_set(&err, SPOT_EUSAGE, "there is no verb \"%s\"", word);
	near = spot_verbs_nearest(word);
	if (near)
		spot_error_hint(&err, "did you mean %s?", near);
	else
		spot_error_hint(&err, "sweetspot --help lists them");
	return spot_cli_fail(&err);
}

static int help_main(int argc, const char **argv)
{
	const struct spot_verb *verb;

	if (argc < 3)
		return spot_help_program();
	verb = spot_verbs_find(argv[2]);
	return verb ? spot_help_verb(verb) : unknown_verb(argv[2]);
}

/* A verb's --version is the program's. */
static bool asks_version(int argc, const char **argv)
{
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], "--version") == 0)
			return true;
	return false;
}

int main(int argc, char **argv_mutable)
{
	const char **argv = (const char **)argv_mutable;
	const struct spot_verb *verb;
	struct spot_buf out = SPOT_BUF_INIT;

	streams_hold();
	spot_cli_catch_signals();
	if (argc < 2)
		return no_verb();
	verb = spot_verbs_find(argv[1]);
	if (verb && !asks_version(argc, argv))
		return verb->run(argc - 1, argv + 1);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0)
		return help_main(argc, argv);
	if (strcmp(argv[1], "--completion") == 0)
		return completion_main(argc, argv);
	if (verb || strcmp(argv[1], "--version") == 0)
		spot_buf_text(&out, "sweetspot " SPOT_VERSION "\n");
	else if (strcmp(argv[1], "--man") == 0)
		spot_man_page(&out);
	else
		return unknown_verb(argv[1]);
	return print_and_reset(&out);
}
