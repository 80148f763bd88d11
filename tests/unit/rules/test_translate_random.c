/* SPDX-License-Identifier: MIT */
/*
 * Random rule functions on random rows: what their programs compute is what the VM computes, or the
 * row is handed over. TRANSLATE_PAIRS says how many pairs of function and row to compare (in make
 * test some 100,000), TRANSLATE_SEED where the random numbers begin.
 */
#include "support/twins.h"
#include "support/unit.h"
#include "support/writer.h"

enum { FUNCTIONS_PER_FILE = 24, BATCHES_PER_FILE = 4 };

static struct twins twins, smaller; /* too large for the stack */
static char prelude[8192];          /* what the functions find around them */

struct totals {
	size_t n_functions, n_translated, n_pairs, n_handed_over, n_files;
};

static const char *line_start(const char *text, unsigned long line)
{
	for (unsigned long i = 1; i < line && text; i++) {
		text = strchr(text, '\n');
		text += text != NULL;
	}
	return text;
}

/* The function's own text. */
static char *function_text(const char *file, const struct spot_function *function)
{
	const char *from = line_start(file, function->place.line);
	const char *to = line_start(file, function->last_line + 1);
	return strndup(from, (size_t)(to - from));
}

/* --- making it small ---------------------------------------------------------------------- */

/* Whether the one function, on the row of the batch, still differs. */
static bool still_differs(const char *function, const struct spot_batch *batch, size_t row)
{
	struct spot_buf file = SPOT_BUF_INIT;
	struct twins_difference difference;
	spot_buf_text(&file, prelude);
	spot_buf_text(&file, function);
	bool differs = twins_open(&smaller, spot_buf_str(&file));
	if (differs) {
		smaller.batch.n_rows = 1;
		for (size_t i = 0; i < smaller.schema->n_fields; i++)
			spot_batch_set(&smaller.batch, i, 0, spot_batch_get(batch, i, row));
		differs = !twins_compare(&smaller, &difference);
	}
	twins_close(&smaller);
	spot_buf_reset(&file);
	return differs;
}

/* Takes out lines as long as it still differs. */
static void shrink(char *function, const struct spot_batch *batch, size_t row)
{
	bool changed = true;
	while (changed) {
		changed = false;
		for (char *line = function; *line;) {
			char *end = strchr(line, '\n');
			end = end ? end + 1 : line + strlen(line);
			char *rest = strdup(end), *cut = strndup(line, (size_t)(end - line));
			memmove(line, end, strlen(end) + 1);
			if (still_differs(function, batch, row)) {
				changed = true;
			} else {
				memcpy(line, cut, strlen(cut));
				memcpy(line + strlen(cut), rest, strlen(rest) + 1);
				line += strlen(cut);
			}
			free(cut);
			free(rest);
		}
	}
}

static void print_value(const char *name, struct spot_value value)
{
	static const char *const empty[] = { [SPOT_KIND_BLANK] = "blank", [SPOT_KIND_NIL] = "nil" };
	switch (value.kind) {
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
		print_message("    %s = %s\n", name, empty[value.kind]);
		break;
	case SPOT_KIND_BOOL:
		print_message("    %s = %s\n", name, value.as.flag ? "true" : "false");
		break;
	case SPOT_KIND_INT:
		print_message("    %s = %lld\n", name, (long long)value.as.integer);
		break;
	case SPOT_KIND_FLOAT:
		print_message("    %s = %.17g\n", name, value.as.number);
		break;
	case SPOT_KIND_TEXT:
		print_message("    %s = \"%.*s\" (%zu bytes)\n", name, (int)value.as.text.len,
		    value.as.text.ptr, value.as.text.len);
		break;
	case SPOT_KIND_LIST:
		print_message("    %s = a list of %zu\n", name, value.as.list.n_items);
		for (size_t i = 0; i < value.as.list.n_items && i < 8; i++)
			print_message("        \"%.*s\"\n", (int)value.as.list.items[i].len,
			    value.as.list.items[i].ptr);
		break;
	case SPOT_KIND_N:
		break;
	}
}

static void report(const char *file, const struct twins_difference *difference)
{
	print_message("%s\n", difference->what);
	if (difference->fn == SPOT_NO_FUNCTION)
		return;
	const struct spot_function *function = &twins.rules->functions[difference->fn];
	char *text = function_text(file, function);
	if (still_differs(text, &twins.batch, difference->row))
		shrink(text, &twins.batch, difference->row);
	print_message("%s\n", text);
	for (size_t i = 0; i < function->n_reads; i++)
		print_value(twins.schema->fields[function->reads[i]].name,
		    spot_batch_get(&twins.batch, function->reads[i], difference->row));
	free(text);
}

/* --- comparing ---------------------------------------------------------------------------- */

/* One file of functions; false when they differ. */
static bool compare_file(struct writer *w, uint64_t seed, size_t n_rows, struct totals *totals)
{
	static const unsigned ills[] = { 0, 3, 15 }, blanks[] = { 0, 5, 50, 97 };
	struct twins_difference difference;
	bool same = true;
	w->rng.state = seed;
	w->ill = ills[totals->n_files++ % 3];
	writer_file(w, prelude, FUNCTIONS_PER_FILE);
	if (!twins_open(&twins, spot_buf_str(&w->out))) {
		print_message("seed %llu: %s\n", (unsigned long long)seed, twins.told);
		twins_close(&twins);
		return false;
	}
	for (size_t i = 0; i < twins.rules->n_functions; i++)
		totals->n_translated += twins.translations[i].is_translated;
	totals->n_functions += twins.rules->n_functions;
	for (size_t i = 0; same && i < BATCHES_PER_FILE; i++) {
		rows_fill(&twins.batch, n_rows, &w->rng, blanks[i]);
		same = twins_compare(&twins, &difference);
	}
	if (!same) {
		print_message("seed %llu, row %zu: ", (unsigned long long)seed, difference.row);
		report(spot_buf_str(&w->out), &difference);
	}
	totals->n_pairs += twins.n_pairs;
	totals->n_handed_over += twins.n_handed_over;
	twins_close(&twins);
	return same;
}

static void read_prelude(void)
{
	FILE *file = fopen("tests/translate/prelude.lua", "rb");
	assert_non_null(file);
	size_t len = fread(prelude, 1, sizeof(prelude) - 1, file);
	assert_true(len > 0 && len < sizeof(prelude) - 1);
	fclose(file);
}

static size_t number_from(const char *name, size_t otherwise)
{
	const char *text = getenv(name);
	return text ? (size_t)strtod(text, NULL) : otherwise;
}

static void program_is_vm(void **state)
{
	(void)state;
	struct writer w = { .out = SPOT_BUF_INIT };
	struct totals totals = { 0 };
	size_t n_pairs = number_from("TRANSLATE_PAIRS", 100000);
	uint64_t seed = number_from("TRANSLATE_SEED", 1) * 1000003;
	size_t n_rows = n_pairs > 1000000 ? 200 : 64;
	bool same = true;
	read_prelude();
	twins_instructions = 2000000; /* loops without end are to end soon */
	while (same && totals.n_pairs < n_pairs)
		same = compare_file(&w, seed++, n_rows, &totals);
	print_message("%zu functions, %.1f %% translated; %zu pairs compared, "
	    "%.2f %% handed over\n", totals.n_functions,
	    100.0 * (double)totals.n_translated / (double)totals.n_functions,
	    totals.n_pairs, 100.0 * (double)totals.n_handed_over / (double)totals.n_pairs);
	spot_buf_reset(&w.out);
	assert_true(same);
	assert_true(totals.n_translated * 100 > totals.n_functions * 85);
	assert_true(totals.n_handed_over * 100 < totals.n_pairs * 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(program_is_vm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
