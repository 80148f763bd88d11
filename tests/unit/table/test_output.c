/* SPDX-License-Identifier: MIT */
/* Bytes out: whole or not at all, to files of every kind. */
#include "unit/table/output_disk.h"

/* --- files --------------------------------------------------------------------------------- */

static void test_new_file(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	char *text = text_make();
	assert_int_equal(file_write(path, text, N_TEXT, NULL), 0);
	assert_holds(path, text, N_TEXT);
	assert_int_equal(mode_of(path), 0644);
	assert_int_equal(disk.n_syncs, 2); /* the file, then the folder */
	assert_true(disk.n_writes < 20);
	assert_int_equal(file_write(path, "", 0, NULL), 0);
	assert_holds(path, "", 0);
	assert_int_equal(folder_clear(), 1);
	free(text);
}

static void test_nothing_shows_before_commit(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	char *text = text_make();
	struct spot_output *output;
	file_put(path, "old");
	assert_int_equal(spot_output_open(&output, path, NULL), 0);
	assert_int_equal(write_text(output, text, N_TEXT, NULL), 0);
	assert_holds(path, "old", 3);
	spot_output_close(output);
	assert_holds(path, "old", 3);
	assert_int_equal(folder_clear(), 1);
	spot_output_close(NULL);
	free(text);
}

static void test_rights_are_kept(void **state)
{
	(void)state;
	const char *path = in_folder("out.csv");
	file_put(path, "old");
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(file_write(path, "new", 3, NULL), 0);
	assert_holds(path, "new", 3);
	assert_int_equal(mode_of(path), 0640);
	umask(077);
	assert_int_equal(file_write(in_folder("other.csv"), "new", 3, NULL), 0);
	assert_int_equal(mode_of(in_folder("other.csv")), 0600);
}

static void test_links_are_followed(void **state)
{
	(void)state;
	struct stat st;
	file_put(in_folder("real.csv"), "old");
	assert_int_equal(symlink("real.csv", in_folder("a")), 0);
	assert_int_equal(symlink(in_folder("a"), in_folder("b")), 0);
	assert_int_equal(file_write(in_folder("b"), "new", 3, NULL), 0);
	assert_holds(in_folder("real.csv"), "new", 3);
	assert_int_equal(lstat(in_folder("b"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	/* One that leads to nothing yet. */
	assert_int_equal(symlink("later.csv", in_folder("c")), 0);
	assert_int_equal(file_write(in_folder("c"), "new", 3, NULL), 0);
	assert_holds(in_folder("later.csv"), "new", 3);
	/* And one that leads to itself. */
	assert_int_equal(symlink("d", in_folder("d")), 0);
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(file_write(in_folder("d"), "new", 3, &err), SPOT_EWRITE);
	assert_string_equal(err.file, in_folder("d"));
}

static void test_name_in_this_folder(void **state)
{
	(void)state;
	char *old = getcwd(NULL, 0);
	assert_int_equal(chdir(folder), 0);
	assert_int_equal(file_write("out.csv", "new", 3, NULL), 0);
	assert_int_equal(chdir(old), 0);
	assert_holds(in_folder("out.csv"), "new", 3);
	free(old);
	char name[256];
	memset(name, 'n', 255);
	name[255] = '\0';
	assert_int_equal(file_write(in_folder(name), "new", 3, NULL), 0);
	assert_int_equal(folder_clear(), 2);
}

static void test_two_outputs_of_one_name(void **state)
{
	(void)state;
	struct spot_output *a, *b;
	const char *path = in_folder("out.csv");
	assert_int_equal(spot_output_open(&a, path, NULL), 0);
	assert_int_equal(spot_output_open(&b, path, NULL), 0);
	assert_int_equal(spot_output_write(a, "a", 1, NULL), 0);
	assert_int_equal(spot_output_write(b, "b", 1, NULL), 0);
	assert_int_equal(spot_output_commit(a, NULL), 0);
	assert_holds(path, "a", 1);
	assert_int_equal(spot_output_commit(b, NULL), 0);
	assert_holds(path, "b", 1);
	spot_output_close(a);
	spot_output_close(b);
	assert_int_equal(folder_clear(), 1);
}

static void assert_open_fails(const char *path, const char *what)
{
	struct spot_error err = SPOT_ERROR_INIT;
	struct spot_output *output;
	assert_int_equal(spot_output_open(&output, path, &err), SPOT_EWRITE);
	assert_null(output);
	assert_non_null(strstr(err.what, what));
	assert_string_equal(err.file, path);
	assert_string_not_equal(err.hint, "");
}

static void test_places_that_cannot_be_written(void **state)
{
	(void)state;
	assert_open_fails(folder, "directory");
	assert_open_fails(in_folder("no/such/folder.csv"), "No such file");
	assert_open_fails(in_folder("new/"), "directory");
	assert_open_fails("", "");
	if (geteuid() != 0) {
		file_put(in_folder("locked.csv"), "old");
		assert_int_equal(chmod(in_folder("locked.csv"), 0400), 0);
		assert_open_fails(in_folder("locked.csv"), "ermission");
	}
}

/* --- standard output and special files ------------------------------------------------------ */

static void test_stdout(void **state)
{
	(void)state;
	static const char *const names[] = { NULL, "-", "/dev/stdout" };
	char *text = text_make();
	const char *path = in_folder("out.csv");
	for (size_t i = 0; i < N_OF(names); i++) {
		fflush(stdout);
		int old = dup(STDOUT_FILENO), fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		dup2(fd, STDOUT_FILENO);
		close(fd);
		int rc = file_write(names[i], text, N_TEXT, NULL);
		dup2(old, STDOUT_FILENO);
		close(old);
		assert_int_equal(rc, 0);
		assert_holds(path, text, N_TEXT);
	}
	assert_int_equal(folder_clear(), 1);
	free(text);
}

static void test_reader_goes_away(void **state)
{
	(void)state;
	int fd[2];
	char *text = text_make();
	struct spot_error err = SPOT_ERROR_INIT;
	fflush(stdout);
	int old = dup(STDOUT_FILENO);
	assert_int_equal(pipe(fd), 0);
	dup2(fd[1], STDOUT_FILENO);
	close(fd[0]);
	close(fd[1]);
	int rc = file_write("-", text, N_TEXT, &err);
	dup2(old, STDOUT_FILENO);
	close(old);
	assert_int_equal(rc, SPOT_EWRITE);
	assert_string_equal(err.what, "the reader of the output went away");
	assert_string_not_equal(err.hint, "");
	free(text);
}

static void test_special_files_are_written_directly(void **state)
{
	(void)state;
	struct spot_error err = SPOT_ERROR_INIT;
	assert_int_equal(file_write("/dev/null", "x", 1, NULL), 0);
	assert_int_equal(file_write("/dev/full", "x", 1, &err), SPOT_EWRITE);
	assert_non_null(strstr(err.what, "No space"));
	assert_non_null(strstr(err.hint, "room"));
	/* A pipe with a name. */
	const char *path = in_folder("pipe");
	char bytes[8] = "";
	assert_int_equal(mkfifo(path, 0600), 0);
	int fd = open(path, O_RDWR);
	assert_int_equal(file_write(path, "x,y\n", 4, NULL), 0);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 4);
	assert_string_equal(bytes, "x,y\n");
	close(fd);
	assert_int_equal(folder_clear(), 1);
}

/* --- compression --------------------------------------------------------------------------- */

static void test_compressed_by_name(void **state)
{
	(void)state;
	static const struct {
		const char *name, *magic;
	} kinds[] = { { "out.csv.gz", "\x1F\x8B" }, { "out.csv.zst", "\x28\xB5" } };
	char *text = text_make(), *even = malloc(N_TEXT);
	memset(even, 'a', N_TEXT);
	for (size_t i = 0; i < N_OF(kinds); i++) {
		const char *path = in_folder(kinds[i].name);
		static const size_t lens[] = { 0, 1, 1000, 262144, N_TEXT };
		for (size_t k = 0; k < N_OF(lens); k++) {
			assert_int_equal(file_write(path, text, lens[k], NULL), 0);
			assert_unpacks(path, text, lens[k]);
		}
		assert_int_equal(file_write(path, even, N_TEXT, NULL), 0);
		assert_unpacks(path, even, N_TEXT);
		struct stat st;
		assert_int_equal(stat(path, &st), 0);
		assert_true(st.st_size < 4000);
		char head[2];
		FILE *file = fopen(path, "r");
		assert_int_equal(fread(head, 1, 2, file), 2);
		fclose(file);
		assert_memory_equal(head, kinds[i].magic, 2);
	}
	free(text);
	free(even);
}

static void test_every_allocation_may_fail(void **state)
{
	(void)state;
	if (!UNIT_HEAP)
		skip();
	for (size_t i = 0; i < N_OF(packings); i++) {
		const char *path = in_folder(packings[i]);
		int rc = -1;
		file_put(path, "old");
		for (size_t n = 1; rc < 0; n++) {
			struct spot_error err = SPOT_ERROR_INIT;
			unit_heap_fail(n);
			rc = file_write(path, "new", 3, &err);
			unit_heap_fail(0);
			assert_true(rc == 0 || rc == SPOT_ENOMEM);
			if (rc < 0)
				assert_holds(path, "old", 3);
			assert_true(n < 50);
		}
		assert_unpacks(path, "new", 3);
		assert_int_equal(folder_clear(), 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_new_file),
		TEST(test_nothing_shows_before_commit),
		TEST(test_rights_are_kept),
		TEST(test_links_are_followed),
		TEST(test_name_in_this_folder),
		TEST(test_two_outputs_of_one_name),
		TEST(test_places_that_cannot_be_written),
		TEST(test_stdout),
		TEST(test_reader_goes_away),
		TEST(test_special_files_are_written_directly),
		TEST(test_compressed_by_name),
		TEST(test_every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, folder_make, folder_remove);
}
