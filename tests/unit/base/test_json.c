/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <math.h>

#include "base/json.h"

static void fill(struct spot_json *json)
{
	spot_json_object(json);
	spot_json_key(json, "name");
	spot_json_text(json, "A \"b\"\n</script>");
	spot_json_key(json, "none");
	spot_json_text(json, NULL);
	spot_json_key(json, "numbers");
	spot_json_array(json);
	spot_json_number(json, 0.1);
	spot_json_number(json, -0.0);
	spot_json_number(json, NAN);
	spot_json_number(json, INFINITY);
	spot_json_integer(json, INT64_MIN);
	spot_json_end(json);
	spot_json_key(json, "empty");
	spot_json_array(json);
	spot_json_end(json);
	spot_json_key(json, "inner");
	spot_json_object(json);
	spot_json_key(json, "t");
	spot_json_bool(json, true);
	spot_json_key(json, "f");
	spot_json_bool(json, false);
	spot_json_key(json, "o");
	spot_json_object(json);
	spot_json_end(json);
	spot_json_end(json);
	spot_json_end(json);
}

static void expect(unsigned n_lined, const char *want)
{
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_json json = SPOT_JSON_INIT(&out, n_lined);

	fill(&json);
	assert_false(spot_buf_failed(&out));
	assert_string_equal(spot_buf_str(&out), want);
	spot_buf_reset(&out);
}

static void test_layouts(void **state)
{
	(void)state;
	expect(0, "{\"name\":\"A \\\"b\\\"\\n\\u003c/script>\",\"none\":null,"
	    "\"numbers\":[0.1,0,null,null,-9223372036854775808],\"empty\":[],"
	    "\"inner\":{\"t\":true,\"f\":false,\"o\":{}}}\n");
	expect(1, "{\n \"name\":\"A \\\"b\\\"\\n\\u003c/script>\",\n \"none\":null,\n"
	    " \"numbers\":[0.1,0,null,null,-9223372036854775808],\n \"empty\":[],\n"
	    " \"inner\":{\"t\":true,\"f\":false,\"o\":{}}\n}\n");
	expect(9, "{\n \"name\":\"A \\\"b\\\"\\n\\u003c/script>\",\n \"none\":null,\n"
	    " \"numbers\":[\n  0.1,\n  0,\n  null,\n  null,\n  -9223372036854775808\n ],\n"
	    " \"empty\":[],\n"
	    " \"inner\":{\n  \"t\":true,\n  \"f\":false,\n  \"o\":{}\n }\n}\n");
}

/* Whatever bits a double has, it is read back the same. */
static void test_numbers_read_back(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_json json = SPOT_JSON_INIT(&out, 0);
		uint64_t bits = unit_random(&seed);
		double value;

		memcpy(&value, &bits, sizeof(value));
		spot_json_number(&json, value);
		if (isfinite(value))
			assert_true(strtod(spot_buf_str(&out), NULL) == value);
		else
			assert_string_equal(spot_buf_str(&out), "null");
		spot_buf_reset(&out);
	}
}

static void test_deep(void **state)
{
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_json json = SPOT_JSON_INIT(&out, 0);

	(void)state;
	for (int i = 0; i < SPOT_JSON_DEPTH; i++)
		spot_json_array(&json);
	for (int i = 0; i < SPOT_JSON_DEPTH; i++)
		spot_json_end(&json);
	assert_int_equal(out.len, 2 * SPOT_JSON_DEPTH + 1);
	assert_int_equal(out.ptr[SPOT_JSON_DEPTH], ']');
	spot_buf_reset(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_numbers_read_back),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
