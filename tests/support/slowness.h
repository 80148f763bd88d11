/* SPDX-License-Identifier: MIT */
#ifndef SUPPORT_SLOWNESS_H
#define SUPPORT_SLOWNESS_H

#include <stdlib.h>
#include <string.h>

/* How much slower than usual this run is: limits of time are raised by that. */
static inline unsigned slowness(void)
{
	const char *preload = getenv("LD_PRELOAD");
	if (preload && strstr(preload, "vgpreload"))
		return 25; /* valgrind */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return 8;
#elif !defined(__OPTIMIZE__)
	return 4;
#else
	return 1;
#endif
}

#endif
