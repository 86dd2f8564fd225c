#include "encode/row_cache.h"

#include "base/arena.h"
#include "encode/row_compose.h"
#include "record/row_read.h"

#include <assert.h>
#include <string.h>

/* A row that is being cached. */
typedef struct cached_row {
    char *at; /* room for the row, its line end and the padding */
    sdn_str line_end;
    sdn_delimiters *delimiters; /* for the texts in it */
} cached_row;

/* Returns 0, or -1 when memory ran out. The document's arena holds the row, since what that has lasts longest. */
static int make_room_for_row(sdn_table *table, cached_row *row)
{
    sdn_arena *arena = table->document->arena;
    sdn_row_encoder *encoder = table->encoder;
    row->line_end = sdn__document_line_end(table->document);
    row->at = sdn__arena_room(arena, sdn__row_compose_most(encoder) + row->line_end.len + SDN_ROW_PADDING);
    if (row->at == NULL || sdn__image_rows_reserve(&table->image_rows, 1) != 0)
        return -1;
    row->delimiters = sdn__delimiters_of_added(&table->document->delimiters, row->at, sdn__arena_rest(arena));
    return row->delimiters != NULL ? sdn__delimiters_make_room(row->delimiters, encoder->columns.text_count) : -1;
}

/* Composes the row, its line end and the padding after it. */
static sdn_str compose(sdn_row_encoder *encoder, const cached_row *row, bool *has_array)
{
    sdn_str text = sdn__row_compose(encoder, row->at, has_array);
    memcpy(row->at + text.len, row->line_end.ptr, row->line_end.len);
    memset(row->at + text.len + row->line_end.len, 0, SDN_ROW_PADDING);
    return text;
}

/* Whether the cells of the row read back as the record. If so the record becomes what was read: it points into the row,
 * as a record does that is read from the file. */
static bool take_read_record(sdn_table *table, const cached_row *row, void *record)
{
    bool same = false;
    sdn_row_encoder *encoder = table->encoder;
    const sdn_row_columns *columns = &encoder->columns;
    sdn_code code = sdn__row_readback_compare_cells(&encoder->readback, columns, record, &table->arena, &same, NULL);
    if (code != SDN_OK || !same)
        return false;
    memcpy(record, encoder->readback.record, table->type->size);
    sdn__delimiters_take(row->delimiters, record, columns->texts, columns->text_count);
    return true;
}

static bool reads_back(sdn_row_encoder *encoder, sdn_str row, const void *record)
{
    bool same = false;
    return sdn__row_readback_compare(&encoder->readback, &encoder->columns, row, record, &same, NULL) == SDN_OK && same;
}

/* Errors are not reported, because the record is accepted already and the cache only saves time: a row that does not
 * read back, or has no memory, is encoded again by the save, and that reports what is wrong with it. */
bool sdn__row_cache(sdn_table *table, uint32_t slot)
{
    cached_row row;
    bool has_array;
    void *record = sdn__slots_record(&table->slots, slot);
    assert((table->slots.rows[slot].flags & SDN_ROW_NEW) != 0 && !sdn__row_is_cached(&table->slots.rows[slot]));
    if (!table->encoder->columns.known)
        return false; /* a later edit may add a column, and then this row would lack a cell */
    if (make_room_for_row(table, &row) != 0)
        return false;
    sdn_str text = compose(table->encoder, &row, &has_array);
    bool is_taken = !has_array && take_read_record(table, &row, record);
    if (!is_taken && !(has_array && reads_back(table->encoder, text, record)))
        return false;
    sdn__arena_take(table->document->arena, text.len + row.line_end.len);
    sdn__image_rows_cache(&table->image_rows, &table->slots.rows[slot], text);
    return is_taken;
}
