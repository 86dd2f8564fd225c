#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "base/buffer.h"
#include "diag/text.h"
#include "formats/input_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was read, as text ---- */

static void show_value(const input_value *value, sdn_buffer *out)
{
    static const char *const kinds[] = {[INPUT_NUMBER] = "number ", [INPUT_TRUE] = "",          [INPUT_FALSE] = "",
                                        [INPUT_NULL] = "",          [INPUT_OBJECT] = "object ", [INPUT_LIST] = ""};
    const char *kind = value->kind == INPUT_TEXT ? value->quoted ? "'" : "" : kinds[value->kind];
    if (value->kind == INPUT_LIST) {
        text_printf(out, "(");
        for (size_t i = 0; i < value->item_count; i++) {
            text_printf(out, "%s", i > 0 ? " " : "");
            show_value(&value->items[i], out);
        }
        text_printf(out, ")");
        return;
    }
    text_printf(out, "%s%.*s%s", kind, (int)value->text.len, value->text.ptr, kind[0] == '\'' ? "'" : "");
}

static void show_row(const input_row *row, sdn_buffer *out)
{
    for (size_t i = 0; i < row->count; i++) {
        text_printf(out, "%s%.*s=", i > 0 ? ";" : "", (int)row->fields[i].name.len, row->fields[i].name.ptr);
        show_value(&row->fields[i].value, out);
    }
    text_printf(out, "\n");
}

/* All rows of a text, or the message that ends them; lasts until the next call. */
static const char *read_all(input_format format, const char *text, size_t len)
{
    static char shown[1 << 14];
    sdn_buffer out = SDN_BUFFER_INIT;
    sdn_error err = {0};
    char *exact = malloc(len > 0 ? len : 1); /* so that a sanitizer sees a read beyond it */
    assert_non_null(exact);
    memcpy(exact, text, len);
    input_row row;
    input_reader *reader = input_reader_open(format, "in", (sdn_str){exact, len}, &err);
    int result = reader != NULL ? 1 : -1;
    while (result == 1 && (result = input_reader_next(reader, &row, &err)) == 1)
        show_row(&row, &out);
    if (result < 0)
        text_printf(&out, "%s\n", err.message);
    else
        assert_int_equal(input_reader_next(reader, &row, &err), 0);
    input_reader_release(reader);
    free(exact);
    assert_true(out.len < sizeof shown);
    memcpy(shown, out.len > 0 ? out.bytes : "", out.len);
    shown[out.len] = '\0';
    sdn__buffer_release(&out);
    return shown;
}

static void assert_reads(input_format format, const char *text, const char *expected)
{
    assert_string_equal(read_all(format, text, strlen(text)), expected);
}

/* ---- CSV ---- */

static void csv_has_names_and_cells(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, "a,b c\n1,\nx y, z \n", "a=1;b c=\na=x y;b c= z \n");
    assert_reads(INPUT_CSV, "a,b\n1,2", "a=1;b=2\n");
    assert_reads(INPUT_CSV, "a,b\n", "");
    assert_reads(INPUT_CSV, "a,b", "");
    assert_reads(INPUT_CSV, "", "");
    assert_reads(INPUT_CSV, "\n\r\n", "");
}

static void csv_quotes_hold_anything(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, "a,\"b,\"\"\"\n\"\",\"x\"\"y\"\n\"1\n2\r\n3\r4\",5\n",
                 "a='';b,\"='x\"y'\na='1\n2\r\n3\r4';b,\"=5\n");
    assert_reads(INPUT_CSV, "a\n\"\"\"\"", "a='\"'\n");
}

static void csv_quotes_within_a_cell_are_text(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, "a,b\n5\" disk,x\"\"y\n", "a=5\" disk;b=x\"\"y\n");
}

static void csv_lines_end_in_any_way(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, "a,b\r\n1,2\r\n\r\n3,4\r5,6\n\n7,8", "a=1;b=2\na=3;b=4\na=5;b=6\na=7;b=8\n");
}

static void csv_blank_lines_are_rows_of_a_single_column(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, "a\n1\n\n2\n", "a=1\na=\na=2\n");
}

static void csv_byte_order_mark_is_no_part_of_a_name(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV,
                 "\xEF\xBB\xBF"
                 "a,b\n1,2\n",
                 "a=1;b=2\n");
    assert_reads(INPUT_CSV, "\xEF\xBB\xBF", "");
}

static void csv_columns_without_name_are_numbered(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, ",b,\n0,1,2\n", "column_1=0;b=1;column_3=2\n");
}

static void csv_mistakes_say_where_and_what(void **state)
{
    (void)state;
    assert_reads(INPUT_CSV, "a,b\n1,2\n3\n",
                 "a=1;b=2\nin:3:2: the row ends after 1 cell; expected 2, one for each column\n");
    assert_reads(INPUT_CSV, "a,b\n1,\"2\n\",3\n",
                 "in:3:3: one more cell than the header has columns; expected 2 cells\n");
    assert_reads(INPUT_CSV, "a,b\n1,\"2\n3,4\n", "in:2:3: the quote is not closed; expected a closing quote\n");
    assert_reads(
        INPUT_CSV, "a,b\n1,\"2\"x\n",
        "in:2:6: text after a closing quote; expected a comma or the end of the line, or two quotes for one in "
        "the text\n");
    assert_reads(INPUT_CSV, "a,b,a\n", "in:1:5: column 'a' is there twice; expected another name\n");
    assert_reads(INPUT_CSV, "column_2,\n", "in:1:10: column '' is there twice; expected another name\n");
    assert_reads(INPUT_CSV, "a\n\n\xFF\n",
                 "in:3:1: not valid UTF-8, or a NUL byte; convert the text to UTF-8, for example with iconv\n");
    assert_string_equal(read_all(INPUT_CSV, "a\n\0\n", 4),
                        "in:2:1: not valid UTF-8, or a NUL byte; convert the text to "
                        "UTF-8, for example with iconv\n");
}

static void a_name_is_found_twice_among_many(void **state)
{
    (void)state;
    sdn_buffer text = SDN_BUFFER_INIT;
    for (int i = 0; i < 1000; i++)
        text_printf(&text, "c%d,", i);
    text_printf(&text, "c500,c7,c7\n");
    assert_string_equal(read_all(INPUT_CSV, text.bytes, text.len),
                        "in:1:4891: column 'c500' is there twice; expected another name\n");
    sdn__buffer_release(&text);
}

/* ---- TSV ---- */

static void tsv_has_escapes(void **state)
{
    (void)state;
    assert_reads(INPUT_TSV, "a\tb,\"c\"\n1\\t\\n\\r\\\\2\t\"x\"\n\\x\\\t\n",
                 "a=1\t\n\r\\2;b,\"c\"=\"x\"\na=\\x\\;b,\"c\"=\n");
    assert_reads(INPUT_TSV, "a\tb\n1\n", "in:2:2: the row ends after 1 cell; expected 2, one for each column\n");
}

/* ---- JSON ---- */

static void json_is_an_array_of_objects(void **state)
{
    (void)state;
    assert_reads(INPUT_JSON, "[{\"a\":1,\"b\":\"x\"},\n {\"b\":null,\"c\":[true, [], [1,\"y\"]],\"d\":{\"e\":[1]}}]\n",
                 "a=number 1;b='x'\nb=null;c=(true () (number 1 'y'));d=object {\"e\":[1]}\n");
    assert_reads(INPUT_JSON, " [ ] ", "");
    assert_reads(INPUT_JSON, "[{}]", "\n");
    assert_reads(INPUT_JSON, "", "");
}

static void one_object_is_one_row(void **state)
{
    (void)state;
    assert_reads(INPUT_JSON, " { \"a\" : -0.5e+3 } ", "a=number -0.5e+3\n");
    assert_reads(INPUT_JSON, "{}\n{}", "\nin:2:1: expected nothing more\n");
}

static void json_strings_are_decoded(void **state)
{
    (void)state;
    assert_reads(INPUT_JSON, "{\"\\u0061\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\u20AC\\ud83d\\ude00\xC3\xA4\"}",
                 "a='\"\\/\b\f\n\r\t\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xC3\xA4'\n");
    assert_reads(INPUT_JSON, "{\"a\":\"\\ud83d\"}",
                 "in:1:7: half of a surrogate pair; expected both, as in \\ud83d\\ude00\n");
    assert_reads(INPUT_JSON, "{\"a\":\"\\ude00\\ud83d\"}",
                 "in:1:7: half of a surrogate pair; expected both, as in \\ud83d\\ude00\n");
    assert_reads(INPUT_JSON, "{\"a\":\"\\u00g0\"}", "in:1:7: expected four hexadecimal digits after \\u\n");
    assert_reads(INPUT_JSON, "{\"a\":\"\\x\"}", "in:1:7: expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX\n");
    assert_reads(INPUT_JSON, "{\"a\":\"x\ny\"}",
                 "in:1:8: a control character in a string; expected an escape such as \\n\n");
    assert_reads(INPUT_JSON, "{\"a\":\"x\\\"}", "in:1:6: the string is not closed; expected a closing quote\n");
}

static void json_mistakes_say_where_and_what(void **state)
{
    (void)state;
    assert_reads(INPUT_JSON, "[{\"a\":1},]", "a=number 1\nin:1:10: expected an object in braces, which is one row\n");
    assert_reads(INPUT_JSON, "[{\"a\":1} {}]", "a=number 1\nin:1:10: expected ',' or ']' after an object\n");
    assert_reads(INPUT_JSON, "[{\"a\":1,}]", "in:1:9: expected a name in quotes\n");
    assert_reads(INPUT_JSON, "[{\"a\" 1}]", "in:1:7: expected ':' after the name\n");
    assert_reads(INPUT_JSON, "[{\"a\":01}]", "in:1:8: expected ',' or '}' after a value\n");
    assert_reads(INPUT_JSON, "[{\"a\":-}]", "in:1:7: expected a number such as 5, -0.25 or 1e9\n");
    assert_reads(INPUT_JSON, "[{\"a\":nul}]",
                 "in:1:7: expected a value: an object, array, string, number, true, false or null\n");
    assert_reads(INPUT_JSON, "[\n{\"a\":[1,2\n", "in:3:1: the input ends; expected ',' or ']' after a value\n");
    assert_reads(INPUT_JSON, "[{\"a\":1}", "a=number 1\nin:1:9: the input ends; expected ',' or ']' after an object\n");
    assert_reads(INPUT_JSON, "[1]", "in:1:2: expected an object in braces, which is one row\n");
    assert_reads(INPUT_JSON, "[{\"a\":1,\n\"\\u0061\":2}]",
                 "in:2:10: name 'a' is there twice in this object; expected another name\n");
}

static void json_within_json_has_a_limit(void **state)
{
    (void)state;
    static char deep[1 << 18];
    memcpy(deep, "{\"a\":", 5);
    memset(deep + 5, '[', sizeof deep - 5);
    assert_string_equal(read_all(INPUT_JSON, deep, sizeof deep), "in:1:518: more than 512 values within one another\n");
    for (size_t i = 5; i + 5 < sizeof deep; i += 5)
        memcpy(deep + i, "{\"a\":", 5);
    assert_string_equal(read_all(INPUT_JSON, deep, sizeof deep),
                        "in:1:2566: more than 512 values within one another\n");
}

static void jsonl_is_an_object_a_line(void **state)
{
    (void)state;
    assert_reads(INPUT_JSONL, "{\"a\":1}\n\n{\"a\":\n2}\r\n", "a=number 1\na=number 2\n");
    assert_reads(INPUT_JSONL, "{\"a\":1} {\"a\":2}", "a=number 1\nin:1:9: expected a line end after an object\n");
    assert_reads(INPUT_JSONL, "{\"a\":1},\n", "a=number 1\nin:1:8: expected a line end after an object\n");
    assert_reads(INPUT_JSONL, "[]", "in:1:1: expected an object in braces, which is one row\n");
    assert_reads(INPUT_JSONL, "", "");
}

static void values_have_their_position(void **state)
{
    (void)state;
    static const char text[] = "[{\"a\":\n  [7, \"x\"]}]";
    sdn_error err = {0};
    input_row row;
    input_reader *reader = input_reader_open(INPUT_JSON, "in", sdn_str_from(text), &err);
    assert_int_equal(input_reader_next(reader, &row, &err), 1);
    assert_int_equal(row.line, 1);
    assert_int_equal(row.fields[0].value.line, 2);
    assert_int_equal(row.fields[0].value.column, 3);
    assert_int_equal(row.fields[0].value.items[1].column, 7);
    input_reader_release(reader);
}

/* ---- memory ---- */

static void memory_that_runs_out_is_an_error(void **state)
{
    (void)state;
    static const struct {
        input_format format;
        const char *text;
    } cases[] = {
        {INPUT_CSV, "a,,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n\"x\"\"y\",,,,,,,,,,,,,,,,\n"},
        {INPUT_TSV, "a\tb\nx\\ty\t1\n"},
        {INPUT_JSON, "[{\"a\":\"\\n\",\"b\":[1,[2,3]]}]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int failures = 0;
        for (bool fired = true; fired; failures++) {
            sdn_error err = {0};
            input_row row;
            faults_arm_memory(failures + 1);
            input_reader *reader = input_reader_open(cases[i].format, "in", sdn_str_from(cases[i].text), &err);
            int result = reader != NULL ? input_reader_next(reader, &row, &err) : -1;
            fired = faults_fired_memory();
            faults_arm_memory(0);
            assert_int_equal(result, fired ? -1 : 1);
            assert_int_equal(err.code, fired ? SDN_E_NOMEM : SDN_OK);
            input_reader_release(reader);
        }
        assert_true(failures > 3);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(csv_has_names_and_cells),
        TEST_IN_TEMPDIR(csv_quotes_hold_anything),
        TEST_IN_TEMPDIR(csv_quotes_within_a_cell_are_text),
        TEST_IN_TEMPDIR(csv_lines_end_in_any_way),
        TEST_IN_TEMPDIR(csv_blank_lines_are_rows_of_a_single_column),
        TEST_IN_TEMPDIR(csv_byte_order_mark_is_no_part_of_a_name),
        TEST_IN_TEMPDIR(csv_columns_without_name_are_numbered),
        TEST_IN_TEMPDIR(csv_mistakes_say_where_and_what),
        TEST_IN_TEMPDIR(a_name_is_found_twice_among_many),
        TEST_IN_TEMPDIR(tsv_has_escapes),
        TEST_IN_TEMPDIR(json_is_an_array_of_objects),
        TEST_IN_TEMPDIR(one_object_is_one_row),
        TEST_IN_TEMPDIR(json_strings_are_decoded),
        TEST_IN_TEMPDIR(json_mistakes_say_where_and_what),
        TEST_IN_TEMPDIR(json_within_json_has_a_limit),
        TEST_IN_TEMPDIR(jsonl_is_an_object_a_line),
        TEST_IN_TEMPDIR(values_have_their_position),
        TEST_IN_TEMPDIR(memory_that_runs_out_is_an_error),
    };
    return run_cases(argc, argv, tests);
}
