/*
 * Random expressions against a model: trees of tests that are evaluated here as they are drawn, written as text with as
 * few or as many parentheses as the grammar allows, and compiled. `test_where_model 100000` draws more than usual.
 */
#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "query/where.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record_types/all_types.h"
#include "xorshift.h"

enum { RECORDS = 8, EXPRESSIONS = 3000 };

static size_t expressions = EXPRESSIONS;

/* What is drawn: the text so far, and for each record whether it passes. */
typedef struct drawing {
    uint64_t seed;
    sdn_arena arena;
    all_types records[RECORDS];
    sdn_buffer text;
} drawing;

/* How strongly the outermost operator of a text binds. */
typedef enum binding { BINDS_OR, BINDS_AND, BINDS_NOT } binding;

static void quote(sdn_buffer *text, sdn_str value, char mark)
{
    sdn__buffer_add(text, &mark, 1);
    for (size_t i = 0; i < value.len; i++) {
        sdn__buffer_add(text, value.ptr + i, 1);
        if (value.ptr[i] == mark)
            sdn__buffer_add(text, &mark, 1);
    }
    sdn__buffer_add(text, &mark, 1);
}

static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};

static bool holds(unsigned sign, int order)
{
    bool less = order < 0, equal = order == 0;
    const bool results[] = {equal, !equal, less, less || equal, !less && !equal, !less};
    return results[sign];
}

/* Compares a field of every record with its value in one of them. */
static unsigned compare_with_one(drawing *d, const sdn_field *field, const all_types *one, sdn_str value)
{
    unsigned sign = test_below(&d->seed, 6), passing = 0;
    text_printf(&d->text, "%s %s ", field->name, signs[sign]);
    quote(&d->text, value, test_below(&d->seed, 2) == 0 ? '\'' : '"');
    for (int i = 0; i < RECORDS; i++) {
        const all_types *record = &d->records[i];
        bool passes = sign == 1;
        if (sdn__field_present(field, record))
            passes = holds(sign, sdn__scalar_of(field)->compare((const char *)record + field->offset,
                                                                (const char *)one + field->offset));
        passing |= (unsigned)passes << i;
    }
    return passing;
}

static unsigned ask_for_presence(drawing *d, const sdn_field *field)
{
    static const char *const states[] = {"absent",  "is absent",  "is not present",
                                         "present", "is present", "is not absent"};
    unsigned state = test_below(&d->seed, 6), absent = 0;
    text_printf(&d->text, "%s %s", field->name, states[state]);
    for (int i = 0; i < RECORDS; i++) {
        bool is_empty = field->type == SDN_TYPE_STRING &&
                        ((const sdn_str *)(const void *)((const char *)&d->records[i] + field->offset))->len == 0;
        absent |= (unsigned)(!sdn__field_present(field, &d->records[i]) || is_empty) << i;
    }
    return state < 3 ? absent : ~absent & ((1u << RECORDS) - 1);
}

/* A test of a field that is no list and no open enum. Returns which records pass. */
static unsigned draw_test(drawing *d)
{
    for (;;) {
        const sdn_field *field = &all_types_record_type.fields[test_below(&d->seed, all_types_record_type.field_count)];
        const all_types *one = &d->records[test_below(&d->seed, RECORDS)];
        bool can_be_absent = (field->flags & SDN_FIELD_OPTIONAL) != 0 || field->type == SDN_TYPE_STRING;
        if ((field->flags & SDN_FIELD_LIST) != 0 || sdn__field_is_open_enum(field))
            continue;
        if (can_be_absent && test_below(&d->seed, 4) == 0)
            return ask_for_presence(d, field);
        char scratch[SDN_SCALAR_SIZE];
        sdn_str value = sdn__scalar_of(field)->print(field, (const char *)one + field->offset, scratch);
        if (sdn__field_present(field, one) && value.ptr != NULL && memchr(value.ptr, '\0', value.len) == NULL)
            return compare_with_one(d, field, one, value);
    }
}

static unsigned draw(drawing *d, int depth, binding outside);

static unsigned draw_joined(drawing *d, int depth, binding kind)
{
    unsigned passing = draw(d, depth - 1, kind);
    for (unsigned more = 1 + test_below(&d->seed, 3); more > 0; more--) {
        text_printf(&d->text, kind == BINDS_OR ? " or " : " AND\n");
        unsigned part = draw(d, depth - 1, kind);
        passing = kind == BINDS_OR ? passing | part : passing & part;
    }
    return passing;
}

/* An expression that stands where `outside` is the operator around it. Returns which records pass. */
static unsigned draw(drawing *d, int depth, binding outside)
{
    unsigned kind = depth > 0 ? test_below(&d->seed, 4) : 3;
    bool enclosed = (kind < 2 && (binding)kind < outside) || test_below(&d->seed, 5) == 0;
    unsigned passing;
    text_printf(&d->text, "%s", enclosed ? "(" : "");
    if (kind < 2) {
        passing = draw_joined(d, depth, (binding)kind);
    } else if (kind == 2) {
        text_printf(&d->text, "not ");
        passing = ~draw(d, depth - 1, BINDS_NOT) & ((1u << RECORDS) - 1);
    } else {
        passing = draw_test(d);
    }
    text_printf(&d->text, "%s", enclosed ? ")" : "");
    return passing;
}

static unsigned select_by(const char *expression, const all_types *records)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    unsigned passing = 0;
    diag_list_init(&diags, &arena);
    where *compiled = where_compile("where", expression, &all_types_record_type, &arena, &diags);
    if (compiled == NULL)
        fail_msg("%s\n%s", expression, diags.items[0]->error.text.ptr);
    for (int i = 0; i < RECORDS; i++)
        passing |= (unsigned)where_matches(compiled, &records[i]) << i;
    where_release(compiled);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
    return passing;
}

static void expressions_select_what_the_model_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < expressions; i++) {
        drawing d = {.seed = i + 1, .arena = SDN_ARENA_INIT};
        for (int r = 0; r < RECORDS; r++)
            d.records[r] = all_types_random(&d.seed, &d.arena);
        unsigned expected = draw(&d, 3, BINDS_OR);
        sdn__buffer_add(&d.text, "", 1);
        if (select_by(d.text.bytes, d.records) != expected)
            fail_msg("seed %zu: %s", i + 1, d.text.bytes);
        sdn__buffer_release(&d.text);
        sdn_arena_release(&d.arena);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(expressions_select_what_the_model_says)};
    if (argc == 2 && strtoul(argv[1], NULL, 10) > 0) {
        expressions = strtoul(argv[1], NULL, 10);
        argc = 1;
    }
    return run_cases(argc, argv, tests);
}
