/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "rules/vary.h"
#include "stats/random.h"
#include "unit/study/trying.h"

#define N_ROWS 3000

/* A cap, a floor, an unknown that is skipped, bad fits, an exception, a field that is a leak. */
static const char rules[] =
    "fields { id = \"key\", size = \"integer\", hot = \"flag\", region = \"text\",\n"
    "  arr = \"number\",\n"
    "  day = { \"date\", optional = true }, won = \"flag\", cost = { \"number\", cost = 4 },\n"
    "  later = { \"number\", known = \"after\" } }\n"
    "local p = params { least = 50 }\n"
    "criterion \"Size\" { weight = 30, group = \"g\", why = \"-\",\n"
    "  fit = function(a) return ramp(a.size, 0, p.least) end }\n"
    "criterion \"Hot\" { weight = 20, group = \"g\", why = \"-\",\n"
    "  fit = function(a) return a.hot end }\n"
    "group \"g\" { cap = 35 }\n"
    "criterion \"Region\" { weight = 10, unknown = \"skip\", why = \"-\",\n"
    "  fit = function(a) return a.region == \"N\" end }\n"
    "criterion \"Arr\" { weight = -15, why = \"-\", fit = function(a) return a.arr > 50 end }\n"
    "disqualify \"South\" { why = \"-\", when = function(a) return a.region == \"S\" end }\n"
    "disqualify \"Loss\" { why = \"-\", unknown = \"disqualify\",\n"
    "  when = function(a) return a.cost > a.arr end }\n"
    "growth \"g1\" { unit = \"USD\", value = function(a) return a.arr * 2 end }\n"
    "tiers { A = 70, B = 40, C = 10, D = -100 }\n"
    "exception \"Friend\" { account = \"k7\", tier = \"B\",\n"
    "  by =\"x\", why = \"-\", expires = \"2090-01-01\" }\n"
    "cohort \"won\" { when = function(a) return a.won end }\n"
    "cohort \"hot\" { when = function(a) return a.hot end }\n"
    "hypothesis \"No Size\" { disable = { \"Size\" } }\n"
    "hypothesis \"No Hot\" { disable = { \"Hot\" } }\n"
    "hypothesis \"No Region\" { disable = { \"Region\" } }\n"
    "hypothesis \"No Arr\" { disable = { \"Arr\" } }\n"
    "hypothesis \"No South\" { disable = { \"South\" } }\n"
    "hypothesis \"No Loss\" { disable = { \"Loss\" } }\n"
    "hypothesis \"Other tiers\" { tiers = { A = 5, C = 60 }, weights = { Arr = 0 },\n"
    "  params = { least = 20 } }\n";

static char rules_path[] = "/tmp/test_trial_rules.XXXXXX";
static char data_path[] = "/tmp/test_trial_data.XXXXXX";

/* Or a blank, now and then. */
static void cell(FILE *file, struct spot_random *random, double value)
{
	fputc(',', file);
	if (spot_random_below(random, 8) > 0)
		fprintf(file, "%.0f", value);
}

static int setup(void **state)
{
	FILE *file = fdopen(mkstemp(rules_path), "w");
	struct spot_random random;

	(void)state;
	fputs(rules, file);
	fclose(file);
	file = fdopen(mkstemp(data_path), "w");
	fputs("id,size,hot,region,arr,cost,later,day,won\n", file);
	spot_random_init(&random, 5, 5);
	for (int i = 0; i < N_ROWS; i++) {
		double size = spot_random_below(&random, 100), hot = spot_random_below(&random, 2);
		double logit = 0.02 * size + hot - 1.5;
		bool won = spot_random_uniform(&random) < 1 / (1 + exp(-logit));

		fprintf(file, "k%d", i);
		cell(file, &random, size);
		cell(file, &random, hot);
		fprintf(file, ",%c", "NSEW"[spot_random_below(&random, 4)]);
		cell(file, &random, spot_random_below(&random, 100));
		cell(file, &random, spot_random_below(&random, 60));
		fprintf(file, ",%d,2026-%02d-01,%d\n", won, 1 + i * 12 / N_ROWS, won);
	}
	return fclose(file);
}

static int teardown(void **state)
{
	(void)state;
	unlink(rules_path);
	unlink(data_path);
	return 0;
}

/* The baseline and its hypotheses. */
static void add_all(struct trying *t)
{
	struct spot_rules_options options = { .as_of = TRYING_DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_variation none = { .name = "baseline" };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_arena arena;

	spot_arena_init(&arena);
	assert_int_equal(spot_vary_load(&t->rules[0], rules_path, &options, &none, NULL, &err), 0);
	t->n = 1;
	for (size_t w = 0; w < t->rules[0]->n_words; w++) {
		struct spot_variation variation;

		assert_int_equal(
		    spot_vary_read(&variation, &t->rules[0]->words[w], &arena, &err), 0);
		assert_int_equal(spot_vary_load(
		    &t->rules[t->n], rules_path, &options, &variation, NULL, &err), 0);
		t->hypotheses[t->n++].name = t->rules[0]->words[w].name;
	}
	t->hypotheses[0].name = "baseline";
	for (size_t i = 0; i < t->n; i++)
		assert_int_equal(spot_panel_init_bare(&t->panels[i], t->rules[i], &err), 0);
	spot_arena_free(&arena);
}

static void run_all(struct trying *t, unsigned n_threads)
{
	struct spot_error err = SPOT_ERROR_INIT;

	add_all(t);
	t->n_threads = n_threads;
	if (trying_run(t, data_path, ',', &err) != 0)
		fail_msg("%s", err.what);
}

/* A rule left out is what the same file without it says: to the last account. */
static void test_leave_one_out(void **state)
{
	struct trying t;

	(void)state;
	trying_begin(&t);
	run_all(&t, 2);
	assert_int_equal(t.trial.n_rules, 6);
	for (size_t r = 0; r < t.trial.n_rules; r++) {
		const struct spot_trial_comparison *against = &t.trial.against[r + 1];
		const struct spot_trial_rule *rule = &t.trial.rules[r];
		uint64_t n_moved = 0;

		assert_string_equal(rule->name, t.hypotheses[r + 1].name + strlen("No "));
		assert_true(fabs(rule->auc.diff + against->judgement.auc.diff) < 1e-15);
		assert_true(fabs(rule->auc.var - against->judgement.auc.var) < 1e-15);
		assert_true(fabs(rule->lift_diff + against->lift.diff) < 1e-12);
		for (size_t i = 0; i < against->n_from * against->n_to; i++)
			n_moved += i / against->n_to == i % against->n_to ? 0
			                                                  : against->moves[i].n;
		assert_int_equal(rule->n_changed, n_moved);
	}
	assert_true(t.trial.rules[0].auc.diff > 0 && t.trial.rules[0].n_changed > 0);
	trying_end(&t);
}

/* The names of tiers go with their thresholds, and an exception with its tier. */
static void test_other_tiers(void **state)
{
	struct trying t;
	const struct spot_rules *varied;

	(void)state;
	trying_begin(&t);
	run_all(&t, 1);
	varied = t.rules[7];
	assert_string_equal(varied->tiers[0].name, "C");
	assert_string_equal(varied->tiers[1].name, "B");
	assert_string_equal(varied->tiers[2].name, "A");
	assert_string_equal(varied->tiers[varied->exceptions[0].tier].name, "B");
	assert_true(varied->criteria[3].weight == 0);
	assert_int_equal(varied->params[0].value.as.integer, 20);
	trying_end(&t);
}

static void test_threads(void **state)
{
	struct trying a, b;

	(void)state;
	trying_begin(&a);
	trying_begin(&b);
	a.options.value_is_growth = b.options.value_is_growth = true;
	run_all(&a, 1);
	run_all(&b, 4);
	assert_int_equal(a.trial.counts.fingerprint, b.trial.counts.fingerprint);
	for (size_t h = 0; h < a.n; h++) {
		const struct spot_trial_figures *x = &a.trial.figures[h], *y = &b.trial.figures[h];

		assert_true(x->roc.auc == y->roc.auc && x->brier == y->brier);
		assert_true(x->tau_mean == y->tau_mean && x->kept_least == y->kept_least);
		assert_true(x->capacity.value == y->capacity.value);
		if (h == 0)
			continue;
		assert_true(a.trial.against[h].lift.ci.lo == b.trial.against[h].lift.ci.lo);
		assert_true(
		    a.trial.against[h].value_share.ci.hi == b.trial.against[h].value_share.ci.hi);
	}
	trying_end(&a);
	trying_end(&b);
}

/* A sure thing: the rules read what is known only afterwards. */
static void test_leak(void **state)
{
	static const char leaking[] =
	    "fields { id = \"key\", size = \"integer\",\n"
	    "  later = { \"number\", known = \"after\" }, won = \"flag\" }\n"
	    "criterion \"Size\" { weight = 30, why = \"-\",\n"
	    "  fit = function(a) return ramp(a.size, 0, 100) end }\n"
	    "criterion \"Later\" { weight = 30, why = \"-\",\n"
	    "  fit = function(a) return a.later end }\n"
	    "tiers { A = 50, B = 0 }\n"
	    "cohort \"won\" { when = function(a) return a.won end }\n";
	static const char honest[] =
	    "fields { id = \"key\", size = \"integer\", won = \"flag\" }\n"
	    "criterion \"Size\" { weight = 30, why = \"-\",\n"
	    "  fit = function(a) return ramp(a.size, 0, 100) end }\n"
	    "tiers { A = 50, B = 0 }\n"
	    "cohort \"won\" { when = function(a) return a.won end }\n";
	struct spot_error err = SPOT_ERROR_INIT;
	struct trying t;

	(void)state;
	trying_begin(&t);
	trying_add(&t, "honest", honest);
	trying_add(&t, "leaking", leaking);
	assert_int_equal(trying_run(&t, data_path, ',', &err), 0);
	assert_int_equal(t.trial.figures[0].n_leaks, 0);
	assert_int_equal(t.trial.figures[1].n_leaks, 1);
	assert_string_equal(t.trial.figures[1].leaks[0].rule, "Later");
	assert_true(t.trial.figures[1].leaks[0].is_late);
	assert_true(t.trial.figures[1].roc.auc > 0.95);
	assert_true(t.trial.figures[1].auc_unleaked == t.trial.figures[0].roc.auc);
	assert_true(t.trial.against[1].is_leak);
	assert_int_equal(t.trial.against[1].judgement.answer, SPOT_TRIAL_CANNOT_TELL);
	assert_int_equal(t.trial.against[1].unleaked.answer, SPOT_TRIAL_ALIKE);
	trying_end(&t);
}

static void test_hold_out(void **state)
{
	struct trying t;

	(void)state;
	trying_begin(&t);
	t.options.date_field = 2;
	t.options.train_before = 20605; /* 2026-06-01 */
	run_all(&t, 2);
	assert_string_equal(t.rules[0]->fields.fields[2].name, "day");
	assert_int_equal(t.trial.counts.n_trained, N_ROWS * 5 / 12);
	assert_int_equal(t.trial.counts.n_pos + t.trial.counts.n_neg, N_ROWS - N_ROWS * 5 / 12);
	assert_true(fabs(t.trial.figures[0].auc_before - t.trial.figures[0].roc.auc) < 0.1);
	assert_true(fabs(t.trial.figures[0].auc_random - t.trial.figures[0].roc.auc) < 0.1);
	assert_true(t.trial.figures[0].brier < t.trial.figures[0].brier_base + 0.01);
	trying_end(&t);
}

static void test_counts(void **state)
{
	struct trying t;
	uint64_t n_market = 0, n = 0, n_pos = 0;

	(void)state;
	trying_begin(&t);
	t.options.against = 1; /* "hot": both happens */
	t.options.keeps_keys = true;
	run_all(&t, 2);
	assert_int_equal(t.trial.counts.rows, N_ROWS);
	assert_true(t.trial.counts.both > 0 && t.trial.counts.neither > 0);
	assert_int_equal(t.trial.counts.both + t.trial.counts.neither + t.trial.counts.unknown +
	    t.trial.counts.n_pos + t.trial.counts.n_neg, N_ROWS);
	for (size_t i = 0; i < t.trial.figures[0].n_tiers; i++) {
		n_market += t.trial.figures[0].tiers[i].n_market;
		n += t.trial.figures[0].tiers[i].n;
		n_pos += t.trial.figures[0].tiers[i].n_pos;
	}
	assert_int_equal(n_market, N_ROWS);
	assert_int_equal(n, t.trial.counts.n_pos + t.trial.counts.n_neg);
	assert_int_equal(n_pos, t.trial.counts.n_pos);
	assert_int_equal(t.trial.n_sampled, N_ROWS);
	assert_true(t.trial.figures[0].kept_least > 0.5 && t.trial.figures[0].kept_mean < 1);
	assert_true(t.trial.n_fills > 0);
	trying_end(&t);
}

static void test_disagreements(void **state)
{
	struct spot_trial_disagreement *items;
	struct spot_error err = SPOT_ERROR_INIT;
	struct trying t;
	size_t n, n_moved = 0;
	double before = 1;

	(void)state;
	trying_begin(&t);
	t.options.keeps_keys = true;
	run_all(&t, 2);
	assert_int_equal(spot_trial_disagreements(&t.trial, &items, &n, &err), 0);
	for (size_t i = 0; i < n; i++) {
		double moved = fabs(items[i].rank_to - items[i].rank_from);

		assert_true(moved <= before);
		before = moved;
		assert_true(items[i].account.len > 1 && items[i].account.ptr[0] == 'k');
		n_moved += items[i].hypothesis == 1;
	}
	assert_int_equal(n_moved, t.trial.rules[0].n_changed);
	trying_end(&t);
}

static void test_nothing_to_judge_by(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct trying t;

	(void)state;
	trying_begin(&t);
	t.options.date_field = 2;
	t.options.train_before = 40000;
	add_all(&t);
	assert_int_equal(trying_run(&t, data_path, ',', &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "nothing to judge by"));
	trying_end(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leave_one_out),
		cmocka_unit_test(test_other_tiers),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_leak),
		cmocka_unit_test(test_hold_out),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_disagreements),
		cmocka_unit_test(test_nothing_to_judge_by),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
