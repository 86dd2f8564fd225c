#include "table/image.h"

#include "base/alloc.h"
#include "save/layout.h"
#include "table/rules.h"
#include "record/value.h"
#include "text/checksum.h"

#include <string.h>

/* ---- life ---- */

static sdn_table *create_table(const sdn_record_type *type, uint64_t seed)
{
    sdn_table *table = sdn__alloc(sizeof *table);
    if (table != NULL && sdn__table_init(table, type, seed) != 0) {
        sdn__free(table);
        return NULL;
    }
    return table;
}

static void link_tables(sdn_image *image)
{
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
        image->tables[image->table_count] = create_table(types[image->table_count], seed);
        if (image->tables[image->table_count] == NULL)
            return -1;
    }
    link_tables(image);
    return 0;
}

/* The tables that take rows while a document is read. */
typedef struct claimants {
    sdn_table *const *tables;
    size_t count;
    sdn_image *image;
} claimants;

/* Takes the rows of a table that no store is open for. */
static sdn_code look_for_loose_quotes(void *context, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_image *image = context;
    (void)err;
    image->has_loose_quotes = image->has_loose_quotes || scan->problem != NULL;
    return SDN_OK;
}

static sdn_code claim(void *context, sdn_document *document, size_t position, sdn_row_taker *taker, sdn_error *err)
{
    const claimants *all = context;
    for (size_t i = 0; i < all->count; i++)
        if (sdn_str_equal(all->tables[i]->type->table, document->tables[position].name))
            return sdn__table_claim(all->tables[i], document, position, taker, err);
    *taker = (sdn_row_taker){.row = look_for_loose_quotes, .context = all->image};
    return SDN_OK;
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

static sdn_code read_tables(sdn_image *image, const char *path, const sdn_options *options, claimants all,
                            sdn_error *err)
{
    sdn_code code = sdn__document_read(&image->document, path, image->buffer, image->buffer_len, options, &image->arena,
                                       claim, &all, err);
    if (code == SDN_OK && sdn__image_has_quotes_above_tables(&image->document))
        image->has_loose_quotes = true;
    for (size_t i = 0; i < all.count && code == SDN_OK; i++)
        code = sdn__table_loaded(all.tables[i], &image->document,
                                 image->buffer + (image->document.bytes - image->buffer), err);
    return code;
}

static sdn_code check_sum(const char *path, const char *buffer, size_t len, const sdn_options *options, sdn_error *err)
{
    if (options->ignore_checksum || sdn__checksum_check(buffer, len) != SDN_CHECKSUM_BAD)
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_CHECKSUM, path, 1, 1,
                        "the checksum does not fit the content: the file was damaged, or edited by hand; "
                        "check it, then remove this line, or set ignore_checksum");
}

sdn_code sdn__image_create(const char *path, char *buffer, size_t len, const sdn_options *options,
                           const sdn_record_type *const *types, size_t type_count, uint64_t seed, sdn_image **image,
                           sdn_error *err)
{
    sdn_image *made = sdn__alloc_zeroed(1, sizeof *made);
    if (made == NULL) {
        sdn__free(buffer);
        return sdn__fail_memory(err);
    }
    made->buffer = buffer;
    made->buffer_len = made->len = len;
    sdn_code code = check_sum(path, buffer, len, options, err);
    if (code == SDN_OK && create_tables(made, types, type_count, seed) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        code = read_tables(made, path, options, (claimants){made->tables, made->table_count, made}, err);
    if (code == SDN_OK)
        *image = made;
    else
        sdn__image_free(made);
    return code;
}

/* A number that was given out stays used, whatever became of its record. */
static void keep_numbers(const sdn_image *image, sdn_image *renewed)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (renewed->tables[i]->largest_number < image->tables[i]->largest_number)
            renewed->tables[i]->largest_number = image->tables[i]->largest_number;
}

sdn_code sdn__image_renew(const sdn_image *image, char *buffer, size_t len, uint64_t seed, sdn_image **renewed,
                          sdn_error *err)
{
    const sdn_record_type **types = sdn__resize(NULL, image->table_count, sizeof *types);
    if (types == NULL) {
        sdn__free(buffer);
        return sdn__fail_memory(err);
    }
    for (size_t i = 0; i < image->table_count; i++)
        types[i] = image->tables[i]->type;
    sdn_code code = sdn__image_create(image->document.path, buffer, len, image->document.options, types,
                                      image->table_count, seed, renewed, err);
    if (code == SDN_OK)
        keep_numbers(image, *renewed);
    sdn__free(types);
    return code;
}

void sdn__image_free(sdn_image *image)
{
    if (image == NULL)
        return;
    for (size_t i = 0; i < image->table_count; i++)
        free_table(image->tables[i]);
    sdn__document_release(&image->document);
    sdn_arena_release(&image->arena);
    sdn__free(image->tables);
    sdn__free(image->buffer);
    sdn__free(image);
}

/* Reads the document a second time, for the new table alone. */
static sdn_code read_added(sdn_image *image, sdn_table *table, sdn_error *err)
{
    sdn_document before = image->document;
    sdn__image_restore_bytes(image);
    sdn_code code = read_tables(image, before.path, before.options, (claimants){&table, 1, image}, err);
    sdn__document_release(code == SDN_OK ? &before : &image->document);
    if (code != SDN_OK)
        image->document = before;
    sdn__image_terminate_again(image);
    return code;
}

/* Lines are counted in the buffer; rows that saves added before the table come on top. */
static sdn_code shift_lines(sdn_image *image, sdn_table *table, sdn_error *err)
{
    sdn_layout file;
    const sdn_table_text *text = sdn__table_text_of(table);
    if (text == NULL || table->problem_count == 0)
        return SDN_OK;
    sdn__image_restore_bytes(image);
    sdn_code code = sdn__image_lay_out(image, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK) {
        sdn_pieces_cursor cursor = {0, image->document.bytes, 1, 1};
        sdn__pieces_advance(&file.pieces, &cursor, text->header.start);
        sdn__table_shift_lines(table, cursor.line - text->line_number);
    }
    sdn__layout_release(&file);
    sdn__image_terminate_again(image);
    return code;
}

sdn_code sdn__image_add_table(sdn_image *image, const sdn_record_type *type, uint64_t seed, sdn_error *err)
{
    sdn_table **tables = sdn__resize(image->tables, image->table_count + 1, sizeof(sdn_table *));
    if (tables == NULL)
        return sdn__fail_memory(err);
    image->tables = tables;
    sdn_table *table = create_table(type, seed);
    if (table == NULL)
        return sdn__fail_memory(err);
    sdn_code code = read_added(image, table, err);
    if (code == SDN_OK)
        code = shift_lines(image, table, err);
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
        if (table->problem_count > 0)
            return sdn__fail_at(err, SDN_E_SYNTAX, path, table->problems[0].line, table->problems[0].column, "%s",
                                table->problems[0].message);
        if (table->position == SDN_NO_TABLE && image->document.len > 0)
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

void sdn__image_restore_bytes(sdn_image *image)
{
    for (size_t i = 0; i < image->table_count; i++)
        sdn__table_restore_bytes(image->tables[i]);
}

void sdn__image_terminate_again(sdn_image *image)
{
    for (size_t i = 0; i < image->table_count; i++)
        sdn__table_terminate_again(image->tables[i]);
}

sdn_code sdn__image_lay_out(const sdn_image *image, sdn_layout_what what, sdn_layout *layout, sdn_error *err)
{
    sdn_str prefix = {image->buffer, (size_t)(image->document.bytes - image->buffer)};
    return sdn__layout_build(&image->document, prefix, image->tables, image->table_count, what, layout, err);
}

sdn_code sdn__image_validate(sdn_image *image, sdn_table *table, sdn_error *err)
{
    sdn_layout file;
    sdn__image_restore_bytes(image); /* lines are counted */
    sdn_code code = sdn__image_lay_out(image, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK)
        code = sdn__rules_list(table, &file.pieces, err);
    sdn__layout_release(&file);
    sdn__image_terminate_again(image);
    return code;
}

sdn_code sdn__image_compare(sdn_image *image, const char *bytes, size_t len, bool *same, sdn_error *err)
{
    sdn_layout file;
    sdn__image_restore_bytes(image);
    sdn_code code = sdn__image_lay_out(image, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK)
        *same = sdn__pieces_equal(&file.pieces, bytes, len);
    sdn__layout_release(&file);
    sdn__image_terminate_again(image);
    return code;
}

sdn_code sdn__image_join(const sdn_layout *layout, char **bytes, size_t *len, sdn_error *err)
{
    sdn_buffer joined = SDN_BUFFER_INIT;
    sdn__buffer_reserve(&joined, layout->pieces.len + SDN_PADDING);
    if (joined.out_of_memory)
        return sdn__fail_memory(err);
    sdn__pieces_copy(&layout->pieces, joined.bytes);
    joined.len = layout->pieces.len;
    sdn__checksum_renew(&joined);
    sdn__buffer_reserve(&joined, SDN_PADDING);
    if (joined.out_of_memory) {
        sdn__buffer_release(&joined);
        return sdn__fail_memory(err);
    }
    memset(joined.bytes + joined.len, 0, SDN_PADDING);
    *bytes = joined.bytes;
    *len = joined.len;
    return SDN_OK;
}

sdn_code sdn__image_copy_bytes(sdn_image *image, char **bytes, size_t *len, sdn_error *err)
{
    sdn_layout file;
    sdn__image_restore_bytes(image);
    sdn_code code = sdn__image_lay_out(image, SDN_LAYOUT_SAVED, &file, err);
    if (code == SDN_OK)
        code = sdn__image_join(&file, bytes, len, err);
    sdn__layout_release(&file);
    sdn__image_terminate_again(image);
    return code;
}
