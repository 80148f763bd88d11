/* SPDX-License-Identifier: MIT */
#include "study/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/map.h"

/* --- identities --------------------------------------------------------------------------- */

static void add_value(struct spot_buf *to, const struct spot_value *value)
{
	spot_buf_printf(to, "%d ", (int)value->kind);
	if (value->kind == SPOT_KIND_BOOL)
		spot_buf_integer(to, value->as.flag);
	else if (value->kind == SPOT_KIND_INT)
		spot_buf_integer(to, value->as.integer);
	else if (value->kind == SPOT_KIND_FLOAT)
		spot_buf_shortest(to, value->as.number);
	else if (value->kind == SPOT_KIND_TEXT)
		spot_buf_view(to, value->as.text);
}

static void add_named(struct spot_buf *to, const char *name, double number)
{
	spot_buf_printf(to, "%s ", name);
	spot_buf_shortest(to, number);
	spot_buf_char(to, '\n');
}

/* No text holds the NUL that a part begins with. */
static void add_part(
    struct spot_buf *to, const char *part, const char *const *texts, size_t n_texts)
{
	if (n_texts > 0) {
		spot_buf_char(to, '\0');
		spot_buf_text(to, part);
	}
	for (size_t i = 0; i < n_texts; i++)
		spot_buf_printf(to, "%s\t", texts[i]);
}

/* Whatever changes what is read of a cell. */
static void add_fields(struct spot_buf *to, const struct spot_schema *schema)
{
	for (size_t i = 0; i < schema->n_fields; i++) {
		const struct spot_field *field = &schema->fields[i];

		spot_buf_printf(to, "%s %d %d %zu ", field->name, (int)field->type,
		    field->optional, field->from_column);
		for (size_t f = 0; f < field->n_from; f++)
			spot_buf_printf(to, "%s\t", field->from[f]);
		add_part(to, "blank ", field->blank, field->n_blank);
		add_part(to, "sep ", &field->sep, field->sep != NULL);
		add_part(to, "format ", &field->format, field->format != NULL);
		add_part(to, "unit ", &field->unit, field->unit != NULL);
		if (field->has_default)
			add_value(to, &field->fallback);
		spot_buf_char(to, '\n');
	}
}

int spot_ledger_identity(
    uint64_t *out, const struct spot_rules *rules, struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;
	int rc;

	for (size_t i = 0; i < rules->n_sources; i++)
		spot_buf_add(&text, rules->sources[i].text, rules->sources[i].len);
	for (size_t i = 0; i < rules->n_params; i++) {
		spot_buf_printf(&text, "%s ", rules->params[i].name);
		add_value(&text, &rules->params[i].value);
		spot_buf_char(&text, '\n');
	}
	for (size_t i = 0; i < rules->n_criteria; i++)
		add_named(&text, rules->criteria[i].name, rules->criteria[i].weight);
	for (size_t i = 0; i < rules->n_disqualifiers; i++)
		add_named(&text, rules->disqualifiers[i].name, 0);
	for (size_t i = 0; i < rules->n_tiers; i++)
		add_named(&text, rules->tiers[i].name, rules->tiers[i].threshold);
	add_fields(&text, &rules->fields);
	rc = spot_buf_failed(&text) ? spot_error_nomem(err) : 0;
	*out = spot_hash_view((struct spot_view) { text.ptr, text.len });
	spot_buf_reset(&text);
	return rc;
}

uint64_t spot_ledger_comparison(uint64_t baseline, uint64_t hypothesis)
{
	uint64_t both[2] = { baseline, hypothesis };
	return spot_hash_view((struct spot_view) { (const char *)both, sizeof(both) });
}

/* --- reading ------------------------------------------------------------------------------ */

/* A device holds no ledger, and may have no end. */
static bool read_file(struct spot_buf *out, const char *path, struct spot_error *err, int *rc)
{
	struct stat st;
	char part[4096];
	size_t n;

	*rc = 0;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return false;
	FILE *file = fopen(path, "rb");
	if (!file && errno == ENOENT)
		return false;
	while (file && (n = fread(part, 1, sizeof(part), file)) > 0)
		spot_buf_add(out, part, n);
	if (spot_buf_failed(out) || (!file && errno == ENOMEM)) {
		*rc = spot_error_nomem(err);
	} else if (!file || ferror(file)) {
		*rc = spot_error_set(err, SPOT_EDATA, "cannot be read: %s", strerror(errno));
		spot_error_place(err, path, 0, NULL);
	}
	if (file)
		fclose(file);
	return *rc == 0;
}

static bool read_hash(const char *text, uint64_t *out)
{
	*out = 0;
	for (int i = 0; i < 16; i++) {
		const char *digits = "0123456789abcdef";
		const char *at = text[i] ? strchr(digits, text[i]) : NULL;

		if (!at)
			return false;
		*out = *out << 4 | (uint64_t)(at - digits);
	}
	return true;
}

static bool add_comparison(struct spot_map *map, uint64_t comparison)
{
	return spot_map_add(map, (struct spot_view) { (const char *)&comparison,
	                             sizeof(comparison) }) != SPOT_MAP_NONE;
}

/* Takes one line in; false: it is none of a ledger. *rc: want of memory. */
static bool read_line(const char *line, uint64_t data, struct spot_map *map, uint64_t *n_looks,
    int *rc)
{
	static const char data_key[] = "\"data\":\"", list_key[] = "\"comparisons\":[";
	const char *at = strstr(line, data_key), *list = strstr(line, list_key);
	uint64_t hash;

	if (!at || !list || !read_hash(at + strlen(data_key), &hash))
		return false;
	if (hash != data)
		return true;
	++*n_looks;
	for (list += strlen(list_key); *list == '"'; list += *list == ',') {
		if (!read_hash(list + 1, &hash) || list[17] != '"')
			return false;
		if (!add_comparison(map, hash))
			*rc = SPOT_ENOMEM;
		list += 18;
	}
	return *list == ']';
}

static int read_lines(char *text, const char *path, uint64_t data, struct spot_map *map,
    uint64_t *n_looks, struct spot_error *err)
{
	unsigned long number = 0;
	int rc = 0;

	for (char *line = text, *end; rc == 0 && line && *line; line = end ? end + 1 : NULL) {
		end = strchr(line, '\n');
		if (end)
			*end = '\0';
		number++;
		if (*line && !read_line(line, data, map, n_looks, &rc)) {
			rc = spot_error_set(err, SPOT_EDATA, "is not a line of a ledger of trials");
			spot_error_place(err, path, number, NULL);
			spot_error_hint(err, "name another file with --ledger");
		} else if (rc == SPOT_ENOMEM) {
			spot_error_nomem(err);
		}
	}
	return rc;
}

int spot_ledger_read(struct spot_ledger_count *out, const char *path,
    const struct spot_ledger_entry *entry, struct spot_error *err)
{
	struct spot_buf text = SPOT_BUF_INIT;
	struct spot_map map;
	int rc = 0;

	spot_map_init(&map);
	*out = (struct spot_ledger_count) { 1, 0 };
	if (path && read_file(&text, path, err, &rc) && text.len > 0)
		rc = read_lines(text.ptr, path, entry->data, &map, &out->n_looks, err);
	for (size_t i = 0; rc == 0 && i < entry->n_comparisons; i++)
		if (!add_comparison(&map, entry->comparisons[i]))
			rc = spot_error_nomem(err);
	out->n_comparisons = map.n_keys;
	spot_map_reset(&map);
	spot_buf_reset(&text);
	return rc;
}

/* --- writing ------------------------------------------------------------------------------ */

static void print_hash(struct spot_json *json, uint64_t hash)
{
	char text[17];

	snprintf(text, sizeof(text), "%016" PRIx64, hash);
	spot_json_text(json, text);
}

static void print_entry(struct spot_buf *out, const struct spot_ledger_entry *entry)
{
	struct spot_json json = SPOT_JSON_INIT(out, 0);
	char day[SPOT_DATE_TEXT_SIZE];

	spot_date_print(entry->day, day);
	spot_json_object(&json);
	spot_json_key(&json, "day");
	spot_json_text(&json, day);
	spot_json_key(&json, "rules");
	spot_json_text(&json, entry->rules);
	spot_json_key(&json, "outcome");
	spot_json_text(&json, entry->outcome);
	spot_json_key(&json, "data");
	print_hash(&json, entry->data);
	spot_json_key(&json, "comparisons");
	spot_json_array(&json);
	for (size_t i = 0; i < entry->n_comparisons; i++)
		print_hash(&json, entry->comparisons[i]);
	spot_json_end(&json);
	spot_json_end(&json);
}

/* In one write where the system takes it whole, so that two trials at a time do not mix their
 * lines. What was written of a line that failed is taken back, unless somebody wrote after it. */
static int append(const char *path, const struct spot_buf *line)
{
	int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	size_t done = 0;
	int rc = 0;

	if (file < 0)
		return errno;
	off_t before = lseek(file, 0, SEEK_END);
	while (rc == 0 && done < line->len) {
		ssize_t n = write(file, line->ptr + done, line->len - done);

		if (n > 0)
			done += (size_t)n;
		else if (n == 0 || errno != EINTR)
			rc = n == 0 ? EIO : errno;
	}
	if (rc == 0 && fsync(file) != 0 && errno != EINVAL) /* a device has nothing to sync */
		rc = errno;
	if (rc != 0 && done > 0 && lseek(file, 0, SEEK_END) == before + (off_t)done)
		(void)!ftruncate(file, before);
	if (close(file) != 0 && errno != EINTR && rc == 0)
		rc = errno;
	return rc;
}

int spot_ledger_append(
    const char *path, const struct spot_ledger_entry *entry, struct spot_error *err)
{
	struct spot_buf line = SPOT_BUF_INIT;
	int rc = 0, number;

	print_entry(&line, entry);
	if (spot_buf_failed(&line))
		rc = spot_error_nomem(err);
	number = rc == 0 ? append(path, &line) : 0;
	if (number != 0) {
		rc = spot_error_set(err, SPOT_EWRITE, "the ledger of trials cannot be written: %s",
		    strerror(number));
		spot_error_place(err, path, 0, NULL);
		spot_error_hint(err, "name another file with --ledger, or say --no-ledger");
	}
	spot_buf_reset(&line);
	return rc;
}
