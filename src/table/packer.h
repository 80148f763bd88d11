/* SPDX-License-Identifier: MIT */
/* Compression of an output by its name's ending. Shared by the room only. */
#ifndef SPOT_TABLE_PACKER_H
#define SPOT_TABLE_PACKER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct spot_packer;

/* Takes packed bytes; a negative SPOT_E* ends the packing. */
typedef int (*spot_packer_put)(void *ctx, const char *ptr, size_t len);

/* *out is NULL for a name that asks for no compression. */
int spot_packer_open(struct spot_packer **out, const char *name, struct spot_error *err);
/* Packs len bytes, and with last ends the stream. What put returns is returned, without
 * touching err. */
int spot_packer_write(struct spot_packer *packer, const char *ptr, size_t len, bool last,
    spot_packer_put put, void *ctx, struct spot_error *err);
void spot_packer_close(struct spot_packer *packer);

#endif
