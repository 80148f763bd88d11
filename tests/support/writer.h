/* SPDX-License-Identifier: MIT */
/*
 * A writer of random rule files: functions that a person could have written and a good many that
 * nobody would. Expressions are typed, and a share of them is of the wrong type on purpose.
 */
#ifndef WRITER_H
#define WRITER_H

#include <string.h>

#include "base/buf.h"
#include "support/rows.h"

enum writer_type { WRITER_NUMBER, WRITER_TEXT, WRITER_FLAG, WRITER_ANY };

struct writer {
	struct rng rng;
	struct spot_buf out;
	unsigned ill;       /* percent of expressions of the wrong type */
	unsigned depth;
	unsigned n_locals[WRITER_ANY]; /* by type: n0, n1 …, t0 …, f0 … */
	unsigned n_loops, n_labels, budget;
	bool in_vararg, has_account;
	int indent;
};

static void writer_expr(struct writer *w, enum writer_type type);
static void writer_block(struct writer *w);

static inline void writer_say(struct writer *w, const char *text)
{
	spot_buf_text(&w->out, text);
}

#define WRITER_SAY_ONE(w, ...) \
	do { \
		static const char *const texts[] = { __VA_ARGS__ }; \
		writer_say(w, ROWS_PICK(&(w)->rng, texts)); \
	} while (0)

/* A pattern of text and holes: $n $t $f $? are expressions of a type. */
static void writer_fill(struct writer *w, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern != '$' || !strchr("ntf?", pattern[1])) {
			spot_buf_char(&w->out, *pattern);
			continue;
		}
		pattern++;
		writer_expr(w, *pattern == 'n' ? WRITER_NUMBER : *pattern == 't' ? WRITER_TEXT
		    : *pattern == 'f' ? WRITER_FLAG : WRITER_ANY);
	}
}

#define WRITER_FILL_ONE(w, ...) \
	do { \
		static const char *const patterns[] = { __VA_ARGS__ }; \
		writer_fill(w, ROWS_PICK(&(w)->rng, patterns)); \
	} while (0)

static inline bool writer_local(struct writer *w, enum writer_type type)
{
	if (w->n_locals[type] == 0 || !rng_percent(&w->rng, 30))
		return false;
	spot_buf_printf(&w->out, "%c%u", "ntf"[type], rng_below(&w->rng, w->n_locals[type]));
	return true;
}

static void writer_leaf(struct writer *w, enum writer_type type)
{
	if (writer_local(w, type))
		return;
	if (!w->has_account || rng_percent(&w->rng, 40)) {
		if (type == WRITER_NUMBER)
			WRITER_SAY_ONE(w, "0", "1", "2", "3", "10", "-1", "0.5", "2.5", "1e3",
			    "100", "50", "0.0", "7", "64", "math.maxinteger", "math.mininteger",
			    "1e308", "p.k", "p.x", "as_of", "9007199254740993", "math.pi", "2^53",
			    "-0.0", "math.huge", "0x7fffffffffffffff", "127", "128", "-127", "-128",
			    "3.0");
		else if (type == WRITER_TEXT)
			WRITER_SAY_ONE(w, "''", "'a'", "'abc'", "'SaaS'", "'10'", "'0x10'", "'1e2'",
			    "'-0.0'", "p.word", "'\xC3\xA9" "clair'", "'x y'", "'M'", "'a\\0b'",
			    "'zz'");
		else
			WRITER_SAY_ONE(w, "true", "false", "nil", "p.on");
		return;
	}
	if (type == WRITER_NUMBER)
		WRITER_SAY_ONE(w, "a.int", "a.num", "a.pct", "a.day", "a.iopt", "(a.iopt or 3)",
		    "a.nopt", "(a.nopt or 0)", "a.idef", "a.ndef", "#a.list", "a.money", "a.int",
		    "a.num", "#(a.lopt or a.list)", "(a.dopt or as_of)");
	else if (type == WRITER_TEXT)
		WRITER_SAY_ONE(w, "a.name", "a.kind", "(a.topt or '?')", "a.topt", "a.tdef", "a.id",
		    "a.name", "a.list[1]", "(a.list[2] or '')");
	else
		WRITER_SAY_ONE(w, "a.flag", "a.fopt", "a.flag", "(a.fopt or false)",
		    "a.iopt == nil", "a.topt ~= nil", "a.lopt == nil");
}

static void writer_number(struct writer *w)
{
	switch (rng_below(&w->rng, 10)) {
	case 0: case 1: case 2:
		WRITER_FILL_ONE(w, "($n + $n)", "($n - $n)", "($n * $n)", "($n / $n)", "($n // $n)",
		    "($n % $n)", "($n ^ $n)", "-$n", "($n + 1)", "($n - 1)", "($n * 2)", "($n / 2)",
		    "($n - 0)", "(0 + $n)", "(1 - $n)", "($n ^ 2)", "($n ^ 0.5)", "($n // 1)",
		    "($n % 7)", "($n + 0.5)", "(2 * $n)", "($t + $n)", "($n - $t)", "-$t");
		break;
	case 3:
		WRITER_FILL_ONE(w, "($n & $n)", "($n | $n)", "($n ~ $n)", "($n << $n)",
		    "($n >> $n)", "~$n", "($n << 3)", "($n >> 1)", "(1 << $n)", "($n & 255)",
		    "($n | 1)", "($n ~ 5)", "(math.floor($n) & 15)", "($n >> 64)", "(3 >> $n)");
		break;
	case 4: case 5:
		WRITER_FILL_ONE(w, "math.floor($n)", "math.ceil($n)", "math.abs($n)",
		    "math.sqrt($n)", "math.exp($n)", "math.log($n)", "math.log($n, 10)",
		    "math.log($n, 2)", "math.log($n, 3)", "math.max($n, $n)",
		    "math.min($n, $n, $n)", "math.max($n)", "math.fmod($n, $n)", "(math.modf($n))",
		    "(select(2, math.modf($n)))", "math.tointeger($n)", "math.max($t, $t)",
		    "math.min($n, $t)", "math.sin($n)", "math.cos($n)", "math.tan($n)",
		    "math.asin($n)", "math.acos($n)", "math.atan($n)", "math.atan($n, $n)",
		    "math.deg($n)", "math.rad($n)", "math.floor($n + 0.5)", "math.floor($t)",
		    "math.fmod($n, 3)", "math.max(0, math.min(1, $n))");
		break;
	case 6:
		WRITER_FILL_ONE(w, "tonumber($t)", "(tonumber($t) or 0)", "#$t", "$t:len()",
		    "string.len($t)", "$t:byte()", "($t:byte($n) or 0)", "$t:byte(-1)",
		    "$t:find($t, 1, true)", "($t:find('b', $n, true) or 0)", "select('#', $n, $?)",
		    "select($n, 5, 6, 7)", "select(-1, $n, $n)", "tonumber($n)",
		    "tonumber($t:match('%d+'))", "($t:find('a'))", "($t:find('^%a'))",
		    "#table.concat({$t, $t}, ',')", "string.len($n)");
		break;
	case 7:
		WRITER_FILL_ONE(w, "ramp($n, 0, 1)", "ramp($n, $n, $n)", "ramp($n, 10, 2.5)",
		    "year(a.day)", "month(a.day)", "days_since(a.day)", "months_since(a.day)",
		    "years_since(a.day)", "year($n)", "days_since($n)", "months_since(a.dopt)",
		    "years_since($n)", "bands($n, {{0, 1}, {10, 2.5}, {100, 3}})",
		    "bands($n, BANDS)", "date '2026-01-31'", "bands($n, {{0, $n}, {1, $n}})",
		    "(bands($n, BANDS) or 0)", "month(as_of)");
		break;
	case 8:
		WRITER_FILL_ONE(w, "NUM[$t]", "(NUM[$t] or 0)", "ARR[$n]", "(ARR[$n] or 1)", "#ARR",
		    "({10, 20, 30})[$n]", "({x = $n, y = 2}).x", "MIX[$t]", "MIX[$n]",
		    "DEEP[$t][1]", "(DEEP[$t] or DEEP.M)[2]", "twice($n)", "clamp($n, 0, 1)",
		    "pick($n, $n, $n)", "sum($n, $n, $n)", "sum()", "FNS.half($n)",
		    "($f and twice or half)($n)", "#NUM", "count(a.list)", "({a = 1, b = $n})[$t]",
		    "MIX[$?]", "({$n, $n, $n})[$n]", "ARR[1.0]", "ARR['1']", "NUM[a.topt]",
		    "DEEP[$t][$n]", "(two($n))", "(select(2, two($n)))", "sum(two($n))",
		    "#{two($n)}", "adder($n)($n)", "pipe(twice, half)($n)", "counter($n)",
		    "last($n, $t, $n)", "a['in' .. 't']", "a[$f and 'int' or 'iopt']",
		    "({acc = a}).acc.int", "whole(a, 'int', 'idef')", "nth(a.list, 2)",
		    "longest(a.list)", "({n = {x = $n}}).n.x", "steps($n)", "choose($f, $n)",
		    "#holes($n, $n)",
		    "weigh(a)", "first($n, $t)", "#{$n, $n}");
		break;
	case 9:
		WRITER_FILL_ONE(w, "($f and $n or $n)", "($n or $n)", "($n and $n)",
		    "(a.iopt or $n)", "($f and 1 or 0)");
		break;
	}
}

static void writer_text(struct writer *w)
{
	switch (rng_below(&w->rng, 6)) {
	case 0:
		WRITER_FILL_ONE(w, "($t .. $t)", "($t .. $n)", "($n .. $t .. $n)",
		    "($t .. '-' .. $t)", "($n .. '')", "($t .. 'x')");
		break;
	case 1: case 2:
		WRITER_FILL_ONE(w, "$t:lower()", "$t:upper()", "$t:sub(1, 3)", "$t:sub($n)",
		    "$t:sub($n, $n)", "$t:sub(-3)", "$t:reverse()", "string.lower($t)", "$t:rep(2)",
		    "$t:rep(3, '-')", "$t:upper()", "string.format('%s-%d', $t, $n)",
		    "string.format('%s%%', $?)", "('%s'):format($n)", "$t:rep(0)",
		    "string.upper($n)", "$t:sub(2.0)", "$t:sub(2.5)", "$t:sub('2')",
		    "($t)['lower']($t)", "string.sub($n, 1, 2)", "$t:rep(2.0)", "$t:len()",
		    "string.format('%d', $n)", "('x'):rep($n)", "string.char(65, 66)",
		    "$t:sub(2, -2)");
		break;
	case 3:
		WRITER_FILL_ONE(w, "tostring($?)", "tostring($n)", "type($?)", "math.type($n)",
		    "tostring($f)", "$t:match('%a+')", "$t:match('^(%w+)')",
		    "($t:match('(%a)(%d)') or '')", "$t:match('[%w.]+@[%w.]+')",
		    "$t:match('%s*(.-)%s*$')", "$t:match('b')", "type($t)");
		break;
	case 4:
		WRITER_FILL_ONE(w, "WORD[$t]", "(WORD[$t] or 'none')", "DEEP[$t].name", "MIX[$t]",
		    "table.concat({$t, $n, 'x'}, ';')", "table.concat(LIST, ',')", "a.list[$n]",
		    "ARR2[$n]", "bands($n, {{0, 'low'}, {10, 'high'}})", "grade($n)", "tostring(a)",
		    "type(a)", "type(twice)", "tostring(LIST)", "tostring(a.list)", "type(a.lopt)",
		    "(select(2, two($n)))", "concat2($t, $n)", "({a = 'x', b = $t, c = 'z'})[$t]",
		    "each($t)", "(assert($t, $n))", "picked($f, $t)", "({'x', 'y'})[$n]",
		    "join($t, $t)");
		break;
	case 5:
		WRITER_FILL_ONE(w, "($f and $t or $t)", "($t or $t)", "(a.topt or $t)");
		break;
	}
}

static void writer_flag(struct writer *w)
{
	switch (rng_below(&w->rng, 8)) {
	case 0: case 1:
		WRITER_FILL_ONE(w, "$n < $n", "$n <= $n", "$n > $n", "$n >= $n", "$n == $n",
		    "$n ~= $n", "$n > 10", "$n <= 0.5", "$n == 0", "50 <= $n", "$n < 1000",
		    "$n >= -1", "$n ~= 1.0", "$n > 127", "$n < -128");
		break;
	case 2:
		WRITER_FILL_ONE(w, "$t == $t", "$t ~= $t", "$t < $t", "$t >= $t", "$t == 'SaaS'",
		    "$t < 'b'", "$? == $?", "$? ~= $?", "$? == nil", "$n == $t", "$t == 'a'",
		    "$? == 1", "$f == $f");
		break;
	case 3:
		WRITER_FILL_ONE(w, "($f and $f)", "($f or $f)", "not $f", "($f and $f or $f)",
		    "not ($f or $f)", "($? and $f)", "($f or $?)", "not $?");
		break;
	case 4:
		WRITER_FILL_ONE(w, "between($n, 50, 1000)", "between($n, $n, $n)",
		    "between($t, 'a', 'n')", "between($n, 0.5, 100)", "math.ult($n, $n)",
		    "is_big(a)", "between($?, $?, $?)");
		break;
	case 5: case 6:
		WRITER_FILL_ONE(w, "one_of($t, 'SaaS', 'Fintech', '10')", "one_of($t, LIST)",
		    "one_of($n, 1, 2, 3)", "one_of($t, {'a', 'abc'})", "one_of($t, WORDS)",
		    "one_of($n, ARR)", "one_of($?, LIST)", "one_of($t, 'k', $t)",
		    "one_of($f, true)", "one_of('a', a.list)", "one_of($n, $n, $n)",
		    "has(a.list, 'a')", "has(a.list, 'SaaS', 'abc')", "has(a.lopt, LIST)",
		    "has(a.list, 1)", "has(LIST, $t)", "has({'a', 'b', $t}, 'a')",
		    "has(a.list, {'x', 'k'})", "has(WORDS, $t)", "like($t, 'a*')",
		    "like($t, '*sales*', 'head of *')", "like($t, GLOBS)", "like(a.topt, '?')",
		    "like($t, 'ecl*')", "like($?, '*')", "regex($t, '^a')",
		    "regex($t, '(?i)\\\\b(saas|amber)')", "regex(a.topt, '[0-9]+')",
		    "regex($t, '(')", "has($?, 'a')", "one_of($t, nil, 'a')");
		break;
	case 7:
		WRITER_FILL_ONE(w, "$t:find('a') ~= nil", "($t:find('^[A-Z]') and true)",
		    "$t:find($t, 1, true)", "SET[$t]", "SET[$t] == true", "#$t > $n", "#a.list > 1",
		    "($t:match('%d')) ~= nil", "assert($f, 'no')", "type($?) == 'number'",
		    "math.type($n) == 'integer'", "FLAGS[$f]", "next(NUM) ~= nil", "twice == twice",
		    "NUM == ARR", "a == a", "a ~= nil", "a.list == a.list", "a == NUM",
		    "a.list == nil", "has(a.list, $t)",
		    "some(a.list, function(v) return v == $t end)", "tostring($n) == tostring($n)",
		    "one_of(type($?), 'number', 'nil')", "#$t == #$t", "all(a.list)", "not not $?");
		break;
	}
}

static void writer_expr(struct writer *w, enum writer_type type)
{
	if (type == WRITER_ANY || rng_percent(&w->rng, w->ill))
		type = (enum writer_type)rng_below(&w->rng, WRITER_ANY);
	if (w->budget == 0 || w->depth >= 5 || rng_percent(&w->rng, 30 + 8 * w->depth)) {
		spot_buf_char(&w->out, '(');
		writer_leaf(w, type);
		spot_buf_char(&w->out, ')');
		return;
	}
	w->budget--;
	w->depth++;
	spot_buf_char(&w->out, '(');
	if (type == WRITER_NUMBER)
		writer_number(w);
	else if (type == WRITER_TEXT)
		writer_text(w);
	else
		writer_flag(w);
	spot_buf_char(&w->out, ')');
	w->depth--;
}

/* --- statements --------------------------------------------------------------------------- */

static void writer_line(struct writer *w)
{
	writer_say(w, "\n");
	for (int i = 0; i < w->indent; i++)
		writer_say(w, "  ");
}

static void writer_body(struct writer *w)
{
	unsigned n[WRITER_ANY];
	memcpy(n, w->n_locals, sizeof(n));
	w->indent++;
	writer_block(w);
	w->indent--;
	memcpy(w->n_locals, n, sizeof(n));
	writer_line(w);
}

static void writer_declare(struct writer *w)
{
	enum writer_type type = (enum writer_type)rng_below(&w->rng, WRITER_ANY);
	unsigned n = w->n_locals[type];
	if (n >= 12)
		return;
	spot_buf_printf(&w->out, "local %c%u = ", "ntf"[type], n);
	writer_expr(w, type);
	w->n_locals[type]++;
}

static void writer_assign(struct writer *w)
{
	enum writer_type type = (enum writer_type)rng_below(&w->rng, WRITER_ANY);
	unsigned n = w->n_locals[type];
	if (n == 0) {
		writer_declare(w);
		return;
	}
	if (n >= 2 && rng_percent(&w->rng, 25)) {
		spot_buf_printf(&w->out, "%c0, %c1 = ", "ntf"[type], "ntf"[type]);
		writer_expr(w, type);
		writer_say(w, ", ");
		writer_expr(w, type);
		return;
	}
	spot_buf_printf(&w->out, "%c%u = ", "ntf"[type], rng_below(&w->rng, n));
	writer_expr(w, type);
}

static void writer_loop(struct writer *w)
{
	static const char *const heads[] = { "for i = 1, 3 do", "for i = 1, #a.list do",
		"for i, v in ipairs(a.list) do", "for i, v in ipairs(LIST) do",
		"for k, v in pairs(NUM) do", "for i = $n, $n do", "for i = 3, 1, -1 do",
		"for i = 0.0, 1, 0.25 do", "for _, v in ipairs({$n, $t}) do", "for i = 1, $n do",
		"for k, v in pairs(a.list) do", "for i = 10, $n, -3 do",
		"for k, v in pairs({x = $n, y = 2, 3}) do", "for i = 1, math.huge do",
		"for i, v in next, ARR do", "for i = 1, a.int, 2 do", "for i = #a.list, 1, -1 do",
		"for _, f in ipairs({'int', 'num', 'iopt'}) do", "for k, v in pairs(MIX) do",
		"for _, v in ipairs(a.lopt or {}) do", "for i = a.int, a.int + 2 do",
		"for i = 1, 3 do for j = 1, i do", "for i = $n, 3 do",
		"for i = 1, 2 do for _, v in ipairs(a.list) do" };
	unsigned head, id = w->n_loops++, n_before[WRITER_ANY];
	if (w->n_loops > 3)
		return;
	memcpy(n_before, w->n_locals, sizeof(n_before));
	if (rng_percent(&w->rng, 25)) {
		bool is_repeat = rng_percent(&w->rng, 50);
		spot_buf_printf(&w->out, "local c%u = 0", id);
		writer_line(w);
		if (is_repeat) {
			writer_say(w, "repeat");
		} else {
			spot_buf_printf(&w->out, "while c%u < 5 and ", id);
			writer_expr(w, WRITER_FLAG);
			writer_say(w, " do");
		}
		spot_buf_printf(&w->out, " c%u = c%u + 1", id, id);
		writer_body(w);
		if (is_repeat) {
			spot_buf_printf(&w->out, "until c%u >= 4 or ", id);
			writer_expr(w, WRITER_FLAG);
		} else {
			writer_say(w, "end");
		}
		return;
	}
	head = rng_below(&w->rng, sizeof(heads) / sizeof(heads[0]));
	writer_fill(w, heads[head]);
	w->indent++;
	if (rng_percent(&w->rng, 30)) {
		writer_line(w);
		writer_say(w, "if ");
		writer_expr(w, WRITER_FLAG);
		writer_say(w, rng_percent(&w->rng, 50) ? " then break end"
		    : " then goto continue end");
	}
	writer_line(w);
	writer_say(w, "do");
	writer_body(w);
	writer_say(w, "end");
	if (w->n_locals[WRITER_NUMBER] > 0 && rng_percent(&w->rng, 70)) {
		writer_line(w);
		spot_buf_printf(&w->out, "n0 = n0 + 1");
	}
	writer_line(w);
	writer_say(w, "::continue::");
	w->indent--;
	writer_line(w);
	writer_say(w, strstr(heads[head] + 4, "for ") ? "end end" : "end");
	memcpy(w->n_locals, n_before, sizeof(n_before));
}

static void writer_closure(struct writer *w)
{
	unsigned id = w->n_labels++;
	spot_buf_printf(&w->out, "local function g%u(q) ", id);
	if (w->n_locals[WRITER_NUMBER] > 0 && rng_percent(&w->rng, 40))
		writer_say(w, "n0 = n0 + 1 ");
	writer_fill(w, "return (q or 0) + $n end");
	writer_line(w);
	if (w->n_locals[WRITER_NUMBER] > 0)
		spot_buf_printf(&w->out, "n0 = g%u(n0)", id);
	else
		spot_buf_printf(&w->out, "local n0 = g%u()", id), w->n_locals[WRITER_NUMBER]++;
}

static void writer_tables(struct writer *w)
{
	static const char *const stores[] = { "u[#u + 1] = $n", "u[#u + 1] = $t", "u.k = $?",
		"u[1] = $n", "u[2] = nil", "table.insert(u, $n)", "u[#u] = nil",
		"u['k'] = (u.k or 0) + 1", "u[$n] = 1", "u.v = { $n }", "u[3] = $?",
		"u.a, u.b = $n, $t" };
	static const char *const uses[] = { "#u + (u[1] or 0)", "(u.k or 1)", "#u",
		"sum(table.unpack(u))", "(u[$n] or 2)", "(u[#u] or 0)", "count(u)",
		"#table.concat(u, ',')", "(next(u) and 1 or 0)", "(u.v or { 3 })[1]", "keys(u)",
		"(u.a or 0)" };
	unsigned id = w->n_labels++;
	if (w->n_locals[WRITER_NUMBER] >= 12)
		return;
	spot_buf_printf(&w->out, "local u%u = ", id);
	WRITER_FILL_ONE(w, "{}", "{}", "{ $n, $n }", "{ k = $n }", "{ $n, $t, $? }", "{ two($n) }",
	    "{ ... }");
	for (unsigned i = rng_below(&w->rng, 5); i-- > 0;) {
		writer_line(w);
		if (rng_percent(&w->rng, 60)) {
			writer_fill(w, "if $f then local u = u");
			spot_buf_printf(&w->out, "%u ", id);
			writer_fill(w, ROWS_PICK(&w->rng, stores));
			writer_say(w, " end");
		} else {
			spot_buf_printf(&w->out, "do local u = u%u ", id);
			writer_fill(w, ROWS_PICK(&w->rng, stores));
			writer_say(w, " end");
		}
	}
	writer_line(w);
	spot_buf_printf(&w->out, "local n%u do local u = u%u n%u = ",
	    w->n_locals[WRITER_NUMBER], id, w->n_locals[WRITER_NUMBER]);
	writer_fill(w, ROWS_PICK(&w->rng, uses));
	writer_say(w, " end");
	w->n_locals[WRITER_NUMBER]++;
}

static void writer_statement(struct writer *w)
{
	switch (rng_below(&w->rng, 12)) {
	case 0: case 1: case 2:
		writer_declare(w);
		break;
	case 3: case 4:
		writer_assign(w);
		break;
	case 5: case 6: case 7:
		writer_fill(w, "if $f then");
		writer_body(w);
		if (rng_percent(&w->rng, 30)) {
			writer_fill(w, "elseif $f then");
			writer_body(w);
		}
		if (rng_percent(&w->rng, 40)) {
			writer_say(w, "else");
			writer_body(w);
		}
		writer_say(w, "end");
		break;
	case 8:
		writer_loop(w);
		break;
	case 9:
		if (rng_percent(&w->rng, 50))
			writer_closure(w);
		else
			writer_tables(w);
		break;
	case 10:
		if (w->n_locals[WRITER_NUMBER] > 0)
			WRITER_FILL_ONE(w, "n0 = sum($n, $n)", "n0 = $n", "n0 = #$t",
			    "n0 = ($f and n0 or $n)", "n0 = n0 - 1",
			    "do local x, y = two($n) if y then n0 = x end end",
			    "do local i = 0 ::again:: i = i + 1 "
			    "if i < 4 and $f then n0 = n0 + i goto again end end",
			    "do local b = a n0 = b.int end",
			    "for i, v in ipairs(a.list) do if v == $t then n0 = i break end end",
			    "do local f = function(d) n0 = n0 + d return n0 end "
			    "n0 = f(1) + f(2) end",
			    "do local fs = {} for i = 1, 3 do fs[i] = function() return i end end "
			    "n0 = fs[2]() end");
		break;
	case 11:
		if (rng_percent(&w->rng, 50)) {
			writer_fill(w, "if $f then return ");
			writer_expr(w, WRITER_ANY);
			writer_say(w, " end");
		} else if (rng_percent(&w->rng, w->ill + 2)) {
			WRITER_FILL_ONE(w, "error('no')", "assert($f)", "if $f then error($t) end");
		}
		break;
	}
}

static void writer_block(struct writer *w)
{
	unsigned n = 1 + rng_below(&w->rng, 3);
	for (unsigned i = 0; i < n && w->budget > 0; i++) {
		writer_line(w);
		w->depth = 1;
		writer_statement(w);
		w->budget -= w->budget > 0;
	}
	w->depth = 0;
}

/* One function: "function(a) … end". */
static void writer_function(struct writer *w, enum writer_type answer)
{
	memset(w->n_locals, 0, sizeof(w->n_locals));
	w->n_loops = w->n_labels = 0;
	w->has_account = true;
	w->depth = 0;
	w->indent = 1;
	writer_say(w, "function(a, ...)");
	if (rng_percent(&w->rng, 40)) {
		w->budget = 12;
		writer_line(w);
		writer_say(w, "return ");
		writer_expr(w, answer);
	} else {
		w->budget = 10 + rng_below(&w->rng, 25);
		writer_block(w);
		writer_line(w);
		w->budget = 6;
		writer_say(w, "return ");
		writer_expr(w, answer);
	}
	writer_say(w, "\nend");
}

/* A rule file of n functions, of the four kinds of answer in turn; prelude is how it begins. */
static void writer_file(struct writer *w, const char *prelude, unsigned n)
{
	spot_buf_clear(&w->out);
	writer_say(w, prelude);
	for (unsigned i = 0; i < n; i++) {
		switch (i % 4) {
		case 0:
			spot_buf_printf(&w->out,
			    "criterion 'c%u' { weight = 1, why = 'x', fit = ", i);
			writer_function(w, rng_percent(&w->rng, 50) ? WRITER_FLAG
			    : WRITER_NUMBER);
			break;
		case 1:
			spot_buf_printf(&w->out, "disqualify 'd%u' { why = 'x', when = ", i);
			writer_function(w, WRITER_FLAG);
			break;
		case 2:
			spot_buf_printf(&w->out, "growth 'g%u' { value = ", i);
			writer_function(w, WRITER_NUMBER);
			break;
		case 3:
			spot_buf_printf(&w->out, "segment 's%u' { by = ", i);
			writer_function(w, WRITER_TEXT);
			break;
		}
		writer_say(w, " }\n");
	}
}

#endif
