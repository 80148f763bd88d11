/* SPDX-License-Identifier: MIT */
/*
 * GSL knows the probabilities; their logarithms, where a probability is too small for a
 * double, it knows only for the normal distribution.
 *
 * Chi-square there: Q(a, z) = e^-z z^a / Gamma(a) * h, a = df/2, z = x/2, h the continued
 * fraction 6.5.31 of Abramowitz and Stegun, by Lentz's method. It converges quickly since
 * z is far above a.
 *
 * Kolmogorov: 2 sum (-1)^(k-1) e^(-2 k^2 x^2), and for small x, where that alternates
 * without end, the theta function's other form, 1 - sqrt(2 pi)/x sum e^(-(2k-1)^2 pi^2/(8 x^2)).
 */
#include "stats/tail.h"

#include <float.h>
#include <math.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_erf.h>

#include "stats/gsl.h"

#define P_SAFE 1e-280 /* well above the smallest normal double */
#define FRACTION_STEPS 100000

struct spot_tail spot_tail_normal(double z)
{
	double x = fabs(z) * M_SQRT1_2;
	if (isinf(x))
		return (struct spot_tail) { 0, -INFINITY };
	return (struct spot_tail) { erfc(x), gsl_sf_log_erfc(x) / M_LN10 };
}

static double chi2_log10(double x, double df)
{
	const double tiny = 1e-300;
	double a = df / 2, z = x / 2;
	double b = z + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
	for (int i = 1; i < FRACTION_STEPS; i++) {
		double an = -i * (i - a);
		b += 2;
		d = an * d + b;
		c = b + an / c;
		d = 1 / (fabs(d) < tiny ? tiny : d);
		c = fabs(c) < tiny ? tiny : c;
		h *= d * c;
		if (fabs(d * c - 1) < DBL_EPSILON)
			break;
	}
	/* lgamma itself leaves the sign where all threads see it. */
	int sign;
	return (-z + a * log(z) - lgamma_r(a, &sign) + log(h)) / M_LN10;
}

struct spot_tail spot_tail_chi2(double x, double df)
{
	if (x <= 0)
		return SPOT_TAIL_ONE;
	if (isinf(x))
		return (struct spot_tail) { 0, -INFINITY };
	double p = gsl_cdf_chisq_Q(x, df);
	return (struct spot_tail) { p, p > P_SAFE || isnan(x) ? log10(p) : chi2_log10(x, df) };
}

static double kolmogorov_small(double x)
{
	double sum = 0, t = M_PI / x;
	for (int k = 1; k < 20; k += 2)
		sum += exp(-k * k * t * t / 8);
	return 1 - sqrt(2 * M_PI) / x * sum;
}

/* The series' sum over its first term. */
static double kolmogorov_rest(double x)
{
	double sum = 1, sign = -1;
	for (int k = 2; k < 20; k++, sign = -sign)
		sum += sign * exp(-2 * (k * k - 1) * x * x);
	return sum;
}

struct spot_tail spot_tail_kolmogorov(double lambda)
{
	if (lambda <= 0)
		return SPOT_TAIL_ONE;
	if (lambda < 1) {
		double p = kolmogorov_small(lambda);
		return (struct spot_tail) { p, log10(p) };
	}
	double rest = kolmogorov_rest(lambda), square = lambda * lambda;
	return (struct spot_tail) { 2 * exp(-2 * square) * rest,
		(M_LN2 - 2 * square + log(rest)) / M_LN10 };
}

double spot_tail_z(double level)
{
	return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

double spot_tail_phi(double z)
{
	return gsl_cdf_ugaussian_P(z);
}

double spot_tail_phi_inverse(double p)
{
	return gsl_cdf_ugaussian_Pinv(p);
}
