/* SPDX-License-Identifier: MIT */
#include "present/trialled.h"
#include "table/emit.h"

static void add_cell(struct spot_buf *out, struct spot_view text)
{
	spot_emit_csv(out, text, ',');
	spot_buf_char(out, ',');
}

void spot_trialled_moved(struct spot_buf *out, const struct spot_trial *trial,
    const struct spot_trial_disagreement *items, size_t n)
{
	spot_buf_text(out,
	    "account,outcome,hypothesis,tier,tier_baseline,rank,rank_baseline,right\n");
	for (size_t i = 0; i < n; i++) {
		const struct spot_trial_disagreement *item = &items[i];

		add_cell(out, item->account);
		spot_buf_text(out, item->outcome ? "1," : "0,");
		add_cell(out, spot_view_of(trial->hypotheses[item->hypothesis].name));
		add_cell(out, spot_view_of(item->tier_to));
		add_cell(out, spot_view_of(item->tier_from));
		spot_buf_printf(out, "%.6f,%.6f,%s\n", item->rank_to, item->rank_from,
		    item->rank_to == item->rank_from ? ""
		        : item->is_right             ? "hypothesis"
		                                     : "baseline");
	}
}
