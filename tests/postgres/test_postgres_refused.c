#define _POSIX_C_SOURCE 200809L

/* What a server or its absence refuses: a clear message, without the password, and edits stay pending. */
#include "test.h"

#include "child.h"
#include "postgres_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include <sdn/postgres.h>

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_error err;

static int enter(void **state)
{
    drop_tables();
    make_table(&note_record_type);
    run_sql("INSERT INTO notes VALUES ('1', 'one', 0, false, 'idea', 'left', NULL, NULL, '{}')");
    return sdn_postgres_use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

static sdn_store *open_with(const char *uri, uint32_t lock_timeout_ms)
{
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = lock_timeout_ms;
    return sdn_store_open(&note_record_type, uri, &options, &err);
}

static sdn_store *open_usual(const char *uri)
{
    sdn_store *store = open_with(uri, 2000);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void assert_cannot_open(const char *uri, sdn_code code, const char *part)
{
    sdn_store *store = open_with(uri, 50);
    assert_null(store);
    assert_message_has(err, part);
    assert_string_equal(sdn_code_name(err.code), sdn_code_name(code));
    if (strstr(err.message, "secret") != NULL || strstr(err.path, "secret") != NULL)
        fail_msg("the password is in %s", err.message);
}

static note *change_one(sdn_store *store)
{
    sdn_value key = {.text = SDN_STR("1")};
    note *found = sdn_store_edit(store, &key, &err);
    if (found == NULL)
        fail_msg("%s", err.message);
    found->number++;
    return found;
}

static void assert_not_saved(sdn_store *store, sdn_code code, const char *part)
{
    assert_string_equal(sdn_code_name(sdn_file_save(sdn_store_file(store), &err)), sdn_code_name(code));
    assert_message_has(err, part);
    assert_true(sdn_file_changed(sdn_store_file(store)));
}

static void save(sdn_store *store)
{
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
}

/* ---- opening ---- */

static void no_server_is_refused(void **state)
{
    (void)state;
    assert_cannot_open("postgresql://me:secret@/?host=/nowhere&port=5999", SDN_E_IO,
                       "postgresql://me@/?host=/nowhere&port=5999: cannot connect: ");
    assert_message_has(err, "see that the server runs");
    assert_cannot_open("postgresql://127.0.0.1:1/x?sslpassword=secret&password=secret&connect_timeout=2", SDN_E_IO,
                       "postgresql://127.0.0.1:1/x?connect_timeout=2: cannot connect: ");
}

static void what_is_no_uri_is_refused(void **state)
{
    (void)state;
    assert_cannot_open("postgresql:secret", SDN_E_INVALID,
                       "postgresql:: is no URI of a database; write it as postgresql://");
    assert_cannot_open("postgres:host=x password=secret", SDN_E_INVALID, "postgres:: is no URI of a database");
    assert_cannot_open("postgresql://me:secret@host:port:x/", SDN_E_INVALID, "postgresql://me@host:port:x/: is no URI");
    assert_cannot_open("postgresql://me:secret/x", SDN_E_INVALID, "postgresql://me/x: is no URI");
    assert_cannot_open("postgresql://me:secret/x@host/y", SDN_E_INVALID, "postgresql://me@host/y: is no URI");
    assert_cannot_open("postgresql://me:se/cret@host/?nonsense=1", SDN_E_INVALID, "is no URI");
    assert_cannot_open(
        "postgresql://me:p@secret@127.0.0.1:1/x", SDN_E_INVALID,
        "postgresql://me@127.0.0.1:1/x: has more than one @ before the path; write %40 for one in a name "
        "or password");
    assert_cannot_open("postgresql://me:a@secret#b@127.0.0.1:1", SDN_E_INVALID, "has more than one @");
    assert_cannot_open("POSTGRESQL://me:secret@host/x", SDN_E_MISUSE, "there is no database with 'POSTGRESQL:'");
}

static void other_encodings_are_refused(void **state)
{
    (void)state;
    run_sql("DROP DATABASE IF EXISTS latin");
    run_sql("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
    assert_cannot_open("postgresql:///latin", SDN_E_SYNTAX,
                       "postgresql:///latin: the encoding of the database is LATIN1, but must be UTF8; make it with: "
                       "createdb -E UTF8 -T template0 NAME");
    run_sql("DROP DATABASE latin");
}

static void missing_database_is_refused(void **state)
{
    (void)state;
    assert_cannot_open("postgres:///nothing_here", SDN_E_IO, "database \"nothing_here\" does not exist");
    assert_cannot_open("postgresql:///nothing_here", SDN_E_IO, "database \"nothing_here\" does not exist");
    assert_message_has(err, "; see that the URI names a database of this server, or make it: createdb NAME");
    assert_cannot_open("postgresql://nobody_here@/postgres", SDN_E_IO, "role \"nobody_here\" does not exist");
    assert_message_has(err, "; see that the user and the password of the URI are right");
}

static void write_hba(const char *rules)
{
    char path[512];
    snprintf(path, sizeof path, "%s/data/pg_hba.conf", getenv("SDNC_SERVER_DIRECTORY"));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(rules, file);
    fclose(file);
    run_sql("SELECT pg_reload_conf(), pg_sleep(0.2)");
}

static void wrong_password_is_refused_and_not_shown(void **state)
{
    (void)state;
    run_sql("DROP ROLE IF EXISTS locked; CREATE ROLE locked LOGIN PASSWORD 'right secret'");
    write_hba("local all locked scram-sha-256\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n");
    assert_cannot_open("postgresql://locked:secret@/postgres", SDN_E_IO,
                       "postgresql://locked@/postgres: cannot connect: ");
    assert_message_has(err, "password authentication failed");
    assert_message_has(err, "; see that the user and the password of the URI are right");
    assert_cannot_open("postgresql://locked@/postgres", SDN_E_IO, "no password supplied");
    assert_message_has(err, "; see that the user and the password of the URI are right");
    run_sql("GRANT ALL ON notes, sdn_meta, sdn_log TO locked; GRANT USAGE ON SCHEMA public TO locked");
    sdn_store *store = open_usual("postgresql://locked:right%20secret@/postgres");
    run_sql("REVOKE ALL ON sdn_meta FROM locked");
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_IO);
    assert_message_has(err, "postgresql://locked@/postgres: permission denied for table sdn_meta");
    sdn_store_close(store);
    run_sql("DROP OWNED BY locked; DROP ROLE locked");
}

/* ---- rights ---- */

static void roles_without_rights_are_refused(void **state)
{
    (void)state;
    run_sql("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN");
    assert_cannot_open("postgresql://reader@/postgres", SDN_E_SYNTAX, "there is no table 'notes'");
    run_sql("GRANT USAGE ON SCHEMA public TO reader");
    assert_cannot_open("postgresql://reader@/postgres", SDN_E_IO, "permission denied for table sdn_meta");
    assert_message_has(err, "the role needs rights, see \"Who may do what\" in docs/backends.md");
    run_sql("GRANT SELECT ON notes, sdn_meta, sdn_log TO reader");
    sdn_store *store = open_usual("postgresql://reader@/postgres");
    assert_int_equal(sdn_store_count(store), 1);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    change_one(store);
    assert_not_saved(store, SDN_E_IO, "permission denied for table sdn_meta");
    run_sql("GRANT UPDATE ON notes, sdn_meta TO reader; GRANT INSERT ON sdn_log TO reader");
    save(store);
    sdn_store_close(store);
    assert_string_equal(sql_text("SELECT no FROM notes"), "1");
    run_sql("DROP OWNED BY reader; DROP ROLE reader");
}

static void server_that_only_reads_is_refused(void **state)
{
    (void)state;
    sdn_store *store = open_usual("postgresql://?options=-cdefault_transaction_read_only%3Don");
    change_one(store);
    assert_not_saved(store, SDN_E_IO, "this server only reads");
    sdn_store_close(store);
}

static void too_long_key_is_refused_by_its_length(void **state)
{
    (void)state;
    static char key[5001];
    uint32_t random = 1;
    for (size_t i = 0; i + 1 < sizeof key; i++) /* what can be compressed would fit */
        key[i] = (char)('A' + ((random = random * 1103515245u + 12345u) >> 16) % 58);
    sdn_store *store = open_usual(URI);
    note made;
    note_init(&made);
    made.id = sdn_str_from(key);
    made.text = SDN_STR("x");
    assert_non_null(sdn_store_insert(store, &made, &err));
    assert_not_saved(store, SDN_E_LIMIT, "index row");
    assert_message_has(err, "; keys, unique values and indexed fields take at most about 2,700 bytes, shorten it");
    sdn_store_close(store);
}

/* ---- others in the way ---- */

/* Has the table locked until it hears something. */
static int lock_table(child *parent, void *context)
{
    (void)context;
    sdn_error failure = {0};
    sdn_store *store = sdn_store_open(&note_record_type, URI, NULL, &failure);
    if (store == NULL || sdn_file_begin(sdn_store_file(store), &failure) != SDN_OK)
        return 1;
    child_say(parent);
    child_hear(parent);
    sdn_store_close(store);
    return 0;
}

static void lock_is_waited_for_as_long_as_the_options_say(void **state)
{
    (void)state;
    sdn_store *patient = open_with(URI, 300), *hasty = open_with(URI, 0);
    child other = child_start(lock_table, NULL);
    assert_true(child_hear(&other));
    change_one(patient);
    change_one(hasty);
    assert_not_saved(hasty, SDN_E_TIMEOUT, "another program has the table locked");
    assert_not_saved(patient, SDN_E_TIMEOUT, "another program has the table locked");
    child_say(&other);
    assert_int_equal(child_finish(&other), 0);
    save(patient);
    sdn_store_close(patient);
    sdn_store_close(hasty);
}

/* The lock is free as soon as the server sees that its owner is gone. */
static void lock_of_a_killed_process_is_free(void **state)
{
    (void)state;
    sdn_store *store = open_usual(URI);
    child other = child_start(lock_table, NULL);
    assert_true(child_hear(&other));
    child_kill(&other);
    change_one(store);
    save(store);
    sdn_store_close(store);
}

/* Locks the row first and the table later, as no store does; and leaves it to the other to find the deadlock. */
static int lock_row_first(child *parent, void *context)
{
    (void)parent;
    (void)context;
    return try_sql("SET deadlock_timeout = '20s'; BEGIN; SELECT FROM notes WHERE id = '1' FOR UPDATE; SELECT "
                   "pg_sleep(0.5); UPDATE notes SET text = 'by hand' WHERE id = '1'; COMMIT")
               ? 0
               : 1;
}

static void deadlock_is_tried_again(void **state)
{
    (void)state;
    sdn_store *store = open_with(URI, 10000);
    child other = child_start(lock_row_first, NULL);
    change_one(store);
    run_sql("SELECT pg_sleep(0.25)");
    save(store);
    assert_int_equal(child_finish(&other), 0);
    assert_string_equal(sql_text("SELECT concat(no, text) FROM notes"), "1by hand");
    sdn_store_close(store);
}

static void end_other_connections(void)
{
    run_sql("SELECT pg_terminate_backend(pid), pg_sleep(0.05) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
            "backend_type = 'client backend'");
}

static void idle_connection_that_died_is_made_again(void **state)
{
    (void)state;
    sdn_store *store = open_usual(URI);
    end_other_connections();
    change_one(store);
    save(store);
    end_other_connections();
    run_sql("UPDATE notes SET text = 'by hand'");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    sdn_value key = {.text = SDN_STR("1")};
    assert_string_equal(((const note *)sdn_store_get(store, &key))->text.ptr, "by hand");
    sdn_store_close(store);
}

static void transaction_whose_connection_died_goes_on_if_nothing_changed(void **state)
{
    (void)state;
    sdn_store *store = open_usual(URI);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    change_one(store);
    end_other_connections();
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    assert_string_equal(sql_text("SELECT no FROM notes"), "1");
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    change_one(store);
    end_other_connections();
    run_sql("UPDATE notes SET text = 'by hand'");
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_LOCK_LOST);
    assert_message_has(err, "the edits are pending: begin again, or save to merge them");
    save(store);
    assert_string_equal(sql_text("SELECT concat(no, text) FROM notes"), "2by hand");
    sdn_store_close(store);
}

/* ---- limits of the server ---- */

/* Has the row locked, and not the table, as no store does; until it hears something. */
static int lock_row(child *parent, void *context)
{
    (void)context;
    PGconn *db = PQconnectdb(URI);
    PQclear(PQexec(db, "BEGIN; SELECT FROM notes WHERE id = '1' FOR UPDATE"));
    child_say(parent);
    child_hear(parent);
    PQfinish(db);
    return 0;
}

static void row_that_another_program_holds_is_waited_for(const char *uri, const char *part)
{
    sdn_store *store = open_with(uri, 300);
    child other = child_start(lock_row, NULL);
    assert_true(child_hear(&other));
    change_one(store);
    assert_not_saved(store, SDN_E_TIMEOUT, part);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_TIMEOUT);
    assert_message_has(err, part);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_string_equal(sql_text("SELECT no FROM notes"), "0");
    child_say(&other);
    assert_int_equal(child_finish(&other), 0);
    save(store);
    assert_string_equal(sql_text("SELECT no FROM notes"), "1");
    sdn_store_close(store);
}

static void row_is_waited_for_as_long_as_the_options_say(void **state)
{
    (void)state;
    row_that_another_program_holds_is_waited_for(URI, "another program has the table locked");
}

static void statement_timeout_ends_a_save(void **state)
{
    (void)state;
    row_that_another_program_holds_is_waited_for("postgresql://?options=-cstatement_timeout%3D200",
                                                 "see statement_timeout");
}

static void too_many_connections_are_refused(void **state)
{
    (void)state;
    PGconn *others[200] = {NULL};
    size_t count = 0;
    sdn_store *store = open_usual(URI);
    change_one(store);
    run_sql("SELECT pg_terminate_backend(pid), pg_sleep(0.05) FROM pg_stat_activity WHERE application_name = 'libsdn'");
    while (count < 200 && (others[count] = PQconnectdb(URI), PQstatus(others[count]) == CONNECTION_OK))
        count++;
    assert_true(count < 200);
    assert_not_saved(store, SDN_E_IO, "too many clients already");
    assert_message_has(err, "cannot connect: ");
    assert_cannot_open(URI, SDN_E_IO, "too many clients already");
    assert_message_has(err, "; close other connections, or raise max_connections, and try again");
    for (size_t i = 0; i <= count; i++)
        PQfinish(others[i]);
    run_sql("SELECT pg_sleep(0.2)");
    save(store);
    assert_string_equal(sql_text("SELECT no FROM notes"), "1");
    sdn_store_close(store);
}

/* A program that hangs, for a second longer than the connection allows. SDNC_TEST_FULL=1 waits for it. */
static void transaction_that_is_idle_too_long_is_ended(void **state)
{
    (void)state;
    if (getenv("SDNC_TEST_FULL") == NULL)
        skip();
    sdn_store *store = open_usual(URI);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    change_one(store);
    poll(NULL, 0, 61000);
    run_sql("UPDATE notes SET text = 'by hand'");
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_LOCK_LOST);
    assert_message_has(err, "the edits are pending");
    save(store);
    assert_string_equal(sql_text("SELECT concat(no, text) FROM notes"), "1by hand");
    sdn_store_close(store);
}

static void server_that_was_started_again_is_found(void **state)
{
    (void)state;
    sdn_store *store = open_usual(URI), *reader = open_usual(URI);
    end_server();
    change_one(store);
    sdn_code code = SDN_E_IO;
    for (int tries = 0; code == SDN_E_IO && tries < 200; tries++) {
        code = sdn_file_save(sdn_store_file(store), &err);
        assert_true(code == SDN_OK || sdn_file_changed(sdn_store_file(store)));
        poll(NULL, 0, code == SDN_OK ? 0 : 50);
    }
    assert_ok(code, err);
    assert_ok(sdn_file_reload(sdn_store_file(reader), &err), err);
    assert_int_equal(((const note *)sdn_store_get(reader, &(sdn_value){.text = SDN_STR("1")}))->number, 1);
    sdn_store_close(store);
    sdn_store_close(reader);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(no_server_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(what_is_no_uri_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(other_encodings_are_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(too_long_key_is_refused_by_its_length, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(missing_database_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(wrong_password_is_refused_and_not_shown, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(roles_without_rights_are_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(server_that_only_reads_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(lock_is_waited_for_as_long_as_the_options_say, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(lock_of_a_killed_process_is_free, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(deadlock_is_tried_again, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(idle_connection_that_died_is_made_again, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(transaction_whose_connection_died_goes_on_if_nothing_changed, enter,
                                        tempdir_leave),
        cmocka_unit_test_setup_teardown(row_is_waited_for_as_long_as_the_options_say, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(statement_timeout_ends_a_save, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(too_many_connections_are_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(transaction_that_is_idle_too_long_is_ended, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(server_that_was_started_again_is_found, enter, tempdir_leave),
    };
    return run_cases(argc, argv, tests);
}
