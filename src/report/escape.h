/* SPDX-License-Identifier: MIT */
/*
 * Text of unknown origin (names, titles, cells of a file) into what is shown. In all of them what
 * a terminal or a browser would obey rather than show (control bytes, the marks that turn the
 * direction of text) and bytes that are not UTF-8 become U+FFFD; a tab and a line end become a
 * space unless said otherwise. No state; thread-safe.
 */
#ifndef SPOT_REPORT_ESCAPE_H
#define SPOT_REPORT_ESCAPE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/view.h"

/* Takes the first character off text (not empty) and returns it as it is shown. */
struct spot_view spot_escape_next(struct spot_view *text);

/* Appends text as it is shown; for a terminal. */
void spot_escape_plain(struct spot_buf *out, struct spot_view text);

/* Formats, and appends that so; for what stands in a line between the program's own styles. */
void spot_escape_printf(struct spot_buf *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Lines that were put together from text of any origin: what out holds from the byte begin on, in
 * place. Line ends stay, and with color the sequences for bold, dim and neither: text that can hold
 * those was escaped before. */
void spot_escape_lines(struct spot_buf *out, size_t begin, bool color);

/* For HTML, SVG and the values of their attributes in double quotes. */
void spot_escape_xml(struct spot_buf *out, struct spot_view text);
/* The same, but newlines and tabs stay: for <pre>. */
void spot_escape_xml_lines(struct spot_buf *out, struct spot_view text);

/* For running text and table cells of GitHub's Markdown: nothing in it is markup, a link, or the
 * end of a cell. */
void spot_escape_markdown(struct spot_buf *out, struct spot_view text);

/* Has a letter that is written from right to left: its neighbours must be kept apart from it. */
bool spot_escape_is_rtl(struct spot_view text);

#endif
