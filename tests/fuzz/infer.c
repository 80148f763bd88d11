/* SPDX-License-Identifier: MIT */
/*
 * Any table to a first rule file, as init does: the file loads, it finds its columns, and no more
 * cells are unreadable than the guess has told.
 */
#include "fuzz/fuzz.h"
#include "present/starter.h"
#include "rules/load.h"
#include "table/cell.h"
#include "table/reader.h"

#define AS_OF 20778

struct table {
	struct spot_reader *reader;
	struct spot_chunk chunk; /* all of it */
	struct spot_infer *infer;
};

static int pass_over(void *ctx, const struct spot_reject *reject)
{
	(void)ctx;
	(void)reject;
	return 0;
}

static bool table_read(struct table *table, const char *text, size_t len, bool no_header)
{
	struct spot_input *input;
	struct spot_reader_options options = { .no_header = no_header, .reject = pass_over,
		.input.chunk_bytes = 4096 };
	bool at_end = false;
	int rc;

	rc = spot_input_open_memory(&input, "t.csv", text, len, &options.input, NULL);
	assert_int_equal(rc, 0);
	if (spot_reader_open_input(&table->reader, input, 0, &options, NULL) != 0)
		return false;
	assert_int_equal(
	    spot_infer_new(&table->infer, spot_reader_dialect(table->reader), NULL), 0);
	rc = spot_reader_next(
	    table->reader, &table->chunk, SIZE_MAX, SIZE_MAX, &at_end, NULL);
	for (size_t i = 0; rc == 0 && i < table->chunk.n_records; i++)
		rc = spot_infer_add(table->infer, table->chunk.records[i].cells,
		    table->chunk.records[i].line, NULL);
	return rc == 0 && spot_infer_finish(table->infer, NULL) == 0;
}

static void field_check(const struct table *table, const struct spot_field *field, size_t column)
{
	const struct spot_guess *guess = spot_infer_guess(table->infer, column);
	struct spot_arena arena;
	uint64_t n_unreadable = 0;

	spot_arena_init(&arena);
	for (size_t i = 0; i < table->chunk.n_records; i++) {
		struct spot_view text = table->chunk.records[i].cells[column];
		struct spot_value value;
		const char *problem;
		/* No type can be read from a text with a NUL. */
		n_unreadable += !memchr(text.ptr, '\0', text.len) &&
		    spot_cell_read(&value, field, text, &arena, NULL, &problem) ==
			SPOT_CELL_UNREADABLE;
	}
	if (n_unreadable > guess->n_unreadable)
		fail_msg("column %zu, %s: %llu cells are unreadable", column,
		    spot_type_name(field->type), (unsigned long long)n_unreadable);
	spot_arena_free(&arena);
}

static void rules_check(const struct table *table, const char *text, bool no_header)
{
	struct spot_rules_options options = { .as_of = AS_OF, .limits = SPOT_LIMITS_DEFAULT };
	const struct spot_dialect *dialect = spot_reader_dialect(table->reader);
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_binding binding;
	struct spot_arena arena;
	struct spot_diags diags;
	struct spot_rules *rules;
	char line[1500];

	options.limits.call_milliseconds = 20000;
	spot_diags_init(&diags);
	spot_arena_init(&arena);
	int rc = spot_rules_load_text(&rules, "r.lua", text, strlen(text), &options, &diags, &err);
	if (rc == 0)
		rc = spot_binding_make(&binding, &rules->fields, dialect->header,
		    dialect->n_columns, !no_header, &arena, &err);
	if (rc != 0) {
		spot_error_format(&err, line, sizeof(line));
		fail_msg("%s\n%s", line, text);
	}
	for (size_t i = 0; i < rules->fields.n_fields; i++)
		if (binding.column_of[i] != SPOT_COLUMN_NONE)
			field_check(table, &rules->fields.fields[i], binding.column_of[i]);
	spot_rules_free(rules);
	spot_diags_reset(&diags);
	spot_arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes bytes = { data, size };
	bool no_header = fuzz_byte(&bytes) & 1;
	char *text = fuzz_text(&bytes);
	struct spot_buf out = SPOT_BUF_INIT;
	struct table table = { .reader = NULL };

	spot_chunk_init(&table.chunk);
	if (table_read(&table, text, bytes.len, no_header)) {
		struct spot_starter_table of = { .path = "t.csv", .infer = table.infer,
			.no_header = no_header };
		struct spot_starter starter = { &of, 1, "r.lua", "", AS_OF };
		assert_int_equal(spot_starter_print(&out, &starter, NULL), 0);
		rules_check(&table, spot_buf_str(&out), no_header);
	}
	spot_buf_reset(&out);
	spot_infer_free(table.infer);
	spot_chunk_reset(&table.chunk);
	spot_reader_close(table.reader);
	free(text);
	return 0;
}
