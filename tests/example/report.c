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

static void print_value(const char *before, const char *value)
{
    fprintf(stderr, "%s \"", before);
    print_text(stderr, sdn_str_from(value));
    fputc('"', stderr);
}

/* A field that both sides changed is shown with all three of its values; any other conflict is about a whole bug. */
static void report_conflict(const sdn_conflict *c)
{
    fprintf(stderr, "  bug ");
    print_text(stderr, sdn_str_from(c->key));
    if (c->kind == SDN_CONFLICT_FIELD) {
        fprintf(stderr, ", %s:", c->field);
        print_value(" was", c->base);
        print_value(", is", c->theirs);
        print_value(" now, yours is", c->ours);
        fputc('\n', stderr);
    } else if (c->theirs_record == NULL) {
        fprintf(stderr, " was deleted, or its row cannot be read any more\n");
    } else {
        fprintf(stderr, " is another one now\n");
    }
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
    if (err->code == SDN_E_CONFLICT) {
        report_conflicts(bugs);
    } else {
        fprintf(stderr, "bugs: ");
        print_text(stderr, sdn_str_from(err->message));
        fputc('\n', stderr);
    }
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

/* The length of the control character at the start of UTF-8 text, 0 if there is another one. Those from U+0080 on are two
 * bytes. */
static size_t control_length(const char *at, size_t left)
{
    const unsigned char *bytes = (const unsigned char *)at;
    if (bytes[0] < ' ' || bytes[0] == 0x7f)
        return 1;
    return left > 1 && bytes[0] == 0xc2 && (bytes[1] & 0xe0) == 0x80 ? 2 : 0;
}

void print_text(FILE *out, sdn_str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t control = control_length(text.ptr + i, text.len - i);
        fputc(control > 0 ? '?' : text.ptr[i], out);
        i += control > 0 ? control : 1;
    }
}
