/*
 * fault_strace [quick|full]
 *
 * The real system calls of a process that changes a store, in a transaction and by a save alone, each made to
 * fail by strace, to be interrupted, or to be the last one before SIGKILL: what holds for the calls through
 * the table holds for these. The victim is this program itself, `fault_strace victim transaction|save`.
 * Prints a table; exits 1 on a violation, 77 where there is no strace that may trace, and under a sanitizer.
 */
#define _POSIX_C_SOURCE 200809L

#include "files.h"
#include "plausible.h"
#include "report.h"
#include "scene.h"
#include "tempdir.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    MOST_CALLS = 1000,
    LONGEST_NAME = 32,
    MOST_DELAY_MS = 100,
    VICTIM_WAITS_MS = 200,
    SKIPPED = 77,
    LEAST_FAULTS = 100
};

/* Exit statuses of the victim. */
enum { VICTIM_DONE = 0, VICTIM_REFUSED = 3, VICTIM_FAILED = 4 };

static const char log_name[] = "../strace.log"; /* outside, because the directory is emptied */

/* ---- the victim ---- */

static int be_victim(const char *how)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = VICTIM_WAITS_MS;
    /* Two calls that do nothing show in the log where ours start and end. */
    (void)access("fault-begin", F_OK);
    todo_store *store = todo_store_open(SCENE_PATH, &options, &err);
    sdn_code code = store == NULL                     ? err.code
                    : strcmp(how, "transaction") == 0 ? scene_change_in_transaction(store, &err)
                                                      : scene_change_and_save(store, &err);
    todo_store_close(store);
    (void)access("fault-end", F_OK);
    if (code != SDN_OK && strncmp(err.message, SCENE_PATH ": ", 7) != 0 && code != SDN_E_NOMEM)
        return VICTIM_FAILED;
    return code == SDN_OK || code == SDN_W_NOT_DURABLE ? VICTIM_DONE : VICTIM_REFUSED;
}

/* ---- strace ---- */

static char self[PATH_MAX];

/* Runs the victim under strace. Its exit status, or -1 if it was killed. */
static int trace(const char *how, const char *injection)
{
    fflush(NULL);
    pid_t pid = fork();
    scene_need(pid >= 0, "fork", strerror(errno));
    if (pid == 0) {
        int quiet = open("/dev/null", O_WRONLY);
        dup2(quiet, 1);
        dup2(quiet, 2);
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1); /* looking for leaks needs tracing itself */
        if (injection != NULL)
            execlp("strace", "strace", "-f", "-o", log_name, "-e", injection, self, "victim", how, (char *)NULL);
        else
            execlp("strace", "strace", "-f", "-o", log_name, self, "victim", how, (char *)NULL);
        _exit(SKIPPED);
    }
    int status;
    scene_need(waitpid(pid, &status, 0) == pid, "wait for", "strace");
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

typedef struct traced_call {
    char name[LONGEST_NAME];
    int ordinal; /* among the calls of this name, from the start of the process */
} traced_call;

static traced_call all_calls[MOST_CALLS];
static int first_call, end_call; /* those between the marks */

static int ordinal_of(const char *name, int before)
{
    int ordinal = 1;
    for (int i = 0; i < before; i++)
        ordinal += strcmp(all_calls[i].name, name) == 0;
    return ordinal;
}

/* Calls that never fail: libraries do not ask whether they did. */
static bool can_fail(const char *name)
{
    static const char *const never[] = {"brk", "futex", "getpid", "gettid", "munmap", "rt_sigprocmask"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (strcmp(name, never[i]) == 0)
            return false;
    return true;
}

/* A line is `PID name(arguments) = result`; others tell of signals and the end. */
static bool parse_line(const char *line, int number)
{
    traced_call *call = &all_calls[number];
    if (sscanf(line, "%*d %31[a-z0-9_](", call->name) != 1 || strchr(line, '(') == NULL)
        return false;
    call->ordinal = ordinal_of(call->name, number);
    return true;
}

/* Whether the log shows the calls of a victim. */
static bool read_log(void)
{
    char line[4096];
    int count = 0;
    FILE *log = fopen(log_name, "r");
    first_call = end_call = 0;
    if (log == NULL)
        return false;
    while (fgets(line, sizeof line, log) != NULL && count < MOST_CALLS) {
        if (!parse_line(line, count))
            continue;
        count++;
        if (strstr(line, "\"fault-begin\"") != NULL)
            first_call = count;
        if (strstr(line, "\"fault-end\"") != NULL)
            end_call = count - 1;
    }
    fclose(log);
    return first_call > 0 && end_call > first_call;
}

static bool log_has(const char *part)
{
    char line[4096];
    bool found = false;
    FILE *log = fopen(log_name, "r");
    while (log != NULL && !found && fgets(line, sizeof line, log) != NULL)
        found = strstr(line, part) != NULL;
    if (log != NULL)
        fclose(log);
    return found;
}

/* ---- what to find ---- */

static char new_text[SCENE_TEXT_SIZE];

static bool holds(const char *text)
{
    char now[SCENE_TEXT_SIZE];
    scene_read(now);
    return strcmp(now, text) == 0;
}

static void check_next(void)
{
    sdn_error err = {0};
    scene on = {.options = sdn_options_default()};
    double start = now_ms();
    report_check(scene_lock_at_once(&err) == SDN_OK, "no lock for the next one: %s", err.message);
    report_check(now_ms() - start < MOST_DELAY_MS, "the next lock took %.1f ms", now_ms() - start);
    report_check(scene_follow_up(&on, &err) == SDN_OK, "the next transaction fails: %s", err.message);
    todo_store_close(on.store);
    report_check(count_names(".tmp") == 0, "a temporary file is left after the next save");
    report_check(count_names(".lock") == 0, "a lock file is left after the next save");
}

static bool is_removal(const char *call)
{
    return strncmp(call, "unlink", 6) == 0;
}

/* A lie that cannot be seen through: that the file is not there makes the store an empty one. */
static void check_failed(const traced_call *call, int status)
{
    bool is_new = holds(new_text);
    report_check(status == VICTIM_DONE || status == VICTIM_REFUSED, "the victim ended with %d", status);
    report_check(is_new || holds(scene_text), "the file is neither old nor new");
    report_check(is_new == (status == VICTIM_DONE), "the change was %s, but the file is %s",
                 status == VICTIM_DONE ? "acknowledged" : "refused", is_new ? "new" : "old");
    report_check(is_removal(call->name) || (count_names(".tmp") == 0 && count_names(".lock") == 0), "files are left");
    check_next();
}

/* Runs that did not reach the call: how often a fresh file is looked at depends on the time. */
static long missed;

/* `more` is "+" where all later calls of that name fail too, else "". */
static void fail_call(const char *how, const traced_call *call, int error, const char *more)
{
    char injection[128];
    snprintf(injection, sizeof injection, "inject=%s:error=%s:when=%d%s", call->name, plausible_name(error),
             call->ordinal, more);
    report_fault("%s", injection);
    scene_start();
    int status = trace(how, injection);
    missed += !log_has("(INJECTED)");
    check_failed(call, status);
}

static void kill_at(const char *how, const traced_call *call)
{
    char injection[128];
    snprintf(injection, sizeof injection, "inject=%s:signal=SIGKILL:when=%d", call->name, call->ordinal);
    report_fault("%s", injection);
    scene_start();
    int status = trace(how, injection);
    missed += status == VICTIM_DONE;
    report_check(status == -1 || status == VICTIM_DONE, "the victim ended with %d", status);
    report_check(holds(new_text) || holds(scene_text), "the file is neither old nor new");
    check_next();
}

/* ---- all of it ---- */

static bool learn(const char *how)
{
    scene_start();
    if (trace(how, NULL) != VICTIM_DONE || !read_log())
        return false;
    scene_read(new_text);
    return true;
}

static void fail_each_call(const char *how, bool full)
{
    static const int errors[] = {EIO, EINTR, ENOSPC, EDQUOT, EACCES, EROFS, EMFILE, ENOMEM, EBUSY};
    char row[64];
    snprintf(row, sizeof row, "fail in %s", how);
    report_row(row, end_call - first_call);
    for (int i = first_call; i < end_call; i++)
        for (size_t e = 0; can_fail(all_calls[i].name) && e < (full ? sizeof errors / sizeof errors[0] : 2); e++)
            fail_call(how, &all_calls[i], errors[e], "");
}

/* A lease is what tells whether somebody is writing the file: refused because somebody always is, or because the file
 * system, or the owner of the file, does not give it. */
static void refuse_leases(const char *how)
{
    static const int errors[] = {EAGAIN, EACCES, EINVAL};
    char row[64];
    snprintf(row, sizeof row, "refuse leases in %s", how);
    report_row(row, end_call - first_call);
    for (int i = first_call; i < end_call; i++)
        for (size_t e = 0; strcmp(all_calls[i].name, "fcntl") == 0 && e < sizeof errors / sizeof errors[0]; e++)
            fail_call(how, &all_calls[i], errors[e], "+");
}

static void kill_at_each_call(const char *how)
{
    char row[64];
    snprintf(row, sizeof row, "kill in %s", how);
    report_row(row, end_call - first_call);
    for (int i = first_call; i < end_call; i++)
        kill_at(how, &all_calls[i]);
}

/* A sanitizer's own calls are many, and it ends the program when they fail. */
static bool is_sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__)
    return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
    return true;
#endif
#endif
    return false;
}

static int run(bool full)
{
    if (is_sanitized()) {
        printf("skipped: built with a sanitizer\n");
        return SKIPPED;
    }
    static const char *const ways[] = {"transaction", "save"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (!learn(ways[i])) {
            printf("skipped: strace is not here, or may not trace\n");
            return SKIPPED;
        }
        fail_each_call(ways[i], full);
        refuse_leases(ways[i]);
        kill_at_each_call(ways[i]);
    }
    int status = report_end("system calls", LEAST_FAULTS);
    printf("%ld of these ended before the call\n", missed);
    return status;
}

int main(int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "victim") == 0)
        return be_victim(argv[2]);
    bool full = report_is_full(argc, argv);
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    scene_need(len > 0, "find", "this program");
    self[len] = '\0';
    scene_need(tempdir_enter(NULL) == 0 && mkdir("scene", 0777) == 0 && chdir("scene") == 0, "make", "a directory");
    int status = run(full);
    scene_need(chdir("..") == 0, "leave", "the directory");
    tempdir_leave(NULL);
    return status;
}
