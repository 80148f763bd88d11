/* SPDX-License-Identifier: MIT */
/* What the parts of a derivation share. */
#ifndef SPOT_STUDY_DERIVE_INTERNAL_H
#define SPOT_STUDY_DERIVE_INTERNAL_H

#include "study/derive.h"

/* The rows that something is learnt from, or that are scored. */
struct spot_derive_rows {
	const uint32_t *rows;
	size_t n;
};

/* A card: cuts of all fields and the choice among them. Its memory is the arena's. */
struct spot_derive_card {
	struct spot_derive_cut *cuts;
	size_t n_cuts;
	size_t *chosen; /* the heaviest first */
	size_t n_chosen;
};

/* What all cards are made from. */
struct spot_derive_source {
	const struct spot_frame *frame;
	const uint8_t *labels;
	const struct spot_derive_options *options;
	const size_t *columns; /* looked at */
	size_t n_columns;
};

/* derive_cut.c: one column, on the rows given. */
int spot_derive_cut_make(struct spot_derive_cut *cut, const struct spot_derive_source *source,
    size_t column, struct spot_derive_rows rows, struct spot_arena *arena, struct spot_error *err);
static inline uint8_t spot_derive_cut_group(const struct spot_derive_cut *cut,
    const struct spot_derive_source *source, size_t row)
{
	return spot_derive_group_of(cut, source->frame, source->options->as_of, row);
}

/* derive_card.c */
int spot_derive_card_make(struct spot_derive_card *card, const struct spot_derive_source *source,
    struct spot_derive_rows rows, uint64_t seed, struct spot_arena *arena, struct spot_error *err);
/* As the rules will compute it: 0 to 100. */
double spot_derive_card_score(const struct spot_derive_card *card,
    const struct spot_derive_source *source, size_t row);

/* derive_bar.c: disqualifiers, from the cuts of all rows learnt from. */
int spot_derive_bars_find(struct spot_derive *derive, const struct spot_derive_source *source,
    struct spot_derive_rows rows, struct spot_error *err);

#endif
