#define _XOPEN_SOURCE 700

#include "test.h"

#include "child.h"
#include "faults.h"
#include "files.h"
#include "poor_system.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "base/sys.h"
#include "file/atomic_file_internal.h"
#include "file/lock_internal.h"
#include "file/temp_name.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char path[] = "todo_db.sdn";
static sdn_sys_table real_sys;

static sdn_atomic_file *must_create(void)
{
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    assert_ok(sdn_atomic_file_create(path, NULL, NULL, &file, &err), err);
    return file;
}

static sdn_code replace_by(const char *text, sdn_error *err)
{
    sdn_atomic_file *file = NULL;
    sdn_code code = sdn_atomic_file_create(path, NULL, NULL, &file, err);
    if (code != SDN_OK)
        return code;
    code = sdn_atomic_file_write(file, text, strlen(text), err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    return code;
}

/* As a transaction does it: lock, save, release. */
static sdn_code save(const char *text, sdn_error *err)
{
    const sdn_lock_options options = {.timeout_ms = 0, .foreign_stale_ms = 60000};
    sdn_atomic_file *file = NULL;
    sdn_lock *lock = NULL;
    sdn_code code = sdn_lock_acquire(path, &options, &lock, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_create(path, lock, NULL, &file, err);
    if (code == SDN_OK)
        code = sdn_atomic_file_write(file, text, strlen(text), err);
    if (code == SDN_OK)
        code = sdn_atomic_file_commit(&file, err);
    sdn_atomic_file_discard(&file);
    sdn_lock_release(lock);
    return code;
}

static void must_sweep(void)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    assert_ok(sdn_lock_acquire(path, NULL, &lock, &err), err);
    assert_ok(sdn_atomic_file_sweep(path, lock, &err), err);
    sdn_lock_release(lock);
}

static void plan_phase1_normal_save_creates_target_file(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_ok(save("content", &err), err);
    assert_string_equal(read_file(path), "content");
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
    if (sdn_lock_acquire(path, NULL, &lock, NULL) != SDN_OK ||
        sdn_atomic_file_create(path, lock, NULL, &file, NULL) != SDN_OK)
        return 1;
    (void)sdn_atomic_file_write(file, "half", 4, NULL);
    return raise(SIGKILL);
}

static void plan_phase1_temp_file_remains_after_a_crash(void **state)
{
    (void)state;
    write_file(path, "old");
    child crashed = child_start(crash_in_the_middle, NULL);
    assert_int_equal(child_finish(&crashed), -1);
    assert_int_equal(count_names(".tmp"), 1);
    assert_string_equal(read_file(path), "old");
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
    assert_string_equal(read_file(path), text);
    assert_ok(save("", &err), err);
    assert_string_equal(read_file(path), "");
}

static int64_t disk_full(int fd, const void *bytes, size_t size)
{
    return size > 2 ? real_sys.write(fd, bytes, 2) : -ENOSPC;
}

static void plan_phase1_old_file_is_preserved_if_write_fails(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.write = disk_full;
    assert_int_equal(save("new content", &err), SDN_E_IO);
    assert_int_equal(err.os_error, ENOSPC);
    assert_message_has(err, "todo_db.sdn: cannot write the temporary file todo_db.sdn.");
    assert_string_equal(read_file(path), "old");
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
    assert_string_equal(read_file(path), "byte by byte");
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
    assert_string_equal(read_file(path), "one two");
}

static void discard_leaves_the_old_file(void **state)
{
    (void)state;
    write_file(path, "old");
    unsigned long long inode = file_inode(path);
    sdn_atomic_file *file = must_create();
    assert_int_equal(sdn_atomic_file_write(file, "new", 3, NULL), SDN_OK);
    sdn_atomic_file_discard(&file);
    assert_null(file);
    sdn_atomic_file_discard(&file);
    assert_int_equal(file_inode(path), inode);
    assert_int_equal(count_names("."), 3);
}

static void new_file_follows_the_umask(void **state)
{
    sdn_error err = {0};
    (void)state;
    mode_t before = umask(027);
    sdn_code code = save("x", &err);
    umask(before);
    assert_ok(code, err);
    assert_int_equal(file_mode(path), 0640);
}

static void mode_of_the_old_file_is_kept(void **state)
{
    static const mode_t modes[] = {0600, 0644, 0664, 0666, 0400, 02644};
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_int_equal(chmod(path, modes[i]), 0);
        assert_ok(save("new", &err), err);
        assert_int_equal(file_mode(path), modes[i]);
    }
}

static uint32_t mode_when_created;

static int stat_and_note(int fd, sdn_stat *stat)
{
    int error = real_sys.stat_fd(fd, stat);
    if (stat->size == 0 && mode_when_created == 0)
        mode_when_created = stat->mode;
    return error;
}

static void copy_of_a_private_file_is_private_from_the_start(void **state)
{
    (void)state;
    write_file(path, "secret");
    assert_int_equal(chmod(path, 0640), 0);
    real_sys = sdn__sys;
    mode_when_created = 0;
    sdn__sys.stat_fd = stat_and_note;
    sdn_atomic_file *file = must_create();
    sdn_atomic_file_discard(&file);
    assert_int_equal(mode_when_created, 0600);
    assert_int_equal(chmod(path, 0664), 0); /* the group may be another for a moment */
    mode_when_created = 0;
    file = must_create();
    sdn_atomic_file_discard(&file);
    assert_int_equal(mode_when_created, 0600);
}

/* Readable for all from the start, it needs no mode; but it gets its mode where the umask forbids that. */
static void copy_of_a_public_file_is_public(void **state)
{
    (void)state;
    write_file(path, "known");
    assert_int_equal(chmod(path, 0644), 0);
    real_sys = sdn__sys;
    for (int i = 0; i < 2; i++) {
        mode_t before = umask(i == 0 ? 022 : 077);
        mode_when_created = 0;
        sdn__sys.stat_fd = stat_and_note;
        sdn_error err = {0};
        sdn_atomic_file *file = must_create();
        assert_int_equal(mode_when_created, i == 0 ? 0644 : 0600);
        assert_ok(sdn_atomic_file_write(file, "known", 5, &err), err);
        assert_ok(sdn_atomic_file_commit(&file, &err), err);
        assert_int_equal(file_mode(path), 0644);
        umask(before);
    }
}

static void owner_and_group_are_kept(void **state)
{
    struct stat found;
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    if (chown(path, 12345, 23456) != 0)
        skip(); /* only root gives files away */
    assert_ok(save("new", &err), err);
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_uid, 12345);
    assert_int_equal(found.st_gid, 23456);
}

static int refuse_owner(int fd, uint32_t uid, uint32_t gid)
{
    (void)fd, (void)uid, (void)gid;
    return -EPERM;
}

static int refuse_user_only(int fd, uint32_t uid, uint32_t gid)
{
    return uid == SDN_KEEP_OWNER ? real_sys.set_owner(fd, uid, gid) : -EPERM;
}

/* Any member of the old group may be one of the others now, and any of the others a member of the new group. */
static void group_and_others_get_what_both_had_if_the_group_cannot_be_kept(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    for (unsigned bits = 0; bits < 0100; bits++) {
        unsigned both = bits >> 3 & bits & 7;
        if (chown(path, 12345, 23456) != 0)
            skip();
        assert_int_equal(chmod(path, 0600 | bits), 0);
        sdn__sys.set_owner = refuse_owner;
        assert_ok(save("new", &err), err);
        assert_int_equal(file_mode(path), 0600 | both << 3 | both);
    }
}

static void owner_may_write_what_he_wrote_as_another_user(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    if (chown(path, 12345, 23456) != 0)
        skip();
    assert_int_equal(chmod(path, 07466), 0);
    sdn__sys.set_owner = refuse_owner;
    assert_ok(save("new", &err), err);
    assert_int_equal(file_mode(path), 0666);
}

static void members_of_the_group_keep_access_if_only_the_user_changes(void **state)
{
    struct stat found;
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    if (chown(path, 12345, 23456) != 0)
        skip();
    assert_int_equal(chmod(path, 02664), 0);
    real_sys = sdn__sys;
    sdn__sys.set_owner = refuse_user_only;
    assert_ok(save("new", &err), err);
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_gid, 23456);
    assert_int_equal(file_mode(path), 0664);
}

static void own_group_keeps_access_if_the_user_cannot_be_kept(void **state)
{
    sdn_error err = {0};
    struct stat found;
    (void)state;
    write_file(path, "old");
    assert_int_equal(stat(path, &found), 0);
    if (chown(path, 12345, found.st_gid) != 0)
        skip();
    assert_int_equal(chmod(path, 02664), 0);
    sdn__sys.set_owner = refuse_owner;
    assert_ok(save("new", &err), err);
    assert_int_equal(file_mode(path), 0664);
}

static int refuse_mode(int fd, uint32_t mode)
{
    (void)fd, (void)mode;
    return -EPERM;
}

static void mode_that_cannot_be_set_but_is_right_is_fine(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    sdn__sys.set_mode = refuse_mode;
    assert_int_equal(chmod(path, 0600), 0);
    assert_ok(replace_by("new", &err), err);
    assert_int_equal(chmod(path, 0664), 0);
    assert_int_equal(replace_by("newer", &err), SDN_E_IO);
    assert_message_has(err, "cannot give the new file the old one's permissions");
    assert_string_equal(read_file(path), "new");
}

static int set_user_attribute(const char *value)
{
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, path, SDN_OPEN_READ, 0);
    int error = sdn__sys.set_attribute(fd, "user.origin", value, strlen(value));
    sdn__sys.close(fd);
    return error;
}

static void extended_attributes_are_kept(void **state)
{
    char value[16] = "";
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    if (set_user_attribute("here") != 0)
        skip(); /* not on this file system */
    assert_ok(save("new", &err), err);
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, path, SDN_OPEN_READ, 0);
    assert_int_equal(sdn__sys.get_attribute(fd, "user.origin", value, sizeof value), 4);
    sdn__sys.close(fd);
    assert_string_equal(value, "here");
}

/* Attributes as any file system might have them: what is set is noted, name after name. */
static int64_t attributes_len;
static char attributes_set[200];

static int64_t list_some_attributes(int fd, char *names, size_t size)
{
    static const char some[] = "security.ima\0system.posix_acl_access\0user.gone\0user.origin";
    (void)fd;
    if (size >= sizeof some)
        memcpy(names, some, sizeof some);
    return attributes_len != 0 ? attributes_len : (int64_t)sizeof some;
}

static int64_t get_some_attribute(int fd, const char *name, void *value, size_t size)
{
    (void)fd, (void)size;
    if (strcmp(name, "user.gone") == 0)
        return -ENODATA;
    memcpy(value, "value", 5);
    return 5;
}

static int note_attribute(int fd, const char *name, const void *value, size_t size)
{
    (void)fd;
    assert_int_equal(size, 5);
    assert_memory_equal(value, "value", 5);
    strcat(strcat(attributes_set, name), " ");
    return 0;
}

static void use_some_attributes(void)
{
    sdn__sys.list_attributes = list_some_attributes;
    sdn__sys.get_attribute = get_some_attribute;
    sdn__sys.set_attribute = note_attribute;
    attributes_len = 0;
    attributes_set[0] = '\0';
}

static void signatures_of_the_old_content_are_not_copied(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    use_some_attributes();
    assert_ok(save("new", &err), err);
    assert_string_equal(attributes_set, "system.posix_acl_access user.origin ");
}

/* It might give others what the mode no longer gives them. */
static void access_list_is_dropped_with_the_group(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    if (chown(path, 12345, 23456) != 0)
        skip();
    use_some_attributes();
    sdn__sys.set_owner = refuse_owner;
    assert_ok(save("new", &err), err);
    assert_string_equal(attributes_set, "user.origin ");
}

static void endless_attributes_are_left_out(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    use_some_attributes();
    attributes_len = INT64_MAX;
    assert_ok(save("new", &err), err);
    assert_string_equal(attributes_set, "");
    assert_string_equal(read_file(path), "new");
}

/* Without them it could not be told who may read the file. */
static void lack_of_memory_for_attributes_stops_the_save(void **state)
{
    bool fired = true;
    (void)state;
    write_file(path, "old");
    use_some_attributes();
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_code code = save("new", &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_string_equal(read_file(path), fired ? "old" : "new");
    }
}

static const char access_list[] = "system.posix_acl_access";
static const char default_list[] = "system.posix_acl_default";

/* Gives a list with these permissions; the user is 1234, the owner may read and write. */
static int set_list_of(const char *file, const char *attribute, unsigned char user, unsigned char group,
                       unsigned char mask, unsigned char others)
{
    const unsigned char list[] = {
        2,    0, 0,      0,                                     /* version */
        0x01, 0, 6,      0, 0xff,        0xff,      0xff, 0xff, /* owner */
        0x02, 0, user,   0, 1234 & 0xff, 1234 >> 8, 0,    0,    /* user 1234 */
        0x04, 0, group,  0, 0xff,        0xff,      0xff, 0xff, /* group */
        0x10, 0, mask,   0, 0xff,        0xff,      0xff, 0xff, /* mask */
        0x20, 0, others, 0, 0xff,        0xff,      0xff, 0xff, /* others */
    };
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, file, SDN_OPEN_READ, 0);
    int error = sdn__sys.set_attribute(fd, attribute, list, sizeof list);
    sdn__sys.close(fd);
    return error;
}

static int set_list(const char *file, const char *attribute)
{
    return set_list_of(file, attribute, 6, 4, 6, 0);
}

static bool has_access_list(const char *file)
{
    char list[64];
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, file, SDN_OPEN_READ, 0);
    int64_t len = sdn__sys.get_attribute(fd, access_list, list, sizeof list);
    sdn__sys.close(fd);
    return len > 0;
}

static void access_list_is_kept(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    if (set_list(path, access_list) != 0)
        skip(); /* not on this file system */
    unsigned mode = file_mode(path);
    assert_ok(save("new", &err), err);
    assert_true(has_access_list(path));
    assert_int_equal(file_mode(path), mode);
}

/* The directory gives its default list to every new file, also to the one that takes the old one's place. */
static void access_list_of_the_directory_is_not_given_to_a_file_without_one(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    assert_int_equal(chmod(path, 0660), 0);
    if (set_list(".", default_list) != 0)
        skip(); /* not on this file system */
    assert_false(has_access_list(path));
    assert_ok(save("new", &err), err);
    assert_false(has_access_list(path));
    assert_int_equal(file_mode(path), 0660);
}

static int refuse_access_list(int fd, const char *name, const void *value, size_t size)
{
    return strcmp(name, access_list) == 0 ? -EOPNOTSUPP : real_sys.set_attribute(fd, name, value, size);
}

/* The group bits of the mode are the mask of the list, and its group has less: they are never the group's. */
static void access_list_that_cannot_be_kept_leaves_what_all_its_entries_had(void **state)
{
    static const struct {
        unsigned char user, group, mask, others;
        unsigned both;
    } cases[] = {
        {6, 4, 6, 4, 4}, {6, 0, 6, 4, 0}, {0, 4, 4, 4, 0}, {6, 6, 6, 6, 6}, {6, 6, 4, 6, 4}, {6, 6, 6, 0, 0},
    };
    (void)state;
    real_sys = sdn__sys;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int keeps_group = 0; keeps_group < 2; keeps_group++) {
            sdn_error err = {0};
            sdn__sys.set_owner = real_sys.set_owner;
            sdn__sys.set_attribute = real_sys.set_attribute;
            write_file(path, "old");
            if (set_list_of(path, access_list, cases[i].user, cases[i].group, cases[i].mask, cases[i].others) != 0 ||
                (!keeps_group && chown(path, 12345, 23456) != 0))
                skip();
            sdn__sys.set_owner = refuse_owner;
            sdn__sys.set_attribute = refuse_access_list;
            assert_ok(save("new", &err), err);
            assert_false(has_access_list(path));
            assert_int_equal(file_mode(path), 0600 | cases[i].both << 3 | cases[i].both);
            assert_int_equal(unlink(path), 0);
        }
}

static int asked;
static int answer;

static int answer_may_write(int directory, const char *name)
{
    (void)directory;
    assert_string_equal(name, path);
    asked++;
    return answer;
}

static void file_that_may_not_be_written_is_not_replaced(void **state)
{
    static const struct {
        mode_t mode;
        const char *message;
    } cases[] = {
        {0444, "todo_db.sdn: user 0 may not write the file, which belongs to user 0 and has the mode 0444; change its "
               "mode or owner first: Permission denied"},
        {0600, NULL},
    };
    (void)state;
    sdn__sys.may_write = answer_may_write;
    answer = -EACCES;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_error err = {0};
        write_file(path, "old");
        assert_int_equal(chmod(path, cases[i].mode), 0);
        sdn_code code = save("new", &err);
        assert_int_equal(code, cases[i].message != NULL ? SDN_E_IO : SDN_OK);
        if (cases[i].message != NULL && getuid() == 0)
            assert_string_equal(err.message, cases[i].message);
        assert_string_equal(read_file(path), code == SDN_OK ? "new" : "old");
        assert_int_equal(count_names("."), 3);
        assert_int_equal(unlink(path), 0);
    }
}

static void system_is_not_asked_about_ones_own_writable_file(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn__sys.may_write = answer_may_write;
    asked = 0;
    answer = 0;
    write_file(path, "old");
    assert_ok(save("new", &err), err);
    assert_int_equal(asked, 0);
    assert_int_equal(chmod(path, 0444), 0);
    assert_ok(save("newer", &err), err); /* as root */
    assert_int_equal(asked, 1);
    answer = -ENOENT; /* gone meanwhile, or a system that cannot tell: that it is wrong shows otherwise */
    assert_ok(save("newest", &err), err);
}

static void symbolic_link_is_saved_through(void **state)
{
    struct stat found;
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir("data", 0777), 0);
    write_file("data/real.sdn", "old");
    assert_int_equal(symlink("data/real.sdn", path), 0);
    assert_ok(save("new", &err), err);
    assert_int_equal(lstat(path, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_string_equal(read_file("data/real.sdn"), "new");
}

static void file_with_two_names_is_refused_unless_allowed(void **state)
{
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    assert_int_equal(link(path, "second"), 0);
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: the file has 2 hard links, which a save would part");
    assert_int_equal(count_names(".tmp"), 0);
    options.break_links = true;
    assert_ok(sdn_atomic_file_create(path, NULL, &options, &file, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_string_equal(read_file("second"), "old");
    assert_string_equal(read_file(path), "");
}

static void directory_is_refused(void **state)
{
    sdn_error err = {0};
    (void)state;
    assert_int_equal(mkdir(path, 0777), 0);
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
    write_file(path, "old");
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
    write_file(path, "old");
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
    write_file(path, "old");
    real_sys = sdn__sys;
    for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
        sdn_error err = {0};
        without_new_files(forbidden[i]);
        assert_int_equal(replace_by("new", &err), SDN_E_IO);
        assert_int_equal(err.os_error, forbidden[i]);
        assert_message_has(err, "todo_db.sdn: cannot create a file in the directory, which a save needs; make "
                                "the directory writable: ");
    }
    assert_string_equal(read_file(path), "old");
}

static void temporary_names_that_are_all_taken_are_an_error(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    without_new_files(EEXIST);
    assert_int_equal(replace_by("new", &err), SDN_E_IO);
    assert_string_equal(err.message, "todo_db.sdn: cannot create a temporary file in the directory: File exists");
    assert_string_equal(read_file(path), "old");
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
    write_file(path, "old");
    sdn__sys.write = write_nothing;
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_int_equal(err.os_error, EIO);
    assert_message_has(err, "todo_db.sdn: cannot write the temporary file todo_db.sdn.");
    assert_string_equal(read_file(path), "old");
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
    assert_int_equal(sdn_atomic_file_create(path, NULL, &options, &file, NULL), SDN_OK);
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_OK);
    assert_int_equal(syncs, 2);
    options.durability = SDN_ATOMIC;
    assert_int_equal(sdn_atomic_file_create(path, NULL, &options, &file, NULL), SDN_OK);
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
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.sync = fail_file_sync;
    syncs = 0;
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_int_equal(syncs, 1);
    assert_string_equal(read_file(path), "old");
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
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.sync = fail_directory_sync;
    assert_int_equal(save("new", &err), SDN_W_NOT_DURABLE);
    assert_int_equal(err.code, SDN_W_NOT_DURABLE);
    assert_message_has(err, "todo_db.sdn: saved, but the directory could not be flushed to disk");
    assert_string_equal(read_file(path), "new");
    assert_int_equal(count_names("."), 3);
}

static void warning_needs_no_error_to_be_written_to(void **state)
{
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.sync = fail_directory_sync;
    assert_int_equal(save("new", NULL), SDN_W_NOT_DURABLE);
    assert_string_equal(read_file(path), "new");
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
    return -EEXIST; /* that of the second try */
}

static void lost_reply_to_the_exchange_is_seen_through(void **state)
{
    static const int replies[] = {-EIO, -ENOENT, -EPERM}; /* the last one also means that it cannot be done here */
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_and_lose_reply;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        sdn_error err = {0};
        write_file(path, "old");
        reply = replies[i];
        assert_ok(save("new", &err), err);
        assert_string_equal(read_file(path), "new");
        assert_int_equal(count_names("."), 3);
    }
}

static void lost_reply_to_the_rename_is_seen_through(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    without_exchange();
    sdn__sys.rename_at = rename_and_lose_reply;
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(path), "new");
    assert_int_equal(count_names("."), 3);
}

static void lost_reply_to_the_naming_of_a_new_file_is_seen_through(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.rename_new_at = rename_new_and_lose_reply;
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(path), "new");
    assert_int_equal(count_names("."), 3);
}

static void file_system_without_exchange_gets_a_rename(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    without_exchange();
    assert_ok(save("new", &err), err);
    assert_string_equal(read_file(path), "new");
    assert_int_equal(count_names("."), 3);
}

/* --- Programs that do not lock, in the moment of the save --- */

static int written_fd = -1;

/* Opens the file for writing in place, as a shell does for `>`, and pauses. */
static int exchange_after_an_open(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real_sys.exchange_at;
    written_fd = open(path, O_WRONLY | O_TRUNC);
    assert_true(written_fd >= 0);
    return real_sys.exchange_at(directory, a, b);
}

/* The program goes on to write to the file that it opened, and that is still the file. */
static void writer_that_opens_the_file_at_the_last_moment_keeps_it(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_an_open;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_int_equal(write(written_fd, "theirs", 6), 6);
    assert_int_equal(close(written_fd), 0);
    assert_string_equal(read_file(path), "theirs");
    assert_int_equal(count_names("."), 3);
}

static int exchange_after_a_write(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real_sys.exchange_at;
    write_file(path, "theirs");
    return real_sys.exchange_at(directory, a, b);
}

static void write_in_place_at_the_last_moment_is_not_lost(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_a_write;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(path), "theirs");
    assert_int_equal(count_names("."), 3);
}

static void replace_by_rename(const char *content)
{
    write_file("other", content);
    assert_int_equal(rename("other", path), 0);
}

static int exchange_after_a_replacement(int directory, const char *a, const char *b)
{
    sdn__sys.exchange_at = real_sys.exchange_at;
    replace_by_rename("theirs");
    return real_sys.exchange_at(directory, a, b);
}

static void file_put_there_at_the_last_moment_is_not_lost(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_a_replacement;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(path), "theirs");
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
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_between_two_replacements;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(path), "another's");
    assert_int_equal(count_names("."), 3);
}

static int exchange_after_a_removal(int directory, const char *a, const char *b)
{
    assert_int_equal(unlink(path), 0);
    return real_sys.exchange_at(directory, a, b);
}

static void file_removed_at_the_last_moment_is_a_change(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.exchange_at = exchange_after_a_removal;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_int_equal(count_names("."), 2);
}

static int name_after_another(int directory, const char *from, const char *to)
{
    write_file(path, "theirs");
    return real_sys.rename_new_at(directory, from, to);
}

static void new_file_does_not_replace_one_made_at_the_last_moment(void **state)
{
    sdn_error err = {0};
    (void)state;
    real_sys = sdn__sys;
    sdn__sys.rename_new_at = name_after_another;
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(path), "theirs");
    assert_int_equal(count_names("."), 3);
}

static int exchange_once_after_a_write(int directory, const char *a, const char *b)
{
    static bool is_back;
    if (is_back)
        return -EIO;
    is_back = true;
    write_file(path, "theirs");
    return real_sys.exchange_at(directory, a, b);
}

/* What the other program wrote keeps the name that the message tells. */
static void displaced_file_that_cannot_be_given_back_is_named(void **state)
{
    sdn_error err = {0};
    char temp[64];
    (void)state;
    write_file(path, "old");
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
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(save("new", &err), SDN_E_CONFLICT);
    assert_message_has(err, "another program has the file open for writing; save again when it is done");
    assert_string_equal(read_file(path), "old");
    assert_int_equal(close(fd), 0);
    assert_ok(save("new", &err), err);
}

/* A child that goes on with this program keeps what is not closed for it; as long as it had the new file open for writing,
 * everybody would wait for it. */
static int wait_for_the_parent(child *parent, void *context)
{
    (void)context;
    child_say(parent);
    return child_hear(parent) ? 0 : 1;
}

static void child_of_a_fork_during_a_save_does_not_write_to_the_file(void **state)
{
    sdn_path place = SDN_PATH_INIT;
    sdn_snapshot now = SDN_SNAPSHOT_INIT;
    sdn_error err = {0};
    sdn_atomic_file *file = NULL;
    (void)state;
    assert_ok(sdn__path_open(path, &place, &err), err);
    assert_ok(sdn_atomic_file_create(path, NULL, NULL, &file, &err), err);
    child idle = child_start(wait_for_the_parent, NULL);
    assert_true(child_hear(&idle));
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_ok(sdn__snapshot_take(&place, &now, &err), err);
    assert_false(sdn__snapshot_is_being_written(&now));
    child_say(&idle);
    assert_int_equal(child_finish(&idle), 0);
    sdn__snapshot_release(&now);
    sdn__path_close(&place);
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
    write_file(path, "old");
    real_sys = sdn__sys;
    sdn__sys.open_at = open_exists_once;
    assert_ok(replace_by("new", &err), err);
    assert_string_equal(read_file(path), "new");
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
    assert_ok(sdn_lock_acquire(path, NULL, &lock, &err), err);
    real_sys = sdn__sys;
    sdn__sys.stat_at = stat_fails_next_after_name; /* the next look is that at the directory */
    assert_int_equal(sdn_atomic_file_create(path, lock, NULL, &file, &err), SDN_E_IO);
    assert_message_has(err, "todo_db.sdn: cannot look at the directory");
    sdn_lock_release(lock);
}

static void file_changed_since_create_is_a_conflict(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    sdn_atomic_file *file = must_create();
    write_file(path, "changed meanwhile");
    assert_int_equal(sdn_atomic_file_commit(&file, &err), SDN_E_CONFLICT);
    assert_message_has(err, "todo_db.sdn: the file was changed by another program; load it again, then save");
    assert_string_equal(read_file(path), "changed meanwhile");
    assert_int_equal(count_names("."), 3);
}

static void file_that_appears_since_create_is_a_conflict(void **state)
{
    (void)state;
    sdn_atomic_file *file = must_create();
    write_file(path, "new from elsewhere");
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_E_CONFLICT);
    assert_string_equal(read_file(path), "new from elsewhere");
}

static void file_that_vanishes_since_create_is_a_conflict(void **state)
{
    (void)state;
    write_file(path, "old");
    sdn_atomic_file *file = must_create();
    assert_int_equal(unlink(path), 0);
    assert_int_equal(sdn_atomic_file_commit(&file, NULL), SDN_E_CONFLICT);
    assert_false(file_exists(path));
}

static void lost_lock_stops_the_save(void **state)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    assert_ok(sdn_lock_acquire(path, NULL, &lock, &err), err);
    assert_ok(sdn_atomic_file_create(path, lock, NULL, &file, &err), err);
    plain_unlock("todo_db.sdn.lock");
    assert_int_equal(sdn_atomic_file_commit(&file, &err), SDN_E_LOCK_LOST);
    assert_string_equal(read_file(path), "old");
    sdn_lock_release(lock);
    assert_int_equal(count_names("."), 3);
}

static void lock_of_another_file_is_misuse(void **state)
{
    sdn_lock *lock = NULL;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    assert_ok(sdn_lock_acquire("feature_db.sdn", NULL, &lock, &err), err);
    assert_int_equal(sdn_atomic_file_create(path, lock, NULL, &file, &err), SDN_E_MISUSE);
    assert_int_equal(sdn_atomic_file_sweep(path, lock, &err), SDN_E_MISUSE);
    assert_int_equal(sdn_atomic_file_sweep(path, NULL, &err), SDN_E_MISUSE);
    sdn_lock_release(lock);
}

static void saved_version_is_that_of_the_new_file(void **state)
{
    sdn_path place = SDN_PATH_INIT;
    sdn_snapshot loaded = SDN_SNAPSHOT_INIT, saved = SDN_SNAPSHOT_INIT;
    bool same = false;
    sdn_atomic_file *file = NULL;
    sdn_error err = {0};
    (void)state;
    write_file(path, "old");
    assert_ok(sdn__path_open(path, &place, &err), err);
    assert_ok(sdn__snapshot_take(&place, &loaded, &err), err);
    assert_ok(sdn__atomic_file_create_at(&place, NULL, &loaded, NULL, &file, &err), err);
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    assert_ok(sdn__atomic_file_commit_snapshot(&file, &saved, &err), err);
    assert_int_equal(saved.stat.inode, file_inode(path));
    assert_ok(sdn__snapshot_compare(&place, &saved, &same, &err), err);
    assert_true(same);
    assert_ok(sdn__snapshot_compare(&place, &loaded, &same, &err), err);
    assert_false(same);
    assert_ok(sdn__atomic_file_create_at(&place, NULL, &loaded, NULL, &file, &err), err);
    assert_int_equal(sdn_atomic_file_commit(&file, &err), SDN_E_CONFLICT);
    assert_string_equal(read_file(path), "new");
    sdn__snapshot_release(&loaded);
    sdn__snapshot_release(&saved);
    sdn__path_close(&place);
}

/* --- Sweeping --- */

/* A file under a name that we made for `base`; the caller frees the name. */
static char *leave_temp(const char *base, int age)
{
    char *name = sdn__temp_name(base);
    write_file(name, "leftover");
    make_older(name, age);
    return name;
}

static void sweep_spares_what_belongs_to_others(void **state)
{
    static const char *const others[] = {
        "notes.tmp",
        "todo_db.sdn.0123456789abcdef.tmp.txt",
        "todo_db.sdn.0123456789abcde.tmp",
        "todo_db.sdn.0123456789abcdef.tmp", /* our form, but not a name of ours */
        "todo_db.sdn.lock.0123456789abcdef.tmp",
        "feature_db.sdn.0123456789abcdef.tmp",
        "feature_db.sdn.tmp",
        "todo_db.sdn.tmp", /* of `sed ... > todo_db.sdn.tmp && mv`, or of a user */
        "todo_db.tmp",
    };
    enum { COUNT = sizeof others / sizeof others[0] };
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        write_file(others[i], "mine");
        make_older(others[i], 3600);
    }
    sdn__free(leave_temp(path, 0));
    must_sweep();
    for (size_t i = 0; i < COUNT; i++)
        assert_true(file_exists(others[i]));
    assert_int_equal(count_names("."), COUNT + 2);
}

static void sweep_spares_what_is_no_file(void **state)
{
    (void)state;
    char *directory = sdn__temp_name(path), *pipe = sdn__temp_name(path), *link = sdn__temp_name(path);
    assert_int_equal(mkdir(directory, 0777), 0);
    assert_int_equal(mkfifo(pipe, 0666), 0);
    assert_int_equal(symlink("target", link), 0);
    must_sweep();
    assert_true(file_exists(directory) && file_exists(pipe) && file_exists(link));
    sdn__free(directory);
    sdn__free(pipe);
    sdn__free(link);
}

static void sweep_spares_what_is_being_written_without_a_lock(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_atomic_file *file = must_create();
    must_sweep();
    assert_ok(sdn_atomic_file_write(file, "new", 3, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    assert_string_equal(read_file(path), "new");
}

static void sweep_takes_old_temporary_lock_files_of_dead_waiters_only(void **state)
{
    static const char lock_file[] = "todo_db.sdn.lock";
    (void)state;
    char *old = leave_temp(lock_file, 61), *young = leave_temp(lock_file, 0), *waiting = leave_temp(lock_file, 61);
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, waiting, SDN_OPEN_READ, 0);
    assert_int_equal(sdn__sys.try_lock(fd), 0);
    must_sweep();
    assert_false(file_exists(old));
    assert_true(file_exists(young));
    assert_true(file_exists(waiting));
    sdn__sys.close(fd);
    sdn__free(old);
    sdn__free(young);
    sdn__free(waiting);
}

/* --- Failures --- */

static void must_be_old_or_new(sdn_code code, fault_kind kind, const char *call)
{
    const char *text = read_file(path);
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
        write_file(path, "old");
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
    write_file(path, "old");
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_code code = save("new", &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        if (code != SDN_OK)
            assert_int_equal(code, SDN_E_NOMEM);
        assert_string_equal(read_file(path), code == SDN_OK ? "new" : "old");
        assert_int_equal(count_names("."), 3);
        write_file(path, "old");
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
        TEST_IN_TEMPDIR(new_file_follows_the_umask),
        TEST_IN_TEMPDIR(mode_of_the_old_file_is_kept),
        TEST_IN_TEMPDIR(copy_of_a_private_file_is_private_from_the_start),
        TEST_IN_TEMPDIR(copy_of_a_public_file_is_public),
        TEST_IN_TEMPDIR(owner_and_group_are_kept),
        TEST_IN_TEMPDIR(group_and_others_get_what_both_had_if_the_group_cannot_be_kept),
        TEST_IN_TEMPDIR(owner_may_write_what_he_wrote_as_another_user),
        TEST_IN_TEMPDIR(access_list_that_cannot_be_kept_leaves_what_all_its_entries_had),
        TEST_IN_TEMPDIR(file_that_may_not_be_written_is_not_replaced),
        TEST_IN_TEMPDIR(system_is_not_asked_about_ones_own_writable_file),
        TEST_IN_TEMPDIR(members_of_the_group_keep_access_if_only_the_user_changes),
        TEST_IN_TEMPDIR(mode_that_cannot_be_set_but_is_right_is_fine),
        TEST_IN_TEMPDIR(extended_attributes_are_kept),
        TEST_IN_TEMPDIR(access_list_is_kept),
        TEST_IN_TEMPDIR(access_list_of_the_directory_is_not_given_to_a_file_without_one),
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
        TEST_IN_TEMPDIR(lock_of_another_file_is_misuse),
        TEST_IN_TEMPDIR(saved_version_is_that_of_the_new_file),
        TEST_IN_TEMPDIR(sweep_spares_what_belongs_to_others),
        TEST_IN_TEMPDIR(sweep_spares_what_is_no_file),
        TEST_IN_TEMPDIR(sweep_spares_what_is_being_written_without_a_lock),
        TEST_IN_TEMPDIR(sweep_takes_old_temporary_lock_files_of_dead_waiters_only),
        TEST_IN_TEMPDIR(every_failing_call_leaves_the_old_file_and_nothing_else),
        TEST_IN_TEMPDIR(every_call_that_works_and_then_reports_failure_leaves_old_or_new),
        TEST_IN_TEMPDIR(every_failing_allocation_leaves_the_old_file_and_nothing_else),
        TEST_IN_TEMPDIR(whatever_forbids_new_files_is_explained),
        TEST_IN_TEMPDIR(temporary_names_that_are_all_taken_are_an_error),
        TEST_IN_TEMPDIR(write_without_progress_is_an_error),
        TEST_IN_TEMPDIR(warning_needs_no_error_to_be_written_to),
        TEST_IN_TEMPDIR(own_group_keeps_access_if_the_user_cannot_be_kept),
        TEST_IN_TEMPDIR(signatures_of_the_old_content_are_not_copied),
        TEST_IN_TEMPDIR(access_list_is_dropped_with_the_group),
        TEST_IN_TEMPDIR(endless_attributes_are_left_out),
        TEST_IN_TEMPDIR(lack_of_memory_for_attributes_stops_the_save),
    };
    return run_cases(argc, argv, tests);
}
