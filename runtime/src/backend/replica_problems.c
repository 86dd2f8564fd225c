#include "backend/replica_problems.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "record/row_read.h"
#include "text/utf8.h"

#include <stdio.h>
#include <string.h>

/* Room for a key in a message, and for one with its message. */
enum { NAME_SIZE = 160, MESSAGE_SIZE = 640 };

/* Appends the value of a key field as the row has it. */
static size_t add_key_part(const sdn_table *table, uint32_t part, sdn_row_reader *reader, char *name, size_t used)
{
    sdn_str text = SDN_STR("");
    uint32_t field = table->type->key.fields[part];
    if (!sdn_read_any_string(reader, field, &text) || used + 4 >= NAME_SIZE)
        return used;
    if (part > 0) {
        memcpy(name + used, ", ", 2);
        used += 2;
    }
    return used + sdn__utf8_show(name + used, NAME_SIZE - used, text.ptr, text.len);
}

static void name_row(const sdn_table *table, uint32_t slot, sdn_buffer *copy, sdn_arena *arena, char name[NAME_SIZE])
{
    uint32_t columns = sdn__table_text_of(table)->column_count;
    sdn_str row = sdn__table_copy_row(table, slot, copy);
    size_t effort = row.len, used = 0;
    name[0] = '\0';
    if (row.ptr == NULL)
        return;
    sdn__scan_row(row.ptr, row.ptr + row.len, table->columns.cells, columns, columns, &effort);
    sdn_row_reader reader = {
        .type = table->type, .cells = table->columns.cells, .columns = table->columns.of_field, .arena = arena};
    for (uint32_t i = 0; i < table->type->key.field_count; i++)
        used = add_key_part(table, i, &reader, name, used);
    sdn__arena_rewind(arena);
}

static void name_problems_of_line(sdn_table *table, uint32_t line, const char *name)
{
    for (size_t i = 0; i < table->problems.count; i++) {
        sdn_problem *problem = &table->problems.items[i];
        char message[MESSAGE_SIZE];
        if (problem->line != line)
            continue;
        (void)snprintf(message, sizeof message, "record '%s': %s", name, problem->message);
        sdn_str named = sdn_arena_copy_str(&table->problems.messages, sdn_str_from(message));
        problem->message = named.ptr != NULL ? named.ptr : problem->message;
    }
}

static void name_problems(sdn_table *table)
{
    sdn_buffer copy = SDN_BUFFER_INIT;
    sdn_arena arena = SDN_ARENA_INIT;
    char name[NAME_SIZE];
    for (size_t slot = 0; slot < table->slots.row_count; slot++) {
        if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) == 0)
            continue;
        name_row(table, (uint32_t)slot, &copy, &arena, name);
        if (name[0] != '\0')
            name_problems_of_line(table, sdn__table_line(table, (uint32_t)slot), name);
    }
    sdn_arena_release(&arena);
    sdn__buffer_release(&copy);
}

void sdn__replica_name_problems(const sdn_image *image)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->problems.count > 0 && image->tables[i]->type->key.field_count > 0)
            name_problems(image->tables[i]);
}
