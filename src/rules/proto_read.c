/* SPDX-License-Identifier: MIT */
/*
 * From lua_dump's bytes to struct spot_proto. The bytes come from a closure that this process
 * compiled from text, so they are well-formed unless this Lua is not the Lua we know; still
 * nothing is believed: a length is compared with the bytes that are left before memory is asked
 * for, and after decoding every operand of every instruction is verified against what it indexes.
 */
#include <string.h>

#include "base/buf.h"
#include "rules/proto.h"

#define MAX_DEPTH 250 /* Lua's compiler nests at most 200 functions */

struct reader {
	const unsigned char *ptr, *end;
	struct spot_arena *arena;
	int code; /* the first thing that went wrong; after it every read gives 0 */
};

static void fail(struct reader *r, int code)
{
	if (r->code == SPOT_OK)
		r->code = code;
	r->ptr = r->end;
}

static void read_bytes(struct reader *r, void *out, size_t len)
{
	if ((size_t)(r->end - r->ptr) < len) {
		fail(r, SPOT_ERULES);
		memset(out, 0, len);
		return;
	}
	memcpy(out, r->ptr, len);
	r->ptr += len;
}

static uint8_t read_byte(struct reader *r)
{
	uint8_t byte;

	read_bytes(r, &byte, 1);
	return byte;
}

/* Seven bits a byte, the highest first; the last byte has its top bit set. */
static size_t read_size(struct reader *r)
{
	size_t size = 0;
	uint8_t byte;

	do {
		byte = read_byte(r);
		if (r->code != SPOT_OK)
			return 0;
		if (size > SIZE_MAX >> 7) {
			fail(r, SPOT_ERULES);
			return 0;
		}
		size = size << 7 | (byte & 0x7f);
	} while (!(byte & 0x80));
	return size;
}

static uint32_t read_u32(struct reader *r)
{
	size_t size = read_size(r);

	if (size > INT32_MAX) {
		fail(r, SPOT_ERULES);
		return 0;
	}
	return (uint32_t)size;
}

/* The length of an array whose items take at least item_bytes each, and room for it. */
static void *read_array(struct reader *r, size_t *n, size_t item_bytes, size_t item_size)
{
	void *items;

	*n = read_u32(r);
	if (*n > (size_t)(r->end - r->ptr) / item_bytes) {
		fail(r, SPOT_ERULES);
		*n = 0;
	}
	if (r->code != SPOT_OK)
		return NULL;
	items = spot_arena_calloc(r->arena, *n, item_size);
	if (!items) {
		fail(r, SPOT_ENOMEM);
		*n = 0;
	}
	return items;
}

/* A view of length 0 and NULL when Lua dumped no string at all. */
static struct spot_view read_text(struct reader *r)
{
	size_t len = read_size(r);
	char *copy;

	if (len == 0)
		return (struct spot_view) { NULL, 0 };
	len--;
	if ((size_t)(r->end - r->ptr) < len) {
		fail(r, SPOT_ERULES);
		return (struct spot_view) { NULL, 0 };
	}
	copy = spot_arena_copy(r->arena, (const char *)r->ptr, len);
	if (!copy) {
		fail(r, SPOT_ENOMEM);
		return (struct spot_view) { NULL, 0 };
	}
	r->ptr += len;
	return (struct spot_view) { copy, len };
}

static void read_header(struct reader *r)
{
	static const unsigned char known[] = { 0x1b, 'L', 'u', 'a', 0x54, 0,
		0x19, 0x93, '\r', '\n', 0x1a, '\n', 4, 8, 8 };
	unsigned char head[sizeof(known)];
	int64_t integer;
	double number;

	read_bytes(r, head, sizeof(head));
	read_bytes(r, &integer, sizeof(integer));
	read_bytes(r, &number, sizeof(number));
	if (memcmp(head, known, sizeof(head)) != 0 || integer != 0x5678 || number != 370.5)
		fail(r, SPOT_ERULES);
	read_byte(r); /* number of upvalues, told again below */
}

static struct spot_proto_instr instr_of(struct reader *r, uint32_t word)
{
	struct spot_proto_instr instr = { 0 };

	instr.op = word & 0x7f;
	if (instr.op >= SPOT_LUA_OP_N) {
		fail(r, SPOT_ERULES);
		instr.op = 0;
		return instr;
	}
	instr.a = (uint8_t)(word >> 7);
	switch ((enum spot_proto_format)spot_proto_op(instr.op)->format) {
	case SPOT_FORMAT_ABC:
		instr.k = word >> 15 & 1;
		instr.b = (uint8_t)(word >> 16);
		instr.c = (uint8_t)(word >> 24);
		break;
	case SPOT_FORMAT_ABX:
		instr.x = (int32_t)(word >> 15);
		break;
	case SPOT_FORMAT_ASBX:
		instr.x = (int32_t)(word >> 15) - 65535;
		break;
	case SPOT_FORMAT_AX:
		instr.a = 0;
		instr.x = (int32_t)(word >> 7);
		break;
	case SPOT_FORMAT_SJ:
		instr.a = 0;
		instr.x = (int32_t)(word >> 7) - 16777215;
		break;
	case SPOT_FORMAT_N:
		break;
	}
	return instr;
}

static struct spot_proto_instr *read_code(struct reader *r, size_t *n)
{
	struct spot_proto_instr *code = read_array(r, n, 4, sizeof(*code));
	uint32_t word;

	for (size_t i = 0; i < *n && r->code == SPOT_OK; i++) {
		read_bytes(r, &word, sizeof(word));
		code[i] = instr_of(r, word);
	}
	return code;
}

static struct spot_value read_constant(struct reader *r)
{
	struct spot_value value = { .kind = SPOT_KIND_NIL };

	switch (read_byte(r)) {
	case 0x00:
		break;
	case 0x01:
	case 0x11:
		value.kind = SPOT_KIND_BOOL;
		value.as.flag = r->ptr[-1] == 0x11;
		break;
	case 0x03:
		value.kind = SPOT_KIND_INT;
		read_bytes(r, &value.as.integer, sizeof(value.as.integer));
		break;
	case 0x13:
		value.kind = SPOT_KIND_FLOAT;
		read_bytes(r, &value.as.number, sizeof(value.as.number));
		break;
	case 0x04:
	case 0x14:
		value.kind = SPOT_KIND_TEXT;
		value.as.text = read_text(r);
		if (!value.as.text.ptr)
			fail(r, SPOT_ERULES);
		break;
	default:
		fail(r, SPOT_ERULES);
	}
	return value;
}

static void read_constants(struct reader *r, struct spot_proto *p)
{
	struct spot_value *constants = read_array(r, &p->n_constants, 1, sizeof(*constants));

	for (size_t i = 0; i < p->n_constants && r->code == SPOT_OK; i++)
		constants[i] = read_constant(r);
	p->constants = constants;
}

static struct spot_proto_upvalue *read_upvalues(struct reader *r, struct spot_proto *p)
{
	struct spot_proto_upvalue *upvalues;

	upvalues = read_array(r, &p->n_upvalues, 3, sizeof(*upvalues));
	for (size_t i = 0; i < p->n_upvalues && r->code == SPOT_OK; i++) {
		upvalues[i].in_stack = read_byte(r) != 0;
		upvalues[i].idx = read_byte(r);
		upvalues[i].kind = read_byte(r);
	}
	p->upvalues = upvalues;
	return upvalues;
}

/* Lines are told as steps of a byte from the function's first line; a step that does not fit is
 * marked, and its line stands in a list of its own, in the order of the instructions. */
static void read_lines(struct reader *r, struct spot_proto_instr *code, const struct spot_proto *p)
{
	const unsigned char *steps;
	size_t n_steps = read_u32(r), n_absolute;
	int64_t line = p->first_line;

	steps = r->ptr;
	if (n_steps != p->n_code || n_steps > (size_t)(r->end - r->ptr)) {
		fail(r, SPOT_ERULES);
		return;
	}
	r->ptr += n_steps;
	n_absolute = read_u32(r);
	for (size_t i = 0; i < n_steps && r->code == SPOT_OK; i++) {
		if (steps[i] != 0x80) {
			line += (int8_t)steps[i];
		} else {
			if (n_absolute-- == 0 || read_u32(r) != i)
				fail(r, SPOT_ERULES);
			line = read_u32(r);
		}
		if (line < 0 || line > INT32_MAX)
			fail(r, SPOT_ERULES);
		code[i].line = (uint32_t)line;
	}
	if (n_absolute != 0)
		fail(r, SPOT_ERULES);
}

static void read_names(struct reader *r, struct spot_proto *p, struct spot_proto_upvalue *upvalues)
{
	struct spot_proto_local *locals = read_array(r, &p->n_locals, 3, sizeof(*locals));
	size_t n_names;

	for (size_t i = 0; i < p->n_locals && r->code == SPOT_OK; i++) {
		locals[i].name = read_text(r).ptr;
		locals[i].first_pc = read_u32(r);
		locals[i].end_pc = read_u32(r);
	}
	p->locals = locals;
	n_names = read_u32(r);
	if (n_names > p->n_upvalues)
		fail(r, SPOT_ERULES);
	for (size_t i = 0; i < n_names && r->code == SPOT_OK; i++)
		upvalues[i].name = read_text(r).ptr;
}

/* Functions inside have theirs already. Indices are not verified yet. */
static void mark_written(const struct spot_proto *p, struct spot_proto_upvalue *upvalues)
{
	for (size_t pc = 0; pc < p->n_code; pc++)
		if (p->code[pc].op == SPOT_LUA_SETUPVAL && p->code[pc].b < p->n_upvalues)
			upvalues[p->code[pc].b].is_written = true;
	for (size_t i = 0; i < p->n_protos; i++)
		for (size_t u = 0; u < p->protos[i].n_upvalues; u++) {
			const struct spot_proto_upvalue *inner = &p->protos[i].upvalues[u];

			if (inner->is_written && !inner->in_stack && inner->idx < p->n_upvalues)
				upvalues[inner->idx].is_written = true;
		}
}

static void read_function(struct reader *r, struct spot_proto *p, const char *source, int depth)
{
	struct spot_proto_upvalue *upvalues;
	struct spot_proto_instr *code;
	struct spot_proto *protos;

	if (depth > MAX_DEPTH) {
		fail(r, SPOT_ERULES);
		return;
	}
	p->source = read_text(r).ptr;
	if (!p->source)
		p->source = source;
	p->first_line = read_u32(r);
	p->last_line = read_u32(r);
	p->n_params = read_byte(r);
	p->is_vararg = read_byte(r) != 0;
	p->n_registers = read_byte(r);
	code = read_code(r, &p->n_code);
	p->code = code;
	read_constants(r, p);
	upvalues = read_upvalues(r, p);
	protos = read_array(r, &p->n_protos, 8, sizeof(*protos));
	for (size_t i = 0; i < p->n_protos && r->code == SPOT_OK; i++)
		read_function(r, &protos[i], p->source, depth + 1);
	p->protos = protos;
	read_lines(r, code, p);
	read_names(r, p, upvalues);
	if (r->code == SPOT_OK)
		mark_written(p, upvalues);
}

int spot_proto_decode(const struct spot_proto **out, const void *bytes, size_t len,
    struct spot_arena *arena, struct spot_error *err)
{
	const unsigned char *from = bytes;
	struct reader r = { .ptr = from, .end = from + len, .arena = arena };
	struct spot_proto *proto = spot_arena_calloc(arena, 1, sizeof(*proto));

	if (!proto)
		return spot_error_nomem(err);
	read_header(&r);
	read_function(&r, proto, NULL, 0);
	if (r.code == SPOT_ENOMEM)
		return spot_error_nomem(err);
	if (r.code != SPOT_OK || r.ptr != r.end || !spot_proto_is_valid(proto))
		return spot_error_set(err, SPOT_ERULES,
		    "the bytecode of this Lua is not laid out as expected");
	*out = proto;
	return 0;
}

static int append(lua_State *L, const void *ptr, size_t len, void *ud)
{
	struct spot_buf *buf = ud;

	(void)L;
	spot_buf_add(buf, ptr, len);
	return spot_buf_failed(buf);
}

int spot_proto_read(const struct spot_proto **out, lua_State *L, struct spot_arena *arena,
    struct spot_error *err)
{
	struct spot_buf bytes = SPOT_BUF_INIT;
	int rc;

	if (lua_iscfunction(L, -1) || lua_dump(L, append, &bytes, 0) != 0)
		rc = spot_buf_failed(&bytes) ? spot_error_nomem(err) :
		    spot_error_set(err, SPOT_ERULES, "not a function written in Lua");
	else
		rc = spot_proto_decode(out, bytes.ptr, bytes.len, arena, err);
	spot_buf_reset(&bytes);
	return rc;
}
