#include "test.h"

#include "compile_text.h"

#include <stdio.h>
#include <string.h>

#include "syntax/schema_token.h"

/* Parses what has no mistakes. */
static void parse_fine(compiled_text *f, const char *text)
{
    parse_text(f, text);
    assert_string_equal(compile_messages(f), "");
}

static void a_schema_becomes_lists_of_nodes(void **state)
{
    compiled_text f;
    (void)state;
    parse_fine(&f, "import \"common.schema\";\n"
                   "open enum E { a, b = \"B!\", }\n"
                   "enum F { c }\n"
                   "record R in rs { key id : string = auto; n : u32 = 5 column \"N\"; index by id, n; order "
                   "by key; }\n");
    const ast_schema *s = &f.unit.ast;
    assert_str(s->imports->path.text, "common.schema");
    assert_int_equal(s->enum_count, 2);
    assert_true(s->enums->open);
    assert_str(s->enums->enumerators->next->name.text, "b");
    assert_str(s->enums->enumerators->next->spelling.text, "B!");
    assert_false(s->enums->next->open);
    const ast_record *r = s->records;
    assert_str(r->name.text, "R");
    assert_str(r->table.text, "rs");
    assert_int_equal(r->field_count, 2);
    assert_true(r->fields->key);
    assert_int_equal(r->fields->initial->kind, AST_WORD);
    assert_int_equal(r->fields->next->initial->kind, AST_NUMBER);
    assert_str(r->fields->next->attributes->value.text, "N");
    assert_int_equal(r->indexes->fields.count, 2);
    assert_non_null(r->orders);
    compiled_text_release(&f);
}

static void types_and_values_have_all_their_forms(void **state)
{
    compiled_text f;
    (void)state;
    parse_fine(&f, "record R in r { a : x; b : x?; c : [x]; d : [x?]?; e : x = []; f : x = [\"1\", 2, w,]; "
                   "key (a, b); }");
    const ast_field *a = f.unit.ast.records->fields;
    const ast_field *d = a->next->next->next;
    const ast_value *list = d->next->next->initial;
    assert_true(a->next->type.optional);
    assert_true(a->next->next->type.list);
    assert_true(d->type.list && d->type.optional && d->type.optional_element);
    assert_int_equal(d->next->initial->item_count, 0);
    assert_int_equal(list->item_count, 3);
    assert_int_equal(list->items->next->kind, AST_NUMBER);
    assert_int_equal(list->span.len, strlen("[\"1\", 2, w,]"));
    assert_int_equal(f.unit.ast.records->keys->fields.count, 2);
    compiled_text_release(&f);
}

static void escapes_mean_their_characters(void **state)
{
    compiled_text f;
    (void)state;
    parse_fine(&f, "record R in r { a : x = \"\\\"\\\\\\n\\r\\tz\"; }");
    assert_str(f.unit.ast.records->fields->initial->text, "\"\\\n\r\tz");
    compiled_text_release(&f);
}

/* A keyword as the name of everything that has a name. */
static void check_keyword_as_name(const char *keyword)
{
    char text[512];
    compiled_text f;
    snprintf(text, sizeof text,
             "enum %s { %s, b, c = \"x\" }\nenum Z { a, %s }\n"
             "record %s in %s { %s : %s = %s; key a : %s?; b : [%s] = [%s]; key %s : u32; index by %s, a; "
             "key (%s); }\n",
             keyword, keyword, keyword, keyword, keyword, keyword, keyword, keyword, keyword, keyword, keyword, keyword,
             keyword, keyword);
    parse_fine(&f, text);
    assert_str(f.unit.ast.enums->name.text, keyword);
    assert_str(f.unit.ast.enums->next->last_enumerator->name.text, keyword);
    assert_str(f.unit.ast.records->table.text, keyword);
    assert_str(f.unit.ast.records->fields->name.text, keyword);
    assert_str(f.unit.ast.records->last_field->name.text, keyword);
    compiled_text_release(&f);
}

static void every_keyword_may_be_a_name(void **state)
{
    (void)state;
    for (int kind = 1; kind < 64; kind++)
        if (schema_token_keyword(kind) != NULL)
            check_keyword_as_name(schema_token_keyword(kind));
}

/* Not the start of a declaration, though it looks like one. */
static void a_keyword_at_the_start_of_a_line_may_be_a_name(void **state)
{
    compiled_text f;
    (void)state;
    parse_fine(&f,
               "record A in a { a : E =\nenum unique; b : E =\nrecord unique; c : u32 references\nrecord unique; }");
    assert_int_equal(f.unit.ast.records->field_count, 3);
    compiled_text_release(&f);
}

static void a_prefix_may_be_anywhere_between_declarations(void **state)
{
    static const char *const texts[] = {
        "prefix \"a_\"; import \"b.schema\"; enum E { a }",
        "import \"b.schema\"; prefix \"a_\"; enum E { a }",
        "import \"b.schema\"; enum E { a } prefix\n  \"a_\"\n; // end",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        compiled_text f;
        parse_fine(&f, texts[i]);
        assert_str(f.unit.ast.prefixes->text.text, "a_");
        assert_ptr_equal(f.unit.ast.prefixes, f.unit.ast.last_prefix);
        compiled_text_release(&f);
    }
}

static void words_that_are_no_keywords_stay_names(void **state)
{
    (void)state;
    check_keyword_as_name("auto");
    check_keyword_as_name("true");
    check_keyword_as_name("string");
    check_keyword_as_name("unique");
}

static void doc_comments_belong_to_what_follows(void **state)
{
    compiled_text f;
    (void)state;
    parse_fine(&f, "/// E one\n///\n///   E three\t\r\n// not this\n\nopen enum E {\n/// a\na,\n/// b\nb }\n"
                   "/// R\nrecord R in r {\n/// f\nkey f : x;\n/// g\nopen : x;\n/// i\nindex by f; }");
    assert_str(f.unit.ast.enums->doc, "E one\n\n  E three");
    assert_str(f.unit.ast.enums->enumerators->doc, "a");
    assert_str(f.unit.ast.enums->last_enumerator->doc, "b");
    assert_str(f.unit.ast.records->doc, "R");
    assert_str(f.unit.ast.records->fields->doc, "f");
    assert_str(f.unit.ast.records->last_field->doc, "g");
    assert_str(f.unit.ast.records->indexes->doc, "i");
    compiled_text_release(&f);
}

static void an_empty_schema_is_fine(void **state)
{
    static const char *const texts[] = {"", "\n", "// only a comment", "\xEF\xBB\xBF", " \t\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        compiled_text f;
        parse_fine(&f, texts[i]);
        compiled_text_release(&f);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_schema_becomes_lists_of_nodes),
        cmocka_unit_test(types_and_values_have_all_their_forms),
        cmocka_unit_test(escapes_mean_their_characters),
        cmocka_unit_test(every_keyword_may_be_a_name),
        cmocka_unit_test(words_that_are_no_keywords_stay_names),
        cmocka_unit_test(doc_comments_belong_to_what_follows),
        cmocka_unit_test(a_keyword_at_the_start_of_a_line_may_be_a_name),
        cmocka_unit_test(a_prefix_may_be_anywhere_between_declarations),
        cmocka_unit_test(an_empty_schema_is_fine),
    };
    return run_cases(argc, argv, tests);
}
