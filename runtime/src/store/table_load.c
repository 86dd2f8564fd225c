/* Loading: from the rows of a document to records. */
#include "store/table.h"

#include "base/alloc.h"
#include "store/record.h"
#include "store/value.h"
#include "text/reader.h"
#include "text/utf8.h"
#include "text/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- problems ---- */

SDN_PRINTF(4, 5)
static sdn_code note(sdn_table *table, const char *at, sdn_error *err, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sdn_show_controls(text, sizeof text);
    sdn_str message = sdn_arena_copy_str(&table->arena, sdn_str_from(text));
    if (message.ptr == NULL || sdn_reserve(&table->problems, &table->problem_capacity,
                                           table->problem_count + 1, sizeof *table->problems) != 0)
        return sdn_fail_memory(err);
    /* Until loading ends `column` is the offset in the file: lines are cheap to count only in order. */
    table->problems[table->problem_count++] =
        (sdn_problem){.column = (uint32_t)(at - table->document->bytes), .message = message.ptr};
    return SDN_OK;
}

static int by_offset(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->column > y->column) - (x->column < y->column);
}

/* Once bytes are handed out with NULs in place of line ends, lines can no longer be counted. */
static void number_unreadable_rows(sdn_table *table)
{
    if (table->problem_count == 0 && table->document->problem_count == 0)
        return;
    for (size_t slot = 0; slot < table->row_count; slot++)
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->rows[slot].change = sdn_document_line(table->document, table->bytes + table->rows[slot].start);
}

static int by_start(const void *a, const void *b)
{
    const sdn_table_row *const *x = a, *const *y = b;
    return ((*x)->start > (*y)->start) - ((*x)->start < (*y)->start);
}

/* Hidden rows are not in file order, in which alone lines are cheap to count. */
static sdn_code number_hidden_rows(const sdn_table *table, sdn_error *err)
{
    const sdn_table *hidden = table->hidden;
    if (hidden == NULL)
        return SDN_OK;
    sdn_table_row **rows = sdn_resize(NULL, hidden->row_count, sizeof *rows);
    if (rows == NULL)
        return sdn_fail_memory(err);
    for (size_t i = 0; i < hidden->row_count; i++)
        rows[i] = &hidden->rows[i];
    qsort(rows, hidden->row_count, sizeof *rows, by_start);
    for (size_t i = 0; i < hidden->row_count; i++)
        rows[i]->change = sdn_document_line(table->document, table->document->bytes + rows[i]->start);
    sdn_free(rows);
    return SDN_OK;
}

static void place_problems(sdn_table *table)
{
    if (table->problem_count > 0)
        qsort(table->problems, table->problem_count, sizeof *table->problems, by_offset);
    for (size_t i = 0; i < table->problem_count; i++) {
        const char *at = table->document->bytes + table->problems[i].column;
        table->problems[i].line = sdn_document_line(table->document, at);
        table->problems[i].column = sdn_document_column(table->document, at);
    }
}

static int by_line(const void *a, const void *b)
{
    const sdn_problem *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* Lines outside all tables, and conflicts, concern every store of the file. */
static int add_stray_lines(sdn_table *table)
{
    const sdn_document *document = table->document;
    if (document->problem_count == 0)
        return 0;
    size_t count = table->problem_count + document->problem_count;
    if (sdn_reserve(&table->problems, &table->problem_capacity, count, sizeof *table->problems) != 0)
        return -1;
    memcpy(table->problems + table->problem_count, document->problems,
           document->problem_count * sizeof *table->problems);
    table->problem_count = count;
    qsort(table->problems, count, sizeof *table->problems, by_line);
    return 0;
}

/* ---- the header ---- */

static uint32_t find_column(const sdn_table_text *text, sdn_str name)
{
    for (uint32_t i = 0; i < text->column_count; i++)
        if (sdn_str_equal(text->columns[i], name))
            return i;
    return SDN_NO_COLUMN;
}

/* Whether a field goes by this name today. */
static bool is_column(const sdn_record_type *type, sdn_str name)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (sdn_str_equal(type->fields[i].column, name))
            return true;
    return false;
}

/* The column of a field: that of its name, or else of the last of its older names that the file has. */
static uint32_t find_field(const sdn_table_text *text, const sdn_record_type *type, const sdn_field *field)
{
    uint32_t column = find_column(text, field->column);
    for (uint32_t i = 0; i < field->was_count && column == SDN_NO_COLUMN; i++)
        if (!is_column(type, field->was[i]))
            column = find_column(text, field->was[i]);
    return column;
}

/* All but the largest number: a new record must not get a key that stands there. */
static void forget_rows(sdn_table *table)
{
    table->row_count = table->row_capacity = 0; /* room is made anew, for keys as well */
    sdn_free(table->rows);
    table->rows = NULL;
    table->live_count = 0;
    table->rising_count = 0;
    table->last_number = 0;
    table->keys_rise = true;
    sdn_key_map_release(&table->keys);
    sdn_key_map_release(&table->unreadable_keys);
}

static bool is_in_conflict(const sdn_table *table, const sdn_table_text *text)
{
    return sdn_document_conflict_at(table->document, text->header.start) != NULL;
}

/* Both halves of a conflict may hold a header; that is one problem, and noted already. */
static sdn_code note_earlier_table(sdn_table *table, const sdn_table_text *later, sdn_error *err)
{
    const sdn_table_text *earlier = sdn_table_text_of(table);
    const char *at = earlier->header.start + earlier->indent;
    if (is_in_conflict(table, earlier) || is_in_conflict(table, later))
        return SDN_OK;
    return note(table, at, err, "table '%.*s' stands again at line %lu, and only that one is read; merge the two",
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
    for (uint32_t i = 0; i < table->type->field_count; i++)
        if (table->columns[i] != SDN_NO_COLUMN && table->repeats[i] == SDN_NO_COLUMN &&
            sdn_str_equal(text->columns[table->columns[i]], name))
            table->repeats[i] = column;
    return note(table, name.ptr, err, "column '%.*s' is there twice, and only the first one is read; rename or remove one",
                name.len < 100 ? (int)name.len : 100, name.ptr);
}

static sdn_code note_repeated_columns(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    sdn_code code = SDN_OK;
    const sdn_str **names = sdn_resize(NULL, text->column_count, sizeof *names);
    if (names == NULL)
        return sdn_fail_memory(err);
    for (uint32_t i = 0; i < text->column_count; i++)
        names[i] = &text->columns[i];
    qsort(names, text->column_count, sizeof *names, by_name);
    for (uint32_t i = 1; i < text->column_count && code == SDN_OK; i++)
        if (sdn_str_equal(*names[i - 1], *names[i]))
            code = note_repeated_column(table, text, (uint32_t)(names[i] - text->columns), err);
    sdn_free(names);
    return code;
}

/* The next byte of a name that is no `_`, `-` or blank, in lower case; '\0' at its end. */
static char next_letter(sdn_str name, size_t *at)
{
    while (*at < name.len && strchr("_- \t", name.ptr[*at]) != NULL)
        ++*at;
    if (*at == name.len)
        return '\0';
    char letter = name.ptr[(*at)++];
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

static bool is_near(sdn_str a, sdn_str b)
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

static bool is_taken(const sdn_table *table, uint32_t column)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        if (table->columns[i] == column)
            return true;
    return false;
}

uint32_t sdn_table_near_column(const sdn_table *table, uint32_t field)
{
    const sdn_table_text *text = sdn_table_text_of(table);
    for (uint32_t i = 0; text != NULL && i < text->column_count && table->columns[field] == SDN_NO_COLUMN; i++)
        if (is_near(text->columns[i], table->type->fields[field].column) && !is_taken(table, i))
            return i;
    return SDN_NO_COLUMN;
}

static sdn_code note_near_columns(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < table->type->field_count && code == SDN_OK; i++) {
        uint32_t near = sdn_table_near_column(table, i);
        if (near == SDN_NO_COLUMN)
            continue;
        sdn_str found = text->columns[near];
        code = note(table, found.ptr, err, "column '%s' is missing, did you mean '%.*s'; rename that column",
                    table->type->fields[i].column.ptr, found.len < 100 ? (int)found.len : 100, found.ptr);
        if (code == SDN_OK)
            table->missing = table->problems[table->problem_count - 1].message;
    }
    return code;
}

static bool is_in_key(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

/* Whether rows without the column can be read. */
static bool may_be_missing(const sdn_table *table, uint32_t field)
{
    const sdn_field *described = &table->type->fields[field];
    const void *value = (const char *)table->type->defaults + described->offset;
    bool is_list = (described->flags & SDN_FIELD_LIST) != 0;
    if (described->type == SDN_TYPE_STRING && !is_list)
        return !is_in_key(table->type, field) || ((const sdn_str *)value)->len > 0;
    return is_list || (described->flags & (SDN_FIELD_DEFAULT | SDN_FIELD_OPTIONAL)) != 0;
}

/* Notes at the header, once, which columns are missing without which no row can be read. */
static sdn_code note_missing_columns(sdn_table *table, sdn_error *err)
{
    const sdn_table_text *text = sdn_table_text_of(table);
    sdn_code code = SDN_OK;
    if (table->missing != NULL)
        return SDN_OK;
    for (uint32_t i = 0; i < table->type->field_count && code == SDN_OK; i++) {
        if (table->columns[i] != SDN_NO_COLUMN || may_be_missing(table, i))
            continue;
        code = note(table, text->header.start + text->indent, err,
                    "column '%s' is missing, and no row can be read without it; add the column",
                    table->type->fields[i].column.ptr);
        if (code == SDN_OK)
            table->missing = table->problems[table->problem_count - 1].message;
    }
    return code;
}

static sdn_code check_header(sdn_table *table, const sdn_table_text *text, sdn_error *err)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->repeats[i] = SDN_NO_COLUMN;
    table->missing = NULL;
    if (is_in_conflict(table, text))
        return SDN_OK;
    sdn_code code = note_repeated_columns(table, text, err);
    return code == SDN_OK ? note_near_columns(table, text, err) : code;
}

static bool lacks_key(const sdn_table *table)
{
    for (uint32_t i = 0; i < table->type->key.field_count; i++) {
        uint32_t field = table->type->key.fields[i];
        if (table->columns[field] == SDN_NO_COLUMN && !may_be_missing(table, field))
            return true;
    }
    return false;
}

static sdn_code take_row(void *context, const sdn_row_scan *scan, sdn_error *err);
static sdn_code take_row_without_key(void *context, const sdn_row_scan *scan, sdn_error *err);
static sdn_code take_lost_row(void *context, const sdn_row_scan *scan, sdn_error *err);
static sdn_code enter_pending_keys(sdn_table *table, sdn_error *err);
static sdn_code hide_rows(sdn_table *table, sdn_error *err);

static sdn_code leave_earlier_table(sdn_table *table, const sdn_table_text *later, sdn_error *err)
{
    sdn_code code = enter_pending_keys(table, err);
    if (code == SDN_OK)
        code = note_earlier_table(table, later, err);
    if (code == SDN_OK)
        code = hide_rows(table, err);
    if (code == SDN_OK)
        forget_rows(table);
    return code;
}

sdn_code sdn_table_claim(sdn_table *table, sdn_document *document, size_t position, sdn_row_taker *taker,
                         sdn_error *err)
{
    const sdn_table_text *text = &document->tables[position];
    table->document = document;
    sdn_code code = table->position != SDN_NO_TABLE ? leave_earlier_table(table, text, err) : SDN_OK;
    if (code != SDN_OK)
        return code;
    table->position = position;
    for (uint32_t i = 0; i < table->type->field_count; i++)
        table->columns[i] = find_field(text, table->type, &table->type->fields[i]);
    code = check_header(table, text, err);
    if (code != SDN_OK)
        return code;
    if (sdn_reserve(&table->cells, &table->cell_capacity, (size_t)text->column_count + 1,
                    sizeof *table->cells) != 0)
        return sdn_fail_memory(err);
    table->column_count = text->column_count;
    table->reader = (sdn_row_reader){
        .type = table->type,
        .cells = table->cells,
        .columns = table->columns,
        .arena = &table->arena,
        .words = table->words,
    };
    *taker = (sdn_row_taker){.row = lacks_key(table) ? take_row_without_key : take_row,
                             .lost = take_lost_row,
                             .context = table,
                             .cells = table->cells};
    return SDN_OK;
}

/* ---- keys ---- */

uint64_t sdn_table_count_number(sdn_table *table, const sdn_value *key)
{
    uint64_t number = sdn_key_number(table->type, key);
    if (number > table->largest_number)
        table->largest_number = number;
    return number;
}

/* Reads the key of a row whose other cells may be beyond reading. */
static bool read_key(sdn_table *table, const sdn_row_scan *scan, sdn_row_reader *reader, void *record)
{
    const sdn_index_type *key = &table->type->key;
    uint32_t stored = table->column_count + 1;
    memcpy(record, table->type->defaults, table->type->size);
    for (uint32_t i = 0; i < key->field_count; i++) {
        uint32_t column = table->columns[key->fields[i]];
        void *at = (char *)record + table->type->fields[key->fields[i]].offset;
        if (column == SDN_NO_COLUMN || column >= scan->count || column >= stored ||
            !sdn_read_value(reader, key->fields[i], at))
            return false;
    }
    return key->field_count > 0;
}

/* Keeps the key of an unreadable row, so that no new record takes it. */
static sdn_code keep_unreadable_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(table, slot, key);
    sdn_table_count_number(table, key);
    if (sdn_key_is_empty(table->type, key) || sdn_key_map_find(&table->unreadable_keys, key) != SDN_NO_SLOT)
        return SDN_OK;
    if (sdn_key_map_reserve_for(&table->unreadable_keys, slot) != 0)
        return sdn_fail_memory(err);
    sdn_key_map_insert(&table->unreadable_keys, slot);
    return SDN_OK;
}

/* ---- rows that are not read, but for their keys ---- */

static sdn_code refuse_more_rows(sdn_table *table, const char *at, sdn_error *err)
{
    return sdn_fail_at(err, SDN_E_LIMIT, table->document->path, sdn_document_line(table->document, at), 1,
                       "more than %lu rows in a table; raise max_rows to read this file",
                       (unsigned long)table->document->options->max_rows);
}

static sdn_table *hidden_of(sdn_table *table)
{
    if (table->hidden != NULL)
        return table->hidden;
    sdn_table *hidden = sdn_alloc(sizeof *hidden);
    if (hidden == NULL || sdn_table_init(hidden, table->type, table->keys.seed) != 0) {
        sdn_free(hidden);
        return NULL;
    }
    hidden->document = table->document;
    table->hidden = hidden;
    return hidden;
}

/* Adds a row to the hidden ones; the caller sees to its record. They may be as many as the rows of a table. */
static sdn_code add_hidden(sdn_table *table, uint32_t start, uint32_t length, uint32_t *slot, sdn_error *err)
{
    sdn_table *hidden = hidden_of(table);
    if (hidden != NULL && hidden->row_count >= table->document->options->max_rows)
        return refuse_more_rows(table, table->document->bytes + start, err);
    *slot = hidden != NULL ? sdn_table_add_slot(hidden) : SDN_NO_SLOT;
    if (*slot == SDN_NO_SLOT)
        return sdn_fail_memory(err);
    hidden->rows[*slot] = (sdn_table_row){.start = start, .length = length, .flags = SDN_ROW_UNREADABLE};
    return SDN_OK;
}

/* Whether the slot holds a record, or at least a key. */
static bool has_key(const sdn_table *table, uint32_t slot)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) == 0)
        return true;
    sdn_table_key(table, slot, key);
    return sdn_key_map_find(&table->unreadable_keys, key) == slot;
}

static sdn_code hide_rows(sdn_table *table, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (table->type->key.field_count == 0)
        return SDN_OK;
    for (uint32_t slot = 0; slot < table->row_count && code == SDN_OK; slot++) {
        uint32_t added;
        if (!has_key(table, slot))
            continue;
        code = add_hidden(table, table->rows[slot].start, table->rows[slot].length, &added, err);
        if (code != SDN_OK)
            return code;
        memcpy(sdn_table_record(table->hidden, added), sdn_table_record(table, slot), table->type->size);
        code = keep_unreadable_key(table->hidden, added, err);
    }
    return code;
}

static sdn_code take_lost_row(void *context, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_table *table = context;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    uint32_t slot;
    sdn_code code = add_hidden(table, (uint32_t)(scan->line.start - table->document->bytes),
                               (uint32_t)(scan->line.end - scan->line.start), &slot, err);
    if (code != SDN_OK)
        return code;
    bool keyed = read_key(table, scan, &table->reader, sdn_table_record(table->hidden, slot));
    if (table->reader.out_of_memory)
        return sdn_fail_memory(err);
    if (!keyed) {
        table->hidden->row_count--;
        return SDN_OK;
    }
    sdn_table_key(table->hidden, slot, key);
    sdn_table_count_number(table, key);
    return keep_unreadable_key(table->hidden, slot, err);
}

/* Where a row with the key is that is not read: *owner is the table, or its hidden rows. */
static uint32_t find_unread(const sdn_table *table, const sdn_value *key, const sdn_table **owner)
{
    uint32_t slot = sdn_key_map_find(&table->unreadable_keys, key);
    *owner = table;
    if (slot != SDN_NO_SLOT || table->hidden == NULL)
        return slot;
    *owner = table->hidden;
    return sdn_key_map_find(&table->hidden->unreadable_keys, key);
}

bool sdn_table_is_unread(const sdn_table *table, const sdn_value *key)
{
    const sdn_table *owner;
    return find_unread(table, key, &owner) != SDN_NO_SLOT;
}

uint32_t sdn_table_unread_line(const sdn_table *table, const sdn_value *key)
{
    const sdn_table *owner;
    uint32_t slot = find_unread(table, key, &owner);
    return sdn_table_line(owner, slot);
}

/* The problem with this message, or NULL. */
static const sdn_problem *problem_of_message(const sdn_table *table, const char *message)
{
    for (size_t i = 0; message != NULL && i < table->problem_count; i++)
        if (strcmp(table->problems[i].message, message) == 0)
            return &table->problems[i];
    return NULL;
}

/* What keeps a row from being read; NULL if that is not known. */
static const sdn_problem *problem_of_row(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    const char *start = table->document->bytes + row->start;
    const sdn_git_conflict *conflict = sdn_document_conflict_at(table->document, start);
    uint32_t first = sdn_table_line(table, slot), last = first;
    if (conflict != NULL)
        return problem_of_message(table, conflict->message);
    for (uint32_t i = 0; i < row->length; i++)
        last += start[i] == '\n';
    for (size_t i = 0; i < table->problem_count; i++)
        if (table->problems[i].line >= first && table->problems[i].line <= last)
            return &table->problems[i];
    return problem_of_message(table, table->missing);
}

/* The length of a problem's message without what is to be done. */
static size_t length_of_cause(const char *message)
{
    size_t len = strlen(message);
    for (size_t at = len; at > 1; at--)
        if (message[at - 1] == ' ' && message[at - 2] == ';')
            return at - 2;
    return len;
}

sdn_code sdn_table_refuse_unread(const sdn_table *table, const sdn_value *key, sdn_error *err)
{
    char shown[160];
    const sdn_table *owner;
    const char *path = table->document->path;
    uint32_t slot = find_unread(table, key, &owner);
    if (slot == SDN_NO_SLOT)
        return SDN_OK;
    sdn_key_print(table->type, key, shown, sizeof shown);
    const sdn_problem *problem = owner == table ? problem_of_row(table, slot) : NULL;
    if (problem == NULL)
        return sdn_fail_at(err, SDN_E_INVALID, path, sdn_table_line(owner, slot), 1,
                           "record '%s' is not read: its row is after the end of its table, or in an earlier table of "
                           "that name; correct that first", shown);
    return sdn_fail_at(err, SDN_E_INVALID, path, problem->line, problem->column,
                       "record '%s' cannot be read: %.*s; correct that row first", shown,
                       (int)length_of_cause(problem->message), problem->message);
}

/* ---- rows ---- */

static sdn_code leave_unreadable(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_row_reader *reader,
                                 sdn_error *err)
{
    void *record = sdn_table_record(table, slot);
    table->rows[slot].flags |= SDN_ROW_UNREADABLE;
    bool keyed = read_key(table, scan, reader, record);
    if (!keyed) {
        memcpy(record, table->type->defaults, table->type->size);
        return SDN_OK;
    }
    sdn_code code = enter_pending_keys(table, err); /* of two unreadable rows with one key the first counts */
    return code == SDN_OK ? keep_unreadable_key(table, slot, err) : code;
}

static sdn_code note_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err)
{
    const char *start = sdn_skip_blanks(scan->line.start, scan->line.end);
    uint32_t columns = table->column_count;
    if (sdn_document_conflict_at(table->document, scan->line.start) != NULL)
        return SDN_OK; /* which is one problem, and noted already */
    if (scan->problem != NULL)
        return note(table, scan->fault != NULL ? scan->fault : start, err, "%s", scan->problem);
    return note(table, start, err, "the row has %lu cell%s, the header %lu column%s; correct the row",
                (unsigned long)scan->count, scan->count == 1 ? "" : "s", (unsigned long)columns,
                columns == 1 ? "" : "s");
}

/* At most this many bytes of a cell are shown. */
enum { SHOWN_BYTES = 40 };

enum { WORDS_SIZE = 200 };

/* Writes `is none of low, medium, high`; of many words the first. */
static void list_words(const sdn_enum_type *type, char to[WORDS_SIZE])
{
    enum { MOST_WORDS = 8, MOST_BYTES = 120 };
    size_t used = (size_t)snprintf(to, WORDS_SIZE, "is none of ");
    uint32_t i = 0;
    for (; i < type->count && i < MOST_WORDS && used + type->names[i].len < MOST_BYTES; i++)
        used += (size_t)snprintf(to + used, WORDS_SIZE - used, "%s%.*s", i > 0 ? ", " : "", (int)type->names[i].len,
                                 type->names[i].ptr);
    if (i < type->count)
        snprintf(to + used, WORDS_SIZE - used, "%s... (%lu words)", i > 0 ? ", " : "", (unsigned long)type->count);
}

static sdn_code note_cell(sdn_table *table, const sdn_row_scan *scan, const sdn_row_reader *reader, sdn_error *err)
{
    const sdn_field *field = &table->type->fields[reader->problem_field];
    uint32_t column = table->columns[reader->problem_field];
    (void)scan;
    if (column == SDN_NO_COLUMN)
        return note_missing_columns(table, err);
    sdn_str name = sdn_table_text_of(table)->columns[column];
    const sdn_cell *cell = &table->cells[column];
    const char *problem = reader->problem;
    char shown[SHOWN_BYTES + 1], words[WORDS_SIZE];
    if (cell->len == 0)
        return note(table, sdn_cell_extent(cell).ptr, err, "column '%.*s': %s", (int)name.len, name.ptr, problem);
    if (field->type == SDN_TYPE_ENUM && (field->flags & SDN_FIELD_LIST) == 0) {
        list_words(field->enumeration, words);
        problem = words;
    }
    sdn_utf8_show(shown, sizeof shown, cell->ptr, cell->len);
    return note(table, sdn_cell_extent(cell).ptr, err, "column '%.*s': '%s%s' %s; correct it", (int)name.len, name.ptr,
                shown, cell->len > SHOWN_BYTES ? "..." : "", problem);
}

/* The last row of a key is the record; the one that was it so far becomes unreadable. */
static sdn_code shadow_earlier(sdn_table *table, uint32_t earlier, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(table, slot, key);
    const char *start = table->document->bytes + table->rows[earlier].start;
    char shown[128];
    sdn_key_print(table->type, key, shown, sizeof shown);
    sdn_code code = note(table, sdn_skip_blanks(start, start + table->rows[earlier].length), err,
                         "key '%s' stands again further down, and that row counts; remove one of them", shown);
    sdn_key_map_replace(&table->keys, earlier, slot);
    table->rows[earlier].flags |= SDN_ROW_UNREADABLE;
    table->live_count--;
    return code == SDN_OK ? keep_unreadable_key(table, earlier, err) : code;
}

static sdn_code enter_pending_keys(sdn_table *table, sdn_error *err)
{
    uint32_t count = table->pending_count;
    sdn_code code = SDN_OK;
    table->pending_count = 0;
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        sdn_key_entry key = table->pending[i];
        uint32_t earlier = sdn_key_map_enter(&table->keys, key.slot, key.tag);
        if (earlier != SDN_NO_SLOT)
            code = shadow_earlier(table, earlier, key.slot, err);
    }
    return code;
}

void sdn_table_watch_order(sdn_table *table, uint32_t slot, const sdn_value *key, uint64_t number)
{
    bool behind_last = sdn_key_orders_by_number(table->type)
                           ? number > table->last_number
                           : table->rising_count == 0 || sdn_key_compare(table->type, table->last_key, key) < 0;
    table->keys_rise = table->keys_rise && behind_last;
    if (!table->keys_rise)
        return;
    table->rising_count = (size_t)slot + 1;
    table->last_number = number;
    for (uint32_t i = 0; i < table->type->key.field_count; i++)
        table->last_key[i] = key[i];
}

/* Notes the first text of the key that is empty, at its cell. */
static sdn_code refuse_empty_key(sdn_table *table, uint32_t slot, const sdn_value *key, sdn_error *err)
{
    const sdn_index_type *fields = &table->type->key;
    uint32_t column = table->columns[fields->fields[sdn_key_empty_part(table->type, key)]];
    const char *at = sdn_cell_extent(&table->cells[column]).ptr;
    sdn_str name = sdn_table_text_of(table)->columns[column];
    table->rows[slot].flags |= SDN_ROW_UNREADABLE;
    table->live_count--;
    if (fields->field_count == 1)
        return note(table, at, err, "the key is empty; give the row a key");
    return note(table, at, err, "column '%.*s': the cell is empty, but it is part of the key; fill it in", (int)name.len,
                name.ptr);
}

static inline sdn_code take_key(sdn_table *table, uint32_t slot, uint32_t tag, sdn_error *err)
{
    if (sdn_key_map_append(&table->keys, slot, tag))
        return SDN_OK;
    if (sdn_key_map_scatter(&table->keys) != 0)
        return sdn_fail_memory(err);
    sdn_key_map_prefetch(&table->keys, tag);
    table->pending[table->pending_count++] = (sdn_key_entry){tag, slot};
    return table->pending_count == SDN_PENDING_KEYS ? enter_pending_keys(table, err) : SDN_OK;
}

static sdn_code enter_any_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_values_of(table->type, &table->type->key, sdn_table_record(table, slot), key);
    if (sdn_key_is_empty(table->type, key))
        return refuse_empty_key(table, slot, key, err);
    sdn_table_watch_order(table, slot, key, sdn_table_count_number(table, key));
    return take_key(table, slot, sdn_key_map_tag(&table->keys, key), err);
}

/* Reads the key of a record if it is the plain text of a number of up to eight digits, which most are that are given
 * automatically. */
static inline bool is_short_number(const sdn_table *table, uint32_t slot, uint32_t *number)
{
    const sdn_str *key = (const sdn_str *)(const void *)((const char *)sdn_table_record(table, slot) +
                                                         table->type->fields[table->type->key.fields[0]].offset);
    size_t at = (uintptr_t)key->ptr - (uintptr_t)table->document->bytes; /* elsewhere it has no eight bytes */
    return key->len - 1 < 8 && at < table->document->len && (*key->ptr != '0' || key->len == 1) &&
           sdn_short_number_at(key->ptr, (uint32_t)key->len, number);
}

static inline sdn_code enter_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    uint32_t number;
    if (!sdn_key_orders_by_number(table->type) || !is_short_number(table, slot, &number))
        return enter_any_key(table, slot, err);
    table->keys_rise = table->keys_rise && number > table->last_number;
    if (table->keys_rise) {
        table->rising_count = (size_t)slot + 1;
        table->last_number = number;
    }
    if (number > table->largest_number)
        table->largest_number = number;
    return take_key(table, slot, SDN_TAG_OF_NUMBER | number, err);
}

/* How many rows there will be if they go on as they began. No more than 64 times as many: what follows may be another
 * table, or rows that are longer. */
static size_t expected_rows(const sdn_table *table, const char *at)
{
    enum { FEWEST = 16, MOST_TIMES = 64 };
    size_t rows = table->row_count, most = rows * MOST_TIMES;
    if (rows == 0)
        return FEWEST;
    size_t done = (size_t)(at - sdn_table_text_of(table)->bars_end);
    size_t left = (size_t)(table->document->bytes + table->document->len - at);
    size_t row_bytes = done / rows > 0 ? done / rows : 1;
    size_t more = left / row_bytes + rows / 32 + FEWEST;
    return rows + (more < most ? more : most);
}

/* Makes room for a row that stands at `at`, and more. */
static sdn_code make_room(sdn_table *table, const char *at, sdn_error *err)
{
    size_t most = table->document->options->max_rows;
    if (table->row_count >= most)
        return refuse_more_rows(table, at, err);
    if (table->row_count == table->row_capacity) {
        size_t expected = expected_rows(table, at);
        if (sdn_table_expect_rows(table, expected < most ? expected : most) != 0)
            return sdn_fail_memory(err);
    }
    return sdn_table_room_for_record(table) == 0 ? SDN_OK : sdn_fail_memory(err);
}

static inline uint32_t add_row(sdn_table *table, const sdn_row_scan *scan)
{
    table->rows[table->row_count] = (sdn_table_row){
        .start = (uint32_t)(scan->line.start - table->document->bytes),
        .length = (uint32_t)(scan->line.end - scan->line.start),
        .flags = *scan->line.end == '\r' ? SDN_ROW_CARRIAGE_RETURN : 0,
    };
    return (uint32_t)table->row_count++;
}

static bool has_its_cells(const sdn_table *table, const sdn_row_scan *scan)
{
    return scan->problem == NULL && scan->count == table->column_count;
}

/* A row that has not the cells it should have, or whose cells do not fit their fields. */
static sdn_code refuse_row(sdn_table *table, uint32_t slot, const sdn_row_scan *scan, sdn_error *err)
{
    if (table->reader.out_of_memory)
        return sdn_fail_memory(err);
    sdn_code code = has_its_cells(table, scan) ? note_cell(table, scan, &table->reader, err)
                                               : note_row(table, scan, err);
    return code == SDN_OK ? leave_unreadable(table, slot, scan, &table->reader, err) : code;
}

static sdn_code take_row(void *context, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_table *table = context;
    if (table->row_count == table->row_capacity || !sdn_table_has_room_for_record(table)) {
        sdn_code code = make_room(table, scan->line.start, err);
        if (code != SDN_OK)
            return code;
    }
    uint32_t slot = add_row(table, scan);
    if (!has_its_cells(table, scan) || !table->type->parse(sdn_table_record(table, slot), &table->reader))
        return refuse_row(table, slot, scan, err);
    table->live_count++;
    return table->type->key.field_count > 0 ? enter_key(table, slot, err) : SDN_OK;
}

/* A row of a table whose header lacks the key. */
static sdn_code take_row_without_key(void *context, const sdn_row_scan *scan, sdn_error *err)
{
    sdn_table *table = context;
    sdn_code code = make_room(table, scan->line.start, err);
    if (code != SDN_OK)
        return code;
    uint32_t slot = add_row(table, scan);
    table->rows[slot].flags |= SDN_ROW_UNREADABLE;
    memcpy(sdn_table_record(table, slot), table->type->defaults, table->type->size);
    if (sdn_document_conflict_at(table->document, scan->line.start) != NULL)
        return SDN_OK;
    return note_missing_columns(table, err);
}

/* A table that the file lacks may be where it does not count. */
static sdn_code note_nested_table(sdn_table *table, sdn_error *err)
{
    const sdn_nested_header *nested = sdn_document_nested(table->document, table->type->table);
    if (table->position != SDN_NO_TABLE || nested == NULL)
        return SDN_OK;
    return note(table, nested->at, err, "table '%s' is inside the block of another statement, where it is not read; move "
                "it out", table->type->table.ptr);
}

sdn_code sdn_table_loaded(sdn_table *table, sdn_document *document, char *bytes, sdn_error *err)
{
    table->document = document;
    table->bytes = bytes;
    sdn_code code = enter_pending_keys(table, err);
    if (code == SDN_OK)
        code = note_nested_table(table, err);
    if (code == SDN_OK)
        code = number_hidden_rows(table, err);
    if (code != SDN_OK)
        return code;
    table->loaded_count = table->buffer_count = table->row_count;
    table->terminated = sdn_alloc_zeroed(table->buffer_count / SDN_GROUP_ROWS + 1, sizeof *table->terminated);
    if (table->terminated == NULL)
        return sdn_fail_memory(err);
    number_unreadable_rows(table);
    place_problems(table);
    bool ok = add_stray_lines(table) == 0 &&
              (table->type->key.field_count == 0 ||
               sdn_ordered_index_reserve(&table->by_key, table->live_count, 0) == 0);
    for (uint32_t i = 0; ok && i < table->type->index_count; i++)
        ok = sdn_ordered_index_reserve(&table->indexes[i], table->live_count, 0) == 0;
    return ok ? SDN_OK : sdn_fail_memory(err);
}

void sdn_table_shift_lines(sdn_table *table, uint32_t lines)
{
    if (table->hidden != NULL)
        sdn_table_shift_lines(table->hidden, lines);
    for (size_t i = 0; i < table->problem_count; i++)
        table->problems[i].line += lines;
    for (size_t slot = 0; slot < table->row_count; slot++)
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->rows[slot].change += lines;
}
