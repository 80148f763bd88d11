/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "rules/canary.h"
#include "rules/proto.h"

struct fixture {
	lua_State *L;
	struct spot_arena arena;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->L = luaL_newstate();
	spot_arena_init(&fixture->arena);
	*state = fixture;
	return fixture->L ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	lua_close(fixture->L);
	spot_arena_free(&fixture->arena);
	free(fixture);
	return 0;
}

/* The first function written in the text, or (whole) the chunk itself. */
static const struct spot_proto *decode(struct fixture *fixture, const char *text, bool whole)
{
	const struct spot_proto *proto;
	struct spot_error err = SPOT_ERROR_INIT;

	assert_int_equal(luaL_loadbufferx(fixture->L, text, strlen(text), "@rules.lua", "t"),
	    LUA_OK);
	assert_int_equal(spot_proto_read(&proto, fixture->L, &fixture->arena, &err), 0);
	lua_pop(fixture->L, 1);
	return whole ? proto : &proto->protos[0];
}

static void print_ops(struct spot_buf *out, const struct spot_proto *proto)
{
	for (size_t pc = 0; pc < proto->n_code; pc++)
		spot_buf_printf(out, "%s%s", pc ? " " : "",
		    spot_proto_op(proto->code[pc].op)->name);
}

static void check_ops(struct fixture *fixture, const char *text, const char *expected)
{
	struct spot_buf ops = SPOT_BUF_INIT;

	print_ops(&ops, decode(fixture, text, false));
	assert_string_equal(spot_buf_str(&ops), expected);
	spot_buf_reset(&ops);
}

static void test_canary(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		bool holds = false;
		assert_int_equal(spot_canary_holds(&holds), 0);
		assert_true(holds);
	}
}

static void test_families(void **state)
{
	struct fixture *f = *state;

	check_ops(f, "local f = function() end", "RETURN0");
	check_ops(f, "local f = function(a) return a end", "RETURN1 RETURN0");
	check_ops(f, "local f = function(a) return a.x, a[1], a[a] end",
	    "GETFIELD GETI GETTABLE RETURN RETURN0");
	check_ops(f, "local f = function(a) return a.x > 5 and a.y <= 2.0 end",
	    "GETFIELD GTI JMP GETFIELD LEI JMP LFALSESKIP LOADTRUE RETURN1 RETURN0");
	check_ops(f, "local f = function(a, b) return a < b, a <= b, a == b, a == 'x', a == 1 end",
	    "LT JMP LFALSESKIP LOADTRUE LE JMP LFALSESKIP LOADTRUE EQ JMP LFALSESKIP LOADTRUE "
	    "EQK JMP LFALSESKIP LOADTRUE EQI JMP LFALSESKIP LOADTRUE RETURN RETURN0");
	check_ops(f, "local f = function(a) return a + 1, a * 0.5, a - a, -a, not a, #a end",
	    "ADDI MMBINI MULK MMBINK SUB MMBIN UNM NOT LEN RETURN RETURN0");
	check_ops(f, "local f = function(a) return a >> 1, 1 << a, a & 7, a | a, ~a end",
	    "SHRI MMBINI SHLI MMBINI BANDK MMBINK BOR MMBIN BNOT RETURN RETURN0");
	check_ops(f, "local f = function(a) local x = a or 1 return x .. 'y' end",
	    "TESTSET JMP LOADI MOVE LOADK CONCAT RETURN1 RETURN0");
	check_ops(f, "local f = function(a) local t = { 1, 2, x = 3 } t.y = a return t end",
	    "NEWTABLE EXTRAARG LOADI LOADI SETFIELD SETLIST SETFIELD RETURN1 RETURN0");
	check_ops(f, "local f = function(a) return between(a.x, 1, 2) end",
	    "GETTABUP GETFIELD LOADI LOADI TAILCALL RETURN RETURN0");
	check_ops(f, "local f = function(a) return a:upper() end",
	    "SELF TAILCALL RETURN RETURN0");
	check_ops(f, "local f = function(a) for i = 1, 2 do a = i end end",
	    "LOADI LOADI LOADI FORPREP MOVE FORLOOP RETURN0");
	check_ops(f, "local f = function(a) for _, v in ipairs(a) do g(v) end end",
	    "GETTABUP MOVE CALL TFORPREP GETTABUP MOVE CALL TFORCALL TFORLOOP CLOSE RETURN");
	check_ops(f, "local f = function(...) local x, y = ... return x, y end",
	    "VARARGPREP VARARG MOVE MOVE RETURN RETURN");
}

/* Every instruction there is, in what a compiler gives of ordinary and of odd code. */
static void note_ops(bool *seen, const struct spot_proto *proto)
{
	for (size_t pc = 0; pc < proto->n_code; pc++)
		seen[proto->code[pc].op] = true;
	for (size_t i = 0; i < proto->n_protos; i++)
		note_ops(seen, &proto->protos[i]);
}

static void test_all_ops(void **state)
{
	static const char odd[] =
	    "local t, s = {}, 0\n"
	    "local function f(a, b, ...)\n"
	    "  local z <close> = nil\n"
	    "  local c = a.b + 1 - b - 0.5 + 0.5 * 2 - b * 3 / 4 % 5 // 6 ^ 7\n"
	    "  c = c ^ 2 // 3 % b + (b + c) * (b - c) / (b % c) // (b ^ c)\n"
	    "  c = (c & 7 | 8) ~ 9 | (c ~ b) & (b << c) | (b >> c) << 1 >> 2 | 3 << b\n"
	    "  c = -c .. ~b .. #a .. tostring(not b)\n"
	    "  t.x, t[1], t[b], a.q = c, 1e9, 3.0, true\n"
	    "  s = false\n"
	    "  for i = 1, 10 do c = c or t.z end\n"
	    "  for k, v in next, a do c = function() s = k return a:m(v) end end\n"
	    "  local e = b and c\n"
	    "  while c == e or c ~= 'q' and c == 3 and (c < e or c <= e) do\n"
	    "    c = c < 4 and c > 5 and c <= 6 and c >= 7\n"
	    "  end\n"
	    "  b = b % 7 b = a[1] b = a[e] b = b | 2 b = b / 3 b = b // 4\n"
	    "  if b then return f(a, ...) end\n"
	    "  return function(h) t[s], t[h] = h, { 1, 2, ... } return h end\n"
	    "end\n";
	struct fixture *f = *state;
	bool seen[SPOT_LUA_OP_N] = { false };
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_text(&text, "local function g(...) return { ... } end\n");
	spot_buf_add(&text, odd, strlen("local t, s = {}, 0\n"));
	spot_buf_text(&text, odd + strlen("local t, s = {}, 0\n"));
	/* The last function is no vararg. */
	char *dots = strstr(text.ptr, ", ... } return h");
	assert_non_null(dots);
	memcpy(dots, "       ", 5);
	note_ops(seen, decode(f, text.ptr, true));
	spot_buf_clear(&text);
	spot_buf_text(&text, "return {");
	for (int i = 0; i < 131080; i++)
		spot_buf_printf(&text, "%d.5,", i);
	spot_buf_text(&text, "}");
	note_ops(seen, decode(f, spot_buf_str(&text), true));
	for (int op = 0; op < SPOT_LUA_OP_N; op++)
		if (!seen[op])
			fail_msg("%s was not seen", spot_proto_op(op)->name);
	spot_buf_reset(&text);
}

static void test_operands(void **state)
{
	struct fixture *f = *state;
	const struct spot_proto *p;

	p = decode(f, "local u, v = 1, 2\n"
	    "local function f(a, b, ...)\n"
	    "  local x = a.employees - 3\n"
	    "  u = x == 'long text' or -1.25\n"
	    "  return x >= -7\n"
	    "end", false);
	assert_string_equal(p->source, "@rules.lua");
	assert_int_equal(p->first_line, 2);
	assert_int_equal(p->last_line, 6);
	assert_int_equal(p->n_params, 2);
	assert_true(p->is_vararg);
	assert_int_equal(p->code[1].op, SPOT_LUA_GETFIELD);
	assert_int_equal(p->code[1].a, 2);
	assert_int_equal(p->code[1].b, 0);
	assert_string_equal(p->constants[p->code[1].c].as.text.ptr, "employees");
	assert_int_equal(p->constants[p->code[1].c].as.text.len, 9);
	assert_int_equal(p->code[2].op, SPOT_LUA_ADDI);
	assert_int_equal(spot_proto_signed(p->code[2].c), -3);
	assert_int_equal(p->code[3].op, SPOT_LUA_MMBINI);
	assert_int_equal(spot_proto_signed(p->code[3].b), 3);
	assert_int_equal(p->n_upvalues, 1);
	assert_string_equal(p->upvalues[0].name, "u");
	assert_true(p->upvalues[0].in_stack);
	assert_int_equal(p->upvalues[0].idx, 0);
	assert_int_equal(p->n_locals, 3);
	assert_string_equal(p->locals[0].name, "a");
	assert_string_equal(p->locals[2].name, "x");
	assert_int_equal(p->locals[2].first_pc, 4);
	assert_int_equal(p->locals[2].end_pc, p->n_code);
	for (size_t pc = 0; pc < p->n_code; pc++)
		if (p->code[pc].op == SPOT_LUA_GEI)
			assert_int_equal(spot_proto_signed(p->code[pc].b), -7);

	p = decode(f, "return 0.1, 3000000000, 'x\\0y', nil, true, -0x7fffffffffffffff", true);
	assert_int_equal(p->n_constants, 4);
	assert_int_equal(p->constants[0].kind, SPOT_KIND_FLOAT);
	assert_true(p->constants[0].as.number == 0.1);
	assert_int_equal(p->constants[1].kind, SPOT_KIND_INT);
	assert_int_equal(p->constants[1].as.integer, INT64_C(3000000000));
	assert_int_equal(p->constants[2].kind, SPOT_KIND_TEXT);
	assert_int_equal(p->constants[2].as.text.len, 3);
	assert_memory_equal(p->constants[2].as.text.ptr, "x\0y", 4);
	assert_int_equal(p->constants[3].as.integer, -INT64_C(0x7fffffffffffffff));
}

/* Who assigns to a variable is told up to the function where the variable is. */
static void test_written(void **state)
{
	struct fixture *f = *state;
	const struct spot_proto *p, *outer;

	p = decode(f, "local a, b, c, d = 1, 2, 3, 4\n"
	    "return function()\n"
	    "  a = b\n"
	    "  local e, g = 1, 2\n"
	    "  return function() return function() c, e = d, g end end\n"
	    "end", true);
	outer = &p->protos[0];
	assert_int_equal(outer->n_upvalues, 4);
	for (size_t u = 0; u < 4; u++) {
		const char *name = outer->upvalues[u].name;

		assert_int_equal(outer->upvalues[u].is_written,
		    strcmp(name, "a") == 0 || strcmp(name, "c") == 0);
	}
	outer = &outer->protos[0];
	assert_int_equal(outer->n_upvalues, 4);
	for (size_t u = 0; u < 4; u++) {
		const char *name = outer->upvalues[u].name;

		assert_int_equal(outer->upvalues[u].is_written,
		    strcmp(name, "c") == 0 || strcmp(name, "e") == 0);
	}
}

static void test_next(void **state)
{
	struct fixture *f = *state;
	const struct spot_proto *p;
	size_t next[2];

	/* LOADI 0-2, FORPREP 3, MOVE 4, FORLOOP 5, RETURN0 6 */
	p = decode(f, "local f = function(a) for i = 1, 2 do a = i end end", false);
	assert_int_equal(spot_proto_next(p, 3, next), 2);
	assert_int_equal(next[0], 4);
	assert_int_equal(next[1], 6);
	assert_int_equal(spot_proto_next(p, 5, next), 2);
	assert_int_equal(next[0], 6);
	assert_int_equal(next[1], 4);
	assert_int_equal(spot_proto_next(p, 6, next), 0);
	/* MOVE 0, MOVE 1, LOADNIL 2, TFORPREP 3, MOVE 4, TFORCALL 5, TFORLOOP 6, CLOSE 7 */
	p = decode(f, "local f = function(a, b) for k in a, b do b = k end end", false);
	assert_int_equal(p->code[3].op, SPOT_LUA_TFORPREP);
	assert_int_equal(spot_proto_next(p, 3, next), 1);
	assert_int_equal(next[0], 5);
	assert_int_equal(spot_proto_next(p, 6, next), 2);
	assert_int_equal(next[0], 7);
	assert_int_equal(next[1], 4);
	/* GETFIELD 0, ADDI 1, MMBINI 2, RETURN1 3 */
	p = decode(f, "local f = function(a) return a.x + 1 end", false);
	assert_int_equal(spot_proto_next(p, 1, next), 2);
	assert_int_equal(next[0], 2);
	assert_int_equal(next[1], 3);
	assert_int_equal(spot_proto_next(p, 2, next), 1);
	assert_int_equal(next[0], 3);
}

/* The lines that hold code, as Lua itself tells them of the function at the top (popped). */
static void check_lines(struct fixture *f, const struct spot_proto *p)
{
	lua_State *L = f->L;
	lua_Debug ar;
	size_t n = 0;

	lua_getinfo(L, ">L", &ar);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		n++;
	for (size_t pc = 0; pc < p->n_code; pc++) {
		lua_rawgeti(L, -1, p->code[pc].line);
		if (p->code[pc].op != SPOT_LUA_VARARGPREP && !lua_toboolean(L, -1))
			fail_msg("pc %zu: line %u holds no code", pc, (unsigned)p->code[pc].line);
		lua_pop(L, 1);
		if (lua_rawgeti(L, -1, p->code[pc].line) == LUA_TBOOLEAN) {
			n--;
			lua_pushnil(L);
			lua_rawseti(L, -3, p->code[pc].line);
			lua_pushinteger(L, 0); /* seen: true for lua_toboolean, no boolean */
			lua_rawseti(L, -3, p->code[pc].line);
		}
		lua_pop(L, 1);
	}
	assert_int_equal(n, 0);
	lua_pop(L, 1);
}

static void test_lines(void **state)
{
	struct fixture *f = *state;
	struct spot_buf text = SPOT_BUF_INIT;
	const struct spot_proto *p;
	unsigned seed = 1;

	p = decode(f, "local f = function(a)\n"
	    "  if a.x > 1 and\n"
	    "     a.y > 2 then\n"
	    "    return 1\n"
	    "  end\n"
	    "\n"
	    "  return a.z +\n"
	    "    a.w\n"
	    "end", false);
	static const unsigned lines[] = { 2, 2, 2, 3, 3, 3, 4, 4, 7, 8, 7, 7, 8, 9 };
	assert_int_equal(p->n_code, sizeof(lines) / sizeof(*lines));
	for (size_t pc = 0; pc < p->n_code; pc++)
		assert_int_equal(p->code[pc].line, lines[pc]);

	/* Gaps of up to 400 lines and long runs without one: steps that fit no byte, and those that
	 * Lua tells absolutely every so many instructions. */
	for (int round = 0; round < 60; round++) {
		spot_buf_clear(&text);
		for (int i = 0; i < 10 * round; i++) {
			seed = seed * 1103515245 + 12345;
			spot_buf_printf(&text, "x = y + %d ", i);
			unsigned n = seed >> 16 & 7 ? seed >> 20 & 1 : seed >> 20 & 0x1ff;

			for (; n > 0; n--)
				spot_buf_char(&text, '\n');
		}
		p = decode(f, spot_buf_str(&text), true);
		assert_int_equal(luaL_loadbufferx(f->L, spot_buf_str(&text), text.len, "@r", "t"),
		    LUA_OK);
		check_lines(f, p);
	}
	spot_buf_reset(&text);
}

static int append(lua_State *L, const void *ptr, size_t len, void *ud)
{
	(void)L;
	spot_buf_add(ud, ptr, len);
	return 0;
}

/* Bytes that are not what Lua dumps: refused or decoded, never misread. */
static void test_damaged(void **state)
{
	static const char text[] = "local u = 1\nreturn function(a, ...)\n"
	    "local t = { 1, x = a.y }\n"
	    "for i = 1, #t do u = u + t[i] * 0.5 end\n"
	    "for k in next, t do g(function() return k, a, u end) end\n"
	    "return a.x > 3 and 'yes' or t end";
	struct fixture *f = *state;
	struct spot_buf bytes = SPOT_BUF_INIT;
	const struct spot_proto *proto;
	struct spot_error err = SPOT_ERROR_INIT;
	size_t n_refused = 0;
	unsigned char *copy;

	assert_int_equal(luaL_loadbufferx(f->L, text, strlen(text), "@r", "t"), LUA_OK);
	assert_int_equal(lua_dump(f->L, append, &bytes, 0), 0);
	assert_int_equal(spot_proto_decode(&proto, bytes.ptr, bytes.len, &f->arena, &err), 0);
	for (size_t len = 0; len < bytes.len; len++) {
		copy = malloc(len + 1); /* of that size, so that a sanitizer sees the end */
		memcpy(copy, bytes.ptr, len);
		assert_int_equal(spot_proto_decode(&proto, copy, len, &f->arena, &err),
		    SPOT_ERULES);
		free(copy);
	}
	copy = malloc(bytes.len);
	for (size_t at = 0; at < bytes.len; at++)
		for (unsigned flip = 1; flip < 256; flip += flip < 8 ? 1 : 37) {
			memcpy(copy, bytes.ptr, bytes.len);
			copy[at] ^= (unsigned char)flip;
			int rc = spot_proto_decode(&proto, copy, bytes.len, &f->arena, &err);
			assert_true(rc == 0 || rc == SPOT_ERULES);
			n_refused += rc != 0;
			spot_arena_reset(&f->arena);
		}
	assert_true(n_refused > bytes.len * 2);
	free(copy);
	spot_buf_clear(&bytes);
	assert_int_equal(lua_dump(f->L, append, &bytes, 1), 0); /* stripped */
	assert_int_equal(spot_proto_decode(&proto, bytes.ptr, bytes.len, &f->arena, &err),
	    SPOT_ERULES);
	assert_string_equal(err.what, "the bytecode of this Lua is not laid out as expected");
	spot_buf_reset(&bytes);
}

static int nothing(lua_State *L)
{
	(void)L;
	return 0;
}

static void test_not_lua(void **state)
{
	struct fixture *f = *state;
	const struct spot_proto *proto;
	struct spot_error err = SPOT_ERROR_INIT;

	lua_pushcfunction(f->L, nothing);
	assert_int_equal(spot_proto_read(&proto, f->L, &f->arena, &err), SPOT_ERULES);
	assert_string_equal(err.what, "not a function written in Lua");
	lua_pushinteger(f->L, 3);
	assert_int_equal(spot_proto_read(&proto, f->L, &f->arena, NULL), SPOT_ERULES);
	assert_int_equal(lua_gettop(f->L), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canary),
		cmocka_unit_test_setup_teardown(test_families, setup, teardown),
		cmocka_unit_test_setup_teardown(test_all_ops, setup, teardown),
		cmocka_unit_test_setup_teardown(test_operands, setup, teardown),
		cmocka_unit_test_setup_teardown(test_written, setup, teardown),
		cmocka_unit_test_setup_teardown(test_next, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lines, setup, teardown),
		cmocka_unit_test_setup_teardown(test_damaged, setup, teardown),
		cmocka_unit_test_setup_teardown(test_not_lua, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
