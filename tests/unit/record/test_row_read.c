#include "test.h"

#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "text/scan.h"

#include <string.h>

/* Cells in the order of note's fields. */
enum { FIELDS = NOTE_FIELD_TAGS + 1 };

static uint32_t columns[FIELDS];
static sdn_cell cells[FIELDS];
static sdn_arena arena;
static sdn_row_reader reader;
static char texts[4096]; /* of cells; eight bytes of each can be read */
static size_t texts_len;

static int enter(void **state)
{
    reader = (sdn_row_reader){.type = &note_record_type, .cells = cells, .columns = columns, .arena = &arena};
    texts_len = 0;
    for (uint32_t i = 0; i < FIELDS; i++) {
        columns[i] = i;
        cells[i] = (sdn_cell){texts, 0, SDN_CELL_BARE};
    }
    return tempdir_enter(state);
}

static int leave(void **state)
{
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

/* Sets a field's cell from text as it would be in a file. */
static void set(uint32_t field, const char *text)
{
    size_t effort = 0, len = strlen(text);
    sdn_cell several[16];
    texts_len = texts_len + len + 8 < sizeof texts ? texts_len : 0;
    char *kept = memcpy(texts + texts_len, text, len + 1);
    texts_len += len + 1;
    sdn_row_scan scan = sdn__scan_row(kept, kept + len, several, 16, 1, &effort);
    assert_int_equal(scan.count, 1);
    cells[field] = several[0];
}

/* ---- text ---- */

static void assert_text(const char *cell, const char *expected)
{
    sdn_str text = SDN_STR("unread");
    set(NOTE_FIELD_TEXT, cell);
    assert_true(sdn_read_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_int_equal(text.len, strlen(expected));
    assert_memory_equal(text.ptr, expected, text.len);
}

static void text_is_read_as_written(void **state)
{
    (void)state;
    assert_text("a b", "a b");
    assert_text("  a b  ", "a b");
    assert_text("", "");
    assert_text("\"\"", "");
    assert_text("\"a, b\"", "a, b");
    assert_text("\" a \"", " a ");
    assert_text("true", "true");
    assert_text("007", "007");
    assert_text("a \"b\" c", "a \"b\" c");
    assert_text("a\\nb", "a\\nb"); /* no escapes outside quotes */
}

static void any_text_may_be_empty_or_missing(void **state)
{
    (void)state;
    sdn_str text = SDN_STR("unread");
    columns[NOTE_FIELD_TEXT] = SDN_NO_COLUMN;
    assert_true(sdn_read_any_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_string_equal(text.ptr, "unread");
    columns[NOTE_FIELD_TEXT] = NOTE_FIELD_TEXT;
    set(NOTE_FIELD_TEXT, "");
    assert_true(sdn_read_any_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_string_equal(text.ptr, "");
    assert_int_equal(text.len, 0);
}

/* Between quotes it is written with escapes. */
static void a_word_may_hold_quotes(void **state)
{
    (void)state;
    static const sdn_str names[] = {SDN_STR_INIT("plain"), SDN_STR_INIT("a \"b\"")};
    static const sdn_enum_type words = {.name = "Word", .names = names, .count = 2};
    sdn_record_type type = note_record_type;
    sdn_field fields[FIELDS];
    uint32_t value = 9;
    sdn_str text = SDN_STR("unread");
    memcpy(fields, type.fields, sizeof fields);
    fields[NOTE_FIELD_KIND].enumeration = &words;
    type.fields = fields;
    reader.type = &type;
    set(NOTE_FIELD_KIND, "\"a \"\"b\"\"\"");
    assert_true(sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &value, &text));
    assert_int_equal(value, 1);
    assert_int_equal(text.len, 0);
}

static void escapes_count_in_quotes(void **state)
{
    (void)state;
    assert_text("\"\\\"\\\\\\n\\r\\t\"", "\"\\\n\r\t");
    assert_text("\"a \"\"b\"\" c\"", "a \"b\" c");
    assert_text("\"\"\"\"", "\"");
    assert_text("\"C:\\dir\\x\"", "C:\\dir\\x"); /* any other \x keeps both */
    assert_text("\"\\\\n\"", "\\n");
    assert_text("\"\\u0041\"", "\\u0041");
    assert_text("\"\\\\\"", "\\");
}

static void text_that_cannot_stay_is_terminated_at_once(void **state)
{
    (void)state;
    sdn_str text;
    set(NOTE_FIELD_TEXT, "a ");
    assert_true(sdn_read_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_string_equal(text.ptr, "a");
    set(NOTE_FIELD_TEXT, "\"a\\tb\"");
    assert_true(sdn_read_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_string_equal(text.ptr, "a\tb");
}

static void text_stays_in_place_where_it_can(void **state)
{
    (void)state;
    sdn_str text;
    set(NOTE_FIELD_TEXT, "abc");
    assert_true(sdn_read_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_ptr_equal(text.ptr, texts);
    set(NOTE_FIELD_TEXT, "\"abc\"");
    assert_true(sdn_read_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_ptr_equal(text.ptr, texts + sizeof "abc" + 1);
}

/* ---- numbers ---- */

static void assert_number(const char *cell, uint32_t expected)
{
    uint32_t number = 99;
    set(NOTE_FIELD_NUMBER, cell);
    assert_true(sdn_read_u32(&reader, NOTE_FIELD_NUMBER, &number));
    assert_int_equal(number, expected);
}

static void numbers_are_digits_with_underscores_between(void **state)
{
    (void)state;
    assert_number("0", 0);
    assert_number("007", 7);
    assert_number("\"12\"", 12);
    assert_number("1_000", 1000);
    assert_number("4294967295", UINT32_MAX);
    assert_number("00000000004294967295", UINT32_MAX);
    assert_number("", 99); /* the default stays */
    assert_number("\"\"", 99);
}

static void other_numbers_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "-1",  "+1",  "4294967296", "18446744073709551616", "1.0", "0x10", "1 2", "_1", "1_", "1__2",
        "one", "1e3", "\" 1\""};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        uint32_t number = 99;
        reader.problem = NULL;
        set(NOTE_FIELD_NUMBER, wrong[i]);
        assert_false(sdn_read_u32(&reader, NOTE_FIELD_NUMBER, &number));
        assert_string_equal(reader.problem, "is not a whole number from 0 to 4294967295");
        assert_int_equal(reader.problem_field, NOTE_FIELD_NUMBER);
        assert_int_equal(number, 99);
        assert_false(reader.out_of_memory);
    }
}

/* ---- truth values ---- */

static void truth_values_are_two_words(void **state)
{
    (void)state;
    bool value = false;
    set(NOTE_FIELD_DONE, "true");
    assert_true(sdn_read_bool(&reader, NOTE_FIELD_DONE, &value));
    assert_true(value);
    set(NOTE_FIELD_DONE, "\"false\"");
    assert_true(sdn_read_bool(&reader, NOTE_FIELD_DONE, &value));
    assert_false(value);
    value = true;
    set(NOTE_FIELD_DONE, "");
    assert_true(sdn_read_bool(&reader, NOTE_FIELD_DONE, &value));
    assert_true(value);
    static const char *const wrong[] = {"True", "1", "yes", "tru", "truer", "falsey"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        set(NOTE_FIELD_DONE, wrong[i]);
        assert_false(sdn_read_bool(&reader, NOTE_FIELD_DONE, &value));
        assert_string_equal(reader.problem, "is neither true nor false");
    }
}

/* ---- enums ---- */

static void a_closed_enum_takes_its_words_only(void **state)
{
    (void)state;
    uint32_t side = 99;
    set(NOTE_FIELD_SIDE, "\"right-hand side\"");
    assert_true(sdn_read_enum(&reader, NOTE_FIELD_SIDE, &side));
    assert_int_equal(side, NOTE_SIDE_RIGHT);
    set(NOTE_FIELD_SIDE, "right-hand side");
    assert_true(sdn_read_enum(&reader, NOTE_FIELD_SIDE, &side));
    assert_int_equal(side, NOTE_SIDE_RIGHT);
    set(NOTE_FIELD_SIDE, "");
    side = NOTE_SIDE_LEFT;
    assert_true(sdn_read_enum(&reader, NOTE_FIELD_SIDE, &side));
    assert_int_equal(side, NOTE_SIDE_LEFT);
    set(NOTE_FIELD_SIDE, "Left");
    assert_false(sdn_read_enum(&reader, NOTE_FIELD_SIDE, &side));
    assert_string_equal(reader.problem, "is none of the words of this column");
    assert_int_equal(side, NOTE_SIDE_LEFT);
}

static void an_open_enum_keeps_other_words(void **state)
{
    (void)state;
    uint32_t kind = 99;
    sdn_str text = SDN_STR("old");
    set(NOTE_FIELD_KIND, "idea");
    assert_true(sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &kind, &text));
    assert_int_equal(kind, NOTE_KIND_IDEA);
    assert_int_equal(text.len, 0);
    set(NOTE_FIELD_KIND, "\"new \\\"kind\\\"\"");
    assert_true(sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &kind, &text));
    assert_int_equal(kind, NOTE_KIND_OTHER_);
    assert_string_equal(text.ptr, "new \"kind\"");
    set(NOTE_FIELD_KIND, "");
    assert_true(sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &kind, &text));
    assert_int_equal(kind, NOTE_KIND_OTHER_); /* as it was: the default is the caller's */
}

/* ---- absence ---- */

static void an_empty_cell_is_an_absent_option(void **state)
{
    (void)state;
    bool present = true;
    uint32_t weight = 5;
    set(NOTE_FIELD_WEIGHT, "");
    assert_true(sdn_read_present(&reader, NOTE_FIELD_WEIGHT, &present));
    assert_false(present);
    assert_true(sdn_read_u32(&reader, NOTE_FIELD_WEIGHT, &weight));
    assert_int_equal(weight, 5);
    set(NOTE_FIELD_LINK, "\"\"");
    present = true;
    assert_true(sdn_read_present(&reader, NOTE_FIELD_LINK, &present));
    assert_false(present);
    set(NOTE_FIELD_LINK, "x");
    assert_true(sdn_read_present(&reader, NOTE_FIELD_LINK, &present));
    assert_true(present);
}

static void a_missing_column_leaves_everything_as_it_is(void **state)
{
    (void)state;
    note record = note_of("id", "text");
    record.number = 3;
    record.done = record.has_link = true;
    record.tags.count = 1;
    for (uint32_t i = 0; i < FIELDS; i++)
        columns[i] = SDN_NO_COLUMN;
    uint32_t side = 1, kind = 1;
    assert_true(sdn_read_string(&reader, NOTE_FIELD_TEXT, &record.text));
    assert_true(sdn_read_u32(&reader, NOTE_FIELD_NUMBER, &record.number));
    assert_true(sdn_read_bool(&reader, NOTE_FIELD_DONE, &record.done));
    assert_true(sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &kind, &record.kind_text));
    assert_true(sdn_read_enum(&reader, NOTE_FIELD_SIDE, &side));
    assert_true(sdn_read_present(&reader, NOTE_FIELD_LINK, &record.has_link));
    assert_true(sdn_read_string_list(&reader, NOTE_FIELD_TAGS, &record.tags));
    assert_string_equal(record.text.ptr, "text");
    assert_int_equal(record.number, 3);
    assert_true(record.done && record.has_link);
    assert_int_equal(side, 1);
    assert_int_equal(kind, 1);
    assert_int_equal(record.tags.count, 1);
}

static void a_value_without_default_must_be_there(void **state)
{
    (void)state;
    static const sdn_field field = {.name = "n", .column = SDN_STR_INIT("n"), .doc = "", .type = SDN_TYPE_U32};
    static const sdn_record_type type = {.name = "N", .fields = &field, .field_count = 1};
    uint32_t number = 1;
    reader.type = &type;
    set(0, "");
    assert_false(sdn_read_u32(&reader, 0, &number));
    assert_string_equal(reader.problem, "the cell is empty, and the column has no default; fill it in");
    columns[0] = SDN_NO_COLUMN;
    assert_false(sdn_read_u32(&reader, 0, &number));
    assert_string_equal(reader.problem, "the table lacks this column, and it has no default; add the column");
}

/* ---- lists ---- */

/* The elements, each in angle brackets. */
static const char *list_of(const char *cell)
{
    static char shown[256];
    sdn_str_list list = {NULL, 99};
    set(NOTE_FIELD_TAGS, cell);
    assert_true(sdn_read_string_list(&reader, NOTE_FIELD_TAGS, &list));
    shown[0] = '\0';
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(strlen(list.items[i].ptr), list.items[i].len);
        strcat(strcat(strcat(shown, "<"), list.items[i].ptr), ">");
    }
    assert_true((list.count == 0) == (list.items == NULL));
    return shown;
}

static void a_list_is_split_at_its_separator(void **state)
{
    (void)state;
    assert_string_equal(list_of(""), "");
    assert_string_equal(list_of("\"\""), "");
    assert_string_equal(list_of("a"), "<a>");
    assert_string_equal(list_of("\"a,b\""), "<a><b>");
    assert_string_equal(list_of("\" a ,\tb c ,, d,\""), "<a><b c><d>");
    assert_string_equal(list_of("\"a \\\"x\\\",b\""), "<a \"x\"><b>");
}

static void a_list_in_brackets_has_elements_of_any_text(void **state)
{
    (void)state;
    assert_string_equal(list_of("[]"), "");
    assert_string_equal(list_of("[ ]"), "");
    assert_string_equal(list_of("[a, b]"), "<a><b>");
    assert_string_equal(list_of("[\"a, b\", c,]"), "<a, b><c>");
    assert_string_equal(list_of("[\"\", \"\"]"), "<><>");
    assert_string_equal(list_of("[\"a\\\"]\\\\\", \"b\"\"c\"]"), "<a\"]\\><b\"c>");
    assert_string_equal(list_of("[[a, b], {c, d}]"), "<[a, b]><{c, d}>");
}

static void brackets_in_quotes_are_text(void **state)
{
    (void)state;
    assert_string_equal(list_of("\"[a,b]\""), "<[a><b]>");
}

static void a_list_has_its_own_separator(void **state)
{
    (void)state;
    static const sdn_field field = {
        .name = "l", .column = SDN_STR_INIT("l"), .doc = "", .flags = SDN_FIELD_LIST, .separator = ';'};
    sdn_record_type type = {.name = "L", .fields = &field, .field_count = 1};
    sdn_str_list list;
    reader.type = &type;
    set(0, "\"a, b; c\"");
    assert_true(sdn_read_string_list(&reader, 0, &list));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].ptr, "a, b");
    set(0, "[a; b, c]"); /* in brackets it is always a comma */
    assert_true(sdn_read_string_list(&reader, 0, &list));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].ptr, "a; b");
}

static void a_backslash_before_a_quote_that_ends_an_element_stays(void **state)
{
    (void)state;
    sdn_str_list list;
    set(NOTE_FIELD_TAGS, "[\"a\\\\\", b]");
    assert_true(sdn_read_string_list(&reader, NOTE_FIELD_TAGS, &list));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].ptr, "a\\");
    assert_string_equal(list.items[1].ptr, "b");
}

static bool read_kind(void)
{
    uint32_t number;
    sdn_str text;
    return sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &number, &text);
}

static bool read_side(void)
{
    uint32_t number;
    return sdn_read_enum(&reader, NOTE_FIELD_SIDE, &number);
}

static bool read_tags(void)
{
    sdn_str_list list;
    return sdn_read_string_list(&reader, NOTE_FIELD_TAGS, &list);
}

/* What looks like a quoted element but is not closed as one is taken as it is. */
static void elements_with_odd_quotes_lose_nothing(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[\"a\\\"]", "a\\"}, {"[\"a\"\"]", "a\""}, {"[\"]", "\""}, {"[\"a]", "\"a"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_str_list list;
        set(NOTE_FIELD_TAGS, cases[i][0]);
        assert_true(sdn_read_string_list(&reader, NOTE_FIELD_TAGS, &list));
        assert_int_equal(list.count, 1);
        assert_string_equal(list.items[0].ptr, cases[i][1]);
    }
}

static void a_long_element_that_cannot_be_read_is_shown_in_part(void **state)
{
    (void)state;
    static const sdn_field field = {.name = "l",
                                    .column = SDN_STR_INIT("l"),
                                    .doc = "",
                                    .type = SDN_TYPE_U32,
                                    .flags = SDN_FIELD_LIST,
                                    .separator = ';'};
    sdn_record_type type = {.name = "L", .fields = &field, .field_count = 1};
    char cell[200];
    sdn_u32_list list;
    memset(cell, 'x', sizeof cell);
    cell[sizeof cell - 1] = '\0';
    reader.type = &type;
    set(0, cell);
    assert_false(sdn_read_list(&reader, 0, &list));
    assert_non_null(strstr(reader.problem, "xxx...', which is not a whole number from 0 to 4294967295"));
    assert_true(strlen(reader.problem) < sizeof cell);
}

/* The element read before it has taken what the arena had. */
static void an_element_that_cannot_be_read_needs_memory_to_say_so(void **state)
{
    (void)state;
    static const sdn_field field = {.name = "l",
                                    .column = SDN_STR_INIT("l"),
                                    .doc = "",
                                    .type = SDN_TYPE_U32,
                                    .flags = SDN_FIELD_LIST,
                                    .separator = ';'};
    sdn_record_type type = {.name = "L", .fields = &field, .field_count = 1};
    sdn_u32_list list;
    reader.type = &type;
    reader.out_of_memory = false;
    set(0, "1;x");
    assert_non_null(sdn_arena_alloc(&arena, 1));
    while (arena.end - arena.next >= 64)
        assert_non_null(sdn_arena_alloc(&arena, 32));
    faults_arm_memory(1);
    assert_false(sdn_read_list(&reader, 0, &list));
    assert_true(faults_fired_memory());
    assert_true(reader.out_of_memory);
    faults_arm_memory(0);
    reader.out_of_memory = false;
    assert_false(sdn_read_list(&reader, 0, &list));
    assert_false(reader.out_of_memory);
    assert_string_equal(reader.problem, "holds 'x', which is not a whole number from 0 to 4294967295");
}

/* That reading a cell whose text must be copied says so when it cannot be. */
static void assert_needs_memory(uint32_t field, const char *cell, bool (*read)(void))
{
    sdn_arena_release(&arena);
    reader.out_of_memory = false;
    set(field, cell);
    faults_arm_memory(1);
    assert_false(read());
    assert_true(reader.out_of_memory);
    assert_int_equal(reader.problem_field, field);
}

static void a_word_of_the_type_needs_no_memory(void **state)
{
    (void)state;
    static const char *const words[] = {"fact", "fact \t", "\"fact\"", "\"fact\" "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t kind = 99;
        sdn_str text = SDN_STR("untouched");
        sdn_arena_release(&arena);
        set(NOTE_FIELD_KIND, words[i]);
        faults_arm_memory(1);
        assert_true(sdn_read_open_enum(&reader, NOTE_FIELD_KIND, &kind, &text));
        assert_false(faults_fired_memory());
        assert_int_equal(kind, NOTE_KIND_FACT);
        assert_int_equal(text.len, 0);
    }
}

static void no_memory_is_no_problem_of_the_cell(void **state)
{
    (void)state;
    sdn_str text;
    sdn_str_list list;
    set(NOTE_FIELD_TEXT, "\"a\\n\"");
    faults_arm_memory(1);
    assert_false(sdn_read_string(&reader, NOTE_FIELD_TEXT, &text));
    assert_true(reader.out_of_memory);
    assert_needs_memory(NOTE_FIELD_KIND, "another\t", read_kind);
    assert_needs_memory(NOTE_FIELD_SIDE, "\"left\\n\"", read_side);
    assert_needs_memory(NOTE_FIELD_TAGS, "a ", read_tags);
    reader.out_of_memory = false;
    set(NOTE_FIELD_TAGS, "[a]");
    faults_arm_memory(1);
    assert_false(sdn_read_string_list(&reader, NOTE_FIELD_TAGS, &list));
    assert_true(reader.out_of_memory);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(text_is_read_as_written),
        TEST(any_text_may_be_empty_or_missing),
        TEST(a_word_may_hold_quotes),
        TEST(escapes_count_in_quotes),
        TEST(text_that_cannot_stay_is_terminated_at_once),
        TEST(text_stays_in_place_where_it_can),
        TEST(numbers_are_digits_with_underscores_between),
        TEST(other_numbers_are_refused),
        TEST(truth_values_are_two_words),
        TEST(a_closed_enum_takes_its_words_only),
        TEST(an_open_enum_keeps_other_words),
        TEST(an_empty_cell_is_an_absent_option),
        TEST(a_missing_column_leaves_everything_as_it_is),
        TEST(a_value_without_default_must_be_there),
        TEST(a_list_is_split_at_its_separator),
        TEST(a_list_in_brackets_has_elements_of_any_text),
        TEST(brackets_in_quotes_are_text),
        TEST(a_list_has_its_own_separator),
        TEST(a_backslash_before_a_quote_that_ends_an_element_stays),
        TEST(elements_with_odd_quotes_lose_nothing),
        TEST(a_long_element_that_cannot_be_read_is_shown_in_part),
        TEST(a_word_of_the_type_needs_no_memory),
        TEST(no_memory_is_no_problem_of_the_cell),
        TEST(an_element_that_cannot_be_read_needs_memory_to_say_so),
    };
    return run_cases(argc, argv, tests);
}
