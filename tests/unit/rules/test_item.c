/* SPDX-License-Identifier: MIT */
/* Words as they were written, and what is made of those about buyers and stages. */
#include "rules/buyer.h"
#include "rules/journey.h"
#include "unit/rules/loading.h"

#define TEXT(t) { .kind = SPOT_ITEM_VALUE, \
	.value = { SPOT_KIND_TEXT, .as.text = { t, sizeof(t) - 1 } } }
#define KEYED(name, ...) { .key = name, .kind = SPOT_ITEM_VALUE, .value = __VA_ARGS__ }

static const struct spot_item texts[] = { TEXT("a"),
	{ .kind = SPOT_ITEM_VALUE, .value = { SPOT_KIND_INT, .as.integer = 5 } },
	{ .kind = SPOT_ITEM_FUNCTION, .function = 3 }, TEXT("b") };
static const struct spot_item items[] = { TEXT("positional"),
	KEYED("days", { SPOT_KIND_TEXT, .as.text = { "3d", 2 } }),
	KEYED("flag", { SPOT_KIND_BOOL, .as.flag = true }),
	{ .key = "function", .kind = SPOT_ITEM_FUNCTION, .function = 7 },
	KEYED("half", { SPOT_KIND_FLOAT, .as.number = 0.5 }),
	KEYED("months", { SPOT_KIND_TEXT, .as.text = { "2m", 2 } }),
	KEYED("seven", { SPOT_KIND_INT, .as.integer = 7 }),
	{ .key = "texts", .kind = SPOT_ITEM_TABLE, .items = texts, .n_items = 4 },
	KEYED("weeks", { SPOT_KIND_TEXT, .as.text = { "2w", 2 } }),
	KEYED("years", { SPOT_KIND_TEXT, .as.text = { "1y", 2 } }) };
static const struct spot_word word = { .word = "step", .items = items, .n_items = N_OF(items) };

static void test_values(void **state)
{
	struct spot_duration duration;
	double number = 0;

	(void)state;
	assert_null(spot_item_find(&word, "none"));
	assert_ptr_equal(spot_item_find(&word, "half"), &items[4]);
	assert_int_equal(spot_item_function(&word, "function"), 7);
	assert_int_equal(spot_item_function(&word, "half"), SPOT_NO_FUNCTION);
	assert_int_equal(spot_item_function(&word, "none"), SPOT_NO_FUNCTION);
	assert_true(spot_item_number(&word, "half", &number) && number == 0.5);
	assert_true(spot_item_number(&word, "seven", &number) && number == 7);
	assert_false(spot_item_number(&word, "flag", &number));
	assert_false(spot_item_number(&word, "function", &number));
	assert_false(spot_item_number(&word, "none", &number));
	assert_true(spot_item_duration(&word, "weeks", &duration));
	assert_true(duration.count == 2 && duration.unit == 'w');
	assert_false(spot_item_duration(&word, "seven", &duration));
	assert_false(spot_item_duration(&word, "none", &duration));
	assert_true(spot_item_days(&word, "days", &number) && number == 3);
	assert_true(spot_item_days(&word, "weeks", &number) && number == 14);
	assert_true(spot_item_days(&word, "months", &number) && number == 2 * 30.4375);
	assert_true(spot_item_days(&word, "years", &number) && number == 365.25);
	assert_false(spot_item_days(&word, "flag", &number));
}

static void test_texts(void **state)
{
	struct spot_item_texts list;
	struct spot_arena arena;
	const char *text;

	(void)state;
	spot_arena_init(&arena);
	assert_true(spot_item_text(&text, &word, "days", &arena));
	assert_string_equal(text, "3d");
	assert_true(spot_item_text(&text, &word, "seven", &arena));
	assert_null(text);
	assert_true(spot_item_text(&text, &word, "none", &arena));
	assert_null(text);
	assert_true(spot_item_list(&list, &word, "texts", &arena));
	assert_int_equal(list.n, 2);
	assert_string_equal(list.items[1], "b");
	assert_true(spot_item_list(&list, &word, "days", &arena));
	assert_int_equal(list.n, 1);
	assert_true(spot_item_list(&list, &word, "seven", &arena));
	assert_int_equal(list.n, 0);
	assert_true(spot_item_list(&list, &word, "none", &arena));
	assert_int_equal(list.n, 0);
	spot_arena_free(&arena);
}

static void test_buyers(void **state)
{
	static const struct { const char *needed; size_t n; } cases[] = { { "true", 1 },
		{ "false", 0 }, { "0", 0 }, { "2.5", 3 }, { "1e12", 1000000000 } };
	struct loading ld = { .rc = 0 };
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_buyers buyers;

	(void)state;
	spot_buf_text(&text, "fields { id = 'key' }\n"
	    "contacts { key = 'id', fields = { title = 'integer' } }\n"
	    "levels { warm = 20, hot = 50, cold = 0 }\n");
	for (size_t i = 0; i < N_OF(cases); i++)
		spot_buf_printf(&text, "role 'R%zu' { match = function(c) return true end, "
		    "needed = %s }\n", i, cases[i].needed);
	spot_buf_text(&text, "role 'None' { match = function(c) return true end }\n");
	load_text(&ld, spot_buf_str(&text));
	assert_loads(&ld);
	assert_int_equal(spot_buyers_init(&buyers, ld.rules, &ld.err), 0);
	assert_int_equal(buyers.n_roles, N_OF(cases) + 1);
	for (size_t i = 0; i < N_OF(cases); i++)
		assert_int_equal(buyers.roles[i].needed, cases[i].n);
	assert_int_equal(buyers.roles[N_OF(cases)].needed, 0);
	assert_int_equal(buyers.contact_title, SPOT_NONE); /* it is no text */
	assert_string_equal(buyers.levels[spot_buyers_level(&buyers, 20)].name, "warm");
	assert_string_equal(buyers.levels[spot_buyers_level(&buyers, -1)].name, "cold");
	spot_buyers_reset(&buyers);
	spot_buf_reset(&text);
	loading_reset(&ld);
}

/* Without the word stage, and with one that answers names, content brings the stages. */
static void test_stages(void **state)
{
	static const char *const files[] = { "",
		"stage { by = function(a) return a.id end }\n" };

	(void)state;
	for (size_t i = 0; i < N_OF(files); i++) {
		struct loading ld = { .rc = 0 };
		struct spot_buf text = SPOT_BUF_INIT;
		struct spot_journey journey;

		spot_buf_printf(&text, "fields { id = 'key' }\n"
		    "role 'R' { match = function(c) return true end }\n"
		    "content 'A' { role = 'R', stage = { 'Trial', 'Customer' } }\n"
		    "content 'B' { role = 'R', stage = 'Trial', kind = 'sales tool' }\n%s",
		    files[i]);
		load_text(&ld, spot_buf_str(&text));
		assert_loads(&ld);
		assert_int_equal(spot_journey_init(&journey, ld.rules, &ld.err), 0);
		assert_int_equal(journey.n_stages, 2);
		assert_string_equal(journey.stages[1].name, "Customer");
		assert_int_equal(journey.has_stages, i == 1);
		assert_true(!journey.contents[0].is_tool && journey.contents[1].is_tool);
		spot_journey_reset(&journey);
		spot_buf_reset(&text);
		loading_reset(&ld);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_buyers),
		cmocka_unit_test(test_stages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
