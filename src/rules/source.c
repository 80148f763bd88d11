/* SPDX-License-Identifier: MIT */
/*
 * A lexer for Lua's tokens and a stack of open brackets and blocks: enough to know, for each
 * table constructor, which word it belongs to (`word {`, `word "name" {`) and on which line
 * each of its entries begins. Everything inside a function, a call or an index is on the stack
 * above the table, so it is never mistaken for the table's own entries.
 *
 * Invariant: the text compiles as Lua. For other text the map is merely incomplete; nothing is
 * read past its end.
 */
#include "rules/source.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"

#define NONE SPOT_SOURCE_NONE
#define DEPTH_MAX 256 /* Lua itself stops at 200 levels */
#define KEPT_TOKENS 8 /* a power of two; `word ( "name" ) ( {` is the longest look back */

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_TEXT, TOKEN_OTHER };

struct token {
	enum token_kind kind;
	struct spot_view text; /* of TEXT: between the quotes */
	unsigned long line;
	size_t serial;
	bool has_escapes;
	struct spot_view callee; /* of ')': the name before its '(' */
	unsigned long callee_line;
};

struct table {
	struct spot_view word, name; /* ptr NULL: none, or not a literal */
	unsigned long line;          /* of the word */
};

struct entry {
	unsigned long line;
	size_t child; /* the first table opened in its value, or NONE */
};

struct level {
	char open;          /* '{', '(', '[' or 'b' for a block */
	size_t table;       /* of '{' */
	size_t entry;       /* the open entry once it is known, or NONE */
	size_t first_token; /* serial of the open entry's first token, or NONE: no entry is open */
	unsigned long line; /* of that token */
	bool hidden_key;    /* the open entry's key is not in the text: [1] = or [x] = */
	size_t n_positions;
	struct spot_view callee; /* of '(': the name before it */
	unsigned long callee_line;
};

struct spot_source_map {
	struct table *tables;
	size_t n_tables, tables_cap;
	struct entry *entries; /* by index in keys */
	size_t entries_cap;
	struct spot_map keys; /* table number and key, or table number and position */
	struct spot_source_repeat *repeats;
	size_t n_repeats, repeats_cap;
};

struct lexer {
	const char *at, *end;
	unsigned long line;
	size_t serial;
	struct token kept[KEPT_TOKENS]; /* a ring */
	struct level levels[DEPTH_MAX];
	size_t n_levels;
	struct spot_source_map *map;
	struct spot_buf key;
	bool nomem, broken;
};

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Past one line end: \n, \r, \r\n or \n\r, as Lua counts them. */
static void lexer_line(struct lexer *lx)
{
	char first = *lx->at++;
	if (lx->at < lx->end && (*lx->at == '\n' || *lx->at == '\r') && *lx->at != first)
		lx->at++;
	lx->line++;
}

/* At '[': the level of a long bracket ("[[" is 0, "[=[" 1), or -1. */
static long long_level(const struct lexer *lx)
{
	const char *p = lx->at + 1;
	while (p < lx->end && *p == '=')
		p++;
	return p < lx->end && *p == '[' ? p - lx->at - 1 : -1;
}

static struct spot_view lexer_long(struct lexer *lx, long level)
{
	lx->at += level + 2;
	const char *start = lx->at;
	while (lx->at < lx->end) {
		if (*lx->at == ']') {
			const char *p = lx->at + 1;
			while (p < lx->end && *p == '=')
				p++;
			if (p < lx->end && *p == ']' && p - lx->at - 1 == level) {
				struct spot_view text = { start, (size_t)(lx->at - start) };
				lx->at = p + 1;
				return text;
			}
		}
		if (*lx->at == '\n' || *lx->at == '\r')
			lexer_line(lx);
		else
			lx->at++;
	}
	return (struct spot_view) { start, (size_t)(lx->end - start) };
}

static void lexer_quoted(struct lexer *lx, struct token *token)
{
	char quote = *lx->at++;
	const char *start = lx->at;
	while (lx->at < lx->end && *lx->at != quote) {
		if (*lx->at == '\\') {
			token->has_escapes = true;
			/* \z skips the white space after it, line ends too: those are
			 * counted below like any other. */
			if (++lx->at == lx->end)
				break;
		}
		if (*lx->at == '\n' || *lx->at == '\r')
			lexer_line(lx);
		else
			lx->at++;
	}
	token->text = (struct spot_view) { start, (size_t)(lx->at - start) };
	if (lx->at < lx->end)
		lx->at++;
}

static void lexer_skip(struct lexer *lx)
{
	while (lx->at < lx->end) {
		if (*lx->at == '\n' || *lx->at == '\r') {
			lexer_line(lx);
		} else if (isspace((unsigned char)*lx->at)) {
			lx->at++;
		} else if (lx->end - lx->at >= 2 && lx->at[0] == '-' && lx->at[1] == '-') {
			lx->at += 2;
			long level = lx->at < lx->end && *lx->at == '[' ? long_level(lx) : -1;
			if (level >= 0)
				lexer_long(lx, level);
			else
				while (lx->at < lx->end && *lx->at != '\n' && *lx->at != '\r')
					lx->at++;
		} else {
			break;
		}
	}
}

/* Operators of two characters whose parts would mislead: == ~= <= >= hold an '='. */
static size_t operator_len(const struct lexer *lx)
{
	return lx->end - lx->at >= 2 && lx->at[1] == '=' && strchr("=~<>", lx->at[0]) ? 2 : 1;
}

static struct token lexer_next(struct lexer *lx)
{
	lexer_skip(lx);
	struct token token = { .kind = TOKEN_END, .line = lx->line, .serial = lx->serial++ };
	if (lx->at == lx->end)
		return token;
	const char *start = lx->at;
	long level;
	if (*lx->at == '"' || *lx->at == '\'') {
		token.kind = TOKEN_TEXT;
		lexer_quoted(lx, &token);
		return token;
	}
	if (*lx->at == '[' && (level = long_level(lx)) >= 0) {
		token.kind = TOKEN_TEXT;
		token.text = lexer_long(lx, level);
		return token;
	}
	if (is_name_char(*lx->at)) {
		/* A number is read as a name that no key can have; "1.5" is then three
		 * tokens, which harms nothing. */
		token.kind = isdigit((unsigned char)*lx->at) ? TOKEN_OTHER : TOKEN_NAME;
		while (lx->at < lx->end && is_name_char(*lx->at))
			lx->at++;
	} else {
		token.kind = TOKEN_OTHER;
		lx->at += operator_len(lx);
	}
	token.text = (struct spot_view) { start, (size_t)(lx->at - start) };
	return token;
}

/* The token back steps before the newest one; kind END before the first. */
static const struct token *token_back(const struct lexer *lx, size_t back)
{
	return &lx->kept[(lx->serial - 1 - back) % KEPT_TOKENS];
}

static bool token_is(const struct token *token, const char *text)
{
	return token->kind != TOKEN_TEXT && token->kind != TOKEN_END &&
	    spot_view_equal(token->text, spot_view_of(text));
}

/* The key that an entry has in the map. */
static struct spot_view entry_key(struct spot_buf *buf, size_t table, struct spot_view key,
    size_t position)
{
	spot_buf_clear(buf);
	spot_buf_add(buf, (const char *)&table, sizeof(table));
	if (key.ptr) {
		spot_buf_char(buf, 'k');
		spot_buf_view(buf, key);
	} else {
		spot_buf_char(buf, 'p');
		spot_buf_add(buf, (const char *)&position, sizeof(position));
	}
	return (struct spot_view) { buf->ptr, spot_buf_failed(buf) ? 0 : buf->len };
}

static void repeat_add(struct lexer *lx, struct spot_view key, unsigned long line,
    unsigned long first_line)
{
	struct spot_source_map *map = lx->map;
	if (!spot_mem_grow(&map->repeats, &map->repeats_cap, map->n_repeats + 1,
		sizeof(*map->repeats))) {
		lx->nomem = true;
		return;
	}
	map->repeats[map->n_repeats++] = (struct spot_source_repeat) { key, line, first_line };
}

/* Enters the open entry of the level under its key, or under its position when key.ptr is
 * NULL. */
static void entry_commit(struct lexer *lx, struct level *level, struct spot_view key)
{
	struct spot_source_map *map = lx->map;
	size_t position = key.ptr ? 0 : ++level->n_positions;
	size_t n_before = map->keys.n_keys;
	struct spot_view full = entry_key(&lx->key, level->table, key, position);
	size_t idx = full.len ? spot_map_add(&map->keys, full) : SPOT_MAP_NONE;
	if (idx == SPOT_MAP_NONE ||
	    !spot_mem_grow(&map->entries, &map->entries_cap, idx + 1, sizeof(*map->entries))) {
		lx->nomem = true;
		return;
	}
	if (idx < n_before)
		repeat_add(lx, key, level->line, map->entries[idx].line);
	/* Of a repeated key Lua keeps the last. */
	map->entries[idx] = (struct entry) { level->line, NONE };
	level->entry = idx;
}

static void entry_close(struct lexer *lx, struct level *level)
{
	if (level->first_token != NONE && level->entry == NONE && !level->hidden_key)
		entry_commit(lx, level, (struct spot_view) { NULL, 0 });
	level->first_token = NONE;
	level->entry = NONE;
	level->hidden_key = false;
}

/* At '=' directly in a table: the open entry has a key, if what stands before is `name` or
 * `["name"]`. */
static void entry_name(struct lexer *lx, struct level *level)
{
	const struct token *one = token_back(lx, 1), *three = token_back(lx, 3);
	const struct token *text = token_back(lx, 2);
	if (one->kind == TOKEN_NAME && one->serial == level->first_token) {
		entry_commit(lx, level, one->text);
	} else if (token_is(one, "]") && text->kind == TOKEN_TEXT && !text->has_escapes &&
	    token_is(three, "[") && three->serial == level->first_token) {
		entry_commit(lx, level, text->text);
	} else {
		level->hidden_key = true;
	}
}

/* At '{': the word that the table belongs to, from the tokens before it. */
static void table_word(const struct lexer *lx, struct table *table)
{
	size_t back = token_is(token_back(lx, 1), "(") ? 2 : 1;
	const struct token *token = token_back(lx, back);
	if (token_is(token, ")") && token->callee.ptr) { /* word("name") { */
		const struct token *inside = token_back(lx, back + 1);
		table->word = token->callee;
		table->line = token->callee_line;
		if (inside->kind == TOKEN_TEXT && !inside->has_escapes &&
		    token_is(token_back(lx, back + 2), "("))
			table->name = inside->text;
	} else if (token->kind == TOKEN_TEXT) { /* word "name" { */
		const struct token *word = token_back(lx, back + 1);
		if (word->kind != TOKEN_NAME)
			return;
		table->word = word->text;
		table->line = word->line;
		if (!token->has_escapes)
			table->name = token->text;
	} else if (token->kind == TOKEN_NAME) { /* word { */
		table->word = token->text;
		table->line = token->line;
	}
}

static void level_push(struct lexer *lx, char open, size_t table)
{
	if (lx->n_levels == DEPTH_MAX) {
		lx->broken = true;
		return;
	}
	lx->levels[lx->n_levels++] = (struct level) { .open = open, .table = table,
		.entry = NONE, .first_token = NONE };
}

static void level_pop(struct lexer *lx, char open)
{
	if (lx->n_levels == 0 || lx->levels[lx->n_levels - 1].open != open)
		lx->broken = true;
	else
		lx->n_levels--;
}

static void paren_open(struct lexer *lx)
{
	const struct token *before = token_back(lx, 1);
	level_push(lx, '(', NONE);
	if (before->kind == TOKEN_NAME && !lx->broken) {
		lx->levels[lx->n_levels - 1].callee = before->text;
		lx->levels[lx->n_levels - 1].callee_line = before->line;
	}
}

static void paren_close(struct lexer *lx, const struct token *token)
{
	if (lx->n_levels) {
		struct token *kept = &lx->kept[token->serial % KEPT_TOKENS];
		kept->callee = lx->levels[lx->n_levels - 1].callee;
		kept->callee_line = lx->levels[lx->n_levels - 1].callee_line;
	}
	level_pop(lx, '(');
}

static void table_open(struct lexer *lx, struct level *level, const struct token *token)
{
	struct spot_source_map *map = lx->map;
	if (!spot_mem_grow(&map->tables, &map->tables_cap, map->n_tables + 1,
		sizeof(*map->tables))) {
		lx->nomem = true;
		return;
	}
	size_t idx = map->n_tables++;
	map->tables[idx] = (struct table) { .line = token->line };
	table_word(lx, &map->tables[idx]);
	if (level && level->open == '{') {
		if (level->entry == NONE && !level->hidden_key)
			entry_commit(lx, level, (struct spot_view) { NULL, 0 });
		if (level->entry != NONE && map->entries[level->entry].child == NONE)
			map->entries[level->entry].child = idx;
	}
	level_push(lx, '{', idx);
}

static void lexer_take(struct lexer *lx, const struct token *token)
{
	struct level *level = lx->n_levels ? &lx->levels[lx->n_levels - 1] : NULL;
	bool in_table = level && level->open == '{';
	if (in_table) {
		if (token_is(token, "}")) {
			entry_close(lx, level);
			level_pop(lx, '{');
			return;
		}
		if (token_is(token, ",") || token_is(token, ";")) {
			entry_close(lx, level);
			return;
		}
		if (token_is(token, "=")) {
			entry_name(lx, level);
			return;
		}
		if (level->first_token == NONE) {
			level->first_token = token->serial;
			level->line = token->line;
		}
	}
	if (token_is(token, "{"))
		table_open(lx, level, token);
	else if (token_is(token, "("))
		paren_open(lx);
	else if (token_is(token, "["))
		level_push(lx, '[', NONE);
	else if (token_is(token, ")"))
		paren_close(lx, token);
	else if (token_is(token, "]"))
		level_pop(lx, '[');
	else if (token_is(token, "function") || token_is(token, "do") || token_is(token, "if") ||
	    token_is(token, "repeat"))
		level_push(lx, 'b', NONE);
	else if (token_is(token, "end") || token_is(token, "until"))
		level_pop(lx, 'b');
}

int spot_source_map_new(struct spot_source_map **out, struct spot_view text,
    struct spot_error *err)
{
	*out = NULL;
	struct lexer *lx = calloc(1, sizeof(*lx));
	struct spot_source_map *map = calloc(1, sizeof(*map));
	if (!lx || !map) {
		free(lx);
		free(map);
		return spot_error_nomem(err);
	}
	spot_map_init(&map->keys);
	spot_buf_init(&lx->key);
	lx->map = map;
	lx->line = 1;
	lx->at = text.ptr;
	lx->end = text.ptr + text.len;
	while (!lx->nomem && !lx->broken) {
		struct token token = lexer_next(lx);
		if (token.kind == TOKEN_END)
			break;
		lx->kept[token.serial % KEPT_TOKENS] = token;
		lexer_take(lx, &token);
	}
	bool nomem = lx->nomem;
	spot_buf_reset(&lx->key);
	free(lx);
	if (nomem) {
		spot_source_map_free(map);
		return spot_error_nomem(err);
	}
	*out = map;
	return 0;
}

void spot_source_map_free(struct spot_source_map *map)
{
	if (!map)
		return;
	free(map->tables);
	free(map->entries);
	free(map->repeats);
	spot_map_reset(&map->keys);
	free(map);
}

/* One with the name if there is one, else the first that could have it. */
size_t spot_source_map_table(const struct spot_source_map *map, unsigned long line,
    const char *word, const char *name)
{
	size_t found = NONE;
	for (size_t i = 0; i < map->n_tables; i++) {
		const struct table *table = &map->tables[i];
		if (table->line != line || !spot_view_equal(table->word, spot_view_of(word)))
			continue;
		if (!name || (table->name.ptr && spot_view_equal(table->name, spot_view_of(name))))
			return i;
		if (!table->name.ptr && found == NONE)
			found = i;
	}
	return found;
}

bool spot_source_map_entry(const struct spot_source_map *map, size_t table, const char *key,
    size_t position, unsigned long *line, size_t *inner)
{
	struct spot_buf buf = SPOT_BUF_INIT;
	size_t idx = SPOT_MAP_NONE;
	if (table != NONE)
		idx = spot_map_find(&map->keys, entry_key(&buf, table, spot_view_of(key),
		    position));
	spot_buf_reset(&buf);
	if (idx == SPOT_MAP_NONE)
		return false;
	*line = map->entries[idx].line;
	*inner = map->entries[idx].child;
	return true;
}

const struct spot_source_repeat *spot_source_map_repeats(const struct spot_source_map *map,
    size_t *n)
{
	*n = map->n_repeats;
	return map->repeats;
}
