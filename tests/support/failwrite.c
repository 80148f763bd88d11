/* SPDX-License-Identifier: MIT */
/*
 * A file system that refuses, put under a whole program (Linux):
 *
 *	cc -shared -fPIC -O1 -o failwrite.so failwrite.c
 *	FAILWRITE=3 LD_PRELOAD=$PWD/failwrite.so program …
 *
 * FAILWRITE=N           the N-th write fails with ENOSPC, once
 * FAILWRITE_ALL=1       so do all after it
 * FAILWRITE_COUNT=FILE  how many there were is written there at exit
 * FAILWRITE_SHORT=1     every write takes at most 7 bytes
 * FAILWRITE_EINTR=1     every second read or write is interrupted before it did anything
 * FAILREAD_MAX=N        every read gives at most N bytes
 * FAILRANDOM=SEED       at random reads, writes and waits are interrupted, and reads and writes cut
 * FAILWRITE_ROOM=N      N bytes fit on the disk: the write that goes beyond is cut, the next fails
 * FAILSYNC=1            fsync and fdatasync fail with EIO
 * FAILCLOSE=1           close of a file that was written to fails with EIO
 * FAILRENAME=1          rename fails with EACCES
 * FAILKILL=N            the process is killed just before its N-th change of files: of a write,
 *                       a sync, a rename, a removal, a creation
 *
 * Standard error is left alone, so that the program can still say what went wrong. What
 * stdio writes by itself does not come here (/dev/full is the test for that).
 */
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define SHORT_MAX 7

ssize_t __read_chk(int fd, void *buf, size_t len, size_t room);

static atomic_ulong n_writes, n_turns, n_changes, n_bytes;
static unsigned long fail_at, read_max, kill_at, room, seed;
static bool fail_after, fail_sync, fail_close, fail_rename, cut, interrupt, has_room, is_random;
static atomic_bool is_written[1024]; /* by descriptor */
static const char *count_file;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAILWRITE"), *max = getenv("FAILREAD_MAX");
	fail_at = at ? strtoul(at, NULL, 10) : 0;
	read_max = max ? strtoul(max, NULL, 10) : 0;
	const char *kills = getenv("FAILKILL"), *fits = getenv("FAILWRITE_ROOM");
	const char *random = getenv("FAILRANDOM");
	seed = random ? strtoul(random, NULL, 10) : 0;
	is_random = random != NULL;
	kill_at = kills ? strtoul(kills, NULL, 10) : 0;
	room = fits ? strtoul(fits, NULL, 10) : 0;
	has_room = fits != NULL;
	fail_close = getenv("FAILCLOSE") != NULL;
	fail_after = getenv("FAILWRITE_ALL") != NULL;
	fail_sync = getenv("FAILSYNC") != NULL;
	fail_rename = getenv("FAILRENAME") != NULL;
	cut = getenv("FAILWRITE_SHORT") != NULL;
	interrupt = getenv("FAILWRITE_EINTR") != NULL;
	count_file = getenv("FAILWRITE_COUNT");
}

__attribute__((destructor)) static void end(void)
{
	char text[32];
	int fd = count_file ? open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
	if (fd < 0)
		return;
	int n = snprintf(text, sizeof(text), "%lu\n", atomic_load(&n_writes));
	if (syscall(SYS_write, fd, text, (size_t)n) != n)
		_exit(99);
	close(fd);
}

/* splitmix64, of the call's number */
static unsigned long random_of(unsigned long turn)
{
	unsigned long z = (seed * 0x10001 + turn + 1) * 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

/* A call that may wait. len (may be NULL) is how many bytes it is for, *len what is left of that:
 * a third each is whole, cut anywhere, and a few bytes. */
static bool interrupted(size_t *len)
{
	unsigned long turn = interrupt || is_random ? atomic_fetch_add(&n_turns, 1) : 0;
	unsigned long dice = is_random ? random_of(turn) : 1;
	if ((interrupt && turn % 2 == 1) || dice % 4 == 0) {
		errno = EINTR;
		return true;
	}
	if (is_random && len && *len > 1 && dice / 4 % 3 > 0)
		*len = 1 + dice / 12 % (dice / 4 % 3 == 1 || *len < 16 ? *len : 16);
	return false;
}

static void change(void)
{
	if (atomic_fetch_add(&n_changes, 1) + 1 == kill_at)
		kill(getpid(), SIGKILL);
}

/* True when this write is not to happen, with errno set; else *len is what it may take. */
static bool write_refused(int fd, size_t *len)
{
	if (fd == STDERR_FILENO)
		return false;
	if (interrupted(len))
		return true;
	change();
	if (fd >= 0 && fd < 1024)
		atomic_store(&is_written[fd], true);
	unsigned long n = atomic_fetch_add(&n_writes, 1) + 1;
	if (fail_at > 0 && (n == fail_at || (n > fail_at && fail_after))) {
		errno = ENOSPC;
		return true;
	}
	if (cut && *len > SHORT_MAX)
		*len = SHORT_MAX;
	if (has_room) {
		unsigned long used = atomic_load(&n_bytes);
		if (used >= room) {
			errno = ENOSPC;
			return true;
		}
		if (*len > room - used)
			*len = room - used;
		atomic_fetch_add(&n_bytes, *len);
	}
	return false;
}

ssize_t write(int fd, const void *buf, size_t len)
{
	return write_refused(fd, &len) ? -1 : syscall(SYS_write, fd, buf, len);
}

ssize_t pwrite(int fd, const void *buf, size_t len, off_t offset)
{
	return write_refused(fd, &len) ? -1 : syscall(SYS_pwrite64, fd, buf, len, offset);
}

ssize_t pwrite64(int fd, const void *buf, size_t len, off64_t offset)
{
	return write_refused(fd, &len) ? -1 : syscall(SYS_pwrite64, fd, buf, len, offset);
}

/* Held to its first piece, which a caller must be ready for anyway. */
ssize_t writev(int fd, const struct iovec *pieces, int n_pieces)
{
	int first = 0;
	while (first + 1 < n_pieces && pieces[first].iov_len == 0)
		first++;
	return n_pieces > 0 ? write(fd, pieces[first].iov_base, pieces[first].iov_len) : 0;
}

ssize_t read(int fd, void *buf, size_t len)
{
	if (interrupted(&len))
		return -1;
	if (read_max > 0 && len > read_max)
		len = read_max;
	return syscall(SYS_read, fd, buf, len);
}

/* What read becomes in a program built with _FORTIFY_SOURCE. */
ssize_t __read_chk(int fd, void *buf, size_t len, size_t size)
{
	if (len > size)
		abort();
	return read(fd, buf, len);
}

int poll(struct pollfd *fds, nfds_t n, int timeout)
{
	/* Where every second call is interrupted, each read would be after a poll that was not. */
	return is_random && interrupted(NULL) ? -1 : (int)syscall(SYS_poll, fds, n, timeout);
}

static int sync_fd(long number, int fd)
{
	change();
	if (!fail_sync)
		return (int)syscall(number, fd);
	errno = EIO;
	return -1;
}

int fsync(int fd)
{
	return sync_fd(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return sync_fd(SYS_fdatasync, fd);
}

int close(int fd)
{
	bool fails = fail_close && fd >= 0 && fd < 1024 && atomic_exchange(&is_written[fd], false);
	int rc = (int)syscall(SYS_close, fd);
	if (!fails)
		return rc;
	errno = EIO;
	return -1;
}

int unlink(const char *path)
{
	change();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int open(const char *path, int flags, ...)
{
	va_list args;
	va_start(args, flags);
	mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (flags & O_CREAT)
		change();
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	change();
	if (!fail_rename)
		return (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
	errno = EACCES;
	return -1;
}

int rename(const char *from, const char *to)
{
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}
