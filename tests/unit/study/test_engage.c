/* SPDX-License-Identifier: MIT */
/*
 * Engagement against ../shared/reference/ravenstack_engagement.json, computed elsewhere, and the
 * roles that a rule file gives to the titles of the AdventureWorks contacts.
 */
#include "support/peopled.h"
#include "unit/study/reference.h"

#include <math.h>

#include "base/map.h"
#include "study/engage.h"

#define DATA "../shared/data/"

/* Cell i of a line without quotes. */
static struct spot_view cell(const char *line, size_t i)
{
	while (i-- > 0)
		line += strcspn(line, ",") + 1;
	return (struct spot_view) { line, strcspn(line, ",\r\n") };
}

/* Which account each subscription belongs to. */
static void read_subscriptions(struct spot_map *subscriptions, struct spot_map *accounts,
    size_t account_of[8000])
{
	FILE *file = fopen(DATA "ravenstack/ravenstack_subscriptions.csv", "r");
	char line[1000];

	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	while (fgets(line, sizeof(line), file)) {
		size_t s = spot_map_add(subscriptions, cell(line, 0));

		assert_true(s < 8000);
		account_of[s] = spot_map_add(accounts, cell(line, 1));
	}
	fclose(file);
}

/* Usage by account, each usage_id once. */
static void write_usage(char path[TEMP_PATH_BYTES])
{
	static size_t account_of[8000];
	FILE *file = fopen(DATA "ravenstack/ravenstack_feature_usage.csv", "r");
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_map subscriptions, accounts, seen;
	char line[1000];

	spot_map_init(&subscriptions);
	spot_map_init(&accounts);
	spot_map_init(&seen);
	read_subscriptions(&subscriptions, &accounts, account_of);
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof(line), file));
	spot_buf_text(&text, "account,day,n\n");
	while (fgets(line, sizeof(line), file)) {
		struct spot_view day = cell(line, 2), n = cell(line, 4);
		size_t n_before = seen.n_keys, s = spot_map_find(&subscriptions, cell(line, 1));

		assert_true(s != SPOT_MAP_NONE);
		spot_map_add(&seen, cell(line, 0));
		if (seen.n_keys == n_before)
			continue;
		spot_buf_view(&text, accounts.keys[account_of[s]]);
		spot_buf_printf(&text, ",%.*s,%.*s\n", (int)day.len, day.ptr, (int)n.len, n.ptr);
	}
	fclose(file);
	temp_file(path, spot_buf_str(&text));
	spot_buf_reset(&text);
	spot_map_reset(&subscriptions);
	spot_map_reset(&accounts);
	spot_map_reset(&seen);
}

static void check_half_life(const char *days, json_t *wanted)
{
	struct peopled of = { .n_threads = 2 };
	struct spot_error err = SPOT_ERROR_INIT;
	char rules[1000];
	const char *key;
	double total = 0;
	json_t *score;
	int64_t as_of;

	assert_true(spot_date_iso(SPOT_VIEW("2024-12-31"), &as_of));
	write_usage(of.events);
	snprintf(rules, sizeof(rules),
	    "fields { id = 'key' }\nevents { key = 'account', at = 'day',\n"
	    "  fields = { day = 'date', n = 'number' } }\n"
	    "engagement 'Usage' { points = function(e) return e.n end, half_life = '%sd',\n"
	    "  when = function(e) return true end }\n", days);
	peopled_load(&of, rules, as_of);
	assert_int_equal(peopled_read(&of, &err), 0);
	json_object_foreach(json_object_get(wanted, "scores"), key, score) {
		double got = peopled_find(&of, key).engagement, want = json_number_value(score);

		if (!(fabs(got - want) <= 1e-9 * fabs(want)))
			fail_msg("%s: %.17g, not %.17g", key, got, want);
		total += got;
	}
	assert_true(json_object_size(json_object_get(wanted, "scores")) == 500);
	assert_int_equal(spot_rollup_counts(of.people.events.rollup).keys, 500);
	if (!(fabs(total - json_number_value(json_object_get(wanted, "total"))) <= 1e-9 * total))
		fail_msg("the total is %.17g", total);
	peopled_end(&of);
}

static void test_reference(void **state)
{
	json_t *root = reference_load("ravenstack_engagement"), *wanted;
	const char *days;

	(void)state;
	json_object_foreach(json_object_get(root, "half_life"), days, wanted)
		check_half_life(days, wanted);
	json_decref(root);
}

/* --- titles ------------------------------------------------------------------------------- */

static const struct {
	const char *title, *role;
} wanted_roles[] = {
	{ "Owner", "Decision maker" },
	{ "Purchasing Manager", "Buyer" },
	{ "Purchasing Agent", "Buyer" },
};

static void check_title(const struct spot_people *people, size_t t)
{
	const uint32_t *counts = people->title_roles + t * (people->n_roles + 1);
	struct spot_view title = people->titles.keys[t];
	uint32_t n_roles = 0;

	for (size_t r = 0; r <= people->n_roles; r++) {
		const char *name =
		    r < people->n_roles ? people->buyers.roles[r].name : "unassigned";

		n_roles += counts[r] > 0;
		for (size_t i = 0; counts[r] > 0 && i < N_OF(wanted_roles); i++)
			if (spot_view_equal(title, spot_view_of(wanted_roles[i].title)))
				assert_string_equal(name, wanted_roles[i].role);
	}
	assert_int_equal(n_roles, 1);
}

static void test_titles(void **state)
{
	struct peopled of = { .n_threads = 2 };
	struct spot_rules_options options = { .as_of = PEOPLED_DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	uint32_t n = 0;

	(void)state;
	snprintf(of.contacts, sizeof(of.contacts), DATA "derived/adventureworks_contacts.csv");
	if (access(of.contacts, R_OK) != 0) {
		print_message("skipped: ../shared is not here\n");
		skip();
	}
	assert_int_equal(spot_rules_load(&of.rules, "tests/data-rules/reseller_contacts.lua",
	    &options, NULL, &err), 0);
	assert_int_equal(peopled_read(&of, &err), 0);
	assert_int_equal(of.people.n_list, 753);
	assert_int_equal(of.people.titles.n_keys, N_OF(wanted_roles));
	for (size_t t = 0; t < of.people.titles.n_keys; t++) {
		check_title(&of.people, t);
		for (size_t r = 0; r <= of.people.n_roles; r++)
			n += of.people.title_roles[t * (of.people.n_roles + 1) + r];
	}
	assert_int_equal(n + of.people.counts.blank_titles, 753);
	of.contacts[0] = '\0';
	peopled_end(&of);
}

/* --- fit against engagement --------------------------------------------------------------- */

static void test_levels(void **state)
{
	struct peopled of;

	(void)state;
	peopled_begin(&of,
	    "fields { id = 'key' }\nlevels { hot = 60, cold = 10, warm = 25 }\n", NULL, NULL);
	assert_int_equal(spot_engage_level(&of.people, 60), 0);
	assert_int_equal(spot_engage_level(&of.people, 59.9), 1);
	assert_int_equal(spot_engage_level(&of.people, 10), 2);
	assert_int_equal(spot_engage_level(&of.people, -4), 2); /* below all: the lowest */
	assert_string_equal(spot_engage_level_name(&of.people, 1), "warm");
	peopled_end(&of);
	peopled_begin(&of, "fields { id = 'key' }\n", NULL, NULL);
	assert_int_equal(spot_engage_level(&of.people, 60), 0);
	assert_string_equal(spot_engage_level_name(&of.people, 0), "");
	peopled_end(&of);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reference),
		cmocka_unit_test(test_titles),
		cmocka_unit_test(test_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
