/* SPDX-License-Identifier: MIT */
#include "present/member.h"

#include "base/date.h"

void spot_member_number(struct spot_json *json, const char *key, double value)
{
	spot_json_key(json, key);
	spot_json_number(json, value);
}

void spot_member_maybe(struct spot_json *json, const char *key, bool is_known, double value)
{
	spot_json_key(json, key);
	if (is_known)
		spot_json_number(json, value);
	else
		spot_json_null(json);
}

void spot_member_count(struct spot_json *json, const char *key, uint64_t value)
{
	spot_json_key(json, key);
	spot_json_integer(json, (int64_t)value);
}

void spot_member_text(struct spot_json *json, const char *key, const char *value)
{
	spot_json_key(json, key);
	spot_json_text(json, value);
}

void spot_member_flag(struct spot_json *json, const char *key, bool value)
{
	spot_json_key(json, key);
	spot_json_bool(json, value);
}

void spot_member_interval(struct spot_json *json, const char *key, struct spot_interval ci)
{
	spot_json_key(json, key);
	spot_json_array(json);
	spot_json_number(json, ci.lo);
	spot_json_number(json, ci.hi);
	spot_json_end(json);
}

void spot_member_object(struct spot_json *json, const char *key)
{
	spot_json_key(json, key);
	spot_json_object(json);
}

void spot_member_array(struct spot_json *json, const char *key)
{
	spot_json_key(json, key);
	spot_json_array(json);
}

void spot_member_day(struct spot_json *json, const char *key, int64_t value)
{
	char shown[SPOT_DATE_TEXT_SIZE];

	spot_date_print(value, shown);
	spot_member_text(json, key, shown);
}

void spot_member_answer(struct spot_json *json, enum spot_answer_state state, bool was_boolean,
    double value)
{
	static const char *const states[SPOT_ANSWER_STATE_N] = { "known", "unknown", "failed" };
	bool is_known = state == SPOT_ANSWER_KNOWN;

	spot_member_text(json, "state", states[state]);
	if (is_known && was_boolean)
		spot_member_flag(json, "answer", value != 0);
	else
		spot_member_maybe(json, "answer", is_known, value);
}
