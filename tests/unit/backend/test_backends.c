/* Which backend a path belongs to. */
#include "test.h"

#include <sdn/backend.h>
#include <sdn/store.h>

#include "record_types/basic.h"
#include "temp_stores.h"
#include "tempdir.h"

#include <stdio.h>
#include <string.h>

/* A backend of which only the opening is called: it notes the path, and fails. */
static char opened_path[64];

static sdn_code fail_to_open(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    (void)options;
    (void)opened;
    strncpy(opened_path, path, sizeof opened_path - 1);
    err->code = SDN_E_IO;
    return SDN_E_IO;
}

static const sdn_backend first_backend = {.abi = SDN_RECORD_ABI, .scheme = "first", .open = fail_to_open};

static void assert_refused(const char *path, const char *message)
{
    sdn_error err = {0};
    assert_null(sdn_store_open(&note_record_type, path, NULL, &err));
    assert_string_equal(err.message, message);
    assert_int_equal(err.code, SDN_E_MISUSE);
}

static void scheme_without_backend_is_refused_by_name(void **state)
{
    (void)state;
    assert_refused("sqlite:todo.db", "sqlite:todo.db: nothing is armed for 'sqlite:'; link libsdn-sqlite and call "
                                     "sdn_sqlite_use() first, or name a file './sqlite:...'");
    assert_refused("postgresql://me:secret@host/db",
                   "nothing is armed for 'postgresql:'; link libsdn-postgres and call "
                   "sdn_postgres_use() first, or name a file './postgresql:...'");
    assert_refused("postgres://me:secret@host/db", "nothing is armed for 'postgres:'; link libsdn-postgres and call "
                                                   "sdn_postgres_use() first, or name a file './postgres:...'");
}

static void scheme_that_nobody_has_is_refused(void **state)
{
    (void)state;
    static const char *const schemes[] = {"PostgreSQL", "POSTGRES", "mysql", "pgsql", "SQLite", "a1+b"};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        char path[60], message[200];
        snprintf(path, sizeof path, "%s://me:secret@host/db", schemes[i]);
        snprintf(message, sizeof message,
                 "there is no database with '%s:'; schemes are lower-case: sqlite, postgresql, postgres; a file of "
                 "that name is './%s:...'",
                 schemes[i], schemes[i]);
        assert_refused(path, message);
    }
}

static void passwords_of_uris_are_not_shown(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"postgresql://me:secret@host:5432/db?sslmode=require", "postgresql://me@host:5432/db?sslmode=require"},
        {"postgres://me:se@cret@host/db", "postgres://me@host/db"},
        {"postgresql://me:se/cret@host/db", "postgresql://me@host/db"},
        {"postgresql://host/db?password=a&sslpassword=b&application_name=c", "postgresql://host/db?application_name=c"},
        {"postgresql://host/db?user=me&password=a", "postgresql://host/db?user=me"},
        {"postgresql://host/db?password=a", "postgresql://host/db"},
        {"postgresql://host:5432/db?user=me", "postgresql://host:5432/db?user=me"},
        {"POSTGRESQL://me:secret@host/db", "POSTGRESQL://me@host/db"},
        {"pg+x://me:secret@host/db", "pg+x://me@host/db"},
        {"postgresql://me:se?cret@host/db?a", "postgresql://me@host/db"},
        {"postgresql://me:se?c=ret@host/db", "postgresql://me@host/db"},
        {"postgresql://me:1?2@host", "postgresql://me@host"},
        {"postgresql://me:1/2@host", "postgresql://me@host"},
        {"postgresql://me:se#cret@host/db", "postgresql://me@host/db"},
        {"postgresql://me:se@c#ret@host/db", "postgresql://me@host/db"},
        {"postgresql://me:secret", "postgresql://me"},
        {"postgresql://me:secret/db", "postgresql://me/db"},
        {"postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"},
        {"postgresql://a:1,b:2/db", "postgresql://a:1,b:2/db"},
        {"postgresql://host:5432/db?user=me@corp&password=a", "postgresql://host:5432/db?user=me@corp"},
        {"postgresql://host/db?Password=a&passwor%64=b&sslmode=require&port", "postgresql://host/db?sslmode=require"},
        {"postgresql://host/db?host=/run&hosts=b&keepalives_idle=3&passfile=x&secret",
         "postgresql://host/db?host=/run&keepalives_idle=3"},
        {"postgresql:host=x password=secret", "postgresql:"},
        {"Postgres:me:secret@host", "Postgres:"},
        {"sqlite:a@b:c.db", "sqlite:a@b:c.db"},
        {"sqlite:what?password=a", "sqlite:what?password=a"},
        {"a/password=b.sdn", "a/password=b.sdn"},
        {"./x://me:secret@y", "./x://me:secret@y"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char shown[100];
        sdn_uri_show(cases[i][0], shown);
        assert_string_equal(shown, cases[i][1]);
    }
}

static void other_names_with_a_colon_are_files(void **state)
{
    (void)state;
    const char *const names[] = {"./sqlite:todo.db", "sqlite", "sqlite3:x", "notes:today.sdn", ":x", "first"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        sdn_error err = {0};
        sdn_store *store = sdn_store_open(&note_record_type, names[i], NULL, &err);
        if (store == NULL)
            fail_msg("%s", err.message);
        insert_note(store, "1", names[i]);
        save_store(store);
        sdn_store_close(store);
        assert_true(read_bytes(names[i]).len > 0);
    }
}

static void armed_scheme_gets_the_whole_path(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_ok(sdn_backend_use(&first_backend, &err), err);
    assert_ok(sdn_backend_use(&first_backend, &err), err);
    assert_null(sdn_store_open(&note_record_type, "first:a:b", NULL, &err));
    assert_int_equal(err.code, SDN_E_IO);
    assert_string_equal(opened_path, "first:a:b");
}

/* One that shows another path than it was given, and fails to load. */
static sdn_code open_secret(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    static sdn_connection connection;
    (void)path;
    (void)options;
    (void)err;
    connection.path = "secret:shown";
    *opened = &connection;
    return SDN_OK;
}

static sdn_code fail_to_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err)
{
    (void)pull;
    err->code = SDN_E_IO;
    strcpy(err->message, connection->path);
    return SDN_E_IO;
}

static bool is_not_locked(const sdn_connection *connection)
{
    (void)connection;
    return false;
}

static void leave_it(sdn_connection *connection)
{
    (void)connection;
}

static void messages_show_the_path_that_open_set(void **state)
{
    (void)state;
    static const sdn_backend secret_backend = {.abi = SDN_RECORD_ABI,
                                               .scheme = "secret",
                                               .open = open_secret,
                                               .pull = fail_to_pull,
                                               .is_locked = is_not_locked,
                                               .unlock = leave_it,
                                               .close = leave_it};
    sdn_error err = {0};
    assert_ok(sdn_backend_use(&secret_backend, &err), err);
    assert_null(sdn_store_open(&note_record_type, "secret:word", NULL, &err));
    assert_string_equal(err.message, "secret:shown");
}

static void second_backend_of_a_scheme_is_refused(void **state)
{
    (void)state;
    static const sdn_backend again = {.abi = SDN_RECORD_ABI, .scheme = "first", .open = fail_to_open};
    sdn_error err = {0};
    assert_ok(sdn_backend_use(&first_backend, &err), err);
    assert_int_equal(sdn_backend_use(&again, &err), SDN_E_MISUSE);
    assert_string_equal(err.message, "another backend for 'first:' is in use already; choose one of them");
}

static void backend_of_another_runtime_is_refused(void **state)
{
    (void)state;
    static const sdn_backend other = {.abi = "0", .scheme = "other", .open = fail_to_open};
    sdn_error err = {0};
    assert_int_equal(sdn_backend_use(&other, &err), SDN_E_MISUSE);
    assert_int_equal(sdn_backend_use(NULL, &err), SDN_E_MISUSE);
}

static void errors_of_a_backend_have_its_place_on_one_line(void **state)
{
    (void)state;
    sdn_error err = {.line = 5};
    assert_int_equal(sdn_backend_fail(&err, SDN_E_IO, "first:x", "the %s said: a\nb", "server"), SDN_E_IO);
    assert_int_equal(err.code, SDN_E_IO);
    assert_string_equal(err.path, "first:x");
    assert_string_equal(err.message, "first:x: the server said: a\\nb");
    assert_int_equal(err.line, 0);
    assert_int_equal(sdn_backend_fail(&err, SDN_E_LIMIT, NULL, "%d are too many", 9), SDN_E_LIMIT);
    assert_string_equal(err.message, "9 are too many");
    assert_int_equal(sdn_backend_fail_memory(&err), SDN_E_NOMEM);
    assert_int_equal(err.code, SDN_E_NOMEM);
    assert_int_equal(sdn_backend_fail(NULL, SDN_E_IO, "first:x", "%s", ""), SDN_E_IO);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scheme_without_backend_is_refused_by_name),
        cmocka_unit_test(scheme_that_nobody_has_is_refused),
        cmocka_unit_test(passwords_of_uris_are_not_shown),
        TEST_WITH_STORES(other_names_with_a_colon_are_files),
        cmocka_unit_test(armed_scheme_gets_the_whole_path),
        TEST_IN_TEMPDIR(messages_show_the_path_that_open_set),
        cmocka_unit_test(second_backend_of_a_scheme_is_refused),
        cmocka_unit_test(backend_of_another_runtime_is_refused),
        cmocka_unit_test(errors_of_a_backend_have_its_place_on_one_line),
    };
    return run_cases(argc, argv, tests);
}
