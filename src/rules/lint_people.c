/* SPDX-License-Identifier: MIT */
/* What engage, plan and onepage refuse, though accounts can be scored without it. */
#include "rules/buyer.h"
#include "rules/journey.h"
#include "rules/lint_internal.h"

/* who: the verbs, with their "refuse". */
static int refused(struct spot_warning_list *list, const char *who, int rc,
    const struct spot_error *why, struct spot_error *err)
{
	if (rc == 0)
		return 0;
	if (rc != SPOT_ERULES) {
		*err = *why;
		return rc;
	}
	spot_warning_add(list, SPOT_WARNING_PEOPLE_REFUSED,
	    (struct spot_place) { why->file, why->line }, why->hint[0] ? why->hint : NULL,
	    "%s this: %s", who, why->what);
	return 0;
}

int spot_lint_people(struct spot_warning_list *list, const struct spot_rules *rules,
    struct spot_error *err)
{
	struct spot_error why = SPOT_ERROR_INIT;
	struct spot_buyers buyers;
	struct spot_journey journey;
	const char *who = "engage, plan and onepage refuse";
	int rc = spot_buyers_init(&buyers, rules, &why);

	if (rc == 0) {
		who = "engage, and plan with contacts or events, refuse";
		rc = spot_buyers_check(&buyers, &why);
	}
	spot_buyers_reset(&buyers);
	rc = refused(list, who, rc, &why, err);
	if (rc != 0)
		return rc;
	why = (struct spot_error) SPOT_ERROR_INIT;
	rc = spot_journey_init(&journey, rules, &why);
	spot_journey_reset(&journey);
	return refused(list, "plan and onepage refuse", rc, &why, err);
}
