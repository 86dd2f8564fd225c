/* The list of what the records of a table violate. */
#include "table/rules.h"

#include "base/alloc.h"
#include "record/value.h"

#include <stdio.h>
#include <string.h>

typedef struct listing {
    sdn_table *table;
    const sdn_pieces *file;   /* as it is, without unsaved edits */
    sdn_pieces_cursor cursor; /* at the start of the last row that a place was asked for in */
    uint32_t slot;
    bool out_of_memory;
} listing;

/* Where a field stands in its row's text: its cell, or the first one where it has none. */
static const char *place_of(const sdn_table *table, sdn_str row, uint32_t field)
{
    const char *end = row.ptr + row.len;
    uint32_t columns = sdn__table_text_of(table)->column_count;
    size_t effort = row.len;
    if (table->columns[field] == SDN_NO_COLUMN)
        return sdn__skip_blanks(row.ptr, end);
    sdn__scan_row(row.ptr, end, table->cells, columns, columns, &effort);
    return sdn__cell_extent(&table->cells[table->columns[field]]).ptr;
}

static void place(listing *l, uint32_t field, sdn_problem *problem)
{
    if ((l->table->rows[l->slot].flags & SDN_ROW_NEW) != 0)
        return;
    sdn_str row = sdn__table_row_text(l->table, l->slot);
    sdn__pieces_advance(l->file, &l->cursor, row.ptr);
    sdn_pieces_cursor cursor = l->cursor;
    sdn__pieces_advance(l->file, &cursor, place_of(l->table, row, field));
    problem->line = cursor.line;
    problem->column = cursor.column;
}

/* The message, which names the record if it has a key. Its ptr is NULL when memory ran out. */
static sdn_str message_of(const listing *l, const char *text)
{
    char shown[128], message[SDN_VIOLATION_SIZE + sizeof shown + 16];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const sdn_record_type *type = l->table->type;
    if (type->key.field_count == 0)
        return sdn_arena_copy_str(&l->table->violation_arena, sdn_str_from(text));
    sdn__table_key(l->table, l->slot, key);
    sdn__key_print(type, key, shown, sizeof shown);
    (void)snprintf(message, sizeof message, "record '%s': %s", shown, text);
    sdn__show_controls(message, sizeof message);
    return sdn_arena_copy_str(&l->table->violation_arena, sdn_str_from(message));
}

static bool add(void *context, const sdn_violation *violation)
{
    listing *l = context;
    sdn_table *table = l->table;
    sdn_problem problem = {.message = message_of(l, violation->text).ptr};
    if (problem.message == NULL || sdn__reserve(&table->violations, &table->violation_capacity,
                                                table->violation_count + 1, sizeof *table->violations) != 0) {
        l->out_of_memory = true;
        return false;
    }
    place(l, violation->field, &problem);
    table->violations[table->violation_count++] = problem;
    return true;
}

sdn_code sdn__rules_list(sdn_table *table, const sdn_pieces *file, sdn_error *err)
{
    listing l = {.table = table, .file = file, .cursor = {0, table->document->bytes, 1, 1}};
    table->violation_count = 0;
    sdn_arena_release(&table->violation_arena);
    for (l.slot = 0; l.slot < table->row_count && !l.out_of_memory; l.slot++)
        if ((table->rows[l.slot].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0)
            sdn__rules_check(table, l.slot, sdn__table_record(table, l.slot), add, &l);
    return l.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}
