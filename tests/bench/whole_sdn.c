/*
 * bench_whole_sdn get FILE KEY
 * bench_whole_sdn update FILE KEY [durable]
 *
 * What a program pays that opens a store for one record: prints it, or adds one to its line and saves.
 */
#include "todo.h"

#include <stdio.h>
#include <string.h>

static int get(const todo_store *store, const char *key)
{
    const todo *row = todo_store_get(store, key);
    if (row == NULL)
        return -1;
    return printf("%s %s:%u %s\n", row->id.ptr, row->file.ptr, (unsigned)row->line, row->description.ptr) > 0 ? 0 : -1;
}

static int update(todo_store *store, const char *key, sdn_error *err)
{
    if (todo_store_begin(store, err) != SDN_OK)
        return -1;
    todo *row = todo_store_edit(store, key, err);
    if (row != NULL)
        row->line++;
    return todo_store_commit(store, err) == SDN_OK && row != NULL ? 0 : -1;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: bench_whole_sdn get|update FILE KEY [durable]\n", stderr);
        return 2;
    }
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.durability = argc > 4 && strcmp(argv[4], "durable") == 0 ? SDN_DURABLE : SDN_ATOMIC;
    todo_store *store = todo_store_open(argv[2], &options, &err);
    int result = -1;
    if (store != NULL)
        result = strcmp(argv[1], "get") == 0 ? get(store, argv[3]) : update(store, argv[3], &err);
    if (result != 0)
        fprintf(stderr, "bench_whole_sdn: no record '%s': %s\n", argv[3], err.message);
    todo_store_close(store);
    return result == 0 ? 0 : 1;
}
