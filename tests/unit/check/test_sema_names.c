/* Names of a schema in C: which are refused. */
#include "test.h"

#include "compile_text.h"

#include <sdn/store.h>

#include <stdio.h>
#include <string.h>

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
                   "by : string; record : string; column : string column \"column\"; import : string; prefix : u32;\n"
                   "index by index, order; order by key; }");
    compiled_text_release(&f);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_200_characters_are_fine),
        cmocka_unit_test(names_that_break_c_are_refused),
        cmocka_unit_test(every_keyword_but_those_of_c_may_be_a_field),
    };
    return run_cases(argc, argv, tests);
}
