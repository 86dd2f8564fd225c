/*
 * The types of tables come from data_file_open, which knows where schemas are: it opens a file of headers only, one for
 * each table of any version, with the columns of all versions. Columns that the schema lacks are fields of text then, so
 * that they are merged like others.
 */
#include "merge/merge_private.h"

#include "base/alloc.h"
#include "base/error.h"

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

/* Adds the columns of all versions of a table, each once, those of ours first. After each stands a comma: one may follow
 * the last. */
static sdn_code add_columns(file_merger *m, const merge_table *table, sdn_buffer *to)
{
    static const merge_side sides[] = {MERGE_OURS, MERGE_BASE, MERGE_THEIRS};
    size_t most = 1, count = 0;
    for (int i = 0; i < MERGE_SIDES; i++)
        most += table->headers[i] != NULL ? table->headers[i]->column_count : 0;
    sdn_str *added = sdn_arena_alloc(&m->arena, most * sizeof *added);
    if (added == NULL)
        return sdn__fail_memory(m->err);
    for (int i = 0; i < MERGE_SIDES; i++) {
        const sdn_table_text *header = table->headers[sides[i]];
        for (uint32_t j = 0; header != NULL && j < header->column_count; j++) {
            if (is_among(added, count, header->columns[j]))
                continue;
            added[count++] = header->columns[j];
            sdn__buffer_add_str(to, header->columns[j]);
            sdn__buffer_add(to, ",", 1);
        }
    }
    return SDN_OK;
}

static sdn_code write_headers(file_merger *m, sdn_buffer *to)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < m->table_count && code == SDN_OK; i++) {
        sdn__buffer_add_str(to, m->tables[i].name);
        sdn__buffer_add(to, "|", 1);
        code = add_columns(m, &m->tables[i], to);
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
    if (code == SDN_OK)
        take_types(m);
    return code;
}
