#include "test.h"

#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"
#include "xorshift.h"

#include "text/scan.h"
#include "record/row_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_row_writer writer;
static sdn_arena arena;

static int enter(void **state)
{
    return tempdir_enter(state) != 0 || sdn_row_writer_init(&writer, &note_record_type) != 0;
}

static int leave(void **state)
{
    sdn_row_writer_release(&writer);
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static const char *cell_of(uint32_t field)
{
    static char shown[512];
    sdn_str cell = sdn_row_writer_cell(&writer, field);
    snprintf(shown, sizeof shown, "%.*s", (int)cell.len, cell.ptr);
    return shown;
}

/* ---- text ---- */

static void assert_written(const char *text, const char *expected)
{
    note record = note_of("1", text);
    sdn_row_writer_fill(&writer, &record);
    assert_null(writer.problem);
    assert_string_equal(cell_of(NOTE_FIELD_TEXT), expected);
    assert_int_equal(writer.cells[NOTE_FIELD_TEXT].empty, expected[0] == '\0');
}

static void words_are_bare(void **state)
{
    (void)state;
    assert_written("a", "a");
    assert_written("_", "_");
    assert_written("src/base/alloc.c", "src/base/alloc.c");
    assert_written("async_default.md#promise-type", "async_default.md#promise-type");
    assert_written("A1-b.c#d/e_f", "A1-b.c#d/e_f");
    assert_written("True", "True");
    assert_written("nullable", "nullable");
}

static void canonical_integers_are_bare(void **state)
{
    (void)state;
    assert_written("0", "0");
    assert_written("17", "17");
    assert_written("-5", "-5");
    assert_written("9223372036854775807", "9223372036854775807");
    assert_written("-9223372036854775808", "-9223372036854775808");
    assert_written("1000000000000000000", "1000000000000000000");
}

static void other_numbers_are_quoted(void **state)
{
    (void)state;
    static const char *const others[] = {"-0",
                                         "007",
                                         "00",
                                         "+1",
                                         "1.0",
                                         "700.10",
                                         "1e3",
                                         "1_000",
                                         "-",
                                         "--1",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "10000000000000000000",
                                         "99999999999999999999",
                                         "2026-01-02",
                                         "14a"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "\"%s\"", others[i]);
        assert_written(others[i], quoted);
    }
}

static void everything_else_is_quoted(void **state)
{
    (void)state;
    assert_written("true", "\"true\"");
    assert_written("false", "\"false\"");
    assert_written("null", "\"null\"");
    assert_written("nil", "\"nil\"");
    assert_written("table", "\"table\"");
    assert_written("a b", "\"a b\"");
    assert_written(" ", "\" \"");
    assert_written("a,b", "\"a,b\"");
    assert_written("/home/x", "\"/home/x\"");
    assert_written("./x", "\"./x\"");
    assert_written("#3", "\"#3\"");
    assert_written("`x`", "\"`x`\"");
    assert_written("a:b", "\"a:b\"");
    assert_written("a=b", "\"a=b\"");
    assert_written("a|b", "\"a|b\"");
    assert_written("[a]", "\"[a]\"");
    assert_written("\xC3\xA4", "\"\xC3\xA4\"");
}

static void only_what_every_reader_knows_is_escaped(void **state)
{
    (void)state;
    assert_written("\"", "\"\\\"\"");
    assert_written("\\", "\"\\\\\"");
    assert_written("a\nb\rc\td", "\"a\\nb\\rc\\td\"");
    assert_written("\x01\x7f", "\"\x01\x7f\"");
    assert_written("\\n", "\"\\\\n\"");
}

static void empty_text_is_an_empty_cell(void **state)
{
    (void)state;
    assert_written("", "");
    note record = note_of("1", "");
    record.text = (sdn_str){NULL, 0};
    sdn_row_writer_fill(&writer, &record);
    assert_true(writer.cells[NOTE_FIELD_TEXT].empty);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"\xFF", "a\xC3", "\xED\xA0\x80"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        note record = note_of("1", wrong[i]);
        sdn_row_writer_fill(&writer, &record);
        assert_string_equal(writer.problem, "is not valid UTF-8 or holds a NUL byte; files hold text only");
        assert_int_equal(writer.problem_field, NOTE_FIELD_TEXT);
    }
    note record = note_of("1", "");
    record.text = SDN_STR("a\0b");
    sdn_row_writer_fill(&writer, &record);
    assert_non_null(writer.problem);
    record.text = (sdn_str){NULL, 1};
    sdn_row_writer_fill(&writer, &record);
    assert_non_null(writer.problem);
    record.text = SDN_STR("fine");
    sdn_row_writer_fill(&writer, &record);
    assert_null(writer.problem);
}

/* ---- scalars, enums, options ---- */

static void scalars_are_bare(void **state)
{
    (void)state;
    note record = note_of("1", "x");
    record.number = UINT32_MAX;
    record.done = true;
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(cell_of(NOTE_FIELD_NUMBER), "4294967295");
    assert_string_equal(cell_of(NOTE_FIELD_DONE), "true");
    record.number = 0;
    record.done = false;
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(cell_of(NOTE_FIELD_NUMBER), "0");
    assert_string_equal(cell_of(NOTE_FIELD_DONE), "false");
}

static void enums_are_written_as_they_are_spelled(void **state)
{
    (void)state;
    note record = note_of("1", "x");
    record.kind = NOTE_KIND_IDEA;
    record.side = NOTE_SIDE_RIGHT;
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(cell_of(NOTE_FIELD_KIND), "idea");
    assert_string_equal(cell_of(NOTE_FIELD_SIDE), "\"right-hand side\"");
}

static void a_word_that_an_open_enum_kept_is_written_back(void **state)
{
    (void)state;
    note record = note_of("1", "x");
    record.kind = NOTE_KIND_OTHER_;
    record.kind_text = SDN_STR("some kind");
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(cell_of(NOTE_FIELD_KIND), "\"some kind\"");
    record.kind = NOTE_KIND_IDEA; /* the text counts only with the other value */
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(cell_of(NOTE_FIELD_KIND), "idea");
}

static void assert_refused(note record, uint32_t field, const char *problem)
{
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(writer.problem, problem);
    assert_int_equal(writer.problem_field, field);
}

static void enum_values_that_are_none_are_refused(void **state)
{
    (void)state;
    note record = note_of("1", "x");
    record.side = (note_side)2;
    assert_refused(record, NOTE_FIELD_SIDE, "is none of the values of its enum");
    record = note_of("1", "x");
    record.kind = (note_kind)3;
    assert_refused(record, NOTE_FIELD_KIND, "is none of the values of its enum");
    record.kind = NOTE_KIND_OTHER_;
    assert_refused(record, NOTE_FIELD_KIND,
                   "is another word, but its text is empty; set the text or a value of the enum");
    record.kind_text = SDN_STR("fact");
    assert_refused(record, NOTE_FIELD_KIND, "is another word, but its text is a word of the enum; set that value");
}

static void of_several_faults_the_first_is_told(void **state)
{
    (void)state;
    note record = note_of("1", "\xFF");
    record.side = (note_side)77;
    record.kind = (note_kind)77;
    sdn_row_writer_fill(&writer, &record);
    assert_non_null(writer.problem);
    assert_int_equal(writer.problem_field, NOTE_FIELD_TEXT);
    const char *first = writer.problem;
    record.text = SDN_STR("fine");
    sdn_row_writer_fill(&writer, &record);
    assert_string_not_equal(writer.problem, first);
    assert_int_equal(writer.problem_field, NOTE_FIELD_KIND);
}

static void absent_options_are_empty(void **state)
{
    (void)state;
    note record = note_of("1", "x");
    record.link = SDN_STR("left over");
    record.weight = 3;
    sdn_row_writer_fill(&writer, &record);
    assert_true(writer.cells[NOTE_FIELD_LINK].empty);
    assert_true(writer.cells[NOTE_FIELD_WEIGHT].empty);
    record.has_link = record.has_weight = true;
    sdn_row_writer_fill(&writer, &record);
    assert_string_equal(cell_of(NOTE_FIELD_LINK), "\"left over\"");
    assert_string_equal(cell_of(NOTE_FIELD_WEIGHT), "3");
}

/* ---- lists ---- */

static void assert_list_written(size_t count, const char *const *texts, const char *expected)
{
    sdn_str items[8];
    note record = note_of("1", "x");
    for (size_t i = 0; i < count; i++)
        items[i] = sdn_str_from(texts[i]);
    record.tags = (sdn_str_list){items, count};
    sdn_row_writer_fill(&writer, &record);
    assert_null(writer.problem);
    assert_string_equal(cell_of(NOTE_FIELD_TAGS), expected);
}

#define ASSERT_LIST_WRITTEN(expected, ...)                                           \
    assert_list_written(sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), \
                        (const char *const[]){__VA_ARGS__}, (expected))

static void lists_are_joined_where_every_element_allows_it(void **state)
{
    (void)state;
    assert_list_written(0, NULL, "");
    ASSERT_LIST_WRITTEN("a", "a");
    ASSERT_LIST_WRITTEN("17", "17");
    ASSERT_LIST_WRITTEN("\"a,b\"", "a", "b");
    ASSERT_LIST_WRITTEN("\"a b,c\\\"d\"", "a b", "c\"d");
    ASSERT_LIST_WRITTEN("\"true\"", "true");
    ASSERT_LIST_WRITTEN("\"[a,b]\"", "[a", "b]");
    ASSERT_LIST_WRITTEN("\"a\\nb,c\"", "a\nb", "c");
}

static void other_lists_are_arrays_of_quoted_elements(void **state)
{
    (void)state;
    ASSERT_LIST_WRITTEN("[\"\"]", "");
    ASSERT_LIST_WRITTEN("[\"a\", \"\"]", "a", "");
    ASSERT_LIST_WRITTEN("[\"a,b\", \"c\"]", "a,b", "c");
    ASSERT_LIST_WRITTEN("[\" a\"]", " a");
    ASSERT_LIST_WRITTEN("[\"a\\t\"]", "a\t");
    ASSERT_LIST_WRITTEN("[\"]\\\"\\\\,\\n\"]", "]\"\\,\n");
}

static void a_list_element_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    sdn_str items[] = {SDN_STR_INIT("a"), SDN_STR_INIT("\xFF")};
    note record = note_of("1", "x");
    record.tags = (sdn_str_list){items, 2};
    assert_refused(record, NOTE_FIELD_TAGS, "is not valid UTF-8 or holds a NUL byte; files hold text only");
}

/* ---- back again ---- */

static uint64_t random_state = 88172645463325252u;

static unsigned next_random(unsigned below)
{
    return test_below(&random_state, below);
}

static sdn_str random_text(char to[16])
{
    static const char *const pieces[] = {"a", "B", "7", "\"", "\\", ",",        " ", "\n", "\r", "\t",
                                         "[", "]", "{", "}",  "#",  "\xC3\xA4", "|", ":",  "-",  "n"};
    size_t len = 0;
    to[0] = '\0';
    for (unsigned count = next_random(7); count > 0; count--) {
        const char *piece = pieces[next_random(sizeof pieces / sizeof pieces[0])];
        memcpy(to + len, piece, strlen(piece) + 1);
        len += strlen(piece);
    }
    return (sdn_str){to, len};
}

static void whatever_is_written_reads_back(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char texts[5][16];
        sdn_str items[4];
        note record = note_of("1", ""), back;
        record.text = random_text(texts[4]);
        record.tags = (sdn_str_list){items, next_random(4)};
        for (size_t i = 0; i < record.tags.count; i++)
            items[i] = random_text(texts[i]);
        if (record.tags.count == 0)
            record.tags.items = NULL;
        sdn_row_writer_fill(&writer, &record);
        assert_null(writer.problem);

        char line[512];
        size_t used = 0;
        for (uint32_t i = 0; i <= NOTE_FIELD_TAGS; i++) {
            sdn_str cell = sdn_row_writer_cell(&writer, i);
            used +=
                (size_t)snprintf(line + used, sizeof line - used, "%s%.*s", i > 0 ? "," : "", (int)cell.len, cell.ptr);
        }
        sdn_cell cells[16];
        uint32_t columns[NOTE_FIELD_TAGS + 1];
        for (uint32_t i = 0; i <= NOTE_FIELD_TAGS; i++)
            columns[i] = i;
        size_t effort = 0;
        sdn_row_scan scan = sdn__scan_row(line, line + used, cells, 16, NOTE_FIELD_TAGS + 1, &effort);
        sdn_row_reader reader = {.type = &note_record_type, .cells = cells, .columns = columns, .arena = &arena};
        if (scan.problem != NULL || scan.count != NOTE_FIELD_TAGS + 1 || !note_record_type.parse(&back, &reader) ||
            !sdn_record_equal(&note_record_type, &record, &back))
            fail_msg("does not read back: %s", line);
    }
}

/* Printed where it stays it is what the writer makes, but that an empty one has quotes. */
static void printed_cells_are_those_of_the_writer(void **state)
{
    (void)state;
    static const char *const texts[] = {"",      "a",     "two words",       "5",           "05",
                                        "true",  "-",     "a\"b\\",          "line\nend\t", "\xc3\xbc",
                                        "[a,b]", "#a\rb", "0123456789abcdef"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char printed[2 * 20 + 2];
        sdn_str text = sdn_str_from(texts[i]);
        char *end = sdn__print_cell(printed, text);
        assert_non_null(end);
        writer.len = 0;
        sdn_write_string(&writer, NOTE_FIELD_TEXT, text);
        sdn_str cell = sdn_row_writer_cell(&writer, NOTE_FIELD_TEXT);
        cell = cell.len > 0 ? cell : SDN_STR("\"\"");
        assert_true(sdn_str_equal((sdn_str){printed, (size_t)(end - printed)}, cell));
    }
    assert_null(sdn__print_cell((char[20]){0}, SDN_STR("a\xff")));
    assert_null(sdn__print_cell((char[20]){0}, (sdn_str){"a\0b", 3}));
}

static void no_memory_is_remembered_and_the_next_fill_starts_again(void **state)
{
    (void)state;
    note record = note_of("1", "x");
    faults_arm_memory(1);
    sdn_row_writer_fill(&writer, &record);
    assert_true(writer.out_of_memory);
    sdn_row_writer_fill(&writer, &record);
    assert_false(writer.out_of_memory);
    assert_string_equal(cell_of(NOTE_FIELD_TEXT), "x");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(words_are_bare),
        TEST(canonical_integers_are_bare),
        TEST(other_numbers_are_quoted),
        TEST(everything_else_is_quoted),
        TEST(only_what_every_reader_knows_is_escaped),
        TEST(empty_text_is_an_empty_cell),
        TEST(text_that_is_not_utf8_is_refused),
        TEST(scalars_are_bare),
        TEST(enums_are_written_as_they_are_spelled),
        TEST(a_word_that_an_open_enum_kept_is_written_back),
        TEST(enum_values_that_are_none_are_refused),
        TEST(absent_options_are_empty),
        TEST(lists_are_joined_where_every_element_allows_it),
        TEST(other_lists_are_arrays_of_quoted_elements),
        TEST(a_list_element_that_is_not_utf8_is_refused),
        TEST(whatever_is_written_reads_back),
        TEST(printed_cells_are_those_of_the_writer),
        TEST(no_memory_is_remembered_and_the_next_fill_starts_again),
        TEST(of_several_faults_the_first_is_told),
    };
    return run_cases(argc, argv, tests);
}
