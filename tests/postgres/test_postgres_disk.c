/* A server whose disk is full (with_cluster.sh disk): a clear error, edits stay pending, and are saved when there is room. */
#include "test.h"

#include "postgres_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"
#include "xorshift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 300000 };

static sdn_error err;

/* Which the server cannot make shorter. */
static const char *random_text(void)
{
    static char text[TEXT + 1];
    static uint64_t seed = 15;
    for (size_t i = 0; i < TEXT; i++)
        text[i] = (char)('!' + test_below(&seed, 90));
    return text;
}

static void name_filler(char path[512])
{
    snprintf(path, 512, "%s/filler", getenv("SDNC_SMALL_DISK"));
}

static void fill_disk(size_t size)
{
    char path[512];
    name_filler(path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (size_t i = 0; i < size; i++)
        fputc('x', file);
    assert_int_equal(fclose(file), 0);
}

static void make_room(void)
{
    char path[512];
    name_filler(path);
    assert_int_equal(remove(path), 0);
}

static sdn_store *open_notes(void)
{
    sdn_store *store = sdn_store_open(&note_record_type, URI, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static sdn_code save_more(sdn_store *store, bool by_transaction)
{
    sdn_file *file = sdn_store_file(store);
    if (by_transaction)
        assert_ok(sdn_file_begin(file, &err), err);
    note values = note_of("", "long");
    values.has_link = true;
    values.link = sdn_str_from(random_text()); /* which no index has */
    assert_non_null(sdn_store_insert(store, &values, &err));
    return by_transaction ? sdn_file_commit(file, &err) : sdn_file_save(file, &err);
}

static void assert_same_count(const sdn_store *store, long pending)
{
    assert_int_equal(strtol(sql_text("SELECT count(*) FROM notes"), NULL, 10) + pending, sdn_store_count(store));
}

static void fill_until_refused(bool by_transaction)
{
    fill_disk(3000000);
    sdn_store *store = open_notes();
    sdn_code code = SDN_OK;
    for (int i = 0; i < 100 && code == SDN_OK; i++)
        code = save_more(store, by_transaction);
    assert_int_equal(code, SDN_E_IO);
    assert_message_has(err, "make room on the server, the edits are pending");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_same_count(store, 1);
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_IO);
    sdn_store *reader = open_notes();
    assert_same_count(reader, 0);
    make_room();
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_same_count(store, 0);
    assert_ok(sdn_file_reload(sdn_store_file(reader), &err), err);
    assert_same_count(reader, 0);
    sdn_store_close(reader);
    sdn_store_close(store);
}

static void full_disk_keeps_the_edits_pending(void **state)
{
    (void)state;
    assert_int_equal(place.use(NULL), SDN_OK);
    for (int by_transaction = 0; by_transaction < 2; by_transaction++) {
        drop_tables();
        make_table(&note_record_type);
        run_sql("ALTER TABLE notes SET TABLESPACE small");
        fill_until_refused(by_transaction != 0);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(full_disk_keeps_the_edits_pending)};
    return run_cases(argc, argv, tests);
}
