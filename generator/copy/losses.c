/*
 * Text is what a reader of the file passes over between one row or header and the next. The checksum line of a file is
 * no such text: it follows from the rest.
 */
#include "copy/losses.h"

#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "data/data_place.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"
#include "sql/sql_type.h"
#include "store/file.h"
#include "store/file_bytes.h"
#include "text/document_reader.h"

/* ---- text ---- */

/* One look through a file. */
typedef struct text_search {
    const data_file *file;
    sdn_document document;
    sdn_document_reader reader;
    const char *passed; /* what is before it was looked at */
    sdn_error *err;
} text_search;

static sdn_code refuse_line(text_search *search, const char *at)
{
    uint32_t line = sdn__document_line(&search->document, at);
    uint32_t column = sdn__document_column(&search->document, at);
    return sdn__fail_at(search->err, SDN_E_INVALID, search->file->path.ptr, line, column,
                        "%s would be lost; copy without it: --without text",
                        *at == '#' ? "this comment" : "this text outside of tables");
}

static bool is_checksum(const text_search *search, const char *at)
{
    static const char start[] = "#sdn-crc32:";
    return at == search->document.bytes && strncmp(at, start, sizeof start - 1) == 0;
}

/* Passes lines of nothing up to `end`. */
static sdn_code pass_lines(text_search *search, const char *end)
{
    while (search->passed < end) {
        sdn_line line = sdn__line_at(search->passed, end);
        const char *at = sdn__skip_blanks(line.start, line.end);
        if (at < line.end && !is_checksum(search, at))
            return refuse_line(search, at);
        search->passed = line.next;
    }
    return SDN_OK;
}

static sdn_code pass_table(text_search *search, const sdn_table_text *table)
{
    sdn_row_scan row;
    sdn_code code = pass_lines(search, table->header.start);
    const char *after = sdn__skip_blanks(table->bars_end, table->header.end);
    if (code == SDN_OK && !table->inline_row && after < table->header.end)
        code = refuse_line(search, after);
    search->passed = table->inline_row ? table->bars_end : table->header.next;
    while (code == SDN_OK && sdn__document_next_row(&search->reader, &row)) {
        code = pass_lines(search, row.line.start);
        search->passed = row.line.next;
    }
    return code;
}

static sdn_code search_text(text_search *search, sdn_str bytes)
{
    const sdn_document_limits *limits = &search->file->file->image->document.limits;
    sdn_arena scratch = SDN_ARENA_INIT;
    sdn_code code = SDN_OK;
    const sdn_table_text *table;
    sdn__document_open(&search->reader, &search->document, search->file->path.ptr, bytes.ptr, bytes.len, limits,
                       &scratch, search->err);
    search->passed = search->document.bytes;
    while (code == SDN_OK && (table = sdn__document_next_table(&search->reader)) != NULL)
        code = pass_table(search, table);
    sdn_code read = sdn__document_close(&search->reader);
    if (code == SDN_OK)
        code = read;
    if (code == SDN_OK)
        code = pass_lines(search, search->document.bytes + search->document.len);
    sdn__document_release(&search->document);
    sdn_arena_release(&scratch);
    return code;
}

sdn_code losses_refuse_text(const data_file *from, sdn_error *err)
{
    text_search search = {.file = from, .err = err};
    sdn_buffer bytes = SDN_BUFFER_INIT;
    if (from->file->has_records)
        return SDN_OK;
    sdn_code code = sdn__file_to_bytes(from->file, &bytes, err);
    sdn__buffer_add(&bytes, "", 1); /* the NUL that readers want */
    if (code == SDN_OK)
        code =
            bytes.out_of_memory ? sdn__fail_memory(err) : search_text(&search, (sdn_str){bytes.bytes, bytes.len - 1});
    sdn__buffer_release(&bytes);
    return code;
}

/* ---- rows ---- */

sdn_code losses_refuse_unread(const data_file *file, const data_table *table, sdn_error *err)
{
    const sdn_problem *problems;
    size_t count = sdn_store_problems(table->store, &problems);
    if (count == 0)
        return SDN_OK;
    if (file->file->has_records) /* there are no lines */
        return sdn__fail(err, SDN_E_INVALID, file->path.ptr, "table '%s': %s (%zu row%s cannot be read)",
                         table->type->table.ptr, problems[0].message, count, count == 1 ? "" : "s");
    return sdn__fail_at(err, SDN_E_INVALID, file->path.ptr, problems[0].line, problems[0].column,
                        "%s (%zu row%s of table '%s' cannot be read)", problems[0].message, count,
                        count == 1 ? "" : "s", table->type->table.ptr);
}

/* ---- values ---- */

/* SQLite keeps -0 as 0, but in lists, which are text. */
static const char *lost_by_sqlite(const sdn_field *field, sdn_any_list values)
{
    double number = 1;
    if (field->type == SDN_TYPE_F64 && (field->flags & SDN_FIELD_LIST) == 0)
        memcpy(&number, values.items, sizeof number);
    return number == 0 && signbit(number) != 0 ? "is -0, which would become 0" : NULL;
}

static const char *lost_by_postgresql(const sdn_field *field, sdn_any_list values)
{
    for (size_t i = 0; i < values.count; i++)
        if (!sql_can_keep(SQL_POSTGRESQL, field, sdn__list_item(values, sdn__scalar_of(field), i)))
            return "has a time that PostgreSQL would not keep: its years begin with 1, and its times have six decimals";
    return NULL;
}

/* What a database loses of a field that is not absent; NULL: nothing. */
typedef const char *loss_of_field(const sdn_field *field, sdn_any_list values);

/* The function for the database of a URI; NULL: it is a file, which keeps all. */
static loss_of_field *loss_function(const char *place)
{
    static const struct {
        const char *scheme;
        loss_of_field *loss;
    } databases[] = {
        {"sqlite:", lost_by_sqlite}, {"postgresql:", lost_by_postgresql}, {"postgres:", lost_by_postgresql}};
    for (size_t i = 0; i < sizeof databases / sizeof databases[0] && data_place_is_database(place); i++)
        if (strncmp(place, databases[i].scheme, strlen(databases[i].scheme)) == 0)
            return databases[i].loss;
    return NULL;
}

sdn_code losses_refuse_values(const char *to, const sdn_record_type *type, const void *record, sdn_error *err)
{
    char shown[SDN_SHOWN_KEY_SIZE] = "";
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    loss_of_field *loss = loss_function(to);
    const char *lost = NULL;
    uint32_t number = 0;
    for (uint32_t i = 0; loss != NULL && i < type->field_count && lost == NULL; i++) {
        number = i;
        if (sdn__field_present(&type->fields[i], record))
            lost = loss(&type->fields[i], sdn__elements_of(&type->fields[i], record));
    }
    if (lost == NULL)
        return SDN_OK;
    sdn__values_of(type, &type->key, record, key);
    return sdn__fail(err, SDN_E_INVALID, to, "table '%s', record '%s': field '%s' %s", type->table.ptr,
                     type->key.field_count > 0 ? sdn__key_show(type, key, shown) : "", type->fields[number].name, lost);
}
