/*
 * bench_postgres ROWS [atomic]: what an update, a load and a commit among others cost through a store and by plain libpq
 * doing the same, on one server, in turns. To be run by with_server.sh. Prints the least and the median of all rounds, and
 * ratios. `atomic`: with SDN_ATOMIC, and synchronous_commit off for plain libpq. The server of with_server.sh has fsync off,
 * so that no disk hides what is compared.
 *
 *   update   begin, edit, commit; plain: one message of BEGIN, SELECT version FOR UPDATE, SELECT of the row; then one of
 *            UPDATE and COMMIT. Once as text, once prepared, as the store prepares all but the UPDATE. Plain is easier: it
 *            does not find out what others changed, and does not look whether its change was logged
 *   load     open; plain: the same COPY of all rows, its fields cut apart and copied. Plain is easier: it asks for no
 *            version and no column, and its rows cannot be found by their key
 *   writers  commits a second of 8 processes that add 1 to 1, 4 or 100 rows; plain: SELECT FOR UPDATE of the row, UPDATE,
 *            COMMIT, on the same table with its triggers. Plain is easier from 4 rows on: it locks the row, and the table
 *            only while the server makes the change, and does not know the others' rows
 */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "bench_rows.h"
#include "child.h"
#include "postgres_tables.h"
#include "record_types/basic.h"

#include <sdn/postgres.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 15, UPDATES = 100, LOADS = 7, WRITERS = 8, COMMITS = 100 };

static uint32_t row_count, turn;
static bool atomic;

static void next_id(char id[16])
{
    id_of_turn(id, turn++, row_count);
}

static void print_ratio(const char *what, const char *unit, double *ours, double *plain, int rounds)
{
    qsort(ours, (size_t)rounds, sizeof *ours, rising);
    qsort(plain, (size_t)rounds, sizeof *plain, rising);
    printf("%s: ours %.1f / %.1f %s, plain %.1f / %.1f %s; ours : plain %.2f / %.2f\n", what, ours[0], ours[rounds / 2],
           unit, plain[0], plain[rounds / 2], unit, ours[0] / plain[0], ours[rounds / 2] / plain[rounds / 2]);
}

static sdn_store *open_store(void)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.durability = atomic ? SDN_ATOMIC : SDN_DURABLE;
    sdn_store *store = sdn_store_open(&note_record_type, URI, &options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void run_all(PGconn *db, const char *sql)
{
    PGresult *result;
    assert_int_equal(PQsendQuery(db, sql), 1);
    while ((result = PQgetResult(db)) != NULL) {
        if (PQresultStatus(result) == PGRES_FATAL_ERROR)
            fail_msg("%s", PQerrorMessage(db));
        PQclear(result);
    }
}

/* A connection by hand. */
static PGconn *connect_plainly(void)
{
    PGconn *db = PQconnectdb(URI);
    if (atomic)
        run_all(db, "SET synchronous_commit = off");
    return db;
}

/* ---- update ---- */

static void update_ours(sdn_store *store)
{
    char id[16];
    sdn_error err = {0};
    next_id(id);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    sdn_value key = {.text = sdn_str_from(id)};
    note *found = sdn_store_edit(store, &key, &err);
    assert_non_null(found);
    found->number++;
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
}

typedef void update_by_hand(PGconn *db);

static void update_prepared(PGconn *db)
{
    char id[16], sql[256];
    next_id(id);
    snprintf(sql, sizeof sql, "BEGIN; EXECUTE take_lock; EXECUTE get_note('%s')", id);
    run_all(db, sql);
    snprintf(sql, sizeof sql, "EXECUTE count_note('%s'); COMMIT", id);
    run_all(db, sql);
}

static void update_plain(PGconn *db)
{
    char id[16], sql[256];
    next_id(id);
    snprintf(sql, sizeof sql,
             "BEGIN; SELECT version FROM sdn_meta WHERE tbl = 'notes' FOR UPDATE; SELECT * FROM notes WHERE id = '%s'",
             id);
    run_all(db, sql);
    snprintf(sql, sizeof sql, "UPDATE notes SET no = no + 1 WHERE id = '%s'; COMMIT", id);
    run_all(db, sql);
}

static double time_of_update(sdn_store *store, PGconn *db, update_by_hand *by_hand)
{
    double start = now_us();
    for (int i = 0; i < UPDATES; i++)
        if (by_hand != NULL)
            by_hand(db);
        else
            update_ours(store);
    return (now_us() - start) / UPDATES;
}

static void measure_updates(const char *what, update_by_hand *by_hand)
{
    static double ours[ROUNDS], plain[ROUNDS];
    sdn_store *store = open_store();
    PGconn *db = connect_plainly();
    run_all(db, "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; "
                "PREPARE take_lock AS SELECT version FROM sdn_meta WHERE tbl = 'notes' FOR UPDATE; "
                "PREPARE get_note (text) AS SELECT * FROM notes WHERE id = $1; "
                "PREPARE count_note (text) AS UPDATE notes SET no = no + 1 WHERE id = $1");
    for (int i = 0; i < ROUNDS; i++) {
        update_ours(store); /* reads what the other way changed */
        ours[i] = time_of_update(store, db, NULL);
        plain[i] = time_of_update(store, db, by_hand);
    }
    print_ratio(what, "us", ours, plain, ROUNDS);
    PQfinish(db);
    sdn_store_close(store);
}

/* ---- load ---- */

/* What a program by hand would do: a struct for each row, its text copied; no key is looked up, no rule checked. */
typedef struct plain_note {
    char *line;
    const char *fields[9];
    uint32_t number;
    bool done;
} plain_note;

static plain_note parse_plain(const char *line, int len)
{
    plain_note made = {.line = malloc((size_t)len + 1)};
    assert_non_null(made.line);
    memcpy(made.line, line, (size_t)len);
    made.line[len] = '\0';
    char *at = made.line;
    for (int i = 0; i < 9; i++) {
        made.fields[i] = at;
        at += strcspn(at, "\t\n");
        *at++ = '\0';
    }
    made.number = (uint32_t)strtoul(made.fields[2], NULL, 10);
    made.done = made.fields[3][0] == 't';
    return made;
}

/* In milliseconds, without what closes it. */
static double load_plain(void)
{
    double start = now_us();
    PGconn *db = connect_plainly();
    plain_note *notes = calloc(row_count, sizeof *notes);
    uint32_t count = 0;
    char *line;
    int len;
    PQclear(PQexec(db, "COPY (SELECT * FROM notes ORDER BY id) TO STDOUT"));
    while ((len = PQgetCopyData(db, &line, 0)) > 0) {
        notes[count++] = parse_plain(line, len);
        PQfreemem(line);
    }
    double ms = (now_us() - start) / 1e3;
    assert_int_equal(count, row_count);
    for (uint32_t i = 0; i < count; i++)
        free(notes[i].line);
    free(notes);
    PQfinish(db);
    return ms;
}

static void measure_loads(void)
{
    static double ours[LOADS], plain[LOADS];
    for (int i = 0; i < LOADS; i++) {
        double start = now_us();
        sdn_store *store = open_store();
        ours[i] = (now_us() - start) / 1e3;
        sdn_store_close(store);
        plain[i] = load_plain();
    }
    print_ratio("load", "ms", ours, plain, LOADS);
}

/* ---- writers ---- */

static int write_ours(child *parent, void *context)
{
    row_count = *(const uint32_t *)context;
    turn = (uint32_t)getpid();
    sdn_store *store = open_store();
    child_say(parent);
    child_hear(parent);
    for (int i = 0; i < COMMITS; i++)
        update_ours(store);
    sdn_store_close(store);
    return 0;
}

static int write_plain(child *parent, void *context)
{
    char id[16], sql[256];
    row_count = *(const uint32_t *)context;
    turn = (uint32_t)getpid();
    PGconn *db = connect_plainly();
    child_say(parent);
    child_hear(parent);
    for (int i = 0; i < COMMITS; i++) {
        next_id(id);
        snprintf(sql, sizeof sql, "BEGIN; SELECT * FROM notes WHERE id = '%s' FOR UPDATE", id);
        run_all(db, sql);
        snprintf(sql, sizeof sql, "UPDATE notes SET no = no + 1 WHERE id = '%s'; COMMIT", id);
        run_all(db, sql);
    }
    PQfinish(db);
    return 0;
}

static double commits_per_second(int (*body)(child *, void *), uint32_t rows)
{
    child children[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        children[i] = child_start(body, &rows);
        child_hear(&children[i]);
    }
    double start = now_us();
    for (int i = 0; i < WRITERS; i++)
        child_say(&children[i]);
    for (int i = 0; i < WRITERS; i++)
        assert_int_equal(child_finish(&children[i]), 0);
    return WRITERS * COMMITS * 1e6 / (now_us() - start);
}

static void measure_writers(uint32_t rows)
{
    double ours = 0, plain = 0;
    long before = strtol(sql_text("SELECT sum(no) FROM notes"), NULL, 10);
    for (int i = 0; i < 3; i++) {
        double speed = commits_per_second(write_ours, rows);
        ours = speed > ours ? speed : ours;
        speed = commits_per_second(write_plain, rows);
        plain = speed > plain ? speed : plain;
    }
    long after = strtol(sql_text("SELECT sum(no) FROM notes"), NULL, 10);
    printf("%d writers, %u rows: ours %.0f commits/s, by hand %.0f; %ld changes of %d are there\n", WRITERS,
           (unsigned)rows, ours, plain, after - before, 6 * WRITERS * COMMITS);
}

int main(int argc, char **argv)
{
    char sql[512];
    row_count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000;
    atomic = argc > 2 && strcmp(argv[2], "atomic") == 0;
    if (sdn_postgres_use(NULL) != SDN_OK)
        return 1;
    drop_tables();
    make_table(&note_record_type);
    snprintf(
        sql, sizeof sql,
        "INSERT INTO notes SELECT i::text, 'what is to be done about number ' || i, 1, true, 'idea', 'left', NULL, "
        "NULL, '{}' FROM generate_series(1, %u) AS i; DELETE FROM sdn_log WHERE version < 2; ANALYZE",
        (unsigned)row_count);
    run_sql(sql);
    uint32_t all = row_count;
    printf("%u rows%s\n", (unsigned)all, atomic ? ", atomic" : "");
    measure_updates("update", update_plain);
    measure_updates("update, prepared", update_prepared);
    measure_loads();
    static const uint32_t contested[] = {1, 4, 100};
    for (int i = 0; i < 3 && all >= 100; i++)
        measure_writers(contested[i]);
    return 0;
}
