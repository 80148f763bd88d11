/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"

static atomic_int stop;

static enum spot_exit exit_status(int code)
{
	switch ((enum spot_code)code) {
	case SPOT_OK:
		return SPOT_EXIT_DONE;
	case SPOT_EUSAGE:
		return SPOT_EXIT_USAGE;
	case SPOT_ERULES:
		return SPOT_EXIT_RULES;
	case SPOT_ENOMEM:
	case SPOT_EDATA:
		return SPOT_EXIT_DATA;
	case SPOT_EWRITE:
		return SPOT_EXIT_WRITE;
	case SPOT_EINTR:
		return stop == SIGINT ? SPOT_EXIT_INTERRUPTED : SPOT_EXIT_TERMINATED;
	}
	return SPOT_EXIT_DATA;
}

int spot_cli_fail(const struct spot_error *err)
{
	char line[2048];

	if (err->code == SPOT_OK) { /* never a success, whatever was forgotten */
		spot_cli_note("failed without saying why; memory may have run out");
		return SPOT_EXIT_DATA;
	}
	spot_error_format(err, line, sizeof(line));
	if (err->what[0] != '\0') /* empty: said where it was found */
		spot_cli_note("%s", line);
	return exit_status(err->code);
}

/* text, of which len bytes were to be written, ends in an ellipsis when they did not fit. */
static void mark_cut(char *text, size_t size, size_t len)
{
	static const char ellipsis[] = "\xE2\x80\xA6";

	if (len >= size) {
		len = spot_utf8_cut(text, size - 1, size - sizeof(ellipsis));
		memcpy(text + len, ellipsis, sizeof(ellipsis));
	}
}

void spot_cli_note(const char *fmt, ...)
{
	char raw[2048], line[4 * sizeof(raw)]; /* "\xNN" for each byte */
	va_list args;
	int n;

	/* On the stack, for it may be memory that is missing; and one write, so that lines of
	 * programs that share a terminal do not mix. */
	va_start(args, fmt);
	n = vsnprintf(raw, sizeof(raw), fmt, args);
	va_end(args);
	mark_cut(raw, sizeof(raw), n > 0 ? (size_t)n : 0);
	spot_error_escape(line, sizeof(line), raw);
	fprintf(stderr, "sweetspot: %s\n", line);
}

static void diag_print(const struct spot_diag *diag)
{
	struct spot_error err = SPOT_ERROR_INIT;
	char line[2048];

	if (diag->severity == SPOT_SEVERITY_ERROR)
		spot_error_set(&err, SPOT_ERULES, "%s", diag->what);
	else
		spot_error_set(&err, SPOT_ERULES, "warning W%03d: %s", diag->number, diag->what);
	spot_error_place(&err, diag->file, diag->line, NULL);
	if (diag->hint)
		spot_error_hint(&err, "%s", diag->hint);
	spot_error_format(&err, line, sizeof(line));
	spot_cli_note("%s", line);
}

void spot_cli_diags(struct spot_diags *diags)
{
	spot_diags_sort(diags);
	for (size_t i = 0; i < diags->n_items; i++)
		diag_print(&diags->items[i]);
	if (diags->n_lost > 0)
		spot_cli_note("%zu more problems are not shown; mend these first", diags->n_lost);
}

int spot_cli_print(const struct spot_buf *buf)
{
	struct spot_error err = SPOT_ERROR_INIT;

	if (spot_buf_failed(buf)) {
		spot_error_nomem(&err);
		return spot_cli_fail(&err);
	}
	if (fwrite(spot_buf_str(buf), 1, buf->len, stdout) == buf->len && fflush(stdout) == 0)
		return SPOT_EXIT_DONE;
	spot_error_set(&err, SPOT_EWRITE, "cannot write: %s", strerror(errno));
	spot_error_place(&err, "<stdout>", 0, NULL);
	return spot_cli_fail(&err);
}

const atomic_int *spot_cli_stop(void)
{
	return &stop;
}

static void signal_note(int number)
{
	stop = number;
}

void spot_cli_catch_signals(void)
{
	/* Without SA_RESTART a read that waits comes back; SA_RESETHAND lets a second signal end a
	 * run that does not come to its next look at the flag. */
	struct sigaction action = { .sa_handler = signal_note, .sa_flags = (int)SA_RESETHAND };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction old;

	sigemptyset(&action.sa_mask);
	sigemptyset(&ignore.sa_mask);
	/* A shell starts jobs in the background with SIGINT ignored: that is left so. */
	if (sigaction(SIGINT, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* A terminal that closes ends a run as SIGTERM does, unless nohup has it ignored. */
	if (sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
	sigaction(SIGXFSZ, &ignore, NULL); /* over ulimit -f the write fails */
	sigaction(SIGPIPE, &ignore, NULL);
}

bool spot_cli_color(FILE *stream, bool no_color)
{
	const char *never = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (no_color || (never && *never))
		return false;
	return term && strcmp(term, "dumb") != 0 && isatty(fileno(stream)) == 1;
}

size_t spot_cli_width(FILE *stream)
{
	struct winsize size;

	if (isatty(fileno(stream)) != 1)
		return 0;
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 80;
	return size.ws_col;
}
