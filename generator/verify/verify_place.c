/*
 * Places of what the library knows about a file. Its document and its slots point into its own copy of the text, in which
 * NULs end the texts of records; the source has the same bytes at the same offsets, unchanged.
 */
#include "verify/verify_private.h"

const sdn_table *verify_loaded(const data_table *table)
{
    return table->store->file->image->tables[table->store->number];
}

const sdn_document *verify_document(const verify_file *file)
{
    return &file->data->file->image->document;
}

source_span verify_span(const verify_file *file, const char *at, size_t len)
{
    size_t start = (size_t)(at - verify_document(file)->bytes), size = file->source->text.len;
    if (start > size)
        start = size;
    return (source_span){file->source, (uint32_t)start, (uint32_t)(len < size - start ? len : size - start)};
}

source_span verify_problem_span(const verify_file *file, const sdn_problem *problem)
{
    if (problem->line == 0)
        return source_whole(file->source);
    uint32_t start = source_offset(file->source, problem->line, problem->column);
    uint32_t len = problem->end_column > problem->column ? problem->end_column - problem->column : 1;
    uint32_t left = (uint32_t)file->source->text.len - start;
    return (source_span){file->source, start, len < left ? len : left};
}

sdn_problem verify_problem_at(source_span span, sdn_problem_kind kind)
{
    source_position start = source_locate(span.source, span.start);
    return (sdn_problem){
        .line = start.line, .column = start.column, .end_column = source_span_end(span).column, .kind = kind};
}

/* A part of the source as a span. */
static source_span span_of_text(const verify_file *file, sdn_str text)
{
    return (source_span){file->source, (uint32_t)(text.ptr - file->source->text.ptr), (uint32_t)text.len};
}

static sdn_str source_row(const verify_file *file, const data_table *table, uint32_t slot)
{
    const sdn_row *row = &verify_loaded(table)->slots.rows[slot];
    return (sdn_str){file->source->text.ptr + row->start, row->length};
}

uint32_t verify_cells(const verify_file *file, const data_table *table, uint32_t slot, const sdn_cell **cells)
{
    const sdn_columns *columns = &verify_loaded(table)->columns;
    sdn_str row = source_row(file, table, slot);
    size_t effort = row.len;
    sdn_row_scan scan =
        sdn__scan_row(row.ptr, row.ptr + row.len, columns->cells, columns->count, columns->count, &effort);
    *cells = columns->cells;
    return scan.count < columns->count ? scan.count : columns->count;
}

source_span verify_row_span(const verify_file *file, const data_table *table, uint32_t slot)
{
    sdn_str row = source_row(file, table, slot);
    sdn_line first = sdn__line_at(row.ptr, row.ptr + row.len);
    return span_of_text(file, sdn__trimmed(first.start, first.end));
}

source_span verify_cell_span(const verify_file *file, const sdn_cell *cell)
{
    return span_of_text(file, sdn__cell_extent(cell));
}

source_span verify_field_span(const verify_file *file, const data_table *table, uint32_t slot, uint32_t field)
{
    const sdn_cell *cells;
    uint32_t count = verify_cells(file, table, slot, &cells);
    uint32_t column = verify_loaded(table)->columns.of_field[field];
    return column < count ? verify_cell_span(file, &cells[column]) : verify_row_span(file, table, slot);
}

source_span verify_column_span(const verify_file *file, const data_table *table, uint32_t field)
{
    const sdn_table *loaded = verify_loaded(table);
    const sdn_table_text *text = sdn__table_text_of(loaded);
    if (text == NULL)
        return source_whole(file->source);
    uint32_t column = loaded->columns.of_field[field];
    sdn_str name = column != SDN_NO_COLUMN ? text->columns[column] : text->name;
    return verify_span(file, name.ptr, name.len);
}

uint32_t verify_first_slot(const data_table *table, uint32_t offset)
{
    const sdn_slots *slots = &verify_loaded(table)->slots;
    size_t low = 0, high = slots->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slots->rows[middle].start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

uint32_t verify_slot_at(const data_table *table, uint32_t offset)
{
    const sdn_row *rows = verify_loaded(table)->slots.rows;
    uint32_t after = verify_first_slot(table, offset + 1);
    return after > 0 && offset - rows[after - 1].start <= rows[after - 1].length ? after - 1 : SDN_NO_SLOT;
}
