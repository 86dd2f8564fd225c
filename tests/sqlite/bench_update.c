/*
 * bench_update ROWS [durable]: what one update costs, through a store and in plain C with prepared statements, on the same
 * database, in turns. Prints microseconds, the least and the median of all rounds, and the ratios; then the same of the
 * time of the processor, which other programs do not disturb.
 *
 *   ours    begin, edit, commit
 *   plain   BEGIN IMMEDIATE, SELECT of the row by its key, UPDATE of one column, COMMIT
 *   bare    the same on a table without triggers
 */
#include "test.h"

#include "bench_rows.h"
#include "sqlite_tables.h"
#include "record_types/basic.h"

#include <sdn/sqlite.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 400, UPDATES = 20, WAYS = 3 };

/* What was measured of one way, in each round. */
typedef struct measured {
    double wall[ROUNDS];
    double processor[ROUNDS];
} measured;

static uint32_t row_count, turn;

static void next_id(char id[16])
{
    id_of_turn(id, turn++, row_count);
}

static double processor_us(void)
{
    return (double)clock() * 1e6 / (double)CLOCKS_PER_SEC;
}

/* ---- plain ---- */

typedef struct plain {
    sqlite3 *db;
    sqlite3_stmt *begin, *select, *update, *commit;
} plain;

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL), SQLITE_OK);
    return statement;
}

static plain open_plain(const char *table, bool durable)
{
    plain p = {0};
    char sql[128];
    assert_int_equal(sqlite3_open(DATABASE, &p.db), SQLITE_OK);
    sqlite3_exec(p.db, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
    p.begin = prepare(p.db, "BEGIN IMMEDIATE");
    snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE id = ?1", table);
    p.select = prepare(p.db, sql);
    snprintf(sql, sizeof sql, "UPDATE %s SET no = ?2 WHERE id = ?1", table);
    p.update = prepare(p.db, sql);
    p.commit = prepare(p.db, "COMMIT");
    return p;
}

static void step(sqlite3_stmt *statement, int expected)
{
    assert_int_equal(sqlite3_step(statement), expected);
    sqlite3_reset(statement);
}

static void update_plain(plain *p)
{
    char id[16];
    next_id(id);
    step(p->begin, SQLITE_DONE);
    sqlite3_bind_text(p->select, 1, id, -1, SQLITE_STATIC);
    step(p->select, SQLITE_ROW);
    sqlite3_bind_text(p->update, 1, id, -1, SQLITE_STATIC);
    sqlite3_bind_int64(p->update, 2, turn);
    step(p->update, SQLITE_DONE);
    step(p->commit, SQLITE_DONE);
}

static void close_plain(plain *p)
{
    sqlite3_finalize(p->begin);
    sqlite3_finalize(p->select);
    sqlite3_finalize(p->update);
    sqlite3_finalize(p->commit);
    sqlite3_close(p->db);
}

/* ---- ours ---- */

static void update_ours(sdn_store *store)
{
    char id[16];
    sdn_error err = {0};
    next_id(id);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    sdn_value key = {.text = sdn_str_from(id)};
    note *found = sdn_store_edit(store, &key, &err);
    assert_non_null(found);
    found->number = turn;
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
}

/* ---- all ---- */

static void fill_database(void)
{
    char sql[512];
    drop_tables();
    make_table(&note_record_type);
    snprintf(
        sql, sizeof sql,
        "PRAGMA journal_mode = WAL; BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        "%u) "
        "INSERT INTO notes SELECT CAST(i AS TEXT), 'what is to be done about number ' || i, i, 1, 'idea', 'left', "
        "NULL, "
        "NULL, '[]' FROM n; CREATE TABLE bare AS SELECT * FROM notes; CREATE UNIQUE INDEX bare_id ON bare (id); COMMIT",
        (unsigned)row_count);
    run_sql(sql);
}

static void make_round(int way, sdn_store *store, plain *same, plain *bare, measured *to, int round)
{
    double start = now_us(), processor_start = processor_us();
    for (int i = 0; i < UPDATES; i++) {
        if (way == 0)
            update_ours(store);
        else
            update_plain(way == 1 ? same : bare);
    }
    to->wall[round] = (now_us() - start) / UPDATES;
    to->processor[round] = (processor_us() - processor_start) / UPDATES;
}

static void print_times(const char *what, double *ours, double *same, double *bare)
{
    enum { HALF = ROUNDS / 2 };
    qsort(ours, ROUNDS, sizeof *ours, rising);
    qsort(same, ROUNDS, sizeof *same, rising);
    qsort(bare, ROUNDS, sizeof *bare, rising);
    printf("  %s: ours %.1f / %.1f us, plain %.1f / %.1f us, bare %.1f / %.1f us; ours : plain %.2f / %.2f\n", what,
           ours[0], ours[HALF], same[0], same[HALF], bare[0], bare[HALF], ours[0] / same[0], ours[HALF] / same[HALF]);
}

int main(int argc, char **argv)
{
    bool durable = argc > 2 && strcmp(argv[2], "durable") == 0;
    static measured us[WAYS];
    sdn_error err = {0};
    row_count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000;
    fill_database();
    assert_ok(sdn_sqlite_use(&err), err);
    sdn_options options = sdn_options_default();
    options.durability = durable ? SDN_DURABLE : SDN_ATOMIC;
    sdn_store *store = sdn_store_open(&note_record_type, URI, &options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    plain same = open_plain("notes", durable), bare = open_plain("bare", durable);
    /* The store reads what the others changed in the first update of its round, so that is made before. */
    for (int i = 0; i < ROUNDS; i++)
        for (int way = 0; way < WAYS; way++) {
            if (way == 0)
                update_ours(store);
            make_round(way, store, &same, &bare, &us[way], i);
        }
    printf("rows %u, %s\n", (unsigned)row_count, durable ? "durable" : "atomic");
    print_times("elapsed  ", us[0].wall, us[1].wall, us[2].wall);
    print_times("processor", us[0].processor, us[1].processor, us[2].processor);
    sdn_store_close(store);
    close_plain(&same);
    close_plain(&bare);
    return 0;
}
