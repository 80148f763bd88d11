/* SPDX-License-Identifier: MIT */
/*
 * The nearest spelling: Damerau-Levenshtein distance (optimal string alignment: insert,
 * delete, replace, swap of two neighbours) over folded characters, three rows at a time.
 */
#include "base/text.h"

#include "base/utf8.h"

#define WORD_MAX 128 /* characters; longer ones are compared by skeleton alone */

/* A rank is twice the distance, so that texts of the same skeleton rank between equal ones
 * and those that are one letter apart. */
#define RANK_SKELETON 1
#define RANK_NONE SIZE_MAX

struct word {
	uint32_t chars[WORD_MAX];
	size_t len;
	bool too_long;
};

static void word_read(struct word *word, const char *text)
{
	struct spot_view rest = spot_view_of(text);
	*word = (struct word) { 0 };
	while (rest.len > 0) {
		uint32_t code;
		size_t n = spot_utf8_decode(rest.ptr, rest.len, &code);
		if (n == 0) {
			code = (unsigned char)*rest.ptr;
			n = 1;
		}
		rest = (struct spot_view) { rest.ptr + n, rest.len - n };
		if (word->len == WORD_MAX) {
			word->too_long = true;
			return;
		}
		word->chars[word->len++] = spot_text_fold_char(code);
	}
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance(const struct word *a, const struct word *b)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *before = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= b->len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a->len; i++) {
		size_t *reused = before;
		before = above;
		above = row;
		row = reused;
		row[0] = i;
		for (size_t j = 1; j <= b->len; j++) {
			const uint32_t *x = &a->chars[i - 1], *y = &b->chars[j - 1];
			row[j] = least(above[j], row[j - 1]) + 1;
			row[j] = least(row[j], above[j - 1] + (*x != *y));
			if (i > 1 && j > 1 && x[0] == y[-1] && x[-1] == y[0])
				row[j] = least(row[j], before[j - 2] + 1);
		}
	}
	return row[b->len];
}

static size_t candidate_rank(const struct word *word, const char *text)
{
	struct word other;
	word_read(&other, text);
	size_t limit = 1 + word->len / 4;
	size_t longer = word->len > other.len ? word->len : other.len;
	size_t shorter = least(word->len, other.len);
	if (word->too_long || other.too_long || longer - shorter > limit)
		return RANK_NONE;
	size_t n = distance(word, &other);
	/* Where every letter differs it is another word, however short. */
	return n == 0 || (n <= limit && n < longer) ? n * 2 : RANK_NONE;
}

const char *spot_text_nearest(const char *word, const char *const *candidates, size_t n)
{
	const char *best = NULL;
	size_t best_rank = RANK_NONE;
	struct word read;
	struct spot_buf skeleton = SPOT_BUF_INIT, other = SPOT_BUF_INIT;
	word_read(&read, word);
	spot_text_skeleton(&skeleton, spot_view_of(word));
	for (size_t i = 0; i < n; i++) {
		size_t rank = candidate_rank(&read, candidates[i]);
		spot_buf_clear(&other);
		spot_text_skeleton(&other, spot_view_of(candidates[i]));
		/* Out of memory means less help, no more. */
		bool same = !spot_buf_failed(&skeleton) && !spot_buf_failed(&other) &&
		    skeleton.len > 0 && skeleton.len == other.len &&
		    memcmp(skeleton.ptr, other.ptr, other.len) == 0;
		if (same)
			rank = least(rank, RANK_SKELETON);
		if (rank < best_rank) {
			best = candidates[i];
			best_rank = rank;
		}
	}
	spot_buf_reset(&skeleton);
	spot_buf_reset(&other);
	return best;
}
