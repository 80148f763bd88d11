/* SPDX-License-Identifier: MIT */
/* Bytes in: files, memory, gz, zst; the same for every way of cutting them. */
#include "unit/table/input_read.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>

/* --- plain --------------------------------------------------------------------------------- */

static void test_bytes_pass(void **state)
{
	(void)state;
	READS("", NULL, "");
	READS("a", NULL, "a");
	READS("id,name\n1,Acme\n", NULL, "id,name\n1,Acme\n");
	READS("a\0b\xFF\xC3(\x1A", NULL, "a\0b\xFF\xC3(\x1A");
	READS("caf\xC3\xA9", "UTF-8", "caf\xC3\xA9");
	READS("caf\xC3\xA9", "utf8", "caf\xC3\xA9");
}

static void test_mark_is_taken_off(void **state)
{
	(void)state;
	READS("\xEF\xBB\xBF", NULL, "");
	READS("\xEF\xBB\xBFid\n", NULL, "id\n");
	READS("\xEF\xBB\xBFid\n", "latin1", "id\n"); /* the mark is surer than the name */
	READS("\xEF\xBB", NULL, "\xEF\xBB");
	READS("x\xEF\xBB\xBF", NULL, "x\xEF\xBB\xBF");
}

static void test_facts(void **state)
{
	(void)state;
	struct spot_input *input;
	struct spot_input_options options = { .encoding = "cp1252" };
	char buf[16];
	size_t done, size;
	assert_int_equal(spot_input_open_memory(&input, "m", "\xEF\xBB\xBFx", 4, NULL, NULL), 0);
	assert_string_equal(spot_input_name(input), "m");
	assert_int_equal(spot_input_read(input, buf, sizeof(buf), NULL), 1);
	assert_true(spot_input_had_bom(input));
	assert_null(spot_input_recoded_from(input));
	spot_input_progress(input, &done, &size);
	assert_int_equal(done, 4);
	assert_int_equal(size, 4);
	assert_int_equal(spot_input_read(input, buf, sizeof(buf), NULL), 0);
	assert_int_equal(spot_input_read(input, buf, sizeof(buf), NULL), 0);
	spot_input_close(input);

	assert_int_equal(spot_input_open_memory(&input, "m", "\xFF\xFEx\0", 4, &options, NULL), 0);
	assert_int_equal(spot_input_read(input, buf, sizeof(buf), NULL), 1);
	assert_false(spot_input_had_bom(input));
	assert_string_equal(spot_input_recoded_from(input), "UTF-16LE");
	spot_input_close(input);

	assert_int_equal(spot_input_open_memory(&input, "m", "x", 1, &options, NULL), 0);
	assert_int_equal(spot_input_read(input, buf, sizeof(buf), NULL), 1);
	assert_string_equal(spot_input_recoded_from(input), "windows-1252");
	spot_input_close(input);
	spot_input_close(NULL);
}

/* --- files --------------------------------------------------------------------------------- */

static void test_file(void **state)
{
	(void)state;
	const char *path = file_make(table, strlen(table));
	for (size_t chunk = 0; chunk <= 40; chunk++) {
		struct spot_input_options options = { .chunk_bytes = chunk };
		struct spot_input *input;
		struct spot_buf out = SPOT_BUF_INIT;
		size_t done, size;
		read_interrupts = chunk % 2;
		assert_int_equal(spot_input_open(&input, path, &options, NULL), 0);
		assert_int_equal(drain(&out, input, 100, NULL), 0);
		assert_string_equal(spot_buf_str(&out), table);
		assert_string_equal(spot_input_name(input), path);
		spot_input_progress(input, &done, &size);
		assert_int_equal(done, strlen(table));
		assert_int_equal(size, strlen(table));
		spot_input_close(input);
		spot_buf_reset(&out);
	}
	read_interrupts = false;
}

static void test_stdin(void **state)
{
	(void)state;
	int fd[2], old = dup(STDIN_FILENO);
	assert_int_equal(pipe(fd), 0);
	assert_int_equal(write(fd[1], table, strlen(table)), strlen(table));
	close(fd[1]);
	assert_int_equal(dup2(fd[0], STDIN_FILENO), STDIN_FILENO);
	close(fd[0]);
	struct spot_input *input;
	struct spot_buf out = SPOT_BUF_INIT;
	assert_int_equal(spot_input_open(&input, "-", NULL, NULL), 0);
	assert_string_equal(spot_input_name(input), "<stdin>");
	assert_int_equal(drain(&out, input, 5, NULL), 0);
	assert_string_equal(spot_buf_str(&out), table);
	spot_input_close(input);
	assert_int_not_equal(fcntl(STDIN_FILENO, F_GETFD), -1); /* left open */
	spot_buf_reset(&out);
	dup2(old, STDIN_FILENO);
	close(old);
}

static void assert_open_fails(const char *path, const char *encoding, int code, const char *what)
{
	struct spot_input_options options = { .encoding = encoding };
	struct spot_input *input = NULL;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(spot_input_open(&input, path, &options, &err), code);
	assert_null(input);
	if (!strstr(err.what, what))
		fail_msg("'%s' lacks '%s'", err.what, what);
	assert_string_not_equal(err.hint, "");
}

/* A pipe with a name that nobody writes to: a signal ends the wait. */
static atomic_int signal_seen;

static void signal_note(int nr)
{
	atomic_store(&signal_seen, nr);
}

static void test_signal_while_a_pipe_is_opened(void **state)
{
	(void)state;
	char path[128];
	struct sigaction action = { .sa_handler = signal_note }, old;
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_input *input;
	snprintf(path, sizeof(path), "%s/pipe", folder);
	assert_int_equal(mkfifo(path, 0600), 0);
	sigaction(SIGALRM, &action, &old);
	/* Again after 10 ms, should the first come before the wait. */
	const struct itimerval soon = { { 0, 10000 }, { 0, 10000 } },
			       never = { { 0, 0 }, { 0, 0 } };
	setitimer(ITIMER_REAL, &soon, NULL);
	int rc = spot_input_open(&input, path, NULL, &err);
	atomic_store(&signal_seen, 0);
	struct spot_input_options options = { .stop = &signal_seen };
	struct spot_error stopped = SPOT_ERROR_INIT;
	int rc_stopped = spot_input_open(&input, path, &options, &stopped);
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &old, NULL);
	unlink(path);
	assert_int_equal(rc, SPOT_EINTR);
	assert_string_equal(err.what, "stopped by a signal");
	assert_string_equal(err.file, path);
	assert_int_equal(rc_stopped, SPOT_EINTR);
	assert_string_equal(stopped.what, "stopped by signal 14");
}

static void test_files_that_cannot_be_read(void **state)
{
	(void)state;
	const char *path = file_make("x", 1);
	assert_open_fails("/no/such/file.csv", NULL, SPOT_EDATA, "No such file");
	assert_open_fails(folder, NULL, SPOT_EDATA, "folder");
	assert_open_fails(path, "klingon", SPOT_EUSAGE, "klingon");
	struct spot_input_options klingon = { .encoding = "klingon" };
	struct spot_error where = SPOT_ERROR_INIT;
	assert_int_equal(spot_input_open(&(struct spot_input *) { NULL }, path, &klingon, &where),
	    SPOT_EUSAGE);
	assert_string_equal(where.file, "--encoding");
	assert_non_null(strstr(where.hint, "latin1"));
	assert_open_fails(path, "", SPOT_EUSAGE, "encoding");
	assert_open_fails(path, "UTF-8//IGNORE", SPOT_EUSAGE, "encoding");
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_input *input;
	assert_int_equal(spot_input_open(&input, "/no/such/file.csv", NULL, &err), SPOT_EDATA);
	assert_string_equal(err.file, "/no/such/file.csv");
	/* Root may read everything, somebody else does not come into the folder. */
	assert_int_equal(chmod(path, 0), 0);
	if (geteuid() == 0)
		(void)!seteuid(65534);
	if (geteuid() != 0) {
		int rc = spot_input_open(&input, path, NULL, &err);
		(void)!seteuid(getuid());
		assert_int_equal(rc, SPOT_EDATA);
		assert_non_null(strstr(err.what, "the file cannot be opened: Permission denied"));
		assert_string_equal(err.hint, "ask its owner for the right to read it");
	}
}

static void test_read_error_stays(void **state)
{
	(void)state;
	const char *path = file_make(table, strlen(table));
	struct spot_input_options options = { .chunk_bytes = 8 };
	for (int n = 1; n <= 5; n++) {
		struct spot_input *input;
		struct spot_error err = SPOT_ERROR_INIT;
		struct spot_buf out = SPOT_BUF_INIT;
		assert_int_equal(spot_input_open(&input, path, &options, NULL), 0);
		read_fails_at = n;
		assert_int_equal(drain(&out, input, 100, &err), SPOT_EDATA);
		assert_non_null(strstr(err.what, "reading failed after"));
		assert_string_equal(err.hint, "check the disk or the network and run again");
		assert_string_equal(err.file, path);
		err = (struct spot_error) SPOT_ERROR_INIT;
		assert_int_equal(drain(&out, input, 100, &err), SPOT_EDATA);
		assert_non_null(strstr(err.what, "reading failed"));
		spot_input_close(input);
		spot_buf_reset(&out);
	}
	read_fails_at = 0;
}

/* --- compression --------------------------------------------------------------------------- */

static void test_gzip_members(void **state)
{
	(void)state;
	char packed[512], text[256];
	size_t half = 11, n = gzip(packed, sizeof(packed), table, half);
	assert_reads(packed, n, NULL, table, half);
	n += gzip(packed + n, sizeof(packed) - n, "", 0);
	n += gzip(packed + n, sizeof(packed) - n, table + half, strlen(table) - half);
	assert_reads(packed, n, NULL, table, strlen(table));
	/* Tapes and disks pad with zeros. */
	memset(packed + n, 0, 20);
	assert_reads(packed, n + 20, NULL, table, strlen(table));
	n += 20;
	n += gzip(packed + n, sizeof(packed) - n, "x", 1);
	snprintf(text, sizeof(text), "%sx", table);
	assert_reads(packed, n, NULL, text, strlen(text));
	packed[n++] = 'y';
	assert_refuses(packed, n, NULL, "other bytes follow the gzip data at byte");
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_buf out = SPOT_BUF_INIT;
	assert_int_equal(read_memory(&out, packed, n, NULL, 0, &err), SPOT_EDATA);
	assert_string_equal(err.hint, "copy or download the file again, or pack it again");
	spot_buf_reset(&out);
}

static void test_gzip_cut_anywhere(void **state)
{
	(void)state;
	char packed[256];
	size_t n = gzip(packed, sizeof(packed), table, strlen(table));
	for (size_t len = 2; len < n; len++)
		assert_refuses(packed, len, NULL, "the gzip data end in the middle, after");
}

static void test_gzip_damaged(void **state)
{
	(void)state;
	char packed[256];
	size_t n = gzip(packed, sizeof(packed), table, strlen(table));
	packed[n - 6] ^= 1; /* the check sum */
	assert_refuses(packed, n, NULL, "the gzip data are damaged near byte");
	packed[n - 6] ^= 1;
	packed[3] = 'z';
	assert_refuses(packed, n, NULL, "the gzip data are damaged near byte");
}

static void test_zstd_frames(void **state)
{
	(void)state;
	char packed[512];
	size_t half = 11, n = zstd(packed, sizeof(packed), table, half);
	assert_reads(packed, n, NULL, table, half);
	n += zstd(packed + n, sizeof(packed) - n, table + half, strlen(table) - half);
	assert_reads(packed, n, NULL, table, strlen(table));
	/* A skippable frame in front, as some tools write. */
	static const char skip[] = "\x50\x2A\x4D\x18\x03\0\0\0abc";
	memmove(packed + sizeof(skip) - 1, packed, n);
	memcpy(packed, skip, sizeof(skip) - 1);
	assert_reads(packed, n + sizeof(skip) - 1, NULL, table, strlen(table));
}

static void test_zstd_cut_or_damaged(void **state)
{
	(void)state;
	char packed[256];
	size_t n = zstd(packed, sizeof(packed), table, strlen(table));
	for (size_t len = 4; len < n; len++)
		assert_refuses(packed, len, NULL, "the zstd data end in the middle, after");
	packed[n] = 'x';
	packed[n + 1] = packed[n + 2] = packed[n + 3] = packed[n + 4] = 'x';
	assert_refuses(packed, n + 5, NULL, "the zstd data are damaged near byte");
}

static void test_compressed_text_is_decoded(void **state)
{
	(void)state;
	static const char utf16[] = "\xFF\xFEi\0d\0\n\0\xE9\0\n\0";
	char packed[256];
	size_t n = gzip(packed, sizeof(packed), utf16, sizeof(utf16) - 1);
	assert_reads(packed, n, NULL, "id\n\xC3\xA9\n", 6);
	n = zstd(packed, sizeof(packed), "caf\xE9", 4);
	assert_reads(packed, n, "latin1", "caf\xC3\xA9", 5);
	char twice[256];
	n = gzip(packed, sizeof(packed), table, strlen(table));
	n = gzip(twice, sizeof(twice), packed, n);
	assert_refuses(twice, n, NULL, "compressed twice");
}

static void test_much_is_packed_into_little(void **state)
{
	(void)state;
	size_t len = 3 << 20;
	char *text = malloc(len), *packed = malloc(1 << 16);
	for (size_t i = 0; i < len; i++)
		text[i] = "ab,\n"[i % 4];
	struct spot_buf out = SPOT_BUF_INIT;
	size_t n = gzip(packed, 1 << 16, text, len);
	assert_int_equal(read_memory(&out, packed, n, NULL, 0, NULL), 0);
	assert_int_equal(out.len, len);
	assert_memory_equal(out.ptr, text, len);
	n = zstd(packed, 1 << 16, text, len);
	assert_int_equal(read_memory(&out, packed, n, NULL, 0, NULL), 0);
	assert_int_equal(out.len, len);
	assert_memory_equal(out.ptr, text, len);
	spot_buf_reset(&out);
	free(text);
	free(packed);
}

/* --- memory -------------------------------------------------------------------------------- */

static void test_every_allocation_may_fail(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	char gz[256], zst[256];
	struct {
		const char *bytes;
		size_t len;
	} inputs[] = { { table, strlen(table) }, { "\xFF\xFEi\0d\0", 6 },
		{ gz, gzip(gz, sizeof(gz), table, strlen(table)) },
		{ zst, zstd(zst, sizeof(zst), table, strlen(table)) } };
	for (size_t i = 0; i < N_OF(inputs); i++) {
		int rc = -1;
		for (size_t n = 1; rc < 0; n++) {
			struct spot_input *input = NULL;
			struct spot_error err = SPOT_ERROR_INIT;
			char buf[256];
			unit_heap_fail(n);
			rc = spot_input_open_memory(
			    &input, "m", inputs[i].bytes, inputs[i].len, NULL, &err);
			ssize_t got = 1;
			while (rc == 0 && got > 0) {
				got = spot_input_read(input, buf, sizeof(buf), &err);
				rc = got < 0 ? (int)got : 0;
			}
			unit_heap_fail(0);
			if (rc < 0)
				assert_int_equal(rc, SPOT_ENOMEM);
			spot_input_close(input);
			assert_true(n < 50);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes_pass),
		cmocka_unit_test(test_mark_is_taken_off),
		cmocka_unit_test(test_facts),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_stdin),
		cmocka_unit_test(test_signal_while_a_pipe_is_opened),
		cmocka_unit_test(test_files_that_cannot_be_read),
		cmocka_unit_test(test_read_error_stays),
		cmocka_unit_test(test_gzip_members),
		cmocka_unit_test(test_gzip_cut_anywhere),
		cmocka_unit_test(test_gzip_damaged),
		cmocka_unit_test(test_zstd_frames),
		cmocka_unit_test(test_zstd_cut_or_damaged),
		cmocka_unit_test(test_compressed_text_is_decoded),
		cmocka_unit_test(test_much_is_packed_into_little),
		cmocka_unit_test(test_every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
