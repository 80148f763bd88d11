/* SPDX-License-Identifier: MIT */
/* The data sets themselves: what needs the accounts one by one. */
#include "sheet.h"

#include "stats/cliff.h"
#include "stats/curve.h"
#include "stats/delong.h"
#include "stats/describe.h"
#include "stats/kendall.h"
#include "stats/ks.h"
#include "stats/mannwhitney.h"
#include "stats/roc.h"

static void each_sheet(void (*check)(json_t *root, const struct sheet *s, const uint8_t *labels))
{
	for (size_t i = 0; i < N_OF(reference_names); i++) {
		json_t *root = reference_load(reference_names[i]), *label = member(root, "label");
		struct sheet sheet;
		sheet_load_reference(&sheet, root);
		uint8_t *labels =
		    sheet_labels(&sheet, text(label, "column"), text(label, "positive"));
		check(root, &sheet, labels);
		free(labels);
		sheet_reset(&sheet);
		json_decref(root);
	}
}

static void check_difference(const struct spot_delong_difference *d, json_t *json)
{
	assert_member(d->auc_a, json, "auc_a");
	assert_member(d->auc_b, json, "auc_b");
	assert_member(d->diff, json, "diff");
	assert_member(d->var, json, "var_diff");
	assert_member(d->z, json, "z");
	assert_member_within(d->tail.p, json, "p", 1e-300);
	assert_interval(d->ci, member(json, "diff_ci95"), -1, 1);
}

static void check_r_pair(const struct spot_delong_difference *d, json_t *r)
{
	assert_member(d->z, r, "z");
	assert_member_within(d->tail.p, r, "p", 1e-300);
	assert_interval(d->ci, member(r, "ci"), -1, 1);
}

/* The names on either side of "A vs B". */
static void pair_names(char names[2][128], const char *pair)
{
	const char *vs = strstr(pair, " vs ");
	assert_non_null(vs);
	snprintf(names[0], 128, "%.*s", (int)(vs - pair), pair);
	snprintf(names[1], 128, "%s", vs + 4);
}

static void compare(struct spot_delong_difference *d, double *const scores[2],
    const uint8_t *labels, size_t n)
{
	struct spot_delong *delong[2];
	for (int i = 0; i < 2; i++)
		assert_int_equal(spot_delong_new(&delong[i], scores[i], labels, n, NULL), 0);
	assert_int_equal(spot_delong_compare(d, delong[0], delong[1], LEVEL, NULL), 0);
	double cov[4];
	assert_int_equal(spot_delong_covariance(
	    cov, (const struct spot_delong *const *)delong, 2, NULL), 0);
	assert_near(cov[0] + cov[3] - 2 * cov[1], d->var, 1e-15);
	for (int i = 0; i < 2; i++)
		spot_delong_free(delong[i]);
}

static void check_pairs(json_t *root, const struct sheet *s, const uint8_t *labels)
{
	char file[64];
	snprintf(file, sizeof(file), "R_%s", text(root, "name"));
	json_t *r = reference_load(file), *r_pairs = json_object_get(r, "paired");
	json_t *hypotheses = member(root, "hypotheses"), *json;
	const char *pair;
	json_object_foreach(member(root, "paired_delong"), pair, json) {
		char names[2][128];
		double *scores[2];
		struct spot_delong_difference d;
		pair_names(names, pair);
		for (int i = 0; i < 2; i++)
			scores[i] = sheet_scores(s, member(hypotheses, names[i]));
		compare(&d, scores, labels, s->n_rows);
		check_difference(&d, json);
		check_r_pair(&d, member(r_pairs, pair));
		free(scores[0]);
		free(scores[1]);
	}
	json_decref(r);
}

static void test_paired_delong(void **state)
{
	(void)state;
	each_sheet(check_pairs);
}

/* Cells made from the accounts are the reference's distribution. */
static void check_distribution(json_t *root, const struct sheet *s, const uint8_t *labels)
{
	json_t *hypothesis;
	const char *name;
	json_object_foreach(member(root, "hypotheses"), name, hypothesis) {
		struct spot_counted *wanted, *cells;
		size_t n_wanted, n_cells;
		double *scores = sheet_scores(s, hypothesis);
		wanted = reference_cells(hypothesis, &n_wanted);
		assert_int_equal(
		    spot_counted_new(&cells, &n_cells, scores, labels, s->n_rows, NULL), 0);
		assert_int_equal(n_cells, n_wanted);
		for (size_t i = 0; i < n_cells; i++) {
			assert_true(cells[i].score == wanted[i].score);
			assert_int_equal(cells[i].n_pos, wanted[i].n_pos);
			assert_int_equal(cells[i].n_neg, wanted[i].n_neg);
		}
		free(wanted);
		free(cells);
		free(scores);
	}
}

static void test_distribution(void **state)
{
	(void)state;
	each_sheet(check_distribution);
}

static void check_description(double *x, size_t n, json_t *json)
{
	struct spot_describe d;
	assert_int_equal(spot_describe_numbers(&d, x, n, NULL), 0);
	assert_true((double)d.n == number(json, "n"));
	assert_member_within(d.mean, json, "mean", 1e-12);
	if (n > 1)
		assert_member(d.sd, json, "sd");
	assert_member(d.min, json, "min");
	assert_member(d.q25, json, "q25");
	assert_member(d.median, json, "median");
	assert_member(d.q75, json, "q75");
	assert_member(d.max, json, "max");
}

static void check_samples(const struct spot_counted *cells, size_t n_cells, json_t *json)
{
	struct spot_roc roc;
	struct spot_cliff cliff;
	struct spot_mannwhitney u;
	struct spot_ks ks;
	double average;
	assert_int_equal(spot_roc_auc(&roc, cells, n_cells, LEVEL, NULL), 0);
	assert_int_equal(spot_cliff_delta(&cliff, cells, n_cells, LEVEL, NULL), 0);
	assert_int_equal(spot_mannwhitney_test(&u, cells, n_cells, NULL), 0);
	assert_int_equal(spot_ks_test(&ks, cells, n_cells, NULL), 0);
	assert_int_equal(spot_curve_average_precision(&average, cells, n_cells, NULL), 0);
	assert_true((double)roc.pairs.gt == number(json, "gt"));
	assert_true((double)roc.pairs.eq == number(json, "eq"));
	assert_true((double)roc.pairs.lt == number(json, "lt"));
	assert_member(roc.auc, json, "auc");
	assert_member(roc.var, json, "delong_var");
	assert_interval(roc.ci, member(json, "auc_ci95"), 0, 1);
	assert_member(cliff.delta, json, "cliffs_delta");
	assert_member(u.u, json, "U");
	if (json_object_get(json, "mw_var")) {
		assert_member(u.var, json, "mw_var");
		assert_member(u.z, json, "mw_z");
		assert_member_within(u.tail.p, json, "mw_p", 1e-300);
		assert_member_within(u.corrected.p, json, "mw_p_cc", 1e-300);
		assert_member(u.tail.log10_p, json, "mw_log10_p");
	}
	assert_member(ks.d, json, "ks");
	assert_member_within(ks.tail.p, json, "ks_p_kolmogorov", 1e-300);
	assert_member(average, member(json, "lib"), "sklearn_average_precision");
}

/* The column's numbers of the accounts of that label; *n of them. free() them. */
static double *numbers_of(const struct sheet *s, size_t col, const uint8_t *labels, int label,
    size_t *n, size_t *n_blank)
{
	double *x = calloc(s->n_rows + 1, sizeof(*x));
	*n = *n_blank = 0;
	for (size_t i = 0; i < s->n_rows; i++) {
		if (labels[i] != label)
			continue;
		if (sheet_number(&x[*n], s, i, col))
			++*n;
		else
			++*n_blank;
	}
	return x;
}

static void check_numeric(json_t *root, const struct sheet *s, const uint8_t *labels)
{
	json_t *json;
	const char *name;
	json_object_foreach(member(root, "numeric"), name, json) {
		size_t col = sheet_column(s, name), n_pos, n_neg, n_cells, blank_pos, blank_neg;
		double *pos = numbers_of(s, col, labels, 1, &n_pos, &blank_pos);
		double *neg = numbers_of(s, col, labels, 0, &n_neg, &blank_neg);
		struct spot_counted *cells;
		assert_true((double)blank_pos == number(json, "blank_pos"));
		assert_true((double)blank_neg == number(json, "blank_neg"));
		assert_int_equal(
		    spot_counted_new_samples(&cells, &n_cells, pos, n_pos, neg, n_neg, NULL), 0);
		check_samples(cells, n_cells, json);
		check_description(pos, n_pos, member(json, "pos"));
		check_description(neg, n_neg, member(json, "neg"));
		free(cells);
		free(pos);
		free(neg);
	}
}

static void test_numeric(void **state)
{
	(void)state;
	each_sheet(check_numeric);
}

static void check_shares(double *values, size_t n, json_t *json)
{
	assert_int_equal(spot_describe_numbers(&(struct spot_describe) { 0 }, values, n, NULL), 0);
	struct spot_describe_shares shares = spot_describe_shares(values, n, 0.2);
	assert_member(shares.total, json, "total");
	assert_true((double)shares.top_n == number(json, "top20_n"));
	assert_member(shares.top_cut, json, "top20_cut");
	assert_member(shares.top_share, json, "top20_share");
	assert_member(shares.gini, json, "gini");
	assert_true((double)spot_describe_needed(values, n, 0.8) ==
	    number(json, "accounts_for_80pct"));
}

static void check_value_slices(const double *scores, const double *values,
    const uint8_t *labels, size_t n, json_t *deciles)
{
	struct spot_counted *cells;
	size_t n_cells, i;
	struct spot_curve_slice slices[10];
	json_t *decile;
	assert_int_equal(spot_counted_new(&cells, &n_cells, scores, labels, n, NULL), 0);
	double *sums = calloc(n_cells, sizeof(*sums));
	for (i = 0; i < n; i++) {
		for (size_t c = 0; c < n_cells; c++)
			sums[c] += cells[c].score == scores[i] ? values[i] : 0;
	}
	assert_int_equal(spot_curve_slices(slices, 10, cells, sums, n_cells, NULL), 0);
	json_array_foreach(deciles, i, decile) {
		assert_member_within(slices[i].value, decile, "value", 1e-6);
		assert_member_within(
		    slices[i].cum_value_share, decile, "cum_value_share", 1e-12);
	}
	free(cells);
	free(sums);
}

static void check_value(json_t *root, const struct sheet *s, const uint8_t *labels)
{
	json_t *value = json_object_get(root, "value"), *hypothesis;
	const char *name;
	if (!value)
		return;
	size_t col = sheet_column(s, text(value, "column"));
	double *values = calloc(s->n_rows, sizeof(*values));
	for (size_t i = 0; i < s->n_rows; i++) {
		if (!sheet_number(&values[i], s, i, col))
			values[i] = 0;
	}
	json_object_foreach(member(root, "hypotheses"), name, hypothesis) {
		double *scores = sheet_scores(s, hypothesis), tau;
		json_t *ranks = member(hypothesis, "value");
		assert_int_equal(spot_kendall_tau(&tau, scores, values, s->n_rows, NULL), 0);
		assert_member(tau, ranks, "kendall_tau_b");
		check_value_slices(scores, values, labels, s->n_rows,
		    member(member(hypothesis, "deciles"), "tie_averaged"));
		free(scores);
	}
	check_shares(values, s->n_rows, value);
	free(values);
}

static void test_value(void **state)
{
	(void)state;
	each_sheet(check_value);
}

static void test_asah(void **state)
{
	(void)state;
	json_t *root = reference_load("asah"), *json;
	struct sheet s;
	const char *name;
	sheet_load_reference(&s, root);
	uint8_t *labels = sheet_labels(&s, "outcome", "Poor");
	double *pair[2] = { calloc(s.n_rows, sizeof(double)), calloc(s.n_rows, sizeof(double)) };
	json_object_foreach(member(root, "markers"), name, json) {
		struct spot_counted *cells;
		size_t n_cells;
		for (size_t i = 0; i < s.n_rows; i++)
			assert_true(sheet_number(&pair[0][i], &s, i, sheet_column(&s, name)));
		assert_int_equal(
		    spot_counted_new(&cells, &n_cells, pair[0], labels, s.n_rows, NULL), 0);
		check_samples(cells, n_cells, json);
		free(cells);
	}
	json_object_foreach(member(root, "paired_delong"), name, json) {
		char names[2][128];
		struct spot_delong_difference d;
		pair_names(names, name);
		for (size_t i = 0; i < 2 * s.n_rows; i++)
			assert_true(sheet_number(&pair[i % 2][i / 2], &s, i / 2,
			    sheet_column(&s, names[i % 2])));
		compare(&d, pair, labels, s.n_rows);
		check_difference(&d, json);
	}
	free(pair[0]);
	free(pair[1]);
	free(labels);
	sheet_reset(&s);
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paired_delong),
		cmocka_unit_test(test_distribution),
		cmocka_unit_test(test_numeric),
		cmocka_unit_test(test_value),
		cmocka_unit_test(test_asah),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
