#define _POSIX_C_SOURCE 200809L

#include "compilers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define WARNINGS "-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"
#define C_FLAGS  "-x c -std=c11 -Wstrict-prototypes -Wmissing-prototypes " WARNINGS
#define CC_FLAGS "-x c++ -std=c++17 " WARNINGS

static const struct {
    const char *program;
    const char *flags;
    const char *suffix; /* of the files it reads */
} compilers[] = {
    {"gcc", C_FLAGS, "c"},
    {"clang", C_FLAGS, "c"},
    {"g++", CC_FLAGS, "h"},
    {"clang++", CC_FLAGS, "h"},
};

enum { COMPILER_COUNT = sizeof compilers / sizeof compilers[0], COMMAND_SIZE = 16384 };

static bool is_installed(const char *program)
{
    char command[256];
    snprintf(command, sizeof command, "command -v %s >/dev/null", program);
    return system(command) == 0;
}

static const bool *installed(void)
{
    static bool known;
    static bool found[COMPILER_COUNT];
    for (size_t i = 0; !known && i < COMPILER_COUNT; i++)
        found[i] = is_installed(compilers[i].program);
    known = true;
    return found;
}

const char *compilers_names(void)
{
    static char names[256];
    names[0] = '\0';
    for (size_t i = 0; i < COMPILER_COUNT; i++)
        if (installed()[i])
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", names[0] != '\0' ? ", " : "",
                     compilers[i].program);
    return names;
}

/* A translation unit that includes files `from` to `to` - 1 of the batch. */
static void write_unit(const compile_batch *batch, const char *path, const char *suffix, size_t from, size_t to)
{
    FILE *unit = fopen(path, "wb");
    if (unit == NULL) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(2);
    }
    fprintf(unit, "%s\n", batch->prologue);
    for (size_t i = from; i < to; i++)
        fprintf(unit, "#include \"%s.%s\"\n", batch->names[i], suffix);
    fclose(unit);
}

/* Compiles a part of the batch; what the compiler says goes to <directory>/log.<compiler>. */
static bool compile(const compile_batch *batch, size_t compiler, size_t from, size_t to)
{
    char unit[4096], command[COMMAND_SIZE];
    snprintf(unit, sizeof unit, "%s/unit.%s", batch->directory, compilers[compiler].program);
    write_unit(batch, unit, compilers[compiler].suffix, from, to);
    snprintf(command, sizeof command, "%s %s -fsyntax-only -I %s -I %s %s >%s/log.%s 2>&1", compilers[compiler].program,
             compilers[compiler].flags, batch->include, batch->directory, unit, batch->directory,
             compilers[compiler].program);
    return system(command) == 0;
}

static void report(const compile_batch *batch, size_t compiler, size_t i)
{
    char command[4096];
    printf("FAILED: %s %s/%s.%s\n", compilers[compiler].program, batch->directory, batch->names[i],
           compilers[compiler].suffix);
    fflush(stdout);
    snprintf(command, sizeof command, "head -n 12 %s/log.%s", batch->directory, compilers[compiler].program);
    (void)!system(command);
}

/* The files from `from` to `to` - 1 that do not compile, found by halving. */
static size_t count_failures(const compile_batch *batch, size_t compiler, size_t from, size_t to)
{
    if (from == to || compile(batch, compiler, from, to))
        return 0;
    if (to - from == 1) {
        report(batch, compiler, from);
        return 1;
    }
    size_t middle = from + (to - from) / 2;
    return count_failures(batch, compiler, from, middle) + count_failures(batch, compiler, middle, to);
}

/* One compiler in a process of its own, so that they run side by side; its exit status is the failures. */
static pid_t start(const compile_batch *batch, size_t compiler)
{
    fflush(NULL);
    pid_t child = fork();
    if (child != 0)
        return child;
    size_t failures = count_failures(batch, compiler, 0, batch->count);
    fflush(NULL);
    _exit(failures < 200 ? (int)failures : 200);
}

void compilers_run(const compile_batch *batch, compile_totals *totals)
{
    pid_t children[COMPILER_COUNT] = {0};
    for (size_t i = 0; i < COMPILER_COUNT; i++)
        if (installed()[i])
            children[i] = start(batch, i);
    for (size_t i = 0; i < COMPILER_COUNT; i++) {
        int status = 0;
        if (!installed()[i])
            continue;
        if (children[i] < 0 || waitpid(children[i], &status, 0) != children[i] || !WIFEXITED(status))
            exit(2);
        totals->compiles += batch->count;
        totals->failures += (size_t)WEXITSTATUS(status);
    }
}
