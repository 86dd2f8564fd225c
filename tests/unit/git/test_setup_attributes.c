#include "test.h"

#include <string.h>

#include "git/setup_attributes.h"

static const setup_rule todo = {SDN_STR_INIT("*_db.sdn"), SDN_STR_INIT("schemas/todo.schema")};
static const setup_rule other = {SDN_STR_INIT("/other.sdn"), SDN_STR_INIT("")};

static void assert_text(sdn_buffer *text, const char *expected)
{
    sdn__buffer_add(text, "", 1);
    assert_string_equal(text->bytes, expected);
    sdn__buffer_release(text);
}

/* Adding `rule` gives `expected`, adding it again changes nothing. */
static void assert_added(const char *before, const setup_rule *rule, const char *expected)
{
    sdn_buffer text = SDN_BUFFER_INIT, again = SDN_BUFFER_INIT;
    setup_attributes_add(sdn_str_from(before), rule, 1, &text);
    setup_attributes_add((sdn_str){text.bytes, text.len}, rule, 1, &again);
    assert_text(&again, expected);
    assert_text(&text, expected);
}

static void assert_removed(const char *before, const setup_rule *rule, const char *expected)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    setup_attributes_remove(sdn_str_from(before), rule, rule != NULL ? 1 : 0, &text);
    assert_text(&text, expected);
}

#define TODO_LINE "*_db.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema"

static void a_line_is_added_at_the_end(void **state)
{
    (void)state;
    assert_added("", &todo, TODO_LINE "\n");
    assert_added("# texts\n\n*.md   text\n", &todo, "# texts\n\n*.md   text\n" TODO_LINE "\n");
    assert_added("*.md text", &other, "*.md text\n/other.sdn merge=sdn diff=sdn\n");
}

static void line_ends_are_those_of_the_file(void **state)
{
    (void)state;
    assert_added("*.md text\r\n", &todo, "*.md text\r\n" TODO_LINE "\r\n");
    assert_added("*_db.sdn merge=sdn\r\n", &todo, TODO_LINE "\r\n");
}

static void a_line_of_ours_is_renewed_and_its_other_words_stay(void **state)
{
    (void)state;
    assert_added("  *_db.sdn\tsdn-schema=old  text merge=sdn # no comment\nx y\n", &todo,
                 "  *_db.sdn\tsdn-schema=schemas/todo.schema  text merge=sdn # no comment diff=sdn\nx y\n");
    assert_added("/other.sdn diff=sdn sdn-schema=kept merge=sdn", &other,
                 "/other.sdn diff=sdn sdn-schema=kept merge=sdn");
}

static void lines_that_are_not_ours_stay(void **state)
{
    (void)state;
    assert_added("*_db.sdn merge=union\n", &todo, "*_db.sdn merge=union\n" TODO_LINE "\n");
    assert_added("# " TODO_LINE "\n", &todo, "# " TODO_LINE "\n" TODO_LINE "\n");
    assert_added("[attr]table merge=sdn\n", &other, "[attr]table merge=sdn\n/other.sdn merge=sdn diff=sdn\n");
}

static void removing_undoes_adding(void **state)
{
    (void)state;
    assert_removed("# texts\n*.md text\n" TODO_LINE "\n", NULL, "# texts\n*.md text\n");
    assert_removed("*.md text\r\n" TODO_LINE "\r\n*.c text\r\n", NULL, "*.md text\r\n*.c text\r\n");
    assert_removed("*_db.sdn eol=lf merge=sdn diff=sdn -text\n", NULL, "*_db.sdn eol=lf -text\n");
    assert_removed("# " TODO_LINE "\n[attr]t merge=sdn\nx merge=sdnx\n", NULL,
                   "# " TODO_LINE "\n[attr]t merge=sdn\nx merge=sdnx\n");
    assert_removed(TODO_LINE, NULL, "");
}

static void only_lines_with_the_pattern_are_removed(void **state)
{
    (void)state;
    assert_removed(TODO_LINE "\n/other.sdn merge=sdn diff=sdn\n", &other, TODO_LINE "\n");
}

static void assert_pattern(const char *pattern, bool literal, const char *expected)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    setup_pattern_add(&text, sdn_str_from(pattern), literal);
    assert_text(&text, expected);
}

static void patterns_are_written_as_git_reads_them(void **state)
{
    (void)state;
    assert_pattern("data/*_db.sdn", false, "data/*_db.sdn");
    assert_pattern("data/[1]*.sdn", true, "data/\\[1]\\*.sdn");
    assert_pattern("my table.sdn", true, "\"my table.sdn\"");
    assert_pattern("#1*.sdn", true, "\"#1\\\\*.sdn\"");
    assert_pattern("a\"b\t.sdn", true, "\"a\\\"b\\011.sdn\"");
}

static void quoted_patterns_are_found_again(void **state)
{
    (void)state;
    static const setup_rule spaced = {SDN_STR_INIT("\"my table.sdn\""), SDN_STR_INIT("")};
    assert_added("\"my table.sdn\" merge=sdn\n", &spaced, "\"my table.sdn\" merge=sdn diff=sdn\n");
}

static void the_use_of_the_driver_is_found(void **state)
{
    (void)state;
    sdn_str text = sdn_str_from("# merge=sdn\nmerge=sdn text\nx merge=sdnx\n\"a b\" text merge=sdn\n");
    sdn_str found = setup_attributes_find(text);
    assert_ptr_equal(found.ptr, strstr(text.ptr, "\" text") + strlen("\" text "));
    assert_int_equal(found.len, strlen("merge=sdn"));
    assert_int_equal(setup_attributes_find(sdn_str_from("x merge=union\n")).len, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_added_at_the_end),
        cmocka_unit_test(line_ends_are_those_of_the_file),
        cmocka_unit_test(a_line_of_ours_is_renewed_and_its_other_words_stay),
        cmocka_unit_test(lines_that_are_not_ours_stay),
        cmocka_unit_test(removing_undoes_adding),
        cmocka_unit_test(only_lines_with_the_pattern_are_removed),
        cmocka_unit_test(patterns_are_written_as_git_reads_them),
        cmocka_unit_test(quoted_patterns_are_found_again),
        cmocka_unit_test(the_use_of_the_driver_is_found),
    };
    return run_cases(argc, argv, tests);
}
