/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "markup.h"
#include "report/chart.h"
#include "report/chart_grid.h"
#include "report/fit.h"

#define POINTS_MAX 40
#define SERIES_MAX 8

static const double widths[] = { SPOT_CHART_NARROW, 420, SPOT_CHART_WIDE };

/* --- where text lies --------------------------------------------------------------------- */

struct label {
	double left, right, y;
	char text[128];
};

static double attribute(const char *tag, const char *name)
{
	const char *at = strstr(tag, name);

	assert_true(at && at < strchr(tag, '>'));
	return strtod(at + strlen(name), NULL);
}

/* An element's text, its entities as one character each. */
static void text_copy(char *out, size_t size, const char *text)
{
	size_t n = 0;

	for (; *text != '<'; text++) {
		assert_true(n + 1 < size);
		out[n++] = *text == '&' ? '\'' : *text;
		if (*text == '&')
			text = strchr(text, ';');
	}
	out[n] = '\0';
}

/* The labels of a drawing that are not upright. */
static size_t labels_read(const char *svg, struct label *labels, size_t n_max)
{
	size_t n = 0;

	for (const char *at = strstr(svg, "<text"); at; at = strstr(at + 1, "<text")) {
		const char *end = strchr(at, '>'), *text = end + 1;
		char class[16];
		double size, width, x;

		if (strncmp(text, "<title>", 7) == 0)
			text = strstr(text, "</title>") + 8;
		if (memmem(at, (size_t)(end - at), "rotate", 6))
			continue;
		assert_true(n < n_max);
		snprintf(class, sizeof(class), "%.*s", (int)strcspn(at + 13, "\""), at + 13);
		text_copy(labels[n].text, sizeof(labels[n].text), text);
		size = class[0] == 's' ? 11 : 12;
		width = spot_fit_width(spot_view_of(labels[n].text), size);
		x = attribute(at, " x=\"");
		labels[n].left = strstr(class, " e") ? x - width
		    : strstr(class, " m") ? x - width / 2 : x;
		labels[n].right = labels[n].left + width;
		labels[n].y = attribute(at, " y=\"");
		n++;
	}
	return n;
}

/* No label leaves the drawing, and no two lie on one another. */
static void check_labels(const char *svg, double width)
{
	static struct label labels[512];
	size_t n = labels_read(svg, labels, N_OF(labels));

	for (size_t i = 0; i < n; i++) {
		if (labels[i].left < -0.5 || labels[i].right > width + 0.5)
			fail_msg("'%s' from %.1f to %.1f of %.0f", labels[i].text, labels[i].left,
			    labels[i].right, width);
		for (size_t k = 0; k < i; k++) {
			if (fabs(labels[i].y - labels[k].y) < 8 &&
			    labels[i].left < labels[k].right && labels[k].left < labels[i].right)
				fail_msg("'%s' lies on '%s'", labels[i].text, labels[k].text);
		}
	}
}

static void draw_and_check(const struct spot_chart *chart, bool has_plain_text)
{
	for (size_t i = 0; i < N_OF(widths); i++) {
		struct spot_buf out = SPOT_BUF_INIT, again = SPOT_BUF_INIT;
		char view_box[64];

		spot_chart_draw(chart, widths[i], "c1", &out);
		spot_chart_draw(chart, widths[i], "c1", &again);
		assert_false(spot_buf_failed(&out));
		assert_string_equal(spot_buf_str(&out), spot_buf_str(&again));
		assert_int_equal(strlen(spot_buf_str(&out)), out.len);
		assert_true(spot_text_is_utf8((struct spot_view) { out.ptr, out.len }));
		markup_check(spot_buf_str(&out));
		snprintf(view_box, sizeof(view_box), "viewBox=\"0 0 %d %d\"", (int)widths[i],
		    (int)ceil(spot_chart_height(chart, widths[i])));
		assert_non_null(strstr(spot_buf_str(&out), view_box));
		assert_non_null(strstr(spot_buf_str(&out), "<title id=\"c1t\">"));
		assert_non_null(strstr(spot_buf_str(&out), "<desc id=\"c1d\">"));
		assert_null(strstr(spot_buf_str(&out), "nan"));
		assert_null(strstr(spot_buf_str(&out), "inf"));
		if (has_plain_text)
			check_labels(spot_buf_str(&out), widths[i]);
		spot_buf_reset(&out);
		spot_buf_reset(&again);
	}
}

static void check_grid(const struct spot_chart *chart)
{
	struct spot_arena arena;
	struct spot_grid grid;

	spot_arena_init(&arena);
	spot_chart_grid_init(&grid, &arena, chart, 0);
	assert_false(grid.failed);
	spot_chart_grid_init(&grid, &arena, chart, 3);
	assert_false(grid.failed);
	spot_arena_free(&arena);
}

/* --- random charts ----------------------------------------------------------------------- */

static const char *const plain_names[] = { "A", "bad fit", "Manufacturing and logistics",
	"Uses a competitor's product", "Decision maker", "2026", "Region", "Consideration" };
static const enum spot_figure kinds[] = { SPOT_FIGURE_COUNT, SPOT_FIGURE_PERCENT, SPOT_FIGURE_SCORE,
	SPOT_FIGURE_CHANGE, SPOT_FIGURE_MONEY, SPOT_FIGURE_RATIO, SPOT_FIGURE_POINTS,
	SPOT_FIGURE_PLAIN };

static double random_value(uint64_t *seed, double scale)
{
	double unit = (double)(unit_random(seed) >> 11) / 9007199254740992.0;

	return unit_random(seed) % 9 == 0 ? NAN : (unit - 0.3) * scale;
}

struct random_chart {
	struct spot_chart chart;
	struct spot_chart_point points[SERIES_MAX][POINTS_MAX];
	struct spot_chart_series series[SERIES_MAX];
	const char *names[POINTS_MAX];
};

static void random_fill(struct random_chart *random, uint64_t *seed, enum spot_chart_kind kind)
{
	static const double scales[] = { 1, 0.01, 1000, 3e6, 1e9 };
	bool has_names = kind >= SPOT_CHART_INTERVAL;
	size_t n_points = 1 + unit_random(seed) % (has_names ? 7 : POINTS_MAX);
	double scale = scales[unit_random(seed) % N_OF(scales)];

	memset(random, 0, sizeof(*random));
	random->chart = (struct spot_chart) {
		.kind = kind,
		.title = "A chart",
		.about = "What there is to see.",
		.x = { "an axis", kinds[unit_random(seed) % N_OF(kinds)] },
		.y = { "the other axis", kinds[unit_random(seed) % N_OF(kinds)] },
		.names = random->names,
		.n_names = has_names ? n_points : 0,
		.series = random->series,
		.n_series = 1 + unit_random(seed) % 4,
		.diagonal = unit_random(seed) % 2 ? "chance" : NULL,
		.spread = unit_random(seed) % 2 ? "95 % interval" : NULL,
		.is_moves = unit_random(seed) % 4 == 0,
	};
	if (unit_random(seed) % 2)
		random->chart.x.mark_label = has_names ? NULL : "a capacity";
	else
		random->chart.y.mark_label = "all of them";
	random->chart.x.mark = random->chart.y.mark = random_value(seed, scale);
	for (size_t i = 0; i < n_points; i++)
		random->names[i] = plain_names[unit_random(seed) % N_OF(plain_names)];
	for (size_t k = 0; k < random->chart.n_series; k++) {
		for (size_t i = 0; i < n_points; i++) {
			double y = random_value(seed, scale);

			random->points[k][i] = (struct spot_chart_point) {
				random_value(seed, 100), y, y - scale / 20, y + scale / 10,
			};
		}
		random->series[k] = (struct spot_chart_series) { plain_names[k], random->points[k],
			n_points };
	}
}

/* Whatever the numbers: labels stay apart and inside, the markup is whole, nothing is NaN. */
static void test_random_charts(void **state)
{
	static struct random_chart random;
	uint64_t seed = 5;

	(void)state;
	for (int i = 0; i < 1600; i++) {
		random_fill(&random, &seed, (enum spot_chart_kind)(i % SPOT_CHART_N));
		draw_and_check(&random.chart, true);
		check_grid(&random.chart);
	}
}

/* --- odd charts -------------------------------------------------------------------------- */

static void test_nothing(void **state)
{
	(void)state;
	for (size_t kind = 0; kind < SPOT_CHART_N; kind++) {
		const char *const names[] = { "A" };
		const struct spot_chart_point none = { NAN, NAN, NAN, NAN };
		const struct spot_chart_series series[] = { { "A", &none, 1 }, { NULL, NULL, 0 } };
		struct spot_chart chart = {
			.kind = (enum spot_chart_kind)kind,
			.title = "Nothing",
		};
		struct spot_buf out = SPOT_BUF_INIT;

		draw_and_check(&chart, true);
		check_grid(&chart);
		chart.names = names;
		chart.n_names = 1;
		chart.series = series;
		chart.n_series = 2;
		draw_and_check(&chart, true);
		check_grid(&chart);
		spot_chart_draw(&chart, SPOT_CHART_WIDE, "c", &out);
		assert_non_null(strstr(spot_buf_str(&out), "No data"));
		spot_buf_reset(&out);
	}
}

static void test_one_point_and_extremes(void **state)
{
	static const double values[] = { 0, -0.0, 1, -1, 1e-300, -1e300, DBL_MAX, -DBL_MAX,
		INFINITY, DBL_MIN / 4, 123456789, 0.3333 };

	(void)state;
	for (size_t kind = 0; kind < SPOT_CHART_N; kind++) {
		for (size_t i = 0; i < N_OF(values) * N_OF(values); i++) {
			double a = values[i / N_OF(values)], b = values[i % N_OF(values)];
			const char *const names[] = { "A", "B" };
			const struct spot_chart_point points[] = { { a, a, b, a }, { b, b, a, b } };
			const struct spot_chart_series series[] = { { "S", points, 1 + i % 2 } };
			struct spot_chart chart = {
				.kind = (enum spot_chart_kind)kind,
				.title = "One",
				.y = { "y", kinds[i % N_OF(kinds)], 0, 0, b, "mark" },
				.x = { "x", kinds[i % N_OF(kinds)], 0, 0, a, "here" },
				.names = names,
				.n_names = 1 + i % 2,
				.series = series,
				.n_series = 1,
				.diagonal = "same",
				.spread = "interval",
			};

			draw_and_check(&chart, false);
			check_grid(&chart);
		}
	}
}

static void test_hostile_names(void **state)
{
	static char long_name[501];
	const char *const names[] = { "</svg><script>alert(1)</script>", "\"' onload=\"x",
		"\u202Eright to left\u2066", "\u05E9\u05DC\u05D5\u05DD \u0634\u0631\u0643\u0629",
		"\U0001F680\U0001F468\u200D\U0001F469\u200D\U0001F467",
		"\xFF\xC3(\x01\x1b[2J", "&lt;", long_name };
	const size_t n = N_OF(names);
	struct spot_chart_point points[N_OF(names)];
	struct spot_chart_series series[N_OF(names)];

	(void)state;
	memset(long_name, 'm', 500);
	for (size_t i = 0; i < n; i++) {
		points[i] = (struct spot_chart_point) { (double)i, 0.1 * (double)i, 0, 1 };
		series[i] = (struct spot_chart_series) { names[i], points, n };
	}
	for (size_t kind = 0; kind < SPOT_CHART_N; kind++) {
		for (size_t i = 0; i < n; i++) {
			struct spot_chart chart = {
				.kind = (enum spot_chart_kind)kind,
				.title = names[i],
				.about = names[(i + 1) % n],
				.x = { names[i], SPOT_FIGURE_COUNT, 0, 0, 3, names[i] },
				.y = { names[i], SPOT_FIGURE_PERCENT, 0, 0, 0.5, names[i] },
				.names = names,
				.n_names = n,
				.series = series,
				.n_series = n,
				.diagonal = names[i],
				.spread = names[i],
			};

			draw_and_check(&chart, false);
			check_grid(&chart);
		}
	}
}

/* The bytes of a small one: what a change of the drawing shows up in. */
static void test_bytes(void **state)
{
	const char *const names[] = { "A & B" };
	const struct spot_chart_point point = { NAN, -0.25, NAN, NAN };
	const struct spot_chart_series series[] = { { NULL, &point, 1 } };
	const struct spot_chart chart = {
		.kind = SPOT_CHART_BARS,
		.title = "Change",
		.y = { NULL, SPOT_FIGURE_CHANGE },
		.names = names,
		.n_names = 1,
		.series = series,
		.n_series = 1,
	};
	struct spot_buf out = SPOT_BUF_INIT;

	(void)state;
	spot_chart_draw(&chart, SPOT_CHART_NARROW, "c1", &out);
	assert_string_equal(spot_buf_str(&out),
	    "<svg class=\"narrow\" role=\"img\" aria-labelledby=\"c1t c1d\" "
	    "viewBox=\"0 0 328 48\">\n"
	    "<title id=\"c1t\">Change</title>\n"
	    "<desc id=\"c1d\">Change</desc>\n"
	    "<line class=\"g\" x1=\"44\" y1=\"0\" x2=\"44\" y2=\"26\"/>\n"
	    "<text class=\"s d m\" x=\"44\" y=\"42\">\u22120.3</text>\n"
	    "<line class=\"g\" x1=\"121.3\" y1=\"0\" x2=\"121.3\" y2=\"26\"/>\n"
	    "<text class=\"s d m\" x=\"121.3\" y=\"42\">\u22120.2</text>\n"
	    "<line class=\"g\" x1=\"198.6\" y1=\"0\" x2=\"198.6\" y2=\"26\"/>\n"
	    "<text class=\"s d m\" x=\"198.6\" y=\"42\">\u22120.1</text>\n"
	    "<line class=\"g\" x1=\"275.9\" y1=\"0\" x2=\"275.9\" y2=\"26\"/>\n"
	    "<text class=\"s d m\" x=\"275.9\" y=\"42\">0.0</text>\n"
	    "<line class=\"x\" x1=\"275.9\" y1=\"0\" x2=\"275.9\" y2=\"26\"/>\n"
	    "<text class=\"\" x=\"0\" y=\"17\">A &amp; B</text>\n"
	    "<g class=\"b1\"><rect class=\"b\" x=\"82.7\" y=\"7\" width=\"193.2\" height=\"12\"/>\n"
	    "</g>\n"
	    "<text class=\" e\" x=\"328\" y=\"17\">\u22120.250</text>\n"
	    "</svg>\n");
	spot_buf_reset(&out);
}

/* --- the plain twin ---------------------------------------------------------------------- */

static void expect_cells(const struct spot_chart *chart, size_t n_max, const char *want)
{
	struct spot_buf got = SPOT_BUF_INIT;
	struct spot_arena arena;
	struct spot_grid grid;

	spot_arena_init(&arena);
	spot_chart_grid_init(&grid, &arena, chart, n_max);
	for (size_t i = 0; i < grid.n_columns; i++)
		spot_buf_printf(&got, "%s%s", i > 0 ? "|" : "", grid.columns[i].title);
	for (const struct spot_grid_row *row = grid.first; row; row = row->next) {
		spot_buf_char(&got, '\n');
		for (size_t i = 0; i < grid.n_columns; i++) {
			spot_buf_text(&got, i > 0 ? "|" : "");
			spot_buf_view(&got, row->cells[i].text);
		}
	}
	assert_string_equal(spot_buf_str(&got), want);
	spot_buf_reset(&got);
	spot_arena_free(&arena);
}

static void test_grids(void **state)
{
	const char *const names[] = { "A", "B" };
	const struct spot_chart_point a[] = { { 0, 0.1, 0, 0.2 }, { 1, 0.5, 0.4, 0.6 },
		{ 2, NAN } };
	const struct spot_chart_point b[] = { { 0, 0.3 }, { 1, 0.4 }, { 3, 0.5 } };
	const struct spot_chart_series series[] = { { "now", a, 3 }, { "then", b, 3 } };
	struct spot_chart chart = {
		.kind = SPOT_CHART_INTERVAL,
		.title = "t",
		.x = { "tier", SPOT_FIGURE_COUNT },
		.y = { "rate", SPOT_FIGURE_PERCENT },
		.names = names,
		.n_names = 2,
		.series = series,
		.n_series = 2,
	};

	(void)state;
	expect_cells(&chart, 0, "tier|now|then\nA|10.0 %|30.0 %\nB|50.0 %|40.0 %");
	chart.spread = "95 % interval";
	chart.n_series = 1;
	expect_cells(&chart, 0, "tier|now\nA|10.0 % (0.0 to 20.0)\nB|50.0 % (40.0 to 60.0)");
	chart.kind = SPOT_CHART_LINE;
	expect_cells(&chart, 0,
	    "tier|now\n0|10.0 % (0.0 to 20.0)\n1|50.0 % (40.0 to 60.0)\n2|\u2013");
	expect_cells(&chart, 2, "tier|now\n0|10.0 % (0.0 to 20.0)\n2|\u2013");
	chart.spread = NULL;
	chart.n_series = 2;
	expect_cells(&chart, 0, "|tier|rate\nnow|0|10.0 %\nnow|1|50.0 %\nnow|2|\u2013\n"
	    "then|0|30.0 %\nthen|1|40.0 %\nthen|3|50.0 %");
	chart.kind = SPOT_CHART_STEPS;
	chart.n_series = 1;
	expect_cells(&chart, 0, "tier|now\n0|10.0 %\n1|50.0 %");
	chart.kind = SPOT_CHART_HEAT;
	chart.n_series = 2;
	expect_cells(&chart, 0,
	    "rate|A|B\nnow|10.0 % / 0|50.0 % / 1\nthen|30.0 % / 0|40.0 % / 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_charts),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_one_point_and_extremes),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_grids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
