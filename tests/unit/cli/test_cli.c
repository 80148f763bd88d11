/* SPDX-License-Identifier: MIT */
/* What the program says on standard error, and the status it says it with. */
#include "support/unit.h"

#include <fcntl.h>
#include <unistd.h>

#include "cli/cli.h"

static char said[20000];

/* Standard error goes into a file from here until what_was_said. */
static int saved = -1;
static FILE *caught;

static void listen(void)
{
	caught = tmpfile();
	assert_non_null(caught);
	fflush(stderr);
	saved = dup(STDERR_FILENO);
	assert_true(dup2(fileno(caught), STDERR_FILENO) >= 0);
}

static const char *what_was_said(void)
{
	fflush(stderr);
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	close(saved);
	rewind(caught);
	said[fread(said, 1, sizeof(said) - 1, caught)] = '\0';
	fclose(caught);
	return said;
}

static void test_codes(void **state)
{
	static const struct {
		int code, status;
	} cases[] = {
		{ SPOT_ENOMEM, SPOT_EXIT_DATA }, { SPOT_EUSAGE, SPOT_EXIT_USAGE },
		{ SPOT_ERULES, SPOT_EXIT_RULES }, { SPOT_EDATA, SPOT_EXIT_DATA },
		{ SPOT_EWRITE, SPOT_EXIT_WRITE }, { SPOT_EINTR, SPOT_EXIT_TERMINATED },
	};

	(void)state;
	for (size_t i = 0; i < N_OF(cases); i++) {
		struct spot_error err = SPOT_ERROR_INIT;
		int status;

		spot_error_set(&err, cases[i].code, "it is wrong");
		spot_error_place(&err, "f.csv", 3, "size");
		spot_error_hint(&err, "mend it");
		listen();
		status = spot_cli_fail(&err);
		assert_string_equal(
		    what_was_said(), "sweetspot: f.csv:3:size: it is wrong; mend it\n");
		assert_int_equal(status, cases[i].status);
	}
}

static void test_nothing_to_say(void **state)
{
	struct spot_error said_before = { .code = SPOT_ERULES }, forgotten = SPOT_ERROR_INIT;
	int status;

	(void)state;
	listen();
	status = spot_cli_fail(&said_before);
	assert_string_equal(what_was_said(), "");
	assert_int_equal(status, SPOT_EXIT_RULES);
	listen();
	status = spot_cli_fail(&forgotten);
	assert_string_equal(what_was_said(),
	    "sweetspot: failed without saying why; memory may have run out\n");
	assert_int_equal(status, SPOT_EXIT_DATA);
}

static void test_long_notes(void **state)
{
	char text[4000];

	(void)state;
	memset(text, 'x', sizeof(text));
	text[2047] = '\0';
	listen();
	spot_cli_note("%s", text);
	assert_int_equal(strlen(what_was_said()), strlen("sweetspot: ") + 2047 + 1);
	text[2047] = 'x';
	text[2048] = '\0';
	listen();
	spot_cli_note("%s", text);
	what_was_said();
	assert_int_equal(strlen(said), strlen("sweetspot: ") + 2047 + 1);
	assert_string_equal(said + strlen(said) - 5, "x\xE2\x80\xA6\n");
	/* Not cut inside a character. */
	memcpy(text + 2042, "\xC3\xA4\xC3\xA4\xC3\xA4", 7);
	listen();
	spot_cli_note("%s", text);
	what_was_said();
	assert_string_equal(said + strlen(said) - 7, "x\xC3\xA4\xE2\x80\xA6\n");
}

/* Beyond a thousand problems the rest is counted; a warning has its number. */
static void test_diags(void **state)
{
	struct spot_diags diags;

	(void)state;
	spot_diags_init(&diags);
	spot_diags_add(&diags, SPOT_SEVERITY_WARNING, 12, "r.lua", 9, "mend it", "it is odd");
	spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, "r.lua", 2, NULL, "it is wrong");
	listen();
	spot_cli_diags(&diags);
	assert_string_equal(what_was_said(),
	    "sweetspot: r.lua:2: it is wrong\n"
	    "sweetspot: r.lua:9: warning W012: it is odd; mend it\n");
	spot_diags_reset(&diags);
	for (int i = 0; i < 1003; i++)
		spot_diags_add(&diags, SPOT_SEVERITY_ERROR, 0, NULL, 0, NULL, "%d", i);
	listen();
	spot_cli_diags(&diags);
	what_was_said();
	assert_non_null(strstr(said, "sweetspot: 0\nsweetspot: 1\n"));
	assert_non_null(strstr(said, "sweetspot: 999\nsweetspot: 3 more problems are not shown; "
	                             "mend these first\n"));
	spot_diags_reset(&diags);
}

static int print_to(const char *path, const struct spot_buf *text)
{
	int fd = open(path, O_WRONLY), old = dup(STDOUT_FILENO), status;

	fflush(stdout);
	assert_true(fd >= 0 && dup2(fd, STDOUT_FILENO) >= 0);
	listen();
	status = spot_cli_print(text);
	what_was_said();
	clearerr(stdout);
	assert_true(dup2(old, STDOUT_FILENO) >= 0);
	close(old);
	close(fd);
	return status;
}

static void test_print(void **state)
{
	struct spot_buf text = SPOT_BUF_INIT;

	(void)state;
	spot_buf_text(&text, "words");
	assert_int_equal(print_to("/dev/null", &text), SPOT_EXIT_DONE);
	assert_string_equal(said, "");
	assert_int_equal(print_to("/dev/full", &text), SPOT_EXIT_WRITE);
	assert_string_equal(
	    said, "sweetspot: <stdout>: cannot write: No space left on device\n");
	spot_buf_reset(&text);
	if (!UNIT_HEAP)
		return;
	unit_heap_fail(1);
	spot_buf_text(&text, "words");
	unit_heap_fail(0);
	assert_int_equal(print_to("/dev/null", &text), SPOT_EXIT_DATA);
	assert_string_equal(said, "sweetspot: out of memory\n");
	spot_buf_reset(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_nothing_to_say),
		cmocka_unit_test(test_long_notes),
		cmocka_unit_test(test_diags),
		cmocka_unit_test(test_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
