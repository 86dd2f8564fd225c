/*
 * The text of one field, and a field from its text.
 *
 * The text is that of the field's cell without its quotes, so a field is set by the functions that read cells: a reader
 * of a record type that has this field alone, and of a row that is the text. What is read goes to a value outside of the
 * record first, so that a text that is refused leaves the record as it is.
 *
 * Without the quotes, a joined list that starts with `[` could not be told from an array; sdn__write_list_text makes it
 * an array then.
 */
#include <sdn/record.h>

#include "base/alloc.h"
#include "base/error.h"
#include "record/misread.h"
#include "record/record.h"
#include "record/row_read.h"
#include "record/row_write.h"
#include "record/scalar.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

static uint32_t find_field_of_column(const sdn_record_type *type, sdn_str name)
{
    uint32_t i = 0;
    while (i < type->field_count && !sdn_str_equal(type->fields[i].column, name))
        i++;
    return i;
}

uint32_t sdn_field_find(const sdn_record_type *type, sdn_str name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (sdn_str_equal(sdn_str_from(type->fields[i].name), name))
            return i;
    return find_field_of_column(type, name);
}

/* ---- to text ---- */

/* A copy of a text, or what is shown for a value that no file can hold. */
static sdn_str arena_text(sdn_str text, sdn_arena *arena)
{
    bool can_be_written = text.ptr != NULL && sdn__utf8_fault(text.ptr, text.len) == NULL;
    return can_be_written ? sdn_arena_copy_str(arena, text) : SDN_STR(SDN_NO_VALUE_TEXT);
}

static sdn_str list_text(const sdn_record_type *type, uint32_t field, const void *list, sdn_arena *arena)
{
    static const sdn_str none = {NULL, 0};
    sdn_row_writer writer = {.type = type}; /* for text alone, without cells */
    sdn__write_list_text(&writer, field, list);
    sdn_str made = SDN_STR(SDN_NO_VALUE_TEXT);
    if (writer.out_of_memory)
        made = none;
    else if (writer.problem == NULL)
        made = sdn_arena_copy(arena, writer.text, writer.len);
    sdn__free(writer.text);
    return made;
}

sdn_str sdn_field_text(const sdn_record_type *type, uint32_t field, const void *record, sdn_arena *arena)
{
    char scratch[SDN_SCALAR_SIZE];
    if (field >= type->field_count)
        return (sdn_str){NULL, 0};
    const sdn_field *described = &type->fields[field];
    const void *value = (const char *)record + described->offset;
    if (!sdn__field_present(described, record))
        return SDN_STR("");
    if ((described->flags & SDN_FIELD_LIST) != 0)
        return list_text(type, field, value, arena);
    if (sdn__field_is_other_word(described, record)) {
        const sdn_str *word = (const void *)((const char *)record + described->text_offset);
        return arena_text(word->len > 0 ? *word : SDN_STR(""), arena);
    }
    return arena_text(sdn__scalar_of(described)->print(described, value, scratch), arena);
}

/* ---- from text ---- */

/* What a record holds for one field. */
typedef struct parts {
    union {
        sdn_value scalar;
        sdn_any_list list;
    } value;
    bool present;
    sdn_str text; /* of an open enum */
} parts;

static parts default_parts(const sdn_record_type *type, const sdn_field *field)
{
    const char *defaults = type->defaults;
    parts made = {.present = false};
    memcpy(&made.value, defaults + field->offset, sdn__field_value_size(field));
    if (sdn__field_is_open_enum(field))
        memcpy(&made.text, defaults + field->text_offset, sizeof made.text);
    return made;
}

static bool read_parts(sdn_row_reader *row, const sdn_field *field, parts *read)
{
    sdn_read_present(row, 0, &read->present);
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn_read_list(row, 0, &read->value.list);
    if (sdn__field_is_open_enum(field))
        return sdn_read_open_enum(row, 0, &read->value.scalar.enumerator, &read->text);
    return sdn__read_value(row, 0, &read->value.scalar);
}

/* Copies text that is still the caller's: lists are copied when they are read. */
static sdn_code keep_text(const sdn_field *field, parts *read, sdn_arena *arena, sdn_error *err)
{
    bool is_open = sdn__field_is_open_enum(field);
    bool is_text = field->type == SDN_TYPE_STRING && (field->flags & SDN_FIELD_LIST) == 0;
    if (!is_open && !is_text)
        return SDN_OK;
    sdn_str *text = is_open ? &read->text : &read->value.scalar.text;
    *text = text->len > 0 ? sdn_arena_copy_str(arena, *text) : SDN_STR("");
    return text->ptr != NULL ? SDN_OK : sdn__fail_memory(err);
}

static void assign(const sdn_field *field, void *record, const parts *read)
{
    char *to = record;
    memcpy(to + field->offset, &read->value, sdn__field_value_size(field));
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy(to + field->presence_offset, &read->present, sizeof read->present);
    if (sdn__field_is_open_enum(field))
        memcpy(to + field->text_offset, &read->text, sizeof read->text);
}

static sdn_code require_readable(const sdn_field *field, sdn_str text, sdn_error *err)
{
    if (text.len > UINT32_MAX)
        return sdn__fail(err, SDN_E_LIMIT, NULL, "field '%s': the text is larger than 4 GiB; shorten it", field->name);
    if (text.len > 0 && sdn__utf8_fault(text.ptr, text.len) != NULL)
        return sdn__fail(err, SDN_E_INVALID, NULL,
                         "field '%s' is not valid UTF-8 or holds a NUL byte; files hold text only", field->name);
    return SDN_OK;
}

sdn_code sdn_field_set(const sdn_record_type *type, uint32_t field, void *record, sdn_str text, sdn_arena *arena,
                       sdn_error *err)
{
    static const uint32_t column = 0;
    if (field >= type->field_count)
        return sdn__fail(err, SDN_E_MISUSE, NULL,
                         "table '%s' has no field at position %" PRIu32 "; look the position up by name",
                         type->table.ptr, field);
    const sdn_field *described = &type->fields[field];
    const sdn_record_type alone = {.fields = described, .field_count = 1};
    sdn_code code = require_readable(described, text, err);
    if (code != SDN_OK)
        return code;
    sdn_cell cell = {text.ptr, (uint32_t)text.len, SDN_CELL_BARE};
    sdn_row_reader row = {.type = &alone, .cells = &cell, .columns = &column, .arena = arena};
    parts read = default_parts(type, described);
    if (!read_parts(&row, described, &read))
        return sdn__misread_fail(&row, err);
    code = keep_text(described, &read, arena, err);
    if (code == SDN_OK)
        assign(described, record, &read);
    return code;
}
