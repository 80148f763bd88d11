/* SPDX-License-Identifier: MIT */
/*
 * Nanoseconds a row (a batch of SPOT_BATCH_ROWS at a time, the best of some rounds):
 *
 *	program kernels   each kernel, by variant: over columns (vv), last operands constant (vc)
 *	program texts     ops over texts and lists, with few distinct values and with many
 *	program job [RULE] the rules of tests/bench/job.lua, as translation makes them
 *
 *	make && cc -O2 -std=c11 -D_GNU_SOURCE -Isrc -o build/program tests/bench/program.c \
 *	    build/libsweetspot.a -lpcre2-8 -lcsv -lz -lzstd -lutf8proc -lxxhash -lm
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "program/internal.h"
#include "program/state.h"

enum { N = SPOT_BATCH_ROWS, N_BATCHES = 64, NONE = -1 };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static unsigned below(unsigned n)
{
	static uint64_t state = 1;
	uint64_t z = state += 0x9e3779b97f4a7c15u;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (unsigned)(((z ^ z >> 31) >> 33) % n);
}

/* --- kernels ------------------------------------------------------------------------------ */

static double measure_kernel(spot_kernel_fn kernel, const void *const in[3], unsigned constants)
{
	static _Alignas(64) char out[N * 16];
	double best = 1e18;
	for (int round = 0; round < 5; round++) {
		double start = now();
		for (int i = 0; i < 1000; i++)
			kernel(N, out, in, constants);
		double each = (now() - start) / 1000 / N;
		best = each < best ? each : best;
	}
	return best;
}

static void kernels(void)
{
	static _Alignas(64) uint8_t flags[3][N];
	static _Alignas(64) int64_t integers[3][N];
	static _Alignas(64) double numbers[3][N];
	for (int k = 0; k < 3; k++)
		for (int i = 0; i < N; i++) {
			flags[k][i] = (uint8_t)below(2);
			integers[k][i] = below(40000) - 100;
			numbers[k][i] = below(4000000) / 64.0 + 1;
		}
	printf("%-16s", "op");
	for (enum spot_cpu cpu = SPOT_CPU_SSE4; cpu <= spot_cpu_best(); cpu++)
		printf(" %8s vv %8s vc", spot_kernels_of(cpu)->name, spot_kernels_of(cpu)->name);
	putchar('\n');
	for (int op = 0; op < SPOT_OP_N; op++) {
		const struct spot_op_info *info = &spot_op_table[op];
		const void *in[3] = { NULL };
		if (!spot_kernels_plain.fn[op])
			continue;
		for (unsigned k = 0; k < info->n_operands; k++)
			in[k] = info->operands[k] == 'b' ? (void *)flags[k]
			    : info->operands[k] == 'i' ? (void *)integers[k] : (void *)numbers[k];
		unsigned vc = info->n_operands == 3 ? 6 : info->n_operands == 2 ? 2 : 0;
		printf("%-16s", info->name);
		for (enum spot_cpu cpu = SPOT_CPU_SSE4; cpu <= spot_cpu_best(); cpu++) {
			spot_kernel_fn kernel = spot_kernels_of(cpu)->fn[op];
			printf(" %11.3f %11.3f", measure_kernel(kernel, in, 0),
			    measure_kernel(kernel, in, vc));
		}
		putchar('\n');
	}
}

/* --- accounts ----------------------------------------------------------------------------- */

enum {
	NAME, INDUSTRY, COUNTRY, EMPLOYEES, ARR, COST, HIRING, TECH, SEATS, SIGNED, CHURNED,
	FOUNDED, WEBSITE, PLAN, NEWSLETTER, N_FIELDS
};

static const struct spot_field fields[N_FIELDS] = {
	[NAME] = { .name = "name", .type = SPOT_TYPE_TEXT },
	[INDUSTRY] = { .name = "industry", .type = SPOT_TYPE_TEXT },
	[COUNTRY] = { .name = "country", .type = SPOT_TYPE_TEXT },
	[EMPLOYEES] = { .name = "employees", .type = SPOT_TYPE_INTEGER },
	[ARR] = { .name = "arr", .type = SPOT_TYPE_MONEY },
	[COST] = { .name = "cost", .type = SPOT_TYPE_MONEY },
	[HIRING] = { .name = "hiring", .type = SPOT_TYPE_PERCENT },
	[TECH] = { .name = "tech", .type = SPOT_TYPE_LIST },
	[SEATS] = { .name = "seats", .type = SPOT_TYPE_INTEGER },
	[SIGNED] = { .name = "signed_on", .type = SPOT_TYPE_DATE },
	[CHURNED] = { .name = "churned_on", .type = SPOT_TYPE_DATE, .optional = true },
	[FOUNDED] = { .name = "founded", .type = SPOT_TYPE_INTEGER },
	[WEBSITE] = { .name = "website", .type = SPOT_TYPE_TEXT },
	[PLAN] = { .name = "plan", .type = SPOT_TYPE_TEXT },
	[NEWSLETTER] = { .name = "newsletter", .type = SPOT_TYPE_FLAG },
};
static const struct spot_schema schema = { fields, N_FIELDS };

static const char *const starts[] = { "Amber", "Anvil", "Birch", "Bluefin", "Borealis", "Calder",
	"Cobalt", "Corvid", "Drift", "Ember", "Fern", "North", "Oak", "M\xC3\xBCller", "Silver",
	"Zephyr" };
static const char *const middles[] = { "ton", "field", "gate", "line", "wood", "mark", "well",
	"bridge", "stone", "ford", "crest", "moor", "dale", "worth", "ley", "brook" };
static const char *const industries[] = { "SaaS", "Software", "Fintech", "Media", "Retail",
	"Logistics", "Healthcare", "Manufacturing", "Education", "Construction", "Energy",
	"Insurance", "Banking", "Hotels", "Real Estate", "Non-profit", "Telecoms", "Machinery",
	"Gambling", "" };
static const char *const countries[] = { "United States", "United States", "USA", "Germany",
	"Germany", "United Kingdom", "United Kingdom", "France", "Netherlands", "Sweden",
	"Canada", "Spain", "Italy", "Poland", "India", "Japan", "Brazil", "Australia",
	"Singapore", "Iran" };
static const char *const tools[] = { "Snowflake", "BigQuery", "Databricks", "Redshift", "dbt",
	"Looker", "HubSpot", "Salesforce", "Segment", "Tableau", "Excel", "SAP BW", "Fivetran",
	"Airtable", "Cognos", "Oracle" };
static const char *const plans[] = { "Free", "Starter", "Team", "Business", "Scale", "" };

#define PICK(list) list[below(sizeof(list) / sizeof(list[0]))]

/* As a file's block does: texts one behind the other. */
static struct spot_value text_make(struct spot_arena *arena, const char *a, const char *b,
    const char *c)
{
	char text[128];
	int n = snprintf(text, sizeof(text), "%s%s%s", a, b, c);
	struct spot_value value = { .kind = n > 0 ? SPOT_KIND_TEXT : SPOT_KIND_BLANK };
	value.as.text = (struct spot_view) { spot_arena_copy(arena, text, (size_t)n), (size_t)n };
	return value;
}

/* Items of lists lie one behind the other, as conversion puts them. */
static struct spot_value list_make(struct spot_arena *arena)
{
	static struct spot_view *pool, *items;
	size_t n = below(5);
	if (!pool || items + n > pool + 512)
		items = pool = spot_arena_alloc(arena, 512 * sizeof(*pool));
	items += n;
	struct spot_view *first = items - n;
	for (size_t i = 0; i < n; i++)
		first[i] = text_make(arena, PICK(tools), "", "").as.text;
	return (struct spot_value) { .kind = n > 0 ? SPOT_KIND_LIST : SPOT_KIND_BLANK,
		.as.list = { first, n } };
}

static struct spot_value int_make(int64_t integer, unsigned percent_blank)
{
	return (struct spot_value) {
		.kind = below(100) < percent_blank ? SPOT_KIND_BLANK : SPOT_KIND_INT,
		.as.integer = integer };
}

static struct spot_value float_make(double number, unsigned percent_blank)
{
	return (struct spot_value) {
		.kind = below(100) < percent_blank ? SPOT_KIND_BLANK : SPOT_KIND_FLOAT,
		.as.number = number };
}

static void fill(struct spot_batch *batch)
{
	batch->n_rows = N;
	for (size_t i = 0; i < N; i++) {
		char number[16];
		const char *start = PICK(starts), *middle = PICK(middles);
		struct spot_arena *arena = &batch->arena;
		snprintf(number, sizeof(number), " %u", below(1000000));
		struct spot_value churned = int_make(18000 + below(2000), 90);
		if (churned.kind == SPOT_KIND_BLANK)
			churned.kind = SPOT_KIND_NIL;
		const struct spot_value values[N_FIELDS] = {
			[NAME] = text_make(arena, start, middle, number),
			[INDUSTRY] = text_make(arena, PICK(industries), "", ""),
			[COUNTRY] = text_make(arena, PICK(countries), "", ""),
			[EMPLOYEES] = int_make(below(5000), 5),
			[ARR] = float_make(below(9000000) / 100.0, 3),
			[COST] = float_make(below(6000000) / 100.0, 3),
			[HIRING] = float_make(below(100) / 100.0 - 0.3, 20),
			[TECH] = list_make(arena),
			[SEATS] = int_make(below(800), 0),
			[SIGNED] = int_make(17000 + below(3000), 1),
			[CHURNED] = churned,
			[FOUNDED] = int_make(1950 + below(75), 10),
			[WEBSITE] = text_make(arena, "www.", start, middle),
			[PLAN] = text_make(arena, PICK(plans), "", ""),
			[NEWSLETTER] = { .kind = SPOT_KIND_BOOL, .as.flag = below(2) },
		};
		for (size_t f = 0; f < N_FIELDS; f++)
			spot_batch_set(batch, f, i, values[f]);
	}
}

/* --- programs ----------------------------------------------------------------------------- */

static struct spot_batch batches[N_BATCHES];
static struct spot_builder *b;

static uint32_t op(enum spot_op op, uint32_t x, uint32_t y, uint32_t z, uint32_t where)
{
	return spot_build(b, op, x, y, z, where);
}

static uint32_t integer(int64_t i)
{
	return spot_build_int(b, i);
}

static uint32_t number(double x)
{
	return spot_build_float(b, x);
}

static uint32_t there(size_t field_idx)
{
	return op(SPOT_OP_NOT, spot_build_is_blank(b, field_idx), NONE, NONE, NONE);
}

static uint32_t among(enum spot_op op, size_t field_idx, uint32_t where, const char *list)
{
	struct spot_value items[16];
	size_t n = 0;
	for (const char *p = list; *p; p += strcspn(p, ";"), p += *p == ';')
		items[n++] = (struct spot_value) { .kind = SPOT_KIND_TEXT,
			.as.text = { p, strcspn(p, ";") } };
	return spot_build_list(b, op, spot_build_column(b, field_idx), items, n, where);
}

static void answer(uint32_t unknown, uint32_t value)
{
	if (spot_builder_node(b, value)->kind == SPOT_KIND_BOOL)
		value = op(SPOT_OP_B_TO_F, value, NONE, NONE, NONE);
	else if (spot_builder_node(b, value)->kind == SPOT_KIND_INT)
		value = op(SPOT_OP_I_TO_F, value, NONE, NONE, NONE);
	uint32_t no = spot_build_bool(b, false);
	struct spot_output output = { .unknown = unknown, .failed = no, .hand_over = no,
		.value = value, .nil = SPOT_NODE_NONE };
	spot_builder_add_output(b, &output);
}

/* Reads all of a batch, as it is in the cache after having been converted. */
static uint64_t touch(const struct spot_batch *batch)
{
	uint64_t sum = 0;
	for (size_t f = 0; f < N_FIELDS; f++) {
		const struct spot_column *column = &batch->columns[f];
		for (size_t i = 0; i < N; i++) {
			if (column->state[i] != SPOT_STATE_VALUE)
				continue;
			if (column->kind == SPOT_KIND_TEXT)
				sum += (unsigned char)column->as.text[i].ptr[0];
			else if (column->kind == SPOT_KIND_LIST)
				sum += (unsigned char)column->as.list[i].items[0].ptr[0];
			else if (column->kind == SPOT_KIND_BOOL)
				sum += column->as.flag[i];
			else
				sum += (uint64_t)column->as.integer[i];
		}
	}
	return sum;
}

/* The mean of all batches, of each the best of some rounds. */
static double measure(size_t *n_outputs)
{
	struct spot_program *program;
	struct spot_program_state *state;
	struct spot_lanes lanes[32];
	double best[N_BATCHES];
	volatile uint64_t touched = 0; /* or the loop that reads would be left out */
	if (spot_program_new(&program, b, NULL) || spot_program_state_new(&state, program, NULL))
		exit(1);
	spot_builder_free(b);
	spot_program_outputs(program, n_outputs);
	for (size_t i = 0; i < *n_outputs; i++) {
		lanes[i].state = malloc(N);
		lanes[i].value = malloc(N * sizeof(double));
		lanes[i].text = NULL;
	}
	double sum = 0;
	for (size_t i = 0; i < N_BATCHES; i++)
		best[i] = 1e18;
	for (int round = 0; round < 20; round++)
		for (size_t i = 0; i < N_BATCHES; i++) {
			touched = touched + touch(&batches[i]);
			double start = now();
			spot_program_run(state, &batches[i], lanes, NULL);
			double each = (now() - start) / N_BATCHES / N;
			best[i] = each < best[i] ? each : best[i];
		}
	for (size_t i = 0; i < N_BATCHES; i++)
		sum += best[i];
	spot_program_state_free(state);
	spot_program_free(program);
	return sum;
}

static void size_rule(void)
{
	uint32_t x = spot_build_column(b, EMPLOYEES);
	answer(spot_build_is_blank(b, EMPLOYEES), op(SPOT_OP_AND,
	    op(SPOT_OP_LE_I, integer(50), x, NONE, NONE),
	    op(SPOT_OP_LE_I, x, integer(1000), NONE, NONE), NONE, NONE));
}

static void industry_rule(void)
{
	answer(spot_build_is_blank(b, INDUSTRY), among(SPOT_OP_ONE_OF_T, INDUSTRY,
	    there(INDUSTRY), "SaaS;Software;Fintech;Media;Banking;Insurance"));
}

static void country_rule(void)
{
	uint32_t known = there(COUNTRY);
	uint32_t first = among(SPOT_OP_ONE_OF_T, COUNTRY, known,
	    "Germany;France;Netherlands;Sweden;Spain");
	uint32_t second = among(SPOT_OP_ONE_OF_T, COUNTRY,
	    op(SPOT_OP_ANDNOT, known, first, NONE, NONE),
	    "United States;USA;United Kingdom;Canada");
	answer(spot_build_is_blank(b, COUNTRY), op(SPOT_OP_SELECT_F, first, number(1),
	    op(SPOT_OP_SELECT_F, second, number(0.5), number(0), NONE), NONE));
}

static void stack_rule(void)
{
	uint32_t known = there(TECH);
	uint32_t first = among(SPOT_OP_HAS_L, TECH, known, "Snowflake;BigQuery");
	uint32_t second = among(SPOT_OP_HAS_L, TECH,
	    op(SPOT_OP_ANDNOT, known, first, NONE, NONE), "Databricks");
	answer(spot_build_is_blank(b, TECH), op(SPOT_OP_OR, first, second, NONE, NONE));
}

static void hiring_rule(void)
{
	answer(spot_build_is_blank(b, HIRING), op(SPOT_OP_RAMP_F, spot_build_column(b, HIRING),
	    number(0), number(0.3), NONE));
}

static void known_rule(void)
{
	uint32_t known = there(WEBSITE);
	uint32_t like = among(SPOT_OP_LIKE_T, WEBSITE, known, "www.North*");
	uint32_t rest = op(SPOT_OP_ANDNOT, known, like, NONE, NONE);
	uint32_t there_too = op(SPOT_OP_AND, rest, there(NAME), NONE, NONE);
	uint32_t sub = op(SPOT_OP_SUB_T, spot_build_column(b, NAME), integer(1), integer(5),
	    there_too);
	uint32_t equal = op(SPOT_OP_EQ_T, sub, spot_build_text(b, SPOT_VIEW("Amber")), NONE,
	    there_too);
	answer(op(SPOT_OP_OR, spot_build_is_blank(b, WEBSITE),
	    op(SPOT_OP_AND, rest, spot_build_is_blank(b, NAME), NONE, NONE), NONE, NONE),
	    op(SPOT_OP_OR, like, equal, NONE, NONE));
}

static void settled_rule(void)
{
	answer(spot_build_is_blank(b, FOUNDED), op(SPOT_OP_LE_I, integer(10),
	    op(SPOT_OP_SUB_I, integer(2026), spot_build_column(b, FOUNDED), NONE, NONE), NONE,
	    NONE));
}

static void stays_rule(void)
{
	static const double values[] = { 0.1, 0.5, 1 };
	static const int64_t limits[] = { 0, 2, 5 };
	uint32_t years = op(SPOT_OP_SUB_I, integer(2026),
	    op(SPOT_OP_YEAR, spot_build_column(b, SIGNED), NONE, NONE, NONE), NONE, NONE);
	uint32_t value = number(0);
	for (int i = 0; i < 3; i++)
		value = op(SPOT_OP_SELECT_F, op(SPOT_OP_LE_I, integer(limits[i]), years, NONE,
		    NONE), number(values[i]), value, NONE);
	answer(spot_build_is_blank(b, SIGNED), value);
}

static void room_rule(void)
{
	uint32_t seats = op(SPOT_OP_I_TO_F, spot_build_column(b, SEATS), NONE, NONE, NONE);
	uint32_t size = op(SPOT_OP_I_TO_F, spot_build_column(b, EMPLOYEES), NONE, NONE, NONE);
	answer(op(SPOT_OP_OR, spot_build_is_blank(b, SEATS), spot_build_is_blank(b, EMPLOYEES),
	    NONE, NONE), op(SPOT_OP_LT_F, op(SPOT_OP_DIV_F, seats, size, NONE, NONE), number(0.4),
	    NONE, NONE));
}

static void plan_rule(void)
{
	uint32_t known = there(PLAN);
	uint32_t free = op(SPOT_OP_EQ_T, spot_build_column(b, PLAN),
	    spot_build_text(b, SPOT_VIEW("Free")), NONE, known);
	free = op(SPOT_OP_AND, free, known, NONE, NONE);
	answer(op(SPOT_OP_OR, spot_build_is_blank(b, PLAN), op(SPOT_OP_AND, free,
	    spot_build_is_blank(b, NEWSLETTER), NONE, NONE), NONE, NONE),
	    op(SPOT_OP_ANDNOT, free, spot_build_column(b, NEWSLETTER), NONE, NONE));
}

static void cost_rule(void)
{
	answer(op(SPOT_OP_OR, spot_build_is_blank(b, COST), spot_build_is_blank(b, ARR), NONE,
	    NONE), op(SPOT_OP_LT_F, spot_build_column(b, ARR), spot_build_column(b, COST), NONE,
	    NONE));
}

static void served_rule(void)
{
	uint32_t known = there(COUNTRY);
	uint32_t iran = op(SPOT_OP_AND, known, op(SPOT_OP_EQ_T, spot_build_column(b, COUNTRY),
	    spot_build_text(b, SPOT_VIEW("Iran")), NONE, known), NONE, NONE);
	uint32_t rest = op(SPOT_OP_ANDNOT, known, iran, NONE, NONE);
	uint32_t both = op(SPOT_OP_AND, rest, there(INDUSTRY), NONE, NONE);
	uint32_t bets = op(SPOT_OP_AND, both, op(SPOT_OP_EQ_T, spot_build_column(b, INDUSTRY),
	    spot_build_text(b, SPOT_VIEW("Gambling")), NONE, both), NONE, NONE);
	answer(op(SPOT_OP_OR, spot_build_is_blank(b, COUNTRY), op(SPOT_OP_AND, rest,
	    spot_build_is_blank(b, INDUSTRY), NONE, NONE), NONE, NONE),
	    op(SPOT_OP_OR, iran, bets, NONE, NONE));
}

static void left_rule(void)
{
	uint32_t value = op(SPOT_OP_LT_I, op(SPOT_OP_SUB_I, integer(20779),
	    spot_build_column(b, CHURNED), NONE, NONE), integer(365), NONE, NONE);
	answer(spot_build_is_blank(b, CHURNED), op(SPOT_OP_ANDNOT, value,
	    spot_build_is_nil(b, CHURNED), NONE, NONE));
}

static void growth_rule(void)
{
	uint32_t size = op(SPOT_OP_I_TO_F, spot_build_column(b, EMPLOYEES), NONE, NONE, NONE);
	uint32_t missing = op(SPOT_OP_SUB_F, op(SPOT_OP_MUL_F, size, number(0.4), NONE, NONE),
	    op(SPOT_OP_I_TO_F, spot_build_column(b, SEATS), NONE, NONE, NONE), NONE, NONE);
	missing = op(SPOT_OP_SELECT_F, op(SPOT_OP_LT_F, missing, number(0), NONE, NONE), number(0),
	    missing, NONE);
	uint32_t plain = op(SPOT_OP_MUL_F, missing, number(1200), NONE, NONE);
	answer(op(SPOT_OP_OR, op(SPOT_OP_OR, spot_build_is_blank(b, EMPLOYEES),
	    spot_build_is_blank(b, SEATS), NONE, NONE), spot_build_is_blank(b, HIRING), NONE, NONE),
	    op(SPOT_OP_SELECT_F, op(SPOT_OP_LT_F, number(0.2), spot_build_column(b, HIRING), NONE,
	    NONE), op(SPOT_OP_MUL_F, plain, number(1.5), NONE, NONE), plain, NONE));
}

static const struct rule {
	const char *name;
	void (*build)(void);
} rules[] = {
	{ "size", size_rule }, { "industry", industry_rule }, { "country", country_rule },
	{ "stack", stack_rule }, { "hiring", hiring_rule }, { "well known", known_rule },
	{ "settled", settled_rule }, { "stays", stays_rule }, { "room", room_rule },
	{ "plan", plan_rule }, { "cost", cost_rule }, { "served", served_rule },
	{ "left", left_rule }, { "growth", growth_rule },
};

static void begin(void)
{
	if (spot_builder_new(&b, &schema, NULL))
		exit(1);
}

static void job(const char *only)
{
	size_t n, n_rules = sizeof(rules) / sizeof(rules[0]);
	for (size_t i = 0; i < n_rules; i++) {
		if (only && strcmp(only, rules[i].name) != 0)
			continue;
		begin();
		rules[i].build();
		printf("%-24s %6.2f\n", rules[i].name, measure(&n));
	}
	if (only)
		return;
	begin();
	for (size_t i = 0; i < n_rules; i++)
		rules[i].build();
	double each = measure(&n);
	printf("%-24s %6.2f\n", "all together", each);
}

/* --- texts -------------------------------------------------------------------------------- */

static void texts(void)
{
	static const struct {
		const char *name;
		enum spot_op op;
		const char *list;
	} ops[] = {
		{ "len", SPOT_OP_LEN_T, NULL }, { "== constant", SPOT_OP_EQ_T, NULL },
		{ "< constant", SPOT_OP_LT_T, NULL }, { "lower ==", SPOT_OP_LOWER_T, NULL },
		{ "sub ==", SPOT_OP_SUB_T, NULL }, { "find", SPOT_OP_FIND_T, NULL },
		{ "one of 3", SPOT_OP_ONE_OF_T, "SaaS;Ambergate 7;www.Northmark" },
		{ "like prefix", SPOT_OP_LIKE_T, "www.North*" },
		{ "like suffix", SPOT_OP_LIKE_T, "*field" },
		{ "like inside", SPOT_OP_LIKE_T, "*mark*" },
		{ "index", SPOT_OP_INDEX_T, "SaaS;Ambergate 7;www.Northmark" },
		{ "tonumber", SPOT_OP_NUMBER_KIND_T, NULL },
		{ "matches", SPOT_OP_MATCHES_T, NULL },
	};
	static const struct {
		const char *name;
		size_t field_idx;
	} columns[] = { { "20 values", INDUSTRY }, { "256 values", WEBSITE }, { "many", NAME } };
	printf("%-24s", "op");
	for (size_t c = 0; c < 3; c++)
		printf(" %12s", columns[c].name);
	putchar('\n');
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		printf("%-24s", ops[i].name);
		for (size_t c = 0; c < 3; c++) {
			size_t n;
			begin();
			uint32_t x = spot_build_column(b, columns[c].field_idx);
			uint32_t where = there(columns[c].field_idx), value = NONE;
			uint32_t amber = spot_build_text(b, SPOT_VIEW("Amber"));
			if (ops[i].list)
				value = among(ops[i].op, columns[c].field_idx, where, ops[i].list);
			else if (ops[i].op == SPOT_OP_LOWER_T)
				value = op(SPOT_OP_EQ_T, op(ops[i].op, x, NONE, NONE, where), amber,
				    NONE, where);
			else if (ops[i].op == SPOT_OP_SUB_T)
				value = op(SPOT_OP_EQ_T, op(ops[i].op, x, integer(1), integer(5),
				    where), amber, NONE, where);
			else if (ops[i].op == SPOT_OP_LEN_T || ops[i].op == SPOT_OP_NUMBER_KIND_T)
				value = op(ops[i].op, x, NONE, NONE, where);
			else if (ops[i].op == SPOT_OP_MATCHES_T)
				value = op(ops[i].op, x, spot_build_text(b, SPOT_VIEW("%d+$")),
				    NONE, where);
			else if (ops[i].op == SPOT_OP_FIND_T)
				value = op(ops[i].op, x, spot_build_text(b, SPOT_VIEW("mark")),
				    integer(1), where);
			else
				value = op(ops[i].op, x, amber, NONE, where);
			answer(spot_build_is_blank(b, columns[c].field_idx), value);
			printf(" %12.2f", measure(&n));
		}
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (strcmp(what, "kernels") == 0) {
		kernels();
		return 0;
	}
	for (size_t i = 0; i < N_BATCHES; i++) {
		if (spot_batch_init(&batches[i], &schema, N, NULL))
			return 1;
		fill(&batches[i]);
	}
	if (strcmp(what, "texts") == 0)
		texts();
	else
		job(argc > 2 ? argv[2] : NULL);
	return 0;
}
