/* SPDX-License-Identifier: MIT */
/*
 * extends, include, drop.
 *
 * The params of a file that extends another must be in force before that other file runs,
 * though they stand after the word extends. So the extending file is first run once in a
 * scratch state where all words but params and include do nothing; the params it gives are
 * noted as overriding, then the base file is run, then the file goes on.
 */
#include <lauxlib.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "rules/words.h"

static const char results_key; /* of the registry: what included files returned */

/* "" or up to the last slash. */
static struct spot_view folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return (struct spot_view) { path, slash ? (size_t)(slash - path) + 1 : 0 };
}

/* path as seen from the folder of the file at from. */
static const char *path_join(struct spot_loader *ld, const char *from, const char *path)
{
	struct spot_view folder = folder_of(from);
	return spot_words_printf(ld, "%.*s%s", (int)folder.len, folder.ptr, path);
}

static bool is_running(const struct spot_loader *ld, size_t source)
{
	for (size_t i = 0; i < ld->n_frames; i++)
		if (ld->frames[i].source == source)
			return true;
	return false;
}

static void file_tell(struct spot_loader *ld, struct spot_place place, const char *word,
    const char *path, struct spot_error *err)
{
	struct spot_error told = *err;
	if (!err->file[0] && err->code != SPOT_ENOMEM) {
		spot_error_set(&told, SPOT_ERULES, "%s \"%s\": %s", word, path, err->what);
		if (err->hint[0])
			spot_error_hint(&told, "%s", err->hint);
	}
	spot_words_file_tell(ld, place, &told);
	if (ld->nomem)
		spot_words_raise_nomem(ld);
}

/* --- extends ------------------------------------------------------------------------------ */

static int scratch_open(lua_State *L)
{
	spot_words_open(lua_touserdata(L, 1));
	return 0;
}

/* The params that the file being run gives, noted as overriding. Does not raise. */
static int params_collect(struct spot_loader *ld, const struct spot_words_frame *frame)
{
	struct spot_loader scratch = { .rules = ld->rules, .arena = ld->arena, .files = ld->files,
		.parent = ld, .sets = ld->sets, .n_sets = ld->n_sets,
		.overrides = ld->overrides, .n_overrides = ld->n_overrides,
		.used_bytes = ld->used_bytes };
	struct spot_error err;
	int rc = spot_sandbox_open(&scratch.sandbox, &ld->rules->limits, ld->rules->as_of, &err);
	if (rc == 0) {
		scratch.L = spot_sandbox_state(scratch.sandbox);
		rc = spot_sandbox_protect(scratch.sandbox, scratch_open, &scratch, &err);
	}
	if (rc == 0) {
		/* Whatever is wrong with the file is told when it runs in earnest. */
		spot_words_file_run(&scratch, frame->source, frame->level, false, 0);
		if (scratch.nomem || !spot_words_param_override(ld, &scratch))
			rc = SPOT_ENOMEM;
	}
	ld->used_bytes = scratch.used_bytes;
	scratch.overrides = NULL; /* lent: nothing is extended in this pass */
	spot_words_reset(&scratch);
	return rc;
}

static bool extends_allowed(struct spot_loader *ld, const struct spot_words_frame *frame,
    const char *path, struct spot_place place)
{
	if (frame->has_extended)
		spot_words_error(ld, place, NULL,
		    "extends stands twice: a file extends one other file");
	else if (frame->has_words)
		spot_words_error(ld, place, "move it to the top of the file",
		    "extends must come before all other words");
	else if (path[0] == '/')
		spot_words_error(ld, place, "give the path from the rule file's folder",
		    "extends \"%s\": the path must not begin with /", path);
	else if (frame->level == SPOT_WORDS_DEPTH)
		spot_words_error(ld, place, NULL, "more than %d files extend one another",
		    SPOT_WORDS_DEPTH);
	else
		return true;
	return false;
}

int spot_words_extend_call(struct spot_loader *ld, const char *path, struct spot_place place)
{
	struct spot_words_frame *frame = &ld->frames[ld->n_frames - 1];
	struct spot_error err = SPOT_ERROR_INIT;
	if (!extends_allowed(ld, frame, path, place))
		return 0;
	frame->has_extended = true;
	const char *full = path_join(ld, ld->files->items[frame->source].path, path);
	size_t source = spot_words_file_open(ld, full, NULL, &err);
	if (source == SPOT_NONE) {
		ld->incomplete = true;
		file_tell(ld, place, "extends", path, &err);
		return 0;
	}
	if (is_running(ld, source)) {
		ld->incomplete = true;
		spot_words_error(ld, place, NULL,
		    "extends \"%s\": the files extend one another in a circle", path);
		return 0;
	}
	if (params_collect(ld, frame) == SPOT_ENOMEM)
		spot_words_raise_nomem(ld);
	enum spot_call answer = spot_words_file_run(ld, source, frame->level + 1, false, 0);
	if (answer != SPOT_CALL_OK)
		ld->incomplete = true;
	if (answer == SPOT_CALL_LIMIT || ld->nomem)
		return luaL_error(ld->L, "stopped");
	return 0;
}

/* --- include ------------------------------------------------------------------------------ */

/* The folder of the rule file that is being run, includes aside. */
static struct spot_view own_folder(const struct spot_loader *ld)
{
	size_t n = ld->n_frames;
	while (n > 1 && ld->frames[n - 1].is_include)
		n--;
	return folder_of(ld->files->items[ld->frames[n - 1].source].path);
}

/* It resolved; NULL when files are not opened any more. */
static const char *own_folder_real(struct spot_loader *ld)
{
	struct spot_view folder = own_folder(ld);
	char resolved[PATH_MAX];
	if (ld->files->closed)
		return NULL;
	const char *path = folder.len ? spot_words_copy(ld, folder) : ".";
	const char *real = realpath(path, resolved);
	return spot_words_copy(ld, spot_view_of(real ? real : path));
}

/* The path without "." and ".." steps; NULL when it leaves the folder that it starts in. */
static const char *path_normal(struct spot_loader *ld, const char *path)
{
	char *out = spot_words_copy(ld, spot_view_of(path));
	size_t n = 0;
	for (size_t len; *path; path += len + (path[len] == '/')) {
		len = strcspn(path, "/");
		if (len == 2 && memcmp(path, "..", 2) == 0) {
			if (n == 0)
				return NULL;
			while (n > 0 && out[--n] != '/')
				;
		} else if (len > 0 && !(len == 1 && path[0] == '.')) {
			if (n > 0)
				out[n++] = '/';
			memcpy(out + n, path, len);
			n += len;
		}
	}
	out[n] = '\0';
	return out;
}

/* The path as it is opened; NULL after telling that it cannot be. Links are looked at when it
 * is. */
static const char *include_path(struct spot_loader *ld, const char *path, struct spot_place place)
{
	struct spot_view folder = own_folder(ld);
	const char *from = ld->files->items[ld->frames[ld->n_frames - 1].source].path;
	const char *inside = NULL;
	if (path[0] == '\0') {
		spot_words_error(ld, place, NULL, "include needs the path of a file");
		return NULL;
	}
	const size_t most = sizeof(ld->frames) / sizeof(ld->frames[0]);
	if (ld->n_frames == most) {
		spot_words_error(ld, place, NULL,
		    "include \"%s\": more than %zu files extend or include one another", path,
		    most);
		return NULL;
	}
	/* A file that another rule file opened first keeps the path that led there, which need
	 * not begin with this folder: then it may not climb at all. */
	if (strncmp(from, folder.ptr, folder.len) != 0 ||
	    strncmp(from + folder.len, "../", 3) == 0)
		folder = folder_of(from);
	if (path[0] != '/' && !strchr(path, '\\'))
		inside = path_normal(ld, path_join(ld, from, path) + folder.len);
	if (inside)
		return spot_words_printf(ld, "%.*s%s", (int)folder.len, folder.ptr, inside);
	spot_words_error(ld, place, "write the path as \"lib/file.lua\"",
	    "include \"%s\": only files below the rule file's own folder", path);
	return NULL;
}

/* Pushes the table of results. */
static void results_push(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &results_key) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &results_key);
}

/* Pushes a table of what the file returns, with their number: nil is a result too. */
static void include_collect(struct spot_loader *ld, size_t source)
{
	lua_State *L = ld->L;
	size_t level = ld->frames[ld->n_frames - 1].level;
	int below = lua_gettop(L);
	switch (spot_words_file_run(ld, source, level, true, LUA_MULTRET)) {
	case SPOT_CALL_OK:
		break;
	case SPOT_CALL_LIMIT:
		luaL_error(L, "stopped");
		break;
	case SPOT_CALL_UNKNOWN:
	case SPOT_CALL_ERROR:
	case SPOT_CALL_N:
		if (ld->nomem)
			spot_words_raise_nomem(ld);
		spot_words_push_dummy(L);
		break;
	}
	int n = lua_gettop(L) - below;
	luaL_checkstack(L, 4, NULL);
	spot_words_charge(ld, (uint64_t)n);
	lua_createtable(L, n, 1);
	lua_insert(L, below + 1);
	for (int i = n; i > 0; i--)
		lua_rawseti(L, below + 1, i);
	lua_pushinteger(L, n);
	lua_setfield(L, below + 1, "n");
}

/* A file is run once for each run of one that includes it: what one does to a table that it was
 * given is not seen by another. */
static int include_run(struct spot_loader *ld, size_t source)
{
	lua_State *L = ld->L;
	lua_Integer pair = (lua_Integer)(ld->frames[ld->n_frames - 1].serial << 32 | source);
	results_push(L);
	int results = lua_gettop(L);
	if (lua_rawgeti(L, results, pair) != LUA_TTABLE) {
		lua_pop(L, 1);
		include_collect(ld, source);
		lua_pushvalue(L, -1);
		lua_rawseti(L, results, pair);
	}
	int kept = lua_gettop(L);
	lua_getfield(L, kept, "n");
	int n = (int)lua_tointeger(L, -1);
	luaL_checkstack(L, n, NULL);
	spot_words_charge(ld, (uint64_t)n);
	for (int i = 1; i <= n; i++)
		lua_rawgeti(L, kept, i);
	return n;
}

int spot_words_extend_include(struct spot_loader *ld, const char *path, struct spot_place place)
{
	struct spot_error err = SPOT_ERROR_INIT;
	const char *full = include_path(ld, path, place);
	size_t source = SPOT_NONE;
	if (full)
		source = spot_words_file_open(ld, full, own_folder_real(ld), &err);
	if (source != SPOT_NONE && !is_running(ld, source))
		return include_run(ld, source);
	if (source != SPOT_NONE)
		spot_words_error(ld, place, NULL,
		    "include \"%s\": the files include one another in a circle", path);
	else if (full)
		file_tell(ld, place, "include", path, &err);
	spot_words_push_dummy(ld->L);
	return 1;
}

/* --- drop --------------------------------------------------------------------------------- */

static bool is_of_base(const struct spot_loader *ld, const struct spot_words_entry *entry)
{
	return entry->level > ld->frames[ld->n_frames - 1].level && !entry->removed &&
	    !entry->dropped;
}

/* What drop can name, for the nearest spelling. */
static struct spot_words_known droppable(struct spot_loader *ld)
{
	const char **names = NULL;
	size_t n = 0, cap = 0;
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		struct spot_words_names keys = { .n = 1, .names = &entry->name };
		if (!is_of_base(ld, entry) || (!entry->name && !entry->has_table))
			continue;
		if (entry->id == SPOT_WORD_FIELDS || entry->id == SPOT_WORD_TIERS) {
			struct spot_words_table table = spot_words_table_of(ld, i);
			keys = spot_words_table_names(&table);
			lua_pop(ld->L, 1);
		} else if (!entry->name) {
			continue;
		}
		if (n + keys.n > cap) {
			cap = 2 * (n + keys.n);
			const char **more = spot_words_alloc(ld, cap, sizeof(*more));
			if (n)
				memcpy(more, names, n * sizeof(*more));
			names = more;
		}
		for (size_t k = 0; k < keys.n; k++)
			names[n++] = keys.names[k];
	}
	return (struct spot_words_known) { "word", names, n };
}

/* A field or tier of the base file: an entry of its own, read in its turn. */
static bool key_drop(struct spot_loader *ld, const char *name, struct spot_place place)
{
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		enum spot_words_id id = entry->id;
		if ((id != SPOT_WORD_FIELDS && id != SPOT_WORD_TIERS) || !is_of_base(ld, entry) ||
		    !entry->has_table)
			continue;
		struct spot_words_table table = spot_words_table_of(ld, i);
		bool has = spot_words_table_push(&table, name) != LUA_TNIL;
		lua_pop(ld->L, 2);
		if (!has)
			continue;
		spot_words_grow(ld, &ld->entries, &ld->entries_cap, ld->n_entries + 1,
		    sizeof(*ld->entries));
		ld->entries[ld->n_entries++] = (struct spot_words_entry) { .id = id, .place = place,
			.level = ld->frames[ld->n_frames - 1].level, .dropped = name };
		return true;
	}
	return false;
}

int spot_words_extend_drop(struct spot_loader *ld, const char *name, struct spot_place place)
{
	for (size_t i = 0; i < ld->n_entries; i++) {
		struct spot_words_entry *entry = &ld->entries[i];
		if (!is_of_base(ld, entry) || !entry->name || strcmp(entry->name, name) != 0)
			continue;
		entry->removed = true;
		entry->drop_place = place;
		return 0;
	}
	if (key_drop(ld, name, place) || ld->incomplete)
		return 0;
	for (size_t i = 0; i < ld->n_entries; i++) {
		const struct spot_words_entry *entry = &ld->entries[i];
		if (!entry->name || entry->removed || strcmp(entry->name, name) != 0)
			continue;
		spot_words_error(ld, place, "leave the word itself out",
		    "drop \"%s\": it stands in this same file", name);
		return 0;
	}
	if (!ld->frames[ld->n_frames - 1].has_extended) {
		spot_words_error(ld, place,
		    "drop leaves out a word of the file that this one extends",
		    "drop \"%s\": this file extends no other", name);
		return 0;
	}
	struct spot_words_known known = droppable(ld);
	spot_words_error(ld, place, spot_words_nearest(ld, name, known.names, known.n, NULL),
	    "drop \"%s\": the file that is extended has no such name", name);
	return 0;
}
