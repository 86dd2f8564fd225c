#include "test.h"

#include "compile_text.h"

#include <sdn/store.h>

#include <stdio.h>
#include <string.h>

static const model_schema *check_fine(compiled_text *f, const char *text)
{
    check_text(f, text);
    assert_string_equal(compile_messages(f), "");
    assert_int_equal(f->model.schema_count, 1);
    return f->model.schemas[0];
}

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

static void an_enum_may_have_an_enumerator_called_auto(void **state)
{
    compiled_text f;
    (void)state;
    const model_schema *s = check_fine(&f, "enum M { manual, auto } record R in r { m : M = auto; }");
    assert_int_equal(s->records[0].fields[0].initial.value.number, 1);
    compiled_text_release(&f);
}

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

static void names_of_200_characters_are_fine(void **state)
{
    char name[201], text[2000];
    compiled_text f;
    (void)state;
    memset(name, 'x', 200);
    name[200] = '\0';
    snprintf(text, sizeof text, "enum E%s { %s } record R%s in %s { key %s : string; e%s : E%s = %s; index by e%s; }",
             name, name, name, name, name, name, name, name, name);
    check_fine(&f, text);
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
         "1:25: error: enumerator 'b_c' and enumerator 'c' would both need the C name 'A_B_C'\n"},
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
    compiled_text f;
    (void)state;
    check_fine(&f, "enum order { key, index, open, in, by, record, column, import, enum, auto, unique, was, range }\n"
                   "record key in index { key key : string; index : u32; order : order = open; open : bool; "
                   "in : string;\n"
                   "unique : string unique; nonempty : string nonempty; range : u32 range 0..1; was : order = was;\n"
                   "references : string references key; separator : [string] separator \";\";\n"
                   "by : string; record : string; column : string column \"column\"; import : string;\n"
                   "index by index, order; order by key; }");
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
        cmocka_unit_test(a_record_has_no_more_fields_than_a_store_takes),
        cmocka_unit_test(the_model_holds_what_the_schema_says),
        cmocka_unit_test(keys_are_a_field_a_line_or_nothing),
        cmocka_unit_test(an_enum_may_have_an_enumerator_called_auto),
        cmocka_unit_test(the_largest_numbers_fit),
        cmocka_unit_test(values_of_every_type_are_read),
        cmocka_unit_test(attributes_come_in_any_order),
        cmocka_unit_test(elements_of_lists_have_rules_too),
        cmocka_unit_test(what_an_index_takes_may_be_unique),
        cmocka_unit_test(keys_may_be_composite_of_more_types),
        cmocka_unit_test(what_is_unwise_is_a_warning),
        cmocka_unit_test(names_of_200_characters_are_fine),
        cmocka_unit_test(a_duplicate_names_both_places),
        cmocka_unit_test(an_unknown_type_comes_with_what_is_known),
        cmocka_unit_test(what_could_not_be_read_causes_no_further_errors),
        cmocka_unit_test(errors_of_syntax_and_meaning_come_in_line_order),
        cmocka_unit_test(names_that_break_c_are_refused),
        cmocka_unit_test(every_keyword_but_those_of_c_may_be_a_field),
    };
    return run_cases(argc, argv, tests);
}
