/* SPDX-License-Identifier: MIT */
/*
 * Writes random rule files: every word of the vocabulary with its keys, values that fit them and
 * values that do not, functions of whatever Lua and the helpers offer, now and then loops without
 * end, deep nesting, and text that is broken after it was written. One seed, one file.
 */
#ifndef SCRIBE_H
#define SCRIBE_H

#include <stdio.h>

#include "base/buf.h"
#include "rules/words.h"
#include "support/rows.h"

struct scribe {
	struct rng rng;
	struct spot_buf out;
	unsigned depth;   /* of what is being written */
	unsigned wild;    /* percent of values that do not fit */
	unsigned n_names; /* of words so far */
	bool in_function; /* there is an account a, and v and w */
};

static const char *const scribe_head[] = {
	"fields { id = 'key', name = 'text', n = 'integer', x = 'number',\n"
	"	m = { 'money', unit = 'USD' }, q = 'percent', on = 'flag', day = 'date',\n"
	"	tech = 'list', o = { 'text', optional = true }, d = { 'number', default = 1 } }\n",
	"tiers { A = 80, B = 40, C = 0 }\n",
	"local p = params { k = 5, x = 2.5, word = 'abc', on = true }\n",
	"local t, u = { 1, 2, 3, a = 4, b = 'x' }, { { 1, 2 }, { a = { 3 } } }\n",
	"local s, k = 'some text', 7\n",
	"local function f(y) return y end\n",
	"local function g(y, z) if y == z then return 1 end return 0 end\n",
};

static const char *const scribe_fields[] = { "id", "name", "n", "x", "m", "q", "on", "day", "tech",
	"o", "d" };
static const char *const scribe_names[] = { "t", "u", "s", "k", "f", "g", "p", "as_of", "nil",
	"true", "false", "math.huge", "string", "v", "w", "v", "w", "a", "nothing", "_ENV", "os",
	"..." };
enum { SCRIBE_FILE_NAMES = 13, SCRIBE_FUNCTION_NAMES = 18 }; /* the first ones, that are there */
static const char *const scribe_functions[] = { "between", "one_of", "has", "like", "regex", "ramp",
	"bands", "days_since", "months_since", "years_since", "date", "year", "month", "f", "g",
	"tostring", "tonumber", "type", "select", "ipairs", "pairs", "next", "error", "assert",
	"math.floor", "math.max", "math.tointeger", "math.fmod", "math.ult", "string.format",
	"string.rep", "string.find", "string.gsub", "string.gmatch", "string.byte", "string.char",
	"string.sub", "string.upper", "utf8.char", "utf8.codepoint", "utf8.len", "utf8.offset",
	"table.concat", "table.insert", "table.remove", "table.sort", "table.unpack", "count",
	"sum", "last", "include", "criterion 'Late'" };
static const char *const scribe_numbers[] = { "0", "1", "2", "3", "-1", "0.5", "100", "-0.0",
	"1e308", "0/0", "1/0", "2^53", "0x7fffffffffffffff", "math.mininteger", "1e-320", ".5",
	"0x.8p1", "99999999999999999999", "1 << 63", "'5'", "'0x10'" };
static const char *const scribe_texts[] = { "'x'", "''", "' '", "'SaaS'", "'\xC3\x84rger'",
	"'a\\0b'", "'\\255'", "'\\u{202E}x'", "('x'):rep(300)", "('ab'):rep(2^18)", "[[a\nb]]",
	"'%s%n%d'", "'<b>'", "'=1+1'", "'2026-01-31'", "'2026-02-30'", "'90d'", "'1y'", "'id'",
	"'n'", "'tech'", "'A'", "'(a+)+$'", "'[a-'", "'.-.-.-b'", "'*a*b*'", "'%f[%a]%b()'",
	"'text'", "'integer'", "'date'", "'key'", "'lib/list.lua'", "'../../../etc/passwd'",
	"'random.lua'" };
static const char *const scribe_operators[] = { " + ", " - ", " * ", " / ", " // ", " % ", " ^ ",
	" .. ", " == ", " ~= ", " < ", " <= ", " and ", " or ", " & ", " | ", " ~ ", " << ",
	" >> " };
static const char *const scribe_unary[] = { "not ", "not ", "#", "-", "~" };
static const char *const scribe_tokens[] = { "(", ")", "{", "}", "[", "]", "end", "do", "then",
	"function", "local", "return", "=", "==", ",", ";", "::", "goto x", "<const>", "<close>",
	"'", "\"", "[[", "--[[", "--", "\n", "...", "..", ".", ":", "#", "not ", "nil", "\x1bLua",
	"\xC3", "\xFF", "\xEF\xBB\xBF", "\r", "0x", "1e", "\\", "@", "$", "break", "if", "for",
	"in", "repeat", "until", "while", "elseif", "else", "criterion", "fields", "1" };
static const char *const scribe_nests[] = { "(", "{", "function() return ", "- ", "not ", "#",
	"'a'..", "2^", "do ", "if x then ", "[", "f(", "t[", "{{", "while true do " };

static void scribe_expr(struct scribe *w);
static void scribe_block(struct scribe *w);

static inline void scribe_say(struct scribe *w, const char *text)
{
	spot_buf_text(&w->out, text);
}

#define SCRIBE_PICK(w, list) scribe_say(w, ROWS_PICK(&(w)->rng, list))

static inline void scribe_args(struct scribe *w)
{
	unsigned n = rng_below(&w->rng, 4);

	scribe_say(w, "(");
	for (unsigned i = 0; i < n; i++) {
		scribe_say(w, i > 0 ? ", " : "");
		scribe_expr(w);
	}
	scribe_say(w, ")");
}

static inline void scribe_field(struct scribe *w)
{
	scribe_say(w, "a.");
	scribe_say(w, rng_percent(&w->rng, w->wild) ? "nmae" : ROWS_PICK(&w->rng, scribe_fields));
}

static inline void scribe_function(struct scribe *w)
{
	bool was_in = w->in_function;

	w->in_function = true;
	scribe_say(w, "function(a) local v, w = 1, {} ");
	scribe_block(w);
	scribe_say(w, "return ");
	scribe_expr(w);
	scribe_say(w, " end");
	w->in_function = was_in;
}

static inline void scribe_table(struct scribe *w)
{
	unsigned n = rng_below(&w->rng, 5), first = rng_below(&w->rng, 6);

	scribe_say(w, "{ ");
	for (unsigned i = 0; i < n; i++) {
		if (rng_percent(&w->rng, 40)) {
			scribe_say(w, scribe_fields[first + i]);
			scribe_say(w, " = ");
		} else if (rng_percent(&w->rng, 10)) {
			scribe_say(w, "[");
			scribe_expr(w);
			scribe_say(w, "] = ");
		}
		scribe_expr(w);
		scribe_say(w, ", ");
	}
	scribe_say(w, "}");
}

/* Something small. */
static inline void scribe_atom(struct scribe *w)
{
	unsigned n_there = w->in_function ? SCRIBE_FUNCTION_NAMES : SCRIBE_FILE_NAMES;

	if (rng_percent(&w->rng, w->in_function ? 40 : w->wild))
		scribe_field(w);
	else if (rng_percent(&w->rng, 20))
		SCRIBE_PICK(w, scribe_texts);
	else if (rng_percent(&w->rng, 50))
		SCRIBE_PICK(w, scribe_numbers);
	else
		scribe_say(w, scribe_names[rng_below(&w->rng,
		    rng_percent(&w->rng, w->wild / 4) ? (unsigned)N_OF(scribe_names) : n_there)]);
}

static void scribe_expr(struct scribe *w)
{
	if (w->depth >= 5) {
		scribe_atom(w);
		return;
	}
	w->depth++;
	switch (rng_below(&w->rng, 16)) {
	case 0:
	case 1:
	case 2:
		scribe_say(w, "(");
		scribe_expr(w);
		SCRIBE_PICK(w, scribe_operators);
		scribe_expr(w);
		scribe_say(w, ")");
		break;
	case 3:
	case 4:
	case 5:
		/* The last ones fail. */
		scribe_say(w, scribe_functions[rng_below(&w->rng,
		    (unsigned)N_OF(scribe_functions) - (rng_percent(&w->rng, w->wild) ? 0 : 5))]);
		scribe_args(w);
		break;
	case 6:
		scribe_say(w, "(");
		scribe_expr(w);
		scribe_say(w, rng_percent(&w->rng, 50) ? "):upper()" : ")[");
		if (w->out.ptr[w->out.len - 1] == '[') {
			scribe_expr(w);
			scribe_say(w, "]");
		}
		break;
	case 7:
		SCRIBE_PICK(w, scribe_unary);
		scribe_atom(w);
		break;
	case 8:
		scribe_table(w);
		break;
	case 9:
		if (rng_percent(&w->rng, 30)) {
			scribe_say(w, "(");
			scribe_function(w);
			scribe_say(w, ")(a)");
			break;
		}
		/* fallthrough */
	default:
		scribe_atom(w);
	}
	w->depth--;
}

/* Each % is an expression. */
static inline void scribe_form(struct scribe *w, const char *form)
{
	for (; *form; form++) {
		if (*form == '%')
			scribe_expr(w);
		else
			spot_buf_char(&w->out, *form);
	}
}

static const char *const scribe_statements[] = { "v = %", "w[%] = %", "v = v or %",
	"if % then v = % end", "local y = % v = y", "if % then return % end",
	"for i = 1, #w + 3 do v = i end", "for _, y in ipairs(%) do v = y end",
	"for y, z in pairs(%) do v = z end", "table.insert(w, %)", "do local t = % end" };
/* Blocks inside, loops that may not end, what is refused. */
static const char *const scribe_rare[] = { "for i = %, % do v = % end", "while % do v = % end",
	"repeat v = % until %", "::x:: if % then goto x end", "t.a = %", "k = %", "made = %",
	"local function h(y) return h(%) end v = h(1)", "local c <const> = %", "error(%)",
	"v = function() return v end", "w = { w, w }", "s = s .. s", "f(%)(%)" };

static void scribe_block(struct scribe *w)
{
	unsigned n = w->depth >= 4 ? 0 : rng_below(&w->rng, 4);

	w->depth++;
	for (unsigned i = 0; i < n; i++) {
		if (rng_percent(&w->rng, 1 + w->wild / 4))
			scribe_form(w, ROWS_PICK(&w->rng, scribe_rare));
		else
			scribe_form(w, ROWS_PICK(&w->rng, scribe_statements));
		scribe_say(w, " ");
	}
	w->depth--;
}

/* --- words -------------------------------------------------------------------------------- */

static inline void scribe_name(struct scribe *w, const char *kind)
{
	if (rng_percent(&w->rng, w->wild))
		scribe_expr(w);
	else
		spot_buf_printf(&w->out, "'%s %u'", kind, ++w->n_names);
}

static inline void scribe_fitting(struct scribe *w, const struct spot_words_key *key)
{
	if (key->choices && rng_percent(&w->rng, 90))
		spot_buf_printf(&w->out, "'%s'", key->choices[0]);
	else if (key->takes & SPOT_TAKES_FUNCTION)
		scribe_function(w);
	else if (strcmp(key->name, "why") == 0)
		scribe_say(w, "'because'");
	else if (key->takes & SPOT_TAKES_DATE)
		scribe_say(w, "'2026-12-31'");
	else if (key->takes & SPOT_TAKES_DURATION)
		scribe_say(w, "'30d'");
	else if (key->takes & SPOT_TAKES_NUMBER)
		spot_buf_printf(&w->out, "%u", rng_below(&w->rng, key->ranged ? 2 : 20));
	else if (key->takes & SPOT_TAKES_FLAG)
		scribe_say(w, "true");
	else if (key->takes & (SPOT_TAKES_TABLE | SPOT_TAKES_ANY))
		scribe_table(w);
	else if (rng_percent(&w->rng, 70))
		scribe_name(w, "criterion");
	else
		SCRIBE_PICK(w, scribe_texts);
}

static inline void scribe_word(struct scribe *w)
{
	/* Any word, but mostly those that may stand alone. */
	static const enum spot_words_id alone[] = { SPOT_WORD_CRITERION, SPOT_WORD_CRITERION,
		SPOT_WORD_CRITERION, SPOT_WORD_DISQUALIFY, SPOT_WORD_GROWTH, SPOT_WORD_COHORT,
		SPOT_WORD_SEGMENT, SPOT_WORD_SEGMENT, SPOT_WORD_ACCEPTANCE };
	enum spot_words_id id = rng_percent(&w->rng, 5 + w->wild)
	    ? (enum spot_words_id)rng_below(&w->rng, SPOT_WORD_N) : ROWS_PICK(&w->rng, alone);
	const struct spot_words_def *def = &spot_words_vocabulary[id];

	scribe_say(w, def->word);
	scribe_say(w, " ");
	if (def->form != SPOT_FORM_TABLE)
		scribe_name(w, def->word);
	if (def->form == SPOT_FORM_SIMPLE) {
		scribe_say(w, "\n");
		return;
	}
	scribe_say(w, " {");
	for (size_t i = 0; i < def->n_keys; i++) {
		bool is_needed =
		    def->keys[i].required || strcmp(def->keys[i].name, "by") == 0;

		if (!rng_percent(&w->rng, is_needed ? 100 - w->wild / 4 : 30))
			continue;
		spot_buf_printf(&w->out, " %s = ", def->keys[i].name);
		if (rng_percent(&w->rng, w->wild))
			scribe_expr(w);
		else
			scribe_fitting(w, &def->keys[i]);
		scribe_say(w, ",");
	}
	if (def->open_keys || def->open_items || rng_percent(&w->rng, w->wild))
		scribe_form(w, rng_percent(&w->rng, 50) ? " more = %" : " %, %");
	scribe_say(w, " }\n");
}

/* --- breaking ----------------------------------------------------------------------------- */

/* Puts text in the place of the bytes from at to end. */
static inline void scribe_replace(struct scribe *w, size_t at, size_t end, const char *text)
{
	struct spot_buf old = w->out;

	w->out = (struct spot_buf)SPOT_BUF_INIT;
	spot_buf_add(&w->out, old.ptr, at);
	spot_buf_text(&w->out, text);
	spot_buf_add(&w->out, old.ptr + end, old.len - end);
	spot_buf_reset(&old);
}

static inline void scribe_break(struct scribe *w)
{
	size_t at = rng_below(&w->rng, (unsigned)w->out.len + 1);
	size_t end = at + rng_below(&w->rng, 40);
	struct spot_buf nest = SPOT_BUF_INIT;

	if (end > w->out.len)
		end = w->out.len;
	switch (rng_below(&w->rng, 6)) {
	case 0:
		scribe_replace(w, at, end, "");
		break;
	case 1:
		scribe_replace(w, at, w->out.len, "");
		break;
	case 2:
		if (at < w->out.len)
			w->out.ptr[at] = (char)rng_below(&w->rng, 256);
		break;
	case 3:
		for (unsigned n = 1 + rng_below(&w->rng, 1000); n > 0; n--)
			spot_buf_text(&nest, scribe_nests[w->rng.state % N_OF(scribe_nests)]);
		scribe_replace(w, at, at, spot_buf_str(&nest));
		break;
	default:
		scribe_replace(w, at, rng_percent(&w->rng, 50) ? at : end,
		    ROWS_PICK(&w->rng, scribe_tokens));
	}
	spot_buf_reset(&nest);
}

/* The file of that seed, in w->out. */
static inline void scribe_file(struct scribe *w, uint64_t seed)
{
	static const unsigned wilds[] = { 0, 0, 2, 10, 50 };

	w->rng.state = seed * 1000003;
	w->wild = ROWS_PICK(&w->rng, wilds);
	w->depth = 0;
	w->n_names = 0;
	w->in_function = false;
	spot_buf_clear(&w->out);
	for (size_t i = 0; i < N_OF(scribe_head); i++)
		if (w->wild == 0 || rng_percent(&w->rng, 98))
			scribe_say(w, scribe_head[i]);
	for (unsigned n = 1 + rng_below(&w->rng, 5); n > 0; n--)
		scribe_word(w);
	if (rng_percent(&w->rng, 5)) {
		scribe_say(w, "local v, w = 1, {} ");
		scribe_block(w);
	}
	if (rng_percent(&w->rng, 25))
		for (unsigned n = 1 + rng_below(&w->rng, 3); n > 0; n--)
			scribe_break(w);
}

#endif
