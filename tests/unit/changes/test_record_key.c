/* Keys as arguments. */
#include "test.h"

#include "changes/record_key.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"

typedef struct key_reading {
    sdn_arena arena;
    diag_list diags;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    int result;
} key_reading;

static void begin_key(key_reading *r, const sdn_record_type *type, const char *argument)
{
    *r = (key_reading){.result = 0};
    diag_list_init(&r->diags, &r->arena);
    r->result = record_key_read(type, argument, 2, &r->arena, &r->diags, r->key);
}

static void end_key(key_reading *r)
{
    diag_list_release(&r->diags);
    sdn_arena_release(&r->arena);
}

static void assert_refused(const sdn_record_type *type, const char *argument, const char *message)
{
    key_reading r;
    begin_key(&r, type, argument);
    assert_int_equal(r.result, -1);
    assert_int_equal(r.diags.count, 1);
    assert_string_equal(r.diags.items[0]->error.text.ptr, message);
    assert_string_equal(r.diags.items[0]->error.span.source->path.ptr, "argument 2");
    end_key(&r);
}

static void key_of_one_field_is_the_whole_argument(void **state)
{
    (void)state;
    key_reading r;
    begin_key(&r, &note_record_type, "a, b");
    assert_int_equal(r.result, 0);
    assert_string_equal(r.key[0].text.ptr, "a, b");
    end_key(&r);
    assert_refused(&note_record_type, "", "the key is empty");
}

static void parts_of_a_key_are_separated_by_commas(void **state)
{
    (void)state;
    key_reading r;
    begin_key(&r, &pair_record_type, "ann , 7,true");
    assert_int_equal(r.result, 0);
    assert_int_equal(r.key[1].u32, 7);
    assert_string_equal(r.key[0].text.ptr, "ann");
    assert_true(r.key[2].boolean);
    end_key(&r);
}

static void wrong_parts_are_refused(void **state)
{
    (void)state;
    assert_refused(&pair_record_type, "ann,7", "a key of table 'pairs' has 3 parts");
    assert_refused(&pair_record_type, "ann,x,true",
                   "field 'number': 'x' is not a whole number from 0 to 4294967295; correct it");
    assert_refused(&pair_record_type, ",7,true", "the key is empty");
}

static void table_without_key_is_named(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    diag_list_init(&diags, &arena);
    assert_true(record_key_expect(&note_record_type, "x.sdn", 1, &arena, &diags));
    assert_false(record_key_expect(&log_record_type, "x.sdn", 1, &arena, &diags));
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.items[0]->error.text.ptr, "table 'log' has no key");
    diag_list_release(&diags);
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(key_of_one_field_is_the_whole_argument),
        cmocka_unit_test(parts_of_a_key_are_separated_by_commas),
        cmocka_unit_test(wrong_parts_are_refused),
        cmocka_unit_test(table_without_key_is_named),
    };
    return run_cases(argc, argv, tests);
}
