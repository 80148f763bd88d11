/* SPDX-License-Identifier: MIT */
/*
 * The three writers of a page. The golden files are made by demo.c, and looked at before they are
 * kept: build/unit/report/demo html >tests/unit/report/cases/page.html, and so on.
 */
#include "support/unit.h"

#include <stdio.h>

#include "base/text.h"
#include "markup.h"
#include "report/html.h"
#include "report/markdown.h"
#include "report/terminal.h"
#include "specimen.h"

#define CASES "tests/unit/report/cases/"

enum format { HTML, MARKDOWN, TERMINAL, N_FORMATS };

static void write_page(struct spot_buf *out, const struct spot_page *page, enum format format,
    struct spot_table_look look)
{
	if (format == HTML)
		spot_html_write(out, page);
	else if (format == MARKDOWN)
		spot_markdown_write(out, page);
	else
		spot_terminal_write(out, page, &look);
}

/* --- golden files ------------------------------------------------------------------------ */

static void expect_file(const struct spot_page *page, enum format format, const char *path)
{
	struct spot_buf got = SPOT_BUF_INIT, want = SPOT_BUF_INIT;
	FILE *file = fopen(path, "rb");
	char bytes[4096];
	size_t n, same = 0;

	assert_non_null(file);
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		spot_buf_add(&want, bytes, n);
	fclose(file);
	write_page(&got, page, format, (struct spot_table_look) { 0 });
	assert_false(spot_buf_failed(&got));
	while (same < got.len && same < want.len && got.ptr[same] == want.ptr[same])
		same++;
	if (same < got.len || same < want.len)
		fail_msg("%s differs at byte %zu: got '%.60s', want '%.60s'", path, same,
		    spot_buf_str(&got) + same, spot_buf_str(&want) + same);
	spot_buf_reset(&got);
	spot_buf_reset(&want);
}

static void test_golden(void **state)
{
	static const char *const paths[N_FORMATS] = { CASES "page.html", CASES "page.md",
		CASES "page.txt" };
	struct spot_page page;

	(void)state;
	specimen_fill(&page);
	for (size_t i = 0; i < N_FORMATS; i++)
		expect_file(&page, (enum format)i, paths[i]);
	spot_page_reset(&page);
	specimen_onepage(&page, 12);
	expect_file(&page, HTML, CASES "sheet.html");
	spot_page_reset(&page);
}

/* --- HTML -------------------------------------------------------------------------------- */

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
		n++;
	return n;
}

/* Whole, nothing from elsewhere, nothing that runs, and every drawing says what it is. */
static void check_html(const char *html)
{
	markup_check(html);
	assert_int_equal(count(html, "<script"), 0);
	assert_int_equal(count(html, "@import"), 0);
	assert_int_equal(count(html, "url("), count(html, "url(#"));
	assert_int_equal(count(html, "<link "), count(html, "href=\"data:,\""));
	assert_int_equal(count(html, "<svg class=\"wide") + count(html, "<svg class=\"narrow"),
	    count(html, "<desc id="));
	assert_int_equal(count(html, "role=\"img\""), count(html, "<desc id="));
}

static void test_html_is_self_contained(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_page page;

		if (i == 0)
			specimen_fill(&page);
		else if (i == 1)
			specimen_account_plans(&page);
		else
			specimen_onepage(&page, i == 2 ? 1 : 12);
		spot_html_write(&out, &page);
		check_html(spot_buf_str(&out));
		/* The one address that was given, and none besides. */
		assert_int_equal(count(spot_buf_str(&out), "http"),
		    i == 0 ? 3 : 1 /* http-equiv, href, text */);
		assert_null(strstr(spot_buf_str(&out), "href=\"javascript"));
		spot_buf_reset(&out);
		spot_page_reset(&page);
	}
}

static void test_sheets_are_counted(void **state)
{
	struct spot_buf out = SPOT_BUF_INIT;
	struct spot_page page;

	(void)state;
	specimen_account_plans(&page);
	spot_html_write(&out, &page);
	assert_int_equal(count(spot_buf_str(&out), "<article class=\"sheet\""), 3);
	assert_non_null(strstr(spot_buf_str(&out),
	    "<h1>&lt;b&gt;Globex&lt;/b&gt; &amp; Sons</h1>"));
	spot_buf_reset(&out);
	spot_page_reset(&page);
}

/* More on a sheet means smaller text, down to a least size. */
static void test_sheets_shrink(void **state)
{
	double last = 99;

	(void)state;
	for (size_t n = 1; n <= 12; n++) {
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_page page;
		double size;

		specimen_onepage(&page, n);
		spot_html_write(&out, &page);
		size = strtod(strstr(spot_buf_str(&out), "style=\"--size:") + 14, NULL);
		assert_true(size <= last && size >= 6.5 && size <= 10.5);
		last = size;
		spot_buf_reset(&out);
		spot_page_reset(&page);
	}
	assert_true(last < 10);
}

/* --- hostile text ------------------------------------------------------------------------ */

/* Every place of a page that takes text takes this one. */
static void fill_with(struct spot_page *page, const char *text)
{
	const struct spot_grid_column columns[] = {
		{ .title = text },
		{ .title = text, .kind = SPOT_FIGURE_PERCENT, .is_bar = true },
		{ .title = text },
		{ .title = text, .is_code = true },
	};
	struct spot_grid *grid;

	spot_page_init(page, text);
	spot_page_lead(page, "%s", text);
	spot_page_fact(page, text, "%s", text);
	for (size_t i = 0; i < 5; i++)
		spot_page_section(page, "%s", text);
	spot_page_part(page, "%s", text);
	for (size_t style = 0; style < SPOT_RUN_N; style++) {
		spot_page_paragraph(page);
		spot_page_run_view(page, (enum spot_run_style)style, spot_view_of(text));
		spot_page_item(page);
		spot_page_run_view(page, (enum spot_run_style)style, spot_view_of(text));
		spot_page_step(page);
		spot_page_run_view(page, (enum spot_run_style)style, spot_view_of(text));
	}
	spot_page_callout(page, SPOT_TONE_BAD, text);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", text);
	spot_page_term(page, text);
	spot_page_run(page, SPOT_RUN_PLAIN, "%s", text);
	spot_page_code(page, spot_view_of(text));
	grid = spot_page_table(page, text, columns, 4);
	for (size_t i = 0; i < SPOT_GRID_N; i++) {
		spot_grid_row(grid, (enum spot_grid_tone)i);
		spot_grid_text(grid, "%s", text ? text : "");
		spot_grid_text(grid, "%s", text ? text : "");
		spot_grid_view(grid, spot_view_of(text));
		spot_grid_view(grid, spot_view_of(text));
	}
	spot_page_foot(page, "%s", text);
}

static void check_no_controls(const struct spot_buf *out)
{
	assert_true(spot_text_is_utf8((struct spot_view) { out->ptr, out->len }));
	assert_int_equal(strlen(spot_buf_str(out)), out->len);
	for (size_t i = 0; i < out->len; i++)
		assert_true((unsigned char)out->ptr[i] >= 0x20 || out->ptr[i] == '\n' ||
		    out->ptr[i] == '\t');
	assert_null(strstr(spot_buf_str(out), "\u202E"));
	assert_null(strstr(spot_buf_str(out), "\u2066"));
}

static void test_hostile_text(void **state)
{
	static char long_text[501];
	static const char *const texts[] = {
		"</style></title></script><script>alert(1)</script>", "\" onmouseover=\"alert(1)",
		"' x='", "-->", "]]>", "<!--", "&#x3c;", "javascript:alert(1)", "http://a\"b<c>",
		"https://example.com/|`a", "\x1b[2J\x07", "\u202Ea\u2066b\u2069", "\xFF\xC0\x80",
		"a\r\n# b\n| c |\n```\n---", "`` ` ```", "[a](javascript:b) ![c](d) <img src=x>",
		"    indented", "\u05E9\u05DC\u05D5\u05DD", "\U0001F680", "", " ", "(", "1. a",
		"-1 (2)", long_text,
	};

	(void)state;
	memset(long_text, 'w', 500);
	for (size_t i = 0; i < N_OF(texts); i++) {
		struct spot_page page;

		fill_with(&page, texts[i]);
		for (size_t format = 0; format < N_FORMATS; format++) {
			struct spot_buf out = SPOT_BUF_INIT;

			write_page(&out, &page, (enum format)format,
			    (struct spot_table_look) { 0 });
			assert_false(spot_buf_failed(&out));
			check_no_controls(&out);
			if (format == HTML)
				check_html(spot_buf_str(&out));
			spot_buf_reset(&out);
		}
		spot_page_reset(&page);
	}
}

/* In Markdown a hostile name makes no element, no row and no second line. */
static void test_markdown_keeps_its_lines(void **state)
{
	static const char *const texts[] = { "plain", "a|b", "a\nb", "<b>|</b>", "`|`", "# a",
		"**" };
	size_t n_lines = 0;

	(void)state;
	for (size_t i = 0; i < N_OF(texts); i++) {
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_page page;
		size_t n;

		fill_with(&page, texts[i]);
		spot_markdown_write(&out, &page);
		n = count(spot_buf_str(&out), "\n") - (strchr(texts[i], '\n') != NULL);
		if (i == 0)
			n_lines = n;
		assert_int_equal(n, n_lines);
		for (const char *at = strchr(spot_buf_str(&out), '<'); at; at = strchr(at + 1, '<'))
			assert_true(at[-1] == '\\' || strncmp(at, "<b>", 3) == 0 ||
			    strncmp(at, "</b>", 4) == 0);
		spot_buf_reset(&out);
		spot_page_reset(&page);
	}
}

/* --- the terminal ------------------------------------------------------------------------ */

/* No line passes the width, but those of code. */
static void test_terminal_widths(void **state)
{
	(void)state;
	for (size_t width = 56; width <= 120; width += 4) {
		struct spot_buf out = SPOT_BUF_INIT;
		struct spot_page page;
		bool any = false;

		specimen_fill(&page);
		spot_terminal_write(&out, &page, &(struct spot_table_look) { .width = width });
		struct spot_view view;

		for (const char *line = spot_buf_str(&out); *line; line += view.len + 1) {
			view = (struct spot_view) { line, strcspn(line, "\n") };

			bool is_code = strncmp(line, "    ", 4) == 0 &&
			    memmem(line, view.len, " = ", 3);

			if (spot_text_width(view) > width && !is_code)
				fail_msg("%zu columns: '%.*s'", width, (int)view.len, line);
			assert_true(view.len == 0 || line[view.len - 1] != ' ');
			any = true;
		}
		assert_true(any);
		assert_null(strchr(spot_buf_str(&out), '\x1b'));
		spot_buf_reset(&out);
		spot_page_reset(&page);
	}
}

/* Colours are told apart from text: without them it is the same. */
static void test_terminal_color(void **state)
{
	struct spot_buf plain = SPOT_BUF_INIT, color = SPOT_BUF_INIT, bare = SPOT_BUF_INIT;
	struct spot_page page;

	(void)state;
	specimen_fill(&page);
	spot_terminal_write(&plain, &page, &(struct spot_table_look) { .width = 80 });
	spot_terminal_write(&color, &page,
	    &(struct spot_table_look) { .width = 80, .color = true });
	assert_non_null(strstr(spot_buf_str(&color), "\x1b[1m312\x1b[0m"));
	for (size_t i = 0; i < color.len; i++) {
		if (color.ptr[i] == '\x1b')
			i += strcspn(color.ptr + i, "m");
		else
			spot_buf_char(&bare, color.ptr[i]);
	}
	assert_string_equal(spot_buf_str(&bare), spot_buf_str(&plain));
	spot_buf_reset(&plain);
	spot_buf_reset(&color);
	spot_buf_reset(&bare);
	spot_page_reset(&page);
}

/* --- nothing, and no memory -------------------------------------------------------------- */

static void test_empty_page(void **state)
{
	static const char *const want[N_FORMATS] = { NULL, "# Empty\n", "Empty\n" };

	(void)state;
	for (int is_sheet = 0; is_sheet < 2; is_sheet++) {
		struct spot_page page;

		spot_page_init(&page, "Empty");
		page.is_sheet = is_sheet;
		for (size_t i = 0; i < N_FORMATS; i++) {
			struct spot_buf out = SPOT_BUF_INIT;

			write_page(&out, &page, (enum format)i, (struct spot_table_look) { 0 });
			if (want[i])
				assert_string_equal(spot_buf_str(&out), want[i]);
			else
				check_html(spot_buf_str(&out));
			spot_buf_reset(&out);
		}
		spot_page_reset(&page);
	}
}

static void fill_small(struct spot_page *page, bool is_sheet)
{
	const char *const names[] = { "A", "B" };
	const struct spot_chart_point points[] = { { 0, 1, 0, 2 }, { 1, 2, 1, 3 } };
	const struct spot_chart_series series[] = { { "S", points, 2 }, { "T", points, 2 } };

	fill_with(page, "text");
	page->is_sheet = is_sheet;
	for (size_t kind = 0; kind < SPOT_CHART_N; kind++) {
		spot_page_chart(page, &(struct spot_chart) {
			.kind = (enum spot_chart_kind)kind,
			.title = "chart",
			.x = { "x", SPOT_FIGURE_COUNT },
			.y = { "y", SPOT_FIGURE_COUNT },
			.names = names,
			.n_names = 2,
			.series = series,
			.n_series = 2,
			.spread = "interval",
		});
	}
}

/* Each allocation fails in turn: either the buffer says so or the bytes are those of always. */
static void test_no_memory(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t round = 0; round < N_FORMATS + 1; round++) {
		enum format format = round == N_FORMATS ? HTML : (enum format)round;
		struct spot_buf whole = SPOT_BUF_INIT;
		bool done = false;

		for (size_t n = 0; !done; n += 1 + n / 100) {
			struct spot_buf out = SPOT_BUF_INIT;
			struct spot_page page;

			assert_true(n < 100000);
			unit_heap_fail(n);
			fill_small(&page, round == N_FORMATS);
			write_page(&out, &page, format, (struct spot_table_look) { 0 });
			done = n > 0 && !unit_heap_failed;
			unit_heap_fail(0);
			if (!spot_buf_failed(&out) && n > 0)
				assert_string_equal(spot_buf_str(&out), spot_buf_str(&whole));
			if (n == 0)
				spot_buf_text(&whole, spot_buf_str(&out));
			spot_buf_reset(&out);
			spot_page_reset(&page);
		}
		spot_buf_reset(&whole);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_html_is_self_contained),
		cmocka_unit_test(test_sheets_are_counted),
		cmocka_unit_test(test_sheets_shrink),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_markdown_keeps_its_lines),
		cmocka_unit_test(test_terminal_widths),
		cmocka_unit_test(test_terminal_color),
		cmocka_unit_test(test_empty_page),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
