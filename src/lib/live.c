/* SPDX-License-Identifier: MIT */
/*
 * Two locks: `loading` is held as long as a load takes and guards all but icp; `now` guards icp,
 * and is held as long as a handle is taken. So readers never wait for a load.
 *
 * Whether a file has changed is told by its place, size and times. Rule files are small and were
 * kept as they were read, so that one whose time is too young to tell (a change within the clock's
 * grain leaves it as it is) is read and compared.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/date.h"
#include "lib/internal.h"

/* A file written less than so many seconds before it was looked at may be written again without a
 * change of its times. */
#define GRAIN_SECONDS 2

struct watched {
	const char *path;
	const struct spot_source *source; /* what was read of it; NULL: a second table */
	struct stat seen;
	bool is_there;
	bool is_young; /* its time did not tell much when it was looked at */
};

struct spot_live {
	pthread_mutex_t loading, now;
	struct spot_icp *icp;       /* a handle */
	const char *path;
	struct spot_icp_options options;
	struct spot_arena arena;    /* of the options */
	struct watched *files;
	size_t n_files;
	struct spot_arena file_arena;
};

/* What a load will replace. */
struct loaded {
	struct spot_icp *icp;
	struct watched *files;
	size_t n_files;
	struct spot_arena arena;
};

/* --- files ------------------------------------------------------------------------------- */

static void look(struct watched *file)
{
	file->is_there = stat(file->path, &file->seen) == 0;
	file->is_young = file->is_there && file->seen.st_mtim.tv_sec + GRAIN_SECONDS > time(NULL);
}

static bool looks_same(const struct watched *a, const struct watched *b)
{
	const struct stat *x = &a->seen, *y = &b->seen;

	if (!a->is_there || !b->is_there)
		return a->is_there == b->is_there;
	return x->st_dev == y->st_dev && x->st_ino == y->st_ino && x->st_size == y->st_size &&
	    x->st_mtim.tv_sec == y->st_mtim.tv_sec && x->st_mtim.tv_nsec == y->st_mtim.tv_nsec &&
	    x->st_ctim.tv_sec == y->st_ctim.tv_sec && x->st_ctim.tv_nsec == y->st_ctim.tv_nsec;
}

/* The file holds other bytes than those that were read, or cannot be read. */
static bool differs(const struct spot_source *source)
{
	FILE *file = fopen(source->path, "rbe");
	char bytes[4096];
	size_t at = 0, n;
	bool same = file;

	while (same && (n = fread(bytes, 1, sizeof(bytes), file)) > 0) {
		same = n <= source->len - at && memcmp(bytes, source->text + at, n) == 0;
		at += n;
	}
	same = same && !ferror(file) && at == source->len;
	if (file)
		fclose(file);
	return !same;
}

static bool has_changed(struct watched *file)
{
	struct watched now = { .path = file->path };

	look(&now);
	if (looks_same(&now, file) && !file->is_young)
		return false;
	if (!file->source)
		return !looks_same(&now, file);
	if (differs(file->source))
		return true;
	file->seen = now.seen;
	file->is_there = now.is_there;
	file->is_young = now.is_young;
	return false;
}

/* Notes the files of what was loaded; tables were looked at before. */
static int watch_sources(struct loaded *loaded, struct spot_error *err)
{
	const struct spot_rules *rules = loaded->icp->rules;
	size_t n_tables = loaded->n_files;
	struct watched *files = spot_arena_calloc(
	    &loaded->arena, rules->n_sources + n_tables + 1, sizeof(*files));

	if (!files)
		return spot_error_nomem(err);
	if (n_tables > 0)
		memcpy(files, loaded->files, n_tables * sizeof(*files));
	for (size_t i = 0; i < rules->n_sources; i++) {
		struct watched *file = &files[n_tables + i];

		file->path = rules->sources[i].path;
		file->source = &rules->sources[i];
		look(file);
		/* It may have been written between the reading and the looking. */
		file->is_young = true;
	}
	loaded->files = files;
	loaded->n_files = n_tables + rules->n_sources;
	return 0;
}

static int watch_tables(struct loaded *loaded, const struct spot_icp_options *options,
    struct spot_error *err)
{
	loaded->files =
	    spot_arena_calloc(&loaded->arena, options->n_tables + 1, sizeof(*loaded->files));
	if (!loaded->files)
		return spot_error_nomem(err);
	for (size_t i = 0; i < options->n_tables; i++) {
		if (!options->tables[i].path)
			continue;
		loaded->files[loaded->n_files].path = options->tables[i].path;
		look(&loaded->files[loaded->n_files++]);
	}
	return 0;
}

/* --- loading ----------------------------------------------------------------------------- */

static int load(struct loaded *out, const char *path, const struct spot_icp_options *options,
    struct spot_error *err)
{
	int rc;

	*out = (struct loaded) { 0 };
	spot_arena_init(&out->arena);
	rc = watch_tables(out, options, err);
	if (rc == 0)
		rc = spot_icp_load(&out->icp, path, NULL, options, err);
	if (rc == 0)
		rc = watch_sources(out, err);
	if (rc != 0) {
		spot_icp_close(out->icp);
		spot_arena_free(&out->arena);
	}
	return rc;
}

/* Puts it in the place of what was there. */
static void take_over(struct spot_live *live, struct loaded *loaded)
{
	struct spot_icp *before;

	pthread_mutex_lock(&live->now);
	before = live->icp;
	live->icp = loaded->icp;
	pthread_mutex_unlock(&live->now);
	spot_icp_close(before);
	spot_arena_free(&live->file_arena);
	live->file_arena = loaded->arena;
	live->files = loaded->files;
	live->n_files = loaded->n_files;
}

static int load_anew(struct spot_live *live, struct spot_error *err)
{
	struct loaded loaded;
	int rc = load(&loaded, live->path, &live->options, err);

	if (rc == 0)
		take_over(live, &loaded);
	return rc;
}

static bool is_stale(struct spot_live *live)
{
	bool stale = !live->options.as_of && live->icp->rules->as_of != spot_date_today();

	for (size_t i = 0; !stale && i < live->n_files; i++)
		stale = has_changed(&live->files[i]);
	return stale;
}

/* --- life -------------------------------------------------------------------------------- */

static int open_live(struct spot_live *live, const char *path,
    const struct spot_icp_options *options, struct spot_error *err)
{
	struct spot_icp_options read;
	int rc = spot_options_read(&read, options, err);

	if (rc == 0)
		rc = spot_options_copy(&live->options, &read, &live->arena, err);
	if (rc != 0)
		return rc;
	live->path = spot_arena_copy(&live->arena, path, strlen(path));
	return live->path ? load_anew(live, err) : spot_error_nomem(err);
}

int spot_live_open(struct spot_live **out, const char *path,
    const struct spot_icp_options *options, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_live *live;

	if (!out)
		return spot_icp_refuse(error, "there is no place for the result");
	*out = NULL;
	if (!path)
		return spot_icp_refuse(error, "there is no path of a rule file");
	live = calloc(1, sizeof(*live));
	if (!live) {
		spot_error_nomem(&err);
		return spot_icp_tell(error, &err);
	}
	pthread_mutex_init(&live->loading, NULL);
	pthread_mutex_init(&live->now, NULL);
	spot_arena_init(&live->arena);
	spot_arena_init(&live->file_arena);
	if (open_live(live, path, options, &err) != 0) {
		spot_live_close(live);
		return spot_icp_tell(error, &err);
	}
	*out = live;
	return 0;
}

void spot_live_close(struct spot_live *live)
{
	if (!live)
		return;
	spot_icp_close(live->icp);
	spot_arena_free(&live->file_arena);
	spot_arena_free(&live->arena);
	pthread_mutex_destroy(&live->loading);
	pthread_mutex_destroy(&live->now);
	free(live);
}

/* --- using it ---------------------------------------------------------------------------- */

struct spot_icp *spot_live_icp(struct spot_live *live)
{
	struct spot_icp *icp;

	pthread_mutex_lock(&live->now);
	icp = spot_icp_share(live->icp);
	pthread_mutex_unlock(&live->now);
	return icp;
}

int spot_live_refresh(struct spot_live *live, bool *changed, struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	bool stale;
	int rc = 0;

	if (changed)
		*changed = false;
	if (!live)
		return spot_icp_refuse(error, "there is no live set");
	if (pthread_mutex_trylock(&live->loading) != 0)
		return 0;
	stale = is_stale(live);
	if (stale)
		rc = load_anew(live, &err);
	pthread_mutex_unlock(&live->loading);
	if (changed)
		*changed = stale && rc == 0;
	return rc == 0 ? 0 : spot_icp_tell(error, &err);
}

static int reload_with(struct spot_live *live, const struct spot_icp_options *options,
    struct spot_error *err)
{
	struct spot_icp_options read, copy;
	struct spot_arena arena;
	struct loaded loaded;
	const char *path;
	int rc = spot_options_read(&read, options, err);

	if (rc != 0)
		return rc;
	spot_arena_init(&arena);
	rc = spot_options_copy(&copy, &read, &arena, err);
	path = spot_arena_copy(&arena, live->path, strlen(live->path));
	if (rc == 0 && !path)
		rc = spot_error_nomem(err);
	if (rc == 0)
		rc = load(&loaded, path, &copy, err);
	if (rc != 0) {
		spot_arena_free(&arena);
		return rc;
	}
	take_over(live, &loaded);
	spot_arena_free(&live->arena);
	live->arena = arena;
	live->options = copy;
	live->path = path;
	return 0;
}

int spot_live_reload(struct spot_live *live, const struct spot_icp_options *options,
    struct spot_icp_error *error)
{
	struct spot_error err = SPOT_ERROR_INIT;
	int rc;

	if (!live)
		return spot_icp_refuse(error, "there is no live set");
	pthread_mutex_lock(&live->loading);
	rc = options ? reload_with(live, options, &err) : load_anew(live, &err);
	pthread_mutex_unlock(&live->loading);
	return rc == 0 ? 0 : spot_icp_tell(error, &err);
}
