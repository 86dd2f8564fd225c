#include "table/dump.h"

#include "record/value.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* Room for a text, and for the rest of a character that it is cut in. */
enum { ROW_SHOWN_SIZE = 104 };

/* Appends a formatted text, which is cut if it is long. */
SDN_PRINTF(2, 3)
static void add(sdn_buffer *out, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (len > 0)
        sdn__buffer_add(out, text, (size_t)len < sizeof text ? (size_t)len : sizeof text - 1);
}

static void add_text(sdn_buffer *out, sdn_str text)
{
    char shown[100];
    sdn__utf8_show(shown, sizeof shown, text.ptr, text.len);
    add(out, "%s\n", shown);
}

/* `1 slot`, `2 slots`. */
static void add_count(sdn_buffer *out, const char *before, size_t count, const char *what)
{
    add(out, "%s%zu %s%s", before, count, what, count == 1 ? "" : "s");
}

/* ---- slots ---- */

static void add_flags(sdn_buffer *out, uint32_t flags)
{
    static const struct {
        uint32_t flag;
        const char *name;
    } names[] = {
        {SDN_ROW_UNREADABLE, "unreadable"}, {SDN_ROW_PENDING, "pending"}, {SDN_ROW_CACHED, "cached"},
        {SDN_ROW_DELETED, "deleted"},       {SDN_ROW_EDITED, "edited"},   {SDN_ROW_NEW, "new"},
        {SDN_ROW_NUMBERED, "numbered"},     {SDN_ROW_OPEN, "open"},       {SDN_ROW_PATCHED, "patched"},
        {SDN_ROW_CARRIAGE_RETURN, "crlf"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((flags & names[i].flag) != 0)
            add(out, " %s", names[i].name);
}

/* Whether the slot has a row: a new record has none, unless it is cached, nor one that was deleted before it was
 * saved. */
static bool has_row(const sdn_row *row)
{
    return sdn__row_has_patch(row) || ((row->flags & SDN_ROW_NEW) == 0 && row->start != SDN_NO_POSITION);
}

static void add_key(sdn_buffer *out, const sdn_slots *slots, uint32_t slot)
{
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (slots->type->key.field_count == 0 || (slots->rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
        return;
    sdn__slots_key(slots, slot, key);
    add(out, " \"%s\"", sdn__key_show(slots->type, key, shown));
}

/* As much of a row as is shown, as it is in the file. */
static void add_file_text(sdn_buffer *out, const sdn_table *table, sdn_str row)
{
    char shown[ROW_SHOWN_SIZE];
    size_t len = row.len < sizeof shown ? row.len : sizeof shown;
    sdn__document_copy(table->document, row.ptr, len, shown);
    add_text(out, (sdn_str){shown, len});
}

static void add_slot(sdn_buffer *out, const sdn_table *table, uint32_t slot)
{
    const sdn_row *row = &table->slots.rows[slot];
    bool is_unreadable = (row->flags & SDN_ROW_UNREADABLE) != 0;
    add(out, "  slot %lu:", (unsigned long)slot);
    if (sdn__row_has_patch(row))
        add(out, " patch %lu", (unsigned long)row->start);
    else if (has_row(row))
        add(out, " %lu+%lu", (unsigned long)row->start, (unsigned long)row->length);
    add_flags(out, row->flags);
    if (is_unreadable)
        add(out, ", line %lu", (unsigned long)sdn__table_line(table, slot));
    else if (row->change != 0)
        add(out, ", change %lu,", (unsigned long)row->change - 1);
    add_key(out, &table->slots, slot);
    add(out, ": ");
    if (has_row(row))
        add_file_text(out, table, sdn__table_row_text(table, slot));
    else
        add(out, "(no row)\n");
}

static void add_changes(sdn_buffer *out, const sdn_slots *slots)
{
    for (size_t i = 0; i < slots->changes.count; i++) {
        const sdn_change *change = &slots->changes.items[i];
        add(out, "  change %zu: slot %lu, %s%s\n", i, (unsigned long)change->slot,
            change->base != NULL ? "edited" : "new", change->indexed != NULL ? ", open" : "");
    }
}

static void add_order(sdn_buffer *out, const sdn_slots *slots)
{
    const sdn_key_order *order = &slots->order;
    add(out, "  order: %zu of ", order->sorted_prefix);
    add_count(out, "", slots->row_count, "slot");
    add(out, " sorted, %s, last number %llu\n", order->keys_sorted ? "next key may follow" : "not sorted after them",
        (unsigned long long)order->last_number);
}

/* ---- look-ups ---- */

static void add_key_map(sdn_buffer *out, const char *name, const sdn_key_map *map)
{
    add(out, "  %s: %s", name, map->is_scattered ? "scattered, " : "sorted, ");
    add_count(out, "", map->count, "key");
    if (map->is_scattered)
        add(out, ", %zu entries", map->capacity);
    else
        add(out, ", %zu of %zu entries, %zu dense", map->used, map->capacity, map->dense);
}

static void add_index(sdn_buffer *out, const sdn_ordered_index *index)
{
    if (!index->built) {
        add(out, "not built\n");
        return;
    }
    add_count(out, "built, ", index->block_count, "block");
    add_count(out, ", ", index->spare_count, "spare");
    add_count(out, ", ", index->inserted, "insert");
    add_count(out, ", ", index->splits, "split");
    add(out, ", %zu reserved\n", index->reserved);
}

static void add_lookup(sdn_buffer *out, const sdn_lookup *lookup, const sdn_record_type *type)
{
    add_key_map(out, "keys", &lookup->keys);
    add(out, "\n");
    add_key_map(out, "unreadable keys", &lookup->unreadable_keys);
    add_count(out, "; ", lookup->hidden != NULL ? lookup->hidden->slots.row_count : 0, "hidden row");
    add(out, "\n  index by key: ");
    add_index(out, &lookup->by_key);
    for (uint32_t i = 0; i < type->index_count; i++) {
        add(out, "  index %lu: ", (unsigned long)i);
        add_index(out, &lookup->indexes[i]);
        add(out, "  index %lu by hash: ", (unsigned long)i);
        add_index(out, &lookup->hashed[i]);
    }
}

/* ---- rows that are not in the buffer ---- */

static void add_patch(sdn_buffer *out, const sdn_table *table, size_t position)
{
    const sdn_patch *patch = &table->image_rows.patches[position];
    if (patch->start == SDN_NO_POSITION)
        add(out, "  patch %zu: added, ", position);
    else
        add(out, "  patch %zu: %lu+%lu, ", position, (unsigned long)patch->start, (unsigned long)patch->length);
    add_file_text(out, table, patch->text);
}

static void add_image_rows(sdn_buffer *out, const sdn_table *table)
{
    const sdn_image_rows *rows = &table->image_rows;
    for (size_t i = 0; i < rows->patch_count; i++)
        add_patch(out, table, i);
}

/* ---- tables and the file ---- */

static void add_problems(sdn_buffer *out, const char *what, const sdn_problem *problems, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(out, "%s %lu:%lu: %s\n", what, (unsigned long)problems[i].line, (unsigned long)problems[i].column,
            problems[i].message);
}

static void add_refusal(sdn_buffer *out, const sdn_refusal *refusal)
{
    if (refusal->unset_field != NULL)
        add(out, "  refused: field '%s' has a value, but is absent\n", refusal->unset_field->name);
    if (refusal->edited_key[0] != '\0')
        add(out, "  refused: the key of record '%s' was written to\n", refusal->edited_key);
    if (refusal->text_was_lost)
        add(out, "  refused: memory ran out for a text\n");
}

static void add_table_dump(sdn_buffer *out, const sdn_table *table)
{
    const sdn_slots *slots = &table->slots;
    const sdn_table_text *text = sdn__table_text_of(table);
    add(out, "table %s: ", table->type->table.ptr);
    if (text != NULL)
        add(out, "line %lu, ", (unsigned long)text->line_number);
    else
        add(out, "not in the file, ");
    add_count(out, "", slots->row_count, "slot");
    add(out, ", %zu loaded, %zu live", slots->loaded_count, slots->live_count);
    add_count(out, ", ", text != NULL ? text->column_count : 0, "column");
    add(out, "\n");
    add_order(out, slots);
    add_lookup(out, &table->lookup, table->type);
    for (uint32_t slot = 0; slot < slots->row_count; slot++)
        add_slot(out, table, slot);
    add_changes(out, slots);
    add_image_rows(out, table);
    add_refusal(out, &table->refusal);
    add_problems(out, "  problem", table->problems.items, table->problems.count);
    add_problems(out, "  violation", table->violations.items, table->violations.count);
}

void sdn__image_dump(const sdn_image *image, sdn_buffer *out)
{
    add(out, "file %s: %zu bytes read, %zu bytes now", image->document.path, image->buffer_len, image->pieces.len);
    add_count(out, ", ", image->table_count, "table");
    add(out, "%s\n", image->has_loose_quotes ? ", quotes outside of them" : "");
    for (size_t i = 0; i < image->table_count; i++)
        add_table_dump(out, image->tables[i]);
    add_problems(out, "problem", image->document.problems, image->document.problem_count);
}
