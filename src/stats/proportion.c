/* SPDX-License-Identifier: MIT */
#include "stats/proportion.h"

#include <assert.h>
#include <math.h>

struct spot_interval spot_proportion_wilson(uint64_t k, uint64_t n, double level)
{
	assert(k <= n);
	if (n == 0)
		return (struct spot_interval) { 0, 1 };
	double z = spot_tail_z(level), zz = z * z, size = (double)n, p = (double)k / size;
	double middle = (p + zz / (2 * size)) / (1 + zz / size);
	double half = z / (1 + zz / size) * sqrt(p * (1 - p) / size + zz / (4 * size * size));
	/* At 0 and at n the ends are 0 and 1, which rounding would miss. */
	return (struct spot_interval) { k == 0 ? 0 : middle - half, k == n ? 1 : middle + half };
}

struct spot_estimate spot_proportion_difference(uint64_t k1, uint64_t n1, uint64_t k2,
    uint64_t n2, double level)
{
	if (n1 == 0 || n2 == 0)
		return (struct spot_estimate) { NAN, { -1, 1 } };
	double p1 = (double)k1 / (double)n1, p2 = (double)k2 / (double)n2, d = p1 - p2;
	struct spot_interval w1 = spot_proportion_wilson(k1, n1, level);
	struct spot_interval w2 = spot_proportion_wilson(k2, n2, level);
	return (struct spot_estimate) { d, { d - hypot(p1 - w1.lo, w2.hi - p2),
		d + hypot(w1.hi - p1, p2 - w2.lo) } };
}

struct spot_estimate spot_proportion_ratio(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2,
    double level)
{
	assert(k1 <= n1 && k2 <= n2);
	if (n1 == 0 || n2 == 0)
		return (struct spot_estimate) { NAN, { 0, INFINITY } };
	double a = (double)k1, m = (double)n1, b = (double)k2, n = (double)n2;
	double ratio = k1 == 0 && k2 == 0 ? NAN : a * n / (m * b);
	if (k1 == 0 || k2 == 0) {
		a += 0.5, m += 0.5;
		b += 0.5, n += 0.5;
	}
	double half = spot_tail_z(level) * sqrt(1 / a - 1 / m + 1 / b - 1 / n);
	double log_ratio = log(a * n / (m * b));
	return (struct spot_estimate) { ratio, { exp(log_ratio - half), exp(log_ratio + half) } };
}
