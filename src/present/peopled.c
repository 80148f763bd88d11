/* SPDX-License-Identifier: MIT */
#include "present/peopled.h"

#include <inttypes.h>

#include "base/date.h"
#include "present/draft.h"
#include "present/files.h"
#include "present/rejected.h"

#define KEYS_SHOWN 5

static void add_data(struct spot_page *page, const struct spot_run_result *result)
{
	struct spot_buf text = SPOT_BUF_INIT;

	spot_files_print(&text, result);
	spot_buf_text(&text, ", ");
	spot_buf_grouped(&text, result->rows);
	spot_page_fact(page, "data", "%s rows", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

static void add_table(struct spot_page *page, const char *name,
    const struct spot_panel_table *table)
{
	struct spot_rollup_counts counts = spot_rollup_counts(table->rollup);
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_grouped(&text, counts.records);
	spot_buf_text(&text, " of ");
	spot_buf_grouped(&text, counts.keys);
	spot_page_fact(page, name, "%s, %s accounts", table->path, spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

void spot_peopled_facts(struct spot_page *page, const struct spot_roster *roster)
{
	const struct spot_people *people = roster->people;
	const struct spot_rules *rules = roster->panel->rules;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(rules->as_of, day);
	spot_page_fact(page, "rules", "%s", rules->path);
	add_data(page, &roster->result);
	if (people->has_contacts)
		add_table(page, "contacts", &people->contacts);
	if (people->has_events)
		add_table(page, "events", &people->events);
	spot_page_fact(page, "as of", "%s", day);
}

static void add_item(struct spot_page *page, uint64_t n, const char *one, const char *many)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (n == 0)
		return;
	spot_buf_grouped(&text, n);
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s %s", spot_buf_str(&text), n == 1 ? one : many);
	spot_draft_end(&text, &page->failed);
}

static void warn_unmatched(struct spot_page *page, const char *name,
    const struct spot_panel_table *table)
{
	struct spot_rollup_counts counts = spot_rollup_counts(table->rollup);
	struct spot_unmatched worst[KEYS_SHOWN];
	size_t n = spot_rollup_unmatched(table->rollup, worst, KEYS_SHOWN);
	struct spot_buf text = SPOT_BUF_INIT;

	if (counts.unmatched_records == 0)
		return;
	spot_buf_printf(&text, "%s that match no account: ", name);
	spot_buf_grouped(&text, counts.unmatched_records);
	spot_buf_text(&text, " of ");
	for (size_t i = 0; i < n; i++) {
		spot_buf_printf(&text, "%s\"%.*s\"", i > 0 ? ", " : "", (int)worst[i].key.len,
		    worst[i].key.ptr);
		if (worst[i].near.len > 0)
			spot_buf_printf(&text, " (the account \"%.*s\" looks like it)",
			    (int)worst[i].near.len, worst[i].near.ptr);
	}
	if (counts.unmatched_keys > n)
		spot_buf_printf(&text, " and %" PRIu64 " more", counts.unmatched_keys - n);
	spot_page_item(page);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", spot_buf_str(&text));
	spot_draft_end(&text, &page->failed);
}

/* Rows that are read all the same, though something is wrong with them. */
static uint64_t n_odd(const struct spot_reader_counts *counts)
{
	return counts->recoded_rows + counts->reopened_rows + counts->nul_rows;
}

static void warn_table(struct spot_page *page, const char *name,
    const struct spot_panel_table *table)
{
	const struct spot_reader_counts *counts = &table->counts;
	char text[1200];
	uint64_t n = spot_rollup_counts(table->rollup).blank_keys;

	if (n > 0) {
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s without a key: %" PRIu64, name, n);
	}
	warn_unmatched(page, name, table);
	if (counts->short_rows > 0) {
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN, "%s: rows with too few cells %" PRIu64,
		    table->path, counts->short_rows);
	}
	if (n_odd(counts) > 0) {
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "%s: rows with cells not in UTF-8, read as windows-1252, %" PRIu64
		    ", with text after a closing quote, taken into the cell, %" PRIu64
		    ", with NUL bytes %" PRIu64,
		    table->path, counts->recoded_rows, counts->reopened_rows, counts->nul_rows);
	}
	if (table->n_failed > 0) {
		spot_error_format(&table->failure, text, sizeof(text));
		spot_page_item(page);
		spot_page_run(page, SPOT_RUN_PLAIN,
		    "a rule failed %" PRIu64 " times on %s and counts as unknown there; the "
		    "first: %s", table->n_failed, name, text);
	}
}

static bool is_clean(const struct spot_panel_table *table)
{
	struct spot_rollup_counts counts = spot_rollup_counts(table->rollup);

	return counts.blank_keys + counts.unmatched_records + table->counts.short_rows +
	    n_odd(&table->counts) + table->n_failed == 0;
}

static bool all_read(const struct spot_roster *roster)
{
	const struct spot_panel_table *table;
	const char *name;
	bool is_any = spot_unread_is_any(&roster->result.unread);

	for (size_t i = 0; (table = spot_panel_table_at(roster->panel, i, &name)); i++)
		is_any |= spot_unread_is_any(&table->unread);
	return !is_any;
}

static bool all_clean(const struct spot_roster *roster, const uint64_t tallies[SPOT_PEOPLE_TALLIES])
{
	const struct spot_people *people = roster->people;
	uint64_t n = people->counts.same_id;

	for (size_t i = 0; i < SPOT_PEOPLE_TALLIES; i++)
		n += tallies[i];
	return (!people->has_contacts || is_clean(&people->contacts)) &&
	    (!people->has_events || is_clean(&people->events)) &&
	    n == 0 && all_read(roster);
}

static void warn_rejects(struct spot_page *page, const struct spot_roster *roster)
{
	const struct spot_panel_table *table;
	const char *name;

	spot_rejected_items(page, "accounts", &roster->result.unread);
	for (size_t i = 0; (table = spot_panel_table_at(roster->panel, i, &name)); i++)
		spot_rejected_items(page, name, &table->unread);
}

void spot_peopled_warn(struct spot_page *page, const struct spot_roster *roster)
{
	const struct spot_people *people = roster->people;
	uint64_t tallies[SPOT_PEOPLE_TALLIES];

	for (size_t i = 0; i < SPOT_PEOPLE_TALLIES; i++)
		tallies[i] = spot_people_tally(people, (enum spot_people_tally)i);
	if (all_clean(roster, tallies))
		return;
	spot_page_section(page, "What did not match");

	if (people->has_contacts)
		warn_table(page, "contacts", &people->contacts);
	if (people->has_events)
		warn_table(page, "events", &people->events);
	add_item(page, people->counts.same_id, "contact has an id that an earlier one has",
	    "contacts have an id that an earlier one has");
	add_item(page, tallies[SPOT_PEOPLE_FUTURE],
	    "event is after the as-of day and does not count",
	    "events are after the as-of day and do not count");
	add_item(page, tallies[SPOT_PEOPLE_NO_DAY], "event has no day and does not count",
	    "events have no day and do not count");
	add_item(page, tallies[SPOT_PEOPLE_NO_CONTACT],
	    "event names no contact: it counts for the account",
	    "events name no contact: they count for the account");
	add_item(page, tallies[SPOT_PEOPLE_LOST_CONTACT],
	    "event names a contact that is not among them",
	    "events name contacts that are not among them");
	add_item(page, tallies[SPOT_PEOPLE_OTHER_ACCOUNT],
	    "event names a contact of another account",
	    "events name a contact of another account");
	add_item(page, tallies[SPOT_PEOPLE_NO_ACCOUNT],
	    "event names a contact that has no account",
	    "events name a contact that has no account");
	warn_rejects(page, roster);
}
