#include "backend/replica_text.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "record/record.h"
#include "record/row_write.h"
#include "table/image.h"

#include <string.h>

#define ROW_INDENT "    "

sdn_code sdn__replica_text_begin(sdn_replica_text *text, const sdn_record_type *type, sdn_error *err)
{
    sdn_row_writer_release(&text->writer);
    sdn__free(text->record);
    text->type = type;
    text->record = sdn__alloc(type->size);
    if (text->record == NULL || sdn_row_writer_init(&text->writer, type) != SDN_OK)
        return sdn__fail_memory(err);
    sdn__buffer_add_str(&text->bytes, type->table);
    for (uint32_t i = 0; i < type->field_count; i++) {
        sdn__buffer_add_str(&text->bytes, i == 0 ? SDN_STR(" |") : SDN_STR(", "));
        sdn__buffer_add_str(&text->bytes, type->fields[i].column);
    }
    sdn__buffer_add_str(&text->bytes, SDN_STR("|\n"));
    return text->bytes.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

/* ---- cells ---- */

/* An absent value is written as empty text. */
static inline sdn_str text_or_empty(const sdn_str *texts, uint32_t field)
{
    return texts[field].ptr != NULL ? texts[field] : SDN_STR("");
}

/* A list is read and written again: its text may be an array, which is one only without quotes around it. */
static void write_list(sdn_replica_text *text, uint32_t field, sdn_str value)
{
    const sdn_record_type *type = text->type;
    memcpy(text->record, type->defaults, type->size);
    sdn_code code = sdn_field_set(type, field, text->record, value, &text->scratch, NULL);
    if (code == SDN_OK)
        sdn_write_list(&text->writer, field, (const char *)text->record + type->fields[field].offset);
    else if (code == SDN_E_NOMEM)
        text->writer.out_of_memory = true;
    else
        sdn_write_string(&text->writer, field, value);
}

/* A record without key is known by the text of its row (store/merge_log.h), so that must be what saves write. False: some
 * text holds no value of its field. */
static bool write_as_saved(sdn_replica_text *text, const sdn_str *texts)
{
    const sdn_record_type *type = text->type;
    sdn_code code = SDN_OK;
    memcpy(text->record, type->defaults, type->size);
    for (uint32_t i = 0; i < type->field_count && code == SDN_OK; i++) {
        sdn_str value = text_or_empty(texts, i);
        code = sdn_field_set(type, i, text->record, value, &text->scratch, NULL);
    }
    if (code == SDN_OK)
        sdn_row_writer_fill(&text->writer, text->record);
    text->writer.out_of_memory = text->writer.out_of_memory || code == SDN_E_NOMEM;
    return code == SDN_OK;
}

/* A text that no row can hold; the record is named by the first field of its key, or its first field. */
static sdn_code refuse_text(const sdn_replica_text *text, const sdn_str *texts, const char *path, sdn_error *err)
{
    enum { SHOWN_TEXT_SIZE = 100 };
    const sdn_record_type *type = text->type;
    sdn_str name = texts[type->key.field_count > 0 ? type->key.fields[0] : 0];
    int shown = name.ptr == NULL ? 0 : name.len < SHOWN_TEXT_SIZE ? (int)name.len : SHOWN_TEXT_SIZE;
    return sdn__fail(err, SDN_E_SYNTAX, path, "table '%s', record '%.*s': field '%s' %s; correct it there",
                     type->table.ptr, shown, shown > 0 ? name.ptr : "", type->fields[text->writer.problem_field].name,
                     "is not valid UTF-8 or holds a NUL byte");
}

/* ---- rows ---- */

/* As saves write it. Empty cells are quoted. */
static void add_written_row(sdn_replica_text *text)
{
    sdn_buffer *bytes = &text->bytes;
    for (uint32_t i = 0; i < text->type->field_count; i++) {
        sdn_str cell = sdn_row_writer_cell(&text->writer, i);
        sdn__buffer_add_str(bytes, i > 0 ? SDN_STR(", ") : SDN_STR(ROW_INDENT));
        sdn__buffer_add_str(bytes, cell.len > 0 ? cell : SDN_STR("\"\""));
    }
}

/* Room for a row of these texts, each of which may need quotes and escapes, but for lists. */
static size_t most_bytes(const sdn_record_type *type, const sdn_str *texts)
{
    size_t most = sizeof ROW_INDENT + type->field_count * sizeof ", \"\"";
    for (uint32_t i = 0; i < type->field_count; i++)
        most += 2 * text_or_empty(texts, i).len;
    return most;
}

/* A cell of a list. There is room for the rest of the row behind it. NULL: no memory. */
static char *add_list(sdn_replica_text *text, uint32_t field, sdn_str value, char *to, size_t most)
{
    sdn_buffer *bytes = &text->bytes;
    write_list(text, field, value);
    sdn_str cell = sdn_row_writer_cell(&text->writer, field);
    bytes->len = (size_t)(to - bytes->bytes);
    sdn__buffer_add(bytes, cell.ptr, cell.len);
    sdn__buffer_reserve(bytes, most);
    return bytes->out_of_memory ? NULL : bytes->bytes + bytes->len;
}

/* Most cells are their texts, and are written where they stay. One that cannot be is the problem of the writer. */
static void add_text_row(sdn_replica_text *text, const sdn_str *texts)
{
    const sdn_field *fields = text->type->fields;
    size_t most = most_bytes(text->type, texts);
    sdn__buffer_reserve(&text->bytes, most);
    if (text->bytes.out_of_memory)
        return;
    char *to = text->bytes.bytes + text->bytes.len;
    memcpy(to, ROW_INDENT, sizeof ROW_INDENT - 1);
    to += sizeof ROW_INDENT - 1;
    for (uint32_t i = 0; i < text->type->field_count && to != NULL; i++) {
        sdn_str value = text_or_empty(texts, i);
        memcpy(to, ", ", 2);
        to += i > 0 ? 2 : 0;
        if ((fields[i].flags & SDN_FIELD_LIST) != 0 && value.len > 0) {
            to = add_list(text, i, value, to, most);
        } else {
            to = sdn__print_cell(to, value);
            if (to == NULL)
                sdn_write_string(&text->writer, i, value);
        }
    }
    text->bytes.len = to != NULL ? (size_t)(to - text->bytes.bytes) : text->bytes.len;
}

sdn_code sdn__replica_text_add(sdn_replica_text *text, const sdn_str *texts, size_t max_bytes, const char *path,
                               sdn_error *err)
{
    text->writer.len = 0;
    text->writer.problem = NULL;
    if (text->type->key.field_count == 0 && write_as_saved(text, texts))
        add_written_row(text);
    else
        add_text_row(text, texts);
    sdn__buffer_add(&text->bytes, "\n", 1);
    sdn__arena_rewind(&text->scratch);
    if (text->bytes.out_of_memory || text->writer.out_of_memory)
        return sdn__fail_memory(err);
    if (text->writer.problem != NULL)
        return refuse_text(text, texts, path, err);
    if (text->bytes.len > max_bytes)
        return sdn__fail(err, SDN_E_LIMIT, path, "the records do not fit into max_file_bytes as text; raise it");
    return SDN_OK;
}

sdn_code sdn__replica_text_take(sdn_replica_text *text, sdn_content *content, sdn_error *err)
{
    static const char padding[SDN_PADDING];
    sdn__buffer_add(&text->bytes, padding, sizeof padding);
    if (text->bytes.out_of_memory)
        return sdn__fail_memory(err);
    *content = (sdn_content){.bytes = text->bytes.bytes, .len = text->bytes.len - sizeof padding};
    text->bytes = (sdn_buffer)SDN_BUFFER_INIT;
    return SDN_OK;
}

void sdn__replica_text_release(sdn_replica_text *text)
{
    sdn_row_writer_release(&text->writer);
    sdn__free(text->record);
    sdn_arena_release(&text->scratch);
    sdn__buffer_release(&text->bytes);
    *text = (sdn_replica_text)SDN_REPLICA_TEXT_INIT;
}
