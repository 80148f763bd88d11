/* SPDX-License-Identifier: MIT */
/*
 * The deals, read once more now that it is known which level each key's account is of: won, lost
 * and the days it took. What could not be read was told when the panel read them.
 */
#include "study/segment_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/vm.h"
#include "table/reader.h"

enum asked { WON, LOST, DAYS, N_ASKED };

struct reading {
	struct spot_segment *segment;
	const struct spot_rollup_rule *rule;
	const struct spot_panel_table *table;
	int fns[N_ASKED];
	struct spot_vm *vm;
	struct spot_batch batch;
	struct spot_answers answers[N_ASKED];
	struct spot_binding binding;
	struct spot_arena arena;
	bool keep_going;
};

static int pass_over(void *ctx, const struct spot_reject *reject)
{
	(void)ctx;
	(void)reject;
	return 0;
}

static bool is_known(const struct reading *reading, enum asked asked, size_t row)
{
	return reading->fns[asked] != SPOT_NO_FUNCTION &&
	    reading->answers[asked].state[row] == SPOT_ANSWER_KNOWN;
}

static bool holds(const struct reading *reading, enum asked asked, size_t row)
{
	return is_known(reading, asked, row) && reading->answers[asked].value[row] != 0;
}

static int count_deal(struct reading *reading, size_t row, bool won, const uint32_t *levels,
    struct spot_error *err)
{
	struct spot_segment *segment = reading->segment;

	for (size_t g = 0; g < segment->options.n_bys; g++) {
		struct spot_segment_level *level = &segment->groupings[g].levels[levels[g]];

		level->deals_won += won;
		level->deals_lost += !won;
		if (!is_known(reading, DAYS, row))
			continue;
		if (!spot_mem_grow(&level->days[!won], &level->cap_days[!won],
		        level->n_days[!won] + 1, sizeof(double)))
			return spot_error_nomem(err);
		level->days[!won][level->n_days[!won]++] = reading->answers[DAYS].value[row];
	}
	return 0;
}

static int count_batch(struct reading *reading, struct spot_error *err)
{
	struct spot_segment *segment = reading->segment;
	const struct spot_segment_gathered *gathered = segment->gathered;
	int rc = 0;

	for (size_t row = 0; rc == 0 && row < reading->batch.n_rows; row++) {
		struct spot_value key =
		    spot_batch_get(&reading->batch, reading->rule->key_idx, row);
		bool won = holds(reading, WON, row), lost = holds(reading, LOST, row);
		size_t idx = key.kind == SPOT_KIND_TEXT
		    ? spot_rollup_find(reading->table->rollup, key.as.text, UINT64_MAX)
		    : SPOT_MAP_NONE;
		bool owned = idx < gathered->n_keys &&
		    gathered->level_of[idx * segment->options.n_bys] != SPOT_SEGMENT_NOBODY;

		segment->n_deals++;
		segment->n_deals_orphaned += !owned;
		if (owned && won != lost)
			rc = count_deal(reading, row, won,
			    &gathered->level_of[idx * segment->options.n_bys], err);
	}
	return rc;
}

static int ask(struct reading *reading, const struct spot_chunk *chunk, size_t first,
    struct spot_error *err)
{
	int rc = 0;

	for (size_t f = 0; rc == 0 && f < N_ASKED; f++) {
		struct spot_answers *answers = &reading->answers[f];
		char name[320];
		size_t row = 0;

		if (reading->fns[f] == SPOT_NO_FUNCTION)
			continue;
		rc = spot_vm_eval(reading->vm, reading->fns[f], &reading->batch,
		    reading->batch.n_rows, !reading->keep_going, answers, err);
		if (rc != 0 || reading->keep_going || answers->n_failed == 0)
			continue;
		while (answers->state[row] != SPOT_ANSWER_FAILED)
			row++;
		snprintf(name, sizeof(name), "%s:%" PRIu64, reading->table->path,
		    chunk->records[first + row].line);
		rc = spot_vm_explain_failure(
		    reading->vm, reading->fns[f], &reading->batch, row, name, err);
	}
	return rc;
}

static int read_all(struct reading *reading, struct spot_reader *reader, const atomic_int *stop,
    struct spot_error *err)
{
	struct spot_chunk chunk;
	bool at_end = false;
	int rc = 0;

	spot_chunk_init(&chunk);
	while (rc == 0 && !at_end) {
		if (stop && atomic_load(stop) != 0)
			rc = spot_error_set(err, SPOT_EINTR, "stopped by a signal");
		if (rc == 0)
			rc = spot_reader_next(
			    reader, &chunk, SPOT_BATCH_ROWS, SPOT_CHUNK_BYTES, &at_end, err);
		if (rc == 0)
			rc = spot_batch_convert(&reading->batch, &chunk, 0, chunk.n_records,
			    &reading->binding, NULL, err);
		if (rc == 0)
			rc = ask(reading, &chunk, 0, err);
		if (rc == 0)
			rc = count_batch(reading, err);
	}
	spot_chunk_reset(&chunk);
	return rc;
}

static int open_and_read(struct reading *reading, const struct spot_run_options *run,
    struct spot_error *err)
{
	struct spot_reader_options options = run->reader;
	struct spot_reader *reader = NULL;
	int rc;

	options.reject = pass_over;
	rc = spot_reader_open(&reader, reading->table->path, 0, &options, err);
	if (rc != 0)
		return rc;
	rc = spot_reader_bind(
	    &reading->binding, reader, &reading->rule->fields, &reading->arena, err);
	if (rc == 0)
		rc = spot_batch_init(&reading->batch, &reading->rule->fields, SPOT_BATCH_ROWS, err);
	if (rc == 0) {
		rc = read_all(reading, reader, run->stop, err);
		spot_batch_reset(&reading->batch);
	}
	spot_reader_close(reader);
	return rc;
}

int spot_segment_deals_read(struct spot_segment *segment, const struct spot_run_options *run,
    struct spot_error *err)
{
	const struct spot_segment_options *options = &segment->options;
	struct reading *reading;
	int rc;

	if (options->deals == SPOT_NONE)
		return 0;
	if (strcmp(segment->panel->tables[options->deals].path, "-") == 0) {
		spot_error_set(err, SPOT_EUSAGE,
		    "standard input cannot be read twice, as the deals are");
		spot_error_hint(err, "give a file: --with %s=FILE",
		    segment->panel->rules->rollups[options->deals].name);
		return SPOT_EUSAGE;
	}
	reading = spot_mem_calloc(1, sizeof(*reading));
	if (!reading)
		return spot_error_nomem(err);
	reading->segment = segment;
	reading->rule = &segment->panel->rules->rollups[options->deals];
	reading->table = &segment->panel->tables[options->deals];
	reading->fns[WON] = options->won;
	reading->fns[LOST] = options->lost;
	reading->fns[DAYS] = options->days;
	reading->keep_going = run->keep_going;
	spot_arena_init(&reading->arena);
	rc = spot_vm_new(&reading->vm, segment->panel->rules, err);
	if (rc == 0)
		rc = open_and_read(reading, run, err);
	spot_vm_free(reading->vm);
	spot_arena_free(&reading->arena);
	free(reading);
	return rc;
}
