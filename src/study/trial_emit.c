/* SPDX-License-Identifier: MIT */
/* What a worker finds out about a batch of accounts; trial_gather.c takes it in, in file order. */
#include "study/trial_internal.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/hash.h"

struct emitting {
	const struct spot_trial *trial;
	const struct spot_run_view *view;
	struct spot_trial_batch batch;
	/* Rows of the batch. */
	uint16_t judged[SPOT_BATCH_ROWS], trained[SPOT_BATCH_ROWS], sampled[SPOT_BATCH_ROWS];
	uint8_t outcomes[SPOT_BATCH_ROWS];
	uint64_t hashes[SPOT_BATCH_ROWS];
	double ranks[SPOT_BATCH_ROWS];
	uint32_t tiers[SPOT_BATCH_ROWS];
};

/* --- outcomes ----------------------------------------------------------------------------- */

enum outcome { OUTCOME_NO, OUTCOME_YES, OUTCOME_UNKNOWN, OUTCOME_BOTH, OUTCOME_NEITHER };

static enum outcome outcome_of(const struct spot_answers *is, const struct spot_answers *isnt,
    size_t row)
{
	bool known = is->state[row] == SPOT_ANSWER_KNOWN, yes = known && is->value[row] != 0;
	bool known_no, no;

	if (!isnt)
		return !known ? OUTCOME_UNKNOWN : yes ? OUTCOME_YES : OUTCOME_NO;
	known_no = isnt->state[row] == SPOT_ANSWER_KNOWN;
	no = known_no && isnt->value[row] != 0;
	if (yes && no)
		return OUTCOME_BOTH;
	if (yes || no)
		return yes ? OUTCOME_YES : OUTCOME_NO;
	return known && known_no ? OUTCOME_NEITHER : OUTCOME_UNKNOWN;
}

/* Which side of the hold-out's day the account is on. */
static void file_account(struct emitting *emit, size_t row)
{
	const struct spot_trial_options *options = &emit->trial->options;
	const struct spot_judge *judge = &emit->view->judges[0];
	struct spot_value date;

	if (options->date_field == SPOT_NONE) {
		emit->judged[emit->batch.n_judged++] = (uint16_t)row;
		return;
	}
	date = spot_batch_get(&judge->batch, options->date_field, row);
	if (date.kind != SPOT_KIND_INT)
		emit->batch.no_date++;
	else if (date.as.integer >= options->train_before)
		emit->judged[emit->batch.n_judged++] = (uint16_t)row;
	else
		emit->trained[emit->batch.n_trained++] = (uint16_t)row;
}

static void sort_out(struct emitting *emit)
{
	const struct spot_judge *judge = &emit->view->judges[0];
	const struct spot_answers *extras = judge->answers + judge->panel->scoring.n_asked;
	bool has_against = emit->trial->options.against != SPOT_NONE;

	for (size_t row = 0; row < emit->view->n_rows; row++) {
		enum outcome outcome = outcome_of(extras, has_against ? extras + 1 : NULL, row);

		emit->outcomes[row] = outcome == OUTCOME_YES;
		emit->batch.hash_all += emit->hashes[row];
		emit->batch.hash_pos += outcome == OUTCOME_YES ? emit->hashes[row] : 0;
		emit->batch.hash_neg += outcome == OUTCOME_NO ? emit->hashes[row] : 0;
		emit->batch.unknown += outcome == OUTCOME_UNKNOWN;
		emit->batch.both += outcome == OUTCOME_BOTH;
		emit->batch.neither += outcome == OUTCOME_NEITHER;
		if (outcome == OUTCOME_YES || outcome == OUTCOME_NO)
			file_account(emit, row);
	}
}

/* The row's bytes, so that the same rows are the same in any order and in other files. */
static void hash_rows(struct emitting *emit)
{
	uint64_t most = atomic_load_explicit(
	    &emit->trial->gathered->hash_max, memory_order_relaxed);

	for (size_t row = 0; row < emit->view->n_rows; row++) {
		const struct spot_record *record =
		    &emit->view->chunk->records[emit->view->first + row];

		emit->hashes[row] = spot_hash_view(record->raw);
		/* Of equal rows earlier ones count, so that those at the bound stay out. */
		if (emit->hashes[row] < most)
			emit->sampled[emit->batch.n_sampled++] = (uint16_t)row;
	}
}

/* --- blanks ------------------------------------------------------------------------------- */

/* The one field whose blank makes the row's criteria unknown, or SPOT_NONE. */
static size_t only_blank(const struct spot_judge *judge, size_t row)
{
	const struct spot_rules *rules = judge->panel->rules;
	size_t only = SPOT_NONE;

	for (size_t c = 0; c < rules->n_criteria; c++) {
		const struct spot_function *function = &rules->functions[rules->criteria[c].fit];

		if (judge->answers[c].state[row] == SPOT_ANSWER_KNOWN ||
		    rules->criteria[c].weight == 0)
			continue;
		for (size_t i = 0; i < function->n_reads; i++) {
			size_t field = function->reads[i];

			if (judge->batch.columns[field].state[row] != SPOT_STATE_BLANK)
				continue;
			if (rules->fields.fields[field].derived ||
			    (only != SPOT_NONE && only != field))
				return SPOT_NONE;
			only = field;
		}
	}
	return only;
}

static void emit_blanks(struct emitting *emit, struct spot_piece *piece, uint64_t *settled)
{
	const struct spot_trial *trial = emit->trial;
	size_t n_fields = trial->panels[0].rules->fields.n_fields;

	for (size_t h = 0; h < trial->n; h++) {
		const struct spot_judge *judge = &emit->view->judges[h];
		const struct spot_verdicts *verdicts = judge->verdicts;
		uint64_t n_unsettled = 0;

		for (size_t row = 0; row < emit->view->n_rows; row++) {
			size_t field;

			if (verdicts->tier_low[row] == verdicts->tier_high[row] ||
			    verdicts->tier[row] == judge->panel->rules->n_tiers ||
			    (verdicts->has_exceptions &&
			        verdicts->exception[row] != SPOT_NO_EXCEPTION))
				continue;
			n_unsettled++;
			if (h > 0)
				continue;
			field = only_blank(judge, row);
			if (field == SPOT_NONE)
				emit->batch.n_many_blanks++;
			else
				settled[field]++;
		}
		spot_buf_add(&piece->text, (const char *)&n_unsettled, sizeof(n_unsettled));
	}
	spot_buf_add(&piece->text, (const char *)settled, n_fields * sizeof(*settled));
}

/* --- the baseline's rules ----------------------------------------------------------------- */

static void count_hits(const struct emitting *emit, struct spot_trial_hits *hits, size_t rule)
{
	const struct spot_answers *answers = &emit->view->judges[0].answers[rule];

	for (size_t i = 0; i < emit->batch.n_judged; i++) {
		size_t row = emit->judged[i];
		bool known = answers->state[row] == SPOT_ANSWER_KNOWN;
		bool holds = known && answers->value[row] > 0;

		hits->known_pos += known && emit->outcomes[row];
		hits->holds_pos += holds && emit->outcomes[row];
		hits->known_neg += known && !emit->outcomes[row];
		hits->holds_neg += holds && !emit->outcomes[row];
	}
}

static void add_selected(struct spot_buf *out, const double *ranks, const uint16_t *rows, size_t n)
{
	double selected[SPOT_BATCH_ROWS];

	for (size_t i = 0; i < n; i++)
		selected[i] = ranks[rows[i]];
	spot_buf_add(out, (const char *)selected, n * sizeof(*selected));
}

/* Appends each variant's ranks to ranks, each rule's hits to hits. */
static int emit_variants(struct emitting *emit, struct spot_buf *hits, struct spot_buf *ranks,
    struct spot_error *err)
{
	const struct spot_trial_gathered *gathered = emit->trial->gathered;

	for (size_t v = 0; v < gathered->n_variants; v++) {
		const struct spot_trial_variant *variant = &gathered->variants[v];
		const struct spot_judge *judge = &emit->view->judges[variant->panel_idx];
		struct spot_trial_hits hit = { 0 };
		int rc = spot_trial_variant_judge(
		    emit->ranks, emit->tiers, variant, judge, err);

		if (rc != 0)
			return rc;
		add_selected(ranks, emit->ranks, emit->judged, emit->batch.n_judged);
		if (v >= gathered->n_rules)
			continue;
		count_hits(emit, &hit, v);
		for (size_t i = 0; i < emit->batch.n_judged; i++) {
			size_t row = emit->judged[i];
			hit.n_changed += emit->tiers[row] != judge->verdicts->tier[row];
		}
		spot_buf_add(hits, (const char *)&hit, sizeof(hit));
	}
	return 0;
}

/* --- accounts ----------------------------------------------------------------------------- */

static double value_of(struct emitting *emit, size_t row)
{
	const struct spot_trial_options *options = &emit->trial->options;
	const struct spot_judge *judge = &emit->view->judges[0];
	struct spot_value value;

	if (options->value_is_growth) {
		emit->batch.no_value += !judge->verdicts->has_growth[row];
		return judge->verdicts->growth[row];
	}
	value = spot_batch_get(&judge->batch, options->value_field, row);
	if (value.kind == SPOT_KIND_INT)
		return (double)value.as.integer;
	if (value.kind == SPOT_KIND_FLOAT)
		return value.as.number;
	emit->batch.no_value++;
	return 0;
}

static void emit_outcomes(struct emitting *emit, struct spot_buf *out, const uint16_t *rows,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		spot_buf_char(out, (char)emit->outcomes[rows[i]]);
}

static void emit_tiers(struct emitting *emit, struct spot_buf *out)
{
	for (size_t h = 0; h < emit->trial->n; h++) {
		uint16_t tiers[SPOT_BATCH_ROWS];

		for (size_t i = 0; i < emit->batch.n_judged; i++)
			tiers[i] =
			    (uint16_t)emit->view->judges[h].verdicts->tier[emit->judged[i]];
		spot_buf_add(
		    out, (const char *)tiers, emit->batch.n_judged * sizeof(*tiers));
	}
}

static void emit_ranks(struct emitting *emit, struct spot_buf *out, const uint16_t *rows, size_t n)
{
	for (size_t h = 0; h < emit->trial->n; h++) {
		const struct spot_judge *judge = &emit->view->judges[h];

		spot_trial_variant_ranks(
		    emit->ranks, judge->verdicts, judge->panel->rules, emit->view->n_rows);
		add_selected(out, emit->ranks, rows, n);
	}
}

static void emit_names(struct emitting *emit, struct spot_buf *out)
{
	struct spot_buf names = SPOT_BUF_INIT;
	uint32_t lens[SPOT_BATCH_ROWS];

	for (size_t i = 0; i < emit->batch.n_judged; i++) {
		size_t row = emit->judged[i], before = names.len;
		struct spot_view key = spot_judge_key(&emit->view->judges[0], row);

		if (key.len > 0)
			spot_buf_view(&names, key);
		else
			spot_buf_printf(&names, "%s:%" PRIu64, emit->view->file_name,
			    emit->view->chunk->records[emit->view->first + row].line);
		lens[i] = (uint32_t)(names.len - before);
	}
	spot_buf_add(out, (const char *)lens, emit->batch.n_judged * sizeof(*lens));
	if (spot_buf_failed(&names))
		out->failed = true;
	else
		spot_buf_add(out, names.ptr, names.len);
	spot_buf_reset(&names);
}

static void emit_sampled(const struct emitting *emit, struct spot_buf *out)
{
	const struct spot_trial *trial = emit->trial;

	for (size_t i = 0; i < emit->batch.n_sampled; i++) {
		size_t row = emit->sampled[i];
		uint64_t head[2] = { emit->hashes[row], row };

		spot_buf_add(out, (const char *)head, sizeof(head));
		for (size_t h = 0; h < trial->n; h++) {
			const struct spot_judge *judge = &emit->view->judges[h];
			size_t n = trial->panels[h].rules->n_criteria +
			    trial->panels[h].rules->n_disqualifiers;
			uint32_t exception = judge->verdicts->has_exceptions
			    ? judge->verdicts->exception[row] : SPOT_NO_EXCEPTION;

			for (size_t a = 0; a < n; a++)
				spot_buf_add(out, (const char *)&judge->answers[a].value[row],
				    sizeof(double));
			for (size_t a = 0; a < n; a++)
				spot_buf_char(out, (char)judge->answers[a].state[row]);
			spot_buf_add(out, (const char *)&exception, sizeof(exception));
		}
	}
}

static void emit_accounts(struct emitting *emit, struct spot_buf *out, const struct spot_buf *ranks)
{
	const struct spot_trial_options *options = &emit->trial->options;
	size_t n = emit->batch.n_judged;

	emit_outcomes(emit, out, emit->judged, n);
	if (options->value_is_growth || options->value_field != SPOT_NONE) {
		double values[SPOT_BATCH_ROWS];

		for (size_t i = 0; i < n; i++)
			values[i] = value_of(emit, emit->judged[i]);
		spot_buf_add(out, (const char *)values, n * sizeof(*values));
	}
	emit_ranks(emit, out, emit->judged, n);
	emit_tiers(emit, out);
	spot_buf_add(out, ranks->ptr, ranks->len);
	if (options->keeps_keys)
		emit_names(emit, out);
	emit_outcomes(emit, out, emit->trained, emit->batch.n_trained);
	emit_ranks(emit, out, emit->trained, emit->batch.n_trained);
	emit_sampled(emit, out);
}

int spot_trial_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err)
{
	const struct spot_trial *trial = ctx;
	struct spot_buf hits = SPOT_BUF_INIT, ranks = SPOT_BUF_INIT;
	struct emitting *emit = spot_mem_calloc(1, sizeof(*emit));
	uint64_t *settled =
	    spot_mem_calloc(trial->panels[0].rules->fields.n_fields + 1, sizeof(*settled));
	size_t head = piece->text.len;
	int rc = emit && settled ? 0 : spot_error_nomem(err);

	if (rc == 0) {
		emit->trial = trial;
		emit->view = view;
		emit->batch.n_rows = view->n_rows;
		hash_rows(emit);
		sort_out(emit);
		rc = emit_variants(emit, &hits, &ranks, err);
	}
	if (rc == 0) {
		spot_buf_add(&piece->text, (const char *)&emit->batch, sizeof(emit->batch));
		emit_blanks(emit, piece, settled);
		spot_buf_add(&piece->text, hits.ptr, hits.len);
		emit_accounts(emit, &piece->text, &ranks);
		piece->text.failed |= spot_buf_failed(&hits) || spot_buf_failed(&ranks);
	}
	/* What was counted on the way. */
	if (rc == 0 && !spot_buf_failed(&piece->text))
		memcpy(piece->text.ptr + head, &emit->batch, sizeof(emit->batch));
	spot_buf_reset(&hits);
	spot_buf_reset(&ranks);
	free(emit);
	free(settled);
	return rc;
}
