#define _POSIX_C_SOURCE 200809L

#include "child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CHILDREN = 256 };

static pid_t running[MOST_CHILDREN];

static void give_up(const char *what)
{
    perror(what);
    abort();
}

static void remember(pid_t pid)
{
    for (int i = 0; i < MOST_CHILDREN; i++)
        if (running[i] == 0) {
            running[i] = pid;
            return;
        }
    give_up("too many children");
}

static void forget(pid_t pid)
{
    for (int i = 0; i < MOST_CHILDREN; i++)
        if (running[i] == pid)
            running[i] = 0;
}

static void run_child(int (*body)(child *, void *), void *context, int hears, int says)
{
    child parent = {getppid(), hears, says};
    for (int i = 0; i < MOST_CHILDREN; i++)
        running[i] = 0;
    exit(body(&parent, context));
}

child child_start(int (*body)(child *parent, void *context), void *context)
{
    int down[2], up[2];
    if (pipe(down) != 0 || pipe(up) != 0)
        give_up("pipe");
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0)
        give_up("fork");
    if (pid == 0) {
        close(down[1]);
        close(up[0]);
        run_child(body, context, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    remember(pid);
    return (child){pid, up[0], down[1]};
}

void child_say(child *other)
{
    if (write(other->says, "!", 1) != 1)
        give_up("say");
}

bool child_hear(child *other)
{
    char byte;
    ssize_t got;
    do
        got = read(other->hears, &byte, 1);
    while (got < 0 && errno == EINTR);
    return got == 1;
}

/* As waitpid without options. */
static pid_t wait_for(pid_t pid, int *status)
{
    pid_t ended;
    do
        ended = waitpid(pid, status, 0);
    while (ended < 0 && errno == EINTR);
    if (ended < 0)
        give_up("waitpid");
    return ended;
}

static int close_ended(child *one, int status)
{
    close(one->hears);
    if (one->says >= 0)
        close(one->says);
    forget(one->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int child_finish(child *one)
{
    int status;
    close(one->says); /* a child that listens hears that nobody is there */
    one->says = -1;
    (void)wait_for(one->pid, &status);
    return close_ended(one, status);
}

int child_finish_any(child *children, int count, int *status)
{
    int raw;
    pid_t ended = wait_for(-1, &raw);
    for (int i = 0; i < count; i++)
        if (children[i].pid == ended) {
            *status = close_ended(&children[i], raw);
            return i;
        }
    give_up("a stranger ended");
    return -1;
}

void child_kill(child *one)
{
    kill(one->pid, SIGKILL);
    (void)child_finish(one);
}

void child_end_all(void)
{
    for (int i = 0; i < MOST_CHILDREN; i++)
        if (running[i] != 0) {
            kill(running[i], SIGKILL);
            waitpid(running[i], NULL, 0);
            running[i] = 0;
        }
}
