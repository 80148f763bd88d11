/* SPDX-License-Identifier: MIT */
/*
 * How much more would settle it. A difference is settled when a two-sided test at alpha finds
 * it beyond the margin with probability power. Normal approximation; a variance is taken to
 * fall as 1 / n with n outcomes, both classes growing alike. Cannot fail; any thread.
 */
#ifndef SPOT_STATS_POWER_H
#define SPOT_STATS_POWER_H

struct spot_power {
	double alpha;  /* 0.05 */
	double power;  /* 0.8 */
	double margin; /* >= 0: differences up to it do not matter */
};

#define SPOT_POWER_INIT { 0.05, 0.8, 0 }

/* By what factor the outcomes at hand must grow for the estimated difference, of variance
 * var, to be settled as beyond the margin if it is real: ((z(1-alpha/2) + z(power)) /
 * (|diff| - margin))^2 var. At most 1: they are enough. INFINITY when |diff| <= margin. */
double spot_power_factor(const struct spot_power *plan, double diff, double var);

/* The same for settling that there is no difference that matters: the interval of level
 * 1 - alpha within the margin on both sides. Two one-sided tests at alpha/2, power by
 * z((1+power)/2) when diff is 0, z(power) otherwise. INFINITY when |diff| >= margin. */
double spot_power_factor_alike(const struct spot_power *plan, double diff, double var);

/* The smallest difference that the data at hand would find with that power:
 * margin + (z(1-alpha/2) + z(power)) sqrt(var). */
double spot_power_detectable(const struct spot_power *plan, double var);

#endif
