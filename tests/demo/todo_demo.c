/* The program that tests/demo.sh shows: a todo list in todo_db.sdn of the working directory. */
#include "todo.h"

#include <stdio.h>
#include <string.h>

static int add_one(todo_store *todos, const char *description, const char *file, uint32_t line, sdn_error *err)
{
    todo values;
    todo_init(&values);
    values.area = SDN_STR("parser");
    values.description = sdn_str_from(description);
    values.file = sdn_str_from(file);
    values.line = line;
    return todo_store_insert(todos, &values, err) != NULL ? 0 : -1;
}

static int add(todo_store *todos, sdn_error *err)
{
    if (add_one(todos, "accept \"quoted\" names", "src/lexer.c", 120, err) != 0 ||
        add_one(todos, "report all errors, not the first", "src/parser.c", 64, err) != 0)
        return -1;
    return add_one(todos, "fold constants", "src/fold.c", 9, err);
}

static int close_one(todo_store *todos, const char *id, sdn_error *err)
{
    todo *t = todo_store_edit(todos, id, err);
    if (t == NULL)
        return -1;
    t->status = TODO_STATUS_DONE;
    return 0;
}

/* Rows that cannot be read are not listed; -1 if there are any. */
static int report_problems(const todo_store *todos)
{
    const sdn_problem *problems;
    size_t count = todo_store_problems(todos, &problems);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "todo_db.sdn:%u:%u: %s\n", (unsigned)problems[i].line, (unsigned)problems[i].column,
                problems[i].message);
    return count == 0 ? 0 : -1;
}

static int list(const todo_store *todos)
{
    todo_cursor cursor = todo_store_by_status(todos, TODO_STATUS_OPEN);
    for (const todo *t; (t = todo_cursor_next(&cursor)) != NULL;)
        printf("%s  %s:%u  %s\n", t->id.ptr, t->file.ptr, (unsigned)t->line, t->description.ptr);
    return report_problems(todos);
}

static int run(todo_store *todos, int argc, char **argv, sdn_error *err)
{
    if (argc == 2 && strcmp(argv[1], "list") == 0)
        return list(todos);
    if (todo_store_begin(todos, err) != SDN_OK)
        return -1;
    int result = argc == 3 ? close_one(todos, argv[2], err) : add(todos, err);
    if (result == 0 && !sdn_saved(todo_store_commit(todos, err)))
        result = -1;
    return result;
}

int main(int argc, char **argv)
{
    sdn_error err = {0};
    todo_store *todos = todo_store_open("todo_db.sdn", NULL, &err);
    int result = todos != NULL ? run(todos, argc, argv, &err) : -1;
    if (err.code != SDN_OK)
        fprintf(stderr, "%s\n", err.message);
    todo_store_close(todos); /* drops a transaction that failed half way */
    return result == 0 ? 0 : 1;
}
