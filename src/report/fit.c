/* SPDX-License-Identifier: MIT */
#include "report/fit.h"

#include <stdint.h>

#include "base/text.h"
#include "base/utf8.h"

#define ELLIPSIS_EM 0.90

/* Space to tilde, hundredths of an em: the widest of Arial, Noto Sans, and DejaVu Sans less 7 %. */
static const unsigned char advances[] = {
	30, 37, 43, 78, 59, 89, 73, 26, 36, 36, 55, 78, 30, 34, 30, 37, /* space to / */
	59, 59, 59, 59, 59, 59, 59, 59, 59, 59, 31, 31, 78, 78, 78, 56, /* 0 to ? */
	102, 67, 67, 72, 73, 67, 61, 78, 74, 34, 50, 67, 56, 91, 76, 78, /* @ to O */
	67, 78, 72, 67, 61, 73, 67, 94, 67, 67, 64, 36, 37, 36, 78, 56, /* P to _ */
	46, 57, 62, 51, 62, 57, 34, 62, 62, 26, 26, 54, 26, 94, 62, 60, /* ` to o */
	62, 62, 41, 50, 36, 62, 55, 79, 55, 55, 50, 59, 55, 59, 78,     /* p to ~ */
};

/* Of one character, in em: other scripts by what a terminal gives them, emoji wider than that. */
static double advance(struct spot_view one, uint32_t code)
{
	size_t columns;

	if (code >= 0x20 && code < 0x7F)
		return advances[code - 0x20] / 100.0;
	columns = spot_text_width(one);
	if (columns == 2)
		return code >= 0x1F000 ? 1.3 : 1.0;
	return columns == 1 ? 0.68 : 0;
}

/* The length of the head that is at most width wide; *sum is how wide it is. */
static size_t measure(struct spot_view text, double size, double width, double *sum)
{
	size_t len = 0;

	*sum = 0;
	while (len < text.len) {
		uint32_t code = 0xFFFD;
		size_t n = spot_utf8_decode(text.ptr + len, text.len - len, &code);
		double w;

		n = n > 0 ? n : 1;
		w = size * advance((struct spot_view) { text.ptr + len, n }, code);
		if (*sum + w > width)
			break;
		*sum += w;
		len += n;
	}
	return len;
}

double spot_fit_width(struct spot_view text, double size)
{
	double sum;

	measure(text, size, 1e9, &sum);
	return sum;
}

struct spot_view spot_fit_head(struct spot_view text, double size, double width, bool *is_cut)
{
	double sum;
	size_t len = measure(text, size, width, &sum);

	*is_cut = len < text.len && text.len > 0;
	if (*is_cut)
		len = measure(text, size, width - ELLIPSIS_EM * size, &sum);
	while (*is_cut && len > 0 && text.ptr[len - 1] == ' ')
		len--;
	return (struct spot_view) { text.ptr, len };
}
