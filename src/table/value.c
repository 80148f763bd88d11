/* SPDX-License-Identifier: MIT */
#include "table/value.h"

#include <assert.h>

static const struct {
	const char *name;
	enum spot_kind kind;
} types[SPOT_TYPE_N] = {
	[SPOT_TYPE_KEY] = { "key", SPOT_KIND_TEXT },
	[SPOT_TYPE_TEXT] = { "text", SPOT_KIND_TEXT },
	[SPOT_TYPE_INTEGER] = { "integer", SPOT_KIND_INT },
	[SPOT_TYPE_NUMBER] = { "number", SPOT_KIND_FLOAT },
	[SPOT_TYPE_MONEY] = { "money", SPOT_KIND_FLOAT },
	[SPOT_TYPE_PERCENT] = { "percent", SPOT_KIND_FLOAT },
	[SPOT_TYPE_FLAG] = { "flag", SPOT_KIND_BOOL },
	[SPOT_TYPE_DATE] = { "date", SPOT_KIND_INT },
	[SPOT_TYPE_LIST] = { "list", SPOT_KIND_LIST },
};

const char *spot_type_name(enum spot_type type)
{
	assert(type < SPOT_TYPE_N);
	return types[type].name;
}

enum spot_type spot_type_of(const char *name)
{
	for (enum spot_type type = 0; type < SPOT_TYPE_N; type++)
		if (strcmp(types[type].name, name) == 0)
			return type;
	return SPOT_TYPE_N;
}

enum spot_kind spot_type_kind(enum spot_type type)
{
	assert(type < SPOT_TYPE_N);
	return types[type].kind;
}
