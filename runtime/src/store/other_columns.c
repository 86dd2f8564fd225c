#include "store/other_columns.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "record/row_read.h"

/* ---- which columns there are ---- */

static uint32_t columns_in_file(const sdn_table *table)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    return text != NULL ? text->column_count : 0;
}

static bool is_field(const sdn_table *table, uint32_t column)
{
    for (uint32_t i = 0; i < table->type->field_count; i++)
        if (table->columns.of_field[i] == column)
            return true;
    return false;
}

/* The column with this name; tried first: the one at `position`, where it mostly is. */
static uint32_t column_named(const sdn_table *table, sdn_str name, uint32_t position)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    uint32_t count = columns_in_file(table);
    if (position < count && sdn_str_equal(text->columns[position], name))
        return position;
    for (uint32_t i = 0; i < count; i++)
        if (sdn_str_equal(text->columns[i], name))
            return i;
    return SDN_NO_COLUMN;
}

static void add_pair(sdn_other_columns *columns, uint32_t base, uint32_t theirs)
{
    columns->base.columns[columns->count] = base;
    columns->theirs.columns[columns->count++] = theirs;
}

/* Pairs the columns of the base, then those that only theirs has. */
static void pair(sdn_other_columns *columns, const sdn_table *base, const sdn_table *theirs)
{
    for (uint32_t i = 0; i < columns->base.count; i++)
        if (!is_field(base, i))
            add_pair(columns, i, column_named(theirs, sdn__table_text_of(base)->columns[i], i));
    for (uint32_t i = 0; i < columns->theirs.count; i++)
        if (!is_field(theirs, i) && column_named(base, sdn__table_text_of(theirs)->columns[i], i) == SDN_NO_COLUMN)
            add_pair(columns, SDN_NO_COLUMN, i);
}

static int init_side(sdn_columns_side *side, const sdn_table *table, size_t most)
{
    uint32_t count = columns_in_file(table);
    side->table = table;
    side->count = count;
    side->columns = sdn__resize(NULL, most, sizeof *side->columns);
    side->cells = sdn__resize(NULL, (size_t)count + 1, sizeof *side->cells);
    return side->columns != NULL && side->cells != NULL ? 0 : -1;
}

sdn_code sdn__other_columns_init(sdn_other_columns *columns, const sdn_table *base, const sdn_table *theirs,
                                 sdn_error *err)
{
    size_t most = (size_t)columns_in_file(base) + columns_in_file(theirs);
    *columns = (sdn_other_columns){.text = SDN_ARENA_INIT};
    if (init_side(&columns->base, base, most) != 0 || init_side(&columns->theirs, theirs, most) != 0)
        return sdn__fail_memory(err);
    pair(columns, base, theirs);
    return SDN_OK;
}

static void release_side(sdn_columns_side *side)
{
    sdn__free(side->columns);
    sdn__free(side->cells);
    sdn__buffer_release(&side->row);
}

void sdn__other_columns_release(sdn_other_columns *columns)
{
    release_side(&columns->base);
    release_side(&columns->theirs);
    sdn_arena_release(&columns->text);
}

/* ---- cells ---- */

/* Sets *reader to one of which field i is the i-th other column. Returns 0, or -1 when memory ran out. */
static int read_side(sdn_other_columns *columns, sdn_columns_side *side, uint32_t slot, sdn_row_reader *reader)
{
    sdn_str row = sdn__table_copy_row(side->table, slot, &side->row);
    size_t effort = row.len;
    if (row.ptr == NULL)
        return -1;
    sdn__scan_row(row.ptr, row.ptr + row.len, side->cells, side->count, side->count, &effort);
    *reader = (sdn_row_reader){.cells = side->cells, .columns = side->columns, .arena = &columns->text};
    return 0;
}

sdn_code sdn__other_columns_compare(sdn_other_columns *columns, uint32_t base, uint32_t theirs, sdn_likeness *likeness,
                                    sdn_error *err)
{
    *likeness = (sdn_likeness){.is_equal = true, .is_empty = true};
    if (columns->count == 0)
        return SDN_OK;
    sdn_row_reader a, b;
    if (read_side(columns, &columns->base, base, &a) != 0 || read_side(columns, &columns->theirs, theirs, &b) != 0)
        return sdn__fail_memory(err);
    for (uint32_t i = 0; i < columns->count; i++) {
        sdn_str x = SDN_STR(""), y = SDN_STR("");
        if (!sdn_read_any_string(&a, i, &x) || !sdn_read_any_string(&b, i, &y))
            return sdn__fail_memory(err);
        bool same = sdn_str_equal(x, y);
        likeness->is_equal = likeness->is_equal && same;
        likeness->is_empty = likeness->is_empty && x.len == 0;
        likeness->shares = likeness->shares || (same && x.len > 0);
    }
    sdn__arena_rewind(&columns->text);
    return SDN_OK;
}
