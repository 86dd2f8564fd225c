/*
 * fault_calls [quick|full]
 *
 * Every call to the system in every operation of a store, a lock and an atomic file made to fail, with each
 * error it can meet, instead of being made and after its work was done; two at a time; all from one on;
 * transfers of few bytes; signals that interrupt every call; no descriptors left. After each the file is old
 * or new as the code says, no file is left, the next one gets the lock at once, and the store goes on.
 * Prints a table; exits 1 on a violation. quick draws on fewer errors and pairs.
 */
#define _XOPEN_SOURCE 700

#include "check.h"
#include "faults.h"
#include "interrupted.h"
#include "plausible.h"
#include "report.h"
#include "tempdir.h"

#include "os/sys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MOST_CALLS = 400, MOST_CALLS_WAITING = 20, LEAST_FAULTS = 1000, PAIR_REACH = 12, STORM_FULL = 10 };

static bool full;

/* ---- the operation under test ---- */

static expectation learnt;
static const char *calls[MOST_CALLS + 1];
static int call_count;

static void learn(const operation *what)
{
    check_learn(what, &learnt);
    bool waits = (what->flags & (SCENE_WAITS | SCENE_TIMES_OUT)) != 0;
    int most = waits && !full ? MOST_CALLS_WAITING : MOST_CALLS;
    call_count = learnt.calls < most ? learnt.calls : most;
    for (int nth = 1; nth <= call_count; nth++)
        calls[nth] = faults_call(nth);
}

/* ---- the planned fault ---- */

typedef struct plan {
    int nth, error;
    fault_kind kind;
    int second_nth, second_error;
    fault_kind second_kind;
    size_t most_bytes;
    int storm;
    int descriptors;
    bool lasting;
} plan;

static plan planned;
static const char *fired; /* the call that failed */
static bool was_armed;

static struct rlimit usual_limit;

static int lowest_free_descriptor(void)
{
    int fd = dup(0);
    close(fd);
    return fd;
}

static void limit_descriptors(int more)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &usual_limit);
    limit = usual_limit;
    limit.rlim_cur = (rlim_t)(lowest_free_descriptor() + more);
    setrlimit(RLIMIT_NOFILE, &limit);
}

static void arm(void)
{
    was_armed = true;
    if (planned.storm > 0)
        interrupted_begin(planned.storm);
    else if (planned.descriptors >= 0)
        limit_descriptors(planned.descriptors);
    else if (planned.most_bytes > 0)
        faults_arm_short(planned.most_bytes);
    else if (planned.lasting)
        faults_arm_from(planned.nth, planned.error);
    else
        faults_arm(planned.nth, planned.error, planned.kind);
    if (planned.second_nth > 0)
        faults_arm_second(planned.second_nth, planned.second_error, planned.second_kind);
}

static void disarm(void)
{
    interrupted_end();
    if (planned.descriptors >= 0)
        setrlimit(RLIMIT_NOFILE, &usual_limit);
    fired = faults_fired();
    faults_remove();
}

static bool fired_is(const char *call)
{
    return fired != NULL && strcmp(fired, call) == 0;
}

/* Whether one fault, of this call and error, may lead to this code. */
static bool is_sensible(const operation *what, sdn_code code)
{
    bool looked = fired_is("stat_at") || fired_is("open_at") || fired_is("read_link_at");
    switch (code) {
    case SDN_OK:
    case SDN_E_IO:
        return true;
    case SDN_E_NOMEM:
        return planned.error == ENOMEM;
    case SDN_W_NOT_DURABLE:
        return (what->flags & SCENE_SAVES) != 0 && fired_is("sync");
    case SDN_E_LOCK:
        return planned.error == ELOOP && fired_is("open_at");
    case SDN_E_LOCK_LOST:
        return planned.error == ENOENT && (fired_is("stat_at") || fired_is("read_link_at"));
    case SDN_E_CONFLICT:
        return (planned.error == ENOENT && (looked || fired_is("exchange_at"))) ||
               (planned.error == EEXIST && fired_is("rename_new_at"));
    case SDN_E_TIMEOUT:
        return (what->flags & (SCENE_WAITS | SCENE_TIMES_OUT)) != 0;
    default:
        return false;
    }
}

static fault_nature nature_of_one(const operation *what, sdn_code code, const sdn_error *err)
{
    report_check(is_sensible(what, code), "%s is no answer to that: %s", sdn_code_name(code), err->message);
    bool unsure = (what->flags & SCENE_UNSURE_LOCK) != 0 && fired_is("open_at") && planned.kind == FAULT_AFTER;
    bool displaced = (what->flags & SCENE_TAKES_BACK) != 0 && (fired_is("exchange_at") || fired_is("stat_at"));
    return (fault_nature){.may_leave_files = fired_is("unlink_at") || unsure || displaced,
                          .was_misled = planned.error == ENOENT || displaced,
                          .may_hide_replacement = displaced};
}

static fault_nature nature_of_many(const operation *what, sdn_code code, const sdn_error *err)
{
    (void)what, (void)code, (void)err;
    return (fault_nature){.may_leave_files = true, .may_hide_replacement = true, .was_misled = true};
}

/* Nothing fails: what is done is what is done otherwise. */
static fault_nature nature_of_none(const operation *what, sdn_code code, const sdn_error *err)
{
    (void)what;
    report_check(code == learnt.code, "%s instead of %s: %s", sdn_code_name(code), sdn_code_name(learnt.code),
                 err->message);
    return (fault_nature){0};
}

/* ---- the ways to fail ---- */

static const char *kind_name(fault_kind kind)
{
    return kind == FAULT_INSTEAD ? "instead" : "after";
}

static void fail_one(const operation *what, int nth, int error, fault_kind kind)
{
    planned = (plan){.nth = nth, .error = error, .kind = kind, .descriptors = -1};
    report_fault("call %d %s: %s %s", nth, calls[nth], plausible_name(error), kind_name(kind));
    check_run(what, &learnt, arm, disarm, nature_of_one);
}

static int count_errors(const int *errors)
{
    int count = 0;
    while (errors[count] != 0)
        count++;
    return count;
}

/* In the quick run two errors of each call, others for each call. */
static void fail_each_call(const operation *what)
{
    for (int nth = 1; nth <= call_count; nth++) {
        const int *errors = plausible_errors(calls[nth]);
        int count = count_errors(errors);
        for (int i = 0; i < count; i++) {
            if (!full && i != 0 && (i != nth % count || nth % 2 == 0))
                continue;
            fail_one(what, nth, errors[i], FAULT_INSTEAD);
            if (plausible_after(calls[nth], errors[i]) && (full || i == 0))
                fail_one(what, nth, errors[i], FAULT_AFTER);
        }
    }
}

static void fail_pair(const operation *what, int first, int second, fault_kind kind, fault_kind second_kind)
{
    planned = (plan){.nth = first,
                     .error = EIO,
                     .kind = kind,
                     .second_nth = second,
                     .second_error = EIO,
                     .second_kind = second_kind,
                     .descriptors = -1};
    report_fault("calls %d %s %s and %d: EIO %s", first, calls[first], kind_name(kind), second, kind_name(second_kind));
    check_run(what, &learnt, arm, disarm, nature_of_many);
}

/* Whether two failures let the operation succeed, so that what it gives when nothing fails is no measure: it would wait
 * for a writer to the end, but both its looks for one fail, as on a file system that cannot tell. */
static bool may_overcome_pairs(const operation *what, int first)
{
    return (what->flags & SCENE_TIMES_OUT) != 0 && strcmp(calls[first], "is_being_written") == 0;
}

/* The second is one of those that follow the first, which is where cleaning up happens. */
static void fail_pairs(const operation *what)
{
    for (int first = 1; first <= call_count; first++)
        for (int i = 1; i <= PAIR_REACH && !may_overcome_pairs(what, first); i++)
            if (full || (first * 7 + i) % 67 == 0) {
                fail_pair(what, first, first + i, FAULT_INSTEAD, FAULT_INSTEAD);
                fail_pair(what, first, first + i, FAULT_AFTER, i % 2 == 0 ? FAULT_INSTEAD : FAULT_AFTER);
            }
}

static void fail_from_each_call_on(const operation *what)
{
    for (int nth = 1; nth <= call_count; nth += full ? 1 : 9) {
        planned = (plan){.nth = nth, .error = EIO, .lasting = true, .descriptors = -1};
        report_fault("from call %d %s on: EIO", nth, calls[nth]);
        check_run(what, &learnt, arm, disarm, nature_of_many);
    }
}

static void cut_transfers(const operation *what)
{
    static const size_t most[] = {1, 2, 7, 100};
    for (size_t i = 0; i < (full ? sizeof most / sizeof most[0] : 1); i++) {
        planned = (plan){.most_bytes = most[i], .descriptors = -1};
        report_fault("at most %zu bytes at a time", most[i]);
        check_run(what, &learnt, arm, disarm, nature_of_none);
    }
}

static void interrupt_each_call(const operation *what)
{
    for (int times = 1; times <= (full ? STORM_FULL : 1); times++) {
        planned = (plan){.storm = times, .descriptors = -1};
        report_fault("each call interrupted %d times", times);
        check_run(what, &learnt, arm, disarm, nature_of_none);
    }
}

/* The real EMFILE, from the first descriptor missing to enough of them. */
static void run_out_of_descriptors(const operation *what)
{
    for (int left = 0; left < 8; left += full ? 1 : 3) {
        planned = (plan){.descriptors = left, .error = EMFILE};
        report_fault("%d descriptors left", left);
        check_run(what, &learnt, arm, disarm, nature_of_many);
    }
}

static void fail_operation(const operation *what)
{
    learn(what);
    report_row(what->name, learnt.calls);
    fail_each_call(what);
    fail_pairs(what);
    fail_from_each_call_on(what);
    cut_transfers(what);
    interrupt_each_call(what);
    run_out_of_descriptors(what);
}

/* What a flush does to a disk is the matter of other tests; here it only has to be called, and fail. */
static int sync_nothing(int fd)
{
    (void)fd;
    return 0;
}

int main(int argc, char **argv)
{
    full = report_is_full(argc, argv);
    sdn__sys.sync = sync_nothing;
    const char *only = getenv("FAULT_ONLY");
    scene_need(tempdir_enter(NULL) == 0, "make", "a directory");
    for (const operation *what = scene_operations; what->name != NULL; what++)
        if (only == NULL || strcmp(only, what->name) == 0)
            fail_operation(what);
    int status = report_end("calls", LEAST_FAULTS);
    tempdir_leave(NULL);
    return status;
}
