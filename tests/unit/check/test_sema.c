#include "test.h"

#include "compile_text.h"

#include <sdn/store.h>

#include <string.h>

static void the_model_holds_what_the_schema_says(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(
        &f, "/// Doc.\nopen enum E { a, b = \"B!\" }\n"
            "/// Record.\nrecord R in rs {\n"
            "/// Key.\nkey id : string = auto;\n"
            "n : u32 = 7 column \"N-1\"; e : E = b; o : string?; l : [string] = [\"x\", \"\"]; t : bool = true;\n"
            "index by e, n; order by key; }");
    assert_str(s->path, "t.schema");
    assert_str(s->base_name, "t");
    assert_true(s->requested);
    assert_int_equal(s->enum_count, 1);
    const model_enum *e = s->enums[0];
    assert_str(e->doc, "Doc.");
    assert_true(e->open);
    assert_ptr_equal(e->schema, s);
    assert_str(e->enumerators[0].spelling, "a");
    assert_str(e->enumerators[1].spelling, "B!");

    assert_int_equal(s->record_count, 1);
    const model_record *r = &s->records[0];
    assert_str(r->name, "R");
    assert_str(r->table, "rs");
    assert_str(r->doc, "Record.");
    assert_int_equal(r->key.field_count, 1);
    assert_int_equal(r->key.fields[0], 0);
    assert_true(r->key_auto && r->order_by_key);
    assert_int_equal(r->index_count, 1);
    assert_int_equal(r->indexes[0].fields[0], 2);
    assert_int_equal(r->indexes[0].fields[1], 1);

    const model_field *fields = r->fields;
    assert_str(fields[0].doc, "Key.");
    assert_false(fields[0].initial.given);
    assert_str(fields[1].column, "N-1");
    assert_int_equal(fields[1].initial.value.number, 7);
    assert_ptr_equal(fields[2].type.enumeration, e);
    assert_int_equal(fields[2].initial.value.number, 1);
    assert_true(fields[3].type.optional);
    assert_true(fields[4].type.list);
    assert_int_equal(fields[4].type.separator, ',');
    assert_int_equal(fields[4].initial.item_count, 2);
    assert_str(fields[4].initial.items[1].text, "");
    assert_true(fields[5].initial.value.boolean);
    compiled_text_release(&f);
}

static void an_enum_may_have_an_enumerator_called_auto(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "enum M { manual, auto } record R in r { m : M = auto; }");
    assert_int_equal(s->records[0].fields[0].initial.value.number, 1);
    compiled_text_release(&f);
}

static void what_is_unwise_is_a_warning(void **state)
{
    compiled_text f;
    (void)state;
    check_text(&f, "enum E { a } record R in r { a : string? nonempty; b : bool unique; c : E unique; d : "
                   "u32 = 5 unique; "
                   "e : u32? unique; }");
    assert_int_equal(f.diags.count, 4);
    assert_int_equal(f.diags.errors, 0);
    assert_non_null(
        strstr(compile_messages(&f), "t.schema:1:42: warning: 'nonempty' changes nothing for an optional field\n"));
    assert_non_null(strstr(compile_messages(&f),
                           "t.schema:1:61: warning: a unique field of type 'bool' leaves room for 2 records only\n"));
    assert_non_null(strstr(compile_messages(&f),
                           "t.schema:1:75: warning: a unique field of type 'E' leaves room for 1 record only\n"));
    assert_non_null(strstr(compile_messages(&f),
                           "t.schema:1:93: warning: only one record can have the default of a unique field\n"));
    compiled_text_release(&f);
}

static void a_duplicate_names_both_places(void **state)
{
    (void)state;
    assert_messages("record R in r {\n    a : string;\n    a : u32;\n}\n", "t.schema:3:5: error: duplicate field 'a'\n"
                                                                           "    3 |     a : u32;\n"
                                                                           "      |     ^\n"
                                                                           "t.schema:2:5: note: first declared here\n"
                                                                           "    2 |     a : string;\n"
                                                                           "      |     ^\n");
}

static void an_unknown_type_comes_with_what_is_known(void **state)
{
    (void)state;
    assert_messages("enum Color { red }\nrecord R in r { a : Colr; b : list; }\n",
                    "t.schema:2:21: error: unknown type 'Colr'\n"
                    "    2 | record R in r { a : Colr; b : list; }\n"
                    "      |                     ^^^^\n"
                    "      = help: did you mean 'Color'?\n"
                    "\n"
                    "t.schema:2:31: error: unknown type 'list'\n"
                    "    2 | record R in r { a : Colr; b : list; }\n"
                    "      |                               ^^^^\n"
                    "      = help: known types are string, bool, i32, i64, u32, u64, f64, date, timestamp, Color\n");
}

static void what_could_not_be_read_causes_no_further_errors(void **state)
{
    static const struct {
        const char *text, *errors;
    } cases[] = {
        {"enum { a } record R in r { x : E; }", "1:6: error: expected a name, found '{'\n"},
        {"enum E { a = 5 } record R in r { x : E = a; }", "1:14: error: expected a text in double quotes, found '5'\n"},
        {"enum E { 5 } record R in r { x : E = a; }", "1:10: error: expected an enumerator or '}', found '5'\n"},
        {"record R in r { x : Nothing = 5; key (x); index by x; order by key; }",
         "1:21: error: unknown type 'Nothing'\n"},
        {"record R in r { key x : bool = auto; order by key; }",
         "1:25: error: a field of type 'bool' cannot be a key\n"},
        {"record R in r { x y z; index by x; }", "1:19: error: expected ':', found 'y'\n"},
        {"record R in r { x : ; index by x; }", "1:21: error: expected a type, found ';'\n"},
        {"record R { x : string; }", "1:10: error: expected 'in', found '{'\n"},
        {"enum E { a, a } record R in r { x : E = a; }", "1:13: error: duplicate enumerator 'a'\n"},
        {"enum E { a } enum E { b } record R in r { x : E = a; }", "1:19: error: duplicate enum 'E'\n"},
        {"record R in r { x : string; x : string; index by x; }", "1:29: error: duplicate field 'x'\n"},
        {"enum E { a } enum E { b } record R in r { x : E = b; }", "1:19: error: duplicate enum 'E'\n"},
        {"record S in s { key a : u32; } record S in t { a : u32; } record R in r { x : string references S; }",
         "1:39: error: duplicate record 'S'\n"},
        {"record E in e { a : u32; } enum E { b } record R in r { x : E = b; }", "1:8: error: duplicate record 'E'\n"},
        {"record R in r { x_ : string unique; index by x_; }",
         "1:17: error: 'x_' cannot name a field: it is reserved for generated code: it ends in '_'\n"},
        {"record R in r { _x : string; index by _x; }",
         "1:17: error: '_x' cannot name a field: it is reserved for the compiler: it begins with '_'\n"},
        {"record R in null { a : u32; } record S in null { a : u32; }",
         "1:13: error: 'null' cannot name a table: it means something else in data files\n"
         "1:43: error: 'null' cannot name a table: it means something else in data files\n"},
        {"record R in r { x : u32 = \"5;\n}", "1:27: error: this text has no closing '\"' on its line\n"},
        {"record R in r { x : u32 column 'a b'; }", "1:32: error: a text must be in double quotes\n"},
        {"record R in r { x : E.a; y : enum { a }; z : E = E::a; } enum E { a }",
         "1:22: error: unexpected character '.'\n"
         "1:35: error: expected '?', '=', an attribute or ';', found '{'\n"
         "1:51: error: expected an attribute or ';', found ':'\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_errors(cases[i].text, cases[i].errors);
}

static void errors_of_syntax_and_meaning_come_in_line_order(void **state)
{
    (void)state;
    assert_errors("record R in r {\n a : nothing;\n b string;\n c : u32 = x;\n d : ;\n a : u32;\n}\n",
                  "2:6: error: unknown type 'nothing'\n"
                  "3:3: error: missing ':' after 'b'\n"
                  "4:12: error: this cannot be the default of a field of type 'u32'\n"
                  "5:6: error: expected a type, found ';'\n"
                  "6:2: error: duplicate field 'a'\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_holds_what_the_schema_says),
        cmocka_unit_test(an_enum_may_have_an_enumerator_called_auto),
        cmocka_unit_test(what_is_unwise_is_a_warning),
        cmocka_unit_test(a_duplicate_names_both_places),
        cmocka_unit_test(an_unknown_type_comes_with_what_is_known),
        cmocka_unit_test(what_could_not_be_read_causes_no_further_errors),
        cmocka_unit_test(errors_of_syntax_and_meaning_come_in_line_order),
    };
    return run_cases(argc, argv, tests);
}
