/* SPDX-License-Identifier: MIT */
#include "stats/power.h"

#include <math.h>

#include "stats/tail.h"

static double square(double x)
{
	return x * x;
}

double spot_power_factor(const struct spot_power *plan, double diff, double var)
{
	double beyond = fabs(diff) - plan->margin;
	if (beyond <= 0)
		return INFINITY;
	double z = spot_tail_z(1 - plan->alpha) + spot_tail_phi_inverse(plan->power);
	return square(z / beyond) * var;
}

double spot_power_factor_alike(const struct spot_power *plan, double diff, double var)
{
	double room = plan->margin - fabs(diff);
	if (room <= 0)
		return INFINITY;
	/* At no difference either side may be passed by chance. */
	double power = diff == 0 ? (1 + plan->power) / 2 : plan->power;
	return square((spot_tail_z(1 - plan->alpha) + spot_tail_phi_inverse(power)) / room) * var;
}

double spot_power_detectable(const struct spot_power *plan, double var)
{
	double z = spot_tail_z(1 - plan->alpha) + spot_tail_phi_inverse(plan->power);
	return plan->margin + z * sqrt(var);
}
