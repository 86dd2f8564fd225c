/* A server that takes TLS alone (with_cluster.sh tls): who it is is looked at as the URI says. */
#include "test.h"

#include "postgres_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_error err;

static int enter(void **state)
{
    drop_tables();
    make_table(&note_record_type);
    return place.use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

/* By the root certificate of a name, on a host. */
static sdn_store *open_securely(const char *host, const char *mode, const char *root)
{
    char uri[1024];
    snprintf(uri, sizeof uri, "postgresql://%s:%s/postgres?sslmode=%s&sslrootcert=%s/%s.crt", host, getenv("SDNC_PORT"),
             mode, getenv("SDNC_CERTIFICATES"), root);
    return sdn_store_open(&note_record_type, uri, NULL, &err);
}

static void assert_refused(const char *host, const char *mode, const char *root, const char *part)
{
    assert_null(open_securely(host, mode, root));
    assert_int_equal(err.code, SDN_E_IO);
    assert_message_has(err, ": cannot connect: ");
    assert_message_has(err, part);
}

static void server_that_shows_who_it_is_is_used(void **state)
{
    (void)state;
    sdn_store *store = open_securely("localhost", "verify-full", "root");
    if (store == NULL)
        fail_msg("%s", err.message);
    note values = note_of("1", "secret");
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(sql_text("SELECT text FROM notes"), "secret");
    assert_string_equal(
        sql_text("SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = "
                 "'libsdn'"),
        "t");
    sdn_store_close(store);
}

static void server_of_another_authority_is_refused(void **state)
{
    (void)state;
    assert_refused("localhost", "verify-full", "other", "certificate verify failed");
    assert_refused("localhost", "verify-ca", "other", "certificate verify failed");
}

static void server_of_another_name_is_refused(void **state)
{
    (void)state;
    assert_refused("127.0.0.1", "verify-full", "root", "does not match host name \"127.0.0.1\"");
    sdn_store *store = open_securely("127.0.0.1", "verify-ca", "root");
    assert_non_null(store);
    sdn_store_close(store);
}

static void missing_root_certificate_is_refused(void **state)
{
    (void)state;
    assert_refused("localhost", "verify-full", "nothing", "nothing.crt\" does not exist");
}

static void connection_without_tls_is_refused(void **state)
{
    (void)state;
    assert_refused("localhost", "disable", "root", "no encryption");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(server_that_shows_who_it_is_is_used, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(server_of_another_authority_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(server_of_another_name_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(missing_root_certificate_is_refused, enter, tempdir_leave),
        cmocka_unit_test_setup_teardown(connection_without_tls_is_refused, enter, tempdir_leave),
    };
    return run_cases(argc, argv, tests);
}
