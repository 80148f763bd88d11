/* SPDX-License-Identifier: MIT */
/* The kernels for any processor. */
#include "program/kernel_template.h"
