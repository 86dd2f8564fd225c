/* FIELD=VALUE, FIELD+=VALUE and FIELD-=VALUE. */
#include "test.h"

#include <string.h>

#include "changes/assignment.h"
#include "diag/text.h"
#include "faults.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "temp_stores.h"

enum { MOST_WORDS = 8 };

/* Words, ended by NULL, and what came of them. */
typedef struct reading {
    sdn_arena arena;
    diag_list diags;
    assignments assigned;
    int result;
} reading;

static size_t count_words(const char *const *words)
{
    size_t count = 0;
    while (words[count] != NULL)
        count++;
    return count;
}

static void begin_reading(reading *r, const sdn_record_type *type, const char *const *words)
{
    *r = (reading){.result = 0};
    diag_list_init(&r->diags, &r->arena);
    r->result = assignments_read(type, words, count_words(words), 3, &r->arena, &r->diags, &r->assigned);
}

static void end_reading(reading *r)
{
    diag_list_release(&r->diags);
    sdn_arena_release(&r->arena);
}

/* The messages about words, each `place:column: text [help]`. */
static void assert_messages(const sdn_record_type *type, const char *const *words, const char *expected)
{
    reading r;
    sdn_buffer text = SDN_BUFFER_INIT;
    begin_reading(&r, type, words);
    diag_sort(&r.diags);
    for (size_t i = 0; i < r.diags.count; i++) {
        const diag *d = r.diags.items[i];
        text_printf(&text, "%.*s:%u: %.*s", DIAG_STR(d->error.span.source->path), d->error.span.start + 1,
                    DIAG_STR(d->error.text));
        for (const diag_message *more = d->error.next; more != NULL; more = more->next)
            text_printf(&text, " [%.*s]", DIAG_STR(more->text));
        text_printf(&text, "\n");
    }
    assert_int_equal(r.result != 0, r.diags.errors > 0);
    sdn_str shown = text_copy(&text, &r.arena);
    assert_string_equal(shown.ptr, expected);
    sdn__buffer_release(&text);
    end_reading(&r);
}

/* A record of the type with `before` set, and then with the words assigned: the text of a field. */
static void assert_field(const char *field, const char *before, const char *const *words, const char *expected)
{
    reading r;
    all_types record;
    sdn_error err = {0};
    const sdn_record_type *type = &all_types_record_type;
    uint32_t position = sdn_field_find(type, sdn_str_from(field));
    sdn_store *store = store_of(type, "");
    memcpy(&record, type->defaults, sizeof record);
    assert_ok(sdn_store_set(store, &record, position, sdn_str_from(before), &err), err);
    begin_reading(&r, type, words);
    assert_int_equal(r.result, 0);
    assert_ok(assignments_make(&r.assigned, store, type, &record, true, &err), err);
    assert_string_equal(sdn_field_text(type, position, &record, &r.arena).ptr, expected);
    end_reading(&r);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void values_are_read_as_cells_are(void **state)
{
    (void)state;
    assert_field("text", "old", WORDS("text=a = b, \"c\""), "a = b, \"c\"");
    assert_field("text", "old", WORDS("text="), "");
    assert_field("u32", "1", WORDS("u32=4000"), "4000");
    assert_field("level", "high", WORDS("level=just so, so"), "just so, so");
    assert_field("texts", "", WORDS("texts=a,b"), "a,b");
    assert_field("texts", "", WORDS("texts=[\"a, b\", c]"), "[\"a, b\", \"c\"]");
}

static void empty_value_makes_an_optional_field_absent(void **state)
{
    (void)state;
    assert_field("maybe_i32", "5", WORDS("maybe_i32="), "");
    assert_field("maybe_text", "x", WORDS("maybe_text="), "");
}

static void elements_are_added_that_are_not_there(void **state)
{
    (void)state;
    assert_field("texts", "a,b", WORDS("texts+=c"), "a,b,c");
    assert_field("texts", "a,b", WORDS("texts+=b,c,c"), "a,b,c");
    assert_field("texts", "", WORDS("texts+=a", "texts+=b", "texts-=a"), "b");
    assert_field("i32s", "1;-2", WORDS("i32s+=3"), "1;-2;3");
    assert_field("levels", "", WORDS("levels+=low"), "low");
    assert_field("maybe_i32s", "", WORDS("maybe_i32s+=7"), "7");
}

static void all_equal_elements_are_removed(void **state)
{
    (void)state;
    assert_field("texts", "a,b,a", WORDS("texts-=a"), "b");
    assert_field("texts", "a,b", WORDS("texts-=c"), "a,b");
    assert_field("texts", "a,b", WORDS("texts-=[\"a\", \"b\"]"), "");
    assert_field("maybe_i32s", "7", WORDS("maybe_i32s-=7"), "");
}

static void numbers_are_added_and_subtracted(void **state)
{
    (void)state;
    assert_field("i32", "-5", WORDS("i32+=7"), "2");
    assert_field("u32", "5", WORDS("u32-=5"), "0");
    assert_field("f64", "0.5", WORDS("f64-=0.25"), "0.25");
    assert_field("maybe_i32", "", WORDS("maybe_i32+=7"), "7");
    assert_field("i64", "4", WORDS("i64+=1", "i64+=1"), "6");
}

static void sum_that_the_type_cannot_hold_is_refused(void **state)
{
    (void)state;
    reading r;
    all_types record;
    sdn_error err = {0};
    sdn_store *store = store_of(&all_types_record_type, "");
    memcpy(&record, all_types_record_type.defaults, sizeof record);
    begin_reading(&r, &all_types_record_type, WORDS("u32-=1"));
    record.u32 = 0;
    assert_int_equal(assignments_make(&r.assigned, store, &all_types_record_type, &record, true, &err), SDN_E_INVALID);
    assert_string_equal(err.message, "field 'u32': its type cannot hold the result of u32-=1");
    assert_int_equal(record.u32, 0);
    end_reading(&r);
}

static void wrong_words_are_named_with_their_place(void **state)
{
    (void)state;
    assert_messages(&all_types_record_type, WORDS("flga=true", "i32=1"),
                    "argument 3:1: 'flga' is not a field of 'everything' [did you mean 'flag'?]\n");
    assert_messages(
        &all_types_record_type, WORDS("i32=1", "level=hihg"),
        "argument 4:7: field 'level': 'hihg' is none of low, just so, so, high; correct it [did you mean 'high'?]\n");
    assert_messages(&all_types_record_type, WORDS("done"),
                    "argument 3:1: 'done' is no assignment [write FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE]\n");
    assert_messages(&all_types_record_type, WORDS("i32=1", "i32+=2"), "argument 4:1: field 'i32' is assigned twice\n");
    assert_messages(&all_types_record_type, WORDS("text+=a"),
                    "argument 3:1: field 'text' is neither a list nor a number [give its new value: text=VALUE]\n");
    assert_messages(&all_types_record_type, WORDS("id+=1"),
                    "argument 3:1: field 'id' is part of the key [give its new value: id=VALUE]\n");
    assert_messages(&all_types_record_type, WORDS("i32=x", "u32=-1"),
                    "argument 3:5: field 'i32': 'x' is not a whole number from -2147483648 to 2147483647; correct it\n"
                    "argument 4:5: field 'u32': '-1' is not a whole number from 0 to 4294967295; correct it\n");
}

static void new_word_of_an_open_enum_that_is_nearly_an_old_one_is_a_warning(void **state)
{
    (void)state;
    reading r;
    begin_reading(&r, &all_types_record_type, WORDS("mood=mery", "level=low"));
    assert_int_equal(r.result, 0);
    assert_int_equal(r.diags.errors, 0);
    assert_int_equal(r.diags.count, 1);
    end_reading(&r);
    begin_reading(&r, &all_types_record_type, WORDS("mood=sad"));
    assert_int_equal(r.diags.count, 0);
    end_reading(&r);
}

static void fields_of_the_key_make_a_new_key(void **state)
{
    (void)state;
    reading r;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_error err = {0};
    note record = {.id = SDN_STR("3"), .text = SDN_STR("t")};
    begin_reading(&r, &note_record_type, WORDS("id=33", "text=u"));
    assert_true(r.assigned.have_key);
    assert_ok(assignments_new_key(&r.assigned, &note_record_type, &record, &r.arena, key, &err), err);
    assert_string_equal(key[0].text.ptr, "33");
    assert_string_equal(record.id.ptr, "3");
    sdn_store *store = notes_of("");
    assert_ok(assignments_make(&r.assigned, store, &note_record_type, &record, false, &err), err);
    assert_string_equal(record.text.ptr, "u");
    assert_string_equal(record.id.ptr, "3");
    end_reading(&r);
}

/* Whichever allocation fails: no crash, and it is noticed. */
static void memory_that_runs_out_is_reported(void **state)
{
    (void)state;
    bool failed = true;
    for (int nth = 1; failed; nth++) {
        reading r;
        faults_arm_memory(nth);
        begin_reading(&r, &all_types_record_type, WORDS("texts+=a,b", "text=x", "flga=1"));
        failed = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(r.result, -1);
        assert_true(r.diags.out_of_memory || r.diags.errors > 0);
        end_reading(&r);
    }
    faults_remove();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(values_are_read_as_cells_are),
        TEST_WITH_STORES(empty_value_makes_an_optional_field_absent),
        TEST_WITH_STORES(elements_are_added_that_are_not_there),
        TEST_WITH_STORES(all_equal_elements_are_removed),
        TEST_WITH_STORES(numbers_are_added_and_subtracted),
        TEST_WITH_STORES(sum_that_the_type_cannot_hold_is_refused),
        cmocka_unit_test(wrong_words_are_named_with_their_place),
        cmocka_unit_test(new_word_of_an_open_enum_that_is_nearly_an_old_one_is_a_warning),
        TEST_WITH_STORES(fields_of_the_key_make_a_new_key),
        cmocka_unit_test(memory_that_runs_out_is_reported),
    };
    return run_cases(argc, argv, tests);
}
