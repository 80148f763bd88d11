/* SPDX-License-Identifier: MIT */
#include "stats/fourfold.h"

#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include "stats/gsl.h"

#define N_EXACT 25

struct spot_fourfold_odds spot_fourfold_odds(const struct spot_fourfold *t, double level)
{
	double a = (double)t->a, b = (double)t->b, c = (double)t->c, d = (double)t->d;
	struct spot_fourfold_odds odds = { .ratio = a * d / (b * c),
		.haldane = (a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)),
		.corrected = !t->a || !t->b || !t->c || !t->d };
	double add = odds.corrected ? 0.5 : 0;
	double log_ratio = log(odds.corrected ? odds.haldane : odds.ratio);
	double half = spot_tail_z(level) *
	    sqrt(1 / (a + add) + 1 / (b + add) + 1 / (c + add) + 1 / (d + add));
	odds.ci = (struct spot_interval) { exp(log_ratio - half), exp(log_ratio + half) };
	return odds;
}

struct spot_tail spot_fourfold_yates(double *chi2, const struct spot_fourfold *t)
{
	double ad_bc = (double)((int64_t)(t->a * t->d) - (int64_t)(t->b * t->c));
	double n = (double)(t->a + t->b + t->c + t->d);
	double margins = (double)(t->a + t->b) * (double)(t->c + t->d) * (double)(t->a + t->c) *
	    (double)(t->b + t->d);
	double off = fmax(0, fabs(ad_bc) - n / 2), x = margins > 0 ? off * off * n / margins : 0;
	if (chi2)
		*chi2 = x;
	return spot_tail_chi2(x, 1);
}

struct spot_fourfold_mcnemar spot_fourfold_mcnemar(uint64_t b, uint64_t c)
{
	unsigned n = (unsigned)(b + c), less = (unsigned)(b < c ? b : c);
	double off = (double)b - (double)c;
	struct spot_fourfold_mcnemar m = { .n = n, .exact = n < N_EXACT,
		.chi2 = n > 0 ? off * off / n : 0, .tail = SPOT_TAIL_ONE, .mid_p = 1 };
	if (n == 0)
		return m;
	double tail = gsl_cdf_binomial_P(less, 0.5, n);
	m.mid_p = fmin(1, 2 * tail - gsl_ran_binomial_pdf(less, 0.5, n));
	double exact = fmin(1, 2 * tail);
	m.tail = m.exact ? (struct spot_tail) { exact, log10(exact) } : spot_tail_chi2(m.chi2, 1);
	return m;
}
