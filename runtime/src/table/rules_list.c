/*
 * The list of violations of a table, each with the line and column where its field is written.
 *
 * Positions are found in one pass over the file: records are checked in the order of their slots, which is the order of
 * their rows, and a cursor that counts lines only moves forward.
 */
#include "table/rules.h"

#include "base/alloc.h"
#include "base/error.h"
#include "record/value.h"

#include <stdio.h>
#include <string.h>

static const char *const rule_words[] = {
    [SDN_RULE_NONEMPTY] = "nonempty",
    [SDN_RULE_RANGE] = "range",
    [SDN_RULE_REFERENCES] = "references",
    [SDN_RULE_UNIQUE] = "unique",
};

typedef struct listing {
    sdn_table *table;
    sdn_pieces_cursor cursor; /* at the start of the last row with a violation */
    sdn_buffer row;           /* scratch: that row */
} listing;

/* What a field is in the text of its row: its cell, or the whole row if the file lacks its column. */
static sdn_str text_of_field(const sdn_table *table, sdn_str row, uint32_t field)
{
    const char *end = row.ptr + row.len;
    const sdn_columns *columns = &table->columns;
    uint32_t column = columns->of_field[field], count = sdn__table_text_of(table)->column_count;
    size_t effort = row.len;
    if (column == SDN_NO_COLUMN)
        return sdn__trimmed(row.ptr, end);
    sdn__scan_row(row.ptr, end, columns->cells, count, count, &effort);
    return sdn__cell_extent(&columns->cells[column]);
}

/* Sets line and columns of a problem; a new record has none. Returns 0, or -1 when memory ran out. */
static int locate(listing *l, uint32_t slot, uint32_t field, sdn_problem *problem)
{
    if ((l->table->slots.rows[slot].flags & SDN_ROW_NEW) != 0)
        return 0;
    sdn_str row = sdn__table_copy_row(l->table, slot, &l->row);
    if (row.ptr == NULL)
        return -1;
    sdn_str cell = text_of_field(l->table, row, field);
    const char *start = sdn__table_row_text(l->table, slot).ptr;
    sdn__pieces_advance(&l->cursor, start);
    sdn_pieces_cursor cursor = l->cursor;
    sdn__pieces_advance(&cursor, start + (cell.ptr - row.ptr));
    problem->line = cursor.line;
    problem->column = cursor.column;
    problem->end_column = cursor.column + sdn__document_width(cell);
    return 0;
}

/* The message, which names the record if it has a key. Its ptr is NULL when memory ran out. */
static sdn_str message_of(sdn_table *table, uint32_t slot, const char *text)
{
    char shown[SDN_SHOWN_KEY_SIZE], message[SDN_VIOLATION_SIZE + sizeof shown + 16];
    _Static_assert(sizeof message <= SDN_SHOWN_MESSAGE_SIZE, "sdn__show_controls takes the whole buffer");
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (table->type->key.field_count == 0)
        return sdn_arena_copy_str(&table->violations.messages, sdn_str_from(text));
    sdn__slots_key(&table->slots, slot, key);
    (void)snprintf(message, sizeof message, "record '%s': %s", sdn__key_show(table->type, key, shown), text);
    sdn__show_controls(message, sizeof message);
    return sdn_arena_copy_str(&table->violations.messages, sdn_str_from(message));
}

/* Returns 0, or -1 when memory ran out. */
static int add_violation(listing *l, uint32_t slot, const sdn_violation *violation)
{
    sdn_problem_list *list = &l->table->violations;
    sdn_problem problem = {.kind = violation->rule == SDN_RULE_REFERENCES ? SDN_PROBLEM_REFERENCE : SDN_PROBLEM_RULE,
                           .field = l->table->type->fields[violation->field].name,
                           .rule = rule_words[violation->rule],
                           .message = message_of(l->table, slot, violation->text).ptr};
    if (problem.message == NULL ||
        sdn__reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0)
        return -1;
    if (locate(l, slot, violation->field, &problem) != 0)
        return -1;
    list->items[list->count++] = problem;
    return 0;
}

static int add_violations(listing *l, uint32_t slot)
{
    sdn_violation violation;
    sdn_rules_check check = sdn__rules_of(l->table, slot, sdn__slots_record(&l->table->slots, slot));
    while (sdn__rules_next(&check, &violation))
        if (add_violation(l, slot, &violation) != 0)
            return -1;
    return 0;
}

sdn_code sdn__rules_list(sdn_table *table, const sdn_pieces *file, sdn_error *err)
{
    listing l = {.table = table, .cursor = sdn__pieces_cursor_at(file, table->document->bytes)};
    table->violations.count = 0;
    sdn_arena_release(&table->violations.messages);
    sdn_code code = SDN_OK;
    for (uint32_t slot = 0; slot < table->slots.row_count && code == SDN_OK; slot++)
        if (sdn__slots_is_live(&table->slots, slot) && add_violations(&l, slot) != 0)
            code = sdn__fail_memory(err);
    sdn__buffer_release(&l.row);
    return code;
}
