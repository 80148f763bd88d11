/* SPDX-License-Identifier: MIT */
#include "cli/run_setup.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/paths.h"
#include "table/guard.h"

int spot_setup_put_csv(const char *path, const struct spot_buf *csv,
    const struct spot_cli_common *common, struct spot_error *err)
{
	struct spot_buf guarded = SPOT_BUF_INIT;
	int rc;

	if (!common->spreadsheet_safe || spot_buf_failed(csv))
		return spot_output_put(path, csv, spot_cli_stop(), err);
	spot_guard_csv(&guarded, (struct spot_view) { csv->ptr, csv->len }, ',');
	rc = spot_output_put(path, &guarded, spot_cli_stop(), err);
	spot_buf_reset(&guarded);
	return rc;
}

int spot_setup_load(struct spot_rules **out, const char *path, const struct spot_cli_common *common,
    struct spot_error *err)
{
	struct spot_rules_options options = { .as_of = common->as_of, .n_sets = common->set.n,
		.limits = SPOT_LIMITS_DEFAULT };
	struct spot_set *sets = spot_mem_calloc(common->set.n + 1, sizeof(*sets));
	struct spot_diags diags;
	int rc;

	*out = NULL;
	if (!sets)
		return spot_error_nomem(err);
	for (size_t i = 0; i < common->set.n; i++)
		sets[i] = (struct spot_set) { common->set.items[i].name,
			common->set.items[i].value };
	options.sets = sets;
	spot_diags_init(&diags);
	rc = spot_rules_load(out, path, &options, &diags, err);
	if (rc != 0 && diags.n_errors > 0) {
		spot_cli_diags(&diags);
		if (err)
			err->what[0] = '\0';
	}
	spot_diags_reset(&diags);
	free(sets);
	if (rc == 0)
		rc = spot_paths_check_sources(common, *out, err);
	if (rc != 0) {
		spot_rules_free(*out);
		*out = NULL;
	}
	return rc;
}

void spot_setup_run_options(struct spot_run_options *run, const struct spot_cli_common *common)
{
	static const char *const standard_input[] = { "-" };

	memset(run, 0, sizeof(*run));
	run->paths = common->files.n > 0 ? common->files.items : standard_input;
	run->n_paths = common->files.n > 0 ? common->files.n : 1;
	run->reader.input.encoding = common->encoding;
	run->reader.input.stop = spot_cli_stop();
	run->reader.delimiter = common->delimiter;
	run->reader.no_header = common->no_header;
	run->reader.skip_rows = (size_t)common->skip_rows;
	run->reader.max_cell_bytes = common->max_cell_bytes;
	run->n_threads = (unsigned)common->threads;
	run->plan.no_translate = common->no_translate;
	run->keep_going = common->keep_going;
	run->strict = common->strict;
	run->stop = spot_cli_stop();
}

static struct spot_with *list_withs(const struct spot_cli_common *common)
{
	struct spot_with *withs = spot_mem_calloc(common->with.n + 1, sizeof(*withs));

	for (size_t i = 0; withs && i < common->with.n; i++)
		withs[i] = (struct spot_with) { common->with.items[i].name,
			common->with.items[i].value };
	return withs;
}

int spot_setup_check_withs(struct spot_rules *const *rules, size_t n_rules,
    const struct spot_cli_common *common, struct spot_error *err)
{
	struct spot_with *withs = list_withs(common);
	int rc = withs ? spot_panel_check_withs(rules, n_rules, withs, common->with.n, err)
	               : spot_error_nomem(err);

	for (size_t i = 0; rc == 0 && i < common->with.n; i++)
		rc = spot_input_find(withs[i].path, err);
	free(withs);
	return rc;
}

static int take_reject(void *ctx, const struct spot_reject *reject)
{
	struct spot_setup_tables *to = ctx;
	return spot_rejects_add_once(to->rejects, reject, to->err);
}

int spot_setup_tables_init(struct spot_setup_tables *tables, const struct spot_cli_common *common,
    const struct spot_run_options *run, struct spot_rejects *rejects, struct spot_error *err)
{
	*tables = (struct spot_setup_tables) { .n_withs = common->with.n, .rejects = rejects,
		.err = err };
	tables->options = (struct spot_panel_options) { .reader = run->reader,
		.n_threads = run->n_threads, .strict = common->strict,
		.keep_going = common->keep_going, .no_translate = common->no_translate };
	tables->withs = list_withs(common);
	if (!tables->withs)
		return spot_error_nomem(err);
	if (rejects->output || rejects->sets_aside) {
		tables->options.reader.reject = take_reject;
		tables->options.reader.reject_ctx = tables;
	}
	return 0;
}

void spot_setup_tables_reset(struct spot_setup_tables *tables)
{
	free(tables->withs);
	tables->withs = NULL;
}

int spot_run_setup_load(struct spot_run_setup *setup, const struct spot_cli_common *common,
    struct spot_error *err)
{
	int rc = 0;

	memset(setup, 0, sizeof(*setup));
	spot_setup_run_options(&setup->run, common);
	setup->rules = spot_mem_calloc(common->rules.n + 1, sizeof(struct spot_rules *));
	setup->panels = spot_mem_calloc(common->rules.n + 1, sizeof(*setup->panels));
	if (!setup->rules || !setup->panels)
		rc = spot_error_nomem(err);
	for (size_t i = 0; rc == 0 && i < common->rules.n; i++)
		rc = spot_setup_load(&setup->rules[i], common->rules.items[i], common, err);
	if (rc != 0)
		spot_run_setup_reset(setup);
	return rc;
}

int spot_run_setup_read(struct spot_run_setup *setup, const struct spot_people_options *asked,
    const struct spot_cli_common *common, struct spot_rejects *rejects, struct spot_error *err)
{
	struct spot_setup_tables tables;
	int rc = spot_setup_tables_init(&tables, common, &setup->run, rejects, err);

	tables.options.people = asked;
	if (rc == 0)
		rc = spot_setup_check_withs(setup->rules, common->rules.n, common, err);
	for (size_t i = 0; rc == 0 && i < common->rules.n; i++) {
		rc = spot_panel_init(&setup->panels[i], setup->rules[i], tables.withs,
		    tables.n_withs, &tables.options, err);
		if (rc == 0)
			setup->n_panels++;
	}
	/* Tables keep only the paths, which common owns. */
	spot_setup_tables_reset(&tables);
	if (rc != 0)
		spot_run_setup_reset(setup);
	return rc;
}

int spot_run_setup_init(struct spot_run_setup *setup, const struct spot_cli_common *common,
    struct spot_rejects *rejects, struct spot_error *err)
{
	int rc = spot_run_setup_load(setup, common, err);

	return rc == 0 ? spot_run_setup_read(setup, NULL, common, rejects, err) : rc;
}

void spot_run_setup_reset(struct spot_run_setup *setup)
{
	for (size_t i = 0; i < setup->n_panels; i++)
		spot_panel_reset(&setup->panels[i]);
	/* NULL-terminated: loading may have ended half way. */
	for (size_t i = 0; setup->rules && setup->rules[i]; i++)
		spot_rules_free(setup->rules[i]);
	free(setup->rules);
	free(setup->panels);
	memset(setup, 0, sizeof(*setup));
}
