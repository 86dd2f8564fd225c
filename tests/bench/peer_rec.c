/*
 * recutils, through its library: a text file of one `field: value` a line, with a declared key, which is
 * checked on changes but not indexed. Single updates are measured with recset, as a whole process.
 */
#include "bytes.h"
#include "peers.h"
#include "rows.h"
#include "save_text.h"

#include <rec.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- writing ---- */

static void add_field(byte_buffer *out, const char *name, sdn_str text)
{
    if (text.len == 0)
        return;
    bytes_add(out, name, strlen(name));
    bytes_add(out, ": ", 2);
    bytes_add_str(out, text);
    bytes_add(out, "\n", 1);
}

static void add_row(byte_buffer *out, const todo *row)
{
    char joined[64];
    char line[16];
    sdn_str blocked = {joined, blocked_join(row->blocked, joined)};
    sdn_str number = {line, (size_t)snprintf(line, sizeof line, "%u", (unsigned)row->line)};
    add_field(out, "id", row->id);
    add_field(out, "keyword", row->keyword);
    add_field(out, "area", row->area);
    add_field(out, "priority", sdn_str_from(todo_priority_name(row->priority)));
    add_field(out, "description", row->description);
    add_field(out, "file", row->file);
    add_field(out, "line", number);
    add_field(out, "issue", row->has_issue ? row->issue : SDN_STR(""));
    add_field(out, "blocked", blocked);
    add_field(out, "status", sdn_str_from(todo_status_name(row->status)));
    add_field(out, "valid", row->valid ? SDN_STR("true") : SDN_STR("false"));
    bytes_add(out, "\n", 1);
}

static int save(const bench_task *task, measurement *measure)
{
    static const text_form recutils = {"%rec: todos\n%key: id\n\n", "", "", add_row};
    return save_text(task, measure, &recutils);
}

/* ---- reading ---- */

/* Fields come in the order in which they were written, so each test but one in a row is true. */
static void set_field(row_table *rows, todo *row, const char *name, sdn_str text)
{
    if (strcmp(name, "id") == 0)
        row->id = text;
    else if (strcmp(name, "keyword") == 0)
        row->keyword = text;
    else if (strcmp(name, "area") == 0)
        row->area = text;
    else if (strcmp(name, "priority") == 0)
        row->priority = priority_of(text);
    else if (strcmp(name, "description") == 0)
        row->description = text;
    else if (strcmp(name, "file") == 0)
        row->file = text;
    else if (strcmp(name, "line") == 0)
        row->line = (uint32_t)strtoul(text.ptr, NULL, 10);
    else if (strcmp(name, "blocked") == 0)
        row->blocked = blocked_split(rows, text);
    else if (strcmp(name, "status") == 0)
        row->status = status_of(text);
    else if (strcmp(name, "valid") == 0)
        row->valid = sdn_str_equal(text, SDN_STR("true"));
    else
        row->issue = text;
}

static void read_record(rec_record_t record, row_table *rows)
{
    todo *row = rows_add(rows);
    const void *field = NULL;
    rec_mset_iterator_t fields = rec_mset_iterator(rec_record_mset(record));
    while (rec_mset_iterator_next(&fields, MSET_FIELD, &field, NULL))
        set_field(rows, row, rec_field_name((rec_field_t)(uintptr_t)field),
                  sdn_str_from(rec_field_value((rec_field_t)(uintptr_t)field)));
    rec_mset_iterator_free(&fields);
    row->has_issue = row->issue.len > 0;
}

static int read_records(rec_db_t db, row_table *rows)
{
    rec_rset_t todos = rec_db_get_rset_by_type(db, "todos");
    const void *record = NULL;
    if (todos == NULL)
        return complain("recutils", "no records of type todos");
    rec_mset_iterator_t records = rec_mset_iterator(rec_rset_mset(todos));
    while (rec_mset_iterator_next(&records, MSET_RECORD, &record, NULL))
        read_record((rec_record_t)(uintptr_t)record, rows);
    rec_mset_iterator_free(&records);
    return 0;
}

/* The database, which the caller frees, or NULL. */
static rec_db_t parse(const char *path)
{
    rec_db_t db = NULL;
    FILE *file = fopen(path, "r");
    rec_parser_t parser = file != NULL ? rec_parser_new(file, path) : NULL;
    if (parser == NULL || !rec_parse_db(parser, &db))
        complain("recutils", "cannot parse");
    if (parser != NULL)
        rec_parser_destroy(parser);
    if (file != NULL)
        fclose(file);
    return db;
}

static int load(const bench_task *task, measurement *measure)
{
    row_table rows = ROWS_INIT;
    rec_init();
    measure_start(measure);
    rec_db_t db = parse(task->path);
    if (db == NULL || read_records(db, &rows) != 0)
        return -1;
    measure_lap(measure);
    measure->checksum = rows_sum(&rows);
    measure_stop(measure);
    measure->units = rows.count;
    rec_db_destroy(db);
    rows_release(&rows);
    return 0;
}

const contestant contestant_rec = {.name = "recutils", .extension = "rec", .run = {[OP_SAVE] = save, [OP_LOAD] = load}};
