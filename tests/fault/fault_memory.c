/*
 * fault_memory [quick|full]
 *
 * Every allocation of every operation of a store, a lock and an atomic file made to fail, alone and with all
 * that follow: SDN_E_NOMEM, the file and the store as they were, no descriptor, lock or temporary file left,
 * and the operation works when it is repeated. Leaks are found by the sanitizer. Prints a table; exits 1 on a
 * violation. quick takes some 25 allocations of an operation that has more.
 */
#include "check.h"
#include "faults.h"
#include "files.h"
#include "report.h"
#include "tempdir.h"

#include "os/sys.h"

#include <stdio.h>
#include <string.h>

enum { LEAST_FAULTS = 500, QUICK_ALLOCATIONS = 25 /* of one operation */ };

static expectation learnt;
static char shown[SCENE_TEXT_SIZE]; /* the store before the operation */

static int sync_nothing(int fd)
{
    (void)fd;
    return 0;
}

static bool is_done(sdn_code code)
{
    return code == SDN_OK || code == SDN_W_NOT_DURABLE;
}

static void check_text(const char *text, const char *when)
{
    char now[SCENE_TEXT_SIZE];
    scene_read(now);
    report_check(strcmp(now, text) == 0, "%s the file is not right", when);
}

static void check_shown(const scene *on, const char *expected, const char *when)
{
    char now[SCENE_TEXT_SIZE];
    scene_show(on, now);
    report_check(strcmp(now, expected) == 0, "%s the store shows\n  %s\ninstead of\n  %s", when, now, expected);
}

static void check_failure(const operation *what, const scene *on, const sdn_error *err)
{
    report_check(err->code == SDN_E_NOMEM, "%s: %s", sdn_code_name(err->code), err->message);
    report_check(strstr(err->message, "memory") != NULL, "message without a cause: %s", err->message);
    check_text(learnt.before, "after the failure");
    if ((what->flags & SCENE_EDITS) == 0)
        check_shown(on, shown, "after the failure");
    report_check(on->out != NULL || count_names(".tmp") == 0 || (what->flags & SCENE_FINDS_FILES) != 0,
                 "a temporary file is left");
}

/* An operation of several edits may have done some of them. */
static void undo(const operation *what, scene *on)
{
    if ((what->flags & SCENE_EDITS) == 0)
        return;
    todo_store_rollback(on->store);
    check_shown(on, shown, "after the rollback");
}

static void check_repeated(const operation *what, scene *on)
{
    sdn_error err = {0};
    sdn_code code = what->run(on, &err);
    report_check(code == learnt.code, "the second time: %s %s", sdn_code_name(code), err.message);
    check_text(learnt.after, "after the second time");
    check_shown(on, learnt.shown, "after the second time");
}

/* commit always ends the transaction; the edits that stay pending are saved by the next one. */
static sdn_code begin_again(const operation *what, scene *on, sdn_error *err)
{
    bool ended = (what->flags & SCENE_ENDS) != 0 && on->store != NULL;
    return ended ? todo_store_begin(on->store, err) : SDN_OK;
}

/* Indexes are built when they are first looked at: `looked` says whether that was before. */
static void run_once(const operation *what, int nth, void (*arm)(int nth), bool looked)
{
    scene on;
    sdn_error err = {0};
    char before[SCENE_TEXT_SIZE];
    size_t at_first = count_open_descriptors();
    scene_open(&on, what);
    if (looked)
        scene_show(&on, before);
    if (what->without != NULL)
        what->without();
    arm(nth);
    sdn_code code = what->run(&on, &err);
    faults_remove();
    if (is_done(code) || code == learnt.code) {
        check_text(learnt.after, "after success");
    } else {
        check_failure(what, &on, &err);
        undo(what, &on);
        report_check(begin_again(what, &on, &err) == SDN_OK, "no begin: %s", err.message);
        if ((what->flags & SCENE_TIMES_OUT) == 0) /* the second time nobody writes any more */
            check_repeated(what, &on);
    }
    scene_close(&on);
    report_check(count_open_descriptors() == at_first, "descriptors are open");
    report_check(count_names(".lock") == 0 || (what->flags & (SCENE_FINDS_FILES | SCENE_WAITS)) != 0,
                 "a lock file is left");
}

static void note_shown(const operation *what)
{
    scene on;
    scene_open(&on, what);
    scene_show(&on, shown);
    scene_close(&on);
}

static void fail_operation(const operation *what, bool full)
{
    check_learn(what, &learnt);
    note_shown(what);
    report_row(what->name, learnt.allocations);
    int step = full ? 1 : learnt.allocations / QUICK_ALLOCATIONS + 1;
    for (int nth = 1; nth <= learnt.allocations; nth += step) {
        report_fault("allocation %d", nth);
        run_once(what, nth, faults_arm_memory, true);
        report_fault("allocation %d, nothing looked at before", nth);
        run_once(what, nth, faults_arm_memory, false);
        report_fault("from allocation %d on", nth);
        run_once(what, nth, faults_arm_memory_from, nth % 2 == 0);
    }
}

/* What must work without any memory: looking, rolling back, closing, giving back. */
static void need_no_memory(void)
{
    scene on;
    char without[SCENE_TEXT_SIZE];
    const operation begun = scene_operation("rollback");
    report_row("looking, rollback, close", 0);
    report_fault("no memory at all");
    scene_open(&on, &begun);
    scene_show(&on, shown);
    faults_arm_memory_from(1);
    scene_show(&on, without);
    report_check(strcmp(shown, without) == 0, "the store shows\n  %s\ninstead of\n  %s", without, shown);
    report_check(!faults_fired_memory(), "looking takes memory");
    todo_store_rollback(on.store);
    scene_close(&on);
    faults_remove();
    report_check(count_names(".lock") == 0, "a lock file is left");
}

static void fail_all(const operation *operations, bool full)
{
    for (const operation *what = operations; what->name != NULL; what++)
        fail_operation(what, full);
}

int main(int argc, char **argv)
{
    bool full = report_is_full(argc, argv);
    sdn__sys.sync = sync_nothing;
    scene_need(tempdir_enter(NULL) == 0, "make", "a directory");
    fail_all(scene_memory_operations, full);
    fail_all(scene_operations, full);
    need_no_memory();
    int status = report_end("allocations", LEAST_FAULTS);
    tempdir_leave(NULL);
    return status;
}
