/* SPDX-License-Identifier: MIT */
#include "cli/rejects.h"

#include "cli/cli.h"
#include "table/guard.h"

static int write_line(struct spot_rejects *rejects, struct spot_error *err)
{
	struct spot_buf *line = &rejects->line;

	if (rejects->is_safe) {
		spot_buf_clear(&rejects->guarded);
		spot_guard_csv(&rejects->guarded, (struct spot_view) { line->ptr, line->len }, ',');
		rejects->guarded.failed = rejects->guarded.failed || line->failed;
		line = &rejects->guarded;
	}
	return spot_buf_failed(line)
	    ? spot_error_nomem(err)
	    : spot_output_write(rejects->output, line->ptr, line->len, err);
}

int spot_rejects_open(struct spot_rejects *rejects, const struct spot_cli_common *common,
    struct spot_error *err)
{
	int rc;

	*rejects = (struct spot_rejects) { .sets_aside = rejects->sets_aside };
	spot_seen_init(&rejects->seen);
	rejects->is_safe = common->spreadsheet_safe;
	if (!common->rejects)
		return 0;
	rc = spot_output_open(&rejects->output, common->rejects, err);
	if (rc != 0)
		return rc;
	spot_output_stop_at(rejects->output, spot_cli_stop());
	spot_reject_print_header(&rejects->line);
	return write_line(rejects, err);
}

int spot_rejects_add(struct spot_rejects *rejects, const struct spot_reject *reject,
    struct spot_error *err)
{
	if (!rejects->output)
		return 0;
	spot_buf_clear(&rejects->line);
	spot_reject_print(&rejects->line, reject);
	return write_line(rejects, err);
}

int spot_rejects_add_once(struct spot_rejects *rejects, const struct spot_reject *reject,
    struct spot_error *err)
{
	int was_seen;

	if (!rejects->output)
		return 0;
	spot_buf_clear(&rejects->line);
	spot_reject_print(&rejects->line, reject);
	if (spot_buf_failed(&rejects->line))
		return spot_error_nomem(err);
	was_seen = spot_seen_add(&rejects->seen,
	    (struct spot_view) { rejects->line.ptr, rejects->line.len }, 0, NULL);
	if (was_seen < 0)
		return spot_error_nomem(err);
	return was_seen ? 0 : write_line(rejects, err);
}

int spot_rejects_commit(struct spot_rejects *rejects, struct spot_error *err)
{
	return rejects->output ? spot_output_commit(rejects->output, err) : 0;
}

void spot_rejects_close(struct spot_rejects *rejects)
{
	spot_output_close(rejects->output);
	spot_seen_reset(&rejects->seen);
	spot_buf_reset(&rejects->line);
	spot_buf_reset(&rejects->guarded);
	rejects->output = NULL;
}
