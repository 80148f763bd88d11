/* SPDX-License-Identifier: MIT */
/*
 * measure RUNS < PLAN: runs the commands of a plan in turn, one run of each, RUNS times over, so
 * that a machine that slows down slows them all. A line of the plan is, with tabs between:
 * NAME OUTPUT COMMAND [ARG...]. OUTPUT is removed before each run and is the command's standard
 * output. Prints for each line, in order: NAME, wall seconds and cpu seconds (medians), peak
 * kilobytes (the greatest), with tabs between; or NAME and "failed", when a run did not exit with
 * 0 within LIMIT seconds. Memory is the kernel's account of the process (wait4).
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNS 99
#define MAX_LINES 99
#define MAX_ARGS 99
#define LIMIT 600

struct competitor {
	char *name;
	char *output;
	char *argv[MAX_ARGS + 1];
	double wall[MAX_RUNS];
	double cpu[MAX_RUNS];
	long peak;
	int failed;
};

static struct competitor competitors[MAX_LINES];

/* --- the plan ------------------------------------------------------------------------------ */

static char *next_part(char **rest)
{
	char *part = *rest, *tab;

	if (part && (tab = strchr(part, '\t')) != NULL) {
		*tab = '\0';
		*rest = tab + 1;
	} else {
		*rest = NULL;
	}
	return part;
}

/* The line becomes the competitor's. Returns -1 when the line is not one of a plan. */
static int competitor_read(struct competitor *c, char *line)
{
	int n = 0;

	c->name = next_part(&line);
	c->output = next_part(&line);
	while (n < MAX_ARGS && line)
		c->argv[n++] = next_part(&line);
	return n > 0 && !line ? 0 : -1;
}

/* Returns the number of competitors, -1 when the plan is no plan. */
static int plan_read(void)
{
	int n = 0;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		if (n == MAX_LINES || competitor_read(&competitors[n], line))
			return -1;
		n++;
		line = NULL; /* now owned by the competitor */
		size = 0;
	}
	return n;
}

/* --- one run ------------------------------------------------------------------------------- */

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static void become(const struct competitor *c)
{
	int in = open("/dev/null", O_RDONLY);
	int out = open(c->output, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
		_exit(126);
	alarm(LIMIT);
	execvp(c->argv[0], c->argv);
	_exit(127);
}

static void competitor_run(struct competitor *c, int run)
{
	struct rusage usage;
	double begun;
	int status;
	pid_t pid;

	if (strcmp(c->output, "/dev/null") != 0)
		unlink(c->output);
	begun = now();
	pid = fork();
	if (pid == 0)
		become(c);
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0) {
		c->failed = 1;
		return;
	}
	c->wall[run] = now() - begun;
	c->cpu[run] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	if (usage.ru_maxrss > c->peak)
		c->peak = usage.ru_maxrss;
}

/* --- the figures --------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *figures, int n)
{
	qsort(figures, (size_t)n, sizeof(*figures), compare);
	return n % 2 ? figures[n / 2] : (figures[n / 2 - 1] + figures[n / 2]) / 2;
}

int main(int argc, char **argv)
{
	int runs = argc == 2 ? atoi(argv[1]) : 0;
	int n = plan_read();

	if (runs < 1 || runs > MAX_RUNS || n < 0) {
		fprintf(stderr, "usage: measure RUNS < PLAN\n");
		return 2;
	}
	for (int run = 0; run < runs; run++)
		for (int i = 0; i < n; i++)
			if (!competitors[i].failed)
				competitor_run(&competitors[i], run);
	for (int i = 0; i < n; i++) {
		struct competitor *c = &competitors[i];

		if (c->failed)
			printf("%s\tfailed\n", c->name);
		else
			printf("%s\t%.5f\t%.5f\t%ld\n", c->name, median(c->wall, runs),
			    median(c->cpu, runs), c->peak);
	}
	return fflush(stdout) ? 1 : 0;
}
