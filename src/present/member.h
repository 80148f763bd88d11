/* SPDX-License-Identifier: MIT */
/* Members of JSON objects, key and value in one, as results have them. */
#ifndef SPOT_PRESENT_MEMBER_H
#define SPOT_PRESENT_MEMBER_H

#include "base/json.h"
#include "rules/vm.h"
#include "stats/proportion.h"

void spot_member_number(struct spot_json *json, const char *key, double value);
/* Null unless it is known. */
void spot_member_maybe(struct spot_json *json, const char *key, bool is_known, double value);
void spot_member_count(struct spot_json *json, const char *key, uint64_t value);
void spot_member_text(struct spot_json *json, const char *key, const char *value); /* NULL: null */
void spot_member_flag(struct spot_json *json, const char *key, bool value);
void spot_member_day(struct spot_json *json, const char *key, int64_t value);
void spot_member_interval(struct spot_json *json, const char *key, struct spot_interval ci);
/* "state" and "answer", which is null unless it is known. */
void spot_member_answer(struct spot_json *json, enum spot_answer_state state, bool was_boolean,
    double value);
/* Begun; spot_json_end ends them. */
void spot_member_object(struct spot_json *json, const char *key);
void spot_member_array(struct spot_json *json, const char *key);

#endif
