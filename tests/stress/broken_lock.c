/*
 * A holder whose lock was broken writes nothing.
 *
 * Some programs take a lock file of a certain age for abandoned. While a transaction is stopped (SIGSTOP) before its
 * commit or in the middle of it, such a program removes its lock, takes its own and reads the file; then the
 * transaction goes on. In any order of what follows, the program's change is in the file, the transaction's is
 * not and is reported as not made, and the program still has its lock. Nor is there harm when another transaction
 * comes between.
 *
 * broken_lock [rounds]   (default 60)
 */
#define _DEFAULT_SOURCE

#include "test.h"

#include "cell.h"
#include "child.h"
#include "files.h"
#include "plain_program.h"
#include "tempdir.h"

#include "os/sys.h"

#include <sdn/store.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define START  "cells |id, number, a, b, c, d, body, check|\n    one, 1, 0, 0, 0, 0, x, none\n"
#define THEIRS "cells |id, number, a, b, c, d, body, check|\n    one, 2, 0, 0, 0, 0, x, none\n"

static const char file[] = "cells.sdn", lock_file[] = "cells.sdn.lock", temp[] = "cells.sdn.tmp";

static int rounds = 60;

static int64_t (*real_write)(int fd, const void *bytes, size_t size);

/* Only saves write so; the lock file is written at an offset. */
static int64_t write_and_stop(int fd, const void *bytes, size_t size)
{
    int64_t wrote = real_write(fd, bytes, size);
    raise(SIGSTOP);
    return wrote;
}

static void stop_in_commit(void)
{
    real_write = sdn__sys.write;
    sdn__sys.write = write_and_stop;
}

static sdn_store *open_cells(void)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    return sdn_store_open(&cell_record_type, file, &options, NULL);
}

/* Stops once, before or in commit. Returns its code. */
static int change_with_a_stop(child *parent, void *in_commit)
{
    sdn_error err = {0};
    (void)parent;
    sdn_store *store = open_cells();
    if (store == NULL || sdn_file_begin(sdn_store_file(store), &err) != SDN_OK)
        return 100;
    cell *edited = cell_edit(store, "one", &err);
    if (edited == NULL)
        return 101;
    edited->number = 77;
    if (*(const bool *)in_commit)
        stop_in_commit();
    else
        raise(SIGSTOP);
    int code = (int)sdn_file_commit(sdn_store_file(store), &err);
    sdn_store_close(store);
    return code;
}

static void wait_until_stopped(const child *one)
{
    int status;
    assert_int_equal(waitpid(one->pid, &status, WUNTRACED), one->pid);
    assert_true(WIFSTOPPED(status));
}

static void write_theirs(void)
{
    write_file(temp, THEIRS);
    assert_int_equal(rename(temp, file), 0);
}

/* Every second one in its commit. */
static child stopped_transaction(int round)
{
    bool in_commit = round % 2 == 1;
    write_file(file, START);
    child holder = child_start(change_with_a_stop, &in_commit);
    wait_until_stopped(&holder);
    return holder;
}

static void break_lock(void)
{
    plain_unlock(lock_file);
    assert_true(plain_acquire(lock_file, NULL));
}

static int go_on(child *holder)
{
    kill(holder->pid, SIGCONT);
    return child_finish(holder);
}

static void must_have_won(int holder_code)
{
    assert_true(file_exists(lock_file));
    plain_release(lock_file);
    assert_string_equal(read_file(file), THEIRS);
    assert_string_equal(sdn_code_name((sdn_code)holder_code), sdn_code_name(SDN_E_LOCK_LOST));
    assert_int_equal(count_names("cells.sdn"), 1);
}

/* The program has read the file: a save now would be undone when it writes. */
static void a_commit_before_the_breaker_writes_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < rounds; i++) {
        child holder = stopped_transaction(i);
        break_lock();
        int code = go_on(&holder);
        write_theirs();
        must_have_won(code);
    }
}

/* The file has changed too, so there are two possible codes. */
static void a_commit_after_the_breaker_wrote_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < rounds; i++) {
        child holder = stopped_transaction(i);
        break_lock();
        write_theirs();
        int code = go_on(&holder);
        must_have_won(code == SDN_E_CONFLICT ? SDN_E_LOCK_LOST : code);
    }
}

/* Its first transaction is over, in which a store removes temporary files of others. */
static sdn_store *store_that_has_swept(void)
{
    sdn_error err = {0};
    sdn_store *store = open_cells();
    assert_non_null(store);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    sdn_file_rollback(sdn_store_file(store));
    return store;
}

/* Another transaction of ours comes between; it does not trip over what the stopped one has begun to write. */
static void a_commit_after_another_transaction_is_refused(void **state)
{
    sdn_error err = {0};
    (void)state;
    for (int i = 0; i < rounds; i++) {
        sdn_store *store = store_that_has_swept();
        child holder = stopped_transaction(i);
        plain_unlock(lock_file);
        assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
        cell_edit(store, "one", &err)->number = 2;
        assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
        sdn_store_close(store);
        int code = go_on(&holder);
        assert_true(code == SDN_E_LOCK_LOST || code == SDN_E_CONFLICT);
        assert_string_equal(read_file(file), THEIRS);
        assert_int_equal(count_names("cells.sdn"), 1);
    }
}

/* The lock is gone and nobody has one: still, somebody may have read the file meanwhile. */
static void a_commit_after_the_lock_was_removed_is_refused(void **state)
{
    (void)state;
    for (int i = 0; i < rounds; i++) {
        child holder = stopped_transaction(i);
        plain_unlock(lock_file);
        int code = go_on(&holder);
        assert_string_equal(sdn_code_name((sdn_code)code), sdn_code_name(SDN_E_LOCK_LOST));
        assert_string_equal(read_file(file), START);
        assert_int_equal(count_names("cells.sdn"), 1);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(a_commit_before_the_breaker_writes_is_refused),
        TEST_IN_TEMPDIR(a_commit_after_the_breaker_wrote_is_refused),
        TEST_IN_TEMPDIR(a_commit_after_another_transaction_is_refused),
        TEST_IN_TEMPDIR(a_commit_after_the_lock_was_removed_is_refused),
    };
    if (argc > 1)
        rounds = atoi(argv[1]);
    return cmocka_run_group_tests_name("broken lock", tests, NULL, NULL);
}
