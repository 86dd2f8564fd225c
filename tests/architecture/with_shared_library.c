/* That a program with generated code works with libsdn.so: it links, and finds at run time, all that such code uses.
 * The argument is a directory for its file. */
#include "todo.h"

#include <stdio.h>
#include <string.h>

static int fail(const char *what, const sdn_error *err)
{
    fprintf(stderr, "FAILED: %s: %s\n", what, err->message);
    return 1;
}

static int write_one(const char *path, sdn_error *err)
{
    todo_store *store = todo_store_open(path, NULL, err);
    if (store == NULL || todo_store_begin(store, err) != SDN_OK)
        return fail("open", err);
    todo values;
    todo_init(&values);
    values.description = todo_store_text(store, "link with libsdn.so");
    if (todo_store_insert(store, &values, err) == NULL || !sdn_saved(todo_store_commit(store, err)))
        return fail("insert", err);
    todo_store_close(store);
    return 0;
}

static int read_one(const char *path, sdn_error *err)
{
    todo_store *store = todo_store_open(path, NULL, err);
    if (store == NULL)
        return fail("open again", err);
    todo_cursor cursor = todo_store_all(store);
    const todo *found = todo_cursor_next(&cursor);
    bool is_there = found != NULL && strcmp(found->description.ptr, "link with libsdn.so") == 0;
    todo_store_close(store);
    return is_there ? 0 : fail("read", err);
}

int main(int argc, char **argv)
{
    char path[4096];
    sdn_error err = {0};
    if (argc != 2 || strcmp(sdn_version_string(), SDN_VERSION_STRING) != 0)
        return fail("not the library of these headers", &err);
    snprintf(path, sizeof path, "%s/with_shared_library.sdn", argv[1]);
    remove(path);
    return write_one(path, &err) != 0 || read_one(path, &err) != 0;
}
