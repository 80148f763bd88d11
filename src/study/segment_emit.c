/* SPDX-License-Identifier: MIT */
/* What a worker counts of a batch of accounts; segment.c takes it in, in file order. */
#include "study/segment_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "rules/vm.h"

struct emitting {
	const struct spot_segment *segment;
	const struct spot_run_view *view;
	struct spot_judge *judge;
	struct spot_segment_sums rows[SPOT_BATCH_ROWS]; /* each account's own */
	double potentials[SPOT_BATCH_ROWS];
	struct spot_map names;                          /* of one grouping; 0 is unknown */
	struct spot_segment_sums *sums;                 /* by name */
	size_t cap_sums;
	uint32_t *codes;                                /* by grouping, then by row */
	struct spot_labels_state *labels;
};

/* --- an account --------------------------------------------------------------------------- */

static const struct spot_answers *extra(const struct emitting *emit, size_t at)
{
	return at == SPOT_NONE ? NULL
	                       : &emit->judge->answers[emit->judge->panel->scoring.n_asked + at];
}

static bool is_in(const struct emitting *emit, enum spot_segment_cohort cohort, size_t row)
{
	const struct spot_answers *answers =
	    extra(emit, emit->segment->gathered->at_cohort[cohort]);

	return answers && answers->state[row] == SPOT_ANSWER_KNOWN && answers->value[row] != 0;
}

static void count_money(const struct emitting *emit, struct spot_segment_sums *sums, size_t row)
{
	static const double signs[SPOT_SEGMENT_AMOUNTS] = { 1, -1, -1 };
	bool all_known = true;
	double margin = 0;

	for (size_t a = 0; a < SPOT_SEGMENT_AMOUNTS; a++) {
		const struct spot_answers *answers =
		    extra(emit, emit->segment->gathered->at_amount[a]);

		if (!answers)
			continue;
		if (answers->state[row] != SPOT_ANSWER_KNOWN) {
			all_known = false;
			continue;
		}
		sums->n_amounts[a] = 1;
		spot_sum_add(&sums->amounts[a], answers->value[row]);
		margin += signs[a] * answers->value[row];
	}
	/* Without what it brings there is no margin. */
	if (!all_known || emit->segment->gathered->at_amount[SPOT_SEGMENT_LTV] == SPOT_NONE)
		return;
	sums->n_margin = 1;
	spot_sum_add(&sums->margin, margin);
	sums->n_negative = margin < 0;
	spot_sum_add(&sums->negative, margin < 0 ? margin : 0);
}

static void count_row(struct emitting *emit, size_t row)
{
	const struct spot_segment_options *options = &emit->segment->options;
	const struct spot_verdicts *verdicts = emit->judge->verdicts;
	struct spot_segment_sums *sums = &emit->rows[row];
	bool bad = verdicts->tier[row] == emit->judge->panel->rules->n_tiers;

	*sums = (struct spot_segment_sums) { .n = 1, .n_bad_fit = bad };
	sums->n_customers = is_in(emit, SPOT_SEGMENT_CUSTOMER, row);
	sums->n_churned = is_in(emit, SPOT_SEGMENT_CHURNED, row) && !sums->n_customers;
	sums->n_won = is_in(emit, SPOT_SEGMENT_WON, row);
	sums->n_lost = is_in(emit, SPOT_SEGMENT_LOST, row) && !sums->n_won;
	sums->n_open = options->cohorts[SPOT_SEGMENT_OPEN] != SPOT_NONE
	    ? is_in(emit, SPOT_SEGMENT_OPEN, row)
	    : !bad && !sums->n_customers && !sums->n_churned && !sums->n_lost && !sums->n_won;
	if (sums->n_customers || options->cohorts[SPOT_SEGMENT_CUSTOMER] == SPOT_NONE)
		count_money(emit, sums, row);
	if (sums->n_open && verdicts->has_growth[row]) {
		sums->n_growth = 1;
		spot_sum_add(&sums->growth, verdicts->growth[row]);
	}
	emit->potentials[row] = !sums->n_open ? 0
	    : emit->segment->potential_is_growth ? fmax(0, verdicts->growth[row])
	                                         : 1;
}

/* --- its levels --------------------------------------------------------------------------- */

static bool add_code(struct emitting *emit, uint32_t *code, struct spot_view name)
{
	size_t idx = spot_map_add(&emit->names, name);

	*code = (uint32_t)idx;
	return idx != SPOT_MAP_NONE;
}

static double number_of(const struct emitting *emit, size_t field, size_t row)
{
	struct spot_value value;

	if (field == SPOT_NONE)
		return emit->judge->verdicts->has_score[row] ? emit->judge->verdicts->score[row]
		                                             : NAN;
	value = spot_batch_get(&emit->judge->batch, field, row);
	return value.kind == SPOT_KIND_INT ? (double)value.as.integer
	    : value.kind == SPOT_KIND_FLOAT ? value.as.number : NAN;
}

/* As rules write it. */
static struct spot_view print_value(struct spot_buf *out, const struct spot_field *field,
    const struct spot_value *value)
{
	char day[SPOT_DATE_TEXT_SIZE];

	spot_buf_clear(out);
	switch (value->kind) {
	case SPOT_KIND_TEXT:
		return value->as.text;
	case SPOT_KIND_BOOL:
		return value->as.flag ? SPOT_VIEW("yes") : SPOT_VIEW("no");
	case SPOT_KIND_INT:
		if (field->type == SPOT_TYPE_DATE) {
			spot_date_print(value->as.integer, day);
			spot_buf_text(out, day);
		} else {
			spot_buf_integer(out, value->as.integer);
		}
		break;
	case SPOT_KIND_FLOAT:
		spot_buf_shortest(out, value->as.number);
		break;
	case SPOT_KIND_LIST:
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		break;
	}
	return (struct spot_view) { out->ptr, out->len };
}

static bool code_fields(struct emitting *emit, const struct spot_segment_by *by, uint32_t *codes)
{
	const struct spot_field *field = &emit->judge->batch.schema->fields[by->field];
	struct spot_buf text = SPOT_BUF_INIT;
	bool is_well = true;

	for (size_t row = 0; is_well && row < emit->view->n_rows; row++) {
		struct spot_value value = spot_batch_get(&emit->judge->batch, by->field, row);
		struct spot_view name = print_value(&text, field, &value);

		codes[row] = 0;
		if (name.len > 0)
			is_well = add_code(emit, &codes[row], name) && !spot_buf_failed(&text);
	}
	spot_buf_reset(&text);
	return is_well;
}

static bool code_bands(struct emitting *emit, const struct spot_segment_by *by, uint32_t *codes)
{
	bool is_well = true;

	for (size_t row = 0; is_well && row < emit->view->n_rows; row++) {
		double number = number_of(emit, by->field, row);
		const char *name = NULL;

		for (size_t b = 0; b < by->n_bands && by->bands[b].limit <= number; b++)
			name = by->bands[b].name;
		codes[row] = 0;
		if (name)
			is_well = add_code(emit, &codes[row], spot_view_of(name));
	}
	return is_well;
}

static bool code_tiers(struct emitting *emit, uint32_t *codes)
{
	const struct spot_rules *rules = emit->judge->panel->rules;
	bool is_well = true;

	for (size_t row = 0; is_well && row < emit->view->n_rows; row++) {
		uint32_t rank = emit->judge->verdicts->tier[row];

		is_well = add_code(emit, &codes[row],
		    spot_view_of(rank < rules->n_tiers ? rules->tiers[rank].name : "bad fit"));
	}
	return is_well;
}

static int explain(struct emitting *emit, int fn, size_t row, struct spot_error *err)
{
	int rc = spot_judge_vm(emit->judge, err);
	char name[320];

	snprintf(name, sizeof(name), "%s:%" PRIu64, emit->view->file_name,
	    emit->view->chunk->records[emit->view->first + row].line);
	return rc == 0 ? spot_vm_explain_failure(
	                     emit->judge->vm, fn, &emit->judge->batch, row, name, err)
	               : rc;
}

static int code_function(struct emitting *emit, size_t g, uint32_t *codes, struct spot_error *err)
{
	const struct spot_segment_gathered *gathered = emit->segment->gathered;
	size_t failed_row;
	int rc = spot_labels_take(emit->labels, &gathered->labels, gathered->label_of[g],
	    emit->judge, gathered->keep_going, &emit->names, codes, &failed_row, err);

	if (rc == SPOT_ERULES && failed_row != SPOT_NONE)
		return explain(emit, emit->segment->options.bys[g].fn, failed_row, err);
	for (size_t row = 0; rc == 0 && row < emit->view->n_rows; row++)
		codes[row] = codes[row] == SPOT_VM_NO_TEXT ? 0 : codes[row];
	return rc;
}

static int code_rows(struct emitting *emit, size_t g, uint32_t *codes, struct spot_error *err)
{
	const struct spot_segment_by *by = &emit->segment->options.bys[g];
	bool is_well = true;
	uint32_t unknown;

	/* No text of the data has this name. */
	if (!add_code(emit, &unknown, SPOT_VIEW("")))
		return spot_error_nomem(err);
	switch (by->kind) {
	case SPOT_SEGMENT_TIER:
		is_well = code_tiers(emit, codes);
		break;
	case SPOT_SEGMENT_FIELD:
		is_well = code_fields(emit, by, codes);
		break;
	case SPOT_SEGMENT_BANDS:
		is_well = code_bands(emit, by, codes);
		break;
	case SPOT_SEGMENT_FUNCTION:
		return code_function(emit, g, codes, err);
	case SPOT_SEGMENT_KINDS:
		break;
	}
	return is_well ? 0 : spot_error_nomem(err);
}

/* --- telling ------------------------------------------------------------------------------ */

static void add(struct spot_buf *out, const void *item, size_t size)
{
	spot_buf_add(out, item, size);
}

static void add_text(struct spot_buf *out, struct spot_view text)
{
	uint64_t len = text.len;

	add(out, &len, sizeof(len));
	spot_buf_view(out, text);
}

static int emit_grouping(struct emitting *emit, size_t g, struct spot_buf *out,
    struct spot_error *err)
{
	uint32_t *codes = emit->codes + g * SPOT_BATCH_ROWS;
	uint64_t n;
	int rc;

	spot_map_init(&emit->names);
	rc = code_rows(emit, g, codes, err);
	n = emit->names.n_keys;
	if (rc == 0 && !spot_mem_grow(&emit->sums, &emit->cap_sums, n, sizeof(*emit->sums)))
		rc = spot_error_nomem(err);
	if (rc == 0) {
		memset(emit->sums, 0, n * sizeof(*emit->sums));
		for (size_t row = 0; row < emit->view->n_rows; row++)
			spot_segment_sums_add(&emit->sums[codes[row]], &emit->rows[row]);
		add(out, &n, sizeof(n));
		for (size_t l = 0; l < n; l++) {
			add_text(out, emit->names.keys[l]);
			add(out, &emit->sums[l], sizeof(*emit->sums));
		}
	}
	spot_map_reset(&emit->names);
	return rc;
}

static void emit_keys(struct emitting *emit, struct spot_buf *out)
{
	const struct spot_segment_options *options = &emit->segment->options;
	struct spot_rollup *rollup;
	uint64_t n = 0;
	size_t at = out->len;

	add(out, &n, sizeof(n));
	if (options->deals == SPOT_NONE || !emit->segment->panel->tables)
		return;
	rollup = emit->segment->panel->tables[options->deals].rollup;
	for (size_t row = 0; row < emit->view->n_rows; row++) {
		struct spot_view key = spot_judge_key(emit->judge, row);
		size_t idx = key.len > 0 ? spot_rollup_find(rollup, key, UINT64_MAX)
		                         : SPOT_MAP_NONE;
		uint64_t told = idx;

		if (idx == SPOT_MAP_NONE)
			continue;
		add(out, &told, sizeof(told));
		for (size_t g = 0; g < options->n_bys; g++)
			add(out, &emit->codes[g * SPOT_BATCH_ROWS + row], sizeof(uint32_t));
		n++;
	}
	if (!spot_buf_failed(out))
		memcpy(out->ptr + at, &n, sizeof(n));
}

static void emit_key(const struct emitting *emit, size_t row, struct spot_buf *out)
{
	struct spot_view key = spot_judge_key(emit->judge, row);
	struct spot_buf place = SPOT_BUF_INIT;

	if (key.len == 0) {
		spot_buf_printf(&place, "%s:%" PRIu64, emit->view->file_name,
		    emit->view->chunk->records[emit->view->first + row].line);
		key = (struct spot_view) { place.ptr, place.len };
	}
	add_text(out, key);
	out->failed |= spot_buf_failed(&place);
	spot_buf_reset(&place);
}

/* Open accounts alone, or by what is kept together. */
static void emit_units(struct emitting *emit, struct spot_buf *out)
{
	const struct spot_segment_options *options = &emit->segment->options;
	struct spot_buf text = SPOT_BUF_INIT;
	size_t at = out->len;
	uint64_t n = 0;

	add(out, &n, sizeof(n));
	for (size_t row = 0; options->n_territories > 0 && row < emit->view->n_rows; row++) {
		struct spot_view name = { NULL, 0 };

		if (!emit->rows[row].n_open)
			continue;
		if (options->keep_field != SPOT_NONE) {
			struct spot_value value =
			    spot_batch_get(&emit->judge->batch, options->keep_field, row);
			name = print_value(
			    &text, &emit->judge->batch.schema->fields[options->keep_field], &value);
		}
		add_text(out, name);
		add(out, &emit->potentials[row], sizeof(double));
		if (options->keeps_keys)
			emit_key(emit, row, out);
		n++;
	}
	if (!spot_buf_failed(out))
		memcpy(out->ptr + at, &n, sizeof(n));
	out->failed |= spot_buf_failed(&text);
	spot_buf_reset(&text);
}

int spot_segment_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct spot_segment *segment = ctx;
	struct emitting *emit = spot_mem_calloc(1, sizeof(*emit));
	int rc = 0;

	if (emit)
		emit->codes = spot_mem_calloc(
		    segment->options.n_bys * SPOT_BATCH_ROWS, sizeof(*emit->codes));
	if (!emit || !emit->codes) {
		free(emit);
		return spot_error_nomem(err);
	}
	emit->segment = segment;
	emit->view = view;
	emit->judge = &view->judges[0];
	for (size_t row = 0; row < view->n_rows; row++)
		count_row(emit, row);
	rc = spot_labels_begin(&emit->labels, &segment->gathered->labels, emit->judge, err);
	for (size_t g = 0; rc == 0 && g < segment->options.n_bys; g++)
		rc = emit_grouping(emit, g, &piece->text, err);
	if (rc == 0) {
		emit_keys(emit, &piece->text);
		emit_units(emit, &piece->text);
	}
	spot_labels_end(&segment->gathered->labels, emit->labels);
	free(emit->sums);
	free(emit->codes);
	free(emit);
	return rc;
}
