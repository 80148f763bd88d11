/* SPDX-License-Identifier: MIT */
/* A batch's verdicts on any processor. */
#include "engine/verdicts_template.h"
