/*
 * The file is read once by the reader of documents, which says where tables and rows are. Each table is arranged as a
 * whole, and what is between tables is copied.
 */
#include "arrange/arrange.h"

#include <string.h>

#include "arrange/arrange_private.h"
#include "base/alloc.h"
#include "base/error.h"
#include "text/checksum.h"

typedef struct arranger {
    const data_file *data;
    sdn_document document;
    sdn_document_reader reader;
    sdn_arena arena;    /* of the document */
    const char *copied; /* up to here the text is arranged */
    sdn_buffer *text;
} arranger;

/* --- rows --- */

/* The open table that was loaded from the table that the reader is at; NULL: none was. */
static const data_table *loaded_from(const arranger *a)
{
    size_t position = a->document.table_count - 1;
    for (size_t i = 0; i < a->data->table_count; i++) {
        const sdn_store *store = a->data->tables[i].store;
        if (store->file->image->tables[store->number]->columns.position == position)
            return &a->data->tables[i];
    }
    return NULL;
}

/* The slot of the record in the row at a position; `next` is that of the row before it plus 1. Slots and rows have one
 * order. */
static uint32_t slot_of_row(const data_table *data, size_t start, uint32_t *next)
{
    if (data == NULL)
        return SDN_NO_SLOT;
    const sdn_slots *slots = &data->store->file->image->tables[data->store->number]->slots;
    while (*next < slots->row_count && slots->rows[*next].start < start)
        ++*next;
    if (*next >= slots->row_count || slots->rows[*next].start != start)
        return SDN_NO_SLOT;
    uint32_t slot = (*next)++;
    return sdn__slots_is_live(slots, slot) ? slot : SDN_NO_SLOT;
}

static int add_plain_cells(arrange_table *table, const sdn_cell *cells)
{
    uint32_t count = table->text->column_count;
    if (sdn__reserve(&table->cells, &table->cell_capacity, table->cell_count + count, sizeof *table->cells) != 0)
        return -1;
    for (uint32_t i = 0; i < count; i++)
        table->cells[table->cell_count++] = sdn__cell_extent(&cells[i]);
    return 0;
}

static int add_arranged_row(arrange_table *table, const arrange_row *row, const sdn_cell *cells)
{
    if (sdn__reserve(&table->rows, &table->row_capacity, table->row_count + 1, sizeof *table->rows) != 0)
        return -1;
    table->rows[table->row_count++] = *row;
    return row->is_plain ? add_plain_cells(table, cells) : 0;
}

static bool is_one_line(const sdn_row_scan *scan)
{
    return memchr(scan->line.start, '\n', (size_t)(scan->line.end - scan->line.start)) == NULL;
}

/* Reads all rows of the table that the reader is at. Returns 0, or -1 when memory ran out. */
static int read_arranged_rows(arranger *a, arrange_table *table)
{
    sdn_row_scan scan;
    const char *above = table->text->header.next;
    uint32_t next_slot = 0;
    while (sdn__document_next_row(&a->reader, &scan)) {
        bool is_inline = scan.line.start < table->text->header.next;
        arrange_row row = {
            .above = is_inline ? scan.line.start : above,
            .line = scan.line,
            .first_cell = table->cell_count,
            .slot = slot_of_row(table->data, (size_t)(scan.line.start - a->document.bytes), &next_slot),
            .is_plain =
                !is_inline && scan.problem == NULL && scan.count == table->text->column_count && is_one_line(&scan),
        };
        above = scan.line.next;
        if (add_arranged_row(table, &row, a->reader.cells) != 0)
            return -1;
    }
    return 0;
}

/* --- tables --- */

static void copy_up_to(arranger *a, const char *end)
{
    if (end > a->copied)
        sdn__buffer_add(a->text, a->copied, (size_t)(end - a->copied));
    a->copied = end;
}

static int arrange_one(arranger *a, const sdn_table_text *text)
{
    arrange_table table = {.text = text, .data = loaded_from(a), .line_end = sdn__document_line_end(&a->document)};
    const sdn_git_conflict *conflict = sdn__document_conflict_at(&a->document, text->header.start);
    int failed = read_arranged_rows(a, &table);
    if (failed == 0 && conflict == NULL) {
        copy_up_to(a, text->header.start);
        failed = arrange_sort(&table);
        if (failed == 0)
            failed = arrange_print(&table, a->text);
        a->copied = text->rows_end;
    }
    sdn__free(table.rows);
    sdn__free(table.cells);
    return failed;
}

static sdn_code arrange_tables(arranger *a, sdn_error *err)
{
    const sdn_table_text *text;
    int failed = 0;
    while (failed == 0 && (text = sdn__document_next_table(&a->reader)) != NULL)
        failed = arrange_one(a, text);
    sdn_code code = sdn__document_close(&a->reader);
    return code == SDN_OK && failed != 0 ? sdn__fail_memory(err) : code;
}

sdn_code arrange_text(const data_file *data, sdn_str bytes, sdn_buffer *text, sdn_error *err)
{
    arranger a = {.data = data, .arena = SDN_ARENA_INIT, .copied = bytes.ptr, .text = text};
    const sdn_document_limits limits = data->file->image->document.limits;
    sdn__document_open(&a.reader, &a.document, data->path.ptr, bytes.ptr, bytes.len, &limits, &a.arena, err);
    sdn_code code = arrange_tables(&a, err);
    if (code == SDN_OK) {
        copy_up_to(&a, bytes.ptr + bytes.len);
        sdn__checksum_renew(text);
    }
    if (code == SDN_OK && text->out_of_memory)
        code = sdn__fail_memory(err);
    sdn__document_release(&a.document);
    sdn_arena_release(&a.arena);
    return code;
}
