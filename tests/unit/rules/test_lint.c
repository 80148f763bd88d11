/* SPDX-License-Identifier: MIT */
#include "support/unit.h"

#include <stdio.h>

#include "rules/lint.h"
#include "rules/load.h"

#define DAY 20000 /* 2024-10-04 */

#define FIELDS \
	"fields { id = 'key', name = 'text', size = 'integer', " \
	"late = { 'integer', known = 'after' } }\n"
#define CRITERION(name, weight, body) \
	"criterion '" name "' { weight = " weight ", why = 'w', " \
	"fit = function(a) return " body " end }\n"
#define EXCEPTION(name, account, tier, expires) \
	"exception '" name "' { account = '" account "', tier = '" tier "', " \
	"by = 'CRO', why = 'w', expires = '" expires "' }\n"
#define PROFILE "profile 'P' { reviewed = '2024-10-01', review_every = '90d', owner = 'Ops' }\n"
#define TIERS "tiers { A = 80, B = 0 }\n"
#define TEST "test 't' { account = { size = 5 }, expect = { disqualified = false } }\n"
#define LATE "cohort 'left' { when = function(a) return a.late > 0 end }\n"
#define SIZE CRITERION("Size", "10", "a.size > 5")
#define SOUND PROFILE FIELDS TIERS TEST LATE SIZE

/* "W010:3: text" lines, the given numbers silenced. */
static void lint_text(char *out, size_t size, const char *text, const int *silenced)
{
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_warning_list list;
	struct spot_rules *rules;
	struct spot_diags diags;
	size_t n = 0;

	spot_diags_init(&diags);
	if (spot_rules_load_text(&rules, "t.lua", text, strlen(text), &options, &diags,
	    &err) != 0) {
		char line[1500];
		spot_error_format(&err, line, sizeof(line));
		fail_msg("%s", line);
	}
	spot_warning_list_init(&list);
	for (; silenced && *silenced; silenced++)
		list.silenced[*silenced] = true;
	assert_int_equal(spot_lint(&list, rules, &err), 0);
	spot_diags_sort(&list.diags);
	out[0] = '\0';
	for (size_t i = 0; i < list.diags.n_items; i++) {
		const struct spot_diag *diag = &list.diags.items[i];
		assert_true(n < size);
		n += (size_t)snprintf(out + n, size - n, "W%03d:%lu: %s\n", diag->number,
		    diag->line,
		    diag->what);
		assert_non_null(diag->hint);
	}
	spot_warning_list_reset(&list);
	spot_diags_reset(&diags);
	spot_rules_free(rules);
}

static void expect(const char *text, const char *wanted)
{
	char got[8000];
	lint_text(got, sizeof(got), text, NULL);
	assert_string_equal(got, wanted);
}

static void test_sound_file_is_quiet(void **state)
{
	(void)state;
	expect(SOUND, "");
}

static void test_weights(void **state)
{
	(void)state;
	expect(PROFILE FIELDS LATE "tiers { A = 80, B = 0 }\n" TEST
	       CRITERION("X", "-5", "a.size > 1"),
	    "W002:6: no criterion can give points, so no account has a score\n");
	expect(PROFILE FIELDS LATE, "W002:0: there is no criterion, so no account has a score\n"
				    "W010:2: 1 field is read by no rule: size\n");
	expect(SOUND CRITERION("Z", "0", "a.size > 1"),
	    "W003:7: criterion \"Z\" has weight 0 and changes nothing\n");
	expect(SOUND "group 'G' { cap = 0 }\n"
		     "criterion 'Z' { weight = 3, group = 'G', why = 'w',\n"
		     "  fit = function(a) return a.size > 1 end }\n"
		     "criterion 'Y' { weight = -3, group = 'G', why = 'w',\n"
		     "  fit = function(a) return a.size > 2 end }\n",
	    "W003:8: criterion \"Z\" changes nothing: its group \"G\" has cap 0\n");
	expect(SOUND "group 'G' { floor = 0 }\n"
		     "criterion 'Z' { weight = 3, group = 'G', why = 'w',\n"
		     "  fit = function(a) return a.size > 1 end }\n"
		     "criterion 'Y' { weight = -3, group = 'G', why = 'w',\n"
		     "  fit = function(a) return a.size > 2 end }\n",
	    "W003:10: criterion \"Y\" changes nothing: its group \"G\" has floor 0\n");
}

static void test_unreachable_tiers(void **state)
{
	(void)state;
	expect(PROFILE FIELDS LATE TEST SIZE "tiers { A = 50, B = 0, C = -10, D = -20 }\n",
	    "W001:6: no account can get tier \"C\": no score is below 0, where tier \"B\" starts\n"
	    "W001:6: no account can get tier \"D\": no score is below -10, where tier \"C\" "
	    "starts\n");
	/* A penalty of half the points reaches down to -50. */
	expect(SOUND CRITERION("Q", "-5", "a.size > 9"),
	    "");
	expect(PROFILE FIELDS LATE TEST SIZE "tiers { A = 50, B = 0, C = -10, D = -50 }\n"
	       "criterion 'Q' { weight = -5, group = 'g', why = 'w',\n"
	       "  fit = function(a) return a.size > 9 end }\n"
	       "group 'g' { floor = -1 }\n",
	    "W001:6: no account can get tier \"D\": no score is below -10, where tier \"C\" "
	    "starts\n");
}

static void test_same_rules(void **state)
{
	(void)state;
	expect(SOUND "criterion 'Again' { weight = 3, why = 'w', -- the same\n"
		     "  fit = function (acc)\n    return acc.size>5\n  end }\n",
	    "W004:7: criterion \"Again\" asks the same as \"Size\" in line 6\n");
	expect(SOUND "criterion 'Not' { weight = -3, why = 'w',\n"
		     "  fit = function(x) return x.size > 5 end }\n",
	    "W005:7: criterion \"Not\" and \"Size\" in line 6 ask the same, but one gives "
	    "points and "
	    "the other takes them\n");
	expect(SOUND "disqualify 'Big' { why = 'w', when = function(x) return x.size > 5 end }\n",
	    "W005:7: what gives points by criterion \"Size\" in line 6 makes a bad fit by "
	    "\"Big\"\n");
	expect(SOUND CRITERION("Other", "3", "a.size > 6")
		     CRITERION("Texts", "3", "a.name == 'a'")
		     CRITERION("Texty", "3", "a.name == 'b'"),
	    "");
	expect(SOUND "growth 'G' { value = function(a) return a.size * 2 end }\n"
		     "growth 'H' { value = function(b) return b.size * 2 end }\n"
		     "cohort 'C' { when = function(a) return a.size * 2 end }\n"
		     "disqualify 'D' { why = 'w', when = function(a) return a.size < 2 end }\n"
		     "disqualify 'E' { why = 'w', when = function(a) return a.size < 2 end }\n"
		     CRITERION("F", "-1", "a.size < 2"),
	    "W004:8: growth \"H\" asks the same as \"G\" in line 7\n"
	    "W000:9: cohort \"C\" fails for every account that gets here: when returned 2; "
	    "it must be true or false\n"
	    "W004:11: disqualify \"E\" asks the same as \"D\" in line 10\n");
	/* One text, and what it captures is the same or another. */
#define WITH(name, value) \
	"do local limit = " value " criterion '" name "' { weight = 1, why = 'w', " \
	"fit = function(a) return a.size > 7 and limit == a.name end } end\n"
	expect(SOUND WITH("A", "1") WITH("B", "2") WITH("C", "1.5") WITH("D", "2.5")
		     WITH("E", "'x'") WITH("F", "'y'") WITH("G", "{ 1, 2 }"), "");
	expect(SOUND WITH("A", "1") WITH("B", "1"),
	    "W004:8: criterion \"B\" asks the same as \"A\" in line 7\n");
	expect(SOUND WITH("A", "1.5") WITH("B", "1.5"),
	    "W004:8: criterion \"B\" asks the same as \"A\" in line 7\n");
	expect(SOUND WITH("A", "'x'") WITH("B", "'x'"),
	    "W004:8: criterion \"B\" asks the same as \"A\" in line 7\n");
	/* One text, three functions. */
	expect(SOUND "for i, limit in ipairs({ 1, 2, 3 }) do\n"
		     "  criterion('Over ' .. limit) { weight = i, why = 'w',\n"
		     "    fit = function(a) return a.size > limit end }\nend\n",
	    "");
}

static void test_reads(void **state)
{
	(void)state;
	expect(SOUND CRITERION("Blind", "3", "true"),
	    "W012:7: criterion \"Blind\" answers the same for every account: it reads no field\n");
	expect(SOUND "local function f(acc) return acc.size end\n"
		     CRITERION("Seeing", "3", "f(a) > 1"),
	    "");
	expect(SOUND CRITERION("Late", "3", "a.late > 1"),
	    "W015:7: criterion \"Late\" reads \"late\", which is known only after the outcome\n");
	expect(PROFILE "fields { id = 'key', size = 'integer', b = 'text', c = 'date', d = "
	    "'flag' }\n" TIERS
		       TEST SIZE "segment 'S' { by = 'd' }\n",
	    "W010:2: 2 fields are read by no rule: b, c\n");
	expect(PROFILE "fields { id = 'key', size = 'integer', b = 'text', c = 'date',\n"
	    "d = 'flag', e = 'text', f = 'text', g = 'text', h = 'text', i = 'text' }\n"
		       TIERS TEST SIZE,
	    "W010:2: 8 fields are read by no rule: b, c, d, e, f, g and 2 more\n");
	expect(PROFILE "fields { size = 'integer', b = 'text' }\n" TIERS TEST SIZE
		       "local key = 'b'\n"
		       CRITERION("Q", "1", "a[key] == 'x'"),
	    "");
}

static void test_params(void **state)
{
	(void)state;
	expect(SOUND "local p = params { low = 1, high = 2 }\n"
		     CRITERION("P", "1", "a.size > p.low")
		     "hypothesis 'H' { params = { high = 3 } }\n",
	    "W011:0: param \"high\" is used by no rule: changing it changes nothing\n");
	/* Handed on: nobody can tell. */
	expect(SOUND "local q = 3 local p = params { low = 1, high = 2 }\n"
		     CRITERION("P", "1", "a.size > p['low'] and a.size < q"),
	    "W011:0: param \"high\" is used by no rule: changing it changes nothing\n");
	expect(SOUND "local p = params { low = 1, high = 2 }\nlocal key = 'lo' .. 'w'\n"
		     CRITERION("P", "1", "a.size > p[key]"), "");
	expect(SOUND "local p = params { low = 1, high = 2 }\n"
		     "local function any(a, t)\n"
		     "  for _, v in pairs(t) do if a.size > v then return true end end\nend\n"
		     CRITERION("P", "1", "any(a, p)"),
	    "");
}

static void test_dates(void **state)
{
	(void)state;
	expect(PROFILE FIELDS TIERS TEST LATE SIZE
	       EXCEPTION("Old", "a", "A", "2024-10-03")
	       EXCEPTION("Soon", "b", "A", "2024-11-03")
	       EXCEPTION("Later", "a", "B", "2024-11-04")
	       EXCEPTION("Today", "c", "B", "2024-10-04"),
	    "W006:7: exception \"Old\" for a expired on 2024-10-03\n"
	    "W007:8: exception \"Soon\" for b expires on 2024-11-03 (granted by CRO)\n"
	    "W007:10: exception \"Today\" for c expires on 2024-10-04 (granted by CRO)\n");
	expect("profile 'P' { reviewed = '2024-07-06', review_every = '90d' "
	    "}\n" FIELDS TIERS TEST LATE SIZE, "");
	expect("profile 'P' { reviewed = '2024-07-05', review_every = '90d', owner = 'Ops' "
	    "}\n" FIELDS TIERS
	       TEST LATE SIZE,
	    "W008:1: the review was due on 2024-10-03, 1 day ago; its owner is Ops\n");
	expect("profile 'P' { reviewed = '2024-07-04', review_every = '90d' }\n" FIELDS TIERS
	       TEST LATE SIZE, "W008:1: the review was due on 2024-10-02, 2 days ago\n");
	expect("profile 'P' { reviewed = '2024-07-05' }\n" FIELDS TIERS TEST LATE SIZE,
	    "W009:1: the profile does not say how often it is to be reviewed\n");
	expect(FIELDS TIERS TEST LATE SIZE,
	    "W009:0: there is no profile that says who this is for and when it was reviewed\n");
}

static void test_groups(void **state)
{
	(void)state;
#define IN(name, group, n) \
	"criterion '" name "' { weight = 1, group = '" group "', why = 'w', " \
	"fit = function(a) return a.size > " n " end }\n"
	expect(SOUND IN("a", "Target market", "1") IN("b", "Target market", "2")
		IN("c", "Target Market", "3"),
	    "W013:9: group \"Target Market\" looks like group \"Target market\", "
	    "but is another one\n");
	expect(SOUND IN("a", "Target market", "1") IN("c", "Target maket", "3"),
	    "W013:8: group \"Target maket\" looks like group \"Target market\", but is "
	    "another one\n");
	expect(SOUND IN("a", "Quarter 1", "1") IN("c", "Quarter 2", "3") IN("d", "Growth", "4"),
	    "");
	expect(SOUND "group 'Empty' { cap = 3 }\n",
	    "W014:7: no criterion belongs to group \"Empty\"\n");
}

static void test_hypotheses_and_tests(void **state)
{
	(void)state;
	expect(SOUND "hypothesis 'Same' { why = 'x', weights = { Size = 10.0 }, tiers = { A = "
	    "80 } }\n"
		     "hypothesis 'Other' { weights = { Size = 11 } }\n"
		     "hypothesis 'Less' { disable = { 'Size' } }\n",
	    "W016:7: hypothesis \"Same\" gives everything the value that it has already\n");
	/* Every kind of value, the first of its kind or not. */
#define PARAMS "local p = params { low = 1.5, eu = true, land = 'CH' }\n" \
	CRITERION("P", "4", "a.size > p.low and p.eu and a.name == p.land")
	expect(SOUND PARAMS "hypothesis 'H' { params = { eu = true, land = 'CH', low = 1.5 },\n"
	       "weights = { P = 4, Size = 10 }, tiers = { B = 0, A = 80 } }\n",
	    "W016:9: hypothesis \"H\" gives everything the value that it has already\n");
	expect(SOUND PARAMS "hypothesis '1' { params = { eu = false } }\n"
	       "hypothesis '2' { params = { land = 'DE' } }\n"
	       "hypothesis '3' { params = { low = 1 } }\n"
	       "hypothesis '4' { weights = { P = 3 } }\n"
	       "hypothesis '5' { tiers = { B = 10 } }\n"
	       "hypothesis '6' { fields = { size = { default = 5 } } }\n", "");
	expect(PROFILE FIELDS TIERS LATE SIZE,
	    "W017:0: the file has no tests, so nobody sees when a change breaks it\n");
}

static void test_silencing(void **state)
{
	(void)state;
	char got[1000];
	lint_text(got, sizeof(got), FIELDS TIERS LATE SIZE, (const int[]) { 9, 17, 0 });
	assert_string_equal(got, "");
	assert_int_equal(spot_warning_of("W012"), 12);
	assert_int_equal(spot_warning_of("w12"), 12);
	assert_int_equal(spot_warning_of("112"), 112);
	assert_int_equal(spot_warning_of("W099"), 0);
	assert_int_equal(spot_warning_of("W"), 0);
	assert_int_equal(spot_warning_of("12x"), 0);
	assert_int_equal(spot_warning_of("W0000012"), 0);
	/* Numbers rise, are found again, and their labels say them. */
	static const struct {
		int number;
		const char *label, *meaning;
	} all[] = {
#define X(name, number, label, meaning) { number, label, meaning },
		SPOT_WARNINGS(X)
#undef X
	};
	for (size_t i = 0; i < N_OF(all); i++) {
		assert_true(i == 0 || all[i].number > all[i - 1].number);
		assert_int_equal(spot_warning_of(all[i].label), all[i].number);
		assert_true(strlen(all[i].meaning) < 80);
	}
	assert_int_equal(all[N_OF(all) - 1].number, SPOT_WARNING_MAX - 1);
}

static void test_every_allocation_refused(void **state)
{
	(void)state;
	static const char text[] = SOUND CRITERION("Z", "0", "a.size > 1") "group 'Empty' {}\n";
	struct spot_rules_options options = { .as_of = DAY, .limits = SPOT_LIMITS_DEFAULT };
	struct spot_rules *rules;
	struct spot_diags diags;
	if (!UNIT_HEAP)
		skip();
	spot_diags_init(&diags);
	assert_int_equal(spot_rules_load_text(&rules, "t.lua", text, sizeof(text) - 1, &options,
		&diags, NULL), 0);
	for (size_t n = 1, failed = 1; failed; n++) {
		struct spot_warning_list list;
		struct spot_error err = SPOT_ERROR_INIT;
		spot_warning_list_init(&list);
		unit_heap_fail(n);
		int rc = spot_lint(&list, rules, &err);
		failed = unit_heap_failed;
		unit_heap_fail(0);
		assert_true(rc == 0 || rc == SPOT_ENOMEM);
		/* What could not be kept is counted. */
		assert_int_equal(list.diags.n_items + list.diags.n_lost, list.diags.n_warnings);
		spot_warning_list_reset(&list);
	}
	spot_diags_reset(&diags);
	spot_rules_free(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound_file_is_quiet),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_unreachable_tiers),
		cmocka_unit_test(test_same_rules),
		cmocka_unit_test(test_reads),
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_hypotheses_and_tests),
		cmocka_unit_test(test_silencing),
		cmocka_unit_test(test_every_allocation_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
