/* Loading: what is wrong with the rows and the header of a table, and where. */
#include "table/table_private.h"

#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sdn_code sdn__table_note(sdn_table *table, const char *at, sdn_error *err, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    sdn__show_controls(text, sizeof text);
    sdn_str message = sdn_arena_copy_str(&table->arena, sdn_str_from(text));
    if (message.ptr == NULL || sdn__reserve(&table->problems, &table->problem_capacity, table->problem_count + 1,
                                            sizeof *table->problems) != 0)
        return sdn__fail_memory(err);
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
            table->rows[slot].change = sdn__document_line(table->document, table->bytes + table->rows[slot].start);
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
    sdn_table_row **rows = sdn__resize(NULL, hidden->row_count, sizeof *rows);
    if (rows == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < hidden->row_count; i++)
        rows[i] = &hidden->rows[i];
    qsort(rows, hidden->row_count, sizeof *rows, by_start);
    for (size_t i = 0; i < hidden->row_count; i++)
        rows[i]->change = sdn__document_line(table->document, table->document->bytes + rows[i]->start);
    sdn__free(rows);
    return SDN_OK;
}

static void place_problems(sdn_table *table)
{
    if (table->problem_count > 0)
        qsort(table->problems, table->problem_count, sizeof *table->problems, by_offset);
    for (size_t i = 0; i < table->problem_count; i++) {
        const char *at = table->document->bytes + table->problems[i].column;
        table->problems[i].line = sdn__document_line(table->document, at);
        table->problems[i].column = sdn__document_column(table->document, at);
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
    if (sdn__reserve(&table->problems, &table->problem_capacity, count, sizeof *table->problems) != 0)
        return -1;
    memcpy(table->problems + table->problem_count, document->problems,
           document->problem_count * sizeof *table->problems);
    table->problem_count = count;
    qsort(table->problems, count, sizeof *table->problems, by_line);
    return 0;
}

sdn_code sdn__table_finish_problems(sdn_table *table, sdn_error *err)
{
    sdn_code code = number_hidden_rows(table, err);
    if (code != SDN_OK)
        return code;
    number_unreadable_rows(table);
    place_problems(table);
    return add_stray_lines(table) == 0 ? SDN_OK : sdn__fail_memory(err);
}

void sdn__table_shift_lines(sdn_table *table, uint32_t lines)
{
    if (table->hidden != NULL)
        sdn__table_shift_lines(table->hidden, lines);
    for (size_t i = 0; i < table->problem_count; i++)
        table->problems[i].line += lines;
    for (size_t slot = 0; slot < table->row_count; slot++)
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            table->rows[slot].change += lines;
}
