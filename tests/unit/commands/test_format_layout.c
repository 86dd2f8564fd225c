/* Schemas in canonical layout: each rule of it, and that a schema in that layout stays as it is. */
#include "test.h"

#include "commands/format_layout.h"

#include <string.h>

static void format(const char *text, sdn_buffer *out)
{
    sdn_arena arena = SDN_ARENA_INIT;
    source_file source;
    sdn_error err = {0};
    assert_ok(source_init(&source, SDN_STR("t.schema"), sdn_str_from(text), &arena, &err), err);
    format_layout(&source, out);
    sdn__buffer_add(out, "", 1);
    sdn_arena_release(&arena);
}

static void assert_formats(const char *text, const char *expected)
{
    sdn_buffer once = {0}, twice = {0};
    format(text, &once);
    assert_string_equal(once.bytes, expected);
    format(expected, &twice);
    assert_string_equal(twice.bytes, expected);
    sdn__buffer_release(&once);
    sdn__buffer_release(&twice);
}

static void colons_of_a_block_of_fields_are_aligned(void **state)
{
    (void)state;
    assert_formats("record R in r{key id:u32;title:string;\n\nlong_name:u32;x:u32;}",
                   "record R in r {\n    key id : u32;\n    title  : string;\n\n    long_name : u32;\n    x         : "
                   "u32;\n}\n");
}

static void attributes_are_in_the_order_of_the_manual(void **state)
{
    (void)state;
    assert_formats("record R in r { key a : u32; b : string nonempty unique column \"c\"; }",
                   "record R in r {\n    key a : u32;\n    b     : string column \"c\" unique nonempty;\n}\n");
    assert_formats(
        "record R in r { key a : u32=auto merge renumber; b : [u32] separator \";\" merge union range 1..2; }",
        "record R in r {\n    key a : u32 = auto merge renumber;\n"
        "    b     : [u32] range 1..2 merge union separator \";\";\n}\n");
    assert_formats("record R in r { key a : u32; b : [u32] separator \";\" on delete  clear references R; }",
                   "record R in r {\n    key a : u32;\n    b     : [u32] references R on delete clear separator "
                   "\";\";\n}\n");
}

static void enumerators_are_on_one_line_unless_the_source_breaks_it(void **state)
{
    (void)state;
    assert_formats("enum A{b,c,}", "enum A { b, c }\n");
    assert_formats("enum A{\nb,c}", "enum A {\n    b,\n    c\n}\n");
    assert_formats("enum A{b, // one\nc}", "enum A {\n    b, // one\n    c\n}\n");
}

static void records_have_a_blank_line_around_them(void **state)
{
    (void)state;
    assert_formats("enum A{b}\nrecord R in r{key a:u32;}\nenum C{d}",
                   "enum A { b }\n\nrecord R in r {\n    key a : u32;\n}\n\nenum C { d }\n");
}

static void a_prefix_is_apart_from_what_it_is_for(void **state)
{
    (void)state;
    assert_formats("prefix\"a_\";enum A{b}", "prefix \"a_\";\n\nenum A { b }\n");
    assert_formats("enum A{b}\nprefix   \"a_\" ;\nimport\"b.schema\";\nenum C{d}",
                   "enum A { b }\n\nprefix \"a_\";\nimport \"b.schema\";\nenum C { d }\n");
    assert_formats(
        "import \"b.schema\";\n\n// ours\nprefix // why\n\"a_\"; // that\nrecord prefix in prefix{prefix:u32;}",
        "import \"b.schema\";\n\n// ours\nprefix // why\n        \"a_\"; // that\n\n"
        "record prefix in prefix {\n    prefix : u32;\n}\n");
}

static void of_several_blank_lines_one_is_kept(void **state)
{
    (void)state;
    assert_formats("// a\n\n\n\n// b\nenum A{b}\n\n\n", "// a\n\n// b\nenum A { b }\n");
}

static void a_byte_order_mark_is_removed(void **state)
{
    (void)state;
    assert_formats("\xEF\xBB\xBF"
                   "enum A { b }\r\n",
                   "enum A { b }\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colons_of_a_block_of_fields_are_aligned),
        cmocka_unit_test(attributes_are_in_the_order_of_the_manual),
        cmocka_unit_test(enumerators_are_on_one_line_unless_the_source_breaks_it),
        cmocka_unit_test(records_have_a_blank_line_around_them),
        cmocka_unit_test(a_prefix_is_apart_from_what_it_is_for),
        cmocka_unit_test(of_several_blank_lines_one_is_kept),
        cmocka_unit_test(a_byte_order_mark_is_removed),
    };
    return run_cases(argc, argv, tests);
}
