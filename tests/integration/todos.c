#include "test.h"

#include "todos.h"

todo_store *open_todos_with(const sdn_options *options)
{
    sdn_error err = {0};
    todo_store *store = todo_store_open("todo_db.sdn", options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

todo_store *open_todos(void)
{
    return open_todos_with(NULL);
}
