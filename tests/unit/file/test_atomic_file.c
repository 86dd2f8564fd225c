#define _XOPEN_SOURCE 700

#include "test.h"

#include "atomic_saves.h"
#include "child.h"
#include "faults.h"
#include "files.h"
#include "poor_system.h"
#include "tempdir.h"
#include "outcome.h"

#include "os/sys.h"
#include "file/atomic_file_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static sdn_sys_table real_sys;

static void plan_phase1_normal_save_creates_target_file(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_ok(save("content", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "content");
}

static void plan_phase1_temp_file_is_gone_after_rename(void **state)
{
    (void)state;
    sdn_atomic_file *file = must_create();
    assert_int_equal(count_names(".tmp"), 1);
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_OK);
    assert_null(file);
    assert_int_equal(count_names(".tmp"), 0);
    assert_int_equal(count_names("."), 3); /* ., .. and the file */
}

static int crash_in_the_middle(child *parent, void *context)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    (void)parent, (void)context;
    if (acquire_lock(TARGET_PATH, NULL, &lock, NULL) != SDN_OK ||
        create_file(TARGET_PATH, lock, NULL, &file, NULL) != SDN_OK)
        return 1;
    (void)sdn_atomic_file_write(file, "half", 4, NULL);
    return raise(SIGKILL);
}

static void plan_phase1_temp_file_remains_after_a_crash(void **state)
{
    (void)state;
    write_file(TARGET_PATH, "old");
    child crashed = child_start(crash_in_the_middle, NULL);
    assert_int_equal(child_finish(&crashed), -1);
    assert_int_equal(count_names(".tmp"), 1);
    assert_string_equal(read_file(TARGET_PATH), "old");
}

static void plan_phase1_temp_files_are_cleaned_on_start_up(void **state)
{
    (void)state;
    child crashed = child_start(crash_in_the_middle, NULL);
    assert_int_equal(child_finish(&crashed), -1);
    must_sweep();
    assert_int_equal(count_names("tmp"), 0);
}

static void plan_phase1_file_is_readable_after_save(void **state)
{
    char text[100000];
    sdn_error err = {0};
    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_ok(save("short", &err), err);
    assert_ok(save(text, &err), err);
    assert_string_equal(read_file(TARGET_PATH), text);
    assert_ok(save("", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "");
}

static int64_t disk_full(int fd, const void *bytes, size_t size)
{
    return size > 2 ? real_sys.write(fd, bytes, 2) : -ENOSPC;
}

static void plan_phase1_old_file_is_preserved_if_write_fails(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.write = disk_full;
    assert_int_equal(save("new content", &err), SDN_E_IO);
    assert_int_equal(err.os_error, ENOSPC);
    assert_message_has(err, "todo_db.sdn: cannot write the temporary file todo_db.sdn.");
    assert_string_equal(read_file(TARGET_PATH), "old");
    assert_int_equal(count_names("."), 3);
}

static int64_t write_one_byte(int fd, const void *bytes, size_t size)
{
    return real_sys.write(fd, bytes, size < 1 ? size : 1);
}

static void short_writes_are_put_together(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.write = write_one_byte;
    assert_ok(save("byte by byte", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "byte by byte");
}

static void pieces_are_appended(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_atomic_file *file = must_create();
    assert_ok(sdn_atomic_file_write(file, "one ", 4, &err), err);
    assert_ok(sdn_atomic_file_write(file, "", 0, &err), err);
    assert_ok(sdn_atomic_file_write(file, "two", 3, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_string_equal(read_file(TARGET_PATH), "one two");
}

static void discard_leaves_the_old_file(void **state)
{
    (void)state;
    write_file(TARGET_PATH, "old");
    unsigned long long inode = file_inode(TARGET_PATH);
    sdn_atomic_file *file = must_create();
    assert_int_equal(sdn_atomic_file_write(file, "new", 3, NULL), SDN_OK);
    sdn_atomic_file_discard(&file);
    assert_null(file);
    sdn_atomic_file_discard(&file);
    assert_int_equal(file_inode(TARGET_PATH), inode);
    assert_int_equal(count_names("."), 3);
}

static void symbolic_link_is_saved_through(void **state)
{
    struct stat found;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("data", 0777), 0);
    write_file("data/real.sdn", "old");
    assert_int_equal(symlink("data/real.sdn", TARGET_PATH), 0);
    assert_ok(save("new", &err), err);
    assert_int_equal(lstat(TARGET_PATH, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_string_equal(read_file("data/real.sdn"), "new");
}

static void file_with_two_names_is_refused_unless_allowed(void **state)
{
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    assert_int_equal(link(TARGET_PATH, "second"), 0);
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: the file has 2 hard links, which a save would separate");
    assert_int_equal(count_names(".tmp"), 0);
    options.break_links = true;
    assert_ok(create_file(TARGET_PATH, NULL, &options, &file, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_string_equal(read_file("second"), "old");
    assert_string_equal(read_file(TARGET_PATH), "");
}

static void directory_is_refused(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir(TARGET_PATH, 0777), 0);
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: this is a directory; give the path of a regular file");
}

static int rename_busy(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -EBUSY;
}

static void mount_point_is_a_clear_error(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    sdn__sys.exchange_at = rename_busy;
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_message_has(err, "cannot replace the file because it is a mount point; mount its directory instead");
    assert_int_equal(count_names("."), 3);
}

static int create_denied(int directory, const char *name, unsigned flags, uint32_t mode)
{
    return (flags & SDN_OPEN_CREATE) != 0 ? -EACCES : real_sys.open_at(directory, name, flags, mode);
}

static void read_only_directory_is_a_clear_error(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.open_at = create_denied;
    assert_int_equal(replace_by("new", &err), SDN_E_IO);
    assert_string_equal(err.message, "todo_db.sdn: cannot create a file in the directory, which a save needs; make "
                                     "the directory writable: Permission denied");
}

static void whatever_forbids_new_files_is_explained(void **state)
{
    static const int forbidden[] = {EACCES, EPERM, EROFS};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        sdn_error err = {0};
        without_new_files(forbidden[i]);
        assert_int_equal(replace_by("new", &err), SDN_E_IO);
        assert_int_equal(err.os_error, forbidden[i]);
        assert_message_has(err, "todo_db.sdn: cannot create a file in the directory, which a save needs; make "
                                "the directory writable: ");
    }
    assert_string_equal(read_file(TARGET_PATH), "old");
}

static void temporary_names_that_are_all_taken_are_an_error(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    without_new_files(EEXIST);
    assert_int_equal(replace_by("new", &err), SDN_E_IO);
    assert_string_equal(err.message, "todo_db.sdn: cannot create a temporary file in the directory: File exists");
    assert_string_equal(read_file(TARGET_PATH), "old");
    assert_int_equal(count_names("."), 3);
}

static int64_t write_nothing(int fd, const void *bytes, size_t size)
{
    (void)fd, (void)bytes, (void)size;
    return 0;
}

static void write_without_progress_is_an_error(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    sdn__sys.write = write_nothing;
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_int_equal(err.os_error, EIO);
    assert_message_has(err, "todo_db.sdn: cannot write the temporary file todo_db.sdn.");
    assert_string_equal(read_file(TARGET_PATH), "old");
    assert_int_equal(count_names("."), 3);
}

/* --- Durability --- */

static int syncs;

static int count_sync(int fd)
{
    syncs++;
    return real_sys.sync(fd);
}

static void durable_save_flushes_file_and_directory(void **state)
{
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    sdn_atomic_file *file = NULL;
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.sync = count_sync;
    syncs = 0;
    assert_int_equal(create_file(TARGET_PATH, NULL, &options, &file, NULL), SDN_OK);
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_OK);
    assert_int_equal(syncs, 2);
    options.durability = SDN_ATOMIC;
    assert_int_equal(create_file(TARGET_PATH, NULL, &options, &file, NULL), SDN_OK);
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_OK);
    assert_int_equal(syncs, 2);
}

static int fail_file_sync(int fd)
{
    sdn_stat stat;
    syncs++;
    return real_sys.stat_fd(fd, &stat) == 0 && stat.kind == SDN_KIND_REGULAR ? -EIO : real_sys.sync(fd);
}

static void failed_flush_is_not_tried_again(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.sync = fail_file_sync;
    syncs = 0;
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_int_equal(syncs, 1);
    assert_string_equal(read_file(TARGET_PATH), "old");
    assert_int_equal(count_names("."), 3);
}

static int fail_directory_sync(int fd)
{
    sdn_stat stat;
    return real_sys.stat_fd(fd, &stat) == 0 && stat.kind == SDN_KIND_DIRECTORY ? -EIO : real_sys.sync(fd);
}

static void failed_flush_of_the_directory_is_a_warning(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.sync = fail_directory_sync;
    assert_int_equal(save("new", &err), SDN_W_NOT_DURABLE);
    assert_int_equal(err.code, SDN_W_NOT_DURABLE);
    assert_message_has(err, "todo_db.sdn: saved, but the directory could not be flushed to disk");
    assert_string_equal(read_file(TARGET_PATH), "new");
    assert_int_equal(count_names("."), 3);
}

static void warning_needs_no_error_to_be_written_to(void **state)
{
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.sync = fail_directory_sync;
    assert_int_equal(save("new", NULL), SDN_W_NOT_DURABLE);
    assert_string_equal(read_file(TARGET_PATH), "new");
}

/* --- Others who change the file or the lock --- */

static int reply; /* that comes instead */

static int exchange_and_lose_reply(int directory, const char *a, const char *b)
{
    (void)real_sys.exchange_at(directory, a, b);
    return reply;
}

static int rename_and_lose_reply(int directory, const char *from, const char *to)
{
    (void)real_sys.rename_at(directory, from, to);
    return -EIO;
}

static int rename_new_and_lose_reply(int directory, const char *from, const char *to)
{
    (void)real_sys.rename_new_at(directory, from, to);
    return reply;
}

static void lost_reply_to_the_exchange_is_seen_through(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    static const int replies[] = {-EIO, -ENOENT, -EPERM}; /* the last one also means that it cannot be done here */
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_and_lose_reply;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        sdn_error err = {0};
        write_file(TARGET_PATH, "old");
        reply = replies[i];
        assert_ok(save("new", &err), err);
        assert_string_equal(read_file(TARGET_PATH), "new");
        assert_int_equal(count_names("."), 3);
    }
}

static void lost_reply_to_the_rename_is_seen_through(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    without_exchange();
    sdn__sys.rename_at = rename_and_lose_reply;
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "new");
    assert_int_equal(count_names("."), 3);
}

static void lost_reply_to_the_naming_of_a_new_file_is_seen_through(void **state)
{
    static const int replies[] = {-EEXIST, -EPERM}; /* the first is that of a second try */
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.rename_new_at = rename_new_and_lose_reply;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        sdn_error err = {0};
        reply = replies[i];
        assert_ok(save("new", &err), err);
        assert_string_equal(read_file(TARGET_PATH), "new");
        assert_int_equal(count_names("."), 3);
        assert_int_equal(unlink(TARGET_PATH), 0);
    }
}

static void file_system_without_exclusive_rename_gets_a_rename(void **state)
{
    sdn_error err = {0};
    (void)state;
    without_exclusive_rename();
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "new");
    assert_int_equal(count_names("."), 3);
}

static int forbidden;

static int rename_forbidden(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    return -forbidden;
}

static void exclusive_rename_that_is_not_permitted_gets_a_rename(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn__sys.rename_new_at = rename_forbidden;
    forbidden = EPERM; /* a filter of system calls */
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "new");
}

static void sticky_directory_is_explained(void **state)
{
    static const int reasons[] = {EPERM, EACCES};
    (void)state;
    write_file(TARGET_PATH, "old");
    without_exchange();
    sdn__sys.rename_at = rename_forbidden;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        sdn_error err = {0};
        forbidden = reasons[i];
        assert_int_equal(save("new", &err), SDN_E_IO);
        assert_message_has(err, "in a directory with the sticky bit only the owner of the file may");
    }
}

static void file_system_without_exchange_gets_a_rename(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    without_exchange();
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "new");
    assert_int_equal(count_names("."), 3);
}

/* --- Programs that do not lock, in the moment of the save --- */

static int written_fd = -1;

/* Opens the file for writing in place, as a shell does for `>`, and pauses. */
static int exchange_after_an_open(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real_sys.exchange_at;
    written_fd = open(TARGET_PATH, O_WRONLY | O_TRUNC);
    assert_true(written_fd >= 0);
    return real_sys.exchange_at(directory, a, b);
}

/* The program keeps writing to the file that it opened, and that is still the file. */
static void writer_that_opens_the_file_at_the_last_moment_keeps_it(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_an_open;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_int_equal(write(written_fd, "theirs", 6), 6);
    assert_int_equal(close(written_fd), 0);
    assert_string_equal(read_file(TARGET_PATH), "theirs");
    assert_int_equal(count_names("."), 3);
}

static int exchange_after_a_write(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real_sys.exchange_at;
    write_file(TARGET_PATH, "theirs");
    return real_sys.exchange_at(directory, a, b);
}

static void write_in_place_at_the_last_moment_is_not_lost(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_a_write;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(TARGET_PATH), "theirs");
    assert_int_equal(count_names("."), 3);
}

static void replace_by_rename(const char *content)
{
    write_file("other", content);
    assert_int_equal(rename("other", TARGET_PATH), 0);
}

static int exchange_after_a_replacement(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real_sys.exchange_at;
    replace_by_rename("theirs");
    return real_sys.exchange_at(directory, a, b);
}

static void file_put_there_at_the_last_moment_is_not_lost(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_a_replacement;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(TARGET_PATH), "theirs");
    assert_int_equal(count_names("."), 3);
}

static int exchange_between_two_replacements(int directory, const char *a, const char *b)
{
    static int calls;
    replace_by_rename(calls++ % 2 == 0 ? "theirs" : "another's");
    return real_sys.exchange_at(directory, a, b);
}

/* The last one counts, as it would without us. */
static void two_files_put_there_one_after_the_other_leave_the_last(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_between_two_replacements;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(TARGET_PATH), "another's");
    assert_int_equal(count_names("."), 3);
}

static void file_that_cannot_be_given_its_name_back_is_named(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_between_two_replacements;
    sdn__sys.rename_at = rename_forbidden;
    forbidden = EIO;
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_message_has(err, "what it wrote is in ");
}

static int exchange_after_a_removal(int directory, const char *a, const char *b)
{
    assert_int_equal(unlink(TARGET_PATH), 0);
    return real_sys.exchange_at(directory, a, b);
}

static void file_removed_at_the_last_moment_is_a_change(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_a_removal;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_int_equal(count_names("."), 2);
}

static int name_after_another(int directory, const char *from, const char *to)
{
    if (strcmp(to, TARGET_PATH) == 0) /* and no lock file */
        write_file(TARGET_PATH, "theirs");
    return real_sys.rename_new_at(directory, from, to);
}

static void new_file_does_not_replace_one_made_at_the_last_moment(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.rename_new_at = name_after_another;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(TARGET_PATH), "theirs");
    assert_int_equal(count_names("."), 3);
}

static int exchange_once_after_a_write(int directory, const char *a, const char *b)
{
    static bool is_back;
    if (is_back)
        return -EIO;
    is_back = true;
    write_file(TARGET_PATH, "theirs");
    return real_sys.exchange_at(directory, a, b);
}

/* What the other program wrote keeps the name that is in the message. */
static void displaced_file_that_cannot_be_given_back_is_named(void **state)
{
    only_on_linux("two names are exchanged by renameat2");
    sdn_error err = {0};
    char temp[64];
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_once_after_a_write;
    assert_int_equal(save("new", &err), SDN_E_IO);
    const char *at = strstr(err.message, "what it wrote is in ");
    assert_non_null(at);
    assert_int_equal(sscanf(at, "what it wrote is in %63[^:]", temp), 1);
    assert_string_equal(read_file(temp), "theirs");
}

static void file_open_for_writing_is_not_replaced(void **state)
{
    only_on_linux("a writer of a file is seen by a lease");
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    int fd = open(TARGET_PATH, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_message_has(err, "another program has the file open for writing; save again when it is done");
    assert_string_equal(read_file(TARGET_PATH), "old");
    assert_int_equal(close(fd), 0);
    assert_ok(save("new", &err), err);
}

/* A child that goes on with this program keeps what is not closed for it; as long as it had the new file open for
 * writing, everybody would wait for it. */
static int wait_for_the_parent(child *parent, void *context)
{
    (void)context;
    child_say(parent);
    return child_hear(parent) ? 0 : 1;
}

static void child_of_a_fork_during_a_save_does_not_write_to_the_file(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_snapshot now = SDN_SNAPSHOT_INIT;
    sdn_error err = {0};
    sdn_atomic_file *file = NULL;
    (void)state;
    assert_ok(sdn__path_open(TARGET_PATH, &resolved, &err), err);
    assert_ok(create_file(TARGET_PATH, NULL, NULL, &file, &err), err);
    child idle = child_start(wait_for_the_parent, NULL);
    assert_true(child_hear(&idle));
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_ok(sdn__snapshot_take(&resolved, &now, &err), err);
    assert_false(sdn__snapshot_is_being_written(&now));
    child_say(&idle);
    assert_int_equal(child_finish(&idle), 0);
    sdn__snapshot_release(&now);
    sdn__path_close(&resolved);
}

static int open_exists_once(int directory, const char *name, unsigned flags, uint32_t mode)
{
    if ((flags & SDN_OPEN_CREATE) == 0)
        return real_sys.open_at(directory, name, flags, mode);
    sdn__sys.open_at = real_sys.open_at;
    return -EEXIST;
}

/* Two with one name, which is what random names all but exclude, or a call that was interrupted and repeated.
 */
static void temporary_name_that_is_taken_is_replaced_by_another(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    real_sys = sdn__sys;
    sdn__sys.open_at = open_exists_once;
    assert_ok(replace_by("new", &err), err);
    assert_string_equal(read_file(TARGET_PATH), "new");
}

static int stat_fails(int fd, sdn_stat *stat)
{
    (void)fd, (void)stat;
    sdn__sys.stat_fd = real_sys.stat_fd;
    return -EIO;
}

static int stat_fails_next_after_name(int directory, const char *name, sdn_stat *stat)
{
    sdn__sys.stat_fd = stat_fails;
    return real_sys.stat_at(directory, name, stat);
}

static void failing_look_at_the_directory_is_no_misuse(void **state)
{
    sdn_error err = {0};
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    (void)state;
    assert_ok(acquire_lock(TARGET_PATH, NULL, &lock, &err), err);
    real_sys = sdn__sys;
    sdn__sys.stat_at = stat_fails_next_after_name; /* the next look is that at the directory */
    assert_int_equal(create_file("./" TARGET_PATH, lock, NULL, &file, &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: cannot look at the directory");
    sdn_lock_release(lock);
}

static void file_changed_since_create_is_a_conflict(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    sdn_atomic_file *file = must_create();
    write_file(TARGET_PATH, "changed meanwhile");
    assert_int_equal(sdn_atomic_file_commit(&file, &err), SDN_E_CONFLICT);
    assert_message_has(err, "todo_db.sdn: the file was changed by another program; load it again, then save");
    assert_string_equal(read_file(TARGET_PATH), "changed meanwhile");
    assert_int_equal(count_names("."), 3);
}

static void file_that_appears_since_create_is_a_conflict(void **state)
{
    (void)state;
    sdn_atomic_file *file = must_create();
    write_file(TARGET_PATH, "new from elsewhere");
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_E_CONFLICT);
    assert_string_equal(read_file(TARGET_PATH), "new from elsewhere");
}

static void file_that_vanishes_since_create_is_a_conflict(void **state)
{
    (void)state;
    write_file(TARGET_PATH, "old");
    sdn_atomic_file *file = must_create();
    assert_int_equal(unlink(TARGET_PATH), 0);
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_E_CONFLICT);
    assert_false(file_exists(TARGET_PATH));
}

static void lost_lock_stops_the_save(void **state)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    assert_ok(acquire_lock(TARGET_PATH, NULL, &lock, &err), err);
    assert_ok(create_file(TARGET_PATH, lock, NULL, &file, &err), err);
    plain_unlock("todo_db.sdn.lock");
    assert_int_equal(sdn_atomic_file_commit(&file, &err), SDN_E_LOCK_LOST);
    assert_string_equal(read_file(TARGET_PATH), "old");
    sdn_lock_release(lock);
    assert_int_equal(count_names("."), 3);
}

/* The same text means another file there. */
static void lock_does_not_cover_its_path_in_another_working_directory(void **state)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("elsewhere", 0777), 0);
    assert_ok(acquire_lock(TARGET_PATH, NULL, &lock, &err), err);
    assert_int_equal(chdir("elsewhere"), 0);
    assert_int_equal(create_file(TARGET_PATH, lock, NULL, &file, &err), SDN_E_MISUSE);
    assert_int_equal(chdir(".."), 0);
    sdn_lock_release(lock);
}

static void lock_covers_its_path_from_a_directory_above(void **state)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("below", 0777), 0);
    assert_ok(acquire_lock("below/" TARGET_PATH, NULL, &lock, &err), err);
    assert_ok(create_file("below/" TARGET_PATH, lock, NULL, &file, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    sdn_lock_release(lock);
    assert_string_equal(read_file("below/" TARGET_PATH), "");
}

static int create_with_inherited_lock(child *parent, void *context)
{
    (void)parent;
    sdn_error err = {0};
    sdn_atomic_file *file = sdn_atomic_file_create(TARGET_PATH, context, NULL, &err);
    return file == NULL && err.code == SDN_E_FORKED ? 0 : 1;
}

static void forked_child_creates_nothing_under_the_lock_of_its_parent(void **state)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    (void)state;
    assert_ok(acquire_lock(TARGET_PATH, NULL, &lock, &err), err);
    child forked = child_start(create_with_inherited_lock, lock);
    assert_int_equal(child_finish(&forked), 0);
    sdn_lock_release(lock);
}

static void lock_of_another_file_is_misuse(void **state)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    assert_ok(acquire_lock("feature_db.sdn", NULL, &lock, &err), err);
    assert_int_equal(create_file(TARGET_PATH, lock, NULL, &file, &err), SDN_E_MISUSE);
    assert_int_equal(sdn_atomic_file_sweep(TARGET_PATH, lock, &err), SDN_E_MISUSE);
    assert_int_equal(sdn_atomic_file_sweep(TARGET_PATH, NULL, &err), SDN_E_MISUSE);
    sdn_lock_release(lock);
}

static void saved_snapshot_is_that_of_the_new_file(void **state)
{
    sdn_path resolved = SDN_PATH_INIT;
    sdn_snapshot loaded = SDN_SNAPSHOT_INIT, saved = SDN_SNAPSHOT_INIT;
    bool same = false;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    assert_ok(sdn__path_open(TARGET_PATH, &resolved, &err), err);
    assert_ok(sdn__snapshot_take(&resolved, &loaded, &err), err);
    assert_ok(sdn__atomic_file_create_at(&resolved, NULL, &loaded, NULL, &file, &err), err);
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    assert_ok(sdn__atomic_file_commit_snapshot(&file, &saved, &err), err);
    assert_int_equal(saved.stat.inode, file_inode(TARGET_PATH));
    assert_ok(sdn__snapshot_compare(&resolved, &saved, &same, &err), err);
    assert_true(same);
    assert_ok(sdn__snapshot_compare(&resolved, &loaded, &same, &err), err);
    assert_false(same);
    assert_ok(sdn__atomic_file_create_at(&resolved, NULL, &loaded, NULL, &file, &err), err);
    assert_int_equal(sdn_atomic_file_commit(&file, &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(TARGET_PATH), "new");
    sdn__snapshot_release(&loaded);
    sdn__snapshot_release(&saved);
    sdn__path_close(&resolved);
}

static int64_t read_fails(int fd, void *bytes, size_t size, int64_t offset)
{
    (void)fd, (void)bytes, (void)size, (void)offset;
    return -EIO;
}

/* As if the last call that changed the file were the write. */
static int stat_with_one_stamp(int fd, sdn_stat *stat)
{
    int error = real_sys.stat_fd(fd, stat);
    stat->ctime_ns = stat->mtime_ns;
    return error;
}

/* However slow the machine is, the look follows the write within a tick. */
static int64_t stopped_ns;

static int64_t stopped_clock(void)
{
    return stopped_ns;
}

static void new_file_that_cannot_be_read_back_is_not_put_there(void **state)
{
    sdn_path place = SDN_PATH_INIT;
    sdn_snapshot loaded = SDN_SNAPSHOT_INIT, saved = SDN_SNAPSHOT_INIT;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    make_older(TARGET_PATH, 60);
    assert_ok(sdn__path_open(TARGET_PATH, &place, &err), err);
    assert_ok(sdn__snapshot_take(&place, &loaded, &err), err);
    assert_ok(sdn__atomic_file_create_at(&place, NULL, &loaded, NULL, &file, &err), err);
    stopped_ns = sdn__sys.realtime_ns();
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    real_sys = sdn__sys;
    sdn__sys.realtime_ns = stopped_clock;
    sdn__sys.stat_fd = stat_with_one_stamp;
    sdn__sys.read_at = read_fails;
    assert_int_equal(sdn__atomic_file_commit_snapshot(&file, &saved, &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: cannot read the temporary file todo_db.sdn.");
    assert_string_equal(read_file(TARGET_PATH), "old");
    sdn__snapshot_release(&loaded);
    sdn__snapshot_release(&saved);
    sdn__path_close(&place);
}

/* --- Failures --- */

static void must_be_old_or_new(sdn_code code, fault_kind kind, const char *call)
{
    const char *text = read_file(TARGET_PATH);
    bool is_saved = strcmp(text, "new") == 0;
    if (!is_saved)
        assert_string_equal(text, "old");
    if (code == SDN_OK || code == SDN_W_NOT_DURABLE)
        assert_true(is_saved);
    else if (is_saved &&
             !(kind == FAULT_AFTER && (strcmp(call, "exchange_at") == 0 || strcmp(call, "rename_new_at") == 0)))
        fail_msg("%s failed, but the file was replaced", call);
}

/* The next save finds the way free and leaves no trace of the failed one. */
static void must_recover(void)
{
    sdn_error err = {0};
    must_sweep();
    assert_ok(save("next", &err), err);
    assert_int_equal(count_names("."), 3);
}

static void fail_each_call(fault_kind kind, int error)
{
    size_t open_before = count_open_descriptors();
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        write_file(TARGET_PATH, "old");
        (void)set_user_attribute("here");
        faults_arm(nth, error, kind);
        sdn_code code = save("new", &err);
        const char *call = faults_fired();
        fired = call != NULL;
        faults_remove();
        must_be_old_or_new(code, kind, call);
        if (code != SDN_OK && err.message[0] == '\0')
            fail_msg("%s failed without a message", call);
        assert_int_equal(count_open_descriptors(), open_before);
        /* The call that removes the lock or the temporary file may itself be the one that fails. */
        if (fired && strcmp(call, "unlink_at") != 0 && strncmp(call, "stat_", 5) != 0)
            assert_int_equal(count_names("."), 3);
        assert_int_equal(count_names(".tmp"), 0);
        must_recover();
    }
}

static void every_failing_call_leaves_the_old_file_and_nothing_else(void **state)
{
    (void)state;
    fail_each_call(FAULT_INSTEAD, EIO);
    fail_each_call(FAULT_INSTEAD, EACCES);
    fail_each_call(FAULT_INSTEAD, ENOENT);
}

static void every_call_that_works_and_then_reports_failure_leaves_old_or_new(void **state)
{
    (void)state;
    fail_each_call(FAULT_AFTER, EIO);
}

static void every_failing_allocation_leaves_the_old_file_and_nothing_else(void **state)
{
    (void)state;
    bool fired = true;
    write_file(TARGET_PATH, "old");
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_code code = save("new", &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        if (code != SDN_OK)
            assert_int_equal(code, SDN_E_NOMEM);
        assert_string_equal(read_file(TARGET_PATH), code == SDN_OK ? "new" : "old");
        assert_int_equal(count_names("."), 3);
        write_file(TARGET_PATH, "old");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(plan_phase1_normal_save_creates_target_file),
        TEST_IN_TEMPDIR(plan_phase1_temp_file_is_gone_after_rename),
        TEST_IN_TEMPDIR(plan_phase1_temp_file_remains_after_a_crash),
        TEST_IN_TEMPDIR(plan_phase1_temp_files_are_cleaned_on_start_up),
        TEST_IN_TEMPDIR(plan_phase1_file_is_readable_after_save),
        TEST_IN_TEMPDIR(plan_phase1_old_file_is_preserved_if_write_fails),
        TEST_IN_TEMPDIR(short_writes_are_put_together),
        TEST_IN_TEMPDIR(pieces_are_appended),
        TEST_IN_TEMPDIR(discard_leaves_the_old_file),
        TEST_IN_TEMPDIR(symbolic_link_is_saved_through),
        TEST_IN_TEMPDIR(file_with_two_names_is_refused_unless_allowed),
        TEST_IN_TEMPDIR(directory_is_refused),
        TEST_IN_TEMPDIR(mount_point_is_a_clear_error),
        TEST_IN_TEMPDIR(read_only_directory_is_a_clear_error),
        TEST_IN_TEMPDIR(durable_save_flushes_file_and_directory),
        TEST_IN_TEMPDIR(failed_flush_is_not_tried_again),
        TEST_IN_TEMPDIR(failed_flush_of_the_directory_is_a_warning),
        TEST_IN_TEMPDIR(lost_reply_to_the_exchange_is_seen_through),
        TEST_IN_TEMPDIR(lost_reply_to_the_rename_is_seen_through),
        TEST_IN_TEMPDIR(lost_reply_to_the_naming_of_a_new_file_is_seen_through),
        TEST_IN_TEMPDIR(file_system_without_exchange_gets_a_rename),
        TEST_IN_TEMPDIR(writer_that_opens_the_file_at_the_last_moment_keeps_it),
        TEST_IN_TEMPDIR(write_in_place_at_the_last_moment_is_not_lost),
        TEST_IN_TEMPDIR(file_put_there_at_the_last_moment_is_not_lost),
        TEST_IN_TEMPDIR(two_files_put_there_one_after_the_other_leave_the_last),
        TEST_IN_TEMPDIR(file_removed_at_the_last_moment_is_a_change),
        TEST_IN_TEMPDIR(new_file_does_not_replace_one_made_at_the_last_moment),
        TEST_IN_TEMPDIR(displaced_file_that_cannot_be_given_back_is_named),
        TEST_IN_TEMPDIR(file_open_for_writing_is_not_replaced),
        TEST_IN_TEMPDIR(child_of_a_fork_during_a_save_does_not_write_to_the_file),
        TEST_IN_TEMPDIR(temporary_name_that_is_taken_is_replaced_by_another),
        TEST_IN_TEMPDIR(failing_look_at_the_directory_is_no_misuse),
        TEST_IN_TEMPDIR(file_changed_since_create_is_a_conflict),
        TEST_IN_TEMPDIR(file_that_appears_since_create_is_a_conflict),
        TEST_IN_TEMPDIR(file_that_vanishes_since_create_is_a_conflict),
        TEST_IN_TEMPDIR(lost_lock_stops_the_save),
        TEST_IN_TEMPDIR(lock_does_not_cover_its_path_in_another_working_directory),
        TEST_IN_TEMPDIR(lock_covers_its_path_from_a_directory_above),
        TEST_IN_TEMPDIR(forked_child_creates_nothing_under_the_lock_of_its_parent),
        TEST_IN_TEMPDIR(lock_of_another_file_is_misuse),
        TEST_IN_TEMPDIR(saved_snapshot_is_that_of_the_new_file),
        TEST_IN_TEMPDIR(every_failing_call_leaves_the_old_file_and_nothing_else),
        TEST_IN_TEMPDIR(every_call_that_works_and_then_reports_failure_leaves_old_or_new),
        TEST_IN_TEMPDIR(every_failing_allocation_leaves_the_old_file_and_nothing_else),
        TEST_IN_TEMPDIR(whatever_forbids_new_files_is_explained),
        TEST_IN_TEMPDIR(temporary_names_that_are_all_taken_are_an_error),
        TEST_IN_TEMPDIR(write_without_progress_is_an_error),
        TEST_IN_TEMPDIR(warning_needs_no_error_to_be_written_to),
        TEST_IN_TEMPDIR(file_system_without_exclusive_rename_gets_a_rename),
        TEST_IN_TEMPDIR(exclusive_rename_that_is_not_permitted_gets_a_rename),
        TEST_IN_TEMPDIR(sticky_directory_is_explained),
        TEST_IN_TEMPDIR(file_that_cannot_be_given_its_name_back_is_named),
        TEST_IN_TEMPDIR(new_file_that_cannot_be_read_back_is_not_put_there),
    };
    return run_cases(argc, argv, tests);
}
