/* SPDX-License-Identifier: MIT */
#include "table/packer.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/mem.h"

#define OUT_BYTES ((size_t)64 << 10)

struct spot_packer {
	bool is_gzip;
	z_stream gzip;
	ZSTD_CCtx *zstd;
	char out[OUT_BYTES];
};

static bool name_ends(const char *name, const char *ending)
{
	size_t n = strlen(name), n_ending = strlen(ending);
	return n >= n_ending && strcmp(name + n - n_ending, ending) == 0;
}

void spot_packer_close(struct spot_packer *packer)
{
	if (!packer)
		return;
	if (packer->is_gzip)
		deflateEnd(&packer->gzip);
	ZSTD_freeCCtx(packer->zstd);
	free(packer);
}

int spot_packer_open(struct spot_packer **out, const char *name, struct spot_error *err)
{
	*out = NULL;
	bool is_gzip = name_ends(name, ".gz");
	if (!is_gzip && !name_ends(name, ".zst"))
		return 0;
	struct spot_packer *packer = spot_mem_calloc(1, sizeof(*packer));
	if (!packer)
		return spot_error_nomem(err);
	/* The header of gzip then holds no time: the same rows give the same bytes. */
	if (is_gzip)
		packer->is_gzip = deflateInit2(&packer->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
				      15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK;
	else
		packer->zstd = ZSTD_createCCtx();
	if (!packer->is_gzip && !packer->zstd) {
		spot_packer_close(packer);
		return spot_error_nomem(err);
	}
	if (packer->zstd)
		ZSTD_CCtx_setParameter(packer->zstd, ZSTD_c_checksumFlag, 1);
	*out = packer;
	return 0;
}

static int gzip_write(struct spot_packer *packer, const char *ptr, size_t len, bool last,
    spot_packer_put put, void *ctx)
{
	z_stream *z = &packer->gzip;
	do {
		uInt n = len < (1u << 30) ? (uInt)len : 1u << 30;
		z->next_in = (unsigned char *)(uintptr_t)ptr;
		z->avail_in = n;
		ptr += n;
		len -= n;
		do {
			z->next_out = (unsigned char *)packer->out;
			z->avail_out = OUT_BYTES;
			deflate(z, last && len == 0 ? Z_FINISH : Z_NO_FLUSH);
			int rc = put(ctx, packer->out, OUT_BYTES - z->avail_out);
			if (rc < 0)
				return rc;
		} while (z->avail_out == 0);
	} while (len > 0);
	return 0;
}

static int zstd_write(struct spot_packer *packer, const char *ptr, size_t len, bool last,
    spot_packer_put put, void *ctx, struct spot_error *err)
{
	ZSTD_inBuffer in = { ptr, len, 0 };
	for (;;) {
		ZSTD_outBuffer out = { packer->out, OUT_BYTES, 0 };
		size_t left = ZSTD_compressStream2(
		    packer->zstd, &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
		/* On sound arguments it fails for want of memory only. */
		if (ZSTD_isError(left))
			return spot_error_nomem(err);
		int rc = put(ctx, packer->out, out.pos);
		if (rc < 0)
			return rc;
		if (in.pos == in.size && (!last || left == 0))
			return 0;
	}
}

int spot_packer_write(struct spot_packer *packer, const char *ptr, size_t len, bool last,
    spot_packer_put put, void *ctx, struct spot_error *err)
{
	return packer->is_gzip ? gzip_write(packer, ptr, len, last, put, ctx)
			       : zstd_write(packer, ptr, len, last, put, ctx, err);
}
