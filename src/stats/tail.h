/* SPDX-License-Identifier: MIT */
/*
 * Tail probabilities: what a test answers with. Pure, no allocation; any thread. A statistic
 * that is not a number gives p and log10_p that are none either.
 */
#ifndef SPOT_STATS_TAIL_H
#define SPOT_STATS_TAIL_H

struct spot_tail {
	double p;       /* 0 where it is too small for a double */
	double log10_p; /* right there too */
};

#define SPOT_TAIL_ONE ((struct spot_tail) { 1, 0 })

struct spot_interval {
	double lo, hi;
};

/* Both tails of the standard normal distribution beyond |z|. */
struct spot_tail spot_tail_normal(double z);

/* The upper tail of chi-square with df > 0 degrees of freedom beyond x; 1 when x <= 0. */
struct spot_tail spot_tail_chi2(double x, double df);

/* The upper tail of Kolmogorov's limiting distribution (Kolmogorov 1933, Smirnov 1948)
 * beyond lambda; 1 when lambda <= 0. */
struct spot_tail spot_tail_kolmogorov(double lambda);

/* The z that a two-sided interval of that level reaches: 1.96 for 0.95. 0 < level < 1. */
double spot_tail_z(double level);

/* The standard normal distribution's P(Z <= z), and its inverse (0 < p < 1). */
double spot_tail_phi(double z);
double spot_tail_phi_inverse(double p);

#endif
