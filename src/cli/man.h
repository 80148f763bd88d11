/* SPDX-License-Identifier: MIT */
/* The manual page sweetspot(1) in roff, from the verb tables. */
#ifndef SPOT_CLI_MAN_H
#define SPOT_CLI_MAN_H

struct spot_buf;

void spot_man_page(struct spot_buf *out);

#endif
