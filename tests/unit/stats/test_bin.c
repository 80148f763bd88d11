/* SPDX-License-Identifier: MIT */
/*
 * Ranges against every way to cut, thresholds against every multiple of every step, and weights
 * of evidence by hand.
 */
#include "reference.h"

#include "base/error.h"
#include "stats/bin.h"
#include "stats/woe.h"

#define N_CELLS 9
#define N_MANY 3000

static double part_log(double part, double whole)
{
	return part > 0 ? part * log(part / whole) : 0;
}

static double likelihood(double pos, double neg)
{
	return part_log(pos, pos + neg) + part_log(neg, pos + neg);
}

static void counts_of(const struct spot_counted *cells, size_t from, size_t to, double *pos,
    double *neg)
{
	*pos = *neg = 0;
	for (size_t i = from; i < to; i++) {
		*pos += cells[i].n_pos;
		*neg += cells[i].n_neg;
	}
}

struct slow {
	double gain; /* price paid */
	size_t ends[N_CELLS], n_bins;
};

/* Bit i of cuts: a bin ends after cell i. False when a bin is too small, they are too many, or
 * the rates go another way. */
static bool slow_judge(struct slow *s, const struct spot_counted *cells, size_t n_cells,
    unsigned cuts, enum spot_bin_trend trend, const struct spot_bin_options *options)
{
	double pos, neg, all, rate_before = 0, min_n;

	counts_of(cells, 0, n_cells, &pos, &neg);
	all = pos + neg;
	min_n = fmin(all, fmax(options->min_share * all, (double)options->min_n));
	*s = (struct slow) { .gain = -likelihood(pos, neg) };
	for (size_t i = 0, from = 0; i < n_cells; i++) {
		if (!(cuts >> i & 1) && i + 1 < n_cells)
			continue;
		counts_of(cells, from, i + 1, &pos, &neg);
		double rate = pos / (pos + neg);
		if (pos + neg < min_n ||
		    (from > 0 && trend == SPOT_BIN_RISING && rate <= rate_before) ||
		    (from > 0 && trend == SPOT_BIN_FALLING && rate >= rate_before))
			return false;
		s->gain += likelihood(pos, neg) - (from > 0 ? log(all) : 0);
		s->ends[s->n_bins++] = i + 1;
		rate_before = rate;
		from = i + 1;
	}
	return s->n_bins <= options->max_bins;
}

static struct slow slow_best(const struct spot_counted *cells, size_t n_cells,
    enum spot_bin_trend trend, const struct spot_bin_options *options)
{
	struct slow best = { .gain = 0 };

	for (unsigned cuts = 0; cuts < 1u << (n_cells - 1); cuts++) {
		struct slow s;

		if (slow_judge(&s, cells, n_cells, cuts, trend, options) &&
		    (best.n_bins == 0 || s.gain > best.gain))
			best = s;
	}
	return best;
}

static size_t cells_make(struct spot_counted *cells, uint64_t *seed)
{
	size_t n = 2 + unit_random(seed) % (N_CELLS - 1);
	uint64_t form = unit_random(seed) % 4;
	double score = -3;

	for (size_t i = 0; i < n; i++) {
		uint64_t slope = form == 0 ? 5 : form == 1 ? i : form == 2 ? n - i : i * 5 % 9;

		score += (double)(1 + unit_random(seed) % 20) / 4;
		cells[i] = (struct spot_counted) { score,
			(uint32_t)(1 + unit_random(seed) % (4 + 8 * slope)),
			(uint32_t)(unit_random(seed) % 60) };
	}
	cells[0].n_neg += 1;
	return n;
}

static void bins_check(const struct spot_bins *bins, const struct spot_counted *cells,
    size_t n_cells)
{
	double sum = 0, pos, neg;

	assert_true(bins->bins[0].low == -INFINITY);
	assert_true(bins->bins[bins->n_bins - 1].high == INFINITY);
	for (size_t b = 0; b < bins->n_bins; b++) {
		const struct spot_bin *bin = &bins->bins[b];
		uint64_t n_pos = 0, n_neg = 0;

		for (size_t i = 0; i < n_cells; i++) {
			bool in = bin->low <= cells[i].score && cells[i].score < bin->high;

			n_pos += in ? cells[i].n_pos : 0;
			n_neg += in ? cells[i].n_neg : 0;
		}
		assert_int_equal(bin->n_pos, n_pos);
		assert_int_equal(bin->n_neg, n_neg);
		sum += likelihood((double)n_pos, (double)n_neg);
		if (b == 0)
			continue;
		assert_true(bin->low == bin[-1].high);
		double before = (double)bin[-1].n_pos * (double)(n_pos + n_neg);
		double after = (double)n_pos * (double)(bin[-1].n_pos + bin[-1].n_neg);
		assert_true(bins->trend == SPOT_BIN_RISING ? after > before :
		    bins->trend == SPOT_BIN_FALLING ? after < before :
		    bins->trend == SPOT_BIN_MIXED);
	}
	counts_of(cells, 0, n_cells, &pos, &neg);
	assert_near(bins->gain, sum - likelihood(pos, neg), 1e-9);
	assert_true((bins->n_bins == 1) == (bins->trend == SPOT_BIN_FLAT));
}

static void test_is_the_best(void **state)
{
	uint64_t seed = 1, n_trends[SPOT_BIN_COUNT] = { 0 };

	(void)state;
	for (size_t round = 0; round < 300; round++) {
		struct spot_counted cells[N_CELLS];
		size_t n = cells_make(cells, &seed), max = 2 + unit_random(&seed) % 5;
		const struct spot_bin_options options = { max,
			(double)(unit_random(&seed) % 4) / 20, unit_random(&seed) % 60, 6 };
		struct spot_bins bins;
		double pos, neg;

		assert_int_equal(spot_bin_numbers(&bins, &options, cells, n, NULL), 0);
		bins_check(&bins, cells, n);
		struct slow up = slow_best(cells, n, SPOT_BIN_RISING, &options);
		struct slow down = slow_best(cells, n, SPOT_BIN_FALLING, &options);
		struct slow any = slow_best(cells, n, SPOT_BIN_MIXED, &options);
		struct slow best = up.gain >= down.gain ? up : down;
		if (any.gain > best.gain + options.insist)
			best = any;
		counts_of(cells, 0, n, &pos, &neg);
		assert_near(bins.gain - log(pos + neg) * (double)(bins.n_bins - 1), best.gain,
		    1e-9);
		assert_int_equal(bins.n_bins, best.n_bins);
		for (size_t b = 0; b + 1 < best.n_bins; b++) {
			assert_true(bins.bins[b].high > cells[best.ends[b] - 1].score);
			assert_true(bins.bins[b].high <= cells[best.ends[b]].score);
		}
		n_trends[bins.trend]++;
	}
	for (size_t i = 0; i < SPOT_BIN_COUNT; i++)
		assert_true(n_trends[i] > 0);
}

/* Rates of 10, 30 and 60 in a hundred, that change at 250 and at 700. */
static void test_many_numbers(void **state)
{
	static struct spot_counted cells[1000];
	const struct spot_bin_options options = SPOT_BIN_INIT;
	struct spot_bins bins;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		uint32_t n_pos = i < 250 ? 1 : i < 700 ? 3 : 6;

		cells[i] = (struct spot_counted) { i, n_pos, 10 - n_pos };
	}
	assert_int_equal(spot_bin_numbers(&bins, &options, cells, 1000, NULL), 0);
	assert_int_equal(bins.n_bins, 3);
	assert_int_equal(bins.trend, SPOT_BIN_RISING);
	assert_true(bins.bins[1].low == 250 && bins.bins[2].low == 700);
	bins_check(&bins, cells, 1000);
}

/* A change at 330 is cut at 325, the roundest number within half a slice of the 13th of 40. */
static void test_round_places(void **state)
{
	static struct spot_counted cells[1000];
	const struct spot_bin_options options = SPOT_BIN_INIT;
	struct spot_bins bins;

	(void)state;
	for (uint32_t i = 0; i < 1000; i++)
		cells[i] = (struct spot_counted) { i, i < 330 ? 1 : 4, i < 330 ? 9 : 6 };
	assert_int_equal(spot_bin_numbers(&bins, &options, cells, 1000, NULL), 0);
	assert_int_equal(bins.n_bins, 2);
	assert_true(bins.bins[1].low == 325);
	bins_check(&bins, cells, 1000);
}

/* Many different numbers: no account is lost, no bin too small. */
static void test_no_row_is_lost(void **state)
{
	static struct spot_counted cells[N_MANY];
	const struct spot_bin_options options = { 8, 0.05, 30, 6 };
	uint64_t seed = 3;

	(void)state;
	for (size_t round = 0; round < 6; round++) {
		size_t n = 100 + unit_random(&seed) % (N_MANY - 100);
		struct spot_bins bins;
		double score = -50, pos, neg;

		for (size_t i = 0; i < n; i++) {
			score += (double)(1 + unit_random(&seed) % 100) / 1000;
			cells[i] = (struct spot_counted) { score,
				(uint32_t)(unit_random(&seed) % (2 + 6 * i / n)),
				(uint32_t)(1 + unit_random(&seed) % 3) };
		}
		cells[n / 3].n_neg += (uint32_t)n / 4;
		assert_int_equal(spot_bin_numbers(&bins, &options, cells, n, NULL), 0);
		bins_check(&bins, cells, n);
		assert_true(bins.n_bins > 1);
		counts_of(cells, 0, n, &pos, &neg);
		for (size_t b = 0; b < bins.n_bins; b++)
			assert_true((double)(bins.bins[b].n_pos + bins.bins[b].n_neg) >=
			    fmax(30, 0.05 * (pos + neg)));
	}
}

static void test_refuses(void **state)
{
	static const struct spot_counted one[] = { { 1, 3, 0 }, { 2, 4, 0 } };
	static const struct spot_counted mixed[] = { { 2, 1, 1 }, { 1, 1, 1 } };
	const struct spot_bin_options options = SPOT_BIN_INIT;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_bins bins;

	(void)state;
	assert_int_equal(spot_bin_numbers(&bins, &options, one, 2, &err), SPOT_EDATA);
	assert_string_equal(err.what, "7 with the outcome and 0 without: nothing to compare");
	assert_int_equal(spot_bin_numbers(&bins, &options, mixed, 2, &err), SPOT_EDATA);
	assert_string_equal(err.what, "scores are not in order at 2");
}

static void test_round_by_hand(void **state)
{
	static const struct {
		double low, high;
		bool whole;
		double wanted;
	} cases[] = {
		{ 47, 53, false, 50 }, { -1, 2, false, 0 }, { -1, 0, false, 0 },
		{ 0, 1, false, 1 }, { 12, 17, true, 15 }, { 12, 13, true, 13 },
		{ 12, 13, false, 12.5 }, { 0.26, 0.34, false, 0.3 }, { 0.61, 0.72, false, 0.7 },
		{ -30, -26, false, -27.5 }, { -30, -26, true, -26 }, { 99, 101, false, 100 },
		{ 1e6, 9e6, false, 5e6 }, { 1e-7, 3e-7, false, 2.5e-7 },
		{ 1.125, 1.1250001, false, 1.1250001 },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		double got = spot_bin_round(cases[i].low, cases[i].high, cases[i].whole);

		if (got != cases[i].wanted)
			fail_msg("%.17g, not %.17g", got, cases[i].wanted);
	}
}

/* In ten thousandths, where all is whole. */
static double round_slowly(int64_t low, int64_t high, bool whole)
{
	static const int64_t steps[] = { 50, 25, 20, 10 };

	for (int64_t power = 1000000000; low >= 0 || high < 0; power /= 10) {
		for (size_t i = 0; i < N_OF(steps); i++) {
			int64_t step = steps[i] * power / 10;
			int64_t x = high / step * step;

			x -= x > high ? step : 0;
			if (x > low && (!whole || x % 10000 == 0))
				return (double)x / 10000;
		}
		assert_true(power > 1);
	}
	return 0;
}

static void test_round(void **state)
{
	uint64_t seed = 4;

	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		int64_t unit = round % 2 ? 10000 : 100;
		int64_t range = 1 + (int64_t)(unit_random(&seed) % 2000000);
		int64_t low = ((int64_t)(unit_random(&seed) % 2000000) - 1000000) % range * unit;
		int64_t high = low + (1 + (int64_t)(unit_random(&seed) % 5000) % range) * unit;
		double got = spot_bin_round((double)low / 10000, (double)high / 10000, round % 2);
		double wanted = round_slowly(low, high, round % 2);

		if (got != wanted)
			fail_msg("%g to %g: %.17g, not %.17g", (double)low / 10000,
			    (double)high / 10000, got, wanted);
	}
}

static void woe_check(enum spot_woe_zeros zeros, const double *woes, double iv)
{
	static const uint64_t n_pos[] = { 10, 30, 0, 0 }, n_neg[] = { 60, 30, 0, 10 };
	struct spot_woe woe[4];
	double sum;

	assert_int_equal(spot_woe_table(woe, &sum, n_pos, n_neg, 4, zeros, NULL), 0);
	for (size_t i = 0; i < 4; i++)
		assert_true(isnan(woes[i]) ? isnan(woe[i].woe) && isnan(woe[i].iv) :
		    is_near(woe[i].woe, woes[i], 1e-12, 1e-15));
	assert_true(isnan(iv) ? isnan(sum) : is_near(sum, iv, 1e-12, 0));
}

/* 40 positives and 100 negatives. */
static void test_woe(void **state)
{
	static const uint64_t some[] = { 3, 2 }, none[] = { 0, 0 };
	double a = log(0.25 / 0.6), b = log(0.75 / 0.3), c = log(0.99 / 40 / 0.1);
	double iv = -0.35 * a + 0.45 * b;
	double half[] = { log(10.5 / 41.5 / (60.5 / 101.5)), log(30.5 / 41.5 / (30.5 / 101.5)), 0,
		log(0.5 / 41.5 / (10.5 / 101.5)) };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_woe woe[2];

	(void)state;
	woe_check(SPOT_WOE_STRICT, (double[]) { a, b, 0, NAN }, NAN);
	woe_check(SPOT_WOE_SKIP, (double[]) { a, b, 0, NAN }, iv);
	woe_check(SPOT_WOE_099, (double[]) { a, b, 0, c }, iv + (0.99 / 40 - 0.1) * c);
	woe_check(SPOT_WOE_HALF, half, (10.5 / 41.5 - 60.5 / 101.5) * half[0] +
	    (30.5 / 41.5 - 30.5 / 101.5) * half[1] + (0.5 / 41.5 - 10.5 / 101.5) * half[3]);
	assert_int_equal(spot_woe_table(woe, &iv, some, none, 2, SPOT_WOE_HALF, &err), SPOT_EDATA);
	assert_string_equal(err.what, "all accounts have one outcome");
	assert_int_equal(spot_woe_table(woe, &iv, none, some, 2, SPOT_WOE_099, &err), SPOT_EDATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_is_the_best),
		cmocka_unit_test(test_many_numbers),
		cmocka_unit_test(test_round_places),
		cmocka_unit_test(test_no_row_is_lost),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_round_by_hand),
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_woe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
