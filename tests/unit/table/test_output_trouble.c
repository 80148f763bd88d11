/* SPDX-License-Identifier: MIT */
/* Bytes out when the file system refuses or a signal comes: whole or not at all. */
#include "unit/table/output_disk.h"

#include <sys/time.h>

/* --- trouble ------------------------------------------------------------------------------- */

static void test_every_write_may_fail(void **state)
{
	(void)state;
	char *text = text_make();
	for (size_t i = 0; i < N_OF(packings); i++) {
		const char *path = in_folder(packings[i]);
		int rc = -1, n = 0;
		file_put(path, "old");
		while (rc < 0) {
			struct spot_error err = SPOT_ERROR_INIT;
			disk.write_fails_at = ++n;
			disk.why = n % 2 ? ENOSPC : EIO;
			rc = file_write(path, text, N_TEXT, &err);
			disk.write_fails_at = 0;
			assert_int_equal(folder_clear() , 1);
			if (rc < 0) {
				assert_int_equal(rc, SPOT_EWRITE);
				assert_string_equal(err.file, path);
				assert_non_null(strstr(err.what, "writing failed"));
			}
			file_put(path, "old");
			assert_true(n < 100);
		}
		assert_true(n > 2);
		folder_clear();
	}
	free(text);
}

static void test_old_file_stays_after_an_error(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	char *text = text_make();
	file_put(path, "old");
	for (int n = 0; n < 6; n++) {
		struct spot_error err = SPOT_ERROR_INIT;
		disk.write_fails_at = n < 3 ? n + 1 : 0;
		disk.fsync_fails = n == 3;
		disk.rename_fails = n == 4;
		disk.close_fails = n == 5;
		assert_int_equal(file_write(path, text, N_TEXT, &err), SPOT_EWRITE);
		memset(&disk, 0, sizeof(disk));
		assert_string_equal(err.file, path);
		assert_string_not_equal(err.what, "");
		assert_holds(path, "old", 3);
	}
	assert_int_equal(folder_clear(), 1);
	free(text);
}

static void test_error_comes_back(void **state)
{
	(void)state;
	char *text = text_make();
	struct spot_output *output;
	struct spot_error first = SPOT_ERROR_INIT, err;
	assert_int_equal(spot_output_open(&output, in_folder("out.csv"), NULL), 0);
	disk.write_fails_at = 1;
	assert_int_equal(spot_output_write(output, text, N_TEXT, &first), SPOT_EWRITE);
	err = (struct spot_error) SPOT_ERROR_INIT;
	assert_int_equal(spot_output_write(output, "x", 1, &err), SPOT_EWRITE);
	assert_string_equal(err.what, first.what);
	err = (struct spot_error) SPOT_ERROR_INIT;
	assert_int_equal(spot_output_commit(output, &err), SPOT_EWRITE);
	assert_string_equal(err.what, first.what);
	spot_output_close(output);
	assert_int_equal(folder_clear(), 0);
	free(text);
}

static void test_short_and_interrupted_writes(void **state)
{
	(void)state;
	char *text = text_make();
	for (size_t i = 0; i < N_OF(packings); i++) {
		const char *path = in_folder(packings[i]);
		disk.write_max = 1000;
		disk.interrupts = true;
		assert_int_equal(file_write(path, text, N_TEXT, NULL), 0);
		memset(&disk, 0, sizeof(disk));
		assert_unpacks(path, text, N_TEXT);
	}
	free(text);
}

static void test_full_pipe_that_does_not_block(void **state)
{
	(void)state;
	disk.write_fails_at = 1;
	disk.why = EAGAIN;
	assert_int_equal(file_write(in_folder("out.csv"), "new", 3, NULL), 0);
	assert_holds(in_folder("out.csv"), "new", 3);
}

/* --- signals ------------------------------------------------------------------------------- */

static atomic_int signal_seen;

static void signal_note(int nr)
{
	atomic_store(&signal_seen, nr);
}

/* Signals come every 10 ms, should the first come before the wait. */
static void alarm_set(bool on)
{
	struct sigaction action = { .sa_handler = on ? signal_note : SIG_DFL };
	long usec = on ? 10000 : 0;
	if (on)
		sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &(struct itimerval) { { 0, usec }, { 0, usec } }, NULL);
	if (!on)
		sigaction(SIGALRM, &action, NULL);
}

static void test_signal_while_a_pipe_is_opened(void **state)
{
	(void)state;
	const char *path = in_folder("pipe");
	struct spot_output *output;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(mkfifo(path, 0600), 0);
	alarm_set(true);
	int rc = spot_output_open(&output, path, &err);
	alarm_set(false);
	assert_int_equal(rc, SPOT_EINTR);
	assert_null(output);
	assert_string_equal(err.what, "stopped by a signal");
	assert_string_equal(err.file, path);
}

static void test_signal_while_nobody_reads(void **state)
{
	(void)state;
	char *text = text_make();
	const char *path = in_folder("pipe");
	struct spot_output *output;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(mkfifo(path, 0600), 0);
	int fd = open(path, O_RDWR);
	assert_int_equal(spot_output_open(&output, path, NULL), 0);
	atomic_store(&signal_seen, 0);
	spot_output_stop_at(output, &signal_seen);
	alarm_set(true);
	int rc = write_text(output, text, N_TEXT, &err);
	alarm_set(false);
	assert_int_equal(rc, SPOT_EINTR);
	assert_string_equal(err.what, "stopped by signal 14");
	assert_string_equal(err.file, path);
	assert_int_equal(spot_output_commit(output, NULL), SPOT_EINTR);
	spot_output_close(output);
	close(fd);
	free(text);
}

/* In a file: an interrupted write ends when the flag is set, and only then. */
static void test_stop_at_an_interrupted_write(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	atomic_int stop = 0;
	for (int nr = 0; nr <= 15; nr += 15) {
		struct spot_output *output;
		struct spot_error err = SPOT_ERROR_INIT;
		disk.interrupts = true;
		assert_int_equal(spot_output_open(&output, path, NULL), 0);
		spot_output_stop_at(output, &stop);
		atomic_store(&stop, nr);
		assert_int_equal(spot_output_write(output, "new", 3, NULL), 0);
		disk.n_writes = 0;
		int rc = spot_output_commit(output, &err);
		spot_output_close(output);
		assert_int_equal(rc, nr ? SPOT_EINTR : 0);
		if (nr)
			assert_string_equal(err.what, "stopped by signal 15");
	}
	assert_holds(path, "new", 3);
	assert_int_equal(folder_clear(), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_write_may_fail),
		TEST(test_old_file_stays_after_an_error),
		TEST(test_error_comes_back),
		TEST(test_short_and_interrupted_writes),
		TEST(test_full_pipe_that_does_not_block),
		TEST(test_signal_while_a_pipe_is_opened),
		TEST(test_signal_while_nobody_reads),
		TEST(test_stop_at_an_interrupted_write),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
