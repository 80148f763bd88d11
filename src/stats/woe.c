/* SPDX-License-Identifier: MIT */
#include "stats/woe.h"

#include <math.h>

#include "base/error.h"

/* A bin's counts as the convention takes them. */
static void counts_of(double *pos, double *neg, uint64_t n_pos, uint64_t n_neg,
    enum spot_woe_zeros zeros)
{
	*pos = (double)n_pos;
	*neg = (double)n_neg;
	if (zeros == SPOT_WOE_HALF) {
		*pos += 0.5;
		*neg += 0.5;
	} else if (zeros == SPOT_WOE_099) {
		*pos = n_pos > 0 ? *pos : 0.99;
		*neg = n_neg > 0 ? *neg : 0.99;
	}
}

int spot_woe_table(struct spot_woe *woe, double *iv, const uint64_t *n_pos,
    const uint64_t *n_neg, size_t n_bins, enum spot_woe_zeros zeros, struct spot_error *err)
{
	double all_pos = 0, all_neg = 0, pos, neg, sum = 0;
	uint64_t any_pos = 0, any_neg = 0;
	for (size_t i = 0; i < n_bins; i++) {
		if (n_pos[i] == 0 && n_neg[i] == 0)
			continue;
		all_pos += (double)n_pos[i] + (zeros == SPOT_WOE_HALF ? 0.5 : 0);
		all_neg += (double)n_neg[i] + (zeros == SPOT_WOE_HALF ? 0.5 : 0);
		any_pos += n_pos[i];
		any_neg += n_neg[i];
	}
	if (any_pos == 0 || any_neg == 0)
		return spot_error_set(err, SPOT_EDATA, "all accounts have one outcome");
	for (size_t i = 0; i < n_bins; i++) {
		woe[i] = (struct spot_woe) { 0 };
		if (n_pos[i] == 0 && n_neg[i] == 0)
			continue;
		counts_of(&pos, &neg, n_pos[i], n_neg[i], zeros);
		if (pos == 0 || neg == 0) {
			woe[i] = (struct spot_woe) { NAN, NAN };
		} else {
			woe[i].woe = log(pos / all_pos) - log(neg / all_neg);
			woe[i].iv = (pos / all_pos - neg / all_neg) * woe[i].woe;
		}
		if (zeros != SPOT_WOE_SKIP || !isnan(woe[i].iv))
			sum += woe[i].iv;
	}
	*iv = sum;
	return 0;
}
