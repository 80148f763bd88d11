/* SPDX-License-Identifier: MIT */
/*
 * Encodings to UTF-8: windows-1252 by its own table (iconv refuses the five bytes that it
 * leaves open, and real exports hold them), everything else by iconv. Latin-1 is read as
 * windows-1252, as browsers do.
 */
#include "table/input_internal.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What 0x80 to 0x9F stand for. */
static const uint16_t windows1252[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

#define UTF8_MARK "\xEF\xBB\xBF"

/* At most three bytes. */
static size_t windows1252_put(char *out, unsigned char byte)
{
	unsigned code = byte >= 0x80 && byte < 0xA0 ? windows1252[byte - 0x80] : byte;
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | code >> 12);
	out[1] = (char)(0x80 | (code >> 6 & 0x3F));
	out[2] = (char)(0x80 | (code & 0x3F));
	return 3;
}

void spot_input_encoding_windows1252(struct spot_buf *out, struct spot_view bytes)
{
	for (size_t i = 0; i < bytes.len;) {
		size_t from = i;
		while (i < bytes.len && (unsigned char)bytes.ptr[i] < 0x80)
			i++;
		if (i > from)
			spot_buf_add(out, bytes.ptr + from, i - from);
		if (i < bytes.len) {
			char text[3];
			spot_buf_add(
			    out, text, windows1252_put(text, (unsigned char)bytes.ptr[i++]));
		}
	}
}

bool spot_input_encoding_is_utf8(const char *name)
{
	return strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0 ||
	    strcasecmp(name, "utf-8-sig") == 0;
}

static bool is_windows1252(const char *name)
{
	static const char *const names[] = { "latin1", "latin-1", "latin_1", "l1", "iso-8859-1",
		"iso8859-1", "iso_8859-1", "cp1252", "windows-1252", "windows1252", "win1252",
		"ansi" };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcasecmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

const char *spot_input_encoding_name(const char *name)
{
	if (spot_input_encoding_is_utf8(name))
		return "UTF-8";
	if (is_windows1252(name))
		return "windows-1252";
	/* iconv takes an empty name for the locale's encoding, and a suffix for an option. */
	if (*name == '\0' || strchr(name, '/'))
		return NULL;
	iconv_t cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1)
		return NULL;
	iconv_close(cd);
	return name;
}

const char *spot_input_encoding_mark(struct spot_view head, size_t *len)
{
	static const struct {
		const char *name;
		struct spot_view mark;
	} marks[] = { { "UTF-8", SPOT_VIEW(UTF8_MARK) }, { "UTF-32LE", SPOT_VIEW("\xFF\xFE\0\0") },
		{ "UTF-32BE", SPOT_VIEW("\0\0\xFE\xFF") }, { "UTF-16LE", SPOT_VIEW("\xFF\xFE") },
		{ "UTF-16BE", SPOT_VIEW("\xFE\xFF") } };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		*len = marks[i].mark.len;
		if (head.len >= *len && memcmp(head.ptr, marks[i].mark.ptr, *len) == 0)
			return marks[i].name;
	}
	*len = 0;
	return NULL;
}

const char *spot_input_encoding_guess(struct spot_view head)
{
	/* Text in a Latin script has a NUL in every second byte, and in hardly any other. */
	size_t n[2] = { 0, 0 };
	for (size_t i = 0; i < head.len; i++)
		n[i & 1] += head.ptr[i] == '\0';
	size_t pairs = head.len / 2;
	if (pairs < 2)
		return NULL;
	if (n[1] * 5 >= pairs * 2 && n[0] * 20 <= pairs)
		return "UTF-16LE";
	if (n[0] * 5 >= pairs * 2 && n[1] * 20 <= pairs)
		return "UTF-16BE";
	return NULL;
}

/*
 * The stage. in[pos..len) waits to be converted, out[out_pos..out_len) to be read. A
 * character that is cut by the end of in moves to its front and is completed by the next
 * fill.
 */
#define IN_BYTES ((size_t)32 << 10)
#define OUT_BYTES (3 * IN_BYTES)

struct recode {
	struct spot_stage stage;
	struct spot_stage *below;
	const char *name;
	iconv_t cd; /* (iconv_t)-1: windows-1252 */
	size_t pos, len;
	size_t out_pos, out_len;
	bool ended;     /* the stage below is */
	bool flushed;   /* iconv was told so */
	bool begun;     /* a byte order mark can no longer come */
	int trouble;    /* iconv's errno, once it cannot go on */
	uint64_t n_in;  /* bytes converted */
	char in[IN_BYTES];
	char out[OUT_BYTES];
};

static int recode_fill(struct recode *recode, struct spot_error *err)
{
	if (recode->ended)
		return 0;
	recode->len -= recode->pos;
	memmove(recode->in, recode->in + recode->pos, recode->len);
	recode->pos = 0;
	ssize_t n = recode->below->read(
	    recode->below, recode->in + recode->len, IN_BYTES - recode->len, err);
	if (n < 0)
		return (int)n;
	recode->ended = n == 0;
	recode->len += (size_t)n;
	return 0;
}

static void recode_windows1252(struct recode *recode)
{
	while (recode->pos < recode->len && OUT_BYTES - recode->out_len >= 3)
		recode->out_len += windows1252_put(
		    recode->out + recode->out_len, (unsigned char)recode->in[recode->pos++]);
}

static void recode_iconv(struct recode *recode)
{
	char *in = recode->in + recode->pos, *out = recode->out + recode->out_len;
	size_t n_in = recode->len - recode->pos, n_out = OUT_BYTES - recode->out_len;
	size_t rc;
	if (n_in > 0 || !recode->ended) {
		rc = iconv(recode->cd, &in, &n_in, &out, &n_out);
	} else {
		rc = iconv(recode->cd, NULL, NULL, &out, &n_out);
		recode->flushed = true;
	}
	int why = errno;
	recode->n_in += recode->len - n_in - recode->pos;
	recode->pos = recode->len - n_in;
	recode->out_len = OUT_BYTES - n_out;
	if (rc == (size_t)-1 && (why == EILSEQ || (why == EINVAL && recode->ended)))
		recode->trouble = why;
}

static int recode_error(const struct recode *recode, struct spot_error *err)
{
	if (recode->trouble == EINVAL)
		spot_error_set(err, SPOT_EDATA,
		    "the data end in the middle of a character (read as %s)", recode->name);
	else
		spot_error_set(err, SPOT_EDATA, "what stands at byte %llu is not %s",
		    (unsigned long long)recode->n_in, recode->name);
	spot_error_hint(err, "name the right encoding with --encoding");
	return SPOT_EDATA;
}

/* Converts until something can be read; nothing at the end. What comes before a byte that
 * cannot be converted is read first. */
static int recode_step(struct recode *recode, struct spot_error *err)
{
	recode->out_pos = recode->out_len = 0;
	size_t want = recode->begun ? 1 : strlen(UTF8_MARK);
	bool windows = recode->cd == (iconv_t)-1;
	for (;;) {
		if (windows)
			recode_windows1252(recode);
		else if (!recode->flushed && !recode->trouble)
			recode_iconv(recode);
		if (recode->trouble && recode->out_len == 0)
			return recode_error(recode, err);
		bool done = recode->trouble || (recode->ended && (windows || recode->flushed));
		if (done || recode->out_len >= want)
			return 0;
		int rc = recode_fill(recode, err);
		if (rc < 0)
			return rc;
	}
}

static ssize_t recode_read(struct spot_stage *stage, char *buf, size_t size, struct spot_error *err)
{
	struct recode *recode = (struct recode *)stage;
	while (recode->out_pos == recode->out_len) {
		int rc = recode_step(recode, err);
		if (rc < 0)
			return rc;
		size_t mark = strlen(UTF8_MARK);
		if (!recode->begun && recode->out_len >= mark &&
		    memcmp(recode->out, UTF8_MARK, mark) == 0)
			recode->out_pos = mark;
		recode->begun = true;
		if (recode->out_len == 0)
			return 0;
	}
	size_t n = recode->out_len - recode->out_pos;
	if (n > size)
		n = size;
	memcpy(buf, recode->out + recode->out_pos, n);
	recode->out_pos += n;
	return (ssize_t)n;
}

static void recode_close(struct spot_stage *stage)
{
	struct recode *recode = (struct recode *)stage;
	if (recode->cd != (iconv_t)-1)
		iconv_close(recode->cd);
	recode->below->close(recode->below);
	free(recode);
}

int spot_input_encoding_open(struct spot_stage **out, struct spot_stage *below, const char *name,
    struct spot_error *err)
{
	struct recode *recode = malloc(sizeof(*recode));
	if (!recode)
		return spot_error_nomem(err);
	memset(recode, 0, offsetof(struct recode, in));
	recode->stage = (struct spot_stage) { recode_read, recode_close };
	recode->below = below;
	recode->name = name;
	recode->cd = (iconv_t)-1;
	if (!is_windows1252(name)) {
		recode->cd = iconv_open("UTF-8", name);
		if (recode->cd == (iconv_t)-1) {
			free(recode);
			return spot_error_nomem(err); /* the name is known to be one */
		}
	}
	*out = &recode->stage;
	return 0;
}
