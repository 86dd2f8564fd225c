/*
 * The text of a merged row: the row of one version, the pattern, in which the cells of other versions are put in place of
 * its own, so that indent, blanks and the spelling of all other cells stay. If no version has the columns of the result,
 * the row is written anew from the cells.
 *
 * A quote in a bare cell reaches to the next one on its line, so a cell can change what is read of the cells before it.
 * So what was written is read again, and must be what was put in.
 */
#include "merge/merge_private.h"

#include <string.h>

#include "base/error.h"
#include "record/record.h"

/* ---- cells ---- */

static sdn_str cell_of(const merge_table *table, merge_side side, uint32_t column)
{
    return sdn__cell_extent(&table->rows[side].cells[column]);
}

/* The text of a value, as it is written new. */
static sdn_code write_value(file_merger *m, const merge_table *table, uint32_t field, const void *record, sdn_str *text)
{
    sdn_row_writer writer;
    if (sdn_row_writer_init(&writer, table->type) != SDN_OK)
        return sdn__fail_memory(m->err);
    sdn_row_writer_fill(&writer, record);
    sdn_str cell = writer.cells[field].empty ? SDN_STR("\"\"") : sdn_row_writer_cell(&writer, field);
    *text = sdn_arena_copy_str(&m->row_arena, cell);
    bool failed = writer.out_of_memory || text->ptr == NULL;
    sdn_row_writer_release(&writer);
    return failed ? sdn__fail_memory(m->err) : SDN_OK;
}

/* The cell of a column of the result, with the value that was decided; of a column in dispute that of `disputed`. */
static sdn_code find_cell(file_merger *m, const merge_work *work, const merge_column *column, merge_side disputed,
                          sdn_str *text)
{
    const merge_table *table = work->table;
    const sdn_field *field = &table->type->fields[column->field];
    uint8_t pick = work->picks[column->field];
    if (pick == MERGE_MIXED)
        return write_value(m, table, column->field, work->mixed, text);
    merge_side side = pick == MERGE_DISPUTE ? disputed : (merge_side)pick;
    for (unsigned i = 0; i < MERGE_SIDES; i++) { /* the side itself, or one with the same value that has the column */
        merge_side other = (merge_side)((side + i) % MERGE_SIDES);
        if (work->texts[other].ptr == NULL || column->at[other] == MERGE_NONE ||
            !sdn__field_equal(field, table->rows[side].record, table->rows[other].record))
            continue;
        *text = cell_of(table, other, column->at[other]);
        return SDN_OK;
    }
    return write_value(m, table, column->field, table->rows[side].record, text);
}

/* ---- rows ---- */

static bool separates_with_blanks(sdn_str row)
{
    const char *comma = row.len > 0 ? memchr(row.ptr, ',', row.len - 1) : NULL;
    return comma != NULL && comma[1] == ' ';
}

static void replace_cells(const merge_table *table, merge_side pattern, sdn_str row, const sdn_str *cells,
                          sdn_buffer *to)
{
    const char *copied = row.ptr;
    for (uint32_t i = 0; i < table->column_count; i++) {
        sdn_str old = cell_of(table, pattern, i);
        if (sdn_str_equal(old, cells[i]))
            continue;
        sdn__buffer_add(to, copied, (size_t)(old.ptr - copied));
        if (old.len == 0 && i > 0 && old.ptr[-1] == ',' && separates_with_blanks(row))
            sdn__buffer_add(to, " ", 1);
        sdn__buffer_add_str(to, cells[i]);
        copied = old.ptr + old.len;
    }
    sdn__buffer_add(to, copied, (size_t)(row.ptr + row.len - copied));
}

static void write_anew(const merge_table *table, sdn_str like, const sdn_str *cells, sdn_buffer *to)
{
    if (like.ptr == NULL) /* no version has a row of it to be like */
        like = SDN_STR("");
    const char *text = sdn__skip_blanks(like.ptr, like.ptr + like.len);
    sdn__buffer_add(to, like.ptr, (size_t)(text - like.ptr));
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (i > 0)
            sdn__buffer_add_str(to, separates_with_blanks(like) ? SDN_STR(", ") : SDN_STR(","));
        sdn__buffer_add_str(to, cells[i]);
    }
}

/* Whether the row is read as the cells that it was made of. */
static bool reads_back(file_merger *m, const merge_table *table, sdn_str row, const sdn_str *cells)
{
    size_t effort = row.len;
    sdn_cell *read = sdn_arena_alloc(&m->row_arena, (table->column_count + 1) * sizeof *read);
    if (read == NULL)
        return false;
    sdn_row_scan scan =
        sdn__scan_row(row.ptr, row.ptr + row.len, read, table->column_count, table->column_count, &effort);
    bool same = scan.problem == NULL && scan.count == table->column_count && scan.line.end == row.ptr + row.len;
    for (uint32_t i = 0; i < table->column_count && same; i++)
        same = sdn_str_equal(sdn__cell_extent(&read[i]), cells[i]);
    return same;
}

/* A version whose row can be the pattern; MERGE_SIDES: none. Theirs if they changed nothing but its form. */
static merge_side pattern_side_of(const merge_work *work)
{
    const merge_table *table = work->table;
    bool ours = work->texts[MERGE_OURS].ptr != NULL && table->has_columns_of[MERGE_OURS];
    bool theirs = work->texts[MERGE_THEIRS].ptr != NULL && table->has_columns_of[MERGE_THEIRS];
    if (theirs && (work->theirs_is_form || !ours))
        return MERGE_THEIRS;
    return ours ? MERGE_OURS : MERGE_SIDES;
}

/* A version whose blanks a new row takes over. */
static merge_side likeness_of(const merge_work *work)
{
    if (work->texts[MERGE_OURS].ptr != NULL)
        return MERGE_OURS;
    return work->texts[MERGE_THEIRS].ptr != NULL ? MERGE_THEIRS : MERGE_BASE;
}

sdn_code merge_compose(file_merger *m, const merge_work *work, merge_side disputed, sdn_str *row)
{
    const merge_table *table = work->table;
    merge_side pattern = pattern_side_of(work);
    sdn_buffer text = SDN_BUFFER_INIT;
    sdn_code code = SDN_OK;
    sdn_str *cells = sdn_arena_alloc(&m->row_arena, (table->column_count + 1) * sizeof *cells);
    if (cells == NULL)
        return sdn__fail_memory(m->err);
    for (uint32_t i = 0; i < table->column_count && code == SDN_OK; i++)
        code = find_cell(m, work, &table->columns[i], disputed, &cells[i]);
    if (code != SDN_OK)
        return code;
    if (pattern != MERGE_SIDES)
        replace_cells(table, pattern, work->texts[pattern], cells, &text);
    else
        write_anew(table, work->texts[likeness_of(work)], cells, &text);
    *row = sdn_arena_copy(&m->row_arena, text.bytes, text.len);
    bool failed = text.out_of_memory || row->ptr == NULL;
    sdn__buffer_release(&text);
    if (failed)
        return sdn__fail_memory(m->err);
    if (!reads_back(m, table, *row, cells))
        row->ptr = NULL;
    return SDN_OK;
}
