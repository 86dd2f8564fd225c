/*
 * Expressions that select records. Whatever the input is: there is a message, and it can be shown, or the expression
 * works. Then its negation works too and selects exactly the other records, and so does the expression joined with itself.
 */
#include "fuzz_target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "query/field_name.h"
#include "query/where.h"
#include "record_types/all_types.h"
#include "text/utf8.h"

enum { RECORDS = 12, EXPRESSION_SIZE = 1 << 16 };

static void broken(const char *what, const char *expression)
{
    fprintf(stderr, "broken: %s\n%s\n", what, expression);
    abort();
}

/* Whether a terminal would show the text as it is. */
static bool is_showable(sdn_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if ((byte < ' ' && byte != '\n') || byte == 0x7F)
            return false;
    }
    return sdn__utf8_fault(text.ptr, text.len) == NULL;
}

static void check_messages(const diag_list *diags, const char *expression)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    diag_render(diags, (diag_style){0}, &text);
    if (!is_showable(text_view(&text)))
        broken("a message that is not plain text", expression);
    sdn__buffer_release(&text);
}

/* Which of the records an expression selects, as bits; -1: it has a mistake. */
static long select_records(const char *expression, const all_types *records)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    long selected = 0;
    diag_list_init(&diags, &arena);
    where *compiled = where_compile("where", expression, &all_types_record_type, &arena, &diags);
    if ((compiled == NULL) != (diags.errors > 0))
        broken("a mistake without a message, or the reverse", expression);
    check_messages(&diags, expression);
    for (int i = 0; compiled != NULL && i < RECORDS; i++)
        selected |= (long)where_matches(compiled, &records[i]) << i;
    if (compiled == NULL)
        selected = -1;
    where_release(compiled);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
    return selected;
}

static void check_choices(const char *text)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    field_choices choices = {0};
    diag_list_init(&diags, &arena);
    bool fine = field_choices_read("fields", text, &all_types_record_type, &arena, &diags, &choices);
    if (fine == (diags.errors > 0) || (fine && choices.count == 0))
        broken("a list of fields that is neither right nor wrong", text);
    check_messages(&diags, text);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
}

/* What is nested as deeply as it may be has no negation. */
static void check_joined(const char *format, const char *expression, const all_types *records, long expected)
{
    static char joined[2 * EXPRESSION_SIZE + 64];
    snprintf(joined, sizeof joined, format, expression, expression);
    long selected = select_records(joined, records);
    if (selected != expected && selected != -1)
        broken("an expression that differs from another one that means the same", joined);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char expression[EXPRESSION_SIZE];
    static const long all = (1L << RECORDS) - 1;
    all_types records[RECORDS];
    sdn_arena arena = SDN_ARENA_INIT;
    uint64_t seed = 42;
    if (size >= sizeof expression)
        return 0;
    memcpy(expression, data, size);
    expression[size] = '\0';
    for (int i = 0; i < RECORDS; i++)
        records[i] = all_types_random(&seed, &arena);
    all_types_init(&records[0]);
    long selected = select_records(expression, records);
    if (selected >= 0) {
        check_joined("not (%s)", expression, records, all & ~selected);
        check_joined("(%s) and (%s)", expression, records, selected);
        check_joined("not (%s) or %s", expression, records, all);
    }
    check_choices(expression);
    sdn_arena_release(&arena);
    return 0;
}
