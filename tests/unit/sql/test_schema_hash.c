/* The hash of a table: what changes it and what does not. */
#include "test.h"

#include <string.h>

#include "compile_text.h"
#include "data/dynamic_type.h"
#include "sql/schema_hash.h"

/* The first record of a schema; `hash` has room for 17. */
static void hash_of(const char *text, sql_dialect dialect, char *hash)
{
    compiled_text f;
    sdn_buffer out = SDN_BUFFER_INIT;
    const sdn_record_type *types[4];
    dynamic_request requests[4] = {{.record = NULL}};
    const model_schema *schema = check_fine(&f, text);
    assert_true(schema->record_count <= 4);
    for (size_t i = 0; i < schema->record_count; i++)
        requests[i] = (dynamic_request){.record = &schema->records[i], .table = schema->records[i].table};
    assert_int_equal(dynamic_types_make(requests, schema->record_count, &f.arena, types), 0);
    sql_printer printer = {&out, &f.arena, dialect};
    const char *made = schema_hash(&printer, types[0]);
    assert_int_equal(strlen(made), 16);
    memcpy(hash, made, 17);
    assert_false(out.out_of_memory);
    sdn__buffer_release(&out);
    compiled_text_release(&f);
}

#define BASE_FIELDS "a : string; b : u32 range 0..5; c : E; d : [i32]; e : string? references P; "
#define OTHERS      "enum E { x, y } record P in p { key name : string; } record Q in q { key name : string; }"
static const char base[] = "record R in r { key id : u64; " BASE_FIELDS "index by a, b; } " OTHERS;

static void the_hash_is_the_same_everywhere(void **state)
{
    char sqlite[17], postgresql[17];
    (void)state;
    hash_of(base, SQL_SQLITE, sqlite);
    hash_of(base, SQL_POSTGRESQL, postgresql);
    assert_string_equal(sqlite, postgresql);
    assert_string_equal(sqlite, "2b6d92d00830be93");
}

static void what_concerns_no_row_does_not_count(void **state)
{
    static const char *const same[] = {
        /* other order of fields, indexes and words; comments; defaults; former names; merging; order of rows */
        "record R in r { key id : u64; d : [i32]; a : string; c : E; b : u32 range 0..5; e : string? references P; "
        "index by a, b; } " OTHERS,
        "/// doc\nrecord R in r { key id : u64; " BASE_FIELDS "index by a, b; order by key; } "
        "enum E { y, x } record P in p { key name : string; } record Q in q { key name : string; }",
        "record R in r { key id : u64 = auto merge renumber; a : string = \"x\" was \"f\"; b : u32 = 1 range 0..5 "
        "merge "
        "max; c : E = y; d : [i32] = [1] separator \";\"; e : string? references P; index by a, b; } " OTHERS,
        /* other names in C */
        "record Other in r { key id : u64; f : string column \"a\"; b : u32 range 0..5; c : E; d : [i32]; "
        "e : string? references P; index by f, b; } " OTHERS,
    };
    char expected[17], made[17];
    (void)state;
    hash_of(base, SQL_SQLITE, expected);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        hash_of(same[i], SQL_SQLITE, made);
        assert_string_equal(made, expected);
    }
}

static void what_rows_must_be_counts(void **state)
{
    static const char *const different[] = {
        "record R in r2 { key id : u64; " BASE_FIELDS "index by a, b; } " OTHERS,
        "record R in r { key id : u32; " BASE_FIELDS "index by a, b; } " OTHERS,
        "record R in r { id : u64; " BASE_FIELDS "index by a, b; } " OTHERS,
        "record R in r { key (id, a); id : u64; " BASE_FIELDS "index by a, b; } " OTHERS,
        "record R in r { key (a, id); id : u64; " BASE_FIELDS "index by a, b; } " OTHERS,
        "record R in r { key id : u64; " BASE_FIELDS "index by b, a; } " OTHERS,
        "record R in r { key id : u64; " BASE_FIELDS "unique index by a, b; } " OTHERS,
        "record R in r { key id : u64; " BASE_FIELDS "} " OTHERS,
        "record R in r { key id : u64; " BASE_FIELDS "f : bool; index by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string nonempty; b : u32 range 0..5; c : E; d : [i32]; e : string? "
        "references "
        "P; index by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string?; b : u32 range 0..5; c : E; d : [i32]; e : string? references P; "
        "index by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string unique; b : u32 range 0..5; c : E; d : [i32]; e : string? references "
        "P; "
        "index by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string column \"g\"; b : u32 range 0..5; c : E; d : [i32]; e : string? "
        "references P; index by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string; b : u32 range 0..6; c : E; d : [i32]; e : string? references P; "
        "index "
        "by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string; b : u32; c : E; d : [i32]; e : string? references P; index by a, b; "
        "} "
        "" OTHERS,
        "record R in r { key id : u64; a : string; b : u32 range 0..5; c : E; d : i32; e : string? references P; index "
        "by "
        "a, b; } " OTHERS,
        "record R in r { key id : u64; a : string; b : u32 range 0..5; c : [E]; d : [i32]; e : string? references P; "
        "index by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string; b : u32 range 0..5; c : E; d : [i32]; e : string?; index by a, b; } "
        "" OTHERS,
        "record R in r { key id : u64; a : string; b : u32 range 0..5; c : E; d : [i32]; e : string? references Q; "
        "index "
        "by a, b; } " OTHERS,
        "record R in r { key id : u64; a : string; b : u32 range 0..5; c : E; d : [i32]; e : string? references P on "
        "delete clear; index by a, b; } " OTHERS,
        "record R in r { key id : u64; " BASE_FIELDS "index by a, b; } enum E { x, y, z } record P in p { key name : "
        "string; }",
        "record R in r { key id : u64; " BASE_FIELDS "index by a, b; } open enum E { x, y } record P in p { key name : "
        "string; }",
    };
    char hashes[sizeof different / sizeof different[0] + 1][17];
    size_t count = sizeof different / sizeof different[0];
    (void)state;
    for (size_t i = 0; i < count; i++)
        hash_of(different[i], SQL_SQLITE, hashes[i]);
    hash_of(base, SQL_SQLITE, hashes[count]);
    for (size_t i = 0; i <= count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(hashes[i], hashes[j]) == 0)
                fail_msg("%zu and %zu have the same hash", i, j);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_the_same_everywhere),
        cmocka_unit_test(what_concerns_no_row_does_not_count),
        cmocka_unit_test(what_rows_must_be_counts),
    };
    return run_cases(argc, argv, tests);
}
