/* SPDX-License-Identifier: MIT */
/* A text made on the way to a page, a table or JSON. */
#ifndef SPOT_PRESENT_DRAFT_H
#define SPOT_PRESENT_DRAFT_H

#include "base/buf.h"

/* Frees the text. Want of memory for it is a failure of what it was made for. */
static inline void spot_draft_end(struct spot_buf *draft, bool *failed)
{
	*failed |= spot_buf_failed(draft);
	spot_buf_reset(draft);
}

/* Empties the text for another one. */
static inline void spot_draft_clear(struct spot_buf *draft, bool *failed)
{
	*failed |= spot_buf_failed(draft);
	spot_buf_clear(draft);
}

#endif
