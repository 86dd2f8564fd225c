/*
 * Image: reads a file once, from its first byte to its last, and gives the rows of each table to the sdn_table of that
 * name.
 *
 * The driver is read_document: it pulls the tables of the document; for a table with an open store, sdn__table_read
 * pulls the rows; other tables are only searched for open quotes. When a store is added later, the whole document is
 * read again for its table alone: that is simple, and programs open their stores at the start.
 *
 * An open quote outside our tables is dangerous to saves that only patch rows: a quote in a new row could close it, and
 * what was a table before would be inside a quoted text. With has_loose_quotes a save builds and reads the whole new
 * file.
 *
 * Invariants: document.bytes point into buffer, after a byte order mark if there is one; each table's `document` is the
 * document of its image; the order of tables is that in which their stores were opened.
 */
#include "table/image.h"
#include "table/changes.h"

#include "base/alloc.h"
#include "record/value.h"
#include "text/checksum.h"
#include "text/document_reader.h"

#include <string.h>

/* ---- life ---- */

static sdn_table *create_table(sdn_image *image, const sdn_record_type *type, uint64_t seed)
{
    sdn_table *table = sdn__alloc(sizeof *table);
    if (table == NULL)
        return NULL;
    if (sdn__table_init(table, type, seed) != 0) {
        sdn__free(table);
        return NULL;
    }
    table->slots.pages = &image->pages;
    table->threads = image->options->threads;
    return table;
}

static void link_tables(sdn_image *image)
{
    for (size_t i = 0; i < image->table_count; i++)
        image->tables[i]->referrers = NULL;
    for (size_t i = 0; i < image->table_count; i++)
        sdn__table_link(image->tables[i], image->tables, image->table_count);
}

static void free_table(sdn_table *table)
{
    sdn__table_release(table);
    sdn__free(table);
}

static int create_tables(sdn_image *image, const sdn_record_type *const *types, size_t type_count, uint64_t seed)
{
    image->tables = sdn__alloc_zeroed(type_count, sizeof(sdn_table *));
    if (image->tables == NULL)
        return -1;
    for (; image->table_count < type_count; image->table_count++) {
        image->tables[image->table_count] = create_table(image, types[image->table_count], seed);
        if (image->tables[image->table_count] == NULL)
            return -1;
    }
    link_tables(image);
    return 0;
}

static bool has_quotes(const char *start, const char *end)
{
    while (start < end) {
        sdn_line line = sdn__line_at(start, end);
        const char *text = sdn__skip_blanks(line.start, line.end);
        if (text < line.end && *text != '#' && memchr(text, '"', (size_t)(line.end - text)) != NULL)
            return true;
        start = line.next;
    }
    return false;
}

bool sdn__image_has_quotes_above_tables(const sdn_document *document)
{
    const char *at = document->bytes;
    for (size_t i = 0; i < document->table_count; i++) {
        if (has_quotes(at, document->tables[i].header.start))
            return true;
        at = document->tables[i].rows_end;
    }
    return false;
}

static sdn_table *table_of_name(sdn_table *const *tables, size_t count, sdn_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sdn_str_equal(tables[i]->type->table, name))
            return tables[i];
    return NULL;
}

/* All that matters of a table without store: whether a row of it has a problem, which may be an open quote. */
static void look_for_loose_quotes(sdn_image *image, sdn_document_reader *reader)
{
    sdn_row_scan row;
    while (sdn__document_next_row(reader, &row))
        image->has_loose_quotes = image->has_loose_quotes || row.problem != NULL;
}

/* Reads the document from its first byte to its last, and of its tables those in `tables`. */
static sdn_code read_document(sdn_image *image, const char *path, sdn_table *const *tables, size_t count,
                              sdn_error *err)
{
    const sdn_options *options = image->options;
    const sdn_document_limits limits = {options->max_cell_bytes, options->max_columns, options->max_rows};
    const sdn_table_text *text;
    sdn_document_reader reader;
    sdn_code code = SDN_OK;
    sdn__document_open(&reader, &image->document, path, image->buffer, image->buffer_len, &limits, &image->arena, err);
    while (code == SDN_OK && (text = sdn__document_next_table(&reader)) != NULL) {
        sdn_table *table = table_of_name(tables, count, text->name);
        if (table != NULL)
            code = sdn__table_read(table, &reader, err);
        else
            look_for_loose_quotes(image, &reader);
    }
    sdn_code end = sdn__document_close(&reader);
    return code != SDN_OK ? code : end;
}

static sdn_code read_tables(sdn_image *image, const char *path, sdn_table *const *tables, size_t count, sdn_error *err)
{
    sdn_code code = read_document(image, path, tables, count, err);
    if (code == SDN_OK && sdn__image_has_quotes_above_tables(&image->document))
        image->has_loose_quotes = true;
    for (size_t i = 0; i < count && code == SDN_OK; i++)
        code = sdn__table_loaded(tables[i], &image->document, err);
    return code;
}

static sdn_code check_sum(const char *path, const char *buffer, size_t len, const sdn_options *options, sdn_error *err)
{
    if (options->ignore_checksum || sdn__checksum_check(buffer, len) != SDN_CHECKSUM_BAD)
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_CHECKSUM, path, 1, 1,
                        "the checksum does not match the content: the file was damaged, or edited by hand; "
                        "check it, then remove this line, or set ignore_checksum");
}

sdn_code sdn__image_create(const char *path, sdn_content content, const sdn_options *options,
                           const sdn_record_type *const *types, size_t type_count, uint64_t seed, sdn_image **image,
                           sdn_error *err)
{
    sdn_image *made = sdn__alloc_zeroed(1, sizeof *made);
    if (made == NULL) {
        sdn__free(content.bytes);
        return sdn__fail_memory(err);
    }
    made->options = options;
    made->buffer = content.bytes;
    made->buffer_len = content.len;
    made->pages = content.pages;
    made->pieces.delimiters = &made->document.delimiters;
    sdn__pieces_add(&made->pieces, sdn__place_in_text(0), content.bytes, content.len);
    sdn_code code = made->pieces.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
    if (code == SDN_OK)
        code = check_sum(path, content.bytes, content.len, options, err);
    if (code == SDN_OK && create_tables(made, types, type_count, seed) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        code = read_tables(made, path, made->tables, made->table_count, err);
    if (code == SDN_OK)
        *image = made;
    else
        sdn__image_free(made);
    return code;
}

/* A number that was given to a record is never given again, even if the record is gone. */
void sdn__image_keep_numbers(const sdn_image *image, sdn_image *newer)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (newer->tables[i]->lookup.largest_number < image->tables[i]->lookup.largest_number)
            newer->tables[i]->lookup.largest_number = image->tables[i]->lookup.largest_number;
}

sdn_code sdn__image_renew(const sdn_image *image, sdn_content content, uint64_t seed, sdn_image **renewed,
                          sdn_error *err)
{
    const sdn_record_type **types = sdn__resize(NULL, image->table_count, sizeof *types);
    if (types == NULL) {
        sdn__free(content.bytes);
        return sdn__fail_memory(err);
    }
    for (size_t i = 0; i < image->table_count; i++)
        types[i] = image->tables[i]->type;
    sdn_code code =
        sdn__image_create(image->document.path, content, image->options, types, image->table_count, seed, renewed, err);
    if (code == SDN_OK)
        sdn__image_keep_numbers(image, *renewed);
    for (size_t i = 0; i < image->table_count && code == SDN_OK; i++)
        (*renewed)->tables[i]->appends_rows = image->tables[i]->appends_rows;
    sdn__free(types);
    return code;
}

void sdn__image_free(sdn_image *image)
{
    if (image == NULL)
        return;
    for (size_t i = 0; i < image->table_count; i++)
        free_table(image->tables[i]);
    sdn__pieces_release(&image->pieces);
    sdn__document_release(&image->document);
    sdn_arena_release(&image->arena);
    sdn__free(image->tables);
    sdn__free(image->buffer);
    sdn__free(image);
}

/* Reads the document a second time, for the new table alone. The bytes of the file come back before; `nuls`, a bit per
 * byte, keeps where texts end, of all tables in the end. */
static sdn_code read_again(sdn_image *image, sdn_table *table, uint64_t *nuls, sdn_error *err)
{
    sdn_document before = image->document, *now = &image->document;
    size_t count = before.delimiters.count;
    sdn__delimiters_restore(&before.delimiters, image->buffer, nuls);
    sdn_code code = read_tables(image, before.path, &table, 1, err);
    if (code == SDN_OK && sdn__delimiters_reserve(&now->delimiters, count) != 0)
        code = sdn__fail_memory(err);
    sdn__delimiters_restore(&now->delimiters, image->buffer, code == SDN_OK ? nuls : NULL);
    if (code == SDN_OK)
        sdn__delimiters_keep_added(&now->delimiters, &before.delimiters);
    sdn__document_release(code == SDN_OK ? &before : now);
    if (code != SDN_OK)
        *now = before;
    sdn__delimiters_take_again(&now->delimiters, image->buffer, nuls);
    return code;
}

static sdn_code read_added(sdn_image *image, sdn_table *table, sdn_error *err)
{
    uint64_t *nuls = sdn__alloc_zeroed(sdn__delimiters_bitmap_len(&image->document.delimiters), sizeof *nuls);
    sdn_code code = nuls != NULL ? read_again(image, table, nuls, err) : sdn__fail_memory(err);
    sdn__free(nuls);
    return code;
}

sdn_code sdn__image_add_table(sdn_image *image, const sdn_record_type *type, uint64_t seed, sdn_error *err)
{
    sdn_table **tables = sdn__resize(image->tables, image->table_count + 1, sizeof(sdn_table *));
    if (tables == NULL)
        return sdn__fail_memory(err);
    image->tables = tables;
    sdn_table *table = create_table(image, type, seed);
    if (table == NULL)
        return sdn__fail_memory(err);
    sdn_code code = read_added(image, table, err);
    if (code != SDN_OK) {
        free_table(table);
        return code;
    }
    image->tables[image->table_count++] = table;
    link_tables(image);
    return SDN_OK;
}

void sdn__image_drop_last_table(sdn_image *image)
{
    free_table(image->tables[--image->table_count]);
    link_tables(image);
}

/* ---- tables in file order ---- */

sdn_table *sdn__image_next_table(const sdn_image *image, const sdn_table *table)
{
    sdn_table *next = NULL;
    bool is_passed = table == NULL; /* decides among those that the file lacks */
    for (size_t i = 0; i < image->table_count; i++) {
        sdn_table *other = image->tables[i];
        size_t position = other->columns.position;
        bool follows = table == NULL || position > table->columns.position ||
                       (position == table->columns.position && is_passed && other != table);
        is_passed = is_passed || other == table;
        if (follows && (next == NULL || position < next->columns.position))
            next = other;
    }
    return next;
}

/* ---- strictness ---- */

static sdn_code missing_table(const sdn_image *image, const sdn_table *table, sdn_error *err)
{
    sdn_str first = SDN_STR("none");
    if (image->document.table_count > 0)
        first = image->document.tables[0].name;
    return sdn__fail(err, SDN_E_NOT_FOUND, image->document.path,
                     "no table '%s' in this file (its first table: %.*s); check the path", table->type->table.ptr,
                     first.len < 100 ? (int)first.len : 100, first.ptr);
}

sdn_code sdn__image_require_clean(const sdn_image *image, sdn_error *err)
{
    const char *path = image->document.path;
    for (size_t i = 0; i < image->table_count; i++) {
        const sdn_table *table = image->tables[i];
        if (table->problems.count > 0)
            return sdn__fail_at(err, SDN_E_SYNTAX, path, table->problems.items[0].line, table->problems.items[0].column,
                                "%s", table->problems.items[0].message);
        if (table->columns.position == SDN_NO_TABLE && image->document.len > 0)
            return missing_table(image, table, err);
    }
    if (image->document.problem_count > 0)
        return sdn__fail_at(err, SDN_E_SYNTAX, path, image->document.problems[0].line,
                            image->document.problems[0].column, "%s", image->document.problems[0].message);
    return SDN_OK;
}

sdn_code sdn__image_require_resolved(const sdn_image *image, sdn_error *err)
{
    const sdn_document *document = &image->document;
    if (document->conflict_count == 0)
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_SYNTAX, document->path, document->conflicts[0].line, 1, "%s",
                        document->conflicts[0].message);
}

/* ---- edits ---- */

bool sdn__image_changed(const sdn_image *image)
{
    bool changed = false;
    for (size_t i = 0; i < image->table_count; i++) {
        sdn__table_flush_open(image->tables[i]);
        changed = changed || sdn__table_changed(image->tables[i]);
    }
    return changed;
}
