/* SPDX-License-Identifier: MIT */
/* Cards from made-up accounts: noise makes none, what is there is found, and nothing hangs on the
 * number of threads. */
#include "support/unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/random.h"
#include "study/derive.h"

#define N_NUMBERS 6
#define N_TEXTS 3
#define N_FLAGS 2
#define N_COLUMNS (N_NUMBERS + N_TEXTS + N_FLAGS + 1)
#define N_LEVELS 9
#define N_ITEMS 6
#define DAY 20000

/* A frame as spot_frame_gather leaves it. */
struct making {
	struct spot_field fields[N_COLUMNS];
	struct spot_frame_column columns[N_COLUMNS];
	struct spot_frame frame;
	uint8_t *labels;
	bool kept_out[N_COLUMNS];
	struct spot_derive_options options;
	struct spot_derive derive;
};

static const char *const names[N_COLUMNS] = { "n0", "n1", "n2", "n3", "n4", "n5", "t0", "t1", "t2",
	"f0", "f1", "l0" };

static void make_levels(struct spot_frame_column *column, size_t n)
{
	static const char *const level_names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i" };

	spot_map_init(&column->levels);
	column->names = calloc(n, sizeof(*column->names));
	for (size_t l = 0; l < n; l++) {
		column->names[l] = spot_view_of(level_names[l]);
		spot_map_add(&column->levels, column->names[l]);
	}
}

static void make_list(struct spot_frame_column *column, size_t n, struct spot_random *random)
{
	column->kind = SPOT_FRAME_LIST;
	make_levels(column, N_ITEMS);
	column->list_ends = calloc(n, sizeof(size_t));
	column->items = calloc(n * N_ITEMS, sizeof(uint32_t));
	column->list_blank = calloc(n, 1);
	for (size_t i = 0; i < n; i++) {
		for (uint32_t item = 0; item < N_ITEMS; item++)
			if (spot_random_uniform(random) < 0.3)
				column->items[column->n_items++] = item;
		column->list_ends[i] = column->n_items;
	}
}

static void make_column(struct spot_frame_column *column, size_t c, size_t n,
    struct spot_random *random)
{
	if (c < N_NUMBERS) {
		column->kind = SPOT_FRAME_NUMBER;
		column->numbers = calloc(n, sizeof(double));
		for (size_t i = 0; i < n; i++)
			column->numbers[i] = spot_random_uniform(random) < 0.05
			    ? NAN : floor(1000 * spot_random_uniform(random));
	} else if (c < N_NUMBERS + N_TEXTS) {
		column->kind = SPOT_FRAME_TEXT;
		make_levels(column, N_LEVELS);
		column->codes = calloc(n, sizeof(uint32_t));
		for (size_t i = 0; i < n; i++)
			column->codes[i] = spot_random_below(
			    random, (uint32_t)(3 * (c - N_NUMBERS) + 3));
	} else if (c < N_COLUMNS - 1) {
		column->kind = SPOT_FRAME_FLAG;
		column->flags = calloc(n, 1);
		for (size_t i = 0; i < n; i++)
			column->flags[i] = spot_random_uniform(random) < 0.4;
	} else {
		make_list(column, n, random);
	}
}

/* n accounts of which nothing tells anything; a third are good. */
static void begin(struct making *m, size_t n, uint64_t seed)
{
	struct spot_random random;

	memset(m, 0, sizeof(*m));
	spot_random_init(&random, seed, 0);
	m->labels = calloc(n + 1, 1);
	for (size_t c = 0; c < N_COLUMNS; c++) {
		m->fields[c].name = names[c];
		m->columns[c].field = &m->fields[c];
		m->columns[c].field_idx = c;
		make_column(&m->columns[c], c, n, &random);
	}
	for (size_t i = 0; i < n; i++)
		m->labels[i] = spot_random_uniform(&random) < 0.33;
	m->frame = (struct spot_frame) { .n_rows = n, .columns = m->columns,
		.n_columns = N_COLUMNS };
	m->options = (struct spot_derive_options) { .max = 8, .seed = 1, .level = 0.95,
		.is_kept_out = m->kept_out, .date_column = SPOT_NONE, .as_of = DAY,
		.means.n_threads = 2 };
}

static void end(struct making *m)
{
	spot_derive_reset(&m->derive);
	for (size_t c = 0; c < N_COLUMNS; c++) {
		free(m->columns[c].numbers);
		free(m->columns[c].codes);
		free(m->columns[c].flags);
		free(m->columns[c].list_ends);
		free(m->columns[c].items);
		free(m->columns[c].list_blank);
		free(m->columns[c].names);
		if (m->columns[c].kind == SPOT_FRAME_TEXT || m->columns[c].kind == SPOT_FRAME_LIST)
			spot_map_reset(&m->columns[c].levels);
	}
	free(m->labels);
}

static void run(struct making *m)
{
	struct spot_error err = SPOT_ERROR_INIT;

	if (spot_derive_study(&m->derive, &m->frame, m->labels, &m->options, &err) != 0)
		fail_msg("%s", err.what);
}

/* Good rows are those of a chance that n0 above 500, t1's level b and the flag f0 raise. */
static void add_signal(struct making *m, uint64_t seed)
{
	struct spot_random random;

	spot_random_init(&random, seed, 7);
	for (size_t i = 0; i < m->frame.n_rows; i++) {
		double chance = 0.15;

		chance += m->columns[0].numbers[i] >= 500 ? 0.35 : 0;
		chance += m->columns[N_NUMBERS + 1].codes[i] == 1 ? 0.25 : 0;
		chance += m->columns[N_NUMBERS + N_TEXTS].flags[i] ? 0.2 : 0;
		m->labels[i] = spot_random_uniform(&random) < chance;
	}
}

static void test_noise_writes_nothing(void **state)
{
	size_t n_written = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 100; seed++) {
		struct making m;

		begin(&m, seed % 2 ? 400 : 1500, seed);
		run(&m);
		n_written += m.derive.has_signal;
		end(&m);
	}
	print_message("%zu of 100 sets of noise make a file\n", n_written);
	assert_in_range(n_written, 0, 5);
}

static const struct spot_derive_cut *chosen(const struct making *m, size_t column)
{
	for (size_t c = 0; c < m->derive.n_chosen; c++)
		if (m->derive.cuts[m->derive.chosen[c]].column == column)
			return &m->derive.cuts[m->derive.chosen[c]];
	return NULL;
}

/* How many there are of the column's group, by what is read of their rows. */
static void assert_group(const struct making *m, const struct spot_derive_group *group,
    bool (*is_in)(const struct spot_frame_column *column, size_t row), size_t column)
{
	uint64_t n[2] = { 0, 0 };

	for (size_t i = 0; i < m->frame.n_rows; i++)
		if (is_in(&m->columns[column], i))
			n[m->labels[i] == SPOT_DERIVE_GOOD]++;
	assert_int_equal(group->n_neg, n[0]);
	assert_int_equal(group->n_pos, n[1]);
}

static bool is_from_500(const struct spot_frame_column *column, size_t row)
{
	return column->numbers[row] >= 500;
}

static void test_finds_what_is_there(void **state)
{
	const struct spot_derive_cut *cut;
	struct making m;
	unsigned sum = 0;

	(void)state;
	begin(&m, 3000, 5);
	add_signal(&m, 5);
	run(&m);
	assert_true(m.derive.has_signal);
	assert_true(m.derive.auc_ci.lo > 0.6 && m.derive.auc < m.derive.in_sample.auc + 0.02);
	cut = chosen(&m, 0);
	assert_non_null(cut);
	assert_int_equal(cut->n_groups, 2);
	assert_float_equal(cut->edges[0], 500, 1e-9);
	assert_group(&m, &cut->groups[1], is_from_500, 0);
	assert_float_equal(cut->groups[0].share, 0, 0);
	assert_float_equal(cut->groups[1].share, 1, 0);
	assert_true(cut->unknown_share > 0 && cut->unknown_share < 1);
	assert_non_null(cut = chosen(&m, N_NUMBERS + 1));
	assert_float_equal(cut->groups[cut->group_of[1]].share, 1, 0);
	assert_non_null(chosen(&m, N_NUMBERS + N_TEXTS));
	assert_in_range(m.derive.n_chosen, 3, 5);
	for (size_t c = 0; c < m.derive.n_chosen; c++)
		sum += m.derive.cuts[m.derive.chosen[c]].weight;
	assert_int_equal(sum, 100);
	end(&m);
}

static void test_tiers_fall(void **state)
{
	struct making m;
	uint64_t n = 0;

	(void)state;
	begin(&m, 3000, 6);
	add_signal(&m, 6);
	run(&m);
	assert_in_range(m.derive.n_tiers, 2, SPOT_DERIVE_TIERS);
	for (size_t t = 0; t < m.derive.n_tiers; t++) {
		const struct spot_derive_tier *tier = &m.derive.tiers[t];

		n += tier->n;
		assert_true(tier->n > 0);
		if (t > 0) {
			assert_true(tier->threshold < m.derive.tiers[t - 1].threshold);
			assert_true((double)tier->n_pos / (double)tier->n <
			    (double)m.derive.tiers[t - 1].n_pos / (double)m.derive.tiers[t - 1].n);
		}
	}
	assert_int_equal(n, 3000);
	assert_float_equal(m.derive.tiers[m.derive.n_tiers - 1].threshold, 0, 0);
	end(&m);
}

/* A level has a name of its own from 30 accounts on. */
static void test_rare_levels(void **state)
{
	const struct spot_derive_cut *cut = NULL;
	size_t t2 = N_NUMBERS + 2;
	struct making m;

	(void)state;
	begin(&m, 2000, 11);
	for (size_t i = 0; i < 2000; i++) {
		m.columns[t2].codes[i] = i < 30 ? 8 : i < 59 ? 7 : (uint32_t)(i % 7);
		m.labels[i] = m.columns[t2].codes[i] == 1 ? i % 10 < 8 : i % 10 < 3;
	}
	run(&m);
	assert_non_null(cut = chosen(&m, t2));
	for (size_t l = 0; l < N_LEVELS; l++)
		assert_int_equal(cut->is_named[l], l != 7);
	assert_int_equal(cut->n_other, 29);
	end(&m);
}

static bool is_blank_list(const struct spot_frame_column *column, size_t row)
{
	return column->list_blank[row];
}

static void test_lists_and_blanks(void **state)
{
	struct making m;
	const struct spot_derive_cut *cut;

	(void)state;
	begin(&m, 2000, 8);
	/* Items c and e raise the chance; those without a number are never good. */
	for (size_t i = 0; i < 2000; i++) {
		const struct spot_frame_column *list = &m.columns[N_COLUMNS - 1];
		bool has = false;

		for (size_t k = spot_frame_list_first(list, i); k < list->list_ends[i]; k++)
			has |= list->items[k] == 2 || list->items[k] == 4;
		list->list_blank[i] =
		    spot_frame_list_first(list, i) == list->list_ends[i] && i % 2 > 0;
		m.labels[i] = has ? i % 10 < 6 : i % 10 < 2;
		if (isnan(m.columns[0].numbers[i]))
			m.labels[i] = SPOT_DERIVE_BAD;
	}
	run(&m);
	assert_non_null(cut = chosen(&m, N_COLUMNS - 1));
	for (size_t l = 0; l < N_ITEMS; l++)
		assert_int_equal(cut->is_named[l], l == 2 || l == 4);
	assert_group(&m, &cut->blank, is_blank_list, N_COLUMNS - 1);
	assert_true(cut->blank.n_neg > 0);
	/* A blank is no evidence unless that is asked for, and a number without any is none. */
	assert_null(chosen(&m, 0));
	end(&m);
}

static void test_bars(void **state)
{
	struct making m;

	(void)state;
	begin(&m, 2000, 9);
	for (size_t i = 0; i < 2000; i++)
		if (m.columns[N_NUMBERS].codes[i] == 2)
			m.labels[i] = i % 100 == 0;
	run(&m);
	assert_int_equal(m.derive.n_bars, 1);
	assert_int_equal(m.derive.cuts[m.derive.bars[0].cut].column, N_NUMBERS);
	assert_true(m.derive.bars[0].bad_ci.lo > 0.9);
	end(&m);
}

static void test_threads(void **state)
{
	struct making a, b;

	(void)state;
	begin(&a, 1000, 10);
	begin(&b, 1000, 10);
	add_signal(&a, 10);
	add_signal(&b, 10);
	a.options.means.n_threads = 1;
	b.options.means.n_threads = 7;
	run(&a);
	run(&b);
	assert_true(a.derive.has_signal);
	assert_memory_equal(&a.derive.auc, &b.derive.auc, sizeof(double));
	assert_memory_equal(a.derive.tiers, b.derive.tiers, sizeof(a.derive.tiers));
	assert_int_equal(a.derive.hash, b.derive.hash);
	end(&a);
	end(&b);
}

static void test_by_day(void **state)
{
	struct making m;
	uint64_t n_before = 0, n_after = 0;

	(void)state;
	begin(&m, 3000, 11);
	add_signal(&m, 11);
	m.columns[5].is_date = true;
	m.kept_out[5] = true;
	m.options.date_column = 5;
	m.options.train_before = 600;
	for (size_t i = 0; i < 3000; i++) {
		n_before += m.columns[5].numbers[i] < 600;
		n_after += m.columns[5].numbers[i] >= 600;
	}
	run(&m);
	assert_int_equal(m.derive.n_pos + m.derive.n_neg, n_before);
	assert_int_equal(m.derive.n_judged_pos + m.derive.n_judged_neg, n_after);
	assert_int_equal(m.derive.n_no_date, 3000 - n_before - n_after);
	assert_int_equal(m.derive.n_folds, 0);
	assert_true(m.derive.auc > 0.6 && m.derive.has_signal);
	end(&m);
}

static void test_too_little(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct making m;

	(void)state;
	begin(&m, 200, 12);
	for (size_t i = 0; i < 200; i++)
		m.labels[i] = i < 29;
	assert_int_equal(
	    spot_derive_study(&m.derive, &m.frame, m.labels, &m.options, &err), SPOT_EDATA);
	assert_non_null(strstr(err.what, "29 good and 171 bad"));
	assert_non_null(strstr(err.hint, "1 more good account "));
	end(&m);
}

static int run_once(void *ctx)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct making *m = ctx;
	int rc = spot_derive_study(&m->derive, &m->frame, m->labels, &m->options, &err);

	spot_derive_reset(&m->derive);
	m->derive = (struct spot_derive) { 0 };
	assert_string_equal(err.what, rc == 0 ? "" : "out of memory");
	return rc;
}

static void test_memory(void **state)
{
	long live = unit_heap_live;
	struct making m;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	begin(&m, 160, 3);
	add_signal(&m, 3);
	m.options.means.n_threads = 1;
	m.options.max = 1;
	m.options.n_folds = 2;
	run(&m);
	assert_int_equal(m.derive.n_chosen, 1);
	spot_derive_reset(&m.derive);
	assert_int_equal(unit_heap_sweep(run_once, &m, SPOT_ENOMEM, 60), 0);
	end(&m);
	assert_int_equal(unit_heap_live, live);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_noise_writes_nothing),
		cmocka_unit_test(test_finds_what_is_there),
		cmocka_unit_test(test_tiers_fall),
		cmocka_unit_test(test_rare_levels),
		cmocka_unit_test(test_lists_and_blanks),
		cmocka_unit_test(test_bars),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_by_day),
		cmocka_unit_test(test_too_little),
		cmocka_unit_test(test_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
