/*
 * A server with a standby (with_cluster.sh standby). The standby shows what it has and takes no edits. When it becomes the
 * server without the last commits, a program that has seen them sees that they are gone: it loads all and merges what is
 * pending.
 */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "postgres_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include <libpq-fe.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_error err;

static int enter(void **state)
{
    return place.use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

static sdn_store *open_at_host(const char *hosts, const char *parameters)
{
    char uri[1024];
    snprintf(uri, sizeof uri, "postgresql:///postgres?host=%s%s", hosts, parameters);
    sdn_store *store = sdn_store_open(&note_record_type, uri, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static sdn_store *open_standby(void)
{
    return open_at_host(getenv("SDNC_STANDBY"), "");
}

/* Whichever of the two takes edits. */
static sdn_store *open_writable(void)
{
    char hosts[600];
    snprintf(hosts, sizeof hosts, "%s,%s", getenv("PGHOST"), getenv("SDNC_STANDBY"));
    return open_at_host(hosts, "&target_session_attrs=read-write");
}

static void run_on_standby(const char *sql)
{
    char text[600];
    snprintf(text, sizeof text, "host=%s", getenv("SDNC_STANDBY"));
    PGconn *db = PQconnectdb(text);
    PGresult *result = PQexec(db, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s: %s", PQerrorMessage(db), sql);
    PQclear(result);
    PQfinish(db);
}

/* Until the standby has all that the server has. */
static void wait_for_standby(void)
{
    bool same = false;
    for (int tries = 0; !same && tries < 500; tries++) {
        same = strcmp(sql_text("SELECT count(*) > 0 AND bool_and(replay_lsn >= pg_current_wal_lsn()) FROM "
                               "pg_stat_replication"),
                      "t") == 0;
        poll(NULL, 0, same ? 0 : 20);
    }
    assert_true(same);
}

static const note *find_note(const sdn_store *store, const char *id)
{
    return sdn_store_get(store, &(sdn_value){.text = sdn_str_from(id)});
}

static note *change_note(sdn_store *store, const char *id)
{
    note *found = sdn_store_edit(store, &(sdn_value){.text = sdn_str_from(id)}, &err);
    assert_non_null(found);
    return found;
}

static void save(sdn_store *store)
{
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
}

static void make_notes(void)
{
    drop_tables();
    make_table(&note_record_type);
    run_sql("INSERT INTO notes (id, text, no, done, kind, side) VALUES ('1', 'one', 0, false, 'idea', 'left'), "
            "('2', 'two', 0, false, 'idea', 'left')");
    wait_for_standby();
}

static void standby_shows_what_it_has_and_takes_no_edits(void **state)
{
    (void)state;
    make_notes();
    sdn_store *store = open_standby();
    assert_int_equal(sdn_store_count(store), 2);
    run_on_standby("SELECT pg_wal_replay_pause()");
    run_sql("UPDATE notes SET no = 5 WHERE id = '1'");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(find_note(store, "1")->number, 0);
    run_on_standby("SELECT pg_wal_replay_resume()");
    wait_for_standby();
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(find_note(store, "1")->number, 5);
    change_note(store, "2")->number = 7;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_IO);
    assert_message_has(err, "this server only reads, name the one that writes: target_session_attrs=read-write");
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_IO);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(find_note(store, "2")->number, 7);
    assert_string_equal(sql_text("SELECT no FROM notes WHERE id = '2'"), "0");
    sdn_store_close(store);
}

/* ---- the server is lost ---- */

static void end_server(void)
{
    char path[512];
    long pid = 0;
    snprintf(path, sizeof path, "%s/data/postmaster.pid", getenv("SDNC_SERVER_DIRECTORY"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    assert_int_equal(kill((pid_t)pid, SIGQUIT), 0);
    for (int tries = 0; try_sql("SELECT") && tries < 500; tries++)
        poll(NULL, 0, 20);
}

/* The standby has what was saved before, and becomes the server. */
static void version_that_goes_back_is_seen(void **state)
{
    (void)state;
    make_notes();
    sdn_store *store = open_writable(), *behind = open_writable();
    assert_ok(sdn_file_reload(sdn_store_file(behind), &err), err);
    run_on_standby("ALTER SYSTEM SET primary_conninfo = ''");
    run_on_standby("SELECT pg_reload_conf(), pg_sleep(0.5)");
    change_note(store, "1")->number = 10;
    save(store);
    note nine = note_of("9", "lost");
    assert_non_null(sdn_store_insert(store, &nine, &err));
    save(store);
    change_note(store, "2")->text = SDN_STR("pending");
    assert_ok(sdn_file_reload(sdn_store_file(behind), &err), err);
    assert_int_equal(sdn_store_count(behind), 3);
    end_server();
    run_on_standby("SELECT pg_promote()");

    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(find_note(store, "1")->number, 0);
    assert_null(find_note(store, "9"));
    assert_string_equal(find_note(store, "2")->text.ptr, "pending");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    save(store);

    /* The other one finds the version that it has seen again: it is another one. */
    run_on_standby("UPDATE notes SET done = true WHERE id = '2'");
    run_on_standby("UPDATE notes SET done = true WHERE id = '2'");
    assert_ok(sdn_file_reload(sdn_store_file(behind), &err), err);
    assert_int_equal(find_note(behind, "1")->number, 0);
    assert_null(find_note(behind, "9"));
    assert_string_equal(find_note(behind, "2")->text.ptr, "pending");
    sdn_store_close(store);
    sdn_store_close(behind);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(standby_shows_what_it_has_and_takes_no_edits, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(version_that_goes_back_is_seen, enter, tempdir_leave),
    };
    return run_cases(argc, argv, tests);
}
