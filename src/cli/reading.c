/* SPDX-License-Identifier: MIT */
#include "cli/reading.h"

#include <stdio.h>

#include "cli/verbs.h"
#include "present/rejected.h"
#include "report/escape.h"

static int take_reject(void *ctx, const struct spot_reject *reject, struct spot_error *err)
{
	struct spot_reading *reading = ctx;

	if (reading->wanted)
		spot_wanted_take_reject(reading->wanted, reject);
	return spot_rejects_add(&reading->rejects, reject, err);
}

static void show_progress(void *ctx, uint64_t rows, size_t read_bytes, size_t size_bytes)
{
	struct spot_reading *reading = ctx;
	spot_progress_show(&reading->progress, rows, read_bytes, size_bytes);
}

struct spot_run_calls spot_reading_calls(
    struct spot_reading *reading, const struct spot_cli_common *common)
{
	spot_progress_init(&reading->progress, common->quiet);
	return (struct spot_run_calls) { reading,
		common->rejects || reading->rejects.sets_aside ? take_reject : NULL,
		show_progress };
}

void spot_reading_tell(const struct spot_verb *verb, const struct spot_cli_common *common,
    const struct spot_unread *unread, const struct spot_panel *panels, size_t n_panels)
{
	bool lists = verb->common & SPOT_COMMON_REJECTS;
	struct spot_rejected_list list = { common->rejects,
		lists ? "--rejects FILE" : "score --rejects FILE" };
	struct spot_buf text = SPOT_BUF_INIT;

	if (common->quiet)
		return;
	if (unread)
		spot_rejected_print(&text, unread, NULL, &list);
	spot_rejected_print_tables(&text, panels, n_panels, &list);
	spot_escape_lines(&text, 0, false);
	fputs(spot_buf_str(&text), stderr);
	spot_buf_reset(&text);
}
