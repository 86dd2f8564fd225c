/* Child processes that run in step with the test. */
#ifndef SDNC_TEST_CHILD_H
#define SDNC_TEST_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct child {
    pid_t pid;
    int hears; /* the end of this side to read from */
    int says;  /* and to write to */
} child;

/* Forks. The child runs `body` with its own end of the line and exits with what it returns. */
child child_start(int (*body)(child *parent, void *context), void *context);

/* Says one byte to the other side; waits for one. hear returns false when the other side is gone. */
void child_say(child *other);
bool child_hear(child *other);

/* Waits for the end of a child. Its exit status, or -1 if a signal ended it. */
int child_finish(child *one);

/* Waits until one of `count` children ends; there must be no others. Its index; *status is as from child_finish. */
int child_finish_any(child *children, int count, int *status);

/* Kills it with SIGKILL and waits for its end. */
void child_kill(child *one);

/* Kills all that child_start started and nobody finished. */
void child_end_all(void);

#endif
