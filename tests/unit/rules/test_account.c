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

#include "rules/internal.h"
#include "rules/limits.h"

#define LONG "a_name_that_is_longer_than_the_forty_bytes_that_lua_keeps_once"

enum { ID, ARR, CHURNED, EMPLOYEES, HIRING, LIVE, LONG_NAME, SEATS, TECH, N_FIELDS };

static const struct spot_field fields[] = {
	[ID] = { .name = "id", .type = SPOT_TYPE_KEY },
	[ARR] = { .name = "arr", .type = SPOT_TYPE_MONEY },
	[CHURNED] = { .name = "churned", .type = SPOT_TYPE_DATE, .optional = true },
	[EMPLOYEES] = { .name = "employees", .type = SPOT_TYPE_INTEGER },
	[HIRING] = { .name = "hiring", .type = SPOT_TYPE_PERCENT },
	[LIVE] = { .name = "live", .type = SPOT_TYPE_FLAG },
	[LONG_NAME] = { .name = LONG, .type = SPOT_TYPE_INTEGER },
	[SEATS] = { .name = "seats", .type = SPOT_TYPE_INTEGER, .optional = true },
	[TECH] = { .name = "tech", .type = SPOT_TYPE_LIST },
};
static const struct spot_schema schema = { fields, N_FIELDS };

struct fixture {
	struct spot_sandbox *sandbox;
	lua_State *L;
	struct spot_batch batch;
	struct spot_account *account;
	struct spot_error err;
};

static void set_row(struct spot_batch *batch, size_t row, const char *id, int64_t employees,
    const struct spot_view *items, size_t n_items)
{
	struct spot_value blank = { .kind = SPOT_KIND_BLANK }, nil = { .kind = SPOT_KIND_NIL };

	spot_batch_set(batch, ID, row,
	    (struct spot_value) { SPOT_KIND_TEXT, .as.text = spot_view_of(id) });
	spot_batch_set(batch, ARR, row, (struct spot_value) { SPOT_KIND_FLOAT, .as.number = 2.5 });
	spot_batch_set(batch, CHURNED, row, nil);
	spot_batch_set(batch, EMPLOYEES, row,
	    (struct spot_value) { SPOT_KIND_INT, .as.integer = employees });
	spot_batch_set(batch, HIRING, row, blank);
	spot_batch_set(batch, LIVE, row, (struct spot_value) { SPOT_KIND_BOOL, .as.flag = true });
	spot_batch_set(batch, LONG_NAME, row,
	    (struct spot_value) { SPOT_KIND_INT, .as.integer = 7 });
	spot_batch_set(batch, SEATS, row, (struct spot_value) { SPOT_KIND_INT, .as.integer = -1 });
	spot_batch_set(batch, TECH, row, (struct spot_value) { SPOT_KIND_LIST,
		.as.list = { items, n_items } });
}

static int push_body(lua_State *L)
{
	struct fixture *f = lua_touserdata(L, 1);

	f->account = spot_account_push(L, &schema);
	/* One per state and schema. */
	assert_ptr_equal(spot_account_push(L, &schema), f->account);
	assert_true(lua_rawequal(L, -1, -2));
	lua_rawsetp(L, LUA_REGISTRYINDEX, f);
	return 0;
}

static const struct spot_view items[] = { { "Snowflake", 9 }, { "dbt", 3 }, { "", 0 } };

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct spot_limits limits = SPOT_LIMITS_DEFAULT;

	*state = f;
	if (spot_sandbox_open(&f->sandbox, &limits, 20000, &f->err) != 0)
		return -1;
	f->L = spot_sandbox_state(f->sandbox);
	spot_sandbox_seal(f->sandbox, NULL);
	if (spot_batch_init(&f->batch, &schema, 4, NULL) != 0)
		return -1;
	f->batch.n_rows = 2;
	set_row(&f->batch, 0, "ACC-1", 120, items, 3);
	set_row(&f->batch, 1, "ACC-2", 44, items + 1, 1);
	if (spot_sandbox_protect(f->sandbox, push_body, f, &f->err) != 0)
		return -1;
	spot_account_aim(f->account, &f->batch, 0);
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	spot_batch_reset(&f->batch);
	spot_sandbox_close(f->sandbox);
	free(f);
	return 0;
}

/* Runs the chunk with the account in ...; its one result is left on the stack when OK. */
static enum spot_call run(struct fixture *f, const char *text)
{
	lua_settop(f->L, 0);
	assert_int_equal(spot_sandbox_compile(f->sandbox, "rules.lua", text, strlen(text), &f->err),
	    0);
	lua_rawgetp(f->L, LUA_REGISTRYINDEX, f);
	return spot_sandbox_call(f->sandbox, 1, 1, 1000000, &f->err);
}

static void check_error(struct fixture *f, const char *text, const char *what)
{
	assert_int_equal(run(f, text), SPOT_CALL_ERROR);
	assert_string_equal(f->err.what, what);
	assert_string_equal(f->err.file, "rules.lua");
	assert_int_equal(f->err.line, 1);
}

static void check_true(struct fixture *f, const char *text)
{
	if (run(f, text) != SPOT_CALL_OK)
		fail_msg("%s: %s", text, f->err.what);
	if (!lua_isboolean(f->L, -1) || !lua_toboolean(f->L, -1))
		fail_msg("%s", text);
}

static void test_values(void **state)
{
	struct fixture *f = *state;

	check_true(f, "local a = ... return a.id == 'ACC-1'");
	check_true(f, "local a = ... return a.arr == 2.5 and math.type(a.arr) == 'float'");
	check_true(f, "local a = ... return a.churned == nil");
	check_true(f, "local a = ... return math.type(a.employees) == 'integer'");
	check_true(f, "local a = ... return a.employees == 120 and a.seats == -1");
	check_true(f, "local a = ... return a.live == true");
	check_true(f, "local a = ... return a." LONG " == 7");
	check_true(f, "local a, k = ..., 'employees' return a[k] == 120");
	check_true(f, "local a = ... return a['emp' .. 'loyees'] == 120");
	check_true(f, "local a = ... local s = 'a_name_that_is_longer_than_the_forty_bytes' "
	    "return a[s .. '_that_lua_keeps_once'] == 7");
	check_true(f, "local a = ... return type(a) == 'table' and a == a");
	spot_account_aim(f->account, &f->batch, 1);
	check_true(f, "local a = ... return a.id == 'ACC-2' and a.employees == 44");
}

static void test_blank(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(run(f, "local a = ... return a.hiring"), SPOT_CALL_UNKNOWN);
	assert_int_equal(run(f, "local a = ... return a.hiring == nil"), SPOT_CALL_UNKNOWN);
	assert_int_equal(run(f, "local a = ... return a.live and a.hiring"), SPOT_CALL_UNKNOWN);
	check_true(f, "local a = ... return a.live or a.hiring");
	assert_int_equal(lua_gettop(f->L), 1);
}

static void test_unknown(void **state)
{
	struct fixture *f = *state;

	check_error(f, "local a = ... return a.employes", "unknown field \"employes\"");
	assert_string_equal(f->err.hint, "did you mean \"employees\"?");
	check_error(f, "local a = ... return a.xyzzy", "unknown field \"xyzzy\"");
	assert_string_equal(f->err.hint, "");
	static const char *const odd[][2] = { { "1", "number" }, { "a", "table" }, { "nil", "nil" },
		{ "true", "boolean" }, { "{}", "table" } };
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		char text[64], what[80];

		snprintf(text, sizeof(text), "local a = ... return a[%s]", odd[i][0]);
		snprintf(what, sizeof(what), "fields are read by their names, not by a %s",
		    odd[i][1]);
		check_error(f, text, what);
	}
}

static void test_read_only(void **state)
{
	struct fixture *f = *state;

	check_error(f, "local a = ... a.employees = 3", "a rule may not change the account");
	check_error(f, "local a = ... a.other = 3", "a rule may not change the account");
	check_error(f, "local a = ... a.tech[1] = 'x'",
	    "a rule may not change the account's lists");
	check_error(f, "local a = ... local n = a + 1",
	    "attempt to perform arithmetic on a account value (local 'a')");
}

static void test_lists(void **state)
{
	struct fixture *f = *state;

	check_true(f, "local t = (...).tech return #t == 3 and t[1] == 'Snowflake' and t[3] == ''");
	check_true(f, "local t = (...).tech return t[0] == nil and t[4] == nil and t[-1] == nil");
	check_true(f, "local t = (...).tech return t[2.0] == 'dbt' and type(t) == 'table'");
	check_true(f, "local a = ... return a.tech == a.tech");
	check_true(f, "local s = '' for i, v in ipairs((...).tech) do s = s .. i .. v .. ',' end "
	    "return s == '1Snowflake,2dbt,3,'");
	check_error(f, "return (...).tech.first",
	    "the items of a list are numbered 1, 2, 3 and so on");
	check_error(f, "return (...).tech[1.5]",
	    "the items of a list are numbered 1, 2, 3 and so on");
	check_error(f, "return (...).tech['1']",
	    "the items of a list are numbered 1, 2, 3 and so on");
}

/* A list that outlived its row, put aside where no rule can put it. */
static void test_generation(void **state)
{
	struct fixture *f = *state;
	struct spot_list list;

	assert_int_equal(run(f, "return (...).tech"), SPOT_CALL_OK);
	assert_true(spot_account_list(f->L, -1, &list));
	assert_int_equal(list.n_items, 3);
	lua_rawsetp(f->L, LUA_REGISTRYINDEX, f); /* what run hands on */
	check_true(f, "return #(...) == 3");
	spot_account_aim(f->account, &f->batch, 1);
	check_error(f, "return #(...)", "this list belongs to an account that is gone");
	check_error(f, "return (...)[1]", "this list belongs to an account that is gone");
	check_error(f, "for _, v in ipairs(...) do end",
	    "this list belongs to an account that is gone");
	spot_account_aim(f->account, NULL, 0);
	check_error(f, "return (...)[1]", "this list belongs to an account that is gone");
	lua_settop(f->L, 0);
	lua_newtable(f->L);
	assert_false(spot_account_list(f->L, -1, &list));
}

static void test_no_row(void **state)
{
	struct fixture *f = *state;

	spot_account_aim(f->account, NULL, 0);
	check_error(f, "return (...).arr", "there is no account to read now");
}

static void test_reads(void **state)
{
	struct fixture *f = *state;
	const uint32_t *reads;
	size_t n;

	spot_account_reads(f->account, &n);
	assert_int_equal(n, 0);
	assert_int_equal(run(f, "local a = ... local x = a.seats + a.arr + a.seats + a.arr "
	    "x = a.tech x = a.churned x = a.tech return a.hiring, a.id"), SPOT_CALL_UNKNOWN);
	reads = spot_account_reads(f->account, &n);
	assert_int_equal(n, 5);
	static const uint32_t expected[] = { SEATS, ARR, TECH, CHURNED, HIRING };
	assert_memory_equal(reads, expected, sizeof(expected));
	spot_account_aim(f->account, &f->batch, 1);
	spot_account_reads(f->account, &n);
	assert_int_equal(n, 0);
	check_true(f, "return (...).seats == -1");
	reads = spot_account_reads(f->account, &n);
	assert_int_equal(n, 1);
	assert_int_equal(reads[0], SEATS);
}

/* Many fields, so that their names share slots. */
static int push_many(lua_State *L)
{
	spot_account_aim(spot_account_push(L, lua_touserdata(L, lua_upvalueindex(1))),
	    lua_touserdata(L, lua_upvalueindex(2)), 0);
	return 1;
}

static void test_many(void **state)
{
	enum { N = 700 };
	static char names[N][16];
	static struct spot_field many_fields[N];
	struct fixture *f = *state;
	struct spot_schema many = { many_fields, N };
	struct spot_batch batch;

	for (size_t i = 0; i < N; i++) {
		snprintf(names[i], sizeof(names[i]), "f%zu", i);
		many_fields[i] = (struct spot_field) { .name = names[i],
			.type = SPOT_TYPE_INTEGER };
	}
	assert_int_equal(spot_batch_init(&batch, &many, 1, NULL), 0);
	batch.n_rows = 1;
	for (size_t i = 0; i < N; i++)
		spot_batch_set(&batch, i, 0,
		    (struct spot_value) { SPOT_KIND_INT, .as.integer = (int64_t)i });
	lua_settop(f->L, 0);
	lua_pushlightuserdata(f->L, &many);
	lua_pushlightuserdata(f->L, &batch);
	lua_pushcclosure(f->L, push_many, 2);
	assert_int_equal(spot_sandbox_call(f->sandbox, 0, 1, 1000000, &f->err), SPOT_CALL_OK);
	lua_rawsetp(f->L, LUA_REGISTRYINDEX, f);
	check_true(f, "local a = ... for i = 0, 699 do "
	    "if a['f' .. i] ~= i then return false end end return true");
	spot_batch_reset(&batch);
}

/* The contact of an event: a field whose own fields are called "contact.…". */
static void test_row(void **state)
{
	static const struct spot_field event_fields[] = {
		{ .name = "contact", .type = SPOT_TYPE_FLAG, .is_row = true },
		{ .name = "contact.title", .type = SPOT_TYPE_TEXT },
		{ .name = "contacts", .type = SPOT_TYPE_INTEGER },
	};
	struct fixture *f = *state;
	struct spot_schema events = { event_fields, 3 };
	struct spot_batch batch;

	assert_int_equal(spot_batch_init(&batch, &events, 1, NULL), 0);
	batch.n_rows = 1;
	spot_batch_set(&batch, 0, 0, (struct spot_value) { SPOT_KIND_BOOL, .as.flag = true });
	spot_batch_set(&batch, 1, 0,
	    (struct spot_value) { SPOT_KIND_TEXT, .as.text = spot_view_of("CEO") });
	spot_batch_set(&batch, 2, 0, (struct spot_value) { SPOT_KIND_INT, .as.integer = 5 });
	lua_settop(f->L, 0);
	lua_pushlightuserdata(f->L, &events);
	lua_pushlightuserdata(f->L, &batch);
	lua_pushcclosure(f->L, push_many, 2);
	assert_int_equal(spot_sandbox_call(f->sandbox, 0, 1, 1000000, &f->err), SPOT_CALL_OK);
	lua_rawsetp(f->L, LUA_REGISTRYINDEX, f);
	check_true(f, "local e = ... return e.contact.title == 'CEO' and e.contacts == 5");
	check_true(f, "local e = ... return e.contact == e.contact and type(e.contact) == 'table'");
	check_error(f, "local e = ... return e.contact.titel", "unknown field \"contact.titel\"");
	assert_string_equal(f->err.hint, "did you mean \"contact.title\"?");
	check_error(f, "local e = ... return e.contact.s", "unknown field \"contact.s\"");
	check_error(f, "local e = ... return e.contact[1]",
	    "fields are read by their names, not by a number");
	check_error(f, "local e = ... e.contact.title = 'x'", "a rule may not change the account");
	spot_batch_reset(&batch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_values, setup, teardown),
		cmocka_unit_test_setup_teardown(test_blank, setup, teardown),
		cmocka_unit_test_setup_teardown(test_unknown, setup, teardown),
		cmocka_unit_test_setup_teardown(test_read_only, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lists, setup, teardown),
		cmocka_unit_test_setup_teardown(test_generation, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_row, setup, teardown),
		cmocka_unit_test_setup_teardown(test_reads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_row, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
