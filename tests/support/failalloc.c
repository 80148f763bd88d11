/* SPDX-License-Identifier: MIT */
/*
 * A heap that refuses, put under a whole program (glibc; not together with a sanitizer):
 *
 *	cc -shared -fPIC -O1 -o failalloc.so failalloc.c
 *	FAILALLOC=12 LD_PRELOAD=$PWD/failalloc.so program …
 *
 * FAILALLOC=N           the N-th allocation fails with ENOMEM, once
 * FAILALLOC_ALL=1       so do all after it
 * FAILALLOC_COUNT=FILE  how many there were is written there at exit
 *
 * A sweep runs N = 1, 2, … until the count stays below N. strdup, asprintf, getline and
 * their like come here through malloc and count as it. Allocations made before main's
 * libraries are loaded do not count. With several threads the order is not the same twice.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *ptr, size_t size);
extern void *__libc_memalign(size_t align, size_t size);

void *memalign(size_t align, size_t size);

static atomic_ulong n_calls;
static unsigned long fail_at;
static bool fail_after, counting;
static const char *count_file;

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAILALLOC");
	fail_at = at ? strtoul(at, NULL, 10) : 0;
	fail_after = getenv("FAILALLOC_ALL") != NULL;
	count_file = getenv("FAILALLOC_COUNT");
	counting = true;
}

__attribute__((destructor)) static void end(void)
{
	char text[24], *p = text + sizeof(text);
	unsigned long n = atomic_load(&n_calls);
	counting = false;
	int fd = count_file ? open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
	if (fd < 0)
		return;
	*--p = '\n';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (write(fd, p, (size_t)(text + sizeof(text) - p)) < 0)
		_exit(99);
	close(fd);
}

static bool refuses(void)
{
	if (!counting)
		return false;
	unsigned long n = atomic_fetch_add(&n_calls, 1) + 1;
	if (fail_at == 0 || n < fail_at || (n > fail_at && !fail_after))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return refuses() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return refuses() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *ptr, size_t size)
{
	if (ptr && size == 0) /* that is free */
		return __libc_realloc(ptr, 0);
	return refuses() ? NULL : __libc_realloc(ptr, size);
}

void *memalign(size_t align, size_t size)
{
	return refuses() ? NULL : __libc_memalign(align, size);
}

void *aligned_alloc(size_t align, size_t size)
{
	return memalign(align, size);
}

int posix_memalign(void **out, size_t align, size_t size)
{
	if (align % sizeof(void *) != 0 || align == 0 || (align & (align - 1)) != 0)
		return EINVAL;
	void *ptr = memalign(align, size);
	if (!ptr)
		return ENOMEM;
	*out = ptr;
	return 0;
}
