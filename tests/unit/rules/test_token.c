/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include "rules/token.h"

/* A kind's letter and the line before each: N name, T text, O other. */
static void check(const char *text, const char *const *wanted, size_t n)
{
	static const char letters[] = { [SPOT_TOKEN_NAME] = 'N', [SPOT_TOKEN_TEXT] = 'T',
		[SPOT_TOKEN_OTHER] = 'O' };
	struct spot_tokens tokens;
	struct spot_token token;

	spot_tokens_init(&tokens, spot_view_of(text));
	for (size_t i = 0; i < n; i++) {
		token = spot_tokens_next(&tokens);
		assert_int_equal(letters[token.kind], wanted[i][0]);
		assert_int_equal(token.line, wanted[i][1] - '0');
		assert_int_equal(token.text.len, strlen(wanted[i] + 3));
		assert_memory_equal(token.text.ptr, wanted[i] + 3, token.text.len);
	}
	assert_int_equal(spot_tokens_next(&tokens).kind, SPOT_TOKEN_END);
	assert_ptr_equal(tokens.at, tokens.end);
}

#define CHECK(text, ...) \
	check(text, (const char *const[]) { __VA_ARGS__ }, \
	    N_OF(((const char *const[]) { __VA_ARGS__ })))

static void test_tokens(void **state)
{
	(void)state;
	CHECK("local x1_ = a.b", "N1 local", "N1 x1_", "O1 =", "N1 a", "O1 .", "N1 b");
	CHECK("1 .5 0x1p-3 1e+5 3..2 a..b", "O1 1", "O1 .5", "O1 0x1p-3", "O1 1e+5", "O1 3..2",
	    "N1 a", "O1 ..", "N1 b");
	CHECK("<=>=~===//::<<>>...-", "O1 <=", "O1 >=", "O1 ~=", "O1 ==", "O1 //", "O1 ::",
	    "O1 <<", "O1 >>", "O1 ...", "O1 -");
	CHECK("'a\\'b' \"c'\\\"\" ''", "T1 a\\'b", "T1 c'\\\"", "T1 ");
	CHECK("a\nb\r\nc\n\rd\r\re", "N1 a", "N2 b", "N3 c", "N4 d", "N6 e");
	CHECK("[[a\nb]] [=[ ]] ]=] [==x [", "T1 a\nb", "T2  ]] ", "O2 [", "O2 ==", "N2 x", "O2 [");
	CHECK("-- a\nb --[[ c\nd ]] e --[=[ ]] ]=] f --", "N2 b", "N3 e", "N3 f");
	CHECK("'a\\\nb' c - -1", "T1 a\\\nb", "N2 c", "O2 -", "O2 -", "O2 1");
}

/* A text that ends anywhere, even in the middle of one. */
static void test_ends(void **state)
{
	static const char text[] = "a --[==[ x\n]==] 'q\\'' [=[ y ]=] 0x1p-3 .5 ... [== --c\r\n]";

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		char *copy = malloc(len + 1); /* of that size, so that a sanitizer sees the end */
		struct spot_tokens tokens;
		size_t n = 0;

		memcpy(copy + 1, text, len);
		spot_tokens_init(&tokens, (struct spot_view) { copy + 1, len });
		while (spot_tokens_next(&tokens).kind != SPOT_TOKEN_END)
			n++;
		assert_ptr_equal(tokens.at, copy + 1 + len);
		assert_true(n <= len);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
