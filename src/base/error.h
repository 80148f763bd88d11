/* SPDX-License-Identifier: MIT */
/*
 * What went wrong, as the library tells it: a code, one line of what, where it is, and what
 * to do next.
 *
 * A function that can fail returns 0 or a negative SPOT_E*, and takes a struct spot_error *
 * last (NULL allowed). The struct lives on the caller's stack; nothing in it is owned. Not
 * shared by threads.
 */
#ifndef SPOT_BASE_ERROR_H
#define SPOT_BASE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

enum spot_code {
	SPOT_OK = 0,
	SPOT_ENOMEM = -1,    /* an allocation was refused */
	SPOT_EUSAGE = -2,    /* the caller asked for something that makes no sense (exit 2) */
	SPOT_ERULES = -3,    /* a rule file is wrong, or a rule failed (exit 3) */
	SPOT_EDATA = -4,     /* data could not be read (exit 4) */
	SPOT_EWRITE = -5,    /* writing failed (exit 5) */
	SPOT_EINTR = -6,     /* stopped by a signal (exit 130 or 143) */
};

struct spot_error {
	int code;
	unsigned long line;   /* 1-based; 0: none */
	char file[256];       /* empty: none; longer paths keep their end */
	char column[128];     /* column or field name; empty: none */
	char what[768];       /* one line, no full stop */
	char hint[256];       /* what to do next; may be empty */
};

#define SPOT_ERROR_INIT { 0 }

/* Sets code and what (printf-style; control bytes are escaped, the text is cut to fit at a
 * character); clears place and hint. Returns code. */
int spot_error_set(struct spot_error *err, int code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

int spot_error_vset(struct spot_error *err, int code, const char *fmt, va_list args)
    __attribute__((format(printf, 3, 0)));

/* Adds the place. file and column may be NULL, line 0. Keeps what is already there, and
 * adds nothing when the place there is in another file. */
void spot_error_place(struct spot_error *err, const char *file, unsigned long line,
    const char *column);

/* Sets the hint (printf-style). */
void spot_error_hint(struct spot_error *err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "out of memory" with SPOT_ENOMEM. Returns SPOT_ENOMEM. */
int spot_error_nomem(struct spot_error *err);

/* Writes text as errors show it, as much as fits, always terminated. */
void spot_error_escape(char *out, size_t size, const char *text);

/* Writes "WHERE: WHAT; HINT" (parts that are empty are left out) into buf, always terminated. */
void spot_error_format(const struct spot_error *err, char *buf, size_t size_bytes);

#endif
