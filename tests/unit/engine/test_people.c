/* SPDX-License-Identifier: MIT */
#include "support/peopled.h"
#include "engine/people_internal.h"

#include <math.h>

#define FIELDS \
	"fields { id = 'key' }\n" \
	"contacts { key = 'account', id = 'id', fields = { title = 'text', age = 'integer' } }\n" \
	"events { key = 'account', contact = 'contact', at = 'day',\n" \
	"  fields = { day = 'date', kind = 'text', n = 'integer' } }\n"
#define HALF "half_life = '10d'"

static void assert_near(double got, double wanted)
{
	if (!(fabs(got - wanted) <= 1e-12 * fabs(wanted) + 1e-12))
		fail_msg("%.17g, not %.17g", got, wanted);
}

static const char *role_of(const struct peopled *of, size_t contact)
{
	uint32_t role = of->people.list[contact].role;

	return role < of->people.n_roles ? of->people.buyers.roles[role].name : "unassigned";
}

static void test_roles(void **state)
{
	static const char *const wanted[] = { "Boss", "Boss", "Boss", "User", "unassigned",
		"unassigned", "Boss", "User" };
	struct peopled of;

	(void)state;
	peopled_begin(&of,
	    FIELDS "role 'Boss' { needed = true, match = { 'VP *', 'Head of *', 'gérant*' } }\n"
	    "role 'User' { needed = 2, match = function(c)\n"
	    "  return like(c.title, '*sales*') or c.age > 60 end }\n",
	    "id,account,title,age\n"
	    "1,A,VP Sales,30\n"        /* the first role that matches */
	    "2,A, head OF it ,30\n"    /* without case, trimmed */
	    "3,A,Gerante,30\n"         /* without accents */
	    "4,A,Sales clerk,30\n"
	    "5,A,Cook,30\n"
	    "6,B,,30\n"                /* a blank title is nobody's */
	    "7,,VP Ops,30\n"
	    "8,B,Cook,61\n",
	    NULL);
	assert_int_equal(of.people.n_list, 8);
	for (size_t i = 0; i < N_OF(wanted); i++)
		assert_string_equal(role_of(&of, i), wanted[i]);
	assert_int_equal(peopled_find(&of, "A").roles[0], 3);
	assert_int_equal(peopled_find(&of, "A").roles[1], 1);
	assert_int_equal(peopled_find(&of, "A").roles[2], 1);
	assert_int_equal(peopled_find(&of, "B").roles[0], 0);
	assert_null(peopled_find(&of, "C").roles);
	assert_int_equal(of.people.buyers.roles[0].needed, 1);
	assert_int_equal(of.people.buyers.roles[1].needed, 2);
	assert_int_equal(of.people.counts.blank_titles, 1);
	/* One title, two roles: what else the rules read decides. */
	assert_int_equal(of.people.titles.n_keys, 6);
	assert_int_equal(of.people.title_roles[4 * 3 + 1], 1);
	assert_int_equal(of.people.title_roles[4 * 3 + 2], 1);
	assert_int_equal(spot_rollup_counts(of.people.contacts.rollup).blank_keys, 1);
	peopled_end(&of);
}

static void test_fading(void **state)
{
	struct peopled of;
	struct spot_people_account a;

	(void)state;
	peopled_begin(&of,
	    FIELDS "engagement 'Demo' { points = 40, " HALF ",\n"
	    "  when = function(e) return e.kind == 'demo' end }\n"
	    "engagement 'Left' { points = -5, when = function(e) return e.kind == 'left' end }\n"
	    "engagement 'Used' { points = function(e) return e.n end, " HALF ",\n"
	    "  when = function(e) return e.kind == 'use' end }\n",
	    "id,account,title,age\n",
	    "account,contact,day,kind,n\n"
	    "A,,2024-10-04,demo,\n"   /* today */
	    "A,,2024-09-24,demo,\n"   /* half */
	    "A,,2024-10-05,demo,\n"   /* tomorrow: does not count */
	    "A,,,demo,\n"             /* no day: neither */
	    "A,,2020-01-01,left,\n"   /* never fades */
	    "A,,2024-09-14,use,8\n"
	    "A,,2024-09-14,use,\n"    /* unknown */
	    "B,,2024-10-01,other,\n"
	    "D,,2024-10-05,demo,\n,,,demo,\n"); /* nobody's: told as such alone */
	a = peopled_find(&of, "A");
	assert_near(a.engagement, 40 + 20 - 5 + 2);
	assert_near(a.points[1], 57); /* nobody known: no role, unassigned, nobody */
	assert_int_equal(a.last, PEOPLED_DAY);
	assert_near(peopled_find(&of, "B").engagement, 0);
	assert_int_equal(peopled_find(&of, "B").last, PEOPLED_DAY - 3);
	assert_int_equal(peopled_find(&of, "C").last, SPOT_PEOPLE_NEVER);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_FUTURE), 1);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_NO_DAY), 1);
	assert_int_equal(spot_people_counted(&of.people, 0), 2);
	assert_int_equal(spot_people_unknown(&of.people, 2), 1);
	peopled_end(&of);
}

static void test_caps_and_roles(void **state)
{
	struct peopled of;
	struct spot_people_account a;

	(void)state;
	peopled_begin(&of,
	    FIELDS "role 'Boss' { match = 'CEO' }\nrole 'User' { match = 'Clerk' }\n"
	    "engagement 'Read' { points = 10, cap = 25, when = function(e) return e.kind == "
	    "'r' end }\n"
	    "engagement 'Gone' { points = -10, cap = 15, when = function(e) return e.kind == "
	    "'g' end }\n"
	    "engagement 'Met' { points = 7, role = 'Boss', when = function(e) return e.kind "
	    "== 'm' end }\n",
	    "id,account,title,age\n"
	    "1,A,CEO,\n2,A,Clerk,\n3,A,Cook,\n4,B,CEO,\n2,B,CEO,\n5,,CEO,\n",
	    "account,contact,day,kind,n\n"
	    "A,1,2024-10-04,r,\nA,1,2024-10-04,r,\nA,1,2024-10-04,r,\n" /* 25 */
	    "A,1,2024-10-03,m,\nA,2,2024-10-02,m,\n"                    /* 7, and nothing */
	    "A,2,2024-10-04,r,\nA,2,2024-10-04,g,\nA,2,2024-10-04,g,\n" /* 10 - 15 */
	    "A,3,2024-10-04,r,\n"
	    "A,9,2024-10-04,r,\nA,9,2024-10-04,r,\nA,,2024-10-04,r,\n"  /* nobody known: 25 */
	    ",1,2024-10-04,m,\n"                                        /* his account's: 7 */
	    "A,4,2024-10-04,m,\n"                                       /* B's boss, for A */
	    "A,5,2024-10-04,,\n"
	    "C,,2024-10-04,r,\n,,2024-10-04,r,\n");
	a = peopled_find(&of, "A");
	assert_near(a.points[0], 25 + 7 + 7);
	assert_near(a.points[1], -5);
	assert_near(a.points[2], 10);
	assert_near(a.points[3], 25 + 7);
	assert_near(a.engagement, 39 - 5 + 10 + 32);
	assert_near(spot_people_contact(&of.people, 0), 39);
	assert_near(spot_people_contact(&of.people, 3), 0);
	assert_int_equal(of.people.list[1].last, PEOPLED_DAY);
	assert_null(peopled_find(&of, "B").points);
	assert_int_equal(of.people.counts.same_id, 1);
	/* C was not looked up, and one event is nobody's: theirs are not counted. */
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_LOST_CONTACT), 2);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_NO_CONTACT), 1);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_OTHER_ACCOUNT), 1);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_NO_ACCOUNT), 1);
	assert_int_equal(spot_people_counted(&of.people, 0), 3 + 1 + 1 + 3);
	peopled_end(&of);
}

static void test_change(void **state)
{
	struct peopled of;

	(void)state;
	peopled_begin(&of,
	    FIELDS "engagement 'Use' { points = 8, half_life = '30d', when = function(e) "
	    "return true end }\n",
	    "id,account,title,age\n",
	    "account,contact,day,kind,n\n"
	    "A,,2024-10-04,,\n"  /* age 0: 8 */
	    "A,,2024-07-06,,\n"  /* 90: the period before, at its end: 8 */
	    "A,,2024-06-06,,\n"  /* 120: 30 before that end: 4 */
	    "A,,2024-04-07,,\n"  /* 180: in neither */);
	assert_near(peopled_find(&of, "A").change, 8 - 12);
	peopled_end(&of);
}

/* Each period is held to the cap by itself, by contact, as engagement is. */
static void test_change_capped(void **state)
{
	struct peopled of;

	(void)state;
	peopled_begin(&of,
	    FIELDS "engagement 'Use' { points = 10, cap = 25, when = function(e) "
	    "return true end }\n"
	    "engagement 'Any' { points = 1, when = function(e) return true end }\n",
	    "id,account,title,age\n1,A,CEO,\n2,A,Clerk,\n",
	    "account,contact,day,kind,n\n"
	    "A,1,2024-10-04,,\nA,1,2024-10-04,,\nA,1,2024-10-04,,\n" /* 25 + 3 */
	    "A,2,2024-10-04,,\n"                                     /* 10 + 1 */
	    "A,,2024-10-04,,\nA,,2024-10-04,,\nA,9,2024-10-04,,\n"   /* 25 + 3 */
	    "A,1,2024-07-06,,\nA,2,2024-07-06,,\n"                   /* before: 20 + 2 */
	    "A,,2024-04-07,,\n");                                    /* in neither */
	assert_near(peopled_find(&of, "A").change, 28 + 11 + 28 - 22);
	peopled_end(&of);
}

/* e.contact is the contact, blank where there is none; its own column may have that name. */
static void test_contact_of_event(void **state)
{
	static const char rules[] =
	    FIELDS "engagement 'Senior' { points = 1, when = function(e) return "
	    "e.contact.age > 50 end }\n"
	    "engagement 'Known' { points = 100, when = function(e) return e.contact ~= nil end }\n"
	    "engagement 'Boss' { points = 10000, when = function(e)\n"
	    "  return e.kind == 'x' or like(e.contact.title, 'ceo') end }\n";
	struct peopled of;

	(void)state;
	peopled_begin(&of, rules,
	    "id,account,title,age\n1,A,CEO,60\n2,A,Cook,40\n3,A,,\n",
	    "account,contact,day,kind,n\n"
	    "A,1,2024-10-04,y,\nA,2,2024-10-04,y,\nA,3,2024-10-04,,\nA,,2024-10-04,x,\n"
	    "A,7,2024-10-04,,\n");
	assert_near(peopled_find(&of, "A").engagement, 1 + 300 + 20000);
	/* no age, no contact, a lost one */
	assert_int_equal(spot_people_unknown(&of.people, 0), 3);
	assert_int_equal(spot_people_unknown(&of.people, 1), 2);
	assert_true(of.people.keeps_values);
	peopled_end(&of);
}

/* What a program says of the contact is what the VM says. */
static void test_translated(void **state)
{
	static const char *const rules[] = { "e.contact.age > 50", "e.contact == e.contact",
		"type(e.contact) == 'table'", "e.contact and e.contact.title == 'CEO'",
		"(e.kind == 'k' and e.contact or e.contact).age < 45", "e.contact.age ~= nil",
		"e['contact'].title ~= 'Cook'", "e.contact.title == e['contact.title']" };

	(void)state;
	for (size_t i = 0; i < N_OF(rules); i++) {
		double got[2];

		for (int vm = 0; vm < 2; vm++) {
			struct peopled of = { .n_threads = 1, .no_translate = vm,
				.keep_going = true };
			struct spot_error err = SPOT_ERROR_INIT;
			char text[600];

			temp_file(of.contacts,
			    "id,account,title,age\n1,A,CEO,60\n2,A,Cook,40\n3,A,,\n4,A,Cook,\n");
			temp_file(of.events, "account,contact,day,kind,n\nA,1,2024-10-04,k,\n"
			    "A,2,2024-10-04,k,\nA,3,2024-10-04,,\nA,4,2024-10-04,x,\n"
			    "A,,2024-10-04,k,\nA,9,2024-10-04,x,\n");
			snprintf(text, sizeof(text), FIELDS "engagement 'E' { points = 1, "
			    "when = function(e) return (%s) and true or false end }\n", rules[i]);
			peopled_load(&of, text, PEOPLED_DAY);
			assert_int_equal(peopled_read(&of, &err), 0);
			got[vm] = peopled_find(&of, "A").engagement +
			    100 * (double)spot_people_unknown(&of.people, 0);
			peopled_end(&of);
		}
		if (got[0] != got[1])
			fail_msg("%s: %g, in the VM %g", rules[i], got[0], got[1]);
	}
}

/* The same bytes for any number of threads, and in the VM. */
static void test_threads(void **state)
{
	struct spot_buf contacts = SPOT_BUF_INIT, events = SPOT_BUF_INIT;
	double first[200];
	uint64_t seed = 7;

	(void)state;
	spot_buf_text(&contacts, "id,account,title,age\n");
	for (int i = 0; i < 3000; i++)
		spot_buf_printf(&contacts, "%d,K%d,%s,%d\n", i, (int)(unit_random(&seed) % 200),
		    unit_random(&seed) % 2 ? "CEO" : "Cook", i % 90);
	spot_buf_text(&events, "account,contact,day,kind,n\n");
	for (int i = 0; i < 20000; i++)
		spot_buf_printf(&events, "K%d,%d,2024-0%d-11,k,%d\n",
		    (int)(unit_random(&seed) % 200), (int)(unit_random(&seed) % 3000),
		    1 + (int)(unit_random(&seed) % 9), i % 11);
	for (unsigned run = 0; run < 4; run++) {
		struct peopled of = { .n_threads = 1 + run, .no_translate = run == 3 };
		struct spot_error err = SPOT_ERROR_INIT;

		temp_file(of.contacts, spot_buf_str(&contacts));
		temp_file(of.events, spot_buf_str(&events));
		peopled_load(&of, FIELDS "role 'Boss' { match = 'CEO' }\n"
		    "engagement 'A' { points = 0.1, cap = 2, half_life = '33d', role = 'Boss',\n"
		    "  when = function(e) return e.n > 3 end }\n"
		    "engagement 'B' { points = 0.7, half_life = '1m',\n"
		    "  when = function(e) return e.contact.age > 20 end }\n", PEOPLED_DAY);
		assert_int_equal(peopled_read(&of, &err), 0);
		for (int k = 0; k < 200; k++) {
			char key[8];
			double got;

			snprintf(key, sizeof(key), "K%d", k);
			got = peopled_find(&of, key).engagement;
			if (run == 0)
				first[k] = got;
			assert_memory_equal(&got, &first[k], sizeof(got));
			assert_true(got > 0);
		}
		peopled_end(&of);
	}
	spot_buf_reset(&contacts);
	spot_buf_reset(&events);
}

static void check_refused(const char *rules, const char *what)
{
	struct peopled of = { .n_threads = 1 };
	struct spot_error err = SPOT_ERROR_INIT;

	peopled_load(&of, rules, PEOPLED_DAY);
	assert_true(peopled_read(&of, &err) < 0);
	if (!strstr(err.what, what))
		fail_msg("%s, not %s", err.what, what);
	assert_true(err.hint[0] != '\0');
	assert_true(err.line > 0);
	peopled_end(&of);
}

static void test_refused(void **state)
{
	(void)state;
	check_refused("fields { id = 'key' }\nrole 'Boss' { match = function(c) return true "
	    "end }\n",
	    "does not declare");
	check_refused("fields { id = 'key' }\nrole 'Boss' { match = 'CEO' }\n"
	    "contacts { key = 'a', fields = { job = 'text' } }\n", "no field \"title\"");
	check_refused("fields { id = 'key' }\nengagement 'E' { points = 1, half_life = '3d',\n"
	    "when = function(e) return true end }\nevents { key = 'a', fields = { k = 'text' } }\n",
	    "when they were");
	check_refused(FIELDS "role 'Boss' { match = 'CEO' }\n", "which was not given");
	check_refused(FIELDS "engagement 'E' { points = 1, when = function(e) return true end }\n",
	    "which was not given");
}

/* Any allocation may fail: an error, and nothing is lost. */
static void test_no_memory(void **state)
{
	struct spot_error err;
	bool done = false;

	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t n = 1; !done; n += 1 + n / 8) {
		struct peopled of = { .n_threads = 1 };
		int rc;

		temp_file(of.contacts, "id,account,title,age\n1,A,CEO,60\n2,B,Cook,40\n");
		temp_file(of.events,
		    "account,contact,day,kind,n\nA,1,2024-10-04,,\nB,2,2024-01-04,,\n");
		peopled_load(&of, FIELDS "role 'Boss' { match = 'CEO' }\n"
		    "engagement 'A' { points = 1, cap = 2, half_life = '33d',\n"
		    "  when = function(e) return e.contact.age > 3 end }\n", PEOPLED_DAY);
		unit_heap_fail(n);
		rc = peopled_read(&of, &err);
		done = !unit_heap_failed;
		unit_heap_fail(0);
		if (rc != 0)
			assert_int_equal(rc, err.code);
		if (done)
			assert_int_equal(rc, 0);
		peopled_end(&of);
	}
}

/* What events read of contacts is kept, lists too; a contact may lack its id and its account. */
static void test_values_of_contacts(void **state)
{
	const struct spot_value *tags;
	struct peopled of;

	(void)state;
	peopled_begin(&of,
	    "fields { id = 'key' }\n"
	    "contacts { key = 'account', id = 'id', fields = { title = 'text', tags = 'list',\n"
	    "  met = { 'date', optional = true } } }\n"
	    "events { key = 'account', contact = 'contact', fields = { kind = 'text' } }\n"
	    "role 'Boss' { match = 'CEO' }\n"
	    "engagement 'Met' { points = 1, when = function(e)\n"
	    "  return has(e.contact.tags, 'vip') and e.contact.met == nil end }\n",
	    "id,account,title,tags,met\n"
	    "1,A,CEO,new; VIP ,\n"
	    "2,A,CEO,,\n"
	    ",A,CEO,vip,\n"            /* nobody's event */
	    "3,,CEO,vip,2024-01-02\n"
	    "4,,CEO,vip,\n",           /* of no account: the event's counts */
	    "account,contact,kind\nA,1,\nA,1,\nA,2,\nA,,\nA,9,\nB,3,\nB,4,\n,1,\n");
	assert_near(peopled_find(&of, "A").engagement, 3); /* the last without its account */
	assert_near(spot_people_contact(&of.people, 0), 3);
	assert_near(spot_people_contact(&of.people, 1), 0);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_NO_CONTACT), 1);
	assert_int_equal(spot_people_tally(&of.people, SPOT_PEOPLE_LOST_CONTACT), 1);
	assert_int_equal(of.people.n_list, 5);
	tags = &of.people.values[spot_schema_find(&of.rules->contacts, "tags", 4)];
	assert_int_equal(tags->as.list.n_items, 2);
	assert_true(spot_view_equal(tags->as.list.items[1], SPOT_VIEW("VIP")));
	peopled_end(&of);
}

/* Contacts are told apart by numbers of 32 bits. */
static void test_too_many_contacts(void **state)
{
	struct spot_error err = SPOT_ERROR_INIT;

	(void)state;
	assert_int_equal(spot_people_room(SPOT_PEOPLE_NONE - 2, &err), 0);
	assert_int_equal(spot_people_room(SPOT_PEOPLE_NONE - 1, &err), SPOT_EDATA);
	assert_string_equal(err.what, "more than 4294967294 contacts");
	assert_string_equal(err.hint, "leave out those of accounts that are not scored");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_fading),
		cmocka_unit_test(test_caps_and_roles),
		cmocka_unit_test(test_change),
		cmocka_unit_test(test_change_capped),
		cmocka_unit_test(test_contact_of_event),
		cmocka_unit_test(test_translated),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_values_of_contacts),
		cmocka_unit_test(test_too_many_contacts),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
