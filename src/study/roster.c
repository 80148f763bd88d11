/* SPDX-License-Identifier: MIT */
/* A worker sends each row as it is kept, with the texts and answers that belong to it behind. */
#include "study/roster.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "engine/labels.h"
#include "engine/reason.h"

struct gathering {
	struct spot_roster *roster;
	size_t name_field; /* or SPOT_NONE */
	size_t *extra_of;  /* by function, or SPOT_NONE */
	struct spot_labels *labels; /* of the function of text; NULL: none */
	bool keep_going;
};

/* --- in workers --------------------------------------------------------------------------- */

static uint32_t disqualifier_of(const struct spot_judge *judge, size_t row)
{
	for (size_t d = 0; d < judge->panel->rules->n_disqualifiers; d++)
		if (judge->verdicts->disqualifies[d / 8][row] >> d % 8 & 1)
			return (uint32_t)d;
	return SPOT_PEOPLE_NONE;
}

static void put_texts(struct spot_buf *out, const struct gathering *gathering,
    const struct spot_run_view *view, size_t row, struct spot_roster_row *item)
{
	const struct spot_judge *judge = &view->judges[0];
	struct spot_view key = spot_judge_key(judge, row);
	size_t begin = out->len;

	if (key.len > 0)
		spot_buf_view(out, key);
	else
		spot_buf_printf(out, "%s:%" PRIu64, view->file_name, item->line);
	item->key_len = (uint32_t)(out->len - begin);
	begin = out->len;
	if (gathering->name_field != SPOT_NONE) {
		struct spot_value name =
		    spot_batch_get(&judge->batch, gathering->name_field, row);

		if (name.kind == SPOT_KIND_TEXT)
			spot_buf_view(out, name.as.text);
	}
	item->name_len = (uint32_t)(out->len - begin);
}

static void fill_row(struct spot_roster_row *item, const struct gathering *gathering,
    const struct spot_run_view *view, size_t row)
{
	const struct spot_judge *judge = &view->judges[0];
	const struct spot_verdicts *verdicts = judge->verdicts;
	const struct spot_record *record = &view->chunk->records[view->first + row];

	memset(item, 0, sizeof(*item)); /* padding too: it is copied as bytes */
	item->tier = verdicts->tier[row];
	item->exception = verdicts->has_exceptions ? verdicts->exception[row]
	                                           : SPOT_NO_EXCEPTION;
	item->disqualifier = disqualifier_of(judge, row);
	item->file = record->file;
	item->line = record->line;
	item->score = verdicts->has_score[row] ? verdicts->score[row] : NAN;
	item->growth = verdicts->has_growth[row] ? verdicts->growth[row] : NAN;
	item->why = spot_reason_first(judge, row);
	spot_people_find(&item->people, gathering->roster->people, spot_judge_key(judge, row),
	    view->chunk->first_row + view->first + row);
}

static double answer_of(const struct gathering *gathering, const struct spot_judge *judge,
    size_t f, size_t row)
{
	size_t extra = gathering->extra_of[f];
	const struct spot_answers *answers;

	if (extra == SPOT_NONE)
		return NAN;
	answers = &judge->answers[judge->panel->scoring.n_asked + extra];
	return answers->state[row] == SPOT_ANSWER_KNOWN ? answers->value[row] : NAN;
}

static double field_of(const struct spot_batch *batch, size_t field, size_t row)
{
	struct spot_value value = { .kind = SPOT_KIND_BLANK };

	if (field != SPOT_NONE)
		value = spot_batch_get(batch, field, row);
	switch (value.kind) {
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
	case SPOT_KIND_N:
		return NAN;
	case SPOT_KIND_BOOL:
		return value.as.flag;
	case SPOT_KIND_INT:
		return (double)value.as.integer;
	case SPOT_KIND_FLOAT:
		return value.as.number;
	case SPOT_KIND_TEXT:
	case SPOT_KIND_LIST:
		break;
	}
	return 1;
}

/* What the function of text says of a batch. */
struct texts {
	struct spot_map names;
	uint32_t codes[SPOT_BATCH_ROWS]; /* SPOT_VM_NO_TEXT: nothing */
};

static int explain_text(const struct gathering *gathering, struct spot_judge *judge, size_t row,
    struct spot_error *err)
{
	int rc = spot_judge_vm(judge, err);
	struct spot_view key = spot_judge_key(judge, row);
	char name[80];

	snprintf(name, sizeof(name), "%.*s", (int)spot_utf8_cut(key.ptr, key.len, 60),
	    key.len > 0 ? key.ptr : "");
	return rc == 0 ? spot_vm_explain_failure(judge->vm, gathering->roster->options.text_fn,
	                     &judge->batch, row, name, err)
	               : rc;
}

static int ask_texts(struct texts *out, const struct gathering *gathering,
    struct spot_judge *judge, struct spot_error *err)
{
	struct spot_labels_state *state = NULL;
	size_t failed_row = SPOT_NONE;
	int rc;

	if (!gathering->labels) {
		memset(out->codes, 0xFF, sizeof(out->codes));
		return 0;
	}
	rc = spot_labels_begin(&state, gathering->labels, judge, err);
	if (rc == 0)
		rc = spot_labels_take(state, gathering->labels, 0, judge, gathering->keep_going,
		    &out->names, out->codes, &failed_row, err);
	spot_labels_end(gathering->labels, state);
	return rc == SPOT_ERULES && failed_row != SPOT_NONE
	    ? explain_text(gathering, judge, failed_row, err) : rc;
}

/* A length and bytes; a length of 0 where it says nothing. */
static void put_level(struct spot_buf *out, const struct texts *texts, size_t row)
{
	struct spot_view text = { "", 0 };
	uint32_t len;

	if (texts->codes[row] != SPOT_VM_NO_TEXT)
		text = texts->names.keys[texts->codes[row]];
	len = (uint32_t)text.len;
	spot_buf_add(out, (const char *)&len, sizeof(len));
	spot_buf_view(out, text);
}

static void put_rows(const struct gathering *gathering, const struct spot_run_view *view,
    const struct texts *texts, struct spot_buf *out)
{
	const struct spot_roster_options *options = &gathering->roster->options;
	struct spot_judge *judge = &view->judges[0];

	for (size_t row = 0; row < view->n_rows; row++) {
		struct spot_roster_row item;
		size_t at = out->len;

		fill_row(&item, gathering, view, row);
		if (options->key && !spot_wanted_is(&gathering->roster->wanted,
		        spot_judge_key(judge, row), view->file_name, item.line))
			continue;
		spot_buf_add(out, (const char *)&item, sizeof(item));
		put_texts(out, gathering, view, row, &item);
		if (spot_buf_failed(out))
			break;
		memcpy(out->ptr + at, &item, sizeof(item));
		for (size_t f = 0; f < options->n_fns + options->n_fields; f++) {
			double answer = f < options->n_fns
			    ? answer_of(gathering, judge, f, row)
			    : field_of(&judge->batch, options->fields[f - options->n_fns], row);

			spot_buf_add(out, (const char *)&answer, sizeof(answer));
		}
		put_level(out, texts, row);
	}
}

static int render(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct gathering *gathering = ctx;
	struct texts texts;
	int rc;

	spot_map_init(&texts.names);
	rc = ask_texts(&texts, gathering, &view->judges[0], err);
	if (rc == 0)
		put_rows(gathering, view, &texts, &piece->text);
	spot_map_reset(&texts.names);
	return rc == 0 && spot_buf_failed(&piece->text) ? spot_error_nomem(err) : rc;
}

/* --- in file order ------------------------------------------------------------------------ */

static bool take_level(struct spot_roster *roster, struct spot_roster_row *row, const char **at)
{
	uint32_t len;
	size_t level = 0;

	memcpy(&len, *at, sizeof(len));
	*at += sizeof(len);
	row->level = SPOT_PEOPLE_NONE;
	if (len > 0)
		level = spot_map_add(&roster->levels, (struct spot_view) { *at, len });
	if (len > 0 && level != SPOT_MAP_NONE)
		row->level = (uint32_t)level;
	*at += len;
	return level != SPOT_MAP_NONE;
}

static int write_rows(void *ctx, const struct spot_piece *piece, struct spot_error *err)
{
	const struct gathering *gathering = ctx;
	struct spot_roster *roster = gathering->roster;
	const char *at = piece->text.ptr, *end = at + piece->text.len;
	size_t n = roster->options.n_fns + roster->options.n_fields, len;

	while (at < end) {
		struct spot_roster_row *row;

		if (!spot_mem_grow(&roster->rows, &roster->cap, roster->n_rows + 1,
		        sizeof(*roster->rows)) ||
		    !spot_mem_grow(&roster->answers, &roster->answers_cap,
		        (roster->n_rows + 1) * n + 1, sizeof(double)))
			return spot_error_nomem(err);
		row = &roster->rows[roster->n_rows];
		memcpy(row, at, sizeof(*row));
		at += sizeof(*row);
		row->text = roster->texts.len;
		len = row->key_len + row->name_len;
		spot_buf_add(&roster->texts, at, len);
		at += len;
		if (n > 0)
			memcpy(roster->answers + roster->n_rows * n, at, n * sizeof(double));
		at += n * sizeof(double);
		if (!take_level(roster, row, &at))
			return spot_error_nomem(err);
		roster->n_rows++;
	}
	return spot_buf_failed(&roster->texts) ? spot_error_nomem(err) : 0;
}

static int begin(void *ctx, const struct spot_dialect *dialect, struct spot_error *err)
{
	const struct gathering *gathering = ctx;
	struct spot_roster *roster = gathering->roster;
	const struct spot_panel *panel = roster->panel;
	struct spot_view header = SPOT_VIEW("account");
	struct spot_binding binding;
	struct spot_arena arena;
	int rc = 0;

	spot_arena_init(&arena);
	if (panel->key_field != SPOT_NONE) {
		rc = spot_binding_make(&binding, &panel->rules->fields, dialect->header,
		    dialect->n_columns, dialect->header_raw.len > 0, &arena, err);
		if (rc == 0 && binding.column_of[panel->key_field] < dialect->n_columns &&
		    dialect->header_raw.len > 0)
			header = dialect->header[binding.column_of[panel->key_field]];
		if (rc == 0)
			spot_wanted_bind(
			    &roster->wanted, panel, &binding, dialect->n_columns);
	}
	if (rc == 0) {
		roster->key_header = spot_mem_copy(header.ptr, header.len);
		rc = roster->key_header ? 0 : spot_error_nomem(err);
	}
	spot_arena_free(&arena);
	return rc;
}

/* --- all of it ---------------------------------------------------------------------------- */

static int plan_extras(struct gathering *gathering, struct spot_run_options *run,
    struct spot_plan_extra **extras, struct spot_error *err)
{
	const struct spot_roster_options *options = &gathering->roster->options;

	*extras = spot_mem_calloc(options->n_fns + 1, sizeof(**extras));
	gathering->extra_of = spot_mem_calloc(options->n_fns + 1, sizeof(size_t));
	if (!*extras || !gathering->extra_of)
		return spot_error_nomem(err);
	run->plan.extras = *extras;
	run->plan.n_extras = 0;
	for (size_t f = 0; f < options->n_fns; f++) {
		gathering->extra_of[f] = SPOT_NONE;
		if (options->fns[f] == SPOT_NO_FUNCTION)
			continue;
		gathering->extra_of[f] = run->plan.n_extras;
		(*extras)[run->plan.n_extras++].fn = options->fns[f];
	}
	return 0;
}

int spot_roster_run(struct spot_roster *out, const struct spot_panel *panel,
    const struct spot_people *people, const struct spot_roster_options *options,
    const struct spot_run_options *run, const struct spot_run_calls *calls,
    struct spot_error *err)
{
	const struct spot_schema *fields = &panel->rules->fields;
	struct gathering gathering = { .roster = out,
		.name_field = spot_schema_find(fields, "name", 4),
		.keep_going = run->keep_going };
	struct spot_run_sink sink = { .ctx = &gathering, .begin = begin, .render = render,
		.write = write_rows, .calls = *calls };
	struct spot_run_options own = *run;
	struct spot_plan_extra *extras = NULL;
	struct spot_labels labels;
	int rc;

	memset(out, 0, sizeof(*out));
	out->panel = panel;
	out->people = people;
	out->options = *options;
	spot_map_init(&out->levels);
	spot_wanted_init(&out->wanted, panel, options->key);
	if (gathering.name_field != SPOT_NONE &&
	    fields->fields[gathering.name_field].type != SPOT_TYPE_TEXT)
		gathering.name_field = SPOT_NONE;
	rc = plan_extras(&gathering, &own, &extras, err);
	if (rc == 0 && options->text_fn != SPOT_NO_FUNCTION) {
		gathering.labels = &labels;
		rc = spot_labels_init(&labels, panel->rules, &options->text_fn, 1,
		    run->plan.no_translate, err);
	}
	if (rc == 0)
		rc = spot_run(&out->result, panel, 1, &own, &sink, err);
	if (gathering.labels)
		spot_labels_reset(&labels);
	free(extras);
	free(gathering.extra_of);
	return rc;
}

void spot_roster_reset(struct spot_roster *roster)
{
	spot_run_result_reset(&roster->result);
	spot_buf_reset(&roster->texts);
	spot_map_reset(&roster->levels);
	free(roster->key_header);
	free(roster->rows);
	free(roster->answers);
	memset(roster, 0, sizeof(*roster));
}

struct spot_view spot_roster_key(const struct spot_roster *roster, size_t row)
{
	const struct spot_roster_row *item = &roster->rows[row];

	return (struct spot_view) { roster->texts.ptr + item->text, item->key_len };
}

struct spot_view spot_roster_name(const struct spot_roster *roster, size_t row)
{
	const struct spot_roster_row *item = &roster->rows[row];

	return (struct spot_view) { roster->texts.ptr + item->text + item->key_len,
		item->name_len };
}

double spot_roster_answer(const struct spot_roster *roster, size_t row, size_t f)
{
	return roster->answers[row * (roster->options.n_fns + roster->options.n_fields) + f];
}

double spot_roster_field(const struct spot_roster *roster, size_t row, size_t f)
{
	return spot_roster_answer(roster, row, roster->options.n_fns + f);
}
