/* SPDX-License-Identifier: MIT */
/* Whether two values are the same, numbers to the last bit. */
#ifndef SAME_H
#define SAME_H

#include <string.h>

#include "table/value.h"

static inline bool same_value(struct spot_value a, struct spot_value b)
{
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case SPOT_KIND_BOOL:
		return a.as.flag == b.as.flag;
	case SPOT_KIND_INT:
		return a.as.integer == b.as.integer;
	case SPOT_KIND_FLOAT:
		return memcmp(&a.as.number, &b.as.number, sizeof(double)) == 0;
	case SPOT_KIND_TEXT:
		return spot_view_equal(a.as.text, b.as.text);
	case SPOT_KIND_LIST:
		for (size_t i = 0; i < a.as.list.n_items && i < b.as.list.n_items; i++)
			if (!spot_view_equal(a.as.list.items[i], b.as.list.items[i]))
				return false;
		return a.as.list.n_items == b.as.list.n_items;
	case SPOT_KIND_BLANK:
	case SPOT_KIND_NIL:
		return true;
	case SPOT_KIND_N:
		break;
	}
	return false;
}

#endif
