/* SPDX-License-Identifier: MIT */
/* What the tests of outputs share: a file system that refuses when it is told to, a folder,
 * texts. */
#ifndef OUTPUT_DISK_H
#define OUTPUT_DISK_H

#include "support/unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

static inline int folder_make(void **state)
{
	(void)state;
	signal(SIGPIPE, SIG_IGN);
	snprintf(folder, sizeof(folder), "/tmp/spot-output-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static inline const char *in_folder(const char *name)
{
	static char paths[8][512];
	static int turn;
	char *path = paths[turn++ % 8];
	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

/* Removes what is there; returns how many files there were. */
static inline size_t folder_clear(void)
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

static inline int folder_remove(void **state)
{
	(void)state;
	folder_clear();
	return rmdir(folder);
}

static inline int test_begin(void **state)
{
	(void)state;
	memset(&disk, 0, sizeof(disk));
	folder_clear();
	umask(022);
	return 0;
}

static inline void file_put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static inline void assert_holds(const char *path, const char *text, size_t len)
{
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	char *bytes = malloc(len + 2);
	assert_int_equal(fread(bytes, 1, len + 2, file), len);
	assert_memory_equal(bytes, text, len);
	free(bytes);
	fclose(file);
}

static inline mode_t mode_of(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

/* Bytes that do not pack well, more than a buffer. */
#define N_TEXT ((size_t)600000)
static inline char *text_make(void)
{
	char *text = malloc(N_TEXT);
	uint64_t seed = 1;
	for (size_t i = 0; i < N_TEXT; i++)
		text[i] = (char)unit_random(&seed);
	return text;
}

/* Writes in pieces of growing size. */
static inline int write_text(
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

static inline int file_write(const char *path, const char *text, size_t len, struct spot_error *err)
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

static inline void assert_unpacks(const char *path, const char *text, size_t len)
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

__attribute__((unused))
static const char *const packings[] = { "out.csv", "out.csv.gz", "out.csv.zst" };

#define TEST(name) cmocka_unit_test_setup(name, test_begin)

#endif
