/* SPDX-License-Identifier: MIT */
/* Numbers read and written as Lua 5.4 does (lua_stringtonumber, tostring). */
#ifndef SPOT_PROGRAM_NUMBER_H
#define SPOT_PROGRAM_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/view.h"

struct spot_number {
	int kind;        /* 0: no number, 1: integer, 2: float */
	int64_t integer; /* 0 where it is none */
	double number;   /* likewise */
};

/* False when out of memory (long texts that must be copied). */
bool spot_number_read(struct spot_number *out, struct spot_view text);

/* NUL-terminated; the length. 48 bytes are always enough. NaN is "nan". */
size_t spot_number_print_integer(char *out, size_t size_bytes, int64_t integer);
size_t spot_number_print_float(char *out, size_t size_bytes, double number);

#endif
