#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include "faults.h"
#include "files.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

/* The state of the scene before and after the run. */
typedef struct moment {
    size_t descriptors;
    char shown[SCENE_TEXT_SIZE];
} moment;

static void note(const scene *on, moment *at)
{
    at->descriptors = count_open_descriptors();
    scene_show(on, at->shown);
}

static void take_away(const operation *what)
{
    if (what->without != NULL)
        what->without();
}

static void learn_without_operation(const operation *what, expectation *learnt)
{
    scene on;
    sdn_error err = {0};
    scene_open(&on, what);
    scene_read(learnt->before);
    if (what->flags & SCENE_PENDING) /* nobody is asked to save what is pending there */
        todo_store_rollback(on.store);
    scene_close(&on);
    scene_need(scene_follow_up(&on, &err) == SDN_OK, "follow up", err.message);
    scene_read(learnt->before_more);
    scene_close(&on);
}

/* Ends what the operation may have left running, so that a transaction of its own can follow. False if that
 * lost the edits, because the transaction took the file for missing. */
static bool end_transaction(scene *on)
{
    sdn_error err = {0};
    sdn_atomic_file_discard(&on->out);
    sdn_lock_release(on->lock);
    on->lock = NULL;
    if (on->store != NULL && todo_store_commit(on->store, &err) == SDN_E_CONFLICT) {
        todo_store_rollback(on->store);
        return false;
    }
    scene_need(err.code == SDN_OK || err.code == SDN_E_MISUSE, "commit", err.message); /* there may be none */
    if (on->holder.pid != 0)
        child_kill(&on->holder);
    on->holder.pid = 0;
    return true;
}

void check_learn(const operation *what, expectation *learnt)
{
    scene on;
    sdn_error err = {0};
    learn_without_operation(what, learnt);
    scene_open(&on, what);
    take_away(what);
    faults_arm(0, 0, FAULT_INSTEAD);
    faults_arm_memory(0);
    learnt->code = what->run(&on, &err);
    learnt->calls = faults_calls();
    learnt->allocations = faults_allocations();
    faults_remove();
    scene_show(&on, learnt->shown);
    scene_read(learnt->after);
    (void)end_transaction(&on);
    scene_need(scene_follow_up(&on, &err) == SDN_OK, "follow up", err.message);
    scene_read(learnt->after_more);
    scene_close(&on);
}

/* ---- checks ---- */

static bool is_done(sdn_code code)
{
    return code == SDN_OK || code == SDN_W_NOT_DURABLE;
}

static void check_message(sdn_code code, const sdn_error *err)
{
    static const char location[] = SCENE_PATH ": ";
    if (code == SDN_OK)
        return;
    report_check(err->code == code, "returned %s, but the error is %s", sdn_code_name(code), sdn_code_name(err->code));
    bool is_memory = code == SDN_E_NOMEM && err->os_error == 0;
    report_check(is_memory || (strncmp(err->message, location, sizeof location - 1) == 0 && strlen(err->message) > 12),
                 "message without a location: %s", err->message);
}

static bool is_text(const char *text)
{
    char now[SCENE_TEXT_SIZE];
    scene_read(now);
    return strcmp(now, text) == 0;
}

static void check_content(const operation *what, const expectation *learnt, sdn_code code, fault_nature nature)
{
    bool saved = (what->flags & SCENE_SAVES) != 0 && is_done(code);
    bool right = is_text(saved ? learnt->after : learnt->before);
    if (!right && !saved && nature.may_hide_replacement)
        right = is_text(learnt->after);
    report_check(right, "%s, but the file is %s", sdn_code_name(code),
                 is_text(learnt->before)  ? "the old one"
                 : is_text(learnt->after) ? "the new one"
                                          : "neither old nor new");
}

/* Names that contain `part`, here and in the directory of the scene with a link. */
static size_t count_files(const char *part)
{
    return count_names(part) + (file_exists("d") ? count_names_in("d", part) : 0);
}

/* Not those that wait under a temporary name. */
static size_t count_locks(void)
{
    return count_files(".lock") - count_files(".lock.");
}

static void check_files(const scene *on, const operation *what, sdn_code code, fault_nature nature)
{
    /* What an operation found there and could not remove stays for the next one. */
    bool may_remain = (what->flags & SCENE_FINDS_FILES) != 0;
    bool holds = (what->flags & (SCENE_WAITS | SCENE_KEEPS_LOCK)) != 0 || on->lock != NULL ||
                 ((what->flags & SCENE_LOCKS) != 0 && is_done(code));
    if (nature.may_leave_files || may_remain)
        return;
    report_check(holds || count_locks() == 0, "%s, and a lock file is left", sdn_code_name(code));
    report_check(on->out != NULL || count_files(".tmp") == 0, "%s, and a temporary file is left", sdn_code_name(code));
}

/* A failure changes nothing that the store shows. */
static void check_store(const operation *what, const scene *on, const moment *before, sdn_code code)
{
    char shown[SCENE_TEXT_SIZE];
    scene_show(on, shown);
    if (is_done(code) && (what->flags & SCENE_WAITS) == 0)
        return;
    report_check(strcmp(shown, before->shown) == 0, "%s, and the store shows\n  %s\nbut did show\n  %s",
                 sdn_code_name(code), shown, before->shown);
}

/* A failure leaves no descriptor open; neither does success, once the scene is closed. */
static void check_descriptors(const operation *what, const scene *on, const moment *before, sdn_code code)
{
    size_t now = count_open_descriptors();
    if (!is_done(code) && (what->flags & SCENE_SAVES) == 0 && (what->flags & SCENE_WAITS) == 0 && on->out == NULL)
        report_check(now == before->descriptors, "%s, and %zu descriptors are open instead of %zu", sdn_code_name(code),
                     now, before->descriptors);
}

static void check_next_lock(void)
{
    sdn_error err = {0};
    report_check(scene_lock_at_once(&err) == SDN_OK, "the next lock is not to be had: %s", err.message);
}

/* The edits of a failed save are still pending; if the file changed nonetheless, they conflict with their own
 * way. */
static sdn_code follow_up_or_roll_back(scene *on, bool may_conflict, sdn_error *err)
{
    sdn_code code = scene_follow_up(on, err);
    if (code != SDN_E_CONFLICT || !may_conflict)
        return code;
    todo_store_rollback(on->store);
    return scene_follow_up(on, err);
}

static bool is_as_follows(const expectation *learnt, bool in, fault_nature nature)
{
    bool either = nature.was_misled || nature.may_hide_replacement;
    return is_text(in ? learnt->after_more : learnt->before_more) ||
           (either && (is_text(learnt->after_more) || is_text(learnt->before_more)));
}

static void check_usable(scene *on, const operation *what, const expectation *learnt, sdn_code code,
                         fault_nature nature)
{
    sdn_error err = {0};
    bool was_new = is_text(learnt->after);
    bool kept = end_transaction(on);
    if ((what->flags & SCENE_UNSURE_LOCK) != 0 && nature.may_leave_files && file_exists(SCENE_LOCK))
        plain_unlock(SCENE_LOCK); /* which others break when it is old enough */
    report_check(kept || nature.was_misled, "the transaction cannot be committed");
    check_next_lock();
    bool in = is_done(code) || (what->flags & SCENE_PENDING) != 0;
    code = follow_up_or_roll_back(on, nature.may_hide_replacement || nature.was_misled, &err);
    if (!report_check(code == SDN_OK, "the next transaction fails: %s", err.message))
        return;
    report_check(is_as_follows(learnt, in, nature), "after the next transaction the file is not right");
    report_check(!was_new || (what->flags & SCENE_SAVES) == 0 || is_text(learnt->after_more), "what was saved is lost");
    report_check(count_locks() == 0, "the next transaction leaves a lock file");
    report_check(count_files(".tmp") == 0 || nature.may_leave_files, "the next transaction leaves a temporary file");
}

void check_run(const operation *what, const expectation *learnt, void (*arm)(void), void (*disarm)(void),
               fault_nature (*nature_of)(const operation *what, sdn_code code, const sdn_error *err))
{
    scene on;
    moment before;
    sdn_error err = {0};
    size_t at_first = count_open_descriptors();
    scene_open(&on, what);
    note(&on, &before);
    take_away(what);
    arm();
    sdn_code code = what->run(&on, &err);
    disarm();
    fault_nature nature = nature_of(what, code, &err);
    check_message(code, &err);
    check_content(what, learnt, code, nature);
    check_files(&on, what, code, nature);
    check_descriptors(what, &on, &before, code);
    check_store(what, &on, &before, code);
    check_usable(&on, what, learnt, code, nature);
    scene_close(&on);
    report_check(count_open_descriptors() == at_first, "%zu descriptors were open before, %zu are now", at_first,
                 count_open_descriptors());
}
