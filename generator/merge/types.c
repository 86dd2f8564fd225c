/*
 * The types of tables come from data_file_open, which knows where schemas are: it opens a file of headers only, one for
 * each table of any version, with the columns of all versions. Columns that the schema lacks are fields of text then, so
 * that they are merged like others.
 */
#include "merge/merge_private.h"

#include "base/alloc.h"
#include "base/error.h"
#include "data/dynamic_type.h"

/* ---- the tables of all versions ---- */

static merge_table *known_table(file_merger *m, sdn_str name)
{
    for (size_t i = 0; i < m->table_count; i++)
        if (sdn_str_equal(m->tables[i].name, name))
            return &m->tables[i];
    return NULL;
}

static void note_tables(file_merger *m, merge_side side)
{
    const sdn_document *document = &m->versions[side].document;
    for (size_t i = 0; i < document->table_count; i++) {
        merge_table *table = known_table(m, document->tables[i].name);
        if (table == NULL) {
            table = &m->tables[m->table_count++];
            table->name = document->tables[i].name;
            for (int s = MERGE_BASE; s < MERGE_SIDES; s++)
                table->first[s] = MERGE_NONE;
        }
        table->headers[side] = &document->tables[i];
    }
}

/* ---- a file of headers ---- */

static bool is_among(const sdn_str *columns, size_t count, sdn_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sdn_str_equal(columns[i], name))
            return true;
    return false;
}

/* The columns of all versions of a table, each once, those of ours first. */
static sdn_code unite_columns(file_merger *m, merge_table *table)
{
    static const merge_side sides[] = {MERGE_OURS, MERGE_BASE, MERGE_THEIRS};
    size_t most = 1;
    for (int i = 0; i < MERGE_SIDES; i++)
        most += table->headers[i] != NULL ? table->headers[i]->column_count : 0;
    table->names = sdn_arena_alloc(&m->arena, most * sizeof *table->names);
    if (table->names == NULL)
        return sdn__fail_memory(m->err);
    for (int i = 0; i < MERGE_SIDES; i++) {
        const sdn_table_text *header = table->headers[sides[i]];
        for (uint32_t j = 0; header != NULL && j < header->column_count; j++)
            if (!is_among(table->names, table->name_count, header->columns[j]))
                table->names[table->name_count++] = header->columns[j];
    }
    return SDN_OK;
}

/* The line end before it makes a byte order mark a part of the first name, as it is where it stands in a file. After each
 * column stands a comma, as one may after the last. */
static sdn_code write_headers(file_merger *m, sdn_buffer *to)
{
    sdn_code code = SDN_OK;
    sdn__buffer_add(to, "\n", 1);
    for (size_t i = 0; i < m->table_count && code == SDN_OK; i++) {
        merge_table *table = &m->tables[i];
        code = unite_columns(m, table);
        sdn__buffer_add_str(to, table->name);
        sdn__buffer_add(to, "|", 1);
        for (size_t j = 0; j < table->name_count; j++) {
            sdn__buffer_add_str(to, table->names[j]);
            sdn__buffer_add(to, ",", 1);
        }
        sdn__buffer_add(to, "|\n", 2);
    }
    return code == SDN_OK && to->out_of_memory ? sdn__fail_memory(m->err) : code;
}

/* ---- types ---- */

static void take_types(file_merger *m)
{
    for (size_t i = 0; i < m->table_count; i++)
        for (size_t j = 0; j < m->types.table_count; j++)
            if (sdn_str_equal(m->types.tables[j].type->table, m->tables[i].name)) {
                m->tables[i].type = m->types.tables[j].type;
                m->tables[i].is_typed = m->types.tables[j].record != NULL;
            }
}

static sdn_code open_headers(file_merger *m, sdn_str text)
{
    sdn_options options = sdn_options_default();
    diag_list diags;
    data_request request = {.path = m->request->path,
                            .bytes = &text,
                            .schema = m->request->schema,
                            .never_fail_for_schema = true,
                            .options = &options};
    options.max_columns *= MERGE_SIDES;
    diag_list_init(&diags, &m->arena);
    sdn_code code = data_file_open(&m->types, &request, &diags, m->err);
    diag_list_release(&diags);
    return code;
}

sdn_code merge_untype(file_merger *m, merge_table *table)
{
    dynamic_request untyped = {.table = table->name, .extra = table->names, .extra_count = table->name_count};
    table->is_typed = false;
    return dynamic_types_make(&untyped, 1, &m->arena, &table->type) == 0 ? SDN_OK : sdn__fail_memory(m->err);
}

sdn_code merge_find_types(file_merger *m)
{
    sdn_buffer headers = SDN_BUFFER_INIT;
    size_t most = 1;
    for (int i = 0; i < MERGE_SIDES; i++)
        most += m->versions[i].document.table_count;
    m->tables = sdn__alloc_zeroed(most, sizeof *m->tables);
    if (m->tables == NULL)
        return sdn__fail_memory(m->err);
    note_tables(m, MERGE_OURS);
    note_tables(m, MERGE_BASE);
    note_tables(m, MERGE_THEIRS);
    sdn_code code = write_headers(m, &headers);
    if (code == SDN_OK)
        code = open_headers(m, (sdn_str){headers.bytes, headers.len});
    sdn__buffer_release(&headers);
    if (code != SDN_OK)
        return code;
    take_types(m);
    for (size_t i = 0; i < m->table_count && code == SDN_OK; i++)
        if (m->tables[i].type == NULL)
            code = merge_untype(m, &m->tables[i]);
    return code;
}
