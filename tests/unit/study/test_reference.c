/* SPDX-License-Identifier: MIT */
/*
 * Every number of a trial that ../shared/reference/NAME.json has too, computed elsewhere, to 1e-9
 * of the number. The reference scores by a sum of points; here the same rules are Lua, and the
 * score is that sum's percentage, which ranks accounts alike.
 */
#include "unit/study/reference.h"
#include "unit/study/trying.h"

/* --- from points to Lua ------------------------------------------------------------------- */

static bool is_number(const char *op)
{
	return strcmp(op, "ge") == 0 || strcmp(op, "gt") == 0 || strcmp(op, "le") == 0 ||
	    strcmp(op, "lt") == 0;
}

static const char *lua_op(const char *op)
{
	return strcmp(op, "ge") == 0 ? ">=" : strcmp(op, "gt") == 0 ? ">"
	    : strcmp(op, "le") == 0 ? "<=" : "<";
}

static void add_fit(struct spot_buf *out, json_t *rule, size_t i)
{
	const char *op = text(rule, "op");
	json_t *value = member(rule, "value"), *item;
	size_t k;

	spot_buf_printf(out,
	    "criterion \"r%zu\" { weight = %g, why = \"-\", fit = function(a) return ", i,
	    json_number_value(member(rule, "points")));
	if (is_number(op)) {
		spot_buf_printf(out, "a.f%zu %s %.17g", i, lua_op(op), json_number_value(value));
	} else if (strcmp(op, "contains") == 0) {
		spot_buf_printf(out, "string.find(a.f%zu, ", i);
		add_quoted(out, json_string_value(value));
		spot_buf_text(out, ", 1, true) ~= nil");
	} else if (strcmp(op, "in") == 0) {
		json_array_foreach(value, k, item) {
			spot_buf_printf(out, "%sa.f%zu == ", k > 0 ? " or " : "", i);
			add_quoted(out, json_string_value(item));
		}
	} else {
		assert_true(strcmp(op, "eq") == 0 || strcmp(op, "ne") == 0);
		spot_buf_printf(out, "a.f%zu %s ", i, strcmp(op, "eq") == 0 ? "==" : "~=");
		add_quoted(out, json_string_value(value));
	}
	spot_buf_text(out, " end }\n");
}

static void write_rules(struct spot_buf *out, json_t *root, json_t *hypothesis)
{
	json_t *rules = member(hypothesis, "rules"), *rule, *value = json_object_get(root, "value");
	json_t *label = member(root, "label");
	size_t i;

	spot_buf_text(out, "fields { y = { \"text\", from = ");
	add_quoted(out, text(label, "column"));
	spot_buf_text(out, " },\n");
	if (value) {
		spot_buf_text(out, "worth = { \"number\", from = ");
		add_quoted(out, text(value, "column"));
		spot_buf_text(out, " },\n");
	}
	json_array_foreach(rules, i, rule) {
		spot_buf_printf(out, "f%zu = { \"%s\", from = ", i,
		    is_number(text(rule, "op")) ? "number" : "text");
		add_quoted(out, text(rule, "col"));
		spot_buf_text(out, " },\n");
	}
	spot_buf_text(out, "}\ntiers { A = 50, B = 20, C = 0 }\n");
	json_array_foreach(rules, i, rule)
		add_fit(out, rule, i);
	spot_buf_text(out, "cohort \"positive\" { when = function(a) return a.y == ");
	add_quoted(out, text(label, "positive"));
	spot_buf_text(out, " end }\n");
}

/* --- comparing ---------------------------------------------------------------------------- */

static void check_ranking(const struct spot_trial_figures *figures, json_t *wanted)
{
	json_t *ci = member(wanted, "auc_ci95");

	check_of(figures->roc.auc, wanted, "auc");
	check_of(figures->roc.var, wanted, "delong_var");
	check_of(figures->roc.se, wanted, "delong_se");
	check(figures->roc.ci.lo, json_array_get(ci, 0), "low");
	check(figures->roc.ci.hi, json_array_get(ci, 1), "high");
	check_of((double)figures->roc.pairs.gt, wanted, "gt");
	check_of((double)figures->roc.pairs.eq, wanted, "eq");
	check_of((double)figures->roc.pairs.lt, wanted, "lt");
	check_of(figures->mannwhitney.u, wanted, "U");
	check_of(figures->mannwhitney.var, wanted, "mw_var");
	check_small(figures->mannwhitney.z, json_number_value(member(wanted, "mw_z")), "mw_z");
	check_of(figures->mannwhitney.tail.p, wanted, "mw_p");
	check_of(figures->mannwhitney.corrected.p, wanted, "mw_p_cc");
	check_of(figures->ks.d, wanted, "ks");
	check_of(figures->ks.tail.p, wanted, "ks_p_kolmogorov");
	if (json_object_get(wanted, "lib"))
		check_of(figures->average_precision, member(wanted, "lib"),
		    "sklearn_average_precision");
}

static void check_deciles(const struct spot_trial_figures *figures, json_t *wanted, bool has_value)
{
	json_t *slices = member(member(wanted, "deciles"), "tie_averaged"), *slice;
	size_t i;

	json_array_foreach(slices, i, slice) {
		const struct spot_curve_slice *got = &figures->slices[i];

		check_of(got->n, slice, "n");
		check_of(got->n_pos, slice, "pos");
		check_of(got->rate, slice, "rate");
		check_of(got->lift, slice, "lift");
		check_of(got->cum_n, slice, "cum_n");
		check_of(got->cum_pos, slice, "cum_pos");
		check_of(got->cum_gain, slice, "cum_gain");
		check_of(got->cum_lift, slice, "cum_lift");
		check_small(got->ks, json_number_value(member(slice, "ks_at")), "ks_at");
		if (has_value) {
			check_of(got->value, slice, "value");
			check_of(got->cum_value_share, slice, "cum_value_share");
		}
	}
	assert_int_equal(i, SPOT_TRIAL_SLICES);
}

/* The capacity is the one that a threshold of the first hypothesis selects. */
static json_t *a_threshold(json_t *hypothesis)
{
	json_t *thresholds = member(hypothesis, "thresholds");
	return json_array_get(thresholds, json_array_size(thresholds) / 2);
}

static void check_capacity(const struct spot_capacity *got, json_t *wanted)
{
	check_of(got->taken, wanted, "selected");
	check_of(got->n_pos, wanted, "tp");
	check_of(got->precision, wanted, "precision");
	check_of(got->recall, wanted, "recall");
	check_of(got->lift, wanted, "lift");
}

/* The reference takes the second of a pair from the first. */
static void check_pair(const struct spot_delong_difference *got, json_t *wanted)
{
	json_t *ci = member(wanted, "diff_ci95");

	check_of(got->auc_b, wanted, "auc_a");
	check_of(got->auc_a, wanted, "auc_b");
	check_small(-got->diff, json_number_value(member(wanted, "diff")), "diff");
	check_of(got->var, wanted, "var_diff");
	check_small(-got->z, json_number_value(member(wanted, "z")), "z");
	check_of(got->tail.p, wanted, "p");
	check_small(-got->ci.hi, json_number_value(json_array_get(ci, 0)), "low");
	check_small(-got->ci.lo, json_number_value(json_array_get(ci, 1)), "high");
}

static void check_pairs(const struct spot_trial *trial, json_t *root)
{
	json_t *pairs = member(root, "paired_delong");
	size_t n_found = 0;

	for (size_t h = 1; h < trial->n; h++) {
		char name[200];
		json_t *pair;

		snprintf(name, sizeof(name), "%s vs %s", trial->hypotheses[0].name,
		    trial->hypotheses[h].name);
		pair = json_object_get(pairs, name);
		if (pair)
			check_pair(&trial->against[h].judgement.auc, pair);
		n_found += pair != NULL;
	}
	assert_true(n_found > 0);
}

static void check_file(const char *name, bool has_signal)
{
	json_t *root = reference_load(name), *hypotheses = member(root, "hypotheses"), *hypothesis;
	json_t *threshold = NULL;
	struct spot_error err = SPOT_ERROR_INIT;
	struct trying t;
	const char *key;
	char path[300];
	size_t h = 0;

	trying_begin(&t);
	json_object_foreach(hypotheses, key, hypothesis) {
		struct spot_buf rules = SPOT_BUF_INIT;

		write_rules(&rules, root, hypothesis);
		trying_add(&t, key, spot_buf_str(&rules));
		spot_buf_reset(&rules);
		if (!threshold)
			threshold = a_threshold(hypothesis);
	}
	t.options.capacity = (uint64_t)json_integer_value(member(threshold, "selected"));
	if (json_object_get(root, "value"))
		t.options.value_field = spot_schema_find(&t.rules[0]->fields, "worth", 5);
	snprintf(path, sizeof(path), "../shared/data/%s", text(root, "file"));
	if (trying_run(&t, path, text(root, "delimiter")[0], &err) != 0)
		fail_msg("%s: %s", name, err.what);
	check_of((double)t.trial.counts.n_pos, root, "pos");
	check_of((double)t.trial.counts.n_neg, root, "neg");
	json_object_foreach(hypotheses, key, hypothesis) {
		check_ranking(&t.trial.figures[h], hypothesis);
		check_deciles(&t.trial.figures[h++], hypothesis, json_object_get(root, "value"));
	}
	check_capacity(&t.trial.figures[0].capacity, threshold);
	check_pairs(&t.trial, root);
	for (h = 1; h < t.n; h++) {
		enum spot_trial_answer answer = t.trial.against[h].judgement.answer;

		assert_int_equal(has_signal, answer == SPOT_TRIAL_WORSE);
		assert_int_not_equal(answer, SPOT_TRIAL_BETTER);
	}
	trying_end(&t);
	json_decref(root);
}

static void test_telco(void **state)
{
	(void)state;
	check_file("telco", true);
}

static void test_bank_full(void **state)
{
	(void)state;
	check_file("bank_full", true);
}

static void test_german_credit(void **state)
{
	(void)state;
	check_file("german_credit", true);
}

static void test_churn_modelling(void **state)
{
	(void)state;
	check_file("churn_modelling", true);
}

/* Nothing there foretells anything: nobody may win. */
static void test_no_signal(void **state)
{
	(void)state;
	check_file("maven_opportunities", false);
	check_file("ravenstack", false);
}

static void test_markers(void **state)
{
	static const char *const markers[] = { "s100b", "wfns", "ndka", "age" };
	json_t *root = reference_load("asah");
	struct spot_error err = SPOT_ERROR_INIT;
	struct trying t;

	(void)state;
	trying_begin(&t);
	for (size_t i = 0; i < 4; i++) {
		char rules[600];

		snprintf(rules, sizeof(rules),
		    "fields { outcome = \"text\", x = { \"number\", from = \"%s\" } }\n"
		    "tiers { A = 50, B = 0 }\n"
		    "criterion \"x\" { weight = 1, why = \"-\",\n"
		    "  fit = function(a) return a.x / 1000 end }\n"
		    "cohort \"poor\" { when = function(a) return a.outcome == \"Poor\" end }\n",
		    markers[i]);
		trying_add(&t, markers[i], rules);
	}
	if (trying_run(&t, "../shared/data/proc-asah/aSAH.csv", ',', &err) != 0)
		fail_msg("%s", err.what);
	for (size_t i = 0; i < 4; i++)
		check_ranking(&t.trial.figures[i], member(member(root, "markers"), markers[i]));
	check_pairs(&t.trial, root);
	trying_end(&t);
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_telco),
		cmocka_unit_test(test_bank_full),
		cmocka_unit_test(test_german_credit),
		cmocka_unit_test(test_churn_modelling),
		cmocka_unit_test(test_no_signal),
		cmocka_unit_test(test_markers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
