/*
 * A program is started by posix_spawnp, which needs no copy of the memory of this one and says whether there is such a
 * program. Both of its outputs are read as they come, with poll: one that fills up while the other is waited for would
 * stop both programs.
 */
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include "repo/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"

extern char **environ;

enum { NO_PROGRAM = 127, AFTER_SIGNAL = 128 };

/* The two outputs: [i][0] is read here, [i][1] is written by the program. -1: closed. */
typedef struct process_pipes {
    int ends[2][2];
} process_pipes;

/* ---- pipes ---- */

static void close_end(int *end)
{
    if (*end >= 0)
        (void)close(*end);
    *end = -1;
}

static void close_pipes(process_pipes *pipes)
{
    for (int i = 0; i < 2; i++) {
        close_end(&pipes->ends[i][0]);
        close_end(&pipes->ends[i][1]);
    }
}

/* 0 or an errno. Other programs started from here do not inherit them. */
static int open_pipes(process_pipes *pipes)
{
    *pipes = (process_pipes){{{-1, -1}, {-1, -1}}};
    for (int i = 0; i < 2; i++) {
        if (pipe(pipes->ends[i]) != 0)
            return errno;
        if (fcntl(pipes->ends[i][0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(pipes->ends[i][1], F_SETFD, FD_CLOEXEC) != 0)
            return errno;
    }
    return 0;
}

/* ---- starting ---- */

/* The environment, with LC_ALL=C: messages are compared and shown in English. To be freed; NULL when memory ran out. */
static char **plain_environment(void)
{
    static char locale[] = "LC_ALL=C";
    size_t count = 0, kept = 0;
    while (environ[count] != NULL)
        count++;
    char **made = sdn__alloc_zeroed(count + 2, sizeof *made);
    if (made == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], "LC_ALL=", strlen("LC_ALL=")) != 0)
            made[kept++] = environ[i];
    made[kept] = locale;
    return made;
}

/* What is done to descriptors in the new program: 0 or an errno. */
static int redirect(posix_spawn_file_actions_t *actions, const process_pipes *pipes)
{
    int failed = posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (failed == 0)
        failed = posix_spawn_file_actions_adddup2(actions, pipes->ends[0][1], STDOUT_FILENO);
    if (failed == 0)
        failed = posix_spawn_file_actions_adddup2(actions, pipes->ends[1][1], STDERR_FILENO);
    return failed;
}

/* 0 or an errno. */
static int start(const char *const *arguments, const process_pipes *pipes, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    char **environment = plain_environment();
    if (environment == NULL)
        return ENOMEM;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed == 0) {
        failed = redirect(&actions, pipes);
        if (failed == 0)
            failed = posix_spawnp(child, arguments[0], &actions, NULL, (char *const *)arguments, environment);
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    sdn__free(environment);
    return failed;
}

static sdn_code start_failed(const char *program, int failed, sdn_error *err)
{
    if (failed == ENOENT)
        return sdn__fail(err, SDN_E_NOT_FOUND, NULL, "the program '%s' is not installed, or not in PATH", program);
    return sdn__fail_os(err, failed, program, "this program cannot be started");
}

/* ---- reading and waiting ---- */

/* Reads what is there; closes the end once nothing more will come. 0 or an errno. */
static int read_some(int *end, sdn_buffer *to)
{
    enum { CHUNK = 1 << 16 };
    sdn__buffer_reserve(to, CHUNK);
    if (to->out_of_memory)
        return ENOMEM;
    ssize_t got = read(*end, to->bytes + to->len, CHUNK);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN ? 0 : errno;
    to->len += (size_t)got;
    if (got == 0)
        close_end(end);
    return 0;
}

/* Reads both outputs to their ends. 0 or an errno. */
static int read_outputs(process_pipes *pipes, process_result *result)
{
    int failed = 0;
    while (failed == 0 && (pipes->ends[0][0] >= 0 || pipes->ends[1][0] >= 0)) {
        struct pollfd polled[] = {{.fd = pipes->ends[0][0], .events = POLLIN},
                                  {.fd = pipes->ends[1][0], .events = POLLIN}};
        if (poll(polled, 2, -1) < 0)
            failed = errno == EINTR ? 0 : errno;
        else if (polled[0].revents != 0)
            failed = read_some(&pipes->ends[0][0], &result->out);
        else if (polled[1].revents != 0)
            failed = read_some(&pipes->ends[1][0], &result->err);
    }
    return failed;
}

static sdn_code wait_for(pid_t child, const char *program, int *exit_code, sdn_error *err)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return sdn__fail_os(err, errno, program, "this program cannot be waited for");
    *exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : AFTER_SIGNAL + WTERMSIG(status);
    return *exit_code == NO_PROGRAM ? start_failed(program, ENOENT, err) : SDN_OK;
}

/* ---- both ---- */

static sdn_code run_with_pipes(const char *const *arguments, process_pipes *pipes, process_result *result,
                               sdn_error *err)
{
    pid_t child = 0;
    int failed = start(arguments, pipes, &child);
    if (failed != 0)
        return start_failed(arguments[0], failed, err);
    close_end(&pipes->ends[0][1]);
    close_end(&pipes->ends[1][1]);
    failed = read_outputs(pipes, result);
    close_pipes(pipes); /* after a failure: a program that goes on writing ends */
    sdn_code code = wait_for(child, arguments[0], &result->exit_code, err);
    if (failed != 0)
        return sdn__fail_os(err, failed, arguments[0], "the output of this program cannot be read");
    return code;
}

sdn_code process_run(const char *const *arguments, process_result *result, sdn_error *err)
{
    process_pipes pipes;
    *result = (process_result){SDN_BUFFER_INIT, SDN_BUFFER_INIT, 0};
    int failed = open_pipes(&pipes);
    sdn_code code = failed == 0 ? run_with_pipes(arguments, &pipes, result, err)
                                : sdn__fail_os(err, failed, arguments[0], "there is no pipe for this program");
    close_pipes(&pipes);
    return code;
}

void process_release(process_result *result)
{
    sdn__buffer_release(&result->out);
    sdn__buffer_release(&result->err);
}
