/* SPDX-License-Identifier: MIT */
/* Which lines of rules have run in a VM. */
#include <string.h>

#include "rules/internal.h"
#include "rules/vm_internal.h"

static size_t line_find(const struct spot_function *fn, unsigned long line)
{
	size_t low = 0, high = fn->n_lines;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (fn->lines[mid] < line)
			low = mid + 1;
		else
			high = mid;
	}
	return low < fn->n_lines && fn->lines[low] == line ? low : SPOT_NONE;
}

static void note_line(void *ctx, const char *chunk_name, int line)
{
	struct spot_vm *vm = ctx;
	const struct spot_function *fn;
	size_t i;

	if (vm->running == SPOT_NO_FUNCTION || line < 1)
		return;
	fn = &vm->rules->functions[vm->running];
	if (strcmp(chunk_name, fn->place.file) != 0)
		return;
	i = line_find(fn, (unsigned long)line);
	if (i != SPOT_NONE)
		vm->hits[vm->running][i] = 1;
}

int spot_vm_coverage_begin(struct spot_vm *vm, struct spot_error *err)
{
	size_t n = vm->rules->n_functions;

	if (!vm->hits)
		vm->hits = spot_mem_calloc(n + 1, sizeof(*vm->hits));
	if (!vm->hits)
		return spot_error_nomem(err);
	for (; vm->n_hits < n; vm->n_hits++) {
		size_t n_lines = vm->rules->functions[vm->n_hits].n_lines;

		vm->hits[vm->n_hits] = spot_mem_calloc(n_lines + 1, 1);
		if (!vm->hits[vm->n_hits])
			return spot_error_nomem(err);
	}
	spot_sandbox_on_line(vm->sandbox, note_line, vm);
	return 0;
}

bool spot_vm_coverage_hit(const struct spot_vm *vm, int fn, unsigned long line)
{
	size_t i = line_find(&vm->rules->functions[fn], line);

	return i != SPOT_NONE && vm->n_hits == vm->rules->n_functions && vm->hits[fn][i];
}
