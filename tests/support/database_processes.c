#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "database_processes.h"

#include "child.h"
#include "record_types/basic.h"
#include "tempdir.h"
#include "xorshift.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "os/sys.h"

enum { MOST_WORKERS = 32, RECORDS_OF_ALL = 2 };

typedef struct worker {
    unsigned number;
    unsigned life; /* how often it was started */
    int ledger;
    sdn_store *store; /* NULL: to be opened */
} worker;

static const database_processes *kind;

static sdn_options worker_options(void)
{
    sdn_options options = sdn_options_default();
    options.durability = kind->durability;
    return options;
}

static void require(bool ok, const char *what, const sdn_error *err)
{
    if (ok)
        return;
    fprintf(stderr, "%s: %s\n", what, err->message);
    _exit(1);
}

static void name_ledger(char name[32], unsigned number)
{
    snprintf(name, 32, "ledger%u", number);
}

/* Opens it as soon as the server is there. */
static sdn_store *open_patiently(void)
{
    sdn_error err = {0};
    sdn_options options = worker_options();
    for (int tries = 0; tries < 2000; tries++) {
        sdn_store *store = sdn_store_open(&note_record_type, place.uri, &options, &err);
        if (store != NULL)
            return store;
        require(kind->may_fail && err.code == SDN_E_IO, "open", &err);
        sdn__sys.sleep(20 * SDN_NS_PER_MS);
    }
    require(false, "open, again and again", &err);
    return NULL;
}

/* A child that fails must not go on as the test that it was forked from. */
static void die_of_signals(void)
{
    signal(SIGSEGV, SIG_DFL);
    signal(SIGABRT, SIG_DFL);
}

/* ---- a worker ---- */

static sdn_code change_shared(sdn_store *store, sdn_error *err)
{
    sdn_value key = {.text = SDN_STR("shared")};
    note *shared = sdn_store_edit(store, &key, err);
    require(shared != NULL, "edit", err);
    shared->number++;
    return SDN_OK;
}

static void insert_own(sdn_store *store, const char *id, sdn_error *err)
{
    note values = note_of(id, "own");
    require(sdn_store_insert(store, &values, err) != NULL, "insert", err);
}

static sdn_code work_in_transaction(sdn_store *store, const char *id, sdn_error *err)
{
    sdn_code code = sdn_file_begin(sdn_store_file(store), err);
    if (code != SDN_OK)
        return code;
    change_shared(store, err);
    insert_own(store, id, err);
    return sdn_file_commit(sdn_store_file(store), err);
}

/* The shared record is left alone: two programs that add 1 to what they read before are in conflict. */
static sdn_code work_by_save(sdn_store *store, const char *id, sdn_error *err)
{
    insert_own(store, id, err);
    return sdn_file_save(sdn_store_file(store), err);
}

/* As a user of the database does it. A failure may be one of nobody knows what: there is no token. */
static sdn_code work_by_hand(const char *id, sdn_error *err)
{
    char sql[512];
    snprintf(
        sql, sizeof sql,
        "BEGIN; UPDATE notes SET no = no + 1 WHERE id = 'shared'; INSERT INTO notes (id, text, no, done, kind, side) "
        "VALUES ('%s', 'own', 0, false, 'idea', 'left'); COMMIT",
        id);
    if (try_sql(sql))
        return SDN_OK;
    strcpy(err->message, "by hand: commit unknown");
    return err->code = SDN_E_IO;
}

static bool is_there(sdn_store *store, const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    return sdn_store_get(store, &key) != NULL;
}

/* What failed is given up, and looked for. True: it is there, as only one of which nobody knew may be. */
static bool look_after_failure(worker *w, const char *id, sdn_code code, const sdn_error *failure)
{
    bool expected = code == SDN_E_IO || code == SDN_E_LOCK_LOST || code == SDN_E_TIMEOUT;
    bool unknown = strstr(failure->message, "commit unknown") != NULL;
    require(kind->may_fail && expected, "a change", failure);
    sdn_store_close(w->store);
    w->store = open_patiently();
    bool found = is_there(w->store, id);
    require(!found || unknown, "it is there, but this was said", failure);
    return found;
}

static void note_in_ledger(const worker *w, const char *id)
{
    char line[64];
    sdn_error err = {.message = "cannot write"};
    int len = snprintf(line, sizeof line, "%s\n", id);
    require(write(w->ledger, line, (size_t)len) == len, "ledger", &err);
}

static void work_once(worker *w, unsigned round)
{
    char id[48];
    sdn_error err = {0};
    sdn_code code;
    snprintf(id, sizeof id, "w%u-%u-%u-%c", w->number, w->life, round, "tsh"[round % 3]);
    if (round % 3 == 0)
        code = work_in_transaction(w->store, id, &err);
    else
        code = round % 3 == 1 ? work_by_save(w->store, id, &err) : work_by_hand(id, &err);
    if (code == SDN_OK || look_after_failure(w, id, code, &err))
        note_in_ledger(w, id);
}

static int run_worker(child *parent, void *context)
{
    (void)parent;
    worker *w = context;
    char name[32];
    die_of_signals();
    name_ledger(name, w->number);
    w->ledger = open(name, O_WRONLY | O_APPEND | O_CREAT, 0600);
    w->store = open_patiently();
    for (unsigned round = 0;; round++)
        work_once(w, round);
    return 0;
}

/* ---- what is left in the end ---- */

static size_t count_acknowledged(sdn_store *store, unsigned number)
{
    char name[32], id[64];
    size_t count = 0;
    name_ledger(name, number);
    FILE *file = fopen(name, "r");
    while (file != NULL && fgets(id, sizeof id, file) != NULL) {
        id[strcspn(id, "\n")] = '\0';
        if (!is_there(store, id))
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

static const note *shared_of(sdn_store *store)
{
    sdn_value key = {.text = SDN_STR("shared")};
    return sdn_store_get(store, &key);
}

static void assert_complete(sdn_store *store, unsigned workers, size_t deaths)
{
    size_t acknowledged = 0, there = sdn_store_count(store) - RECORDS_OF_ALL;
    for (unsigned i = 0; i < workers; i++)
        acknowledged += count_acknowledged(store, i);
    if (there < acknowledged || there > acknowledged + deaths)
        fail_msg("%zu records are there, %zu were acknowledged, with %zu deaths", there, acknowledged, deaths);
    assert_int_equal(shared_of(store)->number, count_shared_rounds(store));
    assert_true(acknowledged > 0);
    print_message("%zu acknowledged, %zu there, %zu deaths\n", acknowledged, there, deaths);
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

static bool reload_patiently(sdn_store *store)
{
    sdn_error err = {0};
    sdn_code code = SDN_E_IO;
    for (int tries = 0; code == SDN_E_IO && tries < 2000; tries++) {
        code = sdn_file_reload(sdn_store_file(store), &err);
        require(code == SDN_OK || kind->may_fail, "reload", &err);
        if (code != SDN_OK)
            sdn__sys.sleep(20 * SDN_NS_PER_MS);
    }
    require(code == SDN_OK, "reload", &err);
    return shared_of(store)->number == count_shared_rounds(store);
}

/* Whether a replica that pulls now has what is loaded now: another program has the lock meanwhile. That it had it all the
 * time is known if its commit is accepted; else nothing is. */
static bool is_complete_now(sdn_store *pulled, unsigned *comparisons)
{
    sdn_error err = {0};
    sdn_value key = {.text = SDN_STR("lock")};
    sdn_store *holder = open_patiently();
    bool same = true;
    if (sdn_file_begin(sdn_store_file(holder), &err) == SDN_OK) {
        reload_patiently(pulled);
        sdn_store *loaded = open_patiently();
        same = is_replica_of(pulled, loaded);
        sdn_store_close(loaded);
        ((note *)sdn_store_edit(holder, &key, &err))->number++;
        bool held = sdn_file_commit(sdn_store_file(holder), &err) == SDN_OK;
        *comparisons += held;
        same = same || !held;
    }
    sdn_store_close(holder);
    return same;
}

/* Pulls until there is a file `stop`, and compares itself at random times, and at the end. */
static int run_replica(child *parent, void *context)
{
    (void)parent;
    (void)context;
    uint64_t seed = 8;
    unsigned comparisons = 0;
    die_of_signals();
    sdn_store *pulled = open_patiently();
    for (bool stops = false; !stops;) {
        stops = access("stop", F_OK) == 0;
        if (!reload_patiently(pulled))
            return 2;
        if ((stops || test_below(&seed, 20) == 0) && !is_complete_now(pulled, &comparisons))
            return 1;
    }
    sdn_store_close(pulled);
    return comparisons > 1 ? 0 : 3;
}

/* ---- the parent ---- */

static unsigned number_of(const char *variable, unsigned usual)
{
    const char *text = getenv(variable);
    return text != NULL ? (unsigned)strtoul(text, NULL, 10) : usual;
}

static void kill_and_start(child *victim, worker *w)
{
    child_kill(victim);
    w->life++;
    *victim = child_start(run_worker, w);
}

void run_database_processes(const database_processes *processes)
{
    unsigned kills = number_of("SDNC_KILLS", 40), crashes = processes->crash != NULL ? number_of("SDNC_CRASHES", 3) : 0;
    unsigned workers = number_of("SDNC_WORKERS", 8), made_crashes = 0;
    uint64_t seed = 15;
    child children[MOST_WORKERS];
    worker contexts[MOST_WORKERS];
    assert_true(workers >= 1 && workers <= MOST_WORKERS);
    kind = processes;
    assert_int_equal(place.use(NULL), SDN_OK);
    drop_tables();
    make_table(&note_record_type);
    run_sql("INSERT INTO notes (id, text, no, done, kind, side) VALUES ('shared', '', 0, false, 'idea', 'left'), "
            "('lock', '', 0, false, 'idea', 'left')");
    for (unsigned i = 0; i < workers; i++) {
        contexts[i] = (worker){.number = i};
        children[i] = child_start(run_worker, &contexts[i]);
    }
    child replica = child_start(run_replica, NULL);
    for (unsigned i = 0; i < kills; i++) {
        sdn__sys.sleep((int64_t)(1 + test_below(&seed, processes->pause_ms)) * SDN_NS_PER_MS);
        unsigned victim = test_below(&seed, workers);
        kill_and_start(&children[victim], &contexts[victim]);
        if (made_crashes < crashes && (i + 1) * (crashes + 1) / kills > made_crashes) {
            processes->crash();
            made_crashes++;
            sdn__sys.sleep((int64_t)(200 + test_below(&seed, 1000)) * SDN_NS_PER_MS);
        }
    }
    for (unsigned i = 0; i < workers; i++)
        child_kill(&children[i]);
    processes->wait();
    fclose(fopen("stop", "w"));
    assert_int_equal(child_finish(&replica), 0);
    sdn_store *loaded = open_patiently();
    assert_complete(loaded, workers, kills + workers);
    sdn_store_close(loaded);
}
