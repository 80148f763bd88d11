/* SPDX-License-Identifier: MIT */
/*
 * Fisher's exact test. With the margins fixed, the table is told by its cell a = k, and its
 * weight is hypergeometric. A weight's ratio to its neighbour's is a fraction of small whole
 * numbers, so all weights are had relative to the largest one by multiplying outwards from
 * it; no factorial is needed. A product about to underflow is turned into its logarithm, and
 * a new one begun. Weights fall without end on either side, and sums stop at terms that no
 * longer count.
 */
#include "stats/fourfold.h"

#include <assert.h>
#include <math.h>

#define NO_MORE 1e-18       /* of a sum: what a term must reach to be worth adding */
#define PRODUCT_MIN 1e-200
#define TIE 1e-7            /* weights this near are taken for equal, as in R */

struct margins {
	double row, col, n;     /* a + b, a + c, all */
	double low, high;       /* of k */
};

/* A place among the weights, and which way it goes. */
struct walk {
	const struct margins *m;
	double k, to;           /* the last k of that way */
	double log, product;    /* the weight at k is e^log product */
};

/* w(k + 1) / w(k) */
static double ratio_up(const struct margins *m, double k)
{
	return (m->row - k) * (m->col - k) / ((k + 1) * (m->n - m->row - m->col + k + 1));
}

static double walk_ratio(struct walk *w)
{
	if (w->to > w->k)
		return ratio_up(w->m, w->k++);
	return 1 / ratio_up(w->m, --w->k);
}

/* Moves by one. False at the end of the way. */
static bool walk_step(struct walk *w)
{
	if (w->k == w->to)
		return false;
	w->product *= walk_ratio(w);
	if (w->product < PRODUCT_MIN) {
		w->log += log(w->product);
		w->product = 1;
	}
	return true;
}

static double walk_log(const struct walk *w)
{
	return w->log + log(w->product);
}

/* The sum of the weights from here to the end, relative to the weight here. */
static double walk_sum(struct walk w)
{
	double sum = 1, weight = 1;
	while (w.k != w.to && weight > NO_MORE * sum) {
		weight *= walk_ratio(&w);
		sum += weight;
	}
	return sum;
}

/* The logarithm of the sum of the weights up to the limit, from mode to the end that way. */
static double tail_log(const struct margins *m, double mode, double to, double limit)
{
	struct walk w = { .m = m, .k = mode, .to = to, .product = 1 };
	while (walk_log(&w) > limit) {
		if (!walk_step(&w))
			return -INFINITY;
	}
	return walk_log(&w) + log(walk_sum(w));
}

static double log_add(double a, double b)
{
	double most = fmax(a, b);
	return most + log1p(exp(fmin(a, b) - most));
}

struct spot_tail spot_fourfold_fisher(const struct spot_fourfold *t)
{
	assert(t->a < 1u << 31 && t->b < 1u << 31 && t->c < 1u << 31 && t->d < 1u << 31);
	double a = (double)t->a, b = (double)t->b, c = (double)t->c, d = (double)t->d;
	struct margins m = { .row = a + b, .col = a + c, .n = a + b + c + d };
	m.low = fmax(0, a - d);
	m.high = a + fmin(b, c);
	if (m.low == m.high)
		return SPOT_TAIL_ONE;
	double mode = floor((m.row + 1) * (m.col + 1) / (m.n + 2));
	mode = fmin(m.high, fmax(m.low, mode));

	struct walk here = { .m = &m, .k = mode, .to = a, .product = 1 };
	while (walk_step(&here))
		;
	double limit = walk_log(&here) + TIE;
	if (limit >= 0)
		return SPOT_TAIL_ONE;
	double all = walk_sum((struct walk) { .m = &m, .k = mode, .to = m.low }) +
	    walk_sum((struct walk) { .m = &m, .k = mode, .to = m.high }) - 1;
	double log_p = log_add(tail_log(&m, mode, m.low, limit),
	    tail_log(&m, mode, m.high, limit)) - log(all);
	log_p = fmin(0, log_p);
	return (struct spot_tail) { exp(log_p), log_p / M_LN10 };
}
