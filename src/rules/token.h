/* SPDX-License-Identifier: MIT */
/* Lua's tokens, one after the other, without comments. For text that compiles; nothing is
 * read past its end. The room's own. */
#ifndef SPOT_RULES_TOKEN_H
#define SPOT_RULES_TOKEN_H

#include <stdbool.h>

#include "base/view.h"

enum spot_token_kind {
	SPOT_TOKEN_END,
	SPOT_TOKEN_NAME, /* key words too */
	SPOT_TOKEN_TEXT,
	SPOT_TOKEN_OTHER, /* numbers, operators */
	SPOT_TOKEN_N
};

struct spot_token {
	enum spot_token_kind kind;
	struct spot_view text; /* of TEXT: between the quotes, escapes as they stand */
	unsigned long line;
};

struct spot_tokens {
	const char *at, *end;
	unsigned long line;
};

void spot_tokens_init(struct spot_tokens *tokens, struct spot_view text);
struct spot_token spot_tokens_next(struct spot_tokens *tokens);
/* Moves at to where the next token begins. */
void spot_tokens_skip(struct spot_tokens *tokens);
/* Whether it is this name or operator. */
bool spot_token_is(const struct spot_token *token, const char *text);

#endif
