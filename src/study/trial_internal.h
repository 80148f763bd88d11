/* SPDX-License-Identifier: MIT */
/* What the parts of a trial share: what was gathered of the accounts. */
#ifndef SPOT_STUDY_TRIAL_INTERNAL_H
#define SPOT_STUDY_TRIAL_INTERNAL_H

#include <stdatomic.h>

#include "study/trial.h"
#include "study/trial_grade.h"
#include "study/trial_variant.h"

/* Accounts in file order. */
struct spot_trial_accounts {
	size_t n, cap;
	uint8_t *outcomes;
	double *values;    /* judged only; NULL: no value */
	double **ranks;    /* by hypothesis; gone once there are grades */
	uint16_t **tiers;  /* by hypothesis; judged only: rank of the tier, n_tiers: bad fit */
	double **variants; /* ranks by variant; judged only; the same */
	/* Their names, where they are kept: account i's end at name_ends[i]. */
	struct spot_buf names;
	size_t *name_ends;
};

/* What is counted of a rule of the baseline, over the judged accounts. */
struct spot_trial_hits {
	uint64_t n_changed, known_pos, holds_pos, known_neg, holds_neg;
};

/* One account of the sample: all panels' answers to criteria and disqualifiers. */
struct spot_trial_sampled {
	uint64_t hash, seq; /* of the row; its number */
	unsigned char *answers; /* n_slots values, n_slots states, then an exception a panel */
};

struct spot_trial_gathered {
	struct spot_trial_accounts judged, trained;
	struct spot_trial_variant *variants; /* one for each rule of the baseline, then leaks */
	size_t n_variants, n_rules;
	struct spot_trial_grades *grades;    /* by hypothesis, then by variant */
	size_t *leak_of;                     /* by hypothesis: its variant, or SPOT_NONE */
	struct spot_trial_hits *hits;        /* by rule of the baseline */
	uint64_t *settled;                   /* by field of the baseline */
	uint64_t *n_unsettled;               /* by hypothesis */
	uint64_t n_many_blanks;
	uint64_t hash_all, hash_pos, hash_neg;
	/* The rows of least hash: a sample that neither order nor threads have a say in. A heap
	 * whose first item is the greatest until it is sorted. */
	struct spot_trial_sampled *sample;
	size_t n_sample;
	size_t n_slots, sampled_bytes;       /* answers of all panels to a row */
	_Atomic uint64_t hash_max;           /* rows above it are not for the sample */
	uint64_t n_seen;
};

/* What a worker tells of a batch, as the bytes of its piece: this, then n_unsettled by hypothesis,
 * settled by field, hits by rule; then the judged accounts (outcomes, values, ranks, tiers,
 * variants, lengths of names, names), the trained ones (outcomes, ranks), and the sampled rows
 * (hash, row of the batch, answers). */
struct spot_trial_batch {
	uint64_t n_rows, n_judged, n_trained, n_sampled;
	uint64_t unknown, both, neither, no_date, no_value, n_many_blanks;
	uint64_t hash_all, hash_pos, hash_neg;
};

/* trial_emit.c: a sink's render; ctx is the trial. */
int spot_trial_emit_batch(void *ctx, const struct spot_run_view *view, struct spot_piece *piece,
    struct spot_error *err);

/* trial_gather.c: by the trial's panels and options. */
int spot_trial_gather_init(struct spot_trial *trial, struct spot_error *err);
void spot_trial_gather_reset(struct spot_trial *trial);
int spot_trial_gather_run(struct spot_trial *trial, const struct spot_run_options *run,
    const struct spot_run_calls *calls, struct spot_error *err);

/* trial_leak.c: whether a field of hypothesis h tells the outcome: it is known only afterwards,
 * itself or what it sums up (*is_late), or the cohorts that are asked for read it. */
bool spot_trial_leak_tells(const struct spot_trial *trial, size_t h, size_t field_idx,
    bool *is_late);

/* Of hypothesis h, and of variant v. */
static inline const struct spot_trial_grades *spot_trial_grades_of(
    const struct spot_trial *trial, size_t h)
{
	return &trial->gathered->grades[h];
}

static inline const struct spot_trial_grades *spot_trial_grades_of_variant(
    const struct spot_trial *trial, size_t v)
{
	return &trial->gathered->grades[trial->n + v];
}

/* trial_figures.c: what there is to say of hypothesis h alone. */
int spot_trial_figures_make(struct spot_trial *trial, size_t h, struct spot_error *err);

/* trial_compare.c: all hypotheses against the baseline. */
int spot_trial_compare_all(struct spot_trial *trial, size_t n_family, struct spot_error *err);

/* trial_resample.c: the bootstrap's part of it. */
int spot_trial_resample_pair(struct spot_trial *trial, size_t h, struct spot_error *err);

/* trial_rules.c: the baseline's rules one by one. */
int spot_trial_rules_study(struct spot_trial *trial, struct spot_error *err);

/* trial_robust.c: jiggled weights, twins, fields to fill. */
int spot_trial_robust_study(struct spot_trial *trial, struct spot_error *err);

#endif
