/* SPDX-License-Identifier: MIT */
/* tests/rules/load/words.lua uses every word and every key; here is what the model makes of
 * it. */
#include <math.h>

#include "base/date.h"
#include "rules/internal.h"
#include "unit/rules/loading.h"

static struct loading words;

static int words_load(void **state)
{
	(void)state;
	load_file(&words, "tests/rules/load/words.lua");
	if (words.rc != 0)
		print_message("%s", spot_buf_str(&words.told));
	return words.rc;
}

static int words_free(void **state)
{
	(void)state;
	loading_reset(&words);
	return 0;
}

static int64_t day(const char *text)
{
	int64_t days = 0;
	assert_true(spot_date_iso(spot_view_of(text), &days));
	return days;
}

static const struct spot_field *field(const char *name)
{
	size_t idx = spot_schema_find(&words.rules->fields, name, strlen(name));
	assert_int_not_equal(idx, (size_t)-1);
	return &words.rules->fields.fields[idx];
}

static void assert_function(int fn, const char *word, const char *owner,
    enum spot_answer_kind answer,
    enum spot_subject subject)
{
	assert_in_range(fn, 0, words.rules->n_functions - 1);
	const struct spot_function *function = &words.rules->functions[fn];
	assert_string_equal(function->word, word);
	assert_string_equal(function->owner, owner);
	assert_int_equal(function->answer, answer);
	assert_int_equal(function->subject, subject);
	assert_string_equal(function->place.file, "tests/rules/load/words.lua");
	assert_true(function->place.line > 0 && function->last_line >= function->place.line);
}

static void profile(void **state)
{
	(void)state;
	const struct spot_profile *p = &words.rules->profile;
	assert_string_equal(p->name, "All words");
	assert_string_equal(p->seller, "Acme");
	assert_string_equal(p->purpose, "To test.");
	assert_string_equal(p->problem, "Untested words.");
	assert_string_equal(p->owner, "QA");
	assert_string_equal(p->objectives, "Load it\nCompare it");
	assert_string_equal(p->notes, "one line");
	assert_true(p->has_reviewed && p->has_review_every);
	assert_int_equal(p->reviewed, day("2026-11-01"));
	assert_int_equal(p->review_every.count, 90);
	assert_int_equal(p->review_every.unit, 'd');
	assert_int_equal(p->place.line, 2);
}

static void fields(void **state)
{
	(void)state;
	const struct spot_schema *schema = &words.rules->fields;
	assert_int_equal(schema->n_fields, 25);
	for (size_t i = 1; i < 14; i++)
		assert_true(strcmp(schema->fields[i - 1].name, schema->fields[i].name) < 0);
	assert_int_equal(field("id")->type, SPOT_TYPE_KEY);
	assert_int_equal(field("id")->n_from, 2);
	assert_string_equal(field("id")->from[1], "Id");
	assert_int_equal(field("people")->n_from, 0);
	assert_int_equal(field("people")->from_column, 3);
	assert_true(field("people")->cost == 2.5);
	assert_int_equal(field("people")->line, 12);
	assert_int_equal(field("industry")->n_blank, 2);
	assert_string_equal(field("industry")->doc, "what they do");
	assert_string_equal(field("arr")->unit, "USD");
	assert_string_equal(field("arr")->format, "1.234,5");
	assert_true(field("cost")->has_default && field("cost")->fallback.as.number == 0);
	assert_int_equal(field("cost")->fallback.kind, SPOT_KIND_FLOAT);
	assert_true(field("plan")->has_default);
	assert_int_equal(field("plan")->fallback.as.text.len, 0);
	assert_true(fabs(field("hiring")->fallback.as.number - 0.12) < 1e-12);
	assert_true(field("live")->fallback.as.flag);
	assert_true(field("churned")->optional && field("churned")->known_after);
	assert_int_equal(field("since")->fallback.as.integer, day("2020-02-29"));
	assert_string_equal(field("tech")->sep, "|");
	assert_string_equal(field("tech")->blank[0], "none");
	assert_int_equal(field("tools")->fallback.as.list.n_items, 2);
	assert_true(spot_view_equal(field("tools")->fallback.as.list.items[1], SPOT_VIEW("b")));
	assert_false(field("name")->derived);
	assert_true(field("won_sum")->derived);
	assert_string_equal(field("won_sum")->unit, "USD");
}

static void params(void **state)
{
	(void)state;
	const struct spot_param *p = words.rules->params;
	assert_int_equal(words.rules->n_params, 4);
	assert_string_equal(p[0].name, "rate");
	assert_int_equal(p[0].value.kind, SPOT_KIND_FLOAT);
	assert_string_equal(p[1].name, "region");
	assert_true(spot_view_equal(p[1].value.as.text, SPOT_VIEW("EU")));
	assert_string_equal(p[2].name, "size");
	assert_int_equal(p[2].value.as.integer, 50);
	assert_string_equal(p[3].name, "strict");
	assert_true(p[3].value.as.flag);
	assert_false(p[3].overridden);
}

static void criteria(void **state)
{
	(void)state;
	const struct spot_rules *rules = words.rules;
	assert_int_equal(rules->n_criteria, 3);
	assert_int_equal(rules->n_groups, 2);
	assert_string_equal(rules->groups[0].name, "Declared first");
	assert_true(rules->groups[0].declared && rules->groups[0].has_cap &&
	    rules->groups[0].has_floor);
	assert_true(rules->groups[0].cap == 20 && rules->groups[0].floor == -5);
	assert_string_equal(rules->groups[1].name, "Market");
	assert_false(rules->groups[1].declared || rules->groups[1].has_cap);
	const struct spot_criterion *c = rules->criteria;
	assert_string_equal(c[0].name, "Size");
	assert_true(c[0].weight == 30 && c[0].group == 1);
	assert_int_equal(c[0].unknown, SPOT_UNKNOWN_FIT);
	assert_true(c[0].unknown_fit == 0.25);
	assert_function(c[0].fit, "criterion", "Size", SPOT_ANSWER_FIT, SPOT_SUBJECT_ACCOUNT);
	assert_true(c[1].weight == -2.5 && c[1].group == 0);
	assert_int_equal(c[1].unknown, SPOT_UNKNOWN_SKIP);
	assert_int_equal(c[2].group, SPOT_NONE);
	assert_int_equal(c[2].unknown, SPOT_UNKNOWN_ZERO);
	assert_string_equal(c[2].why, "alone");
}

static void other_rules(void **state)
{
	(void)state;
	const struct spot_rules *rules = words.rules;
	assert_int_equal(rules->n_disqualifiers, 2);
	assert_true(rules->disqualifiers[0].unknown_disqualifies);
	assert_false(rules->disqualifiers[1].unknown_disqualifies);
	assert_function(rules->disqualifiers[1].when, "disqualify", "Gone", SPOT_ANSWER_WHEN,
	    SPOT_SUBJECT_ACCOUNT);
	assert_int_equal(rules->n_growths, 2);
	assert_string_equal(rules->growths[0].unit, "USD");
	assert_null(rules->growths[1].why);
	assert_function(rules->growths[1].value, "growth", "Else", SPOT_ANSWER_AMOUNT,
	    SPOT_SUBJECT_ACCOUNT);
	assert_int_equal(rules->n_tiers, 3);
	assert_string_equal(rules->tiers[0].name, "A");
	assert_string_equal(rules->tiers[2].name, "C");
	assert_true(rules->tiers[2].threshold == -10);
	assert_true(rules->has_target_share && rules->target_low == 0.05 &&
	    rules->target_high == 0.5);
	assert_int_equal(rules->n_exceptions, 1);
	assert_int_equal(rules->exceptions[0].tier, 1);
	assert_int_equal(rules->exceptions[0].expires, day("2027-03-31"));
	assert_string_equal(rules->exceptions[0].account, "ACC-1");
	assert_int_equal(rules->n_cohorts, 1);
	assert_string_equal(rules->cohorts[0].doc, "good");
}

static void rollups(void **state)
{
	(void)state;
	const struct spot_rules *rules = words.rules;
	assert_int_equal(rules->n_rollups, 2);
	const struct spot_rollup_rule *deals = &rules->rollups[0], *tickets = &rules->rollups[1];
	assert_string_equal(deals->name, "deals");
	assert_int_equal(deals->fields.n_fields, 4);
	assert_int_equal(deals->key_idx, 0);
	assert_int_equal(deals->fields.fields[0].type, SPOT_TYPE_KEY);
	assert_string_equal(deals->fields.fields[0].from[0], "Account Name");
	assert_string_equal(tickets->fields.fields[tickets->key_idx].name, "Account");
	assert_int_equal(tickets->fields.fields[tickets->key_idx].n_from, 0);
	assert_int_equal(deals->n_deriveds, 10);
	assert_int_equal(deals->first_field, 14);
	assert_int_equal(tickets->first_field, 24);
	static const struct {
		const char *name;
		enum spot_agg agg;
		enum spot_type type;
		const char *column, *by;
	} expected[] = {
		{ "avg", SPOT_AGG_MEAN, SPOT_TYPE_MONEY, "amount", NULL },
		{ "first_st", SPOT_AGG_FIRST, SPOT_TYPE_TEXT, "stage", "closed" },
		{ "last_amt", SPOT_AGG_LAST, SPOT_TYPE_MONEY, "amount", "closed" },
		{ "least", SPOT_AGG_MIN, SPOT_TYPE_MONEY, "amount", NULL },
		{ "n", SPOT_AGG_COUNT, SPOT_TYPE_INTEGER, NULL, NULL },
		{ "newest", SPOT_AGG_MAX, SPOT_TYPE_DATE, "closed", NULL },
		{ "priced", SPOT_AGG_COUNT, SPOT_TYPE_INTEGER, "amount", NULL },
		{ "stages", SPOT_AGG_DISTINCT, SPOT_TYPE_INTEGER, "stage", NULL },
		{ "won", SPOT_AGG_COUNT, SPOT_TYPE_INTEGER, NULL, NULL },
		{ "won_sum", SPOT_AGG_SUM, SPOT_TYPE_MONEY, "amount", NULL },
	};
	for (size_t i = 0; i < N_OF(expected); i++) {
		const struct spot_derived *d = &deals->deriveds[i];
		assert_string_equal(d->name, expected[i].name);
		assert_int_equal(d->agg, expected[i].agg);
		assert_int_equal(d->type, expected[i].type);
		assert_int_equal(d->field_idx, expected[i].column
			? spot_schema_find(&deals->fields, expected[i].column,
			    strlen(expected[i].column))
			: SPOT_NONE);
		assert_int_equal(d->by_idx, expected[i].by
			? spot_schema_find(&deals->fields, expected[i].by, strlen(expected[i].by))
			    : SPOT_NONE);
		assert_string_equal(rules->fields.fields[deals->first_field + i].name, d->name);
		assert_int_equal(rules->fields.fields[deals->first_field + i].type, d->type);
	}
	assert_int_equal(deals->deriveds[4].when, SPOT_NO_FUNCTION);
	assert_function(deals->deriveds[8].when, "rollup", "deals", SPOT_ANSWER_WHEN,
	    SPOT_SUBJECT_RECORD);
	assert_int_equal(rules->functions[deals->deriveds[8].when].subject_idx, 0);
	assert_int_equal(rules->functions[tickets->deriveds[0].when].subject_idx, 1);
}

static const struct spot_word *word(const char *name, size_t nth)
{
	for (size_t i = 0; i < words.rules->n_words; i++)
		if (strcmp(words.rules->words[i].word, name) == 0 && nth-- == 0)
			return &words.rules->words[i];
	fail_msg("no word %s", name);
	return NULL;
}

static const struct spot_item *item(const struct spot_item *items, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (items[i].key && strcmp(items[i].key, key) == 0)
			return &items[i];
	fail_msg("no item %s", key);
	return NULL;
}

static void kept_words(void **state)
{
	(void)state;
	assert_int_equal(words.rules->n_words, 15);
	const struct spot_word *w = word("economics", 0);
	assert_null(w->name);
	const struct spot_item *won = item(w->items, w->n_items, "won");
	assert_int_equal(won->kind, SPOT_ITEM_FUNCTION);
	assert_function(won->function, "economics", "", SPOT_ANSWER_WHEN, SPOT_SUBJECT_RECORD);
	assert_function(item(w->items, w->n_items, "days")->function, "economics", "",
	    SPOT_ANSWER_AMOUNT, SPOT_SUBJECT_RECORD);
	assert_function(item(w->items, w->n_items, "ltv")->function, "economics", "",
	    SPOT_ANSWER_AMOUNT, SPOT_SUBJECT_ACCOUNT);
	w = word("segment", 0);
	assert_function(w->items[0].function, "segment", "By function", SPOT_ANSWER_TEXT,
	    SPOT_SUBJECT_ACCOUNT);
	w = word("segment", 2);
	const struct spot_item *bands = item(w->items, w->n_items, "bands");
	assert_int_equal(bands->kind, SPOT_ITEM_TABLE);
	assert_int_equal(bands->n_items, 2);
	assert_int_equal(bands->items[1].items[0].value.as.integer, 50);
	w = word("role", 0);
	assert_string_equal(w->name, "Buyer");
	assert_int_equal(item(w->items, w->n_items, "match")->n_items, 2);
	w = word("role", 1);
	assert_function(item(w->items, w->n_items, "match")->function, "role", "User",
	    SPOT_ANSWER_WHEN,
	    SPOT_SUBJECT_CONTACT);
	w = word("engagement", 0);
	assert_function(item(w->items, w->n_items, "when")->function, "engagement", "Demo",
	    SPOT_ANSWER_WHEN, SPOT_SUBJECT_EVENT);
	assert_true(spot_view_equal(item(w->items, w->n_items, "half_life")->value.as.text,
	    SPOT_VIEW("30d")));
	w = word("stage", 0);
	assert_int_equal(w->n_items, 2);
	assert_null(w->items[0].key);
	assert_function(item(w->items[0].items, w->items[0].n_items, "when")->function, "stage", "",
	    SPOT_ANSWER_WHEN, SPOT_SUBJECT_ACCOUNT);
	assert_function(w->items[1].items[1].function, "stage", "", SPOT_ANSWER_WHEN,
	    SPOT_SUBJECT_ACCOUNT);
	w = word("hypothesis", 0);
	const struct spot_item *changed = item(w->items, w->n_items, "params");
	assert_int_equal(changed->n_items, 4);
	assert_string_equal(changed->items[0].key, "rate");
	assert_int_equal(item(w->items, w->n_items, "disable")->n_items, 2);
	assert_int_equal(words.rules->contacts.n_fields, 3);
	assert_int_equal(words.rules->contacts.fields[0].type, SPOT_TYPE_KEY);
	/* Its own four, and the contact with its three. */
	assert_int_equal(words.rules->events.n_fields, 8);
	assert_string_equal(words.rules->events.fields[4].name, "contact");
	assert_true(words.rules->events.fields[4].is_row);
	assert_string_equal(words.rules->events.fields[5].name + 7, ".account");
}

static const struct spot_value *value(const struct spot_test_case *test, const char *name)
{
	return &test->values[field(name) - words.rules->fields.fields];
}

static void tests_(void **state)
{
	(void)state;
	const struct spot_test_case *t = words.rules->tests;
	assert_int_equal(words.rules->n_tests, 4);
	assert_string_equal(t->name, "one");
	assert_true(t->has_as_of && t->as_of == day("2026-11-21"));
	assert_int_equal(value(t, "people")->as.integer, 1200);
	assert_true(value(t, "ratio")->as.number == 2.0);
	assert_true(value(t, "arr")->as.number == 1200.5);
	assert_int_equal(value(t, "live")->kind, SPOT_KIND_BOOL);
	assert_false(value(t, "live")->as.flag);
	assert_int_equal(value(t, "churned")->as.integer, day("2024-03-14"));
	assert_int_equal(value(t, "tech")->as.list.n_items, 2);
	assert_int_equal(value(t, "n")->as.integer, 3);
	assert_true(value(t, "won_sum")->as.number == 5);
	assert_int_equal(value(t, "industry")->kind, SPOT_KIND_BLANK);
	assert_int_equal(value(t, "since")->as.integer, day("2020-02-29"));
	assert_int_equal(value(t, "name")->kind, SPOT_KIND_BLANK);
	assert_true(value(t, "cost")->kind == SPOT_KIND_FLOAT && value(t, "cost")->as.number == 0);
	assert_int_equal(value(t, "won")->kind, SPOT_KIND_BLANK);
	assert_true(t->has_tier && t->has_score && t->has_score_low && t->has_score_high);
	assert_string_equal(t->tier, "bad fit");
	assert_true(t->score == 80 && t->score_low == -1 && t->score_high == 100);
	assert_true(t->has_coverage && t->coverage == 50.5);
	assert_true(t->has_growth && !t->growth_unknown && t->growth == 12000);
	assert_true(t->has_disqualified && t->disqualified);
	assert_int_equal(t->n_disqualified_names, 2);
	assert_true(t->has_unknown);
	assert_string_equal(t->unknown_names[0], "Size");
	t++;
	assert_string_equal(t->name, "many #1");
	assert_int_equal(value(t, "churned")->kind, SPOT_KIND_NIL);
	assert_int_equal(value(t, "people")->as.integer, 5);
	assert_true(spot_view_equal(value(t, "name")->as.text, SPOT_VIEW("own")));
	assert_int_equal(value(t, "tech")->as.list.n_items, 2);
	assert_true(t->has_growth && t->growth_unknown);
	assert_false(t->has_as_of || t->disqualified || t->has_unknown);
	assert_int_equal(t->place.line, 103);
	t++;
	assert_int_equal(value(t, "people")->as.integer, 7);
	assert_true(spot_view_equal(value(t, "name")->as.text, SPOT_VIEW("shared")));
	assert_true(t->has_as_of && t->has_growth && !t->growth_unknown && t->growth == 5);
	assert_true(t->has_disqualified && t->disqualified && t->n_disqualified_names == 0);
	assert_true(t->has_unknown && t->n_unknown_names == 0);
	assert_string_equal(t->tier, "A");
	t++;
	assert_string_equal(t->tier, "C");
	assert_int_equal(value(t, "people")->as.integer, 5);
}

/* Lines that tell, for small texts that are no file of tests/rules/bad. */
static void tells(void **state)
{
	(void)state;
#define F "fields { id = 'key', n = 'integer' } tiers { A = 1 } "
#define C "criterion 'C' { weight = 1, why = 'w', fit = function(a) return a.n > 1 end } "
	assert_told("tiers { A = 1 }\n" F, "rules.lua:2: tiers stands twice (first on line 1); "
					   "put them into one table");
	assert_told("for i = 1, 2 do group('g' .. i // 3) { cap = i } end",
	    "rules.lua:1: duplicate name "
	    "\"g0\": there is a group of that name on line 1; each name may stand once in a file, "
	    "whatever the word");
	assert_told(F C "\nlocal w = 5 criterion(w) {}",
	    "rules.lua:2: criterion needs a name, not the "
						     "number 5; write criterion \"name\" { … }");
	assert_told(F "\ncriterion 'C' { weight = 1, why = ' ', fit = function(a) return 1 end }",
	    "rules.lua:2: why of criterion \"C\" is empty");
	assert_told(F C "\nlocal x = weigth.y(1)[2] + 3 .. 'a'\nfor i in x do end\n"
			"if x < 1 then end",
	    "rules.lua:2: unknown word \"weigth\"; a name of your own needs a value first: "
	    "local weigth = …");
	assert_told(F C "\nfunction helper(a) return a end\n"
			"cohort 'c' { when = function(a) return helper(a.m) end }",
	    "rules.lua:2: \"helper\" needs local before it; write local function helper(…)");
	assert_told(F C "\nlocal t = {} t[t] = 1\ngroup 'g' (t)",
	    "rules.lua:3: group \"g\" has a key that is neither a name nor a place in a list");
	assert_told(F C "\nlocal t = {} t.t = t\nsegment 's' { bands = t }",
	    "rules.lua:3: t of t of t of t of t of t of t of t of bands of segment \"s\" is nested "
	    "too deeply");
	assert_told(F C "\nlocal p = params { a = 1 }\nlocal x = p.b",
	    "rules.lua:3: unknown param \"b\"; "
								"add it to params { … }");
	assert_told(F C "\nlocal x <const> = string.rep('x', 1e9)",
	    "rules.lua:2: a text is longer than 1 MiB; look for a text that grows in a loop, or a "
	    "huge cell");
	assert_told(F "fields 5", "rules.lua:1: syntax error near '5'");
	assert_told(F C "\nlocal x = _ENV[5]", "rules.lua:2: globals have names, not a number");
	assert_told(F C "\n_ENV[5] = 1", "rules.lua:2: globals cannot be set");
	assert_told(F C "\nlocal p = params { a = 1 }\nlocal x = p[1]",
	    "rules.lua:3: params are read by their names, not by a number");
	assert_told(F C "\nlocal g = group 'g' g { cap = 1 }\ng { cap = 2 }",
	    "rules.lua:3: group \"g\" is given a second table");
	assert_told(F C "\nlocal x = include './../lib//../../x.lua'",
	    "rules.lua:2: include \"./../lib//../../x.lua\": only files below the rule file's own "
	    "folder; write the path as \"lib/file.lua\"");
	assert_told(F C "\nlocal x = include 'a\\\\b.lua'",
	    "rules.lua:2: include \"a\\b.lua\": only files below the rule file's own folder; "
	    "write the path as \"lib/file.lua\"");
	assert_told(F C "\nlocal x = include 'x'",
	    "rules.lua:2: include \"x\": only files whose name ends in .lua are opened");
	assert_told("\xFE\xFF" F, "rules.lua:1: the file is in UTF-16; save it as UTF-8");
	assert_told(F C "\ndrop 'gone'",
	    "rules.lua:2: drop \"gone\": this file extends no other; drop leaves out a word of "
	    "the file that this one extends");
	assert_told(F C "\nrollup 'r' { key = 'id', fields = { 'text' }, won = count {} }",
	    "rules.lua:2: a field without a name in rollup \"r\"; write fields = "
	    "{ name = \"type\" }");
	assert_told("fields { id = 'key', n = 'zzzzzz' }",
	    "rules.lua:1: unknown type \"zzzzzz\" of field \"n\"; types are key, text, integer, "
	    "number, money, percent, flag, date and list");
	assert_told(F C "\ncontacts { key = 'k', id = 'i', fields = { i = 'integer' } }",
	    "rules.lua:2: id of contacts must be a text or a key, and \"i\" is of type integer; "
	    "make i a text");
	assert_told(F C "contacts { key = 'k', id = 'i', fields = { i = 'text' } }\n"
			"events { key = 'k', contact = 'who',\n"
			"fields = { contact = 'text', who = 'text' } }",
	    "rules.lua:2: a field of events is called \"contact\", which is how rules read the "
	    "event's contact; give it another name");
	assert_told(F C "rollup 'r' { key = 'id', fields = { s = 'text' }, won = count {} }\n"
			"hypothesis 'h' { fields = { won = { default = 5 } } }",
	    "rules.lua:2: field \"won\" is made by a rollup and cannot be varied; vary the "
	    "rollup's records instead");
}

/* Text in a test is a cell: what cannot be read is unknown, whatever a blank would be. */
static void tests_hold_cells(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_text(&ld, "fields { id = 'key', n = { 'integer', default = 5 },\n"
		       "o = { 'money', optional = true },\n"
		       "d = { 'date', default = '2020-01-01' } }\n"
		       "tiers { A = 0 }\n"
		       "test 't' { rows = { { n = 'abc', o = 'lots', d = '13/13/2020' },\n"
		       "{ n = ' ', o = '' }, { n = '1,200', o = '$5' } },\n"
		       "expect = { tier = 'A' } }");
	assert_loads(&ld);
	static const enum spot_kind kinds[][3] = { /* d, n, o */
		{ SPOT_KIND_BLANK, SPOT_KIND_BLANK, SPOT_KIND_BLANK },
		{ SPOT_KIND_INT, SPOT_KIND_INT, SPOT_KIND_NIL },
		{ SPOT_KIND_INT, SPOT_KIND_INT, SPOT_KIND_FLOAT },
	};
	assert_int_equal(ld.rules->n_tests, 3);
	for (size_t t = 0; t < 3; t++) {
		const struct spot_value *values = ld.rules->tests[t].values;
		assert_int_equal(values[0].kind, kinds[t][0]);
		assert_int_equal(values[2].kind, kinds[t][1]);
		assert_int_equal(values[3].kind, kinds[t][2]);
	}
	assert_int_equal(ld.rules->tests[1].values[2].as.integer, 5);
	assert_int_equal(ld.rules->tests[2].values[2].as.integer, 1200);
	loading_reset(&ld);
}

/* Whatever a rule calls while it is evaluated, it cannot reach the words; here under names that
 * loading does not see through. */
static void words_end_with_loading(void **state)
{
	(void)state;
	struct loading ld = { .rc = 0 };
	load_text(&ld, "local p, g, m, i = params { some = 1 }, group, max, include\n" F
		       "cohort 'a' { when = function(a) g 'x' end }\n"
		       "cohort 'b' { when = function(a) return m(1, 2) end }\n"
		       "cohort 'c' { when = function(a) return p[a.id] end }\n"
		       "cohort 'e' { when = function(a) i 'x' end }\n"
		       "local w = group\n"
		       "cohort 'f' { when = function(a) w 'x' end }\n"
		       "local named = group 'g'\nnamed { cap = 1 }\n"
		       "cohort 'h' { when = function(a) return named { cap = 2 } end }\n"
		       "cohort 'i' { when = function(a) return _ENV[a.id] end }\n"
		       "cohort 'j' { when = function(a) return _ENV[a.id .. 't'] end }\n"
		       "cohort 'k' { when = function(a) return p[#a.id] end }\n");
	assert_loads(&ld);
	struct spot_sandbox *sandbox;
	assert_int_equal(spot_load_state(&sandbox, ld.rules, &ld.err), 0);
	lua_State *L = spot_sandbox_state(sandbox);
	static const char *const said[] = { "group cannot be called inside a rule",
		("max makes a field of a rollup and cannot be called inside a rule (numbers are "
		 "compared by math.min and math.max)"),
		"unknown param \"sone\"",
		"include cannot be called inside a rule", "group cannot be called inside a rule",
		"words cannot be called inside a rule", "unknown name \"sone\"",
		"unknown name \"sonet\"", "params are read by their names, not by a number" };
	static const unsigned long lines[] = { 2, 3, 4, 5, 7, 10, 11, 12, 13 };
	for (int fn = 0; fn < (int)N_OF(said); fn++) {
		spot_load_push_function(L, fn);
		lua_createtable(L, 0, 1);
		lua_pushliteral(L, "sone");
		lua_setfield(L, -2, "id");
		assert_int_equal(spot_sandbox_call(sandbox, 1, 1, 10000, &ld.err), SPOT_CALL_ERROR);
		assert_string_equal(ld.err.what, said[fn]);
		assert_int_equal(ld.err.line, lines[fn]);
	}
	spot_sandbox_close(sandbox);
	loading_reset(&ld);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(profile),
		cmocka_unit_test(fields),
		cmocka_unit_test(params),
		cmocka_unit_test(criteria),
		cmocka_unit_test(other_rules),
		cmocka_unit_test(rollups),
		cmocka_unit_test(kept_words),
		cmocka_unit_test(tests_),
		cmocka_unit_test(tells),
		cmocka_unit_test(tests_hold_cells),
		cmocka_unit_test(words_end_with_loading),
	};
	return cmocka_run_group_tests(tests, words_load, words_free);
}
