/*
 * The columns of the result, three-way like everything else: a column is in it unless one side removed it, and stands
 * where it stands in the side that changed the order, or in ours. New columns of the other side follow the column they
 * follow there.
 *
 * A column is known by the field it is read into, so that one under an older name (`was`) is the same column.
 */
#include "merge/merge_private.h"

#include <string.h>

#include "base/error.h"

/* ---- columns of each version ---- */

static uint32_t column_named(const sdn_table_text *header, sdn_str name)
{
    for (uint32_t i = 0; i < header->column_count; i++)
        if (sdn_str_equal(header->columns[i], name))
            return i;
    return SDN_NO_COLUMN;
}

/* The column of a field: by its name, else by the newest of its older ones. */
static uint32_t column_of_field(const sdn_table_text *header, const sdn_field *field)
{
    uint32_t column = column_named(header, field->column);
    for (uint32_t i = 0; i < field->was_count && column == SDN_NO_COLUMN; i++)
        column = column_named(header, field->was[i]);
    return column;
}

static sdn_code map_fields(file_merger *m, merge_table *table, merge_side side)
{
    const sdn_record_type *type = table->type;
    uint32_t *map = sdn_arena_alloc(&m->arena, (type->field_count + 1) * sizeof *map);
    if (map == NULL)
        return sdn__fail_memory(m->err);
    for (uint32_t i = 0; i < type->field_count; i++) {
        map[i] = table->headers[side] != NULL ? column_of_field(table->headers[side], &type->fields[i]) : SDN_NO_COLUMN;
        for (uint32_t j = 0; j < i && map[i] != SDN_NO_COLUMN; j++)
            if (map[j] == map[i])
                map[i] = SDN_NO_COLUMN; /* an older name of an earlier field */
    }
    table->column_of[side] = map;
    return SDN_OK;
}

static uint32_t field_at(const merge_table *table, merge_side side, uint32_t column)
{
    uint32_t field = 0;
    while (field < table->type->field_count && table->column_of[side][field] != column)
        field++;
    return field;
}

/* ---- the columns of the result ---- */

/* Whether the columns that a version shares with the base stand in another order. */
static bool is_reordered(const merge_table *table, merge_side side)
{
    uint32_t last = 0;
    if (table->headers[MERGE_BASE] == NULL || table->headers[side] == NULL)
        return false;
    for (uint32_t i = 0; i < table->headers[side]->column_count; i++) {
        uint32_t field = field_at(table, side, i);
        uint32_t column = table->column_of[MERGE_BASE][field];
        if (column == SDN_NO_COLUMN)
            continue;
        if (column < last)
            return true;
        last = column;
    }
    return false;
}

/* Whether one side removed the column of a field. */
static bool is_removed(const merge_table *table, uint32_t field)
{
    bool removed = false;
    for (int side = MERGE_OURS; side <= MERGE_THEIRS; side++)
        removed = removed || (table->headers[side] != NULL && table->column_of[side][field] == SDN_NO_COLUMN);
    return removed && table->column_of[MERGE_BASE][field] != SDN_NO_COLUMN;
}

/* A column that both sides renamed has our name. */
static sdn_str merged_name_of(const merge_table *table, const merge_column *column)
{
    sdn_str names[MERGE_SIDES];
    int any = MERGE_BASE;
    for (int side = MERGE_BASE; side < MERGE_SIDES; side++)
        if (column->at[side] != MERGE_NONE) {
            names[side] = table->headers[side]->columns[column->at[side]];
            any = side;
        }
    if (column->at[MERGE_OURS] == MERGE_NONE || column->at[MERGE_THEIRS] == MERGE_NONE)
        return names[any];
    bool is_ours_old = column->at[MERGE_BASE] != MERGE_NONE && sdn_str_equal(names[MERGE_BASE], names[MERGE_OURS]);
    return names[is_ours_old ? MERGE_THEIRS : MERGE_OURS];
}

static void insert_column(merge_table *table, uint32_t position, uint32_t field)
{
    merge_column *column = &table->columns[position];
    memmove(column + 1, column, (table->column_count - position) * sizeof *column);
    table->column_count++;
    column->field = field;
    for (int side = MERGE_BASE; side < MERGE_SIDES; side++)
        column->at[side] = table->column_of[side][field];
    column->name = merged_name_of(table, column);
}

/* Adds the columns of a version that are not there yet, each after the one that it follows there. */
static void insert_columns_of(merge_table *table, merge_side side)
{
    uint32_t after = 0; /* the position after the last column passed */
    const sdn_table_text *header = table->headers[side];
    for (uint32_t i = 0; header != NULL && i < header->column_count; i++) {
        uint32_t field = field_at(table, side, i), known = 0;
        while (known < table->column_count && table->columns[known].field != field)
            known++;
        if (known < table->column_count)
            after = known + 1;
        else if (is_removed(table, field))
            table->drops_columns = true;
        else
            insert_column(table, after++, field);
    }
}

/* Whether rows of a version can be taken over as they are. */
static bool has_same_columns(const merge_table *table, merge_side side)
{
    if (table->headers[side] == NULL || table->headers[side]->column_count != table->column_count)
        return false;
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].at[side] != i)
            return false;
    return true;
}

/* ---- room for a row of each version ---- */

static sdn_code make_rows(file_merger *m, merge_table *table)
{
    for (int side = MERGE_BASE; side < MERGE_SIDES; side++) {
        uint32_t count = table->headers[side] != NULL ? table->headers[side]->column_count : 0;
        merge_row *row = &table->rows[side];
        row->cells = sdn_arena_alloc(&m->arena, ((size_t)count + 1) * sizeof *row->cells);
        row->record = sdn_arena_alloc(&m->arena, table->type->size);
        if (row->cells == NULL || row->record == NULL)
            return sdn__fail_memory(m->err);
        memcpy(row->record, table->type->defaults, table->type->size);
    }
    return SDN_OK;
}

/* Whether each column of each version is read into a field. A schema does not let one be whose name is nearly that of a
 * field, or an older name beside the new one. */
static bool has_all_fields(const merge_table *table)
{
    bool has = true;
    for (int side = MERGE_BASE; side < MERGE_SIDES; side++)
        for (uint32_t i = 0; table->headers[side] != NULL && i < table->headers[side]->column_count; i++)
            has = has && field_at(table, (merge_side)side, i) < table->type->field_count;
    return has;
}

static sdn_code map_versions(file_merger *m, merge_table *table)
{
    sdn_code code = SDN_OK;
    for (int side = MERGE_BASE; side < MERGE_SIDES && code == SDN_OK; side++)
        code = map_fields(m, table, (merge_side)side);
    return code;
}

/* Finds the fields of all columns; without the schema if it would lose any. */
static sdn_code find_fields_of(file_merger *m, merge_table *table)
{
    sdn_code code = map_versions(m, table);
    if (code != SDN_OK || has_all_fields(table))
        return code;
    code = merge_untype(m, table);
    return code == SDN_OK ? map_versions(m, table) : code;
}

sdn_code merge_columns(file_merger *m, merge_table *table)
{
    sdn_code code = find_fields_of(m, table);
    if (code != SDN_OK)
        return code;
    table->columns = sdn_arena_alloc(&m->arena, (table->type->field_count + 1) * sizeof *table->columns);
    if (table->columns == NULL)
        return sdn__fail_memory(m->err);
    bool is_theirs =
        table->headers[MERGE_OURS] == NULL || (is_reordered(table, MERGE_THEIRS) && !is_reordered(table, MERGE_OURS));
    merge_side first = is_theirs ? MERGE_THEIRS : MERGE_OURS;
    insert_columns_of(table, first);
    insert_columns_of(table, merge_other(first));
    for (int side = MERGE_BASE; side < MERGE_SIDES; side++)
        table->has_columns_of[side] = has_same_columns(table, (merge_side)side);
    return make_rows(m, table);
}

bool merge_has_same_columns(const merge_table *table, merge_side a, merge_side b)
{
    const sdn_table_text *x = table->headers[a], *y = table->headers[b];
    if (x->column_count != y->column_count)
        return false;
    for (uint32_t i = 0; i < x->column_count; i++)
        if (!sdn_str_equal(x->columns[i], y->columns[i]))
            return false;
    return true;
}
