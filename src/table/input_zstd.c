/* SPDX-License-Identifier: MIT */
/* zstd: any number of frames, skippable ones too. */
#include "table/input_internal.h"

#include <stdlib.h>
#include <zstd.h>
#include <zstd_errors.h>

struct zstd {
	struct spot_stage stage;
	struct spot_stage *below;
	ZSTD_DStream *stream;
	ZSTD_inBuffer in;
	bool in_frame; /* the frame that was begun is not complete */
	bool ended;    /* the stage below is */
	uint64_t n_in;
	size_t chunk;
	char bytes[];
};

static int zstd_fill(struct zstd *zstd, struct spot_error *err)
{
	if (zstd->in.pos < zstd->in.size || zstd->ended)
		return 0;
	ssize_t n = zstd->below->read(zstd->below, zstd->bytes, zstd->chunk, err);
	if (n < 0)
		return (int)n;
	zstd->ended = n == 0;
	zstd->n_in += (uint64_t)n;
	zstd->in = (ZSTD_inBuffer) { zstd->bytes, (size_t)n, 0 };
	return 0;
}

static int zstd_error(struct zstd *zstd, const char *why, struct spot_error *err)
{
	int rc;
	if (why)
		rc = spot_error_set(err, SPOT_EDATA,
		    "the zstd data are damaged near byte %llu of the file: %s",
		    (unsigned long long)(zstd->n_in - (zstd->in.size - zstd->in.pos)), why);
	else
		rc = spot_error_set(err, SPOT_EDATA,
		    "the zstd data end in the middle, after %llu bytes of the file",
		    (unsigned long long)zstd->n_in);
	spot_error_hint(err, "copy or download the file again");
	return rc;
}

static ssize_t zstd_read(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err)
{
	struct zstd *zstd = (struct zstd *)stage;
	for (;;) {
		int rc = zstd_fill(zstd, err);
		if (rc < 0)
			return rc;
		bool drained = zstd->ended && zstd->in.pos == zstd->in.size;
		if (drained && !zstd->in_frame)
			return 0;
		/* Also without new input: the stream may still hold bytes that had no room. */
		ZSTD_outBuffer out = { buf, size, 0 };
		size_t zrc = ZSTD_decompressStream(zstd->stream, &out, &zstd->in);
		if (ZSTD_getErrorCode(zrc) == ZSTD_error_memory_allocation)
			return spot_error_nomem(err);
		if (ZSTD_isError(zrc))
			return zstd_error(zstd, ZSTD_getErrorName(zrc), err);
		zstd->in_frame = zrc != 0;
		if (out.pos > 0)
			return (ssize_t)out.pos;
		if (drained && zstd->in_frame)
			return zstd_error(zstd, NULL, err);
	}
}

static void zstd_close(struct spot_stage *stage)
{
	struct zstd *zstd = (struct zstd *)stage;
	ZSTD_freeDStream(zstd->stream);
	zstd->below->close(zstd->below);
	free(zstd);
}

int spot_input_zstd_open(struct spot_stage **out, struct spot_stage *below, size_t chunk,
    struct spot_error *err)
{
	if (chunk > 1u << 20)
		chunk = 1u << 20;
	struct zstd *zstd = calloc(1, sizeof(*zstd) + chunk);
	if (!zstd)
		return spot_error_nomem(err);
	zstd->stage = (struct spot_stage) { zstd_read, zstd_close };
	zstd->below = below;
	zstd->chunk = chunk;
	zstd->stream = ZSTD_createDStream();
	if (!zstd->stream) {
		free(zstd);
		return spot_error_nomem(err);
	}
	*out = &zstd->stage;
	return 0;
}
