/* SPDX-License-Identifier: MIT */
/* Bytes out: whole or not at all, whatever the file system does. Long, because each thing that a
 * file system does is a case of its own around the same set-up. */
#include "support/unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/buf.h"
#include "table/input.h"
#include "table/output.h"

/* --- a file system that refuses: the library's calls come here ------------------------------ */

static struct {
	int write_fails_at, why; /* the n-th write from now; 0: none */
	size_t write_max;        /* bytes a write takes; 0: all */
	bool interrupts;         /* every second write */
	bool fsync_fails, rename_fails, close_fails;
	size_t n_writes, n_syncs;
} disk;

ssize_t write(int fd, const void *bytes, size_t len)
{
	disk.n_writes++;
	if (disk.interrupts && disk.n_writes % 2) {
		errno = EINTR;
		return -1;
	}
	if (disk.write_fails_at > 0 && --disk.write_fails_at == 0) {
		errno = disk.why ? disk.why : ENOSPC;
		return -1;
	}
	if (disk.write_max > 0 && len > disk.write_max)
		len = disk.write_max;
	return syscall(SYS_write, fd, bytes, len);
}

int fsync(int fd)
{
	disk.n_syncs++;
	if (disk.fsync_fails) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
	if (disk.rename_fails) {
		errno = EACCES;
		return -1;
	}
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int close(int fd)
{
	int rc = (int)syscall(SYS_close, fd);
	if (disk.close_fails) {
		errno = EIO;
		return -1;
	}
	return rc;
}

/* --- helpers ------------------------------------------------------------------------------- */

static char folder[64];

static int folder_make(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	snprintf(folder, sizeof(folder), "/tmp/spot-output-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static const char *in_folder(const char *name)
{
	static char paths[8][512];
	static int turn;
	char *path = paths[turn++ % 8];
	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

/* Removes what is there; returns how many files there were. */
static size_t folder_clear(void)
{
	DIR *dir = opendir(folder);
	size_t n = 0;
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlink(in_folder(entry->d_name)) < 0)
			rmdir(in_folder(entry->d_name));
		n++;
	}
	closedir(dir);
	return n;
}

static int folder_remove(void **state)
{
	(void)state;
	folder_clear();
	return rmdir(folder);
}

static int test_begin(void **state)
{
	(void)state;
	memset(&disk, 0, sizeof(disk));
	folder_clear();
	umask(022);
	return 0;
}

static void file_put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *text, size_t len)
{
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	char *bytes = malloc(len + 2);
	assert_int_equal(fread(bytes, 1, len + 2, file), len);
	assert_memory_equal(bytes, text, len);
	free(bytes);
	fclose(file);
}

static mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Bytes that do not pack well, more than a buffer. */
#define N_TEXT ((size_t)600000)
static char *text_make(void)
{
	char *text = malloc(N_TEXT);
	uint64_t seed = 1;
	for (size_t i = 0; i < N_TEXT; i++)
		text[i] = (char)unit_random(&seed);
	return text;
}

/* Writes in pieces of growing size. */
static int write_text(
    struct spot_output *output, const char *text, size_t len, struct spot_error *err)
{
	int rc = 0;
	for (size_t done = 0, n = 1; done < len && rc == 0; done += n, n = n * 2 + 1) {
		if (n > len - done)
			n = len - done;
		rc = spot_output_write(output, text + done, n, err);
	}
	return rc;
}

static int file_write(const char *path, const char *text, size_t len, struct spot_error *err)
{
	struct spot_output *output;
	int rc = spot_output_open(&output, path, err);
	if (rc < 0) {
		assert_null(output);
		return rc;
	}
	rc = write_text(output, text, len, err);
	if (rc == 0)
		rc = spot_output_commit(output, err);
	spot_output_close(output);
	return rc;
}

/* --- files --------------------------------------------------------------------------------- */

static void test_new_file(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	char *text = text_make();
	assert_int_equal(file_write(path, text, N_TEXT, NULL), 0);
	assert_holds(path, text, N_TEXT);
	assert_int_equal(mode_of(path), 0644);
	assert_int_equal(disk.n_syncs, 2); /* the file, then the folder */
	assert_true(disk.n_writes < 20);
	assert_int_equal(file_write(path, "", 0, NULL), 0);
	assert_holds(path, "", 0);
	assert_int_equal(folder_clear(), 1);
	free(text);
}

static void test_nothing_shows_before_commit(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	char *text = text_make();
	struct spot_output *output;
	file_put(path, "old");
	assert_int_equal(spot_output_open(&output, path, NULL), 0);
	assert_int_equal(write_text(output, text, N_TEXT, NULL), 0);
	assert_holds(path, "old", 3);
	spot_output_close(output);
	assert_holds(path, "old", 3);
	assert_int_equal(folder_clear(), 1);
	spot_output_close(NULL);
	free(text);
}

static void test_rights_are_kept(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	file_put(path, "old");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(file_write(path, "new", 3, NULL), 0);
	assert_holds(path, "new", 3);
	assert_int_equal(mode_of(path), 0640);
	umask(077);
	assert_int_equal(file_write(in_folder("other.csv"), "new", 3, NULL), 0);
	assert_int_equal(mode_of(in_folder("other.csv")), 0600);
}

static void test_links_are_followed(void **state)
{
	(void)state;
	struct stat st;
	file_put(in_folder("real.csv"), "old");
	assert_int_equal(symlink("real.csv", in_folder("a")), 0);
	assert_int_equal(symlink(in_folder("a"), in_folder("b")), 0);
	assert_int_equal(file_write(in_folder("b"), "new", 3, NULL), 0);
	assert_holds(in_folder("real.csv"), "new", 3);
	assert_int_equal(lstat(in_folder("b"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	/* One that leads to nothing yet. */
	assert_int_equal(symlink("later.csv", in_folder("c")), 0);
	assert_int_equal(file_write(in_folder("c"), "new", 3, NULL), 0);
	assert_holds(in_folder("later.csv"), "new", 3);
	/* And one that leads to itself. */
	assert_int_equal(symlink("d", in_folder("d")), 0);
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(file_write(in_folder("d"), "new", 3, &err), SPOT_EWRITE);
	assert_string_equal(err.file, in_folder("d"));
}

static void test_name_in_this_folder(void **state)
{
	(void)state;
	char *old = getcwd(NULL, 0);
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(file_write("out.csv", "new", 3, NULL), 0);
	assert_int_equal(chdir(old), 0);
	assert_holds(in_folder("out.csv"), "new", 3);
	free(old);
	char name[256];
	memset(name, 'n', 255);
	name[255] = '\0';
	assert_int_equal(file_write(in_folder(name), "new", 3, NULL), 0);
	assert_int_equal(folder_clear(), 2);
}

static void test_two_outputs_of_one_name(void **state)
{
	(void)state;
	struct spot_output *a, *b;
	const char *path = in_folder("out.csv");
	assert_int_equal(spot_output_open(&a, path, NULL), 0);
	assert_int_equal(spot_output_open(&b, path, NULL), 0);
	assert_int_equal(spot_output_write(a, "a", 1, NULL), 0);
	assert_int_equal(spot_output_write(b, "b", 1, NULL), 0);
	assert_int_equal(spot_output_commit(a, NULL), 0);
	assert_holds(path, "a", 1);
	assert_int_equal(spot_output_commit(b, NULL), 0);
	assert_holds(path, "b", 1);
	spot_output_close(a);
	spot_output_close(b);
	assert_int_equal(folder_clear(), 1);
}

static void assert_open_fails(const char *path, const char *what)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_output *output;
	assert_int_equal(spot_output_open(&output, path, &err), SPOT_EWRITE);
	assert_null(output);
	assert_non_null(strstr(err.what, what));
	assert_string_equal(err.file, path);
	assert_string_not_equal(err.hint, "");
}

static void test_places_that_cannot_be_written(void **state)
{
	(void)state;
	assert_open_fails(folder, "directory");
	assert_open_fails(in_folder("no/such/folder.csv"), "No such file");
	assert_open_fails(in_folder("new/"), "directory");
	assert_open_fails("", "");
	if (geteuid() != 0) {
		file_put(in_folder("locked.csv"), "old");
		assert_int_equal(chmod(in_folder("locked.csv"), 0400), 0);
		assert_open_fails(in_folder("locked.csv"), "ermission");
	}
}

/* --- standard output and special files ------------------------------------------------------ */

static void test_stdout(void **state)
{
	(void)state;
	static const char *const names[] = { NULL, "-", "/dev/stdout" };
	char *text = text_make();
	const char *path = in_folder("out.csv");
	for (size_t i = 0; i < N_OF(names); i++) {
		fflush(stdout);
		int old = dup(STDOUT_FILENO), fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(fd, STDOUT_FILENO);
		close(fd);
		int rc = file_write(names[i], text, N_TEXT, NULL);
		dup2(old, STDOUT_FILENO);
		close(old);
		assert_int_equal(rc, 0);
		assert_holds(path, text, N_TEXT);
	}
	assert_int_equal(folder_clear(), 1);
	free(text);
}

static void test_reader_goes_away(void **state)
{
	(void)state;
	int fd[2];
	char *text = text_make();
	struct spot_error err = SPOT_ERROR_INIT;
	fflush(stdout);
	int old = dup(STDOUT_FILENO);
	assert_int_equal(pipe(fd), 0);
	dup2(fd[1], STDOUT_FILENO);
	close(fd[0]);
	close(fd[1]);
	int rc = file_write("-", text, N_TEXT, &err);
	dup2(old, STDOUT_FILENO);
	close(old);
	assert_int_equal(rc, SPOT_EWRITE);
	assert_string_equal(err.what, "the reader of the output went away");
	assert_string_not_equal(err.hint, "");
	free(text);
}

static void test_special_files_are_written_directly(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(file_write("/dev/null", "x", 1, NULL), 0);
	assert_int_equal(file_write("/dev/full", "x", 1, &err), SPOT_EWRITE);
	assert_non_null(strstr(err.what, "No space"));
	assert_non_null(strstr(err.hint, "room"));
	/* A pipe with a name. */
	const char *path = in_folder("pipe");
	char bytes[8] = "";
	assert_int_equal(mkfifo(path, 0600), 0);
	int fd = open(path, O_RDWR);
	assert_int_equal(file_write(path, "x,y\n", 4, NULL), 0);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 4);
	assert_string_equal(bytes, "x,y\n");
	close(fd);
	assert_int_equal(folder_clear(), 1);
}

/* --- compression --------------------------------------------------------------------------- */

static void assert_unpacks(const char *path, const char *text, size_t len)
{
	struct spot_input *input;
	struct spot_buf out = SPOT_BUF_INIT;
	char bytes[4096];
	ssize_t n;
	assert_int_equal(spot_input_open(&input, path, NULL, NULL), 0);
	while ((n = spot_input_read(input, bytes, sizeof(bytes), NULL)) > 0)
		spot_buf_add(&out, bytes, (size_t)n);
	assert_int_equal(n, 0);
	assert_int_equal(out.len, len);
	if (len > 0)
		assert_memory_equal(out.ptr, text, len);
	spot_input_close(input);
	spot_buf_reset(&out);
}

static void test_compressed_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *name, *magic;
	} kinds[] = { { "out.csv.gz", "\x1F\x8B" }, { "out.csv.zst", "\x28\xB5" } };
	char *text = text_make(), *even = malloc(N_TEXT);
	memset(even, 'a', N_TEXT);
	for (size_t i = 0; i < N_OF(kinds); i++) {
		const char *path = in_folder(kinds[i].name);
		static const size_t lens[] = { 0, 1, 1000, 262144, N_TEXT };
		for (size_t k = 0; k < N_OF(lens); k++) {
			assert_int_equal(file_write(path, text, lens[k], NULL), 0);
			assert_unpacks(path, text, lens[k]);
		}
		assert_int_equal(file_write(path, even, N_TEXT, NULL), 0);
		assert_unpacks(path, even, N_TEXT);
		struct stat st;
		assert_int_equal(stat(path, &st), 0);
		assert_true(st.st_size < 4000);
		char head[2];
		FILE *file = fopen(path, "r");
		assert_int_equal(fread(head, 1, 2, file), 2);
		fclose(file);
		assert_memory_equal(head, kinds[i].magic, 2);
	}
	free(text);
	free(even);
}

/* --- trouble ------------------------------------------------------------------------------- */

static const char *const kinds[] = { "out.csv", "out.csv.gz", "out.csv.zst" };

static void test_every_write_may_fail(void **state)
{
	(void)state;
	char *text = text_make();
	for (size_t i = 0; i < N_OF(kinds); i++) {
		const char *path = in_folder(kinds[i]);
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
	for (size_t i = 0; i < N_OF(kinds); i++) {
		const char *path = in_folder(kinds[i]);
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

static void test_every_allocation_may_fail(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t i = 0; i < N_OF(kinds); i++) {
		const char *path = in_folder(kinds[i]);
		int rc = -1;
		file_put(path, "old");
		for (size_t n = 1; rc < 0; n++) {
			struct spot_error err = SPOT_ERROR_INIT;
			unit_heap_fail(n);
			rc = file_write(path, "new", 3, &err);
			unit_heap_fail(0);
			assert_true(rc == 0 || rc == SPOT_ENOMEM);
			if (rc < 0)
				assert_holds(path, "old", 3);
			assert_true(n < 50);
		}
		assert_unpacks(path, "new", 3);
		assert_int_equal(folder_clear(), 1);
	}
}

#define TEST(name) cmocka_unit_test_setup(name, test_begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_new_file),
		TEST(test_nothing_shows_before_commit),
		TEST(test_rights_are_kept),
		TEST(test_links_are_followed),
		TEST(test_name_in_this_folder),
		TEST(test_two_outputs_of_one_name),
		TEST(test_places_that_cannot_be_written),
		TEST(test_stdout),
		TEST(test_reader_goes_away),
		TEST(test_special_files_are_written_directly),
		TEST(test_compressed_by_name),
		TEST(test_every_write_may_fail),
		TEST(test_old_file_stays_after_an_error),
		TEST(test_error_comes_back),
		TEST(test_short_and_interrupted_writes),
		TEST(test_full_pipe_that_does_not_block),
		TEST(test_signal_while_a_pipe_is_opened),
		TEST(test_signal_while_nobody_reads),
		TEST(test_stop_at_an_interrupted_write),
		TEST(test_every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
