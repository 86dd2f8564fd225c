#include "encode/row_columns.h"

#include "base/alloc.h"
#include "base/error.h"
#include "record/record.h"

/* At most this much of a column's name is shown in messages. */
enum { SHOWN_NAME_SIZE = 100 };

/* ---- columns that the edits add ---- */

/* Whether rows without a column for the field can be read: an absent text or list is empty, other types need a
 * default. */
static bool may_lack_column(const sdn_field *field)
{
    return field->type == SDN_TYPE_STRING ||
           (field->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL | SDN_FIELD_LIST)) != 0;
}

/* Whether a changed record holds something there that the absence of the column would not mean. */
static bool needs_column(const sdn_table *table, uint32_t field)
{
    const sdn_field *described = &table->type->fields[field];
    if (table->columns.of_field[field] != SDN_NO_COLUMN)
        return false;
    if (table->columns.position == SDN_NO_TABLE)
        return true; /* a new table has all columns */
    for (size_t i = 0; i < table->slots.changes.count; i++) {
        uint32_t slot = table->slots.changes.items[i].slot;
        if ((table->slots.rows[slot].flags & SDN_ROW_DELETED) == 0 &&
            (!may_lack_column(described) ||
             !sdn__field_equal(described, sdn__slots_record(&table->slots, slot), table->type->defaults)))
            return true;
    }
    return false;
}

static void find_added(sdn_row_columns *columns)
{
    const sdn_table *table = columns->table;
    columns->added_count = 0;
    for (uint32_t field = 0; field < table->type->field_count; field++) {
        columns->of_field[field] = table->columns.of_field[field];
        if (!needs_column(table, field))
            continue;
        columns->of_field[field] = sdn__row_columns_count(columns);
        columns->added[columns->added_count++] = field;
    }
}

/* ---- life ---- */

/* Maps the columns of the file to their fields. */
static void map_file_columns(sdn_row_columns *columns)
{
    const sdn_table *table = columns->table;
    for (uint32_t i = 0; i < columns->file_count; i++)
        columns->fields[i] = SDN_NO_FIELD;
    columns->known = true;
    for (uint32_t field = 0; field < table->type->field_count; field++) {
        columns->has_repeated = columns->has_repeated || table->columns.repeats[field] != SDN_NO_COLUMN;
        if (table->columns.of_field[field] != SDN_NO_COLUMN)
            columns->fields[table->columns.of_field[field]] = field;
        else if (sdn__table_text_of(table) != NULL)
            columns->known = false;
    }
}

static void list_texts_of(sdn_row_columns *columns, const uint32_t *fields, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const sdn_field *field = fields[i] != SDN_NO_FIELD ? &columns->table->type->fields[fields[i]] : NULL;
        size_t offset = field != NULL ? sdn__field_text_offset(field) : SDN_NO_OFFSET;
        if (offset != SDN_NO_OFFSET)
            columns->texts[columns->text_count++] = offset;
    }
}

static void find_known(sdn_row_columns *columns)
{
    find_added(columns);
    list_texts_of(columns, columns->fields, columns->file_count);
    list_texts_of(columns, columns->added, columns->added_count);
}

int sdn__row_columns_init(sdn_row_columns *columns, const sdn_table *table)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    uint32_t field_count = table->type->field_count;
    *columns = (sdn_row_columns){.table = table, .file_count = text != NULL ? text->column_count : 0};
    columns->fields = sdn__resize(NULL, columns->file_count, sizeof *columns->fields);
    columns->added = sdn__resize(NULL, field_count, sizeof *columns->added);
    columns->of_field = sdn__resize(NULL, field_count, sizeof *columns->of_field);
    columns->texts = sdn__resize(NULL, field_count, sizeof *columns->texts);
    if (columns->fields == NULL || columns->added == NULL || columns->of_field == NULL || columns->texts == NULL)
        return -1;
    map_file_columns(columns);
    if (columns->known)
        find_known(columns);
    return 0;
}

void sdn__row_columns_release(sdn_row_columns *columns)
{
    sdn__free(columns->fields);
    sdn__free(columns->added);
    sdn__free(columns->of_field);
    sdn__free(columns->texts);
    *columns = (sdn_row_columns){.table = NULL};
}

/* ---- why columns cannot be added ---- */

/* The cells of a row that cannot be read are not known, so none can be appended to it. */
static sdn_code refuse_new_column(const sdn_row_columns *columns, sdn_error *err)
{
    const sdn_table *table = columns->table;
    const char *column = table->type->fields[columns->added[0]].column.ptr;
    for (size_t slot = 0; slot < table->slots.loaded_count; slot++) {
        if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) == 0)
            continue;
        return sdn__fail_at(err, SDN_E_INVALID, table->document->path, sdn__table_line(table, (uint32_t)slot), 1,
                            "column '%s' cannot be added while this row cannot be read; correct the row", column);
    }
    return SDN_OK;
}

static int shown_length(sdn_str name)
{
    return name.len < SHOWN_NAME_SIZE ? (int)name.len : SHOWN_NAME_SIZE;
}

/* There would be a second column beside the one that was probably meant. */
static sdn_code refuse_near(const sdn_row_columns *columns, sdn_error *err)
{
    const sdn_table *table = columns->table;
    for (uint32_t i = 0; i < columns->added_count; i++) {
        uint32_t near = sdn__table_near_column(table, columns->added[i]);
        if (near == SDN_NO_COLUMN)
            continue;
        const sdn_table_text *text = sdn__table_text_of(table);
        sdn_str found = text->columns[near];
        return sdn__fail_at(err, SDN_E_INVALID, table->document->path, text->line_number,
                            (uint32_t)(found.ptr - text->header.start) + 1,
                            "column '%s' is missing, did you mean '%.*s'; rename that column first",
                            table->type->fields[columns->added[i]].column.ptr, shown_length(found), found.ptr);
    }
    return SDN_OK;
}

sdn_code sdn__row_columns_extend(sdn_row_columns *columns, sdn_error *err)
{
    const sdn_table *table = columns->table;
    if (columns->known)
        return SDN_OK; /* init has found them */
    find_added(columns);
    if (columns->added_count == 0 || table->columns.position == SDN_NO_TABLE)
        return SDN_OK;
    if (sdn__row_columns_count(columns) > table->document->limits.max_columns)
        return sdn__fail(err, SDN_E_LIMIT, table->document->path,
                         "table '%s' would get too many columns; raise max_columns", table->type->table.ptr);
    sdn_code code = refuse_near(columns, err);
    return code == SDN_OK ? refuse_new_column(columns, err) : code;
}

/* ---- the header ---- */

static void add_column_names(const sdn_row_columns *columns, bool first, sdn_buffer *out)
{
    for (uint32_t i = 0; i < columns->added_count; i++) {
        if (!first)
            sdn__buffer_add(out, ", ", 2);
        sdn__buffer_add_str(out, columns->table->type->fields[columns->added[i]].column);
        first = false;
    }
}

static void encode_new_header(const sdn_row_columns *columns, sdn_buffer *out)
{
    sdn__buffer_add_str(out, columns->table->type->table);
    sdn__buffer_add(out, " |", 2);
    add_column_names(columns, true, out);
    sdn__buffer_add(out, "|", 1);
}

void sdn__row_columns_encode_header(const sdn_row_columns *columns, sdn_buffer *out)
{
    const sdn_table_text *text = sdn__table_text_of(columns->table);
    if (text == NULL) {
        encode_new_header(columns, out);
        return;
    }
    const char *end = text->bars_end - 1; /* the second bar */
    while (end[-1] == ' ' || end[-1] == '\t' || end[-1] == ',')
        end--;
    sdn__buffer_add(out, text->header.start, (size_t)(end - text->header.start));
    add_column_names(columns, text->column_count == 0, out);
    sdn__buffer_add(out, "|", 1);
}

/* ---- columns that are twice in the header ---- */

bool sdn__row_columns_is_edited(const sdn_table *table, uint32_t slot, uint32_t field)
{
    return field != SDN_NO_FIELD && (table->slots.rows[slot].flags & SDN_ROW_EDITED) != 0 &&
           !sdn__field_equal(&table->type->fields[field], sdn__slots_base(&table->slots, slot),
                             sdn__slots_record(&table->slots, slot));
}

sdn_code sdn__row_columns_refuse_repeated(const sdn_row_columns *columns, uint32_t slot, sdn_error *err)
{
    const sdn_table *table = columns->table;
    const uint32_t *repeats = table->columns.repeats;
    if (!columns->has_repeated)
        return SDN_OK;
    bool all = (table->slots.rows[slot].flags & SDN_ROW_EDITED) == 0; /* of a new row */
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        if (repeats[i] == SDN_NO_COLUMN || (!all && !sdn__row_columns_is_edited(table, slot, i)))
            continue;
        const sdn_table_text *text = sdn__table_text_of(table);
        sdn_str name = text->columns[repeats[i]];
        return sdn__fail_at(err, SDN_E_INVALID, table->document->path, text->line_number,
                            (uint32_t)(name.ptr - text->header.start) + 1,
                            "column '%.*s' is there twice, so field '%s' cannot be written; rename or remove one first",
                            shown_length(name), name.ptr, table->type->fields[i].name);
    }
    return SDN_OK;
}
