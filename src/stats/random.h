/* SPDX-License-Identifier: MIT */
/*
 * Numbers by chance, the same for the same seed on any number of threads: a generator
 * belongs to (seed, stream), and whoever divides work gives each part a stream by its number
 * and not by who does it. Mersenne Twister (GSL's mt19937); streams are distinct for numbers
 * below 2^32. A generator is embedded (5 KiB), cannot fail, and is not shared by threads.
 */
#ifndef SPOT_STATS_RANDOM_H
#define SPOT_STATS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct spot_random {
	uint64_t state[632];
};

void spot_random_init(struct spot_random *random, uint64_t seed, uint32_t stream);

/* [0, 1) */
double spot_random_uniform(struct spot_random *random);
/* 0 to n - 1, each as likely. n > 0. */
uint32_t spot_random_below(struct spot_random *random, uint32_t n);
/* How many of n succeed with probability p. */
uint32_t spot_random_binomial(struct spot_random *random, double p, uint32_t n);
/* Mean 0, standard deviation 1. */
double spot_random_normal(struct spot_random *random);
/* Any order of the n items, each as likely. */
void spot_random_shuffle(struct spot_random *random, uint32_t *items, size_t n);

#endif
