/* libcsv: a file of the same columns, whose fields the library hands out one by one; copied into structs. No
 * key. */
#include "bytes.h"
#include "peers.h"
#include "rows.h"
#include "save_text.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- writing ---- */

/* Quoted only where it must be. */
static void add_field(byte_buffer *out, sdn_str text, char end)
{
    char quoted[300];
    bool plain = memchr(text.ptr, ',', text.len) == NULL && memchr(text.ptr, '"', text.len) == NULL;
    if (plain)
        bytes_add_str(out, text);
    else
        bytes_add(out, quoted, csv_write(quoted, sizeof quoted, text.ptr, text.len));
    bytes_add(out, &end, 1);
}

static void add_number(byte_buffer *out, uint32_t number, char end)
{
    char text[16];
    bytes_add(out, text, (size_t)snprintf(text, sizeof text, "%u%c", (unsigned)number, end));
}

static void add_row(byte_buffer *out, const todo *row)
{
    char joined[64];
    sdn_str blocked = {joined, blocked_join(row->blocked, joined)};
    add_field(out, row->id, ',');
    add_field(out, row->keyword, ',');
    add_field(out, row->area, ',');
    add_field(out, sdn_str_from(todo_priority_name(row->priority)), ',');
    add_field(out, row->description, ',');
    add_field(out, row->file, ',');
    add_number(out, row->line, ',');
    add_field(out, row->has_issue ? row->issue : SDN_STR(""), ',');
    add_field(out, blocked, ',');
    add_field(out, sdn_str_from(todo_status_name(row->status)), ',');
    add_field(out, row->valid ? SDN_STR("true") : SDN_STR("false"), '\n');
}

static int save(const bench_task *task, measurement *measure)
{
    static const text_form csv = {"", "", "", add_row};
    return save_text(task, measure, &csv);
}

/* ---- reading ---- */

typedef struct reading {
    row_table rows;
    todo *row; /* being filled; NULL between rows */
    int column;
} reading;

static void set_field(row_table *rows, todo *row, int column, sdn_str text)
{
    switch (column) {
    case 0:
        row->id = text;
        break;
    case 1:
        row->keyword = text;
        break;
    case 2:
        row->area = text;
        break;
    case 3:
        row->priority = priority_of(text);
        break;
    case 4:
        row->description = text;
        break;
    case 5:
        row->file = text;
        break;
    case 6:
        row->line = (uint32_t)strtoul(text.ptr, NULL, 10);
        break;
    case 7:
        row->has_issue = text.len > 0;
        row->issue = text;
        break;
    case 8:
        row->blocked = blocked_split(rows, text);
        break;
    case 9:
        row->status = status_of(text);
        break;
    default:
        row->valid = sdn_str_equal(text, SDN_STR("true"));
        break;
    }
}

/* Words and numbers are used at once; only text that stays is copied. */
static bool stays(int column)
{
    return column != 3 && column != 6 && column < 9;
}

static void take_field(void *bytes, size_t len, void *data)
{
    reading *reading_now = data;
    sdn_str text = {bytes, len};
    if (reading_now->row == NULL)
        reading_now->row = rows_add(&reading_now->rows);
    if (stays(reading_now->column))
        text = rows_text(&reading_now->rows, bytes, len);
    set_field(&reading_now->rows, reading_now->row, reading_now->column++, text);
}

static void end_row(int line_end, void *data)
{
    reading *reading_now = data;
    (void)line_end;
    reading_now->row = NULL;
    reading_now->column = 0;
}

static int parse(const byte_buffer *file, reading *into)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_APPEND_NULL) != 0)
        return complain("libcsv", "cannot start");
    size_t done = csv_parse(&parser, file->ptr, file->len, take_field, end_row, into);
    csv_fini(&parser, take_field, end_row, into);
    csv_free(&parser);
    return done == file->len ? 0 : complain("libcsv", "cannot parse");
}

static int load(const bench_task *task, measurement *measure)
{
    reading into = {ROWS_INIT, NULL, 0};
    measure_start(measure);
    byte_buffer file = bytes_map(task->path);
    if (file.ptr == NULL || parse(&file, &into) != 0)
        return -1;
    measure_lap(measure);
    measure->checksum = rows_sum(&into.rows);
    measure_stop(measure);
    measure->units = into.rows.count;
    bytes_unmap(&file);
    rows_release(&into.rows);
    return 0;
}

const contestant contestant_csv = {.name = "libcsv", .extension = "csv", .run = {[OP_SAVE] = save, [OP_LOAD] = load}};
