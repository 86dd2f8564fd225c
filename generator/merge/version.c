#include "merge/merge_private.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "record/value.h"
#include "text/checksum.h"
#include "text/document_reader.h"

/* Each table of a version is compared with the tables of the others. */
enum { MOST_TABLES = 2000 };

static sdn_document_limits limits_of_merge(void)
{
    sdn_options usual = sdn_options_default();
    return (sdn_document_limits){usual.max_cell_bytes, usual.max_columns, usual.max_rows};
}

/* ---- the frame ---- */

/* Takes mark and checksum line off the text. After a mark a checksum line is just a comment. */
static sdn_code strip_frame(file_merger *m, merge_side side, sdn_str bytes)
{
    merge_version *version = &m->versions[side];
    version->text = bytes;
    if (bytes.len >= 3 && memcmp(bytes.ptr, "\xEF\xBB\xBF", 3) == 0) {
        version->frame.has_mark = true;
        version->text = (sdn_str){bytes.ptr + 3, bytes.len - 3};
        return SDN_OK;
    }
    sdn_checksum_state checksum = sdn__checksum_check(bytes.ptr, bytes.len);
    if (checksum == SDN_CHECKSUM_NONE)
        return SDN_OK;
    if (checksum == SDN_CHECKSUM_BAD)
        return merge_leave(m, "the checksum of %s does not match its content", merge_side_names[side]);
    const char *rest = sdn__line_at(bytes.ptr, bytes.ptr + bytes.len).next;
    version->frame.has_checksum = true;
    version->text = (sdn_str){rest, (size_t)(bytes.ptr + bytes.len - rest)};
    return SDN_OK;
}

/* How the lines end: both ways are counted, quickly, since a file of a million lines has them all alike. */
static void look_at_line_ends(merge_version *version)
{
    const char *at = version->text.ptr, *end = at + version->text.len;
    size_t lines = 0, returns = 0;
    for (const char *feed; (feed = memchr(at, '\n', (size_t)(end - at))) != NULL; at = feed + 1) {
        lines++;
        returns += feed > version->text.ptr && feed[-1] == '\r';
    }
    version->frame.has_returns = 2 * returns > lines;
    version->frame.is_mixed = returns > 0 && returns < lines;
    version->frame.lacks_end = at < end;
    version->frame.ends_in_return = at < end && end[-1] == '\r';
}

/* ---- tables ---- */

static sdn_code refuse_unmergeable(file_merger *m, const merge_version *version, const sdn_table_text *table,
                                   size_t position)
{
    int len = (int)table->name.len;
    for (size_t i = 0; i < position; i++)
        if (sdn_str_equal(version->document.tables[i].name, table->name))
            return merge_leave(m, "table '%.*s' stands in the file twice", len, table->name.ptr);
    for (uint32_t i = 0; i < table->column_count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (sdn_str_equal(table->columns[i], table->columns[j]))
                return merge_leave(m, "table '%.*s' has the column '%.*s' twice", len, table->name.ptr,
                                   (int)table->columns[i].len, table->columns[i].ptr);
    return SDN_OK;
}

static sdn_code refuse_tables(file_merger *m, const merge_version *version)
{
    sdn_code code = SDN_OK;
    if (version->document.conflict_count > 0)
        return merge_leave(m, "%s", version->document.conflicts[0].message);
    if (version->document.table_count > MOST_TABLES)
        return merge_leave(m, "it has more than %d tables", MOST_TABLES);
    for (size_t i = 0; i < version->document.table_count && code == SDN_OK; i++)
        code = refuse_unmergeable(m, version, &version->document.tables[i], i);
    return code;
}

sdn_code merge_version_open(file_merger *m, merge_side side)
{
    const sdn_str bytes[] = {m->request->base, m->request->ours, m->request->theirs};
    merge_version *version = &m->versions[side];
    sdn_document_limits limits = limits_of_merge();
    sdn_error err = {0};
    if (bytes[side].len > UINT32_MAX / 2)
        return sdn__fail(m->err, SDN_E_LIMIT, m->request->path, "larger than 2 GiB; split the file");
    sdn_code code = strip_frame(m, side, bytes[side]);
    if (code != SDN_OK)
        return code;
    look_at_line_ends(version);
    code = sdn__document_read(&version->document, m->request->path, version->text.ptr, version->text.len, &limits,
                              &m->arena, &err);
    if (code == SDN_E_NOMEM)
        return sdn__fail_memory(m->err);
    return code == SDN_OK ? refuse_tables(m, version) : merge_leave(m, "%s", err.message);
}

/* ---- rows ---- */

static sdn_code append_element(file_merger *m, merge_side side, const merge_element *element)
{
    merge_version *version = &m->versions[side];
    if (sdn__reserve(&version->elements, &version->capacity, version->count + 1, sizeof *version->elements) != 0)
        return sdn__fail_memory(m->err);
    merge_element *added = &version->elements[version->count];
    *added = *element;
    added->peers[MERGE_BASE] = added->peers[MERGE_OURS] = added->peers[MERGE_THEIRS] = MERGE_NONE;
    added->peers[side] = (uint32_t)version->count++;
    return SDN_OK;
}

static uint32_t hash_of_text(sdn_str text, uint64_t seed)
{
    text = sdn__trimmed(text.ptr, text.ptr + text.len);
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(0x100000001b3);
    return (uint32_t)(hash ^ hash >> 32);
}

static void find_hash(file_merger *m, merge_side side, merge_table *table, const sdn_row_scan *row,
                      const sdn_cell *cells, merge_element *element)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (!table->by_text && merge_row_key(m, table, side, row->count, cells, key)) {
        uint64_t hash = sdn__key_hash(table->type, key, m->seed);
        element->hash = (uint32_t)(hash ^ hash >> 32);
        return;
    }
    element->flags |= MERGE_BY_TEXT;
    element->hash = hash_of_text((sdn_str){row->line.start, element->length}, m->seed);
}

static sdn_code read_row_elements(file_merger *m, merge_side side, sdn_document_reader *reader, merge_table *table)
{
    sdn_row_scan row;
    sdn_code code = SDN_OK;
    const char *start = m->versions[side].text.ptr;
    bool on_header = table->headers[side]->inline_row;
    table->row_count[side] = 0;
    while (code == SDN_OK && sdn__document_next_row(reader, &row)) {
        merge_element element = {.start = (uint32_t)(row.line.start - start),
                                 .length = (uint32_t)(row.line.end - row.line.start),
                                 .table = (uint16_t)(table - m->tables),
                                 .flags = on_header ? MERGE_ON_HEADER : 0};
        find_hash(m, side, table, &row, reader->cells, &element);
        code = append_element(m, side, &element);
        table->row_count[side]++;
        on_header = false;
    }
    return code;
}

static merge_table *table_named(file_merger *m, sdn_str name)
{
    merge_table *table = m->tables;
    while (!sdn_str_equal(table->name, name))
        table++;
    assert(table < m->tables + m->table_count);
    return table;
}

static sdn_code read_elements(file_merger *m, merge_side side, sdn_document_reader *reader, sdn_str name)
{
    merge_table *table = table_named(m, name);
    const sdn_table_text *header = table->headers[side];
    const char *end = header->inline_row ? header->bars_end : header->header.end;
    merge_element element = {.start = (uint32_t)(header->header.start - m->versions[side].text.ptr),
                             .length = (uint32_t)(end - header->header.start),
                             .table = (uint16_t)(table - m->tables),
                             .flags = MERGE_IS_HEADER};
    table->first[side] = (uint32_t)m->versions[side].count;
    sdn_code code = append_element(m, side, &element);
    return code == SDN_OK ? read_row_elements(m, side, reader, table) : code;
}

sdn_code merge_version_read(file_merger *m, merge_side side)
{
    merge_version *version = &m->versions[side];
    merge_element end = {.start = (uint32_t)version->text.len, .flags = MERGE_IS_END};
    sdn_document_limits limits = limits_of_merge();
    sdn_document_reader reader;
    sdn_document rows;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_code code = SDN_OK;
    const sdn_table_text *next;
    sdn__document_open(&reader, &rows, m->request->path, version->text.ptr, version->text.len, &limits, &arena, m->err);
    while (code == SDN_OK && (next = sdn__document_next_table(&reader)) != NULL)
        code = read_elements(m, side, &reader, next->name);
    sdn_code read = sdn__document_close(&reader);
    sdn__document_release(&rows);
    sdn_arena_release(&arena);
    if (code == SDN_OK)
        code = read != SDN_OK ? read : append_element(m, side, &end);
    return code;
}

void merge_version_release(merge_version *version)
{
    sdn__document_release(&version->document);
    sdn__free(version->elements);
    version->elements = NULL;
    version->count = version->capacity = 0;
}
