#include "bug.h"

#include <stdio.h>
#include <string.h>

/* tracker add TITLE | tracker fix ID */
static int change(bug_store *bugs, const char *what, const char *text, sdn_error *err)
{
    if (strcmp(what, "add") == 0) {
        bug values;
        bug_init(&values);
        values.title = sdn_str_from(text);
        return bug_store_insert(bugs, &values, err) != NULL; /* copies; fills the id */
    }
    bug *b = bug_store_edit(bugs, text, err);
    if (b != NULL)
        b->state = BUG_STATE_FIXED;
    return b != NULL;
}

static void list(const bug_store *bugs)
{
    bug_cursor open = bug_store_by_state(bugs, BUG_STATE_OPEN);
    for (const bug *b; (b = bug_cursor_next(&open)) != NULL;)
        printf("%s: %s (%s)\n", b->id.ptr, b->title.ptr, severity_name(b->severity));
}

/* Rows that cannot be read are not listed; the file keeps them as they are. */
static int is_complete(const bug_store *bugs)
{
    const sdn_problem *problems;
    size_t count = bug_store_problems(bugs, &problems);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "bug_db.sdn:%u:%u: %s\n", problems[i].line, problems[i].column, problems[i].message);
    return count == 0;
}

int main(int argc, char **argv)
{
    sdn_error err = {0};
    bug_store *bugs = bug_store_open("bug_db.sdn", NULL, &err); /* a missing file is an empty store */
    int ok = bugs != NULL;
    if (ok && argc == 3)
        ok = bug_store_begin(bugs, &err) == SDN_OK /* lock, and see the newest file */
             && change(bugs, argv[1], argv[2], &err) &&
             sdn_saved(bug_store_commit(bugs, &err)); /* atomic save, unlock */
    if (err.code != SDN_OK)
        fprintf(stderr, "%s\n", err.message);
    if (ok) {
        list(bugs);
        ok = is_complete(bugs);
    }
    bug_store_close(bugs);
    return ok ? 0 : 1;
}
