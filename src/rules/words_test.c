/* SPDX-License-Identifier: MIT */
/*
 * test "n" { … }: accounts and what is expected of them. A table of rows makes a case of each
 * row: its values and expectations are laid over those that stand beside rows.
 */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "rules/words.h"
#include "table/cell.h"

static const char *const growth_choices[] = { "unknown", NULL };

static const struct spot_words_key expect_keys[] = {
	{ .name = "tier", .takes = SPOT_TAKES_TEXT },
	{ .name = "score", .takes = SPOT_TAKES_NUMBER },
	{ .name = "score_low", .takes = SPOT_TAKES_NUMBER },
	{ .name = "score_high", .takes = SPOT_TAKES_NUMBER },
	{ .name = "coverage", .takes = SPOT_TAKES_NUMBER, .ranged = true, .low = 0, .high = 100 },
	{ .name = "growth", .takes = SPOT_TAKES_NUMBER | SPOT_TAKES_TEXT,
	    .choices = growth_choices },
	{ .name = "disqualified", .takes = SPOT_TAKES_FLAG | SPOT_TAKES_TEXT | SPOT_TAKES_TEXTS },
	{ .name = "unknown", .takes = SPOT_TAKES_TEXT | SPOT_TAKES_TEXTS },
};
#define N_EXPECT_KEYS (sizeof(expect_keys) / sizeof(expect_keys[0]))

static const struct spot_words_key row_keys[] = {
	{ .name = "account", .takes = SPOT_TAKES_TABLE },
	{ .name = "expect", .takes = SPOT_TAKES_TABLE },
	{ .name = "as_of", .takes = SPOT_TAKES_DATE },
};

/* Names that expectations may hold; made once for all tests. */
struct names {
	struct spot_words_known fields, tiers, disqualifiers, rules;
};

static struct names names_make(struct spot_loader *ld)
{
	const struct spot_schema *schema = &ld->rules->fields;
	struct names out = {
		.fields = { "field", spot_words_field_names(ld, schema), schema->n_fields },
		.disqualifiers = spot_words_refer_entries(ld, SPOT_WORD_DISQUALIFY, SPOT_WORD_N),
		.rules = spot_words_refer_entries(ld, SPOT_WORD_CRITERION, SPOT_WORD_DISQUALIFY),
	};
	struct spot_words_known tiers = spot_words_refer_tiers(ld);
	struct spot_words_known growths = spot_words_refer_entries(ld, SPOT_WORD_GROWTH,
	    SPOT_WORD_N);
	const char **names = spot_words_alloc(ld, tiers.n + 1, sizeof(*names));
	for (size_t i = 0; i < tiers.n; i++)
		names[i] = tiers.names[i];
	names[tiers.n] = "bad fit";
	out.tiers = (struct spot_words_known) { "tier", names, tiers.n + 1 };
	names = spot_words_alloc(ld, out.rules.n + growths.n, sizeof(*names));
	for (size_t i = 0; i < out.rules.n; i++)
		names[i] = out.rules.names[i];
	for (size_t i = 0; i < growths.n; i++)
		names[out.rules.n + i] = growths.names[i];
	out.rules = (struct spot_words_known) { "rule", names, out.rules.n + growths.n };
	out.disqualifiers.what = "disqualifier";
	return out;
}

/* --- one case ----------------------------------------------------------------------------- */

/* Lays the values of an account table (at the top of the stack) over values; given says
 * which were. */
static void account_read(const struct spot_words_table *account, const struct names *names,
    struct spot_value *values, bool *given)
{
	struct spot_loader *ld = account->ld;
	const struct spot_schema *schema = &ld->rules->fields;
	struct spot_words_names keys = spot_words_table_names(account);
	if (keys.n_items)
		spot_words_error(ld, spot_words_table_place(account, NULL, 1),
		    "write field = value",
		    "a value without a field in %s", account->title);
	for (size_t i = 0; i < keys.n; i++) {
		const char *name = keys.names[i];
		struct spot_place place = spot_words_table_place(account, name, 0);
		if (!spot_words_has(ld, SPOT_WORD_FIELDS) ||
		    !spot_words_refer_check(account, place, name, &names->fields))
			continue;
		size_t idx = spot_schema_find(schema, name, strlen(name));
		char what[256];
		snprintf(what, sizeof(what), "%s in %s", name, account->title);
		spot_words_table_push(account, name);
		spot_words_value_field(ld, -1, &schema->fields[idx], place, what, &values[idx],
		    NULL);
		lua_pop(ld->L, 1);
		given[idx] = true;
	}
}

static void values_finish(struct spot_loader *ld, struct spot_value *values, const bool *given)
{
	const struct spot_schema *schema = &ld->rules->fields;
	const char *problem;
	for (size_t i = 0; i < schema->n_fields; i++)
		if (!given[i] &&
		    spot_cell_read(&values[i], &schema->fields[i], SPOT_VIEW(""), ld->arena, NULL,
			&problem) == SPOT_CELL_NOMEM)
			spot_words_raise_nomem(ld);
}

static void disqualified_read(const struct spot_words_table *expect, const struct names *names,
    struct spot_test_case *out)
{
	if (spot_words_table_type(expect, "disqualified") == LUA_TNIL)
		return;
	out->has_disqualified = true;
	out->disqualified = false;
	spot_words_table_flag(expect, "disqualified", &out->disqualified);
	out->disqualified_names = spot_words_table_texts(expect, "disqualified",
	    &out->n_disqualified_names);
	out->disqualified |= out->n_disqualified_names > 0;
	spot_words_refer_texts(expect, "disqualified", &names->disqualifiers);
}

/* The expect table at the top of the stack; what it says replaces what out holds. */
static void expect_read(const struct spot_words_table *expect, const struct names *names,
    struct spot_test_case *out)
{
	spot_words_check_keys(expect, expect_keys, N_EXPECT_KEYS, false, false);
	const char *tier = spot_words_table_text(expect, "tier");
	if (tier) {
		spot_words_refer_check(expect, spot_words_table_place(expect, "tier", 0), tier,
		    &names->tiers);
		out->has_tier = true;
		out->tier = tier;
	}
	out->has_score |= spot_words_table_number(expect, "score", &out->score);
	out->has_score_low |= spot_words_table_number(expect, "score_low", &out->score_low);
	out->has_score_high |= spot_words_table_number(expect, "score_high", &out->score_high);
	out->has_coverage |= spot_words_table_number(expect, "coverage", &out->coverage);
	if (spot_words_table_text(expect, "growth"))
		out->has_growth = out->growth_unknown = true;
	else if (spot_words_table_number(expect, "growth", &out->growth)) {
		out->has_growth = true;
		out->growth_unknown = false;
	}
	disqualified_read(expect, names, out);
	if (spot_words_table_type(expect, "unknown") == LUA_TNIL)
		return;
	out->has_unknown = true;
	out->unknown_names = spot_words_table_texts(expect, "unknown", &out->n_unknown_names);
	spot_words_refer_texts(expect, "unknown", &names->rules);
}

static bool expects_something(const struct spot_test_case *test)
{
	return test->has_tier || test->has_score || test->has_score_low || test->has_score_high ||
	    test->has_coverage || test->has_growth || test->has_disqualified || test->has_unknown;
}

/* Account, expect and as_of of a test, or of a row that has them. */
static void parts_read(const struct spot_words_table *table, const struct names *names,
    struct spot_test_case *out, struct spot_value *values, bool *given)
{
	struct spot_loader *ld = table->ld;
	if (spot_words_table_push(table, "account") == LUA_TTABLE) {
		struct spot_words_table account = spot_words_table_inner(table, "account", 0, NULL);
		account_read(&account, names, values, given);
	}
	lua_pop(ld->L, 1);
	if (spot_words_table_push(table, "expect") == LUA_TTABLE) {
		struct spot_words_table expect = spot_words_table_inner(table, "expect", 0, NULL);
		expect_read(&expect, names, out);
	}
	lua_pop(ld->L, 1);
	out->has_as_of |= spot_words_table_date(table, "as_of", &out->as_of);
}

/* --- the word ----------------------------------------------------------------------------- */

/* What all rows of a test share. */
struct shared {
	struct spot_test_case test;
	struct spot_value *values;
	bool *given;
};

static struct spot_test_case case_make(struct spot_loader *ld, const struct shared *shared,
    struct spot_value **values, bool **given)
{
	size_t n = ld->rules->fields.n_fields;
	*values = spot_words_alloc(ld, n + 1, sizeof(**values));
	*given = spot_words_alloc(ld, n + 1, sizeof(**given));
	if (shared) {
		memcpy(*values, shared->values, n * sizeof(**values));
		memcpy(*given, shared->given, n * sizeof(**given));
		return shared->test;
	}
	return (struct spot_test_case) { .name = NULL };
}

static void case_finish(struct spot_loader *ld, struct spot_test_case *test,
    struct spot_value *values, const bool *given, size_t n_before)
{
	values_finish(ld, values, given);
	test->values = values;
	/* A misspelt expectation was told already. */
	if (ld->n_errors == n_before && !expects_something(test))
		spot_words_error(ld, test->place,
		    "add expect = { tier = \"A\" }, or score, disqualified …",
		    "test \"%s\" expects nothing", test->name);
	ld->rules->tests[ld->rules->n_tests++] = *test;
}

static void row_read(const struct spot_words_table *rows, size_t position,
    const struct shared *shared, const struct names *names)
{
	struct spot_loader *ld = rows->ld;
	size_t n_before = ld->n_errors;
	const char *name = rows->entry->name;
	struct spot_value *values;
	bool *given;
	struct spot_test_case test = case_make(ld, shared, &values, &given);
	test.name = spot_words_printf(ld, "%s #%zu", name, position);
	test.place = spot_words_table_place(rows, NULL, position);
	if (spot_words_table_push_item(rows, position) != LUA_TTABLE) {
		if (!spot_words_is_dummy(ld->L, -1))
			spot_words_error(ld, test.place, "write { field = value, … }",
			    "row %zu of test \"%s\" must be a table, not %s", position, name,
			    spot_words_check_describe(ld, -1));
		lua_pop(ld->L, 1);
		return;
	}
	struct spot_words_table row = spot_words_table_inner(rows, NULL, position,
	    spot_words_printf(ld, "row %zu of test \"%s\"", position, name));
	if (spot_words_table_type(&row, "account") == LUA_TTABLE ||
	    spot_words_table_type(&row, "expect") == LUA_TTABLE) {
		spot_words_check_keys(&row, row_keys, sizeof(row_keys) / sizeof(row_keys[0]), false,
		    false);
		parts_read(&row, names, &test, values, given);
	} else {
		account_read(&row, names, values, given);
	}
	lua_pop(ld->L, 1);
	case_finish(ld, &test, values, given, n_before);
}

static void test_read(struct spot_loader *ld, size_t entry_idx, const struct names *names)
{
	const struct spot_words_def *def = &spot_words_vocabulary[SPOT_WORD_TEST];
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	struct shared shared;
	size_t n_before = ld->n_errors;
	spot_words_check_keys(&table, def->keys, def->n_keys, false, false);
	shared.test = case_make(ld, NULL, &shared.values, &shared.given);
	shared.test.name = table.entry->name;
	shared.test.place = table.entry->place;
	parts_read(&table, names, &shared.test, shared.values, shared.given);
	int type = spot_words_table_push(&table, "rows");
	if (type == LUA_TTABLE) {
		struct spot_words_table rows = spot_words_table_inner(&table, "rows", 0, NULL);
		struct spot_words_names keys = spot_words_table_names(&rows);
		if (keys.n || keys.n_items == 0)
			spot_words_error(ld,
			    spot_words_table_place(&rows, keys.n ? keys.names[0] : NULL, 0),
			    "write rows = { { field = value, … }, … }",
			    "%s must be a list of rows", rows.title);
		for (size_t i = 1; i <= keys.n_items; i++)
			row_read(&rows, i, &shared, names);
	} else if (spot_words_table_type(&table, "account") != LUA_TNIL) {
		case_finish(ld, &shared.test, shared.values, shared.given, n_before);
	} else if (type == LUA_TNIL) {
		spot_words_error(ld, table.entry->place, "add account = { field = value, … }",
		    "%s lacks account or rows", table.title);
	}
	lua_pop(ld->L, 2);
}

static size_t cases_count(struct spot_loader *ld, size_t entry_idx)
{
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	size_t n = 1;
	if (spot_words_table_push(&table, "rows") == LUA_TTABLE)
		n += spot_words_table_length(&table, -1);
	lua_pop(ld->L, 2);
	return n;
}

void spot_words_test_build(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	struct names names = names_make(ld);
	size_t n = 0;
	for (size_t i = 0; i < ld->n_entries; i++)
		if (spot_words_counts(&ld->entries[i], SPOT_WORD_TEST))
			n += cases_count(ld, i);
	rules->tests = spot_words_alloc(ld, n, sizeof(*rules->tests));
	for (size_t i = 0; i < ld->n_entries; i++)
		if (spot_words_counts(&ld->entries[i], SPOT_WORD_TEST))
			test_read(ld, i, &names);
}
