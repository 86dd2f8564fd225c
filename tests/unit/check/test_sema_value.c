/* Defaults and bounds of every type. */
#include "test.h"

#include "compile_text.h"

#include <sdn/store.h>

static void the_largest_numbers_fit(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "record R in r { a : u32 = 4294967295; b : u32 = 0; c : u32 = 007; }");
    assert_int_equal(s->records[0].fields[0].initial.value.number, UINT32_MAX);
    assert_true(s->records[0].fields[1].initial.given);
    assert_int_equal(s->records[0].fields[2].initial.value.number, 7);
    compiled_text_release(&f);
    assert_errors("record R in r { a : u32 = 4294967296; b : u32 = 99999999999999999999999; }",
                  "1:27: error: 4294967296 does not fit into u32\n"
                  "1:49: error: 99999999999999999999999 does not fit into u32\n");
}

static void values_of_every_type_are_read(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "enum E { a, b }\n"
                                           "record R in r { a : i32 = -2147483648; b : i64 = "
                                           "-0x8000000000000000; c : u64 = 18_446_744_073_709_551_615;\n"
                                           "d : f64 = -1.5e3; e : date = \"2026-01-31\"; f : timestamp = "
                                           "\"1970-01-01T01:00:01.5+01:00\"; g : f64 = 7;\n"
                                           "h : [i32] = [1, -2]; i : [E] = [b, a]; j : [bool] = [true]; k : "
                                           "[date] = [\"2026-01-31\"]; l : [f64] = []; }");
    const model_field *fields = s->records[0].fields;
    assert_int_equal(fields[0].type.scalar, MODEL_I32);
    assert_true(fields[0].initial.value.signed_number == INT32_MIN);
    assert_true(fields[1].initial.value.signed_number == INT64_MIN);
    assert_true(fields[2].initial.value.number == UINT64_MAX);
    assert_true(fields[3].initial.value.real == -1500);
    assert_int_equal(fields[4].initial.value.date.year, 2026);
    assert_int_equal(fields[4].initial.value.date.day, 31);
    assert_int_equal(fields[5].initial.value.timestamp.seconds, 1);
    assert_int_equal(fields[5].initial.value.timestamp.nanoseconds, 500000000);
    assert_true(fields[6].initial.value.real == 7);
    assert_true(fields[7].initial.items[1].signed_number == -2);
    assert_int_equal(fields[8].type.scalar, MODEL_ENUM);
    assert_int_equal(fields[8].initial.items[0].number, 1);
    assert_true(fields[9].initial.items[0].boolean);
    assert_int_equal(fields[10].initial.items[0].date.month, 1);
    assert_true(fields[11].initial.given);
    assert_int_equal(fields[11].initial.item_count, 0);
    compiled_text_release(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_largest_numbers_fit),
        cmocka_unit_test(values_of_every_type_are_read),
    };
    return run_cases(argc, argv, tests);
}
