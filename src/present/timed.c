/* SPDX-License-Identifier: MIT */
#include "present/timed.h"

#include <stdlib.h>

static double share(double part, double whole)
{
	return whole > 0 ? 100 * part / whole : 0;
}

static double per_row(double ns, uint64_t rows)
{
	return rows > 0 ? ns / (double)rows : 0;
}

static void print_stages(struct spot_buf *out, const struct spot_run_result *result, double all_ns,
    const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "stage" },
		{ .title = "seconds", .align = SPOT_ALIGN_RIGHT },
		{ .title = "share", .align = SPOT_ALIGN_RIGHT },
		{ .title = "ns a row", .align = SPOT_ALIGN_RIGHT },
	};
	struct spot_table table;

	spot_table_init(&table, columns, 4);
	for (int i = 0; i < SPOT_STAGE_N; i++) {
		double ns = (double)result->timing.stage_ns[i];

		if (ns == 0)
			continue;
		spot_table_text(&table, SPOT_PLAIN, spot_stage_name((enum spot_stage)i));
		spot_table_printf(&table, SPOT_PLAIN, "%.3f", ns * 1e-9);
		spot_table_printf(&table, SPOT_PLAIN, "%.1f %%", share(ns, all_ns));
		spot_table_printf(&table, SPOT_PLAIN, "%.1f", per_row(ns, result->rows));
	}
	spot_table_draw(&table, look, out);
	spot_table_reset(&table);
}

struct rule_cost {
	const char *name;
	bool is_translated;
	double ns;
	uint64_t n_unknown;
	size_t order;
};

static int compare_costs(const void *a, const void *b)
{
	const struct rule_cost *x = a, *y = b;

	if (x->ns != y->ns)
		return x->ns < y->ns ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static size_t list_costs(struct rule_cost *costs, const struct spot_run_result *result,
    const struct spot_panel *panels, size_t n_panels)
{
	size_t n = 0;

	for (size_t p = 0; p < n_panels; p++)
		for (size_t i = 0; i < panels[p].scoring.n_asked; i++, n++)
			costs[n] = (struct rule_cost) { panels[p].scoring.asked[i].name,
				result->is_translated[n],
				result->timing.vm_ns[n] + result->timing.program_ns[n],
				result->tallies[p].unknown[i], n };
	qsort(costs, n, sizeof(*costs), compare_costs);
	return n;
}

static void print_rules(struct spot_buf *out, const struct rule_cost *costs, size_t n,
    double all_ns, uint64_t rows, const struct spot_table_look *look)
{
	static const struct spot_table_column columns[] = {
		{ .title = "rule", .max_width = 32 },
		{ .title = "runs" },
		{ .title = "share", .align = SPOT_ALIGN_RIGHT },
		{ .title = "ns a row", .align = SPOT_ALIGN_RIGHT },
		{ .title = "M rows/s", .align = SPOT_ALIGN_RIGHT },
		{ .title = "unknown", .align = SPOT_ALIGN_RIGHT },
	};
	struct spot_table table;

	spot_table_init(&table, columns, 6);
	for (size_t i = 0; i < n; i++) {
		spot_table_text(&table, SPOT_PLAIN, costs[i].name);
		spot_table_text(&table, SPOT_DIM, costs[i].is_translated ? "compiled" : "Lua VM");
		spot_table_printf(&table, SPOT_PLAIN, "%.1f %%", share(costs[i].ns, all_ns));
		spot_table_printf(&table, SPOT_PLAIN, "%.1f", per_row(costs[i].ns, rows));
		if (costs[i].ns > 0)
			spot_table_printf(
			    &table, SPOT_PLAIN, "%.1f", 1e3 * (double)rows / costs[i].ns);
		else
			spot_table_text(&table, SPOT_DIM, "-");
		spot_table_printf(&table, SPOT_PLAIN, "%.1f %%",
		    share((double)costs[i].n_unknown, (double)rows));
	}
	spot_table_draw(&table, look, out);
	spot_table_reset(&table);
}

void spot_timed_print(struct spot_buf *out, const struct spot_run_result *result,
    const struct spot_panel *panels, size_t n_panels, const struct spot_table_look *look)
{
	struct rule_cost *costs =
	    spot_mem_calloc(result->timing.n_rules + 1, sizeof(struct rule_cost));
	double all_ns = 0;
	size_t n;

	if (!costs) {
		out->failed = true;
		return;
	}
	for (int i = 0; i < SPOT_STAGE_N; i++)
		all_ns += (double)result->timing.stage_ns[i];
	n = list_costs(costs, result, panels, n_panels);
	spot_buf_text(out, "where the time went, summed over threads\n");
	print_stages(out, result, all_ns, look);
	spot_buf_text(out, "rules (what several compiled ones need is shared among them)\n");
	print_rules(out, costs, n, all_ns, result->rows, look);
	free(costs);
}
