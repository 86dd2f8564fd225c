/*
 * Processes that change one database, and are killed: every acknowledged change is there once, none is lost or doubled,
 * and a replica that only pulls misses nothing. Some changes are made by statements, as a user of sqlite3 makes them.
 *
 * A worker adds 1 to a shared record and inserts a record of its own with the number of its round, in one transaction, or
 * by edits and a save that is merged; then it writes the number to its ledger, with one write. What is in the ledger was
 * acknowledged. The parent kills workers at random moments and starts them again. SDNC_KILLS=1000 kills more often.
 */
#include "test.h"

#include "child.h"
#include "sqlite_tables.h"
#include "record_types/basic.h"
#include "tempdir.h"
#include "xorshift.h"

#include <sdn/sqlite.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/sys.h"

enum { WORKERS = 4 };

#define DATABASE "x.db"
#define URI      "sqlite:" DATABASE

typedef struct worker_context {
    unsigned number;
    unsigned life; /* how often it was started */
} worker_context;

static sdn_options worker_options(void)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    return options;
}

static void require(bool ok, const char *what, const sdn_error *err)
{
    if (ok)
        return;
    fprintf(stderr, "%s: %s\n", what, err->message);
    _exit(1);
}

static void name_ledger(char name[32], unsigned worker)
{
    snprintf(name, 32, "ledger%u", worker);
}

/* ---- a worker ---- */

static void change_shared(sdn_store *store, sdn_error *err)
{
    sdn_value key = {.text = SDN_STR("shared")};
    note *shared = sdn_store_edit(store, &key, err);
    require(shared != NULL, "edit", err);
    shared->number++;
}

static void insert_own(sdn_store *store, const char *id, sdn_error *err)
{
    note values = note_of(id, "own");
    require(sdn_store_insert(store, &values, err) != NULL, "insert", err);
}

static void work_in_transaction(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    require(sdn_file_begin(sdn_store_file(store), &err) == SDN_OK, "begin", &err);
    change_shared(store, &err);
    insert_own(store, id, &err);
    require(sdn_file_commit(sdn_store_file(store), &err) == SDN_OK, "commit", &err);
}

/* The shared record is left alone: two programs that add 1 to what they read before are in conflict. */
static void work_by_save(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    insert_own(store, id, &err);
    require(sdn_file_save(sdn_store_file(store), &err) == SDN_OK, "save", &err);
}

static void work_by_hand(const char *id)
{
    char sql[512];
    snprintf(sql, sizeof sql,
             "BEGIN IMMEDIATE; UPDATE notes SET no = no + 1 WHERE id = 'shared'; INSERT INTO notes VALUES ('%s', "
             "'own', 0, 0, "
             "'idea', 'left', NULL, NULL, '[]'); COMMIT",
             id);
    run_sql(DATABASE, sql);
}

static int run_worker(child *parent, void *context)
{
    (void)parent;
    const worker_context *worker = context;
    char name[32], id[32];
    sdn_error err = {0};
    sdn_options options = worker_options();
    name_ledger(name, worker->number);
    int ledger = open(name, O_WRONLY | O_APPEND | O_CREAT, 0600);
    sdn_store *store = sdn_store_open(&note_record_type, URI, &options, &err);
    require(store != NULL, "open", &err);
    for (unsigned round = 0;; round++) {
        snprintf(id, sizeof id, "w%u-%u-%u-%c", worker->number, worker->life, round, "tsh"[round % 3]);
        if (round % 3 == 0)
            work_in_transaction(store, id);
        else if (round % 3 == 1)
            work_by_save(store, id);
        else
            work_by_hand(id);
        size_t len = strlen(id);
        id[len] = '\n';
        require(write(ledger, id, len + 1) == (ssize_t)len + 1, "ledger", &err);
    }
    return 0;
}

/* ---- what is left in the end ---- */

static size_t count_acknowledged(sdn_store *store, unsigned worker)
{
    char name[32], id[64];
    size_t count = 0;
    name_ledger(name, worker);
    FILE *file = fopen(name, "r");
    while (file != NULL && fgets(id, sizeof id, file) != NULL) {
        id[strcspn(id, "\n")] = '\0';
        sdn_value key = {.text = sdn_str_from(id)};
        if (sdn_store_get(store, &key) == NULL)
            fail_msg("%s was acknowledged, and is gone", id);
        count++;
    }
    if (file != NULL)
        fclose(file);
    return count;
}

/* Records of rounds that change the shared record too. */
static size_t count_shared_rounds(sdn_store *store)
{
    size_t count = 0;
    sdn_cursor cursor = sdn_store_all(store);
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL;)
        count += each->id.ptr[0] == 'w' && each->id.ptr[each->id.len - 1] != 's';
    return count;
}

static void assert_complete(sdn_store *store, size_t deaths)
{
    sdn_value key = {.text = SDN_STR("shared")};
    const note *shared = sdn_store_get(store, &key);
    size_t acknowledged = 0, there = sdn_store_count(store) - 1;
    for (unsigned i = 0; i < WORKERS; i++)
        acknowledged += count_acknowledged(store, i);
    if (there < acknowledged || there > acknowledged + deaths)
        fail_msg("%zu records are there, %zu were acknowledged, with %zu deaths", there, acknowledged, deaths);
    assert_int_equal(shared->number, count_shared_rounds(store));
    assert_true(acknowledged > 0);
}

/* ---- a replica ---- */

static bool is_replica_of(sdn_store *pulled, sdn_store *loaded)
{
    bool same = sdn_store_count(pulled) == sdn_store_count(loaded);
    sdn_cursor cursor = sdn_store_all(loaded);
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL;) {
        sdn_value key = {.text = each->id};
        const note *other = sdn_store_get(pulled, &key);
        same = same && other != NULL && sdn_record_equal(&note_record_type, each, other);
    }
    return same;
}

static bool is_consistent(sdn_store *store)
{
    sdn_value key = {.text = SDN_STR("shared")};
    return ((const note *)sdn_store_get(store, &key))->number == count_shared_rounds(store);
}

/* Pulls until there is a file `stop`; then it compares itself with what is loaded. */
static int run_replica(child *parent, void *context)
{
    (void)parent;
    (void)context;
    sdn_error err = {0};
    sdn_options options = worker_options();
    sdn_store *pulled = sdn_store_open(&note_record_type, URI, &options, &err);
    require(pulled != NULL, "open", &err);
    for (bool stops = false; !stops;) {
        stops = access("stop", F_OK) == 0;
        require(sdn_file_reload(sdn_store_file(pulled), &err) == SDN_OK, "reload", &err);
        if (!is_consistent(pulled))
            return 2;
    }
    sdn_store *loaded = sdn_store_open(&note_record_type, URI, &options, &err);
    require(loaded != NULL, "open", &err);
    bool same = is_replica_of(pulled, loaded);
    sdn_store_close(loaded);
    sdn_store_close(pulled);
    return same ? 0 : 1;
}

static void nothing_is_lost_when_processes_are_killed(void **state)
{
    (void)state;
    const char *wanted = getenv("SDNC_KILLS");
    unsigned kills = wanted != NULL ? (unsigned)strtoul(wanted, NULL, 10) : 40;
    uint64_t seed = 15;
    sdn_error err = {0};
    sdn_options options = worker_options();
    child children[WORKERS];
    worker_context contexts[WORKERS];
    assert_int_equal(sdn_sqlite_use(NULL), SDN_OK);
    make_table(DATABASE, &note_record_type);
    run_sql(DATABASE, "INSERT INTO notes VALUES ('shared', '', 0, 0, 'idea', 'left', NULL, NULL, '[]')");
    for (unsigned i = 0; i < WORKERS; i++) {
        contexts[i] = (worker_context){.number = i};
        children[i] = child_start(run_worker, &contexts[i]);
    }
    child replica = child_start(run_replica, NULL);
    for (unsigned i = 0; i < kills; i++) {
        sdn__sys.sleep((int64_t)(1 + test_below(&seed, 30)) * SDN_NS_PER_MS);
        unsigned victim = test_below(&seed, WORKERS);
        child_kill(&children[victim]);
        contexts[victim].life++;
        children[victim] = child_start(run_worker, &contexts[victim]);
    }
    for (unsigned i = 0; i < WORKERS; i++)
        child_kill(&children[i]);
    fclose(fopen("stop", "w"));
    assert_int_equal(child_finish(&replica), 0);
    sdn_store *loaded = sdn_store_open(&note_record_type, URI, &options, &err);
    assert_non_null(loaded);
    assert_complete(loaded, kills + WORKERS);
    sdn_store_close(loaded);
    assert_string_equal(sql_text(DATABASE, "PRAGMA integrity_check"), "ok");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(nothing_is_lost_when_processes_are_killed)};
    return run_cases(argc, argv, tests);
}
