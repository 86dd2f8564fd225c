#include "store/save_headers.h"

#include "base/alloc.h"

/* Records whose text stands in the old buffer would lose it. */
static bool has_rows(const sdn_state *state)
{
    for (size_t i = 0; i < state->table_count; i++)
        if (state->tables[i]->loaded_count > 0)
            return true;
    return false;
}

static bool is_added(const sdn_table *table)
{
    return table->position == SDN_NO_TABLE && sdn_table_changed(table);
}

/* Whether the header has the columns that were written: one per field, in their order. */
static bool has_all_columns(const sdn_table_text *text, const sdn_record_type *type)
{
    if (text == NULL || text->column_count != type->field_count || text->inline_row)
        return false;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!sdn_str_equal(text->columns[i], type->fields[i].column))
            return false;
    return true;
}

static bool has_added_tables(const sdn_state *state, const sdn_document *document)
{
    for (size_t i = 0; i < state->table_count; i++) {
        const sdn_record_type *type = state->tables[i]->type;
        if (is_added(state->tables[i]) && !has_all_columns(sdn_document_table(document, type->table), type))
            return false;
    }
    return true;
}

static sdn_code reserve_cells(const sdn_state *state, sdn_error *err)
{
    for (size_t i = 0; i < state->table_count; i++) {
        sdn_table *table = state->tables[i];
        if (is_added(table) && sdn_reserve(&table->cells, &table->cell_capacity,
                                           (size_t)table->type->field_count + 1, sizeof *table->cells) != 0)
            return sdn_fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code make_bytes(const sdn_state *state, sdn_save *save, sdn_error *err)
{
    sdn_layout headers;
    sdn_code code = sdn_state_lay_out(state, SDN_LAYOUT_HEADERS, &headers, err);
    if (code == SDN_OK)
        code = sdn_state_join(&headers, &save->buffer, &save->buffer_len, err);
    sdn_layout_release(&headers);
    return code;
}

sdn_code sdn_save_headers_prepare(const sdn_state *state, sdn_save *save, bool *fits, sdn_error *err)
{
    const sdn_document *old = &state->document;
    *fits = false;
    if (has_rows(state))
        return SDN_OK;
    sdn_code code = make_bytes(state, save, err);
    if (code == SDN_OK)
        code = sdn_document_read(&save->document, old->path, save->buffer, save->buffer_len, old->options,
                                 &save->layout.text, NULL, NULL, err);
    if (code == SDN_E_SYNTAX) { /* names that no header can hold; the whole file will be refused */
        sdn_save_headers_release(save);
        return SDN_OK;
    }
    if (code == SDN_OK)
        code = reserve_cells(state, err);
    *fits = code == SDN_OK && save->document.problem_count == 0 && has_added_tables(state, &save->document) &&
            !sdn_state_has_quotes_above_tables(&save->document);
    if (!*fits)
        sdn_save_headers_release(save);
    return code;
}

static void add_table(sdn_table *table, const sdn_document *document)
{
    if (!is_added(table))
        return;
    table->position = (size_t)(sdn_document_table(document, table->type->table) - document->tables);
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->columns[i] = i;
}

void sdn_save_headers_finish(sdn_state *state, sdn_save *save)
{
    if (save->buffer == NULL)
        return;
    for (size_t i = 0; i < state->table_count; i++)
        add_table(state->tables[i], &save->document);
    sdn_document_release(&state->document);
    sdn_free(state->buffer);
    state->document = save->document;
    state->document.arena = &state->arena; /* which is about to absorb that of the layout */
    state->buffer = save->buffer;
    state->buffer_len = save->buffer_len;
    for (size_t i = 0; i < state->table_count; i++)
        state->tables[i]->bytes = state->buffer + (state->document.bytes - state->buffer);
    save->buffer = NULL;
    save->document = (sdn_document){.bytes = NULL};
}

void sdn_save_headers_release(sdn_save *save)
{
    sdn_document_release(&save->document);
    sdn_free(save->buffer);
    save->buffer = NULL;
}
