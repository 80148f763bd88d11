/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "base/lua_quote.h"

static void test_text_is_quoted(void **state)
{
	static const struct {
		struct spot_view text;
		const char *quoted;
	} cases[] = {
		{ { NULL, 0 }, "\"\"" },
		{ SPOT_VIEW("Caf\xc3\xa9 --]] '"), "\"Caf\xc3\xa9 --]] '\"" },
		{ SPOT_VIEW("a\"b\\"), "\"a\\\"b\\\\\"" },
		{ SPOT_VIEW("a\nb\rc\t"), "\"a\\nb\\013c\\009\"" },
		{ SPOT_VIEW("\0" "1\x7f"), "\"\\0001\\127\"" },
		{ SPOT_VIEW("\xc2\x9b\xe2\x80\xae"), "\"\\194\\155\\226\\128\\174\"" },
		{ SPOT_VIEW("\xff\xe2\x82"), "\"\\255\\226\\130\"" },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_buf out = SPOT_BUF_INIT;

		spot_lua_quote(&out, cases[i].text);
		assert_string_equal(spot_buf_str(&out), cases[i].quoted);
		spot_buf_reset(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_text_is_quoted) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
