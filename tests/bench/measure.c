/* SPDX-License-Identifier: MIT */
/*
 * measure RUNS COMMAND [ARG...]: runs the command RUNS times after one run that does not count,
 * its output to the file named by MEASURE_OUT (else /dev/null), and prints "wall-seconds
 * cpu-seconds peak-kilobytes": medians, medians, the greatest. Memory is the kernel's account of
 * the process (wait4), so nothing has to be installed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNS 99

static double now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

static void become(char **argv)
{
	const char *path = getenv("MEASURE_OUT");
	int out = open(path ? path : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0666);
	int null = open("/dev/null", O_WRONLY);

	if (out < 0 || null < 0 || dup2(out, 1) < 0 || dup2(null, 2) < 0)
		_exit(126);
	execvp(argv[0], argv);
	_exit(127);
}

int main(int argc, char **argv)
{
	double wall[MAX_RUNS], cpu[MAX_RUNS];
	long peak = 0;
	int runs = argc > 2 ? atoi(argv[1]) : 0;

	if (runs < 1 || runs > MAX_RUNS) {
		fprintf(stderr, "usage: measure RUNS COMMAND [ARG...]\n");
		return 2;
	}
	for (int i = -1; i < runs; i++) {
		struct rusage usage;
		double begun = now();
		int status;
		pid_t pid = fork();

		if (pid == 0)
			become(argv + 2);
		if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0) {
			fprintf(stderr, "measure: %s failed\n", argv[2]);
			return 1;
		}
		if (i < 0)
			continue;
		wall[i] = now() - begun;
		cpu[i] = (double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec +
		    (double)usage.ru_stime.tv_sec + 1e-6 * (double)usage.ru_stime.tv_usec;
		if (usage.ru_maxrss > peak)
			peak = usage.ru_maxrss;
	}
	qsort(wall, (size_t)runs, sizeof(*wall), compare);
	qsort(cpu, (size_t)runs, sizeof(*cpu), compare);
	printf("%.3f %.3f %ld\n", wall[runs / 2], cpu[runs / 2], peak);
	return 0;
}
