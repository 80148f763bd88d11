/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <assert.h>
#include <math.h>

static uint32_t level(const struct spot_json *json)
{
	return (uint32_t)1 << (json->depth - 1);
}

static void line_begin(struct spot_json *json)
{
	spot_buf_char(json->out, '\n');
	for (unsigned i = 0; i < json->depth; i++)
		spot_buf_char(json->out, ' ');
}

/* What stands between a member and the one before it. */
static void member_begin(struct spot_json *json)
{
	if (json->depth == 0)
		return;
	if (json->started & level(json))
		spot_buf_char(json->out, ',');
	json->started |= level(json);
	if (json->depth <= json->n_lined)
		line_begin(json);
}

static void value_begin(struct spot_json *json)
{
	assert(json->depth == 0 || json->after_key == !(json->arrays & level(json)));
	if (!json->after_key)
		member_begin(json);
	json->after_key = false;
}

static void open(struct spot_json *json, bool is_array)
{
	value_begin(json);
	assert(json->depth < SPOT_JSON_DEPTH);
	json->depth++;
	json->started &= ~level(json);
	json->arrays = is_array ? json->arrays | level(json) : json->arrays & ~level(json);
	spot_buf_char(json->out, is_array ? '[' : '{');
}

void spot_json_object(struct spot_json *json)
{
	open(json, false);
}

void spot_json_array(struct spot_json *json)
{
	open(json, true);
}

void spot_json_end(struct spot_json *json)
{
	assert(json->depth > 0 && !json->after_key);
	bool is_array = json->arrays & level(json), started = json->started & level(json);

	json->depth--;
	if (started && json->depth < json->n_lined)
		line_begin(json);
	spot_buf_char(json->out, is_array ? ']' : '}');
	if (json->depth == 0)
		spot_buf_char(json->out, '\n');
}

void spot_json_key(struct spot_json *json, const char *key)
{
	assert(json->depth > 0 && !json->after_key && !(json->arrays & level(json)));
	member_begin(json);
	spot_json_quote(json->out, spot_view_of(key));
	spot_buf_char(json->out, ':');
	json->after_key = true;
}

void spot_json_view(struct spot_json *json, struct spot_view text)
{
	value_begin(json);
	spot_json_quote(json->out, text);
}

void spot_json_text(struct spot_json *json, const char *text)
{
	if (text)
		spot_json_view(json, spot_view_of(text));
	else
		spot_json_null(json);
}

void spot_json_number(struct spot_json *json, double value)
{
	if (!isfinite(value)) {
		spot_json_null(json);
		return;
	}
	value_begin(json);
	spot_buf_shortest(json->out, value);
}

void spot_json_integer(struct spot_json *json, int64_t value)
{
	value_begin(json);
	spot_buf_integer(json->out, value);
}

void spot_json_bool(struct spot_json *json, bool value)
{
	value_begin(json);
	spot_buf_text(json->out, value ? "true" : "false");
}

void spot_json_null(struct spot_json *json)
{
	value_begin(json);
	spot_buf_text(json->out, "null");
}

void spot_json_given(struct spot_json *json)
{
	value_begin(json);
}
