/* SPDX-License-Identifier: MIT */
/* Batches against rows one by one, however their columns are given. */
#include <math.h>

#include "support/embedded.h"

enum { N = 2500 };

static const char *const names[] = { "id", "Employees", "industry", "since", "tech", "arr",
	"Paid" };
enum { N_COLUMNS = N_OF(names) };

static char room[N_COLUMNS][N][24];
static const char *cells[N_COLUMNS][N];
static int64_t employees[N];
static double arr[N];
static int32_t since[N];
static uint8_t paid[N], valid[N_COLUMNS][N / 8 + 1];
static struct spot_texts tech[N];
static struct spot_text items[N][2];
static char industries[N * 8];
static int32_t offsets[N + 1];

/* The same rows as cells and as values; one in five is blank. */
static void make_rows(void)
{
	static const char *const kinds[] = { "SaaS", "Media", "" };
	uint64_t random = 11;

	for (size_t i = 0; i < N; i++) {
		const char *kind = kinds[unit_random(&random) % 3];

		employees[i] = (int64_t)(unit_random(&random) % 12000);
		arr[i] = (double)(unit_random(&random) % 100000) / 4;
		since[i] = (int32_t)(unit_random(&random) % 20000);
		paid[i] = (uint8_t)(unit_random(&random) % 2);
		items[i][0] = (struct spot_text) { "dbt", 3 };
		items[i][1] = (struct spot_text) { "x", 1 };
		tech[i] = (struct spot_texts) { items[i], unit_random(&random) % 3 };
		memcpy(industries + offsets[i], kind, strlen(kind));
		offsets[i + 1] = offsets[i] + (int32_t)strlen(kind);
		snprintf(room[0][i], 24, "ACC-%zu", i);
		snprintf(room[1][i], 24, "%d", (int)employees[i]);
		snprintf(room[2][i], 24, "%s", kind);
		snprintf(room[3][i], 24, "%s", since[i] % 2 ? "2001-02-03" : "2011-12-13");
		since[i] = since[i] % 2 ? 11356 : 15321;
		snprintf(room[4][i], 24, "%s", tech[i].n_items == 0 ? ";"
		    : tech[i].n_items == 1			 ? "dbt"
								 : "dbt;x");
		snprintf(room[5][i], 24, "%.2f", arr[i]);
		snprintf(room[6][i], 24, "%s", paid[i] ? "yes" : "no");
		for (size_t c = 0; c < N_COLUMNS; c++) {
			bool has = c == 0 || unit_random(&random) % 5 != 0;

			cells[c][i] = has ? room[c][i] : NULL;
			valid[c][i / 8] |= (uint8_t)(has << i % 8);
		}
	}
}

static void make_columns(struct spot_data strings[N_COLUMNS], struct spot_data typed[N_COLUMNS])
{
	const struct spot_data values[N_COLUMNS] = {
		{ .kind = SPOT_DATA_STRINGS, .values = cells[0] },
		{ .kind = SPOT_DATA_INT64, .values = employees },
		{ .kind = SPOT_DATA_UTF8, .values = industries, .offsets = offsets },
		{ .kind = SPOT_DATA_DATE, .values = since },
		{ .kind = SPOT_DATA_LISTS, .values = tech },
		{ .kind = SPOT_DATA_DOUBLE, .values = arr },
		{ .kind = SPOT_DATA_BOOL, .values = paid },
	};

	for (size_t c = 0; c < N_COLUMNS; c++) {
		typed[c] = values[c];
		typed[c].name = names[c];
		typed[c].valid = valid[c];
		strings[c] = (struct spot_data) { .name = names[c], .kind = SPOT_DATA_STRINGS,
			.values = cells[c] };
	}
}

static const char rules[] =
    "fields { id = \"key\", employees = \"integer\", industry = \"text\",\n"
    "  since = { \"date\", optional = true }, tech = \"list\", arr = { \"money\", default = 7 },\n"
    "  paid = \"flag\" }\n"
    "group \"G\" { cap = 50, floor = -3 }\n"
    "criterion \"Size\" { weight = 60, why = \"w\", group = \"G\",\n"
    "  fit = function(a) return ramp(a.employees, 0, 9000) end }\n"
    "criterion \"Industry\" { weight = 40, why = \"w\",\n"
    "  fit = function(a) return one_of(a.industry, \"SaaS\") end }\n"
    "criterion \"Old\" { weight = 10.5, why = \"w\", unknown = \"skip\",\n"
    "  fit = function(a) return a.since ~= nil and year(a.since) < 2005 end }\n"
    "criterion \"Stack\" { weight = -5, why = \"w\", group = \"G\",\n"
    "  fit = function(a) local t = {} for i, s in ipairs(a.tech) do t[i] = s end\n"
    "    return #t == 2 end }\n"
    "disqualify \"Giant\" { why = \"w\", when = function(a) return a.employees > 9000 end }\n"
    "disqualify \"Free\" { why = \"w\", unknown = \"disqualify\",\n"
    "  when = function(a) return not a.paid and a.arr < 5000 end }\n"
    "growth \"More\" { value = function(a) return a.employees + a.arr end }\n"
    "tiers { A = 70, B = 30, C = 0 }\n"
    "exception \"X\" { account = \"ACC-9\", tier = \"A\", by = \"CRO\", why = \"logo\", "
    "expires = \"2026-12-31\" }\n";
enum { N_RULES = 7 };

struct arrays {
	double score[N], low[N], high[N], growth[N], coverage[N], points[N * N_RULES];
	uint32_t tier[N], tier_low[N], tier_high[N], exception[N];
	uint8_t disqualified[N], answers[N * N_RULES];
	struct spot_scores scores;
};

static void aim(struct arrays *arrays)
{
	struct spot_scores scores = SPOT_SCORES_INIT;

	memset(arrays, 0x5A, sizeof(*arrays));
	scores.score = arrays->score;
	scores.score_low = arrays->low;
	scores.score_high = arrays->high;
	scores.growth = arrays->growth;
	scores.coverage = arrays->coverage;
	scores.tier = arrays->tier;
	scores.tier_low = arrays->tier_low;
	scores.tier_high = arrays->tier_high;
	scores.exception = arrays->exception;
	scores.disqualified = arrays->disqualified;
	scores.answers = arrays->answers;
	scores.points = arrays->points;
	arrays->scores = scores;
}

static bool same(double array, bool has, double row)
{
	return has ? array == row : isnan(array);
}

static void check_row(const struct arrays *got, size_t i, const struct spot_result *want,
    const struct spot_icp *icp)
{
	const char *exception = got->exception[i] == SPOT_ICP_NONE
	    ? NULL
	    : spot_icp_exception(icp, got->exception[i]);

	assert_true(same(got->score[i], want->has_score, want->score));
	assert_true(same(got->low[i], want->has_score, want->score_low));
	assert_true(same(got->high[i], want->has_score, want->score_high));
	assert_true(same(got->growth[i], want->has_growth, want->growth));
	assert_true(same(got->coverage[i], want->has_coverage, want->coverage));
	assert_string_equal(spot_icp_tier(icp, got->tier[i]), want->tier);
	assert_string_equal(spot_icp_tier(icp, got->tier_low[i]), want->tier_low);
	assert_string_equal(spot_icp_tier(icp, got->tier_high[i]), want->tier_high);
	assert_int_equal(!exception, !want->exception);
	if (exception)
		assert_string_equal(exception, want->exception);
	assert_int_equal(got->disqualified[i], want->disqualified);
	assert_memory_equal(got->answers + i * N_RULES, want->answers, N_RULES);
	assert_memory_equal(got->points + i * N_RULES, want->points, N_RULES * sizeof(double));
}

static struct spot_scorer *make_scorer(const struct spot_data *columns)
{
	struct spot_icp *icp = embedded_open_text(rules);
	struct spot_scorer *scorer;
	struct spot_icp_error err;

	if (spot_scorer_new_typed(&scorer, icp, columns, N_COLUMNS, &err) != 0)
		fail_msg("%s", err.text);
	spot_icp_close(icp);
	return scorer;
}

static void test_batch_is_rows(void **state)
{
	static struct arrays by_strings, by_values;
	struct spot_data strings[N_COLUMNS], typed[N_COLUMNS];
	struct spot_scorer *one, *other;
	const struct spot_result *result;
	size_t n_unreadable = 0, n_exceptions = 0;
	(void)state;

	make_rows();
	make_columns(strings, typed);
	one = make_scorer(strings);
	other = make_scorer(typed);
	assert_int_equal(spot_icp_n_rules(spot_scorer_icp(one)), N_RULES);
	aim(&by_strings);
	aim(&by_values);
	assert_int_equal(spot_scorer_batch(one, strings, N, &by_strings.scores, NULL), 0);
	assert_int_equal(spot_scorer_batch(other, typed, N, &by_values.scores, NULL), 0);
	for (size_t i = 0; i < N; i++) {
		const char *row[N_COLUMNS];

		for (size_t c = 0; c < N_COLUMNS; c++)
			row[c] = cells[c][i];
		assert_int_equal(spot_scorer_row(one, row, &result, NULL), 0);
		check_row(&by_strings, i, result, spot_scorer_icp(one));
		check_row(&by_values, i, result, spot_scorer_icp(other));
		n_unreadable += spot_scorer_unreadable(one, 0) != NULL;
		n_exceptions += result->exception != NULL;
	}
	assert_int_equal(n_unreadable, 0);
	assert_int_equal(n_exceptions, 1);
	spot_scorer_free(one);
	spot_scorer_free(other);
}

/* Arrays are written for the call's rows alone, those that are NULL not at all. */
static void test_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 1023, 1024, 1025, 2048, 2049 };
	struct spot_data strings[N_COLUMNS], typed[N_COLUMNS];
	static double scores[N];
	struct spot_scorer *scorer;
	(void)state;

	make_rows();
	make_columns(strings, typed);
	scorer = make_scorer(typed);
	for (size_t s = 0; s < N_OF(sizes); s++) {
		struct spot_scores out = SPOT_SCORES_INIT;

		out.score = scores;
		for (size_t i = 0; i < N; i++)
			scores[i] = -1000;
		assert_int_equal(spot_scorer_batch(scorer, typed, sizes[s], &out, NULL), 0);
		for (size_t i = 0; i < N; i++)
			assert_int_equal(scores[i] != -1000, i < sizes[s]);
	}
	spot_scorer_free(scorer);
}

static void test_unreadable(void **state)
{
	static const char *ids[N], *sizes[N];
	const struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = ids },
		{ .name = "# Employees", .kind = SPOT_DATA_STRINGS, .values = sizes },
		{ .name = "Industry", .kind = SPOT_DATA_STRINGS, .values = ids },
	};
	static const char text[] =
	    "fields { id = \"key\", employees = { \"integer\", from = \"# Employees\" } }\n"
	    "criterion \"c\" { weight = 1, why = \"w\",\n"
	    "  fit = function(a) return a.employees > 1 end }\ntiers { A = 0 }\n";
	struct spot_icp *icp = embedded_open_text(text);
	struct spot_scores out = SPOT_SCORES_INIT;
	const struct spot_unreadable *last;
	struct spot_scorer *scorer;
	size_t n = 0;
	(void)state;

	for (size_t i = 0; i < N; i++) {
		ids[i] = "x";
		sizes[i] = i % 2 ? "5" : "five";
	}
	assert_int_equal(spot_scorer_new_typed(&scorer, icp, columns, 3, NULL), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_scorer_batch(scorer, columns, N, &out, NULL), 0);
	assert_int_equal(out.n_unreadable, N / 2);
	for (last = NULL; spot_scorer_unreadable(scorer, n); n++) {
		last = spot_scorer_unreadable(scorer, n);
		assert_int_equal(last->row_idx, 2 * n);
		assert_string_equal(last->column, "# Employees");
		assert_string_equal(last->problem, "not a whole number");
	}
	assert_int_equal(n, SPOT_UNREADABLE_MAX);
	spot_scorer_free(scorer);
}

/* The first row that fails is named, also in a later batch. */
static void test_failing_row(void **state)
{
	static const char text[] =
	    "fields { id = \"key\", employees = \"integer\" }\n"
	    "criterion \"c\" { weight = 1, why = \"w\", fit = function(a)\n"
	    "  if a.employees > 9 then error(\"too many\") end return true end }\n"
	    "tiers { A = 0 }\n";
	static const char *ids[N];
	static int64_t sizes[N];
	static uint8_t answers[N];
	const struct spot_data columns[] = {
		{ .name = "id", .kind = SPOT_DATA_STRINGS, .values = ids },
		{ .name = "employees", .kind = SPOT_DATA_INT64, .values = sizes },
	};
	struct spot_icp *icp = embedded_open_text(text);
	struct spot_scores out = SPOT_SCORES_INIT;
	struct spot_scorer *scorer;
	struct spot_icp_error err;
	(void)state;

	for (size_t i = 0; i < N; i++)
		ids[i] = "ACC";
	sizes[1500] = 10;
	out.answers = answers;
	assert_int_equal(spot_scorer_new_typed(&scorer, icp, columns, 2, NULL), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_scorer_batch(scorer, columns, N, &out, &err), SPOT_ICP_RULES);
	assert_non_null(strstr(err.text, "ACC (row:1501)"));
	spot_scorer_keep_going(scorer, true);
	assert_int_equal(spot_scorer_batch(scorer, columns, N, &out, &err), 0);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(answers[i], i == 1500 ? SPOT_ICP_FAILED : SPOT_ICP_YES);
	spot_scorer_free(scorer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batch_is_rows),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_failing_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
