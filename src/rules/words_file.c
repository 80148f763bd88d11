/* SPDX-License-Identifier: MIT */
/*
 * The files of a rule file: opened once, checked to be text, kept for other states, run as
 * frames of the loader.
 *
 * A file is known by its resolved path, so the same file under two names is one source. A
 * repeated loading finds the sources under the paths by which they were asked for, and opens
 * nothing.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "rules/mistake.h"
#include "rules/words.h"

#define FILE_MAX (4u << 20)
#define SEARCHED_MAX (256u << 10)

/* --- text --------------------------------------------------------------------------------- */

static unsigned long line_of(struct spot_view text, size_t offset)
{
	unsigned long line = 1;
	for (size_t i = 0; i < offset && i < text.len; i++)
		line += text.ptr[i] == '\n';
	return line;
}

/* Where the text stops being UTF-8; the largest prefix is found by halving. */
static size_t utf8_len(struct spot_view text)
{
	size_t good = 0, bad = text.len;
	while (bad - good > 1) {
		size_t half = good + (bad - good) / 2, at = half;
		/* A prefix that ends inside a character proves nothing: go back to where one
		 * begins. */
		while (at > good && ((unsigned char)text.ptr[at] & 0xC0) == 0x80)
			at--;
		if (at == good)
			break;
		if (spot_text_is_utf8((struct spot_view) { text.ptr + good, at - good }))
			good = at;
		else
			bad = at;
	}
	return good;
}

static int text_check(struct spot_view text, const char *path, struct spot_error *err)
{
	const char *hint = "a rule file is plain text in UTF-8";
	unsigned long line = 1;
	const unsigned char *head = (const unsigned char *)text.ptr;
	const void *nul = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
	if (spot_text_trim(text).len == 0) {
		spot_error_set(err, SPOT_ERULES, "the file is empty");
		hint = "see the README for a first rule file";
		line = 0;
	} else if (text.len >= 2 && ((head[0] == 0xFF && head[1] == 0xFE) ||
		       (head[0] == 0xFE && head[1] == 0xFF))) {
		spot_error_set(err, SPOT_ERULES, "the file is in UTF-16");
		hint = "save it as UTF-8";
	} else if (text.ptr[0] == '\x1b') {
		spot_error_set(err, SPOT_ERULES, "the file is compiled Lua, which is never loaded");
	} else if (text.ptr[0] == '#') {
		spot_error_set(err, SPOT_ERULES, "the file begins with \"#\"");
		hint = "remove that line; comments begin with --";
	} else if (nul) {
		line = line_of(text, (size_t)((const char *)nul - text.ptr));
		spot_error_set(err, SPOT_ERULES, "not a text file: there is a NUL byte");
	} else if (!spot_text_is_utf8(text)) {
		line = line_of(text, utf8_len(text));
		spot_error_set(err, SPOT_ERULES, "the text is not UTF-8");
		hint = "save the file as UTF-8";
	} else {
		return 0;
	}
	spot_error_place(err, path, line, NULL);
	spot_error_hint(err, "%s", hint);
	return SPOT_ERULES;
}

/* --- reading ------------------------------------------------------------------------------ */

static int read_all(struct spot_view *out, struct spot_loader *ld, int fd, size_t size,
    struct spot_error *err)
{
	char *text = spot_arena_alloc(ld->arena, size + 1);
	size_t len = 0;
	if (!text)
		return spot_error_nomem(err);
	while (len < size) {
		ssize_t n = read(fd, text + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return spot_error_set(err, SPOT_ERULES, "cannot be read: %s",
			    strerror(errno));
		if (n == 0)
			break; /* it has become shorter */
		len += (size_t)n;
	}
	text[len] = '\0';
	*out = (struct spot_view) { text, len };
	return 0;
}

static int refuse_kind(const struct stat *st, struct spot_error *err)
{
	if (S_ISDIR(st->st_mode))
		return spot_error_set(err, SPOT_ERULES, "is a folder, not a rule file");
	spot_error_set(err, SPOT_ERULES, S_ISFIFO(st->st_mode) || S_ISSOCK(st->st_mode)
	    ? "is a pipe, and rules are read more than once" : "is not a regular file");
	spot_error_hint(err, "save the rules as a file, and give that");
	return SPOT_ERULES;
}

static int file_read(struct spot_view *out, struct spot_loader *ld, const char *real,
    struct spot_error *err)
{
	struct stat st;
	/* Not blocking, so that a pipe without a writer does not hang before fstat tells
	 * what it is. */
	int fd = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int rc = SPOT_ERULES;
	if (fd < 0)
		return spot_error_set(err, SPOT_ERULES, "cannot be opened: %s", strerror(errno));
	if (fstat(fd, &st) != 0)
		spot_error_set(err, SPOT_ERULES, "cannot be read: %s", strerror(errno));
	else if (!S_ISREG(st.st_mode))
		refuse_kind(&st, err);
	else if (st.st_size > FILE_MAX)
		spot_error_set(err, SPOT_ERULES, "is larger than 4 MiB");
	else
		rc = read_all(out, ld, fd, (size_t)st.st_size, err);
	close(fd);
	return rc;
}

/* Why the path cannot be resolved. A pipe that stands for standard input or the like can be
 * opened all the same. */
static void tell_errno(const char *path, struct spot_error *err)
{
	int problem = errno;
	struct stat st;
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		refuse_kind(&st, err);
	} else if (problem == ENOENT || problem == ENOTDIR) {
		spot_error_set(err, SPOT_ERULES, "there is no such file");
		spot_error_hint(err, "check the name and the folder");
	} else {
		spot_error_set(err, SPOT_ERULES, "cannot be opened: %s", strerror(problem));
	}
}

static char *keep(struct spot_loader *ld, const char *text)
{
	return spot_arena_copy(ld->arena, text, strlen(text));
}

/* Editors on Windows begin UTF-8 with a byte order mark. */
static struct spot_view without_mark(struct spot_view text)
{
	if (text.len >= 3 && memcmp(text.ptr, "\xEF\xBB\xBF", 3) == 0)
		return (struct spot_view) { text.ptr + 3, text.len - 3 };
	return text;
}

static size_t source_add(struct spot_loader *ld, const char *path, const char *real,
    struct spot_view text, struct spot_error *err)
{
	struct spot_words_files *files = ld->files;
	text = without_mark(text);
	struct spot_words_source source = { .path = keep(ld, path), .real = keep(ld, real),
		.text = text };
	if (text_check(text, path, err) != 0)
		return SPOT_NONE;
	if (!source.path || !source.real ||
	    !spot_mem_grow(&files->items, &files->cap, files->n_items + 1, sizeof(*files->items))) {
		spot_error_nomem(err);
		return SPOT_NONE;
	}
	if (spot_source_map_new(&source.map, text, err) != 0)
		return SPOT_NONE;
	files->items[files->n_items] = source;
	return files->n_items++;
}

static size_t alias_add(struct spot_loader *ld, const char *path, size_t source,
    struct spot_error *err)
{
	struct spot_words_files *files = ld->files;
	const char *copy = keep(ld, path);
	if (!copy || !spot_mem_grow(&files->aliases, &files->aliases_cap, files->n_aliases + 1,
			 sizeof(*files->aliases))) {
		spot_error_nomem(err);
		return SPOT_NONE;
	}
	files->aliases[files->n_aliases++] = (struct spot_words_alias) { copy, source };
	return source;
}

static bool is_below(const char *real, const char *folder)
{
	size_t len = strlen(folder);
	while (len && folder[len - 1] == '/')
		len--;
	return strncmp(real, folder, len) == 0 && real[len] == '/';
}

static bool is_lua(const char *path)
{
	size_t len = strlen(path);
	return len >= 4 && strcmp(path + len - 4, ".lua") == 0;
}

size_t spot_words_file_open(struct spot_loader *ld, const char *path, const char *below,
    struct spot_error *err)
{
	struct spot_words_files *files = ld->files;
	struct spot_view text;
	bool only_lua = ld->n_frames > 0;
	if (only_lua && !is_lua(path)) {
		spot_error_set(err, SPOT_ERULES, "only files whose name ends in .lua are opened");
		return SPOT_NONE;
	}
	for (size_t i = 0; i < files->n_items; i++)
		if (strcmp(files->items[i].path, path) == 0)
			return i;
	for (size_t i = 0; i < files->n_aliases; i++)
		if (strcmp(files->aliases[i].path, path) == 0)
			return files->aliases[i].source;
	if (files->closed) {
		spot_error_set(err, SPOT_ERULES, "was not there when the rules were first read");
		return SPOT_NONE;
	}
	char resolved[PATH_MAX];
	const char *real = realpath(path, resolved);
	size_t source = SPOT_NONE;
	if (!real) {
		tell_errno(path, err);
		return SPOT_NONE;
	}
	for (size_t i = 0; i < files->n_items && source == SPOT_NONE; i++)
		if (strcmp(files->items[i].real, real) == 0)
			source = i;
	if (below && !is_below(real, below)) {
		spot_error_set(err, SPOT_ERULES, "lies outside the rule file's own folder");
		return SPOT_NONE;
	}
	if (source != SPOT_NONE)
		return alias_add(ld, path, source, err);
	if (only_lua && !is_lua(real)) {
		spot_error_set(err, SPOT_ERULES,
		    "is a link to a file whose name does not end in .lua");
		return SPOT_NONE;
	}
	if (file_read(&text, ld, real, err) != 0)
		return SPOT_NONE;
	return source_add(ld, path, real, text, err);
}

size_t spot_words_file_add(struct spot_loader *ld, const char *path, struct spot_view text,
    struct spot_error *err)
{
	char resolved[PATH_MAX]; /* it may be a file all the same, and be included again */
	const char *real = realpath(path, resolved);
	char *copy = spot_arena_copy(ld->arena, text.ptr ? text.ptr : "", text.len);
	size_t source = SPOT_NONE;
	if (copy)
		source = source_add(ld, path, real ? real : path,
		    (struct spot_view) { copy, text.len }, err);
	else
		spot_error_nomem(err);
	return source;
}

/* --- running ------------------------------------------------------------------------------ */

/* What usually lies behind what Lua says. */
static const char *lua_hint(const char *what)
{
	static const char *const hints[][2] = {
		{ "near <eof>", "something is not closed: look for a missing } or end" },
		{ "'}' expected", "a comma may be missing before it" },
		{ "')' expected", "a comma or ) may be missing before it" },
		{ "unfinished string", "a text ends on its line, with the quote it began with" },
		{ "'=' expected", "a comma may be missing, or a word misspelt" },
		{ "'end' expected", "each function, if, for and while needs its own end" },
		{ "'<eof>' expected near 'end'", "there is one end too many" },
		{ "attempt to call a table value", "a comma may be missing between two tables" },
		{ "attempt to call a string value", "a comma may be missing between two texts" },
		{ "attempt to call a nil value", "a comma may be missing between two tables" },
	};
	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (strstr(what, hints[i][0]))
			return hints[i][1];
	return NULL;
}

void spot_words_file_tell(struct spot_loader *ld, struct spot_place place,
    const struct spot_error *err)
{
	if (err->code == SPOT_ENOMEM) {
		ld->nomem = true;
		return;
	}
	if (err->file[0])
		place = (struct spot_place) { err->file, err->line };
	spot_words_error(ld, place, err->hint[0] ? err->hint : lua_hint(err->what), "%s",
	    err->what);
}

/* What compiles without a line (the parser's own limits) stands on the first line whose end
 * already gives that error. Each try is charged, so a large file is not searched. */
static unsigned long limit_line(struct spot_loader *ld, const struct spot_words_source *file,
    const struct spot_error *err)
{
	const struct spot_view text = file->text;
	unsigned long low = 1, high = line_of(text, text.len);
	if (text.len > SEARCHED_MAX)
		return err->line;
	while (low < high) {
		unsigned long middle = low + (high - low) / 2, line = 0;
		struct spot_error other = SPOT_ERROR_INIT;
		size_t len = 0;
		while (len < text.len && line < middle)
			line += text.ptr[len++] == '\n';
		int rc = spot_sandbox_compile(ld->sandbox, file->path, text.ptr, len, &other);
		if (rc == 0)
			lua_pop(ld->L, 1);
		if (rc != 0 && strcmp(other.what, err->what) == 0)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

enum spot_call spot_words_file_run(struct spot_loader *ld, size_t source, size_t level,
    bool is_include, int n_results)
{
	const struct spot_words_source *file = &ld->files->items[source];
	const struct spot_view text = file->text;
	struct spot_place place = { file->path, 0 };
	struct spot_error err = SPOT_ERROR_INIT;
	if (spot_sandbox_compile(ld->sandbox, file->path, text.ptr, text.len, &err) != 0) {
		if (err.line == 0 && err.code == SPOT_ERULES)
			err.line = limit_line(ld, file, &err);
		if (err.line == 0 && err.code == SPOT_ERULES)
			err.line = spot_mistake_long_text(text, ld->rules->limits.string_bytes);
		spot_mistake_explain(&err, text);
		spot_words_file_tell(ld, place, &err);
		return SPOT_CALL_ERROR;
	}
	size_t n_frames = ld->n_frames;
	ld->frames[ld->n_frames++] = (struct spot_words_frame) { .source = source,
		.serial = ++ld->n_runs, .level = level, .is_include = is_include };
	enum spot_call answer = spot_sandbox_call(ld->sandbox, 0, n_results,
	    ld->rules->limits.load_instructions, &err);
	ld->n_frames = n_frames;
	assert(answer != SPOT_CALL_UNKNOWN); /* there is no account whose blank it could read */
	if (answer != SPOT_CALL_OK && !ld->stopped)
		spot_words_file_tell(ld, place, &err);
	if (answer == SPOT_CALL_LIMIT)
		ld->stopped = true;
	return answer;
}
