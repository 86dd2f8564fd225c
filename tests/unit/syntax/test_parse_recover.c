/* After a mistake: what is kept, and that it is said once. */
#include "test.h"

#include "compile_text.h"

#include <string.h>

#include "syntax/schema_token.h"

static void the_rest_of_a_broken_item_is_kept(void **state)
{
    compiled_text f;
    (void)state;
    parse_text(&f, "record R in r { a : ; b : u32 5 6; c d e; f : u32; } enum E { a = 1, b, 2, c } enum F { }");
    const ast_record *r = f.unit.ast.records;
    assert_int_equal(f.diags.count, 5);
    assert_int_equal(r->field_count, 3);
    assert_str(r->fields->type.name.text, "");
    assert_str(r->fields->next->type.name.text, "u32");
    assert_true(r->incomplete);
    assert_int_equal(f.unit.ast.enums->enumerator_count, 3);
    assert_int_equal(f.unit.ast.enum_count, 2);
    compiled_text_release(&f);
}

/* What is said about each single mistake: one error, in the user's words. */
static const struct {
    const char *text, *errors;
} single_mistakes[] = {
    {"recrod A in a { a : u32; }",
     "1:1: error: expected 'prefix', 'import', 'record', 'enum' or 'open enum', found 'recrod'\n"},
    {"record A on a { a : u32; }", "1:10: error: expected 'in', found 'on'\n"},
    {"record A a { a : u32; }", "1:9: error: missing 'in' after 'A'\n"},
    {"record A in { a : u32; }", "1:13: error: expected a name, found '{'\n"},
    {"record A in a a : u32; }", "1:14: error: missing '{' after 'a'\n"},
    {"record A in a { a u32; }", "1:18: error: missing ':' after 'a'\n"},
    {"record A in a { a : u32 }", "1:24: error: missing ';' after 'u32'\n"},
    {"record A in a { a : u32\nb : u32; }", "1:24: error: missing ';' after 'u32'\n"},
    {"record A in a { a : u32 b : u32; }", "1:25: error: expected '?', '=', an attribute or ';', found 'b'\n"},
    {"record A in a { a : u32, b : u32; }", "1:24: error: expected ';', found ','\n"},
    {"record A in a { a = u32; }", "1:19: error: expected ':', found '='\n"},
    {"record A in a { a : u32 = ; }", "1:27: error: expected a value, found ';'\n"},
    {"record A in a { a : [string; }", "1:28: error: missing ']' after 'string'\n"},
    {"record A in a { a : []; }", "1:22: error: expected a type, found ']'\n"},
    {"record A in a { a : u32; index a; }", "1:31: error: missing 'by' after 'index'\n"},
    {"record A in a { a : u32; index by; }", "1:34: error: expected a field name, found ';'\n"},
    {"record A in a { a : u32; b : u32; index by a b; }", "1:45: error: missing ',' after 'a'\n"},
    {"record A in a { a : u32; key (a; }", "1:32: error: expected ',' or ')', found ';'\n"},
    {"record A in a { a : u32; order by a; }", "1:35: error: expected 'key', found 'a'\n"},
    {"record A in a { a : u32; 5; }",
     "1:26: error: expected a field, 'key', 'index by', 'unique index by', 'order by' or '}', found '5'\n"},
    {"record A in a { a : u32 = 5 \"x\"; }", "1:29: error: expected an attribute or ';', found \"x\"\n"},
    {"record A in a { a : u32 column x; }", "1:32: error: expected a text in double quotes, found 'x'\n"},
    {"record A in a { a : u32;", "1:25: error: missing '}' at the end of the record\n"},
    {"record A in a { a : u32;\nrecord B in b { b : u32; }", "2:1: error: missing '}' at the end of the record\n"},
    {"enum A { a\nrecord B in b { b : u32; }", "2:1: error: missing '}' at the end of the enum\n"},
    {"record A in a { a : u32; }}",
     "1:27: error: expected 'prefix', 'import', 'record', 'enum' or 'open enum', found '}'\n"},
    {"enum A { a b }", "1:11: error: missing ',' after 'a'\n"},
    {"enum A { a; b }", "1:11: error: expected ',', found ';'\n"},
    {"enum A { a,, b }", "1:12: error: expected an enumerator or '}', found ','\n"},
    {"enum A { a = b }", "1:14: error: expected a text in double quotes, found 'b'\n"},
    {"enum A { a = 1 }", "1:14: error: expected a text in double quotes, found '1'\n"},
    {"enum A ( a )", "1:8: error: expected '{', found '('\n"},
    {"enum A ( a }", "1:8: error: expected '{', found '('\n"},
    {"enum A { a )", "1:12: error: expected '}', found ')'\n"},
    {"enum A ( a; b ) enum B { c )", "1:8: error: expected '{', found '('\n1:11: error: expected ',', found ';'\n"
                                     "1:28: error: expected '}', found ')'\n"},
    {"enum\nrecord A in a { a : u32; }", "1:5: error: missing a name after 'enum'\n"},
    {"open enum\nenum A { a }", "1:10: error: missing a name after 'enum'\n"},
    {"open\nrecord A in a { a : u32; }", "1:5: error: missing 'enum' after 'open'\n"},
    {"open\nimport \"a\";", "1:5: error: missing 'enum' after 'open'\n"},
    {"record\nopen enum A { a }", "1:7: error: missing a record name after 'record'\n"},
    {"record A in\nrecord B in b { a : u32; }", "1:12: error: missing a name after 'in'\n"},
    {"record A in a\nimport \"a\";", "1:14: error: missing '{' after 'a'\n"},
    {"import\nenum A { a }", "1:7: error: missing a text in double quotes after 'import'\n"},
    {"record in a { a : u32; }", "1:8: error: expected a record name, found 'in'\n"},
    {"enum open A { a }", "1:6: error: expected a name, found 'open'\n"},
    {"enum A a }", "1:7: error: missing '{' after 'A'\n"},
    {"record A in a { a : u32;; b u32; }",
     "1:25: error: expected a field, 'key', 'index by', 'unique index by', 'order by' or '}', found ';'\n"
     "1:28: error: missing ':' after 'b'\n"},
    {"record A in a { a : [u32] separator ;; b u32; }",
     "1:37: error: expected a text in double quotes, found ';'\n1:41: error: missing ':' after 'b'\n"},
    {"record A in a { a : string unique, nonempty; }", "1:34: error: expected an attribute or ';', found ','\n"},
    {"enum { a }", "1:6: error: expected a name, found '{'\n"},
    {"enum A;", "1:7: error: expected '{', found ';'\n"},
    {"open record A in a { a : u32; }", "1:6: error: expected 'enum', found 'record'\n"},
    {"open enum { a }", "1:11: error: expected a name, found '{'\n"},
    {"open A { a }", "1:5: error: missing 'enum' after 'open'\n"},
    {"import \"a\"", "1:11: error: expected ';', found the end of the file\n"},
    {"import a;\nrecord A in a { a : b; }", "1:8: error: expected a text in double quotes, found 'a'\n"},
    {"record A in a { u32 a; b u32; }",
     "1:17: error: a field is written 'name : type'\n1:25: error: missing ':' after 'b'\n"},
    {"record A in a { a : u32; key string id }", "1:30: error: a field is written 'name : type'\n"},
    {"record A in a { u32 a\n; u32 b }",
     "1:17: error: a field is written 'name : type'\n2:3: error: a field is written 'name : type'\n"},
    {"record A in a { Level *a;", "1:17: error: a field is written 'name : type'\n"
                                  "1:26: error: missing '}' at the end of the record\n"},
    {"record A in a { a : u32; record B in b { b : u32; }", "1:26: error: missing '}' at the end of the record\n"},
    {"enum A { a open enum B { b }", "1:12: error: missing '}' at the end of the enum\n"},
    {"record A in \"a {\na : u32; b : u32; }", "1:13: error: this text has no closing '\"' on its line\n"},
    {"prefix net_;\nenum A { a }", "1:8: error: expected a text in double quotes, found 'net_'\n"},
    {"prefix = \"a_\";\nenum A { a }", "1:8: error: expected a text in double quotes, found '='\n"},
    {"prefix \"a_\"\nenum A { a }", "1:12: error: missing ';' after \"a_\"\n"},
    {"prefix \"a_\",\nenum A { a }", "1:12: error: expected ';', found ','\n"},
    {"prefix 'a_';\nrecord Log in a { a : u32; }", "1:8: error: a text must be in double quotes\n"},
    {"prefix\nrecord Log in a { a : u32; }", "1:7: error: missing a text in double quotes after 'prefix'\n"},
    {"prefix ;\nrecord Log in a { a : u32; }", "1:8: error: expected a text in double quotes, found ';'\n"},
    {"prefix \"a_\" \"b_\";\nrecord Log in a { a : u32; }", "1:13: error: expected ';', found \"b_\"\n"},
    {"prefxi \"a_\";\nrecord Log in a { a : u32; }",
     "1:1: error: expected 'prefix', 'import', 'record', 'enum' or 'open enum', found 'prefxi'\n"},
    {"enum A { a\nprefix \"a_\";", "2:1: error: missing '}' at the end of the enum\n"},
    {"record A in a { prefix string; }", "1:23: error: missing ':' after 'prefix'\n"},
    {"record A in a { prefix a : u32; }", "1:24: error: expected ':', found 'a'\n"},
    {"junk;", "1:1: error: expected 'prefix', 'import', 'record', 'enum' or 'open enum', found 'junk'\n"},
    {"junk { a { b; } c; } enum A { a }",
     "1:1: error: expected 'prefix', 'import', 'record', 'enum' or 'open enum', found 'junk'\n"},
};

static void one_mistake_gives_one_error(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof single_mistakes / sizeof single_mistakes[0]; i++)
        assert_errors(single_mistakes[i].text, single_mistakes[i].errors);
}

static void eleven_mistakes_give_eleven_errors(void **state)
{
    (void)state;
    assert_errors("record A in a {\n a u32;\n b : u32\n c : ;\n d : u32 = = 5;\n 7;\n index b;\n order "
                  "key;\n e : [string;\n"
                  "}\nenum B { a b, 5 }\n",
                  "2:3: error: missing ':' after 'a'\n"
                  "3:9: error: missing ';' after 'u32'\n"
                  "4:6: error: expected a type, found ';'\n"
                  "5:12: error: expected a value, found '='\n"
                  "6:2: error: expected a field, 'key', 'index by', 'unique index by', 'order by' or '}', found '7'\n"
                  "7:7: error: missing 'by' after 'index'\n"
                  "8:7: error: missing 'by' after 'order'\n"
                  "9:13: error: missing ']' after 'string'\n"
                  "11:11: error: missing ',' after 'a'\n"
                  "11:15: error: expected an enumerator or '}', found '5'\n");
}

static void a_fault_of_a_token_is_the_only_message_of_its_item(void **state)
{
    (void)state;
    assert_errors("record A in a { a : string = \"x; }\n b : u32; }",
                  "1:30: error: this text has no closing '\"' on its line\n");
    assert_errors("record A in a { $ : string; b $ : u32; }",
                  "1:17: error: unexpected character '$'\n1:31: error: unexpected character '$'\n");
    assert_errors("record A in a { b : u32; /* }", "1:26: error: '/*' does not start a comment\n");
    assert_errors("record A in a { \xC3\xA9 : string; }", "1:17: error: '\xC3\xA9' cannot be a name\n");
    assert_errors("record A in a { a : string = 'x'; }", "1:30: error: a text must be in double quotes\n");
    assert_errors("\x01", "1:1: error: unexpected control character U+0001\n");
}

static void what_is_not_text_is_said_once(void **state)
{
    static const char utf16[] = "\xFF\xFEr";
    (void)state;
    assert_errors("// \xFF \xFE\nrecord A\xFF in a { a : u32; }", "1:4: error: this byte is not UTF-8\n");
    assert_errors(utf16, "1:1: error: this file is in UTF-16\n");
}

/* Nesting and repetition far beyond any sense: an error, soon. */
static void endless_nesting_is_an_error(void **state)
{
    static const char *const starts[] = {"", "record A in a { ",
                                         "record A in a { a : ", "record A in a { a : u32 = ", "enum A { "};
    static const char nested[] = "{[(";
    static char text[100100];
    (void)state;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        for (size_t j = 0; j < sizeof nested - 1; j++) {
            compiled_text f;
            size_t len = strlen(starts[i]);
            memcpy(text, starts[i], len);
            memset(text + len, nested[j], 100000);
            text[len + 100000] = '\0';
            parse_text(&f, text);
            assert_in_range(f.diags.count, 1, 3);
            compiled_text_release(&f);
        }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rest_of_a_broken_item_is_kept),
        cmocka_unit_test(one_mistake_gives_one_error),
        cmocka_unit_test(eleven_mistakes_give_eleven_errors),
        cmocka_unit_test(a_fault_of_a_token_is_the_only_message_of_its_item),
        cmocka_unit_test(what_is_not_text_is_said_once),
        cmocka_unit_test(endless_nesting_is_an_error),
    };
    return run_cases(argc, argv, tests);
}
