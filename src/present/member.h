/* SPDX-License-Identifier: MIT */
/* Members of JSON objects, key and value in one, as results have them. */
#ifndef SPOT_PRESENT_MEMBER_H
#define SPOT_PRESENT_MEMBER_H

#include "base/json.h"
#include "stats/proportion.h"

void spot_member_number(struct spot_json *json, const char *key, double value);
void spot_member_count(struct spot_json *json, const char *key, uint64_t value);
void spot_member_text(struct spot_json *json, const char *key, const char *value); /* NULL: null */
void spot_member_flag(struct spot_json *json, const char *key, bool value);
void spot_member_day(struct spot_json *json, const char *key, int64_t value);
void spot_member_interval(struct spot_json *json, const char *key, struct spot_interval ci);
/* Begun; spot_json_end ends them. */
void spot_member_object(struct spot_json *json, const char *key);
void spot_member_array(struct spot_json *json, const char *key);

#endif
