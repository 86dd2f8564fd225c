#include "save/save_headers.h"

#include "base/alloc.h"
#include "base/error.h"
#include "save/image_bytes.h"
#include "save/layout.h"
#include "table/changes.h"
#include "text/document_reader.h"

#include <assert.h>

/* Whether there are records. Their text may be in the old buffer, which is freed. */
static bool has_rows(const sdn_image *image)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->slots.loaded_count > 0)
            return true;
    return false;
}

static bool is_added(const sdn_table *table)
{
    return table->columns.position == SDN_NO_TABLE && sdn__table_changed(table);
}

/* Whether the header reads back as it was written: one column per field, in their order. */
static bool has_all_columns(const sdn_table_text *text, const sdn_record_type *type)
{
    if (text == NULL || text->column_count != type->field_count || text->inline_row)
        return false;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!sdn_str_equal(text->columns[i], type->fields[i].column))
            return false;
    return true;
}

static bool has_added_tables(const sdn_image *image, const sdn_document *document)
{
    for (size_t i = 0; i < image->table_count; i++) {
        const sdn_record_type *type = image->tables[i]->type;
        if (is_added(image->tables[i]) && !has_all_columns(sdn__document_table(document, type->table), type))
            return false;
    }
    return true;
}

/* The scratch of a table for the cells of a row, which finding the format of its rows needs. */
static sdn_code reserve_cells(const sdn_image *image, sdn_error *err)
{
    for (size_t i = 0; i < image->table_count; i++) {
        sdn_table *table = image->tables[i];
        if (is_added(table) && sdn__reserve(&table->columns.cells, &table->columns.cell_capacity,
                                            (size_t)table->type->field_count + 1, sizeof *table->columns.cells) != 0)
            return sdn__fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code make_bytes(const sdn_image *image, sdn_save *save, sdn_error *err)
{
    sdn_pieces headers = SDN_PIECES_INIT;
    sdn_code code = sdn__layout_build_headers(image, &save->plan, &headers, err);
    if (code == SDN_OK)
        code = sdn__image_join(&headers, &save->buffer, &save->buffer_len, err);
    sdn__pieces_release(&headers);
    if (code != SDN_OK)
        return code;
    sdn__pieces_add(&save->headers, sdn__place_in_text(0), save->buffer, save->buffer_len);
    return save->headers.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

sdn_code sdn__save_headers_prepare(const sdn_image *image, sdn_save *save, bool *can_patch, sdn_error *err)
{
    const sdn_document *old = &image->document;
    *can_patch = false;
    if (has_rows(image))
        return SDN_OK;
    sdn_code code = make_bytes(image, save, err);
    if (code == SDN_OK)
        code = sdn__document_read(&save->document, old->path, save->buffer, save->buffer_len, &old->limits,
                                  &save->plan.text, err);
    if (code == SDN_E_SYNTAX) { /* names that no header can hold; the whole file will be refused */
        sdn__save_headers_release(save);
        return SDN_OK;
    }
    if (code == SDN_OK)
        code = reserve_cells(image, err);
    *can_patch = code == SDN_OK && save->document.problem_count == 0 && has_added_tables(image, &save->document) &&
                 !sdn__image_has_quotes_above_tables(&save->document);
    if (!*can_patch)
        sdn__save_headers_release(save);
    return code;
}

/* Makes an added table one of the document, with a column per field. */
static void append_new_table(sdn_table *table, const sdn_document *document)
{
    if (!is_added(table))
        return;
    table->columns.position = (size_t)(sdn__document_table(document, table->type->table) - document->tables);
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->columns.of_field[i] = i;
}

void sdn__save_headers_finish(sdn_image *image, sdn_save *save)
{
    assert(!has_rows(image));
    for (size_t i = 0; i < image->table_count; i++)
        append_new_table(image->tables[i], &save->document);
    sdn__delimiters_keep_added(&save->document.delimiters, &image->document.delimiters);
    sdn__pieces_release(&image->pieces);
    image->pieces = save->headers;
    save->headers = (sdn_pieces)SDN_PIECES_INIT;
    sdn__document_release(&image->document);
    sdn__free(image->buffer);
    image->document = save->document;
    image->document.arena = &image->arena; /* which is about to get what the plan's holds */
    image->buffer = save->buffer;
    image->buffer_len = save->buffer_len;
    save->buffer = NULL;
    save->document = (sdn_document){.bytes = NULL};
}

void sdn__save_headers_release(sdn_save *save)
{
    sdn__pieces_release(&save->headers);
    sdn__document_release(&save->document);
    sdn__free(save->buffer);
    save->buffer = NULL;
}
