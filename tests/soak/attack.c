/* SPDX-License-Identifier: MIT */
/*
 * attack PROGRAM LIST FOLDER: makes a rule file of each line of the list (see attacks.list) and
 * runs the program on it, compiled and not, over three accounts. It must end as the line says: with
 * its status, with few lines of errors that each begin as errors do and one of which names the line
 * of the attack, and with the old output file where it failed; within 1.5 times the second that a
 * call may take; and with at most 16 MiB more than the 64 MiB that a rule file may have, over what
 * a harmless one needs. Prints what does not, and a line of figures.
 */
#define _GNU_SOURCE 1
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_SECONDS 1.0
#define START_SECONDS 0.3 /* of everything else that the program does */
#define STATE_KB (64 * 1024)
#define MORE_KB (16 * 1024)
#define MAX_LINES 5

struct attack {
	const char *where, *outcome, *text, *code;
	unsigned line; /* in the list */
};

struct run {
	int status; /* -1: ended by a signal */
	double cpu;
	long peak_kb;
	char err[8192];
	bool is_old; /* the output file is as it was */
};

static const char *program;
static unsigned n_runs, n_failed;
static long base_kb;
static double most_cpu;
static long most_kb;
static unsigned most_kb_line;

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(2);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	must(file && fputs(text, file) >= 0 && fclose(file) == 0, path);
}

static void read_file(char *out, size_t size, const char *path)
{
	FILE *file = fopen(path, "r");

	must(file != NULL, path);
	out[fread(out, 1, size - 1, file)] = '\0';
	fclose(file);
}

/* --- a rule file -------------------------------------------------------------------------- */

static const char head[] =
    "fields { id = 'key', n = 'integer', s = 'text', tags = 'list' } tiers { A = 50, B = 0 }\n"
    "local shared, shared_bands, counter = { 1 }, { { 0, 1 }, { 5, 2 } }, 0 local step\n";
enum { ATTACK_LINE = 4 };

/* The code stands on line ATTACK_LINE. */
static void write_rules(const struct attack *attack)
{
	static const struct {
		const char *where, *before, *after;
	} places[] = {
		{ "load", "\n", "\ncriterion 'C' { weight = 1, why = 'w', "
		    "fit = function(a) return true end }\n" },
		{ "fit", "criterion 'C' { weight = 1, why = 'w', fit = function(a)\n",
		    "\nend }\n" },
		{ "when", "disqualify 'D' { why = 'w', when = function(a)\n", "\nend }\n" },
		{ "value", "growth 'G' { value = function(a)\n", "\nend }\n" },
		{ "by", "segment 'S' { by = function(a)\n", "\nend }\n" },
	};
	FILE *file = fopen("attack.lua", "w");

	must(file != NULL, "attack.lua");
	fputs(head, file);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (strcmp(places[i].where, attack->where) != 0)
			continue;
		fputs(places[i].before, file);
		fputs(attack->code, file);
		fputs(places[i].after, file);
	}
	if (strcmp(attack->where, "load") != 0 && strcmp(attack->where, "fit") != 0)
		fputs("criterion 'C' { weight = 1, why = 'w', "
		    "fit = function(a) return true end }\n", file);
	must(fclose(file) == 0, "attack.lua");
}

/* --- a run -------------------------------------------------------------------------------- */

static void become(const struct attack *attack, bool compiled)
{
	bool segments = strcmp(attack->where, "by") == 0;
	const char *argv[] = { program, segments ? "segment" : "score", "-r", "attack.lua",
		"--threads", "1", "--quiet", "-o", "out", "data.csv",
		compiled ? NULL : "--no-translate", NULL };
	int err = open("err", O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (err < 0 || dup2(err, 2) < 0)
		_exit(126);
	alarm(30);
	execv(program, (char **)argv);
	_exit(127);
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static struct run run_one(const struct attack *attack, bool compiled)
{
	struct run run = { .status = -1 };
	struct rusage usage;
	int status = 0;
	char out[8];

	write_rules(attack);
	write_file("out", "old");
	pid_t pid = fork();
	if (pid == 0)
		become(attack, compiled);
	must(pid > 0 && wait4(pid, &status, 0, &usage) == pid, "fork");
	if (WIFEXITED(status))
		run.status = WEXITSTATUS(status);
	run.cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	run.peak_kb = usage.ru_maxrss;
	read_file(run.err, sizeof(run.err), "err");
	read_file(out, sizeof(out), "out");
	run.is_old = strcmp(out, "old") == 0;
	return run;
}

/* --- what is wrong with it ---------------------------------------------------------------- */

/* Every line an error, of which there are few, one of them with a place that fits. */
static const char *err_fault(const struct run *run, const struct attack *attack)
{
	unsigned n = 0;
	char place[32], before[32];

	for (const char *line = run->err; *line; n++) {
		const char *end = strchr(line, '\n');

		if (!end || strncmp(line, "sweetspot: ", 11) != 0)
			return "a line that is no error";
		for (const char *c = line; c < end; c++)
			if ((unsigned char)*c < 0x20 || *c == 0x7f)
				return "a control byte in the message";
		line = end + 1;
	}
	snprintf(place, sizeof(place), "attack.lua:%d: ", ATTACK_LINE);
	snprintf(before, sizeof(before), "attack.lua:%d: ", ATTACK_LINE - 1);
	if (n == 0 || n > MAX_LINES)
		return "no or too many lines";
	/* Too much to be read is not of one line, a parser's end of file is after it, and where the
	 * answer is wrong the place is the function's. */
	if (!strstr(run->err, place) && !strstr(run->err, before) &&
	    !strstr(run->err, "too much in the file") && !strstr(run->err, "<eof>") &&
	    !strstr(run->err, "attack.lua:5: "))
		return "without the place";
	if (strcmp(attack->text, "-") != 0 && !strstr(run->err, attack->text))
		return "another message";
	return NULL;
}

static const char *fault(const struct run *run, const struct attack *attack)
{
	bool may_end = strcmp(attack->outcome, "ends") == 0;

	if (run->status < 0)
		return "ended by a signal";
	if (run->cpu > 1.5 * LIMIT_SECONDS + START_SECONDS)
		return "too late";
	if (base_kb > 0 && run->peak_kb > base_kb + STATE_KB + MORE_KB)
		return "too much memory";
	if (strcmp(attack->outcome, "fine") == 0 || (may_end && run->status == 0))
		return run->status == 0 ? NULL : "failed";
	if (run->status != 3)
		return "another status";
	if (!run->is_old)
		return "the old output is gone";
	return err_fault(run, attack);
}

static void try_one(const struct attack *attack)
{
	bool loads = strcmp(attack->where, "load") == 0;
	bool segments = strcmp(attack->where, "by") == 0;

	for (int compiled = 1; compiled >= (loads || segments ? 1 : 0); compiled--) {
		struct run run = run_one(attack, compiled);
		const char *wrong = fault(&run, attack);

		n_runs++;
		most_cpu = run.cpu > most_cpu ? run.cpu : most_cpu;
		if (run.peak_kb > most_kb) {
			most_kb = run.peak_kb;
			most_kb_line = attack->line;
		}
		if (!wrong)
			continue;
		n_failed++;
		printf("%u%s: %s: status %d, %.2f s, %ld KB\n%s%.600s", attack->line,
		    compiled ? "" : ", not translated", wrong, run.status, run.cpu, run.peak_kb,
		    run.err[0] ? "  " : "", run.err);
	}
}

/* --- the list ----------------------------------------------------------------------------- */

/* Cuts the line into its columns; false: none. */
static bool attack_read(struct attack *attack, char *line)
{
	line[strcspn(line, "\n")] = '\0';
	if (!line[0] || line[0] == '#')
		return false;
	attack->where = strsep(&line, "\t");
	attack->outcome = strsep(&line, "\t");
	attack->text = strsep(&line, "\t");
	attack->code = line;
	must(line != NULL, "the list");
	return true;
}

int main(int argc, char **argv)
{
	const struct attack harmless = { "fit", "fine", "-", "return a.n > 0", 0 };
	char line[4096];
	FILE *list = argc == 4 ? fopen(argv[2], "r") : NULL;

	must(list && chdir(argv[3]) == 0, "attack PROGRAM LIST FOLDER");
	program = argv[1];
	write_file("data.csv", "id,n,s,tags\n1,1,some text,a;b\n2,2,x,c\n3,3,y,d;e;f\n");
	struct run run = run_one(&harmless, true);
	must(!fault(&run, &harmless), "a harmless rule file");
	base_kb = run.peak_kb;
	for (unsigned n = 1; fgets(line, sizeof(line), list); n++) {
		struct attack attack = { .line = n };

		if (attack_read(&attack, line))
			try_one(&attack);
	}
	fclose(list);
	printf("attacks: %u runs, %u not as they must be, at most %.2f s, and %ld KB (line %u) "
	    "over the harmless one's %ld\n", n_runs, n_failed, most_cpu, most_kb - base_kb,
	    most_kb_line, base_kb);
	return n_failed > 0;
}
