#include "transactions.h"

#include <stdio.h>

/* Several blocks of a disk, so that half a file can be told from a whole one. */
enum { RECORDS_AT_FIRST = 200 };

static bool insert(todo_store *store, const char *what, int number, sdn_error *err)
{
    char description[160];
    todo values;
    todo_init(&values);
    snprintf(description, sizeof description, "%s %d: a line that is long enough to fill a file of some blocks soon",
             what, number);
    values.description = sdn_str_from(description);
    values.file = SDN_STR("tests/power/transactions.c");
    values.line = (uint32_t)number;
    return todo_store_insert(store, &values, err) != NULL;
}

bool transactions_prepare(const char *path)
{
    sdn_error err = {0};
    todo_store *store = todo_store_open(path, NULL, &err);
    bool ok = store != NULL;
    for (int i = 1; i <= RECORDS_AT_FIRST && ok; i++)
        ok = insert(store, "record", i, &err);
    ok = ok && todo_store_save(store, &err) == SDN_OK;
    todo_store_close(store);
    if (!ok)
        fprintf(stderr, "power_cuts: %s\n", err.message);
    return ok;
}

/* Edits the first record, if there is one yet, and adds one. */
static bool change(todo_store *store, int number, sdn_error *err)
{
    if (todo_store_get(store, "1") != NULL) {
        todo *first = todo_store_edit(store, "1", err);
        if (first == NULL)
            return false;
        first->line = (uint32_t)(1000 + number);
    }
    return insert(store, "transaction", number, err);
}

sdn_code transactions_do(todo_store *store, int number, sdn_error *err)
{
    sdn_code code = todo_store_begin(store, err);
    if (code != SDN_OK)
        return code;
    if (!change(store, number, err)) {
        todo_store_rollback(store);
        return err->code;
    }
    return todo_store_commit(store, err);
}
