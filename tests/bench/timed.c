/* timed OUTPUT COMMAND...: runs a command with its standard output in a file; prints how many milliseconds it took,
 * how many of them it computed, and its peak of memory in KiB. */
#define _DEFAULT_SOURCE

#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static double milliseconds(struct timeval time)
{
    return (double)time.tv_sec * 1e3 + (double)time.tv_usec / 1e3;
}

static void become(const char *output, char **command)
{
    int descriptor = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (descriptor >= 0 && dup2(descriptor, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status = 0;
    if (argc < 3)
        return 2;
    double start = now();
    pid_t child = fork();
    if (child == 0)
        become(argv[1], argv + 2);
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return 2;
    double elapsed = now() - start;
    printf("%.2f %.2f %ld\n", elapsed, milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime), usage.ru_maxrss);
    return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : 1;
}
