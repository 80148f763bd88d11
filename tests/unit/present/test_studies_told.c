/* SPDX-License-Identifier: MIT */
/* Studies in every format, each allocation of the telling refused: what is written is whole, or
 * known not to be. */
#include "unit/study/trying.h"

#include "present/contrasted.h"
#include "present/drifted.h"
#include "present/segmented.h"
#include "present/trialled.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/terminal.h"

#define N_ROWS 160

static const char rules_text[] =
    "fields { id = \"key\", size = \"integer\", region = \"text\", tags = \"list\",\n"
    "  arr = \"money\", day = { \"date\", optional = true }, won = \"flag\" }\n"
    "criterion \"Size\" { weight = 30, why = \"-\",\n"
    "  fit = function(a) return ramp(a.size, 0, 50) end }\n"
    "criterion \"North\" { weight = 10, why = \"-\",\n"
    "  fit = function(a) return a.region == \"N\" end }\n"
    "disqualify \"Tiny\" { why = \"-\", when = function(a) return a.size < 2 end }\n"
    "growth \"g\" { unit = \"USD\", value = function(a) return a.arr * 2 end }\n"
    "tiers { A = 70, B = 40, C = 0 } target_share { 0.05, 0.1 }\n"
    "exception \"Friend\" { account = \"k7\", tier = \"B\",\n"
    "  by = \"x\", why = \"-\", expires = \"2024-11-01\" }\n"
    "cohort \"won\" { when = function(a) return a.won end }\n"
    "cohort \"lost\" { when = function(a) return not a.won end }\n"
    "economics { ltv = function(a) return a.arr end, cac = function(a) return 20 end }\n"
    "segment \"Banded\" { by = \"size\", bands = { { 0, \"small\" }, { 30, \"large\" } } }\n";

static char path[] = "/tmp/test_told.XXXXXX";
static struct trying trying;
static struct spot_contrast contrast;
static struct spot_drift drift;
static struct spot_segment segment;
static struct spot_segment_by bys[3];
static struct spot_arena arena;

static void write_data(void)
{
	FILE *file = fdopen(mkstemp(path), "w");
	uint64_t seed = 5;

	fputs("id,size,region,tags,arr,day,won\n", file);
	for (int i = 0; i < N_ROWS; i++) {
		int size = (int)(unit_random(&seed) % 60);
		bool won = size > (int)(unit_random(&seed) % 60);

		fprintf(file, "k%d,%d,%c,%s,%d,2024-%02d-01,%d\n", i, size,
		    "NSE"[unit_random(&seed) % 3], won ? "a;b" : "b;c", i % 50, 1 + i * 9 / N_ROWS,
		    won);
	}
	assert_int_equal(fclose(file), 0);
}

static void study_all(void)
{
	static const struct spot_run_calls frame_calls;
	static const struct spot_run_calls segment_calls;
	static const char *data = path;
	struct spot_run_options runs[2] = { { .paths = &data, .n_paths = 1, .n_threads = 1 } };
	struct spot_drift_limits limits = SPOT_DRIFT_LIMITS_INIT;
	const struct spot_panel *panels[2] = { &trying.panels[0], &trying.panels[0] };
	struct spot_contrast_options contrast_options = { .a = 0, .b = 1, .alpha = 0.05,
		.material = SPOT_CONTRAST_MATERIAL, .n_shown = 5 };
	struct spot_drift_options drift_options = { .outcome = 0, .limits = limits,
		.at = TRYING_DAY - 90, .soon_days = 60 };
	struct spot_segment_options segment_options = { .bys = bys, .n_bys = 3, .n_territories = 2,
		.keep_field = SPOT_NONE, .keeps_keys = true, .capacity = 10 };
	struct spot_error err = SPOT_ERROR_INIT;

	drift_options.date = spot_schema_find(&trying.rules[0]->fields, "day", 3);
	spot_segment_words_economics(&segment_options, trying.rules[0]);
	for (size_t c = 0; c < SPOT_SEGMENT_COHORTS; c++)
		segment_options.cohorts[c] = SPOT_NONE;
	segment_options.cohorts[SPOT_SEGMENT_CUSTOMER] = 0;
	bys[0] = (struct spot_segment_by) { .name = "tier", .kind = SPOT_SEGMENT_TIER,
		.field = SPOT_NONE, .fn = SPOT_NO_FUNCTION };
	assert_int_equal(spot_segment_words_by(
	    &bys[1], trying.rules[0], "Banded", &arena, &err), 0);
	assert_int_equal(spot_segment_words_by(
	    &bys[2], trying.rules[0], "region", &arena, &err), 0);
	assert_int_equal(trying_run(&trying, path, ',', &err), 0);
	assert_int_equal(spot_contrast_make(&contrast, panels[0], &contrast_options, runs,
	    &frame_calls, &err), 0);
	assert_int_equal(
	    spot_drift_make(&drift, panels, &drift_options, runs, &frame_calls, &err), 0);
	assert_int_equal(spot_segment_study(&segment, panels[0], &segment_options, runs,
	    &segment_calls, &err), 0);
}

static int setup(void **state)
{
	(void)state;
	write_data();
	spot_arena_init(&arena);
	trying_begin(&trying);
	trying_add(&trying, "baseline", rules_text);
	trying_add(&trying, "again", rules_text);
	trying.n_threads = 1;
	trying.options.against = 1;
	trying.options.n_replicates = 20;
	trying.options.value_is_growth = true;
	study_all();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	spot_segment_reset(&segment);
	spot_drift_reset(&drift);
	spot_contrast_reset(&contrast);
	trying_end(&trying);
	spot_arena_free(&arena);
	return unlink(path);
}

/* --- told --------------------------------------------------------------------------------- */

static struct spot_trialled trialled(void)
{
	return (struct spot_trialled) { &trying.trial, "ledger", { 2, 3 } };
}

static void fill_trial(struct spot_page *page)
{
	struct spot_trialled told = trialled();
	spot_trialled_page(page, &told);
}

static void json_trial(struct spot_buf *out)
{
	struct spot_trialled told = trialled();
	spot_trialled_json(out, &told);
}

static void fill_contrast(struct spot_page *page)
{
	spot_contrasted_page(page, &contrast);
}

static void json_contrast(struct spot_buf *out)
{
	spot_contrasted_json(out, &contrast);
}

static void fill_drift(struct spot_page *page)
{
	spot_drifted_page(page, &drift);
}

static void json_drift(struct spot_buf *out)
{
	spot_drifted_json(out, &drift);
}

static void fill_segment(struct spot_page *page)
{
	spot_segmented_page(page, &segment);
}

static void json_segment(struct spot_buf *out)
{
	spot_segmented_json(out, &segment);
	spot_segmented_csv(out, &segment);
	spot_segmented_assigned(out, &segment);
}

enum { HTML, MARKDOWN, TERMINAL, JSON, N_FORMATS };

struct telling {
	void (*fill)(struct spot_page *page);
	void (*json)(struct spot_buf *out);
	int format;
	struct spot_buf good;
};

static void tell(struct spot_buf *out, const struct telling *telling)
{
	const struct spot_table_look look = { .width = 80 };
	struct spot_page page;

	if (telling->format == JSON) {
		telling->json(out);
		return;
	}
	spot_page_init(&page, "Told");
	telling->fill(&page);
	if (telling->format == HTML)
		spot_html_write(out, &page);
	else if (telling->format == MARKDOWN)
		spot_markdown_write(out, &page);
	else
		spot_terminal_write(out, &page, &look);
	spot_page_reset(&page);
}

static int tell_once(void *ctx)
{
	const struct telling *telling = ctx;
	struct spot_buf out = SPOT_BUF_INIT;
	int rc;

	tell(&out, telling);
	rc = spot_buf_failed(&out) ? SPOT_ENOMEM : 0;
	if (rc == 0)
		assert_string_equal(spot_buf_str(&out), spot_buf_str(&telling->good));
	spot_buf_reset(&out);
	return rc;
}

static void sweep(void (*fill)(struct spot_page *page), void (*json)(struct spot_buf *out))
{
	struct telling telling = { .fill = fill, .json = json };

	if (!UNIT_HEAP)
		skip();
	for (; telling.format < N_FORMATS; telling.format++) {
		long live = unit_heap_live;

		tell(&telling.good, &telling);
		assert_true(telling.good.len > 500);
		unit_heap_sweep(tell_once, &telling, SPOT_ENOMEM, 400);
		spot_buf_reset(&telling.good);
		assert_int_equal(unit_heap_live, live);
	}
}

static void test_trial(void **state)
{
	(void)state;
	sweep(fill_trial, json_trial);
}

static void test_contrast(void **state)
{
	(void)state;
	sweep(fill_contrast, json_contrast);
}

static void test_drift(void **state)
{
	(void)state;
	sweep(fill_drift, json_drift);
}

static void test_segment(void **state)
{
	(void)state;
	sweep(fill_segment, json_segment);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trial),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_drift),
		cmocka_unit_test(test_segment),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
