/* SPDX-License-Identifier: MIT */
/* gzip: any number of members, as gzip(1) and "cat a.gz b.gz" make them; zero bytes may
 * follow the last one. */
#include "table/input_internal.h"

#include <stdlib.h>
#include <zlib.h>

struct gzip {
	struct spot_stage stage;
	struct spot_stage *below;
	z_stream z;
	bool in_member;
	bool ended; /* the stage below is */
	uint64_t n_in;
	size_t chunk;
	char in[];
};

static int gzip_fill(struct gzip *gzip, struct spot_error *err)
{
	if (gzip->z.avail_in > 0 || gzip->ended)
		return 0;
	ssize_t n = gzip->below->read(gzip->below, gzip->in, gzip->chunk, err);
	if (n < 0)
		return (int)n;
	gzip->ended = n == 0;
	gzip->n_in += (uint64_t)n;
	gzip->z.next_in = (unsigned char *)gzip->in;
	gzip->z.avail_in = (uInt)n;
	return 0;
}

static int trailing_error(const struct gzip *gzip, struct spot_error *err)
{
	spot_error_set(err, SPOT_EDATA, "other bytes follow the gzip data at byte %llu of the file",
	    (unsigned long long)(gzip->n_in - gzip->z.avail_in));
	spot_error_hint(err, "copy or download the file again, or pack it again");
	return SPOT_EDATA;
}

/* Between members: true when one more begins. */
static int member_begin(struct gzip *gzip, bool *begins, struct spot_error *err)
{
	*begins = false;
	for (;;) {
		int rc = gzip_fill(gzip, err);
		if (rc < 0 || gzip->z.avail_in == 0)
			return rc;
		if (*gzip->z.next_in == 0x1F)
			break;
		if (*gzip->z.next_in != 0)
			return trailing_error(gzip, err);
		gzip->z.next_in++;
		gzip->z.avail_in--;
	}
	inflateReset(&gzip->z);
	*begins = gzip->in_member = true;
	return 0;
}

static int gzip_error(struct gzip *gzip, int zrc, struct spot_error *err)
{
	if (zrc == Z_MEM_ERROR)
		return spot_error_nomem(err);
	int rc;
	if (gzip->ended && gzip->z.avail_in == 0)
		rc = spot_error_set(err, SPOT_EDATA,
		    "the gzip data end in the middle, after %llu bytes of the file",
		    (unsigned long long)gzip->n_in);
	else
		rc = spot_error_set(err, SPOT_EDATA,
		    "the gzip data are damaged near byte %llu of the file: %s",
		    (unsigned long long)(gzip->n_in - gzip->z.avail_in),
		    gzip->z.msg ? gzip->z.msg : "bad data");
	spot_error_hint(err, "copy or download the file again");
	return rc;
}

static ssize_t gzip_read(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err)
{
	struct gzip *gzip = (struct gzip *)stage;
	uInt room = size < (1u << 30) ? (uInt)size : 1u << 30;
	for (;;) {
		int rc = 0;
		bool begins = true;
		if (!gzip->in_member)
			rc = member_begin(gzip, &begins, err);
		if (rc == 0 && begins)
			rc = gzip_fill(gzip, err);
		if (rc < 0 || !begins)
			return rc;
		gzip->z.next_out = (unsigned char *)buf;
		gzip->z.avail_out = room;
		int zrc = inflate(&gzip->z, Z_NO_FLUSH);
		size_t n = room - gzip->z.avail_out;
		if (zrc == Z_STREAM_END)
			gzip->in_member = false;
		else if (n == 0 && (zrc != Z_OK || (gzip->ended && gzip->z.avail_in == 0)))
			return gzip_error(gzip, zrc, err);
		/* What came before an error is handed out; the error shows again at the
		 * next call. */
		if (n > 0)
			return (ssize_t)n;
	}
}

static void gzip_close(struct spot_stage *stage)
{
	struct gzip *gzip = (struct gzip *)stage;
	inflateEnd(&gzip->z);
	gzip->below->close(gzip->below);
	free(gzip);
}

int spot_input_gzip_open(struct spot_stage **out, struct spot_stage *below, size_t chunk,
    struct spot_error *err)
{
	if (chunk > 1u << 20)
		chunk = 1u << 20;
	struct gzip *gzip = calloc(1, sizeof(*gzip) + chunk);
	if (!gzip)
		return spot_error_nomem(err);
	gzip->stage = (struct spot_stage) { gzip_read, gzip_close };
	gzip->below = below;
	gzip->chunk = chunk;
	gzip->in_member = true;
	if (inflateInit2(&gzip->z, 15 + 16) != Z_OK) {
		free(gzip);
		return spot_error_nomem(err);
	}
	*out = &gzip->stage;
	return 0;
}
