/* SPDX-License-Identifier: MIT */
#include "rules/warning.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int spot_warning_of(const char *text)
{
	size_t n_digits;
	enum spot_warning_number number;
	if (*text == 'W' || *text == 'w')
		text++;
	n_digits = strspn(text, "0123456789");
	if (n_digits == 0 || n_digits > 3 || text[n_digits])
		return 0;
	number = (enum spot_warning_number)atoi(text);
	switch (number) {
#define X(name, value, label, meaning) case SPOT_WARNING_##name:
		SPOT_WARNINGS(X)
#undef X
		return (int)number;
	case SPOT_WARNING_MAX:
		break;
	}
	return 0;
}

void spot_warning_list_init(struct spot_warning_list *list)
{
	memset(list, 0, sizeof(*list));
	spot_diags_init(&list->diags);
}

void spot_warning_list_reset(struct spot_warning_list *list)
{
	spot_diags_reset(&list->diags);
}

void spot_warning_add(struct spot_warning_list *list, enum spot_warning_number number,
    struct spot_place place, const char *hint, const char *fmt, ...)
{
	char text[800];
	va_list args;
	if (list->silenced[number])
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	spot_diags_add(&list->diags, SPOT_SEVERITY_WARNING, (int)number, place.file, place.line,
	    hint,
	    "%s", text);
}
