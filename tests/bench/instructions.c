/*
 * bench_instructions prepare|load|save|lookup|update FILE
 * bench_instructions build
 *
 * One operation of libsdn on 10,000 rows, for tests/bench/instructions.sh, which counts what runs inside the
 * functions measured_...; `prepare` makes FILE. `build` says what compiled it, and for what processor it runs.
 */
#include "rows.h"

#include <stdio.h>
#include <unistd.h>

enum { ROWS = 10000, UPDATES = 20 };

/* Defined by CMake: compiler, version, processor, flags. */
#ifndef BENCH_BUILD
#define BENCH_BUILD "unknown"
#endif

#define MEASURED __attribute__((noinline))

static sdn_error err;
static todo_store *store;
static row_table rows = ROWS_INIT;
static uint64_t sum;

static void open_store(const char *path)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    store = todo_store_open(path, &options, &err);
}

static void fill_store(const char *path)
{
    unlink(path);
    open_store(path);
    rows_make(&rows, ROWS);
    for (size_t i = 0; i < rows.count && store != NULL; i++)
        todo_store_insert(store, &rows.items[i], &err);
}

MEASURED static void measured_load(const char *path)
{
    open_store(path);
    if (store == NULL)
        return;
    todo_cursor all = todo_store_all(store);
    for (const todo *row; (row = todo_cursor_next(&all)) != NULL;)
        sum += row_sum(row);
}

MEASURED static void measured_save(void)
{
    todo_store_save(store, &err);
}

MEASURED static void measured_lookup(void)
{
    for (size_t i = 0; i < rows.count; i++)
        sum += todo_store_get(store, rows.items[(i * 7919) % rows.count].id.ptr)->line;
}

MEASURED static void measured_update(void)
{
    for (uint32_t i = 1; i <= UPDATES && err.code == SDN_OK; i++) {
        char id[16];
        snprintf(id, sizeof id, "%u", (unsigned)(i * (ROWS / UPDATES)));
        if (todo_store_begin(store, &err) != SDN_OK)
            return;
        todo *row = todo_store_edit(store, id, &err);
        if (row != NULL)
            row->line += 4000;
        todo_store_commit(store, &err);
    }
}

static void save(const char *path)
{
    fill_store(path);
    if (store != NULL)
        measured_save();
}

static void lookup(const char *path)
{
    rows_make(&rows, ROWS);
    open_store(path);
    if (store != NULL)
        measured_lookup();
}

static void update(const char *path)
{
    open_store(path);
    if (store != NULL)
        measured_update();
}

static const struct {
    const char *name;
    void (*run)(const char *path);
} operations[] = {{"prepare", save}, {"save", save}, {"load", measured_load}, {"lookup", lookup}, {"update", update}};

static int run(const char *name, const char *path)
{
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++)
        if (strcmp(operations[i].name, name) == 0)
            operations[i].run(path);
    if (store == NULL || err.code != SDN_OK) {
        fprintf(stderr, "bench_instructions: %s: %s\n", name, err.message);
        return 1;
    }
    todo_store_close(store);
    rows_release(&rows);
    return sum == 1; /* the sum is used, so it is computed */
}

/* What the processor has that libsdn looks for when it runs. */
static const char *processor(void)
{
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx2") ? ", AVX2" : "";
#else
    return "";
#endif
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "build") == 0)
        return printf("%s%s\n", BENCH_BUILD, processor()) >= 0 ? 0 : 1;
    if (argc != 3) {
        fputs("usage: bench_instructions prepare|load|save|lookup|update FILE\n", stderr);
        return 2;
    }
    return run(argv[1], argv[2]);
}
