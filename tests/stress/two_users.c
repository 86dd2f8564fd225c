/*
 * Two users with one file: who may read and write it after a save by either, and that nothing of theirs is
 * lost.
 *
 * Every mode from 0600 to 0666, in directories with and without the set-group-id bit, for files whose group
 * the one who saves is a member of or not: nobody gains access, nobody loses what all had, and a file that
 * may not be written is not replaced. Then both add records at once. Needs root, which becomes the users;
 * skipped otherwise.
 *
 * two_users [adds]   (default 60, of each user)
 */
#define _DEFAULT_SOURCE

#include "test.h"

#include "child.h"
#include "files.h"
#include "record_types/basic.h"
#include "tempdir.h"
#include "outcome.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALICE, BOB, CAROL, DAVE, EVE, FRANK, GINA, USERS };

/* Of the users: each has a group of the same number. */
enum { FIRST_ID = 20001, PROJECT = 20100, FOREIGN = 20200, READS = 4, WRITES = 2, ALL = READS | WRITES };

static const char path[] = "notes.sdn", lock_file[] = "notes.sdn.lock";
static int adds = 60;

/* Alice and Bob share the project with Carol; Eve is in Bob's group, Frank in Alice's, Gina in one of nobody
 * else. */
static const gid_t second_group[USERS] = {
    [ALICE] = PROJECT,          [BOB] = PROJECT,  [CAROL] = PROJECT, [DAVE] = 0, [EVE] = FIRST_ID + BOB,
    [FRANK] = FIRST_ID + ALICE, [GINA] = FOREIGN,
};

static void need(bool done, const char *what)
{
    if (done)
        return;
    fprintf(stderr, "cannot %s: %s\n", what, strerror(errno));
    abort();
}

static void become(int user)
{
    const gid_t groups[] = {(gid_t)(FIRST_ID + user), second_group[user]};
    need(setgroups(second_group[user] != 0 ? 2 : 1, groups) == 0, "set the groups");
    need(setgid(groups[0]) == 0, "set the group");
    need(setuid((uid_t)(FIRST_ID + user)) == 0, "set the user");
    umask(002);
}

/* ---- what a user can do, as the exit status of a child ---- */

static bool can_open(int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int try_access(child *parent, void *user)
{
    (void)parent;
    become(*(int *)user);
    return (can_open(O_RDONLY) ? READS : 0) | (can_open(O_WRONLY) ? WRITES : 0);
}

static sdn_code add(const char *text, sdn_error *err)
{
    sdn_store *store = sdn_store_open(&note_record_type, path, NULL, err);
    if (store == NULL)
        return err->code;
    note values = note_of("", text);
    sdn_code code = sdn_file_begin(sdn_store_file(store), err);
    if (code == SDN_OK)
        code = sdn_store_insert(store, &values, err) != NULL ? sdn_file_commit(sdn_store_file(store), err) : err->code;
    sdn_store_close(store);
    return code;
}

static int try_add(child *parent, void *user)
{
    sdn_error err = {0};
    (void)parent;
    become(*(int *)user);
    return (int)add("one", &err);
}

static int run(int (*body)(child *, void *), int user)
{
    child one = child_start(body, &user);
    return child_finish(&one);
}

/* ---- every mode ---- */

typedef struct scene {
    unsigned mode;
    gid_t group;
    int saver;
    int before[USERS], after[USERS];
} scene;

static void look(int *access)
{
    for (int user = 0; user < USERS; user++)
        access[user] = run(try_access, user);
}

static void describe(const scene *of, int user, const char *what)
{
    fail_msg("mode %04o, group %u, saved by %d: user %d %s (%d before, %d after)", of->mode, (unsigned)of->group,
             of->saver, user, what, of->before[user], of->after[user]);
}

static void check_access(const scene *of)
{
    int all = ALL;
    for (int user = 0; user < USERS; user++)
        all &= of->before[user];
    for (int user = 0; user < USERS; user++) {
        if ((of->after[user] & ~of->before[user]) != 0)
            describe(of, user, "gains access");
        if ((all & ~of->after[user]) != 0)
            describe(of, user, "loses what all had");
        bool is_kept = of->group == PROJECT || of->saver == ALICE;
        if (is_kept && of->group != FOREIGN && user != ALICE && of->after[user] != of->before[user])
            describe(of, user, "loses what the group or the others had");
    }
}

static void prepare(const scene *of)
{
    write_file(path, "notes |id, text|\n");
    need(chown(path, FIRST_ID + ALICE, of->group) == 0 && chmod(path, of->mode) == 0, "prepare the file");
}

static void check_save(scene *of)
{
    struct stat old, now;
    prepare(of);
    need(stat(path, &old) == 0, "look");
    look(of->before);
    int code = run(try_add, of->saver);
    look(of->after);
    need(stat(path, &now) == 0, "look");
    bool may_write = of->before[of->saver] == ALL;
    if (code != (may_write ? SDN_OK : SDN_E_IO))
        describe(of, of->saver, sdn_code_name((sdn_code)code));
    assert_int_equal(old.st_ino == now.st_ino, !may_write);
    check_access(of);
    assert_int_equal(count_names("."), 3);
}

static void check_modes(unsigned directory_mode)
{
    static const gid_t groups[] = {FIRST_ID + ALICE, PROJECT, FOREIGN};
    need(chown(".", 0, PROJECT) == 0 && chmod(".", directory_mode) == 0, "prepare the directory");
    for (unsigned bits = 0; bits <= 066; bits += 2)
        for (size_t i = 0; i < sizeof groups / sizeof groups[0] && (bits & 011) == 0; i++)
            for (int saver = ALICE; saver <= BOB; saver++)
                check_save(&(scene){.mode = 0600 | bits, .group = groups[i], .saver = saver});
}

static void nobody_gains_access_and_nobody_loses_what_all_had(void **state)
{
    (void)state;
    check_modes(0775);
    check_modes(02775);
}

static int fail_to_save(child *parent, void *user)
{
    sdn_error err = {0};
    (void)parent;
    become(*(int *)user);
    return add("one", &err) == SDN_E_IO && err.os_error == EACCES &&
                   strcmp(err.message,
                          "notes.sdn: user 20002 may not write the file, which belongs to user 20001 and has "
                          "the mode 0444; change its mode or owner first: Permission denied") == 0
               ? 0
               : 1;
}

static void begin_says_that_the_file_may_not_be_written(void **state)
{
    (void)state;
    need(chmod(".", 0777) == 0, "open the directory");
    prepare(&(scene){.mode = 0444, .group = PROJECT});
    assert_int_equal(run(fail_to_save, BOB), 0);
    assert_int_equal(run(try_add, ALICE), SDN_E_IO); /* who made it read-only meant it */
    assert_string_equal(read_file(path), "notes |id, text|\n");
}

/* ---- both at once ---- */

static int add_many(child *parent, void *user)
{
    int number = *(int *)user;
    (void)parent;
    become(number);
    for (int i = 0; i < adds; i++) {
        sdn_error err = {0};
        char text[64];
        snprintf(text, sizeof text, "%d.%d", number, i);
        if (add(text, &err) != SDN_OK) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
    }
    return 0;
}

static void check_count(int expected)
{
    sdn_error err = {0};
    sdn_store *store = sdn_store_open(&note_record_type, path, NULL, &err);
    assert_non_null(store);
    assert_int_equal(sdn_store_count(store), expected);
    sdn_store_close(store);
    assert_int_equal(count_names("."), 3);
}

static void add_together(unsigned directory_mode)
{
    int alice = ALICE, bob = BOB;
    need(chown(".", 0, PROJECT) == 0 && chmod(".", directory_mode) == 0, "prepare the directory");
    for (int i = 0; i < adds; i++)
        assert_int_equal(run(try_add, i % 2 == 0 ? ALICE : BOB), SDN_OK);
    child one = child_start(add_many, &alice), other = child_start(add_many, &bob);
    assert_int_equal(child_finish(&one), 0);
    assert_int_equal(child_finish(&other), 0);
    check_count(3 * adds);
}

static void two_users_lose_nothing_in_a_directory_of_their_group(void **state)
{
    (void)state;
    add_together(02775);
    assert_int_equal(file_mode(path), 0664);
}

static void two_users_lose_nothing_with_a_file_that_all_may_write(void **state)
{
    (void)state;
    prepare(&(scene){.mode = 0666, .group = FIRST_ID + ALICE});
    add_together(0777);
    assert_int_equal(file_mode(path), 0666);
}

/* ---- another user's lock ---- */

static int hold_until_killed(child *parent, void *user)
{
    sdn_lock *lock = NULL;
    become(*(int *)user);
    if (acquire_lock(path, NULL, &lock, NULL) != SDN_OK)
        return 1;
    child_say(parent);
    for (;;)
        pause();
}

static void leave_lock_of_alice(void)
{
    int alice = ALICE;
    child holder = child_start(hold_until_killed, &alice);
    assert_true(child_hear(&holder));
    child_kill(&holder);
    assert_true(file_exists(lock_file));
}

static void lock_of_a_killed_user_is_taken_over_by_another(void **state)
{
    (void)state;
    prepare(&(scene){.mode = 0664, .group = PROJECT});
    need(chown(".", 0, PROJECT) == 0 && chmod(".", 0775) == 0, "prepare the directory");
    leave_lock_of_alice();
    assert_int_equal(run(try_add, BOB), SDN_OK);
    check_count(1);
}

static int fail_with(child *parent, void *part)
{
    sdn_error err = {0};
    (void)parent;
    become(BOB);
    return add("one", &err) == SDN_E_IO && strstr(err.message, part) != NULL ? 0 : 1;
}

static void must_fail_with(char *part)
{
    child one = child_start(fail_with, part);
    assert_int_equal(child_finish(&one), 0);
}

/* Where only the owner of a file may remove or replace it, others can do neither, and get an error. */
static void sticky_directory_keeps_lock_and_file_of_another_user(void **state)
{
    (void)state;
    need(chmod(".", 01777) == 0, "prepare the directory");
    prepare(&(scene){.mode = 0666, .group = PROJECT});
    leave_lock_of_alice();
    must_fail_with("cannot remove the lock file notes.sdn.lock, whose holder is dead; its owner or root can");
    assert_int_equal(run(try_add, ALICE), SDN_OK);
    must_fail_with("cannot replace the file: in a directory with the sticky bit only the owner of the file may");
    check_count(1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(nobody_gains_access_and_nobody_loses_what_all_had),
        TEST_IN_TEMPDIR(begin_says_that_the_file_may_not_be_written),
        TEST_IN_TEMPDIR(two_users_lose_nothing_in_a_directory_of_their_group),
        TEST_IN_TEMPDIR(two_users_lose_nothing_with_a_file_that_all_may_write),
        TEST_IN_TEMPDIR(lock_of_a_killed_user_is_taken_over_by_another),
        TEST_IN_TEMPDIR(sticky_directory_keeps_lock_and_file_of_another_user),
    };
    adds = argc > 1 ? atoi(argv[1]) : adds;
    if (adds < 1)
        return 2;
    if (getuid() != 0) {
        printf("two_users: skipped: needs root, to become two users\n");
        return 77;
    }
    return cmocka_run_group_tests_name("two users", tests, NULL, NULL);
}
