/*
 * fault_kills [quick|full]
 *
 * A process that changes a store, in a transaction and by a save alone, killed with SIGKILL directly before
 * and directly after each call to the system: the file is old or new, new if the change was acknowledged, the
 * next lock comes at once, and what the dead was writing is gone after the next save, also when that is the
 * save of a store that was open all the time. Then stopped with SIGSTOP at each call for longer than another
 * process waits: that one gets an error that names the holder, or the lock, and in the end both acknowledged changes
 * are in the file. Prints a table and how long the next lock took; exits 1 on a violation.
 */
#define _XOPEN_SOURCE 700

#include "child.h"
#include "faults.h"
#include "files.h"
#include "report.h"
#include "scene.h"
#include "tempdir.h"
#include "outcome.h"

#include "os/sys.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { MOST_DELAYS = 100000, MOST_DELAY_MS = 100, OTHER_WAITS_MS = 20, ROUNDS_FULL = 10, LEAST_FAULTS = 100 };

/* How the victim changes the store, and where it is hit. */
typedef struct hit {
    sdn_code (*change)(todo_store *store, sdn_error *err);
    int nth;
    int signal;
    fault_kind kind;
} hit;

/* ---- what to find ---- */

static char new_text[SCENE_TEXT_SIZE];
static char old_text_and_more[SCENE_TEXT_SIZE];
static char new_text_and_more[SCENE_TEXT_SIZE];

static bool holds(const char *text)
{
    char now[SCENE_TEXT_SIZE];
    scene_read(now);
    return strcmp(now, text) == 0;
}

static todo_store *open_store(uint32_t timeout_ms)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = timeout_ms;
    todo_store *store = todo_store_open(SCENE_PATH, &options, &err);
    scene_need(store != NULL, "open", err.message);
    return store;
}

static void follow_up(todo_store *store)
{
    sdn_error err = {0};
    scene on = {.store = store, .options = sdn_options_default()};
    report_check(scene_follow_up(&on, &err) == SDN_OK, "the next transaction fails: %s", err.message);
    if (store == NULL)
        todo_store_close(on.store);
}

static int learn(hit how)
{
    sdn_error err = {0};
    scene_start();
    follow_up(NULL);
    scene_read(old_text_and_more);
    scene_start();
    faults_arm(0, 0, FAULT_INSTEAD);
    todo_store *store = open_store(0);
    scene_need(how.change(store, &err) == SDN_OK, "change", err.message);
    int calls = faults_calls();
    faults_remove();
    todo_store_close(store);
    scene_read(new_text);
    follow_up(NULL);
    scene_read(new_text_and_more);
    return calls;
}

/* ---- the victim ---- */

enum { VICTIM_DONE = 0, VICTIM_REFUSED = 1, VICTIM_FAILED = 2 };

static int be_victim(child *parent, void *context)
{
    const hit *how = context;
    sdn_error err = {0};
    faults_arm(how->nth, how->signal, how->kind);
    todo_store *store = open_store(10000);
    sdn_code code = how->change(store, &err);
    if (code == SDN_OK)
        child_say(parent);
    if (code == SDN_E_CONFLICT || code == SDN_E_LOCK_LOST)
        todo_store_rollback(store);
    todo_store_close(store);
    return code == SDN_OK                                      ? VICTIM_DONE
           : code == SDN_E_CONFLICT || code == SDN_E_LOCK_LOST ? VICTIM_REFUSED
                                                               : VICTIM_FAILED;
}

/* Runs that did not reach the call: how often a fresh file is looked at depends on the time. */
static long missed;

/* ---- kill ---- */

static double delays[MOST_DELAYS];
static int delay_count;

static void check_next_lock(void)
{
    sdn_lock *lock = NULL;
    sdn_error err = {0};
    const sdn_lock_options options = {1000, 60000};
    double start = now_ms();
    sdn_code code = acquire_lock(SCENE_PATH, &options, &lock, &err);
    double delay = now_ms() - start;
    sdn_lock_release(lock);
    report_check(code == SDN_OK, "no lock for the next one: %s", err.message);
    report_check(delay < MOST_DELAY_MS, "the next lock took %.1f ms", delay);
    if (delay_count < MOST_DELAYS)
        delays[delay_count++] = delay;
}

static void check_file(bool acknowledged)
{
    bool is_new = holds(new_text);
    report_check(is_new || holds(scene_text), "the file is neither old nor new");
    report_check(is_new || !acknowledged, "what was acknowledged is not in the file");
}

static void kill_at(hit how, bool was_open)
{
    scene_start();
    todo_store *witness = was_open ? open_store(1000) : NULL;
    if (was_open) { /* has looked for leftovers once, and found none */
        scene_need(todo_store_begin(witness, NULL) == SDN_OK, "begin", "no lock");
        todo_store_rollback(witness);
    }
    child victim = child_start(be_victim, &how);
    bool acknowledged = child_hear(&victim);
    int status = child_finish(&victim);
    report_check(status == -1 || status == VICTIM_DONE, "the victim ended with %d", status);
    missed += status == VICTIM_DONE;
    check_file(acknowledged);
    bool is_new = holds(new_text);
    check_next_lock();
    follow_up(witness);
    report_check(holds(is_new ? new_text_and_more : old_text_and_more), "after the next save the file is not right");
    report_check(count_names(".tmp") == 0, "a temporary file is left after the next save");
    report_check(count_names(".lock") == 0, "a lock file is left after the next save");
    todo_store_close(witness);
}

static const char *kind_name(fault_kind kind)
{
    return kind == FAULT_SIGNAL_BEFORE ? "before" : "after";
}

static void kill_at_each_call(const char *name, hit how, int rounds)
{
    int calls = learn(how);
    report_row(name, calls);
    how.signal = SIGKILL;
    for (int i = 0; i < rounds * calls * 2; i++) {
        how.nth = 1 + i / 2 % calls;
        how.kind = i % 2 == 0 ? FAULT_SIGNAL_BEFORE : FAULT_SIGNAL_AFTER;
        report_fault("SIGKILL %s call %d", kind_name(how.kind), how.nth);
        kill_at(how, i / (calls * 2) % 2 == 0);
    }
}

/* ---- stop ---- */

static long refused, overtaken;

/* False if it ended before; it can still be waited for then. */
static bool wait_until_stopped(pid_t pid)
{
    siginfo_t what;
    scene_need(waitid(P_PID, (id_t)pid, &what, WSTOPPED | WEXITED | WNOWAIT) == 0, "wait for", "the victim");
    return what.si_code == CLD_STOPPED;
}

/* begin, an edit nobody else makes, commit. */
static sdn_code change_other_record(todo_store *store, sdn_error *err)
{
    sdn_code code = todo_store_begin(store, err);
    if (code != SDN_OK)
        return code;
    todo *second = todo_store_edit(store, "2", err);
    scene_need(second != NULL, "edit", err->message);
    second->area = SDN_STR("other");
    return todo_store_commit(store, err);
}

/* What the holder that stops us must be called. */
static void check_named(pid_t pid, const sdn_error *err)
{
    char name[64];
    snprintf(name, sizeof name, "still locked by process %ld (", (long)pid);
    report_check(strstr(err->message, name) != NULL, "no %s in: %s", name, err->message);
}

static void check_both(bool victim_done)
{
    todo_store *store = open_store(0);
    const todo *first = todo_store_get(store, "1"), *second = todo_store_get(store, "2");
    report_check(first != NULL && (strcmp(first->description.ptr, "changed, by us") == 0) == victim_done,
                 "the victim's change %s", victim_done ? "is lost" : "was refused, but is there");
    report_check((todo_store_get(store, "4") == NULL) == victim_done, "the victim's delete");
    report_check((todo_store_get(store, "6") != NULL) == victim_done, "the victim's insert");
    report_check(second != NULL && strcmp(second->area.ptr, "other") == 0, "the other one's change is lost");
    report_check(count_names(".tmp") == 0 && count_names(".lock") == 0, "files are left");
    todo_store_close(store);
}

static void stop_at(hit how)
{
    sdn_error err = {0};
    scene_start();
    todo_store *other = open_store(OTHER_WAITS_MS);
    child victim = child_start(be_victim, &how);
    missed += !wait_until_stopped(victim.pid);
    bool locked = file_exists(SCENE_LOCK);
    sdn_code code = change_other_record(other, &err);
    report_check(code == (locked ? SDN_E_TIMEOUT : SDN_OK), "the other one, lock file %s: %s %s",
                 locked ? "there" : "not there", sdn_code_name(code), err.message);
    if (code == SDN_E_TIMEOUT)
        check_named(victim.pid, &err);
    kill(victim.pid, SIGCONT);
    (void)child_hear(&victim);
    int status = child_finish(&victim);
    report_check(status == VICTIM_DONE || status == VICTIM_REFUSED, "the victim ended with %d", status);
    if (code == SDN_E_TIMEOUT)
        report_check(change_other_record(other, &err) == SDN_OK, "the other one's second try: %s", err.message);
    check_both(status == VICTIM_DONE);
    refused += status == VICTIM_REFUSED;
    overtaken += code == SDN_OK;
    todo_store_close(other);
}

static void stop_at_each_call(const char *name, hit how, int rounds)
{
    int calls = learn(how);
    report_row(name, calls);
    how.signal = SIGSTOP;
    for (int i = 0; i < rounds * calls * 2; i++) {
        how.nth = 1 + i / 2 % calls;
        how.kind = i % 2 == 0 ? FAULT_SIGNAL_BEFORE : FAULT_SIGNAL_AFTER;
        report_fault("SIGSTOP %s call %d", kind_name(how.kind), how.nth);
        stop_at(how);
    }
}

/* ---- all of it ---- */

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void print_delays(void)
{
    qsort(delays, (size_t)delay_count, sizeof delays[0], by_size);
    printf("from a kill to the next lock: p50 %.2f ms, p99 %.2f ms, max %.2f ms (%d kills)\n", delays[delay_count / 2],
           delays[delay_count * 99 / 100], delays[delay_count - 1], delay_count);
    printf("%ld of all these ended before the call\n", missed);
    printf("while the victim was stopped the other one changed the file %ld times; the victim was refused "
           "%ld times\n",
           overtaken, refused);
}

int main(int argc, char **argv)
{
    int rounds = report_is_full(argc, argv) ? ROUNDS_FULL : 1;
    const hit transaction = {.change = scene_change_in_transaction}, save = {.change = scene_change_and_save};
    scene_need(tempdir_enter(NULL) == 0, "make", "a directory");
    kill_at_each_call("kill in begin, change, commit", transaction, rounds);
    kill_at_each_call("kill in change, save", save, rounds);
    stop_at_each_call("stop in begin, change, commit", transaction, rounds > 1 ? 2 : 1);
    stop_at_each_call("stop in change, save", save, rounds > 1 ? 2 : 1);
    int status = report_end("calls", LEAST_FAULTS);
    print_delays();
    tempdir_leave(NULL);
    return status;
}
