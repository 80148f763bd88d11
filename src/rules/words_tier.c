/* SPDX-License-Identifier: MIT */
/* tiers, target_share, exception: what the score leads to. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/words.h"
#include "table/cell.h"

#define SCORE_MAX 100.0
#define THRESHOLD_MIN (-1e6)

static const struct spot_words_key threshold_key = { .takes = SPOT_TAKES_NUMBER, .ranged = true,
	.low = THRESHOLD_MIN, .high = SCORE_MAX };

/* --- tiers -------------------------------------------------------------------------------- */

static void tier_remove(struct spot_rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->n_tiers; i++) {
		if (strcmp(rules->tiers[i].name, name) != 0)
			continue;
		rules->tiers[i] = rules->tiers[--rules->n_tiers];
		return;
	}
}

static void tier_read(const struct spot_words_table *table, const char *name)
{
	struct spot_loader *ld = table->ld;
	struct spot_rules *rules = ld->rules;
	struct spot_tier tier = { .name = name };
	if (strcmp(name, "bad fit") == 0) {
		spot_words_error(ld, spot_words_table_place(table, name, 0),
		    "it is what disqualified accounts get", "no tier can be called \"bad fit\"");
		return;
	}
	spot_words_table_push(table, name);
	bool ok = spot_words_check_value(table, name, 0, &threshold_key);
	lua_pop(ld->L, 1);
	tier_remove(rules, name);
	/* A tier without a threshold is still one that exceptions and tests may name. */
	tier.threshold = 2 * THRESHOLD_MIN - (double)rules->n_tiers;
	if (ok)
		spot_words_table_number(table, name, &tier.threshold);
	for (size_t i = 0; i < rules->n_tiers; i++)
		if (rules->tiers[i].threshold == tier.threshold)
			spot_words_error(ld, spot_words_table_place(table, name, 0),
			    "each tier needs a threshold of its own",
			    "tiers \"%s\" and \"%s\" both start at %.15g",
			    strcmp(name, rules->tiers[i].name) < 0 ? name : rules->tiers[i].name,
			    strcmp(name, rules->tiers[i].name) < 0 ? rules->tiers[i].name : name,
			    tier.threshold);
	rules->tiers[rules->n_tiers++] = tier;
}

static int tier_compare(const void *a, const void *b)
{
	double x = ((const struct spot_tier *)a)->threshold;
	double y = ((const struct spot_tier *)b)->threshold;
	return (x < y) - (x > y);
}

static void tiers_read(struct spot_loader *ld)
{
	struct spot_rules *rules = ld->rules;
	size_t n = 0;
	bool broken = ld->incomplete, has_tiers = false;
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if (entry->id != SPOT_WORD_TIERS || entry->removed)
			continue;
		broken |= entry->broken;
		has_tiers = true;
		rules->tiers_place = entry->place;
		if (entry->dropped)
			tier_remove(rules, entry->dropped);
		if (!entry->has_table)
			continue;
		struct spot_words_table table = spot_words_table_of(ld, i);
		struct spot_words_names names = spot_words_table_names(&table);
		struct spot_tier *tiers = spot_words_alloc(ld, n + names.n + 1, sizeof(*tiers));
		if (rules->n_tiers)
			memcpy(tiers, rules->tiers, rules->n_tiers * sizeof(*tiers));
		rules->tiers = tiers;
		n += names.n;
		if (names.n_items)
			spot_words_error(ld, spot_words_table_place(&table, NULL, 1),
			    "write tiers { A = 80, B = 60 }", "a tier without a name");
		for (size_t t = 0; t < names.n; t++)
			tier_read(&table, names.names[t]);
		lua_pop(ld->L, 1);
	}
	if (rules->n_tiers)
		qsort(rules->tiers, rules->n_tiers, sizeof(*rules->tiers), tier_compare);
	if (rules->n_tiers == 0 && has_tiers && !broken)
		spot_words_error(ld, rules->tiers_place, "write tiers { A = 80, B = 60, C = 0 }",
		    "there is no tier in tiers");
	else if (rules->n_tiers == 0 && rules->n_criteria > 0 && !broken)
		spot_words_error(ld, rules->criteria[0].place,
		    "add tiers { A = 80, B = 60, C = 0 }",
		    "the file has criteria but no tiers");
}

/* --- target_share ------------------------------------------------------------------------- */

static bool share_read(const struct spot_words_table *table, size_t position, double *out)
{
	static const struct spot_words_key key = { .takes = SPOT_TAKES_NUMBER, .ranged = true,
		.low = 0, .high = 1 };
	struct spot_loader *ld = table->ld;
	int type = spot_words_table_push_item(table, position);
	double x = type == LUA_TNUMBER ? lua_tonumber(ld->L, -1) : 0;
	bool ok = false;
	if (x > 1 && x <= 100)
		spot_words_error(ld, spot_words_table_place(table, NULL, position),
		    spot_words_printf(ld, "%g %% is written %g", x, x / 100),
		    "target_share holds shares from 0 to 1, not %g", x);
	else if (type != LUA_TNIL)
		ok = spot_words_check_value(table, NULL, position, &key);
	lua_pop(ld->L, 1);
	*out = x;
	return ok;
}

static void target_share_read(struct spot_loader *ld, size_t entry_idx)
{
	struct spot_rules *rules = ld->rules;
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	struct spot_place place = table.entry->place;
	spot_words_check_keys(&table, NULL, 0, false, true);
	if (lua_rawlen(ld->L, table.idx) != 2) {
		spot_words_error(ld, place, "write target_share { 0.05, 0.30 }",
		    "target_share needs two shares, the low and the high one");
	} else {
		bool ok = share_read(&table, 1, &rules->target_low);
		ok &= share_read(&table, 2, &rules->target_high);
		if (ok && rules->target_low >= rules->target_high)
			spot_words_error(ld, place, "the lower share comes first",
			    "target_share runs from %g to %g, which leaves nothing between",
			    rules->target_low, rules->target_high);
		rules->has_target_share = ok;
	}
	lua_pop(ld->L, 1);
}

/* --- exception ---------------------------------------------------------------------------- */

static size_t tier_find(const struct spot_words_table *table, const char *name)
{
	struct spot_words_known tiers = spot_words_refer_tiers(table->ld);
	for (size_t i = 0; i < tiers.n; i++)
		if (strcmp(tiers.names[i], name) == 0)
			return i;
	spot_words_refer_check(table, spot_words_table_place(table, "tier", 0), name, &tiers);
	return 0;
}

/* Two exceptions that are in force for one account: which of them counts nothing says. */
static void account_check(struct spot_loader *ld, const struct spot_exception *exception)
{
	const struct spot_rules *rules = ld->rules;
	if (!exception->account || exception->expires < rules->as_of)
		return;
	struct spot_view account = spot_cell_key_identity(spot_view_of(exception->account));
	spot_words_charge(ld, rules->n_exceptions);
	for (const struct spot_exception *other = rules->exceptions; other < exception; other++) {
		if (!other->account || other->expires < rules->as_of ||
		    !spot_view_equal(account,
			spot_cell_key_identity(spot_view_of(other->account))))
			continue;
		spot_words_error(ld, exception->place, "an account has one exception at a time",
		    "exception \"%s\": account %s already has exception \"%s\" (%s)",
		    exception->name, exception->account, other->name,
		    spot_words_where(ld, other->place, exception->place));
		return;
	}
}

/* As a cell would be read. */
static const char *account_text(const struct spot_words_table *table)
{
	const char *account = spot_words_table_text(table, "account");
	return account ? spot_words_copy(table->ld, spot_text_trim(spot_view_of(account))) : NULL;
}

static void exception_read(struct spot_loader *ld, size_t entry_idx)
{
	const struct spot_words_def *def = &spot_words_vocabulary[SPOT_WORD_EXCEPTION];
	struct spot_words_table table = spot_words_table_of(ld, entry_idx);
	struct spot_exception *exception = &ld->rules->exceptions[ld->rules->n_exceptions++];
	spot_words_check_keys(&table, def->keys, def->n_keys, false, false);
	exception->name = table.entry->name;
	exception->place = table.entry->place;
	exception->account = account_text(&table);
	exception->by = spot_words_table_text(&table, "by");
	exception->why = spot_words_table_text(&table, "why");
	spot_words_table_date(&table, "expires", &exception->expires);
	const char *tier = spot_words_table_text(&table, "tier");
	exception->tier = tier ? tier_find(&table, tier) : 0;
	account_check(ld, exception);
	if (spot_words_field_lacks_key(ld))
		spot_words_error(ld, table.entry->place, "give the account's identity the type key",
		    "%s names an account, but no field is of type key", table.title);
	lua_pop(ld->L, 1);
}

void spot_words_tier_build(struct spot_loader *ld)
{
	tiers_read(ld);
	ld->rules->exceptions = spot_words_alloc(ld, ld->n_entries, sizeof(*ld->rules->exceptions));
	for (size_t i = 0; i < ld->n_entries; i++) {
		if (spot_words_counts(&ld->entries[i], SPOT_WORD_TARGET_SHARE))
			target_share_read(ld, i);
		if (spot_words_counts(&ld->entries[i], SPOT_WORD_EXCEPTION))
			exception_read(ld, i);
	}
}
