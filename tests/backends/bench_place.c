/*
 * bench_BACKEND_place ROWS: what a program sees of where its records are: opening a store of ROWS records, a durable commit of
 * one of them, a look-up. Prints the least and the median. bench_places.sh compares the three.
 */
#include "test.h"

#include "bench_rows.h"
#include "place.h"
#include "record_types/basic.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPENS = 7, COMMITS = 101, LOOKUPS = 1000000 };

static uint32_t row_count, turn;

static sdn_value next_key(char id[16])
{
    return (sdn_value){.text = {id, id_of_turn(id, turn++, row_count)}};
}

static sdn_store *open_place(void)
{
    sdn_error err = {0};
    sdn_store *store = sdn_store_open(&note_record_type, place.uri, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void fill(void)
{
    char id[16], text[64];
    sdn_error err = {0};
    sdn_store *store = open_place();
    for (uint32_t i = 1; i <= row_count; i++) {
        note values = *(const note *)note_record_type.defaults;
        values.id = (sdn_str){id, (size_t)snprintf(id, sizeof id, "%u", (unsigned)i)};
        values.text =
            (sdn_str){text, (size_t)snprintf(text, sizeof text, "what is to be done about number %u", (unsigned)i)};
        values.number = i;
        assert_non_null(sdn_store_insert(store, &values, &err));
    }
    if (!sdn_saved(sdn_file_save(sdn_store_file(store), &err)))
        fail_msg("%s", err.message);
    sdn_store_close(store);
}

static void commit_one(sdn_store *store)
{
    char id[16];
    sdn_error err = {0};
    sdn_value key = next_key(id);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    note *found = sdn_store_edit(store, &key, &err);
    assert_non_null(found);
    found->number++;
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
}

static double look_up(const sdn_store *store)
{
    char id[16];
    size_t found = 0;
    double start = now_us();
    for (int i = 0; i < LOOKUPS; i++) {
        sdn_value key = next_key(id);
        found += sdn_store_get(store, &key) != NULL;
    }
    assert_int_equal(found, LOOKUPS);
    return (now_us() - start) / LOOKUPS;
}

int main(int argc, char **argv)
{
    static double opens[OPENS], commits[COMMITS];
    row_count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000;
    if (row_count == 0 || place.use(NULL) != SDN_OK)
        return 1;
    place.drop_tables();
    make_table_at_place(&note_record_type);
    fill();
    for (int i = 0; i < OPENS; i++) {
        double start = now_us();
        sdn_store *store = open_place();
        opens[i] = now_us() - start;
        sdn_store_close(store);
    }
    sdn_store *store = open_place();
    for (int i = 0; i < COMMITS; i++) {
        double start = now_us();
        commit_one(store);
        commits[i] = now_us() - start;
    }
    qsort(opens, OPENS, sizeof *opens, rising);
    qsort(commits, COMMITS, sizeof *commits, rising);
    printf("%8u rows: open %.2f / %.2f ms, durable commit %.3f / %.3f ms, look-up with its key made %.3f us\n",
           (unsigned)row_count, opens[0] / 1e3, opens[OPENS / 2] / 1e3, commits[0] / 1e3, commits[COMMITS / 2] / 1e3,
           look_up(store));
    sdn_store_close(store);
    place.drop_tables();
    return 0;
}
