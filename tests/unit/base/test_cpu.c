/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "support/unit.h"
#include "base/cpu.h"

/* Whether the kernel names the feature on its line of flags; true where there is no such file. */
static bool is_named(const char *feature)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char *line = NULL, word[40];
	size_t cap = 0;
	bool named = !file;
	snprintf(word, sizeof(word), " %s ", feature);
	while (file && !named && getline(&line, &cap, file) > 0) {
		char *end = strchr(line, '\n');
		if (end)
			*end = ' ';
		named = strncmp(line, "flags", 5) == 0 && strstr(line, word);
	}
	free(line);
	if (file)
		fclose(file);
	return named;
}

static void best_is_what_the_machine_has(void **state)
{
	(void)state;
	static const char *const features[SPOT_CPU_N] = {
		[SPOT_CPU_SSE4] = "sse4_2", [SPOT_CPU_AVX2] = "avx2",
		[SPOT_CPU_AVX512] = "avx512_vbmi2" };
	enum spot_cpu best = spot_cpu_best();
	assert_true(best < SPOT_CPU_N);
	assert_int_equal(spot_cpu_best(), best);
	for (enum spot_cpu cpu = SPOT_CPU_SSE4; cpu <= best; cpu++)
		assert_true(is_named(features[cpu]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(best_is_what_the_machine_has),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
