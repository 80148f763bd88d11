/* SPDX-License-Identifier: MIT */
/* Rule files that change while they are used. */
#include <pthread.h>
#include <stdatomic.h>
#include <utime.h>

#include "support/embedded.h"

/* Its profile is named by the points that everybody gets. */
static const char *rules_of(int points)
{
	static char text[400];

	snprintf(text, sizeof(text),
	    "profile \"P%d\" {}\nfields { id = \"key\", employees = \"integer\" }\n"
	    "criterion \"c\" { weight = 100, why = \"w\", fit = function(a)\n"
	    "  return a.employees >= 0 and %d / 100 end }\ntiers { A = 0 }\n", points, points);
	return text;
}

static struct spot_live *open_live(const char *path, const struct spot_icp_options *options)
{
	struct spot_icp_error err;
	struct spot_live *live;

	if (spot_live_open(&live, path, options, &err) != 0)
		fail_msg("%s", err.text);
	return live;
}

static void assert_profile(struct spot_live *live, const char *name)
{
	struct spot_icp *icp = spot_live_icp(live);

	assert_string_equal(spot_icp_profile(icp), name);
	spot_icp_close(icp);
}

static void test_refresh(void **state)
{
	const char *cells[] = { "ACC-1", "1", "" };
	const struct spot_result *result;
	struct spot_icp_error err;
	struct spot_scorer *scorer;
	struct spot_live *live = open_live(embedded_write("r.lua", rules_of(10)), NULL);
	struct spot_icp *icp = spot_live_icp(live);
	bool changed, moved;
	(void)state;

	assert_int_equal(spot_scorer_new(&scorer, icp, embedded_header, 3, &err), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_false(changed);
	assert_int_equal(spot_scorer_follow(scorer, live, &moved, &err), 0);
	assert_false(moved);

	/* The same length, within the clock's grain. */
	embedded_write("r.lua", rules_of(20));
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_true(changed);
	assert_profile(live, "P20");
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 10);
	assert_int_equal(spot_scorer_follow(scorer, live, &moved, &err), 0);
	assert_true(moved);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 20);

	/* Only touched. */
	utime(embedded_path("r.lua"), &(struct utimbuf) { 1000, 1000 });
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_false(changed);
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_false(changed);

	/* Wrong, then gone, then right again: each time the one before stays at work. */
	embedded_write("r.lua", "criterion {");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(spot_live_refresh(live, &changed, &err), SPOT_ICP_RULES);
		assert_false(changed);
		assert_non_null(strstr(err.text, "r.lua:1"));
	}
	assert_int_equal(spot_scorer_follow(scorer, live, &moved, &err), 0);
	assert_false(moved);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 20);
	unlink(embedded_path("r.lua"));
	assert_int_equal(spot_live_refresh(live, NULL, NULL), SPOT_ICP_RULES);
	assert_int_equal(spot_live_reload(live, NULL, &err), SPOT_ICP_RULES);
	assert_profile(live, "P20");
	embedded_write("r.lua", rules_of(30));
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_true(changed);
	assert_profile(live, "P30");

	spot_live_close(live); /* the scorer holds its own */
	assert_int_equal(spot_scorer_row(scorer, cells, &result, &err), 0);
	assert_true(result->score == 20);
	spot_scorer_free(scorer);
	spot_live_close(NULL);
	embedded_remove("r.lua");
}

static void test_included_file(void **state)
{
	struct spot_live *live;
	bool changed;
	(void)state;

	embedded_write("values.lua", "return { name = \"one\" }\n");
	live = open_live(embedded_write("r.lua",
	    "local v = include \"values.lua\"\nprofile(v.name) {}\ntiers { A = 0 }\n"), NULL);
	assert_profile(live, "one");
	assert_int_equal(spot_live_refresh(live, &changed, NULL), 0);
	assert_false(changed);
	embedded_write("values.lua", "return { name = \"two\" }\n");
	assert_int_equal(spot_live_refresh(live, &changed, NULL), 0);
	assert_true(changed);
	assert_profile(live, "two");
	spot_live_close(live);
	embedded_remove("values.lua");
	embedded_remove("r.lua");
}

static const char deals_rules[] =
    "fields { id = \"key\" }\n"
    "rollup \"deals\" { key = \"account\", fields = { stage = \"text\" },\n"
    "  n = count {} }\n"
    "criterion \"c\" { weight = 100, why = \"w\", fit = function(a) return a.n / 100 end }\n"
    "tiers { A = 0 }\n";

static double score_of(struct spot_live *live)
{
	static const char *const header[] = { "id" }, *const cells[] = { "a" };
	struct spot_icp *icp = spot_live_icp(live);
	const struct spot_result *result;
	struct spot_scorer *scorer;
	double score;

	assert_int_equal(spot_scorer_new(&scorer, icp, header, 1, NULL), 0);
	spot_icp_close(icp);
	assert_int_equal(spot_scorer_row(scorer, cells, &result, NULL), 0);
	score = result->score;
	spot_scorer_free(scorer);
	return score;
}

static void test_tables(void **state)
{
	static const char *const keys[] = { "a", "a", "a" };
	const struct spot_data column = { .name = "account", .kind = SPOT_DATA_STRINGS,
		.values = keys };
	const struct spot_data columns[] = { column, { .name = "stage",
		.kind = SPOT_DATA_STRINGS, .values = keys } };
	char name[] = "deals", day[] = "2026-11-22";
	struct spot_icp_table file = { .name = name };
	const struct spot_icp_table rows = { .name = "deals", .columns = columns, .n_columns = 2,
		.n_rows = 3 };
	struct spot_icp_options options = SPOT_ICP_OPTIONS_INIT;
	struct spot_icp_error err;
	struct spot_live *live;
	char path[128];
	bool changed;
	(void)state;

	strcpy(path, embedded_write("deals.csv", "account,stage\na,x\n"));
	file.path = path;
	options.as_of = day;
	options.tables = &file;
	options.n_tables = 1;
	live = open_live(embedded_write("r.lua", deals_rules), &options);
	/* The options were copied. */
	name[0] = day[0] = path[0] = '?';
	assert_true(score_of(live) == 1);
	embedded_write("deals.csv", "account,stage\na,x\na,y\n");
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_true(changed && score_of(live) == 2);
	assert_int_equal(spot_live_refresh(live, &changed, &err), 0);
	assert_false(changed);

	options.as_of = "never";
	assert_int_equal(spot_live_reload(live, &options, &err), SPOT_ICP_USAGE);
	options.as_of = "2026-11-23";
	options.tables = &rows;
	assert_int_equal(spot_live_reload(live, &options, &err), 0);
	assert_true(score_of(live) == 3);
	assert_int_equal(spot_live_reload(live, NULL, &err), 0);
	assert_true(score_of(live) == 3);
	spot_live_close(live);
	embedded_remove("deals.csv");
	embedded_remove("r.lua");
}

/* --- threads ----------------------------------------------------------------------------- */

struct shared {
	struct spot_live *live;
	atomic_bool stop;
	atomic_int n_moves, n_wrong;
};

/* Every row's score must be that of the rule file its scorer has. */
static void *follow(void *arg)
{
	struct shared *shared = arg;
	const char *cells[] = { "ACC-1", "1", "" };
	struct spot_icp *icp = spot_live_icp(shared->live);
	const struct spot_result *result;
	struct spot_scorer *scorer;
	bool moved = false;

	if (spot_scorer_new(&scorer, icp, embedded_header, 3, NULL) != 0)
		atomic_fetch_add(&shared->n_wrong, 1);
	spot_icp_close(icp);
	while (!atomic_load(&shared->stop)) {
		int points;

		spot_live_refresh(shared->live, NULL, NULL);
		if (spot_scorer_follow(scorer, shared->live, &moved, NULL) != 0 ||
		    spot_scorer_row(scorer, cells, &result, NULL) != 0 ||
		    sscanf(spot_icp_profile(spot_scorer_icp(scorer)), "P%d", &points) != 1 ||
		    result->score < points - 0.001 || result->score > points + 0.001)
			atomic_fetch_add(&shared->n_wrong, 1);
		atomic_fetch_add(&shared->n_moves, moved);
	}
	spot_scorer_free(scorer);
	return NULL;
}

static void test_threads(void **state)
{
	struct shared shared = { 0 };
	pthread_t threads[3];
	(void)state;

	shared.live = open_live(embedded_write("r.lua", rules_of(10)), NULL);
	for (size_t i = 0; i < N_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, follow, &shared), 0);
	for (int i = 0; i < 40; i++) {
		embedded_write("r.lua", i % 5 == 4 ? "wrong (" : rules_of(10 + i));
		if (i % 2)
			spot_live_refresh(shared.live, NULL, NULL);
		else
			spot_live_reload(shared.live, NULL, NULL);
		usleep(3000);
	}
	embedded_write("r.lua", rules_of(77));
	assert_int_equal(spot_live_reload(shared.live, NULL, NULL), 0);
	assert_profile(shared.live, "P77");
	atomic_store(&shared.stop, true);
	for (size_t i = 0; i < N_OF(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&shared.n_wrong), 0);
	assert_true(atomic_load(&shared.n_moves) > 0);
	spot_live_close(shared.live);
	embedded_remove("r.lua");
}

/* --- without memory ---------------------------------------------------------------------- */

static void test_without_memory(void **state)
{
	struct spot_live *live = open_live(embedded_write("r.lua", rules_of(10)), NULL);
	bool failed = true;
	(void)state;

	if (!UNIT_HEAP) {
		spot_live_close(live);
		embedded_remove("r.lua");
		skip();
	}
	for (size_t n = 1; failed; n += 1 + n / 50) {
		struct spot_live *other;
		int rc;

		unit_heap_fail(n);
		rc = spot_live_reload(live, NULL, NULL);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == 0 || rc == SPOT_ICP_NOMEM);
		assert_profile(live, "P10");
		unit_heap_fail(n);
		rc = spot_live_open(&other, embedded_path("r.lua"), NULL, NULL);
		unit_heap_fail(0);
		assert_true(rc == 0 || rc == SPOT_ICP_NOMEM);
		assert_int_equal(rc == 0, other != NULL);
		spot_live_close(other);
	}
	spot_live_close(live);
	embedded_remove("r.lua");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refresh),
		cmocka_unit_test(test_included_file),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
