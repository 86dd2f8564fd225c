/*
 * A client without memory: each allocation of libsdn and of its library for PostgreSQL fails, alone or with all that
 * follow; and so does each function of libpq that can run out of memory. What a call returned is what is in the database; edits
 * stay pending after a failure, and a save makes them once.
 *
 * The linker takes the functions below instead of those that they are called after (--wrap).
 */
#include "test.h"

#include "postgres_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what fails ---- */

static struct {
    int nth;         /* the call that fails; 0: none */
    bool to_the_end; /* and all that follow */
    int seen;
    const char *fired;
} fault;

static bool fails(const char *name)
{
    if (fault.nth == 0 || ++fault.seen < fault.nth || (!fault.to_the_end && fault.seen > fault.nth))
        return false;
    fault.fired = name;
    return true;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
PGconn *__real_PQconnectStartParams(const char *const *names, const char *const *values, int expand);
PQconninfoOption *__real_PQconninfoParse(const char *uri, char **message);
PQconninfoOption *__real_PQconninfo(PGconn *db);
int __real_PQsendQuery(PGconn *db, const char *sql);
int __real_PQgetCopyData(PGconn *db, char **line, int async);
PGcancel *__real_PQgetCancel(PGconn *db);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
PGconn *__wrap_PQconnectStartParams(const char *const *names, const char *const *values, int expand);
PQconninfoOption *__wrap_PQconninfoParse(const char *uri, char **message);
PQconninfoOption *__wrap_PQconninfo(PGconn *db);
int __wrap_PQsendQuery(PGconn *db, const char *sql);
int __wrap_PQgetCopyData(PGconn *db, char **line, int async);
PGcancel *__wrap_PQgetCancel(PGconn *db);

void *__wrap_malloc(size_t size)
{
    return fails("malloc") ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails("calloc") ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails("realloc") ? NULL : __real_realloc(block, size);
}

PGconn *__wrap_PQconnectStartParams(const char *const *names, const char *const *values, int expand)
{
    return fails("PQconnectStartParams") ? NULL : __real_PQconnectStartParams(names, values, expand);
}

PQconninfoOption *__wrap_PQconninfoParse(const char *uri, char **message)
{
    return fails("PQconninfoParse") ? NULL : __real_PQconninfoParse(uri, message);
}

PQconninfoOption *__wrap_PQconninfo(PGconn *db)
{
    return fails("PQconninfo") ? NULL : __real_PQconninfo(db);
}

int __wrap_PQsendQuery(PGconn *db, const char *sql)
{
    return fails("PQsendQuery") ? 0 : __real_PQsendQuery(db, sql);
}

int __wrap_PQgetCopyData(PGconn *db, char **line, int async)
{
    return fails("PQgetCopyData") ? -2 : __real_PQgetCopyData(db, line, async);
}

PGcancel *__wrap_PQgetCancel(PGconn *db)
{
    return fails("PQgetCancel") ? NULL : __real_PQgetCancel(db);
}

/* ---- a program ---- */

static int enter(void **state)
{
    drop_tables();
    make_table(&note_record_type);
    run_sql("INSERT INTO notes (id, text, no, done, kind, side, tags) VALUES ('1', 'one', 0, true, 'idea', 'left', "
            "'{a,\"b c\"}'), ('2', 'two', 0, false, 'idea', 'left', '{}')");
    return place.use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

static sdn_store *open_notes(sdn_error *err)
{
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 200;
    return sdn_store_open(&note_record_type, URI, &options, err);
}

static sdn_code count_up(sdn_store *store, sdn_error *err)
{
    note *found = sdn_store_edit(store, &(sdn_value){.text = SDN_STR("1")}, err);
    if (found != NULL)
        found->number++;
    return found != NULL ? SDN_OK : err->code;
}

/* The steps that are tried: each returns what the call does. */
static sdn_code pull(sdn_store *store, sdn_error *err)
{
    return sdn_file_reload(sdn_store_file(store), err);
}

static sdn_code push(sdn_store *store, sdn_error *err)
{
    sdn_code code = count_up(store, err);
    return code == SDN_OK ? sdn_file_save(sdn_store_file(store), err) : code;
}

static sdn_code commit(sdn_store *store, sdn_error *err)
{
    sdn_code code = sdn_file_begin(sdn_store_file(store), err);
    if (code == SDN_OK)
        code = count_up(store, err);
    return code == SDN_OK ? sdn_file_commit(sdn_store_file(store), err) : code;
}

static bool is_expected(sdn_code code, const char *message)
{
    bool is_libpq = strncmp(fault.fired, "PQ", 2) == 0;
    return code == SDN_OK || code == SDN_E_NOMEM || (is_libpq && (code == SDN_E_IO || code == SDN_E_INVALID)) ||
           strstr(message, "out of memory") != NULL;
}

static long number_in_database(void)
{
    return strtol(sql_text("SELECT no FROM notes WHERE id = '1'"), NULL, 10);
}

/* False: no call is left to fail. */
static bool try_open(int nth)
{
    sdn_error err = {0};
    fault.nth = nth;
    sdn_store *store = open_notes(&err);
    fault.nth = 0;
    if (store == NULL && (fault.fired == NULL || !is_expected(err.code, err.message)))
        fail_msg("call %d, %s: %s %s", nth, fault.fired != NULL ? fault.fired : "none", sdn_code_name(err.code),
                 err.message);
    if (store != NULL)
        assert_int_equal(sdn_store_count(store), 2);
    sdn_store_close(store);
    return fault.fired != NULL;
}

static bool try_step(sdn_code (*step)(sdn_store *store, sdn_error *err), bool edits, int nth)
{
    sdn_error err = {0};
    sdn_store *store = open_notes(&err);
    if (store == NULL)
        fail_msg("%s", err.message);
    run_sql("UPDATE notes SET text = text || 'x' WHERE id = '2'");
    long before = number_in_database();
    fault.nth = nth;
    sdn_code code = step(store, &err);
    fault.nth = 0;
    long after = number_in_database();
    if (code != SDN_OK && !is_expected(code, err.message))
        fail_msg("call %d, %s: %s %s", nth, fault.fired, sdn_code_name(code), err.message);
    if (after != before + (edits && code == SDN_OK))
        fail_msg("call %d, %s: %s, %ld became %ld", nth, fault.fired, sdn_code_name(code), before, after);
    if (sdn_file_changed(sdn_store_file(store))) {
        if (sdn_file_save(sdn_store_file(store), &err) == SDN_E_NOMEM)
            sdn_file_rollback(sdn_store_file(store)); /* text was lost, or so it may be */
        else
            assert_int_equal(number_in_database(), before + 1);
    }
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    const note *two = sdn_store_get(store, &(sdn_value){.text = SDN_STR("2")});
    assert_string_equal(two->text.ptr, sql_text("SELECT text FROM notes WHERE id = '2'"));
    sdn_store_close(store);
    return fault.fired != NULL;
}

static void each_call_fails(sdn_code (*step)(sdn_store *store, sdn_error *err), bool edits, bool to_the_end)
{
    int nth = 1 - (to_the_end ? 5 : 1);
    fault.to_the_end = to_the_end;
    do {
        nth += to_the_end ? 5 : 1;
        fault.seen = 0;
        fault.fired = NULL;
    } while (step == NULL ? try_open(nth) : try_step(step, edits, nth));
    assert_true(nth > 10);
}

static void each_call_fails_in_turn(sdn_code (*step)(sdn_store *store, sdn_error *err), bool edits)
{
    each_call_fails(step, edits, false);
    each_call_fails(step, edits, true);
}

static void open_without_memory_fails(void **state)
{
    (void)state;
    each_call_fails_in_turn(NULL, false);
}

static void pull_without_memory_changes_nothing(void **state)
{
    (void)state;
    each_call_fails_in_turn(pull, false);
}

static void push_without_memory_keeps_the_edits_pending(void **state)
{
    (void)state;
    each_call_fails_in_turn(push, true);
}

static void transaction_without_memory_keeps_the_edits_pending(void **state)
{
    (void)state;
    each_call_fails_in_turn(commit, true);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(open_without_memory_fails, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(pull_without_memory_changes_nothing, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(push_without_memory_keeps_the_edits_pending, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(transaction_without_memory_keeps_the_edits_pending, enter, tempdir_leave),
    };
    return run_cases(argc, argv, tests);
}
