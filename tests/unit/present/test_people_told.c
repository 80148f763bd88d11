/* SPDX-License-Identifier: MIT */
/* Plans and engagement, from the tables to every format: each allocation may be refused. */
#include "support/unit.h"

#include "present/engaged.h"
#include "present/peopled.h"
#include "present/planned.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/terminal.h"
#include "rules/load.h"

#define DAY 20634 /* 2026-06-30 */

struct telling {
	struct spot_rules *rules;
	struct spot_panel panel;
	struct spot_journey journey;
	struct spot_agenda_fields fields;
	struct spot_agenda_asked asked;
	struct spot_roster roster;
	struct spot_agenda agenda;
	struct spot_agenda_swap swap;
	struct spot_engage engage;
	size_t format;
	struct spot_buf good; /* in that format */
};

static const char *const data_path = "tests/verbs/data/people.csv";

static void begin(struct telling *t)
{
	static const struct spot_with withs[] = {
		{ "contacts", "tests/verbs/data/contacts.csv", NULL },
		{ "events", "tests/verbs/data/events.csv", NULL },
	};
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_people_options people = { .needs_all = true };
	struct spot_panel_options reading = { .n_threads = 1, .people = &people };
	struct spot_error err = SPOT_ERROR_INIT;

	memset(t, 0, sizeof(*t));
	if (spot_rules_load(
	        &t->rules, "tests/verbs/data/people.lua", &options, NULL, &err) != 0)
		fail_msg("%s", err.what);
	assert_int_equal(spot_journey_init(&t->journey, t->rules, &err), 0);
	t->fields.since = spot_schema_find(&t->rules->fields, "kicked", strlen("kicked"));
	t->fields.pays = spot_schema_find(&t->rules->fields, "arr", strlen("arr"));
	assert_int_equal(spot_agenda_ask(&t->asked, &t->journey, &t->fields, &err), 0);
	people.watches = t->asked.watches;
	people.n_watches = t->asked.n_watches;
	people.n_watched = t->journey.n_contents;
	if (spot_panel_init(&t->panel, t->rules, withs, N_OF(withs), &reading, &err) != 0)
		fail_msg("%s", err.what);
}

static void end(struct telling *t)
{
	spot_agenda_asked_reset(&t->asked);
	spot_panel_reset(&t->panel);
	spot_journey_reset(&t->journey);
	spot_rules_free(t->rules);
}

static int study(struct telling *t, struct spot_error *err)
{
	static const struct spot_run_calls calls;
	struct spot_run_options run = { .paths = &data_path, .n_paths = 1, .n_threads = 1 };
	int rc = spot_roster_run(
	    &t->roster, &t->panel, t->panel.people, &t->asked.options, &run, &calls, err);

	if (rc == 0)
		rc = spot_agenda_init(&t->agenda, &t->roster, &t->journey, &t->fields, err);
	if (rc == 0)
		rc = spot_agenda_replace(&t->swap, &t->agenda, err);
	return rc == 0 ? spot_engage_init(&t->engage, &t->roster, err) : rc;
}

static void forget(struct telling *t)
{
	spot_engage_reset(&t->engage);
	free(t->swap.rows);
	spot_agenda_reset(&t->agenda);
	spot_roster_reset(&t->roster);
	t->engage = (struct spot_engage) { 0 };
	t->swap = (struct spot_agenda_swap) { 0 };
	t->agenda = (struct spot_agenda) { 0 };
	t->roster = (struct spot_roster) { 0 };
}

static int study_once(void *ctx)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int rc = study(ctx, &err);

	forget(ctx);
	assert_string_equal(err.what, rc == 0 ? "" : "out of memory");
	return rc;
}

static void test_study(void **state)
{
	long live = unit_heap_live;
	struct telling t;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&t);
	unit_heap_sweep(study_once, &t, SPOT_ENOMEM, 200);
	end(&t);
	assert_int_equal(unit_heap_live, live);
}

/* --- told --------------------------------------------------------------------------------- */

static void fill_page(struct spot_page *page, const struct telling *t)
{
	page->is_sheet = true;
	spot_planned_sheets(page, &t->agenda, false, 9);
	spot_page_sheet(page, "All");
	spot_peopled_facts(page, &t->roster);
	spot_planned_map(page, &t->agenda);
	spot_planned_bad(page, &t->agenda, &t->swap);
	for (int per = 0; per < SPOT_ENGAGED_N; per++)
		spot_engaged_page(page, &t->engage, (enum spot_engaged_per)per);
	spot_peopled_warn(page, &t->roster);
}

static void write_page(struct spot_buf *out, const struct telling *t, size_t format)
{
	const struct spot_table_look look = { .width = 80 };
	struct spot_page page;

	spot_page_init(&page, "People");
	fill_page(&page, t);
	if (format == 0)
		spot_html_write(out, &page);
	else if (format == 1)
		spot_markdown_write(out, &page);
	else
		spot_terminal_write(out, &page, &look);
	spot_page_reset(&page);
}

static void write_rows(struct spot_buf *out, const struct telling *t, enum spot_sheet_kind kind)
{
	spot_planned_rows(out, &t->agenda, true, kind);
	spot_planned_bad_rows(out, &t->agenda, &t->swap, kind);
	for (int per = 0; per < SPOT_ENGAGED_N; per++)
		spot_engaged_rows(out, &t->engage, (enum spot_engaged_per)per, kind);
}

static void write_json(struct spot_buf *out, const struct telling *t)
{
	spot_planned_json(out, &t->agenda, false);
	spot_planned_bad_json(out, &t->agenda, &t->swap);
	for (int per = 0; per < SPOT_ENGAGED_N; per++)
		spot_engaged_json(out, &t->engage, (enum spot_engaged_per)per);
}

#define N_FORMATS 6

static void tell(struct spot_buf *out, const struct telling *t)
{
	if (t->format < 3)
		write_page(out, t, t->format);
	else if (t->format < 5)
		write_rows(out, t, t->format == 3 ? SPOT_SHEET_CSV : SPOT_SHEET_JSONL);
	else
		write_json(out, t);
}

/* What is not whole is known to be so. */
static int tell_once(void *ctx)
{
	struct spot_buf out = SPOT_BUF_INIT;
	struct telling *t = ctx;
	int rc;

	tell(&out, t);
	rc = spot_buf_failed(&out) ? SPOT_ENOMEM : 0;
	if (rc == 0)
		assert_string_equal(spot_buf_str(&out), spot_buf_str(&t->good));
	spot_buf_reset(&out);
	return rc;
}

static void test_told(void **state)
{
	long live = unit_heap_live;
	struct spot_error err = SPOT_ERROR_INIT;
	struct telling t;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&t);
	assert_int_equal(study(&t, &err), 0);
	for (t.format = 0; t.format < N_FORMATS; t.format++) {
		tell(&t.good, &t);
		assert_non_null(strstr(spot_buf_str(&t.good), "Five"));
		unit_heap_sweep(tell_once, &t, SPOT_ENOMEM, 500);
		spot_buf_reset(&t.good);
	}
	forget(&t);
	end(&t);
	assert_int_equal(unit_heap_live, live);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_study),
		cmocka_unit_test(test_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
