#define _GNU_SOURCE

#include "run.h"

#include "calls.h"
#include "transactions.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* About as many as a transaction makes; where the number is not known yet. */
enum { CALLS_GUESSED = 40 };

/* A prime larger than the number of moments: few cuts spread over them, many meet each. */
enum { STEP = 101 };

typedef struct safety_kind {
    const char *name;
    sdn_durability durability;
    power_syncs syncs;
} safety_kind;

static const safety_kind safeties[] = {
    {"durable", SDN_DURABLE, POWER_SYNC_ALL},
    {"atomic", SDN_ATOMIC, POWER_SYNC_ALL},
    {"no-sync", SDN_DURABLE, POWER_SYNC_NONE},
    {"no-file-sync", SDN_DURABLE, POWER_SYNC_DIRECTORIES},
    {"no-directory-sync", SDN_DURABLE, POWER_SYNC_FILES},
};

/* What else happens on the machine between the stop and the cut: a neighbour's sync makes the file system
 * write its journal, with all of ours that is in it, and a sync of everything writes all. */
typedef enum disturbance { DISTURB_NOT, DISTURB_NEIGHBOUR_SYNC, DISTURB_SYNC_ALL, DISTURBANCES } disturbance;

typedef struct cut_plan {
    const safety_kind *safety;
    const char *series;
    int complete;    /* transactions before the one that is cut short */
    unsigned moment; /* twice the number of a call, plus one for after it */
    int signal;      /* SIGSTOP: the process is there until the end */
    disturbance disturbance;
} cut_plan;

static const safety_kind *find_safety(const char *name)
{
    for (size_t i = 0; i < sizeof safeties / sizeof safeties[0]; i++)
        if (strcmp(safeties[i].name, name) == 0)
            return &safeties[i];
    return NULL;
}

/* Scatters what goes with a moment over the moments. */
static unsigned draw(unsigned *state, unsigned choices)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 16) % choices;
}

static cut_plan make_plan(const safety_kind *safety, unsigned index)
{
    unsigned state = index * 2654435761u;
    bool is_new = draw(&state, 4) == 0;
    return (cut_plan){
        .safety = safety,
        .series = is_new ? "new" : "store",
        .complete = (int)draw(&state, 3) + (is_new ? 0 : 1),
        .moment = index * STEP,
        .signal = draw(&state, 2) == 0 ? SIGSTOP : SIGKILL,
        .disturbance = (disturbance)draw(&state, DISTURBANCES),
    };
}

/* What the process that does the transactions shows to the one that cuts. */
typedef struct shown {
    calls_count calls; /* of the current transaction */
    int all_calls;     /* of the one before it; 0 if there was none */
    bool before;
    bool done; /* the last transaction had fewer calls than that */
} shown;

static bool tell(int mark, const char *text)
{
    return write(mark, text, strlen(text)) == (ssize_t)strlen(text);
}

static void arm(const cut_plan *plan, shown *show)
{
    unsigned moment = plan->moment % (2 * (unsigned)(show->all_calls > 0 ? show->all_calls : CALLS_GUESSED));
    show->before = moment % 2 == 0;
    calls_arm((int)(moment / 2) + 1, show->before, plan->signal);
}

static bool do_one(todo_store *store, int number, int mark)
{
    char text[32];
    sdn_error err = {0};
    if (transactions_do(store, number, &err) != SDN_OK) {
        fprintf(stderr, "power_cuts run: %s\n", err.message);
        return false;
    }
    snprintf(text, sizeof text, "ack %d\n", number);
    return tell(mark, text);
}

/* Returns only if something failed. */
static void work(const cut_plan *plan, const char *path, int mark, shown *show)
{
    sdn_options options = sdn_options_default();
    options.durability = plan->safety->durability;
    calls_install(plan->safety->syncs, &show->calls);
    todo_store *store = todo_store_open(path, &options, NULL);
    bool ok = store != NULL;
    for (int number = 1; number <= plan->complete && ok; number++) {
        calls_arm(0, false, 0);
        ok = do_one(store, number, mark);
        show->all_calls = show->calls.made;
    }
    arm(plan, show);
    if (ok && do_one(store, plan->complete + 1, mark)) {
        show->done = true;
        raise(plan->signal);
    }
    todo_store_close(store);
}

static bool disturb(const cut_plan *plan, const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/neighbour", directory);
    int fd = plan->disturbance == DISTURB_NOT ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (plan->disturbance == DISTURB_NOT)
        return true;
    bool ok = fd >= 0 && write(fd, "x", 1) == 1 &&
              (plan->disturbance == DISTURB_NEIGHBOUR_SYNC ? fsync(fd) : syncfs(fd)) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool has_stopped_as_planned(const cut_plan *plan, int status)
{
    if (plan->signal == SIGSTOP)
        return WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

static bool cut(const cut_plan *plan, const char *directory, int mark, pid_t child)
{
    int status = 0;
    bool ok = waitpid(child, &status, WUNTRACED) == child && has_stopped_as_planned(plan, status) &&
              disturb(plan, directory) && tell(mark, "cut\n");
    if (!WIFEXITED(status) && !WIFSIGNALED(status)) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
    }
    return ok;
}

static void describe(const cut_plan *plan, const shown *show)
{
    static const char *const disturbances[] = {"", ", then a neighbour's fsync", ", then a sync of everything"};
    printf("%s %s%d: %s %s in transaction %d, %s%s\n", plan->series,
           show->done     ? "end"
           : show->before ? "<"
                          : ">",
           show->calls.made,
           show->done     ? "after all calls, the last"
           : show->before ? "before"
                          : "after",
           show->calls.last, plan->complete + 1, plan->signal == SIGSTOP ? "stopped" : "killed",
           disturbances[plan->disturbance]);
}

static bool run(const cut_plan *plan, const char *directory, int mark)
{
    char path[4096];
    shown *show = mmap(NULL, sizeof *show, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (show == MAP_FAILED)
        return false;
    snprintf(path, sizeof path, "%s/%s/%s", directory, plan->series, POWER_STORE_NAME);
    pid_t child = fork();
    if (child == 0) {
        work(plan, path, mark, show);
        _exit(1);
    }
    bool ok = child > 0 && cut(plan, directory, mark, child);
    if (ok)
        describe(plan, show);
    munmap(show, sizeof *show);
    return ok;
}

int power_run(char **arguments)
{
    int mark = open(arguments[1], O_WRONLY | O_CLOEXEC);
    const safety_kind *safety = find_safety(arguments[2]);
    if (mark < 0 || safety == NULL) {
        fprintf(stderr, "power_cuts run: cannot open %s, or no such safety: %s\n", arguments[1], arguments[2]);
        return 2;
    }
    cut_plan plan = make_plan(safety, (unsigned)strtoul(arguments[3], NULL, 10));
    bool ok = run(&plan, arguments[0], mark);
    if (!ok)
        fprintf(stderr, "power_cuts run: the program did not stop as planned\n");
    close(mark);
    return !ok;
}
