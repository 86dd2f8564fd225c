/* A series of transactions on a todo store whose bytes after each are always the same. */
#ifndef SDNC_TEST_POWER_TRANSACTIONS_H
#define SDNC_TEST_POWER_TRANSACTIONS_H

#include <stdbool.h>

#include "todo.h"

/* What a store of each kind is called; the directory of each is `store` or `new`. */
#define POWER_STORE_NAME "todo_db.sdn"

enum { POWER_TRANSACTIONS = 8 };

/* Makes the store that the series "store" starts with; the series "new" starts with none. */
bool transactions_prepare(const char *path);

/* The `number`th transaction (from 1): begin, an edit, an insert, commit. */
sdn_code transactions_do(todo_store *store, int number, sdn_error *err);

#endif
