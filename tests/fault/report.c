#include "report.h"

#include "files.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 200, MOST_SHOWN = 40, LONGEST_FAULT = 256 };

typedef struct row {
    char operation[64];
    int calls;
    long faults;
    long violations;
    double started_ms, took_ms;
} row;

static row rows[MOST_ROWS];
static int row_count;
static long shown;
static char current[LONGEST_FAULT];

static void end_row(void)
{
    if (row_count > 0)
        rows[row_count - 1].took_ms = now_ms() - rows[row_count - 1].started_ms;
}

void report_row(const char *operation, int calls)
{
    if (row_count == MOST_ROWS)
        abort();
    end_row();
    row *next = &rows[row_count++];
    next->started_ms = now_ms();
    snprintf(next->operation, sizeof next->operation, "%s", operation);
    next->calls = calls;
}

void report_fault(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(current, sizeof current, format, args);
    va_end(args);
    rows[row_count - 1].faults++;
}

bool report_check(bool holds, const char *format, ...)
{
    if (holds)
        return true;
    rows[row_count - 1].violations++;
    if (++shown > MOST_SHOWN)
        return false;
    va_list args;
    va_start(args, format);
    printf("%s, %s: ", rows[row_count - 1].operation, current);
    vprintf(format, args);
    printf("\n");
    va_end(args);
    fflush(stdout);
    return false;
}

static void print_row(const row *of)
{
    printf("%-32s %12d %10ld %10ld %8.1f\n", of->operation, of->calls, of->faults, of->violations, of->took_ms / 1000);
}

int report_end(const char *calls, long least)
{
    row all = {.operation = "all"};
    end_row();
    printf("%-32s %12s %10s %10s %8s\n", "operation", calls, "faults", "violations", "seconds");
    for (int i = 0; i < row_count; i++) {
        print_row(&rows[i]);
        all.calls += rows[i].calls;
        all.faults += rows[i].faults;
        all.violations += rows[i].violations;
        all.took_ms += rows[i].took_ms;
    }
    print_row(&all);
    if (all.faults < least)
        printf("fewer than %ld faults\n", least);
    return all.violations == 0 && all.faults >= least ? 0 : 1;
}

bool report_is_full(int argc, char **argv)
{
    if (argc == 1 || (argc == 2 && strcmp(argv[1], "quick") == 0))
        return false;
    if (argc == 2 && strcmp(argv[1], "full") == 0)
        return true;
    fprintf(stderr, "usage: %s [quick|full]\n", argv[0]);
    exit(2);
}
