/* SPDX-License-Identifier: MIT */
/*
 * The numbers of ../shared/reference/NAME.json, computed elsewhere, that this room's are held
 * against: to 1e-9 of the number, unless said otherwise.
 */
#ifndef REFERENCE_H
#define REFERENCE_H

#include "support/reference.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "stats/counted.h"
#include "stats/tail.h"

#define REFERENCE_RELATIVE 1e-9
#define LEVEL 0.95

static const char *const reference_names[] = { "telco", "bank_full", "german_credit",
	"maven_opportunities", "maven_accounts", "ravenstack", "churn_modelling",
	"wholesale_top20", "adventureworks_top20" };

static inline double number_of(json_t *value)
{
	if (json_is_string(value))
		return strstr(json_string_value(value), "Inf") ? INFINITY : NAN;
	assert_true(json_is_number(value));
	return json_number_value(value);
}

static inline double number(json_t *object, const char *name)
{
	return number_of(member(object, name));
}

/* within: what either may be off by beside its own size. */
static inline bool is_near(double got, double wanted, double relative, double within)
{
	return got == wanted || fabs(got - wanted) <= relative * fabs(wanted) + within;
}

static inline void check_near(double got, double wanted, double relative, double within,
    const char *what, const char *file, int line)
{
	if (!is_near(got, wanted, relative, within)) {
		print_error("%s: %.17g, not %.17g\n", what, got, wanted);
		_fail(file, line);
	}
}

#define assert_near(got, wanted, within) \
	check_near(got, wanted, REFERENCE_RELATIVE, within, #got, __FILE__, __LINE__)

/* The object's number of that name. */
#define assert_member(got, object, name) \
	check_near(got, number(object, name), REFERENCE_RELATIVE, 0, name, __FILE__, __LINE__)

/* The same where it is a difference, and what is lost to it is its own. */
#define assert_member_within(got, object, name, within) \
	check_near(got, number(object, name), REFERENCE_RELATIVE, within, name, __FILE__, __LINE__)

static inline void assert_interval_at(struct spot_interval got, json_t *pair, double low,
    double high, const char *file, int line)
{
	double lo = fmax(low, number_of(json_array_get(pair, 0)));
	double hi = fmin(high, number_of(json_array_get(pair, 1)));
	check_near(got.lo, lo, REFERENCE_RELATIVE, 1e-12, "low end", file, line);
	check_near(got.hi, hi, REFERENCE_RELATIVE, 1e-12, "high end", file, line);
}

/* Ours are clipped to what is possible, the reference's are not. */
#define assert_interval(got, pair, low, high) \
	assert_interval_at(got, pair, low, high, __FILE__, __LINE__)

/* The cells of a hypothesis's distribution. free() them. */
static inline struct spot_counted *reference_cells(json_t *hypothesis, size_t *n_cells)
{
	json_t *distribution = member(hypothesis, "distribution"), *row;
	size_t i;
	*n_cells = json_array_size(distribution);
	struct spot_counted *cells = calloc(*n_cells, sizeof(*cells));
	json_array_foreach(distribution, i, row)
		cells[i] = (struct spot_counted) { number(row, "score"), (uint32_t)number(row,
		    "pos"),
			(uint32_t)number(row, "neg") };
	return cells;
}

#endif
