/* SPDX-License-Identifier: MIT */
/*
 * GSL's generator over a state that the caller holds. It is seeded by 32 bits: the seed's are
 * mixed, so that seeds 1 and 2 have nothing to do with each other's streams, and the stream
 * is added, which keeps all streams of a seed apart.
 */
#include "stats/random.h"

#include <assert.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "base/hash.h"
#include "stats/gsl.h"

static gsl_rng generator_of(struct spot_random *random)
{
	return (gsl_rng) { gsl_rng_mt19937, random->state };
}

void spot_random_init(struct spot_random *random, uint64_t seed, uint32_t stream)
{
	gsl_rng generator = generator_of(random);
	assert(generator.type->size <= sizeof(random->state));
	gsl_rng_set(&generator, (uint32_t)(spot_hash_number(seed) + stream));
}

double spot_random_uniform(struct spot_random *random)
{
	gsl_rng generator = generator_of(random);
	return gsl_rng_uniform(&generator);
}

uint32_t spot_random_below(struct spot_random *random, uint32_t n)
{
	gsl_rng generator = generator_of(random);
	return (uint32_t)gsl_rng_uniform_int(&generator, n);
}

uint32_t spot_random_binomial(struct spot_random *random, double p, uint32_t n)
{
	gsl_rng generator = generator_of(random);
	return gsl_ran_binomial(&generator, p, n);
}

double spot_random_normal(struct spot_random *random)
{
	gsl_rng generator = generator_of(random);
	return gsl_ran_gaussian_ratio_method(&generator, 1);
}

void spot_random_shuffle(struct spot_random *random, uint32_t *items, size_t n)
{
	assert(n <= UINT32_MAX);
	for (size_t i = n; i > 1; i--) {
		size_t j = spot_random_below(random, (uint32_t)i);
		uint32_t item = items[j];
		items[j] = items[i - 1];
		items[i - 1] = item;
	}
}
