/*
 * bench_instructions FILE ROWS       (1,000 rows at least)
 * bench_instructions build
 *
 * Operations of libsdn on a table of ROWS rows, one after the other, for tests/bench/instructions.sh, which counts
 * their instructions: under callgrind, which starts without counting, each operation is counted alone and its counts
 * dumped under its name. `build` says what compiled the library, and for what processor it runs.
 */
#include "quiet_calls.h"
#include "rows.h"

#include "save/save.h"
#include "store/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__has_include)
#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#endif
#endif

#ifdef CALLGRIND_START_INSTRUMENTATION
#define COUNTED_BY ""
#else
#define COUNTED_BY                      ", no callgrind.h"
#define CALLGRIND_START_INSTRUMENTATION (void)0
#define CALLGRIND_STOP_INSTRUMENTATION  (void)0
#define CALLGRIND_DUMP_STATS_AT(name)   (void)(name)
#endif

/* Each operation is done that often, but for those on the whole table. */
enum { TIMES = 1000, COMMITS_BEFORE = 100 };

/* Defined by CMake: compiler, version, processor, flags. */
#ifndef BENCH_BUILD
#define BENCH_BUILD "unknown"
#endif

static const char *path;
static uint32_t row_count;
static sdn_error err;
static todo_store *store;
static uint64_t sum;

static void open_store(void)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    store = todo_store_open(path, &options, &err);
}

static void insert_row(uint32_t number)
{
    row_text text;
    todo row;
    row_make(number, &text, &row);
    todo_store_insert(store, &row, &err);
}

/* Rows far apart, each once as long as there are enough. */
static const char *key_of(uint32_t i)
{
    static char key[16];
    snprintf(key, sizeof key, "%u", (unsigned)(1 + (uint64_t)i * 7919 % row_count));
    return key;
}

/* ---- the operations ---- */

/* All rows but the last ones, whose insertion counts. */
static void fill_store(void)
{
    unlink(path);
    open_store();
    for (uint32_t i = 1; i + TIMES <= row_count && err.code == SDN_OK; i++)
        insert_row(i);
}

static void insert(void)
{
    for (uint32_t i = row_count + 1 - TIMES; i <= row_count && err.code == SDN_OK; i++)
        insert_row(i);
}

static void save(void)
{
    todo_store_save(store, &err);
}

static void load(void)
{
    open_store();
    if (store == NULL)
        return;
    todo_cursor all = todo_store_all(store);
    for (const todo *row; (row = todo_cursor_next(&all)) != NULL;)
        sum += row_sum(row);
}

static void lookup(void)
{
    for (uint32_t i = 0; i < TIMES; i++)
        sum += todo_store_get(store, key_of(i))->line;
}

static void find_place(uint32_t i)
{
    row_text text;
    todo place;
    row_make(1 + i % row_count, &text, &place);
    todo_cursor wanted = todo_store_by_file_line(store, place.file.ptr, place.line);
    for (const todo *row; (row = todo_cursor_next(&wanted)) != NULL;)
        sum += row->line;
}

static void make_index(void)
{
    find_place(0);
}

static void by_index(void)
{
    for (uint32_t i = 0; i < TIMES; i++)
        find_place(i);
}

static void commit_edit(uint32_t i)
{
    if (todo_store_begin(store, &err) != SDN_OK)
        return;
    todo *row = todo_store_edit(store, key_of(i), &err);
    if (row != NULL)
        row->line += 4000;
    todo_store_commit(store, &err);
}

static void commit_many(void)
{
    for (uint32_t i = 1; i <= COMMITS_BEFORE && err.code == SDN_OK; i++)
        commit_edit(i);
}

static void commit(void)
{
    commit_edit(COMMITS_BEFORE + 1);
}

static void edit_row(void)
{
    todo *row = todo_store_edit(store, key_of(COMMITS_BEFORE + 2), &err);
    if (row != NULL)
        row->line += 4000;
}

/* What a commit does but for locks and the write: the image is what the file would be then. */
static void prepare(void)
{
    sdn_save save;
    sdn_file *file = ((sdn_store *)store)->file;
    if (sdn_file_changed(file) && sdn__save_prepare(file->image, 1, &save, &err) == SDN_OK &&
        sdn__save_lay_out(file->image, &save, &err) == SDN_OK)
        sdn__save_finish(&file->image, &save);
}

static void update(void)
{
    for (uint32_t i = 0; i < TIMES && err.code == SDN_OK; i++) {
        todo *row = todo_store_edit(store, key_of(i), &err);
        if (row != NULL)
            row->line += 4000;
    }
}

/* ---- in which order ---- */

static const char *counted_name;

/* Counts what an operation takes, under its name. */
static void count(const char *name, void (*operation)(void))
{
    counted_name = name;
    if (err.code != SDN_OK || (store == NULL && operation != load))
        return;
    CALLGRIND_START_INSTRUMENTATION;
    operation();
    CALLGRIND_STOP_INSTRUMENTATION;
    CALLGRIND_DUMP_STATS_AT(name);
}

static void count_all(void)
{
    calls_without_chance();
    fill_store();
    count("insert", insert);
    count("save", save);
    todo_store_close(store);
    store = NULL;
    count("load", load);
    count("lookup", lookup);
    count("index", make_index);
    count("by-index", by_index);
    calls_write_holes();
    if (store != NULL)
        commit_many();
    count("commit", commit);
    edit_row();
    count("prepare", prepare);
    count("update", update);
}

static int run(void)
{
    count_all();
    if (store == NULL || err.code != SDN_OK) {
        fprintf(stderr, "bench_instructions: %s: %s\n", counted_name, err.message);
        return 1;
    }
    todo_store_close(store);
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
        return printf("%s%s\n", BENCH_BUILD COUNTED_BY, processor()) >= 0 ? 0 : 1;
    if (argc != 3) {
        fputs("usage: bench_instructions FILE ROWS\n", stderr);
        return 2;
    }
    path = argv[1];
    row_count = (uint32_t)strtoul(argv[2], NULL, 10);
    return run();
}
