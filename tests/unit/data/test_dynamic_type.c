/*
 * That a record type made at run time is the one that generated code has. For every record of golden/ok and schemas/
 * both say the same, read the same rows, refuse the same rows with the same words, and write the same rows.
 *
 * golden/ok/walks.schema has names that other schemas have too, so it is tested by a program of its own (WALKS).
 */
#include "test.h"

#include "data/dynamic_type.h"
#include "faults.h"
#include "model_types.h"
#include "type_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/sema.h"
#include "compile_text.h"

/* The headers of the schemas are not included: they declare names such as `text` and `file`. */
#ifdef WALKS

static const char *const schemas[] = {
    GOLDEN_OK "/walks.schema",
};

extern const sdn_record_type visit_record_type, meeting_record_type, task_record_type, reading_record_type;

static const sdn_record_type *const generated[] = {
    &visit_record_type,
    &meeting_record_type,
    &task_record_type,
    &reading_record_type,
};

#else

static const char *const schemas[] = {
    GOLDEN_OK "/clashes.schema",  GOLDEN_OK "/columns.schema",    GOLDEN_OK "/defaults.schema",
    GOLDEN_OK "/docs.schema",     GOLDEN_OK "/extremes.schema",   GOLDEN_OK "/importing.schema",
    GOLDEN_OK "/keys.schema",     GOLDEN_OK "/list_rules.schema", GOLDEN_OK "/lists.schema",
    GOLDEN_OK "/merging.schema",  GOLDEN_OK "/long_names.schema", GOLDEN_OK "/on_delete.schema",
    GOLDEN_OK "/prefixed.schema", GOLDEN_OK "/rules.schema",      GOLDEN_OK "/targets.schema",
    GOLDEN_OK "/types.schema",    GOLDEN_OK "/words.schema",      SCHEMAS "/feature.schema",
    SCHEMAS "/task.schema",       SCHEMAS "/todo.schema",
};

extern const sdn_record_type visit_record_type, step_record_type, merge_record_type, file_record_type,
    store_record_type, record_record_type, value_record_type, number_record_type, base_of_record_type, path_record_type,
    basket_record_type, meeting_record_type, shelf_record_type, part_record_type, part_field_record_type,
    row_record_type, text_record_type, doc_record_type, extreme_record_type, bounded_record_type, radio_record_type,
    by_text_record_type, by_number_record_type, by_i32_record_type, by_i64_record_type, by_u64_record_type,
    by_day_record_type, by_moment_record_type, by_chance_record_type, by_pair_record_type, by_four_record_type,
    by_clash_record_type, entry_record_type, project_record_type, piece_record_type, lists_record_type,
    a_record_with_an_uncommonly_long_name_for_its_type_record_type, sailor_record_type, chore_record_type,
    crew_record_type, remark_record_type, locker_record_type, bunk_record_type, outing_record_type, letter_record_type,
    net_log_record_type, net_time_record_type, person_record_type, team_record_type, place_record_type,
    sample_record_type, words_record_type, feature_record_type, task_record_type, todo_record_type;

static const sdn_record_type *const generated[] = {
    &visit_record_type,
    &step_record_type,
    &merge_record_type,
    &file_record_type,
    &store_record_type,
    &record_record_type,
    &value_record_type,
    &number_record_type,
    &base_of_record_type,
    &path_record_type,
    &basket_record_type,
    &meeting_record_type,
    &shelf_record_type,
    &part_record_type,
    &part_field_record_type,
    &row_record_type,
    &text_record_type,
    &doc_record_type,
    &extreme_record_type,
    &bounded_record_type,
    &radio_record_type,
    &by_text_record_type,
    &by_number_record_type,
    &by_i32_record_type,
    &by_i64_record_type,
    &by_u64_record_type,
    &by_day_record_type,
    &by_moment_record_type,
    &by_chance_record_type,
    &by_pair_record_type,
    &by_four_record_type,
    &by_clash_record_type,
    &entry_record_type,
    &project_record_type,
    &piece_record_type,
    &lists_record_type,
    &a_record_with_an_uncommonly_long_name_for_its_type_record_type,
    &sailor_record_type,
    &chore_record_type,
    &crew_record_type,
    &remark_record_type,
    &locker_record_type,
    &bunk_record_type,
    &outing_record_type,
    &letter_record_type,
    &net_log_record_type,
    &net_time_record_type,
    &person_record_type,
    &team_record_type,
    &place_record_type,
    &sample_record_type,
    &words_record_type,
    &feature_record_type,
    &task_record_type,
    &todo_record_type,
};

#endif

/* ---- the types of a schema, made in both ways ---- */

typedef struct compiled_schema {
    sdn_arena arena;
    diag_list diags;
    load_result loaded;
    model model;
    const sdn_record_type *const *types;
    size_t count;
} compiled_schema;

static void compile_schema(compiled_schema *c, const char *path)
{
    load_request request = {.files = &path, .file_count = 1};
    *c = (compiled_schema){.arena = SDN_ARENA_INIT};
    diag_list_init(&c->diags, &c->arena);
    assert_int_equal(load_schemas(&request, &c->arena, &c->diags, &c->loaded), 0);
    assert_int_equal(sema_check(&c->loaded, SDN_STR(""), &c->arena, &c->diags, &c->model), 0);
    assert_int_equal(c->diags.errors, 0);
    c->count = model_types(&c->model, &c->arena, &c->types);
}

static void release_schema(compiled_schema *c)
{
    diag_list_release(&c->diags);
    sdn_arena_release(&c->arena);
}

/* Records of different schemas may have the same name, but not for the same table. */
static const sdn_record_type *generated_of(const sdn_record_type *type)
{
    for (size_t i = 0; i < sizeof generated / sizeof generated[0]; i++)
        if (strcmp(generated[i]->name, type->name) == 0 && sdn_str_equal(generated[i]->table, type->table))
            return generated[i];
    fail_msg("no generated type %s", type->name);
    return NULL;
}

typedef void (*pair_test)(const sdn_record_type *dynamic, const sdn_record_type *static_type);

static void for_each_pair(pair_test test)
{
    for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++) {
        compiled_schema c;
        compile_schema(&c, schemas[i]);
        assert_true(c.count > 0);
        for (size_t k = 0; k < c.count; k++)
            test(c.types[k], generated_of(c.types[k]));
        release_schema(&c);
    }
}

/* ---- what they say ---- */

static char *text_of(const sdn_record_type *type, char *text, size_t size)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    type_text(file, type);
    rewind(file);
    size_t len = fread(text, 1, size - 1, file);
    assert_true(len > 0 && len < size - 1);
    text[len] = '\0';
    fclose(file);
    return text;
}

static void say_the_same(const sdn_record_type *dynamic, const sdn_record_type *static_type)
{
    static char texts[2][1 << 15];
    assert_string_equal(text_of(dynamic, texts[0], sizeof texts[0]), text_of(static_type, texts[1], sizeof texts[1]));
}

static void types_say_the_same(void **state)
{
    (void)state;
    for_each_pair(say_the_same);
}

/* ---- what they read and write ---- */

/* A cell that each type can read. */
static const char *plain_cell(const sdn_field *field)
{
    static const char *const cells[] = {
        [SDN_TYPE_STRING] = "k", [SDN_TYPE_BOOL] = "true",       [SDN_TYPE_I32] = "1",
        [SDN_TYPE_I64] = "1",    [SDN_TYPE_U32] = "1",           [SDN_TYPE_U64] = "1",
        [SDN_TYPE_F64] = "0.5",  [SDN_TYPE_DATE] = "2026-01-31", [SDN_TYPE_TIMESTAMP] = "\"2026-01-31T08:15:00Z\"",
        [SDN_TYPE_ENUM] = "",
    };
    static char word[256];
    if ((field->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL | SDN_FIELD_LIST)) != 0)
        return "";
    if (field->type != SDN_TYPE_ENUM)
        return cells[field->type];
    snprintf(word, sizeof word, "\"%s\"", field->enumeration->names[0].ptr);
    return word;
}

/* A row of plain cells but for one. */
static sdn_str row_with(const sdn_record_type *type, uint32_t field, const char *cell, char *row, size_t size)
{
    size_t len = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        int added = snprintf(row + len, size - len, "%s%s", i > 0 ? ", " : "",
                             i == field ? cell : plain_cell(&type->fields[i]));
        assert_true(added >= 0 && (size_t)added < size - len);
        len += (size_t)added;
    }
    return (sdn_str){row, len};
}

static void *new_record(const sdn_record_type *type, sdn_arena *arena)
{
    void *record = sdn_arena_alloc(arena, type->size);
    assert_non_null(record);
    memset(record, 0xAA, type->size);
    return record;
}

static size_t rows_read, rows_refused;

static void read_alike(const sdn_record_type *dynamic, const sdn_record_type *static_type, sdn_str row)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error errors[2] = {{0}, {0}};
    void *records[] = {new_record(dynamic, &arena), new_record(static_type, &arena)};
    sdn_code code = sdn_record_from_row(dynamic, records[0], row, &arena, &errors[0]);
    assert_int_equal(code, sdn_record_from_row(static_type, records[1], row, &arena, &errors[1]));
    if (code == SDN_OK) {
        assert_true(sdn_record_equal(static_type, records[0], records[1]));
        sdn_str texts[] = {sdn_record_to_row(dynamic, records[0], &arena, &errors[0]),
                           sdn_record_to_row(static_type, records[1], &arena, &errors[1])};
        assert_non_null(texts[0].ptr);
        assert_string_equal(texts[0].ptr, texts[1].ptr);
        rows_read++;
    } else {
        assert_string_equal(errors[0].message, errors[1].message);
        rows_refused++;
    }
    sdn_arena_release(&arena);
}

static void behave_alike(const sdn_record_type *dynamic, const sdn_record_type *static_type)
{
    static const char *const cells[] = {"",
                                        "0",
                                        "1",
                                        "-7",
                                        "4294967296",
                                        "18446744073709551615",
                                        "true",
                                        "false",
                                        "0.1",
                                        "1e300",
                                        "word",
                                        "\"two words\"",
                                        "low",
                                        "\"\"",
                                        "[1, 2]",
                                        "\"a\\n\\\"b\"",
                                        "2026-02-29",
                                        "2026-01-31",
                                        "\"2026-01-31T08:15:00.5Z\"",
                                        "[\"a, b\", c]",
                                        "\"1,2\"",
                                        "\"true,false\"",
                                        "\"so-so\"",
                                        "P1",
                                        "open"};
    static char row[1 << 13];
    for (uint32_t i = 0; i < dynamic->field_count; i++) {
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++)
            read_alike(dynamic, static_type, row_with(dynamic, i, cells[k], row, sizeof row));
        const sdn_enum_type *words = dynamic->fields[i].enumeration;
        for (uint32_t k = 0; words != NULL && k < words->count; k++)
            read_alike(dynamic, static_type, row_with(dynamic, i, words->names[k].ptr, row, sizeof row));
    }
}

static void types_behave_alike(void **state)
{
    (void)state;
    rows_read = rows_refused = 0;
    for_each_pair(behave_alike);
    assert_true(rows_read > 100);
    assert_true(rows_refused > 100);
}

/* ---- columns that no schema names ---- */

static const sdn_record_type *make_one(const dynamic_request *request, sdn_arena *arena)
{
    const sdn_record_type *type = NULL;
    assert_int_equal(dynamic_types_make(request, 1, arena, &type), 0);
    return type;
}

static void columns_without_schema_are_text_and_the_first_is_the_key(void **state)
{
    static const sdn_str columns[] = {SDN_STR_INIT("id"), SDN_STR_INIT("a b")};
    dynamic_request request = {.table = SDN_STR_INIT("t"), .extra = columns, .extra_count = 2};
    sdn_arena arena = SDN_ARENA_INIT;
    const sdn_record_type *type = make_one(&request, &arena);
    (void)state;
    assert_string_equal(type->name, "t");
    assert_int_equal(type->field_count, 2);
    assert_int_equal(type->size, 2 * sizeof(sdn_str));
    assert_string_equal(type->fields[1].name, "a b");
    assert_int_equal(type->fields[1].type, SDN_TYPE_STRING);
    assert_int_equal(type->fields[1].flags, 0);
    assert_int_equal(type->key.field_count, 1);
    assert_int_equal(type->key.fields[0], 0);
    assert_int_equal(type->flags, 0);
    request.without_key = true;
    assert_int_equal(make_one(&request, &arena)->key.field_count, 0);
    request.extra_count = 0;
    request.without_key = false;
    type = make_one(&request, &arena);
    assert_int_equal(type->key.field_count, 0);
    assert_true(type->size > 0);
    sdn_arena_release(&arena);
}

static void extra_columns_follow_those_of_the_schema(void **state)
{
    static const sdn_str columns[] = {SDN_STR_INIT("more")};
    compiled_text compiled;
    const model_schema *schema = check_fine(&compiled, "record R in rs { key id : u32; on : bool; up : Way?; }\n"
                                                       "enum Way { a }\n");
    dynamic_request request = {
        .record = &schema->records[0], .table = SDN_STR_INIT("rs"), .extra = columns, .extra_count = 1};
    sdn_arena arena = SDN_ARENA_INIT;
    const sdn_record_type *type = make_one(&request, &arena);
    sdn_error err = {0};
    (void)state;
    compiled_text_release(&compiled); /* the type stays */
    assert_int_equal(type->field_count, 4);
    assert_string_equal(type->fields[3].name, "more");
    assert_int_equal(type->fields[3].offset % _Alignof(sdn_str), 0);
    void *record = new_record(type, &arena);
    assert_ok(sdn_record_from_row(type, record, SDN_STR("7, true, , \"x y\""), &arena, &err), err);
    assert_string_equal(sdn_field_text(type, 3, record, &arena).ptr, "x y");
    assert_string_equal(sdn_record_to_row(type, record, &arena, &err).ptr, "7, true, \"\", \"x y\"");
    sdn_arena_release(&arena);
}

static void a_reference_to_a_record_without_type_is_left_out(void **state)
{
    compiled_text compiled;
    const model_schema *schema =
        check_fine(&compiled, "record A in a { key id : u32; b : u32? references B; a : u32? references A; }\n"
                              "record B in b { key id : u32; }\n");
    dynamic_request request = {.record = &schema->records[0], .table = SDN_STR_INIT("a")};
    sdn_arena arena = SDN_ARENA_INIT;
    const sdn_record_type *type = make_one(&request, &arena);
    (void)state;
    assert_null(type->fields[1].references);
    assert_ptr_equal(type->fields[2].references, type);
    sdn_arena_release(&arena);
    compiled_text_release(&compiled);
}

/* ---- memory ---- */

static void each_allocation_may_fail(void **state)
{
    compiled_text compiled;
    const model_schema *schema = check_fine(&compiled, "enum E { a, b }\nrecord A in a {\n    key id : string;\n"
                                                       "    l : [i32] = [1, 2];\n    e : E was \"f\";\n"
                                                       "    index by e;\n}\n");
    dynamic_request request = {.record = &schema->records[0], .table = SDN_STR_INIT("a")};
    int failures = 0;
    (void)state;
    for (int nth = 1;; nth++) {
        const sdn_record_type *type = NULL;
        sdn_arena arena = SDN_ARENA_INIT;
        faults_arm_memory(nth);
        int code = dynamic_types_make(&request, 1, &arena, &type);
        bool fired = faults_fired_memory();
        faults_remove();
        sdn_arena_release(&arena);
        assert_int_equal(code, fired ? -1 : 0);
        if (!fired)
            break;
        failures++;
    }
    assert_true(failures > 0);
    compiled_text_release(&compiled);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_say_the_same),
        cmocka_unit_test(types_behave_alike),
        cmocka_unit_test(columns_without_schema_are_text_and_the_first_is_the_key),
        cmocka_unit_test(extra_columns_follow_those_of_the_schema),
        cmocka_unit_test(a_reference_to_a_record_without_type_is_left_out),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return run_cases(argc, argv, tests);
}
