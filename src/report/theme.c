/* SPDX-License-Identifier: MIT */
#include "report/theme.h"

static const struct spot_theme_color colors[] = {
	{ "paper", 0xFFFFFF, 0x12171E },
	{ "panel", 0xF5F7FA, 0x1A212A }, /* code, heads of tables */
	{ "ink", 0x1B2430, 0xE6EAF0 },
	{ "dim", 0x556070, 0xA5B0BE },
	{ "link", 0x1F5FAE, 0x74B3FF },
	{ "grid", 0xE6EAEF, 0x28323D }, /* lines that only guide the eye */
	{ "rule", 0xC6CDD6, 0x3D4957 },
	{ "axis", 0x6E7987, 0x8794A3 },
	{ "bar", 0xCBDFF3, 0x223F5E }, /* behind a number in a table */
	/* Series. */
	{ "s0", 0x1F5FAE, 0x74B3FF },
	{ "s1", 0xB4530A, 0xFFA15C },
	{ "s2", 0x0B7A6B, 0x4FD1BD },
	{ "s3", 0x7A3FB0, 0xC7A4FF },
	{ "s4", 0x4D5A68, 0xB3BDC9 },
	{ "s5", 0xA8265F, 0xFF8FBA },
	/* Shades, from nothing to most: ink stands on 0 to 3, paper on 4 to 6. */
	{ "q0", 0xF3F6FA, 0x18202A },
	{ "q1", 0xDDE9F6, 0x1D3048 },
	{ "q2", 0xBCD5EE, 0x244569 },
	{ "q3", 0x94BBE2, 0x2C5A8A },
	{ "q4", 0x2F6FB3, 0x74AEEA },
	{ "q5", 0x1F5A9B, 0x9CC7F5 },
	{ "q6", 0x123F73, 0xCBE2FB },
	{ "r1", 0xFBE9DC, 0x3A2517 },
	{ "r2", 0xF5CFB3, 0x57351D },
	{ "r3", 0xEBAF83, 0x784823 },
	{ "r4", 0xB4530A, 0xF0A465 },
	{ "r5", 0x8F4006, 0xF7C093 },
	{ "r6", 0x6A2E03, 0xFBDCC3 },
	/* Verdicts: what is written and drawn, and what is behind it. */
	{ "note", 0x1F5FAE, 0x74B3FF },
	{ "note-tint", 0xEAF1FA, 0x16263A },
	{ "good", 0x0B6B3A, 0x5FD598 },
	{ "good-tint", 0xE6F4EC, 0x11291D },
	{ "bad", 0xA3261F, 0xFF9389 },
	{ "bad-tint", 0xFBEBE9, 0x331A18 },
	{ "unsure", 0x5A4A9C, 0xBBADFF },
	{ "unsure-tint", 0xF0EEFA, 0x221E3A },
	{ "warn", 0x805300, 0xF0C060 },
	{ "warn-tint", 0xFCF3DE, 0x30260F },
};

const struct spot_theme_color *spot_theme_colors(size_t *n)
{
	*n = sizeof(colors) / sizeof(colors[0]);
	return colors;
}

void spot_theme_css(struct spot_buf *out)
{
	spot_buf_text(out, ":root{color-scheme:light dark");
	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
		spot_buf_printf(out, ";--%s:#%06x", colors[i].name, (unsigned)colors[i].light);
	spot_buf_text(out, "}\n@media screen and (prefers-color-scheme:dark){:root{");
	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
		spot_buf_printf(out, "%s--%s:#%06x", i > 0 ? ";" : "", colors[i].name,
		    (unsigned)colors[i].dark);
	spot_buf_text(out, "}}\n");
}
