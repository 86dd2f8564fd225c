#include "report.h"

#include <inttypes.h>
#include <stdio.h>

static int exit_status(sdn_code code)
{
    switch (code) {
    case SDN_OK:
    case SDN_W_NOT_DURABLE:
        return EXIT_DONE;
    case SDN_E_TIMEOUT:
        return EXIT_BUSY;
    case SDN_E_NOT_FOUND:
    case SDN_E_INVALID:
    case SDN_E_CONFLICT:
        return EXIT_REFUSED;
    default:
        return EXIT_FAILED;
    }
}

/* A field that both sides changed is shown with all three of its values; any other conflict is about a whole bug. */
static void report_conflict(const sdn_conflict *c)
{
    if (c->kind == SDN_CONFLICT_FIELD)
        fprintf(stderr, "  bug %s, %s: was \"%s\", is \"%s\" now, yours is \"%s\"\n", c->key, c->field, c->base,
                c->theirs, c->ours);
    else if (c->theirs_record == NULL)
        fprintf(stderr, "  bug %s was deleted, or its row cannot be read any more\n", c->key);
    else
        fprintf(stderr, "  bug %s is another one now\n", c->key);
}

static void report_conflicts(const bug_store *bugs)
{
    const sdn_conflict *conflicts;
    size_t count = bug_store_conflicts(bugs, &conflicts);
    fprintf(stderr, "bugs: somebody else changed the same since you began:\n");
    for (size_t i = 0; i < count; i++)
        report_conflict(&conflicts[i]);
}

int report_error(const bug_store *bugs, const sdn_error *err)
{
    if (err->code == SDN_E_CONFLICT)
        report_conflicts(bugs);
    else
        fprintf(stderr, "bugs: %s\n", err->message);
    return exit_status(err->code);
}

int report_problems(const bug_store *bugs, const char *path)
{
    const sdn_problem *problems;
    size_t count = bug_store_problems(bugs, &problems);
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": %s\n", path, problems[i].line, problems[i].column,
                problems[i].message);
    return count == 0 ? EXIT_DONE : EXIT_REFUSED;
}

void print_text(sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        putchar(byte < ' ' || byte == 0x7f ? '?' : byte);
    }
}
