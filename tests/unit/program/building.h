/* SPDX-License-Identifier: MIT */
/* A schema with a field of each kind, a batch over it, and short ways of building nodes. */
#ifndef BUILDING_H
#define BUILDING_H

#include "support/unit.h"

#include "program/program.h"

enum {
	F_NAME, F_CITY, F_SIZE, F_SEATS, F_DAY, F_ARR, F_RATE, F_COST, F_PAID, F_FLAG, F_LIVE,
	F_TECH, F_TAGS, F_N
};

static const struct spot_field fields[F_N] = {
	[F_NAME] = { .name = "name", .type = SPOT_TYPE_TEXT },
	[F_CITY] = { .name = "city", .type = SPOT_TYPE_TEXT, .optional = true },
	[F_SIZE] = { .name = "size", .type = SPOT_TYPE_INTEGER },
	[F_SEATS] = { .name = "seats", .type = SPOT_TYPE_INTEGER, .optional = true },
	[F_DAY] = { .name = "day", .type = SPOT_TYPE_DATE },
	[F_ARR] = { .name = "arr", .type = SPOT_TYPE_NUMBER },
	[F_RATE] = { .name = "rate", .type = SPOT_TYPE_NUMBER },
	[F_COST] = { .name = "cost", .type = SPOT_TYPE_NUMBER },
	[F_PAID] = { .name = "paid", .type = SPOT_TYPE_FLAG },
	[F_FLAG] = { .name = "flag", .type = SPOT_TYPE_FLAG },
	[F_LIVE] = { .name = "live", .type = SPOT_TYPE_FLAG },
	[F_TECH] = { .name = "tech", .type = SPOT_TYPE_LIST },
	[F_TAGS] = { .name = "tags", .type = SPOT_TYPE_LIST },
};
static const struct spot_schema schema = { fields, F_N };

#define NONE SPOT_NODE_NONE

static inline struct spot_builder *builder_new(void)
{
	struct spot_builder *builder;
	struct spot_error err;
	assert_int_equal(spot_builder_new(&builder, &schema, &err), 0);
	return builder;
}

static inline uint32_t op1(struct spot_builder *b, enum spot_op op, uint32_t x)
{
	return spot_build(b, op, x, NONE, NONE, NONE);
}

static inline uint32_t op2(struct spot_builder *b, enum spot_op op, uint32_t x, uint32_t y)
{
	return spot_build(b, op, x, y, NONE, NONE);
}

static inline uint32_t op3(struct spot_builder *b, enum spot_op op, uint32_t x, uint32_t y,
    uint32_t z)
{
	return spot_build(b, op, x, y, z, NONE);
}

static inline uint32_t text(struct spot_builder *b, const char *t)
{
	return spot_build_text(b, spot_view_of(t));
}

static inline struct spot_value text_value(const char *t)
{
	return (struct spot_value) { .kind = SPOT_KIND_TEXT, .as.text = spot_view_of(t) };
}

/* An output of that value alone; truth values as numbers. */
static inline size_t output_of(struct spot_builder *b, uint32_t value)
{
	struct spot_output output = { .nil = NONE };
	output.unknown = output.failed = output.hand_over = spot_build_bool(b, false);
	if (value != NONE && spot_builder_node(b, value)->kind == SPOT_KIND_BOOL) {
		value = op1(b, SPOT_OP_B_TO_F, value);
		output.is_boolean = true;
	}
	output.value = value;
	return spot_builder_add_output(b, &output);
}

static inline struct spot_program *program_of(struct spot_builder *builder)
{
	struct spot_program *program;
	struct spot_error err = SPOT_ERROR_INIT;
	if (spot_program_new(&program, builder, &err))
		fail_msg("%s", err.what);
	spot_builder_free(builder);
	return program;
}

#endif
