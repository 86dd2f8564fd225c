/* The clock is looked at every few hundred steps only, and the line printed a few times a second. */
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L

#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { STEPS_BETWEEN_LOOKS = 256, FIRST_SHOWN_MS = 1000, SHOWN_EVERY_MS = 200 };

static int64_t now_ms(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_start(progress *p, const char *what, size_t total)
{
    *p = (progress){.what = isatty(STDERR_FILENO) ? what : NULL, .total = total, .shown_ms = now_ms()};
}

static void show(progress *p, size_t done)
{
    if (p->total > 0)
        fprintf(stderr, "\r%s: %zu of %zu (%u %%)", p->what, done, p->total,
                (unsigned)(100.0 * (double)done / (double)p->total));
    else
        fprintf(stderr, "\r%s: %zu", p->what, done);
    fflush(stderr);
    p->is_visible = true;
}

void progress_step(progress *p, size_t done)
{
    if (p->what == NULL || done < p->next)
        return;
    p->next = done + STEPS_BETWEEN_LOOKS;
    int64_t now = now_ms();
    if (now - p->shown_ms < (p->is_visible ? SHOWN_EVERY_MS : FIRST_SHOWN_MS))
        return;
    p->shown_ms = now;
    show(p, done);
}

void progress_end(progress *p)
{
    if (p->is_visible)
        fputs("\r\033[K", stderr);
    p->is_visible = false;
    p->what = NULL;
}
