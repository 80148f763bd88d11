/* SPDX-License-Identifier: MIT */
/*
 * What every file that calls GSL includes, and no other. GSL ends the process on an error
 * unless told otherwise, and it can only be told for the whole process: done before main, so
 * that no thread can come first. Each such file does it, so that none depends on another.
 */
#ifndef SPOT_STATS_GSL_H
#define SPOT_STATS_GSL_H

#include <gsl/gsl_errno.h>

static void __attribute__((constructor)) gsl_quiet(void)
{
	gsl_set_error_handler_off();
}

#endif
