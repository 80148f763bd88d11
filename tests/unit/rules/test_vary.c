/* SPDX-License-Identifier: MIT */
#include <unistd.h>

#include "rules/vary.h"
#include "support/temp.h"
#include "unit/rules/loading.h"

static const char RULES[] =
    "fields { id = \"key\", size = \"integer\", arr = \"money\", Size2 = \"integer\" }\n"
    "local p = params { least = 10, eu = true, land = \"CH\" }\n"
    "criterion \"Size\" { weight = 5, why = \"-\","
    " fit = function(a) return a.size >= p.least end }\n"
    "criterion \"Pays\" { weight = 3, why = \"-\", fit = function(a) return a.arr > 0 end }\n"
    "disqualify \"Tiny\" { why = \"-\", when = function(a) return a.size < 2 end }\n"
    "tiers { A = 80, B = 50, C = 0 }\n"
    "exception \"Friend\" { account = \"1\", tier = \"B\", by = \"-\", why = \"-\","
    " expires = \"2099-01-01\" }\n"
    "hypothesis \"All\" { why = \"because\", params = { least = 2.5, eu = false, land = \"DE\" },"
    " weights = { Pays = -4 }, tiers = { A = 40, C = 60 }, disable = { \"Tiny\" },"
    " fields = { size = { \"number\", from = \"Head count\" } } }\n"
    "hypothesis \"One\" { disable = \"Size\" }\n";

static char path[TEMP_PATH_BYTES];

static int set_up(void **state)
{
	(void)state;
	temp_file(path, RULES);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	return unlink(path);
}

static struct spot_rules *load(const struct spot_variation *variation, struct spot_error *err)
{
	struct loading ld = { .rc = 0 };
	struct spot_rules_options options = loading_options(&ld);
	struct spot_rules *rules = NULL;
	struct spot_diags diags;

	spot_diags_init(&diags);
	int rc = spot_vary_load(&rules, path, &options, variation, &diags, err);
	loading_done(&ld, &diags);
	assert_int_equal(ld.told.len, 0);
	spot_buf_reset(&ld.told);
	assert_true((rc == 0) == (rules != NULL));
	return rules;
}

static struct spot_rules *load_word(size_t idx, struct spot_variation *variation,
    struct spot_arena *arena)
{
	struct spot_variation none = { .name = "none" };
	struct spot_error err = { 0 };
	struct spot_rules *plain = load(&none, &err), *varied;
	size_t seen = 0;

	assert_non_null(plain);
	for (size_t w = 0; w < plain->n_words; w++)
		if (strcmp(plain->words[w].word, "hypothesis") == 0 && seen++ == idx)
			assert_int_equal(
			    spot_vary_read(variation, &plain->words[w], arena, &err), 0);
	assert_true(seen > idx);
	varied = load(variation, &err);
	assert_non_null(varied);
	spot_rules_free(plain);
	return varied;
}

static void test_everything(void **state)
{
	struct spot_variation variation;
	struct spot_arena arena;

	(void)state;
	spot_arena_init(&arena);
	struct spot_rules *rules = load_word(0, &variation, &arena);
	assert_string_equal(variation.why, "because");
	for (size_t i = 0; i < rules->n_params; i++) {
		const struct spot_param *param = &rules->params[i];

		if (strcmp(param->name, "least") == 0)
			assert_true(param->value.as.number == 2.5);
		else if (strcmp(param->name, "eu") == 0)
			assert_false(param->value.as.flag);
		else
			assert_memory_equal(param->value.as.text.ptr, "DE", 2);
	}
	assert_true(rules->criteria[0].weight == 5);
	assert_true(rules->criteria[1].weight == -4);
	assert_int_equal(rules->n_disqualifiers, 0);
	assert_string_equal(rules->tiers[0].name, "C");
	assert_string_equal(rules->tiers[1].name, "B");
	assert_string_equal(rules->tiers[2].name, "A");
	assert_int_equal(rules->exceptions[0].tier, 1);
	size_t size = spot_schema_find(&rules->fields, "size", 4);
	assert_int_equal(rules->fields.fields[size].type, SPOT_TYPE_NUMBER);
	assert_int_equal(rules->fields.fields[size].n_from, 1);
	assert_string_equal(rules->fields.fields[size].from[0], "Head count");
	size_t arr = spot_schema_find(&rules->fields, "arr", 3);
	assert_int_equal(rules->fields.fields[arr].n_from, 0);
	spot_rules_free(rules);
	spot_arena_free(&arena);
}

static void test_one_rule_less(void **state)
{
	struct spot_variation variation;
	struct spot_arena arena;

	(void)state;
	spot_arena_init(&arena);
	struct spot_rules *rules = load_word(1, &variation, &arena);
	assert_null(variation.why);
	assert_int_equal(rules->n_criteria, 1);
	assert_string_equal(rules->criteria[0].name, "Pays");
	assert_int_equal(rules->n_disqualifiers, 1);
	assert_true(rules->tiers[0].threshold == 80);
	spot_rules_free(rules);
	spot_arena_free(&arena);
}

static void assert_refused(const struct spot_variation *variation, const char *what)
{
	struct spot_error err = { 0 };

	assert_null(load(variation, &err));
	assert_int_equal(err.code, SPOT_EUSAGE);
	if (!strstr(err.what, what))
		fail_msg("\"%s\" does not say \"%s\"", err.what, what);
}

static void test_refused(void **state)
{
	static const struct spot_vary_number weight = { "Sice", 1 }, tier = { "D", 1 },
		equal = { "A", 50 };
	static const char *const rule = "Tinny";
	struct spot_variation variation = { .name = "h", .weights = &weight, .n_weights = 1 };

	(void)state;
	assert_refused(&variation, "has no criterion \"Sice\"");
	variation = (struct spot_variation) { .name = "h", .tiers = &tier, .n_tiers = 1 };
	assert_refused(&variation, "has no tier \"D\"");
	variation.tiers = &equal;
	assert_refused(&variation, "tiers \"A\" and \"B\" both start at 50");
	variation = (struct spot_variation) { .name = "h", .disabled = &rule, .n_disabled = 1 };
	assert_refused(&variation, "has no criterion or disqualifier \"Tinny\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything),
		cmocka_unit_test(test_one_rule_less),
		cmocka_unit_test(test_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
