#include "test.h"

#include "faults.h"
#include "files.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "tempdir.h"
#include "xorshift.h"

#include "base/alloc.h"
#include "formats/align.h"
#include "formats/table_writer.h"
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

/* Every field of a type, in order. */
static const uint32_t all_fields[] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17,
                                      18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35};

static table_layout layout_of(const sdn_record_type *type)
{
    return (table_layout){.type = type, .fields = all_fields, .field_count = type->field_count};
}

static int write_records(const char *format, const table_layout *layout, const void *const *records, size_t count,
                         sdn_buffer *out)
{
    table_writer *writer = table_writer_begin(table_format_find(format), layout, out);
    int result = writer != NULL ? 0 : -1;
    for (size_t i = 0; i < count && result == 0; i++)
        result = table_writer_row(writer, records[i]);
    if (result == 0)
        result = table_writer_end(writer);
    table_writer_release(writer);
    return result;
}

/* What is written of some notes; lasts until the next call. */
static const char *written(const char *format, const table_layout *layout, const note *notes, size_t count)
{
    static char text[1 << 16];
    const void *records[8];
    sdn_buffer out = SDN_BUFFER_INIT;
    for (size_t i = 0; i < count; i++)
        records[i] = &notes[i];
    assert_int_equal(write_records(format, layout, records, count, &out), 0);
    assert_true(out.len < sizeof text);
    memcpy(text, out.bytes, out.len);
    text[out.len] = '\0';
    sdn__buffer_release(&out);
    return text;
}

/* A plain note, and one that has everything and needs escapes. */
static const note *two_notes(void)
{
    static const sdn_str tags[] = {SDN_STR_INIT("a"), SDN_STR_INIT("b, c")};
    static note notes[2];
    notes[0] = note_of("1", "some text");
    notes[1] = note_of("22", "say \"hi\",\n<b>|\\|'x'</b>\t_a_b_ ");
    notes[1].number = 4000000000u;
    notes[1].done = true;
    notes[1].kind = NOTE_KIND_OTHER_;
    notes[1].kind_text = SDN_STR("guess");
    notes[1].has_link = notes[1].has_weight = true;
    notes[1].link = SDN_STR("a/b");
    notes[1].weight = 5;
    notes[1].tags = (sdn_str_list){tags, 2};
    return notes;
}

static void assert_two_notes(const char *format, const char *expected)
{
    table_layout layout = layout_of(&note_record_type);
    assert_string_equal(written(format, &layout, two_notes(), 2), expected);
}

/* ---- each format ---- */

static void sdn_is_a_table_as_a_save_writes_it(void **state)
{
    (void)state;
    assert_two_notes("sdn",
                     "notes |id, text, no, done, kind, side, link, weight, tags|\n"
                     "    1, \"some text\", 7, false, fact, left, \"\", \"\", \"\"\n"
                     "    22, \"say \\\"hi\\\",\\n<b>|\\\\|'x'</b>\\t_a_b_ \", 4000000000, true, guess, left, a/b, 5, "
                     "[\"a\", \"b, c\"]\n");
}

static void a_table_is_aligned(void **state)
{
    (void)state;
    static const uint32_t fields[] = {NOTE_FIELD_ID, NOTE_FIELD_TEXT, NOTE_FIELD_NUMBER, NOTE_FIELD_WEIGHT};
    note notes[] = {note_of("1", "two words"), note_of("22", "word"), note_of("333", "\xE6\xBC\xA2 \xC3\xA4")};
    table_layout layout = {.type = &note_record_type, .fields = fields, .field_count = 4};
    notes[1].number = 4000000000u;
    notes[2].has_weight = true;
    notes[2].weight = 1000000;
    assert_string_equal(written("table", &layout, notes, 3),
                        "notes |id,  text,                no,  weight|\n"
                        "       1,   \"two words\",          7,      \"\"\n"
                        "       22,  word,        4000000000,      \"\"\n"
                        "       333, \"\xE6\xBC\xA2 \xC3\xA4\",               7, 1000000\n");
}

static void a_table_that_is_too_wide_is_vertical(void **state)
{
    (void)state;
    static const uint32_t fields[] = {NOTE_FIELD_ID, NOTE_FIELD_TEXT};
    note notes[] = {note_of("1", "one\ntwo"), note_of("2", "")};
    table_layout layout = {.type = &note_record_type, .fields = fields, .field_count = 2, .width = 21};
    assert_string_equal(written("table", &layout, notes, 2), "notes |id, text|\n"
                                                             "       1,  \"one\\ntwo\"\n"
                                                             "       2,  \"\"\n");
    layout.width = 20;
    assert_string_equal(written("table", &layout, notes, 2), "id:   1\n"
                                                             "text: one\n"
                                                             "      two\n"
                                                             "\n"
                                                             "id:   2\n"
                                                             "text:\n");
}

static void one_long_text_does_not_widen_its_column(void **state)
{
    (void)state;
    static const uint32_t fields[] = {NOTE_FIELD_TEXT, NOTE_FIELD_ID};
    static char text[100];
    memset(text, 'x', sizeof text - 1);
    note notes[] = {note_of("1", text), note_of("2", "short")};
    table_layout layout = {.type = &note_record_type, .fields = fields, .field_count = 2};
    const char *all = written("table", &layout, notes, 2);
    assert_non_null(strstr(all, "x, 1\n"));
    assert_non_null(strstr(all, "       short, 2\n"));
}

static void vertical_has_a_line_for_each_field(void **state)
{
    (void)state;
    assert_two_notes("vertical", "id:     1\ntext:   some text\nnumber: 7\ndone:   false\nkind:   fact\nside:   left\n"
                                 "link:\nweight:\ntags:\n"
                                 "\n"
                                 "id:     22\ntext:   say \"hi\",\n        <b>|\\|'x'</b>\\t_a_b_ \n"
                                 "number: 4000000000\ndone:   true\nkind:   guess\nside:   left\nlink:   a/b\n"
                                 "weight: 5\ntags:   [\"a\", \"b, c\"]\n");
}

#define FIRST_OBJECT                                                                                        \
    "{\"id\":\"1\",\"text\":\"some text\",\"number\":7,\"done\":false,\"kind\":\"fact\",\"side\":\"left\"," \
    "\"link\":null,\"weight\":null,\"tags\":[]}"
#define SECOND_OBJECT                                                                                              \
    "{\"id\":\"22\",\"text\":\"say \\\"hi\\\",\\n<b>|\\\\|'x'</b>\\t_a_b_ \",\"number\":4000000000,\"done\":true," \
    "\"kind\":\"guess\",\"side\":\"left\",\"link\":\"a/b\",\"weight\":5,\"tags\":[\"a\",\"b, c\"]}"

static void json_is_an_array_of_objects(void **state)
{
    (void)state;
    assert_two_notes("json", "[\n" FIRST_OBJECT ",\n" SECOND_OBJECT "\n]\n");
    table_layout layout = layout_of(&note_record_type);
    assert_string_equal(written("json", &layout, two_notes(), 0), "[]\n");
}

static void jsonl_is_an_object_a_line(void **state)
{
    (void)state;
    assert_two_notes("jsonl", FIRST_OBJECT "\n" SECOND_OBJECT "\n");
}

static void control_characters_are_escaped_in_json(void **state)
{
    (void)state;
    static const uint32_t text = NOTE_FIELD_TEXT;
    note one = note_of("1", "\x01\b\f\x1f\x7f/\xC3\xA4");
    table_layout layout = {.type = &note_record_type, .fields = &text, .field_count = 1};
    assert_string_equal(written("jsonl", &layout, &one, 1), "{\"text\":\"\\u0001\\b\\f\\u001f\\u007f/\xC3\xA4\"}\n");
}

static void csv_quotes_only_what_needs_it(void **state)
{
    (void)state;
    assert_two_notes("csv", "id,text,no,done,kind,side,link,weight,tags\n"
                            "1,some text,7,false,fact,left,,,\n"
                            "22,\"say \"\"hi\"\",\n<b>|\\|'x'</b>\t_a_b_ \",4000000000,true,guess,left,a/b,5,"
                            "\"[\"\"a\"\", \"\"b, c\"\"]\"\n");
}

static void csv_tells_empty_text_from_an_absent_value(void **state)
{
    (void)state;
    static const uint32_t fields[] = {NOTE_FIELD_TEXT, NOTE_FIELD_LINK};
    note one = note_of("1", "");
    table_layout layout = {.type = &note_record_type, .fields = fields, .field_count = 2};
    assert_string_equal(written("csv", &layout, &one, 1), "text,link\n\"\",\n");
}

static void tsv_has_escapes_instead_of_quotes(void **state)
{
    (void)state;
    assert_two_notes("tsv", "id\ttext\tno\tdone\tkind\tside\tlink\tweight\ttags\n"
                            "1\tsome text\t7\tfalse\tfact\tleft\t\t\t\n"
                            "22\tsay \"hi\",\\n<b>|\\\\|'x'</b>\\t_a_b_ \t4000000000\ttrue\tguess\tleft\ta/b\t5\t"
                            "[\"a\", \"b, c\"]\n");
}

static void markdown_shows_text_as_it_is(void **state)
{
    (void)state;
    assert_two_notes("md", "| id | text | no | done | kind | side | link | weight | tags |\n"
                           "| --- | --- | ---: | --- | --- | --- | --- | ---: | --- |\n"
                           "| 1 | some text | 7 | false | fact | left |  |  |  |\n"
                           "| 22 | say \"hi\",<br>&lt;b>\\|\\\\\\|'x'&lt;/b> \\_a_b\\_  | 4000000000 | true | guess | "
                           "left | a/b | 5 | \\[\"a\", \"b, c\"\\] |\n");
}

static void sql_makes_a_table_and_its_rows(void **state)
{
    (void)state;
    assert_two_notes("sql",
                     "BEGIN;\n"
                     "CREATE TABLE \"notes\" (\n"
                     "  \"id\" TEXT NOT NULL,\n"
                     "  \"text\" TEXT NOT NULL,\n"
                     "  \"number\" INTEGER NOT NULL,\n"
                     "  \"done\" INTEGER NOT NULL,\n"
                     "  \"kind\" TEXT NOT NULL,\n"
                     "  \"side\" TEXT NOT NULL,\n"
                     "  \"link\" TEXT,\n"
                     "  \"weight\" INTEGER,\n"
                     "  \"tags\" TEXT NOT NULL,\n"
                     "  PRIMARY KEY (\"id\")\n"
                     ") STRICT;\n"
                     "INSERT INTO \"notes\" VALUES ('1','some text',7,0,'fact','left',NULL,NULL,'[]');\n"
                     "INSERT INTO \"notes\" VALUES ('22','say \"hi\",\n<b>|\\|''x''</b>\t_a_b_ ',4000000000,1,'guess',"
                     "'left','a/b',5,'[\"a\",\"b, c\"]');\n"
                     "COMMIT;\n");
}

static void carriage_returns_of_sql_are_not_in_quotes(void **state)
{
    (void)state;
    static const uint32_t text = NOTE_FIELD_TEXT;
    note one = note_of("1", "a\r\nb");
    table_layout layout = {.type = &note_record_type, .fields = &text, .field_count = 1};
    assert_non_null(strstr(written("sql", &layout, &one, 1), " VALUES ('a'||char(13)||'\nb');\n"));
}

static void the_key_of_sql_is_left_out_if_not_all_of_it_is_written(void **state)
{
    (void)state;
    static const uint32_t part = PAIR_FIELD_NUMBER;
    pair record = {.number = 1, .name = SDN_STR("x"), .value = SDN_STR("")};
    const void *records[] = {&record};
    sdn_buffer out = SDN_BUFFER_INIT;
    table_layout layout = {.type = &pair_record_type, .fields = &part, .field_count = 1};
    assert_int_equal(write_records("sql", &layout, records, 1, &out), 0);
    static const char expected[] = "BEGIN;\nCREATE TABLE \"pairs\" (\n  \"number\" INTEGER NOT NULL\n) STRICT;\n"
                                   "INSERT INTO \"pairs\" VALUES (1);\nCOMMIT;\n";
    assert_int_equal(out.len, sizeof expected - 1);
    assert_memory_equal(out.bytes, expected, out.len);
    sdn__buffer_release(&out);
}

static void numbers_of_sql_keep_all_digits(void **state)
{
    (void)state;
    static const uint32_t fields[] = {ALL_TYPES_FIELD_U64, ALL_TYPES_FIELD_F64};
    static const struct {
        uint64_t whole;
        double real;
        const char *expected;
    } cases[] = {
        {UINT64_C(9223372036854775807), 5, "VALUES (9223372036854775807,5.0);"},
        {UINT64_C(9223372036854775808), -0.0, "VALUES ('9223372036854775808',-0.0);"},
        {UINT64_MAX, 1e300, "VALUES ('18446744073709551615',1e"},
        {0, 0.1, "VALUES (0,0.1);"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        all_types record;
        all_types_init(&record);
        record.u64 = cases[i].whole;
        record.f64 = cases[i].real;
        const void *records[] = {&record};
        sdn_buffer out = SDN_BUFFER_INIT;
        table_layout layout = {.type = &all_types_record_type, .fields = fields, .field_count = 2};
        assert_int_equal(write_records("sql", &layout, records, 1, &out), 0);
        sdn__buffer_add(&out, "", 1);
        if (strstr(out.bytes, cases[i].expected) == NULL)
            fail_msg("no %s in %s", cases[i].expected, out.bytes);
        sdn__buffer_release(&out);
    }
}

/* ---- all types ---- */

enum { RANDOM_RECORDS = 300 };

/* Records of random values, in a file that is written in `format`, are what the library reads from it. */
static void assert_reads_back(const char *format)
{
    uint64_t seed = 42;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error err = {0};
    sdn_buffer out = SDN_BUFFER_INIT;
    static all_types records[RANDOM_RECORDS];
    const void *pointers[RANDOM_RECORDS];
    for (size_t i = 0; i < RANDOM_RECORDS; i++) {
        records[i] = all_types_random(&seed, &arena);
        records[i].id = i + 1;
        sdn__record_drop_empty_options(&all_types_record_type, &records[i]);
        pointers[i] = &records[i];
    }
    table_layout layout = layout_of(&all_types_record_type);
    assert_int_equal(write_records(format, &layout, pointers, RANDOM_RECORDS, &out), 0);
    sdn__buffer_add(&out, "", 1);
    write_file("everything.sdn", out.bytes);
    sdn_options options = sdn_options_default();
    options.strict = true; /* no problems */
    sdn_store *store = sdn_store_open(&all_types_record_type, "everything.sdn", &options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    assert_int_equal(sdn_store_count(store), RANDOM_RECORDS);
    for (size_t i = 0; i < RANDOM_RECORDS; i++) {
        sdn_value key = {.u64 = i + 1};
        assert_true(sdn_record_equal(&all_types_record_type, sdn_store_get(store, &key), &records[i]));
    }
    sdn_store_close(store);
    sdn__buffer_release(&out);
    sdn_arena_release(&arena);
}

static void sdn_of_all_types_reads_back(void **state)
{
    (void)state;
    assert_reads_back("sdn");
}

static void an_aligned_table_of_all_types_reads_back(void **state)
{
    (void)state;
    assert_reads_back("table");
}

/* ---- names, memory ---- */

static void every_format_has_its_name(void **state)
{
    (void)state;
    char names[256];
    size_t count = 0;
    snprintf(names, sizeof names, "%s", table_format_names);
    for (char *name = strtok(names, "|"); name != NULL; name = strtok(NULL, "|"), count++)
        assert_non_null(table_format_find(name));
    assert_int_equal(count, 10);
    assert_null(table_format_find("xml"));
}

static void memory_that_runs_out_is_an_error(void **state)
{
    (void)state;
    table_layout layout = layout_of(&note_record_type);
    char names[256];
    snprintf(names, sizeof names, "%s", table_format_names);
    for (char *name = strtok(names, "|"); name != NULL; name = strtok(NULL, "|")) {
        const void *records[] = {&two_notes()[0], &two_notes()[1]};
        int failures = 0;
        for (bool fired = true; fired; failures++) {
            sdn_buffer out = SDN_BUFFER_INIT;
            faults_arm_memory(failures + 1);
            int result = write_records(name, &layout, records, 2, &out);
            fired = faults_fired_memory();
            faults_arm_memory(0);
            assert_int_equal(result, fired ? -1 : 0);
            sdn__buffer_release(&out);
        }
        assert_true(failures > 3);
    }
}

/* ---- the width of text ---- */

static void width_counts_columns_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(text_width(SDN_STR("")), 0);
    assert_int_equal(text_width(SDN_STR("abc")), 3);
    assert_int_equal(text_width(SDN_STR("\xC3\xA4")), 1);         /* a umlaut */
    assert_int_equal(text_width(SDN_STR("a\xCC\x88")), 1);        /* a, combining umlaut */
    assert_int_equal(text_width(SDN_STR("\xE6\xBC\xA2")), 2);     /* a Chinese character */
    assert_int_equal(text_width(SDN_STR("\xF0\x9F\x98\x80")), 2); /* a smile */
    assert_int_equal(text_width(SDN_STR("\xE2\x82\xAC")), 1);     /* the euro sign */
    assert_int_equal(text_width(SDN_STR("\xF0\xAF\xBF\xBD")), 2); /* the end of the table */
    assert_int_equal(text_width(SDN_STR("\xFF\xFE")), 2);         /* no UTF-8 */
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(sdn_is_a_table_as_a_save_writes_it),
        TEST_IN_TEMPDIR(a_table_is_aligned),
        TEST_IN_TEMPDIR(a_table_that_is_too_wide_is_vertical),
        TEST_IN_TEMPDIR(one_long_text_does_not_widen_its_column),
        TEST_IN_TEMPDIR(vertical_has_a_line_for_each_field),
        TEST_IN_TEMPDIR(json_is_an_array_of_objects),
        TEST_IN_TEMPDIR(jsonl_is_an_object_a_line),
        TEST_IN_TEMPDIR(control_characters_are_escaped_in_json),
        TEST_IN_TEMPDIR(csv_quotes_only_what_needs_it),
        TEST_IN_TEMPDIR(csv_tells_empty_text_from_an_absent_value),
        TEST_IN_TEMPDIR(tsv_has_escapes_instead_of_quotes),
        TEST_IN_TEMPDIR(markdown_shows_text_as_it_is),
        TEST_IN_TEMPDIR(sql_makes_a_table_and_its_rows),
        TEST_IN_TEMPDIR(carriage_returns_of_sql_are_not_in_quotes),
        TEST_IN_TEMPDIR(the_key_of_sql_is_left_out_if_not_all_of_it_is_written),
        TEST_IN_TEMPDIR(numbers_of_sql_keep_all_digits),
        TEST_IN_TEMPDIR(sdn_of_all_types_reads_back),
        TEST_IN_TEMPDIR(an_aligned_table_of_all_types_reads_back),
        TEST_IN_TEMPDIR(every_format_has_its_name),
        TEST_IN_TEMPDIR(memory_that_runs_out_is_an_error),
        TEST_IN_TEMPDIR(width_counts_columns_of_a_terminal),
    };
    return run_cases(argc, argv, tests);
}
