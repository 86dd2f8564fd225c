/* Rows that were composed of random records: their cells are those that scanning finds, and all of them read back. */
#include "test.h"

#include "record_types/all_types.h"
#include "temp_stores.h"
#include "xorshift.h"

#include "encode/row_compose.h"
#include "record/record.h"
#include "store/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES = 60, RECORDS = 60, MOST_COLUMNS = ALL_TYPES_FIELD_COUNT + 8, PADDING = 8 };

/* ---- random files and records ---- */

/* A header with the columns of all fields in any order, and some that no field has. */
static void make_header(uint64_t *seed, char *text, size_t size)
{
    uint32_t order[ALL_TYPES_FIELD_COUNT];
    size_t len = (size_t)snprintf(text, size, "everything |");
    for (uint32_t i = 0; i < ALL_TYPES_FIELD_COUNT; i++) {
        uint32_t at = test_below(seed, i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (uint32_t i = 0, unknown = 0; i < ALL_TYPES_FIELD_COUNT; i++) {
        if (unknown < MOST_COLUMNS - ALL_TYPES_FIELD_COUNT && test_below(seed, 8) == 0)
            len += (size_t)snprintf(text + len, size - len, "unknown%u, ", (unsigned)unknown++);
        len += (size_t)snprintf(text + len, size - len, "%s%s", all_types_record_type.fields[order[i]].column.ptr,
                                i + 1 < ALL_TYPES_FIELD_COUNT ? ", " : "|\n");
    }
}

/* A text of any bytes but NULs, often of one kind only. */
static sdn_str make_text(uint64_t *seed, char *text, size_t size)
{
    static const char *const kinds[] = {
        "aZ_9/.#-", "0123456789-", " \t,|:=", "[]{}\"\\", "\n\r\t\x01\x7F", "tfnrueals"};
    size_t len = test_below(seed, (unsigned)size);
    const char *kind = kinds[test_below(seed, sizeof kinds / sizeof kinds[0])];
    for (size_t i = 0; i < len; i++)
        text[i] = test_below(seed, 12) == 0 ? (char)(1 + test_below(seed, 127))
                                            : kind[test_below(seed, (unsigned)strlen(kind))];
    if (len > 2 && test_below(seed, 8) == 0)
        memcpy(text + test_below(seed, (unsigned)len - 1), "\xC3\xA4", 2);
    return (sdn_str){text, len};
}

static all_types make_record(uint64_t *seed, char *text, size_t size, sdn_arena *arena)
{
    all_types record = all_types_random(seed, arena);
    if (test_below(seed, 2) == 0)
        record.text = make_text(seed, text, size);
    if (test_below(seed, 2) == 0)
        record.texts.count = record.texts.count > 0; /* fewer arrays */
    sdn__record_drop_empty_options(&all_types_record_type, &record);
    return record;
}

/* How the rows of the file could be written. */
static void make_format(uint64_t *seed, sdn_row_encoder *encoder)
{
    static const sdn_str indents[] = {SDN_STR_INIT(""), SDN_STR_INIT(" "), SDN_STR_INIT("\t "), SDN_STR_INIT("    ")};
    encoder->format.indent = indents[test_below(seed, 4)];
    encoder->format.separator = test_below(seed, 2) == 0 ? SDN_STR(",") : SDN_STR(", ");
    encoder->format.quotes_empty = test_below(seed, 2) == 0;
    for (uint32_t i = 0; i < encoder->columns.file_count; i++)
        encoder->format.quoted_empty[i] = test_below(seed, 2) == 0;
    encoder->format.is_found = true;
}

/* ---- what must be true of a composed row ---- */

static void assert_cells_found(const sdn_row_encoder *encoder, sdn_str row, bool has_array)
{
    sdn_cell found[MOST_COLUMNS];
    const sdn_cell *cells = encoder->readback.cells;
    uint32_t count = sdn__row_columns_count(&encoder->columns);
    size_t effort = row.len;
    sdn_row_scan scan = sdn__scan_row(row.ptr, row.ptr + row.len, found, count, count, &effort);
    assert_null(scan.problem);
    assert_int_equal(scan.count, count);
    assert_ptr_equal(scan.line.end, row.ptr + row.len);
    for (uint32_t i = 0; i < count && !has_array; i++) {
        if (found[i].len > 0)
            assert_ptr_equal(cells[i].ptr, found[i].ptr);
        assert_int_equal(cells[i].len, found[i].len);
        assert_int_equal(cells[i].form, found[i].form);
    }
}

static void assert_reads_back(sdn_row_encoder *encoder, sdn_str row, bool has_array, const void *record)
{
    sdn_error err = {0};
    bool same = false;
    if (!has_array) {
        assert_int_equal(sdn__row_readback_compare_cells(&encoder->readback, &encoder->columns, record,
                                                         &encoder->readback.values, &same, &err),
                         SDN_OK);
        assert_true(same);
    }
    assert_int_equal(sdn__row_readback_compare(&encoder->readback, &encoder->columns, row, record, &same, &err),
                     SDN_OK);
    assert_true(same);
}

/* Returns whether the cells of its row were known. */
static bool check_record(sdn_row_encoder *encoder, const all_types *record)
{
    sdn_error err = {0};
    bool has_array;
    assert_int_equal(sdn__row_encoder_fill(encoder, record, &err), SDN_OK);
    size_t most = sdn__row_compose_most(encoder);
    char *memory = calloc(most + PADDING, 1);
    assert_non_null(memory);
    sdn_str row = sdn__row_compose(encoder, memory, &has_array);
    assert_ptr_equal(row.ptr, memory);
    assert_true(row.len <= most);
    memset(memory + row.len, 0, PADDING);
    assert_cells_found(encoder, row, has_array);
    assert_reads_back(encoder, row, has_array, record);
    free(memory);
    return !has_array;
}

static void composed_cells_are_those_that_scanning_finds(void **state)
{
    (void)state;
    uint64_t seed = 20261130;
    size_t known = 0;
    for (int i = 0; i < FILES; i++) {
        char header[2000] = "", text[100];
        sdn_error err = {0};
        sdn_row_encoder *encoder;
        if (i > 0)
            make_header(&seed, header, sizeof header);
        sdn_store *store = store_of(&all_types_record_type, header);
        sdn_table *table = store->file->image->tables[0];
        assert_int_equal(sdn__row_encoder_of(table, &encoder, &err), SDN_OK);
        assert_true(encoder->columns.known);
        for (int j = 0; j < RECORDS; j++) {
            sdn_arena arena = SDN_ARENA_INIT;
            all_types record = make_record(&seed, text, sizeof text, &arena);
            make_format(&seed, encoder);
            known += check_record(encoder, &record);
            sdn_arena_release(&arena);
        }
        close_store(store);
    }
    assert_in_range(known, FILES * RECORDS / 10, FILES * RECORDS * 9 / 10); /* both ways are taken */
}

/* ---- single cells ---- */

/* How the text is written in the row of a note that has nothing else. */
static void assert_text_cell(const char *text, sdn_cell_form form, const char *between)
{
    bool has_array;
    sdn_error err = {0};
    sdn_row_encoder *encoder;
    sdn_store *store = store_of(&note_record_type, "");
    note record = note_of("1", text);
    char row[400];
    assert_int_equal(sdn__row_encoder_of(store->file->image->tables[0], &encoder, &err), SDN_OK);
    assert_int_equal(sdn__row_encoder_fill(encoder, &record, &err), SDN_OK);
    assert_in_range(sdn__row_compose_most(encoder), 1, sizeof row);
    sdn__row_compose(encoder, row, &has_array);
    const sdn_cell *cell = &encoder->readback.cells[NOTE_FIELD_TEXT];
    assert_false(has_array);
    assert_int_equal(cell->form, form);
    assert_true(sdn_str_equal((sdn_str){cell->ptr, cell->len}, sdn_str_from(between)));
    close_store(store);
}

static void cells_have_the_form_in_which_they_were_written(void **state)
{
    (void)state;
    assert_text_cell("word", SDN_CELL_BARE, "word");
    assert_text_cell("-12", SDN_CELL_BARE, "-12");
    assert_text_cell("", SDN_CELL_QUOTED, "");
    assert_text_cell("true", SDN_CELL_QUOTED, "true");
    assert_text_cell(" a, b ", SDN_CELL_QUOTED, " a, b ");
    assert_text_cell("[a]", SDN_CELL_QUOTED, "[a]");
    assert_text_cell("# a", SDN_CELL_QUOTED, "# a");
    assert_text_cell("a\\", SDN_CELL_ESCAPED, "a\\\\");
    assert_text_cell("\"a\"", SDN_CELL_ESCAPED, "\\\"a\\\"");
    assert_text_cell("a\n", SDN_CELL_ESCAPED, "a\\n");
}

/* A list in brackets is left to scanning. */
static void an_array_is_told(void **state)
{
    (void)state;
    static const sdn_str tags[] = {SDN_STR_INIT("a, b"), SDN_STR_INIT("c")};
    static const bool expected[] = {false, true};
    sdn_error err = {0};
    for (size_t i = 0; i < 2; i++) {
        bool has_array;
        char row[400];
        sdn_row_encoder *encoder;
        sdn_store *store = store_of(&note_record_type, "");
        note record = note_of("1", "[");
        record.tags = (sdn_str_list){tags + 1 - i, 1};
        assert_int_equal(sdn__row_encoder_of(store->file->image->tables[0], &encoder, &err), SDN_OK);
        assert_int_equal(sdn__row_encoder_fill(encoder, &record, &err), SDN_OK);
        sdn__row_compose(encoder, row, &has_array);
        assert_int_equal(has_array, expected[i]);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(composed_cells_are_those_that_scanning_finds),
        TEST_WITH_STORES(cells_have_the_form_in_which_they_were_written),
        TEST_WITH_STORES(an_array_is_told),
    };
    return run_cases(argc, argv, tests);
}
