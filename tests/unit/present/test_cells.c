/* SPDX-License-Identifier: MIT */
/* Rows made of texts that were made once, against cells printed one by one. */
#include "support/judged.h"

#include <math.h>

#include "base/json.h"
#include "engine/reason.h"
#include "present/cells.h"
#include "table/emit.h"
#include "table/record.h"

#define MAX_PANELS 2

struct fixture {
	struct judged of[MAX_PANELS];
	struct spot_panel panels[MAX_PANELS];
	struct spot_judge judges[MAX_PANELS];
	struct spot_result_columns columns;
	struct spot_cells_look look;
	struct spot_buf want, cell;
};

/* --- one by one --------------------------------------------------------------------------- */

static void print_number(struct fixture *f, bool has, double number)
{
	if (has)
		spot_buf_fixed2(&f->cell, number);
	else
		spot_buf_text(&f->cell, f->look.json ? "null" : "");
}

static void print_text(struct fixture *f, const char *text)
{
	if (!f->look.json)
		spot_buf_text(&f->cell, text);
	else if (text[0])
		spot_json_quote(&f->cell, spot_view_of(text));
	else
		spot_buf_text(&f->cell, "null");
}

static void print_names(struct fixture *f, const char *const *names, size_t n)
{
	bool json = f->look.json;

	spot_buf_text(&f->cell, json ? "[" : "");
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			spot_buf_text(&f->cell, json ? ", " : "; ");
		if (json)
			spot_json_quote(&f->cell, spot_view_of(names[i]));
		else
			spot_buf_text(&f->cell, names[i]);
	}
	spot_buf_text(&f->cell, json ? "]" : "");
}

static void print_cell(struct fixture *f, const struct spot_result_column *column, size_t row)
{
	const struct spot_judge *judge = &f->judges[column->panel_idx];
	const struct spot_rules *rules = judge->panel->rules;
	const struct spot_verdicts *of = judge->verdicts;
	const char *names[100];

	switch (column->kind) {
	case SPOT_RESULT_SCORE:
		print_number(f, of->has_score[row], of->score[row]);
		break;
	case SPOT_RESULT_SCORE_LOW:
		print_number(f, of->has_score[row], of->score_low[row]);
		break;
	case SPOT_RESULT_SCORE_HIGH:
		print_number(f, of->has_score[row], of->score_high[row]);
		break;
	case SPOT_RESULT_GROWTH:
		print_number(f, of->has_growth[row], of->growth[row]);
		break;
	case SPOT_RESULT_COVERAGE:
		print_number(f, of->has_coverage, of->coverage[row]);
		break;
	case SPOT_RESULT_TIER:
		print_text(f, spot_verdict_rank_name(rules, of->tier[row]));
		break;
	case SPOT_RESULT_TIER_LOW:
		print_text(f, spot_verdict_rank_name(rules, of->tier_low[row]));
		break;
	case SPOT_RESULT_TIER_HIGH:
		print_text(f, spot_verdict_rank_name(rules, of->tier_high[row]));
		break;
	case SPOT_RESULT_DISQUALIFIED:
		print_names(f, names, spot_reason_disqualifiers(judge, row, names));
		break;
	case SPOT_RESULT_UNKNOWN:
		print_names(f, names, spot_reason_unknown(judge, row, names));
		break;
	case SPOT_RESULT_EXCEPTION:
		print_text(f, spot_reason_exception(judge, row));
		break;
	case SPOT_RESULT_POINTS:
		spot_buf_shortest(&f->cell, spot_verdict_points(&rules->criteria[column->idx],
		    &judge->answers[column->idx], row));
		break;
	case SPOT_RESULT_ADJUSTMENT:
		spot_buf_shortest(&f->cell, spot_verdict_adjustment(&judge->panel->scoring,
		    column->idx, judge->answers, row));
		break;
	case SPOT_RESULT_BEST:
		print_text(f, f->columns.profiles[spot_result_best(
		    f->judges, f->columns.n_panels, row)]);
		break;
	case SPOT_RESULT_N:
		break;
	}
}

static void print_row(struct fixture *f, size_t row)
{
	for (size_t i = 0; i < f->columns.n_items; i++) {
		const struct spot_result_column *column = &f->columns.items[i];
		const char *name = column->name + (strncmp(column->name, "icp_", 4) == 0 ? 4 : 0);
		bool is_first = i == 0 && f->look.is_first;

		spot_buf_clear(&f->cell);
		print_cell(f, column, row);
		if (f->look.json) {
			spot_buf_text(&f->want, is_first ? "" : ", ");
			spot_json_quote(&f->want, spot_view_of(name));
			spot_buf_text(&f->want, ": ");
			spot_buf_text(&f->want, spot_buf_str(&f->cell));
		} else {
			if (!is_first)
				spot_buf_char(&f->want, f->look.delimiter);
			spot_emit_csv(&f->want, spot_view_of(spot_buf_str(&f->cell)),
			    f->look.delimiter);
		}
	}
	spot_buf_text(&f->want, f->look.line_end);
}

/* --- compared ----------------------------------------------------------------------------- */

static void fixture_make(struct fixture *f, uint64_t round, size_t n_panels, size_t n_rows)
{
	static const char delimiters[] = { ',', ';', '\t', '|', ' ' };
	struct judged *first = &f->of[0];

	memset(f, 0, sizeof(*f));
	for (size_t p = 0; p < n_panels; p++) {
		judged_make(&f->of[p], 2 * round + p);
		f->of[p].rules.profile.name = p == 0 ? "Pro, file" : "Other";
		judged_answer(&f->of[p], n_rows);
		f->panels[p] = f->of[p].panel;
		f->judges[p] = f->of[p].judge;
	}
	assert_int_equal(spot_result_columns_init(
	                     &f->columns, f->panels, n_panels, judged_below(first, 2), NULL), 0);
	f->look.json = judged_below(first, 3) == 0;
	f->look.is_first = judged_below(first, 3) == 0;
	f->look.delimiter = delimiters[judged_below(first, N_OF(delimiters))];
	f->look.line_end = f->look.json ? "" : judged_below(first, 2) ? "\n" : "\r\n";
}

static void fixture_reset(struct fixture *f)
{
	for (size_t p = 0; p < f->columns.n_panels; p++)
		judged_reset(&f->of[p]);
	spot_result_columns_reset(&f->columns);
	spot_buf_reset(&f->want);
	spot_buf_reset(&f->cell);
}

static void check_same(const struct spot_buf *got, const struct fixture *f, uint64_t round)
{
	assert_false(spot_buf_failed(got));
	if (strcmp(spot_buf_str(got), spot_buf_str(&f->want)) != 0)
		fail_msg("round %d:\n%s\nnot\n%s", (int)round, spot_buf_str(got),
		    spot_buf_str(&f->want));
}

static void test_rows_are_their_cells(void **state)
{
	static struct fixture f;
	(void)state;

	for (uint64_t round = 0; round < 600; round++) {
		struct spot_buf got = SPOT_BUF_INIT;
		struct spot_cells_batch *batch;
		struct spot_cells *cells;
		size_t n_rows = 1 + round % 30;

		fixture_make(&f, round, 1 + round % MAX_PANELS, n_rows);
		assert_int_equal(spot_cells_new(&cells, &f.columns, &f.look, NULL), 0);
		assert_int_equal(spot_cells_batch_new(&batch, cells, f.judges, NULL), 0);
		for (size_t row = 0; row < n_rows; row++) {
			spot_buf_clear(&got);
			spot_buf_clear(&f.want);
			spot_cells_add(&got, batch, row);
			print_row(&f, row);
			check_same(&got, &f, round);
		}
		spot_cells_batch_free(batch);
		spot_cells_free(cells);
		spot_buf_reset(&got);
		fixture_reset(&f);
	}
}

/* Raw bytes before the cells, with the delimiters that a short row lacks. */
static void test_rows_after_their_records(void **state)
{
	static struct fixture f;
	static struct spot_record records[20];
	static const char raw[] = "some,raw \"bytes\",of a row that may be long or short";
	(void)state;

	for (uint64_t round = 0; round < 200; round++) {
		struct spot_buf got = SPOT_BUF_INIT;
		struct spot_cells_batch *batch;
		struct spot_cells *cells;

		fixture_make(&f, round, 1, N_OF(records));
		f.look.json = f.look.is_first = false;
		f.look.line_end = "\n";
		assert_int_equal(spot_cells_new(&cells, &f.columns, &f.look, NULL), 0);
		assert_int_equal(spot_cells_batch_new(&batch, cells, f.judges, NULL), 0);
		for (size_t row = 0; row < N_OF(records); row++) {
			struct spot_record *record = &records[row];

			record->raw.ptr = raw;
			record->raw.len = judged_below(&f.of[0], sizeof(raw));
			record->n_missing = (uint32_t)judged_below(&f.of[0], 3);
			spot_buf_view(&f.want, record->raw);
			for (size_t k = 0; k < record->n_missing; k++)
				spot_buf_char(&f.want, f.look.delimiter);
			print_row(&f, row);
		}
		spot_cells_add_rows(&got, batch, records);
		check_same(&got, &f, round);
		spot_cells_batch_free(batch);
		spot_cells_free(cells);
		spot_buf_reset(&got);
		fixture_reset(&f);
	}
}

/* Scores around every hundredth and every tie between two. */
static void test_percents(void **state)
{
	static struct fixture f;
	(void)state;

	fixture_make(&f, 5, 1, SPOT_BATCH_ROWS);
	f.look = (struct spot_cells_look) { .delimiter = ',', .line_end = "\n" };
	for (int first = -40; first < 20100; first += SPOT_BATCH_ROWS) {
		struct spot_buf got = SPOT_BUF_INIT;
		struct spot_cells_batch *batch;
		struct spot_cells *cells;

		for (int i = 0; i < SPOT_BATCH_ROWS; i++) {
			double tie = (first + i) / 200.0;
			f.judges[0].verdicts->has_score[i] = i % 100 != 99;
			f.judges[0].verdicts->score[i] = nextafter(tie, -1e9);
			f.judges[0].verdicts->score_low[i] = tie;
			f.judges[0].verdicts->score_high[i] = nextafter(tie, 1e9);
			f.judges[0].verdicts->coverage[i] = tie * (1 + 1e-9);
		}
		assert_int_equal(spot_cells_new(&cells, &f.columns, &f.look, NULL), 0);
		assert_int_equal(spot_cells_batch_new(&batch, cells, f.judges, NULL), 0);
		spot_buf_clear(&f.want);
		for (size_t row = 0; row < SPOT_BATCH_ROWS; row++) {
			spot_cells_add(&got, batch, row);
			print_row(&f, row);
		}
		check_same(&got, &f, 0);
		spot_cells_batch_free(batch);
		spot_cells_free(cells);
		spot_buf_reset(&got);
	}
	fixture_reset(&f);
}

/* From columns to rows; ctx: a fixture. */
static int print_once(void *ctx)
{
	const struct fixture *f = ctx;
	struct spot_result_columns columns;
	struct spot_cells_batch *batch = NULL;
	struct spot_cells *cells = NULL;
	struct spot_buf got = SPOT_BUF_INIT;
	int rc = spot_result_columns_init(&columns, f->panels, MAX_PANELS, true, NULL);

	if (rc == 0)
		rc = spot_cells_new(&cells, &columns, &f->look, NULL);
	if (rc == 0)
		rc = spot_cells_batch_new(&batch, cells, f->judges, NULL);
	for (size_t row = 0; rc == 0 && row < f->judges[0].batch.n_rows; row++)
		spot_cells_add(&got, batch, row);
	if (spot_buf_failed(&got))
		rc = SPOT_ENOMEM;
	spot_cells_batch_free(batch);
	spot_cells_free(cells);
	spot_result_columns_reset(&columns);
	spot_buf_reset(&got);
	return rc;
}

static void test_memory(void **state)
{
	static struct fixture f;
	long live;
	(void)state;

	if (!UNIT_HEAP)
		skip();
	for (uint64_t round = 0; round < 6; round++) {
		fixture_make(&f, round, MAX_PANELS, 3);
		live = unit_heap_live;
		assert_int_equal(unit_heap_sweep(print_once, &f, SPOT_ENOMEM, 300), 0);
		assert_int_equal(unit_heap_live, live);
		fixture_reset(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_are_their_cells),
		cmocka_unit_test(test_rows_after_their_records),
		cmocka_unit_test(test_percents),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
