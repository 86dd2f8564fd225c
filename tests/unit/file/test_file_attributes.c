/* What a save keeps of the old file: mode, owner, group, extended attributes, access list. */
#define _XOPEN_SOURCE 700

#include "test.h"

#include "atomic_saves.h"
#include "faults.h"
#include "files.h"
#include "tempdir.h"

#include "os/sys.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static sdn_sys_table real_sys;

static void new_file_follows_the_umask(void **state)
{
    sdn_error err = {0};
    (void)state;
    mode_t before = umask(027);
    sdn_code code = save("x", &err);
    umask(before);
    assert_ok(code, err);
    assert_int_equal(file_mode(TARGET_PATH), 0640);
}

static void mode_of_the_old_file_is_kept(void **state)
{
    static const mode_t modes[] = {0600, 0644, 0664, 0666, 0400, 02644};
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_int_equal(chmod(TARGET_PATH, modes[i]), 0);
        assert_ok(save("new", &err), err);
        assert_int_equal(file_mode(TARGET_PATH), modes[i]);
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
    write_file(TARGET_PATH, "secret");
    assert_int_equal(chmod(TARGET_PATH, 0640), 0);
    real_sys = sdn__sys;
    mode_when_created = 0;
    sdn__sys.stat_fd = stat_and_note;
    sdn_atomic_file *file = must_create();
    sdn_atomic_file_discard(&file);
    assert_int_equal(mode_when_created, 0600);
    assert_int_equal(chmod(TARGET_PATH, 0664), 0); /* the group may be another for a moment */
    mode_when_created = 0;
    file = must_create();
    sdn_atomic_file_discard(&file);
    assert_int_equal(mode_when_created, 0600);
}

/* Readable for all from the start, it needs no mode; but it gets its mode where the umask forbids that. */
static void copy_of_a_public_file_is_public(void **state)
{
    (void)state;
    write_file(TARGET_PATH, "known");
    assert_int_equal(chmod(TARGET_PATH, 0644), 0);
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
        assert_int_equal(file_mode(TARGET_PATH), 0644);
        umask(before);
    }
}

static void owner_and_group_are_kept(void **state)
{
    struct stat found;
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (chown(TARGET_PATH, 12345, 23456) != 0)
        skip(); /* only root gives files away */
    assert_ok(save("new", &err), err);
    assert_int_equal(stat(TARGET_PATH, &found), 0);
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
    write_file(TARGET_PATH, "old");
    for (unsigned bits = 0; bits < 0100; bits++) {
        unsigned both = bits >> 3 & bits & 7;
        if (chown(TARGET_PATH, 12345, 23456) != 0)
            skip();
        assert_int_equal(chmod(TARGET_PATH, 0600 | bits), 0);
        sdn__sys.set_owner = refuse_owner;
        assert_ok(save("new", &err), err);
        assert_int_equal(file_mode(TARGET_PATH), 0600 | both << 3 | both);
    }
}

static void owner_may_write_what_he_wrote_as_another_user(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (chown(TARGET_PATH, 12345, 23456) != 0)
        skip();
    assert_int_equal(chmod(TARGET_PATH, 07466), 0);
    sdn__sys.set_owner = refuse_owner;
    assert_ok(save("new", &err), err);
    assert_int_equal(file_mode(TARGET_PATH), 0666);
}

static void members_of_the_group_keep_access_if_only_the_user_changes(void **state)
{
    struct stat found;
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (chown(TARGET_PATH, 12345, 23456) != 0)
        skip();
    assert_int_equal(chmod(TARGET_PATH, 02664), 0);
    real_sys = sdn__sys;
    sdn__sys.set_owner = refuse_user_only;
    assert_ok(save("new", &err), err);
    assert_int_equal(stat(TARGET_PATH, &found), 0);
    assert_int_equal(found.st_gid, 23456);
    assert_int_equal(file_mode(TARGET_PATH), 0664);
}

static void own_group_keeps_access_if_the_user_cannot_be_kept(void **state)
{
    sdn_error err = {0};
    struct stat found;
    (void)state;
    write_file(TARGET_PATH, "old");
    assert_int_equal(stat(TARGET_PATH, &found), 0);
    if (chown(TARGET_PATH, 12345, found.st_gid) != 0)
        skip();
    assert_int_equal(chmod(TARGET_PATH, 02664), 0);
    sdn__sys.set_owner = refuse_owner;
    assert_ok(save("new", &err), err);
    assert_int_equal(file_mode(TARGET_PATH), 0664);
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
    write_file(TARGET_PATH, "old");
    sdn__sys.set_mode = refuse_mode;
    assert_int_equal(chmod(TARGET_PATH, 0600), 0);
    assert_ok(replace_by("new", &err), err);
    assert_int_equal(chmod(TARGET_PATH, 0664), 0);
    assert_int_equal(replace_by("newer", &err), SDN_E_IO);
    assert_message_has(err, "cannot give the new file the old one's permissions");
    assert_string_equal(read_file(TARGET_PATH), "new");
}

static void extended_attributes_are_kept(void **state)
{
    char value[16] = "";
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (set_user_attribute("here") != 0)
        skip(); /* not on this file system */
    assert_ok(save("new", &err), err);
    int fd = sdn__sys.open_at(SDN_WORKING_DIRECTORY, TARGET_PATH, SDN_OPEN_READ, 0);
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
    write_file(TARGET_PATH, "old");
    use_some_attributes();
    assert_ok(save("new", &err), err);
    assert_string_equal(attributes_set, "system.posix_acl_access user.origin ");
}

/* It might give others what the mode no longer gives them. */
static void access_list_is_dropped_with_the_group(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (chown(TARGET_PATH, 12345, 23456) != 0)
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
    write_file(TARGET_PATH, "old");
    use_some_attributes();
    attributes_len = INT64_MAX;
    assert_ok(save("new", &err), err);
    assert_string_equal(attributes_set, "");
    assert_string_equal(read_file(TARGET_PATH), "new");
}

/* Without them it would be unknown who may read the file. */
static void lack_of_memory_for_attributes_stops_the_save(void **state)
{
    bool fired = true;
    (void)state;
    write_file(TARGET_PATH, "old");
    use_some_attributes();
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_code code = save("new", &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_string_equal(read_file(TARGET_PATH), fired ? "old" : "new");
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
    write_file(TARGET_PATH, "old");
    if (set_list(TARGET_PATH, access_list) != 0)
        skip(); /* not on this file system */
    unsigned mode = file_mode(TARGET_PATH);
    assert_ok(save("new", &err), err);
    assert_true(has_access_list(TARGET_PATH));
    assert_int_equal(file_mode(TARGET_PATH), mode);
}

/* The directory gives its default list to every new file, also to the one that takes the old one's place. */
static void access_list_of_the_directory_is_not_given_to_a_file_without_one(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    assert_int_equal(chmod(TARGET_PATH, 0660), 0);
    if (set_list(".", default_list) != 0)
        skip(); /* not on this file system */
    assert_false(has_access_list(TARGET_PATH));
    assert_ok(save("new", &err), err);
    assert_false(has_access_list(TARGET_PATH));
    assert_int_equal(file_mode(TARGET_PATH), 0660);
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
            write_file(TARGET_PATH, "old");
            if (set_list_of(TARGET_PATH, access_list, cases[i].user, cases[i].group, cases[i].mask, cases[i].others) !=
                    0 ||
                (!keeps_group && chown(TARGET_PATH, 12345, 23456) != 0))
                skip();
            sdn__sys.set_owner = refuse_owner;
            sdn__sys.set_attribute = refuse_access_list;
            assert_ok(save("new", &err), err);
            assert_false(has_access_list(TARGET_PATH));
            assert_int_equal(file_mode(TARGET_PATH), 0600 | cases[i].both << 3 | cases[i].both);
            assert_int_equal(unlink(TARGET_PATH), 0);
        }
}

static int asked;
static int answer;

static int answer_may_write(int directory, const char *name)
{
    (void)directory;
    assert_string_equal(name, TARGET_PATH);
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
        write_file(TARGET_PATH, "old");
        assert_int_equal(chmod(TARGET_PATH, cases[i].mode), 0);
        sdn_code code = save("new", &err);
        assert_int_equal(code, cases[i].message != NULL ? SDN_E_IO : SDN_OK);
        if (cases[i].message != NULL && getuid() == 0)
            assert_string_equal(err.message, cases[i].message);
        assert_string_equal(read_file(TARGET_PATH), code == SDN_OK ? "new" : "old");
        assert_int_equal(count_names("."), 3);
        assert_int_equal(unlink(TARGET_PATH), 0);
    }
}

static void system_is_not_asked_about_ones_own_writable_file(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn__sys.may_write = answer_may_write;
    asked = 0;
    answer = 0;
    write_file(TARGET_PATH, "old");
    assert_ok(save("new", &err), err);
    assert_int_equal(asked, 0);
    assert_int_equal(chmod(TARGET_PATH, 0444), 0);
    assert_ok(save("newer", &err), err); /* as root */
    assert_int_equal(asked, 1);
    answer = -ENOENT; /* gone meanwhile, or a system that cannot tell: that it is wrong shows otherwise */
    assert_ok(save("newest", &err), err);
}

static void file_on_a_read_only_file_system_is_not_replaced(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn__sys.may_write = answer_may_write;
    answer = -EROFS;
    write_file(TARGET_PATH, "old");
    assert_int_equal(chmod(TARGET_PATH, 0444), 0);
    assert_int_equal(save("new", &err), SDN_E_IO);
    assert_int_equal(err.os_error, EROFS);
    assert_string_equal(read_file(TARGET_PATH), "old");
}

static int64_t odd_list_len;
static unsigned char odd_version;

static int64_t get_odd_list(int fd, const char *name, void *value, size_t size)
{
    unsigned char *list = value;
    (void)fd, (void)size;
    if (strcmp(name, access_list) != 0)
        return -ENODATA;
    memset(list, 0xff, 20);
    list[0] = odd_version;
    list[1] = list[2] = list[3] = 0;
    return odd_list_len;
}

/* A list of a later version of the system, or none at all. */
static void access_list_that_is_not_understood_gives_nothing_to_all(void **state)
{
    static const struct {
        int64_t len;
        unsigned char version;
        mode_t mode;
    } cases[] = {{12, 2, 0677}, {12, 3, 0600}, {13, 2, 0600}, {3, 2, 0600}, {-EIO, 2, 0600}};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (chown(TARGET_PATH, 12345, 23456) != 0)
        skip();
    sdn__sys.list_attributes = list_some_attributes;
    attributes_len = 0;
    sdn__sys.get_attribute = get_odd_list;
    sdn__sys.set_attribute = refuse_access_list;
    sdn__sys.set_owner = refuse_owner;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_error err = {0};
        odd_list_len = cases[i].len;
        odd_version = cases[i].version;
        assert_int_equal(chown(TARGET_PATH, 12345, 23456), 0);
        assert_int_equal(chmod(TARGET_PATH, 0666), 0);
        assert_ok(save("new", &err), err);
        assert_int_equal(file_mode(TARGET_PATH), cases[i].mode);
    }
}

static void mode_is_kept_if_only_the_group_could_not_be_set_at_once(void **state)
{
    sdn_error err = {0};
    (void)state;
    write_file(TARGET_PATH, "old");
    if (chown(TARGET_PATH, getuid(), 23456) != 0)
        skip();
    assert_int_equal(chmod(TARGET_PATH, 0440), 0);
    real_sys = sdn__sys;
    sdn__sys.set_owner = refuse_user_only;
    assert_ok(save("new", &err), err);
    assert_int_equal(file_mode(TARGET_PATH), 0440);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
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
        TEST_IN_TEMPDIR(own_group_keeps_access_if_the_user_cannot_be_kept),
        TEST_IN_TEMPDIR(signatures_of_the_old_content_are_not_copied),
        TEST_IN_TEMPDIR(access_list_is_dropped_with_the_group),
        TEST_IN_TEMPDIR(endless_attributes_are_left_out),
        TEST_IN_TEMPDIR(lack_of_memory_for_attributes_stops_the_save),
        TEST_IN_TEMPDIR(file_on_a_read_only_file_system_is_not_replaced),
        TEST_IN_TEMPDIR(access_list_that_is_not_understood_gives_nothing_to_all),
        TEST_IN_TEMPDIR(mode_is_kept_if_only_the_group_could_not_be_set_at_once),
    };
    return run_cases(argc, argv, tests);
}
