/*
 * The header of a table: which column belongs to which field.
 *
 * A field's column is the one of its name; else that of its latest former name (`was` in the schema) which the file
 * has, unless that is now the name of another field. Columns that belong to no field are kept as they are. A field may
 * lack its column if there is a value for that case: a default, no value (optional), an empty text or list. Otherwise
 * no row can be read.
 *
 * Mistakes are reported once, at the header, not at each row: columns or tables that occur twice (of columns the first
 * counts, of tables the last), and names that differ from the right one only in case, `_`, `-` or blanks. Such a name
 * is reported but not accepted, since with a wrong guess a save would write values into another column.
 *
 * Invariant: of_field[i] is less than the table's column_count, or SDN_NO_COLUMN; so is repeats[i].
 */
#include "table/table_private.h"

#include "base/alloc.h"
#include "record/record.h"
#include "record/value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t find_column(const sdn_table_text *text, sdn_str name)
{
    for (uint32_t i = 0; i < text->column_count; i++)
        if (sdn_str_equal(text->columns[i], name))
            return i;
    return SDN_NO_COLUMN;
}

/* Whether this is the current name of a field. */
static bool is_column(const sdn_record_type *type, sdn_str name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (sdn_str_equal(type->fields[i].column, name))
            return true;
    return false;
}

/* The column of a field: that of its name, else that of the latest of its former names which the file has. */
static uint32_t find_field(const sdn_table_text *text, const sdn_record_type *type, const sdn_field *field)
{
    uint32_t column = find_column(text, field->column);
    for (uint32_t i = 0; i < field->was_count && column == SDN_NO_COLUMN; i++)
        if (!is_column(type, field->was[i]))
            column = find_column(text, field->was[i]);
    return column;
}

static bool is_in_conflict(const sdn_table *table, const sdn_table_text *text)
{
    return sdn__document_conflict_at(table->document, text->header.start) != NULL;
}

/* Both sides of a git conflict may hold a header; the conflict is one problem, noted already. */
sdn_code sdn__table_note_earlier(sdn_table *table, const sdn_table_text *later, sdn_error *err)
{
    const sdn_table_text *earlier = sdn__table_text_of(table);
    const sdn_subject name = {SDN_PROBLEM_OTHER, NULL, earlier->name};
    if (is_in_conflict(table, earlier) || is_in_conflict(table, later))
        return SDN_OK;
    return sdn__table_note(table, name, err,
                           "table '%.*s' occurs again at line %lu, and only that one is read; merge the two",
                           (int)earlier->name.len, earlier->name.ptr, (unsigned long)later->line_number);
}

static int by_name(const void *a, const void *b)
{
    const sdn_str *const *x = a, *const *y = b;
    int order = sdn_str_compare(**x, **y);
    return order != 0 ? order : (*x > *y) - (*x < *y);
}

static sdn_code note_repeated_column(sdn_table *table, const sdn_table_text *text, uint32_t column, sdn_error *err)
{
    sdn_str name = text->columns[column];
    const sdn_subject about = {SDN_PROBLEM_COLUMN, NULL, name};
    for (uint32_t i = 0; i < table->type->field_count; i++)
        if (table->columns.of_field[i] != SDN_NO_COLUMN && table->columns.repeats[i] == SDN_NO_COLUMN &&
            sdn_str_equal(text->columns[table->columns.of_field[i]], name))
            table->columns.repeats[i] = column;
    return sdn__table_note(table, about, err,
                           "column '%.*s' is there twice, and only the first one is read; rename or remove one",
                           name.len < 100 ? (int)name.len : 100, name.ptr);
}

static sdn_code note_repeated_columns(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    sdn_code code = SDN_OK;
    const sdn_str **names = sdn__resize(NULL, text->column_count, sizeof *names);
    if (names == NULL)
        return sdn__fail_memory(err);
    for (uint32_t i = 0; i < text->column_count; i++)
        names[i] = &text->columns[i];
    qsort(names, text->column_count, sizeof *names, by_name);
    for (uint32_t i = 1; i < text->column_count && code == SDN_OK; i++)
        if (sdn_str_equal(*names[i - 1], *names[i]))
            code = note_repeated_column(table, text, (uint32_t)(names[i] - text->columns), err);
    sdn__free(names);
    return code;
}

/* The next byte of a name, except `_`, `-` and blanks, in lower case; '\0' at its end. */
static char next_letter(sdn_str name, size_t *at)
{
    while (*at < name.len && strchr("_- \t", name.ptr[*at]) != NULL)
        ++*at;
    if (*at == name.len)
        return '\0';
    char letter = name.ptr[(*at)++];
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool sdn__table_names_are_near(sdn_str a, sdn_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        char letter = next_letter(a, &i);
        if (letter != next_letter(b, &j))
            return false;
        if (letter == '\0')
            return true;
    }
}

static bool is_used(const sdn_table *table, uint32_t column)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        if (table->columns.of_field[i] == column)
            return true;
    return false;
}

uint32_t sdn__table_near_column(const sdn_table *table, uint32_t field)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    for (uint32_t i = 0; text != NULL && i < text->column_count && table->columns.of_field[field] == SDN_NO_COLUMN; i++)
        if (sdn__table_names_are_near(text->columns[i], table->type->fields[field].column) && !is_used(table, i))
            return i;
    return SDN_NO_COLUMN;
}

static sdn_code note_near_columns(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < table->type->field_count && code == SDN_OK; i++) {
        uint32_t near = sdn__table_near_column(table, i);
        if (near == SDN_NO_COLUMN)
            continue;
        sdn_str found = text->columns[near];
        const sdn_subject about = {SDN_PROBLEM_COLUMN, &table->type->fields[i], found};
        code = sdn__table_note(table, about, err, "column '%s' is missing, did you mean '%.*s'; rename that column",
                               table->type->fields[i].column.ptr, found.len < 100 ? (int)found.len : 100, found.ptr);
        if (code == SDN_OK)
            table->columns.missing = table->problems.items[table->problems.count - 1].message;
    }
    return code;
}

/* Whether rows without the column can be read. */
static bool may_be_missing(const sdn_table *table, uint32_t field)
{
    const sdn_field *described = &table->type->fields[field];
    const void *value = (const char *)table->type->defaults + described->offset;
    bool is_list = (described->flags & SDN_FIELD_LIST) != 0;
    if (described->type == SDN_TYPE_STRING && !is_list)
        return !sdn__key_has(table->type, field) || ((const sdn_str *)value)->len > 0;
    return is_list || (described->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL)) != 0;
}

sdn_code sdn__table_note_missing_columns(sdn_table *table, sdn_error *err)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    const sdn_str header = {text->name.ptr, (size_t)(text->bars_end - text->name.ptr)};
    sdn_code code = SDN_OK;
    if (table->columns.missing != NULL)
        return SDN_OK;
    for (uint32_t i = 0; i < table->type->field_count && code == SDN_OK; i++) {
        if (table->columns.of_field[i] != SDN_NO_COLUMN || may_be_missing(table, i))
            continue;
        const sdn_subject about = {SDN_PROBLEM_COLUMN, &table->type->fields[i], header};
        code = sdn__table_note(table, about, err,
                               "column '%s' is missing, and no row can be read without it; add the column",
                               table->type->fields[i].column.ptr);
        if (code == SDN_OK)
            table->columns.missing = table->problems.items[table->problems.count - 1].message;
    }
    return code;
}

static sdn_code check_header(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->columns.repeats[i] = SDN_NO_COLUMN;
    table->columns.missing = NULL;
    if (is_in_conflict(table, text))
        return SDN_OK;
    sdn_code code = note_repeated_columns(table, text, err);
    return code == SDN_OK ? note_near_columns(table, text, err) : code;
}

sdn_code sdn__table_read_header(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->columns.of_field[i] = find_field(text, table->type, &table->type->fields[i]);
    return check_header(table, text, err);
}

bool sdn__table_lacks_key(const sdn_table *table)
{
    for (uint32_t i = 0; i < table->type->key.field_count; i++) {
        uint32_t field = table->type->key.fields[i];
        if (table->columns.of_field[field] == SDN_NO_COLUMN && !may_be_missing(table, field))
            return true;
    }
    return false;
}

/* ---- a table that the file lacks ---- */

/* A table of the file with nearly the name of the missing one. */
static const sdn_table_text *near_table(const sdn_table *table)
{
    const sdn_document *document = table->document;
    for (size_t i = 0; i < document->table_count; i++)
        if (sdn__table_names_are_near(document->tables[i].name, table->type->table))
            return &document->tables[i];
    return NULL;
}

static sdn_misplaced misplaced_header(const sdn_table *table, const sdn_nested_header *header)
{
    sdn_misplaced found = {.at = header->at, .name_len = header->name.len, .line = header->line};
    snprintf(found.message, sizeof found.message,
             header->has_colon
                 ? "table '%.100s' is written as a statement, and is not read; remove what is between its "
                   "name and the columns"
                 : "table '%.100s' is inside the block of another statement, where it is not read; move it "
                   "out",
             table->type->table.ptr);
    return found;
}

sdn_misplaced sdn__table_find_misplaced(const sdn_table *table)
{
    sdn_misplaced found = {.at = NULL};
    if (table->columns.position != SDN_NO_TABLE)
        return found;
    const sdn_nested_header *header = sdn__document_nested(table->document, table->type->table);
    if (header != NULL)
        return misplaced_header(table, header);
    const sdn_table_text *near = near_table(table);
    if (near == NULL)
        return found;
    found.at = near->name.ptr;
    found.name_len = near->name.len;
    found.line = near->line_number;
    snprintf(found.message, sizeof found.message, "table '%.100s' is missing, did you mean '%.*s'; rename that table",
             table->type->table.ptr, near->name.len < 100 ? (int)near->name.len : 100, near->name.ptr);
    return found;
}

sdn_code sdn__table_note_misplaced(sdn_table *table, sdn_error *err)
{
    sdn_misplaced found = sdn__table_find_misplaced(table);
    const sdn_subject about = {SDN_PROBLEM_OTHER, NULL, {found.at, found.name_len}};
    return found.at != NULL ? sdn__table_note(table, about, err, "%s", found.message) : SDN_OK;
}
