/* SPDX-License-Identifier: MIT */
/*
 * The table of words: each with its keys, what a key may hold, and which keys must be there. It
 * is what rule files are checked against and what messages are made from.
 */
#include "rules/words.h"

#define WEIGHT_MAX 1e6
#define AT_LEAST(least) .ranged = true, .low = (least), .high = SPOT_WORDS_ENDLESS
#define TEXT_OR_TEXTS (SPOT_TAKES_TEXT | SPOT_TAKES_TEXTS)
#define FN(what, whose) .takes = SPOT_TAKES_FUNCTION, .answer = SPOT_ANSWER_##what, \
	.subject = SPOT_SUBJECT_##whose

static const char *const unknown_fits[] = { "zero", "skip", NULL };
static const char *const unknown_whens[] = { "pass", "disqualify", NULL };
static const char *const content_kinds[] = { "content", "sales tool", NULL };

static const struct spot_words_key profile_keys[] = {
	{ .name = "seller", .takes = SPOT_TAKES_TEXT },
	{ .name = "purpose", .takes = SPOT_TAKES_TEXT },
	{ .name = "problem", .takes = SPOT_TAKES_TEXT },
	{ .name = "owner", .takes = SPOT_TAKES_TEXT },
	{ .name = "reviewed", .takes = SPOT_TAKES_DATE },
	{ .name = "review_every", .takes = SPOT_TAKES_DURATION, AT_LEAST(1) },
	{ .name = "objectives", .takes = TEXT_OR_TEXTS },
	{ .name = "notes", .takes = TEXT_OR_TEXTS },
};

static const struct spot_words_key criterion_keys[] = {
	{ .name = "weight", .takes = SPOT_TAKES_NUMBER, .required = true, .ranged = true,
	    .low = -WEIGHT_MAX, .high = WEIGHT_MAX },
	{ .name = "fit", FN(FIT, ACCOUNT), .required = true },
	{ .name = "why", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "group", .takes = SPOT_TAKES_TEXT },
	{ .name = "unknown", .takes = SPOT_TAKES_TEXT | SPOT_TAKES_NUMBER, .choices = unknown_fits,
	    .ranged = true, .low = 0, .high = 1 },
};

static const struct spot_words_key group_keys[] = {
	{ .name = "cap", .takes = SPOT_TAKES_NUMBER, AT_LEAST(0) },
	{ .name = "floor", .takes = SPOT_TAKES_NUMBER, .ranged = true, .low = -SPOT_WORDS_ENDLESS,
	    .high = 0 },
	{ .name = "doc", .takes = SPOT_TAKES_TEXT },
};

static const struct spot_words_key disqualify_keys[] = {
	{ .name = "when", FN(WHEN, ACCOUNT), .required = true },
	{ .name = "why", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "unknown", .takes = SPOT_TAKES_TEXT, .choices = unknown_whens },
};

static const struct spot_words_key growth_keys[] = {
	{ .name = "value", FN(AMOUNT, ACCOUNT), .required = true },
	{ .name = "unit", .takes = SPOT_TAKES_TEXT },
	{ .name = "why", .takes = SPOT_TAKES_TEXT },
};

static const struct spot_words_key exception_keys[] = {
	{ .name = "account", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "tier", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "by", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "why", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "expires", .takes = SPOT_TAKES_DATE, .required = true },
};

static const struct spot_words_key cohort_keys[] = {
	{ .name = "when", FN(WHEN, ACCOUNT), .required = true },
	{ .name = "doc", .takes = SPOT_TAKES_TEXT },
};

/* deals names a rollup; won, lost and days are functions of its record, beside it or in a
 * table { "deals", won = … }. */
static const struct spot_words_key economics_keys[] = {
	{ .name = "ltv", FN(AMOUNT, ACCOUNT) },
	{ .name = "cac", FN(AMOUNT, ACCOUNT) },
	{ .name = "cost_to_serve", FN(AMOUNT, ACCOUNT) },
	{ .name = "deals", .takes = SPOT_TAKES_TEXT | SPOT_TAKES_TABLE },
	{ .name = "won", FN(WHEN, RECORD) },
	{ .name = "lost", FN(WHEN, RECORD) },
	{ .name = "days", FN(AMOUNT, RECORD) },
};

static const struct spot_words_key segment_keys[] = {
	{ .name = "by", .takes = SPOT_TAKES_FUNCTION | SPOT_TAKES_TEXT,
	    .answer = SPOT_ANSWER_TEXT, .subject = SPOT_SUBJECT_ACCOUNT },
	{ .name = "bands", .takes = SPOT_TAKES_TABLE },
};

static const struct spot_words_key rollup_keys[] = {
	{ .name = "key", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "fields", .takes = SPOT_TAKES_TABLE, .required = true },
};

static const struct spot_words_key role_keys[] = {
	{ .name = "match", .takes = TEXT_OR_TEXTS | SPOT_TAKES_FUNCTION, .required = true,
	    .answer = SPOT_ANSWER_WHEN, .subject = SPOT_SUBJECT_CONTACT },
	{ .name = "needed", .takes = SPOT_TAKES_NUMBER | SPOT_TAKES_FLAG, AT_LEAST(0) },
	{ .name = "cares_about", .takes = TEXT_OR_TEXTS },
	{ .name = "found_at", .takes = TEXT_OR_TEXTS },
	{ .name = "groups", .takes = TEXT_OR_TEXTS },
	{ .name = "events", .takes = TEXT_OR_TEXTS },
};

static const struct spot_words_key engagement_keys[] = {
	{ .name = "points", .takes = SPOT_TAKES_NUMBER | SPOT_TAKES_FUNCTION, .required = true,
	    .ranged = true, .low = -WEIGHT_MAX, .high = WEIGHT_MAX, .answer = SPOT_ANSWER_AMOUNT,
	    .subject = SPOT_SUBJECT_EVENT },
	{ .name = "when", FN(WHEN, EVENT), .required = true },
	{ .name = "half_life", .takes = SPOT_TAKES_DURATION, AT_LEAST(1) },
	{ .name = "role", .takes = TEXT_OR_TEXTS },
	{ .name = "cap", .takes = SPOT_TAKES_NUMBER, AT_LEAST(0) },
};

static const struct spot_words_key records_keys[] = { /* contacts, events */
	{ .name = "key", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "id", .takes = SPOT_TAKES_TEXT },
	{ .name = "contact", .takes = SPOT_TAKES_TEXT },
	{ .name = "at", .takes = SPOT_TAKES_TEXT },
	{ .name = "fields", .takes = SPOT_TAKES_TABLE, .required = true },
};

static const struct spot_words_key content_keys[] = {
	{ .name = "role", .takes = TEXT_OR_TEXTS, .required = true },
	{ .name = "stage", .takes = TEXT_OR_TEXTS, .required = true },
	{ .name = "kind", .takes = SPOT_TAKES_TEXT, .choices = content_kinds },
	{ .name = "url", .takes = SPOT_TAKES_TEXT },
	{ .name = "why", .takes = SPOT_TAKES_TEXT },
};

static const struct spot_words_key stage_keys[] = {
	{ .name = "by", FN(TEXT, ACCOUNT) },
};

static const struct spot_words_key step_keys[] = {
	{ .name = "owner", .takes = SPOT_TAKES_TEXT, .required = true },
	{ .name = "within", .takes = SPOT_TAKES_DURATION },
	{ .name = "when", FN(WHEN, ACCOUNT) },
	{ .name = "done", .takes = SPOT_TAKES_FUNCTION | SPOT_TAKES_TEXT,
	    .answer = SPOT_ANSWER_WHEN, .subject = SPOT_SUBJECT_ACCOUNT },
	{ .name = "why", .takes = SPOT_TAKES_TEXT },
};

static const struct spot_words_key acceptance_keys[] = {
	{ .name = "when", FN(WHEN, ACCOUNT), .required = true },
	{ .name = "why", .takes = SPOT_TAKES_TEXT },
};

static const struct spot_words_key hypothesis_keys[] = {
	{ .name = "params", .takes = SPOT_TAKES_TABLE },
	{ .name = "weights", .takes = SPOT_TAKES_TABLE },
	{ .name = "tiers", .takes = SPOT_TAKES_TABLE },
	{ .name = "disable", .takes = TEXT_OR_TEXTS },
	{ .name = "fields", .takes = SPOT_TAKES_TABLE },
	{ .name = "why", .takes = SPOT_TAKES_TEXT },
};

static const struct spot_words_key test_keys[] = {
	{ .name = "account", .takes = SPOT_TAKES_TABLE },
	{ .name = "rows", .takes = SPOT_TAKES_TABLE },
	{ .name = "expect", .takes = SPOT_TAKES_TABLE },
	{ .name = "as_of", .takes = SPOT_TAKES_DATE },
};

#define KEYS(list) .keys = list, .n_keys = sizeof(list) / sizeof(list[0])

const struct spot_words_def spot_words_vocabulary[SPOT_WORD_N] = {
	[SPOT_WORD_PROFILE] = { "profile", SPOT_FORM_NAMED, KEYS(profile_keys) },
	[SPOT_WORD_FIELDS] = { "fields", SPOT_FORM_TABLE, SPOT_MERGE_NAMES, .open_keys = true },
	[SPOT_WORD_PARAMS] = { "params", SPOT_FORM_TABLE, SPOT_MERGE_NAMES, .open_keys = true },
	[SPOT_WORD_CRITERION] = { "criterion", SPOT_FORM_NAMED, KEYS(criterion_keys) },
	[SPOT_WORD_GROUP] = { "group", SPOT_FORM_NAMED, KEYS(group_keys) },
	[SPOT_WORD_DISQUALIFY] = { "disqualify", SPOT_FORM_NAMED, KEYS(disqualify_keys) },
	[SPOT_WORD_GROWTH] = { "growth", SPOT_FORM_NAMED, KEYS(growth_keys) },
	[SPOT_WORD_TIERS] = { "tiers", SPOT_FORM_TABLE, SPOT_MERGE_NAMES, .open_keys = true },
	[SPOT_WORD_EXCEPTION] = { "exception", SPOT_FORM_NAMED, KEYS(exception_keys) },
	[SPOT_WORD_TARGET_SHARE] = { "target_share", SPOT_FORM_TABLE, .open_items = true },
	[SPOT_WORD_COHORT] = { "cohort", SPOT_FORM_NAMED, KEYS(cohort_keys) },
	[SPOT_WORD_ECONOMICS] = { "economics", SPOT_FORM_TABLE, KEYS(economics_keys) },
	[SPOT_WORD_SEGMENT] = { "segment", SPOT_FORM_NAMED, KEYS(segment_keys) },
	[SPOT_WORD_ROLLUP] = { "rollup", SPOT_FORM_NAMED, KEYS(rollup_keys), .open_keys = true },
	[SPOT_WORD_ROLE] = { "role", SPOT_FORM_NAMED, KEYS(role_keys) },
	[SPOT_WORD_ENGAGEMENT] = { "engagement", SPOT_FORM_NAMED, KEYS(engagement_keys) },
	[SPOT_WORD_CONTACTS] = { "contacts", SPOT_FORM_TABLE, KEYS(records_keys) },
	[SPOT_WORD_EVENTS] = { "events", SPOT_FORM_TABLE, KEYS(records_keys) },
	[SPOT_WORD_LEVELS] = { "levels", SPOT_FORM_TABLE, .open_keys = true, .open_items = true },
	[SPOT_WORD_CONTENT] = { "content", SPOT_FORM_NAMED, KEYS(content_keys) },
	[SPOT_WORD_STAGE] = { "stage", SPOT_FORM_TABLE, KEYS(stage_keys), .open_items = true },
	[SPOT_WORD_STEP] = { "step", SPOT_FORM_NAMED, KEYS(step_keys) },
	[SPOT_WORD_ACCEPTANCE] = { "acceptance", SPOT_FORM_NAMED, KEYS(acceptance_keys) },
	[SPOT_WORD_HYPOTHESIS] = { "hypothesis", SPOT_FORM_NAMED, KEYS(hypothesis_keys) },
	[SPOT_WORD_TEST] = { "test", SPOT_FORM_NAMED, KEYS(test_keys) },
	[SPOT_WORD_EXTENDS] = { "extends", .form = SPOT_FORM_SIMPLE },
	[SPOT_WORD_INCLUDE] = { "include", .form = SPOT_FORM_SIMPLE },
	[SPOT_WORD_DROP] = { "drop", .form = SPOT_FORM_SIMPLE },
};
