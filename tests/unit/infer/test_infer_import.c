/*
 * infer, import and select together: what goes in comes out again, to the byte, for tables drawn at random. They are written
 * as select writes them, so there is one spelling of each.
 *
 * test_infer_import [CASE] runs 60 tables of each format; SDNC_INFER_TABLES=N runs more.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag/text.h"
#include "faults.h"
#include "tables/verbs.h"
#include "temp_stores.h"
#include "tempdir.h"
#include "xorshift.h"

static const verb *const row_verbs[] = {&verb_infer, &verb_import, &verb_select};
static const verb_set row_set = {row_verbs, sizeof row_verbs / sizeof row_verbs[0]};

enum { COLUMNS_MAX = 7, ROWS_MAX = 40, WORDS_MAX = 8 };

static size_t table_count(void)
{
    const char *wanted = getenv("SDNC_INFER_TABLES");
    return wanted != NULL ? strtoul(wanted, NULL, 10) : 60;
}

/* ---- commands ---- */

static command_status run_verb(const verb *called, const char *const *words, command_report *report)
{
    verb_invocation call;
    int count = 0;
    while (words[count] != NULL)
        count++;
    *report = (command_report)COMMAND_REPORT_INIT;
    command_status status = verb_read(&row_set, called, count, (char **)(uintptr_t)words, &call, report);
    if (status == COMMAND_FINE)
        status = called->run(&call, report);
    invocation_release(&call);
    return status;
}

static void release_report(command_report *report)
{
    sdn__buffer_release(&report->out);
    sdn__buffer_release(&report->err);
}

/* Runs a command that must succeed; its output is written to a file if one is named. */
static void must_run(const verb *called, const char *const *words, const char *to, command_report *report)
{
    command_status status = run_verb(called, words, report);
    sdn_str messages = text_view(&report->err);
    if (status != COMMAND_FINE)
        fail_msg("sdnc %s: %d: %.*s", called->name, (int)status, (int)messages.len, messages.ptr);
    if (to != NULL)
        write_bytes(to, text_view(&report->out).ptr, report->out.len);
}

/* An input, and where each of its rows ends. */
typedef struct input_text {
    sdn_buffer bytes;
    size_t row_ends[ROWS_MAX + 2]; /* the first: of what is before the rows */
    size_t rows;
} input_text;

static void end_row(input_text *input)
{
    input->row_ends[input->rows++] = input->bytes.len;
}

/* Whether both have the same rows; those of a new table are in the order of their keys. */
static bool has_same_rows(sdn_str out, const input_text *input)
{
    size_t start = input->row_ends[0];
    if (out.len != input->bytes.len || (start > 0 && memcmp(out.ptr, input->bytes.bytes, start) != 0))
        return false;
    for (size_t i = 1; i < input->rows; i++) {
        size_t len = input->row_ends[i] - start, at = input->row_ends[0];
        while (at + len <= out.len && memcmp(out.ptr + at, input->bytes.bytes + start, len) != 0)
            at++;
        if (at + len > out.len)
            return false;
        start += len;
    }
    return true;
}

static void show_difference(const input_text *input, sdn_str out)
{
    fprintf(stderr, "in:\n%.*s\nschema:\n%s\nout:\n%.*s\n", (int)input->bytes.len, input->bytes.bytes,
            read_bytes("rows.schema").ptr, (int)out.len, out.ptr);
    fail_msg("the rows did not come back");
}

/* That an input becomes records from which select writes the same text. */
static void assert_comes_back(const char *path, const char *format, const input_text *input)
{
    command_report report;
    const char *infer[] = {path, "--table", "rows", NULL};
    const char *import[] = {STORE_PATH, "--schema", "rows.schema", path, NULL};
    const char *select[] = {STORE_PATH, "--schema", "rows.schema", "-f", format, NULL};
    write_bytes(path, text_view(&input->bytes).ptr, input->bytes.len);
    (void)remove(STORE_PATH);
    must_run(&verb_infer, infer, "rows.schema", &report);
    release_report(&report);
    must_run(&verb_import, import, NULL, &report);
    release_report(&report);
    must_run(&verb_select, select, NULL, &report);
    sdn_str out = text_view(&report.out);
    if (!has_same_rows(out, input))
        show_difference(input, out);
    release_report(&report);
}

/* ---- random values ---- */

static const char *pick(uint64_t *seed, const char *const *from, unsigned count)
{
    return from[test_below(seed, count)];
}

#define PICK(seed, array) pick((seed), (array), sizeof(array) / sizeof *(array))

static void add_free_text(uint64_t *seed, sdn_buffer *out)
{
    static const char *const pieces[] = {"a",    "word", " ", ",",    "\"", "\\",  "\n", "\t",       "#",
                                         "[",    "]",    "7", "true", "|",  "'",   ";",  "\xC3\xA4", "\xE2\x82\xAC",
                                         "null", "=",    ":", "\r\n", "{",  "\x01"};
    for (unsigned left = 1 + test_below(seed, 6); left > 0; left--)
        text_printf(out, "%s", PICK(seed, pieces));
}

static void add_whole(uint64_t *seed, sdn_buffer *out)
{
    static const char *const edges[] = {"0", "-1", "9223372036854775807", "-9223372036854775808", "12", "1000"};
    if (test_below(seed, 3) == 0)
        text_printf(out, "%s", PICK(seed, edges));
    else
        text_printf(out, "%u", test_below(seed, 1000000));
}

static void add_large(uint64_t *seed, sdn_buffer *out)
{
    static const char *const edges[] = {"18446744073709551615", "9223372036854775808", "0", "5"};
    text_printf(out, "%s", PICK(seed, edges));
}

static void add_real(uint64_t *seed, sdn_buffer *out)
{
    static const char *const edges[] = {"0.1", "-0.5", "1e+300", "5", "0.30000000000000004", "-0", "1.25"};
    text_printf(out, "%s", PICK(seed, edges));
}

static void add_truth(uint64_t *seed, sdn_buffer *out)
{
    text_printf(out, "%s", test_below(seed, 2) == 0 ? "true" : "false");
}

/* Where in the texts below those of a table are. */
static unsigned near_start;

/* Texts that look like something else; neighbours look alike, and a table has only two of them. */
static void add_near_number(uint64_t *seed, sdn_buffer *out)
{
    static const char *const texts[] = {"007",
                                        "00",
                                        "-007",
                                        "1.0",
                                        "1.50",
                                        "1e5",
                                        "1E5",
                                        "1_000",
                                        "12",
                                        "1,5",
                                        "+5",
                                        ".5",
                                        "NaN",
                                        "-",
                                        "0x1F",
                                        "True",
                                        "false",
                                        " 7",
                                        "7 ",
                                        "2024-1-1",
                                        "2024-02-30",
                                        "2024-01-01",
                                        "2024-01-01 10:00:00Z",
                                        "2024-01-01t10:00:00Z",
                                        "2024-01-01T10:00:00+01:00",
                                        "2024-01-01T10:00:00.50Z",
                                        "+49 30 12",
                                        "123456789012345678901",
                                        "0.1000000000000000055"};
    text_printf(out, "%s", texts[(near_start + test_below(seed, 2)) % (sizeof texts / sizeof texts[0])]);
}

static void add_day(uint64_t *seed, sdn_buffer *out)
{
    text_printf(out, "%04u-%02u-%02u", 1900 + test_below(seed, 200), 1 + test_below(seed, 12),
                1 + test_below(seed, 28));
}

static void add_moment(uint64_t *seed, sdn_buffer *out)
{
    static const char *const ends[] = {"Z", ".5Z", ".000000001Z"};
    add_day(seed, out);
    text_printf(out, "T%02u:30:00%s", test_below(seed, 24), PICK(seed, ends));
}

static void add_word(uint64_t *seed, sdn_buffer *out)
{
    static const char *const words[] = {"open", "won't fix", "class", "Open", "in progress", "\xC3\xA4", "x_", "table"};
    text_printf(out, "%s", PICK(seed, words));
}

typedef struct value_kind {
    void (*add)(uint64_t *seed, sdn_buffer *out);
    bool is_bare; /* in JSON */
} value_kind;

static const value_kind value_kinds[] = {
    {add_free_text, false},   {add_whole, true}, {add_large, true},   {add_real, true},  {add_truth, true},
    {add_near_number, false}, {add_day, false},  {add_moment, false}, {add_word, false},
};

static const value_kind *random_kind(uint64_t *seed)
{
    return &value_kinds[test_below(seed, sizeof value_kinds / sizeof value_kinds[0])];
}

/* ---- tables ---- */

typedef struct random_table {
    uint64_t *seed;
    const value_kind *kinds[COLUMNS_MAX];
    unsigned emptiness[COLUMNS_MAX]; /* one of so many values is missing; 0: none */
    bool empty_texts[COLUMNS_MAX];   /* those are empty texts */
    bool lists[COLUMNS_MAX];
    unsigned columns, rows;
} random_table;

static const char *const column_names[COLUMNS_MAX] = {"id", "class", "mode/jit", "fooBar", "foo_bar", "has_id", "_x"};

static random_table draw_table(uint64_t *seed)
{
    random_table made = {
        .seed = seed, .columns = 2 + test_below(seed, COLUMNS_MAX - 1), .rows = test_below(seed, ROWS_MAX)};
    near_start = test_below(seed, 1000);
    for (unsigned i = 0; i < made.columns; i++) {
        made.kinds[i] = random_kind(seed);
        made.emptiness[i] = test_below(seed, 3) == 0 ? 1 + test_below(seed, 5) : 0;
        made.empty_texts[i] = test_below(seed, 4) == 0;
        made.lists[i] = test_below(seed, 5) == 0;
    }
    return made;
}

static bool is_missing(const random_table *table, unsigned column)
{
    return table->emptiness[column] > 0 && test_below(table->seed, table->emptiness[column]) == 0;
}

static void add_as_csv(sdn_buffer *out, sdn_str text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.len; i++)
        quoted = quoted || strchr(",\"\r\n", text.ptr[i]) != NULL;
    text_printf(out, "%s", quoted ? "\"" : "");
    for (size_t i = 0; i < text.len; i++)
        text_printf(out, quoted && text.ptr[i] == '"' ? "\"\"" : "%c", text.ptr[i]);
    text_printf(out, "%s", quoted ? "\"" : "");
}

static void add_csv_value(const random_table *table, unsigned column, sdn_buffer *out)
{
    sdn_buffer value = SDN_BUFFER_INIT;
    if (is_missing(table, column)) {
        text_printf(out, "%s", table->empty_texts[column] ? "\"\"" : "");
        return;
    }
    table->kinds[column]->add(table->seed, &value);
    add_as_csv(out, text_view(&value));
    sdn__buffer_release(&value);
}

static void add_csv_table(const random_table *table, input_text *input)
{
    for (unsigned i = 0; i < table->columns; i++)
        text_printf(&input->bytes, "%s%s", i > 0 ? "," : "", column_names[i]);
    text_printf(&input->bytes, "\n");
    end_row(input);
    for (unsigned row = 0; row < table->rows; row++) {
        for (unsigned i = 0; i < table->columns; i++) {
            text_printf(&input->bytes, "%s", i > 0 ? "," : "");
            add_csv_value(table, i, &input->bytes);
        }
        text_printf(&input->bytes, "\n");
        end_row(input);
    }
}

static void csv_comes_back(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (size_t i = 0; i < table_count(); i++) {
        input_text text = {.rows = 0};
        random_table table = draw_table(&seed);
        table.rows++; /* a table without rows is not written */
        add_csv_table(&table, &text);
        assert_comes_back("rows.csv", "csv", &text);
        sdn__buffer_release(&text.bytes);
    }
}

/* ---- JSON ---- */

static const char *const field_names[COLUMNS_MAX] = {"id", "status", "count", "fooBar", "flag", "has_x", "zz"};

static void add_as_json(sdn_buffer *out, sdn_str text)
{
    text_printf(out, "\"");
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        const char *escape = c == '"' ? "\\\"" : c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        if (c == '\x01')
            text_printf(out, "\\u0001");
        else if (strchr("\"\\\n\r\t", c) != NULL)
            text_printf(out, "%s", escape);
        else
            text_printf(out, "%c", c);
    }
    text_printf(out, "\"");
}

static void add_json_item(const random_table *table, unsigned column, sdn_buffer *out)
{
    sdn_buffer value = SDN_BUFFER_INIT;
    table->kinds[column]->add(table->seed, &value);
    if (table->kinds[column]->is_bare)
        sdn__buffer_add_str(out, text_view(&value));
    else
        add_as_json(out, text_view(&value));
    sdn__buffer_release(&value);
}

/* An empty list of which nobody knows the type is one of text, which is written alike. */
static void add_json_cell(const random_table *table, unsigned column, sdn_buffer *out)
{
    if (table->lists[column]) {
        text_printf(out, "[");
        for (unsigned left = test_below(table->seed, 4), first = left; left > 0; left--) {
            text_printf(out, "%s", left < first ? "," : "");
            add_json_item(table, column, out);
        }
        text_printf(out, "]");
    } else if (!is_missing(table, column)) {
        add_json_item(table, column, out);
    } else {
        text_printf(out, "%s", table->empty_texts[column] && !table->kinds[column]->is_bare ? "\"\"" : "null");
    }
}

static void add_json_table(const random_table *table, input_text *input)
{
    end_row(input);
    for (unsigned row = 0; row < table->rows; row++) {
        for (unsigned i = 0; i < table->columns; i++) {
            text_printf(&input->bytes, "%s\"%s\":", i > 0 ? "," : "{", field_names[i]);
            add_json_cell(table, i, &input->bytes);
        }
        text_printf(&input->bytes, "}\n");
        end_row(input);
    }
}

static void jsonl_comes_back(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (size_t i = 0; i < table_count(); i++) {
        input_text text = {.rows = 0};
        random_table table = draw_table(&seed);
        table.rows++; /* without rows there are no names */
        add_json_table(&table, &text);
        assert_comes_back("rows.jsonl", "jsonl", &text);
        sdn__buffer_release(&text.bytes);
    }
}

/* ---- memory ---- */

/* Runs a command in which each allocation fails in turn: it must say so, print nothing, and leave the file as it was. */
static void assert_survives(const verb *called, const char *const *words)
{
    int failures = 0;
    for (bool fired = true; fired; failures++) {
        command_report report;
        (void)remove(STORE_PATH);
        faults_arm_memory(failures + 1);
        command_status status = run_verb(called, words, &report);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        if (status == COMMAND_FINE && report.out.len == 0)
            fail_msg("sdnc %s, allocation %d: nothing was printed", called->name, failures + 1);
        if (status != COMMAND_FINE && (report.out.len > 0 || (report.err.len == 0 && !report.err.out_of_memory)))
            fail_msg("sdnc %s, allocation %d: no message, or output: %d", called->name, failures + 1, (int)status);
        if (!fired)
            assert_int_equal(status, COMMAND_FINE);
        release_report(&report);
    }
    assert_true(failures > 20);
}

static void memory_that_runs_out_is_an_error(void **state)
{
    (void)state;
    static const char text[] = "[{\"a b\":\"x\",\"n\":1,\"l\":[\"\\n\"],\"e\":\"on\"},"
                               "{\"a b\":\"y\",\"n\":2,\"e\":\"on\"},{\"a b\":\"z\",\"n\":3,\"o\":{}}]";
    static const char tables[] = "t |a, b|\n    1, x\n    2, y\n";
    static const char *const infer[] = {"rows.json", NULL}, *const infer_sdn[] = {"t.sdn", NULL};
    static const char *const import[] = {STORE_PATH, "--schema", "rows.schema", "rows.json", NULL};
    command_report report;
    write_bytes("rows.json", text, sizeof text - 1);
    write_bytes("t.sdn", tables, sizeof tables - 1);
    must_run(&verb_infer, infer, "rows.schema", &report);
    release_report(&report);
    assert_survives(&verb_infer, infer);
    assert_survives(&verb_infer, infer_sdn);
    assert_survives(&verb_import, import);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(csv_comes_back),
        TEST_WITH_STORES(jsonl_comes_back),
        TEST_WITH_STORES(memory_that_runs_out_is_an_error),
    };
    return run_cases(argc, argv, tests);
}
