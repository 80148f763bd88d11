/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "support/unit.h"

#include "rules/source.h"

static struct spot_source_map *map_of(const char *text)
{
	struct spot_source_map *map;
	assert_int_equal(spot_source_map_new(&map, spot_view_of(text), NULL), 0);
	assert_non_null(map);
	return map;
}

/* The line of a way of keys and positions ("3" is a position), 0 when it leads nowhere. */
static unsigned long line_at(const struct spot_source_map *map, unsigned long line,
    const char *word, const char *name, const char *way)
{
	char copy[128], *rest = NULL;
	size_t table = spot_source_map_table(map, line, word, name);
	unsigned long found = 0;
	snprintf(copy, sizeof(copy), "%s", way);
	for (char *step = strtok_r(copy, "/", &rest); step; step = strtok_r(NULL, "/", &rest)) {
		bool is_position = step[0] >= '0' && step[0] <= '9';
		if (!spot_source_map_entry(map, table, is_position ? NULL : step,
			is_position ? strtoul(step, NULL, 10) : 0, &found, &table))
			return 0;
	}
	return found;
}

static void finds_keys(void **state)
{
	(void)state;
	struct spot_source_map *map = map_of(
	    "fields {\n"
	    "  id = { \"key\",\n"
	    "    from = { \"A\", \"B\" },\n"
	    "    [\"doc\"] = [[two\n"
	    "lines]], blank = 1;\n"
	    "    sep = ';' },\n"
	    "}\n"
	    "criterion \"Size\" {\n"
	    "  fit = function(a) local t = { weight = 1 }; x = 2\n"
	    "    if a then for i = 1, 2 do y = 3 end elseif b then repeat z = 4 until true end "
	    "end,\n"
	    "  weight = 3 }\n");
	assert_int_equal(line_at(map, 1, "fields", NULL, "id"), 2);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/1"), 2);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/from"), 3);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/from/2"), 3);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/doc"), 4);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/blank"), 5);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/sep"), 6);
	assert_int_equal(line_at(map, 1, "fields", NULL, "id/form"), 0);
	assert_int_equal(line_at(map, 1, "fields", NULL, "key"), 0);
	assert_int_equal(line_at(map, 8, "criterion", "Size", "fit"), 9);
	assert_int_equal(line_at(map, 8, "criterion", "Size", "weight"), 11);
	assert_int_equal(line_at(map, 8, "criterion", "Size", "x"), 0);
	assert_int_equal(line_at(map, 8, "criterion", "Size", "y"), 0);
	assert_int_equal(line_at(map, 8, "criterion", "Other", "weight"), 0);
	assert_int_equal(line_at(map, 9, "criterion", "Size", "weight"), 0);
	spot_source_map_free(map);
}

static void knows_ways_to_call(void **state)
{
	(void)state;
	static const char *const calls[] = {
		"w 'n' {\n k = 1 }", "w('n') {\n k = 1 }", "w [[n]] {\n k = 1 }",
		    "w 'n' ({\n k = 1 })",
		"w('n')({\n k = 1 })", "w{\n k = 1 }", "w({\n k = 1 })", "w(n) {\n k = 1 }",
		"w('a' .. f(x)) {\n k = 1 }", "w\n{ k = 1 }",
		    "x = 1 w 'o' { k = 1 } w 'n' {\n k = 1 }",
	};
	for (size_t i = 0; i < N_OF(calls); i++) {
		struct spot_source_map *map = map_of(calls[i]);
		assert_int_equal(line_at(map, 1, "w", "n", "k"), 2);
		spot_source_map_free(map);
	}
}

static void skips_what_is_no_code(void **state)
{
	(void)state;
	static const char *const between[] = {
		"-- a = 1 }\n", "--[[ a = 1 }\n]]", "--[==[ ]] ]=] }\n]==]", "x = '\\'}\\\n',",
		    "x = \"}\\z\n\",",
		"x = [=[ ]] }\n]=],", "x = 1 == 2 and 3 ~= 4\n,", "x = t[{ a = 1 }],\n",
		    "[1] = 5,\n",
		"[\"a\\65\"] = 5,\n", "x = f{ a = 1 },\n", "x = #t // 1 << 2,\n", "\r\n", "\n\r"
	};
	for (size_t i = 0; i < N_OF(between); i++) {
		char text[128];
		snprintf(text, sizeof(text), "w { %s a = 1 }", between[i]);
		struct spot_source_map *map = map_of(text);
		assert_int_equal(line_at(map, 1, "w", NULL, "a"), 2);
		assert_int_equal(line_at(map, 1, "w", NULL, "1"), 0);
		spot_source_map_free(map);
	}
}

static void counts_positions(void **state)
{
	(void)state;
	struct spot_source_map *map = map_of("rows {\n{ a = 1 },\nk = 2,\n{ { b = 3 },\n"
					      "c { d = 4 } },\n[9] = { e = 5 },\n'last' }");
	assert_int_equal(line_at(map, 1, "rows", NULL, "1"), 2);
	assert_int_equal(line_at(map, 1, "rows", NULL, "1/a"), 2);
	assert_int_equal(line_at(map, 1, "rows", NULL, "2/1/b"), 4);
	assert_int_equal(line_at(map, 1, "rows", NULL, "2/2/d"), 5);
	assert_int_equal(line_at(map, 1, "rows", NULL, "3"), 7);
	assert_int_equal(line_at(map, 1, "rows", NULL, "4"), 0);
	spot_source_map_free(map);
}

static void tells_repeats(void **state)
{
	(void)state;
	struct spot_source_map *map = map_of("t { a = 1,\n b = { a = 2 }, [\"a\"] = 3,\n"
					     "[1] = 1, [1] = 2, 'x', 'x' }\n"
					     "u { a = 1, a = f { a = 1 } }");
	size_t n;
	const struct spot_source_repeat *repeats = spot_source_map_repeats(map, &n);
	assert_int_equal(n, 2);
	assert_int_equal(repeats[0].line, 2);
	assert_int_equal(repeats[0].first_line, 1);
	assert_int_equal(repeats[1].line, 4);
	assert_true(spot_view_equal(repeats[1].key, SPOT_VIEW("a")));
	spot_source_map_free(map);
}

/* Any prefix and any mangling of a text is read without a fault; what it finds does not
 * matter. */
static void survives_anything(void **state)
{
	(void)state;
	static const char text[] = "w 'n' { a = [[x]], [\"b\"] = f(1){ c = function(x) do end end"
				   " }, } --[=[ c ]=] x = \"a\\z \\\"\" } ) ] end until repeat if ";
	static const char odd[] = "{}()[]'\"-=\\\n\r,;\0\x80" "fend";
	uint64_t seed = 7;
	for (size_t len = 0; len < sizeof(text); len++) {
		char *copy = malloc(len + 1);
		for (size_t pass = 0; pass < 30; pass++) {
			struct spot_source_map *map;
			memcpy(copy, text, len);
			for (size_t i = 0; i < pass && len; i++)
				copy[unit_random(&seed) % len] =
				    odd[unit_random(&seed) % sizeof(odd)];
			assert_int_equal(spot_source_map_new(&map, (struct spot_view) { copy,
			    len }, NULL), 0);
			line_at(map, 1, "w", "n", "a/1");
			spot_source_map_free(map);
		}
		free(copy);
	}
	struct spot_source_map *map;
	char deep[1000];
	memset(deep, '{', sizeof(deep));
	assert_int_equal(spot_source_map_new(&map, (struct spot_view) { deep, sizeof(deep) },
	    NULL), 0);
	spot_source_map_free(map);
}

static void fails_without_memory(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1;; n++) {
		struct spot_source_map *map;
		unit_heap_fail(n);
		int rc = spot_source_map_new(&map,
		    spot_view_of("w { a = 1, b = { c = 2, c = 3 }, [\"d\"] = { 1, 2, 3 } }"), NULL);
		bool failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_int_equal(rc, failed ? SPOT_ENOMEM : 0);
		spot_source_map_free(map);
		if (!failed)
			break;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_keys),
		cmocka_unit_test(knows_ways_to_call),
		cmocka_unit_test(skips_what_is_no_code),
		cmocka_unit_test(counts_positions),
		cmocka_unit_test(tells_repeats),
		cmocka_unit_test(survives_anything),
		cmocka_unit_test(fails_without_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
