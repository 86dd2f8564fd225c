/* Keys, indexes and the number of fields of a record. */
#include "test.h"

#include "compile_text.h"

#include <sdn/store.h>

#include <stdio.h>
#include <string.h>

static void keys_are_a_field_a_line_or_nothing(void **state)
{
    static const struct {
        const char *text;
        size_t fields;
        bool automatic;
    } cases[] = {
        {"record R in r { a : string; }", 0, false},
        {"record R in r { key a : u32 = auto; }", 1, true},
        {"record R in r { a : u32 = auto; key (a); }", 1, true},
        {"record R in r { key (b, a); a : u32 = 5; b : string; }", 2, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        compiled_text f;
        const model_record *r = &check_fine(&f, cases[i].text)->records[0];
        assert_int_equal(r->key.field_count, cases[i].fields);
        assert_int_equal(r->key_auto, cases[i].automatic);
        compiled_text_release(&f);
    }
}

/* An index and the rule go together. */
static void what_an_index_takes_may_be_unique(void **state)
{
    static const char *const types[] = {"string", "bool",      "i32",      "i64",     "u32",  "u64",       "f64",
                                        "date",   "timestamp", "Widening", "string?", "f64?", "Widening?", "Closed"};
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        compiled_text f;
        char text[256];
        snprintf(
            text, sizeof text,
            "enum Closed { a } open enum Widening { b } record R in r { f : %s unique; g : %s; h : %s; i : Closed; "
            "j : Widening; index by g; unique index by h; }",
            types[i], types[i], types[i]);
        check_text(&f, text);
        if (f.diags.errors > 0)
            fail_msg("%s", compile_messages(&f));
        const model_record *r = &f.model.schemas[0]->records[0];
        assert_true(r->index_count == 3 && r->fields[0].unique);
        assert_true(r->indexes[0].unique && !r->indexes[1].unique && r->indexes[2].unique);
        compiled_text_release(&f);
    }
}

static void keys_may_be_composite_of_more_types(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(
        &f, "enum E { a } record R in r {\n/// Doc.\nkey (c, b, e, d); b : bool; c : E; d : timestamp; e : i64; }"
            "record S in s { key d : date; } record T in t { key d : timestamp; }"
            "record U in u { key d : i32 = auto; } record V in v { key d : u64 = auto; }");
    assert_int_equal(s->records[0].key.field_count, 4);
    assert_int_equal(s->records[0].key.fields[0], 1);
    assert_str(s->records[0].key.doc, "Doc.");
    assert_true(s->records[3].key_auto && s->records[4].key_auto);
    compiled_text_release(&f);
}

/* `count` fields, as many as a store takes columns or more. */
static const char *schema_of_fields(int count)
{
    static char text[32768];
    size_t len = (size_t)snprintf(text, sizeof text, "record Wide in w {");
    for (int i = 0; i < count; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "\nf%d : u32;", i);
    snprintf(text + len, sizeof text - len, "\n}");
    return text;
}

static void a_record_has_no_more_fields_than_a_store_takes(void **state)
{
    compiled_text f;
    (void)state;
    int most = (int)sdn_options_default().max_columns;
    check_fine(&f, schema_of_fields(most));
    compiled_text_release(&f);
    check_text(&f, schema_of_fields(most + 1));
    assert_string_equal(compile_messages(&f),
                        "t.schema:1:8: error: record 'Wide' has 1001 fields; a record has at most 1000\n"
                        "    1 | record Wide in w {\n"
                        "      |        ^^^^\n"
                        "      = help: split it into several records with the same key\n");
    compiled_text_release(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_a_field_a_line_or_nothing),
        cmocka_unit_test(what_an_index_takes_may_be_unique),
        cmocka_unit_test(keys_may_be_composite_of_more_types),
        cmocka_unit_test(a_record_has_no_more_fields_than_a_store_takes),
    };
    return run_cases(argc, argv, tests);
}
