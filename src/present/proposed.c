/* SPDX-License-Identifier: MIT */
/* A derived rule file from head to foot. */
#include "present/proposed_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lua_quote.h"
#include "base/text.h"
#include "present/draft.h"
#include "present/starter_internal.h"

static const char *const tier_names[SPOT_DERIVE_TIERS] = { "A", "B", "C", "D" };
static const char *const dimensions[] = { "Target market", "Success potential",
	"Growth potential" };

static void print_interval(struct spot_buf *out, const struct spot_interval *ci)
{
	bool is_near = ci->hi < 0.1 || ci->lo > 0.9 || ci->hi - ci->lo < 0.02;

	spot_buf_printf(out, is_near ? "%.1f to %.1f%%" : "%.0f to %.0f%%", 100 * ci->lo,
	    100 * ci->hi);
}

static void comment(struct spot_buf *out, struct spot_buf *text)
{
	spot_proposed_comment(out, "", spot_buf_str(text));
	out->failed |= spot_buf_failed(text);
	spot_buf_clear(text);
}

static double rate_of_all(const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;
	return (double)derive->n_pos / (double)(derive->n_pos + derive->n_neg);
}

/* --- the head ----------------------------------------------------------------------------- */

static void head_rows(struct spot_buf *out, const struct spot_proposed *proposed,
    struct spot_buf *text)
{
	const struct spot_derive *derive = proposed->derive;

	spot_buf_printf(text, "A rule file proposed from %s: who is \"%s\", and who is \"%s\".",
	    proposed->data, proposed->good, proposed->bad);
	comment(out, text);
	spot_buf_text(out, "--\n");
	spot_buf_text(text, "Rows: ");
	spot_buf_grouped(text, derive->n_pos + derive->n_neg);
	spot_buf_text(text, " used, ");
	spot_buf_grouped(text, derive->n_pos);
	spot_buf_printf(text, " %s and ", proposed->good);
	spot_buf_grouped(text, derive->n_neg);
	spot_buf_printf(text, " %s, of ", proposed->bad);
	spot_buf_grouped(text, proposed->n_rows);
	if (proposed->n_rejected > 0)
		spot_buf_printf(text, " (and %" PRIu64 " that could not be read)",
		    proposed->n_rejected);
	if (derive->n_no_date > 0)
		spot_buf_printf(text, "; %" PRIu64 " without a date were left out",
		    derive->n_no_date);
	spot_buf_char(text, '.');
	comment(out, text);
}

static void head_auc(struct spot_buf *out, const struct spot_proposed *proposed,
    struct spot_buf *text)
{
	const struct spot_derive *derive = proposed->derive;
	char day[SPOT_DATE_TEXT_SIZE];

	spot_buf_printf(text, "AUC out of sample: %.3f (95%% interval %.3f to %.3f), by ",
	    derive->auc, derive->auc_ci.lo, derive->auc_ci.hi);
	if (derive->n_folds > 0) {
		spot_buf_printf(text, "%zu-fold cross-validation in which thresholds, choice and "
		    "points are made anew each time.", derive->n_folds);
	} else {
		spot_date_print(derive->options.train_before, day);
		spot_buf_printf(text, "%" PRIu64 " accounts of %s or later; the rules were made "
		    "from those before.", derive->n_judged_pos + derive->n_judged_neg, day);
	}
	comment(out, text);
	spot_buf_printf(text, "AUC in sample: %.3f, of icp_score over the rows that it was made "
	    "from; expect the other one.", derive->in_sample.auc);
	comment(out, text);
	spot_date_print(derive->options.as_of, day);
	spot_buf_printf(text, "Seed %" PRIu64 ", as of %s, hash of the data %016" PRIx64 ".",
	    derive->options.seed, day, derive->hash);
	comment(out, text);
	spot_buf_printf(text, "Made by: %s", proposed->command);
	comment(out, text);
}

static void head_fields(struct spot_buf *out, const struct spot_proposed *proposed,
    struct spot_buf *text)
{
	const struct spot_derive *derive = proposed->derive;
	const struct spot_frame *frame = proposed->frame;
	size_t n = 0;

	spot_buf_text(out, "--\n");
	for (size_t i = 0; i < proposed->n_outs; i++) {
		spot_buf_printf(text, "Kept out: %s, %s.", proposed->outs[i].field,
		    proposed->outs[i].why);
		comment(out, text);
	}
	for (size_t c = 0; c < frame->n_columns; c++) {
		if (!frame->columns[c].is_too_many || derive->options.is_kept_out[c])
			continue;
		spot_buf_printf(text, "Kept out: %s, too many different texts.",
		    frame->columns[c].field->name);
		comment(out, text);
	}
	for (size_t c = 0; c < derive->n_cuts; c++) {
		bool chosen = false;

		for (size_t k = 0; k < derive->n_chosen; k++)
			chosen |= derive->chosen[k] == c;
		if (!chosen)
			spot_buf_printf(text, "%s%s", n++ > 0 ? ", " : "Looked at, not chosen: ",
			    frame->columns[derive->cuts[c].column].field->name);
	}
	if (n > 0) {
		spot_buf_char(text, '.');
		comment(out, text);
	}
	for (size_t i = 0; i < derive->n_suspects; i++) {
		spot_buf_printf(text, "Beware: %s tells the outcome nearly alone. If it is known "
		    "only afterwards, say known = \"after\" of it and derive again.",
		    frame->columns[derive->cuts[derive->suspects[i]].column].field->name);
		comment(out, text);
	}
}

/* Fields whose blanks tell something; those of criteria alone. */
static size_t list_blanks(struct spot_buf *out, const struct spot_proposed *proposed,
    bool chosen_only)
{
	const struct spot_derive *derive = proposed->derive;
	size_t n = 0;

	for (size_t i = 0; i < (chosen_only ? derive->n_chosen : derive->n_cuts); i++) {
		const struct spot_derive_cut *cut =
		    &derive->cuts[chosen_only ? derive->chosen[i] : i];

		if (cut->blank_tells)
			spot_buf_printf(out, "%s%s", n++ > 0 ? ", " : "",
			    proposed->frame->columns[cut->column].field->name);
	}
	return n;
}

static void head_blanks(struct spot_buf *out, const struct spot_proposed *proposed,
    struct spot_buf *text)
{
	bool counts = proposed->derive->options.uses_blanks;
	struct spot_buf names = SPOT_BUF_INIT;
	size_t n = list_blanks(&names, proposed, counts);

	spot_buf_text(text, "A blank is no evidence: it is worth what an account is worth of which "
	    "nothing is known, not 0.");
	if (n > 0 && counts)
		spot_buf_printf(text, " But accounts that lack %s fare otherwise, and a blank "
		    "there is worth what became of them. If it is filled once an account has done "
		    "well, that is no evidence either: derive with --no-blanks.",
		    spot_buf_str(&names));
	else if (n > 0)
		spot_buf_printf(text, " Accounts that lack a field fare otherwise than those that "
		    "do not (without --no-blanks that counts): %s.", spot_buf_str(&names));
	spot_draft_end(&names, &out->failed);
	comment(out, text);
}

static void print_how(struct spot_buf *out)
{
	spot_buf_text(out, "--\n");
	spot_proposed_comment(out, "",
	    "How to read it: each criterion's weight is the most points it gives, its fit the "
	    "share of them that an account gets. The weights sum to 100. A blank cell gets the "
	    "share in \"unknown\", and icp_unknown names it. The rates say what went together in "
	    "these data, not why; thresholds are round, and yours to change.");
}

static void print_profile(struct spot_buf *out, const struct spot_proposed *proposed)
{
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(proposed->derive->options.as_of, day);
	spot_buf_text(out, "\nprofile \"Derived draft\" {\n\tpurpose      = ");
	spot_lua_quote(out, SPOT_VIEW("Say here which customers this is for."));
	spot_buf_text(out, ",\n\tproblem      = ");
	spot_lua_quote(out, SPOT_VIEW("Say here what they cannot do without you."));
	spot_buf_printf(out, ",\n\towner        = \"RevOps\",\n\treviewed     = \"%s\",\n"
	    "\treview_every = \"90d\",\n}\n", day);
}

/* --- rules -------------------------------------------------------------------------------- */

static void tell_rate(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_group *group)
{
	uint64_t n = group->n_pos + group->n_neg;
	struct spot_interval ci = spot_proportion_wilson(group->n_pos, n, 0.95);
	double rate = (double)group->n_pos / (double)n;

	spot_proposed_percent(out, rate);
	spot_buf_text(out, " of ");
	spot_buf_grouped(out, n);
	spot_buf_text(out, " (");
	print_interval(out, &ci);
	spot_buf_printf(out, ", lift %.2f)", rate / rate_of_all(proposed));
}

static void tell_cut(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	spot_buf_printf(out, "Share %s, ", proposed->good);
	spot_proposed_percent(out, rate_of_all(proposed));
	spot_buf_text(out, " of all. ");
	for (size_t g = cut->n_groups; g-- > 0;) {
		spot_proposed_group_name(out, proposed, cut, g);
		spot_buf_text(out, ": ");
		tell_rate(out, proposed, &cut->groups[g]);
		spot_buf_text(out, g > 0 ? "; " : ".");
	}
	if (cut->blank.n_pos + cut->blank.n_neg > 0) {
		spot_buf_text(out, " Blank: ");
		tell_rate(out, proposed, &cut->blank);
		spot_buf_char(out, '.');
	}
}

static void print_criterion(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_cut *cut)
{
	const struct spot_field *field = proposed->frame->columns[cut->column].field;
	struct spot_buf text = SPOT_BUF_INIT;

	spot_proposed_title(&text, field->name);
	spot_buf_text(out, "\ncriterion ");
	spot_lua_quote(out, (struct spot_view) { text.ptr, text.len });
	spot_buf_printf(out, " { weight = %u, group = \"%s\", unknown = ", cut->weight,
	    spot_proposed_dimension(field));
	spot_proposed_number(out, cut->unknown_share);
	spot_buf_text(out, ",\n\twhy = ");
	spot_buf_clear(&text);
	tell_cut(&text, proposed, cut);
	spot_proposed_string(out, 14, "\t\t", (struct spot_view) { text.ptr, text.len });
	spot_buf_text(out, ",\n\tfit = function(a)");
	spot_proposed_fit(out, proposed, cut);
	spot_buf_text(out, "end }\n");
	spot_draft_end(&text, &out->failed);
}

static void print_criteria(struct spot_buf *out, const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;

	for (size_t d = 0; d < sizeof(dimensions) / sizeof(dimensions[0]); d++) {
		bool first = true;

		for (size_t c = 0; c < derive->n_chosen; c++) {
			const struct spot_derive_cut *cut = &derive->cuts[derive->chosen[c]];
			const struct spot_field *field =
			    proposed->frame->columns[cut->column].field;

			if (strcmp(spot_proposed_dimension(field), dimensions[d]) != 0)
				continue;
			if (first)
				spot_buf_printf(out, "\n-- %s (by the names of the fields; move "
				    "what stands wrong)\n", dimensions[d]);
			first = false;
			print_criterion(out, proposed, cut);
		}
	}
}

/* A rule's name may have 200. */
#define NAME_MAX_BYTES 190

static void print_bar(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_derive_bar *bar)
{
	const struct spot_derive_cut *cut = &proposed->derive->cuts[bar->cut];
	const struct spot_field *field = proposed->frame->columns[cut->column].field;
	struct spot_buf text = SPOT_BUF_INIT, name = SPOT_BUF_INIT;
	uint64_t n = bar->n_pos + bar->n_neg;

	spot_proposed_title(&text, field->name);
	spot_buf_text(&text, ": ");
	spot_proposed_group_name(&text, proposed, cut, bar->group);
	spot_buf_text(out, "\ndisqualify ");
	spot_text_one_line(&name, (struct spot_view) { text.ptr, text.len }, NAME_MAX_BYTES);
	spot_lua_quote(out, (struct spot_view) { name.ptr, name.len });
	spot_buf_clear(&text);
	spot_buf_text(&text, "Of ");
	spot_buf_grouped(&text, n);
	spot_buf_printf(&text, " accounts %" PRIu64 " are %s: ", bar->n_neg, proposed->bad);
	spot_proposed_percent(&text, (double)bar->n_neg / (double)n);
	spot_buf_text(&text, ", and ");
	spot_proposed_percent(&text, bar->bad_ci.lo);
	spot_buf_text(&text, " or more whatever chance did.");
	spot_buf_text(out, " {\n\twhy = ");
	spot_proposed_string(out, 14, "\t\t", (struct spot_view) { text.ptr, text.len });
	spot_buf_text(out, ",\n\twhen = function(a) return ");
	spot_proposed_when(out, proposed, cut, bar->group);
	spot_buf_text(out, " end }\n");
	spot_draft_end(&text, &out->failed);
	spot_draft_end(&name, &out->failed);
}

static void print_bars(struct spot_buf *out, const struct spot_proposed *proposed)
{
	if (proposed->derive->n_bars == 0)
		return;
	spot_buf_text(out, "\n");
	spot_proposed_comment(out, "", "Hardly anybody good: a fifth of the usual share at most, "
	    "whatever chance did. icp_score does not take note of them, icp_tier does.");
	for (size_t b = 0; b < proposed->derive->n_bars; b++)
		print_bar(out, proposed, &proposed->derive->bars[b]);
}

static void print_growth(struct spot_buf *out)
{
	spot_buf_text(out, "\n");
	spot_proposed_comment(out, "", "Growth is not derived: only you know what an account could "
	    "still buy. Take the two dashes away and name your own fields:");
	spot_buf_text(out, "--growth \"Seat expansion\" { unit = \"USD/year\",\n"
	    "--\twhy = \"Four of ten employees could have a seat.\",\n"
	    "--\tvalue = function(a) return (a.employees * 0.4 - a.seats) * 1200 end }\n");
}

static void print_tiers(struct spot_buf *out, const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;
	struct spot_buf text = SPOT_BUF_INIT;

	spot_buf_printf(&text, "Cut where the share %s differs; rates of scores out of sample:",
	    proposed->good);
	spot_buf_char(out, '\n');
	comment(out, &text);
	for (size_t t = 0; t < derive->n_tiers; t++) {
		const struct spot_derive_tier *tier = &derive->tiers[t];

		spot_buf_printf(&text, "  %s: ", tier_names[t]);
		if (tier->n == 0) {
			spot_buf_text(&text, "no account");
		} else {
			spot_proposed_percent(&text, (double)tier->n_pos / (double)tier->n);
			spot_buf_text(&text, " of ");
			spot_buf_grouped(&text, tier->n);
			spot_buf_text(&text, " accounts (");
			print_interval(&text, &tier->rate_ci);
			spot_buf_text(&text, ")");
		}
		comment(out, &text);
	}
	spot_buf_text(out, "tiers { ");
	for (size_t t = 0; t < derive->n_tiers; t++) {
		spot_buf_printf(out, "%s%s = ", t > 0 ? ", " : "", tier_names[t]);
		spot_proposed_number(out, derive->tiers[t].threshold);
	}
	spot_buf_text(out, " }\n");
	spot_buf_text(out, "--target_share { 0.05, 0.30 } -- of the market, for the two top tiers: "
	    "take the dashes away\n");
	spot_draft_end(&text, &out->failed);
}

static void print_value_cohorts(struct spot_buf *out, const struct spot_proposed *proposed)
{
	spot_buf_printf(out, "cohort \"%s\" { doc = \"The top %.4g%% by %s.\",\n"
	    "\twhen = function(a) return %s >= ", proposed->good, 100 * proposed->top_share,
	    proposed->value, proposed->value);
	spot_proposed_number(out, proposed->value_least);
	spot_buf_printf(out, " end }\ncohort \"%s\" { when = function(a) return %s < ",
	    proposed->bad, proposed->value);
	spot_proposed_number(out, proposed->value_least);
	spot_buf_text(out, " end }\n");
}

/* The word as it stands in the rules, or where it is to be looked for. */
static void copy_word(struct spot_buf *out, const struct spot_proposed *proposed,
    const struct spot_place *place, const char *word, const char *name)
{
	struct spot_buf text = SPOT_BUF_INIT;

	if (spot_proposed_copy(out, proposed->rules, place, word, name))
		return;
	spot_buf_printf(&text, "The %s \"%s\" of %s:%lu does not stand there as a whole and was "
	    "not copied; write it here.", word, name, place->file, place->line);
	spot_proposed_comment(out, "", spot_buf_str(&text));
	spot_draft_end(&text, &out->failed);
}

static void print_cohorts(struct spot_buf *out, const struct spot_proposed *proposed)
{
	spot_buf_char(out, '\n');
	spot_proposed_comment(out, "", "The outcomes that this was made from. To compare a change "
	    "with it: sweetspot trial --outcome and --against these.");
	if (proposed->value) {
		print_value_cohorts(out, proposed);
		return;
	}
	if (proposed->drops_cohorts) {
		spot_proposed_comment(out, "", "They call functions of their own file and were not "
		    "copied; write them here.");
		return;
	}
	copy_word(out, proposed, &proposed->good_cohort->place, "cohort",
	    proposed->good_cohort->name);
	if (proposed->bad_cohort)
		copy_word(out, proposed, &proposed->bad_cohort->place, "cohort",
		    proposed->bad_cohort->name);
}

static void mark_reads(bool *is_used, const struct spot_rules *rules, int fn)
{
	const struct spot_function *function = &rules->functions[fn];

	for (size_t i = 0; function->subject == SPOT_SUBJECT_ACCOUNT && i < function->n_reads; i++)
		is_used[function->reads[i]] = true;
}

/* By a rule of the file that is written. */
static void mark_used(bool *is_used, const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;
	const struct spot_frame *frame = proposed->frame;
	const struct spot_rules *rules = proposed->rules;

	for (size_t f = 0; f < rules->fields.n_fields; f++)
		is_used[f] = rules->fields.fields[f].type == SPOT_TYPE_KEY;
	for (size_t c = 0; c < derive->n_chosen; c++)
		is_used[frame->columns[derive->cuts[derive->chosen[c]].column].field_idx] = true;
	for (size_t b = 0; b < derive->n_bars; b++)
		is_used[frame->columns[derive->cuts[derive->bars[b].cut].column].field_idx] = true;
	for (size_t i = 0; i < 2 && proposed->value; i++)
		if (proposed->value_fields[i] != SPOT_NONE)
			is_used[proposed->value_fields[i]] = true;
	if (!proposed->value && !proposed->drops_cohorts) {
		mark_reads(is_used, rules, proposed->good_cohort->when);
		if (proposed->bad_cohort)
			mark_reads(is_used, rules, proposed->bad_cohort->when);
	}
}

static void print_fields(struct spot_buf *out, const struct spot_proposed *proposed)
{
	const struct spot_schema *schema = &proposed->rules->fields;
	bool *is_used = spot_mem_calloc(schema->n_fields + 1, sizeof(*is_used));

	if (!is_used) {
		out->failed = true;
		return;
	}
	mark_used(is_used, proposed);
	spot_buf_char(out, '\n');
	spot_proposed_comment(out, "", "What no rule reads waits behind two dashes.");
	if (proposed->fields)
		spot_proposed_fields_text(
		    out, schema, proposed->fields + strspn(proposed->fields, "\n"), is_used);
	else
		spot_proposed_fields(out, schema, is_used);
	free(is_used);
	for (size_t r = 0; r < proposed->rules->n_rollups; r++) {
		spot_buf_char(out, '\n');
		copy_word(out, proposed, &proposed->rules->rollups[r].place, "rollup",
		    proposed->rules->rollups[r].name);
	}
}

int spot_proposed_print(struct spot_buf *out, const struct spot_proposed *proposed,
    struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;

	head_rows(out, proposed, &text);
	head_auc(out, proposed, &text);
	head_fields(out, proposed, &text);
	print_how(out);
	head_blanks(out, proposed, &text);
	print_profile(out, proposed);
	print_fields(out, proposed);
	print_criteria(out, proposed);
	print_bars(out, proposed);
	print_growth(out);
	print_tiers(out, proposed);
	print_cohorts(out, proposed);
	spot_proposed_test(out, proposed);
	spot_draft_end(&text, &out->failed);
	return spot_buf_failed(out) ? spot_error_nomem(err) : 0;
}

/* --- the summary -------------------------------------------------------------------------- */

void spot_proposed_summary(struct spot_buf *out, const struct spot_proposed *proposed)
{
	const struct spot_derive *derive = proposed->derive;

	spot_buf_printf(out, "%zu criteri%s, %zu disqualifier%s, %zu tiers from ",
	    derive->n_chosen, derive->n_chosen == 1 ? "on" : "a", derive->n_bars,
	    derive->n_bars == 1 ? "" : "s", derive->n_tiers);
	spot_buf_grouped(out, derive->n_pos + derive->n_neg);
	spot_buf_printf(out, " accounts (%" PRIu64 " %s)\n", derive->n_pos, proposed->good);
	spot_buf_printf(out, "AUC %.3f out of sample (%.3f to %.3f), %.3f in sample\n",
	    derive->auc, derive->auc_ci.lo, derive->auc_ci.hi, derive->in_sample.auc);
	for (size_t i = 0; i < proposed->n_outs; i++)
		spot_buf_printf(out, "kept out: %s, %s\n", proposed->outs[i].field,
		    proposed->outs[i].why);
	for (size_t i = 0; i < derive->n_suspects; i++)
		spot_buf_printf(out, "beware: %s tells the outcome nearly alone; known only after "
		    "it? then --without %s\n",
		    proposed->frame->columns[derive->cuts[derive->suspects[i]].column].field->name,
		    proposed->frame->columns[derive->cuts[derive->suspects[i]].column].field->name);
}
