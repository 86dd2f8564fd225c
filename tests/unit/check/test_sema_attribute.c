/* Attributes of fields. */
#include "test.h"

#include "compile_text.h"

#include <sdn/store.h>

#include <string.h>

static void attributes_come_in_any_order(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "record R in rs { key id : string = random;\n"
                                           "a : i32 = 5 was [\"b\", \"c\"] range -5..5 column \"x\"; d : f64 "
                                           "range 0..0.5 column \"y\" was \"z\";\n"
                                           "e : [string] separator \";\" nonempty; g : string? references R "
                                           "unique; h : string nonempty references S;\n"
                                           "/// By a.\nindex by a; unique index by a, h; order by key; }\n"
                                           "record S in ss { key (a); a : string references R; }");
    const model_record *r = &s->records[0];
    const model_field *fields = r->fields;
    assert_true(r->key_random && !r->key_auto);
    assert_ptr_equal(r->schema, s);
    assert_str(fields[1].column, "x");
    assert_int_equal(fields[1].was_count, 2);
    assert_str(fields[1].was[1], "c");
    assert_true(fields[1].range.given);
    assert_true(fields[1].range.low.signed_number == -5 && fields[1].range.high.signed_number == 5);
    assert_true(fields[2].range.low.real == 0 && fields[2].range.high.real == 0.5);
    assert_str(fields[2].was[0], "z");
    assert_int_equal(fields[3].type.separator, ';');
    assert_true(fields[3].nonempty && fields[5].nonempty);
    assert_ptr_equal(fields[4].references, r);
    assert_ptr_equal(fields[5].references, &s->records[1]);
    assert_ptr_equal(s->records[1].fields[0].references, r);
    assert_int_equal(r->index_count, 3); /* that of the unique field first */
    assert_int_equal(r->indexes[0].fields[0], 4);
    assert_true(r->indexes[0].unique && !r->indexes[1].unique && r->indexes[2].unique);
    assert_str(r->indexes[0].doc, "");
    assert_str(r->indexes[1].doc, "By a.");
    compiled_text_release(&f);
}

static void a_reference_says_what_a_deletion_does(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "record R in rs { key id : string references R on delete refuse; "
                                           "a : string? on delete clear references R; "
                                           "b : [string] references R on delete clear nonempty; "
                                           "c : string references R unique on delete refuse; d : string references R; "
                                           "on : string references on; drop : string? references on on delete "
                                           "clear; } record on in ons { key clear : string; }");
    static const model_on_delete expected[] = {MODEL_ON_DELETE_REFUSE, MODEL_ON_DELETE_CLEAR,   MODEL_ON_DELETE_CLEAR,
                                               MODEL_ON_DELETE_REFUSE, MODEL_ON_DELETE_NOTHING, MODEL_ON_DELETE_NOTHING,
                                               MODEL_ON_DELETE_CLEAR};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(s->records[0].fields[i].on_delete, expected[i]);
    compiled_text_release(&f);
}

static void a_field_says_how_it_is_merged(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "record R in rs { key id : u32 = auto merge renumber; a : f64? merge max; "
                                           "b : timestamp merge min; c : [string] merge union; d : E merge ours; "
                                           "e : [bool] merge theirs; f : date; merge : date merge max; } "
                                           "record merge in S { key id : u32 = auto; merge : u32 merge min; } "
                                           "enum E { one }");
    static const model_merge expected[] = {MODEL_MERGE_CONFLICT, MODEL_MERGE_MAX,  MODEL_MERGE_MIN,
                                           MODEL_MERGE_UNION,    MODEL_MERGE_OURS, MODEL_MERGE_THEIRS,
                                           MODEL_MERGE_CONFLICT, MODEL_MERGE_MAX};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_int_equal(s->records[0].fields[i].merge, expected[i]);
    assert_true(s->records[0].key_auto && s->records[0].key_renumber);
    assert_true(s->records[1].key_auto && !s->records[1].key_renumber);
    compiled_text_release(&f);
}

static void elements_of_lists_have_rules_too(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "record R in rs { key id : u64; a : [u32] = [1, 5] range 1..5; "
                                           "b : [f64] range -0.5..1e3; c : [u64] references R; "
                                           "d : [string] references S nonempty; }"
                                           "record S in ss { key id : string; }");
    const model_field *fields = s->records[0].fields;
    assert_true(fields[1].range.given && fields[1].type.list);
    assert_true(fields[1].range.low.number == 1 && fields[1].range.high.number == 5);
    assert_true(fields[2].range.low.real == -0.5 && fields[2].range.high.real == 1000);
    assert_ptr_equal(fields[3].references, &s->records[0]);
    assert_ptr_equal(fields[4].references, &s->records[1]);
    compiled_text_release(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_come_in_any_order),
        cmocka_unit_test(a_reference_says_what_a_deletion_does),
        cmocka_unit_test(a_field_says_how_it_is_merged),
        cmocka_unit_test(elements_of_lists_have_rules_too),
    };
    return run_cases(argc, argv, tests);
}
