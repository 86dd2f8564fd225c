#include "test.h"

#include "front.h"

#include <string.h>

static const model_schema *check_fine(front *f, const char *text)
{
    front_check(f, text);
    assert_string_equal(front_messages(f), "");
    assert_int_equal(f->model.schema_count, 1);
    return f->model.schemas[0];
}

static void the_model_holds_what_the_schema_says(void **state)
{
    front f;
    (void)state;
    const model_schema *s = check_fine(
        &f,
        "/// Doc.\nopen enum E { a, b = \"B!\" }\n"
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
    assert_int_equal(fields[1].initial.number, 7);
    assert_ptr_equal(fields[2].type.enumeration, e);
    assert_int_equal(fields[2].initial.number, 1);
    assert_true(fields[3].type.optional);
    assert_true(fields[4].type.list);
    assert_int_equal(fields[4].type.separator, ',');
    assert_int_equal(fields[4].initial.item_count, 2);
    assert_str(fields[4].initial.items[1], "");
    assert_int_equal(fields[5].initial.number, 1);
    front_release(&f);
}

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
        front f;
        const model_record *r = &check_fine(&f, cases[i].text)->records[0];
        assert_int_equal(r->key.field_count, cases[i].fields);
        assert_int_equal(r->key_auto, cases[i].automatic);
        front_release(&f);
    }
}

static void an_enum_may_have_an_enumerator_called_auto(void **state)
{
    front f;
    (void)state;
    const model_schema *s = check_fine(&f, "enum M { manual, auto } record R in r { m : M = auto; }");
    assert_int_equal(s->records[0].fields[0].initial.number, 1);
    front_release(&f);
}

static void the_largest_numbers_fit(void **state)
{
    front f;
    (void)state;
    const model_schema *s =
        check_fine(&f, "record R in r { a : u32 = 4294967295; b : u32 = 0; c : u32 = 007; }");
    assert_int_equal(s->records[0].fields[0].initial.number, UINT32_MAX);
    assert_true(s->records[0].fields[1].initial.given);
    assert_int_equal(s->records[0].fields[2].initial.number, 7);
    front_release(&f);
    assert_errors("record R in r { a : u32 = 4294967296; b : u32 = 99999999999999999999999; }",
                  "1:27: error: 4294967296 does not fit into u32\n"
                  "1:49: error: 99999999999999999999999 does not fit into u32\n");
}

static void a_duplicate_names_both_places(void **state)
{
    (void)state;
    assert_messages("record R in r {\n    a : string;\n    a : u32;\n}\n",
                    "t.schema:3:5: error: duplicate field 'a'\n"
                    "    3 |     a : u32;\n"
                    "      |     ^\n"
                    "t.schema:2:5: note: first declared here\n"
                    "    2 |     a : string;\n"
                    "      |     ^\n");
}

static void an_unknown_type_comes_with_what_is_known(void **state)
{
    (void)state;
    assert_messages("enum Color { red }\nrecord R in r { a : Colr; b : timestamp; }\n",
                    "t.schema:2:21: error: unknown type 'Colr'\n"
                    "    2 | record R in r { a : Colr; b : timestamp; }\n"
                    "      |                     ^^^^\n"
                    "      = help: did you mean 'Color'?\n"
                    "\n"
                    "t.schema:2:31: error: unknown type 'timestamp'\n"
                    "    2 | record R in r { a : Colr; b : timestamp; }\n"
                    "      |                               ^^^^^^^^^\n"
                    "      = help: known types are string, bool, u32, Color\n");
}

static void what_could_not_be_read_causes_no_further_errors(void **state)
{
    static const struct {
        const char *text, *errors;
    } cases[] = {
        {"enum { a } record R in r { x : E; }", "1:6: error: expected a name, found '{'\n"},
        {"enum E { a = 5 } record R in r { x : E = a; }",
         "1:14: error: expected a text in double quotes, found '5'\n"},
        {"enum E { 5 } record R in r { x : E = a; }",
         "1:10: error: expected an enumerator or '}', found '5'\n"},
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

static void names_that_break_c_are_refused(void **state)
{
    static const struct {
        const char *text, *errors;
    } cases[] = {
        {"record R in r { int : string; }", "1:17: error: 'int' cannot name a field: it is a keyword of C\n"},
        {"record R in r { errno : string; }",
         "1:17: error: 'errno' cannot name a field: it is a macro of the system's headers\n"},
        {"record R in r { a : string?; has_a : bool; }",
         "1:30: error: field 'has_a' and field 'a' would both need the C name 'has_a'\n"},
        {"open enum E { x } record R in r { a : E; a_text : string; }",
         "1:42: error: field 'a_text' and field 'a' would both need the C name 'a_text'\n"},
        {"record R in r { aB : string; a_b : string; }",
         "1:30: error: field 'a_b' and field 'aB' would both need the C name 'a_b'\n"},
        {"enum E { low, Low }",
         "1:15: error: enumerator 'Low' and enumerator 'low' would both need the C name 'E_LOW'\n"},
        {"open enum E { x, other_ }",
         "1:18: error: enumerator 'other_' and open enum 'E' would both need the C name 'E_OTHER_'\n"},
        {"enum A_b { c } enum A { b_c }",
         "1:21: error: enum 'A' and enum 'A_b' would both need the C name 'A_B_C'\n"},
        {"enum BugStore { c } record Bug in b { x : string; }",
         "1:28: error: record 'Bug' and enum 'BugStore' would both need the C name 'bug_store'\n"},
        {"enum bool { a }", "1:6: error: 'bool' cannot name an enum: it is a type of the language\n"},
        {"record R in r { a : u32; b : u32; a_b : u32; index by a, b; index by a_b; }",
         "1:61: error: two indexes would both need the C name '..._by_a_b'\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_errors(cases[i].text, cases[i].errors);
}

static void every_keyword_but_those_of_c_may_be_a_field(void **state)
{
    front f;
    (void)state;
    check_fine(&f, "enum order { key, index, open, in, by, record, column, import, enum, auto }\n"
                   "record key in index { key key : string; index : u32; order : order = open; open : bool; "
                   "in : string;\n"
                   "by : string; record : string; column : string column \"column\"; import : string;\n"
                   "index by index, order; order by key; }");
    front_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_model_holds_what_the_schema_says),
        cmocka_unit_test(keys_are_a_field_a_line_or_nothing),
        cmocka_unit_test(an_enum_may_have_an_enumerator_called_auto),
        cmocka_unit_test(the_largest_numbers_fit),
        cmocka_unit_test(a_duplicate_names_both_places),
        cmocka_unit_test(an_unknown_type_comes_with_what_is_known),
        cmocka_unit_test(what_could_not_be_read_causes_no_further_errors),
        cmocka_unit_test(errors_of_syntax_and_meaning_come_in_line_order),
        cmocka_unit_test(names_that_break_c_are_refused),
        cmocka_unit_test(every_keyword_but_those_of_c_may_be_a_field),
    };
    return cmocka_run_group_tests_name("sema", tests, NULL, NULL);
}
